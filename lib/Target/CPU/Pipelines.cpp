//===- Pipelines.cpp - the passes of the CPU target, in order -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/Passes.h"
#include "lutra/Support/ModulePipeline.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Target/CPU/Passes.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

void lutra::buildCpuKernelBufferizationPipeline(OpPassManager &pm) {
  pm.addPass(createCpuBufferizeKernels());
  pm.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createCSEPass());
  pm.addNestedPass<func::FuncOp>(bufferization::createBufferHoistingPass());
  pm.addNestedPass<func::FuncOp>(bufferization::createBufferLoopHoistingPass());
  pm.addPass(createCpuAllocateScratch());
}

void lutra::buildCpuTargetPipeline(OpPassManager &pm, llvm::StringRef family) {
  buildKernelPipeline(pm, family);
  pm.addPass(createCpuLowerPrimitives());
  // What families and primitives keep in memory.
  pm.addPass(createCpuAllocateScratch());
  pm.addNestedPass<func::FuncOp>(createCpuLowerAffine());
  pm.addNestedPass<func::FuncOp>(createCpuExpandAttention());
  pm.addNestedPass<func::FuncOp>(createCpuExpandConvolutions());
  pm.addNestedPass<func::FuncOp>(createCpuTileContractions());
  pm.addNestedPass<func::FuncOp>(createCpuTileConvolutions());
  pm.addNestedPass<func::FuncOp>(createVectorizeBufferLoops());
  // Tiles come with the same constants and indices many times over: what is
  // once there is canonicalized once. A second round finds nothing that LLVM
  // does not.
  pm.addNestedPass<func::FuncOp>(createCSEPass());
  pm.addNestedPass<func::FuncOp>(
      createCanonicalizerPass(GreedyRewriteConfig().setMaxIterations(1)));
  pm.addNestedPass<func::FuncOp>(createCSEPass());
  pm.addPass(createOutlineParallelLoops());
  pm.addPass(createCpuExpandMath());
  pm.addNestedPass<func::FuncOp>(createCpuLowerAffine());
  pm.addPass(createSCFToControlFlowPass());
  pm.addPass(createCpuLowerAssertions());
  pm.addPass(createCpuAddEntryPoints());
  pm.addNestedPass<func::FuncOp>(createConvertLutToVector());
  pm.addNestedPass<func::FuncOp>(createCpuLowerExpandShapes());
  pm.addNestedPass<func::FuncOp>(createCpuLowerMetadata());
  pm.addNestedPass<func::FuncOp>(createCSEPass());
  pm.addPass(createCpuConvertToLLVM());
  pm.addPass(createReconcileUnrealizedCastsPass());
}

void lutra::registerCpuTarget() {
  registerTargetCPUPasses();
  registerModulePipeline("cpu-kernel-bufferization",
                         "tensors inside kernels to buffers",
                         buildCpuKernelBufferizationPipeline);
  registerModulePipeline("cpu-target", "linalg on buffers to the llvm dialect",
                         [](OpPassManager &pm) { buildCpuTargetPipeline(pm); });
}
