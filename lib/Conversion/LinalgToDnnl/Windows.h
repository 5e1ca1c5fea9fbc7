//===- Windows.h - what windows over images have in common ------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_LINALGTODNNL_WINDOWS_H
#define LUTRA_LIB_CONVERSION_LINALGTODNNL_WINDOWS_H

#include "Match.h"

namespace lutra::dnnl {

llvm::ArrayRef<int64_t> getShape(mlir::Value value);

/// The only operation in front of the terminator.
mlir::Operation *getOnlyOp(mlir::linalg::GenericOp op);

/// A constant, reshaped or not.
bool isConstant(mlir::Value value);

/// Whether all elements are +0, of any type, or -inf.
bool isFilledWithZeros(mlir::Value value);
bool isFilledWithLeast(mlir::Value value);

/// position * stride + offset * dilation.
struct WindowStep {
  int64_t stride = 1, dilation = 1;
};
std::optional<WindowStep> getStep(mlir::AffineExpr expr,
                                  mlir::AffineExpr position,
                                  mlir::AffineExpr offset);

/// Looks through the padding of the source: sets `pads` to what comes first.
/// What comes last follows from the result's sizes.
void skipPadding(WindowMatch &match,
                 llvm::function_ref<bool(mlir::Value)> isAround);

/// Sets source, weights and result to those of the op; refuses weights that are
/// not constant and sums that do not begin with 0.
llvm::LogicalResult readOperands(mlir::linalg::GenericOp op,
                                 ConvolutionMatch &match, Refusal &why);

/// Whether all sizes but the batch are known and there is something.
bool hasKnownImages(mlir::Value value);

} // namespace lutra::dnnl

#endif // LUTRA_LIB_CONVERSION_LINALGTODNNL_WINDOWS_H
