//===- FuseElementwise.cpp - elementwise chains become one loop nest ------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace lutra {
#define GEN_PASS_DEF_FUSEELEMENTWISE
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

/// Whether computing a result again costs no more than reading it again: a few
/// simple operations on one element that is as large, and on what rows share.
bool isCheap(linalg::GenericOp producer) {
  unsigned operations = 0;
  for (Operation &op : producer.getBody()->without_terminator()) {
    if (op.getNumRegions() != 0 || ++operations > 3 ||
        !isa<arith::ArithDialect>(op.getDialect()) ||
        isa<arith::DivFOp, arith::RemFOp, arith::DivSIOp, arith::DivUIOp,
            arith::RemSIOp, arith::RemUIOp, arith::FloorDivSIOp,
            arith::CeilDivSIOp, arith::CeilDivUIOp>(op))
      return false;
  }
  unsigned elements = 0;
  for (OpOperand *input : producer.getDpsInputOperands())
    elements += producer.getMatchingIndexingMap(input).isPermutation();
  return elements <= 1 && producer->getNumResults() == 1;
}

/// Whether the fused op would still have the producer's result, since nothing
/// else says how large its loops are or what was there is read; in a loop that
/// reduces, it has no place.
bool keepsResult(OpOperand *fused) {
  auto producer = fused->get().getDefiningOp<linalg::GenericOp>();
  auto consumer = dyn_cast<linalg::GenericOp>(fused->getOwner());
  return producer && consumer && consumer.getNumReductionLoops() > 0 &&
         !linalg::getPreservedProducerResults(producer, consumer, fused)
              .empty();
}

/// Whether the elements are what a convolution will store once it has
/// epilogues.
bool comesFromConvolution(Value value, unsigned depth = 0) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<lutra::lowbit::PackedConvolveOp>(op))
    return true;
  if (isa_and_nonnull<tensor::ExpandShapeOp, tensor::CollapseShapeOp,
                      tensor::CastOp>(op))
    return comesFromConvolution(op->getOperand(0), depth);
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  return generic && generic.getNumReductionLoops() == 0 && depth < 8 &&
         llvm::any_of(
             generic.getDpsInputOperands(),
             [&](OpOperand *input) {
               return generic.getMatchingIndexingMap(input).isIdentity() &&
                      comesFromConvolution(input->get(), depth + 1);
             });
}

/// Whether the consumer reads in another order than it writes.
bool transposes(OpOperand *fused) {
  auto consumer = cast<linalg::LinalgOp>(fused->getOwner());
  AffineMap map = consumer.getMatchingIndexingMap(fused);
  return consumer.getNumReductionLoops() == 0 && map.isPermutation() &&
         map != consumer.getMatchingIndexingMap(consumer.getDpsInitOperand(0));
}

/// Fusing duplicates the producer's work for each of its users, and for each
/// iteration of loops that the producer does not have.
bool shouldFuse(OpOperand *fused) {
  auto producer = fused->get().getDefiningOp<linalg::LinalgOp>();
  auto consumer = dyn_cast<linalg::LinalgOp>(fused->getOwner());
  if (!producer || !consumer ||
      producer.getNumLoops() != consumer.getNumLoops() || keepsResult(fused))
    return false;
  // What a convolution stores in the end is smaller than its sums.
  if (transposes(fused) && comesFromConvolution(fused->get()))
    return false;
  if (llvm::all_equal(producer->getUsers()))
    return true;
  // For several users only if nothing needs the result itself in the end.
  auto generic = dyn_cast<linalg::GenericOp>(producer.getOperation());
  return generic && isCheap(generic) &&
         llvm::all_of(generic->getUses(), [&](OpOperand &use) {
           auto user = dyn_cast<linalg::GenericOp>(use.getOwner());
           return user && user.isDpsInput(&use) &&
                  user.getNumLoops() == generic.getNumLoops() &&
                  linalg::areElementwiseOpsFusable(&use);
         });
}

