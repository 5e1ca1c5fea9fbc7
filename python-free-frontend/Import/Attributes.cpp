//===- Attributes.cpp - node attributes -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/Attributes.h"

#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

using Kind = pb::AttributeProto;

pb::AttributeProto::AttributeType
frontend::attributeType(const pb::AttributeProto &proto) {
  if (proto.type() != Kind::UNDEFINED)
    return proto.type();
  if (proto.has_f())
    return Kind::FLOAT;
  if (proto.has_i())
    return Kind::INT;
  if (proto.has_s())
    return Kind::STRING;
  if (proto.has_t())
    return Kind::TENSOR;
  if (proto.has_g())
    return Kind::GRAPH;
  if (proto.has_sparse_tensor())
    return Kind::SPARSE_TENSOR;
  if (proto.floats_size())
    return Kind::FLOATS;
  if (proto.ints_size())
    return Kind::INTS;
  if (proto.strings_size())
    return Kind::STRINGS;
  if (proto.tensors_size())
    return Kind::TENSORS;
  if (proto.graphs_size())
    return Kind::GRAPHS;
  return Kind::UNDEFINED;
}

/// Keeps what has no attribute of its own as it is in the file.
static Attribute importRaw(const pb::AttributeProto &proto,
                           MLIRContext *context) {
  return lutra::onnx::RawAttr::get(context, proto.SerializeAsString());
}

FailureOr<Attribute>
frontend::importAttribute(pb::AttributeProto &proto, TensorImporter &tensors,
                          MLIRContext *context, const ImportOptions &options,
                          StringRef resourceName, EmitError emitError) {
  Builder b(context);
  switch (attributeType(proto)) {
  case Kind::INT:
    return Attribute(b.getI64IntegerAttr(proto.i()));
  case Kind::FLOAT:
    return Attribute(b.getF32FloatAttr(proto.f()));
  case Kind::STRING:
    return Attribute(b.getStringAttr(proto.s()));
  case Kind::INTS:
    return Attribute(b.getDenseI64ArrayAttr(
        {proto.ints().data(), size_t(proto.ints_size())}));
  case Kind::FLOATS:
    return Attribute(b.getDenseF32ArrayAttr(
        {proto.floats().data(), size_t(proto.floats_size())}));
  case Kind::STRINGS: {
    SmallVector<StringRef> strings(proto.strings().begin(),
                                   proto.strings().end());
    return Attribute(b.getStrArrayAttr(strings));
  }
  case Kind::TENSOR: {
    auto tensor = tensors.import(*proto.mutable_t(), resourceName, emitError);
    return failed(tensor) ? FailureOr<Attribute>() : Attribute(*tensor);
  }
  case Kind::SPARSE_TENSOR: {
    auto tensor =
        tensors.import(*proto.mutable_sparse_tensor(), resourceName, emitError);
    return failed(tensor) ? FailureOr<Attribute>() : Attribute(*tensor);
  }
  case Kind::TENSORS: {
    SmallVector<Attribute> elements;
    for (pb::TensorProto &tensor : *proto.mutable_tensors()) {
      auto element = tensors.import(tensor, resourceName, emitError);
      if (failed(element))
        return failure();
      elements.push_back(*element);
    }
    if (elements.empty())
      return importRaw(proto, context);
    return Attribute(b.getArrayAttr(elements));
  }
  case Kind::TYPE_PROTO: {
    auto type = importType(proto.tp(), context, options, emitError);
    return failed(type) ? FailureOr<Attribute>()
                        : Attribute(TypeAttr::get(*type));
  }
  case Kind::TYPE_PROTOS: {
    SmallVector<Attribute> types;
    for (const pb::TypeProto &element : proto.type_protos()) {
      auto type = importType(element, context, options, emitError);
      if (failed(type))
        return failure();
      types.push_back(TypeAttr::get(*type));
    }
    if (types.empty())
      return importRaw(proto, context);
    return Attribute(b.getArrayAttr(types));
  }
  default:
    return importRaw(proto, context);
  }
}
