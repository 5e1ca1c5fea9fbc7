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
#include "LoopBuilder.h"
#include "ResultStore.h"
#include "Trits.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lowbit::ActivationKind;
using lut::Feature;

/// Entries of a byte plane of a table, and vectors of 16 rows in 64.
static constexpr int64_t kEntries = 128, kVectors = Trits::kRows / kLanes;
static constexpr int64_t kTableBytes = 2 * kEntries;
/// The greatest entry or one's complement of one, and how many fit 16 bits.
static constexpr int64_t kMaxTerm = 128 * Trits::kDigits + 1;
static constexpr int64_t kMaxInterval = INT16_MAX / kMaxTerm;
/// Tables that are worth a thread.
static constexpr int64_t kTablesOfPiece = 128;

namespace {

class Emitter : LoopBuilder {
public:
  Emitter(lowbit::PackedContractOp op, const Knobs &knobs);
  void emit();

private:
  using Values = SmallVector<Value>;

  void emitTables(Value token);
  void emitTablesOfStep(Value step, Value token);
  void emitPanels(Value token);
  void emitPanels(Value token, Value begin, OpFoldResult end);
  void emitResults(Value token, Value panel, int64_t count);
  Values emitGroup(Value panel, int64_t count, Value group);
  Values emitLookups(Value panel, int64_t count, Value begin, int64_t size);
  Values scale(Value token, Value panel, Value group, const Values &sums,
               const Values &before);
  /// `groups` of the contraction or steps: a loop with values that go round.
  Values emitLoop(int64_t end, Values inits,
                  function_ref<Values(Value, Values)> body);

  Value add(Value lhs, int64_t rhs) {
    return rhs ? b.createOrFold<arith::AddIOp>(lhs, getIndex(rhs)) : lhs;
  }
  Value multiply(Value lhs, int64_t rhs) {
    return b.createOrFold<arith::MulIOp>(lhs, getIndex(rhs));
  }
  /// What belongs to vector `vector` of the rows from `panel` on, in
  /// [panels, G, R].
  Value loadScales(Value panel, Value group, int64_t vector);
  Value loadCounts(Value panel, Value group, int64_t vector);
  Value loadActScale(Value token, Value group);

