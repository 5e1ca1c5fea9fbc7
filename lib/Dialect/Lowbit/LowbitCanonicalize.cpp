//===- LowbitCanonicalize.cpp - normal forms of the lowbit ops ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Casts of operands are folded by the tensor dialect, for every op with
// destinations. Here is what only these ops know.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace lutra::lowbit;

/// The type of `value` with leading sizes as far as those of `acts` are known;
/// null when nothing is learnt.
static RankedTensorType refinedType(Value value, RankedTensorType acts) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  for (int64_t i = 0; i + 1 < acts.getRank(); ++i)
    if (ShapedType::isDynamic(shape[i]))
      shape[i] = acts.getDimSize(i);
  if (ArrayRef<int64_t>(shape) == type.getShape())
    return nullptr;
  return type.clone(shape);
}

namespace {

/// Leading sizes that the activations know make the result static.
struct RefineContract : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ContractOp op,
                                PatternRewriter &rewriter) const override {
    RankedTensorType type = refinedType(op.getInit(), op.getActsType());
    if (!type)
      return rewriter.notifyMatchFailure(op, "no size to learn");
    Value init =
        tensor::CastOp::create(rewriter, op.getLoc(), type, op.getInit());
    auto refined = cast<ContractOp>(rewriter.clone(*op));
    rewriter.modifyOpInPlace(refined, [&] {
      refined.getInitMutable().assign(init);
      refined.getResult().setType(type);
    });
    rewriter.replaceOpWithNewOp<tensor::CastOp>(op, op.getType(),
                                                refined.getResult());
    return success();
  }
};

/// One group needs neither a group size nor a map from k to groups.
struct DropGroupsOfOne : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ContractOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumGroups() != 1 || (op.getGroupSize() == 0 && !op.getGIdx()))
      return rewriter.notifyMatchFailure(op, "more than one group, or normal");
    rewriter.modifyOpInPlace(op, [&] {
      op.setGroupSize(0);
      op.getGIdxMutable().clear();
    });
    return success();
  }
};

/// An integer zero point that all codes share belongs to the format.
struct FoldSharedZeroPoint : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ContractOp op,
                                PatternRewriter &rewriter) const override {
    auto format = dyn_cast<IntFormatAttr>(op.getFormat());
    SplatElementsAttr zeroPoints;
    if (!format || !op.getZeroPoints() || op.hasFloatZeroPoints() ||
        !matchPattern(op.getZeroPoints(), m_Constant(&zeroPoints)))
      return rewriter.notifyMatchFailure(op, "no splat of integers");
    uint64_t shared = zeroPoints.getSplatValue<APInt>().getZExtValue();
    if (shared >= format.getNumCodes())
      return rewriter.notifyMatchFailure(op, "zero point is no code");
    rewriter.modifyOpInPlace(op, [&] {
      op.getZeroPointsMutable().clear();
      op.setFormatAttr(
          IntFormatAttr::get(op.getContext(), format.getBits(), shared));
    });
    return success();
  }
};

/// As RefineContract, for both results.
struct RefineQuantize : OpRewritePattern<QuantizeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(QuantizeOp op,
                                PatternRewriter &rewriter) const override {
    Value source = op.getActs();
    // A cast that only forgets sizes is looked through.
    if (auto cast = source.getDefiningOp<tensor::CastOp>();
        cast && tensor::canFoldIntoConsumerOp(cast))
      source = cast.getSource();
    auto acts = dyn_cast<RankedTensorType>(source.getType());
    SmallVector<Type> types(op->getResultTypes());
    bool changed = source != op.getActs();
    for (auto [type, result] : llvm::zip_equal(types, op->getResults()))
      if (RankedTensorType refined = refinedType(result, acts)) {
        type = refined;
        changed = true;
      }
    if (!changed)
      return rewriter.notifyMatchFailure(op, "no size to learn");
    auto refined =
        QuantizeOp::create(rewriter, op.getLoc(), types[0], types[1], source,
                           op.getGIdx(), op.getKind(), op.getGroupSize());
    SmallVector<Value> values;
    for (auto [value, old] :
         llvm::zip_equal(refined->getResults(), op->getResults()))
      values.push_back(value.getType() == old.getType()
                           ? Value(value)
                           : tensor::CastOp::create(rewriter, op.getLoc(),
                                                    old.getType(), value));
    rewriter.replaceOp(op, values);
    return success();
  }
};

} // namespace

void ContractOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                             MLIRContext *context) {
  patterns.add<RefineContract, DropGroupsOfOne, FoldSharedZeroPoint>(context);
}

void QuantizeOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                             MLIRContext *context) {
  patterns.add<RefineQuantize>(context);
}
