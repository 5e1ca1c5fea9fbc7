//===- StructuredBuilder.h - terse linalg for decompositions ----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_UTILS_STRUCTUREDBUILDER_H
#define LUTRA_DIALECT_UTILS_STRUCTUREDBUILDER_H

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra {

/// Builds the few forms that decompositions are made of: destinations, one
/// `linalg.generic` with one result, slices, scalars. All tensors are ranked.
class StructuredBuilder : public mlir::ImplicitLocOpBuilder {
public:
  using ImplicitLocOpBuilder::ImplicitLocOpBuilder;
  using Body = llvm::function_ref<mlir::Value(mlir::ImplicitLocOpBuilder &,
                                              mlir::ValueRange)>;

  mlir::Value index(int64_t value);
  mlir::Value f32(float value);
  /// The value as an operand, whether it was a constant or not.
  mlir::Value index(mlir::OpFoldResult value);

  mlir::Value empty(llvm::ArrayRef<mlir::OpFoldResult> sizes, mlir::Type type);
  mlir::Value fill(mlir::Value scalar, mlir::Value dest);
  /// A destination full of zeros of its element type.
  mlir::Value zeros(mlir::Value dest);

  llvm::SmallVector<mlir::OpFoldResult> sizes(mlir::Value tensor);

  /// One loop nest. `iterators` has a letter for each loop, outermost first: p
  /// for parallel, r for reduction. `operands` lists the loops that index each
  /// operand, inputs first, `dest` last. `body` gets the elements in that order
  /// and returns what is stored.
  mlir::Value generic(mlir::Value dest, llvm::ArrayRef<mlir::Value> inputs,
                      llvm::ArrayRef<llvm::SmallVector<unsigned>> operands,
                      llvm::StringRef iterators, Body body);

  /// `tensor[offsets][sizes]` with unit strides; unit sizes at the dimensions
  /// `drop` leave the type.
  mlir::Value slice(mlir::Value tensor,
                    llvm::ArrayRef<mlir::OpFoldResult> offsets,
                    llvm::ArrayRef<mlir::OpFoldResult> sizes,
                    llvm::ArrayRef<unsigned> drop = {});
  mlir::Value insert(mlir::Value source, mlir::Value dest,
                     llvm::ArrayRef<mlir::OpFoldResult> offsets,
                     llvm::ArrayRef<mlir::OpFoldResult> sizes);

  /// for i in [begin, end): values = body(i, values). The body is built at the
  /// insertion point of this builder.
  llvm::SmallVector<mlir::Value>
  loop(mlir::OpFoldResult begin, mlir::OpFoldResult end, mlir::ValueRange inits,
       llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value,
                                                         mlir::ValueRange)>
           body);
};

/// {0, 1, ..., n - 1}, then `more`.
llvm::SmallVector<unsigned> loops(unsigned n,
                                  llvm::ArrayRef<unsigned> more = {});

} // namespace lutra

#endif // LUTRA_DIALECT_UTILS_STRUCTUREDBUILDER_H
