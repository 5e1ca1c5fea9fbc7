//===- FuzzOnnxImport.cpp - any bytes as an ONNX file ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Import must end with a module that verifies or with one error, and legalize
// with success or with an error.
//
//===----------------------------------------------------------------------===//

#include "FuzzTarget.h"
#include "lutra/Conversion/Passes.h"
#include "lutra/Frontend/Import.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::test;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // A context keeps what was imported into it, so each model has its own.
  MLIRContext context(MLIRContext::Threading::DISABLED);
  unsigned errors = 0;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    errors += diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return success();
  });
  // Files of some kilobytes stay small under these.
  ImportOptions limits;
  limits.maxNodes = 1 << 10;
  limits.maxSparseBytes = 1 << 20;
  llvm::StringRef bytes(reinterpret_cast<const char *>(data), size);
  OwningOpRef<ModuleOp> module = importOnnxBuffer(
      llvm::MemoryBufferRef(bytes, "fuzz.onnx"), context, limits);
  require(errors == (module ? 0 : 1), "a failed import has one error");
  if (!module)
    return 0;
  require(succeeded(verify(*module)), "what was imported verifies");

  PassManager pm(&context);
  pm.addPass(createConvertOnnxToCore());
  pm.addPass(createCanonicalizerPass());
  bool legal = succeeded(pm.run(*module));
  require(legal || errors > 0, "what legalize refuses has an error");
  return 0;
}
