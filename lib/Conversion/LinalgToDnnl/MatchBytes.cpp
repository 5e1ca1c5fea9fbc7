//===- MatchBytes.cpp - convolutions of bytes -----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// convert-onnx-to-core gives them images with channels last, and weights in the
// order of loops: [window.., c, o], [g, window.., c, o] or, where a group is a
// channel, [window.., g].
//
//===----------------------------------------------------------------------===//

#include "Windows.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra::dnnl;

namespace {
/// The maps of one, from both ends to the positions between.
struct ByteMaps {
  explicit ByteMaps(linalg::GenericOp op)
      : op(op), maps(op.getIndexingMapsArray()), x(maps[0].getResults()),
        w(maps[1].getResults()), y(maps[2].getResults()) {}

  bool read(ConvolutionMatch &match);

  bool hasDimOfGroups = false;

private:
  int64_t getExtent(AffineExpr dim) {
    return op.getStaticLoopRanges()[cast<AffineDimExpr>(dim).getPosition()];
  }
  /// Takes the last expression off both lists, if it is one loop.
  bool takeLast(ArrayRef<AffineExpr> &a, ArrayRef<AffineExpr> &b,
                int64_t &extent);

  linalg::GenericOp op;
  SmallVector<AffineMap> maps;
  ArrayRef<AffineExpr> x, w, y;
};
} // namespace

bool ByteMaps::takeLast(ArrayRef<AffineExpr> &a, ArrayRef<AffineExpr> &b,
                        int64_t &extent) {
  if (a.empty() || b.empty() || a.back() != b.back() ||
      !isa<AffineDimExpr>(a.back()))
    return false;
  extent = getExtent(a.back());
  a = a.drop_back();
  b = b.drop_back();
  return true;
}

bool ByteMaps::read(ConvolutionMatch &match) {
  int64_t outputs = 1;
  match.channelsPerGroup = 1;
  if (x.size() < 3 || y.size() < 3 || w.size() < 2)
    return false;
  if (x.back() == y.back()) {
    if (!takeLast(x, w, match.groups))
      return false;
    y = y.drop_back();
  } else {
    if (!takeLast(y, w, outputs) || !takeLast(x, w, match.channelsPerGroup))
      return false;
    hasDimOfGroups = !w.empty() && x.back() == w.front();
    if (hasDimOfGroups) {
      w = w.drop_front();
      if (!takeLast(x, y, match.groups))
        return false;
    }
  }
  match.channels = match.groups * outputs;
  // What is left are the batch and positions.
  if (x.size() != y.size() || x.size() != w.size() + 1 || w.empty() ||
      x.front() != y.front() || !isa<AffineDimExpr>(x.front()))
    return false;
  for (auto [source, result, offset] :
       llvm::zip_equal(x.drop_front(), y.drop_front(), w)) {
    std::optional<WindowStep> step = getStep(source, result, offset);
    if (!step)
      return false;
    match.window.push_back(getExtent(offset));
    match.strides.push_back(step->stride);
    match.dilations.push_back(step->dilation);
  }
  return match.channels > 0 && match.channelsPerGroup > 0 &&
         llvm::all_of(match.window, [](int64_t size) { return size > 0; });
}

/// The reshape of the last two dimensions from or into one.
static bool splitsLast(ArrayRef<ReassociationIndices> groups) {
  return groups.back().size() == 2 &&
         llvm::all_of(groups.drop_back(),
                      [](const auto &group) { return group.size() == 1; });
}

FailureOr<ConvolutionMatch>
lutra::dnnl::matchByteConvolution(linalg::GenericOp op, Refusal &why) {
  ConvolutionMatch match;
  ByteMaps maps(op);
  match.channelsLast = true;
  if (!maps.read(match) || failed(readOperands(op, match, why)))
    return failure();
  auto refuse = [&](const Twine &reason) {
    why = reason.str();
    return failure();
  };
  if (match.window.size() > 3)
    return refuse("it has more than three spatial dimensions");
  if (maps.hasDimOfGroups) {
    auto expand = match.source.getDefiningOp<tensor::ExpandShapeOp>();
    auto collapse =
        match.result.hasOneUse()
            ? dyn_cast<tensor::CollapseShapeOp>(*match.result.user_begin())
            : tensor::CollapseShapeOp();
    if (!expand || !splitsLast(expand.getReassociationIndices()) || !collapse ||
        !splitsLast(collapse.getReassociationIndices()))
      return refuse("its groups are dimensions of their own");
    match.source = expand.getSrc();
    match.result = collapse.getResult();
  }
  skipPadding(match, isFilledWithZeros);
  if (!hasKnownImages(match.source) || !hasKnownImages(match.result))
    return refuse("the size of its images is not known");
  // Room for whole quads is not for oneDNN.
  for (size_t d = 0; d < match.window.size(); ++d) {
    int64_t seen = (getShape(match.result)[d + 1] - 1) * match.strides[d] +
                   (match.window[d] - 1) * match.dilations[d] + 1;
    if (match.pads[d] + getShape(match.source)[d + 1] >=
        seen + match.strides[d])
      return refuse("its images have more around them than it reads");
  }
  return match;
}
