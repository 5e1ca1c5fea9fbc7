//===- CheckTest.cpp - expectations that hold and that fail ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"
#include "gtest/gtest.h"

#include <csignal>
#include <limits>

using namespace lutra::test;

namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float inf = std::numeric_limits<float>::infinity();

bool check(std::vector<float> actual, std::vector<float> expected,
           const std::string &op, const std::string &attributes) {
  return run({Argument("?xf32", actual, {int64_t(actual.size())}),
              Argument("?xf32", expected, {int64_t(expected.size())})},
             {}, op + " %i0, %i1 " + attributes + " : tensor<?xf32>");
}

bool checkEq(std::vector<float> actual, std::vector<float> expected) {
  return check(actual, expected, "check.expect_eq", "");
}

bool checkClose(std::vector<float> actual, std::vector<float> expected) {
  return check(actual, expected, "check.expect_close",
               "{atol = 0.5 : f64, rtol = 0.25 : f64}");
}

#define EXPECT_FAILS(statement)                                                \
  EXPECT_EXIT(statement, ::testing::KilledBySignal(SIGABRT), "")

class Check : public ::testing::Test {
protected:
  void SetUp() override {
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  }
};

TEST_F(Check, EqComparesBits) {
  EXPECT_TRUE(checkEq({1, nan, -0.0f}, {1, nan, -0.0f}));
  EXPECT_TRUE(checkEq({}, {}));
  EXPECT_FAILS(checkEq({1, 2}, {1, 3}));
  EXPECT_FAILS(checkEq({0.0f}, {-0.0f}));
}

TEST_F(Check, EqComparesSizes) { EXPECT_FAILS(checkEq({1, 2}, {1})); }

TEST_F(Check, EqTakesIntegersAndIndices) {
  EXPECT_TRUE(run({}, {},
                  "%a = arith.constant dense<[1, 2]> : tensor<2xi4>\n"
                  "check.expect_eq %a, %a : tensor<2xi4>\n"
                  "%b = arith.constant dense<[[7]]> : tensor<1x1xindex>\n"
                  "check.expect_eq %b, %b : tensor<1x1xindex>"));
  EXPECT_FAILS(run({}, {},
                   "%a = arith.constant dense<[1, 2]> : tensor<2xi8>\n"
                   "%b = arith.constant dense<[1, 3]> : tensor<2xi8>\n"
                   "check.expect_eq %a, %b : tensor<2xi8>"));
}

TEST_F(Check, CloseAddsTolerances) {
  EXPECT_TRUE(checkClose({10}, {8}));
  EXPECT_TRUE(checkClose({10.5f}, {8}));
  EXPECT_FAILS(checkClose({10.6f}, {8}));
  EXPECT_TRUE(checkClose({-10.5f}, {-8}));
}

TEST_F(Check, CloseIsStrictAboutSpecials) {
  EXPECT_TRUE(checkClose({nan, inf, -inf}, {nan, inf, -inf}));
  EXPECT_FAILS(checkClose({1}, {nan}));
  EXPECT_FAILS(checkClose({nan}, {1}));
  EXPECT_FAILS(checkClose({1}, {inf}));
  EXPECT_FAILS(checkClose({inf}, {-inf}));
}

} // namespace
