//===- TypeExport.cpp - types into ONNX value types -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/ElementTypes.h"
#include "Model/Types.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

namespace {
/// Reads the notation of `!onnx.opaque` that Types.cpp writes.
class TypeParser {
public:
  explicit TypeParser(StringRef text) : rest(text) {}

  LogicalResult parseAll(pb::TypeProto &proto) {
    return success(succeeded(parseType(proto, /*depth=*/1)) && rest.empty());
  }

private:
  /// Deeper text than the importer can have written.
  static constexpr unsigned maxDepth = 100;

  LogicalResult parseType(pb::TypeProto &proto, unsigned depth);
  LogicalResult parseElement(int &code);
  LogicalResult parseQuoted(std::string &text);
  LogicalResult parseShape(pb::TensorShapeProto &shape);

  template <typename Tensor> LogicalResult parseTensor(Tensor &tensor) {
    int code;
    if (failed(parseElement(code)) || !rest.consume_front(")"))
      return failure();
    tensor.set_elem_type(code);
    if (!rest.consume_front("["))
      return success();
    return parseShape(*tensor.mutable_shape());
  }

  StringRef rest;
};
} // namespace

LogicalResult TypeParser::parseElement(int &code) {
  StringRef word = rest.take_while(llvm::isAlnum);
  rest = rest.drop_front(word.size());
  if (const ElementInfo *info = lookupElement(word)) {
    code = info->code;
    return success();
  }
  return failure(word.getAsInteger(10, code));
}

LogicalResult TypeParser::parseQuoted(std::string &text) {
  // As llvm::printEscapedString writes: a backslash and two hex digits, or two
  // backslashes.
  if (!rest.consume_front("\""))
    return failure();
  while (!rest.empty() && !rest.consume_front("\"")) {
    char c = rest.front();
    rest = rest.drop_front();
    if (c != '\\') {
      text += c;
    } else if (rest.consume_front("\\")) {
      text += '\\';
    } else {
      unsigned code;
      if (rest.take_front(2).getAsInteger(16, code))
        return failure();
      text += char(code);
      rest = rest.drop_front(2);
    }
  }
  return success();
}

LogicalResult TypeParser::parseShape(pb::TensorShapeProto &shape) {
  if (rest.consume_front("]"))
    return success();
  while (true) {
    pb::TensorShapeProto::Dimension &dim = *shape.add_dim();
    int64_t size;
    if (rest.starts_with("\"")) {
      if (failed(parseQuoted(*dim.mutable_dim_param())))
        return failure();
    } else if (!rest.consumeInteger(10, size)) {
      dim.set_dim_value(size);
    } else if (!rest.consume_front("?")) {
      return failure();
    }
    if (rest.consume_front("]"))
      return success();
    if (!rest.consume_front(","))
      return failure();
  }
}

LogicalResult TypeParser::parseType(pb::TypeProto &proto, unsigned depth) {
  if (depth > maxDepth)
    return failure();
  auto parseElementType = [&](pb::TypeProto &element) {
    return success(succeeded(parseType(element, depth + 1)) &&
                   rest.consume_front(")"));
  };
  if (rest.consume_front("tensor("))
    return parseTensor(*proto.mutable_tensor_type());
  if (rest.consume_front("sparse_tensor("))
    return parseTensor(*proto.mutable_sparse_tensor_type());
  if (rest.consume_front("seq("))
    return parseElementType(
        *proto.mutable_sequence_type()->mutable_elem_type());
  if (rest.consume_front("optional("))
    return parseElementType(
        *proto.mutable_optional_type()->mutable_elem_type());
  if (rest.consume_front("map(")) {
    int code;
    if (failed(parseElement(code)) || !rest.consume_front(","))
      return failure();
    proto.mutable_map_type()->set_key_type(code);
    return parseElementType(*proto.mutable_map_type()->mutable_value_type());
  }
  if (rest.consume_front("opaque(")) {
    auto &opaque = *proto.mutable_opaque_type();
    return success(succeeded(parseQuoted(*opaque.mutable_domain())) &&
                   rest.consume_front(",") &&
                   succeeded(parseQuoted(*opaque.mutable_name())) &&
                   rest.consume_front(")"));
  }
  return success(rest.consume_front("?"));
}

LogicalResult frontend::exportType(Type type, ArrayAttr dims,
                                   pb::TypeProto &proto) {
  if (isa<lutra::onnx::UnknownType>(type))
    return success();
  if (auto opaque = dyn_cast<lutra::onnx::OpaqueType>(type))
    return TypeParser(opaque.getText()).parseAll(proto);
  auto shaped = dyn_cast<TensorType>(type);
  if (!shaped)
    return failure();
  int code = exportElementType(shaped.getElementType());
  if (!code)
    return failure();
  pb::TypeProto::Tensor &tensor = *proto.mutable_tensor_type();
  tensor.set_elem_type(code);
  if (!shaped.hasRank())
    return success();
  pb::TensorShapeProto &shape = *tensor.mutable_shape();
  for (auto [axis, size] : llvm::enumerate(shaped.getShape())) {
    pb::TensorShapeProto::Dimension &dim = *shape.add_dim();
    StringAttr name;
    if (dims && axis < dims.size())
      name = dyn_cast<StringAttr>(dims[axis]);
    if (ShapedType::isStatic(size))
      dim.set_dim_value(size);
    else if (name)
      dim.set_dim_param(name.getValue().str());
  }
  return success();
}
