//===- Passes.h - passes on the nn dialect ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_NN_PASSES_H
#define LUTRA_DIALECT_NN_PASSES_H

#include "mlir/Pass/Pass.h"

namespace lutra {

#define GEN_PASS_DECL
#include "lutra/Dialect/Nn/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "lutra/Dialect/Nn/Passes.h.inc"

} // namespace lutra

#endif // LUTRA_DIALECT_NN_PASSES_H
