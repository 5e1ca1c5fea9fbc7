//===- Utf8.h - characters that arrive in parts -----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_GENERATE_UTF8_H
#define LUTRA_TOOLS_LUTRA_GENERATE_UTF8_H

#include <string>

namespace lutra::generate {

/// U+FFFD.
inline constexpr char replacementCharacter[] = "\xef\xbf\xbd";

/// Turns bytes that arrive in pieces into valid UTF-8: a character is held back
/// until it is whole, and what can be none becomes U+FFFD.
class Utf8Stream {
public:
  /// What can be shown once `bytes` have arrived.
  std::string push(const std::string &bytes);
  /// What is left at the end.
  std::string finish();

private:
  std::string pending;
};

} // namespace lutra::generate

#endif // LUTRA_TOOLS_LUTRA_GENERATE_UTF8_H
