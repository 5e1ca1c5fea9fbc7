//===- Match.cpp - what oneDNN could compute ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Convolutions, products and poolings as convert-onnx-to-core spells them: one
// linalg.generic, whose maps say what each loop is.
//
//===----------------------------------------------------------------------===//

#include "Match.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra::dnnl;

static ArrayRef<int64_t> getShape(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

static bool isF32(Value value) {
  return getElementTypeOrSelf(value.getType()).isF32();
}

/// The only operation in front of the terminator.
static Operation *getOnlyOp(linalg::GenericOp op) {
  Block &body = *op.getBody();
  auto ops = body.without_terminator();
  return llvm::hasSingleElement(ops) ? &*ops.begin() : nullptr;
}

static bool isFilledWith(Value value, function_ref<bool(const APFloat &)> is) {
  auto fill = value.getDefiningOp<linalg::FillOp>();
  APFloat number(0.0f);
  return fill &&
         matchPattern(fill.getInputs().front(), m_ConstantFloat(&number)) &&
         is(number);
}

static bool isZero(const APFloat &number) { return number.isPosZero(); }
static bool isLeast(const APFloat &number) {
  return number.isInfinity() && number.isNegative();
}

/// A constant, reshaped or not.
static bool isConstant(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (isa<arith::ConstantOp>(op))
      return true;
    if (!isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp>(op))
      return false;
    value = op->getOperand(0);
  }
  return false;
}

bool lutra::dnnl::isSumOfProducts(linalg::GenericOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumResults() != 1 ||
      !op.hasPureTensorSemantics() || op.getNumReductionLoops() == 0 ||
      !llvm::all_of(op->getOperands(), isF32))
    return false;
  auto fma = dyn_cast_or_null<math::FmaOp>(getOnlyOp(op));
  Block &body = *op.getBody();
  return fma && fma.getA() == body.getArgument(0) &&
         fma.getB() == body.getArgument(1) &&
         fma.getC() == body.getArgument(2) &&
         body.getTerminator()->getOperand(0) == fma.getResult();
}

//===----------------------------------------------------------------------===//
// Windows
//===----------------------------------------------------------------------===//

namespace {
/// position * stride + offset * dilation.
struct WindowStep {
  unsigned position, offset;
  int64_t stride = 1, dilation = 1;
};
} // namespace

/// The loop and its factor.
static std::optional<std::pair<unsigned, int64_t>> getTerm(AffineExpr expr) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return std::pair(dim.getPosition(), int64_t(1));
  auto product = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!product || product.getKind() != AffineExprKind::Mul)
    return std::nullopt;
  auto dim = dyn_cast<AffineDimExpr>(product.getLHS());
  auto factor = dyn_cast<AffineConstantExpr>(product.getRHS());
  if (!dim || !factor || factor.getValue() < 1)
    return std::nullopt;
  return std::pair(dim.getPosition(), factor.getValue());
}

static std::optional<WindowStep> getStep(AffineExpr expr, AffineExpr position,
                                         AffineExpr offset) {
  auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!sum || sum.getKind() != AffineExprKind::Add)
    return std::nullopt;
  auto first = getTerm(sum.getLHS()), second = getTerm(sum.getRHS());
  if (!first || !second)
    return std::nullopt;
  WindowStep step{first->first, second->first, first->second, second->second};
  if (getAffineDimExpr(step.position, expr.getContext()) != position ||
      getAffineDimExpr(step.offset, expr.getContext()) != offset)
    return std::nullopt;
  return step;
}

/// Looks through the padding of a source: sets `pads` to what comes first. What
/// comes last follows from the result's sizes.
static Value skipPadding(Value source, SmallVectorImpl<int64_t> &pads,
                         function_ref<bool(const APFloat &)> isAround) {
  unsigned rank = getShape(source).size();
  pads.assign(rank - 2, 0);
  auto insert = source.getDefiningOp<tensor::InsertSliceOp>();
  if (!insert || insert.getSourceType().getRank() != rank ||
      !llvm::all_of(insert.getMixedStrides(),
                    [](OpFoldResult s) { return isConstantIntValue(s, 1); }) ||
      !isFilledWith(insert.getDest(), isAround))
    return source;
  SmallVector<int64_t> offsets;
  for (OpFoldResult offset : insert.getMixedOffsets()) {
    std::optional<int64_t> value = getConstantIntValue(offset);
    if (!value)
      return source;
    offsets.push_back(*value);
  }
  // Batch and channels stay as they are.
  for (unsigned d : {0, 1})
    if (offsets[d] != 0 ||
        insert.getSourceType().getDimSize(d) != getShape(source)[d])
      return source;
  pads.assign(offsets.begin() + 2, offsets.end());
  return insert.getSource();
}

/// Whether the spatial sizes of the value are known and there is something.
static bool hasKnownImages(Value value) {
  return llvm::all_of(getShape(value).drop_front(1),
                      [](int64_t size) { return size > 0; });
}

