//===- Jit.h - run what an op means -----------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TEST_UNIT_DIALECT_JIT_H
#define LUTRA_TEST_UNIT_DIALECT_JIT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "gtest/gtest.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lutra::test {

/// A contiguous tensor of the test's own, input or output, with the type that
/// the function under test gives it: "?x4xf32".
struct Argument {
  template <typename T>
  Argument(std::string type, std::vector<T> &data, std::vector<int64_t> sizes)
      : type(std::move(type)), data(data.data()), sizes(std::move(sizes)) {}

  std::string type;
  void *data;
  std::vector<int64_t> sizes;
};

/// What executes: upstream's loops and LLVM's JIT, so that the meaning of an op
/// is tested without a back end of ours; or our CPU target, in all its variants
/// on one and on several threads, which must agree in every bit.
enum class Road { Upstream, Cpu };
void PrintTo(Road road, std::ostream *os);

/// A suite whose tests run on both.
class OnEveryRoad : public ::testing::TestWithParam<Road> {
protected:
  void SetUp() override { road = GetParam(); }
  void TearDown() override { road = Road::Upstream; }

public:
  /// Of the test that runs.
  static Road road;
};

#define LUTRA_ON_EVERY_ROAD(suite)                                             \
  INSTANTIATE_TEST_SUITE_P(                                                    \
      , suite, ::testing::Values(Road::Upstream, Road::Cpu),                   \
      [](const auto &info) {                                                   \
        return info.param == Road::Cpu ? "Cpu" : "Upstream";                   \
      })

/// Runs `body` once on the road of the test. It sees the inputs as tensors %i0,
/// %i1, ... and defines %r0, %r1, ..., which land in the outputs; %c0 to %c3
/// are indices. `passes` run before the ops are decomposed. Returns false, with
/// what was printed as a test failure, when it does not compile.
bool run(std::vector<Argument> inputs, std::vector<Argument> outputs,
         llvm::StringRef body, llvm::StringRef passes = "");

/// "2x3xf32" from {2, 3} and "f32"; `dynamic` leading sizes become "?".
std::string typeText(llvm::ArrayRef<int64_t> sizes, llvm::StringRef element,
                     unsigned dynamic = 0);

/// A pseudo-random sequence that is the same everywhere.
class Random {
public:
  explicit Random(uint32_t seed) : state(seed * 2654435761u + 1) {}

  /// In [0, n).
  uint32_t below(uint32_t n) { return (next() >> 8) % n; }
  /// In [-1, 1).
  float unit() { return float(int32_t(next())) * 0x1p-31f; }
  template <typename T> T pick(std::initializer_list<T> choices) {
    return choices.begin()[below(choices.size())];
  }

private:
  uint32_t next() {
    // xorshift32
    state ^= state << 13;
    state ^= state >> 17;
    return state ^= state << 5;
  }
  uint32_t state;
};

} // namespace lutra::test

#endif // LUTRA_TEST_UNIT_DIALECT_JIT_H
