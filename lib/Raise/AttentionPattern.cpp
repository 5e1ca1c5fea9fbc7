//===- AttentionPattern.cpp - attention in single operators ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AttentionPattern.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra;

/// The number that all of an init is, if it is one.
static std::optional<APFloat> getFill(Value init) {
  auto fill = init.getDefiningOp<linalg::FillOp>();
  APFloat number(0.0);
  if (!fill ||
      !matchPattern(fill.getInputs().front(), m_ConstantFloat(&number)))
    return std::nullopt;
  return number;
}

static Value skipFloatCasts(Value value) {
  while (auto *op = value.getDefiningOp()) {
    if (!isa<arith::ExtFOp, arith::TruncFOp>(op))
      break;
    value = op->getOperand(0);
  }
  return value;
}

/// Whether `value` is an OpTy of `x` and `y` in any order.
template <typename OpTy> static bool combines(Value value, Value x, Value y) {
  auto op = value.getDefiningOp<OpTy>();
  if (!op)
    return false;
  Value a = skipFloatCasts(op->getOperand(0)),
        b = skipFloatCasts(op->getOperand(1));
  return (a == x && b == y) || (a == y && b == x);
}

bool lutra::isContraction(linalg::LinalgOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      op.getNumReductionLoops() != 1 || !op.hasPureTensorSemantics())
    return false;
  std::optional<APFloat> start = getFill(op.getDpsInits().front());
  if (!start || !start->isZero())
    return false;
  Block *body = op.getBlock();
  Value x = body->getArgument(0), y = body->getArgument(1),
        sum = body->getArgument(2);
  Value result = body->getTerminator()->getOperand(0);
  if (auto fma = result.getDefiningOp<math::FmaOp>())
    return fma.getC() == sum && skipFloatCasts(fma.getA()) == x &&
           skipFloatCasts(fma.getB()) == y;
  auto add = result.getDefiningOp<arith::AddFOp>();
  if (!add)
    return false;
  Value product = add.getLhs() == sum ? add.getRhs() : add.getLhs();
  return (add.getLhs() == sum || add.getRhs() == sum) &&
         combines<arith::MulFOp>(product, x, y);
}

/// The coordinates of the loops of `op` when its result is read at `at`.
/// Reduction loops are left empty.
static std::optional<Coordinates> getLoops(linalg::LinalgOp op,
                                           ArrayRef<Coordinate> at) {
  AffineMap map = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (!map.isProjectedPermutation())
    return std::nullopt;
  Coordinates loops(op.getNumLoops());
  for (auto [c, expr] : llvm::zip_equal(at, map.getResults()))
    loops[cast<AffineDimExpr>(expr).getPosition()] = c;
  return loops;
}

static unsigned getReductionLoop(linalg::LinalgOp op) {
  SmallVector<unsigned> loops;
  op.getReductionDims(loops);
  return loops.front();
}

bool AttentionPattern::match() {
  return matchProduct() && matchSoftmax(weights) && !isUsedElsewhere();
}

//===----------------------------------------------------------------------===//
// From the last product to the first
//===----------------------------------------------------------------------===//

bool AttentionPattern::matchProduct() {
  auto type = dyn_cast<RankedTensorType>(product->getResultTypes().front());
  if (!type || type.getRank() != 4 || !isContraction(product) ||
      product.getNumLoops() != 5)
    return false;
  Coordinates at;
  for (Dim dim : {Batch, Head, Query, ValueFeature})
    at.push_back({tracer.dim(dim), Value()});
  auto loops = getLoops(product, at);
  if (!loops)
    return false;
  (*loops)[getReductionLoop(product)] = {tracer.dim(Key), Value()};

  auto element = [&](unsigned number) -> Element {
    return {product.getBlock()->getArgument(number), *loops};
  };
  auto depends = [&](unsigned number, Dim dim) {
    OpOperand *operand = product.getDpsInputOperand(number);
    AffineMap map = product.getMatchingIndexingMap(operand);
    for (auto [loop, c] : llvm::enumerate(*loops))
      if (c.expr == tracer.dim(dim))
        return map.isFunctionOfDim(loop);
    return false;
  };
  unsigned first = depends(0, Query) ? 0 : 1, second = 1 - first;
  if (!depends(first, Query) || depends(first, ValueFeature) ||
      depends(second, Query) || !depends(second, ValueFeature))
    return false;
  weights = element(first);
  value = element(second);

  // How large the dimensions are.
  tracer.setExtent(numDims - 1, AffineExpr());
  Value init = product.getDpsInits().front();
  tracer.setExtent(Batch, tracer.getSize(init, 0));
  tracer.setExtent(Head, tracer.getSize(init, 1));
  tracer.setExtent(Query, tracer.getSize(init, 2));
  tracer.setExtent(ValueFeature, tracer.getSize(init, 3));
  OpOperand *values = product.getDpsInputOperand(second);
  AffineMap map = product.getMatchingIndexingMap(values);
  for (auto [i, expr] : llvm::enumerate(map.getResults()))
    if (expr ==
        getAffineDimExpr(getReductionLoop(product), product.getContext()))
      keys = {values->get(), i};
  if (!keys.first)
    return false;
  tracer.setExtent(Key, tracer.getSize(keys.first, keys.second));
  return true;
}

