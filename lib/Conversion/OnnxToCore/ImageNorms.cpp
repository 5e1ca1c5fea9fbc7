//===- ImageNorms.cpp - norms over batches, images and channels -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All of them are (x - mean) * (scale / sqrt(variance + epsilon)) + bias, in
// this order; they differ in where the statistics come from and what they are
// shared by.
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Reduce.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
/// A tensor that some dimensions of another one select from.
struct Parameter {
  Tensor *tensor;
  SmallVector<unsigned> dims;
};
} // namespace

/// One loop for each of `dims`. The body gets the parameters' elements as
/// floats of type `type`, and its result is rounded to `element`.
static Tensor *
mapParameters(Legalizer &lg, Location loc, ArrayRef<Parameter> parameters,
              ArrayRef<Size> dims, Type type, Type element,
              llvm::function_ref<Value(FloatMath &, ArrayRef<Value>)> body) {
  MLIRContext *context = lg.builder.getContext();
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (const auto &[tensor, selected] : parameters) {
    SmallVector<AffineExpr> exprs;
    for (unsigned d : selected)
      exprs.push_back(getAffineDimExpr(d, context));
    inputs.push_back(lg.data(tensor));
    maps.push_back(AffineMap::get(dims.size(), 0, exprs, context));
  }
  Value result =
      lg.map(loc, inputs, maps, dims, toCore(element),
             [&](OpBuilder &b, Location loc, ValueRange args) {
               FloatMath m{b, loc, type};
               SmallVector<Value> wide;
               for (auto [arg, parameter] : llvm::zip(args, parameters))
                 wide.push_back(convertElement(
                     b, loc, arg, parameter.tensor->element, type));
               return convertElement(b, loc, body(m, wide), type, element);
             });
  return lg.make(result, element, Sizes(dims));
}

static SmallVector<unsigned> allDims(Tensor *x) {
  return llvm::to_vector(llvm::seq<unsigned>(0, x->rank()));
}

/// The dimensions of `x` that are not in `axes`.
static SmallVector<unsigned> keptDims(const llvm::SmallBitVector &axes) {
  SmallVector<unsigned> result;
  for (unsigned d = 0; d < axes.size(); ++d)
    if (!axes.test(d))
      result.push_back(d);
  return result;
}

namespace {
/// Mean and variance over `axes`, which disappear.
struct Moments {
  Tensor *mean, *variance;
};
} // namespace

static Moments moments(Legalizer &lg, Location loc, Tensor *x,
                       const llvm::SmallBitVector &axes) {
  Type type = computeType(x->element);
  Value count = countOf(lg, loc, x, axes, type);
  auto divided = [&](Tensor *total) {
    return lg.elementwiseOver(
        loc, {total}, total->dims, type,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::DivFOp::create(b, loc, args[0], count);
        });
  };
  Tensor *mean = divided(sum(lg, loc, x, axes));
  Tensor *centred =
      mapParameters(lg, loc, {{x, allDims(x)}, {mean, keptDims(axes)}}, x->dims,
                    type, type, [](FloatMath &m, ArrayRef<Value> args) {
                      return m.sub(args[0], args[1]);
                    });
  return {mean, divided(sumOfSquares(lg, loc, centred, axes))};
}

/// (x - mean) * (scale / sqrt(variance + epsilon)) + bias, where mean and
/// variance are read by `statisticDims` and scale and bias by `scaleDims`.
static Tensor *normalize(Legalizer &lg, Location loc, Tensor *x,
                         Moments statistics, ArrayRef<unsigned> statisticDims,
                         Tensor *scale, Tensor *bias,
                         ArrayRef<unsigned> scaleDims, double epsilon,
                         Type element) {
  Type type = computeType(x->element);
  Tensor *inverse = mapParameters(
      lg, loc,
      {{statistics.variance,
        llvm::to_vector(llvm::seq<unsigned>(0, statistics.variance->rank()))}},
      statistics.variance->dims, type, type,
      [&](FloatMath &m, ArrayRef<Value> args) {
        return m.div(m.c(1), m.sqrt(m.add(args[0], m.c(epsilon))));
      });
  SmallVector<unsigned> byStatistic(statisticDims), byScale(scaleDims);
  return mapParameters(lg, loc,
                       {{x, allDims(x)},
                        {statistics.mean, byStatistic},
                        {inverse, byStatistic},
                        {scale, byScale},
                        {bias, byScale}},
                       x->dims, type, element,
                       [](FloatMath &m, ArrayRef<Value> args) {
                         Value factor = m.mul(args[2], args[3]);
                         Value centred = m.sub(args[0], args[1]);
                         return m.add(m.mul(centred, factor), args[4]);
                       });
}

