//===- DotTiler.cpp - tiles of products of bytes --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A product that takes its four activations out of memory needs no register
// for them, so that a tile can be one vector of rows by many tokens, and codes
// are unpacked once for all of these. But with a K' that is a power of two,
// activations of different tokens have the same place in a cache. So four
// activations of a token become the neighbours of those of the next.
//
//===----------------------------------------------------------------------===//

#include "DotTiler.h"
#include "Families.h"
#include "MicroEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Places x tokens that are worth a thread: 4 us.
static constexpr int64_t kPlacesOfPiece = 1 << 16;

/// Of tokens that are left, few have more rows to a tile: a product waits for
/// the one before.
int64_t DotTiler::getRows(int64_t tokens) const {
  if (activations.beside == 1 || tokens == knobs.tokens)
    return knobs.rows;
  int64_t rows = knobs.rows;
  for (int64_t more : {2 * knobs.rows, 4 * knobs.rows})
    if (contraction.layout.getPanelRows() % more == 0 &&
        getTileTokens(lut::getTarget(op), more / kLanes, tokens) == tokens)
      rows = more;
  return rows;
}

Value DotTiler::allocate(Type element, int64_t columns) {
  OpFoldResult tiles = divideCeil(numTokens, fixed(kBeside));
  std::optional<int64_t> known = getConstantIntValue(tiles);
  auto type = MemRefType::get(
      {known.value_or(ShapedType::kDynamic), columns * kBeside}, element);
  SmallVector<Value> sizes;
  if (!known)
    sizes.push_back(getValue(tiles));
  return memref::AllocOp::create(b, type, sizes, b.getI64IntegerAttr(64));
}

void DotTiler::emitActivations() {
  if (knobs.tokens != kBeside)
    return;
  int64_t groups = contraction.getGroups(), sets = contraction.getSets();
  int64_t zero = getZeroPoint(contraction.format);
  bool isPerRow = contraction.zeroPoints != ZeroPoints::Format;
  bool hasScales = sets > 1;
  bool hasSums = groups > 1 && (isPerRow || zero);
  activations.beside = kBeside;
  activations.acts = allocate(b.getI8Type(), contraction.places);
  if (hasScales)
    activations.scales = allocate(b.getF32Type(), sets);
  if (hasSums)
    activations.sums = allocate(b.getI32Type(), groups);
  Cells cells{numTokens,          kBeside, contraction.places,
              contraction.places, 1,       knobs.piece ? kPlacesOfPiece : 0};
  emitCells(
      cells, [] {},
      [&](Value tile, Value) {
        emitColumns(tile, op.getActs(), activations.acts, 4, 1);
        if (hasScales)
          emitColumns(tile, op.getActScales(), activations.scales, 1, 1);
        if (hasSums)
          emitColumns(tile, op.getSums(), activations.sums, 1,
                      isPerRow ? 1 : -zero);
      });
}

/// Words of `elements` elements, those of the tile's tokens side by side.
void DotTiler::emitColumns(Value tile, Value source, Value dest,
                           int64_t elements, int64_t factor) {
  int64_t words = cast<MemRefType>(source.getType()).getDimSize(1) / elements;
  int64_t whole = words / kLanes * kLanes;
  emitLoop(fixed(0), fixed(whole), kLanes, [&](Value word) {
    emitBlock(tile, word, source, dest, elements, factor);
  });
  emitLoop(fixed(whole), fixed(words), 1, [&](Value word) {
    emitWord(tile, word, source, dest, elements, factor);
  });
}

/// The tile's token `token`. Of a last tile that is not full, the last token
/// stands for the others.
Value DotTiler::getRow(Value tile, Value token) {
  Value first = b.createOrFold<arith::MulIOp>(tile, getIndex(kBeside));
  Value row = b.createOrFold<arith::AddIOp>(first, token);
  std::optional<int64_t> known = getConstantIntValue(numTokens);
  if (known && *known % kBeside == 0)
    return row;
  Value last = getValue(fold<arith::SubIOp>(numTokens, fixed(1)));
  return b.createOrFold<arith::MinUIOp>(row, last);
}

