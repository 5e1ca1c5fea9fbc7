//===- LoopBuilder.cpp - loops that fold where sizes are known ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
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

/// All cells of a block of tokens follow each other: their weights are one
/// stream, which is easier to fetch ahead than activations of many tokens, and
/// those stay in a cache near the core.
void LoopBuilder::emitCells(const Cells &cells, function_ref<void()> begin,
                            function_ref<void(Value, Value)> body) {
  OpFoldResult numBlocks =
      divideCeil(cells.numTokens, fixed(cells.blockTokens));
  std::optional<int64_t> known = getConstantIntValue(cells.numTokens);
  bool isSmall = known && cells.rows * *known < 2 * cells.piece;
  if (cells.piece == 0 || isSmall) {
    {
      OpBuilder::InsertionGuard guard(b);
      Operation *parent = b.getInsertionBlock()->getParentOp();
      if (!isa<func::FuncOp>(parent))
        parent = parent->getParentOfType<func::FuncOp>();
      b.setInsertionPointToStart(&cast<func::FuncOp>(parent).front());
      begin();
    }
    emitLoop(fixed(0), numBlocks, 1, [&](Value block) {
      emitLoop(fixed(0), fixed(cells.numCells), 1,
               [&](Value cell) { body(block, cell); });
    });
    return;
  }
  OpFoldResult perBlock = fixed(cells.numCells);
  OpFoldResult numCells = fold<arith::MulIOp>(numBlocks, perBlock);
  // Short blocks have less work, so more of them are a piece.
  OpFoldResult tokens = fold<arith::MaxSIOp>(
      fold<arith::MinSIOp>(cells.numTokens, fixed(cells.blockTokens)),
      fixed(1));
  OpFoldResult grain =
      divideCeil(fixed(llvm::divideCeil(cells.piece, cells.cellRows)), tokens);
  if (cells.mostPieces)
    grain = fold<arith::MaxSIOp>(grain,
                                 divideCeil(numCells, fixed(cells.mostPieces)));
  auto pieces = scf::ParallelOp::create(b, ValueRange{getIndex(0)},
                                        ValueRange{getValue(numCells)},
                                        ValueRange{getValue(grain)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(pieces.getBody());
  begin();
  Value first = pieces.getInductionVars().front();
  OpFoldResult end =
      fold<arith::MinSIOp>(fold<arith::AddIOp>(first, grain), numCells);
  bool isOneBlock = getConstantIntValue(numBlocks) == 1;
  emitLoop(first, end, 1, [&](Value cell) {
    if (isOneBlock)
      return body(getIndex(0), cell);
    body(getValue(fold<arith::DivUIOp>(cell, perBlock)),
         getValue(fold<arith::RemUIOp>(cell, perBlock)));
  });
}
