//===- Softmax.cpp - Softmax, LogSoftmax, Hardmax -------------------------===//
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
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// Maximum, exp(x - maximum) and its sum for each row.
struct Exponentials {
  Tensor *max, *exps, *total;
};
} // namespace

static Exponentials exponentials(Legalizer &lg, Location loc, Tensor *x,
                                 const llvm::SmallBitVector &axes) {
  Type type = computeType(x->element);
  double lowest = -std::numeric_limits<double>::infinity();
  Tensor *max =
      reduce(lg, loc, x, axes, type, numberAttr(type, lowest),
             [](OpBuilder &b, Location loc, ValueRange args) -> Value {
               return arith::MaximumFOp::create(b, loc, args[1],
                                                extend(b, loc, args[0]));
             });
  Tensor *exps =
      withStatistics(lg, loc, x, max, {}, axes, type,
                     [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                       Value distance = arith::SubFOp::create(
                           b, loc, extend(b, loc, args[0]), args[1]);
                       return math::ExpOp::create(b, loc, distance);
                     });
  return {max, exps, sum(lg, loc, exps, axes)};
}

Tensor *lutra::onnx::logSoftmax(Legalizer &lg, Location loc, Tensor *x,
                                const llvm::SmallBitVector &axes,
                                Type element) {
  Exponentials row = exponentials(lg, loc, x, axes);
  return withStatistics(
      lg, loc, x, {row.max, row.total}, {}, axes, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value distance =
            arith::SubFOp::create(b, loc, extend(b, loc, args[0]), args[1]);
        Value log = math::LogOp::create(b, loc, args[2]);
        return truncate(b, loc, arith::SubFOp::create(b, loc, distance, log),
                        element);
      });
}

/// The dimensions of a row of floats. Up to version 12 they are all from `axis`
/// on.
static FailureOr<llvm::SmallBitVector> rowDims(Node &node) {
  int64_t rank = node.input(0)->rank();
  bool coerces = node.version() < 13;
  int64_t axis = node.getInt("axis", coerces ? 1 : -1);
  // A row of no dimensions has one element.
  if (!(coerces && axis == rank))
    axis = node.normalizeAxis(axis, rank);
  if (node.refused())
    return failure();
  llvm::SmallBitVector axes(rank);
  if (coerces)
    axes.set(axis, rank);
  else
    axes.set(axis);
  Tensor *x = node.input(0);
  if (!x->isFloat())
    return badElement(node, x->element);
  return axes;
}

/// Maximum, exp(x - maximum), sum, quotient: four loops over the row.
static HandlerResult softmax(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<llvm::SmallBitVector> axes = rowDims(node);
  if (failed(axes))
    return failure();
  Type type = computeType(x->element), element = x->element;
  Exponentials row = exponentials(lg, loc, x, *axes);
  // One division for a row: one for each element would take half the time.
  Tensor *inverse = lg.elementwiseOver(
      loc, {row.total}, row.total->dims, type,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::DivFOp::create(b, loc, number(b, loc, type, 1), args[0]);
      });
  return Results{withStatistics(
      lg, loc, row.exps, inverse, {}, *axes, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return truncate(b, loc, arith::MulFOp::create(b, loc, args[0], args[1]),
                        element);
      })};
}

static HandlerResult logSoftmaxNode(Node &node) {
  Tensor *x = node.input(0);
  FailureOr<llvm::SmallBitVector> axes = rowDims(node);
  if (failed(axes))
    return failure();
  return Results{logSoftmax(node.legalizer, node.loc(), x, *axes, x->element)};
}

/// 1 where the row has its first maximum, 0 elsewhere.
static HandlerResult hardmax(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<llvm::SmallBitVector> axes = rowDims(node);
  if (failed(axes))
    return failure();
  // Dimensions of the row in order, as one number that tells its elements
  // apart.
  SmallVector<Value> dims = valuesOf(lg, loc, x->dims);
  auto position = [&](Scalars &s, ValueRange at) {
    Value position = s.index(0);
    for (unsigned d : axes->set_bits())
      position = s.add(s.mul(position, dims[d]), at[d]);
    return s.toInteger(position);
  };
  Type element = x->element, i64 = lg.builder.getI64Type();
  TypedAttr lowest =
      numberAttr(element, -std::numeric_limits<double>::infinity());
  Tensor *max =
      reduce(lg, loc, x, *axes, element, lowest,
             [](OpBuilder &b, Location loc, ValueRange args) -> Value {
               return arith::MaximumFOp::create(b, loc, args[1], args[0]);
             });
  auto indices = [&](Scalars &s) {
    SmallVector<Value> at;
    for (int64_t d = 0; d < x->rank(); ++d)
      at.push_back(linalg::IndexOp::create(s.b, s.loc, d));
    return at;
  };
  TypedAttr none = lg.builder.getI64IntegerAttr(INT64_MAX);
  Tensor *candidates =
      withStatistics(lg, loc, x, max, {}, *axes, i64,
                     [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                       Scalars s{b, loc};
                       Value hit = s.either(s.equalElement(x, args[0], args[1]),
                                            s.isNaN(args[0]));
                       return s.select(hit, position(s, indices(s)),
                                       arith::ConstantOp::create(b, loc, none));
                     });
  Tensor *first =
      reduce(lg, loc, candidates, *axes, i64, none,
             [](OpBuilder &b, Location loc, ValueRange args) -> Value {
               return arith::MinSIOp::create(b, loc, args[1], args[0]);
             });
  return Results{withStatistics(
      lg, loc, x, first, {}, *axes, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value hit = s.equal(position(s, indices(s)), args[1]);
        return s.select(hit, s.constant(element, 1), s.constant(element, 0));
      })};
}

void lutra::onnx::addSoftmax(Registry &registry) {
  registry.add("Softmax", 1, 1, 1, softmax);
  registry.add("LogSoftmax", 1, 1, 1, logSoftmaxNode);
  registry.add("Hardmax", 1, 1, 1, hardmax);
}
