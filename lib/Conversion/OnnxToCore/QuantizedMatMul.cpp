//===- QuantizedMatMul.cpp - products with constant matrices of codes -----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// DequantizeLinear of a constant, then MatMul or Gemm: what MatMulNBits says
// in one node. Weights are written again as rows of codes [N, K], since files
// have them signed and mostly as [K, N].
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"

#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra::onnx;
namespace lowbit = lutra::lowbit;

namespace {

/// A matrix of a file, read as [N, K].
struct Matrix {
  Matrix(int64_t n, int64_t k, bool transposed)
      : n(n), k(k), rowStride(transposed ? k : 1),
        columnStride(transposed ? 1 : n) {}

  int64_t at(int64_t row, int64_t column) const {
    return row * rowStride + column * columnStride;
  }

  int64_t n, k;
  int64_t rowStride, columnStride;
};

/// Operands of a contraction.
struct CodedWeight {
  Value codes, scales, zeroPoints;
  lowbit::IntFormatAttr format;
  int64_t groupSize = 0;
};

class WeightCoder {
public:
  WeightCoder(Legalizer &lg, const Dequantized &source, bool transposed)
      : lg(lg), source(source),
        shape(source.codes->shape()[transposed ? 0 : 1],
              source.codes->shape()[transposed ? 1 : 0], transposed),
        transposed(transposed) {}

  /// Nothing when the weight's scales do not lie as a contraction's do.
  std::optional<CodedWeight> run();

private:
  bool findGroups();
  Value makeConstant(ArrayRef<int64_t> shape, StringRef name,
                     ArrayRef<uint8_t> elements);
  Value makeCodes(const ConstantIntegers &integers);
  std::string getName(StringRef suffix);
  /// Where row n and group g have their scale.
  int64_t scaleAt(int64_t row, int64_t group) const;

  Legalizer &lg;
  const Dequantized &source;
  Matrix shape;
  bool transposed;
  int64_t groups = 1, groupSize = 0;
};

} // namespace

bool WeightCoder::findGroups() {
  const Quantization &by = source.by;
  if (by.axis < 0)
    return true;
  int64_t kAxis = transposed ? 1 : 0;
  if (!by.block)
    return by.axis != kAxis;
  if (by.axis != kAxis)
    return false;
  groupSize = by.block;
  groups = llvm::divideCeil(shape.k, groupSize);
  return true;
}

int64_t WeightCoder::scaleAt(int64_t row, int64_t group) const {
  if (source.by.axis < 0)
    return 0;
  if (!source.by.block)
    return row;
  return Matrix(shape.n, groups, transposed).at(row, group);
}

std::string WeightCoder::getName(StringRef suffix) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(source.codes->constant);
  return ((resource ? resource.getRawHandle().getKey() : "weight") + suffix)
      .str();
}

Value WeightCoder::makeConstant(ArrayRef<int64_t> shape, StringRef name,
                                ArrayRef<uint8_t> elements) {
  auto type = RankedTensorType::get(shape, lg.builder.getI8Type());
  return arith::ConstantOp::create(
      lg.builder, source.loc,
      lowbit::getConstant(type, getName(name), elements));
}

/// Rows of codes, as many in a byte as it holds, each row from a byte on.
Value WeightCoder::makeCodes(const ConstantIntegers &integers) {
  // Columns are far apart: as many rows at a time as one line of them holds.
  constexpr int64_t tile = 64;
  unsigned bits = integers.getBits();
  int64_t n = shape.n, k = shape.k,
          rowBytes = llvm::divideCeil(k * int64_t(bits), 8);
  SmallVector<uint8_t, 0> packed(n * rowBytes, 0);
  for (int64_t begin = 0; begin < n; begin += tile)
    for (int64_t column = 0; column < k; ++column) {
      int64_t bit = column * bits;
      for (int64_t row = begin; row < std::min(begin + tile, n); ++row)
        packed[row * rowBytes + bit / 8] |=
            integers.getUnsigned(shape.at(row, column)) << bit % 8;
    }
  if (bits == 8)
    return makeConstant({n, k}, "_rows", packed);
  auto type = RankedTensorType::get({n, k}, lg.builder.getI8Type());
  auto format = lowbit::IntFormatAttr::get(lg.builder.getContext(), bits, 0);
  return lowbit::UnpackOp::create(
      lg.builder, source.loc, type,
      makeConstant({n, 1, rowBytes}, "_rows", packed), format,
      /*block_size=*/k);
}

