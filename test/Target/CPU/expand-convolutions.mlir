// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(cpu-expand-convolutions,canonicalize,cse))' --split-input-file | FileCheck %s

module attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>} {

// Two vectors of channels by four positions: three runs of twelve quads each, written out.
// CHECK-LABEL: @small
// CHECK-COUNT-288: lut.dot
//     CHECK-NOT: lut.dot
// CHECK-COUNT-8: vector.store %{{.*}} : memref<?x4x4x32xi8>, vector<16xi8>
func.func @small(%x: memref<?x6x6x16xi8>, %w: memref<4608xi8>, %b: memref<32xi32>, %out: memref<?x4x4x32xi8>) {
  lowbit.packed_convolve image(%x : memref<?x6x6x16xi8>) weights(%w : memref<4608xi8>) extras(%b : memref<32xi32>)
    outs(%out : memref<?x4x4x32xi8>) kernel = [3, 3] strides = [1, 1] dilations = [1, 1] {
  ^bb0(%s: i32, %e: i32):
    %t = arith.addi %s, %e : i32
    %u = arith.trunci %t : i32 to i8
    lowbit.yield %u : i8
  }
  return
}

// Loops over the rows of the window and over quads; four vectors by six positions, and
// what is left of a row of unknown length one by one. Lanes past the last channel are masked.
// CHECK-LABEL: @large
//       CHECK:   scf.parallel
//       CHECK:     scf.for
//       CHECK:       scf.for %{{.*}} iter_args
//       CHECK:         scf.for %{{.*}} iter_args
// CHECK-COUNT-48:        lut.dot
//   CHECK-NOT:           lut.dot
// CHECK-COUNT-18: vector.store
// CHECK-COUNT-6: vector.maskedstore
//       CHECK:   scf.for
//       CHECK:       scf.for %{{.*}} iter_args
// CHECK-COUNT-8:         lut.dot
//   CHECK-NOT:           lut.dot
// CHECK-COUNT-3:  vector.store
//       CHECK:  vector.maskedstore
func.func @large(%x: memref<?x?x?x64xi8>, %w: memref<36864xi8>, %out: memref<?x?x?x60xi32>) {
  lowbit.packed_convolve image(%x : memref<?x?x?x64xi8>) weights(%w : memref<36864xi8>)
    outs(%out : memref<?x?x?x60xi32>) kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// Depthwise: three rows of three places by eight positions, and ten columns of each row are loaded.
// CHECK-LABEL: @depthwise
// CHECK-COUNT-39: vector.load %{{.*}} : memref<{{[0-9]+}}xi8>, vector<16xi8>
//       CHECK-NOT: vector.load
// CHECK-COUNT-8: vector.store
func.func @depthwise(%x: memref<1x10x10x16xi8>, %w: memref<144xi8>, %out: memref<1x8x8x16xi32>) {
  lowbit.packed_convolve image(%x : memref<1x10x10x16xi8>) weights(%w : memref<144xi8>)
    outs(%out : memref<1x8x8x16xi32>) kernel = [3, 3] strides = [1, 1] dilations = [1, 1] groups = 16
  return
}

// Two groups of 20 channels: a tile of two vectors, of which the second has four channels.
// CHECK-LABEL: @grouped
//       CHECK:   scf.for
//       CHECK: lut.dot
//       CHECK: vector.store %{{.*}} : memref<1x4x40xi32>
//       CHECK: vector.maskedstore %{{.*}} : memref<1x4x40xi32>
func.func @grouped(%x: memref<1x4x8xi8>, %w: memref<256xi8>, %out: memref<1x4x40xi32>) {
  lowbit.packed_convolve image(%x : memref<1x4x8xi8>) weights(%w : memref<256xi8>)
    outs(%out : memref<1x4x40xi32>) kernel = [1] strides = [1] dilations = [1] groups = 2
  return
}

}

// -----

// 16 registers of 256 bits, three of which other products go through: one vector by four positions.
module attributes {lut.target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>} {

// CHECK-LABEL: @narrow
// CHECK-COUNT-4: lut.dot
//     CHECK-NOT: lut.dot
func.func @narrow(%x: memref<1x8x4xi8>, %w: memref<128xi8>, %out: memref<1x8x32xi32>) {
  lowbit.packed_convolve image(%x : memref<1x8x4xi8>) weights(%w : memref<128xi8>)
    outs(%out : memref<1x8x32xi32>) kernel = [1] strides = [1] dilations = [1]
  return
}

}
