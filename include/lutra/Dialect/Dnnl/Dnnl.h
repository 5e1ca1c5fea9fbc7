//===- Dnnl.h - the dnnl dialect ------------------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_DNNL_DNNL_H
#define LUTRA_DIALECT_DNNL_DNNL_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "lutra/Dialect/Dnnl/DnnlDialect.h.inc"

#include "lutra/Dialect/Dnnl/DnnlEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Dnnl/DnnlAttrs.h.inc"

#define GET_OP_CLASSES
#include "lutra/Dialect/Dnnl/DnnlOps.h.inc"

namespace lutra::dnnl {

/// Post-ops that one primitive has at most.
inline constexpr unsigned kMaxPostOps = 8;

/// Attributes of an op: what it takes, and what generated code would, when
/// oneDNN was chosen; f64.
inline constexpr llvm::StringLiteral kPredictedNs = "lutra.predicted_ns";
inline constexpr llvm::StringLiteral kGeneratedNs = "lutra.generated_ns";

} // namespace lutra::dnnl

#endif // LUTRA_DIALECT_DNNL_DNNL_H
