//===- Convolution.cpp - Conv and ConvTranspose ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A convolution is one linalg.generic over a padded input: loops over batch,
// groups, channels, positions, then channels of the input and the window.
// The target turns it into products of matrices.
//
//===----------------------------------------------------------------------===//

#include "Convolution.h"

#include "ElementMath.h"
#include "Elementwise.h"
#include "Quantize.h"
#include "QuantizedConv.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;
namespace lowbit = lutra::lowbit;

LogicalResult lutra::onnx::checkChannels(Node &node,
                                         const ConvOperands &operands) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  auto [x, w, group, transposed] = operands;
  Size groups = sizes.constant(group);
  Size perGroup = sizes.floorDiv(loc, w->dims[0], groups);
  Size channels = transposed ? w->dims[0] : sizes.mul(loc, w->dims[1], groups);
  if (failed(lg.requireEqual(node, x->dims[1], channels,
                             "channels of the input and those of the weights")))
    return failure();
  if (group == 1)
    return success();
  return lg.requireEqual(node, w->dims[0], sizes.mul(loc, perGroup, groups),
                         "channels of the weights and a multiple of the "
                         "groups");
}

namespace {
/// Loops are added one by one; a tensor reads some of them.
struct Loops {
  MLIRContext *context;
  SmallVector<utils::IteratorType> kinds = {};

  AffineExpr add(utils::IteratorType kind) {
    kinds.push_back(kind);
    return getAffineDimExpr(kinds.size() - 1, context);
  }
};
} // namespace

/// The kernel read from its end: of known weights, now.
static Tensor *reversed(Legalizer &lg, Location loc, Tensor *w) {
  if (std::optional<SmallVector<float, 0>> values = readConstantFloats(w);
      values && w->element.isF32()) {
    SmallVector<int64_t> shape = w->shape();
    int64_t window = 1;
    for (int64_t size : ArrayRef(shape).drop_front(2))
      window *= size;
    for (auto *at = values->begin(); at != values->end(); at += window)
      std::reverse(at, at + window);
    return lg.makeConstant(lowbit::getConstant(
        lg.coreType(w), "weight_reversed", ArrayRef<float>(*values)));
  }
  Value data = lg.data(w);
  SmallVector<Value> last;
  for (Size size : ArrayRef(w->dims).drop_front(2))
    last.push_back(
        lg.sizes.value(loc, lg.sizes.sub(loc, size, lg.sizes.constant(1))));
  Value result = lg.map(loc, {}, {}, w->dims, toCore(w->element),
                        [&](OpBuilder &b, Location loc, ValueRange) -> Value {
                          PositionMath p{b, loc};
                          SmallVector<Value> at = {p.loop(0), p.loop(1)};
                          for (auto [d, end] : llvm::enumerate(last))
                            at.push_back(p.sub(end, p.loop(2 + d)));
                          return tensor::ExtractOp::create(b, loc, data, at);
                        });
  return lg.make(result, w->element, w->dims);
}

bool lutra::onnx::isPointwise(const Window &window) {
  return llvm::all_of(window.kernel,
                      [](Size k) { return isConstantIntValue(k, 1); }) &&
         llvm::all_of(window.strides, [](int64_t s) { return s == 1; });
}

