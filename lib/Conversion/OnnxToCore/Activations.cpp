//===- Activations.cpp - functions of one element -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Registry.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
using Formula = Value (*)(FloatMath &, Value x);
struct Unary {
  const char *name;
  int64_t since;
  Formula formula;
};

/// An attribute with its default, read in this order into `a`.
struct Parameter {
  const char *name;
  double defaultValue;
};
using ParametricFormula = Value (*)(FloatMath &, Value x, ArrayRef<double> a);
struct Parametric {
  const char *domain;
  const char *name;
  int64_t since;
  std::vector<Parameter> parameters;
  ParametricFormula formula;
};
} // namespace

template <typename OpTy> static Value op(FloatMath &m, Value x) {
  return OpTy::create(m.b, m.loc, x);
}

static const Unary unaries[] = {
    {"Sqrt", 1, op<math::SqrtOp>},
    {"Exp", 1, op<math::ExpOp>},
    {"Log", 1, op<math::LogOp>},
    {"Sin", 7, op<math::SinOp>},
    {"Cos", 7, op<math::CosOp>},
    {"Tan", 7, op<math::TanOp>},
    {"Asin", 7, op<math::AsinOp>},
    {"Acos", 7, op<math::AcosOp>},
    {"Atan", 7, op<math::AtanOp>},
    {"Sinh", 9, op<math::SinhOp>},
    {"Cosh", 9, op<math::CoshOp>},
    {"Asinh", 9, op<math::AsinhOp>},
    {"Acosh", 9, op<math::AcoshOp>},
    {"Atanh", 9, op<math::AtanhOp>},
    {"Tanh", 1, op<math::TanhOp>},
    {"Erf", 9, op<math::ErfOp>},
    {"Floor", 1, op<math::FloorOp>},
    {"Ceil", 1, op<math::CeilOp>},
    {"Round", 11, op<math::RoundEvenOp>},
    {"Reciprocal", 1, [](FloatMath &m, Value x) { return m.div(m.c(1), x); }},
    {"Sigmoid", 1, [](FloatMath &m, Value x) { return m.sigmoid(x); }},
    {"Softplus", 1, [](FloatMath &m, Value x) { return m.softplus(x); }},
    {"Softsign", 1,
     [](FloatMath &m, Value x) { return m.div(x, m.add(m.c(1), m.abs(x))); }},
    {"Mish", 18,
     [](FloatMath &m, Value x) { return m.mul(x, m.tanh(m.softplus(x))); }},
    {"HardSwish", 14,
     [](FloatMath &m, Value x) {
       Value hard = m.add(m.mul(x, m.c(1.0 / 6)), m.c(0.5));
       return m.mul(x, m.max(m.c(0), m.min(m.c(1), hard)));
     }},
};

static const std::vector<Parametric> &parametrics() {
  static const std::vector<Parametric> table = {
      {"",
       "LeakyRelu",
       1,
       {{"alpha", 0.01}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         return m.select(m.less(x, m.c(0)), m.mul(m.c(a[0]), x), x);
       }},
      {"",
       "ThresholdedRelu",
       10,
       {{"alpha", 1.0}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         return m.select(m.less(m.c(a[0]), x), x, m.c(0));
       }},
      {"",
       "Shrink",
       9,
       {{"bias", 0.0}, {"lambd", 0.5}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         Value above =
             m.select(m.less(m.c(a[1]), x), m.sub(x, m.c(a[0])), m.c(0));
         return m.select(m.less(x, m.c(-a[1])), m.add(x, m.c(a[0])), above);
       }},
      {"",
       "Elu",
       1,
       {{"alpha", 1.0}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         return m.select(m.less(x, m.c(0)), m.mul(m.c(a[0]), m.expm1(x)), x);
       }},
      {"",
       "Celu",
       12,
       {{"alpha", 1.0}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         Value curve = m.mul(m.c(a[0]), m.expm1(m.div(x, m.c(a[0]))));
         return m.add(m.max(m.c(0), x), m.min(m.c(0), curve));
       }},
      {"",
       "Selu",
       1,
       {{"alpha", 1.67326319217681884765625},
        {"gamma", 1.05070102214813232421875}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         Value curve = m.mul(m.c(a[0]), m.expm1(x));
         return m.mul(m.c(a[1]), m.select(m.less(m.c(0), x), x, curve));
       }},
      {"",
       "HardSigmoid",
       1,
       {{"alpha", 0.2}, {"beta", 0.5}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         Value line = m.add(m.mul(m.c(a[0]), x), m.c(a[1]));
         return m.max(m.c(0), m.min(m.c(1), line));
       }},
      {"",
       "Swish",
       24,
       {{"alpha", 1.0}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         return m.mul(x, m.sigmoid(a[0] == 1.0 ? x : m.mul(m.c(a[0]), x)));
       }},
      {"com.microsoft",
       "QuickGelu",
       1,
       {{"alpha", 1.702}},
       [](FloatMath &m, Value x, ArrayRef<double> a) {
         return m.mul(x, m.sigmoid(m.mul(m.c(a[0]), x)));
       }},
  };
  return table;
}

