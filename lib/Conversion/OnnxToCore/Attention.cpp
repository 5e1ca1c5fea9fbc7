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
#include "Reduce.h"
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
  /// How far queries see to both sides of their position; -1: all the way.
  int64_t left = -1, right = -1;
  /// What a 0 of an integer mask adds to a score.
  double masked = -infinity;
  /// [B, S, H, D] and [B, Hkv, T, D].
  Tensor *query = nullptr, *key = nullptr, *value = nullptr;
  /// [B] of i32: valid entries of each row; may be null.
  Tensor *lengths = nullptr;
  /// What is added to scores, [B or 1, H or 1, S, T]; may be null.
  Tensor *mask = nullptr;
  bool headMajor = false, hasPast = false;
  /// How many keys come before those of the first query: 0 without a past.
  Size past = {};
  /// Queries are the last of the valid keys of their row, and all of these are
  /// there: lengths are not below the number of queries.
  bool lengthsSuffice = false;
  /// The older operator says nothing of keys that are not as many as queries.
  bool isMultiHead = false;

  HandlerResult runStandard();
  HandlerResult runMultiHead();

private:
  LogicalResult checkFloats(ArrayRef<Tensor *> tensors);
  FailureOr<Tensor *> split(Tensor *x, int64_t count, StringRef what);
  Tensor *toHeadMajor(Tensor *x) { return lg.transpose(loc, x, {0, 2, 1, 3}); }
  LogicalResult unpack(Tensor *&q, Tensor *&k, Tensor *&v);
  FailureOr<Tensor *> append(Tensor *past, Tensor *fresh, StringRef what);
  LogicalResult addMask(Tensor *given, StringRef what);
  LogicalResult attend(Results &results);
  double scoreFactor();
  bool isBounded() const { return causal || left >= 0 || right >= 0; }
  Tensor *bounded(Tensor *before, bool withLengths, Size none);
  Value boundSmallRows();
  HandlerResult scores(int64_t mode);
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
  Size S = query->dims[1], T = key->dims[2];
  Sizes full = {dims[0], dims[1], S, T};
  auto have = getConstantIntValue(dims[3]), want = getConstantIntValue(T);
  // Of a cache that is longer than what is valid in it, the mask may leave out
  // the rest.
  if (lengths
          ? !isConstantIntValue(dims[3], 1) && !sizes.provablyEqual(dims[3], T)
          : have && want && *have < *want && *have != 1) {
    if (failed(lg.requireLessEqual(node, dims[3], T,
                                   "input " + what +
                                       " must not be longer than the keys")))
      return failure();
    Sizes longer = dims;
    longer[3] = T;
    Value data = lg.data(given), end = sizes.value(loc, dims[3]);
    Type own = given->element;
    given = generate(lg, loc, longer, own, [&](Scalars &s, ValueRange at) {
      auto pad = own.isInteger(1) ? s.boolean(false)
                                  : s.constant(toCore(own), -infinity);
      return choose(
          s, s.less(at[3], end),
          [&](Scalars &s) { return SmallVector<Value>{s.read(data, at)}; },
          [&](Scalars &) { return SmallVector<Value>{pad}; })[0];
    });
    dims[3] = T;
  }
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

