//===- Tokenizer.h - text to tokens and back --------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_TOKENIZER_H
#define LUTRA_TOOLS_LUTRA_GENERATE_TOKENIZER_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace lutra::generate {

/// A SentencePiece model.
class Tokenizer {
public:
  Tokenizer();
  ~Tokenizer();

  /// Reads a tokenizer.model. Returns what is wrong, or "".
  std::string load(const std::string &path);

  std::string encode(const std::string &text, std::vector<int64_t> &ids) const;
  /// The bytes that a token adds to a text; part of a character for byte
  /// pieces, nothing for control tokens and ids it does not have.
  std::string bytesOf(int64_t id) const;
  int64_t size() const;

private:
  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor;
};

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_TOKENIZER_H
