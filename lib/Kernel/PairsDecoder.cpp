//===- PairsDecoder.cpp - codes to pairs of bf16 --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The layout has neighbouring codes at the same bits of the halves of a word,
// so that one shift and one look-up in a table of shorts make 32 values.
// Integers of 8 bits, for which tables are too long, and rows with zero points
// of their own take the way of floats: their difference from the zero point has
// 8 bits at most and is the upper half of one.
//
//===----------------------------------------------------------------------===//

#include "PairsDecoder.h"
#include "Families.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>
#include <optional>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Shorts of one register, and the longest table that is faster than computing.
static constexpr int64_t kShorts = 32, kMostEntries = 128;
/// Bits of a float behind its exponent.
static constexpr int64_t kMantissaBits = 23;

/// A value as a bf16, or nothing where it is none.
static std::optional<uint16_t> toBFloat16(double number) {
  llvm::APFloat value(number);
  bool losesInfo = false;
  value.convert(llvm::APFloat::BFloat(), llvm::APFloat::rmNearestTiesToEven,
                &losesInfo);
  if (losesInfo)
    return std::nullopt;
  return uint16_t(value.bitcastToAPInt().getZExtValue());
}

/// Whether values are looked up, or else computed.
static bool usesTable(const Contraction &contraction) {
  return !contraction.format.isInteger() ||
         (contraction.zeroPoints == ZeroPoints::Format &&
          contraction.layout.getMaxCodes() <= kMostEntries);
}

/// The bits that indices of a table have.
static int64_t getIndexBits(const Contraction &contraction) {
  return std::max<int64_t>(llvm::Log2_64(kShorts),
                           llvm::Log2_64(contraction.layout.getMaxCodes()));
}

PairsDecoder::PairsDecoder(ImplicitLocOpBuilder &b,
                           const Contraction &contraction)
    : b(b), contraction(contraction),
      planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout)),
      f32(VectorType::get(kLanes, b.getF32Type())),
      i32(VectorType::get(kLanes, b.getI32Type())),
      shorts(VectorType::get(2 * kLanes, b.getI16Type())),
      bf16(VectorType::get(2 * kLanes, b.getBF16Type())) {}

bool PairsDecoder::canDecode(const Contraction &contraction) {
  auto layout = dyn_cast<lowbit::PlanesLayoutAttr>(contraction.layout);
  if (!layout || !layout.getPaired())
    return false;
  return llvm::all_of(
      llvm::seq(contraction.format.getNumCodes()), [&](unsigned code) {
        return toBFloat16(contraction.format.decode(code)).has_value();
      });
}

