//===- MixtureOfExperts.cpp - com.microsoft.MoE, QMoE ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each token goes to the k experts with the highest router logits, and what
// these give is added up with the softmax of the logits as weights. Here all
// experts see all tokens, as two batched products, or, where constant codes are
// the weights, as low-bit products of each expert; a token's result leaves out
// those that it was not sent to.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "PackedCodes.h"
#include "Quantize.h"
#include "Reduce.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;
namespace lowbit = lutra::lowbit;

namespace {
/// Constant codes of all experts of a layer: [experts, rows, bytes], with a
/// scale for each row or, where there is a block size, for each block of it.
struct CodedLayer {
  ConstantIntegers codes = {};
  SmallVector<float, 0> scales = {};
  std::optional<ConstantIntegers> zeros = {};
  int64_t rows = 0, columns = 0, bits = 0, block = 0, blocks = 0;
};

struct MixtureOfExperts {
  Node &node;
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();

  int64_t k = 1, fusion = 0;
  bool normalizes = false;
  double alpha = 1, beta = 0, limit = 0;
  bool hasLimit = false, int8Permitted = false;
  std::string activation = {};
  Type element = {}, type = {};
  Size tokens = {}, hidden = {}, experts = {}, inner = {};
  /// [tokens, hidden]
  Tensor *x = nullptr;
  /// Matrices [experts, rows, columns] of the first layer, the second, and the
  /// linear half of a gated first one, with biases [experts, rows].
  Tensor *weights[3] = {}, *biases[3] = {};

  HandlerResult runFloat();
  HandlerResult runQuantized();

private:
  LogicalResult readAttributes();
  LogicalResult readInput();
  LogicalResult checkOperands();
  FailureOr<Tensor *> decode(unsigned input, unsigned zeroInput, int64_t bits,
                             int64_t block);
  std::optional<CodedLayer> readLayer(unsigned input, unsigned zeroInput,
                                      int64_t bits, int64_t block);
  Value bytesOf(const ConstantIntegers &all, int64_t expert,
                ArrayRef<int64_t> shape);
  Tensor *multiply(Tensor *operand, const CodedLayer &layer, int64_t expert);
  HandlerResult runCoded(ArrayRef<std::optional<CodedLayer>> layers);
  HandlerResult run();
  Tensor *route();
  LogicalResult expect(Tensor *tensor, StringRef what, ArrayRef<Size> dims);
  Tensor *multiply(Tensor *operand, Tensor *weight, Size columns);
  Value activate(Scalars &s, Value x);
  Value gate(Scalars &s, Value gate, Value linear);
  using ElementFn = llvm::function_ref<Value(Scalars &, Value column)>;
  Value hiddenElement(Scalars &s, Value column, Value width, ElementFn first,
                      ElementFn third);
};
} // namespace

/// What an expert makes of a token that is not its own is nothing.
static Value addShare(OpBuilder &b, Location loc, Value sum, Value share,
                      Value value) {
  Scalars s{b, loc};
  Value unused = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, share,
                                       s.constant(share.getType(), 0));
  return s.select(unused, sum, s.add(sum, s.mul(share, value)));
}

LogicalResult MixtureOfExperts::readAttributes() {
  k = node.getInt("k", 1);
  activation = node.getString("activation_type", "relu");
  normalizes = node.getInt("normalize_routing_weights", 0) != 0;
  alpha = node.getFloat("activation_alpha", 1);
  beta = node.getFloat("activation_beta", 0);
  hasLimit = node.hasAttr("swiglu_limit");
  limit = node.getFloat("swiglu_limit", 0);
  fusion = node.getInt("swiglu_fusion", 0);
  int64_t mixer = node.getInt("use_sparse_mixer", 0);
  if (node.refused())
    return failure();
  if (mixer != 0)
    return node.refuse("attribute 'use_sparse_mixer' is not supported");
  if (k < 1)
    return node.refuse("attribute 'k' must be positive, got " + Twine(k));
  static constexpr StringLiteral known[] = {"relu", "gelu", "silu", "identity",
                                            "swiglu"};
  if (!llvm::is_contained(known, activation))
    return node.refuse("attribute 'activation_type' must be relu, gelu, silu, "
                       "identity or swiglu, got '" +
                       activation + "'");
  if (fusion < 0 || fusion > 2)
    return node.refuse("attribute 'swiglu_fusion' must be from 0 to 2, got " +
                       Twine(fusion));
  if (activation != "swiglu")
    fusion = 0;
  return success();
}

