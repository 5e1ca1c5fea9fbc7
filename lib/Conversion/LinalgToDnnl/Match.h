//===- Match.h - what oneDNN could compute ----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_LINALGTODNNL_MATCH_H
#define LUTRA_LIB_CONVERSION_LINALGTODNNL_MATCH_H

#include "lutra/Dialect/Dnnl/Dnnl.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace lutra::dnnl {

/// A window that goes over images. Values have their channels in front of the
/// spatial dimensions, as ONNX has them, or last, as oneDNN has them.
struct WindowMatch {
  bool channelsLast = false;
  mlir::Value source; ///< Without padding.
  mlir::Value result; ///< Of the source's rank.
  llvm::SmallVector<int64_t> window, strides, dilations, pads;
};

struct PoolingMatch : WindowMatch {
  PoolingKind kind = PoolingKind::Max;
};

/// What is multiplied and summed up: f32, bf16 to f32, or bytes of two kinds by
/// signed bytes to i32.
enum class Products { None, F32, BF16, UnsignedBytes, SignedBytes };

struct ConvolutionMatch : WindowMatch {
  /// A constant of [O, C / groups, window..] but for dimensions of size 1; of
  /// bytes, as `dnnl.convolution` wants it.
  mlir::Value weights;
  int64_t groups = 1, channels = 0, channelsPerGroup = 0;
};

struct MatmulMatch {
  mlir::Value source, weights, result;
  bool transposed = false, isSigned = false;
};

/// Why an op that looks like the right one does not match.
using Refusal = std::string;

/// What the op multiplies and sums up, if it does nothing else.
Products getProducts(mlir::linalg::GenericOp op);

/// A convolution with constant weights, or why it is none.
mlir::FailureOr<ConvolutionMatch> matchConvolution(mlir::linalg::GenericOp op,
                                                   Refusal &why);
/// The same of unsigned bytes, whose images have their channels last.
mlir::FailureOr<ConvolutionMatch>
matchByteConvolution(mlir::linalg::GenericOp op, Refusal &why);
/// Rows times a constant matrix.
mlir::FailureOr<MatmulMatch> matchMatmul(mlir::linalg::GenericOp op,
                                         Refusal &why);
/// Whether the op takes the greatest element of each window of f32, or the sum.
bool isPooling(mlir::linalg::GenericOp op);
mlir::FailureOr<PoolingMatch> matchPooling(mlir::linalg::GenericOp op,
                                           Refusal &why);

/// Elementwise operations behind a result, which oneDNN does before it stores
/// an element.
struct Epilogue {
  mlir::Value bias;
  llvm::SmallVector<PostOpAttr> ops;
  /// What ops read: vectors of channels, or tensors like the result.
  llvm::SmallVector<mlir::Value> extras;
  /// What the last op makes; behind it everything that is read is known.
  mlir::Value result;

  bool isEmpty() const { return !bias && ops.empty(); }
};

/// Follows `result`, whose channels are dimension `channelDim`, from one user
/// to the next as long as there is one.
Epilogue collectEpilogue(mlir::Value result, unsigned channelDim);

} // namespace lutra::dnnl

#endif // LUTRA_LIB_CONVERSION_LINALGTODNNL_MATCH_H