/// Refuses the node unless `tensor` is a vector of `size` floats.
static LogicalResult requireVector(Node &node, Tensor *tensor, Size size,
                                   StringRef what) {
  if (tensor->rank() != 1 || !tensor->isFloat())
    return node.refuse("input " + what + " must be a vector of floats, got " +
                       tensor->str());
  return node.legalizer.requireEqual(
      node, tensor->dims[0], size, "sizes of input " + what + " and channels");
}

//===----------------------------------------------------------------------===//
// BatchNormalization
//===----------------------------------------------------------------------===//

static HandlerResult batchNormalization(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *scale = node.input(1), *bias = node.input(2),
         *mean = node.input(3), *variance = node.input(4);
  double epsilon = node.getFloat("epsilon", 1e-5),
         momentum = node.getFloat("momentum", 0.9);
  bool training = false;
  if (node.version() >= 14)
    training = node.getInt("training_mode", 0) != 0;
  else if (node.version() < 7)
    node.getInt("is_test", 0); // The outputs say it, too.
  if (node.version() < 6)
    node.getInts("consumed_inputs");
  if (node.version() < 9 && node.getInt("spatial", 1) == 0)
    return node.refuse("attribute 'spatial' is 0, which is not supported");
  if (node.refused())
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 2)
    return node.refuse("its input must have a batch and channels, got " +
                       x->str());
  for (auto [tensor, what] :
       {std::pair(scale, "scale"), std::pair(bias, "B"),
        std::pair(mean, "input_mean"), std::pair(variance, "input_var")})
    if (failed(requireVector(node, tensor, x->dims[1], what)))
      return failure();
  if (!training)
    return Results{normalize(lg, loc, x, {mean, variance}, {1}, scale, bias,
                             {1}, epsilon, x->element)};

  llvm::SmallBitVector axes(x->rank(), true);
  axes.reset(1);
  Moments current = moments(lg, loc, x, axes);
  Type type = current.mean->element;
  auto moving = [&](Tensor *before, Tensor *now) {
    return mapParameters(lg, loc, {{before, {0}}, {now, {0}}}, now->dims, type,
                         before->element,
                         [&](FloatMath &m, ArrayRef<Value> args) {
                           return m.add(m.mul(args[0], m.c(momentum)),
                                        m.mul(args[1], m.c(1 - momentum)));
                         });
  };
  Tensor *y = normalize(lg, loc, x, current, {1}, scale, bias, {1}, epsilon,
                        x->element);
  return Results{y, moving(mean, current.mean),
                 moving(variance, current.variance)};
}

//===----------------------------------------------------------------------===//
// InstanceNormalization, GroupNormalization
//===----------------------------------------------------------------------===//

static HandlerResult instanceNormalization(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *scale = node.input(1), *bias = node.input(2);
  double epsilon = node.getFloat("epsilon", 1e-5);
  if (node.version() < 6)
    node.getInts("consumed_inputs");
  if (node.refused() || failed(sameElement(node, {x, scale, bias})))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 3)
    return node.refuse("its input must have spatial dimensions, got " +
                       x->str());
  if (failed(requireVector(node, scale, x->dims[1], "scale")) ||
      failed(requireVector(node, bias, x->dims[1], "B")))
    return failure();
  llvm::SmallBitVector axes(x->rank(), true);
  axes.reset(0, 2);
  return Results{normalize(lg, loc, x, moments(lg, loc, x, axes), {0, 1}, scale,
                           bias, {1}, epsilon, x->element)};
}

/// Scale and bias are one number for each group up to version 20, and for each
/// channel from then on.
static HandlerResult groupNormalization(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0), *scale = node.input(1), *bias = node.input(2);
  double epsilon = node.getFloat("epsilon", 1e-5);
  int64_t count = node.requireInt("num_groups");
  bool perChannel = node.version() >= 21;
  if (perChannel) {
    int64_t stash = node.getInt("stash_type", 1);
    if (stash != 1)
      return node.refuse("attribute 'stash_type' is " + Twine(stash) +
                         ", but statistics are computed in float32");
  }
  if (node.refused() || failed(sameElement(node, {x, scale, bias})))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 3 || count < 1)
    return node.refuse("its input must have spatial dimensions, and "
                       "'num_groups' must be positive, got " +
                       x->str() + " and " + Twine(count));
  Size groups = sizes.constant(count);
  Size each = sizes.floorDiv(loc, x->dims[1], groups);
  if (failed(lg.requireEqual(node, x->dims[1], sizes.mul(loc, each, groups),
                             "channels and a multiple of the groups")))
    return failure();
  for (auto [tensor, what] :
       {std::pair(scale, "scale"), std::pair(bias, "bias")})
    if (failed(requireVector(node, tensor, perChannel ? x->dims[1] : groups,
                             what)))
      return failure();
  Sizes split = {x->dims[0], groups, each};
  split.append(x->dims.begin() + 2, x->dims.end());
  Tensor *grouped = lg.reshape(loc, x, split);
  SmallVector<unsigned> scaleDims = {1};
  if (perChannel) {
    scaleDims.push_back(2);
    scale = lg.reshape(loc, scale, {groups, each});
    bias = lg.reshape(loc, bias, {groups, each});
  }
  llvm::SmallBitVector axes(grouped->rank(), true);
  axes.reset(0, 2);
  Tensor *result =
      normalize(lg, loc, grouped, moments(lg, loc, grouped, axes), {0, 1},
                scale, bias, scaleDims, epsilon, x->element);
  return Results{lg.reshape(loc, result, x->dims)};
}

