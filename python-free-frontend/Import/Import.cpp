//===- Import.cpp - ONNX files into the onnx dialect ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Frontend/Import.h"

#include "Import/GraphImporter.h"
#include "Import/ModelReader.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

static Location fileLocation(StringRef path, MLIRContext *context) {
  return FileLineColLoc::get(context, path, /*line=*/0, /*column=*/0);
}

OwningOpRef<ModuleOp> lutra::importOnnxFile(StringRef path,
                                            MLIRContext &context,
                                            const ImportOptions &options) {
  auto emit = [&] {
    return emitError(fileLocation(path, &context)) << "'" << path << "' ";
  };
  std::unique_ptr<pb::ModelProto> model = readModelFile(path, emit);
  if (!model)
    return nullptr;
  StringRef directory = llvm::sys::path::parent_path(path);
  ExternalData external(directory.empty() ? "." : directory, path);
  return GraphImporter(*model, llvm::sys::path::filename(path), &context,
                       options, external)
      .import();
}

OwningOpRef<ModuleOp> lutra::importOnnxBuffer(llvm::MemoryBufferRef buffer,
                                              MLIRContext &context,
                                              const ImportOptions &options,
                                              StringRef directory) {
  StringRef name = buffer.getBufferIdentifier();
  auto emit = [&] {
    return emitError(fileLocation(name, &context)) << "'" << name << "' ";
  };
  std::unique_ptr<pb::ModelProto> model = readModelBuffer(buffer, emit);
  if (!model)
    return nullptr;
  ExternalData external(directory, /*modelPath=*/"");
  return GraphImporter(*model, llvm::sys::path::filename(name), &context,
                       options, external)
      .import();
}
