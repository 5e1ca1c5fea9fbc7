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

Type FunctionBuilder::like(Type element) {
  if (auto shaped = dyn_cast<ShapedType>(type))
    return shaped.clone(element);
  return element;
}

Value FunctionBuilder::constant(double value, unsigned bits) {
  TypedAttr attr = bits == 64 ? getF64FloatAttr(value) : getF32FloatAttr(value);
  if (auto shaped = dyn_cast<ShapedType>(like(attr.getType())))
    attr = DenseElementsAttr::get(shaped, Attribute(attr));
  return arith::ConstantOp::create(*this, attr);
}

Value FunctionBuilder::integer(int32_t value) {
  TypedAttr attr = getI32IntegerAttr(value);
  if (auto shaped = dyn_cast<ShapedType>(like(attr.getType())))
    attr = DenseElementsAttr::get(shaped, Attribute(attr));
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

Value FunctionBuilder::compare(Predicate predicate, Value x, float y) {
  return compare(predicate, x, constant(y));
}

Value FunctionBuilder::div(Value x, Value y) {
  return arith::DivFOp::create(*this, x, y);
}

Value FunctionBuilder::abs(Value x) { return math::AbsFOp::create(*this, x); }

Value FunctionBuilder::sqrt(Value x) { return math::SqrtOp::create(*this, x); }

Value FunctionBuilder::withSign(Value x, Value y) {
  return math::CopySignOp::create(*this, x, y);
}

Value FunctionBuilder::atLeast(Value x, double bound, unsigned bits) {
  Value least = constant(bound, bits);
  return select(compare(Predicate::OGT, least, x), least, x);
}

Value FunctionBuilder::atMost(Value x, double bound, unsigned bits) {
  Value most = constant(bound, bits);
  return select(compare(Predicate::OLT, most, x), most, x);
}

Value FunctionBuilder::toBits(Value x) {
  return arith::BitcastOp::create(*this, like(getI32Type()), x);
}

Value FunctionBuilder::fromBits(Value bits) {
  return arith::BitcastOp::create(*this, type, bits);
}

Value FunctionBuilder::polynomial(Value x, ArrayRef<double> coefficients,
                                  unsigned bits) {
  Value sum = constant(coefficients.front(), bits);
  for (double coefficient : coefficients.drop_front())
    sum = fma(sum, x, constant(coefficient, bits));
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

// log(2), the first part in 15 bits.
static constexpr double log2High = 0x1.62e4p-1, log2Low = 0x1.7f7d1cp-20;

/// Of e^r.
static constexpr double expSeries[] = {0x1.6a2252p-10,
                                       0x1.123b04p-7,
                                       0x1.5558f8p-5,
                                       0x1.555490p-3,
                                       0x1.fffffcp-2,
                                       1,
                                       1};

/// Of 2^f.
static constexpr double exp2Series[] = {0x1.41d334p-13,
                                        0x1.5f456ap-10,
                                        0x1.3b2dbcp-7,
                                        0x1.c6aed4p-5,
                                        0x1.ebfbdap-3,
                                        0x1.62e430p-1,
                                        1};

FunctionBuilder::Exponential FunctionBuilder::reduceExponent(Value x) {
  Rounded n = round(x, 0x1.715476p0f);
  Value r = fma(n.value, constant(-log2High), x);
  return {fma(n.value, constant(-log2Low), r), n};
}

Value FunctionBuilder::exp(Value x) {
  // Beyond these everything is 0 or infinite.
  auto [r, n] = reduceExponent(atMost(atLeast(x, -105), 89));
  return scale(polynomial(r, expSeries), n);
}

Value FunctionBuilder::exp2(Value x) {
  x = atMost(atLeast(x, -151), 129);
  Rounded n = round(x, 1);
  return scale(polynomial(sub(x, n.value), exp2Series), n);
}

Value FunctionBuilder::quarterOfPower(Rounded n) {
  Value exponent = arith::SubIOp::create(*this, toBits(n.shifted),
                                         toBits(constant(0x1.8p23f)));
  exponent = arith::AddIOp::create(*this, exponent, integer(125));
  return fromBits(arith::ShLIOp::create(*this, exponent, integer(23)));
}

Value FunctionBuilder::quarterOfExpm1(Value x) {
  auto [r, n] = reduceExponent(atMost(atLeast(x, -18), 89.7));
  Value p = fma(mul(r, r), polynomial(r, ArrayRef(expSeries).drop_back(2)), r);
  Value power = quarterOfPower(n);
  return fma(power, p, sub(power, constant(0.25)));
}

Value FunctionBuilder::quarterOfExp(Value x) {
  auto [r, n] = reduceExponent(atMost(x, 89.7));
  return mul(polynomial(r, expSeries), quarterOfPower(n));
}

/// Below this, x^3 / 6 does not change x.
static constexpr float linear = 0x1p-13f;

Value FunctionBuilder::expm1(Value x) {
  Value y = mul(quarterOfExpm1(x), constant(4));
  return select(compare(Predicate::OLT, abs(x), 0x1p-25f), x, y);
}

Value FunctionBuilder::sinh(Value x) {
  Value q = quarterOfExpm1(abs(x));
  Value ratio = div(q, fma(q, constant(4), constant(1)));
  Value y = fma(ratio, constant(2), add(q, q));
  return withSign(select(compare(Predicate::OLT, abs(x), linear), x, y), x);
}

Value FunctionBuilder::cosh(Value x) {
  Value q = quarterOfExp(abs(x));
  return fma(q, constant(2), div(constant(0.125), q));
}

Value FunctionBuilder::tanh(Value x) {
  Value e =
      mul(quarterOfExpm1(atMost(mul(abs(x), constant(2)), 20)), constant(4));
  Value y = div(e, add(e, constant(2)));
  return withSign(select(compare(Predicate::OLT, abs(x), linear), x, y), x);
}

Value FunctionBuilder::erf(Value x) {
  // Of erf(x) / x - 1 in x^2, and of log(1 - erf(x)).
  static constexpr double near[] = {
      0x1.5cd18ap-14, -0x1.aa3e10p-11, 0x1.54c7cep-8, -0x1.b80e8cp-6,
      0x1.ce2e08p-4,  -0x1.812742p-2,  0x1.06eba8p-3};
  static constexpr double far[] = {
      0x1.9ae98ep-13, -0x1.8ee1bep-9, 0x1.6c2a9cp-6,  -0x1.a9b440p-4,
      -0x1.463cbep-1, -0x1.20af5ap+0, -0x1.9a57aap-13};
  Value a = abs(x);
  Value small = fma(a, polynomial(mul(a, a), near), a);
  // From 4 on the result is 1.
  auto [r, n] = reduceExponent(polynomial(atMost(a, 4), far));
  Value rest = scale(polynomial(r, expSeries), n);
  Value y =
      select(compare(Predicate::OLT, a, 0.925f), small, sub(constant(1), rest));
  return withSign(y, x);
}

//===----------------------------------------------------------------------===//
// Logarithms
//===----------------------------------------------------------------------===//

static constexpr float infinity = std::numeric_limits<float>::infinity();
static constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

FunctionBuilder::Split FunctionBuilder::split(Value x) {
  Value root = integer(0x3f3504f3); // sqrt(1/2)
  Value bits = arith::SubIOp::create(*this, toBits(x), root);
  Value exponent = arith::ShRSIOp::create(*this, bits, integer(23));
  Value m = arith::AndIOp::create(*this, bits, integer(0x7fffff));
  m = fromBits(arith::AddIOp::create(*this, m, root));
  return {m, arith::SIToFPOp::create(*this, type, exponent), exponent};
}

FunctionBuilder::Split FunctionBuilder::splitAny(Value x) {
  Value tiny = compare(Predicate::OLT, x, 0x1p-126f);
  Split parts = split(select(tiny, mul(x, constant(0x1p23)), x));
  parts.e = select(tiny, sub(parts.e, constant(23)), parts.e);
  return parts;
}

Value FunctionBuilder::logOfSplit(Value f, Value e) {
  static constexpr double tail[] = {
      0x1.14573ep-4,  -0x1.de3bf8p-4, 0x1.e6f08cp-4,
      -0x1.fc220ep-4, 0x1.233766p-3,  -0x1.555c4ep-3,
      0x1.99a4b6p-3,  -0x1.000006p-2, 0x1.555548p-2};
  Value square = mul(f, f);
  Value y = mul(mul(f, square), polynomial(f, tail));
  y = fma(e, constant(log2Low), y);
  y = fma(square, constant(-0.5), y);
  return fma(e, constant(log2High), add(f, y));
}

Value FunctionBuilder::log(Value x) {
  Split parts = splitAny(x);
  Value y = logOfSplit(sub(parts.m, constant(1)), parts.e);
  y = select(compare(Predicate::OLT, x, infinity), y, x);
  y = select(compare(Predicate::OEQ, x, 0), constant(-infinity), y);
  return select(compare(Predicate::OLT, x, 0), constant(notANumber), y);
}

Value FunctionBuilder::log1p(Value x) {
  // What the sum has lost goes to the mantissa.
  Value one = constant(1);
  Value u = add(x, one), b = sub(u, one);
  Value lost = add(sub(one, sub(u, b)), sub(x, b));
  Split parts = split(u);
  Value least = arith::MinSIOp::create(*this, parts.exponent, integer(126));
  Value power = arith::SubIOp::create(*this, integer(127), least);
  power = fromBits(arith::ShLIOp::create(*this, power, integer(23)));
  Value y = logOfSplit(fma(lost, power, sub(parts.m, one)), parts.e);
  y = select(compare(Predicate::OLT, x, infinity), y, x);
  y = select(compare(Predicate::OEQ, x, 0), x, y);
  y = select(compare(Predicate::OEQ, x, -1), constant(-infinity), y);
  return select(compare(Predicate::OLT, x, -1), constant(notANumber), y);
}

/// Beyond this, x^2 + 1 is no different from x^2.
static constexpr float large = 0x1p30f;

Value FunctionBuilder::asinh(Value x) {
  Value a = abs(x), square = mul(a, a), one = constant(1);
  Value y = add(a, div(square, add(one, sqrt(add(square, one)))));
  Value far = compare(Predicate::OGT, a, large);
  y = log1p(select(far, a, y));
  return withSign(select(far, add(y, constant(0x1.62e43p-1)), y), x);
}

Value FunctionBuilder::acosh(Value x) {
  Value t = sub(x, constant(1));
  Value y = add(t, sqrt(mul(t, add(t, constant(2)))));
  Value far = compare(Predicate::OGT, x, large);
  y = log1p(select(far, x, y));
  y = select(far, add(y, constant(0x1.62e43p-1)), y);
  return select(compare(Predicate::OLT, x, 1), constant(notANumber), y);
}

Value FunctionBuilder::atanh(Value x) {
  Value a = abs(x);
  Value y = log1p(div(add(a, a), sub(constant(1), a)));
  return withSign(mul(y, constant(0.5)), x);
}

Value FunctionBuilder::pow(Value x, Value y) {
  // The logarithm in 45 bits, since up to 7 are in front of the point of the
  // exponent.
  static constexpr double series[] = {
      0x1.21bba4ec45d50p-2, 0x1.4794a03bae4afp-2, 0x1.a61a32f45e967p-2,
      0x1.2776c28e57b83p-1, 0x1.ec709dc54058fp-1, 0x1.71547652b824fp+1};
  Type f64 = like(getF64Type());
  auto widen = [&](Value value) -> Value {
    return arith::ExtFOp::create(*this, f64, value);
  };
  auto narrow = [&](Value value) -> Value {
    return arith::TruncFOp::create(*this, type, value);
  };
  Value a = abs(x), zero = constant(0), one = constant(1);
  Split parts = splitAny(a);
  Value m = widen(parts.m), one64 = constant(1, 64);
  Value s = div(sub(m, one64), add(m, one64));
  Value l = fma(s, polynomial(mul(s, s), series, 64), widen(parts.e));
  l = select(compare(Predicate::OLT, a, infinity), l, widen(a));
  l = select(compare(Predicate::OEQ, a, zero), constant(-infinity, 64), l);

  Value z = atMost(atLeast(mul(l, widen(y)), -151, 64), 129, 64);
  Value magic = constant(0x1.8p52, 64);
  Value n64 = sub(add(z, magic), magic);
  Value n = narrow(n64);
  Value power = scale(polynomial(narrow(sub(z, n64)), exp2Series),
                      {n, add(n, constant(0x1.8p23))});

  // Signs and what is no number.
  auto isWhole = [&](Value value) {
    return compare(Predicate::OEQ, value, math::FloorOp::create(*this, value));
  };
  auto both = [&](Value p, Value q) -> Value {
    return arith::AndIOp::create(*this, p, q);
  };
  auto either = [&](Value p, Value q) -> Value {
    return arith::OrIOp::create(*this, p, q);
  };
  Value whole = isWhole(y), half = mul(y, constant(0.5));
  Value odd = both(
      whole, compare(Predicate::ONE, half, math::FloorOp::create(*this, half)));
  power = select(odd, withSign(power, x), power);
  Value negative = both(compare(Predicate::OLT, x, zero),
                        compare(Predicate::OLT, a, infinity));
  Value broken = compare(Predicate::ONE, y, math::FloorOp::create(*this, y));
  power = select(both(negative, broken), constant(notANumber), power);
  Value isOne =
      either(compare(Predicate::OEQ, x, one), compare(Predicate::OEQ, y, zero));
  isOne = either(isOne, both(compare(Predicate::OEQ, a, one),
                             compare(Predicate::OEQ, abs(y), infinity)));
  return select(isOne, one, power);
}