//===----------------------------------------------------------------------===//
// MeanVarianceNormalization, LRN
//===----------------------------------------------------------------------===//

static HandlerResult meanVarianceNormalization(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  SmallVector<int64_t> given =
      node.getInts("axes").value_or(SmallVector<int64_t>{0, 2, 3});
  if (!x->isFloat())
    return badElement(node, x->element);
  llvm::SmallBitVector axes(x->rank());
  for (int64_t axis : given) {
    int64_t d = node.normalizeAxis(axis, x->rank());
    if (node.refused())
      return failure();
    axes.set(d);
  }
  Moments statistics = moments(lg, loc, x, axes);
  SmallVector<unsigned> kept = keptDims(axes);
  return Results{mapParameters(
      lg, loc,
      {{x, allDims(x)}, {statistics.mean, kept}, {statistics.variance, kept}},
      x->dims, computeType(x->element), x->element,
      [](FloatMath &m, ArrayRef<Value> args) {
        Value deviation = m.add(m.sqrt(args[2]), m.c(1e-9));
        return m.div(m.sub(args[0], args[1]), deviation);
      })};
}

/// x / (bias + alpha / size * (sum of squares of the channels around)) ^ beta.
static HandlerResult lrn(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  MLIRContext *context = lg.builder.getContext();
  Tensor *x = node.input(0);
  int64_t size = node.requireInt("size");
  double alpha = node.getFloat("alpha", 1e-4),
         beta = node.getFloat("beta", 0.75), bias = node.getFloat("bias", 1);
  if (node.refused())
    return failure();
  if (size < 1 || size > (int64_t(1) << 31))
    return node.refuse("attribute 'size' is " + Twine(size));
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 2)
    return node.refuse("its input must have a batch and channels, got " +
                       x->str());
  Sizes padding = x->dims;
  padding[1] = sizes.constant(size);
  if (failed(requireRoom(node, padding)))
    return failure();
  Sizes low(x->rank(), sizes.constant(0)), high = low;
  low[1] = sizes.constant((size - 1) / 2);
  high[1] = sizes.constant(size / 2);
  Value zero = number(lg.builder, loc, toCore(x->element), 0);
  Tensor *padded = padWith(lg, loc, x, low, high, zero);

  unsigned rank = x->rank();
  SmallVector<AffineExpr> out;
  for (unsigned d = 0; d < rank; ++d)
    out.push_back(getAffineDimExpr(d, context));
  SmallVector<AffineExpr> in = out;
  AffineExpr offset = getAffineDimExpr(rank, context);
  in[1] = in[1] + offset;
  AffineMap maps[] = {AffineMap::get(rank + 1, 0, in, context),
                      AffineMap::get(rank + 1, 0, offset, context),
                      AffineMap::get(rank + 1, 0, out, context)};
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  Type type = computeType(x->element);
  // What says how many channels there are; nobody reads its elements.
  Value window = lg.empty(loc, sizes.constant(size), lg.builder.getI8Type());
  Value squares =
      lg.generic(loc, {lg.data(padded), window}, maps,
                 lg.filled(loc, x->dims, numberAttr(type, 0)), loops,
                 [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                   Value wide = extend(b, loc, args[0]);
                   return math::FmaOp::create(b, loc, wide, wide, args[2]);
                 });
  Tensor *total = lg.make(squares, type, x->dims);
  return Results{mapParameters(
      lg, loc, {{x, allDims(x)}, {total, allDims(x)}}, x->dims, type,
      x->element, [&](FloatMath &m, ArrayRef<Value> args) {
        Value base = m.add(m.c(bias), m.mul(args[1], m.c(alpha / size)));
        return m.div(args[0], m.op<math::PowFOp>(base, m.c(beta)));
      })};
}

void lutra::onnx::addImageNorms(Registry &registry) {
  registry.add("BatchNormalization", 1, 5, 5, batchNormalization);
  registry.add("InstanceNormalization", 1, 3, 3, instanceNormalization);
  registry.add("GroupNormalization", 18, 3, 3, groupNormalization);
  registry.add("MeanVarianceNormalization", 9, 1, 1, meanVarianceNormalization);
  registry.add("LRN", 1, 1, 1, lrn);
}
