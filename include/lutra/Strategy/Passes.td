//===- Passes.td - which layouts and kernels --------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_STRATEGY_PASSES_TD
#define LUTRA_STRATEGY_PASSES_TD

include "mlir/Pass/PassBase.td"

def LowbitChooseLayouts : Pass<"lowbit-choose-layouts", "mlir::func::FuncOp"> {
  let summary = "give each constant weight the layout that its kernels read";
  let description = [{
    A `lowbit.contract` of f32 activations and constant weights becomes
    `lowbit.prepare`, `lowbit.packed_contract`, and a `lowbit.pack` or
    `lowbit.pack_rows` for each constant. Activations that are codes already are taken
    as they are, where the layout leaves them in their places. One layout serves every number of tokens
    and every instruction set: where there is a choice, that of ternary codes, the cost model
    predicts times for all variants in `lutra.variants` of the module. Without the attribute it is planes. Contractions that no layout serves (weights that are
    computed, codes that are no integers, groups so long that 32-bit sums of codes
    could overflow) stay, with a remark.
  }];
  let options = [
    Option<"layout", "layout", "std::string", "\"\"",
           "the layout to take wherever it can hold the weights: planes, trits or words">
  ];
  let dependentDialects = [
    "lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect",
    "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect"
  ];
}

def PackConvolutions : Pass<"pack-convolutions", "mlir::func::FuncOp"> {
  let summary = "give the constant weights of convolutions of bytes the layout that kernels read";
  let description = [{
    A `linalg.generic` that sums products of unsigned bytes of an image [N, sizes.., C] and
    signed bytes of constant weights [window.., C, O] in 32 bits becomes a `lowbit.packed_convolve`,
    where C and O are known and whole quads of the image may be read. Others stay.
  }];
  let dependentDialects = [
    "lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect",
    "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect"
  ];
}

#endif // LUTRA_STRATEGY_PASSES_TD
