//===- StateTest.cpp - KV caches ------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include <algorithm>

using namespace lutra::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// HandWritten.c's "kv": the largest logit of a position is at the sum of all
/// ids up to it.
class Kv : public Opened {
public:
  Kv() : Opened("kv") {}

  /// Runs `ids` of each batch after `past` entries.
  lutra_status step(const std::vector<int64_t> &ids, int64_t past,
                    int64_t batch = 1) {
    int64_t length = int64_t(ids.size()) / batch;
    std::vector<int64_t> mask(batch * (past + length), 1);
    EXPECT_EQ(set("input_ids", LUTRA_I64, ids, {batch, length}), LUTRA_OK);
    EXPECT_EQ(set("attention_mask", LUTRA_I64, mask, {batch, past + length}),
              LUTRA_OK);
    return lutra_run(context);
  }

  /// The position of the largest logit in a row.
  int64_t best(int64_t row = -1) {
    const void *data = nullptr;
    int64_t count = 0;
    if (lutra_get_output_row(context, 0, row, &data, &count) != LUTRA_OK)
      return -1;
    auto *logits = static_cast<const float *>(data);
    return std::max_element(logits, logits + count) - logits;
  }

  int64_t length() const { return lutra_state_length(context); }
};

TEST(State, IsDescribed) {
  Kv kv;
  EXPECT_EQ(lutra_input_info(kv.model, 2)->state_peer, 1);
  EXPECT_EQ(lutra_input_info(kv.model, 2)->state_axis, 2);
  EXPECT_EQ(lutra_output_info(kv.model, 1)->state_peer, 2);
  EXPECT_EQ(lutra_output_info(kv.model, 0)->state_peer, -1);
}

TEST(State, OnlyLastPositionsAreComputed) {
  Kv kv;
  EXPECT_EQ(lutra_output_info(kv.model, 0)->position_axis, 1);
  EXPECT_EQ(lutra_output_info(kv.model, 1)->position_axis, -1);
  ASSERT_EQ(lutra_state_enable(kv.context, 16), LUTRA_OK);
  ASSERT_EQ(lutra_limit_positions(kv.context, 0, 2), LUTRA_OK);
  ASSERT_EQ(kv.step({5, 6, 7}, 0), LUTRA_OK) << kv.message();
  kv.output<float>("logits");
  EXPECT_THAT(kv.dims, ElementsAre(1, 2, 2048));
  EXPECT_EQ(kv.best(0), 11);
  EXPECT_EQ(kv.best(-1), 18);
  EXPECT_EQ(kv.length(), 3);
  // Fewer than the limit, and each sequence of a batch has its last ones.
  ASSERT_EQ(kv.step({100}, 3), LUTRA_OK) << kv.message();
  EXPECT_EQ(kv.best(0), 118);
  ASSERT_EQ(lutra_state_reset(kv.context), LUTRA_OK);
  ASSERT_EQ(lutra_limit_positions(kv.context, 0, 1), LUTRA_OK);
  ASSERT_EQ(kv.step({1, 2, 30, 40}, 0, 2), LUTRA_OK) << kv.message();
  EXPECT_EQ(kv.best(0), 3);
  EXPECT_EQ(kv.best(1), 70);
  ASSERT_EQ(lutra_limit_positions(kv.context, 0, 0), LUTRA_OK);
  ASSERT_EQ(kv.step({1, 2, 3, 4}, 2, 2), LUTRA_OK) << kv.message();
  kv.output<float>("logits");
  EXPECT_THAT(kv.dims, ElementsAre(2, 2, 2048));

  EXPECT_EQ(lutra_limit_positions(kv.context, 0, -1), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_limit_positions(kv.context, 1, 1), LUTRA_ERROR_ARGUMENT);
  EXPECT_THAT(kv.message(), HasSubstr("'present.0.key' is always computed"));
  EXPECT_EQ(lutra_limit_positions(kv.context, 2, 1), LUTRA_ERROR_ARGUMENT);
}

