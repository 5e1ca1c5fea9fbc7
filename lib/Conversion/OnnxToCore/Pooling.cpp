//===- Pooling.cpp - one number out of each window ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Quantize.h"
#include "Reduce.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// Folds each window of the padded input. The body gets an element of it, then
/// an element of each of `more`, which have the result's dimensions, then the
/// accumulator.
static Tensor *fold(Legalizer &lg, Location loc, Tensor *padded,
                    const Window &window, ArrayRef<Tensor *> more, Type element,
                    TypedAttr init, Body body) {
  MLIRContext *context = lg.builder.getContext();
  unsigned rank = window.rank(), numLoops = 2 + 2 * rank;
  Sizes dims = {padded->dims[0], padded->dims[1]};
  llvm::append_range(dims, window.out);
  SmallVector<AffineExpr> in, out, kernel;
  SmallVector<utils::IteratorType> loops(2 + rank,
                                         utils::IteratorType::parallel);
  loops.append(rank, utils::IteratorType::reduction);
  for (unsigned d = 0; d < 2 + rank; ++d)
    out.push_back(getAffineDimExpr(d, context));
  in.assign(out.begin(), out.begin() + 2);
  for (unsigned d = 0; d < rank; ++d) {
    kernel.push_back(getAffineDimExpr(2 + rank + d, context));
    in.push_back(windowExpr(window, d, 2 + d, 2 + rank + d, context));
  }
  SmallVector<Value> inputs = {lg.data(padded)};
  SmallVector<AffineMap> maps = {AffineMap::get(numLoops, 0, in, context)};
  for (Tensor *tensor : more) {
    inputs.push_back(lg.data(tensor));
    maps.push_back(AffineMap::get(numLoops, 0, out, context));
  }
  // What says how large the window is; nobody reads its elements.
  inputs.push_back(lg.empty(loc, window.kernel, lg.builder.getI8Type()));
  maps.push_back(AffineMap::get(numLoops, 0, kernel, context));
  maps.push_back(AffineMap::get(numLoops, 0, out, context));
  unsigned shapeArg = inputs.size() - 1;
  Value result =
      lg.generic(loc, inputs, maps, lg.filled(loc, dims, init), loops,
                 [&](OpBuilder &b, Location loc, ValueRange args) {
                   SmallVector<Value> used(args.take_front(shapeArg));
                   used.push_back(args.back());
                   return body(b, loc, used);
                 });
  return lg.make(result, element, dims);
}

//===----------------------------------------------------------------------===//
// MaxPool
//===----------------------------------------------------------------------===//

/// What is not greater than anything.
static TypedAttr least(Tensor *x) {
  Type type = toCore(x->element);
  if (isa<FloatType>(type))
    return numberAttr(type, -std::numeric_limits<double>::infinity());
  unsigned width = type.getIntOrFloatBitWidth();
  return IntegerAttr::get(type, x->isUnsigned()
                                    ? APInt::getZero(width)
                                    : APInt::getSignedMinValue(width));
}

