//===- Reduce.h - reductions over some dimensions ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_REDUCE_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_REDUCE_H

#include "Legalizer.h"
#include "llvm/ADT/SmallBitVector.h"

namespace lutra::onnx {

/// Folds the dimensions in `axes` in ascending order, starting from `init`.
/// The body gets an element of `x` and the accumulator. The dimensions
/// disappear; `element` is ONNX's type of the accumulator.
Tensor *reduce(Legalizer &legalizer, mlir::Location loc, Tensor *x,
               const llvm::SmallBitVector &axes, mlir::Type element,
               mlir::TypedAttr init, Body body);

/// Sum in `computeType`; of squares by fused multiply-adds.
Tensor *sum(Legalizer &legalizer, mlir::Location loc, Tensor *x,
            const llvm::SmallBitVector &axes);
Tensor *sumOfSquares(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                     const llvm::SmallBitVector &axes);

/// One parallel loop for each dimension of `x`, with statistics that lack the
/// dimensions in `axes` beside it, and tensors that have only these.
/// The body gets the elements of x, `statistics`, `weights`.
Tensor *withStatistics(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                       llvm::ArrayRef<Tensor *> statistics,
                       llvm::ArrayRef<Tensor *> weights,
                       const llvm::SmallBitVector &axes, mlir::Type element,
                       Body body);

/// A reduction's result with the dimensions in `axes` again, as 1.
Tensor *restoreDims(Legalizer &legalizer, mlir::Location loc, Tensor *result,
                    const llvm::SmallBitVector &axes);

/// log(softmax(x)) over the dimensions in `axes`, as `element`.
Tensor *logSoftmax(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                   const llvm::SmallBitVector &axes, mlir::Type element);

/// Number of elements in `axes`, as a float of type `type`.
mlir::Value countOf(Legalizer &legalizer, mlir::Location loc, Tensor *x,
                    const llvm::SmallBitVector &axes, mlir::Type type);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_REDUCE_H
