//===- Broadcast.cpp - elementwise operations with ONNX's broadcasting ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Legalizer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

FailureOr<Size> Legalizer::broadcastSize(Node &node, Size a, Size b) {
  if (sizes.provablyEqual(a, b))
    return a;
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca == 1)
    return b;
  if (cb == 1)
    return a;
  if (ca && cb)
    return node.refuse("sizes " + Twine(*ca) + " and " + Twine(*cb) +
                       " do not broadcast");
  // What two sizes were broadcast to takes either of them again.
  for (auto &[result, x, y] : broadcasts) {
    if (sizes.provablyEqual(result, a) &&
        (sizes.provablyEqual(x, b) || sizes.provablyEqual(y, b)))
      return a;
    if (sizes.provablyEqual(result, b) &&
        (sizes.provablyEqual(x, a) || sizes.provablyEqual(y, a)))
      return b;
    if ((sizes.provablyEqual(x, a) && sizes.provablyEqual(y, b)) ||
        (sizes.provablyEqual(x, b) && sizes.provablyEqual(y, a)))
      return result;
  }

  Location loc = node.loc();
  Value va = sizes.value(loc, a), vb = sizes.value(loc, b);
  auto is = [&](Value x, Value y) -> Value {
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, x, y);
  };
  Value one = sizes.value(loc, sizes.constant(1));
  // A number that is not 1 is the result; the other size equals it or is 1.
  Value fits = is(va, vb);
  if (!ca)
    fits = arith::OrIOp::create(builder, loc, fits, is(va, one));
  if (!cb)
    fits = arith::OrIOp::create(builder, loc, fits, is(vb, one));
  check(node, fits, "sizes of its operands do not broadcast");
  Size result =
      ca   ? a
      : cb ? b
           : sizes.select(loc, sizes.equal(loc, a, sizes.constant(1)), b, a);
  broadcasts.emplace_back(result, a, b);
  return result;
}

FailureOr<Sizes> Legalizer::broadcast(Node &node, ArrayRef<Tensor *> operands) {
  size_t rank = 0;
  for (Tensor *operand : operands)
    rank = std::max(rank, operand->dims.size());
  Sizes result(rank, sizes.constant(1));
  for (Tensor *operand : operands)
    for (auto [d, size] : llvm::enumerate(operand->dims)) {
      Size &entry = result[rank - operand->dims.size() + d];
      FailureOr<Size> both = broadcastSize(node, entry, size);
      if (failed(both))
        return failure();
      entry = *both;
    }
  return result;
}

FailureOr<Tensor *> Legalizer::elementwise(Node &node,
                                           ArrayRef<Tensor *> operands,
                                           Type element, Body body) {
  FailureOr<Sizes> dims = broadcast(node, operands);
  if (failed(dims))
    return failure();
  return elementwiseOver(node.loc(), operands, *dims, element, body);
}

Tensor *Legalizer::elementwiseOver(Location loc, ArrayRef<Tensor *> operands,
                                   ArrayRef<Size> dims, Type element,
                                   Body body) {
  MLIRContext *context = builder.getContext();
  unsigned rank = dims.size();

  /// How the body gets at an operand.
  struct Access {
    TypedAttr scalar; // a number,
    int input = -1;   // an operand through a map,
    Value tensor;     // or a tensor read at
    SmallVector<std::pair<int64_t, Value>>
        at; // loops, unless the condition says 0.
  };
  SmallVector<Access> accesses;
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (Tensor *operand : operands) {
    Access &access = accesses.emplace_back();
    if ((access.scalar = splat(operand)))
      continue;
    Value value = data(operand);
    int64_t lead = rank - operand->rank();
    bool atRunTime = false;
    SmallVector<AffineExpr> exprs;
    for (auto [d, size] : llvm::enumerate(operand->dims)) {
      int64_t loop = lead + d;
      bool equal = sizes.provablyEqual(size, dims[loop]);
      bool one = isConstantIntValue(size, 1);
      exprs.push_back(equal ? getAffineDimExpr(loop, context)
                            : getAffineConstantExpr(0, context));
      access.at.emplace_back(equal || !one ? loop : -1, Value());
      if (equal || one)
        continue;
      atRunTime = true;
      access.at.back().second = arith::CmpIOp::create(
          builder, loc, arith::CmpIPredicate::eq, sizes.value(loc, size),
          sizes.value(loc, sizes.constant(1)));
    }
    if (atRunTime) {
      access.tensor = value;
      continue;
    }
    access.input = inputs.size();
    inputs.push_back(value);
    maps.push_back(AffineMap::get(rank, 0, exprs, context));
  }

  Value result =
      map(loc, inputs, maps, dims, toCore(element),
          [&](OpBuilder &b, Location loc, ValueRange args) {
            SmallVector<Value> elements;
            Value zero;
            for (Access &access : accesses) {
              if (access.scalar) {
                elements.push_back(
                    arith::ConstantOp::create(b, loc, access.scalar));
                continue;
              }
              if (access.input >= 0) {
                elements.push_back(args[access.input]);
                continue;
              }
              SmallVector<Value> indices;
              for (auto [loop, isOne] : access.at) {
                if (loop < 0 || isOne)
                  if (!zero)
                    zero = arith::ConstantIndexOp::create(b, loc, 0);
                Value index =
                    loop < 0
                        ? zero
                        : linalg::IndexOp::create(b, loc, loop).getResult();
                if (isOne)
                  index = arith::SelectOp::create(b, loc, isOne, zero, index);
                indices.push_back(index);
              }
              elements.push_back(
                  tensor::ExtractOp::create(b, loc, access.tensor, indices));
            }
            return body(b, loc, elements);
          });
  return make(result, element, Sizes(dims));
}

FailureOr<Tensor *> Legalizer::broadcastTo(Node &node, Tensor *operand,
                                           ArrayRef<Size> dims) {
  Tensor target;
  target.element = operand->element;
  target.dims.assign(dims.begin(), dims.end());
  // Only the sizes of the target are looked at: it is not read.
  FailureOr<Sizes> both = broadcast(node, {operand, &target});
  if (failed(both))
    return failure();
  bool same = operand->rank() == static_cast<int64_t>(both->size());
  for (size_t d = 0; same && d < both->size(); ++d)
    same = sizes.provablyEqual(operand->dims[d], (*both)[d]);
  if (same)
    return operand;
  return elementwiseOver(
      node.loc(), operand, *both, operand->element,
      [](OpBuilder &, Location, ValueRange args) { return args[0]; });
}
