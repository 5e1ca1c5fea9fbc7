//===- Reductions.h - how our ops become simpler ----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_PIPELINES_REDUCTIONS_H
#define LUTRA_PIPELINES_REDUCTIONS_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace lutra {

/// Patterns of own dialects for the reduction-tree pass of lutra-reduce: an op
/// gives way to one of its operands or to a constant, a contraction does
/// without zero points, g_idx, epilogue and all kernels but one.
void registerReductions(mlir::DialectRegistry &registry);

} // namespace lutra

#endif // LUTRA_PIPELINES_REDUCTIONS_H
