//===- LoopEmitter.cpp - loops of vectors for a linalg op -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopEmitter.h"

#include "JoinLoops.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra::cpu;

LoopEmitter::LoopEmitter(linalg::GenericOp op, const LoopPlan &plan,
                         bool mayUseThreads)
    : op(op), plan(plan), mayUseThreads(mayUseThreads),
      builder(op.getLoc(), op), body(op, plan, builder),
      starts(op.getNumDpsInits()) {}

void LoopEmitter::addProducer(linalg::GenericOp producer,
                              const LoopPlan &producerPlan) {
  producerBody.emplace(producer, producerPlan, builder);
  body.setProducer(&*producerBody);
}

bool lutra::cpu::mayEmitTogether(linalg::GenericOp producer,
                                 const LoopPlan &producerPlan,
                                 linalg::GenericOp consumer,
                                 const LoopPlan &consumerPlan) {
  using Mode = LoopPlan::Mode;
  if (producer->getBlock() != consumer->getBlock() ||
      producer.getNumLoops() != 1 || consumer.getNumLoops() != 1 ||
      producerPlan.mode != Mode::Parallel ||
      consumerPlan.mode != Mode::Reduction || producer.getNumDpsInits() != 1 ||
      producerPlan.lanes != consumerPlan.lanes || producerPlan.scalarTail ||
      consumerPlan.scalarTail || consumerPlan.pairs)
    return false;
  OpOperand *out = producer.getDpsInitOperand(0);
  if (producer.payloadUsesValueFromOperand(out))
    return false;
  bool reads = false;
  for (OpOperand *input : consumer.getDpsInputOperands()) {
    if (getWholeBuffer(input->get()) != getWholeBuffer(out->get()))
      continue;
    if (input->get() != out->get() || reads ||
        !consumer.payloadUsesValueFromOperand(input) ||
        getAccess(consumer, *input, 0) != Access::Contiguous)
      return false;
    reads = true;
  }
  if (!reads)
    return false;
  // Nothing from one to the other may notice that the first comes later.
  llvm::SmallPtrSet<Value, 4> read;
  for (OpOperand *input : producer.getDpsInputOperands())
    read.insert(getWholeBuffer(input->get()));
  Value written = getWholeBuffer(out->get());
  for (Operation *op = producer->getNextNode();; op = op->getNextNode()) {
    if (auto between = dyn_cast<linalg::LinalgOp>(op)) {
      for (OpOperand &operand : op->getOpOperands()) {
        Value buffer = getWholeBuffer(operand.get());
        bool isInput = between.isDpsInput(&operand);
        if ((!isInput && read.contains(buffer)) ||
            (buffer == written && !(op == consumer && isInput)))
          return false;
      }
      if (op == consumer)
        return true;
      continue;
    }
    if (!isMemoryEffectFree(op))
      return false;
  }
}

void LoopEmitter::emit() {
  auto linalgOp = cast<linalg::LinalgOp>(op.getOperation());
  for (Range range : linalgOp.createLoopRanges(builder, op.getLoc()))
    sizes.push_back(range.size);
  collectAxes();
  emitGrid();
}

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

Value LoopEmitter::getConstant(int64_t value) {
  return arith::ConstantIndexOp::create(builder, value);
}

Value LoopEmitter::getValue(OpFoldResult value) {
  return getValueOrCreateConstantIndexOp(builder, builder.getLoc(), value);
}

OpFoldResult LoopEmitter::add(OpFoldResult lhs, OpFoldResult rhs) {
  auto l = getConstantIntValue(lhs), r = getConstantIntValue(rhs);
  if (l && r)
    return builder.getIndexAttr(*l + *r);
  return builder.createOrFold<arith::AddIOp>(getValue(lhs), getValue(rhs));
}

OpFoldResult LoopEmitter::multiply(OpFoldResult lhs, OpFoldResult rhs) {
  auto l = getConstantIntValue(lhs), r = getConstantIntValue(rhs);
  if (l && r)
    return builder.getIndexAttr(*l * *r);
  return builder.createOrFold<arith::MulIOp>(getValue(lhs), getValue(rhs));
}

