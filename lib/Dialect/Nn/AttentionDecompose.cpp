//===- AttentionDecompose.cpp - what attention means, in linalg -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One task for each batch row and head, one query after another. The keys that
// a query sees lie together, so lengths, causality and windows become the
// bounds of a slice: nothing is computed that a mask would take away, and heads
// share keys and values by reading the same slice. One row of scores is all the
// memory a task needs.
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::nn;

namespace {

class AttentionDecomposer {
public:
  AttentionDecomposer(AttentionOp op, OpBuilder &builder)
      : op(op), b(op.getLoc(), builder), query(b.sizes(op.getQuery())),
        key(b.sizes(op.getKey())), value(b.sizes(op.getValue())) {}

  Value decompose();

private:
  /// The queries of batch row `batch` and head `head`, into `out` [S, Dv].
  Value computeHead(Value batch, Value head, Value out);
  /// One query over the keys [begin, begin + count), into `out` [Dv].
  Value computeQuery(Value batch, Value head, Value shared, Value position,
                     Value begin, Value count, Value row, Value out);
  /// scale, softcap and mask, in place.
  Value finishScores(Value scores, Value mask);
  /// The part of the mask that one query reads, or null.
  Value maskRow(Value batch, Value head, Value position, Value begin,
                Value count);
  Value reduce(Value row, float neutral, StructuredBuilder::Body body);

  /// `tensor[i, j, k : k + n, :]` of a rank-4 tensor: [n, D].
  Value rows(Value tensor, Value i, Value j, Value k, OpFoldResult n);
  /// Four of something, in the order of query and result.
  SmallVector<OpFoldResult> order(OpFoldResult batch, OpFoldResult head,
                                  OpFoldResult position, OpFoldResult feature);

  Value add(Value x, Value y) { return arith::AddIOp::create(b, x, y); }
  Value sub(Value x, Value y) { return arith::SubIOp::create(b, x, y); }
  Value min(Value x, Value y) { return arith::MinSIOp::create(b, x, y); }
  Value max(Value x, Value y) { return arith::MaxSIOp::create(b, x, y); }

  AttentionOp op;
  StructuredBuilder b;
  SmallVector<OpFoldResult> query, key, value;
};

} // namespace

/// Everything is computed in f32.
static Value toF32(ImplicitLocOpBuilder &b, Value x) {
  if (x.getType().isF32())
    return x;
  return arith::ExtFOp::create(b, b.getF32Type(), x);
}

static Value constant(ImplicitLocOpBuilder &b, const APFloat &value) {
  return arith::ConstantOp::create(b,
                                   b.getF32FloatAttr(value.convertToFloat()));
}

Value AttentionDecomposer::rows(Value tensor, Value i, Value j, Value k,
                                OpFoldResult n) {
  OpFoldResult one = b.getIndexAttr(1), zero = b.getIndexAttr(0);
  OpFoldResult last = b.sizes(tensor)[3];
  return b.slice(tensor, {i, j, k, zero}, {one, one, n, last}, {0, 1});
}

SmallVector<OpFoldResult> AttentionDecomposer::order(OpFoldResult batch,
                                                     OpFoldResult head,
                                                     OpFoldResult position,
                                                     OpFoldResult feature) {
  if (op.getTokenMajor())
    return {batch, position, head, feature};
  return {batch, head, position, feature};
}

Value AttentionDecomposer::decompose() {
  // One flat loop, so that tasks can be dealt out evenly.
  Value heads = b.index(query[op.getHeadDim()]);
  Value tasks = arith::MulIOp::create(b, b.index(query[0]), heads);
  auto forall = scf::ForallOp::create(b, OpFoldResult(tasks),
                                      ValueRange{op.getInit()}, std::nullopt);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(forall.getBody());
  Value task = forall.getInductionVar(0);
  Value batch = arith::DivUIOp::create(b, task, heads);
  Value head = arith::RemUIOp::create(b, task, heads);

  Value dest = forall.getRegionIterArgs().front();
  OpFoldResult one = b.getIndexAttr(1), zero = b.getIndexAttr(0);
  SmallVector<OpFoldResult> offsets = order(batch, head, zero, zero);
  SmallVector<OpFoldResult> extent =
      order(one, one, query[op.getQueryDim()], value[3]);
  SmallVector<OpFoldResult> strides(4, one);
  Value out = computeHead(batch, head,
                          b.slice(dest, offsets, extent, {0, op.getHeadDim()}));
  b.setInsertionPointToStart(forall.getTerminator().getBody());
  tensor::ParallelInsertSliceOp::create(b, out, dest, offsets, extent, strides);
  return forall.getResult(0);
}

