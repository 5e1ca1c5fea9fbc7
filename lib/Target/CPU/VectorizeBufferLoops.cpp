//===- VectorizeBufferLoops.cpp - linalg on buffers to vector loops -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "JoinLoops.h"
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
#include "llvm/ADT/BitVector.h"

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

/// The fill that makes what the output of a reduction has before, if nothing
/// else sees it.
linalg::FillOp findStart(linalg::GenericOp op, Value init) {
  Value whole = getWholeBuffer(init);
  for (Value input : op.getDpsInputs())
    if (isa<MemRefType>(input.getType()) && getWholeBuffer(input) == whole)
      return {};
  for (Operation *before = op->getPrevNode(); before;
       before = before->getPrevNode()) {
    if (isPure(before))
      continue;
    auto fill = dyn_cast<linalg::FillOp>(before);
    if (!fill || !fill.hasPureBufferSemantics())
      return {};
    Value filled = fill.getOutputs().front();
    if (filled == init)
      return fill.getInputs().front().getType() == getElementTypeOrSelf(init)
                 ? fill
                 : linalg::FillOp();
    if (getWholeBuffer(filled) == whole)
      return {};
  }
  return {};
}

struct VectorizeBufferLoops
    : lutra::impl::VectorizeBufferLoopsBase<VectorizeBufferLoops> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    bool hasCallHandle = succeeded(getCallHandle(func));
    IRRewriter rewriter(&getContext());
    if (hasCallHandle)
      convertForalls(rewriter, func);
    func.walk([&](memref::CopyOp copy) {
      if (copy.getSource() == copy.getTarget())
        rewriter.eraseOp(copy);
    });
    joinSiblings(rewriter, func);
    joinDimensions(rewriter, func);
    SmallVector<Operation *> ops;
    func.walk([&](Operation *op) {
      if (isa<linalg::LinalgOp, memref::CopyOp>(op))
        ops.push_back(op);
    });
    // Sums that begin with a number need none in memory.
    DenseMap<Operation *, SmallVector<std::pair<unsigned, Value>>> starts;
    llvm::SmallPtrSet<Operation *, 16> unneeded;
    for (Operation *op : ops) {
      auto generic = dyn_cast<linalg::GenericOp>(op);
      if (!generic || generic.getNumReductionLoops() == 0)
        continue;
      for (auto [i, init] : llvm::enumerate(generic.getDpsInits()))
        if (linalg::FillOp fill = findStart(generic, init)) {
          starts[op].emplace_back(i, fill.getInputs().front());
          unneeded.insert(fill);
        }
    }
    SmallVector<std::pair<linalg::GenericOp, LoopPlan>, 0> generics;
    for (Operation *op : ops) {
      if (unneeded.contains(op)) {
        rewriter.eraseOp(op);
        continue;
      }
      FailureOr<linalg::GenericOp> generic = generalize(rewriter, op);
      if (failed(generic))
        return signalPassFailure();
      generics.emplace_back(*generic, LoopPlan::get(*generic));
    }
    // Rows of a parallel loop: what one op makes, the next often adds up.
    DenseMap<unsigned, unsigned> producers;
    BitVector waits(generics.size());
    for (unsigned i = 0, e = generics.size(); i < e; ++i) {
      auto &[producer, producerPlan] = generics[i];
      if (!producer->getParentOfType<scf::ParallelOp>())
        continue;
      for (unsigned j = i + 1; j < e && !waits[i]; ++j) {
        auto &[consumer, plan] = generics[j];
        if (!producers.contains(j) &&
            mayEmitTogether(producer, producerPlan, consumer, plan)) {
          producers[j] = i;
          waits.set(i);
        }
      }
    }
    for (unsigned i = 0, e = generics.size(); i < e; ++i) {
      if (waits[i])
        continue;
      auto &[generic, plan] = generics[i];
      bool inParallelLoop =
          generic->getParentOfType<scf::ParallelOp>() != nullptr;
      LoopEmitter emitter(generic, plan, hasCallHandle && !inParallelLoop);
      if (auto producer = producers.find(i); producer != producers.end())
        emitter.addProducer(generics[producer->second].first,
                            generics[producer->second].second);
      for (auto [output, value] : starts.lookup(generic))
        emitter.setStart(output, value);
      emitter.emit();
    }
    for (auto &[generic, plan] : generics)
      rewriter.eraseOp(generic);
  }

  /// Simple operations of an iteration, if the linalg ops in it are all there
  /// is; of sizes that only the run knows, a guess.
  static std::optional<int64_t> getIterationCost(scf::ForallOp loop) {
    int64_t cost = 16;
    for (Operation &op : loop.getBody()->without_terminator()) {
      auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
      if (!linalgOp) {
        if (op.getNumRegions() != 0 || isa<CallOpInterface>(op))
          return std::nullopt;
        continue;
      }
      int64_t points = 1;
      for (int64_t size : linalgOp.getStaticLoopRanges())
        points *= ShapedType::isDynamic(size) ? 256 : size;
      auto generic = dyn_cast<linalg::GenericOp>(op);
      cost += points * (generic ? getPointCost(generic) : 2);
    }
    return cost;
  }

  /// An scf.parallel over pieces of the iterations, or over single ones where
  /// each is work enough for a thread.
  static void convertForall(RewriterBase &rewriter, scf::ForallOp loop) {
    Location loc = loop.getLoc();
    rewriter.setInsertionPoint(loop);
    auto getIndex = [&](int64_t value) -> Value {
      return arith::ConstantIndexOp::create(rewriter, loc, value);
    };
    auto bound = [&](ArrayRef<OpFoldResult> bounds) {
      return getValueOrCreateConstantIndexOp(rewriter, loc, bounds.front());
    };
    Value begin = bound(loop.getMixedLowerBound());
    Value end = bound(loop.getMixedUpperBound());
    Value step = bound(loop.getMixedStep());
    int64_t cost = getIterationCost(loop).value_or(pieceCost);
    int64_t grain = llvm::divideCeil(pieceCost, cost);
    Value stride =
        grain == 1 ? step
                   : arith::MulIOp::create(rewriter, loc, step, getIndex(grain))
                         .getResult();
    auto pieces = scf::ParallelOp::create(rewriter, loc, begin, end, stride);
    Value iv = pieces.getInductionVars().front();
    Block *target = pieces.getBody();
    rewriter.setInsertionPointToStart(target);
    if (grain > 1) {
      // Memory on the stack serves all iterations of a piece.
      for (Operation &op : llvm::make_early_inc_range(*loop.getBody()))
        if (isa<memref::AllocaOp>(op) && op.getNumOperands() == 0)
          op.moveBefore(target->getTerminator());
      rewriter.setInsertionPoint(target->getTerminator());
      Value last = arith::AddIOp::create(rewriter, loc, iv, stride);
      last = arith::MinSIOp::create(rewriter, loc, last, end);
      auto piece = scf::ForOp::create(rewriter, loc, iv, last, step);
      iv = piece.getInductionVar();
      target = piece.getBody();
    }
    rewriter.eraseOp(loop.getTerminator());
    rewriter.inlineBlockBefore(loop.getBody(), target->getTerminator(), iv);
    rewriter.eraseOp(loop);
  }

  /// The outermost loops that say that their iterations are independent.
  static void convertForalls(RewriterBase &rewriter, func::FuncOp func) {
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
    for (scf::ForallOp loop : loops)
      convertForall(rewriter, loop);
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
