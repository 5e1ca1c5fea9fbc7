// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse)))' | FileCheck %s

// Codes of four places become the digits of a byte, eight bytes of a row a word.
// Tokens are lanes: a tile's activations are transposed, all 81 sums of each
// four of them are a table, and a byte selects a row of it.

// CHECK-LABEL: func @channel
// CHECK-SAME:    %[[X:[a-z0-9]+]]: memref<?x32xf32>, %[[W:[a-z0-9]+]]: memref<128xi8>, %[[WS:[a-z0-9]+]]: memref<1x1x16xf32>, %[[Y:[a-z0-9]+]]: memref<?x16xf32>
// CHECK-DAG:     %[[WEIGHTS:.*]] = arith.constant dense<[1, 3, 9, 27, 1, {{.*}}]> : vector<64xi8>
// CHECK-DAG:     %[[WORDS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<1x16xi64>
// CHECK-DAG:     %[[SQUARE:.*]] = memref.alloca() {alignment = 64 : i64} : memref<32x16xf32>
// CHECK-DAG:     %[[TABLES:.*]] = memref.alloca() {alignment = 64 : i64} : memref<8x1296xf32>
// CHECK-DAG:     %[[SUMS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<1x16x16xf32>
// CHECK:         scf.for %[[BLOCK:.*]] = %c0 to
// CHECK:           %[[TOKEN:.*]] = arith.muli %[[BLOCK]], %c32
// CHECK:           lut.dot %{{.*}}, %{{.*}}, %[[WEIGHTS]] {max_code = 2 : i64}
// CHECK-COUNT-7:   lut.dot
// CHECK-NOT:       lut.dot
// CHECK:           %[[PAIRS:.*]] = vector.interleave
// CHECK:           %[[BYTES:.*]] = vector.bitcast %[[PAIRS]] : vector<32xi32> to vector<16xi64>
// CHECK:           vector.store %[[BYTES]], %[[WORDS]]
// CHECK:           scf.for %[[TILE:.*]] = %c0 to
// A token past the last one is the last one.
// CHECK:             arith.minsi
// CHECK:             scf.for %[[K:.*]] = %c0 to %c32 step %c16 {
// CHECK-COUNT-16:      vector.load %[[X]]
// CHECK-COUNT-64:      vector.shuffle
// CHECK-COUNT-16:      vector.store %{{.*}}, %[[SQUARE]]
// CHECK:             scf.for %[[QUAD:.*]] = %c0 to %c8 step %c1 {
// CHECK-COUNT-81:      vector.store %{{.*}}, %[[TABLES]][%[[QUAD]],
// CHECK-NOT:           vector.store
// Sums begin with nothing.
// CHECK:             scf.for %[[ROW:.*]] = %c0 to %c16 step %c2 {
// CHECK:               %[[WORD:.*]] = memref.load %[[WORDS]][%c0, %[[ROW]]]
// CHECK:               %[[SHIFTED:.*]] = arith.shli %[[WORD]], %c4_i64
// CHECK:               %[[MASKED:.*]] = arith.andi %[[SHIFTED]], %c4080_i64
// CHECK:               %[[AT:.*]] = arith.index_castui %[[MASKED]]
// CHECK:               %[[ENTRIES:.*]] = vector.load %[[TABLES]][%c0, %[[AT]]]
// CHECK:               arith.addf %[[ENTRIES]], %{{.*}} : vector<16xf32>
// CHECK-COUNT-15:      arith.addf
// CHECK-NOT:           arith.addf
// CHECK-COUNT-2:       vector.store %{{.*}}, %[[SUMS]]
// The end: rows are lanes again.
// CHECK-COUNT-64:    vector.shuffle
// CHECK:             %[[SCALE:.*]] = vector.load %[[WS]]
// CHECK:             scf.for
// CHECK:               %[[SCALED:.*]] = arith.mulf %{{.*}}, %[[SCALE]]
// CHECK:               vector.store %[[SCALED]], %[[Y]]
#v4 = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>
module {
module attributes {lut.target = #v4} {
  func.func @channel(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>) {
    lowbit.packed_contract acts(%x : memref<?x32xf32>) weights(%w : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) format = #lowbit.ternary activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernels = [#lowbit.kernel<family = "lut-gemm-f32", tokens = 1, knobs = {rows = 16, tokens = 16, block = 32, unroll = 2}>]
    return
  }
}
}

