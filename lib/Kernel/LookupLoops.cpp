//===- LookupLoops.cpp - loops around sums that are looked up -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LookupLoops.h"
#include "ResultStore.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// Places whose tables are worth a thread.
static constexpr int64_t kPlacesOfPiece = 640;
/// Each piece of many tokens has tables of its own, so there are not many.
static constexpr int64_t kMostPieces = 16;

LookupLoops::LookupLoops(lowbit::PackedContractOp op, const Knobs &knobs)
    : LoopBuilder(op), op(op), contraction(Contraction::get(op)), knobs(knobs),
      panelRows(contraction.layout.getPanelRows()),
      steps(contraction.places / contraction.layout.getGranule()),
      groups(contraction.getGroups()),
      f32(VectorType::get(kLanes, b.getF32Type())),
      i32(VectorType::get(kLanes, b.getI32Type())) {}

LookupLoops::~LookupLoops() = default;

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

Value LookupLoops::add(Value lhs, int64_t rhs) {
  return rhs ? add(lhs, getIndex(rhs)) : lhs;
}

Value LookupLoops::add(Value lhs, Value rhs) {
  return b.createOrFold<arith::AddIOp>(lhs, rhs);
}

Value LookupLoops::multiply(Value lhs, int64_t rhs) {
  return b.createOrFold<arith::MulIOp>(lhs, getIndex(rhs));
}

void LookupLoops::emitPrefetch(Value offset) {
  if (knobs.prefetch)
    memref::PrefetchOp::create(b, op.getWeights(), add(offset, knobs.prefetch),
                               /*isWrite=*/false, /*localityHint=*/3,
                               /*isDataCache=*/true);
}

