//===- LanguageModelTest.cpp - tokens in, logits out ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LanguageModel.h"
#include "Generation.h"
#include "Perplexity.h"
#include "TestBundle.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace lutra;
using namespace lutra::generate;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// HandWritten.c's "kv", with its manifest changed as a test wants it.
class LanguageModelTest : public testing::Test {
protected:
  void SetUp() override {
    root = testing::TempDir() + "lutra-lm-" + std::to_string(::getpid());
    std::filesystem::create_directories(root);
  }
  void TearDown() override { std::filesystem::remove_all(root); }

  void
  open(const std::vector<std::pair<std::string, std::string>> &edits = {}) {
    std::string manifest = test::manifestTemplate("kv");
    for (const auto &[from, to] : edits) {
      size_t at = manifest.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      manifest.replace(at, from.size(), to);
    }
    ASSERT_TRUE(test::writeBundle(root + "/b", manifest, "weights"));
    rt::Status failed = model.open(root + "/b");
    ASSERT_FALSE(failed) << failed.message();
  }

  std::string config(const std::string &text) {
    std::ofstream(root + "/config.json") << text;
    return root + "/config.json";
  }

  std::string root;
  rt::Model model;
  Roles roles;
};

TEST_F(LanguageModelTest, FindsRolesByPattern) {
  open();
  ASSERT_EQ(findRoles(model, "", roles), "");
  EXPECT_EQ(roles.ids, 0u);
  EXPECT_EQ(roles.mask, 1u);
  EXPECT_EQ(roles.positions, std::nullopt);
  ASSERT_EQ(roles.pasts.size(), 1u);
  EXPECT_EQ(roles.pasts[0].input, 2u);
  EXPECT_EQ(roles.pasts[0].output, 1u);
  EXPECT_TRUE(roles.eosIds.empty());
}

TEST_F(LanguageModelTest, FindsRolesByConfig) {
  open({{"\"input_ids\"", "\"tokens\""},
        {"\"attention_mask\"", "\"mask\""},
        {"\"past_key_values.0.key\"", "\"cache_in.0\""},
        {"\"state\": {\"output\": 1, \"axis\": 2}", "\"state\": null"},
        {"\"logits\"", "\"scores\""},
        {"\"present.0.key\"", "\"cache_out.0\""}});
  EXPECT_THAT(findRoles(model, "", roles),
              HasSubstr("input 'tokens' i64[batch_size, sequence_length]"));
  roles = Roles();
  std::string path = config(R"({"model": {"context_length": 64,
    "bos_token_id": 7, "eos_token_id": [1, 2], "decoder": {
      "inputs": {"input_ids": "tokens", "attention_mask": "mask",
                 "past_key_names": "cache_in.%d"},
      "outputs": {"logits": "scores", "present_key_names": "cache_out.%d"}}}})");
  ASSERT_EQ(findRoles(model, path, roles), "");
  EXPECT_EQ(roles.pasts[0].output, 1u);
  EXPECT_THAT(roles.eosIds, ElementsAre(1, 2));
  EXPECT_EQ(roles.bosId, 7);
  EXPECT_EQ(roles.contextLength, 64);
}

TEST_F(LanguageModelTest, RefusesConfigsOfTheWrongKind) {
  open();
  for (const char *text : {"", "[]", "{", "{\"model\": 3}", "nonsense"})
    EXPECT_THAT(findRoles(model, config(text), roles),
                HasSubstr("is not a genai_config.json"))
        << text;
  // Members of odd types count as absent.
  EXPECT_EQ(findRoles(model, config(R"({"model": {"context_length": "x",
                        "eos_token_id": {}, "decoder": []}})"),
                      roles),
            "");
  EXPECT_EQ(roles.contextLength, std::nullopt);
}

