//===- SwitchOnTokens.cpp - kernels for ranges of tokens ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Kernel/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITSWITCHONTOKENS
#include "lutra/Kernel/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using lowbit::KernelAttr;

/// A copy of `op` with this kernel alone.
static lowbit::PackedContractOp
cloneWith(OpBuilder &b, lowbit::PackedContractOp op, KernelAttr kernel) {
  auto copy = cast<lowbit::PackedContractOp>(b.clone(*op));
  auto alone = KernelAttr::get(op.getContext(), kernel.getFamily(),
                               /*tokens=*/1, kernel.getKnobs());
  copy.setKernelsAttr(b.getArrayAttr(alone));
  return copy;
}

/// Tells operands of [?, ...] how many tokens there are.
static void setTokens(lowbit::PackedContractOp op, int64_t tokens) {
  OpBuilder b(op);
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = cast<MemRefType>(operand.get().getType());
    if (!type.isDynamicDim(0))
      continue;
    SmallVector<int64_t> shape(type.getShape());
    shape.front() = tokens;
    auto known = MemRefType::get(shape, type.getElementType());
    operand.set(memref::CastOp::create(b, op.getLoc(), known, operand.get()));
  }
}

static void emitSwitch(OpBuilder &builder, lowbit::PackedContractOp op,
                       Value numTokens, ArrayRef<Attribute> kernels) {
  auto first = cast<KernelAttr>(kernels.front());
  if (kernels.size() == 1) {
    cloneWith(builder, op, first);
    return;
  }
  int64_t begin = first.getTokens();
  int64_t end = cast<KernelAttr>(kernels[1]).getTokens();
  bool isSingle = end == begin + 1;
  ImplicitLocOpBuilder b(op.getLoc(), builder);
  // Without any tokens a kernel for exactly one must not run.
  Value isFirst = arith::CmpIOp::create(
      b, isSingle ? arith::CmpIPredicate::eq : arith::CmpIPredicate::slt,
      numTokens, arith::ConstantIndexOp::create(b, isSingle ? begin : end));
  auto branch = scf::IfOp::create(b, isFirst, /*withElseRegion=*/true);
  OpBuilder then = branch.getThenBodyBuilder();
  lowbit::PackedContractOp served = cloneWith(then, op, first);
  if (isSingle)
    setTokens(served, begin);
  OpBuilder otherwise = branch.getElseBodyBuilder();
  emitSwitch(otherwise, op, numTokens, kernels.drop_front());
}

namespace {

struct LowbitSwitchOnTokens
    : lutra::impl::LowbitSwitchOnTokensBase<LowbitSwitchOnTokens> {
  void runOnOperation() override {
    SmallVector<lowbit::PackedContractOp> ops;
    getOperation().walk([&](lowbit::PackedContractOp op) {
      if (op.getKernelsAttr() && op.getKernelsAttr().size() > 1)
        ops.push_back(op);
    });
    for (lowbit::PackedContractOp op : ops) {
      ArrayRef<Attribute> kernels = op.getKernelsAttr().getValue();
      OpBuilder b(op);
      auto outs = cast<MemRefType>(op.getInit().getType());
      if (!outs.isDynamicDim(0)) {
        // The last kernel that begins at M or below.
        Attribute serves = kernels.front();
        for (Attribute kernel : kernels)
          if (cast<KernelAttr>(kernel).getTokens() <= outs.getDimSize(0))
            serves = kernel;
        cloneWith(b, op, cast<KernelAttr>(serves));
      } else {
        Value numTokens =
            memref::DimOp::create(b, op.getLoc(), op.getInit(), 0);
        emitSwitch(b, op, numTokens, kernels);
      }
      op.erase();
    }
  }
};

} // namespace
