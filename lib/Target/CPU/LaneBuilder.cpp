//===- LaneBuilder.cpp - arithmetic on vectors of 16 floats ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LaneBuilder.h"

#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra::cpu;

//===----------------------------------------------------------------------===//
// Indices and loops
//===----------------------------------------------------------------------===//

Value LaneBuilder::index(int64_t value) {
  return arith::ConstantIndexOp::create(*this, value);
}

Value LaneBuilder::index(OpFoldResult value) {
  return getValueOrCreateConstantIndexOp(*this, getLoc(), value);
}

Value LaneBuilder::add(Value x, Value y) {
  return createOrFold<arith::AddIOp>(x, y);
}
Value LaneBuilder::sub(Value x, Value y) {
  return createOrFold<arith::SubIOp>(x, y);
}
Value LaneBuilder::mul(Value x, Value y) {
  return createOrFold<arith::MulIOp>(x, y);
}
Value LaneBuilder::div(Value x, Value y) {
  return createOrFold<arith::DivUIOp>(x, y);
}
Value LaneBuilder::rem(Value x, Value y) {
  return createOrFold<arith::RemUIOp>(x, y);
}
Value LaneBuilder::ceilDiv(Value x, int64_t y) {
  return div(add(x, index(y - 1)), index(y));
}
Value LaneBuilder::min(Value x, Value y) {
  return createOrFold<arith::MinSIOp>(x, y);
}
Value LaneBuilder::max(Value x, Value y) {
  return createOrFold<arith::MaxSIOp>(x, y);
}

LaneBuilder::Values
LaneBuilder::loop(Value begin, Value end, int64_t step, ValueRange inits,
                  llvm::function_ref<Values(Value, ValueRange)> body) {
  auto loop = scf::ForOp::create(*this, begin, end, index(step), inits);
  OpBuilder::InsertionGuard guard(*this);
  setInsertionPointToStart(loop.getBody());
  Values next = body(loop.getInductionVar(), loop.getRegionIterArgs());
  if (!inits.empty())
    scf::YieldOp::create(*this, next);
  return llvm::to_vector_of<Value>(loop.getResults());
}

void LaneBuilder::loop(Value begin, Value end, int64_t step,
                       llvm::function_ref<void(Value)> body) {
  loop(begin, end, step, {}, [&](Value iv, ValueRange) {
    body(iv);
    return Values();
  });
}

//===----------------------------------------------------------------------===//
// Lane by lane
//===----------------------------------------------------------------------===//

VectorType LaneBuilder::vectorType(Type element) {
  return VectorType::get(lanes, element);
}

Value LaneBuilder::constant(float value) {
  return arith::ConstantOp::create(
      *this, DenseElementsAttr::get(vectorType(getF32Type()), value));
}

Value LaneBuilder::splat(Value scalar) {
  if (scalar.getType().isIndex())
    scalar = createOrFold<arith::IndexCastOp>(getI32Type(), scalar);
  return vector::BroadcastOp::create(*this, vectorType(scalar.getType()),
                                     scalar);
}

Value LaneBuilder::iota() {
  SmallVector<int32_t> values = llvm::to_vector_of<int32_t>(llvm::seq(lanes));
  return arith::ConstantOp::create(
      *this,
      DenseElementsAttr::get(vectorType(getI32Type()), ArrayRef(values)));
}

Value LaneBuilder::addf(Value x, Value y) {
  return arith::AddFOp::create(*this, x, y);
}
Value LaneBuilder::subf(Value x, Value y) {
  return arith::SubFOp::create(*this, x, y);
}
Value LaneBuilder::mulf(Value x, Value y) {
  return arith::MulFOp::create(*this, x, y);
}
Value LaneBuilder::fma(Value x, Value y, Value z) {
  return math::FmaOp::create(*this, x, y, z);
}
Value LaneBuilder::maxf(Value x, Value y) {
  return arith::MaxNumFOp::create(*this, x, y);
}
Value LaneBuilder::equals(Value x, float y) {
  return arith::CmpFOp::create(*this, arith::CmpFPredicate::OEQ, x,
                               constant(y));
}
Value LaneBuilder::select(Value condition, Value x, Value y) {
  return arith::SelectOp::create(*this, condition, x, y);
}

