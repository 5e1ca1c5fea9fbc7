//===- LutGemmFloatsEmitter.h - sums looked up, tokens in lanes -*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_LUTGEMMFLOATSEMITTER_H
#define LUTRA_LIB_KERNEL_LUTGEMMFLOATSEMITTER_H

#include "Families.h"
#include "LoopBuilder.h"
#include "Planes.h"

namespace lutra::kernel {

/// Sizes of what a cell works on at a time.
struct LutGemmFloatsShape {
  LutGemmFloatsShape(const Contraction &contraction, const Knobs &knobs);

  /// Activations whose sums one code selects.
  static constexpr int64_t kDigits = 4;
  /// Codes of a row that are one word.
  static constexpr int64_t kMaxQuads = 8;

  /// Rows of a table: all values of four codes.
  int64_t entries;
  /// Tables that are in use together, and the places along K' they cover.
  int64_t quads, blockPlaces;
  int64_t blocksPerGroup, groups, blocks;
  /// Rows and tiles of 16 tokens of a cell.
  int64_t rows, tiles;
  /// Blocks whose codes become indices before any tile makes use of them: all,
  /// if those are few enough.
  int64_t section;

  /// Each tile is done with before the next begins.
  bool isWhole() const { return section == blocks; }

  /// Sums of the groups before and of this one are two things.
  bool hasGroupSums() const { return groups > 1 && blocksPerGroup > 1; }
  /// What sums of a tile take, for this many rows.
  int64_t getSumBytes(int64_t numRows) const {
    return numRows * kLanes * 4 * (hasGroupSums() ? 2 : 1);
  }
};

/// Writes the loops of a contraction:
///
///     for each cell: some rows by some tokens
///       for each section of K'
///         codes of four places of each row become one index
///         for each tile of 16 tokens
///           for each block of 16 or 32 places of the section
///             tables of the block
///             for each row: its sums += one row of each table
///       for each tile of tokens, 16 rows: transposed, scaled, stored
class LutGemmFloatsEmitter : LoopBuilder {
public:
  LutGemmFloatsEmitter(lowbit::PackedContractOp op, const Knobs &knobs);

  void emit();

private:
  using Values = llvm::SmallVector<mlir::Value>;

  void emitScratch();
  void emitCell(mlir::Value block, mlir::Value chunk);
  void emitSection(mlir::Value first);
  void emitIndices(mlir::Value place, mlir::Value inSection);
  void emitTables(mlir::Value tile, mlir::Value place);
  void emitTable(mlir::Value quad);
  void emitSums(mlir::Value tile, mlir::Value group, mlir::Value inGroup,
                mlir::Value inSection);
  void emitGroupEnd(mlir::Value tile, mlir::Value group, mlir::Value inGroup);
  void emitResults(mlir::Value tile);

  /// Rows `row` to `row` + 15 of the cell as panel and row of the panel.
  std::pair<mlir::Value, mlir::Value> locate(mlir::Value row);
  mlir::Value add(mlir::Value lhs, mlir::Value rhs);
  mlir::Value add(mlir::Value lhs, int64_t rhs) {
    return add(lhs, getIndex(rhs));
  }
  mlir::Value multiply(mlir::Value lhs, int64_t rhs);
  mlir::Value load(mlir::Value buffer, mlir::ValueRange indices);
  /// Where sums of a row of a tile are.
  llvm::SmallVector<mlir::Value, 3> getPlace(mlir::Value tile, mlir::Value row);
  /// The first sums of a cell or group are nothing.
  mlir::Value loadIf(mlir::Value isLater, mlir::Value buffer,
                     mlir::ValueRange indices);
  mlir::Value getScale(mlir::Value group, mlir::Value row);

  lowbit::PackedContractOp op;
  Contraction contraction;
  Knobs knobs;
  LutGemmFloatsShape shape;
  Planes planes;
  mlir::VectorType f32;
  mlir::OpFoldResult numTokens;

  /// Scratch of a thread: one word of indices for each block and row,
  /// activations and results of 16 tokens, tables, results so far, sums of a
  /// group.
  mlir::Value words, square, tables, results, sums;
  /// Of the cell.
  mlir::Value firstToken, firstRow;
  mlir::OpFoldResult endToken, numRows, numTiles;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_LUTGEMMFLOATSEMITTER_H
