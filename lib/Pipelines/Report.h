//===- Report.h - which kernel does what ----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_PIPELINES_REPORT_H
#define LUTRA_LIB_PIPELINES_REPORT_H

#include "lutra/Target/CPU/Variants.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"

namespace lutra {

/// Collects, while a module passes through the phases, what `--report` writes.
class Report {
public:
  /// Remembers the operator of each node of an imported module.
  void collectOperators(mlir::ModuleOp module);

  /// Lists the kernel calls of a scheduled module. What is said of low-bit
  /// kernels is what the first, best variant will choose, of `family` where
  /// that can be.
  void collectKernels(mlir::ModuleOp module, const CpuVariant &variant,
                      llvm::StringRef family);

  /// The document, with how long the compile took and the peak memory of the
  /// process.
  llvm::json::Value finish(double seconds) &&;

private:
  llvm::StringMap<std::string> operators;
  llvm::json::Array nodes;
};

} // namespace lutra

#endif // LUTRA_LIB_PIPELINES_REPORT_H
