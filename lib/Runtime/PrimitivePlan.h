//===- PrimitivePlan.h - a primitive cut into pieces ------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What one call of a primitive is cut into: images, bands of an image's rows,
// rows and columns of a product, sequences. The cut depends on the primitive
// and its sizes alone, never on threads, so that results do not, either; and
// since most pieces of most batches are alike, few primitives serve all
// batches.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_RUNTIME_PRIMITIVEPLAN_H
#define LUTRA_LIB_RUNTIME_PRIMITIVEPLAN_H

#include "lutra-rt/codegen.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lutra::runtime {

/// Most spatial dimensions an image has.
inline constexpr size_t maxSpatial = 3;

/// The sizes of a piece: with the description, all that oneDNN asks for.
struct PieceShape {
  int64_t count = 0; ///< Images, rows of a product, or sequences.
  /// Spatial sizes of the source; steps, and all sequences of the call.
  int64_t in[maxSpatial] = {};
  int64_t out[maxSpatial] = {};
  int64_t pad = 0; ///< In front of the first row.
  /// Columns of a product; channels are never cut.
  int64_t column = 0, columns = 0;

  bool operator==(const PieceShape &other) const;
};

struct Piece {
  uint32_t shape; ///< Its number in the plan.
  /// Where it begins in the source and in the result, in elements.
  int64_t source, result;
};

struct PrimitivePlan {
  std::vector<PieceShape> shapes;
  std::vector<Piece> pieces;
};

/// How many operands behind the source are packed: none, weights, or both
/// weights of an LSTM and its bias.
size_t countConstants(const lutra_rt_primitive &primitive);

/// Bytes of an element of the source and of the weights; results have 4.
int64_t countSourceBytes(const lutra_rt_primitive &primitive);

/// The number of sizes that a call of the primitive brings.
size_t countDims(const lutra_rt_primitive &primitive);

PrimitivePlan planPrimitive(const lutra_rt_primitive &primitive,
                            const int64_t *dims);

} // namespace lutra::runtime

#endif // LUTRA_LIB_RUNTIME_PRIMITIVEPLAN_H
