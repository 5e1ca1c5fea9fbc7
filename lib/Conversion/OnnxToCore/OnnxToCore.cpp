//===- OnnxToCore.cpp - the pass convert-onnx-to-core ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Conversion/Passes.h"

#include "Legalizer.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {
#define GEN_PASS_DEF_CONVERTONNXTOCORE
#include "lutra/Conversion/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {
class ConvertOnnxToCore
    : public lutra::impl::ConvertOnnxToCoreBase<ConvertOnnxToCore> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (func.isExternal())
        continue;
      lutra::onnx::Legalizer legalizer(func);
      if (failed(legalizer.run()))
        return signalPassFailure();
    }
  }
};
} // namespace
