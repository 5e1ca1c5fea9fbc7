//===- Match.cpp - products that oneDNN could compute ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Convolutions and products as convert-onnx-to-core spells them: one
// linalg.generic, whose maps say what each loop is.
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra::dnnl;

/// fma(a, b, out), where a and b may be f32 made from bf16.
static Products getFloatProducts(linalg::GenericOp op, Value yielded) {
  Block &body = *op.getBody();
  auto fma = yielded.getDefiningOp<math::FmaOp>();
  if (!fma || !yielded.getType().isF32() || fma.getC() != body.getArgument(2))
    return Products::None;
  Value factors[] = {fma.getA(), fma.getB()};
  if (factors[0] == body.getArgument(0) && factors[1] == body.getArgument(1))
    return Products::F32;
  for (auto [i, factor] : llvm::enumerate(factors)) {
    auto extended = factor.getDefiningOp<arith::ExtFOp>();
    if (!extended || extended.getIn() != body.getArgument(i) ||
        !extended.getIn().getType().isBF16())
      return Products::None;
  }
  return Products::BF16;
}

/// out + a * b of bytes, each extended to i32, whatever comes first.
static Products getByteProducts(linalg::GenericOp op, Value yielded) {
  Block &body = *op.getBody();
  Value out = body.getArgument(2);
  auto sum = yielded.getDefiningOp<arith::AddIOp>();
  if (!sum || !out.getType().isInteger(32) ||
      (sum.getLhs() != out && sum.getRhs() != out))
    return Products::None;
  auto product = (sum.getLhs() == out ? sum.getRhs() : sum.getLhs())
                     .getDefiningOp<arith::MulIOp>();
  if (!product)
    return Products::None;
  auto isExtended = [](Operation *op, BlockArgument argument) {
    return op && op->getOperand(0) == argument &&
           argument.getType().isInteger(8);
  };
  for (auto [a, b] : {std::pair(product.getLhs(), product.getRhs()),
                      std::pair(product.getRhs(), product.getLhs())}) {
    if (!isExtended(b.getDefiningOp<arith::ExtSIOp>(), body.getArgument(1)))
      continue;
    if (isExtended(a.getDefiningOp<arith::ExtUIOp>(), body.getArgument(0)))
      return Products::UnsignedBytes;
    if (isExtended(a.getDefiningOp<arith::ExtSIOp>(), body.getArgument(0)))
      return Products::SignedBytes;
  }
  return Products::None;
}

Products lutra::dnnl::getProducts(linalg::GenericOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumResults() != 1 ||
      !op.hasPureTensorSemantics() || op.getNumReductionLoops() == 0)
    return Products::None;
  Value yielded = op.getBody()->getTerminator()->getOperand(0);
  Products products = getFloatProducts(op, yielded);
  return products != Products::None ? products : getByteProducts(op, yielded);
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
    WindowStep step;
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
  if (!reader.read(match) || failed(readOperands(op, match, why)))
    return failure();
  auto refuse = [&](const Twine &reason) {
    why = reason.str();
    return failure();
  };

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
  skipPadding(match, isFilledWithZeros);
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
  if (!isFilledWithZeros(op.getDpsInits()[0]))
    return refuse("its sums do not begin with 0");
  if (llvm::any_of(getShape(match.weights), [](int64_t s) { return s <= 0; }))
    return refuse("it is empty");
  return match;
}
