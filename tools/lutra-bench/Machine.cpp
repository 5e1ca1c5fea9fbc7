//===- Machine.cpp - what this machine can do at most ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Machine.h"
#include "Stopwatch.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
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

double lutra::bench::takeBest(double seconds,
                              llvm::function_ref<double()> sample) {
  Clock::time_point start = Clock::now();
  double best = 0;
  for (int i = 0; i < 5 || secondsSince(start) < seconds; ++i)
    best = std::max(best, sample());
  return best;
}

/// What `work` on each of so many threads at once comes to in a second, by the
/// amount that it returns. A thread alone counts the time that it had; several
/// count from the first one's begin to the last one's end, or one that is held
/// up would leave the machine to another and neither would show it.
static double measure(int64_t threads,
                      llvm::function_ref<double(int64_t)> work) {
  if (threads == 1) {
    Stopwatch watch;
    double amount = work(0);
    return getRate(amount, watch.stop());
  }
  struct Part {
    double amount = 0;
    Clock::time_point begin, end;
  };
  std::atomic<int64_t> waiting = threads;
  std::vector<Part> parts(threads);
  auto run = [&](int64_t thread) {
    --waiting;
    while (waiting.load() > 0)
      std::this_thread::yield();
    Part &part = parts[thread];
    part.begin = Clock::now();
    part.amount = work(thread);
    part.end = Clock::now();
  };
  std::vector<std::thread> others;
  for (int64_t thread = 1; thread < threads; ++thread)
    others.emplace_back(run, thread);
  run(0);
  for (std::thread &other : others)
    other.join();
  Part all = parts.front();
  for (const Part &part : llvm::drop_begin(parts)) {
    all.amount += part.amount;
    all.begin = std::min(all.begin, part.begin);
    all.end = std::max(all.end, part.end);
  }
  return getRate(all.amount,
                 std::chrono::duration<double>(all.end - all.begin).count());
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

__attribute__((target("avx512f,avx512bf16"))) static int64_t
runBf16(int64_t steps) {
  __m512 ones = _mm512_set1_ps(0.5f);
  __m512bh x = (__m512bh)ones;
  asm volatile("" : "+v"(x));
  LUTRA_PEAK_LOOP(__m512, _mm512_dpbf16_ps(sum, x, x))
  return steps * 12 * 32;
}

#undef LUTRA_PEAK_LOOP

using PeakLoop = int64_t (*)(int64_t steps);

static PeakLoop choosePeakLoop(Peak peak) {
  __builtin_cpu_init();
  switch (peak) {
  case Peak::Int8:
    if (__builtin_cpu_supports("avx512vnni"))
      return runVnni;
    return __builtin_cpu_supports("avx2") ? runMaddubs : nullptr;
  case Peak::Float32:
    if (__builtin_cpu_supports("avx512f"))
      return runFma512;
    return __builtin_cpu_supports("fma") ? runFma256 : nullptr;
  case Peak::BFloat16:
    return __builtin_cpu_supports("avx512bf16") ? runBf16 : nullptr;
  }
  return nullptr;
}

bool lutra::bench::hasPeak(Peak peak) { return choosePeakLoop(peak); }

double lutra::bench::samplePeak(Peak peak, int64_t threads) {
  PeakLoop loop = choosePeakLoop(peak);
  if (!loop)
    return 0;
  return measure(threads, [&](int64_t) { return double(loop(100000)); });
}

#else

bool lutra::bench::hasPeak(Peak) { return false; }
double lutra::bench::samplePeak(Peak, int64_t) { return 0; }

#endif

/// Sums that do not wait for each other.
static void addUp(int64_t steps) {
  uint64_t sums[8] = {};
  for (int64_t i = 0; i != steps; ++i)
    for (uint64_t &sum : sums) {
      sum += 1;
      asm volatile("" : "+r"(sum));
    }
}

double lutra::bench::sampleCores(int64_t threads) {
  static std::map<int64_t, double> bests;
  double rate = measure(threads, [&](int64_t) {
    addUp(100000);
    return 1.0;
  });
  double &best = bests[threads];
  best = std::max(best, rate);
  return best > 0 ? rate / best : 0;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// Larger than the caches of machines we know.
static constexpr size_t kEvictBytes = size_t(256) << 20;
/// What a step of the loops below reads.
static constexpr size_t kStepBytes = 512;

/// Each line once: that many bytes pass, whatever becomes of them. Lines that
/// are `ahead` are asked for early.
static void readPlainly(const uint8_t *begin, size_t bytes, size_t) {
  const auto *words = reinterpret_cast<const uint64_t *>(begin);
  uint64_t sums[8] = {};
  for (size_t i = 0; i + 8 <= bytes / 8; i += 8)
    for (int j = 0; j != 8; ++j)
      sums[j] += words[i + j];
  for (uint64_t sum : sums)
    asm volatile("" : : "r"(sum));
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static void
readWidely(const uint8_t *begin, size_t bytes, size_t ahead) {
  __m512i sums[8] = {};
  for (size_t i = 0; i < bytes; i += kStepBytes)
    for (int j = 0; j != 8; ++j) {
      const uint8_t *line = begin + i + size_t(64) * j;
      if (ahead)
        _mm_prefetch(reinterpret_cast<const char *>(line + ahead), _MM_HINT_T0);
      sums[j] = _mm512_xor_si512(sums[j], _mm512_load_si512(line));
    }
  for (__m512i &sum : sums)
    asm volatile("" : "+v"(sum));
}
#endif

using ReadLoop = void (*)(const uint8_t *, size_t, size_t);

static ReadLoop chooseReadLoop() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f"))
    return readWidely;
#endif
  return readPlainly;
}

Reader::Reader(size_t wanted, int64_t threads) : threads(threads) {
  size_t steps = std::max<size_t>(wanted / (kStepBytes * threads), 1);
  bytes = steps * kStepBytes * size_t(threads);
  storage.assign(bytes + 64, 1);
  begin = storage.data() + (64 - uintptr_t(storage.data()) % 64) % 64;
}

double Reader::sample(bool cold) {
  static const ReadLoop loop = chooseReadLoop();
  // With help of software and without, in turns: processors differ in which
  // of them is faster.
  ahead = !ahead;
  if (cold)
    evictCaches();
  size_t part = bytes / size_t(threads);
  size_t repeats =
      cold ? 1 : std::max<size_t>(1, (size_t(64) << 20) / part / 8);
  return measure(threads, [&](int64_t thread) {
    for (size_t i = 0; i != repeats; ++i)
      loop(begin + part * size_t(thread), part, ahead ? kAhead : 0);
    return double(part * repeats);
  });
}

void lutra::bench::evictCaches() {
  // Read, not written: what is written would have to leave the caches while
  // the measured loop reads, which costs it a quarter of its bandwidth.
  static const std::vector<uint64_t> other(kEvictBytes / 8, 1);
  uint64_t sum = 0;
  for (size_t i = 0; i < other.size(); i += 8)
    sum += other[i];
  asm volatile("" : : "r"(sum) : "memory");
}
