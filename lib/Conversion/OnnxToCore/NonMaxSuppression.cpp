//===- NonMaxSuppression.cpp - the best boxes that do not overlap ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
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
struct Box {
  Value y1, x1, y2, x2;
};
} // namespace

/// Corners in order, of a box [corners] or [centre, sizes].
static Box readBox(Scalars &s, Value boxes, Value batch, Value box,
                   bool isCentre) {
  SmallVector<Value> v;
  for (int64_t i = 0; i < 4; ++i)
    v.push_back(s.read(boxes, {batch, box, s.index(i)}));
  if (!isCentre)
    return {s.min(v[0], v[2]), s.min(v[1], v[3]), s.max(v[0], v[2]),
            s.max(v[1], v[3])};
  Value half = s.constant(v[0].getType(), 0.5);
  Value halfWidth = s.mul(v[2], half), halfHeight = s.mul(v[3], half);
  return {s.sub(v[1], halfHeight), s.sub(v[0], halfWidth),
          s.add(v[1], halfHeight), s.add(v[0], halfWidth)};
}

/// Intersection over union is above the threshold; boxes without area overlap
/// nothing.
static Value overlaps(Scalars &s, const Box &a, const Box &b, Value threshold) {
  Value zero = s.constant(a.x1.getType(), 0);
  auto side = [&](Value low, Value high) { return s.sub(high, low); };
  Value height = s.max(zero, side(s.max(a.y1, b.y1), s.min(a.y2, b.y2)));
  Value width = s.max(zero, side(s.max(a.x1, b.x1), s.min(a.x2, b.x2)));
  Value common = s.mul(height, width);
  Value areaA = s.mul(side(a.y1, a.y2), side(a.x1, a.x2));
  Value areaB = s.mul(side(b.y1, b.y2), side(b.x1, b.x2));
  Value joint = s.sub(s.add(areaA, areaB), common);
  Value ratio = arith::DivFOp::create(s.b, s.loc, common, joint);
  Value sound = s.both(s.less(zero, areaA), s.less(zero, areaB));
  return s.both(sound, s.less(threshold, ratio));
}