OpFoldResult LoopEmitter::divideCeil(OpFoldResult value, int64_t divisor) {
  if (divisor == 1)
    return value;
  if (auto constant = getConstantIntValue(value))
    return builder.getIndexAttr(llvm::divideCeil(*constant, divisor));
  Value sum =
      arith::AddIOp::create(builder, getValue(value), getConstant(divisor - 1));
  return arith::DivUIOp::create(builder, sum, getConstant(divisor)).getResult();
}

OpFoldResult LoopEmitter::roundDown(OpFoldResult begin, OpFoldResult end,
                                    int64_t step) {
  auto b = getConstantIntValue(begin), e = getConstantIntValue(end);
  if (b && e)
    return builder.getIndexAttr(*b + (*e - *b) / step * step);
  Value length = arith::SubIOp::create(builder, getValue(end), getValue(begin));
  // Steps are powers of two.
  Value whole = arith::AndIOp::create(builder, length, getConstant(-step));
  return add(begin, whole);
}

Value LoopEmitter::getMask(Value begin, Value end) {
  // In 32 bits, of which a register holds all lanes.
  Type i32 = builder.getI32Type();
  auto type = VectorType::get(plan.lanes, i32);
  SmallVector<int32_t> steps(plan.lanes);
  for (int64_t lane = 0; lane < plan.lanes; ++lane)
    steps[lane] = lane;
  Value lanes = arith::ConstantOp::create(
      builder, DenseElementsAttr::get(type, ArrayRef(steps)));
  Value rest = arith::SubIOp::create(builder, end, begin);
  Value rest32 = arith::IndexCastOp::create(builder, i32, rest);
  Value bound = vector::BroadcastOp::create(builder, type, rest32);
  return arith::CmpIOp::create(builder, arith::CmpIPredicate::slt, lanes,
                               bound);
}

LoopEmitter::Values LoopEmitter::getOld(unsigned output, ValueRange ivs,
                                        const Tile &tile) {
  Value start = starts[output];
  if (!start)
    return body.loadOutput(output, ivs, tile);
  if (tile.lanes > 1)
    start = vector::BroadcastOp::create(
        builder, VectorType::get(tile.lanes, start.getType()), start);
  return Values(tile.getNumPoints(), start);
}

LoopEmitter::Values
LoopEmitter::emitLoop(OpFoldResult begin, OpFoldResult end, int64_t step,
                      Values inits,
                      function_ref<Values(Value, Values)> emitBody) {
  auto b = getConstantIntValue(begin), e = getConstantIntValue(end);
  if (b && e && *e <= *b)
    return inits;
  if (b && e && *e <= *b + step)
    return emitBody(getValue(begin), inits);
  auto loop = scf::ForOp::create(builder, getValue(begin), getValue(end),
                                 getConstant(step), inits);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  Values results =
      emitBody(loop.getInductionVar(), Values(loop.getRegionIterArgs()));
  if (!inits.empty())
    scf::YieldOp::create(builder, results);
  return Values(loop.getResults());
}

//===----------------------------------------------------------------------===//
// The grid
//===----------------------------------------------------------------------===//

void LoopEmitter::collectAxes() {
  for (unsigned dim : plan.parallelDims)
    if (dim != plan.rowDim)
      axes.push_back({dim, 1, sizes[dim]});
  if (plan.mode == LoopPlan::Mode::Parallel &&
      (mayUseThreads || !plan.reductionDims.empty())) {
    // A stretch of the vector loop, so that one long row can be shared out, and
    // so that what a reduction reads again and again stays in the cache.
    int64_t stretch = plan.lanes * (plan.reductionDims.empty() ? 256 : 16);
    std::optional<int64_t> size = getConstantIntValue(sizes[plan.vectorDim]);
    if (!size || *size > stretch) {
      stretchAxis = axes.size();
      axes.push_back({plan.vectorDim, stretch,
                      divideCeil(sizes[plan.vectorDim], stretch)});
    }
  }
  if (plan.rowDim)
    axes.push_back(
        {*plan.rowDim, plan.rows, divideCeil(sizes[*plan.rowDim], plan.rows)});
}

