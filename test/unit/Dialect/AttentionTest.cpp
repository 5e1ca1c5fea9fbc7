//===- AttentionTest.cpp - nn.attention against its definition ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "../Target/AttentionOracle.h"
#include "Jit.h"
#include "gtest/gtest.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace lutra::test;

namespace {

using Problem = AttentionInputs;

struct Case : AttentionCase {
  bool dynamic = true;
  bool dynamicMask = false;
};

/// Batch and positions may be dynamic.
std::string shapeText(std::vector<int64_t> sizes, bool dynamic,
                      const char *element, size_t position = 2) {
  std::string text;
  for (size_t i = 0; i < sizes.size(); ++i)
    text += (dynamic && (i == 0 || i == position) ? std::string("?")
                                                  : std::to_string(sizes[i])) +
            "x";
  return text + element;
}

/// Runs the op on elements of type T, named `element` in IR.
template <typename T>
std::vector<float> evaluate(const Case &c, const Problem &p,
                            const char *element) {
  auto convert = [](const std::vector<float> &data) {
    return std::vector<T>(data.begin(), data.end());
  };
  std::vector<T> query = convert(p.query), key = convert(p.key),
                 value = convert(p.value), mask = convert(p.mask);
  std::vector<T> out(c.batch * c.heads * c.queries * c.valueSize, T(NAN));
  std::vector<int32_t> lengths = c.lengths;
  std::vector<int64_t> q = c.queryShape(c.size), y = c.queryShape(c.valueSize),
                       k{c.batch, c.sharedHeads, c.keys, c.size},
                       v{c.batch, c.sharedHeads, c.keys, c.valueSize};
  std::vector<Argument> inputs;
  std::string clauses;
  auto add = [&](const char *clause, std::string type, auto &data,
                 std::vector<int64_t> sizes) {
    clauses += std::string(clause) + "(%i" + std::to_string(inputs.size()) +
               " : tensor<" + type + ">) ";
    inputs.emplace_back(type, data, sizes);
  };
  size_t position = c.tokenMajor ? 1 : 2;
  add("query", shapeText(q, c.dynamic, element, position), query, q);
  add("key", shapeText(k, c.dynamic, element), key, k);
  add("value", shapeText(v, c.dynamic, element), value, v);
  if (!c.mask.empty()) {
    std::vector<int64_t> m = c.maskShape();
    std::string type = c.dynamicMask ? std::string("?x?x?x?x") + element
                                     : shapeText(m, false, element);
    add("mask", type, mask, m);
  }
  if (!lengths.empty())
    add("lengths", c.dynamic ? "?xi32" : typeText({c.batch}, "i32"), lengths,
        {c.batch});
  std::string type = shapeText(y, c.dynamic, element, position), body;
  if (c.dynamic)
    body = "%b = arith.constant " + std::to_string(c.batch) +
           " : index\n%s = arith.constant " + std::to_string(c.queries) +
           " : index\n%e = tensor.empty(%b, %s) : tensor<" + type + ">\n";
  else
    body = "%e = tensor.empty() : tensor<" + type + ">\n";
  body += "%r0 = nn.attention " + clauses + "outs(%e : tensor<" + type +
          ">) {" + (c.causal ? "causal, " : "") +
          (c.tokenMajor ? "token_major, " : "") +
          "scale = " + std::to_string(c.scale) +
          " : f32, softcap = " + std::to_string(c.softcap) +
          " : f32, window = " + std::to_string(c.window) +
          " : i64} -> tensor<" + type + ">";
  EXPECT_TRUE(run(inputs, {Argument(type, out, y)}, body));
  return std::vector<float>(out.begin(), out.end());
}

/// Values are below 2 and softmax averages them.
void expectAsDefined(const Case &c) {
  Problem p(c);
  expectAttention(c, p, evaluate<float>(c, p, "f32"), 1e-5);
}

class Attention : public OnEveryRoad {};
LUTRA_ON_EVERY_ROAD(Attention);

TEST_P(Attention, AllKeys) {
  Case c;
  expectAsDefined(c);
  c.dynamic = false;
  expectAsDefined(c);
}

TEST_P(Attention, HeadsShareKeysAndValues) {
  for (int64_t sharedHeads : {1, 2, 6}) {
    Case c;
    c.heads = 6;
    c.sharedHeads = sharedHeads;
    expectAsDefined(c);
  }
}

TEST_P(Attention, ValuesMayHaveAnotherSize) {
  Case c;
  c.valueSize = 3;
  expectAsDefined(c);
}

TEST_P(Attention, CausalAlignsTheLastQueryWithTheLastKey) {
  for (int64_t queries : {1, 5, 9}) {
    Case c;
    c.causal = true;
    c.queries = queries;
    expectAsDefined(c);
  }
}

TEST_P(Attention, LengthsEndEachRow) {
  Case c;
  c.causal = true;
  // Longer than the keys, shorter than the queries, none at all.
  for (std::vector<int32_t> lengths :
       {std::vector<int32_t>{9, 6}, {100, 3}, {0, 1}, {-1, 5}}) {
    c.lengths = lengths;
    expectAsDefined(c);
  }
}

TEST_P(Attention, WindowForgetsEarlyKeys) {
  for (int64_t window : {1, 3, 100}) {
    Case c;
    c.window = window;
    c.causal = true;
    c.lengths = {9, 3};
    expectAsDefined(c);
    c.causal = false;
    expectAsDefined(c);
  }
}

TEST_P(Attention, SoftcapAndMask) {
  for (bool dynamicMask : {false, true})
    for (std::vector<int64_t> mask :
         {std::vector<int64_t>{1, 1}, {2, 1}, {1, 4}, {2, 4}, {2, 1, 1}}) {
      Case c;
      c.mask = mask;
      c.dynamicMask = dynamicMask;
      c.softcap = 1.5f;
      c.causal = mask[0] == 2;
      expectAsDefined(c);
    }
}

TEST_P(Attention, QueriesWithoutKeysGiveZeros) {
  Case c;
  c.keys = 0;
  Problem p(c);
  for (float x : evaluate<float>(c, p, "f32"))
    EXPECT_EQ(x, 0.0f);
  // All keys masked away is as good as no key.
  Case masked;
  masked.mask = {1, 1};
  p = Problem(masked);
  std::fill(p.mask.begin(), p.mask.end(),
            -std::numeric_limits<float>::infinity());
  for (float x : evaluate<float>(masked, p, "f32"))
    EXPECT_EQ(x, 0.0f);
}

TEST_P(Attention, TokensBeforeHeads) {
  Case c;
  c.tokenMajor = true;
  c.causal = true;
  c.lengths = {9, 6};
  for (int64_t queries : {1, 3, 7}) {
    c.queries = queries;
    c.mask = {1, 4};
    expectAsDefined(c);
  }
}

TEST_P(Attention, NoQueries) {
  Case c;
  c.queries = 0;
  expectAsDefined(c);
}

/// The upper half of a float, rounded to even.
struct BFloat16 {
  BFloat16() = default;
  BFloat16(float value) {
    uint32_t word;
    memcpy(&word, &value, sizeof(word));
    bits = (word + 0x7fff + (word >> 16 & 1)) >> 16;
  }
  operator float() const {
    uint32_t word = uint32_t(bits) << 16;
    float value;
    memcpy(&value, &word, sizeof(value));
    return value;
  }
  uint16_t bits = 0;
};

/// Sums are f32 even when elements are not. `ulp` is that of a result below 2.
template <typename T>
void expectHalfAsDefined(Case c, const char *element, double ulp) {
  Problem p(c);
  for (std::vector<float> *data : {&p.query, &p.key, &p.value})
    for (float &x : *data)
      x = float(T(x));
  expectAttention(c, p, evaluate<T>(c, p, element), ulp / 2 + 1e-5);
}

TEST_P(Attention, HalfPrecision) {
  Case c;
  c.keys = 300;
  c.causal = true;
  // Few rows and many, features that fill vectors and do not.
  for (int64_t queries : {1, 33})
    for (int64_t size : {8, 16}) {
      c.queries = queries;
      c.size = c.valueSize = size;
      expectHalfAsDefined<_Float16>(c, "f16", 0x1p-10);
      // Upstream calls a function for it that a C++ program may not have.
      if (GetParam() == Road::Cpu)
        expectHalfAsDefined<BFloat16>(c, "bf16", 0x1p-7);
    }
}

} // namespace
