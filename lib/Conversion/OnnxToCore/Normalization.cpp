//===- Normalization.cpp - layer and RMS norms ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of operations, which later phases keep: statistics in f32 (f64 for
// f64), sums in ascending order, squares by fused multiply-adds;
//
//   RMS norm     (x * (1 / sqrt(sum(x * x) / n + epsilon))) * weight
//   layer norm   d = x - sum(x) / n;  (d * (1 / sqrt(sum(d * d) / n +
//   epsilon)))
//   * weight + bias
//
// One division for a row: one for each element would take longer than all else.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Reduce.h"
#include "Registry.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// A normalization over the dimensions in `axes`.
struct Norm {
  Node &node;
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = nullptr;
  llvm::SmallBitVector axes = {};
  double epsilon = 0;

  /// Sets the trailing axes from attribute `axis`.
  LogicalResult readAxes(int64_t axis);
  /// 1 / sqrt(sum / n + epsilon) for each row.
  Tensor *inverseDeviation(Tensor *sum);
  /// A weight made to have exactly the normalized dimensions.
  FailureOr<Tensor *> weight(Tensor *tensor, StringRef what);
  /// (x * inverse deviation) * weight [+ bias].
  Tensor *scaled(Tensor *centred, Tensor *inverse, Tensor *weight,
                 Tensor *bias);
  FailureOr<Tensor *> rms(Tensor *weight);
  FailureOr<Results> layer(Tensor *weight, Tensor *bias);
  /// A statistic in the form of an output: the normalized dimensions are 1.
  Tensor *asOutput(Tensor *statistic, Type element);
};
} // namespace

LogicalResult Norm::readAxes(int64_t axis) {
  axis = node.normalizeAxis(axis, x->rank());
  if (node.refused())
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  axes.resize(x->rank());
  axes.set(axis, x->rank());
  return success();
}

Tensor *Norm::inverseDeviation(Tensor *sum) {
  Type type = sum->element;
  Value count = countOf(lg, loc, x, axes, type);
  return lg.elementwiseOver(
      loc, {sum}, sum->dims, type,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value mean = arith::DivFOp::create(b, loc, args[0], count);
        Value shifted =
            arith::AddFOp::create(b, loc, mean, number(b, loc, type, epsilon));
        Value root = math::SqrtOp::create(b, loc, shifted);
        return arith::DivFOp::create(b, loc, number(b, loc, type, 1), root);
      });
}

FailureOr<Tensor *> Norm::weight(Tensor *tensor, StringRef what) {
  if (!tensor)
    return tensor;
  if (!tensor->isFloat())
    return node.refuse("input " + what + " must be a float tensor, got " +
                       tensor->str());
  Sizes dims;
  for (unsigned d : axes.set_bits())
    dims.push_back(x->dims[d]);
  // Leading dimensions of 1 say nothing.
  Sizes own = tensor->dims;
  while (own.size() > dims.size() && isConstantIntValue(own.front(), 1))
    own.erase(own.begin());
  if (own.size() > dims.size())
    return node.refuse("input " + what + " has the type " + tensor->str() +
                       ", which is more than the normalized dimensions of " +
                       x->str());
  FailureOr<Tensor *> whole =
      lg.broadcastTo(node, lg.reshape(loc, tensor, own), dims);
  if (failed(whole))
    return failure();
  // The input is not broadcast to the weight.
  for (auto [size, normalized] : llvm::zip_equal((*whole)->dims, dims))
    if (failed(lg.requireEqual(node, size, normalized,
                               "sizes of input " + what +
                                   " and of the normalized dimensions")))
      return failure();
  return whole;
}

Tensor *Norm::scaled(Tensor *centred, Tensor *inverse, Tensor *weight,
                     Tensor *bias) {
  SmallVector<Tensor *> weights;
  for (Tensor *tensor : {weight, bias})
    if (tensor)
      weights.push_back(tensor);
  return withStatistics(
      lg, loc, centred, inverse, weights, axes, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value =
            arith::MulFOp::create(b, loc, extend(b, loc, args[0]), args[1]);
        Type type = value.getType();
        auto wide = [&](Value v, Tensor *tensor) {
          return convertElement(b, loc, v, tensor->element, type);
        };
        unsigned next = 2;
        if (weight)
          value =
              arith::MulFOp::create(b, loc, value, wide(args[next++], weight));
        if (bias)
          value = arith::AddFOp::create(b, loc, value, wide(args[next], bias));
        return truncate(b, loc, value, x->element);
      });
}

