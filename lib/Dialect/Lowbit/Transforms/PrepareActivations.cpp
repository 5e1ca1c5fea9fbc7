//===- PrepareActivations.cpp - quantise by an op of its own --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lowbit/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITPREPAREACTIVATIONS
#include "lutra/Dialect/Lowbit/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

static void prepare(ContractOp op) {
  // One set is a row; saying so lets more quantisations be equal.
  bool perBlock = op.getNumSets() > 1;
  RankedTensorType acts = op.getActsType();
  SmallVector<int64_t> shape(acts.getShape());
  OpBuilder b(op);
  auto codes = acts.clone(b.getI8Type());
  shape.back() = op.getNumSets();
  auto quantize = QuantizeOp::create(
      b, op.getLoc(), codes, acts.clone(shape), op.getActs(),
      perBlock && op.getGIdx() ? op.createSets(b) : Value(),
      perBlock ? ActivationKind::Int8Block : ActivationKind::Int8Token,
      // With g_idx the group size says nothing.
      perBlock && !op.getGIdx() ? op.getGroupSize() * op.getActGroups() : 0);
  op.getActsMutable().assign(quantize.getCodes());
  op.getActScalesMutable().assign(quantize.getScales());
}

namespace {

struct LowbitPrepareActivations
    : lutra::impl::LowbitPrepareActivationsBase<LowbitPrepareActivations> {
  void runOnOperation() override {
    getOperation().walk([](ContractOp op) {
      ActivationKind kind = op.getActivation();
      if (!op.hasPreparedActs() && (kind == ActivationKind::Int8Token ||
                                    kind == ActivationKind::Int8Block))
        prepare(op);
    });
  }
};

} // namespace
