//===- MicroEmitter.cpp - the body of a register tile ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MicroEmitter.h"
#include "ResultStore.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

int64_t kernel::getTileTokens(lut::TargetAttr target, int64_t vectors,
                              int64_t limit) {
  // Sums, codes for each vector of rows, activations of each token, and masks
  // and what is on the way. Where there are 32 registers LLVM loads the next
  // activations early, and spills if there is no room for them. Float sums of
  // groups may wait on the stack.
  int64_t perVector = target ? 512 / target.getVectorBits() : 4;
  int64_t registers = target ? target.getRegisters() : 16;
  auto fits = [&](int64_t tokens) {
    return perVector * vectors * (tokens + 1) + tokens * (registers / 16) + 4 <=
           registers;
  };
  int64_t tokens = 1;
  while (tokens < limit && fits(tokens + 1))
    ++tokens;
  return tokens;
}

SmallVector<Knobs> kernel::getTileCandidates(const Contraction &contraction,
                                             lut::TargetAttr target,
                                             int64_t tokens,
                                             int64_t stepVectors) {
  // One vector of rows takes each activation straight out of memory, and what
  // is decoded serves more tokens: where there are enough of them, so that sums
  // need not wait for each other, this is best (0.95 of the peak on Zen 4,
  // where four vectors by four tokens reach 0.80).
  constexpr int64_t enoughSums = 4, mostTokens = 8;
  // Of one token all vectors of a step are loaded together: where they are too
  // many lines of memory, the processor does not see that they are a stream.
  constexpr int64_t mostLines = 16;
  SmallVector<int64_t> wide = {64, 128, 32, 16}, narrow = {16, 32, 64, 128};
  if (stepVectors * (64 / kLanes) > mostLines)
    wide = {32, 64, 128, 16};
  SmallVector<Knobs> candidates;
  for (int64_t rows : tokens < enoughSums ? wide : narrow) {
    if (contraction.layout.getPanelRows() % rows)
      continue;
    Knobs knobs;
    knobs.rows = rows;
    knobs.tokens =
        getTileTokens(target, rows / kLanes, std::min(tokens, mostTokens));
    knobs.block = llvm::alignTo(32, knobs.tokens);
    candidates.push_back(knobs);
  }
  return candidates;
}

MicroEmitter::MicroEmitter(lowbit::MicroContractOp op, const Knobs &knobs)
    : op(op), contraction(Contraction::get(op)), knobs(knobs),
      b(op.getLoc(), op), vectors(int64_t(op.getRows()) / kLanes),
      tokens(op.getTokens()), groups(contraction.getGroups()),
      groupPlaces(contraction.layout.getGroupPlaces()),
      granule(contraction.layout.getGranule()),
      f32(VectorType::get(kLanes, b.getF32Type())),
      i32(VectorType::get(kLanes, b.getI32Type())) {}

MicroEmitter::~MicroEmitter() = default;

void MicroEmitter::emit() { emitStore(emitGroups()); }

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

Value MicroEmitter::getIndex(int64_t value) {
  return arith::ConstantIndexOp::create(b, value);
}

Value MicroEmitter::addIndex(Value value, int64_t constant) {
  return constant == 0
             ? value
             : b.createOrFold<arith::AddIOp>(value, getIndex(constant));
}

