//===- DequantFamily.cpp - codes unpacked to floats -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read as 16 words, a packed vector has each row's codes in that row's lane. Of
// many tokens, a shift, a mask and a conversion make a code a float: they leave
// the units that multiply alone. One token has work for those units only half
// of the time, and takes what is fewer instructions: a look-up in a table of 16
// floats, or an exponent in front of the code where it stands, which makes it a
// power of two too large. Codebooks are always looked up. What is multiplied by
// an activation is the code less the zero point; the scale enters once for each
// group.
//
//===----------------------------------------------------------------------===//

#include "Codes.h"
#include "Families.h"
#include "MicroEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// The least entries of a table: as many as one instruction looks up for 16
/// lanes, so that it need not see what is above a code of few bits.
static constexpr int64_t kTableEntries = 16;
/// As many as it looks up in two registers.
static constexpr int64_t kPairEntries = 32;
/// Codes of so many values are several in an index of the least table.
static constexpr int64_t kSharedCodes = 4;
/// Bits of a float behind its exponent.
static constexpr int64_t kMantissaBits = 23;

/// Whether one instruction looks up codes of integers, for so many tokens of a
/// tile. The values are the same, whichever way they come.
static bool canLookUp(const Contraction &contraction, lut::TargetAttr target,
                      int64_t tokens) {
  return tokens == 1 && target && target.getVectorBits() == 512 &&
         contraction.layout.getMaxCodes() <= kPairEntries;
}

/// Whether all codes are looked up: there is no other way, or one shift serves
/// several.
static bool usesTable(const Contraction &contraction, lut::TargetAttr target,
                      int64_t tokens) {
  return !contraction.format.isInteger() ||
         (canLookUp(contraction, target, tokens) &&
          contraction.layout.getMaxCodes() <= kSharedCodes);
}

/// Bits that indices of a table have.
static int64_t getIndexBits(const Contraction &contraction) {
  return llvm::Log2_64(
      std::max<int64_t>(kTableEntries, contraction.layout.getMaxCodes()));
}

/// The first bit of the first of codes, `stride` bits apart, that does not end
/// below the exponent of a float.
static int64_t getUpperShift(int64_t stride, int64_t width) {
  return ((kMantissaBits - width) / stride + 1) * stride;
}

namespace {

class DequantEmitter : public MicroEmitter {
public:
  DequantEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : MicroEmitter(op, knobs), codes(op.getLayout()),
        target(lut::getTarget(op)),
        isSignScaled(contraction.format.getScalesPerGroup() == 2) {}

private:
  Values emitBegin(Value group) override;
  Values emitStep(Value place, int64_t step, Values accumulators) override;
  Values emitEnd(Value, Values accumulators) override { return accumulators; }
  Value loadScales(Value group, int64_t vector) override {
    return isSignScaled ? Value() : MicroEmitter::loadScales(group, vector);
  }

  /// Words, and the same so many bits lower as somebody has asked for.
  struct Words {
    explicit Words(Value value = {}) : value(value) {}

    Value value;
    llvm::SmallDenseMap<int64_t, Value> lower;
    /// Those with all bits of an exponent set.
    llvm::SmallDenseMap<int64_t, Value> raised;
  };
  /// Bits of a code in words.
  struct Place {
    Words &words;
    int64_t from, width;
  };
  /// What the vectors of 16 rows are in a step.
  struct Step {
    Values packed;
    SmallVector<Words> words;
  };
  Place getPlace(Step &step, int64_t code);
  Value decode(Place place);
  Value convert(Place place);
  Value convertInPlace(Place place);
  Value lookUp(Place place, int64_t by);
  Value shiftDown(Place place, int64_t by);
  Value scaleBySign(Value value, int64_t vector);
  Value loadAct(int64_t token, Value place, int64_t code);

