//===- Indexing.cpp - tensors out of indices and loops --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Indexing.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

//===----------------------------------------------------------------------===//
// Tensors and loops
//===----------------------------------------------------------------------===//

SmallVector<Value> lutra::onnx::valuesOf(Legalizer &lg, Location loc,
                                         ArrayRef<Size> sizes) {
  SmallVector<Value> values;
  for (Size size : sizes)
    values.push_back(lg.sizes.value(loc, size));
  return values;
}

Tensor *lutra::onnx::generate(Legalizer &lg, Location loc, ArrayRef<Size> dims,
                              Type element, IndexBody body) {
  Value result = lg.map(loc, {}, {}, dims, toCore(element),
                        [&](OpBuilder &b, Location loc, ValueRange) -> Value {
                          Scalars s{b, loc};
                          SmallVector<Value> at;
                          for (size_t d = 0; d < dims.size(); ++d)
                            at.push_back(linalg::IndexOp::create(b, loc, d));
                          return body(s, at);
                        });
  return lg.make(result, element, Sizes(dims));
}

Tensor *lutra::onnx::generateFold(Legalizer &lg, Location loc,
                                  ArrayRef<Size> dims, ArrayRef<Size> bounds,
                                  Type element, TypedAttr init, FoldBody body) {
  MLIRContext *context = lg.builder.getContext();
  unsigned outer = dims.size(), rank = outer + bounds.size();
  SmallVector<AffineExpr> outerLoops, innerLoops;
  for (unsigned d = 0; d < rank; ++d)
    (d < outer ? outerLoops : innerLoops)
        .push_back(getAffineDimExpr(d, context));
  SmallVector<utils::IteratorType> loops(outer, utils::IteratorType::parallel);
  loops.resize(rank, utils::IteratorType::reduction);
  // Nothing is read of the first operand: it says how far the loops go.
  Value extent = lg.filled(loc, bounds, lg.builder.getBoolAttr(false));
  AffineMap maps[] = {AffineMap::get(rank, 0, innerLoops, context),
                      AffineMap::get(rank, 0, outerLoops, context)};
  Value result = lg.generic(
      loc, extent, maps, lg.filled(loc, dims, init), loops,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        SmallVector<Value> at;
        for (unsigned d = 0; d < rank; ++d)
          at.push_back(linalg::IndexOp::create(b, loc, d));
        ValueRange all(at);
        return body(s, all.take_front(outer), all.drop_front(outer), args[1]);
      });
  return lg.make(result, element, Sizes(dims));
}

SmallVector<Value> lutra::onnx::loopInOrder(Legalizer &lg, Location loc,
                                            ArrayRef<Size> bounds,
                                            ValueRange carried, LoopBody body) {
  OpBuilder &b = lg.builder;
  SmallVector<Value> ends;
  for (Size bound : bounds)
    ends.push_back(lg.sizes.value(loc, bound));
  // A loop is a kernel; what is done once is one, too.
  if (bounds.empty())
    ends.push_back(arith::ConstantIndexOp::create(b, loc, 1));
  SmallVector<Value> begins(ends.size(),
                            arith::ConstantIndexOp::create(b, loc, 0));
  SmallVector<Value> steps(ends.size(),
                           arith::ConstantIndexOp::create(b, loc, 1));
  scf::LoopNest nest = scf::buildLoopNest(
      b, loc, begins, ends, steps, carried,
      [&](OpBuilder &b, Location loc, ValueRange at, ValueRange values) {
        Scalars s{b, loc};
        SmallVector<Value> next =
            body(s, bounds.empty() ? ValueRange() : at, values);
        return scf::ValueVector(next.begin(), next.end());
      });
  return SmallVector<Value>(nest.results.begin(), nest.results.end());
}

SmallVector<Value> lutra::onnx::innerLoop(
    Scalars &s, Value begin, Value end, ValueRange carried,
    function_ref<SmallVector<Value>(Scalars &, Value, ValueRange)> body) {
  auto loop = scf::ForOp::create(
      s.b, s.loc, begin, end, s.index(1), carried,
      [&](OpBuilder &b, Location loc, Value at, ValueRange values) {
        Scalars inner{b, loc};
        scf::YieldOp::create(b, loc, body(inner, at, values));
      });
  return SmallVector<Value>(loop.getResults());
}

SmallVector<Value>
lutra::onnx::choose(Scalars &s, Value condition,
                    function_ref<SmallVector<Value>(Scalars &)> ifTrue,
                    function_ref<SmallVector<Value>(Scalars &)> ifFalse) {
  auto branch = [](function_ref<SmallVector<Value>(Scalars &)> body) {
    return [body](OpBuilder &b, Location loc) {
      Scalars inner{b, loc};
      scf::YieldOp::create(b, loc, body(inner));
    };
  };
  auto op =
      scf::IfOp::create(s.b, s.loc, condition, branch(ifTrue), branch(ifFalse));
  return SmallVector<Value>(op.getResults());
}