OpFoldResult AttentionPattern::getNumKeys(OpBuilder &b, Location loc) {
  return getGivenSize(b, loc, keys.first, keys.second);
}

Element AttentionPattern::visit(Element element) {
  element = tracer.resolveFloat(std::move(element));
  if (linalg::LinalgOp op = getEnclosing(element.value))
    chain.insert(op);
  return element;
}

/// Whether `element` combines `of` over the keys, as a reduction.
bool AttentionPattern::isStatistic(
    Element element, const Element &of,
    llvm::function_ref<bool(Operation *)> isCombiner,
    llvm::function_ref<bool(const APFloat &)> isStart) {
  element = tracer.resolveFloat(std::move(element));
  auto op = element.value.getDefiningOp<linalg::LinalgOp>();
  if (!op || op.getNumDpsInputs() != 1 || op.getNumDpsInits() != 1 ||
      op.getNumReductionLoops() != 1)
    return false;
  std::optional<APFloat> start = getFill(op.getDpsInits().front());
  auto loops = getLoops(op, element.at);
  Block *body = op.getBlock();
  Operation *combiner = body->getTerminator()->getOperand(0).getDefiningOp();
  if (!start || !isStart(*start) || !loops || !combiner ||
      combiner->getBlock() != body || combiner->getNumOperands() != 2 ||
      !isCombiner(combiner))
    return false;
  Value x = skipFloatCasts(combiner->getOperand(0)),
        y = skipFloatCasts(combiner->getOperand(1));
  Value out = body->getArgument(1), in = x == out ? y : x;
  if ((x != out && y != out) || in != body->getArgument(0))
    return false;
  (*loops)[getReductionLoop(op)] = {tracer.dim(Key), Value()};
  if (tracer.resolveFloat({in, *loops}) != of)
    return false;
  chain.insert(op);
  return true;
}

bool AttentionPattern::matchSoftmax(Element weight) {
  weight = visit(std::move(weight));
  // NaN replaced by 0, for rows that see nothing: what attention gives anyway.
  if (auto select = weight.getDefiningOp<arith::SelectOp>()) {
    auto test =
        tracer.resolve(weight.operand(0)).getDefiningOp<arith::CmpFOp>();
    Element tested = tracer.resolve(weight.operand(0));
    std::optional<APFloat> zero = tracer.getConstant(weight.operand(1));
    if (!test || test.getPredicate() != arith::CmpFPredicate::UNO || !zero ||
        !zero->isZero())
      return false;
    chain.insert(getEnclosing(test));
    Element kept = visit(weight.operand(2));
    if (tracer.resolveFloat(tested.operand(0)) != kept ||
        tracer.resolveFloat(tested.operand(1)) != kept)
      return false;
    weight = kept;
  }

  // e / sum, or e * (1 / sum).
  Element e, sum;
  if (weight.getDefiningOp<arith::DivFOp>()) {
    e = visit(weight.operand(0));
    sum = weight.operand(1);
  } else if (weight.getDefiningOp<arith::MulFOp>()) {
    for (unsigned i : {0, 1}) {
      Element inverse = tracer.resolveFloat(weight.operand(i));
      if (!inverse.getDefiningOp<arith::DivFOp>())
        continue;
      std::optional<APFloat> one = tracer.getConstant(inverse.operand(0));
      if (!one || !one->isExactlyValue(1))
        continue;
      e = visit(weight.operand(1 - i));
      sum = inverse.operand(1);
      break;
    }
  }
  if (!e.value || !e.getDefiningOp<math::ExpOp>() ||
      !isStatistic(
          sum, e, [](Operation *op) { return isa<arith::AddFOp>(op); },
          [](const APFloat &start) { return start.isZero(); }))
    return false;
  Element distance = visit(e.operand(0));
  if (!distance.getDefiningOp<arith::SubFOp>())
    return false;
  Element score = visit(distance.operand(0));
  return isStatistic(
             distance.operand(1), score,
             [](Operation *op) {
               return isa<arith::MaximumFOp, arith::MaxNumFOp>(op);
             },
             [](const APFloat &start) {
               return start.isNegative() &&
                      (start.isInfinity() || start.isLargest());
             }) &&
         matchScores(score);
}

