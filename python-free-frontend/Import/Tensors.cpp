//===- Tensors.cpp - ONNX tensors into attributes -------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/Tensors.h"

#include "lutra/Support/MappedPages.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CheckedArithmetic.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/SwapByteOrder.h"
#include <complex>

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

/// No tensor has this many elements; below it, bit counts fit 64 bits.
static constexpr uint64_t maxElements = uint64_t(1) << 56;

//===----------------------------------------------------------------------===//
// Bytes into attributes
//===----------------------------------------------------------------------===//

/// The bits of element `index` in ONNX's layout.
static APInt elementBits(ArrayRef<char> bytes, uint64_t index, unsigned bits) {
  if (bits < 8) {
    unsigned perByte = 8 / bits;
    uint8_t byte = bytes[index / perByte];
    return APInt(bits, (byte >> (index % perByte * bits)) & ((1u << bits) - 1));
  }
  const char *at = bytes.data() + index * (bits / 8);
  switch (bits) {
  case 8:
    return APInt(8, uint8_t(*at));
  case 16:
    return APInt(16, llvm::support::endian::read16le(at));
  case 32:
    return APInt(32, llvm::support::endian::read32le(at));
  default:
    return APInt(64, llvm::support::endian::read64le(at));
  }
}

static ElementsAttr denseFromBytes(RankedTensorType type, unsigned bits,
                                   ArrayRef<char> bytes) {
  uint64_t count = type.getNumElements();
  Type element = type.getElementType();
  auto real = [](FloatType type, APInt bits) {
    return APFloat(type.getFloatSemantics(), bits);
  };
  if (auto complex = dyn_cast<ComplexType>(element)) {
    auto part = cast<FloatType>(complex.getElementType());
    SmallVector<std::complex<APFloat>> values;
    for (uint64_t i = 0; i < count; ++i)
      values.emplace_back(real(part, elementBits(bytes, 2 * i, bits / 2)),
                          real(part, elementBits(bytes, 2 * i + 1, bits / 2)));
    return DenseElementsAttr::get(type, values);
  }
  if (auto floating = dyn_cast<FloatType>(element)) {
    SmallVector<APFloat> values;
    for (uint64_t i = 0; i < count; ++i)
      values.push_back(real(floating, elementBits(bytes, i, bits)));
    return DenseElementsAttr::get(type, values);
  }
  SmallVector<APInt> values;
  bool isBool = element.isInteger(1);
  for (uint64_t i = 0; i < count; ++i) {
    APInt value = elementBits(bytes, i, bits);
    values.push_back(isBool ? APInt(1, !value.isZero()) : value);
  }
  return DenseElementsAttr::get(type, values);
}

/// Resource names are identifiers, so that text stays readable; what they are
/// called after may be anything.
static std::string resourceName(StringRef name) {
  std::string result;
  for (char c : name)
    result += llvm::isAlnum(c) || c == '_' || c == '.' ? c : '_';
  if (result.empty() || !(llvm::isAlpha(result[0]) || result[0] == '_'))
    result.insert(0, "tensor_");
  return result;
}

//===----------------------------------------------------------------------===//
// Typed fields into bytes
//===----------------------------------------------------------------------===//

/// Stores `values` as little-endian integers of `width` bytes. Fails on a value
/// that `width` bytes cannot hold, signed or unsigned.
template <typename Values>
static LogicalResult storeIntegers(const Values &values, unsigned width,
                                   std::vector<char> &bytes,
                                   EmitError emitError) {
  bytes.reserve(values.size() * width);
  for (auto value : values) {
    uint64_t bits = value;
    if (width < 8 && !llvm::isUIntN(8 * width, bits) &&
        !llvm::isIntN(8 * width, int64_t(bits)))
      return emitError() << "value " << value << " does not fit its type";
    for (unsigned i = 0; i < width; ++i)
      bytes.push_back(char(bits >> (8 * i)));
  }
  return success();
}

template <typename Values>
static void storeFloats(const Values &values, std::vector<char> &bytes) {
  static_assert(llvm::sys::IsLittleEndianHost, "as ONNX's raw data is");
  const char *begin = reinterpret_cast<const char *>(values.data());
  bytes.assign(begin, begin + values.size() * sizeof(*values.data()));
}

