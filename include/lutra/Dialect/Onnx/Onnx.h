//===- Onnx.h - the onnx dialect ------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_ONNX_ONNX_H
#define LUTRA_DIALECT_ONNX_ONNX_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "lutra/Dialect/Onnx/OnnxDialect.h.inc"

#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Onnx/OnnxAttrs.h.inc"

#define GET_TYPEDEF_CLASSES
#include "lutra/Dialect/Onnx/OnnxTypes.h.inc"

#define GET_OP_CLASSES
#include "lutra/Dialect/Onnx/OnnxOps.h.inc"

#endif // LUTRA_DIALECT_ONNX_ONNX_H
