//===- LowbitOps.cpp - verifiers and interfaces of the lowbit dialect ----------------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra::lowbit;

#define GET_OP_CLASSES
#include "lutra/Dialect/Lowbit/LowbitOps.cpp.inc"

LogicalResult ContractOp::verify() { return success(); }
LogicalResult QuantizeOp::verify() { return success(); }
LogicalResult UnpackOp::verify() { return success(); }
LogicalResult ContractOp::reifyResultShapes(OpBuilder &, ReifiedRankedShapedTypeDims &) { return failure(); }
LogicalResult QuantizeOp::reifyResultShapes(OpBuilder &, ReifiedRankedShapedTypeDims &) { return failure(); }

int64_t ContractOp::getK() { return cast<RankedTensorType>(getCodes().getType()).getDimSize(1); }
int64_t ContractOp::getN() { return cast<RankedTensorType>(getCodes().getType()).getDimSize(0); }
int64_t ContractOp::getNumGroups() { return cast<RankedTensorType>(getScales().getType()).getDimSize(1); }
