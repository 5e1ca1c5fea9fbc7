//===- Build.cpp - linalg and tensor operations out of sizes --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Legalizer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace lutra::onnx;

Value Legalizer::empty(Location loc, ArrayRef<Size> dims, Type element) {
  return tensor::EmptyOp::create(builder, loc, dims, element);
}

Value Legalizer::filled(Location loc, ArrayRef<Size> dims, TypedAttr value) {
  Value scalar = arith::ConstantOp::create(builder, loc, value);
  Value init = empty(loc, dims, value.getType());
  return linalg::FillOp::create(builder, loc, scalar, init).getResult(0);
}

Value Legalizer::castTo(Location loc, Value value, RankedTensorType type) {
  if (value.getType() == type)
    return value;
  return tensor::CastOp::create(builder, loc, type, value);
}

Value Legalizer::generic(Location loc, ValueRange inputs,
                         ArrayRef<AffineMap> maps, Value init,
                         ArrayRef<utils::IteratorType> iterators, Body body) {
  return linalg::GenericOp::create(
             builder, loc, TypeRange{init.getType()}, inputs, ValueRange{init},
             maps, iterators,
             [&](OpBuilder &b, Location loc, ValueRange args) {
               linalg::YieldOp::create(b, loc, body(b, loc, args));
             })
      .getResult(0);
}

Value Legalizer::map(Location loc, ValueRange inputs, ArrayRef<AffineMap> maps,
                     ArrayRef<Size> dims, Type element, Body body) {
  SmallVector<AffineMap> all(maps);
  all.push_back(
      AffineMap::getMultiDimIdentityMap(dims.size(), builder.getContext()));
  SmallVector<utils::IteratorType> loops(dims.size(),
                                         utils::IteratorType::parallel);
  return generic(loc, inputs, all, empty(loc, dims, element), loops,
                 [&](OpBuilder &b, Location loc, ValueRange args) {
                   return body(b, loc, args.drop_back());
                 });
}

Tensor *Legalizer::transpose(Location loc, Tensor *tensor,
                             ArrayRef<int64_t> permutation) {
  Sizes dims;
  for (int64_t d : permutation)
    dims.push_back(tensor->dims[d]);
  // Loop i runs over dimension permutation[i] of the operand.
  SmallVector<unsigned> order(permutation.begin(), permutation.end());
  AffineMap from = inversePermutation(
      AffineMap::getPermutationMap(order, builder.getContext()));
  Value result =
      map(loc, data(tensor), from, dims, toCore(tensor->element),
          [](OpBuilder &, Location, ValueRange args) { return args[0]; });
  return make(result, tensor->element, dims);
}

Tensor *Legalizer::slice(Location loc, Tensor *tensor, ArrayRef<Size> offsets,
                         ArrayRef<Size> dims, ArrayRef<Size> strides) {
  bool whole = true;
  for (auto [offset, stride, have, want] :
       llvm::zip(offsets, strides, tensor->dims, dims))
    whole &= isConstantIntValue(offset, 0) && isConstantIntValue(stride, 1) &&
             sizes.provablyEqual(have, want);
  if (whole)
    return tensor;
  Value result = tensor::ExtractSliceOp::create(
      builder, loc, typeOf(dims, toCore(tensor->element)), data(tensor),
      offsets, dims, strides);
  return make(result, tensor->element, Sizes(dims));
}

Tensor *Legalizer::pick(Location loc, Tensor *tensor, int64_t axis,
                        Size index) {
  Sizes offsets(tensor->rank(), sizes.constant(0)),
      strides(tensor->rank(), sizes.constant(1));
  Sizes part = tensor->dims, dims = tensor->dims;
  offsets[axis] = index;
  part[axis] = sizes.constant(1);
  dims.erase(dims.begin() + axis);
  Value result = tensor::ExtractSliceOp::create(
      builder, loc, typeOf(dims, toCore(tensor->element)), data(tensor),
      offsets, part, strides);
  return make(result, tensor->element, dims);
}

Tensor *Legalizer::convert(Location loc, Tensor *tensor, Type element) {
  if (tensor->element == element)
    return tensor;
  Value result = map(
      loc, data(tensor),
      AffineMap::getMultiDimIdentityMap(tensor->rank(), builder.getContext()),
      tensor->dims, toCore(element),
      [&](OpBuilder &b, Location loc, ValueRange args) {
        return convertElement(b, loc, args[0], tensor->element, element);
      });
  return make(result, element, tensor->dims);
}

//===----------------------------------------------------------------------===//
// Reshape
//===----------------------------------------------------------------------===//

namespace {
/// A run of operand dimensions and the run of result dimensions that has as
/// many elements.
struct Group {
  ReassociationIndices from, to;
};
} // namespace

