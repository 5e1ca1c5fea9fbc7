//===- ConvolutionRuns.h - windows as runs of bytes -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_CONVOLUTIONRUNS_H
#define LUTRA_DIALECT_LOWBIT_CONVOLUTIONRUNS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/MathExtras.h"

namespace lutra::lowbit {

/// What `lowbit.packed_convolve` reads of an image for one position, and how
/// its weights lie: a window is runs of neighbouring bytes, one for each place
/// of the kernel, where those along its last dimension are one if they touch.
struct ConvolutionRuns {
  /// Output channels of a block of weights, and bytes of a channel that are
  /// multiplied together.
  static constexpr int64_t kBlock = 16, kQuad = 4;

  ConvolutionRuns(llvm::ArrayRef<int64_t> kernel,
                  llvm::ArrayRef<int64_t> dilations, int64_t channels)
      : joinsLast(dilations.back() == 1), length(channels) {
    for (int64_t size : kernel.drop_back())
      count *= size;
    (joinsLast ? length : count) *= kernel.back();
  }

  /// Quads of a run; the last one may reach past its end.
  int64_t getQuads() const { return llvm::divideCeil(length, kQuad); }
  int64_t getExcess() const { return getQuads() * kQuad - length; }
  /// Bytes of a block of weights.
  int64_t getBlockBytes() const { return count * getQuads() * kQuad * kBlock; }
  int64_t getBytes(int64_t outputs) const {
    return llvm::divideCeil(outputs, kBlock) * getBlockBytes();
  }

  /// Whether the places along the kernel's last dimension are one run.
  bool joinsLast;
  int64_t count = 1, length;
};

} // namespace lutra::lowbit

#endif // LUTRA_DIALECT_LOWBIT_CONVOLUTIONRUNS_H
