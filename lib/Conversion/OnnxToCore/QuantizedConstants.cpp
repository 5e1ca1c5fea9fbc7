//===- QuantizedConstants.cpp - codes and scales in constants -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"

#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra::onnx;

/// The bytes of a resource, if they are there.
static std::optional<ArrayRef<char>> getResourceBytes(ElementsAttr attr) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(attr);
  const AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  if (!blob)
    return std::nullopt;
  return blob->getData();
}

std::optional<ConstantIntegers> ConstantIntegers::get(const Tensor *tensor) {
  auto type = dyn_cast<IntegerType>(tensor->element);
  if (!tensor->constant || !type ||
      !llvm::is_contained({2u, 4u, 8u}, type.getWidth()))
    return std::nullopt;
  ConstantIntegers result;
  result.bits = type.getWidth();
  result.mask = (1u << result.bits) - 1;
  result.sign = type.isUnsigned() ? 0 : 1u << (result.bits - 1);
  result.count = *tensor->numElements();
  if (auto dense = dyn_cast<DenseElementsAttr>(tensor->constant)) {
    auto code = [&](const APInt &value) -> uint8_t {
      return (value.getZExtValue() & result.mask) ^ result.sign;
    };
    if (dense.isSplat()) {
      result.splat = code(dense.getSplatValue<APInt>());
    } else if (result.bits == 8) {
      result.bytes = dense.getRawData();
    } else {
      // Small: large ones are resources.
      result.copy = std::make_shared<std::vector<char>>(
          llvm::divideCeil(result.count * int64_t(result.bits), 8));
      for (auto [i, value] : llvm::enumerate(dense.getValues<APInt>()))
        (*result.copy)[i * result.bits / 8] |=
            (value.getZExtValue() & result.mask) << i * result.bits % 8;
      result.bytes = *result.copy;
    }
    return result;
  }
  std::optional<ArrayRef<char>> bytes = getResourceBytes(tensor->constant);
  if (!bytes ||
      bytes->size() < llvm::divideCeil(uint64_t(result.count) * result.bits, 8))
    return std::nullopt;
  result.bytes = *bytes;
  return result;
}

std::optional<SmallVector<float, 0>>
lutra::onnx::readConstantFloats(const Tensor *tensor) {
  auto type = dyn_cast<FloatType>(tensor->element);
  if (!tensor->constant || !type || type.getWidth() > 32 ||
      type.getWidth() < 16)
    return std::nullopt;
  const llvm::fltSemantics &semantics = type.getFloatSemantics();
  SmallVector<float, 0> result;
  auto add = [&](APFloat value) {
    bool ignored;
    value.convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven,
                  &ignored);
    result.push_back(value.convertToFloat());
  };
  if (auto dense = dyn_cast<DenseElementsAttr>(tensor->constant)) {
    for (APFloat value : dense.getValues<APFloat>())
      add(value);
    return result;
  }
  std::optional<ArrayRef<char>> bytes = getResourceBytes(tensor->constant);
  unsigned width = type.getWidth() / 8;
  auto count = static_cast<size_t>(*tensor->numElements());
  if (!bytes || bytes->size() != count * width)
    return std::nullopt;
  for (size_t i = 0; i < count; ++i) {
    uint32_t bits = 0;
    std::memcpy(&bits, bytes->data() + i * width, width);
    add(APFloat(semantics, APInt(width * 8, bits)));
  }
  return result;
}

std::optional<SmallVector<int32_t, 0>>
lutra::onnx::readConstantInts(const Tensor *tensor) {
  if (!tensor->constant || !tensor->element.isSignlessInteger(32))
    return std::nullopt;
  SmallVector<int32_t, 0> result;
  if (auto dense = dyn_cast<DenseElementsAttr>(tensor->constant)) {
    llvm::append_range(result, dense.getValues<int32_t>());
    return result;
  }
  std::optional<ArrayRef<char>> bytes = getResourceBytes(tensor->constant);
  auto count = static_cast<size_t>(*tensor->numElements());
  if (!bytes || bytes->size() != count * sizeof(int32_t))
    return std::nullopt;
  result.resize(count);
  std::memcpy(result.data(), bytes->data(), bytes->size());
  return result;
}
