//===- Window.h - windows that slide over images ----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What convolutions and poolings have in common. Dimensions 0 and 1 are the
// batch and the channels, the others are spatial.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_WINDOW_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_WINDOW_H

#include "Legalizer.h"

namespace lutra::onnx {

/// For each spatial dimension.
struct Window {
  Sizes kernel;
  llvm::SmallVector<int64_t> strides, dilations;
  /// What is added to the input, as the node says it.
  Sizes padBegin, padEnd;
  /// Positions of the window.
  Sizes out;
  /// What lies behind the input so that the last window is whole, too.
  Sizes reach;

  int64_t rank() const { return kernel.size(); }
};

enum class AutoPad { NotSet, SameUpper, SameLower, Valid };

/// The attributes of a window: one number for each spatial dimension.
mlir::FailureOr<llvm::SmallVector<int64_t>>
readPerDimension(Node &node, llvm::StringRef name, int64_t count,
                 int64_t defaultValue, int64_t least);
mlir::FailureOr<AutoPad> readAutoPad(Node &node);

/// (kernel - 1) * dilation + 1.
Size windowExtent(IndexMath &sizes, mlir::Location loc, Size kernel,
                  int64_t dilation);

/// Reads strides, dilations, pads and auto_pad. `kernel` is that of the
/// weights, or empty: then attribute `kernel_shape` has to say it.
mlir::FailureOr<Window> readWindow(Node &node, Tensor *x, Sizes kernel,
                                   bool ceil);

/// Refuses the node when a tensor of these dimensions would be larger than any
/// machine: strides can hide what pads and dilations ask for.
mlir::LogicalResult requireRoom(Node &node, llvm::ArrayRef<Size> dims);

/// The tensor with `value` around it.
Tensor *padWith(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                llvm::ArrayRef<Size> low, llvm::ArrayRef<Size> high,
                mlir::Value value);
/// The input of a window with `value` around it.
Tensor *padForWindow(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                     const Window &window, mlir::Value value);

/// position * stride + offset * dilation, of loops `position` and `offset`.
mlir::AffineExpr windowExpr(const Window &window, unsigned d, unsigned position,
                            unsigned offset, mlir::MLIRContext *context);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_WINDOW_H
