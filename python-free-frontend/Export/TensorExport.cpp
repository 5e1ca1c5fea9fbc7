//===- TensorExport.cpp - attributes into ONNX tensors --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Export/TensorExport.h"

#include "Model/ElementTypes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <climits>
#include <complex>

using namespace mlir;
using namespace lutra::frontend;

/// Appends elements in ONNX's layout, which packs those below a byte.
namespace {
class ElementPacker {
public:
  explicit ElementPacker(uint64_t bytes) { data.reserve(bytes); }

  void add(const APInt &value, unsigned bits) {
    if (bits < 8) {
      if (filled == 0)
        data.push_back(0);
      data.back() |= char(value.getZExtValue() << filled);
      filled = (filled + bits) % 8;
      return;
    }
    for (unsigned at = 0; at < bits; at += 8)
      data.push_back(at < value.getBitWidth()
                         ? char(value.extractBitsAsZExtValue(
                               std::min(8u, value.getBitWidth() - at), at))
                         : 0);
  }

  std::vector<char> data;

private:
  /// Bits in use of the last byte, if elements are below a byte.
  unsigned filled = 0;
};
} // namespace

static std::vector<char> pack(DenseElementsAttr dense,
                              const ElementInfo &info) {
  ElementPacker packer(packedBytes(dense.getNumElements(), info.bits));
  Type element = dense.getElementType();
  if (isa<FloatType>(element)) {
    for (const APFloat &value : dense.getValues<APFloat>())
      packer.add(value.bitcastToAPInt(), info.bits);
  } else if (isa<ComplexType>(element)) {
    for (const auto &value : dense.getValues<std::complex<APFloat>>()) {
      packer.add(value.real().bitcastToAPInt(), info.bits / 2);
      packer.add(value.imag().bitcastToAPInt(), info.bits / 2);
    }
  } else {
    for (const APInt &value : dense.getValues<APInt>())
      packer.add(value, info.bits);
  }
  return std::move(packer.data);
}

LogicalResult TensorExporter::store(ArrayRef<char> bytes,
                                    pb::TensorProto &tensor,
                                    EmitError emitError) {
  if (!stream || bytes.size() < minBytes) {
    inlineBytes += bytes.size();
    if (inlineBytes > INT_MAX)
      return emitError() << "the tensors need more than the 2 GiB that an ONNX "
                            "file can have; write them as external data";
    tensor.set_raw_data(bytes.data(), bytes.size());
    return success();
  }
  // A mapped tensor is aligned as its place in the file; 64 bytes fit every
  // vector load.
  constexpr uint64_t alignment = 64;
  uint64_t padding = llvm::alignTo(stream->tell(), alignment) - stream->tell();
  stream->write_zeros(padding);
  auto addEntry = [&](StringRef key, StringRef value) {
    pb::StringStringEntryProto &entry = *tensor.add_external_data();
    entry.set_key(key.str());
    entry.set_value(value.str());
  };
  tensor.set_data_location(pb::TensorProto::EXTERNAL);
  addEntry("location", location);
  addEntry("offset", std::to_string(stream->tell()));
  addEntry("length", std::to_string(bytes.size()));
  stream->write(bytes.data(), bytes.size());
  return success();
}

LogicalResult TensorExporter::exportTensor(ElementsAttr value,
                                           pb::TensorProto &tensor,
                                           EmitError emitError) {
  ShapedType type = value.getShapedType();
  int code = exportElementType(type.getElementType());
  if (!code)
    return emitError() << "has elements of type " << type.getElementType()
                       << ", which do not exist in ONNX";
  tensor.set_data_type(code);
  for (int64_t size : type.getShape())
    tensor.add_dims(size);
  const ElementInfo *info = lookupElement(code);

  if (auto strings = dyn_cast<DenseStringElementsAttr>(value)) {
    for (StringRef text : strings.getValues<StringRef>())
      tensor.add_string_data(text.str());
    return success();
  }
  if (auto dense = dyn_cast<DenseElementsAttr>(value);
      dense && info && info->bits)
    return store(pack(dense, *info), tensor, emitError);
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value)) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob)
      return emitError() << "has a resource '"
                         << resource.getRawHandle().getKey()
                         << "' without data";
    uint64_t size = blob->getData().size();
    uint64_t expected =
        info ? packedBytes(type.getNumElements(), info->bits) : size;
    if (size != expected)
      return emitError() << "has a resource '"
                         << resource.getRawHandle().getKey() << "' of " << size
                         << " bytes, but " << type << " needs " << expected;
    return store(blob->getData(), tensor, emitError);
  }
  return emitError() << "holds a tensor that is neither dense, strings, nor a "
                        "resource";
}
