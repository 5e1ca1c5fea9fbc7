//===- Reductions.cpp - how our ops become simpler ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/Reductions.h"

#include "lutra/Dialect/Check/Check.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Reducer/ReductionPatternInterface.h"
#include "mlir/Reducer/Tester.h"

using namespace mlir;
using namespace lutra;

namespace {

/// A step that the tester agrees with: it is tried on a copy of the module
/// first. Otherwise the tree, which applies all patterns at its root, would
/// begin with a module that shows nothing any more.
class Reduction : public RewritePattern {
public:
  Reduction(Dialect *dialect, Tester &tester)
      : RewritePattern(MatchAnyOpTypeTag(), /*benefit=*/1,
                       dialect->getContext()),
        dialect(dialect), tester(tester) {}

  LogicalResult matchAndRewrite(Operation *op,
                                PatternRewriter &rewriter) const final {
    auto module = op->getParentOfType<ModuleOp>();
    if (op->getDialect() != dialect || !module || !canSimplify(op))
      return failure();
    IRMapping copies;
    OwningOpRef<ModuleOp> copy = cast<ModuleOp>(module->clone(copies));
    Operation *same = copies.lookup(op);
    IRRewriter onCopy(same);
    simplify(same, onCopy);
    if (tester.isInteresting(*copy).first != Tester::Interestingness::True)
      return failure();
    simplify(op, rewriter);
    return success();
  }

protected:
  virtual bool canSimplify(Operation *op) const = 0;
  virtual void simplify(Operation *op, RewriterBase &rewriter) const = 0;

private:
  Dialect *dialect;
  Tester &tester;
};

/// An operand takes the place of a result of its type.
struct ToOperand : Reduction {
  using Reduction::Reduction;
  static Value find(Operation *op) {
    if (op->getNumResults() == 1)
      for (Value operand : op->getOperands())
        if (operand.getType() == op->getResult(0).getType())
          return operand;
    return {};
  }
  bool canSimplify(Operation *op) const override { return bool(find(op)); }
  void simplify(Operation *op, RewriterBase &rewriter) const override {
    rewriter.replaceOp(op, find(op));
  }
};

/// Zeros take the place of results.
struct ToConstant : Reduction {
  using Reduction::Reduction;
  bool canSimplify(Operation *op) const override {
    return op->getNumResults() > 0 &&
           llvm::all_of(op->getResultTypes(), [](Type type) {
             auto shaped = dyn_cast<ShapedType>(type);
             return isa<RankedTensorType, VectorType>(type) &&
                    shaped.hasStaticShape() &&
                    shaped.getElementType().isSignlessIntOrFloat();
           });
  }
  void simplify(Operation *op, RewriterBase &rewriter) const override {
    SmallVector<Value> zeros;
    rewriter.setInsertionPoint(op);
    for (Type type : op->getResultTypes())
      zeros.push_back(arith::ConstantOp::create(
          rewriter, op->getLoc(), cast<TypedAttr>(rewriter.getZeroAttr(type))));
    rewriter.replaceOp(op, zeros);
  }
};

/// A contraction does without zero points.
struct DropZeroPoints : Reduction {
  using Reduction::Reduction;
  bool canSimplify(Operation *op) const override {
    auto contract = dyn_cast<lowbit::ContractOp>(op);
    return contract && contract.getZeroPoints();
  }
  void simplify(Operation *op, RewriterBase &rewriter) const override {
    auto contract = cast<lowbit::ContractOp>(op);
    rewriter.modifyOpInPlace(op,
                             [&] { contract.getZeroPointsMutable().clear(); });
  }
};

/// A contraction has the groups that follow each other.
struct DropGroupIndices : Reduction {
  using Reduction::Reduction;
  bool canSimplify(Operation *op) const override {
    auto contract = dyn_cast<lowbit::ContractOp>(op);
    return contract && contract.getGIdx();
  }
  void simplify(Operation *op, RewriterBase &rewriter) const override {
    auto contract = cast<lowbit::ContractOp>(op);
    int64_t groups = contract.getNumGroups(), k = contract.getK();
    rewriter.modifyOpInPlace(op, [&] {
      contract.getGIdxMutable().clear();
      if (groups > 1)
        contract.setGroupSize(llvm::divideCeil(k, groups));
    });
  }
};

/// A packed contraction stores what it computes.
struct DropEpilogue : Reduction {
  using Reduction::Reduction;
  bool canSimplify(Operation *op) const override {
    auto contract = dyn_cast<lowbit::PackedContractOp>(op);
    return contract && contract.hasEpilogue();
  }
  void simplify(Operation *op, RewriterBase &rewriter) const override {
    auto contract = cast<lowbit::PackedContractOp>(op);
    rewriter.modifyOpInPlace(op, [&] {
      rewriter.eraseBlock(&contract.getEpilogue().front());
      contract.getExtrasMutable().clear();
    });
  }
};

/// The first of several kernels serves all.
struct KeepOneKernel : Reduction {
  using Reduction::Reduction;
  bool canSimplify(Operation *op) const override {
    auto contract = dyn_cast<lowbit::PackedContractOp>(op);
    return contract && contract.getKernelsAttr() &&
           contract.getKernelsAttr().size() > 1;
  }
  void simplify(Operation *op, RewriterBase &rewriter) const override {
    auto contract = cast<lowbit::PackedContractOp>(op);
    rewriter.modifyOpInPlace(op, [&] {
      contract.setKernelsAttr(
          rewriter.getArrayAttr(contract.getKernelsAttr()[0]));
    });
  }
};

template <typename... Patterns>
struct Reductions : DialectReductionPatternInterface {
  Reductions(Dialect *dialect) : DialectReductionPatternInterface(dialect) {}
  void populateReductionPatterns(RewritePatternSet &) const override {}
  void populateReductionPatternsWithTester(RewritePatternSet &patterns,
                                           Tester &tester) const override {
    patterns.add<ToOperand, ToConstant, Patterns...>(getDialect(), tester);
  }
};

} // namespace

template <typename DialectT, typename... Patterns>
static void add(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *, DialectT *dialect) {
    dialect->template addInterfaces<Reductions<Patterns...>>();
  });
}

void lutra::registerReductions(DialectRegistry &registry) {
  add<check::CheckDialect>(registry);
  add<lowbit::LowbitDialect, DropZeroPoints, DropGroupIndices, DropEpilogue,
      KeepOneKernel>(registry);
  add<lut::LutDialect>(registry);
  add<nn::NnDialect>(registry);
  add<onnx::OnnxDialect>(registry);
}