/// x = n + f with an integer n and |f| <= 1/2. Adding 1.5 * 2^23 rounds to n
/// and leaves it in the low bits, from where it goes to the exponent. 2^f is
/// the minimax polynomial of degree 6 (relative error 1.9e-9 before rounding),
/// which is exactly 1 at 0. NaN goes through the polynomial.
Value LaneBuilder::exp2(Value x) {
  static constexpr float coefficients[] = {0x1.41d334p-13f,
                                           0x1.5f456ap-10f,
                                           0x1.3b2dbcp-7f,
                                           0x1.c6aed4p-5f,
                                           0x1.ebfbdap-3f,
                                           0x1.62e430p-1f,
                                           1.0f};
  auto integer = [&](int32_t value) -> Value {
    return arith::ConstantOp::create(
        *this, DenseElementsAttr::get(vectorType(getI32Type()), value));
  };
  Value magic = constant(0x1.8p23f);
  Value shifted = addf(x, magic);
  Value f = subf(x, subf(shifted, magic));
  Value power = constant(coefficients[0]);
  for (float coefficient : llvm::drop_begin(coefficients))
    power = fma(power, f, constant(coefficient));
  Value n = arith::BitcastOp::create(*this, vectorType(getI32Type()), shifted);
  n = arith::ShLIOp::create(*this, n, integer(23));
  n = arith::AddIOp::create(*this, n, integer(0x3f800000));
  Value scale = arith::BitcastOp::create(*this, vectorType(getF32Type()), n);
  Value tiny = arith::CmpFOp::create(*this, arith::CmpFPredicate::OLT, x,
                                     constant(-126.0f));
  return select(tiny, constant(0), mulf(power, scale));
}

//===----------------------------------------------------------------------===//
// Across lanes
//===----------------------------------------------------------------------===//

Value LaneBuilder::shuffle(Value x, Value y, ArrayRef<int64_t> lanes) {
  return vector::ShuffleOp::create(*this, x, y, lanes);
}

Value LaneBuilder::interleave(Value x, Value y, int64_t width, bool upper) {
  SmallVector<int64_t> order;
  for (int64_t quarter = 0; quarter < lanes; quarter += 4)
    for (int64_t i = upper ? 2 : 0, e = i + 2; i < e; i += width)
      for (int64_t vector : {0, 1})
        for (int64_t lane = 0; lane < width; ++lane)
          order.push_back(vector * lanes + quarter + i + lane);
  return shuffle(x, y, order);
}

Value LaneBuilder::quarters(Value x, Value y, int64_t i, int64_t j) {
  SmallVector<int64_t> order;
  for (int64_t first : {4 * i, 4 * j, lanes + 4 * i, lanes + 4 * j})
    for (int64_t lane = 0; lane < 4; ++lane)
      order.push_back(first + lane);
  return shuffle(x, y, order);
}

void LaneBuilder::transpose(MutableArrayRef<Value> vectors) {
  // 4 x 4 blocks, where a quarter of a vector is what a block is wide.
  Values blocks(lanes);
  for (int64_t i = 0; i < lanes; i += 4) {
    Value low[2], high[2];
    for (int64_t j : {0, 1}) {
      low[j] = interleave(vectors[i + 2 * j], vectors[i + 2 * j + 1], 1, false);
      high[j] = interleave(vectors[i + 2 * j], vectors[i + 2 * j + 1], 1, true);
    }
    blocks[i] = interleave(low[0], low[1], 2, false);
    blocks[i + 1] = interleave(low[0], low[1], 2, true);
    blocks[i + 2] = interleave(high[0], high[1], 2, false);
    blocks[i + 3] = interleave(high[0], high[1], 2, true);
  }
  for (int64_t i = 0; i < 4; ++i)
    for (int64_t half : {0, 1}) {
      Value x = quarters(blocks[i], blocks[4 + i], 2 * half, 2 * half + 1);
      Value y = quarters(blocks[8 + i], blocks[12 + i], 2 * half, 2 * half + 1);
      vectors[8 * half + i] = quarters(x, y, 0, 2);
      vectors[8 * half + 4 + i] = quarters(x, y, 1, 3);
    }
}

Value LaneBuilder::sumInQuarters(ArrayRef<Value> four) {
  Value pairs[2];
  for (int64_t i : {0, 1}) {
    Value x = four[2 * i], y = four[2 * i + 1];
    pairs[i] = addf(interleave(x, y, 1, false), interleave(x, y, 1, true));
  }
  return addf(interleave(pairs[0], pairs[1], 2, false),
              interleave(pairs[0], pairs[1], 2, true));
}