Value DotTiler::loadWords(Value source, Value row, Value from, int64_t elements,
                          int64_t factor) {
  Type element = cast<MemRefType>(source.getType()).getElementType();
  auto type = VectorType::get(elements, element);
  Value words = vector::LoadOp::create(b, type, source, ValueRange{row, from});
  if (factor == 1)
    return words;
  auto factors = DenseElementsAttr::get(type, int32_t(factor));
  return arith::MulIOp::create(b, words, arith::ConstantOp::create(b, factors));
}

/// One word of each token from `word` on, one token after the other: there are
/// few such.
void DotTiler::emitWord(Value tile, Value word, Value source, Value dest,
                        int64_t elements, int64_t factor) {
  auto multiply = [&](Value value, int64_t by) {
    return b.createOrFold<arith::MulIOp>(value, getIndex(by));
  };
  emitLoop(fixed(0), fixed(kBeside), 1, [&](Value token) {
    Value loaded = loadWords(source, getRow(tile, token),
                             multiply(word, elements), elements, factor);
    Value to = b.createOrFold<arith::AddIOp>(multiply(word, elements * kBeside),
                                             multiply(token, elements));
    vector::StoreOp::create(b, loaded, dest, ValueRange{tile, to});
  });
}

/// As many words of each token from `word` on as a vector has.
void DotTiler::emitBlock(Value tile, Value word, Value source, Value dest,
                         int64_t elements, int64_t factor) {
  auto multiply = [&](Value value, int64_t by) {
    return b.createOrFold<arith::MulIOp>(value, getIndex(by));
  };
  Value from = multiply(word, elements);
  SmallVector<Value> vectors;
  for (int64_t token = 0; token < kBeside; ++token)
    vectors.push_back(loadWords(source, getRow(tile, getIndex(token)), from,
                                elements * kLanes, factor));
  Type type = vectors.front().getType();
  // Each round brings the uppermost bit of a word's place, where first the
  // token's bits are, to the lowest.
  if (elements > 1)
    for (Value &vector : vectors)
      vector = vector::BitCastOp::create(
          b, VectorType::get(kLanes, b.getI32Type()), vector);
  SmallVector<int64_t> lower, upper;
  for (int64_t lane = 0; lane < kLanes / 2; ++lane) {
    lower.append({lane, lane + kLanes});
    upper.append({lane + kLanes / 2, lane + kLanes / 2 + kLanes});
  }
  for (int64_t round = 1; round < kBeside; round *= 2) {
    SmallVector<Value> next;
    for (int64_t i = 0; i < kBeside / 2; ++i)
      for (ArrayRef<int64_t> mask : {ArrayRef(lower), ArrayRef(upper)})
        next.push_back(vector::ShuffleOp::create(
            b, vectors[i], vectors[i + kBeside / 2], mask));
    vectors = std::move(next);
  }
  Value to = multiply(word, elements * kBeside);
  for (auto [i, vector] : llvm::enumerate(vectors)) {
    if (elements > 1)
      vector = vector::BitCastOp::create(b, type, vector);
    Value column = b.createOrFold<arith::AddIOp>(
        to, getIndex(int64_t(i) * elements * kLanes));
    vector::StoreOp::create(b, vector, dest, ValueRange{tile, column});
  }
}

Counts DotTiler::countActivations(const Contraction &contraction,
                                  const Knobs &knobs, int64_t tokens) {
  if (knobs.tokens != kBeside || tokens < kBeside)
    return {};
  int64_t perToken = contraction.places / 4;
  if (contraction.getGroups() > 1)
    perToken += contraction.getGroups() + contraction.getSets();
  Counts counts;
  counts.loads = counts.stores = double(perToken) * double(tokens) / kLanes;
  counts.shuffles = 3 * counts.loads;
  return counts;
}
