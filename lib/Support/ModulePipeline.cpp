//===- ModulePipeline.cpp - pipelines by name, for modules ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/ModulePipeline.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;

void lutra::registerModulePipeline(StringRef name, StringRef summary,
                                   std::function<void(OpPassManager &)> build) {
  auto add = [name = name.str(), build = std::move(build)](
                 OpPassManager &pm, StringRef options,
                 function_ref<LogicalResult(const Twine &)> fail) {
    if (!options.empty())
      return fail("'" + name + "' takes no options, got '" + options + "'");
    std::optional<StringRef> anchor = pm.getOpName();
    if (anchor && *anchor != ModuleOp::getOperationName())
      return fail("'" + name + "' is for '" + ModuleOp::getOperationName() +
                  "', not for '" + *anchor + "'");
    build(pm);
    return success();
  };
  registerPassPipeline(
      name, summary, add,
      [](function_ref<void(const mlir::detail::PassOptions &)>) {});
}