/// Of several greatest elements of a window, the position of the first one in
/// the whole unpadded input.
static Tensor *positions(Legalizer &lg, Location loc, Tensor *x, Tensor *padded,
                         const Window &window, Tensor *greatest,
                         bool columnMajor) {
  Type i64 = lg.builder.getI64Type();
  unsigned rank = window.rank();
  SmallVector<Value> dims, begins;
  for (unsigned d = 0; d < 2 + rank; ++d)
    dims.push_back(lg.sizes.value(loc, x->dims[d]));
  for (Size begin : window.padBegin)
    begins.push_back(lg.sizes.value(loc, begin));
  return fold(
      lg, loc, padded, window, greatest, i64,
      lg.builder.getI64IntegerAttr(INT64_MAX),
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        PositionMath p{b, loc};
        SmallVector<Value> at;
        for (unsigned d = 0; d < rank; ++d) {
          Value start = p.mul(p.loop(2 + d), p.c(window.strides[d]));
          Value step = p.mul(p.loop(2 + rank + d), p.c(window.dilations[d]));
          at.push_back(p.sub(p.add(start, step), begins[d]));
        }
        Value plane = p.add(p.mul(p.loop(0), dims[1]), p.loop(1));
        Value flat = columnMajor ? at.back() : at.front();
        Value volume = dims[2];
        for (unsigned i = 1; i < rank; ++i) {
          unsigned d = columnMajor ? rank - 1 - i : i;
          flat = p.add(p.mul(flat, dims[2 + d]), at[d]);
          volume = p.mul(volume, dims[2 + i]);
        }
        flat = p.add(p.mul(plane, volume), flat);
        Value differs =
            isa<FloatType>(args[0].getType())
                ? arith::CmpFOp::create(b, loc, arith::CmpFPredicate::ONE,
                                        args[0], args[1])
                      .getResult()
                : arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne,
                                        args[0], args[1])
                      .getResult();
        // Padding can be as small as the greatest element, but is none.
        for (unsigned d = 0; d < rank; ++d) {
          Value outside = arith::XOrIOp::create(
              b, loc, p.inside(at[d], dims[2 + d]),
              arith::ConstantOp::create(b, loc, b.getBoolAttr(true)));
          differs = arith::OrIOp::create(b, loc, differs, outside);
        }
        Value farthest = arith::ConstantIntOp::create(b, loc, i64, INT64_MAX);
        Value position = arith::SelectOp::create(
            b, loc, differs, farthest,
            arith::IndexCastOp::create(b, loc, i64, flat));
        return arith::MinSIOp::create(b, loc, args[2], position);
      });
}

/// Whether no window is padding only.
static bool holdsElements(const Window &window) {
  for (int64_t d = 0; d < window.rank(); ++d) {
    std::optional<int64_t> kernel = getConstantIntValue(window.kernel[d]);
    for (Size pad : {window.padBegin[d], window.reach[d]}) {
      std::optional<int64_t> size = getConstantIntValue(pad);
      if (!isConstantIntValue(pad, 0) &&
          (!size || !kernel || *size >= *kernel || window.dilations[d] != 1))
        return false;
    }
  }
  return true;
}

static HandlerResult maxPool(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  bool ceil = node.getInt("ceil_mode", 0) != 0;
  bool columnMajor = node.getInt("storage_order", 0) != 0;
  if (x->isBool())
    return badElement(node, x->element);
  FailureOr<Window> window = readWindow(node, x, {}, ceil);
  if (failed(window))
    return failure();
  // Codes are in the same order as what they stand for.
  std::optional<Dequantized> source = x->dequantized;
  if (source && hasOrderlyScale(source->by) && holdsElements(*window))
    x = source->codes;
  else
    source.reset();
  TypedAttr lowest = least(x);
  Value around = arith::ConstantOp::create(lg.builder, loc, lowest);
  Tensor *padded = padForWindow(lg, loc, x, *window, around);
  Tensor *result =
      fold(lg, loc, padded, *window, {}, x->element, lowest,
           [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
             if (x->isFloat())
               return arith::MaximumFOp::create(b, loc, args[1], args[0]);
             if (x->isUnsigned())
               return arith::MaxUIOp::create(b, loc, args[1], args[0]);
             return arith::MaxSIOp::create(b, loc, args[1], args[0]);
           });
  Results results = {result};
  if (source)
    results[0] = lg.makeDequantized({result, source->by, source->loc},
                                    node.input(0)->element);
  if (node.hasOutput(1))
    results.push_back(
        positions(lg, loc, x, padded, *window, result, columnMajor));
  return results;
}

//===----------------------------------------------------------------------===//
// AveragePool, LpPool
//===----------------------------------------------------------------------===//

