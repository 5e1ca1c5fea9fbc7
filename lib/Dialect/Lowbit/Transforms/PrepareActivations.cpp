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
  // One block is a row; saying so lets more quantisations be equal.
  bool perBlock =
      op.getActivation() == ActivationKind::Int8Block && op.getNumGroups() > 1;
  RankedTensorType acts = op.getActsType();
  SmallVector<int64_t> shape(acts.getShape());
  OpBuilder b(op);
  auto codes = acts.clone(b.getI8Type());
  shape.back() = perBlock ? op.getNumGroups() : 1;
  auto quantize = QuantizeOp::create(
      b, op.getLoc(), codes, acts.clone(shape), op.getActs(),
      perBlock ? op.getGIdx() : Value(),
      perBlock ? ActivationKind::Int8Block : ActivationKind::Int8Token,
      // With g_idx the group size says nothing.
      perBlock && !op.getGIdx() ? op.getGroupSize() : 0);
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
