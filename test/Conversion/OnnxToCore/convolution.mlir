// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s

// A convolution is one sum over a padded input.

// CHECK-DAG:   #[[X:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d4, d2 + d5, d3 + d6)>
// CHECK-DAG:   #[[W:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d1, d4, d5, d6)>
// CHECK-LABEL: func.func @conv(
// CHECK-NOT:     cf.assert
// CHECK:         linalg.fill {{.*}} -> tensor<1x3x10x10xf32>
// CHECK:         %[[PADDED:.*]] = tensor.insert_slice {{.*}}[0, 0, 1, 1] [1, 3, 8, 8] [1, 1, 1, 1]
// CHECK:         linalg.generic {indexing_maps = [#[[X]], #[[W]], {{.*}}ins(%[[PADDED]], %arg1
// CHECK:           math.fma
func.func @conv(%x: tensor<1x3x8x8xf32>, %w: tensor<16x3x3x3xf32>) -> tensor<1x16x8x8xf32> {
  %y = onnx.node "Conv" version 11(%x, %w) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<1x3x8x8xf32>, tensor<16x3x3x3xf32>) -> tensor<1x16x8x8xf32>
  return %y : tensor<1x16x8x8xf32>
}

// -----

// Sizes that are not known: one check for each dimension of the window.

// CHECK-DAG:   #[[X:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d4, d2 * 2 + d5, d3 * 2 + d6)>
// CHECK-LABEL: func.func @strided(
// CHECK-COUNT-2: cf.assert {{.*}} "a node (Conv): the window must not be larger than the padded input"
// CHECK-NOT:     cf.assert
// CHECK:         linalg.generic {indexing_maps = [#[[X]],
func.func @strided(%x: tensor<?x3x?x?xf32>, %w: tensor<16x3x3x3xf32>) -> tensor<?x16x?x?xf32> {
  %y = onnx.node "Conv" version 11(%x, %w) with {pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>} : (tensor<?x3x?x?xf32>, tensor<16x3x3x3xf32>) -> tensor<?x16x?x?xf32>
  return %y : tensor<?x16x?x?xf32>
}

// -----

// A product of matrices.

// CHECK-DAG:   #[[X:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>
// CHECK-DAG:   #[[W:.*]] = affine_map<(d0, d1, d2, d3) -> (d1, d3)>
// CHECK-LABEL: func.func @pointwise(
// CHECK-NOT:     tensor.insert_slice
// CHECK:         linalg.generic {indexing_maps = [#[[X]], #[[W]], {{.*}}tensor<?x8x16xf32>, tensor<16x8xf32>
func.func @pointwise(%x: tensor<?x8x4x4xf32>, %w: tensor<16x8x1x1xf32>) -> tensor<?x16x4x4xf32> {
  %y = onnx.node "Conv" version 11(%x, %w) : (tensor<?x8x4x4xf32>, tensor<16x8x1x1xf32>) -> tensor<?x16x4x4xf32>
  return %y : tensor<?x16x4x4xf32>
}

// -----

// No loops over channels of a group where it has one.

// CHECK-DAG:   #[[X:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 + d4, d3 + d5)>
// CHECK-LABEL: func.func @depthwise(
// CHECK:         linalg.generic {indexing_maps = [#[[X]], {{.*}}tensor<1x8x6x6xf32>, tensor<8x3x3xf32>
func.func @depthwise(%x: tensor<1x8x6x6xf32>, %w: tensor<8x1x3x3xf32>) -> tensor<1x8x4x4xf32> {
  %y = onnx.node "Conv" version 11(%x, %w) with {group = 8 : i64} : (tensor<1x8x6x6xf32>, tensor<8x1x3x3xf32>) -> tensor<1x8x4x4xf32>
  return %y : tensor<1x8x4x4xf32>
}
