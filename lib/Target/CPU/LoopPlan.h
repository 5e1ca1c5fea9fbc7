//===- LoopPlan.h - how a linalg op becomes vector loops --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The decisions of vectorize-buffer-loops, apart from the loops themselves.
// docs/Design/CPU.md has the rules and the reasons.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_LOOPPLAN_H
#define LUTRA_LIB_TARGET_CPU_LOOPPLAN_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <optional>

namespace lutra::cpu {

/// How the address of an operand moves with a loop.
enum class Access { Invariant, Contiguous, Strided };

/// `dim` is a loop of the op.
Access getAccess(mlir::linalg::GenericOp op, mlir::OpOperand &operand,
                 unsigned dim);

/// What the lanes of a vector of consecutive iterations hold: one value, a
/// value that grows by one from lane to lane, or anything.
enum class LaneKind { Uniform, Linear, Varying };

/// Simple operations that a thread should get at least: some microseconds of
/// vectors. Handing them over takes a tenth of one, but more when the machine
/// has other things to do.
inline constexpr int64_t pieceCost = 131072;

/// Simple operations of one point of the op, with its loads and stores.
int64_t getPointCost(mlir::linalg::GenericOp op);

/// How a value accumulates into an output: an operation on (accumulator, value)
/// that is associative but for rounding, and its neutral element.
struct Combiner {
  mlir::arith::AtomicRMWKind kind;

  mlir::TypedAttr getNeutral(mlir::Type elementType) const;
  /// The kind of a vector.reduction that gives the same result, which only
  /// integers have.
  std::optional<mlir::vector::CombiningKind> getVectorKind() const;
  mlir::Value combine(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value lhs, mlir::Value rhs) const;

  /// Whether it takes the greatest or least number, and NaN if there is one.
  /// That costs five instructions of a vector; it is one if NaN is looked for
  /// apart from it.
  bool isExtreme() const {
    return kind == mlir::arith::AtomicRMWKind::maximumf ||
           kind == mlir::arith::AtomicRMWKind::minimumf;
  }
  /// The same where neither is NaN, and `rhs` where one is; of two zeros `rhs`.
  mlir::Value takeExtreme(mlir::OpBuilder &builder, mlir::Location loc,
                          mlir::Value lhs, mlir::Value rhs) const;
};

/// What the body adds to an output that a Combiner accumulates.
mlir::Value getAddend(mlir::linalg::GenericOp op, unsigned output);

/// The combiner of each output of the op, or nothing if one accumulates in
/// another way.
std::optional<llvm::SmallVector<Combiner>>
getCombiners(mlir::linalg::GenericOp op);

struct LoopPlan {
  enum class Mode {
    /// One point at a time.
    Scalar,
    /// Lanes are neighbours of a parallel loop; reductions run inside.
    Parallel,
    /// Lanes are partial accumulators of a reduction loop, added up at the end
    /// in an order that depends on nothing but its length.
    Reduction
  };

  Mode mode = Mode::Scalar;
  /// The loop that becomes vectors; meaningless in scalar mode.
  unsigned vectorDim = 0;
  int64_t lanes = 1;
  /// The other parallel loops and the other reduction loops, outermost first.
  llvm::SmallVector<unsigned> parallelDims;
  llvm::SmallVector<unsigned> reductionDims;
  /// A parallel loop of which `rows` iterations run together, to share loads.
  std::optional<unsigned> rowDim;
  int64_t rows = 1;
  /// Inputs that are contiguous along the rows instead of the lanes: as many
  /// rows as lanes are loaded together and transposed in registers.
  llvm::SmallVector<unsigned, 2> transposed;
  /// The last, partial vector is done point by point, since the body may not
  /// run on lanes that do not exist.
  bool scalarTail = false;
  /// Products of narrow integers are added up in pairs of neighbours before
  /// they reach the accumulators: one instruction where there is one for it
  /// (vpmaddwd, vpdpwssd). In reduction mode only.
  bool pairs = false;
  /// Of each output; in reduction mode only.
  llvm::SmallVector<Combiner> combiners;
  /// Work of one point, in simple operations.
  int64_t pointCost = 1;

  /// Whether the loops, not the body, take what the body makes of vectors into
  /// the accumulators of an output.
  bool accumulatesApart(unsigned output) const {
    return mode == Mode::Reduction && combiners[output].isExtreme();
  }

  /// Vectors side by side in the vector loop, for so many rows together.
  int64_t getUnroll(int64_t rows) const;

  static LoopPlan get(mlir::linalg::GenericOp op);
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_LOOPPLAN_H
