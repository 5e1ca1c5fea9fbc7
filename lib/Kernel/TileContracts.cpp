//===- TileContracts.cpp - loops over panels and tokens -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "lutra/Kernel/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITTILECONTRACTS
#include "lutra/Kernel/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

static LogicalResult tile(lowbit::PackedContractOp op) {
  auto kernel = cast<lowbit::KernelAttr>(op.getKernelsAttr()[0]);
  FailureOr<const KernelFamily *> family =
      lookUpFamily(op, kernel, Contraction::get(op));
  if (failed(family))
    return failure();
  std::optional<Knobs> knobs = Knobs::fromAttr(kernel.getKnobs());
  if (!knobs)
    return op.emitOpError()
           << "has knobs that no kernel has: " << kernel.getKnobs();
  if (failed((*family)->lower(op, *knobs)))
    return failure();
  op.erase();
  return success();
}

namespace {

struct LowbitTileContracts
    : lutra::impl::LowbitTileContractsBase<LowbitTileContracts> {
  void runOnOperation() override {
    SmallVector<lowbit::PackedContractOp> ops;
    getOperation().walk([&](lowbit::PackedContractOp op) {
      if (op.getKernelsAttr() && op.getKernelsAttr().size() == 1)
        ops.push_back(op);
    });
    for (lowbit::PackedContractOp op : ops)
      if (failed(tile(op)))
        return signalPassFailure();
  }
};

} // namespace
