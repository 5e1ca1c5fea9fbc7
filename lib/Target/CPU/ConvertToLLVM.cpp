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

/// Bytes that are loaded to be read as one word are loaded as that word: LLVM
/// would make a shuffle of bytes of it, whose mask has every byte of the vector
/// that the word is broadcast to.
static void loadWords(Operation *root) {
  root->walk([](LLVM::ExtractElementOp op) {
    auto bits = op.getVector().getDefiningOp<LLVM::BitcastOp>();
    auto load = bits ? bits.getArg().getDefiningOp<LLVM::LoadOp>() : nullptr;
    if (!load || !load.getAlignment() || !load->hasOneUse() ||
        !bits->hasOneUse() ||
        cast<VectorType>(op.getVector().getType()).getNumElements() != 1)
      return;
    load.getRes().setType(op.getType());
    op.replaceAllUsesWith(load.getRes());
    op.erase();
    bits.erase();
  });
}

namespace {

struct CpuConvertToLLVM : lutra::impl::CpuConvertToLLVMBase<CpuConvertToLLVM> {
  LogicalResult initialize(MLIRContext *context) override {
    types = std::make_shared<LLVMTypeConverter>(context);
    RewritePatternSet all(context);
    arith::populateArithToLLVMConversionPatterns(*types, all);
    cf::populateControlFlowToLLVMConversionPatterns(*types, all);
    index::populateIndexToLLVMConversionPatterns(*types, all);
    populateFuncToLLVMConversionPatterns(*types, all);
    populateMathToLLVMConversionPatterns(*types, all,
                                         /*approximateLog1p=*/false);
    populateFinalizeMemRefToLLVMConversionPatterns(*types, all);
    populateVectorToLLVMConversionPatterns(*types, all);
    // A mask of a tail whose length is known.
    vector::populateVectorMaskOpLoweringPatterns(all);
    ub::populateUBToLLVMConversionPatterns(*types, all);
    patterns = FrozenRewritePatternSet(std::move(all));
    return success();
  }

  void runOnOperation() override {
    LLVMConversionTarget target(getContext());
    target.addLegalOp<ModuleOp>();
    ConversionConfig config;
    // Nothing folds that has not been folded before.
    config.foldingMode = DialectConversionFoldingMode::Never;
    if (failed(
            applyPartialConversion(getOperation(), target, patterns, config)))
      return signalPassFailure();
    maskIntegers(getOperation());
    loadWords(getOperation());
  }

  /// Patterns refer to it.
  std::shared_ptr<LLVMTypeConverter> types;
  FrozenRewritePatternSet patterns;
};

} // namespace
