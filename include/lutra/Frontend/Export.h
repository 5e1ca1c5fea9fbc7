//===- Export.h - the onnx dialect into ONNX files ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes a function of `onnx` operations as an ONNX model, so that importing
// the file gives the same module again. Names of values between nodes, which
// the dialect does not keep, are made from node names.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_EXPORT_H
#define LUTRA_FRONTEND_EXPORT_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdint>
#include <string>

namespace lutra {

struct ExportOptions {
  /// Name of a file in the model's folder for large tensors; empty to store
  /// them in the model.
  std::string externalData;
  /// Tensors of at least this many bytes go there.
  uint64_t externalBytes = 1024;
};

/// Writes `module` to the file `path`. It must hold one function, of `onnx`
/// operations only. IR version and operator sets are those of the module's
/// attributes (see docs/Design/Pipeline.md) or, without them, 10 and what the
/// nodes say. Files appear whole or not at all. Emits a diagnostic on failure.
llvm::LogicalResult exportOnnxFile(mlir::ModuleOp module, llvm::StringRef path,
                                   const ExportOptions &options = {});

/// Writes the model to a stream, with all tensors in it.
llvm::LogicalResult exportOnnx(mlir::ModuleOp module, llvm::raw_ostream &os);

} // namespace lutra

#endif // LUTRA_FRONTEND_EXPORT_H
