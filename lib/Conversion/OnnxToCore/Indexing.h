//===- Indexing.h - tensors out of indices and loops ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What operators that move elements about have in common: results computed from
// the position of each element, indices that come out of tensors, and loops in
// order for what depends on what came before.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_INDEXING_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_INDEXING_H

#include "Scalars.h"

namespace lutra::onnx {

/// Sizes as values, for bodies: within these the walk must not be asked.
llvm::SmallVector<mlir::Value> valuesOf(Legalizer &lg, mlir::Location loc,
                                        llvm::ArrayRef<Size> sizes);

using IndexBody =
    llvm::function_ref<mlir::Value(Scalars &, mlir::ValueRange at)>;

/// A tensor each of whose elements is computed from its position.
Tensor *generate(Legalizer &lg, mlir::Location loc, llvm::ArrayRef<Size> dims,
                 mlir::Type element, IndexBody body);

/// A fold over `bounds` for each element of `dims`, in ascending order: the
/// body gets the position, the loop's position and what was folded so far.
using FoldBody = llvm::function_ref<mlir::Value(
    Scalars &, mlir::ValueRange at, mlir::ValueRange inner, mlir::Value soFar)>;
Tensor *generateFold(Legalizer &lg, mlir::Location loc,
                     llvm::ArrayRef<Size> dims, llvm::ArrayRef<Size> bounds,
                     mlir::Type element, mlir::TypedAttr init, FoldBody body);

using LoopBody = llvm::function_ref<llvm::SmallVector<mlir::Value>(
    Scalars &, mlir::ValueRange at, mlir::ValueRange carried)>;

/// Nested loops, one for each of `bounds`, that run in order and carry tensors.
llvm::SmallVector<mlir::Value> loopInOrder(Legalizer &lg, mlir::Location loc,
                                           llvm::ArrayRef<Size> bounds,
                                           mlir::ValueRange carried,
                                           LoopBody body);

/// Loops within a loop's body, over values; carries anything.
llvm::SmallVector<mlir::Value> innerLoop(
    Scalars &s, mlir::Value begin, mlir::Value end, mlir::ValueRange carried,
    llvm::function_ref<llvm::SmallVector<mlir::Value>(Scalars &, mlir::Value at,
                                                      mlir::ValueRange carried)>
        body);

/// One of two lists of values, computed only where it is taken.
llvm::SmallVector<mlir::Value>
choose(Scalars &s, mlir::Value condition,
       llvm::function_ref<llvm::SmallVector<mlir::Value>(Scalars &)> ifTrue,
       llvm::function_ref<llvm::SmallVector<mlir::Value>(Scalars &)> ifFalse);

/// Fails the run when an element is not in [-size, size), and refuses the node
/// where that is known now, or where the tensor is not one of integers.
mlir::LogicalResult checkIndices(Node &node, Tensor *indices, Size size);

/// The same where each index stands for one of `axis` of `x`, which has the
/// indices' rank and is as large in the other dimensions at least.
mlir::LogicalResult checkIndicesAlong(Node &node, Tensor *x, Tensor *indices,
                                      int64_t axis);

/// The one element of a tensor as a value of its core type.
mlir::Value scalarOf(Legalizer &lg, mlir::Location loc, Tensor *tensor);

/// An integer tensor of one element as a size.
mlir::FailureOr<Size> readScalar(Node &node, Tensor *tensor,
                                 const llvm::Twine &what);

/// An axis that is an input. Where it is no number it is checked to be one of
/// [-rank, rank) at run time.
mlir::FailureOr<Size> readAxis(Node &node, Tensor *tensor, int64_t rank);

/// `x` with the dimensions before and after `axis` (not negative) as one each.
Tensor *aroundAxis(Legalizer &lg, mlir::Location loc, Tensor *x, Size axis);

/// Contents of a one-dimensional integer tensor of `count` elements, a number
/// that the node tells: a length that is not known is checked at run time.
mlir::FailureOr<Sizes> readExactly(Node &node, Tensor *tensor, int64_t count,
                                   const llvm::Twine &what);

/// The same for at most `most` elements; what is missing is `fill`.
mlir::FailureOr<Sizes> readAtMost(Node &node, Tensor *tensor, int64_t most,
                                  int64_t fill, const llvm::Twine &what);

/// Axes that are an input: for each of `rank` dimensions 1 if it is one of
/// them, else 0. `count` is how many they are. That they are in range and
/// differ is checked at run time where it is not known.
mlir::FailureOr<Sizes> readAxisFlags(Node &node, Tensor *axes, int64_t rank,
                                     Size &count);

/// The `count` dimensions whose flag is 0, in order.
Sizes dropFlagged(Legalizer &lg, mlir::Location loc, llvm::ArrayRef<Size> dims,
                  llvm::ArrayRef<Size> flags, int64_t count);

/// The rank that the file claims for a result; nullopt where it does not.
std::optional<int64_t> claimedRank(Node &node, unsigned result = 0);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_INDEXING_H
