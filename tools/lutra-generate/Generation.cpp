//===- Generation.cpp - one token after the other -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Generation.h"

#include "LanguageModel.h"
#include "Process.h"
#include "Utf8.h"

#include <algorithm>
#include <chrono>

using namespace lutra;
using namespace lutra::generate;
using Clock = std::chrono::steady_clock;

/// How many tokens the caches are made for.
static std::string chooseCapacity(const Roles &roles, size_t prompt,
                                  const GenerationOptions &options,
                                  int64_t &capacity) {
  // The last new token is never fed.
  capacity = options.capacity ? options.capacity
                              : int64_t(prompt) + options.maxTokens - 1;
  if (roles.contextLength)
    capacity = std::min(capacity, *roles.contextLength);
  if (int64_t(prompt) <= capacity)
    return "";
  return "the prompt has " + std::to_string(prompt) +
         " tokens, and there is room for " + std::to_string(capacity) +
         (roles.contextLength && capacity == *roles.contextLength
              ? " in the model's context"
              : "; enlarge --capacity");
}

/// A token the model does not know would make it read beside its tables.
static std::string checkTokens(const rt::Model &model, const Roles &roles,
                               const std::vector<int64_t> &tokens) {
  const lutra_tensor_info &logits = model.output(roles.logits);
  int64_t vocabulary = logits.dims[2].size;
  for (int64_t token : tokens)
    if (vocabulary >= 0 && token >= vocabulary)
      return "token " + std::to_string(token) +
             " is not in the model's vocabulary of " +
             std::to_string(vocabulary);
  return "";
}

std::string lutra::generate::generateTokens(
    const rt::Model &model, const Roles &roles, const Tokenizer *tokenizer,
    const std::vector<int64_t> &prompt, const GenerationOptions &options,
    const std::function<void(int64_t id, const std::string &text)> &show,
    Generation &result) {
  int64_t capacity = 0;
  std::string wrong = chooseCapacity(roles, prompt.size(), options, capacity);
  if (wrong.empty())
    wrong = checkTokens(model, roles, prompt);
  LanguageModel language(model, roles);
  if (wrong.empty())
    wrong = language.start(capacity, LanguageModel::Logits::Last);
  if (!wrong.empty())
    return wrong;

  Sampler sampler(options.sampling);
  Utf8Stream stream;
  std::vector<int64_t> history = prompt, next = prompt;
  Clock::time_point begin = Clock::now(), first = begin, last = begin;
  while (true) {
    if (wrong = language.feed(next); !wrong.empty())
      break;
    const float *logits = nullptr;
    int64_t count = 0;
    if (wrong = language.logits(-1, logits, count); !wrong.empty())
      break;
    int64_t token = sampler.pick(logits, count, history);
    if (token < 0) {
      wrong = "the model's logits are not numbers";
      break;
    }
    last = Clock::now();
    if (result.ids.empty())
      first = last;
    if (std::count(options.stopIds.begin(), options.stopIds.end(), token)) {
      result.stop = "eos";
      break;
    }
    result.ids.push_back(token);
    history.push_back(token);
    std::string text =
        tokenizer ? stream.push(tokenizer->bytesOf(token)) : std::string();
    result.text += text;
    show(token, text);
    if (int64_t(result.ids.size()) == options.maxTokens)
      result.stop = "length";
    else if (language.length() == capacity)
      result.stop = "capacity";
    else if (driver::interrupted())
      result.stop = "interrupted";
    if (!result.stop.empty())
      break;
    next.assign(1, token);
  }
  result.rest = stream.finish();
  auto seconds = [](Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
  };
  result.ttftMs = seconds(first - begin) * 1000;
  // `first` and `last` are where tokens were picked; one that stopped counts,
  // for it was computed like the others.
  size_t steps = result.ids.size() + (result.stop == "eos");
  result.tokensPerSecond =
      steps > 1   ? double(steps - 1) / std::max(seconds(last - first), 1e-9)
      : steps > 0 ? 1 / std::max(seconds(first - begin), 1e-9)
                  : 0;
  return wrong;
}