/// Float in, the same type out; narrow floats are computed in f32.
static HandlerResult
floatMap(Node &node, function_ref<Value(FloatMath &, ValueRange)> formula,
         ArrayRef<Tensor *> operands) {
  Type element = operands.front()->element;
  if (!operands.front()->isFloat())
    return badElement(node, element);
  if (failed(sameElement(node, operands)))
    return failure();
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, operands, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        FloatMath m(b, loc, computeType(element));
        SmallVector<Value> wide;
        for (Value arg : args)
          wide.push_back(extend(b, loc, arg));
        return truncate(b, loc, formula(m, wide), element);
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

//===----------------------------------------------------------------------===//
// Operators that also take integers
//===----------------------------------------------------------------------===//

static Results identity(Tensor *tensor) { return {tensor}; }

static HandlerResult integerMap(Node &node, Body body) {
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, {node.input(0)}, node.input(0)->element, body);
  if (failed(result))
    return failure();
  return Results{*result};
}

static HandlerResult relu(Node &node) {
  Tensor *x = node.input(0);
  if (x->isFloat())
    return floatMap(
        node, [](FloatMath &m, ValueRange a) { return m.max(a[0], m.c(0)); },
        {x});
  if (!x->isInteger() || x->isUnsigned())
    return badElement(node, x->element);
  return integerMap(
      node, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::MaxSIOp::create(b, loc, args[0],
                                      number(b, loc, args[0].getType(), 0));
      });
}

static HandlerResult absolute(Node &node) {
  Tensor *x = node.input(0);
  if (x->isFloat())
    return floatMap(
        node, [](FloatMath &m, ValueRange a) { return m.abs(a[0]); }, {x});
  if (!x->isInteger())
    return badElement(node, x->element);
  if (x->isUnsigned())
    return identity(x);
  return integerMap(node,
                    [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                      return math::AbsIOp::create(b, loc, args[0]);
                    });
}

static HandlerResult neg(Node &node) {
  Tensor *x = node.input(0);
  if (x->isFloat())
    return floatMap(
        node, [](FloatMath &m, ValueRange a) { return m.neg(a[0]); }, {x});
  if (!x->isInteger() || x->isUnsigned())
    return badElement(node, x->element);
  if (Tensor *known =
          followContents(node, {x}, x->element,
                         [](IndexMath &sizes, Location loc,
                            ArrayRef<Size> args) -> std::optional<Size> {
                           return sizes.sub(loc, sizes.constant(0), args[0]);
                         }))
    return Results{known};
  return integerMap(
      node, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::SubIOp::create(
            b, loc, number(b, loc, args[0].getType(), 0), args[0]);
      });
}

/// -1, 0 or 1; NaN and zeros stay what they are.
static HandlerResult sign(Node &node) {
  Tensor *x = node.input(0);
  if (x->isFloat())
    return floatMap(node,
                    [](FloatMath &m, ValueRange a) {
                      Value negative =
                          m.select(m.less(a[0], m.c(0)), m.c(-1), a[0]);
                      return m.select(m.less(m.c(0), a[0]), m.c(1), negative);
                    },
                    {x});
  if (!x->isInteger())
    return badElement(node, x->element);
  bool isUnsigned = x->isUnsigned();
  return integerMap(
      node, [=](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Type type = args[0].getType();
        Value one = number(b, loc, type, 1);
        if (isUnsigned)
          return arith::MinUIOp::create(b, loc, args[0], one);
        Value above = arith::MinSIOp::create(b, loc, args[0], one);
        return arith::MaxSIOp::create(b, loc, above, number(b, loc, type, -1));
      });
}

