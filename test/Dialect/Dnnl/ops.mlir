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
  // CHECK: dnnl.pooling max ins(%{{.*}} : memref<?x8x16xf32>) outs(%{{.*}} : memref<?x4x16xf32>)
  dnnl.pooling max ins(%x : memref<?x8x16xf32>) outs(%pooled : memref<?x4x16xf32>)
    {window = array<i64: 2>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 0>}
  // CHECK: dnnl.matmul ins(%{{.*}}, %{{.*}} : memref<2x3x8xf32>, memref<4x8xf32>) outs(%{{.*}} : memref<2x3x4xf32>) {transposed}
  dnnl.matmul ins(%rows, %w : memref<2x3x8xf32>, memref<4x8xf32>) outs(%y : memref<2x3x4xf32>) {transposed}
  return
}

// CHECK-LABEL: func.func @narrow
func.func @narrow(%b: tensor<?x8x8xi8>, %wb: tensor<3x8x16xi8>, %wg: tensor<2x3x4x8xi8>, %wd: tensor<3x8xi8>, %h: tensor<?x8x8xbf16>, %wh: tensor<16x8x3xbf16>, %wm: tensor<16x8xi8>,
                  %sum: tensor<?x8x16xi32>, %each: tensor<?x8x8xi32>, %f: tensor<?x8x16xf32>) {
  // CHECK: tensor<?x8x8xi8>, tensor<3x8x16xi8>
  %0 = dnnl.convolution ins(%b, %wb : tensor<?x8x8xi8>, tensor<3x8x16xi8>) outs(%sum : tensor<?x8x16xi32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 1>, groups = 1 : i64} -> tensor<?x8x16xi32>
  %1 = dnnl.convolution ins(%b, %wg : tensor<?x8x8xi8>, tensor<2x3x4x8xi8>) outs(%sum : tensor<?x8x16xi32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 1>, groups = 2 : i64} -> tensor<?x8x16xi32>
  %2 = dnnl.convolution ins(%b, %wd : tensor<?x8x8xi8>, tensor<3x8xi8>) outs(%each : tensor<?x8x8xi32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 1>, groups = 8 : i64} -> tensor<?x8x8xi32>
  %3 = dnnl.convolution ins(%h, %wh : tensor<?x8x8xbf16>, tensor<16x8x3xbf16>) outs(%f : tensor<?x8x16xf32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 1>, groups = 1 : i64} -> tensor<?x8x16xf32>
  // CHECK: dnnl.matmul {{.*}} {signed_source, transposed}
  %4 = dnnl.matmul ins(%b, %wm : tensor<?x8x8xi8>, tensor<16x8xi8>) outs(%sum : tensor<?x8x16xi32>) {signed_source, transposed} -> tensor<?x8x16xi32>
  return
}

// CHECK-LABEL: func.func @averages
func.func @averages(%x: tensor<?x8x16xf32>, %init: tensor<?x4x16xf32>) {
  // CHECK: dnnl.pooling average ins
  %0 = dnnl.pooling average ins(%x : tensor<?x8x16xf32>) outs(%init : tensor<?x4x16xf32>)
    {window = array<i64: 2>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 0>} -> tensor<?x4x16xf32>
  // CHECK: dnnl.pooling inside ins
  %1 = dnnl.pooling inside ins(%x : tensor<?x8x16xf32>) outs(%init : tensor<?x4x16xf32>)
    {window = array<i64: 3>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 1>} -> tensor<?x4x16xf32>
  return
}

// CHECK-LABEL: func.func @lstm
func.func @lstm(%x: tensor<?x?x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>,
                %h: tensor<?x16xf32>, %c: tensor<?x16xf32>, %init: tensor<?x?x16xf32>) {
  // CHECK: dnnl.lstm ins(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<?x?x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>)
  // CHECK-SAME: state(%{{.*}}, %{{.*}} : tensor<?x16xf32>, tensor<?x16xf32>) outs(%{{.*}} : tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>)
  // CHECK-SAME: {reverse} -> tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>
  %y:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<?x?x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>)
    state(%h, %c : tensor<?x16xf32>, tensor<?x16xf32>) outs(%init, %h, %c : tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>)
    {reverse} -> tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>
  return
}