//===----------------------------------------------------------------------===//
// Convolution
//===----------------------------------------------------------------------===//

namespace {
/// Reads the maps of a convolution from left to right.
class ConvolutionReader {
public:
  explicit ConvolutionReader(linalg::GenericOp op)
      : op(op), x(getResults(0)), w(getResults(1)), y(getResults(2)) {}

  /// Whether it is one, with loops in the order of convert-onnx-to-core:
  /// x [n, g?, i?, spatial..], w [g?, o?, i?, offsets..], y [n, g?, o?, p..].
  bool read(ConvolutionMatch &match);

  bool hasGroups = false;
  bool isPointwise = false;

private:
  ArrayRef<AffineExpr> getResults(unsigned operand) {
    return op.getIndexingMapsArray()[operand].getResults();
  }
  bool contains(ArrayRef<AffineExpr> list, AffineExpr dim) {
    return llvm::is_contained(list, dim);
  }
  int64_t getExtent(AffineExpr dim) {
    return op.getStaticLoopRanges()[cast<AffineDimExpr>(dim).getPosition()];
  }
  /// Takes the first expression off a list if it is the given loop.
  bool take(ArrayRef<AffineExpr> &list, AffineExpr dim) {
    if (list.empty() || list.front() != dim)
      return false;
    list = list.drop_front();
    return true;
  }

  linalg::GenericOp op;
  SmallVector<AffineExpr> storage;
  ArrayRef<AffineExpr> x, w, y;
};
} // namespace

bool ConvolutionReader::read(ConvolutionMatch &match) {
  // The batch: a loop of the source and the result only.
  AffineExpr n = x.front();
  if (!isa<AffineDimExpr>(n) || contains(w, n) || !take(x, n) || !take(y, n) ||
      w.empty())
    return false;
  AffineExpr first = w.front();
  match.groups = 1;
  if (!x.empty() && !y.empty() && x.front() == first && y.front() == first) {
    hasGroups = true;
    match.groups = getExtent(first);
    take(x, first), take(w, first), take(y, first);
  }
  int64_t perGroup = 1;
  if (!w.empty() && !y.empty() && y.front() == w.front()) {
    perGroup = getExtent(w.front());
    take(y, w.front()), take(w, w.front());
  }
  match.channelsPerGroup = 1;
  if (!w.empty() && !x.empty() && x.front() == w.front()) {
    match.channelsPerGroup = getExtent(w.front());
    take(x, w.front()), take(w, w.front());
  }
  match.channels = match.groups * perGroup;
  // What is left are positions, and offsets unless there is one point only.
  if (x.size() != y.size() || x.empty())
    return false;
  isPointwise = w.empty();
  if (isPointwise && x != y)
    return false;
  if (!isPointwise && w.size() != x.size())
    return false;
  for (size_t d = 0; d < x.size(); ++d) {
    WindowStep step{0, 0};
    if (!isPointwise) {
      std::optional<WindowStep> found = getStep(x[d], y[d], w[d]);
      if (!found)
        return false;
      step = *found;
    }
    match.window.push_back(isPointwise ? 1 : getExtent(w[d]));
    match.strides.push_back(step.stride);
    match.dilations.push_back(step.dilation);
  }
  return match.groups > 0 && match.channels > 0 && match.channelsPerGroup > 0 &&
         llvm::all_of(match.window, [](int64_t size) { return size > 0; });
}

/// The reshape of dimensions 1 and 2 from or into one, of groups.
static bool splitsChannels(ArrayRef<ReassociationIndices> groups) {
  if (groups.size() < 2 || groups[1].size() != 2)
    return false;
  for (auto [i, group] : llvm::enumerate(groups))
    if (i != 1 && group.size() != 1)
      return false;
  return true;
}

/// The reshape of all that comes behind channels from or into one dimension.
static bool joinsPositions(ArrayRef<ReassociationIndices> groups) {
  return groups.size() == 3 && groups[0].size() == 1 && groups[1].size() == 1;
}

