//===- Slices.cpp - Slice, Split ------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// One sliced dimension: elements offset, offset + step, ...
struct Interval {
  Size offset, length;
  int64_t step;
};
} // namespace

/// Python's rules: negative positions count from the end, then they are
/// brought into [low, high].
static Size position(IndexMath &sizes, Location loc, Size at, Size dim,
                     Size low, Size high) {
  std::optional<int64_t> number = getConstantIntValue(at);
  if (number && *number < -(int64_t(1) << 48))
    at = low; // far below zero: must not wrap
  else if (number && *number < 0)
    at = sizes.add(loc, at, dim);
  else if (!number && !sizes.provablyNonNegative(at))
    at = sizes.select(loc, sizes.less(loc, at, sizes.constant(0)),
                      sizes.add(loc, at, dim), at);
  return sizes.max(loc, low, sizes.min(loc, at, high));
}

static Interval sliceDim(IndexMath &sizes, Location loc, Size dim, Size start,
                         Size end, int64_t step) {
  Size zero = sizes.constant(0), one = sizes.constant(1);
  Size span;
  if (step > 0) {
    start = position(sizes, loc, start, dim, zero, dim);
    end = position(sizes, loc, end, dim, zero, dim);
    span = sizes.sub(loc, end, start);
  } else {
    Size last = sizes.sub(loc, dim, one);
    start = position(sizes, loc, start, dim, zero, last);
    end = position(sizes, loc, end, dim, sizes.constant(-1), last);
    span = sizes.sub(loc, start, end);
  }
  Size length = sizes.ceilDiv(loc, span, sizes.constant(std::abs(step)));
  return {start, sizes.max(loc, zero, length), step};
}

/// extract_slice has no negative steps; a loop that reads backwards has.
static Tensor *sliceBackwards(Legalizer &lg, Location loc, Tensor *x,
                              ArrayRef<Interval> ranges, ArrayRef<Size> dims) {
  Value data = lg.data(x);
  SmallVector<Value> offsets;
  for (const Interval &range : ranges)
    offsets.push_back(lg.sizes.value(loc, range.offset));
  Value result = lg.map(
      loc, {}, {}, dims, toCore(x->element),
      [&](OpBuilder &b, Location loc, ValueRange) -> Value {
        SmallVector<Value> indices;
        for (auto [d, range] : llvm::enumerate(ranges)) {
          Value loop = linalg::IndexOp::create(b, loc, d);
          Value step = arith::ConstantIndexOp::create(b, loc, range.step);
          indices.push_back(arith::AddIOp::create(
              b, loc, offsets[d], arith::MulIOp::create(b, loc, loop, step)));
        }
        return tensor::ExtractOp::create(b, loc, data, indices);
      });
  return lg.make(result, x->element, Sizes(dims));
}

/// Known contents of one dimension keep being known.
static Tensor *sliceContents(Legalizer &lg, Tensor *x, const Interval &range) {
  const Sizes *contents = lg.contents(x);
  auto offset = getConstantIntValue(range.offset),
       length = getConstantIntValue(range.length);
  if (!contents || x->rank() != 1 || !offset || !length)
    return nullptr;
  Sizes picked;
  for (int64_t i = 0; i < *length; ++i)
    picked.push_back((*contents)[*offset + i * range.step]);
  return lg.makeContents(x->element, {range.length}, picked);
}

