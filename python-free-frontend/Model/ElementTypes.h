//===- ElementTypes.h - ONNX element types ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_FRONTEND_ELEMENTTYPES_H
#define LUTRA_FRONTEND_ELEMENTTYPES_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace lutra::frontend {

/// The repeated field of a TensorProto that holds values of a type when
/// `raw_data` does not.
enum class DataField { Float, Int32, Int64, Double, Uint64, String };

/// What is known about one `TensorProto.DataType`.
struct ElementInfo {
  int code;
  llvm::StringRef name;
  /// Bits of one element in `raw_data`, where elements below a byte are packed
  /// (first element lowest) over the flattened tensor; 0 for strings.
  unsigned bits;
  DataField field;
};

/// Returns null for an element type that this frontend does not know.
const ElementInfo *lookupElement(int code);
const ElementInfo *lookupElement(llvm::StringRef name);

/// The element type of MLIR for an ONNX code. An unknown code N becomes
/// `!onnx.opaque<"element N">`, so that a model may carry it around.
mlir::Type importElementType(int code, mlir::MLIRContext *context);

/// The inverse; 0 if `type` came from no ONNX code.
int exportElementType(mlir::Type type);

/// Bytes that `count` elements of `bits` take. `count` must be below 2^56.
inline uint64_t packedBytes(uint64_t count, unsigned bits) {
  return (count * bits + 7) / 8;
}

} // namespace lutra::frontend

#endif // LUTRA_FRONTEND_ELEMENTTYPES_H