LogicalResult MixtureOfExperts::expect(Tensor *tensor, StringRef what,
                                       ArrayRef<Size> dims) {
  if (!tensor)
    return success();
  if (tensor->dims.size() != dims.size())
    return node.refuse("input " + what + " must have rank " +
                       Twine(dims.size()) + ", got " + tensor->str());
  for (auto [have, want] : llvm::zip(tensor->dims, dims))
    if (failed(lg.requireEqual(node, have, want, "sizes of input " + what)))
      return failure();
  return success();
}

LogicalResult MixtureOfExperts::readInput() {
  Tensor *input = node.input(0);
  element = input->element;
  type = computeType(element);
  if (!input->isFloat())
    return badElement(node, element);
  if (input->rank() != 2 && input->rank() != 3)
    return node.refuse("its input must be [tokens, hidden] or [batch, "
                       "sequence, hidden], got " +
                       input->str());
  hidden = input->dims.back();
  tokens = sizes.product(loc, ArrayRef(input->dims).drop_back());
  x = lg.reshape(loc, input, {tokens, hidden});
  return success();
}

LogicalResult MixtureOfExperts::checkOperands() {
  if (!weights[0] || !weights[1])
    return node.refuse("it needs the weights of two layers");
  for (Tensor *weight : weights)
    if (weight && (weight->rank() != 3 || !weight->isFloat()))
      return node.refuse("its weights must be [experts, rows, columns], got " +
                         weight->str());
  if (node.input(1)->element != element)
    return badElement(node, node.input(1)->element);
  experts = weights[0]->dims[0];
  inner = weights[1]->dims[2];
  Size rows = fusion ? sizes.mul(loc, inner, sizes.constant(2)) : inner;
  if (failed(expect(node.input(1), "router_probs", {tokens, experts})) ||
      failed(
          expect(weights[0], "fc1_experts_weights", {experts, rows, hidden})) ||
      failed(expect(biases[0], "fc1_experts_bias", {experts, rows})) ||
      failed(expect(weights[1], "fc2_experts_weights",
                    {experts, hidden, inner})) ||
      failed(expect(biases[1], "fc2_experts_bias", {experts, hidden})) ||
      failed(expect(weights[2], "fc3_experts_weights",
                    {experts, inner, hidden})) ||
      failed(expect(biases[2], "fc3_experts_bias", {experts, inner})))
    return failure();
  if (fusion && weights[2])
    return node.refuse("input fc3_experts_weights is given, but attribute "
                       "'swiglu_fusion' says that it is part of fc1");
  if (activation == "swiglu" && !fusion && !weights[2])
    return node.refuse("activation swiglu needs input fc3_experts_weights");
  return lg.requireLessEqual(node, sizes.constant(k), experts,
                             "there must be k experts at least");
}

