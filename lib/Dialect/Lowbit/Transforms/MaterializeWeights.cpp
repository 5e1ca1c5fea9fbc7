//===- MaterializeWeights.cpp - unpack constants --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITMATERIALIZEWEIGHTS
#include "lutra/Dialect/Lowbit/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

static void materialize(UnpackOp op, ResourceUses &resources) {
  std::optional<SmallVector<uint8_t, 0>> codes = getCodes(op.getCodes());
  if (!codes)
    return;
  std::string name =
      (getResourceName(op.getPacked()).value_or("weights") + "_codes").str();
  OpBuilder b(op);
  ElementsAttr attr = getConstant(
      cast<RankedTensorType>(op.getCodes().getType()), name, *codes);
  op.replaceAllUsesWith(
      arith::ConstantOp::create(b, op.getLoc(), attr).getResult());
  Operation *constant = op.getPacked().getDefiningOp();
  op.erase();
  resources.eraseIfUnused(constant);
}

namespace {

struct LowbitMaterializeWeights
    : lutra::impl::LowbitMaterializeWeightsBase<LowbitMaterializeWeights> {
  void runOnOperation() override {
    ResourceUses resources(getOperation());
    SmallVector<UnpackOp> ops;
    getOperation().walk([&](UnpackOp op) { ops.push_back(op); });
    for (UnpackOp op : ops)
      materialize(op, resources);
  }
};

} // namespace
