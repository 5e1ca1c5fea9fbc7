//===- Attention.cpp - Attention, MultiHeadAttention ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The standard operator and com.microsoft's older one, as `nn.attention`.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;
namespace nn = lutra::nn;

static constexpr double infinity = std::numeric_limits<double>::infinity();

namespace {
struct Attention {
  Node &node;
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();

  int64_t heads = 0, kvHeads = 0;
  double scale = 0, softcap = 0;
  bool causal = false;
  /// What a 0 of an integer mask adds to a score.
  double masked = -infinity;
  /// [B, S, H, D] and [B, Hkv, T, D].
  Tensor *query = nullptr, *key = nullptr, *value = nullptr;
  /// [B] of i32: valid entries of each row; may be null.
  Tensor *lengths = nullptr;
  /// What is added to scores, [B or 1, H or 1, S, T]; may be null.
  Tensor *mask = nullptr;
  bool headMajor = false, hasPast = false;

  HandlerResult runStandard();
  HandlerResult runMultiHead();

private:
  LogicalResult checkFloats(ArrayRef<Tensor *> tensors);
  FailureOr<Tensor *> split(Tensor *x, int64_t count, StringRef what);
  Tensor *toHeadMajor(Tensor *x) { return lg.transpose(loc, x, {0, 2, 1, 3}); }
  FailureOr<Tensor *> append(Tensor *past, Tensor *fresh, StringRef what);
  LogicalResult addMask(Tensor *given, StringRef what);
  LogicalResult attend(Results &results);
  void addCausalMask();
};
} // namespace

LogicalResult Attention::checkFloats(ArrayRef<Tensor *> tensors) {
  if (failed(sameElement(node, tensors)))
    return failure();
  Type element = tensors.front()->element;
  if (!isa<FloatType>(element) || element.isF64())
    return badElement(node, element);
  return success();
}

/// [B, S, count, D] out of [B, S, count * D].
FailureOr<Tensor *> Attention::split(Tensor *x, int64_t count, StringRef what) {
  if (x->rank() != 3 || count <= 0)
    return node.refuse("input " + what + " must be [batch, sequence, " +
                       Twine(count) + " heads * head size], got " + x->str());
  Size heads = sizes.constant(count),
       size = sizes.truncDiv(loc, x->dims[2], heads);
  if (failed(lg.requireEqual(node, sizes.mul(loc, size, heads), x->dims[2],
                             "the width of input " + what +
                                 " and a multiple of its heads")))
    return failure();
  return lg.reshape(loc, x, {x->dims[0], x->dims[1], heads, size},
                    getConstantIntValue(x->dims[2]).has_value());
}

FailureOr<Tensor *> Attention::append(Tensor *past, Tensor *fresh,
                                      StringRef what) {
  if (!past)
    return fresh;
  if (failed(sameElement(node, {fresh, past})))
    return failure();
  if (past->rank() != 4)
    return node.refuse("input " + what +
                       " must be [batch, heads, length, head size], got " +
                       past->str());
  for (unsigned d : {0, 1, 3})
    if (failed(lg.requireEqual(node, past->dims[d], fresh->dims[d],
                               "sizes of input " + what +
                                   " and of what is "
                                   "appended to it")))
      return failure();
  Sizes dims = fresh->dims;
  dims[2] = past->dims[2];
  past = lg.refine(loc, past, dims);
  dims[2] = sizes.add(loc, past->dims[2], fresh->dims[2]);
  Value joined =
      tensor::ConcatOp::create(lg.builder, loc, lg.typeOf(dims, fresh->element),
                               2, ValueRange{lg.data(past), lg.data(fresh)});
  return lg.make(joined, fresh->element, dims);
}

