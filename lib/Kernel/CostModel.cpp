//===- CostModel.cpp - predicted times of kernels -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/CostModel.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Operation.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// The least time that is worth a thread, and numbers of tokens at which
/// kernels are compared.
static constexpr double kPieceNanoseconds = 4000;
static constexpr int64_t kTokens[] = {1, 2, 4, 8, 16, 32, 128};
/// A kernel more is code more: it has to be this much faster.
static constexpr double kWorthwhile = 0.9;

/// What a store writes, and caches pass on.
static constexpr double kLineBytes = 64;

/// Families name their candidates in the order in which they suit most shapes;
/// the others have to be better by this much.
static constexpr double kClearly = 0.95;

/// Cycles in which a core runs these instructions, and what they wait for.
static std::pair<double, StringRef>
getCycles(const Counts &counts, lut::TargetAttr target, const Device &device) {
  unsigned width = target ? target.getVectorBits() : 128;
  double each = 512.0 / width;
  auto on = [&](const Units &units, double count) {
    return units.getCycles(count * each, width);
  };
  // A few bytes are one load, however long the vector that they go to.
  double loads = on(device.load, counts.loads) +
                 device.load.getCycles(counts.broadcasts * each, 32);
  double computed =
      counts.products + counts.shifts + counts.shuffles + counts.simple;
  std::pair<double, StringRef> limits[] = {
      {on(device.product, counts.products), "products"},
      {on(device.shift, counts.shifts), "shifts"},
      {on(device.shuffle, counts.shuffles), "shuffles"},
      {on(device.productOrShuffle, counts.products + counts.shuffles),
       "products and shuffles"},
      {loads, "loads"},
      // They take turns at the cache.
      {loads + on(device.store, counts.stores), "loads and stores"},
      {on(device.vector, computed), "vector instructions"},
      {((computed + (counts.loads + counts.broadcasts) / 2) * each +
        counts.scalars) /
           device.instructions,
       "instructions"}};
  return *llvm::max_element(
      limits, [](const auto &a, const auto &b) { return a.first < b.first; });
}

Prediction kernel::predict(const KernelFamily &family, const Knobs &knobs,
                           const Contraction &contraction,
                           lut::TargetAttr target, const Device &device,
                           int64_t tokens) {
  int64_t panels = contraction.getPanels();
  Counts all = family.count(contraction, target, knobs, tokens);
  auto [cycles, limit] = getCycles(all, target, device);

  // The first pass over a panel reads it from where all weights of the model
  // fit, the others from where what a pass reads does.
  double bytes = double(contraction.getPanelBytes()) * double(panels);
  double passes = double(family.countPasses(knobs, tokens));
  double first =
      bytes / device.getBytesPerCycle(contraction.getResidentBytes());
  double others =
      bytes * (passes - 1) /
      device.getBytesPerCycle(family.getPassBytes(contraction, knobs));
  if (first + others > cycles) {
    cycles = first + others;
    limit = "bytes of weights";
  }
  Counts before = family.countPreparation(contraction, target, knobs, tokens);
  auto [more, limitBefore] = getCycles(before, target, device);
  // What is written and does not stay in L1 comes from the level behind it
  // first, and goes back there.
  int64_t decoded = family.getDecodedBytes(contraction, knobs);
  if (decoded > device.levels[0].size)
    more += 2 * kLineBytes * before.stores / device.getBytesPerCycle(decoded);
  if (more > cycles)
    limit = limitBefore;
  cycles += more;
  return {&family, knobs, cycles / device.gigahertz, limit};
}

Ranking kernel::rankKernels(const Contraction &described,
                            lut::TargetAttr target, const Device &device,
                            int64_t tokens) {
  Ranking ranking;
  Contraction contraction = described;
  contraction.isCold = contraction.getResidentBytes() > device.levels[2].size;
  for (const KernelFamily *family : getKernelFamilies()) {
    std::string refusal = family->getRefusal(contraction, target);
    if (!refusal.empty()) {
      ranking.refusals.push_back({family->getName(), std::move(refusal)});
      continue;
    }
    std::optional<Prediction> best;
    for (Knobs knobs : family->getCandidates(contraction, target, tokens)) {
      // Weights that no cache near the core holds are fetched ahead.
      if (contraction.getResidentBytes() > device.levels[1].size)
        knobs.prefetch = device.prefetch;
      Prediction prediction =
          predict(*family, knobs, contraction, target, device, tokens);
      if (!best || prediction.nanoseconds < kClearly * best->nanoseconds)
        best = prediction;
    }
    double perPoint =
        best->nanoseconds / (double(contraction.rows) * double(tokens));
    best->knobs.piece = int64_t(kPieceNanoseconds / perPoint) + 1;
    ranking.predictions.push_back(*best);
  }
  llvm::sort(ranking.predictions, [](const auto &a, const auto &b) {
    return std::make_pair(a.nanoseconds, a.family->getName()) <
           std::make_pair(b.nanoseconds, b.family->getName());
  });
  return ranking;
}

