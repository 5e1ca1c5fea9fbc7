//===- LowbitPackedCanonicalize.cpp - sizes that are learnt ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tensor dialect folds casts into ops with destinations by cloning them,
// which it cannot for an empty region, as a packed contraction without an
// epilogue has one. These patterns come first: they change ops in place.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace lutra::lowbit;

/// Before those of the tensor dialect.
static constexpr unsigned benefit = 10;

/// The value behind a cast that only forgets sizes.
static Value lookThrough(Value value) {
  auto cast = value.getDefiningOp<tensor::CastOp>();
  return cast && tensor::canFoldIntoConsumerOp(cast) ? cast.getSource() : value;
}

/// Whether an operand is such a cast.
static bool hasForgetfulOperand(Operation *op) {
  return llvm::any_of(op->getOperands(),
                      [](Value v) { return lookThrough(v) != v; });
}

static int64_t getTokens(Value value) {
  return cast<ShapedType>(value.getType()).getDimSize(0);
}

static Type withTokens(Type type, int64_t tokens) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(tensor.getShape());
  shape[0] = tokens;
  return tensor.clone(shape);
}

/// Gives a result another type, and its users what they had.
static void retype(PatternRewriter &rewriter, OpResult result, Type type) {
  Type old = result.getType();
  if (old == type)
    return;
  Operation *op = result.getOwner();
  rewriter.modifyOpInPlace(op, [&] { result.setType(type); });
  rewriter.setInsertionPointAfter(op);
  auto cast = tensor::CastOp::create(rewriter, op->getLoc(), old, result);
  rewriter.replaceAllUsesExcept(result, cast, cast);
}

static void forgetNothing(PatternRewriter &rewriter, Operation *op) {
  rewriter.modifyOpInPlace(op, [&] {
    for (OpOperand &operand : op->getOpOperands())
      operand.set(lookThrough(operand.get()));
  });
}

namespace {

struct RefinePackedContract : OpRewritePattern<PackedContractOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(PackedContractOp op,
                                PatternRewriter &rewriter) const override {
    if (op->getNumResults() == 0)
      return rewriter.notifyMatchFailure(op, "on buffers");
    int64_t tokens = getTokens(lookThrough(op.getActs()));
    bool learns = !ShapedType::isDynamic(tokens) &&
                  ShapedType::isDynamic(getTokens(lookThrough(op.getInit())));
    if (!learns && !hasForgetfulOperand(op))
      return rewriter.notifyMatchFailure(op, "no size to learn");
    forgetNothing(rewriter, op);
    if (learns) {
      Value init = tensor::CastOp::create(
          rewriter, op.getLoc(), withTokens(op.getInit().getType(), tokens),
          op.getInit());
      rewriter.modifyOpInPlace(op, [&] { op.getInitMutable().assign(init); });
    }
    retype(rewriter, op->getResult(0), op.getInit().getType());
    return success();
  }
};

struct RefinePrepare : OpRewritePattern<PrepareOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(PrepareOp op,
                                PatternRewriter &rewriter) const override {
    int64_t tokens = getTokens(lookThrough(op.getActs()));
    bool learns = !ShapedType::isDynamic(tokens) &&
                  ShapedType::isDynamic(getTokens(op.getPlaces()));
    if (!learns && !hasForgetfulOperand(op))
      return rewriter.notifyMatchFailure(op, "no size to learn");
    forgetNothing(rewriter, op);
    if (learns)
      for (OpResult result : op->getResults())
        retype(rewriter, result, withTokens(result.getType(), tokens));
    return success();
  }
};

} // namespace

void PackedContractOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                                   MLIRContext *context) {
  patterns.add<RefinePackedContract>(context, benefit);
}

void PrepareOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                            MLIRContext *context) {
  patterns.add<RefinePrepare>(context, benefit);
}
