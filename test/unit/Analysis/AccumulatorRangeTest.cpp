//===- AccumulatorRangeTest.cpp - bounds against extreme inputs -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each bound is compared with the sum that the worst activations give: one
// that is too small does not hold them, one that is too large is not reached.
//
//===----------------------------------------------------------------------===//

#include "lutra/Analysis/AccumulatorRange.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace lutra;

namespace {

/// Weights of a contraction, whose sums are made here in the plain way.
struct Weights {
  int64_t n, k, groups;
  std::vector<int> codes;
  /// Of each row and group.
  std::vector<int> zeros;
  std::vector<int> groupOf;

  int value(int64_t row, int64_t column) const {
    return codes[row * k + column] - zeros[row * groups + groupOf[column]];
  }
};

template <typename T> std::string list(const std::vector<T> &elements) {
  std::string text;
  for (const T &element : elements)
    text += (text.empty() ? "" : ", ") + std::to_string(element);
  return "[" + text + "]";
}

std::string rows(const std::vector<int> &elements, int64_t columns) {
  std::string text;
  for (size_t i = 0; i < elements.size(); i += columns) {
    std::vector<int> row(elements.begin() + i, elements.begin() + i + columns);
    for (int &byte : row)
      byte = static_cast<int8_t>(byte);
    text += (text.empty() ? "" : ", ") + list(row);
  }
  return "[" + text + "]";
}

class AccumulatorRangeTest : public ::testing::Test {
protected:
  AccumulatorRangeTest() {
    context.loadDialect<arith::ArithDialect, func::FuncDialect,
                        lowbit::LowbitDialect>();
  }

  std::optional<AccumulatorRange> compute(const Weights &w,
                                          const std::string &format,
                                          bool operand, int64_t groupSize,
                                          bool gIdx) {
    std::string n = std::to_string(w.n), k = std::to_string(w.k),
                g = std::to_string(w.groups);
    std::string codes = "tensor<" + n + "x" + k + "xi8>",
                perGroup = "tensor<" + n + "x" + g + "x",
                acts = "tensor<1x" + k + "xf32>",
                out = "tensor<1x" + n + "xf32>";
    std::string text =
        "func.func @f(%a: " + acts + ", %s: " + perGroup + "f32>, %i: " + out +
        ") -> " + out + " {\n%w = arith.constant dense<" + rows(w.codes, w.k) +
        "> : " + codes + "\n%z = arith.constant dense<" +
        rows(w.zeros, w.groups) + "> : " + perGroup +
        "i8>\n%g = arith.constant dense<" + list(w.groupOf) + "> : tensor<" +
        k + "xi32>\n%y = lowbit.contract acts(%a : " + acts +
        ") codes(%w : " + codes + ") scales(%s : " + perGroup + "f32>) " +
        (operand ? "zero_points(%z : " + perGroup + "i8>) " : "") +
        (gIdx ? "g_idx(%g : tensor<" + k + "xi32>) " : "") +
        "outs(%i : " + out + ") format = " + format +
        " activation = <auto> group_size = " + std::to_string(groupSize) +
        " -> " + out + "\nreturn %y : " + out + "\n}";
    auto module = parseSourceString<ModuleOp>(text, &context);
    EXPECT_TRUE(module) << text;
    std::optional<AccumulatorRange> range;
    if (module)
      module->walk(
          [&](lowbit::ContractOp op) { range = computeAccumulatorRange(op); });
    return range;
  }

