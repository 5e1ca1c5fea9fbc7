//===- Tensor.h - values that the tools own ---------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_DRIVER_TENSOR_H
#define LUTRA_LIB_RUNTIME_DRIVER_TENSOR_H

#include "lutra-rt/lutra.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lutra::driver {

/// A contiguous, row-major value. The bytes are on the heap and so are
/// aligned for every dtype, and stay where they are when the tensor moves.
struct Tensor {
  lutra_dtype dtype = LUTRA_F32;
  std::vector<int64_t> dims;
  std::vector<char> bytes;
};

/// The bytes of a value; false when sizes are negative or do not fit.
bool byteCount(lutra_dtype dtype, const std::vector<int64_t> &dims,
               int64_t &bytes);

/// Element `index` of `count` elements at `data`, exactly when it is at most 64
/// bits of integer or 64 of float.
long double elementAt(lutra_dtype dtype, const void *data, int64_t index);

/// "f32[1, 8]".
std::string describe(lutra_dtype dtype, const int64_t *dims, size_t rank);
std::string describe(const Tensor &tensor);
/// "f32[batch, 8, ?]".
std::string describe(const lutra_tensor_info &info);

/// The first place where `actual` is not close to `expected` by numpy's rule,
/// |actual - expected| <= atol + rtol * |expected|, NaN equal to NaN.
struct Difference {
  int64_t mismatches = 0;               ///< 0 when all is close.
  int64_t first = -1;                   ///< Index of the first mismatch.
  long double actual = 0, expected = 0; ///< Its values.
  long double largest = 0; ///< The largest absolute difference of numbers.
};
Difference compare(lutra_dtype dtype, const void *actual, const void *expected,
                   int64_t count, double rtol, double atol);

} // namespace lutra::driver

#endif // LUTRA_LIB_RUNTIME_DRIVER_TENSOR_H
