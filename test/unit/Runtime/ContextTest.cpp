//===- ContextTest.cpp - inputs, runs and outputs -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include <atomic>
#include <numeric>
#include <thread>

using namespace lutra::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::vector<float> ramp(size_t count, float start) {
  std::vector<float> values(count);
  std::iota(values.begin(), values.end(), start);
  return values;
}

std::vector<float> expectedSum(const std::vector<float> &a,
                               const std::vector<float> &b) {
  std::vector<float> y(a.size());
  for (size_t i = 0; i != y.size(); ++i)
    y[i] = (a[i] + b[i]) + (0.5f + float(i % 4));
  return y;
}

TEST(Context, Describes) {
  Opened add("add");
  ASSERT_EQ(lutra_input_count(add.model), 2u);
  ASSERT_EQ(lutra_output_count(add.model), 2u);
  const lutra_tensor_info *b = lutra_input_info(add.model, 1);
  EXPECT_STREQ(b->name, "b");
  EXPECT_EQ(b->dtype, LUTRA_F32);
  ASSERT_EQ(b->rank, 2);
  EXPECT_EQ(b->dims[0].size, -1);
  EXPECT_STREQ(b->dims[0].name, "n");
  EXPECT_EQ(b->dims[1].size, 4);
  EXPECT_EQ(b->dims[1].name, nullptr);
  EXPECT_EQ(b->state_peer, -1);
  EXPECT_EQ(lutra_output_info(add.model, 1)->rank, 0);
  EXPECT_EQ(lutra_input_info(add.model, 2), nullptr);
  EXPECT_EQ(lutra_find_output(add.model, "count"), 1);
  EXPECT_EQ(lutra_find_output(add.model, "Count"), -1);
  EXPECT_STREQ(lutra_variant_name(add.model), "hand");
  EXPECT_STREQ(lutra_model_name(add.model), "by-hand.onnx");
  EXPECT_EQ(lutra_thread_count(add.model), 2);
}

TEST(Context, RunsAnySizeWithAnyNumberOfThreads) {
  for (int32_t threads : {1, 2, 3, 8}) {
    Opened add("add", threads);
    for (int64_t rows : {1, 3, 0, 1000, 7}) {
      std::vector<float> a = ramp(rows * 4, 1), b = ramp(rows * 4, -3.25f);
      ASSERT_EQ(add.set("a", LUTRA_F32, a, {rows, 4}), LUTRA_OK);
      ASSERT_EQ(add.set("b", LUTRA_F32, b, {rows, 4}), LUTRA_OK);
      ASSERT_EQ(lutra_run(add.context), LUTRA_OK) << add.message();
      EXPECT_EQ(add.output<float>("y"), expectedSum(a, b));
      EXPECT_THAT(add.dims, ElementsAre(rows, 4));
      EXPECT_THAT(add.output<int64_t>("count"), ElementsAre(rows * 4));
      EXPECT_TRUE(add.dims.empty());
    }
  }
}

TEST(Context, KeepsInputsBetweenRuns) {
  Opened add("add");
  std::vector<float> a = ramp(8, 0), b = ramp(8, 5);
  add.set("a", LUTRA_F32, a, {2, 4});
  add.set("b", LUTRA_F32, b, {2, 4});
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  a[3] = 100;
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  EXPECT_EQ(add.output<float>("y"), expectedSum(a, b));
}

TEST(Context, TakesItsOwnOutputsAsInputs) {
  Opened add("add");
  std::vector<float> b = ramp(8, 5), sum = ramp(8, 0);
  add.set("a", LUTRA_F32, sum, {2, 4});
  add.set("b", LUTRA_F32, b, {2, 4});
  for (int i = 0; i != 5; ++i) {
    ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
    sum = expectedSum(sum, b);
    ASSERT_EQ(add.output<float>("y"), sum) << "step " << i;
    lutra_tensor y;
    lutra_get_output(add.context, 0, &y);
    ASSERT_EQ(lutra_set_input(add.context, 0, y.data, y.dtype, y.dims, y.rank),
              LUTRA_OK);
  }
}

TEST(Context, RefusesOutputsThatItOverwrites) {
  Opened add("add");
  std::vector<float> b = ramp(4, 5);
  add.set("a", LUTRA_F32, b, {1, 4});
  add.set("b", LUTRA_F32, b, {1, 4});
  lutra_tensor first, second;
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  lutra_get_output(add.context, 0, &first);
  lutra_set_input(add.context, 0, first.data, first.dtype, first.dims, 2);
  lutra_set_input(add.context, 1, first.data, first.dtype, first.dims, 2);
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK) << "both may be the same output";
  lutra_get_output(add.context, 0, &second);
  lutra_set_input(add.context, 1, second.data, second.dtype, second.dims, 2);
  EXPECT_EQ(lutra_run(add.context), LUTRA_ERROR_INPUT);
  EXPECT_THAT(add.message(), HasSubstr("input 'a' points to an output of an "
                                       "earlier run than the last"));
}