/// The ranking without all but `family`, if that is in it.
static Ranking rankKernels(const Contraction &contraction,
                           lut::TargetAttr target, const Device &device,
                           int64_t tokens, StringRef family) {
  Ranking ranking = kernel::rankKernels(contraction, target, device, tokens);
  auto *only = llvm::find_if(ranking.predictions, [&](const Prediction &p) {
    return p.family->getName() == family;
  });
  if (only != ranking.predictions.end())
    ranking.predictions = {Prediction(*only)};
  return ranking;
}

SmallVector<RangeOfTokens> kernel::selectKernels(const Contraction &contraction,
                                                 lut::TargetAttr target,
                                                 const Device &device,
                                                 std::optional<int64_t> tokens,
                                                 StringRef family) {
  SmallVector<RangeOfTokens> ranges;
  if (tokens) {
    Ranking ranking =
        ::rankKernels(contraction, target, device, *tokens, family);
    if (!ranking.predictions.empty())
      ranges.push_back({1, ranking.predictions.front()});
    return ranges;
  }
  // Kernels are chosen for the most tokens of a range, where tails matter
  // least, from the last range on.
  for (int64_t count : llvm::reverse(kTokens)) {
    Ranking ranking = ::rankKernels(contraction, target, device, count, family);
    if (ranking.predictions.empty())
      return {};
    const Prediction &best = ranking.predictions.front();
    if (!ranges.empty()) {
      const Prediction &next = ranges.back().prediction;
      Prediction same =
          predict(*next.family, next.knobs, contraction, target, device, count);
      if (count != 1 && best.nanoseconds > kWorthwhile * same.nanoseconds) {
        ranges.back().tokens = count;
        continue;
      }
    }
    ranges.push_back({count, best});
  }
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

/// One token is what a language model computes most of the time, many are its
/// prompts.
static constexpr struct {
  int64_t tokens;
  double weight;
} kLoads[] = {{1, 0.5}, {8, 0.125}, {32, 0.125}, {128, 0.25}};
/// What is made for the device that was asked for, and what is there to run
/// anywhere.
static constexpr double kFirstVariant = 1, kOtherVariants = 1.0 / 16;

std::optional<double> kernel::rateLayout(const Contraction &contraction,
                                         Operation *module,
                                         std::optional<int64_t> tokens) {
  auto variants = module->getAttrOfType<ArrayAttr>(kVariantsAttrName);
  if (!variants || variants.empty())
    return std::nullopt;
  double sum = 0, weights = 0;
  for (auto [i, attr] : llvm::enumerate(variants)) {
    auto variant = dyn_cast<DictionaryAttr>(attr);
    auto target = variant ? variant.getAs<lut::TargetAttr>("target") : nullptr;
    auto cpu = variant ? variant.getAs<StringAttr>("cpu") : nullptr;
    if (!target || !cpu)
      return std::nullopt;
    Device device = getDeviceOf(module, cpu.getValue());
    double share = i == 0 ? kFirstVariant : kOtherVariants;
    auto add = [&](int64_t count, double weight) {
      Ranking ranking = kernel::rankKernels(contraction, target, device, count);
      if (ranking.predictions.empty())
        return false;
      sum += share * weight * std::log(ranking.predictions.front().nanoseconds);
      weights += share * weight;
      return true;
    };
    if (tokens) {
      if (!add(*tokens, 1))
        return std::nullopt;
      continue;
    }
    for (auto [count, weight] : kLoads)
      if (!add(count, weight))
        return std::nullopt;
  }
  return sum / weights;
}
