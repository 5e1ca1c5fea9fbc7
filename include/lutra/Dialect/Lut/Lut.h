//===- Lut.h - the lut dialect ----------------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LUT_LUT_H
#define LUTRA_DIALECT_LUT_LUT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "lutra/Dialect/Lut/LutDialect.h.inc"

#include "lutra/Dialect/Lut/LutEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Lut/LutAttrs.h.inc"

#define GET_OP_CLASSES
#include "lutra/Dialect/Lut/LutOps.h.inc"

namespace lutra::lut {

/// The name under which a module has its target.
inline constexpr llvm::StringLiteral kTargetAttrName = "lut.target";

/// The target of the nearest module around `op`, itself included, that has
/// one; null for code that any processor shall run.
TargetAttr getTarget(mlir::Operation *op);

/// The number of the code to which a lane in unpacked order belongs, out of
/// `numCodes` (see lut.accumulate).
int64_t getUnpackedCode(int64_t lane, int64_t numCodes);

/// The digits in {-1, 0, 1} of an entry of lut.build_trits, lowest first.
llvm::SmallVector<int> getTrits(int64_t entry, unsigned numDigits);

} // namespace lutra::lut

#endif // LUTRA_DIALECT_LUT_LUT_H