FailureOr<ConvolutionMatch> lutra::dnnl::matchConvolution(linalg::GenericOp op,
                                                          Refusal &why) {
  ConvolutionMatch match;
  ConvolutionReader reader(op);
  if (!reader.read(match))
    return failure();
  match.source = op.getDpsInputs()[0];
  match.weights = op.getDpsInputs()[1];
  match.result = op->getResult(0);
  auto refuse = [&](const Twine &reason) {
    why = reason.str();
    return failure();
  };
  if (!isConstant(match.weights))
    return refuse("its weights are not constant");
  if (!isFilledWith(op.getDpsInits()[0], isZero))
    return refuse("its sums do not begin with 0");

  // Back to one dimension of channels.
  Operation *user =
      match.result.hasOneUse() ? *match.result.user_begin() : nullptr;
  if (reader.hasGroups) {
    auto expand = match.source.getDefiningOp<tensor::ExpandShapeOp>();
    if (expand && splitsChannels(expand.getReassociationIndices()))
      match.source = expand.getSrc();
    else if (match.channelsPerGroup != 1)
      return refuse("its groups are dimensions of their own");
    auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(user);
    if (collapse && splitsChannels(collapse.getReassociationIndices()))
      match.result = collapse.getResult();
    else if (match.channels != match.groups)
      return refuse("its groups are dimensions of their own");
  }
  // And from one dimension of positions to those of the image.
  if (reader.isPointwise && !reader.hasGroups) {
    auto collapse = match.source.getDefiningOp<tensor::CollapseShapeOp>();
    auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(user);
    if (collapse && expand &&
        joinsPositions(collapse.getReassociationIndices()) &&
        joinsPositions(expand.getReassociationIndices()) &&
        getShape(collapse.getSrc()).drop_front(2) ==
            getShape(expand.getResult()).drop_front(2)) {
      match.source = collapse.getSrc();
      match.result = expand.getResult();
      unsigned spatial = getShape(match.source).size() - 2;
      match.window.assign(spatial, 1);
      match.strides.assign(spatial, 1);
      match.dilations.assign(spatial, 1);
    }
  }
  unsigned rank = getShape(match.source).size();
  if (rank != match.window.size() + 2 || getShape(match.result).size() != rank)
    return refuse("its groups are dimensions of their own");
  if (rank > 5)
    return refuse("it has more than three spatial dimensions");
  match.source = skipPadding(match.source, match.pads, isZero);
  if (!hasKnownImages(match.source) || !hasKnownImages(match.result))
    return refuse("the size of its images is not known");
  return match;
}

//===----------------------------------------------------------------------===//
// Matmul
//===----------------------------------------------------------------------===//

FailureOr<MatmulMatch> lutra::dnnl::matchMatmul(linalg::GenericOp op,
                                                Refusal &why) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  ArrayRef<AffineExpr> x = maps[0].getResults(), w = maps[1].getResults(),
                       y = maps[2].getResults();
  if (op.getNumReductionLoops() != 1 || x.size() < 2 || x.size() != y.size() ||
      w.size() != 2 || x.drop_back() != y.drop_back() ||
      op.getNumLoops() != x.size() + 1)
    return failure();
  AffineExpr k = x.back(), n = y.back();
  MatmulMatch match{op.getDpsInputs()[0], op.getDpsInputs()[1],
                    op->getResult(0)};
  match.transposed = w[0] == n;
  if (k == n || w[match.transposed] != k || w[!match.transposed] != n ||
      llvm::any_of(x.drop_back(),
                   [](AffineExpr e) { return !isa<AffineDimExpr>(e); }))
    return failure();
  auto refuse = [&](const Twine &reason) {
    why = reason.str();
    return failure();
  };
  if (!isConstant(match.weights))
    return refuse("its right-hand side is not constant");
  if (!isFilledWith(op.getDpsInits()[0], isZero))
    return refuse("its sums do not begin with 0");
  if (llvm::any_of(getShape(match.weights), [](int64_t s) { return s <= 0; }))
    return refuse("it is empty");
  return match;
}

//===----------------------------------------------------------------------===//
// Pooling
//===----------------------------------------------------------------------===//

bool lutra::dnnl::isMaxPooling(linalg::GenericOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumResults() != 1 ||
      !op.hasPureTensorSemantics() || op.getNumReductionLoops() == 0 ||
      !isF32(op->getResult(0)) || !isF32(op.getDpsInputs()[0]))
    return false;
  auto max = dyn_cast_or_null<arith::MaximumFOp>(getOnlyOp(op));
  Block &body = *op.getBody();
  // The second input is there for the size of the window alone.
  return max && max.getLhs() == body.getArgument(2) &&
         max.getRhs() == body.getArgument(0) &&
         body.getTerminator()->getOperand(0) == max.getResult() &&
         op.getDpsInputs()[1].getDefiningOp<tensor::EmptyOp>();
}

FailureOr<WindowMatch> lutra::dnnl::matchMaxPooling(linalg::GenericOp op,
                                                    Refusal &why) {
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  ArrayRef<AffineExpr> x = maps[0].getResults(), w = maps[1].getResults(),
                       y = maps[2].getResults();
  if (x.size() < 3 || x.size() != y.size() || w.size() + 2 != x.size() ||
      x.take_front(2) != y.take_front(2))
    return failure();
  WindowMatch match;
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
  if (!isFilledWith(op.getDpsInits()[0], isLeast))
    return refuse("its maxima do not begin with -inf");
  if (x.size() > 5)
    return refuse("it has more than three spatial dimensions");
  match.source = skipPadding(match.source, match.pads, isLeast);
  if (!hasKnownImages(match.source) || !hasKnownImages(match.result) ||
      llvm::any_of(match.window, ShapedType::isDynamic))
    return refuse("the size of its images is not known");
  // oneDNN wants every window to see something.
  for (size_t d = 0; d < w.size(); ++d)
    if (match.pads[d] > (match.window[d] - 1) * match.dilations[d])
      return refuse("some windows see only what is around the image");
  return match;
}
