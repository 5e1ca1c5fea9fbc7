//===- BufferizeKernels.cpp - tensors inside kernels to buffers -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Transforms.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace lutra {
#define GEN_PASS_DEF_CPUBUFFERIZEKERNELS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

bool hasTensors(func::FuncOp func) {
  return func
      .walk([](Operation *op) {
        auto isTensor = [](Type type) { return isa<TensorType>(type); };
        return llvm::any_of(op->getResultTypes(), isTensor)
                   ? WalkResult::interrupt()
                   : WalkResult::advance();
      })
      .wasInterrupted();
}

/// What one-shot bufferization cannot do, or only with a copy: concatenations,
/// padding and generated tensors become writes into one tensor.
LogicalResult prepare(func::FuncOp func) {
  RewritePatternSet patterns(func.getContext());
  tensor::populateDecomposeTensorConcatPatterns(patterns);
  linalg::populateConvertToDestinationStylePatterns(patterns);
  tensor::populateFoldTensorEmptyPatterns(patterns);
  memref::populateResolveRankedShapedTypeResultDimsPatterns(patterns);
  return applyPatternsGreedily(func, std::move(patterns));
}

/// What is put into a larger tensor is made after what is put there before, so
/// that both can be written there at once.
void orderInsertions(func::FuncOp func) {
  func.walk([](tensor::InsertSliceOp insert) {
    auto part = insert.getSource().getDefiningOp<linalg::GenericOp>();
    if (part && part->hasOneUse() && part->getBlock() == insert->getBlock())
      part->moveBefore(insert);
  });
}

/// Whether `value` is what `state` became by being written into.
bool isUpdateOf(Value value, BlockArgument state) {
  while (value != state) {
    auto result = dyn_cast<OpResult>(value);
    if (!result)
      return false;
    Operation *op = result.getOwner();
    if (auto dps = dyn_cast<DestinationStyleOpInterface>(op))
      value = dps.getTiedOpOperand(result)->get();
    else if (auto loop = dyn_cast<scf::ForOp>(op))
      value = loop.getTiedLoopInit(result)->get();
    else if (auto branches = dyn_cast<scf::IfOp>(op)) {
      unsigned i = result.getResultNumber();
      return isUpdateOf(branches.thenYield()->getOperand(i), state) &&
             isUpdateOf(branches.elseYield()->getOperand(i), state);
    } else
      return false;
  }
  return true;
}

/// What a loop carries from one iteration to the next stays where it is: a
/// buffer that an iteration made would have to live as long as the call.
void keepStatesInPlace(func::FuncOp func) {
  auto keep = [](Block *body, ValueRange states) {
    Operation *yield = body->getTerminator();
    OpBuilder builder(yield);
    unsigned first = yield->getNumOperands() - states.size();
    for (auto [i, state] : llvm::enumerate(states)) {
      OpOperand &operand = yield->getOpOperand(first + i);
      Value value = operand.get();
      if (isa<RankedTensorType>(state.getType()) &&
          !isUpdateOf(value, cast<BlockArgument>(state)))
        operand.set(bufferization::MaterializeInDestinationOp::create(
                        builder, yield->getLoc(), state.getType(), value, state)
                        ->getResult(0));
    }
  };
  func.walk(
      [&](scf::ForOp loop) { keep(loop.getBody(), loop.getRegionIterArgs()); });
  func.walk([&](scf::WhileOp loop) {
    keep(loop.getAfterBody(), loop.getAfterArguments());
  });
}

/// Results are written to where they go: whole ones first, then their parts.
LogicalResult eliminateEmptyTensors(IRRewriter &rewriter, func::FuncOp func) {
  bufferization::OneShotBufferizationOptions options;
  options.allowReturnAllocsFromLoops = true;
  bufferization::OneShotAnalysisState state(func, options);
  if (failed(bufferization::analyzeOp(func, state)))
    return failure();
  SmallVector<Operation *> ends;
  func.walk([&](bufferization::MaterializeInDestinationOp op) {
    ends.push_back(op);
  });
  for (Operation *op : ends)
    if (failed(bufferization::eliminateEmptyTensors(rewriter, op, state)))
      return failure();
  orderInsertions(func);
  return bufferization::eliminateEmptyTensors(rewriter, func);
}

LogicalResult bufferize(func::FuncOp func) {
  if (failed(prepare(func)))
    return failure();
  keepStatesInPlace(func);

  IRRewriter rewriter(func.getContext());
  if (failed(eliminateEmptyTensors(rewriter, func)))
    return failure();
  RewritePatternSet patterns(func.getContext());
  bufferization::populateEmptyTensorToAllocTensorPattern(patterns);
  if (failed(applyPatternsGreedily(func, std::move(patterns))))
    return failure();

  bufferization::OneShotBufferizationOptions options;
  // A buffer made inside a loop lives until the model's call ends, so it may
  // leave the loop.
  options.allowReturnAllocsFromLoops = true;
  bufferization::BufferizationState state;
  return bufferization::runOneShotBufferize(func, options, state);
}

struct CpuBufferizeKernels
    : lutra::impl::CpuBufferizeKernelsBase<CpuBufferizeKernels> {
  void runOnOperation() override {
    // Constants become globals of the module, so functions go one by one.
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (!func.isExternal() && hasTensors(func) && failed(bufferize(func)))
        return signalPassFailure();
  }
};

} // namespace
