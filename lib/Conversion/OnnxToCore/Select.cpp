//===- Select.cpp - NonZero, Compress, Unique -----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Results whose sizes the data decides: first it is counted, then the elements
// are written in order.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// A tensor of one i64 as a size.
static Size countOfElements(Legalizer &lg, Location loc, Value count) {
  Scalars s{lg.builder, loc};
  Value number = arith::IndexCastOp::create(
      lg.builder, loc, lg.builder.getIndexType(), s.read(count, {}));
  return lg.sizes.markNonNegative(number);
}

/// The number of positions in `dims` for which `holds` gives true.
static Size countWhere(Legalizer &lg, Location loc, ArrayRef<Size> dims,
                       IndexBody holds) {
  Tensor *count = generateFold(
      lg, loc, {}, dims, lg.builder.getI64Type(),
      lg.builder.getI64IntegerAttr(0),
      [&](Scalars &s, ValueRange, ValueRange at, Value soFar) -> Value {
        Value one =
            arith::ExtUIOp::create(s.b, s.loc, s.b.getI64Type(), holds(s, at));
        return s.add(soFar, one);
      });
  return countOfElements(lg, loc, lg.data(count));
}

/// The element is not zero; NaN is not.
static Value isSet(Scalars &s, const Tensor *x, Value element) {
  return convertElement(s.b, s.loc, element, x->element, s.b.getI1Type());
}

//===----------------------------------------------------------------------===//
// NonZero, Compress
//===----------------------------------------------------------------------===//

static HandlerResult nonZero(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  Value data = lg.data(x);
  auto holds = [&](Scalars &s, ValueRange at) {
    return isSet(s, x, s.read(data, at));
  };
  Size count = countWhere(lg, loc, x->dims, holds);
  Type i64 = lg.builder.getI64Type();
  Sizes dims = {lg.sizes.constant(x->rank()), count};
  Value none = lg.filled(loc, {}, lg.builder.getI64IntegerAttr(0));
  SmallVector<Value> results = loopInOrder(
      lg, loc, x->dims, {lg.empty(loc, dims, i64), none},
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        return choose(
            s, holds(s, at),
            [&](Scalars &s) {
              Value number = s.read(carried[1], {});
              Value column = arith::IndexCastOp::create(
                  s.b, s.loc, s.b.getIndexType(), number);
              Value list = carried[0];
              for (auto [d, index] : llvm::enumerate(at))
                list = s.write(s.toInteger(index), list, {s.index(d), column});
              Value next = s.add(number, s.constant(i64, 1));
              return SmallVector<Value>{list, s.write(next, carried[1], {})};
            },
            [&](Scalars &) { return SmallVector<Value>(carried); });
      });
  return Results{lg.make(results[0], i64, dims)};
}

/// The entries of an axis, or of all elements, for which a condition holds; it
/// may be shorter than the axis.
static HandlerResult compress(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *condition = node.input(1);
  int64_t axis = 0;
  if (node.hasAttr("axis"))
    axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  else
    x = lg.reshape(loc, x, lg.sizes.product(loc, x->dims));
  if (node.refused())
    return failure();
  if (!condition->isBool() || condition->rank() != 1)
    return node.refuse("the condition must be a list of bool, got " +
                       condition->str());
  if (failed(lg.requireLessEqual(node, condition->dims[0], x->dims[axis],
                                 "the condition must not be longer than the "
                                 "axis")))
    return failure();
  Value conditions = lg.data(condition);
  Size count =
      countWhere(lg, loc, condition->dims, [&](Scalars &s, ValueRange at) {
        return s.read(conditions, at);
      });
  Type i64 = lg.builder.getI64Type();
  Value none = lg.filled(loc, {}, lg.builder.getI64IntegerAttr(0));
  SmallVector<Value> positions =
      loopInOrder(lg, loc, condition->dims, {lg.empty(loc, {count}, i64), none},
                  [&](Scalars &s, ValueRange at, ValueRange carried) {
                    return choose(
                        s, s.read(conditions, at),
                        [&](Scalars &s) {
                          Value number = s.read(carried[1], {});
                          Value place = arith::IndexCastOp::create(
                              s.b, s.loc, s.b.getIndexType(), number);
                          Value next = s.add(number, s.constant(i64, 1));
                          return SmallVector<Value>{
                              s.write(s.toInteger(at[0]), carried[0], place),
                              s.write(next, carried[1], {})};
                        },
                        [&](Scalars &) { return SmallVector<Value>(carried); });
                  });
  Value data = lg.data(x), kept = positions[0];
  Sizes dims = x->dims;
  dims[axis] = count;
  return Results{
      generate(lg, loc, dims, x->element, [&](Scalars &s, ValueRange at) {
        SmallVector<Value> where(at);
        where[axis] = arith::IndexCastOp::create(s.b, s.loc, s.b.getIndexType(),
                                                 s.read(kept, at[axis]));
        return s.read(data, where);
      })};
}

