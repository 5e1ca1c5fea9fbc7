//===- PairsDecoder.h - codes to pairs of bf16 ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_PAIRSDECODER_H
#define LUTRA_LIB_KERNEL_PAIRSDECODER_H

#include "Planes.h"
#include "llvm/ADT/DenseMap.h"

namespace lutra::kernel {

/// Makes two neighbouring codes of each of 16 rows, in planes whose codes are
/// paired, the two bf16 of a word.
class PairsDecoder {
public:
  PairsDecoder(mlir::ImplicitLocOpBuilder &b, const Contraction &contraction);

  /// Whether all values, less their zero points, are bf16.
  static bool canDecode(const Contraction &contraction);

  /// The vectors of 16 rows in a step, and what has been made of them.
  struct Step {
    llvm::SmallVector<mlir::Value> packed;
    /// The bytes of the current quad, from bit `from` of each on.
    mlir::Value quad;
    int64_t from = 0, width = 0;
    /// Those so many bits lower, by the vector that they come from.
    llvm::SmallDenseMap<std::pair<mlir::Value, int64_t>, mlir::Value> lower;
    /// The quad's words with all bits of an exponent set, and their upper
    /// halves.
    mlir::Value raised, raisedUpper;
  };
  /// Codes `code`, an even number, and code + 1 of the step. Pairs are asked
  /// for in order. `zeroPoints` are floats, or null where the format has them.
  mlir::Value decode(Step &step, int64_t code, mlir::Value zeroPoints) const;

  /// What all pairs of a step of 16 rows take.
  static Counts countStep(const Contraction &contraction);

private:
  void beginQuad(Step &step, int64_t quad) const;
  mlir::Value lookUp(Step &step, int64_t pair) const;
  mlir::Value compute(Step &step, int64_t pair, mlir::Value zeroPoints) const;
  mlir::Value computeFloat(Step &step, int64_t byte,
                           mlir::Value zeroPoints) const;
  mlir::Value getSplat(mlir::VectorType type, int64_t value) const;

  mlir::ImplicitLocOpBuilder &b;
  const Contraction &contraction;
  Planes planes;
  mlir::VectorType f32, i32, shorts, bf16;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_PAIRSDECODER_H
