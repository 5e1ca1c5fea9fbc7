//===- SpecializeDecode.cpp - one token has a code of its own -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A language model runs once for the prompt and then once for each token. With
// one position in one sequence, transpositions are reshapes, loops over tokens
// are gone and kernels have fixed sizes. This happens after the weights have
// got their layouts, so that both forms read the same ones, and before kernels
// are formed, so that those without tokens are shared.
//
//===----------------------------------------------------------------------===//

#include "Entries.h"
#include "lutra/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace lutra {
#define GEN_PASS_DEF_SPECIALIZEDECODE
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

ArrayAttr getDimNames(DictionaryAttr attrs) {
  return attrs ? attrs.getAs<ArrayAttr>("onnx.dims") : ArrayAttr();
}

/// The name of a dimension, null when it has none.
StringAttr getDimName(DictionaryAttr attrs, int64_t dim) {
  ArrayAttr names = getDimNames(attrs);
  return names && dim < int64_t(names.size()) ? dyn_cast<StringAttr>(names[dim])
                                              : StringAttr();
}

class DecodeSpecializer {
public:
  explicit DecodeSpecializer(func::FuncOp main) : main(main) {}

  void run() {
    findNames();
    if (!hasPositions)
      return;
    SmallVector<int64_t> fixed;
    func::FuncOp decode = main.clone();
    decode.setName("main_decode");
    OpBuilder builder = OpBuilder::atBlockBegin(&decode.getBody().front());
    for (BlockArgument argument : decode.getArguments())
      fix(builder, argument, fixed);
    decode.setFunctionType(builder.getFunctionType(
        decode.getBody().getArgumentTypes(), main.getResultTypes()));
    decode->setAttr(kSpecializesAttr, builder.getDenseI64ArrayAttr(fixed));
    main->getBlock()->getOperations().insertAfter(main->getIterator(), decode);
  }

private:
  /// What is 1 for one token: positions, and the batch, which is the dimension
  /// that states begin with.
  void findNames() {
    for (unsigned i = 0; i < main.getNumArguments(); ++i)
      if (isState(i))
        if (StringAttr batch = getDimName(main.getArgAttrDict(i), 0))
          names.insert(batch);
    for (unsigned i = 0; i < main.getNumResults(); ++i)
      if (auto axis =
              main.getResultAttrOfType<IntegerAttr>(i, "lutra.positions"))
        if (StringAttr name =
                getDimName(main.getResultAttrDict(i), axis.getInt())) {
          names.insert(name);
          hasPositions = true;
        }
  }

  bool isState(unsigned argument) {
    return main.getArgAttr(argument, "lutra.state") != nullptr;
  }

  void fix(OpBuilder &builder, BlockArgument argument,
           SmallVectorImpl<int64_t> &fixed) {
    auto type = dyn_cast<RankedTensorType>(argument.getType());
    // States belong to the runtime, which knows them as arguments.
    if (!type || isState(argument.getArgNumber()))
      return;
    SmallVector<int64_t> shape(type.getShape());
    DictionaryAttr attrs = main.getArgAttrDict(argument.getArgNumber());
    for (auto [dim, size] : llvm::enumerate(shape)) {
      StringAttr name = getDimName(attrs, dim);
      if (!name || !names.contains(name) || !ShapedType::isDynamic(size))
        continue;
      size = 1;
      fixed.append({int64_t(argument.getArgNumber()), int64_t(dim)});
    }
    RankedTensorType newType = type.clone(shape);
    if (newType == type)
      return;
    argument.setType(newType);
    auto general =
        tensor::CastOp::create(builder, argument.getLoc(), type, argument);
    argument.replaceAllUsesExcept(general, general);
  }

  func::FuncOp main;
  llvm::SmallPtrSet<Attribute, 4> names;
  bool hasPositions = false;
};

struct SpecializeDecode : lutra::impl::SpecializeDecodeBase<SpecializeDecode> {
  void runOnOperation() override {
    auto main = getOperation().lookupSymbol<func::FuncOp>("main");
    if (main && !main.isExternal())
      DecodeSpecializer(main).run();
  }
};

} // namespace