Tensor *lutra::onnx::convolve(Legalizer &lg, Location loc,
                              const ConvOperands &operands,
                              const Window &window, Type element, Body body) {
  IndexMath &sizes = lg.sizes;
  MLIRContext *context = lg.builder.getContext();
  auto [x, w, group, transposed] = operands;
  Size groups = sizes.constant(group);
  // Channels of the input and of the output in one group.
  Size in = transposed ? sizes.floorDiv(loc, w->dims[0], groups) : w->dims[1];
  Size out = transposed ? w->dims[1] : sizes.floorDiv(loc, w->dims[0], groups);
  Sizes resultDims = {x->dims[0], sizes.mul(loc, out, groups)};
  llvm::append_range(resultDims, window.out);

  if (transposed && !isPointwise(window))
    w = reversed(lg, loc, w);
  // Dimensions of depthwise convolutions that are 1 would be loops for nothing.
  bool hasGroups = group > 1;
  bool hasIn = !hasGroups || !isConstantIntValue(in, 1);
  bool hasOut = !hasGroups || !isConstantIntValue(out, 1);
  bool flat = isPointwise(window);

  Loops loops{context};
  const auto parallel = utils::IteratorType::parallel,
             reduction = utils::IteratorType::reduction;
  SmallVector<AffineExpr> xExprs, wExprs, yExprs;
  Sizes xDims, wDims, yDims;
  AffineExpr n = loops.add(parallel);
  xExprs.push_back(n);
  yExprs.push_back(n);
  xDims.push_back(x->dims[0]);
  yDims.push_back(x->dims[0]);
  if (hasGroups) {
    AffineExpr g = loops.add(parallel);
    for (auto *exprs : {&xExprs, &wExprs, &yExprs})
      exprs->push_back(g);
    for (auto *dims : {&xDims, &wDims, &yDims})
      dims->push_back(groups);
  }
  AffineExpr m;
  if (hasOut) {
    m = loops.add(parallel);
    yExprs.push_back(m);
    yDims.push_back(out);
  }
  Sizes spatial(x->dims.begin() + 2, x->dims.end()), positions = window.out;
  if (flat) {
    spatial = {sizes.product(loc, spatial)};
    positions = {sizes.product(loc, positions)};
  }
  unsigned firstPosition = loops.kinds.size();
  for (Size size : positions) {
    yExprs.push_back(loops.add(parallel));
    yDims.push_back(size);
  }
  AffineExpr i;
  if (hasIn) {
    i = loops.add(reduction);
    xExprs.push_back(i);
    xDims.push_back(in);
  }
  if (transposed) {
    if (hasIn)
      wExprs.push_back(i), wDims.push_back(in);
    if (hasOut)
      wExprs.push_back(m), wDims.push_back(out);
  } else {
    if (hasOut)
      wExprs.push_back(m), wDims.push_back(out);
    if (hasIn)
      wExprs.push_back(i), wDims.push_back(in);
  }
  if (flat) {
    xExprs.push_back(getAffineDimExpr(firstPosition, context));
  } else {
    for (int64_t d = 0; d < window.rank(); ++d) {
      unsigned offset = loops.kinds.size();
      AffineExpr k = loops.add(reduction);
      xExprs.push_back(
          windowExpr(window, d, firstPosition + d, offset, context));
      wExprs.push_back(k);
      wDims.push_back(window.kernel[d]);
    }
  }
  llvm::append_range(xDims, spatial);

  // A depthwise convolution of single points has nothing left to sum.
  if (!llvm::is_contained(loops.kinds, reduction)) {
    AffineExpr one = loops.add(reduction);
    wExprs.push_back(one);
    wDims.push_back(sizes.constant(1));
  }
  unsigned numLoops = loops.kinds.size();
  AffineMap maps[] = {AffineMap::get(numLoops, 0, xExprs, context),
                      AffineMap::get(numLoops, 0, wExprs, context),
                      AffineMap::get(numLoops, 0, yExprs, context)};
  Value inputs[] = {lg.data(lg.reshape(loc, x, xDims)),
                    lg.data(lg.reshape(loc, w, wDims))};
  Value init = lg.filled(loc, yDims, numberAttr(toCore(element), 0));
  Value sum = lg.generic(loc, inputs, maps, init, loops.kinds, body);
  return lg.reshape(loc, lg.make(sum, element, yDims), resultDims);
}

Tensor *lutra::onnx::convolveFloats(Legalizer &lg, Location loc,
                                    const ConvOperands &operands,
                                    const Window &window) {
  Type type = computeType(operands.x->element);
  return convolve(lg, loc, operands, window, type,
                  [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                    return math::FmaOp::create(b, loc, extend(b, loc, args[0]),
                                               extend(b, loc, args[1]),
                                               args[2]);
                  });
}

Tensor *lutra::onnx::addChannelBias(Legalizer &lg, Location loc, Tensor *sum,
                                    Tensor *bias, Type element) {
  if (!bias)
    return lg.convert(loc, sum, element);
  MLIRContext *context = lg.builder.getContext();
  unsigned rank = sum->rank();
  AffineMap maps[] = {
      AffineMap::getMultiDimIdentityMap(rank, context),
      AffineMap::get(rank, 0, getAffineDimExpr(1, context), context)};
  Value result = lg.map(
      loc, {lg.data(sum), lg.data(bias)}, maps, sum->dims, toCore(element),
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Type type = args[0].getType();
        Value addend = convertElement(b, loc, args[1], bias->element, type);
        Value total =
            isa<FloatType>(type)
                ? arith::AddFOp::create(b, loc, args[0], addend).getResult()
                : arith::AddIOp::create(b, loc, args[0], addend).getResult();
        return truncate(b, loc, total, toCore(element));
      });
  return lg.make(result, element, sum->dims);
}

/// Refuses the node unless the bias is one number for each channel.
static LogicalResult checkBias(Node &node, Tensor *bias, Size channels) {
  if (!bias)
    return success();
  if (bias->rank() != 1)
    return node.refuse("input B must be a vector, got " + bias->str());
  return node.legalizer.requireEqual(
      node, bias->dims[0], channels,
      "sizes of input B and channels of the output");
}

static FailureOr<int64_t> readGroup(Node &node) {
  int64_t group = node.getInt("group", 1);
  if (node.refused())
    return failure();
  if (group < 1 || group > (int64_t(1) << 31))
    return node.refuse("attribute 'group' is " + Twine(group));
  return group;
}

