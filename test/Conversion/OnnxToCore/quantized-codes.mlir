// RUN: lutra-opt %s --convert-onnx-to-core --canonicalize --split-input-file | FileCheck %s

// Codes by codes: scales of 1 give the sum of integers, the zero point comes off
// times the sums of the weight's columns, and then both scales are applied.

// CHECK-LABEL: func.func @activations(
// CHECK-DAG:     %[[ONE:.*]] = arith.constant dense<1.000000e+00> : tensor<2x1xf32>
// CHECK-DAG:     %[[SUMS:.*]] = arith.constant dense<[4.000000e+00, -2.000000e+00]> : tensor<2xf32>
// CHECK-DAG:     %[[SCALES:.*]] = arith.constant dense<[5.000000e-01, 2.500000e-01]> : tensor<2xf32>
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant -2.800000e+01 : f32
// CHECK:         %[[Q:.*]] = linalg.generic {{.*}} ins(%{{[0-9]+}} : tensor<?x2xi8>)
// CHECK:           arith.xori %{{.*}}, %c-128_i8
// CHECK:         %[[S:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<?x1xf32>)
// CHECK:         %[[Y:.*]] = lowbit.contract acts(%[[Q]] : tensor<?x2xi8>) act_scales(%[[S]] : tensor<?x1xf32>) codes(%{{.*}} : tensor<2x2xi8>) scales(%[[ONE]] : tensor<2x1xf32>) outs
// CHECK-SAME:      format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0
// CHECK:         linalg.generic {{.*}} ins(%[[Y]], %[[SUMS]] :
// CHECK:           %[[P:.*]] = arith.mulf %{{.*}}, %[[ZERO]] : f32
// CHECK:           arith.subf %{{.*}}, %[[P]] : f32
// CHECK:         linalg.generic {{.*}} ins(%{{.*}}, %[[SCALES]] :
// CHECK:           %[[T:.*]] = arith.mulf
// CHECK:           arith.mulf %{{.*}}, %[[T]] : f32
func.func @activations(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %s = onnx.constant dense<0.1> : tensor<f32>
  %z = onnx.constant dense<100> : tensor<ui8>
  %q = onnx.node "QuantizeLinear" version 21(%x, %s, %z) : (tensor<?x2xf32>, tensor<f32>, tensor<ui8>) -> tensor<?x2xui8>
  %a = onnx.node "DequantizeLinear" version 21(%q, %s, %z) : (tensor<?x2xui8>, tensor<f32>, tensor<ui8>) -> tensor<?x2xf32>
  %w = onnx.constant dense<[[1, 2], [3, -4]]> : tensor<2x2xi8>
  %t = onnx.constant dense<[0.5, 0.25]> : tensor<2xf32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %t) with {axis = 1 : i64} : (tensor<2x2xi8>, tensor<2xf32>) -> tensor<2x2xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<?x2xf32>, tensor<2x2xf32>) -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// Signed codes with zero point 0 are what a contraction takes, also times four bits.

// CHECK-LABEL: func.func @symmetric(
// CHECK-SAME:    %[[Q:.*]]: tensor<?x2xi8>
// CHECK-NOT:     arith.xori
// CHECK:         lowbit.contract acts(%[[Q]] : tensor<?x2xi8>) act_scales
// CHECK-SAME:      #lowbit.int<bits = 4, zero_point = 8>
// CHECK-NOT:     arith.subf
// CHECK:         return
func.func @symmetric(%q: tensor<?x2xi8>, %s: tensor<f32>) -> tensor<?x2xf32> {
  %a = onnx.node "DequantizeLinear" version 21(%q, %s) : (tensor<?x2xi8>, tensor<f32>) -> tensor<?x2xf32>
  %w = onnx.constant dense<[[1, 2], [3, -4]]> : tensor<2x2xi4>
  %t = onnx.constant dense<0.5> : tensor<f32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %t) : (tensor<2x2xi4>, tensor<f32>) -> tensor<2x2xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<?x2xf32>, tensor<2x2xf32>) -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// MatMulInteger, with the zero point that DynamicQuantizeLinear finds.

