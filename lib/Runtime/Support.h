//===- Support.h - errors and guarded arithmetic of the runtime -*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_SUPPORT_H
#define LUTRA_LIB_RUNTIME_SUPPORT_H

#include "lutra-rt/lutra.h"

#include <cstdint>
#include <string>
#include <utility>

namespace lutra::runtime {

/// The outcome of something that can go wrong: a code of the C ABI and its
/// text. Converts to true when it *is* an error, as llvm::Error does.
class [[nodiscard]] Error {
public:
  Error() = default;
  Error(lutra_status code, std::string text)
      : status(code), message(std::move(text)) {}

  explicit operator bool() const { return status != LUTRA_OK; }
  lutra_status code() const { return status; }
  const std::string &text() const { return message; }

private:
  lutra_status status = LUTRA_OK;
  std::string message;
};

/// `a * b` for sizes; false when it is negative or does not fit.
inline bool multiply(int64_t a, int64_t b, int64_t &product) {
  return a >= 0 && b >= 0 && !__builtin_mul_overflow(a, b, &product);
}

/// The bytes of a contiguous value; false when a size is negative or the bytes
/// do not fit in an int64_t. An empty value has 0 bytes, however large its
/// other sizes are.
bool byteSize(lutra_dtype dtype, const int64_t *dims, size_t rank,
              int64_t &bytes);

/// "f32[1, 8, 2048]".
std::string describe(lutra_dtype dtype, const int64_t *dims, size_t rank);

/// "'name'", with control characters and quotes made harmless.
std::string quote(const std::string &name);

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_SUPPORT_H
