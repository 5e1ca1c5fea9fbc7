//===- CommandLineTest.cpp - options --------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace lutra::driver;
using testing::ElementsAre;

namespace {

TEST(CommandLine, ParsesNumbersWhole) {
  int64_t value = 0;
  EXPECT_TRUE(parseNumber("-12", -20, 20, value));
  EXPECT_EQ(value, -12);
  for (const char *text : {"", " 1", "1 ", "1x", "0x10", "+1", "1.0", "21",
                           "99999999999999999999"})
    EXPECT_FALSE(parseNumber(text, int64_t(-20), int64_t(20), value)) << text;
  double real = 0;
  EXPECT_TRUE(parseNumber("1e-3", 0.0, 1.0, real));
  EXPECT_EQ(real, 1e-3);
  for (const char *text : {"", " 1", "nan", "inf", "1.5", "-0.1", "1e-3s"})
    EXPECT_FALSE(parseNumber(text, 0.0, 1.0, real)) << text;
}

TEST(CommandLine, ParsesLists) {
  std::vector<int64_t> values;
  EXPECT_TRUE(parseNumbers("1x20x3", 'x', 0, 100, values));
  EXPECT_THAT(values, ElementsAre(1, 20, 3));
  for (const char *text : {"", "1x", "x1", "1xx2", "1x-2", "1x101"})
    EXPECT_FALSE(parseNumbers(text, 'x', 0, 100, values)) << text;
  std::string name, rest;
  EXPECT_TRUE(splitAssignment("a=b=c", name, rest));
  EXPECT_EQ(name + "|" + rest, "a|b=c");
  EXPECT_FALSE(splitAssignment("ab", name, rest));
  EXPECT_FALSE(splitAssignment("=b", name, rest));
}

TEST(CommandLine, RanksNames) {
  EXPECT_THAT(nearest("inptu", {"output", "mask", "input"}),
              ElementsAre("input", "output", "mask"));
  // Equal ones in their order.
  EXPECT_THAT(nearest("x", {"b", "a"}), ElementsAre("b", "a"));
}

/// A tool with one option of each kind.
struct Tool {
  Tool() : commandLine("tool", "tool FILE") {
    commandLine.flag("quiet", "", quiet);
    commandLine.text("name", "TEXT", "", name);
    commandLine.number("count", "", 1, 9, count);
    commandLine.optionalValue("bench", "S", "", [this](const std::string &s) {
      bench = "[" + s + "]";
      return "";
    });
  }
  std::optional<int> parse(std::vector<std::string> arguments) {
    std::vector<char *> argv = {name0};
    for (std::string &argument : arguments)
      argv.push_back(&argument[0]);
    return commandLine.parse(int(argv.size()), argv.data(), positional);
  }
  char name0[5] = "tool";
  CommandLine commandLine;
  bool quiet = false;
  std::string name, bench;
  int64_t count = 0;
  std::vector<std::string> positional;
};

TEST(CommandLine, TakesValuesBothWays) {
  Tool tool;
  EXPECT_EQ(tool.parse({"a", "--name=x=y", "-count", "3", "--quiet", "-", "--",
                        "--name"}),
            std::nullopt);
  EXPECT_EQ(tool.name, "x=y");
  EXPECT_EQ(tool.count, 3);
  EXPECT_TRUE(tool.quiet);
  EXPECT_THAT(tool.positional, ElementsAre("a", "-", "--name"));
}

TEST(CommandLine, OptionalValuesAreNeverTheNextArgument) {
  Tool tool;
  EXPECT_EQ(tool.parse({"--bench", "a"}), std::nullopt);
  EXPECT_EQ(tool.bench, "[]");
  EXPECT_THAT(tool.positional, ElementsAre("a"));
  EXPECT_EQ(tool.parse({"--bench=3"}), std::nullopt);
  EXPECT_EQ(tool.bench, "[3]");
}

TEST(CommandLine, RefusesWithCodeTwo) {
  for (std::vector<std::string> wrong :
       std::vector<std::vector<std::string>>{{"--quite"},
                                             {"--quiet=1"},
                                             {"--name"},
                                             {"--name="},
                                             {"--count=10"},
                                             {"--count", "x"}}) {
    Tool tool;
    EXPECT_EQ(tool.parse(wrong), 2) << wrong[0];
  }
  Tool tool;
  EXPECT_EQ(tool.parse({"--help"}), 0);
  EXPECT_EQ(tool.parse({"--version"}), 0);
}

} // namespace
