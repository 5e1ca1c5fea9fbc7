//===- ImportTest.cpp - what importing does with memory and options -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Frontend/Import.h"

#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Frontend/Export.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gtest/gtest.h"

using namespace mlir;

namespace {
class Import : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("lutra-import", folder));
    context.loadDialect<func::FuncDialect, lutra::onnx::OnnxDialect>();
  }
  void TearDown() override { llvm::sys::fs::remove_directories(folder); }

  std::string path(llvm::StringRef name) {
    llvm::SmallString<128> result(folder);
    llvm::sys::path::append(result, name);
    return result.str().str();
  }

  /// Writes a model of one float constant and no nodes.
  std::string writeModel(int64_t elements,
                         const lutra::ExportOptions &options = {}) {
    Builder b(&context);
    Location loc = b.getUnknownLoc();
    OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
    OpBuilder builder(module->getBodyRegion());
    auto type = RankedTensorType::get({elements}, b.getF32Type());
    auto function = func::FuncOp::create(builder, loc, "main",
                                         b.getFunctionType({}, {type}));
    builder.setInsertionPointToStart(function.addEntryBlock());
    SmallVector<float> values(elements);
    for (auto [i, value] : llvm::enumerate(values))
      value = float(i);
    Value constant = lutra::onnx::ConstantOp::create(
        builder, loc, type, DenseElementsAttr::get<float>(type, values));
    func::ReturnOp::create(builder, loc, constant);
    std::string name = path("model.onnx");
    EXPECT_TRUE(succeeded(lutra::exportOnnxFile(*module, name, options)));
    return name;
  }

  static ElementsAttr constantOf(ModuleOp module) {
    ElementsAttr result;
    module.walk([&](lutra::onnx::ConstantOp op) { result = op.getValue(); });
    return result;
  }

  llvm::SmallString<128> folder;
  MLIRContext context;
};
} // namespace

static AsmResourceBlob *blobOf(ElementsAttr value) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  return resource ? resource.getRawHandle().getBlob() : nullptr;
}

TEST_F(Import, SmallTensorsAreDense) {
  std::string file = writeModel(32);
  EXPECT_TRUE(isa<DenseElementsAttr>(
      constantOf(*lutra::importOnnxFile(file, context))));
  lutra::ImportOptions options;
  options.maxDenseBytes = 127;
  AsmResourceBlob *blob =
      blobOf(constantOf(*lutra::importOnnxFile(file, context, options)));
  ASSERT_TRUE(blob);
  EXPECT_EQ(blob->getData().size(), 128u);
}

TEST_F(Import, DataIsImmutableAlignedAndRight) {
  for (const char *external : {"", "weights.bin"}) {
    lutra::ExportOptions options;
    options.externalData = external;
    OwningOpRef<ModuleOp> module =
        lutra::importOnnxFile(writeModel(1000, options), context);
    ASSERT_TRUE(module);
    AsmResourceBlob *blob = blobOf(constantOf(*module));
    ASSERT_TRUE(blob);
    EXPECT_FALSE(blob->isMutable());
    EXPECT_EQ(uintptr_t(blob->getData().data()) % alignof(float), 0u);
    ArrayRef<float> values = blob->getDataAs<float>();
    ASSERT_EQ(values.size(), 1000u);
    for (auto [i, value] : llvm::enumerate(values))
      ASSERT_EQ(value, float(i));
  }
}

TEST_F(Import, MappedDataOutlivesTheModuleNotTheBlob) {
  lutra::ExportOptions options;
  options.externalData = "weights.bin";
  OwningOpRef<ModuleOp> module =
      lutra::importOnnxFile(writeModel(1000, options), context);
  ASSERT_TRUE(module);
  auto handle =
      cast<DenseResourceElementsAttr>(constantOf(*module)).getRawHandle();
  // The name may go: what is mapped stays.
  llvm::sys::fs::remove(path("weights.bin"));
  module = nullptr;
  EXPECT_EQ(handle.getBlob()->getDataAs<float>()[999], 999.0f);
  // This is how a later phase gives memory back.
  handle.getResource()->setBlob(AsmResourceBlob());
  EXPECT_TRUE(handle.getBlob()->getData().empty());
}

TEST_F(Import, TwoModelsInOneContext) {
  std::string file = writeModel(1000);
  OwningOpRef<ModuleOp> a = lutra::importOnnxFile(file, context);
  OwningOpRef<ModuleOp> b = lutra::importOnnxFile(file, context);
  ASSERT_TRUE(a && b);
  // Resources of the same name are different ones.
  EXPECT_NE(blobOf(constantOf(*a)), blobOf(constantOf(*b)));
}
