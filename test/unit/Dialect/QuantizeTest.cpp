//===- QuantizeTest.cpp - lowbit.quantize and lowbit.unpack ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"
#include "gtest/gtest.h"

#include <cmath>
#include <limits>

using namespace lutra::test;

namespace {

struct Quantized {
  std::vector<int8_t> codes;
  std::vector<float> scales;
};

Quantized quantize(std::vector<float> acts, int64_t rows, int64_t groups,
                   const std::string &kind, std::vector<int32_t> gIdx = {}) {
  int64_t k = acts.size() / rows;
  Quantized result{std::vector<int8_t>(acts.size(), 99),
                   std::vector<float>(rows * groups, 99)};
  std::string actsType = typeText({rows, k}, "f32", 1),
              codesType = typeText({rows, k}, "i8", 1),
              scalesType = typeText({rows, groups}, "f32", 1);
  std::vector<Argument> inputs{Argument(actsType, acts, {rows, k})};
  std::string gIdxText;
  if (!gIdx.empty()) {
    inputs.emplace_back(typeText({k}, "i32"), gIdx, std::vector<int64_t>{k});
    gIdxText = "g_idx(%i1 : tensor<" + typeText({k}, "i32") + ">) ";
  }
  EXPECT_TRUE(run(inputs,
                  {Argument(codesType, result.codes, {rows, k}),
                   Argument(scalesType, result.scales, {rows, groups})},
                  "%r0, %r1 = lowbit.quantize %i0 " + gIdxText + kind +
                      " : tensor<" + actsType + "> -> tensor<" + codesType +
                      ">, tensor<" + scalesType + ">"));
  return result;
}

constexpr const char *perToken = "kind = <int8_token> group_size = 0";

class Quantize : public OnEveryRoad {};
LUTRA_ON_EVERY_ROAD(Quantize);

TEST_P(Quantize, RoundsHalvesToEven) {
  // With absmax 127 the scale is 1.
  Quantized q = quantize(
      {127.0f, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -127.0f, 0.0f}, 1, 1, perToken);
  EXPECT_EQ(q.scales[0], 1.0f);
  EXPECT_EQ(q.codes, (std::vector<int8_t>{127, 0, 2, 2, 0, -2, -127, 0}));
}

TEST_P(Quantize, DividesByTheScale) {
  // A product with the reciprocal of the scale rounds some of these otherwise.
  std::vector<float> acts(1000);
  Random random(7);
  for (float &x : acts)
    x = random.unit();
  Quantized q = quantize(acts, 1, 1, perToken);
  float absmax = 0;
  for (float x : acts)
    absmax = std::max(absmax, std::fabs(x));
  ASSERT_EQ(q.scales[0], absmax / 127.0f);
  for (size_t i = 0; i < acts.size(); ++i)
    ASSERT_EQ(q.codes[i], int8_t(std::nearbyint(acts[i] / q.scales[0])));
}

TEST_P(Quantize, SmallRowsHaveALeastScale) {
  Quantized q =
      quantize({0, 0, 0, 0, 1e-6f, -1e-6f, 0, 1e-44f}, 2, 1, perToken);
  EXPECT_EQ(q.scales, (std::vector<float>{1e-5f / 127.0f, 1e-5f / 127.0f}));
  EXPECT_EQ(q.codes, (std::vector<int8_t>{0, 0, 0, 0, 13, -13, 0, 0}));
}

TEST_P(Quantize, NotANumberReachesTheScale) {
  float nan = std::numeric_limits<float>::quiet_NaN();
  float inf = std::numeric_limits<float>::infinity();
  Quantized q = quantize({1, nan, 2, -inf, 3, 4, 5, 5}, 4, 1, perToken);
  EXPECT_TRUE(std::isnan(q.scales[0]));
  EXPECT_EQ(q.scales[1], inf);
  EXPECT_EQ(q.scales[2], 4.0f / 127.0f);
  EXPECT_EQ(q.codes, (std::vector<int8_t>{0, 0, 0, 0, 95, 127, 127, 127}));
}

TEST_P(Quantize, BlocksHaveScalesOfTheirOwn) {
  // The last block is short.
  Quantized q = quantize({127, 1, 254, 2, 12.7f, 0, 0, 0, 1.27f, 1.27f}, 2, 3,
                         "kind = <int8_block> group_size = 2");
  EXPECT_EQ(q.scales,
            (std::vector<float>{1.0f, 2.0f, 12.7f / 127.0f, 1e-5f / 127.0f,
                                1.27f / 127.0f, 1.27f / 127.0f}));
  EXPECT_EQ(q.codes,
            (std::vector<int8_t>{127, 1, 127, 1, 127, 0, 0, 0, 127, 127}));
}

TEST_P(Quantize, GIdxScattersBlocks) {
  // Group 1 has no k.
  Quantized q = quantize({127, 254, 1, 2}, 1, 3,
                         "kind = <int8_block> group_size = 0", {0, 2, 0, 2});
  EXPECT_EQ(q.scales, (std::vector<float>{1.0f, 1e-5f / 127.0f, 2.0f}));
  EXPECT_EQ(q.codes, (std::vector<int8_t>{127, 127, 1, 1}));
}

/// Codes as a stream of bits, low first, each block on a byte.
std::vector<uint8_t> pack(const std::vector<uint8_t> &codes, int64_t rows,
                          int64_t k, int64_t block, unsigned bits) {
  int64_t blocks = (k + block - 1) / block, bytes = (block * bits + 7) / 8;
  // Bits that no code owns must not matter.
  std::vector<uint8_t> packed(rows * blocks * bytes, 0xff);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t i = 0; i < k; ++i)
      for (unsigned bit = 0; bit < bits; ++bit) {
        int64_t at = (i % block) * bits + bit;
        uint8_t &byte = packed[(row * blocks + i / block) * bytes + at / 8];
        byte &= ~(1u << at % 8);
        byte |= (codes[row * k + i] >> bit & 1u) << at % 8;
      }
  return packed;
}

