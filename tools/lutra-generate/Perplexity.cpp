//===- Perplexity.cpp - how well a model expects a text -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Perplexity.h"

#include "Process.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <unistd.h>

using namespace lutra::generate;

double Perplexity::perToken() const { return std::exp(nats / double(tokens)); }

/// -log softmax(logits)[target]; NaN when the logits are no numbers.
static double surprise(const float *logits, int64_t count, int64_t target) {
  double largest = *std::max_element(logits, logits + count);
  double sum = 0;
  for (int64_t i = 0; i != count; ++i)
    sum += std::exp(logits[i] - largest);
  return std::log(sum) + largest - logits[target];
}

std::string lutra::generate::measurePerplexity(LanguageModel &model,
                                               const std::vector<int64_t> &text,
                                               int64_t window, int64_t limit,
                                               Perplexity &result) {
  int64_t windows = (int64_t(text.size()) - 1) / window;
  if (limit)
    windows = std::min(windows, limit);
  if (windows <= 0)
    return "the text has " + std::to_string(text.size()) +
           " tokens, and one window takes " + std::to_string(window + 1);
  bool progress = ::isatty(STDERR_FILENO);
  for (int64_t w = 0; w != windows && !driver::interrupted(); ++w) {
    auto begin = text.begin() + w * window;
    std::string wrong = model.restart();
    if (wrong.empty())
      wrong = model.feed(std::vector<int64_t>(begin, begin + window));
    if (!wrong.empty())
      return wrong;
    for (int64_t i = 0; i != window; ++i) {
      const float *logits = nullptr;
      int64_t count = 0;
      if (wrong = model.logits(i, logits, count); !wrong.empty())
        return wrong;
      int64_t target = begin[i + 1];
      if (target >= count)
        return "the text has token " + std::to_string(target) +
               ", and the model knows " + std::to_string(count);
      double nats = surprise(logits, count, target);
      if (!std::isfinite(nats))
        return "the model's logits are not finite numbers (window " +
               std::to_string(w) + ", token " + std::to_string(i) + ")";
      result.nats += nats;
    }
    result.tokens += window;
    ++result.windows;
    if (progress)
      std::fprintf(stderr, "\r%lld of %lld windows, perplexity %.3f ",
                   static_cast<long long>(w + 1),
                   static_cast<long long>(windows), result.perToken());
  }
  if (progress)
    std::fprintf(stderr, "\r\033[K");
  return "";
}
