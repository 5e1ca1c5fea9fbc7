//===- Passes.h - passes of the CPU target ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_CPU_PASSES_H
#define LUTRA_TARGET_CPU_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

namespace lutra {

#define GEN_PASS_DECL
#include "lutra/Target/CPU/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "lutra/Target/CPU/Passes.h.inc"

} // namespace lutra

#endif // LUTRA_TARGET_CPU_PASSES_H
