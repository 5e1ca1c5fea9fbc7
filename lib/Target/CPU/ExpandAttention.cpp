//===- ExpandAttention.cpp - nn.attention on buffers to vector loops ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "AttentionEmitter.h"
#include "RuntimeCalls.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace lutra {
#define GEN_PASS_DEF_CPUEXPANDATTENTION
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

/// Products that are worth a thread, some microseconds.
static constexpr int64_t pieceCost = 131072;

namespace {

class Expander {
public:
  /// Without `parallel`, tasks run one after the other.
  Expander(lutra::nn::AttentionOp op, LaneBuilder &b, bool parallel)
      : common(op, b), b(b), parallel(parallel) {}

  void emit() {
    int64_t maxRows = AttentionRows(common).getMaxRows();
    // Every query has as many rows as heads share its keys.
    std::optional<int64_t> rows = getConstantIntValue(common.rows);
    int64_t least = rows.value_or(*getConstantIntValue(common.sharing));
    if (least > maxRows)
      return emitBlocks();
    if (rows)
      return emitRows();
    Value few = arith::CmpIOp::create(b, arith::CmpIPredicate::ule, common.rows,
                                      b.index(maxRows));
    auto which = scf::IfOp::create(b, few, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(which.thenBlock());
    emitRows();
    b.setInsertionPointToStart(which.elseBlock());
    emitBlocks();
  }

private:
  void emitRows() {
    AttentionRows kernel(common);
    emitTasks(
        b.index(1), common.rows, [&] { kernel.allocate(); },
        [&](Value batch, Value shared, Value) { kernel.emit(batch, shared); });
  }

  void emitBlocks() {
    AttentionBlocks kernel(common);
    constexpr int64_t blockRows = AttentionBlocks::blockRows;
    emitTasks(
        b.ceilDiv(common.rows, blockRows), b.index(blockRows),
        [&] { kernel.allocate(); },
        [&](Value batch, Value shared, Value block) {
          Value first = b.mul(block, b.index(blockRows));
          // At the end half a block may do.
          Value rest = b.sub(common.rows, first);
          Value half = arith::CmpIOp::create(b, arith::CmpIPredicate::ule, rest,
                                             b.index(blockRows / 2));
          auto which = scf::IfOp::create(b, half, /*withElseRegion=*/true);
          OpBuilder::InsertionGuard guard(b);
          b.setInsertionPointToStart(which.thenBlock());
          kernel.emit(batch, shared, first, 1);
          b.setInsertionPointToStart(which.elseBlock());
          kernel.emit(batch, shared, first, 2);
        });
  }

  /// `perHead` tasks of `rows` rows for each key/value head, in pieces that are
  /// worth a thread. `allocate` is for one piece; `body` gets the batch row,
  /// the head and the number of the task.
  void emitTasks(Value perHead, Value rows, llvm::function_ref<void()> allocate,
                 llvm::function_ref<void(Value, Value, Value)> body) {
    Value count = b.mul(b.mul(common.batches, common.sharedHeads), perHead);
    auto emitRange = [&](Value begin, Value end) {
      b.loop(begin, end, 1, [&](Value task) {
        Value head = b.div(task, perHead);
        body(b.div(head, common.sharedHeads), b.rem(head, common.sharedHeads),
             b.rem(task, perHead));
      });
    };
    OpBuilder::InsertionGuard guard(b);
    if (!parallel) {
      allocate();
      return emitRange(b.index(0), count);
    }
    Value cost = b.mul(b.mul(rows, common.keys),
                       b.index(common.keySize + common.valueSize));
    Value grain = b.div(b.index(pieceCost), b.max(cost, b.index(1)));
    grain = b.max(grain, b.index(1));
    auto pieces = scf::ParallelOp::create(b, ValueRange{b.index(0)},
                                          ValueRange{count}, ValueRange{grain});
    b.setInsertionPointToStart(pieces.getBody());
    allocate();
    Value begin = pieces.getInductionVars().front();
    emitRange(begin, b.min(b.add(begin, grain), count));
  }

  AttentionEmitter common;
  LaneBuilder &b;
  bool parallel;
};

struct CpuExpandAttention
    : lutra::impl::CpuExpandAttentionBase<CpuExpandAttention> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    bool parallel = succeeded(getCallHandle(func));
    SmallVector<lutra::nn::AttentionOp> ops;
    func.walk([&](lutra::nn::AttentionOp op) { ops.push_back(op); });
    for (lutra::nn::AttentionOp op : ops) {
      if (failed(check(op)))
        return signalPassFailure();
      OpBuilder b(op);
      if (!op.getMasked()) {
        expand(op, b, parallel);
        continue;
      }
      // What a mask needs is not in the way of those that need none.
      auto which = scf::IfOp::create(b, op.getLoc(), op.getMasked(),
                                     /*withElseRegion=*/true);
      for (bool masked : {true, false}) {
        b.setInsertionPoint(
            (masked ? which.thenBlock() : which.elseBlock())->getTerminator());
        auto one = cast<lutra::nn::AttentionOp>(b.clone(*op));
        one.decideMask(masked);
        b.setInsertionPoint(one);
        expand(one, b, parallel);
      }
      op.erase();
    }
  }

  static void expand(lutra::nn::AttentionOp op, OpBuilder &at, bool parallel) {
    LaneBuilder b(op.getLoc(), at);
    Expander(op, b, parallel).emit();
    op.erase();
  }

  static LogicalResult check(lutra::nn::AttentionOp op) {
    if (!isa<MemRefType>(op.getInit().getType()))
      return op.emitOpError("expects to be on buffers");
    if (!op.suitsKernels())
      return op.emitOpError(
          "expects a known number of heads of known sizes of at most 256");
    for (Value operand :
         {op.getQuery(), op.getKey(), op.getValue(), op.getInit()}) {
      auto type = cast<MemRefType>(operand.getType());
      if (type.getStridesAndOffset().first[3] != 1)
        return op.emitOpError("expects features that are neighbours, got ")
               << type;
    }
    return success();
  }
};

} // namespace
