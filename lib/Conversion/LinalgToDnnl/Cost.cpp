//===- Cost.cpp - oneDNN or generated code --------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rates are measured on one core of a Zen 4 (docs/Performance.md). A choice
// needs ratios only, and those are much the same wherever both sides have the
// same vectors.
//
//===----------------------------------------------------------------------===//

#include "Cost.h"

using namespace mlir;
using namespace lutra::dnnl;

/// What a call costs before it computes anything.
static constexpr double kCallNs = 800;
/// Multiply-adds in a nanosecond at the limit of the arithmetic.
static constexpr double kPeakMacs = 57;

static double getCount(Value value, unsigned from) {
  double count = 1;
  for (int64_t size :
       cast<RankedTensorType>(value.getType()).getShape().drop_front(from))
    count *= static_cast<double>(size);
  return count;
}

static double getProduct(ArrayRef<int64_t> numbers) {
  double product = 1;
  for (int64_t number : numbers)
    product *= static_cast<double>(number);
  return product;
}

Cost lutra::dnnl::getCost(const ConvolutionMatch &match) {
  double outputs = getCount(match.result, 1);
  double terms =
      getProduct(match.window) * static_cast<double>(match.channelsPerGroup);
  double macs = outputs * terms;
  int64_t perGroup = match.channels / match.groups;
  bool depthwise = perGroup == 1 && match.channelsPerGroup == 1;
  bool strided = llvm::any_of(match.strides, [](int64_t s) { return s > 1; });

  // oneDNN has channels in its lanes, so few of them leave lanes empty.
  double lanes = depthwise ? static_cast<double>(match.groups)
                           : static_cast<double>(perGroup);
  double filled = std::min(1.0, lanes / 16);
  double rate = depthwise ? 30 : kPeakMacs * (terms < 16 ? 0.4 : 1);
  Cost cost;
  cost.library = kCallNs + macs / (rate * filled);
  if (!depthwise && match.groups > 1 && perGroup < 8)
    cost.library = kCallNs + macs / 2; // a loop over groups
  // Generated code has positions in its lanes, and pads in a pass of its own.
  bool pointwise =
      llvm::all_of(match.window, [](int64_t size) { return size == 1; });
  double generated = pointwise ? 48 : strided ? 30 : 43;
  if (depthwise || perGroup < 16)
    generated = strided ? 3.5 : 13;
  cost.generated = macs / generated;
  return cost;
}

Cost lutra::dnnl::getPoolingCost(const WindowMatch &match) {
  double reads = getCount(match.result, 1) * getProduct(match.window);
  return {kCallNs + reads / 26, reads / 3};
}

SmallVector<Cost> lutra::dnnl::getCosts(const MatmulMatch &match) {
  auto weights = cast<RankedTensorType>(match.weights.getType());
  double size = static_cast<double>(weights.getNumElements());
  int64_t columns = weights.getDimSize(match.transposed ? 0 : 1);
  // One row reads weights once; down columns, with strides, it reads slowly.
  double filled = std::min(1.0, static_cast<double>(columns) / 32);
  auto forRows = [&](double rows) {
    bool many = rows >= 16;
    double library = many ? kPeakMacs * filled : 22;
    double generated = many ? 50 : match.transposed ? 23 : 2;
    return Cost{kCallNs + rows * size / library, rows * size / generated};
  };
  double rows = 1;
  for (int64_t count :
       cast<RankedTensorType>(match.result.getType()).getShape().drop_back()) {
    if (ShapedType::isDynamic(count))
      return {forRows(1), forRows(64)};
    rows *= static_cast<double>(count);
  }
  return {forRows(std::max(rows, 1.0))};
}

double lutra::dnnl::getReorderCost(Value image) {
  // Few channels do not fill the vectors of what transposes them.
  int64_t channels = cast<RankedTensorType>(image.getType()).getDimSize(1);
  return getCount(image, 1) * (channels < 8 ? 1.3 : 0.125);
}
