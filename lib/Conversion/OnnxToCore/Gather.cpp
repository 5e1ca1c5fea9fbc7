//===- Gather.cpp - Gather ------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// Numbers that pick entries of a known size: checked here, wrapped to be
/// positive. nullopt where the run has to look.
static FailureOr<std::optional<SmallVector<int64_t>>>
constantIndices(Node &node, Tensor *indices, Size dim) {
  Legalizer &lg = node.legalizer;
  std::optional<int64_t> size = getConstantIntValue(dim);
  const Sizes *contents = lg.contents(indices);
  if (!size || !contents)
    return std::optional<SmallVector<int64_t>>();
  SmallVector<int64_t> result;
  for (Size index : *contents) {
    std::optional<int64_t> number = getConstantIntValue(index);
    if (!number)
      return std::optional<SmallVector<int64_t>>();
    if (*number < -*size || *number >= *size)
      return node.refuse("index " + Twine(*number) +
                         " is out of range for size " + Twine(*size));
    result.push_back(*number < 0 ? *number + *size : *number);
  }
  return std::optional(result);
}

static Value asIndex(OpBuilder &b, Location loc, const Tensor *indices,
                     Value index) {
  if (indices->isUnsigned())
    return arith::IndexCastUIOp::create(b, loc, b.getIndexType(), index);
  return arith::IndexCastOp::create(b, loc, b.getIndexType(), index);
}

/// Entries of `x` along `axis`; the indices are in range, negative ones count
/// from the end.
static Tensor *gatherEntries(Node &node, Tensor *x, Tensor *indices,
                             int64_t axis) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Sizes dims(x->dims.begin(), x->dims.begin() + axis);
  dims.append(indices->dims);
  dims.append(x->dims.begin() + axis + 1, x->dims.end());
  Value size = lg.sizes.value(loc, x->dims[axis]), data = lg.data(x);
  int64_t indexRank = indices->rank();
  SmallVector<AffineExpr> exprs;
  for (int64_t d = 0; d < indexRank; ++d)
    exprs.push_back(getAffineDimExpr(axis + d, node.op->getContext()));
  Value result =
      lg.map(loc, lg.data(indices),
             AffineMap::get(dims.size(), 0, exprs, node.op->getContext()), dims,
             toCore(x->element),
             [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
               Value index = asIndex(b, loc, indices, args[0]);
               Value zero = arith::ConstantIndexOp::create(b, loc, 0);
               Value negative = arith::CmpIOp::create(
                   b, loc, arith::CmpIPredicate::slt, index, zero);
               Value fromEnd = arith::AddIOp::create(b, loc, index, size);
               SmallVector<Value> at;
               for (int64_t d = 0; d < x->rank(); ++d)
                 if (d == axis)
                   at.push_back(arith::SelectOp::create(b, loc, negative,
                                                        fromEnd, index));
                 else
                   at.push_back(linalg::IndexOp::create(
                       b, loc, d < axis ? d : d + indexRank - 1));
               return tensor::ExtractOp::create(b, loc, data, at);
             });
  return lg.make(result, x->element, dims);
}

/// Rows of a table of codes: only they are dequantised. Null where scales do
/// not belong to rows or to the whole table.
static Tensor *gatherDequantized(Node &node, Tensor *x, Tensor *indices,
                                 int64_t axis) {
  Legalizer &lg = node.legalizer;
  if (!x->dequantized || axis != 0 || x->dequantized->by.block ||
      x->dequantized->by.axis > 0)
    return nullptr;
  const Dequantized &source = *x->dequantized;
  // Codes below a byte would be widened as a whole.
  if (source.codes->element.getIntOrFloatBitWidth() < 8)
    return nullptr;
  auto rowsOf = [&](Tensor *perRow) -> Tensor * {
    if (!perRow || source.by.axis < 0)
      return perRow;
    Tensor *rows = gatherEntries(node, perRow, indices, 0);
    Sizes dims = rows->dims;
    dims.resize(dims.size() + x->rank() - 1, lg.sizes.constant(1));
    return lg.reshape(node.loc(), rows, dims);
  };
  SmallVector<Tensor *> operands = {
      gatherEntries(node, source.codes, indices, 0), rowsOf(source.by.scale)};
  if (source.by.zeroPoint)
    operands.push_back(rowsOf(source.by.zeroPoint));
  return lg.elementwiseOver(
      node.loc(), operands, operands.front()->dims, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) {
        return dequantizeElement(b, loc, args, source, x->element);
      });
}

static HandlerResult gather(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *indices = node.input(1);
  int64_t axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  if (node.refused())
    return failure();
  if (!indices->isInteger())
    return node.refuse("its indices must be integers, got " + indices->str());
  Size dim = x->dims[axis];
  Sizes dims(x->dims.begin(), x->dims.begin() + axis);
  dims.append(indices->dims);
  dims.append(x->dims.begin() + axis + 1, x->dims.end());

  FailureOr<std::optional<SmallVector<int64_t>>> known =
      constantIndices(node, indices, dim);
  if (failed(known))
    return failure();
  if (*known && !x->dequantized) {
    // Sizes out of a shape stay sizes.
    if (const Sizes *contents = lg.contents(x); contents && x->rank() == 1) {
      Sizes picked;
      for (int64_t index : **known)
        picked.push_back((*contents)[index]);
      return Results{lg.makeContents(x->element, dims, picked)};
    }
    // One entry is a slice.
    if ((*known)->size() == 1) {
      Size index = lg.sizes.constant((*known)->front());
      return Results{lg.reshape(loc, lg.pick(loc, x, axis, index), dims)};
    }
  }

  // Out of range is an error of the run, found before anything is read.
  if (!*known) {
    Value size = lg.sizes.value(loc, dim);
    lg.checkElements(node, indices, "an index is out of range",
                     [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                       Value index = asIndex(b, loc, indices, args[0]);
                       Value zero = arith::ConstantIndexOp::create(b, loc, 0);
                       Value lowest = arith::SubIOp::create(b, loc, zero, size);
                       Value below = arith::CmpIOp::create(
                           b, loc, arith::CmpIPredicate::slt, index, lowest);
                       Value above = arith::CmpIOp::create(
                           b, loc, arith::CmpIPredicate::sge, index, size);
                       return arith::OrIOp::create(b, loc, below, above);
                     });
  }
  if (Tensor *rows = gatherDequantized(node, x, indices, axis))
    return Results{rows};
  return Results{gatherEntries(node, x, indices, axis)};
}

void lutra::onnx::addGather(Registry &registry) {
  registry.add("Gather", 1, 2, 2, gather);
}