/// Adds to the mask: floats as they are, true and other integers than 0 as 0,
/// the rest as `masked`.
LogicalResult Attention::addMask(Tensor *given, StringRef what) {
  if (given->rank() > 4)
    return node.refuse("input " + what +
                       " must have four dimensions at most, "
                       "got " +
                       given->str());
  Sizes dims(4 - given->rank(), sizes.constant(1));
  dims.append(given->dims);
  given = lg.reshape(loc, given, dims);
  Size one = sizes.constant(1), S = query->dims[1], T = key->dims[2];
  Sizes full = {dims[0], dims[1], S, T};
  for (auto [d, whole] : {std::pair<unsigned, Size>{0, query->dims[0]},
                          {1, query->dims[2]},
                          {2, S},
                          {3, T}})
    if (!isConstantIntValue(dims[d], 1) &&
        failed(lg.requireEqual(node, dims[d], whole,
                               "sizes of input " + what + " and of scores")))
      return failure();
  if (!isConstantIntValue(dims[0], 1))
    full[0] = query->dims[0];
  if (!isConstantIntValue(dims[1], 1))
    full[1] = query->dims[2];
  Type element = query->element;
  SmallVector<Tensor *> operands = {given};
  if (mask) {
    operands.push_back(mask);
    for (unsigned d : {0, 1})
      if (isConstantIntValue(full[d], 1))
        full[d] = mask->dims[d];
  }
  Type type = computeType(element);
  mask = lg.elementwiseOver(
      loc, operands, full, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value value;
        if (given->isFloat()) {
          value = convertElement(b, loc, args[0], given->element, type);
        } else {
          Value seen =
              convertElement(b, loc, args[0], given->element, b.getI1Type());
          value = s.select(seen, s.constant(type, 0), s.constant(type, masked));
        }
        if (args.size() > 1)
          value = s.add(value, extend(b, loc, args[1]));
        return truncate(b, loc, value, element);
      });
  return success();
}

/// Query i sees the keys up to i, whatever their number is.
void Attention::addCausalMask() {
  Type element = query->element;
  Size one = sizes.constant(1);
  Sizes dims = {one, one, query->dims[1], key->dims[2]};
  if (mask) {
    dims[0] = mask->dims[0];
    dims[1] = mask->dims[1];
  }
  Value old = mask ? lg.data(mask) : Value();
  mask = generate(lg, loc, dims, element, [&](Scalars &s, ValueRange at) {
    Value before = old ? s.read(old, at) : s.constant(element, 0);
    return s.select(s.lessEqual(at[3], at[2]), before,
                    s.constant(element, -infinity));
  });
}

LogicalResult Attention::attend(Results &results) {
  for (auto [a, b] : {std::pair<Size, Size>{query->dims[0], key->dims[0]},
                      {query->dims[0], value->dims[0]},
                      {query->dims[3], key->dims[3]},
                      {key->dims[1], value->dims[1]},
                      {key->dims[2], value->dims[2]}})
    if (failed(lg.requireEqual(node, a, b, "sizes of query, key and value")))
      return failure();
  std::optional<int64_t> size = getConstantIntValue(query->dims[3]);
  double factor = scale != 0 ? scale
                  : size     ? 1.0 / std::sqrt(static_cast<double>(*size))
                             : 1.0;
  // The op's scale is a number; any other is part of the query.
  if (scale == 0 && !size) {
    Type type = computeType(query->element);
    Value width = arith::SIToFPOp::create(
        lg.builder, loc, type,
        arith::IndexCastOp::create(lg.builder, loc, lg.builder.getI64Type(),
                                   sizes.value(loc, query->dims[3])));
    Value root = math::SqrtOp::create(lg.builder, loc, width);
    query = lg.elementwiseOver(
        loc, {query}, query->dims, query->element,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          Value value =
              arith::DivFOp::create(b, loc, extend(b, loc, args[0]), root);
          return truncate(b, loc, value, args[0].getType());
        });
  }
  // The op lets the last query see all keys; so it is with a past.
  bool fromEnd =
      hasPast || lengths || sizes.provablyEqual(query->dims[1], key->dims[2]);
  if (causal && !fromEnd)
    addCausalMask();
  OpBuilder &b = lg.builder;
  Sizes dims = query->dims;
  dims[3] = value->dims[3];
  Value init = lg.empty(loc, dims, query->element);
  auto op = nn::AttentionOp::create(
      b, loc, init.getType(), lg.data(query), lg.data(key), lg.data(value),
      mask ? lg.data(mask) : Value(), /*masked=*/Value(),
      lengths ? lg.data(lengths) : Value(), init, b.getF32FloatAttr(factor),
      causal && fromEnd ? b.getUnitAttr() : UnitAttr(),
      /*token_major=*/b.getUnitAttr(), b.getI64IntegerAttr(0),
      b.getF32FloatAttr(softcap));
  Tensor *all = lg.make(op.getResult(), query->element, dims);
  if (headMajor)
    all = toHeadMajor(all);
  else
    all = lg.reshape(loc, all,
                     {dims[0], dims[1], sizes.mul(loc, dims[2], dims[3])});
  results = {all, key, value};
  return success();
}