// -----

// Groups of several blocks have sums of their own, which enter with their scale.
// Work for threads is cut into pieces, each with scratch of its own.

// CHECK-LABEL: func @groups
// CHECK-SAME:    %{{.*}}: memref<?x96xf32>, %{{.*}}: memref<384xi8>, %[[WS:[a-z0-9]+]]: memref<1x2x16xf32>
// CHECK:         scf.parallel
// CHECK:           memref.alloca() {{.*}} : memref<6x16xi32>
// CHECK:           %[[RESULTS:.*]] = memref.alloca() {{.*}} : memref<1x16x16xf32>
// CHECK:           %[[SUMS:.*]] = memref.alloca() {{.*}} : memref<1x16x16xf32>
// CHECK:           %[[GROUP:.*]] = arith.divui %[[K:.*]], %c3
// CHECK:           %[[IN_GROUP:.*]] = arith.remui %[[K]], %c3
// CHECK:             %[[IS_LATER:.*]] = arith.cmpi ne, %[[IN_GROUP]], %c0
// CHECK:             %[[MASK:.*]] = vector.broadcast %[[IS_LATER]] : i1 to vector<16xi1>
// CHECK:             vector.maskedload %[[SUMS]][{{.*}}], %[[MASK]]
// CHECK:           %[[IS_LAST:.*]] = arith.cmpi eq, %[[IN_GROUP]], %c2
// CHECK:           scf.if %[[IS_LAST]]
// CHECK:             %[[LATER_GROUP:.*]] = arith.cmpi ne, %[[GROUP]], %c0
// CHECK:             vector.broadcast %[[LATER_GROUP]]
// CHECK:             vector.maskedload %[[RESULTS]]
// CHECK:             memref.load %[[WS]][%{{.*}}, %[[GROUP]],
// CHECK:             %[[RESULT:.*]] = math.fma
// CHECK:             vector.store %[[RESULT]], %[[RESULTS]]
module {
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @groups(%x: memref<?x96xf32>, %w: memref<384xi8>, %ws: memref<1x2x16xf32>, %y: memref<?x10xf32>) {
    lowbit.packed_contract acts(%x : memref<?x96xf32>) weights(%w : memref<384xi8>) scales(%ws : memref<1x2x16xf32>)
      outs(%y : memref<?x10xf32>) format = #lowbit.ternary activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 16, group = 48>
      kernels = [#lowbit.kernel<family = "lut-gemm-f32", tokens = 1, knobs = {rows = 16, tokens = 16, block = 32, unroll = 1, piece = 500}>]
    return
  }
}
}

// -----

module {
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @block(%x: memref<?x48xf32>, %w: memref<192xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>) {
    // expected-error @below {{expects whole panels of 16 rows, whole tiles of 16 tokens and up to 32 places of a group, got {block = 32 : i64, rows = 16 : i64, tokens = 16 : i64, unroll = 2 : i64}}}
    lowbit.packed_contract acts(%x : memref<?x48xf32>) weights(%w : memref<192xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) format = #lowbit.ternary activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 16, group = 48>
      kernels = [#lowbit.kernel<family = "lut-gemm-f32", tokens = 1, knobs = {rows = 16, tokens = 16, block = 32, unroll = 2}>]
    return
  }
}
}

// -----

module {
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @values(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>) {
    // expected-error @below {{cannot be computed by 'lut-gemm-f32': codes have more than three values}}
    lowbit.packed_contract acts(%x : memref<?x32xf32>) weights(%w : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) format = #lowbit.int<bits = 2, zero_point = 1> activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernels = [#lowbit.kernel<family = "lut-gemm-f32", tokens = 1, knobs = {rows = 16, tokens = 16, block = 32, unroll = 2}>]
    return
  }
}
}

// -----

module {
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @epilogue(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %m: memref<f32>) {
    lowbit.packed_contract acts(%x : memref<?x32xf32>) weights(%w : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) format = #lowbit.ternary activation = <float>
      layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernels = [#lowbit.kernel<family = "lut-gemm-f32", tokens = 1, knobs = {rows = 16, tokens = 16, block = 32, unroll = 2}>] {
    ^bb0(%v: f32):
      // expected-error @below {{has no meaning on vectors, as what an epilogue consists of must have}}
      %0 = memref.load %m[] : memref<f32>
      lowbit.yield %0 : f32
    }
    return
  }
}
}

