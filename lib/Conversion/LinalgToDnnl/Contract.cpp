//===- Contract.cpp - products of codes of 8 bits -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// lowbit.contract of signed codes by codes of 8 bits with one scale for each
// row: oneDNN has the sums, which are exact, and generated code the scales,
// with the roundings of docs/Spec/LowbitContract.md. So results are the same
// bit by bit.
//
//===----------------------------------------------------------------------===//

#include "Convert.h"
#include "Windows.h"

#include "lutra/Analysis/WeightRows.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::dnnl;

/// Terms of signed bytes whose sum 32 bits hold.
static constexpr int64_t maxTerms = (int64_t(1) << 17) - 1;

/// The weights less their zero points as signed bytes [N, K], if they are.
static std::optional<SmallVector<uint8_t, 0>>
getSignedWeights(const WeightRows &weights) {
  SmallVector<uint8_t, 0> bytes;
  bytes.reserve(weights.getN() * weights.getK());
  SmallVector<int16_t, 0> values(weights.getK());
  for (int64_t row = 0; row < weights.getN(); ++row) {
    weights.readValues(row, values);
    for (int16_t value : values) {
      if (value < INT8_MIN || value > INT8_MAX)
        return std::nullopt;
      bytes.push_back(static_cast<uint8_t>(value));
    }
  }
  return bytes;
}

/// Whether all scales of activations are known to be 1.
static bool areOnes(Value scales) {
  auto fill = scales.getDefiningOp<linalg::FillOp>();
  return fill && matchPattern(fill.getInputs().front(), m_OneFloat());
}

static bool areOnes(const lowbit::ConstantView<float> &scales) {
  for (int64_t i = 0; i < scales.size(); ++i)
    if (scales[i] != 1)
      return false;
  return true;
}

/// sums * (scales[n] * act_scales[m]), each operation rounded.
static Value applyScales(OpBuilder &builder, lowbit::ContractOp op,
                         Value sums) {
  auto scales = lowbit::getFloatConstant(op.getScales());
  bool isScaled = !scales || !areOnes(*scales) || !areOnes(op.getActScales());
  auto rank = static_cast<unsigned>(getShape(sums).size());
  AffineMap whole = builder.getMultiDimIdentityMap(rank);
  AffineExpr zero = builder.getAffineConstantExpr(0);
  SmallVector<Value> inputs{sums};
  SmallVector<AffineMap> maps{whole};
  if (isScaled) {
    inputs.append({op.getScales(), op.getActScales()});
    SmallVector<AffineExpr> row(whole.getResults());
    row.back() = zero;
    maps.push_back(AffineMap::get(rank, 0,
                                  {builder.getAffineDimExpr(rank - 1), zero},
                                  builder.getContext()));
    maps.push_back(AffineMap::get(rank, 0, row, builder.getContext()));
  }
  maps.push_back(whole);
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  return linalg::GenericOp::create(
             builder, op.getLoc(), TypeRange{op.getInit().getType()}, inputs,
             ValueRange{op.getInit()}, maps, loops,
             [&](OpBuilder &b, Location loc, ValueRange args) {
               Value sum =
                   arith::SIToFPOp::create(b, loc, b.getF32Type(), args[0]);
               if (isScaled) {
                 Value scale = arith::MulFOp::create(b, loc, args[1], args[2]);
                 sum = arith::MulFOp::create(b, loc, sum, scale);
               }
               linalg::YieldOp::create(b, loc, sum);
             })
      .getResult(0);
}

bool lutra::dnnl::convertContract(lowbit::ContractOp op, const Machine &machine,
                                  bool always) {
  auto format = dyn_cast<lowbit::IntFormatAttr>(op.getFormat());
  if (!format || format.getBits() != 8 || !op.hasPreparedActs())
    return false;
  auto refuse = [&](const Twine &why) {
    remarkOn(op, why);
    return false;
  };
  if (op.getNumGroups() != 1 || op.hasFloatZeroPoints())
    return refuse("its weights have groups, or zero points of real numbers");
  if (op.getActsType().getRank() < 2 || op.getK() > maxTerms || op.getN() == 0)
    return refuse("its sizes do not suit a product of matrices");
  if (!machine.sumsBytes)
    return refuse("its bytes take a processor with AVX512_VNNI");
  Cost cost =
      getWorst(getCodesCosts(op.getActsType().getShape(), op.getN(), machine));
  if (!always && cost.library >= cost.generated)
    return refuse("generated code is faster for these sizes");
  std::optional<WeightRows> rows = WeightRows::get(op);
  auto bytes = rows ? getSignedWeights(*rows) : std::nullopt;
  if (!bytes)
    return refuse("its weights are no constants that less their zero points "
                  "are signed bytes");

  OpBuilder builder(op);
  Location loc = op.getLoc();
  auto type =
      RankedTensorType::get({op.getN(), op.getK()}, builder.getI8Type());
  Value weights = arith::ConstantOp::create(
      builder, loc, lowbit::getConstant(type, "signed_rows", ArrayRef(*bytes)));
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, loc, op.getActs());
  sizes.back() = builder.getIndexAttr(op.getN());
  Value init =
      tensor::EmptyOp::create(builder, loc, sizes, builder.getI32Type());
  auto made = MatmulOp::create(
      builder, loc, init.getType(), op.getActs(), weights, /*bias=*/Value(),
      /*extras=*/ValueRange(), init,
      /*transposed=*/true, /*signed_source=*/true, builder.getArrayAttr({}));
  setCost(made, cost);
  op.getResult().replaceAllUsesWith(applyScales(builder, op, made.getResult()));
  op.erase();
  return true;
}
