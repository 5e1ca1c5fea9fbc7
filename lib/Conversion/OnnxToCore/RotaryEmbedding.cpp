//===- RotaryEmbedding.cpp - RotaryEmbedding ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pairs of features turn by an angle of their position: (x, y) becomes
// (x cos - y sin, y cos + x sin). Pairs are halves of the rotated features, or
// neighbours when interleaved; features behind the rotated ones stay.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// The inputs in the order of the standard operator; com.microsoft's has its
/// positions second.
struct Rotary {
  Tensor *x, *cos, *sin, *positions;
};
} // namespace

/// [B, S, heads, D] out of [B, S, heads * D] or [B, heads, S, D]; `headMajor`
/// says which it was.
static FailureOr<Tensor *> splitHeads(Node &node, const Rotary &in,
                                      int64_t heads, int64_t rotated,
                                      bool &headMajor) {
  Legalizer &lg = node.legalizer;
  Tensor *x = in.x;
  headMajor = x->rank() == 4;
  if (headMajor)
    return lg.transpose(node.loc(), x, {0, 2, 1, 3});
  if (x->rank() != 3)
    return node.refuse("its input must be [batch, heads, sequence, head size] "
                       "or [batch, sequence, hidden], got " +
                       x->str());
  if (heads < 0 || (heads == 0 && rotated != 0))
    return node.refuse("attribute 'num_heads' must be positive, got " +
                       Twine(heads));
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Size hidden = x->dims[2], count = sizes.constant(heads), size;
  if (heads) {
    size = sizes.truncDiv(loc, hidden, count);
  } else {
    // Without the number the table's width is half a head.
    size = sizes.mul(loc, in.cos->dims.back(), sizes.constant(2));
    if (failed(lg.requireLessEqual(node, sizes.constant(1), size,
                                   "its tables must not be empty")))
      return failure();
    count = sizes.truncDiv(loc, hidden, size);
  }
  if (failed(lg.requireEqual(node, sizes.mul(loc, size, count), hidden,
                             "the last dimension of its input and the heads' "
                             "sizes together")))
    return failure();
  return lg.reshape(loc, x, {x->dims[0], x->dims[1], count, size},
                    getConstantIntValue(hidden).has_value() &&
                        getConstantIntValue(size).has_value());
}

