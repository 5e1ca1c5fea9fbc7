//===- MatMul.cpp - MatMul, Gemm, and MatMul of integers ------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Quantize.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// A transposed weight read through its map, so that no copy is made.
static Tensor *lookThrough(Tensor *tensor, SmallVectorImpl<AffineExpr> &exprs) {
  if (!tensor->transposeOf)
    return tensor;
  SmallVector<AffineExpr> original(exprs.size());
  for (auto [d, from] : llvm::enumerate(tensor->permutation))
    original[from] = exprs[d];
  exprs.assign(original.begin(), original.end());
  return tensor->transposeOf;
}

/// sum over the last loop of a * b, one fused multiply-add for each product;
/// narrow floats are summed in f32 and rounded once. The loops are those of
/// `dims`, then k.
static Tensor *contract(Legalizer &lg, Location loc, Tensor *a,
                        SmallVector<AffineExpr> aExprs, Tensor *b,
                        SmallVector<AffineExpr> bExprs, ArrayRef<Size> dims,
                        SmallVector<AffineExpr> resultExprs) {
  MLIRContext *context = lg.builder.getContext();
  unsigned numLoops = dims.size() + 1;
  Type element = a->element, type = computeType(element);
  a = lookThrough(a, aExprs);
  b = lookThrough(b, bExprs);
  AffineMap maps[] = {AffineMap::get(numLoops, 0, aExprs, context),
                      AffineMap::get(numLoops, 0, bExprs, context),
                      AffineMap::get(numLoops, 0, resultExprs, context)};
  SmallVector<utils::IteratorType> loops(dims.size(),
                                         utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  Value inputs[] = {lg.data(a), lg.data(b)};
  Value init = lg.filled(loc, dims, numberAttr(type, 0));
  Value product = lg.generic(
      loc, inputs, maps, init, loops,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        if (isa<FloatType>(type))
          return math::FmaOp::create(b, loc, extend(b, loc, args[0]),
                                     extend(b, loc, args[1]), args[2]);
        return arith::AddIOp::create(
            b, loc, args[2], arith::MulIOp::create(b, loc, args[0], args[1]));
      });
  return lg.make(product, isa<FloatType>(type) ? type : element, Sizes(dims));
}

/// Rounds a product to the operands' type.
static Tensor *rounded(Legalizer &lg, Location loc, Tensor *product,
                       Type element) {
  return product->element == element ? product
                                     : lg.convert(loc, product, element);
}

/// a * b by numpy's rules, rounded to their element type.
static HandlerResult multiply(Node &node, Tensor *a, Tensor *b) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  MLIRContext *context = lg.builder.getContext();
  Type element = a->element;
  if (a->rank() == 0 || b->rank() == 0)
    return node.refuse("its operands must not be scalars, got " + a->str() +
                       " and " + b->str());

  // A vector on the left is a row, one on the right a column,
  // and the dimension they gain is dropped again.
  bool hasM = a->rank() > 1, hasN = b->rank() > 1;
  int64_t aBatch = std::max<int64_t>(a->rank() - 2, 0),
          bBatch = std::max<int64_t>(b->rank() - 2, 0);
  Tensor aLead, bLead;
  aLead.dims.assign(a->dims.begin(), a->dims.begin() + aBatch);
  bLead.dims.assign(b->dims.begin(), b->dims.begin() + bBatch);
  FailureOr<Sizes> batch = lg.broadcast(node, {&aLead, &bLead});
  if (failed(batch) || failed(lg.requireEqual(node, a->dims.back(),
                                              b->dims[hasN ? b->rank() - 2 : 0],
                                              "the inner dimensions")))
    return failure();
  if (Tensor *product = multiplyByCodes(lg, loc, a, b, /*transposed=*/false))
    return Results{rounded(lg, loc, product, element)};
  if (Tensor *product = multiplyByStack(lg, loc, a, b))
    return Results{rounded(lg, loc, product, element)};
  // Sizes that broadcast only at run time are repeated first; what is left is
  // a contraction with plain maps.
  auto repeated = [&](Tensor *tensor, int64_t lead) -> Tensor * {
    for (int64_t d = 0; d < lead; ++d) {
      Size size = tensor->dims[d];
      if (isConstantIntValue(size, 1) ||
          lg.sizes.provablyEqual(size, (*batch)[batch->size() - lead + d]))
        continue;
      Sizes full = *batch;
      full.append(tensor->dims.begin() + lead, tensor->dims.end());
      return lg.elementwiseOver(
          loc, {tensor}, full, tensor->element,
          [](OpBuilder &, Location, ValueRange args) { return args[0]; });
    }
    return tensor;
  };
  a = repeated(a, aBatch);
  b = repeated(b, bBatch);

  Sizes dims = *batch;
  unsigned numBatch = batch->size();
  AffineExpr m = getAffineDimExpr(numBatch, context),
             n = getAffineDimExpr(numBatch + hasM, context),
             k = getAffineDimExpr(numBatch + hasM + hasN, context);
  auto batchExprs = [&](Tensor *tensor) {
    SmallVector<AffineExpr> exprs;
    int64_t lead = std::max<int64_t>(tensor->rank() - 2, 0);
    for (int64_t d = 0; d < lead; ++d) {
      unsigned loop = numBatch - lead + d;
      bool one = isConstantIntValue(tensor->dims[d], 1) &&
                 !isConstantIntValue((*batch)[loop], 1);
      exprs.push_back(one ? getAffineConstantExpr(0, context)
                          : getAffineDimExpr(loop, context));
    }
    return exprs;
  };
  SmallVector<AffineExpr> aExprs = batchExprs(a), bExprs = batchExprs(b),
                          resultExprs;
  for (unsigned d = 0; d < numBatch; ++d)
    resultExprs.push_back(getAffineDimExpr(d, context));
  if (hasM) {
    aExprs.push_back(m);
    resultExprs.push_back(m);
    dims.push_back(a->dims[a->rank() - 2]);
  }
  aExprs.push_back(k);
  bExprs.push_back(k);
  if (hasN) {
    bExprs.push_back(n);
    resultExprs.push_back(n);
    dims.push_back(b->dims.back());
  }
  Tensor *product = contract(lg, loc, a, aExprs, b, bExprs, dims, resultExprs);
  return Results{rounded(lg, loc, product, element)};
}

