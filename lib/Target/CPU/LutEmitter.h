//===- LutEmitter.h - lut ops in the words of a target ----------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_TARGET_CPU_LUTEMITTER_H
#define LUTRA_LIB_TARGET_CPU_LUTEMITTER_H

#include "lutra/Dialect/Lut/Lut.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

#include <memory>

namespace lutra::cpu {

/// Makes arith and vector ops that any processor runs. What a target does
/// better, its own class overrides. All vectors are of any length and have one
/// dimension.
class LutEmitter {
public:
  virtual ~LutEmitter() = default;

  /// lut.dot
  virtual mlir::Value dot(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                          mlir::Value codes, mlir::Value acts,
                          int64_t maxCode) const;
  /// How many of lut.dot, one after the other on the same lanes, may be summed
  /// in 16 bits by `addPairs` before `foldPairs` adds them to lanes of 32; 1
  /// where that gains nothing.
  virtual int64_t getMostPairs(int64_t /*maxCode*/) const { return 1; }
  /// The sums of neighbouring products, on top of `sums` unless that is null.
  virtual mlir::Value addPairs(mlir::ImplicitLocOpBuilder &b, mlir::Value sums,
                               mlir::Value codes, mlir::Value acts) const;
  virtual mlir::Value foldPairs(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                                mlir::Value sums) const;
  /// lut.dot_pairs
  virtual mlir::Value dotPairs(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                               mlir::Value lhs, mlir::Value rhs) const;
  /// lut.lookup
  virtual mlir::Value lookup(mlir::ImplicitLocOpBuilder &b, mlir::Value table,
                             mlir::Value codes) const;
  /// lut.lookup_signed
  virtual mlir::Value lookupSigned(mlir::ImplicitLocOpBuilder &b,
                                   mlir::Value table, mlir::Value codes) const;
  /// lut.flush_bytes
  mlir::Value flushBytes(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                         mlir::Value low, mlir::Value high,
                         int64_t radix) const;
  /// lut.accumulate
  mlir::Value accumulate(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                         mlir::Value low, mlir::Value high,
                         mlir::Value codes) const;
  /// lut.accumulate_bytes
  mlir::Value accumulateBytes(mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
                              mlir::Value table, mlir::Value codes) const;
  /// lut.flush_pairs
  static mlir::Value flushPairs(mlir::ImplicitLocOpBuilder &b, mlir::Value wide,
                                mlir::Value acc);
  /// lut.build_trits
  virtual std::pair<mlir::Value, mlir::Value>
  buildTrits(mlir::ImplicitLocOpBuilder &b, mlir::Value acts,
             int64_t numEntries) const;
  /// lut.build_trit_bytes
  virtual mlir::Value buildTritBytes(mlir::ImplicitLocOpBuilder &b,
                                     mlir::Value acts, mlir::Value factor,
                                     int64_t numEntries) const;

  /// Sums of activations of up to 16 bits, with the factors of each in every
  /// lane.
  static mlir::Value
  sumProducts(mlir::ImplicitLocOpBuilder &b, mlir::Value acts,
              llvm::ArrayRef<llvm::SmallVector<int16_t>> factors);

protected:
  /// The numbers whose digits, a low and a high one in turn, are `bytes`.
  virtual mlir::Value joinDigits(mlir::ImplicitLocOpBuilder &b,
                                 mlir::Value bytes, int64_t radix) const;
  /// 0xff for each byte whose bit 7 is set, 0 for others.
  virtual mlir::Value signs(mlir::ImplicitLocOpBuilder &b,
                            mlir::Value bytes) const;
  /// The codes without bit 7, which may stay where a look-up in a table of
  /// `numEntries` does not see it.
  virtual mlir::Value getIndices(mlir::ImplicitLocOpBuilder &b,
                                 mlir::Value codes, int64_t numEntries) const;
  /// Adds numbers of two bytes each to `acc`, whose lanes are in unpacked
  /// order. `getBytes` gives the low and high bytes of the codes from a number
  /// on, `getNumbers` makes numbers of them where they are in turn.
  mlir::Value addInterleaved(
      mlir::ImplicitLocOpBuilder &b, mlir::Value acc,
      llvm::function_ref<std::pair<mlir::Value, mlir::Value>(int64_t begin,
                                                             int64_t count)>
          getBytes,
      llvm::function_ref<mlir::Value(mlir::Value)> getNumbers) const;
  /// How many bytes accumulate takes at a time, out of `numBytes`.
  virtual int64_t getChunkBytes(int64_t numBytes) const { return numBytes; }
};

/// The best emitter for code that `target` shall run; for any processor when it
/// is null.
std::unique_ptr<LutEmitter> createLutEmitter(lut::TargetAttr target);

/// For a target with AVX2 at least.
std::unique_ptr<LutEmitter> createX86LutEmitter(lut::TargetAttr target);

/// How many lanes a vector has.
int64_t getNumLanes(mlir::Value vector);

/// A constant with the same number in all lanes.
mlir::Value splat(mlir::ImplicitLocOpBuilder &b, mlir::VectorType type,
                  int64_t value);

/// `count` lanes from `begin` on; those that `vector` does not have are poison.
mlir::Value sliceLanes(mlir::ImplicitLocOpBuilder &b, mlir::Value vector,
                       int64_t begin, int64_t count);

/// The vectors one behind the other. None is longer than the first.
mlir::Value concatLanes(mlir::ImplicitLocOpBuilder &b,
                        llvm::ArrayRef<mlir::Value> vectors);

} // namespace lutra::cpu

#endif // LUTRA_LIB_TARGET_CPU_LUTEMITTER_H
