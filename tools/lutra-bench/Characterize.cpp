//===- Characterize.cpp - what kernels are chosen by ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops of independent instructions run as often as their units allow. An
// instruction on 512 bits that runs half as often as the same on 256 shows that
// the units have 256 bits. Cycles are those of a chain of additions, which
// takes one for each, measured beside every loop: clocks change.
//
//===----------------------------------------------------------------------===//

#include "Characterize.h"
#include "Machine.h"
#include "Stopwatch.h"

#include "llvm/TargetParser/Host.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unistd.h>

using namespace lutra;
using namespace lutra::bench;
using kernel::Device;
using kernel::Units;

#if defined(__x86_64__)

/// How often a loop runs, and how often it is tried.
static constexpr int64_t kSteps = 20000;
static constexpr int kTries = 60;

// Twelve destinations cover five cycles of latency at two instructions each.
#define LUTRA_CLOBBERS                                                         \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",      \
      "xmm9", "xmm10", "xmm11", "rax", "rcx", "memory"
/// A function that runs `body`, text of instructions, kSteps times.
#define LUTRA_LOOP(NAME, BODY)                                                 \
  static void NAME(const void *memory) {                                       \
    for (int64_t i = 0; i != kSteps; ++i)                                      \
      asm volatile(BODY : : "r"(memory) : LUTRA_CLOBBERS);                     \
  }