static HandlerResult matmul(Node &node) {
  Tensor *a = node.input(0), *b = node.input(1);
  if (failed(sameElement(node, {a, b})))
    return failure();
  if (a->isBool())
    return badElement(node, a->element);
  return multiply(node, a, b);
}

/// com.microsoft.FusedMatMul: alpha times the product, of which either operand
/// may be transposed, after its first dimension has become that of rows.
static HandlerResult fusedMatmul(Node &node) {
  Legalizer &lg = node.legalizer;
  Tensor *a = node.input(0), *b = node.input(1);
  double alpha = node.getFloat("alpha", 1);
  auto turned = [&](Tensor *x, StringRef name, StringRef batch) -> Tensor * {
    bool swaps = node.getInt(name, 0) != 0 && x->rank() >= 2,
         rotates = node.getInt(batch, 0) != 0 && x->rank() >= 3;
    if (!swaps && !rotates)
      return x;
    auto order = llvm::to_vector(llvm::seq<int64_t>(0, x->rank()));
    if (rotates)
      std::rotate(order.begin(), order.begin() + 1, order.end() - 1);
    if (swaps)
      std::swap(order[x->rank() - 2], order[x->rank() - 1]);
    if (isTurnedWeight(x, order))
      return lg.makeTransposed(x, order);
    return lg.transpose(node.loc(), x, order);
  };
  a = turned(a, "transA", "transBatchA");
  b = turned(b, "transB", "transBatchB");
  if (failed(sameElement(node, {a, b})))
    return failure();
  if (!a->isFloat())
    return badElement(node, a->element);
  HandlerResult product = multiply(node, a, b);
  if (failed(product) || alpha == 1)
    return product;
  Tensor *plain = product->front();
  return Results{lg.elementwiseOver(
      node.loc(), {plain}, plain->dims, plain->element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = extend(b, loc, args[0]);
        value = arith::MulFOp::create(b, loc, value,
                                      number(b, loc, value.getType(), alpha));
        return truncate(b, loc, value, plain->element);
      })};
}

