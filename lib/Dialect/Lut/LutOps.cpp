//===- LutOps.cpp - verifiers of the lut ops ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lut/Lut.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::lut;

#define GET_OP_CLASSES
#include "lutra/Dialect/Lut/LutOps.cpp.inc"

static int64_t numLanes(Value vector) {
  return cast<VectorType>(vector.getType()).getNumElements();
}

int64_t lut::getUnpackedCode(int64_t lane, int64_t numCodes) {
  int64_t half = numCodes / 2;
  int64_t first = lane < half ? 0 : 8;
  lane %= half;
  return 16 * (lane / 8) + first + lane % 8;
}

SmallVector<int> lut::getTrits(int64_t entry, unsigned numDigits) {
  SmallVector<int> digits;
  for (unsigned j = 0; j < numDigits; ++j) {
    int digit = entry % 3;
    entry /= 3;
    if (digit == 2) { // 2 = 3 - 1
      digit = -1;
      ++entry;
    }
    digits.push_back(digit);
  }
  return digits;
}

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

LogicalResult DotOp::verify() {
  int64_t lanes = numLanes(getAcc());
  if (lanes % 4 != 0)
    return emitOpError() << "expects a multiple of 4 lanes, got " << lanes;
  if (numLanes(getCodes()) != 4 * lanes)
    return emitOpError() << "expects " << 4 * lanes << " codes for " << lanes
                         << " lanes, got " << numLanes(getCodes());
  if (getMaxCode() < 1 || getMaxCode() > 255)
    return emitOpError() << "expects max_code in [1, 255], got "
                         << int64_t(getMaxCode());
  return success();
}

LogicalResult DotPairsOp::verify() {
  int64_t lanes = numLanes(getAcc());
  if (numLanes(getLhs()) != 2 * lanes)
    return emitOpError() << "expects " << 2 * lanes << " factors for " << lanes
                         << " lanes, got " << numLanes(getLhs());
  return success();
}

LogicalResult LookupOp::verify() {
  int64_t entries = numLanes(getTable());
  if (entries > 256)
    return emitOpError() << "expects at most 256 entries, got " << entries;
  auto expected =
      VectorType::get(numLanes(getCodes()),
                      cast<VectorType>(getTable().getType()).getElementType());
  if (getResult().getType() != expected)
    return emitOpError() << "expects a result of type " << expected << ", got "
                         << getResult().getType();
  auto getWidth = [](Value vector) {
    return cast<VectorType>(vector.getType()).getElementTypeBitWidth();
  };
  if (getWidth(getCodes()) > getWidth(getTable()))
    return emitOpError() << "expects codes no longer than entries, which have "
                         << getWidth(getTable()) << " bits, got "
                         << getCodes().getType();
  return success();
}

LogicalResult LookupSignedOp::verify() {
  if (numLanes(getTable()) > 128)
    return emitOpError() << "expects at most 128 entries, got "
                         << numLanes(getTable());
  return success();
}

/// A table holds all sums of the activations.
static LogicalResult verifyTrits(Operation *op, Value acts, Value table) {
  int64_t digits = numLanes(acts);
  if (digits > 5)
    return op->emitOpError() << "expects at most 5 activations, got " << digits;
  int64_t sums = 1;
  for (int64_t j = 0; j < digits; ++j)
    sums *= 3;
  int64_t least = (sums + 1) / 2;
  int64_t entries = numLanes(table);
  if (entries < least || entries > 128)
    return op->emitOpError() << "expects " << least << " to 128 entries for "
                             << digits << " activations, got " << entries;
  return success();
}

LogicalResult BuildTritsOp::verify() {
  return verifyTrits(*this, getActs(), getLow());
}

LogicalResult BuildTritBytesOp::verify() {
  return verifyTrits(*this, getActs(), getTable());
}

/// Codes with a sign in bit 7 select entries for as many lanes.
static LogicalResult verifySignedCodes(Operation *op, Value acc, Value table,
                                       Value codes) {
  int64_t lanes = numLanes(acc);
  if (lanes % 16 != 0)
    return op->emitOpError() << "expects a multiple of 16 lanes, got " << lanes;
  if (numLanes(codes) != lanes)
    return op->emitOpError() << "expects as many codes as lanes, got "
                             << numLanes(codes) << " and " << lanes;
  if (numLanes(table) > 128)
    return op->emitOpError()
           << "expects at most 128 entries, got " << numLanes(table);
  return success();
}

LogicalResult AccumulateOp::verify() {
  return verifySignedCodes(*this, getAcc(), getLow(), getCodes());
}

LogicalResult AccumulateBytesOp::verify() {
  return verifySignedCodes(*this, getAcc(), getTable(), getCodes());
}

/// No sum of so many terms is beyond `most`.
static LogicalResult verifyInterval(Operation *op, int64_t interval,
                                    int64_t term, int64_t most) {
  // Divided, since the product may overflow.
  if (interval < 1 || term < 1 || interval > most / term)
    return op->emitOpError() << "expects interval and max_term above 0 whose "
                                "product is at most "
                             << most << ", got " << interval << " and " << term;
  return success();
}

LogicalResult FlushOp::verify() {
  if (numLanes(getWide()) != numLanes(getAcc()))
    return emitOpError() << "expects equally many lanes, got "
                         << numLanes(getWide()) << " and "
                         << numLanes(getAcc());
  return verifyInterval(*this, getInterval(), getMaxTerm(), INT16_MAX);
}

LogicalResult FlushPairsOp::verify() {
  int64_t lanes = numLanes(getAcc());
  if (lanes % 16 != 0)
    return emitOpError() << "expects a multiple of 16 lanes, got " << lanes;
  if (numLanes(getWide()) != lanes)
    return emitOpError() << "expects equally many lanes, got "
                         << numLanes(getWide()) << " and " << lanes;
  return verifyInterval(*this, getInterval(), getMaxTerm(), UINT16_MAX);
}

LogicalResult FlushBytesOp::verify() {
  int64_t lanes = numLanes(getAcc());
  if (lanes % 16 != 0)
    return emitOpError() << "expects a multiple of 16 lanes, got " << lanes;
  if (numLanes(getLow()) != lanes)
    return emitOpError() << "expects as many bytes as lanes, got "
                         << numLanes(getLow()) << " and " << lanes;
  int64_t radix = getRadix();
  if (radix < 1 || radix > INT8_MAX)
    return emitOpError() << "expects a radix in [1, 127], got " << radix;
  return verifyInterval(*this, getInterval(), getMaxTerm(), INT8_MAX);
}

LogicalResult UnpermuteOp::verify() {
  int64_t lanes = numLanes(getSource());
  if (lanes % 16 != 0)
    return emitOpError() << "expects a multiple of 16 lanes, got " << lanes;
  return success();
}
