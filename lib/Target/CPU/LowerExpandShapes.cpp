//===- LowerExpandShapes.cpp - reshapes of contiguous buffers -------------===//
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

/// The strides of a contiguous buffer of these sizes.
static SmallVector<OpFoldResult> getStrides(ImplicitLocOpBuilder &b,
                                            ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> strides(sizes.size());
  OpFoldResult stride = b.getIndexAttr(1);
  for (unsigned i = sizes.size(); i-- > 0;) {
    strides[i] = stride;
    std::optional<int64_t> size = getConstantIntValue(sizes[i]);
    std::optional<int64_t> known = getConstantIntValue(stride);
    if (size && known)
      stride = b.getIndexAttr(*size * *known);
    else
      stride = arith::MulIOp::create(
                   b, getValueOrCreateConstantIndexOp(b, b.getLoc(), stride),
                   getValueOrCreateConstantIndexOp(b, b.getLoc(), sizes[i]))
                   .getResult();
  }
  return strides;
}

namespace {

struct CpuLowerExpandShapes
    : lutra::impl::CpuLowerExpandShapesBase<CpuLowerExpandShapes> {
  void runOnOperation() override {
    getOperation().walk([](memref::ExpandShapeOp op) {
      MemRefType type = op.getResultType();
      if (!op.getSrcType().getLayout().isIdentity() ||
          !type.getLayout().isIdentity())
        return;
      ImplicitLocOpBuilder b(op.getLoc(), op);
      SmallVector<OpFoldResult> sizes = op.getMixedOutputShape();
      auto cast = memref::ReinterpretCastOp::create(
          b, type, op.getSrc(), b.getIndexAttr(0), sizes, getStrides(b, sizes));
      op.replaceAllUsesWith(cast.getResult());
      op.erase();
    });
  }
};

} // namespace
