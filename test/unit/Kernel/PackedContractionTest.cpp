//===- PackedContractionTest.cpp - every kernel does what is defined ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PackedContraction.h"

#include "gtest/gtest.h"

#include <random>

using namespace lutra::test;

namespace {

/// No tile is whole for all of them, and some leave every rest.
const std::vector<int64_t> kTokens = {0, 1, 2, 3, 5, 7, 17};

/// A kernel with little code, for tests of what does not depend on tiles.
void useSmallTiles(Case &c) {
  const char *family = c.activation == "float" ? "dequant" : "dot";
  c.kernels = std::string("[#lowbit.kernel<family = \"") + family +
              "\", tokens = 1, knobs = {rows = 16, tokens = 2, block = 4, "
              "chains = 1, unroll = 2}>]";
}

class EveryWidth : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(, EveryWidth, testing::Range(0u, 9u));

TEST_P(EveryWidth, OfInt8Token) {
  Case c;
  c.bits = GetParam();
  c.plain = c.bits % 4 == 3;
  expectAsDefined(c, kTokens);
}

TEST_P(EveryWidth, OfInt8BlockWithZeroPoints) {
  Case c;
  c.bits = GetParam();
  c.activation = "int8_block";
  c.groupSize = 32;
  c.zero = c.bits ? Zero::Integers : Zero::Format;
  if (c.bits != 4)
    useSmallTiles(c);
  expectAsDefined(c, kTokens);
}

TEST_P(EveryWidth, OfFloat) {
  Case c;
  c.bits = GetParam();
  c.activation = "float";
  c.groupSize = 48;
  c.zero = c.bits % 2 ? Zero::Reals : Zero::Format;
  if (c.bits != 4)
    useSmallTiles(c);
  expectAsDefined(c, {1, 6});
}

/// By look-ups and by arithmetic, where there is an instruction for pairs of
/// bf16, and by floats where there is none.
TEST_P(EveryWidth, OfBFloat16) {
  for (Zero zero : {Zero::Format, Zero::Integers}) {
    Case c;
    c.bits = GetParam();
    if (zero == Zero::Integers && c.bits != 2 && c.bits != 5)
      continue;
    c.activation = "bf16";
    c.groupSize = 48;
    c.zero = zero;
    c.plain = c.bits == 4;
    c.epilogue = c.bits == 3 ? Epilogue::BiasAndResidual : Epilogue::None;
    expectAsDefined(c, kTokens);
  }
}

TEST(PackedContraction, MinifloatsTimesBFloat16) {
  for (auto [bits, mantissa] :
       {std::pair(3u, 1u), {4, 1}, {5, 2}, {6, 3}, {7, 3}, {8, 3}, {8, 2}}) {
    Case c;
    c.bits = bits;
    c.mantissa = mantissa;
    c.activation = "bf16";
    c.groupSize = 32;
    expectAsDefined(c, {1, 9});
  }
}

/// A scale for each sign, where groups are one and where they are several.
TEST(PackedContraction, SignScaled) {
  for (const char *activation : {"float", "bf16"})
    for (int64_t group : {0, 20, 32}) {
      Case c;
      c.bits = group ? 4 : 3;
      c.mantissa = group == 32 ? 1 : 0;
      c.isCodebook = group != 32;
      c.isSignScaled = true;
      c.activation = activation;
      c.groupSize = group;
      c.plain = group == 20;
      c.epilogue = Epilogue::BiasAndResidual;
      expectAsDefined(c, {1, 9});
    }
}

TEST(PackedContraction, Codebooks) {
  for (unsigned bits : {1, 2, 3, 4, 5, 6, 8}) {
    Case c;
    c.bits = bits;
    c.isCodebook = true;
    c.activation = "float";
    c.groupSize = bits % 2 ? 48 : 0;
    c.plain = bits % 4 == 0;
    useSmallTiles(c);
    expectAsDefined(c, {1, 6});
  }
}

/// Of many tokens, which is when codes of several planes and of 8 bits are
/// decoded to memory where there is an instruction for pairs of bf16.
TEST(PackedContraction, ManyTokensOfBFloat16) {
  for (unsigned bits : {5, 7, 8})
    for (Zero zero : {Zero::Format, Zero::Integers}) {
      Case c;
      c.bits = bits;
      c.zero = zero;
      c.k = 130;
      c.activation = "bf16";
      c.groupSize = zero == Zero::Format ? 0 : 48;
      c.epilogue = bits == 7 ? Epilogue::BiasAndResidual : Epilogue::None;
      expectAsDefined(c, {33, 70});
    }
}

/// Whole codes in words: integers of each way to make them floats, zero points
/// of rows, tables of one instruction and of more, and a scale for each sign.
TEST(PackedContraction, Fields) {
  for (unsigned bits : {1, 3, 4, 5, 6, 7, 8})
    for (int kind : {0, 1, 2}) {
      Case c;
      c.bits = bits;
      c.layout = "fields";
      c.activation = "float";
      if (kind == 2 && bits % 2 == 0)
        continue;
      c.isCodebook = kind == 2;
      c.isSignScaled = kind == 2 && bits == 5;
      c.zero =
          kind == 1 ? bits % 2 ? Zero::Integers : Zero::Reals : Zero::Format;
      c.groupSize = kind ? 32 : 0;
      c.plain = bits == 3;
      c.panelRows = kind ? 64 : 32;
      if (bits != 3)
        useSmallTiles(c);
      expectAsDefined(c, {1, 2, 9});
    }
}

/// Every length, indices of one byte and of two, up to four books; groups that
/// are no steps, and a last vector that K does not fill.
TEST(PackedContraction, Vectors) {
  for (auto [bits, length, books, group, n, k] :
       {std::tuple(8u, 8u, 1u, 0, 40, 100),
        {8, 8, 2, 128, 16, 256},
        {5, 4, 1, 20, 33, 100},
        {12, 4, 2, 0, 40, 102},
        {3, 2, 4, 6, 17, 50},
        {10, 2, 1, 32, 40, 64},
        {16, 8, 1, 24, 5, 99},
        {1, 8, 3, 0, 1, 1}}) {
    Case c;
    c.bits = bits;
    c.length = length;
    c.books = books;
    c.groupSize = group;
    c.n = n;
    c.k = k;
    c.layout = "vectors";
    c.panelRows = n > 32 ? 32 : 16;
    c.activation = "float";
    c.plain = bits == 5;
    c.epilogue = books == 2 ? Epilogue::BiasAndResidual : Epilogue::None;
    expectAsDefined(c, kTokens);
  }
}

/// fp4, both fp6 and both fp8.
TEST(PackedContraction, Minifloats) {
  for (auto [bits, mantissa] :
       {std::pair(4u, 1u), {6, 2}, {6, 3}, {8, 3}, {8, 2}}) {
    Case c;
    c.bits = bits;
    c.mantissa = mantissa;
    c.activation = "float";
    c.groupSize = 32;
    useSmallTiles(c);
    expectAsDefined(c, {1, 6});
  }
}

class EveryActivation : public testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(, EveryActivation,
                         testing::Values("int8_token", "int8_block", "float"),
                         [](const auto &info) {
                           return std::string(info.param);
                         });

/// Groups of 20 have padding of their own, and 250 does not fill the last.
TEST_P(EveryActivation, WithEveryGroupAndZeroPoint) {
  uint32_t seed = 0;
  for (int64_t group : {0, 20, 128})
    for (Zero zero : {Zero::Format, Zero::Integers, Zero::Reals}) {
      Case c;
      c.seed = ++seed;
      c.k = 250;
      c.groupSize = group;
      c.zero = zero;
      c.bits = 3 + seed % 2;
      c.plain = group == 20 && zero == Zero::Reals;
      c.activation = GetParam();
      useSmallTiles(c);
      expectAsDefined(c, {1, 6});
    }
}

/// Activations of eight tokens lie side by side; what is left has tiles of 64,
/// 32 and 16 rows.
class EveryInt8Activation : public testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(, EveryInt8Activation,
                         testing::Values("int8_token", "int8_block"),
                         [](const auto &info) {
                           return std::string(info.param);
                         });

TEST_P(EveryInt8Activation, WithTokensSideBySide) {
  uint32_t seed = 0;
  for (auto [group, zero] : {std::pair(0, Zero::Format),
                             {32, Zero::Format},
                             {20, Zero::Integers},
                             {20, Zero::Reals}}) {
    Case c;
    c.seed = ++seed;
    c.n = 70;
    c.k = 250;
    c.groupSize = group;
    c.zero = zero;
    c.bits = 3 + seed % 2;
    c.activation = GetParam();
    c.kernels = "[#lowbit.kernel<family = \"dot\", tokens = 1, knobs = {rows "
                "= 16, tokens = 8, block = 16, unroll = 2, piece = 1000}>]";
    expectAsDefined(c, {0, 1, 6, 8, 23, 40});
  }
}

TEST(PackedContraction, TailsOfRows) {
  for (int64_t n : {1, 10, 64, 2047})
    for (int64_t rows : {16, 64, 128}) {
      Case c;
      c.n = n;
      c.panelRows = rows;
      c.bits = 0;
      useSmallTiles(c);
      expectAsDefined(c, {1, 9});
    }
}

/// 128 * 255 times a long K goes to the limit of 32 bits, and pairs of
/// products beyond that of 16.
TEST(PackedContraction, Extremes) {
  for (Values values : {Values::Least, Values::Greatest})
    for (unsigned bits : {0, 2, 4, 6, 7, 8}) {
      Case c;
      c.values = values;
      c.bits = bits;
      c.n = 17;
      c.k = bits < 7 ? 3000 : 60000;
      useSmallTiles(c);
      expectAsDefined(c, {1, 2});
    }
}

TEST(PackedContraction, Epilogues) {
  for (Epilogue epilogue :
       {Epilogue::BiasAndResidual, Epilogue::SquaredReluTimesUp})
    for (int64_t n : {64, 100}) {
      Case c;
      c.epilogue = epilogue;
      c.n = n;
      useSmallTiles(c);
      expectAsDefined(c, {1, 6});
    }
}

/// Enough work for threads, with pieces of several cells.
TEST(PackedContraction, ManyPieces) {
  Case c;
  c.n = 4000;
  c.k = 1024;
  c.bits = 2;
  expectAsDefined(c, {1, 70});
  c.n = 200;
  c.kernels = "[#lowbit.kernel<family = \"dot\", tokens = 1, knobs = {rows = "
              "32, tokens = 3, block = 6, chains = 3, unroll = 3, piece = 100, "
              "prefetch = 4096}>]";
  expectAsDefined(c, {1, 20});
}

//===----------------------------------------------------------------------===//
// Five digits in a byte
//===----------------------------------------------------------------------===//

/// Kernels of `#lowbit.trits`, with knobs that cut small problems up, too.
const char *const kTritKernels[] = {
    R"(family = "lut-gemv", tokens = 1, knobs = {rows = 192})",
    R"(family = "dot", tokens = 1, knobs = {rows = 64, tokens = 2, block = 4})",
    R"(family = "lut-decode", tokens = 1, knobs = {rows = 16, tokens = 3, block = 6})",
    R"(family = "lut-decode", tokens = 1, knobs = {rows = 32, tokens = 8, block = 16})",
};

Case getTrits(const char *kernel) {
  Case c;
  c.bits = 0;
  c.layout = "trits";
  c.kernels = std::string("[#lowbit.kernel<") + kernel + ">]";
  return c;
}

class EveryTritKernel : public testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(, EveryTritKernel, testing::ValuesIn(kTritKernels),
                         [](const auto &info) {
                           return info.index == 0   ? "LutGemv"
                                  : info.index == 1 ? "Dot"
                                  : info.index == 2 ? "LutDecode"
                                                    : "LutDecodeSideBySide";
                         });

TEST_P(EveryTritKernel, TailsOfRows) {
  for (int64_t n : {1, 63, 65, 100, 400}) {
    Case c = getTrits(GetParam());
    c.n = n;
    expectAsDefined(c, {0, 1, 2, 5, 16, 33});
  }
}

TEST_P(EveryTritKernel, TailsOfK) {
  for (int64_t k : {1, 4, 5, 239, 241, 4099}) {
    Case c = getTrits(GetParam());
    c.k = k;
    expectAsDefined(c, {1, 5});
  }
}

TEST_P(EveryTritKernel, Groups) {
  uint32_t seed = 0;
  for (const char *activation : {"int8_token", "int8_block"})
    for (int64_t group : {7, 20, 128, 300}) {
      Case c = getTrits(GetParam());
      c.seed = ++seed;
      c.n = 130;
      c.k = 650;
      c.groupSize = group;
      c.activation = activation;
      expectAsDefined(c, {1, 3});
    }
}

/// Of g_idx, which are not equally long.
TEST_P(EveryTritKernel, UnevenGroups) {
  for (const char *activation : {"int8_token", "int8_block"}) {
    Case c = getTrits(GetParam());
    c.n = 70;
    c.k = 500;
    c.groupSize = 48;
    c.uneven = true;
    c.activation = activation;
    expectAsDefined(c, {1, 7});
  }
}

TEST_P(EveryTritKernel, RandomMixtures) {
  for (uint32_t seed = 1; seed <= 4; ++seed) {
    std::mt19937 random(seed);
    Case c = getTrits(GetParam());
    c.seed = seed;
    c.n = 1 + random() % 300;
    c.k = 1 + random() % 900;
    c.groupSize = std::vector<int64_t>{0, 16, 60, 7}[random() % 4];
    c.uneven = random() % 2;
    c.panelRows = std::vector<int64_t>{64, 192}[random() % 2];
    c.activation = random() % 2 ? "int8_token" : "int8_block";
    c.epilogue = std::vector{Epilogue::None, Epilogue::BiasAndResidual,
                             Epilogue::SquaredReluTimesUp}[random() % 3];
    expectAsDefined(c, {1, int64_t(2 + random() % 40)});
  }
}

/// All -128 with equal signs: sums of 16 bits come as close to their end as
/// they can, and stay there for long.
TEST_P(EveryTritKernel, Extremes) {
  for (Values values : {Values::Least, Values::Greatest}) {
    Case c = getTrits(GetParam());
    c.values = values;
    c.k = 20000;
    expectAsDefined(c, {1, 2});
  }
}

TEST_P(EveryTritKernel, ManyRowsInAPanelAndAnEpilogue) {
  Case c = getTrits(GetParam());
  c.panelRows = 192;
  c.n = 500;
  c.epilogue = Epilogue::BiasAndResidual;
  expectAsDefined(c, {1, 6});
}

TEST_P(EveryTritKernel, ManyPieces) {
  Case c = getTrits(GetParam());
  c.n = 1000;
  c.k = 2000;
  c.kernels.insert(c.kernels.find('}'), ", piece = 100, prefetch = 4096");
  expectAsDefined(c, {1, 20});
}

/// Any x86 takes the bytes as they are.
TEST(PackedContraction, TritsOnAnyProcessor) {
  Case c = getTrits(kTritKernels[2]);
  c.plain = true;
  expectAsDefined(c, {1, 4});
}

//===----------------------------------------------------------------------===//
// Tables of 8 bits
//===----------------------------------------------------------------------===//

Case getByteTables(int64_t rows) {
  Case c =
      getTrits(R"(family = "lut-gemv-bytes", tokens = 1, knobs = {rows = )");
  c.kernels.insert(c.kernels.find(">]"), std::to_string(rows) + "}");
  c.byteTables = true;
  return c;
}

TEST(ByteTables, TailsOfRows) {
  for (int64_t n : {1, 63, 65, 100, 400}) {
    Case c = getByteTables(192);
    c.n = n;
    expectAsDefined(c, {0, 1, 5});
  }
}

/// Sums of 16 bits are emptied after 257 tables; 1281 and 1301 codes are one
/// more than a whole number of steps below and above that.
TEST(ByteTables, TailsOfK) {
  for (int64_t k : {1, 4, 5, 239, 241, 1281, 1301, 4099}) {
    Case c = getByteTables(128);
    c.k = k;
    expectAsDefined(c, {1, 2});
  }
}

/// Activations that need each divisor. With 1 nothing is rounded, as the bound
/// says.
TEST(ByteTables, EveryDivisor) {
  for (int64_t most : {1, 25, 26, 50, 76, 101, 127, 128}) {
    Case c = getByteTables(64);
    c.n = 70;
    c.k = 3000;
    c.mostAct = most;
    c.seed = uint32_t(most);
    expectAsDefined(c, {1, 3});
  }
}

/// A divisor for each, those of g_idx of uneven length.
TEST(ByteTables, Groups) {
  uint32_t seed = 0;
  for (const char *activation : {"int8_token", "int8_block"})
    for (int64_t group : {7, 20, 48, 300}) {
      Case c = getByteTables(128);
      c.seed = ++seed;
      c.n = 130;
      c.k = 650;
      c.groupSize = group;
      c.uneven = group == 48;
      c.mostAct = 90;
      c.activation = activation;
      expectAsDefined(c, {1, 3});
    }
}

/// All -128 or 127 with equal signs: every byte is the greatest there is, or
/// the least.
TEST(ByteTables, Extremes) {
  for (Values values : {Values::Least, Values::Greatest}) {
    Case c = getByteTables(64);
    c.values = values;
    c.n = 33;
    c.k = 20000;
    expectAsDefined(c, {1, 2});
  }
}

TEST(ByteTables, PiecesAndAnEpilogue) {
  Case c = getByteTables(384);
  c.n = 1000;
  c.k = 2000;
  c.panelRows = 192;
  c.epilogue = Epilogue::BiasAndResidual;
  c.kernels.insert(c.kernels.find('}'), ", piece = 100, prefetch = 4096");
  expectAsDefined(c, {1, 20});
  c.groupSize = 700;
  c.activation = "int8_block";
  expectAsDefined(c, {1});
}

//===----------------------------------------------------------------------===//
// Words of bits and digits
//===----------------------------------------------------------------------===//

Case getWords(unsigned bits, int64_t rows, int64_t tokens) {
  Case c;
  c.bits = bits;
  c.layout = "words";
  c.kernels = "[#lowbit.kernel<family = \"lut-words\", tokens = 1, knobs = "
              "{rows = " +
              std::to_string(rows) + ", tokens = " + std::to_string(tokens) +
              "}>]";
  return c;
}

/// Ternary digits, and codes of 1 and 3 bits.
class Words : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Bits, Words, testing::Values(0u, 1u, 3u));

