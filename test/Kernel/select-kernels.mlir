// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-select-kernels{device=zen4}))' | FileCheck %s
// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-select-kernels{device=zen4 family=dot}))' | FileCheck %s --check-prefix=DOT

#vbmi = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>

// One token has a kernel with several accumulators for each lane, and all the
// others share one with a larger tile: few rows by many tokens, whose
// activations come out of memory.

// CHECK-LABEL: func @int8
// CHECK: kernels = [#lowbit.kernel<family = "dot", tokens = 1, knobs = {block = 32 : i64, chains = 4 : i64,
// CHECK-SAME:                      prefetch = 0 : i64, rows = 64 : i64, tokens = 1 : i64, unroll = 4 : i64}>,
// CHECK-SAME:       #lowbit.kernel<family = "dot", tokens = 2, knobs = {block = 64 : i64, chains = 1 : i64,
// CHECK-SAME:                      prefetch = 0 : i64, rows = 32 : i64, tokens = 8 : i64, unroll = 1 : i64}>]
module attributes {lut.target = #vbmi} {
  func.func @int8(%q: memref<?x256xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<4096xi8>,
                  %ws: memref<1x1x64xf32>, %y: memref<?x40xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x256xi8>, memref<?x1xf32>, memref<?x1xi32>)
      weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<?x40xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    return
  }
}

// -----

// With a static M there is nothing to choose at run time. Half as long vectors
// and half as many registers make a smaller tile.

// CHECK-LABEL: func @fixed
// CHECK: kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {{{.*}}rows = 16 : i64, tokens = 3 : i64, unroll = 1 : i64}>]
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @fixed(%x: memref<3x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<3x40xf32>) {
    lowbit.packed_contract acts(%x : memref<3x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
      outs(%y : memref<3x40xf32>) format = #lowbit.ternary activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    return
  }
}

// -----

// Lanes of tokens pay where there are tokens for them.

// CHECK-LABEL: func @floats
// CHECK: kernels = [#lowbit.kernel<family = "dequant", tokens = 1,
// CHECK-SAME:       #lowbit.kernel<family = "dequant", tokens = 2,
// CHECK-SAME:       #lowbit.kernel<family = "lut-gemm-f32", tokens = 8, knobs = {block = 64 : i64, {{.*}}rows = 704 : i64, tokens = 16 : i64, unroll = 2 : i64}>]
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @floats(%x: memref<?x256xf32>, %w: memref<45056xi8>, %ws: memref<11x1x64xf32>, %y: memref<?x704xf32>) {
    lowbit.packed_contract acts(%x : memref<?x256xf32>) weights(%w : memref<45056xi8>) scales(%ws : memref<11x1x64xf32>)
      outs(%y : memref<?x704xf32>) format = #lowbit.ternary activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    return
  }
}

// -----

// What was chosen before stays, and tensors are none of this pass's business.

