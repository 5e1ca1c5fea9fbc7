//===- GroupQueryAttention.cpp - attention with a cache -------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// com.microsoft.GroupQueryAttention. Heads are split and rotated where they
// are, [B, S, H, D]; new keys and values are appended to the caches
// [B, H, T, D] where row b has its first free place, at[b] = max(0,
// seqlens_k[b] + 1 - S); attention looks at the first seqlens_k[b] + 1 entries.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Reduce.h"
#include "Registry.h"

#include "lutra/Dialect/Nn/Nn.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;
namespace nn = lutra::nn;

namespace {
struct GroupQueryAttention {
  Node &node;
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();

  int64_t heads = 0, kvHeads = 0, window = -1;
  bool rotates = false, interleaved = false, smooth = false;
  double scale = 0, softcap = 0, epsilon = 0;
  Size batch = {}, sequence = {}, headSize = {}, total = {};
  /// [B, S, H, D]
  Tensor *query = nullptr, *key = nullptr, *value = nullptr;
  /// Valid entries of the cache, and where new ones begin, for each row: [B] of
  /// i32.
  Tensor *lengths = nullptr, *at = nullptr;

  HandlerResult run();

private:
  LogicalResult readAttributes();
  LogicalResult splitHeads();
  LogicalResult readLengths();
  FailureOr<Tensor *> table(unsigned input, StringRef what, Size &half);
  FailureOr<Tensor *> rowsAt(Tensor *cache, Tensor *given, Size half,
                             StringRef what);
  FailureOr<Tensor *> normalize(Tensor *x, unsigned input, StringRef what);
  FailureOr<Tensor *> rotate(Tensor *x);
  FailureOr<Value> room(Tensor *past, Type element, Sizes dims, StringRef what);
  FailureOr<Tensor *> append(Tensor *past, Tensor *fresh, StringRef what);
  /// What is attended to, and how.
  struct Scene {
    Tensor *keys, *values, *mask, *lengths;
    bool causal;
    int64_t window;
  };
  LogicalResult addBias(Scene &scene);
  LogicalResult addSinks(Scene &scene);
};
} // namespace

LogicalResult GroupQueryAttention::readAttributes() {
  heads = node.requireInt("num_heads");
  kvHeads = node.requireInt("kv_num_heads");
  scale = node.getFloat("scale", 0);
  softcap = node.getFloat("softcap", 0);
  rotates = node.getInt("do_rotary", 0) != 0;
  interleaved = node.getInt("rotary_interleaved", 0) != 0;
  window = node.getInt("local_window_size", -1);
  smooth = node.getInt("smooth_softmax", 0) > 0;
  int64_t causal = node.getInt("causal", 1);
  std::string quantK = node.getString("k_quant_type", "NONE"),
              quantV = node.getString("v_quant_type", "NONE");
  int64_t cacheBits = node.getInt("kv_cache_bit_width", 0);
  int64_t qkOutput = node.getInt("qk_output", 0);
  epsilon = node.getFloat("qk_norm_epsilon", 1e-6);
  int64_t evicts = node.getInt("sliding_window_cache", 0);
  if (node.refused())
    return failure();
  if (heads <= 0 || kvHeads <= 0 || heads > 65536 || heads % kvHeads != 0)
    return node.refuse("attribute 'num_heads' must be a multiple of "
                       "'kv_num_heads', got " +
                       Twine(heads) + " and " + Twine(kvHeads));
  if (causal != 1)
    return node.refuse("attribute 'causal' must be 1, got " + Twine(causal));
  if (quantK != "NONE" || quantV != "NONE" || cacheBits != 0)
    return node.refuse("a quantized cache is not supported");
  if (qkOutput != 0)
    return node.refuse("attribute 'qk_output' is not supported");
  if (evicts != 0)
    return node.refuse("attribute 'sliding_window_cache' is not supported");
  if (static_cast<bool>(node.input(14)) != static_cast<bool>(node.input(15)))
    return node.refuse("inputs q_norm_weight and k_norm_weight must be given "
                       "together");
  static constexpr std::pair<unsigned, StringLiteral> others[] = {
      {12, "k_scale"}, {13, "v_scale"}};
  for (auto [i, what] : others)
    if (node.input(i))
      return node.refuse("input " + what + " is not supported");
  for (unsigned i : {5, 6})
    if (!node.input(i))
      return node.refuse(i == 5 ? "input seqlens_k is missing"
                                : "input total_sequence_length is missing");
  return success();
}

