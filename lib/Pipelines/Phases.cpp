//===- Phases.cpp - the passes of each phase ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/Phases.h"

#include "lutra/Conversion/Passes.h"
#include "lutra/Dialect/Check/Passes.h"
#include "lutra/Dialect/Lowbit/Passes.h"
#include "lutra/Dialect/Nn/Passes.h"
#include "lutra/Raise/Passes.h"
#include "lutra/Strategy/Passes.h"
#include "lutra/Support/ModulePipeline.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Target/CPU/Passes.h"
#include "lutra/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Func/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace lutra;

namespace {

struct PhaseInfo {
  llvm::StringLiteral name;
  llvm::StringLiteral summary;
};

constexpr PhaseInfo kPhases[] = {
    {"import", "the file's graph, one to one"},
    {"legalize", "operators become linalg, tensor, lowbit and nn"},
    {"raise", "patterns become fewer ops that say more"},
    {"strategy", "a kernel for each operation"},
    {"materialize", "weights in the form that kernels read"},
    {"schedule", "each fused kernel a function of its own"},
    {"bufferize", "tensors become memory"},
    {"target", "the llvm dialect"},
    {"emit", "the result on disk"},
};

void cleanUp(OpPassManager &pm) {
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

} // namespace

StringRef lutra::getPhaseName(Phase phase) { return kPhases[int(phase)].name; }

StringRef lutra::getPhaseSummary(Phase phase) {
  return kPhases[int(phase)].summary;
}

std::optional<Phase> lutra::getPhase(StringRef name) {
  for (auto [i, info] : llvm::enumerate(kPhases))
    if (info.name == name)
      return Phase(i);
  return std::nullopt;
}

std::optional<Library> lutra::getLibrary(StringRef name) {
  return llvm::StringSwitch<std::optional<Library>>(name)
      .Case("auto", Library::Auto)
      .Case("none", Library::None)
      .Case("onednn", Library::OneDnn)
      .Default(std::nullopt);
}

std::optional<lowbit::ActivationKind> lutra::getActivationKind(StringRef name) {
  return llvm::StringSwitch<std::optional<lowbit::ActivationKind>>(name)
      .Case("auto", lowbit::ActivationKind::Auto)
      .Case("float", lowbit::ActivationKind::Float)
      .Case("int8-token", lowbit::ActivationKind::Int8Token)
      .Case("int8-block", lowbit::ActivationKind::Int8Block)
      .Case("bf16", lowbit::ActivationKind::BFloat16)
      .Default(std::nullopt);
}

void lutra::buildPhasePipeline(Phase phase, OpPassManager &pm,
                               const PhaseOptions &options) {
  switch (phase) {
  case Phase::Import:
  case Phase::Emit:
    return;
  case Phase::Legalize:
    pm.addPass(createConvertOnnxToCore());
    cleanUp(pm);
    return;
  case Phase::Raise: {
    pm.addPass(createRaiseTernaryMatmul());
    pm.addPass(createRaiseFoldBlockScales());
    pm.addPass(createRaiseTernaryCodes());
    pm.addPass(createRaiseRotary());
    pm.addPass(createRaiseAttention());
    pm.addPass(createRaiseStates());
    pm.addNestedPass<func::FuncOp>(createRaiseChannelsLast());
    LowbitResolveActivationOptions resolve;
    resolve.activations = options.activations;
    resolve.byteTables = options.byteTables;
    pm.addNestedPass<func::FuncOp>(createLowbitResolveActivation(resolve));
    cleanUp(pm);
    pm.addPass(createRaiseWantedPositions());
    cleanUp(pm);
    return;
  }
  case Phase::Strategy: {
    CpuAnnounceVariantsOptions variants;
    variants.device = options.device;
    pm.addPass(createCpuAnnounceVariants(variants));
    if (options.library != Library::None) {
      ConvertLinalgToDnnlOptions library;
      library.always = options.library == Library::OneDnn;
      pm.addPass(createConvertLinalgToDnnl(library));
    }
    NnDecomposeOptions recurrent;
    recurrent.lstmOnly = true;
    pm.addNestedPass<func::FuncOp>(createNnDecompose(recurrent));
    cleanUp(pm);
    LowbitChooseLayoutsOptions layouts;
    layouts.layout = options.layout;
    pm.addNestedPass<func::FuncOp>(createLowbitChooseLayouts(layouts));
    pm.addNestedPass<func::FuncOp>(createLowbitPrepareActivations());
    pm.addNestedPass<func::FuncOp>(createPackConvolutions());
    pm.addNestedPass<func::FuncOp>(createFuseElementwise());
    cleanUp(pm);
    FuseContractEpiloguesOptions vectors;
    vectors.vectors = true;
    pm.addNestedPass<func::FuncOp>(createFuseContractEpilogues(vectors));
    pm.addNestedPass<func::FuncOp>(createMergeContracts());
    pm.addNestedPass<func::FuncOp>(createFuseContractEpilogues());
    pm.addNestedPass<func::FuncOp>(createFuseConvolutionEpilogues());
    cleanUp(pm);
    return;
  }
  case Phase::Materialize:
    pm.addPass(createLowbitMaterializeWeights());
    cleanUp(pm);
    return;
  case Phase::Schedule: {
    pm.addNestedPass<func::FuncOp>(createCheckDecompose());
    LowbitDecomposeOptions activations;
    activations.activationsOnly = true;
    pm.addNestedPass<func::FuncOp>(createLowbitDecompose(activations));
    pm.addNestedPass<func::FuncOp>(createFuseElementwise());
    cleanUp(pm);
    pm.addNestedPass<func::FuncOp>(createFuseRows());
    // Not canonicalized: a loop over one row would fall apart into its ops
    // before they are a kernel.
    pm.addPass(createCSEPass());
    pm.addPass(createFormKernels());
    pm.addPass(func::createDuplicateFunctionEliminationPass());
    pm.addNestedPass<func::FuncOp>(createLowbitDecompose());
    NnDecomposeOptions decompose;
    decompose.keepAttention = true;
    pm.addNestedPass<func::FuncOp>(createNnDecompose(decompose));
    pm.addNestedPass<func::FuncOp>(createFuseElementwise());
    cleanUp(pm);
    return;
  }
  case Phase::Bufferize:
    pm.addPass(createBufferizeMain());
    cleanUp(pm);
    pm.addPass(createPlanArena());
    pm.addPass(createMarkSteps());
    buildCpuKernelBufferizationPipeline(pm);
    return;
  case Phase::Target: {
    CpuFormVariantsOptions variants;
    variants.device = options.device;
    pm.addPass(createCpuFormVariants(variants));
    buildCpuTargetPipeline(pm.nest<ModuleOp>(), options.kernel);
    return;
  }
  }
}

void lutra::registerPhasePipelines() {
  for (int i = int(Phase::Legalize); i <= int(Phase::Target); ++i) {
    Phase phase = Phase(i);
    registerModulePipeline("lutra-" + kPhases[i].name.str(), kPhases[i].summary,
                           [phase](OpPassManager &pm) {
                             buildPhasePipeline(phase, pm, PhaseOptions());
                           });
  }
}
