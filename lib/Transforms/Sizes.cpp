//===- Sizes.cpp - sizes of tensors without asking for them ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sizes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Transforms/CSE.h"

using namespace mlir;
using namespace lutra;

namespace {

/// A dimension of a tensor.
struct Dim {
  Value tensor;
  int64_t index;

  friend bool operator==(const Dim &a, const Dim &b) {
    return a.tensor == b.tensor && a.index == b.index;
  }
};

} // namespace

/// The first dimension that is as long as `dim` because an op keeps it, or one
/// whose type says how long that is.
static Dim trace(Dim dim) {
  while (Operation *op = dim.tensor.getDefiningOp()) {
    if (!cast<RankedTensorType>(dim.tensor.getType()).isDynamicDim(dim.index))
      break;
    if (auto destination = dyn_cast<DestinationStyleOpInterface>(op)) {
      auto result = cast<OpResult>(dim.tensor);
      dim.tensor = destination.getTiedOpOperand(result)->get();
    } else if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
      dim.tensor = insert.getDest();
    } else if (auto cast = dyn_cast<tensor::CastOp>(op);
               cast && isa<RankedTensorType>(cast.getSource().getType())) {
      dim.tensor = cast.getSource();
    } else if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op)) {
      ReassociationIndices group =
          collapse.getReassociationIndices()[dim.index];
      if (group.size() != 1)
        break;
      dim = {collapse.getSrc(), group.front()};
    } else {
      break;
    }
  }
  return dim;
}

/// What the type or the op that makes the tensor says, or null.
static OpFoldResult getGivenSize(Dim dim) {
  auto type = cast<RankedTensorType>(dim.tensor.getType());
  if (!type.isDynamicDim(dim.index))
    return Builder(type.getContext()).getIndexAttr(type.getDimSize(dim.index));
  Operation *op = dim.tensor.getDefiningOp();
  if (auto empty = dyn_cast_or_null<tensor::EmptyOp>(op))
    return empty.getMixedSizes()[dim.index];
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return expand.getMixedOutputShape()[dim.index];
  if (auto slice = dyn_cast_or_null<tensor::ExtractSliceOp>(op)) {
    SmallVector<OpFoldResult> extents;
    llvm::SmallBitVector dropped = slice.getDroppedDims();
    for (auto [i, extent] : llvm::enumerate(slice.getMixedSizes()))
      if (!dropped.test(i))
        extents.push_back(extent);
    return extents[dim.index];
  }
  return {};
}

static OpFoldResult getKnownSize(OpBuilder &builder, Dim dim) {
  dim = trace(dim);
  if (OpFoldResult given = getGivenSize(dim))
    return given;
  Location loc = dim.tensor.getLoc();
  auto collapse = dim.tensor.getDefiningOp<tensor::CollapseShapeOp>();
  if (!collapse)
    return tensor::getMixedSize(builder, loc, dim.tensor, dim.index);
  ReassociationIndices group = collapse.getReassociationIndices()[dim.index];
  AffineExpr product = builder.getAffineConstantExpr(1);
  SmallVector<OpFoldResult> factors;
  for (int64_t index : group) {
    product = product * builder.getAffineSymbolExpr(unsigned(factors.size()));
    factors.push_back(getKnownSize(builder, Dim{collapse.getSrc(), index}));
  }
  return affine::makeComposedFoldedAffineApply(builder, loc, product, factors);
}

OpFoldResult lutra::getKnownSize(OpBuilder &builder, Value value, int64_t dim) {
  return ::getKnownSize(builder, Dim{value, dim});
}

SmallVector<OpFoldResult> lutra::getKnownSizes(OpBuilder &builder,
                                               Value value) {
  SmallVector<OpFoldResult> sizes;
  int64_t rank = cast<RankedTensorType>(value.getType()).getRank();
  for (int64_t dim = 0; dim < rank; ++dim)
    sizes.push_back(getKnownSize(builder, value, dim));
  return sizes;
}

bool lutra::isSizeOf(OpFoldResult extent, Value value, int64_t dim) {
  Dim size = trace({value, dim});
  OpFoldResult given = getGivenSize(size);
  if (given && isEqualConstantIntOrValue(extent, given))
    return true;
  auto asked = dyn_cast<Value>(extent);
  auto op = asked ? asked.getDefiningOp<tensor::DimOp>() : tensor::DimOp();
  std::optional<int64_t> index = op ? op.getConstantIndex() : std::nullopt;
  return index && isa<RankedTensorType>(op.getSource().getType()) &&
         trace({op.getSource(), *index}) == size;
}

void lutra::resolveSizes(func::FuncOp func) {
  IRRewriter rewriter(func.getContext());
  func.walk([&](tensor::DimOp op) {
    std::optional<int64_t> index = op.getConstantIndex();
    if (!index || !isa<RankedTensorType>(op.getSource().getType()))
      return;
    Dim dim{op.getSource(), *index};
    rewriter.setInsertionPoint(op);
    if (trace(dim) == dim && !getGivenSize(dim) &&
        !dim.tensor.getDefiningOp<tensor::CollapseShapeOp>())
      return;
    Value size = getValueOrCreateConstantIndexOp(rewriter, op.getLoc(),
                                                 ::getKnownSize(rewriter, dim));
    rewriter.replaceOp(op, size);
  });
  // Equal sizes are one value.
  DominanceInfo dominance(func);
  eliminateCommonSubExpressions(rewriter, dominance, func);
}
