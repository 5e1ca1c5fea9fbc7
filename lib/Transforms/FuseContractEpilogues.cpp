//===- FuseContractEpilogues.cpp - what follows a contraction, within it --===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Epilogues.h"
#include "lutra/Transforms/Passes.h"

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Support/Remarks.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace lutra {
#define GEN_PASS_DEF_FUSECONTRACTEPILOGUES
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

namespace {

/// The only reader of a contraction's result.
struct Consumer {
  linalg::GenericOp generic;
  /// Brings [M, N] into the shape that it reads; null where it is that.
  Operation *reshape = nullptr;
  /// The result, as it reads it.
  Value value;
};

} // namespace

/// What a contraction may store, and what may be an extra of it.
static bool isResultType(Type type) {
  return type.isF32() || type.isF16() || type.isBF16();
}

/// Whether each element of the result depends on the same element of `value`
/// and on elements of others at the same place, or in the same column, or on
/// one for all: with `vectors` on the latter only.
static bool isElementwise(linalg::GenericOp generic, Value value,
                          bool vectors) {
  if (generic.getNumDpsInits() != 1 ||
      generic.getNumParallelLoops() != generic.getNumLoops())
    return false;
  auto type = cast<RankedTensorType>(generic.getResultTypes().front());
  if (!isResultType(type.getElementType()) ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0))
           .isIdentity())
    return false;
  for (OpOperand *operand : generic.getDpsInputOperands()) {
    auto operandType = dyn_cast<RankedTensorType>(operand->get().getType());
    AffineMap map = generic.getMatchingIndexingMap(operand);
    if (!operandType || !isResultType(operandType.getElementType()))
      return false;
    bool isVector = operand->get() != value && readsVector(map, operandType);
    if (!isVector &&
        (!map.isIdentity() || (vectors && operand->get() != value)))
      return false;
  }
  return true;
}

/// Lanes of other types would take more registers.
static bool isWord(Type type) {
  return isResultType(type) || type.isInteger(32) || type.isInteger(1);
}

static std::optional<Consumer> findConsumer(PackedContractOp op, bool vectors) {
  Consumer consumer;
  consumer.value = op.getResult(0);
  Operation *user = getOnlyUser(consumer.value);
  // [M, N] as [..., N], or [1, N] as [N].
  auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(user);
  if (isa_and_nonnull<tensor::ExpandShapeOp>(user) ||
      (collapse && collapse.getResultType().getRank() == 1)) {
    consumer.reshape = user;
    consumer.value = user->getResult(0);
    if (cast<RankedTensorType>(consumer.value.getType()).getShape().back() !=
        op.getN())
      return std::nullopt;
    user = getOnlyUser(consumer.value);
  }
  consumer.generic = dyn_cast_or_null<linalg::GenericOp>(user);
  if (!consumer.generic || user->getBlock() != op->getBlock() ||
      llvm::is_contained(consumer.generic.getDpsInits(), consumer.value) ||
      !isElementwise(consumer.generic, consumer.value, vectors) ||
      !hasFusableBody(consumer.generic, isWord))
    return std::nullopt;
  return consumer;
}

/// An operand of the consumer in the shape of the contraction's result, or a
/// vector.
static Value createExtra(OpBuilder &b, PackedContractOp op, Consumer consumer,
                         Value operand) {
  auto type = cast<RankedTensorType>(operand.getType());
  auto outs = cast<RankedTensorType>(op.getInit().getType());
  Location loc = consumer.generic.getLoc();
  if (Value vector = getAsVector(b, loc, operand, op.getN()))
    return vector;
  Type wanted = outs.clone(type.getElementType());
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(consumer.reshape);
      expand && type.getRank() > 1)
    operand = tensor::CollapseShapeOp::create(b, loc, operand,
                                              expand.getReassociationIndices());
  if (operand.getType() != wanted)
    operand = tensor::CastOp::create(b, loc, wanted, operand);
  return operand;
}

/// The contraction with the consumer's body behind what it stores already,
/// where the consumer was.
static PackedContractOp fuse(PackedContractOp op, const Consumer &consumer) {
  linalg::GenericOp generic = consumer.generic;
  OpBuilder b(generic);
  Epilogue epilogue = collectEpilogue(
      generic, consumer.value, op.getExtras(),
      [&](Value operand) { return createExtra(b, op, consumer, operand); });

  auto element = [](Value value) {
    return cast<RankedTensorType>(value.getType()).getElementType();
  };
  Type stored = element(generic->getResult(0));
  Value init = op.getInit();
  if (element(init) != stored)
    init = tensor::EmptyOp::create(
        b, op.getLoc(), tensor::getMixedSizes(b, op.getLoc(), init), stored);
  auto fused = PackedContractOp::create(
      b, b.getFusedLoc({op.getLoc(), generic.getLoc()}),
      TypeRange(init.getType()), op.getActs(), op.getActScales(), op.getSums(),
      op.getWeights(), op.getScales(), op.getZeroPoints(), epilogue.extras,
      init, op.getFormat(), op.getActivation(), op.getActGroups(),
      op.getLayout(), op.getKernelsAttr(), op.getByteTables());
  YieldOp::create(b, fused.getLoc(),
                  buildEpilogue(b, fused.getLoc(), fused.getEpilogue(),
                                b.getF32Type(), op.getEpilogue(), epilogue));

  b.setInsertionPointAfter(fused);
  Value result = fused.getResult(0);
  if (consumer.reshape) {
    // Its sizes are there where it stood, before its only reader.
    consumer.reshape->moveAfter(fused);
    consumer.reshape->setOperand(0, result);
    result = consumer.reshape->getResult(0);
    result.setType(cast<RankedTensorType>(result.getType()).clone(stored));
    b.setInsertionPointAfter(consumer.reshape);
  }
  Value old = generic->getResult(0);
  if (old.getType() != result.getType())
    result = tensor::CastOp::create(b, generic.getLoc(), old.getType(), result);
  old.replaceAllUsesWith(result);
  generic.erase();
  op.erase();
  return fused;
}

namespace {

struct FuseContractEpilogues
    : lutra::impl::FuseContractEpiloguesBase<FuseContractEpilogues> {
  using FuseContractEpiloguesBase::FuseContractEpiloguesBase;

  void runOnOperation() override {
    SmallVector<PackedContractOp> ops;
    getOperation().walk([&](PackedContractOp op) {
      if (op->getNumResults() == 1)
        ops.push_back(op);
    });
    for (PackedContractOp op : ops) {
      unsigned count = 0;
      for (; std::optional<Consumer> consumer = findConsumer(op, vectors);
           ++count)
        op = fuse(op, *consumer);
      if (count)
        lutra::remarkPassed(
            op.getLoc(), "strategy", "FuseContractEpilogues",
            "the product does what {0} elementwise op{1} did behind it", count,
            count == 1 ? "" : "s");
    }
  }
};

} // namespace
