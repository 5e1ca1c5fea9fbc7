//===- Tokenizer.cpp - text to tokens and back ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tokenizer.h"

#include "Utf8.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <cstdlib>

using namespace lutra::generate;

Tokenizer::Tokenizer()
    : processor(std::make_unique<sentencepiece::SentencePieceProcessor>()) {}
Tokenizer::~Tokenizer() = default;

std::string Tokenizer::load(const std::string &path) {
  auto status = processor->Load(path);
  if (status.ok())
    return "";
  return "'" + path + "' is not a SentencePiece model: " + status.ToString();
}

std::string Tokenizer::encode(const std::string &text,
                              std::vector<int64_t> &ids) const {
  std::vector<int> pieces;
  auto status = processor->Encode(text, &pieces);
  if (!status.ok())
    return "cannot turn the prompt into tokens: " + status.ToString();
  ids.assign(pieces.begin(), pieces.end());
  return "";
}

int64_t Tokenizer::size() const { return processor->GetPieceSize(); }

std::string Tokenizer::bytesOf(int64_t id) const {
  if (id < 0 || id >= size())
    return "";
  int piece = int(id);
  if (processor->IsControl(piece) || processor->IsUnused(piece))
    return "";
  if (processor->IsUnknown(piece))
    return replacementCharacter;
  const std::string &text = processor->IdToPiece(piece);
  // "<0x0A>".
  if (processor->IsByte(piece))
    return std::string(
        1, char(std::strtol(text.substr(3, 2).c_str(), nullptr, 16)));
  // SentencePiece writes a space as U+2581.
  const std::string space = "\xe2\x96\x81";
  std::string result;
  for (size_t at = 0; at < text.size();) {
    size_t found = std::min(text.find(space, at), text.size());
    result.append(text, at, found - at);
    if (found == text.size())
      break;
    result += ' ';
    at = found + space.size();
  }
  return result;
}
