//===- ExpandPrimitives.cpp - oneDNN's ops as loops -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A bundle has code for several processors, and one choice for all of them. On
// some oneDNN cannot multiply bf16, or loses bits of sums of bytes; generated
// code computes there, from the same operands.
//
//===----------------------------------------------------------------------===//

#include "ExpandPrimitives.h"

#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::dnnl;

static MemRefType getType(Value buffer) {
  return cast<MemRefType>(buffer.getType());
}

bool cpu::isOneDnnsHere(Operation *op) {
  Type element = getType(op->getOperand(0)).getElementType();
  if (element.isF32())
    return true;
  lut::TargetAttr target = lut::getTarget(op);
  return target && target.has(lut::Feature::AVX512) &&
         (element.isBF16() || target.has(lut::Feature::VNNI));
}

/// The sizes of a window, which bytes have in front, groups aside.
static ArrayRef<int64_t> getWindow(ConvolutionOp op) {
  size_t spatial = op.getStrides().size();
  MemRefType weights = getType(op.getWeights());
  if (!weights.getElementType().isInteger(8))
    return weights.getShape().drop_front(2);
  bool isGrouped = weights.getShape().size() == spatial + 3;
  return weights.getShape().drop_front(isGrouped).take_front(spatial);
}

namespace {

/// A sum of products in loops that are added one by one.
class SumBuilder {
public:
  explicit SumBuilder(Operation *op)
      : builder(op), loc(op->getLoc()), context(op->getContext()) {}

  AffineExpr addLoop(utils::IteratorType kind) {
    loops.push_back(kind);
    return getAffineDimExpr(loops.size() - 1, context);
  }
  AffineExpr parallel() { return addLoop(utils::IteratorType::parallel); }
  AffineExpr reduction() { return addLoop(utils::IteratorType::reduction); }

  /// What the op reads of a source: a copy with zeros around it where it has
  /// pads, or the source.
  Value pad(ConvolutionOp op);

  /// Splits a dimension of known size into groups and what is in each.
  Value split(Value buffer, int64_t dim, int64_t groups);

  void build(Value source, Value weights, Value result, bool isSigned);

  /// Loops that index each operand.
  SmallVector<AffineExpr> x, w, y;

private:
  OpBuilder builder;
  Location loc;
  MLIRContext *context;
  SmallVector<utils::IteratorType> loops;
};

} // namespace

Value SumBuilder::pad(ConvolutionOp op) {
  MemRefType type = getType(op.getSource());
  SmallVector<OpFoldResult> sizes =
      memref::getMixedSizes(builder, loc, op.getSource());
  SmallVector<OpFoldResult> offsets(sizes.size(), builder.getIndexAttr(0)),
      ones(sizes.size(), builder.getIndexAttr(1));
  SmallVector<int64_t> shape(type.getShape());
  bool isPadded = false;
  int64_t spatial = static_cast<int64_t>(op.getPads().size());
  ArrayRef<int64_t> window = getWindow(op);
  for (int64_t d = 0; d < spatial; ++d) {
    int64_t before = op.getPads()[d],
            seen = (getType(op.getInit()).getDimSize(1 + d) - 1) *
                       op.getStrides()[d] +
                   (window[d] - 1) * op.getDilations()[d] + 1;
    isPadded |= before != 0 || seen > shape[1 + d];
    sizes[1 + d] = builder.getIndexAttr(std::min(shape[1 + d], seen - before));
    offsets[1 + d] = builder.getIndexAttr(before);
    shape[1 + d] = seen;
  }
  if (!isPadded)
    return op.getSource();
  SmallVector<Value> batch;
  if (type.isDynamicDim(0))
    batch.push_back(cast<Value>(sizes[0]));
  Value padded = memref::AllocOp::create(
      builder, loc, MemRefType::get(shape, type.getElementType()), batch);
  Value zero = arith::ConstantOp::create(
      builder, loc, builder.getZeroAttr(type.getElementType()));
  linalg::FillOp::create(builder, loc, zero, padded);
  SmallVector<OpFoldResult> zeros(sizes.size(), builder.getIndexAttr(0));
  Value from = memref::SubViewOp::create(builder, loc, op.getSource(), zeros,
                                         sizes, ones);
  Value to =
      memref::SubViewOp::create(builder, loc, padded, offsets, sizes, ones);
  AffineMap map = builder.getMultiDimIdentityMap(type.getRank());
  linalg::GenericOp::create(builder, loc, from, to,
                            ArrayRef<AffineMap>{map, map},
                            SmallVector<utils::IteratorType>(
                                type.getRank(), utils::IteratorType::parallel),
                            [](OpBuilder &b, Location loc, ValueRange args) {
                              linalg::YieldOp::create(b, loc, args[0]);
                            });
  return padded;
}

