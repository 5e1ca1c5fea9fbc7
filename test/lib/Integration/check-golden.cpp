//===- check-golden.cpp - a language model against recorded results -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// check-golden BUNDLE GOLDEN-FOLDER KIND TOLERANCE [VARIANT]
//
// Runs the prompts of golden.json with KIND (float or int8) activations'
// results: the logits after each prompt must be within TOLERANCE of the
// recorded ones, and then each recorded token must be the best, step by step
// through the KV cache. Another token may be the best only where the recorded
// one is less than twice the tolerance behind it: so far can two results within
// the tolerance differ.
//
//===----------------------------------------------------------------------===//

#include "lutra-rt/lutra.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

[[noreturn]] void fail(const std::string &message) {
  std::fprintf(stderr, "error: %s\n", message.c_str());
  std::exit(1);
}

void check(const lutra::rt::Status &status) {
  if (status)
    fail(status.message());
}

std::vector<float> readFloats(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  if (bytes.empty())
    fail("cannot read '" + path + "'");
  std::vector<float> floats(bytes.size() / sizeof(float));
  std::copy_n(bytes.data(), floats.size() * sizeof(float),
              reinterpret_cast<char *>(floats.data()));
  return floats;
}

/// The largest difference, NaN where something is no number.
double distance(const std::vector<float> &a, const std::vector<float> &b) {
  double result = 0;
  for (size_t i = 0; i < b.size(); ++i) {
    const double here = std::abs(double(a[i]) - b[i]);
    result = here <= result ? result : here;
  }
  return result;
}

/// The model with its cache; feeds tokens and answers with logits.
class Network {
public:
  Network(const std::string &bundle, const char *variant) {
    lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
    options.variant = variant;
    check(model.open(bundle, options));
    context = lutra::rt::Context(model);
    ids = index("input_ids");
    mask = index("attention_mask");
    logits = model.findOutput("logits");
    if (logits < 0)
      fail("no output 'logits'");
  }

  void restart() { check(context.enableState(512)); }

  /// Computes the logits of the last positions only, or of all with 0.
  void limit(int64_t positions) {
    check(context.limitPositions(size_t(logits), positions));
  }

  /// Positions whose logits the last feed computed.
  int64_t positions() {
    lutra_tensor tensor;
    check(context.getOutput(size_t(logits), tensor));
    return tensor.dims[1];
  }

  /// The logits at the last of `tokens`, which follow those fed before.
  std::vector<float> feed(const std::vector<int64_t> &tokens) {
    const int64_t count = int64_t(tokens.size());
    const std::vector<int64_t> ones(context.stateLength() + count, 1);
    check(context.setInput(ids, tokens, std::array<int64_t, 2>{1, count}));
    check(context.setInput(mask, ones,
                           std::array<int64_t, 2>{1, int64_t(ones.size())}));
    check(context.run());
    const float *row = nullptr;
    int64_t width = 0;
    check(context.getRow(logits, -1, row, width));
    return {row, row + width};
  }

private:
  size_t index(const char *name) {
    int64_t found = model.findInput(name);
    if (found < 0)
      fail(std::string("no input '") + name + "'");
    return size_t(found);
  }

  lutra::rt::Model model;
  lutra::rt::Context context;
  size_t ids = 0, mask = 0;
  int64_t logits = -1;
};

} // namespace

int main(int argc, char **argv) {
  if (argc != 5 && argc != 6) {
    std::fprintf(stderr,
                 "usage: %s BUNDLE GOLDEN-FOLDER float|int8 TOLERANCE "
                 "[VARIANT]\n",
                 argv[0]);
    return 2;
  }
  const std::string folder = std::string(argv[2]) + "/", kind = argv[3];
  const double tolerance = std::atof(argv[4]);
  std::ifstream file(folder + "golden.json");
  const auto golden = nlohmann::json::parse(file, nullptr, false);
  if (golden.is_discarded() || golden["prompts"].empty())
    fail("no prompts in '" + folder + "golden.json'");

  Network network(argv[1], argc == 6 ? argv[5] : nullptr);
  for (const auto &prompt : golden["prompts"]) {
    const auto &result = prompt[kind];
    const auto want = readFloats(
        folder + result["logits_last_prompt_position"].get<std::string>());
    const auto tokens = result["continuation"].get<std::vector<int64_t>>();
    const std::string name = "'" + prompt["prompt"].get<std::string>() + "'";

    // Leaving positions out does not change the others, but for the order of
    // float sums, which may depend on how many there are.
    const auto ids = prompt["ids"].get<std::vector<int64_t>>();
    network.restart();
    const auto logitsOfAll = network.feed(ids);
    if (network.positions() != int64_t(ids.size()))
      fail(name + ": not all logits are there");
    std::vector<float> logits;
    for (int64_t positions : {2, 1}) {
      network.limit(positions);
      network.restart();
      logits = network.feed(ids);
      if (network.positions() != positions ||
          !(distance(logits, logitsOfAll) < 1e-4))
        fail(name + ": the last logits alone are not those among all");
    }
    network.limit(0);
    if (logits.size() != want.size())
      fail(name + ": " + std::to_string(logits.size()) + " logits, expects " +
           std::to_string(want.size()));
    const double difference = distance(logits, want);
    if (!(difference <= tolerance))
      fail(name + ": logits differ by " + std::to_string(difference));

    size_t agreed = 0;
    for (size_t step = 0; step < tokens.size(); ++step) {
      const auto best = std::max_element(logits.begin(), logits.end());
      const double behind = double(*best) - logits[size_t(tokens[step])];
      if (best - logits.begin() == tokens[step])
        ++agreed;
      else if (!(behind < 2 * tolerance))
        fail(name + ": step " + std::to_string(step) + " chooses " +
             std::to_string(best - logits.begin()) + " instead of " +
             std::to_string(tokens[step]) + ", which is " +
             std::to_string(behind) + " behind");
      logits = network.feed({tokens[step]});
    }
    std::printf("%s: logits within %.2g, %zu of %zu tokens\n", name.c_str(),
                difference, agreed, tokens.size());
  }
  return 0;
}
