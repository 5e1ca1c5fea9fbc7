//===- Decompose.cpp - the lowbit-decompose pass --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Utils/Decompose.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lowbit/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITDECOMPOSE
#include "lutra/Dialect/Lowbit/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

struct LowbitDecompose : lutra::impl::LowbitDecomposeBase<LowbitDecompose> {
  using LowbitDecomposeBase::LowbitDecomposeBase;

  void runOnOperation() override {
    auto keep = [&](Operation *op) {
      return activationsOnly &&
             !isa<lutra::lowbit::QuantizeOp, lutra::lowbit::PrepareOp>(op);
    };
    if (failed(lutra::decomposeDialect(getOperation(), "lowbit", keep)))
      signalPassFailure();
  }
};

} // namespace