/// Inputs [B, S, H * D] as [B, S, H, D]; one packed input holds all three.
LogicalResult GroupQueryAttention::splitHeads() {
  Tensor *q = node.input(0), *k = node.input(1), *v = node.input(2);
  if (!q->isFloat() || q->element.isF64())
    return node.refuse("input query must be float, float16 or bfloat16, got " +
                       q->str());
  if (static_cast<bool>(k) != static_cast<bool>(v))
    return node.refuse("inputs key and value must be given together");
  for (Tensor *tensor : {q, k, v}) {
    if (!tensor)
      continue;
    if (failed(sameElement(node, {q, tensor})))
      return failure();
    if (tensor->rank() != 3 || !getConstantIntValue(tensor->dims[2]))
      return node.refuse("inputs query, key and value must be [batch, "
                         "sequence, hidden] with a known last dimension, got " +
                         tensor->str());
  }
  batch = q->dims[0];
  sequence = q->dims[1];
  int64_t hidden = *getConstantIntValue(q->dims[2]);
  int64_t parts = k ? heads : heads + 2 * kvHeads;
  if (hidden % parts != 0)
    return node.refuse(
        "the last dimension of input query must be a multiple of " +
        Twine(parts) + " heads, got " + Twine(hidden));
  headSize = sizes.constant(hidden / parts);
  auto split = [&](Tensor *tensor, int64_t count) {
    return lg.reshape(loc, tensor,
                      {batch, sequence, sizes.constant(count), headSize});
  };
  if (!k) {
    Tensor *all = split(q, parts);
    auto part = [&](int64_t first, int64_t count) {
      Size zero = sizes.constant(0), one = sizes.constant(1);
      return lg.slice(loc, all, {zero, zero, sizes.constant(first), zero},
                      {batch, sequence, sizes.constant(count), headSize},
                      {one, one, one, one});
    };
    query = part(0, heads);
    key = part(heads, kvHeads);
    value = part(heads + kvHeads, kvHeads);
    return success();
  }
  int64_t kvHidden = kvHeads * *getConstantIntValue(headSize);
  for (Tensor *tensor : {k, v}) {
    if (failed(lg.requireEqual(node, tensor->dims[0], batch,
                               "batch sizes of query, key and value")) ||
        failed(lg.requireEqual(node, tensor->dims[1], sequence,
                               "sequence lengths of query, key and value")) ||
        failed(lg.requireEqual(node, tensor->dims[2], sizes.constant(kvHidden),
                               "the last dimension of key and value and "
                               "kv_num_heads * head size")))
      return failure();
  }
  query = split(q, heads);
  key = split(k, kvHeads);
  value = split(v, kvHeads);
  return success();
}

