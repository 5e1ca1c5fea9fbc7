//===- Decompose.h - replace ops by their definition -------------*- C++
//-*-===//
//-*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_UTILS_DECOMPOSE_H
#define LUTRA_DIALECT_UTILS_DECOMPOSE_H

#include "mlir/Support/LLVM.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace mlir {
class Operation;
} // namespace mlir

namespace lutra {

/// Replaces every op of the dialect `name` inside `root` by its decomposition
/// (AggregatedOpInterface), but for those that `keep` names. An op that has
/// none is an error, reported at the op.
llvm::LogicalResult
decomposeDialect(mlir::Operation *root, llvm::StringRef name,
                 llvm::function_ref<bool(mlir::Operation *)> keep = {});

} // namespace lutra

#endif // LUTRA_DIALECT_UTILS_DECOMPOSE_H
