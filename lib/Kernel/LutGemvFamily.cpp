//===- LutGemvFamily.cpp - ternary weights looked up ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The sums of five activations of a token with every five digits are a table,
// made once for all rows. A byte of weights is five digits: one look-up and one
// sum of 16 bits for five products. Tables are in memory; a few panels side by
// side share what is loaded of them.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "LookupLoops.h"
#include "Trits.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lut::Feature;

/// Entries of a byte plane of a table, and vectors of 16 rows in 64.
static constexpr int64_t kEntries = 128, kVectors = Trits::kRows / kLanes;
static constexpr int64_t kTableBytes = 2 * kEntries;
/// The greatest entry or one's complement of one, and how many fit 16 bits.
static constexpr int64_t kMaxTerm = 128 * Trits::kDigits + 1;
static constexpr int64_t kMaxInterval = INT16_MAX / kMaxTerm;

namespace {

class Emitter : public LookupLoops {
public:
  Emitter(lowbit::PackedContractOp op, const Knobs &knobs)
      : LookupLoops(op, knobs),
        layout(cast<lowbit::TritsLayoutAttr>(op.getLayout())) {}

private:
  Value emitMemory(int64_t tokens) override;
  void emitTablesOfStep(Value step, Value token, int64_t slot) override;
  Values emitGroup(const Tile &tile, Value group) override;
  // Digits are numbers with a sign.
  int64_t getZeroInSums() const override { return 1; }

  Values emitLookups(const Tile &tile, Value begin, int64_t size);
  Value loadCounts(Value panel, Value group, int64_t vector);

  lowbit::TritsLayoutAttr layout;
};

Value Emitter::emitMemory(int64_t) {
  int64_t numTables = contraction.places / Trits::kDigits;
  auto type = MemRefType::get({numTables, kTableBytes}, b.getI8Type());
  return memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
}

/// The tables of four bytes of a row, whose digits have activations that are
/// four places apart.
void Emitter::emitTablesOfStep(Value step, Value token, int64_t) {
  constexpr int64_t numBytes = Trits::kGranule / Trits::kDigits;
  Value place = multiply(step, Trits::kGranule);
  auto plane = VectorType::get(kEntries, b.getI8Type());
  auto digits = VectorType::get(Trits::kDigits, b.getI8Type());
  for (int64_t byte = 0; byte < numBytes; ++byte) {
    // Tables count digits from the least significant one on.
    Values acts;
    for (int64_t digit = Trits::kDigits - 1; digit >= 0; --digit)
      acts.push_back(memref::LoadOp::create(
          b, op.getActs(),
          ValueRange{token, add(place, numBytes * digit + byte)}));
    Value five = vector::FromElementsOp::create(b, digits, acts);
    auto table = lut::BuildTritsOp::create(b, plane, plane, five);
    Value row = add(multiply(step, numBytes), byte);
    vector::StoreOp::create(b, table.getLow(), tables,
                            ValueRange{row, getIndex(0)});
    vector::StoreOp::create(b, table.getHigh(), tables,
                            ValueRange{row, getIndex(kEntries)});
  }
}

/// The sums of 16 bits from table `begin` on: for each panel its vectors of 64
/// rows.
Emitter::Values Emitter::emitLookups(const Tile &tile, Value begin,
                                     int64_t size) {
  auto bytes = VectorType::get(Trits::kRows, b.getI8Type());
  auto plane = VectorType::get(kEntries, b.getI8Type());
  auto shorts = VectorType::get(Trits::kRows, b.getI16Type());
  int64_t perPanel = panelRows / Trits::kRows;
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(shorts));
  Value codes = add(multiply(tile.panel, contraction.getPanelBytes()),
                    layout.getCountBytes(contraction.places));
  codes = add(codes, multiply(begin, panelRows));
  return emitLoop(
      size, Values(tile.panels * perPanel, zero), [&](Value i, Values sums) {
        Value table = add(begin, i);
        Value low = vector::LoadOp::create(b, plane, tables,
                                           ValueRange{table, getIndex(0)});
        Value high = vector::LoadOp::create(
            b, plane, tables, ValueRange{table, getIndex(kEntries)});
        Value next = add(codes, multiply(i, panelRows));
        for (auto [vector, sum] : llvm::enumerate(sums)) {
          int64_t distance =
              int64_t(vector) / perPanel * contraction.getPanelBytes() +
              int64_t(vector) % perPanel * Trits::kRows;
          Value offset = add(next, distance);
          emitPrefetch(offset);
          Value packed =
              vector::LoadOp::create(b, bytes, op.getWeights(), offset);
          sum = lut::AccumulateOp::create(b, shorts, sum, low, high, packed);
        }
        return sums;
      });
}

