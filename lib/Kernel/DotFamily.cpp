//===- DotFamily.cpp - codes unpacked to bytes, times int8 activations ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A shift and a mask of a packed vector of planes give four codes of each of 16
// rows, as a look-up or some arithmetic on bytes of ternary digits does, which
// `lut.dot` multiplies by four activations of a token and adds up in the row's
// lane. A quad of codes is unpacked once for all tokens of the tile, and a quad
// of activations is loaded once for all its rows.
//
//===----------------------------------------------------------------------===//

#include "DotTiler.h"
#include "Families.h"
#include "MicroEmitter.h"
#include "Planes.h"
#include "Trits.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lut::Feature;

namespace {

class DotEmitter : public MicroEmitter {
public:
  DotEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : MicroEmitter(op, knobs), chains(std::max<int64_t>(knobs.chains, 1)) {}

protected:
  /// Loads the step at `place`.
  virtual void load(Value place) = 0;
  /// Codes 4 quad to 4 quad + 3 of the step for vector `vector` of rows. Quads
  /// are asked for in ascending order.
  virtual Value unpack(int64_t vector, int64_t quad) = 0;

private:
  Values emitBegin(Value group) override;
  Values emitStep(Value place, int64_t step, Values accumulators) override;
  Values emitEnd(Value group, Values accumulators) override;

  Value loadSum(Value group, int64_t token) {
    return loadOfToken(op.getSums(), group, token);
  }
  Value loadQuad(Value place, int64_t token);

  int64_t chains;
};

class PlanesEmitter : public DotEmitter {
public:
  PlanesEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : DotEmitter(op, knobs),
        planes(cast<lowbit::PlanesLayoutAttr>(op.getLayout())) {}

private:
  void load(Value place) override {
    loaded.clear();
    for (int64_t vector = 0; vector < vectors; ++vector)
      loaded.push_back(planes.load(b, op, place, vector, knobs.prefetch));
  }
  Value unpack(int64_t vector, int64_t quad) override {
    return planes.unpack(b, loaded[vector], quad);
  }

  Planes planes;
  SmallVector<Values> loaded;
};

class TritsEmitter : public DotEmitter {
public:
  TritsEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : DotEmitter(op, knobs),
        trits(cast<lowbit::TritsLayoutAttr>(op.getLayout()),
              lut::getTarget(op)) {}

private:
  void load(Value place) override;
  Value unpack(int64_t vector, int64_t) override {
    return digits[vector].getNext(b);
  }

