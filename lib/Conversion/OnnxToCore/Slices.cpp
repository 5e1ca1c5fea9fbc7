//===- Slices.cpp - Slice, Split ------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Indexing.h"
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
  Size offset, length, step;
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
  return {start, sizes.max(loc, zero, length), sizes.constant(step)};
}

/// The same where the step is known when the model runs, and not 0.
static Interval sliceDim(IndexMath &sizes, Location loc, Size dim, Size start,
                         Size end, Size step) {
  if (std::optional<int64_t> known = getConstantIntValue(step))
    return sliceDim(sizes, loc, dim, start, end, *known);
  Interval forwards = sliceDim(sizes, loc, dim, start, end, 1);
  Interval backwards = sliceDim(sizes, loc, dim, start, end, -1);
  Size zero = sizes.constant(0), isBack = sizes.less(loc, step, zero);
  Size span = sizes.select(loc, isBack, backwards.length, forwards.length);
  Size stride = sizes.select(loc, isBack, sizes.sub(loc, zero, step), step);
  Size length = sizes.ceilDiv(loc, span, stride);
  if (!sizes.provablyNonNegative(length))
    sizes.markNonNegative(cast<Value>(length));
  return {sizes.select(loc, isBack, backwards.offset, forwards.offset), length,
          step};
}

/// extract_slice has no negative steps; a loop that reads backwards has.
static Tensor *sliceBySteps(Legalizer &lg, Location loc, Tensor *x,
                            ArrayRef<Interval> ranges, ArrayRef<Size> dims) {
  Value data = lg.data(x);
  SmallVector<Value> offsets, steps;
  for (const Interval &range : ranges) {
    offsets.push_back(lg.sizes.value(loc, range.offset));
    steps.push_back(lg.sizes.value(loc, range.step));
  }
  Value result = lg.map(
      loc, {}, {}, dims, toCore(x->element),
      [&](OpBuilder &b, Location loc, ValueRange) -> Value {
        SmallVector<Value> indices;
        for (auto [d, offset, step] : llvm::enumerate(offsets, steps)) {
          Value loop = linalg::IndexOp::create(b, loc, d);
          indices.push_back(arith::AddIOp::create(
              b, loc, offset, arith::MulIOp::create(b, loc, loop, step)));
        }
        return tensor::ExtractOp::create(b, loc, data, indices);
      });
  return lg.make(result, x->element, Sizes(dims));
}

/// Known contents of one dimension keep being known.
static Tensor *sliceContents(Legalizer &lg, Tensor *x, const Interval &range) {
  const Sizes *contents = lg.contents(x);
  auto offset = getConstantIntValue(range.offset),
       length = getConstantIntValue(range.length),
       step = getConstantIntValue(range.step);
  if (!contents || x->rank() != 1 || !offset || !length || !step)
    return nullptr;
  Sizes picked;
  for (int64_t i = 0; i < *length; ++i)
    picked.push_back((*contents)[*offset + i * *step]);
  return lg.makeContents(x->element, {range.length}, picked);
}

namespace {
/// What a Slice asks for; one entry for each sliced dimension.
struct SliceList {
  Sizes starts, ends, axes, steps;
};
} // namespace

static FailureOr<SliceList> readAttributes(Node &node) {
  IndexMath &sizes = node.legalizer.sizes;
  auto read = [&](StringRef name) {
    Sizes list;
    for (int64_t at : node.getInts(name).value_or(SmallVector<int64_t>()))
      list.push_back(sizes.constant(at));
    return list;
  };
  SliceList list{read("starts"), read("ends"), read("axes"), {}};
  if (!node.hasAttr("axes"))
    for (size_t i = 0; i < list.starts.size(); ++i)
      list.axes.push_back(sizes.constant(i));
  list.steps.assign(list.starts.size(), sizes.constant(1));
  return list;
}

/// Lists whose length is not known are read up to the rank, and what is missing
/// names no axis.
static FailureOr<SliceList> readInputs(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  int64_t rank = node.input(0)->rank();
  Tensor *starts = node.input(1), *axes = node.input(3);
  if (starts->rank() != 1)
    return node.refuse("input starts must be a list, got " + starts->str());
  Size count = starts->dims[0];
  std::optional<int64_t> known = getConstantIntValue(count);
  bool failed = false;
  auto read = [&](unsigned i, int64_t fill, const Twine &name) -> Sizes {
    Tensor *input = node.input(i);
    if (failed || !input)
      return {};
    if (input->rank() == 1)
      failed = mlir::failed(
          lg.requireEqual(node, input->dims[0], count,
                          "the lengths of input starts and of " + name));
    if (failed)
      return {};
    FailureOr<Sizes> values = known ? readExactly(node, input, *known, name)
                                    : readAtMost(node, input, rank, fill, name);
    failed = mlir::failed(values);
    return failed ? Sizes() : *values;
  };
  SliceList list{read(1, 0, "input starts"), read(2, 0, "input ends"),
                 read(3, rank, "input axes"), read(4, 1, "input steps")};
  if (failed)
    return failure();
  for (size_t i = list.axes.size(); !axes && i < list.starts.size(); ++i) {
    Size at = sizes.constant(i);
    list.axes.push_back(known ? at
                              : sizes.select(node.loc(),
                                             sizes.less(node.loc(), at, count),
                                             at, sizes.constant(rank)));
  }
  if (list.steps.empty())
    list.steps.assign(list.starts.size(), sizes.constant(1));
  return list;
}

