// RUN: lutra-opt %s --convert-onnx-to-core --canonicalize | FileCheck %s

// An LSTM of the usual kind is one op for each direction. Constants stay
// constants, each with its part; both biases are one.
// CHECK-LABEL: @usual
// CHECK-SAME:    %[[X:[^:]*]]: tensor<?x3x1xf32>
// CHECK-DAG:   %[[W0:.*]] = arith.constant dense<{{\[\[\[}}1.000000e+00]], {{\[\[}}2.000000e+00]], {{\[\[}}3.000000e+00]], {{\[\[}}4.000000e+00]]]> : tensor<4x1x1xf32>
// CHECK-DAG:   %[[W1:.*]] = arith.constant dense<{{\[\[\[}}5.000000e+00]], {{\[\[}}6.000000e+00]], {{\[\[}}7.000000e+00]], {{\[\[}}8.000000e+00]]]> : tensor<4x1x1xf32>
// CHECK-DAG:   %[[R:.*]] = arith.constant dense<5.000000e-01> : tensor<4x1x1xf32>
// CHECK-DAG:   %[[B0:.*]] = arith.constant dense<{{\[\[}}1.000000e+01], [2.200000e+01], [3.300000e+01], [4.400000e+01]]> : tensor<4x1xf32>
// CHECK-DAG:   %[[B1:.*]] = arith.constant dense<0.000000e+00> : tensor<4x1xf32>
// CHECK:       %[[S:.*]] = linalg.fill {{.*}} -> tensor<3x1xf32>
// CHECK:       %[[F:.*]], %{{.*}}, %{{.*}} = nn.lstm input(%[[X]] : {{.*}}) weights(%[[W0]], %[[R]] : {{.*}}) bias(%[[B0]] : {{.*}}) state({{.*}}) -> tensor<?x3x1xf32>
// CHECK:       %[[B:.*]], %{{.*}}, %{{.*}} = nn.lstm input(%[[X]] : {{.*}}) weights(%[[W1]], %[[R]] : {{.*}}) bias(%[[B1]] : {{.*}}) state({{.*}}) {reverse} -> tensor<?x3x1xf32>
// CHECK:       tensor.concat dim(1) %{{.*}}, %{{.*}} : (tensor<?x1x3x1xf32>, tensor<?x1x3x1xf32>) -> tensor<?x2x3x1xf32>
// CHECK-NOT:   scf.for
func.func @usual(%x: tensor<?x3x1xf32>) -> tensor<?x2x3x1xf32> {
  %w = onnx.constant dense<[[[1.0], [2.0], [3.0], [4.0]], [[5.0], [6.0], [7.0], [8.0]]]> : tensor<2x4x1xf32>
  %r = onnx.constant dense<0.5> : tensor<2x4x1xf32>
  %b = onnx.constant dense<[[1.0, 2.0, 3.0, 4.0, 9.0, 20.0, 30.0, 40.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]> : tensor<2x8xf32>
  %y = onnx.node "LSTM" version 14(%x, %w, %r, %b) with {direction = "bidirectional", hidden_size = 1 : i64} : (tensor<?x3x1xf32>, tensor<2x4x1xf32>, tensor<2x4x1xf32>, tensor<2x8xf32>) -> tensor<?x2x3x1xf32>
  return %y : tensor<?x2x3x1xf32>
}

// What has lengths, other functions or clipping is a loop from the beginning,
// and so is what is not f32.
// CHECK-LABEL: @unusual
// CHECK-NOT:   nn.lstm
// CHECK-COUNT-4: scf.for
// CHECK-NOT:   nn.lstm
func.func @unusual(%x: tensor<2x3x1xf32>, %h: tensor<2x3x1xf16>, %n: tensor<3xi32>) -> (tensor<2x1x3x1xf32>, tensor<2x1x3x1xf32>, tensor<2x1x3x1xf32>, tensor<2x1x3x1xf16>) {
  %w = onnx.constant dense<0.5> : tensor<1x4x1xf32>
  %v = onnx.constant dense<0.5> : tensor<1x4x1xf16>
  %none = onnx.none
  %a = onnx.node "LSTM" version 14(%x, %w, %w, %none, %n) with {hidden_size = 1 : i64} : (tensor<2x3x1xf32>, tensor<1x4x1xf32>, tensor<1x4x1xf32>, none, tensor<3xi32>) -> tensor<2x1x3x1xf32>
  %b = onnx.node "LSTM" version 14(%x, %w, %w) with {activations = ["Sigmoid", "Relu", "Tanh"], hidden_size = 1 : i64} : (tensor<2x3x1xf32>, tensor<1x4x1xf32>, tensor<1x4x1xf32>) -> tensor<2x1x3x1xf32>
  %c = onnx.node "LSTM" version 14(%x, %w, %w) with {clip = 2.0 : f32, hidden_size = 1 : i64} : (tensor<2x3x1xf32>, tensor<1x4x1xf32>, tensor<1x4x1xf32>) -> tensor<2x1x3x1xf32>
  %d = onnx.node "LSTM" version 14(%h, %v, %v) with {hidden_size = 1 : i64} : (tensor<2x3x1xf16>, tensor<1x4x1xf16>, tensor<1x4x1xf16>) -> tensor<2x1x3x1xf16>
  return %a, %b, %c, %d : tensor<2x1x3x1xf32>, tensor<2x1x3x1xf32>, tensor<2x1x3x1xf32>, tensor<2x1x3x1xf16>
}
