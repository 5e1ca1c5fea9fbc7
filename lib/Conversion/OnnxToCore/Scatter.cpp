//===- Scatter.cpp - ScatterElements, ScatterND, TensorScatter ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "Tuples.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

//===----------------------------------------------------------------------===//
// Index tuples
//===----------------------------------------------------------------------===//

FailureOr<int64_t>
lutra::onnx::readTupleLength(Node &node, Tensor *indices,
                             std::optional<int64_t> expected) {
  if (!indices->isInteger() || indices->rank() == 0)
    return node.refuse("its indices must be tuples of integers, got " +
                       indices->str());
  Size last = indices->dims.back();
  if (std::optional<int64_t> length = getConstantIntValue(last))
    return *length;
  if (!expected || *expected < 0)
    return node.refuse("the last dimension of its indices must be known, got " +
                       indices->str());
  if (failed(node.legalizer.requireEqual(
          node, last, node.legalizer.sizes.constant(*expected),
          "the length of index tuples and " + Twine(*expected))))
    return failure();
  return *expected;
}

LogicalResult lutra::onnx::checkTuples(Node &node, Tensor *indices,
                                       ArrayRef<Size> sizes) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Sizes dims(indices->dims.begin(), indices->dims.end() - 1);
  Value data = lg.data(indices);
  SmallVector<Value> ends = valuesOf(lg, loc, sizes);
  Tensor *bad = generate(
      lg, loc, dims, lg.builder.getI1Type(), [&](Scalars &s, ValueRange at) {
        Value result = s.boolean(false);
        for (auto [i, end] : llvm::enumerate(ends)) {
          SmallVector<Value> where(at);
          where.push_back(s.index(i));
          Value index = s.toIndex(indices, s.read(data, where));
          Value outside = s.either(s.less(index, s.sub(s.index(0), end)),
                                   s.lessEqual(end, index));
          result = s.either(result, outside);
        }
        return result;
      });
  lg.checkElements(
      node, bad, "an index is out of range",
      [](OpBuilder &, Location, ValueRange args) { return args[0]; });
  return success();
}

SmallVector<Value> lutra::onnx::readTuple(Scalars &s, const Tensor *indices,
                                          Value data, ValueRange at,
                                          ArrayRef<Value> sizes) {
  SmallVector<Value> where(at), tuple;
  where.emplace_back();
  for (auto [i, size] : llvm::enumerate(sizes)) {
    where.back() = s.index(i);
    tuple.push_back(s.wrap(s.toIndex(indices, s.read(data, where)), size));
  }
  return tuple;
}

//===----------------------------------------------------------------------===//
// Scatter
//===----------------------------------------------------------------------===//

using Combine = std::function<Value(Scalars &, Value old, Value update)>;

/// What attribute 'reduction' makes of the element that is there.
static FailureOr<Combine> readReduction(Node &node, Tensor *x) {
  std::string name = node.getString("reduction", "none");
  Type element = toCore(x->element);
  auto rounded = [element](Scalars &s, Value value) {
    return truncate(s.b, s.loc, value, element);
  };
  auto wide = [](Scalars &s, Value value) { return extend(s.b, s.loc, value); };
  if (name == "none")
    return Combine([](Scalars &, Value, Value update) { return update; });
  if (x->isBool())
    return badElement(node, x->element);
  if (name == "add")
    return Combine([=](Scalars &s, Value old, Value update) {
      return rounded(s, s.add(wide(s, old), wide(s, update)));
    });
  if (name == "mul")
    return Combine([=](Scalars &s, Value old, Value update) {
      return rounded(s, s.mul(wide(s, old), wide(s, update)));
    });
  bool isMin = name == "min";
  if (isMin || name == "max")
    return Combine([=](Scalars &s, Value old, Value update) -> Value {
      if (x->isFloat())
        return rounded(s, isMin ? s.min(wide(s, old), wide(s, update))
                                : s.max(wide(s, old), wide(s, update)));
      Value less = s.lessElement(x, update, old);
      return isMin ? s.select(less, update, old) : s.select(less, old, update);
    });
  return node.refuse(
      "attribute 'reduction' must be none, add, mul, min or max, got '" + name +
      "'");
}

static HandlerResult scatterElements(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *indices = node.input(1), *updates = node.input(2);
  int64_t axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  FailureOr<Combine> combine = readReduction(node, x);
  if (node.refused() || failed(combine) ||
      failed(sameElement(node, {x, updates})))
    return failure();
  if (indices->rank() != x->rank() || updates->rank() != x->rank())
    return node.refuse("its operands have the ranks " + Twine(x->rank()) +
                       ", " + Twine(indices->rank()) + " and " +
                       Twine(updates->rank()));
  for (int64_t d = 0; d < x->rank(); ++d)
    if (failed(lg.requireEqual(node, indices->dims[d], updates->dims[d],
                               "sizes of indices and updates")))
      return failure();
  if (failed(checkIndicesAlong(node, x, indices, axis)))
    return failure();
  Value indexData = lg.data(indices), updateData = lg.data(updates),
        size = lg.sizes.value(loc, x->dims[axis]);
  SmallVector<Value> result = loopInOrder(
      lg, loc, indices->dims, lg.data(x),
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        SmallVector<Value> where(at);
        where[axis] = s.wrap(s.toIndex(indices, s.read(indexData, at)), size);
        Value update = s.read(updateData, at);
        Value next = (*combine)(s, s.read(carried[0], where), update);
        return SmallVector<Value>{s.write(next, carried[0], where)};
      });
  return Results{lg.make(result[0], x->element, x->dims)};
}

