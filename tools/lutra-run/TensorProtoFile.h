//===- TensorProtoFile.h - ONNX test data -----------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_RUN_TENSORPROTOFILE_H
#define LUTRA_TOOLS_LUTRA_RUN_TENSORPROTOFILE_H

#include "Tensor.h"

#include <string>
#include <vector>

namespace lutra::driver {

/// Reads the bytes of a file that holds one TensorProto, as the ONNX test
/// suite's input_0.pb. Returns what is wrong, or "".
std::string parseTensorProto(const std::vector<char> &file, Tensor &tensor);

} // namespace lutra::driver

#endif // LUTRA_TOOLS_LUTRA_RUN_TENSORPROTOFILE_H
