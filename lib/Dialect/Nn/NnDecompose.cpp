//===- NnDecompose.cpp - what cache and append mean, in tensor ------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Nn/Nn.h"
#include "lutra/Dialect/Utils/StructuredBuilder.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::nn;

FailureOr<SmallVector<Value>> CacheOp::decomposeOperation(OpBuilder &builder) {
  StructuredBuilder b(getLoc(), builder);
  SmallVector<OpFoldResult> past = b.sizes(getPast());
  SmallVector<OpFoldResult> room = past;
  // The past fits, whatever `length` says.
  room[getAxis()] =
      arith::MaxUIOp::create(b, getLength(), b.index(past[getAxis()]))
          .getResult();
  auto type = cast<RankedTensorType>(getResult().getType());
  SmallVector<OpFoldResult> offsets(past.size(), b.getIndexAttr(0));
  Value cache = b.empty(room, type.getElementType());
  cache = b.insert(getPast(), cache, offsets, past);
  if (cache.getType() != type)
    cache = tensor::CastOp::create(b, type, cache);
  return SmallVector<Value>{cache};
}

FailureOr<SmallVector<Value>> AppendOp::decomposeOperation(OpBuilder &builder) {
  StructuredBuilder b(getLoc(), builder);
  SmallVector<OpFoldResult> sizes = b.sizes(getSource());
  OpFoldResult zero = b.getIndexAttr(0);
  OpFoldResult heads = sizes[getHeadDim()], entries = sizes[getEntryDim()];

  // Writes the rows [row, row + rows) of `source` at position `at`, and zeros
  // behind them.
  auto append = [&](Value cache, OpFoldResult row, OpFoldResult rows,
                    Value at) {
    SmallVector<OpFoldResult> from{row, zero, zero, zero};
    SmallVector<OpFoldResult> given{rows, sizes[1], sizes[2], sizes[3]};
    SmallVector<OpFoldResult> extent{rows, heads, entries, sizes[3]};
    SmallVector<OpFoldResult> to{row, zero, at, zero};
    Value source = rows == sizes[0] ? Value(getSource())
                                    : b.slice(getSource(), from, given);
    if (getTokenMajor())
      source = b.generic(
          b.slice(cache, to, extent), source, {{0, 2, 1, 3}, {0, 1, 2, 3}},
          "pppp",
          [](ImplicitLocOpBuilder &, ValueRange args) { return args[0]; });
    cache = b.insert(source, cache, to, extent);
    Value end = arith::AddIOp::create(b, at, b.index(entries));
    Value rest = arith::SubIOp::create(b, getLength(), end);
    to[2] = end;
    extent[2] = rest;
    Value zeros = b.zeros(b.slice(cache, to, extent));
    return b.insert(zeros, cache, to, extent);
  };

  if (isa<IndexType>(getAt().getType()))
    return SmallVector<Value>{append(getCache(), zero, sizes[0], getAt())};
  return b.loop(zero, sizes[0], getCache(), [&](Value row, ValueRange values) {
    Value at = tensor::ExtractOp::create(b, getAt(), row);
    at = arith::IndexCastOp::create(b, b.getIndexType(), at);
    return SmallVector<Value>{append(values[0], row, b.getIndexAttr(1), at)};
  });
}
