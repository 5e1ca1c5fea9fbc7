//===- AccumulatorRange.h - how large integer sums get ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_ANALYSIS_ACCUMULATORRANGE_H
#define LUTRA_ANALYSIS_ACCUMULATORRANGE_H

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include <optional>

namespace lutra {

/// An interval of integers, ends included.
struct IntegerRange {
  int64_t lowest = 0, highest = 0;

  uint64_t getMagnitude() const {
    uint64_t below = lowest < 0 ? -static_cast<uint64_t>(lowest) : lowest;
    uint64_t above = highest < 0 ? -static_cast<uint64_t>(highest) : highest;
    return below > above ? below : above;
  }
  /// Whether a signed accumulator of `bits` holds all of it.
  bool fits(unsigned bits) const;
};

/// What the integer sums of a contraction with int8 activations can be. Also
/// every partial sum is in the range, whatever the order; and for each end some
/// activations reach it, so that no narrower range is right.
struct AccumulatorRange {
  /// Codes that occur, and code - zero_point (of integers).
  IntegerRange codes, values;
  /// sum of q * (code - zero_point) over a group, and over all groups of a row.
  IntegerRange group, row;
  /// sum of q * code, as kernels have it that take zero points off afterwards.
  IntegerRange groupOfCodes, rowOfCodes;
};

/// The range of activations as `lowbit.quantize` gives them.
constexpr IntegerRange int8Range = {-128, 127};

/// From the weights themselves where they are constants; nothing otherwise.
std::optional<AccumulatorRange>
computeAccumulatorRange(lowbit::ContractOp op,
                        IntegerRange activations = int8Range);

/// How many products of activations and codes (or values) in `range` a signed
/// accumulator of `bits` takes before it must be emptied; 0 when one is too
/// much.
int64_t getTermsThatFit(unsigned bits, IntegerRange range,
                        IntegerRange activations = int8Range);

} // namespace lutra

#endif // LUTRA_ANALYSIS_ACCUMULATORRANGE_H
