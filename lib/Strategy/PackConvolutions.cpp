//===- PackConvolutions.cpp - weights of convolutions of bytes ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Strategy/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

namespace lutra {
#define GEN_PASS_DEF_PACKCONVOLUTIONS
#include "lutra/Strategy/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

namespace {

/// out[n, p.., o] += zext(image[n, p * strides + k * dilations.., c]) *
/// sext(w[k.., c, o]), in loops n, p.., o, k.., c. With groups g before o of
/// `out`, before c of the image, and first of w; or with g for o and c, and no
/// channels beside it, where the convolution is depthwise.
struct Convolution {
  linalg::GenericOp op;
  Value image, weights;
  SmallVector<int64_t> kernel{}, strides{}, dilations{};
  bool isDepthwise = false, isGrouped = false;
};

} // namespace

/// yield(out + zext(image) * sext(w)), whatever comes first.
static bool multipliesBytes(linalg::GenericOp op) {
  Block &body = *op.getBody();
  Value yielded = body.getTerminator()->getOperand(0);
  auto sum = yielded.getDefiningOp<arith::AddIOp>();
  if (!sum || body.getNumArguments() != 3)
    return false;
  Value out = body.getArgument(2);
  Value other = sum.getLhs() == out ? sum.getRhs() : sum.getLhs();
  auto product = other.getDefiningOp<arith::MulIOp>();
  if (!product || (sum.getLhs() != out && sum.getRhs() != out))
    return false;
  for (auto [a, b] : {std::pair(product.getLhs(), product.getRhs()),
                      std::pair(product.getRhs(), product.getLhs())}) {
    auto image = a.getDefiningOp<arith::ExtUIOp>();
    auto weight = b.getDefiningOp<arith::ExtSIOp>();
    if (image && weight && image.getIn() == body.getArgument(0) &&
        weight.getIn() == body.getArgument(1))
      return image.getIn().getType().isInteger(8) &&
             weight.getIn().getType().isInteger(8) &&
             out.getType().isInteger(32);
  }
  return false;
}

/// The factor of loop `dim` in a sum of multiples of loops; 0 if it is not
/// there.
static int64_t getFactor(AffineExpr expr, unsigned dim) {
  if (auto loop = dyn_cast<AffineDimExpr>(expr))
    return loop.getPosition() == dim ? 1 : 0;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return 0;
  if (binary.getKind() == AffineExprKind::Add)
    return getFactor(binary.getLHS(), dim) + getFactor(binary.getRHS(), dim);
  auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS());
  return binary.getKind() == AffineExprKind::Mul && constant
             ? constant.getValue() * getFactor(binary.getLHS(), dim)
             : 0;
}

static std::optional<Convolution> match(linalg::GenericOp op) {
  if (!op.hasPureTensorSemantics() || op.getNumDpsInputs() != 2 ||
      op.getNumDpsInits() != 1 || !multipliesBytes(op))
    return std::nullopt;
  Convolution result{op, op.getDpsInputs()[0], op.getDpsInputs()[1]};
  auto fill = op.getDpsInits().front().getDefiningOp<linalg::FillOp>();
  if (!fill || !matchPattern(fill.getInputs().front(), m_Zero()) ||
      !getByteConstant(result.weights))
    return std::nullopt;

  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  MLIRContext *context = op.getContext();
  unsigned numLoops = op.getNumLoops(), numParallel = op.getNumParallelLoops();
  auto loop = [&](unsigned dim) { return getAffineDimExpr(dim, context); };
  if (numParallel < 3 || maps[0].getNumResults() < 3 ||
      maps[1].getNumResults() < 1)
    return std::nullopt;
  AffineExpr out = loop(numParallel - 1), group = loop(numParallel - 2);
  result.isDepthwise = maps[0].getResults().back() == out;
  result.isGrouped =
      numParallel > 3 && maps[1].getResult(0) == group && !result.isDepthwise;
  unsigned rank = maps[0].getNumResults() - (result.isGrouped ? 3 : 2);
  unsigned numWindow = op.getNumReductionLoops() - (result.isDepthwise ? 0 : 1);
  // Positions that are no window are multiplied by matrices.
  if (rank < 1 || (numWindow != rank && numWindow != 0) ||
      numParallel != rank + (result.isGrouped ? 3 : 2))
    return std::nullopt;
  SmallVector<AffineExpr> image = {loop(0)}, weights, outs;
  for (unsigned d = 0; d < numParallel; ++d)
    outs.push_back(loop(d));
  ArrayRef shape = cast<RankedTensorType>(result.weights.getType()).getShape();
  if (result.isGrouped) {
    weights.push_back(group);
    shape = shape.drop_front();
  }
  for (unsigned d = 0; d < rank; ++d) {
    unsigned offset = numParallel + d;
    AffineExpr expr = maps[0].getResult(1 + d);
    result.strides.push_back(getFactor(expr, 1 + d));
    result.dilations.push_back(numWindow ? getFactor(expr, offset) : 1);
    result.kernel.push_back(numWindow && d < shape.size() ? shape[d] : 1);
    AffineExpr position = loop(1 + d) * result.strides.back();
    if (numWindow) {
      position = position + loop(offset) * result.dilations.back();
      weights.push_back(loop(offset));
    }
    image.push_back(position);
    if (result.strides.back() < 1 || result.dilations.back() < 1)
      return std::nullopt;
  }
  if (result.isGrouped)
    image.push_back(group);
  if (result.isDepthwise) {
    image.push_back(out);
  } else {
    image.push_back(loop(numLoops - 1));
    weights.push_back(loop(numLoops - 1));
  }
  weights.push_back(out);
  auto isMap = [&](unsigned i, ArrayRef<AffineExpr> exprs) {
    return simplifyAffineMap(maps[i]) ==
           simplifyAffineMap(AffineMap::get(numLoops, 0, exprs, context));
  };
  if (!isMap(0, image) || !isMap(1, weights) || !isMap(2, outs))
    return std::nullopt;
  return result;
}

