//===- Assert.h - our own mistakes ----------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// NDEBUG is set everywhere, since the packaged libMLIR.so is built with it and
// layouts depend on it, so <cassert> never acts. This does in sanitizer builds.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_SUPPORT_ASSERT_H
#define LUTRA_SUPPORT_ASSERT_H

#ifdef LUTRA_ENABLE_ASSERTS

#include <cstdio>
#include <cstdlib>

/// Stops with `message` if `condition` does not hold: for what no input may
/// cause.
#define LUTRA_ASSERT(condition, message)                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      std::fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #condition,  \
                   message);                                                   \
      std::abort();                                                            \
    }                                                                          \
  } while (false)

#else

#define LUTRA_ASSERT(condition, message)                                       \
  do {                                                                         \
    (void)sizeof(condition);                                                   \
  } while (false)

#endif // LUTRA_ENABLE_ASSERTS

#endif // LUTRA_SUPPORT_ASSERT_H
