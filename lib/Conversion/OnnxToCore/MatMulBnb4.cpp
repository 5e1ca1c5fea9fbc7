//===- MatMulBnb4.cpp - products with weights of 4-bit code books ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// com.microsoft.MatMulBnb4: codes of 4 bits stand for 16 numbers that are not
// evenly spaced, times a scale for each block of the flattened weight. Where
// blocks are parts of rows along K, that is a contraction with a code book.
// Otherwise the weight stays as it is and each call makes floats of it.
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra::onnx;
namespace lowbit = lutra::lowbit;

/// As bitsandbytes has them: the sign is the highest bit.
static constexpr float fp4[16] = {0.0f,         5.208333333e-03f,
                                  0.66666667f,  1.0f,
                                  0.33333333f,  0.5f,
                                  0.16666667f,  0.25f,
                                  -0.0f,        -5.208333333e-03f,
                                  -0.66666667f, -1.0f,
                                  -0.33333333f, -0.5f,
                                  -0.16666667f, -0.25f};

/// Quantiles of the normal distribution (arXiv 2305.14314, appendix E).
static constexpr float nf4[16] = {-1.0f,
                                  -0.6961928009986877f,
                                  -0.5250730514526367f,
                                  -0.39491748809814453f,
                                  -0.28444138169288635f,
                                  -0.18477343022823334f,
                                  -0.09105003625154495f,
                                  0.0f,
                                  0.07958029955625534f,
                                  0.16093020141124725f,
                                  0.24611230194568634f,
                                  0.33791524171829224f,
                                  0.44070982933044434f,
                                  0.5626170039176941f,
                                  0.7229568362236023f,
                                  1.0f};

/// [..., N] out of activations [..., K], bytes of [N, K] and a scale for each
/// block of K.
static Tensor *contract(Node &node, Tensor *a, Tensor *bytes, Tensor *scales,
                        int64_t n, int64_t k, int64_t block,
                        ArrayRef<float> values) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  OpBuilder &b = lg.builder;
  Type f32 = b.getF32Type();
  Size rows = lg.sizes.constant(n), blocks = lg.sizes.constant(k / block);
  Tensor *packed =
      lg.reshape(loc, bytes, {rows, blocks, lg.sizes.constant(block / 2)});
  Tensor *scale = lg.convert(loc, lg.reshape(loc, scales, {rows, blocks}), f32);
  auto format = lowbit::CodebookFormatAttr::get(b.getContext(), /*bits=*/4,
                                                b.getDenseF32ArrayAttr(values));
  Value codes = lowbit::UnpackOp::create(
      b, loc, RankedTensorType::get({n, k}, b.getI8Type()), lg.data(packed),
      format, block, /*high_first=*/true);
  Tensor *wide = lg.convert(loc, a, f32);
  Sizes dims = wide->dims;
  dims.back() = lg.sizes.constant(k);
  wide = lg.refine(loc, wide, dims);
  dims.back() = rows;
  Value product = lowbit::ContractOp::create(
      b, loc, lg.typeOf(dims, f32), lg.data(wide), /*act_scales=*/Value(),
      codes, lg.data(scale), /*zero_points=*/Value(), /*g_idx=*/Value(),
      lg.empty(loc, dims, f32), format, lowbit::ActivationKind::Auto, block,
      /*int8_permitted=*/false);
  return lg.make(product, f32, dims);
}

