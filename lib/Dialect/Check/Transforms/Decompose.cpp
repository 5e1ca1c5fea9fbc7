//===- Decompose.cpp - the check-decompose pass ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Utils/Decompose.h"
#include "lutra/Dialect/Check/Check.h"
#include "lutra/Dialect/Check/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace lutra {
#define GEN_PASS_DEF_CHECKDECOMPOSE
#include "lutra/Dialect/Check/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

struct CheckDecompose : lutra::impl::CheckDecomposeBase<CheckDecompose> {
  void runOnOperation() override {
    if (failed(lutra::decomposeDialect(getOperation(), "check")))
      signalPassFailure();
  }
};

} // namespace
