//===- Mutations.cpp - models that nobody would write ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Mutations.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

using namespace onnx;
using namespace lutra::test;

namespace {

class Mutator {
public:
  Mutator(ModelProto &model, std::mt19937_64 &random)
      : model(model), random(random) {
    collect(*model.mutable_graph());
  }

  std::string run();

private:
  /// Nodes and tensors of the graph and of all graphs in it.
  void collect(GraphProto &graph);

  uint64_t below(uint64_t end) { return end ? random() % end : 0; }
  int64_t getNumber();
  float getFloat();
  std::string getValueName();

  std::string changeAttribute();
  std::string changeTensor();
  std::string changeTensor(TensorProto &tensor);
  std::string changeType();
  std::string changeEdge();
  std::string changeNode();
  std::string changeNodes();
  std::string changeVersion();
  std::string changeStorage();
  std::string changeFunctions();

  ModelProto &model;
  std::mt19937_64 &random;
  std::vector<GraphProto *> graphs;
  std::vector<NodeProto *> nodes;
  std::vector<AttributeProto *> attributes;
  std::vector<TensorProto *> tensors;
  std::vector<ValueInfoProto *> values;
};

} // namespace

void Mutator::collect(GraphProto &graph) {
  graphs.push_back(&graph);
  for (TensorProto &tensor : *graph.mutable_initializer())
    tensors.push_back(&tensor);
  for (auto *list : {graph.mutable_input(), graph.mutable_output()})
    for (ValueInfoProto &value : *list)
      values.push_back(&value);
  for (NodeProto &node : *graph.mutable_node()) {
    nodes.push_back(&node);
    for (AttributeProto &attribute : *node.mutable_attribute()) {
      attributes.push_back(&attribute);
      if (attribute.has_t())
        tensors.push_back(attribute.mutable_t());
      if (attribute.has_g())
        collect(*attribute.mutable_g());
    }
  }
}

int64_t Mutator::getNumber() {
  constexpr int64_t least = std::numeric_limits<int64_t>::min();
  constexpr int64_t most = std::numeric_limits<int64_t>::max();
  static constexpr int64_t odd[] = {
      0,   1,    -1,   2,     -2,         3,          7,    8,    16,
      100, 1000, -100, 65536, 2147483647, 2147483648, most, least};
  return odd[below(std::size(odd))];
}

float Mutator::getFloat() {
  static const float odd[] = {0.0f,
                              -0.0f,
                              1.0f,
                              -1.0f,
                              0.5f,
                              1e30f,
                              -1e-40f,
                              std::numeric_limits<float>::infinity(),
                              std::numeric_limits<float>::quiet_NaN()};
  return odd[below(std::size(odd))];
}

std::string Mutator::getValueName() {
  if (below(8) == 0 || nodes.empty())
    return "";
  const NodeProto &node = *nodes[below(nodes.size())];
  bool input = below(2);
  if (int count = input ? node.input_size() : node.output_size())
    return input ? node.input(int(below(count)))
                 : node.output(int(below(count)));
  return "nowhere";
}

std::string Mutator::changeAttribute() {
  if (attributes.empty())
    return "";
  AttributeProto &attribute = *attributes[below(attributes.size())];
  std::string what = "attribute '" + attribute.name() + "' ";
  switch (below(6)) {
  case 0:
    attribute.set_name(below(2) ? "axis" : attribute.name() + "s");
    return what + "is called '" + attribute.name() + "'";
  case 1:
    attribute.set_type(AttributeProto::AttributeType(below(16)));
    return what + "has another type";
  case 2:
    if (attribute.ints_size() > 0 && below(2)) {
      attribute.mutable_ints()->RemoveLast();
      return what + "is shorter";
    }
    attribute.add_ints(getNumber());
    return what + "is longer";
  default:
    break;
  }
  if (attribute.ints_size() > 0) {
    int at = int(below(attribute.ints_size()));
    attribute.set_ints(at, getNumber());
    return what + "has " + std::to_string(attribute.ints(at));
  }
  if (attribute.has_s()) {
    static const char *const words[] = {
        "", "SAME_UPPER", "VALID", "add", "reverse", "linear", "tanh", "\xff"};
    attribute.set_s(words[below(std::size(words))]);
    return what + "is '" + attribute.s() + "'";
  }
  if (attribute.has_t())
    return what + changeTensor(*attribute.mutable_t());
  if (attribute.has_f()) {
    attribute.set_f(getFloat());
    return what + "is " + std::to_string(attribute.f());
  }
  attribute.set_i(getNumber());
  return what + "is " + std::to_string(attribute.i());
}

std::string Mutator::changeTensor() {
  if (tensors.empty())
    return "";
  TensorProto &tensor = *tensors[below(tensors.size())];
  return "initializer '" + tensor.name() + "' " + changeTensor(tensor);
}