TEST(State, GrowsInPlace) {
  Kv kv;
  ASSERT_EQ(lutra_state_enable(kv.context, 16), LUTRA_OK);
  EXPECT_EQ(lutra_state_capacity(kv.context), 16);
  EXPECT_EQ(kv.length(), 0);
  ASSERT_EQ(kv.step({5, 6, 7}, 0), LUTRA_OK) << kv.message();
  EXPECT_EQ(kv.best(0), 5);
  EXPECT_EQ(kv.best(), 18);
  EXPECT_EQ(kv.length(), 3);
  lutra_tensor before, after;
  ASSERT_EQ(lutra_get_state(kv.context, 2, &before), LUTRA_OK);
  EXPECT_EQ(before.dims[2], 16);
  ASSERT_EQ(kv.step({100}, 3), LUTRA_OK) << kv.message();
  EXPECT_EQ(kv.best(), 118);
  EXPECT_EQ(kv.length(), 4);
  ASSERT_EQ(lutra_get_state(kv.context, 2, &after), LUTRA_OK);
  EXPECT_EQ(before.data, after.data);
  // Head 1, entry 3.
  EXPECT_EQ(static_cast<const float *>(after.data)[(16 + 3) * 3], 100);
  lutra_tensor present;
  EXPECT_EQ(lutra_get_output(kv.context, 1, &present), LUTRA_ERROR_STATE);
  EXPECT_THAT(kv.message(), HasSubstr("lutra_get_state"));
}

TEST(State, TruncatesAndResets) {
  Kv kv;
  ASSERT_EQ(lutra_state_enable(kv.context, 8), LUTRA_OK);
  ASSERT_EQ(kv.step({1, 2, 3, 4}, 0), LUTRA_OK);
  ASSERT_EQ(lutra_state_truncate(kv.context, 2), LUTRA_OK);
  EXPECT_EQ(kv.length(), 2);
  ASSERT_EQ(kv.step({10}, 2), LUTRA_OK);
  EXPECT_EQ(kv.best(), 13);
  EXPECT_EQ(lutra_state_truncate(kv.context, 4), LUTRA_ERROR_ARGUMENT);
  EXPECT_THAT(kv.message(), HasSubstr("to 4 entries: it holds 3"));
  EXPECT_EQ(lutra_state_truncate(kv.context, -1), LUTRA_ERROR_ARGUMENT);
  ASSERT_EQ(lutra_state_reset(kv.context), LUTRA_OK);
  EXPECT_EQ(kv.length(), 0);
  // An empty cache takes another batch.
  ASSERT_EQ(kv.step({1, 2, 30, 40}, 0, /*batch=*/2), LUTRA_OK) << kv.message();
  EXPECT_EQ(kv.best(1), 3);
  EXPECT_EQ(kv.best(3), 70);
}

TEST(State, RefusesAnotherBatchWhileItHoldsEntries) {
  Kv kv;
  ASSERT_EQ(lutra_state_enable(kv.context, 8), LUTRA_OK);
  ASSERT_EQ(kv.step({1, 2}, 0), LUTRA_OK);
  EXPECT_EQ(kv.step({1, 2}, 2, /*batch=*/2), LUTRA_ERROR_STATE);
  EXPECT_THAT(kv.message(), HasSubstr("reset the state first"));
  EXPECT_EQ(kv.length(), 2);
}

TEST(State, OverflowIsAnErrorAndChangesNothing) {
  Kv kv;
  ASSERT_EQ(lutra_state_enable(kv.context, 4), LUTRA_OK);
  ASSERT_EQ(kv.step({1, 2, 3}, 0), LUTRA_OK);
  EXPECT_EQ(kv.step({4, 5}, 3), LUTRA_ERROR_STATE);
  EXPECT_EQ(kv.message(),
            "the KV cache of 'past_key_values.0.key' has room for 4 entries, "
            "holds 3, and this run needs 5; truncate or reset the state, or "
            "enable it with a larger capacity");
  EXPECT_EQ(kv.length(), 3);
  ASSERT_EQ(kv.step({4}, 3), LUTRA_OK) << "the last entry still fits";
  EXPECT_EQ(kv.best(), 10);
  EXPECT_EQ(kv.step({5}, 4), LUTRA_ERROR_STATE);
}

