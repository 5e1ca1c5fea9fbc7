//===- TransposeLanes.h - rows become lanes ---------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_TRANSPOSELANES_H
#define LUTRA_LIB_KERNEL_TRANSPOSELANES_H

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::kernel {

/// Exchanges vectors and lanes, of which there are equally many, a power of
/// two.
void transposeLanes(mlir::ImplicitLocOpBuilder &b,
                    llvm::MutableArrayRef<mlir::Value> vectors);

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_TRANSPOSELANES_H
