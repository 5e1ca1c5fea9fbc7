//===- RecurrentActivations.cpp - functions of RNN, GRU, LSTM -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RecurrentActivations.h"

using namespace mlir;
using namespace lutra::onnx;

static const Activation activations[] = {
    {"relu", 0, 0, false, false,
     [](FloatMath &m, Value x, double, double) { return m.max(x, m.c(0)); }},
    {"tanh", 0, 0, false, false,
     [](FloatMath &m, Value x, double, double) { return m.tanh(x); }},
    {"sigmoid", 0, 0, false, false,
     [](FloatMath &m, Value x, double, double) { return m.sigmoid(x); }},
    {"affine", 1, 0, true, true,
     [](FloatMath &m, Value x, double alpha, double beta) {
       return m.add(m.mul(m.c(alpha), x), m.c(beta));
     }},
    {"leakyrelu", 0.01, 0, true, false,
     [](FloatMath &m, Value x, double alpha, double) {
       return m.select(m.less(x, m.c(0)), m.mul(m.c(alpha), x), x);
     }},
    {"thresholdedrelu", 1, 0, true, false,
     [](FloatMath &m, Value x, double alpha, double) {
       return m.select(m.less(x, m.c(alpha)), m.c(0), x);
     }},
    {"scaledtanh", 1, 1, true, true,
     [](FloatMath &m, Value x, double alpha, double beta) {
       return m.mul(m.c(alpha), m.tanh(m.mul(m.c(beta), x)));
     }},
    {"hardsigmoid", 0.2, 0.5, true, true,
     [](FloatMath &m, Value x, double alpha, double beta) {
       Value line = m.add(m.mul(m.c(alpha), x), m.c(beta));
       return m.max(m.c(0), m.min(m.c(1), line));
     }},
    {"elu", 1, 0, true, false,
     [](FloatMath &m, Value x, double alpha, double) {
       Value below = m.mul(m.c(alpha), m.op<math::ExpM1Op>(x));
       return m.select(m.less(x, m.c(0)), below, x);
     }},
    {"softsign", 0, 0, false, false,
     [](FloatMath &m, Value x, double, double) {
       return m.div(x, m.add(m.c(1), m.abs(x)));
     }},
    {"softplus", 0, 0, false, false,
     [](FloatMath &m, Value x, double, double) { return m.softplus(x); }},
};

FailureOr<SmallVector<Activation>>
lutra::onnx::readActivations(Node &node, ArrayRef<StringLiteral> defaults,
                             int64_t directions) {
  SmallVector<std::string> names;
  for (int64_t d = 0; d < directions; ++d)
    for (StringRef name : defaults)
      names.push_back(name.str());
  if (Attribute attr = node.getAttr("activations")) {
    auto given = dyn_cast<ArrayAttr>(attr);
    if (!given || given.size() != names.size())
      return node.refuse("attribute 'activations' must be a list of " +
                         Twine(names.size()) + " names");
    for (auto [name, entry] : llvm::zip(names, given)) {
      auto string = dyn_cast<StringAttr>(entry);
      name = string ? string.getValue().str() : "";
    }
  }
  auto floats = [&](StringRef name) -> ArrayRef<float> {
    auto attr = dyn_cast_or_null<DenseF32ArrayAttr>(node.getAttr(name));
    return attr ? attr.asArrayRef() : ArrayRef<float>();
  };
  ArrayRef<float> alphas = floats("activation_alpha"),
                  betas = floats("activation_beta");
  SmallVector<Activation> result;
  for (const std::string &name : names) {
    const auto *found =
        llvm::find_if(activations, [&](const Activation &activation) {
          return StringRef(name).equals_insensitive(activation.name);
        });
    if (found == std::end(activations))
      return node.refuse("activation '" + name + "' is not known");
    Activation &activation = result.emplace_back(*found);
    if (activation.hasAlpha && !alphas.empty()) {
      activation.alpha = alphas.front();
      alphas = alphas.drop_front();
    }
    if (activation.hasBeta && !betas.empty()) {
      activation.beta = betas.front();
      betas = betas.drop_front();
    }
  }
  return result;
}
