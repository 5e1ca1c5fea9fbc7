//===- AttentionRows.cpp - attention of few queries -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One token, mostly: the rows are the heads that share keys and values. K and V
// are read once, as vectors along the features, and each vector serves all rows
// of a tile. The 16 partial sums of a product are added up for 16 keys
// together, 45 instructions in place of 16 times 8.
//
//===----------------------------------------------------------------------===//

#include "AttentionEmitter.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::cpu;

/// Accumulators that registers hold beside operands, and how many hide the
/// latency of one.
static constexpr int64_t maxSums = 16, minSums = 8;
/// Keys whose products are added up at once in the first step.
static constexpr int64_t group = 4;

AttentionRows::AttentionRows(const AttentionEmitter &common)
    : AttentionEmitter(common) {
  // One query in one tile, mostly; more rows take more tiles.
  int64_t heads = *getConstantIntValue(sharing);
  tileRows = heads >= 3 ? 4 : heads;
}

void AttentionRows::allocate() {
  packed = b.allocate({tileRows, roundUp(keySize)});
  products = b.allocate({tileRows, blockKeys / group, lanes});
  scores = b.allocate({tileRows, blockKeys});
  totals = b.allocate({tileRows, roundUp(valueSize)});
}

void AttentionRows::emit(Value batch, Value shared) {
  this->batch = batch;
  this->shared = shared;
  b.loop(b.index(0), rows, tileRows, [&](Value first) { emitTile(first); });
}

/// The 16 partial sums of each product, those of 4 keys folded into a vector.
void AttentionRows::emitProducts(Value key, Value count) {
  Value last = b.sub(count, b.index(1));
  b.loop(b.index(0), b.ceilDiv(count, group), 1, [&](Value which) {
    // Keys past the last repeat it; nobody looks at their scores.
    Values at, sums(group * tileRows);
    for (int64_t i = 0; i < group; ++i) {
      Value offset = b.add(b.mul(which, b.index(group)), b.index(i));
      at.push_back(b.add(key, b.min(offset, last)));
    }
    for (int64_t feature = 0; feature < keySize; feature += lanes) {
      Values query;
      for (int64_t row = 0; row < tileRows; ++row)
        query.push_back(b.load(packed, {b.index(row), b.index(feature)}));
      for (int64_t i = 0; i < group; ++i) {
        Value part =
            b.load(op.getKey(), {batch, shared, at[i], b.index(feature)},
                   b.getIndexAttr(getCount(keySize, feature)));
        for (int64_t row = 0; row < tileRows; ++row) {
          Value &sum = sums[row * group + i];
          sum = sum ? b.fma(part, query[row], sum) : b.mulf(part, query[row]);
        }
      }
    }
    for (int64_t row = 0; row < tileRows; ++row)
      b.store(b.sumInQuarters(ArrayRef(sums).slice(row * group, group)),
              products, {b.index(row), which, b.index(0)});
  });
}

AttentionRows::Values AttentionRows::emitScores(Value key, Value count) {
  Value hidden = b.constant(-std::numeric_limits<float>::infinity());
  auto compare = [&](arith::CmpIPredicate predicate, Value x, Value y) {
    return arith::CmpIOp::create(b, predicate, x, y).getResult();
  };
  return b.loop(
      b.index(0), count, lanes, Values(tileRows, hidden),
      [&](Value offset, ValueRange old) {
        Value rest = b.sub(count, offset);
        Value exists = b.getMask(rest);
        Value position =
            arith::AddIOp::create(b, b.splat(b.add(key, offset)), b.iota());
        Value which = b.div(offset, b.index(group));
        Values next;
        for (int64_t row = 0; row < tileRows; ++row) {
          Values four;
          for (int64_t i = 0; i < group; ++i)
            four.push_back(
                b.load(products,
                       {b.index(row), b.add(which, b.index(i)), b.index(0)}));
          Value score = finish(b.sumOfQuarters(four));
          if (op.getMask())
            score = b.addf(score,
                           b.load(op.getMask(),
                                  getMaskPoint(batch, shared, rowIndices[row],
                                               b.add(key, offset)),
                                  b.min(rest, b.index(lanes))));
          Value visible = exists;
          if (isUneven()) {
            visible = arith::AndIOp::create(b, visible,
                                            compare(arith::CmpIPredicate::slt,
                                                    position,
                                                    b.splat(ranges[row].end)));
            visible = arith::AndIOp::create(
                b, visible,
                compare(arith::CmpIPredicate::sge, position,
                        b.splat(ranges[row].begin)));
          }
          score = b.select(visible, score, hidden);
          b.store(score, scores, {b.index(row), offset});
          next.push_back(b.maxf(old[row], score));
        }
        return next;
      });
}

