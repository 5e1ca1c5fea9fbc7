//===- Cost.h - oneDNN or generated code ------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_LINALGTODNNL_COST_H
#define LUTRA_LIB_CONVERSION_LINALGTODNNL_COST_H

#include "Match.h"

namespace lutra::dnnl {

/// Nanoseconds of one thread, for one image or as many rows as are known.
struct Cost {
  double library, generated;
};

/// The processor that costs are for: the first of the variants to come.
struct Machine {
  bool hasAvx512 = true;
  /// Multiplies bf16 as fast as it can.
  bool hasBf16 = true;
  /// oneDNN's sums of bytes are exact, here and on all of the variants.
  bool sumsBytes = true, allSumBytes = true;
};

/// Reads what `module` says of its variants.
Machine getMachine(mlir::Operation *module);

/// Both for images in oneDNN's order, bringing them into it aside.
Cost getCost(const ConvolutionMatch &match, Products products,
             const Machine &machine);
Cost getPoolingCost(const PoolingMatch &match, const Machine &machine);
/// Of a product with an unknown number of rows for one row and for many; it
/// is worth a call if neither is slower.
llvm::SmallVector<Cost> getCosts(const MatmulMatch &match, Products products,
                                 const Machine &machine);

/// The same of an LSTM with source [T, B, I], and any number of sequences.
llvm::SmallVector<Cost> getLstmCosts(llvm::ArrayRef<int64_t> source,
                                     int64_t cells, const Machine &machine);
/// The same of signed codes [rows.., K] by those of weights of 8 bits.
llvm::SmallVector<Cost> getCodesCosts(llvm::ArrayRef<int64_t> source,
                                      int64_t columns, const Machine &machine);

/// The one where oneDNN loses most, or gains least.
Cost getWorst(llvm::ArrayRef<Cost> costs);

/// What it takes to change the order of an image.
double getReorderCost(mlir::Value image);

} // namespace lutra::dnnl

#endif // LUTRA_LIB_CONVERSION_LINALGTODNNL_COST_H
