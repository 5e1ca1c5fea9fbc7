//===- NnOps.cpp - verifiers and interfaces of the nn dialect ----------------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Nn/Nn.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra::nn;

#define GET_OP_CLASSES
#include "lutra/Dialect/Nn/NnOps.cpp.inc"

LogicalResult AttentionOp::verify() { return success(); }
LogicalResult CacheOp::verify() { return success(); }
LogicalResult AppendOp::verify() { return success(); }

LogicalResult AttentionOp::reifyResultShapes(OpBuilder &, ReifiedRankedShapedTypeDims &) { return failure(); }
LogicalResult CacheOp::reifyResultShapes(OpBuilder &, ReifiedRankedShapedTypeDims &) { return failure(); }
LogicalResult AppendOp::reifyResultShapes(OpBuilder &, ReifiedRankedShapedTypeDims &) { return failure(); }
