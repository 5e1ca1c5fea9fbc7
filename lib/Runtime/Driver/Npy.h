//===- Npy.h - numpy's file format ------------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The format is documented in numpy/lib/format.py: a magic string, a version, a
// Python dictionary as text, and the elements. bfloat16, which numpy lacks, is
// written as two opaque bytes, as the ml_dtypes package does.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_DRIVER_NPY_H
#define LUTRA_LIB_RUNTIME_DRIVER_NPY_H

#include "Tensor.h"

#include <string>
#include <vector>

namespace lutra::driver {

/// Reads the bytes of a .npy file, versions 1 to 3, little or big endian, C or
/// Fortran order. Returns what is wrong, or "".
std::string parseNpy(const std::vector<char> &file, Tensor &tensor);

/// Everything of a .npy file before its elements.
std::string npyHeader(lutra_dtype dtype, const int64_t *dims, size_t rank);

} // namespace lutra::driver

#endif // LUTRA_LIB_RUNTIME_DRIVER_NPY_H
