//===- DotTiler.h - tiles of products of bytes ------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_KERNEL_DOTTILER_H
#define LUTRA_LIB_KERNEL_DOTTILER_H

#include "Tiler.h"

namespace lutra::kernel {

/// Tiles of `dot`. Those of eight tokens read activations straight out of
/// memory, where they lie side by side: first they are brought there, once for
/// all rows of the weights.
class DotTiler : public Tiler {
public:
  using Tiler::Tiler;

  /// Tokens of such a tile.
  static constexpr int64_t kBeside = 8;

  /// The instructions that bring activations there.
  static Counts countActivations(const Contraction &contraction,
                                 const Knobs &knobs, int64_t tokens);

protected:
  void emitActivations() override;
  int64_t getRows(int64_t tokens) const override;

private:
  /// The first rows of all tokens as columns: [ceil(M / T), columns * T].
  mlir::Value allocate(mlir::Type element, int64_t columns);
  void emitColumns(mlir::Value tile, mlir::Value source, mlir::Value dest,
                   int64_t elements, int64_t factor);
  void emitBlock(mlir::Value tile, mlir::Value word, mlir::Value source,
                 mlir::Value dest, int64_t elements, int64_t factor);
  void emitWord(mlir::Value tile, mlir::Value word, mlir::Value source,
                mlir::Value dest, int64_t elements, int64_t factor);
  mlir::Value getRow(mlir::Value tile, mlir::Value token);
  mlir::Value loadWords(mlir::Value source, mlir::Value row, mlir::Value from,
                        int64_t elements, int64_t factor);
};

} // namespace lutra::kernel

#endif // LUTRA_LIB_KERNEL_DOTTILER_H
