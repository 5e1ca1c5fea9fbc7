//===- AttentionBlocks.cpp - attention of many queries --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A block is 32 rows, or 16 at the end. Its queries are transposed once; then,
// 64 keys after the other: scores, their weights, and the weighted sum of the
// values, all with rows in lanes. Both products are outer products of a vector
// of rows and one element of K or V, so each element of K and V is loaded once
// for a block, no lanes are added up, and neither head sizes nor the number of
// keys need padding. Only the lanes past the last row are idle.
//
//===----------------------------------------------------------------------===//

#include "AttentionEmitter.h"

#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace lutra::cpu;

AttentionBlocks::AttentionBlocks(const AttentionEmitter &common)
    : AttentionEmitter(common) {
  // Accumulators leave room for a vector of each operand.
  int64_t registers = maxTile * 2;
  if (lutra::lut::TargetAttr target = lutra::lut::getTarget(op))
    registers = target.getRegisters() * target.getVectorBits() / (32 * lanes);
  tileVectors = registers >= 2 * maxTile ? 2 : 1;
  tileTerms = std::clamp<int64_t>(registers / 2 / tileVectors, 2, maxTile / 2);
}

void AttentionBlocks::allocate() {
  int64_t keyRoom = roundUp(keySize), valueRoom = roundUp(valueSize);
  packed = b.allocate({keyRoom, blockRows});
  scores = b.allocate({blockKeys, blockRows});
  totals = b.allocate({valueRoom, blockRows});
  corner = b.allocate({lanes, std::max(keyRoom, valueRoom)});
  if (cast<MemRefType>(op.getKey().getType()).getElementType().isF32())
    return;
  stagedKeys = b.allocate({blockKeys, keyRoom});
  stagedValues = b.allocate({blockKeys, valueRoom});
}

/// The row of a lane; lanes past the last row repeat it.
Value AttentionBlocks::getRow(int64_t vector, Value lane) {
  Value row = b.add(first, b.add(lane, atVector(vector)));
  return b.min(row, b.sub(rows, b.index(1)));
}

void AttentionBlocks::packQueries() {
  Value zero = b.index(0);
  for (int64_t vector = 0; vector < vectors; ++vector) {
    b.loop(zero, b.index(lanes), 1, [&](Value lane) {
      Value row = getRow(vector, lane);
      for (int64_t i = 0; i < keySize; i += lanes) {
        Values point = getPoint(batch, shared, row, b.index(i));
        Value part =
            b.load(op.getQuery(), point, b.getIndexAttr(getCount(keySize, i)));
        b.store(part, corner, {lane, b.index(i)});
      }
    });
    b.loop(zero, b.index(roundUp(keySize)), lanes, [&](Value feature) {
      Values square;
      for (int64_t i = 0; i < lanes; ++i)
        square.push_back(b.load(corner, {b.index(i), feature}));
      b.transpose(square);
      for (int64_t i = 0; i < lanes; ++i)
        b.store(square[i], packed,
                {b.add(feature, b.index(i)), atVector(vector)});
    });
  }
}

void AttentionBlocks::stage(Value source, Value dest, int64_t size, Value key,
                            Value count) {
  b.loop(b.index(0), count, 1, [&](Value offset) {
    for (int64_t i = 0; i < size; i += lanes) {
      Value part =
          b.load(source, {batch, shared, b.add(key, offset), b.index(i)},
                 b.getIndexAttr(getCount(size, i)));
      b.store(part, dest, {offset, b.index(i)});
    }
  });
}

Value AttentionBlocks::loadTerm(Value source, Value staged, Value key,
                                Value offset, Value feature) {
  if (staged)
    return b.loadSplat(staged, {offset, feature});
  return b.loadSplat(source, {batch, shared, b.add(key, offset), feature});
}

/// sums[i][v] += term[i] * vectors[v], for a tile of terms and vectors that
/// fits the registers. The terms of all steps are in `count` places.
void AttentionBlocks::emitTile(
    Value count, int64_t begin, Values &sums, Value lhs,
    llvm::function_ref<Value(Value, int64_t)> loadTerm) {
  int64_t width = std::min(tileVectors, vectors - begin);
  sums = b.loop(b.index(0), count, 1, sums, [&](Value step, ValueRange old) {
    Values operands, next;
    for (int64_t v = 0; v < width; ++v)
      operands.push_back(b.load(lhs, {step, atVector(begin + v)}));
    for (int64_t i = 0; i < tileTerms; ++i) {
      Value term = loadTerm(step, i);
      for (int64_t v = 0; v < width; ++v)
        next.push_back(b.fma(term, operands[v], old[i * width + v]));
    }
    return next;
  });
}

