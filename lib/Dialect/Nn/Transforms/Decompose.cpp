//===- Decompose.cpp - the nn-decompose pass ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Utils/Decompose.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Nn/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace lutra {
#define GEN_PASS_DEF_NNDECOMPOSE
#include "lutra/Dialect/Nn/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

struct NnDecompose : lutra::impl::NnDecomposeBase<NnDecompose> {
  using NnDecomposeBase::NnDecomposeBase;

  void runOnOperation() override {
    auto keep = [&](Operation *op) {
      if (lstmOnly)
        return !isa<lutra::nn::LstmOp>(op);
      if (auto cache = dyn_cast<lutra::nn::CacheOp>(op))
        return cache.isRuntimeState();
      auto attention = dyn_cast<lutra::nn::AttentionOp>(op);
      return keepAttention && attention && attention.suitsKernels();
    };
    if (failed(lutra::decomposeDialect(getOperation(), "nn", keep)))
      signalPassFailure();
  }
};

} // namespace
