//===- Epilogues.cpp - what becomes the end of a product ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Epilogues.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

Operation *lutra::getOnlyUser(Value value) {
  Operation *user = nullptr;
  for (Operation *other : value.getUsers()) {
    if (user && other != user)
      return nullptr;
    user = other;
  }
  return user;
}

/// Numbers from numbers, by an op that vectors have as well.
static bool isScalarArithmetic(Operation &op,
                               function_ref<bool(Type)> isScalar) {
  return isa<arith::ArithDialect, math::MathDialect>(op.getDialect()) &&
         isPure(&op) && op.getNumRegions() == 0 &&
         (OpTrait::hasElementwiseMappableTraits(&op) ||
          op.hasTrait<OpTrait::ConstantLike>()) &&
         llvm::all_of(op.getOperandTypes(), isScalar) &&
         llvm::all_of(op.getResultTypes(), isScalar);
}

bool lutra::hasFusableBody(linalg::GenericOp generic,
                           function_ref<bool(Type)> isScalar) {
  Block &body = *generic.getBody();
  if (!body.getArguments().back().use_empty())
    return false;
  for (Operation &op : body.without_terminator()) {
    if (!isScalarArithmetic(op, isScalar))
      return false;
    // What is captured must be known: epilogues have extras for the rest.
    for (Value operand : op.getOperands())
      if (Operation *def = operand.getDefiningOp();
          operand.getParentBlock() != &body &&
          (!def || !def->hasTrait<OpTrait::ConstantLike>()))
        return false;
  }
  Value yielded = body.getTerminator()->getOperand(0);
  return yielded.getParentBlock() == &body ||
         matchPattern(yielded, m_Constant());
}

/// Copies `body` in front of what the builder points at and returns what it
/// yields.
static Value inlineBody(OpBuilder &b, Block &body, IRMapping &mapping) {
  for (Operation &op : body.without_terminator()) {
    for (Value operand : op.getOperands())
      if (operand.getParentBlock() != &body && !mapping.contains(operand))
        mapping.map(operand, b.clone(*operand.getDefiningOp())->getResult(0));
    b.clone(op, mapping);
  }
  Value yielded = body.getTerminator()->getOperand(0);
  if (yielded.getParentBlock() != &body && !mapping.contains(yielded))
    return b.clone(*yielded.getDefiningOp())->getResult(0);
  return mapping.lookup(yielded);
}

bool lutra::readsVector(AffineMap map, RankedTensorType type) {
  unsigned numLast = 0;
  for (auto [size, expr] : llvm::zip(type.getShape(), map.getResults())) {
    if (auto constant = dyn_cast<AffineConstantExpr>(expr);
        constant && constant.getValue() == 0 && size == 1)
      continue;
    auto loop = dyn_cast<AffineDimExpr>(expr);
    if (!loop || loop.getPosition() + 1 != map.getNumDims() ||
        ShapedType::isDynamic(size))
      return false;
    ++numLast;
  }
  return numLast <= 1;
}

Value lutra::getAsVector(OpBuilder &b, Location loc, Value value,
                         int64_t size) {
  auto type = cast<RankedTensorType>(value.getType());
  if (!type.hasStaticShape() ||
      (type.getNumElements() != size && type.getNumElements() != 1))
    return {};
  SmallVector<ReassociationIndices> join;
  if (type.getRank() > 0 && type.getNumElements() == size) {
    if (type.getRank() == 1)
      return value;
    join.push_back(llvm::to_vector(llvm::seq<int64_t>(0, type.getRank())));
    return tensor::CollapseShapeOp::create(b, loc, value, join);
  }
  if (type.getRank() > 0)
    value = tensor::CollapseShapeOp::create(b, loc, value, join);
  Value empty = tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{size},
                                        type.getElementType());
  AffineMap maps[] = {AffineMap::get(1, 0, b.getContext()),
                      b.getMultiDimIdentityMap(1)};
  auto spread = linalg::GenericOp::create(
      b, loc, empty.getType(), value, empty, maps,
      ArrayRef{utils::IteratorType::parallel},
      [](OpBuilder &b, Location loc, ValueRange args) {
        linalg::YieldOp::create(b, loc, args.front());
      });
  return spread.getResult(0);
}

lutra::Epilogue lutra::collectEpilogue(linalg::GenericOp consumer, Value stored,
                                       ValueRange extras,
                                       function_ref<Value(Value)> inShape) {
  Epilogue epilogue{consumer, stored, SmallVector<Value>(extras), {}};
  for (Value operand : consumer.getDpsInputs()) {
    if (operand == stored) {
      epilogue.extraOf.push_back(std::nullopt);
      continue;
    }
    epilogue.extraOf.push_back(epilogue.extras.size());
    epilogue.extras.push_back(inShape(operand));
  }
  return epilogue;
}

Value lutra::buildEpilogue(OpBuilder &b, Location loc, Region &region, Type sum,
                           Region &before, const Epilogue &epilogue) {
  SmallVector<Type> types = {sum};
  for (Value extra : epilogue.extras)
    types.push_back(getElementTypeOrSelf(extra.getType()));
  SmallVector<Location> locs(types.size(), loc);
  Block *body = b.createBlock(&region, {}, types, locs);
  Value stored = body->getArgument(0);
  if (!before.empty()) {
    IRMapping mapping;
    for (auto [from, to] :
         llvm::zip(before.getArguments(), body->getArguments()))
      mapping.map(from, to);
    stored = inlineBody(b, before.front(), mapping);
  }
  IRMapping mapping;
  Block &added = *linalg::GenericOp(epilogue.consumer).getBody();
  for (auto [i, extra] : llvm::enumerate(epilogue.extraOf))
    mapping.map(added.getArgument(i),
                extra ? body->getArgument(1 + *extra) : stored);
  return inlineBody(b, added, mapping);
}