/// The source of a reshape that adds nothing but dimensions of size 1, and the
/// map of its reader without them; nothing if the reader counts one of them.
std::optional<std::pair<Value, AffineMap>> dropUnitDims(Value value,
                                                        AffineMap map) {
  auto expand = value.getDefiningOp<tensor::ExpandShapeOp>();
  // A scalar has no groups that its dimensions could belong to.
  if (!expand || expand.getSrcType().getRank() == 0)
    return std::nullopt;
  ArrayRef<int64_t> shape = expand.getResultType().getShape();
  SmallVector<AffineExpr> results;
  for (const ReassociationIndices &group : expand.getReassociationIndices()) {
    AffineExpr kept;
    for (int64_t dim : group) {
      AffineExpr expr = map.getResult(unsigned(dim));
      if (shape[dim] == 1 && isa<AffineConstantExpr>(expr))
        continue;
      if (kept)
        return std::nullopt;
      kept = expr;
    }
    results.push_back(kept ? kept : getAffineConstantExpr(0, map.getContext()));
  }
  return std::pair(
      Value(expand.getSrc()),
      AffineMap::get(map.getNumDims(), 0, results, map.getContext()));
}

/// What a reduction keeps as a dimension of size 1, to be broadcast again, is
/// read as if it had no such dimension: norms spelled in single operators are
/// those that were one.
struct ReadWithoutUnitDims : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    SmallVector<Value> inputs(op.getInputs());
    bool any = false;
    for (auto [input, map] : llvm::zip(inputs, maps))
      if (auto dropped = dropUnitDims(input, map)) {
        std::tie(input, map) = *dropped;
        any = true;
      }
    if (!any)
      return failure();
    rewriter.modifyOpInPlace(op, [&] {
      op.getInputsMutable().assign(inputs);
      op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
    });
    return success();
  }
};

/// What makes narrower elements of tensors beside each other does so with each:
/// a quantisation is the end of what comes before, and codes are what moves.
struct NarrowPartsOfConcat : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumDpsInits() != 1 || !op.hasPureTensorSemantics() ||
        op.getNumParallelLoops() != op.getNumLoops() || op.hasIndexSemantics())
      return failure();
    tensor::ConcatOp concat;
    OpOperand *parts = nullptr;
    for (OpOperand &operand : op->getOpOperands()) {
      AffineMap map = op.getMatchingIndexingMap(&operand);
      if (map.getNumResults() == 0)
        continue;
      if (!map.isIdentity())
        return failure();
      if (op.isDpsInit(&operand))
        continue;
      concat = operand.get().getDefiningOp<tensor::ConcatOp>();
      if (parts || !concat)
        return failure();
      parts = &operand;
    }
    auto type = cast<RankedTensorType>(op.getResultTypes().front());
    if (!parts || !concat->hasOneUse() ||
        !type.getElementType().isIntOrFloat() ||
        op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)) ||
        type.getElementTypeBitWidth() >=
            concat.getResultType().getElementTypeBitWidth())
      return failure();
    SmallVector<Value> narrowed;
    for (Value part : concat.getInputs()) {
      Value init = tensor::EmptyOp::create(
          rewriter, op.getLoc(),
          tensor::getMixedSizes(rewriter, op.getLoc(), part),
          type.getElementType());
      SmallVector<Value> operands(op->getOperands());
      operands[parts->getOperandNumber()] = part;
      operands.back() = init;
      Operation *copy =
          mlir::clone(rewriter, op, TypeRange(init.getType()), operands);
      narrowed.push_back(copy->getResult(0));
    }
    rewriter.replaceOpWithNewOp<tensor::ConcatOp>(op, type, concat.getDim(),
                                                  narrowed);
    return success();
  }
};

struct FuseElementwise : lutra::impl::FuseElementwiseBase<FuseElementwise> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    patterns.add<ReadWithoutUnitDims, NarrowPartsOfConcat>(&getContext());
    // Ops of a loop over rows have been fused, and write where they shall: the
    // patterns would forget the place.
    SmallVector<Operation *> ops;
    getOperation()->walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<scf::ForallOp>(op))
        return WalkResult::skip();
      ops.push_back(op);
      return WalkResult::advance();
    });
    GreedyRewriteConfig config;
    config.setStrictness(GreedyRewriteStrictness::ExistingAndNewOps);
    if (failed(applyOpPatternsGreedily(ops, std::move(patterns), config)))
      signalPassFailure();
  }
};

} // namespace
