//===- Training.cpp - Adagrad, Momentum -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One step of an optimizer, element by element. Its inputs are a learning rate
// and a number of updates, then all tensors, all their gradients, and one or
// two states of each; its results the tensors and states of the next step.
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

static constexpr StringLiteral training = "ai.onnx.preview.training";

namespace {
struct Step {
  Node &node;
  unsigned numStates;
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();

  /// New values of a tensor and its states, out of the tensor, its gradient and
  /// its states. `which` of them is asked for.
  using Formula =
      llvm::function_ref<Value(FloatMath &, ValueRange old, unsigned which)>;

  FailureOr<Value> readScalar(unsigned input, Type type);
  HandlerResult run(Formula formula);
};
} // namespace

FailureOr<Value> Step::readScalar(unsigned input, Type type) {
  Tensor *x = node.input(input);
  for (Size dim : x->dims)
    if (failed(lg.requireEqual(node, dim, lg.sizes.constant(1),
                               "the size of input " + Twine(input) + " and 1")))
      return failure();
  if (!isa<FloatType, IntegerType>(x->element))
    return badElement(node, x->element);
  return convertElement(lg.builder, loc, scalarOf(lg, loc, x), x->element,
                        type);
}

HandlerResult Step::run(Formula formula) {
  unsigned parts = 2 + numStates, count = (node.numInputs() - 2) / parts;
  if (count == 0 || node.numInputs() != 2 + parts * count)
    return node.refuse("it has " + Twine(node.numInputs()) +
                       " inputs; expects 2 and a multiple of " + Twine(parts));
  Results results(count * (1 + numStates));
  for (unsigned i = 0; i < count; ++i) {
    SmallVector<Tensor *> operands;
    for (unsigned part = 0; part < parts; ++part)
      operands.push_back(node.input(2 + part * count + i));
    if (llvm::is_contained(operands, nullptr))
      return node.refuse("an input is missing");
    Tensor *x = operands.front();
    if (!x->isFloat())
      return badElement(node, x->element);
    if (failed(sameElement(node, operands)))
      return failure();
    Type type = computeType(x->element);
    for (unsigned which = 0; which <= numStates; ++which) {
      FailureOr<Tensor *> result = lg.elementwise(
          node, operands, x->element,
          [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
            FloatMath m{b, loc, type};
            SmallVector<Value> wide;
            for (Value arg : args)
              wide.push_back(extend(b, loc, arg));
            return truncate(b, loc, formula(m, wide, which), x->element);
          });
      if (failed(result))
        return failure();
      results[which * count + i] = *result;
    }
  }
  return results;
}

/// The first two inputs, and the type that both are computed in.
struct Schedule {
  Type type;
  Value rate, updates;
};

static FailureOr<Schedule> readSchedule(Node &node, Step &step) {
  if (node.numInputs() < 3 || !node.input(2) || !node.input(2)->isFloat())
    return node.refuse("its tensors must be floats");
  Type type = computeType(node.input(2)->element);
  FailureOr<Value> rate = step.readScalar(0, type),
                   updates = step.readScalar(1, type);
  if (failed(rate) || failed(updates))
    return failure();
  return Schedule{type, *rate, *updates};
}

static HandlerResult adagrad(Node &node) {
  Step step{node, /*numStates=*/1};
  double norm = node.getFloat("norm_coefficient", 0),
         decay = node.getFloat("decay_factor", 0),
         epsilon = node.getFloat("epsilon", 1e-6f);
  FailureOr<Schedule> schedule = readSchedule(node, step);
  if (failed(schedule))
    return failure();
  FloatMath m{step.lg.builder, step.loc, schedule->type};
  Value r = m.div(schedule->rate,
                  m.add(m.c(1), m.mul(schedule->updates, m.c(decay))));
  return step.run([&](FloatMath &m, ValueRange old, unsigned which) -> Value {
    Value g = m.add(m.mul(m.c(norm), old[0]), old[1]);
    Value h = m.add(old[2], m.mul(g, g));
    if (which == 1)
      return h;
    Value root = m.add(m.sqrt(h), m.c(epsilon));
    return m.sub(old[0], m.div(m.mul(r, g), root));
  });
}

static HandlerResult momentum(Node &node) {
  Step step{node, /*numStates=*/1};
  double norm = node.getFloat("norm_coefficient", 0),
         alpha = node.getFloat("alpha", 0), beta = node.getFloat("beta", 0);
  std::string mode = node.getString("mode", "standard");
  if (mode != "standard" && mode != "nesterov")
    return node.refuse("attribute 'mode' must be standard or nesterov, got '" +
                       mode + "'");
  FailureOr<Schedule> schedule = readSchedule(node, step);
  if (failed(schedule))
    return failure();
  FloatMath m{step.lg.builder, step.loc, schedule->type};
  Value weight = m.select(m.less(m.c(0), schedule->updates), m.c(beta), m.c(1));
  return step.run([&](FloatMath &m, ValueRange old, unsigned which) -> Value {
    Value g = m.add(m.mul(m.c(norm), old[0]), old[1]);
    Value v = m.add(m.mul(m.c(alpha), old[2]), m.mul(weight, g));
    if (which == 1)
      return v;
    Value way = mode == "nesterov" ? m.add(g, m.mul(m.c(alpha), v)) : v;
    return m.sub(old[0], m.mul(schedule->rate, way));
  });
}

void lutra::onnx::addTraining(Registry &registry) {
  registry.add(training, "Adagrad", 1, 3, Registry::variadic, adagrad);
  registry.add(training, "Momentum", 1, 3, Registry::variadic, momentum);
}