LogicalResult GroupQueryAttention::readLengths() {
  Tensor *ends = node.input(5), *given = node.input(6);
  Type i32 = lg.builder.getI32Type();
  if (ends->element != i32)
    return node.refuse("input seqlens_k must be int32, got " + ends->str());
  Size one = sizes.constant(1);
  if (ends->rank() == 2 &&
      succeeded(lg.requireEqual(node, ends->dims[1], one,
                                "the second dimension of seqlens_k and 1")))
    ends = lg.reshape(loc, ends, {ends->dims[0]});
  if (ends->rank() != 1)
    return node.refuse("input seqlens_k must be one-dimensional, got " +
                       ends->str());
  if (failed(lg.requireEqual(node, ends->dims[0], batch,
                             "sizes of seqlens_k and of the batch")))
    return failure();
  if (given->numElements() != 1)
    return node.refuse("input total_sequence_length must be a scalar, got " +
                       given->str());
  FailureOr<Sizes> contents =
      lg.readContents(node, given, "input total_sequence_length");
  if (failed(contents))
    return failure();
  total = sizes.max(loc, contents->front(), sizes.constant(0));
  // A cache that was made larger than needed stays as large.
  if (Tensor *past = node.input(3))
    if (past->rank() == 4)
      total = sizes.max(loc, past->dims[2], total);
  if (failed(lg.requireLessEqual(
          node, sequence, total,
          "the sequence must fit into total_sequence_length")))
    return failure();

  // The same for all layers: made once.
  const void *ids[] = {ends, sequence.getOpaqueValue(), total.getOpaqueValue()};
  Tensor *&sharedLengths = lg.memo("gqa.lengths", ids),
         *&sharedAt = lg.memo("gqa.at", ids);
  if (!sharedLengths) {
    sharedLengths = lg.elementwiseOver(
        loc, {ends}, {batch}, i32,
        [](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::AddIOp::create(b, loc, args[0],
                                       number(b, loc, args[0].getType(), 1));
        });
    Value steps = arith::IndexCastOp::create(lg.builder, loc, i32,
                                             sizes.value(loc, sequence));
    sharedAt = lg.elementwiseOver(
        loc, {sharedLengths}, {batch}, i32,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          Value first = arith::SubIOp::create(b, loc, args[0], steps);
          return arith::MaxSIOp::create(b, loc, first, number(b, loc, i32, 0));
        });
    Value capacity = arith::IndexCastOp::create(lg.builder, loc, i32,
                                                sizes.value(loc, total));
    lg.checkElements(
        node, sharedLengths, "seqlens_k reaches beyond total_sequence_length",
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt,
                                       args[0], capacity);
        });
  }
  lengths = sharedLengths;
  at = sharedAt;
  return success();
}

/// Rows of a cosine or sine cache at the positions of the new tokens:
/// [B, S, rotated / 2], the same for all layers.
FailureOr<Tensor *> GroupQueryAttention::table(unsigned input, StringRef what,
                                               Size &half) {
  Tensor *cache = node.input(input);
  if (!cache)
    return node.refuse("do_rotary needs input " + what);
  if (failed(sameElement(node, {query, cache})))
    return failure();
  std::optional<int64_t> columns =
      cache->rank() == 2 ? getConstantIntValue(cache->dims[1]) : std::nullopt;
  if (!columns || *columns == 0 ||
      2 * *columns > *getConstantIntValue(headSize))
    return node.refuse(
        "input " + what +
        " must be [positions, at most half the head size], got " +
        cache->str());
  half = cache->dims[1];
  Tensor *given = node.input(9);
  if (given)
    return rowsAt(cache, given, half, what);
  Tensor *&rows = lg.memo("gqa.table", {cache, at, sequence.getOpaqueValue()});
  if (rows)
    return rows;
  Type i32 = lg.builder.getI32Type();
  Value positions = arith::IndexCastOp::create(
      lg.builder, loc, i32, sizes.value(loc, cache->dims[0]));
  Value steps = arith::IndexCastOp::create(lg.builder, loc, i32,
                                           sizes.value(loc, sequence));
  lg.checkElements(node, at, "the sequence is longer than input " + what,
                   [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                     Value end = arith::AddIOp::create(b, loc, args[0], steps);
                     return arith::CmpIOp::create(
                         b, loc, arith::CmpIPredicate::sgt, end, positions);
                   });
  Value data = lg.data(cache);
  MLIRContext *context = lg.builder.getContext();
  Sizes dims = {batch, sequence, half};
  AffineMap perRow =
      AffineMap::get(3, 0, getAffineDimExpr(0, context), context);
  Value result =
      lg.map(loc, lg.data(at), perRow, dims, cache->element,
             [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
               Value first = arith::IndexCastOp::create(
                   b, loc, b.getIndexType(), args[0]);
               Value position = arith::AddIOp::create(
                   b, loc, first, linalg::IndexOp::create(b, loc, 1));
               Value column = linalg::IndexOp::create(b, loc, 2);
               return tensor::ExtractOp::create(b, loc, data,
                                                ValueRange{position, column});
             });
  return rows = lg.make(result, cache->element, dims);
}

