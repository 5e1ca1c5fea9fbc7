//===- ModelWriter.cpp - write an ONNX model piece by piece ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ModelWriter.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include <climits>
#include <fstream>

using namespace lutra::test;
using llvm::ArrayRef;
using llvm::MutableArrayRef;
using llvm::StringRef;
using llvm::Twine;

/// How much of a weight is in memory at a time.
static constexpr uint64_t kPieceBytes = uint64_t(1) << 20;

uint64_t Random::next() {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

float Random::between(float low, float high) {
  return low + (high - low) * float(next() >> 40) / float(1 << 24);
}

ModelWriter::ModelWriter(StringRef graphName) {
  model.set_ir_version(10);
  model.set_producer_name("lutra-gen-model");
  model.mutable_graph()->set_name(graphName.str());
}

std::string ModelWriter::storeWeightsIn(StringRef modelFile,
                                        StringRef fileName) {
  llvm::SmallString<256> path(llvm::sys::path::parent_path(modelFile));
  llvm::sys::path::append(path, fileName);
  std::error_code error;
  data = std::make_unique<llvm::raw_fd_ostream>(path, error);
  dataName = fileName.str();
  return error ? (path + ": " + error.message()).str() : "";
}

void ModelWriter::addOpset(StringRef domain, int64_t version) {
  ::onnx::OperatorSetIdProto &opset = *model.add_opset_import();
  opset.set_domain(domain.str());
  opset.set_version(version);
}

static void describe(::onnx::ValueInfoProto &info, StringRef name,
                     ElementType element, ArrayRef<Dim> shape) {
  info.set_name(name.str());
  ::onnx::TypeProto::Tensor &type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(element);
  for (const Dim &dim : shape) {
    auto &added = *type.mutable_shape()->add_dim();
    if (dim.name.empty())
      added.set_dim_value(dim.size);
    else
      added.set_dim_param(dim.name);
  }
}

void ModelWriter::addInput(StringRef name, ElementType type,
                           ArrayRef<Dim> shape) {
  describe(*model.mutable_graph()->add_input(), name, type, shape);
}

void ModelWriter::addOutput(StringRef name, ElementType type,
                            ArrayRef<Dim> shape) {
  describe(*model.mutable_graph()->add_output(), name, type, shape);
}

std::string ModelWriter::addNode(StringRef domain, StringRef type,
                                 ArrayRef<std::string> inputs,
                                 ArrayRef<std::string> outputs,
                                 ArrayRef<Attribute> attributes) {
  ::onnx::NodeProto &node = *model.mutable_graph()->add_node();
  node.set_name("/" + outputs.front());
  node.set_domain(domain.str());
  node.set_op_type(type.str());
  for (const std::string &input : inputs)
    node.add_input(input);
  for (const std::string &output : outputs)
    node.add_output(output);
  for (const Attribute &attribute : attributes) {
    ::onnx::AttributeProto &added = *node.add_attribute();
    added.set_name(attribute.name.str());
    if (attribute.real) {
      added.set_type(::onnx::AttributeProto::FLOAT);
      added.set_f(*attribute.real);
    } else {
      added.set_type(::onnx::AttributeProto::INT);
      added.set_i(attribute.integer);
    }
  }
  return outputs.front();
}

static uint64_t getElementBytes(ElementType type) {
  switch (type) {
  case ::onnx::TensorProto::INT64:
    return 8;
  case ::onnx::TensorProto::FLOAT:
    return 4;
  default:
    return 1;
  }
}

std::string ModelWriter::addWeight(const Twine &name, ElementType type,
                                   ArrayRef<int64_t> shape, Fill fill) {
  ::onnx::TensorProto &tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name.str());
  tensor.set_data_type(type);
  uint64_t size = getElementBytes(type);
  for (int64_t dim : shape) {
    tensor.add_dims(dim);
    size *= uint64_t(dim);
  }
  if (!data) {
    std::string &bytes = *tensor.mutable_raw_data();
    bytes.resize(size);
    fill({bytes.data(), bytes.size()});
    return tensor.name();
  }
  auto addEntry = [&](StringRef key, const std::string &value) {
    ::onnx::StringStringEntryProto &entry = *tensor.add_external_data();
    entry.set_key(key.str());
    entry.set_value(value);
  };
  tensor.set_data_location(::onnx::TensorProto::EXTERNAL);
  addEntry("location", dataName);
  addEntry("offset", std::to_string(data->tell()));
  addEntry("length", std::to_string(size));
  std::string piece(std::min(size, kPieceBytes), '\0');
  for (uint64_t done = 0; done < size; done += piece.size()) {
    piece.resize(std::min(size - done, kPieceBytes));
    fill({piece.data(), piece.size()});
    *data << piece;
  }
  return tensor.name();
}

std::string ModelWriter::addFloats(const Twine &name, ArrayRef<int64_t> shape,
                                   llvm::function_ref<float()> next) {
  return addWeight(name, ::onnx::TensorProto::FLOAT, shape,
                   [&](MutableArrayRef<char> bytes) {
                     for (size_t i = 0; i < bytes.size(); i += sizeof(float)) {
                       float value = next();
                       memcpy(&bytes[i], &value, sizeof(float));
                     }
                   });
}

std::string ModelWriter::addIntegers(const Twine &name,
                                     ArrayRef<int64_t> values) {
  ::onnx::TensorProto &tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name.str());
  tensor.set_data_type(::onnx::TensorProto::INT64);
  tensor.add_dims(int64_t(values.size()));
  for (int64_t value : values)
    tensor.add_int64_data(value);
  return tensor.name();
}

static std::string writeMessage(const google::protobuf::MessageLite &message,
                                const std::string &file) {
  std::ofstream stream(file, std::ios::binary);
  if (!stream || !message.SerializeToOstream(&stream) || !stream.flush())
    return file + ": cannot be written";
  return "";
}

std::string ModelWriter::write(const std::string &file) {
  if (data) {
    data->close();
    if (std::error_code error = data->error()) {
      data->clear_error();
      return dataName + ": " + error.message();
    }
  }
  if (model.ByteSizeLong() > INT_MAX)
    return "a model has at most 2 GiB; use --external";
  return writeMessage(model, file);
}

std::string lutra::test::writeTensor(const std::string &file, ElementType type,
                                     ArrayRef<int64_t> shape, StringRef bytes) {
  ::onnx::TensorProto tensor;
  tensor.set_data_type(type);
  for (int64_t dim : shape)
    tensor.add_dims(dim);
  tensor.set_raw_data(bytes.str());
  return writeMessage(tensor, file);
}
