//===- Trits.h - codes out of bytes of five ternary digits ------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_TRITS_H
#define LUTRA_LIB_KERNEL_TRITS_H

#include "lutra/Kernel/KernelFamily.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::kernel {

/// One step along K' of 64 rows in `#lowbit.trits`: four bytes of each row,
/// twenty codes, as the operands of `lut.dot` that they stand for.
class Trits {
public:
  Trits(lowbit::TritsLayoutAttr layout, lut::TargetAttr target)
      : layout(layout), target(target) {}

  /// Rows that are decoded together, and digits of a byte.
  static constexpr int64_t kRows = 64, kDigits = 5;
  /// Codes of a step in each row.
  static constexpr int64_t kGranule = 20;

  /// Where the bytes of step `step` begin, in a panel of `places` places that
  /// begins at `panel`.
  mlir::Value getOffset(mlir::ImplicitLocOpBuilder &b, mlir::Value panel,
                        mlir::Value step, int64_t places) const;

  /// The step that begins at `offset`, as four vectors of 16 rows by 4 bytes,
  /// each fetched `prefetch` bytes ahead.
  llvm::SmallVector<mlir::Value> load(mlir::ImplicitLocOpBuilder &b,
                                      mlir::Value weights, mlir::Value offset,
                                      int64_t prefetch) const;

  /// The codes of 16 rows by 4 bytes: a quad of codes of each row for each
  /// digit.
  class Digits {
  public:
    Digits(mlir::ImplicitLocOpBuilder &b, mlir::Value bytes, bool hasTables);
    /// The next digit of each byte, plus 1.
    mlir::Value getNext(mlir::ImplicitLocOpBuilder &b);

  private:
    mlir::Value lookUp(mlir::ImplicitLocOpBuilder &b);

    int64_t next = 0;
    /// With tables the bytes and which are negative, else what is left of them
    /// as a fraction of 256, less 128.
    mlir::Value bytes, isNegative, fraction;
  };
  Digits decode(mlir::ImplicitLocOpBuilder &b, mlir::Value bytes) const {
    return Digits(b, bytes, hasTables());
  }

  /// Instructions for a step of 64 rows, from memory to codes.
  Counts countStep(bool prefetches) const;

private:
  /// Whether a look-up in 128 bytes is one instruction.
  bool hasTables() const { return target && target.has(lut::Feature::VBMI); }

  lowbit::TritsLayoutAttr layout;
  lut::TargetAttr target;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_TRITS_H
