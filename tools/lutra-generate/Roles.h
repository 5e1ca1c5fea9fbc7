//===- Roles.h - which input and output of a model is what ------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_ROLES_H
#define LUTRA_TOOLS_LUTRA_GENERATE_ROLES_H

#include "lutra-rt/lutra.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lutra::generate {

/// A past and the output that continues it, as indices.
struct Past {
  size_t input, output;
};

/// What lutra-generate has to know of a language model.
struct Roles {
  size_t ids = 0;
  std::optional<size_t> mask;
  std::optional<size_t> positions;
  std::vector<Past> pasts;
  size_t logits = 0;

  /// From genai_config.json, where it says so.
  std::vector<int64_t> eosIds;
  std::optional<int64_t> bosId;
  std::optional<int64_t> contextLength;
};

/// Finds the roles: by the names in the genai_config.json at `configPath`, or,
/// when that is empty, by the names that exporters use. Returns what does not
/// fit, or "".
std::string findRoles(const rt::Model &model, const std::string &configPath,
                      Roles &roles);

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_ROLES_H
