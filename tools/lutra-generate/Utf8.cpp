//===- Utf8.cpp - characters that arrive in parts -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Utf8.h"

#include <cstdint>

using namespace lutra::generate;

namespace {

/// What the bytes at the front of a text are.
struct Scan {
  enum { Whole, Invalid, Incomplete } kind;
  size_t length; ///< Of the character, or of what can be none.
};

/// The Unicode standard's table 3-7: which second bytes are allowed depends on
/// the first; all later ones are 80 to BF.
Scan scan(const std::string &text, size_t at) {
  auto byte = [&](size_t i) { return uint8_t(text[at + i]); };
  uint8_t first = byte(0);
  if (first < 0x80)
    return {Scan::Whole, 1};
  size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                  : first >= 0xe0 && first <= 0xef ? 3
                  : first >= 0xf0 && first <= 0xf4 ? 4
                                                   : 0;
  if (length == 0)
    return {Scan::Invalid, 1};
  uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  for (size_t i = 1; i != length; ++i) {
    if (at + i == text.size())
      return {Scan::Incomplete, i};
    if (byte(i) < low || byte(i) > high)
      return {Scan::Invalid, i};
    low = 0x80;
    high = 0xbf;
  }
  return {Scan::Whole, length};
}

} // namespace

std::string Utf8Stream::push(const std::string &bytes) {
  pending += bytes;
  std::string result;
  size_t at = 0;
  while (at != pending.size()) {
    Scan found = scan(pending, at);
    if (found.kind == Scan::Incomplete)
      break;
    if (found.kind == Scan::Whole)
      result.append(pending, at, found.length);
    else
      result += replacementCharacter;
    at += found.length;
  }
  pending.erase(0, at);
  return result;
}

std::string Utf8Stream::finish() {
  bool any = !pending.empty();
  pending.clear();
  return any ? replacementCharacter : "";
}
