//===- lutra-gen-model.cpp - models of any size ---------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   lutra-gen-model -o MODEL.onnx --layers=16 --size=4096 [--external=NAME]
//       [--kind=nbits --bits=2|4|8 --block=32 --zero-points=none|packed|float]
//   lutra-gen-model -o MODEL.onnx --kind=bitnet [--external=NAME] [--layers=30]
//       [--hidden=2560 --intermediate=6912 --heads=20 --kv-heads=5]
//       [--vocabulary=128256 --context=4096] [--test-data=DIR --tokens=8]
//
// Writes a chain of square MatMul or MatMulNBits operators, [M, size] to
// [M, size], or a language model in the shape of BitNet b1.58 (BitNet.h), with
// random weights that are the same in every run. 16 layers of size 4096 are 1
// GiB of float weights: the benchmark for peak memory. --test-data computes a
// language model in double precision and stores inputs and outputs.
//
//===----------------------------------------------------------------------===//

#include "BitNet.h"
#include "ModelWriter.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace llvm;
using namespace lutra::test;

namespace {
enum class Kind { Float, NBits, BitNet };
enum class ZeroPoints { None, Packed, Float };
} // namespace

static cl::OptionCategory category("lutra-gen-model options");
static cl::opt<std::string>
    outputFile("o", cl::Required, cl::desc("MODEL.onnx"), cl::cat(category));
static cl::opt<unsigned>
    layers("layers",
           cl::desc("operators in the chain (default 2), or layers "
                    "of the language model"),
           cl::cat(category));
static cl::opt<unsigned> width("size", cl::init(64),
                               cl::desc("K and N of each operator"),
                               cl::cat(category));
static cl::opt<std::string>
    external("external",
             cl::desc("store weights in this file beside the "
                      "model"),
             cl::cat(category));
static cl::opt<Kind>
    kind("kind", cl::init(Kind::Float), cl::desc("what the operators are"),
         cl::values(clEnumValN(Kind::Float, "float", "MatMul"),
                    clEnumValN(Kind::NBits, "nbits", "MatMulNBits"),
                    clEnumValN(Kind::BitNet, "bitnet", "a language model")),
         cl::cat(category));
static cl::opt<unsigned> bits("bits", cl::init(4), cl::desc("2, 4 or 8"),
                              cl::cat(category));
static cl::opt<unsigned> block("block", cl::init(32),
                               cl::desc("elements of a scale block"),
                               cl::cat(category));
static cl::opt<ZeroPoints> zeroPoints(
    "zero-points", cl::init(ZeroPoints::None), cl::desc("of MatMulNBits"),
    cl::values(clEnumValN(ZeroPoints::None, "none", "2^(bits-1)"),
               clEnumValN(ZeroPoints::Packed, "packed", "uint8, packed"),
               clEnumValN(ZeroPoints::Float, "float", "one float a block")),
    cl::cat(category));

static BitNetSizes sizes;
static cl::opt<int64_t, true>
    hidden("hidden", cl::location(sizes.hidden), cl::init(sizes.hidden),
           cl::desc("bitnet: what a token is"), cl::cat(category)),
    intermediate("intermediate", cl::location(sizes.intermediate),
                 cl::init(sizes.intermediate),
                 cl::desc("bitnet: inside of the feed-forward part"),
                 cl::cat(category)),
    heads("heads", cl::location(sizes.heads), cl::init(sizes.heads),
          cl::desc("bitnet: of queries"), cl::cat(category)),
    kvHeads("kv-heads", cl::location(sizes.kvHeads), cl::init(sizes.kvHeads),
            cl::desc("bitnet: of keys and values"), cl::cat(category)),
    vocabulary("vocabulary", cl::location(sizes.vocabulary),
               cl::init(sizes.vocabulary), cl::desc("bitnet: tokens"),
               cl::cat(category)),
    context("context", cl::location(sizes.context), cl::init(sizes.context),
            cl::desc("bitnet: positions at most"), cl::cat(category));
static cl::opt<std::string>
    testData("test-data", cl::desc("bitnet: write inputs and outputs there"),
             cl::cat(category));
static cl::opt<unsigned> tokens("tokens", cl::init(8),
                                cl::desc("bitnet: of the test data"),
                                cl::cat(category));

