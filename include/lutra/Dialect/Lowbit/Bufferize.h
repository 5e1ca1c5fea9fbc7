//===- Bufferize.h - lowbit ops on buffers ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_BUFFERIZE_H
#define LUTRA_DIALECT_LOWBIT_BUFFERIZE_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace lutra::lowbit {

/// Lets One-Shot Bufferize take `lowbit.packed_contract` from tensors to
/// memrefs.
void registerBufferizableModels(mlir::DialectRegistry &registry);

} // namespace lutra::lowbit

#endif // LUTRA_DIALECT_LOWBIT_BUFFERIZE_H
