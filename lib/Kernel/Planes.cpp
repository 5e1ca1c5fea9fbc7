//===- Planes.cpp - codes out of planes of bits ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Planes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

static constexpr int64_t kVectorBytes = 64;

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

SmallVector<Value> Planes::load(ImplicitLocOpBuilder &b,
                                lowbit::MicroContractOp op, Value place,
                                int64_t vector, int64_t prefetch) const {
  auto getIndex = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, value);
  };
  auto multiply = [&](Value value, int64_t factor) {
    return b.createOrFold<arith::MulIOp>(value, getIndex(factor));
  };
  auto add = [&](Value lhs, Value rhs) {
    return b.createOrFold<arith::AddIOp>(lhs, rhs);
  };
  // What does not change along K' first, and constants last.
  int64_t rowBytes = granule * bits / 8;
  Value begin = add(op.getOffset(), multiply(op.getRow(), rowBytes));
  begin = add(begin, multiply(place, panelRows * bits / 8));
  auto bytes = VectorType::get(kVectorBytes, b.getI8Type());
  SmallVector<Value> loaded;
  for (int64_t i = 0; i < numVectors; ++i) {
    int64_t constant = 16 * vector * rowBytes + kVectorBytes * i;
    if (prefetch)
      memref::PrefetchOp::create(b, op.getWeights(),
                                 add(begin, getIndex(constant + prefetch)),
                                 /*isWrite=*/false, /*localityHint=*/3,
                                 /*isDataCache=*/true);
    loaded.push_back(vector::LoadOp::create(b, bytes, op.getWeights(),
                                            add(begin, getIndex(constant))));
  }
  return loaded;
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
