//===- Probe.cpp - what a variant does to show that it runs ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything depends on the seed, which nobody knows when code is made, so that
// nothing folds. Sums of 64 lanes fill the widest registers there are.
//
//===----------------------------------------------------------------------===//

#include "Probe.h"

#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace lutra;

namespace {

constexpr int64_t numLanes = 64;

class ProbeBuilder {
public:
  ProbeBuilder(ImplicitLocOpBuilder &b, Value seed) : b(b) {
    seeds = vector::BroadcastOp::create(b, words, seed);
    // The position of a lane in the tables.
    position = andOf(add(seeds, lanes(1, 0)), lanes(0, 127));
    entry =
        andOf(add(multiply(position, lanes(0, 5)), lanes(0, 1)), lanes(0, 127));
  }

  /// The sum over i of x[i] * x[63 - i] with x[i] = seed * (2 i + 1).
  Value productSum() {
    Value x = multiply(seeds, lanes(2, 1));
    auto reverse = llvm::to_vector(llvm::reverse(llvm::seq(numLanes)));
    return sum(multiply(x, vector::ShuffleOp::create(b, x, x, reverse)));
  }

  /// 0: a dot product of looked up codes, less what it must be.
  Value dotError() {
    Value codes =
        lut::LookupOp::create(b, bytes, table(5, 1), narrow(position));
    Value acts = lanes(4, -128);
    Value zero = constant(VectorType::get(numLanes / 4, b.getI32Type()), 0, 0);
    Value dot = lut::DotOp::create(b, zero, codes, narrow(acts), 127);
    return arith::SubIOp::create(b, sum(dot), sum(multiply(entry, acts)));
  }

  /// 0: look-ups with signs, brought into order, less what they must be.
  Value accumulateError() {
    Value odd = andOf(lanes(1, 0), lanes(0, 1));
    Value sign = multiply(odd, lanes(0, 128));
    Value codes = narrow(add(position, sign));
    Value zero = constant(VectorType::get(numLanes, b.getI16Type()), 0, 0);
    Value sums =
        lut::AccumulateOp::create(b, zero, table(5, 1), table(3, 2), codes);
    Value wide = lut::FlushOp::create(b, lanes(0, 0), sums, 1, 32767);
    wide = lut::UnpermuteOp::create(b, wide);

    Value high =
        andOf(add(multiply(position, lanes(0, 3)), lanes(0, 2)), lanes(0, 127));
    Value expected = add(entry, multiply(high, lanes(0, 256)));
    // -v - 1 in odd lanes.
    Value negate = arith::SubIOp::create(b, lanes(0, 0), odd);
    expected = arith::XOrIOp::create(b, expected, negate);
    Value error = arith::SubIOp::create(b, wide, expected);
    // With weights, two wrong lanes do not make up for each other.
    return sum(multiply(error, lanes(1, 1)));
  }

  /// 0: small integers through fused multiplications, less what they must be.
  Value fmaError() {
    auto floats = VectorType::get(numLanes, b.getF32Type());
    auto toFloat = [&](Value v) {
      return arith::SIToFPOp::create(b, floats, v);
    };
    Value result = math::FmaOp::create(b, toFloat(position), toFloat(entry),
                                       toFloat(lanes(1, 1)));
    Value expected = add(multiply(position, entry), lanes(1, 1));
    return sum(arith::SubIOp::create(
        b, arith::FPToSIOp::create(b, words, result), expected));
  }

  Value add(Value x, Value y) { return arith::AddIOp::create(b, x, y); }

private:
  /// factor * i + offset in lane i, modulo 2^bits.
  Value constant(VectorType type, int64_t factor, int64_t offset,
                 int64_t mask = -1) {
    unsigned width = type.getElementTypeBitWidth();
    SmallVector<APInt> values;
    for (int64_t i = 0; i < type.getNumElements(); ++i)
      values.push_back(APInt(width, (factor * i + offset) & mask,
                             /*isSigned=*/true, /*implicitTrunc=*/true));
    return arith::ConstantOp::create(b, DenseElementsAttr::get(type, values));
  }
  Value lanes(int64_t factor, int64_t offset) {
    return constant(words, factor, offset);
  }
  /// 128 bytes below 128.
  Value table(int64_t factor, int64_t offset) {
    return constant(VectorType::get(128, b.getI8Type()), factor, offset, 127);
  }
  Value narrow(Value v) { return arith::TruncIOp::create(b, bytes, v); }
  Value multiply(Value x, Value y) { return arith::MulIOp::create(b, x, y); }
  Value andOf(Value x, Value y) { return arith::AndIOp::create(b, x, y); }
  Value sum(Value v) {
    return vector::ReductionOp::create(b, vector::CombiningKind::ADD, v);
  }

  ImplicitLocOpBuilder &b;
  VectorType words = VectorType::get(numLanes, b.getI32Type());
  VectorType bytes = VectorType::get(numLanes, b.getI8Type());
  Value seeds, position, entry;
};

} // namespace

void cpu::addProbe(ModuleOp module) {
  ImplicitLocOpBuilder b(module.getLoc(), module.getContext());
  b.setInsertionPointToEnd(module.getBody());
  Type i32 = b.getI32Type();
  auto probe =
      func::FuncOp::create(b, "lutra_probe", b.getFunctionType(i32, i32));
  Block *entry = probe.addEntryBlock();
  b.setInsertionPointToStart(entry);
  ProbeBuilder probing(b, entry->getArgument(0));
  Value result = probing.productSum();
  for (Value error :
       {probing.dotError(), probing.accumulateError(), probing.fmaError()})
    result = probing.add(result, error);
  func::ReturnOp::create(b, result);
}
