//===- CacheTest.cpp - nn.cache and nn.append -----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Jit.h"
#include "gtest/gtest.h"

#include <numeric>

using namespace lutra::test;

namespace {

constexpr int64_t batch = 2, heads = 3, size = 4;

/// Element [b, h, t, d] of a [batch, heads, length, size] tensor.
float &at(std::vector<float> &data, int64_t length, int64_t b, int64_t h,
          int64_t t, int64_t d) {
  return data[((b * heads + h) * length + t) * size + d];
}

std::vector<float> counting(int64_t length, float first) {
  std::vector<float> data(batch * heads * length * size);
  std::iota(data.begin(), data.end(), first);
  return data;
}

/// cache(past) with room for `length`, `source` appended at `position`
/// (one for each batch row, or one for all), cut to `length`.
std::vector<float> grow(std::vector<float> past, int64_t pastLength,
                        std::vector<float> source, int64_t sourceLength,
                        std::vector<int32_t> position, int64_t length,
                        bool tokenMajor) {
  std::string type = "?x3x?x4xf32";
  std::string sourceType = tokenMajor ? "?x?x3x4xf32" : type;
  std::vector<int64_t> sourceShape{batch, heads, sourceLength, size};
  if (tokenMajor)
    std::swap(sourceShape[1], sourceShape[2]);
  std::vector<float> out(batch * heads * length * size, -1);
  std::vector<Argument> inputs{
      Argument(type, past, {batch, heads, pastLength, size}),
      Argument(sourceType, source, sourceShape)};
  std::string where = "%at : index";
  std::string body = "%t = arith.constant " + std::to_string(length) +
                     " : index\n%b = tensor.dim %i0, %c0 : tensor<" + type +
                     ">\n";
  if (position.size() == 1) {
    body +=
        "%at = arith.constant " + std::to_string(position[0]) + " : index\n";
  } else {
    inputs.emplace_back("?xi32", position, std::vector<int64_t>{batch});
    where = "%i2 : tensor<?xi32>";
  }
  body += "%c = nn.cache %i0 length(%t) {axis = 2 : i64} : tensor<" + type +
          "> -> tensor<" + type + ">\n%a = nn.append %i1 into %c at(" + where +
          ") length(%t) " + (tokenMajor ? "{token_major} " : "") + ": tensor<" +
          sourceType + ">, tensor<" + type +
          ">\n%r0 = tensor.extract_slice %a[0, 0, 0, 0] [%b, 3, %t, 4] "
          "[1, 1, 1, 1] : tensor<" +
          type + "> to tensor<" + type + ">";
  EXPECT_TRUE(
      run(inputs, {Argument(type, out, {batch, heads, length, size})}, body));
  return out;
}

/// The past up to the position, the new entries, zeros.
void expectGrown(int64_t pastLength, int64_t sourceLength,
                 std::vector<int32_t> position, int64_t length,
                 bool tokenMajor = false) {
  std::vector<float> past = counting(pastLength, 1),
                     source = counting(sourceLength, 1000);
  std::vector<float> out = grow(past, pastLength, source, sourceLength,
                                position, length, tokenMajor);
  for (int64_t b = 0; b < batch; ++b)
    for (int64_t h = 0; h < heads; ++h)
      for (int64_t t = 0; t < length; ++t)
        for (int64_t d = 0; d < size; ++d) {
          int64_t begin = position.size() == 1 ? position[0] : position[b];
          float expected = 0;
          if (t < begin)
            expected = at(past, pastLength, b, h, t, d);
          else if (t < begin + sourceLength)
            expected =
                tokenMajor
                    ? source[((b * sourceLength + t - begin) * heads + h) *
                                 size +
                             d]
                    : at(source, sourceLength, b, h, t - begin, d);
          ASSERT_EQ(at(out, length, b, h, t, d), expected)
              << "b " << b << " h " << h << " t " << t;
        }
}

class Cache : public OnEveryRoad {};
LUTRA_ON_EVERY_ROAD(Cache);

TEST_P(Cache, GrowsByWhatIsAppended) {
  expectGrown(/*pastLength=*/5, /*sourceLength=*/2, {5}, /*length=*/7);
}

TEST_P(Cache, BeginsEmpty) {
  expectGrown(/*pastLength=*/0, /*sourceLength=*/4, {0}, /*length=*/4);
}

TEST_P(Cache, NothingIsAppended) {
  expectGrown(/*pastLength=*/3, /*sourceLength=*/0, {3}, /*length=*/3);
}

TEST_P(Cache, ZerosFollowUpToTheLength) {
  expectGrown(/*pastLength=*/5, /*sourceLength=*/2, {3}, /*length=*/7);
}

TEST_P(Cache, RowsMayBeAtDifferentPositions) {
  expectGrown(/*pastLength=*/5, /*sourceLength=*/2, {1, 4}, /*length=*/6);
}

TEST_P(Cache, NewEntriesMayHaveTokensBeforeHeads) {
  expectGrown(/*pastLength=*/5, /*sourceLength=*/3, {5}, /*length=*/8, true);
  expectGrown(/*pastLength=*/5, /*sourceLength=*/2, {1, 4}, /*length=*/6, true);
}

/// A past that was made larger than needed fits.
TEST_P(Cache, PastMayBeLongerThanTheLength) {
  expectGrown(/*pastLength=*/8, /*sourceLength=*/2, {3}, /*length=*/5);
}

} // namespace
