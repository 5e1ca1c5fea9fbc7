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
/// The number of digits that are all 0, and entries for what is above it.
static constexpr int64_t kMiddle = 13, kSignedEntries = 16;
/// Sums of three activations, up to 384, have digits of up to 14 in this radix:
/// nine of them fit a byte.
static constexpr int64_t kRadix = 28, kMaxDigit = 14;
static constexpr int64_t kNumbersAtOnce = INT8_MAX / kMaxDigit;

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
  if (hasSigns())
    return int64_t(parts.size()) * 2 * kSignedEntries;
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
  int64_t firstEntry = 0;
  if (hasSigns()) {
    entries = kSignedEntries;
    firstEntry = kMiddle;
  }
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
        entry += firstEntry;
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
    if (hasSigns()) {
      // The nearest multiple of the radix, by a fraction of 2^15.
      auto with = [&](Value value, int64_t constant) {
        return getSplat(b, value.getType(), constant);
      };
      constexpr int64_t bits = 15, one = int64_t(1) << bits;
      auto lanes = VectorType::get(kSignedEntries, b.getI32Type());
      Value sum = arith::ExtSIOp::create(b, lanes, entries);
      Value scaled = arith::MulIOp::create(b, sum, with(sum, one / kRadix));
      scaled = arith::AddIOp::create(b, scaled, with(sum, one / 2));
      Value high = arith::ShRSIOp::create(b, scaled, with(sum, bits));
      Value low = arith::SubIOp::create(
          b, sum, arith::MulIOp::create(b, high, with(sum, kRadix)));
      auto plane = VectorType::get(kSignedEntries, b.getI8Type());
      store(arith::TruncIOp::create(b, plane, low));
      store(arith::TruncIOp::create(b, plane, high));
      continue;
    }
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
      int64_t bytes = hasSigns() ? kSignedEntries : size;
      loaded.push_back(load(bytes));
      loaded.push_back(load(bytes));
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
  for (const Part &part : parts)
    cuts.push_back(hasSigns() ? cutSigned(b, words, part)
                              : mask(shift(words, part.shift), part.bits));
  return cuts;
}

/// A number of each of 32 words, which is a byte, less what stands for 0. Those
/// of the first 16 words are the even bytes.
Value Words::cutSigned(ImplicitLocOpBuilder &b, Value words,
                       const Part &part) const {
  auto bytes = VectorType::get(kRows, b.getI8Type());
  constexpr int64_t half = kRows / 2;
  auto getHalf = [&](int64_t first, int64_t shift) {
    auto lanes = llvm::to_vector(llvm::seq(first, first + half));
    Value value = vector::ShuffleOp::create(b, words, words, lanes);
    Value by = getSplat(b, value.getType(), std::abs(shift));
    if (shift > 0)
      value = arith::ShRUIOp::create(b, value, by);
    else if (shift < 0)
      value = arith::ShLIOp::create(b, value, by);
    return vector::BitCastOp::create(b, bytes, value);
  };
  SmallVector<int64_t> alternate;
  for (int64_t byte = 0; byte < kRows; ++byte)
    alternate.push_back(byte % 2 ? kRows + byte : byte);
  Value number = vector::ShuffleOp::create(
      b, getHalf(0, part.shift), getHalf(half, part.shift - 8), alternate);
  // Nothing is above the last one.
  if (part.shift + part.bits < kNumberBits * int64_t(parts.size()))
    number = arith::AndIOp::create(
        b, number, getSplat(b, bytes, (int64_t(1) << part.bits) - 1));
  return arith::SubIOp::create(b, number, getSplat(b, bytes, kMiddle));
}

int64_t Words::getLaneOfRow(int64_t row) const {
  if (!hasSigns())
    return row;
  constexpr int64_t half = kRows / 2;
  int64_t code = 2 * (row % half) + row / half;
  for (int64_t lane = 0; lane < kRows; ++lane)
    if (lut::getUnpackedCode(lane, kRows) == code)
      return lane;
  llvm_unreachable("every code has a lane");
}

int64_t Words::getWordsAtOnce() const {
  return hasSigns() ? kNumbersAtOnce / int64_t(parts.size()) : 1;
}

void Words::accumulate(ImplicitLocOpBuilder &b, Sums &sums,
                       ArrayRef<Value> cuts, ArrayRef<Value> loaded) const {
  if (hasSigns()) {
    for (auto [i, index] : llvm::enumerate(cuts))
      for (auto [sum, table] : {std::pair(&sums.low, loaded[2 * i]),
                                {&sums.high, loaded[2 * i + 1]}}) {
        Value digit = lut::LookupSignedOp::create(b, table, index);
        *sum = *sum ? arith::AddIOp::create(b, *sum, digit).getResult() : digit;
      }
    return;
  }
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
    sums.shorts = arith::AddIOp::create(b, sums.shorts, entries);
  }
}

Value Words::finish(ImplicitLocOpBuilder &b, const Sums &sums,
                    int64_t numWords) const {
  if (!hasSigns())
    return sums.shorts;
  return lut::FlushBytesOp::create(b, sums.shorts, sums.low, sums.high, kRadix,
                                   numWords * int64_t(parts.size()), kMaxDigit);
}

//===----------------------------------------------------------------------===//
// Counts
//===----------------------------------------------------------------------===//

Counts Words::countTables() const {
  auto number = double(parts.size());
  Counts counts;
  // Dots of 16 lanes, cut to half their length.
  double dots = isTernary() && !hasSigns() ? 2 : 1;
  bool isOne = target && target.has(lut::Feature::VNNI);
  counts.products = number * (isTernary() ? 3 : 1) * (isOne ? 1 : 2);
  counts.loads = number;
  counts.shuffles = number * 2 * dots;
  counts.simple = number * dots * (isOne ? 1 : 2);
  counts.stores = double(getTableBytes()) / kBytes;
  if (hasSigns()) {
    // Two products of words are two instructions each, and bytes are cut twice.
    counts.products += number * 4;
    counts.shifts = number;
    counts.shuffles += number * 4;
    counts.simple += number * 2;
    counts.stores = number * 0.5;
  } else if (hasPlanes()) {
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
  counts.loads =
      hasPlanes() ? double(parts.size()) : double(getTableBytes()) / kBytes;
  counts.scalars = 1;
  return counts;
}

/// Look-ups and shifts share units: beside them one takes 0.8 of a look-up on
/// Zen 4. Of 16 registers there are not enough, which costs as much as another
/// instruction or three.
Counts Words::countCut() const {
  constexpr double kShift = 0.8;
  Counts counts;
  if (!hasPlanes()) {
    counts.shuffles = kShift * (double(parts.size()) - 1);
  } else if (!isTernary()) {
    counts.simple = 1 + 2;
    counts.shuffles = 1 + 2 * kShift + 1;
  } else {
    counts.simple = 1 + 1.5 + 4;
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
    // Two planes of half a register, and both halves of words.
    counts.shuffles = number * (1 + 1);
    if (hasSigns()) {
      // Magnitudes, look-ups, signs, and sums of bytes, which become longer now
      // and then.
      double flushes = 1 / double(getWordsAtOnce());
      counts.shuffles = number + flushes;
      counts.products = flushes;
      counts.simple = number * (0.5 + 1 + 1) + flushes;
    }
  }
  return counts;
}
