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

Tensor *Legalizer::refine(Location loc, Tensor *tensor, ArrayRef<Size> dims) {
  RankedTensorType type = typeOf(dims, toCore(tensor->element));
  if (type == coreType(tensor))
    return tensor;
  return make(castTo(loc, data(tensor), type), tensor->element, Sizes(dims));
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

/// The codes of a dequantised tensor that may move instead of it.
static Tensor *codesOfOneScale(const Tensor *tensor) {
  return tensor->dequantized && tensor->dequantized->by.axis < 0
             ? tensor->dequantized->codes
             : nullptr;
}

/// Moved codes, dequantised as those of `tensor` are.
Tensor *Legalizer::withScaleOf(Tensor *tensor, Tensor *codes) {
  const Dequantized &source = *tensor->dequantized;
  return makeDequantized({codes, source.by, source.loc}, tensor->element);
}

Tensor *Legalizer::transpose(Location loc, Tensor *tensor,
                             ArrayRef<int64_t> permutation) {
  Sizes dims;
  SmallVector<int64_t> moved;
  for (int64_t d : permutation) {
    dims.push_back(tensor->dims[d]);
    if (!isConstantIntValue(tensor->dims[d], 1))
      moved.push_back(d);
  }
  // Moving dimensions of one element moves nothing.
  if (llvm::is_sorted(moved))
    return reshape(loc, tensor, dims);
  if (Tensor *codes = codesOfOneScale(tensor))
    return withScaleOf(tensor, transpose(loc, codes, permutation));
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
  if (Tensor *codes = codesOfOneScale(tensor))
    return withScaleOf(tensor, slice(loc, codes, offsets, dims, strides));
  // Where nothing is taken, an offset may be the end, which is no element.
  auto isNothing = [](Size dim) { return isConstantIntValue(dim, 0); };
  if (llvm::any_of(dims, isNothing) || llvm::any_of(tensor->dims, isNothing))
    return make(empty(loc, dims, toCore(tensor->element)), tensor->element,
                Sizes(dims));
  Value result = tensor::ExtractSliceOp::create(
      builder, loc, typeOf(dims, toCore(tensor->element)), data(tensor),
      offsets, dims, strides);
  return make(result, tensor->element, Sizes(dims));
}

Tensor *Legalizer::pick(Location loc, Tensor *tensor, int64_t axis,
                        Size index) {
  Sizes offsets(tensor->rank(), sizes.constant(0));
  Sizes strides(tensor->rank(), sizes.constant(1));
  Sizes part = tensor->dims;
  offsets[axis] = index;
  part[axis] = sizes.constant(1);
  // Not a rank-reducing slice: once other sizes turn out to be 1 as well, it
  // is no longer said which dimension goes.
  Tensor *entry = slice(loc, tensor, offsets, part, strides);
  part.erase(part.begin() + axis);
  return reshape(loc, entry, part);
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

/// Cuts both shapes into runs of equal products. The products of the whole
/// shapes are known to be equal, so what is left between equal beginnings and
/// equal ends is one run, whatever it is.
static SmallVector<Group> matchDims(IndexMath &sizes, Location loc,
                                    ArrayRef<Size> from, ArrayRef<Size> to) {
  SmallVector<Group> groups;
  size_t i = 0, j = 0;
  auto grow = [&](Group &group, Sizes &a, Sizes &b) {
    while (!sizes.provablyEqual(sizes.product(loc, a), sizes.product(loc, b))) {
      // The smaller side grows: the one that divides the other.
      auto divides = [&](ArrayRef<Size> small, ArrayRef<Size> large) {
        std::optional<Size> quotient = sizes.cancel(loc, large, small);
        return quotient && !isConstantIntValue(*quotient, 0);
      };
      size_t nextFrom = i + group.from.size(), nextTo = j + group.to.size();
      if (nextFrom < from.size() && divides(a, b)) {
        group.from.push_back(nextFrom);
        a.push_back(from[nextFrom]);
      } else if (nextTo < to.size() && divides(b, a)) {
        group.to.push_back(nextTo);
        b.push_back(to[nextTo]);
      } else {
        return false;
      }
    }
    return true;
  };
  while (i < from.size() && j < to.size()) {
    Group group;
    group.from.push_back(i);
    group.to.push_back(j);
    Sizes a = {from[i]}, b = {to[j]};
    if (!grow(group, a, b))
      break;
    i += group.from.size();
    j += group.to.size();
    groups.push_back(std::move(group));
  }
  size_t iEnd = from.size(), jEnd = to.size();
  while (iEnd > i && jEnd > j &&
         sizes.provablyEqual(from[iEnd - 1], to[jEnd - 1])) {
    --iEnd;
    --jEnd;
  }
  Group middle;
  llvm::append_range(middle.from, llvm::seq(i, iEnd));
  llvm::append_range(middle.to, llvm::seq(j, jEnd));
  if (!middle.from.empty() && !middle.to.empty()) {
    groups.push_back(std::move(middle));
  } else if (!groups.empty()) {
    // Dimensions that have one element in all.
    llvm::append_range(groups.back().from, middle.from);
    llvm::append_range(groups.back().to, middle.to);
  } else if (iEnd < from.size()) {
    llvm::append_range(middle.from, llvm::seq(iEnd, iEnd + 1));
    llvm::append_range(middle.to, llvm::seq(jEnd, jEnd + 1));
    ++iEnd;
    ++jEnd;
    groups.push_back(std::move(middle));
  }
  for (; iEnd < from.size(); ++iEnd, ++jEnd) {
    Group &group = groups.emplace_back();
    group.from.push_back(iEnd);
    group.to.push_back(jEnd);
  }
  return groups;
}

/// Static where all dimensions of the group are.
static int64_t groupSize(ArrayRef<Size> dims, ArrayRef<int64_t> group) {
  int64_t size = 1;
  for (int64_t d : group) {
    std::optional<int64_t> dim = getConstantIntValue(dims[d]);
    if (!dim)
      return ShapedType::kDynamic;
    size *= *dim;
  }
  return size;
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

Tensor *Legalizer::reshape(Location loc, Tensor *tensor, ArrayRef<Size> dims,
                           bool proven) {
  if (tensor->dims.size() == dims.size() &&
      llvm::all_of(llvm::zip(tensor->dims, dims), [&](auto pair) {
        return sizes.provablyEqual(std::get<0>(pair), std::get<1>(pair));
      }))
    return tensor;
  if (tensor->contents)
    return makeContents(tensor->element, Sizes(dims), *tensor->contents);
  if (Tensor *codes = codesOfOneScale(tensor))
    return withScaleOf(tensor, reshape(loc, codes, dims, proven));
  Type element = toCore(tensor->element);
  RankedTensorType resultType = typeOf(dims, element);
  if (tensor->constant && resultType.hasStaticShape())
    return makeConstant(
        reshapeConstant(tensor->constant, resultType.getShape()));
  Value value = data(tensor);

  // A scalar has one element; dimensions of 1 are then so in the type, too.
  if (dims.empty() || tensor->dims.empty()) {
    SmallVector<int64_t> ones(std::max(tensor->dims.size(), dims.size()), 1);
    auto onesType = RankedTensorType::get(ones, element);
    ArrayRef<ReassociationIndices> noGroups;
    if (dims.empty()) {
      value = castTo(loc, value, onesType);
      value = tensor::CollapseShapeOp::create(builder, loc, resultType, value,
                                              noGroups);
    } else {
      Sizes expanded(dims.size(), sizes.constant(1));
      value = tensor::ExpandShapeOp::create(builder, loc, onesType, value,
                                            noGroups, expanded);
      value = castTo(loc, value, resultType);
    }
    return make(value, tensor->element, Sizes(dims));
  }

  SmallVector<Group> groups = matchDims(sizes, loc, tensor->dims, dims);
  SmallVector<ReassociationIndices> collapse, expand;
  SmallVector<int64_t> collapsed, beforeExpand;
  bool collapses = false, expands = false, ambiguous = !proven;
  for (Group &group : groups) {
    collapse.push_back(group.from);
    expand.push_back(group.to);
    collapses |= group.from.size() > 1;
    expands |= group.to.size() > 1;
    collapsed.push_back(groupSize(tensor->dims, group.from));
    beforeExpand.push_back(groupSize(dims, group.to));
    ambiguous |=
        group.to.size() > 1 && llvm::count_if(group.to, [&](int64_t d) {
                                 return resultType.isDynamicDim(d);
                               }) > 1;
  }
  // The lowering of an expansion finds one size by division, not two; and an
  // expansion that turns out to be wrong would be invalid, not an error.
  if (ambiguous) {
    SmallVector<Value> shape;
    for (Size dim : dims)
      shape.push_back(sizes.value(loc, dim));
    Value shapeTensor = tensor::FromElementsOp::create(builder, loc, shape);
    value =
        tensor::ReshapeOp::create(builder, loc, resultType, value, shapeTensor);
    return make(value, tensor->element, Sizes(dims));
  }
  if (collapses)
    value = tensor::CollapseShapeOp::create(
        builder, loc, RankedTensorType::get(collapsed, element), value,
        collapse);
  if (expands) {
    value = castTo(loc, value, RankedTensorType::get(beforeExpand, element));
    value = tensor::ExpandShapeOp::create(builder, loc, resultType, value,
                                          expand, Sizes(dims));
  }
  return make(castTo(loc, value, resultType), tensor->element, Sizes(dims));
}
