//===- Passes.td - from tensors to kernels and buffers ----*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TRANSFORMS_PASSES_TD
#define LUTRA_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def FuseElementwise : Pass<"fuse-elementwise", "mlir::func::FuncOp"> {
  let summary = "fuse elementwise producers into linalg ops over the same loops";
  let description = [{
    A producer is fused when its consumer is its only user and both have the same
    number of loops, so that a row statistic is never recomputed for every element
    of the row. With several users it is fused into all of them if computing it again
    costs no more than reading it again (a difference to the mean, say). Splat
    constants move into the bodies. Loops over rows, which `fuse-rows` makes, are left
    as they are. What follows a `lowbit.packed_convolve` stays apart from a transposition,
    since it will be the convolution's epilogue. What makes narrower elements of a
    `tensor.concat` does so with each part.
  }];
  let dependentDialects = ["mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect",
                           "mlir::affine::AffineDialect"];
}

def FuseContractEpilogues : Pass<"fuse-contract-epilogues", "mlir::func::FuncOp"> {
  let summary = "move the elementwise op behind a packed contraction into its epilogue";
  let description = [{
    A parallel `linalg.generic` on f32 whose body is scalar arithmetic, and which alone reads
    the result of a `lowbit.packed_contract` (reshaped to its leading dimensions or not),
    becomes the end of the contraction's epilogue: bias, residual, activation, gate times up. Its
    other operands, of the shape of the result or one element for each column,
    become `extras`. What comes behind is looked at again; a row-wise op, as the
    quantisation for the next contraction, ends the chain. With `vectors` operands of the
    result's shape end it, too, so that contractions can be merged.

    ```
    %y = lowbit.packed_contract ... outs(%init : tensor<?x64xf32>) ...
    %z = linalg.generic ... ins(%y, %bias : tensor<?x64xf32>, tensor<64xf32>) { addf }
    ==>
    %z = lowbit.packed_contract ... extras(%bias : tensor<64xf32>) outs(%init : tensor<?x64xf32>) ... {
    ^bb0(%y: f32, %b: f32):
      %sum = arith.addf %y, %b : f32
      lowbit.yield %sum : f32
    }
    ```
  }];
  let options = [Option<"vectors", "vectors", "bool", "false",
                        "only what has one element for each column">];
  let dependentDialects = ["lutra::lowbit::LowbitDialect", "mlir::tensor::TensorDialect"];
}

def MergeContracts : Pass<"merge-contracts", "mlir::func::FuncOp"> {
  let summary = "make packed contractions of the same activations one";
  let description = [{
    Query, key and value, or gate and up: contractions that differ in constant weights,
    and in vectors of the same epilogue, become one with their rows one below the
    other. What were results are slices of its columns. Each element is computed as before.

    ```
    %q = lowbit.packed_contract acts(%a) weights(%wq) ... outs(%e0 : tensor<?x256xf32>)
    %k = lowbit.packed_contract acts(%a) weights(%wk) ... outs(%e1 : tensor<?x128xf32>)
    ==>
    %qk = lowbit.packed_contract acts(%a) weights(%w) ... outs(%e : tensor<?x384xf32>)
    %q = tensor.extract_slice %qk[0, 0] [%m, 256] [1, 1]
    %k = tensor.extract_slice %qk[0, 256] [%m, 128] [1, 1]
    ```
  }];
  let dependentDialects = ["lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect",
                           "mlir::tensor::TensorDialect"];
}

def FuseConvolutionEpilogues : Pass<"fuse-convolution-epilogues", "mlir::func::FuncOp"> {
  let summary = "move the elementwise op behind a convolution of bytes into its epilogue";
  let description = [{
    As `fuse-contract-epilogues` for `lowbit.packed_convolve`, whose sums are integers and
    whose results may be f32, i32 or i8: bias, scales, activation and requantisation happen on sums in registers.
    Other operands have the shape of the result, or one element for each channel.
  }];
  let dependentDialects = ["lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect",
                           "mlir::tensor::TensorDialect"];
}

