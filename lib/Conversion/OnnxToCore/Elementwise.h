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

/// The second operand of an arithmetic operator. Before version 7 it broadcast
/// to the first only where an attribute said so, from a dimension on that
/// another attribute told; this adds the dimensions of 1 behind it.
mlir::FailureOr<Tensor *> secondOperand(Node &node);

using ContentsFn = llvm::function_ref<std::optional<Size>(
    IndexMath &, mlir::Location, llvm::ArrayRef<Size>)>;

/// The result as known contents where all operands have known contents that
/// broadcast; null otherwise, or when `compute` gives nullopt.
Tensor *followContents(Node &node, llvm::ArrayRef<Tensor *> operands,
                       mlir::Type element, ContentsFn compute);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTWISE_H
