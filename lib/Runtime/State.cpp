//===- State.cpp - KV caches that stay in place ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "State.h"

#include <algorithm>
#include <cstring>

using namespace lutra::runtime;

StateCaches::StateCaches(const std::vector<TensorSpec> &inputs,
                         const lutra_allocator &allocator) {
  for (const TensorSpec &input : inputs) {
    cacheIndex.push_back(caches.size());
    if (input.statePeer >= 0)
      caches.emplace_back(input, allocator);
  }
}

int64_t StateCaches::length() const {
  int64_t longest = 0;
  for (const Cache &cache : caches)
    longest = std::max(longest, cache.length);
  return longest;
}

const std::vector<int64_t> *StateCaches::dimsOf(size_t input) const {
  const Cache &cache = cacheOf(input);
  return cache.length == 0 ? nullptr : &cache.dims;
}

void StateCaches::enable(int64_t capacity) {
  disable();
  limit = capacity;
}

void StateCaches::disable() {
  limit = 0;
  for (Cache &cache : caches) {
    cache.buffer.free();
    cache.dims.clear();
    cache.length = 0;
  }
}

void StateCaches::truncate(int64_t length) {
  for (Cache &cache : caches)
    cache.length = std::min(cache.length, length);
}

void StateCaches::beginRun() {
  for (Cache &cache : caches)
    cache.next = -1;
}

/// Makes the buffer for a value like `dims`, with the capacity along its axis.
Error StateCaches::allocate(Cache &cache, const int64_t *dims) {
  const TensorSpec &spec = *cache.spec;
  size_t rank = spec.dims.size();
  std::vector<int64_t> sizes(dims, dims + rank);
  sizes[spec.stateAxis] = limit;
  int64_t bytes = 0;
  if (!byteSize(spec.dtype, sizes.data(), rank, bytes) ||
      !cache.buffer.reserve(bytes))
    return {LUTRA_ERROR_MEMORY,
            "no memory for the cache of " + quote(spec.name) + ", " +
                describe(spec.dtype, sizes.data(), rank) +
                "; enable the state with a smaller capacity"};
  cache.dims = std::move(sizes);
  return {};
}

Error StateCaches::extend(size_t input, const int64_t *dims, void *&data) {
  Cache &cache = cacheOf(input);
  const TensorSpec &spec = *cache.spec;
  int64_t wanted = dims[spec.stateAxis];
  if (wanted > limit)
    return {LUTRA_ERROR_STATE,
            "the KV cache of " + quote(spec.name) + " has room for " +
                std::to_string(limit) + " entries, holds " +
                std::to_string(cache.length) + ", and this run needs " +
                std::to_string(wanted) +
                "; truncate or reset the state, or enable it with a larger "
                "capacity"};
  if (wanted < cache.length)
    return {LUTRA_ERROR_MODEL, "the model cuts the state " + quote(spec.name) +
                                   " from " + std::to_string(cache.length) +
                                   " entries to " + std::to_string(wanted) +
                                   "; run it without state mode"};
  // An empty cache takes the sizes of this run, in the memory it has.
  if (cache.length == 0)
    if (Error error = allocate(cache, dims))
      return error;
  for (size_t i = 0; i != cache.dims.size(); ++i)
    if (int32_t(i) != spec.stateAxis && dims[i] != cache.dims[i])
      return {LUTRA_ERROR_STATE,
              "the KV cache of " + quote(spec.name) + " was made with size " +
                  std::to_string(cache.dims[i]) + " in dimension " +
                  std::to_string(i) + " and this run has " +
                  std::to_string(dims[i]) + "; reset the state first"};
  cache.next = wanted;
  data = cache.buffer.data();
  return {};
}

void StateCaches::commit() {
  for (Cache &cache : caches)
    if (cache.next >= 0)
      cache.length = cache.next;
}

bool StateCaches::view(size_t input, lutra_tensor &tensor) const {
  const Cache &cache = cacheOf(input);
  if (cache.dims.empty())
    return false;
  int64_t bytes = 0;
  // Fits: it was allocated.
  (void)byteSize(cache.spec->dtype, cache.dims.data(), cache.dims.size(),
                 bytes);
  tensor.data = cache.buffer.data();
  tensor.dtype = cache.spec->dtype;
  tensor.rank = int32_t(cache.dims.size());
  tensor.dims = cache.dims.data();
  tensor.bytes = size_t(bytes);
  return true;
}

void lutra::runtime::copyPast(const TensorSpec &spec, const void *past,
                              int64_t length, const int64_t *dims,
                              void *present) {
  size_t rank = spec.dims.size(), axis = spec.stateAxis;
  // The products fit: the present value's bytes do, and it is not empty.
  if (length == 0 || std::find(dims, dims + rank, 0) != dims + rank)
    return;
  int64_t rows = 1, entry = int64_t(lutra_dtype_size(spec.dtype));
  for (size_t i = 0; i != axis; ++i)
    rows *= dims[i];
  for (size_t i = axis + 1; i != rank; ++i)
    entry *= dims[i];
  const char *from = static_cast<const char *>(past);
  char *to = static_cast<char *>(present);
  for (int64_t row = 0; row != rows; ++row)
    std::memcpy(to + row * dims[axis] * entry, from + row * length * entry,
                size_t(length * entry));
}
