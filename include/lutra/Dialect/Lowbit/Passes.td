//===- Passes.td - passes on the lowbit dialect ------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_PASSES_TD
#define LUTRA_DIALECT_LOWBIT_PASSES_TD

include "mlir/Pass/PassBase.td"

def LowbitDecompose : Pass<"lowbit-decompose", "mlir::func::FuncOp"> {
  let summary = "replace the lowbit ops by their definition in upstream dialects";
  let options = [
    Option<"activationsOnly", "activations-only", "bool", "false",
           "only what prepares activations, so that it fuses with what is before">
  ];
  let dependentDialects = ["lutra::lowbit::LowbitDialect"];
}

def LowbitResolveActivation : Pass<"lowbit-resolve-activation", "mlir::func::FuncOp"> {
  let summary = "decide how activations enter each contraction";
  let description = [{
    Replaces `activation = auto`: int8_token where int8 is permitted and one scale
    serves a whole row, int8_block where it is permitted and block scales differ,
    float elsewhere; bf16 becomes float where not all values are bf16. A kind other than auto in `activations` is forced upon every
    `lowbit.contract` whose format it suits and whose activations are not prepared
    yet. Short groups of int8_block are joined to sets whose activations share a scale (`act_groups`). With one
    set in each row, int8-block and int8-token are the same and the result says int8_token. It runs after the passes that fold equal block scales.

    With `byte-tables`, contractions of int8 activations and ternary weights, prepared ones too, get leave
    to look sums up in tables of 8 bits (`byte_tables`).
  }];
  let options = [
    Option<"activations", "activations", "lutra::lowbit::ActivationKind",
           "lutra::lowbit::ActivationKind::Auto", "what the user asked for", [{
      ::llvm::cl::values(
        clEnumValN(lutra::lowbit::ActivationKind::Auto, "auto", "what the model permits"),
        clEnumValN(lutra::lowbit::ActivationKind::Float, "float", "f32 everywhere"),
        clEnumValN(lutra::lowbit::ActivationKind::Int8Token, "int8-token", "one scale for each row"),
        clEnumValN(lutra::lowbit::ActivationKind::Int8Block, "int8-block", "one scale for each block of the weights"),
        clEnumValN(lutra::lowbit::ActivationKind::BFloat16, "bf16", "rounded to bf16"))
    }]>,
    Option<"byteTables", "byte-tables", "bool", "false",
           "sums of ternary weights may be looked up in tables of 8 bits">
  ];
}

def LowbitPrepareActivations : Pass<"lowbit-prepare-activations", "mlir::func::FuncOp"> {
  let summary = "quantise the activations of int8 contractions by an op of its own";
  let description = [{
    A `lowbit.contract` of f32 activations with an int8 kind becomes a
    `lowbit.quantize` and a contract of its results, so that CSE shares equal
    quantisations.
  }];
}

def LowbitMaterializeWeights : Pass<"lowbit-materialize-weights", "mlir::ModuleOp"> {
  let summary = "bring constant weights into the form that kernels read";
  let description = [{
    A `lowbit.pack`, `lowbit.pack_rows` or `lowbit.unpack` of constants becomes a
    constant, one panel of rows at a time. The bytes it was made from
    are released when no constant refers to them any more, so that the weights
    are in memory once. The module's `lutra.packed_bytes` says how many bytes were
    packed, so that kernels know whether a cache holds them from one run to the next.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect"];
}

#endif // LUTRA_DIALECT_LOWBIT_PASSES_TD
