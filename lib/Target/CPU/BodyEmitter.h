//===- BodyEmitter.h - the body of a linalg op on vectors -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_BODYEMITTER_H
#define LUTRA_LIB_TARGET_CPU_BODYEMITTER_H

#include "LoopPlan.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::cpu {

/// A block of points: rows x vectors x lanes. With a mask there is one vector.
struct Tile {
  int64_t rows = 1;
  int64_t vectors = 1;
  int64_t lanes = 1;
  mlir::Value mask;
  /// Accumulators have half the lanes; see LoopPlan::pairs.
  bool pairs = false;

  int64_t getNumPoints() const { return rows * vectors; }
};

/// Clones the body of an op for the points of a tile, with its loads and
/// stores. Induction variables are those of the tile's first point.
class BodyEmitter {
public:
  BodyEmitter(mlir::linalg::GenericOp op, const LoopPlan &plan,
              mlir::ImplicitLocOpBuilder &builder);

  /// Where this op reads what `producer` writes, computes it instead and writes
  /// it on the way. Both have one loop and vectors of equally many lanes.
  void setProducer(BodyEmitter *emitter) { producer = emitter; }

  /// The current contents of an output, for each row and vector.
  llvm::SmallVector<mlir::Value>
  loadOutput(unsigned output, mlir::ValueRange ivs, const Tile &tile);
  void storeOutput(unsigned output, mlir::ValueRange ivs, const Tile &tile,
                   mlir::ValueRange values);

  /// The body for each row and vector, given the accumulators of each output,
  /// row and vector; returns the new ones, or of greatest and least elements
  /// what goes into them, see LoopPlan::accumulatesApart.
  llvm::SmallVector<mlir::Value> emit(mlir::ValueRange ivs, const Tile &tile,
                                      mlir::ValueRange accumulators);

private:
  struct Lanes {
    mlir::Value value;
    LaneKind kind = LaneKind::Uniform;
  };
  using Values = llvm::SmallVector<mlir::Value>;

  Values getPoint(mlir::ValueRange ivs, const Tile &tile, int64_t row,
                  int64_t vector);
  Values getIndices(mlir::OpOperand &operand, mlir::ValueRange point);
  Lanes load(mlir::OpOperand &operand, mlir::ValueRange point,
             const Tile &tile);
  /// All of the op for one vector, which it returns.
  mlir::Value produce(mlir::ValueRange point, const Tile &tile);
  Lanes loadContiguous(mlir::Value buffer, mlir::ValueRange indices,
                       const Tile &tile);
  /// For each row of a tile, an input that is contiguous along the rows.
  Values loadTransposed(mlir::OpOperand &operand, mlir::ValueRange ivs,
                        const Tile &tile);
  Lanes emitLoad(mlir::memref::LoadOp load, llvm::ArrayRef<Lanes> operands,
                 const Tile &tile);
  Lanes emitOperation(mlir::Operation &inner, llvm::ArrayRef<Lanes> operands,
                      const Tile &tile);
  Values emitPoint(mlir::ValueRange point, const Tile &tile,
                   llvm::ArrayRef<Lanes> arguments);
  mlir::Value addPairs(mlir::Value accumulator, mlir::Value products);
  Values emitScalarPoint(mlir::ValueRange point,
                         llvm::ArrayRef<Lanes> arguments);
  mlir::Value materialize(Lanes lanes, const Tile &tile);
  mlir::Value addConstant(mlir::Value value, int64_t constant);
  /// What vectors of the buffer's elements move as. Bools are bytes in memory,
  /// but vectors of bools are bits; 16-bit floats would be widened and narrowed
  /// where the processor does not know them.
  mlir::Value getStorageView(mlir::Value buffer);

  mlir::linalg::GenericOp op;
  const LoopPlan &plan;
  mlir::ImplicitLocOpBuilder &builder;
  BodyEmitter *producer = nullptr;
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_BODYEMITTER_H
