//===- GatherBlockQuantized.cpp - rows of a table of packed codes ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// com.microsoft.GatherBlockQuantized on bytes: codes of 2, 4 or 8 bits, the
// first in the lowest bits, with a scale (and a zero point, packed likewise)
// for each block of the last dimension. Only what is gathered is dequantized.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "PackedCodes.h"
#include "Quantize.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra::onnx;

Value lutra::onnx::readCode(Scalars &s, Value bytes, ArrayRef<Value> row,
                            Value at, int64_t bits) {
  Type i32 = s.b.getI32Type();
  Value perByte = s.index(8 / bits);
  SmallVector<Value> where(row);
  where.push_back(arith::DivUIOp::create(s.b, s.loc, at, perByte));
  Value byte = arith::ExtUIOp::create(s.b, s.loc, i32, s.read(bytes, where));
  Value inByte = arith::RemUIOp::create(s.b, s.loc, at, perByte);
  Value shift =
      arith::IndexCastOp::create(s.b, s.loc, i32, s.mul(inByte, s.index(bits)));
  Value shifted = arith::ShRUIOp::create(s.b, s.loc, byte, shift);
  return s.both(shifted, s.constant(i32, (1 << bits) - 1));
}

/// A constant of 2 or 4 bits as bytes of unsigned codes, the first in the
/// lowest bits, each row padded to a byte. Null for anything else.
static Tensor *packRows(Legalizer &lg, Tensor *tensor) {
  std::optional<ConstantIntegers> codes = ConstantIntegers::get(tensor);
  if (!codes || codes->getBits() == 8 || tensor->rank() == 0)
    return nullptr;
  int64_t bits = codes->getBits(), width = tensor->shape().back();
  int64_t rowBytes = llvm::divideCeil(width * bits, 8);
  int64_t rows = width == 0 ? 0 : codes->size() / width;
  mlir::AsmResourceBlob blob = lutra::lowbit::allocateBytes(rows * rowBytes);
  MutableArrayRef<char> bytes = blob.getMutableData();
  std::fill(bytes.begin(), bytes.end(), 0);
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < width; ++j)
      bytes[i * rowBytes + j * bits / 8] |= codes->getUnsigned(i * width + j)
                                            << j * bits % 8;
  SmallVector<int64_t> shape = tensor->shape();
  shape.back() = rowBytes;
  auto type = RankedTensorType::get(shape, lg.builder.getI8Type());
  Tensor *packed = lg.makeConstant(
      lutra::lowbit::getConstant(type, "gathered", std::move(blob)));
  packed->element = lg.builder.getIntegerType(8, /*isSigned=*/false);
  return packed;
}

