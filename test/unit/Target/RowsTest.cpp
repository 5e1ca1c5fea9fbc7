//===- RowsTest.cpp - loops over rows against op by op --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Fusing rows changes where values lie and nothing else: every bit of every
// result is what the ops give one after the other, for each variant and number
// of threads, and nothing is allocated while the kernel runs.
//
//===----------------------------------------------------------------------===//

#include "Kernels.h"

using namespace lutra::test;

namespace {

const char kMaps[] = R"(
  %zero = arith.constant 0.0 : f32
  %eps = arith.constant 1.0e-5 : f32
)";

std::string generic(const std::string &result, const std::string &maps,
                    const std::string &iterators, const std::string &inputs,
                    const std::string &out, const std::string &type,
                    const std::string &body) {
  return "  " + result + " = linalg.generic {indexing_maps = [" + maps +
         "], iterator_types = [" + iterators + "]} ins(" + inputs + ") outs(" +
         out + " : " + type + ") {\n" + body + "  } -> " + type + "\n";
}

const std::string kAll = "affine_map<(m, k) -> (m, k)>";
const std::string kRow = "affine_map<(m, k) -> (m)>";
const std::string kColumn = "affine_map<(m, k) -> (k)>";
const std::string kParallel = "\"parallel\", \"parallel\"";
const std::string kReduction = "\"parallel\", \"reduction\"";

std::string store(const std::string &value, int argument,
                  const std::string &shape) {
  std::string n = std::to_string(argument);
  return "  bufferization.materialize_in_destination " + value +
         " in restrict writable %a" + n + " : (tensor<" + shape + ">, memref<" +
         shape + ">) -> ()\n";
}

/// x + y is stored, its norm with weights w is turned into codes, which are
/// stored with their scales.
std::string makeNorm(const std::string &columns) {
  std::string rows = "?x" + columns;
  std::string tensor = "tensor<" + rows + "xf32>", row = "tensor<?xf32>";
  std::string text = kMaps;
  text += "  %m = tensor.dim %t0, %c0 : " + tensor + "\n" +
          "  %e = tensor.empty(%m) : " + tensor +
          "\n  %e1 = tensor.empty(%m) : " + row + "\n" +
          "  %f = linalg.fill ins(%zero : f32) outs(%e1 : " + row + ") -> " +
          row + "\n  %fx = linalg.fill ins(%zero : f32) outs(%t5 : " + row +
          ") -> " + row + "\n";
  text += generic("%s", kAll + ", " + kAll + ", " + kAll, kParallel,
                  "%t0, %t1 : " + tensor + ", " + tensor, "%t3", tensor, R"(
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.addf %p, %q : f32
    linalg.yield %r : f32
)");
  text += generic("%ss", kAll + ", " + kRow, kReduction, "%s : " + tensor, "%f",
                  row, R"(
  ^bb0(%p: f32, %o: f32):
    %r = math.fma %p, %p, %o : f32
    linalg.yield %r : f32
)");
  text += generic(
      "%n", kAll + ", " + kRow + ", " + kColumn + ", " + kAll, kParallel,
      "%s, %ss, %t2 : " + tensor + ", " + row + ", tensor<" + columns + "xf32>",
      "%e", tensor, R"(
  ^bb0(%p: f32, %q: f32, %g: f32, %o: f32):
    %r = arith.addf %q, %eps : f32
    %u = math.sqrt %r : f32
    %v = arith.divf %p, %u : f32
    %z = arith.mulf %v, %g : f32
    linalg.yield %z : f32
)");
  text += generic("%x", kAll + ", " + kRow, kReduction, "%n : " + tensor, "%fx",
                  row, R"(
  ^bb0(%p: f32, %o: f32):
    %r = math.absf %p : f32
    %u = arith.maximumf %o, %r : f32
    linalg.yield %u : f32
)");
  text += generic("%c", kAll + ", " + kRow + ", " + kAll, kParallel,
                  "%n, %x : " + tensor + ", " + row, "%t4",
                  "tensor<" + rows + "xi8>", R"(
  ^bb0(%p: f32, %q: f32, %o: i8):
    %h = arith.constant 127.0 : f32
    %d = arith.maximumf %q, %eps : f32
    %r = arith.divf %p, %d : f32
    %u = arith.mulf %r, %h : f32
    %v = math.roundeven %u : f32
    %z = arith.fptosi %v : f32 to i8
    linalg.yield %z : i8
)");
  text += store("%s", 3, rows + "xf32") + store("%c", 4, rows + "xi8") +
          store("%x", 5, "?xf32");
  return makeModule({rows + "xf32", rows + "xf32", columns + "xf32",
                     rows + "xf32", rows + "xi8", "?xf32"},
                    text);
}