FailureOr<Tensor *> Norm::rms(Tensor *scale) {
  FailureOr<Tensor *> w = weight(scale, "scale");
  if (failed(w))
    return failure();
  return scaled(x, inverseDeviation(sumOfSquares(lg, loc, x, axes)), *w,
                nullptr);
}

Tensor *Norm::asOutput(Tensor *statistic, Type element) {
  Sizes dims = x->dims;
  for (unsigned d : axes.set_bits())
    dims[d] = lg.sizes.constant(1);
  return lg.reshape(loc, lg.convert(loc, statistic, element), dims);
}

/// The normalized tensor, mean and inverse deviation.
FailureOr<Results> Norm::layer(Tensor *scale, Tensor *shift) {
  FailureOr<Tensor *> w = weight(scale, "scale"), bias = weight(shift, "bias");
  if (failed(w) || failed(bias))
    return failure();
  Tensor *total = sum(lg, loc, x, axes);
  Type type = total->element;
  Value count = countOf(lg, loc, x, axes, type);
  Tensor *mean = lg.elementwiseOver(
      loc, {total}, total->dims, type,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::DivFOp::create(b, loc, args[0], count);
      });
  Tensor *centred = withStatistics(
      lg, loc, x, mean, {}, axes, type,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::SubFOp::create(b, loc, extend(b, loc, args[0]), args[1]);
      });
  Tensor *inverse = inverseDeviation(sumOfSquares(lg, loc, centred, axes));
  Results results = {scaled(centred, inverse, *w, *bias)};
  if (node.hasOutput(1) || node.hasOutput(2)) {
    results.push_back(asOutput(mean, type));
    results.push_back(asOutput(inverse, type));
  }
  return results;
}

/// Statistics are kept in f32 whatever is asked: narrower stashes would lose,
/// wider ones are only asked for by f64 models, which get f64.
static LogicalResult readStash(Node &node) {
  int64_t stash = node.getInt("stash_type", 1);
  if (stash != 1 && stash != 11)
    return node.refuse("attribute 'stash_type' must be float or double, got " +
                       Twine(stash));
  return success();
}

/// SimplifiedLayerNormalization (written by model builders into the default
/// domain, where no such operator exists) and RMSNormalization.
static HandlerResult rmsNorm(Node &node) {
  Norm norm{node};
  norm.x = node.input(0);
  norm.epsilon = node.getFloat("epsilon", 1e-5);
  int64_t axis = node.getInt("axis", -1);
  if (failed(readStash(node)) || failed(norm.readAxes(axis)))
    return failure();
  FailureOr<Tensor *> result = norm.rms(node.input(1));
  if (failed(result))
    return failure();
  return Results{*result};
}

static HandlerResult layerNorm(Node &node) {
  Norm norm{node};
  norm.x = node.input(0);
  norm.epsilon = node.getFloat("epsilon", 1e-5);
  int64_t axis = node.getInt("axis", -1);
  if (failed(readStash(node)) || failed(norm.readAxes(axis)))
    return failure();
  return norm.layer(node.input(1), node.input(2));
}

/// The norm of input + skip (+ bias). Output 3 is that sum; outputs 1 and 2
/// are statistics for training.
static HandlerResult skipNorm(Node &node, bool simplified) {
  Legalizer &lg = node.legalizer;
  Tensor *x = node.input(0), *skip = node.input(1), *scale = node.input(2);
  Tensor *beta = simplified ? nullptr : node.input(3),
         *bias = node.input(simplified ? 3 : 4);
  Norm norm{node};
  norm.epsilon = node.getFloat("epsilon", simplified ? 1e-5 : 1e-12);
  if (node.refused())
    return failure();
  SmallVector<Tensor *> terms = {x, skip};
  if (bias)
    terms.push_back(bias);
  if (failed(sameElement(node, terms)))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  FailureOr<Tensor *> sum = lg.elementwise(
      node, terms, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = extend(b, loc, args[0]);
        for (Value term : args.drop_front())
          value = arith::AddFOp::create(b, loc, value, extend(b, loc, term));
        return truncate(b, loc, value, x->element);
      });
  if (failed(sum))
    return failure();
  norm.x = *sum;
  if (failed(norm.readAxes(-1)))
    return failure();
  if (simplified) {
    FailureOr<Tensor *> result = norm.rms(scale);
    if (failed(result))
      return failure();
    return Results{*result, nullptr, nullptr, *sum};
  }
  FailureOr<Results> results = norm.layer(scale, beta);
  if (failed(results))
    return failure();
  results->resize(3, nullptr);
  results->push_back(*sum);
  return results;
}

