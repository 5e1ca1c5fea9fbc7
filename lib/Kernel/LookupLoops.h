//===- LookupLoops.h - loops around sums that are looked up -----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_LOOKUPLOOPS_H
#define LUTRA_LIB_KERNEL_LOOKUPLOOPS_H

#include "Families.h"
#include "LoopBuilder.h"

#include "mlir/IR/BuiltinTypes.h"

namespace lutra::kernel {

/// The loops of families that make tables of an int8 token's activations in
/// memory, for all of K', and then look all rows up in them, a few panels side
/// by side and for a few tokens at a time. A family writes the tables and the
/// integer sums.
class LookupLoops : protected LoopBuilder {
public:
  LookupLoops(lowbit::PackedContractOp op, const Knobs &knobs);
  virtual ~LookupLoops();
  void emit();

protected:
  using Values = llvm::SmallVector<mlir::Value>;

  /// Panels and tokens that are computed together.
  struct Tile {
    mlir::Value panel;
    int64_t panels;
    int64_t tokens;
  };

  /// Memory for the tables of so many tokens.
  virtual mlir::Value emitMemory(int64_t tokens) = 0;
  /// What the tables of a token that is computed alone need to know of all its
  /// activations.
  virtual void emitBeforeTables(mlir::Value /*token*/) {}
  /// The tables of step `step`, a granule along K': of the token in place
  /// `slot` of a tile.
  virtual void emitTablesOfStep(mlir::Value step, mlir::Value token,
                                int64_t slot) = 0;
  /// The integer sums of a group: for each token the vectors of 16 rows.
  virtual Values emitGroup(const Tile &tile, mlir::Value group) = 0;
  /// The zero point that is in the sums already.
  virtual int64_t getZeroInSums() const = 0;

  /// `sums` from table `first` on, `terms` of them, in a loop.
  using SumTerms =
      llvm::function_ref<Values(mlir::Value first, int64_t terms, Values)>;
  /// The `size` terms of a group from `begin` on in equal parts of `most` terms
  /// at most, and a shorter one.
  Values emitParts(mlir::Value begin, int64_t size, int64_t most, Values inits,
                   SumTerms emitPart);
  /// A loop with values that go round.
  Values emitLoop(int64_t end, Values inits,
                  llvm::function_ref<Values(mlir::Value, Values)> body);

  mlir::Value add(mlir::Value lhs, int64_t rhs);
  mlir::Value add(mlir::Value lhs, mlir::Value rhs);
  mlir::Value multiply(mlir::Value lhs, int64_t rhs);
  /// Fetches what lies `knobs.prefetch` behind `offset`.
  void emitPrefetch(mlir::Value offset);
  int64_t getVectorsOfPanel() const { return panelRows / kLanes; }

  lowbit::PackedContractOp op;
  Contraction contraction;
  Knobs knobs;
  int64_t panelRows;
  mlir::Value tables;

private:
  void emitAlone(mlir::Value token);
  void emitTile(mlir::Value token, int64_t tokens);
  void emitPanels(mlir::Value token, int64_t tokens, mlir::Value begin,
                  mlir::OpFoldResult end);
  Values addSet(mlir::Value token, const Tile &tile, mlir::Value set,
                int64_t count, const Values &before);
  void emitResults(mlir::Value token, const Tile &tile);
  /// As docs/Spec/LowbitContract.md has it, on top of `before`.
  Values scale(mlir::Value token, const Tile &tile, mlir::Value group,
               Values sums, const Values &before);
  /// What belongs to vector `vector` of the rows from `panel` on, in
  /// [panels, G, R].
  mlir::Value loadRows(mlir::Value source, mlir::Type element,
                       mlir::Value panel, mlir::Value group, int64_t vector);
  mlir::Value loadActScale(mlir::Value token, mlir::Value group);
  mlir::Value broadcast(mlir::Value scalar);

  mlir::OpFoldResult numTokens;
  int64_t steps, groups;
  mlir::VectorType f32, i32;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_LOOKUPLOOPS_H