/// For each batch and class: the best box left is taken, and all that overlap
/// it are not any more. Triples [batch, class, box] in that order.
static HandlerResult nonMaxSuppression(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *boxes = node.input(0), *scores = node.input(1);
  bool isCentre = node.getInt("center_point_box", 0) != 0;
  if (!boxes->isFloat() || failed(sameElement(node, {boxes, scores})))
    return node.refuse("its boxes must be floats, got " + boxes->str());
  Type type = boxes->element;
  if (computeType(type) != type)
    return badElement(node, type);
  if (boxes->rank() != 3 || scores->rank() != 3)
    return node.refuse("boxes and scores must have three dimensions, got " +
                       boxes->str() + " and " + scores->str());
  if (failed(lg.requireEqual(node, boxes->dims[2], sizes.constant(4),
                             "the numbers of a box and 4")) ||
      failed(lg.requireEqual(node, boxes->dims[0], scores->dims[0],
                             "batches of boxes and scores")) ||
      failed(lg.requireEqual(node, boxes->dims[1], scores->dims[2],
                             "numbers of boxes and scores")))
    return failure();
  Size count = boxes->dims[1], wanted = sizes.constant(0);
  if (Tensor *input = node.input(2)) {
    FailureOr<Size> most =
        readScalar(node, input, "input max_output_boxes_per_class");
    if (failed(most))
      return failure();
    wanted = sizes.max(loc, sizes.constant(0), sizes.min(loc, *most, count));
  }
  auto threshold = [&](unsigned i) -> FailureOr<Value> {
    Tensor *input = node.input(i);
    if (!input)
      return Value();
    if (failed(sameElement(node, {boxes, input})))
      return failure();
    for (Size dim : input->dims)
      if (failed(lg.requireEqual(node, dim, sizes.constant(1),
                                 "the size of a threshold and 1")))
        return failure();
    return scalarOf(lg, loc, input);
  };
  FailureOr<Value> overlap = threshold(3), least = threshold(4);
  if (failed(overlap) || failed(least))
    return failure();
  Value none = arith::ConstantOp::create(lg.builder, loc, numberAttr(type, 0));
  Value overlapLimit = *overlap ? *overlap : none, scoreLimit = *least;

  Size batches = scores->dims[0], classes = scores->dims[1];
  Size room = sizes.product(loc, {batches, classes, wanted});
  Type i64 = lg.builder.getI64Type(), i1 = lg.builder.getI1Type();
  Value boxData = lg.data(boxes), scoreData = lg.data(scores),
        end = sizes.value(loc, count);
  Value list = lg.empty(loc, {room, sizes.constant(3)}, i64);
  Value taken = lg.filled(loc, {}, lg.builder.getI64IntegerAttr(0));
  Value gone = lg.filled(loc, {count}, numberAttr(i1, 0));
  enum { triples, next, dropped };
  SmallVector<Value> results = loopInOrder(
      lg, loc, {batches, classes, wanted}, {list, taken, gone},
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        Value batch = at[0], kind = at[1];
        // A new class begins with all boxes whose score is good enough.
        Value isFirst = s.equal(at[2], s.index(0));
        SmallVector<Value> fresh = choose(
            s, isFirst,
            [&](Scalars &s) {
              return innerLoop(
                  s, s.index(0), end, carried[dropped],
                  [&](Scalars &s, Value box, ValueRange flags) {
                    Value bad = s.boolean(false);
                    if (scoreLimit)
                      bad = s.opposite(s.less(
                          scoreLimit, s.read(scoreData, {batch, kind, box})));
                    return SmallVector<Value>{s.write(bad, flags[0], box)};
                  });
            },
            [&](Scalars &) { return SmallVector<Value>{carried[dropped]}; });
        Value flags = fresh[0];
        SmallVector<Value> best = innerLoop(
            s, s.index(0), end, {s.index(-1), s.constant(type, 0)},
            [&](Scalars &s, Value box, ValueRange best) {
              Value score = s.read(scoreData, {batch, kind, box});
              Value first = s.less(best[0], s.index(0));
              Value wins = s.both(s.opposite(s.read(flags, box)),
                                  s.either(first, s.less(best[1], score)));
              return SmallVector<Value>{s.select(wins, box, best[0]),
                                        s.select(wins, score, best[1])};
            });
        Value found = s.lessEqual(s.index(0), best[0]);
        return choose(
            s, found,
            [&](Scalars &s) {
              Value number = s.read(carried[next], {});
              Value row = arith::IndexCastOp::create(
                  s.b, s.loc, s.b.getIndexType(), number);
              Value written = carried[triples];
              for (auto [i, index] :
                   llvm::enumerate(SmallVector<Value>{batch, kind, best[0]}))
                written =
                    s.write(s.toInteger(index), written, {row, s.index(i)});
              Box winner = readBox(s, boxData, batch, best[0], isCentre);
              SmallVector<Value> left = innerLoop(
                  s, s.index(0), end, flags,
                  [&](Scalars &s, Value box, ValueRange flags) {
                    Box other = readBox(s, boxData, batch, box, isCentre);
                    Value out = s.either(
                        s.read(flags[0], box),
                        s.either(s.equal(box, best[0]),
                                 overlaps(s, winner, other, overlapLimit)));
                    return SmallVector<Value>{s.write(out, flags[0], box)};
                  });
              Value more = s.add(number, s.constant(i64, 1));
              return SmallVector<Value>{
                  written, s.write(more, carried[next], {}), left[0]};
            },
            [&](Scalars &) {
              return SmallVector<Value>{carried[triples], carried[next], flags};
            });
      });
  Scalars s{lg.builder, loc};
  Value total = arith::IndexCastOp::create(
      lg.builder, loc, lg.builder.getIndexType(), s.read(results[next], {}));
  Sizes dims = {sizes.markNonNegative(total), sizes.constant(3)};
  Value all = results[triples];
  return Results{generate(lg, loc, dims, i64, [&](Scalars &s, ValueRange at) {
    return s.read(all, at);
  })};
}

void lutra::onnx::addNonMaxSuppression(Registry &registry) {
  registry.add("NonMaxSuppression", 10, 2, 5, nonMaxSuppression);
}
