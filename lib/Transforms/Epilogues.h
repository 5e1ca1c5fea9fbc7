//===- Epilogues.h - what becomes the end of a product ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TRANSFORMS_EPILOGUES_H
#define LUTRA_LIB_TRANSFORMS_EPILOGUES_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

#include <optional>

namespace lutra {

/// The one op that reads a value, with several operands perhaps.
mlir::Operation *getOnlyUser(mlir::Value value);

/// Whether the body has only what an epilogue has, scalar arithmetic of types
/// for which `isScalar` holds, and does not read the destination.
bool hasFusableBody(mlir::linalg::GenericOp generic,
                    llvm::function_ref<bool(mlir::Type)> isScalar);

/// Whether an operand of `type` that is read by `map` has one element for each
/// index of the last loop, or one for all.
bool readsVector(mlir::AffineMap map, mlir::RankedTensorType type);

/// Such an operand as a vector of `size` elements; null if it is none.
mlir::Value getAsVector(mlir::OpBuilder &b, mlir::Location loc,
                        mlir::Value value, int64_t size);

/// What a product stores after the elementwise op that reads its result.
struct Epilogue {
  /// The op, and which of its inputs is the result. The latter may be reshaped.
  mlir::linalg::GenericOp consumer;
  mlir::Value stored;
  /// Operands beside the sums: the product's own, behind them the consumer's.
  llvm::SmallVector<mlir::Value> extras;
  /// By input of the consumer: its place in `extras`, none for `stored`.
  llvm::SmallVector<std::optional<unsigned>> extraOf;
};

/// Collects what `consumer` reads beside `stored` behind `extras`, each as
/// `inShape` of it.
Epilogue collectEpilogue(mlir::linalg::GenericOp consumer, mlir::Value stored,
                         mlir::ValueRange extras,
                         llvm::function_ref<mlir::Value(mlir::Value)> inShape);

/// Fills `region` with a block of one sum and an element of each extra, in
/// which the consumer's body stands behind that of `before`, if that has one,
/// and returns what it computes. The builder is left behind that.
mlir::Value buildEpilogue(mlir::OpBuilder &b, mlir::Location loc,
                          mlir::Region &region, mlir::Type sum,
                          mlir::Region &before, const Epilogue &epilogue);

} // namespace lutra

#endif // LUTRA_LIB_TRANSFORMS_EPILOGUES_H
