//===- Characterize.h - what kernels are chosen by --------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_CHARACTERIZE_H
#define LUTRA_TOOLS_LUTRA_BENCH_CHARACTERIZE_H

#include "lutra/Kernel/Device.h"

namespace lutra::bench {

/// Measures this processor, in some seconds on one thread. Nothing where we
/// have no loops for it.
std::optional<kernel::Device> characterize();

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_CHARACTERIZE_H
