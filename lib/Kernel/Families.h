//===- Families.h - the families there are ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_FAMILIES_H
#define LUTRA_LIB_KERNEL_FAMILIES_H

#include "lutra/Kernel/KernelFamily.h"

namespace lutra::kernel {

/// Rows that one vector of results holds.
inline constexpr int64_t kLanes = 16;

/// Activations of int8: codes are unpacked to bytes for `lut.dot`.
const KernelFamily &getDotFamily();

/// Activations of f32: codes are unpacked to floats.
const KernelFamily &getDequantFamily();

/// Activations of bf16: codes are unpacked to pairs of bf16 for
/// `lut.dot_pairs`.
const KernelFamily &getDequantPairsFamily();

/// The same for many tokens: codes of a tile's rows are unpacked to memory.
const KernelFamily &getDecodePairsFamily();

/// Activations of f32: codes select vectors of neighbouring weights.
const KernelFamily &getDequantVectorsFamily();

/// Ternary weights and activations of int8: sums of five products are looked
/// up.
const KernelFamily &getLutGemvFamily();

/// The same in tables of 8 bits, whose entries are rounded: where that is
/// permitted.
const KernelFamily &getLutBytesFamily();

/// Codes of few bits or digits and activations of int8: sums are looked up by
/// parts of words.
const KernelFamily &getLutWordsFamily();

/// Ternary weights and activations of int8: a panel is decoded to bytes in
/// memory, for many tokens.
const KernelFamily &getLutDecodeFamily();

/// Codes of few bits or digits and many activations of int8: sums are looked
/// up by parts of words, with tokens in lanes.
const KernelFamily &getLutGemmWordsFamily();

/// Activations of f32 of many tokens, codes of few values: sums are looked up.
const KernelFamily &getLutGemmFloatsFamily();

/// The family that a kernel names; a diagnostic at `op` if there is none or it
/// cannot compute the contraction.
llvm::FailureOr<const KernelFamily *>
lookUpFamily(mlir::Operation *op, lowbit::KernelAttr kernel,
             const Contraction &contraction);

/// The integer zero point of a format: value(c) = c - it.
inline int64_t getZeroPoint(lowbit::FormatAttrInterface format) {
  return -int64_t(format.decode(0));
}

/// Whether a group of int8 activations may add up to more than 32 bits hold, as
/// docs/Spec/LowbitContract.md bounds it.
bool hasLongSums(const Contraction &contraction);

/// How many sums of `digits` activations, each of them times -1, 0 or 1, are
/// added up in a signed integer of `bits` before it must be emptied, by the
/// range analysis.
int64_t getSumsThatFit(unsigned bits, int64_t digits);

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_FAMILIES_H
