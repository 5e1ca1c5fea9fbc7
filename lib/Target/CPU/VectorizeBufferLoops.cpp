//===- VectorizeBufferLoops.cpp - linalg on buffers to vector loops -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "LoopEmitter.h"
#include "LoopPlan.h"
#include "RuntimeCalls.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/Transforms.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace lutra {
#define GEN_PASS_DEF_VECTORIZEBUFFERLOOPS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::cpu;

namespace {

/// A copy as a linalg op, so that it is vectorised like any other and no
/// runtime function is needed for it.
linalg::GenericOp generalizeCopy(RewriterBase &rewriter, memref::CopyOp op) {
  int64_t rank = cast<MemRefType>(op.getSource().getType()).getRank();
  AffineMap identity = rewriter.getMultiDimIdentityMap(rank);
  SmallVector<AffineMap> maps(2, identity);
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  rewriter.setInsertionPoint(op);
  auto generic = linalg::GenericOp::create(
      rewriter, op.getLoc(), op.getSource(), op.getTarget(), maps, iterators,
      [](OpBuilder &builder, Location loc, ValueRange arguments) {
        linalg::YieldOp::create(builder, loc, arguments.front());
      });
  rewriter.eraseOp(op);
  return generic;
}

struct VectorizeBufferLoops
    : lutra::impl::VectorizeBufferLoopsBase<VectorizeBufferLoops> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    bool hasCallHandle = succeeded(getCallHandle(func));
    IRRewriter rewriter(&getContext());
    if (hasCallHandle && failed(convertForalls(rewriter, func)))
      return signalPassFailure();
    SmallVector<Operation *> ops;
    func.walk([&](Operation *op) {
      if (isa<linalg::LinalgOp, memref::CopyOp>(op))
        ops.push_back(op);
    });
    for (Operation *op : ops) {
      auto copy = dyn_cast<memref::CopyOp>(op);
      if (copy && copy.getSource() == copy.getTarget()) {
        rewriter.eraseOp(op);
        continue;
      }
      FailureOr<linalg::GenericOp> generic = generalize(rewriter, op);
      if (failed(generic))
        return signalPassFailure();
      bool inParallelLoop =
          (*generic)->getParentOfType<scf::ParallelOp>() != nullptr;
      LoopPlan plan = LoopPlan::get(*generic);
      LoopEmitter(*generic, plan, hasCallHandle && !inParallelLoop).emit();
      rewriter.eraseOp(*generic);
    }
  }

  /// The outermost loops that say that their iterations are independent. Each
  /// iteration is work enough for a thread.
  static LogicalResult convertForalls(RewriterBase &rewriter,
                                      func::FuncOp func) {
    SmallVector<scf::ForallOp> loops;
    func.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<scf::ParallelOp>(op))
        return WalkResult::skip();
      auto forall = dyn_cast<scf::ForallOp>(op);
      if (!forall)
        return WalkResult::advance();
      if (forall.getRank() == 1 && forall->getNumResults() == 0)
        loops.push_back(forall);
      return WalkResult::skip();
    });
    for (scf::ForallOp loop : loops) {
      rewriter.setInsertionPoint(loop);
      if (failed(scf::forallToParallelLoop(rewriter, loop)))
        return failure();
    }
    return success();
  }

  FailureOr<linalg::GenericOp> generalize(RewriterBase &rewriter,
                                          Operation *op) {
    if (auto copy = dyn_cast<memref::CopyOp>(op)) {
      if (!isa<MemRefType>(copy.getSource().getType()) ||
          !isa<MemRefType>(copy.getTarget().getType()))
        return op->emitOpError("has operands without a rank");
      return generalizeCopy(rewriter, copy);
    }
    auto linalgOp = cast<linalg::LinalgOp>(op);
    if (!linalgOp.hasPureBufferSemantics())
      return op->emitOpError("expects to be on buffers");
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      return generic;
    rewriter.setInsertionPoint(op);
    return linalg::generalizeNamedOp(rewriter, linalgOp);
  }
};

} // namespace
