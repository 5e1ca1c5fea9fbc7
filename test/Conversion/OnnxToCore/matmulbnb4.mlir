// RUN: lutra-opt %s --convert-onnx-to-core | FileCheck %s

// Blocks that are parts of rows are groups of a contraction with the codebook; the
// first of two codes is in the high bits.

// CHECK-LABEL: func @nf4
// CHECK-SAME:    %[[X:[a-z0-9]+]]: tensor<?x32xf32>{{.*}} %[[B:[a-z0-9]+]]: tensor<64xi8>{{.*}} %[[S:[a-z0-9]+]]: tensor<8xf32>
// CHECK:         %[[BYTES:.*]] = tensor.expand_shape %[[B]] {{.*}} into tensor<4x2x8xi8>
// CHECK:         %[[SCALES:.*]] = tensor.expand_shape %[[S]] {{.*}} into tensor<4x2xf32>
// CHECK:         %[[CODES:.*]] = lowbit.unpack %[[BYTES]] format = #lowbit.codebook<bits = 4, values = [-1.000000e+00, -0.6961928, -0.525073051,
// CHECK-SAME:      block_size = 16 {high_first} : tensor<4x2x8xi8> -> tensor<4x32xi8>
// CHECK:         lowbit.contract acts(%[[X]] : {{.*}} codes(%[[CODES]] : {{.*}} scales(%[[SCALES]]
// CHECK-SAME:      activation = <auto> group_size = 16
// CHECK-NOT:     linalg.generic
func.func @nf4(%x: tensor<?x32xf32>, %b: tensor<64xui8>, %s: tensor<8xf32>) -> tensor<?x4xf32> {
  %y = onnx.node "MatMulBnb4" domain "com.microsoft" version 1(%x, %b, %s) with {K = 32 : i64, N = 4 : i64, block_size = 16 : i64, quant_type = 1 : i64, transB = 1 : i64} : (tensor<?x32xf32>, tensor<64xui8>, tensor<8xf32>) -> tensor<?x4xf32>
  return %y : tensor<?x4xf32>
}

// Blocks that go on in the next row are none.

// CHECK-LABEL: func @across_rows
// CHECK-NOT:     lowbit.contract
// CHECK:         math.fma
func.func @across_rows(%x: tensor<?x17xf32>, %b: tensor<26xui8>, %s: tensor<2xf32>) -> tensor<?x3xf32> {
  %y = onnx.node "MatMulBnb4" domain "com.microsoft" version 1(%x, %b, %s) with {K = 17 : i64, N = 3 : i64, block_size = 32 : i64, quant_type = 1 : i64, transB = 1 : i64} : (tensor<?x17xf32>, tensor<26xui8>, tensor<2xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}