/// Inputs `input` to `input` + 1 are packed codes [E, rows, bytes] and scales
/// [E, rows] or [E, rows, blocks]; zero points are packed likewise, and in the
/// middle where there are none.
FailureOr<Tensor *> MixtureOfExperts::decode(unsigned input, unsigned zeroInput,
                                             int64_t bits, int64_t block) {
  Tensor *codes = node.input(input), *scales = node.input(input + 1),
         *zeros = node.input(zeroInput);
  if (!codes)
    return codes;
  if (!codes->element.isUnsignedInteger(8) || codes->rank() != 3)
    return node.refuse(
        "its weights must be uint8 [experts, rows, bytes], got " +
        codes->str());
  if (!scales || !scales->isFloat() || scales->rank() < 2 || scales->rank() > 3)
    return node.refuse("input " + Twine(input + 1) +
                       " must be scales [experts, rows] or [experts, rows, "
                       "blocks]");
  bool blocked = scales->rank() == 3;
  if (blocked && block <= 0)
    return node.refuse("attribute 'block_size' must be positive beside scales "
                       "of blocks");
  if (zeros && !zeros->element.isUnsignedInteger(8))
    return node.refuse("its zero points must be uint8, got " + zeros->str());
  Size columns = sizes.mul(loc, codes->dims[2], sizes.constant(8 / bits));
  Size blocks = blocked ? sizes.ceilDiv(loc, columns, sizes.constant(block))
                        : sizes.constant(1);
  Size zeroBytes = sizes.ceilDiv(loc, blocks, sizes.constant(8 / bits));
  for (unsigned d : {0, 1})
    if (failed(lg.requireEqual(node, scales->dims[d], codes->dims[d],
                               "sizes of weights and scales")))
      return failure();
  if (blocked && failed(lg.requireEqual(node, scales->dims[2], blocks,
                                        "numbers of blocks and scales")))
    return failure();
  if (zeros && zeros->rank() == 2)
    zeros = lg.reshape(loc, zeros,
                       {zeros->dims[0], zeros->dims[1], sizes.constant(1)});
  if (zeros)
    for (auto [have, want] : llvm::zip(
             zeros->dims, Sizes{codes->dims[0], codes->dims[1], zeroBytes}))
      if (failed(lg.requireEqual(node, have, want,
                                 "sizes of weights and zero points")))
        return failure();
  Value data = lg.data(codes), scaleData = lg.data(scales),
        zeroData = zeros ? lg.data(zeros) : Value();
  return generate(
      lg, loc, {codes->dims[0], codes->dims[1], columns}, type,
      [&](Scalars &s, ValueRange at) -> Value {
        Type i32 = s.b.getI32Type();
        SmallVector<Value> row = {at[0], at[1]};
        Value which =
            blocked ? arith::DivUIOp::create(s.b, s.loc, at[2], s.index(block))
                          .getResult()
                    : s.index(0);
        Value code = readCode(s, data, row, at[2], bits);
        Value zero = zeroData ? readCode(s, zeroData, row, which, bits)
                              : s.constant(i32, 1 << (bits - 1));
        if (blocked)
          row.push_back(which);
        Value scale = convertElement(s.b, s.loc, s.read(scaleData, row),
                                     scales->element, type);
        Value steps =
            arith::SIToFPOp::create(s.b, s.loc, type, s.sub(code, zero));
        return s.mul(steps, scale);
      });
}

HandlerResult MixtureOfExperts::runFloat() {
  for (unsigned i : {0, 1, 2}) {
    weights[i] = node.input(2 + 2 * i);
    biases[i] = node.input(3 + 2 * i);
    for (Tensor *operand : {weights[i], biases[i]})
      if (operand && failed(sameElement(node, {node.input(0), operand})))
        return failure();
  }
  if (failed(readAttributes()) || failed(readInput()))
    return failure();
  return run();
}