  MLIRContext context;
};

/// The activation that brings a sum furthest up, or down.
int worst(int weight, bool up) { return (weight > 0) == up ? 127 : -128; }

IntegerRange unite(IntegerRange range, int64_t low, int64_t high) {
  return {std::min(range.lowest, low), std::max(range.highest, high)};
}

void expectEqual(IntegerRange a, IntegerRange b) {
  EXPECT_EQ(a.lowest, b.lowest);
  EXPECT_EQ(a.highest, b.highest);
}

/// Runs the worst activations of each row through the weights.
void expectTight(const Weights &w, const AccumulatorRange &range) {
  IntegerRange group, row, groupOfCodes, rowOfCodes;
  for (int64_t n = 0; n < w.n; ++n) {
    // [codes or values][down or up] of the row, and of its groups.
    int64_t ofRow[2][2] = {};
    std::vector<std::array<std::array<int64_t, 2>, 2>> ofGroup(w.groups);
    for (int64_t k = 0; k < w.k; ++k)
      for (int up = 0; up < 2; ++up) {
        int code = w.codes[n * w.k + k], value = w.value(n, k);
        int64_t products[] = {int64_t(code) * worst(code, up),
                              int64_t(value) * worst(value, up)};
        for (int i = 0; i < 2; ++i) {
          ofRow[i][up] += products[i];
          ofGroup[w.groupOf[k]][i][up] += products[i];
        }
      }
    rowOfCodes = unite(rowOfCodes, ofRow[0][0], ofRow[0][1]);
    row = unite(row, ofRow[1][0], ofRow[1][1]);
    for (auto &sums : ofGroup) {
      groupOfCodes = unite(groupOfCodes, sums[0][0], sums[0][1]);
      group = unite(group, sums[1][0], sums[1][1]);
    }
  }
  expectEqual(range.groupOfCodes, groupOfCodes);
  expectEqual(range.rowOfCodes, rowOfCodes);
  expectEqual(range.group, group);
  expectEqual(range.row, row);
  auto [low, high] = std::minmax_element(w.codes.begin(), w.codes.end());
  expectEqual(range.codes, {*low, *high});
}

Weights makeWeights(unsigned bits, int64_t groups, uint32_t seed) {
  Weights w{3, 24, groups, {}, {}, {}};
  auto next = [&, state = seed * 2654435761u + 1](uint32_t below) mutable {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return int((state >> 8) % below);
  };
  for (int64_t i = 0; i < w.n * w.k; ++i)
    w.codes.push_back(next(1u << bits));
  for (int64_t i = 0; i < w.n * groups; ++i)
    w.zeros.push_back(next(1u << bits));
  for (int64_t i = 0; i < w.k; ++i)
    w.groupOf.push_back(next(groups));
  return w;
}

TEST_F(AccumulatorRangeTest, IsReachedAndNotPassed) {
  uint32_t seed = 0;
  for (unsigned bits : {1, 2, 3, 4, 8})
    for (bool gIdx : {false, true}) {
      Weights w = makeWeights(bits, 3, ++seed);
      if (!gIdx)
        for (int64_t k = 0; k < w.k; ++k)
          w.groupOf[k] = int(k / 8);
      auto range =
          compute(w, "#lowbit.int<bits = " + std::to_string(bits) + ">",
                  /*operand=*/true, /*groupSize=*/8, gIdx);
      ASSERT_TRUE(range);
      expectTight(w, *range);
    }
}

TEST_F(AccumulatorRangeTest, ZeroPointOfTheFormat) {
  Weights w = makeWeights(4, 1, 40);
  w.zeros.assign(w.n, 8);
  auto range =
      compute(w, "#lowbit.int<bits = 4, zero_point = 8>", false, 0, false);
  ASSERT_TRUE(range);
  expectTight(w, *range);
}

/// All -128 and all of the largest code, where nothing but the full bound will
/// do: 16 bits hold 128 * 255 once.
TEST_F(AccumulatorRangeTest, ExtremeInputs) {
  Weights w{
      1, 300, 1, std::vector<int>(300, 255), {0}, std::vector<int>(300, 0)};
  auto range = compute(w, "#lowbit.int<bits = 8>", false, 0, false);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->row.lowest, -128 * 255 * 300);
  EXPECT_EQ(range->row.highest, 127 * 255 * 300);
  EXPECT_EQ(range->row.getMagnitude(), 128u * 255 * 300);
  EXPECT_FALSE(range->row.fits(24));
  EXPECT_TRUE(range->row.fits(25));
  EXPECT_EQ(getTermsThatFit(16, range->codes), 1);
}

/// Ternary codes: 8-bit sums are impossible with -128, 16-bit sums take 255.
TEST_F(AccumulatorRangeTest, Ternary) {
  Weights w{1, 6, 1, {0, 1, 2, 2, 1, 0}, {1}, std::vector<int>(6, 0)};
  auto range = compute(w, "#lowbit.ternary", false, 0, false);
  ASSERT_TRUE(range);
  expectTight(w, *range);
  expectEqual(range->values, {-1, 1});
  EXPECT_EQ(getTermsThatFit(8, range->values), 0);
  EXPECT_EQ(getTermsThatFit(16, range->values), 255);
  EXPECT_EQ(getTermsThatFit(16, range->codes), 127);
}

/// As many terms as it says never overflow; one more can.
TEST_F(AccumulatorRangeTest, TermsThatFit) {
  for (unsigned bits : {8u, 16u, 32u})
    for (int64_t low : {-255, -8, -1, 0})
      for (int64_t high : {1, 2, 7, 15, 255}) {
        int64_t terms = getTermsThatFit(bits, {low, high});
        int64_t most = (int64_t(1) << (bits - 1)) - 1;
        // The product of largest magnitude, of either sign.
        int64_t largest = 128 * std::max(-low, high);
        EXPECT_LE(terms * largest, most);
        EXPECT_GT((terms + 1) * largest, most);
      }
  EXPECT_GT(getTermsThatFit(16, {0, 0}), 1000);
}

TEST_F(AccumulatorRangeTest, OnlyConstants) {
  std::string text = R"(
    func.func @f(%a: tensor<1x2xf32>, %w: tensor<1x2xi8>, %s: tensor<1x1xf32>, %i: tensor<1x1xf32>) -> tensor<1x1xf32> {
      %y = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
        outs(%i : tensor<1x1xf32>) format = #lowbit.ternary activation = <auto> group_size = 0 -> tensor<1x1xf32>
      return %y : tensor<1x1xf32>
    })";
  auto module = parseSourceString<ModuleOp>(text, &context);
  ASSERT_TRUE(module);
  module->walk(
      [](lowbit::ContractOp op) { EXPECT_FALSE(computeAccumulatorRange(op)); });
}

TEST(IntegerRange, Fits) {
  EXPECT_TRUE((IntegerRange{-128, 127}).fits(8));
  EXPECT_FALSE((IntegerRange{-129, 0}).fits(8));
  EXPECT_FALSE((IntegerRange{0, 128}).fits(8));
  EXPECT_TRUE((IntegerRange{INT64_MIN, INT64_MAX}).fits(64));
}

} // namespace
