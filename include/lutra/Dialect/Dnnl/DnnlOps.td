//===- DnnlOps.td - operations that oneDNN computes --------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_DNNL_DNNLOPS_TD
#define LUTRA_DIALECT_DNNL_DNNLOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Dnnl_Dialect : Dialect {
  let name = "dnnl";
  let cppNamespace = "::lutra::dnnl";
  let summary = "calls of oneDNN, with what they fuse";
  let description = [{
    One op is one primitive of oneDNN: an operation on dense tensors, a bias and the
    elementwise operations behind it. Images have their channels last, the one
    order that is fast on every processor. Weights are constants, which the runtime puts
    into the order that the processor at hand wants. See docs/Design/OneDnn.md.
  }];
  let useDefaultAttributePrinterParser = 1;
  let usePropertiesForAttributes = 1;
}

def Dnnl_PostOpKind : I32EnumAttr<"PostOpKind", "what is done to each element of a result", [
    I32EnumAttrCase<"Relu", 0, "relu">,
    I32EnumAttrCase<"Clip", 1, "clip">,
    I32EnumAttrCase<"Linear", 2, "linear">,
    I32EnumAttrCase<"Add", 3, "add">,
    I32EnumAttrCase<"Mul", 4, "mul">]> {
  let cppNamespace = "::lutra::dnnl";
  let genSpecializedAttr = 0;
}

def Dnnl_PostOpAttr : AttrDef<Dnnl_Dialect, "PostOp"> {
  let mnemonic = "post_op";
  let summary = "an elementwise operation behind a primitive";
  let description = [{
    `relu` is x where x > 0 and alpha x elsewhere; `clip` is min(max(x, alpha), beta); `linear` is
    alpha x + beta; `add` and `mul` take the next of the op's `extras`. Two numbers belong to
    the first three, and none to the others. What relu and clip make of NaN is not defined.

    ```mlir
    #relu = #dnnl.post_op<relu, 0.0 : f32, 0.0 : f32>
    #add = #dnnl.post_op<add>
    func.func private @uses() attributes {relu = #relu, add = #add}
    ```
  }];
  let parameters = (ins EnumParameter<Dnnl_PostOpKind>:$kind,
                        OptionalParameter<"::mlir::FloatAttr">:$alpha,
                        OptionalParameter<"::mlir::FloatAttr">:$beta);
  let assemblyFormat = "`<` $kind (`,` $alpha^ `,` $beta)? `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Whether it reads one of the op's extras.
    bool hasOperand() const { return getKind() == PostOpKind::Add || getKind() == PostOpKind::Mul; }
  }];
}

def Dnnl_PoolingKind : I32EnumAttr<"PoolingKind", "what becomes of the elements of a window", [
    I32EnumAttrCase<"Max", 0, "max">,
    I32EnumAttrCase<"Average", 1, "average">,
    I32EnumAttrCase<"Inside", 2, "inside">]> {
  let cppNamespace = "::lutra::dnnl";
  let genSpecializedAttr = 0;
}

def Dnnl_PoolingKindAttr : EnumAttr<Dnnl_Dialect, Dnnl_PoolingKind, "pooling_kind">;

def Dnnl_PostOps : TypedArrayAttrBase<Dnnl_PostOpAttr, "post-ops in order">;

/// Before and after bufferization.
def Dnnl_Buffer : AnyTypeOf<[AnyRankedTensor, AnyStridedMemRef]>;

class Dnnl_Op<string mnemonic, list<Trait> traits = []>
    : Op<Dnnl_Dialect, mnemonic, !listconcat(traits, [
        DestinationStyleOpInterface,
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>])> {
  let hasVerifier = 1;
}

class Dnnl_OneResultOp<string mnemonic, list<Trait> traits = []> : Dnnl_Op<mnemonic, traits> {
  let results = (outs Optional<AnyRankedTensor>:$result);
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
  }];
}

