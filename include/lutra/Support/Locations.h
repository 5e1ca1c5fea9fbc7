//===- Locations.h - which ONNX node an op came from ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_LOCATIONS_H
#define LUTRA_SUPPORT_LOCATIONS_H

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace lutra {

/// The names of the ONNX nodes that a location stands for, in order, each once.
llvm::SmallVector<llvm::StringRef> getNodeNames(mlir::Location loc);

/// Prints diagnostics so that both the file and the node are seen, which MLIR's
/// own handler does not do for named locations:
///
///     model.onnx: node '/layers.0/MatMul' (#12): error: ...
///
/// Errors, warnings and notes go to `os`; remarks too when `remarks` is set.
class NodeDiagnosticHandler : public mlir::ScopedDiagnosticHandler {
public:
  NodeDiagnosticHandler(mlir::MLIRContext *context, llvm::raw_ostream &os,
                        bool remarks);
};

} // namespace lutra

#endif // LUTRA_SUPPORT_LOCATIONS_H
