//===- ContractionsTest.cpp - tiled products of matrices against C++ ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From sixteen rows on a product goes by packed panels, and each of its sums
// has its terms in ascending order: the result is that of plain loops to the
// last bit, for each variant and number of threads.
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"

#include <cmath>

using namespace lutra::test;

namespace {

const char kBody[] = R"(
    ^bb0(%x: f32, %y: f32, %o: f32):
      %t = math.fma %x, %y, %o : f32
      linalg.yield %t : f32
)";

struct Shape {
  int64_t batch, m, n, k;
};

void PrintTo(const Shape &shape, std::ostream *os) {
  *os << shape.batch << " x " << shape.m << " x " << shape.n << " x "
      << shape.k;
}

/// out[b, m, n] += sum of a[b, m, k] * b[..], which lies as `at` says.
template <typename At>
std::vector<float> multiply(Shape s, const std::vector<float> &a,
                            const std::vector<float> &b, std::vector<float> out,
                            At at) {
  for (int64_t h = 0; h < s.batch; ++h)
    for (int64_t i = 0; i < s.m; ++i)
      for (int64_t j = 0; j < s.n; ++j) {
        float &sum = out[(h * s.m + i) * s.n + j];
        for (int64_t l = 0; l < s.k; ++l)
          sum = std::fma(a[(h * s.m + i) * s.k + l], b[at(h, j, l)], sum);
      }
  return out;
}

const std::vector<Shape> kShapes = {
    {1, 16, 16, 1},   {1, 16, 32, 0},   {1, 17, 33, 40},   {1, 23, 47, 257},
    {2, 31, 64, 256}, {1, 37, 100, 77}, {1, 259, 48, 300}, {3, 20, 70, 513},
    {1, 0, 32, 8},    {1, 516, 17, 64}};

TEST(Contractions, RowsOfTheRightHandSide) {
  COMPILE(program,
          makeGeneric({"?x?x?xf32", "?x?xf32", "?x?x?xf32"},
                      {"(h, m, n, k) -> (h, m, k)", "(h, m, n, k) -> (n, k)",
                       "(h, m, n, k) -> (h, m, n)"},
                      "pppr", kBody));
  for (const std::string &variant : program->getVariants())
    for (Shape s : kShapes)
      for (int threads : {1, 3}) {
        auto a = makeFloats(s.batch * s.m * s.k, 1);
        auto b = makeFloats(s.n * s.k, 2);
        std::vector<float> out(s.batch * s.m * s.n, 0.5f);
        auto expected =
            multiply(s, a, b, out, [&](int64_t, int64_t j, int64_t l) {
              return j * s.k + l;
            });
        CallOptions options;
        options.threads = threads;
        program->call(variant,
                      {Buffer(a, {s.batch, s.m, s.k}), Buffer(b, {s.n, s.k}),
                       Buffer(out, {s.batch, s.m, s.n})},
                      options);
        ASSERT_TRUE(sameBits(out, expected))
            << variant << " " << testing::PrintToString(s);
      }
}

TEST(Contractions, ColumnsOfTheRightHandSideInBatches) {
  COMPILE(program,
          makeGeneric({"?x?x?xf32", "?x?x?xf32", "?x?x?xf32"},
                      {"(h, m, n, k) -> (h, m, k)", "(h, m, n, k) -> (h, k, n)",
                       "(h, m, n, k) -> (h, m, n)"},
                      "pppr", kBody));
  for (const std::string &variant : program->getVariants())
    for (Shape s : kShapes)
      for (int threads : {1, 3}) {
        auto a = makeFloats(s.batch * s.m * s.k, 1);
        auto b = makeFloats(s.batch * s.n * s.k, 2);
        std::vector<float> out(s.batch * s.m * s.n, 0.5f);
        auto expected =
            multiply(s, a, b, out, [&](int64_t h, int64_t j, int64_t l) {
              return (h * s.k + l) * s.n + j;
            });
        CallOptions options;
        options.threads = threads;
        program->call(variant,
                      {Buffer(a, {s.batch, s.m, s.k}),
                       Buffer(b, {s.batch, s.k, s.n}),
                       Buffer(out, {s.batch, s.m, s.n})},
                      options);
        ASSERT_TRUE(sameBits(out, expected))
            << variant << " " << testing::PrintToString(s);
      }
}

