//===- PackedCodes.h - codes of less than a byte, element by element -*- C++
//-*-//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_PACKEDCODES_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_PACKEDCODES_H

#include "Indexing.h"

namespace lutra::onnx {

/// The code at position `at` of a row of bytes, as i32: codes of 2, 4 or 8
/// bits, the first in the lowest bits. `row` is all but the last index.
mlir::Value readCode(Scalars &s, mlir::Value bytes,
                     llvm::ArrayRef<mlir::Value> row, mlir::Value at,
                     int64_t bits);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_PACKEDCODES_H