Emitter::Values Emitter::emitGroup(const Tile &tile, Value group) {
  int64_t size = layout.getGroupPlaces() / Trits::kDigits;
  auto words = VectorType::get(Trits::kRows, b.getI32Type());
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(words));
  Values wide = emitParts(
      multiply(group, size), size, kMaxInterval,
      Values(tile.panels * panelRows / Trits::kRows, zero),
      [&](Value first, int64_t terms, Values before) {
        Values sums = emitLookups(tile, first, terms);
        for (auto [sum, total] : llvm::zip_equal(sums, before))
          total = lut::FlushOp::create(b, words, total, sum, terms, kMaxTerm);
        return before;
      });

  // Into the order of rows, and what one's complements are short of.
  Values sums;
  for (Value unordered : wide) {
    Value ofBytes = lut::UnpermuteOp::create(b, words, unordered);
    SmallVector<int64_t> order(Trits::kRows);
    for (int64_t byte = 0; byte < Trits::kRows; ++byte)
      order[lowbit::TritsLayoutAttr::getRowOfByte(byte)] = byte;
    for (int64_t vector = 0; vector < kVectors; ++vector) {
      Value ofRows = vector::ShuffleOp::create(
          b, ofBytes, ofBytes, ArrayRef(order).slice(vector * kLanes, kLanes));
      Value missing = loadCounts(tile.panel, group, int64_t(sums.size()));
      sums.push_back(arith::AddIOp::create(b, ofRows, missing));
    }
  }
  return sums;
}

Value Emitter::loadCounts(Value panel, Value group, int64_t vector) {
  int64_t perPanel = getVectorsOfPanel();
  constexpr int64_t bytes = sizeof(uint16_t);
  Value at =
      multiply(add(panel, vector / perPanel), contraction.getPanelBytes());
  at = add(at, multiply(group, panelRows * bytes));
  Value loaded = vector::LoadOp::create(
      b, VectorType::get(kLanes * bytes, b.getI8Type()), op.getWeights(),
      add(at, vector % perPanel * kLanes * bytes));
  Value counts = vector::BitCastOp::create(
      b, VectorType::get(kLanes, b.getI16Type()), loaded);
  return arith::ExtUIOp::create(b, VectorType::get(kLanes, b.getI32Type()),
                                counts);
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class LutGemvFamily : public KernelFamily {
public:
  StringRef getName() const override { return "lut-gemv"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                   lut::TargetAttr target,
                                   int64_t tokens) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &knobs,
                          int64_t tokens) const override;
  int64_t countPasses(const Knobs &knobs, int64_t tokens) const override {
    return tokens;
  }
  /// Tokens are the outer loop.
  int64_t getPassBytes(const Contraction &contraction,
                       const Knobs &) const override {
    return contraction.getBytes();
  }
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override;
};

std::string LutGemvFamily::getRefusal(const Contraction &contraction,
                                      lut::TargetAttr) const {
  if (!contraction.hasIntegerActs())
    return "activations are floats";
  if (!isa<lowbit::TritsLayoutAttr>(contraction.layout))
    return "weights are not in ternary digits";
  if (getZeroPoint(contraction.format) != 1 ||
      contraction.zeroPoints != ZeroPoints::Format)
    return "codes do not stand for -1, 0 and 1";
  if (hasLongSums(contraction))
    return "sums of a group may need more than 32 bits";
  return "";
}

