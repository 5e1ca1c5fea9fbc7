//===- Tiler.h - loops around register tiles --------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_TILER_H
#define LUTRA_LIB_KERNEL_TILER_H

#include "LoopBuilder.h"
#include "lutra/Kernel/KernelFamily.h"

namespace lutra::kernel {

/// Cuts a packed contraction of memrefs into cells and those into tiles.
class Tiler : protected LoopBuilder {
public:
  Tiler(lowbit::PackedContractOp op, const Knobs &knobs);
  virtual ~Tiler();

  /// Writes the loops in front of the op.
  void emit();

protected:
  /// What the tiles of a cell read: a panel that begins at `offset`, and who
  /// computes it.
  struct Source {
    mlir::Value weights, offset;
    lowbit::LayoutAttrInterface layout;
    lowbit::KernelAttr kernel;
  };
  /// Comes in front of the tiles of `panel`.
  virtual Source emitSource(mlir::Value panel);
  /// Comes in front of everything; `activations` are those of the op before.
  virtual void emitActivations() {}
  /// Rows of a tile of this many tokens.
  virtual int64_t getRows(int64_t /*tokens*/) const { return knobs.rows; }
  /// Pieces that memory allows; 0 for any number.
  virtual int64_t getMostPieces() { return 0; }

  lowbit::PackedContractOp op;
  Contraction contraction;
  Knobs knobs;
  mlir::OpFoldResult numTokens;
  /// What tiles read, and how many tokens of it lie side by side.
  struct {
    mlir::Value acts, scales, sums;
    int64_t beside = 1;
  } activations;

private:
  void emitCell(mlir::Value block, mlir::Value panel);
  void emitRest(const Source &source, mlir::Value panel, mlir::Value token,
                int64_t count);
  void emitTile(const Source &source, mlir::Value panel, mlir::Value row,
                mlir::Value token, int64_t count);
};

/// Whether the knobs cut the contraction into tiles; a diagnostic if not.
llvm::LogicalResult verifyTiles(lowbit::PackedContractOp op,
                                const Knobs &knobs);

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_TILER_H
