//===- InterruptTest.cpp - being told to end ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Process.h"

#include "gtest/gtest.h"

#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include <unistd.h>

using namespace lutra::driver;

namespace {

/// Waits in several threads for interrupted(), as loops over tokens do.
void waitInThreads() {
  std::vector<std::thread> threads;
  for (int t = 0; t != 4; ++t)
    threads.emplace_back([] {
      while (!interrupted())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
  for (std::thread &thread : threads)
    thread.join();
}

// Each in a process started anew: signals are a process's, and how they are
// handled cannot be taken back. SIGINT may be ignored by whoever runs this.
class Interrupt : public testing::Test {
protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(Interrupt, TheFirstOneOnlySaysSo) {
  EXPECT_EXIT(
      {
        handleInterruption();
        interruptGracefully();
        ::kill(::getpid(), SIGTERM);
        waitInThreads();
        ::_exit(17);
      },
      testing::ExitedWithCode(17), "");
}

TEST_F(Interrupt, TheSecondOneEndsTheProcess) {
  EXPECT_EXIT(
      {
        handleInterruption();
        interruptGracefully();
        ::kill(::getpid(), SIGTERM);
        waitInThreads();
        ::kill(::getpid(), SIGTERM);
        ::sleep(60);
        ::_exit(17);
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST_F(Interrupt, WithoutAskingForMoreTheFirstEndsIt) {
  EXPECT_EXIT(
      {
        handleInterruption();
        ::kill(::getpid(), SIGTERM);
        ::sleep(60);
        ::_exit(17);
      },
      testing::KilledBySignal(SIGTERM), "");
}

} // namespace
