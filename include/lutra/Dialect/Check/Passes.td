//===- Passes.td - passes on the check dialect -------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_CHECK_PASSES_TD
#define LUTRA_DIALECT_CHECK_PASSES_TD

include "mlir/Pass/PassBase.td"

def CheckDecompose : Pass<"check-decompose", "mlir::func::FuncOp"> {
  let summary = "replace the check ops by their definition in upstream dialects";
  let dependentDialects = ["lutra::check::CheckDialect"];
}

#endif // LUTRA_DIALECT_CHECK_PASSES_TD
