//===- FormKernels.cpp - each fused kernel a function of its own ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bufferization and code generation are superlinear in the size of a function,
// and equal layers of a network should be compiled once. So the computation of
// @main is cut into functions here, while it is still on tensors: each is one
// root op (one loop over rows, where fuse-rows has made one) with the fills,
// slices and empty tensors that feed it.
//
//===----------------------------------------------------------------------===//

#include "Sizes.h"

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Support/Assert.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Transforms/RegionUtils.h"

namespace lutra {
#define GEN_PASS_DEF_FORMKERNELS
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

bool hasTensorResult(Operation *op) {
  return llvm::any_of(op->getResultTypes(), llvm::IsaPred<RankedTensorType>);
}

bool isStaticReshape(Operation *op) {
  return isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp>(op);
}

/// Whether the op is views and arithmetic of @main itself, reshapes aside.
bool isOfMain(Operation *op) {
  if (!hasTensorResult(op) || isa<arith::ConstantOp>(op))
    return true;
  if (auto cache = dyn_cast<nn::CacheOp>(op))
    return cache.isRuntimeState();
  return isa<bufferization::AllocTensorOp, tensor::CastOp, tensor::ReshapeOp,
             tensor::FromElementsOp, func::CallOp>(op);
}

bool isOnlyUsedInKernels(Operation *op) {
  return llvm::all_of(op->getUsers(), [](Operation *user) {
    if (isStaticReshape(user))
      return isOnlyUsedInKernels(user);
    return !user->hasTrait<OpTrait::IsTerminator>() && !isOfMain(user);
  });
}

/// A product with packed weights, which reads whole, contiguous buffers, is
/// among those who read `op`.
bool isReadPacked(Operation *op) {
  return llvm::any_of(op->getUsers(), [](Operation *user) {
    return isa<lowbit::PackedContractOp, lowbit::PackedConvolveOp>(user) ||
           (isStaticReshape(user) && isReadPacked(user));
  });
}

/// A reshape of a slice for kernels: in @main it would make the slice a copy.
bool isReshapedSlice(Operation *op) {
  Operation *source = op;
  while (source && isStaticReshape(source))
    source = source->getOperand(0).getDefiningOp();
  return source != op && isa_and_nonnull<tensor::ExtractSliceOp>(source) &&
         !isReadPacked(source) && isOnlyUsedInKernels(op);
}

/// An elementwise op whose result is only put beside others: inside the kernel
/// that does so it writes to where they go.
bool isPartOfConcat(Operation *op) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  return generic && linalg::isElementwise(generic) &&
         generic->getNumResults() == 1 && generic->hasOneUse() &&
         isa<tensor::ConcatOp>(*generic->user_begin());
}

/// Producers that are taken inside the kernel that uses them. Slices are, so
/// that memrefs at kernel boundaries stay contiguous.
bool isPulledIn(Operation *op) {
  if (isPartOfConcat(op))
    return true;
  if (isa<tensor::ExtractSliceOp>(op))
    return !isReadPacked(op);
  if (isa<tensor::EmptyOp, linalg::FillOp>(op))
    return true;
  if (isStaticReshape(op))
    return isReshapedSlice(op);
  return isa<arith::ConstantOp>(op) && !hasTensorResult(op);
}

/// What becomes views and arithmetic of @main itself.
bool staysInMain(Operation *op) {
  return isStaticReshape(op) ? !isReshapedSlice(op) : isOfMain(op);
}

bool isKernelRoot(Operation *op) {
  if (staysInMain(op))
    return false;
  if (!isPulledIn(op))
    return true;
  // A slice or fill that no kernel takes inside is a copy of its own.
  return llvm::any_of(op->getUsers(), [](Operation *user) {
    return staysInMain(user) || user->hasTrait<OpTrait::IsTerminator>();
  });
}

