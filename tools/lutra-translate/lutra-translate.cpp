//===- lutra-translate.cpp - between ONNX files and the onnx dialect ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Frontend/Export.h"
#include "lutra/Frontend/Import.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;

static OwningOpRef<Operation *> importOnnx(llvm::SourceMgr &sources,
                                           MLIRContext *context) {
  llvm::MemoryBufferRef buffer =
      *sources.getMemoryBuffer(sources.getMainFileID());
  // A file is read again by name: as a stream it needs its bytes once, and
  // only by name can it have external data. The driver's buffer of it is a
  // mapping that nobody touches.
  if (buffer.getBufferIdentifier() == "<stdin>")
    return lutra::importOnnxBuffer(buffer, *context);
  return lutra::importOnnxFile(buffer.getBufferIdentifier(), *context);
}

int main(int argc, char **argv) {
  TranslateToMLIRRegistration onnxImport("import-onnx", "import an ONNX model",
                                         importOnnx);
  TranslateFromMLIRRegistration onnxExport(
      "export-onnx", "write a function of onnx operations as an ONNX model",
      [](ModuleOp module, raw_ostream &os) {
        return lutra::exportOnnx(module, os);
      },
      [](DialectRegistry &registry) {
        registry.insert<func::FuncDialect, lutra::onnx::OnnxDialect>();
      });
  return failed(mlirTranslateMain(argc, argv, "Lutra's translation driver"));
}