/// The typed field of `tensor` in the layout of `raw_data`. `int32_data` has
/// one entry for each byte of packed elements.
static LogicalResult typedBytes(const pb::TensorProto &tensor,
                                const ElementInfo &info,
                                std::vector<char> &bytes, EmitError emitError) {
  switch (info.field) {
  case DataField::Float:
    storeFloats(tensor.float_data(), bytes);
    return success();
  case DataField::Double:
    storeFloats(tensor.double_data(), bytes);
    return success();
  case DataField::Int32:
    return storeIntegers(tensor.int32_data(), std::max(info.bits / 8, 1u),
                         bytes, emitError);
  case DataField::Int64:
    return storeIntegers(tensor.int64_data(), 8, bytes, emitError);
  case DataField::Uint64:
    return storeIntegers(tensor.uint64_data(), info.bits / 8, bytes, emitError);
  case DataField::String:
    break;
  }
  return success();
}

static bool hasTypedData(const pb::TensorProto &tensor) {
  return tensor.float_data_size() || tensor.int32_data_size() ||
         tensor.int64_data_size() || tensor.double_data_size() ||
         tensor.uint64_data_size() || tensor.string_data_size();
}

//===----------------------------------------------------------------------===//
// Blobs
//===----------------------------------------------------------------------===//

static AsmResourceBlob ownedBlob(std::vector<char> bytes) {
  ArrayRef<char> view(bytes);
  auto keep = [bytes = std::move(bytes)](void *, size_t, size_t) {};
  return AsmResourceBlob(view, alignof(std::max_align_t), std::move(keep),
                         /*dataIsMutable=*/false);
}

/// The string that protobuf filled becomes the blob: no byte is copied.
static AsmResourceBlob takeRawData(pb::TensorProto &tensor) {
  std::string *raw = tensor.release_raw_data();
  if (!raw)
    raw = new std::string();
  auto free = [raw](void *, size_t, size_t) { delete raw; };
  return AsmResourceBlob(ArrayRef<char>(raw->data(), raw->size()),
                         alignof(std::max_align_t), free,
                         /*dataIsMutable=*/false);
}

static AsmResourceBlob mappedBlob(const ExternalBytes &data,
                                  unsigned elementBits) {
  // Readers of a resource may count on the alignment of its elements. Files
  // align tensors far better than that, or not at all. No more than what
  // tensors in the model have is claimed, so that both import the same.
  uint64_t alignment =
      llvm::MinAlign(reinterpret_cast<uintptr_t>(data.bytes.data()),
                     alignof(std::max_align_t));
  if (alignment * 8 < std::min(elementBits, 64u))
    return ownedBlob(data.bytes.vec());
  auto release = [data](void *, size_t, size_t) {
    lutra::releaseMappedPages(data.bytes);
  };
  return AsmResourceBlob(data.bytes, alignment, release,
                         /*dataIsMutable=*/false);
}

/// Empties a typed field and gives back its memory, which clearing keeps.
template <typename Field> static void drop(Field *field) {
  Field().Swap(field);
}

static void dropTypedData(pb::TensorProto &tensor) {
  drop(tensor.mutable_float_data());
  drop(tensor.mutable_double_data());
  drop(tensor.mutable_int32_data());
  drop(tensor.mutable_int64_data());
  drop(tensor.mutable_uint64_data());
}

//===----------------------------------------------------------------------===//
// TensorImporter
//===----------------------------------------------------------------------===//

FailureOr<RankedTensorType> TensorImporter::importShape(ArrayRef<int64_t> dims,
                                                        int elementCode,
                                                        EmitError emitError) {
  if (dims.size() > options.maxRank)
    return emitError() << "rank " << dims.size() << " is above the limit of "
                       << options.maxRank;
  uint64_t count = 1;
  for (int64_t dim : dims) {
    if (dim < 0)
      return emitError() << "dimension " << dim << " is negative";
    // The product of the others matters even where one is zero: it is what
    // index arithmetic would overflow with.
    std::optional<uint64_t> product =
        llvm::checkedMulUnsigned(count, std::max<uint64_t>(dim, 1));
    if (!product || *product > maxElements)
      return emitError() << "the product of its dimensions overflows";
    count = *product;
  }
  return RankedTensorType::get(dims, importElementType(elementCode, context));
}

