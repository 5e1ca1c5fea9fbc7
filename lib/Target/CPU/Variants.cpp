//===- Variants.cpp - the instruction sets that code is made for ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Emit.h"

#include "Codegen.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/TargetParser/Host.h"

using namespace llvm;
using namespace lutra;

CpuVariant lutra::getBaselineVariant() {
  CpuVariant variant;
  variant.name = "x86_64_v3";
  variant.cpu = "x86-64-v3";
  variant.features = {"avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"};
  return variant;
}

/// Whether code for this set can be better than the baseline's: all of the
/// AVX-512 subsets that vectors of bytes and masks need.
static bool isBetterThanBaseline(function_ref<bool(StringRef)> has) {
  return has("avx512f") && has("avx512bw") && has("avx512dq") &&
         has("avx512vl");
}

std::vector<CpuVariant> lutra::getHostVariants() {
  std::vector<CpuVariant> variants;
  StringMap<bool> host = sys::getHostCPUFeatures();
  if (isBetterThanBaseline([&](StringRef name) { return host.lookup(name); })) {
    CpuVariant native;
    native.name = "native";
    native.cpu = sys::getHostCPUName();
    std::vector<std::string> flags;
    for (const auto &feature : host) {
      flags.push_back((feature.second ? "+" : "-") + feature.first().str());
      if (feature.second)
        native.features.push_back(feature.first().str());
    }
    // A hash map has no order, and equal inputs must give equal bundles.
    llvm::sort(flags);
    llvm::sort(native.features);
    native.targetFeatures = join(flags, ",");
    variants.push_back(std::move(native));
  }
  variants.push_back(getBaselineVariant());
  return variants;
}

Expected<std::vector<CpuVariant>> lutra::getVariantsFor(StringRef cpu) {
  Expected<const Target *> target = cpu::getHostTarget();
  if (!target)
    return target.takeError();
  Triple triple(cpu::getTriple());
  std::unique_ptr<MCSubtargetInfo> info(
      (*target)->createMCSubtargetInfo(triple, "", ""));
  if (!info->isCPUStringValid(cpu))
    return createStringError("unknown processor '%s'; 'clang "
                             "--print-supported-cpus' lists the names",
                             cpu.str().c_str());
  std::unique_ptr<MCSubtargetInfo> named(
      (*target)->createMCSubtargetInfo(triple, cpu, ""));
  CpuVariant variant;
  variant.cpu = cpu.str();
  for (char c : cpu)
    variant.name.push_back(isAlnum(c) ? c : '_');
  for (const SubtargetFeatureKV &feature : named->getEnabledProcessorFeatures())
    variant.features.push_back(feature.Key);
  llvm::sort(variant.features);

  CpuVariant baseline = getBaselineVariant();
  std::vector<CpuVariant> variants;
  if (variant.cpu != baseline.cpu)
    variants.push_back(std::move(variant));
  variants.push_back(std::move(baseline));
  return variants;
}
