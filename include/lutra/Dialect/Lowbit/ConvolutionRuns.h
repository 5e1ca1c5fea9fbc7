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
#include <optional>

namespace lutra::lowbit {

/// What `lowbit.packed_convolve` reads of an image for one position, and how
/// its weights lie: a window is runs of neighbouring bytes, one for each place
/// of the kernel, where those along its last dimension are one if they touch.
struct ConvolutionRuns {
  /// Output channels of a block of weights, and bytes of a channel that are
  /// multiplied together.
  static constexpr int64_t kBlock = 16, kQuad = 4;

  /// `channels` of the image and `outputs` are those of all groups.
  ConvolutionRuns(llvm::ArrayRef<int64_t> kernel,
                  llvm::ArrayRef<int64_t> dilations, int64_t channels,
                  int64_t outputs, int64_t groups = 1)
      : isDepthwise(groups > 1 && channels == groups && outputs == groups),
        joinsLast(groups == 1 && dilations.back() == 1),
        groups(isDepthwise ? 1 : groups), outputs(outputs / this->groups),
        length(channels / groups), channels(channels),
        span((kernel.back() - 1) * dilations.back()) {
    for (int64_t size : kernel.drop_back())
      count *= size;
    (joinsLast ? length : count) *= kernel.back();
  }

  /// Quads of a run; the last one may reach past its end.
  int64_t getQuads() const { return llvm::divideCeil(length, kQuad); }
  int64_t getExcess() const { return getQuads() * kQuad - length; }
  /// Bytes of a run in a block of weights, of a block, and of all.
  int64_t getRunBytes() const {
    return isDepthwise ? kBlock : getQuads() * kQuad * kBlock;
  }
  int64_t getBlockBytes() const { return count * getRunBytes(); }
  int64_t getBlocks() const { return llvm::divideCeil(outputs, kBlock); }
  int64_t getBytes() const { return groups * getBlocks() * getBlockBytes(); }

  /// Whether more of the image is read than belongs to a window.
  bool readsBeyond() const {
    return isDepthwise ? outputs % kBlock != 0 : getExcess() != 0;
  }
  /// Columns that a row of the image needs for that, where a last column is
  /// what it takes: for windows from which `positions` are `stride` apart.
  std::optional<int64_t> getColumns(int64_t positions, int64_t stride) const {
    if (!joinsLast && !isDepthwise)
      return std::nullopt;
    int64_t bytes = isDepthwise ? span * channels + getBlocks() * kBlock
                                : getQuads() * kQuad;
    return (positions - 1) * stride + llvm::divideCeil(bytes, channels);
  }

  /// Whether each channel of the output is made of one of the image, the same:
  /// a run is one byte of each of 16 channels.
  bool isDepthwise;
  /// Whether the places along the kernel's last dimension are one run.
  bool joinsLast;
  /// Groups whose channels have blocks of their own, and outputs of each.
  int64_t groups, outputs;
  /// Runs of a window, and bytes of a run.
  int64_t count = 1, length;
  /// Channels of the image, and columns from a window's first to its last.
  int64_t channels, span;
};

} // namespace lutra::lowbit

#endif // LUTRA_DIALECT_LOWBIT_CONVOLUTIONRUNS_H
