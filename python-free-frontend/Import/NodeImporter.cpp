//===- NodeImporter.cpp - nodes, subgraphs and function calls -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Import/GraphImporter.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::frontend;

using Kind = pb::AttributeProto;

LogicalResult GraphImporter::importNodes(Nodes &nodes, const void *body,
                                         Scope &scope, const Frame &frame,
                                         unsigned depth) {
  for (unsigned index : order.of(body)) {
    pb::NodeProto &node = nodes[index];
    if (failed(count(frame, nodeName(node, index),
                     node.input_size() + node.output_size() +
                         node.attribute_size())))
      return failure();
    Location loc = frame.locator.node(node, index);
    if (++nodeCount > options.maxNodes)
      return emitError(loc) << "the model has more than " << options.maxNodes
                            << " nodes, functions inlined";
    seenNodes.insert(&node);
    if (nodeCount > options.maxExpansion * (seenNodes.size() + 1))
      return emitError(loc)
             << "functions inlined, the model has more than "
             << options.maxExpansion << " nodes for each node in the file";
    if (node.op_type().empty())
      return nodeError(loc, node) << "has no operator";
    if (Function *function = functions.lookup(node)) {
      if (failed(importCall(node, index, *function, loc, scope, frame, depth)))
        return failure();
      continue;
    }
    bool isConstant =
        node.op_type() == "Constant" && normalizeDomain(node.domain()).empty();
    if (failed(isConstant ? importConstant(node, loc, scope, frame)
                          : importOperator(node, loc, scope, frame, depth)))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

Value GraphImporter::none() {
  if (!noneValue) {
    OpBuilder atStart = OpBuilder::atBlockBegin(entry);
    noneValue = lutra::onnx::NoneOp::create(
        atStart, entry->getParentOp()->getLoc(), builder.getNoneType());
  }
  return noneValue;
}

FailureOr<SmallVector<Value>>
GraphImporter::lookupInputs(const pb::NodeProto &node, Scope &scope,
                            Location loc) {
  SmallVector<Value> inputs;
  for (const std::string &name : node.input()) {
    Value value = name.empty() ? none() : scope.lookup(name);
    if (!value)
      return nodeError(loc, node)
             << "has an input #" << inputs.size() << " '" << name
             << "' that is not defined: no node, graph input or initializer "
                "has this name";
    inputs.push_back(value);
  }
  return inputs;
}

FailureOr<int64_t> GraphImporter::lookupVersion(StringRef domain,
                                                const Frame &frame,
                                                const pb::NodeProto &node,
                                                Location loc) {
  auto it = frame.opsets.find(domain);
  if (it != frame.opsets.end())
    return it->second;
  if (domain.empty())
    return nodeError(loc, node)
           << "is of an unknown version: the model has no opset_import for "
              "the default domain";
  // Versions hardly matter in other domains, and files omit them.
  return int64_t(1);
}

LogicalResult GraphImporter::importOperator(pb::NodeProto &node, Location loc,
                                            Scope &scope, const Frame &frame,
                                            unsigned depth) {
  StringRef domain = normalizeDomain(node.domain());
  FailureOr<int64_t> version = lookupVersion(domain, frame, node, loc);
  FailureOr<SmallVector<Value>> inputs = lookupInputs(node, scope, loc);
  if (failed(version) || failed(inputs))
    return failure();

  NamedAttrList attrs;
  SmallVector<Attribute> bodyNames;
  llvm::StringSet<> attributeNames;
  SmallVector<std::pair<pb::GraphProto *, Frame::Binding>> bodies;
  for (pb::AttributeProto &given : *node.mutable_attribute()) {
    std::optional<Frame::Binding> binding = frame.resolve(given, scope);
    // A function's attribute that the call does not give keeps its default.
    if (!binding)
      continue;
    StringRef name = given.name();
    auto emit = [&] {
      return nodeError(loc, node) << "attribute '" << name << "': ";
    };
    if (name.empty())
      return nodeError(loc, node) << "has an unnamed attribute";
    if (!attributeNames.insert(name).second)
      return emit() << "is there twice";
    pb::AttributeProto &proto = *binding->attribute;
    if (attributeType(proto) == Kind::GRAPH) {
      if (!proto.has_g())
        return emit() << "has no graph";
      bodyNames.push_back(builder.getStringAttr(name));
      bodies.emplace_back(proto.mutable_g(), *binding);
    } else if (attributeType(proto) == Kind::GRAPHS && proto.graphs_size()) {
      for (int i = 0; i < proto.graphs_size(); ++i) {
        bodyNames.push_back(builder.getStringAttr(name + "[" + Twine(i) + "]"));
        bodies.emplace_back(proto.mutable_graphs(i), *binding);
      }
    } else {
      FailureOr<Attribute> value = importAttribute(
          proto, tensors, context, options, node.op_type(), emit);
      if (failed(value))
        return failure();
      attrs.set(name, *value);
    }
  }

  SmallVector<Type> types;
  for (const std::string &name : node.output()) {
    Type type = scope.types.lookup(name);
    if (name.empty())
      type = builder.getNoneType();
    else if (!type)
      type = lutra::onnx::UnknownType::get(context);
    types.push_back(type);
  }
  auto op = lutra::onnx::NodeOp::create(
      builder, loc, types, builder.getStringAttr(node.op_type()),
      builder.getStringAttr(domain), builder.getI64IntegerAttr(*version),
      attrs.empty() ? DictionaryAttr() : attrs.getDictionary(context),
      bodyNames.empty() ? ArrayAttr() : builder.getArrayAttr(bodyNames),
      *inputs, bodies.size());
  for (auto [region, body] : llvm::zip_equal(op.getBodies(), bodies))
    if (failed(importSubgraph(*body.first, region, loc, *body.second.scope,
                              *body.second.frame, depth + 1)))
      return failure();
  for (auto [name, value] : llvm::zip_equal(node.output(), op.getResults()))
    if (!name.empty())
      scope.values[name] = value;
  return success();
}

LogicalResult GraphImporter::importSubgraph(pb::GraphProto &graph,
                                            Region &region, Location loc,
                                            Scope &outer, const Frame &frame,
                                            unsigned depth) {
  if (depth > options.maxDepth)
    return emitError(loc) << "subgraph '" << graph.name()
                          << "' nests deeper than the limit of "
                          << options.maxDepth << " subgraphs and calls";
  Scope scope;
  scope.outer = &outer;
  if (failed(declareTypes(graph, scope, frame)))
    return failure();
  OpBuilder::InsertionGuard guard(builder);
  Block *block = builder.createBlock(&region);
  if (failed(importInitializers(graph, scope, frame)))
    return failure();
  for (const pb::ValueInfoProto &input : graph.input()) {
    if (scope.values.count(input.name()))
      continue;
    if (failed(count(frame, input.name(), /*parts=*/0)))
      return failure();
    scope.values[input.name()] = block->addArgument(
        scope.types.lookup(input.name()), frame.locator.value(input.name()));
  }
  if (failed(importNodes(*graph.mutable_node(), &graph, scope, frame, depth)))
    return failure();
  FailureOr<SmallVector<Value>> outputs = lookupOutputs(graph, scope, frame);
  if (failed(outputs))
    return failure();
  lutra::onnx::YieldOp::create(builder, loc, *outputs);
  return success();
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// The value of a `Constant` node that states it as a number or string or as a
/// list of these.
static FailureOr<ElementsAttr> importScalars(const pb::AttributeProto &proto,
                                             TensorImporter &tensors,
                                             StringRef name,
                                             EmitError emitError) {
  pb::TensorProto tensor;
  auto fill = [&](pb::TensorProto::DataType type, auto *field,
                  const auto &values) {
    tensor.set_data_type(type);
    field->CopyFrom(values);
    tensor.add_dims(values.size());
  };
  switch (attributeType(proto)) {
  case Kind::FLOAT:
    tensor.set_data_type(pb::TensorProto::FLOAT);
    tensor.add_float_data(proto.f());
    break;
  case Kind::INT:
    tensor.set_data_type(pb::TensorProto::INT64);
    tensor.add_int64_data(proto.i());
    break;
  case Kind::STRING:
    tensor.set_data_type(pb::TensorProto::STRING);
    tensor.add_string_data(proto.s());
    break;
  case Kind::FLOATS:
    fill(pb::TensorProto::FLOAT, tensor.mutable_float_data(), proto.floats());
    break;
  case Kind::INTS:
    fill(pb::TensorProto::INT64, tensor.mutable_int64_data(), proto.ints());
    break;
  case Kind::STRINGS:
    fill(pb::TensorProto::STRING, tensor.mutable_string_data(),
         proto.strings());
    break;
  default:
    return emitError() << "has a value of a kind that no Constant has";
  }
  return tensors.importTemporary(tensor, name, emitError);
}

LogicalResult GraphImporter::importConstant(pb::NodeProto &node, Location loc,
                                            Scope &scope, const Frame &frame) {
  auto emit = [&] { return nodeError(loc, node); };
  if (node.output_size() != 1 || node.output(0).empty())
    return emit() << "has " << node.output_size()
                  << " outputs; it must have one";
  StringRef name = cast<NameLoc>(loc).getName();
  pb::AttributeProto *value = nullptr;
  for (pb::AttributeProto &given : *node.mutable_attribute()) {
    if (!StringRef(given.name()).starts_with("value") &&
        given.name() != "sparse_value")
      continue;
    if (std::optional<Frame::Binding> binding = frame.resolve(given, scope)) {
      if (value)
        return emit() << "has more than one value";
      value = binding->attribute;
    }
  }
  if (!value)
    return emit() << "has no value";
  FailureOr<ElementsAttr> elements;
  switch (attributeType(*value)) {
  case Kind::TENSOR:
    elements = tensors.import(*value->mutable_t(), name, emit);
    break;
  case Kind::SPARSE_TENSOR:
    elements = tensors.import(*value->mutable_sparse_tensor(), name, emit);
    break;
  default:
    elements = importScalars(*value, tensors, name, emit);
  }
  if (failed(elements))
    return failure();
  scope.values[node.output(0)] = lutra::onnx::ConstantOp::create(
      builder, loc, elements->getType(), *elements);
  return success();
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

LogicalResult GraphImporter::importCall(pb::NodeProto &node, unsigned index,
                                        Function &function, Location loc,
                                        Scope &scope, const Frame &frame,
                                        unsigned depth) {
  pb::FunctionProto &proto = *function.proto;
  for (const Frame *f = &frame; f; f = f->caller)
    if (f->function == &function)
      return nodeError(loc, node)
             << "calls function '" << proto.name()
             << "', which calls itself; ONNX does not allow that";
  if (depth == options.maxDepth)
    return nodeError(loc, node)
           << "is where subgraphs and calls nest deeper than the limit "
              "of "
           << options.maxDepth;
  if (node.input_size() > proto.input_size() ||
      node.output_size() > proto.output_size())
    return nodeError(loc, node)
           << "is called with " << node.input_size() << " inputs and "
           << node.output_size() << " outputs, but function '" << proto.name()
           << "' has " << proto.input_size() << " and " << proto.output_size();
  FailureOr<SmallVector<Value>> inputs = lookupInputs(node, scope, loc);
  if (failed(inputs))
    return failure();

  Frame callee{&frame, &function, function.opsets, frame.locator, {}};
  callee.locator.prefix += nodeName(node, index) + "/";
  if (!callee.locator.callIndex)
    callee.locator.callIndex = index;
  if (!order.has(&proto) && failed(order.analyze(proto, callee.locator)))
    return failure();

  Scope body;
  for (pb::AttributeProto &attribute : function.defaults)
    callee.attributes[attribute.name()] = {&attribute, &body, &callee};
  for (pb::AttributeProto &given : *node.mutable_attribute())
    if (std::optional<Frame::Binding> binding = frame.resolve(given, scope))
      callee.attributes[given.name()] = *binding;
  for (auto [i, name] : llvm::enumerate(proto.input()))
    body.values[name] = i < inputs->size() ? (*inputs)[i] : none();
  // The body states no types; the caller may know those of the outputs.
  for (auto [inner, outer] : llvm::zip(proto.output(), node.output()))
    if (Type type = scope.types.lookup(outer))
      body.types[inner] = type;

  if (failed(
          importNodes(*proto.mutable_node(), &proto, body, callee, depth + 1)))
    return failure();
  for (auto [inner, outer] : llvm::zip(proto.output(), node.output())) {
    if (outer.empty())
      continue;
    Value value = body.lookup(inner);
    if (!value)
      return nodeError(loc, node) << "output '" << inner << "' of function '"
                                  << proto.name() << "' is not defined in it";
    scope.values[outer] = value;
  }
  return success();
}
