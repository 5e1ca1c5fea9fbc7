//===- FunctionBuilder.cpp - functions of f32 in vectors ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The polynomials are the best ones of their degree for the relative error, but
// for the rounding of their coefficients. Constants of several parts are cut so
// that products with the first ones are exact.
//
//===----------------------------------------------------------------------===//

#include "FunctionBuilder.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra::cpu;

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

Value FunctionBuilder::constant(float value) {
  TypedAttr attr = getF32FloatAttr(value);
  if (auto shaped = dyn_cast<ShapedType>(type))
    attr = DenseElementsAttr::get(shaped, value);
  return arith::ConstantOp::create(*this, attr);
}

Value FunctionBuilder::integer(int32_t value) {
  TypedAttr attr = getI32IntegerAttr(value);
  if (auto shaped = dyn_cast<ShapedType>(type))
    attr = DenseElementsAttr::get(shaped.clone(getI32Type()), value);
  return arith::ConstantOp::create(*this, attr);
}

Value FunctionBuilder::add(Value x, Value y) {
  return arith::AddFOp::create(*this, x, y);
}

Value FunctionBuilder::sub(Value x, Value y) {
  return arith::SubFOp::create(*this, x, y);
}

Value FunctionBuilder::mul(Value x, Value y) {
  return arith::MulFOp::create(*this, x, y);
}

Value FunctionBuilder::fma(Value x, Value y, Value z) {
  return math::FmaOp::create(*this, x, y, z);
}

Value FunctionBuilder::compare(Predicate predicate, Value x, Value y) {
  return arith::CmpFOp::create(*this, predicate, x, y);
}

Value FunctionBuilder::select(Value condition, Value x, Value y) {
  return arith::SelectOp::create(*this, condition, x, y);
}

Value FunctionBuilder::atLeast(Value x, float bound) {
  Value least = constant(bound);
  return select(compare(Predicate::OGT, least, x), least, x);
}

Value FunctionBuilder::atMost(Value x, float bound) {
  Value most = constant(bound);
  return select(compare(Predicate::OLT, most, x), most, x);
}

Value FunctionBuilder::toBits(Value x) {
  Type bits = getI32Type();
  if (auto shaped = dyn_cast<ShapedType>(type))
    bits = shaped.clone(bits);
  return arith::BitcastOp::create(*this, bits, x);
}

Value FunctionBuilder::fromBits(Value bits) {
  return arith::BitcastOp::create(*this, type, bits);
}

Value FunctionBuilder::polynomial(Value x, ArrayRef<float> coefficients) {
  Value sum = constant(coefficients.front());
  for (float coefficient : coefficients.drop_front())
    sum = fma(sum, x, constant(coefficient));
  return sum;
}

FunctionBuilder::Rounded FunctionBuilder::round(Value x, float factor) {
  Value magic = constant(0x1.8p23f);
  Value shifted = factor == 1 ? add(x, magic) : fma(x, constant(factor), magic);
  return {sub(shifted, magic), shifted};
}

/// x * 2^n in one instruction for each register.
static Value scaleRegisters(ImplicitLocOpBuilder &b, Value x, Value n) {
  int64_t lanes = cast<VectorType>(x.getType()).getNumElements();
  int64_t width = std::min<int64_t>(lanes, 16);
  auto type = VectorType::get(width, b.getF32Type());
  Value mask = arith::ConstantOp::create(
      b, b.getIntegerAttr(b.getIntegerType(width), -1));
  SmallVector<Value> parts;
  for (int64_t at = 0; at < lanes; at += width) {
    auto getPart = [&](Value whole) -> Value {
      if (lanes == width)
        return whole;
      auto places = llvm::to_vector(llvm::seq<int64_t>(at, at + width));
      return vector::ShuffleOp::create(b, whole, whole, places);
    };
    SmallVector<Value> operands{getPart(x), getPart(n)};
    operands.append({operands.front(), mask});
    if (width == 16) // As the processor rounds already.
      operands.push_back(arith::ConstantOp::create(b, b.getI32IntegerAttr(4)));
    StringRef name = width == 16 ? "llvm.x86.avx512.mask.scalef.ps.512"
                                 : "llvm.x86.avx512.mask.scalef.ps.256";
    parts.push_back(
        LLVM::CallIntrinsicOp::create(b, type, b.getStringAttr(name), operands)
            .getResult(0));
  }
  for (; parts.size() > 1; width *= 2) {
    auto places = llvm::to_vector(llvm::seq<int64_t>(0, 2 * width));
    SmallVector<Value> joined;
    for (unsigned i = 0; i < parts.size(); i += 2)
      joined.push_back(
          vector::ShuffleOp::create(b, parts[i], parts[i + 1], places));
    parts = joined;
  }
  return parts.front();
}

Value FunctionBuilder::scale(Value x, Rounded n) {
  auto vector = dyn_cast<VectorType>(type);
  if (scales && vector && vector.getRank() == 1 && vector.getDimSize(0) >= 8 &&
      llvm::isPowerOf2_64(vector.getDimSize(0)))
    return scaleRegisters(*this, x, n.value);
  // In two steps, since 2^n itself may be too large or too small: the first
  // product is exact.
  Value exponent = arith::SubIOp::create(*this, toBits(n.shifted),
                                         toBits(constant(0x1.8p23f)));
  Value half = arith::ShRSIOp::create(*this, exponent, integer(1));
  Value rest = arith::SubIOp::create(*this, exponent, half);
  for (Value part : {half, rest}) {
    Value biased = arith::AddIOp::create(*this, part, integer(127));
    x = mul(x, fromBits(arith::ShLIOp::create(*this, biased, integer(23))));
  }
  return x;
}

//===----------------------------------------------------------------------===//
// Exponentials
//===----------------------------------------------------------------------===//

Value FunctionBuilder::exp(Value x) {
  // Beyond these everything is 0 or infinite.
  x = atMost(atLeast(x, -105), 89);
  Rounded n = round(x, 0x1.715476p0f);
  Value r = fma(n.value, constant(-0x1.62e4p-1f), x);
  r = fma(n.value, constant(-0x1.7f7d1cp-20f), r);
  static constexpr float coefficients[] = {0x1.6a2252p-10f,
                                           0x1.123b04p-7f,
                                           0x1.5558f8p-5f,
                                           0x1.555490p-3f,
                                           0x1.fffffcp-2f,
                                           1,
                                           1};
  return scale(polynomial(r, coefficients), n);
}

Value FunctionBuilder::exp2(Value x) {
  x = atMost(atLeast(x, -151), 129);
  Rounded n = round(x, 1);
  static constexpr float coefficients[] = {0x1.41d334p-13f,
                                           0x1.5f456ap-10f,
                                           0x1.3b2dbcp-7f,
                                           0x1.c6aed4p-5f,
                                           0x1.ebfbdap-3f,
                                           0x1.62e430p-1f,
                                           1};
  return scale(polynomial(sub(x, n.value), coefficients), n);
}
