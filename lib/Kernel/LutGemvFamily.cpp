//===- LutGemvFamily.cpp - ternary weights looked up ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The sums of five activations of a token with every five digits are a table,
// made once for all rows. A byte of weights is five digits: one look-up and one
// sum of 16 bits for five products. Tables are in memory; a few panels side by
// side share what is loaded of them.
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "TritLoops.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::kernel;
using lut::Feature;

static constexpr int64_t kTableBytes = 2 * TritLoops::kEntries;
/// The greatest entry or one's complement of one, and how many fit 16 bits.
static constexpr int64_t kMaxTerm = 128 * Trits::kDigits + 1;
static constexpr int64_t kMaxInterval = INT16_MAX / kMaxTerm;

namespace {

class Emitter : public TritLoops {
public:
  using TritLoops::TritLoops;

private:
  Value emitMemory(int64_t tokens) override;
  void emitTablesOfStep(Value step, Value token, int64_t slot) override;
  Values loadTable(Value table) override;
  Value addEntries(Value sums, const Values &table, Value codes) override {
    return lut::AccumulateOp::create(b, sums.getType(), sums, table[0],
                                     table[1], codes);
  }
  Value flush(Value wide, Value sums, int64_t terms) override {
    return lut::FlushOp::create(b, wide.getType(), wide, sums, terms, kMaxTerm);
  }
  int64_t getMostTerms() const override { return kMaxInterval; }
  /// Low and high bytes are interleaved.
  int64_t getLane(int64_t byte) const override {
    for (int64_t lane = 0; lane < Trits::kRows; ++lane)
      if (lut::getUnpackedCode(lane, Trits::kRows) == byte)
        return lane;
    llvm_unreachable("every code has a lane");
  }
};

Value Emitter::emitMemory(int64_t) {
  auto type = MemRefType::get({getNumTables(), kTableBytes}, b.getI8Type());
  return memref::AllocOp::create(b, type, b.getI64IntegerAttr(64));
}

void Emitter::emitTablesOfStep(Value step, Value token, int64_t) {
  auto plane = VectorType::get(kEntries, b.getI8Type());
  for (int64_t byte = 0; byte < Trits::kGranule / Trits::kDigits; ++byte) {
    auto table = lut::BuildTritsOp::create(
        b, plane, plane, loadActs(op.getActs(), token, step, byte));
    Value row = getTable(step, byte);
    vector::StoreOp::create(b, table.getLow(), tables,
                            ValueRange{row, getIndex(0)});
    vector::StoreOp::create(b, table.getHigh(), tables,
                            ValueRange{row, getIndex(kEntries)});
  }
}

Emitter::Values Emitter::loadTable(Value table) {
  auto plane = VectorType::get(kEntries, b.getI8Type());
  Values planes;
  for (int64_t begin : {int64_t(0), kEntries})
    planes.push_back(vector::LoadOp::create(
        b, plane, tables, ValueRange{table, getIndex(begin)}));
  return planes;
}

class LutGemvFamily : public TritLookupFamily {
public:
  StringRef getName() const override { return "lut-gemv"; }
  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const override;
  Counts countPreparation(const Contraction &contraction,
                          lut::TargetAttr target, const Knobs &knobs,
                          int64_t tokens) const override;
  LogicalResult lower(lowbit::PackedContractOp op,
                      const Knobs &knobs) const override;

private:
  ArrayRef<int64_t> getRowChoices(const Contraction &) const override {
    static constexpr int64_t choices[] = {256, 384, 320, 192, 128, 64};
    return choices;
  }
};

Counts LutGemvFamily::count(const Contraction &contraction,
                            lut::TargetAttr target, const Knobs &knobs,
                            int64_t tokens) const {
  bool isOne = target && target.has(Feature::VBMI);
  double numTables = double(contraction.places) / Trits::kDigits;
  double vectors = countVectors(contraction);
  double sharers = countSharers(contraction, knobs);

  // A look-up of 64 rows in two planes: signs, interleaving, sums.
  Counts lookup;
  lookup.loads = knobs.prefetch ? 2 : 1;
  lookup.shuffles = 4;
  lookup.simple = 4;
  // On Zen 4 a look-up with all that belongs to it takes 5.5 cycles.
  if (isOne && target.has(Feature::GFNI))
    lookup.shuffles += 1.5;
  else
    lookup.simple += 2;
  if (!isOne) {
    lookup.shuffles += 14;
    lookup.simple += 46;
  }
  Counts all = lookup * (numTables * vectors);

  // Tables are loaded, and sums of 16 bits become those of 32 now and then.
  Counts perTable;
  perTable.loads = 4 * sharers;
  perTable.scalars = 3 * sharers;
  perTable.simple = 8.0 / kMaxInterval * vectors;
  all += perTable * numTables;
  all += countGroups(contraction);
  return all * double(tokens);
}

Counts LutGemvFamily::countPreparation(const Contraction &contraction,
                                       lut::TargetAttr target, const Knobs &,
                                       int64_t tokens) const {
  Counts perTable;
  perTable.loads = 5;
  perTable.stores = 4;
  perTable.scalars = 10;
  perTable.shuffles = 12;
  if (target && target.has(Feature::VBMI)) {
    // Sums of three and of two in one register, permuted to all of them and
    // those cut into planes.
    perTable.products = 5;
    perTable.simple = 8;
  } else {
    // Five products and four sums of 128 entries of 16 bits.
    perTable.products = 20;
    perTable.simple = 16;
    perTable.shifts = 4;
  }
  return perTable *
         (double(contraction.places) / Trits::kDigits * double(tokens));
}

LogicalResult LutGemvFamily::lower(lowbit::PackedContractOp op,
                                   const Knobs &knobs) const {
  if (failed(verifyKnobs(op, knobs)))
    return failure();
  Emitter(op, knobs).emit();
  return success();
}

} // namespace

const KernelFamily &kernel::getLutGemvFamily() {
  static const LutGemvFamily family;
  return family;
}
