//===- avx2-dot.cpp - what AVX2 can do with low-bit weights ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// bench-avx2-dot N K M FORMAT: integer products of M tokens by codes of 2 or 4
// bits, by vpmaddubsw with sums of 16 bits that are added to those of 32 in
// time. Nothing is quantized and no scale enters: the part that a kernel cannot
// do without. Prints GMAC/s, of the fastest run.
//
//===----------------------------------------------------------------------===//

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>

/// 8 rows by 4 codes are a register of bytes.
static constexpr int kRows = 8, kQuad = 4;

struct Problem {
  int64_t n, k, m;
  int bits;
  std::vector<uint8_t> codes;  // [N, K]
  std::vector<uint8_t> packed; // [N / panel][K / granule][panel rows / 8][32]
  std::vector<int8_t> acts;    // [M, K]
  std::vector<int32_t> result; // [M, N]
};

/// Vectors of 8 rows by tokens.
template <int Bits, int Vectors, int Tokens>
__attribute__((target("avx2"))) static void multiply(Problem &p) {
  constexpr int fields = 8 / Bits, granule = fields * kQuad;
  // n products of two pairs: n * 2 * 128 * (2^Bits - 1) below 2^15.
  constexpr int most = 32767 / (256 * ((1 << Bits) - 1));
  constexpr int steps = most / fields ? most / fields : 1;
  const __m256i mask = _mm256_set1_epi8((1 << Bits) - 1);
  const __m256i ones = _mm256_set1_epi16(1);
  int64_t numSteps = p.k / granule;
  for (int64_t token = 0; token < p.m; token += Tokens) {
    const uint8_t *w = p.packed.data();
    for (int64_t row = 0; row < p.n; row += Vectors * kRows) {
      __m256i sums[Vectors][Tokens] = {};
      for (int64_t begin = 0; begin < numSteps; begin += steps) {
        __m256i pairs[Vectors][Tokens] = {};
        int64_t end = std::min<int64_t>(begin + steps, numSteps);
        for (int64_t step = begin; step < end; ++step)
          for (int field = 0; field < fields; ++field) {
            __m256i x[Tokens];
            for (int t = 0; t < Tokens; ++t) {
              int32_t quad;
              memcpy(
                  &quad,
                  &p.acts[(token + t) * p.k + step * granule + field * kQuad],
                  sizeof quad);
              x[t] = _mm256_set1_epi32(quad);
            }
            for (int v = 0; v < Vectors; ++v) {
              __m256i bytes = _mm256_loadu_si256(
                  reinterpret_cast<const __m256i *>(w + 32 * v));
              __m256i u = _mm256_and_si256(
                  _mm256_srli_epi16(bytes, field * Bits), mask);
              for (int t = 0; t < Tokens; ++t)
                pairs[v][t] = _mm256_add_epi16(pairs[v][t],
                                               _mm256_maddubs_epi16(u, x[t]));
            }
            if (field + 1 == fields)
              w += 32 * Vectors;
          }
        for (int v = 0; v < Vectors; ++v)
          for (int t = 0; t < Tokens; ++t)
            sums[v][t] = _mm256_add_epi32(sums[v][t],
                                          _mm256_madd_epi16(pairs[v][t], ones));
      }
      for (int v = 0; v < Vectors; ++v)
        for (int t = 0; t < Tokens; ++t)
          _mm256_storeu_si256(
              reinterpret_cast<__m256i *>(
                  &p.result[(token + t) * p.n + row + v * kRows]),
              sums[v][t]);
    }
  }
}

static void pack(Problem &p, int vectors) {
  int fields = 8 / p.bits, granule = fields * kQuad;
  p.packed.clear();
  for (int64_t row = 0; row < p.n; row += int64_t(vectors) * kRows)
    for (int64_t k = 0; k < p.k; k += granule)
      for (int r = 0; r < vectors * kRows; ++r)
        for (int i = 0; i < kQuad; ++i) {
          int byte = 0;
          for (int field = 0; field < fields; ++field)
            byte |= p.codes[(row + r) * p.k + k + field * kQuad + i]
                    << (field * p.bits);
          p.packed.push_back(uint8_t(byte));
        }
}

static double getSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

static bool measure(Problem &p, void (*run)(Problem &), int vectors,
                    const char *name) {
  pack(p, vectors);
  double best = 1e9, begin = getSeconds();
  while (getSeconds() - begin < 0.3) {
    double start = getSeconds();
    run(p);
    best = std::min(best, getSeconds() - start);
  }
  for (int64_t at = 0; at < p.m * p.n; at += p.m * p.n / 61 + 1) {
    int32_t sum = 0;
    for (int64_t k = 0; k < p.k; ++k)
      sum += p.codes[at % p.n * p.k + k] * p.acts[at / p.n * p.k + k];
    if (sum != p.result[at]) {
      fprintf(stderr, "%s is wrong\n", name);
      return false;
    }
  }
  printf("%s %.1f GMAC/s\n", name,
         double(p.n) * double(p.k) * double(p.m) / best / 1e9);
  return true;
}

int main(int argc, char **argv) {
  Problem p;
  p.n = argc > 1 ? atoll(argv[1]) : 4096;
  p.k = argc > 2 ? atoll(argv[2]) : 4096;
  p.m = argc > 3 ? atoll(argv[3]) : 1;
  p.bits = argc > 4 && !strcmp(argv[4], "int4") ? 4 : 2;
  bool isTernary = argc > 4 && !strcmp(argv[4], "ternary");
  if (p.n < 1 || p.n % 64 || p.k < 1 || p.k % 16 || p.m < 1 ||
      (p.m > 1 && p.m % 4)) {
    fprintf(stderr, "expects N in 64s, K in 16s, M 1 or in 4s\n");
    return 1;
  }
  std::mt19937 random(1);
  p.codes.resize(p.n * p.k);
  for (uint8_t &code : p.codes)
    code = isTernary ? random() % 3 : random() & ((1 << p.bits) - 1);
  p.acts.resize(p.m * p.k);
  for (int8_t &act : p.acts)
    act = int8_t(random());
  p.result.resize(p.m * p.n);
  bool isRight = true;
  if (p.m == 1)
    isRight = p.bits == 4 ? measure(p, multiply<4, 4, 1>, 4, "32 rows") &&
                                measure(p, multiply<4, 8, 1>, 8, "64 rows")
                          : measure(p, multiply<2, 4, 1>, 4, "32 rows") &&
                                measure(p, multiply<2, 8, 1>, 8, "64 rows");
  else
    isRight = p.bits == 4
                  ? measure(p, multiply<4, 2, 2>, 2, "16 rows x 2") &&
                        measure(p, multiply<4, 1, 4>, 1, "8 rows x 4") &&
                        measure(p, multiply<4, 2, 4>, 2, "16 rows x 4")
                  : measure(p, multiply<2, 2, 2>, 2, "16 rows x 2") &&
                        measure(p, multiply<2, 1, 4>, 1, "8 rows x 4") &&
                        measure(p, multiply<2, 2, 4>, 2, "16 rows x 4");
  return isRight ? 0 : 1;
}

#else

int main() {
  fprintf(stderr, "this is for x86-64\n");
  return 1;
}

#endif
