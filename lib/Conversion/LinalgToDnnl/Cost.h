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

/// Both for images in oneDNN's order, bringing them into it aside.
Cost getCost(const ConvolutionMatch &match);
Cost getPoolingCost(const WindowMatch &match);
/// Of a product with an unknown number of rows for one row and for many; it
/// is worth a call if neither is slower.
llvm::SmallVector<Cost> getCosts(const MatmulMatch &match);

/// What it takes to change the order of an image.
double getReorderCost(mlir::Value image);

} // namespace lutra::dnnl

#endif // LUTRA_LIB_CONVERSION_LINALGTODNNL_COST_H
