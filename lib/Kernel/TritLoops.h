//===- TritLoops.h - loops around sums of ternary digits --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_TRITLOOPS_H
#define LUTRA_LIB_KERNEL_TRITLOOPS_H

#include "LookupLoops.h"
#include "Trits.h"

namespace lutra::kernel {

/// The loops of families that look bytes of `#lowbit.trits` up, one token at a
/// time: a table for each byte of a row, a look-up and sums of 16 bits for 64
/// rows of it. A family says what a table is and how its entries are added.
class TritLoops : public LookupLoops {
public:
  /// Entries of a table: the magnitudes of bytes.
  static constexpr int64_t kEntries = 128;

  TritLoops(lowbit::PackedContractOp op, const Knobs &knobs)
      : LookupLoops(op, knobs),
        layout(llvm::cast<lowbit::TritsLayoutAttr>(op.getLayout())) {}

protected:
  /// A table as vectors.
  virtual Values loadTable(mlir::Value table) = 0;
  /// Adds the entries of 64 codes to sums of 16 bits.
  virtual mlir::Value addEntries(mlir::Value sums, const Values &table,
                                 mlir::Value codes) = 0;
  /// Adds sums of 16 bits, of `terms` tables, to those of 32.
  virtual mlir::Value flush(mlir::Value wide, mlir::Value sums,
                            int64_t terms) = 0;
  /// How many tables fit 16 bits.
  virtual int64_t getMostTerms() const = 0;
  /// The lane that byte `byte` of 64 has in the sums.
  virtual int64_t getLane(int64_t byte) const = 0;
  /// What the sum of so many tables begins with.
  virtual int64_t getFirstSum(int64_t /*tables*/) const { return 0; }
  /// What a sum of a group, one's complements of negative bytes corrected,
  /// stands for.
  virtual mlir::Value finish(mlir::Value sum, mlir::Value /*group*/) {
    return sum;
  }

  int64_t getNumTables() const { return contraction.places / Trits::kDigits; }
  /// The number of the table of byte `byte` of a step.
  mlir::Value getTable(mlir::Value step, int64_t byte);
  /// Its activations, which are four places apart, the one of the least
  /// significant digit first: out of all of `acts` at `indices`.
  mlir::Value loadActs(mlir::Value acts, mlir::ValueRange indices,
                       mlir::Value step, int64_t byte);

private:
  Values emitGroup(const Tile &tile, mlir::Value group) override;
  // Digits are numbers with a sign.
  int64_t getZeroInSums() const override { return 1; }
  Values emitLookups(const Tile &tile, mlir::Value begin, int64_t size);
  mlir::Value loadCounts(mlir::Value panel, mlir::Value group, int64_t vector);

  lowbit::TritsLayoutAttr layout;
};

/// A family with these loops.
class TritLookupFamily : public KernelFamily {
public:
  std::string getRefusal(const Contraction &contraction,
                         lut::TargetAttr target) const override;
  llvm::SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                         lut::TargetAttr target,
                                         int64_t tokens) const override;
  int64_t countPasses(const Knobs &, int64_t tokens) const override {
    return tokens;
  }
  /// Tokens are the outer loop.
  int64_t getPassBytes(const Contraction &contraction,
                       const Knobs &) const override {
    return contraction.getBytes();
  }

protected:
  /// Rows that may share what is loaded of a table, those that suit most shapes
  /// first: as many as leave registers for the table.
  virtual llvm::ArrayRef<int64_t>
  getRowChoices(const Contraction &contraction) const = 0;
  /// Vectors of 64 rows.
  static double countVectors(const Contraction &contraction);
  /// How many times a table is loaded.
  static double countSharers(const Contraction &contraction,
                             const Knobs &knobs);
  /// The counts of negative bytes, floats and scales of all groups.
  static Counts countGroups(const Contraction &contraction);
  /// Fails with a diagnostic where knobs are for something else.
  static llvm::LogicalResult verifyKnobs(lowbit::PackedContractOp op,
                                         const Knobs &knobs);
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_TRITLOOPS_H
