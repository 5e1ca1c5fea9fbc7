//===- Pipeline.cpp - the passes of this room, in order -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;

void lutra::buildKernelPipeline(OpPassManager &pm, StringRef family) {
  OpPassManager &functions = pm.nest<func::FuncOp>();
  LowbitSelectKernelsOptions select;
  select.family = family.str();
  functions.addPass(createLowbitSelectKernels(select));
  functions.addPass(createLowbitSwitchOnTokens());
  functions.addPass(createLowbitTileContracts());
  functions.addPass(createLowbitExpandMicroKernels());
}
