//===- Kernels.h - texts and data for tests of vector loops ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_UNIT_TARGET_KERNELS_H
#define LUTRA_TEST_UNIT_TARGET_KERNELS_H

#include "Program.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

#include <cstring>
#include <numeric>
#include <random>

namespace lutra::test {

/// A module whose @main passes all buffers on to one kernel. `arguments` are
/// types of %0, %1, ...; `body` works on the tensors %t0, %t1, ... and writes
/// its results itself.
inline std::string makeModule(std::vector<std::string> arguments,
                              llvm::StringRef body) {
  std::string list, types, values, tensors;
  for (auto [i, type] : llvm::enumerate(arguments)) {
    std::string n = std::to_string(i);
    list += ", %a" + n + ": memref<" + type + ">";
    types += ", memref<" + type + ">";
    values += ", %a" + n;
    tensors += "  %t" + n + " = bufferization.to_tensor %a" + n +
               " restrict writable : memref<" + type + "> to tensor<" + type +
               ">\n";
  }
  return "func.func private @kernel(%call: !llvm.ptr" + list +
         ") attributes {lutra.kernel} {\n"
         "  %c0 = arith.constant 0 : index\n"
         "  %c1 = arith.constant 1 : index\n" +
         tensors + body.str() +
         "  return\n}\n"
         "func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>" +
         list + ") {\n  func.call @kernel(%call" + values + ") : (!llvm.ptr" +
         types + ") -> ()\n  return\n}\n";
}

/// One linalg.generic from all arguments but the last to the last, whose
/// contents it starts from.
inline std::string makeGeneric(std::vector<std::string> arguments,
                               std::vector<std::string> maps,
                               llvm::StringRef iterators,
                               llvm::StringRef body) {
  std::string last = std::to_string(arguments.size() - 1);
  std::string mapList, inputs, inputTypes, iteratorList;
  for (const std::string &map : maps)
    mapList += (mapList.empty() ? "" : ", ") + ("affine_map<" + map + ">");
  for (size_t i = 0; i + 1 < arguments.size(); ++i) {
    inputs += (i ? ", %t" : "%t") + std::to_string(i);
    inputTypes += (i ? ", tensor<" : "tensor<") + arguments[i] + ">";
  }
  for (char c : iterators)
    iteratorList += std::string(iteratorList.empty() ? "" : ", ") +
                    (c == 'p' ? "\"parallel\"" : "\"reduction\"");
  std::string type = arguments.back();
  return makeModule(
      arguments,
      "  %r = linalg.generic {indexing_maps = [" + mapList +
          "], iterator_types = [" + iteratorList + "]} " +
          (inputs.empty() ? "" : "ins(" + inputs + " : " + inputTypes + ") ") +
          "outs(%t" + last + " : tensor<" + type + ">) {\n" + body.str() +
          "  } -> tensor<" + type +
          ">\n  bufferization.materialize_in_destination %r in restrict "
          "writable %a" +
          last + " : (tensor<" + type + ">, memref<" + type + ">) -> ()\n");
}

/// Small integers, so that float arithmetic on them is exact.
template <typename T>
std::vector<T> makeIntegers(size_t size, int seed = 1, int range = 7) {
  std::mt19937 random(seed);
  std::vector<T> values(size);
  for (T &value : values)
    value = T(int(random() % (2 * range + 1)) - range);
  return values;
}

inline std::vector<float> makeFloats(size_t size, int seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> values(size);
  for (float &value : values)
    value = normal(random);
  return values;
}

inline bool sameBits(const std::vector<float> &a, const std::vector<float> &b) {
  return a.size() == b.size() &&
         memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/// Lengths with every tail, and some that are long.
inline std::vector<int64_t> getLengths() {
  std::vector<int64_t> lengths(71);
  std::iota(lengths.begin(), lengths.end(), 0);
  lengths.insert(lengths.end(), {127, 128, 1000, 4096, 4097, 9001});
  return lengths;
}

#define COMPILE(program, text)                                                 \
  auto program = Program::compile(text);                                       \
  ASSERT_TRUE(program)

} // namespace lutra::test

#endif // LUTRA_TEST_UNIT_TARGET_KERNELS_H
