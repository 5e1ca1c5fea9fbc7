//===- DequantPairsFamily.cpp - codes unpacked to pairs of bf16 -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two neighbouring codes of a row become the two bf16 of a word, 16 rows side
// by side, which is what `lut.dot_pairs` takes beside two activations. They may
// have been decoded before, to memory, for more tokens than those of a tile.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "MicroEmitter.h"
#include "PairsDecoder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

namespace {

class PairsEmitter : public MicroEmitter {
public:
  PairsEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
      : MicroEmitter(op, knobs), decoder(b, contraction),
        planes(cast<lowbit::PlanesLayoutAttr>(op.getLayout())),
        bf16(VectorType::get(2 * kLanes, b.getBF16Type())) {}

private:
  Values emitBegin(Value group) override;
  Values emitStep(Value place, int64_t step, Values accumulators) override;
  Values emitEnd(Value, Values accumulators) override { return accumulators; }

  Value loadDecoded(Value place, int64_t vector);

  PairsDecoder decoder;
  Planes planes;
  VectorType bf16;
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

/// Two places of vector `vector` of rows, where somebody has decoded those of
/// the tile.
Value PairsEmitter::loadDecoded(Value place, int64_t vector) {
  Value at = b.createOrFold<arith::MulIOp>(place, getIndex(vectors * kLanes));
  at = b.createOrFold<arith::AddIOp>(op.getOffset(), at);
  return vector::LoadOp::create(b, bf16, op.getWeights(),
                                addIndex(at, 2 * kLanes * vector));
}

MicroEmitter::Values PairsEmitter::emitStep(Value place, int64_t,
                                            Values accumulators) {
  // As in DequantFamily, lines of memory are read as they are used up.
  bool isOnePlane = planes.getPieces(0).size() == 1;
  bool isDecoded =
      cast<MemRefType>(op.getWeights().getType()).getElementType().isBF16();
  int64_t together =
      tokens == 1 && !isOnePlane ? std::min<int64_t>(vectors, 2) : vectors;
  for (int64_t begin = 0; begin < vectors; begin += together) {
    SmallVector<PairsDecoder::Step, 0> steps(
        std::min(together, vectors - begin));
    for (auto [i, step] : llvm::enumerate(steps))
      if (!isDecoded)
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
        int64_t vector = begin + int64_t(i);
        Value zeros = zeroPoints.empty() ? Value() : zeroPoints[vector];
        Value weights = isDecoded ? loadDecoded(addIndex(place, code), vector)
                                  : decoder.decode(step, code, zeros);
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
  if (!PairsDecoder::canDecode(contraction))
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
  double vectors = double(knobs.rows) / kLanes, points = vectors * tokens;
  auto granule = double(contraction.layout.getGranule());
  double pairs = granule / 2;

  Counts step = PairsDecoder::countStep(contraction) * vectors;
  step.products += pairs * points;
  // Where products set the pace, what any unit can run comes in their way half
  // of the time.
  if (tokens > 1)
    step.products += (step.shifts + step.simple) / 2;
  if (knobs.prefetch)
    step.loads *= 2;
  step.loads += pairs * double(tokens);
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
