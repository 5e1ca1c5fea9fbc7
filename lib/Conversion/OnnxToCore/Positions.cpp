//===- Positions.cpp - results that depend on where elements are ----------===//
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

/// Keeps what is on one side of a diagonal of the last two dimensions.
static HandlerResult trilu(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  bool upper = node.getInt("upper", 1) != 0;
  if (x->rank() < 2)
    return node.refuse("its operand must have two dimensions at least, got " +
                       x->str());
  Size k = lg.sizes.constant(0);
  if (Tensor *input = node.input(1)) {
    FailureOr<Size> given = readScalar(node, input, "input k");
    if (failed(given))
      return failure();
    k = *given;
  }
  Value data = lg.data(x), diagonal = lg.sizes.value(loc, k);
  int64_t rank = x->rank();
  return Results{
      generate(lg, loc, x->dims, x->element, [&](Scalars &s, ValueRange at) {
        // Column - row is k on the diagonal.
        Value offset = s.sub(at[rank - 1], at[rank - 2]);
        Value keep = upper ? s.lessEqual(diagonal, offset)
                           : s.lessEqual(offset, diagonal);
        return s.select(keep, s.read(data, at),
                        s.constant(toCore(x->element), 0));
      })};
}

static HandlerResult eyeLike(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t k = node.getInt("k", 0);
  Type element = x->element;
  if (node.hasAttr("dtype"))
    element = elementFromOnnx(node.op->getContext(), node.getInt("dtype", 0));
  if (!element || !isa<FloatType, IntegerType>(element))
    return node.refuse("attribute 'dtype' names an element type that is not "
                       "supported");
  if (x->rank() != 2)
    return node.refuse("its operand must have two dimensions, got " + x->str());
  return Results{
      generate(lg, loc, x->dims, element, [&](Scalars &s, ValueRange at) {
        Type type = toCore(element);
        Value on = s.equal(s.sub(at[1], at[0]), s.index(k));
        return s.select(on, s.constant(type, 1), s.constant(type, 0));
      })};
}

/// An index outside of [-depth, depth) has no place: all of it is off.
static HandlerResult oneHot(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *indices = node.input(0), *depth = node.input(1),
         *values = node.input(2);
  int64_t axis =
      node.normalizeAxis(node.getInt("axis", -1), indices->rank() + 1);
  if (node.refused())
    return failure();
  if (indices->isBool() || depth->isBool())
    return badElement(node,
                      indices->isBool() ? indices->element : depth->element);
  if (values->rank() != 1)
    return node.refuse("input values must be two elements, got " +
                       values->str());
  if (failed(lg.requireEqual(node, values->dims[0], lg.sizes.constant(2),
                             "the number of values and 2")))
    return failure();
  // Both may be floats, of which the whole part counts.
  Type i64 = lg.builder.getI64Type();
  auto integer = [&](Tensor *tensor) {
    return tensor->isInteger() ? tensor : lg.convert(loc, tensor, i64);
  };
  FailureOr<Size> size = readScalar(node, integer(depth), "input depth");
  if (failed(size))
    return failure();
  if (failed(lg.requireLessEqual(node, lg.sizes.constant(0), *size,
                                 "input depth must not be negative")))
    return failure();
  if (!lg.sizes.provablyNonNegative(*size))
    lg.sizes.markNonNegative(cast<Value>(*size));
  indices = integer(indices);
  Sizes dims = indices->dims;
  dims.insert(dims.begin() + axis, *size);
  Value data = lg.data(indices), valueData = lg.data(values),
        end = lg.sizes.value(loc, *size);
  return Results{
      generate(lg, loc, dims, values->element, [&](Scalars &s, ValueRange at) {
        SmallVector<Value> where(at);
        where.erase(where.begin() + axis);
        Value index = s.wrap(s.toIndex(indices, s.read(data, where)), end);
        Value on = s.equal(index, at[axis]);
        return s.select(on, s.read(valueData, s.index(1)),
                        s.read(valueData, s.index(0)));
      })};
}

