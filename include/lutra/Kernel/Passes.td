//===- Passes.td - passes that make kernels ---------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/Design/LowbitKernels.md has the road that these passes are part of.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_KERNEL_PASSES_TD
#define LUTRA_KERNEL_PASSES_TD

include "mlir/Pass/PassBase.td"

def LowbitSelectKernels : Pass<"lowbit-select-kernels", "mlir::func::FuncOp"> {
  let summary = "choose the kernels of each packed contraction, one for each range of tokens";
  let description = [{
    Every `lowbit.packed_contract` on buffers without `kernels` gets those that the
    cost model predicts to be the fastest, for the module's `lut.target`, on
    `device`. M is tried at 1 and at some larger numbers up to 128, or where it
    is static at that number alone; a kernel gives way to another one for more tokens
    only where that is clearly faster, since each is code of its own.

    It is an error if no family can compute the contraction.
  }];
  let options = [
    Option<"device", "device", "std::string", "\"\"",
           "the processor that times are predicted for: zen4, zen5 or generic; by default "
           "the one that the module is made for">,
    Option<"family", "family", "std::string", "\"\"",
           "the only kernel family to choose, where it can compute the contraction">
  ];
  let dependentDialects = ["lutra::lowbit::LowbitDialect"];
}

def LowbitSwitchOnTokens : Pass<"lowbit-switch-on-tokens", "mlir::func::FuncOp"> {
  let summary = "branch on the number of tokens where several kernels serve a contraction";
  let description = [{
    A `lowbit.packed_contract` with several kernels becomes a chain of `scf.if` around
    ops with one kernel each. Where a kernel serves exactly one number of tokens,
    its operands get that as a static size. With a static M, the one kernel that serves it
    remains.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::memref::MemRefDialect",
                           "mlir::scf::SCFDialect"];
}

def LowbitTileContracts : Pass<"lowbit-tile-contracts", "mlir::func::FuncOp"> {
  let summary = "loops over panels and tokens around register tiles";
  let description = [{
    A `lowbit.packed_contract` with one kernel becomes the loops of its family. Those of
    register tiles are loops around `lowbit.micro_contract`. A cell is one panel by a block of tokens; within it,
    the rows of a tile are the outer loop and the tokens the inner one. What is left of the
    tokens is one smaller tile. Where the cells hold work for two threads
    (knob `piece`: rows x tokens that are worth one), they become a one-dimensional
    `scf.parallel` whose step is the cells of a piece.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::math::MathDialect",
                           "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
                           "mlir::vector::VectorDialect", "lutra::lut::LutDialect"];
}

def LowbitExpandMicroKernels : Pass<"lowbit-expand-micro-kernels", "mlir::func::FuncOp"> {
  let summary = "write the families' bodies";
  let description = [{
    Each `lowbit.micro_contract` becomes the code of its kernel's family: a loop over
    groups and one along K' of vector, arith and lut ops, the arithmetic of
    docs/Spec/LowbitContract.md on what they sum, the epilogue and the stores.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::math::MathDialect",
                           "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
                           "mlir::vector::VectorDialect", "lutra::lut::LutDialect"];
}

#endif // LUTRA_KERNEL_PASSES_TD