OpFoldResult LoopEmitter::getCellCost() {
  OpFoldResult cost = builder.getIndexAttr(plan.pointCost * plan.rows);
  for (unsigned dim : plan.reductionDims)
    cost = multiply(cost, sizes[dim]);
  if (plan.mode == LoopPlan::Mode::Scalar) {
    cost = multiply(cost, builder.getIndexAttr(4));
  } else {
    OpFoldResult length = sizes[plan.vectorDim];
    if (stretchAxis) {
      OpFoldResult stretch = builder.getIndexAttr(axes[*stretchAxis].step);
      length = getConstantIntValue(length)
                   ? stretch
                   : arith::MinSIOp::create(builder, getValue(length),
                                            getValue(stretch))
                         .getResult();
    }
    cost = multiply(cost, length);
  }
  // Getting from one cell to the next.
  return add(cost, builder.getIndexAttr(16));
}

void LoopEmitter::emitGrid() {
  OpFoldResult count = builder.getIndexAttr(1);
  for (const Axis &axis : axes)
    count = multiply(count, axis.count);
  OpFoldResult cellCost = getCellCost();
  std::optional<int64_t> total = getConstantIntValue(multiply(count, cellCost));
  bool small = total && *total < 2 * pieceCost;
  if (axes.empty() || small || !mayUseThreads) {
    SmallVector<Value> position;
    emitNest(position);
    return;
  }
  Value grain;
  if (auto constant = getConstantIntValue(cellCost)) {
    grain = getConstant(llvm::divideCeil(pieceCost, *constant));
  } else {
    Value one = getConstant(1);
    Value cost = arith::MaxSIOp::create(builder, getValue(cellCost), one);
    Value cells = arith::DivUIOp::create(builder, getConstant(pieceCost), cost);
    grain = arith::MaxSIOp::create(builder, cells, one);
  }
  emitPieces(count, grain);
}

void LoopEmitter::emitNest(SmallVectorImpl<Value> &position) {
  if (position.size() == axes.size())
    return emitCell(position);
  emitLoop(builder.getIndexAttr(0), axes[position.size()].count, 1, {},
           [&](Value iv, Values) {
             position.push_back(iv);
             emitNest(position);
             position.pop_back();
             return Values();
           });
}

void LoopEmitter::emitPieces(OpFoldResult count, Value grain) {
  Value cells = getValue(count);
  auto pieces = scf::ParallelOp::create(builder, ValueRange{getConstant(0)},
                                        ValueRange{cells}, ValueRange{grain});
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(pieces.getBody());
  Value begin = pieces.getInductionVars().front();
  Value end = arith::MinSIOp::create(
      builder, arith::AddIOp::create(builder, begin, grain), cells);
  emitRange(begin, end);
}

/// Cells [begin, end) of the grid in row-major order, one line of the last axis
/// after the other. The position is divided out of `begin` once and then
/// counted on.
void LoopEmitter::emitRange(Value begin, Value end) {
  unsigned last = axes.size() - 1;
  if (last == 0) {
    emitLoop(begin, end, 1, {}, [&](Value iv, Values) {
      emitCell(iv);
      return Values();
    });
    return;
  }
  Value length = getValue(axes[last].count);
  Value firstLine = arith::DivUIOp::create(builder, begin, length);
  Value lastLine = arith::CeilDivUIOp::create(builder, end, length);
  Values position(last);
  Value rest = firstLine;
  for (unsigned i = last; i-- > 1;) {
    Value count = getValue(axes[i].count);
    position[i] = arith::RemUIOp::create(builder, rest, count);
    rest = arith::DivUIOp::create(builder, rest, count);
  }
  position[0] = rest;
  Value zero = getConstant(0), one = getConstant(1);
  emitLoop(firstLine, lastLine, 1, position, [&](Value line, Values current) {
    Value before = arith::MulIOp::create(builder, line, length);
    Value from = arith::SubIOp::create(builder, begin, before);
    Value to = arith::SubIOp::create(builder, end, before);
    emitLoop(arith::MaxSIOp::create(builder, from, zero).getResult(),
             arith::MinSIOp::create(builder, to, length).getResult(), 1, {},
             [&](Value iv, Values) {
               Values cell = current;
               cell.push_back(iv);
               emitCell(cell);
               return Values();
             });
    Value carry;
    Values next(current.size());
    for (unsigned i = current.size(); i-- > 0;) {
      Value sum = arith::AddIOp::create(builder, current[i], one);
      if (carry)
        sum = arith::SelectOp::create(builder, carry, sum, current[i]);
      next[i] = sum;
      if (i == 0)
        break;
      Value wraps = arith::CmpIOp::create(builder, arith::CmpIPredicate::eq,
                                          sum, getValue(axes[i].count));
      next[i] = arith::SelectOp::create(builder, wraps, zero, sum);
      carry = wraps;
    }
    return next;
  });
}

