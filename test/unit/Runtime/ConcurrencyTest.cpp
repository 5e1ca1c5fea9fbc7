//===- ConcurrencyTest.cpp - many threads, many contexts, many bundles ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What hosts do at the same time. The results are checked, and the tsan preset
// checks the runtime: it is instrumented, as are these threads and the models
// written by hand. Code that the compiler makes is not.
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

using namespace lutra::test;

namespace {

constexpr int kThreads = 6;

/// Runs `body` with the numbers below kThreads, each in a thread of its own.
template <typename Body> void together(Body body) {
  std::vector<std::thread> threads;
  for (int t = 0; t != kThreads; ++t)
    threads.emplace_back([=] { body(t); });
  for (std::thread &thread : threads)
    thread.join();
}

/// Adds `rows` rows in a context of its own. False when anything is wrong.
bool add(lutra_context *context, int64_t rows, float start) {
  std::vector<float> a(size_t(rows) * 4), b(a.size(), 9);
  std::iota(a.begin(), a.end(), start);
  int64_t dims[2] = {rows, 4};
  lutra_tensor y;
  if (lutra_set_input(context, 0, a.data(), LUTRA_F32, dims, 2) != LUTRA_OK ||
      lutra_set_input(context, 1, b.data(), LUTRA_F32, dims, 2) != LUTRA_OK ||
      lutra_run(context) != LUTRA_OK ||
      lutra_get_output(context, 0, &y) != LUTRA_OK)
    return false;
  auto *data = static_cast<const float *>(y.data);
  for (size_t i = 0; i != a.size(); ++i)
    if (data[i] != (a[i] + b[i]) + (0.5f + float(i % 4)))
      return false;
  return true;
}

/// Feeds one token of "kv" after `past` others and returns where the largest
/// logit is: the sum of all tokens. -1 when anything is wrong.
int64_t feed(lutra_context *context, int64_t token, int64_t past) {
  std::vector<int64_t> mask(size_t(past) + 1, 1);
  int64_t one[2] = {1, 1}, all[2] = {1, past + 1}, count = 0;
  const void *row = nullptr;
  if (lutra_set_input(context, 0, &token, LUTRA_I64, one, 2) != LUTRA_OK ||
      lutra_set_input(context, 1, mask.data(), LUTRA_I64, all, 2) != LUTRA_OK ||
      lutra_run(context) != LUTRA_OK ||
      lutra_get_output_row(context, 0, -1, &row, &count) != LUTRA_OK)
    return -1;
  auto *logits = static_cast<const float *>(row);
  return std::max_element(logits, logits + count) - logits;
}

TEST(Concurrency, EachContextHasAStateOfItsOwn) {
  Opened shared("kv", 3);
  std::atomic<int> good{0};
  together([&](int t) {
    lutra_context *context = nullptr;
    if (lutra_context_create(shared.model, &context) != LUTRA_OK ||
        lutra_state_enable(context, 32) != LUTRA_OK)
      return;
    for (int round = 0; round != 3; ++round) {
      int64_t sum = 0;
      for (int64_t past = 0; past != 20; ++past) {
        int64_t token = 1 + t * 7 + past % 3;
        sum += token;
        good += feed(context, token, past) == sum;
      }
      if (lutra_state_length(context) != 20 ||
          lutra_state_reset(context) != LUTRA_OK)
        return;
    }
    lutra_context_destroy(context);
  });
  EXPECT_EQ(good, kThreads * 3 * 20);
}

TEST(Concurrency, ContextsComeAndGo) {
  Opened shared("add", 4);
  std::atomic<int> good{0};
  together([&](int t) {
    for (int i = 0; i != 40; ++i) {
      lutra_context *context = nullptr;
      if (lutra_context_create(shared.model, &context) != LUTRA_OK)
        return;
      good += add(context, 1 + (i + t) % 50, float(t));
      lutra_context_destroy(context);
    }
  });
  EXPECT_EQ(good, kThreads * 40);
}

TEST(Concurrency, BundlesOpenAndCloseWhileOthersRun) {
  TemporaryDirectory directory;
  std::string path = directory.path + "/bundle";
  ASSERT_TRUE(writeBundle(path, "add"));
  Opened shared("kv", 2);
  std::atomic<int> good{0};
  together([&](int t) {
    if (t % 2) {
      lutra_context *context = nullptr;
      if (lutra_context_create(shared.model, &context) != LUTRA_OK ||
          lutra_state_enable(context, 64) != LUTRA_OK)
        return;
      for (int64_t past = 0; past != 60; ++past)
        good += feed(context, 1, past) == past + 1;
      lutra_context_destroy(context);
      return;
    }
    for (int i = 0; i != 20; ++i) {
      lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
      options.threads = 1 + i % 3;
      lutra_model *model = nullptr;
      lutra_context *context = nullptr;
      char message[256];
      if (lutra_open(path.c_str(), &options, &model, message, sizeof message) !=
              LUTRA_OK ||
          lutra_context_create(model, &context) != LUTRA_OK)
        return;
      // A context keeps what it needs.
      if (i % 2)
        lutra_close(model);
      good += add(context, 30, float(i));
      lutra_context_destroy(context);
      if (i % 2 == 0)
        lutra_close(model);
    }
  });
  EXPECT_EQ(good, kThreads / 2 * (60 + 20));
}

TEST(Concurrency, RefusalsDoNotDisturb) {
  TemporaryDirectory directory;
  std::string path = directory.path + "/bundle";
  ASSERT_TRUE(writeBundle(path, "add"));
  std::filesystem::resize_file(path + "/weights.bin", 3);
  Opened shared("add", 2);
  std::atomic<int> good{0};
  together([&](int t) {
    for (int i = 0; i != 30; ++i) {
      lutra_model *model = nullptr;
      char message[256];
      if (t % 2) {
        good += lutra_open(path.c_str(), nullptr, &model, message,
                           sizeof message) == LUTRA_ERROR_BUNDLE;
        continue;
      }
      lutra_context *context = nullptr;
      if (lutra_context_create(shared.model, &context) != LUTRA_OK)
        return;
      // Without inputs a run is refused, and the next one is as if it was not.
      good += lutra_run(context) != LUTRA_OK && add(context, 20, float(i));
      lutra_context_destroy(context);
    }
  });
  EXPECT_EQ(good, kThreads * 30);
}

} // namespace
