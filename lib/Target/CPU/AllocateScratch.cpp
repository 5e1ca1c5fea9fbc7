//===- AllocateScratch.cpp - memory for the temporaries of kernels --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "RuntimeCalls.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace lutra {
#define GEN_PASS_DEF_CPUALLOCATESCRATCH
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

/// Bytes of an element in memory; bools take one.
int64_t getElementBytes(MemRefType type) {
  Type element = type.getElementType();
  if (element.isIndex())
    return 8;
  return llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
}

/// Whether `buffer`, or a view of it, leaves the block it is made in (through a
/// yield, a branch or a select), so that two of its incarnations could be alive
/// at once.
bool escapes(Value buffer) {
  SmallVector<Value> worklist{buffer};
  while (!worklist.empty()) {
    for (Operation *user : worklist.pop_back_val().getUsers()) {
      if (user->hasTrait<OpTrait::IsTerminator>())
        return true;
      for (Value result : user->getResults())
        if (isa<BaseMemRefType>(result.getType()))
          worklist.push_back(result);
      // An initial value of a loop is alive in the loop only.
    }
  }
  return false;
}

/// A value that is at least `value` and known outside of `loop`: itself, or for
/// the lesser of two values one of them. Null if there is none.
Value getBoundOutside(Value value, LoopLikeOpInterface loop) {
  if (loop.isDefinedOutsideOfLoop(value))
    return value;
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<arith::MinSIOp, arith::MinUIOp>(op))
    for (Value operand : op->getOperands())
      if (Value bound = getBoundOutside(operand, loop))
        return bound;
  return nullptr;
}

/// Whether the iterations of `op` become tasks of their own: the loops that
/// outline-parallel-loops looks for, or will be one of them.
bool isTaskLoop(Operation *op) {
  if (auto loop = dyn_cast<scf::ForallOp>(op))
    return loop.getRank() == 1;
  auto loop = dyn_cast<scf::ParallelOp>(op);
  return loop && loop.getNumLoops() == 1 && loop.getNumReductions() == 0;
}

/// Where the stack memory that `op` uses belongs: into the outermost loop of
/// tasks, since threads must not share it, or else to the top of the function.
Block *getFrame(Operation *op) {
  Block *frame = nullptr;
  Operation *parent = op->getParentOp();
  for (; !isa<func::FuncOp>(parent); parent = parent->getParentOp())
    if (isTaskLoop(parent))
      frame = &parent->getRegion(0).front();
  return frame ? frame : &cast<func::FuncOp>(parent).getBody().front();
}

struct CpuAllocateScratch
    : lutra::impl::CpuAllocateScratchBase<CpuAllocateScratch> {
  using CpuAllocateScratchBase::CpuAllocateScratchBase;

  void runOnOperation() override {
    frames.clear();
    SmallVector<memref::AllocOp> allocs;
    getOperation().walk([&](memref::AllocOp op) { allocs.push_back(op); });
    for (memref::AllocOp op : allocs)
      if (failed(replace(op)))
        return signalPassFailure();
  }

  LogicalResult replace(memref::AllocOp op) {
    auto func = op->getParentOfType<func::FuncOp>();
    MemRefType type = op.getType();
    if (!type.getLayout().isIdentity())
      return op.emitOpError("expects an identity layout");
    Location loc = op.getLoc();
    OpBuilder builder(op);

    int64_t size = type.hasStaticShape()
                       ? type.getNumElements() * getElementBytes(type)
                       : stackLimit + 1;
    Block *frame = getFrame(op);
    int64_t &taken = frames[frame];
    if (taken + size <= stackLimit && !escapes(op)) {
      taken += llvm::alignTo(size, 64);
      builder.setInsertionPointToStart(frame);
      Value buffer = memref::AllocaOp::create(builder, loc, type,
                                              builder.getI64IntegerAttr(64));
      op.replaceAllUsesWith(buffer);
      op.erase();
      return success();
    }

    FailureOr<Value> call = getCallHandle(func);
    if (failed(call))
      return op.emitOpError("is in a function without the runtime's handle as "
                            "its first argument");
    // Memory lives until the step ends, so take it before the loops around, as
    // much as any iteration needs. A view of it has the shape of this one.
    SmallVector<Value> bounds(op.getDynamicSizes());
    Operation *place = op;
    bool outlives = escapes(op);
    auto loopAround = [](Operation *op) {
      Operation *parent = op->getParentOp();
      return isa<scf::ForOp, scf::WhileOp>(parent)
                 ? cast<LoopLikeOpInterface>(parent)
                 : LoopLikeOpInterface();
    };
    for (LoopLikeOpInterface loop = loopAround(place); loop && !outlives;
         loop = loopAround(place)) {
      SmallVector<Value> outside;
      for (Value bound : bounds)
        outside.push_back(getBoundOutside(bound, loop));
      if (llvm::is_contained(outside, Value()))
        break;
      bounds = outside;
      place = loop;
    }
    builder.setInsertionPoint(place);

    Value bytes =
        arith::ConstantIndexOp::create(builder, loc, getElementBytes(type));
    unsigned dynamic = 0;
    for (int64_t size : type.getShape()) {
      Value factor =
          ShapedType::isDynamic(size)
              ? bounds[dynamic++]
              : arith::ConstantIndexOp::create(builder, loc, size).getResult();
      bytes = arith::MulIOp::create(builder, loc, bytes, factor);
    }
    Value bytes64 =
        arith::IndexCastOp::create(builder, loc, builder.getI64Type(), bytes);
    // What leaves its block may be alive in a later step.
    func::FuncOp alloc = getRuntimeFunction(
        getOperation(),
        outlives || func.getName() == "main" ? Service::Arena : Service::Alloc);
    Value pointer =
        func::CallOp::create(builder, loc, alloc, ValueRange{*call, bytes64})
            .getResult(0);
    Value raw = createByteBuffer(builder, loc, pointer, bytes64);
    builder.setInsertionPoint(op);
    Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
    Value view = memref::ViewOp::create(builder, loc, type, raw, zero,
                                        op.getDynamicSizes());
    op.replaceAllUsesWith(view);
    op.erase();
    return success();
  }

  /// Bytes of the stack that a function or a task has taken.
  DenseMap<Block *, int64_t> frames;
};

} // namespace