/// How many elements each window of one dimension has, as floats. Those of
/// the padding count where `withPadding` says so; what is behind never does.
static Tensor *countAlong(Legalizer &lg, Location loc, const Window &window,
                          unsigned d, Size in, bool withPadding, Type type) {
  IndexMath &sizes = lg.sizes;
  Size begin = window.padBegin[d];
  // Positions are those of the padded input.
  Size low = withPadding ? sizes.constant(0) : begin;
  Size high = sizes.add(loc, begin, in);
  if (withPadding)
    high = sizes.add(loc, high, window.padEnd[d]);
  Value first = sizes.value(loc, low), end = sizes.value(loc, high),
        kernel = sizes.value(loc, window.kernel[d]);
  int64_t dilation = window.dilations[d], stride = window.strides[d];
  Value counts =
      lg.map(loc, {}, {}, window.out[d], type,
             [&](OpBuilder &b, Location loc, ValueRange) -> Value {
               PositionMath p{b, loc};
               Value start = p.mul(p.loop(0), p.c(stride));
               // Steps of the window before a position, none where it is
               // behind.
               auto stepsBefore = [&](Value position) {
                 Value span = p.max(p.c(0), p.sub(position, start));
                 if (dilation > 1)
                   span = p.div(p.add(span, p.c(dilation - 1)), p.c(dilation));
                 return p.min(kernel, span);
               };
               Value count = p.sub(stepsBefore(end), stepsBefore(first));
               return FloatMath{b, loc, type}.fromIndex(count);
             });
  return lg.make(counts, type, {window.out[d]});
}

static HandlerResult averagePool(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  MLIRContext *context = lg.builder.getContext();
  Tensor *x = node.input(0);
  bool ceil = node.getInt("ceil_mode", 0) != 0;
  bool withPadding = node.getInt("count_include_pad", 0) != 0;
  if (!x->isFloat())
    return badElement(node, x->element);
  FailureOr<Window> window = readWindow(node, x, {}, ceil);
  if (failed(window))
    return failure();
  Value zero = number(lg.builder, loc, toCore(x->element), 0);
  Tensor *padded = padForWindow(lg, loc, x, *window, zero);
  Type type = computeType(x->element);
  Tensor *total = fold(
      lg, loc, padded, *window, {}, type, numberAttr(type, 0),
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::AddFOp::create(b, loc, args[1], extend(b, loc, args[0]));
      });
  SmallVector<Value> inputs = {lg.data(total)};
  unsigned rank = total->rank();
  SmallVector<AffineMap> maps = {
      AffineMap::getMultiDimIdentityMap(rank, context)};
  // Where no window sees any padding, all have as many elements.
  double whole = 1;
  for (int64_t d = 0; d < window->rank(); ++d) {
    std::optional<int64_t> kernel = getConstantIntValue(window->kernel[d]);
    if (kernel && isConstantIntValue(window->padBegin[d], 0) &&
        isConstantIntValue(window->reach[d], 0)) {
      whole *= static_cast<double>(*kernel);
      continue;
    }
    inputs.push_back(lg.data(
        countAlong(lg, loc, *window, d, x->dims[2 + d], withPadding, type)));
    maps.push_back(
        AffineMap::get(rank, 0, getAffineDimExpr(2 + d, context), context));
  }
  Value result = lg.map(loc, inputs, maps, total->dims, toCore(x->element),
                        [&](OpBuilder &b, Location loc, ValueRange args) {
                          FloatMath m{b, loc, type};
                          Value count = m.c(whole);
                          for (Value along : args.drop_front())
                            count = m.mul(count, along);
                          return truncate(b, loc, m.div(args[0], count),
                                          toCore(x->element));
                        });
  return Results{lg.make(result, x->element, total->dims)};
}

/// |x|^p, where p = 1 and 2 are the ones that occur.
static Value power(FloatMath &m, Value x, double p) {
  Value magnitude = m.abs(x);
  if (p == 1)
    return magnitude;
  if (p == 2)
    return m.mul(x, x);
  return m.op<math::PowFOp>(magnitude, m.c(p));
}

