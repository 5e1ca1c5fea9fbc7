//===- Sampling.h - from logits to the next token ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_SAMPLING_H
#define LUTRA_TOOLS_LUTRA_GENERATE_SAMPLING_H

#include <cstdint>
#include <vector>

namespace lutra::generate {

/// Random numbers that are the same everywhere: xoshiro256** with its state
/// filled by splitmix64 from the seed (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", 2021).
class Random {
public:
  explicit Random(uint64_t seed);

  uint64_t next();
  /// Uniform in [0, 1): a multiple of 2^-53.
  double nextUniform() { return double(next() >> 11) * 0x1p-53; }

private:
  uint64_t state[4];
};

struct SamplingOptions {
  /// Divides the logits; 0 takes the largest (the first of equals).
  double temperature = 0;
  int64_t topK = 0; ///< Keep the K largest; 0 keeps all.
  double topP = 1;  ///< Keep the fewest whose probabilities reach P.
  /// Divides the positive and multiplies the negative logits of tokens that
  /// were there before (Keskar et al., "CTRL", 2019); 1 leaves them.
  double repetitionPenalty = 1;
  uint64_t seed = 0;
};

/// Picks tokens. The order is that of common implementations: repetition
/// penalty, temperature, top-k, top-p, and then one random number. The same
/// options, logits and history give the same token.
class Sampler {
public:
  explicit Sampler(const SamplingOptions &options)
      : options(options), random(options.seed) {}

  /// The next token after `history`, or -1 when the logits are no numbers.
  int64_t pick(const float *logits, int64_t count,
               const std::vector<int64_t> &history);

private:
  struct Candidate {
    int64_t token;
    double logit;
  };

  void penalise(const std::vector<int64_t> &history);
  int64_t sample();

  SamplingOptions options;
  Random random;
  std::vector<Candidate> candidates; ///< Kept for its memory.
};

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_SAMPLING_H
