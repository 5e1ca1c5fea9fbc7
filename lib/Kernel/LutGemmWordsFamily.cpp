//===- LutGemmWordsFamily.cpp - sums of int8 activations, looked up -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The parts of a word select rows of tables: 16 sums of 16 bits, of three
// ternary digits or of five or six bits each. One load and one addition of 256
// bits stand for 48 to 96 products. The layout is that of `lut-words`, so both
// can serve one matrix, for one token and for many.
//
//===----------------------------------------------------------------------===//

#include "LutGemmWordsEmitter.h"
#include "ResultStore.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Tokens whose tiles follow each other in a cell.
static constexpr int64_t kMaxBlock = 128;

namespace {

class LutGemmWordsFamily : public KernelFamily {
public:
  StringRef getName() const override { return "lut-gemm"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  int64_t countPasses(const Knobs &, int64_t tokens) const override {
    return int64_t(llvm::divideCeil(tokens, kLanes));
  }
  int64_t getPassBytes(const Contraction &contraction,
                       const Knobs &knobs) const override {
    int64_t panels = knobs.rows / contraction.layout.getPanelRows();
    return panels * contraction.getPanelBytes();
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override;
};

std::string LutGemmWordsFamily::getRefusal(const Contraction &contraction,
                                           lut::TargetAttr target) const {
  if (!contraction.hasIntegerActs())
    return "activations are floats";
  auto layout = dyn_cast<lowbit::WordsLayoutAttr>(contraction.layout);
  if (!layout)
    return "weights are not in words";
  if (!contraction.format.isInteger())
    return "codes are not integers";
  if (layout.getRadix() == 3 && (getZeroPoint(contraction.format) != 1 ||
                                 contraction.zeroPoints != ZeroPoints::Format))
    return "codes do not stand for -1, 0 and 1";
  if (hasLongSums(contraction))
    return "sums of a group may need more than 32 bits";
  if (contraction.places < kLanes)
    return "there are fewer than 16 places";
  if (!target || target.getVectorBits() < 256)
    return "registers are shorter than 256 bits";
  return "";
}

SmallVector<Knobs>
LutGemmWordsFamily::getCandidates(const Contraction &contraction,
                                  lut::TargetAttr, int64_t tokens) const {
  int64_t panelRows = contraction.layout.getPanelRows();
  int64_t words =
      contraction.layout.getGroupPlaces() / contraction.layout.getGranule();
  Knobs knobs;
  knobs.tokens = kLanes;
  knobs.block = int64_t(
      llvm::alignTo(std::min(std::max<int64_t>(tokens, 1), kMaxBlock), kLanes));
  // Tables that take half of a small L1. Words that are left over are code
  // more.
  knobs.unroll = 4;
  for (int64_t unroll : {4, 3, 5})
    if (words % unroll == 0) {
      knobs.unroll = unroll;
      break;
    }
  SmallVector<Knobs> candidates;
  for (int64_t most : {1024, 2048, 512}) {
    // Parts of one size.
    int64_t parts = llvm::divideCeil(contraction.getPanels() * panelRows, most);
    knobs.rows = llvm::divideCeil(contraction.getPanels(), parts) * panelRows;
    candidates.push_back(knobs);
  }
  return candidates;
}

/// What is written here has 256 bits on every target, and instructions are
/// counted in 512.
static Counts ofHalves(Counts counts, bool isAvx512) {
  double vectors = counts.products + counts.shifts + counts.shuffles +
                   counts.simple + counts.stores;
  double scalars = counts.scalars;
  Counts halves = counts * 0.5;
  halves.scalars = isAvx512 ? scalars + vectors / 2 : scalars;
  return halves;
}

Counts LutGemmWordsFamily::count(const Contraction &contraction,
                                 lut::TargetAttr target, const Knobs &knobs,
                                 int64_t tokens) const {
  LutGemmWordsShape shape(contraction, knobs);
  bool isAvx512 = target.getVectorBits() == 512;
  auto parts = double(shape.parts.size());
  double rows = double(shape.panels * shape.panelRows);
  double tiles = double(llvm::divideCeil(tokens, kLanes));
  double cells = double(llvm::divideCeil(int64_t(rows), shape.rows));
  double words = double(shape.words * shape.groups);
  double blocks = words / double(shape.blockWords);

  // A byte of 16 tokens, transposed: two of 64 shuffles are three
  // instructions.
  Counts acts;
  acts.loads = acts.stores = 1;
  acts.shuffles = 6;

  Counts table;
  table.loads = double(shape.granule);
  table.simple = 1.5 * double(shape.usedRows);
  table.stores = double(shape.usedRows);

  // A word of a row: additions of what is loaded, and three instructions that
  // make an index of a part. Loads are from anywhere in tables of 10 or 16 KB,
  // beside sums that pass through L1: they take longer than loads in a row, but
  // are no instructions of their own.
  Counts word;
  word.loads = parts * (shape.radix == 3 ? 1.5 : 2);
  word.simple = parts;
  word.scalars = 3 * parts - word.loads / 2;
  Counts block;
  block.loads = block.stores = block.simple = 1;
  block.scalars = 2;
  Counts flush;
  flush.loads = double(shape.planes) + 2;
  flush.simple = 2 * double(shape.planes) + 2;
  flush.shifts = 2 * double(shape.planes - 1);
  flush.shuffles = 2 * double(shape.planes);
  flush.stores = 2;
  flush.scalars = 4;

  // Floats, scales and the way back to rows in lanes.
  Counts group;
  group.products = contraction.zeroPoints == ZeroPoints::Format ? 4 : 6;
  group.loads = shape.groups > 1 ? 6 : 4;
  group.stores = shape.groups > 1 ? 2 : 0;
  group.scalars = 6;
  Counts set;
  set.products = 2;
  if (shape.groups > 1 && shape.setGroups > 1) {
    set.loads = 4;
    set.stores = 2;
  }
  Counts result;
  result.loads = 2;
  result.stores = 4;
  result.shuffles = isAvx512 ? 8 : 16;
  result.scalars = 6;

  double flushes = std::ceil(double(shape.wholeBlocks + (shape.restWords > 0)) /
                             double(shape.blocksPerFlush));
  Counts all;
  all += acts * (double(contraction.places) * cells);
  all += table * (words * cells);
  all += word * (words * rows * double(shape.planes));
  all += block * (blocks * rows * double(shape.planes));
  all += flush * (flushes * double(shape.groups) * rows);
  all += group * (double(shape.groups) * rows);
  all += set * (double(contraction.getSets()) * rows);
  all += result * rows;
  return ofHalves(all * tiles, isAvx512);
}

LogicalResult LutGemmWordsFamily::lower(lowbit::PackedContractOp op,
                                        const Knobs &knobs) const {
  int64_t panelRows = op.getLayout().getPanelRows();
  int64_t mostWords = getSumsThatFit(16, op.getLayout().getGranule());
  if (knobs.tokens != kLanes || knobs.block <= 0 || knobs.block % kLanes ||
      knobs.rows <= 0 || knobs.rows % panelRows || knobs.unroll <= 0 ||
      knobs.unroll > mostWords)
    return op.emitOpError()
           << "expects whole panels of " << panelRows
           << " rows, whole tiles of 16 tokens and up to " << mostWords
           << " words, got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  if (failed(verifyEpilogue(op.getEpilogue())))
    return failure();
  LutGemmWordsEmitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutGemmWordsFamily() {
  static const LutGemmWordsFamily family;
  return family;
}