TEST(Rows, NormWithCodes) {
  for (int64_t columns : {1, 40, 200, 704}) {
    std::string text = makeNorm(std::to_string(columns));
    COMPILE(apart, text);
    auto fused = Program::compile(text, /*fuseRows=*/true);
    ASSERT_TRUE(fused);
    for (const std::string &variant : fused->getVariants())
      for (int64_t m : {0, 1, 3, 150})
        for (int threads : {1, 3}) {
          auto x = makeFloats(m * columns, 1), y = makeFloats(m * columns, 2);
          auto w = makeFloats(columns, 3);
          struct Results {
            std::vector<float> sums, most;
            std::vector<int8_t> codes;
            int allocations;
          };
          auto run = [&](const Program &program) {
            Results r{std::vector<float>(m * columns, 9.0f),
                      std::vector<float>(m, 9.0f),
                      std::vector<int8_t>(m * columns, 9), 0};
            CallOptions options;
            options.threads = threads;
            r.allocations =
                program
                    .call(variant,
                          {Buffer(x, {m, columns}), Buffer(y, {m, columns}),
                           Buffer(w, {columns}), Buffer(r.sums, {m, columns}),
                           Buffer(r.codes, {m, columns}), Buffer(r.most, {m})},
                          options)
                    .allocations;
            return r;
          };
          Results one = run(*fused), other = run(*apart);
          ASSERT_TRUE(sameBits(one.sums, other.sums)) << variant << " " << m;
          ASSERT_TRUE(sameBits(one.most, other.most)) << variant << " " << m;
          ASSERT_EQ(one.codes, other.codes) << variant << " " << m;
          ASSERT_EQ(one.allocations, 0);
          ASSERT_GT(other.allocations, 0);
        }
  }
}

/// Lengths that only the run knows, of rows that two dimensions count.
TEST(Rows, SoftmaxOfDynamicRows) {
  const std::string all = "affine_map<(b, s, k) -> (b, s, k)>";
  const std::string row = "affine_map<(b, s, k) -> (b, s)>";
  const std::string parallel = "\"parallel\", \"parallel\", \"parallel\"";
  const std::string reduction = "\"parallel\", \"parallel\", \"reduction\"";
  const std::string tensor = "tensor<?x?x?xf32>", rows = "tensor<?x?xf32>";
  std::string text = kMaps;
  text += R"(
  %c2 = arith.constant 2 : index
  %inf = arith.constant 0xFF800000 : f32
  %b = tensor.dim %t0, %c0 : tensor<?x?x?xf32>
  %s = tensor.dim %t0, %c1 : tensor<?x?x?xf32>
  %k = tensor.dim %t0, %c2 : tensor<?x?x?xf32>
  %e = tensor.empty(%b, %s, %k) : tensor<?x?x?xf32>
  %e2 = tensor.empty(%b, %s) : tensor<?x?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %g = linalg.fill ins(%inf : f32) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
)";
  text += generic("%x", all + ", " + row, reduction, "%t0 : " + tensor, "%g",
                  rows, R"(
  ^bb0(%p: f32, %o: f32):
    %r = arith.maximumf %o, %p : f32
    linalg.yield %r : f32
)");
  text += generic("%n", all + ", " + row + ", " + all, parallel,
                  "%t0, %x : " + tensor + ", " + rows, "%e", tensor, R"(
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.subf %p, %q : f32
    %u = math.exp %r : f32
    linalg.yield %u : f32
)");
  text += generic("%d", all + ", " + row, reduction, "%n : " + tensor, "%f",
                  rows, R"(
  ^bb0(%p: f32, %o: f32):
    %r = arith.addf %o, %p : f32
    linalg.yield %r : f32
)");
  text += generic("%y", all + ", " + row + ", " + all, parallel,
                  "%n, %d : " + tensor + ", " + rows, "%t1", tensor, R"(
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.divf %p, %q : f32
    linalg.yield %r : f32
)");
  text += store("%y", 1, "?x?x?xf32");
  text = makeModule({"?x?x?xf32", "?x?x?xf32"}, text);
  COMPILE(apart, text);
  auto fused = Program::compile(text, /*fuseRows=*/true);
  ASSERT_TRUE(fused);
  for (const std::string &variant : fused->getVariants())
    for (int64_t k : getLengths())
      for (int threads : {1, 3}) {
        int64_t b = 2, s = 3;
        auto x = makeFloats(b * s * k);
        std::vector<float> one(b * s * k), other(b * s * k);
        CallOptions options;
        options.threads = threads;
        CallResult result = fused->call(
            variant, {Buffer(x, {b, s, k}), Buffer(one, {b, s, k})}, options);
        apart->call(variant, {Buffer(x, {b, s, k}), Buffer(other, {b, s, k})});
        ASSERT_TRUE(sameBits(one, other)) << variant << " " << k;
        ASSERT_EQ(result.allocations, 0);
        ASSERT_LE(result.parallelLoops, 1);
      }
}

} // namespace