HandlerResult MixtureOfExperts::runQuantized() {
  if (failed(readAttributes()) || failed(readInput()))
    return failure();
  std::string kind = node.getString("quant_type", "int");
  int64_t bits = node.getInt("expert_weight_bits", 4);
  int64_t block = node.getInt("block_size", 0);
  int64_t prepacked = node.getInt("weights_prepacked", -1);
  int8Permitted = node.getInt("accuracy_level", 0) == 4;
  if (kind != "int")
    return node.refuse("attribute 'quant_type' must be int, got '" + kind +
                       "'");
  if (prepacked > 0)
    return node.refuse("attribute 'weights_prepacked' is " + Twine(prepacked) +
                       ": the weights are in a layout of another device");
  static constexpr StringLiteral own[] = {"fc1_expert_weight_bits",
                                          "fc2_expert_weight_bits",
                                          "fc3_expert_weight_bits"};
  for (unsigned i = 14; i < node.numInputs(); ++i)
    if (node.input(i))
      return node.refuse("input " + Twine(i) + " is not supported");
  int64_t widths[3];
  for (unsigned i : {0, 1, 2}) {
    int64_t given = node.getInt(own[i], 0);
    widths[i] = given > 0 ? given : bits;
    if (widths[i] != 2 && widths[i] != 4 && widths[i] != 8)
      return node.refuse("weights must have 2, 4 or 8 bits, got " +
                         Twine(widths[i]));
  }
  std::optional<CodedLayer> layers[3];
  bool areCoded = type.isF32();
  for (unsigned i : {0, 1, 2}) {
    layers[i] = readLayer(2 + 3 * i, 11 + i, widths[i], block);
    areCoded &= layers[i] || !node.input(2 + 3 * i);
  }
  for (unsigned i : {0, 1, 2}) {
    FailureOr<Tensor *> decoded = decode(2 + 3 * i, 11 + i, widths[i], block);
    if (failed(decoded))
      return failure();
    weights[i] = *decoded;
    biases[i] = node.input(4 + 3 * i);
  }
  if (node.refused())
    return failure();
  return areCoded ? runCoded(layers) : run();
}

//===----------------------------------------------------------------------===//
// Experts as low-bit products
//===----------------------------------------------------------------------===//

/// Nothing where something is not constant, or is not as it should be: `decode`
/// says what.
std::optional<CodedLayer> MixtureOfExperts::readLayer(unsigned input,
                                                      unsigned zeroInput,
                                                      int64_t bits,
                                                      int64_t block) {
  Tensor *given = node.input(input), *scales = node.input(input + 1),
         *zeros = node.input(zeroInput);
  if (!given || !scales || given->rank() != 3 || !scales->numElements() ||
      !given->element.isUnsignedInteger(8))
    return std::nullopt;
  auto codes = ConstantIntegers::get(given);
  auto numbers = readConstantFloats(scales);
  if (!codes || !numbers)
    return std::nullopt;
  CodedLayer layer;
  layer.codes = *codes;
  layer.scales = std::move(*numbers);
  SmallVector<int64_t> shape = given->shape();
  layer.rows = shape[1];
  layer.bits = bits;
  layer.columns = shape[2] * 8 / bits;
  layer.block = scales->rank() == 3 ? block : 0;
  if (shape[0] <= 0 || layer.rows <= 0 || layer.columns <= 0 ||
      (scales->rank() == 3 && (block < 16 || layer.columns % block != 0)))
    return std::nullopt;
  layer.blocks = layer.block ? layer.columns / layer.block : 1;
  if (int64_t(layer.scales.size()) != shape[0] * layer.rows * layer.blocks)
    return std::nullopt;
  if (!zeros)
    return layer;
  layer.zeros = ConstantIntegers::get(zeros);
  if (!layer.zeros || !zeros->element.isUnsignedInteger(8) ||
      layer.zeros->size() !=
          shape[0] * layer.rows *
              int64_t(llvm::divideCeil(layer.blocks * bits, 8)))
    return std::nullopt;
  return layer;
}

/// An expert's part of constant bytes.
Value MixtureOfExperts::bytesOf(const ConstantIntegers &all, int64_t expert,
                                ArrayRef<int64_t> shape) {
  auto type = RankedTensorType::get(shape, lg.builder.getI8Type());
  int64_t count = type.getNumElements();
  AsmResourceBlob blob = lowbit::allocateBytes(count);
  MutableArrayRef<char> bytes = blob.getMutableData();
  for (int64_t i = 0; i < count; ++i)
    bytes[i] = static_cast<char>(all.getUnsigned(expert * count + i));
  return arith::ConstantOp::create(
      lg.builder, loc, lowbit::getConstant(type, "expert", std::move(blob)));
}

