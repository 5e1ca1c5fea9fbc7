//===- lutra-generate.cpp - let a language model write --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Files.h"
#include "Generation.h"
#include "LanguageModel.h"
#include "ModelSource.h"
#include "Perplexity.h"
#include "Process.h"
#include "Roles.h"
#include "Tokenizer.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include <unistd.h>

using namespace lutra;
using namespace lutra::driver;
using namespace lutra::generate;

namespace {

struct Options {
  ModelSource source;
  GenerationOptions generation;
  std::string prompt, tokenizer, config, text;
  std::vector<int64_t> ids, stopIds;
  int64_t window = 256, windows = 0, capacity = 0, seed = 0;
  bool havePrompt = false, haveIds = false, sampled = false;
  bool json = false, stats = false, bos = false, ignoreEos = false;

  void declare(CommandLine &commandLine);
  /// The document of --json.
  nlohmann::ordered_json document;
};

void Options::declare(CommandLine &commandLine) {
  auto list = [](std::vector<int64_t> &target) {
    return [&target](const std::string &text) {
      return parseNumbers(text, ',', 0, INT32_MAX, target)
                 ? ""
                 : "expects token ids, as in 1,2,3";
    };
  };
  commandLine.value("prompt", "TEXT", "the text to continue",
                    [this](const std::string &text) {
                      prompt = text;
                      havePrompt = true;
                      return "";
                    });
  commandLine.value("ids", "1,2,3",
                    "the tokens to continue; new ones are printed as numbers",
                    [this, read = list(ids)](const std::string &text) {
                      haveIds = true;
                      return read(text);
                    });
  commandLine.number("max-tokens", "new tokens at most (default 128)", 1,
                     INT32_MAX, generation.maxTokens);
  SamplingOptions &sampling = generation.sampling;
  auto sample = [&](const char *name, const char *help, double min, double max,
                    double &target) {
    commandLine.value(
        name, "X", help, [this, min, max, &target](const std::string &text) {
          sampled = true;
          return parseNumber(text, min, max, target)
                     ? std::string()
                     : "expects a number from " + std::to_string(min) + " to " +
                           std::to_string(max);
        });
  };
  // Any of these three asks for sampling; the temperature is then 1 if not
  // given.
  sampling.temperature = -1;
  sample("temperature", "flattens (> 1) or sharpens the choice; 0 is greedy", 0,
         1e6, sampling.temperature);
  sample("top-p", "choose among the likeliest that make up this probability", 0,
         1, sampling.topP);
  commandLine.value("top-k", "K", "choose among the K likeliest tokens",
                    [this](const std::string &text) {
                      sampled = true;
                      return parseNumber(text, 1, INT32_MAX,
                                         generation.sampling.topK)
                                 ? ""
                                 : "expects a whole number, at least 1";
                    });
  commandLine.number("repetition-penalty",
                     "makes tokens that were there less likely (1: no)", 1e-3,
                     1e3, sampling.repetitionPenalty);
  commandLine.number("seed", "of the random numbers (default 0)", 0, INT64_MAX,
                     seed);
  commandLine.value("stop-ids", "1,2,3", "more tokens that end the text",
                    list(stopIds));
  commandLine.flag("ignore-eos", "do not end at the model's end tokens",
                   ignoreEos);
  commandLine.flag("bos", "put the model's begin token before the prompt", bos);
  commandLine.number("capacity",
                     "tokens the KV caches hold (default: what is needed)", 1,
                     INT32_MAX, capacity);
  commandLine.text("tokenizer", "FILE", "SentencePiece model (tokenizer.model)",
                   tokenizer);
  commandLine.text("config", "FILE", "genai_config.json that names the tensors",
                   config);
  commandLine.text("perplexity", "FILE.u16",
                   "instead: perplexity of little-endian 16-bit token ids",
                   text);
  commandLine.number("window", "perplexity: tokens in a window (default 256)",
                     1, INT32_MAX, window);
  commandLine.number("windows", "perplexity: windows at most", 1, INT32_MAX,
                     windows);
  source.addOptions(commandLine);
  commandLine.flag("stats", "print the speed even where stderr is no terminal",
                   stats);
  commandLine.flag("json", "print one JSON document, and nothing else", json);
}

/// A file that belongs to the model: given, in the bundle, or beside the model.
std::string findCompanion(const std::string &given, const std::string &model,
                          const ModelSource &source, const char *name) {
  if (!given.empty())
    return given;
  std::error_code ignored;
  for (const std::filesystem::path &directory :
       {std::filesystem::path(source.bundlePath()),
        std::filesystem::path(model).parent_path()}) {
    std::filesystem::path path = directory / name;
    if (std::filesystem::is_regular_file(path, ignored))
      return path.string();
  }
  return "";
}

std::string readTokens(const std::string &path, std::vector<int64_t> &tokens) {
  std::vector<char> bytes;
  if (std::string wrong = readFile(path, bytes); !wrong.empty())
    return wrong;
  if (bytes.size() % 2)
    return "'" + path +
           "' has an odd number of bytes, so it holds no 16-bit "
           "token ids";
  for (size_t i = 0; i != bytes.size(); i += 2)
    tokens.push_back(uint8_t(bytes[i]) | uint8_t(bytes[i + 1]) << 8);
  return "";
}

std::string runPerplexity(Options &options, const rt::Model &model,
                          const Roles &roles) {
  std::vector<int64_t> tokens;
  if (std::string wrong = readTokens(options.text, tokens); !wrong.empty())
    return wrong;
  if (roles.contextLength && options.window > *roles.contextLength)
    return "a window of " + std::to_string(options.window) +
           " tokens is longer than the model's context of " +
           std::to_string(*roles.contextLength);
  LanguageModel language(model, roles);
  Perplexity result;
  auto begin = std::chrono::steady_clock::now();
  std::string wrong =
      language.start(options.window, LanguageModel::Logits::All);
  if (wrong.empty())
    wrong = measurePerplexity(language, tokens, options.window, options.windows,
                              result);
  if (!wrong.empty())
    return wrong;
  double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count();
  if (result.tokens == 0)
    return "interrupted before the first window was done";
  options.document = {{"perplexity", result.perToken()},
                      {"nats", result.nats},
                      {"tokens", result.tokens},
                      {"windows", result.windows},
                      {"tokens_per_second", double(result.tokens) / seconds},
                      {"rss_mb", peakMemoryMb()}};
  if (!options.json)
    std::printf("perplexity %.4f per token over %lld tokens (%lld windows)\n",
                result.perToken(), static_cast<long long>(result.tokens),
                static_cast<long long>(result.windows));
  return "";
}

/// The prompt as tokens.
std::string promptTokens(const Options &options, const Tokenizer *tokenizer,
                         const Roles &roles, std::vector<int64_t> &tokens) {
  if (options.haveIds) {
    tokens = options.ids;
  } else {
    if (!tokenizer)
      return "no tokenizer.model in the bundle or beside the model; add "
             "--tokenizer=FILE, or give tokens with --ids";
    if (std::string wrong = tokenizer->encode(options.prompt, tokens);
        !wrong.empty())
      return wrong;
  }
  if (options.bos) {
    if (!roles.bosId)
      return "--bos: no genai_config.json names a begin token";
    tokens.insert(tokens.begin(), *roles.bosId);
  }
  if (tokens.empty())
    return "the prompt is empty; give at least one token, or --bos";
  return "";
}

std::string runGeneration(Options &options, const rt::Model &model,
                          const Roles &roles, const Tokenizer *tokenizer) {
  std::vector<int64_t> prompt;
  if (std::string wrong = promptTokens(options, tokenizer, roles, prompt);
      !wrong.empty())
    return wrong;
  GenerationOptions &generation = options.generation;
  generation.capacity = options.capacity;
  generation.sampling.seed = uint64_t(options.seed);
  if (generation.sampling.temperature < 0)
    generation.sampling.temperature = options.sampled ? 1 : 0;
  generation.stopIds = options.stopIds;
  if (!options.ignoreEos)
    generation.stopIds.insert(generation.stopIds.end(), roles.eosIds.begin(),
                              roles.eosIds.end());
  // Numbers for who gave numbers.
  bool asNumbers = options.haveIds;
  Generation result;
  auto show = [&](int64_t id, const std::string &text) {
    if (options.json)
      return;
    if (asNumbers)
      std::printf("%s%lld", result.ids.size() > 1 ? "," : "",
                  static_cast<long long>(id));
    else
      std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
  };
  std::string wrong =
      generateTokens(model, roles, tokenizer, prompt, generation, show, result);
  if (!options.json && !asNumbers)
    std::fwrite(result.rest.data(), 1, result.rest.size(), stdout);
  if (!options.json && !result.ids.empty())
    std::printf("\n");
  if (!wrong.empty())
    return wrong;
  options.document = {
      {"ids", result.ids},        {"text", result.text + result.rest},
      {"stop", result.stop},      {"prompt_tokens", prompt.size()},
      {"ttft_ms", result.ttftMs}, {"tokens_per_second", result.tokensPerSecond},
      {"rss_mb", peakMemoryMb()}};
  if (options.stats || (!options.json && ::isatty(STDERR_FILENO))) {
    std::fflush(stdout);
    std::fprintf(stderr,
                 "%zu tokens, %.1f tokens/s, first token after %.0f ms, "
                 "%.0f MB\n",
                 result.ids.size(), result.tokensPerSecond, result.ttftMs,
                 peakMemoryMb());
  }
  return "";
}

int run(Options &options, const std::string &path,
        const CommandLine &commandLine) {
  rt::Model model;
  if (int code = options.source.open(path, commandLine, model))
    return code;
  Roles roles;
  std::string config =
      findCompanion(options.config, path, options.source, "genai_config.json");
  if (std::string wrong = findRoles(model, config, roles); !wrong.empty())
    return commandLine.fail(wrong);

  // From here on an interruption ends the text, not the process.
  interruptGracefully();
  std::string wrong;
  if (!options.text.empty()) {
    wrong = runPerplexity(options, model, roles);
  } else {
    Tokenizer tokenizer;
    std::string file = findCompanion(options.tokenizer, path, options.source,
                                     "tokenizer.model");
    if (!file.empty())
      wrong = tokenizer.load(file);
    if (wrong.empty())
      wrong = runGeneration(options, model, roles,
                            file.empty() ? nullptr : &tokenizer);
  }
  if (!wrong.empty())
    return commandLine.fail(wrong);
  if (options.json)
    std::printf("%s\n", options.document
                            .dump(2, ' ', false,
                                  nlohmann::json::error_handler_t::replace)
                            .c_str());
  if (wrong = finishOutput(); !wrong.empty())
    return commandLine.fail(wrong);
  return exitFine;
}

} // namespace

int main(int argc, char **argv) {
  handleInterruption();
  CommandLine commandLine(
      "lutra-generate",
      "lutra-generate BUNDLE|MODEL.onnx --prompt=TEXT|--ids=1,2,3 [options]\n"
      "       lutra-generate BUNDLE|MODEL.onnx --perplexity=FILE.u16 "
      "[options]\n\n"
      "Continues a text with a language model, greedily unless --temperature, "
      "--top-k\nor --top-p says otherwise. Names of inputs and outputs come "
      "from genai_config.json\nin the bundle or beside the model.");
  Options options;
  options.declare(commandLine);
  std::vector<std::string> positional;
  if (auto code = commandLine.parse(argc, argv, positional))
    return *code;
  if (positional.size() != 1)
    return commandLine.wrongUsage(positional.empty()
                                      ? "no bundle or model given"
                                      : "one bundle or model at a time, got '" +
                                            positional[1] + "' too");
  if (options.havePrompt + options.haveIds + !options.text.empty() != 1)
    return commandLine.wrongUsage(
        "give one of --prompt, --ids and --perplexity");
  return run(options, positional[0], commandLine);
}
