//===- MicroEmitter.h - the body of a register tile -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the bodies of all families have in common: the loops over groups and
// along K', the arithmetic of scales, the epilogue and the stores. A family
// says what a group begins with, what the codes of a step along K' add, and
// what float the sum is in the end.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_MICROEMITTER_H
#define LUTRA_LIB_KERNEL_MICROEMITTER_H

#include "Families.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::kernel {

/// The most tokens, up to `limit`, for which a tile of this many vectors of 16
/// rows stays in registers.
int64_t getTileTokens(lut::TargetAttr target, int64_t vectors, int64_t limit);

/// Tiles of float activations for so many tokens, those that suit most shapes
/// first. A step along K' of 16 rows is `stepVectors` of packed bytes.
llvm::SmallVector<Knobs> getTileCandidates(const Contraction &contraction,
                                           lut::TargetAttr target,
                                           int64_t tokens, int64_t stepVectors);

class MicroEmitter {
public:
  MicroEmitter(lowbit::MicroContractOp op, const Knobs &knobs);
  virtual ~MicroEmitter();

  /// Writes the body in front of the op.
  void emit();

protected:
  using Values = llvm::SmallVector<mlir::Value>;

  /// What accumulators of group `group` begin with.
  virtual Values emitBegin(mlir::Value group) = 0;
  /// Adds the codes from `place` on, one granule, to the accumulators. `step`
  /// counts the granules of one iteration.
  virtual Values emitStep(mlir::Value place, int64_t step,
                          Values accumulators) = 0;
  /// The sums as vectors of f32, for each vector of rows its tokens.
  virtual Values emitEnd(mlir::Value group, Values accumulators) = 0;

  /// The scales that the sums of a group enter the result with, for a vector of
  /// rows; null where they are in the sums.
  virtual mlir::Value loadScales(mlir::Value group, int64_t vector) {
    return loadRows(op.getScales(), group, vector);
  }

  /// For each vector of rows its tokens.
  int64_t getPoint(int64_t vector, int64_t token) const {
    return vector * tokens + token;
  }
  int64_t getNumPoints() const { return vectors * tokens; }

  mlir::Value getIndex(int64_t value);
  /// value + constant.
  mlir::Value addIndex(mlir::Value value, int64_t constant);
  mlir::Value getSplat(mlir::VectorType type, int64_t value);
  mlir::Value getFloatSplat(float value);
  /// One element of `buffer` in all lanes.
  mlir::Value loadSplat(mlir::Value buffer, mlir::ValueRange indices);
  /// One element of the activations' scales or sums, for token `token` of the
  /// tile.
  mlir::Value loadOfToken(mlir::Value buffer, mlir::Value group, int64_t token);
  /// Two neighbouring elements of 16 bits in all lanes of 32.
  mlir::Value loadPairs(mlir::Value buffer, mlir::ValueRange indices);
  /// What belongs to vector `vector` of rows in [panels, G, R].
  mlir::Value loadRows(mlir::Value buffer, mlir::Value group, int64_t vector);
  /// The index of token `token` of the tile.
  mlir::Value getToken(int64_t token) { return addIndex(op.getToken(), token); }
  /// That of the tile among those of tokens that lie side by side.
  mlir::Value getTile();

  lowbit::MicroContractOp op;
  Contraction contraction;
  Knobs knobs;
  mlir::ImplicitLocOpBuilder b;
  int64_t vectors, tokens, groups, groupPlaces, granule;
  mlir::VectorType f32, i32;

private:
  Values emitGroup(mlir::Value group);
  Values emitGroups();
  Values scaleSums(mlir::Value group, const Values &sums, const Values &before);
  Values emitSum(mlir::Value first, int64_t count);
  Values addSet(mlir::Value set, int64_t count, const Values &before);
  Values emitOnlyGroup();
  void emitStore(const Values &results);
  Values emitLoop(mlir::Value begin, mlir::Value end, int64_t step,
                  Values inits,
                  llvm::function_ref<Values(mlir::Value, Values)> body);
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_MICROEMITTER_H
