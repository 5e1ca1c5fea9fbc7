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
#include "Registry.h"
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
  if (!data->element.isUnsignedInteger(8))
    return node.refuse("input data must be uint8, got " + data->str());
  if (bits != 2 && bits != 4 && bits != 8)
    return node.refuse("attribute 'bits' must be 2, 4 or 8, got " +
                       Twine(bits));
  if (block < 16 || !llvm::isPowerOf2_64(block))
    return node.refuse("attribute 'block_size' must be a power of two and at "
                       "least 16, got " +
                       Twine(block));
  if (blocked != rank - 1 || axis == blocked)
    return node.refuse("blocks must run along the last dimension, and entries "
                       "be gathered along another");
  if (!indices->isInteger())
    return node.refuse("its indices must be integers, got " + indices->str());
  if (!scales->isFloat() || scales->element.isF64() || scales->rank() != rank)
    return node.refuse("input scales must be float, float16 or bfloat16 of "
                       "rank " +
                       Twine(rank) + ", got " + scales->str());
  Size width = sizes.mul(loc, data->dims.back(), sizes.constant(8 / bits));
  Size numBlocks = sizes.ceilDiv(loc, width, sizes.constant(block));
  Size zeroBytes = sizes.ceilDiv(loc, numBlocks, sizes.constant(8 / bits));
  if (zeros && (!zeros->element.isUnsignedInteger(8) || zeros->rank() != rank))
    return node.refuse("input zero_points must be uint8 of rank " +
                       Twine(rank) + ", got " + zeros->str());
  for (int64_t d = 0; d < rank; ++d) {
    bool last = d == rank - 1;
    if (failed(lg.requireEqual(node, scales->dims[d],
                               last ? numBlocks : data->dims[d],
                               "sizes of data and of its scales")) ||
        (zeros && failed(lg.requireEqual(
                      node, zeros->dims[d], last ? zeroBytes : data->dims[d],
                      "sizes of data and of its zero points"))))
      return failure();
  }

  Sizes dims(data->dims.begin(), data->dims.begin() + axis);
  dims.append(indices->dims);
  dims.append(data->dims.begin() + axis + 1, data->dims.end());
  dims.back() = width;
  Value codes = lg.data(data), indexData = lg.data(indices),
        scaleData = lg.data(scales),
        zeroData = zeros ? lg.data(zeros) : Value(),
        end = sizes.value(loc, data->dims[axis]);
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
        SmallVector<Value> row(at.take_front(axis));
        row.push_back(index);
        llvm::append_range(row, at.drop_front(axis + indexRank).drop_back());
        Value column = at.back();
        Value code = readCode(s, codes, row, column, bits);
        Value blockAt =
            arith::DivUIOp::create(s.b, s.loc, column, s.index(block));
        Value zero = zeroData ? readCode(s, zeroData, row, blockAt, bits)
                              : s.constant(s.b.getI32Type(), 1 << (bits - 1));
        row.push_back(blockAt);
        Value scale = extend(s.b, s.loc, s.read(scaleData, row));
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
