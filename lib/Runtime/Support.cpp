//===- Support.cpp - dtypes, sizes and how they are printed ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support.h"

#include <algorithm>

using namespace lutra::runtime;

size_t lutra_dtype_size(lutra_dtype dtype) {
  switch (dtype) {
  case LUTRA_I8:
  case LUTRA_U8:
  case LUTRA_BOOL:
    return 1;
  case LUTRA_F16:
  case LUTRA_BF16:
  case LUTRA_I16:
  case LUTRA_U16:
    return 2;
  case LUTRA_F32:
  case LUTRA_I32:
  case LUTRA_U32:
    return 4;
  case LUTRA_F64:
  case LUTRA_I64:
  case LUTRA_U64:
    return 8;
  }
  return 0;
}

const char *lutra_dtype_name(lutra_dtype dtype) {
  switch (dtype) {
  case LUTRA_F32:
    return "f32";
  case LUTRA_F16:
    return "f16";
  case LUTRA_BF16:
    return "bf16";
  case LUTRA_F64:
    return "f64";
  case LUTRA_I8:
    return "i8";
  case LUTRA_I16:
    return "i16";
  case LUTRA_I32:
    return "i32";
  case LUTRA_I64:
    return "i64";
  case LUTRA_U8:
    return "u8";
  case LUTRA_U16:
    return "u16";
  case LUTRA_U32:
    return "u32";
  case LUTRA_U64:
    return "u64";
  case LUTRA_BOOL:
    return "bool";
  }
  return "?";
}

const char *lutra_status_name(lutra_status status) {
  switch (status) {
  case LUTRA_OK:
    return "ok";
  case LUTRA_ERROR_ARGUMENT:
    return "bad argument";
  case LUTRA_ERROR_IO:
    return "file error";
  case LUTRA_ERROR_BUNDLE:
    return "bad bundle";
  case LUTRA_ERROR_VERSION:
    return "wrong version";
  case LUTRA_ERROR_CPU:
    return "unsupported processor";
  case LUTRA_ERROR_INPUT:
    return "bad input";
  case LUTRA_ERROR_STATE:
    return "state error";
  case LUTRA_ERROR_MODEL:
    return "model error";
  case LUTRA_ERROR_MEMORY:
    return "out of memory";
  }
  return "unknown";
}

bool lutra::runtime::byteSize(lutra_dtype dtype, const int64_t *dims,
                              size_t rank, int64_t &bytes) {
  if (std::any_of(dims, dims + rank, [](int64_t d) { return d < 0; }))
    return false;
  bytes = 0;
  if (std::find(dims, dims + rank, 0) != dims + rank)
    return true;
  bytes = static_cast<int64_t>(lutra_dtype_size(dtype));
  for (size_t i = 0; i != rank; ++i)
    if (!multiply(bytes, dims[i], bytes))
      return false;
  return true;
}

std::string lutra::runtime::describe(lutra_dtype dtype, const int64_t *dims,
                                     size_t rank) {
  std::string text = lutra_dtype_name(dtype);
  text += '[';
  for (size_t i = 0; i != rank; ++i) {
    if (i)
      text += ", ";
    text += std::to_string(dims[i]);
  }
  return text + ']';
}

std::string lutra::runtime::quote(const std::string &name) {
  std::string text = "'";
  for (char c : name)
    text += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? '?' : c;
  return text + '\'';
}