std::optional<CodedWeight> WeightCoder::run() {
  auto integers = ConstantIntegers::get(source.codes);
  auto scales = readConstantFloats(source.by.scale);
  std::optional<ConstantIntegers> zeros;
  if (source.by.zeroPoint)
    zeros = ConstantIntegers::get(source.by.zeroPoint);
  if (!integers || !scales || (source.by.zeroPoint && !zeros) || !findGroups())
    return std::nullopt;

  unsigned bits = integers->getBits();
  SmallVector<float, 0> rowScales;
  SmallVector<uint8_t, 0> rowZeros;
  for (int64_t row = 0; row < shape.n; ++row)
    for (int64_t group = 0; group < groups; ++group) {
      int64_t at = scaleAt(row, group);
      rowScales.push_back((*scales)[at]);
      if (zeros)
        rowZeros.push_back(zeros->getUnsigned(at));
    }
  // Codes are unsigned: those of signed integers begin with the lowest.
  unsigned zeroPoint = integers->isSigned() ? 1u << (bits - 1) : 0;
  CodedWeight result;
  if (zeros && llvm::all_equal(rowZeros)) {
    zeroPoint = rowZeros.front();
  } else if (zeros) {
    zeroPoint = 0;
    result.zeroPoints =
        makeConstant({shape.n, groups}, "_zero_points", rowZeros);
  }
  OpBuilder &b = lg.builder;
  result.format = lowbit::IntFormatAttr::get(b.getContext(), bits, zeroPoint);
  result.groupSize = groupSize;
  auto type = RankedTensorType::get({shape.n, groups}, b.getF32Type());
  result.scales = arith::ConstantOp::create(
      b, source.loc,
      lowbit::getConstant(type, getName("_scales"), ArrayRef(rowScales)));
  result.codes = makeCodes(*integers);
  return result;
}

Tensor *lutra::onnx::multiplyByCodes(Legalizer &lg, Location loc, Tensor *a,
                                     Tensor *weight, bool transposed) {
  if (weight->transposeOf) {
    weight = weight->transposeOf;
    transposed = !transposed;
  }
  if (!weight->dequantized || weight->rank() != 2 || a->rank() == 0 ||
      weight->numElements().value_or(0) == 0)
    return nullptr;
  std::optional<CodedWeight> coded =
      WeightCoder(lg, *weight->dequantized, transposed).run();
  if (!coded)
    return nullptr;

  OpBuilder &b = lg.builder;
  Type f32 = b.getF32Type();
  int64_t n = weight->shape()[transposed ? 0 : 1],
          k = weight->shape()[transposed ? 1 : 0];
  Tensor *acts = lg.convert(loc, a, f32);
  Sizes dims = acts->dims;
  dims.back() = lg.sizes.constant(k);
  acts = lg.refine(loc, acts, dims);
  dims.back() = lg.sizes.constant(n);
  Value product = lowbit::ContractOp::create(
      b, loc, lg.typeOf(dims, f32), lg.data(acts), /*act_scales=*/Value(),
      coded->codes, coded->scales, coded->zeroPoints, /*g_idx=*/Value(),
      lg.empty(loc, dims, f32), coded->format, lowbit::ActivationKind::Auto,
      coded->groupSize, /*int8_permitted=*/false);
  return lg.make(product, f32, dims);
}
