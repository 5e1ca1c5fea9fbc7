//===- LutOps.td - dot products and look-ups of bytes ------*- tablegen -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LUT_LUTOPS_TD
#define LUTRA_DIALECT_LUT_LUTOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/CommonTypeConstraints.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Lut_Dialect : Dialect {
  let name = "lut";
  let cppNamespace = "::lutra::lut";
  let summary = "dot products and look-ups of bytes in vectors";
  let description = [{
    What the inner loops of low-bit kernels do and upstream dialects cannot say
    so that every target finds its instruction. The ops are pure, on vectors of
    any length, and mean the same on every target, bit by bit;
    `convert-lut-to-vector` splits them into what the target has. See
    docs/Rationale/Lut.md.

    `#lut.target` on a module, as `lut.target`, says what code in it is made for.
  }];
  let useDefaultAttributePrinterParser = 1;
  let usePropertiesForAttributes = 1;
  let hasOperationAttrVerify = 1;
}

def Lut_Feature : I32BitEnumAttr<"Feature", "instruction sets that kernels differ by", [
    I32BitEnumAttrCaseNone<"None", "none">,
    I32BitEnumAttrCaseBit<"AVX2", 0, "avx2">,
    I32BitEnumAttrCaseBit<"AVX512", 1, "avx512">,
    I32BitEnumAttrCaseBit<"VNNI", 2, "vnni">,
    I32BitEnumAttrCaseBit<"VBMI", 3, "vbmi">,
    I32BitEnumAttrCaseBit<"GFNI", 4, "gfni">,
    I32BitEnumAttrCaseBit<"BF16", 5, "bf16">]> {
  let cppNamespace = "::lutra::lut";
  let genSpecializedAttr = 0;
}

def Lut_TargetAttr : AttrDef<Lut_Dialect, "Target"> {
  let mnemonic = "target";
  let summary = "what code in a module is made for";
  let description = [{
    The length of vector registers, how many there are, and the instruction sets
    that choices between kernels depend on. `avx512` stands for the subsets F, BW,
    DQ and VL together. `vnni` means that bytes are multiplied and added in groups of four,
    by AVX512_VNNI with `avx512` and by AVX-VNNI without; `bf16`, that pairs of bf16 are, by
    AVX512_BF16. A module without a target is for any processor: its code is made of arith and vector ops.

    C1: `vector_bits` is 128, 256 with `avx2`, or 512 with `avx512`.
    C2: `avx512` is never without `avx2`, nor `vnni` and `gfni` without `avx2`.
    C3: `vbmi` and `bf16` need vectors of 512 bits.
    C4: `registers` is positive.

    ```mlir
    module attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
    }
    ```
  }];
  let parameters = (ins StringRefParameter<"the name of the variant">:$name,
                        "unsigned":$vector_bits, "unsigned":$registers,
                        EnumParameter<Lut_Feature>:$features);
  let assemblyFormat = "`<` struct(params) `>`";
  let extraClassDeclaration = [{
    bool has(Feature feature) const { return bitEnumContainsAll(getFeatures(), feature); }
  }];
  let genVerifyDecl = 1;
}

def Lut_Bytes : FixedVectorOfRankAndType<[1], [I8]>;
def Lut_Shorts : FixedVectorOfRankAndType<[1], [I16]>;
def Lut_Words : FixedVectorOfRankAndType<[1], [I32]>;
def Lut_Floats : FixedVectorOfRankAndType<[1], [F32]>;
def Lut_BFloats : FixedVectorOfRankAndType<[1], [BF16]>;
def Lut_Entries : FixedVectorOfRankAndType<[1], [I8, I16, I32, F32]>;
def Lut_Codes : FixedVectorOfRankAndType<[1], [I8, I16, I32]>;

class Lut_Op<string mnemonic, list<Trait> traits = []>
    : Op<Lut_Dialect, mnemonic, [Pure] # traits>;

