//===- Trits.cpp - codes out of bytes of five ternary digits --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A table of 128 bytes has a digit of every magnitude. Where a look-up in it is
// no instruction, digits are what comes out above when a fraction c / 243 is
// multiplied by 3: with 8 bits for the fraction this is exact, which the test
// of all bytes shows.
//
//===----------------------------------------------------------------------===//

#include "Trits.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

static constexpr int64_t kBytes = 64;

static VectorType getBytes(Builder &b) {
  return VectorType::get(kBytes, b.getI8Type());
}

static Value getSplat(ImplicitLocOpBuilder &b, Value like, int64_t value) {
  auto type = cast<VectorType>(like.getType());
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

template <typename OpT>
static Value with(ImplicitLocOpBuilder &b, Value value, int64_t constant) {
  return OpT::create(b, value, getSplat(b, value, constant));
}

//===----------------------------------------------------------------------===//
// Vectors
//===----------------------------------------------------------------------===//

Value Trits::getOffset(ImplicitLocOpBuilder &b, Value panel, Value step,
                       int64_t places) const {
  auto getIndex = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(b, value);
  };
  Value codes = b.createOrFold<arith::AddIOp>(
      panel, getIndex(layout.getCountBytes(places)));
  int64_t stepBytes = kGranule / kDigits * layout.getRows();
  return b.createOrFold<arith::AddIOp>(
      codes, b.createOrFold<arith::MulIOp>(step, getIndex(stepBytes)));
}

/// Elements of `bits` bits of two vectors in turn, in each 128 bits: the first
/// half of them, or the second.
static Value interleave(ImplicitLocOpBuilder &b, Value lhs, Value rhs,
                        int64_t bits, bool second) {
  auto type = VectorType::get(8 * kBytes / bits, b.getIntegerType(bits));
  lhs = vector::BitCastOp::create(b, type, lhs);
  rhs = vector::BitCastOp::create(b, type, rhs);
  int64_t size = type.getNumElements(), lane = 128 / bits;
  SmallVector<int64_t> mask;
  for (int64_t begin = second ? lane / 2 : 0; begin < size; begin += lane)
    for (int64_t i = begin; i < begin + lane / 2; ++i)
      mask.append({i, size + i});
  Value mixed = vector::ShuffleOp::create(b, lhs, rhs, mask);
  return vector::BitCastOp::create(b, getBytes(b), mixed);
}

SmallVector<Value> Trits::load(ImplicitLocOpBuilder &b, Value weights,
                               Value offset, int64_t prefetch) const {
  auto at = [&](int64_t distance) {
    Value constant = arith::ConstantIndexOp::create(b, distance);
    return b.createOrFold<arith::AddIOp>(offset, constant);
  };
  SmallVector<Value> quads;
  for (int64_t i = 0; i < 4; ++i) {
    int64_t distance = i * layout.getRows();
    if (prefetch)
      memref::PrefetchOp::create(b, weights, at(distance + prefetch),
                                 /*isWrite=*/false, /*localityHint=*/3,
                                 /*isDataCache=*/true);
    quads.push_back(
        vector::LoadOp::create(b, getBytes(b), weights, at(distance)));
  }
  SmallVector<Value> vectors;
  for (bool second : {false, true}) {
    Value pairs[2];
    for (int64_t i = 0; i < 2; ++i)
      pairs[i] = interleave(b, quads[2 * i], quads[2 * i + 1], 8, second);
    for (bool half : {false, true})
      vectors.push_back(interleave(b, pairs[0], pairs[1], 16, half));
  }
  return vectors;
}

//===----------------------------------------------------------------------===//
// Digits
//===----------------------------------------------------------------------===//

/// ceil(13 c / 243) for c of 16 bits below 243, so that c + it is c / 243 with
/// 8 bits, rounded up.
static Value addSlope(ImplicitLocOpBuilder &b, Value c) {
  Value product = with<arith::MulIOp>(b, c, 55);
  return with<arith::ShRUIOp>(b, with<arith::AddIOp>(b, product, 1003), 10);
}

