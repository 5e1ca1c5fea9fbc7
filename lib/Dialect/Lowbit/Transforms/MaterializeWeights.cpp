//===- MaterializeWeights.cpp - unpack constants --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITMATERIALIZEWEIGHTS
#include "lutra/Dialect/Lowbit/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

namespace {

struct LowbitMaterializeWeights
    : lutra::impl::LowbitMaterializeWeightsBase<LowbitMaterializeWeights> {
  void runOnOperation() override;

private:
  /// Replaces `op` when it reads a constant, and lets go of what is not used
  /// any more.
  void materialize(UnpackOp op);

  /// How many constants refer to a resource, by its key.
  llvm::StringMap<unsigned> uses;
};

} // namespace

void LowbitMaterializeWeights::materialize(UnpackOp op) {
  std::optional<SmallVector<uint8_t, 0>> codes = getCodes(op.getCodes());
  if (!codes)
    return;
  Operation *constant = op.getPacked().getDefiningOp();
  DenseResourceElementsAttr packed;
  matchPattern(op.getPacked(), m_Constant(&packed));
  std::string name = "codes";
  if (packed)
    name = (packed.getRawHandle().getKey() + "_codes").str();

  OpBuilder b(op);
  ElementsAttr attr = getConstant(
      cast<RankedTensorType>(op.getCodes().getType()), name, *codes);
  op.replaceAllUsesWith(
      arith::ConstantOp::create(b, op.getLoc(), attr).getResult());
  op.erase();
  if (!constant->use_empty())
    return;
  constant->erase();
  // A blob lives as long as the context, used or not.
  if (packed && --uses[packed.getRawHandle().getKey()] == 0)
    packed.getRawHandle().getResource()->setBlob(AsmResourceBlob());
}

void LowbitMaterializeWeights::runOnOperation() {
  SmallVector<UnpackOp> ops;
  getOperation().walk([&](Operation *op) {
    if (auto unpack = dyn_cast<UnpackOp>(op))
      ops.push_back(unpack);
    for (NamedAttribute named : op->getAttrs())
      named.getValue().walk([&](DenseResourceElementsAttr attr) {
        ++uses[attr.getRawHandle().getKey()];
      });
  });
  for (UnpackOp op : ops)
    materialize(op);
  uses.clear();
}
