//===- AttentionMask.cpp - what masks mean --------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A mask that depends on positions alone is an attribute. One that depends on
// data as well, padding mostly, hides nothing in most calls: whether it does is
// found out before, and the mask made and read only then. It holds the
// causality too, since a row that sees no key at all takes the mean over what
// is hidden from it, whatever hides it.
//
//===----------------------------------------------------------------------===//

#include "AttentionMask.h"

#include "ElementEmitter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra;

/// Next to numbers of this size scores vanish, and to put one in the place of a
/// score is to add it.
static constexpr float swallowsScores = -1e30f;
/// Weights of scores like these are 0 where a row sees any key. Half precision
/// has no lower ones.
static constexpr float hides = -1e9f, hidesHalf = -6e4f;

/// Sizes, and what is added up of them.
bool AttentionMask::isNeverNegative(AffineExpr expr) {
  if (auto number = dyn_cast<AffineConstantExpr>(expr))
    return number.getValue() >= 0;
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return tracer.isSize(symbol.getPosition());
  auto both = dyn_cast<AffineBinaryOpExpr>(expr);
  return both &&
         (both.getKind() == AffineExprKind::Add ||
          both.getKind() == AffineExprKind::Mul) &&
         isNeverNegative(both.getLHS()) && isNeverNegative(both.getRHS());
}

/// j <= i + offset is causality, j > i + offset - w a window of w.
bool AttentionMask::addPositions(const Element &compare, bool holds) {
  auto op = compare.getDefiningOp<arith::CmpIOp>();
  AffineExpr lhs = tracer.getAffine(compare.operand(0)),
             rhs = lhs ? tracer.getAffine(compare.operand(1)) : lhs;
  if (!rhs)
    return false;
  arith::CmpIPredicate predicate =
      holds ? op.getPredicate() : arith::invertPredicate(op.getPredicate());
  // As something that is at most 0.
  AffineExpr excess;
  switch (predicate) {
  case arith::CmpIPredicate::sle:
    excess = lhs - rhs;
    break;
  case arith::CmpIPredicate::slt:
    excess = lhs - rhs + 1;
    break;
  case arith::CmpIPredicate::sge:
    excess = rhs - lhs;
    break;
  case arith::CmpIPredicate::sgt:
    excess = rhs - lhs + 1;
    break;
  default:
    return false;
  }
  AffineExpr queries = tracer.getExtent(AttentionPattern::Query),
             keys = tracer.getExtent(AttentionPattern::Key);
  if (!queries || !keys)
    return false;
  // What attention takes for the position of the first query.
  AffineExpr offset = tracer.simplify(keys - queries);
  if (!isNeverNegative(offset))
    return false;
  AffineExpr ahead = tracer.dim(AttentionPattern::Key) -
                     tracer.dim(AttentionPattern::Query) - offset;
  auto difference = [&](AffineExpr x) {
    return dyn_cast<AffineConstantExpr>(tracer.simplify(excess - x));
  };
  if (auto more = difference(ahead); more && more.getValue() == 0) {
    causal = true;
    return true;
  }
  // i + offset - w + 1 - j
  if (auto more = difference(-ahead); more && more.getValue() <= 0) {
    int64_t size = 1 - more.getValue();
    window = window == 0 ? size : std::min(window, size);
    return true;
  }
  return false;
}

void AttentionMask::addCondition(const Element &given, bool holds) {
  Element element = tracer.resolve(given);
  if (holds ? bool(element.getDefiningOp<arith::AndIOp>())
            : bool(element.getDefiningOp<arith::OrIOp>())) {
    addCondition(element.operand(0), holds);
    addCondition(element.operand(1), holds);
    return;
  }
  if (element.getDefiningOp<arith::XOrIOp>())
    for (unsigned i : {0, 1})
      if (matchPattern(tracer.resolve(element.operand(i)).value, m_One()))
        return addCondition(element.operand(1 - i), !holds);
  if (element.getDefiningOp<arith::CmpIOp>() && addPositions(element, holds))
    return;
  conditions.push_back({element, holds});
}

bool AttentionMask::analyze(Type type) {
  element = type;
  bool adds = false;
  float highest = -std::numeric_limits<float>::infinity();
  for (const AttentionPattern::Change &change : pattern.changes) {
    if (change.added.value) {
      adds = true;
      continue;
    }
    addCondition(change.condition, change.keep);
    highest = std::max(highest, change.fill);
  }
  needsMask = adds || !conditions.empty();
  if (!needsMask)
    return highest <= (element.isF16() ? hidesHalf : hides);
  if (highest > swallowsScores)
    return false;
  if (adds)
    // Nothing of it can be told apart from what is added.
    causal = false, window = 0;
  return collect();
}

/// Whether everything can be computed where it is needed.
bool AttentionMask::collect() {
  ElementEmitter emitter(tracer, AttentionPattern::Key + 1);
  for (const AttentionPattern::Change &change : pattern.changes) {
    const Element &part = change.added.value ? change.added : change.condition;
    if (change.added.value &&
        getElementTypeOrSelf(tracer.resolve(part).value) != element)
      return false;
    if (!emitter.collect(part))
      return false;
  }
  return true;
}