/// MatMulInteger where B is a constant matrix, in floats that are integers;
/// failure where it is not, or is not right.
static FailureOr<Tensor *> multiplyCodes(Node &node) {
  Tensor *a = node.input(0), *b = node.input(1), *aZero = node.input(2),
         *bZero = node.input(3);
  bool transposed = b->transposeOf;
  if (transposed)
    b = b->transposeOf;
  auto fits = [](Tensor *x, Tensor *zero) {
    return !zero || zero->element == x->element;
  };
  if (!b->constant || b->rank() != 2 || a->rank() == 0 || !fits(a, aZero) ||
      !fits(b, bZero) || (aZero && aZero->numElements() != 1))
    return failure();
  Quantization ofA, ofB;
  ofA.zeroPoint = aZero;
  ofB.zeroPoint = bZero;
  int64_t columns = b->shape()[transposed ? 0 : 1];
  if (bZero && bZero->numElements() != 1) {
    if (bZero->rank() != 1 || bZero->numElements() != columns)
      return failure();
    ofB.axis = transposed ? 0 : 1;
  }
  Legalizer &lg = node.legalizer;
  Size inner = b->dims[transposed ? 1 : 0];
  if (failed(
          lg.requireEqual(node, a->dims.back(), inner, "the inner dimensions")))
    return failure();
  Tensor *product = multiplyCodes(lg, node.loc(), {a, ofA, node.loc()},
                                  {b, ofB, node.loc()}, transposed);
  if (!product)
    return failure();
  return product;
}

/// Integers of 8 bits less their zero points (of rows of A, of columns of B),
/// multiplied in 32 bits.
static HandlerResult matmulInteger(Node &node) {
  Legalizer &lg = node.legalizer;
  Type i32 = lg.builder.getI32Type();
  auto operand = [&](unsigned i) -> FailureOr<Tensor *> {
    Tensor *x = node.input(i), *zero = node.input(i + 2);
    auto type = dyn_cast<IntegerType>(x->element);
    if (!type || type.getWidth() != 8)
      return badElement(node, x->element);
    if (!zero)
      return lg.convert(node.loc(), x, i32);
    if (failed(sameElement(node, {x, zero})))
      return failure();
    // One for each row of A is a column.
    if (i == 0 && zero->rank() == 1 && zero->numElements() != 1) {
      Sizes column = zero->dims;
      column.push_back(lg.sizes.constant(1));
      zero = lg.reshape(node.loc(), zero, column);
    }
    FailureOr<Tensor *> result = lg.elementwise(
        node, {x, zero}, i32,
        [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::SubIOp::create(
              b, loc, convertElement(b, loc, args[0], x->element, i32),
              convertElement(b, loc, args[1], x->element, i32));
        });
    if (failed(result))
      return failure();
    if ((*result)->rank() != x->rank())
      return node.refuse("zero point " + zero->str() +
                         " does not fit its operand " + x->str());
    return result;
  };
  if (FailureOr<Tensor *> product = multiplyCodes(node); succeeded(product))
    return Results{lg.convert(node.loc(), *product, i32)};
  FailureOr<Tensor *> a = operand(0), b = operand(1);
  if (failed(a) || failed(b))
    return failure();
  return multiply(node, *a, *b);
}

/// Bytes with scales and zero points: dequantised, multiplied, quantised.
static HandlerResult qlinearMatmul(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Type f32 = lg.builder.getF32Type();
  // Inputs `first` to `first` + 2 are a tensor (or not), a scale, a zero point.
  auto read = [&](unsigned first) -> FailureOr<Quantization> {
    Quantization by;
    by.scale = node.input(first + 1);
    by.zeroPoint = node.input(first + 2);
    if (!by.scale->element.isF32())
      return badElement(node, by.scale->element);
    if (!by.zeroPoint->isInteger() ||
        by.zeroPoint->element.getIntOrFloatBitWidth() != 8)
      return badElement(node, by.zeroPoint->element);
    bool isOne = by.scale->numElements() == 1 && by.scale->rank() <= 1 &&
                 by.zeroPoint->numElements() == 1;
    Tensor *b = node.input(3);
    // One for each column of B.
    bool isVector = first == 3 && by.scale->rank() == 1 &&
                    by.zeroPoint->rank() == 1 && b->rank() >= 2;
    if (!isOne && !isVector)
      return node.refuse("scale and zero point must be one number" +
                         Twine(first == 3 ? " or one for each column" : "") +
                         ", got " + by.scale->str() + " and " +
                         by.zeroPoint->str());
    if (isOne)
      return by;
    by.axis = b->rank() - 1;
    for (Tensor *operand : {by.scale, by.zeroPoint})
      if (failed(lg.requireEqual(node, operand->dims[0], b->dims[by.axis],
                                 "sizes of input B and its scale")))
        return failure();
    return by;
  };
  FailureOr<Quantization> ofA = read(0), ofB = read(3), ofY = read(5);
  if (failed(ofA) || failed(ofB) || failed(ofY))
    return failure();
  Tensor *a = node.input(0), *b = node.input(3);
  if (failed(sameElement(node, {a, ofA->zeroPoint})) ||
      failed(sameElement(node, {b, ofB->zeroPoint})))
    return failure();
  HandlerResult product =
      multiply(node, lg.makeDequantized({a, *ofA, loc}, f32),
               lg.makeDequantized({b, *ofB, loc}, f32));
  if (failed(product))
    return failure();
  return Results{
      quantize(lg, loc, product->front(), *ofY, f32, ofY->zeroPoint->element)};
}

