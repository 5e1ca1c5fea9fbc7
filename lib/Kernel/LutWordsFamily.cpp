//===- LutWordsFamily.cpp - words of bits or digits looked up -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A bit of each of 16 codes, or nine ternary digits, are a word, which is cut
// into parts, and the sums of the activations of each part are a table in a
// register. A cut of 32 rows is looked up for a few tokens. Codes of several
// bits have a word and a sum for each, shifted to its place in the end.
//
//===----------------------------------------------------------------------===//

#include "LookupLoops.h"
#include "Words.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lut::Feature;

/// Tokens that share a cut.
static constexpr int64_t kMostTokens = 4;

static Words getWords(const Contraction &contraction, lut::TargetAttr target) {
  return {cast<lowbit::WordsLayoutAttr>(contraction.layout), target};
}

namespace {

class Emitter : public LookupLoops {
public:
  Emitter(lowbit::PackedContractOp op, const Knobs &knobs)
      : LookupLoops(op, knobs),
        words(getWords(contraction, lut::getTarget(op))),
        planes(cast<lowbit::WordsLayoutAttr>(contraction.layout).getPlanes()) {}

private:
  Value emitMemory(int64_t tokens) override;
  void emitTablesOfStep(Value step, Value token, int64_t slot) override;
  Values emitGroup(const Tile &tile, Value group) override;
  int64_t getZeroInSums() const override { return words.getZero(); }

  Values emitLookups(const Tile &tile, Value begin, int64_t size);
  Values emitWords(const Tile &tile, Value first, int64_t number,
                   ArrayRef<Value> before);
  /// Vectors of words of a token, at one place of K'.
  int64_t getVectors(const Tile &tile) const {
    return tile.panels * panelRows / Words::kRows * planes;
  }

  Words words;
  int64_t planes;
};

Value Emitter::emitMemory(int64_t tokens) {
  auto type = MemRefType::get(
      {tokens, contraction.places / words.getDigits(), words.getTableBytes()},
      b.getI8Type());
  return memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
}

void Emitter::emitTablesOfStep(Value step, Value token, int64_t slot) {
  words.emitTables(b, op.getActs(), token, multiply(step, words.getDigits()),
                   tables, {getIndex(slot), step, getIndex(0)});
}

/// The sums of 16 bits from word `begin` of each row on: for each token, its
/// vectors of 32 rows, and each of their planes.
Emitter::Values Emitter::emitLookups(const Tile &tile, Value begin,
                                     int64_t size) {
  auto shorts = VectorType::get(Words::kRows, b.getI16Type());
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(shorts));
  int64_t atOnce = std::min(words.getWordsAtOnce(), size);
  Values sums = emitLoop(
      size / atOnce, Values(tile.tokens * getVectors(tile), zero),
      [&](Value i, Values before) {
        return emitWords(tile, add(begin, multiply(i, atOnce)), atOnce, before);
      });
  if (int64_t rest = size % atOnce)
    sums = emitWords(tile, add(begin, size - rest), rest, sums);
  return sums;
}

/// `number` words from `first` on, on top of `before`.
Emitter::Values Emitter::emitWords(const Tile &tile, Value first,
                                   int64_t number, ArrayRef<Value> before) {
  auto bytes = VectorType::get(Words::kBytes, b.getI8Type());
  int64_t vectors = getVectors(tile), perPanel = vectors / tile.panels;
  int64_t stepBytes = perPanel * Words::kBytes;
  SmallVector<Words::Sums> sums;
  for (Value shorts : before)
    sums.push_back({shorts, Value(), Value()});
  for (int64_t word = 0; word < number; ++word) {
    Value step = add(first, word);
    SmallVector<Values> loaded;
    for (int64_t slot = 0; slot < tile.tokens; ++slot)
      loaded.push_back(
          words.loadTables(b, tables, {getIndex(slot), step, getIndex(0)}));
    Value codes = add(multiply(tile.panel, contraction.getPanelBytes()),
                      multiply(step, stepBytes));
    for (int64_t vector = 0; vector < vectors; ++vector) {
      Value offset =
          add(codes, vector / perPanel * contraction.getPanelBytes() +
                         vector % perPanel * Words::kBytes);
      emitPrefetch(offset);
      Values cuts = words.cut(
          b, vector::LoadOp::create(b, bytes, op.getWeights(), offset));
      for (int64_t slot = 0; slot < tile.tokens; ++slot)
        words.accumulate(b, sums[slot * vectors + vector], cuts, loaded[slot]);
    }
  }
  Values after;
  for (const Words::Sums &each : sums)
    after.push_back(words.finish(b, each, number));
  return after;
}

