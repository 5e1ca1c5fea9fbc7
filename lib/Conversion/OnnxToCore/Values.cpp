//===- Values.cpp - tensors that are data only when read ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/Endian.h"

using namespace mlir;
using namespace lutra::onnx;

//===----------------------------------------------------------------------===//
// Tensor
//===----------------------------------------------------------------------===//

SmallVector<int64_t> Tensor::shape() const {
  SmallVector<int64_t> result;
  for (Size dim : dims)
    result.push_back(getConstantIntValue(dim).value_or(ShapedType::kDynamic));
  return result;
}

std::optional<int64_t> Tensor::numElements() const {
  int64_t count = 1;
  for (int64_t size : shape())
    if (ShapedType::isDynamic(size) || llvm::MulOverflow(count, size, count))
      return std::nullopt;
  return count;
}

std::string Tensor::str() const {
  if (entries)
    return "a sequence of " + std::to_string(entries->size()) + " tensors";
  std::string text;
  llvm::raw_string_ostream(text) << RankedTensorType::get(shape(), element);
  return text;
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// Integers of a small constant, sign- or zero-extended; nullopt for others.
static std::optional<SmallVector<int64_t>> readIntegers(ElementsAttr attr) {
  auto type = cast<ShapedType>(attr.getType());
  auto element = dyn_cast<IntegerType>(type.getElementType());
  if (!element || element.getWidth() > 64 ||
      type.getNumElements() > maxContents)
    return std::nullopt;
  bool isSigned = !element.isUnsigned() && element.getWidth() > 1;
  SmallVector<int64_t> values;
  if (auto dense = dyn_cast<DenseElementsAttr>(attr)) {
    for (APInt value : dense.getValues<APInt>())
      values.push_back(isSigned ? value.getSExtValue() : value.getZExtValue());
    return values;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(attr);
  AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  unsigned width = element.getWidth(), bytes = width / 8;
  if (!blob || width % 8 != 0 ||
      blob->getData().size() != size_t(type.getNumElements()) * bytes)
    return std::nullopt;
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    uint64_t bits = 0;
    std::memcpy(&bits, blob->getData().data() + i * bytes, bytes);
    APInt value(width, llvm::support::endian::byte_swap(
                           bits, llvm::endianness::little));
    values.push_back(isSigned ? value.getSExtValue() : value.getZExtValue());
  }
  return values;
}

/// The same bytes with a signless element type.
static TypedAttr signlessConstant(ElementsAttr attr, RankedTensorType type) {
  if (attr.getType() == type)
    return cast<TypedAttr>(attr);
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(attr))
    return DenseResourceElementsAttr::get(type, resource.getRawHandle());
  return cast<DenseElementsAttr>(attr).bitcast(type.getElementType());
}

//===----------------------------------------------------------------------===//
// Making tensors
//===----------------------------------------------------------------------===//

Tensor *Legalizer::make(Value core, Type element, Sizes dims) {
  Tensor &tensor = tensors.emplace_back();
  tensor.core = core;
  tensor.element = element;
  tensor.dims = std::move(dims);
  return &tensor;
}

Tensor *Legalizer::makeContents(Type element, Sizes dims, Sizes contents) {
  Tensor *tensor = make({}, element, std::move(dims));
  tensor->contents = std::move(contents);
  return tensor;
}

Tensor *Legalizer::makeConstant(ElementsAttr value) {
  auto type = cast<ShapedType>(value.getType());
  Sizes dims;
  for (int64_t size : type.getShape())
    dims.push_back(sizes.constant(size));
  Tensor *tensor = make({}, type.getElementType(), std::move(dims));
  tensor->constant = value;
  if (auto values = readIntegers(value)) {
    tensor->contents.emplace();
    for (int64_t number : *values)
      tensor->contents->push_back(sizes.constant(number));
  }
  return tensor;
}

Tensor *Legalizer::makeTransposed(Tensor *source,
                                  ArrayRef<int64_t> permutation) {
  Sizes dims;
  for (int64_t d : permutation)
    dims.push_back(source->dims[d]);
  Tensor *tensor = make({}, source->element, std::move(dims));
  tensor->transposeOf = source;
  tensor->permutation.assign(permutation.begin(), permutation.end());
  return tensor;
}

Tensor *Legalizer::makeDequantized(Dequantized source, Type element) {
  Tensor *tensor = make({}, element, source.codes->dims);
  tensor->dequantized = source;
  return tensor;
}

Tensor *Legalizer::makeSequence(ArrayRef<Tensor *> entries) {
  Tensor *tensor = make({}, builder.getNoneType(), {});
  tensor->entries.emplace(entries);
  return tensor;
}