HandlerResult Attention::runStandard() {
  causal = node.getInt("is_causal", 0) != 0;
  heads = node.getInt("q_num_heads", 0);
  kvHeads = node.getInt("kv_num_heads", 0);
  scale = node.getFloat("scale", 0);
  softcap = node.getFloat("softcap", 0);
  // Sums are in f32 whatever is asked; more is for f64, which is refused.
  node.getInt("softmax_precision", 1);
  node.getInt("qk_matmul_output_mode", 0);
  Tensor *q = node.input(0), *k = node.input(1), *v = node.input(2);
  if (node.refused() || failed(checkFloats({q, k, v})))
    return failure();
  if (q->rank() != k->rank() || q->rank() != v->rank() ||
      (q->rank() != 3 && q->rank() != 4))
    return node.refuse("query, key and value must all have three or four "
                       "dimensions, got " +
                       q->str() + ", " + k->str() + " and " + v->str());
  headMajor = q->rank() == 4;
  if (headMajor) {
    query = toHeadMajor(q);
    key = k;
    value = v;
  } else {
    FailureOr<Tensor *> a = split(q, heads, "Q"), b = split(k, kvHeads, "K"),
                        c = split(v, kvHeads, "V");
    if (failed(a) || failed(b) || failed(c))
      return failure();
    query = *a;
    key = toHeadMajor(*b);
    value = toHeadMajor(*c);
  }
  auto qHeads = getConstantIntValue(query->dims[2]),
       kHeads = getConstantIntValue(key->dims[1]);
  if (qHeads && kHeads && (*kHeads == 0 || *qHeads % *kHeads != 0))
    return node.refuse("the number of query heads must be a multiple of that "
                       "of key heads, got " +
                       Twine(*qHeads) + " and " + Twine(*kHeads));
  Tensor *pastKey = node.input(4), *pastValue = node.input(5);
  if (static_cast<bool>(pastKey) != static_cast<bool>(pastValue))
    return node.refuse("inputs past_key and past_value must be given together");
  hasPast = pastKey;
  FailureOr<Tensor *> keys = append(pastKey, key, "past_key");
  FailureOr<Tensor *> values = append(pastValue, value, "past_value");
  if (failed(keys) || failed(values))
    return failure();
  key = *keys;
  value = *values;
  if (Tensor *valid = node.input(6)) {
    if (hasPast)
      return node.refuse("inputs nonpad_kv_seqlen and past_key exclude each "
                         "other");
    if (valid->rank() != 1 || !valid->isInteger())
      return node.refuse("input nonpad_kv_seqlen must be one integer for each "
                         "row, got " +
                         valid->str());
    if (failed(lg.requireEqual(node, valid->dims[0], query->dims[0],
                               "sizes of nonpad_kv_seqlen and of the batch")))
      return failure();
    lengths = lg.convert(loc, valid, lg.builder.getI32Type());
  }
  if (Tensor *given = node.input(3))
    if (failed(addMask(given, "attn_mask")))
      return failure();
  Results results;
  if (failed(attend(results)))
    return failure();
  return results;
}

