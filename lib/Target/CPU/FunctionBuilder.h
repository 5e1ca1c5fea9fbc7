//===- FunctionBuilder.h - functions of f32 in vectors ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Elementary functions made of arithmetic that every processor does alike, on
// scalars and vectors: a lane comes out the same whatever is beside it.
// docs/Design/CPU.md has the greatest error of each.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_FUNCTIONBUILDER_H
#define LUTRA_LIB_TARGET_CPU_FUNCTIONBUILDER_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::cpu {

class FunctionBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using Value = mlir::Value;

  /// In front of `op`, for values of `type`: f32 or a vector of it. `scales`
  /// says whether there are AVX-512 instructions for products with powers of
  /// two.
  FunctionBuilder(mlir::Operation *op, mlir::Type type, bool scales)
      : ImplicitLocOpBuilder(op->getLoc(), op), type(type), scales(scales) {}

  Value exp(Value x);
  Value exp2(Value x);

private:
  using Predicate = mlir::arith::CmpFPredicate;

  // The arithmetic.
  Value constant(float value);
  Value integer(int32_t value);
  Value add(Value x, Value y);
  Value sub(Value x, Value y);
  Value mul(Value x, Value y);
  Value fma(Value x, Value y, Value z);
  Value compare(Predicate predicate, Value x, Value y);
  Value select(Value condition, Value x, Value y);
  /// One instruction each; NaN stays NaN.
  Value atLeast(Value x, float bound);
  Value atMost(Value x, float bound);
  Value toBits(Value x);
  Value fromBits(Value bits);
  /// c[0] x^(n-1) + ... + c[n-1].
  Value polynomial(Value x, llvm::ArrayRef<float> coefficients);

  /// The integer next to x, and where only its bits count, that + 1.5 * 2^23.
  struct Rounded {
    Value value, shifted;
  };
  /// x * factor to an integer, for |x * factor| < 2^22.
  Rounded round(Value x, float factor);
  /// x * 2^n, rounded once, for |n| < 250.
  Value scale(Value x, Rounded n);

  mlir::Type type;
  bool scales;
};

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_FUNCTIONBUILDER_H