//===----------------------------------------------------------------------===//
// Unique
//===----------------------------------------------------------------------===//

namespace {
/// Entries of the middle dimension of a [before, n, after] tensor.
struct Entries {
  Tensor *x;
  Value data, before, after;

  /// -1, 0 or 1: how entry i compares with entry j, in order of elements.
  Value compare(Scalars &s, Value i, Value j) const {
    Type i64 = s.b.getI64Type();
    Value equal = s.constant(i64, 0);
    SmallVector<Value> result = innerLoop(
        s, s.index(0), before, equal,
        [&](Scalars &s, Value outer, ValueRange carried) {
          return innerLoop(
              s, s.index(0), after, carried,
              [&](Scalars &s, Value inner, ValueRange carried) {
                Value a = s.read(data, {outer, i, inner});
                Value b = s.read(data, {outer, j, inner});
                Value less = s.lessElement(x, a, b);
                Value more = s.lessElement(x, b, a);
                if (Value nan = s.isNaN(a)) {
                  // NaN is last, and one is like another.
                  Value other = s.isNaN(b);
                  less = s.either(less, s.both(other, s.opposite(nan)));
                  more = s.either(more, s.both(nan, s.opposite(other)));
                }
                Value here = s.select(
                    less, s.constant(i64, -1),
                    s.select(more, s.constant(i64, 1), s.constant(i64, 0)));
                Value decided = s.notEqual(carried[0], s.constant(i64, 0));
                return SmallVector<Value>{s.select(decided, carried[0], here)};
              });
        });
    return result[0];
  }
};
} // namespace