//===----------------------------------------------------------------------===//
// Indices out of tensors
//===----------------------------------------------------------------------===//

LogicalResult lutra::onnx::checkIndices(Node &node, Tensor *indices,
                                        Size size) {
  Legalizer &lg = node.legalizer;
  if (!indices->isInteger())
    return node.refuse("its indices must be integers, got " + indices->str());
  std::optional<int64_t> number = getConstantIntValue(size);
  const Sizes *contents = lg.contents(indices);
  if (number && contents) {
    bool known = true;
    for (Size index : *contents) {
      std::optional<int64_t> value = getConstantIntValue(index);
      known &= value.has_value();
      if (value && (*value < -*number || *value >= *number))
        return node.refuse("index " + Twine(*value) +
                           " is out of range for size " + Twine(*number));
    }
    if (known)
      return success();
  }
  Value end = lg.sizes.value(node.loc(), size);
  lg.checkElements(node, indices, "an index is out of range",
                   [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                     Scalars s{b, loc};
                     Value index = s.toIndex(indices, args[0]);
                     return s.either(s.less(index, s.sub(s.index(0), end)),
                                     s.lessEqual(end, index));
                   });
  return success();
}

LogicalResult lutra::onnx::checkIndicesAlong(Node &node, Tensor *x,
                                             Tensor *indices, int64_t axis) {
  for (int64_t d = 0; d < x->rank(); ++d)
    if (d != axis && failed(node.legalizer.requireLessEqual(
                         node, indices->dims[d], x->dims[d],
                         "sizes of its indices must not be above its "
                         "operand's")))
      return failure();
  return checkIndices(node, indices, x->dims[axis]);
}

Value lutra::onnx::scalarOf(Legalizer &lg, Location loc, Tensor *tensor) {
  if (TypedAttr number = lg.splat(tensor))
    return arith::ConstantOp::create(lg.builder, loc, number);
  if (const Sizes *contents = lg.contents(tensor))
    return arith::IndexCastOp::create(lg.builder, loc, toCore(tensor->element),
                                      lg.sizes.value(loc, contents->front()));
  Value data = lg.data(tensor);
  SmallVector<Value> zeros(tensor->rank(),
                           lg.sizes.value(loc, lg.sizes.constant(0)));
  return tensor::ExtractOp::create(lg.builder, loc, data, zeros);
}

FailureOr<Size> lutra::onnx::readScalar(Node &node, Tensor *tensor,
                                        const Twine &what) {
  Legalizer &lg = node.legalizer;
  Sizes ones(tensor->rank(), lg.sizes.constant(1));
  for (Size dim : tensor->dims)
    if (failed(lg.requireEqual(node, dim, ones.front(),
                               "the size of " + what + " and 1")))
      return failure();
  Tensor *refined = lg.refine(node.loc(), tensor, ones);
  FailureOr<Sizes> values = lg.readContents(node, refined, what);
  if (failed(values))
    return failure();
  return values->front();
}

FailureOr<Size> lutra::onnx::readAxis(Node &node, Tensor *tensor,
                                      int64_t rank) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  FailureOr<Size> axis = readScalar(node, tensor, "input axis");
  if (failed(axis))
    return failure();
  if (std::optional<int64_t> known = getConstantIntValue(*axis)) {
    int64_t normal = node.normalizeAxis(*known, rank);
    if (node.refused())
      return failure();
    return sizes.constant(normal);
  }
  if (failed(lg.requireLessEqual(node, sizes.constant(-rank), *axis,
                                 "input axis is out of range")) ||
      failed(lg.requireLessEqual(node, *axis, sizes.constant(rank - 1),
                                 "input axis is out of range")))
    return failure();
  return sizes.select(loc, sizes.less(loc, *axis, sizes.constant(0)),
                      sizes.add(loc, *axis, sizes.constant(rank)), *axis);
}

