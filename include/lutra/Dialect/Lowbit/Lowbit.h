//===- Lowbit.h - the lowbit dialect ----------------------------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_LOWBIT_H
#define LUTRA_DIALECT_LOWBIT_LOWBIT_H

#include "lutra/Dialect/Lowbit/ConvolutionRuns.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Linalg/IR/LinalgInterfaces.h"
#include "mlir/IR/Attributes.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "lutra/Dialect/Lowbit/LowbitDialect.h.inc"

#include "lutra/Dialect/Lowbit/LowbitEnums.h.inc"

#include "lutra/Dialect/Lowbit/LowbitInterfaces.h.inc"

namespace lutra::lowbit {

/// How many sets of activations have a scale where `actGroups` neighbours of
/// `groups` groups are one, or all of them.
int64_t countSets(ActivationKind kind, int64_t groups, int64_t actGroups);

/// The clause of several verifiers on `act_groups`.
llvm::LogicalResult verifyActGroups(mlir::Operation *op, ActivationKind kind,
                                    int64_t actGroups);

} // namespace lutra::lowbit

#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Lowbit/LowbitAttrs.h.inc"

#define GET_OP_CLASSES
#include "lutra/Dialect/Lowbit/LowbitOps.h.inc"

#endif // LUTRA_DIALECT_LOWBIT_LOWBIT_H