TEST_P(Words, TailsOfRows) {
  for (int64_t n : {1, 65, 300}) {
    Case c = getWords(GetParam(), 128, n % 3 + 1);
    c.n = n;
    expectAsDefined(c, {0, 1, 2, 5, 17});
  }
}

TEST_P(Words, TailsOfK) {
  for (int64_t k : {1, 17, 241}) {
    Case c = getWords(GetParam(), 64, 2);
    c.k = k;
    expectAsDefined(c, {1, 4, 5});
  }
}

TEST_P(Words, GroupsAndZeroPoints) {
  constexpr int64_t groups[] = {0, 7, 32, 128};
  uint32_t seed = GetParam();
  for (const char *activation : {"int8_token", "int8_block"})
    for (Zero zero : {Zero::Format, Zero::Integers, Zero::Reals}) {
      if (GetParam() == 0 && zero != Zero::Format)
        continue;
      Case c = getWords(GetParam(), 64, 2);
      c.seed = ++seed;
      c.n = 70;
      c.k = 330;
      c.groupSize = groups[seed % 4];
      c.zero = zero;
      c.activation = activation;
      expectAsDefined(c, {1, 3});
    }
}

TEST_P(Words, RandomMixtures) {
  for (uint32_t seed = 1; seed <= 2; ++seed) {
    std::mt19937 random(seed + 10 * GetParam());
    Case c = getWords(GetParam(), 192, 1 + random() % 4);
    c.seed = seed;
    c.n = 1 + random() % 300;
    c.k = 1 + random() % 900;
    c.groupSize = std::vector<int64_t>{0, 16, 60, 7}[random() % 4];
    c.uneven = random() % 2;
    c.panelRows = std::vector<int64_t>{32, 64, 96, 192}[random() % 4];
    c.activation = random() % 2 ? "int8_token" : "int8_block";
    c.epilogue = std::vector{Epilogue::None, Epilogue::BiasAndResidual,
                             Epilogue::SquaredReluTimesUp}[random() % 3];
    expectAsDefined(c, {1, int64_t(2 + random() % 40)});
  }
}

