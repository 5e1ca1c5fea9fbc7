//===- Types.h - ONNX value types -------------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_TYPES_H
#define LUTRA_FRONTEND_TYPES_H

#include "Model/OnnxProto.h"
#include "lutra/Frontend/Import.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Diagnostics.h"

namespace lutra::frontend {

using EmitError = llvm::function_ref<mlir::InFlightDiagnostic()>;

/// A tensor type with a shape becomes a ranked tensor, one without an unranked
/// tensor, no type at all `!onnx.unknown`, and everything else (sequences,
/// maps, optionals, sparse tensors, opaque types) an `!onnx.opaque` that
/// spells it. Named and missing sizes are dynamic; so are negative ones, which
/// some exporters write for "unknown".
mlir::FailureOr<mlir::Type> importType(const pb::TypeProto &proto,
                                       mlir::MLIRContext *context,
                                       const ImportOptions &options,
                                       EmitError emitError);

/// The sizes of a tensor type as `onnx.dims` has them: a string for a named
/// size, an i64 for a fixed one, unit for an unknown one. Where the file states
/// none, those of the value's `type`; null if that has none either.
mlir::ArrayAttr importDims(const pb::TypeProto &proto, mlir::Type type);

/// The inverse of the two above. `dims` may be null; where it has a name for a
/// dynamic size, the name is written. Fails, without a message, if `type` has
/// no equivalent in ONNX.
mlir::LogicalResult exportType(mlir::Type type, mlir::ArrayAttr dims,
                               pb::TypeProto &proto);

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_TYPES_H
