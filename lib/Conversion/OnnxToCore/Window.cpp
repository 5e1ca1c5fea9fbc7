//===- Window.cpp - windows that slide over images ------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Window.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// Larger strides, dilations and pads are no windows, and products of them
/// must not overflow.
static constexpr int64_t largest = int64_t(1) << 31;

FailureOr<SmallVector<int64_t>>
lutra::onnx::readPerDimension(Node &node, StringRef name, int64_t count,
                              int64_t defaultValue, int64_t least) {
  SmallVector<int64_t> values =
      node.getInts(name).value_or(SmallVector<int64_t>(count, defaultValue));
  if (node.refused())
    return failure();
  if (static_cast<int64_t>(values.size()) != count)
    return node.refuse("attribute '" + name + "' has " + Twine(values.size()) +
                       " numbers, expects " + Twine(count));
  for (int64_t value : values)
    if (value < least || value > largest)
      return node.refuse("attribute '" + name + "' has " + Twine(value) +
                         ", expects at least " + Twine(least));
  return values;
}

FailureOr<AutoPad> lutra::onnx::readAutoPad(Node &node) {
  std::string name = node.getString("auto_pad", "NOTSET");
  if (node.refused())
    return failure();
  if (name == "NOTSET" || name.empty())
    return AutoPad::NotSet;
  if (name == "SAME_UPPER")
    return AutoPad::SameUpper;
  if (name == "SAME_LOWER")
    return AutoPad::SameLower;
  if (name == "VALID")
    return AutoPad::Valid;
  return node.refuse("attribute 'auto_pad' is '" + name +
                     "', expects NOTSET, SAME_UPPER, SAME_LOWER or VALID");
}

Size lutra::onnx::windowExtent(IndexMath &sizes, Location loc, Size kernel,
                               int64_t dilation) {
  Size steps = sizes.sub(loc, kernel, sizes.constant(1));
  return sizes.add(loc, sizes.mul(loc, steps, sizes.constant(dilation)),
                   sizes.constant(1));
}

/// The positions along one dimension, and the pads of auto_pad.
static LogicalResult slide(Node &node, Window &window, Size in, AutoPad pads,
                           bool ceil) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  unsigned d = window.out.size();
  Size zero = sizes.constant(0), one = sizes.constant(1);
  Size stride = sizes.constant(window.strides[d]);
  Size extent = windowExtent(sizes, loc, window.kernel[d], window.dilations[d]);
  Size out;
  if (pads == AutoPad::SameUpper || pads == AutoPad::SameLower) {
    out = sizes.ceilDiv(loc, in, stride);
    Size needed = sizes.add(
        loc, sizes.mul(loc, sizes.sub(loc, out, one), stride), extent);
    Size total = sizes.max(loc, zero, sizes.sub(loc, needed, in));
    Size less = sizes.floorDiv(loc, total, sizes.constant(2));
    Size more = sizes.sub(loc, total, less);
    window.padBegin.push_back(pads == AutoPad::SameUpper ? less : more);
    window.padEnd.push_back(pads == AutoPad::SameUpper ? more : less);
  } else {
    Size begin = window.padBegin[d];
    Size padded = sizes.add(loc, sizes.add(loc, in, begin), window.padEnd[d]);
    if (failed(lg.requireLessEqual(
            node, extent, padded,
            "the window must not be larger than the padded input")))
      return failure();
    Size span = sizes.sub(loc, padded, extent);
    out = sizes.add(loc,
                    ceil ? sizes.ceilDiv(loc, span, stride)
                         : sizes.floorDiv(loc, span, stride),
                    one);
    // No window begins in the padding behind the input.
    if (ceil)
      out = sizes.min(loc, out,
                      sizes.ceilDiv(loc, sizes.add(loc, in, begin), stride));
  }
  Size end = window.padEnd[d];
  if (ceil) {
    Size needed = sizes.add(
        loc, sizes.mul(loc, sizes.sub(loc, out, one), stride), extent);
    Size have = sizes.add(loc, in, window.padBegin[d]);
    end = sizes.max(loc, end, sizes.sub(loc, needed, have));
  }
  window.out.push_back(out);
  window.reach.push_back(end);
  return success();
}

