//===- OnnxMutator.cpp - changes to models that keep them messages --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most changes of bytes leave no ONNX file. For half of its inputs libFuzzer
// therefore gets one of the changes that lutra-mutate-models makes.
//
//===----------------------------------------------------------------------===//

#include "Mutations.h"

#include <google/protobuf/stubs/logging.h>

#include <cstring>

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,
                                          size_t maxSize, unsigned seed) {
  google::protobuf::LogSilencer silencer;
  std::mt19937_64 random(seed);
  onnx::ModelProto model;
  if (random() % 2 == 0 || !model.ParseFromArray(data, int(size)))
    return LLVMFuzzerMutate(data, size, maxSize);
  lutra::test::mutate(model, random);
  std::string changed = model.SerializePartialAsString();
  if (changed.empty() || changed.size() > maxSize)
    return LLVMFuzzerMutate(data, size, maxSize);
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}