/// com.microsoft.EmbedLayerNormalization: the norm of the sum of a word's, a
/// position's and a segment's embedding. Output 1 counts the words that a mask
/// leaves in each row, output 2 is the sum.
static HandlerResult embedNorm(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *words = node.input(0), *segments = node.input(1),
         *positions = node.input(8), *mask = node.input(7);
  Tensor *wordTable = node.input(2), *positionTable = node.input(3),
         *segmentTable = node.input(4);
  Norm norm{node};
  norm.epsilon = node.getFloat("epsilon", 1e-12);
  int64_t maskIndex = node.getInt("mask_index_type", 1);
  for (unsigned i : {2, 3, 5, 6})
    if (!node.input(i))
      return node.refuse("input " + Twine(i) + " is missing");
  if (node.refused())
    return failure();
  if (static_cast<bool>(segments) != static_cast<bool>(segmentTable))
    return node.refuse("segment_ids and segment_embedding must be given "
                       "together");
  SmallVector<Tensor *> tables = {wordTable, positionTable};
  if (segmentTable)
    tables.push_back(segmentTable);
  if (failed(sameElement(node, tables)))
    return failure();
  for (Tensor *table : tables)
    if (table->rank() != 2 || !table->isFloat())
      return node.refuse("its tables must be [entries, hidden], got " +
                         table->str());
  if (words->rank() != 2)
    return node.refuse("input input_ids must be [batch, sequence], got " +
                       words->str());
  Size hidden = wordTable->dims[1];
  for (Tensor *table : tables)
    if (failed(lg.requireEqual(node, table->dims[1], hidden,
                               "widths of its tables")))
      return failure();
  for (auto [ids, table] : {std::pair<Tensor *, Tensor *>{words, wordTable},
                            {segments, segmentTable},
                            {positions, positionTable}}) {
    if (!ids)
      continue;
    if (ids->rank() != 2 || failed(checkIndices(node, ids, table->dims[0])))
      return node.refuse("its indices must be [batch, sequence], got " +
                         ids->str());
    // Positions may be the same for all rows.
    for (unsigned d : {0, 1})
      if (!(ids == positions && isConstantIntValue(ids->dims[d], 1)) &&
          failed(lg.requireEqual(node, ids->dims[d], words->dims[d],
                                 "sizes of its indices")))
        return failure();
  }
  if (!positions &&
      failed(lg.requireLessEqual(node, words->dims[1], positionTable->dims[0],
                                 "there must be an embedding for each "
                                 "position")))
    return failure();

  auto dataOf = [&](Tensor *tensor) {
    return tensor ? lg.data(tensor) : Value();
  };
  Value wordIds = dataOf(words), segmentIds = dataOf(segments),
        positionIds = dataOf(positions), wordData = dataOf(wordTable),
        positionData = dataOf(positionTable),
        segmentData = dataOf(segmentTable);
  SmallVector<Value> ends;
  for (Tensor *table : tables)
    ends.push_back(lg.sizes.value(loc, table->dims[0]));
  bool sharesRow = positions && isConstantIntValue(positions->dims[0], 1);
  Type element = wordTable->element;
  Sizes dims = {words->dims[0], words->dims[1], hidden};
  norm.x = generate(lg, loc, dims, element, [&](Scalars &s, ValueRange at) {
    auto entry = [&](Tensor *ids, Value data, ValueRange where, Value table,
                     Value end) {
      Value index = s.wrap(s.toIndex(ids, s.read(data, where)), end);
      return extend(s.b, s.loc, s.read(table, {index, at[2]}));
    };
    Value where[] = {at[0], at[1]};
    Value total = entry(words, wordIds, where, wordData, ends[0]);
    Value shared[] = {sharesRow ? s.index(0) : at[0], at[1]};
    total = s.add(
        total,
        positions ? entry(positions, positionIds, shared, positionData, ends[1])
                  : extend(s.b, s.loc, s.read(positionData, {at[1], at[2]})));
    if (segments)
      total = s.add(total,
                    entry(segments, segmentIds, where, segmentData, ends[2]));
    return truncate(s.b, s.loc, total, element);
  });
  if (failed(norm.readAxes(-1)))
    return failure();
  FailureOr<Results> normed = norm.layer(node.input(5), node.input(6));
  if (failed(normed))
    return failure();
  Results results = {normed->front(), nullptr, norm.x};
  if (node.hasOutput(1)) {
    Type i32 = lg.builder.getI32Type();
    if (maskIndex != 1)
      return node.refuse("attribute 'mask_index_type' must be 1");
    if (mask) {
      llvm::SmallBitVector sequence(2);
      sequence.set(1);
      if (mask->rank() != 2 || !mask->isInteger())
        return node.refuse("input mask must be [batch, sequence], got " +
                           mask->str());
      results[1] =
          reduce(lg, loc, lg.convert(loc, mask, i32), sequence, i32,
                 numberAttr(i32, 0),
                 [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                   return arith::AddIOp::create(b, loc, args[1], args[0]);
                 });
    } else {
      results[1] = lg.make(lg.filled(loc, {words->dims[0]}, numberAttr(i32, 0)),
                           i32, {words->dims[0]});
    }
  }
  return results;
}

