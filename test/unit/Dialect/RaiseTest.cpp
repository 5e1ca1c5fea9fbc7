//===- RaiseTest.cpp - what is raised computes the same -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Contractions of constant weights executed as they are and after the raise
// passes: not a bit may differ.
//
//===----------------------------------------------------------------------===//

#include "Jit.h"
#include "gtest/gtest.h"

#include <cmath>
#include <limits>

using namespace lutra::test;

namespace {

constexpr const char *raise = "raise-fold-block-scales,raise-ternary-codes";

enum class Zero { Format, Integer, Real };

struct Case {
  int64_t rows = 2, n = 4, k = 64;
  int64_t groupSize = 0;
  /// Groups of a g_idx, or 0 without.
  int64_t gIdxGroups = 0;
  unsigned bits = 4;
  Zero zero = Zero::Format;
  /// What values are multiples of, one for each group; 0 for any value.
  std::vector<int> magnitudes{1};
  const char *activation = "int8_token";
  bool equalScales = false;
  uint32_t seed = 1;
};

template <typename T>
std::string dense(const std::vector<T> &elements, int64_t rows,
                  const std::string &element) {
  auto columns = int64_t(elements.size()) / rows;
  std::string text = "arith.constant dense<[";
  for (int64_t row = 0; row < rows; ++row) {
    text += row ? ", [" : "[";
    for (int64_t column = 0; column < columns; ++column) {
      char number[32];
      snprintf(number, sizeof number, element == "f32" ? "%.9e" : "%.0f",
               double(elements[row * columns + column]));
      text += (column ? ", " : "") + std::string(number);
    }
    text += "]";
  }
  return text + "]> : tensor<" + typeText({rows, columns}, element) + ">";
}

/// The function's text, and the activations it is to read.
std::string makeBody(const Case &c, std::vector<float> &acts) {
  Random random(c.seed);
  int64_t groups = c.gIdxGroups  ? c.gIdxGroups
                   : c.groupSize ? (c.k + c.groupSize - 1) / c.groupSize
                                 : 1;
  // Sums of floats that are exact in any order do not depend on groups.
  bool isFloat = std::string(c.activation) == "float";
  for (int64_t i = 0; i < c.rows * c.k; ++i)
    acts.push_back(isFloat ? float(random.below(17)) - 8.0f
                           : random.unit() * 3.0f);
  std::vector<int> gIdx, zeros, codes;
  std::vector<float> scales;
  for (int64_t i = 0; i < c.k; ++i)
    gIdx.push_back(random.below(groups));
  int numCodes = 1 << c.bits, shared = numCodes / 2 - (c.bits == 2);
  for (int64_t row = 0; row < c.n; ++row) {
    float scale = isFloat ? 0.25f : random.unit();
    for (int64_t g = 0; g < groups; ++g) {
      int magnitude = c.magnitudes[g % c.magnitudes.size()];
      int room = numCodes - 2 * magnitude;
      bool differs = c.zero != Zero::Format && magnitude && room > 0;
      zeros.push_back(differs ? magnitude + random.below(room) : shared);
      if (!c.equalScales)
        scale = isFloat ? std::ldexp(1.0f, int(random.below(4)) - 2)
                        : random.unit();
      scales.push_back(scale);
    }
    for (int64_t i = 0; i < c.k; ++i) {
      int64_t g = c.gIdxGroups ? gIdx[i] : c.groupSize ? i / c.groupSize : 0;
      int magnitude = c.magnitudes[g % c.magnitudes.size()];
      int code = magnitude ? zeros[row * groups + g] +
                                 (int(random.below(3)) - 1) * magnitude
                           : int(random.below(numCodes));
      codes.push_back(code > 127 ? code - 256 : code);
    }
  }
  auto type = [&](int64_t columns, const char *element) {
    return " : tensor<" + typeText({c.n, columns}, element) + ">) ";
  };
  std::string body = "%w = " + dense(codes, c.n, "i8") +
                     "\n%s = " + dense(scales, c.n, "f32") + "\n";
  std::string clauses;
  if (c.zero != Zero::Format) {
    const char *element = c.zero == Zero::Real ? "f32" : "i8";
    for (int &zero : zeros)
      if (c.zero == Zero::Integer && zero > 127)
        zero -= 256;
    body += "%z = " + dense(zeros, c.n, element) + "\n";
    clauses += "zero_points(%z" + type(groups, element);
  }
  if (c.gIdxGroups) {
    std::string entries;
    for (int group : gIdx)
      entries += (entries.empty() ? "" : ", ") + std::to_string(group);
    body += "%g = arith.constant dense<[" + entries + "]> : tensor<" +
            typeText({c.k}, "i32") + ">\n";
    clauses += "g_idx(%g : tensor<" + typeText({c.k}, "i32") + ">) ";
  }
  std::string out = typeText({c.rows, c.n}, "f32");
  body += "%e = tensor.empty() : tensor<" + out + ">\n";
  body += "%r0 = lowbit.contract acts(%i0 : tensor<" +
          typeText({c.rows, c.k}, "f32") + ">) codes(%w" + type(c.k, "i8") +
          "scales(%s" + type(groups, "f32") + clauses + "outs(%e : tensor<" +
          out + ">) format = #lowbit.int<bits = " + std::to_string(c.bits);
  if (c.zero == Zero::Format)
    body += ", zero_point = " + std::to_string(shared);
  return body + "> activation = <" + c.activation +
         "> group_size = " + std::to_string(c.groupSize) + " -> tensor<" + out +
         ">";
}

std::vector<float> evaluate(const Case &c, const std::string &body,
                            std::vector<float> &acts, const char *passes) {
  std::vector<float> out(c.rows * c.n, std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(
      run({Argument(typeText({c.rows, c.k}, "f32"), acts, {c.rows, c.k})},
          {Argument(typeText({c.rows, c.n}, "f32"), out, {c.rows, c.n})}, body,
          passes));
  return out;
}

void expectSame(const Case &c) {
  std::vector<float> acts;
  std::string body = makeBody(c, acts);
  SCOPED_TRACE(body);
  std::vector<float> before = evaluate(c, body, acts, ""),
                     after = evaluate(c, body, acts, raise);
  for (size_t i = 0; i < before.size(); ++i)
    ASSERT_EQ(before[i], after[i]) << "element " << i;
}

class Raise : public OnEveryRoad {};
LUTRA_ON_EVERY_ROAD(Raise);

TEST_P(Raise, TernaryCodesOfEveryWidth) {
  for (unsigned bits : {2, 3, 4, 8})
    for (const char *activation : {"float", "int8_token", "int8_block"}) {
      Case c;
      c.bits = bits;
      c.activation = activation;
      c.seed = bits;
      expectSame(c);
    }
}

TEST_P(Raise, ZeroPointsAndGroups) {
  uint32_t seed = 50;
  for (Zero zero : {Zero::Format, Zero::Integer, Zero::Real})
    for (const char *activation : {"float", "int8_token", "int8_block"})
      for (int64_t gIdxGroups : {0, 3}) {
        Case c;
        c.k = 50;
        c.groupSize = 16;
        c.gIdxGroups = gIdxGroups;
        c.zero = zero;
        c.activation = activation;
        c.equalScales = seed % 2;
        c.magnitudes = {1, 4, 2};
        c.seed = ++seed;
        expectSame(c);
      }
}

/// Those that are not ternary, and those whose magnitude is no power of two.
TEST_P(Raise, OtherMagnitudes) {
  uint32_t seed = 80;
  for (std::vector<int> magnitudes : {std::vector<int>{7}, {0}, {3, 5}, {1, 0}})
    for (const char *activation : {"float", "int8_token", "int8_block"}) {
      Case c;
      c.groupSize = 32;
      c.magnitudes = magnitudes;
      c.activation = activation;
      c.seed = ++seed;
      expectSame(c);
    }
}

/// Codes by codes with scales of 1, where 127 moves into them although int8 is
/// decided: sums are exact.
TEST_P(Raise, ExactSums) {
  constexpr int64_t k = 1032;
  std::vector<int8_t> acts;
  std::string codes;
  for (int64_t i = 0; i < 2 * k; ++i)
    acts.push_back(i < k ? -128 : int8_t(i * 37));
  // The largest sum that 2^24 holds, and another one.
  for (int64_t i = 0; i < 2 * k; ++i)
    codes +=
        (i ? ", " : "") + std::to_string(i < k ? 1 : int8_t(i % 3 * 127 + 1));
  std::string body =
      "%flat = arith.constant dense<[" + codes +
      "]> : tensor<2064xi8>\n"
      "%w = tensor.expand_shape %flat [[0, 1]] output_shape [2, 1032] : "
      "tensor<2064xi8> into tensor<2x1032xi8>\n"
      "%s = arith.constant dense<1.0> : tensor<2x1xf32>\n"
      "%ones = arith.constant dense<1.0> : tensor<2x1xf32>\n"
      "%e = tensor.empty() : tensor<2x2xf32>\n"
      "%r0 = lowbit.contract acts(%i0 : tensor<2x1032xi8>) act_scales(%ones : "
      "tensor<2x1xf32>) codes(%w : tensor<2x1032xi8>) scales(%s : "
      "tensor<2x1xf32>) outs(%e : tensor<2x2xf32>) format = #lowbit.int<bits = "
      "8, zero_point = 128> activation = <int8_token> group_size = 0 -> "
      "tensor<2x2xf32>";
  std::vector<float> results[2];
  for (bool raised : {false, true}) {
    std::vector<float> &out = results[raised];
    out.assign(4, 0.0f);
    ASSERT_TRUE(run({Argument("2x1032xi8", acts, {2, k})},
                    {Argument("2x2xf32", out, {2, 2})}, body,
                    raised ? (std::string("canonicalize,") + raise) : ""));
  }
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[1][0], 128.0f * 127 * k);
}

} // namespace