// CHECK-LABEL: func.func @integers(
// CHECK:         %[[Y:.*]] = lowbit.contract {{.*}} zero_points(%{{.*}} : tensor<2x1xi8>)
// CHECK:         %[[Z:.*]] = linalg.generic {{.*}} ins(%arg1 : tensor<i8>)
// CHECK:           arith.uitofp
// CHECK:         linalg.generic {{.*}} ins(%[[Y]], %{{.*}}, %[[Z]] : tensor<?x2xf32>, tensor<2xf32>, tensor<f32>)
// CHECK:         arith.fptosi %{{.*}} : f32 to i32
func.func @integers(%q: tensor<?x3xui8>, %z: tensor<ui8>) -> tensor<?x2xi32> {
  %w = onnx.constant dense<[[1, 2], [3, 4], [5, 255]]> : tensor<3x2xui8>
  %v = onnx.constant dense<[100, 7]> : tensor<2xui8>
  %y = onnx.node "MatMulInteger" version 10(%q, %w, %z, %v) : (tensor<?x3xui8>, tensor<3x2xui8>, tensor<ui8>, tensor<2xui8>) -> tensor<?x2xi32>
  return %y : tensor<?x2xi32>
}

// -----

// Not as integers: sums that f32 does not hold (2^24 needs 515 products of 255 and 128),
// an activation with many scales, weights in blocks.

// CHECK-LABEL: func.func @negative(
// CHECK-NOT:     act_scales
// CHECK:         return
func.func @negative(%q: tensor<?x515xi8>, %p: tensor<3x2xi8>, %s: tensor<f32>, %t: tensor<3xf32>) -> (tensor<?x1xf32>, tensor<3x2xf32>, tensor<3x2xf32>) {
  %c = onnx.constant dense<0.5> : tensor<f32>
  %a0 = onnx.node "DequantizeLinear" version 21(%q, %s) : (tensor<?x515xi8>, tensor<f32>) -> tensor<?x515xf32>
  %w0 = onnx.constant dense<-128> : tensor<515x1xi8>
  %d0 = onnx.node "DequantizeLinear" version 21(%w0, %c) : (tensor<515x1xi8>, tensor<f32>) -> tensor<515x1xf32>
  %y0 = onnx.node "MatMul" version 21(%a0, %d0) : (tensor<?x515xf32>, tensor<515x1xf32>) -> tensor<?x1xf32>
  %w = onnx.constant dense<[[1, 2], [3, -4]]> : tensor<2x2xi8>
  %a1 = onnx.node "DequantizeLinear" version 21(%p, %t) with {axis = 0 : i64} : (tensor<3x2xi8>, tensor<3xf32>) -> tensor<3x2xf32>
  %d1 = onnx.node "DequantizeLinear" version 21(%w, %c) : (tensor<2x2xi8>, tensor<f32>) -> tensor<2x2xf32>
  %y1 = onnx.node "MatMul" version 21(%a1, %d1) : (tensor<3x2xf32>, tensor<2x2xf32>) -> tensor<3x2xf32>
  %b = onnx.constant dense<[[0.5, 0.25], [1.0, 2.0]]> : tensor<2x2xf32>
  %a2 = onnx.node "DequantizeLinear" version 21(%p, %s) : (tensor<3x2xi8>, tensor<f32>) -> tensor<3x2xf32>
  %d2 = onnx.node "DequantizeLinear" version 21(%w, %b) with {axis = 0 : i64, block_size = 1 : i64} : (tensor<2x2xi8>, tensor<2x2xf32>) -> tensor<2x2xf32>
  %y2 = onnx.node "MatMul" version 21(%a2, %d2) : (tensor<3x2xf32>, tensor<2x2xf32>) -> tensor<3x2xf32>
  return %y0, %y1, %y2 : tensor<?x1xf32>, tensor<3x2xf32>, tensor<3x2xf32>
}

// -----

// One product less, and it is.

// CHECK-LABEL: func.func @just(
// CHECK:         act_scales
func.func @just(%q: tensor<?x514xi8>, %s: tensor<f32>) -> tensor<?x1xf32> {
  %c = onnx.constant dense<0.5> : tensor<f32>
  %a = onnx.node "DequantizeLinear" version 21(%q, %s) : (tensor<?x514xi8>, tensor<f32>) -> tensor<?x514xf32>
  %w = onnx.constant dense<-128> : tensor<514x1xi8>
  %d = onnx.node "DequantizeLinear" version 21(%w, %c) : (tensor<514x1xi8>, tensor<f32>) -> tensor<514x1xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<?x514xf32>, tensor<514x1xf32>) -> tensor<?x1xf32>
  return %y : tensor<?x1xf32>
}
