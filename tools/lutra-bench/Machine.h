//===- Machine.h - what this machine can do at most -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_MACHINE_H
#define LUTRA_TOOLS_LUTRA_BENCH_MACHINE_H

#include "Problem.h"

#include <cstddef>
#include <string>

namespace lutra::bench {

/// "AMD EPYC, family 25 model 17, 2 processors".
std::string describeMachine();

/// Multiply-accumulates a second of one core that does nothing else: int8 with
/// the widest dot product there is, f32 with fused multiply-adds. 0 where we
/// have no such loop.
double measurePeak(Activations activations);

/// Bytes a second that one core reads from a buffer of this size, again and
/// again, or from memory when it is `cold`.
double measureReading(size_t bytes, bool cold);

/// Leaves nothing of anybody in the caches.
void evictCaches();

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_MACHINE_H