HandlerResult Attention::runMultiHead() {
  heads = node.requireInt("num_heads");
  scale = node.getFloat("scale", 0);
  causal = node.getInt("unidirectional", 0) != 0;
  masked = node.getFloat("mask_filter_value", -10000);
  Tensor *q = node.input(0), *k = node.input(1), *v = node.input(2),
         *bias = node.input(3), *padding = node.input(4);
  if (!k || !v)
    return node.refuse("packed queries, keys and values are not supported");
  if (node.input(8) || node.input(9))
    return node.refuse("past_sequence_length and cache_indirection are not "
                       "supported");
  if (node.refused() || failed(checkFloats({q, k, v})))
    return failure();
  if (k->rank() != 3 || v->rank() != 3)
    return node.refuse("keys and values must be [batch, sequence, hidden], "
                       "got " +
                       k->str() + " and " + v->str());
  if (bias) {
    if (bias->element != q->element || bias->rank() != 1)
      return node.refuse("input bias must be a vector of the type of query, "
                         "got " +
                         bias->str());
    Size offset = sizes.constant(0), one = sizes.constant(1);
    for (Tensor **x : {&q, &k, &v}) {
      Size width = (*x)->dims.back(), end = sizes.add(loc, offset, width);
      if (failed(lg.requireLessEqual(node, end, bias->dims[0],
                                     "input bias must be as long as query, key "
                                     "and value are wide")))
        return failure();
      Tensor *part = lg.slice(loc, bias, {offset}, {width}, {one});
      offset = end;
      *x = lg.elementwiseOver(
          loc, {*x, part}, (*x)->dims, (*x)->element,
          [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
            Value sum = arith::AddFOp::create(b, loc, extend(b, loc, args[0]),
                                              extend(b, loc, args[1]));
            return truncate(b, loc, sum, args[0].getType());
          });
    }
  }
  FailureOr<Tensor *> a = split(q, heads, "query"), b = split(k, heads, "key"),
                      c = split(v, heads, "value");
  if (failed(a) || failed(b) || failed(c))
    return failure();
  query = *a;
  Tensor *pastKey = node.input(6), *pastValue = node.input(7);
  if (static_cast<bool>(pastKey) != static_cast<bool>(pastValue))
    return node.refuse("inputs past_key and past_value must be given together");
  hasPast = pastKey;
  FailureOr<Tensor *> keys = append(pastKey, toHeadMajor(*b), "past_key");
  FailureOr<Tensor *> values = append(pastValue, toHeadMajor(*c), "past_value");
  if (failed(keys) || failed(values))
    return failure();
  key = *keys;
  value = *values;
  if (Tensor *extra = node.input(5))
    if (failed(addMask(extra, "attention_bias")))
      return failure();
  if (padding) {
    if (!padding->isInteger() || padding->rank() < 1 || padding->rank() > 3)
      return node.refuse("input key_padding_mask must be integers [batch], "
                         "[batch, keys] or [batch, queries, keys], got " +
                         padding->str());
    if (padding->rank() == 1) {
      if (failed(lg.requireEqual(node, padding->dims[0], query->dims[0],
                                 "sizes of key_padding_mask and of the batch")))
        return failure();
      lengths = lg.convert(loc, padding, lg.builder.getI32Type());
    } else {
      Sizes dims = padding->dims;
      Size one = sizes.constant(1);
      dims.insert(dims.begin() + 1, padding->rank() == 2 ? 2 : 1, one);
      if (failed(addMask(lg.reshape(loc, padding, dims), "key_padding_mask")))
        return failure();
    }
  }
  Results results;
  if (failed(attend(results)))
    return failure();
  return results;
}

void lutra::onnx::addAttention(Registry &registry) {
  registry.add("Attention", 23, 3, 7,
               [](Node &node) { return Attention{node}.runStandard(); });
  registry.add(Registry::microsoft, "MultiHeadAttention", 1, 1, 10,
               [](Node &node) { return Attention{node}.runMultiHead(); });
}
