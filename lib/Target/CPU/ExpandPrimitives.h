//===- ExpandPrimitives.h - oneDNN's ops as loops ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_EXPANDPRIMITIVES_H
#define LUTRA_LIB_TARGET_CPU_EXPANDPRIMITIVES_H

#include "lutra/Dialect/Dnnl/Dnnl.h"

namespace lutra::cpu {

/// Whether oneDNN computes the op on the processors that the module around it
/// is for: all f32, bytes where their sums are exact, bf16 where it can.
bool isOneDnnsHere(mlir::Operation *op);

/// Turns a convolution or product of other than f32 on buffers into a sum in
/// linalg, and erases it.
void expandPrimitive(mlir::Operation *op);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_EXPANDPRIMITIVES_H
