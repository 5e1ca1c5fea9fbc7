//===- LutBytesFamily.cpp - ternary weights in tables of 8 bits -----------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As `lut-gemv`, but sums of five activations are divided by a small integer of
// their token and group, so that each, rounded, is one byte: one look-up
// instead of two, nothing to interleave, half the tables. Only where rounding
// is permitted. docs/Spec/LowbitContract.md has every bit and the bound.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "TritLoops.h"
#include "lutra/Analysis/AccumulatorRange.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lut::Feature;

/// Entries are unsigned bytes, 128 for a sum of 0 and none of them 0; signed
/// ones are at most 127.
static constexpr int64_t kBias = 128, kMaxByte = 255, kMostEntry = 127;
/// 2^14 / d is what sums are multiplied by. A sum of activations of 8 bits is
/// 640 at most, which 6 would do for; but the next whose quotients are exact
/// in binary, so that ties are ties, is 8.
static constexpr int64_t kOne = 1 << 14, kMostExact = 5, kGreatest = 8;
/// The entries of a pair in `divisors`.
static constexpr int64_t kDivisor = 0, kFactor = 1;

namespace {

class Emitter : public TritLoops {
public:
  using TritLoops::TritLoops;

private:
  Value emitMemory(int64_t tokens) override;
  void emitBeforeTables(Value token) override;
  void emitTablesOfStep(Value step, Value token, int64_t slot) override;
  Values loadTable(Value table) override;
  Value addEntries(Value sums, const Values &table, Value codes) override {
    return lut::AccumulateBytesOp::create(b, sums.getType(), sums, table[0],
                                          codes);
  }
  Value flush(Value wide, Value sums, int64_t terms) override {
    return lut::FlushPairsOp::create(b, wide.getType(), wide, sums, terms,
                                     kMaxByte);
  }
  int64_t getMostTerms() const override {
    // As signed numbers, those without a sign have a bit more.
    return getTermsThatFit(17, {0, kMaxByte}, /*activations=*/{1, 1});
  }
  /// Those of even bytes, then those of odd ones.
  int64_t getLane(int64_t byte) const override {
    return byte / 2 + byte % 2 * (Trits::kRows / 2);
  }
  int64_t getFirstSum(int64_t tables) const override { return -kBias * tables; }
  Value finish(Value sum, Value group) override;

  void storeDivisor(Value group, Value most);
  Value loadDivisor(Value group, int64_t which);
  int64_t getStepsOfGroup() const {
    return contraction.layout.getGroupPlaces() / Trits::kGranule;
  }

  /// For each group what sums are divided by, and multiplied with instead.
  Value divisors;
  /// The activations of a token, of 16 bits: as such a load brings them to all
  /// lanes, which takes the place of two shuffles.
  Value wideActs;
};

Value Emitter::emitMemory(int64_t) {
  divisors = memref::AllocOp::create(
      b, MemRefType::get({contraction.getGroups(), 2}, b.getI32Type()),
      b.getI64IntegerAttr(64));
  wideActs = memref::AllocOp::create(
      b, MemRefType::get({contraction.places}, b.getI16Type()),
      b.getI64IntegerAttr(64));
  auto type = MemRefType::get({getNumTables(), kEntries}, b.getI8Type());
  return memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
}

Value Emitter::loadDivisor(Value group, int64_t which) {
  return memref::LoadOp::create(b, divisors,
                                ValueRange{group, getIndex(which)});
}

/// Activations of 16 bits, and what the greatest sum of each group has to be
/// divided by: that of all magnitudes of five activations.
void Emitter::emitBeforeTables(Value token) {
  constexpr int64_t numBytes = Trits::kGranule / Trits::kDigits;
  auto bytes = VectorType::get(numBytes, b.getI8Type());
  auto shorts = VectorType::get(numBytes, b.getI16Type());
  Value none = arith::ConstantOp::create(b, b.getZeroAttr(shorts));
  LoopBuilder::emitLoop(
      fixed(0), fixed(contraction.getGroups()), 1, [&](Value group) {
        Value first = multiply(group, contraction.layout.getGroupPlaces());
        Values greatest = emitLoop(
            getStepsOfGroup(), {none}, [&](Value step, const Values &before) {
              Value place = add(first, multiply(step, Trits::kGranule));
              Value sum;
              for (int64_t digit = 0; digit < Trits::kDigits; ++digit) {
                Value at = add(place, numBytes * digit);
                Value acts = vector::LoadOp::create(b, bytes, op.getActs(),
                                                    ValueRange{token, at});
                Value wide = arith::ExtSIOp::create(b, shorts, acts);
                vector::StoreOp::create(b, wide, wideActs, at);
                Value magnitudes = math::AbsIOp::create(b, wide);
                sum =
                    sum ? arith::AddIOp::create(b, sum, magnitudes).getResult()
                        : magnitudes;
              }
              return Values{arith::MaxSIOp::create(b, before[0], sum)};
            });
        Value most = vector::ReductionOp::create(
            b, vector::CombiningKind::MAXSI, greatest[0]);
        storeDivisor(group, arith::ExtUIOp::create(b, b.getI32Type(), most));
      });
}

/// The divisor of a group whose greatest sum is `most`, and its reciprocal.
void Emitter::storeDivisor(Value group, Value most) {
  auto getNumber = [&](int64_t value) -> Value {
    return arith::ConstantOp::create(b, b.getI32IntegerAttr(value));
  };
  Value divisor = arith::DivUIOp::create(
      b, arith::AddIOp::create(b, most, getNumber(kMostEntry - 1)),
      getNumber(kMostEntry));
  divisor = arith::MaxUIOp::create(b, divisor, getNumber(1));
  Value isSmall = arith::CmpIOp::create(b, arith::CmpIPredicate::ule, divisor,
                                        getNumber(kMostExact));
  divisor = arith::SelectOp::create(b, isSmall, divisor, getNumber(kGreatest));
  Value factor = arith::DivUIOp::create(
      b, arith::AddIOp::create(b, divisor, getNumber(kOne - 1)), divisor);
  for (auto [which, value] :
       {std::pair(kDivisor, divisor), std::pair(kFactor, factor)})
    memref::StoreOp::create(b, value, divisors,
                            ValueRange{group, getIndex(which)});
}

void Emitter::emitTablesOfStep(Value step, Value, int64_t) {
  auto entries = VectorType::get(kEntries, b.getI8Type());
  Value group = getIndex(0);
  if (contraction.getGroups() > 1)
    group = arith::DivUIOp::create(b, step, getIndex(getStepsOfGroup()));
  Value factor =
      arith::TruncIOp::create(b, b.getI16Type(), loadDivisor(group, kFactor));
  for (int64_t byte = 0; byte < Trits::kGranule / Trits::kDigits; ++byte) {
    Value table = lut::BuildTritBytesOp::create(
        b, entries, loadActs(wideActs, {}, step, byte), factor);
    vector::StoreOp::create(b, table, tables,
                            ValueRange{getTable(step, byte), getIndex(0)});
  }
}

Emitter::Values Emitter::loadTable(Value table) {
  return {vector::LoadOp::create(b, VectorType::get(kEntries, b.getI8Type()),
                                 tables, ValueRange{table, getIndex(0)})};
}

Value Emitter::finish(Value sum, Value group) {
  Value divisor = vector::BroadcastOp::create(b, sum.getType(),
                                              loadDivisor(group, kDivisor));
  return arith::MulIOp::create(b, sum, divisor);
}

//===----------------------------------------------------------------------===//
// The family
//===----------------------------------------------------------------------===//

class LutBytesFamily : public TritLookupFamily {
public:
  StringRef getName() const override { return "lut-gemv-bytes"; }
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &knobs,
                          int64_t tokens) const override;
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override;

private:
  /// Tables are half as many bytes as four panels read. Eight were 6 % faster
  /// on Zen 4, ten and twelve no more; of several groups, whose results take
  /// registers, too, four.
  ArrayRef<int64_t>
  getRowChoices(const Contraction &contraction) const override {
    static constexpr int64_t choices[] = {512, 256, 384, 320, 192, 128, 64};
    return ArrayRef(choices).drop_front(contraction.getGroups() > 1);
  }
};

