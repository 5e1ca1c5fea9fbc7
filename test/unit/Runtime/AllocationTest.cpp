//===- AllocationTest.cpp - what a run takes from the heap ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"

#include <algorithm>
#include <atomic>
#include <new>

using namespace lutra::test;

static std::atomic<int64_t> allocations{0};

// The shared library's calls come here, too.
void *operator new(size_t bytes) {
  ++allocations;
  if (void *memory = std::malloc(std::max<size_t>(bytes, 1)))
    return memory;
  std::abort(); // No exceptions.
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, size_t) noexcept { std::free(memory); }

namespace {

lutra_open_options countingOptions(int32_t threads) {
  lutra_open_options options = LUTRA_OPEN_OPTIONS_INIT;
  options.threads = threads;
  options.allocator.allocate = [](void *, size_t bytes,
                                  size_t alignment) -> void * {
    ++allocations;
    return std::aligned_alloc(alignment, bytes);
  };
  options.allocator.release = [](void *, void *data, size_t, size_t) {
    std::free(data);
  };
  return options;
}

TEST(Allocation, ATokenTakesNone) {
  for (int32_t threads : {1, 2}) {
    Opened kv("kv", countingOptions(threads));
    ASSERT_EQ(lutra_state_enable(kv.context, 64), LUTRA_OK);
    ASSERT_EQ(lutra_limit_positions(kv.context, 0, 1), LUTRA_OK);
    const std::vector<int64_t> mask(64, 1);
    auto step = [&](int64_t length) {
      const int64_t id = 3;
      const int64_t idDims[2] = {1, 1}, maskDims[2] = {1, length};
      const void *row = nullptr;
      int64_t count = 0;
      return lutra_set_input(kv.context, 0, &id, LUTRA_I64, idDims, 2) ==
                 LUTRA_OK &&
             lutra_set_input(kv.context, 1, mask.data(), LUTRA_I64, maskDims,
                             2) == LUTRA_OK &&
             lutra_run(kv.context) == LUTRA_OK &&
             lutra_get_output_row(kv.context, 0, -1, &row, &count) == LUTRA_OK;
    };
    ASSERT_TRUE(step(1)) << kv.message();
    int64_t before = allocations;
    EXPECT_GT(before, 0) << "nothing is counted";
    bool fine = true;
    for (int64_t length = 2; length != 64; ++length)
      fine &= step(length);
    EXPECT_EQ(allocations, before);
    EXPECT_TRUE(fine) << kv.message();
  }
}

TEST(Allocation, ALoopOverThreadsTakesNone) {
  Opened add("add", countingOptions(4));
  const std::vector<float> a(400), b(400);
  ASSERT_EQ(add.set("a", LUTRA_F32, a, {100, 4}), LUTRA_OK);
  ASSERT_EQ(add.set("b", LUTRA_F32, b, {100, 4}), LUTRA_OK);
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  // The arena becomes one block.
  ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  int64_t before = allocations;
  for (int i = 0; i != 50; ++i)
    ASSERT_EQ(lutra_run(add.context), LUTRA_OK);
  EXPECT_EQ(allocations, before);
}

} // namespace
