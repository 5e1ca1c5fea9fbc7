//===- FloatMode.h - rounding and subnormals as code expects ----*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_FLOATMODE_H
#define LUTRA_LIB_RUNTIME_FLOATMODE_H

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace lutra::runtime {

/// Rounding and subnormals as the compiler assumed them, whatever the host set
/// for itself: results do not depend on who runs the model.
class FloatMode {
public:
#if defined(__SSE__)
  FloatMode() : saved(_mm_getcsr()) {
    if (saved != standard)
      _mm_setcsr(standard);
  }
  ~FloatMode() {
    // The sticky exception flags are the only part that computing changes.
    if (_mm_getcsr() != saved)
      _mm_setcsr(saved);
  }

private:
  static constexpr unsigned standard = 0x1f80;
  unsigned saved;
#endif
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_FLOATMODE_H