/// All -128 with equal codes: sums of 16 bits come as close to their end as
/// they can, and stay there for long.
TEST_P(Words, Extremes) {
  for (Values values : {Values::Least, Values::Greatest}) {
    Case c = getWords(GetParam(), 64, 2);
    c.values = values;
    c.n = 33;
    c.k = 20000;
    expectAsDefined(c, {1, 2});
  }
}

TEST_P(Words, ManyPieces) {
  Case c = getWords(GetParam(), 128, 1);
  c.n = 1000;
  c.k = 2000;
  for (const char *tokens : {"1", "2"}) {
    c.kernels = std::string("[#lowbit.kernel<family = \"lut-words\", tokens = "
                            "1, knobs = {rows = 128, piece = 100, prefetch = "
                            "4096, tokens = ") +
                tokens + "}>]";
    expectAsDefined(c, {1, 21});
  }
}

TEST_P(Words, AsSelected) {
  Case c = getWords(GetParam(), 64, 1);
  c.kernels.clear();
  c.n = 2047;
  c.k = 100;
  expectAsDefined(c, {1, 9});
}

TEST(PackedContraction, WordsOfEvenBits) {
  for (unsigned bits : {2, 4}) {
    Case c = getWords(bits, 64, 2);
    c.k = 250;
    c.groupSize = 100;
    expectAsDefined(c, {1, 5});
  }
}

