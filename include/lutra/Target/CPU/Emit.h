//===- Emit.h - from the llvm dialect to a shared object --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module whose nested modules are variants (cpu-form-variants), each in the
// llvm dialect (see buildCpuTargetPipeline), becomes one shared object. Nothing
// here runs another program: LLVM makes an object of each function in memory,
// several at a time, and lld, linked in, joins them. The same input gives the
// same bytes.
//
// Linking resets every llvm::cl::opt of the process to its default: copy what
// the command line said before the first call, and read none afterwards.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_CPU_EMIT_H
#define LUTRA_TARGET_CPU_EMIT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace mlir {
class ModuleOp;
} // namespace mlir

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace lutra {

/// Keeps the code of functions, and LLVM's code generators, for as long as it
/// lives, so that who compiles again and again (to tune a kernel, say) has LLVM
/// make what has changed.
/// What comes out is the same with it and without. May be shared by threads.
class ObjectCache {
public:
  ObjectCache();
  ~ObjectCache();

  /// How many functions were known.
  uint64_t getNumHits() const;

private:
  friend llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
  compileSharedObject(mlir::ModuleOp module, ObjectCache *cache);

  struct Entries;
  std::unique_ptr<Entries> entries;
};

/// The bytes of a shared object with all variants. It needs at most libc and
/// libm of this machine's C library; any other unresolved symbol is an error.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
compileSharedObject(mlir::ModuleOp module, ObjectCache *cache = nullptr);

/// Writes those bytes to a file; after an error (a full disk, say) there is no
/// file.
llvm::Error emitSharedObject(mlir::ModuleOp module, llvm::StringRef path,
                             ObjectCache *cache = nullptr);

/// The best variant's LLVM IR after the middle end, its assembly, its object
/// file.
llvm::Error emitLLVMIR(mlir::ModuleOp module, llvm::raw_ostream &os);
llvm::Error emitAssembly(mlir::ModuleOp module, llvm::raw_ostream &os);
llvm::Error emitObject(mlir::ModuleOp module, llvm::raw_ostream &os);

} // namespace lutra

#endif // LUTRA_TARGET_CPU_EMIT_H
