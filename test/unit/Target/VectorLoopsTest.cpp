//===- VectorLoopsTest.cpp - loops of vectors against plain C++ -----------===//
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
// Elementwise
//===----------------------------------------------------------------------===//

TEST(VectorLoops, ElementwiseWithEveryTail) {
  COMPILE(program, makeGeneric({"?xf32", "?xf32", "?xf32"},
                               {"(i) -> (i)", "(i) -> (i)", "(i) -> (i)"}, "p",
                               R"(
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = arith.mulf %x, %y : f32
      %u = arith.subf %s, %o : f32
      linalg.yield %u : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : getLengths()) {
      auto a = makeFloats(n, 1), b = makeFloats(n, 2), old = makeFloats(n, 3);
      // One more element, which must stay as it is.
      std::vector<float> out = old;
      out.push_back(42);
      program->call(variant,
                    {Buffer(a, {n}), Buffer(b, {n}), Buffer(out, {n})});
      for (int64_t i = 0; i < n; ++i) {
        float product = a[i] * b[i];
        ASSERT_EQ(out[i], product - old[i]) << variant << " " << n << " " << i;
      }
      ASSERT_EQ(out[n], 42);
    }
  }
}

TEST(VectorLoops, BroadcastsAndTransposedInputs) {
  COMPILE(program, makeGeneric({"?x?xf32", "?xf32", "?xf32", "?x?xf32"},
                               {"(i, j) -> (j, i)", "(i, j) -> (j)",
                                "(i, j) -> (i)", "(i, j) -> (i, j)"},
                               "pp", R"(
    ^bb0(%x: f32, %y: f32, %z: f32, %o: f32):
      %s = arith.mulf %x, %y : f32
      %u = arith.addf %s, %z : f32
      linalg.yield %u : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t m : {0, 1, 3, 17}) {
      for (int64_t n : {0, 1, 15, 16, 33, 70}) {
        auto a = makeIntegers<float>(m * n), b = makeIntegers<float>(n, 2),
             c = makeIntegers<float>(m, 3);
        std::vector<float> out(m * n, -1);
        program->call(variant, {Buffer(a, {n, m}), Buffer(b, {n}),
                                Buffer(c, {m}), Buffer(out, {m, n})});
        for (int64_t i = 0; i < m; ++i)
          for (int64_t j = 0; j < n; ++j)
            ASSERT_EQ(out[i * n + j], a[j * m + i] * b[j] + c[i]);
      }
    }
  }
}

TEST(VectorLoops, BoolsAreBytes) {
  COMPILE(program,
          makeGeneric({"?xi1", "?xf32", "?xi1"},
                      {"(i) -> (i)", "(i) -> (i)", "(i) -> (i)"}, "p", R"(
    ^bb0(%x: i1, %y: f32, %o: i1):
      %zero = arith.constant 0.0 : f32
      %p = arith.cmpf ogt, %y, %zero : f32
      %a = arith.andi %p, %x : i1
      %b = arith.xori %a, %o : i1
      linalg.yield %b : i1
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : getLengths()) {
      std::vector<uint8_t> x(n), out(n + 1, 7), old(n);
      auto y = makeFloats(n);
      for (int64_t i = 0; i < n; ++i) {
        x[i] = i % 3 == 0;
        old[i] = out[i] = i % 2;
      }
      program->call(variant,
                    {Buffer(x, {n}), Buffer(y, {n}), Buffer(out, {n})});
      for (int64_t i = 0; i < n; ++i)
        ASSERT_EQ(out[i], ((y[i] > 0) & x[i]) ^ old[i]) << variant << " " << i;
      ASSERT_EQ(out[n], 7);
    }
  }
}

TEST(VectorLoops, HalvesComputeInFloats) {
  COMPILE(program, makeGeneric({"?xf16", "?xbf16", "?xf16"},
                               {"(i) -> (i)", "(i) -> (i)", "(i) -> (i)"}, "p",
                               R"(
    ^bb0(%x: f16, %y: bf16, %o: f16):
      %a = arith.extf %x : f16 to f32
      %b = arith.extf %y : bf16 to f32
      %s = arith.addf %a, %b : f32
      %t = arith.truncf %s : f32 to f16
      linalg.yield %t : f16
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : {0, 5, 16, 31, 70, 300}) {
      std::vector<_Float16> x(n), out(n);
      std::vector<uint16_t> y(n);
      auto values = makeIntegers<float>(n), other = makeIntegers<float>(n, 2);
      for (int64_t i = 0; i < n; ++i) {
        x[i] = values[i] / 8;
        uint32_t bits;
        memcpy(&bits, &other[i], 4);
        y[i] = bits >> 16;
      }
      program->call(variant,
                    {Buffer(x, {n}), Buffer(y, {n}), Buffer(out, {n})});
      for (int64_t i = 0; i < n; ++i)
        ASSERT_EQ(float(out[i]), values[i] / 8 + other[i]);
    }
  }
}