/// The first `sequence_lens[b]` entries of each row backwards.
static HandlerResult reverseSequence(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *lengths = node.input(1);
  int64_t batch = node.normalizeAxis(node.getInt("batch_axis", 1), x->rank());
  int64_t time = node.normalizeAxis(node.getInt("time_axis", 0), x->rank());
  if (node.refused())
    return failure();
  if (batch == time)
    return node.refuse("attributes 'batch_axis' and 'time_axis' are equal");
  if (lengths->rank() != 1 || !lengths->isInteger())
    return node.refuse("input sequence_lens must be one integer for each row, "
                       "got " +
                       lengths->str());
  if (failed(lg.requireEqual(node, lengths->dims[0], x->dims[batch],
                             "numbers of rows and of lengths")))
    return failure();
  Value most = lg.sizes.value(loc, x->dims[time]);
  lg.checkElements(node, lengths, "a sequence length is out of range",
                   [&](OpBuilder &b, Location loc, ValueRange args) {
                     Scalars s{b, loc};
                     Value length = s.toIndex(lengths, args[0]);
                     return s.either(s.less(length, s.index(0)),
                                     s.less(most, length));
                   });
  Value data = lg.data(x), lengthData = lg.data(lengths);
  return Results{
      generate(lg, loc, x->dims, x->element, [&](Scalars &s, ValueRange at) {
        Value length = s.toIndex(lengths, s.read(lengthData, at[batch]));
        Value mirrored = s.sub(s.sub(length, s.index(1)), at[time]);
        SmallVector<Value> where(at);
        where[time] = s.select(s.less(at[time], length), mirrored, at[time]);
        return s.read(data, where);
      })};
}

/// Sums of all elements up to each, along an axis that is an input.
static HandlerResult cumulate(Node &node, bool multiplies) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  bool exclusive = node.getInt("exclusive", 0) != 0;
  bool backwards = node.getInt("reverse", 0) != 0;
  if (x->isBool())
    return badElement(node, x->element);
  if (x->rank() == 0)
    return node.refuse("its operand must have a dimension, got " + x->str());
  FailureOr<Size> axis = readAxis(node, node.input(1), x->rank());
  if (failed(axis))
    return failure();
  Tensor *rows = aroundAxis(lg, loc, x, *axis);
  Type type = computeType(x->element), element = toCore(x->element);
  Value data = lg.data(rows), end = lg.sizes.value(loc, rows->dims[1]);
  Value totals = lg.filled(loc, {rows->dims[0], rows->dims[2]},
                           numberAttr(type, multiplies ? 1 : 0));
  Value result = lg.empty(loc, rows->dims, element);
  SmallVector<Value> results = loopInOrder(
      lg, loc, {rows->dims[0], rows->dims[1], rows->dims[2]}, {result, totals},
      [&](Scalars &s, ValueRange at, ValueRange carried) {
        Value step = at[1];
        if (backwards)
          step = s.sub(s.sub(end, s.index(1)), step);
        SmallVector<Value> where = {at[0], step, at[2]}, row = {at[0], at[2]};
        Value before = s.read(carried[1], row);
        Value own = extend(s.b, s.loc, s.read(data, where));
        Value after = multiplies ? s.mul(before, own) : s.add(before, own);
        Value here = truncate(s.b, s.loc, exclusive ? before : after, element);
        return SmallVector<Value>{s.write(here, carried[0], where),
                                  s.write(after, carried[1], row)};
      });
  Tensor *sums = lg.make(results[0], x->element, rows->dims);
  return Results{
      lg.reshape(loc, sums, x->dims, getConstantIntValue(*axis).has_value())};
}

/// The operand again and again along each dimension.
static HandlerResult tile(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<Sizes> repeats =
      readExactly(node, node.input(1), x->rank(), "input repeats");
  if (failed(repeats))
    return failure();
  Sizes dims;
  for (auto [dim, repeat] : llvm::zip(x->dims, *repeats)) {
    if (failed(lg.requireLessEqual(node, sizes.constant(0), repeat,
                                   "repeats must not be negative")))
      return failure();
    if (!sizes.provablyNonNegative(repeat))
      sizes.markNonNegative(cast<Value>(repeat));
    dims.push_back(sizes.mul(loc, dim, repeat));
  }
  if (llvm::all_of(llvm::zip(x->dims, dims), [&](auto pair) {
        return sizes.provablyEqual(std::get<0>(pair), std::get<1>(pair));
      }))
    return Results{x};
  Value data = lg.data(x);
  SmallVector<Value> ends = valuesOf(lg, loc, x->dims);
  return Results{
      generate(lg, loc, dims, x->element, [&](Scalars &s, ValueRange at) {
        SmallVector<Value> where;
        for (auto [position, end] : llvm::zip(at, ends))
          where.push_back(arith::RemUIOp::create(s.b, s.loc, position, end));
        return s.read(data, where);
      })};
}

void lutra::onnx::addPositions(Registry &registry) {
  registry.add("Trilu", 14, 1, 2, trilu);
  registry.add("EyeLike", 9, 1, 1, eyeLike);
  registry.add("OneHot", 9, 3, 3, oneHot);
  registry.add("ReverseSequence", 10, 2, 2, reverseSequence);
  registry.add("CumSum", 11, 2, 2,
               [](Node &node) { return cumulate(node, /*multiplies=*/false); });
  registry.add("CumProd", 26, 2, 2,
               [](Node &node) { return cumulate(node, /*multiplies=*/true); });
  registry.add("Tile", 6, 2, 2, tile);
}
