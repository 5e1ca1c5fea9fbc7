//===- Bufferize.h - nn ops on memrefs --------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_NN_BUFFERIZE_H
#define LUTRA_DIALECT_NN_BUFFERIZE_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace lutra::nn {

/// Lets One-Shot Bufferize take `nn.attention` from tensors to memrefs.
void registerBufferizableModels(mlir::DialectRegistry &registry);

} // namespace lutra::nn

#endif // LUTRA_DIALECT_NN_BUFFERIZE_H
