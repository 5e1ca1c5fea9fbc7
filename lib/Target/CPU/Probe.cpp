//===- Probe.cpp - what a variant does to show that it runs ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything depends on the seed, which nobody knows when code is made, so that
// nothing folds. What is looked up fills the widest registers there are. What
// it must be is computed 16 lanes at a time, in a loop: 64 lanes of constants
// and words in one block take LLVM longer to select instructions for than a
// kernel.
//
//===----------------------------------------------------------------------===//

#include "Probe.h"

#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace lutra;

namespace {

constexpr int64_t numLanes = 64;
/// Lanes of the loop.
constexpr int64_t numWords = 16;

/// Lane i of all 64 has position (seed + i) % 128 in tables of 128 bytes, whose
/// entries are affine in the position modulo 128.
struct Table {
  int64_t factor, offset;
};
constexpr Table lowTable = {5, 1}, highTable = {3, 2};

class ProbeBuilder {
public:
  ProbeBuilder(ImplicitLocOpBuilder &b, Value seed) : b(b), seed(seed) {}

  /// The instructions of low-bit kernels. Keeps what they make for
  /// `checkLanes`, and returns the sum of a dot product.
  Value lookUp() {
    Value first = vector::BroadcastOp::create(
        b, bytes, arith::TruncIOp::create(b, b.getI8Type(), seed));
    Value codes =
        andOf(add(first, constant(bytes, 1, 0)), constant(bytes, 0, 127));
    Value acts = constant(bytes, 4, -128);
    Value zero = constant(VectorType::get(numLanes / 4, b.getI32Type()), 0, 0);
    Value dot = lut::DotOp::create(
        b, zero, lut::LookupOp::create(b, bytes, table(lowTable), codes), acts,
        127);

    // Lanes with odd numbers have a sign.
    codes = arith::OrIOp::create(b, codes, constant(bytes, 128, 0));
    Value none = constant(VectorType::get(numLanes, b.getI16Type()), 0, 0);
    Value sums = lut::AccumulateOp::create(b, none, table(lowTable),
                                           table(highTable), codes);
    auto all = VectorType::get(numLanes, b.getI32Type());
    Value wide = lut::FlushOp::create(b, constant(all, 0, 0), sums, 1, 32767);
    wide = lut::UnpermuteOp::create(b, wide);
    looked =
        memref::AllocaOp::create(b, MemRefType::get(numLanes, b.getI32Type()));
    vector::StoreOp::create(b, wide, looked,
                            arith::ConstantIndexOp::create(b, 0).getResult());
    return sum(dot);
  }

  /// For 16 lanes from lane `begin` on, products whose sum is the probe's
  /// value, and differences between what instructions compute and what they
  /// must.
  Value checkLanes(Value begin) {
    Value first = arith::IndexCastOp::create(b, b.getI32Type(), begin);
    Value lane = add(broadcast(first), lanes(1, 0));
    Value seeds = broadcast(seed);

    // x[i] * x[63 - i] with x[i] = seed * (2 i + 1).
    Value twice = add(lane, lane);
    Value x = multiply(seeds, add(twice, lanes(0, 1)));
    Value mirrored = multiply(
        seeds, arith::SubIOp::create(b, lanes(0, 2 * numLanes - 1), twice));
    Value result = multiply(x, mirrored);

    Value position = andOf(add(seeds, lane), lanes(0, 127));
    Value low = entry(lowTable, position);
    Value acts = add(multiply(lane, lanes(0, 4)), lanes(0, -128));
    result = arith::SubIOp::create(b, result, multiply(low, acts));

    // -v - 1 in odd lanes.
    Value wide = vector::LoadOp::create(b, words, looked, begin);
    Value high = entry(highTable, position);
    Value expected = add(low, multiply(high, lanes(0, 256)));
    Value negate =
        arith::SubIOp::create(b, lanes(0, 0), andOf(lane, lanes(0, 1)));
    expected = arith::XOrIOp::create(b, expected, negate);
    // With weights, two wrong lanes do not make up for each other.
    Value weight = add(lane, lanes(0, 1));
    result =
        add(result, multiply(arith::SubIOp::create(b, wide, expected), weight));

    // Small integers through fused multiplications.
    auto floats = VectorType::get(numWords, b.getF32Type());
    auto toFloat = [&](Value v) {
      return arith::SIToFPOp::create(b, floats, v);
    };
    Value fused = math::FmaOp::create(b, toFloat(position), toFloat(low),
                                      toFloat(weight));
    fused = arith::FPToSIOp::create(b, words, fused);
    expected = add(multiply(position, low), weight);
    return add(result, arith::SubIOp::create(b, fused, expected));
  }

  Value add(Value x, Value y) { return arith::AddIOp::create(b, x, y); }
  Value sum(Value v) {
    return vector::ReductionOp::create(b, vector::CombiningKind::ADD, v);
  }
  Value zeros() { return lanes(0, 0); }

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
  Value table(Table of) {
    return constant(VectorType::get(128, b.getI8Type()), of.factor, of.offset,
                    127);
  }
  Value entry(Table of, Value position) {
    return andOf(
        add(multiply(position, lanes(0, of.factor)), lanes(0, of.offset)),
        lanes(0, 127));
  }
  Value broadcast(Value v) { return vector::BroadcastOp::create(b, words, v); }
  Value multiply(Value x, Value y) { return arith::MulIOp::create(b, x, y); }
  Value andOf(Value x, Value y) { return arith::AndIOp::create(b, x, y); }

  ImplicitLocOpBuilder &b;
  VectorType words = VectorType::get(numWords, b.getI32Type());
  VectorType bytes = VectorType::get(numLanes, b.getI8Type());
  Value seed, looked;
};

} // namespace

void cpu::addProbe(ModuleOp module) {
  ImplicitLocOpBuilder b(module.getLoc(), module.getContext());
  b.setInsertionPointToEnd(module.getBody());
  Type i32 = b.getI32Type();
  auto probe =
      func::FuncOp::create(b, "lutra_probe", b.getFunctionType(i32, i32));
  Block *entry = probe.addEntryBlock();
  Block *loop = probe.addBlock(), *exit = probe.addBlock();
  b.setInsertionPointToStart(entry);
  ProbeBuilder probing(b, entry->getArgument(0));
  Value dot = probing.lookUp();
  Value zeros = probing.zeros();
  Value begin = arith::ConstantIndexOp::create(b, 0);
  Value end = arith::ConstantIndexOp::create(b, numLanes);
  Value step = arith::ConstantIndexOp::create(b, numWords);
  cf::BranchOp::create(b, loop, ValueRange{begin, zeros});

  Value lane = loop->addArgument(b.getIndexType(), b.getLoc());
  Value sums = loop->addArgument(zeros.getType(), b.getLoc());
  b.setInsertionPointToStart(loop);
  sums = probing.add(sums, probing.checkLanes(lane));
  Value next = probing.add(lane, step);
  Value isLast = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, next, end);
  cf::CondBranchOp::create(b, isLast, exit, ValueRange{sums}, loop,
                           ValueRange{next, sums});

  Value total = exit->addArgument(zeros.getType(), b.getLoc());
  b.setInsertionPointToStart(exit);
  func::ReturnOp::create(b, probing.add(probing.sum(total), dot));
}
