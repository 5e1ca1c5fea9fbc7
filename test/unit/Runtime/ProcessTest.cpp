//===- ProcessTest.cpp - children -----------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Process.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace lutra::driver;
using testing::HasSubstr;

namespace {

ChildResult shell(const std::string &script, double timeLimit = 0) {
  ChildOptions options;
  options.capture = true;
  options.timeLimit = timeLimit;
  return runChild({"sh", "-c", script}, options);
}

TEST(Process, CollectsOutputAndCode) {
  ChildResult result = shell("echo out; echo err >&2; exit 3");
  EXPECT_EQ(result.code, 3);
  EXPECT_EQ(result.trouble, "");
  EXPECT_EQ(result.output, "out\nerr\n");
  // More than a pipe holds, and more than is kept.
  result = shell("head -c 1000000 /dev/zero; exit 0");
  EXPECT_EQ(result.code, 0);
  EXPECT_GE(result.output.size(), size_t(100000));
}

TEST(Process, SaysHowAChildEnded) {
  EXPECT_THAT(shell("kill -SEGV $$").trouble, HasSubstr("Segmentation fault"));
  EXPECT_EQ(shell("kill -SEGV $$").code, -1);
  ChildResult absent = runChild({"no-such-program-anywhere"}, {});
  EXPECT_EQ(absent.code, -1);
  EXPECT_THAT(absent.trouble,
              HasSubstr("cannot run 'no-such-program-anywhere'"));
}

TEST(Process, EndsWhatTakesTooLong) {
  // With a grandchild that keeps the pipe open, and one that closed it.
  for (const char *script :
       {"sleep 1000 & sleep 1000", "exec >/dev/null 2>&1; sleep 1000"}) {
    ChildResult result = shell(script, 0.2);
    EXPECT_EQ(result.code, -1);
    EXPECT_THAT(result.trouble, HasSubstr("took more than"));
  }
}

TEST(Process, RunsManyAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t != 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i != 10; ++i)
        good += shell("exit " + std::to_string(t)).code == t;
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(good, 80);
}

TEST(Process, TemporaryDirectoriesGo) {
  std::string path;
  {
    TemporaryDirectory directory;
    ASSERT_EQ(directory.make(), "");
    path = directory.path();
    std::filesystem::create_directory(path + "/sub");
    std::ofstream(path + "/sub/file") << "x";
    EXPECT_TRUE(std::filesystem::exists(path + "/sub/file"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Process, KnowsItself) {
  EXPECT_THAT(thisProgram(), HasSubstr("RuntimeDriverTests"));
  EXPECT_EQ(siblingTool("no-such-tool"), "no-such-tool");
  EXPECT_EQ(siblingTool("RuntimeDriverTests"), thisProgram());
  EXPECT_GT(peakMemoryMb(), 0.5);
}

} // namespace
