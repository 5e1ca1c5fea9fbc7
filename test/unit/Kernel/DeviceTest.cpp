//===- DeviceTest.cpp - descriptions of processors as text ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/Device.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace lutra::kernel;

namespace {

std::string getError(const std::string &text) {
  llvm::Expected<Device> device = parseDevice(text);
  return device ? "" : llvm::toString(device.takeError());
}

/// The text of zen4 with the line of `key` replaced.
std::string change(const std::string &key, const std::string &line) {
  std::string text = toText(*getDevice("zen4"));
  size_t begin = text.find("\n" + key + ":") + 1;
  return text.substr(0, begin) + line +
         text.substr(text.find('\n', begin) + (line.empty() ? 1 : 0));
}

TEST(Device, TextsAndAttributesAreReadAsTheyAreWritten) {
  mlir::MLIRContext context;
  for (const char *name : {"zen4", "zen5"}) {
    const Device *device = getDevice(name);
    ASSERT_TRUE(device);
    std::string text = toText(*device);
    llvm::Expected<Device> parsed = parseDevice("# a comment\n" + text);
    ASSERT_TRUE(bool(parsed)) << llvm::toString(parsed.takeError());
    EXPECT_EQ(toText(*parsed), text);
    EXPECT_EQ(parsed->levels[3].size, device->levels[3].size);
    std::optional<Device> again = fromAttr(toAttr(&context, *device));
    ASSERT_TRUE(again);
    EXPECT_EQ(toText(*again), text);
  }
}

TEST(Device, TextsThatAreNoneAreRefused) {
  EXPECT_EQ(getError(change("gigahertz", "gigahertz: 4.5")), "");
  EXPECT_EQ(getError(change("load", "")), "'load' is missing");
  EXPECT_EQ(getError(change("load", "load: [2]")),
            "'load' has 1 numbers, expected 2");
  EXPECT_EQ(getError(change("load", "load: [2, wide]")),
            "'load' is no number or list of numbers");
  EXPECT_EQ(getError(change("store", "store: [0, 256]")),
            "'store' has no use for 0");
  EXPECT_EQ(getError(change("cpu", "")), "'name' or 'cpu' is missing");
  EXPECT_EQ(getError("[1, 2]"), "expects lines 'key: value'");
  EXPECT_NE(getError("vector: [1, "), "");
  EXPECT_NE(getError(""), "");
}

TEST(Device, AModuleKnowsItsOwnProcessorAndNoOther) {
  mlir::MLIRContext context;
  Device measured = *getDevice("zen4");
  measured.name = "measured";
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::ModuleOp::create(mlir::UnknownLoc::get(&context));
  (*module)->setAttr(kDeviceAttrName, toAttr(&context, measured));
  EXPECT_EQ(getDeviceOf(*module, "znver4").name, "measured");
  EXPECT_EQ(getDeviceOf(*module, "znver5").name, "zen5");
  EXPECT_EQ(getDeviceOf(*module, "x86-64").name, "generic");
}

} // namespace
