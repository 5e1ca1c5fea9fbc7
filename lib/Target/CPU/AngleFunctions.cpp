//===- AngleFunctions.cpp - functions of angles and their inverses --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionBuilder.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace lutra::cpu;

//===----------------------------------------------------------------------===//
// Sines
//===----------------------------------------------------------------------===//

/// The largest angle whose multiple of pi / 2 is found in f32.
static constexpr float largestAngle = 0x1p18f;

/// Below this, x^3 / 6 does not change x.
static constexpr float linear = 0x1p-13f;

FunctionBuilder::Angle FunctionBuilder::reduceAngle(Value x) {
  // The first difference is exact; n has 18 bits, and all parts of pi / 2
  // together 96.
  Rounded n = round(x, 0x1.45f306p-1f);
  Value r = x;
  for (double part : {-0x1.921fb6p0, 0x1.777a5cp-25, 0x1.ee59dap-50})
    r = fma(n.value, constant(part), r);
  return {r, toBits(n.shifted)};
}

Value FunctionBuilder::sinOfReduced(Value r) {
  static constexpr double tail[] = {0x1.6cb804p-19, -0x1.a00f12p-13,
                                    0x1.111108p-7, -0x1.555556p-3};
  Value z = mul(r, r);
  return fma(mul(r, z), polynomial(z, tail), r);
}

Value FunctionBuilder::cosOfReduced(Value r) {
  static constexpr double tail[] = {0x1.99cb80p-16, -0x1.6c0bc4p-10,
                                    0x1.55554ap-5};
  Value z = mul(r, r);
  return fma(mul(z, z), polynomial(z, tail),
             fma(z, constant(-0.5), constant(1)));
}

template <typename Op> Value FunctionBuilder::orFromLibm(Value x, Value near) {
  Value far = compare(Predicate::OGT, abs(x), largestAngle);
  auto vector = dyn_cast<VectorType>(type);
  Value any =
      vector
          ? vector::ReductionOp::create(*this, vector::CombiningKind::OR, far)
                .getResult()
          : far;
  auto branch = scf::IfOp::create(*this, type, any, /*withElseRegion=*/true);
  InsertionGuard guard(*this);
  setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(*this, near);
  setInsertionPointToStart(branch.thenBlock());
  if (!vector) {
    scf::YieldOp::create(*this, Op::create(*this, x).getResult());
    return branch.getResult(0);
  }
  auto index = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(*this, value);
  };
  auto loop = scf::ForOp::create(
      *this, index(0), index(vector.getNumElements()), index(1), near);
  scf::YieldOp::create(*this, select(far, loop.getResult(0), near));
  setInsertionPointToStart(loop.getBody());
  OpFoldResult lane = loop.getInductionVar();
  Value element = vector::ExtractOp::create(*this, x, lane);
  Value result = vector::InsertOp::create(*this, Op::create(*this, element),
                                          loop.getRegionIterArg(0), lane);
  scf::YieldOp::create(*this, result);
  return branch.getResult(0);
}

Value FunctionBuilder::sinOfAngle(Angle angle) {
  auto bit = [&](int32_t mask) -> Value {
    return arith::AndIOp::create(*this, angle.n, integer(mask));
  };
  Value odd = arith::CmpIOp::create(*this, arith::CmpIPredicate::ne, bit(1),
                                    integer(0));
  Value y = select(odd, cosOfReduced(angle.r), sinOfReduced(angle.r));
  Value sign = arith::ShLIOp::create(*this, bit(2), integer(30));
  return fromBits(arith::XOrIOp::create(*this, toBits(y), sign));
}

Value FunctionBuilder::sin(Value x) {
  Value y = sinOfAngle(reduceAngle(x));
  y = select(compare(Predicate::OLT, abs(x), linear), x, y);
  return orFromLibm<math::SinOp>(x, y);
}

Value FunctionBuilder::cos(Value x) {
  Angle angle = reduceAngle(x);
  angle.n = arith::AddIOp::create(*this, angle.n, integer(1));
  return orFromLibm<math::CosOp>(x, sinOfAngle(angle));
}

Value FunctionBuilder::tan(Value x) {
  auto [r, n] = reduceAngle(x);
  Value s = sinOfReduced(r), c = cosOfReduced(r);
  Value odd = arith::AndIOp::create(*this, n, integer(1));
  odd = arith::CmpIOp::create(*this, arith::CmpIPredicate::ne, odd, integer(0));
  Value minus = arith::NegFOp::create(*this, s);
  Value y = div(select(odd, c, s), select(odd, minus, c));
  y = select(compare(Predicate::OLT, abs(x), linear), x, y);
  return orFromLibm<math::TanOp>(x, y);
}

//===----------------------------------------------------------------------===//
// Their inverses
//===----------------------------------------------------------------------===//

// pi / 2 in two parts.
static constexpr double rightAngle = 0x1.921fb6p0,
                        rightAngleLow = -0x1.777a5cp-25;

Value FunctionBuilder::asinOfReduced(Value t, Value z) {
  static constexpr double tail[] = {0x1.335572p-5, 0x1.d92092p-7,
                                    0x1.049190p-5, 0x1.6caed4p-5,
                                    0x1.33387cp-4, 0x1.55554cp-3};
  return fma(mul(t, z), polynomial(z, tail), t);
}

