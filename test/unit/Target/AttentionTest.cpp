//===- AttentionTest.cpp - the kernels of nn.attention --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Against a float64 oracle, with buffers that end where memory ends, in all
// variants and on several threads, which must agree in every bit.
//
//===----------------------------------------------------------------------===//

#include "AttentionOracle.h"
#include "Kernels.h"

#include "llvm/Support/MathExtras.h"

#include <sys/mman.h>
#include <unistd.h>

using namespace lutra::test;

namespace {

/// Memory between two pages that nobody may touch; data ends at the second.
template <typename T> class Guarded {
public:
  explicit Guarded(const std::vector<T> &data)
      : page(sysconf(_SC_PAGESIZE)), count(data.size()),
        room(llvm::alignTo(std::max<size_t>(count * sizeof(T), 1), page)) {
    base = static_cast<char *>(mmap(nullptr, room + 2 * page, PROT_NONE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(base + page, room, PROT_READ | PROT_WRITE);
    std::copy(data.begin(), data.end(), begin());
  }
  Guarded(const Guarded &) = delete;
  Guarded &operator=(const Guarded &) = delete;
  ~Guarded() { munmap(base, room + 2 * page); }

  T *begin() {
    return reinterpret_cast<T *>(base + page + room - count * sizeof(T));
  }
  std::vector<T> get() { return std::vector<T>(begin(), begin() + count); }

private:
  size_t page, count, room;
  char *base;
};

std::string memrefText(std::vector<int64_t> known, const char *element) {
  std::string text;
  for (int64_t size : known)
    text += (size < 0 ? "?" : std::to_string(size)) + "x";
  return text + element;
}

/// All but the sizes of heads is dynamic, so that one program serves many
/// shapes; `queries` too may be known.
std::unique_ptr<Program> compileAttention(const AttentionCase &c,
                                          bool knowsQueries = false) {
  int64_t queries = knowsQueries ? c.queries : -1;
  auto queryType = [&](int64_t size) {
    return c.tokenMajor ? memrefText({-1, queries, c.heads, size}, "f32")
                        : memrefText({-1, c.heads, queries, size}, "f32");
  };
  std::vector<std::string> types{
      queryType(c.size), memrefText({-1, c.sharedHeads, -1, c.size}, "f32"),
      memrefText({-1, c.sharedHeads, -1, c.valueSize}, "f32")};
  std::vector<std::string> names{"query", "key", "value"};
  if (!c.mask.empty()) {
    names.push_back("mask");
    types.push_back("?x?x?x?xf32");
  }
  if (!c.lengths.empty()) {
    names.push_back("lengths");
    types.push_back("?xi32");
  }
  std::string body = "  %y = nn.attention ";
  for (size_t i = 0; i < names.size(); ++i)
    body +=
        names[i] + "(%t" + std::to_string(i) + " : tensor<" + types[i] + ">) ";
  std::string out = queryType(c.valueSize);
  std::string number = std::to_string(types.size());
  types.push_back(out);
  body += "outs(%t" + number + " : tensor<" + out + ">) {" +
          (c.causal ? "causal, " : "") + (c.tokenMajor ? "token_major, " : "") +
          "scale = " + std::to_string(c.scale) +
          " : f32, softcap = " + std::to_string(c.softcap) +
          " : f32, window = " + std::to_string(c.window) +
          " : i64} -> tensor<" + out +
          ">\n  bufferization.materialize_in_destination %y in restrict "
          "writable %a" +
          number + " : (tensor<" + out + ">, memref<" + out + ">) -> ()\n";
  return Program::compile(makeModule(types, body));
}

/// The result of every variant on one and on three threads.
std::vector<float> evaluate(const Program &program, const AttentionCase &c,
                            const AttentionInputs &inputs) {
  Guarded<float> query(inputs.query), key(inputs.key), value(inputs.value),
      mask(inputs.mask);
  Guarded<int32_t> lengths(c.lengths);
  std::vector<float> first;
  for (const std::string &variant : program.getVariants())
    for (int threads : {1, 3}) {
      Guarded<float> out(
          std::vector<float>(c.batch * c.heads * c.queries * c.valueSize, NAN));
      std::vector<Buffer> buffers{
          Buffer(query.begin(), c.queryShape(c.size)),
          Buffer(key.begin(), {c.batch, c.sharedHeads, c.keys, c.size}),
          Buffer(value.begin(), {c.batch, c.sharedHeads, c.keys, c.valueSize})};
      if (!c.mask.empty())
        buffers.emplace_back(mask.begin(), c.maskShape());
      if (!c.lengths.empty())
        buffers.emplace_back(lengths.begin(), std::vector<int64_t>{c.batch});
      buffers.emplace_back(out.begin(), c.queryShape(c.valueSize));
      CallOptions options;
      options.threads = threads;
      CallResult result = program.call(variant, buffers, options);
      EXPECT_EQ(result.failure, "");
      EXPECT_EQ(result.allocations, 0);
      if (first.empty())
        first = out.get();
      EXPECT_TRUE(sameBits(out.get(), first))
          << variant << " on " << threads << " threads has other bits";
    }
  return first;
}

/// Values are below 2 and softmax averages them; scores are sums of `size`
/// terms.
void expectAsDefined(const Program &program, const AttentionCase &c) {
  SCOPED_TRACE(testing::Message()
               << c.queries << " queries, " << c.keys << " keys");
  AttentionInputs inputs(c);
  expectAttention(c, inputs, evaluate(program, c, inputs), 1e-5);
}

/// Few rows and blocks of them, with every kind of end.
void expectOnManyShapes(AttentionCase c) {
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  for (int64_t queries : {1, 2, 3, 7, 9, 17, 33, 70})
    for (int64_t keys : {0, 1, 3, 16, 63, 130, 259}) {
      c.queries = queries;
      c.keys = keys;
      ++c.seed;
      expectAsDefined(*program, c);
    }
}

TEST(AttentionKernels, SizesOfHeads) {
  for (int64_t size : {32, 64, 80, 128}) {
    AttentionCase c;
    c.batch = 1;
    c.causal = true;
    c.tokenMajor = true;
    c.size = c.valueSize = size;
    c.scale = 1 / std::sqrt(float(size));
    expectOnManyShapes(c);
  }
}

TEST(AttentionKernels, OddSizesOfHeads) {
  AttentionCase c;
  c.size = 7;
  c.valueSize = 37;
  c.causal = true;
  expectOnManyShapes(c);
  c.size = 1;
  c.valueSize = 2;
  c.causal = false;
  expectOnManyShapes(c);
}

TEST(AttentionKernels, LargeHeads) {
  AttentionCase c;
  c.batch = 1;
  c.size = c.valueSize = 256;
  c.scale = 0.05f;
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  for (int64_t queries : {1, 33}) {
    c.queries = queries;
    c.keys = 70;
    expectAsDefined(*program, c);
  }
}

TEST(AttentionKernels, HeadsThatShare) {
  for (int64_t sharing : {1, 2, 3, 4, 5, 12}) {
    AttentionCase c;
    c.sharedHeads = 2;
    c.heads = 2 * sharing;
    c.causal = true;
    c.size = c.valueSize = 16;
    expectOnManyShapes(c);
  }
}

TEST(AttentionKernels, LengthsAndWindows) {
  AttentionCase c;
  c.lengths = {0, 0};
  for (bool causal : {false, true})
    for (int64_t window : {int64_t(0), int64_t(20), int64_t(1) << 40}) {
      c.causal = causal;
      c.window = window;
      auto program = compileAttention(c);
      ASSERT_TRUE(program);
      for (int64_t queries : {1, 5, 40, 64})
        for (std::vector<int32_t> lengths :
             {std::vector<int32_t>{200, 77}, {0, 1}, {-5, 1000}, {64, 65}}) {
          c.queries = queries;
          c.keys = 200;
          c.lengths = lengths;
          expectAsDefined(*program, c);
        }
    }
}

TEST(AttentionKernels, MasksAndSoftcap) {
  AttentionCase c;
  c.softcap = 1.5f;
  c.mask = {1, 1};
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  for (std::vector<int64_t> mask :
       {std::vector<int64_t>{1, 1}, {2, 1}, {1, 4}, {2, 4}, {2, 1, 1}})
    for (int64_t queries : {1, 3, 20, 35})
      for (int64_t keys : {1, 15, 64, 100, 300}) {
        c.mask = mask;
        c.queries = queries;
        c.keys = keys;
        expectAsDefined(*program, c);
      }
}

/// The lowest number there is, in place of -inf: a row that sees nothing else
/// takes the mean.
TEST(AttentionKernels, LowestMask) {
  AttentionCase c;
  c.mask = {2, 1};
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  for (int64_t queries : {1, 40}) {
    c.queries = queries;
    c.keys = 300;
    AttentionInputs inputs(c);
    // One batch row hides everything, the other what was -inf.
    for (auto [i, x] : llvm::enumerate(inputs.mask))
      if (i < size_t(queries * c.keys) || std::isinf(x))
        x = std::numeric_limits<float>::lowest();
    expectAttention(c, inputs, evaluate(*program, c, inputs), 1e-5);
  }
}

/// Scales that do not commute with the maximum.
TEST(AttentionKernels, NegativeAndZeroScale) {
  for (float scale : {-0.3f, 0.0f}) {
    AttentionCase c;
    c.scale = scale;
    auto program = compileAttention(c);
    ASSERT_TRUE(program);
    for (int64_t queries : {1, 40}) {
      c.queries = queries;
      expectAsDefined(*program, c);
    }
  }
}

/// The number of queries decides on the kernel, whether it is known or not.
TEST(AttentionKernels, KnownNumbersOfQueries) {
  for (int64_t queries : {1, 4, 5, 40}) {
    AttentionCase c;
    c.queries = queries;
    c.keys = 100;
    c.causal = true;
    auto known = compileAttention(c, /*knowsQueries=*/true);
    auto unknown = compileAttention(c);
    ASSERT_TRUE(known && unknown);
    AttentionInputs inputs(c);
    EXPECT_TRUE(
        sameBits(evaluate(*known, c, inputs), evaluate(*unknown, c, inputs)));
  }
}

/// Large scores, of which the greatest comes last: sums are scaled to nothing.
TEST(AttentionKernels, ScoresGrow) {
  AttentionCase c;
  c.batch = 1;
  c.scale = 30;
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  for (int64_t queries : {1, 40}) {
    c.queries = queries;
    c.keys = 600;
    AttentionInputs inputs(c);
    for (int64_t shared = 0; shared < c.sharedHeads; ++shared)
      for (int64_t j = 0; j < c.keys; ++j)
        for (int64_t e = 0; e < c.size; ++e)
          inputs.key[(shared * c.keys + j) * c.size + e] *= 0.01f * j;
    // A score of some hundreds in f32 is off by some 1e-5.
    expectAttention(c, inputs, evaluate(*program, c, inputs), 1e-2);
  }
}

/// What no query sees may be anything.
TEST(AttentionKernels, NothingBehindTheLengthCounts) {
  AttentionCase c;
  c.lengths = {70, 3};
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  for (int64_t queries : {1, 40}) {
    c.queries = queries;
    c.keys = 100;
    AttentionInputs inputs(c);
    AttentionInputs spoilt = inputs;
    for (int64_t b = 0; b < c.batch; ++b)
      for (int64_t shared = 0; shared < c.sharedHeads; ++shared)
        for (int64_t j = c.lengths[b]; j < c.keys; ++j)
          for (int64_t e = 0; e < c.size; ++e) {
            int64_t at =
                ((b * c.sharedHeads + shared) * c.keys + j) * c.size + e;
            spoilt.key[at] = spoilt.value[at] = NAN;
          }
    EXPECT_TRUE(
        sameBits(evaluate(*program, c, inputs), evaluate(*program, c, spoilt)));
  }
}

TEST(AttentionKernels, InfinityAndNaN) {
  AttentionCase c;
  c.batch = 1;
  c.heads = c.sharedHeads = 1;
  c.scale = 1;
  c.mask = {1, 1};
  auto program = compileAttention(c);
  ASSERT_TRUE(program);
  constexpr float infinity = std::numeric_limits<float>::infinity();
  for (int64_t queries : {1, 40})
    for (int64_t place : {0, 299}) {
      c.queries = queries;
      c.keys = 300;
      AttentionInputs inputs(c);
      std::fill(inputs.mask.begin(), inputs.mask.end(), -infinity);
      for (float x : evaluate(*program, c, inputs))
        ASSERT_EQ(x, 0.0f);
      // One visible key.
      for (int64_t i = 0; i < queries; ++i)
        inputs.mask[i * c.keys + place] = 3;
      expectAttention(c, inputs, evaluate(*program, c, inputs), 1e-6);
      for (float bad : {infinity, float(NAN)}) {
        inputs.mask[place] = bad;
        std::vector<float> out = evaluate(*program, c, inputs);
        for (int64_t d = 0; d < c.valueSize; ++d)
          ASSERT_TRUE(std::isnan(out[d])) << bad;
      }
    }
}

} // namespace
