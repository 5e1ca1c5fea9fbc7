//===- Probe.h - what a variant does to show that it runs -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_PROBE_H
#define LUTRA_LIB_TARGET_CPU_PROBE_H

#include "mlir/IR/BuiltinOps.h"

namespace lutra::cpu {

/// Adds `@lutra_probe` to the module of a variant. docs/Design/Bundle.md says
/// what it returns. On the way it does what low-bit kernels do, in the
/// instructions that the variant has for it, and a wrong result there changes
/// what is returned.
void addProbe(mlir::ModuleOp module);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_PROBE_H
