// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse))' | FileCheck %s

#vbmi = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>
#v3 = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>

// 512 places are 32 words of a row, which take three parts to be summed in 16
// bits: 10 words each and 2 more. Two tokens share the parts of a word.

// CHECK-LABEL: func @twoTokens
// CHECK:         %[[TABLES:.*]] = memref.alloc() {alignment = 64 : i64} : memref<2x32x256xi8>
// A table of four bits, doubled twice; then two doubled once.
// CHECK:         %[[FOUR:.*]] = lut.dot
// CHECK:         %[[SHORTS:.*]] = arith.trunci %[[FOUR]] : vector<16xi32> to vector<16xi16>
// CHECK:         vector.shuffle %[[SHORTS]], {{.*}} : vector<16xi16>, vector<16xi16>
// CHECK:         vector.shuffle {{.*}} : vector<32xi16>, vector<32xi16>
// CHECK:         vector.store {{.*}}, %[[TABLES]]{{.*}} vector<128xi8>
// CHECK:         vector.store {{.*}}, %[[TABLES]]{{.*}} vector<64xi8>
// CHECK:         vector.store {{.*}}, %[[TABLES]]{{.*}} vector<64xi8>
// CHECK:         scf.for %{{.*}} = %c0 to %c2 {{.*}} -> (vector<32xi32>, vector<32xi32>, vector<32xi32>, vector<32xi32>)
// CHECK:           scf.for %{{.*}} = %c0 to %c11 {{.*}} -> (vector<32xi16>, vector<32xi16>, vector<32xi16>, vector<32xi16>)
// CHECK:             %[[SIX:.*]] = arith.andi %[[WORDS:.*]], %{{.*}} : vector<32xi16>
// CHECK:             arith.shrui %[[WORDS]]
// CHECK:             arith.shrui %[[WORDS]]
// CHECK-COUNT-2:     lut.lookup %{{.*}}, %[[SIX]] : vector<64xi16>, vector<32xi16> -> vector<32xi16>
// CHECK:           lut.flush %{{.*}} interval = 11 max_term = 2048
// CHECK:         lut.flush %{{.*}} interval = 10 max_term = 2048
// A zero point of 1 times the sum of the activations.
// CHECK:         arith.subi
module attributes {lut.target = #vbmi} {
  func.func @twoTokens(%q: memref<2x512xi8>, %s: memref<2x1xf32>, %sums: memref<2x1xi32>, %w: memref<4096xi8>,
                       %ws: memref<1x1x64xf32>, %y: memref<2x64xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<2x512xi8>, memref<2x1xf32>, memref<2x1xi32>)
      weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<2x64xf32>)
      format = #lowbit.int<bits = 1, zero_point = 1> activation = <int8_token>
      layout = #lowbit.words<radix = 2, planes = 1, rows = 64, group = 512>
      kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 64, tokens = 2}>]
    return
  }
}

// -----

#v3 = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>

// With AVX2 each half of a word is packed to bytes, whose nibbles are looked up
// in two planes.

// CHECK-LABEL: func @nibbles
// CHECK:         memref.alloc() {alignment = 64 : i64} : memref<1x2x128xi8>
// CHECK:         scf.for {{.*}} -> (vector<32xi16>)
// CHECK-COUNT-8:   lut.lookup %{{.*}} : vector<16xi8>, vector<32xi8> -> vector<32xi8>
// CHECK-NOT:       lut.lookup
module attributes {lut.target = #v3} {
  func.func @nibbles(%q: memref<1x32xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<128xi8>,
                     %ws: memref<1x1x32xf32>, %y: memref<1x32xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x32xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<128xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<1x32xf32>)
      format = #lowbit.int<bits = 1> activation = <int8_token>
      layout = #lowbit.words<radix = 2, planes = 1, rows = 32, group = 32>
      kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 32, tokens = 1}>]
    return
  }
}

// -----

func.func @tokens(%q: memref<1x32xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<128xi8>,
                  %ws: memref<1x1x32xf32>, %y: memref<1x32xf32>) {
  // expected-error @below {{expects up to 4 tokens and rows of whole panels of 32, got {rows = 32 : i64, tokens = 5 : i64}}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x32xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<128xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<1x32xf32>)
    format = #lowbit.int<bits = 1> activation = <int8_token>
    layout = #lowbit.words<radix = 2, planes = 1, rows = 32, group = 32>
    kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 32, tokens = 5}>]
  return
}

// -----

func.func @zeroPoints(%q: memref<1x18xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<128xi8>,
                      %ws: memref<1x1x32xf32>, %z: memref<1x1x32xi8>, %y: memref<1x32xf32>) {
  // expected-error @below {{cannot be computed by 'lut-words': codes do not stand for -1, 0 and 1}}
  lowbit.packed_contract acts(%q, %s, %sums : memref<1x18xi8>, memref<1x1xf32>, memref<1x1xi32>)
    weights(%w : memref<128xi8>) scales(%ws : memref<1x1x32xf32>) zero_points(%z : memref<1x1x32xi8>) outs(%y : memref<1x32xf32>)
    format = #lowbit.int<bits = 1> activation = <int8_token>
    layout = #lowbit.words<radix = 3, planes = 1, rows = 32, group = 18>
    kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 32}>]
  return
}
