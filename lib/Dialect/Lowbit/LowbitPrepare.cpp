//===- LowbitPrepare.cpp - the definition of lowbit.prepare ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

/// [M, K'] of which place p is acts[m, order[p]], or 0.
static Value gatherPlaces(StructuredBuilder &b, Value acts, Value order,
                          int64_t places) {
  SmallVector<OpFoldResult> sizes = b.sizes(acts);
  sizes.back() = b.getIndexAttr(places);
  Type element = cast<ShapedType>(acts.getType()).getElementType();
  return b.generic(
      b.empty(sizes, element), {order}, {{1}, {0, 1}}, "pp",
      [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        Value m = linalg::IndexOp::create(nested, 0);
        Value k =
            arith::IndexCastOp::create(nested, nested.getIndexType(), args[0]);
        Value none = arith::ConstantIndexOp::create(nested, 0);
        Value padding =
            arith::CmpIOp::create(nested, arith::CmpIPredicate::slt, k, none);
        Value from = arith::MaxSIOp::create(nested, k, none);
        Value x = tensor::ExtractOp::create(nested, acts, ValueRange{m, from});
        Value zero =
            arith::ConstantOp::create(nested, nested.getZeroAttr(element));
        return arith::SelectOp::create(nested, padding, zero, x);
      });
}

/// [M, K] into the places of [M, K'], groups of `groupSize` into groups of
/// `group` places, the others 0.
static Value spreadGroups(StructuredBuilder &b, Value tensor, int64_t groupSize,
                          int64_t group, int64_t places) {
  auto type = cast<RankedTensorType>(tensor.getType());
  int64_t k = type.getDimSize(1), groups = places / group;
  SmallVector<OpFoldResult> sizes = b.sizes(tensor);
  OpFoldResult tokens = sizes[0], zero = b.getIndexAttr(0);
  if (k == places)
    return tensor;
  // Whole groups of members, then whole groups of places.
  if (k != groups * groupSize) {
    sizes[1] = b.getIndexAttr(groups * groupSize);
    Value whole = b.zeros(b.empty(sizes, type.getElementType()));
    tensor = b.insert(tensor, whole, {zero, zero}, {tokens, b.getIndexAttr(k)});
  }
  if (groupSize == group)
    return tensor;
  SmallVector<ReassociationIndices> split{{0}, {1, 2}};
  SmallVector<OpFoldResult> from{tokens, b.getIndexAttr(groups),
                                 b.getIndexAttr(groupSize)};
  auto members = tensor::ExpandShapeOp::create(
      b,
      RankedTensorType::get({type.getDimSize(0), groups, groupSize},
                            type.getElementType()),
      tensor, split, from);
  SmallVector<OpFoldResult> to{tokens, from[1], b.getIndexAttr(group)};
  Value spread = b.insert(members, b.zeros(b.empty(to, type.getElementType())),
                          {zero, zero, zero}, from);
  return tensor::CollapseShapeOp::create(b, spread, split);
}

/// [M, G], the sum of each group's codes.
static Value sumGroups(StructuredBuilder &b, Value codes, int64_t group) {
  auto type = cast<RankedTensorType>(codes.getType());
  int64_t groups = type.getDimSize(1) / group;
  SmallVector<OpFoldResult> sizes{b.sizes(codes)[0], b.getIndexAttr(groups),
                                  b.getIndexAttr(group)};
  Value grouped = tensor::ExpandShapeOp::create(
      b,
      RankedTensorType::get({type.getDimSize(0), groups, group},
                            type.getElementType()),
      codes, SmallVector<ReassociationIndices>{{0}, {1, 2}}, sizes);
  sizes.pop_back();
  return b.generic(
      b.zeros(b.empty(sizes, b.getI32Type())), {grouped}, {{0, 1, 2}, {0, 1}},
      "ppr", [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        Value wide =
            arith::ExtSIOp::create(nested, nested.getI32Type(), args[0]);
        return arith::AddIOp::create(nested, args[1], wide);
      });
}

FailureOr<SmallVector<Value>> PrepareOp::decomposeOperation(OpBuilder &ob) {
  StructuredBuilder b(getLoc(), ob);
  int64_t places = getNumPlaces(), group = getGroup();
  int64_t groupSize = getGroupSize() ? getGroupSize() : getK();
  Value acts = getActs();
  // What is gathered has whole groups already.
  if (getOrder()) {
    acts = gatherPlaces(b, acts, getOrder(), places);
    groupSize = group;
  }
  SmallVector<Value> results;
  if (getKind() == ActivationKind::BFloat16) {
    Type bf16 = b.getBF16Type();
    Value rounded =
        b.generic(b.empty(b.sizes(acts), bf16), {acts}, {{0, 1}, {0, 1}}, "pp",
                  [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                    return arith::TruncFOp::create(nested, bf16, args[0]);
                  });
    results.push_back(spreadGroups(b, rounded, groupSize, group, places));
  } else if (getKind() == ActivationKind::Float) {
    results.push_back(spreadGroups(b, acts, groupSize, group, places));
  } else {
    auto type = cast<RankedTensorType>(acts.getType());
    bool token = getKind() == ActivationKind::Int8Token;
    auto quantize =
        QuantizeOp::create(b, type.clone(b.getI8Type()),
                           cast<RankedTensorType>(getScales().getType()), acts,
                           /*g_idx=*/Value(), getKind(),
                           token ? 0 : groupSize * int64_t(getActGroups()));
    FailureOr<SmallVector<Value>> parts = quantize.decomposeOperation(b);
    quantize.erase();
    if (failed(parts))
      return failure();
    Value codes = spreadGroups(b, (*parts)[0], groupSize, group, places);
    results = {codes, (*parts)[1], sumGroups(b, codes, group)};
  }
  for (auto [value, result] : llvm::zip_equal(results, getResults()))
    if (value.getType() != result.getType())
      value = tensor::CastOp::create(b, result.getType(), value);
  return results;
}