static HandlerResult slice(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  Sizes starts, ends;
  SmallVector<int64_t> axes, steps;
  bool hasAxes = false;
  if (node.version() < 10) {
    for (int64_t at : node.getInts("starts").value_or(SmallVector<int64_t>()))
      starts.push_back(sizes.constant(at));
    for (int64_t at : node.getInts("ends").value_or(SmallVector<int64_t>()))
      ends.push_back(sizes.constant(at));
    if (auto given = node.getInts("axes")) {
      axes = *given;
      hasAxes = true;
    }
  } else {
    FailureOr<Sizes> from =
        lg.readContents(node, node.input(1), "input starts");
    if (failed(from))
      return failure();
    FailureOr<Sizes> to = lg.readContents(node, node.input(2), "input ends");
    if (failed(to))
      return failure();
    starts = *from;
    ends = *to;
    if (Tensor *input = node.input(3)) {
      FailureOr<SmallVector<int64_t>> values =
          lg.constantInts(node, input, "input axes");
      if (failed(values))
        return failure();
      axes = *values;
      hasAxes = true;
    }
    if (Tensor *input = node.input(4)) {
      FailureOr<SmallVector<int64_t>> values =
          lg.constantInts(node, input, "input steps");
      if (failed(values))
        return failure();
      steps = *values;
    }
  }
  if (!hasAxes)
    axes = llvm::to_vector(llvm::seq<int64_t>(0, starts.size()));
  if (steps.empty())
    steps.assign(starts.size(), 1);
  if (ends.size() != starts.size() || axes.size() != starts.size() ||
      steps.size() != starts.size())
    return node.refuse("starts, ends, axes and steps differ in length");

  SmallVector<Interval> ranges;
  for (Size dim : x->dims)
    ranges.push_back({sizes.constant(0), dim, 1});
  SmallVector<bool> seen(x->rank(), false);
  bool backwards = false;
  for (auto [start, end, rawAxis, step] :
       llvm::zip(starts, ends, axes, steps)) {
    int64_t axis = node.normalizeAxis(rawAxis, x->rank());
    if (node.refused())
      return failure();
    if (step == 0 || step == INT64_MIN)
      return node.refuse("a step is " + Twine(step));
    if (seen[axis])
      return node.refuse("axis " + Twine(axis) + " is given twice");
    seen[axis] = true;
    ranges[axis] = sliceDim(sizes, loc, x->dims[axis], start, end, step);
    backwards |= step < 0;
  }
  if (x->rank() == 1)
    if (Tensor *known = sliceContents(lg, x, ranges.front()))
      return Results{known};
  Sizes offsets, dims, strides;
  for (const Interval &range : ranges) {
    offsets.push_back(range.offset);
    dims.push_back(range.length);
    strides.push_back(sizes.constant(range.step));
  }
  if (backwards)
    return Results{sliceBackwards(lg, loc, x, ranges, dims)};
  return Results{lg.slice(loc, x, offsets, dims, strides)};
}

/// Sizes are an attribute up to version 12, then input 1; without them the
/// parts are equal, the last one being smaller from version 18 on.
static HandlerResult split(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t axis = node.normalizeAxis(node.getInt("axis", 0), x->rank());
  unsigned count = node.op.getNumResults();
  if (count == 0)
    return Results{};
  int64_t parts =
      node.version() < 18 ? count : node.getInt("num_outputs", count);
  Sizes lengths;
  if (node.version() < 13) {
    for (int64_t length :
         node.getInts("split").value_or(SmallVector<int64_t>()))
      lengths.push_back(sizes.constant(length));
  } else if (Tensor *input = node.input(1)) {
    FailureOr<Sizes> values = lg.readContents(node, input, "input split");
    if (failed(values))
      return failure();
    lengths = *values;
  }
  if (node.refused())
    return failure();
  Size dim = x->dims[axis];
  if (lengths.empty()) {
    if (parts != count)
      return node.refuse("attribute 'num_outputs' is " + Twine(parts) +
                         ", but there are " + Twine(count) + " outputs");
    Size each = sizes.ceilDiv(loc, dim, sizes.constant(parts));
    for (unsigned i = 0; i + 1 < count; ++i)
      lengths.push_back(each);
    Size rest =
        sizes.sub(loc, dim, sizes.mul(loc, each, sizes.constant(parts - 1)));
    if (failed(lg.requireLessEqual(node, sizes.constant(0), rest,
                                   "the parts must cover the dimension")))
      return failure();
    lengths.push_back(rest);
    if (node.version() < 18 &&
        failed(lg.requireEqual(node, each, rest, "sizes of the parts")))
      return failure();
  }
  if (lengths.size() != count)
    return node.refuse("it has " + Twine(lengths.size()) + " sizes for " +
                       Twine(count) + " outputs");
  Size total = sizes.constant(0);
  Results results;
  Sizes offsets(x->rank(), sizes.constant(0)),
      strides(x->rank(), sizes.constant(1)), dims = x->dims;
  for (Size length : lengths) {
    if (failed(lg.requireLessEqual(node, sizes.constant(0), length,
                                   "a part must not be negative")))
      return failure();
    total = sizes.add(loc, total, length);
  }
  if (failed(lg.requireEqual(node, total, dim,
                             "the sum of the parts and the dimension")))
    return failure();
  Size offset = sizes.constant(0);
  for (Size length : lengths) {
    offsets[axis] = offset;
    dims[axis] = length;
    Tensor *known =
        x->rank() == 1 ? sliceContents(lg, x, {offset, length, 1}) : nullptr;
    results.push_back(known ? known : lg.slice(loc, x, offsets, dims, strides));
    offset = sizes.add(loc, offset, length);
  }
  return results;
}

void lutra::onnx::addSlices(Registry &registry) {
  registry.add("Slice", 1, 1, 1, slice);
  registry.add("Slice", 10, 3, 5, slice);
  registry.add("Split", 2, 1, 1, split);
  registry.add("Split", 13, 1, 2, split);
}
