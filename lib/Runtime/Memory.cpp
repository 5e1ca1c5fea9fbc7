//===- Memory.cpp - buffers that grow and are kept ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Memory.h"

#include <algorithm>
#include <cstdlib>

using namespace lutra::runtime;

lutra_allocator lutra::runtime::systemAllocator() {
  lutra_allocator allocator = {};
  allocator.allocate = [](void *, size_t bytes, size_t alignment) -> void * {
    return std::aligned_alloc(alignment, bytes);
  };
  allocator.release = [](void *, void *data, size_t, size_t) {
    std::free(data);
  };
  return allocator;
}

void *Buffer::reserve(int64_t needed) {
  // An address for empty values, and whole cache lines for the rest.
  constexpr int64_t limit = INT64_MAX - int64_t(memoryAlignment);
  if (needed < 0 || needed > limit)
    return nullptr;
  size_t size = std::max<size_t>(needed, 1);
  size = (size + memoryAlignment - 1) / memoryAlignment * memoryAlignment;
  if (size <= bytes)
    return memory;
  free();
  memory = allocator->allocate(allocator->user, size, memoryAlignment);
  bytes = memory ? size : 0;
  return memory;
}

void Buffer::free() {
  if (memory)
    allocator->release(allocator->user, memory, bytes, memoryAlignment);
  memory = nullptr;
  bytes = 0;
}

bool Buffer::overlaps(const void *begin, size_t size) const {
  auto ours = reinterpret_cast<uintptr_t>(memory);
  auto theirs = reinterpret_cast<uintptr_t>(begin);
  return memory && size && theirs < ours + bytes && ours < theirs + size;
}

/// Small requests share a block.
static constexpr size_t minBlock = 64 << 10;

void *Arena::allocate(int64_t size) {
  if (size < 0 || size > INT64_MAX / 2)
    return nullptr;
  size_t needed = (std::max<size_t>(size, 1) + memoryAlignment - 1) /
                  memoryAlignment * memoryAlignment;
  std::lock_guard<std::mutex> lock(mutex);
  if (blocks.empty() || blocks.back().capacity() - used < needed) {
    Buffer block(allocator);
    if (!block.reserve(int64_t(std::max(needed, minBlock))))
      return nullptr;
    blocks.push_back(std::move(block));
    used = 0;
  }
  char *result = blocks.back().data() + used;
  used += needed;
  return result;
}

void Arena::reset() {
  used = 0;
  if (blocks.size() <= 1)
    return;
  size_t total = 0;
  for (const Buffer &block : blocks)
    total += block.capacity();
  blocks.clear();
  // No matter if this fails: the next request tries again.
  Buffer block(allocator);
  if (block.reserve(int64_t(total)))
    blocks.push_back(std::move(block));
}
