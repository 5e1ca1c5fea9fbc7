//===- CheckOps.cpp - verifiers and interfaces of the check dialect ----------------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Check/Check.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra::check;

#define GET_OP_CLASSES
#include "lutra/Dialect/Check/CheckOps.cpp.inc"

LogicalResult ExpectCloseOp::verify() { return success(); }