Trits::Digits::Digits(ImplicitLocOpBuilder &b, Value bytes, bool hasTables)
    : bytes(bytes) {
  if (hasTables) {
    isNegative = arith::CmpIOp::create(b, arith::CmpIPredicate::slt, bytes,
                                       getSplat(b, bytes, 0));
    return;
  }
  // The number plus 121, in [0, 242]: digits 0, 1, 2 of the fraction then.
  Value sign = with<arith::ShRSIOp>(b, bytes, 7);
  Value magnitude = with<arith::AndIOp>(b, bytes, 127);
  Value number =
      arith::SubIOp::create(b, arith::XOrIOp::create(b, magnitude, sign), sign);
  number = with<arith::AddIOp>(b, number, 121);

  auto shorts = VectorType::get(kBytes / 2, b.getI16Type());
  Value pairs = vector::BitCastOp::create(b, shorts, number);
  Value even = addSlope(b, with<arith::AndIOp>(b, pairs, 255));
  Value odd = addSlope(b, with<arith::ShRUIOp>(b, pairs, 8));
  Value slope = arith::OrIOp::create(b, even, with<arith::ShLIOp>(b, odd, 8));
  slope = vector::BitCastOp::create(b, getBytes(b), slope);
  // Comparisons are of signed numbers.
  fraction =
      with<arith::XOrIOp>(b, arith::AddIOp::create(b, number, slope), -128);
}

Value Trits::Digits::lookUp(ImplicitLocOpBuilder &b) {
  constexpr int64_t numEntries = 128, numNumbers = 122;
  // lut counts digits from the least significant one on.
  int64_t digit = kDigits - 1 - next++;
  SmallVector<int8_t> entries(numEntries, 1);
  for (int64_t i = 0; i < numNumbers; ++i)
    entries[i] = int8_t(lut::getTrits(i, kDigits)[digit] + 1);
  auto type = VectorType::get(numEntries, b.getI8Type());
  Value table = arith::ConstantOp::create(
      b, DenseElementsAttr::get(type, ArrayRef(entries)));
  Value magnitude = with<arith::AndIOp>(b, bytes, 127);
  Value code = lut::LookupOp::create(b, getBytes(b), table, magnitude);
  Value opposite = arith::SubIOp::create(b, getSplat(b, code, 2), code);
  return arith::SelectOp::create(b, isNegative, opposite, code);
}

Value Trits::Digits::getNext(ImplicitLocOpBuilder &b) {
  if (isNegative)
    return lookUp(b);
  // Above a third, above two thirds.
  auto isAbove = [&](int64_t bound) {
    Value above = arith::CmpIOp::create(b, arith::CmpIPredicate::sgt, fraction,
                                        getSplat(b, fraction, bound - 128));
    return arith::ExtSIOp::create(b, getBytes(b), above);
  };
  Value sum = arith::AddIOp::create(b, isAbove(85), isAbove(170));
  Value code = arith::SubIOp::create(b, getSplat(b, sum, 0), sum);
  // Three times 128 is 128 again, so what is less 128 stays so.
  fraction = arith::AddIOp::create(
      b, fraction, arith::AddIOp::create(b, fraction, fraction));
  return code;
}

Counts Trits::countStep(bool prefetches) const {
  constexpr double vectors = 4;
  Counts counts;
  counts.loads = vectors * (prefetches ? 2 : 1);
  counts.shuffles = 2 * vectors;
  if (hasTables()) {
    // A look-up and a masked difference for each digit, after one mask. Tables
    // are in memory.
    counts.shuffles += kDigits * vectors;
    counts.simple += (kDigits + 1) * vectors;
    counts.loads += 2 * kDigits;
    return counts;
  }
  counts.products += 2 * vectors;
  counts.shifts += 4 * vectors;
  counts.simple += (11 + 6 * kDigits - 2) * vectors;
  return counts;
}
