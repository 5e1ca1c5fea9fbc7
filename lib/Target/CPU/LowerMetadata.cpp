//===- LowerMetadata.cpp - views and affine maps to index arithmetic ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Upstream has passes for both, which visit all ops of a function for the few
// that they are for.
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "ApplyPatterns.h"
#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace lutra {
#define GEN_PASS_DEF_CPULOWERAFFINE
#define GEN_PASS_DEF_CPULOWERMETADATA
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

struct CpuLowerAffine : lutra::impl::CpuLowerAffineBase<CpuLowerAffine> {
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet all(context);
    populateAffineToStdConversionPatterns(all);
    patterns = FrozenRewritePatternSet(std::move(all));
    return success();
  }
  void runOnOperation() override {
    if (failed(lutra::cpu::applyWhereTheyMatch(getOperation(), patterns)))
      signalPassFailure();
  }

  FrozenRewritePatternSet patterns;
};

struct CpuLowerMetadata : lutra::impl::CpuLowerMetadataBase<CpuLowerMetadata> {
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet all(context);
    memref::populateExpandStridedMetadataPatterns(all);
    populateAffineToStdConversionPatterns(all);
    patterns = FrozenRewritePatternSet(std::move(all));
    return success();
  }
  void runOnOperation() override {
    if (failed(lutra::cpu::applyWhereTheyMatch(getOperation(), patterns)))
      signalPassFailure();
  }

  FrozenRewritePatternSet patterns;
};

} // namespace