static HandlerResult unique(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  bool sorted = node.getInt("sorted", 1) != 0;
  bool flat = !node.hasAttr("axis");
  int64_t axis = 0;
  if (flat)
    x = lg.reshape(loc, x, sizes.product(loc, x->dims));
  else
    axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  if (node.refused())
    return failure();
  Tensor *rows = aroundAxis(lg, loc, x, sizes.constant(axis));
  Entries entries{rows, lg.data(rows), sizes.value(loc, rows->dims[0]),
                  sizes.value(loc, rows->dims[2])};
  Size length = rows->dims[1];
  Type i64 = lg.builder.getI64Type();
  auto numbers = [&](ArrayRef<Size> dims) {
    return lg.filled(loc, dims, lg.builder.getI64IntegerAttr(0));
  };
  auto read = [](Scalars &s, Value list, Value at) -> Value {
    return arith::IndexCastOp::create(s.b, s.loc, s.b.getIndexType(),
                                      s.read(list, at));
  };

  // The first of each kind in order of value; for each entry the first of its
  // kind, and for each of these how many there are.
  enum { order, count, first, copies };
  SmallVector<Value> kinds = loopInOrder(
      lg, loc, {length},
      {numbers({length}), numbers({}), numbers({length}), numbers({length})},
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        Value entry = at[0];
        Value known = arith::IndexCastOp::create(s.b, s.loc, s.b.getIndexType(),
                                                 s.read(carried[count], {}));
        // The first kind that is not less.
        auto search = scf::WhileOp::create(
            s.b, s.loc, TypeRange{s.b.getIndexType(), s.b.getIndexType()},
            ValueRange{s.index(0), known},
            [&](OpBuilder &b, Location loc, ValueRange range) {
              Scalars in{b, loc};
              scf::ConditionOp::create(b, loc, in.less(range[0], range[1]),
                                       range);
            },
            [&](OpBuilder &b, Location loc, ValueRange range) {
              Scalars in{b, loc};
              Value middle = arith::DivUIOp::create(
                  b, loc, in.add(range[0], range[1]), in.index(2));
              Value sign =
                  entries.compare(in, read(in, carried[order], middle), entry);
              Value less = in.less(sign, in.constant(i64, 0));
              scf::YieldOp::create(
                  b, loc,
                  ValueRange{
                      in.select(less, in.add(middle, in.index(1)), range[0]),
                      in.select(less, range[1], middle)});
            });
        Value place = search.getResult(0);
        Value inside = s.less(place, known);
        SmallVector<Value> found = choose(
            s, inside,
            [&](Scalars &s) -> SmallVector<Value> {
              Value sign =
                  entries.compare(s, read(s, carried[order], place), entry);
              return {s.equal(sign, s.constant(i64, 0))};
            },
            [&](Scalars &s) -> SmallVector<Value> {
              return {s.boolean(false)};
            });
        SmallVector<Value> listed = choose(
            s, found[0],
            [&](Scalars &) {
              return SmallVector<Value>{carried[order], carried[count]};
            },
            [&](Scalars &s) {
              SmallVector<Value> moved = innerLoop(
                  s, s.index(0), s.sub(known, place), carried[order],
                  [&](Scalars &s, Value i, ValueRange list) {
                    Value into = s.sub(known, i);
                    Value number = s.read(list[0], s.sub(into, s.index(1)));
                    return SmallVector<Value>{s.write(number, list[0], into)};
                  });
              Value more = s.toInteger(s.add(known, s.index(1)));
              return SmallVector<Value>{
                  s.write(s.toInteger(entry), moved[0], place),
                  s.write(more, carried[count], {})};
            });
        Value kind = s.read(listed[0], place);
        Value at_ =
            arith::IndexCastOp::create(s.b, s.loc, s.b.getIndexType(), kind);
        Value many = s.add(s.read(carried[copies], at_), s.constant(i64, 1));
        return SmallVector<Value>{listed[0], listed[1],
                                  s.write(kind, carried[first], entry),
                                  s.write(many, carried[copies], at_)};
      });

  Size total = countOfElements(lg, loc, kinds[count]);
  // Where each kind goes, and which kind is at each place.
  SmallVector<Value> places;
  if (sorted) {
    places = loopInOrder(
        lg, loc, {total}, {numbers({length}), numbers({total})},
        [&](Scalars &s, ValueRange at, ValueRange carried) {
          Value kind = s.read(kinds[order], at);
          return SmallVector<Value>{s.write(s.toInteger(at[0]), carried[0],
                                            read(s, kinds[order], at[0])),
                                    s.write(kind, carried[1], at)};
        });
  } else {
    places = loopInOrder(
        lg, loc, {length}, {numbers({length}), numbers({total}), numbers({})},
        [&](Scalars &s, ValueRange at, ValueRange carried) {
          Value isFirst = s.equal(read(s, kinds[first], at[0]), at[0]);
          return choose(
              s, isFirst,
              [&](Scalars &s) {
                Value next = s.read(carried[2], {});
                Value place = arith::IndexCastOp::create(
                    s.b, s.loc, s.b.getIndexType(), next);
                return SmallVector<Value>{
                    s.write(next, carried[0], at),
                    s.write(s.toInteger(at[0]), carried[1], place),
                    s.write(s.add(next, s.constant(i64, 1)), carried[2], {})};
              },
              [&](Scalars &) { return SmallVector<Value>(carried); });
        });
  }

  Sizes dims = x->dims;
  dims[axis] = total;
  Value data = lg.data(x), kindAt = places[1];
  Results results = {
      generate(lg, loc, dims, x->element, [&](Scalars &s, ValueRange at) {
        SmallVector<Value> where(at);
        where[axis] = read(s, kindAt, at[axis]);
        return s.read(data, where);
      })};
  results.push_back(lg.make(kindAt, i64, {total}));
  results.push_back(
      generate(lg, loc, {length}, i64, [&](Scalars &s, ValueRange at) {
        return s.read(places[0], read(s, kinds[first], at[0]));
      }));
  results.push_back(
      generate(lg, loc, {total}, i64, [&](Scalars &s, ValueRange at) {
        return s.read(kinds[copies], read(s, kindAt, at[0]));
      }));
  return results;
}

void lutra::onnx::addSelect(Registry &registry) {
  registry.add("NonZero", 9, 1, 1, nonZero);
  registry.add("Compress", 9, 2, 2, compress);
  registry.add("Unique", 11, 1, 1, unique);
}
