//===- DequantPairsFamily.cpp - codes unpacked to pairs of bf16 -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two neighbouring codes of a row become the two bf16 of a word, 16 rows side
// by side, which is what `lut.dot_pairs` takes beside two activations. The
// layout has such codes at the same bits of the halves of a word, so that one
// shift and one look-up in a table of shorts make 32 values. Integers of 8
// bits, for which tables are too long, and rows with zero points of their own
// take the way of floats: their difference from the zero point has 8 bits at
// most and is the upper half of one.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "MicroEmitter.h"
#include "Planes.h"

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

namespace {

class PairsEmitter : public MicroEmitter {
public:
  PairsEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : MicroEmitter(op, knobs),
        planes(cast<lowbit::PlanesLayoutAttr>(op.getLayout())),
        shorts(VectorType::get(2 * kLanes, b.getI16Type())),
        bf16(VectorType::get(2 * kLanes, b.getBF16Type())) {}

private:
  Values emitBegin(Value group) override;
  Values emitStep(Value place, int64_t step, Values accumulators) override;
  Values emitEnd(Value, Values accumulators) override { return accumulators; }

  /// The vectors of 16 rows in a step, and what has been made of them.
  struct Step {
    Values packed;
    /// The bytes of the current quad, from bit `from` of each on.
    Value quad;
    int64_t from, width;
    /// Those so many bits lower, by the vector that they come from.
    llvm::SmallDenseMap<std::pair<Value, int64_t>, Value> lower;
    /// The quad's words with all bits of an exponent set, and their upper
    /// halves.
    Value raised, raisedUpper;
  };
  void beginQuad(Step &step, int64_t quad);
  Value decode(Step &step, int64_t pair, int64_t vector);
  Value lookUp(Step &step, int64_t pair);
  Value compute(Step &step, int64_t pair, int64_t vector);
  Value computeFloat(Step &step, int64_t byte, int64_t vector);

