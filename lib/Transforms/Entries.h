//===- Entries.h - @main and its specialised forms --------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module has one @main, and beside it functions with the same interface that
// serve it where some sizes are 1: `lutra.specializes` lists pairs of an
// argument and a dimension.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TRANSFORMS_ENTRIES_H
#define LUTRA_LIB_TRANSFORMS_ENTRIES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {

inline constexpr llvm::StringLiteral kSpecializesAttr = "lutra.specializes";

/// @main, first, and its specialised forms; empty without @main.
inline llvm::SmallVector<mlir::func::FuncOp> getEntries(mlir::ModuleOp module) {
  llvm::SmallVector<mlir::func::FuncOp> entries;
  auto main = module.lookupSymbol<mlir::func::FuncOp>("main");
  if (!main)
    return entries;
  entries.push_back(main);
  for (auto func : module.getOps<mlir::func::FuncOp>())
    if (func->hasAttr(kSpecializesAttr))
      entries.push_back(func);
  return entries;
}

} // namespace lutra

#endif // LUTRA_LIB_TRANSFORMS_ENTRIES_H
