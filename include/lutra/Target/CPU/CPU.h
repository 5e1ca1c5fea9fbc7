//===- CPU.h - pipelines of the CPU target ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From kernels on tensors to the llvm dialect. docs/Design/CPU.md says how and
// why; Emit.h goes on from the llvm dialect to a shared object.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_CPU_CPU_H
#define LUTRA_TARGET_CPU_CPU_H

#include "llvm/ADT/StringRef.h"

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace lutra {

/// Bufferizes each kernel of a module whose `@main` is on buffers already.
/// Afterwards nothing is on tensors and no function allocates memory but
/// through the runtime.
void buildCpuKernelBufferizationPipeline(mlir::OpPassManager &pm);

/// From linalg, scf and memref to the llvm dialect, with the entry points
/// `lutra_run` and `lutra_probe`. For the module (builtin.module) of one
/// variant, which cpu-form-variants makes. Low-bit kernels are of `family`
/// where that can be, if there is one.
void buildCpuTargetPipeline(mlir::OpPassManager &pm,
                            llvm::StringRef family = "");

/// Registers the passes, and the pipelines as `cpu-kernel-bufferization` and
/// `cpu-target`.
void registerCpuTarget();

} // namespace lutra

#endif // LUTRA_TARGET_CPU_CPU_H
