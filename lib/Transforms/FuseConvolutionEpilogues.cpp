//===- FuseConvolutionEpilogues.cpp - what follows a convolution ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Epilogues.h"
#include "lutra/Transforms/Passes.h"

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"

namespace lutra {
#define GEN_PASS_DEF_FUSECONVOLUTIONEPILOGUES
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

/// What may be stored, or read beside the sums.
static bool isElement(Type type) {
  return type.isF32() || type.isInteger(32) || type.isInteger(8);
}

namespace {
/// The only reader of the sums, behind an expansion of their positions or not.
struct Reader {
  linalg::GenericOp generic;
  tensor::ExpandShapeOp expand;
  Value value;
};
} // namespace

/// Whether each element of the result depends on the same element of `value`
/// and on others at the same place, or of the same channel, or on one for all.
static bool isElementwise(linalg::GenericOp generic, Value value) {
  if (generic.getNumDpsInits() != 1 || !generic.hasPureTensorSemantics() ||
      generic.getNumParallelLoops() != generic.getNumLoops())
    return false;
  auto type = cast<RankedTensorType>(generic.getResultTypes().front());
  if (!isElement(type.getElementType()) ||
      type.isDynamicDim(type.getRank() - 1) ||
      !generic.getMatchingIndexingMap(generic.getDpsInitOperand(0))
           .isIdentity())
    return false;
  return llvm::all_of(generic.getDpsInputOperands(), [&](OpOperand *operand) {
    AffineMap map = generic.getMatchingIndexingMap(operand);
    auto type = dyn_cast<RankedTensorType>(operand->get().getType());
    return type && isElement(type.getElementType()) &&
           (map.isIdentity() ||
            (operand->get() != value && readsVector(map, type)));
  });
}

static std::optional<Reader> findReader(PackedConvolveOp op) {
  Reader reader;
  reader.value = op.getResult(0);
  Operation *user = getOnlyUser(reader.value);
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(user)) {
    if (expand.getReassociationIndices().back().size() != 1)
      return std::nullopt;
    reader.expand = expand;
    reader.value = expand.getResult();
    user = getOnlyUser(reader.value);
  }
  reader.generic = dyn_cast_or_null<linalg::GenericOp>(user);
  if (!reader.generic || user->getBlock() != op->getBlock() ||
      llvm::is_contained(reader.generic.getDpsInits(), reader.value) ||
      !isElementwise(reader.generic, reader.value) ||
      !hasFusableBody(reader.generic, [](Type type) {
        return isElement(type) || type.isInteger(1);
      }))
    return std::nullopt;
  return reader;
}

/// The convolution with the reader's body behind what it stores already, where
/// the reader was.
static PackedConvolveOp fuse(PackedConvolveOp op, const Reader &reader) {
  linalg::GenericOp generic = reader.generic;
  tensor::ExpandShapeOp expand = reader.expand;
  OpBuilder b(generic);
  auto outs = cast<RankedTensorType>(op.getInit().getType());
  auto collapsed = [&](Value value) -> Value {
    auto type = cast<RankedTensorType>(value.getType());
    if (Value vector =
            getAsVector(b, generic.getLoc(), value, outs.getShape().back()))
      return vector;
    if (!expand)
      return value;
    Value result = tensor::CollapseShapeOp::create(
        b, generic.getLoc(), value, expand.getReassociationIndices());
    auto wanted = outs.clone(type.getElementType());
    if (result.getType() != wanted)
      result = tensor::CastOp::create(b, generic.getLoc(), wanted, result);
    return result;
  };
  Epilogue epilogue =
      collectEpilogue(generic, reader.value, op.getExtras(), collapsed);

  Location loc = b.getFusedLoc({op.getLoc(), generic.getLoc()});
  Type element = getElementTypeOrSelf(generic.getResultTypes().front());
  Value init = tensor::EmptyOp::create(
      b, loc, tensor::getMixedSizes(b, loc, op.getInit()), element);
  auto fused = PackedConvolveOp::create(
      b, loc, TypeRange(init.getType()), op.getImage(), op.getWeights(),
      epilogue.extras, init, op.getKernel(), op.getStrides(), op.getDilations(),
      op.getGroups());
  YieldOp::create(b, loc,
                  buildEpilogue(b, loc, fused.getEpilogue(), b.getI32Type(),
                                op.getEpilogue(), epilogue));

  b.setInsertionPointAfter(fused);
  Value result = fused.getResult(0);
  Value old = generic->getResult(0);
  if (expand) {
    auto type = cast<RankedTensorType>(expand.getType()).clone(element);
    result = tensor::ExpandShapeOp::create(b, loc, type, result,
                                           expand.getReassociationIndices(),
                                           expand.getMixedOutputShape());
  }
  if (old.getType() != result.getType())
    result = tensor::CastOp::create(b, loc, old.getType(), result);
  old.replaceAllUsesWith(result);
  generic.erase();
  if (expand)
    expand->erase();
  op.erase();
  return fused;
}

namespace {

struct FuseConvolutionEpilogues
    : lutra::impl::FuseConvolutionEpiloguesBase<FuseConvolutionEpilogues> {
  void runOnOperation() override {
    SmallVector<PackedConvolveOp> ops;
    getOperation().walk([&](PackedConvolveOp op) {
      if (op->getNumResults() == 1)
        ops.push_back(op);
    });
    for (PackedConvolveOp op : ops)
      while (std::optional<Reader> reader = findReader(op))
        op = fuse(op, *reader);
  }
};

} // namespace
