//===- LanguageModel.h - feed tokens, read logits ---------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_LANGUAGEMODEL_H
#define LUTRA_TOOLS_LUTRA_GENERATE_LANGUAGEMODEL_H

#include "Roles.h"

#include "lutra-rt/lutra.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lutra::generate {

/// One sequence of a language model. What was fed before is kept by the
/// runtime's KV caches, in place; a model whose pasts are not marked as state
/// gets its presents back as pasts.
class LanguageModel {
public:
  LanguageModel(const rt::Model &model, const Roles &roles)
      : model(model), roles(roles), context(model) {}

  /// Which logits feed() is to compute: of a model that can leave out others.
  enum class Logits { All, Last };

  /// Starts with room for `capacity` tokens. Returns what is wrong, or "".
  std::string start(int64_t capacity, Logits wanted);
  /// Forgets the sequence.
  std::string restart();

  /// Appends tokens, and computes the logits after each of them, or the last.
  std::string feed(const std::vector<int64_t> &tokens);

  /// Tokens fed so far.
  int64_t length() const { return fed; }
  /// The logits after token `row` of the last feed; negative rows count from
  /// the end. Valid until the next call.
  std::string logits(int64_t row, const float *&values, int64_t &count);

private:
  /// Values of an integer input, in its dtype.
  struct Indices {
    std::vector<int64_t> wide;
    std::vector<int32_t> narrow;
  };

  std::string setIndices(size_t input, Indices &indices);
  std::string emptyPasts();
  std::string recyclePresents();

  const rt::Model &model;
  const Roles &roles;
  rt::Context context;
  bool inPlace = false;
  int64_t fed = 0;
  Indices ids, mask, positions;
  std::vector<float> converted; ///< Logits that were not f32.
};

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_LANGUAGEMODEL_H
