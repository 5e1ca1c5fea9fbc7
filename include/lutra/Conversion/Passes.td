//===- Passes.td - passes of this room --------------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_CONVERSION_PASSES_TD
#define LUTRA_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertOnnxToCore : Pass<"convert-onnx-to-core", "mlir::ModuleOp"> {
  let summary = "onnx to linalg, tensor, arith, math, lowbit and nn";
  let description = [{
    One forward walk over each function of `onnx` operations. A handler for the
    operator's domain, name and version sees operands that are already core
    values and makes the results; shapes, small integer contents and run-time
    checks are found on the way. Nodes without a handler, and nodes that their
    handler refuses, are reported together, and the pass fails. See
    docs/Design/Legalize.md.
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::cf::ControlFlowDialect",
    "mlir::linalg::LinalgDialect", "mlir::math::MathDialect",
    "mlir::scf::SCFDialect", "mlir::tensor::TensorDialect",
    "lutra::lowbit::LowbitDialect", "lutra::nn::NnDialect"
  ];
}

#endif // LUTRA_CONVERSION_PASSES_TD
