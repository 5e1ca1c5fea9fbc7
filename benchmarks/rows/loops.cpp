//===- loops.cpp - float kernels written by hand --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "loops.h"

#include <cmath>
#include <initializer_list>

#ifdef __AVX512F__
#include <immintrin.h>

using Vector = __m512;

static Vector set(float value) { return _mm512_set1_ps(value); }

/// Calls body(offset, mask) for each vector of a row.
template <typename Body> static void forVectors(int64_t k, Body body) {
  int64_t i = 0;
  for (; i + 64 <= k; i += 64)
    for (int64_t j = 0; j < 64; j += 16)
      body(i + j, __mmask16(0xffff));
  for (; i < k; i += 16)
    body(i, i + 16 <= k ? __mmask16(0xffff) : __mmask16((1 << (k - i)) - 1));
}

/// The sum of term(offset, mask) over a row, with four accumulators.
template <typename Term> static float sum(int64_t k, Term term) {
  Vector sums[4] = {set(0), set(0), set(0), set(0)};
  int64_t i = 0;
  for (; i + 64 <= k; i += 64)
    for (int j = 0; j < 4; ++j)
      sums[j] = term(sums[j], i + 16 * j, __mmask16(0xffff));
  for (; i < k; i += 16)
    sums[0] =
        term(sums[0], i,
             i + 16 <= k ? __mmask16(0xffff) : __mmask16((1 << (k - i)) - 1));
  return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(sums[0], sums[1]),
                                            _mm512_add_ps(sums[2], sums[3])));
}

/// 2^n times a polynomial of degree 6 in what is left; within 1 ULP, denormals
/// included.
static Vector exp(Vector x) {
  x = _mm512_min_ps(set(89), _mm512_max_ps(set(-105), x));
  Vector n = _mm512_roundscale_ps(_mm512_mul_ps(x, set(0x1.715476p0f)), 0);
  Vector r = _mm512_fnmadd_ps(n, set(0x1.62e4p-1f), x);
  r = _mm512_fnmadd_ps(n, set(0x1.7f7d1cp-20f), r);
  Vector p = set(0x1.6a2252p-10f);
  for (float c : {0x1.123b04p-7f, 0x1.5558f8p-5f, 0x1.55549p-3f, 0x1.fffffcp-2f,
                  1.f, 1.f})
    p = _mm512_fmadd_ps(p, r, set(c));
  return _mm512_scalef_ps(p, n);
}

void loops::rmsNorm(const float *x, const float *w, float *y, int64_t m,
                    int64_t k) {
  for (int64_t row = 0; row < m; ++row, x += k, y += k) {
    float squares = sum(k, [&](Vector acc, int64_t i, __mmask16 mask) {
      Vector v = _mm512_maskz_loadu_ps(mask, x + i);
      return _mm512_fmadd_ps(v, v, acc);
    });
    Vector scale = set(1 / std::sqrt(squares / float(k) + 1e-5f));
    forVectors(k, [&](int64_t i, __mmask16 mask) {
      Vector v = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, x + i), scale);
      v = _mm512_mul_ps(v, _mm512_maskz_loadu_ps(mask, w + i));
      _mm512_mask_storeu_ps(y + i, mask, v);
    });
  }
}

void loops::addRmsNorm(const float *x, const float *u, const float *w, float *y,
                       float *total, int64_t m, int64_t k) {
  for (int64_t row = 0; row < m; ++row, x += k, u += k, y += k, total += k) {
    float squares = sum(k, [&](Vector acc, int64_t i, __mmask16 mask) {
      Vector v = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, x + i),
                               _mm512_maskz_loadu_ps(mask, u + i));
      _mm512_mask_storeu_ps(total + i, mask, v);
      return _mm512_fmadd_ps(v, v, acc);
    });
    Vector scale = set(1 / std::sqrt(squares / float(k) + 1e-5f));
    forVectors(k, [&](int64_t i, __mmask16 mask) {
      Vector v = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, total + i), scale);
      v = _mm512_mul_ps(v, _mm512_maskz_loadu_ps(mask, w + i));
      _mm512_mask_storeu_ps(y + i, mask, v);
    });
  }
}