LookupLoops::Values
LookupLoops::emitLoop(int64_t end, Values inits,
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

LookupLoops::Values LookupLoops::emitParts(Value begin, int64_t size,
                                           int64_t most, Values inits,
                                           SumTerms emitPart) {
  int64_t parts = llvm::divideCeil(size, most);
  int64_t interval = llvm::divideCeil(size, parts), whole = size / interval;
  Values sums =
      whole == 1
          ? emitPart(begin, interval, std::move(inits))
          : emitLoop(whole, std::move(inits), [&](Value part, Values before) {
              return emitPart(add(begin, multiply(part, interval)), interval,
                              std::move(before));
            });
  if (int64_t rest = size % interval)
    sums = emitPart(add(begin, whole * interval), rest, std::move(sums));
  return sums;
}

//===----------------------------------------------------------------------===//
// Tokens
//===----------------------------------------------------------------------===//

void LookupLoops::emit() {
  auto outs = cast<MemRefType>(op.getInit().getType());
  numTokens =
      outs.isDynamicDim(0)
          ? OpFoldResult(memref::DimOp::create(b, op.getInit(), 0).getResult())
          : fixed(outs.getDimSize(0));
  if (knobs.tokens == 1) {
    tables = emitMemory(1);
    return LoopBuilder::emitLoop(fixed(0), numTokens, 1,
                                 [&](Value token) { emitAlone(token); });
  }
  // Many tokens are work enough for threads, which need not wait for each
  // other's tables.
  Cells cells{numTokens, knobs.tokens, contraction.rows, contraction.rows,
              1,         knobs.piece,  kMostPieces};
  emitCells(
      cells, [&] { tables = emitMemory(knobs.tokens); },
      [&](Value block, Value) {
        Value first = multiply(block, knobs.tokens);
        OpFoldResult rest = fold<arith::SubIOp>(numTokens, first);
        auto emitEach = [&] {
          LoopBuilder::emitLoop(first, numTokens, 1,
                                [&](Value token) { emitTile(token, 1); });
        };
        if (auto known = getConstantIntValue(numTokens);
            known && *known % knobs.tokens == 0)
          return emitTile(first, knobs.tokens);
        Value isWhole =
            arith::CmpIOp::create(b, arith::CmpIPredicate::sge, getValue(rest),
                                  getIndex(knobs.tokens));
        auto branch = scf::IfOp::create(b, isWhole, /*withElseRegion=*/true);
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPointToStart(branch.thenBlock());
        emitTile(first, knobs.tokens);
        b.setInsertionPointToStart(branch.elseBlock());
        emitEach();
      });
}

/// A token that all threads compute together, if there is work for them: parts
/// of the tables first, then parts of the rows.
void LookupLoops::emitAlone(Value token) {
  emitBeforeTables(token);
  bool isParallel = knobs.piece && contraction.rows >= 2 * knobs.piece;
  if (!isParallel)
    return emitTile(token, 1);
  auto emitPieces = [&](int64_t size, int64_t grain,
                        function_ref<void(Value, OpFoldResult)> body) {
    auto pieces = scf::ParallelOp::create(b, ValueRange{getIndex(0)},
                                          ValueRange{getIndex(size)},
                                          ValueRange{getIndex(grain)});
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(pieces.getBody());
    Value begin = pieces.getInductionVars().front();
    body(begin, fold<arith::MinSIOp>(add(begin, grain), fixed(size)));
  };
  auto emitSteps = [&](OpFoldResult begin, OpFoldResult end) {
    LoopBuilder::emitLoop(
        begin, end, 1, [&](Value step) { emitTablesOfStep(step, token, 0); });
  };
  int64_t grain = kPlacesOfPiece / contraction.layout.getGranule();
  if (steps < 2 * grain)
    emitSteps(fixed(0), fixed(steps));
  else
    emitPieces(steps, grain, emitSteps);

  int64_t together = knobs.rows / panelRows;
  emitPieces(
      contraction.getPanels(),
      llvm::alignTo(llvm::divideCeil(knobs.piece, panelRows),
                    uint64_t(together)),
      [&](Value begin, OpFoldResult end) { emitPanels(token, 1, begin, end); });
}

void LookupLoops::emitTile(Value token, int64_t tokens) {
  LoopBuilder::emitLoop(fixed(0), fixed(steps), 1, [&](Value step) {
    for (int64_t slot = 0; slot < tokens; ++slot)
      emitTablesOfStep(step, add(token, slot), slot);
  });
  emitPanels(token, tokens, getIndex(0), fixed(contraction.getPanels()));
}

/// Panels as many together as the knobs say, and those that are left.
void LookupLoops::emitPanels(Value token, int64_t tokens, Value begin,
                             OpFoldResult end) {
  int64_t together = knobs.rows / panelRows;
  int64_t rest = contraction.getPanels() % together;
  OpFoldResult count = fold<arith::SubIOp>(end, begin);
  OpFoldResult wholeEnd =
      fold<arith::SubIOp>(end, fold<arith::RemUIOp>(count, fixed(together)));
  LoopBuilder::emitLoop(begin, wholeEnd, together, [&](Value panel) {
    emitResults(token, {panel, together, tokens});
  });
  // Pieces have whole numbers of them, but for the last one.
  if (rest)
    LoopBuilder::emitLoop(wholeEnd, end, rest, [&](Value panel) {
      emitResults(token, {panel, rest, tokens});
    });
}

/// The results with set `set`, which has `count` groups.
LookupLoops::Values LookupLoops::addSet(Value token, const Tile &tile,
                                        Value set, int64_t count,
                                        const Values &before) {
  Value first = multiply(set, contraction.getSetGroups());
  auto emitNext = [&](Value group, const Values &sums) {
    return scale(token, tile, group, emitGroup(tile, group), sums);
  };
  Value none = arith::ConstantOp::create(b, b.getZeroAttr(f32));
  Values results = count == 1
                       ? emitNext(first, {})
                       : emitLoop(count, Values(before.size(), none),
                                  [&](Value group, Values sums) {
                                    return emitNext(add(first, group), sums);
                                  });
  int64_t numVectors = tile.panels * getVectorsOfPanel();
  for (int64_t slot = 0; slot < tile.tokens; ++slot) {
    Value actScale = loadActScale(add(token, slot), set);
    for (int64_t vector = 0; vector < numVectors; ++vector) {
      int64_t point = slot * numVectors + vector;
      results[point] =
          math::FmaOp::create(b, results[point], actScale, before[point]);
    }
  }
  return results;
}

void LookupLoops::emitResults(Value token, const Tile &tile) {
  int64_t numVectors = tile.panels * getVectorsOfPanel();
  Value zero = getIndex(0);
  Values results;
  if (groups == 1) {
    results = scale(token, tile, zero, emitGroup(tile, zero), {});
  } else {
    Value none = arith::ConstantOp::create(b, b.getZeroAttr(f32));
    results.assign(tile.tokens * numVectors, none);
    int64_t size = contraction.getSetGroups(), whole = groups / size;
    if (whole == 1)
      results = addSet(token, tile, zero, size, results);
    else if (whole > 1)
      results = emitLoop(whole, results, [&](Value set, Values before) {
        return addSet(token, tile, set, size, before);
      });
    if (int64_t rest = groups % size)
      results = addSet(token, tile, getIndex(whole), rest, results);
  }
  ResultStore store(b, op.getInit(), op.getExtras(), op.getEpilogue());
  Value first = multiply(tile.panel, panelRows);
  for (int64_t slot = 0; slot < tile.tokens; ++slot)
    for (int64_t vector = 0; vector < numVectors; ++vector) {
      Value row = add(first, vector * kLanes);
      Value mask =
          contraction.rows % panelRows == 0 ? Value() : store.emitMask(row);
      store.emit(results[slot * numVectors + vector], row, mask,
                 add(token, slot));
    }
}

//===----------------------------------------------------------------------===//
// Scales
//===----------------------------------------------------------------------===//

Value LookupLoops::broadcast(Value scalar) {
  return vector::BroadcastOp::create(
      b, VectorType::get(kLanes, scalar.getType()), scalar);
}

Value LookupLoops::loadRows(Value source, Type element, Value panel,
                            Value group, int64_t vector) {
  int64_t perPanel = getVectorsOfPanel();
  return vector::LoadOp::create(
      b, VectorType::get(kLanes, element), source,
      ValueRange{add(panel, vector / perPanel), group,
                 getIndex(vector % perPanel * kLanes)});
}

Value LookupLoops::loadActScale(Value token, Value group) {
  return broadcast(
      memref::LoadOp::create(b, op.getActScales(), ValueRange{token, group}));
}

/// a (s t) for the only group, with the scale t of the token; of several the
/// sum so far fma(a, s, sum), or a s for the first; a is the sum of codes less
/// z times the sum of activations.
LookupLoops::Values LookupLoops::scale(Value token, const Tile &tile,
                                       Value group, Values sums,
                                       const Values &before) {
  int64_t numVectors = tile.panels * getVectorsOfPanel();
  bool isReal = contraction.zeroPoints == ZeroPoints::Reals;
  bool isInteger = contraction.zeroPoints == ZeroPoints::Integers;
  int64_t zero = getZeroPoint(contraction.format) - getZeroInSums();
  Values results(sums.size()), actScales, actSums;
  for (int64_t slot = 0; slot < tile.tokens; ++slot) {
    Value t = add(token, slot);
    if (groups == 1)
      actScales.push_back(loadActScale(t, group));
    if (isReal || isInteger || zero)
      actSums.push_back(broadcast(
          memref::LoadOp::create(b, op.getSums(), ValueRange{t, group})));
  }
  for (int64_t vector = 0; vector < numVectors; ++vector) {
    Value scale =
        loadRows(op.getScales(), b.getF32Type(), tile.panel, group, vector);
    Value zeros;
    if (isReal)
      zeros =
          arith::NegFOp::create(b, loadRows(op.getZeroPoints(), b.getF32Type(),
                                            tile.panel, group, vector));
    else if (isInteger)
      zeros = arith::ExtUIOp::create(b, i32,
                                     loadRows(op.getZeroPoints(), b.getI8Type(),
                                              tile.panel, group, vector));
    else if (zero)
      zeros = arith::ConstantOp::create(
          b, DenseElementsAttr::get(i32, int32_t(zero)));
    for (int64_t slot = 0; slot < tile.tokens; ++slot) {
      int64_t point = slot * numVectors + vector;
      Value sum = sums[point], factor = scale;
      if (zeros && !isReal)
        sum = arith::SubIOp::create(
            b, sum, arith::MulIOp::create(b, zeros, actSums[slot]));
      Value value = arith::SIToFPOp::create(b, f32, sum);
      if (isReal)
        value = math::FmaOp::create(
            b, zeros, arith::SIToFPOp::create(b, f32, actSums[slot]), value);
      if (groups == 1)
        factor = arith::MulFOp::create(b, factor, actScales[slot]);
      results[point] =
          before.empty() ? arith::MulFOp::create(b, value, factor).getResult()
                         : math::FmaOp::create(b, value, factor, before[point]);
    }
  }
  return results;
}
