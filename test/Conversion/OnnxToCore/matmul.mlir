// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s

// A transposed weight is read through its map: no copy is made. Products are
// summed by fused multiply-adds, m and n outside, k inside.

// CHECK-DAG:   #[[A:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG:   #[[B:.*]] = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
// CHECK-DAG:   #[[Y:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-LABEL: func.func @head(
// CHECK:         %[[W:.*]] = arith.constant {{.*}} : tensor<5x4xf32>
// CHECK-NOT:     linalg.generic
// CHECK:         linalg.fill
// CHECK:         linalg.generic {indexing_maps = [#[[A]], #[[B]], #[[Y]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
// CHECK-SAME:      ins(%{{.*}}, %[[W]] :
// CHECK:           math.fma
func.func @head(%x: tensor<?x?x4xf32>) -> tensor<?x?x5xf32> {
  %w = onnx.constant dense_resource<weight> : tensor<5x4xf32>
  %t = onnx.node "Transpose" version 13(%w) with {perm = array<i64: 1, 0>} : (tensor<5x4xf32>) -> !onnx.unknown
  %y = onnx.node "MatMul" version 13(%x, %t) : (tensor<?x?x4xf32>, !onnx.unknown) -> tensor<?x?x5xf32>
  return %y : tensor<?x?x5xf32>
}

// -----

// f16 is summed in f32 and rounded once.

// CHECK-LABEL: func.func @narrow(
// CHECK:         %[[ACC:.*]] = linalg.fill ins(%{{.*}} : f32)
// CHECK:         %[[SUM:.*]] = linalg.generic {{.*}} outs(%[[ACC]] : tensor<2x4xf32>)
// CHECK-COUNT-2:   arith.extf
// CHECK:           math.fma
// CHECK:         linalg.generic {{.*}} ins(%[[SUM]] : tensor<2x4xf32>) outs(%{{.*}} : tensor<2x4xf16>)
// CHECK:           arith.truncf
func.func @narrow(%x: tensor<2x3xf16>, %w: tensor<3x4xf16>) -> tensor<2x4xf16> {
  %y = onnx.node "MatMul" version 13(%x, %w) : (tensor<2x3xf16>, tensor<3x4xf16>) -> tensor<2x4xf16>
  return %y : tensor<2x4xf16>
}

// -----

// Inner sizes that only the run knows are compared there.

// CHECK-LABEL: func.func @inner(
// CHECK:         cf.assert %{{.*}}, "node 'product' (MatMul): the inner dimensions must be equal"
func.func @inner(%x: tensor<2x?xf32>, %w: tensor<?x4xf32>) -> tensor<2x4xf32> {
  %y = onnx.node "MatMul" version 13(%x, %w) : (tensor<2x?xf32>, tensor<?x4xf32>) -> tensor<2x4xf32> loc("product")
  return %y : tensor<2x4xf32>
}
