//===- BitNet.cpp - language models with ternary weights ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitNet.h"

#include "llvm/Support/MathExtras.h"
#include <array>
#include <cmath>

using namespace lutra::test;
using llvm::ArrayRef;
using llvm::MutableArrayRef;
using llvm::StringRef;
using llvm::Twine;

static constexpr StringRef kMicrosoft = "com.microsoft";

std::string BitNetSizes::check() const {
  if (layers < 1 || intermediate < 1 || vocabulary < 1 || context < 1)
    return "all sizes must be positive";
  if (hidden < 1 || hidden % kBlock)
    return "--hidden must be a multiple of " + std::to_string(kBlock);
  if (heads < 1 || hidden % (2 * heads))
    return "--hidden must be a multiple of twice --heads";
  if (kvHeads < 1 || heads % kvHeads)
    return "--heads must be a multiple of --kv-heads";
  return "";
}

namespace {

/// Adds nodes and weights; `weights` is null where nobody computes with them.
class Builder {
public:
  Builder(ModelWriter &writer, const BitNetSizes &sizes, BitNetWeights *weights)
      : writer(writer), sizes(sizes), weights(weights) {}

  void build();

private:
  void addCaches();
  std::string addCounts();
  std::string addLayer(int64_t layer, const std::string &x);

  std::string addNorm(const std::string &prefix, const std::string &x,
                      int64_t size, std::vector<float> *kept);
  std::string addProduct(const std::string &name, int64_t bits, int64_t n,
                         int64_t k, const std::string &x,
                         const std::string &codes, const std::string &scales,
                         const std::string &result);
  std::string addTernary(const std::string &name, int64_t n, int64_t k,
                         const std::string &x, Linear *kept);

  ModelWriter &writer;
  const BitNetSizes &sizes;
  BitNetWeights *weights;
};

} // namespace

/// 81 bytes of four codes each: 1, 2 and 3 are -1, 0 and 1, since 2 is what
/// MatMulNBits takes away from two bits.
static std::array<char, 81> makeTernaryBytes() {
  std::array<char, 81> bytes;
  for (int i = 0; i != 81; ++i)
    bytes[i] = char((i % 3 + 1) | (i / 3 % 3 + 1) << 2 | (i / 9 % 3 + 1) << 4 |
                    (i / 27 + 1) << 6);
  return bytes;
}

std::string Builder::addNorm(const std::string &prefix, const std::string &x,
                             int64_t size, std::vector<float> *kept) {
  std::string gain = writer.addFloats(prefix + ".weight", {size}, [&] {
    float value = writer.random.between(0.5f, 1.5f);
    if (kept)
      kept->push_back(value);
    return value;
  });
  return writer.addNode(
      "", "SimplifiedLayerNormalization", {x, gain}, {prefix + ".output"},
      {{"axis", -1}, {"epsilon", 0, kEpsilon}, {"stash_type", 1}});
}

std::string Builder::addProduct(const std::string &name, int64_t bits,
                                int64_t n, int64_t k, const std::string &x,
                                const std::string &codes,
                                const std::string &scales,
                                const std::string &result) {
  return writer.addNode(kMicrosoft, "MatMulNBits", {x, codes, scales}, {result},
                        {{"K", k},
                         {"N", n},
                         {"accuracy_level", 4},
                         {"bits", bits},
                         {"block_size", kBlock}});
}

std::string Builder::addTernary(const std::string &name, int64_t n, int64_t k,
                                const std::string &x, Linear *kept) {
  static const std::array<char, 81> ternaryBytes = makeTernaryBytes();
  int64_t blocks = llvm::divideCeil(k, kBlock), rowBytes = blocks * kBlock / 4;
  int64_t done = 0;
  auto fill = [&](MutableArrayRef<char> bytes) {
    for (char &byte : bytes)
      byte = ternaryBytes[(writer.random.next() >> 32) * 81 >> 32];
    // What fills up a row's last block is no weight.
    for (char byte : kept ? ArrayRef<char>(bytes) : ArrayRef<char>())
      for (int64_t i = 0, at = done++ % rowBytes * 4; i != 4; ++i)
        if (at + i < k)
          kept->values.push_back(int8_t((byte >> (2 * i) & 3) - 2));
  };
  std::string codes =
      writer.addWeight(name + ".qweight", ::onnx::TensorProto::UINT8,
                       {n, blocks, kBlock / 4}, fill);
  // Uniform over -1, 0 and 1 has variance 2/3: results are as large as inputs.
  float scale = std::sqrt(1.5f / float(k)) * writer.random.between(0.5f, 1.0f);
  std::string scales =
      writer.addFloats(name + ".scales", {n, blocks}, [&] { return scale; });
  if (kept) {
    kept->n = n;
    kept->k = k;
    kept->scales = {scale};
  }
  return addProduct(name, 2, n, k, x, codes, scales, name + ".output");
}

