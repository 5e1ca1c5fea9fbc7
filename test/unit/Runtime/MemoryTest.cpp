//===- MemoryTest.cpp - buffers, the arena, sizes -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Memory.h"
#include "Support.h"

#include "gtest/gtest.h"

#include <cstring>
#include <set>

using namespace lutra::runtime;

namespace {

bool isAligned(const void *memory) {
  return reinterpret_cast<uintptr_t>(memory) % memoryAlignment == 0;
}

TEST(Memory, ByteSizeIsGuarded) {
  int64_t bytes = -1;
  int64_t plain[] = {2, 3, 4};
  EXPECT_TRUE(byteSize(LUTRA_F32, plain, 3, bytes));
  EXPECT_EQ(bytes, 96);
  EXPECT_TRUE(byteSize(LUTRA_F64, plain, 0, bytes));
  EXPECT_EQ(bytes, 8);
  int64_t huge[] = {INT64_MAX / 4, 2};
  EXPECT_FALSE(byteSize(LUTRA_F32, huge, 2, bytes));
  int64_t emptyOfHuge[] = {INT64_MAX, INT64_MAX, 0};
  EXPECT_TRUE(byteSize(LUTRA_F32, emptyOfHuge, 3, bytes));
  EXPECT_EQ(bytes, 0);
  int64_t negative[] = {0, -1};
  EXPECT_FALSE(byteSize(LUTRA_F32, negative, 2, bytes));
}

TEST(Memory, BufferKeepsWhatIsEnough) {
  lutra_allocator allocator = systemAllocator();
  Buffer buffer(allocator);
  void *first = buffer.reserve(1000);
  ASSERT_TRUE(first);
  EXPECT_TRUE(isAligned(first));
  EXPECT_EQ(buffer.reserve(10), first);
  EXPECT_EQ(buffer.reserve(0), first);
  EXPECT_EQ(buffer.reserve(-1), nullptr);
  EXPECT_EQ(buffer.reserve(INT64_MAX), nullptr);
  Buffer empty(allocator);
  EXPECT_TRUE(empty.reserve(0)) << "an empty value has an address";
}

TEST(Memory, BufferKnowsItsBytes) {
  lutra_allocator allocator = systemAllocator();
  Buffer buffer(allocator);
  char *begin = static_cast<char *>(buffer.reserve(128));
  EXPECT_TRUE(buffer.overlaps(begin, 1));
  EXPECT_TRUE(buffer.overlaps(begin - 1, 2));
  EXPECT_TRUE(buffer.overlaps(begin + 127, 100));
  EXPECT_FALSE(buffer.overlaps(begin - 1, 1));
  EXPECT_FALSE(buffer.overlaps(begin + 128, 1));
  EXPECT_FALSE(buffer.overlaps(begin, 0));
}

TEST(Memory, ArenaGivesDisjointBlocksAndKeepsThem) {
  int allocations = 0;
  lutra_allocator allocator = systemAllocator();
  allocator.user = &allocations;
  allocator.allocate = [](void *user, size_t bytes, size_t alignment) {
    ++*static_cast<int *>(user);
    return std::aligned_alloc(alignment, bytes);
  };
  Arena arena(allocator);
  for (int round = 0; round != 3; ++round) {
    std::set<char *> starts;
    int before = allocations;
    for (int64_t size : {0, 1, 63, 64, 65, 100000, 7, 1000000, 3}) {
      auto *block = static_cast<char *>(arena.allocate(size));
      ASSERT_TRUE(block);
      EXPECT_TRUE(isAligned(block));
      std::memset(block, round, size_t(size));
      EXPECT_TRUE(starts.insert(block).second);
    }
    // The second round finds one block of all that the first needed.
    if (round == 2)
      EXPECT_EQ(allocations, before);
    arena.reset();
  }
  EXPECT_EQ(arena.allocate(-1), nullptr);
  EXPECT_EQ(arena.allocate(INT64_MAX), nullptr);
}

} // namespace
