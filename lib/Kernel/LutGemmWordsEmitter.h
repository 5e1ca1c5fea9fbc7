//===- LutGemmWordsEmitter.h - words looked up, tokens in lanes -*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_LUTGEMMWORDSEMITTER_H
#define LUTRA_LIB_KERNEL_LUTGEMMWORDSEMITTER_H

#include "Families.h"
#include "LoopBuilder.h"

namespace lutra::kernel {

/// Sizes of what a cell of `lut-gemm` on `#lowbit.words` works on at a time.
struct LutGemmWordsShape {
  LutGemmWordsShape(const Contraction &contraction, const Knobs &knobs);

  /// Digits from `first` on of a word, in `bits` bits from `shift` on; row
  /// `row` of the word's table is the first of theirs.
  struct Part {
    int64_t shift, bits, first, digits, row;
  };
  llvm::SmallVector<Part, 3> parts;
  /// Rows of the tables of a word, and how many of them are written.
  int64_t tableRows = 0, usedRows = 0;
  int64_t radix, planes, granule;
  int64_t panelRows, panels;
  /// Of a group, and all of them; those of a set.
  int64_t words, groups, setGroups;
  /// Words whose tables are in use together, how often they are all of a
  /// group's, and how many are left.
  int64_t blockWords, wholeBlocks, restWords;
  /// Blocks whose sums 16 bits hold, and the greatest sum of a word.
  int64_t blocksPerFlush, maxTerm;
  /// Rows of a cell.
  int64_t rows;

  int64_t getCellPanels() const { return rows / panelRows; }
  /// Words of a panel at one place of K'.
  int64_t getPanelWords() const { return panelRows * planes; }
};

/// Writes the loops of a contraction:
///
///     for each cell: some rows by some tokens
///       for each tile of 16 tokens
///         activations of all of K', transposed
///         for each group, for each block of a few words of it
///           tables of the block
///           for each row: its sums of 16 bits += three rows of each table
///           now and then: sums of 32 bits += those of 16
///         for each 16 rows: scaled, transposed, stored
class LutGemmWordsEmitter : LoopBuilder {
public:
  LutGemmWordsEmitter(lowbit::PackedContractOp op, const Knobs &knobs);

  void emit();

private:
  using Values = llvm::SmallVector<mlir::Value>;

  void emitScratch();
  void emitCell(mlir::Value block, mlir::Value chunk);
  void emitTile(mlir::Value tile);
  void emitActs();
  void emitBlock(mlir::Value group, mlir::Value block, int64_t numWords);
  void emitTable(mlir::Value word, mlir::Value place);
  void emitSums(mlir::Value firstWord, mlir::Value inFlush, int64_t numWords);
  void emitFlush(mlir::Value isLater);
  void emitGroupEnd(mlir::Value group);
  void emitResults();

  /// What the tokens of the tile have at `column`, with tokens in lanes.
  mlir::Value gather(mlir::Value source, mlir::Value column);
  /// What a tile has to know for the end of a group.
  struct OfTokens {
    mlir::Value group, actScales, actSums;
  };
  OfTokens getOfTokens(mlir::Value group);
  void addSet(mlir::Value set, mlir::Value actScales, mlir::Value partial,
              mlir::Value row);
  /// The product of a row's sums, on top of `before` unless that is null.
  mlir::Value scale(const OfTokens &tokens, mlir::Value row,
                    mlir::Value before);

  mlir::Value add(mlir::Value lhs, mlir::Value rhs);
  mlir::Value add(mlir::Value lhs, int64_t rhs) {
    return add(lhs, getIndex(rhs));
  }
  mlir::Value multiply(mlir::Value lhs, int64_t rhs);
  mlir::Value splat(mlir::VectorType type, int64_t value);
  mlir::Value broadcast(mlir::Value scalar);
  /// The vector at `indices`, or zeros where what lies there is of no use.
  mlir::Value loadIf(mlir::Value isLater, mlir::VectorType type,
                     mlir::Value buffer, mlir::ValueRange indices);
  mlir::Value isNot(mlir::Value value, int64_t other);

  lowbit::PackedContractOp op;
  Contraction contraction;
  Knobs knobs;
  LutGemmWordsShape shape;
  mlir::VectorType f32, i32, i16, i8;
  mlir::OpFoldResult numTokens;

  /// Scratch of a thread: activations of a tile, tables, sums of 16 and 32
  /// bits, the set and results so far, results of 16 rows.
  mlir::Value acts, tables, sums, totals, partials, results, square;
  /// Of the cell.
  mlir::Value firstToken, firstPanel;
  mlir::OpFoldResult endToken, numPanels;
  /// Of the tile. A lane past the last token has what that has.
  mlir::Value tileToken;
  Values tokens;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_LUTGEMMWORDSEMITTER_H