FailureOr<Window> lutra::onnx::readWindow(Node &node, Tensor *x, Sizes kernel,
                                          bool ceil) {
  Legalizer &lg = node.legalizer;
  int64_t rank = x->rank() - 2;
  if (rank < 1)
    return node.refuse("its input must have spatial dimensions, got " +
                       x->str());
  bool fromWeights = !kernel.empty();
  if (fromWeights && static_cast<int64_t>(kernel.size()) != rank)
    return node.refuse("weights of " + Twine(kernel.size()) +
                       " spatial dimensions do not fit input " + x->str());
  if (!fromWeights && !node.hasAttr("kernel_shape"))
    return node.refuse("attribute 'kernel_shape' is missing");
  if (node.hasAttr("kernel_shape")) {
    FailureOr<SmallVector<int64_t>> shape =
        readPerDimension(node, "kernel_shape", rank, 1, 1);
    if (failed(shape))
      return failure();
    for (auto [d, size] : llvm::enumerate(*shape))
      if (fromWeights &&
          failed(lg.requireEqual(node, lg.sizes.constant(size), kernel[d],
                                 "attribute 'kernel_shape' and the weights' "
                                 "sizes")))
        return failure();
    kernel.clear();
    for (int64_t size : *shape)
      kernel.push_back(lg.sizes.constant(size));
  }
  Window window;
  window.kernel = kernel;
  FailureOr<SmallVector<int64_t>> strides = readPerDimension(node, "strides",
                                                             rank, 1, 1),
                                  dilations = readPerDimension(
                                      node, "dilations", rank, 1, 1),
                                  pads = readPerDimension(node, "pads",
                                                          2 * rank, 0, 0);
  FailureOr<AutoPad> autoPad = readAutoPad(node);
  if (failed(strides) || failed(dilations) || failed(pads) || failed(autoPad))
    return failure();
  window.strides = *strides;
  window.dilations = *dilations;
  if (*autoPad == AutoPad::Valid)
    pads->assign(2 * rank, 0);
  if (*autoPad == AutoPad::NotSet || *autoPad == AutoPad::Valid)
    for (int64_t d = 0; d < rank; ++d) {
      window.padBegin.push_back(lg.sizes.constant((*pads)[d]));
      window.padEnd.push_back(lg.sizes.constant((*pads)[rank + d]));
    }
  Sizes padded(x->dims.begin(), x->dims.begin() + 2);
  for (int64_t d = 0; d < rank; ++d) {
    Size in = x->dims[2 + d];
    if (failed(slide(node, window, in, *autoPad, ceil)))
      return failure();
    Location loc = node.loc();
    padded.push_back(lg.sizes.add(
        loc, lg.sizes.add(loc, in, window.padBegin[d]), window.reach[d]));
  }
  if (failed(requireRoom(node, padded)))
    return failure();
  return window;
}

LogicalResult lutra::onnx::requireRoom(Node &node, ArrayRef<Size> dims) {
  double count = 1;
  for (Size dim : dims)
    count *= static_cast<double>(
        std::max<int64_t>(1, getConstantIntValue(dim).value_or(1)));
  if (count <= static_cast<double>(int64_t(1) << 40))
    return success();
  return node.refuse("its padded input would have more than 2^40 elements");
}

Tensor *lutra::onnx::padWith(Legalizer &lg, Location loc, Tensor *x,
                             ArrayRef<Size> low, ArrayRef<Size> high,
                             Value value) {
  auto isZero = [](Size size) { return isConstantIntValue(size, 0); };
  if (llvm::all_of(low, isZero) && llvm::all_of(high, isZero))
    return x;
  Sizes dims;
  for (auto [size, before, after] : llvm::zip(x->dims, low, high))
    dims.push_back(lg.sizes.add(loc, lg.sizes.add(loc, size, before), after));
  Value around = lg.empty(loc, dims, value.getType());
  around = linalg::FillOp::create(lg.builder, loc, value, around).getResult(0);
  // Nothing cannot be put anywhere: its place may be the end.
  if (llvm::any_of(x->dims, isZero))
    return lg.make(around, x->element, dims);
  Sizes ones(x->rank(), lg.sizes.constant(1));
  Value result = tensor::InsertSliceOp::create(lg.builder, loc, lg.data(x),
                                               around, low, x->dims, ones);
  return lg.make(result, x->element, dims);
}

Tensor *lutra::onnx::padForWindow(Legalizer &lg, Location loc, Tensor *x,
                                  const Window &window, Value value) {
  Sizes low(2, lg.sizes.constant(0)), high = low;
  llvm::append_range(low, window.padBegin);
  llvm::append_range(high, window.reach);
  return padWith(lg, loc, x, low, high, value);
}

AffineExpr lutra::onnx::windowExpr(const Window &window, unsigned d,
                                   unsigned position, unsigned offset,
                                   MLIRContext *context) {
  return getAffineDimExpr(position, context) * window.strides[d] +
         getAffineDimExpr(offset, context) * window.dilations[d];
}
