//===- LowbitOps.td - low-bit computation on tensors -------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_LOWBITOPS_TD
#define LUTRA_DIALECT_LOWBIT_LOWBITOPS_TD

include "mlir/Dialect/Linalg/IR/LinalgInterfaces.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "lutra/Dialect/Lowbit/LowbitInterfaces.td"

def Lowbit_Dialect : Dialect {
  let name = "lowbit";
  let cppNamespace = "::lutra::lowbit";
  let summary = "mixed-precision contractions with low-bit weights";
  let description = [{
    What is computed, on tensors, before anything is said about how. See
    docs/Spec/LowbitContract.md for the arithmetic, bit by bit, and
    docs/Rationale/Lowbit.md for the decisions.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"];
  let useDefaultAttributePrinterParser = 1;
  let usePropertiesForAttributes = 1;
}

def Lowbit_ActivationKind : I32EnumAttr<"ActivationKind", "how activations enter a contraction", [
    I32EnumAttrCase<"Auto", 0, "auto">,
    I32EnumAttrCase<"Float", 1, "float">,
    I32EnumAttrCase<"Int8Token", 2, "int8_token">,
    I32EnumAttrCase<"Int8Block", 3, "int8_block">,
    I32EnumAttrCase<"BFloat16", 4, "bf16">]> {
  let cppNamespace = "::lutra::lowbit";
  let genSpecializedAttr = 0;
}
def Lowbit_ActivationAttr : EnumAttr<Lowbit_Dialect, Lowbit_ActivationKind, "activation"> {
  let assemblyFormat = "`<` $value `>`";
}

class Lowbit_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Lowbit_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

def Lowbit_IntFormatAttr : Lowbit_Attr<"IntFormat", "int",
    [DeclareAttrInterfaceMethods<FormatAttrInterface>]> {
  let summary = "unsigned integer codes of 1 to 8 bits";
  let description = [{
    A code is an integer in [0, 2^bits); its value is code - zero_point, before the
    scale. `zero_point` is the one integer zero point that all codes share, 0 when
    it is not written; zero points that differ are an operand of the operation,
    which then expects 0 here. In files, codes are packed low bits first.
  }];
  let parameters = (ins "unsigned":$bits, DefaultValuedParameter<"unsigned", "0">:$zero_point);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Lowbit_TernaryFormatAttr : Lowbit_Attr<"TernaryFormat", "ternary",
    [DeclareAttrInterfaceMethods<FormatAttrInterface>]> {
  let summary = "codes 0, 1, 2 for the values -1, 0, +1";
  let description = "The zero point 1 is part of the format.";
}

def Lowbit_CodebookFormatAttr : Lowbit_Attr<"CodebookFormat", "codebook",
    [DeclareAttrInterfaceMethods<FormatAttrInterface>]> {
  let summary = "codes of 1 to 8 bits for any values";
  let description = [{
    The value of code c is `values[c]`, a float of 32 bits before the scale: nf4, fp4
    and whatever else has few values. Codes without a value do not occur.
  }];
  let parameters = (ins "unsigned":$bits, "::mlir::DenseF32ArrayAttr":$values);
  // Values keep all their bits, which the printer of the array does not see to.
  let assemblyFormat = "`<` struct($bits, custom<CodebookValues>($values)) `>`";
  let genVerifyDecl = 1;
}

def Lowbit_MinifloatFormatAttr : Lowbit_Attr<"MinifloatFormat", "minifloat",
    [DeclareAttrInterfaceMethods<FormatAttrInterface>]> {
  let summary = "codes that are small floating-point numbers";
  let description = [{
    A code is, from its highest bit on, a sign, `exponent` bits and `mantissa` bits,
    3 to 8 altogether: fp4 (2, 1), fp6 (3, 2 and 2, 3) and fp8 (4, 3 and 5, 2) of the Open
    Compute Project. The bias is 2^(exponent - 1) - 1, and exponent 0 is that of numbers
    without a leading one. All codes are numbers: what a standard has as infinities or
    NaN is a larger number here, and whoever makes codes sees to it that they do not occur.
  }];
  let parameters = (ins "unsigned":$exponent, "unsigned":$mantissa);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Lowbit_SignScaledFormatAttr : Lowbit_Attr<"SignScaledFormat", "sign_scaled",
    [DeclareAttrInterfaceMethods<FormatAttrInterface, ["getScalesPerGroup"]>]> {
  let summary = "codes of another format with a scale for each sign";
  let description = [{
    Values are those of `of`, a codebook or a minifloat. A group has two scales instead
    of one, neighbours in a row of `scales`: the first for values of 0 and above,
    the second for those below (AFPQ, arXiv 2311.01792).
  }];
  let parameters = (ins "FormatAttrInterface":$of);
  let assemblyFormat = "`<` $of `>`";
  let genVerifyDecl = 1;
}

def Lowbit_VectorCodebookFormatAttr : Lowbit_Attr<"VectorCodebookFormat", "vector_codebook",
    [DeclareAttrInterfaceMethods<FormatAttrInterface, ["getVectorLength", "getVectorBytes"]>]> {
  let summary = "codes for vectors of neighbouring values";
  let description = [{
    A code of `bits` bits, 1 to 16, is the index of a vector of `length` values, 2, 4 or 8
    neighbours along K (VPTQ, arXiv 2409.17066; GPTVQ, arXiv 2402.15319). With several `books`, 1 to 4, as
    many codes stand for a vector: the sum of the vectors that they select, one from each book
    (residuals; AQLM, arXiv 2401.06118). `values` are all vectors of the first book, then of
    the next; each book has as many, at most 2^bits. Codes without a vector do not occur. Where weights are packed,
    the vectors are with them and `values` is empty.

    A code of more than 8 bits is two bytes of `codes`, the low one first. The codes
    of a vector are neighbours there, first book first.
  }];
  let parameters = (ins "unsigned":$bits, "unsigned":$length, DefaultValuedParameter<"unsigned", "1">:$books,
                        "::mlir::DenseF32ArrayAttr":$values);
  let assemblyFormat = "`<` struct($bits, $length, $books, custom<CodebookValues>($values)) `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// What `verify` says of all but the values.
    static llvm::LogicalResult
    verifyIndices(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                  unsigned bits, unsigned length, unsigned books);
    /// Bytes of `codes` for one index.
    int64_t getCodeBytes() const { return getBits() > 8 ? 2 : 1; }
    /// Floats of the table of all books, each with 2^bits vectors.
    int64_t getTableSize() const { return (int64_t(getBooks()) * getLength()) << getBits(); }
    /// Those floats: vectors that do not occur are 0.
    llvm::SmallVector<float, 0> getTable() const;
  }];
}

class Lowbit_Op<string mnemonic, list<Trait> traits = []> : Op<Lowbit_Dialect, mnemonic, traits>;

def Lowbit_ContractOp : Lowbit_Op<"contract", [
    Pure, AttrSizedOperandSegments, DestinationStyleOpInterface,
    AggregatedOpInterface,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>]> {
  let summary = "activations times low-bit weights";
  let description = [{
    y[..., n] = sum over k of a[..., k] * (value(codes[n, k]) - zero_point[n, g(k)]) * scale[n, g(k)],
    with g(k) = k / group_size, or g_idx[k], or 0 where `scales` has one column. What is
    rounded when depends on `activation`; docs/Spec/LowbitContract.md gives every step.
    The init operand gives the shape only; its contents are not read.

    Codes are unsigned bytes, one code each. Zero points are integers when their type
    is i8 (unsigned bytes too) and real numbers when it is f32. An integer zero point
    that all codes share is a parameter of the format instead. Without either it is 0.

    `activation = auto` is decided by `lowbit-resolve-activation`: it honours
    `int8_permitted` (ONNX's accuracy_level 4). When `acts` are int8 codes, made by
    `lowbit.quantize`, `act_scales` holds their scales. With int8_block `act_groups` neighbouring
    groups g, those with equal g / act_groups, are one set, whose activations share a scale.

    C1: `acts` is [..., K] of f32, or of i8 with `act_scales`; K > 0 is static.
    C2: `codes` is a static [N, K] of i8; of a format of vectors [N, bytes of all vectors that K
        takes], with values.
    C3: `scales` is a static [N, G * S] of f32, where the format has S scales for a group (1 or
        2, neighbours), with G = 1 for group_size = 0, else
        G = ceil(K / group_size), or, with `g_idx`, any G > 0; group_size >= 0, of whole vectors.
    C4: `zero_points` is [N, G] of i8 or f32; only for formats that
        take them: `#lowbit.int` whose own zero point is 0.
    C5: `g_idx` is [K] of i32; its entries are in [0, G), checked by whoever creates the op; not with a
        format of vectors.
    C6: `outs` is [..., N] of f32, leading dimensions as `acts`; the result has its type.
    C7: `act_scales` are present exactly when `acts` are i8: [..., 1] of f32 for
        int8_token, [..., ceil(G / act_groups)] of f32 for int8_block, leading dimensions as `acts`.
    C8: with acts of i8 the activation is int8_token or int8_block; these two need a
        format whose codes are integers.
    C9: `act_groups` > 0, and 1 but for int8_block.

    With `byte_tables` integer sums may be rounded where they are looked up in tables of 8 bits,
    within the bound of docs/Spec/LowbitContract.md. It is leave to, and says nothing of whether a kernel does.

    ```mlir
    func.func @contract(%a: tensor<?x256xf32>, %w: tensor<704x256xi8>, %s: tensor<704x1xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
      %y = lowbit.contract acts(%a : tensor<?x256xf32>) codes(%w : tensor<704x256xi8>) scales(%s : tensor<704x1xf32>)
        outs(%init : tensor<?x704xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x704xf32>
      return %y : tensor<?x704xf32>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$acts, Optional<AnyRankedTensor>:$act_scales,
                       AnyRankedTensor:$codes, AnyRankedTensor:$scales,
                       Optional<AnyRankedTensor>:$zero_points, Optional<AnyRankedTensor>:$g_idx,
                       AnyRankedTensor:$init, FormatAttrInterface:$format,
                       Lowbit_ActivationAttr:$activation, I64Attr:$group_size,
                       UnitAttr:$int8_permitted, UnitAttr:$byte_tables,
                       DefaultValuedOptionalAttr<I64Attr, "1">:$act_groups);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    `acts` `(` $acts `:` type($acts) `)` (`act_scales` `(` $act_scales^ `:` type($act_scales) `)`)?
    `codes` `(` $codes `:` type($codes) `)` `scales` `(` $scales `:` type($scales) `)`
    (`zero_points` `(` $zero_points^ `:` type($zero_points) `)`)?
    (`g_idx` `(` $g_idx^ `:` type($g_idx) `)`)?
    `outs` `(` $init `:` type($init) `)` `format` `=` $format `activation` `=` $activation
    `group_size` `=` $group_size (`act_groups` `=` $act_groups^)? (`int8_permitted` $int8_permitted^)?
    (`byte_tables` $byte_tables^)? attr-dict `->` type($result)
  }];
  let extraClassDeclaration = [{
    mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
    mlir::RankedTensorType getActsType();
    /// In and out features.
    int64_t getK();
    int64_t getN();
    int64_t getNumGroups();
    /// Sets of k whose activations share a scale.
    int64_t getNumSets();
    /// The set of each k, where there is a `g_idx`.
    mlir::Value createSets(mlir::OpBuilder &b);
    /// Whether `acts` are int8 codes with scales of their own.
    bool hasPreparedActs() { return static_cast<bool>(getActScales()); }
    /// Whether zero points are an operand of real numbers.
    bool hasFloatZeroPoints();
    /// The largest |q * (code - zero_point)| summed over `terms` values of k, for
    /// int8 activations: what an accumulator must hold.
    uint64_t getAccumulatorBound(int64_t terms);
  }];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Lowbit_QuantizeOp : Lowbit_Op<"quantize", [
    Pure,
    AggregatedOpInterface,
    DeclareOpInterfaceMethods<ReifyRankedShapedTypeOpInterface, ["reifyResultShapes"]>]> {
  let summary = "activations to int8 codes and their scales";
  let description = [{
    Per token (one scale for each row [..., K]) or per block of `group_size` along
    K (or per set of equal `g_idx`): s = max(absmax, 1e-5) / 127 in f32,
    q = clamp(round-half-even(x / s), -128, 127). Equal quantisations are shared
    by CSE, so that Q, K and V quantise once. A NaN or an infinity makes the scale of
    its set NaN or infinite and its own code 0, so that it reaches every result that
    depends on it; see docs/Spec/LowbitContract.md.

    C1: `acts` is [..., K] of f32 with a static K > 0; `codes` has its shape, of i8.
    C2: `scales` is [..., G] of f32, leading dimensions as `acts`; G = 1 for
        int8_token; for int8_block G = ceil(K / group_size) with group_size > 0, or,
        with `g_idx`, any static G > 0.
    C3: the kind is int8_token, with group_size 0 and no `g_idx`, or int8_block.
    C4: `g_idx` is [K] of i32; its entries are in [0, G), checked by whoever creates the op.

    ```mlir
    func.func @quantize(%a: tensor<?x256xf32>) -> (tensor<?x256xi8>, tensor<?x1xf32>) {
      %q, %s = lowbit.quantize %a kind = <int8_token> group_size = 0 : tensor<?x256xf32> -> tensor<?x256xi8>, tensor<?x1xf32>
      return %q, %s : tensor<?x256xi8>, tensor<?x1xf32>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$acts, Optional<AnyRankedTensor>:$g_idx,
                       Lowbit_ActivationAttr:$kind, I64Attr:$group_size);
  let results = (outs AnyRankedTensor:$codes, AnyRankedTensor:$scales);
  let assemblyFormat = [{
    $acts (`g_idx` `(` $g_idx^ `:` type($g_idx) `)`)? `kind` `=` $kind `group_size` `=` $group_size
    attr-dict `:` type($acts) `->` type($codes) `,` type($scales)
  }];
  let extraClassDeclaration = [{
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Lowbit_UnpackOp : Lowbit_Op<"unpack", [
    Pure, AggregatedOpInterface]> {
  let summary = "packed bytes to one code per byte";
  let description = [{
    `packed` is [N, blocks, bytes]: each block of `block_size` codes of the
    format's bits starts on a byte, low bits first (MatMulNBits). Codes past K in
    the last block are dropped. With one block per row and a length that is not a
    whole number of bytes this also reads packed zero points. With `high_first`, the
    first code of a byte is in its high bits (MatMulBnb4).

    C1: `packed` is a static [N, blocks, bytes] of i8; block_size > 0.
    C2: bytes = ceil(block_size * bits / 8).
    C3: the result is a static [N, K] of i8, with blocks = ceil(K / block_size).
    C4: codes have at most 8 bits; `high_first` expects those that fill bytes.

    ```mlir
    func.func @unpack(%b: tensor<4x2x8xi8>) -> tensor<4x30xi8> {
      %c = lowbit.unpack %b format = #lowbit.int<bits = 4> block_size = 16 : tensor<4x2x8xi8> -> tensor<4x30xi8>
      return %c : tensor<4x30xi8>
    }
    ```
  }];
  let arguments = (ins AnyRankedTensor:$packed, FormatAttrInterface:$format, I64Attr:$block_size,
                       UnitAttr:$high_first);
  let results = (outs AnyRankedTensor:$codes);
  let assemblyFormat = [{
    $packed `format` `=` $format `block_size` `=` $block_size attr-dict `:` type($packed) `->` type($codes)
  }];
  let extraClassDeclaration = [{
    /// The op in linalg, scf and tensor: its definition.
    llvm::FailureOr<llvm::SmallVector<mlir::Value>> decomposeOperation(mlir::OpBuilder &b);
  }];
  let hasVerifier = 1;
}

include "lutra/Dialect/Lowbit/LowbitPackedOps.td"
include "lutra/Dialect/Lowbit/LowbitMicroOps.td"

#endif // LUTRA_DIALECT_LOWBIT_LOWBITOPS_TD
