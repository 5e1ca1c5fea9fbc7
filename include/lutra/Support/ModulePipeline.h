//===- ModulePipeline.h - pipelines by name, for modules --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A text may put a registered pipeline below any operation. MLIR ends the
// process when a pass of one does not fit there; this has an error instead.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_MODULEPIPELINE_H
#define LUTRA_SUPPORT_MODULEPIPELINE_H

#include "mlir/Support/LLVM.h"

#include <functional>

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace lutra {

/// Registers a pipeline without options, of passes on `builtin.module` and
/// what is nested in it. Parsing a text that puts it elsewhere fails.
void registerModulePipeline(llvm::StringRef name, llvm::StringRef summary,
                            std::function<void(mlir::OpPassManager &)> build);

} // namespace lutra

#endif // LUTRA_SUPPORT_MODULEPIPELINE_H
