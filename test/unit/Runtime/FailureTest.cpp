//===- FailureTest.cpp - models that give up ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include <thread>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

using namespace lutra::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct Case {
  int64_t what;
  lutra_status status;
  const char *text;
};

const Case cases[] = {
    {1, LUTRA_ERROR_MODEL, "asked to fail"},
    {2, LUTRA_ERROR_MODEL, "piece failed"},
    {3, LUTRA_ERROR_MODEL, "piece failed"},
    {4, LUTRA_ERROR_MEMORY, "more memory than can be counted"},
    {5, LUTRA_ERROR_MEMORY, "no memory for the 9223372036854775806 bytes"},
    {6, LUTRA_ERROR_MEMORY, "no memory for output 'y', i64[-1]"},
    {7, LUTRA_ERROR_MEMORY,
     "no memory for output 'y', i64[4611686018427387903"},
    {8, LUTRA_ERROR_MODEL, "produces output 7"},
    {9, LUTRA_ERROR_MODEL, "uses input 0 as state"},
    {10, LUTRA_ERROR_MODEL, "did not produce output 'y'"},
    {12, LUTRA_ERROR_MODEL, "produces output 7"},
};

lutra_status runCase(Opened &trouble, int64_t what) {
  std::vector<int64_t> input = {what};
  EXPECT_EQ(trouble.set("what", LUTRA_I64, input, {}), LUTRA_OK);
  return lutra_run(trouble.context);
}

TEST(Failure, ComesBackAsTextFromAnywhere) {
  for (int32_t threads : {1, 4}) {
    Opened trouble("trouble", threads);
    for (const Case &c : cases) {
      EXPECT_EQ(runCase(trouble, c.what), c.status) << c.what;
      EXPECT_THAT(trouble.message(), HasSubstr(c.text));
      lutra_tensor tensor;
      EXPECT_EQ(lutra_get_output(trouble.context, 0, &tensor),
                LUTRA_ERROR_MODEL);
      // And the context is as good as new.
      ASSERT_EQ(runCase(trouble, 0), LUTRA_OK) << trouble.message();
      EXPECT_THAT(trouble.output<int64_t>("y"), ElementsAre(1000));
    }
  }
}

TEST(Failure, ComesBackFromTheHostsThreads) {
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  options.threads = 2;
  options.parallel_for = [](void *, void (*task)(void *, int64_t),
                            void *argument, int64_t count) {
    std::thread other([=] {
      for (int64_t i = 1; i < count; ++i)
        task(argument, i);
    });
    task(argument, 0);
    other.join();
  };
  Opened trouble("trouble", options);
  for (int64_t what : {2, 3}) {
    EXPECT_EQ(runCase(trouble, what), LUTRA_ERROR_MODEL);
    EXPECT_EQ(trouble.message(), "piece failed");
  }
}

TEST(Failure, RunsEmptyLoopsAndLoopsInLoops) {
  Opened trouble("trouble", 3);
  ASSERT_EQ(runCase(trouble, 11), LUTRA_OK) << trouble.message();
  EXPECT_THAT(trouble.output<int64_t>("y"), ElementsAre(0));
}

TEST(Failure, LeavesNoMemoryOfAStep) {
  Opened trouble("trouble", 1);
  ASSERT_EQ(runCase(trouble, 13), LUTRA_OK) << trouble.message();
  EXPECT_THAT(trouble.output<int64_t>("y"), ElementsAre(1));
}

#if defined(__SSE__)
TEST(Failure, LeavesTheHostsFloatMode) {
  Opened trouble("trouble", 2);
  unsigned before = _mm_getcsr();
  unsigned flushing = before | 0x8040; // flush to zero, subnormals are zeros
  _mm_setcsr(flushing);
  runCase(trouble, 1);
  unsigned afterFailure = _mm_getcsr();
  runCase(trouble, 0);
  unsigned afterRun = _mm_getcsr();
  _mm_setcsr(before);
  EXPECT_EQ(afterFailure, flushing);
  EXPECT_EQ(afterRun, flushing);
}
#endif

} // namespace