/// The p-th root of a sum, rounded to the element type.
static Tensor *rootOf(Legalizer &lg, Location loc, Tensor *sum, double p,
                      Type element) {
  return lg.elementwiseOver(
      loc, {sum}, sum->dims, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        FloatMath m{b, loc, args[0].getType()};
        Value root = p == 1   ? args[0]
                     : p == 2 ? m.sqrt(args[0])
                              : m.op<math::PowFOp>(args[0], m.c(1 / p));
        return truncate(b, loc, root, toCore(element));
      });
}

/// `p` is an integer from version 2 on, a float before.
static FailureOr<double> readP(Node &node) {
  double p = node.version() < 2 ? node.getFloat("p", 2)
                                : static_cast<double>(node.getInt("p", 2));
  if (node.refused())
    return failure();
  if (!(p > 0))
    return node.refuse("attribute 'p' must be positive");
  return p;
}

static HandlerResult lpPool(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<double> p = readP(node);
  if (failed(p))
    return failure();
  bool ceil = node.getInt("ceil_mode", 0) != 0;
  if (!x->isFloat())
    return badElement(node, x->element);
  FailureOr<Window> window = readWindow(node, x, {}, ceil);
  if (failed(window))
    return failure();
  Value zero = number(lg.builder, loc, toCore(x->element), 0);
  Tensor *padded = padForWindow(lg, loc, x, *window, zero);
  Type type = computeType(x->element);
  Tensor *total =
      fold(lg, loc, padded, *window, {}, type, numberAttr(type, 0),
           [&](OpBuilder &b, Location loc, ValueRange args) {
             FloatMath m{b, loc, type};
             return m.add(args[1], power(m, extend(b, loc, args[0]), *p));
           });
  return Results{rootOf(lg, loc, total, *p, x->element)};
}

//===----------------------------------------------------------------------===//
// Global poolings
//===----------------------------------------------------------------------===//

namespace {
enum class Global { Average, Max, Lp };
} // namespace

static HandlerResult globalPool(Node &node, Global kind) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<double> p = 1.0;
  if (kind == Global::Lp && failed(p = readP(node)))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 2)
    return node.refuse("its input must have a batch and channels, got " +
                       x->str());
  llvm::SmallBitVector axes(x->rank(), true);
  axes.reset(0, 2);
  Type type = computeType(x->element);
  Tensor *result = nullptr;
  switch (kind) {
  case Global::Average: {
    Value count = countOf(lg, loc, x, axes, type);
    Tensor *total = sum(lg, loc, x, axes);
    result = lg.elementwiseOver(
        loc, {total}, total->dims, x->element,
        [&](OpBuilder &b, Location loc, ValueRange args) {
          return truncate(b, loc, arith::DivFOp::create(b, loc, args[0], count),
                          toCore(x->element));
        });
    break;
  }
  case Global::Max:
    result =
        reduce(lg, loc, x, axes, x->element, least(x),
               [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                 return arith::MaximumFOp::create(b, loc, args[1], args[0]);
               });
    break;
  case Global::Lp:
    result =
        reduce(lg, loc, x, axes, type, numberAttr(type, 0),
               [&](OpBuilder &b, Location loc, ValueRange args) {
                 FloatMath m{b, loc, type};
                 return m.add(args[1], power(m, extend(b, loc, args[0]), *p));
               });
    result = rootOf(lg, loc, result, *p, x->element);
    break;
  }
  Sizes dims(x->rank(), lg.sizes.constant(1));
  dims[0] = x->dims[0];
  dims[1] = x->dims[1];
  return Results{lg.reshape(loc, result, dims)};
}

void lutra::onnx::addPooling(Registry &registry) {
  registry.add("MaxPool", 1, 1, 1, maxPool);
  registry.add("AveragePool", 1, 1, 1, averagePool);
  registry.add("LpPool", 1, 1, 1, lpPool);
  for (auto [name, kind] : {std::pair("GlobalAveragePool", Global::Average),
                            std::pair("GlobalMaxPool", Global::Max),
                            std::pair("GlobalLpPool", Global::Lp)})
    registry.add(name, 1, 1, 1,
                 [kind = kind](Node &node) { return globalPool(node, kind); });
}
