//===- BitNet.h - language models with ternary weights ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model in the shape of BitNet b1.58: attention of grouped heads with rotary
// embeddings and caches, squared ReLU behind a gate, a norm in front of and
// inside of both. Matrices are ternary with one scale for all of each; the
// table of tokens has 8 bits and a scale for each row, and is the head as well.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_LIB_FRONTEND_BITNET_H
#define LUTRA_TEST_LIB_FRONTEND_BITNET_H

#include "ModelWriter.h"
#include <vector>

namespace lutra::test {

struct BitNetSizes {
  int64_t layers = 30, hidden = 2560, intermediate = 6912, heads = 20,
          kvHeads = 5, vocabulary = 128256, context = 4096;

  int64_t getHeadSize() const { return hidden / heads; }
  /// What cannot be, or "".
  std::string check() const;
};

inline constexpr float kEpsilon = 1e-5f, kRotaryBase = 500000;
/// Of MatMulNBits.
inline constexpr int64_t kBlock = 128;

/// y = (values x) * scale of the row, or of all rows where there is but one.
struct Linear {
  int64_t n = 0, k = 0;
  std::vector<int8_t> values; ///< [N, K]
  std::vector<float> scales;
};

/// The weights as numbers, for those who compute with them.
struct BitNetLayer {
  std::vector<float> inputNorm, attentionNorm, postNorm, feedForwardNorm;
  Linear q, k, v, o, gate, up, down;
};

struct BitNetWeights {
  std::vector<BitNetLayer> layers;
  std::vector<float> finalNorm;
  Linear head;
};

/// Adds the whole model. `weights` gets what is in it where it is not null:
/// four times as much memory as in the file.
void addBitNet(ModelWriter &writer, const BitNetSizes &sizes,
               BitNetWeights *weights);

/// Computes the model in double precision and writes two folders of ONNX test
/// data into `directory`: test_data_set_0 has `tokens` of a prompt, and
/// test_data_set_1 the last two of them behind the caches of the others.
/// Returns what is wrong, or "".
std::string writeTestData(const BitNetSizes &sizes,
                          const BitNetWeights &weights, int64_t tokens,
                          const std::string &directory);

} // namespace lutra::test

#endif // LUTRA_TEST_LIB_FRONTEND_BITNET_H