void expectUnpacked(unsigned bits, int64_t k, int64_t block, bool constant) {
  SCOPED_TRACE(std::to_string(bits) + " bits, k = " + std::to_string(k) +
               ", block = " + std::to_string(block));
  constexpr int64_t rows = 3;
  Random random(bits * 1000 + k);
  std::vector<uint8_t> codes(rows * k);
  for (uint8_t &code : codes)
    code = random.below(1u << bits);
  std::vector<uint8_t> packed = pack(codes, rows, k, block, bits);
  int64_t blocks = (k + block - 1) / block, bytes = (block * bits + 7) / 8;
  std::string type = typeText({rows, blocks, bytes}, "i8");
  std::vector<uint8_t> result(codes.size());
  std::string source = "%i0", body, passes;
  if (constant) {
    // The same by the compiler.
    body = "%p = arith.constant dense<\"0x";
    for (uint8_t byte : packed)
      for (int shift : {4, 0})
        body += "0123456789ABCDEF"[byte >> shift & 15];
    body += "\"> : tensor<" + type + ">\n";
    source = "%p";
    passes = "lowbit-materialize-weights";
  }
  std::string codesType = typeText({rows, k}, "i8");
  body += "%r0 = lowbit.unpack " + source +
          " format = #lowbit.int<bits = " + std::to_string(bits) +
          "> block_size = " + std::to_string(block) + " : tensor<" + type +
          "> -> tensor<" + codesType + ">";
  ASSERT_TRUE(run({Argument(type, packed, {rows, blocks, bytes})},
                  {Argument(codesType, result, {rows, k})}, body, passes));
  EXPECT_EQ(result, codes);
}

class Unpack : public OnEveryRoad {};
LUTRA_ON_EVERY_ROAD(Unpack);

TEST_P(Unpack, EveryWidthBlockAndTail) {
  for (unsigned bits = 1; bits <= 8; ++bits) {
    expectUnpacked(bits, /*k=*/32, /*block=*/16, /*constant=*/false);
    expectUnpacked(bits, /*k=*/45, /*block=*/16, /*constant=*/true);
    // Zero points: one block for each row, of any length.
    expectUnpacked(bits, /*k=*/5, /*block=*/5, bits % 2);
  }
}

} // namespace
