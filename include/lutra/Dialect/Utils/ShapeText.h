//===- ShapeText.h - shapes in messages -------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_UTILS_SHAPETEXT_H
#define LUTRA_DIALECT_UTILS_SHAPETEXT_H

#include "mlir/Support/LLVM.h"

#include <string>

namespace lutra {

/// `[2, ?, 64]`.
std::string shapeText(llvm::ArrayRef<int64_t> shape);

} // namespace lutra

#endif // LUTRA_DIALECT_UTILS_SHAPETEXT_H
