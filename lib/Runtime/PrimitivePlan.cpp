//===- PrimitivePlan.cpp - a primitive cut into pieces --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PrimitivePlan.h"

#include <algorithm>

using namespace lutra::runtime;

namespace {

/// Multiply-adds of f32 that are worth a call of their own (some 20 us), and
/// worth a thread although weights are read once more. Narrower numbers are
/// multiplied as much faster as they are narrower.
constexpr int64_t smallPiece = int64_t(1) << 20;
constexpr int64_t largePiece = int64_t(12) << 20;
/// More bands than this serve no number of threads in use.
constexpr int64_t maxBands = 8;
/// Sequences that suffice to make nearly the most of an LSTM's weights.
constexpr int64_t sequenceBlock = 4;
/// Weights of this many bytes stay in the cache while rows go by.
constexpr int64_t cachedBytes = int64_t(2) << 20;

int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

class Planner {
public:
  Planner(const lutra_rt_primitive &primitive, const int64_t *dims)
      : p(primitive), dims(dims), elementBytes(countSourceBytes(primitive)),
        small(smallPiece * 4 / elementBytes),
        large(largePiece * 4 / elementBytes) {}

  PrimitivePlan run() && {
    if (p.kind == LUTRA_RT_MATMUL)
      cutProduct();
    else if (p.kind == LUTRA_RT_LSTM)
      cutSequences();
    else
      cutImages();
    return std::move(plan);
  }

private:
  void add(const PieceShape &shape, int64_t source, int64_t result) {
    auto at = std::find(plan.shapes.begin(), plan.shapes.end(), shape);
    auto number = static_cast<uint32_t>(at - plan.shapes.begin());
    if (at == plan.shapes.end())
      plan.shapes.push_back(shape);
    plan.pieces.push_back({number, source, result});
  }

  /// Columns so that their weights stay in the cache, then blocks of rows.
  void cutProduct() {
    int64_t rows = dims[0], columns = p.channels, terms = p.inputs;
    int64_t parts = std::max<int64_t>(
        1, std::min(ceilDiv(columns * terms * elementBytes, cachedBytes),
                    columns / 64));
    int64_t width = ceilDiv(ceilDiv(columns, parts), 64) * 64;
    int64_t macs = std::max<int64_t>(std::min(width, columns) * terms, 1);
    int64_t height = std::max<int64_t>(64, ceilDiv(small * 4, macs * 16) * 16);
    for (int64_t column = 0; column < columns; column += width) {
      // What is left over makes the last block a longer one.
      int64_t blocks = std::max<int64_t>(rows / height, 1);
      for (int64_t i = 0; i != blocks; ++i) {
        PieceShape shape;
        shape.count = i + 1 == blocks ? rows - i * height : height;
        shape.column = column;
        shape.columns = std::min(width, columns - column);
        add(shape, i * height * terms, i * height * columns + column);
      }
    }
  }

  /// Blocks of sequences, whose steps lie between those of others.
  void cutSequences() {
    int64_t steps = dims[0], sequences = dims[1];
    int64_t blocks = std::max<int64_t>(sequences / sequenceBlock, 1);
    for (int64_t i = 0; i != blocks; ++i) {
      PieceShape shape;
      int64_t first = i * sequenceBlock;
      shape.count = i + 1 == blocks ? sequences - first : sequenceBlock;
      shape.in[0] = steps;
      shape.in[1] = sequences;
      add(shape, first * p.inputs, first * p.channels);
    }
  }