TEST(VectorLoops, ArithmeticOnHalvesRoundsOncePerOperation) {
  COMPILE(program, makeGeneric({"?xbf16", "?xf16"},
                               {"(i) -> (i)", "(i) -> (i)"}, "p", R"(
    ^bb0(%x: bf16, %o: f16):
      %a = arith.addf %x, %x : bf16
      %b = arith.mulf %a, %x : bf16
      %e = math.exp %b : bf16
      %w = arith.extf %e : bf16 to f32
      %h = arith.truncf %w : f32 to f16
      %s = arith.addf %h, %o : f16
      linalg.yield %s : f16
  )"));
  for (const std::string &variant : program->getVariants()) {
    int64_t n = 37;
    std::vector<uint16_t> x(n, 0x3fa0); // 1.25
    std::vector<_Float16> out(n, 0.5);
    program->call(variant, {Buffer(x, {n}), Buffer(out, {n})});
    // 2.5 * 1.25 = 3.125; exp 22.76 is 22.75 in bf16.
    for (int64_t i = 0; i < n; ++i)
      ASSERT_EQ(float(out[i]), 23.25f) << variant;
  }
}

TEST(VectorLoops, IntegerDivisionStaysWithinTheTail) {
  // A lane that does not exist would divide by zero.
  COMPILE(program, makeGeneric({"?xi32", "?xi32", "?xi32"},
                               {"(i) -> (i)", "(i) -> (i)", "(i) -> (i)"}, "p",
                               R"(
    ^bb0(%x: i32, %y: i32, %o: i32):
      %q = arith.divsi %x, %y : i32
      linalg.yield %q : i32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : getLengths()) {
      auto x = makeIntegers<int32_t>(n, 1, 1000);
      auto y = makeIntegers<int32_t>(n, 2, 9);
      for (int32_t &value : y)
        value = value == 0 ? 3 : value;
      std::vector<int32_t> out(n);
      program->call(variant,
                    {Buffer(x, {n}), Buffer(y, {n}), Buffer(out, {n})});
      for (int64_t i = 0; i < n; ++i)
        ASSERT_EQ(out[i], x[i] / y[i]);
    }
  }
}

TEST(VectorLoops, IndicesOfTheVectorLoop) {
  // A causal mask, and a value made of the index itself.
  COMPILE(program, makeGeneric({"?x?xf32", "?x?xf32"},
                               {"(i, j) -> (i, j)", "(i, j) -> (i, j)"}, "pp",
                               R"(
    ^bb0(%x: f32, %o: f32):
      %i = linalg.index 0 : index
      %j = linalg.index 1 : index
      %keep = arith.cmpi sle, %j, %i : index
      %k = arith.index_cast %j : index to i32
      %f = arith.sitofp %k : i32 to f32
      %s = arith.select %keep, %x, %f : f32
      linalg.yield %s : f32
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : {1, 16, 40, 70}) {
      int64_t m = 20;
      auto x = makeFloats(m * n);
      std::vector<float> out(m * n);
      program->call(variant, {Buffer(x, {m, n}), Buffer(out, {m, n})});
      for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < n; ++j)
          ASSERT_EQ(out[i * n + j], j <= i ? x[i * n + j] : float(j));
    }
  }
}

