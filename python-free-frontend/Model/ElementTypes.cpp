//===- ElementTypes.cpp - ONNX element types ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/ElementTypes.h"

#include "lutra/Dialect/Onnx/ElementTypes.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace lutra::frontend;

// Numbers and names are those of TensorProto.DataType; names are lower case as
// in ONNX's textual type notation.
static constexpr ElementInfo elements[] = {
    {1, "float", 32, DataField::Float},
    {2, "uint8", 8, DataField::Int32},
    {3, "int8", 8, DataField::Int32},
    {4, "uint16", 16, DataField::Int32},
    {5, "int16", 16, DataField::Int32},
    {6, "int32", 32, DataField::Int32},
    {7, "int64", 64, DataField::Int64},
    {8, "string", 0, DataField::String},
    {9, "bool", 8, DataField::Int32},
    {10, "float16", 16, DataField::Int32},
    {11, "double", 64, DataField::Double},
    {12, "uint32", 32, DataField::Uint64},
    {13, "uint64", 64, DataField::Uint64},
    {14, "complex64", 64, DataField::Float},
    {15, "complex128", 128, DataField::Double},
    {16, "bfloat16", 16, DataField::Int32},
    {17, "float8e4m3fn", 8, DataField::Int32},
    {18, "float8e4m3fnuz", 8, DataField::Int32},
    {19, "float8e5m2", 8, DataField::Int32},
    {20, "float8e5m2fnuz", 8, DataField::Int32},
    {21, "uint4", 4, DataField::Int32},
    {22, "int4", 4, DataField::Int32},
    {23, "float4e2m1", 4, DataField::Int32},
    {24, "float8e8m0", 8, DataField::Int32},
    {25, "uint2", 2, DataField::Int32},
    {26, "int2", 2, DataField::Int32},
};

static constexpr llvm::StringLiteral unknownPrefix = "element ";

const ElementInfo *lutra::frontend::lookupElement(int code) {
  // Codes are dense from 1, so that the table is its own index.
  if (code < 1 || code > int(std::size(elements)))
    return nullptr;
  return &elements[code - 1];
}

const ElementInfo *lutra::frontend::lookupElement(llvm::StringRef name) {
  const auto *it = llvm::find_if(
      elements, [&](const ElementInfo &info) { return info.name == name; });
  return it == std::end(elements) ? nullptr : it;
}

Type lutra::frontend::importElementType(int code, MLIRContext *context) {
  if (Type type = onnx::getElementType(context, code))
    return type;
  return onnx::OpaqueType::get(context,
                               (unknownPrefix + llvm::Twine(code)).str());
}

int lutra::frontend::exportElementType(Type type) {
  for (const ElementInfo &info : elements)
    if (importElementType(info.code, type.getContext()) == type)
      return info.code;
  if (auto opaque = dyn_cast<lutra::onnx::OpaqueType>(type)) {
    StringRef text = opaque.getText();
    int code;
    if (text.consume_front(unknownPrefix) && !text.getAsInteger(10, code))
      return code;
  }
  return 0;
}
