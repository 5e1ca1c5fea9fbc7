//===- QuantizedConv.h - convolutions of codes ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_QUANTIZEDCONV_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_QUANTIZEDCONV_H

#include "Convolution.h"

namespace lutra::onnx {

/// Conv of dequantised operands, computed as sums of integers, with its bias,
/// which may be null: f32. Null where an operand is something else, or x has
/// more than one scale. The operands are not padded yet.
Tensor *convolveCodes(Legalizer &legalizer, mlir::Location loc,
                      const ConvOperands &operands, Tensor *bias,
                      const Window &window);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_QUANTIZEDCONV_H
