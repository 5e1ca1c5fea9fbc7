//===- ConvertLutToVector.cpp - lut ops to a target's instructions --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Target/CPU/Passes.h"

#include "LutEmitter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/TypeSwitch.h"

namespace lutra {
#define GEN_PASS_DEF_CONVERTLUTTOVECTOR
#include "lutra/Target/CPU/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

struct ConvertLutToVector
    : lutra::impl::ConvertLutToVectorBase<ConvertLutToVector> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (isa_and_nonnull<lut::LutDialect>(op->getDialect()))
        ops.push_back(op);
    });
    std::unique_ptr<cpu::LutEmitter> emitter =
        cpu::createLutEmitter(lut::getTarget(getOperation()));
    for (Operation *op : ops) {
      ImplicitLocOpBuilder b(op->getLoc(), op);
      if (auto dot = dyn_cast<lut::DotOp>(op))
        convertDot(b, *emitter, dot);
      else
        op->replaceAllUsesWith(convert(b, *emitter, op));
    }
    // Dots whose sums go on have uses up to here, by those behind them.
    for (Operation *op : llvm::reverse(ops))
      op->erase();
    waiting.clear();
  }

  /// Sums of 16 bits of some dots, the last of which is the key, and what all
  /// of them add to.
  struct Pairs {
    Value acc, sums;
    int64_t count;
  };
  llvm::DenseMap<Operation *, Pairs> waiting;

  /// Where a product is followed by another on top of it, sums stay in 16 bits
  /// as long as they fit.
  void convertDot(ImplicitLocOpBuilder &b, const cpu::LutEmitter &emitter,
                  lut::DotOp op) {
    int64_t maxCode = op.getMaxCode(), most = emitter.getMostPairs(maxCode);
    auto getNext = [&](lut::DotOp dot) {
      auto next = dot->hasOneUse() ? dyn_cast<lut::DotOp>(*dot->user_begin())
                                   : lut::DotOp();
      bool goesOn = next && next.getAcc() == dot.getResult() &&
                    next->getBlock() == dot->getBlock() &&
                    int64_t(next.getMaxCode()) == maxCode;
      return goesOn ? next : lut::DotOp();
    };
    Pairs pairs{op.getAcc(), Value(), 0};
    if (Operation *before = op.getAcc().getDefiningOp())
      if (auto found = waiting.find(before); found != waiting.end())
        pairs = found->second;
    bool isLast = pairs.count + 1 >= most || !getNext(op);
    if (isLast && pairs.count == 0) {
      op.replaceAllUsesWith(
          emitter.dot(b, op.getAcc(), op.getCodes(), op.getActs(), maxCode));
      return;
    }
    pairs.sums = emitter.addPairs(b, pairs.sums, op.getCodes(), op.getActs());
    ++pairs.count;
    if (isLast)
      op.replaceAllUsesWith(emitter.foldPairs(b, pairs.acc, pairs.sums));
    else
      waiting[op] = pairs;
  }

  using Values = SmallVector<Value, 2>;

  static Values convert(ImplicitLocOpBuilder &b, const cpu::LutEmitter &emitter,
                        Operation *op) {
    return TypeSwitch<Operation *, Values>(op)
        .Case([&](lut::DotPairsOp op) {
          return Values{
              emitter.dotPairs(b, op.getAcc(), op.getLhs(), op.getRhs())};
        })
        .Case([&](lut::LookupOp op) {
          return Values{emitter.lookup(b, op.getTable(), op.getCodes())};
        })
        .Case([&](lut::LookupSignedOp op) {
          return Values{emitter.lookupSigned(b, op.getTable(), op.getCodes())};
        })
        .Case([&](lut::FlushBytesOp op) {
          return Values{emitter.flushBytes(b, op.getAcc(), op.getLow(),
                                           op.getHigh(), op.getRadix())};
        })
        .Case([&](lut::AccumulateOp op) {
          return Values{emitter.accumulate(b, op.getAcc(), op.getLow(),
                                           op.getHigh(), op.getCodes())};
        })
        .Case([&](lut::BuildTritsOp op) {
          auto [low, high] = emitter.buildTrits(b, op.getActs(),
                                                cpu::getNumLanes(op.getLow()));
          return Values{low, high};
        })
        .Case([&](lut::AccumulateBytesOp op) {
          return Values{emitter.accumulateBytes(b, op.getAcc(), op.getTable(),
                                                op.getCodes())};
        })
        .Case([&](lut::BuildTritBytesOp op) {
          return Values{
              emitter.buildTritBytes(b, op.getActs(), op.getFactor(),
                                     cpu::getNumLanes(op.getTable()))};
        })
        .Case([&](lut::FlushPairsOp op) {
          return Values{
              cpu::LutEmitter::flushPairs(b, op.getWide(), op.getAcc())};
        })
        .Case([&](lut::FlushOp op) {
          Value sums =
              arith::ExtSIOp::create(b, op.getWide().getType(), op.getAcc());
          return Values{arith::AddIOp::create(b, op.getWide(), sums)};
        })
        .Case([&](lut::UnpermuteOp op) {
          int64_t size = cpu::getNumLanes(op.getSource());
          SmallVector<int64_t> mask(size);
          for (int64_t lane = 0; lane < size; ++lane)
            mask[lut::getUnpackedCode(lane, size)] = lane;
          return Values{vector::ShuffleOp::create(b, op.getSource(),
                                                  op.getSource(), mask)};
        });
  }
};

} // namespace
