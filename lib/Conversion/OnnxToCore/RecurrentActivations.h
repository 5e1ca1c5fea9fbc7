//===- RecurrentActivations.h - functions of RNN, GRU, LSTM -----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_RECURRENTACTIVATIONS_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_RECURRENTACTIVATIONS_H

#include "ElementMath.h"
#include "Legalizer.h"

namespace lutra::onnx {

struct Activation {
  llvm::StringRef name; ///< In lower case.
  double alpha, beta;
  bool hasAlpha, hasBeta;
  mlir::Value (*formula)(FloatMath &, mlir::Value x, double alpha, double beta);
};

/// The node's activations; alphas and betas are given to those that take some,
/// in order.
mlir::FailureOr<llvm::SmallVector<Activation>>
readActivations(Node &node, llvm::ArrayRef<llvm::StringLiteral> defaults,
                int64_t directions);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_RECURRENTACTIVATIONS_H
