//===- Variants.cpp - the instruction sets that code is made for ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Variants.h"

#include "Codegen.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/TargetParser/Host.h"

using namespace llvm;
using namespace lutra;

//===----------------------------------------------------------------------===//
// Levels and processors
//===----------------------------------------------------------------------===//

CpuVariant lutra::getBaselineVariant() {
  CpuVariant variant;
  variant.name = "x86_64_v3";
  variant.cpu = "x86-64-v3";
  variant.features = {"avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"};
  return variant;
}

/// A level with more features than the one below it.
static CpuVariant extend(CpuVariant variant, StringRef name,
                         ArrayRef<StringRef> more) {
  variant.name = name.str();
  for (StringRef feature : more)
    variant.features.push_back(feature.str());
  llvm::sort(variant.features);
  return variant;
}

CpuVariant lutra::getAvx512Variant() {
  CpuVariant variant =
      extend(getBaselineVariant(), "x86_64_v4",
             {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"});
  variant.cpu = "x86-64-v4";
  return variant;
}

CpuVariant lutra::getAvx512VbmiVariant() {
  StringRef more[] = {"avx512bitalg", "avx512ifma", "avx512vbmi",
                      "avx512vbmi2",  "avx512vnni", "avx512vpopcntdq",
                      "gfni"};
  CpuVariant variant = extend(getAvx512Variant(), "x86_64_v4_vbmi", more);
  variant.targetFeatures = "+" + join(ArrayRef(more), ",+");
  return variant;
}

static bool has(const CpuVariant &variant, StringRef feature) {
  return is_contained(variant.features, feature);
}

/// Whether code for this set can be better than the baseline's: all of the
/// AVX-512 subsets that vectors of bytes and masks need.
static bool hasAvx512(const CpuVariant &variant) {
  return has(variant, "avx512f") && has(variant, "avx512bw") &&
         has(variant, "avx512dq") && has(variant, "avx512vl");
}

static bool hasVbmi(const CpuVariant &variant) {
  return hasAvx512(variant) && has(variant, "avx512vbmi") &&
         has(variant, "avx512vnni");
}

static CpuVariant getNativeVariant() {
  CpuVariant native;
  native.name = "native";
  native.cpu = sys::getHostCPUName();
  std::vector<std::string> flags;
  for (const auto &feature : sys::getHostCPUFeatures()) {
    // What a processor of this name has but this machine lacks is taken away.
    flags.push_back((feature.second ? "+" : "-") + feature.first().str());
    if (feature.second)
      native.features.push_back(feature.first().str());
  }
  // A hash map has no order, and equal inputs must give equal bundles.
  llvm::sort(flags);
  llvm::sort(native.features);
  native.targetFeatures = join(flags, ",");
  return native;
}

std::vector<CpuVariant> lutra::getHostVariants() {
  CpuVariant native = getNativeVariant();
  std::vector<CpuVariant> variants = {getAvx512VbmiVariant(),
                                      getAvx512Variant(), getBaselineVariant()};
  if (hasVbmi(native))
    variants[0] = native;
  else if (hasAvx512(native))
    variants[1] = native;
  return variants;
}

Expected<std::vector<CpuVariant>> lutra::getVariantsFor(StringRef cpu) {
  if (cpu == "native")
    return getHostVariants();
  if (cpu == "host") {
    CpuVariant native = getNativeVariant();
    return std::vector<CpuVariant>{hasAvx512(native) ? native
                                                     : getBaselineVariant()};
  }
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
    variants.push_back(variant);
  if (hasVbmi(variant))
    variants.push_back(getAvx512Variant());
  variants.push_back(std::move(baseline));
  return variants;
}

//===----------------------------------------------------------------------===//
// Variants as attributes
//===----------------------------------------------------------------------===//

static constexpr StringLiteral kCpuAttrName = "lutra.cpu";

lut::TargetAttr lutra::getLutTarget(mlir::MLIRContext *context,
                                    const CpuVariant &variant) {
  bool avx512 = hasAvx512(variant), avx2 = has(variant, "avx2");
  lut::Feature features = lut::Feature::None;
  auto addIf = [&](bool present, lut::Feature feature) {
    if (present && avx2)
      features = features | feature;
  };
  addIf(avx2, lut::Feature::AVX2);
  addIf(avx512, lut::Feature::AVX512);
  addIf(avx512 ? has(variant, "avx512vnni") : has(variant, "avxvnni"),
        lut::Feature::VNNI);
  addIf(avx512 && has(variant, "avx512vbmi"), lut::Feature::VBMI);
  addIf(has(variant, "gfni"), lut::Feature::GFNI);
  addIf(avx512 && has(variant, "avx512bf16"), lut::Feature::BF16);
  return lut::TargetAttr::get(context, variant.name,
                              avx512 ? 512
                              : avx2 ? 256
                                     : 128,
                              avx512 ? 32 : 16, features);
}

void lutra::setVariant(mlir::ModuleOp module, const CpuVariant &variant) {
  mlir::Builder b(module.getContext());
  module.setSymName(variant.name);
  module->setAttr(lut::kTargetAttrName,
                  getLutTarget(module.getContext(), variant));
  SmallVector<StringRef> features(variant.features.begin(),
                                  variant.features.end());
  module->setAttr(
      kCpuAttrName,
      b.getDictionaryAttr(
          {b.getNamedAttr("name", b.getStringAttr(variant.cpu)),
           b.getNamedAttr("features", b.getStrArrayAttr(features)),
           b.getNamedAttr("target_features",
                          b.getStringAttr(variant.targetFeatures))}));
}

Expected<std::vector<CpuVariant>> lutra::getVariants(mlir::ModuleOp module) {
  std::vector<CpuVariant> variants;
  for (auto nested : module.getOps<mlir::ModuleOp>()) {
    auto cpu = nested->getAttrOfType<mlir::DictionaryAttr>(kCpuAttrName);
    auto name = cpu ? cpu.getAs<mlir::StringAttr>("name") : nullptr;
    auto features = cpu ? cpu.getAs<mlir::ArrayAttr>("features") : nullptr;
    auto flags = cpu ? cpu.getAs<mlir::StringAttr>("target_features") : nullptr;
    if (!nested.getSymName() || !name || !features || !flags ||
        !llvm::all_of(features, llvm::IsaPred<mlir::StringAttr>))
      return createStringError(
          "a nested module is no variant: it needs a name, and '" +
          kCpuAttrName + "' with name, features and target_features");
    CpuVariant &variant = variants.emplace_back();
    variant.name = nested.getSymName()->str();
    variant.cpu = name.str();
    variant.targetFeatures = flags.str();
    for (auto feature : features.getAsRange<mlir::StringAttr>())
      variant.features.push_back(feature.str());
  }
  if (variants.empty())
    return createStringError("the module has no variants; cpu-form-variants "
                             "makes them out of a module on buffers");
  return variants;
}
