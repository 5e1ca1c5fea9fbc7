//===- EmitTest.cpp - variants, outputs and errors of emission ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Emit.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Support/WriteFile.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Target/CPU/Passes.h"
#include "lutra/Target/CPU/Variants.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace lutra;
using testing::Contains;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

namespace {

/// A module with its variants in the llvm dialect.
class Lowered {
public:
  explicit Lowered(llvm::StringRef body, llvm::StringRef more = "",
                   llvm::StringRef device = "native")
      : context(getRegistry(), mlir::MLIRContext::Threading::DISABLED) {
    std::string text =
        "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, "
        "%x: memref<64xf32>) {\n" +
        body.str() + "  return\n}\n" + more.str();
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    mlir::PassManager pm(&context);
    CpuFormVariantsOptions options;
    options.device = device.str();
    pm.addPass(createCpuFormVariants(options));
    buildCpuTargetPipeline(pm.nest<mlir::ModuleOp>());
    if (!module || mlir::failed(pm.run(*module)))
      ADD_FAILURE() << "cannot lower\n" << text;
  }
  mlir::ModuleOp get() { return *module; }

private:
  static mlir::DialectRegistry getRegistry() {
    mlir::DialectRegistry registry;
    registerAllDialects(registry);
    return registry;
  }
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

constexpr const char *fill = R"(
  %one = arith.constant 1.0 : f32
  linalg.fill ins(%one : f32) outs(%x : memref<64xf32>)
)";

/// What an emitter writes.
template <typename Emit> std::string getText(Emit emit, mlir::ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::Error error = emit(module, os);
  EXPECT_FALSE(bool(error)) << llvm::toString(std::move(error));
  return text;
}

TEST(Emit, TextsAndObjects) {
  Lowered lowered(fill, "", "x86-64-v3");
  std::string ir = getText(emitLLVMIR, lowered.get());
  EXPECT_THAT(ir, HasSubstr("@lutra_x86_64_v3_run"));
  EXPECT_THAT(ir, HasSubstr("\"target-cpu\"=\"x86-64-v3\""));
  std::string assembly = getText(emitAssembly, lowered.get());
  EXPECT_THAT(assembly, HasSubstr("lutra_x86_64_v3_run:"));
  EXPECT_THAT(assembly, Not(HasSubstr("zmm")));
  EXPECT_THAT(getText(emitObject, lowered.get()), StartsWith("\x7f"
                                                             "ELF"));
}

std::vector<std::string> getNames(llvm::StringRef device) {
  auto variants = getVariantsFor(device);
  EXPECT_TRUE(bool(variants)) << llvm::toString(variants.takeError());
  std::vector<std::string> names;
  for (const CpuVariant &variant : *variants)
    names.push_back(variant.name);
  return names;
}

TEST(Emit, VariantsOfANamedProcessor) {
  EXPECT_THAT(getNames("sapphirerapids"),
              ElementsAre("sapphirerapids", "x86_64_v4", "x86_64_v3"));
  EXPECT_THAT(getNames("skylake-avx512"),
              ElementsAre("skylake_avx512", "x86_64_v3"));
  EXPECT_THAT(getNames("x86-64-v4"), ElementsAre("x86_64_v4", "x86_64_v3"));
  EXPECT_THAT(getNames("x86-64-v3"), ElementsAre("x86_64_v3"));
  auto variants = getVariantsFor("sapphirerapids");
  ASSERT_TRUE(bool(variants));
  EXPECT_EQ(variants->front().getRunSymbol(), "lutra_sapphirerapids_run");
  EXPECT_EQ(variants->back().getProbeSymbol(), "lutra_x86_64_v3_probe");
  EXPECT_THAT(variants->front().features, Contains("avx512vnni"));
}

TEST(Emit, TheHostAloneIsOneVariant) {
  std::vector<std::string> names = getNames("host");
  ASSERT_THAT(names, SizeIs(1));
  EXPECT_THAT(getNames("native"), Contains(names.front()));
}

TEST(Emit, EveryDefaultBundleHasThreeLevels) {
  auto variants = getHostVariants();
  ASSERT_EQ(variants.size(), 3u);
  EXPECT_THAT(variants[0].features, Contains("avx512vbmi"));
  EXPECT_THAT(variants[0].features, Contains("avx512vnni"));
  EXPECT_THAT(variants[1].features, Contains("avx512bw"));
  EXPECT_THAT(variants[2].features, Not(Contains("avx512f")));
  EXPECT_THAT(variants[2].features, Contains("avx2"));
}

TEST(Emit, VariantsTravelAsAttributes) {
  mlir::MLIRContext context;
  context.loadDialect<lut::LutDialect>();
  mlir::OpBuilder builder(&context);
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(builder.getUnknownLoc());
  builder.setInsertionPointToEnd(module->getBody());
  std::vector<CpuVariant> variants = {getAvx512VbmiVariant(),
                                      getAvx512Variant(), getBaselineVariant()};
  std::vector<std::string> targets;
  for (const CpuVariant &variant : variants) {
    auto nested = mlir::ModuleOp::create(builder, builder.getUnknownLoc());
    setVariant(nested, variant);
    targets.push_back(stringifyFeature(lut::getTarget(nested).getFeatures()));
  }
  EXPECT_THAT(targets,
              ElementsAre("avx2|avx512|vnni|vbmi|gfni", "avx2|avx512", "avx2"));
  auto read = getVariants(*module);
  ASSERT_TRUE(bool(read));
  ASSERT_EQ(read->size(), variants.size());
  for (auto [found, variant] : llvm::zip_equal(*read, variants)) {
    EXPECT_EQ(found.name, variant.name);
    EXPECT_EQ(found.cpu, variant.cpu);
    EXPECT_EQ(found.features, variant.features);
    EXPECT_EQ(found.targetFeatures, variant.targetFeatures);
  }

  module->getBody()->back().removeAttr("lutra.cpu");
  read = getVariants(*module);
  ASSERT_FALSE(bool(read));
  EXPECT_THAT(llvm::toString(read.takeError()), HasSubstr("is no variant"));
  module->getBody()->clear();
  read = getVariants(*module);
  ASSERT_FALSE(bool(read));
  EXPECT_THAT(llvm::toString(read.takeError()), HasSubstr("has no variants"));
}

/// The probe of the best variant for a device, in assembly.
std::string getProbe(llvm::StringRef device) {
  Lowered lowered(fill, "", device);
  std::string text = getText(emitAssembly, lowered.get());
  size_t begin = text.find("_probe:");
  size_t end = text.find("retq", begin);
  EXPECT_NE(begin, std::string::npos) << text;
  EXPECT_NE(end, std::string::npos) << text;
  return text.substr(begin, end - begin);
}

TEST(Emit, ProbesRunWhatKernelsRun) {
  std::string probe = getProbe("sapphirerapids");
  EXPECT_THAT(probe, HasSubstr("vpdpbusd"));
  EXPECT_THAT(probe, ContainsRegex("vperm[it]2b"));
  EXPECT_THAT(probe, HasSubstr("vgf2p8affineqb"));
  EXPECT_THAT(probe, ContainsRegex("vfmadd.*zmm"));
  probe = getProbe("x86-64-v4");
  EXPECT_THAT(probe, ContainsRegex("vpmaddubsw.*zmm"));
  EXPECT_THAT(probe, ContainsRegex("vpshufb.*zmm"));
  EXPECT_THAT(probe, Not(HasSubstr("vpdp")));
  EXPECT_THAT(probe, Not(ContainsRegex("vperm[it]?2?b")));
  probe = getProbe("x86-64-v3");
  EXPECT_THAT(probe, ContainsRegex("vpmaddubsw.*ymm"));
  EXPECT_THAT(probe, ContainsRegex("vfmadd.*ymm"));
  EXPECT_THAT(probe, Not(HasSubstr("zmm")));
}

TEST(Emit, UnknownProcessor) {
  auto variants = getVariantsFor("pentium99");
  ASSERT_FALSE(bool(variants));
  EXPECT_THAT(llvm::toString(variants.takeError()),
              HasSubstr("unknown processor 'pentium99'"));
}

/// The bytes of a shared object.
std::string compile(mlir::ModuleOp module, ObjectCache *cache = nullptr) {
  auto bytes = compileSharedObject(module, cache);
  if (bytes)
    return (*bytes)->getBuffer().str();
  ADD_FAILURE() << llvm::toString(bytes.takeError());
  return "";
}

/// A call of a kernel that is large enough to be compiled alone.
constexpr const char *call =
    "  func.call @kernel(%x) : (memref<64xf32>) -> ()\n";
std::string getKernel(llvm::StringRef value) {
  std::string text = "func.func private @kernel(%x: memref<64xf32>) {\n"
                     "  %c0 = arith.constant 0 : index\n"
                     "  %v = arith.constant " +
                     value.str() +
                     " : f32\n"
                     "  %s0 = memref.load %x[%c0] : memref<64xf32>\n";
  for (int i = 0; i != 500; ++i)
    text += "  %s" + std::to_string(i + 1) + " = arith.addf %s" +
            std::to_string(i) + ", %v : f32\n";
  return text + "  memref.store %s500, %x[%c0] : memref<64xf32>\n"
                "  return\n}\n";
}

TEST(Emit, WhatIsKnownIsTheSameCode) {
  Lowered first(call, getKernel("1.0"), "x86-64-v3");
  Lowered second(call, getKernel("2.0"), "x86-64-v3");
  std::string expected = compile(first.get());
  EXPECT_NE(compile(second.get()), expected);

  ObjectCache cache;
  EXPECT_EQ(compile(first.get(), &cache), expected);
  EXPECT_EQ(cache.getNumHits(), 0u);
  // The kernel, and a part for the rest.
  EXPECT_EQ(compile(first.get(), &cache), expected);
  EXPECT_EQ(cache.getNumHits(), 2u);
  EXPECT_EQ(compile(second.get(), &cache), compile(second.get()));
  EXPECT_EQ(cache.getNumHits(), 3u);
}

/// A call of a kernel whose loop is large and runs on several threads, `step`
/// cells to a piece.
constexpr const char *callWithHandle =
    "  func.call @kernel(%call, %x) : (!llvm.ptr, memref<64xf32>) -> ()\n";
std::string getParallelKernel(llvm::StringRef value, llvm::StringRef step) {
  std::string text =
      "func.func private @kernel(%call: !llvm.ptr, %x: memref<64xf32>) "
      "attributes {lutra.kernel} {\n"
      "  %c0 = arith.constant 0 : index\n"
      "  %c64 = arith.constant 64 : index\n"
      "  %step = arith.constant " +
      step.str() +
      " : index\n"
      "  %v = arith.constant " +
      value.str() +
      " : f32\n"
      "  scf.parallel (%i) = (%c0) to (%c64) step (%step) {\n"
      "    %s0 = memref.load %x[%i] : memref<64xf32>\n";
  for (int i = 0; i != 500; ++i)
    text += "    %s" + std::to_string(i + 1) + " = arith.addf %s" +
            std::to_string(i) + ", %v : f32\n";
  return text + "    memref.store %s500, %x[%i] : memref<64xf32>\n"
                "  }\n  return\n}\n";
}

TEST(Emit, AKernelAndItsLoopAreOnePart) {
  Lowered first(callWithHandle, getParallelKernel("1.0", "8"), "x86-64-v3");
  Lowered second(callWithHandle, getParallelKernel("2.0", "16"), "x86-64-v3");
  ObjectCache cache;
  std::string bytes = compile(first.get(), &cache);
  EXPECT_EQ(bytes, compile(first.get()));
  EXPECT_EQ(cache.getNumHits(), 0u);
  // Who calls it does not change with it.
  EXPECT_EQ(compile(second.get(), &cache), compile(second.get()));
  EXPECT_EQ(cache.getNumHits(), 1u);
  EXPECT_EQ(compile(first.get(), &cache), bytes);
  EXPECT_EQ(cache.getNumHits(), 3u);
}

TEST(Emit, InstructionSetsAreNotMixedUp) {
  Lowered older(fill, "", "x86-64-v3"), newer(fill, "", "x86-64-v4");
  ObjectCache cache;
  compile(older.get(), &cache);
  EXPECT_EQ(compile(newer.get(), &cache), compile(newer.get()));
  // x86-64-v4 comes with x86-64-v3.
  EXPECT_EQ(cache.getNumHits(), 1u);
}

TEST(Emit, UndefinedSymbolsAreErrors) {
  Lowered lowered("  func.call @nobody_has_this() : () -> ()\n",
                  "func.func private @nobody_has_this()\n");
  auto bytes = compileSharedObject(lowered.get());
  ASSERT_FALSE(bool(bytes));
  EXPECT_THAT(llvm::toString(bytes.takeError()),
              HasSubstr("undefined symbol: nobody_has_this"));
}

TEST(Emit, AFullDiskIsAnError) {
  if (!llvm::sys::fs::exists("/dev/full"))
    GTEST_SKIP() << "no /dev/full here";
  Lowered lowered(fill);
  llvm::Error error = emitSharedObject(lowered.get(), "/dev/full");
  ASSERT_TRUE(bool(error));
  EXPECT_THAT(llvm::toString(std::move(error)),
              HasSubstr("cannot write '/dev/full': No space left on device"));
}

TEST(Emit, AFolderThatIsNotThere) {
  llvm::Error error = writeFile("/no/such/folder/file", "bytes");
  ASSERT_TRUE(bool(error));
  EXPECT_THAT(llvm::toString(std::move(error)),
              HasSubstr("cannot write '/no/such/folder/file'"));
}

} // namespace