void Builder::addCaches() {
  for (int64_t layer = 0; layer != sizes.layers; ++layer)
    for (StringRef kind : {".key", ".value"}) {
      std::string name = std::to_string(layer) + kind.str();
      auto shape = [&](const char *length) {
        return std::array<Dim, 4>{Dim("batch_size"), Dim(sizes.kvHeads),
                                  Dim(length), Dim(sizes.getHeadSize())};
      };
      writer.addInput("past_key_values." + name, ::onnx::TensorProto::FLOAT,
                      shape("past_sequence_length"));
      writer.addOutput("present." + name, ::onnx::TensorProto::FLOAT,
                       shape("total_sequence_length"));
    }
}

/// What GroupQueryAttention wants to know of lengths, from the mask.
std::string Builder::addCounts() {
  std::string one = writer.addIntegers("one", {1});
  std::string sum = writer.addNode("", "ReduceSum", {"attention_mask", one},
                                   {"mask_sum"}, {{"keepdims", 0}});
  std::string last = writer.addNode("", "Sub", {sum, one}, {"last_position"});
  writer.addNode("", "Cast", {last}, {"seqlens_k"},
                 {{"to", ::onnx::TensorProto::INT32}});
  std::string shape =
      writer.addNode("", "Shape", {"attention_mask"}, {"mask_shape"});
  std::string length =
      writer.addNode("", "Gather", {shape, one}, {"total"}, {{"axis", 0}});
  return writer.addNode("", "Cast", {length}, {"total_sequence_length_i32"},
                        {{"to", ::onnx::TensorProto::INT32}});
}

std::string Builder::addLayer(int64_t layer, const std::string &x) {
  BitNetLayer *kept = weights ? &weights->layers.emplace_back() : nullptr;
  std::string prefix = "model.layers." + std::to_string(layer);
  auto name = [&](const char *part) { return prefix + part; };
  auto keep = [&](auto BitNetLayer::*part) {
    return kept ? &(kept->*part) : nullptr;
  };
  int64_t hidden = sizes.hidden, ff = sizes.intermediate,
          kv = sizes.kvHeads * sizes.getHeadSize();

  std::string in = addNorm(name(".input_layernorm"), x, hidden,
                           keep(&BitNetLayer::inputNorm));
  std::string q = addTernary(name(".attn.q_proj"), hidden, hidden, in,
                             keep(&BitNetLayer::q));
  std::string k =
      addTernary(name(".attn.k_proj"), kv, hidden, in, keep(&BitNetLayer::k));
  std::string v =
      addTernary(name(".attn.v_proj"), kv, hidden, in, keep(&BitNetLayer::v));
  std::string past = "past_key_values." + std::to_string(layer),
              present = "present." + std::to_string(layer);
  std::string attention = writer.addNode(
      kMicrosoft, "GroupQueryAttention",
      {q, k, v, past + ".key", past + ".value", "seqlens_k",
       "total_sequence_length_i32", "cos_cache", "sin_cache"},
      {name(".attn.output"), present + ".key", present + ".value"},
      {{"do_rotary", 1},
       {"kv_num_heads", sizes.kvHeads},
       {"num_heads", sizes.heads}});
  attention = addNorm(name(".attn.sub_layernorm"), attention, hidden,
                      keep(&BitNetLayer::attentionNorm));
  std::string o = addTernary(name(".attn.o_proj"), hidden, hidden, attention,
                             keep(&BitNetLayer::o));
  std::string residual =
      writer.addNode("", "Add", {x, o}, {name(".attn.residual")});

  in = addNorm(name(".post_attention_layernorm"), residual, hidden,
               keep(&BitNetLayer::postNorm));
  std::string gate = addTernary(name(".mlp.gate_proj"), ff, hidden, in,
                                keep(&BitNetLayer::gate));
  std::string relu = writer.addNode("", "Relu", {gate}, {name(".mlp.relu")});
  std::string square =
      writer.addNode("", "Mul", {relu, relu}, {name(".mlp.square")});
  std::string up =
      addTernary(name(".mlp.up_proj"), ff, hidden, in, keep(&BitNetLayer::up));
  std::string product =
      writer.addNode("", "Mul", {square, up}, {name(".mlp.product")});
  product = addNorm(name(".mlp.sub_layernorm"), product, ff,
                    keep(&BitNetLayer::feedForwardNorm));
  std::string down = addTernary(name(".mlp.down_proj"), hidden, ff, product,
                                keep(&BitNetLayer::down));
  return writer.addNode("", "Add", {residual, down}, {name(".mlp.residual")});
}

