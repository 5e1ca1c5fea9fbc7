//===- AttentionEmitter.cpp - what the kernels of attention share ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AttentionEmitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

#include <limits>

using namespace mlir;
using namespace lutra::cpu;

static constexpr float infinity = std::numeric_limits<float>::infinity();

AttentionEmitter::AttentionEmitter(nn::AttentionOp op, LaneBuilder &builder)
    : b(builder), op(op) {
  auto size = [&](Value buffer, int64_t dim) {
    return b.index(memref::getMixedSize(b, op.getLoc(), buffer, dim));
  };
  batches = size(op.getQuery(), 0);
  queries = size(op.getQuery(), op.getQueryDim());
  sharedHeads = size(op.getKey(), 1);
  keys = size(op.getKey(), 2);
  sharing = b.div(size(op.getQuery(), op.getHeadDim()), sharedHeads);
  rows = b.mul(queries, sharing);
  keySize = cast<MemRefType>(op.getKey().getType()).getDimSize(3);
  valueSize = cast<MemRefType>(op.getValue().getType()).getDimSize(3);
}

//===----------------------------------------------------------------------===//
// Where things are
//===----------------------------------------------------------------------===//

AttentionEmitter::Values AttentionEmitter::getPoint(Value batch, Value shared,
                                                    Value row, Value feature) {
  Value query = b.div(row, sharing);
  Value head = b.add(b.mul(shared, sharing), b.rem(row, sharing));
  if (op.getTokenMajor())
    return {batch, query, head, feature};
  return {batch, head, query, feature};
}

AttentionEmitter::Values AttentionEmitter::getMaskPoint(Value batch,
                                                        Value shared, Value row,
                                                        Value key) {
  // A size of 1 serves every index.
  auto broadcast = [&](int64_t dim, Value at) {
    OpFoldResult size = memref::getMixedSize(b, op.getLoc(), op.getMask(), dim);
    return b.min(at, b.sub(b.index(size), b.index(1)));
  };
  Value head = b.add(b.mul(shared, sharing), b.rem(row, sharing));
  return {broadcast(0, batch), broadcast(1, head),
          broadcast(2, b.div(row, sharing)), key};
}

Value AttentionEmitter::getLength(Value batch) {
  if (!op.getLengths())
    return keys;
  Value own = memref::LoadOp::create(b, op.getLengths(), batch);
  own = arith::IndexCastOp::create(b, b.getIndexType(), own);
  return b.max(b.index(0), b.min(own, keys));
}

AttentionEmitter::Range AttentionEmitter::getRange(Value length, Value row) {
  Value zero = b.index(0);
  Value offset = b.max(zero, b.sub(length, queries));
  // One past the last key that a causal query sees.
  Value last = b.add(b.add(b.div(row, sharing), offset), b.index(1));
  Range range{zero, op.getCausal() ? b.min(length, last) : length};
  if (op.getWindow() > 0)
    range.begin =
        b.min(range.end, b.max(zero, b.sub(last, b.index(op.getWindow()))));
  return range;
}

bool AttentionEmitter::isUneven() {
  return (op.getCausal() || op.getWindow() > 0) &&
         !isConstantIntValue(queries, 1);
}

//===----------------------------------------------------------------------===//
// Scores and weights
//===----------------------------------------------------------------------===//

/// A positive scale commutes with everything up to the exponential.
bool AttentionEmitter::scalesLate() {
  return op.getSoftcap().isZero() && !op.getMask() &&
         op.getScale().convertToFloat() > 0;
}

Value AttentionEmitter::finish(Value products) {
  if (scalesLate())
    return products;
  Value scores = b.mulf(products, b.constant(op.getScale().convertToFloat()));
  if (op.getSoftcap().isZero())
    return scores;
  Value cap = b.constant(op.getSoftcap().convertToFloat());
  scores = arith::DivFOp::create(b, scores, cap);
  return b.mulf(cap, math::TanhOp::create(b, scores));
}

float AttentionEmitter::getExponentScale() {
  double scale = scalesLate() ? op.getScale().convertToFloat() : 1.0;
  return static_cast<float>(scale * 1.4426950408889634);
}

AttentionEmitter::Softmax AttentionEmitter::begin() {
  return {b.constant(-infinity), b.constant(0), b.constant(0)};
}

std::pair<AttentionEmitter::Softmax, Value>
AttentionEmitter::advance(Softmax state, Value largest) {
  Value nothing = b.equals(state.largest, -infinity);
  largest = b.maxf(state.largest, largest);
  // Where every score is -inf, 2^(-inf - 0) = 0 says that no key counts. The
  // reference is rounded before it is used, so that all weights of a row are
  // relative to the same number.
  Value reference = largest;
  if (scalesLate())
    reference = b.mulf(largest, b.constant(getExponentScale()));
  reference = b.select(b.equals(largest, -infinity), b.constant(0), reference);
  Value decay = getPower(b.subf(state.reference, reference));
  decay = b.select(nothing, b.constant(0), decay);
  return {{largest, reference, b.mulf(state.sum, decay)}, decay};
}

/// 2 to a difference from a reference.
Value AttentionEmitter::getPower(Value difference) {
  if (!scalesLate())
    difference = b.mulf(difference, b.constant(getExponentScale()));
  return b.exp2(difference);
}

Value AttentionEmitter::getWeight(Value score, Value reference) {
  // A mask may have taken scores to the lowest number there is, whose multiple
  // is none.
  if (!scalesLate())
    return getPower(b.subf(score, reference));
  Value minus = arith::NegFOp::create(b, reference);
  return b.exp2(b.fma(score, b.constant(getExponentScale()), minus));
}

Value AttentionEmitter::invert(Value sum) {
  Value one = b.constant(1);
  sum = b.select(b.equals(sum, 0), one, sum);
  return arith::DivFOp::create(b, one, sum);
}
