//===- FoldBlockScales.cpp - one scale where all are equal ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Raise/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"

namespace lutra {
#define GEN_PASS_DEF_RAISEFOLDBLOCKSCALES
#include "lutra/Raise/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra::lowbit;

template <typename T>
static Value createConstant(ContractOp op, StringRef name, int64_t columns,
                            ArrayRef<T> elements) {
  OpBuilder b(op);
  Type element =
      std::is_same_v<T, float> ? Type(b.getF32Type()) : Type(b.getI8Type());
  auto type = RankedTensorType::get({op.getN(), columns}, element);
  return arith::ConstantOp::create(b, op.getLoc(),
                                   getConstant(type, name, elements));
}

/// The first column of a [rows, columns] matrix whose rows are each made of
/// equal elements, or nothing.
template <typename Elements, typename T>
static bool getEqualColumns(const Elements &elements, int64_t rows,
                            int64_t columns, SmallVectorImpl<T> &first) {
  for (int64_t row = 0; row < rows; ++row) {
    first.push_back(elements[row * columns]);
    for (int64_t column = 1; column < columns; ++column)
      if (elements[row * columns + column] != first.back())
        return false;
  }
  return true;
}

/// Real zero points that are codes of the format, as such.
static std::optional<SmallVector<uint8_t, 0>>
getIntegers(ConstantView<float> values, unsigned numCodes) {
  SmallVector<uint8_t, 0> codes;
  for (int64_t i = 0; i < values.size(); ++i) {
    float value = values[i];
    if (!(value >= 0 && value < numCodes) || value != std::floor(value))
      return std::nullopt;
    codes.push_back(static_cast<uint8_t>(value));
  }
  return codes;
}

/// Integer zero points in the smallest form there is. Returns them if they
/// are known and still an operand.
static std::optional<SmallVector<uint8_t, 0>>
simplifyZeroPoints(ContractOp op) {
  auto format = dyn_cast<IntFormatAttr>(op.getFormat());
  if (!op.getZeroPoints() || !format)
    return std::nullopt;
  std::optional<SmallVector<uint8_t, 0>> codes;
  if (!op.hasFloatZeroPoints())
    codes = getCodes(op.getZeroPoints());
  else if (auto values = getFloatConstant(op.getZeroPoints()))
    codes = getIntegers(*values, format.getNumCodes());
  if (!codes)
    return std::nullopt;
  if (llvm::all_equal(*codes) && codes->front() < format.getNumCodes()) {
    op.getZeroPointsMutable().clear();
    op.setFormatAttr(
        IntFormatAttr::get(op.getContext(), format.getBits(), codes->front()));
    return std::nullopt;
  }
  if (op.hasFloatZeroPoints())
    op.getZeroPointsMutable().assign(
        createConstant<uint8_t>(op, "zero_points", op.getNumGroups(), *codes));
  return codes;
}

static void fold(ContractOp op) {
  std::optional<SmallVector<uint8_t, 0>> codes = simplifyZeroPoints(op);
  int64_t rows = op.getN(), columns = op.getNumGroups();
  if (columns == 1)
    return;
  std::optional<ConstantView<float>> scales = getFloatConstant(op.getScales());
  SmallVector<float> rowScales;
  if (!scales || !getEqualColumns(*scales, rows, columns, rowScales))
    return;

  Value zeroPoints;
  if (op.getZeroPoints()) {
    if (op.hasFloatZeroPoints()) {
      auto values = getFloatConstant(op.getZeroPoints());
      SmallVector<float> rowValues;
      if (!values || !getEqualColumns(*values, rows, columns, rowValues))
        return;
      zeroPoints = createConstant<float>(op, "zero_points", 1, rowValues);
    } else {
      SmallVector<uint8_t> rowCodes;
      if (!codes || !getEqualColumns(*codes, rows, columns, rowCodes))
        return;
      zeroPoints = createConstant<uint8_t>(op, "zero_points", 1, rowCodes);
    }
    op.getZeroPointsMutable().assign(zeroPoints);
  }
  op.getScalesMutable().assign(
      createConstant<float>(op, "scales", 1, rowScales));
  // All groups have the same scale, so it does not matter which k is in which.
  op.setGroupSize(0);
  op.getGIdxMutable().clear();
}

namespace {

struct RaiseFoldBlockScales
    : lutra::impl::RaiseFoldBlockScalesBase<RaiseFoldBlockScales> {
  void runOnOperation() override {
    getOperation().walk([](ContractOp op) {
      // Scales of prepared activations follow the groups that were.
      if (!op.hasPreparedActs())
        fold(op);
    });
  }
};

} // namespace
