//===- MarkSteps.cpp - tell the runtime which kernel begins ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuntimeCalls.h"
#include "lutra/Support/Locations.h"
#include "lutra/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

namespace lutra {
#define GEN_PASS_DEF_MARKSTEPS
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

struct MarkSteps : lutra::impl::MarkStepsBase<MarkSteps> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto main = module.lookupSymbol<func::FuncOp>("main");
    if (!main)
      return;
    SmallVector<func::CallOp> calls;
    main.walk([&](func::CallOp call) {
      auto kernel = module.lookupSymbol<func::FuncOp>(call.getCallee());
      if (kernel && kernel->hasAttr("lutra.kernel"))
        calls.push_back(call);
    });

    RuntimeCalls runtime(module, main.getArgument(0));
    Builder b(&getContext());
    SmallVector<Attribute> steps;
    for (auto [i, call] : llvm::enumerate(calls)) {
      OpBuilder builder(call);
      runtime.step(builder, call.getLoc(), int64_t(i));
      steps.push_back(b.getDictionaryAttr(
          {b.getNamedAttr("kernel", b.getStringAttr(call.getCallee())),
           b.getNamedAttr("nodes",
                          b.getStrArrayAttr(getNodeNames(call.getLoc())))}));
    }
    if (!calls.empty()) {
      OpBuilder builder(main.getBody().front().getTerminator());
      runtime.step(builder, main.getLoc(), -1);
    }
    module->setAttr("lutra.steps", b.getArrayAttr(steps));
  }
};

} // namespace
