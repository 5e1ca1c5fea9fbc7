//===- Epilogues.h - what becomes the end of a product ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TRANSFORMS_EPILOGUES_H
#define LUTRA_LIB_TRANSFORMS_EPILOGUES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace mlir {
class IRMapping;
} // namespace mlir

namespace lutra {

/// The one op that reads a value, with several operands perhaps.
mlir::Operation *getOnlyUser(mlir::Value value);

/// Whether the body has only what an epilogue has, scalar arithmetic of types
/// for which `isScalar` holds, and does not read the destination.
bool hasFusableBody(mlir::linalg::GenericOp generic,
                    llvm::function_ref<bool(mlir::Type)> isScalar);

/// Copies `body` in front of what the builder points at and returns what it
/// yields.
mlir::Value inlineBody(mlir::OpBuilder &b, mlir::Block &body,
                       mlir::IRMapping &mapping);

} // namespace lutra

#endif // LUTRA_LIB_TRANSFORMS_EPILOGUES_H
