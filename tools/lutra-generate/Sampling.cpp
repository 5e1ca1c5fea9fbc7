//===- Sampling.cpp - from logits to the next token -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sampling.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <unordered_set>

using namespace lutra::generate;

Random::Random(uint64_t seed) {
  for (uint64_t &word : state) {
    seed += 0x9e3779b97f4a7c15;
    uint64_t z = seed;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    word = z ^ z >> 31;
  }
}

uint64_t Random::next() {
  auto rotate = [](uint64_t x, int k) { return x << k | x >> (64 - k); };
  uint64_t result = rotate(state[1] * 5, 7) * 9;
  uint64_t shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotate(state[3], 45);
  return result;
}

/// The first of the largest logits, or -1 when they are no numbers. Over
/// integers in the order of the floats, which compilers vectorize.
static int64_t pickLargest(const float *logits, int64_t count) {
  auto key = [&](int64_t i) {
    // Adding 0 makes -0 a 0: the two are equal.
    float logit = logits[i] + 0.0f;
    int32_t bits;
    std::memcpy(&bits, &logit, sizeof bits);
    return bits ^ (bits >> 31 & INT32_MAX);
  };
  int32_t largest = INT32_MIN, smallest = INT32_MAX;
  for (int64_t i = 0; i != count; ++i) {
    largest = std::max(largest, key(i));
    smallest = std::min(smallest, key(i));
  }
  constexpr int32_t infinity = 0x7f800000;
  // NaNs are beyond the infinities, to their sides.
  if (count == 0 || largest >= infinity || smallest < ~infinity)
    return -1;
  int64_t first = 0;
  while (key(first) != largest)
    ++first;
  return first;
}

void Sampler::penalise(const std::vector<int64_t> &history) {
  // Each token once, however often it came.
  std::unordered_set<int64_t> seen(history.begin(), history.end());
  for (Candidate &candidate : candidates)
    if (seen.count(candidate.token))
      candidate.logit = candidate.logit > 0
                            ? candidate.logit / options.repetitionPenalty
                            : candidate.logit * options.repetitionPenalty;
}

int64_t Sampler::pick(const float *logits, int64_t count,
                      const std::vector<int64_t> &history) {
  if (options.temperature == 0 && options.repetitionPenalty == 1)
    return pickLargest(logits, count);
  candidates.clear();
  for (int64_t i = 0; i != count; ++i) {
    if (std::isnan(logits[i]) || logits[i] == HUGE_VALF)
      return -1;
    candidates.push_back({i, logits[i]});
  }
  if (candidates.empty())
    return -1;
  if (options.repetitionPenalty != 1)
    penalise(history);
  if (options.temperature == 0)
    return std::max_element(candidates.begin(), candidates.end(),
                            [](const Candidate &a, const Candidate &b) {
                              return a.logit < b.logit;
                            })
        ->token;
  return sample();
}

int64_t Sampler::sample() {
  auto larger = [](const Candidate &a, const Candidate &b) {
    // Equal logits in the order of tokens: the sort has to be the same
    // everywhere.
    return a.logit != b.logit ? a.logit > b.logit : a.token < b.token;
  };
  if (options.topK > 0 && options.topK < int64_t(candidates.size())) {
    std::partial_sort(candidates.begin(), candidates.begin() + options.topK,
                      candidates.end(), larger);
    candidates.resize(size_t(options.topK));
  } else {
    std::sort(candidates.begin(), candidates.end(), larger);
  }
  // Softmax; from here on `logit` holds a weight. All may be -infinity.
  double largest = candidates.front().logit;
  if (largest == -HUGE_VAL)
    return -1;
  double total = 0;
  for (Candidate &candidate : candidates) {
    candidate.logit =
        std::exp((candidate.logit - largest) / options.temperature);
    total += candidate.logit;
  }
  if (options.topP < 1) {
    double kept = 0;
    size_t size = 0;
    while (size != candidates.size() &&
           (size == 0 || kept < options.topP * total))
      kept += candidates[size++].logit;
    candidates.resize(size);
    total = kept;
  }
  double left = random.nextUniform() * total;
  for (const Candidate &candidate : candidates) {
    left -= candidate.logit;
    if (left < 0)
      return candidate.token;
  }
  // Rounding may leave a rest; the last with a weight takes it.
  for (size_t i = candidates.size(); i-- != 0;)
    if (candidates[i].logit > 0)
      return candidates[i].token;
  return candidates.front().token;
}
