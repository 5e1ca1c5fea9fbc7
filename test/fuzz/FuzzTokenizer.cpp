//===- FuzzTokenizer.cpp - any bytes where lutra-generate reads them ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The first line says what the rest is: `tokenizer` a SentencePiece model,
// `prompt` a text for a tokenizer that is whole, `config` a genai_config.json,
// `ids` the list of --ids.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "FuzzTarget.h"
#include "Roles.h"
#include "TestBundle.h"
#include "Tokenizer.h"
#include "Utf8.h"

using namespace lutra;
using namespace lutra::generate;
using namespace lutra::test;

/// Turns a text into tokens and those into text, and asks for all tokens.
static void use(const Tokenizer &tokenizer, const std::string &prompt) {
  std::vector<int64_t> ids;
  Utf8Stream stream;
  if (tokenizer.encode(prompt, ids).empty())
    for (int64_t id : ids) {
      require(id >= 0 && id < tokenizer.size(), "a token is below the size");
      stream.push(tokenizer.bytesOf(id));
    }
  stream.finish();
  for (int64_t id = -1; id <= tokenizer.size(); ++id)
    tokenizer.bytesOf(id);
}

static void readTokenizer(const Scratch &scratch, std::string_view bytes) {
  scratch.write("tokenizer.model", bytes);
  Tokenizer tokenizer;
  if (tokenizer.load(scratch.path("tokenizer.model")).empty())
    use(tokenizer, "And it came\tto \xc3\xa4\xff pass");
}

static void readPrompt(std::string_view text) {
  static const Tokenizer *tokenizer = [] {
    static Tokenizer whole;
    require(whole.load(LUTRA_TOKENIZER).empty(),
            "the project's tokenizer loads");
    return &whole;
  }();
  use(*tokenizer, std::string(text));
}

static void readConfig(const Scratch &scratch, std::string_view text) {
  static const rt::Model *model = [] {
    static const Scratch bundle;
    static rt::Model opened;
    require(writeBundle(bundle.path("kv"), "kv") &&
                !opened.open(bundle.path("kv")),
            "a language model made by hand opens");
    return &opened;
  }();
  scratch.write("genai_config.json", text);
  Roles roles;
  if (findRoles(*model, scratch.path("genai_config.json"), roles).empty())
    require(roles.logits < model->outputCount() &&
                roles.ids < model->inputCount(),
            "roles are those of the model's tensors");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Scratch scratch;
  std::string_view input(reinterpret_cast<const char *>(data), size);
  std::string_view kind = takeLine(input);
  if (kind == "tokenizer") {
    readTokenizer(scratch, input);
  } else if (kind == "prompt") {
    readPrompt(input);
  } else if (kind == "config") {
    readConfig(scratch, input);
  } else if (kind == "ids") {
    std::vector<int64_t> ids;
    if (driver::parseNumbers(std::string(input), ',', 0, INT32_MAX, ids))
      for (int64_t id : ids)
        require(id >= 0 && id <= INT32_MAX, "ids are in their range");
  }
  return 0;
}