/// Cuts both shapes into runs with provably equal products; one run with
/// everything when that is not possible.
static SmallVector<Group> matchDims(IndexMath &sizes, Location loc,
                                    ArrayRef<Size> from, ArrayRef<Size> to) {
  SmallVector<Group> groups;
  size_t i = 0, j = 0;
  while (i < from.size() && j < to.size()) {
    Group group;
    Sizes a = {from[i]}, b = {to[j]};
    group.from.push_back(i++);
    group.to.push_back(j++);
    while (!sizes.provablyEqual(sizes.product(loc, a), sizes.product(loc, b))) {
      // The smaller side grows: the one that divides the other.
      std::optional<Size> quotient = sizes.cancel(loc, b, a);
      if (quotient && !isConstantIntValue(*quotient, 0) && i < from.size()) {
        group.from.push_back(i);
        a.push_back(from[i++]);
        continue;
      }
      quotient = sizes.cancel(loc, a, b);
      if (quotient && !isConstantIntValue(*quotient, 0) && j < to.size()) {
        group.to.push_back(j);
        b.push_back(to[j++]);
        continue;
      }
      return {};
    }
    groups.push_back(std::move(group));
  }
  if (groups.empty())
    return {};
  // What is left has one element on either side.
  for (; i < from.size(); ++i) {
    if (!isConstantIntValue(from[i], 1))
      return {};
    groups.back().from.push_back(i);
  }
  for (; j < to.size(); ++j) {
    if (!isConstantIntValue(to[j], 1))
      return {};
    groups.back().to.push_back(j);
  }
  return groups;
}

/// The same bytes with another shape of as many elements.
static ElementsAttr reshapeConstant(ElementsAttr value,
                                    ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(
      shape, cast<ShapedType>(value.getType()).getElementType());
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value))
    return DenseResourceElementsAttr::get(type, resource.getRawHandle());
  return cast<DenseElementsAttr>(value).reshape(type);
}

Tensor *Legalizer::reshape(Location loc, Tensor *tensor, ArrayRef<Size> dims) {
  if (tensor->dims.size() == dims.size() &&
      llvm::all_of(llvm::zip(tensor->dims, dims), [&](auto pair) {
        return sizes.provablyEqual(std::get<0>(pair), std::get<1>(pair));
      }))
    return tensor;
  if (tensor->contents)
    return makeContents(tensor->element, Sizes(dims), *tensor->contents);
  Type element = toCore(tensor->element);
  RankedTensorType resultType = typeOf(dims, element);
  if (tensor->constant && resultType.hasStaticShape())
    return makeConstant(
        reshapeConstant(tensor->constant, resultType.getShape()));
  Value value = data(tensor);

  SmallVector<Group> groups = matchDims(sizes, loc, tensor->dims, dims);
  if (groups.empty()) {
    Group all;
    llvm::append_range(all.from, llvm::seq<int64_t>(0, tensor->dims.size()));
    llvm::append_range(all.to, llvm::seq<int64_t>(0, dims.size()));
    groups.push_back(all);
  }
  // A rank of zero takes part in no group; it has one element.
  bool fromScalar = tensor->dims.empty(), toScalar = dims.empty();
  if (fromScalar || toScalar) {
    // All dimensions on the other side are 1; make that so in the type.
    if (toScalar) {
      SmallVector<int64_t> ones(tensor->dims.size(), 1);
      value = castTo(loc, value, RankedTensorType::get(ones, element));
      value = tensor::CollapseShapeOp::create(builder, loc, resultType, value,
                                              ArrayRef<ReassociationIndices>{});
      return make(value, tensor->element, Sizes(dims));
    }
    SmallVector<int64_t> ones(dims.size(), 1);
    auto onesType = RankedTensorType::get(ones, element);
    value = tensor::ExpandShapeOp::create(
        builder, loc, onesType, value, ArrayRef<ReassociationIndices>{},
        SmallVector<OpFoldResult>(dims.size(), builder.getIndexAttr(1)));
    return make(castTo(loc, value, resultType), tensor->element, Sizes(dims));
  }

  SmallVector<ReassociationIndices> collapse, expand;
  SmallVector<int64_t> between; // shape after collapsing
  bool collapses = false, expands = false;
  for (Group &group : groups) {
    collapse.emplace_back(group.from);
    expand.emplace_back(group.to);
    collapses |= group.from.size() > 1;
    expands |= group.to.size() > 1;
    int64_t size = 1;
    for (int64_t d : group.from) {
      int64_t dim =
          getConstantIntValue(tensor->dims[d]).value_or(ShapedType::kDynamic);
      size = ShapedType::isDynamic(size) || ShapedType::isDynamic(dim)
                 ? ShapedType::kDynamic
                 : size * dim;
    }
    between.push_back(size);
  }
  if (collapses)
    value = tensor::CollapseShapeOp::create(
        builder, loc, RankedTensorType::get(between, element), value, collapse);
  if (expands) {
    // Static exactly where all parts are: what the op's verifier wants.
    SmallVector<int64_t> whole;
    for (Group &group : groups) {
      int64_t size = 1;
      for (int64_t d : group.to)
        size = ShapedType::isDynamic(size) || resultType.isDynamicDim(d)
                   ? ShapedType::kDynamic
                   : size * resultType.getDimSize(d);
      whole.push_back(size);
    }
    value = castTo(loc, value, RankedTensorType::get(whole, element));
    value =
        tensor::ExpandShapeOp::create(builder, loc, resultType, value, expand,
                                      SmallVector<OpFoldResult>(dims));
  }
  return make(castTo(loc, value, resultType), tensor->element, Sizes(dims));
}