static HandlerResult scatterND(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *indices = node.input(1), *updates = node.input(2);
  FailureOr<Combine> combine = readReduction(node, x);
  if (failed(combine) || failed(sameElement(node, {x, updates})))
    return failure();
  // Updates have the dimensions before the tuple and those it leaves.
  FailureOr<int64_t> length = readTupleLength(
      node, indices, indices->rank() - 1 + x->rank() - updates->rank());
  if (failed(length))
    return failure();
  int64_t outer = indices->rank() - 1;
  if (*length > x->rank() || updates->rank() != outer + x->rank() - *length)
    return node.refuse("index tuples of length " + Twine(*length) +
                       " do not fit " + x->str() + " and updates of rank " +
                       Twine(updates->rank()));
  Sizes expected(indices->dims.begin(), indices->dims.end() - 1);
  expected.append(x->dims.begin() + *length, x->dims.end());
  for (auto [have, want] : llvm::zip(updates->dims, expected))
    if (failed(lg.requireEqual(node, have, want,
                               "sizes of the updates and of what they update")))
      return failure();
  ArrayRef<Size> indexed = ArrayRef(x->dims).take_front(*length);
  if (failed(checkTuples(node, indices, indexed)))
    return failure();
  Value indexData = lg.data(indices), updateData = lg.data(updates);
  SmallVector<Value> ends = valuesOf(lg, loc, indexed);
  SmallVector<Value> result = loopInOrder(
      lg, loc, updates->dims, lg.data(x),
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        SmallVector<Value> where =
            readTuple(s, indices, indexData, at.take_front(outer), ends);
        llvm::append_range(where, at.drop_front(outer));
        Value update = s.read(updateData, at);
        Value next = (*combine)(s, s.read(carried[0], where), update);
        return SmallVector<Value>{s.write(next, carried[0], where)};
      });
  return Results{lg.make(result[0], x->element, x->dims)};
}

/// A cache with `update` written from `write_indices[b]` on along `axis`.
static HandlerResult tensorScatter(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *cache = node.input(0), *update = node.input(1), *at = node.input(2);
  int64_t axis = node.normalizeAxis(node.getInt("axis", -2), cache->rank());
  std::string mode = node.getString("mode", "linear");
  if (node.refused() || failed(sameElement(node, {cache, update})))
    return failure();
  if (mode != "linear" && mode != "circular")
    return node.refuse("attribute 'mode' must be linear or circular, got '" +
                       mode + "'");
  if (axis == 0)
    return node.refuse("attribute 'axis' must not be the batch dimension");
  if (update->rank() != cache->rank())
    return node.refuse("its operands have the ranks " + Twine(cache->rank()) +
                       " and " + Twine(update->rank()));
  for (int64_t d = 0; d < cache->rank(); ++d)
    if (d != axis &&
        failed(lg.requireEqual(node, cache->dims[d], update->dims[d],
                               "sizes of cache and update")))
      return failure();
  Size room = cache->dims[axis], length = update->dims[axis];
  if (failed(lg.requireLessEqual(node, length, room,
                                 "the update must fit the cache")))
    return failure();
  Value roomValue = lg.sizes.value(loc, room), starts;
  if (at) {
    if (at->rank() != 1 || !at->isInteger())
      return node.refuse("input write_indices must be one integer for each row "
                         "of the batch, got " +
                         at->str());
    if (failed(lg.requireEqual(node, at->dims[0], cache->dims[0],
                               "numbers of rows and write indices")))
      return failure();
    starts = lg.data(at);
    Value last = lg.sizes.value(
        loc, mode == "linear" ? lg.sizes.sub(loc, room, length)
                              : lg.sizes.sub(loc, room, lg.sizes.constant(1)));
    lg.checkElements(node, at, "a write index is out of range",
                     [&](OpBuilder &b, Location loc, ValueRange args) {
                       Scalars s{b, loc};
                       Value start = s.toIndex(at, args[0]);
                       return s.either(s.less(start, s.index(0)),
                                       s.less(last, start));
                     });
  }
  Value data = lg.data(update);
  SmallVector<Value> result =
      loopInOrder(lg, loc, update->dims, lg.data(cache),
                  [&](Scalars &s, ValueRange loops, ValueRange carried) {
                    SmallVector<Value> where(loops);
                    if (starts) {
                      Value start = s.toIndex(at, s.read(starts, loops[0]));
                      Value position = s.add(where[axis], start);
                      // Once around at most: both are below the cache's size.
                      where[axis] =
                          s.select(s.less(position, roomValue), position,
                                   s.sub(position, roomValue));
                    }
                    return SmallVector<Value>{
                        s.write(s.read(data, loops), carried[0], where)};
                  });
  return Results{lg.make(result[0], cache->element, cache->dims)};
}

void lutra::onnx::addScatter(Registry &registry) {
  registry.add("Scatter", 9, 3, 3, scatterElements);
  registry.add("ScatterElements", 11, 3, 3, scatterElements);
  registry.add("ScatterND", 11, 3, 3, scatterND);
  registry.add("TensorScatter", 24, 2, 3, tensorScatter);
}
