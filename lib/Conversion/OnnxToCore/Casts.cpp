//===- Casts.cpp - Cast, CastLike -----------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

static HandlerResult castTo(Node &node, Type element) {
  Tensor *x = node.input(0);
  if (x->element == element)
    return Results{x};
  bool fromNumber = x->isFloat() || isa<IntegerType>(x->element);
  if (!fromNumber)
    return badElement(node, x->element);
  if (isa<IntegerType>(x->element) && isa<IntegerType>(element))
    if (Tensor *known = followContents(
            node, {x}, element,
            [&](IndexMath &sizes, Location loc,
                ArrayRef<Size> args) -> std::optional<Size> {
              if (!element.isInteger(1))
                return args[0];
              return sizes.sub(loc, sizes.constant(1),
                               sizes.equal(loc, args[0], sizes.constant(0)));
            }))
      return Results{known};
  return Results{node.legalizer.convert(node.loc(), x, element)};
}

static HandlerResult castToAttribute(Node &node) {
  // `saturate` and `round_mode` concern float8 types only.
  node.getInt("saturate", 1);
  node.getString("round_mode", "up");
  int64_t to = node.requireInt("to");
  if (node.refused())
    return failure();
  Type element = elementFromOnnx(node.legalizer.builder.getContext(), to);
  if (!element)
    return node.refuse("attribute 'to' names element type " + Twine(to) +
                       ", which is not supported");
  return castTo(node, element);
}

static HandlerResult castLike(Node &node) {
  node.getInt("saturate", 1);
  node.getString("round_mode", "up");
  Type element = node.input(1)->element;
  if (!isa<IntegerType, FloatType>(element))
    return badElement(node, element);
  return castTo(node, element);
}

/// The same bits as elements of another type of the same width.
static HandlerResult bitCast(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  int64_t to = node.requireInt("to");
  if (node.refused())
    return failure();
  Type element = elementFromOnnx(lg.builder.getContext(), to);
  if (!element)
    return node.refuse("attribute 'to' names element type " + Twine(to) +
                       ", which is not supported");
  if (!isa<FloatType, IntegerType>(x->element) || x->isBool() ||
      element.isInteger(1) ||
      x->element.getIntOrFloatBitWidth() != element.getIntOrFloatBitWidth())
    return node.refuse("elements of " + x->str() +
                       " cannot be those of the type that attribute 'to' "
                       "names");
  if (toCore(x->element) == toCore(element))
    return Results{lg.retyped(x, element)};
  return Results{lg.elementwiseOver(
      node.loc(), {x}, x->dims, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::BitcastOp::create(b, loc, toCore(element), args[0]);
      })};
}

void lutra::onnx::addCasts(Registry &registry) {
  registry.add("Cast", 6, 1, 1, castToAttribute);
  registry.add("CastLike", 15, 2, 2, castLike);
  registry.add("BitCast", 26, 1, 1, bitCast);
}
