//===- MixtureOfExperts.cpp - com.microsoft.MoE, QMoE ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each token goes to the k experts with the highest router logits, and what
// these give is added up with the softmax of the logits as weights. Here all
// experts see all tokens, as two batched products; a token's result leaves out
// those that it was not sent to.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "PackedCodes.h"
#include "Reduce.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {
struct MixtureOfExperts {
  Node &node;
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();

  int64_t k = 1, fusion = 0;
  bool normalizes = false;
  double alpha = 1, beta = 0, limit = 0;
  bool hasLimit = false;
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
  HandlerResult run();
  Tensor *route();
  LogicalResult expect(Tensor *tensor, StringRef what, ArrayRef<Size> dims);
  Tensor *multiply(Tensor *operand, Tensor *weight, Size columns);
  Value activate(Scalars &s, Value x);
  Value gate(Scalars &s, Value gate, Value linear);
};
} // namespace

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
  node.getInt("accuracy_level", 0); // how low it may go; this does not
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
  for (unsigned i : {0, 1, 2}) {
    int64_t given = node.getInt(own[i], 0);
    int64_t width = given > 0 ? given : bits;
    if (width != 2 && width != 4 && width != 8)
      return node.refuse("weights must have 2, 4 or 8 bits, got " +
                         Twine(width));
    FailureOr<Tensor *> decoded = decode(2 + 3 * i, 11 + i, width, block);
    if (failed(decoded))
      return failure();
    weights[i] = *decoded;
    biases[i] = node.input(4 + 3 * i);
  }
  if (node.refused())
    return failure();
  return run();
}

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
        Value column = at[2];
        if (fusion == 1) {
          Value even = s.mul(column, s.index(2));
          return gate(s, biased(s, first, firstBias, at, even),
                      biased(s, first, firstBias, at, s.add(even, s.index(1))));
        }
        Value own = biased(s, first, firstBias, at, column);
        if (fusion == 2)
          return gate(s, own,
                      biased(s, first, firstBias, at, s.add(column, width)));
        if (!third)
          return activate(s, own);
        Value linear = biased(s, third, thirdBias, at, column);
        return activation == "swiglu" ? gate(s, own, linear)
                                      : s.mul(activate(s, own), linear);
      });
  Value second = lg.data(multiply(activated, weights[1], hidden));
  Value shareData = lg.data(shares);
  Tensor *result = generateFold(
      lg, loc, {tokens, hidden}, experts, type, numberAttr(type, 0),
      [&](Scalars &s, ValueRange at, ValueRange expert, Value soFar) -> Value {
        Value where[] = {expert[0], at[0]};
        Value value = biased(s, second, secondBias, where, at[1]);
        Value weight = s.read(shareData, {at[0], expert[0]});
        // What an expert makes of a token that is not its own is nothing.
        Value unused = arith::CmpFOp::create(
            s.b, s.loc, arith::CmpFPredicate::OEQ, weight, s.constant(type, 0));
        Value next = s.add(soFar, s.mul(weight, value));
        return s.select(unused, soFar, next);
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