/// The same at positions that the model gives, [B, S].
FailureOr<Tensor *> GroupQueryAttention::rowsAt(Tensor *cache, Tensor *given,
                                                Size half, StringRef what) {
  if (given->rank() != 2 || !given->isInteger())
    return node.refuse("input position_ids must be integers [batch, sequence], "
                       "got " +
                       given->str());
  for (auto [have, want] : llvm::zip(given->dims, Sizes{batch, sequence}))
    if (failed(lg.requireEqual(node, have, want,
                               "sizes of position_ids and of query")))
      return failure();
  Tensor *&rows = lg.memo("gqa.rows", {cache, given});
  if (rows)
    return rows;
  Value end = sizes.value(loc, cache->dims[0]);
  lg.checkElements(node, given, ("a position is not in input " + what).str(),
                   [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                     Scalars s{b, loc};
                     Value position = s.toIndex(given, args[0]);
                     return s.either(s.less(position, s.index(0)),
                                     s.lessEqual(end, position));
                   });
  Value data = lg.data(cache), positions = lg.data(given);
  return rows = generate(lg, loc, {batch, sequence, half}, cache->element,
                         [&](Scalars &s, ValueRange at) {
                           Value position = s.toIndex(
                               given, s.read(positions, at.take_front(2)));
                           return s.read(data, {position, at[2]});
                         });
}

/// x / sqrt(mean of its squares + epsilon) * weight, head by head.
FailureOr<Tensor *> GroupQueryAttention::normalize(Tensor *x, unsigned input,
                                                   StringRef what) {
  Tensor *weight = node.input(input);
  if (!weight)
    return x;
  if (weight->rank() != 1 || failed(sameElement(node, {query, weight})))
    return node.refuse("input " + what +
                       " must be a vector of the type of "
                       "query, got " +
                       weight->str());
  if (failed(lg.requireEqual(node, weight->dims[0], headSize,
                             "the length of input " + what +
                                 " and the head size")))
    return failure();
  llvm::SmallBitVector last(4);
  last.set(3);
  Type type = computeType(x->element), element = x->element;
  Value count = countOf(lg, loc, x, last, type);
  return withStatistics(
      lg, loc, x, sumOfSquares(lg, loc, x, last), weight, last, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value mean = arith::DivFOp::create(b, loc, args[1], count);
        Value root = math::SqrtOp::create(
            b, loc, s.add(mean, s.constant(type, epsilon)));
        Value scaled =
            arith::DivFOp::create(b, loc, extend(b, loc, args[0]), root);
        return truncate(b, loc, s.mul(scaled, extend(b, loc, args[2])),
                        element);
      });
}