def Lut_DotOp : Lut_Op<"dot", [AllTypesMatch<["acc", "result"]>, AllTypesMatch<["codes", "acts"]>]> {
  let summary = "add the products of four unsigned and four signed bytes to each lane";
  let description = [{
    result[i] = acc[i] + sum over j in [0, 4) of zext(codes[4 i + j]) * sext(acts[4 i + j]),
    modulo 2^32. No code is above `max_code`, which the format of the weights
    tells: where it is small, targets without an instruction for this op have
    shorter code. The value for codes above it is undefined.

    C1: `acc` has N lanes, N a multiple of 4; `codes` and `acts` have 4 N.
    C2: `max_code` is in [1, 255].

    ```mlir
    func.func @dot(%acc: vector<16xi32>, %codes: vector<64xi8>, %acts: vector<64xi8>) -> vector<16xi32> {
      %r = lut.dot %acc, %codes, %acts {max_code = 3 : i64} : vector<16xi32>, vector<64xi8>, vector<64xi8>
      return %r : vector<16xi32>
    }
    ```
  }];
  let arguments = (ins Lut_Words:$acc, Lut_Bytes:$codes, Lut_Bytes:$acts,
                       DefaultValuedAttr<I64Attr, "255">:$max_code);
  let results = (outs Lut_Words:$result);
  let assemblyFormat = "$acc `,` $codes `,` $acts attr-dict `:` type($acc) `,` type($codes) `,` type($acts)";
  let hasVerifier = 1;
}

def Lut_DotPairsOp : Lut_Op<"dot_pairs", [AllTypesMatch<["acc", "result"]>, AllTypesMatch<["lhs", "rhs"]>]> {
  let summary = "add the products of two pairs of bf16 to each lane";
  let description = [{
    result[i] = fma(lhs[2 i], rhs[2 i], fma(lhs[2 i + 1], rhs[2 i + 1], acc[i])), each fma
    rounded to nearest even, where operands and results that are denormal count as zeros of
    their sign. That is what `vdpbf16ps` does, bit by bit, and costs other
    targets a dozen instructions.

    C1: `acc` has N lanes, `lhs` and `rhs` have 2 N.

    ```mlir
    func.func @dot_pairs(%acc: vector<16xf32>, %w: vector<32xbf16>, %x: vector<32xbf16>) -> vector<16xf32> {
      %r = lut.dot_pairs %acc, %w, %x : vector<16xf32>, vector<32xbf16>
      return %r : vector<16xf32>
    }
    ```
  }];
  let arguments = (ins Lut_Floats:$acc, Lut_BFloats:$lhs, Lut_BFloats:$rhs);
  let results = (outs Lut_Floats:$result);
  let assemblyFormat = "$acc `,` $lhs `,` $rhs attr-dict `:` type($acc) `,` type($lhs)";
  let hasVerifier = 1;
}

def Lut_LookupOp : Lut_Op<"lookup"> {
  let summary = "replace each code by an entry of a table";
  let description = [{
    result[i] = table[zext(codes[i])]. Every code is below the length of the table;
    the value for others is undefined. The table may be a constant (digits, a
    codebook) or come out of the loop around. Codes are bytes, or as long as the entries of the
    table where they are in such lanes already.

    Tables of up to 16 bytes are one instruction on every target, of up to 128
    with `vbmi`. Tables of words are one instruction for up to 16 entries (32 with
    two registers) with `avx512` and for up to 8 with `avx2`, of shorts for twice as many with
    `avx512` and none with `avx2`. Larger ones are several and a
    choice for each bit more; without these, a load for each lane.

    C1: `table` has at least 1 and at most 256 entries.
    C2: the result has as many lanes as there are codes, and the table's elements.
    C3: codes are no longer than entries.

    ```mlir
    func.func @lookup(%table: vector<16xf32>, %codes: vector<32xi8>) -> vector<32xf32> {
      %r = lut.lookup %table, %codes : vector<16xf32>, vector<32xi8> -> vector<32xf32>
      return %r : vector<32xf32>
    }
    ```
  }];
  let arguments = (ins Lut_Entries:$table, Lut_Codes:$codes);
  let results = (outs Lut_Entries:$result);
  let assemblyFormat = "$table `,` $codes attr-dict `:` type($table) `,` type($codes) `->` type($result)";
  let hasVerifier = 1;
}

