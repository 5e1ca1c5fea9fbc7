//===- Variants.h - the instruction sets that code is made for --*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_CPU_VARIANTS_H
#define LUTRA_TARGET_CPU_VARIANTS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace mlir {
class MLIRContext;
class ModuleOp;
} // namespace mlir

namespace lutra {

namespace lut {
class TargetAttr;
} // namespace lut

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
  /// What LLVM has to know besides the processor: "+a,-b,...".
  std::string targetFeatures;

  std::string getRunSymbol() const { return "lutra_" + name + "_run"; }
  std::string getProbeSymbol() const { return "lutra_" + name + "_probe"; }
};

/// What every x86 bundle has: AVX2, FMA, F16C.
CpuVariant getBaselineVariant();

/// AVX-512 as of 2017 (F, CD, BW, DQ, VL), and with what came in 2019: VNNI and
/// VBMI, which low-bit kernels have instructions of.
CpuVariant getAvx512Variant();
CpuVariant getAvx512VbmiVariant();

/// Best first. One for each of the three levels above; this machine's own
/// instruction set, `native`, stands for the level it has.
std::vector<CpuVariant> getHostVariants();

/// The named processor (LLVM's name, e.g. `znver5`) and the levels below it;
/// `native` is the above, and `host` the best of those alone. An error says
/// that LLVM does not know it.
llvm::Expected<std::vector<CpuVariant>> getVariantsFor(llvm::StringRef cpu);

/// What choices between kernels are based on.
lut::TargetAttr getLutTarget(mlir::MLIRContext *context,
                             const CpuVariant &variant);

/// Writes on `module` that it is made for `variant`: its name, the attribute
/// `lut.target` that choices between kernels are based on, and what emission
/// has to know.
void setVariant(mlir::ModuleOp module, const CpuVariant &variant);

/// The variants that the nested modules of `module` are, best first; an error
/// when there is none or one is not described.
llvm::Expected<std::vector<CpuVariant>> getVariants(mlir::ModuleOp module);

} // namespace lutra

#endif // LUTRA_TARGET_CPU_VARIANTS_H