void AttentionBlocks::emitScores(Value key, Value count) {
  Value last = b.sub(count, b.index(1));
  b.loop(b.index(0), count, tileTerms, [&](Value tile) {
    // Keys past the last repeat it; nobody looks at their scores.
    Values offsets;
    for (int64_t i = 0; i < tileTerms; ++i)
      offsets.push_back(b.min(b.add(tile, b.index(i)), last));
    for (int64_t begin = 0; begin < vectors; begin += tileVectors) {
      int64_t width = std::min(tileVectors, vectors - begin);
      Values sums(tileTerms * width, b.constant(0));
      emitTile(
          b.index(keySize), begin, sums, packed, [&](Value feature, int64_t i) {
            return loadTerm(op.getKey(), stagedKeys, key, offsets[i], feature);
          });
      for (int64_t i = 0; i < tileTerms; ++i)
        for (int64_t v = 0; v < width; ++v)
          b.store(finish(sums[i * width + v]), scores,
                  {b.add(tile, b.index(i)), atVector(begin + v)});
    }
  });
}

/// A mask lies with keys in its lanes: 16 x 16 at a time is transposed.
void AttentionBlocks::addMask(Value key, Value count) {
  for (int64_t vector = 0; vector < vectors; ++vector)
    b.loop(b.index(0), count, lanes, [&](Value offset) {
      Value rest = b.min(b.sub(count, offset), b.index(lanes));
      b.loop(b.index(0), b.index(lanes), 1, [&](Value lane) {
        Values point = getMaskPoint(batch, shared, getRow(vector, lane),
                                    b.add(key, offset));
        b.store(b.load(op.getMask(), point, rest), corner, {lane, b.index(0)});
      });
      Values square;
      for (int64_t i = 0; i < lanes; ++i)
        square.push_back(b.load(corner, {b.index(i), b.index(0)}));
      b.transpose(square);
      for (int64_t i = 0; i < lanes; ++i) {
        Value at[] = {b.add(offset, b.index(i)), atVector(vector)};
        b.store(b.addf(b.load(scores, at), square[i]), scores, at);
      }
    });
}

/// Where the block reaches beyond what some row sees.
void AttentionBlocks::hideKeys(Value key, Value count) {
  auto compare = [&](arith::CmpIPredicate predicate, Value x, Value y) {
    return arith::CmpIOp::create(b, predicate, x, y).getResult();
  };
  Value early = compare(arith::CmpIPredicate::slt, key, lastRange.begin);
  Value late =
      compare(arith::CmpIPredicate::sgt, b.add(key, count), firstRange.end);
  auto hides = scf::IfOp::create(b, arith::OrIOp::create(b, early, late));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(hides.thenBlock());
  Value hidden = b.constant(-std::numeric_limits<float>::infinity());
  b.loop(b.index(0), count, 1, [&](Value offset) {
    Value position = b.splat(b.add(key, offset));
    for (int64_t v = 0; v < vectors; ++v) {
      Value at[] = {offset, atVector(v)};
      Value visible = arith::AndIOp::create(
          b, compare(arith::CmpIPredicate::sge, position, ranges[v].begin),
          compare(arith::CmpIPredicate::slt, position, ranges[v].end));
      b.store(b.select(visible, b.load(scores, at), hidden), scores, at);
    }
  });
}

void AttentionBlocks::addValues(Value key, Value count, ArrayRef<Value> decay) {
  Value last = b.index(valueSize - 1);
  b.loop(b.index(0), b.index(valueSize), tileTerms, [&](Value tile) {
    // Features past the last repeat it; nobody looks at their sums.
    Values features;
    for (int64_t i = 0; i < tileTerms; ++i) {
      Value feature = b.add(tile, b.index(i));
      features.push_back(valueSize % tileTerms ? b.min(feature, last)
                                               : feature);
    }
    for (int64_t begin = 0; begin < vectors; begin += tileVectors) {
      int64_t width = std::min(tileVectors, vectors - begin);
      auto getPlace = [&](int64_t i, int64_t v) {
        return Values{b.add(tile, b.index(i)), atVector(begin + v)};
      };
      Values sums;
      for (int64_t i = 0; i < tileTerms; ++i)
        for (int64_t v = 0; v < width; ++v)
          sums.push_back(
              b.mulf(b.load(totals, getPlace(i, v)), decay[begin + v]));
      emitTile(count, begin, sums, scores, [&](Value offset, int64_t i) {
        return loadTerm(op.getValue(), stagedValues, key, offset, features[i]);
      });
      for (int64_t i = 0; i < tileTerms; ++i)
        for (int64_t v = 0; v < width; ++v)
          b.store(sums[i * width + v], totals, getPlace(i, v));
    }
  });
}

void AttentionBlocks::clearTotals() {
  b.loop(b.index(0), b.index(roundUp(valueSize)), 1, [&](Value feature) {
    for (int64_t v = 0; v < vectors; ++v)
      b.store(b.constant(0), totals, {feature, atVector(v)});
  });
}