void loops::layerNorm(const float *x, const float *w, const float *b, float *y,
                      int64_t m, int64_t k) {
  for (int64_t row = 0; row < m; ++row, x += k, y += k) {
    Vector mean =
        set(sum(k,
                [&](Vector acc, int64_t i, __mmask16 mask) {
                  return _mm512_add_ps(acc, _mm512_maskz_loadu_ps(mask, x + i));
                }) /
            float(k));
    float squares = sum(k, [&](Vector acc, int64_t i, __mmask16 mask) {
      Vector v =
          _mm512_maskz_sub_ps(mask, _mm512_maskz_loadu_ps(mask, x + i), mean);
      return _mm512_fmadd_ps(v, v, acc);
    });
    Vector scale = set(1 / std::sqrt(squares / float(k) + 1e-5f));
    forVectors(k, [&](int64_t i, __mmask16 mask) {
      Vector v = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x + i), mean);
      v = _mm512_fmadd_ps(_mm512_mul_ps(v, scale),
                          _mm512_maskz_loadu_ps(mask, w + i),
                          _mm512_maskz_loadu_ps(mask, b + i));
      _mm512_mask_storeu_ps(y + i, mask, v);
    });
  }
}

void loops::softmax(const float *x, float *y, int64_t m, int64_t k) {
  for (int64_t row = 0; row < m; ++row, x += k, y += k) {
    Vector most[4] = {set(-INFINITY), set(-INFINITY), set(-INFINITY),
                      set(-INFINITY)};
    forVectors(k, [&](int64_t i, __mmask16 mask) {
      Vector &v = most[i / 16 % 4];
      v = _mm512_mask_max_ps(v, mask, v, _mm512_maskz_loadu_ps(mask, x + i));
    });
    Vector top = set(_mm512_reduce_max_ps(_mm512_max_ps(
        _mm512_max_ps(most[0], most[1]), _mm512_max_ps(most[2], most[3]))));
    Vector total =
        set(1 / sum(k, [&](Vector acc, int64_t i, __mmask16 mask) {
              Vector v =
                  ::exp(_mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x + i), top));
              _mm512_mask_storeu_ps(y + i, mask, v);
              return _mm512_mask_add_ps(acc, mask, acc, v);
            }));
    forVectors(k, [&](int64_t i, __mmask16 mask) {
      Vector v = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, y + i), total);
      _mm512_mask_storeu_ps(y + i, mask, v);
    });
  }
}

void loops::siluMul(const float *x, const float *u, float *y, int64_t m,
                    int64_t k) {
  forVectors(m * k, [&](int64_t i, __mmask16 mask) {
    Vector v = _mm512_maskz_loadu_ps(mask, x + i);
    Vector e = ::exp(_mm512_sub_ps(_mm512_setzero_ps(), v));
    v = _mm512_div_ps(v, _mm512_add_ps(set(1), e));
    v = _mm512_mul_ps(v, _mm512_maskz_loadu_ps(mask, u + i));
    _mm512_mask_storeu_ps(y + i, mask, v);
  });
}

void loops::relu2Mul(const float *x, const float *u, float *y, int64_t m,
                     int64_t k) {
  forVectors(m * k, [&](int64_t i, __mmask16 mask) {
    Vector v = _mm512_max_ps(_mm512_maskz_loadu_ps(mask, x + i), set(0));
    v = _mm512_mul_ps(_mm512_mul_ps(v, v), _mm512_maskz_loadu_ps(mask, u + i));
    _mm512_mask_storeu_ps(y + i, mask, v);
  });
}

void loops::gather(const float *w, const int64_t *index, float *y, int64_t m,
                   int64_t k) {
  for (int64_t row = 0; row < m; ++row)
    forVectors(k, [&](int64_t i, __mmask16 mask) {
      _mm512_mask_storeu_ps(
          y + row * k + i, mask,
          _mm512_maskz_loadu_ps(mask, w + index[row] * k + i));
    });
}

void loops::rowSums(const float *x, float *y, int64_t m, int64_t k) {
  for (int64_t row = 0; row < m; ++row, x += k)
    y[row] = sum(k, [&](Vector acc, int64_t i, __mmask16 mask) {
      return _mm512_add_ps(acc, _mm512_maskz_loadu_ps(mask, x + i));
    });
}

void loops::rotary(const float *x, const float *c, const float *s, float *y,
                   int64_t m, int64_t heads) {
  for (int64_t row = 0; row < m; ++row, c += 32, s += 32)
    for (int64_t head = 0; head < heads; ++head, x += 64, y += 64)
      for (int64_t i = 0; i < 32; i += 16) {
        Vector a = _mm512_loadu_ps(x + i), b = _mm512_loadu_ps(x + 32 + i);
        Vector cos = _mm512_loadu_ps(c + i), sin = _mm512_loadu_ps(s + i);
        _mm512_storeu_ps(y + i, _mm512_fmsub_ps(a, cos, _mm512_mul_ps(b, sin)));
        _mm512_storeu_ps(y + 32 + i,
                         _mm512_fmadd_ps(b, cos, _mm512_mul_ps(a, sin)));
      }
}

#endif // __AVX512F__
