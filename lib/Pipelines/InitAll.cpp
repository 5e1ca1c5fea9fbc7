//===- InitAll.cpp - everything a tool registers --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/InitAll.h"

#include "lutra/Conversion/Passes.h"
#include "lutra/Dialect/Check/Check.h"
#include "lutra/Dialect/Check/Passes.h"
#include "lutra/Dialect/Dnnl/Bufferize.h"
#include "lutra/Dialect/Dnnl/Dnnl.h"
#include "lutra/Dialect/Lowbit/Bufferize.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lowbit/Passes.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "lutra/Dialect/Nn/Bufferize.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Nn/Passes.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "lutra/Kernel/Passes.h"
#include "lutra/Pipelines/Phases.h"
#include "lutra/Raise/Passes.h"
#include "lutra/Strategy/Passes.h"
#include "lutra/Target/CPU/CPU.h"
#include "lutra/Transforms/Passes.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"

void lutra::registerAllDialects(mlir::DialectRegistry &registry) {
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registerLutraDialects(&registry);
}

void lutra::registerLutraDialects(mlir::DialectRegistry *registry) {
  registry
      ->insert<check::CheckDialect, dnnl::DnnlDialect, lowbit::LowbitDialect,
               lut::LutDialect, nn::NnDialect, onnx::OnnxDialect>();
  dnnl::registerBufferizableModels(*registry);
  lowbit::registerBufferizableModels(*registry);
  nn::registerBufferizableModels(*registry);
}

void lutra::registerAllPasses() {
  mlir::registerAllPasses();
  registerLutraPasses();
}

void lutra::registerLutraPasses() {
  registerPhasePipelines();
  registerCheckPasses();
  registerConversionPasses();
  registerCpuTarget();
  registerKernelPasses();
  registerLowbitPasses();
  registerNnPasses();
  registerRaisePasses();
  registerStrategyPasses();
  registerTransformsPasses();
}
