//===- FuseElementwise.cpp - elementwise chains become one loop nest ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace lutra {
#define GEN_PASS_DEF_FUSEELEMENTWISE
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

/// Fusing duplicates the producer's work for each of its users, and for each
/// iteration of loops that the producer does not have.
bool shouldFuse(OpOperand *fused) {
  Operation *producer = fused->get().getDefiningOp();
  auto producerOp = dyn_cast_or_null<linalg::LinalgOp>(producer);
  auto consumerOp = dyn_cast<linalg::LinalgOp>(fused->getOwner());
  if (!producerOp || !consumerOp || !llvm::all_equal(producer->getUsers()))
    return false;
  return producerOp.getNumLoops() == consumerOp.getNumLoops();
}

struct FuseElementwise : lutra::impl::FuseElementwiseBase<FuseElementwise> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