/// The dimensions' intervals, where axes or their number are known only when
/// the model runs: each dimension looks for itself in the list.
static FailureOr<SmallVector<Interval>> findIntervals(Node &node,
                                                      const SliceList &list) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t rank = x->rank();
  SmallVector<Interval> ranges;
  for (auto [d, dim] : llvm::enumerate(x->dims)) {
    Size start = sizes.constant(0), end = dim, step = sizes.constant(1);
    for (auto [from, to, axis, by] :
         llvm::zip(list.starts, list.ends, list.axes, list.steps)) {
      Size here =
          sizes.max(loc, sizes.equal(loc, axis, sizes.constant(d)),
                    sizes.equal(loc, axis, sizes.constant(int64_t(d) - rank)));
      start = sizes.select(loc, here, from, start);
      end = sizes.select(loc, here, to, end);
      step = sizes.select(loc, here, by, step);
    }
    ranges.push_back(sliceDim(sizes, loc, dim, start, end, step));
  }
  return ranges;
}

static FailureOr<SmallVector<Interval>> placeIntervals(Node &node,
                                                       const SliceList &list) {
  IndexMath &sizes = node.legalizer.sizes;
  Tensor *x = node.input(0);
  SmallVector<Interval> ranges;
  for (Size dim : x->dims)
    ranges.push_back({sizes.constant(0), dim, sizes.constant(1)});
  SmallVector<bool> seen(x->rank(), false);
  for (auto [start, end, rawAxis, step] :
       llvm::zip(list.starts, list.ends, list.axes, list.steps)) {
    int64_t axis = node.normalizeAxis(*getConstantIntValue(rawAxis), x->rank());
    if (node.refused())
      return failure();
    if (seen[axis])
      return node.refuse("axis " + Twine(axis) + " is given twice");
    seen[axis] = true;
    ranges[axis] = sliceDim(sizes, node.loc(), x->dims[axis], start, end, step);
  }
  return ranges;
}

static HandlerResult slice(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<SliceList> list =
      node.version() < 10 ? readAttributes(node) : readInputs(node);
  if (failed(list))
    return failure();
  if (list->ends.size() != list->starts.size() ||
      list->axes.size() != list->starts.size() ||
      list->steps.size() != list->starts.size())
    return node.refuse("starts, ends, axes and steps differ in length");
  for (Size step : list->steps) {
    std::optional<int64_t> known = getConstantIntValue(step);
    if (known && (*known == 0 || *known == INT64_MIN))
      return node.refuse("a step is " + Twine(*known));
    if (!known &&
        failed(lg.requireEqual(node, sizes.equal(loc, step, sizes.constant(0)),
                               sizes.constant(0),
                               "a step is zero; the number of these and 0")))
      return failure();
  }
  bool known = llvm::all_of(list->axes, [](Size axis) {
    return getConstantIntValue(axis).has_value();
  });
  FailureOr<SmallVector<Interval>> intervals =
      known ? placeIntervals(node, *list) : findIntervals(node, *list);
  if (failed(intervals))
    return failure();
  ArrayRef<Interval> ranges = *intervals;
  if (x->rank() == 1)
    if (Tensor *known = sliceContents(lg, x, ranges.front()))
      return Results{known};
  Sizes offsets, dims, strides;
  bool forwards = true;
  for (const Interval &range : ranges) {
    offsets.push_back(range.offset);
    dims.push_back(range.length);
    strides.push_back(range.step);
    std::optional<int64_t> step = getConstantIntValue(range.step);
    forwards &= step && *step > 0;
  }
  if (!forwards)
    return Results{sliceBySteps(lg, loc, x, ranges, dims)};
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
    FailureOr<Sizes> values = readExactly(node, input, count, "input split");
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
        x->rank() == 1
            ? sliceContents(lg, x, {offset, length, sizes.constant(1)})
            : nullptr;
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
