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

#include "Legalizer.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"

namespace lutra::onnx {

/// Arithmetic on floats of one type.
struct FloatMath {
  using Value = mlir::Value;
  using Predicate = mlir::arith::CmpFPredicate;

  mlir::OpBuilder &b;
  mlir::Location loc;
  mlir::Type type;

  template <typename OpTy, typename... Args> Value op(Args... args) {
    return OpTy::create(b, loc, args...);
  }
  Value c(double value) { return number(b, loc, type, value); }
  Value add(Value x, Value y) { return op<mlir::arith::AddFOp>(x, y); }
  Value sub(Value x, Value y) { return op<mlir::arith::SubFOp>(x, y); }
  Value mul(Value x, Value y) { return op<mlir::arith::MulFOp>(x, y); }
  Value div(Value x, Value y) { return op<mlir::arith::DivFOp>(x, y); }
  Value fma(Value x, Value y, Value z) {
    return op<mlir::math::FmaOp>(x, y, z);
  }
  Value max(Value x, Value y) { return op<mlir::arith::MaximumFOp>(x, y); }
  Value min(Value x, Value y) { return op<mlir::arith::MinimumFOp>(x, y); }
  Value neg(Value x) { return op<mlir::arith::NegFOp>(x); }
  Value abs(Value x) { return op<mlir::math::AbsFOp>(x); }
  Value exp(Value x) { return op<mlir::math::ExpOp>(x); }
  Value log1p(Value x) { return op<mlir::math::Log1pOp>(x); }
  Value tanh(Value x) { return op<mlir::math::TanhOp>(x); }
  Value sqrt(Value x) { return op<mlir::math::SqrtOp>(x); }
  Value floor(Value x) { return op<mlir::math::FloorOp>(x); }
  Value ceil(Value x) { return op<mlir::math::CeilOp>(x); }
  Value less(Value x, Value y) {
    return mlir::arith::CmpFOp::create(b, loc, Predicate::OLT, x, y);
  }
  Value lessEqual(Value x, Value y) {
    return mlir::arith::CmpFOp::create(b, loc, Predicate::OLE, x, y);
  }
  Value select(Value condition, Value x, Value y) {
    return op<mlir::arith::SelectOp>(condition, x, y);
  }
  /// x brought into [low, high]; NaN stays.
  Value clamp(Value x, Value low, Value high) { return max(min(x, high), low); }
  /// The same, but NaN becomes a number, too.
  Value clampNumber(Value x, Value low, Value high) {
    return op<mlir::arith::MaxNumFOp>(op<mlir::arith::MinNumFOp>(x, high), low);
  }
  Value sigmoid(Value x) { return div(c(1), add(c(1), exp(neg(x)))); }
  /// log(1 + exp(x)) that does not overflow.
  Value softplus(Value x) { return add(max(x, c(0)), log1p(exp(neg(abs(x))))); }

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
struct PositionMath {
  using Value = mlir::Value;
  using Predicate = mlir::arith::CmpIPredicate;

  mlir::OpBuilder &b;
  mlir::Location loc;

  Value c(int64_t value) {
    return mlir::arith::ConstantIndexOp::create(b, loc, value);
  }
  /// Where loop `dim` is.
  Value loop(unsigned dim) {
    return mlir::linalg::IndexOp::create(b, loc, dim);
  }
  Value add(Value x, Value y) {
    return mlir::arith::AddIOp::create(b, loc, x, y);
  }
  Value sub(Value x, Value y) {
    return mlir::arith::SubIOp::create(b, loc, x, y);
  }
  Value mul(Value x, Value y) {
    return mlir::arith::MulIOp::create(b, loc, x, y);
  }
  Value min(Value x, Value y) {
    return mlir::arith::MinSIOp::create(b, loc, x, y);
  }
  Value max(Value x, Value y) {
    return mlir::arith::MaxSIOp::create(b, loc, x, y);
  }
  /// Of numbers that are not negative.
  Value div(Value x, Value y) {
    return mlir::arith::DivUIOp::create(b, loc, x, y);
  }
  Value rem(Value x, Value y) {
    return mlir::arith::RemUIOp::create(b, loc, x, y);
  }
  Value less(Value x, Value y) {
    return mlir::arith::CmpIOp::create(b, loc, Predicate::slt, x, y);
  }
  Value equal(Value x, Value y) {
    return mlir::arith::CmpIOp::create(b, loc, Predicate::eq, x, y);
  }
  Value both(Value x, Value y) {
    return mlir::arith::AndIOp::create(b, loc, x, y);
  }
  Value select(Value condition, Value x, Value y) {
    return mlir::arith::SelectOp::create(b, loc, condition, x, y);
  }
  /// x brought into [0, size), which is not empty.
  Value clamp(Value x, Value size) {
    return max(c(0), min(x, sub(size, c(1))));
  }
  /// 0 <= x < size.
  Value inside(Value x, Value size) {
    return both(mlir::arith::CmpIOp::create(b, loc, Predicate::sge, x, c(0)),
                less(x, size));
  }
};

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_ELEMENTMATH_H