Emitter::Values Emitter::emitGroup(const Tile &tile, Value group) {
  int64_t size = contraction.layout.getGroupPlaces() / words.getDigits();
  auto wide = VectorType::get(Words::kRows, b.getI32Type());
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(wide));
  int64_t vectors = tile.tokens * tile.panels * panelRows / Words::kRows;
  int64_t maxTerm = words.getMaxTerm(), atOnce = words.getWordsAtOnce();
  int64_t most = getSumsThatFit(16, words.getDigits());
  Values totals = emitParts(
      multiply(group, size), size, most / atOnce * atOnce,
      Values(vectors, zero), [&](Value first, int64_t terms, Values before) {
        Values sums = emitLookups(tile, first, terms);
        for (auto [vector, total] : llvm::enumerate(before)) {
          ArrayRef<Value> ofPlanes =
              ArrayRef(sums).slice(int64_t(vector) * planes, planes);
          total = lut::FlushOp::create(b, wide, total, ofPlanes.front(), terms,
                                       maxTerm);
          for (auto [plane, sum] : llvm::enumerate(ofPlanes)) {
            if (plane == 0)
              continue;
            Value part =
                lut::FlushOp::create(b, wide, zero, sum, terms, maxTerm);
            Value places = arith::ConstantOp::create(
                b, DenseElementsAttr::get(wide, int32_t(plane)));
            total = arith::AddIOp::create(
                b, total, arith::ShLIOp::create(b, part, places));
          }
        }
        return before;
      });
  Values results;
  for (Value total : totals)
    for (int64_t row = 0; row < Words::kRows; row += kLanes) {
      SmallVector<int64_t> lanes;
      for (int64_t lane = row; lane < row + kLanes; ++lane)
        lanes.push_back(words.getLaneOfRow(lane));
      results.push_back(vector::ShuffleOp::create(b, total, total, lanes));
    }
  return results;
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class LutWordsFamily : public KernelFamily {
public:
  StringRef getName() const override { return "lut-words"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &,
                          int64_t tokens) const override {
    Words words = getWords(contraction, target);
    return words.countTables() * (double(tokens) * double(contraction.places) /
                                  double(words.getDigits()));
  }
  int64_t countPasses(const Knobs &knobs, int64_t tokens) const override {
    return int64_t(llvm::divideCeil(tokens, knobs.tokens));
  }
  /// Tokens are the outer loop.
  int64_t getPassBytes(const Contraction &contraction,
                       const Knobs &) const override {
    return contraction.getBytes();
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override;
};

std::string LutWordsFamily::getRefusal(const Contraction &contraction,
                                       lut::TargetAttr) const {
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
  return "";
}

SmallVector<Knobs> LutWordsFamily::getCandidates(const Contraction &contraction,
                                                 lut::TargetAttr target,
                                                 int64_t tokens) const {
  auto layout = cast<lowbit::WordsLayoutAttr>(contraction.layout);
  int64_t panelRows = layout.getPanelRows(), planes = layout.getPlanes();
  bool isAvx512 =
      target && target.has(Feature::AVX512) && target.getVectorBits() == 512;
  // Sums that registers hold beside tables, a cut and what is looked up.
  int64_t most = isAvx512 ? 8 : target && target.has(Feature::AVX2) ? 4 : 1;
  // Of digits they are two bytes each, beside the longer ones.
  if (!isAvx512 && layout.getRadix() == 3)
    most = std::min<int64_t>(most, 2);
  SmallVector<Knobs> candidates;
  auto addTile = [&](int64_t perTile, int64_t vectors) {
    Knobs knobs;
    knobs.tokens = knobs.block = perTile;
    knobs.rows = std::max(panelRows, vectors / planes * Words::kRows /
                                         panelRows * panelRows);
    candidates.push_back(knobs);
  };
  // Tokens that are left over are computed one by one.
  if (tokens >= 4 && isAvx512) {
    addTile(2, most / 2);
    addTile(2, most);
  }
  // Each panel is a stream, and more of them bring more bytes from memory.
  addTile(1, contraction.isCold ? 2 * most : most);
  addTile(1, contraction.isCold ? most : 2 * most);
  return candidates;
}

Counts LutWordsFamily::count(const Contraction &contraction,
                             lut::TargetAttr target, const Knobs &knobs,
                             int64_t tokens) const {
  auto layout = cast<lowbit::WordsLayoutAttr>(contraction.layout);
  Words words = getWords(contraction, target);
  double numWords = double(contraction.places) / double(words.getDigits());
  double rows = double(contraction.getPanels()) * double(layout.getRows());
  double vectors = rows / Words::kRows, planes = layout.getPlanes();
  double tiles = std::ceil(rows / double(knobs.rows));

  auto countTiles = [&](double numTiles, double perTile) {
    // What tokens share.
    Counts cut = words.countCut();
    cut.loads += knobs.prefetch ? 2 : 1;
    Counts step = cut * (vectors * planes);
    step += words.countSums() * (vectors * planes * perTile);
    step += words.countLoads() * (tiles * perTile);
    step.scalars += 3 * tiles;
    Counts all = step * numWords;
    // Sums of 16 bits to those of 32, as often as they have to in a group, or
    // else once: the long ones wait in memory.
    auto groups = double(contraction.getGroups());
    double flushes = std::ceil(numWords / groups /
                               double(getSumsThatFit(16, words.getDigits())));
    Counts flush;
    flush.shuffles = 3;
    if (flushes > 1) {
      flush.simple = 2;
      flush.loads = flush.stores = 2;
    }
    Counts group = flush * (flushes * planes);
    // Floats of 32 rows, times their scales, and those of the token for each
    // set of groups.
    group.simple += 2;
    group.products = 2;
    group.loads += 2;
    if (contraction.zeroPoints != ZeroPoints::Format) {
      group.products += 2;
      group.loads += 2;
    }
    if (contraction.zeroPoints == ZeroPoints::Integers ||
        getZeroPoint(contraction.format) != words.getZero())
      group.simple += 2;
    // Sums of planes are shifted to their places.
    group.shifts = 2 * (planes - 1);
    group.simple += 2 * (planes - 1);
    group.scalars = 10;
    all += group * (vectors * groups * perTile);
    Counts set;
    set.products = 2;
    all += set * (vectors * double(contraction.getSets()) * perTile);
    return all * numTiles;
  };
  int64_t whole = tokens / knobs.tokens;
  Counts counts = countTiles(double(whole), double(knobs.tokens));
  counts += countTiles(double(tokens % knobs.tokens), 1);
  return counts;
}

LogicalResult LutWordsFamily::lower(lowbit::PackedContractOp op,
                                    const Knobs &knobs) const {
  int64_t panelRows = op.getLayout().getPanelRows();
  if (knobs.rows <= 0 || knobs.rows % panelRows || knobs.tokens < 1 ||
      knobs.tokens > kMostTokens)
    return op.emitOpError()
           << "expects up to " << kMostTokens
           << " tokens and rows of whole panels of " << panelRows << ", got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  Emitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutWordsFamily() {
  static const LutWordsFamily family;
  return family;
}