/// Any x86 takes the words as they are.
TEST(PackedContraction, WordsOnAnyProcessor) {
  for (unsigned bits : {0, 1}) {
    Case c = getWords(bits, 32, 1);
    c.plain = true;
    c.panelRows = 32;
    c.k = 50;
    expectAsDefined(c, {1, 3});
  }
}

/// Words whose sums are looked up with tokens in lanes, in cells of `rows` by
/// 32, and so many words at a time.
Case getWordsOfTokens(unsigned bits, int64_t rows, int64_t words) {
  Case c = getWords(bits, rows, 16);
  c.kernels = "[#lowbit.kernel<family = \"lut-gemm\", tokens = 1, knobs = "
              "{rows = " +
              std::to_string(rows) +
              ", tokens = 16, block = 32, unroll = " + std::to_string(words) +
              ", piece = 1000}>]";
  return c;
}

TEST_P(Words, OfTokensInLanes) {
  for (auto [n, k, words] :
       {std::tuple(1, 16, 4), {65, 47, 3}, {300, 1000, 4}, {130, 20, 1}}) {
    Case c = getWordsOfTokens(GetParam(), 128, words);
    c.n = n;
    c.k = k;
    expectAsDefined(c, {0, 1, 16, 37});
  }
}

TEST_P(Words, GroupsOfTokensInLanes) {
  constexpr int64_t groups[] = {0, 7, 32, 300};
  uint32_t seed = GetParam();
  for (const char *activation : {"int8_token", "int8_block"})
    for (Zero zero : {Zero::Format, Zero::Integers, Zero::Reals}) {
      if (GetParam() == 0 && zero != Zero::Format)
        continue;
      Case c = getWordsOfTokens(GetParam(), 64, 2);
      c.seed = ++seed;
      c.n = 70;
      c.k = 650;
      c.groupSize = groups[seed % 4];
      c.uneven = c.groupSize == 32;
      c.zero = zero;
      c.activation = activation;
      c.epilogue = Epilogue::BiasAndResidual;
      expectAsDefined(c, {1, 19});
    }
}

