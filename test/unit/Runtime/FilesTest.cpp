//===- FilesTest.cpp - whole or absent ------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Files.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <filesystem>
#include <fstream>

using namespace lutra::driver;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

namespace {

class Files : public testing::Test {
protected:
  void SetUp() override {
    root = testing::TempDir() + "lutra-files-" + std::to_string(::getpid());
    fs::create_directories(root);
  }
  void TearDown() override { fs::remove_all(root); }
  size_t count() const {
    return size_t(std::distance(fs::directory_iterator(root), {}));
  }
  std::string contents(const std::string &path) const {
    std::vector<char> bytes;
    EXPECT_EQ(readFile(path, bytes), "");
    return std::string(bytes.begin(), bytes.end());
  }
  std::string root;
};

TEST_F(Files, AppearTogether) {
  {
    FileSet files;
    EXPECT_EQ(files.write(root + "/a", "head", "body"), "");
    EXPECT_EQ(files.write(root + "/b", "", ""), "");
    EXPECT_FALSE(fs::exists(root + "/a"));
    EXPECT_EQ(files.commit(), "");
  }
  EXPECT_EQ(contents(root + "/a"), "headbody");
  EXPECT_EQ(contents(root + "/b"), "");
  EXPECT_EQ(count(), 2u);
}

TEST_F(Files, ThatAreNotCommittedLeaveNoTrace) {
  std::ofstream(root + "/a") << "old";
  {
    FileSet files;
    EXPECT_EQ(files.write(root + "/a", "new", ""), "");
    EXPECT_THAT(files.write(root + "/none/b", "", ""), HasSubstr("none/b"));
  }
  EXPECT_EQ(contents(root + "/a"), "old");
  EXPECT_EQ(count(), 1u);
}

TEST_F(Files, AreReadFromPipesToo) {
  // Longer than a first guess at the size of what has none.
  std::vector<char> bytes;
  fs::path fifo = root + "/fifo";
  ASSERT_EQ(::system(("mkfifo " + fifo.string() +
                      " && (head -c 300000 "
                      "/dev/zero > " +
                      fifo.string() + " &)")
                         .c_str()),
            0);
  EXPECT_EQ(readFile(fifo, bytes), "");
  EXPECT_EQ(bytes.size(), 300000u);
  EXPECT_THAT(readFile(root, bytes), HasSubstr("is a directory"));
  EXPECT_THAT(readFile(root + "/none", bytes), HasSubstr("No such file"));
}

TEST_F(Files, GetHarmlessNames) {
  EXPECT_EQ(fileNameFor("logits"), "logits");
  EXPECT_EQ(fileNameFor("a/b\\c\n:0"), "a_b_c_:0");
  EXPECT_EQ(fileNameFor(".."), "_..");
  EXPECT_EQ(fileNameFor(""), "_");
  EXPECT_EQ(fileNameFor(std::string(300, 'x')).size(), 200u);
}

} // namespace
