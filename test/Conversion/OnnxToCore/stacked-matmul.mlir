// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s

// A contraction for each matrix of a stack of codes, with its part of what the activations
// are. Codes of four bits are cut where they begin, in a byte or not.

// CHECK-LABEL: func.func @matrices(
// CHECK-SAME:    %[[A:.*]]: tensor<2x?x2xf32>
// CHECK:         %[[INIT:.*]] = tensor.empty(%{{.*}}) : tensor<2x?x3xf32>
// CHECK:         %[[A0:.*]] = tensor.extract_slice %[[A]][0, 0, 0] [1, %{{.*}}, 2] [1, 1, 1]
// CHECK:         dense<[{{\[\[}}33]], {{\[\[}}67]], {{\[\[}}101]]]> : tensor<3x1x1xi8>
// CHECK:         %[[Y0:.*]] = lowbit.contract acts(%[[A0]] : tensor<1x?x2xf32>) codes(%{{.*}} : tensor<3x2xi8>) scales(%{{.*}} : tensor<3x1xf32>)
// CHECK:         %[[Y:.*]] = tensor.insert_slice %[[Y0]] into %[[INIT]][0, 0, 0] [1, %{{.*}}, 3] [1, 1, 1]
// CHECK:         %[[A1:.*]] = tensor.extract_slice %[[A]][1, 0, 0]
// CHECK:         %[[Y1:.*]] = lowbit.contract acts(%[[A1]]
// CHECK:         %[[Z:.*]] = tensor.insert_slice %[[Y1]] into %[[Y]][1, 0, 0]
// CHECK:         return %[[Z]]
func.func @matrices(%a: tensor<2x?x2xf32>) -> tensor<2x?x3xf32> {
  %w = onnx.constant dense<[[[1, 3, 5], [2, 4, 6]], [[7, 8, 9], [10, 11, 12]]]> : tensor<2x2x3xui4>
  %s = onnx.constant dense<[[[0.5, 0.25, 1.0]], [[2.0, 4.0, 8.0]]]> : tensor<2x1x3xf32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<2x2x3xui4>, tensor<2x1x3xf32>) -> tensor<2x2x3xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<2x?x2xf32>, tensor<2x2x3xf32>) -> tensor<2x?x3xf32>
  return %y : tensor<2x?x3xf32>
}

// -----

// A stack of one is a matrix, and a vector a row.

// CHECK-LABEL: func.func @one(
// CHECK-NOT:     tensor.insert_slice
// CHECK:         lowbit.contract
// CHECK-NOT:     lowbit.contract
// CHECK-LABEL: func.func @vector(
// CHECK:         tensor.expand_shape %{{.*}} : tensor<2xf32> into tensor<1x1x2xf32>
// CHECK-COUNT-2: lowbit.contract
// CHECK:         tensor.collapse_shape %{{.*}} : tensor<2x1x2xf32> into tensor<2x2xf32>
func.func @one(%a: tensor<3x?x2xf32>) -> tensor<3x?x2xf32> {
  %w = onnx.constant dense<[[[1, 3], [2, 4]]]> : tensor<1x2x2xi8>
  %s = onnx.constant dense<0.5> : tensor<f32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s) : (tensor<1x2x2xi8>, tensor<f32>) -> tensor<1x2x2xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<3x?x2xf32>, tensor<1x2x2xf32>) -> tensor<3x?x2xf32>
  return %y : tensor<3x?x2xf32>
}
func.func @vector(%a: tensor<2xf32>) -> tensor<2x2xf32> {
  %w = onnx.constant dense<[[[1, 3], [2, 4]], [[5, 6], [7, 8]]]> : tensor<2x2x2xi8>
  %s = onnx.constant dense<0.5> : tensor<f32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s) : (tensor<2x2x2xi8>, tensor<f32>) -> tensor<2x2x2xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<2xf32>, tensor<2x2x2xf32>) -> tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}

// -----

// No contraction: scales of rows of K, blocks along N, a stack that the run brings, and
// activations that may have to be repeated.

// CHECK-LABEL: func.func @negative(
// CHECK-NOT:     lowbit.contract
// CHECK:         return
func.func @negative(%a: tensor<2x?x2xf32>, %b: tensor<?x?x2xf32>, %v: tensor<2x2x2xi8>) -> (tensor<2x?x2xf32>, tensor<2x?x2xf32>, tensor<2x?x2xf32>, tensor<2x?x2xf32>) {
  %w = onnx.constant dense<[[[1, 3], [2, 4]], [[5, 6], [7, 8]]]> : tensor<2x2x2xi8>
  %s = onnx.constant dense<[0.5, 2.0]> : tensor<2xf32>
  %0 = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 1 : i64} : (tensor<2x2x2xi8>, tensor<2xf32>) -> tensor<2x2x2xf32>
  %y0 = onnx.node "MatMul" version 21(%a, %0) : (tensor<2x?x2xf32>, tensor<2x2x2xf32>) -> tensor<2x?x2xf32>
  %t = onnx.constant dense<[[[0.5], [2.0]], [[4.0], [8.0]]]> : tensor<2x2x1xf32>
  %1 = onnx.node "DequantizeLinear" version 21(%w, %t) with {axis = 2 : i64, block_size = 2 : i64} : (tensor<2x2x2xi8>, tensor<2x2x1xf32>) -> tensor<2x2x2xf32>
  %y1 = onnx.node "MatMul" version 21(%a, %1) : (tensor<2x?x2xf32>, tensor<2x2x2xf32>) -> tensor<2x?x2xf32>
  %2 = onnx.node "DequantizeLinear" version 21(%v, %s) with {axis = 2 : i64} : (tensor<2x2x2xi8>, tensor<2xf32>) -> tensor<2x2x2xf32>
  %y2 = onnx.node "MatMul" version 21(%a, %2) : (tensor<2x?x2xf32>, tensor<2x2x2xf32>) -> tensor<2x?x2xf32>
  %3 = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 2 : i64} : (tensor<2x2x2xi8>, tensor<2xf32>) -> tensor<2x2x2xf32>
  %y3 = onnx.node "MatMul" version 21(%b, %3) : (tensor<?x?x2xf32>, tensor<2x2x2xf32>) -> tensor<2x?x2xf32>
  return %y0, %y1, %y2, %y3 : tensor<2x?x2xf32>, tensor<2x?x2xf32>, tensor<2x?x2xf32>, tensor<2x?x2xf32>
}
