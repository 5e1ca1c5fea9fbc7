//===- WeightRows.h - constant weights, a row at a time ---------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_ANALYSIS_WEIGHTROWS_H
#define LUTRA_ANALYSIS_WEIGHTROWS_H

#include "lutra/Dialect/Lowbit/Constants.h"

namespace lutra {

/// What the constant weights of a contraction are worth before their scales,
/// one row after the other, so that nobody needs all of them unpacked.
class WeightRows {
public:
  /// Nothing unless the format is one of integers and codes, integer zero
  /// points and g_idx are constants.
  static std::optional<WeightRows> get(lowbit::ContractOp op);

  int64_t getN() const { return n; }
  int64_t getK() const { return k; }
  int64_t getNumGroups() const { return groups; }
  int64_t getGroup(int64_t column) const {
    return groups == 1 ? 0 : gIdx.empty() ? column / groupSize : gIdx[column];
  }

  /// Where columns of a group are neighbours, those of the first group are [0,
  /// getGroupSize()), and so on; else 0.
  int64_t getGroupSize() const {
    return groups == 1 ? k : gIdx.empty() ? groupSize : 0;
  }

  /// The codes of `row`, K of them.
  void readCodes(int64_t row, llvm::MutableArrayRef<uint8_t> codes) const;
  /// The same less their zero points. Real zero points are left out, as they
  /// are of integer sums.
  void readValues(int64_t row, llvm::MutableArrayRef<int16_t> values) const;
  /// The same for codes that have been read.
  void getValues(int64_t row, llvm::ArrayRef<uint8_t> codes,
                 llvm::MutableArrayRef<int16_t> values) const;

private:
  WeightRows(lowbit::ConstantView<uint8_t> bytes) : bytes(bytes) {}

  lowbit::ConstantView<uint8_t> bytes;
  int64_t n = 0, k = 0, groups = 1, groupSize = 0;
  /// Of packed codes; 0 bits where each code has a byte.
  unsigned bits = 0;
  int64_t blockSize = 0;
  bool highFirst = false;
  /// The value of code 0.
  int16_t lowest = 0;
  llvm::SmallVector<uint8_t, 0> zeroPoints;
  llvm::SmallVector<int32_t, 0> gIdx;
};

} // namespace lutra

#endif // LUTRA_ANALYSIS_WEIGHTROWS_H