/// Rotates pairs of features: the pair (x, y) becomes
/// (x cos - y sin, y cos + x sin). Pairs are halves of the head, or
/// neighbours when interleaved; features beyond the table's stay.
FailureOr<Tensor *> GroupQueryAttention::rotate(Tensor *x) {
  Size half;
  FailureOr<Tensor *> cos = table(7, "cos_cache", half);
  if (failed(cos))
    return failure();
  FailureOr<Tensor *> sin = table(8, "sin_cache", half);
  if (failed(sin))
    return failure();
  Size zero = sizes.constant(0), one = sizes.constant(1),
       two = sizes.constant(2);
  Size rotated = sizes.mul(loc, half, two);
  Size numHeads = x->dims[2];
  SmallVector<Size> ones(4, one);
  Tensor *part = lg.slice(loc, x, {zero, zero, zero, zero},
                          {batch, sequence, numHeads, rotated}, ones);

  // One more dimension tells the two of a pair apart: the fourth, or the last.
  unsigned side = interleaved ? 4 : 3, along = interleaved ? 3 : 4;
  Sizes split = {batch, sequence, numHeads, two, two};
  split[along] = half;
  Tensor *pairs = lg.reshape(loc, part, split);
  Tensor *first = lg.pick(loc, pairs, side, zero),
         *second = lg.pick(loc, pairs, side, one);

  MLIRContext *context = lg.builder.getContext();
  auto d = [&](unsigned i) { return getAffineDimExpr(i, context); };
  AffineMap ofPair =
      AffineMap::get(5, 0, {d(0), d(1), d(2), d(along)}, context);
  AffineMap ofTable = AffineMap::get(5, 0, {d(0), d(1), d(along)}, context);
  Value inputs[] = {lg.data(first), lg.data(second), lg.data(*cos),
                    lg.data(*sin)};
  Value result = lg.map(
      loc, inputs, {ofPair, ofPair, ofTable, ofTable}, split, x->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value index = linalg::IndexOp::create(b, loc, side);
        Value isFirst =
            arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, index,
                                  arith::ConstantIndexOp::create(b, loc, 0));
        Value x = extend(b, loc, args[0]), y = extend(b, loc, args[1]);
        Value c = extend(b, loc, args[2]), s = extend(b, loc, args[3]);
        Value own = arith::SelectOp::create(b, loc, isFirst, x, y);
        Value other = arith::SelectOp::create(
            b, loc, isFirst, arith::NegFOp::create(b, loc, y), x);
        Value sum =
            arith::AddFOp::create(b, loc, arith::MulFOp::create(b, loc, own, c),
                                  arith::MulFOp::create(b, loc, other, s));
        return truncate(b, loc, sum, args[0].getType());
      });
  Tensor *turned = lg.reshape(loc, lg.make(result, x->element, split),
                              {batch, sequence, numHeads, rotated});
  if (sizes.provablyEqual(rotated, headSize))
    return turned;
  Size rest = sizes.sub(loc, headSize, rotated);
  Tensor *kept = lg.slice(loc, x, {zero, zero, zero, rotated},
                          {batch, sequence, numHeads, rest}, ones);
  Sizes whole = {batch, sequence, numHeads, headSize};
  Value joined =
      tensor::ConcatOp::create(lg.builder, loc, lg.typeOf(whole, x->element), 3,
                               ValueRange{lg.data(turned), lg.data(kept)});
  return lg.make(joined, x->element, whole);
}

/// Room for all entries, beginning with the past where there is one.
FailureOr<Value> GroupQueryAttention::room(Tensor *past, Type element,
                                           Sizes dims, StringRef what) {
  dims[2] = total;
  if (!past)
    return lg.empty(loc, dims, element);
  if (past->element != element)
    return badElement(node, past->element);
  if (past->rank() != 4)
    return node.refuse("input " + what +
                       " must be [batch, kv heads, length, head size], got " +
                       past->str());
  for (unsigned d : {0, 1, 3})
    if (failed(lg.requireEqual(node, past->dims[d], dims[d],
                               "dimension " + Twine(d) + " of input " + what +
                                   " and the new entries")))
      return failure();
  dims[2] = past->dims[2];
  Value begin = lg.data(lg.refine(loc, past, dims));
  SmallVector<int64_t> shape(lg.typeOf(dims, element).getShape());
  shape[2] = ShapedType::kDynamic;
  Value length = sizes.value(loc, total);
  return nn::CacheOp::create(lg.builder, loc,
                             RankedTensorType::get(shape, element), begin,
                             length, /*axis=*/2)
      .getResult();
}

