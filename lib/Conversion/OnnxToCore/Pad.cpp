//===- Pad.cpp - Pad and CenterCropPad ------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Indexing.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// What comes before and after each dimension; negative: what is cut off.
struct Pads {
  Sizes low, high;
};

/// Positions outside of the input.
enum class Outside { Constant, Edge, Reflect, Wrap };
} // namespace

static bool isZero(Size size) { return isConstantIntValue(size, 0); }

/// Cuts off where pads are negative, then surrounds with `value`.
static Tensor *padConstant(Legalizer &lg, Location loc, Tensor *x,
                           const Pads &pads, Value value) {
  IndexMath &sizes = lg.sizes;
  Size zero = sizes.constant(0);
  Sizes offsets, kept, low, high, ones(x->rank(), sizes.constant(1));
  for (auto [dim, before, after] : llvm::zip(x->dims, pads.low, pads.high)) {
    Size end = sizes.add(loc, dim, sizes.min(loc, after, zero));
    Size begin =
        sizes.min(loc, sizes.max(loc, zero, sizes.sub(loc, zero, before)), dim);
    Size count = sizes.max(loc, zero, sizes.sub(loc, end, begin));
    Size total = sizes.add(loc, sizes.add(loc, before, dim), after);
    // What is cut off beyond all there is comes off the other side's padding.
    Size at = sizes.min(loc, sizes.max(loc, zero, before),
                        sizes.sub(loc, total, count));
    offsets.push_back(begin);
    kept.push_back(count);
    low.push_back(at);
    high.push_back(sizes.sub(loc, sizes.sub(loc, total, count), at));
  }
  return padWith(lg, loc, lg.slice(loc, x, offsets, kept, ones), low, high,
                 value);
}

/// Where the element at `position` of a dimension comes from, if `position`
/// counts from the input's beginning.
static Value sourceOf(PositionMath &p, Outside outside, Value position,
                      Value size) {
  auto modulo = [&](Value x, Value n) {
    Value rest = arith::RemSIOp::create(p.b, p.loc, x, n);
    return p.select(p.less(rest, p.c(0)), p.add(rest, n), rest);
  };
  switch (outside) {
  case Outside::Edge:
    return p.clamp(position, size);
  case Outside::Wrap:
    return modulo(position, size);
  case Outside::Reflect: {
    Value last = p.sub(size, p.c(1));
    // There and back again; of one element there is only that.
    Value there = modulo(position, p.max(p.c(1), p.add(last, last)));
    return p.min(there, p.max(p.c(0), p.sub(p.add(last, last), there)));
  }
  case Outside::Constant:
    break;
  }
  llvm_unreachable("constants come from nowhere");
}

static FailureOr<Tensor *> padFromInput(Node &node, Tensor *x, const Pads &pads,
                                        Outside outside) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Value data = lg.data(x);
  Sizes dims;
  SmallVector<Value> lows, ends;
  for (auto [dim, low, high] : llvm::zip(x->dims, pads.low, pads.high)) {
    dims.push_back(lg.sizes.add(loc, lg.sizes.add(loc, dim, low), high));
    bool padded = !isZero(low) || !isZero(high);
    if (padded &&
        failed(lg.requireLessEqual(node, lg.sizes.constant(1), dim,
                                   "a padded dimension must have elements")))
      return failure();
    lows.push_back(padded ? lg.sizes.value(loc, low) : Value());
    ends.push_back(padded ? lg.sizes.value(loc, dim) : Value());
  }
  Value result =
      lg.map(loc, {}, {}, dims, toCore(x->element),
             [&](OpBuilder &b, Location loc, ValueRange) -> Value {
               PositionMath p{b, loc};
               SmallVector<Value> at;
               for (auto [d, low] : llvm::enumerate(lows))
                 at.push_back(
                     low ? sourceOf(p, outside, p.sub(p.loop(d), low), ends[d])
                         : p.loop(d));
               return tensor::ExtractOp::create(b, loc, data, at);
             });
  return lg.make(result, x->element, dims);
}

