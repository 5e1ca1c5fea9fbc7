//===- ArgReduce.cpp - ArgMax, ArgMin, TopK -------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Reduce.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// The extreme of a type that every element is at least as good as.
static TypedAttr worstOf(const Tensor *x, bool wantsMax) {
  Type type = toCore(x->element);
  if (isa<FloatType>(type)) {
    double infinity = std::numeric_limits<double>::infinity();
    return numberAttr(type, wantsMax ? -infinity : infinity);
  }
  unsigned width = type.getIntOrFloatBitWidth();
  bool isUnsigned = x->isUnsigned() || x->isBool();
  if (wantsMax)
    return IntegerAttr::get(type, isUnsigned ? APInt::getZero(width)
                                             : APInt::getSignedMinValue(width));
  return IntegerAttr::get(type, isUnsigned ? APInt::getMaxValue(width)
                                           : APInt::getSignedMaxValue(width));
}

static Value better(Scalars &s, const Tensor *x, bool wantsMax, Value a,
                    Value b) {
  return wantsMax ? s.lessElement(x, b, a) : s.lessElement(x, a, b);
}

//===----------------------------------------------------------------------===//
// ArgMax, ArgMin
//===----------------------------------------------------------------------===//

/// The extreme of each row, then the first or last position that has it. NaN is
/// more extreme than any number.
static HandlerResult argExtreme(Node &node, bool wantsMax) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  bool keepDims = node.getInt("keepdims", 1) != 0;
  bool wantsLast = node.getInt("select_last_index", 0) != 0;
  if (node.refused())
    return failure();
  if (x->isBool())
    return badElement(node, x->element);
  if (failed(lg.requireLessEqual(node, lg.sizes.constant(1), x->dims[axis],
                                 "the axis must not be empty")))
    return failure();
  llvm::SmallBitVector axes(x->rank());
  axes.set(axis);
  Tensor *extreme = reduce(
      lg, loc, x, axes, x->element, worstOf(x, wantsMax),
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        if (x->isFloat())
          return wantsMax ? s.max(args[1], args[0]) : s.min(args[1], args[0]);
        return s.select(better(s, x, wantsMax, args[0], args[1]), args[0],
                        args[1]);
      });
  Type i64 = lg.builder.getI64Type();
  TypedAttr none = lg.builder.getI64IntegerAttr(wantsLast ? -1 : INT64_MAX);
  Tensor *candidates = withStatistics(
      lg, loc, x, extreme, {}, axes, i64,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value hit = s.equalElement(x, args[0], args[1]);
        if (Value nan = s.isNaN(args[0]))
          hit = s.either(hit, nan);
        Value at = s.toInteger(linalg::IndexOp::create(b, loc, axis));
        return s.select(hit, at, arith::ConstantOp::create(b, loc, none));
      });
  Tensor *result = reduce(
      lg, loc, candidates, axes, i64, none,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        return wantsLast ? s.max(args[1], args[0]) : s.min(args[1], args[0]);
      });
  return Results{keepDims ? restoreDims(lg, loc, result, axes) : result};
}

//===----------------------------------------------------------------------===//
// TopK
//===----------------------------------------------------------------------===//