Value AttentionDecomposer::computeHead(Value batch, Value head, Value out) {
  // Query heads that share keys and values follow each other.
  Value sharing = arith::DivUIOp::create(b, b.index(query[op.getHeadDim()]),
                                         b.index(key[1]));
  Value shared = arith::DivUIOp::create(b, head, sharing);
  Value zero = b.index(int64_t(0)), one = b.index(int64_t(1));
  Value length = b.index(key[2]);
  if (op.getLengths()) {
    Value own = tensor::ExtractOp::create(b, op.getLengths(), batch);
    own = arith::IndexCastOp::create(b, b.getIndexType(), own);
    length = max(zero, min(own, length));
  }
  Value offset = max(zero, sub(length, b.index(query[op.getQueryDim()])));
  Value row = b.empty(key[2], b.getF32Type());

  return b
      .loop(b.getIndexAttr(0), query[op.getQueryDim()], out,
            [&](Value position, ValueRange values) {
              // One past the last key that a causal query sees.
              Value last = add(add(position, offset), one);
              Value end = op.getCausal() ? min(length, last) : length;
              Value begin = zero;
              if (op.getWindow() > 0)
                begin = min(end, max(zero, sub(last, b.index(op.getWindow()))));
              SmallVector<OpFoldResult> offsets{position, b.getIndexAttr(0)};
              SmallVector<OpFoldResult> extent{b.getIndexAttr(1), value[3]};
              Value result = computeQuery(
                  batch, head, shared, position, begin, sub(end, begin), row,
                  b.slice(values[0], offsets, extent, 0u));
              return SmallVector<Value>{
                  b.insert(result, values[0], offsets, extent)};
            })
      .front();
}

Value AttentionDecomposer::maskRow(Value batch, Value head, Value position,
                                   Value begin, Value count) {
  if (!op.getMask())
    return nullptr;
  SmallVector<OpFoldResult> sizes = b.sizes(op.getMask());
  OpFoldResult one = b.getIndexAttr(1), zero = b.getIndexAttr(0);
  // A size of 1 serves every index.
  auto broadcast = [&](unsigned dim, Value index) -> OpFoldResult {
    if (auto size = getConstantIntValue(sizes[dim]))
      return *size == 1 ? zero : OpFoldResult(index);
    Value single = arith::CmpIOp::create(b, arith::CmpIPredicate::eq,
                                         b.index(sizes[dim]), b.index(one));
    return arith::SelectOp::create(b, single, b.index(zero), index).getResult();
  };
  return b.slice(
      op.getMask(),
      {broadcast(0, batch), broadcast(1, head), broadcast(2, position), begin},
      {one, one, one, count}, {0, 1, 2});
}

Value AttentionDecomposer::finishScores(Value scores, Value mask) {
  SmallVector<Value> inputs;
  SmallVector<SmallVector<unsigned>> maps;
  if (mask) {
    inputs.push_back(mask);
    maps.push_back({0});
  }
  maps.push_back({0});
  return b.generic(scores, inputs, maps, "p",
                   [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                     Value score = arith::MulFOp::create(
                         nested, constant(nested, op.getScale()), args.back());
                     if (!op.getSoftcap().isZero()) {
                       Value cap = constant(nested, op.getSoftcap());
                       score = arith::DivFOp::create(nested, score, cap);
                       score = math::TanhOp::create(nested, score);
                       score = arith::MulFOp::create(nested, cap, score);
                     }
                     if (mask)
                       score = arith::AddFOp::create(nested, score,
                                                     toF32(nested, args[0]));
                     return score;
                   });
}

Value AttentionDecomposer::reduce(Value row, float neutral,
                                  StructuredBuilder::Body body) {
  Value init = b.fill(b.f32(neutral), b.empty({}, b.getF32Type()));
  SmallVector<SmallVector<unsigned>> maps{{0}, {}};
  Value result = b.generic(init, row, maps, "r", body);
  return tensor::ExtractOp::create(b, result, ValueRange{});
}

