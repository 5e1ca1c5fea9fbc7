//===- FormVariants.cpp - one module for each instruction set -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "lutra/Dialect/Lut/Lut.h"
#include "lutra/Kernel/CostModel.h"
#include "lutra/Target/CPU/Variants.h"

namespace lutra {
#define GEN_PASS_DEF_CPUANNOUNCEVARIANTS
#define GEN_PASS_DEF_CPUFORMVARIANTS
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

struct CpuAnnounceVariants
    : lutra::impl::CpuAnnounceVariantsBase<CpuAnnounceVariants> {
  using CpuAnnounceVariantsBase::CpuAnnounceVariantsBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto variants = lutra::getVariantsFor(device);
    if (!variants) {
      module.emitError() << llvm::toString(variants.takeError());
      return signalPassFailure();
    }
    Builder b(&getContext());
    SmallVector<Attribute> entries;
    for (const lutra::CpuVariant &variant : *variants)
      entries.push_back(b.getDictionaryAttr(
          {b.getNamedAttr("target",
                          lutra::getLutTarget(&getContext(), variant)),
           b.getNamedAttr("cpu", b.getStringAttr(variant.cpu))}));
    module->setAttr(lutra::kernel::kVariantsAttrName, b.getArrayAttr(entries));
  }
};

struct CpuFormVariants : lutra::impl::CpuFormVariantsBase<CpuFormVariants> {
  using CpuFormVariantsBase::CpuFormVariantsBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    auto variants = lutra::getVariantsFor(device);
    if (!variants) {
      module.emitError() << llvm::toString(variants.takeError());
      return signalPassFailure();
    }
    module->removeAttr(lutra::kernel::kVariantsAttrName);
    SmallVector<Operation *> ops;
    for (Operation &op : *module.getBody())
      ops.push_back(&op);
    OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
    for (const lutra::CpuVariant &variant : *variants) {
      auto nested = ModuleOp::create(builder, module.getLoc());
      lutra::setVariant(nested, variant);
      for (Operation *op : ops)
        nested.getBody()->push_back(op->clone());
    }
    for (Operation *op : ops)
      op->erase();
  }
};

} // namespace
