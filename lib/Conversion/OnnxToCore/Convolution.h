//===- Convolution.h - sums over windows ------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_CONVOLUTION_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_CONVOLUTION_H

#include "Window.h"

namespace lutra::onnx {

/// What a convolution reads.
struct ConvOperands {
  /// [N, C, ...], with its padding.
  Tensor *x;
  /// [M, C / group, ...], or, if `transposed`, [C, M / group, ...], whose
  /// kernel is read from its end.
  Tensor *w;
  int64_t group = 1;
  bool transposed = false;
};

/// Refuses the node unless the numbers of channels fit.
mlir::LogicalResult checkChannels(Node &node, const ConvOperands &operands);

/// All offsets and strides are 1: a product of matrices.
bool isPointwise(const Window &window);

/// [N, M, ...]: sums over channels and window. `element` is the type of the
/// sums; the body gets elements of x and w, then the sum, and returns the sum.
Tensor *convolve(Legalizer &legalizer, mlir::Location loc,
                 const ConvOperands &operands, const Window &window,
                 mlir::Type element, Body body);
/// The same of floats, by fused multiply-adds in `computeType`.
Tensor *convolveFloats(Legalizer &legalizer, mlir::Location loc,
                       const ConvOperands &operands, const Window &window);

/// sum + bias[channel], rounded to `element`; without a bias, rounded only.
Tensor *addChannelBias(Legalizer &legalizer, mlir::Location loc, Tensor *sum,
                       Tensor *bias, mlir::Type element);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_CONVOLUTION_H
