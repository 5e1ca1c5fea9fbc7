//===- TestData.cpp - run a model on ONNX test data -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestData.h"

#include "Files.h"
#include "Inputs.h"
#include "TensorProtoFile.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

using namespace lutra::driver;

/// Reads <directory>/<kind>_0.pb, _1.pb, ... as far as they go.
static std::string readAll(const std::string &directory, const char *kind,
                           std::vector<Tensor> &tensors) {
  while (true) {
    std::string path =
        directory + "/" + kind + "_" + std::to_string(tensors.size()) + ".pb";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
      return "";
    std::vector<char> bytes;
    if (std::string wrong = readFile(path, bytes); !wrong.empty())
      return wrong;
    Tensor tensor;
    if (std::string wrong = parseTensorProto(bytes, tensor); !wrong.empty())
      return "'" + path + "' " + wrong;
    tensors.push_back(std::move(tensor));
  }
}

static std::string checkCount(size_t found, size_t wanted, const char *kind,
                              const std::string &directory) {
  if (found == wanted)
    return "";
  return "'" + directory + "' has " + std::to_string(found) + " " + kind +
         "_i.pb and the model has " + std::to_string(wanted) + " " + kind + "s";
}

/// "[1, 0, 7]" for a flat index.
static std::string position(int64_t index, const std::vector<int64_t> &dims) {
  std::string text;
  for (size_t i = dims.size(); i-- != 0;) {
    text = std::to_string(index % dims[i]) + (text.empty() ? "" : ", ") + text;
    index /= dims[i];
  }
  return "[" + text + "]";
}

static std::string compareOutput(const char *name, const lutra_tensor &actual,
                                 const Tensor &expected,
                                 const Tolerance &tolerance) {
  std::string prefix = std::string("output '") + name + "': ";
  std::vector<int64_t> dims(actual.dims, actual.dims + actual.rank);
  if (actual.dtype != expected.dtype || dims != expected.dims)
    return prefix + "expects " + describe(expected) + ", got " +
           describe(actual.dtype, dims.data(), dims.size());
  int64_t count = int64_t(actual.bytes / lutra_dtype_size(actual.dtype));
  // Neighbours of 8 bits are this far apart; some files have cut bits off.
  double rtol = actual.dtype == LUTRA_BF16 ? std::max(tolerance.rtol, 0x1p-7)
                                           : tolerance.rtol;
  Difference difference =
      compare(actual.dtype, actual.data, expected.bytes.data(), count, rtol,
              tolerance.atol);
  if (difference.mismatches == 0)
    return "";
  char numbers[200];
  std::snprintf(numbers, sizeof numbers,
                "expects %.9Lg, got %.9Lg; %lld of %lld elements differ, by at "
                "most %.3Lg",
                difference.expected, difference.actual,
                static_cast<long long>(difference.mismatches),
                static_cast<long long>(count), difference.largest);
  return prefix + "at " + position(difference.first, dims) + " " + numbers;
}

/// Such files store bf16 as the u16 of its bits.
static void takeAsDeclared(Tensor &tensor, const lutra_tensor_info &info) {
  if (info.dtype == LUTRA_BF16 && tensor.dtype == LUTRA_U16)
    tensor.dtype = LUTRA_BF16;
}

static std::string checkFit(const Tensor &tensor, const lutra_tensor_info &info,
                            const std::string &directory) {
  bool fits = tensor.dims.size() == size_t(info.rank);
  for (size_t d = 0; fits && d != tensor.dims.size(); ++d)
    fits = info.dims[d].size < 0 || info.dims[d].size == tensor.dims[d];
  if (fits)
    return "";
  return "'" + directory + "' " + notItsData + ": for input '" + info.name +
         "' it has " + describe(tensor);
}

std::string lutra::driver::runTestData(const rt::Model &model,
                                       const std::string &directory,
                                       const Tolerance &tolerance) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(directory, ignored))
    return "'" + directory + "' is not a directory with input_0.pb, ...";
  std::vector<Tensor> given, expected;
  if (std::string wrong = readAll(directory, "input", given); !wrong.empty())
    return wrong;
  if (std::string wrong = readAll(directory, "output", expected);
      !wrong.empty())
    return wrong;
  if (std::string wrong =
          checkCount(given.size(), model.inputCount(), "input", directory);
      !wrong.empty())
    return wrong;
  if (std::string wrong =
          checkCount(expected.size(), model.outputCount(), "output", directory);
      !wrong.empty())
    return wrong;

  for (size_t i = 0; i != expected.size(); ++i)
    takeAsDeclared(expected[i], model.output(i));
  Inputs inputs(model);
  for (size_t i = 0; i != given.size(); ++i) {
    takeAsDeclared(given[i], model.input(i));
    if (std::string wrong = checkFit(given[i], model.input(i), directory);
        !wrong.empty())
      return wrong;
    inputs.set(i, std::move(given[i]));
  }
  rt::Context context(model);
  if (!context)
    return "no memory for a context";
  if (std::string wrong = inputs.give(context); !wrong.empty())
    return wrong;
  if (rt::Status failed = context.run())
    return failed.message();
  for (size_t i = 0; i != expected.size(); ++i) {
    lutra_tensor actual;
    if (rt::Status failed = context.getOutput(i, actual))
      return failed.message();
    if (std::string wrong =
            compareOutput(model.output(i).name, actual, expected[i], tolerance);
        !wrong.empty())
      return wrong;
  }
  return "";
}
