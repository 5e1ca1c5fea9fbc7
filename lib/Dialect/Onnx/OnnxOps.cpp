//===- OnnxOps.cpp - verifiers and interfaces of the onnx dialect ----------------------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Onnx/Onnx.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra::onnx;

#define GET_OP_CLASSES
#include "lutra/Dialect/Onnx/OnnxOps.cpp.inc"

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }
