//===- LoopBuilder.h - loops that fold where sizes are known ----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_LOOPBUILDER_H
#define LUTRA_LIB_KERNEL_LOOPBUILDER_H

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/OpDefinition.h"

namespace lutra::kernel {

/// What the loops of a contraction are cut into: some rows by a block of
/// tokens.
struct Cells {
  mlir::OpFoldResult numTokens;
  int64_t blockTokens;
  /// All rows, those of a cell, and how many cells have all rows.
  int64_t rows, cellRows, numCells;
  /// Rows x tokens that are worth a thread; 0 for one thread.
  int64_t piece;
  /// Pieces there are at most, 0 for any number.
  int64_t mostPieces = 0;
};

/// Index arithmetic and loops over sizes of which some are known now and some
/// only at run time.
class LoopBuilder {
protected:
  /// Writes in front of `op`.
  explicit LoopBuilder(mlir::Operation *op) : b(op->getLoc(), op) {}

  mlir::Value getIndex(int64_t value);
  mlir::Value getValue(mlir::OpFoldResult value);
  mlir::OpFoldResult fixed(int64_t value) { return b.getIndexAttr(value); }

  /// A constant where both operands are.
  template <typename OpT>
  mlir::OpFoldResult fold(mlir::OpFoldResult lhs, mlir::OpFoldResult rhs) {
    return getConstantOr(b.createOrFold<OpT>(getValue(lhs), getValue(rhs)));
  }
  mlir::OpFoldResult divideCeil(mlir::OpFoldResult value,
                                mlir::OpFoldResult divisor);

  /// A loop, its body where there is one iteration, or nothing.
  void emitLoop(mlir::OpFoldResult begin, mlir::OpFoldResult end, int64_t step,
                llvm::function_ref<void(mlir::Value)> body);

  /// A loop over all cells, in pieces that are worth a thread if there are
  /// several. `body` gets the numbers of the block and of the cell in it;
  /// `begin` is where memory of a thread is taken from its stack.
  void emitCells(const Cells &cells, llvm::function_ref<void()> begin,
                 llvm::function_ref<void(mlir::Value, mlir::Value)> body);

  mlir::ImplicitLocOpBuilder b;

private:
  mlir::OpFoldResult getConstantOr(mlir::Value value);
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_LOOPBUILDER_H
