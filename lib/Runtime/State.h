//===- State.h - KV caches that stay in place -------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_STATE_H
#define LUTRA_LIB_RUNTIME_STATE_H

#include "Manifest.h"
#include "Memory.h"
#include "Support.h"

#include <vector>

namespace lutra::runtime {

/// The caches of one context in state mode. A run asks for each cache with
/// extend(), which does not yet count what the run appends; commit() does, once
/// the run has succeeded, so that a failed one leaves the state as it was.
class StateCaches {
public:
  /// `inputs` is a manifest's list; the caches are those that are state.
  StateCaches(const std::vector<TensorSpec> &inputs,
              const lutra_allocator &allocator);

  bool any() const { return !caches.empty(); }
  bool enabled() const { return limit > 0; }
  int64_t capacity() const { return limit; }
  /// Entries in the longest cache.
  int64_t length() const;
  int64_t lengthOf(size_t input) const { return cacheOf(input).length; }
  /// The sizes of the cache of `input`, or null while it is empty and takes
  /// whatever sizes come.
  const std::vector<int64_t> *dimsOf(size_t input) const;

  void enable(int64_t capacity);
  void disable();
  void truncate(int64_t length);

  void beginRun();
  Error extend(size_t input, const int64_t *dims, void *&data);
  bool wasExtended(size_t input) const { return cacheOf(input).next >= 0; }
  void commit();

  /// The cache as a tensor; false before its first run.
  bool view(size_t input, lutra_tensor &tensor) const;

private:
  struct Cache {
    Cache(const TensorSpec &spec, const lutra_allocator &allocator)
        : spec(&spec), buffer(allocator) {}
    const TensorSpec *spec;
    Buffer buffer;
    std::vector<int64_t> dims; ///< With the capacity; empty without a buffer.
    int64_t length = 0;
    int64_t next = -1; ///< The length after the run that is going on.
  };

  /// Only for inputs that are state.
  const Cache &cacheOf(size_t input) const { return caches[cacheIndex[input]]; }
  Cache &cacheOf(size_t input) { return caches[cacheIndex[input]]; }
  Error allocate(Cache &cache, const int64_t *dims);

  std::vector<Cache> caches;
  std::vector<size_t> cacheIndex; ///< By input.
  int64_t limit = 0;
};

/// Copies a contiguous past of `length` entries along `axis` to the front of
/// the entries of a contiguous value with sizes `dims`.
void copyPast(const TensorSpec &spec, const void *past, int64_t length,
              const int64_t *dims, void *present);

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_STATE_H
