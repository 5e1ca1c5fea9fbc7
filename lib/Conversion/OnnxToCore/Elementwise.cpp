//===- Elementwise.cpp - arithmetic, comparison and logic -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

LogicalResult lutra::onnx::sameElement(Node &node,
                                       ArrayRef<Tensor *> operands) {
  for (Tensor *operand : operands)
    if (operand->element != operands.front()->element) {
      std::string text;
      llvm::raw_string_ostream(text)
          << "operands have the element types " << operands.front()->element
          << " and " << operand->element;
      return node.refuse(text);
    }
  return success();
}

LogicalResult lutra::onnx::badElement(Node &node, Type element) {
  std::string text;
  llvm::raw_string_ostream(text)
      << "element type " << element << " is not supported";
  return node.refuse(text);
}

FailureOr<Tensor *> lutra::onnx::secondOperand(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0), *y = node.input(1);
  if (node.version() >= 7)
    return y;
  bool broadcasts = node.getInt("broadcast", 0) != 0;
  int64_t axis = node.getInt("axis", x->rank() - y->rank());
  if (!broadcasts && x->rank() != y->rank())
    return node.refuse("its operands have the ranks " + Twine(x->rank()) +
                       " and " + Twine(y->rank()) +
                       ", and attribute 'broadcast' is not set");
  if (!broadcasts || x->rank() == y->rank() || y->rank() == 0)
    return y;
  axis = node.normalizeAxis(axis, x->rank());
  if (node.refused())
    return failure();
  if (axis + y->rank() > x->rank())
    return node.refuse("attribute 'axis' leaves no room for " + y->str());
  Sizes dims = y->dims;
  dims.resize(x->rank() - axis, lg.sizes.constant(1));
  return lg.reshape(node.loc(), y, dims);
}

Tensor *lutra::onnx::followContents(Node &node, ArrayRef<Tensor *> operands,
                                    Type element, ContentsFn compute) {
  Legalizer &lg = node.legalizer;
  size_t rank = 0;
  for (Tensor *operand : operands) {
    if (!lg.contents(operand) || operand->element.isUnsignedInteger(64))
      return nullptr;
    rank = std::max(rank, operand->dims.size());
  }
  SmallVector<int64_t> shape(rank, 1);
  for (Tensor *operand : operands)
    for (auto [d, size] : llvm::enumerate(operand->shape())) {
      int64_t &entry = shape[rank - operand->dims.size() + d];
      if (size != entry && size != 1 && entry != 1)
        return nullptr; // the ordinary road reports it
      entry = entry == 1 ? size : entry;
    }
  int64_t count = 1;
  for (int64_t size : shape)
    if (llvm::MulOverflow(count, size, count))
      return nullptr;
  if (count > maxContents)
    return nullptr;

  unsigned width = element.getIntOrFloatBitWidth();
  Sizes results, dims;
  for (int64_t i = 0; i < count; ++i) {
    SmallVector<Size, 4> args;
    for (Tensor *operand : operands) {
      // The element that the result's i-th comes from.
      SmallVector<int64_t> own = operand->shape();
      int64_t index = 0, stride = 1, rest = i;
      for (size_t d = rank; d-- > 0; rest /= shape[d]) {
        if (rank - d > own.size())
          break;
        int64_t size = own[d - (rank - own.size())];
        index += size == 1 ? 0 : (rest % shape[d]) * stride;
        stride *= size;
      }
      args.push_back((*lg.contents(operand))[index]);
    }
    std::optional<Size> value = compute(lg.sizes, node.loc(), args);
    if (!value)
      return nullptr;
    std::optional<int64_t> number = getConstantIntValue(*value);
    // Numbers wrap as the type does. Sizes are taken to fit.
    if (number && width < 64) {
      APInt wrapped = APInt(64, *number, true).trunc(width);
      bool isSigned = !element.isUnsignedInteger() && width > 1;
      value = lg.sizes.constant(isSigned ? wrapped.getSExtValue()
                                         : wrapped.getZExtValue());
    }
    results.push_back(*value);
  }
  for (int64_t size : shape)
    dims.push_back(lg.sizes.constant(size));
  return lg.makeContents(element, dims, results);
}

