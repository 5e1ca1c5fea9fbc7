//===- AttentionOracle.h - what nn.attention gives, in double ---*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_UNIT_TARGET_ATTENTIONORACLE_H
#define LUTRA_TEST_UNIT_TARGET_ATTENTIONORACLE_H

#include "gtest/gtest.h"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace lutra::test {

struct AttentionCase {
  int64_t batch = 2, heads = 4, sharedHeads = 2, queries = 5, keys = 9,
          size = 8, valueSize = 8;
  bool tokenMajor = false;
  bool causal = false;
  int64_t window = 0;
  float softcap = 0;
  float scale = 0.3f;
  std::vector<int32_t> lengths;
  /// Leading sizes of the mask, or empty. Without a third it is `queries`.
  std::vector<int64_t> mask;
  uint32_t seed = 1;

  /// Sizes of query and result.
  std::vector<int64_t> queryShape(int64_t last) const {
    if (tokenMajor)
      return {batch, queries, heads, last};
    return {batch, heads, queries, last};
  }
  /// Where the features of a query or result are.
  int64_t queryAt(int64_t b, int64_t h, int64_t i, int64_t last) const {
    int64_t row = tokenMajor ? (b * queries + i) * heads + h
                             : (b * heads + h) * queries + i;
    return row * last;
  }
  std::vector<int64_t> maskShape() const {
    return {mask[0], mask[1], mask.size() > 2 ? mask[2] : queries, keys};
  }
  int64_t length(int64_t b) const {
    return lengths.empty() ? keys : std::min<int64_t>(keys, lengths[b]);
  }
};

struct AttentionInputs {
  std::vector<float> query, key, value, mask;

  /// Numbers in [-2, 2); a quarter of a mask is -inf.
  explicit AttentionInputs(const AttentionCase &c) {
    std::mt19937 random(c.seed);
    std::uniform_real_distribution<float> uniform(-2, 2);
    auto fill = [&](std::vector<float> &data, int64_t count) {
      data.resize(count);
      for (float &x : data)
        x = uniform(random);
    };
    fill(query, c.batch * c.heads * c.queries * c.size);
    fill(key, c.batch * c.sharedHeads * c.keys * c.size);
    fill(value, c.batch * c.sharedHeads * c.keys * c.valueSize);
    if (c.mask.empty())
      return;
    fill(mask, c.mask[0] * c.mask[1] * c.maskShape()[2] * c.keys);
    for (float &x : mask)
      if (random() % 4 == 0)
        x = -std::numeric_limits<float>::infinity();
  }
};

/// Row (b, h, i) of the result, from the description of the op.
inline std::vector<double> computeAttention(const AttentionCase &c,
                                            const AttentionInputs &p, int64_t b,
                                            int64_t h, int64_t i) {
  int64_t shared = b * c.sharedHeads + h / (c.heads / c.sharedHeads);
  int64_t length = c.length(b);
  int64_t offset = std::max<int64_t>(0, length - c.queries);
  std::vector<double> scores(c.keys, -std::numeric_limits<double>::infinity());
  double largest = -std::numeric_limits<double>::infinity();
  const float *query = p.query.data() + c.queryAt(b, h, i, c.size);
  for (int64_t j = 0; j < c.keys; ++j) {
    if (j >= length || (c.causal && j > i + offset) ||
        (c.window > 0 && j <= i + offset - c.window))
      continue;
    double score = 0;
    for (int64_t e = 0; e < c.size; ++e)
      score += double(query[e]) * p.key[(shared * c.keys + j) * c.size + e];
    score *= c.scale;
    if (c.softcap > 0)
      score = c.softcap * std::tanh(score / c.softcap);
    if (!c.mask.empty()) {
      std::vector<int64_t> sizes = c.maskShape();
      int64_t mb = sizes[0] == 1 ? 0 : b, mh = sizes[1] == 1 ? 0 : h,
              mi = sizes[2] == 1 ? 0 : i;
      score += p.mask[((mb * sizes[1] + mh) * sizes[2] + mi) * c.keys + j];
    }
    scores[j] = score;
    largest = std::max(largest, score);
  }
  std::vector<double> result(c.valueSize);
  if (std::isinf(largest))
    return result;
  double sum = 0;
  for (int64_t j = 0; j < c.keys; ++j) {
    double e = std::exp(scores[j] - largest);
    if (e == 0)
      continue;
    sum += e;
    for (int64_t d = 0; d < c.valueSize; ++d)
      result[d] += e * p.value[(shared * c.keys + j) * c.valueSize + d];
  }
  for (double &x : result)
    x /= sum;
  return result;
}

inline void expectAttention(const AttentionCase &c, const AttentionInputs &p,
                            const std::vector<float> &out, double tolerance) {
  for (int64_t b = 0; b < c.batch; ++b)
    for (int64_t h = 0; h < c.heads; ++h)
      for (int64_t i = 0; i < c.queries; ++i) {
        std::vector<double> expected = computeAttention(c, p, b, h, i);
        const float *row = out.data() + c.queryAt(b, h, i, c.valueSize);
        for (int64_t d = 0; d < c.valueSize; ++d)
          ASSERT_NEAR(row[d], expected[d], tolerance)
              << "b " << b << " h " << h << " i " << i << " d " << d;
      }
}

} // namespace lutra::test

#endif // LUTRA_TEST_UNIT_TARGET_ATTENTIONORACLE_H
