//===- Passes.h - declarations of this room's passes ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_KERNEL_PASSES_H
#define LUTRA_KERNEL_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace lutra {

/// The passes of this room, in order: `lowbit.packed_contract` to vectors, for
/// one module whose `lut.target` is known. Kernels are of `family` where that
/// can be, if there is one.
void buildKernelPipeline(mlir::OpPassManager &pm, llvm::StringRef family = "");

#define GEN_PASS_DECL
#include "lutra/Kernel/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "lutra/Kernel/Passes.h.inc"

} // namespace lutra

#endif // LUTRA_KERNEL_PASSES_H
