//===- ExpandMath.cpp - math functions to polynomials or libm -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "ApplyPatterns.h"
#include "FunctionBuilder.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/DialectConversion.h"

namespace lutra {
#define GEN_PASS_DEF_CPUEXPANDMATH
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;

namespace {

/// Functions that instructions compute, exactly rounded.
bool hasInstructions(Operation *op) {
  return isa<math::AbsFOp, math::AbsIOp, math::CeilOp, math::CopySignOp,
             math::CountLeadingZerosOp, math::CountTrailingZerosOp,
             math::CtPopOp, math::FloorOp, math::FmaOp, math::IsFiniteOp,
             math::IsNaNOp, math::RoundOp, math::RoundEvenOp, math::SqrtOp,
             math::TruncOp>(op);
}

/// 1 / sqrt(x), both rounded: the estimate instructions differ from one
/// instruction set to the next.
struct ExpandRsqrt : OpRewritePattern<math::RsqrtOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::RsqrtOp op,
                                PatternRewriter &rewriter) const override {
    Type type = op.getType();
    TypedAttr one = rewriter.getFloatAttr(getElementTypeOrSelf(type), 1.0);
    if (auto shaped = dyn_cast<ShapedType>(type))
      one = DenseElementsAttr::get(shaped, Attribute(one));
    Value ones = arith::ConstantOp::create(rewriter, op.getLoc(), one);
    Value root = math::SqrtOp::create(rewriter, op.getLoc(), op.getOperand());
    rewriter.replaceOpWithNewOp<arith::DivFOp>(op, ones, root);
    return success();
  }
};

/// |x| == infinity.
struct ExpandIsInf : OpRewritePattern<math::IsInfOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::IsInfOp op,
                                PatternRewriter &rewriter) const override {
    Type type = op.getOperand().getType();
    auto element = cast<FloatType>(getElementTypeOrSelf(type));
    TypedAttr inf = rewriter.getFloatAttr(
        element, APFloat::getInf(element.getFloatSemantics()));
    if (auto shaped = dyn_cast<ShapedType>(type))
      inf = DenseElementsAttr::get(shaped, Attribute(inf));
    Value bound = arith::ConstantOp::create(rewriter, op.getLoc(), inf);
    Value abs = math::AbsFOp::create(rewriter, op.getLoc(), op.getOperand());
    rewriter.replaceOpWithNewOp<arith::CmpFOp>(op, arith::CmpFPredicate::OEQ,
                                               abs, bound);
    return success();
  }
};

/// `type` with another element type.
Type withElement(Type type, Type element) {
  auto shaped = dyn_cast<ShapedType>(type);
  return shaped ? Type(shaped.clone(element)) : element;
}

/// Rounds to the nearest even bf16, in integers to the end: LLVM would take a
/// choice between vectors of bf16 to f32 and back, by calls of a function that
/// no bundle has.
struct ExpandTruncToBFloat16 : OpRewritePattern<arith::TruncFOp> {
  ExpandTruncToBFloat16(MLIRContext *context)
      : OpRewritePattern(context, /*benefit=*/2) {}
  LogicalResult matchAndRewrite(arith::TruncFOp op,
                                PatternRewriter &rewriter) const override {
    Value x = op.getIn();
    if (!getElementTypeOrSelf(op.getType()).isBF16() ||
        !getElementTypeOrSelf(x.getType()).isF32() || op.getRoundingmode())
      return failure();
    Location loc = op.getLoc();
    Type i32 = withElement(x.getType(), rewriter.getI32Type());
    Type i16 = withElement(x.getType(), rewriter.getI16Type());
    auto integer = [&](Type type, int64_t value) -> Value {
      TypedAttr attr =
          rewriter.getIntegerAttr(getElementTypeOrSelf(type), value);
      if (auto shaped = dyn_cast<ShapedType>(type))
        attr = DenseElementsAttr::get(shaped, Attribute(attr));
      return arith::ConstantOp::create(rewriter, loc, attr);
    };
    Value bits = arith::BitcastOp::create(rewriter, loc, i32, x);
    Value half = integer(i32, 16);
    Value odd = arith::AndIOp::create(
        rewriter, loc, arith::ShRUIOp::create(rewriter, loc, bits, half),
        integer(i32, 1));
    Value bias =
        arith::AddIOp::create(rewriter, loc, odd, integer(i32, 0x7fff));
    Value rounded = arith::ShRUIOp::create(
        rewriter, loc, arith::AddIOp::create(rewriter, loc, bits, bias), half);
    Value high = arith::TruncIOp::create(rewriter, loc, i16, rounded);
    Value isNaN =
        arith::CmpFOp::create(rewriter, loc, arith::CmpFPredicate::UNO, x, x);
    Value result = arith::SelectOp::create(rewriter, loc, isNaN,
                                           integer(i16, 0x7fc0), high);
    rewriter.replaceOpWithNewOp<arith::BitcastOp>(op, op.getType(), result);
    return success();
  }
};

