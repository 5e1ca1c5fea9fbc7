//===- LowbitPackedOps.td - weights as kernels read them ---*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Included by LowbitOps.td. Layouts and their bytes: docs/Design/LowbitKernels.md.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_LOWBITPACKEDOPS_TD
#define LUTRA_DIALECT_LOWBIT_LOWBITPACKEDOPS_TD

def Lowbit_PlanesLayoutAttr : Lowbit_Attr<"PlanesLayout", "planes",
    [DeclareAttrInterfaceMethods<LayoutAttrInterface>]> {
  let summary = "codes of 1 to 8 bits in vectors of 16 rows by 4 codes";
  let description = [{
    Bits are cut into planes of 8, 4, 2 and 1; a shift and a mask of a 64-byte vector
    give 64 codes, four of each of 16 rows. `rows` is a multiple of 16, `group`
    one of 32 / (narrowest plane). With `paired`, the four bytes of a row hold its codes 0, 2, 1
    and 3, so that the halves of a word have neighbours at the same bits.
  }];
  let parameters = (ins "unsigned":$bits, "int64_t":$rows, "int64_t":$group,
                        DefaultValuedParameter<"bool", "false">:$paired);
  let builders = [AttrBuilder<(ins "unsigned":$bits, "int64_t":$rows, "int64_t":$group), [{
    return $_get($_ctxt, bits, rows, group, /*paired=*/false);
  }]>];
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Widths of the planes, widest first: 7 bits are 4, 2, 1.
    llvm::SmallVector<unsigned, 3> getPlanes();
    /// Which byte of four has code 0, 1, 2 or 3.
    int64_t getByteOf(int64_t code) const {
      return getPaired() && (code == 1 || code == 2) ? 3 - code : code;
    }
  }];
}

def Lowbit_FieldsLayoutAttr : Lowbit_Attr<"FieldsLayout", "fields",
    [DeclareAttrInterfaceMethods<LayoutAttrInterface>]> {
  let summary = "whole codes of 1 to 8 bits in words of 32 bits, 16 rows side by side";
  let description = [{
    A word has as many neighbouring codes of a row as fit, 10 of 3 bits, 6 of 5, 5 of 6, the first in the
    lowest bits; bits above the last are 0. So no code is put together from planes, for some bits more. `rows` is a
    multiple of 16, `group` of the codes of a word.
  }];
  let parameters = (ins "unsigned":$bits, "int64_t":$rows, "int64_t":$group);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Lowbit_TritsLayoutAttr : Lowbit_Attr<"TritsLayout", "trits",
    [DeclareAttrInterfaceMethods<LayoutAttrInterface>]> {
  let summary = "five ternary digits in a byte, 64 rows side by side";
  let description = [{
    A byte is a number of five digits -1, 0, 1 as sign (bit 7) and magnitude (at most
    121): what a table of 122 sums is looked up with. How many bytes of each row and group are
    negative stands before the bytes. `rows` is a multiple of 64, `group` one of 20, below 327,680.
  }];
  let parameters = (ins "int64_t":$rows, "int64_t":$group);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Which of 64 rows a byte of a vector belongs to.
    static int64_t getRowOfByte(int64_t byte);
    /// The longest group.
    static int64_t getMostPlaces() { return 20 * (UINT16_MAX / 4); }
    /// Bytes at the beginning of a panel that count negative ones.
    int64_t getCountBytes(int64_t places) const;
  }];
}

