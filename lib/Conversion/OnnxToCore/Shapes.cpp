//===- Shapes.cpp - values made out of sizes ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// The dimensions from `start` to `end`, attributes since version 15.
static HandlerResult shape(Node &node) {
  Tensor *x = node.input(0);
  Legalizer &lg = node.legalizer;
  auto clamp = [&](int64_t axis) {
    return std::clamp<int64_t>(axis < 0 ? axis + x->rank() : axis, 0,
                               x->rank());
  };
  int64_t start = clamp(node.getInt("start", 0));
  int64_t end = std::max(start, clamp(node.getInt("end", x->rank())));
  Sizes contents(ArrayRef<Size>(x->dims).slice(start, end - start));
  return Results{lg.makeContents(
      lg.builder.getI64Type(), {lg.sizes.constant(contents.size())}, contents)};
}

static HandlerResult size(Node &node) {
  Legalizer &lg = node.legalizer;
  Size count = lg.sizes.product(node.loc(), node.input(0)->dims);
  return Results{lg.makeContents(lg.builder.getI64Type(), {}, {count})};
}

static HandlerResult identity(Node &node) { return Results{node.input(0)}; }

/// Sizes that come from data; a negative one is an error at run time.
static FailureOr<Sizes> readSizes(Node &node, Tensor *tensor,
                                  const Twine &what) {
  Legalizer &lg = node.legalizer;
  if (tensor->rank() > 1)
    return node.refuse(what + " must be one-dimensional, got " + tensor->str());
  // The result has a dimension for each size, if there are that many.
  std::optional<int64_t> rank = claimedRank(node);
  bool guess = tensor->rank() == 1 && !getConstantIntValue(tensor->dims[0]);
  FailureOr<Sizes> values = guess && rank
                                ? readExactly(node, tensor, *rank, what)
                                : lg.readContents(node, tensor, what);
  if (failed(values))
    return failure();
  for (Size &value : *values) {
    if (lg.sizes.provablyNonNegative(value))
      continue;
    if (failed(lg.requireLessEqual(node, lg.sizes.constant(0), value,
                                   what + " must not be negative")))
      return failure();
    lg.sizes.markNonNegative(lg.sizes.value(node.loc(), value));
  }
  return values;
}

static HandlerResult constantOfShape(Node &node) {
  Legalizer &lg = node.legalizer;
  FailureOr<Sizes> dims = readSizes(node, node.input(0), "the shape");
  if (failed(dims))
    return failure();
  Type element = lg.builder.getF32Type();
  TypedAttr value = numberAttr(element, 0);
  if (Attribute attr = node.getAttr("value")) {
    auto elements = dyn_cast<ElementsAttr>(attr);
    if (!elements || cast<ShapedType>(elements.getType()).getNumElements() != 1)
      return node.refuse("attribute 'value' must be a tensor of one element");
    Tensor *scalar = lg.makeConstant(elements);
    element = scalar->element;
    value = lg.splat(scalar);
    if (!value)
      return badElement(node, element);
  }
  Tensor shape;
  shape.dims = *dims;
  std::optional<int64_t> count = shape.numElements();
  if (count && *count <= maxContents && isa<IntegerType>(element)) {
    APInt integer = cast<IntegerAttr>(value).getValue();
    bool isSigned = !element.isUnsignedInteger() && !element.isInteger(1);
    Size number = lg.sizes.constant(isSigned ? integer.getSExtValue()
                                             : integer.getZExtValue());
    return Results{lg.makeContents(element, *dims, Sizes(*count, number))};
  }
  return Results{lg.make(lg.filled(node.loc(), *dims, value), element, *dims)};
}

/// A shape of unknown length, in as many sizes as the result has: it stands at
/// their end, behind ones.
static FailureOr<Sizes> readAligned(Node &node, Tensor *shape, int64_t rank) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  FailureOr<Sizes> given = readAtMost(node, shape, rank, 1, "the shape");
  if (failed(given))
    return failure();
  Size missing = sizes.sub(loc, sizes.constant(rank), shape->dims[0]);
  Sizes dims;
  for (int64_t d = 0; d < rank; ++d) {
    Size at = sizes.sub(loc, sizes.constant(d), missing),
         dim = sizes.constant(1);
    for (auto [i, size] : llvm::enumerate(*given))
      dim =
          sizes.select(loc, sizes.equal(loc, at, sizes.constant(i)), size, dim);
    if (failed(lg.requireLessEqual(node, sizes.constant(0), dim,
                                   "the shape must not be negative")))
      return failure();
    if (!sizes.provablyNonNegative(dim))
      sizes.markNonNegative(cast<Value>(dim));
    dims.push_back(dim);
  }
  return dims;
}

static HandlerResult expand(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *shape = node.input(1);
  std::optional<int64_t> rank = claimedRank(node);
  bool guess =
      rank && shape->rank() == 1 && !getConstantIntValue(shape->dims[0]);
  FailureOr<Sizes> dims = guess ? readAligned(node, shape, *rank)
                                : readSizes(node, shape, "the shape");
  if (failed(dims))
    return failure();
  Tensor *x = node.input(0);
  if (lg.contents(x)) {
    Tensor *shape = lg.makeContents(x->element, *dims, {});
    if (std::optional<int64_t> count = shape->numElements();
        count && *count <= maxContents) {
      shape->contents->assign(*count, lg.sizes.constant(0));
      if (Tensor *known =
              followContents(node, {x, shape}, x->element,
                             [](IndexMath &, Location, ArrayRef<Size> args)
                                 -> std::optional<Size> { return args[0]; }))
        return Results{known};
    }
  }
  FailureOr<Tensor *> result = lg.broadcastTo(node, x, *dims);
  if (failed(result))
    return failure();
  return Results{*result};
}

