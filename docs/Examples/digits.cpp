//===- digits.cpp - example: a compiled model inside a C++ program --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Classifies images of handwritten digits and counts how many it gets right:
//
//   lutra-compile models/digits/mlp-ternary.onnx -o digits.lutra
//   example-digits digits.lutra models/digits/images.f32
//   models/digits/labels.u8
//
// All images go through the network in one batch. The program links liblutra-rt
// and nothing else of Lutra.
//
//===----------------------------------------------------------------------===//

#include "lutra-rt/lutra.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

/// The bytes of a file as elements of type T; empty when it cannot be read.
template <typename T> std::vector<T> read(const char *path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  std::vector<T> elements(bytes.size() / sizeof(T));
  std::copy_n(bytes.data(), elements.size() * sizeof(T),
              reinterpret_cast<char *>(elements.data()));
  return elements;
}

int complain(const std::string &message) {
  std::fprintf(stderr, "error: %s\n", message.c_str());
  return 1;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s BUNDLE IMAGES.f32 LABELS.u8\n", argv[0]);
    return 2;
  }
  const std::vector<float> images = read<float>(argv[2]);
  const std::vector<uint8_t> labels = read<uint8_t>(argv[3]);
  if (labels.empty() || images.size() != labels.size() * 64)
    return complain("expects 64 floats in '" + std::string(argv[2]) +
                    "' for each byte of '" + argv[3] + "'");

  // Opening checks the bundle and picks the code for this processor.
  lutra::rt::Model model;
  if (lutra::rt::Status failed = model.open(argv[1]))
    return complain(failed.message());
  const int64_t input = model.findInput("input");
  const int64_t output = model.findOutput("logits");
  if (input < 0 || output < 0)
    return complain("'" + std::string(argv[1]) +
                    "' has no input 'input' or no output 'logits'");

  // A context is one thread's use of a model: inputs, outputs, working memory.
  lutra::rt::Context context(model);
  if (!context)
    return complain("out of memory");
  const std::array<int64_t, 2> dims = {int64_t(labels.size()), 64};
  if (lutra::rt::Status failed = context.setInput(input, images, dims))
    return complain(failed.message());
  if (lutra::rt::Status failed = context.run())
    return complain(failed.message());

  size_t right = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const float *logits = nullptr;
    int64_t classes = 0;
    if (lutra::rt::Status failed =
            context.getRow(output, int64_t(i), logits, classes))
      return complain(failed.message());
    right += std::max_element(logits, logits + classes) - logits == labels[i];
  }
  std::printf("%zu of %zu right\n", right, labels.size());
  return 0;
}
