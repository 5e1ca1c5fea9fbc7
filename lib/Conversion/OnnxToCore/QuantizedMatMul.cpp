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
// Where activations are codes of 8 bits, too, the sum is one of integers, as
// long as f32 holds all that it can be: then lowbit.contract with scales of 1
// gives it exactly, the activations' zero point comes off afterwards, as
// exactly, and the scales are all that rounds.
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"

#include "lutra/Analysis/AccumulatorRange.h"
#include "lutra/Analysis/WeightRows.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using namespace lutra;
using namespace lutra::onnx;

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

  /// Nothing when the weight's scales do not lie as a contraction's do. Without
  /// scales they are 1.
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
  std::optional<SmallVector<float, 0>> scales;
  if (source.by.scale)
    scales = readConstantFloats(source.by.scale);
  std::optional<ConstantIntegers> zeros;
  if (source.by.zeroPoint)
    zeros = ConstantIntegers::get(source.by.zeroPoint);
  if (!integers || (source.by.scale && !scales) ||
      (source.by.zeroPoint && !zeros) || !findGroups())
    return std::nullopt;

  unsigned bits = integers->getBits();
  SmallVector<float, 0> rowScales;
  SmallVector<uint8_t, 0> rowZeros;
  for (int64_t row = 0; row < shape.n; ++row)
    for (int64_t group = 0; group < groups; ++group) {
      int64_t at = scaleAt(row, group);
      rowScales.push_back(scales ? (*scales)[at] : 1.0f);
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

/// [..., K] with a static K, of the type that a contraction takes.
static Tensor *refineInner(Legalizer &lg, Location loc, Tensor *a, int64_t k) {
  Sizes dims = a->dims;
  dims.back() = lg.sizes.constant(k);
  return lg.refine(loc, a, dims);
}

/// Sizes like those of `a`, but for the last one.
static Sizes withLast(Legalizer &lg, const Tensor *a, int64_t last) {
  Sizes dims = a->dims;
  dims.back() = lg.sizes.constant(last);
  return dims;
}

static lowbit::ContractOp createContract(Legalizer &lg, Location loc,
                                         Tensor *acts, Value actScales,
                                         const CodedWeight &weight, int64_t n) {
  Type f32 = lg.builder.getF32Type();
  Sizes dims = withLast(lg, acts, n);
  return lowbit::ContractOp::create(
      lg.builder, loc, lg.typeOf(dims, f32), lg.data(acts), actScales,
      weight.codes, weight.scales, weight.zeroPoints, /*g_idx=*/Value(),
      lg.empty(loc, dims, f32), weight.format,
      actScales ? lowbit::ActivationKind::Int8Token
                : lowbit::ActivationKind::Auto,
      weight.groupSize, /*int8_permitted=*/false);
}

//===----------------------------------------------------------------------===//
// Codes by codes
//===----------------------------------------------------------------------===//

/// Integers up to here, and their sums, are exact in f32.
static constexpr uint64_t maxExact = uint64_t(1) << 24;

/// The sums of the weight's values in each row, as a vector of f32.
static Tensor *sumRows(Legalizer &lg, lowbit::ContractOp op) {
  auto weights = lutra::WeightRows::get(op);
  SmallVector<int16_t, 0> values(weights->getK());
  SmallVector<float, 0> sums;
  for (int64_t row = 0; row < weights->getN(); ++row) {
    weights->readValues(row, values);
    sums.push_back(static_cast<float>(
        std::accumulate(values.begin(), values.end(), int64_t(0))));
  }
  auto type = RankedTensorType::get({weights->getN()}, lg.builder.getF32Type());
  return lg.makeConstant(
      lowbit::getConstant(type, "weight_sums", ArrayRef(sums)));
}

Tensor *lutra::onnx::multiplyCodes(Legalizer &lg, Location loc,
                                   const Dequantized &a, Dequantized weight,
                                   bool transposed) {
  if (!a.codes->element.isInteger(8) || a.codes->rank() == 0 ||
      a.by.axis >= 0 || weight.codes->rank() != 2 || weight.by.block ||
      weight.codes->numElements().value_or(0) == 0)
    return nullptr;
  weight.by.scale = nullptr;
  std::optional<CodedWeight> coded = WeightCoder(lg, weight, transposed).run();
  if (!coded)
    return nullptr;

  // Activations are signed codes: unsigned ones less 128, as their zero point.
  OpBuilder &b = lg.builder;
  Type f32 = b.getF32Type();
  bool isUnsigned = a.codes->isUnsigned();
  int64_t n = weight.codes->shape()[transposed ? 0 : 1],
          k = weight.codes->shape()[transposed ? 1 : 0];
  Tensor *codes = isUnsigned ? withOtherSign(lg, loc, a.codes) : a.codes;
  codes = refineInner(lg, loc, codes, k);
  Value ones = lg.filled(loc, withLast(lg, codes, 1), b.getF32FloatAttr(1));
  lowbit::ContractOp product = createContract(lg, loc, codes, ones, *coded, n);

  // Sums of codes, and of codes less any zero point.
  auto sums = computeAccumulatorRange(product);
  auto differences = computeAccumulatorRange(product, {-255, 255});
  if (!sums || sums->row.getMagnitude() > maxExact ||
      differences->row.getMagnitude() > maxExact) {
    product.erase();
    return nullptr;
  }
  Tensor *result = lg.make(product.getResult(), f32, withLast(lg, codes, n));
  if (!a.by.zeroPoint && !isUnsigned)
    return result;

  // What is known is folded; what the run knows is computed once, ahead.
  auto getZero = [&](OpBuilder &b, Location loc, Value zero) -> Value {
    zero = zero ? convertElement(b, loc, zero, a.by.zeroPoint->element, f32)
                : number(b, loc, f32, 0);
    return isUnsigned
               ? arith::SubFOp::create(b, loc, zero, number(b, loc, f32, 128))
               : zero;
  };
  SmallVector<Tensor *> operands = {result, sumRows(lg, product)};
  bool isComputed =
      a.by.zeroPoint && !ConstantIntegers::get(a.by.zeroPoint).has_value();
  if (isComputed)
    operands.push_back(lg.elementwiseOver(
        loc, a.by.zeroPoint, a.by.zeroPoint->dims, f32,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return getZero(b, loc, args[0]);
        }));
  else if (a.by.zeroPoint)
    operands.push_back(a.by.zeroPoint);
  return lg.elementwiseOver(
      loc, operands, result->dims, f32,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value zero = isComputed
                         ? args[2]
                         : getZero(b, loc, a.by.zeroPoint ? args[2] : Value());
        return arith::SubFOp::create(
            b, loc, args[0], arith::MulFOp::create(b, loc, zero, args[1]));
      });
}

