//===- Layouts.cpp - channels in front and channels last ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Layouts.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace lutra::dnnl;

/// Dimension i of the new order is dimension order[i] of the old one.
static SmallVector<int64_t> getOrderOfLast(int64_t rank) {
  SmallVector<int64_t> order{0};
  for (int64_t d = 2; d < rank; ++d)
    order.push_back(d);
  order.push_back(1);
  return order;
}

static SmallVector<int64_t> getOrderOfFirst(int64_t rank) {
  SmallVector<int64_t> order{0, rank - 1};
  for (int64_t d = 1; d + 1 < rank; ++d)
    order.push_back(d);
  return order;
}

/// What `value` is a transpose of in this order.
static Value getSource(Value value, ArrayRef<int64_t> order) {
  auto transpose = value.getDefiningOp<linalg::TransposeOp>();
  if (transpose && transpose.getPermutation() == order)
    return transpose.getInput();
  return {};
}

static Value reorder(OpBuilder &builder, Location loc, Value value,
                     ArrayRef<int64_t> order) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, value),
                            ordered;
  for (int64_t d : order)
    ordered.push_back(sizes[d]);
  Value empty =
      tensor::EmptyOp::create(builder, loc, ordered, type.getElementType());
  return linalg::TransposeOp::create(builder, loc, value, empty, order)
      ->getResult(0);
}

Value lutra::dnnl::toChannelsLast(OpBuilder &builder, Location loc,
                                  Value value) {
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  if (Value source = getSource(value, getOrderOfFirst(rank)))
    return source;
  return reorder(builder, loc, value, getOrderOfLast(rank));
}

Value lutra::dnnl::toChannelsFirst(OpBuilder &builder, Location loc,
                                   Value value) {
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  if (Value source = getSource(value, getOrderOfLast(rank)))
    return source;
  return reorder(builder, loc, value, getOrderOfFirst(rank));
}

namespace {

/// Orders that cancel out.
struct FoldTransposes : OpRewritePattern<linalg::TransposeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::TransposeOp op,
                                PatternRewriter &rewriter) const override {
    SmallVector<int64_t> inverse = invertPermutationVector(op.getPermutation());
    Value source = getSource(op.getInput(), inverse);
    if (!source || source.getType() != op->getResult(0).getType())
      return failure();
    rewriter.replaceOp(op, source);
    return success();
  }
};

/// An elementwise op between images in oneDNN's order takes place in that
/// order.
struct MoveBehindElementwise : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  /// Whether the op reads such images, and some op wants such images of it.
  static bool isWorthIt(linalg::GenericOp op, ArrayRef<int64_t> first,
                        ArrayRef<int64_t> last) {
    bool reads = llvm::any_of(op.getDpsInputs(), [&](Value input) {
      return bool(getSource(input, first));
    });
    bool isWanted = llvm::any_of(op->getUsers(), [&](Operation *user) {
      auto transpose = dyn_cast<linalg::TransposeOp>(user);
      return transpose && transpose.getPermutation() == last;
    });
    return reads && isWanted;
  }

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    int64_t rank = op.getNumLoops();
    if (rank < 3 || op.getNumResults() != 1 || !linalg::isElementwise(op) ||
        !op.hasPureTensorSemantics() || op.hasIndexSemantics() ||
        !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
        op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)))
      return failure();
    SmallVector<int64_t> last = getOrderOfLast(rank),
                         first = getOrderOfFirst(rank);
    if (!isWorthIt(op, first, last))
      return failure();

    // Loop i of the new op is loop last[i] of the old one.
    Location loc = op.getLoc();
    MLIRContext *context = op.getContext();
    SmallVector<AffineExpr> newDims(rank);
    for (auto [i, d] : llvm::enumerate(last))
      newDims[d] = getAffineDimExpr(i, context);
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    for (OpOperand *input : op.getDpsInputOperands()) {
      AffineMap map = op.getMatchingIndexingMap(input);
      if (map.isIdentity()) {
        inputs.push_back(toChannelsLast(rewriter, loc, input->get()));
        maps.push_back(map);
      } else {
        inputs.push_back(input->get());
        maps.push_back(map.replaceDimsAndSymbols(newDims, {}, rank, 0));
      }
    }
    maps.push_back(AffineMap::getMultiDimIdentityMap(rank, context));
    Value init = op.getDpsInits()[0];
    SmallVector<OpFoldResult> sizes =
                                  tensor::getMixedSizes(rewriter, loc, init),
                              ordered;
    for (int64_t d : last)
      ordered.push_back(sizes[d]);
    Value empty = tensor::EmptyOp::create(rewriter, loc, ordered,
                                          getElementTypeOrSelf(init.getType()));
    auto moved = linalg::GenericOp::create(
        rewriter, loc, TypeRange(empty.getType()), inputs, empty, maps,
        op.getIteratorTypesArray());
    rewriter.cloneRegionBefore(op.getRegion(), moved.getRegion(),
                               moved.getRegion().end());
    rewriter.replaceOp(op, toChannelsFirst(rewriter, loc, moved->getResult(0)));
    return success();
  }
};

/// An op that reduces the image reads it in the order it has.
struct ReadInOrder : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumReductionLoops() == 0 || op.getNumDpsInputs() != 1 ||
        !op.hasPureTensorSemantics())
      return failure();
    Value input = op.getDpsInputs()[0];
    int64_t rank = cast<RankedTensorType>(input.getType()).getRank();
    SmallVector<int64_t> first = getOrderOfFirst(rank);
    Value source = rank < 3 ? Value() : getSource(input, first);
    AffineMap map = op.getIndexingMapsArray()[0];
    // Only where whole images become a number for each channel.
    if (!source || !map.isIdentity() ||
        op.getMatchingIndexingMap(op.getDpsInitOperand(0)) !=
            AffineMap::getMultiDimIdentityMap(rank, op.getContext())
                .getMajorSubMap(2))
      return failure();
    SmallVector<AffineExpr> results(rank);
    for (auto [i, d] : llvm::enumerate(first))
      results[d] = map.getResult(i);
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    maps[0] = AffineMap::get(rank, 0, results, op.getContext());
    rewriter.modifyOpInPlace(op, [&] {
      op.setOperand(0, source);
      op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
    });
    return success();
  }
};

/// Joins the spatial dimensions of an image as they lie.
struct MoveBehindCollapse : OpRewritePattern<tensor::CollapseShapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(tensor::CollapseShapeOp op,
                                PatternRewriter &rewriter) const override {
    int64_t rank = op.getSrcType().getRank();
    SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
    if (rank < 4 || groups.size() != 3 || groups[0].size() != 1 ||
        groups[1].size() != 1)
      return failure();
    Value source = getSource(op.getSrc(), getOrderOfFirst(rank));
    if (!source)
      return failure();
    SmallVector<ReassociationIndices> joined(3);
    joined[0] = {0};
    for (int64_t d = 1; d + 1 < rank; ++d)
      joined[1].push_back(d);
    joined[2] = {rank - 1};
    Value flat =
        tensor::CollapseShapeOp::create(rewriter, op.getLoc(), source, joined);
    rewriter.replaceOp(op, toChannelsFirst(rewriter, op.getLoc(), flat));
    return success();
  }
};

} // namespace

void lutra::dnnl::populateLayoutPatterns(RewritePatternSet &patterns) {
  patterns.add<FoldTransposes, MoveBehindElementwise, ReadInOrder,
               MoveBehindCollapse>(patterns.getContext());
}