def Dnnl_ConvolutionOp : Dnnl_OneResultOp<"convolution", [AttrSizedOperandSegments]> {
  let summary = "a convolution of images whose channels come last";
  let description = [{
    source [N, spatial.., C], weights [O, C / groups, window..], result [N, positions.., O]:

    result[n, p.., o] = post(bias[o] + sum over c, k.. of weights[o, c, k..] *
                             source[n, p * stride + k * dilation - pad.., group(o) * C / groups + c])

    where what lies outside of the source is 0. `pads` says how much of that comes first in each spatial
    dimension; how much comes last follows from the result's sizes. Each of `extras` has the result's shape, or is a
    vector with an element for each channel. Sums may be taken in any order. The
    contents of the init operand are not read. On buffers the op writes into its init and has no result.

    Sums of bytes are exact modulo 2^32, of unsigned bytes of the source and signed bytes of the weights. Their weights are
    [groups, window.., C / groups, O / groups], the first where there are groups, and [window.., C] where there are as many
    groups as channels of both: the orders in which generated code reads them, which has to where the processor lacks what oneDNN needs.

    C1: source, weights and init are all f32, or i8, i8, i32, or bf16, bf16, f32; bias and extras are f32. Source and init have one rank
        from 3 to 5, and so have weights that are not i8. Other than f32 come without bias and post-ops.
    C2: `strides`, `dilations` and `pads` have one number for each spatial dimension, positive, positive and not negative.
    C3: C is `groups` times dimension 1 of the weights, O a multiple of `groups`; bias is [O]. The weights' sizes are known.
    C4: `extras` has one tensor for each of `post_ops` that reads one; there are at most 8 post-ops.

    ```mlir
    func.func @conv(%x: tensor<?x8x8x3xf32>, %w: tensor<16x3x3x3xf32>, %b: tensor<16xf32>, %init: tensor<?x8x8x16xf32>) -> tensor<?x8x8x16xf32> {
      %y = dnnl.convolution ins(%x, %w : tensor<?x8x8x3xf32>, tensor<16x3x3x3xf32>) bias(%b : tensor<16xf32>) outs(%init : tensor<?x8x8x16xf32>)
        {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 1 : i64,
         post_ops = [#dnnl.post_op<relu, 0.0 : f32, 0.0 : f32>]} -> tensor<?x8x8x16xf32>
      return %y : tensor<?x8x8x16xf32>
    }
    ```
  }];
  let arguments = (ins Dnnl_Buffer:$source, Dnnl_Buffer:$weights, Optional<Dnnl_Buffer>:$bias,
                       Variadic<Dnnl_Buffer>:$extras, Dnnl_Buffer:$init,
                       DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations, DenseI64ArrayAttr:$pads,
                       I64Attr:$groups, DefaultValuedAttr<Dnnl_PostOps, "{}">:$post_ops);
  let assemblyFormat = [{
    `ins` `(` $source `,` $weights `:` type($source) `,` type($weights) `)` (`bias` `(` $bias^ `:` type($bias) `)`)?
    (`extras` `(` $extras^ `:` type($extras) `)`)? `outs` `(` $init `:` type($init) `)` attr-dict (`->` type($result)^)?
  }];
}

def Dnnl_MatmulOp : Dnnl_OneResultOp<"matmul", [AttrSizedOperandSegments]> {
  let summary = "rows times a constant matrix";
  let description = [{
    source [rows.., K], weights [K, N], or [N, K] with `transposed`, result [rows.., N]:
    result[r.., n] = post(bias[n] + sum over k of source[r.., k] * weights[k, n]), with
    bias, extras and post-ops as in `dnnl.convolution`.

    C1: types are as in `dnnl.convolution`; bytes of the source are signed with `signed_source`, which is for bytes only. Source and init
        have one rank of at least 2, weights have rank 2 and known sizes.
    C2: K and N agree, and so do rows; bias is [N].
    C3: `extras` and `post_ops` as in `dnnl.convolution`.

    ```mlir
    func.func @matmul(%x: tensor<?x64xf32>, %w: tensor<32x64xf32>, %init: tensor<?x32xf32>) -> tensor<?x32xf32> {
      %y = dnnl.matmul ins(%x, %w : tensor<?x64xf32>, tensor<32x64xf32>) outs(%init : tensor<?x32xf32>) {transposed} -> tensor<?x32xf32>
      return %y : tensor<?x32xf32>
    }
    ```
  }];
  let arguments = (ins Dnnl_Buffer:$source, Dnnl_Buffer:$weights, Optional<Dnnl_Buffer>:$bias,
                       Variadic<Dnnl_Buffer>:$extras, Dnnl_Buffer:$init,
                       UnitAttr:$transposed, UnitAttr:$signed_source, DefaultValuedAttr<Dnnl_PostOps, "{}">:$post_ops);
  let assemblyFormat = [{
    `ins` `(` $source `,` $weights `:` type($source) `,` type($weights) `)` (`bias` `(` $bias^ `:` type($bias) `)`)?
    (`extras` `(` $extras^ `:` type($extras) `)`)? `outs` `(` $init `:` type($init) `)` attr-dict (`->` type($result)^)?
  }];
}

