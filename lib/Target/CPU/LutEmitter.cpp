//===- LutEmitter.cpp - lut ops on any processor --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LutEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::cpu;

int64_t cpu::getNumLanes(Value vector) {
  return cast<VectorType>(vector.getType()).getNumElements();
}

Value cpu::sliceLanes(ImplicitLocOpBuilder &b, Value vector, int64_t begin,
                      int64_t count) {
  int64_t size = getNumLanes(vector);
  if (begin == 0 && count == size)
    return vector;
  SmallVector<int64_t> mask;
  for (int64_t i = begin; i < begin + count; ++i)
    mask.push_back(i < size ? i : vector::ShuffleOp::kPoisonIndex);
  return vector::ShuffleOp::create(b, vector, vector, mask);
}

Value cpu::concatLanes(ImplicitLocOpBuilder &b, ArrayRef<Value> vectors) {
  Value result = vectors.front();
  for (Value next : vectors.drop_front()) {
    // LLVM shuffles vectors of the same length only.
    int64_t size = getNumLanes(result);
    auto mask = llvm::to_vector(llvm::seq(size + getNumLanes(next)));
    result = vector::ShuffleOp::create(b, result, sliceLanes(b, next, 0, size),
                                       mask);
  }
  return result;
}

static VectorType withElements(Value vector, Type element) {
  return VectorType::get(getNumLanes(vector), element);
}

Value cpu::splat(ImplicitLocOpBuilder &b, VectorType type, int64_t value) {
  auto attr = b.getIntegerAttr(type.getElementType(), value);
  return arith::ConstantOp::create(b, DenseElementsAttr::get(type, attr));
}

Value LutEmitter::dot(ImplicitLocOpBuilder &b, Value acc, Value codes,
                      Value acts, int64_t) const {
  auto type = cast<VectorType>(acc.getType());
  for (int64_t j = 0; j < 4; ++j) {
    SmallVector<int64_t> mask;
    for (int64_t i = 0; i < type.getNumElements(); ++i)
      mask.push_back(4 * i + j);
    Value code = vector::ShuffleOp::create(b, codes, codes, mask);
    Value act = vector::ShuffleOp::create(b, acts, acts, mask);
    Value product =
        arith::MulIOp::create(b, arith::ExtUIOp::create(b, type, code),
                              arith::ExtSIOp::create(b, type, act));
    acc = arith::AddIOp::create(b, acc, product);
  }
  return acc;
}

Value LutEmitter::addPairs(ImplicitLocOpBuilder &, Value, Value, Value) const {
  llvm_unreachable("nothing is summed in 16 bits here");
}

Value LutEmitter::foldPairs(ImplicitLocOpBuilder &, Value, Value) const {
  llvm_unreachable("nothing is summed in 16 bits here");
}

/// Denormal numbers, as zeros of their sign.
static Value flushDenormals(ImplicitLocOpBuilder &b, Value floats) {
  auto type = withElements(floats, b.getI32Type());
  Value bits = vector::BitCastOp::create(b, type, floats);
  constexpr int64_t exponent = 0x7f800000, sign = 0x80000000;
  Value isDenormal = arith::CmpIOp::create(
      b, arith::CmpIPredicate::eq,
      arith::AndIOp::create(b, bits, splat(b, type, exponent)),
      splat(b, type, 0));
  Value zero = arith::AndIOp::create(b, bits, splat(b, type, sign));
  return vector::BitCastOp::create(
      b, floats.getType(), arith::SelectOp::create(b, isDenormal, zero, bits));
}

Value LutEmitter::dotPairs(ImplicitLocOpBuilder &b, Value acc, Value lhs,
                           Value rhs) const {
  auto type = cast<VectorType>(acc.getType());
  VectorType words = withElements(acc, b.getI32Type());
  // A bf16 is the upper half of a float.
  auto widen = [&](Value pairs, bool upper) {
    Value bits = vector::BitCastOp::create(b, words, pairs);
    bits = upper ? arith::AndIOp::create(b, bits,
                                         splat(b, words, int64_t(0xffff0000)))
                       .getResult()
                 : arith::ShLIOp::create(b, bits, splat(b, words, 16));
    return flushDenormals(b, vector::BitCastOp::create(b, type, bits));
  };
  acc = flushDenormals(b, acc);
  for (bool upper : {true, false})
    acc = flushDenormals(
        b, math::FmaOp::create(b, widen(lhs, upper), widen(rhs, upper), acc));
  return acc;
}

Value LutEmitter::lookup(ImplicitLocOpBuilder &b, Value table,
                         Value codes) const {
  auto type =
      withElements(codes, cast<VectorType>(table.getType()).getElementType());
  SmallVector<Value> entries;
  for (int64_t i = 0; i < type.getNumElements(); ++i) {
    Value code = vector::ExtractOp::create(b, codes, i);
    Value index = arith::IndexCastUIOp::create(b, b.getIndexType(), code);
    entries.push_back(vector::ExtractOp::create(b, table, OpFoldResult(index)));
  }
  return vector::FromElementsOp::create(b, type, entries);
}