SmallVector<Knobs> LutGemvFamily::getCandidates(const Contraction &contraction,
                                                lut::TargetAttr target,
                                                int64_t) const {
  SmallVector<Knobs> candidates;
  int64_t panelRows = contraction.layout.getPanelRows();
  // Two sums for each 64 rows, and the table.
  SmallVector<int64_t> choices{256, 384, 320, 192, 128, 64};
  // Each panel is a stream that the processor follows by itself. More of them
  // bring more bytes from memory in the same time, as far as there are
  // registers; two threads had better have equal numbers of them.
  if (contraction.isCold && target && target.has(Feature::VBMI)) {
    choices.insert(choices.begin(), {640, 512});
    auto isEven = [&](int64_t rows) {
      return contraction.rows % (2 * rows) == 0 ||
             contraction.rows >= 16 * rows;
    };
    auto *most = llvm::find_if(choices, isEven);
    if (most != choices.end())
      std::rotate(choices.begin(), most, most + 1);
  }
  for (int64_t rows : choices) {
    if (rows % panelRows)
      continue;
    Knobs knobs;
    knobs.rows = rows;
    candidates.push_back(knobs);
  }
  if (candidates.empty())
    candidates.emplace_back().rows = panelRows;
  return candidates;
}

Counts LutGemvFamily::count(const Contraction &contraction,
                            lut::TargetAttr target, const Knobs &knobs,
                            int64_t tokens) const {
  bool isOne = target && target.has(Feature::VBMI);
  double numTables = double(contraction.places) / Trits::kDigits;
  int64_t panelRows = contraction.layout.getPanelRows();
  double panels = double(contraction.getPanels());
  double vectors = panels * double(panelRows) / Trits::kRows;
  double sharers = std::ceil(panels * double(panelRows) / double(knobs.rows));

  // A look-up of 64 rows in two planes: signs, interleaving, sums.
  Counts lookup;
  lookup.loads = knobs.prefetch ? 2 : 1;
  lookup.shuffles = 4;
  lookup.simple = 4;
  // On Zen 4 a look-up with all that belongs to it takes 5.5 cycles.
  if (isOne && target.has(Feature::GFNI))
    lookup.shuffles += 1.5;
  else
    lookup.simple += 2;
  if (!isOne) {
    lookup.shuffles += 14;
    lookup.simple += 46;
  }
  Counts all = lookup * (numTables * vectors);

  // Tables are loaded, and sums of 16 bits become those of 32 now and then.
  Counts perTable;
  perTable.loads = 4 * sharers;
  perTable.scalars = 3 * sharers;
  perTable.simple = 8.0 / kMaxInterval * vectors;
  all += perTable * numTables;
  // The counts of negative bytes, floats and scales.
  Counts perGroup;
  perGroup.shuffles = 4;
  perGroup.simple = 4;
  perGroup.products = 8;
  perGroup.loads = 12;
  perGroup.scalars = 10;
  all += perGroup * (vectors * double(contraction.getGroups()));
  Counts perSet;
  perSet.products = 4;
  all += perSet * (vectors * double(contraction.getSets()));
  return all * double(tokens);
}

Counts LutGemvFamily::countPreparation(const Contraction &contraction,
                                       lut::TargetAttr target, const Knobs &,
                                       int64_t tokens) const {
  Counts perTable;
  perTable.loads = 5;
  perTable.stores = 4;
  perTable.scalars = 10;
  perTable.shuffles = 12;
  if (target && target.has(Feature::VBMI)) {
    // Sums of three and of two in one register, permuted to all of them and
    // those cut into planes.
    perTable.products = 5;
    perTable.simple = 8;
  } else {
    // Five products and four sums of 128 entries of 16 bits.
    perTable.products = 20;
    perTable.simple = 16;
    perTable.shifts = 4;
  }
  return perTable *
         (double(contraction.places) / Trits::kDigits * double(tokens));
}

LogicalResult LutGemvFamily::lower(lowbit::PackedContractOp op,
                                   const Knobs &knobs) const {
  int64_t panelRows = op.getLayout().getPanelRows();
  if (knobs.rows <= 0 || knobs.rows % panelRows || knobs.tokens != 1)
    return op.emitOpError()
           << "expects one token and rows of whole panels of " << panelRows
           << ", got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  Emitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutGemvFamily() {
  static const LutGemvFamily family;
  return family;
}
