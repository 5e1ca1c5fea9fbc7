//===- TernaryMatmul.cpp - ternary weights in float matmuls ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Raise/Passes.h"
#include "lutra/Support/Remarks.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"

namespace lutra {
#define GEN_PASS_DEF_RAISETERNARYMATMUL
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

namespace {

/// y[..., n] = sum over k of acts[..., k] * weight[k, n] (or [n, k]), from
/// zero.
struct Matmul {
  linalg::LinalgOp op;
  Value acts, weight;
  /// The weight is [N, K] and not [K, N].
  bool transposed;
};

/// A weight that holds {-s, 0, s} only.
struct TernaryWeight {
  float scale;
  /// [N, K] of i8.
  Value codes;
};

} // namespace

/// acc + a * w, fused or not, and nothing else.
static bool isMultiplyAdd(Block &body) {
  Value a = body.getArgument(0), w = body.getArgument(1),
        acc = body.getArgument(2);
  auto factors = [&](Value x, Value y) {
    return (x == a && y == w) || (x == w && y == a);
  };
  Value result = body.getTerminator()->getOperand(0);
  if (auto fma = result.getDefiningOp<math::FmaOp>())
    return fma.getC() == acc && factors(fma.getA(), fma.getB());
  auto add = result.getDefiningOp<arith::AddFOp>();
  if (!add)
    return false;
  Value product = add.getLhs() == acc   ? add.getRhs()
                  : add.getRhs() == acc ? add.getLhs()
                                        : Value();
  auto mul = product ? product.getDefiningOp<arith::MulFOp>() : nullptr;
  return mul && factors(mul.getLhs(), mul.getRhs());
}

static bool isZero(Value tensor) {
  if (auto fill = tensor.getDefiningOp<linalg::FillOp>())
    return matchPattern(fill.getInputs().front(), m_AnyZeroFloat());
  return matchPattern(tensor, m_AnyZeroFloat());
}

static std::optional<Matmul> matchMatmul(linalg::LinalgOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      !op.hasPureTensorSemantics())
    return std::nullopt;
  Value acts = op.getDpsInputs()[0], weight = op.getDpsInputs()[1];
  for (Value operand : op->getOperands())
    if (!getElementTypeOrSelf(operand.getType()).isF32())
      return std::nullopt;

  // Loops are those of the result, n last, then k.
  unsigned loops = op.getNumLoops(), n = loops - 2, k = loops - 1;
  if (loops < 2 || op.getNumReductionLoops() != 1 ||
      op.getIteratorTypesArray()[k] != utils::IteratorType::reduction)
    return std::nullopt;
  MLIRContext *context = op.getContext();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  auto dims = [&](ArrayRef<unsigned> positions) {
    return AffineMap::getMultiDimMapWithTargets(loops, positions, context);
  };
  auto rows = llvm::to_vector(llvm::seq(0u, n));
  SmallVector<unsigned> actDims(rows), resultDims(rows);
  actDims.push_back(k);
  resultDims.push_back(n);
  bool transposed = maps[1] == dims({n, k});
  if (maps[0] != dims(actDims) || maps[2] != dims(resultDims) ||
      (!transposed && maps[1] != dims({k, n})) ||
      !isMultiplyAdd(*op.getBlock()) || !isZero(op.getDpsInits()[0]))
    return std::nullopt;
  return Matmul{op, acts, weight, transposed};
}

/// The one magnitude that `weight` has beside zero; nothing for other weights,
/// after reading only as much as it takes to know.
static std::optional<float> getTernaryScale(ConstantView<float> weight) {
  float scale = 0;
  for (int64_t i = 0; i < weight.size(); ++i) {
    float magnitude = std::abs(weight[i]);
    if (magnitude == 0 || magnitude == scale)
      continue;
    if (scale != 0 || !std::isfinite(magnitude))
      return std::nullopt;
    scale = magnitude;
  }
  if (scale == 0)
    return std::nullopt;
  return scale;
}