  Codes codes;
  lut::TargetAttr target;
  bool isSignScaled;
  /// Zero points of a group, for each vector of rows, if rows differ.
  Values zeroPoints;
  /// Scales of a group for values of either sign, if they differ.
  Values upperScales, lowerScales;
  /// Two neighbouring activations of each token, where they are bf16.
  Values pairs;
};

MicroEmitter::Values DequantEmitter::emitBegin(Value group) {
  zeroPoints.clear();
  for (int64_t vector = 0;
       vector < vectors && contraction.zeroPoints != ZeroPoints::Format;
       ++vector) {
    Value rows = loadRows(op.getZeroPoints(), group, vector);
    if (contraction.zeroPoints == ZeroPoints::Integers)
      rows = arith::UIToFPOp::create(b, f32, rows);
    zeroPoints.push_back(rows);
  }
  upperScales.clear();
  lowerScales.clear();
  if (isSignScaled) {
    Value first = b.createOrFold<arith::MulIOp>(group, getIndex(2));
    for (int64_t vector = 0; vector < vectors; ++vector) {
      upperScales.push_back(loadRows(op.getScales(), first, vector));
      lowerScales.push_back(
          loadRows(op.getScales(), addIndex(first, 1), vector));
    }
  }
  return Values(getNumPoints(), getFloatSplat(0));
}

/// Where the bits of a code are.
DequantEmitter::Place DequantEmitter::getPlace(Step &step, int64_t code) {
  auto [word, from, width] = codes.getPlace(code);
  Words &words = step.words[word];
  if (!words.value)
    words.value = codes.getWord(b, step.packed, word);
  return {words, from, width};
}

/// The value of the code that a place has. A table looks at the lowest bits of
/// a word, and codes of few bits have neighbours in them: for those there are
/// tables of their own instead of more shifts.
Value DequantEmitter::decode(Place place) {
  if (usesTable(contraction, target, tokens)) {
    int64_t indexBits = getIndexBits(contraction);
    int64_t inside = place.from % indexBits;
    bool isWhole = inside + place.width <= indexBits;
    return lookUp(place, isWhole ? place.from - inside : place.from);
  }
  // A table sees the lowest codes without a mask. What has to come down is
  // looked up, too, since a shift and a look-up are as many instructions as a
  // mask and a difference, and leave the units alone that have sums.
  bool isUpper = place.from >= getUpperShift(codes.getStride(), place.width);
  if ((place.from == 0 || isUpper) && canLookUp(contraction, target, tokens))
    return lookUp(place, place.from);
  return tokens == 1 ? convertInPlace(place) : convert(place);
}

Value DequantEmitter::shiftDown(Place place, int64_t by) {
  if (by == 0)
    return place.words.value;
  Value &lower = place.words.lower[by];
  if (!lower)
    lower = arith::ShRUIOp::create(b, place.words.value, getSplat(i32, by));
  return lower;
}

/// An integer, less the format's zero point.
Value DequantEmitter::convert(Place place) {
  Value codes = shiftDown(place, place.from);
  if (place.from + place.width < 32)
    codes = arith::AndIOp::create(
        b, codes, getSplat(i32, (int64_t(1) << place.width) - 1));
  Value value = arith::SIToFPOp::create(b, f32, codes);
  auto zero = float(getZeroPoint(contraction.format));
  return zero == 0
             ? value
             : arith::SubFOp::create(b, value, getFloatSplat(zero)).getResult();
}

/// The same: behind the exponent of 2^(23 - p), bit p of a float is worth 1.
/// The sum and the difference are exact. All bits of an exponent are set for
/// all codes of a word at once; the mask that leaves one code leaves of the
/// exponent what it shall be.
Value DequantEmitter::convertInPlace(Place place) {
  // What does not end below the exponent comes down.
  int64_t upper = getUpperShift(codes.getStride(), place.width);
  int64_t by = place.from < upper ? 0 : upper;
  int64_t from = place.from - by;
  auto power = float(int64_t(1) << (kMantissaBits - from));
  int64_t mask = (((int64_t(1) << place.width) - 1) << from) |
                 int64_t(llvm::bit_cast<uint32_t>(power));
  constexpr int64_t exponent = int64_t(0xff) << kMantissaBits;
  Value &raised = place.words.raised[by];
  if (!raised)
    raised =
        arith::OrIOp::create(b, shiftDown(place, by), getSplat(i32, exponent));
  Value bits = arith::AndIOp::create(b, raised, getSplat(i32, mask));
  Value value = vector::BitCastOp::create(b, f32, bits);
  auto zero = float(getZeroPoint(contraction.format));
  return arith::SubFOp::create(b, value, getFloatSplat(power + zero));
}

/// An entry of a table for the code in words that are `by` bits lower.
Value DequantEmitter::lookUp(Place place, int64_t by) {
  unsigned numCodes = contraction.format.getNumCodes();
  int64_t numEntries = int64_t(1) << getIndexBits(contraction);
  int64_t inside = place.from - by;
  SmallVector<float> entries;
  for (int64_t i = 0; i < numEntries; ++i) {
    auto code = unsigned((i >> inside) & ((int64_t(1) << place.width) - 1));
    // Others do not occur.
    entries.push_back(code < numCodes ? float(contraction.format.decode(code))
                                      : 0.0f);
  }
  Value table = arith::ConstantOp::create(
      b, DenseElementsAttr::get(VectorType::get(numEntries, b.getF32Type()),
                                ArrayRef(entries)));
  Value codes = arith::AndIOp::create(b, shiftDown(place, by),
                                      getSplat(i32, numEntries - 1));
  return lut::LookupOp::create(b, f32, table, codes);
}

Value DequantEmitter::scaleBySign(Value value, int64_t vector) {
  Value isNegative = arith::CmpFOp::create(b, arith::CmpFPredicate::OLT, value,
                                           getFloatSplat(0));
  Value scale = arith::SelectOp::create(b, isNegative, lowerScales[vector],
                                        upperScales[vector]);
  return arith::MulFOp::create(b, value, scale);
}

/// An activation in all lanes. Those of bf16 are read two at a time: each is
/// the upper half of a float.
Value DequantEmitter::loadAct(int64_t token, Value place, int64_t code) {
  SmallVector<Value> indices{getToken(token), addIndex(place, code)};
  if (!contraction.hasBFloat16Acts())
    return loadSplat(op.getActs(), indices);
  Value bits;
  if (code % 2 == 0) {
    pairs[token] = loadPairs(op.getActs(), indices);
    bits = arith::ShLIOp::create(b, pairs[token], getSplat(i32, 16));
  } else {
    bits = arith::AndIOp::create(b, pairs[token],
                                 getSplat(i32, int64_t(0xffff0000)));
  }
  return vector::BitCastOp::create(b, f32, bits);
}

MicroEmitter::Values DequantEmitter::emitStep(Value place, int64_t,
                                              Values accumulators) {
  pairs.assign(tokens, Value());
  // What is put together from planes is many lines of memory for each vector of
  // rows: of one token, they are read as they are used up.
  int64_t together = tokens == 1 && !codes.areWhole() ? 1 : vectors;
  for (int64_t begin = 0; begin < vectors; begin += together) {
    SmallVector<Step, 0> steps(std::min(together, vectors - begin));
    for (auto [i, step] : llvm::enumerate(steps)) {
      step.packed =
          codes.load(b, op, place, begin + int64_t(i), knobs.prefetch);
      step.words.resize(codes.getNumWords());
    }
    for (int64_t code = 0; code < granule; ++code) {
      Values acts;
      for (int64_t token = 0; token < tokens; ++token)
        acts.push_back(loadAct(token, place, code));
      for (auto [i, step] : llvm::enumerate(steps)) {
        int64_t vector = begin + int64_t(i);
        Value weight = decode(getPlace(step, code));
        if (!zeroPoints.empty())
          weight = arith::SubFOp::create(b, weight, zeroPoints[vector]);
        if (isSignScaled)
          weight = scaleBySign(weight, vector);
        for (int64_t token = 0; token < tokens; ++token) {
          Value &sum = accumulators[getPoint(vector, token)];
          sum = math::FmaOp::create(b, acts[token], weight, sum);
        }
      }
    }
  }
  return accumulators;
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class DequantFamily : public TiledFamily {
public:
  StringRef getName() const override { return "dequant"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts countTile(const Contraction &contraction, lut::TargetAttr target,
                   const Knobs &knobs, int64_t tokens) const override;
  void expand(lowbit::MicroContractOp op, const Knobs &knobs) const override {
    DequantEmitter(op, knobs).emit();
  }
};

std::string DequantFamily::getRefusal(const Contraction &contraction,
                                      lut::TargetAttr) const {
  if (contraction.hasIntegerActs())
    return "activations are int8 codes";
  if (!Codes::areIn(contraction.layout))
    return "weights are not in planes or fields of bits";
  return "";
}

SmallVector<Knobs> DequantFamily::getCandidates(const Contraction &contraction,
                                                lut::TargetAttr target,
                                                int64_t tokens) const {
  return getTileCandidates(contraction, target, tokens,
                           Codes(contraction.layout).getNumVectors());
}

Counts DequantFamily::countTile(const Contraction &contraction,
                                lut::TargetAttr target, const Knobs &knobs,
                                int64_t tokens) const {
  Codes words(contraction.layout);
  double vectors = double(knobs.rows) / kLanes, points = vectors * tokens;
  auto granule = double(contraction.layout.getGranule());
  double loads = vectors * double(words.getNumVectors());
  double numWords = vectors * double(words.getNumWords());

  // From planes to bytes, and what is high in a word to where it is low.
  Counts step = words.countWords() * vectors;
  double codes = granule * vectors;
  if (usesTable(contraction, target, tokens)) {
    double width =
        contraction.layout.getMaxCodes() <= kTableEntries && words.areWhole()
            ? std::log2(contraction.layout.getMaxCodes())
            : 4;
    step.shifts += codes * width / 4;
    // As many entries as registers of a table have, two of which are one
    // instruction; a test and a choice for each half of a larger table.
    double parts =
        std::max(1.0, double(contraction.format.getNumCodes()) / kPairEntries);
    step.shuffles += codes * parts;
    step.simple += codes * (parts - 1) * 2;
  } else if (tokens == 1) {
    // The lowest code of a word and those that come down are looked up, or
    // else all that come down share a shift and an exponent.
    int64_t stride = words.getStride();
    int64_t upper = getUpperShift(
        stride, llvm::Log2_64_Ceil(contraction.layout.getMaxCodes()));
    auto numUpper = double(
        std::max<int64_t>(int64_t(codes / numWords) - upper / stride, 0));
    bool looksUp = canLookUp(contraction, target, tokens);
    double lookUps = looksUp ? numWords * (1 + numUpper) : 0;
    step.shuffles += lookUps;
    step.shifts += numWords * (looksUp ? numUpper : std::min(numUpper, 1.0));
    step.simple +=
        numWords * (looksUp || numUpper == 0 ? 1 : 2) + (codes - lookUps) * 2;
  } else {
    step.shifts += codes;
    step.simple += codes * 3;
  }
  if (contraction.zeroPoints != ZeroPoints::Format)
    step.simple += codes;
  if (contraction.format.getScalesPerGroup() == 2) {
    step.simple += 2 * codes;
    step.products += codes;
  }
  if (contraction.hasBFloat16Acts())
    step.simple += granule * double(tokens);
  step.products += granule * points;
  step.loads += loads * (knobs.prefetch ? 2 : 1) + granule * double(tokens);
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

const KernelFamily &kernel::getDequantFamily() {
  static const DequantFamily family;
  return family;
}
