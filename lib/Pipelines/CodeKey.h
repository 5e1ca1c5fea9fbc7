//===- CodeKey.h - what generated code depends on ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_PIPELINES_CODEKEY_H
#define LUTRA_LIB_PIPELINES_CODEKEY_H

#include "lutra/Target/CPU/Variants.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {

/// 16 hex digits that are the same when code for `variants` out of `module`
/// would be: a hash of the module after bufferize, of its weights only where
/// they lie, of the variants, and of the compiler itself with its libraries.
std::string getCodeKey(mlir::ModuleOp module,
                       llvm::ArrayRef<CpuVariant> variants);

} // namespace lutra

#endif // LUTRA_LIB_PIPELINES_CODEKEY_H
