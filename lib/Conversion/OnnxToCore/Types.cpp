//===- Types.cpp - ONNX's element types and what becomes of them ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Legalizer.h"

#include "lutra/Dialect/Onnx/ElementTypes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

Type lutra::onnx::toCore(Type element) {
  if (element.isUnsignedInteger())
    return IntegerType::get(element.getContext(),
                            element.getIntOrFloatBitWidth());
  return element;
}

Type lutra::onnx::computeType(Type element) {
  auto type = dyn_cast<FloatType>(element);
  return type && type.getWidth() < 32 ? Float32Type::get(element.getContext())
                                      : toCore(element);
}

Type lutra::onnx::elementFromOnnx(MLIRContext *context, int64_t dataType) {
  Type type = getElementType(context, dataType);
  if (type && (isa<IntegerType>(type) || type.isF16() || type.isBF16() ||
               type.isF32() || type.isF64()))
    return type;
  return {};
}

StringRef lutra::onnx::dtypeName(Type element) {
  if (element.isF32())
    return "f32";
  if (element.isF16())
    return "f16";
  if (element.isBF16())
    return "bf16";
  if (element.isF64())
    return "f64";
  auto type = dyn_cast<IntegerType>(element);
  if (!type)
    return "";
  switch (type.getWidth()) {
  case 1:
    return type.isUnsigned() ? "" : "bool";
  case 8:
    return type.isUnsigned() ? "u8" : "i8";
  case 16:
    return type.isUnsigned() ? "u16" : "i16";
  case 32:
    return type.isUnsigned() ? "u32" : "i32";
  case 64:
    return type.isUnsigned() ? "u64" : "i64";
  default:
    return "";
  }
}

TypedAttr lutra::onnx::numberAttr(Type type, double value) {
  if (auto floating = dyn_cast<FloatType>(type))
    return FloatAttr::get(floating, value);
  return IntegerAttr::get(type, static_cast<int64_t>(value));
}

Value lutra::onnx::number(OpBuilder &b, Location loc, Type type, double value) {
  return arith::ConstantOp::create(b, loc, numberAttr(type, value));
}

Value lutra::onnx::extend(OpBuilder &b, Location loc, Value value) {
  Type type = computeType(value.getType());
  if (type == value.getType())
    return value;
  return arith::ExtFOp::create(b, loc, type, value);
}

/// f64 to a float of 16 bits, rounded once. Through f32, where a result that
/// was not exact becomes odd: that keeps it off the midpoints between two
/// results. There is no instruction for it, and bundles have no library.
static Value truncateDouble(OpBuilder &b, Location loc, Value value,
                            Type element) {
  Type f32 = b.getF32Type(), i32 = b.getI32Type(), f64 = b.getF64Type();
  auto integer = [&](int64_t n) {
    return arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(n));
  };
  Value near = arith::TruncFOp::create(b, loc, f32, value);
  Value back = arith::ExtFOp::create(b, loc, f64, near);
  Value bits = arith::BitcastOp::create(b, loc, i32, near);
  Value isOdd = arith::TruncIOp::create(b, loc, b.getI1Type(), bits);
  Value inexact =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ONE, value, back);
  Value tooSmall = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT,
                                         math::AbsFOp::create(b, loc, value),
                                         math::AbsFOp::create(b, loc, back));
  // The neighbour on the side of the value: magnitudes grow with their bits.
  Value step =
      arith::SelectOp::create(b, loc, tooSmall, integer(1), integer(-1));
  Value neighbour = arith::AddIOp::create(b, loc, bits, step);
  Value keep = arith::OrIOp::create(
      b, loc, isOdd,
      arith::XOrIOp::create(
          b, loc, inexact,
          arith::ConstantOp::create(b, loc, b.getBoolAttr(true))));
  bits = arith::SelectOp::create(b, loc, keep, bits, neighbour);
  Value odd = arith::BitcastOp::create(b, loc, f32, bits);
  return arith::TruncFOp::create(b, loc, element, odd);
}

Value lutra::onnx::truncate(OpBuilder &b, Location loc, Value value,
                            Type element) {
  if (value.getType() == element)
    return value;
  if (value.getType().isF64() && element.getIntOrFloatBitWidth() < 32)
    return truncateDouble(b, loc, value, element);
  return arith::TruncFOp::create(b, loc, element, value);
}

