//===- Machine.h - what this machine can do at most -------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TOOLS_LUTRA_BENCH_MACHINE_H
#define LUTRA_TOOLS_LUTRA_BENCH_MACHINE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lutra::bench {

/// "AMD EPYC, family 25 model 17, 2 processors".
std::string describeMachine();

/// What products are made of: bytes, or floats of 32 or 16 bits.
enum class Peak { Int8, Float32, BFloat16 };

/// Multiply-accumulates a second of so many cores that do nothing else, each
/// with the widest instruction there is: one sample of a part of a millisecond,
/// 0 where that cannot be told. One thread has the time that it runs, which
/// others may interrupt.
double samplePeak(Peak peak, int64_t threads);

/// Whether we have a loop for it that runs here.
bool hasPeak(Peak peak);

/// How much of their cores so many threads have: the rate at which instructions
/// begin, as a share of the best that this process has seen. Where another
/// system runs on the same core it is 0.6, as is that of all loops of many
/// instructions, but not that of the peaks above, which wait for one unit.
double sampleCores(int64_t threads);

/// A buffer that is read again and again, a part of it by each thread.
class Reader {
public:
  /// How far ahead every second sample, the first among them, fetches.
  static constexpr int64_t kAhead = 8192;

  Reader(size_t bytes, int64_t threads);

  /// Bytes a second that all threads read together: one sample, of the whole
  /// buffer once or of a millisecond, whichever is longer. From memory when it
  /// is `cold`.
  double sample(bool cold = false);

private:
  std::vector<uint8_t> storage;
  uint8_t *begin;
  size_t bytes;
  int64_t threads;
  bool ahead = false;
};

/// The largest of the samples that `seconds` have room for, and of five at
/// least.
double takeBest(double seconds, llvm::function_ref<double()> sample);

/// Leaves nothing of anybody in the caches.
void evictCaches();

} // namespace lutra::bench

#endif // LUTRA_TOOLS_LUTRA_BENCH_MACHINE_H
