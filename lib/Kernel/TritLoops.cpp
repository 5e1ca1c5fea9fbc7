//===- TritLoops.cpp - loops around sums of ternary digits ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TritLoops.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lut::Feature;

/// Vectors of 16 rows in 64.
static constexpr int64_t kVectors = Trits::kRows / kLanes;

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

Value TritLoops::getTable(Value step, int64_t byte) {
  return add(multiply(step, Trits::kGranule / Trits::kDigits), byte);
}

Value TritLoops::loadActs(Value acts, ValueRange indices, Value step,
                          int64_t byte) {
  constexpr int64_t numBytes = Trits::kGranule / Trits::kDigits;
  Value first = multiply(step, Trits::kGranule);
  Values five;
  for (int64_t digit = Trits::kDigits - 1; digit >= 0; --digit) {
    Values at(indices);
    at.push_back(add(first, numBytes * digit + byte));
    five.push_back(memref::LoadOp::create(b, acts, at));
  }
  auto type = VectorType::get(Trits::kDigits, five.front().getType());
  return vector::FromElementsOp::create(b, type, five);
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

/// The sums of 16 bits from table `begin` on: for each panel its vectors of 64
/// rows.
TritLoops::Values TritLoops::emitLookups(const Tile &tile, Value begin,
                                         int64_t size) {
  auto bytes = VectorType::get(Trits::kRows, b.getI8Type());
  auto shorts = VectorType::get(Trits::kRows, b.getI16Type());
  int64_t perPanel = panelRows / Trits::kRows;
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(shorts));
  Value codes = add(multiply(tile.panel, contraction.getPanelBytes()),
                    layout.getCountBytes(contraction.places));
  codes = add(codes, multiply(begin, panelRows));
  return emitLoop(
      size, Values(tile.panels * perPanel, zero), [&](Value i, Values sums) {
        Values table = loadTable(add(begin, i));
        Value next = add(codes, multiply(i, panelRows));
        for (auto [vector, sum] : llvm::enumerate(sums)) {
          int64_t distance =
              int64_t(vector) / perPanel * contraction.getPanelBytes() +
              int64_t(vector) % perPanel * Trits::kRows;
          Value offset = add(next, distance);
          emitPrefetch(offset);
          Value packed =
              vector::LoadOp::create(b, bytes, op.getWeights(), offset);
          sum = addEntries(sum, table, packed);
        }
        return sums;
      });
}

TritLoops::Values TritLoops::emitGroup(const Tile &tile, Value group) {
  int64_t size = layout.getGroupPlaces() / Trits::kDigits;
  auto words = VectorType::get(Trits::kRows, b.getI32Type());
  Value first = arith::ConstantOp::create(
      b, DenseElementsAttr::get(words, int32_t(getFirstSum(size))));
  Values wide =
      emitParts(multiply(group, size), size, getMostTerms(),
                Values(tile.panels * panelRows / Trits::kRows, first),
                [&](Value begin, int64_t terms, Values before) {
                  Values sums = emitLookups(tile, begin, terms);
                  for (auto [sum, total] : llvm::zip_equal(sums, before))
                    total = flush(total, sum, terms);
                  return before;
                });

  // Into the order of rows, and what one's complements are short of.
  SmallVector<int64_t> order(Trits::kRows);
  for (int64_t byte = 0; byte < Trits::kRows; ++byte)
    order[lowbit::TritsLayoutAttr::getRowOfByte(byte)] = getLane(byte);
  Values sums;
  for (Value unordered : wide)
    for (int64_t vector = 0; vector < kVectors; ++vector) {
      Value ofRows = vector::ShuffleOp::create(
          b, unordered, unordered,
          ArrayRef(order).slice(vector * kLanes, kLanes));
      Value missing = loadCounts(tile.panel, group, int64_t(sums.size()));
      sums.push_back(finish(arith::AddIOp::create(b, ofRows, missing), group));
    }
  return sums;
}

/// How many bytes below 0 the rows of vector `vector` from a panel on have.
Value TritLoops::loadCounts(Value panel, Value group, int64_t vector) {
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

std::string TritLookupFamily::getRefusal(const Contraction &contraction,
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

SmallVector<Knobs>
TritLookupFamily::getCandidates(const Contraction &contraction,
                                lut::TargetAttr target, int64_t) const {
  SmallVector<Knobs> candidates;
  int64_t panelRows = contraction.layout.getPanelRows();
  SmallVector<int64_t> choices(getRowChoices(contraction));
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

double TritLookupFamily::countVectors(const Contraction &contraction) {
  return double(contraction.getPanels()) *
         double(contraction.layout.getPanelRows()) / Trits::kRows;
}

double TritLookupFamily::countSharers(const Contraction &contraction,
                                      const Knobs &knobs) {
  return std::ceil(countVectors(contraction) * Trits::kRows /
                   double(knobs.rows));
}

Counts TritLookupFamily::countGroups(const Contraction &contraction) {
  Counts perGroup;
  perGroup.shuffles = 4;
  perGroup.simple = 4;
  perGroup.products = 8;
  perGroup.loads = 12;
  perGroup.scalars = 10;
  Counts perSet;
  perSet.products = 4;
  Counts all = perGroup * double(contraction.getGroups());
  all += perSet * double(contraction.getSets());
  return all * countVectors(contraction);
}

LogicalResult TritLookupFamily::verifyKnobs(lowbit::PackedContractOp op,
                                            const Knobs &knobs) {
  int64_t panelRows = op.getLayout().getPanelRows();
  if (knobs.rows > 0 && knobs.rows % panelRows == 0 && knobs.tokens == 1)
    return success();
  return op.emitOpError()
         << "expects one token and rows of whole panels of " << panelRows
         << ", got "
         << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
}
