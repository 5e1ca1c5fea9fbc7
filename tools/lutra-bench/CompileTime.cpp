//===- CompileTime.cpp - how long a kernel takes to compile ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompileTime.h"

#include "lutra/Kernel/CostModel.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Target/CPU/Emit.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include <algorithm>
#include <ctime>

using namespace lutra;
using namespace lutra::bench;
using namespace mlir;

/// Of the processor, by all threads of this process: work is done by one at a
/// time, and other programs do not count.
static double getMilliseconds() {
  return double(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

/// The tile that the cost model likes best, but for the one it would choose.
static std::optional<kernel::Prediction>
findOtherTile(const kernel::Contraction &contraction, lut::TargetAttr target,
              const kernel::Device &device, int64_t tokens, StringRef family) {
  auto ranges =
      kernel::selectKernels(contraction, target, device, tokens, family);
  if (ranges.empty())
    return std::nullopt;
  const kernel::Prediction &chosen = ranges.front().prediction;
  std::optional<kernel::Prediction> best;
  for (const kernel::Knobs &knobs :
       chosen.family->getCandidates(contraction, target, tokens)) {
    // Other knobs need not show for so many tokens.
    if (knobs.rows == chosen.knobs.rows && knobs.tokens == chosen.knobs.tokens)
      continue;
    kernel::Prediction prediction = kernel::predict(
        *chosen.family, knobs, contraction, target, device, tokens);
    if (!best || prediction.nanoseconds < best->nanoseconds)
      best = prediction;
  }
  return best;
}

/// Has the product, which is on buffers, computed by that tile. Returns what is
/// wrong, or "".
static std::string retile(ModuleOp module, int64_t tokens, StringRef family) {
  lowbit::PackedContractOp product;
  module.walk([&](lowbit::PackedContractOp op) { product = op; });
  auto variants = module->getAttrOfType<ArrayAttr>(kernel::kVariantsAttrName);
  if (!product || !variants)
    return "there is no product of packed weights";
  auto variant = cast<DictionaryAttr>(variants[0]);
  auto other = findOtherTile(
      kernel::Contraction::get(product),
      cast<lut::TargetAttr>(variant.get("target")),
      kernel::getDeviceOf(product,
                          cast<StringAttr>(variant.get("cpu")).getValue()),
      tokens, family);
  if (!other)
    return "the product has one tile only";
  MLIRContext *context = module.getContext();
  Attribute kernel = lowbit::KernelAttr::get(context, other->family->getName(),
                                             1, other->knobs.toAttr(context));
  product.setKernelsAttr(ArrayAttr::get(context, kernel));
  return "";
}

std::string lutra::bench::measureCompileTime(const Problem &problem,
                                             const PhaseOptions &options,
                                             double seconds,
                                             CompileTime &result) {
  DialectRegistry registry;
  registerAllDialects(registry);
  // One kernel is too little for several threads.
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  PassManager upToBuffers(&context), target(&context);
  for (Phase phase :
       {Phase::Strategy, Phase::Materialize, Phase::Schedule, Phase::Bufferize})
    buildPhasePipeline(phase, upToBuffers, options);
  buildPhasePipeline(Phase::Target, target, options);
  // Who compiles a kernel a hundred times needs no check behind each pass.
  upToBuffers.enableVerifier(false);
  target.enableVerifier(false);

  auto keepLeast = [&](double &least, double start) {
    double time = getMilliseconds() - start;
    least = result.runs > 1 ? std::min(least, time) : time;
  };
  // The first run loads dialects and makes patterns; it is not counted.
  double begin = getMilliseconds();
  for (; result.runs < 3 || getMilliseconds() - begin < seconds * 1000;
       ++result.runs) {
    // What the first tile leaves in it is what is known of the second.
    ObjectCache objects;
    double start = getMilliseconds();
    OwningOpRef<ModuleOp> module = problem.build(context, /*fixed=*/true);
    if (failed(upToBuffers.run(*module)))
      return "the product cannot be compiled";
    double uncounted = getMilliseconds();
    OwningOpRef<ModuleOp> other = module->clone();
    std::string wrong = retile(*other, problem.m, options.kernel);
    if (!wrong.empty())
      return wrong;
    start += getMilliseconds() - uncounted;
    for (bool isWhole : {true, false}) {
      double passes = getMilliseconds();
      if (failed(target.run(isWhole ? *module : *other)))
        return "the product cannot be compiled";
      if (!isWhole)
        keepLeast(result.passesMs, passes);
      double code = getMilliseconds();
      auto object = compileSharedObject(isWhole ? *module : *other, &objects);
      if (!object)
        return llvm::toString(object.takeError());
      if (isWhole)
        keepLeast(result.wholeMs, start);
      else
        keepLeast(result.codeMs, code);
    }
  }
  return "";
}
