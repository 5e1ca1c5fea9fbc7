//===- Import.h - ONNX files into the onnx dialect ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads an ONNX model into one `func.func @main` of `onnx` operations, one to
// one: the importer knows the structure of the file and the meaning of no
// operator except `Constant` and model-local functions, so that it cannot fail
// on an operator it does not know. What the result looks like is said in
// docs/Design/Pipeline.md, how it is made in docs/Design/Frontend.md.
//
// Every failure is one diagnostic at the context, and a null module. Nothing
// in a file can make the importer crash, loop or allocate beyond the limits
// below.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_IMPORT_H
#define LUTRA_FRONTEND_IMPORT_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <cstdint>
#include <string>

namespace lutra {

/// Limits for files that mean harm, each far above what real models need.
struct ImportOptions {
  /// Levels of subgraphs and of function calls, counted together.
  unsigned maxDepth = 30;
  /// Dimensions of a tensor or of a type.
  unsigned maxRank = 64;
  /// Nodes after all model-local functions are inlined.
  uint64_t maxNodes = 1 << 20;
  /// The same, for each node in the file: a few functions that call each other
  /// can stand for as many nodes as one likes.
  uint64_t maxExpansion = 1000;
  /// Inputs, outputs and attributes of nodes, initializers, and 64 bytes of
  /// names, functions inlined.
  uint64_t maxParts = 1 << 23;
  /// Bytes of the name of a node or value, with the names of the calls it is
  /// in.
  unsigned maxNameBytes = 4096;
  /// Bytes that one sparse tensor may have once it is dense.
  uint64_t maxSparseBytes = uint64_t(256) << 20;
  /// Tensors of at most this many bytes become `dense` attributes, which are
  /// uniqued and foldable; larger ones become `dense_resource`.
  uint64_t maxDenseBytes = 128;
};

/// Imports the model in the file `path`. Weights stored in the file are moved
/// out of the parsed message; weights in other files (external data) are
/// mapped read-only and stay mapped as long as `context` lives. Returns null
/// after emitting a diagnostic if the file cannot be imported.
mlir::OwningOpRef<mlir::ModuleOp>
importOnnxFile(llvm::StringRef path, mlir::MLIRContext &context,
               const ImportOptions &options = {});

/// Imports a model that is already in memory. `directory` is where external
/// data is looked for; without one a model that has external data is refused.
mlir::OwningOpRef<mlir::ModuleOp>
importOnnxBuffer(llvm::MemoryBufferRef buffer, mlir::MLIRContext &context,
                 const ImportOptions &options = {},
                 llvm::StringRef directory = {});

} // namespace lutra

#endif // LUTRA_FRONTEND_IMPORT_H