Tensor *Legalizer::retyped(Tensor *tensor, Type element) {
  if (tensor->element == element)
    return tensor;
  return make(data(tensor), element, tensor->dims);
}

RankedTensorType Legalizer::typeOf(ArrayRef<Size> dims, Type element) {
  SmallVector<int64_t> shape;
  for (Size dim : dims)
    shape.push_back(getConstantIntValue(dim).value_or(ShapedType::kDynamic));
  return RankedTensorType::get(shape, element);
}

RankedTensorType Legalizer::coreType(const Tensor *tensor) {
  return typeOf(tensor->dims, toCore(tensor->element));
}

Value Legalizer::data(Tensor *tensor) {
  if (tensor->core)
    return tensor->core;
  Location loc = func.getLoc();
  if (Operation *next =
          builder.getInsertionPoint() == builder.getInsertionBlock()->end()
              ? nullptr
              : &*builder.getInsertionPoint())
    loc = next->getLoc();
  RankedTensorType type = coreType(tensor);

  if (tensor->transposeOf) {
    tensor->core =
        data(transpose(loc, tensor->transposeOf, tensor->permutation));
  } else if (tensor->dequantized) {
    tensor->core = dequantize(*this, tensor)->core;
  } else if (tensor->constant) {
    tensor->core = arith::ConstantOp::create(
        builder, loc, signlessConstant(tensor->constant, type));
  } else {
    SmallVector<Attribute> numbers;
    auto element = cast<IntegerType>(type.getElementType());
    for (Size size : *tensor->contents)
      if (std::optional<int64_t> number = getConstantIntValue(size))
        numbers.push_back(
            IntegerAttr::get(element, APInt(64, *number, /*isSigned=*/true)
                                          .sextOrTrunc(element.getWidth())));
    if (numbers.size() == tensor->contents->size()) {
      tensor->core = arith::ConstantOp::create(
          builder, loc, DenseElementsAttr::get(type, numbers));
    } else {
      SmallVector<Value> elements;
      for (Size size : *tensor->contents)
        elements.push_back(arith::IndexCastOp::create(builder, loc, element,
                                                      sizes.value(loc, size)));
      tensor->core =
          tensor::FromElementsOp::create(builder, loc, type, elements);
    }
  }
  return tensor->core;
}

TypedAttr Legalizer::splat(const Tensor *tensor) {
  auto dense = dyn_cast_or_null<DenseElementsAttr>(tensor->constant);
  if (!dense || !dense.isSplat())
    return {};
  Type type = toCore(tensor->element);
  if (isa<FloatType>(type))
    return FloatAttr::get(type, dense.getSplatValue<APFloat>());
  if (isa<IntegerType>(type))
    return IntegerAttr::get(type, dense.getSplatValue<APInt>());
  return {};
}

//===----------------------------------------------------------------------===//
// Contents
//===----------------------------------------------------------------------===//

const Sizes *Legalizer::contents(Tensor *tensor) {
  return tensor->contents ? &*tensor->contents : nullptr;
}

FailureOr<Sizes> Legalizer::readContents(Node &node, Tensor *tensor,
                                         const Twine &what) {
  if (tensor->contents)
    return *tensor->contents;
  std::optional<int64_t> count = tensor->numElements();
  if (!tensor->isInteger() || !count || *count > maxContents)
    return node.refuse(what +
                       " must be a small integer tensor of known size, got " +
                       tensor->str());
  Location loc = node.loc();
  Value values = data(tensor);
  SmallVector<int64_t> shape = tensor->shape();
  Sizes result;
  for (int64_t i = 0; i < *count; ++i) {
    SmallVector<Value> indices(shape.size());
    for (int64_t d = shape.size() - 1, rest = i; d >= 0; rest /= shape[d--])
      indices[d] = sizes.value(loc, sizes.constant(rest % shape[d]));
    Value element = tensor::ExtractOp::create(builder, loc, values, indices);
    Type index = builder.getIndexType();
    result.push_back(
        tensor->isUnsigned()
            ? arith::IndexCastUIOp::create(builder, loc, index, element)
                  .getResult()
            : arith::IndexCastOp::create(builder, loc, index, element)
                  .getResult());
  }
  // Later readers see the same values.
  tensor->contents = result;
  return result;
}

FailureOr<SmallVector<int64_t>>
Legalizer::constantInts(Node &node, Tensor *tensor, const Twine &what) {
  SmallVector<int64_t> result;
  if (const Sizes *values = contents(tensor))
    for (Size value : *values)
      if (std::optional<int64_t> number = getConstantIntValue(value))
        result.push_back(*number);
  if (!tensor->contents || result.size() != tensor->contents->size())
    return node.refuse(what + " must be constant");
  return result;
}