def Lowbit_WordsLayoutAttr : Lowbit_Attr<"WordsLayout", "words",
    [DeclareAttrInterfaceMethods<LayoutAttrInterface>]> {
  let summary = "words of 16 bits whose parts are looked up, 32 rows side by side";
  let description = [{
    With `radix` 2 a word is a bit of each of 16 neighbouring codes of a row, and codes of
    several bits have a word for each of their `planes`. With `radix` 3 it is nine
    ternary digits, three numbers below 27 of 5 bits each.

    C1: `radix` is 2 or 3; `planes` is in [1, 4], and 1 for `radix` 3.
    C2: `rows` is a multiple of 32, `group` of the digits of a word, 16 or 9.
  }];
  let parameters = (ins "unsigned":$radix, "unsigned":$planes, "int64_t":$rows,
                        "int64_t":$group);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Lowbit_VectorsLayoutAttr : Lowbit_Attr<"VectorsLayout", "vectors",
    [DeclareAttrInterfaceMethods<LayoutAttrInterface,
                                 ["getVectorLength", "getVectorBytes", "getTableSize"]>]> {
  let summary = "indices of vectors, behind the vectors that they select";
  let description = [{
    For `#lowbit.vector_codebook` of as many `bits`, values of a vector (`length`) and `books`. The vectors
    of all books are f32 in front of the panels, 2^bits of each. An index is a byte, or two. A panel has
    for each eight places the indices of its rows, one row behind the other.

    C1: `bits`, `length` and `books` are those of a format.
    C2: `rows` is a multiple of 16, `group` of 8.
  }];
  let parameters = (ins "unsigned":$bits, "unsigned":$length, DefaultValuedParameter<"unsigned", "1">:$books,
                        "int64_t":$rows, "int64_t":$group);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Lowbit_KernelAttr : Lowbit_Attr<"Kernel", "kernel"> {
  let summary = "a kernel family, from how many tokens on, and its knobs";
  let description = "Serves M >= `tokens` up to where the next kernel of a list begins.";
  let parameters = (ins StringRefParameter<"the family's name">:$family, "int64_t":$tokens,
                        OptionalParameter<"::mlir::DictionaryAttr">:$knobs);
  let assemblyFormat = "`<` struct(params) `>`";
}

def Lowbit_PackOp : Lowbit_Op<"pack", [Pure, AttrSizedOperandSegments]> {
  let summary = "codes into a layout";
  let description = [{
    Several `codes` are one below the other. Place p along K' holds the code k = order[p], or padding where that is negative.
    Without `order`, place g * group + i, i < group, holds k = g * group_size + i where
    i < group_size and k < K, or padding; group_size = 0 stands for K. Rows past N are padding. In a layout
    of vectors, codes are moved vector by vector, behind `books`.

    C1: `codes` are one or more static [Ni, K] of i8, or [Ni, bytes of the vectors of K]; N is the sum of Ni.
    C2: `order` is [K'] of i32, entries below K; K' is a multiple of the layout's group; not in a
        layout of vectors.
    C3: 0 <= group_size <= the layout's group, of whole vectors, where 0 stands for K; without `order`
        K' = ceil(K / group_size) groups.
    C4: the result is [bytes] of i8, as many as the layout takes for N' x K'.
    C5: `books` is there exactly where the layout has a table, [size of the table] of f32.

    ```mlir
    func.func @pack(%c: tensor<40x250xi8>) -> tensor<4096xi8> {
      %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<40x250xi8> -> tensor<4096xi8>
      return %w : tensor<4096xi8>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$codes, Optional<AnyRankedTensor>:$order,
                       Optional<AnyRankedTensor>:$books, I64Attr:$group_size, LayoutAttrInterface:$layout);
  let results = (outs AnyRankedTensor:$packed);
  let assemblyFormat = [{
    $codes (`order` `(` $order^ `:` type($order) `)`)? (`books` `(` $books^ `:` type($books) `)`)? `layout` `=` $layout
    `group_size` `=` $group_size attr-dict `:` type($codes) `->` type($packed)
  }];
  let hasVerifier = 1;
}

def Lowbit_PackRowsOp : Lowbit_Op<"pack_rows", [Pure]> {
  let summary = "[N, G] into panels of rows, [N' / R, G, R]";
  let description = [{
    What belongs to rows and groups, scales and zero points, in the order in which
    panels are worked on. Several sources are one below the other. Rows past N are 0.

    C1: `sources` are one or more static [Ni, G] of one type, f32 or i8; N is the sum
        of Ni.
    C2: the result is [ceil(N / R), G, R] of the same type, R > 0.

    ```mlir
    func.func @pack_rows(%s: tensor<40x2xf32>) -> tensor<1x2x64xf32> {
      %p = lowbit.pack_rows %s : tensor<40x2xf32> -> tensor<1x2x64xf32>
      return %p : tensor<1x2x64xf32>
    }
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$sources);
  let results = (outs AnyRankedTensor:$packed);
  let assemblyFormat = "$sources attr-dict `:` type($sources) `->` type($packed)";
  let hasVerifier = 1;
}

def Lowbit_PrepareOp : Lowbit_Op<"prepare", [
    Pure, AttrSizedResultSegments, AggregatedOpInterface,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>]> {
  let summary = "activations as packed contractions read them";
  let description = [{
    Brings [M, K] into the places [M, K'] that a layout's K axis has, as `lowbit.pack`
    does for codes, with 0 at padding, and for int8 kinds quantises on the way, as
    `lowbit.quantize` does: with one scale for each row (int8_token), or one for each
    `act_groups` neighbours of the K' / group groups (int8_block). `sums` are the sums of each group's codes.

    C1: `acts` is [M, K] of f32, K > 0 static, M any; or of i8 with kind float, where
        activations are codes already and only move. Kind bf16 rounds on the way.
    C2: `order` is [K'] of i32, entries below K. Without it
        K' = group * ceil(K / group_size), where group_size = 0 stands for K.
    C3: group > 0 divides K'; 0 <= group_size <= group.
    C4: kind float: one result, `places` [M, K'] of the type of `acts`; kind bf16: one of bf16.
    C5: kind int8_token or int8_block: `places` [M, K'] of i8, `scales` [M, 1] or
        [M, ceil(K' / group / act_groups)] of f32, `sums` [M, K' / group] of i32.
    C6: `act_groups` > 0, and 1 but for int8_block.

    ```mlir
    func.func @prepare(%a: tensor<?x250xf32>) -> tensor<?x256xi8> {
      %q, %s, %sums = lowbit.prepare %a kind = <int8_token> group_size = 0 group = 256
        : tensor<?x250xf32> -> tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>
      return %q : tensor<?x256xi8>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$acts, Optional<AnyRankedTensor>:$order,
                       Lowbit_ActivationAttr:$kind, I64Attr:$group_size,
                       DefaultValuedOptionalAttr<I64Attr, "1">:$act_groups, I64Attr:$group);
  let results = (outs AnyRankedTensor:$places, Optional<AnyRankedTensor>:$scales,
                      Optional<AnyRankedTensor>:$sums);
  let assemblyFormat = [{
    $acts (`order` `(` $order^ `:` type($order) `)`)? `kind` `=` $kind `group_size` `=` $group_size
    (`act_groups` `=` $act_groups^)? `group` `=` $group attr-dict `:` type($acts) `->` type($places) (`,` type($scales)^ `,` type($sums))?
  }];
  let extraClassDeclaration = [{
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
    int64_t getK();
    int64_t getNumPlaces();
    int64_t getNumGroups() { return getNumPlaces() / static_cast<int64_t>(getGroup()); }
  }];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Lowbit_PackedContractOp : Lowbit_Op<"packed_contract", [
    AttrSizedOperandSegments, DestinationStyleOpInterface,
    SingleBlock,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "activations times packed weights";
  let description = [{
    `lowbit.contract` with operands as `lowbit.prepare`, `lowbit.pack` and
    `lowbit.pack_rows` make them, on tensors, or on memrefs with nothing returned.
    docs/Spec/LowbitContract.md is its arithmetic. `kernels` lists who computes it,
    by ascending number of tokens, the first from 1 on; nothing is chosen yet without it. `byte_tables` is
    as in `lowbit.contract`.

    What is stored is what `epilogue` yields for the result y[m, n] and the elements of
    `extras` at [m, n], or at [n] for those of rank 1; the result itself where the region is empty.

    C1: operands are all tensors, with one result of the type of `outs`, or all memrefs
        of identity layout, without results.
    C2: `acts` is [M, K'] of f32 with activation float, of bf16 with bf16, else of i8 with `act_scales`
        [M, 1] (int8_token) or [M, ceil(G / act_groups)] (int8_block) of f32, and `sums` [M, G] of i32.
    C3: K' = G * group of the layout; `weights` is [bytes] of i8, as many as the layout
        takes for N' x K'; `scales` is [N' / R, G * S, R] of f32, where the format has S
        scales for a group.
    C4: `zero_points` is [N' / R, G, R] of i8 or f32; only for formats that take them.
    C5: `outs` is [M, N] of f32, f16 or bf16, N' = N rounded up to whole panels of R rows.
    C6: `extras` are f32, f16 or bf16, of rank 1 with N elements or of the shape of `outs`; the
        region takes one f32 for the result and an element of each of them, and yields one of
        `outs`, which is f32 without it.
    C7: the layout tells at least as many codes apart as the format has; a layout of vectors is for a
        format of as long vectors without values, and the other way round.
    C8: `kernels` begins with tokens = 1 and ascends.
    C9: `act_groups` > 0, and 1 but for int8_block.

    ```mlir
    func.func @packed(%q: tensor<?x256xi8>, %s: tensor<?x1xf32>, %sums: tensor<?x1xi32>, %w: tensor<4096xi8>,
                      %ws: tensor<1x1x64xf32>, %r: tensor<?x40xf32>, %init: tensor<?x40xf32>) -> tensor<?x40xf32> {
      %y = lowbit.packed_contract acts(%q, %s, %sums : tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>)
        weights(%w : tensor<4096xi8>) scales(%ws : tensor<1x1x64xf32>) extras(%r : tensor<?x40xf32>) outs(%init : tensor<?x40xf32>)
        format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> {
      ^bb0(%y: f32, %residual: f32):
        %sum = arith.addf %y, %residual : f32
        lowbit.yield %sum : f32
      } -> tensor<?x40xf32>
      return %y : tensor<?x40xf32>
    }
    ```
  }];
  let arguments = (ins AnyShaped:$acts, Optional<AnyShaped>:$act_scales, Optional<AnyShaped>:$sums,
                       AnyShaped:$weights, AnyShaped:$scales, Optional<AnyShaped>:$zero_points,
                       Variadic<AnyShaped>:$extras, AnyShaped:$init,
                       FormatAttrInterface:$format, Lowbit_ActivationAttr:$activation,
                       DefaultValuedOptionalAttr<I64Attr, "1">:$act_groups,
                       LayoutAttrInterface:$layout, OptionalAttr<ArrayAttr>:$kernels,
                       UnitAttr:$byte_tables);
  let regions = (region AnyRegion:$epilogue);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{
    `acts` `(` $acts (`,` $act_scales^ `,` $sums)? `:` type($acts) (`,` type($act_scales)^ `,` type($sums))? `)`
    `weights` `(` $weights `:` type($weights) `)` `scales` `(` $scales `:` type($scales) `)`
    (`zero_points` `(` $zero_points^ `:` type($zero_points) `)`)?
    (`extras` `(` $extras^ `:` type($extras) `)`)?
    `outs` `(` $init `:` type($init) `)` `format` `=` $format `activation` `=` $activation
    (`act_groups` `=` $act_groups^)? `layout` `=` $layout (`byte_tables` $byte_tables^)? (`kernels` `=` $kernels^)?
    ($epilogue^)? attr-dict (`->` type($results)^)?
  }];
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    mlir::ShapedType getActsType() { return llvm::cast<mlir::ShapedType>(getActs().getType()); }
    /// Out features.
    int64_t getN() { return llvm::cast<mlir::ShapedType>(getInit().getType()).getDimSize(1); }
    /// Places along K'.
    int64_t getNumPlaces() { return getActsType().getDimSize(1); }
    /// Groups along K'.
    int64_t getNumGroups() { return getNumPlaces() / getLayout().getGroupPlaces(); }
    int64_t getNumPanels() { return llvm::cast<mlir::ShapedType>(getScales().getType()).getDimSize(0); }
    bool hasIntegerActs() { return static_cast<bool>(getActScales()); }
    bool hasFloatZeroPoints();
    bool hasEpilogue() { return !getEpilogue().empty(); }
  }];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Lowbit_PackedConvolveOp : Lowbit_Op<"packed_convolve", [
    DestinationStyleOpInterface, SingleBlock,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "a convolution of bytes with packed weights";
  let description = [{
    The exact sums, modulo 2^32, over channels c and the places k of the window,

        y[n, p.., o] = sum of zext(image[n, p * strides + k * dilations.., c]) * sext(w[o, k.., c])

    where, with `groups` above 1, channels of the image and of the result are in as many groups, and c goes
    over those of o's group
    on tensors, or on memrefs with nothing returned. What is stored is what `epilogue`
    yields for y[n, p.., o] and the elements of `extras` at [n, p.., o], or at [o] for
    those of rank 1; the sum itself where the region is empty.

    Weights are in blocks of 16 channels o. A block has a run of bytes for each
    place of the window but those of its last dimension, which belong to
    the run where they are neighbours (dilation 1). A run, filled up with zeros to whole quads, is
    its quads in order, each for all 16 channels: byte 4 r + i of the 64 is number i of the quad of channel r.
    Channels past the last are zeros. Each group has blocks of its own, and runs of its own channels, one
    for each place. Where groups have one channel of each side (depthwise), blocks are of 16 groups, and a run is
    a byte for each.

    C1: operands are all tensors, with one result of the type of `init`, or all memrefs
        of identity layout, without results.
    C2: `image` is [N, sizes.., C] of i8 and `init` [N, positions.., O] of i8, i32 or f32, both with as many spatial
        dimensions, at least one, as `kernel`, `strides` and `dilations` have entries, all
        positive; C and O are static multiples of `groups`.
    C3: `weights` is [bytes] of i8, as many as the layout above takes.
    C4: `extras` are of i8, i32 or f32, of rank 1 with O elements or of the shape of `init`; the
        region takes an i32 and an element of each, and yields one of `init`; without it `init` is of i32.
    C5: quads may be read past the end of a run, but not past the last row of the image: the run has whole
        quads, or the last dimensions are static, the last dilation is 1, there is one group and room for
        them. So may be channels past the last in depthwise convolutions: C is a multiple of 16, or the last dimensions
        are static and there is room.

    ```mlir
    func.func @convolved(%x: tensor<?x10x10x16xi8>, %w: tensor<4608xi8>, %bias: tensor<32xi32>,
                         %init: tensor<?x8x8x32xi32>) -> tensor<?x8x8x32xi32> {
      %y = lowbit.packed_convolve image(%x : tensor<?x10x10x16xi8>) weights(%w : tensor<4608xi8>)
        extras(%bias : tensor<32xi32>) outs(%init : tensor<?x8x8x32xi32>)
        kernel = [3, 3] strides = [1, 1] dilations = [1, 1] {
      ^bb0(%y: i32, %b: i32):
        %sum = arith.addi %y, %b : i32
        lowbit.yield %sum : i32
      } -> tensor<?x8x8x32xi32>
      return %y : tensor<?x8x8x32xi32>
    }
    ```
  }];
  let arguments = (ins AnyShaped:$image, AnyShaped:$weights, Variadic<AnyShaped>:$extras, AnyShaped:$init,
                       DenseI64ArrayAttr:$kernel, DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$dilations,
                       DefaultValuedOptionalAttr<I64Attr, "1">:$groups);
  let regions = (region AnyRegion:$epilogue);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let assemblyFormat = [{
    `image` `(` $image `:` type($image) `)` `weights` `(` $weights `:` type($weights) `)`
    (`extras` `(` $extras^ `:` type($extras) `)`)? `outs` `(` $init `:` type($init) `)`
    `kernel` `=` $kernel `strides` `=` $strides `dilations` `=` $dilations
    (`groups` `=` $groups^)?
    ($epilogue^)? attr-dict (`->` type($results)^)?
  }];
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    mlir::ShapedType getImageType() { return llvm::cast<mlir::ShapedType>(getImage().getType()); }
    mlir::ShapedType getOutType() { return llvm::cast<mlir::ShapedType>(getInit().getType()); }
    bool hasEpilogue() { return !getEpilogue().empty(); }
    ConvolutionRuns getRuns() {
      return {getKernel(), getDilations(), getImageType().getShape().back(),
              getOutType().getShape().back(), static_cast<int64_t>(getGroups())};
    }
  }];
  let hasVerifier = 1;
}

def Lowbit_YieldOp : Lowbit_Op<"yield", [Pure, Terminator,
    ParentOneOf<["PackedContractOp", "PackedConvolveOp", "MicroContractOp"]>]> {
  let summary = "what an epilogue stores";
  let description = "Ends the region of `lowbit.packed_contract` and `lowbit.packed_convolve`; see there.";
  let arguments = (ins AnyTypeOf<[F32, F16, BF16, I32, I8]>:$value);
  let assemblyFormat = "$value attr-dict `:` type($value)";
}

#endif // LUTRA_DIALECT_LOWBIT_LOWBITPACKEDOPS_TD
