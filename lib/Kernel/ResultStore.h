//===- ResultStore.h - epilogues and stores of results ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_RESULTSTORE_H
#define LUTRA_LIB_KERNEL_RESULTSTORE_H

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Region.h"

namespace lutra::kernel {

/// A diagnostic at what an epilogue may not consist of.
llvm::LogicalResult verifyEpilogue(mlir::Region &epilogue);

/// The end of every kernel: a vector of 16 rows of one token goes through the
/// contraction's epilogue and is stored.
class ResultStore {
public:
  /// `outs` is [M, N], `extras` and `epilogue` are those of the contraction;
  /// the region may be empty.
  ResultStore(mlir::ImplicitLocOpBuilder &b, mlir::Value outs,
              mlir::ValueRange extras, mlir::Region &epilogue);

  /// Which of 16 rows from `row` on are below N.
  mlir::Value emitMask(mlir::Value row);

  /// `mask` is null where all 16 rows are below N.
  void emit(mlir::Value result, mlir::Value row, mlir::Value mask,
            mlir::Value token);

private:
  mlir::Value emitEpilogue(mlir::Value result, mlir::Value row,
                           mlir::Value mask, mlir::Value token);
  mlir::VectorType widen(mlir::Type type);

  mlir::ImplicitLocOpBuilder &b;
  mlir::Value outs;
  mlir::ValueRange extras;
  mlir::Region &epilogue;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_RESULTSTORE_H