//===----------------------------------------------------------------------===//
// Operators that are one function on two elements
//===----------------------------------------------------------------------===//

namespace {
using ElementFn = Value (*)(OpBuilder &, Location, Value, Value);

/// Null where the operator does not take the type.
struct Binary {
  const char *name;
  int64_t since;
  ElementFn floats, integers, unsignedIntegers, bools;
  std::optional<Size> (*contents)(IndexMath &, Location, ArrayRef<Size>);
  bool compares = false;
};
} // namespace

template <typename OpTy>
static Value make(OpBuilder &b, Location loc, Value x, Value y) {
  return OpTy::create(b, loc, x, y);
}
template <arith::CmpFPredicate predicate>
static Value compareF(OpBuilder &b, Location loc, Value x, Value y) {
  return arith::CmpFOp::create(b, loc, predicate, x, y);
}
template <arith::CmpIPredicate predicate>
static Value compareI(OpBuilder &b, Location loc, Value x, Value y) {
  return arith::CmpIOp::create(b, loc, predicate, x, y);
}
template <Size (IndexMath::*fn)(Location, Size, Size), bool swap = false,
          bool negate = false>
static std::optional<Size> follow(IndexMath &sizes, Location loc,
                                  ArrayRef<Size> args) {
  Size result = (sizes.*fn)(loc, args[swap], args[!swap]);
  return negate ? sizes.sub(loc, sizes.constant(1), result) : result;
}

using F = arith::CmpFPredicate;
using I = arith::CmpIPredicate;
using M = IndexMath;

static const Binary binaries[] = {
    {"Add", 1, make<arith::AddFOp>, make<arith::AddIOp>, make<arith::AddIOp>,
     nullptr, follow<&M::add>},
    {"Sub", 1, make<arith::SubFOp>, make<arith::SubIOp>, make<arith::SubIOp>,
     nullptr, follow<&M::sub>},
    {"Mul", 1, make<arith::MulFOp>, make<arith::MulIOp>, make<arith::MulIOp>,
     nullptr, follow<&M::mul>},
    {"And", 1, nullptr, nullptr, nullptr, make<arith::AndIOp>, follow<&M::mul>},
    {"Or", 1, nullptr, nullptr, nullptr, make<arith::OrIOp>, follow<&M::max>},
    {"Xor", 1, nullptr, nullptr, nullptr, make<arith::XOrIOp>,
     follow<&M::equal, false, true>},
    {"BitwiseAnd", 18, nullptr, make<arith::AndIOp>, make<arith::AndIOp>,
     nullptr, nullptr},
    {"BitwiseOr", 18, nullptr, make<arith::OrIOp>, make<arith::OrIOp>, nullptr,
     nullptr},
    {"BitwiseXor", 18, nullptr, make<arith::XOrIOp>, make<arith::XOrIOp>,
     nullptr, nullptr},
    {"Equal", 1, compareF<F::OEQ>, compareI<I::eq>, compareI<I::eq>,
     compareI<I::eq>, follow<&M::equal>, true},
    {"Less", 1, compareF<F::OLT>, compareI<I::slt>, compareI<I::ult>, nullptr,
     follow<&M::less>, true},
    {"Greater", 1, compareF<F::OGT>, compareI<I::sgt>, compareI<I::ugt>,
     nullptr, follow<&M::less, true>, true},
    {"LessOrEqual", 12, compareF<F::OLE>, compareI<I::sle>, compareI<I::ule>,
     nullptr, follow<&M::less, true, true>, true},
    {"GreaterOrEqual", 12, compareF<F::OGE>, compareI<I::sge>, compareI<I::uge>,
     nullptr, follow<&M::less, false, true>, true},
};

/// Min, Max, Sum and Mean take any number of operands.
static const Binary variadics[] = {
    {"Max", 1, make<arith::MaximumFOp>, make<arith::MaxSIOp>,
     make<arith::MaxUIOp>, nullptr, follow<&M::max>},
    {"Min", 1, make<arith::MinimumFOp>, make<arith::MinSIOp>,
     make<arith::MinUIOp>, nullptr, follow<&M::min>},
    {"Sum", 1, make<arith::AddFOp>, nullptr, nullptr, nullptr, nullptr},
    {"Mean", 1, make<arith::AddFOp>, nullptr, nullptr, nullptr, nullptr},
};

