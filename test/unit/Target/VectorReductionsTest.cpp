//===- VectorReductionsTest.cpp - sums in vectors against plain C++ -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each kernel is compiled once with dynamic sizes, and run for many sizes and
// on every variant. Floats are small integers where sums must come out exactly.
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"
#include "llvm/ADT/StringExtras.h"

#include <cmath>
#include <limits>

using namespace lutra::test;

namespace {

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

TEST(VectorReductions, SumsOfRows) {
  COMPILE(program, makeGeneric({"?x?xf32", "?xf32"},
                               {"(i, j) -> (i, j)", "(i, j) -> (i)"}, "pr", R"(
    ^bb0(%x: f32, %o: f32):
      %s = arith.addf %o, %x : f32
      linalg.yield %s : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : getLengths()) {
      int64_t m = 3;
      auto x = makeIntegers<float>(m * n);
      std::vector<float> out = {1, 2, 3};
      program->call(variant, {Buffer(x, {m, n}), Buffer(out, {m})});
      for (int64_t i = 0; i < m; ++i)
        ASSERT_EQ(out[i],
                  std::accumulate(x.begin() + i * n, x.begin() + (i + 1) * n,
                                  float(i + 1)));
    }
  }
}

TEST(VectorReductions, SumsOfColumnsAreInOrder) {
  // Along a parallel loop the terms of each sum come in ascending order, so
  // that the result is that of a plain loop to the last bit.
  COMPILE(program, makeGeneric({"?x?xf32", "?xf32"},
                               {"(i, j) -> (j, i)", "(i, j) -> (i)"}, "pr", R"(
    ^bb0(%x: f32, %o: f32):
      %s = arith.addf %o, %x : f32
      linalg.yield %s : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : getLengths()) {
      int64_t m = 37;
      auto x = makeFloats(m * n);
      std::vector<float> out(n), expected(n);
      program->call(variant, {Buffer(x, {m, n}), Buffer(out, {n})});
      for (int64_t j = 0; j < m; ++j)
        for (int64_t i = 0; i < n; ++i)
          expected[i] += x[j * n + i];
      ASSERT_TRUE(sameBits(out, expected)) << variant << " " << n;
    }
  }
}

TEST(VectorReductions, MaximaWithNaNAndWithoutElements) {
  for (bool propagates : {true, false}) {
    std::string name = propagates ? "arith.maximumf" : "arith.maxnumf";
    COMPILE(program,
            makeGeneric({"?xf32", "f32"}, {"(i) -> (i)", "(i) -> ()"}, "r", R"(
    ^bb0(%x: f32, %o: f32):
      %s = )" + name + R"( %o, %x : f32
      linalg.yield %s : f32
  )"));
    for (const std::string &variant : program->getVariants()) {
      for (int64_t n : getLengths()) {
        auto x = makeFloats(n);
        for (float &value : x)
          value = -std::fabs(value);
        float inf = std::numeric_limits<float>::infinity();
        std::vector<float> out = {-inf};
        program->call(variant, {Buffer(x, {n}), Buffer(out, {})});
        float expected = -inf;
        for (float value : x)
          expected = std::max(expected, value);
        ASSERT_EQ(out[0], expected) << name << " " << n;
        if (n == 0)
          continue;
        x[n / 2] = NAN;
        out = {-inf};
        program->call(variant, {Buffer(x, {n}), Buffer(out, {})});
        ASSERT_EQ(std::isnan(out[0]), propagates) << name << " " << n;
      }
    }
  }
}

TEST(VectorReductions, IntegerCombiners) {
  struct Case {
    const char *op;
    int32_t init;
    int32_t (*apply)(int32_t, int32_t);
  };
  const Case cases[] = {
      {"arith.addi", 5, [](int32_t a, int32_t b) { return a + b; }},
      {"arith.maxsi", INT32_MIN,
       [](int32_t a, int32_t b) { return std::max(a, b); }},
      {"arith.minsi", INT32_MAX,
       [](int32_t a, int32_t b) { return std::min(a, b); }},
      {"arith.maxui", 0,
       [](int32_t a, int32_t b) {
         return int32_t(std::max(uint32_t(a), uint32_t(b)));
       }},
      {"arith.minui", -1,
       [](int32_t a, int32_t b) {
         return int32_t(std::min(uint32_t(a), uint32_t(b)));
       }},
      {"arith.andi", -1, [](int32_t a, int32_t b) { return a & b; }},
      {"arith.ori", 0, [](int32_t a, int32_t b) { return a | b; }},
      {"arith.xori", 9, [](int32_t a, int32_t b) { return a ^ b; }},
  };
  for (const Case &c : cases) {
    COMPILE(program, makeGeneric({"?xi32", "i32"}, {"(i) -> (i)", "(i) -> ()"},
                                 "r", std::string(R"(
    ^bb0(%x: i32, %o: i32):
      %s = )") + c.op + R"( %x, %o : i32
      linalg.yield %s : i32
  )"));
    for (const std::string &variant : program->getVariants()) {
      for (int64_t n : {0, 1, 15, 16, 17, 63, 64, 65, 200}) {
        auto x = makeIntegers<int32_t>(n, 4, 1000);
        std::vector<int32_t> out = {c.init};
        program->call(variant, {Buffer(x, {n}), Buffer(out, {})});
        ASSERT_EQ(out[0], std::accumulate(x.begin(), x.end(), c.init, c.apply))
            << c.op << " " << n;
      }
    }
  }
}

TEST(VectorReductions, TwoResultsOfOneReduction) {
  // The greatest element and where it is: not a simple accumulation.
  COMPILE(program, makeModule({"?x?xf32", "?xf32", "?xi64"}, R"(
  %v, %p = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>,
                                            affine_map<(i, j) -> (i)>,
                                            affine_map<(i, j) -> (i)>],
                           iterator_types = ["parallel", "reduction"]}
      ins(%t0 : tensor<?x?xf32>) outs(%t1, %t2 : tensor<?xf32>, tensor<?xi64>) {
    ^bb0(%x: f32, %best: f32, %where: i64):
      %j = linalg.index 1 : index
      %j64 = arith.index_cast %j : index to i64
      %more = arith.cmpf ogt, %x, %best : f32
      %b = arith.select %more, %x, %best : f32
      %w = arith.select %more, %j64, %where : i64
      linalg.yield %b, %w : f32, i64
  } -> (tensor<?xf32>, tensor<?xi64>)
  bufferization.materialize_in_destination %v in restrict writable %a1 : (tensor<?xf32>, memref<?xf32>) -> ()
  bufferization.materialize_in_destination %p in restrict writable %a2 : (tensor<?xi64>, memref<?xi64>) -> ()
)"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : {1, 16, 70, 300}) {
      int64_t m = 5;
      auto x = makeFloats(m * n);
      std::vector<float> best(m, -1e30f);
      std::vector<int64_t> where(m, -1);
      program->call(variant,
                    {Buffer(x, {m, n}), Buffer(best, {m}), Buffer(where, {m})});
      for (int64_t i = 0; i < m; ++i) {
        auto begin = x.begin() + i * n;
        auto top = std::max_element(begin, begin + n);
        ASSERT_EQ(best[i], *top);
        ASSERT_EQ(where[i], top - begin);
      }
    }
  }
}

//===----------------------------------------------------------------------===//
// Contractions
//===----------------------------------------------------------------------===//

TEST(VectorReductions, MatmulInOrder) {
  COMPILE(program, makeGeneric({"?x?xf32", "?x?xf32", "?x?xf32"},
                               {"(m, n, k) -> (m, k)", "(m, n, k) -> (k, n)",
                                "(m, n, k) -> (m, n)"},
                               "ppr", R"(
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = arith.mulf %x, %y : f32
      %t = arith.addf %o, %s : f32
      linalg.yield %t : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t m : {0, 1, 3, 4, 9}) {
      for (int64_t n : {0, 1, 16, 47, 70, 200}) {
        for (int64_t k : {0, 1, 33}) {
          auto a = makeFloats(m * k, 1), b = makeFloats(k * n, 2);
          std::vector<float> out(m * n, 0.5f), expected = out;
          program->call(variant, {Buffer(a, {m, k}), Buffer(b, {k, n}),
                                  Buffer(out, {m, n})});
          for (int64_t i = 0; i < m; ++i)
            for (int64_t l = 0; l < k; ++l)
              for (int64_t j = 0; j < n; ++j) {
                float product = a[i * k + l] * b[l * n + j];
                expected[i * n + j] += product;
              }
          ASSERT_TRUE(sameBits(out, expected))
              << variant << " " << m << " " << n << " " << k;
        }
      }
    }
  }
}

TEST(VectorReductions, Int8ContractionAlongK) {
  for (bool isStatic : {false, true}) {
    std::string k = isStatic ? "96" : "?", n = isStatic ? "10" : "?";
    COMPILE(program, makeGeneric({"?x" + k + "xi8", n + "x" + k + "xi8",
                                  "?x" + n + "xi32"},
                                 {"(m, n, k) -> (m, k)", "(m, n, k) -> (n, k)",
                                  "(m, n, k) -> (m, n)"},
                                 "ppr", R"(
    ^bb0(%x: i8, %y: i8, %o: i32):
      %a = arith.extsi %x : i8 to i32
      %b = arith.extsi %y : i8 to i32
      %s = arith.muli %a, %b : i32
      %t = arith.addi %o, %s : i32
      linalg.yield %t : i32
  )"));
    std::vector<int64_t> depths(71), widths = {0, 1, 4, 10};
    std::iota(depths.begin(), depths.end(), 0);
    depths.push_back(256);
    if (isStatic) {
      depths = {96};
      widths = {10};
    }
    for (const std::string &variant : program->getVariants()) {
      for (int64_t m : {0, 1, 5}) {
        for (int64_t n : widths) {
          for (int64_t k : depths) {
            auto a = makeIntegers<int8_t>(m * k, 1, 127);
            auto b = makeIntegers<int8_t>(n * k, 2, 127);
            std::vector<int32_t> out(m * n, 1000);
            program->call(variant, {Buffer(a, {m, k}), Buffer(b, {n, k}),
                                    Buffer(out, {m, n})});
            for (int64_t i = 0; i < m; ++i)
              for (int64_t j = 0; j < n; ++j) {
                int32_t sum = 1000;
                for (int64_t l = 0; l < k; ++l)
                  sum += a[i * k + l] * b[j * k + l];
                ASSERT_EQ(out[i * n + j], sum) << variant << " " << k;
              }
          }
        }
      }
    }
  }
}

TEST(VectorReductions, ConvolutionWithAStride) {
  COMPILE(program,
          makeGeneric({"1x3x?x?xf32", "5x3x3x3xf32", "1x5x?x?xf32"},
                      {"(n, o, h, w, c, y, x) -> (n, c, h * 2 + y, w * 2 + x)",
                       "(n, o, h, w, c, y, x) -> (o, c, y, x)",
                       "(n, o, h, w, c, y, x) -> (n, o, h, w)"},
                      "pppprrr", R"(
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = arith.mulf %x, %y : f32
      %t = arith.addf %o, %s : f32
      linalg.yield %t : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t w : {1, 5, 16, 21}) {
      int64_t h = 4, ih = 2 * h + 1, iw = 2 * w + 1;
      auto in = makeIntegers<float>(3 * ih * iw);
      auto weights = makeIntegers<float>(5 * 27, 2);
      std::vector<float> out(5 * h * w);
      program->call(variant,
                    {Buffer(in, {1, 3, ih, iw}), Buffer(weights, {5, 3, 3, 3}),
                     Buffer(out, {1, 5, h, w})});
      for (int64_t o = 0; o < 5; ++o)
        for (int64_t i = 0; i < h; ++i)
          for (int64_t j = 0; j < w; ++j) {
            float sum = 0;
            for (int64_t c = 0; c < 3; ++c)
              for (int64_t y = 0; y < 3; ++y)
                for (int64_t x = 0; x < 3; ++x)
                  sum += in[(c * ih + i * 2 + y) * iw + j * 2 + x] *
                         weights[((o * 3 + c) * 3 + y) * 3 + x];
            ASSERT_EQ(out[(o * h + i) * w + j], sum);
          }
    }
  }
}

} // namespace
