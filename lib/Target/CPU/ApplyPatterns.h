//===- ApplyPatterns.h - patterns where they can match ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_APPLYPATTERNS_H
#define LUTRA_LIB_TARGET_CPU_APPLYPATTERNS_H

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace lutra::cpu {

/// Rewrites the ops that there are patterns for, and what these become.
/// Kernels consist of a thousand ops that few patterns are for, and to visit
/// and fold each of them takes longer than to rewrite those.
inline llvm::LogicalResult
applyWhereTheyMatch(mlir::Operation *root,
                    const mlir::FrozenRewritePatternSet &patterns) {
  const auto &byName = patterns.getOpSpecificNativePatterns();
  llvm::SmallVector<mlir::Operation *> ops;
  root->walk([&](mlir::Operation *op) {
    if (byName.contains(op->getName()))
      ops.push_back(op);
  });
  mlir::GreedyRewriteConfig config;
  config.setStrictness(mlir::GreedyRewriteStrictness::ExistingAndNewOps);
  return mlir::applyOpPatternsGreedily(ops, patterns, config);
}

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_APPLYPATTERNS_H
