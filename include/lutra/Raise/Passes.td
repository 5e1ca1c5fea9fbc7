//===- Passes.td - passes that say more in fewer ops -------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_RAISE_PASSES_TD
#define LUTRA_RAISE_PASSES_TD

include "mlir/Pass/PassBase.td"

def RaiseTernaryMatmul : Pass<"raise-ternary-matmul", "mlir::ModuleOp"> {
  let summary = "turn float matmuls whose weights hold only -s, 0 and s into ternary contractions";
  let description = [{
    A contraction of f32 activations [..., K] with a constant weight [K, N] or
    [N, K] that holds exactly {-s, 0, s} for one s > 0, and not only zeros, becomes a
    `lowbit.contract` with `#lowbit.ternary`: the same numbers up to the order of the
    sums, from a quarter of the bytes. It does not permit int8 by itself, so that only
    a user who asks for int8 gets it. The weight's bytes are released when nothing
    else reads them.
  }];
  let dependentDialects = ["lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect",
                           "mlir::tensor::TensorDialect"];
}

def RaiseFoldBlockScales : Pass<"raise-fold-block-scales", "mlir::ModuleOp"> {
  let summary = "give a contraction one scale for each row where its block scales are equal";
  let description = [{
    For every `lowbit.contract` with constant scales: zero points that are one
    integer everywhere move into the format, fractional types that hold integers become
    integers, and scales and zero points that are equal along each row become [N, 1],
    whatever the groups were. The latter two move roundings of integer sums: they happen only
    before an activation is decided to be int8.
  }];
  let dependentDialects = ["lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect"];
}

def RaiseTernaryCodes : Pass<"raise-ternary-codes", "mlir::ModuleOp"> {
  let summary = "find ternary weights in codes of more bits";
  let description = [{
    A `lowbit.contract` with constant codes of 2 to 8 bits whose values, code - zero_point,
    are only -a, 0 and a, one a for each row and group, gets `#lowbit.ternary`: the a moves
    into the scales, zero points disappear, and block scales that are equal now are folded. Codes
    that are 0, 1 and 2 already stay where they are; others are written again in two bits each,
    and the old bytes are released when nothing else reads them.

    Results do not change by a bit: an a that is no power of two moves only where the
    activation is float or not yet decided, or where all scales are 1 and sums exact. Weights of zeros alone stay as they are.
  }];
  let dependentDialects = ["lutra::lowbit::LowbitDialect", "mlir::arith::ArithDialect"];
}

def RaiseAttention : Pass<"raise-attention", "mlir::ModuleOp"> {
  let summary = "make one op of attention that is written in single operators";
  let description = [{
    softmax(scale * Q K^T, with masks) V becomes `nn.attention`, whatever transposes,
    reshapes, broadcasts and repeats of heads are between, where nobody else reads scores or
    weights. Constant factors of Q, K and the scores are the scale. Masks that compare
    positions are causality or a window; one that depends on data besides is read only in
    calls where it hides something; others are tensors.

    Where all scores of a row are -inf, the operators give NaN and the op gives zeros.
  }];
  let dependentDialects = ["lutra::nn::NnDialect", "mlir::arith::ArithDialect",
                           "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect"];
}

def RaiseRotary : Pass<"raise-rotary", "mlir::ModuleOp"> {
  let summary = "make one loop of rotary embeddings that are written in single operators";
  let description = [{
    x * cos + turned x * sin over the last of four dimensions, turned being (-y, x) for each pair
    (x, y) of features, half a head apart or neighbours, becomes one structured op over pairs, with
    the same operations in the same order; so does concat(x * cos - y * sin, y * cos + x * sin).
    Where x is a copy with tokens and heads swapped, it reads what is behind that, and swaps the
    result.
  }];
  let dependentDialects = ["mlir::arith::ArithDialect", "mlir::linalg::LinalgDialect",
                           "mlir::tensor::TensorDialect"];
}

def RaiseStates : Pass<"raise-states", "mlir::ModuleOp"> {
  let summary = "find the states that a model hands from one call to the next";
  let description = [{
    An argument that a concatenation along dimension 2 extends to a result of the
    function is a cache: the concatenation becomes `nn.cache`, `nn.append` and a
    slice. Every argument that is only the past of a cache whose appended slice is
    result j is marked `lutra.state = {axis = 2 : i64, output = j : i64}`.
  }];
  let dependentDialects = ["lutra::nn::NnDialect", "mlir::arith::ArithDialect",
                           "mlir::tensor::TensorDialect"];
}

def RaiseWantedPositions : Pass<"raise-wanted-positions", "mlir::ModuleOp"> {
  let summary = "compute only the positions of an output that the caller wants";
  let description = [{
    In a function with state, a result whose dimension carries the name of a
    dimension of an argument that is no state has positions. What leads to it and
    nothing else, and computes each position from the same position of what it reads, is
    restricted to the positions from `nn.first_position` on, which are sliced from the values
    where that ends. The result is marked `lutra.positions = axis`. Nothing is done where this
    would spare no contraction.
  }];
  let dependentDialects = ["lutra::nn::NnDialect", "mlir::arith::ArithDialect",
                           "mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect"];
}

def RaiseChannelsLast : Pass<"raise-channels-last", "mlir::func::FuncOp"> {
  let summary = "keep images as convolutions of bytes store them";
  let description = [{
    A transposition [N, sizes.., C] to [N, C, sizes..] of what a convolution of bytes
    has made moves behind the elementwise ops and poolings that read it, if all their operands of
    that rank are such. It is gone where it meets the opposite one, and reductions read its source.
  }];
  let dependentDialects = ["mlir::linalg::LinalgDialect", "mlir::tensor::TensorDialect"];
}

#endif // LUTRA_RAISE_PASSES_TD
