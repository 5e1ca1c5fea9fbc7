//===- SelectKernels.cpp - choose who computes a packed contraction -------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/CostModel.h"
#include "lutra/Kernel/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace lutra {
#define GEN_PASS_DEF_LOWBITSELECTKERNELS
#include "lutra/Kernel/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;

/// LLVM's name of the processor that the code around `op` is made for; empty if
/// nothing is said.
static StringRef getCpu(Operation *op) {
  for (; op; op = op->getParentOp())
    if (auto cpu = op->getAttrOfType<DictionaryAttr>("lutra.cpu"))
      if (auto name = cpu.getAs<StringAttr>("name"))
        return name.getValue();
  return "";
}

static LogicalResult select(lowbit::PackedContractOp op, const Device &device,
                            StringRef family) {
  Contraction contraction = Contraction::get(op);
  lut::TargetAttr target = lut::getTarget(op);
  std::optional<int64_t> tokens;
  if (!op.getActsType().isDynamicDim(0))
    tokens = std::max<int64_t>(op.getActsType().getDimSize(0), 1);
  SmallVector<RangeOfTokens> ranges =
      selectKernels(contraction, target, device, tokens, family);
  if (ranges.empty()) {
    InFlightDiagnostic diag =
        op.emitOpError("has no kernel family that can compute it");
    for (auto &[name, why] :
         rankKernels(contraction, target, device, 1).refusals)
      diag.attachNote() << name << ": " << why;
    return diag;
  }
  SmallVector<Attribute> kernels;
  MLIRContext *context = op.getContext();
  for (const auto &[first, prediction] : ranges)
    kernels.push_back(
        lowbit::KernelAttr::get(context, prediction.family->getName(), first,
                                prediction.knobs.toAttr(context)));
  op.setKernelsAttr(ArrayAttr::get(context, kernels));
  return success();
}

namespace {

struct LowbitSelectKernels
    : lutra::impl::LowbitSelectKernelsBase<LowbitSelectKernels> {
  using LowbitSelectKernelsBase::LowbitSelectKernelsBase;

  void runOnOperation() override {
    std::optional<Device> description;
    if (device.empty())
      description = getDeviceOf(getOperation(), getCpu(getOperation()));
    else if (const Device *known = getDevice(device))
      description = *known;
    if (!description) {
      getOperation().emitError() << "unknown device '" << device
                                 << "'; there are zen4, zen5 and generic";
      return signalPassFailure();
    }
    if (!family.empty() && !getKernelFamily(family)) {
      getOperation().emitError() << "unknown kernel family '" << family << "'";
      return signalPassFailure();
    }
    WalkResult result = getOperation().walk([&](lowbit::PackedContractOp op) {
      bool isOpen =
          isa<MemRefType>(op.getInit().getType()) && !op.getKernelsAttr();
      return isOpen && failed(select(op, *description, family))
                 ? WalkResult::interrupt()
                 : WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};

} // namespace