static HandlerResult logicalNot(Node &node) {
  Tensor *x = node.input(0);
  if (!x->isBool())
    return badElement(node, x->element);
  if (Tensor *known =
          followContents(node, {x}, x->element,
                         [](IndexMath &sizes, Location loc,
                            ArrayRef<Size> args) -> std::optional<Size> {
                           return sizes.sub(loc, sizes.constant(1), args[0]);
                         }))
    return Results{known};
  return integerMap(
      node, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value yes = arith::ConstantOp::create(b, loc, b.getBoolAttr(true));
        return arith::XOrIOp::create(b, loc, args[0], yes);
      });
}

static HandlerResult bitwiseNot(Node &node) {
  Tensor *x = node.input(0);
  if (!x->isInteger())
    return badElement(node, x->element);
  return integerMap(
      node, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::XOrIOp::create(b, loc, args[0],
                                     number(b, loc, args[0].getType(), -1));
      });
}

/// Bounds were attributes up to version 10, then optional scalar inputs.
static HandlerResult clip(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0), *low = node.input(1), *high = node.input(2);
  if (x->isBool())
    return badElement(node, x->element);
  std::optional<double> lowNumber, highNumber;
  if (node.version() < 11) {
    if (!x->isFloat())
      return badElement(node, x->element);
    if (node.hasAttr("min"))
      lowNumber = node.getFloat("min", 0);
    if (node.hasAttr("max"))
      highNumber = node.getFloat("max", 0);
  }
  SmallVector<Tensor *> operands = {x};
  for (Tensor *bound : {low, high}) {
    if (!bound)
      continue;
    if (failed(sameElement(node, {x, bound})))
      return failure();
    for (Size dim : bound->dims)
      if (failed(lg.requireEqual(node, dim, lg.sizes.constant(1),
                                 "the size of a bound and 1")))
        return failure();
    // A number stays one for the body to use; other bounds lose unit
    // dimensions.
    operands.push_back(lg.splat(bound) ? bound
                                       : lg.reshape(node.loc(), bound, {}));
  }
  Type element = x->element;
  bool isUnsigned = x->isUnsigned();
  Tensor *result = lg.elementwiseOver(
      node.loc(), operands, x->dims, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = extend(b, loc, args[0]);
        Type type = value.getType();
        bool isFloat = isa<FloatType>(type);
        unsigned next = 1;
        auto bound = [&](Tensor *tensor, std::optional<double> attr) -> Value {
          if (tensor)
            return extend(b, loc, args[next++]);
          return attr ? number(b, loc, type, *attr) : Value();
        };
        if (Value least = bound(low, lowNumber))
          value =
              isFloat
                  ? arith::MaximumFOp::create(b, loc, value, least).getResult()
              : isUnsigned
                  ? arith::MaxUIOp::create(b, loc, value, least).getResult()
                  : arith::MaxSIOp::create(b, loc, value, least).getResult();
        if (Value most = bound(high, highNumber))
          value =
              isFloat
                  ? arith::MinimumFOp::create(b, loc, value, most).getResult()
              : isUnsigned
                  ? arith::MinUIOp::create(b, loc, value, most).getResult()
                  : arith::MinSIOp::create(b, loc, value, most).getResult();
        return truncate(b, loc, value, toCore(element));
      });
  return Results{result};
}

//===----------------------------------------------------------------------===//
// Float operators with their own conditions
//===----------------------------------------------------------------------===//

static HandlerResult gelu(Node &node) {
  std::string form = node.getString("approximate", "none");
  if (form != "none" && form != "tanh")
    return node.refuse("attribute 'approximate' must be none or tanh, got '" +
                       form + "'");
  return floatMap(node,
                  [&](FloatMath &m, ValueRange a) {
                    return form == "tanh" ? m.geluTanh(a[0]) : m.gelu(a[0]);
                  },
                  {node.input(0)});
}