Value LutEmitter::lookupSigned(ImplicitLocOpBuilder &b, Value table,
                               Value codes) const {
  Value zero = splat(b, cast<VectorType>(codes.getType()), 0);
  auto is = [&](arith::CmpIPredicate predicate) {
    return arith::CmpIOp::create(b, predicate, codes, zero);
  };
  Value entries = lookup(b, table, math::AbsIOp::create(b, codes));
  Value negated = arith::SubIOp::create(b, zero, entries);
  entries = arith::SelectOp::create(b, is(arith::CmpIPredicate::slt), negated,
                                    entries);
  return arith::SelectOp::create(b, is(arith::CmpIPredicate::eq), zero,
                                 entries);
}

Value LutEmitter::signs(ImplicitLocOpBuilder &b, Value bytes) const {
  Value seven = splat(b, cast<VectorType>(bytes.getType()), 7);
  return arith::ShRSIOp::create(b, bytes, seven);
}

Value LutEmitter::getIndices(ImplicitLocOpBuilder &b, Value codes,
                             int64_t) const {
  Value mask = splat(b, cast<VectorType>(codes.getType()), 127);
  return arith::AndIOp::create(b, codes, mask);
}

Value LutEmitter::addInterleaved(
    ImplicitLocOpBuilder &b, Value acc,
    function_ref<std::pair<Value, Value>(int64_t begin, int64_t count)>
        getBytes,
    function_ref<Value(Value)> getNumbers) const {
  int64_t size = getNumLanes(acc), chunk = getChunkBytes(size);
  // The lanes of the first and of the last eight of each 16 codes.
  SmallVector<Value> halves[2];
  for (int64_t begin = 0; begin < size; begin += chunk) {
    auto [low, high] = getBytes(begin, chunk);
    for (int64_t half = 0; half < 2; ++half) {
      // Low and high bytes in turn; in each 128 bits, this is one instruction.
      SmallVector<int64_t> interleave;
      for (int64_t lane = 0; lane < chunk / 2; ++lane) {
        int64_t code = lut::getUnpackedCode(lane + half * chunk / 2, chunk);
        interleave.append({code, chunk + code});
      }
      Value mixed = vector::ShuffleOp::create(b, low, high, interleave);
      Value sums = sliceLanes(b, acc, (half * size + begin) / 2, chunk / 2);
      halves[half].push_back(arith::AddIOp::create(b, sums, getNumbers(mixed)));
    }
  }
  // The last chunk may have been longer than what was left.
  Value lower = sliceLanes(b, concatLanes(b, halves[0]), 0, size / 2);
  Value upper = sliceLanes(b, concatLanes(b, halves[1]), 0, size / 2);
  return concatLanes(b, {lower, upper});
}

static Value joinBytes(ImplicitLocOpBuilder &b, Value bytes) {
  auto type = VectorType::get(getNumLanes(bytes) / 2, b.getI16Type());
  return vector::BitCastOp::create(b, type, bytes);
}

Value LutEmitter::accumulate(ImplicitLocOpBuilder &b, Value acc, Value low,
                             Value high, Value codes) const {
  return addInterleaved(
      b, acc,
      [&](int64_t begin, int64_t count) {
        Value part = sliceLanes(b, codes, begin, count);
        Value index = getIndices(b, part, getNumLanes(low));
        Value sign = signs(b, part);
        auto getPlane = [&](Value plane) -> Value {
          return arith::XOrIOp::create(b, lookup(b, plane, index), sign);
        };
        Value lower = getPlane(low);
        return std::make_pair(lower, getPlane(high));
      },
      [&](Value mixed) { return joinBytes(b, mixed); });
}

Value LutEmitter::accumulateBytes(ImplicitLocOpBuilder &b, Value acc,
                                  Value table, Value codes) const {
  int64_t size = getNumLanes(acc), chunk = getChunkBytes(size);
  SmallVector<Value> pairs, upper;
  for (int64_t begin = 0; begin < size; begin += chunk) {
    Value part = sliceLanes(b, codes, begin, chunk);
    Value entries = lookup(b, table, getIndices(b, part, getNumLanes(table)));
    entries = arith::XOrIOp::create(b, entries, signs(b, part));
    Value both = joinBytes(b, entries);
    pairs.push_back(both);
    Value eight = splat(b, cast<VectorType>(both.getType()), 8);
    upper.push_back(arith::ShRUIOp::create(b, both, eight));
  }
  // The last chunk may have been longer than what was left.
  Value lower = sliceLanes(b, concatLanes(b, pairs), 0, size / 2);
  Value second = sliceLanes(b, concatLanes(b, upper), 0, size / 2);
  return arith::AddIOp::create(b, acc, concatLanes(b, {lower, second}));
}

