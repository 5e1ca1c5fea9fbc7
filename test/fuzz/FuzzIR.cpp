//===- FuzzIR.cpp - any text as IR for a pipeline -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first line names a pass or a pipeline of ours, `// lutra-raise` say; the
// rest is IR. It must parse or have an error, and so must the passes succeed
// or have one, and what they leave must verify.
//
//===----------------------------------------------------------------------===//

#include "FuzzTarget.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Pipelines/Phases.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::test;

static const DialectRegistry &getRegistry() {
  static const DialectRegistry registry = [] {
    // Upstream's passes are for upstream to fuzz.
    registerLutraPasses();
    registerPhasePipelines();
    DialectRegistry all;
    registerAllDialects(all);
    return all;
  }();
  return registry;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view input(reinterpret_cast<const char *>(data), size);
  std::string_view first = takeLine(input);
  MLIRContext context(getRegistry(), MLIRContext::Threading::DISABLED);
  unsigned errors = 0;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    errors += diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return success();
  });
  if (first.substr(0, 3) != "// ")
    return 0;
  PassManager pm(&context);
  if (failed(parsePassPipeline(first.substr(3), pm, llvm::nulls())))
    return 0;
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(input, &context);
  require(module || errors > 0, "text that is no IR has an error");
  if (!module)
    return 0;
  bool done = succeeded(pm.run(*module));
  require(done || errors > 0, "a pass that fails has an error");
  return 0;
}
