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

  /// The vectors of the step at `place` for rows 16 vector to 16 vector + 15 of
  /// the tile, each fetched `prefetch` bytes ahead.
  llvm::SmallVector<mlir::Value> load(mlir::ImplicitLocOpBuilder &b,
                                      lowbit::MicroContractOp op,
                                      mlir::Value place, int64_t vector,
                                      int64_t prefetch) const;

  /// The same out of a panel that begins at `offset` of `weights`, for 16 rows
  /// from row + 16 vector on.
  llvm::SmallVector<mlir::Value> load(mlir::ImplicitLocOpBuilder &b,
                                      mlir::Value weights, mlir::Value offset,
                                      mlir::Value row, mlir::Value place,
                                      int64_t vector, int64_t prefetch) const;

  /// The codes of a quad of 16 rows as bytes, out of the step's vectors.
  mlir::Value unpack(mlir::ImplicitLocOpBuilder &b,
                     llvm::ArrayRef<mlir::Value> vectors, int64_t quad) const;
  /// The same for whoever looks at no bits of a byte above those of the code:
  /// with fewer masks, there may be anything.
  mlir::Value unpackLoosely(mlir::ImplicitLocOpBuilder &b,
                            llvm::ArrayRef<mlir::Value> vectors,
                            int64_t quad) const;

  /// Shifts and logic operations that all quads of a step take, and that they
  /// take where they are unpacked loosely.
  Counts countQuads() const;
  Counts countLooseQuads() const;

private:
  /// The bits of a piece where they are in a code, among others.
  mlir::Value align(mlir::ImplicitLocOpBuilder &b,
                    llvm::ArrayRef<mlir::Value> vectors,
                    const Piece &piece) const;

  llvm::SmallVector<unsigned, 3> widths;
  unsigned bits;
  int64_t panelRows, granule, numVectors;
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_PLANES_H
