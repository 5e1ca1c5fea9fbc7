//===- DecodePairsFamily.cpp - pairs of bf16 decoded for many tokens ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Codes of as many rows as a tile has become pairs of bf16 in scratch memory,
// once for each block of tokens, and the tiles of `dequant-bf16` read them
// there. A tile cannot have so many tokens that decoding costs nothing: their
// activations would be in each other's way in the cache.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "MicroEmitter.h"
#include "PairsDecoder.h"
#include "Tiler.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Each piece has scratch memory of its own, so there are not many.
static constexpr int64_t kMostPieces = 16;

namespace {

class PairsTiler : public Tiler {
public:
  PairsTiler(lowbit::PackedContractOp op, const Knobs &knobs)
      : Tiler(op, knobs),
        planes(cast<lowbit::PlanesLayoutAttr>(op.getLayout())),
        decoder(b, contraction) {}

private:
  Source emitSource(Value panel) override;
  Source emitRows(const Source &packed, Value panel, Value row) override;
  int64_t getMostPieces() override { return kMostPieces; }
  Value loadZeroPoints(Value panel, Value group, Value row);
  void emitStep(const Source &packed, Value row, Value place,
                ArrayRef<Value> zeroPoints, Value scratch);

  Planes planes;
  PairsDecoder decoder;
};

/// The tokens that whole tiles leave are too few for decoding first.
Tiler::Source PairsTiler::emitSource(Value panel) {
  Source packed = Tiler::emitSource(panel);
  packed.kernel =
      lowbit::KernelAttr::get(b.getContext(), getDequantPairsFamily().getName(),
                              1, knobs.toAttr(b.getContext()));
  return packed;
}

Tiler::Source PairsTiler::emitRows(const Source &packed, Value panel,
                                   Value row) {
  auto type =
      MemRefType::get({knobs.rows * contraction.places}, b.getBF16Type());
  Value scratch = memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
  int64_t group = contraction.layout.getGroupPlaces();
  emitLoop(fixed(0), fixed(contraction.getGroups()), 1, [&](Value index) {
    SmallVector<Value> zeroPoints(knobs.rows / kLanes);
    if (op.getZeroPoints())
      for (auto [i, zeros] : llvm::enumerate(zeroPoints))
        zeros = loadZeroPoints(
            panel, index,
            getValue(fold<arith::AddIOp>(row, fixed(int64_t(i) * kLanes))));
    OpFoldResult begin = fold<arith::MulIOp>(index, fixed(group));
    emitLoop(begin, fold<arith::AddIOp>(begin, fixed(group)),
             contraction.layout.getGranule(), [&](Value place) {
               emitStep(packed, row, place, zeroPoints, scratch);
             });
  });
  return {scratch, getIndex(0), packed.layout, packed.kernel};
}

Value PairsTiler::loadZeroPoints(Value panel, Value group, Value row) {
  Value codes =
      vector::LoadOp::create(b, VectorType::get(kLanes, b.getI8Type()),
                             op.getZeroPoints(), ValueRange{panel, group, row});
  return arith::UIToFPOp::create(b, VectorType::get(kLanes, b.getF32Type()),
                                 codes);
}

void PairsTiler::emitStep(const Source &packed, Value row, Value place,
                          ArrayRef<Value> zeroPoints, Value scratch) {
  Value to = getValue(fold<arith::MulIOp>(place, fixed(knobs.rows)));
  for (auto [i, zeros] : llvm::enumerate(zeroPoints)) {
    PairsDecoder::Step step;
    step.packed = planes.load(b, packed.weights, packed.offset, row, place,
                              int64_t(i), knobs.prefetch);
    for (int64_t code = 0; code < contraction.layout.getGranule(); code += 2) {
      Value pairs = decoder.decode(step, code, zeros);
      int64_t at = code * knobs.rows + 2 * kLanes * int64_t(i);
      vector::StoreOp::create(
          b, pairs, scratch,
          ValueRange{getValue(fold<arith::AddIOp>(to, fixed(at)))});
    }
  }
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class DecodePairsFamily : public KernelFamily {
public:
  StringRef getName() const override { return "decode-bf16"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override {
    return getDequantPairsFamily().getRefusal(contraction, target);
  }
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &knobs,
                          int64_t tokens) const override;
  int64_t getDecodedBytes(const Contraction &contraction,
                          const Knobs &knobs) const override {
    return 2 * knobs.rows * contraction.places;
  }
  /// A code is two bytes then, and those are read for every tile.
  int64_t countPasses(const Knobs &knobs, int64_t tokens) const override {
    return getBlocks(knobs, tokens) +
           2 * llvm::divideCeil(tokens, knobs.tokens);
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override {
    if (failed(verifyTiles(op, knobs)))
      return failure();
    PairsTiler(op, knobs).emit();
    return success();
  }

private:
  static int64_t getBlocks(const Knobs &knobs, int64_t tokens) {
    return llvm::divideCeil(tokens, knobs.block);
  }
  /// Vectors of 16 rows.
  static double getVectors(const Contraction &contraction) {
    return double(contraction.getPanels() * contraction.layout.getPanelRows()) /
           kLanes;
  }
};

SmallVector<Knobs>
DecodePairsFamily::getCandidates(const Contraction &contraction,
                                 lut::TargetAttr target, int64_t tokens) const {
  Planes planes(cast<lowbit::PlanesLayoutAttr>(contraction.layout));
  SmallVector<Knobs> candidates;
  // Two vectors of rows share what is loaded of activations, for which codes
  // that are decoded in the tile leave no registers.
  SmallVector<Knobs> tiles =
      getTileCandidates(contraction, target, tokens, planes.getNumVectors());
  auto two = llvm::find_if(
      tiles, [](const Knobs &knobs) { return knobs.rows == 2 * kLanes; });
  if (two != tiles.end())
    std::rotate(tiles.begin(), two, std::next(two));
  for (Knobs knobs : tiles)
    for (int64_t block : {128, 32}) {
      // What is decoded serves a block: most shapes have more of a long one
      // than of activations that stay nearer (5 bits, 128 tokens, Zen 4).
      knobs.block = llvm::alignTo(block, uint64_t(knobs.tokens));
      candidates.push_back(knobs);
    }
  return candidates;
}

Counts DecodePairsFamily::count(const Contraction &contraction, lut::TargetAttr,
                                const Knobs &knobs, int64_t tokens) const {
  double vectors = double(knobs.rows) / kLanes;
  double pairs = double(contraction.places) / 2;
  auto groups = double(contraction.getGroups());
  auto tiles = double(llvm::divideCeil(tokens, knobs.tokens));
  Counts counts;
  // Measured on Zen 4, for all widths: 0.83 to 0.87 of the peak.
  constexpr double slower = 1.2;
  counts.products = slower * (pairs + groups) * vectors * double(tokens);
  counts.loads = pairs * (vectors * tiles + double(tokens)) +
                 vectors * (groups * tiles + double(tokens));
  counts.scalars = (pairs + 8 * groups + 20) * tiles;
  return counts * (getVectors(contraction) / vectors);
}

Counts DecodePairsFamily::countPreparation(const Contraction &contraction,
                                           lut::TargetAttr, const Knobs &knobs,
                                           int64_t tokens) const {
  Counts step = PairsDecoder::countStep(contraction);
  auto granule = double(contraction.layout.getGranule());
  step.stores += granule / 2;
  step.scalars += 2;
  double steps = getVectors(contraction) * double(contraction.places) / granule;
  return step * (steps * double(getBlocks(knobs, tokens)));
}

} // namespace

const KernelFamily &kernel::getDecodePairsFamily() {
  static const DecodePairsFamily family;
  return family;
}