// CHECK-LABEL: func @chosen
// CHECK: kernels = [#lowbit.kernel<family = "dot", tokens = 1>]
// CHECK-LABEL: func @tensors
// CHECK-NOT: kernels
func.func @chosen(%q: memref<?x256xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<4096xi8>,
                  %ws: memref<1x1x64xf32>, %y: memref<?x40xf32>) {
  lowbit.packed_contract acts(%q, %s, %sums : memref<?x256xi8>, memref<?x1xf32>, memref<?x1xi32>)
    weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<?x40xf32>)
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dot", tokens = 1>]
  return
}
func.func @tensors(%x: tensor<12x256xf32>, %w: tensor<4096xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<12x40xf32>) -> tensor<12x40xf32> {
  %y = lowbit.packed_contract acts(%x : tensor<12x256xf32>) weights(%w : tensor<4096xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<12x40xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<12x40xf32>
  return %y : tensor<12x40xf32>
}

// -----

func.func @too_long(%q: memref<?x70016xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<4481024xi8>,
                    %ws: memref<1x1x64xf32>, %y: memref<?x40xf32>) {
  // expected-error @below {{has no kernel family that can compute it}}
  // expected-note @below {{dot: sums of a group may need more than 32 bits}}
  // expected-note @below {{dequant: activations are int8 codes}}
  // expected-note @below {{dequant-bf16: activations are not bf16}}
  // expected-note @below {{lut-gemm-f32: activations are integers}}
  // expected-note @below {{lut-gemv: weights are not in ternary digits}}
  // expected-note @below {{lut-decode: weights are not in ternary digits}}
  // expected-note @below {{lut-words: weights are not in words}}
  // expected-note @below {{lut-gemm: weights are not in words}}
  // expected-note @below {{dequant-vectors: weights are no indices of vectors}}
  // expected-note @below {{decode-bf16: activations are not bf16}}
  // expected-note @below {{lut-gemv-bytes: tables of 8 bits are not asked for}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<?x70016xi8>, memref<?x1xf32>, memref<?x1xi32>)
    weights(%w : memref<4481024xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<?x40xf32>)
    format = #lowbit.int<bits = 8> activation = <int8_token> layout = #lowbit.planes<bits = 8, rows = 64, group = 70016>
  return
}

// -----

// Digits are looked up for a token, and decoded for many; or always, where
// somebody asks for it.

// CHECK-LABEL: func @digits
// CHECK: kernels = [#lowbit.kernel<family = "lut-gemv", tokens = 1, knobs = {{{.*}}rows = 256 : i64
// CHECK-SAME:       #lowbit.kernel<family = "lut-decode",
// DOT-LABEL: func @digits
// DOT-NOT:   lut-
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
  func.func @digits(%q: memref<?x4100xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<3366912xi8>,
                    %ws: memref<64x1x64xf32>, %y: memref<?x4096xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x4100xi8>, memref<?x1xf32>, memref<?x1xi32>)
      weights(%w : memref<3366912xi8>) scales(%ws : memref<64x1x64xf32>) outs(%y : memref<?x4096xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 4100>
    return
  }
}

// -----

// Tables of 8 bits where they are permitted and an instruction looks them up.

// CHECK-LABEL: func @bytes
// CHECK: kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {{{.*}}rows = 512 : i64
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
  func.func @bytes(%q: memref<?x4100xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<3366912xi8>,
                   %ws: memref<64x1x64xf32>, %y: memref<?x4096xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x4100xi8>, memref<?x1xf32>, memref<?x1xi32>)
      weights(%w : memref<3366912xi8>) scales(%ws : memref<64x1x64xf32>) outs(%y : memref<?x4096xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 4100> byte_tables
    return
  }
}

// -----

// CHECK-LABEL: func @avx2
// CHECK-NOT: lut-gemv-bytes
// CHECK:     return
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @avx2(%q: memref<?x4100xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<3366912xi8>,
                  %ws: memref<64x1x64xf32>, %y: memref<?x4096xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x4100xi8>, memref<?x1xf32>, memref<?x1xi32>)
      weights(%w : memref<3366912xi8>) scales(%ws : memref<64x1x64xf32>) outs(%y : memref<?x4096xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 4100> byte_tables
    return
  }
}

// -----

// The model has more weights than caches hold: eight panels are read side by
// side instead of four.

// CHECK-LABEL: func @cold
// CHECK: family = "lut-gemv", tokens = 1, knobs = {{{.*}}rows = 512 : i64
module attributes {lutra.packed_bytes = 1073741824 : i64, lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>} {
  func.func @cold(%q: memref<1x1280xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<528384xi8>,
                  %ws: memref<32x1x64xf32>, %y: memref<1x2048xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x1280xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<528384xi8>) scales(%ws : memref<32x1x64xf32>) outs(%y : memref<1x2048xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 1280>
    return
  }
}

// -----

// CHECK-LABEL: func @warm
// CHECK: family = "lut-gemv", tokens = 1, knobs = {{{.*}}rows = 256 : i64
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>} {
  func.func @warm(%q: memref<1x1280xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<528384xi8>,
                  %ws: memref<32x1x64xf32>, %y: memref<1x2048xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x1280xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<528384xi8>) scales(%ws : memref<32x1x64xf32>) outs(%y : memref<1x2048xf32>)
      format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 1280>
    return
  }
}