  /// Several small images together, one, or bands of rows of a large one.
  void cutImages() {
    int64_t images = dims[0], weights = 1, positions = 1;
    PieceShape whole;
    const int64_t *in = dims + 1, *out = in + p.spatial;
    for (int64_t d = 0; d != p.spatial; ++d) {
      whole.in[d] = in[d];
      whole.out[d] = out[d];
      positions *= out[d];
      weights *= p.window[d];
    }
    whole.pad = p.pads[0];
    whole.columns = p.channels;
    weights *= p.channels;
    if (p.kind == LUTRA_RT_CONVOLUTION)
      weights *= p.inputs / p.groups;
    int64_t work = std::max<int64_t>(positions * weights, 1);
    int64_t sourceSize = p.inputs, resultSize = positions * p.channels;
    for (int64_t d = 0; d != p.spatial; ++d)
      sourceSize *= in[d];

    int64_t bands = std::min({work / large, out[0] / 4, maxBands});
    if (p.kind == LUTRA_RT_CONVOLUTION && weights * elementBytes > cachedBytes)
      bands = std::min<int64_t>(bands, 2);
    if (bands > 1) {
      std::vector<Band> list = cutRows(bands);
      for (int64_t image = 0; image != images && !list.empty(); ++image)
        for (const Band &band : list) {
          PieceShape shape = whole;
          shape.count = 1;
          shape.in[0] = band.in;
          shape.out[0] = band.out;
          shape.pad = band.pad;
          add(shape, image * sourceSize + band.firstIn * (sourceSize / in[0]),
              image * resultSize + band.firstOut * (resultSize / out[0]));
        }
      if (!list.empty())
        return;
    }
    int64_t together = std::max<int64_t>(1, small / work);
    for (int64_t image = 0; image < images; image += together) {
      PieceShape shape = whole;
      shape.count = std::min(together, images - image);
      add(shape, image * sourceSize, image * resultSize);
    }
  }

  struct Band {
    int64_t firstIn, in, firstOut, out, pad;
  };

  /// Rows of the result and what they see of the source; nothing where some
  /// rows see only what is around it.
  std::vector<Band> cutRows(int64_t bands) const {
    int64_t in = dims[1], out = dims[1 + p.spatial];
    int64_t height = ceilDiv(out, bands);
    std::vector<Band> list;
    for (int64_t row = 0; row < out; row += height) {
      int64_t rows = std::min(height, out - row);
      int64_t first = row * p.strides[0] - p.pads[0];
      int64_t end = first + (rows - 1) * p.strides[0] +
                    (p.window[0] - 1) * p.dilations[0] + 1;
      int64_t from = std::max<int64_t>(first, 0), to = std::min(end, in);
      if (from >= to)
        return {};
      list.push_back({from, to - from, row, rows, from - first});
    }
    return list;
  }

  const lutra_rt_primitive &p;
  const int64_t *dims;
  int64_t elementBytes, small, large;
  PrimitivePlan plan;
};

} // namespace

bool PieceShape::operator==(const PieceShape &other) const {
  return count == other.count && pad == other.pad && column == other.column &&
         columns == other.columns &&
         std::equal(in, in + maxSpatial, other.in) &&
         std::equal(out, out + maxSpatial, other.out);
}

size_t lutra::runtime::countConstants(const lutra_rt_primitive &primitive) {
  switch (primitive.kind) {
  case LUTRA_RT_CONVOLUTION:
  case LUTRA_RT_MATMUL:
    return 1;
  case LUTRA_RT_LSTM:
    return 3;
  default:
    return 0;
  }
}

int64_t lutra::runtime::countSourceBytes(const lutra_rt_primitive &primitive) {
  switch (primitive.numbers) {
  case LUTRA_RT_F32:
    return 4;
  case LUTRA_RT_BF16:
    return 2;
  default:
    return 1;
  }
}

size_t lutra::runtime::countDims(const lutra_rt_primitive &primitive) {
  switch (primitive.kind) {
  case LUTRA_RT_MATMUL:
    return 1;
  case LUTRA_RT_LSTM:
    return 2;
  default:
    return 1 + 2 * static_cast<size_t>(primitive.spatial);
  }
}

PrimitivePlan lutra::runtime::planPrimitive(const lutra_rt_primitive &primitive,
                                            const int64_t *dims) {
  // Nothing has no pieces.
  for (size_t i = 0; i != countDims(primitive); ++i)
    if (dims[i] <= 0 && (i == 0 || i > static_cast<size_t>(primitive.spatial)))
      return {};
  return Planner(primitive, dims).run();
}