/// Codes [N, K] as a constant beside the weight.
static Value createCodes(Value weight, ConstantView<float> values,
                         bool transposed) {
  auto type = cast<RankedTensorType>(weight.getType());
  int64_t n = type.getDimSize(transposed ? 0 : 1);
  int64_t k = type.getDimSize(transposed ? 1 : 0);
  SmallVector<uint8_t, 0> codes(n * k);
  for (int64_t row = 0; row < type.getDimSize(0); ++row)
    for (int64_t column = 0; column < type.getDimSize(1); ++column) {
      float value = values[row * type.getDimSize(1) + column];
      int64_t at = transposed ? row * k + column : column * k + row;
      codes[at] = value > 0 ? 2 : value < 0 ? 0 : 1;
    }
  OpBuilder b(weight.getContext());
  b.setInsertionPointAfterValue(weight);
  std::string name =
      (getResourceName(weight).value_or("weights") + "_ternary").str();
  return arith::ConstantOp::create(
      b, weight.getLoc(),
      getConstant(RankedTensorType::get({n, k}, b.getI8Type()), name, codes));
}

static void rewrite(const Matmul &matmul, const TernaryWeight &weight) {
  linalg::LinalgOp op = matmul.op;
  OpBuilder b(op);
  auto codes = cast<RankedTensorType>(weight.codes.getType());
  int64_t n = codes.getDimSize(0), k = codes.getDimSize(1);

  Value acts = matmul.acts;
  auto actsType = cast<RankedTensorType>(acts.getType());
  if (actsType.getShape().back() != k) {
    SmallVector<int64_t> shape(actsType.getShape());
    shape.back() = k;
    acts = tensor::CastOp::create(b, op.getLoc(), actsType.clone(shape), acts);
  }
  auto scalesType = RankedTensorType::get({n, 1}, b.getF32Type());
  Value scales = arith::ConstantOp::create(
      b, op.getLoc(), DenseElementsAttr::get(scalesType, weight.scale));
  // The contents of the destination are not read, only zeros were.
  Value init = op.getDpsInits()[0];
  if (auto fill = init.getDefiningOp<linalg::FillOp>())
    init = fill.getOutputs().front();
  else
    init = tensor::EmptyOp::create(
        b, op.getLoc(), cast<RankedTensorType>(init.getType()).getShape(),
        b.getF32Type());
  auto initType = cast<RankedTensorType>(init.getType());
  if (initType.getShape().back() != n) {
    SmallVector<int64_t> shape(initType.getShape());
    shape.back() = n;
    init = tensor::CastOp::create(b, op.getLoc(), initType.clone(shape), init);
  }
  Value result = ContractOp::create(
      b, op.getLoc(), init.getType(), acts, /*act_scales=*/Value(),
      weight.codes, scales, /*zero_points=*/Value(), /*g_idx=*/Value(), init,
      TernaryFormatAttr::get(b.getContext()), ActivationKind::Auto,
      /*group_size=*/0, /*int8_permitted=*/false);
  if (result.getType() != op->getResult(0).getType())
    result = tensor::CastOp::create(b, op.getLoc(), op->getResult(0).getType(),
                                    result);
  op->getResult(0).replaceAllUsesWith(result);
  lutra::remarkPassed(op.getLoc(), "raise", "RaiseTernaryMatmul",
                      "the weight has no other values than {{-s, 0, s}: a "
                      "low-bit product");
  op->erase();
}

namespace {

struct RaiseTernaryMatmul
    : lutra::impl::RaiseTernaryMatmulBase<RaiseTernaryMatmul> {
  void runOnOperation() override {
    SmallVector<Matmul> matmuls;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (std::optional<Matmul> matmul = matchMatmul(op))
        matmuls.push_back(*matmul);
    });
    ResourceUses resources(getOperation());
    // A weight that several matmuls read is looked at once.
    llvm::MapVector<std::pair<Value, unsigned>, std::optional<TernaryWeight>>
        weights;
    for (const Matmul &matmul : matmuls) {
      auto [it, added] =
          weights.insert({{matmul.weight, matmul.transposed}, std::nullopt});
      if (added)
        it->second = readWeight(matmul);
      if (it->second)
        rewrite(matmul, *it->second);
    }
    llvm::SmallPtrSet<Operation *, 16> seen;
    for (auto &[key, weight] : weights)
      if (weight && seen.insert(key.first.getDefiningOp()).second)
        resources.eraseIfUnused(key.first.getDefiningOp());
  }

private:
  static std::optional<TernaryWeight> readWeight(const Matmul &matmul) {
    std::optional<ConstantView<float>> values = getFloatConstant(matmul.weight);
    if (!values)
      return std::nullopt;
    std::optional<float> scale = getTernaryScale(*values);
    if (!scale)
      return std::nullopt;
    return TernaryWeight{
        *scale, createCodes(matmul.weight, *values, matmul.transposed)};
  }
};

} // namespace