/// A result slice of a runtime cache is the runtime's own buffer: returning it
/// needs no copy.
bool isStateOutput(Operation *op) {
  auto slice = dyn_cast<tensor::ExtractSliceOp>(op);
  if (!slice || !llvm::all_of(op->getUsers(), [](Operation *user) {
        return user->hasTrait<OpTrait::IsTerminator>() || !staysInMain(user);
      }))
    return false;
  auto call = slice.getSource().getDefiningOp<func::CallOp>();
  if (!call)
    return false;
  unsigned result = cast<OpResult>(slice.getSource()).getResultNumber();
  Value out =
      call.getOperand(call.getNumOperands() - call.getNumResults() + result);
  auto cache = out.getDefiningOp<nn::CacheOp>();
  return cache && cache.isRuntimeState();
}

class KernelFormer {
public:
  explicit KernelFormer(func::FuncOp main)
      : main(main), module(main->getParentOfType<ModuleOp>()), symbols(module) {
  }

  LogicalResult run() {
    auto pointer = LLVM::LLVMPointerType::get(main.getContext());
    if (failed(main.insertArgument(0, pointer, {}, main.getLoc())))
      return failure();
    Block &body = main.getBody().front();
    for (Operation &op : llvm::make_early_inc_range(body))
      if (isKernelRoot(&op) && !isStateOutput(&op))
        if (failed(outline(&op)))
          return failure();
    for (Operation &op :
         llvm::make_early_inc_range(llvm::reverse(body.getOperations())))
      if (isOpTriviallyDead(&op))
        op.erase();
    return success();
  }

private:
  /// The init operand of result `index`, if the root writes into one.
  OpOperand *getInit(Operation *root, unsigned index) {
    if (auto loop = dyn_cast<scf::ForallOp>(root))
      return &loop.getOutputsMutable()[index];
    auto dps = dyn_cast<DestinationStyleOpInterface>(root);
    return dps ? dps.getDpsInitOperand(index) : nullptr;
  }

  /// A destination that the root overwrites wholly, or that may be updated in
  /// place because nobody else will read it.
  bool isUpdatedInPlace(OpOperand &init) {
    return isa<nn::AppendOp>(init.getOwner()) &&
           init.get().getDefiningOp<nn::CacheOp>() &&
           llvm::all_of(init.get().getUsers(), [&](Operation *user) {
             return user == init.getOwner() || isa<tensor::DimOp>(user);
           });
  }

  FailureOr<SmallVector<OpFoldResult>>
  getSizes(OpBuilder &builder, Operation *root, unsigned index) {
    Value result = root->getResult(index);
    auto type = cast<RankedTensorType>(result.getType());
    if (type.hasStaticShape())
      return getAsIndexOpFoldResult(builder.getContext(), type.getShape());
    if (OpOperand *init = getInit(root, index)) {
      Value base = init->get();
      if (auto fill = base.getDefiningOp<linalg::FillOp>())
        base = fill.getOutputs().front();
      if (auto empty = base.getDefiningOp<tensor::EmptyOp>())
        return empty.getMixedSizes();
      return tensor::getMixedSizes(builder, root->getLoc(), base);
    }
    if (auto cache = dyn_cast<nn::CacheOp>(root)) {
      // As an allocation of its own it has no more room than is asked for.
      SmallVector<OpFoldResult> sizes =
          tensor::getMixedSizes(builder, root->getLoc(), cache.getPast());
      sizes[cache.getAxis()] = cache.getLength();
      return sizes;
    }
    if (auto loop = dyn_cast<scf::ForOp>(root))
      return tensor::getMixedSizes(builder, root->getLoc(),
                                   loop.getInitArgs()[index]);
    if (auto loop = dyn_cast<scf::WhileOp>(root))
      return tensor::getMixedSizes(builder, root->getLoc(),
                                   loop.getInits()[index]);
    if (auto branches = dyn_cast<scf::IfOp>(root)) {
      // Both write into the same tensor.
      Value written = branches.thenYield()->getOperand(index);
      while (auto cast = written.getDefiningOp<tensor::CastOp>())
        written = cast.getSource();
      if (auto insert = written.getDefiningOp<tensor::InsertSliceOp>())
        if (insert.getDest().getParentBlock() == root->getBlock())
          return getKnownSizes(builder, insert.getDest());
      return root->emitOpError("has a result whose shape cannot be computed");
    }
    if (auto concat = dyn_cast<tensor::ConcatOp>(root)) {
      // Not by asking the parts, which the kernel may make itself.
      uint64_t dim = concat.getDim();
      SmallVector<OpFoldResult> sizes =
          getKnownSizes(builder, concat.getInputs().front());
      if (!type.isDynamicDim(dim)) {
        sizes[dim] = builder.getIndexAttr(type.getDimSize(dim));
        return sizes;
      }
      Value length =
          getValueOrCreateConstantIndexOp(builder, root->getLoc(), sizes[dim]);
      for (Value part : concat.getInputs().drop_front()) {
        Value more = getValueOrCreateConstantIndexOp(
            builder, root->getLoc(), getKnownSizes(builder, part)[dim]);
        length =
            builder.createOrFold<arith::AddIOp>(root->getLoc(), length, more);
      }
      sizes[dim] = length;
      return sizes;
    }
    ReifiedRankedShapedTypeDims sizes;
    if (failed(reifyResultShapes(builder, root, sizes)))
      return root->emitOpError("has a result whose shape cannot be computed");
    return sizes[index];
  }