/// Whether `condition` hides anything: i1, or null where that takes more than
/// a look at one tensor.
Value AttentionMask::emitHidden(OpBuilder &b, Location loc,
                                const Condition &condition) {
  ElementEmitter emitter(tracer, AttentionPattern::Key + 1);
  if (!emitter.collect(condition.element) || emitter.usesIndices() ||
      emitter.getLeaves().size() != 1)
    return {};
  // All of the tensor rather than what is read of it.
  Element leaf = emitter.getLeaves().front();
  auto type = cast<RankedTensorType>(leaf.value.getType());
  MLIRContext *context = b.getContext();
  Type i64 = b.getI64Type();
  Value zero = arith::ConstantIntOp::create(b, loc, 0, 64);
  Value init = tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{}, i64);
  init = linalg::FillOp::create(b, loc, zero, init).getResult(0);
  SmallVector<AffineMap> maps{b.getMultiDimIdentityMap(type.getRank()),
                              AffineMap::get(type.getRank(), 0, {}, context)};
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::reduction);
  auto count = linalg::GenericOp::create(
      b, loc, init.getType(), leaf.value, init, maps, iterators,
      [&](OpBuilder &b, Location loc, ValueRange args) {
        emitter.define(leaf, args[0]);
        Value hidden = emitter.emit(b, loc, condition.element);
        if (condition.holds)
          hidden = arith::XOrIOp::create(
              b, loc, hidden, arith::ConstantIntOp::create(b, loc, 1, 1));
        hidden = arith::ExtUIOp::create(b, loc, i64, hidden);
        Value sum = arith::AddIOp::create(b, loc, args[1], hidden);
        linalg::YieldOp::create(b, loc, sum);
      });
  Value total = tensor::ExtractOp::create(b, loc, count.getResult(0));
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, total, zero);
}

/// What is added to the scores.
Value AttentionMask::emitMask(OpBuilder &b, Location loc) {
  constexpr unsigned numLoops = AttentionPattern::Key + 1;
  ElementEmitter emitter(tracer, numLoops);
  for (const AttentionPattern::Change &change : pattern.changes)
    emitter.collect(change.added.value ? change.added : change.condition);
  emitter.prepare(b, loc);

  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  SmallVector<Element> mapped;
  for (const Element &leaf : emitter.getLeaves()) {
    std::optional<AffineMap> map = emitter.getMap(leaf);
    if (!map)
      continue;
    inputs.push_back(leaf.value);
    maps.push_back(*map);
    mapped.push_back(leaf);
  }
  maps.push_back(b.getMultiDimIdentityMap(numLoops));

  // Sizes of 1 where nothing differs, and none at all where nobody reads it.
  SmallVector<OpFoldResult> sizes(numLoops, b.getIndexAttr(1)),
      result = getGivenSizes(b, loc, pattern.product.getDpsInits().front());
  for (unsigned dim : {AttentionPattern::Batch, AttentionPattern::Head,
                       AttentionPattern::Query})
    if (emitter.dependsOn(dim))
      sizes[dim] = result[dim];
  sizes[AttentionPattern::Key] = pattern.getNumKeys(b, loc);
  if (masked)
    sizes[0] =
        arith::SelectOp::create(
            b, loc, masked, getValueOrCreateConstantIndexOp(b, loc, sizes[0]),
            arith::ConstantIndexOp::create(b, loc, 0))
            .getResult();
  Value init = tensor::EmptyOp::create(b, loc, sizes, element);
  SmallVector<utils::IteratorType> iterators(numLoops,
                                             utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             b, loc, init.getType(), inputs, init, maps, iterators,
             [&](OpBuilder &b, Location loc, ValueRange args) {
               for (auto [leaf, value] : llvm::zip(mapped, args))
                 emitter.define(leaf, value);
               Value sum;
               for (const AttentionPattern::Change &change :
                    llvm::reverse(pattern.changes)) {
                 if (change.added.value) {
                   Value added = emitter.emit(b, loc, change.added);
                   sum = sum ? arith::AddFOp::create(b, loc, sum, added)
                                   .getResult()
                             : added;
                   continue;
                 }
                 auto constant = [&](float number) -> Value {
                   return arith::ConstantOp::create(
                       b, loc, b.getFloatAttr(element, number));
                 };
                 Value seen = sum ? sum : constant(0),
                       fill = constant(change.fill),
                       test = emitter.emit(b, loc, change.condition);
                 sum = arith::SelectOp::create(b, loc, test,
                                               change.keep ? seen : fill,
                                               change.keep ? fill : seen);
               }
               linalg::YieldOp::create(b, loc, sum);
             })
      .getResult(0);
}

void AttentionMask::emit(OpBuilder &b, Location loc) {
  if (!needsMask)
    return;
  // Without positions there is nothing to gain.
  if (causal || window > 0) {
    for (const Condition &condition : conditions) {
      Value hidden = emitHidden(b, loc, condition);
      if (!hidden) {
        masked = nullptr;
        break;
      }
      masked = masked ? arith::OrIOp::create(b, loc, masked, hidden).getResult()
                      : hidden;
    }
    if (!masked)
      causal = false, window = 0;
  }
  mask = emitMask(b, loc);
}
