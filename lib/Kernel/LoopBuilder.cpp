//===- LoopBuilder.cpp - loops that fold where sizes are known ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

Value LoopBuilder::getIndex(int64_t value) {
  return arith::ConstantIndexOp::create(b, value);
}

Value LoopBuilder::getValue(OpFoldResult value) {
  return getValueOrCreateConstantIndexOp(b, b.getLoc(), value);
}

OpFoldResult LoopBuilder::getConstantOr(Value value) {
  if (auto constant = getConstantIntValue(value))
    return fixed(*constant);
  return value;
}

OpFoldResult LoopBuilder::divideCeil(OpFoldResult value, OpFoldResult divisor) {
  OpFoldResult more = fold<arith::SubIOp>(divisor, fixed(1));
  return fold<arith::DivUIOp>(fold<arith::AddIOp>(value, more), divisor);
}

void LoopBuilder::emitLoop(OpFoldResult begin, OpFoldResult end, int64_t step,
                           function_ref<void(Value)> body) {
  auto first = getConstantIntValue(begin), last = getConstantIntValue(end);
  if (first && last && *last <= *first)
    return;
  if (first && last && *last <= *first + step)
    return body(getValue(begin));
  auto loop =
      scf::ForOp::create(b, getValue(begin), getValue(end), getIndex(step));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  body(loop.getInductionVar());
}
