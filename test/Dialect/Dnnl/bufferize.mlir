// RUN: lutra-opt %s --one-shot-bufferize="bufferize-function-boundaries=1" --canonicalize | FileCheck %s

// The op crosses bufferization whole and writes into its destination, which it
// does not read.
// CHECK-LABEL: func.func @matmul(
// CHECK-SAME:    %[[X:[^:]*]]: memref<?x64xf32>, %[[W:[^:]*]]: memref<32x64xf32>, %[[Y:[^:]*]]: memref<?x32xf32>
func.func @matmul(%x: tensor<?x64xf32> {bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>},
                  %w: tensor<32x64xf32> {bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>},
                  %init: tensor<?x32xf32> {bufferization.writable = true, bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>}) -> tensor<?x32xf32> {
  // CHECK-NOT: memref.alloc
  // CHECK-NOT: memref.copy
  // CHECK: dnnl.matmul ins(%[[X]], %[[W]] : memref<?x64xf32>, memref<32x64xf32>) outs(%[[Y]] : memref<?x32xf32>) {transposed}
  // CHECK-NOT: memref.copy
  %y = dnnl.matmul ins(%x, %w : tensor<?x64xf32>, tensor<32x64xf32>) outs(%init : tensor<?x32xf32>) {transposed} -> tensor<?x32xf32>
  return %y : tensor<?x32xf32>
}

// oneDNN gets contiguous buffers: a part of a larger one is copied.
// CHECK-LABEL: func.func @slice(
func.func @slice(%x: tensor<4x96xf32> {bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>},
                 %w: tensor<64x32xf32> {bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>},
                 %init: tensor<4x32xf32> {bufferization.writable = true, bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>}) -> tensor<4x32xf32> {
  // CHECK: %[[PART:.*]] = memref.subview
  // CHECK: %[[COPY:.*]] = memref.alloc() : memref<4x64xf32>
  // CHECK: memref.copy %[[PART]], %[[COPY]]
  // CHECK: dnnl.matmul ins(%[[COPY]], %{{.*}} : memref<4x64xf32>, memref<64x32xf32>)
  %part = tensor.extract_slice %x[0, 16] [4, 64] [1, 1] : tensor<4x96xf32> to tensor<4x64xf32>
  %y = dnnl.matmul ins(%part, %w : tensor<4x64xf32>, tensor<64x32xf32>) outs(%init : tensor<4x32xf32>) -> tensor<4x32xf32>
  return %y : tensor<4x32xf32>
}

// Three destinations.
// CHECK-LABEL: func.func @lstm(
// CHECK-SAME:    %[[X:[^:]*]]: memref<5x2x8xf32>
func.func @lstm(%x: tensor<5x2x8xf32> {bufferization.buffer_layout = affine_map<(d0, d1, d2) -> (d0, d1, d2)>},
                %w: tensor<4x16x8xf32> {bufferization.buffer_layout = affine_map<(d0, d1, d2) -> (d0, d1, d2)>},
                %r: tensor<4x16x16xf32> {bufferization.buffer_layout = affine_map<(d0, d1, d2) -> (d0, d1, d2)>},
                %b: tensor<4x16xf32> {bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>},
                %h: tensor<2x16xf32> {bufferization.buffer_layout = affine_map<(d0, d1) -> (d0, d1)>}) -> (tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) {
  // CHECK-DAG: %[[Y:.*]] = memref.alloc() {{.*}}: memref<5x2x16xf32>
  // CHECK-DAG: %[[H:.*]] = memref.alloc() {{.*}}: memref<2x16xf32>
  // CHECK-DAG: %[[C:.*]] = memref.alloc() {{.*}}: memref<2x16xf32>
  // CHECK: dnnl.lstm ins(%[[X]], {{.*}}) state({{.*}}) outs(%[[Y]], %[[H]], %[[C]] : memref<5x2x16xf32>, memref<2x16xf32>, memref<2x16xf32>)
  // CHECK: return %[[Y]], %[[H]], %[[C]]
  %y = tensor.empty() : tensor<5x2x16xf32>
  %hn = tensor.empty() : tensor<2x16xf32>
  %cn = tensor.empty() : tensor<2x16xf32>
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>)
    state(%h, %h : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %hn, %cn : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
    -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return %z#0, %z#1, %z#2 : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
}
