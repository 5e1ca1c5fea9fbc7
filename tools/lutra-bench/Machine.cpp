//===- Machine.cpp - what this machine can do at most ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Machine.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

using namespace lutra::bench;
using llvm::StringRef;

using Clock = std::chrono::steady_clock;

static double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string lutra::bench::describeMachine() {
  std::string name = "unknown", family, model;
  if (auto file = llvm::MemoryBuffer::getFileAsStream("/proc/cpuinfo")) {
    StringRef rest = (*file)->getBuffer();
    while (!rest.empty()) {
      auto [line, tail] = rest.split('\n');
      rest = tail;
      auto [key, value] = line.split(':');
      // The first processor's lines come first, and a blank line ends them.
      if (line.empty())
        break;
      if (key.trim() == "model name")
        name = value.trim().str();
      else if (key.trim() == "cpu family")
        family = " family " + value.trim().str();
      else if (key.trim() == "model")
        model = " model " + value.trim().str();
    }
  }
  std::string details = family + model;
  return name + (details.empty() ? "" : "," + details) + ", " +
         std::to_string(std::thread::hardware_concurrency()) + " processors";
}

//===----------------------------------------------------------------------===//
// Computing
//===----------------------------------------------------------------------===//

#if defined(__x86_64__)

/// Twelve accumulators hide the latency of every core there is. The barriers
/// keep each step where it is.
#define LUTRA_PEAK_LOOP(VECTOR, STEP)                                          \
  VECTOR sums[12] = {};                                                        \
  for (int64_t i = 0; i != steps; ++i)                                         \
    for (VECTOR &sum : sums) {                                                 \
      sum = STEP;                                                              \
      asm volatile("" : "+v"(sum));                                            \
    }

__attribute__((target("avx512f,avx512vnni"))) static int64_t
runVnni(int64_t steps) {
  __m512i x = _mm512_set1_epi8(1);
  asm volatile("" : "+v"(x));
  LUTRA_PEAK_LOOP(__m512i, _mm512_dpbusd_epi32(sum, x, x))
  return steps * 12 * 64;
}

__attribute__((target("avx2"))) static int64_t runMaddubs(int64_t steps) {
  __m256i x = _mm256_set1_epi8(1), ones = _mm256_set1_epi16(1);
  asm volatile("" : "+v"(x), "+v"(ones));
  LUTRA_PEAK_LOOP(
      __m256i,
      _mm256_add_epi32(
          sum, _mm256_madd_epi16(
                   _mm256_maddubs_epi16(_mm256_xor_si256(sum, x), x), ones)))
  return steps * 12 * 32;
}

__attribute__((target("avx512f"))) static int64_t runFma512(int64_t steps) {
  __m512 x = _mm512_set1_ps(0.5f);
  asm volatile("" : "+v"(x));
  LUTRA_PEAK_LOOP(__m512, _mm512_fmadd_ps(x, x, sum))
  return steps * 12 * 16;
}

__attribute__((target("avx2,fma"))) static int64_t runFma256(int64_t steps) {
  __m256 x = _mm256_set1_ps(0.5f);
  asm volatile("" : "+v"(x));
  LUTRA_PEAK_LOOP(__m256, _mm256_fmadd_ps(x, x, sum))
  return steps * 12 * 8;
}

#undef LUTRA_PEAK_LOOP

using PeakLoop = int64_t (*)(int64_t steps);

static PeakLoop choosePeakLoop(Activations activations) {
  __builtin_cpu_init();
  if (activations == Activations::Int8) {
    if (__builtin_cpu_supports("avx512vnni"))
      return runVnni;
    return __builtin_cpu_supports("avx2") ? runMaddubs : nullptr;
  }
  if (__builtin_cpu_supports("avx512f"))
    return runFma512;
  return __builtin_cpu_supports("fma") ? runFma256 : nullptr;
}

double lutra::bench::measurePeak(Activations activations) {
  PeakLoop loop = choosePeakLoop(activations);
  if (!loop)
    return 0;
  double best = 0;
  // The fastest of many short stretches is one that nobody disturbed.
  for (int i = 0; i != 40; ++i) {
    Clock::time_point start = Clock::now();
    int64_t macs = loop(20000);
    best = std::max(best, double(macs) / secondsSince(start));
  }
  return best;
}

#else

double lutra::bench::measurePeak(Activations) { return 0; }

#endif

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// Larger than the caches of machines we know.
static constexpr size_t kEvictBytes = size_t(256) << 20;

/// Each line once: that many bytes pass, whatever is added up.
static uint64_t read(const std::vector<uint64_t> &buffer) {
  uint64_t sums[8] = {};
  for (size_t i = 0; i + 8 <= buffer.size(); i += 8)
    for (int j = 0; j != 8; ++j)
      sums[j] += buffer[i + j];
  uint64_t sum = 0;
  for (uint64_t part : sums)
    sum += part;
  return sum;
}

double lutra::bench::measureReading(size_t bytes, bool cold) {
  std::vector<uint64_t> buffer(std::max<size_t>(bytes / 8, 64), 1);
  int64_t repeats = std::max<size_t>(1, (size_t(1) << 20) / bytes);
  double best = 0;
  for (int i = 0; i != (cold ? 5 : 40); ++i) {
    if (cold) {
      evictCaches();
      repeats = 1;
    }
    Clock::time_point start = Clock::now();
    for (int64_t r = 0; r != repeats; ++r) {
      uint64_t sum = read(buffer);
      asm volatile("" : : "r"(sum) : "memory");
    }
    best = std::max(best,
                    double(buffer.size() * 8 * repeats) / secondsSince(start));
  }
  return best;
}

void lutra::bench::evictCaches() {
  static std::vector<uint64_t> other(kEvictBytes / 8);
  for (size_t i = 0; i < other.size(); i += 8)
    ++other[i];
  asm volatile("" : : "r"(other.data()) : "memory");
}