FailureOr<TensorImporter::Data>
TensorImporter::load(const pb::TensorProto &tensor, RankedTensorType type,
                     EmitError emitError) {
  Data data;
  data.info = lookupElement(tensor.data_type());
  // Where the type is unknown, whatever bytes there are belong to the tensor.
  std::optional<uint64_t> expected;
  if (data.info)
    expected = packedBytes(type.getNumElements(), data.info->bits);

  if (tensor.data_location() == pb::TensorProto::EXTERNAL) {
    FailureOr<ExternalBytes> bytes = external.read(tensor, expected, emitError);
    if (failed(bytes))
      return failure();
    data.bytes = bytes->bytes;
    data.external = std::move(*bytes);
    return data;
  }

  if (!hasTypedData(tensor)) {
    data.bytes = {tensor.raw_data().data(), tensor.raw_data().size()};
  } else if (!tensor.raw_data().empty()) {
    return emitError() << "has raw_data and typed data; which of them is "
                          "meant is unclear";
  } else if (!data.info) {
    return emitError() << "element type " << tensor.data_type()
                       << " is unknown here, and so is how its data is "
                          "stored; store it as raw_data";
  } else {
    if (failed(typedBytes(tensor, *data.info, data.converted, emitError)))
      return failure();
    data.bytes = data.converted;
  }
  if (expected && data.bytes.size() != *expected)
    return emitError() << "shape and type " << type << " need " << *expected
                       << " bytes, but the file has " << data.bytes.size();
  return data;
}

FailureOr<ElementsAttr> TensorImporter::importStrings(pb::TensorProto &tensor,
                                                      RankedTensorType type,
                                                      EmitError emitError) {
  if (tensor.string_data_size() != type.getNumElements())
    return emitError() << "shape " << type << " needs " << type.getNumElements()
                       << " strings, but the file has "
                       << tensor.string_data_size();
  SmallVector<StringRef> strings(tensor.string_data().begin(),
                                 tensor.string_data().end());
  return ElementsAttr(DenseStringElementsAttr::get(type, strings));
}

FailureOr<ElementsAttr> TensorImporter::importTemporary(pb::TensorProto &tensor,
                                                        StringRef name,
                                                        EmitError emitError) {
  if (tensor.data_type() == pb::TensorProto::UNDEFINED)
    return emitError() << "has no element type";
  if (tensor.has_segment())
    return emitError() << "is stored in segments, which nothing reads; save "
                          "the model with whole tensors";
  FailureOr<RankedTensorType> type =
      importShape({tensor.dims().data(), size_t(tensor.dims_size())},
                  tensor.data_type(), emitError);
  if (failed(type))
    return failure();
  if (tensor.data_type() == pb::TensorProto::STRING)
    return importStrings(tensor, *type, emitError);
  FailureOr<Data> data = load(tensor, *type, emitError);
  if (failed(data))
    return failure();

  if (data->info && data->bytes.size() <= options.maxDenseBytes)
    return denseFromBytes(*type, data->info->bits, data->bytes);
  unsigned bits = data->info ? data->info->bits : 8;
  bool isConverted = !data->converted.empty();
  AsmResourceBlob blob = data->external ? mappedBlob(*data->external, bits)
                         : isConverted  ? ownedBlob(std::move(data->converted))
                                        : takeRawData(tensor);
  dropTypedData(tensor);
  return ElementsAttr(DenseResourceElementsAttr::get(*type, resourceName(name),
                                                     std::move(blob)));
}

FailureOr<ElementsAttr> TensorImporter::import(pb::TensorProto &tensor,
                                               StringRef name,
                                               EmitError emitError) {
  if (ElementsAttr known = done.lookup(&tensor))
    return known;
  FailureOr<ElementsAttr> result = importTemporary(tensor, name, emitError);
  if (succeeded(result))
    done[&tensor] = *result;
  return result;
}

//===----------------------------------------------------------------------===//
// Sparse tensors
//===----------------------------------------------------------------------===//