  Planes planes;
  VectorType shorts, bf16;
  /// Zero points of a group, for each vector of rows, if rows differ.
  Values zeroPoints;
};

MicroEmitter::Values PairsEmitter::emitBegin(Value group) {
  zeroPoints.clear();
  for (int64_t vector = 0;
       vector < vectors && contraction.zeroPoints != ZeroPoints::Format;
       ++vector) {
    Value rows = loadRows(op.getZeroPoints(), group, vector);
    zeroPoints.push_back(arith::UIToFPOp::create(b, f32, rows));
  }
  return Values(getNumPoints(), getFloatSplat(0));
}

void PairsEmitter::beginQuad(Step &step, int64_t quad) {
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

/// Codes 2 pair and 2 pair + 1 of the quad as bf16.
Value PairsEmitter::decode(Step &step, int64_t pair, int64_t vector) {
  Value bits =
      usesTable(contraction) ? lookUp(step, pair) : compute(step, pair, vector);
  return vector::BitCastOp::create(b, bf16, bits);
}

/// Codes shorter than an index have neighbours in it: where there is room for
/// several of them, each has a table of its own and one shift serves all.
Value PairsEmitter::lookUp(Step &step, int64_t pair) {
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

Value PairsEmitter::compute(Step &step, int64_t pair, int64_t vector) {
  Value lower = computeFloat(step, pair, vector);
  Value upper = computeFloat(step, pair + 2, vector);
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
Value PairsEmitter::computeFloat(Step &step, int64_t byte, int64_t vector) {
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
  value = arith::SubFOp::create(b, value, getFloatSplat(power + zero));
  if (!zeroPoints.empty())
    value = arith::SubFOp::create(b, value, zeroPoints[vector]);
  return vector::BitCastOp::create(b, i32, value);
}

MicroEmitter::Values PairsEmitter::emitStep(Value place, int64_t,
                                            Values accumulators) {
  // As in DequantFamily, lines of memory are read as they are used up.
  bool isOnePlane = planes.getPieces(0).size() == 1;
  int64_t together =
      tokens == 1 && !isOnePlane ? std::min<int64_t>(vectors, 2) : vectors;
  for (int64_t begin = 0; begin < vectors; begin += together) {
    SmallVector<Step, 0> steps(std::min(together, vectors - begin));
    for (auto [i, step] : llvm::enumerate(steps))
      step.packed =
          planes.load(b, op, place, begin + int64_t(i), knobs.prefetch);
    for (int64_t code = 0; code < granule; code += 2) {
      Values acts;
      for (int64_t token = 0; token < tokens; ++token) {
        Value words = loadPairs(
            op.getActs(), ValueRange{getToken(token), addIndex(place, code)});
        acts.push_back(vector::BitCastOp::create(b, bf16, words));
      }
      for (auto [i, step] : llvm::enumerate(steps)) {
        if (code % 4 == 0)
          beginQuad(step, code / 4);
        int64_t vector = begin + int64_t(i);
        Value weights = decode(step, code % 4 / 2, vector);
        for (int64_t token = 0; token < tokens; ++token) {
          Value &sum = accumulators[getPoint(vector, token)];
          sum = lut::DotPairsOp::create(b, sum, weights, acts[token]);
        }
      }
    }
  }
  return accumulators;
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class DequantPairsFamily : public TiledFamily {
public:
  StringRef getName() const override { return "dequant-bf16"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts countTile(const Contraction &contraction, lut::TargetAttr target,
                   const Knobs &knobs, int64_t tokens) const override;
  void expand(lowbit::MicroContractOp op, const Knobs &knobs) const override {
    PairsEmitter(op, knobs).emit();
  }
};

std::string DequantPairsFamily::getRefusal(const Contraction &contraction,
                                           lut::TargetAttr target) const {
  if (!contraction.hasBFloat16Acts())
    return "activations are not bf16";
  auto layout = dyn_cast<lowbit::PlanesLayoutAttr>(contraction.layout);
  if (!layout || !layout.getPaired())
    return "weights are not in planes of bits, paired";
  if (contraction.zeroPoints == ZeroPoints::Reals)
    return "zero points are real numbers";
  if (contraction.format.getScalesPerGroup() != 1)
    return "scales depend on the signs of values";
  lowbit::FormatAttrInterface format = contraction.format;
  if (!llvm::all_of(llvm::seq(format.getNumCodes()), [&](unsigned code) {
        return toBFloat16(format.decode(code)).has_value();
      }))
    return "values are not all bf16";
  if (!target || !target.has(lut::Feature::BF16))
    return "there is no instruction for pairs of bf16";
  return "";
}

SmallVector<Knobs>
DequantPairsFamily::getCandidates(const Contraction &contraction,
                                  lut::TargetAttr target,
                                  int64_t tokens) const {
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  return getTileCandidates(contraction, target, tokens, planes.getNumVectors());
}

Counts DequantPairsFamily::countTile(const Contraction &contraction,
                                     lut::TargetAttr, const Knobs &knobs,
                                     int64_t tokens) const {
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  double vectors = double(knobs.rows) / kLanes, points = vectors * tokens;
  auto granule = double(contraction.layout.getGranule());
  double loads = vectors * double(planes.getNumVectors());
  double pairs = granule / 2;

  Counts step;
  bool isOnePlane = planes.getPieces(0).size() == 1;
  if (!isOnePlane)
    step = planes.countLooseQuads() * vectors;
  if (usesTable(contraction)) {
    double width = std::log2(contraction.layout.getMaxCodes());
    double together =
        isOnePlane ? std::floor(double(getIndexBits(contraction)) / width) : 1;
    step.shifts += vectors * pairs / together;
    // As many entries as two registers have in one instruction; a test and a
    // choice for each half of a larger table.
    double parts =
        std::max(1.0, double(contraction.layout.getMaxCodes()) / (2 * kShorts));
    step.shuffles += vectors * pairs * parts;
    step.simple += vectors * pairs * (parts - 1) * 2;
  } else {
    bool hasZeroPoints = contraction.zeroPoints != ZeroPoints::Format;
    step.shifts += vectors * (pairs / 2 + pairs);
    step.simple += vectors * pairs * (hasZeroPoints ? 8 : 6);
  }
  step.products += pairs * points;
  step.loads += loads * (knobs.prefetch ? 2 : 1) + pairs * double(tokens);
  step.scalars = 2;

  Counts group = step * (double(contraction.layout.getGroupPlaces()) / granule);
  group.products += points;
  group.loads += vectors;
  group.scalars += 8;
  Counts tile = group * double(contraction.getGroups());
  tile.loads += points;
  tile.scalars += 20;
  return tile;
}

} // namespace

const KernelFamily &kernel::getDequantPairsFamily() {
  static const DequantPairsFamily family;
  return family;
}
