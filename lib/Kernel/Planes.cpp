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
  return load(b, op.getWeights(), op.getOffset(), op.getRow(), place, vector,
              prefetch);
}

SmallVector<Value> Planes::load(ImplicitLocOpBuilder &b, Value weights,
                                Value offset, Value row, Value place,
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
  Value begin = add(offset, multiply(row, rowBytes));
  begin = add(begin, multiply(place, panelRows * bits / 8));
  auto bytes = VectorType::get(kVectorBytes, b.getI8Type());
  SmallVector<Value> loaded;
  for (int64_t i = 0; i < numVectors; ++i) {
    int64_t constant = 16 * vector * rowBytes + kVectorBytes * i;
    if (prefetch)
      memref::PrefetchOp::create(b, weights,
                                 add(begin, getIndex(constant + prefetch)),
                                 /*isWrite=*/false, /*localityHint=*/3,
                                 /*isDataCache=*/true);
    loaded.push_back(vector::LoadOp::create(b, bytes, weights,
                                            add(begin, getIndex(constant))));
  }
  return loaded;
}

static Value getSplat(ImplicitLocOpBuilder &b, VectorType type, int64_t value) {
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

Value Planes::align(ImplicitLocOpBuilder &b, ArrayRef<Value> vectors,
                    const Piece &piece) const {
  Value part = vectors[piece.vector];
  if (piece.from == piece.below)
    return part;
  // There are no shifts of bytes; what comes in from a neighbour is masked.
  auto bytes = cast<VectorType>(part.getType());
  auto shorts =
      VectorType::get(bytes.getNumElements() / 2, b.getIntegerType(16));
  Value wide = vector::BitCastOp::create(b, shorts, part);
  int64_t distance = int64_t(piece.from) - int64_t(piece.below);
  Value by = getSplat(b, shorts, std::abs(distance));
  wide = distance > 0 ? arith::ShRUIOp::create(b, wide, by).getResult()
                      : arith::ShLIOp::create(b, wide, by).getResult();
  return vector::BitCastOp::create(b, bytes, wide);
}

Value Planes::unpack(ImplicitLocOpBuilder &b, ArrayRef<Value> vectors,
                     int64_t quad) const {
  auto bytes = cast<VectorType>(vectors.front().getType());
  Value codes;
  for (const Planes::Piece &piece : getPieces(quad)) {
    Value part = align(b, vectors, piece);
    if (piece.width != 8) {
      unsigned mask = ((1u << piece.width) - 1) << piece.below;
      part = arith::AndIOp::create(b, part, getSplat(b, bytes, int8_t(mask)));
    }
    codes = codes ? arith::OrIOp::create(b, codes, part).getResult() : part;
  }
  return codes;
}

Value Planes::unpackLoosely(ImplicitLocOpBuilder &b, ArrayRef<Value> vectors,
                            int64_t quad) const {
  auto bytes = cast<VectorType>(vectors.front().getType());
  Value codes;
  for (const Planes::Piece &piece : getPieces(quad)) {
    Value part = align(b, vectors, piece);
    if (codes) {
      // Upper bits of one and lower bits of the other: one instruction of
      // three operands, where there is such.
      unsigned lower = (1u << (piece.below + piece.width)) - 1;
      Value above =
          arith::AndIOp::create(b, codes, getSplat(b, bytes, int8_t(~lower)));
      part = arith::AndIOp::create(b, part, getSplat(b, bytes, int8_t(lower)));
      part = arith::OrIOp::create(b, above, part);
    }
    codes = part;
  }
  return codes;
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

Counts Planes::countLooseQuads() const {
  Counts counts;
  for (int64_t quad = 0; quad < getNumQuads(); ++quad) {
    SmallVector<Piece, 3> pieces = getPieces(quad);
    for (const Piece &piece : pieces)
      counts.shifts += piece.from != piece.below;
    counts.simple += double(pieces.size()) - 1;
  }
  return counts;
}