/// The scales of both, applied to their exact product.
static Tensor *multiplyDequantized(Legalizer &lg, Location loc,
                                   const Dequantized &a,
                                   const Dequantized &weight, bool transposed) {
  Tensor *product = multiplyCodes(lg, loc, a, weight, transposed);
  if (!product)
    return nullptr;
  // One for each column of the result, or one for all.
  return lg.elementwiseOver(
      loc, {product, a.by.scale, weight.by.scale}, product->dims,
      product->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value scale = arith::MulFOp::create(b, loc, extend(b, loc, args[1]),
                                            extend(b, loc, args[2]));
        return arith::MulFOp::create(b, loc, args[0], scale);
      });
}

//===----------------------------------------------------------------------===//
// Floats by codes
//===----------------------------------------------------------------------===//

Tensor *lutra::onnx::multiplyByCodes(Legalizer &lg, Location loc, Tensor *a,
                                     Tensor *weight, bool transposed) {
  if (weight->transposeOf) {
    weight = weight->transposeOf;
    transposed = !transposed;
  }
  if (!weight->dequantized || weight->rank() != 2 || a->rank() == 0 ||
      weight->numElements().value_or(0) == 0)
    return nullptr;
  if (a->dequantized)
    if (Tensor *product = multiplyDequantized(lg, loc, *a->dequantized,
                                              *weight->dequantized, transposed))
      return product;
  std::optional<CodedWeight> coded =
      WeightCoder(lg, *weight->dequantized, transposed).run();
  if (!coded)
    return nullptr;
  Type f32 = lg.builder.getF32Type();
  int64_t n = weight->shape()[transposed ? 0 : 1],
          k = weight->shape()[transposed ? 1 : 0];
  Tensor *acts = refineInner(lg, loc, lg.convert(loc, a, f32), k);
  Value product =
      createContract(lg, loc, acts, /*actScales=*/Value(), *coded, n);
  return lg.make(product, f32, withLast(lg, acts, n));
}
