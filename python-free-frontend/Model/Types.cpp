//===- Types.cpp - ONNX value types ---------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Model/Types.h"

#include "Model/ElementTypes.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

using Dimension = pb::TensorShapeProto::Dimension;

static bool isFixed(const Dimension &dim) {
  return dim.value_case() == Dimension::kDimValue && dim.dim_value() >= 0;
}

static LogicalResult checkRank(const pb::TensorShapeProto &shape,
                               const ImportOptions &options,
                               EmitError emitError) {
  if (unsigned(shape.dim_size()) <= options.maxRank)
    return success();
  return emitError() << "a type of rank " << shape.dim_size()
                     << " is above the limit of " << options.maxRank;
}

//===----------------------------------------------------------------------===//
// Spelling of what is not a tensor
//===----------------------------------------------------------------------===//

/// Writes a name so that it can be read back whatever bytes it has.
static void spellQuoted(raw_ostream &os, StringRef name) {
  os << '"';
  llvm::printEscapedString(name, os);
  os << '"';
}

static void spellElement(raw_ostream &os, int code) {
  if (const ElementInfo *info = lookupElement(code))
    os << info->name;
  else
    os << code;
}

static void spellShape(raw_ostream &os, const pb::TensorShapeProto &shape) {
  os << '[';
  llvm::interleave(
      shape.dim(),
      [&](const Dimension &dim) {
        if (isFixed(dim))
          os << dim.dim_value();
        else if (!dim.dim_param().empty())
          spellQuoted(os, dim.dim_param());
        else
          os << '?';
      },
      [&] { os << ','; });
  os << ']';
}

/// ONNX's own notation, as in `seq(tensor(float))`, with the shape behind a
/// tensor that has one: `tensor(float)[2,"n",?]`.
static LogicalResult spellType(raw_ostream &os, const pb::TypeProto &proto,
                               unsigned depth, const ImportOptions &options,
                               EmitError emitError) {
  if (depth > options.maxDepth)
    return emitError() << "types nest deeper than the limit of "
                       << options.maxDepth;
  auto tensorLike = [&](StringRef keyword, const auto &tensor) {
    os << keyword << '(';
    spellElement(os, tensor.elem_type());
    os << ')';
    if (!tensor.has_shape())
      return success();
    spellShape(os, tensor.shape());
    return checkRank(tensor.shape(), options, emitError);
  };
  auto wrapper = [&](StringRef keyword, const pb::TypeProto &element) {
    os << keyword;
    if (failed(spellType(os, element, depth + 1, options, emitError)))
      return failure();
    os << ')';
    return success();
  };
  switch (proto.value_case()) {
  case pb::TypeProto::kTensorType:
    return tensorLike("tensor", proto.tensor_type());
  case pb::TypeProto::kSparseTensorType:
    return tensorLike("sparse_tensor", proto.sparse_tensor_type());
  case pb::TypeProto::kSequenceType:
    return wrapper("seq(", proto.sequence_type().elem_type());
  case pb::TypeProto::kOptionalType:
    return wrapper("optional(", proto.optional_type().elem_type());
  case pb::TypeProto::kMapType: {
    std::string keyword;
    llvm::raw_string_ostream keywordStream(keyword);
    keywordStream << "map(";
    spellElement(keywordStream, proto.map_type().key_type());
    keywordStream << ',';
    return wrapper(keyword, proto.map_type().value_type());
  }
  case pb::TypeProto::kOpaqueType:
    os << "opaque(";
    spellQuoted(os, proto.opaque_type().domain());
    os << ',';
    spellQuoted(os, proto.opaque_type().name());
    os << ')';
    return success();
  case pb::TypeProto::VALUE_NOT_SET:
    os << '?';
    return success();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Import
//===----------------------------------------------------------------------===//

FailureOr<Type> frontend::importType(const pb::TypeProto &proto,
                                     MLIRContext *context,
                                     const ImportOptions &options,
                                     EmitError emitError) {
  if (proto.value_case() == pb::TypeProto::VALUE_NOT_SET)
    return Type(lutra::onnx::UnknownType::get(context));
  if (proto.value_case() != pb::TypeProto::kTensorType) {
    std::string text;
    llvm::raw_string_ostream os(text);
    if (failed(spellType(os, proto, /*depth=*/1, options, emitError)))
      return failure();
    return Type(lutra::onnx::OpaqueType::get(context, text));
  }
  const pb::TypeProto::Tensor &tensor = proto.tensor_type();
  if (tensor.elem_type() == pb::TensorProto::UNDEFINED)
    return Type(lutra::onnx::UnknownType::get(context));
  Type element = importElementType(tensor.elem_type(), context);
  if (!tensor.has_shape())
    return Type(UnrankedTensorType::get(element));
  if (failed(checkRank(tensor.shape(), options, emitError)))
    return failure();
  SmallVector<int64_t> sizes;
  for (const Dimension &dim : tensor.shape().dim())
    sizes.push_back(isFixed(dim) ? dim.dim_value() : ShapedType::kDynamic);
  return Type(RankedTensorType::get(sizes, element));
}

ArrayAttr frontend::importDims(const pb::TypeProto &proto, Type type) {
  Builder b(type.getContext());
  SmallVector<Attribute> dims;
  auto ranked = dyn_cast<RankedTensorType>(type);
  if (!ranked)
    return {};
  if (proto.has_tensor_type() && proto.tensor_type().has_shape()) {
    for (const Dimension &dim : proto.tensor_type().shape().dim()) {
      if (isFixed(dim))
        dims.push_back(b.getI64IntegerAttr(dim.dim_value()));
      else if (!dim.dim_param().empty())
        dims.push_back(b.getStringAttr(dim.dim_param()));
      else
        dims.push_back(b.getUnitAttr());
    }
  } else {
    for (int64_t size : ranked.getShape())
      dims.push_back(ShapedType::isDynamic(size) ? Attribute(b.getUnitAttr())
                                                 : b.getI64IntegerAttr(size));
  }
  return b.getArrayAttr(dims);
}