TEST(VectorLoops, LookupsInATable) {
  // Contiguous along the row, and element by element.
  std::vector<std::string> arguments = {"?xi64", "?x?xf32", "?x?xf32",
                                        "?x?xf32"};
  COMPILE(program, makeModule(arguments, R"(
  %d = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>,
                                        affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%t0 : tensor<?xi64>) outs(%t2 : tensor<?x?xf32>) {
    ^bb0(%id: i64, %o: f32):
      %i = arith.index_cast %id : i64 to index
      %j = linalg.index 1 : index
      %x = tensor.extract %t1[%i, %j] : tensor<?x?xf32>
      linalg.yield %x : f32
  } -> tensor<?x?xf32>
  bufferization.materialize_in_destination %d in restrict writable %a2 : (tensor<?x?xf32>, memref<?x?xf32>) -> ()
  %e = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j)>,
                                        affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%t0 : tensor<?xi64>) outs(%t3 : tensor<?x?xf32>) {
    ^bb0(%id: i64, %o: f32):
      %j = arith.index_cast %id : i64 to index
      %i = linalg.index 0 : index
      %x = tensor.extract %t1[%i, %j] : tensor<?x?xf32>
      linalg.yield %x : f32
  } -> tensor<?x?xf32>
  bufferization.materialize_in_destination %e in restrict writable %a3 : (tensor<?x?xf32>, memref<?x?xf32>) -> ()
)"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : {1, 7, 16, 35}) {
      int64_t rows = 50, columns = 50;
      auto table = makeFloats(rows * columns);
      std::vector<int64_t> ids(n);
      for (int64_t i = 0; i < n; ++i)
        ids[i] = (i * 29 + 11) % rows;
      std::vector<float> byRow(n * columns), byColumn(rows * n);
      program->call(variant,
                    {Buffer(ids, {n}), Buffer(table, {rows, columns}),
                     Buffer(byRow, {n, columns}), Buffer(byColumn, {rows, n})});
      for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j < columns; ++j)
          ASSERT_EQ(byRow[i * columns + j], table[ids[i] * columns + j]);
      for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < n; ++j)
          ASSERT_EQ(byColumn[i * n + j], table[i * columns + ids[j]]);
    }
  }
}

//===----------------------------------------------------------------------===//
// The same bits everywhere
//===----------------------------------------------------------------------===//

/// Rows of softmax(x w), which has reductions of both kinds and exp.
std::string makeSoftmaxOfMatmul() {
  return makeModule({"?x?xf32", "?x?xf32", "?x?xf32"}, R"(
  %zero = arith.constant 0.0 : f32
  %low = arith.constant 0xFF800000 : f32
  %m = tensor.dim %t0, %c0 : tensor<?x?xf32>
  %n = tensor.dim %t1, %c0 : tensor<?x?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %s = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>],
                       iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%t0, %t1 : tensor<?x?xf32>, tensor<?x?xf32>) outs(%z : tensor<?x?xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %f = math.fma %x, %y, %o : f32
      linalg.yield %f : f32
  } -> tensor<?x?xf32>
  %e1 = tensor.empty(%m) : tensor<?xf32>
  %l = linalg.fill ins(%low : f32) outs(%e1 : tensor<?xf32>) -> tensor<?xf32>
  %top = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m)>], iterator_types = ["parallel", "reduction"]}
      ins(%s : tensor<?x?xf32>) outs(%l : tensor<?xf32>) {
    ^bb0(%x: f32, %o: f32):
      %f = arith.maximumf %x, %o : f32
      linalg.yield %f : f32
  } -> tensor<?xf32>
  %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
      ins(%s, %top : tensor<?x?xf32>, tensor<?xf32>) outs(%e : tensor<?x?xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %d = arith.subf %x, %y : f32
      %f = math.exp %d : f32
      linalg.yield %f : f32
  } -> tensor<?x?xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<?xf32>) -> tensor<?xf32>
  %sum = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m)>], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<?x?xf32>) outs(%z1 : tensor<?xf32>) {
    ^bb0(%x0: f32, %o: f32):
      %f = arith.addf %x0, %o : f32
      linalg.yield %f : f32
  } -> tensor<?xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : tensor<?x?xf32>, tensor<?xf32>) outs(%t2 : tensor<?x?xf32>) {
    ^bb0(%x0: f32, %y: f32, %o: f32):
      %f = arith.divf %x0, %y : f32
      linalg.yield %f : f32
  } -> tensor<?x?xf32>
  bufferization.materialize_in_destination %r in restrict writable %a2 : (tensor<?x?xf32>, memref<?x?xf32>) -> ()
)");
}

TEST(VectorLoops, ThreadsAndInstructionSetsDoNotChangeTheResult) {
  COMPILE(program, makeSoftmaxOfMatmul());
  for (auto [m, n, k] : {std::tuple<int64_t, int64_t, int64_t>{1, 1000, 100},
                         {37, 203, 77},
                         {64, 300, 64}}) {
    auto a = makeFloats(m * k, 1), b = makeFloats(n * k, 2);
    std::vector<float> first;
    for (const std::string &variant : program->getVariants()) {
      for (int threads : {1, 2, 3, 7}) {
        std::vector<float> out(m * n);
        CallResult result = program->call(
            variant,
            {Buffer(a, {m, k}), Buffer(b, {n, k}), Buffer(out, {m, n})},
            {threads});
        EXPECT_GT(result.parallelLoops, 0);
        if (first.empty())
          first = out;
        ASSERT_TRUE(sameBits(out, first)) << variant << " " << threads;
      }
    }
    for (int64_t i = 0; i < m; ++i)
      ASSERT_NEAR(std::accumulate(first.begin() + i * n,
                                  first.begin() + (i + 1) * n, 0.0),
                  1.0, 1e-4);
  }
}

