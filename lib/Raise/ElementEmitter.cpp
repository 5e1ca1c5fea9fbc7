//===- ElementEmitter.cpp - traced elements as code -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace lutra;

bool ElementEmitter::useCoordinate(const Coordinate &c) {
  bool known = true;
  c.expr.walk([&](AffineExpr part) {
    if (auto dim = dyn_cast<AffineDimExpr>(part)) {
      known &= dim.getPosition() < numLoops;
      used.insert(dim.getPosition());
    } else if (auto symbol = dyn_cast<AffineSymbolExpr>(part)) {
      symbols.try_emplace(symbol.getPosition());
    }
  });
  return known;
}

bool ElementEmitter::collect(const Element &given) {
  Element element = tracer.resolve(given);
  if (isa<RankedTensorType>(element.value.getType())) {
    if (!llvm::is_contained(leaves, element))
      leaves.push_back(element);
    return llvm::all_of(element.at,
                        [&](const Coordinate &c) { return useCoordinate(c); });
  }
  // Scalars from outside are there already.
  if (!getEnclosing(element.value))
    return true;
  Operation *op = element.value.getDefiningOp();
  if (!op || op->getNumRegions() > 0 || op->getNumResults() != 1 ||
      !isMemoryEffectFree(op) || isa<tensor::ExtractOp>(op))
    return false;
  if (auto index = dyn_cast<linalg::IndexOp>(op)) {
    hasIndices = true;
    return useCoordinate(element.at[index.getDim()]);
  }
  for (unsigned i = 0, e = op->getNumOperands(); i < e; ++i)
    if (!collect(element.operand(i)))
      return false;
  return true;
}

void ElementEmitter::prepare(OpBuilder &b, Location loc) {
  for (auto &[number, value] : symbols) {
    const ElementTracer::Symbol &symbol = tracer.getSymbols()[number];
    if (symbol.dim >= 0)
      value = tensor::DimOp::create(b, loc, symbol.value, symbol.dim);
    else if (symbol.value.getType().isIndex())
      value = symbol.value;
    else
      value =
          arith::IndexCastOp::create(b, loc, b.getIndexType(), symbol.value);
  }
}

std::optional<AffineMap> ElementEmitter::getMap(const Element &leaf) {
  MLIRContext *context = leaf.value.getContext();
  SmallVector<AffineExpr> exprs;
  for (const Coordinate &c : leaf.at) {
    if (c.zeroIf || !isa<AffineDimExpr, AffineConstantExpr>(c.expr))
      return std::nullopt;
    exprs.push_back(c.expr);
  }
  return AffineMap::get(numLoops, 0, exprs, context);
}

void ElementEmitter::define(const Element &leaf, Value value) {
  values.emplace_back(leaf, value);
}

Value ElementEmitter::emitExpr(OpBuilder &b, Location loc, AffineExpr expr) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return linalg::IndexOp::create(b, loc, dim.getPosition());
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return symbols.lookup(symbol.getPosition());
  if (auto number = dyn_cast<AffineConstantExpr>(expr))
    return arith::ConstantIndexOp::create(b, loc, number.getValue());
  auto both = cast<AffineBinaryOpExpr>(expr);
  Value lhs = emitExpr(b, loc, both.getLHS()),
        rhs = emitExpr(b, loc, both.getRHS());
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return arith::AddIOp::create(b, loc, lhs, rhs);
  case AffineExprKind::Mul:
    return arith::MulIOp::create(b, loc, lhs, rhs);
  case AffineExprKind::FloorDiv:
    return arith::FloorDivSIOp::create(b, loc, lhs, rhs);
  case AffineExprKind::CeilDiv:
    return arith::CeilDivSIOp::create(b, loc, lhs, rhs);
  default:
    // Coordinates are not negative.
    return arith::RemUIOp::create(b, loc, lhs, rhs);
  }
}

Value ElementEmitter::emitCoordinate(OpBuilder &b, Location loc,
                                     const Coordinate &c) {
  Value at = emitExpr(b, loc, c.expr);
  if (!c.zeroIf)
    return at;
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  return arith::SelectOp::create(b, loc, c.zeroIf, zero, at);
}

Value ElementEmitter::emit(OpBuilder &b, Location loc, const Element &given) {
  Element element = tracer.resolve(given);
  for (auto &[known, value] : values)
    if (known == element)
      return value;
  Value result;
  if (isa<RankedTensorType>(element.value.getType())) {
    SmallVector<Value> indices;
    for (const Coordinate &c : element.at)
      indices.push_back(emitCoordinate(b, loc, c));
    result = tensor::ExtractOp::create(b, loc, element.value, indices);
  } else if (!getEnclosing(element.value)) {
    return element.value;
  } else if (auto index = element.getDefiningOp<linalg::IndexOp>()) {
    result = emitCoordinate(b, loc, element.at[index.getDim()]);
  } else {
    Operation *op = element.value.getDefiningOp();
    IRMapping operands;
    for (auto [i, operand] : llvm::enumerate(op->getOperands()))
      operands.map(operand, emit(b, loc, element.operand(i)));
    result = b.clone(*op, operands)->getResult(0);
  }
  values.emplace_back(element, result);
  return result;
}
