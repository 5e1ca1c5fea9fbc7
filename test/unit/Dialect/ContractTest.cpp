//===- ContractTest.cpp - lowbit.contract against its page ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An oracle in plain C++, written from docs/Spec/LowbitContract.md: bit by bit
// for int8 activations, float64 and the bound of that page for floats.
//
//===----------------------------------------------------------------------===//

#include "Jit.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <tuple>

using namespace lutra::test;

namespace {

enum class Zero { None, Format, Integer, Real };

struct Case {
  std::vector<int64_t> leading{3};
  unsigned dynamic = 0;
  int64_t n = 5, k = 64;
  /// Of the op; 0 is one group.
  int64_t groupSize = 0;
  /// Groups whose activations share a scale, for int8_block.
  int64_t actGroups = 1;
  /// Groups of a g_idx, or 0 without.
  int64_t gIdxGroups = 0;
  /// 0 is ternary.
  unsigned bits = 4;
  /// Codes of so many books stand for so many neighbours.
  unsigned length = 1, books = 1;
  Zero zero = Zero::None;
  std::string activation = "float";
  /// Quantised by an op of its own.
  bool prepared = false;
  /// Weights are constants, for which the strategy chooses layouts.
  bool packed = false;
  uint32_t seed = 1;
};

struct Problem {
  int64_t rows = 1, groups = 1;
  std::vector<float> acts, scales, realZeros;
  std::vector<uint8_t> codes, integerZeros;
  std::vector<int32_t> gIdx;
  /// What the format takes from a code.
  int64_t offset = 0;
  /// Of vectors: bytes of a row of codes, vectors of a book, all their values.
  int64_t rowBytes = 0, numVectors = 0;
  std::vector<float> values;
};

Problem makeProblem(const Case &c) {
  Random random(c.seed);
  Problem p;
  for (int64_t size : c.leading)
    p.rows *= size;
  p.groups = c.gIdxGroups  ? c.gIdxGroups
             : c.groupSize ? (c.k + c.groupSize - 1) / c.groupSize
                           : 1;
  unsigned numCodes = c.bits ? 1u << c.bits : 3;
  p.offset = c.bits == 0 ? 1 : c.zero == Zero::Format ? numCodes / 2 : 0;
  for (int64_t i = 0; i < p.rows * c.k; ++i)
    p.acts.push_back(random.unit() * (random.below(40) == 0 ? 50.0f : 2.0f));
  p.rowBytes = c.k;
  if (c.length > 1) {
    int64_t indexBytes = c.bits > 8 ? 2 : 1;
    p.rowBytes = (c.k + c.length - 1) / c.length * c.books * indexBytes;
    // Not all that indices could tell apart.
    p.numVectors = numCodes - numCodes / 4;
    for (int64_t i = 0, e = p.numVectors * c.length * c.books; i != e; ++i)
      p.values.push_back(random.unit());
    for (int64_t i = 0; i < c.n * p.rowBytes; i += indexBytes) {
      unsigned code = random.below(p.numVectors);
      p.codes.push_back(uint8_t(code));
      if (indexBytes == 2)
        p.codes.push_back(uint8_t(code >> 8));
    }
  }
  for (int64_t i = 0; i < c.n * c.k && c.length == 1; ++i)
    p.codes.push_back(random.below(numCodes));
  for (int64_t i = 0; i < c.n * p.groups; ++i) {
    p.scales.push_back(random.unit() * 0.3f);
    p.integerZeros.push_back(random.below(numCodes));
    p.realZeros.push_back(random.unit() * numCodes);
  }
  for (int64_t i = 0; i < c.k; ++i)
    p.gIdx.push_back(random.below(p.groups));
  return p;
}

std::string formatText(const Case &c, const Problem &p) {
  if (c.length > 1) {
    std::string text =
        "#lowbit.vector_codebook<bits = " + std::to_string(c.bits) +
        ", length = " + std::to_string(c.length) +
        ", books = " + std::to_string(c.books) + ", values = [";
    for (size_t i = 0; i < p.values.size(); ++i) {
      // Nine digits are any float.
      char number[32];
      snprintf(number, sizeof(number), "%s%.8e", i ? ", " : "", p.values[i]);
      text += number;
    }
    return text + "]>";
  }
  if (c.bits == 0)
    return "#lowbit.ternary";
  std::string text = "#lowbit.int<bits = " + std::to_string(c.bits);
  if (p.offset)
    text += ", zero_point = " + std::to_string(p.offset);
  return text + ">";
}

/// A constant of these elements; `type` as in "3x5xi8".
template <typename T>
std::string constantText(const std::string &type, const std::vector<T> &data) {
  auto *bytes = reinterpret_cast<const uint8_t *>(data.data());
  std::string text = "arith.constant dense<\"0x" +
                     llvm::toHex(llvm::ArrayRef(bytes, data.size() * sizeof(T)),
                                 /*LowerCase=*/false);
  return text + "\"> : tensor<" + type + ">\n";
}

std::vector<float> evaluate(const Case &c, Problem &p) {
  std::vector<int64_t> actSizes = c.leading, outSizes = c.leading;
  actSizes.push_back(c.k);
  outSizes.push_back(c.n);
  std::vector<float> out(p.rows * c.n, std::numeric_limits<float>::quiet_NaN());
  std::string acts = typeText(actSizes, "f32", c.dynamic),
              init = typeText(outSizes, "f32", c.dynamic);
  std::vector<Argument> inputs;
  std::string clauses, body, sizes;
  auto add = [&](const char *clause, std::string type, auto &data,
                 std::vector<int64_t> sizes) {
    if (c.packed && !inputs.empty()) {
      std::string name = std::string("%w_") + clause;
      body += name + " = " + constantText(type, data);
      clauses += std::string(clause) + "(" + name + " : tensor<" + type + ">) ";
      return;
    }
    clauses += std::string(clause) + "(%i" + std::to_string(inputs.size()) +
               " : tensor<" + type + ">) ";
    inputs.emplace_back(type, data, sizes);
  };
  std::vector<int64_t> perGroup{c.n, p.groups};
  add("acts", acts, p.acts, actSizes);
  add("codes", typeText({c.n, p.rowBytes}, "i8"), p.codes, {c.n, p.rowBytes});
  add("scales", typeText(perGroup, "f32"), p.scales, perGroup);
  if (c.zero == Zero::Integer)
    add("zero_points", typeText(perGroup, "i8"), p.integerZeros, perGroup);
  if (c.zero == Zero::Real)
    add("zero_points", typeText(perGroup, "f32"), p.realZeros, perGroup);
  if (c.gIdxGroups)
    add("g_idx", typeText({c.k}, "i32"), p.gIdx, {c.k});
  for (unsigned i = 0; i < c.dynamic; ++i) {
    std::string d = "%d" + std::to_string(i);
    body += d + " = tensor.dim %i0, %c" + std::to_string(i) + " : tensor<" +
            acts + ">\n";
    sizes += (i ? ", " : "") + d;
  }
  body += "%e = tensor.empty(" + sizes + ") : tensor<" + init + ">\n";
  body +=
      "%r0 = lowbit.contract " + clauses + "outs(%e : tensor<" + init +
      ">) format = " + formatText(c, p) + " activation = <" + c.activation +
      "> group_size = " + std::to_string(c.groupSize) +
      (c.actGroups == 1 ? "" : " act_groups = " + std::to_string(c.actGroups)) +
      " -> tensor<" + init + ">";
  std::string passes;
  if (c.prepared)
    passes = "func.func(lowbit-prepare-activations)";
  if (c.packed)
    passes += std::string(passes.empty() ? "" : ",") +
              "func.func(lowbit-choose-layouts),lowbit-materialize-weights";
  EXPECT_TRUE(run(inputs, {Argument(init, out, outSizes)}, body, passes));
  return out;
}

//===----------------------------------------------------------------------===//
// The oracle
//===----------------------------------------------------------------------===//

int64_t groupOf(const Case &c, const Problem &p, int64_t k) {
  return p.groups == 1 ? 0 : c.gIdxGroups ? p.gIdx[k] : k / c.groupSize;
}

double zeroOf(const Case &c, const Problem &p, int64_t n, int64_t g) {
  switch (c.zero) {
  case Zero::Integer:
    return p.integerZeros[n * p.groups + g];
  case Zero::Real:
    return p.realZeros[n * p.groups + g];
  default:
    return 0;
  }
}

/// Bit by bit.
float int8Oracle(const Case &c, const Problem &p, int64_t row, int64_t n) {
  int64_t setGroups = c.activation == "int8_block" ? c.actGroups : p.groups;
  int64_t sets = (p.groups + setGroups - 1) / setGroups;
  auto setOf = [&](int64_t k) { return groupOf(c, p, k) / setGroups; };
  const float *x = &p.acts[row * c.k];
  std::vector<float> s(sets, 0.0f);
  for (int64_t k = 0; k < c.k; ++k)
    s[setOf(k)] = std::max(s[setOf(k)], std::fabs(x[k]));
  for (float &scale : s)
    scale = std::max(scale, 1e-5f) / 127.0f;
  std::vector<int64_t> acc(p.groups), sumq(p.groups);
  for (int64_t k = 0; k < c.k; ++k) {
    int64_t g = groupOf(c, p, k);
    auto q = int64_t(std::nearbyint(x[k] / s[setOf(k)]));
    q = std::min<int64_t>(127, std::max<int64_t>(-128, q));
    int64_t value = int64_t(p.codes[n * c.k + k]) - p.offset;
    if (c.zero == Zero::Integer)
      value -= p.integerZeros[n * p.groups + g];
    acc[g] += q * value;
    sumq[g] += q;
  }
  auto sum = [&](int64_t g) {
    float a = float(acc[g]);
    if (c.zero == Zero::Real)
      a = std::fma(-p.realZeros[n * p.groups + g], float(sumq[g]), a);
    return a;
  };
  const float *scales = &p.scales[n * p.groups];
  if (p.groups == 1) {
    float scale = scales[0] * s[0];
    return sum(0) * scale;
  }
  float y = 0;
  for (int64_t set = 0; set < sets; ++set) {
    float ofSet = 0;
    for (int64_t g = set * setGroups;
         g < std::min((set + 1) * setGroups, p.groups); ++g)
      ofSet = std::fma(sum(g), scales[g], ofSet);
    y = std::fma(ofSet, s[set], y);
  }
  return y;
}

/// The value of a vector of row n at k, before the scale.
double vectorValue(const Case &c, const Problem &p, int64_t n, int64_t k) {
  int64_t indexBytes = c.bits > 8 ? 2 : 1;
  const uint8_t *next =
      &p.codes[n * p.rowBytes + k / c.length * c.books * indexBytes];
  float sum = 0;
  for (unsigned book = 0; book < c.books; ++book, next += indexBytes) {
    int64_t code = next[0] + (indexBytes == 2 ? 256 * next[1] : 0);
    sum += p.values[(book * p.numVectors + code) * c.length + k % c.length];
  }
  return sum;
}

/// The exact value, nearly, and the bound of the page.
std::pair<double, double> floatOracle(const Case &c, const Problem &p,
                                      int64_t row, int64_t n) {
  double y = 0, magnitude = 0;
  for (int64_t k = 0; k < c.k; ++k) {
    int64_t g = groupOf(c, p, k);
    double value = c.length > 1 ? vectorValue(c, p, n, k)
                                : double(p.codes[n * c.k + k]) - p.offset -
                                      zeroOf(c, p, n, g);
    double w = value * p.scales[n * p.groups + g];
    y += p.acts[row * c.k + k] * w;
    magnitude += std::fabs(p.acts[row * c.k + k] * w);
  }
  double nu = (c.k + 10) * 0x1p-24;
  return {y, nu / (1 - nu) * magnitude + c.k * 0x1p-149};
}

std::string describe(const Case &c) {
  std::string text =
      "k=" + std::to_string(c.k) + " bits=" + std::to_string(c.bits) +
      " group=" + std::to_string(c.groupSize) +
      " sets=" + std::to_string(c.actGroups) +
      " gidx=" + std::to_string(c.gIdxGroups) +
      " zero=" + std::to_string(int(c.zero)) + " " + c.activation +
      " rank=" + std::to_string(c.leading.size() + 1);
  if (c.length > 1)
    text += " length=" + std::to_string(c.length) +
            " books=" + std::to_string(c.books);
  return text + (c.prepared ? " prepared" : "") + (c.packed ? " packed" : "");
}

void expectAsDefined(const Case &c) {
  SCOPED_TRACE(describe(c));
  Problem p = makeProblem(c);
  std::vector<float> out = evaluate(c, p);
  for (int64_t row = 0; row < p.rows; ++row)
    for (int64_t n = 0; n < c.n; ++n) {
      float y = out[row * c.n + n];
      if (c.activation == "float") {
        auto [exact, bound] = floatOracle(c, p, row, n);
        ASSERT_LE(std::fabs(y - exact), bound) << "row " << row << " n " << n;
        continue;
      }
      float expected = int8Oracle(c, p, row, n);
      uint32_t bits, expectedBits;
      memcpy(&bits, &y, 4);
      memcpy(&expectedBits, &expected, 4);
      ASSERT_EQ(bits, expectedBits)
          << "row " << row << " n " << n << ": " << y << " for " << expected;
    }
}

//===----------------------------------------------------------------------===//
// Cases
//===----------------------------------------------------------------------===//

class Contract : public OnEveryRoad {};
LUTRA_ON_EVERY_ROAD(Contract);

TEST_P(Contract, EveryKindOfGroupZeroPointAndActivation) {
  struct Grouping {
    int64_t k, groupSize, gIdxGroups;
  };
  uint32_t seed = 100;
  for (Grouping grouping :
       {Grouping{64, 0, 0}, Grouping{64, 16, 0}, Grouping{70, 32, 0},
        Grouping{20, 32, 0}, Grouping{50, 16, 4}})
    for (Zero zero : {Zero::None, Zero::Format, Zero::Integer, Zero::Real})
      for (const char *activation : {"float", "int8_token", "int8_block"}) {
        Case c;
        c.k = grouping.k;
        c.groupSize = grouping.groupSize;
        c.gIdxGroups = grouping.gIdxGroups;
        c.zero = zero;
        c.activation = activation;
        c.seed = ++seed;
        c.prepared = c.activation != "float" && seed % 2;
        expectAsDefined(c);
      }
}

/// From activations in any places, whoever quantised them, to packed weights.
TEST(PackedContract, EveryKindOfGroupZeroPointAndActivation) {
  OnEveryRoad::road = Road::Cpu;
  struct Grouping {
    int64_t k, groupSize, gIdxGroups;
  };
  uint32_t seed = 500;
  for (Grouping grouping : {Grouping{70, 32, 0}, Grouping{21, 0, 0},
                            Grouping{60, 20, 0}, Grouping{50, 16, 4}})
    for (const char *activation : {"float", "int8_token", "int8_block"})
      for (bool prepared : {false, true}) {
        Case c;
        c.packed = true;
        c.k = grouping.k;
        c.groupSize = grouping.groupSize;
        c.gIdxGroups = grouping.gIdxGroups;
        c.activation = activation;
        c.zero = ++seed % 2 ? Zero::Integer : Zero::Real;
        c.seed = seed;
        c.prepared = prepared && c.activation != "float";
        expectAsDefined(c);
      }
}

/// The decomposition, and from constants to packed weights.
TEST_P(Contract, Vectors) {
  for (auto [bits, length, books, k, group] : {std::tuple(8u, 8u, 1u, 70, 0),
                                               {3, 4, 2, 64, 16},
                                               {9, 2, 1, 33, 0},
                                               {5, 2, 4, 50, 20},
                                               {2, 8, 2, 5, 8}})
    for (bool packed : {false, true}) {
      if (packed && OnEveryRoad::road != Road::Cpu)
        continue;
      Case c;
      c.bits = bits;
      c.length = length;
      c.books = books;
      c.k = k;
      c.groupSize = group;
      c.packed = packed;
      c.n = 18;
      c.seed = 700 + bits;
      expectAsDefined(c);
    }
}

/// Short groups whose activations share a scale: whole sets and a short last
/// one, a last group that K does not fill, alone in its set or not, more groups
/// to a set than there are, and members of groups that are no neighbours.
TEST_P(Contract, SetsOfGroups) {
  struct Grouping {
    int64_t k, groupSize, actGroups, gIdxGroups;
  };
  uint32_t seed = 800;
  for (Grouping grouping :
       {Grouping{256, 16, 8, 0}, Grouping{250, 20, 6, 0}, Grouping{70, 8, 4, 0},
        Grouping{68, 8, 8, 0}, Grouping{36, 16, 8, 0}, Grouping{90, 16, 3, 7},
        Grouping{90, 0, 2, 6}})
    for (Zero zero : {Zero::Format, Zero::Integer, Zero::Real})
      for (bool packed : {false, true}) {
        if (packed && OnEveryRoad::road != Road::Cpu)
          continue;
        Case c;
        c.k = grouping.k;
        c.groupSize = grouping.groupSize;
        c.actGroups = grouping.actGroups;
        c.gIdxGroups = grouping.gIdxGroups;
        c.zero = zero;
        c.activation = "int8_block";
        c.packed = packed;
        c.seed = ++seed;
        c.prepared = seed % 2;
        expectAsDefined(c);
      }
}

TEST_P(Contract, EveryWidthOfCodes) {
  for (unsigned bits = 0; bits <= 8; ++bits)
    for (const char *activation : {"float", "int8_token"}) {
      Case c;
      c.bits = bits;
      c.zero = bits ? Zero::Integer : Zero::None;
      c.groupSize = 32;
      c.activation = activation;
      c.seed = 200 + bits;
      expectAsDefined(c);
    }
}

TEST_P(Contract, AnyLeadingDimensions) {
  uint32_t seed = 300;
  for (auto [leading, dynamic] :
       {std::pair<std::vector<int64_t>, unsigned>{{}, 0},
        {{1}, 1},
        {{0}, 1},
        {{2, 3}, 1},
        {{2, 1, 2}, 3}})
    for (const char *activation : {"float", "int8_token", "int8_block"}) {
      Case c;
      c.leading = leading;
      c.dynamic = dynamic;
      c.k = 40;
      c.groupSize = 16;
      c.zero = Zero::Real;
      c.activation = activation;
      c.seed = ++seed;
      expectAsDefined(c);
    }
}

TEST_P(Contract, RandomMixtures) {
  for (uint32_t seed = 1; seed <= 24; ++seed) {
    Random random(seed);
    Case c;
    c.seed = 1000 + seed;
    c.leading = {1 + int64_t(random.below(4))};
    c.dynamic = random.below(2);
    c.n = 1 + random.below(7);
    c.k = 1 + random.below(200);
    c.bits = random.below(9);
    c.zero =
        c.bits
            ? random.pick({Zero::None, Zero::Format, Zero::Integer, Zero::Real})
            : Zero::None;
    c.groupSize = random.pick<int64_t>({0, 16, 32, 128});
    if (random.below(4) == 0)
      c.gIdxGroups = 1 + random.below(5);
    c.activation =
        random.pick<const char *>({"float", "int8_token", "int8_block"});
    c.prepared = random.below(2);
    if (c.activation == "int8_block")
      c.actGroups = 1 + random.below(5);
    expectAsDefined(c);
  }
}

/// 127 * 255 * 70000 does not fit 32 bits.
TEST_P(Contract, LongSumsAreExact) {
  Case c;
  c.leading = {1};
  c.n = 1;
  c.k = 70000;
  c.bits = 8;
  c.activation = "int8_token";
  Problem p = makeProblem(c);
  std::fill(p.acts.begin(), p.acts.end(), 1.0f);
  std::fill(p.codes.begin(), p.codes.end(), 255);
  p.scales[0] = 1;
  std::vector<float> out = evaluate(c, p);
  EXPECT_EQ(out[0], float(int64_t(127) * 255 * 70000) * (1.0f / 127.0f));
}

/// What is not a number reaches every result of its row, and no other.
TEST_P(Contract, NotANumberIsHandedOn) {
  for (float poison : {std::numeric_limits<float>::quiet_NaN(),
                       std::numeric_limits<float>::infinity(),
                       -std::numeric_limits<float>::infinity()})
    for (const char *activation : {"int8_token", "int8_block"})
      for (Zero zero : {Zero::Integer, Zero::Real}) {
        Case c;
        c.groupSize = 16;
        c.zero = zero;
        c.activation = activation;
        Problem p = makeProblem(c);
        p.acts[1 * c.k + 20] = poison;
        std::vector<float> out = evaluate(c, p);
        for (int64_t n = 0; n < c.n; ++n) {
          EXPECT_EQ(out[0 * c.n + n], int8Oracle(c, p, 0, n));
          EXPECT_TRUE(std::isnan(out[1 * c.n + n])) << activation;
          EXPECT_EQ(out[2 * c.n + n], int8Oracle(c, p, 2, n));
        }
      }
}

} // namespace