#define LUTRA_OF_Y(OP, D) OP " %%ymm14, %%ymm15, %%ymm" D "\n"
#define LUTRA_OF_Z(OP, D) OP " %%zmm14, %%zmm15, %%zmm" D "\n"
#define LUTRA_BOTH(NAME, OP) LUTRA_PAIR(NAME, OP, LUTRA_OF_Y, LUTRA_OF_Z)
#define LUTRA_PAIR(NAME, OP, Y, Z)                                             \
  LUTRA_ONE(NAME##256, OP, Y) LUTRA_ONE(NAME##512, OP, Z)
#define LUTRA_ONE(NAME, OP, FORM)                                              \
  LUTRA_LOOP(NAME, FORM(OP, "0") FORM(OP, "1") FORM(OP, "2") FORM(OP, "3")     \
                       FORM(OP, "4") FORM(OP, "5") FORM(OP, "6") FORM(OP, "7") \
                           FORM(OP, "8") FORM(OP, "9") FORM(OP, "10")          \
                               FORM(OP, "11"))

#define LUTRA_SHIFT_Y(OP, D) OP " $2, %%ymm15, %%ymm" D "\n"
#define LUTRA_SHIFT_Z(OP, D) OP " $2, %%zmm15, %%zmm" D "\n"
#define LUTRA_LOAD_Y(OP, D) OP " 64*" D "(%0), %%ymm" D "\n"
#define LUTRA_LOAD_Z(OP, D) OP " 64*" D "(%0), %%zmm" D "\n"
#define LUTRA_STORE_Y(OP, D) OP " %%ymm" D ", 64*" D "(%0)\n"
#define LUTRA_STORE_Z(OP, D) OP " %%zmm" D ", 64*" D "(%0)\n"
#define LUTRA_MIX_Y(OP, D)                                                     \
  "vpmaddubsw %%ymm14, %%ymm15, %%ymm" D "\n" OP " %%ymm14, %%ymm15, %%ymm" D  \
  "\n"
#define LUTRA_MIX_Z(OP, D)                                                     \
  "vpmaddubsw %%zmm14, %%zmm15, %%zmm" D "\n" OP " %%zmm14, %%zmm15, %%zmm" D  \
  "\n"
// Setting to zero needs no unit: what may begin in a cycle is all that counts.
#define LUTRA_PLAIN(OP, D) OP "\n"

LUTRA_LOOP(runChain, "add %%rax, %%rax\n add %%rax, %%rax\n add %%rax, %%rax\n"
                     "add %%rax, %%rax\n add %%rax, %%rax\n add %%rax, %%rax\n"
                     "add %%rax, %%rax\n add %%rax, %%rax\n add %%rax, %%rax\n"
                     "add %%rax, %%rax\n add %%rax, %%rax\n add %%rax, %%rax\n"
                     "# %0\n")
LUTRA_ONE(runZeros,
          "xor %%ecx, %%ecx\n xor %%ecx, %%ecx\n xor %%ecx, %%ecx\n"
          " xor %%ecx, %%ecx",
          LUTRA_PLAIN)
LUTRA_BOTH(runAdds, "vpaddw")
LUTRA_BOTH(runFmas, "vfmadd231ps")
LUTRA_BOTH(runMaddubs, "vpmaddubsw")
LUTRA_BOTH(runDots, "vpdpbusd")
LUTRA_PAIR(runShifts, "vpsrlw", LUTRA_SHIFT_Y, LUTRA_SHIFT_Z)
LUTRA_BOTH(runLookups16, "vpshufb")
LUTRA_BOTH(runLookups128, "vpermi2b")
LUTRA_PAIR(runMixed16, "vpshufb", LUTRA_MIX_Y, LUTRA_MIX_Z)
LUTRA_PAIR(runMixed128, "vpermi2b", LUTRA_MIX_Y, LUTRA_MIX_Z)
LUTRA_PAIR(runLoads, "vmovups", LUTRA_LOAD_Y, LUTRA_LOAD_Z)
LUTRA_PAIR(runStores, "vmovups", LUTRA_STORE_Y, LUTRA_STORE_Z)

using Loop = void (*)(const void *);

/// What the loops load and store: in L1.
alignas(64) static uint8_t scratch[64 * 12];

/// Longer than any of them where it cannot be told.
static double getSeconds(Loop loop) {
  Stopwatch watch;
  loop(scratch);
  double seconds = watch.stop();
  return seconds > 0 ? seconds : 1;
}

/// Instructions in a cycle, of a loop of `count` of them. The fastest run of
/// each side is one that nobody disturbed.
static double countPerCycle(Loop loop, double count) {
  double chain = 1, best = 1;
  for (int i = 0; i != kTries; ++i) {
    chain = std::min(chain, getSeconds(runChain));
    best = std::min(best, getSeconds(loop));
  }
  return count * chain / 12 / best;
}

/// Rates are small fractions, and what is measured is a little less.
static double tidy(double rate) {
  return std::max(std::round(rate * 4), 1.0) / 4;
}

/// Units by the rates of the same instruction on 256 bits and on 512.
static Units getUnits(Loop narrow, Loop wide, double count = 12) {
  double rate = countPerCycle(narrow, count);
  double rateOfWide = wide ? countPerCycle(wide, count) : 0;
  bool isSplit = rateOfWide < 0.75 * rate;
  return isSplit ? Units{tidy(std::max(rate, 2 * rateOfWide)), 256}
                 : Units{tidy(rateOfWide), 512};
}

/// The size of a cache, or what is usual where the system does not say.
static int64_t getCacheSize(int name, int64_t usual) {
  long size = sysconf(name);
  return size > 0 ? int64_t(size) : usual;
}

namespace {

/// With software that fetches ahead, and without.
struct ReadingRates {
  double ahead = 0, plain = 0;

  double best() const { return std::max(ahead, plain); }
  ReadingRates operator*(double factor) const {
    return {ahead * factor, plain * factor};
  }
};

} // namespace

/// In no cache of the processors we know.
static constexpr int64_t kLargest = int64_t(256) << 20;

static ReadingRates measureReading(int64_t bytes) {
  Reader reader(size_t(bytes), 1);
  ReadingRates rates;
  for (int turn = 0; turn != (bytes == kLargest ? 4 : 12); ++turn) {
    // In this order.
    rates.ahead = std::max(rates.ahead, reader.sample());
    rates.plain = std::max(rates.plain, reader.sample());
  }
  return rates;
}

std::optional<Device> lutra::bench::characterize() {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma"))
    return std::nullopt;
  bool isWide = __builtin_cpu_supports("avx512bw");
  auto units = [&](Loop narrow, Loop wide, double count = 12) {
    return getUnits(narrow, isWide ? wide : nullptr, count);
  };
  auto least = [](Units a, Units b) {
    return a.count * a.bits < b.count * b.bits ? a : b;
  };
  Device device;
  device.cpu = llvm::sys::getHostCPUName().str();
  device.name = device.cpu + "-measured";
  double cycle = 1;
  for (int i = 0; i != kTries; ++i)
    cycle = std::min(cycle, getSeconds(runChain) / double(12 * kSteps));
  device.gigahertz = std::round(1e-9 / cycle * 100) / 100;
  device.vector = units(runAdds256, runAdds512);
  Units dots = isWide && __builtin_cpu_supports("avx512vnni")
                   ? units(runDots256, runDots512)
                   : units(runMaddubs256, runMaddubs512);
  device.product = least(dots, units(runFmas256, runFmas512));
  device.shift = units(runShifts256, runShifts512);
  bool hasWideTables = isWide && __builtin_cpu_supports("avx512vbmi");
  device.shuffle = hasWideTables ? units(runLookups128256, runLookups128512)
                                 : units(runLookups16256, runLookups16512);
  device.productOrShuffle = hasWideTables
                                ? units(runMixed128256, runMixed128512, 24)
                                : units(runMixed16256, runMixed16512, 24);
  device.load = units(runLoads256, runLoads512);
  device.store = units(runStores256, runStores512);
  device.instructions = std::round(countPerCycle(runZeros, 48));

  constexpr int64_t KiB = 1024, MiB = 1024 * KiB;
  std::array<int64_t, 4> sizes = {
      getCacheSize(_SC_LEVEL1_DCACHE_SIZE, 32 * KiB),
      getCacheSize(_SC_LEVEL2_CACHE_SIZE, 512 * KiB),
      getCacheSize(_SC_LEVEL3_CACHE_SIZE, 16 * MiB),
      std::numeric_limits<int64_t>::max()};
  // Half of a cache of this core is surely its own. The last is shared, and a
  // guest may have been told of the host's: it is as large as what is read
  // clearly faster than from memory.
  auto read = [&](int64_t bytes) { return measureReading(bytes) * cycle; };
  ReadingRates fromMemory = read(kLargest);
  int64_t last = 2 * sizes[1];
  while (2 * last <= std::min(sizes[2], kLargest / 2) &&
         read(2 * last).best() > 1.5 * fromMemory.best())
    last *= 2;
  sizes[2] = last;
  for (size_t i = 0; i != sizes.size(); ++i) {
    bool isMemory = i + 1 == sizes.size();
    ReadingRates rates = isMemory ? fromMemory : read(sizes[i] / 2);
    device.levels[i] = {sizes[i], std::round(rates.best() * 10) / 10};
  }
  device.prefetch =
      fromMemory.ahead > 1.05 * fromMemory.plain ? Reader::kAhead : 0;
  return device;
}

#else

std::optional<Device> lutra::bench::characterize() { return std::nullopt; }

#endif