/// The past with the new entries: [B, Hkv, T, D].
FailureOr<Tensor *> GroupQueryAttention::append(Tensor *past, Tensor *fresh,
                                                StringRef what) {
  Sizes dims = {batch, sizes.constant(kvHeads), total, headSize};
  Type element = fresh->element;
  FailureOr<Value> cache = room(past, element, dims, what);
  if (failed(cache))
    return failure();
  Value filled =
      nn::AppendOp::create(lg.builder, loc, cache->getType(), lg.data(fresh),
                           *cache, lg.data(at), sizes.value(loc, total),
                           /*token_major=*/true);
  // What else the cache has room for is not part of the value.
  Size zero = sizes.constant(0), one = sizes.constant(1);
  Value present = filled;
  if (past)
    present = tensor::ExtractSliceOp::create(
        lg.builder, loc, lg.typeOf(dims, element), filled, Sizes(4, zero), dims,
        Sizes(4, one));
  return lg.make(present, element, dims);
}

/// A bias of scores: [B or 1, H or 1, S, T].
LogicalResult GroupQueryAttention::addBias(Scene &scene) {
  Tensor *bias = node.input(10);
  if (!bias)
    return success();
  if (bias->element != query->element || bias->rank() != 4)
    return node.refuse("input attention_bias must be [batch, heads, sequence, "
                       "total] of the type of query, got " +
                       bias->str());
  Sizes dims = {batch, sizes.constant(heads), sequence, total};
  for (unsigned d = 0; d < 4; ++d) {
    if (d < 2 && isConstantIntValue(bias->dims[d], 1))
      dims[d] = bias->dims[d];
    else if (failed(lg.requireEqual(node, bias->dims[d], dims[d],
                                    "sizes of attention_bias and of scores")))
      return failure();
  }
  scene.mask = lg.refine(loc, bias, dims);
  return success();
}

/// A sink is a score that takes its share of the softmax and gives nothing:
/// that of a key of zeros in front of the others, whose value is zeros, too.
/// Which keys are seen then stands in the mask.
LogicalResult GroupQueryAttention::addSinks(Scene &scene) {
  Tensor *sinks = node.input(11);
  if (!sinks && !smooth)
    return success();
  Type element = query->element;
  if (sinks && (sinks->element != element || sinks->rank() != 1))
    return node.refuse(
        "input head_sink must be one number for each head, got " +
        sinks->str());
  if (sinks &&
      failed(lg.requireEqual(node, sinks->dims[0], sizes.constant(heads),
                             "the number of sinks and of heads")))
    return failure();
  Size one = sizes.constant(1), more = sizes.add(loc, total, one);
  auto withZeros = [&](Tensor *x) {
    Sizes dims = x->dims;
    dims[2] = one;
    Value zeros = lg.filled(loc, dims, numberAttr(element, 0));
    dims[2] = more;
    Value joined =
        tensor::ConcatOp::create(lg.builder, loc, lg.typeOf(dims, element), 2,
                                 ValueRange{zeros, lg.data(x)});
    return lg.make(joined, element, dims);
  };
  scene.keys = withZeros(scene.keys);
  scene.values = withZeros(scene.values);
  Value bias = scene.mask ? lg.data(scene.mask) : Value();
  bool oneBatch = bias && isConstantIntValue(scene.mask->dims[0], 1),
       oneHead = bias && isConstantIntValue(scene.mask->dims[1], 1);
  Value sinkData = sinks ? lg.data(sinks) : Value();
  Value ends = lg.data(lengths), steps = sizes.value(loc, sequence);
  int64_t behind = std::max<int64_t>(scene.window, 0);
  scene.mask = generate(
      lg, loc, {batch, sizes.constant(heads), sequence, more}, element,
      [&](Scalars &s, ValueRange at) {
        Value zero = s.index(0);
        Value isSink = s.equal(at[3], zero);
        Value entry = s.max(s.sub(at[3], s.index(1)), zero);
        Value length = arith::IndexCastOp::create(
            s.b, s.loc, s.b.getIndexType(), s.read(ends, at[0]));
        Value last = s.add(at[2], s.max(s.sub(length, steps), zero));
        Value seen = s.lessEqual(entry, last);
        if (behind)
          seen = s.both(seen, s.less(s.sub(last, s.index(behind)), entry));
        Value score = s.constant(element, 0);
        if (bias)
          score = s.read(bias, {oneBatch ? zero : at[0], oneHead ? zero : at[1],
                                at[2], entry});
        score = s.select(
            seen, score,
            s.constant(element, -std::numeric_limits<double>::infinity()));
        Value sink =
            sinkData ? s.read(sinkData, at[1]) : s.constant(element, 0);
        return s.select(isSink, sink, score);
      });
  scene.lengths = lg.elementwiseOver(
      loc, {lengths}, {batch}, lengths->element,
      [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        return s.add(args[0], s.constant(args[0].getType(), 1));
      });
  scene.causal = false;
  scene.window = 0;
  return success();
}