Value FunctionBuilder::asin(Value x) {
  // asin x = pi / 2 - 2 asin sqrt((1 - x) / 2).
  Value a = abs(x);
  Value large = compare(Predicate::OGT, a, 0.5);
  Value z = select(large, fma(a, constant(-0.5), constant(0.5)), mul(a, a));
  Value r = asinOfReduced(select(large, sqrt(z), a), z);
  Value far = fma(r, constant(-2), constant(rightAngle));
  far = add(far, constant(rightAngleLow));
  return withSign(select(large, far, r), x);
}

Value FunctionBuilder::acos(Value x) {
  Value a = abs(x);
  Value large = compare(Predicate::OGT, a, 0.5);
  Value z = select(large, fma(a, constant(-0.5), constant(0.5)), mul(a, a));
  Value r = asinOfReduced(select(large, sqrt(z), a), z);
  Value near = sub(withSign(r, x), constant(rightAngleLow));
  near = sub(constant(rightAngle), near);
  Value twice = add(r, r);
  Value behind =
      sub(constant(2 * rightAngle), sub(twice, constant(2 * rightAngleLow)));
  Value far = select(compare(Predicate::OLT, x, 0), behind, twice);
  return select(large, far, near);
}

Value FunctionBuilder::atan(Value x) {
  static constexpr double tail[] = {
      0x1.23f8ecp-10, -0x1.df96bap-8, 0x1.714af4p-6, -0x1.6e198cp-5,
      0x1.1422c0p-4,  -0x1.68e6fcp-4, 0x1.c4f1e0p-4, -0x1.247374p-3,
      0x1.9997e0p-3,  -0x1.555552p-2};
  // atan x = pi / 2 + atan(-1 / x).
  Value a = abs(x), one = constant(1), zero = constant(0);
  Value large = compare(Predicate::OGT, a, 1);
  Value t = div(select(large, constant(-1), a), select(large, a, one));
  Value z = mul(t, t);
  Value r = fma(mul(t, z), polynomial(z, tail), t);
  r = add(r, select(large, constant(rightAngleLow), zero));
  return withSign(add(r, select(large, constant(rightAngle), zero)), x);
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

using Unary = Value (FunctionBuilder::*)(Value);

static Unary getUnary(Operation *op) {
  return llvm::TypeSwitch<Operation *, Unary>(op)
      .Case([](math::ExpOp) { return &FunctionBuilder::exp; })
      .Case([](math::Exp2Op) { return &FunctionBuilder::exp2; })
      .Case([](math::ExpM1Op) { return &FunctionBuilder::expm1; })
      .Case([](math::LogOp) { return &FunctionBuilder::log; })
      .Case([](math::Log1pOp) { return &FunctionBuilder::log1p; })
      .Case([](math::SinhOp) { return &FunctionBuilder::sinh; })
      .Case([](math::CoshOp) { return &FunctionBuilder::cosh; })
      .Case([](math::TanhOp) { return &FunctionBuilder::tanh; })
      .Case([](math::ErfOp) { return &FunctionBuilder::erf; })
      .Case([](math::AsinhOp) { return &FunctionBuilder::asinh; })
      .Case([](math::AcoshOp) { return &FunctionBuilder::acosh; })
      .Case([](math::AtanhOp) { return &FunctionBuilder::atanh; })
      .Case([](math::SinOp) { return &FunctionBuilder::sin; })
      .Case([](math::CosOp) { return &FunctionBuilder::cos; })
      .Case([](math::TanOp) { return &FunctionBuilder::tan; })
      .Case([](math::AsinOp) { return &FunctionBuilder::asin; })
      .Case([](math::AcosOp) { return &FunctionBuilder::acos; })
      .Case([](math::AtanOp) { return &FunctionBuilder::atan; })
      .Default(nullptr);
}

bool lutra::cpu::expandFunction(Operation *op, bool scales) {
  if (op->getNumResults() != 1 ||
      !getElementTypeOrSelf(op->getResult(0)).isF32())
    return false;
  Unary unary = getUnary(op);
  auto power = dyn_cast<math::PowFOp>(op);
  if (!unary && !power)
    return false;
  FunctionBuilder b(op, op->getResult(0).getType(), scales);
  Value result = unary ? (b.*unary)(op->getOperand(0))
                       : b.pow(power.getLhs(), power.getRhs());
  op->getResult(0).replaceAllUsesWith(result);
  op->erase();
  return true;
}

bool lutra::cpu::callsLibm(Operation *op) {
  if (!isa<math::MathDialect>(op->getDialect()) ||
      isa<math::AbsFOp, math::AbsIOp, math::CeilOp, math::CopySignOp,
          math::CountLeadingZerosOp, math::CountTrailingZerosOp, math::CtPopOp,
          math::FloorOp, math::FmaOp, math::IsFiniteOp, math::IsInfOp,
          math::IsNaNOp, math::RoundOp, math::RoundEvenOp, math::RsqrtOp,
          math::SqrtOp, math::TruncOp>(op))
    return false;
  return getElementTypeOrSelf(op->getResult(0)).isF64() ||
         (!getUnary(op) && !isa<math::PowFOp, math::ErfcOp>(op));
}
