// RUN: lutra-opt %s | lutra-opt | FileCheck %s
// RUN: lutra-opt %s --mlir-print-op-generic | lutra-opt | FileCheck %s

// CHECK-LABEL: func.func @convolution
func.func @convolution(%x: tensor<?x8x8x8xf32>, %w: tensor<16x4x3x3xf32>, %b: tensor<16xf32>, %full: tensor<?x8x8x16xf32>,
                       %init: tensor<?x8x8x16xf32>) -> tensor<?x8x8x16xf32> {
  // CHECK: dnnl.convolution ins(%{{.*}}, %{{.*}} : tensor<?x8x8x8xf32>, tensor<16x4x3x3xf32>) bias(%{{.*}} : tensor<16xf32>)
  // CHECK-SAME: extras(%{{.*}}, %{{.*}} : tensor<16xf32>, tensor<?x8x8x16xf32>) outs(%{{.*}} : tensor<?x8x8x16xf32>)
  // CHECK-SAME: post_ops = [#dnnl.post_op<mul>, #dnnl.post_op<relu, 1.000000e-01 : f32, 0.000000e+00 : f32>, #dnnl.post_op<add>]
  %y = dnnl.convolution ins(%x, %w : tensor<?x8x8x8xf32>, tensor<16x4x3x3xf32>) bias(%b : tensor<16xf32>)
    extras(%b, %full : tensor<16xf32>, tensor<?x8x8x16xf32>) outs(%init : tensor<?x8x8x16xf32>)
    {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 2 : i64,
     post_ops = [#dnnl.post_op<mul>, #dnnl.post_op<relu, 0.1 : f32, 0.0 : f32>, #dnnl.post_op<add>]} -> tensor<?x8x8x16xf32>
  return %y : tensor<?x8x8x16xf32>
}

// CHECK-LABEL: func.func @buffers
func.func @buffers(%x: memref<?x8x16xf32>, %rows: memref<2x3x8xf32>, %w: memref<4x8xf32>, %pooled: memref<?x4x16xf32>, %y: memref<2x3x4xf32>) {
  // CHECK: dnnl.pooling ins(%{{.*}} : memref<?x8x16xf32>) outs(%{{.*}} : memref<?x4x16xf32>)
  dnnl.pooling ins(%x : memref<?x8x16xf32>) outs(%pooled : memref<?x4x16xf32>)
    {window = array<i64: 2>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 0>}
  // CHECK: dnnl.matmul ins(%{{.*}}, %{{.*}} : memref<2x3x8xf32>, memref<4x8xf32>) outs(%{{.*}} : memref<2x3x4xf32>) {transposed}
  dnnl.matmul ins(%rows, %w : memref<2x3x8xf32>, memref<4x8xf32>) outs(%y : memref<2x3x4xf32>) {transposed}
  return
}
