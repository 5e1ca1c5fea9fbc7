//===- Epilogue.cpp - elementwise operations behind a result --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Match.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra::dnnl;

namespace {

/// One elementwise op, read from the element of the result to what it yields.
class BodyReader {
public:
  BodyReader(linalg::GenericOp op, OpOperand &chained, unsigned channelDim,
             Epilogue &epilogue)
      : op(op), body(*op.getBody()), channelDim(channelDim), epilogue(epilogue),
        current(op.getMatchingBlockArgument(&chained)) {}

  bool read();

private:
  /// What else an operation reads: a number, or an operand of the op.
  struct Other {
    std::optional<double> number;
    Value tensor;
    bool perChannel = false;
  };

  std::optional<Other> getOther(Value value);
  bool readLeakyRelu();
  bool readStep(Operation *step);
  void add(PostOpKind kind, double alpha, double beta);
  bool addTensor(PostOpKind kind, const Other &other);
  bool clip(double low, double high);

  FloatAttr getNumber(double value) {
    return FloatAttr::get(Float32Type::get(op.getContext()), value);
  }

  linalg::GenericOp op;
  Block &body;
  unsigned channelDim;
  Epilogue &epilogue;
  Value current;
};

} // namespace

std::optional<BodyReader::Other> BodyReader::getOther(Value value) {
  APFloat number(0.0f);
  if (matchPattern(value, m_ConstantFloat(&number)))
    return Other{number.convertToDouble(), {}, false};
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getOwner() != &body)
    return std::nullopt;
  OpOperand *operand = op.getMatchingOpOperand(argument);
  if (!op.isDpsInput(operand) ||
      !getElementTypeOrSelf(operand->get().getType()).isF32())
    return std::nullopt;
  AffineMap map = op.getMatchingIndexingMap(operand);
  if (map.isIdentity())
    return Other{std::nullopt, operand->get(), false};
  if (map.getNumResults() == 1 &&
      map.getResult(0) == getAffineDimExpr(channelDim, op.getContext()))
    return Other{std::nullopt, operand->get(), true};
  return std::nullopt;
}

void BodyReader::add(PostOpKind kind, double alpha, double beta) {
  epilogue.ops.push_back(PostOpAttr::get(op.getContext(), kind,
                                         getNumber(alpha), getNumber(beta)));
}

bool BodyReader::addTensor(PostOpKind kind, const Other &other) {
  // The first vector is the bias, which costs nothing.
  if (kind == PostOpKind::Add && other.perChannel && epilogue.isEmpty()) {
    epilogue.bias = other.tensor;
    return true;
  }
  epilogue.ops.push_back(PostOpAttr::get(op.getContext(), kind, {}, {}));
  epilogue.extras.push_back(other.tensor);
  return true;
}

/// Two bounds next to each other are one clip.
bool BodyReader::clip(double low, double high) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (!epilogue.ops.empty()) {
    PostOpAttr last = epilogue.ops.back();
    double lastLow = -infinity, lastHigh = infinity;
    bool isRelu = last.getKind() == PostOpKind::Relu &&
                  last.getAlpha().getValueAsDouble() == 0;
    if (isRelu)
      lastLow = 0;
    if (last.getKind() == PostOpKind::Clip) {
      lastLow = last.getAlpha().getValueAsDouble();
      lastHigh = last.getBeta().getValueAsDouble();
    }
    if (isRelu || last.getKind() == PostOpKind::Clip) {
      double newLow = std::max(low, lastLow),
             newHigh = std::min(high, lastHigh);
      if (newLow <= newHigh) {
        epilogue.ops.pop_back();
        low = newLow;
        high = newHigh;
      }
    }
  }
  if (low == 0 && high == infinity)
    add(PostOpKind::Relu, 0, 0);
  else
    add(PostOpKind::Clip, low, high);
  return true;
}

