//===- ConstantData.h - the bytes of a constant ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_CONSTANTDATA_H
#define LUTRA_SUPPORT_CONSTANTDATA_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/Support/LLVM.h"

namespace lutra {

/// Bytes of one element in memory: as generated code stores it, i1 in one byte.
/// 0 for element types that have no such form (sub-byte integers, complex).
uint64_t getElementBytes(mlir::Type elementType);

/// Bytes of a value of static shape, or 0 if its element type has no form in
/// memory or the product overflows.
uint64_t getByteSize(mlir::ShapedType type);

/// The constant's bytes where they already lie in memory as generated code
/// wants them (row-major, little-endian, one byte for i1): a view into the
/// attribute's storage, or nothing.
std::optional<llvm::ArrayRef<char>> getBytesInPlace(mlir::ElementsAttr value);

/// Passes the constant's bytes on, in order and in pieces; fails when the
/// attribute has no data or `sink` fails.
mlir::LogicalResult
visitBytes(mlir::ElementsAttr value,
           llvm::function_ref<mlir::LogicalResult(llvm::ArrayRef<char>)> sink);

} // namespace lutra

#endif // LUTRA_SUPPORT_CONSTANTDATA_H
