//===- Tuples.h - index tuples of GatherND and ScatterND --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The last dimension of such indices is a position in the operand's first
// dimensions.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_TUPLES_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_TUPLES_H

#include "Indexing.h"

namespace lutra::onnx {

/// The length of tuples: a number of the type, or `expected`, which is then
/// checked at run time.
mlir::FailureOr<int64_t> readTupleLength(Node &node, Tensor *indices,
                                         std::optional<int64_t> expected);

/// Fails the run when a tuple is outside of `sizes`; negative entries count
/// from the end.
mlir::LogicalResult checkTuples(Node &node, Tensor *indices,
                                llvm::ArrayRef<Size> sizes);

/// The tuple at `at`, its entries wrapped to be positive.
llvm::SmallVector<mlir::Value> readTuple(Scalars &s, const Tensor *indices,
                                         mlir::Value data, mlir::ValueRange at,
                                         llvm::ArrayRef<mlir::Value> sizes);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_TUPLES_H
