//===- PanelBuilder.cpp - products by packed panels -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PanelBuilder.h"

#include "LoopPlan.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra::cpu;

bool lutra::cpu::isSumOfProducts(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumDpsInputs() != 2)
    return false;
  for (OpOperand &operand : op->getOpOperands())
    if (!isa<MemRefType>(operand.get().getType()) ||
        !getElementTypeOrSelf(operand.get().getType()).isF32())
      return false;
  std::optional<SmallVector<Combiner>> combiners = getCombiners(op);
  if (!combiners || combiners->front().kind != arith::AtomicRMWKind::addf)
    return false;
  // Anything else would be recomputed no more often than before, but made-up
  // values are nothing for a body that traps, and an index would be off.
  return llvm::all_of(op.getBody()->without_terminator(), [](Operation &inner) {
    return isPure(&inner) && inner.getNumRegions() == 0 &&
           !isa<linalg::IndexOp>(inner);
  });
}

linalg::FillOp lutra::cpu::getFillBefore(linalg::GenericOp op) {
  Operation *before = op->getPrevNode();
  while (before && isPure(before))
    before = before->getPrevNode();
  auto fill = dyn_cast_or_null<linalg::FillOp>(before);
  return fill && fill.getOutputs().front() == op.getDpsInits().front()
             ? fill
             : linalg::FillOp();
}

Value PanelBuilder::getConstant(int64_t value) {
  return arith::ConstantIndexOp::create(b, value);
}

Value PanelBuilder::getValue(OpFoldResult value) {
  return getValueOrCreateConstantIndexOp(b, b.getLoc(), value);
}

Value PanelBuilder::isAtLeast(OpFoldResult value, int64_t bound) {
  return arith::CmpIOp::create(b, arith::CmpIPredicate::sge, getValue(value),
                               getConstant(bound));
}

OpFoldResult PanelBuilder::multiply(OpFoldResult lhs, OpFoldResult rhs) {
  auto l = getConstantIntValue(lhs), r = getConstantIntValue(rhs);
  if (l && r)
    return b.getIndexAttr(*l * *r);
  return b.createOrFold<arith::MulIOp>(getValue(lhs), getValue(rhs));
}

OpFoldResult PanelBuilder::least(OpFoldResult lhs, OpFoldResult rhs) {
  auto l = getConstantIntValue(lhs), r = getConstantIntValue(rhs);
  if (l && r)
    return b.getIndexAttr(std::min(*l, *r));
  return arith::MinSIOp::create(b, getValue(lhs), getValue(rhs)).getResult();
}

OpFoldResult PanelBuilder::divideCeil(OpFoldResult value, int64_t divisor) {
  if (auto constant = getConstantIntValue(value))
    return b.getIndexAttr(llvm::divideCeil(*constant, divisor));
  Value sum =
      arith::AddIOp::create(b, getValue(value), getConstant(divisor - 1));
  return arith::DivUIOp::create(b, sum, getConstant(divisor)).getResult();
}

PanelBuilder::Slice PanelBuilder::getTile(OpFoldResult index, int64_t step,
                                          OpFoldResult size) {
  OpFoldResult begin = multiply(index, b.getIndexAttr(step));
  std::optional<int64_t> known = getConstantIntValue(size);
  if (known && *known <= step)
    return {b.getIndexAttr(0), size};
  if (known && *known % step == 0)
    return {begin, b.getIndexAttr(step)};
  Value rest = arith::SubIOp::create(b, getValue(size), getValue(begin));
  return {begin, least(rest, b.getIndexAttr(step))};
}

OpFoldResult PanelBuilder::add(OpFoldResult lhs, OpFoldResult rhs) {
  auto l = getConstantIntValue(lhs), r = getConstantIntValue(rhs);
  if (l && r)
    return b.getIndexAttr(*l + *r);
  return b.createOrFold<arith::AddIOp>(getValue(lhs), getValue(rhs));
}

SmallVector<OpFoldResult>
PanelBuilder::enterPieces(ArrayRef<OpFoldResult> counts, OpFoldResult cost,
                          bool makesPanel) {
  OpFoldResult total = b.getIndexAttr(1);
  for (OpFoldResult count : counts)
    total = multiply(total, count);
  Value atLeastOne = arith::MaxSIOp::create(b, getValue(cost), getConstant(1));
  Value grain = arith::MaxSIOp::create(
      b, arith::DivUIOp::create(b, getConstant(pieceCost), atLeastOne),
      getConstant(1));
  auto pieces =
      scf::ParallelOp::create(b, ValueRange{getConstant(0)},
                              ValueRange{getValue(total)}, ValueRange{grain});
  b.setInsertionPointToStart(pieces.getBody());
  if (makesPanel) {
    auto type = MemRefType::get({panelDepth, panelColumns}, b.getF32Type());
    panel = memref::AllocaOp::create(b, type, b.getI64IntegerAttr(64));
  }
  Value begin = pieces.getInductionVars().front();
  Value end = arith::MinSIOp::create(b, arith::AddIOp::create(b, begin, grain),
                                     getValue(total));
  auto loop = scf::ForOp::create(b, begin, end, getConstant(1));
  b.setInsertionPointToStart(loop.getBody());

  SmallVector<OpFoldResult> position(counts.size());
  Value rest = loop.getInductionVar();
  for (unsigned i = counts.size(); i-- > 0;) {
    if (isOneInteger(counts[i])) {
      position[i] = b.getIndexAttr(0);
      continue;
    }
    Value count = getValue(counts[i]);
    position[i] = arith::RemUIOp::create(b, rest, count).getResult();
    rest = arith::DivUIOp::create(b, rest, count);
  }
  return position;
}
