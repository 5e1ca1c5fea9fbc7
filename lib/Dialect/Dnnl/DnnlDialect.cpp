//===- DnnlDialect.cpp - registration and attributes ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Dnnl/Dnnl.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace lutra::dnnl;

#include "lutra/Dialect/Dnnl/DnnlDialect.cpp.inc"

#include "lutra/Dialect/Dnnl/DnnlEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "lutra/Dialect/Dnnl/DnnlAttrs.cpp.inc"

void DnnlDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "lutra/Dialect/Dnnl/DnnlAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "lutra/Dialect/Dnnl/DnnlOps.cpp.inc"
      >();
}

LogicalResult PostOpAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                 PostOpKind kind, FloatAttr alpha,
                                 FloatAttr beta) {
  bool hasNumbers = kind != PostOpKind::Add && kind != PostOpKind::Mul;
  if (hasNumbers != bool(alpha) || hasNumbers != bool(beta))
    return emitError() << "expects " << (hasNumbers ? "two" : "no")
                       << " numbers for " << stringifyPostOpKind(kind);
  return success();
}