/// [tokens, rows] = operand [tokens, columns] times the transposed matrix of an
/// expert.
Tensor *MixtureOfExperts::multiply(Tensor *operand, const CodedLayer &layer,
                                   int64_t expert) {
  OpBuilder &b = lg.builder;
  MLIRContext *context = b.getContext();
  auto unpack = [&](const ConstantIntegers &all, int64_t blocks, int64_t block,
                    int64_t count) -> Value {
    int64_t bytes = llvm::divideCeil(block * layer.bits, 8);
    Value packed = bytesOf(all, expert, {layer.rows, blocks, bytes});
    auto type = RankedTensorType::get({layer.rows, count}, b.getI8Type());
    auto format = lowbit::IntFormatAttr::get(context, layer.bits, 0);
    return lowbit::UnpackOp::create(b, loc, type, packed, format, block);
  };
  Value codes =
      unpack(layer.codes, layer.blocks,
             layer.block ? layer.block : layer.columns, layer.columns);
  Value zeros;
  if (layer.zeros)
    zeros = unpack(*layer.zeros, 1, layer.blocks, layer.blocks);
  int64_t count = layer.rows * layer.blocks;
  Value scales = arith::ConstantOp::create(
      b, loc,
      lowbit::getConstant(
          RankedTensorType::get({layer.rows, layer.blocks}, b.getF32Type()),
          "expert.scales",
          ArrayRef(layer.scales).slice(expert * count, count)));
  auto format = lowbit::IntFormatAttr::get(context, layer.bits,
                                           zeros ? 0 : 1u << (layer.bits - 1));
  Sizes dims = {tokens, sizes.constant(layer.rows)};
  Sizes own = {tokens, sizes.constant(layer.columns)};
  Type f32 = b.getF32Type();
  Tensor *a = lg.refine(loc, lg.convert(loc, operand, f32), own);
  Value product = lowbit::ContractOp::create(
      b, loc, lg.typeOf(dims, f32), lg.data(a), /*act_scales=*/Value(), codes,
      scales, zeros, /*g_idx=*/Value(), lg.empty(loc, dims, f32), format,
      lowbit::ActivationKind::Auto, layer.block, int8Permitted);
  return lg.make(product, f32, dims);
}

HandlerResult
MixtureOfExperts::runCoded(ArrayRef<std::optional<CodedLayer>> layers) {
  if (failed(checkOperands()))
    return failure();
  Tensor *shares = route();
  MLIRContext *context = lg.builder.getContext();
  AffineExpr t = getAffineDimExpr(0, context), n = getAffineDimExpr(1, context);
  AffineMap plain = AffineMap::getMultiDimIdentityMap(2, context);
  Value width = sizes.value(loc, inner);
  Sizes dims = {tokens, hidden};
  Value sum = lg.filled(loc, dims, numberAttr(type, 0));
  for (int64_t e = 0; e < weights[0]->shape()[0]; ++e) {
    AffineExpr expert = getAffineConstantExpr(e, context);
    AffineMap ofBias = AffineMap::get(2, 0, {expert, n}, context),
              ofShare = AffineMap::get(2, 0, {t, expert}, context);
    auto biased = [&](Tensor *product, Tensor *bias) {
      if (!bias)
        return lg.data(product);
      return lg.map(loc, {lg.data(product), lg.data(bias)}, {plain, ofBias},
                    product->dims, type,
                    [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                      return Scalars{b, loc}.add(args[0],
                                                 extend(b, loc, args[1]));
                    });
    };
    Value first = biased(multiply(x, *layers[0], e), biases[0]), third;
    if (layers[2])
      third = biased(multiply(x, *layers[2], e), biases[2]);
    Tensor *activated = generate(
        lg, loc, {tokens, inner}, type, [&](Scalars &s, ValueRange at) {
          return hiddenElement(
              s, at[1], width,
              [&](Scalars &s, Value column) {
                return s.read(first, {at[0], column});
              },
              [&](Scalars &s, Value column) {
                return third ? s.read(third, {at[0], column}) : Value();
              });
        });
    Value second = biased(multiply(activated, *layers[1], e), biases[1]);
    sum = lg.map(loc, {sum, second, lg.data(shares)}, {plain, plain, ofShare},
                 dims, type,
                 [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                   return addShare(b, loc, args[0], args[2], args[1]);
                 });
  }
  Tensor *result = lg.make(sum, type, dims);
  return Results{
      lg.reshape(loc, lg.convert(loc, result, element), node.input(0)->dims)};
}

