//===- Words.h - sums looked up by parts of words ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_WORDS_H
#define LUTRA_LIB_KERNEL_WORDS_H

#include "lutra/Kernel/KernelFamily.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::kernel {

/// A word of each of 32 rows in `#lowbit.words`, and the tables of sums that
/// its parts are looked up in. How words are cut is the target's choice: parts
/// of 5 and 6 bits where one instruction looks 16 bits up in 32 or 64 entries;
/// of 4 bits in two planes of bytes where a table has 16 of them. Numbers of
/// ternary digits then are magnitudes of up to 13 and signs, and what is found
/// are two digits of a sum, which a few words add to in bytes.
class Words {
public:
  Words(lowbit::WordsLayoutAttr layout, lut::TargetAttr target);

  /// Rows of a vector of words, and its bytes.
  static constexpr int64_t kRows = 32, kBytes = 64;

  /// Digits of a word.
  int64_t getDigits() const { return layout.getGranule(); }
  /// The most that all parts of a word add to a sum.
  int64_t getMaxTerm() const { return 128 * getDigits(); }
  /// The zero point that is in the tables.
  int64_t getZero() const { return isTernary() ? 1 : 0; }
  /// The tables of a word of one token.
  int64_t getTableBytes() const;

  /// Writes them to `tables` at `at`, for the activations from `place` of
  /// `token` on.
  void emitTables(mlir::ImplicitLocOpBuilder &b, mlir::Value acts,
                  mlir::Value token, mlir::Value place, mlir::Value tables,
                  llvm::ArrayRef<mlir::Value> at) const;
  llvm::SmallVector<mlir::Value>
  loadTables(mlir::ImplicitLocOpBuilder &b, mlir::Value tables,
             llvm::ArrayRef<mlir::Value> at) const;
  /// The parts of 32 words, which are 64 bytes.
  llvm::SmallVector<mlir::Value> cut(mlir::ImplicitLocOpBuilder &b,
                                     mlir::Value bytes) const;
  /// Words that are added up before their sums are of 16 bits, and what is
  /// there of 32 sums until then: what there was before, and digits.
  int64_t getWordsAtOnce() const;
  struct Sums {
    mlir::Value shorts, low, high;
  };
  /// Adds what the parts say.
  void accumulate(mlir::ImplicitLocOpBuilder &b, Sums &sums,
                  llvm::ArrayRef<mlir::Value> parts,
                  llvm::ArrayRef<mlir::Value> loaded) const;
  /// Where the sum of row `row` of 32 is.
  int64_t getLaneOfRow(int64_t row) const;
  /// 32 sums of 16 bits, after so many words.
  mlir::Value finish(mlir::ImplicitLocOpBuilder &b, const Sums &sums,
                     int64_t numWords) const;

  /// Instructions of these, for a vector of words where that matters.
  Counts countTables() const;
  Counts countLoads() const;
  Counts countCut() const;
  Counts countSums() const;

private:
  /// Digits from `first` on, in `bits` bits from `shift` on.
  struct Part {
    int64_t shift, bits, first, digits;
  };

  bool isTernary() const { return layout.getRadix() == 3; }
  bool isAvx512() const {
    return target && target.has(lut::Feature::AVX512) &&
           target.getVectorBits() == 512;
  }
  bool isGeneric() const { return !target || !target.has(lut::Feature::AVX2); }
  /// Bytes of a table are in two planes.
  bool hasPlanes() const { return !isGeneric() && !isAvx512(); }
  mlir::Value cutSigned(mlir::ImplicitLocOpBuilder &b, mlir::Value words,
                        const Part &part) const;
  /// Numbers have signs and tables of digits.
  bool hasSigns() const { return hasPlanes() && isTernary(); }
  /// The table of 4 bits or of a number: 32 entries, or those of 0 and above.
  mlir::Value emitEntries(mlir::ImplicitLocOpBuilder &b, const Part &part,
                          mlir::Value acts, mlir::Value token,
                          mlir::Value place) const;

  lowbit::WordsLayoutAttr layout;
  lut::TargetAttr target;
  llvm::SmallVector<Part, 4> parts;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_WORDS_H