/// The place in the flattened tensor that a value's indices name: one linear
/// index, or one for each dimension.
static FailureOr<uint64_t> position(ArrayRef<int64_t> indices, bool linear,
                                    ArrayRef<int64_t> shape, uint64_t count,
                                    EmitError emitError) {
  if (linear) {
    if (indices[0] >= 0 && uint64_t(indices[0]) < count)
      return uint64_t(indices[0]);
    return emitError() << "sparse index " << indices[0]
                       << " is outside the tensor of " << count << " elements";
  }
  uint64_t result = 0;
  for (auto [axis, index, size] : llvm::enumerate(indices, shape)) {
    if (index < 0 || index >= size)
      return emitError() << "sparse index " << index << " is outside dimension "
                         << axis << " of size " << size;
    result = result * size + index;
  }
  return result;
}

FailureOr<ElementsAttr>
TensorImporter::importSparse(pb::SparseTensorProto &sparse, StringRef name,
                             EmitError emitError) {
  const pb::TensorProto &values = sparse.values();
  const pb::TensorProto &indices = sparse.indices();
  const ElementInfo *info = lookupElement(values.data_type());
  if (!info || info->field == DataField::String)
    return emitError() << "sparse tensors of element type "
                       << values.data_type() << " cannot be made dense";
  if (indices.data_type() != pb::TensorProto::INT64)
    return emitError() << "sparse indices must be int64";
  auto shapeOf = [&](const auto &dims, int code) {
    return importShape({dims.data(), size_t(dims.size())}, code, emitError);
  };
  FailureOr<RankedTensorType> type = shapeOf(sparse.dims(), values.data_type());
  FailureOr<RankedTensorType> valuesType =
      shapeOf(values.dims(), values.data_type());
  FailureOr<RankedTensorType> indicesType =
      shapeOf(indices.dims(), indices.data_type());
  if (failed(type) || failed(valuesType) || failed(indicesType))
    return failure();
  int64_t stored = valuesType->getNumElements(), rank = type->getRank();
  bool linear = indicesType->getRank() == 1;
  if (valuesType->getRank() != 1 ||
      indicesType->getShape() !=
          ArrayRef<int64_t>({stored, rank}).take_front(linear ? 1 : 2))
    return emitError() << "sparse indices of shape " << *indicesType
                       << " do not fit values of shape " << *valuesType
                       << " in a tensor of rank " << rank
                       << "; they must be [values] or [values, rank]";
  uint64_t count = type->getNumElements();
  uint64_t size = packedBytes(count, info->bits);
  if (size > options.maxSparseBytes)
    return emitError() << "the sparse tensor would take " << size
                       << " bytes when dense, above the limit of "
                       << options.maxSparseBytes;
  FailureOr<Data> valueData = load(values, *valuesType, emitError);
  FailureOr<Data> indexData = load(indices, *indicesType, emitError);
  if (failed(valueData) || failed(indexData))
    return failure();

  std::vector<char> dense(size, 0);
  unsigned width = linear ? 1 : rank;
  SmallVector<int64_t> at(width);
  for (int64_t i = 0; i < stored; ++i) {
    std::memcpy(at.data(), indexData->bytes.data() + i * width * 8, width * 8);
    FailureOr<uint64_t> place =
        position(at, linear, type->getShape(), count, emitError);
    if (failed(place))
      return failure();
    if (info->bits >= 8) {
      unsigned bytes = info->bits / 8;
      std::memcpy(dense.data() + *place * bytes,
                  valueData->bytes.data() + i * bytes, bytes);
    } else {
      unsigned perByte = 8 / info->bits;
      uint64_t bits =
          elementBits(valueData->bytes, i, info->bits).getZExtValue();
      dense[*place / perByte] |= bits << (*place % perByte * info->bits);
    }
  }
  if (size <= options.maxDenseBytes)
    return denseFromBytes(*type, info->bits, dense);
  return ElementsAttr(DenseResourceElementsAttr::get(
      *type, resourceName(name), ownedBlob(std::move(dense))));
}

FailureOr<ElementsAttr> TensorImporter::import(pb::SparseTensorProto &sparse,
                                               StringRef name,
                                               EmitError emitError) {
  if (ElementsAttr known = done.lookup(&sparse))
    return known;
  FailureOr<ElementsAttr> result = importSparse(sparse, name, emitError);
  if (succeeded(result))
    done[&sparse] = *result;
  return result;
}