/// alpha * A' * B' + beta * C.
static HandlerResult gemm(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  MLIRContext *context = lg.builder.getContext();
  Tensor *a = node.input(0), *b = node.input(1), *c = node.input(2);
  bool transA = node.getInt("transA", 0) != 0,
       transB = node.getInt("transB", 0) != 0;
  double alpha = node.getFloat("alpha", 1), beta = node.getFloat("beta", 1);
  // C broadcast only where this said so, in the way it always does now.
  if (node.version() < 7)
    node.getInt("broadcast", 0);
  SmallVector<Tensor *> operands = {a, b};
  if (c)
    operands.push_back(c);
  if (node.refused() || failed(sameElement(node, operands)))
    return failure();
  if (a->isBool())
    return badElement(node, a->element);
  if (a->rank() != 2 || b->rank() != 2 || (c && c->rank() > 2))
    return node.refuse("its operands must be matrices, got " + a->str() +
                       " and " + b->str());
  if (a->isInteger() && (alpha != 1 || beta != 1))
    return node.refuse("alpha and beta must be 1 for integers");
  if (failed(lg.requireEqual(node, a->dims[transA ? 0 : 1],
                             b->dims[transB ? 1 : 0], "the inner dimensions")))
    return failure();
  Sizes dims = {a->dims[transA ? 1 : 0], b->dims[transB ? 0 : 1]};
  AffineExpr m = getAffineDimExpr(0, context), n = getAffineDimExpr(1, context),
             k = getAffineDimExpr(2, context);
  SmallVector<AffineExpr> aExprs = {m, k}, bExprs = {k, n};
  if (transA)
    std::swap(aExprs[0], aExprs[1]);
  if (transB)
    std::swap(bExprs[0], bExprs[1]);
  Tensor *product = transA ? nullptr : multiplyByCodes(lg, loc, a, b, transB);
  if (!product)
    product = contract(lg, loc, a, aExprs, b, bExprs, dims, {m, n});
  Type element = a->element;
  if (!c && alpha == 1)
    return Results{rounded(lg, loc, product, element)};

  operands.assign(1, product);
  if (c) {
    // C broadcasts to the product, and not the other way round.
    for (int64_t d = 0; d < c->rank(); ++d) {
      Size size = c->dims[d], want = dims[2 - c->rank() + d];
      if (!isConstantIntValue(size, 1) && getConstantIntValue(size) &&
          failed(lg.requireEqual(node, size, want,
                                 "sizes of input C and of the product")))
        return failure();
    }
    FailureOr<Sizes> both = lg.broadcast(node, {product, c});
    if (failed(both))
      return failure();
    for (auto [have, want] : llvm::zip(*both, dims))
      if (failed(lg.requireEqual(node, have, want,
                                 "sizes of input C and of the product")))
        return failure();
    operands.push_back(c);
  }
  return Results{lg.elementwiseOver(
      loc, operands, dims, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value value = args[0];
        if (alpha != 1)
          value = arith::MulFOp::create(b, loc, value,
                                        number(b, loc, value.getType(), alpha));
        if (!c)
          return truncate(b, loc, value, toCore(element));
        Value addend = extend(b, loc, args[1]);
        if (!isa<FloatType>(element))
          return arith::AddIOp::create(b, loc, value, addend);
        if (beta != 1)
          addend = arith::MulFOp::create(
              b, loc, addend, number(b, loc, addend.getType(), beta));
        return truncate(b, loc, arith::AddFOp::create(b, loc, value, addend),
                        element);
      })};
}

void lutra::onnx::addMatMul(Registry &registry) {
  registry.add("MatMul", 1, 2, 2, matmul);
  registry.add("MatMulInteger", 10, 2, 4, matmulInteger);
  registry.add("QLinearMatMul", 10, 8, 8, qlinearMatmul);
  registry.add(Registry::microsoft, "FusedMatMul", 1, 2, 2, fusedMatmul);
  registry.add("Gemm", 1, 2, 3, gemm);
}
