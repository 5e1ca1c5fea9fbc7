//===- LaneBuilder.h - arithmetic on vectors of 16 floats -------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The forms that hand-scheduled kernels are made of. A vector has 16 lanes of
// f32 (or of i32, or of i1 for conditions); instruction sets with shorter ones
// use several for each. What is computed depends on no instruction set.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_LANEBUILDER_H
#define LUTRA_LIB_TARGET_CPU_LANEBUILDER_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::cpu {

class LaneBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using ImplicitLocOpBuilder::ImplicitLocOpBuilder;
  using Values = llvm::SmallVector<mlir::Value>;

  static constexpr int64_t lanes = 16;

  // Indices.
  mlir::Value index(int64_t value);
  mlir::Value index(mlir::OpFoldResult value);
  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value div(mlir::Value x, mlir::Value y);
  mlir::Value rem(mlir::Value x, mlir::Value y);
  mlir::Value ceilDiv(mlir::Value x, int64_t y);
  mlir::Value min(mlir::Value x, mlir::Value y);
  mlir::Value max(mlir::Value x, mlir::Value y);

  /// for i in [begin, end) by step: values = body(i, values).
  Values loop(mlir::Value begin, mlir::Value end, int64_t step,
              mlir::ValueRange inits,
              llvm::function_ref<Values(mlir::Value, mlir::ValueRange)> body);
  void loop(mlir::Value begin, mlir::Value end, int64_t step,
            llvm::function_ref<void(mlir::Value)> body);

  // Vectors.
  mlir::VectorType vectorType(mlir::Type element);
  mlir::Value constant(float value);
  /// An f32, or an index as i32, in all lanes.
  mlir::Value splat(mlir::Value scalar);
  /// {0, 1, ..., 15} of i32.
  mlir::Value iota();
  mlir::Value addf(mlir::Value x, mlir::Value y);
  mlir::Value subf(mlir::Value x, mlir::Value y);
  mlir::Value mulf(mlir::Value x, mlir::Value y);
  mlir::Value fma(mlir::Value x, mlir::Value y, mlir::Value z);
  /// The greater; of a number and NaN, the number.
  mlir::Value maxf(mlir::Value x, mlir::Value y);
  mlir::Value equals(mlir::Value x, float y);
  mlir::Value select(mlir::Value condition, mlir::Value x, mlir::Value y);
  /// 2^x for x below 128, within 1 ULP; 0 for x below -126.
  mlir::Value exp2(mlir::Value x);

  // Across lanes.
  /// Lane i of vector j changes places with lane j of vector i.
  void transpose(llvm::MutableArrayRef<mlir::Value> vectors);
  /// Of four vectors: lane 4 i + j is the sum of lanes 4 i to 4 i + 3 of vector
  /// j, in the order (0 + 2) + (1 + 3).
  mlir::Value sumInQuarters(llvm::ArrayRef<mlir::Value> four);
  /// Of four such vectors: lane 4 i + j is the sum of lanes j, j + 4, j + 8, j
  /// + 12 of vector i, in the order (0 + 1) + (2 + 3).
  mlir::Value sumOfQuarters(llvm::ArrayRef<mlir::Value> four);
  /// All lanes to one scalar, halves onto halves.
  mlir::Value
  reduce(mlir::Value vector,
         llvm::function_ref<mlir::Value(mlir::Value, mlir::Value)> combine);

  /// The first `count` lanes, at most all.
  mlir::Value getMask(mlir::OpFoldResult count);

  // Memory.
  /// A buffer of f32 on the stack, on a cache line.
  mlir::Value allocate(llvm::ArrayRef<int64_t> sizes);
  mlir::Value load(mlir::Value buffer, mlir::ValueRange at);
  /// Only the first `count` elements are read, and converted to f32; the other
  /// lanes are 0.
  mlir::Value load(mlir::Value buffer, mlir::ValueRange at,
                   mlir::OpFoldResult count);
  /// One element as f32 in all lanes.
  mlir::Value loadSplat(mlir::Value buffer, mlir::ValueRange at);
  void store(mlir::Value vector, mlir::Value buffer, mlir::ValueRange at,
             int64_t count = lanes);

private:
  mlir::Value shuffle(mlir::Value x, mlir::Value y,
                      llvm::ArrayRef<int64_t> lanes);
  /// Elements of `width` lanes of x and y by turns, out of the lower or the
  /// upper half of each 4 lanes.
  mlir::Value interleave(mlir::Value x, mlir::Value y, int64_t width,
                         bool upper);
  /// Quarters i and j of x, then of y.
  mlir::Value quarters(mlir::Value x, mlir::Value y, int64_t i, int64_t j);
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_LANEBUILDER_H
