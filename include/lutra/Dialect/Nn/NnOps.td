//===- NnOps.td - structured operations linalg lacks -------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_NN_NNOPS_TD
#define LUTRA_DIALECT_NN_NNOPS_TD

include "mlir/Dialect/Linalg/IR/LinalgInterfaces.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Nn_Dialect : Dialect {
  let name = "nn";
  let cppNamespace = "::lutra::nn";
  let summary = "neural-network operations with more structure than one linalg op";
  let description = [{
    Operations whose structure a kernel wants to see whole. Each decomposes into
    linalg, scf and tensor; the decomposition is its definition. See
    docs/Rationale/Nn.md.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"];
  let usePropertiesForAttributes = 1;
  let hasConstantMaterializer = 1;
}

class Nn_Op<string mnemonic, list<Trait> traits = []> : Op<Nn_Dialect, mnemonic, traits>;

/// Before and after bufferization.
def Nn_Buffer : AnyTypeOf<[AnyRankedTensor, AnyStridedMemRef]>;

def Nn_AttentionOp : Nn_Op<"attention", [
    AttrSizedOperandSegments, DestinationStyleOpInterface, AggregatedOpInterface,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<ConditionallySpeculatable>,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>]> {
  let summary = "scaled dot-product attention with shared key/value heads";
  let description = [{
    query [B, H, S, D], key [B, Hkv, T, D], value [B, Hkv, T, Dv], result [B, H, S, Dv]; with
    `token_major`, query is [B, S, H, D] and result [B, S, H, Dv]. Query
    head h reads key/value head h / (H / Hkv). With len = min(lengths[b], T) (T without
    `lengths`) and offset = max(0, len - S), key j is visible to query i when j < len, and, if
    `causal`, j <= i + offset, and, with `window` w > 0, j > i + offset - w. The init operand
    gives the shape only; its contents are not read.

    score = scale * sum_d q*k; with softcap c > 0, c * tanh(score / c); then plus
    mask[b|0, h|0, i|0, j] where given. Over the visible keys, m = max score, e = exp(score - m),
    result = (sum_j e*v) / sum_j e. All of it is f32, whatever the element
    type, which is converted where it is read and where the result is stored. A query that
    sees no key, or only keys whose scores are all -inf, gives zeros.

    With `if`, the mask stands for causality: where the condition is true, the mask counts, and
    neither `causal` nor `window` does; where it is false, the mask is not read, whatever its sizes.

    Sums may be taken in any order that depends on the op and its sizes alone, and relative to the
    maximum so far, scaled when a greater one is found. Where a value is infinite or NaN at a key that some queries
    of the call see, queries that do not see it may give NaN. The decomposition goes
    query by query, with the sums over d and of e in the order of docs/Spec/LowbitContract.md ("Sums of floats")
    and those of e*v over ascending j.

    On buffers the op writes into its init and has no result.

    C1: query, key, value, init have rank 4 and one element type out of f32, f16, bf16. All operands are
        tensors, and the result has the type of init, or all are buffers, and there is no result.
    C2: H is a multiple of Hkv where both are static; B agrees, D agrees between query and key,
        T between key and value, B, H and S between query and result, Dv between value and result.
    C3: `mask` is [B or 1, H or 1, S or 1, T] of the same element type; `if` needs one.
    C4: `lengths` is [B] of i32.
    C5: window >= 0 and softcap >= 0.

    ```mlir
    func.func @attention(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %init: tensor<?x8x?x32xf32>) -> tensor<?x8x?x32xf32> {
      %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>)
        outs(%init : tensor<?x8x?x32xf32>) {causal, scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
      return %y : tensor<?x8x?x32xf32>
    }
    ```
  }];
  let arguments = (ins Nn_Buffer:$query, Nn_Buffer:$key, Nn_Buffer:$value,
                       Optional<Nn_Buffer>:$mask, Optional<I1>:$masked, Optional<Nn_Buffer>:$lengths,
                       Nn_Buffer:$init, F32Attr:$scale, UnitAttr:$causal, UnitAttr:$token_major,
                       DefaultValuedAttr<I64Attr, "0">:$window,
                       DefaultValuedAttr<F32Attr, "0.0f">:$softcap);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `query` `(` $query `:` type($query) `)` `key` `(` $key `:` type($key) `)` `value` `(` $value `:` type($value) `)`
    (`mask` `(` $mask^ `:` type($mask) `)`)? (`if` `(` $masked^ `)`)? (`lengths` `(` $lengths^ `:` type($lengths) `)`)?
    `outs` `(` $init `:` type($init) `)` attr-dict (`->` type($result)^)?
  }];
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    /// The dimensions of query and result that count heads and queries.
    unsigned getHeadDim() { return getTokenMajor() ? 2 : 1; }
    unsigned getQueryDim() { return getTokenMajor() ? 1 : 2; }
    /// Drops the condition, and the mask or causality with it.
    void decideMask(bool masked);
    /// Whether the number of heads and their sizes are known, and sizes small
    /// enough for a kernel that keeps blocks of queries and results on the stack.
    bool suitsKernels();
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Nn_LstmOp : Nn_Op<"lstm", [
    Pure, AggregatedOpInterface,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>]> {
  let summary = "a layer of long short-term memory in one direction";
  let description = [{
    input [T, B, I], weights [4, H, I], recurrent [4, H, H], bias [4, H], hidden and cell [B, H]; the gates are
    input, output, forget and cell, in ONNX's order. With h and c from `hidden` and `cell`, for t ascending from 0, or
    descending to it with `reverse`,

        g[n] = bias[n] + weights[n] * input[t] + recurrent[n] * h,  sums in any order
        c = sigmoid(g[2]) * c + sigmoid(g[0]) * tanh(g[3])
        h = sigmoid(g[1]) * tanh(c)

    for each sequence of the batch. The results are h of every step, [T, B, H], where its input is, and the last h and c.
    What has peepholes, lengths, clipping or other functions is a loop from the beginning.

    C1: everything is f32; ranks and sizes are as above, as far as known; there are 4 gates.

    ```mlir
    func.func @lstm(%x: tensor<16x?x64xf32>, %w: tensor<4x128x64xf32>, %r: tensor<4x128x128xf32>, %b: tensor<4x128xf32>,
                    %h: tensor<?x128xf32>, %c: tensor<?x128xf32>) -> tensor<16x?x128xf32> {
      %y:3 = nn.lstm input(%x : tensor<16x?x64xf32>) weights(%w, %r : tensor<4x128x64xf32>, tensor<4x128x128xf32>)
        bias(%b : tensor<4x128xf32>) state(%h, %c : tensor<?x128xf32>, tensor<?x128xf32>)
        {reverse} -> tensor<16x?x128xf32>, tensor<?x128xf32>, tensor<?x128xf32>
      return %y#0 : tensor<16x?x128xf32>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$input, AnyRankedTensor:$weights, AnyRankedTensor:$recurrent,
                       Optional<AnyRankedTensor>:$bias, AnyRankedTensor:$hidden, AnyRankedTensor:$cell,
                       UnitAttr:$reverse);
  let results = (outs AnyRankedTensor:$output, AnyRankedTensor:$last_hidden, AnyRankedTensor:$last_cell);
  let assemblyFormat = [{
    `input` `(` $input `:` type($input) `)` `weights` `(` $weights `,` $recurrent `:` type($weights) `,` type($recurrent) `)`
    (`bias` `(` $bias^ `:` type($bias) `)`)? `state` `(` $hidden `,` $cell `:` type($hidden) `,` type($cell) `)`
    attr-dict `->` type($output) `,` type($last_hidden) `,` type($last_cell)
  }];
  let extraClassDeclaration = [{
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasVerifier = 1;
}

def Nn_CacheOp : Nn_Op<"cache", [
    Pure, AggregatedOpInterface,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes", "reifyDimOfResult"]>]> {
  let summary = "a growing state: room for `length` entries that begins with the past";
  let description = [{
    The result has the shape of `past` but for dimension `axis`, whose size is at least
    `length`; its first entries along `axis` are those of `past`, the rest is unspecified.
    By itself this is an allocation and a copy. Where `past` is an input of the model and what
    is appended is returned as an output, the runtime supplies one buffer for both, nothing is
    copied, and the size of `axis` is that buffer's capacity. Users therefore slice what they
    read to `length`.

    C1: `past` and the result have the same rank and element type, and sizes that agree but for `axis`.
    C2: `axis` is in range and dynamic in the result.

    ```mlir
    func.func @cache(%past: tensor<?x4x?x32xf32>, %t: index) -> tensor<?x4x?x32xf32> {
      %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x?x32xf32>
      return %c : tensor<?x4x?x32xf32>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$past, Index:$length, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$past `length` `(` $length `)` attr-dict `:` type($past) `->` type($result)";
  let extraClassDeclaration = [{
    /// Whether the runtime supplies the buffer: `past` is an argument of the
    /// function that is marked as state.
    bool isRuntimeState();

    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasVerifier = 1;
}

def Nn_AppendOp : Nn_Op<"append", [
    Pure, DestinationStyleOpInterface, AggregatedOpInterface, AllTypesMatch<["cache", "result"]>,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>]> {
  let summary = "write new entries into a cache";
  let description = [{
    Writes `source` [B, H, S, D], or [B, S, H, D] with `token_major`, into `cache` [B, H, C, D] so that
    entry s of batch row b lands at position at[b] + s of dimension 2 (`at` is an index for all rows, or a [B] tensor of i32), and zeros
    from there up to `length`. Entries from `length` on keep what they held.

    C1: ranks are 4, element types equal, and B, H and D agree.
    C2: `at` is an index, or a [B] tensor of i32.
    C3: 0 <= at[b] and at[b] + S <= length <= C, checked by whoever creates the op.

    ```mlir
    func.func @append(%new: tensor<?x4x?x32xf32>, %cache: tensor<?x4x?x32xf32>, %at: index, %t: index) -> tensor<?x4x?x32xf32> {
      %c = nn.append %new into %cache at(%at : index) length(%t) : tensor<?x4x?x32xf32>, tensor<?x4x?x32xf32>
      return %c : tensor<?x4x?x32xf32>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$source, AnyRankedTensor:$cache,
                       AnyTypeOf<[Index, AnyRankedTensor]>:$at, Index:$length, UnitAttr:$token_major);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $source `into` $cache `at` `(` $at `:` type($at) `)` `length` `(` $length `)` attr-dict `:` type($source) `,` type($cache)
  }];
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getCacheMutable(); }
    /// The dimensions of `source` that count heads and new entries.
    unsigned getHeadDim() { return getTokenMajor() ? 2 : 1; }
    unsigned getEntryDim() { return getTokenMajor() ? 1 : 2; }
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasVerifier = 1;
}

def Nn_FirstPositionOp : Nn_Op<"first_position", [Pure]> {
  let summary = "the first position of an output that the caller wants";
  let description = [{
    The result p is in [0, count), 0 where count is 0: of the `count` positions of result
    `output` of the model those from p on are wanted. It is the same throughout a run, and 0
    unless the caller asked the runtime for less.

    C1: `output` is not negative.

    ```mlir
    func.func @positions(%count: index) -> index {
      %p = nn.first_position of %count {output = 0 : i64}
      return %p : index
    }
    ```
  }];
  let arguments = (ins Index:$count, ConfinedAttr<I64Attr, [IntNonNegative]>:$output);
  let results = (outs Index:$position);
  let assemblyFormat = "`of` $count attr-dict";
  let hasFolder = 1;
}

#endif // LUTRA_DIALECT_NN_NNOPS_TD
