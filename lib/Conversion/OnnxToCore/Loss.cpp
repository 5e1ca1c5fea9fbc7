//===- Loss.cpp - NegativeLogLikelihoodLoss, SoftmaxCrossEntropyLoss ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Reduce.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// What both losses are asked for.
struct Loss {
  Tensor *target, *weight;
  std::optional<int64_t> ignored;
  std::string reduction;
};
} // namespace

/// Reads the node; `scores` is [N, C, d...], the target [N, d...].
static FailureOr<Loss> readLoss(Node &node, Tensor *scores) {
  Legalizer &lg = node.legalizer;
  Loss loss;
  loss.target = node.input(1);
  loss.weight = node.input(2);
  if (node.hasAttr("ignore_index"))
    loss.ignored = node.getInt("ignore_index", 0);
  loss.reduction = node.getString("reduction", "mean");
  if (loss.reduction != "none" && loss.reduction != "sum" &&
      loss.reduction != "mean")
    return node.refuse(
        "attribute 'reduction' must be none, sum or mean, got '" +
        loss.reduction + "'");
  if (!scores->isFloat())
    return badElement(node, scores->element);
  if (!loss.target->isInteger())
    return node.refuse("its target must be integers, got " +
                       loss.target->str());
  if (scores->rank() < 2 || loss.target->rank() != scores->rank() - 1)
    return node.refuse("scores of rank " + Twine(scores->rank()) +
                       " need a target of one dimension less, got " +
                       loss.target->str());
  for (int64_t d = 0; d < loss.target->rank(); ++d)
    if (failed(lg.requireEqual(node, loss.target->dims[d],
                               scores->dims[d == 0 ? 0 : d + 1],
                               "sizes of scores and target")))
      return failure();
  if (Tensor *weight = loss.weight) {
    if (weight->rank() != 1 || !weight->isFloat())
      return node.refuse("its weights must be one float for each class, got " +
                         weight->str());
    if (failed(lg.requireEqual(node, weight->dims[0], scores->dims[1],
                               "numbers of classes and weights")))
      return failure();
  }
  // A class is in range, or it is the one to ignore.
  Tensor *target = loss.target;
  Value classes = lg.sizes.value(node.loc(), scores->dims[1]);
  lg.checkElements(
      node, target, "a target is out of range",
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value index = s.toIndex(target, args[0]);
        Value bad =
            s.either(s.less(index, s.index(0)), s.lessEqual(classes, index));
        if (loss.ignored)
          bad = s.both(bad, s.notEqual(index, s.index(*loss.ignored)));
        return bad;
      });
  return loss;
}

/// -log p of each target, or its sum or mean, all in the computing type.
static Tensor *likelihoodLoss(Node &node, const Loss &loss, Tensor *logs) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *target = loss.target;
  Type element = node.input(0)->element, type = computeType(element);
  Value logData = lg.data(logs), targetData = lg.data(target);
  Value weightData = loss.weight ? lg.data(loss.weight) : Value();
  /// The factor of an element, 0 where it is ignored; and its class, 0 there.
  auto factor = [&](Scalars &s, ValueRange at) -> std::pair<Value, Value> {
    Value index = s.toIndex(target, s.read(targetData, at));
    Value ignored;
    if (loss.ignored) {
      ignored = s.equal(index, s.index(*loss.ignored));
      index = s.select(ignored, s.index(0), index);
    }
    Value weight = weightData ? extend(s.b, s.loc, s.read(weightData, index))
                              : s.constant(type, 1);
    if (ignored)
      weight = s.select(ignored, s.constant(type, 0), weight);
    return {weight, index};
  };
  bool isMean = loss.reduction == "mean";
  Type lossElement = loss.reduction == "none" ? element : type;
  Tensor *losses = generate(
      lg, loc, target->dims, lossElement, [&](Scalars &s, ValueRange at) {
        auto [weight, index] = factor(s, at);
        SmallVector<Value> where(at);
        where.insert(where.begin() + 1, index);
        Value log = extend(s.b, s.loc, s.read(logData, where));
        Value product = s.mul(arith::NegFOp::create(s.b, s.loc, log), weight);
        // What is ignored counts nothing, whatever stands there.
        if (loss.ignored) {
          Value none = s.equal(s.toIndex(target, s.read(targetData, at)),
                               s.index(*loss.ignored));
          product = s.select(none, s.constant(type, 0), product);
        }
        return truncate(s.b, s.loc, product, lossElement);
      });
  if (loss.reduction == "none")
    return losses;
  llvm::SmallBitVector all(target->rank(), true);
  Tensor *total = sum(lg, loc, losses, all);
  Tensor *divisor = nullptr;
  Value count;
  if (isMean && (loss.weight || loss.ignored))
    divisor = sum(lg, loc,
                  generate(lg, loc, target->dims, type,
                           [&](Scalars &s, ValueRange at) {
                             return factor(s, at).first;
                           }),
                  all);
  else if (isMean)
    count = countOf(lg, loc, losses, all, type);
  SmallVector<Tensor *> operands = {total};
  if (divisor)
    operands.push_back(divisor);
  return lg.elementwiseOver(
      loc, operands, total->dims, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = args[0];
        if (isMean)
          value =
              arith::DivFOp::create(b, loc, value, divisor ? args[1] : count);
        return truncate(b, loc, value, element);
      });
}

static HandlerResult negativeLogLikelihood(Node &node) {
  Tensor *scores = node.input(0);
  FailureOr<Loss> loss = readLoss(node, scores);
  if (failed(loss))
    return failure();
  return Results{likelihoodLoss(node, *loss, scores)};
}

static HandlerResult softmaxCrossEntropy(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *scores = node.input(0);
  FailureOr<Loss> loss = readLoss(node, scores);
  if (failed(loss))
    return failure();
  llvm::SmallBitVector classes(scores->rank());
  classes.set(1);
  Tensor *logs =
      logSoftmax(lg, node.loc(), scores, classes, computeType(scores->element));
  Results results = {likelihoodLoss(node, *loss, logs)};
  if (node.hasOutput(1))
    results.push_back(lg.convert(node.loc(), logs, scores->element));
  return results;
}

void lutra::onnx::addLoss(Registry &registry) {
  registry.add("NegativeLogLikelihoodLoss", 12, 2, 3, negativeLogLikelihood);
  registry.add("SoftmaxCrossEntropyLoss", 12, 2, 3, softmaxCrossEntropy);
}