static HandlerResult rotate(Node &node, const Rotary &in) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  bool interleaved = node.getInt("interleaved", 0) != 0;
  int64_t heads = node.getInt("num_heads", 0);
  int64_t rotated = node.getInt("rotary_embedding_dim", 0);
  if (node.refused() || failed(sameElement(node, {in.x, in.cos, in.sin})))
    return failure();
  if (!in.x->isFloat())
    return badElement(node, in.x->element);
  int64_t tableRank = in.positions ? 2 : 3;
  if (in.cos->rank() != tableRank || in.sin->rank() != tableRank)
    return node.refuse(
        "its cosines and sines must be " +
        Twine(in.positions ? "[positions, half] beside position_ids"
                           : "[batch, sequence, half] without position_ids") +
        ", got " + in.cos->str() + " and " + in.sin->str());
  bool headMajor = false;
  FailureOr<Tensor *> split = splitHeads(node, in, heads, rotated, headMajor);
  if (failed(split))
    return failure();
  Tensor *x = *split;
  Size headSize = x->dims[3];
  Size width = rotated ? sizes.constant(rotated) : headSize;
  Size half = sizes.truncDiv(loc, width, sizes.constant(2));
  for (Tensor *table : {in.cos, in.sin})
    if (failed(lg.requireEqual(node, table->dims.back(), half,
                               "the width of its tables and half of the "
                               "rotated features")))
      return failure();
  if (failed(lg.requireEqual(node, sizes.mul(loc, half, sizes.constant(2)),
                             width,
                             "the number of rotated features and an "
                             "even number")) ||
      failed(lg.requireLessEqual(node, width, headSize,
                                 "rotated features must fit the head")))
    return failure();

  Tensor *positions = in.positions;
  bool isOffset = positions && positions->rank() == 1;
  if (positions && !positions->isInteger())
    return node.refuse("input position_ids must be integers, got " +
                       positions->str());
  if (isOffset) {
    if (failed(lg.requireEqual(node, positions->dims[0], sizes.constant(1),
                               "the size of position_ids and 1")))
      return failure();
    FailureOr<Size> offset = readScalar(node, positions, "input position_ids");
    if (failed(offset) ||
        failed(lg.requireLessEqual(node, sizes.constant(0), *offset,
                                   "position_ids must not be negative")) ||
        failed(lg.requireLessEqual(node, sizes.add(loc, *offset, x->dims[1]),
                                   in.cos->dims[0],
                                   "positions must be within its tables")))
      return failure();
  } else if (positions) {
    if (positions->rank() != 2)
      return node.refuse("input position_ids must be [batch, sequence], got " +
                         positions->str());
    for (unsigned d : {0, 1})
      if (failed(lg.requireEqual(node, positions->dims[d], x->dims[d],
                                 "sizes of its input and of position_ids")))
        return failure();
    if (failed(checkIndices(node, positions, in.cos->dims[0])))
      return failure();
  } else {
    for (Tensor *table : {in.cos, in.sin})
      for (unsigned d : {0, 1})
        if (failed(lg.requireEqual(node, table->dims[d], x->dims[d],
                                   "sizes of its input and of its tables")))
          return failure();
  }

  Value data = lg.data(x), cos = lg.data(in.cos), sin = lg.data(in.sin);
  Value positionData = positions ? lg.data(positions) : Value();
  Value halfValue = sizes.value(loc, half), end = sizes.value(loc, width),
        rows = sizes.value(loc, in.cos->dims[0]);
  Type element = x->element;
  Tensor *result =
      generate(lg, loc, x->dims, element, [&](Scalars &s, ValueRange at) {
        Value feature = at[3];
        // Which pair, which of its two, and where the other one is.
        Value pair, isFirst, partner;
        if (interleaved) {
          Value two = s.index(2), one = s.index(1);
          pair = arith::DivUIOp::create(s.b, s.loc, feature, two);
          isFirst = s.equal(s.mul(pair, two), feature);
          partner = s.select(isFirst, s.add(feature, one), s.sub(feature, one));
        } else {
          isFirst = s.less(feature, halfValue);
          pair = s.select(isFirst, feature, s.sub(feature, halfValue));
          partner = s.select(isFirst, s.add(feature, halfValue), pair);
        }
        Value turns = s.less(feature, end);
        // Features that stay read the first pair, and forget it.
        pair = s.select(turns, pair, s.index(0));
        partner = s.select(turns, partner, feature);
        SmallVector<Value> entry = {at[0], at[1], pair};
        if (isOffset) {
          Value first = s.toIndex(positions, s.read(positionData, s.index(0)));
          entry = {s.add(first, at[1]), pair};
        } else if (positions) {
          Value position =
              s.toIndex(positions, s.read(positionData, {at[0], at[1]}));
          entry = {s.wrap(position, rows), pair};
        }
        Value own = extend(s.b, s.loc, s.read(data, at));
        Value other =
            extend(s.b, s.loc, s.read(data, {at[0], at[1], at[2], partner}));
        Value c = extend(s.b, s.loc, s.read(cos, entry));
        Value angle = extend(s.b, s.loc, s.read(sin, entry));
        Value across = s.mul(other, angle), along = s.mul(own, c);
        Value turned =
            s.select(isFirst, s.sub(along, across), s.add(along, across));
        return truncate(s.b, s.loc, s.select(turns, turned, own), element);
      });
  if (headMajor)
    return Results{lg.transpose(loc, result, {0, 2, 1, 3})};
  return Results{lg.reshape(loc, result, in.x->dims)};
}

void lutra::onnx::addRotaryEmbedding(Registry &registry) {
  registry.add("RotaryEmbedding", 23, 3, 4, [](Node &node) {
    return rotate(node,
                  {node.input(0), node.input(1), node.input(2), node.input(3)});
  });
  registry.add(
      Registry::microsoft, "RotaryEmbedding", 1, 4, 4,
      [](Node &node) -> HandlerResult {
        double scale = node.getFloat("scale", 1);
        int64_t packed = node.getInt("is_packed_batching", 0);
        if (scale != 1)
          return node.refuse("attribute 'scale' must be 1");
        if (packed != 0)
          return node.refuse("attribute 'is_packed_batching' is not supported");
        return rotate(
            node, {node.input(0), node.input(2), node.input(3), node.input(1)});
      });
}
