//===- LowerExpandShapes.cpp - reshapes by sizes that they name -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Upstream's expand-strided-metadata derives the sizes of an expansion from
// those of its source, which it cannot (LLVM 22 crashes) where two sizes of
// one group are dynamic. The op names all sizes, and on a contiguous buffer
// strides are their products.
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra {
#define GEN_PASS_DEF_CPULOWEREXPANDSHAPES
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;

static OpFoldResult multiply(ImplicitLocOpBuilder &b, OpFoldResult lhs,
                             OpFoldResult rhs) {
  std::optional<int64_t> l = getConstantIntValue(lhs);
  std::optional<int64_t> r = getConstantIntValue(rhs);
  if (l && r)
    return b.getIndexAttr(*l * *r);
  return arith::MulIOp::create(
             b, getValueOrCreateConstantIndexOp(b, b.getLoc(), lhs),
             getValueOrCreateConstantIndexOp(b, b.getLoc(), rhs))
      .getResult();
}

/// The strides of the result: the last one of a group is the source's, or, in a
/// contiguous buffer, where the group behind ends.
static SmallVector<OpFoldResult>
getStrides(ImplicitLocOpBuilder &b, memref::ExpandShapeOp op,
           ArrayRef<OpFoldResult> sizes, ArrayRef<OpFoldResult> sourceStrides) {
  // A scalar becomes dimensions of no group.
  SmallVector<OpFoldResult> strides(sizes.size(), b.getIndexAttr(1));
  SmallVector<ReassociationIndices> groups = op.getReassociationIndices();
  OpFoldResult stride = b.getIndexAttr(1);
  for (unsigned i = groups.size(); i-- > 0;) {
    if (!sourceStrides.empty())
      stride = sourceStrides[i];
    for (int64_t dim : llvm::reverse(groups[i])) {
      strides[dim] = stride;
      stride = multiply(b, stride, sizes[dim]);
    }
  }
  return strides;
}

static bool isContiguous(memref::ExpandShapeOp op) {
  return op.getSrcType().getLayout().isIdentity() &&
         op.getResultType().getLayout().isIdentity();
}

/// Whether sizes of one group are not all known from those of the source.
static bool hasUnknownSizes(memref::ExpandShapeOp op) {
  MemRefType type = op.getResultType();
  return llvm::any_of(op.getReassociationIndices(), [&](const auto &group) {
    return llvm::count_if(
               group, [&](int64_t dim) { return type.isDynamicDim(dim); }) > 1;
  });
}

namespace {

struct CpuLowerExpandShapes
    : lutra::impl::CpuLowerExpandShapesBase<CpuLowerExpandShapes> {
  void runOnOperation() override {
    getOperation().walk([](memref::ExpandShapeOp op) {
      if (!isContiguous(op) && !hasUnknownSizes(op))
        return;
      ImplicitLocOpBuilder b(op.getLoc(), op);
      SmallVector<OpFoldResult> sizes = op.getMixedOutputShape();
      Value base = op.getSrc();
      OpFoldResult offset = b.getIndexAttr(0);
      SmallVector<OpFoldResult> sourceStrides;
      if (!isContiguous(op)) {
        auto source = memref::ExtractStridedMetadataOp::create(b, base);
        base = source.getBaseBuffer();
        offset = source.getConstifiedMixedOffset();
        sourceStrides = source.getConstifiedMixedStrides();
      }
      auto cast = memref::ReinterpretCastOp::create(
          b, op.getResultType(), base, offset, sizes,
          getStrides(b, op, sizes, sourceStrides));
      op.replaceAllUsesWith(cast.getResult());
      op.erase();
    });
  }
};

} // namespace
