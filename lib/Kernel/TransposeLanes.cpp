//===- TransposeLanes.cpp - rows become lanes -----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TransposeLanes.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace lutra;

/// First blocks of 2 x 2 are transposed, last all of it.
void kernel::transposeLanes(ImplicitLocOpBuilder &b,
                            MutableArrayRef<Value> vectors) {
  auto lanes = int64_t(vectors.size());
  for (int64_t step = 1; step < lanes; step *= 2)
    for (int64_t i = 0; i < lanes; ++i) {
      if (i & step)
        continue;
      SmallVector<int64_t> even, odd;
      for (int64_t lane = 0; lane < lanes; ++lane) {
        bool isOdd = lane & step;
        even.push_back(isOdd ? lanes + lane - step : lane);
        odd.push_back(isOdd ? lanes + lane : lane + step);
      }
      Value x = vectors[i], y = vectors[i + step];
      vectors[i] = vector::ShuffleOp::create(b, x, y, even);
      vectors[i + step] = vector::ShuffleOp::create(b, x, y, odd);
    }
}
