//===- CodeKey.h - what generated code depends on ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_PIPELINES_CODEKEY_H
#define LUTRA_LIB_PIPELINES_CODEKEY_H

#include "mlir/IR/BuiltinOps.h"
#include <string>

namespace lutra {

/// A hash of all that decides about the code of a bufferized module: the module
/// but for its weights, `device` (what instruction sets it is made for), and
/// this compiler. 32 hex digits; "" when the compiler cannot read itself.
std::string getCodeKey(mlir::ModuleOp module, llvm::StringRef device);

} // namespace lutra

#endif // LUTRA_LIB_PIPELINES_CODEKEY_H
