//===- Functions.cpp - model-local functions ------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/Functions.h"

#include <google/protobuf/unknown_field_set.h>

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

FailureOr<OpsetImports> frontend::importOpsets(
    const google::protobuf::RepeatedPtrField<pb::OperatorSetIdProto> &imports,
    EmitError emitError) {
  OpsetImports result;
  for (const pb::OperatorSetIdProto &import : imports) {
    StringRef domain = normalizeDomain(import.domain());
    StringRef shown = domain.empty() ? "ai.onnx" : domain;
    if (import.version() < 1)
      return emitError() << "imports version " << import.version()
                         << " of the operator set '" << shown
                         << "'; versions start at 1";
    auto [it, isNew] = result.try_emplace(domain, import.version());
    if (!isNew && it->second != import.version())
      return emitError() << "imports versions " << it->second << " and "
                         << import.version() << " of the operator set '"
                         << shown << "'";
  }
  return result;
}

/// The string in a field that ONNX 1.12 does not know; the last one counts.
template <typename Message>
static StringRef unknownString(const Message &message, int field) {
  const auto &fields = message.GetReflection()->GetUnknownFields(message);
  StringRef result;
  for (int i = 0; i < fields.field_count(); ++i)
    if (const auto &unknown = fields.field(i);
        unknown.number() == field &&
        unknown.type() == google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED)
      result = unknown.length_delimited();
  return result;
}

static std::string functionKey(StringRef domain, StringRef name,
                               StringRef overload) {
  // NUL cannot make two different keys equal: only the last part may hold it
  // without shifting the others, and lengths are part of the key.
  return (Twine(domain.size()) + ":" + Twine(name.size()) + ":" + domain +
          name + overload)
      .str();
}

LogicalResult FunctionTable::add(pb::FunctionProto &function,
                                 EmitError emitError) {
  auto emit = [&] {
    return emitError() << "function '" << function.name() << "' of domain '"
                       << function.domain() << "' ";
  };
  std::string key =
      functionKey(normalizeDomain(function.domain()), function.name(),
                  unknownString(function, functionOverloadField));
  auto [it, isNew] = functions.try_emplace(key);
  if (!isNew)
    return emit() << "is defined twice";
  Function &entry = it->second;
  entry.proto = &function;
  FailureOr<OpsetImports> opsets = importOpsets(function.opset_import(), emit);
  if (failed(opsets))
    return failure();
  entry.opsets = std::move(*opsets);

  const auto &unknown = function.GetReflection()->GetUnknownFields(function);
  for (int i = 0; i < unknown.field_count(); ++i) {
    const google::protobuf::UnknownField &field = unknown.field(i);
    if (field.number() != functionAttributeProtoField ||
        field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED)
      continue;
    pb::AttributeProto attribute;
    if (!attribute.ParseFromString(field.length_delimited()))
      return emit() << "has a damaged default attribute";
    // Which names could it capture?
    if (attribute.has_g() || attribute.graphs_size())
      return emit() << "has a graph as the default of its attribute '"
                    << attribute.name() << "'; pass it in the calls";
    entry.defaults.push_back(std::move(attribute));
  }
  return success();
}

Function *FunctionTable::lookup(const pb::NodeProto &node) {
  auto it =
      functions.find(functionKey(normalizeDomain(node.domain()), node.op_type(),
                                 unknownString(node, nodeOverloadField)));
  return it == functions.end() ? nullptr : &it->second;
}
