//===- JoinLoops.h - fewer loops before vectors -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Elementwise ops whose loops can be one: of neighbouring dimensions, since all
// their elements lie in a row, and of two ops, since they read the same. The
// two halves of a rotation are made of the same two halves.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_JOINLOOPS_H
#define LUTRA_LIB_TARGET_CPU_JOINLOOPS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace lutra::cpu {

/// What a buffer is a view of. Two of them do not overlap: they are allocations
/// or arguments of a kernel, of which no two overlap that are not both inputs.
mlir::Value getWholeBuffer(mlir::Value buffer);

/// Counts dimensions of elementwise ops as one where that is how all of their
/// buffers lie in memory.
void joinDimensions(mlir::RewriterBase &rewriter, mlir::Operation *root);

/// Replaces elementwise ops on buffers that go through the same elements of an
/// input, one after the other, by one op with the results of both.
void joinSiblings(mlir::RewriterBase &rewriter, mlir::Operation *root);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_JOINLOOPS_H