/// A choice between bf16 as one between integers, for the same reason.
struct ExpandSelectOfBFloat16 : OpRewritePattern<arith::SelectOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::SelectOp op,
                                PatternRewriter &rewriter) const override {
    if (!getElementTypeOrSelf(op.getType()).isBF16() ||
        !isa<FloatType, VectorType>(op.getType()))
      return failure();
    Location loc = op.getLoc();
    Type i16 = withElement(op.getType(), rewriter.getI16Type());
    auto bits = [&](Value value) -> Value {
      return arith::BitcastOp::create(rewriter, loc, i16, value);
    };
    Value chosen = arith::SelectOp::create(rewriter, loc, op.getCondition(),
                                           bits(op.getTrueValue()),
                                           bits(op.getFalseValue()));
    rewriter.replaceOpWithNewOp<arith::BitcastOp>(op, op.getType(), chosen);
    return success();
  }
};

/// Arithmetic on bf16, which few processors have, in f32.
LogicalResult emulateBFloat16(ModuleOp module) {
  Type bf16 = BFloat16Type::get(module.getContext());
  auto isBF16 = [&](Type type) { return getElementTypeOrSelf(type) == bf16; };
  bool found = module
                   .walk([&](Operation *op) {
                     return llvm::any_of(op->getResultTypes(), isBF16)
                                ? WalkResult::interrupt()
                                : WalkResult::advance();
                   })
                   .wasInterrupted();
  if (!found)
    return success();
  Type f32 = Float32Type::get(module.getContext());
  TypeConverter converter;
  arith::populateEmulateUnsupportedFloatsConversions(converter, bf16, f32);
  RewritePatternSet patterns(module.getContext());
  arith::populateEmulateUnsupportedFloatsPatterns(patterns, converter);
  ConversionTarget target(*module.getContext());
  arith::populateEmulateUnsupportedFloatsLegality(target, converter);
  return applyPartialConversion(module, target, std::move(patterns));
}

/// The functions of f32 that FunctionBuilder has.
void expandFunctions(ModuleOp module) {
  SmallVector<Operation *> ops;
  module.walk([&](Operation *op) {
    if (isa<math::MathDialect>(op->getDialect()))
      ops.push_back(op);
  });
  for (Operation *op : ops) {
    lutra::lut::TargetAttr target = lutra::lut::getTarget(op);
    bool scales = target && bitEnumContainsAll(target.getFeatures(),
                                               lutra::lut::Feature::AVX512);
    lutra::cpu::expandFunction(op, scales);
  }
}

struct CpuExpandMath : lutra::impl::CpuExpandMathBase<CpuExpandMath> {
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet patterns(context);
    patterns.add<ExpandRsqrt, ExpandIsInf, ExpandTruncToBFloat16,
                 ExpandSelectOfBFloat16>(context);
    math::populateExpansionPatterns(patterns, {"clampf", "fpowi", "ipowi"});
    populateMathF32ExpansionPatterns(
        patterns, [](StringRef name) { return name != "math.fma"; });
    // Nothing of ONNX needs this one.
    populateMathPolynomialApproximationPatterns(
        patterns, [](StringRef name) { return name == "math.erfc"; });
    arith::populateExpandBFloat16Patterns(patterns);
    arith::populateCeilFloorDivExpandOpsPatterns(patterns);
    expansions = FrozenRewritePatternSet(std::move(patterns));

    RewritePatternSet calls(context);
    populateMathToLibmConversionPatterns(calls);
    libm = FrozenRewritePatternSet(std::move(calls));
    return success();
  }

  void runOnOperation() override {
    if (failed(emulateBFloat16(getOperation())))
      return signalPassFailure();
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (failed(lutra::cpu::applyWhereTheyMatch(func, expansions)))
        return signalPassFailure();
    expandFunctions(getOperation());
    if (failed(callLibm()))
      signalPassFailure();
  }

  /// Everything that is left and has no instruction.
  LogicalResult callLibm() {
    auto isLegal = [](Operation *op) {
      return !isa<math::MathDialect>(op->getDialect()) || hasInstructions(op);
    };
    bool areAllLegal = !getOperation()
                            .walk([&](Operation *op) {
                              return isLegal(op) ? WalkResult::advance()
                                                 : WalkResult::interrupt();
                            })
                            .wasInterrupted();
    if (areAllLegal)
      return success();
    ConversionTarget target(getContext());
    target.addLegalDialect<arith::ArithDialect, func::FuncDialect,
                           vector::VectorDialect>();
    target.addLegalOp<LLVM::CallIntrinsicOp>();
    target.addDynamicallyLegalDialect<math::MathDialect>(hasInstructions);
    return applyPartialConversion(getOperation(), target, libm);
  }

  FrozenRewritePatternSet expansions, libm;
};

} // namespace
