//===- FoldBlockScales.cpp - one scale where all are equal ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contracts.h"
#include "lutra/Raise/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {
#define GEN_PASS_DEF_RAISEFOLDBLOCKSCALES
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

namespace {

struct RaiseFoldBlockScales
    : lutra::impl::RaiseFoldBlockScalesBase<RaiseFoldBlockScales> {
  void runOnOperation() override {
    ResourceUses resources(getOperation());
    SmallVector<ContractOp> ops;
    getOperation().walk([&](ContractOp op) { ops.push_back(op); });
    for (ContractOp op : ops) {
      lutra::simplifyZeroPoints(op, resources);
      lutra::foldBlockScales(op, resources);
    }
  }
};

} // namespace
