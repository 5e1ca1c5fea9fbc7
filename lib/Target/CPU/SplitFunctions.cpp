//===- SplitFunctions.cpp - a variant in parts ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing that LLVM does behind this goes from one function into another, so
// that code is the same whether functions are compiled together or not. Apart,
// they fill all threads, and those that have been compiled before are known
// again. Each part costs LLVM 2 ms, so that small functions share one.
//
//===----------------------------------------------------------------------===//

#include "Codegen.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;

/// Operations of a function that has a part of its own, and of all functions of
/// a part.
static constexpr size_t kLarge = 400, kPart = 1000;

/// Which functions go together. Who has threads call a large function goes with
/// it: both are made from one kernel, and when it changes, what other kernels
/// became is still known.
static SmallVector<SmallVector<LLVM::LLVMFuncOp>>
groupFunctions(ModuleOp module) {
  SmallVector<SmallVector<LLVM::LLVMFuncOp>> groups;
  llvm::DenseMap<StringAttr, size_t> groupOfLarge;
  SmallVector<std::pair<LLVM::LLVMFuncOp, size_t>> small;
  for (auto function : module.getOps<LLVM::LLVMFuncOp>()) {
    if (function.isExternal())
      continue;
    size_t numOps = 0;
    for (Block &block : function.getBody())
      numOps += block.getOperations().size();
    if (numOps < kLarge) {
      small.push_back({function, numOps});
      continue;
    }
    groupOfLarge[function.getSymNameAttr()] = groups.size();
    groups.push_back({function});
  }
  std::optional<size_t> open;
  size_t numOpen = 0;
  for (auto [function, numOps] : small) {
    std::optional<size_t> with;
    function.walk([&](LLVM::AddressOfOp address) {
      auto found = groupOfLarge.find(address.getGlobalNameAttr().getAttr());
      if (found != groupOfLarge.end())
        with = found->second;
    });
    if (with) {
      groups[*with].push_back(function);
      continue;
    }
    if (!open || numOpen + numOps > kPart) {
      open = groups.size();
      numOpen = 0;
      groups.emplace_back();
    }
    groups[*open].push_back(function);
    numOpen += numOps;
  }
  return groups;
}

/// Clones functions, and what they refer to behind them: constants with all
/// that is in them, of other functions what declares them.
static void cloneWithUses(ArrayRef<LLVM::LLVMFuncOp> functions,
                          SymbolTable &symbols, OpBuilder &builder) {
  llvm::SetVector<Operation *> needed;
  for (LLVM::LLVMFuncOp function : functions)
    needed.insert(function);
  // It grows: what is needed needs others.
  for (size_t i = 0; i < needed.size(); ++i) {
    auto function = dyn_cast<LLVM::LLVMFuncOp>(needed[i]);
    if (i >= functions.size() && function) {
      auto declaration =
          cast<LLVM::LLVMFuncOp>(function->cloneWithoutRegions());
      declaration.setLinkage(LLVM::Linkage::External);
      builder.insert(declaration);
      continue;
    }
    builder.clone(*needed[i]);
    needed[i]->walk([&](Operation *op) {
      FlatSymbolRefAttr name;
      if (auto call = dyn_cast<LLVM::CallOp>(op))
        name = call.getCalleeAttr();
      else if (auto address = dyn_cast<LLVM::AddressOfOp>(op))
        name = address.getGlobalNameAttr();
      if (name)
        needed.insert(symbols.lookup(name.getAttr()));
    });
  }
}

llvm::SmallVector<OwningOpRef<ModuleOp>>
lutra::cpu::splitFunctions(ModuleOp variant) {
  SymbolTable symbols(variant);
  OpBuilder builder(variant.getContext());
  SmallVector<OwningOpRef<ModuleOp>> parts;
  for (ArrayRef<LLVM::LLVMFuncOp> functions : groupFunctions(variant)) {
    OwningOpRef<ModuleOp> part = ModuleOp::create(variant.getLoc());
    builder.setInsertionPointToEnd(part->getBody());
    cloneWithUses(functions, symbols, builder);
    parts.push_back(std::move(part));
  }
  return parts;
}
