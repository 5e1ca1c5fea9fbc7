//===- ElementTypes.h - element types by ONNX's numbers ---------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_ONNX_ELEMENTTYPES_H
#define LUTRA_DIALECT_ONNX_ELEMENTTYPES_H

#include "mlir/IR/Types.h"

namespace lutra::onnx {

/// The type of elements for a `TensorProto.DataType`; null for a number that
/// is none.
mlir::Type getElementType(mlir::MLIRContext *context, int64_t dataType);

} // namespace lutra::onnx

#endif // LUTRA_DIALECT_ONNX_ELEMENTTYPES_H
