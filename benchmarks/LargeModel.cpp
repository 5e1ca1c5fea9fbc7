//===- LargeModel.cpp - writes an ONNX model of a wanted size -------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// large-model MEGABYTES OUT.onnx [--external]
//
// A chain of MatMuls with square float weights of up to 64 MB each, drawn from
// a fixed sequence; with --external they lie in OUT.onnx.data beside it. The
// file is written piece by piece, so this needs little memory itself.
//
//===----------------------------------------------------------------------===//

#define ONNX_NAMESPACE onnx
#define ONNX_ML 1
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <string>
#include <unistd.h>
#include <vector>

using google::protobuf::io::CodedOutputStream;
using google::protobuf::io::FileOutputStream;

namespace {

// Field numbers of messages that are written in pieces; all are
// length-delimited.
constexpr uint32_t modelGraph = 7, graphInitializer = 5, tensorRawData = 9;

struct Shape {
  int64_t width;  // of every matrix
  int64_t layers; // matrices
  int64_t matrixBytes() const { return width * width * 4; }
};

uint32_t tagOf(uint32_t field) { return field << 3 | 2; }

/// Bytes of a field with `size` bytes of content.
uint64_t fieldSize(uint32_t field, uint64_t size) {
  return CodedOutputStream::VarintSize32(tagOf(field)) +
         CodedOutputStream::VarintSize64(size) + size;
}

void writeHead(CodedOutputStream &out, uint32_t field, uint64_t size) {
  out.WriteVarint32(tagOf(field));
  out.WriteVarint64(size);
}

/// Weights that keep a chain's values near 1, row by row.
class Weights {
public:
  explicit Weights(int64_t width)
      : row(width), scale(std::sqrt(3.0f / float(width))) {}

  const std::vector<float> &nextRow() {
    for (float &weight : row) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      weight = (float(state >> 40) / float(1 << 23) - 1.0f) * scale;
    }
    return row;
  }

private:
  std::vector<float> row;
  float scale;
  uint64_t state = 1;
};

std::string weightName(int64_t layer) { return "w" + std::to_string(layer); }

/// The tensor without its bytes.
onnx::TensorProto describe(const Shape &shape, int64_t layer,
                           const std::string &location) {
  onnx::TensorProto tensor;
  tensor.set_name(weightName(layer));
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  tensor.add_dims(shape.width);
  tensor.add_dims(shape.width);
  if (location.empty())
    return tensor;
  tensor.set_data_location(onnx::TensorProto::EXTERNAL);
  const std::pair<const char *, std::string> entries[] = {
      {"location", location},
      {"offset", std::to_string(layer * shape.matrixBytes())},
      {"length", std::to_string(shape.matrixBytes())}};
  for (const auto &[key, value] : entries) {
    auto *entry = tensor.add_external_data();
    entry->set_key(key);
    entry->set_value(value);
  }
  return tensor;
}

/// The graph without its weights.
onnx::GraphProto chain(const Shape &shape) {
  onnx::GraphProto graph;
  graph.set_name("chain");
  auto declare = [&](onnx::ValueInfoProto *value, const char *name) {
    value->set_name(name);
    auto *type = value->mutable_type()->mutable_tensor_type();
    type->set_elem_type(onnx::TensorProto::FLOAT);
    type->mutable_shape()->add_dim()->set_dim_param("rows");
    type->mutable_shape()->add_dim()->set_dim_value(shape.width);
  };
  declare(graph.add_input(), "x");
  declare(graph.add_output(), "y");
  std::string value = "x";
  for (int64_t layer = 0; layer < shape.layers; ++layer) {
    auto *node = graph.add_node();
    node->set_name("layer" + std::to_string(layer));
    node->set_op_type("MatMul");
    node->add_input(value);
    node->add_input(weightName(layer));
    value = layer + 1 == shape.layers ? "y" : "h" + std::to_string(layer);
    node->add_output(value);
  }
  return graph;
}

bool writeModel(const Shape &shape, const char *path, bool external) {
  std::string location;
  if (external) {
    location = path;
    location.erase(0, location.rfind('/') + 1);
    location += ".data";
  }
  onnx::ModelProto model;
  model.set_ir_version(8);
  model.set_producer_name("large-model");
  model.add_opset_import()->set_version(17);

  const std::string head = model.SerializeAsString();
  const std::string graph = chain(shape).SerializeAsString();
  std::vector<std::string> tensors;
  uint64_t graphSize = graph.size();
  auto tensorSize = [&](const std::string &tensor) {
    return tensor.size() +
           (external ? 0 : fieldSize(tensorRawData, shape.matrixBytes()));
  };
  for (int64_t layer = 0; layer < shape.layers; ++layer) {
    tensors.push_back(describe(shape, layer, location).SerializeAsString());
    graphSize += fieldSize(graphInitializer, tensorSize(tensors.back()));
  }

  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0)
    return false;
  std::FILE *data = nullptr;
  if (external &&
      !(data = std::fopen((std::string(path) + ".data").c_str(), "wb"))) {
    close(file);
    return false;
  }
  bool fine = true;
  FileOutputStream stream(file);
  {
    // Concatenated messages merge, so each piece is written as it stands.
    CodedOutputStream out(&stream);
    out.WriteString(head);
    writeHead(out, modelGraph, graphSize);
    out.WriteString(graph);
    Weights weights(shape.width);
    for (const std::string &tensor : tensors) {
      writeHead(out, graphInitializer, tensorSize(tensor));
      out.WriteString(tensor);
      if (!external)
        writeHead(out, tensorRawData, shape.matrixBytes());
      for (int64_t i = 0; i < shape.width; ++i) {
        const std::vector<float> &row = weights.nextRow();
        if (external)
          fine &= std::fwrite(row.data(), 4, row.size(), data) == row.size();
        else
          out.WriteRaw(row.data(), int(row.size() * 4));
      }
    }
    fine &= !out.HadError();
  }
  if (data)
    fine &= std::fclose(data) == 0;
  return stream.Close() && fine;
}

} // namespace

int main(int argc, char **argv) {
  const bool external = argc == 4 && !std::strcmp(argv[3], "--external");
  const long megabytes = argc >= 3 ? std::atol(argv[1]) : 0;
  // One message holds at most 2 GB.
  if (megabytes < 1 || (!external && megabytes > 2000) ||
      (argc != 3 && !external)) {
    std::fprintf(stderr,
                 "usage: %s MEGABYTES OUT.onnx [--external]\n"
                 "without --external at most 2000 megabytes\n",
                 argv[0]);
    return 2;
  }
  Shape shape;
  shape.layers = (megabytes + 63) / 64;
  shape.width = int64_t(std::sqrt(megabytes * 1e6 / 4 / double(shape.layers)));
  if (!writeModel(shape, argv[2], external)) {
    std::fprintf(stderr, "error: cannot write '%s'\n", argv[2]);
    return 1;
  }
  return 0;
}
