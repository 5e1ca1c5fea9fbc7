// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse))' | FileCheck %s
// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-tile-contracts,lowbit-expand-micro-kernels,canonicalize,cse))' | FileCheck %s --check-prefix=TILE

// The rows of a tile become pairs of bf16, once for all tokens of a block: pairs of places
// outermost, then rows. Tiles of another family read them.

// CHECK-LABEL: func @pairs
// CHECK:         %[[SCRATCH:.*]] = memref.alloc() {alignment = 64 : i64} : memref<128xbf16>
// CHECK:         %[[PACKED:.*]] = vector.load %{{.*}} : memref<64xi8>, vector<64xi8>
// CHECK:         %[[VALUES:.*]] = lut.lookup %{{.*}} : vector<32xi16>, vector<32xi16>
// CHECK:         %[[PAIRS:.*]] = vector.bitcast %[[VALUES]] : vector<32xi16> to vector<32xbf16>
// CHECK:         vector.store %[[PAIRS]], %[[SCRATCH]][%c0]
// CHECK:         vector.store %{{.*}}, %[[SCRATCH]][%c32]
// CHECK:         vector.store %{{.*}}, %[[SCRATCH]][%c64]
// CHECK:         vector.store %{{.*}}, %[[SCRATCH]][%c96]
// CHECK:         lowbit.micro_contract {{.*}} weights(%[[SCRATCH]][%c0] : memref<128xbf16>)
// CHECK-SAME:      rows = 16 tokens = 5 {{.*}} kernel = <family = "dequant-bf16", tokens = 1,
// TILE-LABEL: func @pairs
// TILE:         %[[SCRATCH:.*]] = memref.alloc() {{.*}} : memref<128xbf16>
// TILE-COUNT-4: vector.store {{.*}} : memref<128xbf16>
// TILE-NOT:     lut.lookup
// TILE:         %[[W:.*]] = vector.load %[[SCRATCH]]{{.*}} : memref<128xbf16>, vector<32xbf16>
// TILE-COUNT-5: lut.dot_pairs %{{.*}}, %[[W]]
module attributes {lut.target = #lut.target<name = "bf16", vector_bits = 512, registers = 32, features = avx2|avx512|bf16>} {
  func.func @pairs(%x: memref<5x8xbf16>, %w: memref<64xi8>, %ws: memref<1x1x16xf32>, %y: memref<5x16xf32>) {
    lowbit.packed_contract acts(%x : memref<5x8xbf16>) weights(%w : memref<64xi8>) scales(%ws : memref<1x1x16xf32>) outs(%y : memref<5x16xf32>)
      format = #lowbit.int<bits = 4, zero_point = 8> activation = <bf16> layout = #lowbit.planes<bits = 4, rows = 16, group = 8, paired = true>
      kernels = [#lowbit.kernel<family = "decode-bf16", tokens = 1, knobs = {rows = 16, tokens = 5, block = 5}>]
    return
  }
}

// -----

// Zero points of rows and groups are taken away on the way.

// CHECK-LABEL: func @zero_points
// CHECK:         memref.alloc() {alignment = 64 : i64} : memref<512xbf16>
// CHECK:         scf.for %[[G:.*]] = %c0 to %c2
// CHECK:           %[[CODES:.*]] = vector.load %{{.*}}[%c0, %[[G]], %c16] : memref<1x2x32xi8>, vector<16xi8>
// CHECK:           %[[ZEROS:.*]] = arith.uitofp %[[CODES]]
// CHECK:           arith.subf %{{.*}}, %[[ZEROS]]
// CHECK:           vector.store
// CHECK:         lowbit.micro_contract {{.*}} rows = 32 tokens = 2
module attributes {lut.target = #lut.target<name = "bf16", vector_bits = 512, registers = 32, features = avx2|avx512|bf16>} {
  func.func @zero_points(%x: memref<2x16xbf16>, %w: memref<256xi8>, %ws: memref<1x2x32xf32>, %zp: memref<1x2x32xi8>, %y: memref<2x32xf32>) {
    lowbit.packed_contract acts(%x : memref<2x16xbf16>) weights(%w : memref<256xi8>) scales(%ws : memref<1x2x32xf32>) zero_points(%zp : memref<1x2x32xi8>)
      outs(%y : memref<2x32xf32>) format = #lowbit.int<bits = 4> activation = <bf16> layout = #lowbit.planes<bits = 4, rows = 32, group = 8, paired = true>
      kernels = [#lowbit.kernel<family = "decode-bf16", tokens = 1, knobs = {rows = 32, tokens = 2, block = 2}>]
    return
  }
}

// -----

module attributes {lut.target = #lut.target<name = "bf16", vector_bits = 512, registers = 32, features = avx2|avx512|bf16>} {
  func.func @tiles(%x: memref<5x8xbf16>, %w: memref<64xi8>, %ws: memref<1x1x16xf32>, %y: memref<5x16xf32>) {
    // expected-error @below {{expects tiles that divide the 16 rows of a panel}}
    lowbit.packed_contract acts(%x : memref<5x8xbf16>) weights(%w : memref<64xi8>) scales(%ws : memref<1x1x16xf32>) outs(%y : memref<5x16xf32>)
      format = #lowbit.int<bits = 4, zero_point = 8> activation = <bf16> layout = #lowbit.planes<bits = 4, rows = 16, group = 8, paired = true>
      kernels = [#lowbit.kernel<family = "decode-bf16", tokens = 1, knobs = {rows = 32, tokens = 5, block = 5}>]
    return
  }
}