Value PairsDecoder::getSplat(VectorType type, int64_t value) const {
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

void PairsDecoder::beginQuad(Step &step, int64_t quad) const {
  SmallVector<Planes::Piece, 3> pieces = planes.getPieces(quad);
  const Planes::Piece &piece = pieces.front();
  step.from = 0;
  step.width = piece.width + piece.below;
  if (pieces.size() == 1) {
    step.from = piece.from;
    step.quad = step.packed[piece.vector];
  } else {
    step.quad = planes.unpackLoosely(b, step.packed, quad);
  }
  step.raised = step.raisedUpper = Value();
}

Value PairsDecoder::decode(Step &step, int64_t code, Value zeroPoints) const {
  if (code % 4 == 0)
    beginQuad(step, code / 4);
  int64_t pair = code % 4 / 2;
  Value bits = usesTable(contraction) ? lookUp(step, pair)
                                      : compute(step, pair, zeroPoints);
  return vector::BitCastOp::create(b, bf16, bits);
}

/// Codes shorter than an index have neighbours in it: where there is room for
/// several of them, each has a table of its own and one shift serves all.
Value PairsDecoder::lookUp(Step &step, int64_t pair) const {
  int64_t indexBits = getIndexBits(contraction);
  int64_t together = indexBits / step.width * step.width;
  int64_t at = 8 * pair + step.from, inside = at % together;
  if (inside + step.width > indexBits)
    inside = 0;
  int64_t by = at - inside;
  Value codes = vector::BitCastOp::create(b, shorts, step.quad);
  if (by != 0) {
    Value &lower = step.lower[{step.quad, by}];
    if (!lower)
      lower = arith::ShRUIOp::create(b, codes, getSplat(shorts, by));
    codes = lower;
  }
  int64_t numEntries = int64_t(1) << indexBits;
  SmallVector<int16_t> entries;
  for (int64_t i = 0; i < numEntries; ++i) {
    auto code = unsigned((i >> inside) & ((int64_t(1) << step.width) - 1));
    // Others do not occur.
    bool occurs = code < contraction.format.getNumCodes();
    entries.push_back(
        occurs ? int16_t(*toBFloat16(contraction.format.decode(code))) : 0);
  }
  Value table = arith::ConstantOp::create(
      b, DenseElementsAttr::get(VectorType::get(numEntries, b.getI16Type()),
                                ArrayRef(entries)));
  codes = arith::AndIOp::create(b, codes, getSplat(shorts, numEntries - 1));
  return lut::LookupOp::create(b, shorts, table, codes);
}

Value PairsDecoder::compute(Step &step, int64_t pair, Value zeroPoints) const {
  Value lower = computeFloat(step, pair, zeroPoints);
  Value upper = computeFloat(step, pair + 2, zeroPoints);
  // Their upper halves: the lower ones are 0.
  SmallVector<int64_t> mask;
  for (int64_t lane = 0; lane < kLanes; ++lane)
    mask.append({2 * lane + 1, 2 * kLanes + 2 * lane + 1});
  return vector::ShuffleOp::create(
      b, vector::BitCastOp::create(b, shorts, lower),
      vector::BitCastOp::create(b, shorts, upper), mask);
}

/// The value of the code in a byte of each word, as the bits of a float. Behind
/// the exponent of 2^(23 - p), bit p of a float is worth 1: see DequantFamily.
Value PairsDecoder::computeFloat(Step &step, int64_t byte,
                                 Value zeroPoints) const {
  constexpr int64_t exponent = int64_t(0xff) << kMantissaBits;
  int64_t half = byte / 2;
  Value &raised = half ? step.raisedUpper : step.raised;
  if (!raised) {
    Value words = vector::BitCastOp::create(b, i32, step.quad);
    if (half)
      words = arith::ShRUIOp::create(b, words, getSplat(i32, 16));
    raised = arith::OrIOp::create(b, words, getSplat(i32, exponent));
  }
  int64_t from = 8 * (byte % 2) + step.from;
  auto power = float(int64_t(1) << (kMantissaBits - from));
  int64_t mask = (((int64_t(1) << step.width) - 1) << from) |
                 int64_t(llvm::bit_cast<uint32_t>(power));
  Value bits = arith::AndIOp::create(b, raised, getSplat(i32, mask));
  Value value = vector::BitCastOp::create(b, f32, bits);
  auto zero = float(getZeroPoint(contraction.format));
  Value away = arith::ConstantOp::create(
      b, DenseElementsAttr::get(f32, b.getF32FloatAttr(power + zero)));
  value = arith::SubFOp::create(b, value, away);
  if (zeroPoints)
    value = arith::SubFOp::create(b, value, zeroPoints);
  return vector::BitCastOp::create(b, i32, value);
}

Counts PairsDecoder::countStep(const Contraction &contraction) {
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  double pairs = double(contraction.layout.getGranule()) / 2;
  bool isOnePlane = planes.getPieces(0).size() == 1;
  Counts step;
  if (!isOnePlane)
    step = planes.countLooseQuads();
  if (usesTable(contraction)) {
    double width = std::log2(contraction.layout.getMaxCodes());
    double together =
        isOnePlane ? std::floor(double(getIndexBits(contraction)) / width) : 1;
    step.shifts += pairs / together;
    // As many entries as two registers have in one instruction; a test and a
    // choice for each half of a larger table.
    double parts =
        std::max(1.0, double(contraction.layout.getMaxCodes()) / (2 * kShorts));
    step.shuffles += pairs * parts;
    step.simple += pairs * (parts - 1) * 2;
  } else {
    bool hasZeroPoints = contraction.zeroPoints != ZeroPoints::Format;
    step.shifts += pairs / 2 + pairs;
    step.simple += pairs * (hasZeroPoints ? 8 : 6);
  }
  step.loads += double(planes.getNumVectors());
  return step;
}
