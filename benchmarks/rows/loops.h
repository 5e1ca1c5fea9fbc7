//===- loops.h - float kernels written by hand ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What somebody with AVX-512 intrinsics and an afternoon writes: whole vectors,
// four accumulators, masked tails. m rows of k elements.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_BENCHMARKS_ROWS_LOOPS_H
#define LUTRA_BENCHMARKS_ROWS_LOOPS_H

#include <cstdint>

namespace loops {

void rmsNorm(const float *x, const float *w, float *y, int64_t m, int64_t k);
void addRmsNorm(const float *x, const float *u, const float *w, float *y,
                float *sum, int64_t m, int64_t k);
void layerNorm(const float *x, const float *w, const float *b, float *y,
               int64_t m, int64_t k);
void softmax(const float *x, float *y, int64_t m, int64_t k);
void siluMul(const float *x, const float *u, float *y, int64_t m, int64_t k);
void relu2Mul(const float *x, const float *u, float *y, int64_t m, int64_t k);
void gather(const float *w, const int64_t *i, float *y, int64_t m, int64_t k);
void rowSums(const float *x, float *y, int64_t m, int64_t k);
/// `heads` heads of 64; cos and sin have 32 for each row.
void rotary(const float *x, const float *c, const float *s, float *y, int64_t m,
            int64_t heads);

} // namespace loops

#endif // LUTRA_BENCHMARKS_ROWS_LOOPS_H