TEST(Context, SurvivesNullHandles) {
  EXPECT_EQ(lutra_run(nullptr), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_state_enable(nullptr, 1), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_state_length(nullptr), 0);
  EXPECT_STREQ(lutra_context_message(nullptr), "no context given");
  EXPECT_EQ(lutra_input_count(nullptr), 0u);
  EXPECT_EQ(lutra_output_info(nullptr, 0), nullptr);
  EXPECT_EQ(lutra_find_output(nullptr, "y"), -1);
  EXPECT_STREQ(lutra_variant_name(nullptr), "");
  lutra_context *context = nullptr;
  EXPECT_EQ(lutra_context_create(nullptr, &context), LUTRA_ERROR_ARGUMENT);
  lutra_context_destroy(nullptr);
  lutra_state_disable(nullptr);
  lutra_close(nullptr);
}

TEST(Context, ReadsRows) {
  Opened add("add");
  std::vector<float> zero(12);
  add.set("a", LUTRA_F32, zero, {3, 4});
  std::vector<float> b = ramp(12, 0);
  add.set("b", LUTRA_F32, b, {3, 4});
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  const void *data = nullptr;
  int64_t count = 0;
  ASSERT_EQ(lutra_get_output_row(add.context, 0, -1, &data, &count), LUTRA_OK);
  EXPECT_EQ(count, 4);
  EXPECT_EQ(*static_cast<const float *>(data), 8.5f);
  ASSERT_EQ(lutra_get_output_row(add.context, 0, 1, &data, &count), LUTRA_OK);
  EXPECT_EQ(*static_cast<const float *>(data), 4.5f);
  for (int64_t row : {int64_t(3), int64_t(-4), INT64_MAX, INT64_MIN})
    EXPECT_EQ(lutra_get_output_row(add.context, 0, row, &data, &count),
              LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_get_output_row(add.context, 1, 0, &data, &count),
            LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(add.message(), "a scalar output has no rows");
}

//===----------------------------------------------------------------------===//
// What is refused
//===----------------------------------------------------------------------===//

TEST(Context, RefusesWrongInputs) {
  Opened add("add");
  std::vector<float> a(64);
  std::vector<double> wide(64);
  EXPECT_EQ(add.set("a", LUTRA_F64, wide, {2, 4}), LUTRA_ERROR_INPUT);
  EXPECT_EQ(add.message(), "input 'a': expects f32[n, 4], got f64[2, 4]");
  EXPECT_EQ(add.set("a", LUTRA_F32, a, {8}), LUTRA_ERROR_INPUT);
  EXPECT_EQ(add.message(), "input 'a': expects f32[n, 4], got f32[8]");
  EXPECT_EQ(add.set("a", LUTRA_F32, a, {2, 5}), LUTRA_ERROR_INPUT);
  EXPECT_EQ(add.message(), "input 'a': expects f32[n, 4], got f32[2, 5]: "
                           "dimension 1 has to be 4");
  EXPECT_EQ(add.set("a", LUTRA_F32, a, {-1, 4}), LUTRA_ERROR_INPUT);
  EXPECT_THAT(add.message(), HasSubstr("dimension 0 is negative"));
  EXPECT_EQ(add.set("a", LUTRA_F32, a, {INT64_MAX / 4, 4}), LUTRA_ERROR_INPUT);
  EXPECT_THAT(add.message(), HasSubstr("no memory holds that many bytes"));

  int64_t dims[2] = {1, 4};
  EXPECT_EQ(lutra_set_input(add.context, 9, a.data(), LUTRA_F32, dims, 2),
            LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_set_input(add.context, 0, nullptr, LUTRA_F32, dims, 2),
            LUTRA_ERROR_ARGUMENT);
  EXPECT_THAT(add.message(), HasSubstr("null"));
  EXPECT_EQ(lutra_set_input(add.context, 0, a.data(), LUTRA_F32, nullptr, 2),
            LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_set_input(add.context, 0, a.data(), LUTRA_F32, dims, -1),
            LUTRA_ERROR_ARGUMENT);
  auto *odd = reinterpret_cast<char *>(a.data()) + 1;
  EXPECT_EQ(lutra_set_input(add.context, 0, odd, LUTRA_F32, dims, 2),
            LUTRA_ERROR_ARGUMENT);
  EXPECT_THAT(add.message(), HasSubstr("not aligned"));
}

TEST(Context, NamesMissingInputs) {
  Opened add("add");
  EXPECT_EQ(lutra_run(add.context), LUTRA_ERROR_INPUT);
  EXPECT_EQ(add.message(), "these inputs are not set: 'a' f32[n, 4], "
                           "'b' f32[n, 4]");
  lutra_tensor tensor;
  EXPECT_EQ(lutra_get_output(add.context, 0, &tensor), LUTRA_ERROR_MODEL);
}

TEST(Context, HoldsEqualNamesToEqualSizes) {
  Opened add("add");
  std::vector<float> a(12);
  add.set("a", LUTRA_F32, a, {3, 4});
  add.set("b", LUTRA_F32, a, {2, 4});
  EXPECT_EQ(lutra_run(add.context), LUTRA_ERROR_INPUT);
  EXPECT_EQ(add.message(), "input 'b': dimension 0 ('n') is 2, expects 3 as in "
                           "input 'a'");
  add.set("b", LUTRA_F32, a, {3, 4});
  EXPECT_EQ(lutra_run(add.context), LUTRA_OK);
}

TEST(Context, RefusesOutputsThatAreNot) {
  Opened add("add");
  lutra_tensor tensor;
  EXPECT_EQ(lutra_get_output(add.context, 2, &tensor), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_get_output(add.context, 0, nullptr), LUTRA_ERROR_ARGUMENT);
  EXPECT_EQ(lutra_state_enable(add.context, 8), LUTRA_ERROR_STATE);
  EXPECT_THAT(add.message(), HasSubstr("no state"));
}

//===----------------------------------------------------------------------===//
// Sharing
//===----------------------------------------------------------------------===//

TEST(Context, ManyAtOnceShareOneModel) {
  Opened shared("add", 4);
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t != 6; ++t)
    threads.emplace_back([&, t] {
      lutra_context *context = nullptr;
      if (lutra_context_create(shared.model, &context) != LUTRA_OK)
        return;
      for (int64_t rows = 1; rows != 60; ++rows) {
        std::vector<float> a = ramp(rows * 4, float(t)), b = ramp(rows * 4, 9);
        int64_t dims[2] = {rows, 4};
        lutra_set_input(context, 0, a.data(), LUTRA_F32, dims, 2);
        lutra_set_input(context, 1, b.data(), LUTRA_F32, dims, 2);
        lutra_tensor y;
        if (lutra_run(context) == LUTRA_OK &&
            lutra_get_output(context, 0, &y) == LUTRA_OK) {
          auto *data = static_cast<const float *>(y.data);
          std::vector<float> found(data, data + rows * 4);
          good += found == expectedSum(a, b);
        }
      }
      lutra_context_destroy(context);
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(good, 6 * 59);
}

TEST(Context, OutlivesItsModel) {
  Opened add("add");
  lutra_close(add.model);
  std::vector<float> a = ramp(4, 0);
  int64_t dims[2] = {1, 4};
  lutra_set_input(add.context, 0, a.data(), LUTRA_F32, dims, 2);
  lutra_set_input(add.context, 1, a.data(), LUTRA_F32, dims, 2);
  EXPECT_EQ(lutra_run(add.context), LUTRA_OK);
  add.model = nullptr;
}

TEST(Context, UsesTheHostsThreads) {
  struct Host {
    int64_t calls = 0, pieces = 0;
    static void parallelFor(void *user, void (*task)(void *, int64_t),
                            void *argument, int64_t count) {
      auto *host = static_cast<Host *>(user);
      ++host->calls;
      host->pieces += count;
      std::vector<std::thread> threads;
      for (int64_t i = count; i-- != 0;)
        threads.emplace_back([=] { task(argument, i); });
      for (std::thread &thread : threads)
        thread.join();
    }
  } host;
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  options.threads = 3;
  options.parallel_for = Host::parallelFor;
  options.parallel_for_user = &host;
  Opened add("add", options);
  std::vector<float> a = ramp(4000, 1), b = ramp(4000, 2);
  add.set("a", LUTRA_F32, a, {1000, 4});
  add.set("b", LUTRA_F32, b, {1000, 4});
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  EXPECT_EQ(add.output<float>("y"), expectedSum(a, b));
  EXPECT_EQ(host.calls, 2);
  // Each thread has up to 16.
  EXPECT_EQ(host.pieces, 2 * 3 * 16);
}

TEST(Context, UsesTheHostsMemory) {
  struct Host {
    std::atomic<int64_t> balance{0};
    std::atomic<int> requests{0};
    bool refuse = false;
    static void *allocate(void *user, size_t bytes, size_t alignment) {
      auto *host = static_cast<Host *>(user);
      ++host->requests;
      if (host->refuse)
        return nullptr;
      host->balance += int64_t(bytes);
      return std::aligned_alloc(alignment, bytes);
    }
    static void release(void *user, void *data, size_t bytes, size_t) {
      static_cast<Host *>(user)->balance -= int64_t(bytes);
      std::free(data);
    }
  } host;
  {
    lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
    options.allocator = {&host, Host::allocate, Host::release};
    Opened add("add", options);
    std::vector<float> a = ramp(4000, 1);
    add.set("a", LUTRA_F32, a, {1, 4});
    add.set("b", LUTRA_F32, a, {1, 4});
    ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
    EXPECT_GT(host.balance, 0);
    int before = host.requests;
    ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
    EXPECT_EQ(host.requests, before) << "memory is kept between runs";
    host.refuse = true;
    add.set("a", LUTRA_F32, a, {1000, 4});
    add.set("b", LUTRA_F32, a, {1000, 4});
    EXPECT_EQ(lutra_run(add.context), LUTRA_ERROR_MEMORY);
    EXPECT_THAT(add.message(), HasSubstr("no memory for output 'y', "
                                         "f32[1000, 4]"));
    host.refuse = false;
    EXPECT_EQ(lutra_run(add.context), LUTRA_OK) << "a failed run does no harm";
  }
  EXPECT_EQ(host.balance, 0);
}

} // namespace