def Dnnl_PoolingOp : Dnnl_OneResultOp<"pooling"> {
  let summary = "the greatest element or the average of each window of images whose channels come last";
  let description = [{
    source [N, spatial.., C], result [N, positions.., C], windows as in `dnnl.convolution`. `max` is the greatest element, where what lies
    outside of the source does not count; a window that sees nothing else gives the least number of f32, and what
    becomes of NaN is not defined. `average` is the sum, of zeros outside of the source, by the size of the window; `inside` is the
    sum by how many elements are inside.

    C1: source and init are f32 of one rank from 3 to 5, with the same N and C.
    C2: `window`, `strides`, `dilations` and `pads` have one number for each spatial dimension, positive, the last not negative.

    ```mlir
    func.func @pool(%x: tensor<?x8x8x16xf32>, %init: tensor<?x4x4x16xf32>) -> tensor<?x4x4x16xf32> {
      %y = dnnl.pooling max ins(%x : tensor<?x8x8x16xf32>) outs(%init : tensor<?x4x4x16xf32>)
        {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, pads = array<i64: 0, 0>} -> tensor<?x4x4x16xf32>
      return %y : tensor<?x4x4x16xf32>
    }
    ```
  }];
  let arguments = (ins Dnnl_PoolingKindAttr:$kind, Dnnl_Buffer:$source, Dnnl_Buffer:$init,
                       DenseI64ArrayAttr:$window, DenseI64ArrayAttr:$strides,
                       DenseI64ArrayAttr:$dilations, DenseI64ArrayAttr:$pads);
  let assemblyFormat = [{
    $kind `ins` `(` $source `:` type($source) `)` `outs` `(` $init `:` type($init) `)` attr-dict (`->` type($result)^)?
  }];
}

def Dnnl_LstmOp : Dnnl_Op<"lstm"> {
  let summary = "a layer of long short-term memory in one direction";
  let description = [{
    `nn.lstm` with constant weights: source [T, B, I], weights [4, H, I], recurrent [4, H, H], bias [4, H], hidden and
    cell [B, H], and outs [T, B, H], [B, H] and [B, H]. Gates are in ONNX's order; the runtime puts them into
    oneDNN's. Sums may be taken in any order, and sigmoid and tanh are oneDNN's own.

    C1: everything is f32, and the weights' sizes are known. All operands are tensors, and results are of the types of outs, or
        all are buffers, and there is no result.
    C2: sizes are as above.

    ```mlir
    func.func @lstm(%x: tensor<16x?x64xf32>, %w: tensor<4x128x64xf32>, %r: tensor<4x128x128xf32>, %b: tensor<4x128xf32>,
                    %h: tensor<?x128xf32>, %c: tensor<?x128xf32>, %init: tensor<16x?x128xf32>) -> tensor<16x?x128xf32> {
      %y:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<16x?x64xf32>, tensor<4x128x64xf32>, tensor<4x128x128xf32>, tensor<4x128xf32>)
        state(%h, %c : tensor<?x128xf32>, tensor<?x128xf32>) outs(%init, %h, %c : tensor<16x?x128xf32>, tensor<?x128xf32>, tensor<?x128xf32>)
        -> tensor<16x?x128xf32>, tensor<?x128xf32>, tensor<?x128xf32>
      return %y#0 : tensor<16x?x128xf32>
    }
    ```
  }];
  let arguments = (ins Dnnl_Buffer:$source, Dnnl_Buffer:$weights, Dnnl_Buffer:$recurrent, Dnnl_Buffer:$bias,
                       Dnnl_Buffer:$hidden, Dnnl_Buffer:$cell, Variadic<Dnnl_Buffer>:$inits, UnitAttr:$reverse);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let assemblyFormat = [{
    `ins` `(` $source `,` $weights `,` $recurrent `,` $bias `:` type($source) `,` type($weights) `,` type($recurrent) `,` type($bias) `)`
    `state` `(` $hidden `,` $cell `:` type($hidden) `,` type($cell) `)`
    `outs` `(` $inits `:` type($inits) `)` attr-dict (`->` type($outputs)^)?
  }];
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getInitsMutable(); }
  }];
}

#endif // LUTRA_DIALECT_DNNL_DNNLOPS_TD
