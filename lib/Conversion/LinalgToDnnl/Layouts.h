//===- Layouts.h - channels in front and channels last ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_LINALGTODNNL_LAYOUTS_H
#define LUTRA_LIB_CONVERSION_LINALGTODNNL_LAYOUTS_H

#include "mlir/IR/Builders.h"

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace lutra::dnnl {

/// [N, C, spatial..] as [N, spatial.., C]; of a value that was made the other
/// way it is what that was made of.
mlir::Value toChannelsLast(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value value);
mlir::Value toChannelsFirst(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value value);

/// Moves changes of order past elementwise operations, poolings over the whole
/// image, reshapes and concatenations, until they meet and cancel out.
void populateLayoutPatterns(mlir::RewritePatternSet &patterns);

} // namespace lutra::dnnl

#endif // LUTRA_LIB_CONVERSION_LINALGTODNNL_LAYOUTS_H
