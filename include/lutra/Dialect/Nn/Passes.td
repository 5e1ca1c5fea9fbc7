//===- Passes.td - passes on the nn dialect ----------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_NN_PASSES_TD
#define LUTRA_DIALECT_NN_PASSES_TD

include "mlir/Pass/PassBase.td"

def NnDecompose : Pass<"nn-decompose", "mlir::func::FuncOp"> {
  let summary = "replace the nn ops by their definition in upstream dialects";
  let description = [{
    Caches that the runtime supplies stay: they are no computation. So does, with `keep-attention`, attention
    that targets have kernels for: numbers and sizes of heads are known, sizes at most 256. With `lstm-only`
    `nn.lstm` goes, and nothing else.
  }];
  let options = [
    Option<"keepAttention", "keep-attention", "bool", "false",
           "leave attention with known heads to the target">,
    Option<"lstmOnly", "lstm-only", "bool", "false",
           "replace nn.lstm and nothing else">
  ];
  let dependentDialects = ["lutra::nn::NnDialect"];
}

#endif // LUTRA_DIALECT_NN_PASSES_TD
