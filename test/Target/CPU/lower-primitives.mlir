// RUN: lutra-opt %s --split-input-file --cpu-lower-primitives --verify-diagnostics | FileCheck %s

// What is known is a constant: kind 1, numbers 0 for f32, two spatial dimensions, 16 channels, 8
// inputs, 2 groups, no transposition, a bias, window 3 x 3, strides 2 x 1, ..., one
// post-op.
// CHECK: memref.global "private" constant @primitive : memref<54xi64> = dense<[1, 0, 2, 16, 8, 2, 0, 0, 1, 3, 3, 1, 2, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0,
// CHECK: func.func private @lutra_rt_primitive(!llvm.ptr, !llvm.ptr, !llvm.ptr, !llvm.ptr)
// CHECK-LABEL: func.func @convolution(
// CHECK-SAME: %[[CALL:[^:]*]]: !llvm.ptr, %[[X:[^:]*]]: memref<?x9x8x8xf32>, %[[W:[^:]*]]: memref<16x4x3x3xf32>, %[[B:[^:]*]]: memref<16xf32>, %[[Y:[^:]*]]: memref<?x5x6x16xf32>
func.func @convolution(%call: !llvm.ptr, %x: memref<?x9x8x8xf32>, %w: memref<16x4x3x3xf32>, %b: memref<16xf32>, %y: memref<?x5x6x16xf32>) {
  // Operands in their order, then batch and sizes of the source and of the result.
  // CHECK-DAG: %[[OPERANDS:.*]] = memref.alloca() : memref<4xi64>
  // CHECK-DAG: %[[SIZES:.*]] = memref.alloca() : memref<5xi64>
  // CHECK: memref.extract_aligned_pointer_as_index %[[X]]
  // CHECK: memref.extract_aligned_pointer_as_index %[[W]]
  // CHECK: memref.extract_aligned_pointer_as_index %[[B]]
  // CHECK: memref.extract_aligned_pointer_as_index %[[Y]]
  // CHECK: memref.dim %[[X]]
  // CHECK: call @lutra_rt_primitive(%[[CALL]],
  // CHECK-NOT: dnnl
  dnnl.convolution ins(%x, %w : memref<?x9x8x8xf32>, memref<16x4x3x3xf32>) bias(%b : memref<16xf32>) outs(%y : memref<?x5x6x16xf32>)
    {strides = array<i64: 2, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 0>, groups = 2 : i64,
     post_ops = [#dnnl.post_op<relu, 0.0 : f32, 0.0 : f32>]}
  return
}

// -----

// Rows of all dimensions but the last are counted together.
// CHECK-LABEL: func.func @matmul(
// CHECK-SAME: %[[CALL:[^:]*]]: !llvm.ptr, %[[X:[^:]*]]: memref<?x?x64xf32>
func.func @matmul(%call: !llvm.ptr, %x: memref<?x?x64xf32>, %w: memref<32x64xf32>, %y: memref<?x?x32xf32>) {
  // CHECK-DAG: %[[FIRST:.*]] = memref.dim %[[X]], %c0
  // CHECK-DAG: %[[SECOND:.*]] = memref.dim %[[X]], %c1
  // CHECK: arith.muli
  // CHECK: call @lutra_rt_primitive
  dnnl.matmul ins(%x, %w : memref<?x?x64xf32>, memref<32x64xf32>) outs(%y : memref<?x?x32xf32>) {transposed}
  return
}

// -----

// A pooling has no weights.
// CHECK-LABEL: func.func @pooling(
func.func @pooling(%call: !llvm.ptr, %x: memref<2x8x16xf32>, %y: memref<2x4x16xf32>) {
  // CHECK-DAG: memref.alloca() : memref<2xi64>
  // CHECK-DAG: memref.alloca() : memref<3xi64>
  // CHECK: call @lutra_rt_primitive
  dnnl.pooling max ins(%x : memref<2x8x16xf32>) outs(%y : memref<2x4x16xf32>)
    {window = array<i64: 2>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 0>}
  return
}

// -----

// Numbers 2 for unsigned bytes; the window of bytes is behind the groups.
// CHECK: memref.global "private" constant @primitive : memref<54xi64> = dense<[1, 2, 2, 12, 6, 3, 0, 0, 0, 3, 5, 1,
// CHECK-LABEL: func.func @bytes(
// CHECK: call @lutra_rt_primitive
module attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|vnni>} {
func.func @bytes(%call: !llvm.ptr, %x: memref<?x9x8x6xi8>, %w: memref<3x3x5x2x4xi8>, %y: memref<?x7x4x12xi32>) {
  dnnl.convolution ins(%x, %w : memref<?x9x8x6xi8>, memref<3x3x5x2x4xi8>) outs(%y : memref<?x7x4x12xi32>)
    {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 0, 0>, groups = 3 : i64}
  return
}
}

// -----

// Without VNNI they are loops, with a copy where there is padding.
// CHECK-DAG: #[[X:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1 + d5, d2 * 2 + d6, d3, d7)>
// CHECK-DAG: #[[W:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d3, d5, d6, d7, d4)>
// CHECK-DAG: #[[Y:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1, d2, d3, d4)>
// CHECK-LABEL: func.func @byte_loops(
// CHECK-SAME: %[[X8:[^:]*]]: memref<?x9x8x6xi8>
//     CHECK: %[[PADDED:.*]] = memref.alloc(%{{.*}}) : memref<?x9x9x6xi8>
//     CHECK: linalg.fill
//     CHECK: memref.subview %[[X8]][0, 0, 0, 0] [%{{.*}}, 8, 8, 6]
//     CHECK: memref.subview %[[PADDED]][0, 1, 1, 0] [%{{.*}}, 8, 8, 6]
//     CHECK: linalg.generic
//     CHECK: %[[XG:.*]] = memref.expand_shape %[[PADDED]] {{.*}} into memref<?x9x9x3x2xi8>
//     CHECK: %[[YG:.*]] = memref.expand_shape
//     CHECK: linalg.fill
//     CHECK: linalg.generic {indexing_maps = [#[[X]], #[[W]], #[[Y]]], {{.*}} ins(%[[XG]], %{{.*}} : {{.*}}) outs(%[[YG]]
//     CHECK:   arith.extui
//     CHECK:   arith.extsi
// CHECK-NOT: dnnl
module attributes {lut.target = #lut.target<name = "x86_64_v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
func.func @byte_loops(%call: !llvm.ptr, %x: memref<?x9x8x6xi8>, %w: memref<3x3x5x2x4xi8>, %y: memref<?x7x3x12xi32>) {
  dnnl.convolution ins(%x, %w : memref<?x9x8x6xi8>, memref<3x3x5x2x4xi8>) outs(%y : memref<?x7x3x12xi32>)
    {strides = array<i64: 1, 2>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 3 : i64}
  return
}
}

// -----

// A channel in each group, and no padding: nothing is copied or split.
// CHECK-DAG: #[[X:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1 + d3, d2)>
// CHECK-DAG: #[[W:.*]] = affine_map<(d0, d1, d2, d3) -> (d3, d2)>
// CHECK-DAG: #[[Y:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-LABEL: func.func @depthwise_loops(
// CHECK-NOT: memref.alloc
//     CHECK: linalg.generic {indexing_maps = [#[[X]], #[[W]], #[[Y]]]
func.func @depthwise_loops(%call: !llvm.ptr, %x: memref<2x9x6xi8>, %w: memref<3x6xi8>, %y: memref<2x7x6xi32>) {
  dnnl.convolution ins(%x, %w : memref<2x9x6xi8>, memref<3x6xi8>) outs(%y : memref<2x7x6xi32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 0>, groups = 6 : i64}
  return
}

// -----

// bf16 takes AVX-512.
// CHECK-LABEL: func.func @bf16_loops(
// CHECK: arith.extf
// CHECK: math.fma
// CHECK-NOT: dnnl
module attributes {lut.target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>} {
func.func @bf16_loops(%call: !llvm.ptr, %x: memref<2x9x4xbf16>, %w: memref<8x2x3xbf16>, %y: memref<2x7x8xf32>, %m: memref<4x3xbf16>, %p: memref<2x9x3xf32>) {
  dnnl.convolution ins(%x, %w : memref<2x9x4xbf16>, memref<8x2x3xbf16>) outs(%y : memref<2x7x8xf32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 0>, groups = 2 : i64}
  dnnl.matmul ins(%x, %m : memref<2x9x4xbf16>, memref<4x3xbf16>) outs(%p : memref<2x9x3xf32>)
  return
}
}

// -----

func.func @strided(%call: !llvm.ptr, %x: memref<4x64xf32, strided<[96, 1]>>, %w: memref<64x32xf32>, %y: memref<4x32xf32>) {
  // expected-error @below {{expects contiguous buffers, in a function that has the runtime's handle}}
  dnnl.matmul ins(%x, %w : memref<4x64xf32, strided<[96, 1]>>, memref<64x32xf32>) outs(%y : memref<4x32xf32>)
  return
}

// -----

// An LSTM that begins with the last step: nine operands, steps and sequences.
// CHECK: memref.global "private" constant @primitive : memref<54xi64> = dense<[6, 0, 0, 16, 8, 1, 0, 1, 1,
// CHECK-LABEL: func.func @lstm(
// CHECK-DAG:   memref.alloca() : memref<9xi64>
// CHECK-DAG:   %[[SIZES:.*]] = memref.alloca() : memref<2xi64>
// CHECK-DAG:   memref.dim %{{.*}}, %c0 : memref<?x?x8xf32>
// CHECK-DAG:   memref.dim %{{.*}}, %c1 : memref<?x?x8xf32>
// CHECK:   call @lutra_rt_primitive
func.func @lstm(%call: !llvm.ptr, %x: memref<?x?x8xf32>, %w: memref<4x16x8xf32>, %r: memref<4x16x16xf32>, %b: memref<4x16xf32>,
                %h: memref<?x16xf32>, %c: memref<?x16xf32>, %y: memref<?x?x16xf32>, %hn: memref<?x16xf32>, %cn: memref<?x16xf32>) {
  dnnl.lstm ins(%x, %w, %r, %b : memref<?x?x8xf32>, memref<4x16x8xf32>, memref<4x16x16xf32>, memref<4x16xf32>)
    state(%h, %c : memref<?x16xf32>, memref<?x16xf32>) outs(%y, %hn, %cn : memref<?x?x16xf32>, memref<?x16xf32>, memref<?x16xf32>) {reverse}
  return
}