static ElementFn choose(const Binary &entry, Tensor *operand) {
  if (operand->isFloat())
    return entry.floats;
  if (operand->isBool())
    return entry.bools;
  return operand->isUnsigned() ? entry.unsignedIntegers : entry.integers;
}

static HandlerResult foldOver(Node &node, const Binary &entry,
                              ArrayRef<Tensor *> operands) {
  if (failed(sameElement(node, operands)))
    return failure();
  Tensor *first = operands.front();
  ElementFn fn = choose(entry, first);
  if (!fn)
    return badElement(node, first->element);
  Type element =
      entry.compares ? node.legalizer.builder.getI1Type() : first->element;
  if (entry.contents && operands.size() == 2)
    if (Tensor *known = followContents(node, operands, element, entry.contents))
      return Results{known};
  double scale = StringRef(entry.name) == "Mean" ? 1.0 / operands.size() : 1.0;
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, operands, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = extend(b, loc, args[0]);
        for (Value arg : args.drop_front())
          value = fn(b, loc, value, extend(b, loc, arg));
        if (scale != 1.0)
          value = arith::MulFOp::create(b, loc, value,
                                        number(b, loc, value.getType(), scale));
        return entry.compares ? value
                              : truncate(b, loc, value, toCore(element));
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

static HandlerResult foldAllInputs(Node &node, const Binary &entry) {
  SmallVector<Tensor *> operands;
  for (unsigned i = 0; i < node.numInputs(); ++i)
    if (!node.input(i))
      return node.refuse("input " + Twine(i) + " is missing");
    else
      operands.push_back(node.input(i));
  return foldOver(node, entry, operands);
}

//===----------------------------------------------------------------------===//
// Division
//===----------------------------------------------------------------------===//

/// Calls `compute` with a divisor that the machine's instruction takes, having
/// seen to it that no divisor is 0. x / -1 is a negation, since the lowest
/// integer has no opposite and traps.
static HandlerResult
integerDivision(Node &node, Tensor *y, ContentsFn follow,
                function_ref<Value(OpBuilder &, Location, Value x,
                                   Value divisor, Value isMinusOne)>
                    compute) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  if (const Sizes *divisors = lg.contents(y)) {
    bool known = llvm::all_of(
        *divisors, [](Size s) { return getConstantIntValue(s).has_value(); });
    if (llvm::any_of(*divisors,
                     [](Size s) { return isConstantIntValue(s, 0); }))
      return node.refuse("it divides by zero");
    if (known)
      if (Tensor *result = followContents(node, {x, y}, x->element, follow))
        return Results{result};
  }
  TypedAttr divisor = lg.splat(y);
  if (divisor && cast<IntegerAttr>(divisor).getValue().isZero())
    return node.refuse("it divides by zero");
  if (!divisor)
    lg.checkElements(node, y, "division by zero",
                     [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                       return arith::CmpIOp::create(
                           b, loc, I::eq, args[0],
                           number(b, loc, args[0].getType(), 0));
                     });
  FailureOr<Tensor *> result = lg.elementwise(
      node, {x, y}, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        if (x->isUnsigned())
          return compute(b, loc, args[0], args[1], Value());
        Type type = args[1].getType();
        Value isMinusOne = arith::CmpIOp::create(b, loc, I::eq, args[1],
                                                 number(b, loc, type, -1));
        Value safe = arith::SelectOp::create(b, loc, isMinusOne,
                                             number(b, loc, type, 1), args[1]);
        return compute(b, loc, args[0], safe, isMinusOne);
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

static HandlerResult divide(Node &node) {
  static const Binary floats = {
      "Div", 1, make<arith::DivFOp>, nullptr, nullptr, nullptr, nullptr};
  Tensor *x = node.input(0);
  FailureOr<Tensor *> y = secondOperand(node);
  if (failed(y) || failed(sameElement(node, {x, *y})))
    return failure();
  if (!x->isInteger())
    return foldOver(node, floats, {x, *y});
  return integerDivision(
      node, *y,
      [](IndexMath &sizes, Location loc,
         ArrayRef<Size> args) -> std::optional<Size> {
        return sizes.truncDiv(loc, args[0], args[1]);
      },
      [&](OpBuilder &b, Location loc, Value x, Value divisor,
          Value isMinusOne) -> Value {
        if (!isMinusOne)
          return arith::DivUIOp::create(b, loc, x, divisor);
        Value quotient = arith::DivSIOp::create(b, loc, x, divisor);
        Value opposite =
            arith::SubIOp::create(b, loc, number(b, loc, x.getType(), 0), x);
        return arith::SelectOp::create(b, loc, isMinusOne, opposite, quotient);
      });
}

/// With `fmod` the sign of the dividend, as C; else that of the divisor.
static HandlerResult mod(Node &node) {
  Tensor *x = node.input(0), *y = node.input(1);
  bool fmod = node.getInt("fmod", 0) != 0;
  if (failed(sameElement(node, {x, y})))
    return failure();
  if (x->isBool())
    return badElement(node, x->element);
  if (x->isFloat()) {
    if (!fmod)
      return node.refuse("attribute 'fmod' must be 1 for floats");
    static const Binary floats = {
        "Mod", 10, make<arith::RemFOp>, nullptr, nullptr, nullptr, nullptr};
    return foldOver(node, floats, {x, y});
  }
  return integerDivision(
      node, y,
      [&](IndexMath &sizes, Location loc,
          ArrayRef<Size> args) -> std::optional<Size> {
        if (!sizes.provablyNonNegative(args[0]) ||
            !sizes.provablyNonNegative(args[1]))
          return std::nullopt;
        return sizes.floorMod(loc, args[0], args[1]);
      },
      [&](OpBuilder &b, Location loc, Value x, Value divisor,
          Value isMinusOne) -> Value {
        if (!isMinusOne)
          return arith::RemUIOp::create(b, loc, x, divisor);
        // x mod -1 is 0, as x mod 1 is.
        Value rest = arith::RemSIOp::create(b, loc, x, divisor);
        if (fmod)
          return rest;
        Value zero = number(b, loc, x.getType(), 0);
        Value isRest = arith::CmpIOp::create(b, loc, I::ne, rest, zero);
        Value restNegative = arith::CmpIOp::create(b, loc, I::slt, rest, zero);
        Value divisorNegative =
            arith::CmpIOp::create(b, loc, I::slt, divisor, zero);
        Value differ =
            arith::XOrIOp::create(b, loc, restNegative, divisorNegative);
        Value wrong = arith::AndIOp::create(b, loc, isRest, differ);
        Value moved = arith::AddIOp::create(b, loc, rest, divisor);
        return arith::SelectOp::create(b, loc, wrong, moved, rest);
      });
}

/// Bits shifted out on either side are gone, all of them in the end; from the
/// left, signed numbers get their sign (from version 28 on).
static HandlerResult bitShift(Node &node) {
  Tensor *x = node.input(0), *y = node.input(1);
  std::string direction = node.getString("direction", "");
  if (direction != "LEFT" && direction != "RIGHT")
    return node.refuse("attribute 'direction' must be LEFT or RIGHT, got '" +
                       direction + "'");
  if (failed(sameElement(node, {x, y})))
    return failure();
  if (!x->isUnsigned() && (!x->isInteger() || node.version() < 28))
    return badElement(node, x->element);
  bool keepsSign = !x->isUnsigned() && direction == "RIGHT";
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, {x, y}, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Type type = args[0].getType();
        unsigned bits = type.getIntOrFloatBitWidth();
        Value width = number(b, loc, type, bits);
        Value fits = arith::CmpIOp::create(b, loc, I::ult, args[1], width);
        if (keepsSign) {
          Value by = arith::SelectOp::create(b, loc, fits, args[1],
                                             number(b, loc, type, bits - 1));
          return make<arith::ShRSIOp>(b, loc, args[0], by);
        }
        Value zero = number(b, loc, type, 0);
        Value by = arith::SelectOp::create(b, loc, fits, args[1], zero);
        Value shifted = direction == "LEFT"
                            ? make<arith::ShLIOp>(b, loc, args[0], by)
                            : make<arith::ShRUIOp>(b, loc, args[0], by);
        return arith::SelectOp::create(b, loc, fits, shifted, zero);
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

//===----------------------------------------------------------------------===//
// Pow and Where
//===----------------------------------------------------------------------===//

/// x^n for a small whole n by multiplication: what exporters mean by Pow(x, 2).
static Value smallPower(OpBuilder &b, Location loc, Value x, int n) {
  if (n == 0)
    return number(b, loc, x.getType(), 1);
  Value result = x;
  for (int i = 1; i < n; ++i)
    result = isa<FloatType>(x.getType())
                 ? make<arith::MulFOp>(b, loc, result, x)
                 : make<arith::MulIOp>(b, loc, result, x);
  return result;
}

static HandlerResult power(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0);
  FailureOr<Tensor *> second = secondOperand(node);
  if (failed(second))
    return failure();
  Tensor *y = *second;
  if (x->isBool() || y->isBool())
    return badElement(node, x->isBool() ? x->element : y->element);
  std::optional<double> exponent;
  if (TypedAttr splat = lg.splat(y)) {
    if (auto floating = dyn_cast<FloatAttr>(splat))
      exponent = floating.getValueAsDouble();
    else
      exponent =
          cast<IntegerAttr>(splat).getValue().roundToDouble(!y->isUnsigned());
  }
  Type element = x->element;
  FailureOr<Tensor *> result = lg.elementwise(
      node, {x, y}, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value base = extend(b, loc, args[0]);
        if (exponent && *exponent >= 0 && *exponent <= 3 &&
            *exponent == int(*exponent))
          return truncate(b, loc, smallPower(b, loc, base, int(*exponent)),
                          toCore(element));
        if (x->isFloat() && exponent == 0.5)
          return truncate(b, loc, math::SqrtOp::create(b, loc, base), element);
        // Integers through f64, exact while results are below 2^53.
        Type type = x->isFloat() ? base.getType() : Type(b.getF64Type());
        Value wideBase =
            convertElement(b, loc, base, x->isFloat() ? type : element, type);
        Value wideExponent = convertElement(b, loc, args[1], y->element, type);
        Value result = math::PowFOp::create(b, loc, wideBase, wideExponent);
        return convertElement(b, loc, result, type, element);
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

static HandlerResult where(Node &node) {
  Tensor *condition = node.input(0), *x = node.input(1), *y = node.input(2);
  if (!condition->isBool())
    return node.refuse("the condition must be bool, got " + condition->str());
  if (failed(sameElement(node, {x, y})))
    return failure();
  if (Tensor *known =
          followContents(node, {condition, x, y}, x->element,
                         [](IndexMath &sizes, Location loc,
                            ArrayRef<Size> args) -> std::optional<Size> {
                           return sizes.select(loc, args[0], args[1], args[2]);
                         }))
    return Results{known};
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, {condition, x, y}, x->element,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::SelectOp::create(b, loc, args[0], args[1], args[2]);
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

void lutra::onnx::addElementwise(Registry &registry) {
  for (const Binary &entry : binaries)
    registry.add(entry.name, entry.since, 2, 2,
                 [&entry](Node &node) -> HandlerResult {
                   FailureOr<Tensor *> second = secondOperand(node);
                   if (failed(second))
                     return failure();
                   return foldOver(node, entry, {node.input(0), *second});
                 });
  for (const Binary &entry : variadics)
    registry.add(entry.name, entry.since, 1, Registry::variadic,
                 [&entry](Node &node) { return foldAllInputs(node, entry); });
  registry.add("Div", 1, 2, 2, divide);
  registry.add("Mod", 10, 2, 2, mod);
  registry.add("BitShift", 11, 2, 2, bitShift);
  registry.add("Pow", 1, 2, 2, power);
  registry.add("Where", 9, 3, 3, where);
}
