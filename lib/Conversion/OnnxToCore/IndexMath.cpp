//===- IndexMath.cpp - sizes that know when they are equal ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IndexMath.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace mlir;
using namespace lutra::onnx;

/// No dimension is larger: addresses have 48 bits. ONNX writes "to the end" as
/// a slice end of this order.
static constexpr int64_t maxSize = int64_t(1) << 48;

Value IndexMath::value(Location loc, Size size) {
  if (auto value = dyn_cast<Value>(size))
    return value;
  int64_t number = *getConstantIntValue(size);
  Value &known = constants[number];
  if (!known)
    known = arith::ConstantIndexOp::create(builder, loc, number);
  return known;
}

Value IndexMath::markNonNegative(Value value) {
  Polynomial p = polynomial(value);
  // Only a symbol can learn something new.
  if (p.size() == 1 && p.begin()->first.size() == 1 && p.begin()->second == 1)
    symbolIsNonNegative[p.begin()->first.front()] = true;
  return value;
}

IndexMath::Polynomial IndexMath::polynomial(Size size) {
  if (std::optional<int64_t> number = getConstantIntValue(size)) {
    if (*number == 0)
      return {};
    return {{Monomial{}, *number}};
  }
  Value value = cast<Value>(size);
  if (auto it = polynomialOf.find(value); it != polynomialOf.end())
    return it->second;
  auto [it, isNew] = symbolOf.try_emplace(value, symbols.size());
  if (isNew) {
    symbols.push_back(value);
    symbolIsNonNegative.push_back(false);
  }
  return {{Monomial{it->second}, 1}};
}

std::optional<IndexMath::Polynomial>
IndexMath::sum(const Polynomial &a, const Polynomial &b, int64_t scale) {
  Polynomial result = a;
  for (const auto &[monomial, coefficient] : b) {
    int64_t scaled;
    if (llvm::MulOverflow(coefficient, scale, scaled))
      return std::nullopt;
    int64_t &entry = result[monomial];
    if (llvm::AddOverflow(entry, scaled, entry))
      return std::nullopt;
    if (entry == 0)
      result.erase(monomial);
  }
  return result;
}

std::optional<IndexMath::Polynomial> IndexMath::product(const Polynomial &a,
                                                        const Polynomial &b) {
  Polynomial result;
  for (const auto &[ma, ca] : a)
    for (const auto &[mb, cb] : b) {
      Monomial monomial = ma;
      monomial.insert(monomial.end(), mb.begin(), mb.end());
      llvm::sort(monomial);
      int64_t coefficient;
      if (llvm::MulOverflow(ca, cb, coefficient))
        return std::nullopt;
      int64_t &entry = result[monomial];
      if (llvm::AddOverflow(entry, coefficient, entry))
        return std::nullopt;
      if (entry == 0)
        result.erase(monomial);
    }
  return result;
}

/// Exact division by a polynomial of one term.
std::optional<IndexMath::Polynomial> IndexMath::divide(const Polynomial &a,
                                                       const Polynomial &b) {
  if (b.size() != 1)
    return std::nullopt;
  const auto &[divisor, divisorCoefficient] = *b.begin();
  Polynomial result;
  for (const auto &[monomial, coefficient] : a) {
    if ((divisorCoefficient == -1 && coefficient == INT64_MIN) ||
        coefficient % divisorCoefficient != 0 ||
        !std::includes(monomial.begin(), monomial.end(), divisor.begin(),
                       divisor.end()))
      return std::nullopt;
    Monomial rest;
    std::set_difference(monomial.begin(), monomial.end(), divisor.begin(),
                        divisor.end(), std::back_inserter(rest));
    result[rest] = coefficient / divisorCoefficient;
  }
  return result;
}

bool IndexMath::nonNegative(const Polynomial &p) {
  return llvm::all_of(p, [&](const auto &term) {
    return term.second >= 0 && llvm::all_of(term.first, [&](unsigned symbol) {
             return symbolIsNonNegative[symbol];
           });
  });
}

std::optional<IndexMath::Size> IndexMath::existing(const Polynomial &p) {
  if (p.empty())
    return constant(0);
  if (p.size() == 1) {
    const auto &[monomial, coefficient] = *p.begin();
    if (monomial.empty())
      return constant(coefficient);
    if (monomial.size() == 1 && coefficient == 1)
      return Size(symbols[monomial.front()]);
  }
  if (auto it = valueOf.find(p); it != valueOf.end())
    return Size(it->second);
  return std::nullopt;
}

template <typename OpTy>
IndexMath::Size IndexMath::emit(Location loc, const Polynomial &p, Size a,
                                Size b) {
  if (std::optional<Size> known = existing(p))
    return *known;
  Value lhs = value(loc, a), rhs = value(loc, b);
  Value result = OpTy::create(builder, loc, lhs, rhs);
  polynomialOf[result] = p;
  valueOf[p] = result;
  return result;
}

