//===- Generation.h - one token after the other -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_GENERATION_H
#define LUTRA_TOOLS_LUTRA_GENERATE_GENERATION_H

#include "Roles.h"
#include "Sampling.h"
#include "Tokenizer.h"

#include "lutra-rt/lutra.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lutra::generate {

struct GenerationOptions {
  int64_t maxTokens = 128;
  int64_t capacity = 0; ///< Of the KV caches; 0: what is needed.
  std::vector<int64_t> stopIds;
  SamplingOptions sampling;
};

struct Generation {
  std::vector<int64_t> ids; ///< New tokens, without the one that ended it.
  std::string text;         ///< What was shown of them ...
  std::string rest;         ///< ... and what an unfinished character became.
  /// "eos", "length" (as many as asked for), "capacity" (no room for more in
  /// the caches or in the model's context) or "interrupted".
  std::string stop;
  double ttftMs = 0; ///< From the start to the first token.
  /// Of the tokens after the first, which are one step each; of the first
  /// alone, when there is no other.
  double tokensPerSecond = 0;
};

/// Continues `prompt`. `show` gets each new token, after it was added to
/// result.ids, and the text that it completes ("" without a tokenizer).
/// Returns what is wrong, or ""; `result` then holds what came before.
std::string generateTokens(
    const rt::Model &model, const Roles &roles, const Tokenizer *tokenizer,
    const std::vector<int64_t> &prompt, const GenerationOptions &options,
    const std::function<void(int64_t id, const std::string &text)> &show,
    Generation &result);

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_GENERATION_H
