//===- Registry.h - which handler an ONNX operator has ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_REGISTRY_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_REGISTRY_H

#include "Legalizer.h"
#include "llvm/ADT/StringMap.h"
#include <functional>

namespace lutra::onnx {

using HandlerFn = std::function<HandlerResult(Node &)>;

/// An operator from one version of its domain on, until the next entry.
struct Handler {
  int64_t since;
  unsigned minInputs, maxInputs;
  HandlerFn run;
  /// Whether inputs may be sequences.
  bool takesSequences = false;
};

class Registry {
public:
  static constexpr unsigned variadic = ~0u;
  static constexpr llvm::StringLiteral microsoft = "com.microsoft";

  static const Registry &get();

  /// Operators of the default domain.
  void add(llvm::StringRef type, int64_t since, unsigned minInputs,
           unsigned maxInputs, HandlerFn run) {
    add("", type, since, minInputs, maxInputs, std::move(run));
  }
  void add(llvm::StringRef domain, llvm::StringRef type, int64_t since,
           unsigned minInputs, unsigned maxInputs, HandlerFn run);

  /// Operators of the default domain whose inputs may be sequences.
  void addForSequences(llvm::StringRef type, int64_t since, unsigned minInputs,
                       unsigned maxInputs, HandlerFn run);

  /// Null with a reason when there is none.
  const Handler *lookup(NodeOp op, std::string &reason) const;

private:
  void add(llvm::StringRef domain, llvm::StringRef type, Handler handler);

  llvm::StringMap<llvm::SmallVector<Handler, 1>> handlers;
};

// One function for each operator family.
void addArgReduce(Registry &registry);
void addLoss(Registry &registry);
void addGatherBlockQuantized(Registry &registry);
void addGatherElements(Registry &registry);
void addScatter(Registry &registry);
void addPositions(Registry &registry);
void addSelect(Registry &registry);
void addNonMaxSuppression(Registry &registry);
void addEinsum(Registry &registry);
void addControlFlow(Registry &registry);
void addLoops(Registry &registry);
void addMixtureOfExperts(Registry &registry);
void addRotaryEmbedding(Registry &registry);
void addAttention(Registry &registry);
void addSignals(Registry &registry);
void addElementwise(Registry &registry);
void addActivations(Registry &registry);
void addCasts(Registry &registry);
void addShapes(Registry &registry);
void addLayout(Registry &registry);
void addSlices(Registry &registry);
void addReductions(Registry &registry);
void addSoftmax(Registry &registry);
void addMatMul(Registry &registry);
void addGather(Registry &registry);
void addNormalization(Registry &registry);
void addMatMulBnb4(Registry &registry);
void addMatMulNBits(Registry &registry);
void addQuantize(Registry &registry);
void addGroupQueryAttention(Registry &registry);
void addConvolution(Registry &registry);
void addQuantizedConv(Registry &registry);
void addPooling(Registry &registry);
void addMaxUnpool(Registry &registry);
void addPad(Registry &registry);
void addImageNorms(Registry &registry);
void addResize(Registry &registry);
void addSequences(Registry &registry);
void addSpaceDepth(Registry &registry);
void addSampling(Registry &registry);
void addRecurrent(Registry &registry);
void addRandom(Registry &registry);
void addTraining(Registry &registry);
void addMelWeights(Registry &registry);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_REGISTRY_H