/// The best `k` of each row in order; the lower index where two are equal. Each
/// element moves into a sorted list that begins empty: few get past its end.
static HandlerResult topK(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t axis = node.normalizeAxis(node.getInt("axis", -1), x->rank());
  bool wantsMax = node.getInt("largest", 1) != 0;
  // Any order will do where none is asked for.
  node.getInt("sorted", 1);
  Size k;
  if (node.version() < 10) {
    k = sizes.constant(node.requireInt("k"));
  } else {
    FailureOr<Size> given = readScalar(node, node.input(1), "input k");
    if (failed(given))
      return failure();
    k = *given;
  }
  if (node.refused())
    return failure();
  if (x->isBool())
    return badElement(node, x->element);
  if (failed(lg.requireLessEqual(node, sizes.constant(0), k,
                                 "k must not be negative")) ||
      failed(lg.requireLessEqual(node, k, x->dims[axis],
                                 "k must not be above the size of the axis")))
    return failure();
  if (!sizes.provablyNonNegative(k))
    sizes.markNonNegative(cast<Value>(k));

  Tensor *rows = aroundAxis(lg, loc, x, sizes.constant(axis));
  Sizes outDims = {rows->dims[0], k, rows->dims[2]};
  Type i64 = lg.builder.getI64Type();
  Value data = lg.data(rows), kValue = sizes.value(loc, k);
  Value values = lg.filled(loc, outDims, worstOf(x, wantsMax));
  // An index of -1 is a place that nothing has taken.
  Value indices = lg.filled(loc, outDims, lg.builder.getI64IntegerAttr(-1));
  Value minusOne =
      arith::ConstantOp::create(lg.builder, loc, numberAttr(i64, -1));
  SmallVector<Value> results = loopInOrder(
      lg, loc, {rows->dims[0], rows->dims[2], rows->dims[1]}, {values, indices},
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        Value outer = at[0], inner = at[1], position = at[2];
        Value element = s.read(data, {outer, position, inner});
        auto place = [&](Scalars &s, Value p) {
          return SmallVector<Value>{outer, p, inner};
        };
        // From the end of the list up to the first that is at least as good.
        auto search = scf::WhileOp::create(
            s.b, s.loc, TypeRange{s.b.getIndexType()}, ValueRange{kValue},
            [&](OpBuilder &b, Location loc, ValueRange args) {
              Scalars in{b, loc};
              Value inside = in.less(in.index(0), args[0]);
              Value before = in.max(in.sub(args[0], in.index(1)), in.index(0));
              SmallVector<Value> moves = choose(
                  in, inside,
                  [&](Scalars &s) -> SmallVector<Value> {
                    Value other = s.read(carried[0], place(s, before));
                    Value index = s.read(carried[1], place(s, before));
                    Value beats = better(s, x, wantsMax, element, other);
                    if (Value nan = s.isNaN(element)) {
                      Value otherNaN = s.isNaN(other);
                      beats = wantsMax
                                  ? s.either(beats,
                                             s.both(nan, s.opposite(otherNaN)))
                                  : s.either(beats,
                                             s.both(otherNaN, s.opposite(nan)));
                    }
                    return {s.either(beats, s.equal(index, minusOne))};
                  },
                  [&](Scalars &s) -> SmallVector<Value> {
                    return {s.boolean(false)};
                  });
              scf::ConditionOp::create(b, loc, moves[0], args);
            },
            [&](OpBuilder &b, Location loc, ValueRange args) {
              Scalars in{b, loc};
              scf::YieldOp::create(b, loc, in.sub(args[0], in.index(1)));
            });
        Value to = search.getResult(0);
        return choose(
            s, s.less(to, kValue),
            [&](Scalars &s) {
              Value last = s.sub(kValue, s.index(1));
              SmallVector<Value> moved = innerLoop(
                  s, s.index(0), s.sub(last, to), carried,
                  [&](Scalars &s, Value i, ValueRange lists) {
                    Value into = s.sub(last, i), from = s.sub(into, s.index(1));
                    SmallVector<Value> next;
                    for (Value list : lists)
                      next.push_back(s.write(s.read(list, place(s, from)), list,
                                             place(s, into)));
                    return next;
                  });
              return SmallVector<Value>{
                  s.write(element, moved[0], place(s, to)),
                  s.write(s.toInteger(position), moved[1], place(s, to))};
            },
            [&](Scalars &) { return SmallVector<Value>(carried); });
      });
  Sizes dims = x->dims;
  dims[axis] = k;
  return Results{
      lg.reshape(loc, lg.make(results[0], x->element, outDims), dims),
      lg.reshape(loc, lg.make(results[1], i64, outDims), dims)};
}

void lutra::onnx::addArgReduce(Registry &registry) {
  registry.add("ArgMax", 1, 1, 1,
               [](Node &node) { return argExtreme(node, /*wantsMax=*/true); });
  registry.add("ArgMin", 1, 1, 1,
               [](Node &node) { return argExtreme(node, /*wantsMax=*/false); });
  registry.add("TopK", 1, 1, 1, topK);
  registry.add("TopK", 10, 2, 2, topK);
}
