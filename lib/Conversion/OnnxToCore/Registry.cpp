//===- Registry.cpp - which handler an ONNX operator has ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Registry.h"

using namespace mlir;
using namespace lutra::onnx;

static std::string key(StringRef domain, StringRef type) {
  // Both spellings of the default domain are in use.
  return ((domain == "ai.onnx" ? "" : domain) + "/" + type).str();
}

const Registry &Registry::get() {
  static const Registry registry = [] {
    Registry r;
    addArgReduce(r);
    addLoss(r);
    addGatherBlockQuantized(r);
    addGatherElements(r);
    addScatter(r);
    addPositions(r);
    addSelect(r);
    addNonMaxSuppression(r);
    addEinsum(r);
    addControlFlow(r);
    addLoops(r);
    addMixtureOfExperts(r);
    addRotaryEmbedding(r);
    addAttention(r);
    addSignals(r);
    addElementwise(r);
    addActivations(r);
    addCasts(r);
    addShapes(r);
    addLayout(r);
    addSlices(r);
    addReductions(r);
    addSoftmax(r);
    addMatMul(r);
    addGather(r);
    addNormalization(r);
    addMatMulBnb4(r);
    addMatMulNBits(r);
    addQuantize(r);
    addGroupQueryAttention(r);
    addConvolution(r);
    addQuantizedConv(r);
    addPooling(r);
    addMaxUnpool(r);
    addPad(r);
    addImageNorms(r);
    addResize(r);
    addSequences(r);
    addSpaceDepth(r);
    addSampling(r);
    addRecurrent(r);
    addRandom(r);
    addTraining(r);
    addMelWeights(r);
    return r;
  }();
  return registry;
}

void Registry::add(StringRef domain, StringRef type, Handler handler) {
  auto &versions = handlers[key(domain, type)];
  versions.push_back(std::move(handler));
  llvm::sort(versions, [](const Handler &a, const Handler &b) {
    return a.since < b.since;
  });
}

void Registry::add(StringRef domain, StringRef type, int64_t since,
                   unsigned minInputs, unsigned maxInputs, HandlerFn run) {
  add(domain, type, Handler{since, minInputs, maxInputs, std::move(run)});
}

void Registry::addForSequences(StringRef type, int64_t since,
                               unsigned minInputs, unsigned maxInputs,
                               HandlerFn run) {
  add("", type,
      Handler{since, minInputs, maxInputs, std::move(run),
              /*takesSequences=*/true});
}

const Handler *Registry::lookup(NodeOp op, std::string &reason) const {
  auto it = handlers.find(key(op.getDomain(), op.getOpType()));
  if (it == handlers.end()) {
    reason = "the operator is not supported";
    return nullptr;
  }
  const Handler *found = nullptr;
  for (const Handler &handler : it->second)
    if (handler.since <= static_cast<int64_t>(op.getVersion()))
      found = &handler;
  if (!found)
    reason = "the operator is supported from version " +
             std::to_string(it->second.front().since) + " on";
  return found;
}
