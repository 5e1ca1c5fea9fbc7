//===- WrapperTest.cpp - the C++ header -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include "lutra-rt/lutra.hpp"

#include <array>

using namespace lutra;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

TEST(Wrapper, OpensRunsAndReads) {
  test::TemporaryDirectory directory;
  ASSERT_TRUE(test::writeBundle(directory.path + "/b", "add"));
  rt::Model model;
  EXPECT_FALSE(model);
  ASSERT_FALSE(model.open(directory.path + "/b"));
  ASSERT_TRUE(model);
  EXPECT_EQ(model.inputCount(), 2u);
  EXPECT_STREQ(model.output(1).name, "count");
  EXPECT_EQ(model.findInput("b"), 1);
  EXPECT_EQ(model.variant(), "hand");

  rt::Context context(model);
  ASSERT_TRUE(context);
  const std::vector<float> a = {1, 2, 3, 4};
  const std::array<int64_t, 2> dims = {1, 4};
  ASSERT_FALSE(context.setInput(0, a, dims));
  ASSERT_FALSE(context.setInput(1, a, dims));
  // Handles move; what they hold stays.
  rt::Context moved = std::move(context);
  rt::Model elsewhere = std::move(model);
  ASSERT_FALSE(moved.run());
  const float *row = nullptr;
  int64_t count = 0;
  ASSERT_FALSE(moved.getRow(0, -1, row, count));
  EXPECT_THAT(std::vector<float>(row, row + count),
              ElementsAre(2.5, 5.5, 8.5, 11.5));
  lutra_tensor tensor;
  ASSERT_FALSE(moved.getOutput(1, tensor));
  EXPECT_EQ(*static_cast<const int64_t *>(tensor.data), 4);
}

TEST(Wrapper, ReturnsErrors) {
  test::TemporaryDirectory directory;
  rt::Model model;
  rt::Status failed = model.open(directory.path);
  EXPECT_TRUE(failed);
  EXPECT_EQ(failed.code(), LUTRA_ERROR_BUNDLE);
  EXPECT_THAT(failed.message(), HasSubstr("no manifest.json"));
  ASSERT_TRUE(test::writeBundle(directory.path + "/b", "add"));
  ASSERT_FALSE(model.open(directory.path + "/b"));
  // A failed open leaves what was open.
  EXPECT_TRUE(model.open(directory.path));
  ASSERT_TRUE(model);
  rt::Context context(model);
  const std::vector<double> wide = {1, 2, 3, 4};
  const std::vector<int64_t> dims = {1, 4};
  EXPECT_THAT(context.setInput(0, wide, dims).message(),
              HasSubstr("got f64[1, 4]"));
  const std::vector<float> less = {1, 2, 3};
  EXPECT_THAT(context.setInput(0, less, dims).message(),
              HasSubstr("3 elements given, the sizes say 4"));
  EXPECT_EQ(context.run().code(), LUTRA_ERROR_INPUT);
  EXPECT_EQ(context.enableState(4).code(), LUTRA_ERROR_STATE);
}

} // namespace