  lowbit::PackedContractOp op;
  Contraction contraction;
  Knobs knobs;
  Trits trits;
  lowbit::TritsLayoutAttr layout;
  OpFoldResult numTokens;
  int64_t panelRows, numTables, groups;
  bool isParallel = false;
  VectorType f32, i32;
  Value tables;
};

Emitter::Emitter(lowbit::PackedContractOp op, const Knobs &knobs)
    : LoopBuilder(op), op(op), contraction(Contraction::get(op)), knobs(knobs),
      trits(cast<lowbit::TritsLayoutAttr>(op.getLayout()), lut::getTarget(op)),
      layout(cast<lowbit::TritsLayoutAttr>(op.getLayout())),
      panelRows(layout.getPanelRows()),
      numTables(contraction.places / Trits::kDigits),
      groups(contraction.getGroups()),
      f32(VectorType::get(kLanes, b.getF32Type())),
      i32(VectorType::get(kLanes, b.getI32Type())) {}

void Emitter::emit() {
  auto outs = cast<MemRefType>(op.getInit().getType());
  numTokens =
      outs.isDynamicDim(0)
          ? OpFoldResult(memref::DimOp::create(b, op.getInit(), 0).getResult())
          : fixed(outs.getDimSize(0));
  // Each token is as much work as the others: pieces are parts of one.
  isParallel = knobs.piece && contraction.rows >= 2 * knobs.piece;
  auto type = MemRefType::get({numTables, kTableBytes}, b.getI8Type());
  tables = memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
  LoopBuilder::emitLoop(fixed(0), numTokens, 1, [&](Value token) {
    emitTables(token);
    emitPanels(token);
  });
}

Emitter::Values Emitter::emitLoop(int64_t end, Values inits,
                                  function_ref<Values(Value, Values)> body) {
  auto loop =
      scf::ForOp::create(b, getIndex(0), getIndex(end), getIndex(1), inits);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Values results = body(loop.getInductionVar(),
                        llvm::to_vector_of<Value>(loop.getRegionIterArgs()));
  scf::YieldOp::create(b, results);
  return Values(loop.getResults());
}

//===----------------------------------------------------------------------===//
// Tables
//===----------------------------------------------------------------------===//

void Emitter::emitTables(Value token) {
  int64_t steps = contraction.places / Trits::kGranule;
  int64_t grain = kTablesOfPiece * Trits::kDigits / Trits::kGranule;
  auto emitSteps = [&](OpFoldResult begin, OpFoldResult end) {
    LoopBuilder::emitLoop(begin, end, 1,
                          [&](Value step) { emitTablesOfStep(step, token); });
  };
  if (!isParallel || steps < 2 * grain)
    return emitSteps(fixed(0), fixed(steps));
  auto pieces = scf::ParallelOp::create(b, ValueRange{getIndex(0)},
                                        ValueRange{getIndex(steps)},
                                        ValueRange{getIndex(grain)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(pieces.getBody());
  Value begin = pieces.getInductionVars().front();
  emitSteps(begin, fold<arith::MinSIOp>(add(begin, grain), fixed(steps)));
}

/// The tables of four bytes of a row, whose digits have activations that are
/// four places apart.
void Emitter::emitTablesOfStep(Value step, Value token) {
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

//===----------------------------------------------------------------------===//
// Panels
//===----------------------------------------------------------------------===//

void Emitter::emitPanels(Value token) {
  int64_t numPanels = contraction.getPanels();
  if (!isParallel)
    return emitPanels(token, getIndex(0), fixed(numPanels));
  int64_t together = knobs.rows / panelRows;
  int64_t grain = llvm::alignTo(llvm::divideCeil(knobs.piece, panelRows),
                                uint64_t(together));
  auto pieces = scf::ParallelOp::create(b, ValueRange{getIndex(0)},
                                        ValueRange{getIndex(numPanels)},
                                        ValueRange{getIndex(grain)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(pieces.getBody());
  Value begin = pieces.getInductionVars().front();
  emitPanels(token, begin,
             fold<arith::MinSIOp>(add(begin, grain), fixed(numPanels)));
}

/// Panels as many together as the knobs say, and those that are left.
void Emitter::emitPanels(Value token, Value begin, OpFoldResult end) {
  int64_t together = knobs.rows / panelRows;
  int64_t rest = contraction.getPanels() % together;
  OpFoldResult count = fold<arith::SubIOp>(end, begin);
  OpFoldResult wholeEnd =
      fold<arith::SubIOp>(end, fold<arith::RemUIOp>(count, fixed(together)));
  LoopBuilder::emitLoop(begin, wholeEnd, together, [&](Value panel) {
    emitResults(token, panel, together);
  });
  // Pieces have whole numbers of them, but for the last one.
  if (rest)
    LoopBuilder::emitLoop(wholeEnd, end, rest, [&](Value panel) {
      emitResults(token, panel, rest);
    });
}

void Emitter::emitResults(Value token, Value panel, int64_t count) {
  int64_t numVectors = count * panelRows / kLanes;
  Value zero = getIndex(0);
  Values results;
  if (groups == 1) {
    results = scale(token, panel, zero, emitGroup(panel, count, zero), {});
  } else {
    Value none = arith::ConstantOp::create(b, b.getZeroAttr(f32));
    results = emitLoop(groups, Values(numVectors, none),
                       [&](Value group, Values before) {
                         Values sums = emitGroup(panel, count, group);
                         return scale(token, panel, group, sums, before);
                       });
    if (contraction.activation == ActivationKind::Int8Token) {
      Value actScale = loadActScale(token, zero);
      for (Value &result : results)
        result = arith::MulFOp::create(b, result, actScale);
    }
  }
  ResultStore store(b, op.getInit(), op.getExtras(), op.getEpilogue());
  Value first = multiply(panel, panelRows);
  for (auto [vector, result] : llvm::enumerate(results)) {
    Value row = add(first, int64_t(vector) * kLanes);
    Value mask =
        contraction.rows % panelRows == 0 ? Value() : store.emitMask(row);
    store.emit(result, row, mask, token);
  }
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

/// The sums of 16 bits from table `begin` on: for each panel its vectors of 64
/// rows.
Emitter::Values Emitter::emitLookups(Value panel, int64_t count, Value begin,
                                     int64_t size) {
  auto bytes = VectorType::get(Trits::kRows, b.getI8Type());
  auto plane = VectorType::get(kEntries, b.getI8Type());
  auto shorts = VectorType::get(Trits::kRows, b.getI16Type());
  int64_t perPanel = panelRows / Trits::kRows;
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(shorts));
  Value codes = add(multiply(panel, contraction.getPanelBytes()),
                    layout.getCountBytes(contraction.places));
  codes = b.createOrFold<arith::AddIOp>(codes, multiply(begin, panelRows));
  return emitLoop(
      size, Values(count * perPanel, zero), [&](Value i, Values sums) {
        Value table = b.createOrFold<arith::AddIOp>(begin, i);
        Value low = vector::LoadOp::create(b, plane, tables,
                                           ValueRange{table, getIndex(0)});
        Value high = vector::LoadOp::create(
            b, plane, tables, ValueRange{table, getIndex(kEntries)});
        Value next =
            b.createOrFold<arith::AddIOp>(codes, multiply(i, panelRows));
        for (auto [vector, sum] : llvm::enumerate(sums)) {
          int64_t distance =
              int64_t(vector) / perPanel * contraction.getPanelBytes() +
              int64_t(vector) % perPanel * Trits::kRows;
          if (knobs.prefetch)
            memref::PrefetchOp::create(b, op.getWeights(),
                                       add(next, distance + knobs.prefetch),
                                       /*isWrite=*/false, /*localityHint=*/3,
                                       /*isDataCache=*/true);
          Value packed = vector::LoadOp::create(b, bytes, op.getWeights(),
                                                add(next, distance));
          sum = lut::AccumulateOp::create(b, shorts, sum, low, high, packed);
        }
        return sums;
      });
}

/// The sums of a group: for each vector of 16 rows.
Emitter::Values Emitter::emitGroup(Value panel, int64_t count, Value group) {
  int64_t size = layout.getGroupPlaces() / Trits::kDigits;
  int64_t parts = llvm::divideCeil(size, kMaxInterval);
  int64_t interval = llvm::divideCeil(size, parts);
  auto words = VectorType::get(Trits::kRows, b.getI32Type());
  Value zero = arith::ConstantOp::create(b, b.getZeroAttr(words));
  Value begin = multiply(group, size);
  Values wide(count * panelRows / Trits::kRows, zero);
  auto flush = [&](Value first, int64_t terms, Values before) {
    Values sums = emitLookups(panel, count, first, terms);
    for (auto [sum, total] : llvm::zip_equal(sums, before))
      total = lut::FlushOp::create(b, words, total, sum, terms, kMaxTerm);
    return before;
  };
  int64_t whole = size / interval;
  if (whole == 1)
    wide = flush(begin, interval, wide);
  else
    wide = emitLoop(whole, wide, [&](Value part, Values before) {
      Value first =
          b.createOrFold<arith::AddIOp>(begin, multiply(part, interval));
      return flush(first, interval, before);
    });
  if (int64_t rest = size % interval)
    wide = flush(add(begin, whole * interval), rest, wide);

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
      Value missing = loadCounts(panel, group, int64_t(sums.size()));
      sums.push_back(arith::AddIOp::create(b, ofRows, missing));
    }
  }
  return sums;
}

Value Emitter::loadCounts(Value panel, Value group, int64_t vector) {
  int64_t perPanel = panelRows / kLanes;
  constexpr int64_t bytes = sizeof(uint16_t);
  Value at =
      multiply(add(panel, vector / perPanel), contraction.getPanelBytes());
  at = b.createOrFold<arith::AddIOp>(at, multiply(group, panelRows * bytes));
  Value loaded = vector::LoadOp::create(
      b, VectorType::get(kLanes * bytes, b.getI8Type()), op.getWeights(),
      add(at, vector % perPanel * kLanes * bytes));
  Value counts = vector::BitCastOp::create(
      b, VectorType::get(kLanes, b.getI16Type()), loaded);
  return arith::ExtUIOp::create(b, i32, counts);
}

//===----------------------------------------------------------------------===//
// Scales
//===----------------------------------------------------------------------===//

Value Emitter::loadScales(Value panel, Value group, int64_t vector) {
  int64_t perPanel = panelRows / kLanes;
  return vector::LoadOp::create(
      b, f32, op.getScales(),
      ValueRange{add(panel, vector / perPanel), group,
                 getIndex(vector % perPanel * kLanes)});
}

Value Emitter::loadActScale(Value token, Value group) {
  Value scale =
      memref::LoadOp::create(b, op.getActScales(), ValueRange{token, group});
  return vector::BroadcastOp::create(b, f32, scale);
}

/// As docs/Spec/LowbitContract.md has it: y = a (s t) for one group, and the
/// sum of fma(a, s, y) over several, each with the scale of its activations or
/// all with the token's in the end.
Emitter::Values Emitter::scale(Value token, Value panel, Value group,
                               const Values &sums, const Values &before) {
  Value actScale;
  if (groups == 1 || contraction.activation == ActivationKind::Int8Block)
    actScale = loadActScale(token, group);
  Values results;
  for (auto [vector, sum] : llvm::enumerate(sums)) {
    Value factor = loadScales(panel, group, int64_t(vector));
    if (actScale)
      factor = arith::MulFOp::create(b, factor, actScale);
    Value value = arith::SIToFPOp::create(b, f32, sum);
    if (groups == 1)
      results.push_back(arith::MulFOp::create(b, value, factor));
    else
      results.push_back(math::FmaOp::create(b, value, factor, before[vector]));
  }
  return results;
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
  if (contraction.layout.getGroupPlaces() * 128 > INT32_MAX)
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
  if (isOne && target.has(Feature::GFNI))
    lookup.shuffles += 1;
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
  perGroup.products = 12;
  perGroup.loads = 12;
  perGroup.scalars = 10;
  all += perGroup * (vectors * double(contraction.getGroups()));
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
  if (knobs.rows <= 0 || knobs.rows % panelRows)
    return op.emitOpError()
           << "expects rows of whole panels of " << panelRows << ", got "
           << cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]).getKnobs();
  Emitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutGemvFamily() {
  static const LutGemvFamily family;
  return family;
}