/// Pads of all dimensions: an attribute up to version 10, then an input, which
/// may be about some `axes` from version 18 on.
static FailureOr<Pads> readPads(Node &node) {
  Legalizer &lg = node.legalizer;
  int64_t rank = node.input(0)->rank();
  Sizes all;
  SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  if (node.version() < 11) {
    StringRef name = node.version() < 2 ? "paddings" : "pads";
    auto given = node.getInts(name);
    if (!given && !node.refused())
      return node.refuse("attribute '" + name + "' is missing");
    if (node.refused())
      return failure();
    for (int64_t pad : *given)
      all.push_back(lg.sizes.constant(pad));
  } else {
    if (Tensor *input = node.input(3)) {
      FailureOr<SmallVector<int64_t>> some =
          lg.constantInts(node, input, "input axes");
      if (failed(some))
        return failure();
      axes = *some;
    }
    FailureOr<Sizes> given =
        readExactly(node, node.input(1), 2 * axes.size(), "input pads");
    if (failed(given))
      return failure();
    all = *given;
  }
  if (all.size() != 2 * axes.size())
    return node.refuse("it has " + Twine(all.size()) + " pads for " +
                       Twine(axes.size()) + " dimensions");
  Pads result;
  result.low.assign(rank, lg.sizes.constant(0));
  result.high = result.low;
  for (auto [i, axis] : llvm::enumerate(axes)) {
    int64_t d = node.normalizeAxis(axis, rank);
    if (node.refused())
      return failure();
    result.low[d] = all[i];
    result.high[d] = all[axes.size() + i];
  }
  return result;
}

static HandlerResult pad(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  std::string mode = node.getString("mode", "constant");
  double attrValue = node.version() < 11 ? node.getFloat("value", 0) : 0;
  if (node.refused())
    return failure();
  std::optional<Outside> outside =
      llvm::StringSwitch<std::optional<Outside>>(mode)
          .Case("constant", Outside::Constant)
          .Case("edge", Outside::Edge)
          .Case("reflect", Outside::Reflect)
          .Case("wrap", Outside::Wrap)
          .Default(std::nullopt);
  if (!outside || (*outside == Outside::Wrap && node.version() < 19))
    return node.refuse("attribute 'mode' is '" + mode +
                       "', expects constant, edge, reflect or (from version "
                       "19 on) wrap");
  FailureOr<Pads> pads = readPads(node);
  if (failed(pads))
    return failure();
  for (auto [dim, low, high] : llvm::zip(x->dims, pads->low, pads->high))
    if (failed(lg.requireLessEqual(
            node, lg.sizes.constant(0),
            lg.sizes.add(loc, lg.sizes.add(loc, dim, low), high),
            "pads must not cut off more than there is")))
      return failure();
  if (*outside != Outside::Constant) {
    FailureOr<Tensor *> result = padFromInput(node, x, *pads, *outside);
    if (failed(result))
      return failure();
    return Results{*result};
  }
  Value value;
  if (Tensor *given = node.input(2)) {
    if (given->element != x->element)
      return node.refuse("input and constant_value must have one element "
                         "type, got " +
                         x->str() + " and " + given->str());
    if (given->numElements() != 1)
      return node.refuse("input constant_value must be one number, got " +
                         given->str());
    value = scalarOf(lg, loc, given);
  } else {
    value = number(lg.builder, loc, toCore(x->element), attrValue);
  }
  return Results{padConstant(lg, loc, x, *pads, value)};
}

/// Cut or padded at both ends alike; the odd element at the end.
static HandlerResult centerCropPad(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  SmallVector<int64_t> axes = node.getInts("axes").value_or(
      llvm::to_vector(llvm::seq<int64_t>(0, x->rank())));
  if (node.refused())
    return failure();
  FailureOr<Sizes> shape =
      readExactly(node, node.input(1), axes.size(), "input shape");
  if (failed(shape))
    return failure();
  Size zero = sizes.constant(0);
  Pads pads;
  pads.low.assign(x->rank(), zero);
  pads.high = pads.low;
  for (auto [axis, want] : llvm::zip(axes, *shape)) {
    int64_t d = node.normalizeAxis(axis, x->rank());
    if (node.refused() || failed(lg.requireLessEqual(
                              node, zero, want, "a size must not be negative")))
      return failure();
    Size more = sizes.sub(loc, want, x->dims[d]);
    // Rounded towards nothing on both sides.
    Size before = sizes.truncDiv(loc, more, sizes.constant(2));
    pads.low[d] = before;
    pads.high[d] = sizes.sub(loc, more, before);
  }
  Value around = number(lg.builder, loc, toCore(x->element), 0);
  return Results{padConstant(lg, loc, x, pads, around)};
}

void lutra::onnx::addPad(Registry &registry) {
  registry.add("Pad", 1, 1, 1, pad);
  registry.add("Pad", 11, 2, 3, pad);
  registry.add("Pad", 18, 2, 4, pad);
  registry.add("CenterCropPad", 18, 2, 2, centerCropPad);
}
