//===- SystemFailureTest.cpp - what the system refuses, on demand ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Disks that fail and systems that are older than this one: a filter of system
// calls, which a process keeps until its end, so each test has one of its own.
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

using namespace lutra::test;

namespace {

/// What the children of the tests exit with.
enum Exit { kNoFilter = 1, kOpened = 17, kRefused = 18 };

constexpr uint32_t kAnyArgument = UINT32_MAX;

/// From now on the system call fails with `error`, where its argument `index`
/// is `argument`.
void failFromNowOn(uint32_t call, int error, unsigned index = 0,
                   uint32_t argument = kAnyArgument) {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0,
               uint8_t(argument == kAnyArgument ? 1 : 3))};
  if (argument != kAnyArgument)
    filter.insert(filter.end(),
                  {BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                            uint32_t(offsetof(seccomp_data, args) + 8 * index)),
                   BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, argument, 0, 1)});
  filter.push_back(
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | uint32_t(error)));
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog program = {static_cast<unsigned short>(filter.size()),
                        filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    std::perror("no filter of system calls");
    ::_exit(kNoFilter);
  }
}

#ifdef MADV_POPULATE_READ
class SystemFailure : public testing::Test {
protected:
  void SetUp() override {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    ASSERT_TRUE(
        writeBundle(path(), manifestTemplate("add"), std::string(16, '\0')));
  }
  std::string path() const { return directory.path + "/bundle"; }

  /// Opens the bundle on a system that cannot bring pieces of maps into memory,
  /// says what is wrong with it, and exits.
  [[noreturn]] void openWithoutPopulating() const {
    failFromNowOn(__NR_madvise, EINVAL, 2, MADV_POPULATE_READ);
    char text[1024];
    lutra_model *model = nullptr;
    lutra_status status =
        lutra_open(path().c_str(), nullptr, &model, text, sizeof text);
    if (status != LUTRA_OK) {
      std::fputs(text, stderr);
      ::_exit(kRefused);
    }
    lutra_close(model);
    ::_exit(kOpened);
  }

  TemporaryDirectory directory;
};

TEST_F(SystemFailure, HashesWithoutPopulatingMaps) {
  EXPECT_EXIT(openWithoutPopulating(), testing::ExitedWithCode(kOpened), "");
}

TEST_F(SystemFailure, DamageIsFoundWithoutPopulatingMaps) {
  std::fstream stream(path() + "/weights.bin",
                      std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(7);
  stream.put('x');
  stream.close();
  EXPECT_EXIT(openWithoutPopulating(), testing::ExitedWithCode(kRefused),
              "weights.bin.*damaged");
}

TEST_F(SystemFailure, DisksThatFailAreToldOf) {
  EXPECT_EXIT(
      {
        failFromNowOn(__NR_pread64, EIO);
        openWithoutPopulating();
      },
      testing::ExitedWithCode(kRefused),
      "cannot read .*weights.bin.*Input/output error");
}
#endif

} // namespace
