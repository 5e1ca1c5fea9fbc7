//===- Contracts.cpp - rewriting constant weights of contractions ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contracts.h"

#include "lutra/Support/Remarks.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cmath>

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

template <typename T>
static Value createRowsOf(ContractOp op, StringRef name, Type element,
                          ArrayRef<T> elements) {
  OpBuilder b(op);
  int64_t n = op.getN(), columns = static_cast<int64_t>(elements.size()) / n;
  auto type = RankedTensorType::get({n, columns}, element);
  return arith::ConstantOp::create(b, op.getLoc(),
                                   getConstant(type, name, elements));
}

bool lutra::isIntegerDecided(ContractOp op) {
  return op.getActivation() == ActivationKind::Int8Token ||
         op.getActivation() == ActivationKind::Int8Block;
}

Value lutra::createRows(ContractOp op, StringRef name,
                        ArrayRef<float> elements) {
  return createRowsOf(op, name, Float32Type::get(op.getContext()), elements);
}

Value lutra::createRows(ContractOp op, StringRef name,
                        ArrayRef<uint8_t> elements) {
  return createRowsOf(op, name, IntegerType::get(op.getContext(), 8), elements);
}

void lutra::eraseIfUnused(Value constant, ResourceUses &resources) {
  Operation *op = constant.getDefiningOp();
  if (!op || !op->use_empty())
    return;
  if (auto unpack = dyn_cast<UnpackOp>(op)) {
    Value packed = unpack.getPacked();
    unpack.erase();
    eraseIfUnused(packed, resources);
  } else if (op->hasTrait<OpTrait::ConstantLike>()) {
    resources.eraseIfUnused(op);
  }
}

void lutra::replaceConstant(OpOperand &operand, Value constant,
                            ResourceUses &resources) {
  Value old = operand.get();
  operand.set(constant);
  eraseIfUnused(old, resources);
}

//===----------------------------------------------------------------------===//
// Zero points
//===----------------------------------------------------------------------===//

/// Real zero points that are codes of the format, as such.
static std::optional<SmallVector<uint8_t, 0>>
getIntegers(ConstantView<float> values, unsigned numCodes) {
  SmallVector<uint8_t, 0> codes;
  codes.reserve(values.size());
  for (int64_t i = 0; i < values.size(); ++i) {
    float value = values[i];
    if (!(value >= 0 && value < numCodes) || value != std::floor(value))
      return std::nullopt;
    codes.push_back(static_cast<uint8_t>(value));
  }
  return codes;
}

void lutra::simplifyZeroPoints(ContractOp op, ResourceUses &resources) {
  auto format = dyn_cast<IntFormatAttr>(op.getFormat());
  if (!op.getZeroPoints() || !format)
    return;
  std::optional<SmallVector<uint8_t, 0>> codes;
  bool real = op.hasFloatZeroPoints();
  // They enter integer sums before these are rounded, real numbers afterwards.
  if (real && isIntegerDecided(op))
    return;
  if (!real)
    codes = getCodes(op.getZeroPoints());
  else if (auto values = getFloatConstant(op.getZeroPoints()))
    codes = getIntegers(*values, format.getNumCodes());
  if (!codes)
    return;
  if (llvm::all_equal(*codes) && codes->front() < format.getNumCodes()) {
    Value old = op.getZeroPoints();
    op.getZeroPointsMutable().clear();
    eraseIfUnused(old, resources);
    op.setFormatAttr(
        IntFormatAttr::get(op.getContext(), format.getBits(), codes->front()));
  } else if (real) {
    replaceConstant(op.getZeroPointsMutable()[0],
                    createRows(op, "zero_points", ArrayRef<uint8_t>(*codes)),
                    resources);
  }
}

//===----------------------------------------------------------------------===//
// Block scales
//===----------------------------------------------------------------------===//

/// The first column of a [rows, columns] matrix whose rows are each made of
/// equal elements, or nothing.
template <typename T, typename Elements>
static std::optional<SmallVector<T, 0>>
getEqualColumns(const Elements &elements, int64_t rows, int64_t columns) {
  SmallVector<T, 0> first;
  for (int64_t row = 0; row < rows; ++row) {
    first.push_back(elements[row * columns]);
    for (int64_t column = 1; column < columns; ++column)
      if (elements[row * columns + column] != first.back())
        return std::nullopt;
  }
  return first;
}

/// The zero points of the rows where those of their groups are equal.
static Value getRowZeroPoints(ContractOp op) {
  int64_t rows = op.getN(), columns = op.getNumGroups();
  if (op.hasFloatZeroPoints()) {
    auto values = getFloatConstant(op.getZeroPoints());
    auto first =
        values ? getEqualColumns<float>(*values, rows, columns) : std::nullopt;
    return first ? createRows(op, "zero_points", ArrayRef<float>(*first))
                 : Value();
  }
  auto codes = getCodes(op.getZeroPoints());
  auto first =
      codes ? getEqualColumns<uint8_t>(*codes, rows, columns) : std::nullopt;
  return first ? createRows(op, "zero_points", ArrayRef<uint8_t>(*first))
               : Value();
}

void lutra::foldBlockScales(ContractOp op, ResourceUses &resources) {
  int64_t rows = op.getN(), columns = op.getNumGroups();
  // Groups are rounded, and for int8_block quantised, each on its own.
  if (columns == 1 || isIntegerDecided(op) ||
      op.getFormat().getScalesPerGroup() != 1)
    return;
  auto scales = getFloatConstant(op.getScales());
  auto rowScales =
      scales ? getEqualColumns<float>(*scales, rows, columns) : std::nullopt;
  if (!rowScales)
    return;
  Value zeroPoints;
  if (op.getZeroPoints() && !(zeroPoints = getRowZeroPoints(op)))
    return;
  Value gIdx = op.getGIdx();
  replaceConstant(op.getScalesMutable(),
                  createRows(op, "scales", ArrayRef<float>(*rowScales)),
                  resources);
  if (zeroPoints)
    replaceConstant(op.getZeroPointsMutable()[0], zeroPoints, resources);
  lutra::remarkPassed(op.getLoc(), "raise", "RaiseFoldBlockScales",
                      "the scales of {0} groups are equal in each row: one for "
                      "a row",
                      columns);
  // All groups have the same scale, so it does not matter which k is in which.
  op.setGroupSize(0);
  op.getGIdxMutable().clear();
  if (gIdx)
    eraseIfUnused(gIdx, resources);
}
