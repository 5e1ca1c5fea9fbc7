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
  Value expm1(Value x);
  Value log(Value x);
  Value log1p(Value x);
  Value pow(Value x, Value y);

  Value sinh(Value x);
  Value cosh(Value x);
  Value tanh(Value x);
  Value erf(Value x);
  Value asinh(Value x);
  Value acosh(Value x);
  Value atanh(Value x);

  Value sin(Value x);
  Value cos(Value x);
  Value tan(Value x);
  Value asin(Value x);
  Value acos(Value x);
  Value atan(Value x);

private:
  using Predicate = mlir::arith::CmpFPredicate;

  // The arithmetic.
  Value constant(double value, unsigned bits = 32);
  Value integer(int32_t value);
  Value add(Value x, Value y);
  Value sub(Value x, Value y);
  Value mul(Value x, Value y);
  Value div(Value x, Value y);
  Value fma(Value x, Value y, Value z);
  Value abs(Value x);
  Value sqrt(Value x);
  /// |x| with the sign of y.
  Value withSign(Value x, Value y);
  Value compare(Predicate predicate, Value x, Value y);
  Value compare(Predicate predicate, Value x, float y);
  Value select(Value condition, Value x, Value y);
  /// One instruction each; NaN stays NaN.
  Value atLeast(Value x, double bound, unsigned bits = 32);
  Value atMost(Value x, double bound, unsigned bits = 32);
  Value toBits(Value x);
  Value fromBits(Value bits);
  /// The type of as many integers or floats.
  mlir::Type like(mlir::Type element);
  /// c[0] x^(n-1) + ... + c[n-1].
  Value polynomial(Value x, llvm::ArrayRef<double> coefficients,
                   unsigned bits = 32);

  /// The integer next to x, and where only its bits count, that + 1.5 * 2^23.
  struct Rounded {
    Value value, shifted;
  };
  /// x * factor to an integer, for |x * factor| < 2^22.
  Rounded round(Value x, float factor);
  /// x * 2^n, rounded once, for |n| < 250.
  Value scale(Value x, Rounded n);

  /// e^x = (1 + p) 2^n with |p| < 0.42; x is in [-105, 90].
  struct Exponential {
    Value p;
    Rounded n;
  };
  Exponential reduceExponent(Value x);
  /// 2^(n - 2) for n in [-100, 129].
  Value quarterOfPower(Rounded n);
  /// (e^x - 1) / 4, which is finite where sinh and cosh are.
  Value quarterOfExpm1(Value x);
  /// e^x / 4.
  Value quarterOfExp(Value x);

  /// x = m 2^e with m in [sqrt(1/2), sqrt(2)), x > 0.
  struct Split {
    Value m, e, exponent;
  };
  Split split(Value x);
  /// The same of denormal numbers too.
  Split splitAny(Value x);
  /// log(1 + f) + e log(2).
  Value logOfSplit(Value f, Value e);

  /// x = n pi / 2 + r with |r| < pi / 4 and n in two bits.
  struct Angle {
    Value r, n;
  };
  Angle reduceAngle(Value x);
  Value sinOfAngle(Angle angle);
  Value sinOfReduced(Value r);
  Value cosOfReduced(Value r);
  /// `near` for angles that can be reduced, libm elsewhere.
  template <typename Op> Value orFromLibm(Value x, Value near);
  /// The arc sine of t for t * t = z, up to 1/2.
  Value asinOfReduced(Value t, Value z);

  mlir::Type type;
  bool scales;
};

/// Whether an op of the math dialect ends in a call of libm for each element.
bool callsLibm(mlir::Operation *op);
/// Replaces such functions of f32 as FunctionBuilder has, and says whether it
/// has this one.
bool expandFunction(mlir::Operation *op, bool scales);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_FUNCTIONBUILDER_H
