//===- MatchPooling.cpp - poolings that oneDNN could compute --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An average is a sum of windows and a division of it: by a number, or by
// products of vectors that say how much of a window counts in each dimension.
// These are computed from indices, so they are read by computing them.
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir;
using namespace lutra::dnnl;

static bool isF32(Value value) {
  return getElementTypeOrSelf(value.getType()).isF32();
}

/// max(out, in) or out + in; nothing for other ops.
static std::optional<PoolingKind> getReduction(linalg::GenericOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumResults() != 1 ||
      !op.hasPureTensorSemantics() || op.getNumReductionLoops() == 0 ||
      !isF32(op->getResult(0)) || !isF32(op.getDpsInputs()[0]))
    return std::nullopt;
  Operation *only = getOnlyOp(op);
  Block &body = *op.getBody();
  // The second input is there for the size of the window alone.
  if (!only || !isa<arith::MaximumFOp, arith::AddFOp>(only) ||
      only->getOperand(0) != body.getArgument(2) ||
      only->getOperand(1) != body.getArgument(0) ||
      body.getTerminator()->getOperand(0) != only->getResult(0) ||
      !op.getDpsInputs()[1].getDefiningOp<tensor::EmptyOp>())
    return std::nullopt;
  return isa<arith::MaximumFOp>(only) ? PoolingKind::Max : PoolingKind::Average;
}

bool lutra::dnnl::isPooling(linalg::GenericOp op) {
  return getReduction(op).has_value();
}

/// Each element is computed by folding; a million of them would take seconds.
static constexpr int64_t maxComputedElements = 1 << 14;

/// The elements of a vector that is computed from its indices.
static std::optional<SmallVector<double>> computeVector(Value value) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!op || !type || type.getRank() != 1 || !type.hasStaticShape() ||
      type.getDimSize(0) > maxComputedElements || op.getNumDpsInputs() != 0 ||
      op.getNumResults() != 1 || op.getNumReductionLoops() != 0)
    return std::nullopt;
  Builder builder(op.getContext());
  SmallVector<double> elements;
  for (int64_t i = 0; i < type.getDimSize(0); ++i) {
    llvm::DenseMap<Value, Attribute> known;
    auto get = [&](Value operand) -> Attribute {
      Attribute constant;
      return matchPattern(operand, m_Constant(&constant))
                 ? constant
                 : known.lookup(operand);
    };
    for (Operation &step : op.getBody()->without_terminator()) {
      if (isa<linalg::IndexOp>(step)) {
        known[step.getResult(0)] = builder.getIndexAttr(i);
        continue;
      }
      SmallVector<Attribute> operands =
          llvm::map_to_vector(step.getOperands(), get);
      SmallVector<OpFoldResult> results;
      if (failed(step.fold(operands, results)) || results.size() != 1)
        return std::nullopt;
      Attribute result = dyn_cast<Attribute>(results[0]);
      known[step.getResult(0)] = result ? result : get(cast<Value>(results[0]));
    }
    auto number = dyn_cast_or_null<FloatAttr>(
        get(op.getBody()->getTerminator()->getOperand(0)));
    if (!number)
      return std::nullopt;
    elements.push_back(number.getValueAsDouble());
  }
  return elements;
}

namespace {
/// What sums are divided by: a number, and vectors for spatial dimensions.
struct Divisor {
  double number = 1;
  SmallVector<SmallVector<double>> perDim;
};
} // namespace

/// Reads the factors of a divisor in the body of `op`.
static bool readDivisor(linalg::GenericOp op, Value value, Divisor &divisor) {
  APFloat number(0.0f);
  if (matchPattern(value, m_ConstantFloat(&number))) {
    divisor.number *= number.convertToDouble();
    return true;
  }
  if (auto product = value.getDefiningOp<arith::MulFOp>())
    return readDivisor(op, product.getLhs(), divisor) &&
           readDivisor(op, product.getRhs(), divisor);
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getOwner() != op.getBody())
    return false;
  OpOperand *operand = op.getMatchingOpOperand(argument);
  AffineMap map = op.getMatchingIndexingMap(operand);
  if (!op.isDpsInput(operand) || map.getNumResults() != 1 ||
      !isa<AffineDimExpr>(map.getResult(0)))
    return false;
  unsigned dim = cast<AffineDimExpr>(map.getResult(0)).getPosition();
  std::optional<SmallVector<double>> vector = computeVector(operand->get());
  if (!vector || dim < 2 || !divisor.perDim[dim - 2].empty())
    return false;
  divisor.perDim[dim - 2] = std::move(*vector);
  return true;
}

