//===- Tensor.cpp - values that the tools own -----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace lutra::driver;

bool lutra::driver::byteCount(lutra_dtype dtype,
                              const std::vector<int64_t> &dims,
                              int64_t &bytes) {
  bytes = int64_t(lutra_dtype_size(dtype));
  bool empty = false;
  for (int64_t dim : dims) {
    if (dim < 0)
      return false;
    empty |= dim == 0;
  }
  if (empty)
    bytes = 0;
  for (int64_t dim : dims)
    if (!empty && __builtin_mul_overflow(bytes, dim, &bytes))
      return false;
  return true;
}

/// IEEE binary16.
static long double fromHalf(uint16_t bits) {
  int exponent = bits >> 10 & 31, fraction = bits & 1023;
  long double value;
  if (exponent == 31)
    value = fraction ? std::nan("") : HUGE_VALL;
  else if (exponent == 0)
    value = std::ldexp((long double)fraction, -24);
  else
    value = std::ldexp((long double)(fraction + 1024), exponent - 25);
  return bits >> 15 ? -value : value;
}

template <typename T> static T load(const void *data, int64_t index) {
  T value;
  std::memcpy(&value, static_cast<const char *>(data) + index * sizeof(T),
              sizeof(T));
  return value;
}

long double lutra::driver::elementAt(lutra_dtype dtype, const void *data,
                                     int64_t index) {
  switch (dtype) {
  case LUTRA_F32:
    return load<float>(data, index);
  case LUTRA_F64:
    return load<double>(data, index);
  case LUTRA_F16:
    return fromHalf(load<uint16_t>(data, index));
  case LUTRA_BF16: {
    uint32_t bits = uint32_t(load<uint16_t>(data, index)) << 16;
    return load<float>(&bits, 0);
  }
  case LUTRA_I8:
    return load<int8_t>(data, index);
  case LUTRA_I16:
    return load<int16_t>(data, index);
  case LUTRA_I32:
    return load<int32_t>(data, index);
  case LUTRA_I64:
    return (long double)load<int64_t>(data, index);
  case LUTRA_U8:
  case LUTRA_BOOL:
    return load<uint8_t>(data, index);
  case LUTRA_U16:
    return load<uint16_t>(data, index);
  case LUTRA_U32:
    return load<uint32_t>(data, index);
  case LUTRA_U64:
    return (long double)load<uint64_t>(data, index);
  }
  return std::nan("");
}

std::string lutra::driver::describe(lutra_dtype dtype, const int64_t *dims,
                                    size_t rank) {
  std::string text = lutra_dtype_name(dtype);
  text += '[';
  for (size_t i = 0; i != rank; ++i)
    text += (i ? ", " : "") + std::to_string(dims[i]);
  return text + ']';
}

std::string lutra::driver::describe(const Tensor &tensor) {
  return describe(tensor.dtype, tensor.dims.data(), tensor.dims.size());
}

std::string lutra::driver::describe(const lutra_tensor_info &info) {
  std::string text = lutra_dtype_name(info.dtype);
  text += '[';
  for (int32_t i = 0; i != info.rank; ++i) {
    const lutra_dim &dim = info.dims[i];
    text += i ? ", " : "";
    text += dim.size >= 0 ? std::to_string(dim.size)
            : dim.name    ? dim.name
                          : "?";
  }
  return text + ']';
}

Difference lutra::driver::compare(lutra_dtype dtype, const void *actual,
                                  const void *expected, int64_t count,
                                  double rtol, double atol) {
  Difference difference;
  for (int64_t i = 0; i != count; ++i) {
    long double a = elementAt(dtype, actual, i);
    long double e = elementAt(dtype, expected, i);
    // Equal covers infinities, whose difference is no number.
    bool close = a == e || (std::isnan(a) && std::isnan(e));
    if (!close && std::isfinite(a) && std::isfinite(e)) {
      long double distance = std::fabs(a - e);
      difference.largest = std::max(difference.largest, distance);
      close = distance <= atol + (long double)rtol * std::fabs(e);
    }
    if (close)
      continue;
    if (difference.mismatches++ == 0) {
      difference.first = i;
      difference.actual = a;
      difference.expected = e;
    }
  }
  return difference;
}