std::string LutBytesFamily::getRefusal(const Contraction &contraction,
                                       lut::TargetAttr target) const {
  if (!contraction.permitsByteTables)
    return "tables of 8 bits are not asked for";
  // What they gain is one instruction for a whole table.
  if (!target || !target.has(Feature::VBMI))
    return "no instruction looks bytes up in 128 entries";
  return TritLookupFamily::getRefusal(contraction, target);
}

Counts LutBytesFamily::count(const Contraction &contraction,
                             lut::TargetAttr target, const Knobs &knobs,
                             int64_t tokens) const {
  double numTables = double(contraction.places) / Trits::kDigits;
  double vectors = countVectors(contraction);
  double sharers = countSharers(contraction, knobs);
  // A look-up of 64 rows, signs, and sums of pairs and of upper bytes.
  Counts lookup;
  lookup.loads = knobs.prefetch ? 2 : 1;
  lookup.shuffles = 1;
  lookup.shifts = 1;
  lookup.simple = 3;
  // Units have work for three cycles; on Zen 4 all of it takes 3.9.
  if (target.has(Feature::GFNI))
    lookup.simple += 2.8;
  else
    lookup.simple += 3.8;
  Counts all = lookup * (numTables * vectors);

  // Tables are loaded, and sums of 16 bits become those of 32 now and then.
  Counts perTable;
  perTable.loads = 2 * sharers;
  perTable.scalars = 3 * sharers;
  all += perTable * numTables;
  all += countGroups(contraction);
  // Sums become those of 32 bits, in an order that takes more shuffles than
  // that of `lut-gemv`, and are multiplied; and nothing else goes on then: on
  // Zen 4 a group takes 50 to 60 cycles.
  Counts scaling;
  scaling.products = 8;
  scaling.shuffles = 14;
  scaling.shifts = 1;
  scaling.simple = 65;
  all += scaling * (vectors * double(contraction.getGroups()));
  return all * double(tokens);
}

Counts LutBytesFamily::countPreparation(const Contraction &contraction,
                                        lut::TargetAttr, const Knobs &,
                                        int64_t tokens) const {
  // Sums as in `lut-gemv`, each register multiplied once; and the magnitudes
  // before, five vectors of four bytes for four tables.
  Counts perTable;
  perTable.broadcasts = 5;
  perTable.stores = 2;
  perTable.scalars = 15;
  perTable.shuffles = 10;
  perTable.products = 9;
  perTable.simple = 10;
  return perTable *
         (double(contraction.places) / Trits::kDigits * double(tokens));
}

LogicalResult LutBytesFamily::lower(lowbit::PackedContractOp op,
                                    const Knobs &knobs) const {
  if (failed(verifyKnobs(op, knobs)))
    return failure();
  Emitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutBytesFamily() {
  static const LutBytesFamily family;
  return family;
}
