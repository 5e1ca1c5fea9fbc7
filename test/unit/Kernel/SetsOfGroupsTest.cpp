//===- SetsOfGroupsTest.cpp - groups that share a scale of activations ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PackedContraction.h"

#include "gtest/gtest.h"

using namespace lutra::test;

namespace {

struct Kernel {
  const char *layout;
  unsigned bits;
  const char *text;
};

/// One token, several, and tokens side by side; look-ups with rows and with
/// tokens in lanes.
const Kernel kKernels[] = {
    {"planes", 2,
     R"(family = "dot", tokens = 1, knobs = {rows = 64, unroll = 4})"},
    {"planes", 4,
     R"(family = "dot", tokens = 1, knobs = {tokens = 3, block = 6})"},
    {"planes", 3,
     R"(family = "dot", tokens = 1, knobs = {tokens = 8, block = 16, piece = 1000})"},
    {"trits", 0, R"(family = "lut-gemv", tokens = 1, knobs = {rows = 192})"},
    {"trits", 0,
     R"(family = "lut-decode", tokens = 1, knobs = {rows = 32, tokens = 8, block = 16})"},
    {"words", 0,
     R"(family = "lut-words", tokens = 1, knobs = {rows = 64, tokens = 2})"},
    {"words", 3,
     R"(family = "lut-gemm", tokens = 1, knobs = {rows = 64, tokens = 16, block = 32, unroll = 2, piece = 1000})"},
};

class SetsOfGroups : public testing::TestWithParam<Kernel> {};
INSTANTIATE_TEST_SUITE_P(, SetsOfGroups, testing::ValuesIn(kKernels));

/// Whole sets, a last set that is shorter or a short group alone, and one set
/// for all.
TEST_P(SetsOfGroups, AreAsDefined) {
  uint32_t seed = 0;
  for (auto [group, actGroups] :
       {std::pair(16, 8), {20, 6}, {8, 16}, {16, 32}}) {
    Case c;
    c.seed = ++seed;
    c.n = 70;
    c.k = 250;
    c.groupSize = group;
    c.actGroups = actGroups;
    c.uneven = group == 16;
    c.layout = GetParam().layout;
    c.bits = GetParam().bits;
    c.zero = c.bits && seed % 2 ? Zero::Reals : Zero::Format;
    c.activation = "int8_block";
    c.kernels = std::string("[#lowbit.kernel<") + GetParam().text + ">]";
    expectAsDefined(c, {1, 19});
  }
}

} // namespace