/// Sizes known to the compiler, and zeros that are part of the kernel.
TEST(Contractions, StaticSizesAfterAFill) {
  Shape s{1, 48, 96, 320};
  COMPILE(program, makeModule({"48x320xf32", "96x320xf32", "48x96xf32"}, R"(
  %zero = arith.constant 0.0 : f32
  %f = linalg.fill ins(%zero : f32) outs(%t2 : tensor<48x96xf32>) -> tensor<48x96xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>,
                                        affine_map<(m, n, k) -> (n, k)>,
                                        affine_map<(m, n, k) -> (m, n)>],
                       iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%t0, %t1 : tensor<48x320xf32>, tensor<96x320xf32>)
      outs(%f : tensor<48x96xf32>) {)" + std::string(kBody) +
                                                                             R"(
  } -> tensor<48x96xf32>
  bufferization.materialize_in_destination %r in restrict writable %a2 : (tensor<48x96xf32>, memref<48x96xf32>) -> ()
)"));
  auto a = makeFloats(s.m * s.k, 1), b = makeFloats(s.n * s.k, 2);
  std::vector<float> zeros(s.m * s.n);
  auto expected = multiply(s, a, b, zeros, [&](int64_t, int64_t j, int64_t l) {
    return j * s.k + l;
  });
  for (const std::string &variant : program->getVariants()) {
    std::vector<float> out(s.m * s.n, 7.0f);
    program->call(variant, {Buffer(a, {s.m, s.k}), Buffer(b, {s.n, s.k}),
                            Buffer(out, {s.m, s.n})});
    ASSERT_TRUE(sameBits(out, expected)) << variant;
  }
}

/// Blocks of 16 x 16 in registers, edges one by one.
TEST(Contractions, Transposes) {
  COMPILE(program, makeGeneric({"?x?xf32", "?x?xf32"},
                               {"(i, j) -> (j, i)", "(i, j) -> (i, j)"}, "pp",
                               R"(
    ^bb0(%x: f32, %o: f32):
      %t = arith.subf %o, %x : f32
      linalg.yield %t : f32
)"));
  for (const std::string &variant : program->getVariants())
    for (int64_t rows : {0, 1, 15, 16, 33, 64})
      for (int64_t columns : {0, 1, 16, 31, 70}) {
        auto x = makeFloats(rows * columns),
             out = makeFloats(rows * columns, 2);
        std::vector<float> expected = out;
        for (int64_t i = 0; i < rows; ++i)
          for (int64_t j = 0; j < columns; ++j)
            expected[i * columns + j] -= x[j * rows + i];
        program->call(variant, {Buffer(x, {columns, rows}),
                                Buffer(out, {rows, columns})});
        ASSERT_TRUE(sameBits(out, expected))
            << variant << " " << rows << " x " << columns;
      }
}

TEST(Contractions, TransposesOfWideElements) {
  COMPILE(program, makeGeneric({"?x?xf64", "?x?xf64"},
                               {"(i, j) -> (j, i)", "(i, j) -> (i, j)"}, "pp",
                               R"(
    ^bb0(%x: f64, %o: f64):
      linalg.yield %x : f64
)"));
  int64_t rows = 21, columns = 19;
  std::vector<double> x(rows * columns), out(rows * columns);
  std::iota(x.begin(), x.end(), 0.0);
  for (const std::string &variant : program->getVariants()) {
    program->call(variant,
                  {Buffer(x, {columns, rows}), Buffer(out, {rows, columns})});
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j)
        ASSERT_EQ(out[i * columns + j], x[j * rows + i]) << variant;
  }
}

/// Bytes in blocks of 16 x 16, one beside the other and one behind it.
TEST(Contractions, TransposesOfBytes) {
  COMPILE(program, makeGeneric({"?x?xi8", "?x?xi8"},
                               {"(i, j) -> (j, i)", "(i, j) -> (i, j)"}, "pp",
                               R"(
    ^bb0(%x: i8, %o: i8):
      linalg.yield %x : i8
)"));
  for (const std::string &variant : program->getVariants())
    for (int64_t rows : {1, 16, 37})
      for (int64_t columns : {1, 16, 53}) {
        std::vector<int8_t> x(rows * columns), out(rows * columns);
        for (int64_t i = 0; i < rows * columns; ++i)
          x[i] = static_cast<int8_t>(i * 37 + i / 256);
        program->call(variant, {Buffer(x, {columns, rows}),
                                Buffer(out, {rows, columns})});
        for (int64_t i = 0; i < rows; ++i)
          for (int64_t j = 0; j < columns; ++j)
            ASSERT_EQ(out[i * columns + j], x[j * rows + i])
                << variant << " " << rows << " x " << columns;
      }
}

} // namespace
