//===- LoopEmitter.h - loops of vectors for a linalg op ---------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_LOOPEMITTER_H
#define LUTRA_LIB_TARGET_CPU_LOOPEMITTER_H

#include "BodyEmitter.h"
#include "LoopPlan.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::cpu {

/// Writes the loops of a plan in front of the op. The parallel loops are a grid
/// of cells; a cell is some rows by a stretch of the vector loop by the whole
/// of the reductions. Cells run in any order, so a large grid becomes an
/// `scf.parallel` over pieces of it.
class LoopEmitter {
public:
  LoopEmitter(mlir::linalg::GenericOp op, const LoopPlan &plan,
              bool mayUseThreads);
  /// The loops do the work of `producer` too, see mayEmitTogether.
  void addProducer(mlir::linalg::GenericOp producer, const LoopPlan &plan);
  /// The sums of an output begin with `value`, whatever is in memory.
  void setStart(unsigned output, mlir::Value value) { starts[output] = value; }
  void emit();

private:
  using Values = llvm::SmallVector<mlir::Value>;

  /// An axis of the grid: `step` iterations of a loop of the op.
  struct Axis {
    unsigned dim;
    int64_t step;
    mlir::OpFoldResult count;
  };

  // The grid.
  void collectAxes();
  void emitGrid();
  void emitNest(llvm::SmallVectorImpl<mlir::Value> &position);
  void emitPieces(mlir::OpFoldResult count, mlir::Value grain);
  void emitRange(mlir::Value begin, mlir::Value end);
  mlir::OpFoldResult getCellCost();
  void emitCell(mlir::ValueRange position);

  // A cell.
  void emitStretch(Values ivs, int64_t rows, mlir::OpFoldResult begin,
                   mlir::OpFoldResult end);
  void emitTile(Values ivs, Tile tile);
  void emitReduction(Values ivs, int64_t rows);
  Values emitReductionLoop(Values &ivs, unsigned level, Values accumulators,
                           llvm::function_ref<Values(Values &, Values)> body);
  mlir::Value addUp(const Combiner &combiner, Values vectors);
  /// Takes vectors, [row][vector], into the accumulators of an output that has
  /// the greatest or least number, and for each row into the lanes that have
  /// seen no NaN.
  void takeExtremes(const Combiner &combiner,
                    llvm::MutableArrayRef<mlir::Value> accumulators,
                    llvm::MutableArrayRef<mlir::Value> ordered,
                    llvm::ArrayRef<mlir::Value> vectors);

  // Helpers.
  /// What an output has before the op.
  Values getOld(unsigned output, mlir::ValueRange ivs, const Tile &tile);
  Values emitLoop(mlir::OpFoldResult begin, mlir::OpFoldResult end,
                  int64_t step, Values inits,
                  llvm::function_ref<Values(mlir::Value, Values)> body);
  mlir::Value getConstant(int64_t value);
  mlir::Value getValue(mlir::OpFoldResult value);
  mlir::OpFoldResult add(mlir::OpFoldResult lhs, mlir::OpFoldResult rhs);
  mlir::OpFoldResult multiply(mlir::OpFoldResult lhs, mlir::OpFoldResult rhs);
  mlir::OpFoldResult divideCeil(mlir::OpFoldResult value, int64_t divisor);
  /// `begin` plus the largest multiple of `step` up to end - begin.
  mlir::OpFoldResult roundDown(mlir::OpFoldResult begin, mlir::OpFoldResult end,
                               int64_t step);
  mlir::Value getMask(mlir::Value begin, mlir::Value end);

  mlir::linalg::GenericOp op;
  const LoopPlan &plan;
  bool mayUseThreads;
  mlir::ImplicitLocOpBuilder builder;
  BodyEmitter body;
  std::optional<BodyEmitter> producerBody;
  /// For each output, null where memory says it.
  llvm::SmallVector<mlir::Value> starts;
  llvm::SmallVector<mlir::OpFoldResult> sizes;
  llvm::SmallVector<Axis> axes;
  /// The axis that cuts the vector loop in stretches, if one does.
  std::optional<unsigned> stretchAxis;
};

/// Whether the reduction `consumer` along a row can do the work of the
/// elementwise `producer` of that row in the same loop, where it stands.
bool mayEmitTogether(mlir::linalg::GenericOp producer,
                     const LoopPlan &producerPlan,
                     mlir::linalg::GenericOp consumer,
                     const LoopPlan &consumerPlan);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_LOOPEMITTER_H