def FuseRows : Pass<"fuse-rows", "mlir::func::FuncOp"> {
  let summary = "make norms, softmax and quantisation one loop over rows";
  let description = [{
    Ops whose rows depend on rows at the same place only, some of which reduce a row,
    become one `scf.forall` over rows. What lies between them is a row of static
    size, or, where only the run knows it, lies in the row of a result until that is
    written; ops for which neither holds are left alone, and so are rows of more
    than 65,536 elements. Sums keep their order: they depend on a row's length.

    ```
    %s = linalg.generic sum of %x : tensor<?x256xf32> -> tensor<?xf32>
    %y = linalg.generic %x / %s : tensor<?x256xf32>
    ==>
    %y = scf.forall (%i) in (%m) shared_outs(%out = %e) -> tensor<?x256xf32> {
      %x_row = tensor.extract_slice %x[%i, 0] [1, 256] [1, 1]
      %s = linalg.generic sum of %x_row : tensor<256xf32> -> tensor<f32>
      %y_row = linalg.generic %x_row / %s : tensor<256xf32>
      scf.forall.in_parallel {
        tensor.parallel_insert_slice %y_row into %out[%i, 0] [1, 256] [1, 1]
      }
    }
    ```
  }];
  let dependentDialects = ["mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect",
                           "mlir::scf::SCFDialect", "mlir::arith::ArithDialect",
                           "mlir::affine::AffineDialect"];
}

def FormKernels : Pass<"form-kernels", "mlir::ModuleOp"> {
  let summary = "give each fused kernel a function of its own";
  let description = [{
    Every linalg, lowbit and nn op of `@main` (with the fills, empty tensors and slices
    that feed it) becomes a private function marked `lutra.kernel`, whose last
    `lutra.outs` arguments are its destinations. What stays in `@main` is index
    arithmetic, views, `bufferization.alloc_tensor` for each destination, and calls. Weights are
    arguments, so `duplicate-function-elimination` leaves equal layers one kernel.

    ```
    %0 = tensor.empty(%d) : tensor<?xf32>
    %1 = linalg.exp ins(%x : tensor<?xf32>) outs(%0 : tensor<?xf32>) -> tensor<?xf32>
    ==>
    %0 = bufferization.alloc_tensor(%d) : tensor<?xf32>
    %1 = call @exp(%call, %x, %0) : (!llvm.ptr, tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32>
    ```
  }];
  let dependentDialects = ["mlir::bufferization::BufferizationDialect",
                           "mlir::LLVM::LLVMDialect", "mlir::func::FuncDialect",
                           "mlir::tensor::TensorDialect"];
}

def BufferizeMain : Pass<"bufferize-main", "mlir::ModuleOp"> {
  let summary = "turn @main and the kernels' signatures into buffers";
  let description = [{
    Tensors of `@main` become contiguous memrefs: inputs are arguments, constants are views
    of the weights (laid out here, recorded in the module's `lutra.weights`), outputs and
    caches come from the runtime, the rest are `memref.alloc`, which `plan-arena` places.
    Kernels take memrefs and begin with `bufferization.to_tensor`; their bodies stay
    on tensors. The model's interface is recorded in `lutra.inputs` and `lutra.outputs`.
  }];
  let dependentDialects = ["mlir::LLVM::LLVMDialect", "mlir::func::FuncDialect",
                           "mlir::memref::MemRefDialect", "mlir::arith::ArithDialect",
                           "mlir::bufferization::BufferizationDialect"];
}

def PlanArena : Pass<"plan-arena", "mlir::ModuleOp"> {
  let summary = "place all allocations of @main in one arena";
  let description = [{
    Allocations whose lifetimes do not overlap share a slot when their sizes are the
    same dynamic dimensions times a constant. The arena's size is arithmetic at the
    top of `@main`, and the runtime supplies the memory. An allocation
    whose size depends on computed data asks the runtime where it stands.
  }];
  let dependentDialects = ["mlir::LLVM::LLVMDialect", "mlir::func::FuncDialect",
                           "mlir::memref::MemRefDialect", "mlir::arith::ArithDialect"];
}

def MarkSteps : Pass<"mark-steps", "mlir::ModuleOp"> {
  let summary = "tell the runtime which kernel of @main begins";
  let description = [{
    Each kernel call of `@main` is a step. A call of the runtime's service `step`
    with the step's number stands in front of it, and one with -1 at the end, so
    that a host can ask for the time of each. `lutra.steps` on the module lists what
    the steps are: the kernel, and the names of the ONNX nodes that it computes.
  }];
  let dependentDialects = ["mlir::func::FuncDialect", "mlir::arith::ArithDialect"];
}

#endif // LUTRA_TRANSFORMS_PASSES_TD
