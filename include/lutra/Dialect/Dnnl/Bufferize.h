//===- Bufferize.h - dnnl ops on memrefs ------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_DNNL_BUFFERIZE_H
#define LUTRA_DIALECT_DNNL_BUFFERIZE_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace lutra::dnnl {

/// Lets One-Shot Bufferize take the ops from tensors to contiguous memrefs.
void registerBufferizableModels(mlir::DialectRegistry &registry);

} // namespace lutra::dnnl

#endif // LUTRA_DIALECT_DNNL_BUFFERIZE_H