HandlerResult GroupQueryAttention::run() {
  if (failed(readAttributes()) || failed(splitHeads()) || failed(readLengths()))
    return failure();
  FailureOr<Tensor *> evenQuery = normalize(query, 14, "q_norm_weight"),
                      evenKey = normalize(key, 15, "k_norm_weight");
  if (failed(evenQuery) || failed(evenKey))
    return failure();
  Tensor *q = *evenQuery, *k = *evenKey;
  if (rotates) {
    FailureOr<Tensor *> turnedQuery = rotate(q);
    if (failed(turnedQuery))
      return failure();
    FailureOr<Tensor *> turnedKey = rotate(k);
    if (failed(turnedKey))
      return failure();
    q = *turnedQuery;
    k = *turnedKey;
  }
  FailureOr<Tensor *> keys = append(node.input(3), k, "past_key");
  if (failed(keys))
    return failure();
  FailureOr<Tensor *> values = append(node.input(4), value, "past_value");
  if (failed(values))
    return failure();
  if (failed(lg.requireEqual(node, (*keys)->dims[2], (*values)->dims[2],
                             "lengths of past_key and past_value")))
    return failure();

  Scene scene{*keys,   *values,         /*mask=*/nullptr,
              lengths, /*causal=*/true, std::max<int64_t>(window, 0)};
  if (failed(addBias(scene)) || failed(addSinks(scene)))
    return failure();
  OpBuilder &b = lg.builder;
  Type element = q->element;
  double factor = scale != 0 ? scale
                             : 1.0 / std::sqrt(static_cast<double>(
                                         *getConstantIntValue(headSize)));
  Value init = lg.empty(loc, q->dims, element);
  auto context = nn::AttentionOp::create(
      b, loc, init.getType(), lg.data(q), lg.data(scene.keys),
      lg.data(scene.values), scene.mask ? lg.data(scene.mask) : Value(),
      /*masked=*/Value(), lg.data(scene.lengths), init,
      b.getF32FloatAttr(factor), scene.causal ? b.getUnitAttr() : UnitAttr(),
      /*token_major=*/b.getUnitAttr(), b.getI64IntegerAttr(scene.window),
      b.getF32FloatAttr(softcap));
  Tensor *all = lg.make(context.getResult(), element, q->dims);
  Size hidden = sizes.mul(loc, headSize, sizes.constant(heads));
  return Results{lg.reshape(loc, all, {batch, sequence, hidden}), *keys,
                 *values};
}

void lutra::onnx::addGroupQueryAttention(Registry &registry) {
  registry.add(Registry::microsoft, "GroupQueryAttention", 1, 1, 16,
               [](Node &node) { return GroupQueryAttention{node}.run(); });
}
