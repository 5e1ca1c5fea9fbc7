//===- ConstantData.cpp - the bytes of a constant -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/ConstantData.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

uint64_t lutra::getElementBytes(Type elementType) {
  if (isa<IndexType>(elementType))
    return 8;
  if (!elementType.isIntOrFloat())
    return 0;
  unsigned width = elementType.getIntOrFloatBitWidth();
  if (width == 1)
    return 1;
  return width % 8 == 0 ? width / 8 : 0;
}

uint64_t lutra::getByteSize(ShapedType type) {
  uint64_t bytes = getElementBytes(type.getElementType());
  for (int64_t dim : type.getShape()) {
    bool overflow = false;
    bytes = llvm::SaturatingMultiply(bytes, uint64_t(dim), &overflow);
    if (overflow)
      return 0;
  }
  return bytes;
}

std::optional<ArrayRef<char>> lutra::getBytesInPlace(ElementsAttr value) {
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value)) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob || blob->getData().size() != getByteSize(value.getShapedType()))
      return std::nullopt;
    return blob->getData();
  }
  auto dense = dyn_cast<DenseIntOrFPElementsAttr>(value);
  if (!dense || dense.isSplat() || dense.getElementType().isInteger(1))
    return std::nullopt;
  ArrayRef<char> raw = dense.getRawData();
  if (raw.size() != getByteSize(value.getShapedType()))
    return std::nullopt;
  return raw;
}

LogicalResult
lutra::visitBytes(ElementsAttr value,
                  llvm::function_ref<LogicalResult(ArrayRef<char>)> sink) {
  if (std::optional<ArrayRef<char>> bytes = getBytesInPlace(value))
    return sink(*bytes);
  auto dense = dyn_cast<DenseIntOrFPElementsAttr>(value);
  uint64_t elementBytes = getElementBytes(value.getElementType());
  if (!dense || elementBytes == 0)
    return failure();

  if (dense.getElementType().isInteger(1)) {
    SmallVector<char> bytes;
    for (bool element : dense.getValues<bool>())
      bytes.push_back(element);
    return sink(bytes);
  }
  if (!dense.isSplat())
    return failure();
  // Splats can stand for very large tensors: a piece at a time.
  ArrayRef<char> element = dense.getRawData();
  uint64_t left = value.getNumElements();
  SmallVector<char> piece;
  for (uint64_t i = 0, e = std::min<uint64_t>(left, 4096); i < e; ++i)
    piece.append(element.begin(), element.begin() + elementBytes);
  while (left) {
    uint64_t count = std::min<uint64_t>(left, 4096);
    if (failed(sink(ArrayRef<char>(piece).take_front(count * elementBytes))))
      return failure();
    left -= count;
  }
  return success();
}