def Lut_LookupSignedOp : Lut_Op<"lookup_signed", [AllTypesMatch<["codes", "result"]>]> {
  let summary = "replace each code by the entry of its magnitude, with its sign";
  let description = [{
    result[i] = table[codes[i]] for codes above 0, -table[-codes[i]] for codes below 0, modulo
    2^8, and 0 for 0. No magnitude is as large as the table; the value for others is undefined.

    So half of an odd function is a table. AVX2 has an instruction that gives
    bytes the signs of others, which makes a look-up in up to 16 entries two of them
    and a magnitude, which look-ups of the same codes share.

    C1: `table` has at most 128 entries.

    ```mlir
    func.func @lookup(%table: vector<16xi8>, %codes: vector<32xi8>) -> vector<32xi8> {
      %r = lut.lookup_signed %table, %codes : vector<16xi8>, vector<32xi8>
      return %r : vector<32xi8>
    }
    ```
  }];
  let arguments = (ins Lut_Bytes:$table, Lut_Bytes:$codes);
  let results = (outs Lut_Bytes:$result);
  let assemblyFormat = "$table `,` $codes attr-dict `:` type($table) `,` type($codes)";
  let hasVerifier = 1;
}

def Lut_BuildTritsOp : Lut_Op<"build_trits", [AllTypesMatch<["low", "high"]>]> {
  let summary = "all sums of a few activations with ternary factors, as a table of two byte planes";
  let description = [{
    Entry e is the 16-bit sum over j of t_j * acts[j], where the digits t_j in
    {-1, 0, 1} are those of e = sum over j of 3^j t_j. Only sums with e >= 0 are
    there, (3^D + 1) / 2 of them for D activations; the others are their
    negatives. Entries past them are 0. `low` holds the low bytes, `high` the
    high bytes. No entry is above 128 D in magnitude.

    C1: `acts` has 1 to 5 lanes.
    C2: the planes have at least (3^D + 1) / 2 and at most 128 entries.

    ```mlir
    func.func @build(%x: vector<5xi8>) -> (vector<128xi8>, vector<128xi8>) {
      %low, %high = lut.build_trits %x : vector<5xi8> -> vector<128xi8>
      return %low, %high : vector<128xi8>, vector<128xi8>
    }
    ```
  }];
  let arguments = (ins Lut_Bytes:$acts);
  let results = (outs Lut_Bytes:$low, Lut_Bytes:$high);
  let assemblyFormat = "$acts attr-dict `:` type($acts) `->` type($low)";
  let hasVerifier = 1;
}

def Lut_BuildTritBytesOp : Lut_Op<"build_trit_bytes"> {
  let summary = "all sums of a few activations with ternary factors, rounded to a table of bytes";
  let description = [{
    Entry e is 128 + floor((2 T factor + 2^14) / 2^15), where T is the sum that `lut.build_trits`
    has there: with factor = 2^14 / d it is T / d rounded to the nearest integer, ties up, and a
    byte above 0 for every |T| <= 127 d. Entries past the sums are 128. Activations are numbers of 16 bits here, which
    a load brings to all lanes as they are; none is above 128 in magnitude.

    C1: `acts` has 1 to 5 lanes.
    C2: the table has at least (3^D + 1) / 2 and at most 128 entries for D activations.
    C3: 0 < factor <= 2^14 and what is rounded is in [-128, 127], which is for the user to know.

    ```mlir
    func.func @build(%x: vector<5xi16>, %factor: i16) -> vector<128xi8> {
      %table = lut.build_trit_bytes %x, %factor : vector<5xi16> -> vector<128xi8>
      return %table : vector<128xi8>
    }
    ```
  }];
  let arguments = (ins Lut_Shorts:$acts, I16:$factor);
  let results = (outs Lut_Bytes:$table);
  let assemblyFormat = "$acts `,` $factor attr-dict `:` type($acts) `->` type($table)";
  let hasVerifier = 1;
}