/// Whether the divisor says for each window what `count` says for each of its
/// dimensions, by position.
static bool divides(const Divisor &divisor, const WindowMatch &match,
                    function_ref<int64_t(size_t, int64_t)> count) {
  // What is no vector is in the number.
  double number = divisor.number, wanted = 1;
  for (size_t d = 0; d < match.window.size(); ++d) {
    int64_t positions = getShape(match.result)[d + 2];
    for (int64_t i = 0; i < positions; ++i) {
      auto expected = static_cast<double>(count(d, i));
      if (divisor.perDim[d].empty() ? expected != count(d, 0)
                                    : expected != divisor.perDim[d][i])
        return false;
    }
    if (divisor.perDim[d].empty())
      wanted *= static_cast<double>(count(d, 0));
  }
  return number == wanted;
}

/// The division that alone reads the sums, and what it says.
static FailureOr<PoolingKind> matchDivision(PoolingMatch &match) {
  auto op = match.result.hasOneUse()
                ? dyn_cast<linalg::GenericOp>(*match.result.user_begin())
                : linalg::GenericOp();
  if (!op || op.getNumReductionLoops() != 0 || op.getNumResults() != 1 ||
      op->getResult(0).getType() != match.result.getType())
    return failure();
  OpOperand &use = *match.result.use_begin();
  auto quotient = op.getBody()
                      ->getTerminator()
                      ->getOperand(0)
                      .getDefiningOp<arith::DivFOp>();
  if (!quotient || !op.isDpsInput(&use) ||
      !op.getMatchingIndexingMap(&use).isIdentity() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
      quotient.getLhs() != op.getMatchingBlockArgument(&use))
    return failure();
  Divisor divisor;
  divisor.perDim.resize(match.window.size());
  if (!readDivisor(op, quotient.getRhs(), divisor))
    return failure();
  match.result = op->getResult(0);
  if (divides(divisor, match,
              [&](size_t d, int64_t) { return match.window[d]; }))
    return PoolingKind::Average;
  auto countInside = [&](size_t d, int64_t position) {
    int64_t size = getShape(match.source)[d + 2];
    int64_t first = position * match.strides[d] - match.pads[d];
    // Elements of the window below a distance from the first; the window may
    // have billions.
    auto countBelow = [&](int64_t distance) {
      return std::clamp<int64_t>(
          llvm::divideCeilSigned(distance, match.dilations[d]), 0,
          match.window[d]);
    };
    return countBelow(size - first) - countBelow(-first);
  };
  if (divides(divisor, match, countInside))
    return PoolingKind::Inside;
  return failure();
}

FailureOr<PoolingMatch> lutra::dnnl::matchPooling(linalg::GenericOp op,
                                                  Refusal &why) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  ArrayRef<AffineExpr> x = maps[0].getResults(), w = maps[1].getResults(),
                       y = maps[2].getResults();
  std::optional<PoolingKind> kind = getReduction(op);
  if (!kind || x.size() < 3 || x.size() != y.size() ||
      w.size() + 2 != x.size() || x.take_front(2) != y.take_front(2))
    return failure();
  PoolingMatch match;
  match.kind = *kind;
  match.source = op.getDpsInputs()[0];
  match.result = op->getResult(0);
  match.window.assign(getShape(op.getDpsInputs()[1]).begin(),
                      getShape(op.getDpsInputs()[1]).end());
  for (size_t d = 0; d < w.size(); ++d) {
    std::optional<WindowStep> step = getStep(x[d + 2], y[d + 2], w[d]);
    if (!step)
      return failure();
    match.strides.push_back(step->stride);
    match.dilations.push_back(step->dilation);
  }
  auto refuse = [&](const Twine &reason) {
    why = reason.str();
    return failure();
  };
  bool isMax = match.kind == PoolingKind::Max;
  auto isAround = isMax ? isFilledWithLeast : isFilledWithZeros;
  if (!isAround(op.getDpsInits()[0]))
    return refuse(isMax ? "its maxima do not begin with -inf"
                        : "its sums do not begin with 0");
  if (x.size() > 5)
    return refuse("it has more than three spatial dimensions");
  skipPadding(match, isAround);
  if (!hasKnownImages(match.source) || !hasKnownImages(match.result) ||
      llvm::any_of(match.window, ShapedType::isDynamic))
    return refuse("the size of its images is not known");
  // oneDNN wants every window to see something.
  for (size_t d = 0; d < w.size(); ++d)
    if (match.pads[d] > (match.window[d] - 1) * match.dilations[d])
      return refuse("some windows see only what is around the image");
  if (isMax)
    return match;
  FailureOr<PoolingKind> average = matchDivision(match);
  if (failed(average))
    return refuse(
        "nothing shows that its sums are divided by how much a window "
        "sees");
  match.kind = *average;
  return match;
}