// -----

// Words of int8 activations: a part of a word selects a row of 16 sums of 16
// bits, for 16 tokens.

// CHECK-LABEL: func @words
// CHECK-SAME:    %[[Q:[a-z0-9]+]]: memref<?x45xi8>
// CHECK-DAG:     %[[ACTS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<45x16xi8>
// CHECK-DAG:     %[[TABLES:.*]] = memref.alloc() {alignment = 64 : i64} : memref<2x1536xi16>
// CHECK-DAG:     %[[SUMS:.*]] = memref.alloc() {alignment = 64 : i64} : memref<32x16xi16>
// The last 16 places begin where there are as many.
// CHECK:         scf.for %[[K:.*]] = %c0 to %c45 step %c16
// CHECK:           %[[PLACE:.*]] = arith.minsi %[[K]], %c29
// CHECK-COUNT-16:  vector.load %[[Q]]
// CHECK-COUNT-64:  vector.shuffle
// CHECK-COUNT-16:  vector.store %{{.*}}, %[[ACTS]]
// Two blocks of two words and one of one.
// CHECK:         scf.for %{{.*}} = %c0 to %c2 step %c1
// CHECK:           scf.for %{{.*}} = %c0 to %c2 step %c1
// CHECK-COUNT-81:    vector.store %{{.*}}, %[[TABLES]]
// CHECK-NOT:         vector.store
// CHECK:           scf.for %[[ROW:.*]] = %c0 to %c32 step %c2
// CHECK:             vector.load {{.*}} vector<4xi8>
// CHECK:             %[[SHIFTED:.*]] = arith.shli %[[CODES:.*]], %c4_i32
// CHECK:             %[[MASKED:.*]] = arith.andi %[[SHIFTED]], %c496_i32
// CHECK:             %[[AT:.*]] = arith.index_castui %[[MASKED]]
// CHECK:             %[[ENTRY:.*]] = vector.load %[[TABLES]][%c0, %[[AT]]]
// CHECK:             arith.addi %{{.*}}, %[[ENTRY]] : vector<16xi16>
// CHECK-COUNT-11:    arith.addi {{.*}} : vector<16xi16>
// CHECK-NOT:         arith.addi {{.*}} : vector<16xi16>
// CHECK-COUNT-2:     vector.store %{{.*}}, %[[SUMS]]
// CHECK:         lut.flush {{.*}} interval = 5 max_term = 1152
module {
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @words(%q: memref<?x45xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<320xi8>,
                   %ws: memref<1x1x32xf32>, %y: memref<?x32xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x45xi8>, memref<?x1xf32>, memref<?x1xi32>)
      weights(%w : memref<320xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<?x32xf32>)
      format = #lowbit.ternary activation = <int8_token>
      layout = #lowbit.words<radix = 3, planes = 1, rows = 32, group = 45>
      kernels = [#lowbit.kernel<family = "lut-gemm", tokens = 1, knobs = {rows = 32, tokens = 16, block = 16, unroll = 2}>]
    return
  }
}
}

// -----

module {
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @manyWords(%q: memref<?x504xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<3584xi8>,
                       %ws: memref<1x1x32xf32>, %y: memref<?x32xf32>) {
    // expected-error @below {{expects whole panels of 32 rows, whole tiles of 16 tokens and up to 28 words, got {block = 16 : i64, rows = 32 : i64, tokens = 16 : i64, unroll = 29 : i64}}}
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x504xi8>, memref<?x1xf32>, memref<?x1xi32>)
      weights(%w : memref<3584xi8>) scales(%ws : memref<1x1x32xf32>) outs(%y : memref<?x32xf32>)
      format = #lowbit.ternary activation = <int8_token>
      layout = #lowbit.words<radix = 3, planes = 1, rows = 32, group = 504>
      kernels = [#lowbit.kernel<family = "lut-gemm", tokens = 1, knobs = {rows = 32, tokens = 16, block = 16, unroll = 29}>]
    return
  }
}
}
