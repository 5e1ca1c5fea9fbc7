//===- Words.cpp - sums looked up by parts of words -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Words.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Digits of a ternary number and its bits.
static constexpr int64_t kNumberDigits = 3, kNumberBits = 5;
/// What lut.dot multiplies in each lane.
static constexpr int64_t kQuad = 4;

Words::Words(lowbit::WordsLayoutAttr layout, lut::TargetAttr target)
    : layout(layout), target(target) {
  if (isTernary())
    for (int64_t i = 0; i < 3; ++i)
      parts.push_back(
          {kNumberBits * i, kNumberBits, kNumberDigits * i, kNumberDigits});
  else if (hasPlanes())
    parts = {{0, 4, 0, 4}, {4, 4, 4, 4}, {8, 4, 8, 4}, {12, 4, 12, 4}};
  else
    parts = {{0, 6, 0, 6}, {6, 5, 6, 5}, {11, 5, 11, 5}};
}

int64_t Words::getTableBytes() const {
  int64_t entries = 0;
  for (const Part &part : parts)
    entries += int64_t(1) << part.bits;
  return entries * int64_t(sizeof(int16_t));
}

static Value getSplat(ImplicitLocOpBuilder &b, Type like, int64_t value) {
  auto type = cast<VectorType>(like);
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

/// `at` with `distance` more in its last index.
static SmallVector<Value> move(ImplicitLocOpBuilder &b, ArrayRef<Value> at,
                               int64_t distance) {
  SmallVector<Value> moved(at);
  if (distance)
    moved.back() = b.createOrFold<arith::AddIOp>(
        moved.back(), arith::ConstantIndexOp::create(b, distance));
  return moved;
}

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

/// Four activations at once, times what the digits of every entry are worth.
Value Words::emitEntries(ImplicitLocOpBuilder &b, const Part &part, Value acts,
                         Value token, Value place) const {
  int64_t radix = layout.getRadix(), digits = std::min(part.digits, kQuad);
  int64_t entries = int64_t(1) << std::min(part.bits, isTernary() ? 5 : kQuad);
  // Not beyond the word.
  int64_t first = std::min(part.first, getDigits() - kQuad);
  Value quad =
      vector::LoadOp::create(b, VectorType::get(kQuad, b.getI8Type()), acts,
                             ValueRange{token, move(b, place, first).back()});
  Value lane =
      vector::BitCastOp::create(b, VectorType::get(1, b.getI32Type()), quad);
  auto lanes = VectorType::get(entries, b.getI32Type());
  auto bytes = VectorType::get(kQuad * entries, b.getI8Type());
  Value all = vector::BitCastOp::create(
      b, bytes,
      vector::BroadcastOp::create(b, lanes,
                                  vector::ExtractOp::create(b, lane, 0)));
  auto dot = [&](Value sums, function_ref<int64_t(int64_t, int64_t)> getCode,
                 int64_t maxCode) -> Value {
    SmallVector<int8_t> codes(kQuad * entries, 0);
    for (int64_t entry = 0; entry < entries; ++entry)
      for (int64_t digit = 0; digit < digits; ++digit)
        codes[kQuad * entry + part.first - first + digit] =
            int8_t(getCode(entry, digit));
    Value factors = arith::ConstantOp::create(
        b, DenseElementsAttr::get(bytes, ArrayRef(codes)));
    return lut::DotOp::create(b, lanes, sums, factors, all,
                              b.getI64IntegerAttr(maxCode));
  };
  Value zero = getSplat(b, lanes, 0), sums = zero;
  if (isTernary())
    sums = arith::SubIOp::create(
        b, zero, dot(zero, [](int64_t, int64_t) { return 1; }, 1));
  sums = dot(
      sums,
      [&](int64_t entry, int64_t digit) {
        for (; digit > 0; --digit)
          entry /= radix;
        return entry % radix;
      },
      radix - 1);
  auto shorts = VectorType::get(entries, b.getI16Type());
  return arith::TruncIOp::create(b, shorts, sums);
}

void Words::emitTables(ImplicitLocOpBuilder &b, Value acts, Value token,
                       Value place, Value tables, ArrayRef<Value> at) const {
  int64_t offset = 0;
  auto store = [&](Value vector) {
    vector::StoreOp::create(b, vector, tables, move(b, at, offset));
    offset += cast<VectorType>(vector.getType()).getNumElements();
  };
  for (const Part &part : parts) {
    Value entries = emitEntries(b, part, acts, token, place);
    if (hasPlanes()) {
      auto plane = VectorType::get(int64_t(1) << part.bits, b.getI8Type());
      store(arith::TruncIOp::create(b, plane, entries));
      Value eight = getSplat(b, entries.getType(), 8);
      Value high = arith::ShRUIOp::create(b, entries, eight);
      store(arith::TruncIOp::create(b, plane, high));
      continue;
    }
    // Each further bit has the same entries again, with its activation.
    for (int64_t digit = kQuad; digit < part.digits; ++digit) {
      Value act = memref::LoadOp::create(
          b, acts,
          ValueRange{token, move(b, place, part.first + digit).back()});
      act = arith::ExtSIOp::create(b, b.getI16Type(), act);
      Value more = arith::AddIOp::create(
          b, entries, vector::BroadcastOp::create(b, entries.getType(), act));
      int64_t size = cast<VectorType>(more.getType()).getNumElements();
      entries = vector::ShuffleOp::create(b, entries, more,
                                          llvm::to_vector(llvm::seq(2 * size)));
    }
    auto bytes = VectorType::get(int64_t(2) << part.bits, b.getI8Type());
    store(vector::BitCastOp::create(b, bytes, entries));
  }
}

SmallVector<Value> Words::loadTables(ImplicitLocOpBuilder &b, Value tables,
                                     ArrayRef<Value> at) const {
  SmallVector<Value> loaded;
  int64_t offset = 0;
  auto load = [&](int64_t numBytes) {
    Value bytes =
        vector::LoadOp::create(b, VectorType::get(numBytes, b.getI8Type()),
                               tables, move(b, at, offset));
    offset += numBytes;
    return bytes;
  };
  for (const Part &part : parts) {
    int64_t size = int64_t(1) << part.bits;
    if (hasPlanes()) {
      loaded.push_back(load(size));
      loaded.push_back(load(size));
      continue;
    }
    auto type = VectorType::get(size, b.getI16Type());
    loaded.push_back(vector::BitCastOp::create(b, type, load(2 * size)));
  }
  return loaded;
}

//===----------------------------------------------------------------------===//
// Look-ups
//===----------------------------------------------------------------------===//

/// The low bytes of two vectors of 16 words, so that interleaving them with
/// others in each 128 bits makes two vectors of words again.
static Value packBytes(ImplicitLocOpBuilder &b, Value words) {
  auto bytes = VectorType::get(Words::kBytes, b.getI8Type());
  Value source = vector::BitCastOp::create(b, bytes, words);
  SmallVector<int64_t> mask;
  for (int64_t lane = 0; lane < 2; ++lane)
    for (int64_t half = 0; half < 2; ++half)
      for (int64_t i = 0; i < 8; ++i)
        mask.push_back(2 * (16 * half + 8 * lane + i));
  return vector::ShuffleOp::create(b, source, source, mask);
}

SmallVector<Value> Words::cut(ImplicitLocOpBuilder &b, Value bytes) const {
  auto type = VectorType::get(kRows, b.getI16Type());
  Value words = vector::BitCastOp::create(b, type, bytes);
  auto shift = [&](Value value, int64_t bits) -> Value {
    return bits ? arith::ShRUIOp::create(b, value,
                                         getSplat(b, value.getType(), bits))
                : value;
  };
  auto mask = [&](Value value, int64_t bits) -> Value {
    Value ones = getSplat(b, value.getType(), (int64_t(1) << bits) - 1);
    return arith::AndIOp::create(b, value, ones);
  };
  SmallVector<Value> cuts;
  if (hasPlanes() && !isTernary()) {
    for (Value half : {mask(words, 8), shift(words, 8)}) {
      // Shifts are of 16 bits, for want of others.
      Value codes = packBytes(b, half);
      auto pairs = VectorType::get(kRows / 2, b.getI16Type());
      Value upper = shift(vector::BitCastOp::create(b, pairs, codes), 4);
      upper = vector::BitCastOp::create(b, codes.getType(), upper);
      cuts.push_back(mask(codes, 4));
      cuts.push_back(mask(upper, 4));
    }
    return cuts;
  }
  for (const Part &part : parts) {
    Value index = mask(shift(words, part.shift), part.bits);
    cuts.push_back(hasPlanes() ? packBytes(b, index) : index);
  }
  return cuts;
}

Value Words::accumulate(ImplicitLocOpBuilder &b, Value sums,
                        ArrayRef<Value> cuts, ArrayRef<Value> loaded) const {
  auto shorts = VectorType::get(kRows, b.getI16Type());
  auto plane = VectorType::get(kRows, b.getI8Type());
  for (auto [i, index] : llvm::enumerate(cuts)) {
    Value entries;
    if (hasPlanes()) {
      Value low = lut::LookupOp::create(b, plane, loaded[2 * i], index);
      Value high = lut::LookupOp::create(b, plane, loaded[2 * i + 1], index);
      // Words of the first 16 rows, then of the others.
      SmallVector<int64_t> interleave;
      for (int64_t half = 0; half < 2; ++half)
        for (int64_t row = 0; row < 16; ++row) {
          int64_t byte = row / 8 * 16 + half * 8 + row % 8;
          interleave.append({byte, kRows + byte});
        }
      entries = vector::ShuffleOp::create(b, low, high, interleave);
      entries = vector::BitCastOp::create(b, shorts, entries);
    } else {
      entries = lut::LookupOp::create(b, shorts, loaded[i], index);
    }
    sums = arith::AddIOp::create(b, sums, entries);
  }
  return sums;
}

//===----------------------------------------------------------------------===//
// Counts
//===----------------------------------------------------------------------===//

Counts Words::countTables() const {
  auto number = double(parts.size());
  Counts counts;
  // Dots of 16 lanes, cut to half their length.
  double dots = isTernary() ? 2 : 1;
  bool isOne = target && target.has(lut::Feature::VNNI);
  counts.products = number * (isTernary() ? 3 : 1) * (isOne ? 1 : 2);
  counts.loads = number;
  counts.shuffles = number * 2 * dots;
  counts.simple = number * dots * (isOne ? 1 : 2);
  counts.stores = double(getTableBytes()) / kBytes;
  if (hasPlanes()) {
    counts.shifts = number * dots / 2;
    counts.shuffles += number * 2 * dots;
  } else {
    double doubled = double(getDigits()) - kQuad * number;
    counts.scalars = std::max(doubled, 0.0);
    counts.shuffles += 2 * counts.scalars;
    counts.simple += counts.scalars;
  }
  return counts;
}

Counts Words::countLoads() const {
  Counts counts;
  // A table of 16 bytes is repeated in a register.
  counts.loads = hasPlanes() ? double(parts.size()) * (isTernary() ? 2 : 1)
                             : double(getTableBytes()) / kBytes;
  counts.scalars = 1;
  return counts;
}

/// Look-ups and shifts share units: beside them one takes 0.8 of a look-up on
/// Zen 4.
Counts Words::countCut() const {
  constexpr double kShift = 0.8;
  Counts counts;
  if (!hasPlanes()) {
    counts.shuffles = kShift * (double(parts.size()) - 1);
  } else if (!isTernary()) {
    counts.simple = 1 + 2;
    counts.shuffles = 1 + 2 * kShift;
  } else {
    counts.simple = 3;
    counts.shuffles = 2 * kShift + 1.5;
  }
  return counts;
}

Counts Words::countSums() const {
  auto number = double(parts.size());
  Counts counts;
  counts.simple = number;
  if (isGeneric()) {
    counts.scalars = 5 * number * kRows;
  } else if (!hasPlanes()) {
    counts.shuffles = number;
  } else {
    // Two planes of half a register, and both halves of words. Of 32 entries,
    // each half is looked up.
    counts.shuffles = number * (isTernary() ? 2 + 1 : 1 + 1);
    counts.simple += isTernary() ? number * 3 : 0;
  }
  return counts;
}
