//===- Mutations.h - models that nobody would write -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_FUZZ_MUTATIONS_H
#define LUTRA_TEST_FUZZ_MUTATIONS_H

#include <onnx/onnx_pb.h>

#include <random>
#include <string>

namespace lutra::test {

/// Changes one thing of a model, so that it still is a message of ONNX's but
/// perhaps no model: an attribute, a type, an edge, a node, a tensor or
/// where it is stored, a function, a version. Returns what it did, for people.
std::string mutate(onnx::ModelProto &model, std::mt19937_64 &random);

} // namespace lutra::test

#endif // LUTRA_TEST_FUZZ_MUTATIONS_H
