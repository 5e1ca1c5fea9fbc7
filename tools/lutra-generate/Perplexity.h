//===- Perplexity.h - how well a model expects a text -----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_PERPLEXITY_H
#define LUTRA_TOOLS_LUTRA_GENERATE_PERPLEXITY_H

#include "LanguageModel.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lutra::generate {

struct Perplexity {
  double nats = 0; ///< The sum of -log p over the predicted tokens.
  int64_t tokens = 0;
  int64_t windows = 0;

  double perToken() const;
};

/// Measures the perplexity of `text`, in separate windows: window i feeds the
/// `window` tokens from i * window on and predicts those from i * window + 1
/// on. A rest that does not fill a window is left out. `limit` bounds the
/// number of windows (0: all). Returns what is wrong, or "".
std::string measurePerplexity(LanguageModel &model,
                              const std::vector<int64_t> &text, int64_t window,
                              int64_t limit, Perplexity &result);

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_PERPLEXITY_H