std::string Mutator::changeTensor(TensorProto &tensor) {
  switch (below(6)) {
  case 0:
    tensor.add_dims(getNumber());
    return "has a dimension more";
  case 1:
    if (tensor.dims_size() > 0) {
      tensor.set_dims(int(below(tensor.dims_size())), getNumber());
      return "has another size";
    }
    break;
  case 2:
    if (tensor.dims_size() > 0) {
      tensor.mutable_dims()->RemoveLast();
      return "has a dimension less";
    }
    break;
  case 3:
    tensor.set_data_type(int32_t(below(30)));
    return "has element type " + std::to_string(tensor.data_type());
  case 4:
    if (tensor.has_raw_data() && !tensor.raw_data().empty()) {
      tensor.mutable_raw_data()->resize(below(tensor.raw_data().size()));
      return "is cut short";
    }
    tensor.set_raw_data("12345");
    return "has raw data besides";
  default:
    break;
  }
  if (tensor.has_raw_data() && !tensor.raw_data().empty()) {
    std::string &data = *tensor.mutable_raw_data();
    data[below(data.size())] = char(random());
    return "has another byte";
  }
  if (tensor.int64_data_size() > 0) {
    tensor.set_int64_data(int(below(tensor.int64_data_size())), getNumber());
    return "has another number";
  }
  tensor.add_int32_data(int32_t(getNumber()));
  return "has a number more";
}

std::string Mutator::changeType() {
  if (values.empty())
    return "";
  ValueInfoProto &value = *values[below(values.size())];
  std::string what = "the type of '" + value.name() + "' ";
  if (!value.type().has_tensor_type() || below(16) == 0) {
    value.clear_type();
    return what + "is gone";
  }
  auto &type = *value.mutable_type()->mutable_tensor_type();
  auto &shape = *type.mutable_shape();
  int rank = shape.dim_size();
  switch (below(6)) {
  case 0:
    type.set_elem_type(int32_t(below(30)));
    return what + "is of elements " + std::to_string(type.elem_type());
  case 1:
    type.clear_shape();
    return what + "has no shape";
  case 2:
    shape.add_dim()->set_dim_value(getNumber());
    return what + "has a dimension more";
  case 3:
    if (rank == 0)
      return "";
    shape.mutable_dim()->RemoveLast();
    return what + "has a dimension less";
  default:
    break;
  }
  if (rank == 0)
    return "";
  auto &dim = *shape.mutable_dim(int(below(rank)));
  if (below(2)) {
    dim.set_dim_param(below(2) ? "n" : "m");
    return what + "has a size with a name";
  }
  dim.set_dim_value(getNumber());
  return what + "has size " + std::to_string(dim.dim_value());
}

std::string Mutator::changeEdge() {
  if (nodes.empty())
    return "";
  NodeProto &node = *nodes[below(nodes.size())];
  std::string what = node.op_type() + " ";
  switch (below(5)) {
  case 0:
    node.add_input(getValueName());
    return what + "has an input more";
  case 1:
    if (node.input_size() == 0)
      return "";
    node.mutable_input()->RemoveLast();
    return what + "has an input less";
  case 2:
    node.add_output("extra" + std::to_string(below(2)));
    return what + "has an output more";
  case 3:
    if (node.output_size() == 0)
      return "";
    node.set_output(int(below(node.output_size())), getValueName());
    return what + "writes another value";
  default:
    if (node.input_size() == 0)
      return "";
    node.set_input(int(below(node.input_size())), getValueName());
    return what + "reads another value";
  }
}

std::string Mutator::changeNode() {
  if (nodes.empty())
    return "";
  NodeProto &node = *nodes[below(nodes.size())];
  std::string what = node.op_type() + " ";
  // Operators of many shapes, and those of this model.
  static const char *const types[] = {
      "Add",    "Relu",   "MatMul",    "Conv",      "Reshape",     "Concat",
      "Gather", "Slice",  "Transpose", "ReduceSum", "MaxPool",     "Cast",
      "Loop",   "If",     "Expand",    "Softmax",   "Resize",      "Split",
      "Where",  "Einsum", "TopK",      "LSTM",      "MatMulNBits", "ScatterND"};
  if (below(4) == 0) {
    node.set_domain(below(2) ? "com.microsoft" : "my.own");
    return what + "is of domain " + node.domain();
  }
  if (below(3) == 0 && node.attribute_size() > 0) {
    node.mutable_attribute()->RemoveLast();
    return what + "has lost an attribute";
  }
  if (below(3) == 0 && !attributes.empty()) {
    *node.add_attribute() =
        AttributeProto(*attributes[below(attributes.size())]);
    return what + "has the attribute of another";
  }
  node.set_op_type(types[below(std::size(types))]);
  return what + "is a " + node.op_type();
}

