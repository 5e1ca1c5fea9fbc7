//===- Planes.h - codes out of planes of bits -------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_PLANES_H
#define LUTRA_LIB_KERNEL_PLANES_H

#include "lutra/Kernel/KernelFamily.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace lutra::kernel {

/// One step along K' of 16 rows in `#lowbit.planes`: what vectors there are,
/// and where the bits of its codes lie in them.
class Planes {
public:
  explicit Planes(lowbit::PlanesLayoutAttr layout);

  /// The bits of four codes in a row that one plane has: in vector `vector`
  /// from bit `from` of each byte on, `width` of them, worth 2^below.
  struct Piece {
    int64_t vector;
    unsigned from, width, below;
  };
  /// The pieces of codes 4 quad to 4 quad + 3 of the step.
  llvm::SmallVector<Piece, 3> getPieces(int64_t quad) const;

  /// Vectors of 64 bytes, and quads of codes, of a step of 16 rows.
  int64_t getNumVectors() const { return numVectors; }
  int64_t getNumQuads() const { return granule / 4; }

  /// Where a vector lies from where the panel begins: `place` and `row` are
  /// multiples of the granule and of 16, for vector `vector` of them.
  mlir::Value getOffset(mlir::ImplicitLocOpBuilder &b, mlir::Value panel,
                        mlir::Value place, mlir::Value row,
                        int64_t vector) const;

  /// Shifts and logic operations that a quad of codes takes.
  Counts countQuads() const;

private:
  llvm::SmallVector<unsigned, 3> widths;
  unsigned bits;
  int64_t panelRows, granule, numVectors;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_PLANES_H
