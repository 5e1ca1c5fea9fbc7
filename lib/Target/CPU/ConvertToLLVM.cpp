//===- ConvertToLLVM.cpp - everything to the llvm dialect -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/IndexToLLVM/IndexToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVM.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {
#define GEN_PASS_DEF_CPUCONVERTTOLLVM
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;

/// Masked loads and stores of bf16 as those of integers: LLVM takes vectors
/// that it has no masks for apart, and elements of bf16 through f32 by calls of
/// a function that no bundle has.
static void maskIntegers(Operation *root) {
  auto toIntegers = [](Value vector, OpBuilder &b) -> VectorType {
    auto type = dyn_cast<VectorType>(vector.getType());
    return type && type.getElementType().isBF16()
               ? cast<VectorType>(type.clone(b.getI16Type()))
               : nullptr;
  };
  root->walk([&](Operation *op) {
    OpBuilder b(op);
    if (auto store = dyn_cast<LLVM::MaskedStoreOp>(op)) {
      if (VectorType type = toIntegers(store.getValue(), b))
        store.getValueMutable().assign(
            LLVM::BitcastOp::create(b, op->getLoc(), type, store.getValue()));
    } else if (auto load = dyn_cast<LLVM::MaskedLoadOp>(op)) {
      VectorType type = toIntegers(load, b);
      if (!type)
        return;
      for (OpOperand &passThrough : load.getPassThruMutable())
        passThrough.set(
            LLVM::BitcastOp::create(b, op->getLoc(), type, passThrough.get()));
      Type floats = load.getType();
      load.getRes().setType(type);
      b.setInsertionPointAfter(op);
      auto cast =
          LLVM::BitcastOp::create(b, op->getLoc(), floats, load.getRes());
      load.getRes().replaceAllUsesExcept(cast, cast);
    }
  });
}

namespace {

struct CpuConvertToLLVM : lutra::impl::CpuConvertToLLVMBase<CpuConvertToLLVM> {
  void runOnOperation() override {
    MLIRContext *context = &getContext();
    LLVMTypeConverter types(context);
    RewritePatternSet patterns(context);
    SymbolTableCollection symbols;
    arith::populateArithToLLVMConversionPatterns(types, patterns);
    cf::populateControlFlowToLLVMConversionPatterns(types, patterns);
    index::populateIndexToLLVMConversionPatterns(types, patterns);
    populateFuncToLLVMConversionPatterns(types, patterns, &symbols);
    populateMathToLLVMConversionPatterns(types, patterns,
                                         /*approximateLog1p=*/false);
    populateFinalizeMemRefToLLVMConversionPatterns(types, patterns, &symbols);
    populateVectorToLLVMConversionPatterns(types, patterns);
    // A mask of a tail whose length is known.
    vector::populateVectorMaskOpLoweringPatterns(patterns);
    ub::populateUBToLLVMConversionPatterns(types, patterns);

    LLVMConversionTarget target(*context);
    target.addLegalOp<ModuleOp>();
    if (failed(applyPartialConversion(getOperation(), target,
                                      std::move(patterns))))
      return signalPassFailure();
    maskIntegers(getOperation());
  }
};

} // namespace
