//===- FunctionsTest.cpp - elementary functions against double ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every function on numbers of every exponent and both signs, and on zeros,
// infinities and NaN: at most so many units in the last place away from the
// result in double, and the same bits from every variant and in a tail.
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace lutra::test;

namespace {

const float kInfinity = std::numeric_limits<float>::infinity();

uint32_t getBits(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits;
}

float getFloat(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

/// `perExponent` numbers with each exponent and sign.
std::vector<float> makeAllKinds(unsigned perExponent) {
  std::vector<float> numbers = {0.5f, 1.0f, 2.0f, 3.0f, -0.5f, -1.0f, -2.0f};
  uint32_t random = 12345;
  for (uint32_t head = 0; head < 512; ++head)
    for (unsigned i = 0; i < perExponent; ++i) {
      random = random * 1664525 + 1013904223;
      uint32_t mantissa = i == 0 ? 0 : i == 1 ? 0x7fffff : random >> 9;
      numbers.push_back(getFloat(head << 23 | mantissa));
    }
  return numbers;
}

/// How many units in the last place of the right result the other is away, and
/// infinitely many where one is a number and the other is not.
double getError(float result, double truth) {
  float nearest = float(truth);
  if (std::isnan(nearest) || std::isnan(result))
    return std::isnan(nearest) == std::isnan(result) ? 0 : kInfinity;
  if (nearest == 0 && result == 0)
    return std::signbit(nearest) == std::signbit(result) ? 0 : kInfinity;
  if (std::isinf(result)) // The next number after the largest.
    return std::isinf(nearest) ? 0 : (0x1p128 - std::fabs(truth)) / 0x1p104;
  if (std::isinf(nearest))
    return (std::min(std::fabs(truth), 0x1p128) - std::fabs(result)) / 0x1p104;
  int exponent;
  std::frexp(nearest, &exponent);
  return std::fabs(result - truth) /
         std::ldexp(1.0, std::max(exponent, -125) - 24);
}

struct Function {
  const char *op;
  double (*truth)(double);
  double ulps;
};

class Functions : public testing::TestWithParam<Function> {};

TEST_P(Functions, AreCloseToTheTruth) {
  const Function &function = GetParam();
  COMPILE(program,
          makeGeneric({"?xf32", "?xf32"}, {"(i) -> (i)", "(i) -> (i)"}, "p",
                      std::string("\n^bb0(%x: f32, %o: f32):\n  %s = ") +
                          function.op +
                          " %x : f32\n  linalg.yield %s : f32\n"));
  std::vector<float> x = makeAllKinds(257);
  int64_t n = x.size();
  std::vector<float> first;
  for (const std::string &variant : program->getVariants()) {
    std::vector<float> out(n);
    program->call(variant, {Buffer(x, {n}), Buffer(out, {n})});
    if (first.empty())
      first = out;
    for (int64_t i = 0; i < n; ++i)
      ASSERT_TRUE(getBits(first[i]) == getBits(out[i]) ||
                  (std::isnan(first[i]) && std::isnan(out[i])))
          << variant << " of " << x[i];
  }
  double worst = 0;
  float where = 0;
  for (int64_t i = 0; i < n; ++i) {
    double error = getError(first[i], function.truth(x[i]));
    if (error > worst) {
      worst = error;
      where = x[i];
    }
  }
  EXPECT_LE(worst, function.ulps) << function.op << " of " << where;
  RecordProperty("ulps", std::to_string(worst));

  // One number after the other gives what vectors of them do.
  for (int64_t i = 0; i < n; i += 1009) {
    float number = x[i], out;
    Buffer in(&number, {1}), result(&out, {1});
    program->call(program->getVariants().front(), {in, result});
    ASSERT_TRUE(getBits(out) == getBits(first[i]) ||
                (std::isnan(out) && std::isnan(first[i])))
        << function.op << " of " << number;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Functions,
    testing::Values(Function{"math.exp", std::exp, 1},
                    Function{"math.exp2", std::exp2, 1},
                    Function{"math.expm1", std::expm1, 1.5},
                    Function{"math.log", std::log, 1},
                    Function{"math.log1p", std::log1p, 1.5},
                    Function{"math.sinh", std::sinh, 2},
                    Function{"math.cosh", std::cosh, 1.5},
                    Function{"math.tanh", std::tanh, 2.5},
                    Function{"math.asinh", std::asinh, 2},
                    Function{"math.acosh", std::acosh, 2},
                    Function{"math.atanh", std::atanh, 2},
                    Function{"math.sin", std::sin, 1.5},
                    Function{"math.cos", std::cos, 1.5},
                    Function{"math.tan", std::tan, 3},
                    Function{"math.asin", std::asin, 2},
                    Function{"math.acos", std::acos, 1.5},
                    Function{"math.atan", std::atan, 1.5},
                    Function{"math.erf", std::erf, 2}),
    [](const auto &info) { return std::string(info.param.op).substr(5); });

TEST(PowerFunction, IsCloseToTheTruth) {
  COMPILE(program, makeGeneric({"?xf32", "?xf32", "?xf32"},
                               {"(i) -> (i)", "(i) -> (i)", "(i) -> (i)"}, "p",
                               R"(
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = math.powf %x, %y : f32
      linalg.yield %s : f32
  )"));
  std::vector<float> x, y;
  // Every kind with every kind, and powers that are neither 0 nor infinite.
  std::vector<float> kinds = makeAllKinds(2);
  for (size_t i = 0; i < kinds.size(); i += 3)
    for (size_t j = 0; j < kinds.size(); j += 5) {
      x.push_back(kinds[i]);
      y.push_back(kinds[j]);
    }
  for (float special : {0.0f, -0.0f, 1.0f, -1.0f, kInfinity, -kInfinity, NAN})
    for (float other : {0.0f, -0.0f, 1.0f, -1.0f, 2.0f, -3.0f, 0.5f, -2.5f,
                        kInfinity, -kInfinity, float(NAN)}) {
      x.insert(x.end(), {special, other});
      y.insert(y.end(), {other, special});
    }
  std::vector<float> bases = makeAllKinds(9);
  for (size_t i = 0; i < bases.size(); ++i)
    for (int step = -40; step <= 40; ++step) {
      double log = std::log2(std::fabs(double(bases[i])));
      x.push_back(bases[i]);
      y.push_back(step % 4 == 0 ? std::round(3.7 * step / log)
                                : 3.7 * step / log);
    }
  int64_t n = x.size();
  std::vector<float> first;
  for (const std::string &variant : program->getVariants()) {
    std::vector<float> out(n);
    program->call(variant, {Buffer(x, {n}), Buffer(y, {n}), Buffer(out, {n})});
    if (first.empty())
      first = out;
    for (int64_t i = 0; i < n; ++i)
      ASSERT_TRUE(getBits(first[i]) == getBits(out[i]) ||
                  (std::isnan(first[i]) && std::isnan(out[i])))
          << variant << " of " << x[i] << ", " << y[i];
  }
  double worst = 0;
  for (int64_t i = 0; i < n; ++i) {
    double error = getError(first[i], std::pow(double(x[i]), double(y[i])));
    ASSERT_LE(error, 1) << x[i] << " to the " << y[i] << " is " << first[i];
    worst = std::max(worst, error);
  }
  RecordProperty("ulps", std::to_string(worst));
}

} // namespace
