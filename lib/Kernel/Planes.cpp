//===- Planes.cpp - codes out of planes of bits ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Planes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

Planes::Planes(lowbit::PlanesLayoutAttr layout)
    : widths(layout.getPlanes()), bits(layout.getBits()),
      panelRows(layout.getRows()), granule(32 / widths.back()),
      numVectors(granule * bits / 32) {}

SmallVector<Planes::Piece, 3> Planes::getPieces(int64_t quad) const {
  SmallVector<Piece, 3> pieces;
  unsigned below = bits;
  int64_t firstVector = 0;
  for (unsigned width : widths) {
    below -= width;
    int64_t perVector = 8 / width;
    pieces.push_back({firstVector + quad / perVector,
                      unsigned(quad % perVector) * width, width, below});
    firstVector += granule * width / 32;
  }
  return pieces;
}

Value Planes::getOffset(ImplicitLocOpBuilder &b, Value panel, Value place,
                        Value row, int64_t vector) const {
  auto multiply = [&](Value value, int64_t factor) {
    return b.createOrFold<arith::MulIOp>(
        value, arith::ConstantIndexOp::create(b, factor));
  };
  auto add = [&](Value lhs, Value rhs) {
    return b.createOrFold<arith::AddIOp>(lhs, rhs);
  };
  // What does not change along K' first.
  Value rows = add(panel, multiply(row, granule * bits / 8));
  Value step = add(rows, multiply(place, panelRows * bits / 8));
  return add(step, arith::ConstantIndexOp::create(b, 64 * vector));
}

Counts Planes::countQuads() const {
  Counts counts;
  for (int64_t quad = 0; quad < getNumQuads(); ++quad) {
    SmallVector<Piece, 3> pieces = getPieces(quad);
    for (const Piece &piece : pieces) {
      counts.shifts += piece.from != piece.below;
      counts.simple += piece.width != 8; // the mask
    }
    counts.simple += double(pieces.size()) - 1;
  }
  return counts;
}
