//===- ThreadPoolTest.cpp - each piece once, whatever happens -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ThreadPool.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

using namespace lutra::runtime;

namespace {

struct Counts {
  explicit Counts(int64_t pieces) : seen(new std::atomic<int>[pieces]()) {}
  static void count(void *argument, int64_t piece) {
    static_cast<Counts *>(argument)->seen[piece]++;
  }
  std::unique_ptr<std::atomic<int>[]> seen;
};

void expectEachOnce(ThreadPool &pool, int64_t pieces) {
  Counts counts(pieces);
  ASSERT_TRUE(pool.run(pieces, Counts::count, &counts));
  EXPECT_TRUE(std::all_of(counts.seen.get(), counts.seen.get() + pieces,
                          [](const std::atomic<int> &n) { return n == 1; }))
      << pieces << " pieces, " << pool.threads() << " threads";
}

TEST(ThreadPool, RunsEachPieceOnce) {
  for (unsigned threads : {1, 2, 3, 16}) {
    ThreadPool pool(threads);
    for (int64_t pieces : {0, 1, 2, 3, 7, 64, 1001})
      expectEachOnce(pool, pieces);
  }
}

TEST(ThreadPool, ManyLoopsInARow) {
  ThreadPool pool(4);
  for (int i = 0; i != 20000; ++i)
    expectEachOnce(pool, 1 + i % 9);
}

TEST(ThreadPool, WakesUpAgain) {
  ThreadPool pool(3);
  for (int i = 0; i != 20; ++i) {
    // Longer than threads look for work before they sleep.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    expectEachOnce(pool, 12);
  }
}

TEST(ThreadPool, ComesAndGoes) {
  for (int i = 0; i != 200; ++i) {
    ThreadPool pool(4);
    if (i % 2)
      expectEachOnce(pool, 8);
  }
}

TEST(ThreadPool, ASecondCallerIsTurnedAway) {
  ThreadPool pool(2);
  struct Nested {
    ThreadPool *pool;
    std::atomic<int> refused{0};
  } nested{&pool};
  auto task = [](void *argument, int64_t) {
    auto *nested = static_cast<Nested *>(argument);
    nested->refused += !nested->pool->run(4, Counts::count, nullptr);
  };
  ASSERT_TRUE(pool.run(6, task, &nested));
  EXPECT_EQ(nested.refused, 6);
  expectEachOnce(pool, 6);
}

TEST(ThreadPool, ManyCallersShareIt) {
  ThreadPool pool(3);
  std::atomic<int64_t> done{0}, expected{0};
  std::vector<std::thread> callers;
  for (int t = 0; t != 4; ++t)
    callers.emplace_back([&] {
      auto task = [](void *argument, int64_t) {
        ++*static_cast<std::atomic<int64_t> *>(argument);
      };
      for (int i = 0; i != 2000; ++i)
        if (pool.run(5, task, &done))
          expected += 5;
    });
  for (std::thread &caller : callers)
    caller.join();
  EXPECT_EQ(done, expected);
  EXPECT_GT(expected, 0);
}

TEST(ThreadPool, TheOthersTakePart) {
  ThreadPool pool(2);
  // Two pieces that wait for each other: only two threads can finish.
  struct Meeting {
    std::atomic<int> arrived{0};
  } meeting;
  auto task = [](void *argument, int64_t) {
    auto *meeting = static_cast<Meeting *>(argument);
    ++meeting->arrived;
    while (meeting->arrived != 2)
      std::this_thread::yield();
  };
  ASSERT_TRUE(pool.run(2, task, &meeting));
  EXPECT_EQ(meeting.arrived, 2);
}

} // namespace