/// What is added to scores, `before` included: -inf where the position of a
/// query hides a key or, `withLengths`, where there is none. It has no elements
/// where `none`, 1 or 0, is 1.
Tensor *Attention::bounded(Tensor *before, bool withLengths, Size none) {
  Type element = query->element;
  Size one = sizes.constant(1), zero = sizes.constant(0);
  Sizes dims = {lengths ? query->dims[0] : one, one, query->dims[1],
                key->dims[2]};
  if (before) {
    if (!lengths)
      dims[0] = before->dims[0];
    dims[1] = before->dims[1];
  }
  for (Size &dim : MutableArrayRef(dims).drop_front(2)) {
    dim = sizes.select(loc, none, zero, dim);
    if (!getConstantIntValue(dim) && !sizes.provablyNonNegative(dim))
      sizes.markNonNegative(cast<Value>(dim));
  }
  Value old = before ? lg.data(before) : Value(),
        valid = lengths ? lg.data(lengths) : Value(),
        queries = sizes.value(loc, query->dims[1]),
        offset = sizes.value(loc, past);
  bool sharesRow = before && isConstantIntValue(before->dims[0], 1);
  return generate(lg, loc, dims, element, [&](Scalars &s, ValueRange at) {
    SmallVector<Value> where(at);
    if (sharesRow)
      where[0] = s.index(0);
    Value added = old ? s.read(old, where) : s.constant(element, 0);
    Value hidden = s.boolean(false);
    Value position = s.add(at[2], offset);
    if (valid) {
      Value length = s.toIndex(lengths, s.read(valid, at[0]));
      position = s.add(at[2], s.sub(length, queries));
      if (withLengths)
        hidden = s.lessEqual(length, at[3]);
    }
    auto hideAfter = [&](Value last) {
      hidden = s.either(hidden, s.less(last, at[3]));
    };
    if (causal)
      hideAfter(position);
    if (right >= 0)
      hideAfter(s.add(position, s.index(right)));
    if (left >= 0)
      hidden = s.either(hidden, s.less(at[3], s.sub(position, s.index(left))));
    return s.select(hidden, s.constant(element, -infinity), added);
  });
}

/// Whether a row has fewer keys than there are queries, the first of which see
/// nothing then. The op lets these see as much as if there were enough.
Value Attention::boundSmallRows() {
  Value valid = lg.data(lengths);
  Value queries = sizes.value(loc, query->dims[1]);
  Type i1 = lg.builder.getI1Type();
  Tensor *any = generateFold(
      lg, loc, {}, {query->dims[0]}, i1, lg.builder.getBoolAttr(false),
      [&](Scalars &s, ValueRange, ValueRange row, Value soFar) -> Value {
        Value length = s.toIndex(lengths, s.read(valid, row));
        return s.either(soFar, s.less(length, queries));
      });
  return scalarOf(lg, loc, any);
}

/// The scale of scores where it is a number; any other becomes part of the
/// query.
double Attention::scoreFactor() {
  if (scale != 0)
    return scale;
  if (std::optional<int64_t> size = getConstantIntValue(query->dims[3]))
    return 1.0 / std::sqrt(static_cast<double>(*size));
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
  return scale = 1;
}

/// The scores that the attention is made of, [B, H, S, T]: as they are, after
/// softcap, with what is added to them, or as weights.
HandlerResult Attention::scores(int64_t mode) {
  double factor = scoreFactor();
  MLIRContext *context = lg.builder.getContext();
  auto d = [&](unsigned i) { return getAffineDimExpr(i, context); };
  Type type = computeType(query->element), element = query->element;
  Sizes dims = {query->dims[0], query->dims[2], query->dims[1], key->dims[2]};
  Size sharing = sizes.truncDiv(loc, query->dims[2], key->dims[1]);
  // Heads that share keys are neighbours: two loops for the two of them.
  Tensor *grouped = lg.reshape(
      loc, query,
      {query->dims[0], query->dims[1], key->dims[1], sharing, query->dims[3]},
      getConstantIntValue(sharing).has_value());
  Sizes loops = {dims[0], key->dims[1], sharing, dims[2], dims[3]};
  AffineMap maps[] = {
      AffineMap::get(6, 0, {d(0), d(3), d(1), d(2), d(5)}, context),
      AffineMap::get(6, 0, {d(0), d(1), d(4), d(5)}, context),
      AffineMap::get(6, 0, {d(0), d(1), d(2), d(3), d(4)}, context)};
  SmallVector<utils::IteratorType> kinds(5, utils::IteratorType::parallel);
  kinds.push_back(utils::IteratorType::reduction);
  Value product =
      lg.generic(loc, {lg.data(grouped), lg.data(key)}, maps,
                 lg.filled(loc, loops, numberAttr(type, 0)), kinds,
                 [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                   return math::FmaOp::create(b, loc, extend(b, loc, args[0]),
                                              extend(b, loc, args[1]), args[2]);
                 });
  Tensor *all = lg.reshape(loc, lg.make(product, type, loops), dims,
                           getConstantIntValue(sharing).has_value());
  Tensor *added = mask;
  if (mode >= 2 && (isBounded() || lengths))
    added = bounded(mask, /*withLengths=*/true, sizes.constant(0));
  SmallVector<Tensor *> operands = {all};
  if (mode >= 2 && added)
    operands.push_back(added);
  Tensor *result = lg.elementwiseOver(
      loc, operands, dims, mode == 3 ? type : element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value score = s.mul(args[0], s.constant(type, factor));
        if (mode >= 1 && softcap > 0) {
          Value cap = s.constant(type, softcap);
          Value part = arith::DivFOp::create(b, loc, score, cap);
          score = s.mul(math::TanhOp::create(b, loc, part), cap);
        }
        if (args.size() > 1)
          score = s.add(score, extend(b, loc, args[1]));
        return mode == 3 ? score : truncate(b, loc, score, element);
      });
  if (mode < 3)
    return Results{result};
  llvm::SmallBitVector last(4);
  last.set(3);
  Tensor *max =
      reduce(lg, loc, result, last, type, numberAttr(type, -infinity),
             [](OpBuilder &b, Location loc, ValueRange args) -> Value {
               return arith::MaximumFOp::create(b, loc, args[1], args[0]);
             });
  // A query that sees nothing has no weights.
  Tensor *exps = withStatistics(
      lg, loc, result, max, {}, last, type,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value nothing =
            arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, args[1],
                                  s.constant(type, -infinity));
        Value exp = math::ExpOp::create(b, loc, s.sub(args[0], args[1]));
        return s.select(nothing, s.constant(type, 0), exp);
      });
  return Results{withStatistics(
      lg, loc, exps, sum(lg, loc, exps, last), {}, last, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value zero = s.constant(type, 0);
        Value nothing = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                              args[1], zero);
        Value share = arith::DivFOp::create(b, loc, args[0], args[1]);
        return truncate(b, loc, s.select(nothing, zero, share), element);
      })};
}