  LogicalResult outline(Operation *root) {
    OpBuilder builder(root);
    Location loc = root->getLoc();

    // Destinations: a fresh tensor for each result, or the one updated.
    SmallVector<Value> outs;
    SmallVector<SmallVector<OpFoldResult>> outSizes;
    for (OpResult result : root->getResults()) {
      auto type = dyn_cast<RankedTensorType>(result.getType());
      if (!type)
        return root->emitOpError("mixes tensor and other results in a kernel");
      auto sizes = getSizes(builder, root, result.getResultNumber());
      if (failed(sizes))
        return failure();
      OpOperand *init = getInit(root, result.getResultNumber());
      if (init && isUpdatedInPlace(*init)) {
        outs.push_back(init->get());
      } else {
        SmallVector<Value> dynamic;
        for (auto [size, dim] : llvm::zip(*sizes, type.getShape()))
          if (ShapedType::isDynamic(dim))
            dynamic.push_back(
                getValueOrCreateConstantIndexOp(builder, loc, size));
        // Not tensor.empty: equal ones are one value to CSE, and two kernels
        // would write over each other.
        outs.push_back(
            bufferization::AllocTensorOp::create(builder, loc, type, dynamic));
      }
      outSizes.push_back(std::move(*sizes));
    }

    // What the kernel computes besides the root, and what it captures.
    llvm::SetVector<Operation *> pulled;
    llvm::SetVector<Value> captured;
    llvm::SmallSetVector<OpOperand *, 4> inits; // in a fixed order
    for (unsigned i = 0, e = root->getNumResults(); i < e; ++i)
      if (OpOperand *init = getInit(root, i))
        inits.insert(init);
    collectOperands(root, inits, pulled, captured);
    for (OpOperand *init : inits) {
      if (isUpdatedInPlace(*init))
        continue;
      if (auto fill = init->get().getDefiningOp<linalg::FillOp>())
        collect(fill.getInputs().front(), pulled, captured);
      else if (!init->get().getDefiningOp<tensor::EmptyOp>())
        collect(init->get(), pulled, captured);
    }

    // The function.
    SmallVector<Value> operands{main.getArgument(0)};
    llvm::append_range(operands, captured);
    llvm::append_range(operands, outs);
    std::string name = isa<scf::ForallOp>(root)
                           ? "rows"
                           : root->getName().getStringRef().str();
    llvm::replace(name, '.', '_');
    OpBuilder atEnd = OpBuilder::atBlockEnd(module.getBody());
    auto kernel = func::FuncOp::create(
        atEnd, loc, name,
        builder.getFunctionType(TypeRange(ValueRange(operands)),
                                root->getResultTypes()));
    kernel.setPrivate();
    kernel->setAttr("lutra.kernel", builder.getUnitAttr());
    kernel->setAttr("lutra.outs", builder.getI64IntegerAttr(outs.size()));
    symbols.insert(kernel);
    Block *entry = kernel.addEntryBlock();

    IRMapping mapping;
    for (auto [outer, inner] : llvm::zip(operands, entry->getArguments()))
      if (!llvm::is_contained(outs, outer) || captured.contains(outer))
        mapping.map(outer, inner);
    OpBuilder inner = OpBuilder::atBlockBegin(entry);
    SmallVector<Operation *> inOrder(pulled.begin(), pulled.end());
    llvm::sort(inOrder, [](Operation *lhs, Operation *rhs) {
      return lhs->isBeforeInBlock(rhs);
    });
    for (Operation *op : inOrder)
      inner.clone(*op, mapping);
    // Inits become the destinations themselves.
    SmallVector<std::pair<unsigned, Value>> newInits;
    unsigned firstOut = entry->getNumArguments() - outs.size();
    for (unsigned i = 0, e = root->getNumResults(); i < e; ++i) {
      OpOperand *init = getInit(root, i);
      if (!init)
        continue;
      Value dest = entry->getArgument(firstOut + i);
      if (auto fill = init->get().getDefiningOp<linalg::FillOp>()) {
        Value scalar = mapping.lookup(fill.getInputs().front());
        dest = linalg::FillOp::create(inner, fill.getLoc(), scalar, dest)
                   .getResult(0);
      } else if (!isUpdatedInPlace(*init) &&
                 !init->get().getDefiningOp<tensor::EmptyOp>()) {
        continue;
      }
      newInits.emplace_back(init->getOperandNumber(), dest);
      if (!mapping.contains(init->get()))
        mapping.map(init->get(), dest);
    }
    Operation *clone = inner.clone(*root, mapping);
    for (auto [operand, dest] : newInits)
      clone->setOperand(operand, dest);
    func::ReturnOp::create(inner, loc, clone->getResults());

    LUTRA_ASSERT(kernel.getNumArguments() == operands.size(),
                 "a kernel takes what it is given");
    auto call = func::CallOp::create(builder, loc, kernel, operands);
    for (auto [result, replacement, sizes] :
         llvm::zip(root->getResults(), call.getResults(), outSizes)) {
      for (Operation *user : llvm::make_early_inc_range(result.getUsers()))
        if (auto dim = dyn_cast<tensor::DimOp>(user))
          if (std::optional<int64_t> index = dim.getConstantIndex()) {
            builder.setInsertionPoint(dim);
            dim.replaceAllUsesWith(
                getValueOrCreateConstantIndexOp(builder, loc, sizes[*index]));
            // It stays, dead, for it may be where the walk goes next.
          }
      result.replaceAllUsesWith(replacement);
    }
    root->erase();
    return success();
  }