Value AttentionDecomposer::computeQuery(Value batch, Value head, Value shared,
                                        Value position, Value begin,
                                        Value count, Value row, Value out) {
  Value keys = rows(op.getKey(), batch, shared, begin, count);
  Value values = rows(op.getValue(), batch, shared, begin, count);
  OpFoldResult unit = b.getIndexAttr(1);
  Value one =
      b.slice(op.getQuery(), order(batch, head, position, b.getIndexAttr(0)),
              order(unit, unit, unit, query[3]), {0, 1, 2});

  Value scores =
      b.slice(row, OpFoldResult(b.getIndexAttr(0)), OpFoldResult(count));
  scores =
      b.generic(b.zeros(scores), {one, keys}, {{1}, {0, 1}, {0}}, "pr",
                [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                  return math::FmaOp::create(nested, toF32(nested, args[0]),
                                             toF32(nested, args[1]), args[2]);
                });
  scores = finishScores(scores, maskRow(batch, head, position, begin, count));

  float infinity = std::numeric_limits<float>::infinity();
  Value largest =
      reduce(scores, -infinity,
             [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
               return arith::MaxNumFOp::create(nested, args[0], args[1]);
             });
  // Where every score is -inf, exp(-inf - 0) = 0 says that no key counts.
  Value none = arith::CmpFOp::create(b, arith::CmpFPredicate::OEQ, largest,
                                     b.f32(-infinity));
  largest = arith::SelectOp::create(b, none, b.f32(0), largest);
  scores = b.generic(
      scores, {}, {{0}}, "p",
      [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        return math::ExpOp::create(
            nested,
            arith::SubFOp::create(nested, args[0], largest).getResult());
      });
  Value sum = reduce(
      scores, 0, [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
        return arith::AddFOp::create(nested, args[0], args[1]);
      });
  Value empty =
      arith::CmpFOp::create(b, arith::CmpFPredicate::OEQ, sum, b.f32(0));
  sum = arith::SelectOp::create(b, empty, b.f32(1), sum);

  // The result is accumulated where it belongs if that is f32.
  Type element = cast<RankedTensorType>(out.getType()).getElementType();
  bool direct = element.isF32();
  Value total = b.zeros(direct ? out : b.empty(value[3], b.getF32Type()));
  total = b.generic(total, {scores, values}, {{0}, {0, 1}, {1}}, "rp",
                    [](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                      return math::FmaOp::create(
                          nested, args[0], toF32(nested, args[1]), args[2]);
                    });
  if (direct)
    return b.generic(
        total, {}, {{0}}, "p",
        [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
          return arith::DivFOp::create(nested, args[0], sum);
        });
  return b.generic(out, total, {{0}, {0}}, "p",
                   [&](ImplicitLocOpBuilder &nested, ValueRange args) -> Value {
                     Value mean = arith::DivFOp::create(nested, args[0], sum);
                     return arith::TruncFOp::create(nested, element, mean);
                   });
}

FailureOr<SmallVector<Value>>
AttentionOp::decomposeOperation(OpBuilder &builder) {
  if (!getResult())
    return failure();
  // Slices of tensors known to be empty are not valid IR, even where no
  // iteration takes them.
  auto size = [](Value tensor, unsigned dim) {
    return cast<RankedTensorType>(tensor.getType()).getDimSize(dim);
  };
  auto init = cast<RankedTensorType>(getInit().getType());
  if (llvm::is_contained(init.getShape(), 0) || size(getKey(), 2) == 0 ||
      size(getValue(), 2) == 0)
    return SmallVector<Value>{
        StructuredBuilder(getLoc(), builder).zeros(getInit())};
  if (!getMasked())
    return SmallVector<Value>{AttentionDecomposer(*this, builder).decompose()};
  // One of two.
  auto build = [&](bool masked) {
    return [this, masked](OpBuilder &b, Location loc) {
      auto one = cast<AttentionOp>(b.clone(**this));
      one.decideMask(masked);
      b.setInsertionPoint(one);
      Value result = AttentionDecomposer(one, b).decompose();
      one.erase();
      b.setInsertionPointToEnd(b.getInsertionBlock());
      scf::YieldOp::create(b, loc, result);
    };
  };
  auto which = scf::IfOp::create(builder, getLoc(), getMasked(), build(true),
                                 build(false));
  return SmallVector<Value>{which.getResult(0)};
}
