//===- lutra-gen-model.cpp - models of any size ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   lutra-gen-model -o MODEL.onnx --layers=16 --size=4096 [--external=NAME]
//       [--kind=nbits --bits=2|4|8 --block=32 --zero-points=none|packed|float]
//
// Writes a chain of square MatMul or MatMulNBits operators, [M, size] to
// [M, size], with random weights that are the same in every run. 16 layers of
// size 4096 are 1 GiB of float weights: the benchmark for peak memory.
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <climits>
#include <cmath>
#include <fstream>
#include <onnx/onnx_pb.h>

using namespace llvm;

namespace {
enum class Kind { Float, NBits };
enum class ZeroPoints { None, Packed, Float };
} // namespace

static cl::opt<std::string> outputFile("o", cl::Required,
                                       cl::desc("MODEL.onnx"));
static cl::opt<unsigned> layers("layers", cl::init(2),
                                cl::desc("operators in the chain"));
static cl::opt<unsigned> width("size", cl::init(64),
                               cl::desc("K and N of each operator"));
static cl::opt<std::string>
    external("external", cl::desc("store weights in this file beside the "
                                  "model"));
static cl::opt<Kind>
    kind("kind", cl::init(Kind::Float), cl::desc("what the operators are"),
         cl::values(clEnumValN(Kind::Float, "float", "MatMul"),
                    clEnumValN(Kind::NBits, "nbits", "MatMulNBits")));
static cl::opt<unsigned> bits("bits", cl::init(4), cl::desc("2, 4 or 8"));
static cl::opt<unsigned> block("block", cl::init(32),
                               cl::desc("elements of a scale block"));
static cl::opt<ZeroPoints> zeroPoints(
    "zero-points", cl::init(ZeroPoints::None), cl::desc("of MatMulNBits"),
    cl::values(clEnumValN(ZeroPoints::None, "none", "2^(bits-1)"),
               clEnumValN(ZeroPoints::Packed, "packed", "uint8, packed"),
               clEnumValN(ZeroPoints::Float, "float", "one float a block")));