//===----------------------------------------------------------------------===//
// A cell
//===----------------------------------------------------------------------===//

void LoopEmitter::emitCell(ValueRange position) {
  Values ivs(sizes.size());
  for (auto [axis, value] : llvm::zip_equal(axes, position))
    ivs[axis.dim] = getValue(
        multiply(OpFoldResult(value), builder.getIndexAttr(axis.step)));

  OpFoldResult begin, end;
  if (plan.mode == LoopPlan::Mode::Parallel) {
    OpFoldResult size = sizes[plan.vectorDim];
    begin = builder.getIndexAttr(0);
    end = size;
    if (stretchAxis) {
      begin = ivs[plan.vectorDim];
      end = add(begin, builder.getIndexAttr(axes[*stretchAxis].step));
      std::optional<int64_t> known = getConstantIntValue(size);
      if (!known || *known % axes[*stretchAxis].step != 0)
        end = arith::MinSIOp::create(builder, getValue(end), getValue(size))
                  .getResult();
    }
  }
  auto emitSome = [&](int64_t rows) {
    if (plan.mode == LoopPlan::Mode::Parallel)
      emitStretch(ivs, rows, begin, end);
    else if (plan.mode == LoopPlan::Mode::Reduction)
      emitReduction(ivs, rows);
    else
      emitTile(ivs, Tile{});
  };
  if (!plan.rowDim)
    return emitSome(1);

  std::optional<int64_t> known = getConstantIntValue(sizes[*plan.rowDim]);
  if (known && *known % plan.rows == 0)
    return emitSome(plan.rows);
  Value first = ivs[*plan.rowDim];
  Value last = getValue(sizes[*plan.rowDim]);
  Value next = arith::AddIOp::create(builder, first, getConstant(plan.rows));
  Value full =
      arith::CmpIOp::create(builder, arith::CmpIPredicate::sle, next, last);
  auto branch = scf::IfOp::create(builder, full, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  emitSome(plan.rows);
  builder.setInsertionPointToStart(branch.elseBlock());
  // Rows of a product of matrices that are left over: a half of them, a quarter
  // and so on, since one alone is no faster than four.
  bool halves = plan.mode == LoopPlan::Mode::Parallel &&
                !plan.reductionDims.empty() && llvm::isPowerOf2_64(plan.rows);
  for (int64_t some = plan.rows / 2; halves && some > 1; some /= 2) {
    Value bound = arith::AddIOp::create(builder, first, getConstant(some));
    Value fits =
        arith::CmpIOp::create(builder, arith::CmpIPredicate::sle, bound, last);
    auto part = scf::IfOp::create(builder, fits);
    OpBuilder::InsertionGuard inner(builder);
    builder.setInsertionPointToStart(part.thenBlock());
    ivs[*plan.rowDim] = first;
    emitSome(some);
    builder.setInsertionPointAfter(part);
    first = arith::SelectOp::create(builder, fits, bound, first);
  }
  emitLoop(first, last, 1, {}, [&](Value row, Values) {
    ivs[*plan.rowDim] = row;
    emitSome(1);
    return Values();
  });
}

void LoopEmitter::emitStretch(Values ivs, int64_t rows, OpFoldResult begin,
                              OpFoldResult end) {
  int64_t vectors = plan.getUnroll(rows);
  std::optional<int64_t> size = getConstantIntValue(sizes[plan.vectorDim]);
  if (size && *size >= plan.lanes)
    vectors = std::min<int64_t>(vectors,
                                llvm::bit_floor(uint64_t(*size / plan.lanes)));
  int64_t wide = vectors * plan.lanes;
  auto emitAt = [&](Tile tile) {
    return [&, tile](Value iv, Values) {
      ivs[plan.vectorDim] = iv;
      emitTile(ivs, tile);
      return Values();
    };
  };
  if (vectors > 1 && (!size || *size >= wide)) {
    OpFoldResult wideEnd = roundDown(begin, end, wide);
    emitLoop(begin, wideEnd, wide, {},
             emitAt(Tile{rows, vectors, plan.lanes, {}}));
    begin = wideEnd;
    if (size && *size % wide == 0)
      return;
  }
  if (!size || *size >= plan.lanes) {
    OpFoldResult laneEnd = roundDown(begin, end, plan.lanes);
    emitLoop(begin, laneEnd, plan.lanes, {},
             emitAt(Tile{rows, 1, plan.lanes, {}}));
    begin = laneEnd;
    if (size && *size % plan.lanes == 0)
      return;
  }
  if (plan.scalarTail) {
    emitLoop(begin, end, 1, {}, emitAt(Tile{rows, 1, 1, {}}));
    return;
  }
  // At most one iteration.
  emitLoop(begin, end, plan.lanes, {}, [&](Value iv, Values) {
    Tile tile{rows, 1, plan.lanes, getMask(iv, getValue(end))};
    return emitAt(tile)(iv, {});
  });
}

void LoopEmitter::emitTile(Values ivs, Tile tile) {
  unsigned numOutputs = op.getNumDpsInits();
  int64_t numPoints = tile.getNumPoints();
  Values accumulators;
  for (unsigned output = 0; output < numOutputs; ++output) {
    OpOperand *init = op.getDpsInitOperand(output);
    // Without a reduction the old contents matter to few bodies.
    bool read =
        !plan.reductionDims.empty() || op.payloadUsesValueFromOperand(init);
    Values old = read ? getOld(output, ivs, tile) : Values(numPoints);
    llvm::append_range(accumulators, old);
  }
  accumulators = emitReductionLoop(
      ivs, 0, accumulators, [&](Values &point, Values current) {
        return Values(body.emit(point, tile, current));
      });
  for (unsigned output = 0; output < numOutputs; ++output)
    body.storeOutput(
        output, ivs, tile,
        ArrayRef(accumulators).slice(output * numPoints, numPoints));
}

/// The nest of the reduction loops but for one that is made of vectors.
LoopEmitter::Values LoopEmitter::emitReductionLoop(
    Values &ivs, unsigned level, Values accumulators,
    function_ref<Values(Values &, Values)> emitBody) {
  if (level == plan.reductionDims.size())
    return emitBody(ivs, accumulators);
  unsigned dim = plan.reductionDims[level];
  return emitLoop(builder.getIndexAttr(0), sizes[dim], 1, accumulators,
                  [&](Value iv, Values current) {
                    ivs[dim] = iv;
                    return emitReductionLoop(ivs, level + 1, current, emitBody);
                  });
}

//===----------------------------------------------------------------------===//
// Reductions along vectors
//===----------------------------------------------------------------------===//

/// Adds up vectors and then their lanes: halves onto halves.
Value LoopEmitter::addUp(const Combiner &combiner, Values vectors) {
  auto combine = [&](Value lhs, Value rhs) {
    return combiner.isExtreme()
               ? combiner.takeExtreme(builder, builder.getLoc(), lhs, rhs)
               : combiner.combine(builder, builder.getLoc(), lhs, rhs);
  };
  while (vectors.size() > 1) {
    Values sums;
    for (unsigned i = 0; i + 1 < vectors.size(); i += 2)
      sums.push_back(combine(vectors[i], vectors[i + 1]));
    vectors = sums;
  }
  Value vector = vectors.front();
  // Integers add up to the same in any order, and the code generator knows how.
  if (std::optional<vector::CombiningKind> kind = combiner.getVectorKind())
    return vector::ReductionOp::create(builder, *kind, vector);
  for (int64_t half = plan.lanes / 2; half >= 1; half /= 2) {
    SmallVector<int64_t> low(half), high(half);
    for (int64_t i = 0; i < half; ++i) {
      low[i] = i;
      high[i] = half + i;
    }
    Value l = vector::ShuffleOp::create(builder, vector, vector, low);
    Value h = vector::ShuffleOp::create(builder, vector, vector, high);
    vector = combine(l, h);
  }
  return vector::ExtractOp::create(builder, vector, 0);
}

void LoopEmitter::takeExtremes(const Combiner &combiner,
                               MutableArrayRef<Value> accumulators,
                               MutableArrayRef<Value> ordered,
                               ArrayRef<Value> vectors) {
  for (auto [accumulator, vector] : llvm::zip_equal(accumulators, vectors))
    accumulator =
        combiner.takeExtreme(builder, builder.getLoc(), accumulator, vector);
  unsigned perRow = vectors.size() / ordered.size();
  for (auto [row, lanes] : llvm::enumerate(ordered)) {
    // One comparison finds NaN in two vectors.
    ArrayRef<Value> ofRow = vectors.slice(row * perRow, perRow);
    Value all;
    for (unsigned i = 0; i < perRow; i += 2) {
      Value pair =
          arith::CmpFOp::create(builder, arith::CmpFPredicate::ORD, ofRow[i],
                                ofRow[std::min(i + 1, perRow - 1)]);
      all = all ? arith::AndIOp::create(builder, all, pair).getResult() : pair;
    }
    lanes = arith::AndIOp::create(builder, lanes, all);
  }
}

void LoopEmitter::emitReduction(Values ivs, int64_t rows) {
  unsigned numOutputs = op.getNumDpsInits();
  OpFoldResult size = sizes[plan.vectorDim];
  std::optional<int64_t> known = getConstantIntValue(size);
  Tile wideTile{rows,
                plan.getUnroll(rows),
                plan.lanes * (plan.pairs ? 2 : 1),
                {},
                plan.pairs};
  int64_t wide = wideTile.vectors * wideTile.lanes;
  int64_t vectors = known && *known < wide ? 1 : wideTile.vectors;
  bool hasTail = !known || *known % plan.lanes != 0;
  bool hasScalarTail = hasTail && plan.scalarTail;

  // Partial accumulators, [output][row][vector]; for greatest and least numbers
  // lanes that have seen no NaN, [output][row]; for a tail of scalars
  // accumulators, [output][row].
  Values partial, ordered, scalars;
  SmallVector<unsigned> extremes;
  for (unsigned output = 0; output < numOutputs; ++output) {
    Type element =
        getElementTypeOrSelf(op.getDpsInitOperand(output)->get().getType());
    TypedAttr neutral = plan.combiners[output].getNeutral(element);
    auto type = VectorType::get(plan.lanes, element);
    Value vector = arith::ConstantOp::create(
        builder, DenseElementsAttr::get(type, Attribute(neutral)));
    partial.append(rows * vectors, vector);
    if (plan.combiners[output].isExtreme()) {
      extremes.push_back(output);
      auto flags = VectorType::get(plan.lanes, builder.getI1Type());
      ordered.append(rows, arith::ConstantOp::create(
                               builder, DenseElementsAttr::get(flags, true)));
    }
    if (hasScalarTail)
      scalars.append(rows, arith::ConstantOp::create(builder, neutral));
  }
  unsigned numPartial = partial.size();
  unsigned firstScalar = numPartial + ordered.size();
  llvm::append_range(partial, ordered);
  llvm::append_range(partial, scalars);

  // The body at a point, whose accumulators are the first ones of `current`;
  // the lanes that have seen no NaN follow.
  auto accumulate = [&](ValueRange point, const Tile &tile, Values current) {
    unsigned perOutput = rows * tile.vectors;
    unsigned size = numOutputs * perOutput;
    Values made = body.emit(point, tile, ArrayRef(current).take_front(size));
    MutableArrayRef<Value> flags = MutableArrayRef(current).drop_front(size);
    for (auto [i, output] : llvm::enumerate(extremes)) {
      auto accumulators =
          MutableArrayRef(current).slice(output * perOutput, perOutput);
      auto vectors = MutableArrayRef(made).slice(output * perOutput, perOutput);
      takeExtremes(plan.combiners[output], accumulators,
                   flags.slice(i * rows, rows), vectors);
      llvm::copy(accumulators, vectors.begin());
    }
    llvm::copy(made, current.begin());
    return current;
  };
  // The first vector's accumulators only, for steps of one vector.
  auto onFirst = [&](Values accumulators, const Tile &tile, ValueRange point) {
    SmallVector<unsigned> places;
    for (unsigned i = 0; i < numPartial; i += vectors)
      places.push_back(i);
    for (unsigned i = numPartial; i < firstScalar; ++i)
      places.push_back(i);
    Values first;
    for (unsigned place : places)
      first.push_back(accumulators[place]);
    Values next = accumulate(point, tile, first);
    for (auto [i, value] : llvm::enumerate(next)) {
      if (tile.mask)
        value = arith::SelectOp::create(builder, tile.mask, value, first[i]);
      accumulators[places[i]] = value;
    }
    return accumulators;
  };
  auto emitSegments = [&](Values &point, Values accumulators) {
    Value &iv = point[plan.vectorDim];
    OpFoldResult begin = builder.getIndexAttr(0);
    if (vectors > 1) {
      OpFoldResult wideEnd = roundDown(begin, size, wide);
      accumulators = emitLoop(
          begin, wideEnd, wide, accumulators, [&](Value at, Values current) {
            iv = at;
            Values next =
                accumulate(point, wideTile,
                           Values(ArrayRef(current).take_front(firstScalar)));
            llvm::append_range(next, ArrayRef(current).drop_front(firstScalar));
            return next;
          });
      begin = wideEnd;
    }
    OpFoldResult laneEnd = roundDown(begin, size, plan.lanes);
    accumulators = emitLoop(
        begin, laneEnd, plan.lanes, accumulators,
        [&](Value at, Values current) {
          iv = at;
          return onFirst(current, Tile{rows, 1, plan.lanes, {}}, point);
        });
    if (!hasTail)
      return accumulators;
    if (!hasScalarTail)
      return emitLoop(laneEnd, size, plan.lanes, accumulators,
                      [&](Value at, Values current) {
                        iv = at;
                        Tile tile{rows, 1, plan.lanes,
                                  getMask(at, getValue(size))};
                        return onFirst(current, tile, point);
                      });
    return emitLoop(
        laneEnd, size, 1, accumulators, [&](Value at, Values current) {
          iv = at;
          Values next(ArrayRef(current).take_front(firstScalar));
          llvm::append_range(
              next, body.emit(point, Tile{rows, 1, 1, {}},
                              ArrayRef(current).drop_front(firstScalar)));
          return next;
        });
  };
  Values totals = emitReductionLoop(ivs, 0, partial, emitSegments);

  Tile result{rows, 1, 1, {}};
  ivs[plan.vectorDim] = getConstant(0);
  for (unsigned dim : plan.reductionDims)
    ivs[dim] = getConstant(0);
  unsigned nextFlag = numPartial;
  for (unsigned output = 0; output < numOutputs; ++output) {
    const Combiner &combiner = plan.combiners[output];
    Values old = getOld(output, ivs, result);
    for (int64_t row = 0; row < rows; ++row) {
      unsigned which = output * rows + row;
      Value sum = addUp(
          combiner, Values(ArrayRef(totals).slice(which * vectors, vectors)));
      if (combiner.isExtreme()) {
        auto element = cast<FloatType>(sum.getType());
        Value nan = arith::ConstantOp::create(
            builder,
            builder.getFloatAttr(
                element, APFloat::getQNaN(element.getFloatSemantics())));
        Value all = vector::ReductionOp::create(
            builder, vector::CombiningKind::AND, totals[nextFlag++]);
        sum = arith::SelectOp::create(builder, all, sum, nan);
      }
      if (hasScalarTail)
        sum = combiner.combine(builder, builder.getLoc(), sum,
                               totals[firstScalar + which]);
      old[row] = combiner.combine(builder, builder.getLoc(), old[row], sum);
    }
    body.storeOutput(output, ivs, result, old);
  }
}
