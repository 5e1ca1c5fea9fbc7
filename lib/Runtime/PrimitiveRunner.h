//===- PrimitiveRunner.h - a context's calls of oneDNN ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What changes from run to run: where operands are, and working memory. So it
// belongs to a context, and a call that came before takes no lock.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_PRIMITIVERUNNER_H
#define LUTRA_LIB_RUNTIME_PRIMITIVERUNNER_H

#include "PrimitiveCache.h"

#include <unordered_map>

namespace lutra::runtime {

class Executor;

class PrimitiveRunner {
public:
  PrimitiveRunner(PrimitiveCache &cache, Executor &executor,
                  const lutra_allocator &allocator);
  ~PrimitiveRunner();

  /// Computes a primitive; see lutra_rt_services. With `threads` on those of
  /// the executor, otherwise on the calling one.
  Error run(const lutra_rt_primitive &primitive, void *const *operands,
            const int64_t *dims, bool threads);

  /// Calls with different sizes that are kept at most.
  static constexpr size_t maxCalls = 1024;

private:
  class PreparedCall;
  struct Key {
    const lutra_rt_primitive *primitive;
    const void *constants[maxConstants];
    int64_t dims[1 + 2 * maxSpatial];

    bool operator==(const Key &other) const;
  };
  struct Hash {
    size_t operator()(const Key &key) const;
  };

  Error find(const Key &key, PreparedCall *&call);

  PrimitiveCache &cache;
  Executor &executor;
  const lutra_allocator &allocator;
  std::unordered_map<Key, std::unique_ptr<PreparedCall>, Hash> calls;
  /// Working memory, one for each task of a call.
  std::vector<Buffer> scratch;
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_PRIMITIVERUNNER_H
