//===- KernelFamily.h - who computes packed contractions --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A family is a way to multiply by packed weights: what it can do, which knobs
// it has, what a choice of them costs, and the innermost body.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_KERNEL_KERNELFAMILY_H
#define LUTRA_KERNEL_KERNELFAMILY_H

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Lut/Lut.h"
#include "lutra/Kernel/Device.h"

#include <algorithm>
#include <optional>
#include <string>

namespace lutra::kernel {

/// Where zero points come from: the format has one (or 0), or each row and
/// group has its own, an integer or a real number.
enum class ZeroPoints { Format, Integers, Reals };

/// A packed contraction but for its number of tokens. It needs no operation, so
/// that a layout can be judged before there is one.
struct Contraction {
  lowbit::FormatAttrInterface format;
  lowbit::ActivationKind activation;
  lowbit::LayoutAttrInterface layout;
  ZeroPoints zeroPoints = ZeroPoints::Format;
  /// N and K'.
  int64_t rows = 0, places = 0;
  /// Groups whose activations share a scale, for int8_block.
  int64_t actGroups = 1;
  /// All weights of the model, which a run reads before it needs these again.
  int64_t modelBytes = 0;
  /// Sums may be rounded in tables of 8 bits, as docs/Spec/LowbitContract.md
  /// says.
  bool permitsByteTables = false;
  /// No cache of the device holds them until then. The cost model says so.
  bool isCold = false;

  static Contraction get(lowbit::PackedContractOp op);
  static Contraction get(lowbit::MicroContractOp op);

  bool hasIntegerActs() const {
    return activation == lowbit::ActivationKind::Int8Token ||
           activation == lowbit::ActivationKind::Int8Block;
  }
  bool hasBFloat16Acts() const {
    return activation == lowbit::ActivationKind::BFloat16;
  }
  int64_t getGroups() const { return places / layout.getGroupPlaces(); }
  /// Sets of groups that share a scale of the activations, and the groups of
  /// each but the last, which may have fewer.
  int64_t getSets() const {
    return lowbit::countSets(activation, getGroups(), actGroups);
  }
  int64_t getSetGroups() const {
    return activation == lowbit::ActivationKind::Int8Block ? actGroups
                                                           : getGroups();
  }
  int64_t getPanels() const;
  int64_t getBytes() const { return getPanels() * getPanelBytes(); }
  /// What has to stay in a cache for these weights to be found there.
  int64_t getResidentBytes() const { return std::max(getBytes(), modelBytes); }
  int64_t getPanelBytes() const {
    return layout.getPackedBytes(layout.getPanelRows(), places);
  }
};

/// What a kernel may differ in. A cell is a panel by a block of tokens, and is
/// cut into register tiles.
struct Knobs {
  /// Rows and tokens of a register tile.
  int64_t rows = 16, tokens = 1;
  /// Accumulators for each lane of results, so that sums need not wait for each
  /// other.
  int64_t chains = 1;
  /// Granules along K' in each iteration.
  int64_t unroll = 1;
  /// Bytes by which weights are fetched ahead; 0 for not at all.
  int64_t prefetch = 0;
  /// Tokens of a cell.
  int64_t block = 1;
  /// Rows x tokens that are worth a thread.
  int64_t piece = 0;

  mlir::DictionaryAttr toAttr(mlir::MLIRContext *context) const;
  /// Nothing if the attribute has other entries than these.
  static std::optional<Knobs> fromAttr(mlir::DictionaryAttr attr);
  friend bool operator==(const Knobs &a, const Knobs &b);
};

/// Vector instructions by the units that run them, on 64 bytes each.
struct Counts {
  double products = 0, shifts = 0, shuffles = 0, loads = 0, stores = 0;
  /// Loads of an element, or of four bytes, into all lanes.
  double broadcasts = 0;
  /// What any unit runs: logic, sums, comparisons.
  double simple = 0;
  /// Not of vectors.
  double scalars = 0;

  Counts &operator+=(const Counts &other);
  Counts operator*(double times) const;
};

class TiledFamily;

class KernelFamily {
public:
  virtual ~KernelFamily();

  virtual llvm::StringRef getName() const = 0;

  /// Why this family cannot compute the contraction; empty if it can.
  virtual std::string getRefusal(const Contraction &contraction,
                                 lut::TargetAttr target) const = 0;

  /// Knobs worth trying for this many tokens, those that suit most shapes
  /// first.
  virtual llvm::SmallVector<Knobs> getCandidates(const Contraction &contraction,
                                                 lut::TargetAttr target,
                                                 int64_t tokens) const = 0;

  /// The instructions of the whole contraction.
  virtual Counts count(const Contraction &contraction, lut::TargetAttr target,
                       const Knobs &knobs, int64_t tokens) const = 0;

  /// Those that come before and that nothing of it overlaps with: tables,
  /// codes that are decoded into memory.
  virtual Counts countPreparation(const Contraction & /*contraction*/,
                                  lut::TargetAttr /*target*/,
                                  const Knobs & /*knobs*/,
                                  int64_t /*tokens*/) const {
    return {};
  }

  /// The bytes that it decodes a panel, or the rows of a tile, to; 0 if it
  /// decodes none.
  virtual int64_t getDecodedBytes(const Contraction & /*contraction*/,
                                  const Knobs & /*knobs*/) const {
    return 0;
  }

  /// How often the weights are read.
  virtual int64_t countPasses(const Knobs &knobs, int64_t tokens) const = 0;
  /// The bytes of weights that a pass reads before another begins with them.
  virtual int64_t getPassBytes(const Contraction &contraction,
                               const Knobs & /*knobs*/) const {
    return contraction.getPanelBytes();
  }

  /// Writes the loops of a contraction of memrefs in front of it. `op` has
  /// knobs that the family gave, or that somebody wrote: it fails with a
  /// diagnostic where they are none that it can follow.
  virtual llvm::LogicalResult lower(lowbit::PackedContractOp op,
                                    const Knobs &knobs) const = 0;

  /// This family, if it consists of register tiles.
  virtual const TiledFamily *asTiled() const { return nullptr; }
};

/// A family of which every register tile computes its results from nothing but
/// the operands, along all of K'. Loops around the tiles are those of
/// `lowbit-tile-contracts`.
class TiledFamily : public KernelFamily {
public:
  /// The instructions of one register tile of `tokens`, which the last ones
  /// have less of than the knobs say.
  virtual Counts countTile(const Contraction &contraction,
                           lut::TargetAttr target, const Knobs &knobs,
                           int64_t tokens) const = 0;

  /// Writes the body in front of `op`.
  virtual void expand(lowbit::MicroContractOp op, const Knobs &knobs) const = 0;

  Counts count(const Contraction &contraction, lut::TargetAttr target,
               const Knobs &knobs, int64_t tokens) const final;
  int64_t countPasses(const Knobs &knobs, int64_t tokens) const final;
  llvm::LogicalResult lower(lowbit::PackedContractOp op,
                            const Knobs &knobs) const override;
  const TiledFamily *asTiled() const final { return this; }
};

/// All families, and the one of a name or null.
llvm::ArrayRef<const KernelFamily *> getKernelFamilies();
const KernelFamily *getKernelFamily(llvm::StringRef name);

} // namespace lutra::kernel

#endif // LUTRA_KERNEL_KERNELFAMILY_H