Value MicroEmitter::getSplat(VectorType type, int64_t value) {
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

Value MicroEmitter::getFloatSplat(float value) {
  return arith::ConstantOp::create(
      b, DenseElementsAttr::get(f32, b.getF32FloatAttr(value)));
}

Value MicroEmitter::loadSplat(Value buffer, ValueRange indices) {
  Value element = memref::LoadOp::create(b, buffer, indices);
  return vector::BroadcastOp::create(
      b, VectorType::get(kLanes, element.getType()), element);
}

Value MicroEmitter::getTile() {
  return b.createOrFold<arith::DivUIOp>(op.getToken(),
                                        getIndex(op.getNumBeside()));
}

Value MicroEmitter::loadOfToken(Value buffer, Value group, int64_t token) {
  if (!op.hasBeside(buffer))
    return loadSplat(buffer, ValueRange{getToken(token), group});
  Value first =
      b.createOrFold<arith::MulIOp>(group, getIndex(op.getNumBeside()));
  return loadSplat(buffer, ValueRange{getTile(), addIndex(first, token)});
}

Value MicroEmitter::loadPairs(Value buffer, ValueRange indices) {
  Type element = cast<MemRefType>(buffer.getType()).getElementType();
  Value pair =
      vector::LoadOp::create(b, VectorType::get(2, element), buffer, indices);
  Value word =
      vector::BitCastOp::create(b, VectorType::get(1, b.getI32Type()), pair);
  return vector::BroadcastOp::create(b, i32,
                                     vector::ExtractOp::create(b, word, 0));
}

Value MicroEmitter::loadRows(Value buffer, Value group, int64_t vector) {
  auto element = cast<MemRefType>(buffer.getType()).getElementType();
  Value row = addIndex(op.getRow(), vector * kLanes);
  return vector::LoadOp::create(b, VectorType::get(kLanes, element), buffer,
                                ValueRange{op.getPanel(), group, row});
}

MicroEmitter::Values
MicroEmitter::emitLoop(Value begin, Value end, int64_t step, Values inits,
                       function_ref<Values(Value, Values)> body) {
  auto loop = scf::ForOp::create(b, begin, end, getIndex(step), inits);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Values results = body(loop.getInductionVar(),
                        llvm::to_vector_of<Value>(loop.getRegionIterArgs()));
  scf::YieldOp::create(b, results);
  return Values(loop.getResults());
}

//===----------------------------------------------------------------------===//
// Groups
//===----------------------------------------------------------------------===//

/// How many of `steps` are written out in each iteration: about `wanted`, and
/// all iterations are alike. Steps left over behind a loop would be loads that
/// take turns with those in it; none of them would have a stride that the
/// processor could follow (4 bits in groups of 112, 32 tokens, Zen 4: 132
/// GMAC/s instead of 200).
static int64_t getUnrolledSteps(int64_t steps, int64_t wanted) {
  int64_t unroll = std::clamp<int64_t>(wanted, 1, steps);
  while (steps % unroll)
    --unroll;
  if (2 * unroll >= wanted)
    return unroll;
  for (int64_t more = wanted; more <= std::min(steps, 4 * wanted); ++more)
    if (steps % more == 0)
      return more;
  return unroll;
}

MicroEmitter::Values MicroEmitter::emitGroup(Value group) {
  int64_t steps = groupPlaces / granule;
  int64_t unroll = getUnrolledSteps(steps, knobs.unroll);
  Value begin =
      groups == 1 ? getIndex(0)
                  : b.createOrFold<arith::MulIOp>(group, getIndex(groupPlaces));
  auto emitSteps = [&](Value place, Values accumulators) {
    for (int64_t step = 0; step < unroll; ++step)
      accumulators = emitStep(addIndex(place, step * granule), step,
                              std::move(accumulators));
    return accumulators;
  };
  Values accumulators = emitBegin(group);
  accumulators = unroll == steps
                     ? emitSteps(begin, accumulators)
                     : emitLoop(begin, addIndex(begin, groupPlaces),
                                unroll * granule, accumulators, emitSteps);
  return emitEnd(group, accumulators);
}

/// Sums times the scales of their groups, on top of what the groups before came
/// to, if there are any.
MicroEmitter::Values MicroEmitter::scaleSums(Value group, const Values &sums,
                                             const Values &before) {
  Values results(getNumPoints());
  for (int64_t vector = 0; vector < vectors; ++vector) {
    Value scale = loadScales(group, vector);
    for (int64_t token = 0; token < tokens; ++token) {
      int64_t point = getPoint(vector, token);
      Value sum = sums[point], &result = results[point];
      if (before.empty())
        result = scale ? arith::MulFOp::create(b, sum, scale).getResult() : sum;
      else
        result =
            scale
                ? math::FmaOp::create(b, sum, scale, before[point]).getResult()
                : arith::AddFOp::create(b, before[point], sum).getResult();
    }
  }
  return results;
}

/// The sum of `count` groups from `first` on. Short ones are several to an
/// iteration, which has as many steps as one of long groups.
MicroEmitter::Values MicroEmitter::emitSum(Value first, int64_t count) {
  if (count == 1)
    return scaleSums(first, emitGroup(first), {});
  int64_t together =
      std::clamp<int64_t>(knobs.unroll * granule / groupPlaces, 1, count);
  while (count % together)
    --together;
  return emitLoop(first, addIndex(first, count), together,
                  Values(getNumPoints(), getFloatSplat(0)),
                  [&](Value group, Values sums) {
                    for (int64_t i = 0; i < together; ++i) {
                      Value next = addIndex(group, i);
                      sums = scaleSums(next, emitGroup(next), sums);
                    }
                    return sums;
                  });
}

/// The results with set `set`, which has `count` groups.
MicroEmitter::Values MicroEmitter::addSet(Value set, int64_t count,
                                          const Values &before) {
  Value first =
      b.createOrFold<arith::MulIOp>(set, getIndex(contraction.getSetGroups()));
  Values results = emitSum(first, count);
  for (int64_t token = 0; token < tokens; ++token) {
    Value scale = loadOfToken(op.getActScales(), set, token);
    for (int64_t vector = 0; vector < vectors; ++vector) {
      int64_t point = getPoint(vector, token);
      results[point] =
          math::FmaOp::create(b, results[point], scale, before[point]);
    }
  }
  return results;
}

/// One scale for each token enters with the only group.
MicroEmitter::Values MicroEmitter::emitOnlyGroup() {
  Value zero = getIndex(0);
  Values results = emitGroup(zero);
  Values actScales;
  for (int64_t token = 0; token < tokens; ++token)
    actScales.push_back(loadOfToken(op.getActScales(), zero, token));
  for (int64_t vector = 0; vector < vectors; ++vector) {
    Value rowScale = loadScales(zero, vector);
    for (int64_t token = 0; token < tokens; ++token) {
      Value &result = results[getPoint(vector, token)];
      Value scale = arith::MulFOp::create(b, rowScale, actScales[token]);
      result = arith::MulFOp::create(b, result, scale);
    }
  }
  return results;
}

MicroEmitter::Values MicroEmitter::emitGroups() {
  Value zero = getIndex(0);
  if (!contraction.hasIntegerActs())
    return emitSum(zero, groups);
  if (groups == 1)
    return emitOnlyGroup();
  int64_t size = contraction.getSetGroups(), whole = groups / size;
  Values results(getNumPoints(), getFloatSplat(0));
  if (whole == 1)
    results = addSet(zero, size, results);
  else if (whole > 1)
    results = emitLoop(
        zero, getIndex(whole), 1, results,
        [&](Value set, Values before) { return addSet(set, size, before); });
  if (int64_t rest = groups % size)
    results = addSet(getIndex(whole), rest, results);
  return results;
}

void MicroEmitter::emitStore(const Values &results) {
  int64_t panelRows = contraction.layout.getPanelRows();
  Value panelRow =
      b.createOrFold<arith::MulIOp>(op.getPanel(), getIndex(panelRows));
  Value firstRow = b.createOrFold<arith::AddIOp>(panelRow, op.getRow());
  ResultStore store(b, op.getInit(), op.getExtras(), op.getEpilogue());
  for (int64_t vector = 0; vector < vectors; ++vector) {
    Value row = addIndex(firstRow, vector * kLanes);
    Value mask =
        contraction.rows % panelRows == 0 ? Value() : store.emitMask(row);
    for (int64_t token = 0; token < tokens; ++token)
      store.emit(results[getPoint(vector, token)], row, mask, getToken(token));
  }
}