Tensor *lutra::onnx::aroundAxis(Legalizer &lg, Location loc, Tensor *x,
                                Size axis) {
  IndexMath &sizes = lg.sizes;
  Size one = sizes.constant(1), zero = sizes.constant(0);
  Sizes parts(3, one);
  Size own = zero;
  for (auto [d, dim] : llvm::enumerate(x->dims)) {
    Size at = sizes.constant(d);
    Size before = sizes.less(loc, at, axis), here = sizes.equal(loc, at, axis),
         after = sizes.less(loc, axis, at);
    parts[0] = sizes.mul(loc, parts[0], sizes.select(loc, before, dim, one));
    own = sizes.add(loc, own, sizes.select(loc, here, dim, zero));
    parts[2] = sizes.mul(loc, parts[2], sizes.select(loc, after, dim, one));
  }
  parts[1] = own;
  for (Size &part : parts)
    if (!getConstantIntValue(part) && !sizes.provablyNonNegative(part))
      sizes.markNonNegative(cast<Value>(part));
  return lg.reshape(loc, x, parts, getConstantIntValue(axis).has_value());
}

FailureOr<Sizes> lutra::onnx::readExactly(Node &node, Tensor *tensor,
                                          int64_t count, const Twine &what) {
  Legalizer &lg = node.legalizer;
  if (tensor->rank() != 1)
    return node.refuse(what + " must be one-dimensional, got " + tensor->str());
  Size length = lg.sizes.constant(count);
  if (failed(lg.requireEqual(node, tensor->dims[0], length,
                             "the length of " + what + " and " + Twine(count))))
    return failure();
  if (tensor->contents)
    return *tensor->contents;
  return lg.readContents(node, lg.refine(node.loc(), tensor, length), what);
}

FailureOr<Sizes> lutra::onnx::readAtMost(Node &node, Tensor *tensor,
                                         int64_t most, int64_t fill,
                                         const Twine &what) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  if (tensor->rank() != 1 || !tensor->isInteger())
    return node.refuse(what +
                       " must be a one-dimensional tensor of integers, "
                       "got " +
                       tensor->str());
  Size dim = tensor->dims[0];
  if (failed(lg.requireLessEqual(node, dim, lg.sizes.constant(most),
                                 what + " has too many elements")))
    return failure();
  if (getConstantIntValue(dim)) {
    FailureOr<Sizes> values = lg.readContents(node, tensor, what);
    if (succeeded(values))
      values->resize(most, lg.sizes.constant(fill));
    return values;
  }
  Type element = toCore(tensor->element);
  Value blank =
      lg.filled(loc, lg.sizes.constant(most), numberAttr(element, fill));
  Value padded = tensor::InsertSliceOp::create(
      lg.builder, loc, lg.data(tensor), blank, Sizes{lg.sizes.constant(0)},
      Sizes{dim}, Sizes{lg.sizes.constant(1)});
  return lg.readContents(
      node, lg.make(padded, tensor->element, {lg.sizes.constant(most)}), what);
}

FailureOr<Sizes> lutra::onnx::readAxisFlags(Node &node, Tensor *axes,
                                            int64_t rank, Size &count) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  // What is missing is no axis.
  FailureOr<Sizes> values = readAtMost(node, axes, rank, rank, "input axes");
  if (failed(values))
    return failure();
  count = axes->dims[0];
  Size total = sizes.constant(0);
  Sizes flags;
  for (int64_t d = 0; d < rank; ++d) {
    Size flag = sizes.constant(0);
    for (Size axis : *values)
      for (int64_t name : {d, d - rank})
        flag =
            sizes.max(loc, flag, sizes.equal(loc, axis, sizes.constant(name)));
    flags.push_back(flag);
    total = sizes.add(loc, total, flag);
  }
  if (failed(lg.requireEqual(
          node, total, count,
          "the number of axes and of dimensions that they name")))
    return failure();
  return flags;
}

Sizes lutra::onnx::dropFlagged(Legalizer &lg, Location loc, ArrayRef<Size> dims,
                               ArrayRef<Size> flags, int64_t count) {
  IndexMath &sizes = lg.sizes;
  Size zero = sizes.constant(0), before = zero;
  Sizes kept(count, zero);
  for (auto [dim, flag] : llvm::zip(dims, flags)) {
    for (auto [at, size] : llvm::enumerate(kept)) {
      Size here = sizes.mul(loc, sizes.sub(loc, sizes.constant(1), flag),
                            sizes.equal(loc, before, sizes.constant(at)));
      size = sizes.select(loc, here, dim, size);
    }
    before = sizes.add(loc, before, sizes.sub(loc, sizes.constant(1), flag));
  }
  for (Size &size : kept)
    if (!sizes.provablyNonNegative(size))
      sizes.markNonNegative(cast<Value>(size));
  return kept;
}

std::optional<int64_t> lutra::onnx::claimedRank(Node &node, unsigned result) {
  if (!node.hasOutput(result))
    return std::nullopt;
  auto type = dyn_cast<RankedTensorType>(node.op.getResult(result).getType());
  if (!type)
    return std::nullopt;
  return type.getRank();
}