/// As close to the end of 16 bits as they come, all along a long K.
TEST_P(Words, ExtremesOfTokensInLanes) {
  for (Values values : {Values::Least, Values::Greatest})
    for (int64_t words : {4, 5}) {
      Case c = getWordsOfTokens(GetParam(), 64, words);
      c.values = values;
      c.n = 33;
      c.k = 20000;
      expectAsDefined(c, {2, 17});
    }
}

/// Sums that are looked up, in cells of `rows` by `block` and blocks of
/// `unroll` granules along K'.
void useLutGemmOfFloats(Case &c, int64_t rows, int64_t block, int64_t unroll) {
  c.activation = "float";
  c.kernels = "[#lowbit.kernel<family = \"lut-gemm-f32\", tokens = 1, knobs = "
              "{rows = " +
              std::to_string(rows) +
              ", tokens = 16, block = " + std::to_string(block) +
              ", unroll = " + std::to_string(unroll) + ", piece = 1000}>]";
}

class LutGemmOfFloats : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Bits, LutGemmOfFloats, testing::Values(0u, 1u));

/// Groups of one block and of several, with an odd number of granules, and with
/// padding of their own.
TEST_P(LutGemmOfFloats, WithEveryGroup) {
  uint32_t seed = 0;
  for (int64_t group : {0, 20, 32, 96, 128}) {
    Case c;
    c.seed = ++seed;
    c.bits = GetParam();
    c.k = 250;
    c.groupSize = group;
    useLutGemmOfFloats(c, 64, 32, 1);
    expectAsDefined(c, {0, 1, 16, 37});
    if (c.bits == 0 && group != 20) {
      useLutGemmOfFloats(c, 64, 16, 2);
      expectAsDefined(c, {19});
    }
  }
}