Value LaneBuilder::sumOfQuarters(ArrayRef<Value> four) {
  Value pairs[2];
  for (int64_t i : {0, 1}) {
    Value x = four[2 * i], y = four[2 * i + 1];
    pairs[i] = addf(quarters(x, y, 0, 2), quarters(x, y, 1, 3));
  }
  return addf(quarters(pairs[0], pairs[1], 0, 2),
              quarters(pairs[0], pairs[1], 1, 3));
}

Value LaneBuilder::reduce(Value vector,
                          llvm::function_ref<Value(Value, Value)> combine) {
  for (int64_t half = lanes / 2; half >= 1; half /= 2) {
    SmallVector<int64_t> low = llvm::to_vector(llvm::seq(half));
    SmallVector<int64_t> high = llvm::to_vector(llvm::seq(half, 2 * half));
    vector =
        combine(shuffle(vector, vector, low), shuffle(vector, vector, high));
  }
  return vector::ExtractOp::create(*this, vector, 0);
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Value LaneBuilder::allocate(ArrayRef<int64_t> sizes) {
  return memref::AllocaOp::create(*this, MemRefType::get(sizes, getF32Type()),
                                  getI64IntegerAttr(64));
}

/// Half-precision floats move as integers: masked loads of them would be
/// widened one by one where no instruction is for it.
static Value getStorage(ImplicitLocOpBuilder &b, Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  if (!type.getElementType().isF16() && !type.getElementType().isBF16())
    return buffer;
  auto view = MemRefType::get(type.getShape(), b.getI16Type(), type.getLayout(),
                              type.getMemorySpace());
  return UnrealizedConversionCastOp::create(b, TypeRange(view), buffer)
      .getResult(0);
}

Value LaneBuilder::getMask(OpFoldResult count) {
  if (std::optional<int64_t> known = getConstantIntValue(count)) {
    SmallVector<bool> first(lanes, false);
    std::fill_n(first.begin(), *known, true);
    return arith::ConstantOp::create(
        *this,
        DenseElementsAttr::get(vectorType(getI1Type()), ArrayRef(first)));
  }
  return arith::CmpIOp::create(*this, arith::CmpIPredicate::slt, iota(),
                               splat(index(count)));
}

Value LaneBuilder::load(Value buffer, ValueRange at) {
  return load(buffer, at, getIndexAttr(lanes));
}

Value LaneBuilder::load(Value buffer, ValueRange at, OpFoldResult count) {
  Type element = cast<MemRefType>(buffer.getType()).getElementType();
  Value storage = getStorage(*this, buffer);
  VectorType type =
      vectorType(cast<MemRefType>(storage.getType()).getElementType());
  Value vector;
  if (getConstantIntValue(count) == lanes) {
    vector = vector::LoadOp::create(*this, type, storage, at);
  } else {
    Value mask = getMask(count);
    Value zero = arith::ConstantOp::create(*this, getZeroAttr(type));
    vector = vector::MaskedLoadOp::create(*this, type, storage, at, mask, zero);
  }
  if (element.isF32())
    return vector;
  vector = arith::BitcastOp::create(*this, vectorType(element), vector);
  return arith::ExtFOp::create(*this, vectorType(getF32Type()), vector);
}

Value LaneBuilder::loadSplat(Value buffer, ValueRange at) {
  Value element = memref::LoadOp::create(*this, buffer, at);
  if (!element.getType().isF32())
    element = arith::ExtFOp::create(*this, getF32Type(), element);
  return splat(element);
}

void LaneBuilder::store(Value vector, Value buffer, ValueRange at,
                        int64_t count) {
  Type element = cast<MemRefType>(buffer.getType()).getElementType();
  Value storage = getStorage(*this, buffer);
  if (!element.isF32()) {
    vector = arith::TruncFOp::create(*this, vectorType(element), vector);
    vector = arith::BitcastOp::create(*this, vectorType(getI16Type()), vector);
  }
  if (count == lanes) {
    vector::StoreOp::create(*this, vector, storage, at);
    return;
  }
  vector::MaskedStoreOp::create(*this, storage, at,
                                getMask(getIndexAttr(count)), vector);
}