std::string Mutator::changeNodes() {
  GraphProto &graph = *graphs[below(graphs.size())];
  int count = graph.node_size();
  if (count == 0)
    return "";
  int at = int(below(count));
  switch (below(4)) {
  case 0:
    graph.mutable_node()->DeleteSubrange(at, 1);
    return "a node is gone";
  case 1: {
    NodeProto copy = graph.node(at);
    *graph.add_node() = copy;
    return "a node is there twice";
  }
  case 2:
    graph.mutable_node()->SwapElements(at, int(below(count)));
    return "nodes are in another order";
  default:
    if (graph.output_size() > 0 && below(2))
      graph.mutable_output(int(below(graph.output_size())))
          ->set_name(getValueName());
    else if (graph.input_size() > 0)
      graph.mutable_input(int(below(graph.input_size())))
          ->set_name(getValueName());
    return "an input or output of a graph is another value";
  }
}

std::string Mutator::changeVersion() {
  if (below(2) && model.opset_import_size() > 0) {
    auto &opset =
        *model.mutable_opset_import(int(below(model.opset_import_size())));
    opset.set_version(below(2) ? int64_t(below(30)) : getNumber());
    return "operator set " + std::to_string(opset.version());
  }
  model.set_ir_version(below(2) ? int64_t(below(16)) : getNumber());
  return "IR version " + std::to_string(model.ir_version());
}

std::string Mutator::changeStorage() {
  if (tensors.empty())
    return "";
  TensorProto &tensor = *tensors[below(tensors.size())];
  std::string what = "initializer '" + tensor.name() + "' ";
  if (below(4) == 0) {
    // The indices may be anything, and there are as many as there are dims.
    SparseTensorProto &sparse = *graphs.front()->add_sparse_initializer();
    *sparse.mutable_values() = tensor;
    *sparse.mutable_dims() = tensor.dims();
    TensorProto &indices = *sparse.mutable_indices();
    indices.set_data_type(TensorProto::INT64);
    indices.add_dims(tensor.dims_size());
    for (int i = 0; i < tensor.dims_size(); ++i)
      indices.add_int64_data(getNumber());
    return what + "is sparse";
  }
  // The model itself is a file that is there; see lutra-mutate-models.
  static const std::string locations[] = {"model.onnx",
                                          "sub/../model.onnx",
                                          "missing.bin",
                                          "../model.onnx",
                                          "/dev/zero",
                                          "/proc/self/environ",
                                          ".",
                                          "",
                                          std::string("w\0x", 3),
                                          "*/_ORT_MEM_ADDR_/*"};
  auto add = [&](const char *key, const std::string &value) {
    StringStringEntryProto &entry = *tensor.add_external_data();
    entry.set_key(key);
    entry.set_value(value);
  };
  tensor.set_data_location(TensorProto::EXTERNAL);
  if (below(2))
    tensor.clear_raw_data();
  const std::string &location = locations[below(std::size(locations))];
  add("location", location);
  if (below(2))
    add("offset", std::to_string(getNumber()));
  if (below(2))
    add("length", std::to_string(getNumber()));
  return what + "is in '" + location + "'";
}

std::string Mutator::changeFunctions() {
  if (nodes.empty())
    return "";
  NodeProto &node = *nodes[below(nodes.size())];
  std::string what = node.op_type() + " ";
  FunctionProto &function = *model.add_functions();
  function.set_domain("local");
  function.set_name("F" + std::to_string(below(2)));
  *function.mutable_input() = node.input();
  *function.mutable_output() = node.output();
  *function.mutable_opset_import() = model.opset_import();
  *function.add_node() = node;
  if (below(2)) {
    // It calls itself, or another one of these.
    NodeProto &call = *function.add_node();
    call.set_domain("local");
    call.set_op_type("F" + std::to_string(below(2)));
    *call.mutable_input() = node.output();
    call.add_output("again");
  }
  for (AttributeProto &attribute :
       *function.mutable_node(0)->mutable_attribute()) {
    if (below(2))
      continue;
    *function.add_attribute() = attribute.name();
    AttributeProto::AttributeType type = attribute.type();
    std::string name = attribute.name();
    attribute.Clear();
    attribute.set_name(name);
    attribute.set_type(type);
    attribute.set_ref_attr_name(below(4) ? name : "nowhere");
  }
  node.set_domain("local");
  node.set_op_type(function.name());
  auto &opset = *model.add_opset_import();
  opset.set_domain("local");
  opset.set_version(1);
  return what + "is a call of a function";
}

std::string Mutator::run() {
  using Change = std::string (Mutator::*)();
  static constexpr Change changes[] = {
      &Mutator::changeAttribute, &Mutator::changeAttribute,
      &Mutator::changeAttribute, &Mutator::changeTensor,
      &Mutator::changeType,      &Mutator::changeType,
      &Mutator::changeEdge,      &Mutator::changeNode,
      &Mutator::changeNodes,     &Mutator::changeVersion,
      &Mutator::changeStorage,   &Mutator::changeFunctions};
  for (int i = 0; i < 20; ++i)
    if (std::string what = (this->*changes[below(std::size(changes))])();
        !what.empty())
      return what;
  return "nothing";
}

std::string lutra::test::mutate(ModelProto &model, std::mt19937_64 &random) {
  return Mutator(model, random).run();
}
