//===- StopwatchTest.cpp - times that can be believed ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Stopwatch.h"

#include "gtest/gtest.h"

#include <cmath>

using namespace lutra::bench;

namespace {

TEST(Stopwatch, NobodyElseMeansTheTimeThatPassed) {
  // Also where the clock of the thread stood still, or was set back.
  EXPECT_EQ(believe(50e-6, 49e-6, false), 50e-6);
  EXPECT_EQ(believe(50e-6, 0, false), 50e-6);
  EXPECT_EQ(believe(50e-6, -1e-6, false), 50e-6);
}

TEST(Stopwatch, OthersDoNotCountWhereTheThreadWorkedLong) {
  EXPECT_EQ(believe(30e-3, 20e-3, true), 20e-3);
}

TEST(Stopwatch, ShortTimesAmongOthersAreNone) {
  EXPECT_EQ(believe(4e-3, 50e-6, true), 0);
  EXPECT_EQ(believe(4e-3, 0, true), 0);
}

TEST(Stopwatch, NoTimeIsNoRate) {
  EXPECT_EQ(getRate(100, 4), 25);
  EXPECT_EQ(getRate(100, 0), 0);
  EXPECT_EQ(getRate(100, -1), 0);
  EXPECT_TRUE(std::isfinite(getRate(1e30, 1e-9)));
}

TEST(Stopwatch, RunsForward) {
  Stopwatch watch;
  double before = watch.stop();
  for (volatile int i = 0; i != 10000000; i = i + 1) {
  }
  double after = watch.stop();
  // 0 where somebody else was there for most of it.
  if (before > 0 && after > 0)
    EXPECT_GT(after, before);
}

} // namespace