TEST(PackedContraction, UnevenGroupsOfPlanes) {
  for (const char *activation : {"int8_token", "int8_block", "float"}) {
    Case c;
    c.k = 500;
    c.groupSize = 48;
    c.uneven = true;
    c.activation = activation;
    useSmallTiles(c);
    expectAsDefined(c, {1, 7});
  }
}

TEST_P(LutGemmOfFloats, TailsOfRows) {
  for (int64_t n : {1, 47, 64, 200})
    for (int64_t rows : {16, 48}) {
      Case c;
      c.n = n;
      c.k = 33;
      c.bits = GetParam();
      c.panelRows = rows;
      useLutGemmOfFloats(c, 2 * rows, 16, 1);
      expectAsDefined(c, {3, 33});
    }
}

TEST(PackedContraction, LutGemmEpilogues) {
  for (Epilogue epilogue :
       {Epilogue::BiasAndResidual, Epilogue::SquaredReluTimesUp})
    for (int64_t n : {64, 100}) {
      Case c;
      c.epilogue = epilogue;
      c.n = n;
      c.bits = 0;
      useLutGemmOfFloats(c, 64, 32, 1);
      expectAsDefined(c, {1, 18});
    }
}

/// What the cost model takes for a prompt, with work for several threads.
TEST(PackedContraction, ManyTernaryTokensInFloat) {
  Case c;
  c.n = 1500;
  c.k = 704;
  c.bits = 0;
  useLutGemmOfFloats(c, 768, 32, 2);
  expectAsDefined(c, {70});
}

TEST(PackedContraction, RandomMixtures) {
  for (uint32_t seed = 1; seed <= 8; ++seed) {
    std::mt19937 random(seed);
    Case c;
    c.seed = seed;
    c.n = 1 + random() % 200;
    c.k = 1 + random() % 400;
    c.bits = random() % 9;
    c.groupSize = std::vector<int64_t>{0, 16, 32, 20, 7}[random() % 5];
    c.panelRows = std::vector<int64_t>{16, 32, 48, 64}[random() % 4];
    c.zero = c.bits ? std::vector{Zero::Format, Zero::Integers,
                                  Zero::Reals}[random() % 3]
                    : Zero::Format;
    c.activation = std::vector<const char *>{"float", "int8_token",
                                             "int8_block"}[random() % 3];
    if (c.activation == "int8_block")
      c.actGroups = 1 + random() % 9;
    expectAsDefined(c, {1, int64_t(2 + random() % 40)});
  }
}

} // namespace