static void addLayer(ModelWriter &writer, unsigned layer, unsigned count) {
  std::string name = "layer" + std::to_string(layer);
  int64_t n = width, k = width;
  std::string x = layer ? "y" + std::to_string(layer - 1) : "x";
  std::string y = layer + 1 == count ? "y" : "y" + std::to_string(layer);
  auto addFloats = [&](StringRef what, ArrayRef<int64_t> shape, float low,
                       float high) {
    return writer.addFloats(name + what, shape,
                            [&] { return writer.random.between(low, high); });
  };
  auto addBytes = [&](StringRef what, ArrayRef<int64_t> shape) {
    return writer.addWeight(name + what, ::onnx::TensorProto::UINT8, shape,
                            [&](MutableArrayRef<char> bytes) {
                              for (char &byte : bytes)
                                byte = char(writer.random.next() >> 56);
                            });
  };
  if (kind == Kind::Float) {
    // Uniform with variance 1/K: the output is about as large as the input.
    float bound = std::sqrt(3.0f / float(k));
    writer.addNode("", "MatMul",
                   {x, addFloats(".weight", {k, n}, -bound, bound)}, {y});
    return;
  }
  int64_t blocks = divideCeil(k, int64_t(block));
  int64_t blob = int64_t(block) * bits / 8;
  float scale = 2.0f / (float(1 << bits) * std::sqrt(float(k)));
  std::string weight = addBytes(".weight", {n, blocks, blob});
  std::string scales = addFloats(".scales", {n, blocks}, scale, 2 * scale);
  std::vector<std::string> inputs{x, weight, scales};
  if (zeroPoints == ZeroPoints::Packed) {
    int64_t row = divideCeil(blocks * int64_t(bits), int64_t(8));
    inputs.push_back(addBytes(".zeros", {n, row}));
  } else if (zeroPoints == ZeroPoints::Float) {
    float middle = float(1 << (bits - 1));
    inputs.push_back(addFloats(".zeros", {n, blocks}, middle - 1, middle));
  }
  writer.addNode("com.microsoft", "MatMulNBits", inputs, {y},
                 {{"K", k}, {"N", n}, {"bits", bits}, {"block_size", block}});
}

static void addChain(ModelWriter &writer, unsigned count) {
  writer.addOpset("", 21);
  if (kind == Kind::NBits)
    writer.addOpset("com.microsoft", 1);
  writer.addInput("x", ::onnx::TensorProto::FLOAT, {Dim("M"), Dim(width)});
  writer.addOutput("y", ::onnx::TensorProto::FLOAT, {Dim("M"), Dim(width)});
  for (unsigned layer = 0; layer < count; ++layer)
    addLayer(writer, layer, count);
}

static int fail(const Twine &message) {
  errs() << "lutra-gen-model: error: " << message << '\n';
  return 1;
}

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "models of any size\n");
  if (width == 0 || (layers == 0 && layers.getNumOccurrences()))
    return fail("--layers and --size must be positive");
  if (bits != 2 && bits != 4 && bits != 8)
    return fail("--bits must be 2, 4 or 8");
  if (block == 0 || block * bits % 8)
    return fail("a block must fill whole bytes");
  if (layers)
    sizes.layers = layers;
  if (std::string wrong = sizes.check(); !wrong.empty())
    return fail(wrong);
  if (tokens < 3 || tokens > sizes.context)
    return fail("--tokens must be 3 at least, and not more than --context");

  ModelWriter writer(kind == Kind::BitNet ? "bitnet" : "chain");
  std::string wrong;
  if (!external.empty())
    wrong = writer.storeWeightsIn(outputFile, external);
  if (!wrong.empty())
    return fail(wrong);
  BitNetWeights weights;
  if (kind == Kind::BitNet)
    addBitNet(writer, sizes, testData.empty() ? nullptr : &weights);
  else
    addChain(writer, layers ? layers : 2);
  wrong = writer.write(outputFile);
  if (wrong.empty() && kind == Kind::BitNet && !testData.empty())
    wrong = writeTestData(sizes, weights, tokens, testData);
  return wrong.empty() ? 0 : fail(wrong);
}