IndexMath::Size IndexMath::build(Location loc, const Polynomial &p) {
  if (std::optional<Size> known = existing(p))
    return *known;
  Size total = constant(0);
  for (const auto &[monomial, coefficient] : p) {
    Size term = constant(coefficient);
    for (unsigned symbol : monomial)
      term = mul(loc, term, symbols[symbol]);
    total = add(loc, total, term);
  }
  return total;
}

IndexMath::Size IndexMath::add(Location loc, Size a, Size b) {
  if (std::optional<Polynomial> p = sum(polynomial(a), polynomial(b), 1))
    return emit<arith::AddIOp>(loc, *p, a, b);
  return arith::AddIOp::create(builder, loc, value(loc, a), value(loc, b))
      .getResult();
}

IndexMath::Size IndexMath::sub(Location loc, Size a, Size b) {
  if (std::optional<Polynomial> p = sum(polynomial(a), polynomial(b), -1))
    return emit<arith::SubIOp>(loc, *p, a, b);
  return arith::SubIOp::create(builder, loc, value(loc, a), value(loc, b))
      .getResult();
}

IndexMath::Size IndexMath::mul(Location loc, Size a, Size b) {
  if (std::optional<Polynomial> p = product(polynomial(a), polynomial(b)))
    return emit<arith::MulIOp>(loc, *p, a, b);
  return arith::MulIOp::create(builder, loc, value(loc, a), value(loc, b))
      .getResult();
}

IndexMath::Size IndexMath::product(Location loc, ArrayRef<Size> sizes) {
  Size result = constant(1);
  for (Size size : sizes)
    result = mul(loc, result, size);
  return result;
}

template <typename Create>
IndexMath::Size IndexMath::opaque(Opaque kind, Size a, Size b, Size c,
                                  bool isNonNegative, Create create) {
  Value &known = opaques[{kind, a.getOpaqueValue(), b.getOpaqueValue(),
                          c.getOpaqueValue()}];
  if (!known) {
    known = create();
    polynomial(known); // becomes a symbol
    if (isNonNegative)
      markNonNegative(known);
  }
  return known;
}

/// A division whose result is known when both operands are constants or the
/// divisor divides exactly.
IndexMath::Size IndexMath::truncDiv(Location loc, Size a, Size b) {
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca && cb && *cb != 0 && !(*cb == -1 && *ca == INT64_MIN))
    return constant(*ca / *cb);
  if (cb && *cb != 0)
    if (auto p = divide(polynomial(a), polynomial(b)))
      return build(loc, *p);
  bool sign = provablyNonNegative(a) && provablyNonNegative(b);
  return opaque(Opaque::TruncDiv, a, b, {}, sign, [&]() -> Value {
    return arith::DivSIOp::create(builder, loc, value(loc, a), value(loc, b));
  });
}

IndexMath::Size IndexMath::floorDiv(Location loc, Size a, Size b) {
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca && cb && *cb > 0)
    return constant(llvm::divideFloorSigned(*ca, *cb));
  if (cb && *cb != 0)
    if (auto p = divide(polynomial(a), polynomial(b)))
      return build(loc, *p);
  bool sign = provablyNonNegative(a) && provablyNonNegative(b);
  return opaque(Opaque::FloorDiv, a, b, {}, sign, [&]() -> Value {
    return arith::FloorDivSIOp::create(builder, loc, value(loc, a),
                                       value(loc, b));
  });
}

IndexMath::Size IndexMath::ceilDiv(Location loc, Size a, Size b) {
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca && cb && *cb > 0)
    return constant(llvm::divideCeilSigned(*ca, *cb));
  if (cb && *cb != 0)
    if (auto p = divide(polynomial(a), polynomial(b)))
      return build(loc, *p);
  bool sign = provablyNonNegative(a) && provablyNonNegative(b);
  return opaque(Opaque::CeilDiv, a, b, {}, sign, [&]() -> Value {
    return arith::CeilDivSIOp::create(builder, loc, value(loc, a),
                                      value(loc, b));
  });
}

IndexMath::Size IndexMath::floorMod(Location loc, Size a, Size b) {
  return sub(loc, a, mul(loc, floorDiv(loc, a, b), b));
}

IndexMath::Size IndexMath::min(Location loc, Size a, Size b) {
  if (provablyLessEqual(a, b))
    return a;
  if (provablyLessEqual(b, a))
    return b;
  bool sign = provablyNonNegative(a) && provablyNonNegative(b);
  return opaque(Opaque::Min, a, b, {}, sign, [&]() -> Value {
    return arith::MinSIOp::create(builder, loc, value(loc, a), value(loc, b));
  });
}

IndexMath::Size IndexMath::max(Location loc, Size a, Size b) {
  if (provablyLessEqual(a, b))
    return b;
  if (provablyLessEqual(b, a))
    return a;
  bool sign = provablyNonNegative(a) || provablyNonNegative(b);
  return opaque(Opaque::Max, a, b, {}, sign, [&]() -> Value {
    return arith::MaxSIOp::create(builder, loc, value(loc, a), value(loc, b));
  });
}