/// Float operands of one type and of at least one spatial dimension.
static LogicalResult checkOperands(Node &node) {
  Tensor *x = node.input(0), *w = node.input(1), *bias = node.input(2);
  SmallVector<Tensor *> operands = {x, w};
  if (bias)
    operands.push_back(bias);
  if (failed(sameElement(node, operands)))
    return failure();
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 3 || w->rank() != x->rank())
    return node.refuse("its operands must be images and windows of as many "
                       "dimensions, got " +
                       x->str() + " and " + w->str());
  return success();
}

static HandlerResult conv(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *w = node.input(1), *bias = node.input(2);
  FailureOr<int64_t> group = readGroup(node);
  if (failed(group) || failed(checkOperands(node)))
    return failure();
  ConvOperands operands{x, w, *group};
  if (failed(checkChannels(node, operands)) ||
      failed(checkBias(node, bias, w->dims[0])))
    return failure();
  FailureOr<Window> window = readWindow(
      node, x, Sizes(w->dims.begin() + 2, w->dims.end()), /*ceil=*/false);
  if (failed(window))
    return failure();
  if (Tensor *result = convolveCodes(lg, loc, operands, bias, *window))
    return Results{result};
  Value zero = number(lg.builder, loc, toCore(x->element), 0);
  operands.x = padForWindow(lg, loc, x, *window, zero);
  Tensor *sum = convolveFloats(lg, loc, operands, *window);
  return Results{addChannelBias(lg, loc, sum, bias, x->element)};
}

namespace {
/// One spatial dimension of ConvTranspose.
struct Spread {
  /// What is put before and after the input whose elements lie `stride` apart;
  /// negative: what is cut off.
  Size low, high;
  Size out;
};
} // namespace

/// The output's size and the padding of the spread input.
static FailureOr<SmallVector<Spread>>
readSpread(Node &node, Tensor *x, const Window &window,
           std::optional<SmallVector<int64_t>> pads) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  int64_t rank = window.rank();
  FailureOr<SmallVector<int64_t>> extra =
      readPerDimension(node, "output_padding", rank, 0, 0);
  FailureOr<AutoPad> autoPad = readAutoPad(node);
  if (failed(extra) || failed(autoPad))
    return failure();
  std::optional<SmallVector<int64_t>> shape = node.getInts("output_shape");
  if (shape && static_cast<int64_t>(shape->size()) == rank + 2)
    shape->erase(shape->begin(), shape->begin() + 2);
  if (shape && static_cast<int64_t>(shape->size()) != rank)
    return node.refuse("attribute 'output_shape' has " + Twine(shape->size()) +
                       " numbers, expects " + Twine(rank));
  bool same = *autoPad == AutoPad::SameUpper || *autoPad == AutoPad::SameLower;

  SmallVector<Spread> result;
  for (int64_t d = 0; d < rank; ++d) {
    Size in = x->dims[2 + d], one = sizes.constant(1);
    Size stride = sizes.constant(window.strides[d]);
    Size extent =
        windowExtent(sizes, loc, window.kernel[d], window.dilations[d]);
    Size spread =
        sizes.add(loc, sizes.mul(loc, sizes.sub(loc, in, one), stride), one);
    // All that any element reaches.
    Size full = sizes.add(loc, sizes.add(loc, spread, extent),
                          sizes.constant((*extra)[d] - 1));
    Size out, begin;
    if (shape || same) {
      out = shape ? sizes.constant((*shape)[d]) : sizes.mul(loc, in, stride);
      Size total = sizes.max(loc, sizes.constant(0), sizes.sub(loc, full, out));
      Size less = sizes.floorDiv(loc, total, sizes.constant(2));
      // The odd one is cut off before, unless SAME_UPPER says after.
      begin =
          *autoPad == AutoPad::SameUpper ? less : sizes.sub(loc, total, less);
    } else {
      begin = sizes.constant((*pads)[d]);
      out = sizes.sub(loc, sizes.sub(loc, full, begin),
                      sizes.constant((*pads)[rank + d]));
    }
    if (failed(lg.requireLessEqual(node, sizes.constant(0), out,
                                   "the output must not be smaller than "
                                   "nothing")))
      return failure();
    Size low = sizes.sub(loc, sizes.sub(loc, extent, one), begin);
    // The window's last position reaches out + extent - 1.
    Size needed = sizes.sub(loc, sizes.add(loc, out, extent), one);
    Size high = sizes.sub(loc, sizes.sub(loc, needed, low), spread);
    result.push_back({low, high, out});
  }
  return result;
}