TEST_F(LanguageModelTest, CachesInPlaceAndPastsGivenBackAgree) {
  for (const char *kind : {"kv", "concat"}) {
    ASSERT_TRUE(test::writeBundle(root + "/b", kind));
    ASSERT_FALSE(model.open(root + "/b"));
    roles = Roles();
    ASSERT_EQ(findRoles(model, "", roles), "");
    EXPECT_EQ(roles.pasts[0].output, 1u);
    Generation result;
    GenerationOptions options;
    options.maxTokens = 5;
    std::vector<int64_t> shown;
    ASSERT_EQ(generateTokens(
                  model, roles, nullptr, {3, 4}, options,
                  [&](int64_t id, const std::string &text) {
                    shown.push_back(id);
                    EXPECT_EQ(text, "");
                  },
                  result),
              "");
    EXPECT_THAT(result.ids, ElementsAre(7, 14, 28, 56, 112)) << kind;
    EXPECT_EQ(shown, result.ids);
    EXPECT_EQ(result.stop, "length");
  }
}

TEST_F(LanguageModelTest, FeedsInParts) {
  open();
  ASSERT_EQ(findRoles(model, "", roles), "");
  LanguageModel language(model, roles);
  ASSERT_EQ(language.start(8, LanguageModel::Logits::All), "");
  auto best = [&](int64_t row) {
    const float *logits = nullptr;
    int64_t count = 0;
    EXPECT_EQ(language.logits(row, logits, count), "");
    return std::max_element(logits, logits + count) - logits;
  };
  ASSERT_EQ(language.feed({1, 2, 3}), "");
  EXPECT_EQ(best(0), 1);
  EXPECT_EQ(best(-1), 6);
  ASSERT_EQ(language.feed({10, 20}), "");
  EXPECT_EQ(language.length(), 5);
  EXPECT_EQ(best(0), 16);
  EXPECT_EQ(best(1), 36);
  EXPECT_THAT(language.feed({1, 1, 1, 1}), HasSubstr("has room for 8"));
  ASSERT_EQ(language.restart(), "");
  ASSERT_EQ(language.feed({5}), "");
  EXPECT_EQ(best(-1), 5);
}

TEST_F(LanguageModelTest, ComputesTheLastLogitsAlone) {
  for (const char *kind : {"kv", "concat"}) {
    ASSERT_TRUE(test::writeBundle(root + "/b", kind));
    ASSERT_FALSE(model.open(root + "/b"));
    roles = Roles();
    ASSERT_EQ(findRoles(model, "", roles), "");
    LanguageModel language(model, roles);
    ASSERT_EQ(language.start(8, LanguageModel::Logits::Last), "");
    ASSERT_EQ(language.feed({1, 2, 3}), "");
    const float *logits = nullptr;
    int64_t count = 0;
    ASSERT_EQ(language.logits(-1, logits, count), "");
    EXPECT_EQ(std::max_element(logits, logits + count) - logits, 6);
    EXPECT_THAT(language.logits(1, logits, count), HasSubstr("no row 1"));
  }
}

TEST_F(LanguageModelTest, MeasuresPerplexity) {
  open();
  ASSERT_EQ(findRoles(model, "", roles), "");
  LanguageModel language(model, roles);
  ASSERT_EQ(language.start(4, LanguageModel::Logits::All), "");
  // Each window starts anew: 4 windows of 2 tokens in 9, one token over in 10.
  // Logits fall by one for each step past the sum, so that a target d steps
  // past it costs d nats and the logarithm of the softmax's sum.
  const std::vector<int64_t> text = {1, 1, 2, 5, 9, 9, 30, 31, 61, 5};
  Perplexity result;
  ASSERT_EQ(measurePerplexity(language, text, 2, 0, result), "");
  EXPECT_EQ(result.windows, 4);
  EXPECT_EQ(result.tokens, 8);
  const double steps[] = {0, 0, 3, 2, 0, 12, 1, 0};
  double expected = 0, sum = 0;
  for (int v = 0; v != 2048; ++v)
    sum += std::exp(-double(v));
  for (double d : steps)
    expected += d + std::log(sum);
  EXPECT_NEAR(result.nats, expected, 1e-9);
  EXPECT_NEAR(result.perToken(), std::exp(expected / 8), 1e-9);
  Perplexity limited;
  ASSERT_EQ(measurePerplexity(language, text, 2, 3, limited), "");
  EXPECT_EQ(limited.tokens, 6);
}

} // namespace
