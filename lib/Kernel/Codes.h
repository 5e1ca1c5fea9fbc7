//===- Codes.h - codes in words, whatever the layout ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_CODES_H
#define LUTRA_LIB_KERNEL_CODES_H

#include "Planes.h"

#include <optional>

namespace lutra::kernel {

/// One step along K' of 16 rows in `#lowbit.planes` or `#lowbit.fields`, as
/// words of 32 bits of each row.
class Codes {
public:
  explicit Codes(lowbit::LayoutAttrInterface layout);
  /// Whether a layout is one of those.
  static bool areIn(lowbit::LayoutAttrInterface layout);

  /// Whether codes are whole in what is loaded, or put together from planes,
  /// four in each word.
  bool areWhole() const { return !planes || planes->getPieces(0).size() == 1; }
  /// Vectors of 64 bytes, and of words that have codes whole.
  int64_t getNumVectors() const;
  int64_t getNumWords() const;
  /// Bits from one code of a word to another.
  int64_t getStride() const { return areWhole() ? bits : 8; }

  /// Where the bits of code number `code` of the step are: which word, from
  /// which bit on, and how many.
  struct Place {
    int64_t word, from, width;
  };
  Place getPlace(int64_t code) const;

  /// The vectors of the step at `place` for rows 16 vector to 16 vector + 15 of
  /// the tile, each fetched `prefetch` bytes ahead.
  llvm::SmallVector<mlir::Value> load(mlir::ImplicitLocOpBuilder &b,
                                      lowbit::MicroContractOp op,
                                      mlir::Value place, int64_t vector,
                                      int64_t prefetch) const;
  /// Word number `word` of the step out of those vectors. Above a code there
  /// may be anything.
  mlir::Value getWord(mlir::ImplicitLocOpBuilder &b,
                      llvm::ArrayRef<mlir::Value> vectors, int64_t word) const;

  /// Shifts and logic operations that make all words of a step.
  Counts countWords() const;

private:
  int64_t bits, panelRows, granule;
  lowbit::PlanesLayoutAttr layout;
  std::optional<Planes> planes;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_CODES_H