/// Whether all that the op reads is there: C5 of it.
static bool hasRoom(const Convolution &convolution,
                    const ConvolutionRuns &runs) {
  if (!runs.readsBeyond())
    return true;
  unsigned last = convolution.kernel.size();
  auto image = cast<RankedTensorType>(convolution.image.getType());
  auto outs = cast<RankedTensorType>(convolution.op->getResult(0).getType());
  if (image.isDynamicDim(last) || outs.isDynamicDim(last))
    return false;
  std::optional<int64_t> columns =
      runs.getColumns(outs.getDimSize(last), convolution.strides.back());
  return columns && *columns <= image.getDimSize(last);
}

/// Bytes [groups, window.., C, O] or, depthwise, [window.., C], in the order of
/// groups, blocks, runs, quads, channels.
static SmallVector<uint8_t, 0> pack(ConstantView<uint8_t> bytes,
                                    const ConvolutionRuns &runs) {
  constexpr int64_t block = ConvolutionRuns::kBlock,
                    quad = ConvolutionRuns::kQuad;
  SmallVector<uint8_t, 0> packed(runs.getBytes(), 0);
  int64_t from = 0;
  for (int64_t g = 0; g < runs.groups; ++g)
    for (int64_t run = 0; run < runs.count; ++run)
      for (int64_t i = 0; i < runs.length; ++i)
        for (int64_t o = 0; o < runs.outputs; ++o) {
          int64_t to =
              (g * runs.getBlocks() + o / block) * runs.getBlockBytes() +
              run * runs.getRunBytes();
          to += runs.isDepthwise
                    ? o % block
                    : i / quad * block * quad + o % block * quad + i % quad;
          packed[to] = bytes[from++];
        }
  return packed;
}

/// The type with the last two dimensions, which are static, as one.
static RankedTensorType joinLast(RankedTensorType type) {
  SmallVector<int64_t> shape(type.getShape());
  int64_t last = shape.pop_back_val();
  shape.back() *= last;
  return RankedTensorType::get(shape, type.getElementType());
}

static SmallVector<ReassociationIndices> getJoinOfLast(int64_t rank) {
  SmallVector<ReassociationIndices> result;
  for (int64_t d = 0; d + 1 < rank; ++d)
    result.push_back({d});
  result.back().push_back(rank - 1);
  return result;
}

namespace {

struct PackConvolutions : lutra::impl::PackConvolutionsBase<PackConvolutions> {
  void runOnOperation() override {
    SmallVector<Convolution> convolutions;
    getOperation().walk([&](linalg::GenericOp op) {
      if (std::optional<Convolution> convolution = match(op))
        convolutions.push_back(*convolution);
    });
    ResourceUses uses(getOperation());
    for (const Convolution &convolution : convolutions)
      replace(convolution, uses);
  }

private:
  void replace(const Convolution &convolution, ResourceUses &uses) {
    linalg::GenericOp op = convolution.op;
    auto image = cast<RankedTensorType>(convolution.image.getType());
    auto result = cast<RankedTensorType>(op.getResult(0).getType());
    unsigned numChannels = convolution.isGrouped ? 2 : 1;
    for (RankedTensorType type : {image, result})
      if (llvm::any_of(type.getShape().take_back(numChannels),
                       ShapedType::isDynamic))
        return;
    int64_t groups = 1;
    RankedTensorType stored = result;
    if (convolution.isGrouped) {
      groups = result.getShape().drop_back().back();
      image = joinLast(image);
      stored = joinLast(result);
    } else if (convolution.isDepthwise) {
      groups = result.getShape().back();
    }
    ConvolutionRuns runs(convolution.kernel, convolution.dilations,
                         image.getShape().back(), stored.getShape().back(),
                         groups);
    if (!hasRoom(convolution, runs))
      return;

    OpBuilder b(op);
    Location loc = op.getLoc();
    SmallVector<uint8_t, 0> packed =
        pack(*getByteConstant(convolution.weights), runs);
    auto type = RankedTensorType::get({int64_t(packed.size())}, b.getI8Type());
    std::string name =
        (getResourceName(convolution.weights).value_or("weight") + "_packed")
            .str();
    Value weights = arith::ConstantOp::create(
        b, loc, getConstant(type, name, ArrayRef<uint8_t>(packed)));
    auto fill = op.getDpsInits().front().getDefiningOp<linalg::FillOp>();
    Value input = convolution.image, init = fill.getOutputs().front();
    auto join = getJoinOfLast(result.getRank());
    SmallVector<OpFoldResult> sizes;
    if (convolution.isGrouped) {
      sizes = tensor::getMixedSizes(b, loc, init);
      input = tensor::CollapseShapeOp::create(b, loc, image, input, join);
      init = tensor::CollapseShapeOp::create(b, loc, stored, init, join);
    }
    Value value = PackedConvolveOp::create(
                      b, loc, TypeRange(stored), input, weights,
                      /*extras=*/ValueRange(), init, convolution.kernel,
                      convolution.strides, convolution.dilations, groups)
                      .getResult(0);
    if (convolution.isGrouped)
      value = tensor::ExpandShapeOp::create(b, loc, result, value, join, sizes);
    op.getResult(0).replaceAllUsesWith(value);
    Operation *constant = convolution.weights.getDefiningOp();
    op.erase();
    uses.eraseIfUnused(constant);
  }
};

} // namespace