//===----------------------------------------------------------------------===//
// Range
//===----------------------------------------------------------------------===//

/// max(0, ceil((limit - start) / delta)) numbers.
static FailureOr<Size> rangeLength(Node &node, Tensor *start, Tensor *limit,
                                   Tensor *delta) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (start->isFloat()) {
    OpBuilder &b = lg.builder;
    auto wide = [&](Tensor *t) { return extend(b, loc, scalarOf(lg, loc, t)); };
    Value span = arith::SubFOp::create(b, loc, wide(limit), wide(start));
    Value quotient = arith::DivFOp::create(b, loc, span, wide(delta));
    // Towards zero from above: what is rounded up is a whole number again.
    Value whole =
        convertElement(b, loc, quotient, quotient.getType(), b.getI64Type());
    Value back = arith::SIToFPOp::create(b, loc, quotient.getType(), whole);
    Value rounded = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT,
                                          back, quotient);
    Value one = arith::ExtUIOp::create(b, loc, b.getI64Type(), rounded);
    Value count = arith::AddIOp::create(b, loc, whole, one);
    count = arith::MaxSIOp::create(b, loc, count,
                                   number(b, loc, count.getType(), 0));
    Value length = arith::IndexCastOp::create(b, loc, b.getIndexType(), count);
    return Size(lg.sizes.markNonNegative(length));
  }
  FailureOr<Sizes> from = lg.readContents(node, start, "input start");
  FailureOr<Sizes> to = lg.readContents(node, limit, "input limit");
  FailureOr<Sizes> step = lg.readContents(node, delta, "input delta");
  if (failed(from) || failed(to) || failed(step))
    return failure();
  IndexMath &sizes = lg.sizes;
  Size span = sizes.sub(loc, to->front(), from->front()), by = step->front();
  std::optional<int64_t> known = getConstantIntValue(by);
  if (known == 0)
    return node.refuse("input delta is zero");
  if (known && *known < 0 && *known != INT64_MIN) {
    span = sizes.sub(loc, sizes.constant(0), span);
    by = sizes.constant(-*known);
  }
  if (!known) {
    Value fine = arith::CmpIOp::create(
        lg.builder, loc, arith::CmpIPredicate::ne, sizes.value(loc, by),
        sizes.value(loc, sizes.constant(0)));
    lg.check(node, fine, "input delta is zero");
    // With the sign of the step divided out, the divisor is positive.
    Size negative = sizes.less(loc, by, sizes.constant(0));
    span = sizes.select(loc, negative, sizes.sub(loc, sizes.constant(0), span),
                        span);
    by = sizes.select(loc, negative, sizes.sub(loc, sizes.constant(0), by), by);
  }
  return sizes.max(loc, sizes.constant(0), sizes.ceilDiv(loc, span, by));
}

static HandlerResult range(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *start = node.input(0), *limit = node.input(1), *delta = node.input(2);
  Location loc = node.loc();
  if (failed(sameElement(node, {start, limit, delta})))
    return failure();
  if (start->isBool())
    return badElement(node, start->element);
  // Scalars; one-element tensors are common in real files.
  for (Tensor *tensor : {start, limit, delta})
    if (tensor->numElements() != 1)
      return node.refuse("its inputs must be scalars, got " + tensor->str());
  FailureOr<Size> length = rangeLength(node, start, limit, delta);
  if (failed(length))
    return failure();

  Type element = start->element;
  if (std::optional<int64_t> count = getConstantIntValue(*length);
      count && *count <= maxContents && start->isInteger()) {
    Sizes values;
    for (int64_t i = 0; i < *count; ++i)
      values.push_back(lg.sizes.add(
          loc, (*lg.contents(start))[0],
          lg.sizes.mul(loc, lg.sizes.constant(i), (*lg.contents(delta))[0])));
    return Results{lg.makeContents(element, {*length}, values)};
  }
  Value first = scalarOf(lg, loc, start), by = scalarOf(lg, loc, delta);
  Value result = lg.map(
      loc, {}, {}, {*length}, toCore(element),
      [&](OpBuilder &b, Location loc, ValueRange) -> Value {
        Value index = linalg::IndexOp::create(b, loc, 0);
        if (isa<IntegerType>(element)) {
          Value i = arith::IndexCastOp::create(b, loc, toCore(element), index);
          return arith::AddIOp::create(b, loc, first,
                                       arith::MulIOp::create(b, loc, i, by));
        }
        Value i = arith::IndexCastOp::create(b, loc, b.getI64Type(), index);
        Value number = arith::SIToFPOp::create(b, loc, computeType(element), i);
        Value offset =
            arith::MulFOp::create(b, loc, number, extend(b, loc, by));
        return truncate(
            b, loc,
            arith::AddFOp::create(b, loc, extend(b, loc, first), offset),
            element);
      });
  return Results{lg.make(result, element, {*length})};
}

void lutra::onnx::addShapes(Registry &registry) {
  registry.add("Shape", 1, 1, 1, shape);
  registry.add("Size", 1, 1, 1, size);
  registry.addForSequences("Identity", 1, 1, 1, identity);
  registry.add("ConstantOfShape", 9, 1, 1, constantOfShape);
  registry.add("Expand", 8, 2, 2, expand);
  registry.add("Range", 11, 3, 3, range);
}