LogicalResult Attention::attend(Results &results) {
  for (auto [a, b] : {std::pair<Size, Size>{query->dims[0], key->dims[0]},
                      {query->dims[0], value->dims[0]},
                      {query->dims[3], key->dims[3]},
                      {key->dims[1], value->dims[1]},
                      {key->dims[2], value->dims[2]}})
    if (failed(lg.requireEqual(node, a, b, "sizes of query, key and value")))
      return failure();
  double factor = scoreFactor();
  // Nothing after its own position: that is causality.
  if (right == 0)
    causal = true;
  if (causal)
    right = -1;
  // The op lets the last query see all keys; so it is where as many keys are
  // new as there are queries.
  bool fromEnd =
      lengths || (hasPast && isMultiHead) ||
      sizes.provablyEqual(sizes.add(loc, past, query->dims[1]), key->dims[2]);
  Value small;
  if (isBounded() &&
      (!fromEnd || right >= 0 || (lengths && !lengthsSuffice && mask))) {
    mask = bounded(mask, /*withLengths=*/false, sizes.constant(0));
    causal = false;
    left = right = -1;
  } else if (isBounded() && lengths && !lengthsSuffice) {
    small = boundSmallRows();
    Value index = arith::IndexCastUIOp::create(
        lg.builder, loc, lg.builder.getIndexType(), small);
    Size none = sizes.sub(loc, sizes.constant(1), sizes.markNonNegative(index));
    mask = bounded(nullptr, /*withLengths=*/false, none);
  }
  OpBuilder &b = lg.builder;
  Sizes dims = query->dims;
  dims[3] = value->dims[3];
  Value init = lg.empty(loc, dims, query->element);
  auto op = nn::AttentionOp::create(
      b, loc, init.getType(), lg.data(query), lg.data(key), lg.data(value),
      mask ? lg.data(mask) : Value(), /*masked=*/small,
      lengths ? lg.data(lengths) : Value(), init, b.getF32FloatAttr(factor),
      causal ? b.getUnitAttr() : UnitAttr(),
      /*token_major=*/b.getUnitAttr(), b.getI64IntegerAttr(left + 1),
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
  int64_t mode = node.getInt("qk_matmul_output_mode", 0);
  if (node.version() >= 25) {
    left = node.getInt("left_window_size", -1);
    right = node.getInt("right_window_size", -1);
    if (left < -1 || right < -1)
      return node.refuse("sizes of windows must be -1 or more, got " +
                         Twine(left) + " and " + Twine(right));
  }
  if (mode < 0 || mode > 3)
    return node.refuse("attribute 'qk_matmul_output_mode' must be from 0 to 3, "
                       "got " +
                       Twine(mode));
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
  past = hasPast && pastKey->rank() == 4 ? pastKey->dims[2] : sizes.constant(0);
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
    lengthsSuffice = isConstantIntValue(query->dims[1], 1);
  }
  if (Tensor *given = node.input(3))
    if (failed(addMask(given, "attn_mask")))
      return failure();
  Results results, shown;
  // Before the bounds become part of the mask.
  if (node.hasOutput(3)) {
    HandlerResult all = scores(mode);
    if (failed(all))
      return failure();
    shown = *all;
  }
  if (failed(attend(results)))
    return failure();
  results.append(shown);
  return results;
}

