//===- ControlFlow.h - shared by If, Loop and Scan --------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_CONTROLFLOW_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_CONTROLFLOW_H

#include "Legalizer.h"

namespace lutra::onnx {

/// A tensor of one bool, where it is known.
std::optional<bool> knownCondition(Legalizer &lg, Tensor *tensor);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_CONTROLFLOW_H