Value LutEmitter::flushPairs(ImplicitLocOpBuilder &b, Value wide, Value acc) {
  int64_t half = getNumLanes(acc) / 2;
  Value pairs = sliceLanes(b, acc, 0, half);
  Value upper = sliceLanes(b, acc, half, half);
  Value eight = splat(b, cast<VectorType>(upper.getType()), 8);
  Value lower =
      arith::SubIOp::create(b, pairs, arith::ShLIOp::create(b, upper, eight));
  Value sums =
      arith::ExtUIOp::create(b, wide.getType(), concatLanes(b, {lower, upper}));
  return arith::AddIOp::create(b, wide, sums);
}

Value LutEmitter::flushBytes(ImplicitLocOpBuilder &b, Value acc, Value low,
                             Value high, int64_t radix) const {
  return addInterleaved(
      b, acc,
      [&](int64_t begin, int64_t count) {
        return std::make_pair(sliceLanes(b, low, begin, count),
                              sliceLanes(b, high, begin, count));
      },
      [&](Value mixed) { return joinDigits(b, mixed, radix); });
}

Value LutEmitter::joinDigits(ImplicitLocOpBuilder &b, Value bytes,
                             int64_t radix) const {
  Value both = joinBytes(b, bytes);
  auto type = cast<VectorType>(both.getType());
  Value eight = splat(b, type, 8);
  Value high = arith::ShRSIOp::create(b, both, eight);
  Value low =
      arith::ShRSIOp::create(b, arith::ShLIOp::create(b, both, eight), eight);
  high = arith::MulIOp::create(b, high, splat(b, type, radix));
  return arith::AddIOp::create(b, low, high);
}

Value LutEmitter::sumProducts(ImplicitLocOpBuilder &b, Value acts,
                              ArrayRef<SmallVector<int16_t>> factors) {
  auto type = VectorType::get(factors.front().size(), b.getI16Type());
  Value sum;
  for (auto [j, lanes] : llvm::enumerate(factors)) {
    Value factor = arith::ConstantOp::create(
        b, DenseElementsAttr::get(type, ArrayRef(lanes)));
    Value act = vector::ExtractOp::create(b, acts, int64_t(j));
    if (!act.getType().isInteger(16))
      act = arith::ExtSIOp::create(b, b.getI16Type(), act);
    Value product = arith::MulIOp::create(
        b, factor, vector::BroadcastOp::create(b, type, act));
    sum = sum ? arith::AddIOp::create(b, sum, product).getResult() : product;
  }
  return sum;
}

/// The sums of activations that each entry of a table of digits stands for,
/// times `factor`, 16 bits each.
static SmallVector<SmallVector<int16_t>>
getFactors(int64_t numDigits, int64_t numEntries, int factor) {
  int64_t numSums = 1;
  for (int64_t j = 0; j < numDigits; ++j)
    numSums *= 3;
  SmallVector<SmallVector<int16_t>> digits(numDigits);
  for (int64_t j = 0; j < numDigits; ++j) {
    digits[j].assign(numEntries, 0);
    for (int64_t entry = 0; entry < (numSums + 1) / 2; ++entry)
      digits[j][entry] = factor * lut::getTrits(entry, numDigits)[j];
  }
  return digits;
}

std::pair<Value, Value> LutEmitter::buildTrits(ImplicitLocOpBuilder &b,
                                               Value acts,
                                               int64_t numEntries) const {
  auto type = VectorType::get(numEntries, b.getI16Type());
  Value sum =
      sumProducts(b, acts, getFactors(getNumLanes(acts), numEntries, 1));
  auto bytes = VectorType::get(numEntries, b.getI8Type());
  Value low = arith::TruncIOp::create(b, bytes, sum);
  Value high = arith::TruncIOp::create(
      b, bytes, arith::ShRUIOp::create(b, sum, splat(b, type, 8)));
  return {low, high};
}

Value LutEmitter::buildTritBytes(ImplicitLocOpBuilder &b, Value acts,
                                 Value factor, int64_t numEntries) const {
  auto words = VectorType::get(numEntries, b.getI32Type());
  Value sum =
      sumProducts(b, acts, getFactors(getNumLanes(acts), numEntries, 2));
  Value wideFactor = vector::BroadcastOp::create(
      b, words, arith::ExtSIOp::create(b, b.getI32Type(), factor));
  Value product = arith::MulIOp::create(
      b, arith::ExtSIOp::create(b, words, sum), wideFactor);
  product = arith::AddIOp::create(b, product, splat(b, words, 1 << 14));
  product = arith::ShRSIOp::create(b, product, splat(b, words, 15));
  auto bytes = VectorType::get(numEntries, b.getI8Type());
  Value entries = arith::TruncIOp::create(b, bytes, product);
  return arith::XOrIOp::create(b, entries, splat(b, bytes, -128));
}

std::unique_ptr<LutEmitter> cpu::createLutEmitter(lut::TargetAttr target) {
  if (target && target.has(lut::Feature::AVX2))
    return createX86LutEmitter(target);
  return std::make_unique<LutEmitter>();
}
