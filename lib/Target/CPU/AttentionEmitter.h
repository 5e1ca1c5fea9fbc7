//===- AttentionEmitter.h - code for nn.attention ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernels of cpu-expand-attention; docs/Design/Attention.md has the
// reasons. The rows of a key/value head are all queries of all heads that share
// it: row r is query r / sharing of the head's r % sharing.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_ATTENTIONEMITTER_H
#define LUTRA_LIB_TARGET_CPU_ATTENTIONEMITTER_H

#include "LaneBuilder.h"
#include "lutra/Dialect/Nn/Nn.h"

namespace lutra::cpu {

/// What both kernels read off the op: sizes, what a row sees, how a score
/// becomes a weight.
class AttentionEmitter {
public:
  using Values = LaneBuilder::Values;

  AttentionEmitter(nn::AttentionOp op, LaneBuilder &builder);

  LaneBuilder &b;
  nn::AttentionOp op;
  /// Sizes; `sharing` heads share keys and values, `rows` is `queries` times
  /// that.
  mlir::Value batches, sharedHeads, sharing, queries, keys, rows;
  int64_t keySize, valueSize;

protected:
  static constexpr int64_t lanes = LaneBuilder::lanes;

  /// Of one row, or of all rows of a vector: the keys [begin, end) are visible.
  struct Range {
    mlir::Value begin, end;
  };
  /// A softmax over the keys so far: the greatest score, what exponents are
  /// relative to, and the sum of the weights.
  struct Softmax {
    mlir::Value largest, reference, sum;
  };

  /// Where 16 features of a row begin in query or init.
  Values getPoint(mlir::Value batch, mlir::Value shared, mlir::Value row,
                  mlir::Value feature);
  /// The mask of a row from `key` on.
  Values getMaskPoint(mlir::Value batch, mlir::Value shared, mlir::Value row,
                      mlir::Value key);
  /// Keys of a batch row that count.
  mlir::Value getLength(mlir::Value batch);
  Range getRange(mlir::Value length, mlir::Value row);
  /// Whether two rows may see different keys.
  bool isUneven();

  /// Scores out of products: scale and softcap, unless the scale is part of
  /// `getExponentScale`.
  mlir::Value finish(mlir::Value products);
  /// exp(score) is 2 to this times what `finish` gives.
  float getExponentScale();

  /// No key so far.
  Softmax begin();
  /// After scores of at most `largest`; second, what sums so far are worth now.
  std::pair<Softmax, mlir::Value> advance(Softmax state, mlir::Value largest);
  mlir::Value getWeight(mlir::Value score, mlir::Value reference);
  /// 1 / sum, or 1 where there was nothing.
  mlir::Value invert(mlir::Value sum);

  /// Features of a vector that begins with number `first`.
  static int64_t getCount(int64_t size, int64_t first) {
    return std::min(lanes, size - first);
  }
  static int64_t roundUp(int64_t size) {
    return llvm::divideCeil(size, lanes) * lanes;
  }

private:
  bool scalesLate();
  mlir::Value getPower(mlir::Value difference);
};

/// Many rows: a block of rows in lanes, terms one by one. K and V are read as
/// they are, element by element, and nothing is added up across lanes.
class AttentionBlocks : public AttentionEmitter {
public:
  /// Rows of a block, and the keys it looks at together.
  static constexpr int64_t blockRows = 32, blockKeys = 64;

  explicit AttentionBlocks(const AttentionEmitter &common);

  /// What one thread needs for any number of blocks.
  void allocate();
  /// Rows [first, first + 16 * vectors), of which some may not exist.
  void emit(mlir::Value batch, mlir::Value shared, mlir::Value first,
            int64_t vectors);

private:
  void packQueries();
  void emitRanges(mlir::Value length);
  void clearTotals();
  /// Scores of the keys [key, key + count).
  void emitScores(mlir::Value key, mlir::Value count);
  void emitTile(mlir::Value count, int64_t begin, Values &sums, mlir::Value lhs,
                llvm::function_ref<mlir::Value(mlir::Value, int64_t)> loadTerm);
  void addMask(mlir::Value key, mlir::Value count);
  void hideKeys(mlir::Value key, mlir::Value count);
  void addValues(mlir::Value key, mlir::Value count,
                 llvm::ArrayRef<mlir::Value> decay);
  void storeTotals(llvm::ArrayRef<mlir::Value> sums);
  /// Elements of a 16-bit type are converted once for all rows of a block.
  void stage(mlir::Value source, mlir::Value dest, int64_t size,
             mlir::Value key, mlir::Value count);
  /// One element of keys or values for all lanes.
  mlir::Value loadTerm(mlir::Value source, mlir::Value staged, mlir::Value key,
                       mlir::Value offset, mlir::Value feature);
  mlir::Value atVector(int64_t vector) { return b.index(vector * lanes); }
  mlir::Value getRow(int64_t vector, mlir::Value lane);

  /// Accumulators that are in registers together: keys, or features of values,
  /// times vectors of rows. This changes speed, but no order of operations.
  static constexpr int64_t maxTile = 16;
  int64_t tileTerms, tileVectors;

  /// [features][rows], [keys][rows], [features][rows], [16][features].
  mlir::Value packed, scores, totals, corner;
  /// [keys][features], of 16-bit elements only.
  mlir::Value stagedKeys, stagedValues;

  // Of the block at hand.
  mlir::Value batch, shared, first;
  int64_t vectors = 0;
  /// What its first and last row see, and each row.
  Range firstRange, lastRange;
  llvm::SmallVector<Range> ranges;
};

/// Few rows: features in lanes for the products with keys, keys for the
/// weights, features again for the sum of values.
class AttentionRows : public AttentionEmitter {
public:
  static constexpr int64_t blockKeys = 256;

  /// More rows than this are worth a block.
  int64_t getMaxRows() { return tileRows == 1 ? 8 : 12; }

  explicit AttentionRows(const AttentionEmitter &common);

  /// What one thread needs for any number of heads.
  void allocate();
  /// All rows of a key/value head.
  void emit(mlir::Value batch, mlir::Value shared);

private:
  void emitTile(mlir::Value first);
  void emitProducts(mlir::Value key, mlir::Value count);
  /// The greatest scores.
  Values emitScores(mlir::Value key, mlir::Value count);
  void addValues(mlir::Value key, mlir::Value count,
                 llvm::ArrayRef<mlir::Value> decay);

  /// Rows that share loads.
  int64_t tileRows;
  /// Each for every row: [features], [16 sums of quarters], [keys], [features].
  mlir::Value packed, products, scores, totals;

  // Of the rows at hand.
  mlir::Value batch, shared;
  Values rowIndices;
  llvm::SmallVector<Range> ranges;
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_ATTENTIONEMITTER_H
