//===- TernaryCodes.cpp - ternary weights in wider codes ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contracts.h"
#include "lutra/Analysis/AccumulatorRange.h"
#include "lutra/Analysis/WeightRows.h"
#include "lutra/Raise/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

#include <cmath>

namespace lutra {
#define GEN_PASS_DEF_RAISETERNARYCODES
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

namespace {

/// Weights whose values in a group are -a, 0 and a for one a each.
struct TernaryWeights {
  /// The a of each row and group; 1 where all values are 0.
  SmallVector<int16_t, 0> magnitudes;
  /// Whether each code already is its value + 1.
  bool codesAreTernary = true;
};

/// What the new codes of an op depend on: ops that share it share them.
using CodesKey = std::tuple<Value, Value, Value, Attribute, int64_t>;

} // namespace

/// The one magnitude that values have but for 0; 0 if all are 0, nothing if
/// there are several. Two loops that become vectors.
static std::optional<int16_t> findMagnitude(ArrayRef<int16_t> values) {
  int most = 0;
  for (int16_t value : values)
    most = std::max(most, std::abs(int(value)));
  bool isOne = true;
  for (int16_t value : values)
    isOne &= value == 0 || value == most || value == -most;
  return isOne ? std::optional<int16_t>(most) : std::nullopt;
}

/// Notes the magnitudes of a row's groups; false if a group has several.
static bool findMagnitudes(const WeightRows &weights, ArrayRef<int16_t> values,
                           MutableArrayRef<int16_t> magnitudes) {
  if (int64_t size = weights.getGroupSize()) {
    for (int64_t group = 0, e = magnitudes.size(); group < e; ++group) {
      std::optional<int16_t> magnitude =
          findMagnitude(values.slice(group * size).take_front(size));
      if (!magnitude)
        return false;
      magnitudes[group] = *magnitude;
    }
    return true;
  }
  for (auto [column, value] : llvm::enumerate(values)) {
    int16_t magnitude = std::abs(value);
    int16_t &known = magnitudes[weights.getGroup(column)];
    if (magnitude != 0 && known != 0 && known != magnitude)
      return false;
    known = std::max(known, magnitude);
  }
  return true;
}

/// Reads only as much as it takes to know that weights are not ternary.
static std::optional<TernaryWeights> matchTernary(const WeightRows &weights) {
  int64_t n = weights.getN(), k = weights.getK(),
          groups = weights.getNumGroups();
  TernaryWeights result;
  result.magnitudes.assign(n * groups, 0);
  SmallVector<uint8_t, 0> codes(k);
  SmallVector<int16_t, 0> values(k);
  for (int64_t row = 0; row < n; ++row) {
    weights.readCodes(row, codes);
    weights.getValues(row, codes, values);
    if (!findMagnitudes(
            weights, values,
            MutableArrayRef(result.magnitudes).slice(row * groups, groups)))
      return std::nullopt;
    bool areTernary = true;
    for (int64_t column = 0; column < k; ++column)
      areTernary &= codes[column] == values[column] + 1;
    result.codesAreTernary &= areTernary;
  }
  if (llvm::all_of(result.magnitudes, [](int16_t a) { return a == 0; }))
    return std::nullopt;
  for (int16_t &magnitude : result.magnitudes)
    magnitude = std::max<int16_t>(magnitude, 1);
  result.codesAreTernary &= llvm::all_of(
      result.magnitudes, [](int16_t magnitude) { return magnitude == 1; });
  return result;
}

/// Whether the result is a sum of integers that f32 holds: all scales are 1.
static bool isExactSum(ContractOp op, ConstantView<float> scales) {
  if (!op.hasPreparedActs() || op.getNumGroups() != 1)
    return false;
  Value actScales = op.getActScales();
  if (auto fill = actScales.getDefiningOp<linalg::FillOp>())
    actScales = fill.getInputs().front();
  if (!matchPattern(actScales, m_OneFloat()))
    return false;
  for (int64_t i = 0; i < scales.size(); ++i)
    if (scales[i] != 1)
      return false;
  std::optional<AccumulatorRange> range = computeAccumulatorRange(op);
  return range && range->row.getMagnitude() <= uint64_t(1) << 24;
}

/// Scales times magnitudes. Nothing where that would change results: a
/// product with a power of two is exact wherever it happens, others where sums
/// are, or where the weight is multiplied by its scale at once.
static std::optional<SmallVector<float, 0>>
scaleBy(ContractOp op, ArrayRef<int16_t> magnitudes) {
  auto scales = getFloatConstant(op.getScales());
  if (!scales)
    return std::nullopt;
  bool onlyPowers = isIntegerDecided(op) && !isExactSum(op, *scales);
  SmallVector<float, 0> result;
  result.reserve(magnitudes.size());
  for (auto [i, magnitude] : llvm::enumerate(magnitudes)) {
    if (onlyPowers && !llvm::isPowerOf2_32(magnitude))
      return std::nullopt;
    float scale = (*scales)[i];
    result.push_back(scale * float(magnitude));
    if (std::isfinite(scale) && !std::isfinite(result.back()))
      return std::nullopt;
  }
  return result;
}

/// Codes value + 1 in two bits each, rows padded to bytes.
static Value createCodes(ContractOp op, const WeightRows &weights) {
  int64_t n = weights.getN(), k = weights.getK(),
          bytes = llvm::divideCeil(k, 4);
  SmallVector<uint8_t, 0> packed(n * bytes, 0);
  SmallVector<int16_t, 0> values(k);
  // What fills the last byte stays 0.
  SmallVector<uint8_t, 0> codes(bytes * 4, 0);
  for (int64_t row = 0; row < n; ++row) {
    weights.readValues(row, values);
    for (int64_t column = 0; column < k; ++column)
      codes[column] = 1 + (values[column] > 0) - (values[column] < 0);
    for (int64_t i = 0; i < bytes; ++i)
      packed[row * bytes + i] = codes[4 * i] | codes[4 * i + 1] << 2 |
                                codes[4 * i + 2] << 4 | codes[4 * i + 3] << 6;
  }
  Value old = op.getCodes();
  auto unpack = old.getDefiningOp<UnpackOp>();
  std::string name =
      (getResourceName(unpack ? unpack.getPacked() : old).value_or("weights") +
       "_ternary")
          .str();
  OpBuilder b(op.getContext());
  b.setInsertionPointAfterValue(old);
  auto type = RankedTensorType::get({n, 1, bytes}, b.getI8Type());
  Value constant = arith::ConstantOp::create(
      b, old.getLoc(), getConstant(type, name, ArrayRef<uint8_t>(packed)));
  return UnpackOp::create(b, old.getLoc(), old.getType(), constant,
                          TernaryFormatAttr::get(b.getContext()),
                          /*block_size=*/k);
}

namespace {

struct RaiseTernaryCodes
    : lutra::impl::RaiseTernaryCodesBase<RaiseTernaryCodes> {
  void runOnOperation() override {
    SmallVector<ContractOp> ops;
    getOperation().walk([&](ContractOp op) {
      // A bit for each code is less than what ternary codes take.
      auto format = dyn_cast<IntFormatAttr>(op.getFormat());
      if (format && format.getBits() > 1 && !op.hasFloatZeroPoints())
        ops.push_back(op);
    });
    ResourceUses resources(getOperation());
    DenseMap<CodesKey, Value> codes;
    for (ContractOp op : ops)
      rewrite(op, codes, resources);
  }

private:
  static void rewrite(ContractOp op, DenseMap<CodesKey, Value> &codes,
                      ResourceUses &resources) {
    std::optional<WeightRows> weights = WeightRows::get(op);
    if (!weights)
      return;
    std::optional<TernaryWeights> ternary = matchTernary(*weights);
    if (!ternary)
      return;
    if (llvm::any_of(ternary->magnitudes, [](int16_t a) { return a != 1; })) {
      auto scales = scaleBy(op, ternary->magnitudes);
      if (!scales)
        return;
      replaceConstant(op.getScalesMutable(),
                      createRows(op, "scales", ArrayRef<float>(*scales)),
                      resources);
    }
    if (!ternary->codesAreTernary) {
      CodesKey key(op.getCodes(), op.getZeroPoints(), op.getGIdx(),
                   op.getFormat(), op.getGroupSize());
      Value &known = codes[key];
      if (!known)
        known = createCodes(op, *weights);
      replaceConstant(op.getCodesMutable(), known, resources);
    }
    if (Value zeroPoints = op.getZeroPoints()) {
      op.getZeroPointsMutable().clear();
      eraseIfUnused(zeroPoints, resources);
    }
    op.setFormatAttr(TernaryFormatAttr::get(op.getContext()));
    foldBlockScales(op, resources);
  }
};

} // namespace