/// The input with zeros between its elements and around them.
static Tensor *spreadInput(Node &node, Tensor *x, const Window &window,
                           ArrayRef<Spread> spread) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Size zero = sizes.constant(0), one = sizes.constant(1);
  Sizes cutOffsets(2, zero), cutDims(x->dims.begin(), x->dims.begin() + 2);
  Sizes low(2, zero), strides(2, one), dims = cutDims;
  bool plain = true;
  for (auto [d, entry] : llvm::enumerate(spread)) {
    Size stride = sizes.constant(window.strides[d]), in = x->dims[2 + d];
    Size total =
        sizes.add(loc, sizes.mul(loc, sizes.sub(loc, in, one), stride), one);
    dims.push_back(
        sizes.add(loc, sizes.add(loc, total, entry.low), entry.high));
    // Elements that lie within the result: those from `first` up to `end`.
    Size first = sizes.max(
        loc, zero, sizes.ceilDiv(loc, sizes.sub(loc, zero, entry.low), stride));
    Size at = sizes.add(loc, entry.low, sizes.mul(loc, first, stride));
    Size room = sizes.max(loc, zero, sizes.sub(loc, dims.back(), at));
    Size count = sizes.min(loc, sizes.max(loc, zero, sizes.sub(loc, in, first)),
                           sizes.ceilDiv(loc, room, stride));
    cutOffsets.push_back(first);
    cutDims.push_back(count);
    low.push_back(at);
    strides.push_back(stride);
    plain &= window.strides[d] == 1 && isConstantIntValue(entry.low, 0) &&
             isConstantIntValue(entry.high, 0);
  }
  if (plain)
    return x;
  Sizes ones(x->rank(), one);
  Value around = lg.filled(loc, dims, numberAttr(toCore(x->element), 0));
  // Nothing cannot be put anywhere: its place may be the end.
  if (llvm::any_of(cutDims, [](Size s) { return isConstantIntValue(s, 0); }))
    return lg.make(around, x->element, dims);
  Tensor *kept = lg.slice(loc, x, cutOffsets, cutDims, ones);
  Value result = tensor::InsertSliceOp::create(lg.builder, loc, lg.data(kept),
                                               around, low, cutDims, strides);
  return lg.make(result, x->element, dims);
}

/// The gradient of a convolution: a convolution of the input with zeros between
/// its elements and the kernel from its end.
static HandlerResult convTranspose(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *w = node.input(1), *bias = node.input(2);
  FailureOr<int64_t> group = readGroup(node);
  if (failed(group) || failed(checkOperands(node)))
    return failure();
  ConvOperands operands{x, w, *group, /*transposed=*/true};
  Size channels = lg.sizes.mul(loc, w->dims[1], lg.sizes.constant(*group));
  if (failed(checkChannels(node, operands)) ||
      failed(checkBias(node, bias, channels)))
    return failure();

  int64_t rank = x->rank() - 2;
  Window window;
  window.kernel.assign(w->dims.begin() + 2, w->dims.end());
  if (node.hasAttr("kernel_shape")) {
    FailureOr<SmallVector<int64_t>> shape =
        readPerDimension(node, "kernel_shape", rank, 1, 1);
    if (failed(shape))
      return failure();
    for (auto [size, have] : llvm::zip(*shape, window.kernel)) {
      Size said = lg.sizes.constant(size);
      if (failed(lg.requireEqual(node, said, have,
                                 "attribute 'kernel_shape' and the weights' "
                                 "sizes")))
        return failure();
      have = said;
    }
  }
  FailureOr<SmallVector<int64_t>> strides = readPerDimension(node, "strides",
                                                             rank, 1, 1),
                                  dilations = readPerDimension(
                                      node, "dilations", rank, 1, 1),
                                  pads = readPerDimension(node, "pads",
                                                          2 * rank, 0, 0);
  if (failed(strides) || failed(dilations) || failed(pads))
    return failure();
  window.strides = *strides;
  window.dilations = *dilations;
  FailureOr<SmallVector<Spread>> spread = readSpread(node, x, window, *pads);
  if (failed(spread))
    return failure();
  Sizes spreadDims(x->dims.begin(), x->dims.begin() + 2);
  for (auto [d, entry] : llvm::enumerate(*spread)) {
    Size extent =
        windowExtent(lg.sizes, loc, window.kernel[d], window.dilations[d]);
    spreadDims.push_back(lg.sizes.add(loc, entry.out, extent));
  }
  if (failed(requireRoom(node, spreadDims)))
    return failure();
  operands.x = spreadInput(node, x, window, *spread);
  window.strides.assign(rank, 1);
  for (const Spread &entry : *spread)
    window.out.push_back(entry.out);
  Tensor *sum = convolveFloats(lg, loc, operands, window);
  return Results{addChannelBias(lg, loc, sum, bias, x->element)};
}

void lutra::onnx::addConvolution(Registry &registry) {
  registry.add("Conv", 1, 2, 3, conv);
  registry.add("ConvTranspose", 1, 2, 3, convTranspose);
}