void Builder::build() {
  writer.addOpset("", 21);
  writer.addOpset(kMicrosoft, 1);
  writer.addInput("input_ids", ::onnx::TensorProto::INT64,
                  {Dim("batch_size"), Dim("sequence_length")});
  writer.addInput("attention_mask", ::onnx::TensorProto::INT64,
                  {Dim("batch_size"), Dim("total_sequence_length")});
  writer.addOutput(
      "logits", ::onnx::TensorProto::FLOAT,
      {Dim("batch_size"), Dim("sequence_length"), Dim(sizes.vocabulary)});
  addCaches();
  addCounts();

  for (bool isCos : {true, false}) {
    int64_t half = sizes.getHeadSize() / 2, at = 0;
    writer.addFloats(
        isCos ? "cos_cache" : "sin_cache", {sizes.context, half}, [&] {
          double angle =
              double(at / half) *
              std::pow(double(kRotaryBase), -double(at % half) / double(half));
          ++at;
          return float(isCos ? std::cos(angle) : std::sin(angle));
        });
  }

  // The table, as the head needs it; for the other end it is reshaped.
  int64_t n = sizes.vocabulary, k = sizes.hidden, blocks = k / kBlock;
  Linear *head = weights ? &weights->head : nullptr;
  std::string codes = writer.addWeight(
      "model.embed_tokens.qweight", ::onnx::TensorProto::UINT8,
      {n, blocks, kBlock}, [&](MutableArrayRef<char> bytes) {
        for (char &byte : bytes) {
          byte = char(writer.random.next() >> 56);
          if (head)
            head->values.push_back(int8_t(uint8_t(byte) - 128));
        }
      });
  int64_t at = 0;
  float scale = 0;
  std::string scales =
      writer.addFloats("model.embed_tokens.scales", {n, blocks}, [&] {
        if (at++ % blocks == 0) {
          scale = writer.random.between(0.005f, 0.015f);
          if (head)
            head->scales.push_back(scale);
        }
        return scale;
      });
  if (head) {
    head->n = n;
    head->k = k;
  }
  std::string shape = writer.addIntegers("table_shape", {n, k});
  std::string table = writer.addNode("", "Reshape", {codes, shape}, {"table"});
  std::string x = writer.addNode(kMicrosoft, "GatherBlockQuantized",
                                 {table, "input_ids", scales}, {"embeddings"},
                                 {{"bits", 8},
                                  {"block_size", kBlock},
                                  {"gather_axis", 0},
                                  {"quantize_axis", 1}});
  for (int64_t layer = 0; layer != sizes.layers; ++layer)
    x = addLayer(layer, x);
  x = addNorm("model.norm", x, k, weights ? &weights->finalNorm : nullptr);
  addProduct("lm_head", 8, n, k, x, codes, scales, "logits");
}

void lutra::test::addBitNet(ModelWriter &writer, const BitNetSizes &sizes,
                            BitNetWeights *weights) {
  Builder(writer, sizes, weights).build();
}
