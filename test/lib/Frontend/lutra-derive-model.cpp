//===- lutra-derive-model.cpp - one model's weights in another's graph ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   lutra-derive-model SKELETON.onnx --from=MODEL.onnx -o OUT.onnx
//
// The ternary language model exists in three files with the same weights:
// model.onnx (MatMulNBits, 2 bits, blocks of 128), model-int4.onnx (4 bits,
// blocks of 32) and model-explicit.onnx (float MatMul). The repository carries
// the first; of the others it has skeletons, whose large initializers have lost
// their data and say in their doc_string how to get it back from the first:
//
//   copy NAME         the same initializer
//   dequantize LAYER  (code - zero point) * scale of LAYER.qweight, [K, N]
//   float repack LAYER      the codes in 4 bits, zero point 8, for blocks of 32
//   rescale LAYER     a scale for each of those blocks
//
// The result equals the original file in every byte.
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"
#include <fstream>
#include <onnx/onnx_pb.h>

using namespace llvm;

static cl::opt<std::string> skeletonFile(cl::Positional, cl::Required,
                                         cl::desc("SKELETON.onnx"));
static cl::opt<std::string> sourceFile("from", cl::Required,
                                       cl::desc("the model with the weights"));
static cl::opt<std::string> outputFile("o", cl::Required, cl::desc("OUT.onnx"));

[[noreturn]] static void fail(const Twine &message) {
  errs() << "lutra-derive-model: error: " << message << '\n';
  exit(1);
}

static ::onnx::ModelProto read(const std::string &path) {
  ::onnx::ModelProto model;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || !model.ParseFromIstream(&stream))
    fail(path + ": cannot be read as an ONNX model");
  return model;
}

namespace {
/// The weights of one MatMulNBits layer, decoded.
struct Layer {
  int64_t n, k, block;
  /// Codes minus zero point, [N, K].
  std::vector<int> codes;
  /// [N, ceil(K / block)].
  std::vector<float> scales;

  float scale(int64_t row, int64_t column) const {
    int64_t blocks = divideCeil(k, block);
    return scales[row * blocks + column / block];
  }
};

class Source {
public:
  explicit Source(const ::onnx::ModelProto &model) {
    for (const ::onnx::TensorProto &tensor : model.graph().initializer())
      tensors[tensor.name()] = &tensor;
    for (const ::onnx::NodeProto &node : model.graph().node())
      if (node.op_type() == "MatMulNBits")
        matmuls[node.input(1)] = &node;
  }

  const ::onnx::TensorProto &tensor(StringRef name) const {
    const ::onnx::TensorProto *found = tensors.lookup(name);
    if (!found)
      fail(sourceFile + ": has no initializer '" + name + "'");
    return *found;
  }

  Layer layer(StringRef name) const {
    std::string weight = (name + ".qweight").str();
    const ::onnx::NodeProto *node = matmuls.lookup(weight);
    if (!node)
      fail(sourceFile + ": no MatMulNBits uses '" + weight + "'");
    StringMap<int64_t> attributes;
    for (const ::onnx::AttributeProto &attribute : node->attribute())
      attributes[attribute.name()] = attribute.i();
    constexpr unsigned bits = 2;
    if (attributes.lookup("bits") != bits || node->input_size() != 4)
      fail("'" + name + "' must have 2 bits and zero points");

    Layer layer{
        attributes["N"], attributes["K"], attributes["block_size"], {}, {}};
    int64_t blocks = divideCeil(layer.k, layer.block);
    StringRef codes = tensor(weight).raw_data();
    StringRef zeros = tensor(node->input(3)).raw_data();
    StringRef scales = tensor(node->input(2)).raw_data();
    int64_t rowBytes = blocks * layer.block * bits / 8;
    int64_t zeroBytes = divideCeil(blocks * int64_t(bits), int64_t(8));
    if (int64_t(codes.size()) != layer.n * rowBytes ||
        int64_t(zeros.size()) != layer.n * zeroBytes ||
        int64_t(scales.size()) != layer.n * blocks * int64_t(sizeof(float)))
      fail("the weights of '" + name + "' do not fit its attributes");
    auto code = [](StringRef bytes, int64_t begin, int64_t index) {
      return (uint8_t(bytes[begin + index / 4]) >> (index % 4 * bits)) & 3;
    };
    for (int64_t row = 0; row < layer.n; ++row)
      for (int64_t column = 0; column < layer.k; ++column)
        layer.codes.push_back(
            code(codes, row * rowBytes, column) -
            code(zeros, row * zeroBytes, column / layer.block));
    layer.scales.resize(layer.n * blocks);
    memcpy(layer.scales.data(), scales.data(), scales.size());
    return layer;
  }

private:
  StringMap<const ::onnx::TensorProto *> tensors;
  StringMap<const ::onnx::NodeProto *> matmuls;
};
} // namespace

static void append(std::string &bytes, float value) {
  bytes.append(reinterpret_cast<const char *>(&value), sizeof(value));
}

static std::string dequantize(const Layer &layer) {
  std::string bytes;
  for (int64_t column = 0; column < layer.k; ++column)
    for (int64_t row = 0; row < layer.n; ++row)
      append(bytes, float(layer.codes[row * layer.k + column]) *
                        layer.scale(row, column));
  return bytes;
}

constexpr int64_t newBlock = 32;

static std::string repack(const Layer &layer) {
  if (layer.k % newBlock)
    fail("K must be a multiple of 32");
  std::string bytes;
  for (size_t i = 0; i < layer.codes.size(); i += 2)
    bytes += char((layer.codes[i] + 8) | (layer.codes[i + 1] + 8) << 4);
  return bytes;
}

static std::string rescale(const Layer &layer) {
  std::string bytes;
  for (int64_t row = 0; row < layer.n; ++row)
    for (int64_t column = 0; column < layer.k; column += newBlock)
      append(bytes, layer.scale(row, column));
  return bytes;
}

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv,
                              "one model's weights in another's graph\n");
  ::onnx::ModelProto model = read(skeletonFile);
  ::onnx::ModelProto sourceModel = read(sourceFile);
  Source source(sourceModel);
  for (::onnx::TensorProto &tensor :
       *model.mutable_graph()->mutable_initializer()) {
    if (tensor.doc_string().empty())
      continue;
    auto [rule, name] = StringRef(tensor.doc_string()).split(' ');
    std::string bytes;
    if (rule == "copy")
      bytes = source.tensor(name).raw_data();
    else if (rule == "dequantize")
      bytes = dequantize(source.layer(name));
    else if (rule == "repack")
      bytes = repack(source.layer(name));
    else if (rule == "rescale")
      bytes = rescale(source.layer(name));
    else
      fail(skeletonFile + ": '" + tensor.name() + "' has no known rule, but '" +
           tensor.doc_string() + "'");
    tensor.set_raw_data(std::move(bytes));
    tensor.clear_doc_string();
  }
  std::ofstream stream(outputFile, std::ios::binary);
  if (!stream || !model.SerializeToOstream(&stream) || !stream.flush())
    fail(outputFile + ": cannot be written");
  return 0;
}
