//===- Reference.cpp - what the product has to be -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Written from docs/Spec/LowbitContract.md, apart from the compiler: what it
// finds is not what the compiler believes.
//
//===----------------------------------------------------------------------===//

#include "Problem.h"

#include <algorithm>
#include <cmath>

using namespace lutra::bench;

/// Codes of x[begin, end), and their scale.
static float quantize(const float *x, int64_t begin, int64_t end,
                      std::vector<int32_t> &q) {
  float largest = 0;
  for (int64_t i = begin; i != end; ++i)
    largest = std::max(largest, std::fabs(x[i]));
  float scale = std::max(largest, 1e-5f) / 127;
  for (int64_t i = begin; i != end; ++i)
    q[i] = std::clamp(int32_t(std::nearbyint(x[i] / scale)), -128, 127);
  return scale;
}

std::vector<double> Problem::computeReference(int64_t token) const {
  const float *x = &a[token * k];
  int64_t numGroups = getNumGroups(), size = numGroups == 1 ? k : group;
  std::vector<int32_t> q(k);
  std::vector<float> actScales(numGroups);
  if (activations == Activations::Int8)
    for (int64_t g = 0; g != numGroups; ++g)
      actScales[g] = quantize(x, g * size, std::min((g + 1) * size, k), q);
  std::vector<double> result(n);
  for (int64_t row = 0; row != n; ++row) {
    const uint8_t *w = &codes[row * k];
    double exact = 0;
    float y = 0;
    for (int64_t g = 0; g != numGroups; ++g) {
      int64_t end = std::min((g + 1) * size, k), sum = 0;
      double products = 0;
      if (activations == Activations::Int8)
        for (int64_t i = g * size; i != end; ++i)
          sum += q[i] * (int32_t(w[i]) - format.zeroPoint);
      else
        for (int64_t i = g * size; i != end; ++i)
          products += double(x[i]) * (int32_t(w[i]) - format.zeroPoint);
      float scale = scales[row * numGroups + g];
      exact += products * scale;
      float both = scale * actScales[g];
      y = numGroups == 1 ? float(sum) * both : std::fma(float(sum), both, y);
    }
    result[row] = activations == Activations::Int8 ? double(y) : exact;
  }
  return result;
}
