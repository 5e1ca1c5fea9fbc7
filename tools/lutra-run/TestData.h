//===- TestData.h - run a model on ONNX test data ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_RUN_TESTDATA_H
#define LUTRA_TOOLS_LUTRA_RUN_TESTDATA_H

#include "lutra-rt/lutra.hpp"

#include <string>

namespace lutra::driver {

/// How near is near enough.
struct Tolerance {
  double rtol = 1e-3;
  double atol = 1e-5;
};

/// What is said of data whose inputs do not have the sizes that the model's
/// file fixes: the suite has such cases, and passes them over.
constexpr char notItsData[] = "is not test data of this model";

/// Runs `model` on the input_i.pb of a directory and compares with its
/// output_i.pb: same number, dtypes and shapes, close elements. Returns what
/// differs or is wrong, or "".
std::string runTestData(const rt::Model &model, const std::string &directory,
                        const Tolerance &tolerance);

} // namespace lutra::driver

#endif // LUTRA_TOOLS_LUTRA_RUN_TESTDATA_H