void AttentionBlocks::storeTotals(ArrayRef<Value> sums) {
  Value zero = b.index(0);
  for (int64_t vector = 0; vector < vectors; ++vector) {
    Value factor = invert(sums[vector]);
    b.loop(zero, b.index(roundUp(valueSize)), lanes, [&](Value feature) {
      Values square;
      for (int64_t i = 0; i < lanes; ++i)
        square.push_back(b.mulf(
            b.load(totals, {b.add(feature, b.index(i)), atVector(vector)}),
            factor));
      b.transpose(square);
      for (int64_t i = 0; i < lanes; ++i)
        b.store(square[i], corner, {b.index(i), feature});
    });
    Value begin = b.add(first, atVector(vector));
    Value count = b.min(b.index(lanes), b.sub(rows, begin));
    b.loop(zero, count, 1, [&](Value lane) {
      for (int64_t i = 0; i < valueSize; i += lanes)
        b.store(b.load(corner, {lane, b.index(i)}), op.getInit(),
                getPoint(batch, shared, b.add(begin, lane), b.index(i)),
                getCount(valueSize, i));
    });
  }
}

void AttentionBlocks::emit(Value batch, Value shared, Value first,
                           int64_t vectors) {
  this->batch = batch;
  this->shared = shared;
  this->first = first;
  this->vectors = vectors;

  // Later rows never see less at the end or more at the beginning.
  Value length = getLength(batch);
  firstRange = getRange(length, first);
  lastRange = getRange(length, getRow(vectors - 1, b.index(lanes - 1)));
  ranges.clear();
  if (isUneven())
    emitRanges(length);
  packQueries();
  clearTotals();

  Values state;
  for (int64_t v = 0; v < vectors; ++v) {
    Softmax none = begin();
    state.append({none.largest, none.reference, none.sum});
  }
  state = b.loop(
      firstRange.begin, lastRange.end, blockKeys, state,
      [&](Value key, ValueRange old) {
        Value count = b.min(b.sub(lastRange.end, key), b.index(blockKeys));
        if (stagedKeys) {
          stage(op.getKey(), stagedKeys, keySize, key, count);
          stage(op.getValue(), stagedValues, valueSize, key, count);
        }
        emitScores(key, count);
        if (op.getMask())
          addMask(key, count);
        if (isUneven())
          hideKeys(key, count);

        Values largest;
        for (int64_t v = 0; v < vectors; ++v)
          largest.push_back(old[3 * v]);
        largest =
            b.loop(b.index(0), count, 1, largest,
                   [&](Value offset, ValueRange current) {
                     Values next;
                     for (int64_t v = 0; v < vectors; ++v)
                       next.push_back(b.maxf(
                           current[v], b.load(scores, {offset, atVector(v)})));
                     return next;
                   });
        Values decays, sums;
        SmallVector<Softmax> states;
        for (int64_t v = 0; v < vectors; ++v) {
          auto [softmax, decay] =
              advance({old[3 * v], old[3 * v + 1], old[3 * v + 2]}, largest[v]);
          states.push_back(softmax);
          sums.push_back(softmax.sum);
          decays.push_back(decay);
        }
        sums = b.loop(
            b.index(0), count, 1, sums, [&](Value offset, ValueRange current) {
              Values next;
              for (int64_t v = 0; v < vectors; ++v) {
                Value at[] = {offset, atVector(v)};
                Value weight =
                    getWeight(b.load(scores, at), states[v].reference);
                b.store(weight, scores, at);
                next.push_back(b.addf(current[v], weight));
              }
              return next;
            });
        addValues(key, count, decays);

        Values next;
        for (int64_t v = 0; v < vectors; ++v)
          next.append({states[v].largest, states[v].reference, sums[v]});
        return next;
      });
  Values sums;
  for (int64_t v = 0; v < vectors; ++v)
    sums.push_back(state[3 * v + 2]);
  storeTotals(sums);
}

/// The ranges of all rows, with rows in lanes.
void AttentionBlocks::emitRanges(Value length) {
  Value offset = b.max(b.index(0), b.sub(length, queries));
  Value lastRow = b.splat(b.sub(rows, b.index(1)));
  for (int64_t v = 0; v < vectors; ++v) {
    Value row =
        arith::AddIOp::create(b, b.splat(b.add(first, atVector(v))), b.iota());
    row = arith::MinSIOp::create(b, row, lastRow);
    Value query = arith::DivUIOp::create(b, row, b.splat(sharing));
    Value last =
        arith::AddIOp::create(b, query, b.splat(b.add(offset, b.index(1))));
    Range range{b.splat(b.index(0)), b.splat(length)};
    if (op.getCausal())
      range.end = arith::MinSIOp::create(b, range.end, last);
    if (op.getWindow() > 0) {
      // More than any number of keys is as good as that.
      int64_t window = std::min<int64_t>(op.getWindow(),
                                         std::numeric_limits<int32_t>::max());
      Value begin = arith::SubIOp::create(b, last, b.splat(b.index(window)));
      begin = arith::MaxSIOp::create(b, begin, range.begin);
      range.begin = arith::MinSIOp::create(b, begin, range.end);
    }
    ranges.push_back(range);
  }
}
