//===- WeightRows.cpp - constant weights, a row at a time -----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Analysis/WeightRows.h"

#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

/// The entries of a constant g_idx, if all of them are groups.
static std::optional<SmallVector<int32_t, 0>> readGIdx(Value value,
                                                       int64_t groups) {
  ElementsAttr attr;
  if (!matchPattern(value, m_Constant(&attr)))
    return std::nullopt;
  SmallVector<int32_t, 0> entries;
  if (auto dense = dyn_cast<DenseIntElementsAttr>(attr)) {
    llvm::append_range(entries, dense.getValues<int32_t>());
  } else if (auto resource = dyn_cast<DenseI32ResourceElementsAttr>(attr)) {
    std::optional<ArrayRef<int32_t>> data = resource.tryGetAsArrayRef();
    if (!data)
      return std::nullopt;
    llvm::append_range(entries, *data);
  } else {
    return std::nullopt;
  }
  for (int32_t group : entries)
    if (group < 0 || group >= groups)
      return std::nullopt;
  return entries;
}

std::optional<WeightRows> WeightRows::get(ContractOp op) {
  auto unpack = op.getCodes().getDefiningOp<UnpackOp>();
  auto bytes = getByteConstant(unpack ? unpack.getPacked() : op.getCodes());
  if (!bytes || !op.getFormat().isInteger())
    return std::nullopt;
  WeightRows rows(*bytes);
  rows.n = op.getN();
  rows.k = op.getK();
  rows.groups = op.getNumGroups();
  rows.groupSize = op.getGroupSize();
  rows.lowest = static_cast<int16_t>(op.getFormat().decode(0));
  if (unpack) {
    rows.bits = unpack.getFormat().getStorageBits();
    rows.blockSize = unpack.getBlockSize();
    rows.highFirst = unpack.getHighFirst();
  }
  if (rows.groups > 1 && op.getGIdx()) {
    auto entries = readGIdx(op.getGIdx(), rows.groups);
    if (!entries)
      return std::nullopt;
    rows.gIdx = std::move(*entries);
  }
  if (op.getZeroPoints() && !op.hasFloatZeroPoints()) {
    auto zeroPoints = lowbit::getCodes(op.getZeroPoints());
    if (!zeroPoints)
      return std::nullopt;
    rows.zeroPoints = std::move(*zeroPoints);
  }
  return rows;
}

void WeightRows::readCodes(int64_t row, MutableArrayRef<uint8_t> codes) const {
  assert(row >= 0 && row < n && static_cast<int64_t>(codes.size()) == k);
  if (bits) {
    unpackCodes(bytes, row, /*rows=*/1, k, blockSize, bits, highFirst, codes);
    return;
  }
  if (const char *data = bytes.tryGetData())
    std::memcpy(codes.data(), data + row * k, k);
  else
    std::fill(codes.begin(), codes.end(), bytes[0]);
}

void WeightRows::readValues(int64_t row,
                            MutableArrayRef<int16_t> values) const {
  SmallVector<uint8_t, 0> codes;
  codes.resize_for_overwrite(k);
  readCodes(row, codes);
  getValues(row, codes, values);
}

void WeightRows::getValues(int64_t row, ArrayRef<uint8_t> codes,
                           MutableArrayRef<int16_t> values) const {
  assert(static_cast<int64_t>(codes.size()) == k &&
         static_cast<int64_t>(values.size()) == k);
  // Loops that become vectors: models have billions of weights.
  auto decode = [&](int64_t begin, int64_t end, int offset) {
    for (int64_t column = begin; column < end; ++column)
      values[column] = int16_t(codes[column] + offset);
  };
  if (zeroPoints.empty())
    return decode(0, k, lowest);
  if (int64_t size = getGroupSize()) {
    for (int64_t begin = 0; begin < k; begin += size)
      decode(begin, std::min(begin + size, k),
             lowest - zeroPoints[row * groups + getGroup(begin)]);
    return;
  }
  for (int64_t column = 0; column < k; ++column)
    decode(column, column + 1,
           lowest - zeroPoints[row * groups + getGroup(column)]);
}
