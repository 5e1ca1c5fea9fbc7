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

def ConvertLinalgToDnnl : Pass<"convert-linalg-to-dnnl", "mlir::ModuleOp"> {
  let summary = "linalg to calls of oneDNN where that is faster";
  let description = [{
    Convolutions and products of f32 with constant weights and poolings of `@main`
    become `dnnl` ops, together with padding in front and elementwise operations
    behind them, if a comparison of measured costs says so; so do sums of products of bf16 and of bytes, the sums
    of a `lowbit.contract` of codes by codes of 8 bits among them, and `nn.lstm`. Images change their
    order where they enter a group of such ops and where they leave it. The module
    says in `lutra.libraries` that it needs oneDNN. What looks like a candidate and is
    none is remarked upon. docs/Design/OneDnn.md has the reasons.

    ```
    %p = tensor.insert_slice %x into zeros[0, 0, 1, 1] ...
    %c = linalg.generic sums of %p and %w : tensor<?x64x56x56xf32>
    %y = linalg.generic max(%c + %bias, 0)
    ==>
    %t = linalg.generic %x with channels last : tensor<?x56x56x64xf32>
    %c = dnnl.convolution ins(%t, %w) bias(%bias) {pads = array<i64: 1, 1>, post_ops = [relu], ...}
    %y = linalg.generic %c with channels in front
    ```
  }];
  let options = [
    Option<"always", "always", "bool", "false",
           "take oneDNN for all that it can compute, faster or not">
  ];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect",
    "lutra::dnnl::DnnlDialect"
  ];
}

#endif // LUTRA_CONVERSION_PASSES_TD