def Lut_AccumulateOp : Lut_Op<"accumulate", [AllTypesMatch<["acc", "result"]>, AllTypesMatch<["low", "high"]>]> {
  let summary = "add entries of a table of two byte planes, signed by bit 7 of the code, to 16-bit sums";
  let description = [{
    The entry of code c is the 16-bit number v with the bytes low[c & 127] and
    high[c & 127]; what is added is v where bit 7 of c is clear and -v - 1, the one's
    complement, where it is set, modulo 2^16. Whoever uses this adds the number of codes with
    bit 7 to the sum in the end: it is known when the weights are.

    Lanes of `acc` are in *unpacked* order, the one in which interleaving
    two registers of bytes leaves them in every 128 bits: with N codes, lane l < N / 2 belongs to code
    16 (l / 8) + l mod 8, and lane N / 2 + l to code 16 (l / 8) + 8 + l mod 8.
    `lut.flush` keeps the order and `lut.unpermute` ends it, once for all the sums.

    C1: there are N lanes and N codes, N a multiple of 16.
    C2: the planes have 1 to 128 entries. That c & 127 is one of them is for the user to know.

    ```mlir
    func.func @accumulate(%acc: vector<64xi16>, %low: vector<128xi8>, %high: vector<128xi8>, %codes: vector<64xi8>) -> vector<64xi16> {
      %r = lut.accumulate %acc, planes(%low, %high), %codes : vector<64xi16>, vector<128xi8>, vector<64xi8>
      return %r : vector<64xi16>
    }
    ```
  }];
  let arguments = (ins Lut_Shorts:$acc, Lut_Bytes:$low, Lut_Bytes:$high, Lut_Bytes:$codes);
  let results = (outs Lut_Shorts:$result);
  let assemblyFormat = [{
    $acc `,` `planes` `(` $low `,` $high `)` `,` $codes attr-dict `:` type($acc) `,` type($low) `,` type($codes)
  }];
  let hasVerifier = 1;
}

def Lut_AccumulateBytesOp : Lut_Op<"accumulate_bytes", [AllTypesMatch<["acc", "result"]>]> {
  let summary = "add unsigned bytes of a table, signed by bit 7 of the code, to 16-bit sums of pairs";
  let description = [{
    The byte of code c is u = table[c & 127] where bit 7 of c is clear and the complement 255 - u where it
    is set. With numbers biased by 128 that is v + 128 or (-v - 1) + 128.

    With N codes, lane l < N / 2 of the result is that of `acc` plus the bytes of code 2 l and,
    times 256, of code 2 l + 1, modulo 2^16. Lane N / 2 + l has the byte of code 2 l + 1 added. So neighbouring bytes are
    added as the 16 bits that they are, and then the upper ones; `lut.flush_pairs` tells them apart.

    C1: there are N lanes and N codes, N a multiple of 16.
    C2: the table has 1 to 128 entries. That c & 127 is one of them is for the user to know.

    ```mlir
    func.func @accumulate(%acc: vector<64xi16>, %table: vector<128xi8>, %codes: vector<64xi8>) -> vector<64xi16> {
      %r = lut.accumulate_bytes %acc, %table, %codes : vector<64xi16>, vector<128xi8>, vector<64xi8>
      return %r : vector<64xi16>
    }
    ```
  }];
  let arguments = (ins Lut_Shorts:$acc, Lut_Bytes:$table, Lut_Bytes:$codes);
  let results = (outs Lut_Shorts:$result);
  let assemblyFormat = "$acc `,` $table `,` $codes attr-dict `:` type($acc) `,` type($table) `,` type($codes)";
  let hasVerifier = 1;
}

def Lut_FlushOp : Lut_Op<"flush", [AllTypesMatch<["wide", "result"]>]> {
  let summary = "add 16-bit sums to 32-bit sums";
  let description = [{
    result[i] = wide[i] + sext(acc[i]), in whatever order the lanes are. `acc` holds at
    most `interval` terms since it was 0, none above `max_term` in magnitude, so that no
    sum has wrapped. (After `lut.build_trits` of D activations and the one's complement of
    `lut.accumulate` a term is at most 128 D + 1: 51 terms for D = 5.)

    C1: both have the same number of lanes.
    C2: interval > 0, max_term > 0 and interval * max_term <= 32767.

    ```mlir
    func.func @flush(%wide: vector<64xi32>, %acc: vector<64xi16>) -> vector<64xi32> {
      %r = lut.flush %wide, %acc interval = 48 max_term = 641 : vector<64xi32>, vector<64xi16>
      return %r : vector<64xi32>
    }
    ```
  }];
  let arguments = (ins Lut_Words:$wide, Lut_Shorts:$acc, I64Attr:$interval, I64Attr:$max_term);
  let results = (outs Lut_Words:$result);
  let assemblyFormat = [{
    $wide `,` $acc `interval` `=` $interval `max_term` `=` $max_term attr-dict `:` type($wide) `,` type($acc)
  }];
  let hasVerifier = 1;
}

