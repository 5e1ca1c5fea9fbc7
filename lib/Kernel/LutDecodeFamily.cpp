//===- LutDecodeFamily.cpp - ternary weights decoded for many tokens ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A panel of bytes of ternary digits becomes one of bytes of codes in scratch
// memory, once for each block of tokens, and `dot` does the rest. Where digits
// take arithmetic, this is what many tokens share.
//
//===----------------------------------------------------------------------===//

#include "DotTiler.h"
#include "Families.h"
#include "Trits.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Each piece has scratch memory of its own, so there are not many.
static constexpr int64_t kMostPieces = 16;

/// The contraction of the codes in scratch memory.
static Contraction getDecoded(Contraction contraction) {
  lowbit::LayoutAttrInterface layout = contraction.layout;
  contraction.layout = lowbit::PlanesLayoutAttr::get(
      layout.getContext(), 8, layout.getPanelRows(), layout.getGroupPlaces());
  return contraction;
}

namespace {

class DecodingTiler : public DotTiler {
public:
  DecodingTiler(lowbit::PackedContractOp op, const Knobs &knobs)
      : DotTiler(op, knobs),
        layout(cast<lowbit::TritsLayoutAttr>(op.getLayout())),
        trits(layout, lut::getTarget(op)), decoded(getDecoded(contraction)) {}

private:
  Source emitSource(Value panel) override;
  int64_t getMostPieces() override { return kMostPieces; }
  void emitStep(Value panel, Value step, Value scratch);

  lowbit::TritsLayoutAttr layout;
  Trits trits;
  Contraction decoded;
};

Tiler::Source DecodingTiler::emitSource(Value panel) {
  auto type = MemRefType::get({decoded.getPanelBytes()}, b.getI8Type());
  Value scratch = memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
  Value packed =
      getValue(fold<arith::MulIOp>(panel, fixed(contraction.getPanelBytes())));
  emitLoop(fixed(0), fixed(contraction.places / Trits::kGranule), 1,
           [&](Value step) { emitStep(packed, step, scratch); });
  auto kernel =
      lowbit::KernelAttr::get(b.getContext(), getDotFamily().getName(), 1,
                              knobs.toAttr(b.getContext()));
  return {scratch, getIndex(0), decoded.layout, kernel};
}

void DecodingTiler::emitStep(Value panel, Value step, Value scratch) {
  auto add = [&](Value value, int64_t constant) {
    return getValue(fold<arith::AddIOp>(value, fixed(constant)));
  };
  auto multiply = [&](Value value, int64_t factor) {
    return getValue(fold<arith::MulIOp>(value, fixed(factor)));
  };
  // Planes have four codes of all rows side by side.
  int64_t quadBytes = 4 * layout.getRows();
  Value offset = trits.getOffset(b, panel, step, contraction.places);
  Value to = multiply(step, Trits::kDigits * quadBytes);
  for (int64_t row = 0; row < layout.getRows(); row += Trits::kRows) {
    int64_t at = 4 * row;
    for (Value bytes :
         trits.load(b, op.getWeights(), add(offset, row), knobs.prefetch)) {
      Trits::Digits digits = trits.decode(b, bytes);
      for (int64_t j = 0; j < Trits::kDigits; ++j)
        vector::StoreOp::create(b, digits.getNext(b), scratch,
                                ValueRange{add(to, at + j * quadBytes)});
      at += 4 * kLanes;
    }
  }
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class LutDecodeFamily : public KernelFamily {
public:
  StringRef getName() const override { return "lut-decode"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override {
    if (!isa<lowbit::TritsLayoutAttr>(contraction.layout))
      return "weights are not in ternary digits";
    return getDotFamily().getRefusal(getDecoded(contraction), target);
  }
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override {
    Knobs tiles = knobs;
    tiles.prefetch = 0;
    return getDotFamily().count(getDecoded(contraction), target, tiles, tokens);
  }
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &knobs,
                          int64_t tokens) const override;
  int64_t getDecodedBytes(const Contraction &contraction,
                          const Knobs &) const override {
    return contraction.layout.getPanelRows() * contraction.places;
  }
  /// A byte of digits is five of codes, and those are read for every tile.
  int64_t countPasses(const Knobs &knobs, int64_t tokens) const override {
    return getBlocks(knobs, tokens) +
           Trits::kDigits * llvm::divideCeil(tokens, knobs.tokens);
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override {
    if (failed(verifyTiles(op, knobs)))
      return failure();
    DecodingTiler(op, knobs).emit();
    return success();
  }

private:
  static int64_t getBlocks(const Knobs &knobs, int64_t tokens) {
    return llvm::divideCeil(tokens, knobs.block);
  }
};

SmallVector<Knobs>
LutDecodeFamily::getCandidates(const Contraction &contraction,
                               lut::TargetAttr target, int64_t tokens) const {
  SmallVector<Knobs> candidates;
  for (Knobs knobs :
       getDotFamily().getCandidates(getDecoded(contraction), target, tokens))
    // What is decoded serves a block.
    for (int64_t block : {32, 128}) {
      knobs.block = llvm::alignTo(block, uint64_t(knobs.tokens));
      candidates.push_back(knobs);
    }
  return candidates;
}

Counts LutDecodeFamily::countPreparation(const Contraction &contraction,
                                         lut::TargetAttr target,
                                         const Knobs &knobs,
                                         int64_t tokens) const {
  auto layout = cast<lowbit::TritsLayoutAttr>(contraction.layout);
  Counts step = Trits(layout, target).countStep(knobs.prefetch != 0);
  step.stores += double(Trits::kDigits * Trits::kRows) / kLanes;
  step.scalars += 4;
  double steps = double(contraction.getPanels() * layout.getRows()) /
                 Trits::kRows * double(contraction.places) / Trits::kGranule;
  Counts all = step * (steps * double(getBlocks(knobs, tokens)));
  all += DotTiler::countActivations(contraction, knobs, tokens);
  return all;
}

} // namespace

const KernelFamily &kernel::getLutDecodeFamily() {
  static const LutDecodeFamily family;
  return family;
}
