//===- PrimitiveCache.h - oneDNN primitives of a model ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Primitives are made for the processor and for sizes when these first occur,
// and weights are put into the order that a primitive reads best. Both belong
// to the model: all contexts use them, and nothing changes once it is made.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_PRIMITIVECACHE_H
#define LUTRA_LIB_RUNTIME_PRIMITIVECACHE_H

#include "Memory.h"
#include "OneDnn.h"
#include "PrimitivePlan.h"

#include <map>
#include <mutex>

namespace lutra::runtime {

/// Most operands of a primitive that are packed.
inline constexpr size_t maxConstants = 3;

/// A primitive, and what its operands look like. Immutable.
struct CompiledPrimitive {
  explicit CompiledPrimitive(const OneDnn &library)
      : primitive(library.primitive_destroy) {}

  Owned<dnnl_primitive_t> primitive;
  dnnl_memory_desc_t source = {}, bias = {}, result = {};
  /// Of what the model packs once; see countConstants.
  dnnl_memory_desc_t constants[maxConstants] = {};
  dnnl_memory_desc_t state = {}; ///< Of an LSTM.
  dnnl_memory_desc_t extras[LUTRA_RT_MAX_POST_OPS] = {};
  dnnl_memory_desc_t scratch = {};
  int64_t scratchBytes = 0;
};

/// Weights in the order of a primitive. Immutable once it is filled.
struct PackedWeights {
  PackedWeights(const OneDnn &library, const lutra_allocator &allocator)
      : data(allocator), memory(library.memory_destroy) {}

  dnnl_memory_desc_t desc = {};
  Buffer data;
  Owned<dnnl_memory_t> memory;
};

class PrimitiveCache {
public:
  /// `weights` is where weights may lie.
  PrimitiveCache(std::unique_ptr<OneDnn> library,
                 const lutra_allocator &allocator, const void *weights,
                 int64_t bytes)
      : library(std::move(library)), allocator(allocator),
        firstWeight(static_cast<const char *>(weights)), weightBytes(bytes) {}

  const OneDnn &getLibrary() const { return *library; }

  /// The primitive for pieces of this shape.
  Error find(const lutra_rt_primitive &primitive, const PieceShape &shape,
             std::shared_ptr<const CompiledPrimitive> &result);

  /// The part of constant operand `number`, which lies at `weights`, that
  /// pieces of the shape read, as `compiled` wants it.
  Error pack(const lutra_rt_primitive &primitive, const PieceShape &shape,
             const CompiledPrimitive &compiled, size_t number,
             const void *weights, std::shared_ptr<const PackedWeights> &result);

  /// Primitives that are kept at most.
  static constexpr size_t maxPrimitives = 1024;

private:
  struct Entry {
    const lutra_rt_primitive *primitive;
    PieceShape shape;
    std::shared_ptr<const CompiledPrimitive> compiled;
  };

  bool isWeights(const void *data, int64_t bytes) const;

  std::unique_ptr<OneDnn> library;
  const lutra_allocator &allocator;
  const char *firstWeight;
  int64_t weightBytes;

  std::mutex mutex; ///< For what follows.
  std::map<const lutra_rt_primitive *, std::vector<Entry>> primitives;
  size_t primitiveCount = 0;
  /// By where they are in the bundle, and by column.
  std::map<std::pair<const void *, int64_t>,
           std::vector<std::shared_ptr<const PackedWeights>>>
      packed;
};

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_PRIMITIVECACHE_H
