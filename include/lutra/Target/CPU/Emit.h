//===- Emit.h - from the llvm dialect to a shared object --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One module in the llvm dialect (see buildCpuTargetPipeline) becomes one
// shared object with code for several instruction sets. Nothing here runs
// another program: LLVM makes the objects in memory and lld, linked in, joins
// them. The same input gives the same bytes.
//
// Linking resets every llvm::cl::opt of the process to its default: copy what
// the command line said before the first call, and read none afterwards.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_CPU_EMIT_H
#define LUTRA_TARGET_CPU_EMIT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <memory>
#include <string>
#include <vector>

namespace mlir {
class ModuleOp;
} // namespace mlir

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace lutra {

/// An instruction set that code is made for. Its functions are called
/// `lutra_<name>_run` and `lutra_<name>_probe`.
struct CpuVariant {
  /// A C identifier, e.g. `native` or `x86_64_v3`.
  std::string name;
  /// The processor in LLVM's words.
  std::string cpu;
  /// Instruction set extensions that the code may use, sorted, for the
  /// manifest.
  std::vector<std::string> features;
  /// The same for LLVM: "+a,-b,...", with what a processor of this name has but
  /// this machine lacks taken away.
  std::string targetFeatures;

  std::string getRunSymbol() const { return "lutra_" + name + "_run"; }
  std::string getProbeSymbol() const { return "lutra_" + name + "_probe"; }
};

/// The variant every x86 bundle has: AVX2, FMA, F16C.
CpuVariant getBaselineVariant();

/// Best first: this machine's instruction set as `native`, if it has AVX-512,
/// and the baseline.
std::vector<CpuVariant> getHostVariants();

/// As above, with the named processor (LLVM's name, e.g. `znver5`) in place of
/// this machine's; an error lists nothing but says that LLVM does not know it.
llvm::Expected<std::vector<CpuVariant>> getVariantsFor(llvm::StringRef cpu);

/// The bytes of a shared object with all variants. It needs at most libc and
/// libm of this machine's C library; any other unresolved symbol is an error.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
compileSharedObject(mlir::ModuleOp module, llvm::ArrayRef<CpuVariant> variants);

/// Writes those bytes to a file; after an error (a full disk, say) there is no
/// file.
llvm::Error emitSharedObject(mlir::ModuleOp module,
                             llvm::ArrayRef<CpuVariant> variants,
                             llvm::StringRef path);

/// One variant's LLVM IR after the middle end, its assembly, its object file.
llvm::Error emitLLVMIR(mlir::ModuleOp module, const CpuVariant &variant,
                       llvm::raw_ostream &os);
llvm::Error emitAssembly(mlir::ModuleOp module, const CpuVariant &variant,
                         llvm::raw_ostream &os);
llvm::Error emitObject(mlir::ModuleOp module, const CpuVariant &variant,
                       llvm::raw_ostream &os);

/// Writes `bytes` to a file, whole or not at all.
llvm::Error writeFile(llvm::StringRef path, llvm::StringRef bytes);

} // namespace lutra

#endif // LUTRA_TARGET_CPU_EMIT_H