//===----------------------------------------------------------------------===//
// The formulas
//===----------------------------------------------------------------------===//

/// The weight of each expert for each token, 0 for those it is not sent to.
Tensor *MixtureOfExperts::route() {
  Tensor *logits = node.input(1);
  llvm::SmallBitVector axes(2);
  axes.set(1);
  Tensor *logs = logSoftmax(lg, loc, logits, axes, type);
  Value scores = lg.data(logits), logData = lg.data(logs);
  Sizes dims = {tokens, experts};
  // Of equal ones the first is taken.
  Tensor *rank = generateFold(
      lg, loc, dims, experts, lg.builder.getI64Type(),
      lg.builder.getI64IntegerAttr(0),
      [&](Scalars &s, ValueRange at, ValueRange inner, Value soFar) -> Value {
        Value own = s.read(scores, at),
              other = s.read(scores, {at[0], inner[0]});
        Value before = s.either(s.lessElement(logits, own, other),
                                s.both(s.equalElement(logits, own, other),
                                       s.less(inner[0], at[1])));
        Value one =
            arith::ExtUIOp::create(s.b, s.loc, s.b.getI64Type(), before);
        return s.add(soFar, one);
      });
  Value rankData = lg.data(rank);
  Tensor *shares =
      generate(lg, loc, dims, type, [&](Scalars &s, ValueRange at) {
        Value chosen =
            s.less(s.read(rankData, at), s.constant(s.b.getI64Type(), k));
        Value weight = math::ExpOp::create(s.b, s.loc, s.read(logData, at));
        return s.select(chosen, weight, s.constant(type, 0));
      });
  if (!normalizes)
    return shares;
  return withStatistics(
      lg, loc, shares, sum(lg, loc, shares, axes), {}, axes, type,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return arith::DivFOp::create(b, loc, args[0], args[1]);
      });
}

