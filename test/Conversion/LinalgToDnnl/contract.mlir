// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always | FileCheck %s
// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl | FileCheck %s --check-prefix=AUTO

// oneDNN sums up products of signed codes; scales come afterwards, in the order
// of the page: sums * (scales * act_scales). Generated kernels are as fast.
//   CHECK-DAG: #[[ROW:.*]] = affine_map<(d0, d1, d2) -> (d2, 0)>
//   CHECK-DAG: #[[TOKEN:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
// CHECK-LABEL: func.func @main
//  CHECK-SAME:   %[[A:[^:]*]]: tensor<2x?x4xi8>, %[[S:[^:]*]]: tensor<2x?x1xf32>, %[[INIT:[^:]*]]: tensor<2x?x3xf32>
//   CHECK-DAG:   %[[SCALES:.*]] = arith.constant dense<{{.*}}> : tensor<3x1xf32>
//   CHECK-DAG:   %[[W:.*]] = arith.constant dense<{{\[\[}}-128, -127, -1, 0], [1, 2, 3, 4], [127, 126, 0, -128]]> : tensor<3x4xi8>
//   CHECK-DAG:   %[[M:.*]] = tensor.dim %[[A]], %c1
//       CHECK:   %[[E:.*]] = tensor.empty(%[[M]]) : tensor<2x?x3xi32>
//       CHECK:   %[[SUMS:.*]] = dnnl.matmul ins(%[[A]], %[[W]] : tensor<2x?x4xi8>, tensor<3x4xi8>) outs(%[[E]] : tensor<2x?x3xi32>)
//  CHECK-SAME:     signed_source, transposed
//       CHECK:   linalg.generic {indexing_maps = [#{{.*}}, #[[ROW]], #[[TOKEN]], #{{.*}}]{{.*}} ins(%[[SUMS]], %[[SCALES]], %[[S]] : {{.*}}) outs(%[[INIT]] :
//       CHECK:   ^bb0(%[[SUM:.*]]: i32, %[[L:.*]]: f32, %[[R:.*]]: f32,
//   CHECK-DAG:     %[[F:.*]] = arith.sitofp %[[SUM]] : i32 to f32
//   CHECK-DAG:     %[[LR:.*]] = arith.mulf %[[L]], %[[R]] : f32
//       CHECK:     %[[Y:.*]] = arith.mulf %[[F]], %[[LR]] : f32
//       CHECK:     linalg.yield %[[Y]]
//  AUTO-LABEL: func.func @main
//        AUTO:   lowbit.contract
func.func @main(%a: tensor<2x?x4xi8>, %s: tensor<2x?x1xf32>, %init: tensor<2x?x3xf32>) -> tensor<2x?x3xf32> {
  %w = arith.constant dense<[[0, 1, 127, 128], [129, 130, 131, 132], [255, 254, 128, 0]]> : tensor<3x4xi8>
  %scales = arith.constant dense<[[0.5], [1.0], [2.0]]> : tensor<3x1xf32>
  %y = lowbit.contract acts(%a : tensor<2x?x4xi8>) act_scales(%s : tensor<2x?x1xf32>) codes(%w : tensor<3x4xi8>) scales(%scales : tensor<3x1xf32>)
    outs(%init : tensor<2x?x3xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<2x?x3xf32>
  return %y : tensor<2x?x3xf32>
}

// -----

// Each row has its zero point. Scales of 1 are not multiplied with.
// CHECK-LABEL: func.func @main
//   CHECK-DAG:   arith.constant dense<{{\[\[}}-10, 0, 90, -1], [0, -128, 127, 1]]> : tensor<2x4xi8>
//       CHECK:   %[[SUMS:.*]] = dnnl.matmul
//       CHECK:   linalg.generic {{.*}} ins(%[[SUMS]] : tensor<8x2xi32>)
//   CHECK-NOT:   arith.mulf
//       CHECK:   linalg.yield
//  AUTO-LABEL: func.func @main
func.func @main(%a: tensor<8x4xi8>, %init: tensor<8x2xf32>) -> tensor<8x2xf32> {
  %w = arith.constant dense<[[0, 10, 100, 9], [128, 0, 255, 129]]> : tensor<2x4xi8>
  %z = arith.constant dense<[[10], [128]]> : tensor<2x1xi8>
  %scales = arith.constant dense<1.0> : tensor<2x1xf32>
  %one = arith.constant 1.0 : f32
  %empty = tensor.empty() : tensor<8x1xf32>
  %s = linalg.fill ins(%one : f32) outs(%empty : tensor<8x1xf32>) -> tensor<8x1xf32>
  %y = lowbit.contract acts(%a : tensor<8x4xi8>) act_scales(%s : tensor<8x1xf32>) codes(%w : tensor<2x4xi8>) scales(%scales : tensor<2x1xf32>) zero_points(%z : tensor<2x1xi8>)
    outs(%init : tensor<8x2xf32>) format = #lowbit.int<bits = 8> activation = <int8_token> group_size = 0 -> tensor<8x2xf32>
  return %y : tensor<8x2xf32>
}

// -----

// Activations that are floats, or fewer bits, are not oneDNN's.
// CHECK-LABEL: func.func @main
//   CHECK-NOT:   dnnl
//  AUTO-LABEL: func.func @main
func.func @main(%a: tensor<8x4xf32>, %q: tensor<8x4xi8>, %s: tensor<8x1xf32>, %init: tensor<8x2xf32>) -> (tensor<8x2xf32>, tensor<8x2xf32>) {
  %w = arith.constant dense<3> : tensor<2x4xi8>
  %scales = arith.constant dense<1.0> : tensor<2x1xf32>
  %y = lowbit.contract acts(%a : tensor<8x4xf32>) codes(%w : tensor<2x4xi8>) scales(%scales : tensor<2x1xf32>)
    outs(%init : tensor<8x2xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <float> group_size = 0 -> tensor<8x2xf32>
  %z = lowbit.contract acts(%q : tensor<8x4xi8>) act_scales(%s : tensor<8x1xf32>) codes(%w : tensor<2x4xi8>) scales(%scales : tensor<2x1xf32>)
    outs(%init : tensor<8x2xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <int8_token> group_size = 0 -> tensor<8x2xf32>
  return %y, %z : tensor<8x2xf32>, tensor<8x2xf32>
}