def Lut_FlushBytesOp : Lut_Op<"flush_bytes", [AllTypesMatch<["acc", "result"]>, AllTypesMatch<["low", "high"]>]> {
  let summary = "add sums of two digits, a signed byte each, to 16-bit sums";
  let description = [{
    What is added, modulo 2^16, is the number low[c] + radix * high[c] of each code c. Lanes of
    `acc` are in unpacked order, see `lut.accumulate`. `low` and `high` hold at
    most `interval` terms since they were 0, none above `max_term` in magnitude, so that no
    byte has wrapped.

    C1: there are N lanes and N bytes of either kind, N a multiple of 16.
    C2: interval > 0, max_term > 0 and interval * max_term <= 127.
    C3: `radix` is in [1, 127].

    ```mlir
    func.func @flush(%acc: vector<32xi16>, %low: vector<32xi8>, %high: vector<32xi8>) -> vector<32xi16> {
      %r = lut.flush_bytes %acc, digits(%low, %high) radix = 28 interval = 9 max_term = 14 : vector<32xi16>, vector<32xi8>
      return %r : vector<32xi16>
    }
    ```
  }];
  let arguments = (ins Lut_Shorts:$acc, Lut_Bytes:$low, Lut_Bytes:$high, I64Attr:$radix,
                       I64Attr:$interval, I64Attr:$max_term);
  let results = (outs Lut_Shorts:$result);
  let assemblyFormat = [{
    $acc `,` `digits` `(` $low `,` $high `)` `radix` `=` $radix `interval` `=` $interval `max_term` `=` $max_term
    attr-dict `:` type($acc) `,` type($low)
  }];
  let hasVerifier = 1;
}

def Lut_FlushPairsOp : Lut_Op<"flush_pairs", [AllTypesMatch<["wide", "result"]>]> {
  let summary = "add 16-bit sums of pairs of bytes to 32-bit sums";
  let description = [{
    With N lanes and l < N / 2, wide[l] gets what `lut.accumulate_bytes` has added for code 2 l,
    (acc[l] - 256 acc[N / 2 + l]) mod 2^16, and wide[N / 2 + l] what it has for code 2 l + 1, acc[N / 2 + l].
    `acc` holds at most `interval` bytes of each code since it was 0, none above `max_term`, so that neither sum has wrapped.

    C1: both have the same number of lanes, a multiple of 16.
    C2: interval > 0, max_term > 0 and interval * max_term <= 65535.

    ```mlir
    func.func @flush(%wide: vector<64xi32>, %acc: vector<64xi16>) -> vector<64xi32> {
      %r = lut.flush_pairs %wide, %acc interval = 257 max_term = 255 : vector<64xi32>, vector<64xi16>
      return %r : vector<64xi32>
    }
    ```
  }];
  let arguments = (ins Lut_Words:$wide, Lut_Shorts:$acc, I64Attr:$interval, I64Attr:$max_term);
  let results = (outs Lut_Words:$result);
  let assemblyFormat = [{
    $wide `,` $acc `interval` `=` $interval `max_term` `=` $max_term attr-dict `:` type($wide) `,` type($acc)
  }];
  let hasVerifier = 1;
}

def Lut_UnpermuteOp : Lut_Op<"unpermute", [AllTypesMatch<["source", "result"]>]> {
  let summary = "bring lanes out of unpacked order";
  let description = [{
    The lane of each code, as `lut.accumulate` defines it, becomes the lane with
    the code's number.

    C1: the number of lanes is a multiple of 16.

    ```mlir
    func.func @unpermute(%sums: vector<64xi32>) -> vector<64xi32> {
      %r = lut.unpermute %sums : vector<64xi32>
      return %r : vector<64xi32>
    }
    ```
  }];
  let arguments = (ins FixedVectorOfRankAndType<[1], [I16, I32, F32]>:$source);
  let results = (outs FixedVectorOfRankAndType<[1], [I16, I32, F32]>:$result);
  let assemblyFormat = "$source attr-dict `:` type($source)";
  let hasVerifier = 1;
}

#endif // LUTRA_DIALECT_LUT_LUTOPS_TD