/// [experts, tokens, columns] = operand ([tokens, K] or one for each expert)
/// times the transposed matrices of `weight`.
Tensor *MixtureOfExperts::multiply(Tensor *operand, Tensor *weight,
                                   Size columns) {
  MLIRContext *context = lg.builder.getContext();
  auto d = [&](unsigned i) { return getAffineDimExpr(i, context); };
  SmallVector<AffineExpr> exprs = {d(1), d(3)};
  if (operand->rank() == 3)
    exprs.insert(exprs.begin(), d(0));
  AffineMap maps[] = {AffineMap::get(4, 0, exprs, context),
                      AffineMap::get(4, 0, {d(0), d(2), d(3)}, context),
                      AffineMap::get(4, 0, {d(0), d(1), d(2)}, context)};
  SmallVector<utils::IteratorType> loops(3, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  Sizes dims = {experts, tokens, columns};
  Value product =
      lg.generic(loc, {lg.data(operand), lg.data(weight)}, maps,
                 lg.filled(loc, dims, numberAttr(type, 0)), loops,
                 [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                   return math::FmaOp::create(b, loc, extend(b, loc, args[0]),
                                              extend(b, loc, args[1]), args[2]);
                 });
  return lg.make(product, type, dims);
}

Value MixtureOfExperts::activate(Scalars &s, Value x) {
  auto constant = [&](double value) { return s.constant(type, value); };
  if (activation == "relu")
    return s.max(x, constant(0));
  if (activation == "gelu") { // the form with tanh, as the kernels have it
    Value cube = s.mul(s.mul(x, x), x);
    Value bent = s.mul(constant(0.79788456080286535588),
                       s.add(x, s.mul(constant(0.044715), cube)));
    Value tanh = math::TanhOp::create(s.b, s.loc, bent);
    return s.mul(s.mul(constant(0.5), x), s.add(constant(1), tanh));
  }
  if (activation == "identity")
    return x;
  Value exp =
      math::ExpOp::create(s.b, s.loc, arith::NegFOp::create(s.b, s.loc, x));
  return arith::DivFOp::create(s.b, s.loc, x, s.add(constant(1), exp));
}

/// G sigmoid(alpha G) (L + beta), both within the limit.
Value MixtureOfExperts::gate(Scalars &s, Value gate, Value linear) {
  auto constant = [&](double value) { return s.constant(type, value); };
  if (hasLimit) {
    gate = s.min(gate, constant(limit));
    linear = s.max(s.min(linear, constant(limit)), constant(-limit));
  }
  Value exponent = s.mul(gate, constant(-alpha));
  Value sigmoid = arith::DivFOp::create(
      s.b, s.loc, constant(1),
      s.add(constant(1), math::ExpOp::create(s.b, s.loc, exponent)));
  return s.mul(s.mul(gate, sigmoid), s.add(linear, constant(beta)));
}

/// An element between the layers. `third` gives null without a third one.
Value MixtureOfExperts::hiddenElement(Scalars &s, Value column, Value width,
                                      ElementFn first, ElementFn third) {
  if (fusion == 1) {
    Value even = s.mul(column, s.index(2));
    Value own = first(s, even), linear = first(s, s.add(even, s.index(1)));
    return gate(s, own, linear);
  }
  Value own = first(s, column);
  if (fusion == 2)
    return gate(s, own, first(s, s.add(column, width)));
  Value linear = third(s, column);
  if (!linear)
    return activate(s, own);
  return activation == "swiglu" ? gate(s, own, linear)
                                : s.mul(activate(s, own), linear);
}

HandlerResult MixtureOfExperts::run() {
  if (failed(checkOperands()))
    return failure();
  Tensor *shares = route();
  auto dataOf = [&](Tensor *tensor) {
    return tensor ? lg.data(tensor) : Value();
  };
  Value firstBias = dataOf(biases[0]), secondBias = dataOf(biases[1]),
        thirdBias = dataOf(biases[2]);
  Value first = lg.data(multiply(x, weights[0], weights[0]->dims[1]));
  Value third;
  if (weights[2])
    third = lg.data(multiply(x, weights[2], inner));
  Value width = sizes.value(loc, inner);
  auto biased = [&](Scalars &s, Value product, Value bias, ValueRange at,
                    Value column) -> Value {
    Value value = s.read(product, {at[0], at[1], column});
    if (!bias)
      return value;
    return s.add(value, extend(s.b, s.loc, s.read(bias, {at[0], column})));
  };
  Tensor *activated = generate(
      lg, loc, {experts, tokens, inner}, type,
      [&](Scalars &s, ValueRange at) -> Value {
        return hiddenElement(
            s, at[2], width,
            [&](Scalars &s, Value column) {
              return biased(s, first, firstBias, at, column);
            },
            [&](Scalars &s, Value column) {
              return third ? biased(s, third, thirdBias, at, column) : Value();
            });
      });
  Value second = lg.data(multiply(activated, weights[1], hidden));
  Value shareData = lg.data(shares);
  Tensor *result = generateFold(
      lg, loc, {tokens, hidden}, experts, type, numberAttr(type, 0),
      [&](Scalars &s, ValueRange at, ValueRange expert, Value soFar) -> Value {
        Value where[] = {expert[0], at[0]};
        Value value = biased(s, second, secondBias, where, at[1]);
        Value weight = s.read(shareData, {at[0], expert[0]});
        return addShare(s.b, s.loc, soFar, weight, value);
      });
  return Results{
      lg.reshape(loc, lg.convert(loc, result, element), node.input(0)->dims)};
}

void lutra::onnx::addMixtureOfExperts(Registry &registry) {
  registry.add(Registry::microsoft, "MoE", 1, 3, 8,
               [](Node &node) { return MixtureOfExperts{node}.runFloat(); });
  registry.add(Registry::microsoft, "QMoE", 1, 4, 21, [](Node &node) {
    return MixtureOfExperts{node}.runQuantized();
  });
}
