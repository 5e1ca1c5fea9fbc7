//===- StructuredBuilder.cpp - terse linalg for decompositions ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace lutra;

Value StructuredBuilder::index(int64_t value) {
  return arith::ConstantIndexOp::create(*this, value);
}

Value StructuredBuilder::f32(float value) {
  return arith::ConstantOp::create(*this, getF32FloatAttr(value));
}

Value StructuredBuilder::index(OpFoldResult value) {
  return getValueOrCreateConstantIndexOp(*this, getLoc(), value);
}

Value StructuredBuilder::empty(ArrayRef<OpFoldResult> sizes, Type type) {
  return tensor::EmptyOp::create(*this, sizes, type);
}

Value StructuredBuilder::fill(Value scalar, Value dest) {
  return linalg::FillOp::create(*this, ValueRange{scalar}, ValueRange{dest})
      .getResult(0);
}

Value StructuredBuilder::zeros(Value dest) {
  Type type = getElementTypeOrSelf(dest.getType());
  return fill(arith::ConstantOp::create(*this, getZeroAttr(type)), dest);
}

SmallVector<OpFoldResult> StructuredBuilder::sizes(Value tensor) {
  return tensor::getMixedSizes(*this, getLoc(), tensor);
}

Value StructuredBuilder::generic(Value dest, ArrayRef<Value> inputs,
                                 ArrayRef<SmallVector<unsigned>> operands,
                                 StringRef iterators, Body body) {
  SmallVector<AffineMap> maps;
  for (ArrayRef<unsigned> dims : operands) {
    SmallVector<AffineExpr> results;
    for (unsigned dim : dims)
      results.push_back(getAffineDimExpr(dim));
    maps.push_back(AffineMap::get(iterators.size(), 0, results, getContext()));
  }
  SmallVector<utils::IteratorType> kinds;
  for (char letter : iterators)
    kinds.push_back(letter == 'r' ? utils::IteratorType::reduction
                                  : utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             *this, TypeRange{dest.getType()}, inputs, ValueRange{dest}, maps,
             kinds,
             [&](OpBuilder &nested, Location loc, ValueRange args) {
               ImplicitLocOpBuilder b(loc, nested);
               linalg::YieldOp::create(b, body(b, args));
             })
      .getResult(0);
}

Value StructuredBuilder::slice(Value tensor, ArrayRef<OpFoldResult> offsets,
                               ArrayRef<OpFoldResult> sizes,
                               ArrayRef<unsigned> drop) {
  SmallVector<int64_t> shape;
  for (auto [dim, size] : llvm::enumerate(sizes))
    if (!llvm::is_contained(drop, dim))
      shape.push_back(getConstantIntValue(size).value_or(ShapedType::kDynamic));
  auto type = cast<RankedTensorType>(tensor.getType()).clone(shape);
  SmallVector<OpFoldResult> strides(sizes.size(), getIndexAttr(1));
  return tensor::ExtractSliceOp::create(*this, type, tensor, offsets, sizes,
                                        strides);
}

Value StructuredBuilder::insert(Value source, Value dest,
                                ArrayRef<OpFoldResult> offsets,
                                ArrayRef<OpFoldResult> sizes) {
  SmallVector<OpFoldResult> strides(sizes.size(), getIndexAttr(1));
  return tensor::InsertSliceOp::create(*this, source, dest, offsets, sizes,
                                       strides);
}

SmallVector<Value> StructuredBuilder::loop(
    OpFoldResult begin, OpFoldResult end, ValueRange inits,
    function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  auto op = scf::ForOp::create(*this, index(begin), index(end),
                               index(int64_t(1)), inits);
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(op.getBody());
  scf::YieldOp::create(*this,
                       body(op.getInductionVar(), op.getRegionIterArgs()));
  return SmallVector<Value>(op.getResults());
}

SmallVector<unsigned> lutra::loops(unsigned n, ArrayRef<unsigned> more) {
  auto all = llvm::to_vector(llvm::seq(0u, n));
  llvm::append_range(all, more);
  return all;
}
