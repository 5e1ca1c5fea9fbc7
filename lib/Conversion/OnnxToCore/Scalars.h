//===- Scalars.h - arithmetic that reads like arithmetic --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_SCALARS_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_SCALARS_H

#include "Legalizer.h"

namespace lutra::onnx {

/// Scalar arithmetic that reads like arithmetic, within bodies. Values of one
/// operation have one type, an integer one (or `index`) unless said otherwise.
struct Scalars {
  mlir::OpBuilder &b;
  mlir::Location loc;

  template <typename OpTy, typename... Args> mlir::Value op(Args... args) {
    return OpTy::create(b, loc, args...);
  }

  mlir::Value index(int64_t value);
  mlir::Value constant(mlir::Type type, double value);
  mlir::Value boolean(bool value);
  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value equal(mlir::Value x, mlir::Value y);
  mlir::Value notEqual(mlir::Value x, mlir::Value y);
  /// Signed.
  mlir::Value less(mlir::Value x, mlir::Value y);
  mlir::Value lessEqual(mlir::Value x, mlir::Value y);
  mlir::Value min(mlir::Value x, mlir::Value y);
  mlir::Value max(mlir::Value x, mlir::Value y);
  mlir::Value both(mlir::Value x, mlir::Value y);
  mlir::Value either(mlir::Value x, mlir::Value y);
  mlir::Value opposite(mlir::Value x);
  mlir::Value select(mlir::Value condition, mlir::Value x, mlir::Value y);
  mlir::Value read(mlir::Value tensor, mlir::ValueRange at);
  mlir::Value write(mlir::Value element, mlir::Value tensor,
                    mlir::ValueRange at);
  /// An element of an index tensor as `index`, and back as i64.
  mlir::Value toIndex(const Tensor *tensor, mlir::Value element);
  mlir::Value toInteger(mlir::Value index);
  /// The index, counted from the end where it is negative.
  mlir::Value wrap(mlir::Value index, mlir::Value size);
  /// Elements of any type of ONNX; unordered floats are neither.
  mlir::Value lessElement(const Tensor *tensor, mlir::Value x, mlir::Value y);
  mlir::Value equalElement(const Tensor *tensor, mlir::Value x, mlir::Value y);
  /// NaN; null for what cannot be NaN.
  mlir::Value isNaN(mlir::Value x);
};

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_SCALARS_H