//===----------------------------------------------------------------------===//
// Scores
//===----------------------------------------------------------------------===//

std::optional<double> AttentionPattern::takeFactor(Element &element) {
  bool divides = static_cast<bool>(element.getDefiningOp<arith::DivFOp>());
  if (!divides && !element.getDefiningOp<arith::MulFOp>())
    return std::nullopt;
  std::optional<APFloat> factor = tracer.getConstant(element.operand(1));
  unsigned rest = 0;
  if (!factor && !divides) {
    factor = tracer.getConstant(element.operand(0));
    rest = 1;
  }
  if (!factor || !factor->isFiniteNonZero())
    return std::nullopt;
  bool lossy;
  factor->convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lossy);
  element = element.operand(rest);
  double number = factor->convertToDouble();
  return divides ? 1 / number : number;
}

bool AttentionPattern::matchScores(Element score) {
  // Masks are outside of the scale.
  for (;;) {
    score = visit(std::move(score));
    if (score.getDefiningOp<arith::SelectOp>()) {
      std::optional<APFloat> fill;
      bool keep = true;
      for (unsigned i : {2, 1}) {
        fill = tracer.getConstant(score.operand(i));
        keep = i == 2;
        if (fill)
          break;
      }
      if (!fill)
        return false;
      bool lossy;
      fill->convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven,
                    &lossy);
      changes.push_back(
          {Element(), score.operand(0), keep, fill->convertToFloat()});
      score = score.operand(keep ? 1 : 2);
      continue;
    }
    if (!score.getDefiningOp<arith::AddFOp>())
      break;
    // Scores are what leads to a product.
    unsigned inner = 2;
    for (unsigned i : {0, 1}) {
      AttentionPattern probe(*this);
      if (probe.matchScores(score.operand(i))) {
        inner = i;
        break;
      }
    }
    if (inner == 2)
      return false;
    changes.push_back({score.operand(1 - inner), Element(), true, 0});
    score = score.operand(inner);
  }
  while (std::optional<double> factor = takeFactor(score)) {
    scale *= *factor;
    score = visit(std::move(score));
  }
  return matchScoreProduct(score);
}

bool AttentionPattern::matchScoreProduct(const Element &score) {
  auto op = score.value.getDefiningOp<linalg::LinalgOp>();
  if (!op || !isa<RankedTensorType>(score.value.getType()) ||
      !isContraction(op) || score.at.size() != 4)
    return false;
  for (Dim dim : {Batch, Head, Query, Key})
    if (!llvm::is_contained(score.at, Coordinate{tracer.dim(dim), Value()}))
      return false;
  auto loops = getLoops(op, score.at);
  if (!loops)
    return false;
  (*loops)[getReductionLoop(op)] = {tracer.dim(Feature), Value()};
  for (unsigned i : {0, 1}) {
    OpOperand *operand = op.getDpsInputOperand(i);
    AffineMap map = op.getMatchingIndexingMap(operand);
    bool hasQuery = false, hasKey = false;
    for (auto [loop, c] : llvm::enumerate(*loops)) {
      hasQuery |= c.expr == tracer.dim(Query) && map.isFunctionOfDim(loop);
      hasKey |= c.expr == tracer.dim(Key) && map.isFunctionOfDim(loop);
    }
    if (hasQuery == hasKey)
      return false;
    Element element{op.getBlock()->getArgument(i), *loops};
    (hasQuery ? query : key) = element;
  }
  if (!query.value || !key.value)
    return false;
  scoreProduct = op;
  chain.insert(op);
  return true;
}

/// Whether somebody reads scores or weights besides.
bool AttentionPattern::isUsedElsewhere() {
  // Broadcasts and copies between what was visited read scores too; whoever
  // uses those must lead to the product in the end.
  SmallVector<Operation *> work(chain.begin(), chain.end());
  llvm::SmallPtrSet<Operation *, 16> seen(chain.begin(), chain.end());
  while (!work.empty()) {
    Operation *op = work.pop_back_val();
    if (op == product)
      continue;
    for (Operation *user : op->getUsers()) {
      if (isa<tensor::DimOp>(user))
        continue;
      // Those in bodies read elements.
      if (linalg::LinalgOp reader = getEnclosing(user->getBlock()))
        user = reader;
      if (user->getNumResults() == 0)
        return true;
      if (user != product && seen.insert(user).second)
        work.push_back(user);
    }
  }
  return false;
}