/// Gelu of x + bias, where there is one.
static HandlerResult biasGelu(Node &node, bool tanhForm) {
  SmallVector<Tensor *> operands = {node.input(0)};
  if (Tensor *bias = node.input(1))
    operands.push_back(bias);
  return floatMap(
      node,
      [&](FloatMath &m, ValueRange a) {
        Value x = a.size() > 1 ? m.add(a[0], a[1]) : a[0];
        return tanhForm ? m.geluTanh(x) : m.gelu(x);
      },
      operands);
}

/// Slopes broadcast to the operand; up to version 6 there is one for each
/// channel.
static HandlerResult prelu(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0), *slope = node.input(1);
  if (node.version() < 7 && slope->rank() == 1 && x->rank() > 1) {
    Sizes dims = slope->dims;
    dims.resize(x->rank() - 1, lg.sizes.constant(1));
    slope = lg.reshape(node.loc(), slope, dims);
  }
  return floatMap(node,
                  [](FloatMath &m, ValueRange a) {
                    return m.select(m.less(a[0], m.c(0)), m.mul(a[1], a[0]),
                                    a[0]);
                  },
                  {x, slope});
}

static HandlerResult isNaN(Node &node) {
  Tensor *x = node.input(0);
  if (!x->isFloat())
    return badElement(node, x->element);
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, {x}, node.legalizer.builder.getI1Type(),
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNO, args[0],
                                     args[0]);
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

static HandlerResult isInf(Node &node) {
  Tensor *x = node.input(0);
  bool negative = node.getInt("detect_negative", 1) != 0;
  bool positive = node.getInt("detect_positive", 1) != 0;
  if (!x->isFloat())
    return badElement(node, x->element);
  FailureOr<Tensor *> result = node.legalizer.elementwise(
      node, {x}, node.legalizer.builder.getI1Type(),
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        double infinity = std::numeric_limits<double>::infinity();
        auto is = [&](double value) -> Value {
          return arith::CmpFOp::create(
              b, loc, arith::CmpFPredicate::OEQ, args[0],
              number(b, loc, args[0].getType(), value));
        };
        Value found = arith::ConstantOp::create(b, loc, b.getBoolAttr(false));
        if (negative)
          found = arith::OrIOp::create(b, loc, found, is(-infinity));
        if (positive)
          found = arith::OrIOp::create(b, loc, found, is(infinity));
        return found;
      });
  if (failed(result))
    return failure();
  return Results{*result};
}

void lutra::onnx::addActivations(Registry &registry) {
  for (const Unary &entry : unaries)
    registry.add(entry.name, entry.since, 1, 1, [&entry](Node &node) {
      return floatMap(
          node,
          [&](FloatMath &m, ValueRange a) { return entry.formula(m, a[0]); },
          {node.input(0)});
    });
  for (const Parametric &entry : parametrics())
    registry.add(entry.domain, entry.name, entry.since, 1, 1,
                 [&entry](Node &node) {
                   SmallVector<double> values;
                   for (const Parameter &parameter : entry.parameters)
                     values.push_back(
                         node.getFloat(parameter.name, parameter.defaultValue));
                   return floatMap(node,
                                   [&](FloatMath &m, ValueRange a) {
                                     return entry.formula(m, a[0], values);
                                   },
                                   {node.input(0)});
                 });
  registry.add("Relu", 1, 1, 1, relu);
  registry.add("Abs", 1, 1, 1, absolute);
  registry.add("Neg", 1, 1, 1, neg);
  registry.add("Sign", 9, 1, 1, sign);
  registry.add("Not", 1, 1, 1, logicalNot);
  registry.add("BitwiseNot", 18, 1, 1, bitwiseNot);
  registry.add("Clip", 1, 1, 1, clip);
  registry.add("Clip", 11, 1, 3, clip);
  registry.add("PRelu", 1, 2, 2, prelu);
  registry.add("IsNaN", 9, 1, 1, isNaN);
  registry.add("IsInf", 10, 1, 1, isInf);
  registry.add("Gelu", 20, 1, 1, gelu);
  registry.add(Registry::microsoft, "Gelu", 1, 1, 1, gelu);
  registry.add(Registry::microsoft, "BiasGelu", 1, 2, 2,
               [](Node &node) { return biasGelu(node, /*tanhForm=*/false); });
  registry.add(Registry::microsoft, "FastGelu", 1, 1, 2,
               [](Node &node) { return biasGelu(node, /*tanhForm=*/true); });
}