TEST(State, AFailedRunLeavesItAsItWas) {
  Kv kv;
  ASSERT_EQ(lutra_state_enable(kv.context, 8), LUTRA_OK);
  ASSERT_EQ(kv.step({1, 2}, 0), LUTRA_OK);
  EXPECT_EQ(kv.step({3, 99999}, 2), LUTRA_ERROR_MODEL);
  EXPECT_EQ(kv.message(), "token id outside of the vocabulary");
  EXPECT_EQ(kv.length(), 2);
  EXPECT_EQ(kv.step({3}, 1), LUTRA_ERROR_MODEL);
  EXPECT_THAT(kv.message(), HasSubstr("attention_mask"));
  ASSERT_EQ(kv.step({3}, 2), LUTRA_OK);
  EXPECT_EQ(kv.best(), 6);
}

TEST(State, AFirstRunThatFailsFixesNoShape) {
  Kv kv;
  ASSERT_EQ(lutra_state_enable(kv.context, 8), LUTRA_OK);
  EXPECT_EQ(kv.step({99999}, 0), LUTRA_ERROR_MODEL);
  EXPECT_EQ(kv.step({1, 2}, 0, /*batch=*/2), LUTRA_OK) << kv.message();
}

TEST(State, HoldsItsInputs) {
  Kv kv;
  std::vector<float> past(6);
  ASSERT_EQ(lutra_state_enable(kv.context, 8), LUTRA_OK);
  EXPECT_EQ(kv.set("past_key_values.0.key", LUTRA_F32, past, {1, 2, 1, 3}),
            LUTRA_ERROR_STATE);
  EXPECT_THAT(kv.message(), HasSubstr("kept by the runtime"));
  lutra_tensor state;
  EXPECT_EQ(lutra_get_state(kv.context, 2, &state), LUTRA_ERROR_STATE);
  EXPECT_EQ(lutra_get_state(kv.context, 0, &state), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_state_enable(kv.context, 0), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_state_enable(kv.context, -3), LUTRA_ERROR_ARGUMENT);
  lutra_state_disable(kv.context);
  EXPECT_EQ(lutra_state_reset(kv.context), LUTRA_ERROR_STATE);
  EXPECT_EQ(kv.step({1}, 0), LUTRA_ERROR_INPUT);
  EXPECT_THAT(kv.message(), HasSubstr("'past_key_values.0.key' f32[batch_size, "
                                      "2, past_sequence_length, 3]"));
}

TEST(State, WithoutStateModeThePastIsAnInputLikeAnyOther) {
  Kv kv;
  for (int64_t batch : {1, 2}) {
    // Entries of a past of 2: ids 10 and 20 in every head and batch.
    std::vector<float> past;
    for (int64_t i = 0; i != batch * 2; ++i)
      past.insert(past.end(), {10, 10, 10, 20, 20, 20});
    ASSERT_EQ(
        kv.set("past_key_values.0.key", LUTRA_F32, past, {batch, 2, 2, 3}),
        LUTRA_OK);
    std::vector<int64_t> ids(batch, 5);
    ASSERT_EQ(kv.step(ids, 2, batch), LUTRA_OK) << kv.message();
    for (int64_t row = 0; row != batch; ++row)
      EXPECT_EQ(kv.best(row), 35);
    std::vector<float> present = kv.output<float>("present.0.key");
    EXPECT_THAT(kv.dims, ElementsAre(batch, 2, 3, 3));
    for (int64_t i = 0; i != batch * 2; ++i) {
      auto entries = present.begin() + i * 9;
      EXPECT_THAT(std::vector<float>(entries, entries + 9),
                  ElementsAre(10, 10, 10, 20, 20, 20, 5, 5, 5));
    }
  }
}

TEST(State, PresentMayBeTheNextPast) {
  Kv kv;
  std::vector<float> none;
  ASSERT_EQ(kv.set("past_key_values.0.key", LUTRA_F32, none, {1, 2, 0, 3}),
            LUTRA_OK);
  int64_t sum = 0;
  for (int64_t i = 0; i != 9; ++i) {
    ASSERT_EQ(kv.step({i * i}, i), LUTRA_OK) << kv.message();
    sum += i * i;
    EXPECT_EQ(kv.best(), sum);
    lutra_tensor present;
    ASSERT_EQ(lutra_get_output(kv.context, 1, &present), LUTRA_OK);
    ASSERT_EQ(lutra_set_input(kv.context, 2, present.data, present.dtype,
                              present.dims, present.rank),
              LUTRA_OK);
  }
}

} // namespace
