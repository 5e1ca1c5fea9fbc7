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

#include "llvm/ADT/ArrayRef.h"
#include <algorithm>
#include <cmath>

using namespace lutra::bench;

/// Codes of the elements of x that are members, and their scale.
static float quantize(const float *x, llvm::ArrayRef<int64_t> members,
                      std::vector<int32_t> &q) {
  float largest = 0;
  for (int64_t i : members)
    largest = std::max(largest, std::fabs(x[i]));
  float scale = std::max(largest, 1e-5f) / 127;
  for (int64_t i : members)
    q[i] = std::clamp(int32_t(std::nearbyint(x[i] / scale)), -128, 127);
  return scale;
}

/// Those of each group, in ascending order.
static std::vector<std::vector<int64_t>> getMembers(const Problem &problem) {
  std::vector<std::vector<int64_t>> members(problem.getNumGroups());
  for (int64_t i = 0; i != problem.k; ++i)
    members[problem.isShuffled           ? problem.groupOfK[i]
            : problem.getNumGroups() > 1 ? i / problem.group
                                         : 0]
        .push_back(i);
  return members;
}

std::vector<double> Problem::computeReference(int64_t token) const {
  const float *x = &a[token * k];
  int64_t numGroups = getNumGroups();
  bool isInt8 = activations == Activations::Int8;
  std::vector<std::vector<int64_t>> members = getMembers(*this);
  std::vector<int32_t> q(k);
  int64_t setSize = getActGroups();
  std::vector<float> actScales(getNumSets()), actSums(numGroups);
  for (int64_t set = 0; set != getNumSets() && isInt8; ++set) {
    std::vector<int64_t> all;
    for (int64_t g = set * setSize;
         g != std::min((set + 1) * setSize, numGroups); ++g)
      all.insert(all.end(), members[g].begin(), members[g].end());
    actScales[set] = quantize(x, all, q);
  }
  for (int64_t g = 0; g != numGroups && isInt8; ++g) {
    int64_t sum = 0;
    for (int64_t i : members[g])
      sum += q[i];
    actSums[g] = float(sum);
  }
  std::vector<double> result(n);
  for (int64_t row = 0; row != n; ++row) {
    const uint8_t *w = &codes[row * format.countCodeBytes(k)];
    double exact = 0;
    float y = 0, ofSet = 0;
    for (int64_t g = 0; g != numGroups; ++g) {
      int64_t at = row * numGroups + g;
      bool isReal = zeroPoints == ZeroPoints::Reals;
      int32_t zero = zeroPoints == ZeroPoints::Integers
                         ? int32_t(integerZeroPoints[at])
                     : isReal ? 0
                              : format.zeroPoint;
      double real = isReal ? realZeroPoints[at] : 0;
      int64_t sum = 0;
      double products = 0;
      for (int64_t i : members[g]) {
        if (!format.values.empty()) {
          double value = format.getValue(w, i);
          if (format.isSignScaled)
            exact += double(x[i]) * value * scales[2 * at + (value < 0)];
          else
            products += double(x[i]) * value;
          continue;
        }
        int32_t value = int32_t(w[i]) - zero;
        if (isInt8)
          sum += q[i] * value;
        else
          products += double(x[i]) * (value - real);
      }
      float scale = scales[at];
      exact += products * scale;
      auto integer = float(sum);
      if (isReal)
        integer = std::fma(-realZeroPoints[at], actSums[g], integer);
      if (numGroups == 1) {
        float both = scale * actScales[0];
        y = integer * both;
        continue;
      }
      ofSet = std::fma(integer, scale, ofSet);
      if ((g + 1) % setSize == 0 || g + 1 == numGroups) {
        y = std::fma(ofSet, actScales[g / setSize], y);
        ofSet = 0;
      }
    }
    result[row] = isInt8 ? double(y) : exact;
  }
  return result;
}
