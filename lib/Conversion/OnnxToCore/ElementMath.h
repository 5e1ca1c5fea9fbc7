//===- ElementMath.h - formulas that read like formulas ---------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For the bodies of linalg ops: arithmetic on floats of one type, and on
// positions.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTMATH_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTMATH_H

#include "Scalars.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"

namespace lutra::onnx {

/// Arithmetic on floats of one type.
struct FloatMath : Scalars {
  using Value = mlir::Value;

  mlir::Type type;

  FloatMath(mlir::OpBuilder &b, mlir::Location loc, mlir::Type type)
      : Scalars{b, loc}, type(type) {}

  Value c(double value) { return number(b, loc, type, value); }
  Value div(Value x, Value y) { return op<mlir::arith::DivFOp>(x, y); }
  Value fma(Value x, Value y, Value z) {
    return op<mlir::math::FmaOp>(x, y, z);
  }
  Value neg(Value x) { return op<mlir::arith::NegFOp>(x); }
  Value abs(Value x) { return op<mlir::math::AbsFOp>(x); }
  Value exp(Value x) { return op<mlir::math::ExpOp>(x); }
  Value expm1(Value x) { return op<mlir::math::ExpM1Op>(x); }
  Value log1p(Value x) { return op<mlir::math::Log1pOp>(x); }
  Value tanh(Value x) { return op<mlir::math::TanhOp>(x); }
  Value erf(Value x) { return op<mlir::math::ErfOp>(x); }
  Value sqrt(Value x) { return op<mlir::math::SqrtOp>(x); }
  Value floor(Value x) { return op<mlir::math::FloorOp>(x); }
  Value ceil(Value x) { return op<mlir::math::CeilOp>(x); }
  /// x brought into [low, high]; NaN stays.
  Value clamp(Value x, Value low, Value high) { return max(min(x, high), low); }
  /// The same, but NaN becomes a number, too.
  Value clampNumber(Value x, Value low, Value high) {
    return op<mlir::arith::MaxNumFOp>(op<mlir::arith::MinNumFOp>(x, high), low);
  }
  Value sigmoid(Value x) { return div(c(1), add(c(1), exp(neg(x)))); }
  /// log(1 + exp(x)) that does not overflow.
  Value softplus(Value x) { return add(max(x, c(0)), log1p(exp(neg(abs(x))))); }
  Value gelu(Value x) {
    return mul(mul(c(0.5), x),
               add(c(1), erf(mul(x, c(0.70710678118654752440)))));
  }
  Value geluTanh(Value x) {
    Value cube = mul(mul(x, x), x);
    Value inner =
        mul(c(0.79788456080286535588), add(x, mul(c(0.044715), cube)));
    return mul(mul(c(0.5), x), add(c(1), tanh(inner)));
  }

  Value fromIndex(Value index) {
    return op<mlir::arith::SIToFPOp>(
        type, mlir::arith::IndexCastOp::create(b, loc, b.getI64Type(), index));
  }
  /// A whole number that fits.
  Value toIndex(Value x) {
    return mlir::arith::IndexCastOp::create(
        b, loc, b.getIndexType(),
        mlir::arith::FPToSIOp::create(b, loc, b.getI64Type(), x));
  }
};

/// Arithmetic on positions.
struct PositionMath : Scalars {
  using Value = mlir::Value;

  PositionMath(mlir::OpBuilder &b, mlir::Location loc) : Scalars{b, loc} {}

  Value c(int64_t value) { return index(value); }
  /// Where loop `dim` is.
  Value loop(unsigned dim) {
    return mlir::linalg::IndexOp::create(b, loc, dim);
  }
  /// Of numbers that are not negative.
  Value div(Value x, Value y) {
    return mlir::arith::DivUIOp::create(b, loc, x, y);
  }
  Value rem(Value x, Value y) {
    return mlir::arith::RemUIOp::create(b, loc, x, y);
  }
  /// x brought into [0, size), which is not empty.
  Value clamp(Value x, Value size) {
    return max(c(0), min(x, sub(size, c(1))));
  }
  /// 0 <= x < size.
  Value inside(Value x, Value size) {
    return both(lessEqual(c(0), x), less(x, size));
  }
};

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTMATH_H