static HandlerResult gatherBlockQuantized(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *data = node.input(0), *indices = node.input(1),
         *scales = node.input(2), *zeros = node.input(3);
  int64_t rank = data->rank();
  int64_t bits = node.getInt("bits", 4), block = node.getInt("block_size", 128);
  int64_t axis = node.normalizeAxis(node.getInt("gather_axis", 0), rank);
  int64_t blocked = node.normalizeAxis(node.getInt("quantize_axis", 1), rank);
  if (node.refused())
    return failure();
  if (zeros && (zeros->element != data->element || zeros->rank() != rank))
    return node.refuse("input zero_points must have the type and rank of data, "
                       "got " +
                       zeros->str());
  if (block < 16 || !llvm::isPowerOf2_64(block))
    return node.refuse("attribute 'block_size' must be a power of two and at "
                       "least 16, got " +
                       Twine(block));
  if (!indices->isInteger())
    return node.refuse("its indices must be integers, got " + indices->str());
  if (!scales->isFloat() || scales->element.isF64() || scales->rank() != rank)
    return node.refuse("input scales must be float, float16 or bfloat16 of "
                       "rank " +
                       Twine(rank) + ", got " + scales->str());

  // Sizes in codes: bytes have several of them along the last dimension.
  Sizes whole = data->dims, given = zeros ? zeros->dims : Sizes();
  int64_t missing;
  bool areBytes = data->element.isUnsignedInteger(8);
  if (areBytes) {
    if (bits != 2 && bits != 4 && bits != 8)
      return node.refuse("attribute 'bits' must be 2, 4 or 8, got " +
                         Twine(bits));
    if (axis != 0 || (bits < 8 && axis == blocked))
      return node.refuse("out of bytes, entries must be gathered along the "
                         "first dimension, and blocks run along another");
    missing = 1 << (bits - 1);
    whole.back() = sizes.mul(loc, data->dims.back(), sizes.constant(8 / bits));
  } else {
    Tensor *packed = packRows(lg, data);
    if (!packed)
      return node.refuse("input data must be uint8, or a constant of 2 or 4 "
                         "bits, got " +
                         data->str());
    bits = data->element.getIntOrFloatBitWidth();
    // The lowest code counts as 0 from here on.
    missing = data->isUnsigned() ? 0 : 1 << (bits - 1);
    data = packed;
    if (zeros && !(zeros = packRows(lg, zeros)))
      return node.refuse("input zero_points must be constant");
  }
  Sizes counts = whole;
  counts[blocked] = sizes.ceilDiv(loc, whole[blocked], sizes.constant(block));
  for (int64_t d = 0; d < rank; ++d)
    if (failed(lg.requireEqual(node, scales->dims[d], counts[d],
                               "sizes of data and of its scales")))
      return failure();
  if (zeros && areBytes)
    counts.back() = sizes.ceilDiv(loc, counts.back(), sizes.constant(8 / bits));
  for (int64_t d = 0; zeros && d < rank; ++d)
    if (failed(lg.requireEqual(node, given[d], counts[d],
                               "sizes of data and of its zero points")))
      return failure();

  Sizes dims(whole.begin(), whole.begin() + axis);
  dims.append(indices->dims);
  dims.append(whole.begin() + axis + 1, whole.end());
  Value codes = lg.data(data), indexData = lg.data(indices),
        scaleData = lg.data(scales),
        zeroData = zeros ? lg.data(zeros) : Value(),
        end = sizes.value(loc, whole[axis]);
  int64_t indexRank = indices->rank();
  Type element = scales->element, f32 = lg.builder.getF32Type();
  return Results{
      generate(lg, loc, dims, element, [&](Scalars &s, ValueRange at) {
        Value index = s.wrap(
            s.toIndex(indices, s.read(indexData, at.slice(axis, indexRank))),
            end);
        // An index out of range stands for zeros.
        Value inside =
            s.both(s.lessEqual(s.index(0), index), s.less(index, end));
        index = s.select(inside, index, s.index(0));
        SmallVector<Value> where(at.take_front(axis));
        where.push_back(index);
        llvm::append_range(where, at.drop_front(axis + indexRank));
        auto codeAt = [&](Value packed) {
          return readCode(s, packed, ArrayRef(where).drop_back(), where.back(),
                          bits);
        };
        Value code = codeAt(codes);
        where[blocked] =
            arith::DivUIOp::create(s.b, s.loc, where[blocked], s.index(block));
        Value zero =
            zeroData ? codeAt(zeroData) : s.constant(s.b.getI32Type(), missing);
        Value scale = extend(s.b, s.loc, s.read(scaleData, where));
        Value steps =
            arith::SIToFPOp::create(s.b, s.loc, f32, s.sub(code, zero));
        Value result =
            s.select(inside, s.mul(steps, scale), s.constant(f32, 0));
        return truncate(s.b, s.loc, result, element);
      })};
}

void lutra::onnx::addGatherBlockQuantized(Registry &registry) {
  registry.add(Registry::microsoft, "GatherBlockQuantized", 1, 3, 4,
               gatherBlockQuantized);
}
