//===- PanelBuilder.h - products by packed panels ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What products of matrices and convolutions share: pieces of work that pack a
// panel of what they read on the stack of their thread.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_PANELBUILDER_H
#define LUTRA_LIB_TARGET_CPU_PANELBUILDER_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::cpu {

/// Columns of a panel: two vectors, which with eight rows of the other side
/// make sixteen accumulators.
constexpr int64_t panelColumns = 32;
/// Terms of a panel. With 32 columns of f32 it takes 32 KB.
constexpr int64_t panelDepth = 256;
/// Rows of the left-hand side that stay in the second-level cache.
constexpr int64_t chunkRows = 256;
/// Packing costs as much as some four rows of products.
constexpr int64_t fewestRows = 16;

/// Whether the op has one output that sums f32 products of two inputs, in a
/// body that may see made-up values and does not ask where it is.
bool isSumOfProducts(mlir::linalg::GenericOp op);
/// A fill of the output just before, which becomes part of the tiles.
mlir::linalg::FillOp getFillBefore(mlir::linalg::GenericOp op);

/// Arithmetic on sizes that stay numbers where they are numbers.
class PanelBuilder {
protected:
  /// Offset and size.
  using Slice = std::pair<mlir::OpFoldResult, mlir::OpFoldResult>;

  explicit PanelBuilder(mlir::Operation *op) : b(op->getLoc(), op) {}

  mlir::Value getConstant(int64_t value);
  mlir::Value getValue(mlir::OpFoldResult value);
  mlir::Value isAtLeast(mlir::OpFoldResult value, int64_t bound);
  mlir::OpFoldResult add(mlir::OpFoldResult lhs, mlir::OpFoldResult rhs);
  mlir::OpFoldResult multiply(mlir::OpFoldResult lhs, mlir::OpFoldResult rhs);
  mlir::OpFoldResult least(mlir::OpFoldResult lhs, mlir::OpFoldResult rhs);
  mlir::OpFoldResult divideCeil(mlir::OpFoldResult value, int64_t divisor);
  /// [index * step, ...) of at most `step` iterations of a loop of `size`.
  Slice getTile(mlir::OpFoldResult index, int64_t step,
                mlir::OpFoldResult size);

  /// Goes on in a loop over all combinations of `counts`, for threads, and
  /// gives where it is. One combination costs `cost`. Makes `panel` if asked
  /// to.
  llvm::SmallVector<mlir::OpFoldResult>
  enterPieces(llvm::ArrayRef<mlir::OpFoldResult> counts,
              mlir::OpFoldResult cost, bool makesPanel = true);

  mlir::ImplicitLocOpBuilder b;
  mlir::Value panel;
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_PANELBUILDER_H