void AttentionRows::addValues(Value key, Value count, ArrayRef<Value> decay) {
  int64_t all = llvm::divideCeil(valueSize, lanes);
  int64_t wide = std::min(all, maxSums / tileRows);
  Value last = b.sub(count, b.index(1));
  for (int64_t begin = 0; begin < all; begin += wide) {
    int64_t vectors = std::min(wide, all - begin);
    int64_t sumsOfKey = tileRows * vectors;
    // Keys by turns have sums of their own where there are few.
    int64_t turns = 1;
    while (turns < group && turns * sumsOfKey < minSums)
      turns *= 2;
    auto feature = [&](int64_t vector) {
      return b.index((begin + vector) * lanes);
    };
    Values sums;
    for (int64_t row = 0; row < tileRows; ++row)
      for (int64_t v = 0; v < vectors; ++v)
        sums.push_back(
            b.mulf(b.load(totals, {b.index(row), feature(v)}), decay[row]));
    sums.append((turns - 1) * sumsOfKey, b.constant(0));
    sums = b.loop(
        b.index(0), count, turns, sums, [&](Value offset, ValueRange old) {
          Values next;
          for (int64_t turn = 0; turn < turns; ++turn) {
            // Weights past the last key are 0.
            Value own = b.add(offset, b.index(turn));
            Value at = b.add(key, b.min(own, last));
            Values parts;
            for (int64_t v = 0; v < vectors; ++v)
              parts.push_back(b.load(
                  op.getValue(), {batch, shared, at, feature(v)},
                  b.getIndexAttr(getCount(valueSize, (begin + v) * lanes))));
            for (int64_t row = 0; row < tileRows; ++row) {
              Value weight = b.loadSplat(scores, {b.index(row), own});
              for (int64_t v = 0; v < vectors; ++v)
                next.push_back(
                    b.fma(weight, parts[v],
                          old[turn * sumsOfKey + row * vectors + v]));
            }
          }
          return next;
        });
    for (int64_t span = turns / 2; span >= 1; span /= 2)
      for (int64_t i = 0; i < span * sumsOfKey; ++i)
        sums[i] = b.addf(sums[i], sums[i + span * sumsOfKey]);
    for (int64_t row = 0; row < tileRows; ++row)
      for (int64_t v = 0; v < vectors; ++v)
        b.store(sums[row * vectors + v], totals, {b.index(row), feature(v)});
  }
}

void AttentionRows::emitTile(Value first) {
  Value length = getLength(batch);
  Value lastRow = b.sub(rows, b.index(1));
  rowIndices.clear();
  ranges.clear();
  for (int64_t row = 0; row < tileRows; ++row) {
    // Rows past the last repeat it.
    Value own = b.min(b.add(first, b.index(row)), lastRow);
    rowIndices.push_back(own);
    ranges.push_back(getRange(length, own));
    for (int64_t i = 0; i < keySize; i += lanes) {
      Value part =
          b.load(op.getQuery(), getPoint(batch, shared, own, b.index(i)),
                 b.getIndexAttr(getCount(keySize, i)));
      b.store(part, packed, {b.index(row), b.index(i)});
    }
    for (int64_t i = 0; i < valueSize; i += lanes)
      b.store(b.constant(0), totals, {b.index(row), b.index(i)});
  }

  Values state;
  for (int64_t row = 0; row < tileRows; ++row) {
    Softmax none = begin();
    state.append({none.largest, none.reference, none.sum});
  }
  // Later rows never see less at the end or more at the beginning.
  Value end = ranges.back().end;
  state = b.loop(
      ranges.front().begin, end, blockKeys, state,
      [&](Value key, ValueRange old) {
        Value count = b.min(b.sub(end, key), b.index(blockKeys));
        emitProducts(key, count);
        Values largest = emitScores(key, count);
        Values sums, decays;
        SmallVector<Softmax> states;
        for (int64_t row = 0; row < tileRows; ++row) {
          Value most =
              b.splat(b.reduce(largest[row], [&](Value x, Value y) -> Value {
                return arith::MaxNumFOp::create(b, x, y);
              }));
          auto [softmax, decay] =
              advance({old[3 * row], old[3 * row + 1], old[3 * row + 2]}, most);
          states.push_back(softmax);
          sums.push_back(softmax.sum);
          decays.push_back(decay);
        }
        sums = b.loop(b.index(0), count, lanes, sums,
                      [&](Value offset, ValueRange current) {
                        Values next;
                        for (int64_t row = 0; row < tileRows; ++row) {
                          Value at[] = {b.index(row), offset};
                          Value weight = getWeight(b.load(scores, at),
                                                   states[row].reference);
                          b.store(weight, scores, at);
                          next.push_back(b.addf(current[row], weight));
                        }
                        return next;
                      });
        addValues(key, count, decays);
        Values next;
        for (int64_t row = 0; row < tileRows; ++row)
          next.append({states[row].largest, states[row].reference, sums[row]});
        return next;
      });

  for (int64_t row = 0; row < tileRows; ++row) {
    Value sum = b.reduce(state[3 * row + 2], [&](Value x, Value y) -> Value {
      return arith::AddFOp::create(b, x, y);
    });
    Value factor = invert(b.splat(sum));
    for (int64_t i = 0; i < valueSize; i += lanes)
      b.store(b.mulf(b.load(totals, {b.index(row), b.index(i)}), factor),
              op.getInit(),
              getPoint(batch, shared, rowIndices[row], b.index(i)),
              getCount(valueSize, i));
  }
}
