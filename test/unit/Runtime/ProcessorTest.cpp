//===- ProcessorTest.cpp - the guard around probes ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Processor.h"

#include "gtest/gtest.h"

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

using namespace lutra::runtime;

namespace {

int32_t illegal(int32_t) { __builtin_trap(); }
int32_t expected(int32_t seed) { return lutra_rt_probe_expected(seed); }

TEST(Processor, ProbeMatchesItsDefinition) {
  // docs/Design/Bundle.md, computed the long way for seed 3.
  int64_t sum = 0;
  for (int64_t i = 0; i != 64; ++i)
    sum += (3 * (2 * i + 1)) * (3 * (2 * (63 - i) + 1));
  EXPECT_EQ(lutra_rt_probe_expected(3), int32_t(sum));
  EXPECT_EQ(lutra_rt_probe_expected(0), 0);
}

TEST(Processor, GuardsManyThreadsAtOnce) {
  std::atomic<int> good{0}, bad{0};
  std::vector<std::thread> threads;
  for (int t = 0; t != 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i != 50; ++i) {
        good += executes(expected);
        bad += executes(illegal);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(good, 400);
  EXPECT_EQ(bad, 0);
}

std::atomic<int> hostSaw{0};

int32_t raisesElsewhere(int32_t seed) {
  // Another thread's SIGILL, while the guard is up, is the host's.
  std::thread([] { raise(SIGILL); }).join();
  return lutra_rt_probe_expected(seed);
}

TEST(Processor, LeavesOtherThreadsToTheHost) {
  hostSaw = 0;
  struct sigaction host = {}, before = {};
  host.sa_handler = [](int) { ++hostSaw; };
  sigaction(SIGILL, &host, &before);
  EXPECT_TRUE(executes(raisesElsewhere));
  host = {};
  host.sa_sigaction = [](int, siginfo_t *, void *) { hostSaw += 100; };
  host.sa_flags = SA_SIGINFO;
  sigaction(SIGILL, &host, nullptr);
  EXPECT_TRUE(executes(raisesElsewhere));
  host = {};
  host.sa_handler = SIG_IGN;
  sigaction(SIGILL, &host, nullptr);
  EXPECT_TRUE(executes(raisesElsewhere));
  sigaction(SIGILL, &before, nullptr);
  EXPECT_EQ(hostSaw, 404) << "four seeds, each seen once";
}

TEST(Processor, KnowsItsFeatures) {
  EXPECT_EQ(missingFeature({}), "");
  EXPECT_EQ(missingFeature({"no-such-feature"}), "");
#if defined(__x86_64__)
  EXPECT_EQ(missingFeature({"sse3"}), "");
  EXPECT_EQ(missingFeature({"avx2"}).empty(),
            bool(__builtin_cpu_supports("avx2")));
  EXPECT_EQ(missingFeature({"avx512vnni"}).empty(),
            bool(__builtin_cpu_supports("avx512vnni")));
  // Dropped before the other came.
  EXPECT_NE(missingFeature({"tbm", "amx-fp16"}), "");
#endif
}

} // namespace