/// x over the sum of its magnitudes along an axis, or the root of that of its
/// squares; zeros stay zeros.
static HandlerResult lpNorm(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  int64_t p = node.getInt("p", 2);
  int64_t axis = node.normalizeAxis(node.getInt("axis", -1), x->rank());
  if (node.refused())
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (p != 1 && p != 2)
    return node.refuse("attribute 'p' must be 1 or 2, got " + Twine(p));
  llvm::SmallBitVector axes(x->rank());
  axes.set(axis);
  Type type = computeType(x->element), element = x->element;
  Tensor *total =
      p == 2
          ? sumOfSquares(lg, loc, x, axes)
          : reduce(lg, loc, x, axes, type, numberAttr(type, 0),
                   [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                     Value wide = extend(b, loc, args[0]);
                     return arith::AddFOp::create(
                         b, loc, args[1], math::AbsFOp::create(b, loc, wide));
                   });
  return Results{withStatistics(
      lg, loc, x, total, {}, axes, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value norm = args[1], zero = number(b, loc, type, 0);
        if (p == 2)
          norm = math::SqrtOp::create(b, loc, norm);
        Value none = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                           norm, zero);
        Value part =
            arith::DivFOp::create(b, loc, extend(b, loc, args[0]), norm);
        return truncate(
            b, loc, arith::SelectOp::create(b, loc, none, zero, part), element);
      })};
}

void lutra::onnx::addNormalization(Registry &registry) {
  registry.add("SimplifiedLayerNormalization", 1, 2, 2, rmsNorm);
  registry.add(Registry::microsoft, "SimplifiedLayerNormalization", 1, 2, 2,
               rmsNorm);
  registry.add("RMSNormalization", 23, 2, 2, rmsNorm);
  registry.add("LpNormalization", 1, 1, 1, lpNorm);
  registry.add("LayerNormalization", 17, 2, 3, layerNorm);
  registry.add(Registry::microsoft, "SkipSimplifiedLayerNormalization", 1, 3, 4,
               [](Node &node) { return skipNorm(node, /*simplified=*/true); });
  registry.add(Registry::microsoft, "EmbedLayerNormalization", 1, 1, 9,
               embedNorm);
  registry.add(Registry::microsoft, "SkipLayerNormalization", 1, 3, 5,
               [](Node &node) { return skipNorm(node, /*simplified=*/false); });
}