Value SumBuilder::split(Value buffer, int64_t dim, int64_t groups) {
  SmallVector<int64_t> shape(getType(buffer).getShape());
  SmallVector<ReassociationIndices> parts;
  int64_t next = 0;
  for (int64_t d = 0; d < getType(buffer).getRank(); ++d) {
    parts.push_back({next++});
    if (d == dim)
      parts.back().push_back(next++);
  }
  shape[dim] /= groups;
  shape.insert(shape.begin() + dim, groups);
  return memref::ExpandShapeOp::create(builder, loc, shape, buffer, parts);
}

void SumBuilder::build(Value source, Value weights, Value result,
                       bool isSigned) {
  Type element = getType(result).getElementType();
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getZeroAttr(element));
  linalg::FillOp::create(builder, loc, zero, result);
  AffineMap maps[] = {AffineMap::get(loops.size(), 0, x, context),
                      AffineMap::get(loops.size(), 0, w, context),
                      AffineMap::get(loops.size(), 0, y, context)};
  linalg::GenericOp::create(
      builder, loc, ValueRange{source, weights}, result, maps, loops,
      [&](OpBuilder &b, Location loc, ValueRange args) {
        Value sum;
        if (element.isF32()) {
          Value left = arith::ExtFOp::create(b, loc, element, args[0]);
          Value right = arith::ExtFOp::create(b, loc, element, args[1]);
          sum = math::FmaOp::create(b, loc, left, right, args[2]);
        } else {
          Value left =
              isSigned
                  ? arith::ExtSIOp::create(b, loc, element, args[0]).getResult()
                  : arith::ExtUIOp::create(b, loc, element, args[0]);
          Value right = arith::ExtSIOp::create(b, loc, element, args[1]);
          Value product = arith::MulIOp::create(b, loc, left, right);
          sum = arith::AddIOp::create(b, loc, args[2], product);
        }
        linalg::YieldOp::create(b, loc, sum);
      });
}

static void expand(ConvolutionOp op) {
  SumBuilder sum(op);
  Value source = sum.pad(op), weights = op.getWeights(), result = op.getInit();
  int64_t rank = getType(source).getRank(), spatial = rank - 2;
  int64_t groups = static_cast<int64_t>(op.getGroups());
  bool hasBytes = getType(source).getElementType().isInteger(8);
  // Bytes with a channel in each group need no dimension for it.
  bool isDepthwise = hasBytes && getType(weights).getRank() == spatial + 1;

  AffineExpr n = sum.parallel();
  sum.x = {n};
  for (int64_t d = 0; d < spatial; ++d)
    sum.x.push_back(sum.parallel());
  sum.y = sum.x;
  AffineExpr group, output;
  if (groups > 1)
    group = sum.parallel();
  if (!isDepthwise)
    output = sum.parallel();
  SmallVector<AffineExpr> offsets;
  for (int64_t d = 0; d < spatial; ++d) {
    offsets.push_back(sum.reduction());
    sum.x[1 + d] = sum.x[1 + d] * op.getStrides()[d] +
                   offsets.back() * op.getDilations()[d];
  }
  AffineExpr input = isDepthwise ? AffineExpr() : sum.reduction();

  auto add = [](SmallVectorImpl<AffineExpr> &list, ArrayRef<AffineExpr> more) {
    for (AffineExpr expr : more)
      if (expr)
        list.push_back(expr);
  };
  add(sum.x, {group, input});
  add(sum.y, {group, output});
  if (isDepthwise) {
    add(sum.w, offsets);
    add(sum.w, {group});
  } else if (hasBytes) {
    add(sum.w, {group});
    add(sum.w, offsets);
    add(sum.w, {input, output});
  } else {
    add(sum.w, {group, output, input});
    add(sum.w, offsets);
  }
  if (groups > 1 && !isDepthwise) {
    source = sum.split(source, rank - 1, groups);
    result = sum.split(result, rank - 1, groups);
    if (!hasBytes)
      weights = sum.split(weights, 0, groups);
  }
  sum.build(source, weights, result, /*isSigned=*/false);
}

static void expand(MatmulOp op) {
  SumBuilder sum(op);
  for (int64_t d = 0; d + 1 < getType(op.getSource()).getRank(); ++d)
    sum.x.push_back(sum.parallel());
  sum.y = sum.x;
  AffineExpr n = sum.parallel(), k = sum.reduction();
  sum.x.push_back(k);
  sum.y.push_back(n);
  sum.w = {k, n};
  if (op.getTransposed())
    std::swap(sum.w[0], sum.w[1]);
  sum.build(op.getSource(), op.getWeights(), op.getInit(),
            op.getSignedSource());
}

void cpu::expandPrimitive(Operation *op) {
  if (auto convolution = dyn_cast<ConvolutionOp>(op))
    expand(convolution);
  else
    expand(cast<MatmulOp>(op));
  op->erase();
}
