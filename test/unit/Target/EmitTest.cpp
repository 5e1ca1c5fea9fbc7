//===- EmitTest.cpp - variants, outputs and errors of emission ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Emit.h"
#include "lutra/Pipelines/InitAll.h"
#include "lutra/Target/CPU/CPU.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace lutra;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

/// A module in the llvm dialect.
class Lowered {
public:
  explicit Lowered(llvm::StringRef body, llvm::StringRef more = "")
      : context(getRegistry(), mlir::MLIRContext::Threading::DISABLED) {
    std::string text =
        "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, "
        "%x: memref<64xf32>) {\n" +
        body.str() + "  return\n}\n" + more.str();
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    mlir::PassManager pm(&context);
    buildCpuTargetPipeline(pm);
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
  llvm::Error error = emit(module, getBaselineVariant(), os);
  EXPECT_FALSE(bool(error)) << llvm::toString(std::move(error));
  return text;
}

TEST(Emit, TextsAndObjects) {
  Lowered lowered(fill);
  std::string ir = getText(emitLLVMIR, lowered.get());
  EXPECT_THAT(ir, HasSubstr("@lutra_x86_64_v3_run"));
  EXPECT_THAT(ir, HasSubstr("\"target-cpu\"=\"x86-64-v3\""));
  std::string assembly = getText(emitAssembly, lowered.get());
  EXPECT_THAT(assembly, HasSubstr("lutra_x86_64_v3_run:"));
  EXPECT_THAT(assembly, Not(HasSubstr("zmm")));
  EXPECT_THAT(getText(emitObject, lowered.get()), StartsWith("\x7f"
                                                             "ELF"));
}

TEST(Emit, VariantsOfANamedProcessor) {
  auto variants = getVariantsFor("sapphirerapids");
  ASSERT_TRUE(bool(variants));
  ASSERT_EQ(variants->size(), 2u);
  EXPECT_EQ(variants->front().getRunSymbol(), "lutra_sapphirerapids_run");
  EXPECT_THAT(variants->front().features, testing::Contains("avx512vnni"));
  EXPECT_EQ(variants->back().getProbeSymbol(), "lutra_x86_64_v3_probe");

  Lowered lowered(fill);
  std::string assembly;
  llvm::raw_string_ostream os(assembly);
  ASSERT_FALSE(bool(emitAssembly(lowered.get(), variants->front(), os)));
  EXPECT_THAT(assembly, HasSubstr("zmm"));

  variants = getVariantsFor("x86-64-v3");
  ASSERT_TRUE(bool(variants));
  EXPECT_EQ(variants->size(), 1u);
}

TEST(Emit, UnknownProcessor) {
  auto variants = getVariantsFor("pentium99");
  ASSERT_FALSE(bool(variants));
  EXPECT_THAT(llvm::toString(variants.takeError()),
              HasSubstr("unknown processor 'pentium99'"));
}

TEST(Emit, UndefinedSymbolsAreErrors) {
  Lowered lowered("  func.call @nobody_has_this() : () -> ()\n",
                  "func.func private @nobody_has_this()\n");
  auto bytes = compileSharedObject(lowered.get(), getHostVariants());
  ASSERT_FALSE(bool(bytes));
  EXPECT_THAT(llvm::toString(bytes.takeError()),
              HasSubstr("undefined symbol: nobody_has_this"));
}

TEST(Emit, AFullDiskIsAnError) {
  if (!llvm::sys::fs::exists("/dev/full"))
    GTEST_SKIP() << "no /dev/full here";
  Lowered lowered(fill);
  llvm::Error error =
      emitSharedObject(lowered.get(), getHostVariants(), "/dev/full");
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