/// SplitMix64: small, and the same everywhere.
static uint64_t nextRandom() {
  static uint64_t state = 0;
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static float randomBetween(float low, float high) {
  return low + (high - low) * float(nextRandom() >> 40) / float(1 << 24);
}

static std::string randomFloats(uint64_t count, float low, float high) {
  std::string bytes(count * sizeof(float), '\0');
  for (uint64_t i = 0; i < count; ++i) {
    float value = randomBetween(low, high);
    memcpy(&bytes[i * sizeof(float)], &value, sizeof(float));
  }
  return bytes;
}

static std::string randomBytes(uint64_t count) {
  std::string bytes(count, '\0');
  for (char &byte : bytes)
    byte = char(nextRandom() >> 56);
  return bytes;
}

/// Adds a weight, whose bytes go into the model or the file beside it.
static void addTensor(::onnx::GraphProto &graph, const Twine &name,
                      ::onnx::TensorProto::DataType type,
                      ArrayRef<int64_t> shape, std::string bytes,
                      raw_ostream *data) {
  ::onnx::TensorProto &tensor = *graph.add_initializer();
  tensor.set_name(name.str());
  tensor.set_data_type(type);
  for (int64_t dim : shape)
    tensor.add_dims(dim);
  if (!data) {
    tensor.set_raw_data(std::move(bytes));
    return;
  }
  auto addEntry = [&](StringRef key, const std::string &value) {
    ::onnx::StringStringEntryProto &entry = *tensor.add_external_data();
    entry.set_key(key.str());
    entry.set_value(value);
  };
  tensor.set_data_location(::onnx::TensorProto::EXTERNAL);
  addEntry("location", external);
  addEntry("offset", std::to_string(data->tell()));
  addEntry("length", std::to_string(bytes.size()));
  *data << bytes;
}

static void addLayer(::onnx::GraphProto &graph, unsigned layer,
                     raw_ostream *data) {
  std::string name = "layer" + std::to_string(layer);
  int64_t n = width, k = width;
  ::onnx::NodeProto &node = *graph.add_node();
  node.set_name(name);
  node.add_input(layer ? "y" + std::to_string(layer - 1) : "x");
  node.add_input(name + ".weight");
  node.add_output(layer + 1 == layers ? "y" : "y" + std::to_string(layer));
  if (kind == Kind::Float) {
    node.set_op_type("MatMul");
    // Uniform with variance 1/K: the output is about as large as the input.
    float bound = std::sqrt(3.0f / float(k));
    addTensor(graph, name + ".weight", ::onnx::TensorProto::FLOAT, {k, n},
              randomFloats(uint64_t(k) * n, -bound, bound), data);
    return;
  }
  node.set_op_type("MatMulNBits");
  node.set_domain("com.microsoft");
  auto addAttribute = [&](StringRef key, int64_t value) {
    ::onnx::AttributeProto &attribute = *node.add_attribute();
    attribute.set_name(key.str());
    attribute.set_type(::onnx::AttributeProto::INT);
    attribute.set_i(value);
  };
  addAttribute("K", k);
  addAttribute("N", n);
  addAttribute("bits", bits);
  addAttribute("block_size", block);
  int64_t blocks = divideCeil(k, int64_t(block));
  int64_t blob = int64_t(block) * bits / 8;
  addTensor(graph, name + ".weight", ::onnx::TensorProto::UINT8,
            {n, blocks, blob}, randomBytes(uint64_t(n) * blocks * blob), data);
  node.add_input(name + ".scales");
  float scale = 2.0f / (float(1 << bits) * std::sqrt(float(k)));
  addTensor(graph, name + ".scales", ::onnx::TensorProto::FLOAT, {n, blocks},
            randomFloats(uint64_t(n) * blocks, scale, 2 * scale), data);
  if (zeroPoints == ZeroPoints::None)
    return;
  node.add_input(name + ".zeros");
  if (zeroPoints == ZeroPoints::Packed) {
    int64_t row = divideCeil(blocks * int64_t(bits), int64_t(8));
    addTensor(graph, name + ".zeros", ::onnx::TensorProto::UINT8, {n, row},
              randomBytes(uint64_t(n) * row), data);
  } else {
    float middle = float(1 << (bits - 1));
    addTensor(graph, name + ".zeros", ::onnx::TensorProto::FLOAT, {n, blocks},
              randomFloats(uint64_t(n) * blocks, middle - 1, middle), data);
  }
}

static void addValue(::onnx::ValueInfoProto &info, StringRef name) {
  info.set_name(name.str());
  ::onnx::TypeProto::Tensor &type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(::onnx::TensorProto::FLOAT);
  type.mutable_shape()->add_dim()->set_dim_param("M");
  type.mutable_shape()->add_dim()->set_dim_value(width);
}

static int fail(const Twine &message) {
  errs() << "lutra-gen-model: error: " << message << '\n';
  return 1;
}

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv, "models of any size\n");
  if (layers == 0 || width == 0)
    return fail("--layers and --size must be positive");
  if (bits != 2 && bits != 4 && bits != 8)
    return fail("--bits must be 2, 4 or 8");
  if (block == 0 || block * bits % 8)
    return fail("a block must fill whole bytes");

  ::onnx::ModelProto model;
  model.set_ir_version(10);
  model.set_producer_name("lutra-gen-model");
  auto addOpset = [&](StringRef domain, int64_t version) {
    ::onnx::OperatorSetIdProto &opset = *model.add_opset_import();
    opset.set_domain(domain.str());
    opset.set_version(version);
  };
  addOpset("", 21);
  if (kind == Kind::NBits)
    addOpset("com.microsoft", 1);

  std::unique_ptr<raw_fd_ostream> data;
  std::error_code error;
  if (!external.empty()) {
    SmallString<256> path(sys::path::parent_path(outputFile));
    sys::path::append(path, external);
    data = std::make_unique<raw_fd_ostream>(path, error);
    if (error)
      return fail(Twine(path) + ": " + error.message());
  }
  ::onnx::GraphProto &graph = *model.mutable_graph();
  graph.set_name("chain");
  addValue(*graph.add_input(), "x");
  addValue(*graph.add_output(), "y");
  for (unsigned layer = 0; layer < layers; ++layer)
    addLayer(graph, layer, data.get());

  if (model.ByteSizeLong() > INT_MAX)
    return fail("a model has at most 2 GiB; use --external");
  std::ofstream stream(outputFile, std::ios::binary);
  if (!stream || !model.SerializeToOstream(&stream) || !stream.flush())
    return fail(Twine(outputFile) + ": cannot be written");
  return 0;
}
