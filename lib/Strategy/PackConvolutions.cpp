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
/// sext(w[k.., c, o]), in loops n, p.., o, k.., c.
struct Convolution {
  linalg::GenericOp op;
  Value image, weights;
  SmallVector<int64_t> kernel, strides, dilations;
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
  Convolution result{op, op.getDpsInputs()[0], op.getDpsInputs()[1], {}, {},
                     {}};
  auto fill = op.getDpsInits().front().getDefiningOp<linalg::FillOp>();
  if (!fill || !matchPattern(fill.getInputs().front(), m_Zero()) ||
      !getByteConstant(result.weights))
    return std::nullopt;

  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  MLIRContext *context = op.getContext();
  unsigned numLoops = op.getNumLoops(), rank = maps[0].getNumResults() - 2;
  unsigned numWindow = maps[1].getNumResults() - 2;
  auto loop = [&](unsigned dim) { return getAffineDimExpr(dim, context); };
  // Positions that are no window are multiplied by matrices.
  if (rank < 1 || (numWindow != rank && numWindow != 0) ||
      numLoops != rank + numWindow + 3 || op.getNumParallelLoops() != rank + 2)
    return std::nullopt;
  unsigned out = rank + 1, first = rank + 2, channel = numLoops - 1;
  SmallVector<AffineExpr> image = {loop(0)}, weights, outs;
  for (unsigned d = 0; d <= out; ++d)
    outs.push_back(loop(d));
  auto shape = cast<RankedTensorType>(result.weights.getType()).getShape();
  for (unsigned d = 0; d < rank; ++d) {
    AffineExpr expr = maps[0].getResult(1 + d);
    result.strides.push_back(getFactor(expr, 1 + d));
    result.dilations.push_back(numWindow ? getFactor(expr, first + d) : 1);
    result.kernel.push_back(numWindow ? shape[d] : 1);
    AffineExpr position = loop(1 + d) * result.strides.back();
    if (numWindow) {
      position = position + loop(first + d) * result.dilations.back();
      weights.push_back(loop(first + d));
    }
    image.push_back(position);
    if (result.strides.back() < 1 || result.dilations.back() < 1)
      return std::nullopt;
  }
  image.push_back(loop(channel));
  weights.append({loop(channel), loop(out)});
  auto isMap = [&](unsigned i, ArrayRef<AffineExpr> exprs) {
    return simplifyAffineMap(maps[i]) ==
           simplifyAffineMap(AffineMap::get(numLoops, 0, exprs, context));
  };
  if (!isMap(0, image) || !isMap(1, weights) || !isMap(2, outs))
    return std::nullopt;
  return result;
}

/// Whether whole quads may be read: C5 of the op.
static bool hasRoom(const Convolution &convolution,
                    const ConvolutionRuns &runs) {
  if (runs.getExcess() == 0)
    return true;
  auto image = cast<RankedTensorType>(convolution.image.getType());
  auto outs = cast<RankedTensorType>(convolution.op->getResult(0).getType());
  unsigned last = image.getRank() - 2;
  if (!runs.joinsLast || image.isDynamicDim(last) || outs.isDynamicDim(last))
    return false;
  int64_t channels = image.getShape().back();
  int64_t begin =
      (outs.getDimSize(last) - 1) * convolution.strides.back() * channels;
  return begin + runs.getQuads() * ConvolutionRuns::kQuad <=
         image.getDimSize(last) * channels;
}

/// Bytes [window.., C, O] in the order of blocks, runs, quads, channels.
static SmallVector<uint8_t, 0> pack(ConstantView<uint8_t> bytes,
                                    const ConvolutionRuns &runs,
                                    int64_t outputs) {
  constexpr int64_t block = ConvolutionRuns::kBlock,
                    quad = ConvolutionRuns::kQuad;
  SmallVector<uint8_t, 0> packed(runs.getBytes(outputs), 0);
  for (int64_t run = 0; run < runs.count; ++run)
    for (int64_t i = 0; i < runs.length; ++i)
      for (int64_t o = 0; o < outputs; ++o) {
        int64_t step = run * runs.getQuads() + i / quad;
        packed[o / block * runs.getBlockBytes() + step * block * quad +
               o % block * quad + i % quad] =
            bytes[(run * runs.length + i) * outputs + o];
      }
  return packed;
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
    int64_t channels = image.getShape().back(),
            outputs = result.getShape().back();
    if (ShapedType::isDynamic(channels) || ShapedType::isDynamic(outputs))
      return;
    ConvolutionRuns runs(convolution.kernel, convolution.dilations, channels);
    if (!hasRoom(convolution, runs))
      return;
    OpBuilder b(op);
    SmallVector<uint8_t, 0> packed =
        pack(*getByteConstant(convolution.weights), runs, outputs);
    auto type = RankedTensorType::get({int64_t(packed.size())}, b.getI8Type());
    std::string name =
        (getResourceName(convolution.weights).value_or("weight") + "_packed")
            .str();
    Value weights = arith::ConstantOp::create(
        b, op.getLoc(), getConstant(type, name, ArrayRef<uint8_t>(packed)));
    auto fill = op.getDpsInits().front().getDefiningOp<linalg::FillOp>();
    auto packedOp = PackedConvolveOp::create(
        b, op.getLoc(), TypeRange(result), convolution.image, weights,
        /*extras=*/ValueRange(), fill.getOutputs().front(), convolution.kernel,
        convolution.strides, convolution.dilations);
    op.getResult(0).replaceAllUsesWith(packedOp.getResult(0));
    Operation *constant = convolution.weights.getDefiningOp();
    op.erase();
    uses.eraseIfUnused(constant);
  }
};

} // namespace
