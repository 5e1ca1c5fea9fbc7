//===- LowbitMicroOps.td - tiles of packed contractions ----*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Included by LowbitOps.td, after LowbitPackedOps.td.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_LOWBITMICROOPS_TD
#define LUTRA_DIALECT_LOWBIT_LOWBITMICROOPS_TD

def Lowbit_MicroContractOp : Lowbit_Op<"micro_contract", [
    AttrSizedOperandSegments, SingleBlock,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "one register tile of a packed contraction";
  let description = [{
    `lowbit.packed_contract` for `rows` rows of panel `panel`, from row `row` of it on, and
    `tokens` tokens from `token` on, along all of K'. The rows past N that a last
    panel has are not stored. Operands are those of the whole contraction;
    `offset` is where the panel begins in `weights`.

    `lowbit-tile-contracts` makes these ops, and the family named by `kernel` writes their
    bodies in `lowbit-expand-micro-kernels`.

    C1: operands are as in `lowbit.packed_contract` on memrefs, but for `weights`, a
        rank-1 memref of i8 which need not hold all panels, or of bf16: then codes of the tile's rows have been
        decoded, less their zero points, and from `offset` on lie in pairs of places, [K' / 2, rows, 2].
    C2: `rows` > 0 divides the rows of a panel; `tokens` > 0.
    C3: `kernel` begins at tokens = 1.
    C4: with `side_by_side` = T > 1, tokens lie side by side, T of them: `acts` is [ceil(M / T), K' * T], where
        place k of token t is at [t / T, k / 4 * 4 T + t % T * 4 + k % 4]. So are `act_scales` and `sums`, one
        column for each token, if they have more than one for it; such sums count for a zero point of
        the format already: they are multiplied by what is taken from each code, and negated.
        `token` is a multiple of T, and `tokens` at most T.

    ```mlir
    func.func @micro(%q: memref<?x256xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<4096xi8>,
                     %ws: memref<1x1x64xf32>, %y: memref<?x40xf32>, %token: index) {
      %c0 = arith.constant 0 : index
      lowbit.micro_contract acts(%q, %s, %sums : memref<?x256xi8>, memref<?x1xf32>, memref<?x1xi32>)
        weights(%w[%c0] : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<?x40xf32>)
        panel %c0 row %c0 token %token rows = 64 tokens = 4
        format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
        kernel = <family = "dot", tokens = 1>
      return
    }
    ```
  }];
  let arguments = (ins AnyMemRef:$acts, Optional<AnyMemRef>:$act_scales, Optional<AnyMemRef>:$sums,
                       AnyMemRef:$weights, Index:$offset, AnyMemRef:$scales, Optional<AnyMemRef>:$zero_points,
                       Variadic<AnyMemRef>:$extras, AnyMemRef:$init,
                       Index:$panel, Index:$row, Index:$token, I64Attr:$rows, I64Attr:$tokens,
                       OptionalAttr<I64Attr>:$side_by_side,
                       FormatAttrInterface:$format, Lowbit_ActivationAttr:$activation,
                       DefaultValuedOptionalAttr<I64Attr, "1">:$act_groups,
                       LayoutAttrInterface:$layout, Lowbit_KernelAttr:$kernel);
  let regions = (region AnyRegion:$epilogue);
  let assemblyFormat = [{
    `acts` `(` $acts (`,` $act_scales^ `,` $sums)? `:` type($acts) (`,` type($act_scales)^ `,` type($sums))? `)`
    `weights` `(` $weights `[` $offset `]` `:` type($weights) `)` `scales` `(` $scales `:` type($scales) `)`
    (`zero_points` `(` $zero_points^ `:` type($zero_points) `)`)?
    (`extras` `(` $extras^ `:` type($extras) `)`)?
    `outs` `(` $init `:` type($init) `)` `panel` $panel `row` $row `token` $token `rows` `=` $rows `tokens` `=` $tokens
    (`side_by_side` `=` $side_by_side^)?
    `format` `=` $format `activation` `=` $activation (`act_groups` `=` $act_groups^)?
    `layout` `=` $layout `kernel` `=` $kernel
    ($epilogue^)? attr-dict
  }];
  let extraClassDeclaration = [{
    /// Out features.
    int64_t getN() { return llvm::cast<mlir::MemRefType>(getInit().getType()).getDimSize(1); }
    /// Places along K'.
    int64_t getNumPlaces();
    /// Tokens that lie side by side in the activations, 1 if none do.
    int64_t getNumBeside() { return getSideBySide().value_or(1); }
    /// Whether they do in `buffer`, one of `acts`, `act_scales` and `sums`.
    bool hasBeside(mlir::Value buffer);
    /// Groups along K'.
    int64_t getNumGroups() { return getNumPlaces() / getLayout().getGroupPlaces(); }
    bool hasEpilogue() { return !getEpilogue().empty(); }
  }];
  let hasVerifier = 1;
}

#endif // LUTRA_DIALECT_LOWBIT_LOWBITMICROOPS_TD
