//===- DequantFamily.cpp - codes unpacked to floats -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read as 16 words, a packed vector has each row's codes in that row's lane, so
// a shift and a mask give one code of each of 16 rows, and a table in a
// register or a conversion its float. What is multiplied by an activation is
// the code less the zero point; the scale enters once for each group.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "MicroEmitter.h"
#include "Planes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// The entries of a table of floats that one instruction looks up for 16 lanes;
/// 0 without such an instruction. (Two registers of 8 lanes are better off with
/// conversions: lanes of words would have to become bytes and words again.)
static int64_t getTableSize(lut::TargetAttr target) {
  return target && target.getVectorBits() == 512 ? 16 : 0;
}

static bool usesTable(const Contraction &contraction, lut::TargetAttr target) {
  return contraction.layout.getMaxCodes() <= getTableSize(target);
}

namespace {

class DequantEmitter : public MicroEmitter {
public:
  DequantEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : MicroEmitter(op, knobs),
        planes(cast<lowbit::PlanesLayoutAttr>(op.getLayout())),
        target(lut::getTarget(op)) {}

private:
  Values emitBegin(Value group) override;
  Values emitStep(Value place, int64_t step, Values accumulators) override;
  Values emitEnd(Value, Values accumulators) override { return accumulators; }

  Value unpack(ArrayRef<Value> vectors, int64_t quad, int64_t byte);
  Value decode(Value codes);

  Planes planes;
  lut::TargetAttr target;
  /// Zero points of a group, for each vector of rows, if rows differ.
  Values zeroPoints;
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
  return Values(getNumPoints(), getFloatSplat(0));
}

/// Code 4 quad + byte of the step. Bits above it may be left where a table has
/// its entries repeated.
Value DequantEmitter::unpack(ArrayRef<Value> vectors, int64_t quad,
                             int64_t byte) {
  SmallVector<Planes::Piece, 3> pieces = planes.getPieces(quad);
  Value codes;
  for (const Planes::Piece &piece : pieces) {
    Value part = vector::BitCastOp::create(b, i32, vectors[piece.vector]);
    int64_t distance = 8 * byte + int64_t(piece.from) - int64_t(piece.below);
    if (distance > 0)
      part = arith::ShRUIOp::create(b, part, getSplat(i32, distance));
    else if (distance < 0)
      part = arith::ShLIOp::create(b, part, getSplat(i32, -distance));
    int64_t mask = ((int64_t(1) << piece.width) - 1) << piece.below;
    if (pieces.size() == 1 && usesTable(contraction, target))
      mask = getTableSize(target) - 1;
    part = arith::AndIOp::create(b, part, getSplat(i32, mask));
    codes = codes ? arith::OrIOp::create(b, codes, part).getResult() : part;
  }
  return codes;
}

/// The floats of codes, less the format's zero point.
Value DequantEmitter::decode(Value codes) {
  int64_t zero = getZeroPoint(contraction.format);
  if (usesTable(contraction, target)) {
    SmallVector<float> entries;
    for (int64_t i = 0; i < getTableSize(target); ++i)
      entries.push_back(float(i % contraction.layout.getMaxCodes()) -
                        float(zero));
    auto type = VectorType::get(entries.size(), b.getF32Type());
    Value table = arith::ConstantOp::create(
        b, DenseElementsAttr::get(type, ArrayRef(entries)));
    Value bytes = arith::TruncIOp::create(
        b, VectorType::get(kLanes, b.getI8Type()), codes);
    return lut::LookupOp::create(b, f32, table, bytes);
  }
  Value value = arith::SIToFPOp::create(b, f32, codes);
  if (zero != 0)
    value = arith::SubFOp::create(b, value, getFloatSplat(float(zero)));
  return value;
}

MicroEmitter::Values DequantEmitter::emitStep(Value place, int64_t,
                                              Values accumulators) {
  SmallVector<Values> packed(vectors);
  for (int64_t vector = 0; vector < vectors; ++vector)
    packed[vector] = planes.load(b, op, place, vector, knobs.prefetch);
  for (int64_t code = 0; code < granule; ++code) {
    Values acts;
    for (int64_t token = 0; token < tokens; ++token)
      acts.push_back(loadSplat(
          op.getActs(), ValueRange{getToken(token), addIndex(place, code)}));
    for (int64_t vector = 0; vector < vectors; ++vector) {
      Value weight = decode(unpack(packed[vector], code / 4, code % 4));
      if (!zeroPoints.empty())
        weight = arith::SubFOp::create(b, weight, zeroPoints[vector]);
      for (int64_t token = 0; token < tokens; ++token) {
        Value &sum = accumulators[getPoint(vector, token)];
        sum = math::FmaOp::create(b, acts[token], weight, sum);
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
  if (!isa<lowbit::PlanesLayoutAttr>(contraction.layout))
    return "weights are not in planes of bits";
  if (!contraction.format.isInteger())
    return "codes are not integers";
  return "";
}

SmallVector<Knobs> DequantFamily::getCandidates(const Contraction &contraction,
                                                lut::TargetAttr target,
                                                int64_t tokens) const {
  int64_t panelRows = contraction.layout.getPanelRows();
  SmallVector<Knobs> candidates;
  for (int64_t rows : {64, 128, 32, 16}) {
    if (panelRows % rows)
      continue;
    int64_t vectors = rows / kLanes;
    Knobs knobs;
    knobs.rows = rows;
    knobs.tokens = getTileTokens(target, vectors, std::min<int64_t>(tokens, 8));
    knobs.block = llvm::alignTo(32, knobs.tokens);
    candidates.push_back(knobs);
  }
  return candidates;
}

Counts DequantFamily::countTile(const Contraction &contraction,
                                lut::TargetAttr target, const Knobs &knobs,
                                int64_t tokens) const {
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  double vectors = double(knobs.rows) / kLanes, points = vectors * tokens;
  auto granule = double(contraction.layout.getGranule());
  double loads = vectors * double(planes.getNumVectors());

  // Four codes of a quad lie in four bytes and take a shift each.
  Counts step = planes.countQuads() * (4 * vectors);
  if (usesTable(contraction, target)) {
    step.shuffles += granule * vectors;
    // The instruction ignores bits above.
    if (planes.getPieces(0).size() == 1)
      step.simple = 0;
  } else {
    step.products += granule * vectors * 2;
  }
  if (contraction.zeroPoints != ZeroPoints::Format)
    step.products += granule * vectors;
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
