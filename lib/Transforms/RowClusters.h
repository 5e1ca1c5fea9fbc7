//===- RowClusters.h - ops that work on rows of the same kind ---*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first loops of a row op run over rows, and a row of its results depends
// on rows at the same place only: norms, softmax, the quantisation of
// activations, and what is elementwise around them. A cluster is a set of row
// ops that can walk the rows together, since none of them has to wait for
// another one's last row.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TRANSFORMS_ROWCLUSTERS_H
#define LUTRA_LIB_TRANSFORMS_ROWCLUSTERS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/MapVector.h"

namespace lutra {

struct RowCluster {
  /// Loops over rows, which are the first dimensions of every result.
  unsigned rows = 0;
  /// In the order of the block.
  llvm::SmallVector<mlir::Operation *> ops;
  /// Where a row of the key would need memory of a size that only the run
  /// knows: the op that reads it last, whose result's row holds it until then.
  llvm::MapVector<mlir::Value, mlir::linalg::GenericOp> holders;

  bool contains(mlir::Operation *op) const {
    return op && llvm::is_contained(ops, op);
  }
  /// Whether others than the cluster use the value.
  bool escapes(mlir::Value value) const;
};

/// Whether a row of the op's result is a view of a row of its operand: reshapes
/// and slices of what is within a row.
bool isRowView(mlir::Operation *op, unsigned rows);

/// What `value` is a view of, row by row: itself if it is none.
mlir::Value getViewedRows(mlir::Value value, unsigned rows);

/// All clusters of the block that are worth a loop over rows.
llvm::SmallVector<RowCluster> findRowClusters(mlir::Block &block);

} // namespace lutra

#endif // LUTRA_LIB_TRANSFORMS_ROWCLUSTERS_H
