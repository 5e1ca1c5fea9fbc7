//===- Elementwise.h - shared by elementwise handlers -----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTWISE_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTWISE_H

#include "Legalizer.h"

namespace lutra::onnx {

/// Refuses the node unless all operands have one element type.
mlir::LogicalResult sameElement(Node &node, llvm::ArrayRef<Tensor *> operands);

/// Refuses the node because of an element type.
mlir::LogicalResult badElement(Node &node, mlir::Type element);

using ContentsFn = llvm::function_ref<std::optional<Size>(
    IndexMath &, mlir::Location, llvm::ArrayRef<Size>)>;

/// The result as known contents where all operands have known contents that
/// broadcast; null otherwise, or when `compute` gives nullopt.
Tensor *followContents(Node &node, llvm::ArrayRef<Tensor *> operands,
                       mlir::Type element, ContentsFn compute);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTWISE_H