IndexMath::Size IndexMath::equal(Location loc, Size a, Size b) {
  if (provablyEqual(a, b))
    return constant(1);
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if ((ca && cb) || (ca && *ca < 0 && provablyNonNegative(b)) ||
      (cb && *cb < 0 && provablyNonNegative(a)))
    return constant(0);
  return opaque(Opaque::Equal, a, b, {}, true, [&]() -> Value {
    Value same = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq,
                                       value(loc, a), value(loc, b));
    return arith::IndexCastUIOp::create(builder, loc, builder.getIndexType(),
                                        same);
  });
}

IndexMath::Size IndexMath::less(Location loc, Size a, Size b) {
  if (provablyLessEqual(b, a))
    return constant(0);
  auto ca = getConstantIntValue(a), cb = getConstantIntValue(b);
  if (ca && cb)
    return constant(*ca < *cb);
  if (ca && *ca < 0 && provablyNonNegative(b))
    return constant(1);
  return opaque(Opaque::Less, a, b, {}, true, [&]() -> Value {
    Value isLess = arith::CmpIOp::create(
        builder, loc, arith::CmpIPredicate::slt, value(loc, a), value(loc, b));
    return arith::IndexCastUIOp::create(builder, loc, builder.getIndexType(),
                                        isLess);
  });
}

IndexMath::Size IndexMath::select(Location loc, Size condition, Size ifTrue,
                                  Size ifFalse) {
  if (std::optional<int64_t> known = getConstantIntValue(condition))
    return *known ? ifTrue : ifFalse;
  if (provablyEqual(ifTrue, ifFalse))
    return ifTrue;
  bool sign = provablyNonNegative(ifTrue) && provablyNonNegative(ifFalse);
  return opaque(
      Opaque::Select, condition, ifTrue, ifFalse, sign, [&]() -> Value {
        Value isTrue = arith::CmpIOp::create(
            builder, loc, arith::CmpIPredicate::ne, cast<Value>(condition),
            value(loc, constant(0)));
        return arith::SelectOp::create(builder, loc, isTrue, value(loc, ifTrue),
                                       value(loc, ifFalse));
      });
}

std::optional<IndexMath::Size> IndexMath::cancel(Location loc, ArrayRef<Size> a,
                                                 ArrayRef<Size> b) {
  SmallVector<Size> rest(a);
  Polynomial divisor = {{Monomial{}, 1}};
  for (Size factor : b) {
    auto *same =
        llvm::find_if(rest, [&](Size s) { return provablyEqual(s, factor); });
    if (same != rest.end()) {
      rest.erase(same);
      continue;
    }
    std::optional<Polynomial> p = product(divisor, polynomial(factor));
    if (!p)
      return std::nullopt;
    divisor = *p;
  }
  Polynomial dividend = {{Monomial{}, 1}};
  for (Size factor : rest) {
    std::optional<Polynomial> p = product(dividend, polynomial(factor));
    if (!p)
      return std::nullopt;
    dividend = *p;
  }
  if (std::optional<Polynomial> quotient = divide(dividend, divisor))
    return build(loc, *quotient);
  return std::nullopt;
}

bool IndexMath::provablyEqual(Size a, Size b) {
  if (a == b)
    return true;
  Polynomial pa = polynomial(a), pb = polynomial(b);
  if (pa == pb)
    return true;
  return llvm::any_of(facts, [&](const auto &fact) {
    return (fact.first == pa && fact.second == pb) ||
           (fact.first == pb && fact.second == pa);
  });
}

bool IndexMath::provablyNonNegative(Size size) {
  return nonNegative(polynomial(size));
}

bool IndexMath::provablyLessEqual(Size a, Size b) {
  if (provablyEqual(a, b))
    return true;
  std::optional<int64_t> cb = getConstantIntValue(b);
  if (cb == INT64_MAX)
    return true;
  if (cb && *cb >= maxSize && !getConstantIntValue(a)) {
    Polynomial p = polynomial(a);
    // One size, not a sum or product of them.
    if (p.size() == 1 && p.begin()->first.size() == 1 &&
        p.begin()->second == 1 && nonNegative(p))
      return true;
  }
  std::optional<Polynomial> difference = sum(polynomial(b), polynomial(a), -1);
  return difference && nonNegative(*difference);
}

void IndexMath::forget(size_t count, function_ref<bool(Value)> isGone) {
  facts.resize(count);
  auto drop = [&](auto &map) {
    for (auto it = map.begin(); it != map.end();)
      it = isGone(it->second) ? map.erase(it) : std::next(it);
  };
  drop(valueOf);
  drop(opaques);
}

void IndexMath::assumeEqual(Size a, Size b) {
  if (!provablyEqual(a, b))
    facts.emplace_back(polynomial(a), polynomial(b));
}