/// x < 0 ? alpha x : x.
bool BodyReader::readLeakyRelu() {
  arith::CmpFOp compare;
  arith::MulFOp scale;
  arith::SelectOp select;
  for (Operation *user : current.getUsers()) {
    if (auto op = dyn_cast<arith::CmpFOp>(user))
      compare = op;
    else if (auto op = dyn_cast<arith::MulFOp>(user))
      scale = op;
    else if (auto op = dyn_cast<arith::SelectOp>(user))
      select = op;
    else
      return false;
  }
  if (!compare || !scale || !select ||
      std::distance(current.use_begin(), current.use_end()) != 3 ||
      compare.getPredicate() != arith::CmpFPredicate::OLT ||
      compare.getLhs() != current ||
      !matchPattern(compare.getRhs(), m_AnyZeroFloat()) ||
      select.getCondition() != compare.getResult() ||
      select.getTrueValue() != scale.getResult() ||
      select.getFalseValue() != current || !compare->hasOneUse() ||
      !scale->hasOneUse())
    return false;
  std::optional<Other> slope =
      getOther(scale.getLhs() == current ? scale.getRhs() : scale.getLhs());
  if (!slope || !slope->number)
    return false;
  add(PostOpKind::Relu, *slope->number, 0);
  current = select.getResult();
  return true;
}

bool BodyReader::readStep(Operation *step) {
  if (step->getNumOperands() != 2 || step->getNumResults() != 1)
    return false;
  bool isFirst = step->getOperand(0) == current;
  std::optional<Other> other = getOther(step->getOperand(isFirst ? 1 : 0));
  if (!other)
    return false;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  current = step->getResult(0);
  if (isa<arith::AddFOp>(step)) {
    if (!other->number)
      return addTensor(PostOpKind::Add, *other);
    add(PostOpKind::Linear, 1, *other->number);
    return true;
  }
  if (isa<arith::MulFOp>(step)) {
    if (!other->number)
      return addTensor(PostOpKind::Mul, *other);
    add(PostOpKind::Linear, *other->number, 0);
    return true;
  }
  if (!other->number)
    return false;
  if (isa<arith::SubFOp>(step)) {
    add(PostOpKind::Linear, isFirst ? 1 : -1,
        isFirst ? -*other->number : *other->number);
    return true;
  }
  if (isa<arith::MaximumFOp>(step))
    return clip(*other->number, infinity);
  if (isa<arith::MinimumFOp>(step))
    return clip(-infinity, *other->number);
  return false;
}

bool BodyReader::read() {
  Value yielded = body.getTerminator()->getOperand(0);
  while (current != yielded) {
    if (current.hasOneUse() ? readStep(*current.user_begin()) : readLeakyRelu())
      continue;
    return false;
  }
  return current.hasOneUse();
}

/// Takes the only user of the result into the epilogue, if it can be.
static bool absorbUser(Epilogue &epilogue, unsigned channelDim) {
  if (!epilogue.result.hasOneUse())
    return false;
  OpOperand &use = *epilogue.result.use_begin();
  auto op = dyn_cast<linalg::GenericOp>(use.getOwner());
  auto type = cast<RankedTensorType>(epilogue.result.getType());
  if (!op || !op.isDpsInput(&use) || op.getNumResults() != 1 ||
      op->getResult(0).getType() != type ||
      op.getNumParallelLoops() != type.getRank() ||
      op.getNumLoops() != type.getRank() ||
      !op.getMatchingIndexingMap(&use).isIdentity() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
      op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)))
    return false;
  Epilogue longer = epilogue;
  if (!BodyReader(op, use, channelDim, longer).read() ||
      longer.ops.size() > kMaxPostOps)
    return false;
  longer.result = op->getResult(0);
  epilogue = std::move(longer);
  return true;
}

Epilogue lutra::dnnl::collectEpilogue(Value result, unsigned channelDim) {
  Epilogue epilogue;
  epilogue.result = result;
  while (absorbUser(epilogue, channelDim))
    ;
  return epilogue;
}
