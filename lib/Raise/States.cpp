//===- States.cpp - what a model hands from one call to the next ----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Raise/Passes.h"
#include "lutra/Support/Remarks.h"

#include "Elements.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

namespace lutra {
#define GEN_PASS_DEF_RAISESTATES
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::nn;

/// Caches grow along positions: [B, H, T, D].
static constexpr int64_t stateAxis = 2;
static constexpr StringLiteral stateAttr = "lutra.state";

/// The value behind casts, which change what is known about sizes and no more.
static Value skipCasts(Value value) {
  while (auto cast = value.getDefiningOp<tensor::CastOp>())
    value = cast.getSource();
  return value;
}

/// Users of `value`, those of its casts in place of the casts.
static void getUsers(Value value, SmallVectorImpl<OpOperand *> &users) {
  for (OpOperand &use : value.getUses()) {
    if (auto cast = dyn_cast<tensor::CastOp>(use.getOwner()))
      getUsers(cast.getResult(), users);
    else
      users.push_back(&use);
  }
}

/// The result of the function that `value` is, or nothing.
static std::optional<unsigned> getReturned(Value value) {
  SmallVector<OpOperand *> users;
  getUsers(value, users);
  std::optional<unsigned> first;
  for (OpOperand *use : users)
    if (isa<func::ReturnOp>(use->getOwner()))
      first = std::min(first.value_or(use->getOperandNumber()),
                       use->getOperandNumber());
  return first;
}

/// The one op other than `tensor.dim` that reads `argument`, or null.
static Operation *getOnlyReader(Value argument) {
  SmallVector<OpOperand *> users;
  getUsers(argument, users);
  Operation *reader = nullptr;
  for (OpOperand *use : users) {
    if (isa<tensor::DimOp>(use->getOwner()))
      continue;
    if (reader)
      return nullptr;
    reader = use->getOwner();
  }
  return reader;
}

/// Whether the argument may have any length: one of a fixed length is given
/// anew to each call, and does not grow from one to the next.
static bool mayGrow(BlockArgument argument) {
  auto type = dyn_cast<RankedTensorType>(argument.getType());
  return type && type.getRank() > stateAxis && type.isDynamicDim(stateAxis);
}

/// concat(past, new) along positions, returned: a cache that grows.
static void raiseConcat(BlockArgument argument) {
  auto concat = dyn_cast_or_null<tensor::ConcatOp>(getOnlyReader(argument));
  if (!concat || concat.getDim() != stateAxis ||
      concat.getInputs().size() != 2 ||
      skipCasts(concat.getInputs()[0]) != argument ||
      !getReturned(concat.getResult()))
    return;
  RankedTensorType type = concat.getResultType();
  if (type.getRank() != 4)
    return;

  OpBuilder b(concat);
  Location loc = concat.getLoc();
  Value past = concat.getInputs()[0], source = concat.getInputs()[1];
  auto size = [&](Value tensor, int64_t dim) {
    return lutra::getGivenSize(b, loc, tensor, dim);
  };
  auto value = [&](OpFoldResult size) {
    return getValueOrCreateConstantIndexOp(b, loc, size);
  };
  Value at = value(size(past, stateAxis));
  Value length =
      arith::AddIOp::create(b, loc, at, value(size(source, stateAxis)));
  SmallVector<int64_t> shape(type.getShape());
  shape[stateAxis] = ShapedType::kDynamic;
  Value cache =
      CacheOp::create(b, loc, type.clone(shape), past, length, stateAxis);
  // Projections have heads inside of tokens: no need to swap them first.
  Value tokens = lutra::getSwapped(source);
  Value filled =
      AppendOp::create(b, loc, cache.getType(), tokens ? tokens : source, cache,
                       at, length, /*token_major=*/static_cast<bool>(tokens));
  SmallVector<OpFoldResult> offsets(4, b.getIndexAttr(0)),
      strides(4, b.getIndexAttr(1)), sizes;
  for (int64_t dim = 0; dim < 4; ++dim)
    sizes.push_back(dim == stateAxis ? OpFoldResult(length)
                                     : size(source, dim));
  Value present =
      tensor::ExtractSliceOp::create(b, loc, filled, offsets, sizes, strides);
  if (present.getType() != type)
    present = tensor::CastOp::create(b, loc, type, present);
  concat.replaceAllUsesWith(present);
  concat.erase();
}

/// The result of the function that holds what `cache` becomes, or nothing.
static std::optional<unsigned> getStateResult(CacheOp cache) {
  auto append = dyn_cast_or_null<AppendOp>(getOnlyReader(cache.getResult()));
  if (!append || skipCasts(append.getCache()) != cache.getResult())
    return std::nullopt;
  SmallVector<OpOperand *> users;
  getUsers(append.getResult(), users);
  for (OpOperand *use : users) {
    auto slice = dyn_cast<tensor::ExtractSliceOp>(use->getOwner());
    if (!slice || slice.getType().getRank() != 4 ||
        !llvm::all_of(slice.getMixedOffsets(), isZeroInteger) ||
        !slice.hasUnitStride())
      continue;
    // All of what was appended to.
    OpFoldResult size = slice.getMixedSizes()[stateAxis];
    if (!isEqualConstantIntOrValue(size, append.getLength()))
      continue;
    if (std::optional<unsigned> result = getReturned(slice.getResult()))
      return result;
  }
  return std::nullopt;
}

static void markStates(func::FuncOp func) {
  for (BlockArgument argument : func.getArguments()) {
    if (!mayGrow(argument))
      continue;
    auto cache = dyn_cast_or_null<CacheOp>(getOnlyReader(argument));
    if (!cache || int64_t(cache.getAxis()) != stateAxis)
      continue;
    std::optional<unsigned> result = getStateResult(cache);
    if (!result)
      continue;
    Builder b(func.getContext());
    func.setArgAttr(
        argument.getArgNumber(), stateAttr,
        b.getDictionaryAttr(
            {b.getNamedAttr("axis", b.getI64IntegerAttr(stateAxis)),
             b.getNamedAttr("output", b.getI64IntegerAttr(*result))}));
    lutra::remarkPassed(cache.getLoc(), "raise", "RaiseStates",
                        "input {0} and output {1} are a cache: the runtime "
                        "keeps it in one buffer",
                        argument.getArgNumber(), *result);
  }
}

namespace {

struct RaiseStates : lutra::impl::RaiseStatesBase<RaiseStates> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>()) {
      if (func.isExternal() || !func.getBody().hasOneBlock())
        continue;
      for (BlockArgument argument : func.getArguments())
        if (mayGrow(argument))
          raiseConcat(argument);
      markStates(func);
    }
  }
};

} // namespace