static HandlerResult matMulBnb4(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *a = node.input(0), *b = node.input(1), *scales = node.input(2);
  int64_t K = node.requireInt("K"), N = node.requireInt("N"),
          block = node.requireInt("block_size"),
          kind = node.requireInt("quant_type");
  bool transposed = node.getInt("transB", 1) != 0;
  node.getInt("training_mode", 0);
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  if (node.refused())
    return failure();
  if (K <= 0 || N <= 0 || K > most || N > most)
    return node.refuse("attributes 'K' and 'N' must be positive and below "
                       "2^31, got " +
                       Twine(K) + " and " + Twine(N));
  if (block < 16 || !llvm::isPowerOf2_64(block))
    return node.refuse("attribute 'block_size' must be a power of two and at "
                       "least 16, got " +
                       Twine(block));
  if (kind != 0 && kind != 1)
    return node.refuse("attribute 'quant_type' must be 0 (fp4) or 1 (nf4), "
                       "got " +
                       Twine(kind));
  if (!a->isFloat() || a->element.isF64() || a->rank() == 0)
    return node.refuse("input A must be float, float16 or bfloat16 with a "
                       "dimension at least, got " +
                       a->str());
  uint64_t count = uint64_t(K) * uint64_t(N);
  if (!b->element.isUnsignedInteger(8) ||
      b->numElements() != int64_t(llvm::divideCeil(count, 2)) || b->rank() != 1)
    return node.refuse("input B must be uint8 with a byte for two weights, "
                       "got " +
                       b->str());
  if (!scales->isFloat() || scales->element.isF64() || scales->rank() != 1 ||
      scales->numElements() != int64_t(llvm::divideCeil(count, block)))
    return node.refuse("input absmax must be a float for each block, got " +
                       scales->str());
  Size inner = lg.sizes.constant(transposed ? K : N),
       outer = lg.sizes.constant(transposed ? N : K);
  if (failed(lg.requireEqual(node, a->dims.back(), inner,
                             "the last dimension of input A and that of the "
                             "weight")))
    return failure();

  Type f32 = lg.builder.getF32Type(), element = a->element;
  if (transposed && K % block == 0)
    return Results{lg.convert(
        loc, contract(node, a, b, scales, N, K, block, kind ? nf4 : fp4),
        element)};
  auto tableType = RankedTensorType::get({16}, f32);
  Value table = arith::ConstantOp::create(
      lg.builder, loc,
      DenseElementsAttr::get(tableType, ArrayRef<float>(kind ? nf4 : fp4)));
  Value bytes = lg.data(b), scaleData = lg.data(scales);
  Tensor *weight = generate(
      lg, loc, {lg.sizes.constant(N), lg.sizes.constant(K)}, f32,
      [&](Scalars &s, ValueRange at) {
        Value i = s.add(s.mul(at[0], s.index(K)), at[1]);
        Value byte = s.read(
            bytes,
            arith::DivUIOp::create(s.b, s.loc, i, s.index(2)).getResult());
        // The first of two is in the high bits.
        Type i8 = s.b.getI8Type();
        Value isSecond = s.equal(
            arith::RemUIOp::create(s.b, s.loc, i, s.index(2)), s.index(1));
        Value high =
            arith::ShRUIOp::create(s.b, s.loc, byte, s.constant(i8, 4));
        Value low = s.both(byte, s.constant(i8, 15));
        Value code = arith::IndexCastUIOp::create(
            s.b, s.loc, s.b.getIndexType(), s.select(isSecond, low, high));
        Value scale = s.read(
            scaleData,
            arith::DivUIOp::create(s.b, s.loc, i, s.index(block)).getResult());
        return s.mul(s.read(table, code), extend(s.b, s.loc, scale));
      });

  Sizes dims = a->dims;
  dims.back() = outer;
  MLIRContext *context = lg.builder.getContext();
  unsigned rank = dims.size();
  SmallVector<AffineExpr> lead;
  for (unsigned d = 0; d + 1 < rank; ++d)
    lead.push_back(getAffineDimExpr(d, context));
  AffineExpr n = getAffineDimExpr(rank - 1, context),
             k = getAffineDimExpr(rank, context);
  auto with = [&](AffineExpr last) {
    SmallVector<AffineExpr> exprs = lead;
    exprs.push_back(last);
    return AffineMap::get(rank + 1, 0, exprs, context);
  };
  AffineMap ofWeight = transposed
                           ? AffineMap::get(rank + 1, 0, {n, k}, context)
                           : AffineMap::get(rank + 1, 0, {k, n}, context);
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  Sizes own = a->dims;
  own.back() = inner;
  Value product = lg.generic(
      loc, {lg.data(lg.refine(loc, a, own)), lg.data(weight)},
      {with(k), ofWeight, with(n)}, lg.filled(loc, dims, numberAttr(f32, 0)),
      loops, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
        return math::FmaOp::create(b, loc, extend(b, loc, args[0]), args[1],
                                   args[2]);
      });
  return Results{lg.convert(loc, lg.make(product, f32, dims), element)};
}

void lutra::onnx::addMatMulBnb4(Registry &registry) {
  registry.add(Registry::microsoft, "MatMulBnb4", 1, 3, 3, matMulBnb4);
}
