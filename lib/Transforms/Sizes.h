//===- Sizes.h - sizes of tensors without asking for them -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An op that writes into a tensor has a result as large as that; a reshape says
// how large its result is. So sizes lead back to those of arguments, and what
// needs only a size does not wait for a value.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TRANSFORMS_SIZES_H
#define LUTRA_LIB_TRANSFORMS_SIZES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace lutra {

/// The sizes of a value, from as far back as ops say them.
mlir::OpFoldResult getKnownSize(mlir::OpBuilder &builder, mlir::Value value,
                                int64_t dim);
llvm::SmallVector<mlir::OpFoldResult> getKnownSizes(mlir::OpBuilder &builder,
                                                    mlir::Value value);

/// Whether `extent` is the size of the value's dimension. Makes no ops.
bool isSizeOf(mlir::OpFoldResult extent, mlir::Value value, int64_t dim);

/// Gives everybody who asks for a size the known one.
void resolveSizes(mlir::func::FuncOp func);

} // namespace lutra

#endif // LUTRA_LIB_TRANSFORMS_SIZES_H
