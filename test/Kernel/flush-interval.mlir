// As many words as the range analysis gives are summed in 16 bits, and the
// verifier knows of no one more: sums of 28 words of digits and of 15 words of
// bits may be 32,256 and 30,720, those of 257 bytes without a sign 65,535.

// RUN: lutra-opt %s --pass-pipeline='builtin.module(builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse)))' > %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: sed 's/interval = 28 /interval = 29 /' %t.mlir > %t.29.mlir
// RUN: not lutra-opt %t.29.mlir 2>&1 | FileCheck %s --check-prefix=DIGITS
// RUN: sed 's/interval = 15 /interval = 16 /' %t.mlir > %t.16.mlir
// RUN: not lutra-opt %t.16.mlir 2>&1 | FileCheck %s --check-prefix=BITS
// RUN: sed 's/interval = 9 /interval = 10 /' %t.mlir > %t.10.mlir
// RUN: not lutra-opt %t.10.mlir 2>&1 | FileCheck %s --check-prefix=BYTES

// RUN: sed 's/interval = 257 /interval = 258 /' %t.mlir > %t.258.mlir
// RUN: not lutra-opt %t.258.mlir 2>&1 | FileCheck %s --check-prefix=PAIRS

// PAIRS: expects interval and max_term above 0 whose product is at most 65535, got 258 and 255
// DIGITS: expects interval and max_term above 0 whose product is at most 32767, got 29 and 1152
// BITS: expects interval and max_term above 0 whose product is at most 32767, got 16 and 2048
// BYTES: expects interval and max_term above 0 whose product is at most 127, got 10 and 14

module {
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>} {
  // CHECK-LABEL: func @wordsOfDigits
  // CHECK:         scf.for %{{.*}} = %c0 to %c2 {{.*}} -> (vector<32xi32>)
  // CHECK:           scf.for %{{.*}} = %c0 to %c28 {{.*}} -> (vector<32xi16>)
  // CHECK:           lut.flush {{.*}} interval = 28 max_term = 1152
  func.func @wordsOfDigits(%q: memref<1x504xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<3584xi8>,
                           %ws: memref<1x1x32xf32>, %y: memref<1x32xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x504xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<3584xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<1x32xf32>)
      format = #lowbit.ternary activation = <int8_token>
      layout = #lowbit.words<radix = 3, planes = 1, rows = 32, group = 504>
      kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 32, tokens = 1}>]
    return
  }

  // CHECK-LABEL: func @bytesOfDigits
  // CHECK:         scf.for %{{.*}} = %c0 to %c4 {{.*}} -> (vector<64xi32>)
  // CHECK:           scf.for %{{.*}} = %c0 to %c257 {{.*}} -> (vector<64xi16>)
  // CHECK:           lut.flush_pairs {{.*}} interval = 257 max_term = 255
  func.func @bytesOfDigits(%q: memref<1x5140xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<65920xi8>,
                           %ws: memref<1x1x64xf32>, %y: memref<1x64xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x5140xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<65920xi8>) scales(%ws : memref<1x1x64xf32>) outs(%y : memref<1x64xf32>)
      format = #lowbit.ternary activation = <int8_token>
      layout = #lowbit.trits<rows = 64, group = 5140> byte_tables
      kernels = [#lowbit.kernel<family = "lut-gemv-bytes", tokens = 1, knobs = {rows = 64}>]
    return
  }

  // CHECK-LABEL: func @wordsOfBits
  // CHECK:         scf.for %{{.*}} = %c0 to %c15 {{.*}} -> (vector<32xi16>)
  // CHECK:         lut.flush {{.*}} interval = 15 max_term = 2048
  func.func @wordsOfBits(%q: memref<1x240xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<960xi8>,
                         %ws: memref<1x1x32xf32>, %y: memref<1x32xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x240xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<960xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<1x32xf32>)
      format = #lowbit.int<bits = 1> activation = <int8_token>
      layout = #lowbit.words<radix = 2, planes = 1, rows = 32, group = 240>
      kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 32, tokens = 1}>]
    return
  }
}

module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  // Sums of three words are two bytes, and those of 27 words 16 bits.

  // CHECK-LABEL: func @digitsInBytes
  // CHECK:         scf.for %{{.*}} = %c0 to %c2 {{.*}} -> (vector<32xi32>)
  // CHECK:           scf.for %{{.*}} = %c0 to %c9 {{.*}} -> (vector<32xi16>)
  // CHECK-COUNT-18:    lut.lookup_signed
  // CHECK-NOT:         lut.lookup_signed
  // CHECK:             lut.flush_bytes {{.*}} radix = 28 interval = 9 max_term = 14
  // CHECK:           lut.flush {{.*}} interval = 27 max_term = 1152
  func.func @digitsInBytes(%q: memref<1x486xi8>, %s: memref<1x1xf32>, %sums: memref<1x1xi32>, %w: memref<3456xi8>,
                           %ws: memref<1x1x32xf32>, %y: memref<1x32xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<1x486xi8>, memref<1x1xf32>, memref<1x1xi32>)
      weights(%w : memref<3456xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<1x32xf32>)
      format = #lowbit.ternary activation = <int8_token>
      layout = #lowbit.words<radix = 3, planes = 1, rows = 32, group = 486>
      kernels = [#lowbit.kernel<family = "lut-words", tokens = 1, knobs = {rows = 32, tokens = 1}>]
    return
  }

  // Seven blocks of four words, and again.

  // CHECK-LABEL: func @tokensInLanes
  // CHECK:         scf.for %[[BLOCK:.*]] = %c0 to %c14 step %c1
  // CHECK:           %[[IN_FLUSH:.*]] = arith.remui %[[BLOCK]], %c7
  // CHECK:           arith.cmpi eq, %[[IN_FLUSH]], %c6
  // CHECK:           scf.if
  // CHECK:             lut.flush {{.*}} interval = 28 max_term = 1152
  func.func @tokensInLanes(%q: memref<16x504xi8>, %s: memref<16x1xf32>, %sums: memref<16x1xi32>, %w: memref<3584xi8>,
                           %ws: memref<1x1x32xf32>, %y: memref<16x32xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<16x504xi8>, memref<16x1xf32>, memref<16x1xi32>)
      weights(%w : memref<3584xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<16x32xf32>)
      format = #lowbit.ternary activation = <int8_token>
      layout = #lowbit.words<radix = 3, planes = 1, rows = 32, group = 504>
      kernels = [#lowbit.kernel<family = "lut-gemm", tokens = 1, knobs = {rows = 32, tokens = 16, block = 16, unroll = 4}>]
    return
  }
}
}
