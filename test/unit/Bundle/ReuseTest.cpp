//===- ReuseTest.cpp - code that an older bundle has already --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/Bundle/Bundle.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <fstream>
#include <iterator>

using namespace lutra;

namespace {

class Reuse : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("lutra-reuse", folder));
  }
  void TearDown() override { (void)llvm::sys::fs::remove_directories(folder); }

  std::string getBundle() const { return folder.str().str() + "/bundle"; }

  std::unique_ptr<BundleWriter> start() {
    auto writer = BundleWriter::create(getBundle());
    EXPECT_TRUE(bool(writer)) << llvm::toString(writer.takeError());
    return std::move(*writer);
  }

  /// Writes a bundle with this code, or with that of the bundle before.
  void write(const std::string &code, llvm::StringRef key) {
    std::unique_ptr<BundleWriter> writer = start();
    std::ofstream(writer->getPath("libmodel.so")) << code;
    mlir::MLIRContext context;
    mlir::OwningOpRef<mlir::ModuleOp> module =
        mlir::ModuleOp::create(mlir::UnknownLoc::get(&context));
    EXPECT_FALSE(bool(writer->writeWeights(*module)));
    EXPECT_FALSE(bool(writer->writeManifest(*module, "model.onnx", {}, key)));
    EXPECT_FALSE(bool(writer->commit()));
  }

  /// What is taken over, or "-".
  std::string reuse(llvm::StringRef key) {
    std::unique_ptr<BundleWriter> writer = start();
    if (!writer->reuseCode(key))
      return "-";
    std::ifstream file(writer->getPath("libmodel.so"));
    return {std::istreambuf_iterator<char>(file),
            std::istreambuf_iterator<char>()};
  }

  llvm::SmallString<128> folder;
};

TEST_F(Reuse, TakesOverWhatHasTheKey) {
  EXPECT_EQ(reuse("a"), "-") << "there is no bundle";
  write("code", "a");
  EXPECT_EQ(reuse("a"), "code");
  EXPECT_EQ(reuse("b"), "-");
  write("other code", "b");
  EXPECT_EQ(reuse("b"), "other code");
}

TEST_F(Reuse, LeavesWhatIsDamaged) {
  write("code", "a");
  std::ofstream(getBundle() + "/libmodel.so") << "cope";
  EXPECT_EQ(reuse("a"), "-");
  write("code", "a");
  std::ofstream(getBundle() + "/manifest.json") << "{";
  EXPECT_EQ(reuse("a"), "-");
  std::ofstream(getBundle() + "/manifest.json") << "[]";
  EXPECT_EQ(reuse("a"), "-");
  write("code", "a");
  EXPECT_FALSE(llvm::sys::fs::remove(getBundle() + "/libmodel.so"));
  EXPECT_EQ(reuse("a"), "-");
}

TEST_F(Reuse, NeedsAKey) {
  write("code", "");
  EXPECT_EQ(reuse(""), "-");
}

} // namespace