/// Towards zero; what does not fit becomes the nearest limit, NaN becomes 0.
/// ONNX leaves that undefined, and so does arith.fptosi: poison must not get
/// out.
static Value floatToInteger(OpBuilder &b, Location loc, Value value,
                            IntegerType to, bool isUnsigned) {
  value = lutra::onnx::extend(b, loc, value);
  auto type = cast<FloatType>(value.getType());
  unsigned width = to.getWidth();
  auto power = [&](int64_t exponent) {
    return FloatAttr::get(type, std::ldexp(1.0, exponent));
  };
  APInt lowest =
      isUnsigned ? APInt::getZero(width) : APInt::getSignedMinValue(width);
  APInt highest =
      isUnsigned ? APInt::getMaxValue(width) : APInt::getSignedMaxValue(width);
  // First values that are too large and too small: powers of two, hence exact.
  Value above =
      arith::ConstantOp::create(b, loc, power(isUnsigned ? width : width - 1));
  Value below =
      isUnsigned
          ? lutra::onnx::number(b, loc, type, -1.0)
          : arith::ConstantOp::create(
                b, loc, FloatAttr::get(type, -std::ldexp(1.0, width - 1)))
                .getResult();
  Value tooLarge =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGE, value, above);
  // -2^(w-1) itself fits; unsigned, everything above -1 truncates to 0.
  Value tooSmall = arith::CmpFOp::create(b, loc,
                                         isUnsigned ? arith::CmpFPredicate::OLE
                                                    : arith::CmpFPredicate::OLT,
                                         value, below);
  Value isNaN =
      arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNO, value, value);
  Value outside = arith::OrIOp::create(
      b, loc, arith::OrIOp::create(b, loc, tooLarge, tooSmall), isNaN);
  Value zero = lutra::onnx::number(b, loc, type, 0.0);
  Value safe = arith::SelectOp::create(b, loc, outside, zero, value);
  Value result = isUnsigned
                     ? arith::FPToUIOp::create(b, loc, to, safe).getResult()
                     : arith::FPToSIOp::create(b, loc, to, safe).getResult();
  Value max = arith::ConstantOp::create(b, loc, IntegerAttr::get(to, highest));
  Value min = arith::ConstantOp::create(b, loc, IntegerAttr::get(to, lowest));
  result = arith::SelectOp::create(b, loc, tooLarge, max, result);
  return arith::SelectOp::create(b, loc, tooSmall, min, result);
}

Value lutra::onnx::convertElement(OpBuilder &b, Location loc, Value value,
                                  Type from, Type to) {
  if (from == to)
    return value;
  Type core = toCore(to);
  bool fromUnsigned = from.isUnsignedInteger() || from.isInteger(1);
  auto fromFloat = dyn_cast<FloatType>(from);
  if (to.isInteger(1)) {
    Value zero = number(b, loc, value.getType(), 0);
    if (fromFloat)
      return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNE, value,
                                   zero);
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, value, zero);
  }
  if (auto toFloat = dyn_cast<FloatType>(to)) {
    if (!fromFloat) {
      // Narrow floats through f32, as they are computed with.
      Type type = computeType(to);
      Value wide =
          fromUnsigned
              ? arith::UIToFPOp::create(b, loc, type, value).getResult()
              : arith::SIToFPOp::create(b, loc, type, value).getResult();
      return truncate(b, loc, wide, to);
    }
    if (fromFloat.getWidth() == toFloat.getWidth()) // f16 and bf16
      return truncate(b, loc, extend(b, loc, value), to);
    if (fromFloat.getWidth() < toFloat.getWidth())
      return arith::ExtFOp::create(b, loc, to, value);
    return truncate(b, loc, value, to);
  }
  auto toInteger = cast<IntegerType>(core);
  if (fromFloat)
    return floatToInteger(b, loc, value, toInteger, to.isUnsignedInteger());
  unsigned have = from.getIntOrFloatBitWidth(), want = toInteger.getWidth();
  if (want < have)
    return arith::TruncIOp::create(b, loc, core, value);
  if (want == have)
    return value;
  if (fromUnsigned)
    return arith::ExtUIOp::create(b, loc, core, value);
  return arith::ExtSIOp::create(b, loc, core, value);
}