/// Queries, keys and values [B, S, H * D] each, of which two or all three may
/// be one tensor: [B, S, H, how many, D].
LogicalResult Attention::unpack(Tensor *&q, Tensor *&k, Tensor *&v) {
  if (k && v)
    return success();
  Tensor *packed = k ? k : q;
  int64_t count = k ? 2 : 3;
  if (v || packed->rank() != 5)
    return node.refuse("without inputs key and value, or without value, there "
                       "must be one of rank 5 that has them, got " +
                       packed->str());
  if (failed(lg.requireEqual(node, packed->dims[2], sizes.constant(heads),
                             "heads of a packed input and num_heads")) ||
      failed(lg.requireEqual(node, packed->dims[3], sizes.constant(count),
                             "parts of a packed input and " + Twine(count))))
    return failure();
  Sizes dims = {packed->dims[0], packed->dims[1],
                sizes.mul(loc, sizes.constant(heads), packed->dims[4])};
  auto part = [&](int64_t i) {
    return lg.reshape(loc, lg.pick(loc, packed, 3, sizes.constant(i)), dims);
  };
  if (!k)
    q = part(0);
  k = part(count - 2);
  v = part(count - 1);
  return success();
}

HandlerResult Attention::runMultiHead() {
  heads = node.requireInt("num_heads");
  scale = node.getFloat("scale", 0);
  causal = node.getInt("unidirectional", 0) != 0;
  masked = node.getFloat("mask_filter_value", -10000);
  Tensor *q = node.input(0), *k = node.input(1), *v = node.input(2),
         *bias = node.input(3), *padding = node.input(4);
  if (failed(unpack(q, k, v)))
    return failure();
  if (node.input(8) || node.input(9))
    return node.refuse("past_sequence_length and cache_indirection are not "
                       "supported");
  if (node.refused() || failed(checkFloats({q, k, v})))
    return failure();
  // Keys and values that another model has made, [B, H, T, D].
  bool areSplit = k->rank() == 4 && v->rank() == 4 && !bias;
  if (!areSplit && (k->rank() != 3 || v->rank() != 3))
    return node.refuse("keys and values must be [batch, sequence, hidden], or, "
                       "without bias, [batch, heads, sequence, head size], "
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
  auto asHeads = [&](Tensor *x, StringRef what) -> FailureOr<Tensor *> {
    if (areSplit)
      return x;
    FailureOr<Tensor *> parts = split(x, heads, what);
    return failed(parts) ? parts : toHeadMajor(*parts);
  };
  FailureOr<Tensor *> a = split(q, heads, "query"), b = asHeads(k, "key"),
                      c = asHeads(v, "value");
  if (failed(a) || failed(b) || failed(c))
    return failure();
  query = *a;
  Tensor *pastKey = node.input(6), *pastValue = node.input(7);
  if (static_cast<bool>(pastKey) != static_cast<bool>(pastValue))
    return node.refuse("inputs past_key and past_value must be given together");
  hasPast = pastKey;
  past = hasPast && pastKey->rank() == 4 ? pastKey->dims[2] : sizes.constant(0);
  isMultiHead = lengthsSuffice = true;
  FailureOr<Tensor *> keys = append(pastKey, *b, "past_key");
  FailureOr<Tensor *> values = append(pastValue, *c, "past_value");
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
