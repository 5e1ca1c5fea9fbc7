//===- SamplingTest.cpp - choosing tokens ---------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sampling.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <cmath>
#include <map>

using namespace lutra::generate;
using testing::ElementsAre;

namespace {

int64_t pick(Sampler &sampler, const std::vector<float> &logits,
             const std::vector<int64_t> &history = {}) {
  return sampler.pick(logits.data(), int64_t(logits.size()), history);
}

/// How often each token comes in `count` draws.
std::map<int64_t, int> draw(const SamplingOptions &options,
                            const std::vector<float> &logits, int count,
                            const std::vector<int64_t> &history = {}) {
  Sampler sampler(options);
  std::map<int64_t, int> counts;
  for (int i = 0; i != count; ++i)
    ++counts[pick(sampler, logits, history)];
  return counts;
}

std::vector<float> logitsOf(const std::vector<double> &probabilities) {
  std::vector<float> logits;
  for (double p : probabilities)
    logits.push_back(float(std::log(p)));
  return logits;
}

TEST(Sampling, RandomIsTheReference) {
  // xoshiro256** after splitmix64 from seed 0, computed apart from this code.
  Random random(0);
  EXPECT_EQ(random.next(), 0x99ec5f36cb75f2b4u);
  EXPECT_EQ(random.next(), 0xbf6e1f784956452au);
  EXPECT_EQ(random.next(), 0x1a5f849d4933e6e0u);
  Random other(1);
  for (int i = 0; i != 1000; ++i) {
    double u = other.nextUniform();
    EXPECT_GE(u, 0);
    EXPECT_LT(u, 1);
  }
}

TEST(Sampling, GreedyTakesTheFirstOfTheLargest) {
  Sampler sampler({});
  EXPECT_EQ(pick(sampler, {1, 3, 2, 3}), 1);
  EXPECT_EQ(pick(sampler, {-5}), 0);
  EXPECT_EQ(pick(sampler, {-HUGE_VALF, -1}), 1);
  EXPECT_EQ(pick(sampler, {-HUGE_VALF, -HUGE_VALF}), 0);
  EXPECT_EQ(pick(sampler, {-1, -0.0f, 0.0f}), 1);
  EXPECT_EQ(pick(sampler, {-1, 0.0f, -0.0f}), 1);
  EXPECT_EQ(pick(sampler, {-2, -1e-45f, -1}), 1);
}

TEST(Sampling, GreedyAgreesWithALikeliestTokenOfOne) {
  SamplingOptions options;
  options.temperature = 1;
  options.topK = 1;
  Sampler greedy({}), sampled(options);
  Random random(7);
  for (int i = 0; i != 200; ++i) {
    std::vector<float> logits;
    for (int n = 0; n != 1 + i % 70; ++n)
      // Few values, so that there are equal ones.
      logits.push_back(float(int(random.next() % 41) - 20) / 8);
    EXPECT_EQ(pick(greedy, logits), pick(sampled, logits));
  }
}

TEST(Sampling, RefusesWhatIsNoNumber) {
  for (double temperature : {0.0, 1.0}) {
    SamplingOptions options;
    options.temperature = temperature;
    Sampler sampler(options);
    EXPECT_EQ(pick(sampler, {1, std::nanf(""), 2}), -1);
    EXPECT_EQ(pick(sampler, {1, -std::nanf(""), 2}), -1);
    EXPECT_EQ(pick(sampler, {1, HUGE_VALF}), -1);
    EXPECT_EQ(pick(sampler, {}), -1);
  }
  SamplingOptions options;
  options.temperature = 1;
  Sampler sampler(options);
  EXPECT_EQ(pick(sampler, {-HUGE_VALF, -HUGE_VALF}), -1);
}

TEST(Sampling, FollowsTheProbabilities) {
  SamplingOptions options;
  options.temperature = 1;
  auto counts = draw(options, logitsOf({0.5, 0.3, 0.2}), 20000);
  EXPECT_NEAR(counts[0], 10000, 400);
  EXPECT_NEAR(counts[1], 6000, 400);
  EXPECT_NEAR(counts[2], 4000, 400);
  // Temperature 2 takes square roots.
  options.temperature = 2;
  counts = draw(options, logitsOf({0.64, 0.36}), 20000);
  EXPECT_NEAR(counts[0], 20000 * 8 / 14, 400);
}

TEST(Sampling, TopKKeepsTheLargest) {
  SamplingOptions options;
  options.temperature = 1;
  options.topK = 2;
  auto counts = draw(options, logitsOf({0.1, 0.4, 0.2, 0.3}), 20000);
  EXPECT_EQ(counts.size(), 2u);
  EXPECT_NEAR(counts[1], 20000 * 4 / 7, 400);
  // Of equal ones the first.
  options.topK = 1;
  EXPECT_EQ(draw(options, {1, 2, 2, 0}, 10), (std::map<int64_t, int>{{1, 10}}));
}

TEST(Sampling, TopPKeepsTheFewestThatReachIt) {
  SamplingOptions options;
  options.temperature = 1;
  options.topP = 0.65;
  auto counts = draw(options, logitsOf({0.1, 0.4, 0.2, 0.3}), 20000);
  EXPECT_EQ(counts.size(), 2u) << "0.4 + 0.3 reaches 0.65";
  options.topP = 0.75;
  EXPECT_EQ(draw(options, logitsOf({0.1, 0.4, 0.2, 0.3}), 20000).size(), 3u);
  options.topP = 0;
  EXPECT_EQ(draw(options, logitsOf({0.1, 0.4, 0.2, 0.3}), 100).size(), 1u);
}

TEST(Sampling, TopPCountsWhatTopKLeft) {
  SamplingOptions options;
  options.temperature = 1;
  options.topK = 2;
  options.topP = 0.55;
  // Of 0.4 and 0.3 alone the first is 0.57.
  EXPECT_EQ(draw(options, logitsOf({0.1, 0.4, 0.2, 0.3}), 1000).size(), 1u);
}

TEST(Sampling, PenaltyMovesBothSigns) {
  SamplingOptions options;
  options.repetitionPenalty = 2;
  Sampler sampler(options);
  EXPECT_EQ(pick(sampler, {3, 2}), 0);
  EXPECT_EQ(pick(sampler, {3, 2}, {0}), 1) << "3 / 2 < 2";
  EXPECT_EQ(pick(sampler, {5, 2}, {0, 0, 0}), 0) << "once for each token";
  EXPECT_EQ(pick(sampler, {-1, -1.5}, {0}), 1) << "-1 * 2 < -1.5";
  EXPECT_EQ(pick(sampler, {3, 2}, {7, -1}), 0) << "tokens it does not have";
}

TEST(Sampling, TheSeedDecides) {
  SamplingOptions options;
  options.temperature = 1;
  auto sequence = [&](uint64_t seed) {
    options.seed = seed;
    Sampler sampler(options);
    std::vector<int64_t> tokens;
    for (int i = 0; i != 50; ++i)
      tokens.push_back(pick(sampler, {0, 0, 0, 0, 0, 0, 0, 0}));
    return tokens;
  };
  EXPECT_EQ(sequence(3), sequence(3));
  EXPECT_NE(sequence(3), sequence(4));
}

} // namespace
