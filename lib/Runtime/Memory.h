//===- Memory.h - buffers that grow and are kept ----------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_MEMORY_H
#define LUTRA_LIB_RUNTIME_MEMORY_H

#include "lutra-rt/lutra.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace lutra::runtime {

/// What everything that generated code sees is aligned to.
constexpr size_t memoryAlignment = 64;

/// The C library's allocator, in the form a host may replace it.
lutra_allocator systemAllocator();

/// One allocation that only grows.
class Buffer {
public:
  explicit Buffer(const lutra_allocator &allocator) : allocator(&allocator) {}
  ~Buffer() { free(); }
  Buffer(Buffer &&other) noexcept
      : allocator(other.allocator),
        memory(std::exchange(other.memory, nullptr)),
        bytes(std::exchange(other.bytes, 0)) {}
  Buffer &operator=(Buffer &&other) noexcept {
    std::swap(allocator, other.allocator);
    std::swap(memory, other.memory);
    std::swap(bytes, other.bytes);
    return *this;
  }

  /// Makes room for `needed` bytes; what was in it may be lost. Returns the
  /// memory (not null even for 0 bytes), or null when there is none.
  void *reserve(int64_t needed);
  void free();

  char *data() const { return static_cast<char *>(memory); }
  size_t capacity() const { return bytes; }
  /// Whether [begin, begin + size) and this memory have a byte in common.
  bool overlaps(const void *begin, size_t size) const;

private:
  const lutra_allocator *allocator;
  void *memory = nullptr;
  size_t bytes = 0;
};

/// Memory for a call or a step of it, given back all at once. What one needed
/// stays for the next, as one block.
class Arena {
public:
  explicit Arena(const lutra_allocator &allocator) : allocator(allocator) {}

  /// 64-byte aligned memory, or null. May be called by several threads.
  void *allocate(int64_t bytes);
  /// Takes all memory back.
  void reset();

private:
  const lutra_allocator &allocator;
  std::mutex mutex;
  std::vector<Buffer> blocks;
  size_t used = 0; ///< Of the last block.
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_MEMORY_H
