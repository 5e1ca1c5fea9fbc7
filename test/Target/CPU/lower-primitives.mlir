// RUN: lutra-opt %s --split-input-file --cpu-lower-primitives --verify-diagnostics | FileCheck %s

// What is known is a constant: kind 1, two spatial dimensions, 16 channels, 8
// inputs, 2 groups, no transposition, a bias, window 3 x 3, strides 2 x 1, ..., one
// post-op.
// CHECK: memref.global "private" constant @primitive : memref<52xi64> = dense<[1, 2, 16, 8, 2, 0, 1, 3, 3, 1, 2, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0,
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
  dnnl.pooling ins(%x : memref<2x8x16xf32>) outs(%y : memref<2x4x16xf32>)
    {window = array<i64: 2>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 0>}
  return
}

// -----

func.func @strided(%call: !llvm.ptr, %x: memref<4x64xf32, strided<[96, 1]>>, %w: memref<64x32xf32>, %y: memref<4x32xf32>) {
  // expected-error @below {{expects contiguous buffers, in a function that has the runtime's handle}}
  dnnl.matmul ins(%x, %w : memref<4x64xf32, strided<[96, 1]>>, memref<64x32xf32>) outs(%y : memref<4x32xf32>)
  return
}
