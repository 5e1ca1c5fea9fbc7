//===- ExpandMicroKernels.cpp - register tiles to the families' bodies ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "ResultStore.h"
#include "lutra/Kernel/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITEXPANDMICROKERNELS
#include "lutra/Kernel/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

static LogicalResult expand(lowbit::MicroContractOp op) {
  FailureOr<const KernelFamily *> found =
      lookUpFamily(op, op.getKernel(), Contraction::get(op));
  if (failed(found))
    return failure();
  const TiledFamily *family = (*found)->asTiled();
  if (!family)
    return op.emitOpError() << "is a tile, which '" << (*found)->getName()
                            << "' does not consist of";
  std::optional<Knobs> knobs = Knobs::fromAttr(op.getKernel().getKnobs());
  if (!knobs)
    return op.emitOpError()
           << "has knobs that no kernel has: " << op.getKernel().getKnobs();
  if (failed(verifyEpilogue(op.getEpilogue())))
    return failure();
  family->expand(op, *knobs);
  op.erase();
  return success();
}

namespace {

struct LowbitExpandMicroKernels
    : lutra::impl::LowbitExpandMicroKernelsBase<LowbitExpandMicroKernels> {
  void runOnOperation() override {
    SmallVector<lowbit::MicroContractOp> ops;
    getOperation().walk([&](lowbit::MicroContractOp op) { ops.push_back(op); });
    for (lowbit::MicroContractOp op : ops)
      if (failed(expand(op)))
        return signalPassFailure();
  }
};

} // namespace