TEST(VectorLoops, VectorAndTailComputeTheSameFunctions) {
  const char *functions[] = {"math.exp",   "math.erf",      "math.tanh",
                             "math.log1p", "math.sin",      "math.cos",
                             "math.rsqrt", "math.expm1",    "math.sqrt",
                             "math.floor", "math.roundeven"};
  for (const char *function : functions) {
    COMPILE(program,
            makeGeneric({"?xf32", "?xf32"}, {"(i) -> (i)", "(i) -> (i)"}, "p",
                        std::string(R"(
    ^bb0(%x: f32, %o: f32):
      %s = )") + function + R"( %x : f32
      linalg.yield %s : f32
  )"));
    std::vector<float> first;
    for (const std::string &variant : program->getVariants()) {
      // Each value once in a whole vector and once alone.
      auto x = makeFloats(64);
      for (float &value : x)
        value = std::fabs(value);
      std::vector<float> whole(64), single(1);
      program->call(variant, {Buffer(x, {64}), Buffer(whole, {64})});
      for (int i = 0; i < 64; ++i) {
        std::vector<float> one = {x[i]};
        program->call(variant, {Buffer(one, {1}), Buffer(single, {1})});
        ASSERT_EQ(whole[i], single[0]) << function << " " << x[i];
      }
      if (first.empty())
        first = whole;
      ASSERT_TRUE(sameBits(first, whole)) << function;
    }
  }
}

TEST(VectorLoops, InverseRootsAreCloseToTheTruth) {
  COMPILE(program,
          makeGeneric({"?xf32", "?xf32"}, {"(i) -> (i)", "(i) -> (i)"}, "p", R"(
    ^bb0(%x: f32, %o: f32):
      %s = math.rsqrt %x : f32
      linalg.yield %s : f32
  )"));
  int64_t n = 100003;
  std::vector<float> x(n), out(n);
  for (int64_t i = 0; i < n; ++i)
    x[i] = 1e-6 + 1e6 * i / (n - 1);
  program->call(program->getVariants().front(),
                {Buffer(x, {n}), Buffer(out, {n})});
  for (int64_t i = 0; i < n; ++i) {
    double truth = 1 / std::sqrt(double(x[i]));
    double ulp = double(std::nextafter(float(truth), INFINITY)) - float(truth);
    ASSERT_LE(std::fabs(out[i] - truth), 1.5 * ulp) << x[i];
  }
}

//===----------------------------------------------------------------------===//
// Memory and errors
//===----------------------------------------------------------------------===//

TEST(VectorLoops, ScratchComesFromTheRuntime) {
  COMPILE(program, makeSoftmaxOfMatmul());
  auto a = makeFloats(4), b = makeFloats(4);
  std::vector<float> out(4);
  CallResult result = program->call(
      program->getVariants().front(),
      {Buffer(a, {2, 2}), Buffer(b, {2, 2}), Buffer(out, {2, 2})});
  EXPECT_GT(result.allocations, 0);
  EXPECT_NEAR(out[0] + out[1], 1, 1e-6);
}

TEST(VectorLoops, AnAssertionInABodyFails) {
  COMPILE(program,
          makeGeneric({"?xi64", "?xi64"}, {"(i) -> (i)", "(i) -> (i)"}, "p", R"(
    ^bb0(%x: i64, %o: i64):
      %bound = arith.constant 10 : i64
      %ok = arith.cmpi ult, %x, %bound : i64
      cf.assert %ok, "index out of range"
      linalg.yield %x : i64
  )"));
  for (const std::string &variant : program->getVariants()) {
    for (int64_t n : {1, 8, 100}) {
      auto run = [&](int64_t last) {
        std::vector<int64_t> x(n, 9), out(n);
        x.back() = last;
        return program->call(variant, {Buffer(x, {n}), Buffer(out, {n})})
            .failure;
      };
      EXPECT_EQ(run(3), "");
      EXPECT_EQ(run(10), "index out of range");
      EXPECT_EQ(run(-1), "index out of range");
    }
  }
}

} // namespace
