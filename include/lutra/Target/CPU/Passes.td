//===- Passes.td - passes of the CPU target ---------------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_TARGET_CPU_PASSES_TD
#define LUTRA_TARGET_CPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def CpuBufferizeKernels : Pass<"cpu-bufferize-kernels", "mlir::ModuleOp"> {
  let summary = "turn the tensors inside kernels into buffers";
  let description = [{
    A kernel (`lutra.kernel`) takes buffers, reads them through
    `bufferization.to_tensor` and writes its results with
    `bufferization.materialize_in_destination`. One-Shot Bufferize runs on each
    kernel alone, after the last producer of each result has been made to write
    into the destination. Functions without tensors are left as they are.
  }];
  let dependentDialects = [
    "mlir::bufferization::BufferizationDialect", "mlir::linalg::LinalgDialect",
    "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
    "mlir::arith::ArithDialect", "mlir::affine::AffineDialect",
    "mlir::tensor::TensorDialect"
  ];
}

def CpuLowerExpandShapes : Pass<"cpu-lower-expand-shapes", "mlir::func::FuncOp"> {
  let summary = "turn expansions of contiguous buffers into casts with sizes and strides";
  let description = [{
    `expand-strided-metadata` cannot expand a dimension into two dynamic ones. A
    contiguous buffer needs no more than the sizes, which the op names. Buffers with
    a layout are left to upstream.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::memref::MemRefDialect"];
}

def CpuLowerAffine : Pass<"cpu-lower-affine", "mlir::func::FuncOp"> {
  let summary = "turn affine ops into arith and scf";
  let description = [{
    As `lower-affine` does, but no other op is visited.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::memref::MemRefDialect",
                           "mlir::scf::SCFDialect"];
}

def CpuLowerMetadata : Pass<"cpu-lower-metadata", "mlir::func::FuncOp"> {
  let summary = "turn views of buffers into arithmetic on sizes, strides and offsets";
  let description = [{
    As `expand-strided-metadata` and `lower-affine` do, but no other op is visited.
  }];
  let dependentDialects = ["mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
                           "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect"];
}

def CpuAllocateScratch : Pass<"cpu-allocate-scratch", "mlir::ModuleOp"> {
  let summary = "give the temporaries of kernels the stack or the runtime's memory";
  let description = [{
    Replaces each `memref.alloc` in a function whose first argument is the
    runtime's handle. A buffer of static size that does not outlive its block
    becomes a `memref.alloca` at the top of the function, or of the parallel loop
    around it, whose tasks must not share it, as long as `stack-limit` bytes
    suffice for all of them; every other buffer comes from `@lutra_rt_alloc`, whose memory lives until
    the call of the model ends. Generated code never calls `malloc`.
  }];
  let options = [
    Option<"stackLimit", "stack-limit", "int64_t", "65536",
           "what a function, or a task, takes of the stack at most, in bytes">
  ];
  let dependentDialects = [
    "mlir::LLVM::LLVMDialect", "mlir::memref::MemRefDialect",
    "mlir::arith::ArithDialect", "mlir::func::FuncDialect"
  ];
}

def CpuLowerPrimitives : Pass<"cpu-lower-primitives", "mlir::ModuleOp"> {
  let summary = "turn dnnl ops on buffers into calls of the runtime";
  let description = [{
    Each op becomes a call of `@lutra_rt_primitive` with a constant that describes it
    (lutra_rt_primitive in lutra-rt/codegen.h), the addresses of its operands and
    the sizes that only a run knows. Where the module is for processors without AVX-512, sums
    of bf16 become linalg instead, and so do sums of bytes without VNNI of 512 bits.
  }];
  let dependentDialects = [
    "mlir::LLVM::LLVMDialect", "mlir::arith::ArithDialect",
    "mlir::func::FuncDialect", "mlir::linalg::LinalgDialect",
    "mlir::math::MathDialect", "mlir::memref::MemRefDialect"
  ];
}

def CpuExpandAttention : Pass<"cpu-expand-attention", "mlir::func::FuncOp"> {
  let summary = "turn nn.attention on buffers into loops of vectors";
  let description = [{
    An online softmax: keys are taken block by block, and what was summed up so
    far is scaled when a greater score turns up. Up to 12 rows (queries times the
    heads that share their keys) are taken together with features in the lanes
    of vectors; more rows in blocks of 32, one row in each lane. Which of the two
    is known from the sizes, if need be when the op runs. The order of all
    operations depends on the op and its sizes alone.

    The tasks (key/value heads, or blocks of their rows) become an
    `scf.parallel` whose step is the number of tasks that are worth a thread;
    in functions without the runtime's handle a loop. Temporaries are on the
    stack. Numbers and sizes of heads must be known.
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::math::MathDialect",
    "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
    "mlir::vector::VectorDialect"
  ];
}

def CpuTileContractions : Pass<"cpu-tile-contractions", "mlir::func::FuncOp"> {
  let summary = "tile products of f32 matrices and pack panels of their right-hand side";
  let description = [{
    A contraction `out[.., m, n] += lhs[.., m, k] * rhs[.., k, n]` of f32 buffers,
    with `n` contiguous in the output, becomes loops over panels of 32 columns
    and 256 terms: the panel is copied to the stack (transposed where `rhs` is
    `[n, k]`), then all rows are multiplied with it. That pays from 16 rows on; a
    number of rows (and columns) that is known at run time only is asked for
    there. A `linalg.fill` of the output just before becomes part of the tiles.
    Terms are added in ascending order of `k`.

    What is inside of a parallel loop already is left alone, and so are functions
    whose first argument is not the runtime's handle.
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::linalg::LinalgDialect",
    "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect"
  ];
}

def CpuAnnounceVariants : Pass<"cpu-announce-variants", "mlir::ModuleOp"> {
  let summary = "say which variants the module will have";
  let description = [{
    The attribute `lutra.variants` lists the `lut.target` and the processor of each,
    best first, for those who choose before there are variants. `cpu-form-variants`
    removes it.
  }];
  let options = [
    Option<"device", "device", "std::string", "\"native\"",
           "as of cpu-form-variants">
  ];
  let dependentDialects = ["lutra::lut::LutDialect"];
}

def CpuTileConvolutions : Pass<"cpu-tile-convolutions", "mlir::func::FuncOp"> {
  let summary = "tile f32 convolutions and pack panels of their input";
  let description = [{
    A convolution with at least 16 channels of output in a group becomes products
    of its weights, which are a matrix, with panels that are packed from the
    input: up to 256 terms by 32 positions. Positions are those of one row of the
    image or, where rows are no longer than 16, of several.
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::linalg::LinalgDialect",
    "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect"
  ];
}

def CpuExpandConvolutions : Pass<"cpu-expand-convolutions", "mlir::func::FuncOp"> {
  let summary = "turn lowbit.packed_convolve on buffers into loops of vectors";
  let description = [{
    A tile is some neighbouring positions of a row by some vectors of 16 channels, as many as
    registers hold sums for; four bytes of a position are multiplied by four of each
    channel (`lut.dot`). The epilogue happens on the sums before they are stored.
    Rows and blocks of channels are pieces for threads.
  }];
  let dependentDialects = [
    "lutra::lut::LutDialect", "mlir::arith::ArithDialect",
    "mlir::memref::MemRefDialect", "mlir::scf::SCFDialect",
    "mlir::vector::VectorDialect"
  ];
}

def CpuFormVariants : Pass<"cpu-form-variants", "mlir::ModuleOp"> {
  let summary = "make a copy of the module for each instruction set";
  let description = [{
    Everything in the module moves into nested modules, one for each variant,
    best first. From here on passes run on one variant at a time, and may look at
    its `lut.target`; the attribute `lutra.cpu` is for emission. What a nested module
    is for is said by its name. Attributes of the outer module stay where they are.
  }];
  let options = [
    Option<"device", "device", "std::string", "\"native\"",
           "the processor to make code for besides the levels below it: native, "
           "or LLVM's name of one">
  ];
  let dependentDialects = ["lutra::lut::LutDialect"];
}

def VectorizeBufferLoops : Pass<"vectorize-buffer-loops", "mlir::func::FuncOp"> {
  let summary = "turn linalg ops and copies on buffers into loops of vectors";
  let description = [{
    The loop that becomes vectors is the cheapest of the parallel loops along
    which every output is contiguous and the reduction loops whose accumulation
    is associative but for rounding; when none beats scalars the loops are
    scalar. Along a parallel loop each element sums its terms in ascending order.
    Along a reduction there are 4 x 16 partial accumulators (16 lanes of 32 bits;
    the lanes always fill 64 bytes), added up as a tree: the order depends on the
    op and the length alone. Tails are masked, or point by point where a body may
    not run on made-up values; nothing outside a buffer is read.

    Cells of the parallel loops form a grid. When there is enough work for
    several threads, the grid becomes a one-dimensional `scf.parallel` whose step
    is the number of cells that one piece has at least.

    A one-dimensional `scf.forall` becomes an `scf.parallel` too; the ops in it
    are left to its threads.

    Runs on kernels whose first argument is the runtime's handle, and without
    `scf.parallel` on all others.
  }];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
    "mlir::linalg::LinalgDialect", "mlir::memref::MemRefDialect",
    "mlir::scf::SCFDialect", "mlir::vector::VectorDialect"
  ];
}

def OutlineParallelLoops : Pass<"outline-parallel-loops", "mlir::ModuleOp"> {
  let summary = "turn outermost parallel loops into calls of the runtime's parallel_for";
  let description = [{
    The body of each outermost one-dimensional `scf.parallel` without reductions
    becomes a function `(call, captures, begin, end)`; what it uses from outside
    travels in a struct on the stack, constants are copied. Other parallel loops
    stay and run in order.
  }];
  let dependentDialects = [
    "mlir::LLVM::LLVMDialect", "mlir::arith::ArithDialect",
    "mlir::func::FuncDialect", "mlir::scf::SCFDialect"
  ];
}

def ConvertLutToVector : Pass<"convert-lut-to-vector"> {
  let summary = "turn the lut ops into instructions of the target";
  let description = [{
    Reads the `lut.target` of the nearest module around the op that the pass runs
    on and splits vectors into registers of that target. Instructions that LLVM
    finds by itself are left to it; the others are intrinsics, and none is
    emitted that the target lacks. Without a target everything becomes arith and
    vector ops.
  }];
  let dependentDialects = [
    "mlir::LLVM::LLVMDialect", "mlir::arith::ArithDialect",
    "mlir::math::MathDialect", "mlir::vector::VectorDialect"
  ];
}

def CpuExpandMath : Pass<"cpu-expand-math", "mlir::ModuleOp"> {
  let summary = "replace math functions by polynomials or calls of libm";
  let description = [{
    On f32 scalars and vectors alike, so that the vector part of a loop and its
    tail agree bit by bit: polynomials for everything that ONNX has; angles beyond
    2^18 alone go to libm. f16 and bf16 compute in f32. What the hardware has (sqrt,
    fma, abs, rounding, ...) stays; everything else, and f64, becomes one call of
    libm per element.
    Arithmetic on bf16 happens in f32, with one rounding per operation; that
    rounding becomes integer arithmetic, since the AVX-512 instruction for it
    flushes denormals.
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::math::MathDialect",
    "mlir::vector::VectorDialect", "mlir::func::FuncDialect",
    "mlir::LLVM::LLVMDialect", "mlir::scf::SCFDialect"
  ];
}

def CpuLowerAssertions : Pass<"cpu-lower-assertions", "mlir::ModuleOp"> {
  let summary = "make failed assertions call the runtime";
  let description = [{
    `cf.assert` becomes a branch to a block that calls `@lutra_rt_fail` with the
    first argument of the function and the message. It runs after structured
    control flow is gone.
  }];
  let dependentDialects = [
    "mlir::LLVM::LLVMDialect", "mlir::cf::ControlFlowDialect",
    "mlir::func::FuncDialect"
  ];
}

def CpuAddEntryPoints : Pass<"cpu-add-entry-points", "mlir::ModuleOp"> {
  let summary = "add what the runtime calls, and what calls the runtime";
  let description = [{
    Adds `@lutra_run`, which unpacks `void **args` and calls `@main`, and
    `@lutra_probe`; gives the declarations `@lutra_rt_*` bodies that call through
    the table of services behind the handle. docs/Design/Bundle.md has the
    layouts. The probe does what low-bit kernels do, in `lut` ops, and shows that
    the processor runs the instructions they become. Every other function becomes
    private.
  }];
  let dependentDialects = [
    "lutra::lut::LutDialect", "mlir::LLVM::LLVMDialect",
    "mlir::arith::ArithDialect", "mlir::cf::ControlFlowDialect",
    "mlir::func::FuncDialect", "mlir::math::MathDialect",
    "mlir::memref::MemRefDialect", "mlir::vector::VectorDialect"
  ];
}

def CpuConvertToLLVM : Pass<"cpu-convert-to-llvm", "mlir::ModuleOp"> {
  let summary = "convert everything to the llvm dialect in one conversion";
  let dependentDialects = ["mlir::LLVM::LLVMDialect"];
}

#endif // LUTRA_TARGET_CPU_PASSES_TD
