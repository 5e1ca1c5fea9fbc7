//===- Codegen.h - LLVM modules to objects, objects to a library *- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_CODEGEN_H
#define LUTRA_LIB_TARGET_CPU_CODEGEN_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <string>

namespace llvm {
class Target;
} // namespace llvm

namespace mlir::LLVM {
class LLVMFuncOp;
} // namespace mlir::LLVM

namespace lutra::cpu {

/// The triple of this machine.
const std::string &getTriple();

/// LLVM's code generator for this machine, made ready.
llvm::Expected<const llvm::Target *> getHostTarget();

/// Whether a function calls a service of the runtime and does nothing else.
bool isServiceCall(mlir::LLVM::LLVMFuncOp function);

/// The functions of a variant, in the llvm dialect, in modules of one large
/// function or several small ones: with the constants and calls of services
/// that they use, and with declarations of other functions that they refer to.
llvm::SmallVector<mlir::OwningOpRef<mlir::ModuleOp>>
splitFunctions(mlir::ModuleOp variant);

/// Links object files into a shared object, in memory. Undefined symbols that
/// neither libc nor libm of this process have are errors.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
linkSharedObject(llvm::ArrayRef<llvm::ArrayRef<char>> objects);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_CODEGEN_H
