//===- TensorTest.cpp - elements and how near they are --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tensor.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>

using namespace lutra::driver;

namespace {

TEST(Tensor, ReadsHalves) {
  struct Case {
    uint16_t bits;
    double value;
  };
  const Case halves[] = {{0x3c00, 1},
                         {0xc000, -2},
                         {0x7bff, 65504},
                         {0x0001, 0x1p-24},
                         {0x03ff, 1023 * 0x1p-24},
                         {0x0400, 0x1p-14},
                         {0xfc00, -HUGE_VAL}};
  for (const Case &c : halves)
    EXPECT_EQ(elementAt(LUTRA_F16, &c.bits, 0), c.value) << c.bits;
  uint16_t nan = 0x7e00, brain = 0x4049;
  EXPECT_TRUE(std::isnan(elementAt(LUTRA_F16, &nan, 0)));
  EXPECT_EQ(elementAt(LUTRA_BF16, &brain, 0), 3.140625);
}

TEST(Tensor, ReadsIntegersExactly) {
  const int64_t large[] = {0, INT64_MAX - 1};
  EXPECT_EQ(elementAt(LUTRA_I64, large, 1), (long double)(INT64_MAX - 1));
  const uint64_t largest[] = {UINT64_MAX};
  EXPECT_EQ(elementAt(LUTRA_U64, largest, 0), (long double)UINT64_MAX);
  const int8_t small[] = {-1};
  EXPECT_EQ(elementAt(LUTRA_I8, small, 0), -1);
  EXPECT_EQ(elementAt(LUTRA_U8, small, 0), 255);
}

int64_t mismatches(std::vector<float> actual, std::vector<float> expected,
                   double rtol, double atol) {
  return compare(LUTRA_F32, actual.data(), expected.data(),
                 int64_t(actual.size()), rtol, atol)
      .mismatches;
}

TEST(Tensor, ComparesByNumpysRule) {
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::nanf("");
  EXPECT_EQ(mismatches({100, -100}, {101, -101}, 0.01, 0), 0);
  EXPECT_EQ(mismatches({100}, {99}, 0.01, 0), 1) << "relative to the expected";
  EXPECT_EQ(mismatches({0.25}, {0}, 0, 0.25), 0);
  EXPECT_EQ(mismatches({0.25}, {0}, 1000, 0.125), 1);
  EXPECT_EQ(mismatches({inf, -inf, nan}, {inf, -inf, nan}, 0, 0), 0);
  EXPECT_EQ(mismatches({inf, 1, nan, 1}, {-inf, inf, 1, nan}, 1e30, 1e30), 4);
}

TEST(Tensor, SaysWhereItDiffers) {
  const int32_t actual[] = {1, 5, 3, 9}, expected[] = {1, 2, 3, 4};
  Difference difference = compare(LUTRA_I32, actual, expected, 4, 0, 0);
  EXPECT_EQ(difference.mismatches, 2);
  EXPECT_EQ(difference.first, 1);
  EXPECT_EQ(difference.actual, 5);
  EXPECT_EQ(difference.expected, 2);
  EXPECT_EQ(difference.largest, 5);
}

TEST(Tensor, CountsBytes) {
  int64_t bytes = -1;
  EXPECT_TRUE(byteCount(LUTRA_F64, {}, bytes));
  EXPECT_EQ(bytes, 8);
  EXPECT_TRUE(byteCount(LUTRA_F64, {INT64_MAX, 0}, bytes));
  EXPECT_EQ(bytes, 0);
  EXPECT_FALSE(byteCount(LUTRA_F64, {INT64_MAX}, bytes));
  EXPECT_FALSE(byteCount(LUTRA_I8, {-1}, bytes));
}

} // namespace