  /// Sorts `value` into what the kernel recomputes and what it is given.
  void collect(Value value, llvm::SetVector<Operation *> &pulled,
               llvm::SetVector<Value> &captured) {
    Operation *producer = value.getDefiningOp();
    if (!producer || !isPulledIn(producer) ||
        producer->getBlock() != &main.getBody().front()) {
      captured.insert(value);
      return;
    }
    if (pulled.insert(producer))
      collectOperands(producer, {}, pulled, captured);
  }

  void collectOperands(Operation *op,
                       const llvm::SmallSetVector<OpOperand *, 4> &skip,
                       llvm::SetVector<Operation *> &pulled,
                       llvm::SetVector<Value> &captured) {
    for (OpOperand &operand : op->getOpOperands())
      if (!skip.contains(&operand))
        collect(operand.get(), pulled, captured);
    llvm::SetVector<Value> fromRegions;
    getUsedValuesDefinedAbove(op->getRegions(), fromRegions);
    for (Value value : fromRegions)
      collect(value, pulled, captured);
  }

  func::FuncOp main;
  ModuleOp module;
  SymbolTable symbols;
};

struct FormKernels : lutra::impl::FormKernelsBase<FormKernels> {
  void runOnOperation() override {
    auto main = getOperation().lookupSymbol<func::FuncOp>("main");
    if (main && failed(KernelFormer(main).run()))
      signalPassFailure();
  }
};

} // namespace
