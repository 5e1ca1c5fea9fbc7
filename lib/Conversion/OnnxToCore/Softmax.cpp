//===- Softmax.cpp - Softmax, LogSoftmax ----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Reduce.h"
#include "Registry.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace lutra::onnx;

/// Maximum, exp(x - maximum), sum, quotient: four loops over the row. Up to
/// version 12 all dimensions from `axis` on are one row.
static HandlerResult softmax(Node &node, bool logarithm) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  bool coerces = node.version() < 13;
  int64_t axis = node.getInt("axis", coerces ? 1 : -1);
  // A row of no dimensions has one element.
  if (!(coerces && axis == x->rank()))
    axis = node.normalizeAxis(axis, x->rank());
  if (node.refused())
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  llvm::SmallBitVector axes(x->rank());
  if (coerces)
    axes.set(axis, x->rank());
  else
    axes.set(axis);

  Type type = computeType(x->element), element = x->element;
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
  Tensor *total = sum(lg, loc, exps, axes);
  if (!logarithm) {
    // One division for a row: one for each element would take half the time.
    Tensor *inverse = lg.elementwiseOver(
        loc, {total}, total->dims, type,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::DivFOp::create(b, loc, number(b, loc, type, 1),
                                       args[0]);
        });
    return Results{withStatistics(
        lg, loc, exps, inverse, {}, axes, element,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return truncate(
              b, loc, arith::MulFOp::create(b, loc, args[0], args[1]), element);
        })};
  }
  return Results{withStatistics(
      lg, loc, x, {max, total}, {}, axes, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value distance =
            arith::SubFOp::create(b, loc, extend(b, loc, args[0]), args[1]);
        Value log = math::LogOp::create(b, loc, args[2]);
        return truncate(b, loc, arith::SubFOp::create(b, loc, distance, log),
                        element);
      })};
}

void lutra::onnx::addSoftmax(Registry &registry) {
  registry.add("Softmax", 1, 1, 1,
               [](Node &node) { return softmax(node, /*logarithm=*/false); });
  registry.add("LogSoftmax", 1, 1, 1,
               [](Node &node) { return softmax(node, /*logarithm=*/true); });
}
