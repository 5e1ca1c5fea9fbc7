//===- AccumulatorRange.cpp - how large integer sums get ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Analysis/AccumulatorRange.h"

#include "lutra/Analysis/WeightRows.h"

#include <limits>

using namespace mlir;
using namespace lutra;

bool IntegerRange::fits(unsigned bits) const {
  assert(bits > 0 && bits <= 64);
  int64_t limit = std::numeric_limits<int64_t>::max() >> (64 - bits);
  return lowest >= -limit - 1 && highest <= limit;
}

/// The products of one number each.
static IntegerRange multiply(IntegerRange range, int64_t value) {
  int64_t a = range.lowest * value, b = range.highest * value;
  return {std::min(a, b), std::max(a, b)};
}

static void include(IntegerRange &range, IntegerRange other) {
  range.lowest = std::min(range.lowest, other.lowest);
  range.highest = std::max(range.highest, other.highest);
}

/// One more term: sums start at 0, and a term that is left out adds 0.
static void addTerm(IntegerRange &sum, IntegerRange term) {
  sum.lowest += std::min<int64_t>(term.lowest, 0);
  sum.highest += std::max<int64_t>(term.highest, 0);
}

namespace {

/// Sums of one row, and of its groups.
class RowSums {
public:
  explicit RowSums(int64_t groups) : groups(groups) {}

  void add(int64_t group, IntegerRange term) {
    addTerm(groups[group], term);
    addTerm(row, term);
  }
  /// Hands the sums over and begins anew.
  void finish(IntegerRange &ofGroup, IntegerRange &ofRow) {
    for (IntegerRange &group : groups) {
      include(ofGroup, group);
      group = {};
    }
    include(ofRow, row);
    row = {};
  }

private:
  SmallVector<IntegerRange, 0> groups;
  IntegerRange row;
};

} // namespace

std::optional<AccumulatorRange>
lutra::computeAccumulatorRange(lowbit::ContractOp op,
                               IntegerRange activations) {
  std::optional<WeightRows> weights = WeightRows::get(op);
  if (!weights)
    return std::nullopt;
  int64_t k = weights->getK();
  SmallVector<uint8_t, 0> codes(k);
  SmallVector<int16_t, 0> values(k);
  SmallVector<int64_t, 0> groups(k);
  for (int64_t column = 0; column < k; ++column)
    groups[column] = weights->getGroup(column);

  constexpr int64_t none = std::numeric_limits<int64_t>::max();
  AccumulatorRange result;
  result.codes = result.values = {none, -none};
  RowSums ofCodes(weights->getNumGroups()), ofValues(weights->getNumGroups());
  for (int64_t row = 0; row < weights->getN(); ++row) {
    weights->readCodes(row, codes);
    weights->readValues(row, values);
    for (int64_t column = 0; column < k; ++column) {
      int64_t code = codes[column], value = values[column];
      include(result.codes, {code, code});
      include(result.values, {value, value});
      ofCodes.add(groups[column], multiply(activations, code));
      ofValues.add(groups[column], multiply(activations, value));
    }
    ofCodes.finish(result.groupOfCodes, result.rowOfCodes);
    ofValues.finish(result.group, result.row);
  }
  return result;
}

int64_t lutra::getTermsThatFit(unsigned bits, IntegerRange range,
                               IntegerRange activations) {
  IntegerRange term = multiply(activations, range.lowest);
  include(term, multiply(activations, range.highest));
  int64_t limit = std::numeric_limits<int64_t>::max() >> (64 - bits);
  auto largest = static_cast<int64_t>(term.getMagnitude());
  return largest == 0 ? limit : limit / largest;
}
