//===- Utf8Test.cpp - characters in parts ---------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Utf8.h"

#include "gtest/gtest.h"

using namespace lutra::generate;

namespace {

/// What comes out when `bytes` arrive one by one, with a | after each.
std::string oneByOne(const std::string &bytes) {
  Utf8Stream stream;
  std::string result;
  for (char byte : bytes)
    result += stream.push(std::string(1, byte)) + "|";
  return result + stream.finish();
}

#define BAD "\xef\xbf\xbd"

TEST(Utf8, HoldsBackUntilACharacterIsWhole) {
  EXPECT_EQ(oneByOne("a"), "a|");
  EXPECT_EQ(oneByOne("\xc3\xa9"), "|\xc3\xa9|");
  EXPECT_EQ(oneByOne("\xe2\x82\xac"), "||\xe2\x82\xac|");
  EXPECT_EQ(oneByOne("\xf0\x9f\x98\x80!"), "|||\xf0\x9f\x98\x80|!|");
}

TEST(Utf8, PassesWholeTextsOn) {
  Utf8Stream stream;
  EXPECT_EQ(stream.push("na\xc3\xafve \xe2\x82"), "na\xc3\xafve ");
  EXPECT_EQ(stream.push("\xac?"), "\xe2\x82\xac?");
  EXPECT_EQ(stream.finish(), "");
}

TEST(Utf8, ReplacesWhatIsNone) {
  EXPECT_EQ(oneByOne("\x80"
                     "a"),
            BAD "|a|");
  EXPECT_EQ(oneByOne("\xff"), BAD "|");
  EXPECT_EQ(oneByOne("\xc3"
                     "a"),
            "|" BAD "a|");
  EXPECT_EQ(oneByOne("\xc3\xc3\xa9"), "|" BAD "|\xc3\xa9|");
  // Too long a form, half of a surrogate pair, beyond the last character.
  EXPECT_EQ(oneByOne("\xc0\x80"), BAD "|" BAD "|");
  EXPECT_EQ(oneByOne("\xe0\x80\x80"), "|" BAD BAD "|" BAD "|");
  EXPECT_EQ(oneByOne("\xed\xa0\x80"), "|" BAD BAD "|" BAD "|");
  EXPECT_EQ(oneByOne("\xf4\x90\x80\x80"), "|" BAD BAD "|" BAD "|" BAD "|");
}

TEST(Utf8, ReplacesWhatNeverEnds) {
  EXPECT_EQ(oneByOne("a\xe2\x82"), "a|||" BAD);
  EXPECT_EQ(oneByOne(""), "");
}

} // namespace