  Trits trits;
  SmallVector<Trits::Digits> digits;
};

/// -z * sum of the activations' codes, so that codes count as u - z.
MicroEmitter::Values DotEmitter::emitBegin(Value group) {
  Value zero = getSplat(i32, 0);
  Values accumulators(chains * getNumPoints(), zero);
  int64_t constant = getZeroPoint(contraction.format);
  bool perRow = contraction.zeroPoints == ZeroPoints::Integers;
  if (constant == 0 && !perRow)
    return accumulators;
  Values rows;
  for (int64_t vector = 0; vector < vectors && perRow; ++vector)
    rows.push_back(arith::ExtUIOp::create(
        b, i32, loadRows(op.getZeroPoints(), group, vector)));
  for (int64_t token = 0; token < tokens; ++token) {
    Value sum = loadSum(group, token);
    Value product;
    if (!perRow)
      product = op.hasBeside(op.getSums())
                    ? sum
                    : arith::MulIOp::create(b, sum, getSplat(i32, -constant))
                          .getResult();
    for (int64_t vector = 0; vector < vectors; ++vector) {
      Value &first = accumulators[chains * getPoint(vector, token)];
      first = perRow ? arith::SubIOp::create(
                           b, zero, arith::MulIOp::create(b, sum, rows[vector]))
                           .getResult()
                     : product;
    }
  }
  return accumulators;
}

/// Four activations of a token, for every row.
Value DotEmitter::loadQuad(Value place, int64_t token) {
  Type i8 = b.getI8Type();
  SmallVector<Value> indices{getToken(token), place};
  if (op.hasBeside(op.getActs())) {
    Value quads =
        b.createOrFold<arith::MulIOp>(place, getIndex(op.getNumBeside()));
    indices = {getTile(), addIndex(quads, 4 * token)};
  }
  Value quad =
      vector::LoadOp::create(b, VectorType::get(4, i8), op.getActs(), indices);
  Value word =
      vector::BitCastOp::create(b, VectorType::get(1, b.getI32Type()), quad);
  Value words = vector::BroadcastOp::create(
      b, i32, vector::ExtractOp::create(b, word, 0));
  return vector::BitCastOp::create(b, VectorType::get(4 * kLanes, i8), words);
}

void TritsEmitter::load(Value place) {
  Value panel = b.createOrFold<arith::AddIOp>(op.getOffset(), op.getRow());
  Value step = b.createOrFold<arith::DivUIOp>(place, getIndex(Trits::kGranule));
  Value offset = trits.getOffset(b, panel, step, contraction.places);
  digits.clear();
  for (int64_t vector = 0; vector < vectors; vector += Trits::kRows / kLanes)
    for (Value bytes :
         trits.load(b, op.getWeights(), addIndex(offset, vector * kLanes),
                    knobs.prefetch))
      digits.push_back(trits.decode(b, bytes));
}

MicroEmitter::Values DotEmitter::emitStep(Value place, int64_t step,
                                          Values accumulators) {
  load(place);
  int64_t quads = granule / 4;
  auto maxCode = b.getI64IntegerAttr(contraction.format.getNumCodes() - 1);
  for (int64_t quad = 0; quad < quads; ++quad) {
    Values acts;
    for (int64_t token = 0; token < tokens; ++token)
      acts.push_back(loadQuad(addIndex(place, 4 * quad), token));
    int64_t chain = (step * quads + quad) % chains;
    for (int64_t vector = 0; vector < vectors; ++vector) {
      Value codes = unpack(vector, quad);
      for (int64_t token = 0; token < tokens; ++token) {
        Value &sum = accumulators[chains * getPoint(vector, token) + chain];
        sum = lut::DotOp::create(b, i32, sum, codes, acts[token], maxCode);
      }
    }
  }
  return accumulators;
}

MicroEmitter::Values DotEmitter::emitEnd(Value group, Values accumulators) {
  Values sums(getNumPoints());
  Values wholeSums;
  bool isReal = contraction.zeroPoints == ZeroPoints::Reals;
  for (int64_t token = 0; token < tokens && isReal; ++token)
    wholeSums.push_back(arith::SIToFPOp::create(b, f32, loadSum(group, token)));
  for (int64_t vector = 0; vector < vectors; ++vector) {
    Value negated;
    if (isReal)
      negated =
          arith::NegFOp::create(b, loadRows(op.getZeroPoints(), group, vector));
    for (int64_t token = 0; token < tokens; ++token) {
      int64_t point = getPoint(vector, token);
      Value sum = accumulators[chains * point];
      for (int64_t chain = 1; chain < chains; ++chain)
        sum =
            arith::AddIOp::create(b, sum, accumulators[chains * point + chain]);
      sum = arith::SIToFPOp::create(b, f32, sum);
      if (isReal)
        sum = math::FmaOp::create(b, negated, wholeSums[token], sum);
      sums[point] = sum;
    }
  }
  return sums;
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class DotFamily : public TiledFamily {
public:
  StringRef getName() const override { return "dot"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts countTile(const Contraction &contraction, lut::TargetAttr target,
                   const Knobs &knobs, int64_t tokens) const override;
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr /*target*/, const Knobs &knobs,
                          int64_t tokens) const override {
    return DotTiler::countActivations(contraction, knobs, tokens);
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override {
    if (failed(verifyTiles(op, knobs)))
      return failure();
    DotTiler(op, knobs).emit();
    return success();
  }
  void expand(lowbit::MicroContractOp op, const Knobs &knobs) const override {
    if (isa<lowbit::TritsLayoutAttr>(op.getLayout()))
      TritsEmitter(op, knobs).emit();
    else
      PlanesEmitter(op, knobs).emit();
  }
};

std::string DotFamily::getRefusal(const Contraction &contraction,
                                  lut::TargetAttr) const {
  if (!contraction.hasIntegerActs())
    return "activations are floats";
  if (!isa<lowbit::PlanesLayoutAttr, lowbit::TritsLayoutAttr>(
          contraction.layout))
    return "weights are neither in planes of bits nor in ternary digits";
  if (!contraction.format.isInteger())
    return "codes are not integers";
  if (hasLongSums(contraction))
    return "sums of a group may need more than 32 bits";
  return "";
}

/// More products in a row than these are only more code: for several tokens,
/// and for one.
static constexpr int64_t kMostPairs = 8, kMostPairsOfOne = 16;

/// How many of `count` products in a row are summed in 16 bits.
static int64_t getPairs(const Contraction &contraction, lut::TargetAttr target,
                        int64_t count) {
  int64_t maxCode = contraction.format.getNumCodes() - 1;
  bool hasPairs =
      target && target.has(Feature::AVX2) && !target.has(Feature::VNNI);
  int64_t most = hasPairs ? INT16_MAX / (2 * 128 * maxCode) : 1;
  return std::clamp<int64_t>(most, 1, count);
}

SmallVector<Knobs> DotFamily::getCandidates(const Contraction &contraction,
                                            lut::TargetAttr target,
                                            int64_t tokens) const {
  int64_t panelRows = contraction.layout.getPanelRows();
  int64_t quads = contraction.layout.getGranule() / 4;
  int64_t perVector = target ? 512 / target.getVectorBits() : 4;
  int64_t registers = target ? target.getRegisters() : 16;
  int64_t perDot = target && target.has(Feature::VNNI) ? 1 : 3;
  // Bytes of digits are decoded for many rows together.
  int64_t least =
      isa<lowbit::TritsLayoutAttr>(contraction.layout) ? Trits::kRows : kLanes;
  // Sums of 16 bits take as many registers as those of 32 that they become: of
  // 16 registers there are enough for half of the rows.
  int64_t mostPairs = tokens == 1 ? kMostPairsOfOne : kMostPairs;
  bool isNarrow = tokens == 1 && registers < 32 &&
                  getPairs(contraction, target, mostPairs) > 1;
  SmallVector<int64_t> order{isNarrow ? 32 : 64, isNarrow ? 64 : 128,
                             isNarrow ? 128 : 32, 16};
  // Few vectors of rows by many tokens, whose activations come out of memory.
  // The sums of groups take registers for twice as many.
  bool isTall = tokens >= DotTiler::kBeside && registers == 32 &&
                perVector == 1 && perDot == 1;
  int64_t tallRows = contraction.getGroups() == 1 ? 32 : 16;
  if (isTall)
    order = {tallRows, 64, 128, tallRows == 32 ? 16 : 32};
  SmallVector<Knobs> candidates;
  for (int64_t rows : order) {
    if (panelRows % rows || rows % least)
      continue;
    int64_t vectors = rows / kLanes;
    Knobs knobs;
    knobs.rows = rows;
    knobs.tokens = isTall && rows == tallRows
                       ? DotTiler::kBeside
                       : getTileTokens(target, vectors,
                                       std::min(tokens, DotTiler::kBeside - 1));
    // A product waits for the one before. Sums of short groups are added up so
    // often that fewer of them are better, and groups overlap anyway.
    constexpr int64_t kShort = 64;
    int64_t most = contraction.getGroups() == 1                   ? 16
                   : contraction.layout.getGroupPlaces() < kShort ? 4
                                                                  : 8;
    if (tokens == 1 && getPairs(contraction, target, mostPairs) == 1)
      knobs.chains =
          std::clamp<int64_t>((registers - 8) / (perVector * vectors), 1,
                              std::max<int64_t>(most / vectors, 1));
    // An iteration of some 64 instructions that multiply; more is only more
    // code.
    int64_t dots = vectors * knobs.tokens * quads;
    knobs.unroll = std::max<int64_t>(1, 64 / (dots * perVector * perDot));
    // Without dot products of four, sums of pairs go on in 16 bits.
    knobs.unroll = std::max(knobs.unroll,
                            getPairs(contraction, target, mostPairs) / quads);
    knobs.block = llvm::alignTo(32, knobs.tokens);
    if (knobs.tokens == DotTiler::kBeside)
      knobs.block = 64;
    candidates.push_back(knobs);
  }
  return candidates;
}

/// From memory to codes of `vectors` vectors of rows, for a step along K'.
static Counts countUnpacking(const Contraction &contraction,
                             lut::TargetAttr target, double vectors,
                             bool prefetches) {
  if (auto layout = dyn_cast<lowbit::TritsLayoutAttr>(contraction.layout))
    return Trits(layout, target).countStep(prefetches) *
           (vectors * kLanes / Trits::kRows);
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  Counts counts = planes.countQuads();
  counts.loads += double(planes.getNumVectors()) * (prefetches ? 2 : 1);
  return counts * vectors;
}

Counts DotFamily::countTile(const Contraction &contraction,
                            lut::TargetAttr target, const Knobs &knobs,
                            int64_t tokens) const {
  int64_t granule = contraction.layout.getGranule();
  double vectors = double(knobs.rows) / kLanes, points = vectors * tokens;
  double quads = double(granule) / 4;

  Counts step =
      countUnpacking(contraction, target, vectors, knobs.prefetch != 0);
  step.broadcasts += quads * double(tokens);
  // vpdpbusd, or a multiplication and a sum, and another multiplication now
  // and then.
  bool isOne = target && target.has(Feature::VNNI);
  int64_t parts = isOne || contraction.format.getNumCodes() <= 129 ? 1 : 2;
  int64_t inRow = int64_t(quads) * std::max<int64_t>(knobs.unroll, 1) /
                  std::max<int64_t>(knobs.chains, 1);
  auto pairs =
      double(getPairs(contraction, target, std::max<int64_t>(inRow, 1)));
  step.products += quads * points * parts * (isOne ? 1 : 1 + 1 / pairs);
  if (!isOne)
    step.simple += quads * points * parts;
  step.scalars = 2.0 / knobs.unroll;

  Counts group =
      step * (double(contraction.layout.getGroupPlaces()) / double(granule));
  group.simple += points * (knobs.chains - 1);
  // To floats, times the scale; the scales themselves, sums of activations.
  group.simple += points;
  group.products += points;
  group.loads += vectors;
  group.broadcasts += double(tokens);
  if (contraction.zeroPoints != ZeroPoints::Format) {
    group.products += points;
    group.loads += vectors;
  }
  group.scalars += 8;

  // Times the scale of the activations.
  Counts set;
  set.products = points;
  set.broadcasts = double(tokens);
  set.scalars = 4;

  Counts tile = group * double(contraction.getGroups());
  tile += set * double(contraction.getSets());
  tile.products += 2 * points;
  tile.loads += points;
  tile.scalars += 20;
  return tile;
}

} // namespace

const KernelFamily &kernel::getDotFamily() {
  static const DotFamily family;
  return family;
}
