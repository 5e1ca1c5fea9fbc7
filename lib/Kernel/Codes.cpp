//===- Codes.cpp - codes in words, whatever the layout --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Codes.h"
#include "Families.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

static constexpr int64_t kWordBytes = 4, kVectorBytes = kWordBytes * kLanes;

Codes::Codes(lowbit::LayoutAttrInterface any)
    : panelRows(any.getPanelRows()), granule(any.getGranule()),
      layout(dyn_cast<lowbit::PlanesLayoutAttr>(any)) {
  if (layout) {
    bits = layout.getBits();
    planes.emplace(layout);
    return;
  }
  bits = cast<lowbit::FieldsLayoutAttr>(any).getBits();
}

bool Codes::areIn(lowbit::LayoutAttrInterface layout) {
  return isa<lowbit::PlanesLayoutAttr, lowbit::FieldsLayoutAttr>(layout);
}

int64_t Codes::getNumVectors() const {
  return planes ? planes->getNumVectors() : 1;
}

int64_t Codes::getNumWords() const {
  return areWhole() ? getNumVectors() : planes->getNumQuads();
}

Codes::Place Codes::getPlace(int64_t code) const {
  if (!planes)
    return {0, bits * code, bits};
  int64_t quad = code / 4, byte = layout.getByteOf(code % 4);
  if (!areWhole())
    return {quad, 8 * byte, bits};
  Planes::Piece piece = planes->getPieces(quad).front();
  return {piece.vector, 8 * byte + int64_t(piece.from), bits};
}

SmallVector<Value> Codes::load(ImplicitLocOpBuilder &b,
                               lowbit::MicroContractOp op, Value place,
                               int64_t vector, int64_t prefetch) const {
  if (planes)
    return planes->load(b, op, place, vector, prefetch);
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
  Value begin = add(op.getOffset(), multiply(op.getRow(), kWordBytes));
  Value step = b.createOrFold<arith::DivUIOp>(place, getIndex(granule));
  begin = add(begin, multiply(step, kWordBytes * panelRows));
  int64_t constant = kVectorBytes * vector;
  if (prefetch)
    memref::PrefetchOp::create(b, op.getWeights(),
                               add(begin, getIndex(constant + prefetch)),
                               /*isWrite=*/false, /*localityHint=*/3,
                               /*isDataCache=*/true);
  auto bytes = VectorType::get(kVectorBytes, b.getI8Type());
  return {vector::LoadOp::create(b, bytes, op.getWeights(),
                                 add(begin, getIndex(constant)))};
}

Value Codes::getWord(ImplicitLocOpBuilder &b, ArrayRef<Value> vectors,
                     int64_t word) const {
  Value bytes =
      areWhole() ? vectors[word] : planes->unpackLoosely(b, vectors, word);
  return vector::BitCastOp::create(b, VectorType::get(kLanes, b.getI32Type()),
                                   bytes);
}

Counts Codes::countWords() const {
  return areWhole() ? Counts() : planes->countLooseQuads();
}
