// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Pad in all its modes and CenterCropPad, against numpy through the reference of
// onnx 1.20.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %y0 = onnx.node "Pad" version 2(%x0_0d) with {mode = "constant", pads = array<i64: 0, 1, 2, 1, 0, 3>, value = 1.5 : f32} : (tensor<?x?x?xf32>) -> tensor<3x4x9xf32>
  %e0_0 = onnx.constant dense<[[[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5], [1.5, 1.5, 1.75, 1.0, -0.75, 0.5, 1.5, 1.5, 1.5], [1.5, 1.5, -2.0, 2.75, 2.5, 0.75, 1.5, 1.5, 1.5], [1.5, 1.5, 1.75, -1.0, -0.75, 0.0, 1.5, 1.5, 1.5]], [[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5], [1.5, 1.5, -1.5, -3.0, -0.75, 1.5, 1.5, 1.5, 1.5], [1.5, 1.5, -1.5, 1.25, 0.5, -0.5, 1.5, 1.5, 1.5], [1.5, 1.5, 1.5, 2.25, 2.75, 1.5, 1.5, 1.5, 1.5]], [[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5], [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5], [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5], [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]]]> : tensor<3x4x9xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x4x9xf32>
  %x1_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %y1 = onnx.node "Pad" version 2(%x1_0) with {mode = "reflect", pads = array<i64: 0, 1, 2, 0, 2, 3>} : (tensor<2x3x4xf32>) -> tensor<2x6x9xf32>
  %e1_0 = onnx.constant dense<[[[2.5, 2.75, -2.0, 2.75, 2.5, 0.75, 2.5, 2.75, -2.0], [-0.75, 1.0, 1.75, 1.0, -0.75, 0.5, -0.75, 1.0, 1.75], [2.5, 2.75, -2.0, 2.75, 2.5, 0.75, 2.5, 2.75, -2.0], [-0.75, -1.0, 1.75, -1.0, -0.75, 0.0, -0.75, -1.0, 1.75], [2.5, 2.75, -2.0, 2.75, 2.5, 0.75, 2.5, 2.75, -2.0], [-0.75, 1.0, 1.75, 1.0, -0.75, 0.5, -0.75, 1.0, 1.75]], [[0.5, 1.25, -1.5, 1.25, 0.5, -0.5, 0.5, 1.25, -1.5], [-0.75, -3.0, -1.5, -3.0, -0.75, 1.5, -0.75, -3.0, -1.5], [0.5, 1.25, -1.5, 1.25, 0.5, -0.5, 0.5, 1.25, -1.5], [2.75, 2.25, 1.5, 2.25, 2.75, 1.5, 2.75, 2.25, 1.5], [0.5, 1.25, -1.5, 1.25, 0.5, -0.5, 0.5, 1.25, -1.5], [-0.75, -3.0, -1.5, -3.0, -0.75, 1.5, -0.75, -3.0, -1.5]]]> : tensor<2x6x9xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x6x9xf32>
  %x2_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x2_1 = onnx.constant dense<[0, 1, 2, 1, 0, 3]> : tensor<6xi64>
  %x2_1d = tensor.cast %x2_1 : tensor<6xi64> to tensor<?xi64>
  %x2_2 = onnx.constant dense<2.5> : tensor<f32>
  %y2 = onnx.node "Pad" version 11(%x2_0d, %x2_1d, %x2_2) : (tensor<?x?x?xf32>, tensor<?xi64>, tensor<f32>) -> tensor<3x4x9xf32>
  %e2_0 = onnx.constant dense<[[[2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5], [2.5, 2.5, 1.75, 1.0, -0.75, 0.5, 2.5, 2.5, 2.5], [2.5, 2.5, -2.0, 2.75, 2.5, 0.75, 2.5, 2.5, 2.5], [2.5, 2.5, 1.75, -1.0, -0.75, 0.0, 2.5, 2.5, 2.5]], [[2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5], [2.5, 2.5, -1.5, -3.0, -0.75, 1.5, 2.5, 2.5, 2.5], [2.5, 2.5, -1.5, 1.25, 0.5, -0.5, 2.5, 2.5, 2.5], [2.5, 2.5, 1.5, 2.25, 2.75, 1.5, 2.5, 2.5, 2.5]], [[2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5], [2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5], [2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5], [2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5]]]> : tensor<3x4x9xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x4x9xf32>
  // pads that cut off
  %x3_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x3_1 = onnx.constant dense<[0, -1, 2, 0, 1, -3]> : tensor<6xi64>
  %y3 = onnx.node "Pad" version 13(%x3_0, %x3_1) : (tensor<2x3x4xf32>, tensor<6xi64>) -> tensor<2x3x3xf32>
  %e3_0 = onnx.constant dense<[[[0.0, 0.0, -2.0], [0.0, 0.0, 1.75], [0.0, 0.0, 0.0]], [[0.0, 0.0, -1.5], [0.0, 0.0, 1.5], [0.0, 0.0, 0.0]]]> : tensor<2x3x3xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x3xf32>
  %x4_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x4_1 = onnx.constant dense<[0, -1, 2, 0, 1, -3]> : tensor<6xi64>
  %x4_1d = tensor.cast %x4_1 : tensor<6xi64> to tensor<?xi64>
  %y4 = onnx.node "Pad" version 13(%x4_0d, %x4_1d) : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x3x3xf32>
  %e4_0 = onnx.constant dense<[[[0.0, 0.0, -2.0], [0.0, 0.0, 1.75], [0.0, 0.0, 0.0]], [[0.0, 0.0, -1.5], [0.0, 0.0, 1.5], [0.0, 0.0, 0.0]]]> : tensor<2x3x3xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x3xf32>
  %x5_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<[0, 2, 1, 0, 1, 2]> : tensor<6xi64>
  %y5 = onnx.node "Pad" version 13(%x5_0d, %x5_1) with {mode = "edge"} : (tensor<?x?x?xf32>, tensor<6xi64>) -> tensor<2x6x7xf32>
  %e5_0 = onnx.constant dense<[[[1.75, 1.75, 1.0, -0.75, 0.5, 0.5, 0.5], [1.75, 1.75, 1.0, -0.75, 0.5, 0.5, 0.5], [1.75, 1.75, 1.0, -0.75, 0.5, 0.5, 0.5], [-2.0, -2.0, 2.75, 2.5, 0.75, 0.75, 0.75], [1.75, 1.75, -1.0, -0.75, 0.0, 0.0, 0.0], [1.75, 1.75, -1.0, -0.75, 0.0, 0.0, 0.0]], [[-1.5, -1.5, -3.0, -0.75, 1.5, 1.5, 1.5], [-1.5, -1.5, -3.0, -0.75, 1.5, 1.5, 1.5], [-1.5, -1.5, -3.0, -0.75, 1.5, 1.5, 1.5], [-1.5, -1.5, 1.25, 0.5, -0.5, -0.5, -0.5], [1.5, 1.5, 2.25, 2.75, 1.5, 1.5, 1.5], [1.5, 1.5, 2.25, 2.75, 1.5, 1.5, 1.5]]]> : tensor<2x6x7xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x6x7xf32>
  %x6_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x6_1 = onnx.constant dense<[0, 2, 3, 0, 1, 2]> : tensor<6xi64>
  %x6_1d = tensor.cast %x6_1 : tensor<6xi64> to tensor<?xi64>
  %y6 = onnx.node "Pad" version 13(%x6_0d, %x6_1d) with {mode = "reflect"} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x6x9xf32>
  %e6_0 = onnx.constant dense<[[[0.0, -0.75, -1.0, 1.75, -1.0, -0.75, 0.0, -0.75, -1.0], [0.75, 2.5, 2.75, -2.0, 2.75, 2.5, 0.75, 2.5, 2.75], [0.5, -0.75, 1.0, 1.75, 1.0, -0.75, 0.5, -0.75, 1.0], [0.75, 2.5, 2.75, -2.0, 2.75, 2.5, 0.75, 2.5, 2.75], [0.0, -0.75, -1.0, 1.75, -1.0, -0.75, 0.0, -0.75, -1.0], [0.75, 2.5, 2.75, -2.0, 2.75, 2.5, 0.75, 2.5, 2.75]], [[1.5, 2.75, 2.25, 1.5, 2.25, 2.75, 1.5, 2.75, 2.25], [-0.5, 0.5, 1.25, -1.5, 1.25, 0.5, -0.5, 0.5, 1.25], [1.5, -0.75, -3.0, -1.5, -3.0, -0.75, 1.5, -0.75, -3.0], [-0.5, 0.5, 1.25, -1.5, 1.25, 0.5, -0.5, 0.5, 1.25], [1.5, 2.75, 2.25, 1.5, 2.25, 2.75, 1.5, 2.75, 2.25], [-0.5, 0.5, 1.25, -1.5, 1.25, 0.5, -0.5, 0.5, 1.25]]]> : tensor<2x6x9xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x6x9xf32>
  // there and back again
  %x7_0 = onnx.constant dense<[[-2.5, -1.0, 0.25], [-2.75, -0.5, -2.25]]> : tensor<2x3xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x7_1 = onnx.constant dense<[0, 5, 0, 7]> : tensor<4xi64>
  %y7 = onnx.node "Pad" version 13(%x7_0d, %x7_1) with {mode = "reflect"} : (tensor<?x?xf32>, tensor<4xi64>) -> tensor<2x15xf32>
  %e7_0 = onnx.constant dense<[[-1.0, -2.5, -1.0, 0.25, -1.0, -2.5, -1.0, 0.25, -1.0, -2.5, -1.0, 0.25, -1.0, -2.5, -1.0], [-0.5, -2.75, -0.5, -2.25, -0.5, -2.75, -0.5, -2.25, -0.5, -2.75, -0.5, -2.25, -0.5, -2.75, -0.5]]> : tensor<2x15xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x15xf32>
  %x8_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x8_1 = onnx.constant dense<[1, -2, 1, 0]> : tensor<4xi64>
  %x8_1d = tensor.cast %x8_1 : tensor<4xi64> to tensor<?xi64>
  %x8_2 = onnx.constant dense<-1.0> : tensor<f32>
  %x8_3 = onnx.constant dense<[-1, 1]> : tensor<2xi64>
  %y8 = onnx.node "Pad" version 18(%x8_0d, %x8_1d, %x8_2, %x8_3) : (tensor<?x?x?xf32>, tensor<?xi64>, tensor<f32>, tensor<2xi64>) -> tensor<2x1x6xf32>
  %e8_0 = onnx.constant dense<[[[-1.0, 1.75, -1.0, -0.75, 0.0, -1.0]], [[-1.0, 1.5, 2.25, 2.75, 1.5, -1.0]]]> : tensor<2x1x6xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x6xf32>
  %x9_0 = onnx.constant dense<[[[1.75, 1.0, -0.75, 0.5], [-2.0, 2.75, 2.5, 0.75], [1.75, -1.0, -0.75, 0.0]], [[-1.5, -3.0, -0.75, 1.5], [-1.5, 1.25, 0.5, -0.5], [1.5, 2.25, 2.75, 1.5]]]> : tensor<2x3x4xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[0, 1, 3, 0, 2, 1]> : tensor<6xi64>
  %x9_1d = tensor.cast %x9_1 : tensor<6xi64> to tensor<?xi64>
  %y9 = onnx.node "Pad" version 19(%x9_0d, %x9_1d) with {mode = "wrap"} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x6x8xf32>
  %e9_0 = onnx.constant dense<[[[-1.0, -0.75, 0.0, 1.75, -1.0, -0.75, 0.0, 1.75], [1.0, -0.75, 0.5, 1.75, 1.0, -0.75, 0.5, 1.75], [2.75, 2.5, 0.75, -2.0, 2.75, 2.5, 0.75, -2.0], [-1.0, -0.75, 0.0, 1.75, -1.0, -0.75, 0.0, 1.75], [1.0, -0.75, 0.5, 1.75, 1.0, -0.75, 0.5, 1.75], [2.75, 2.5, 0.75, -2.0, 2.75, 2.5, 0.75, -2.0]], [[2.25, 2.75, 1.5, 1.5, 2.25, 2.75, 1.5, 1.5], [-3.0, -0.75, 1.5, -1.5, -3.0, -0.75, 1.5, -1.5], [1.25, 0.5, -0.5, -1.5, 1.25, 0.5, -0.5, -1.5], [2.25, 2.75, 1.5, 1.5, 2.25, 2.75, 1.5, 1.5], [-3.0, -0.75, 1.5, -1.5, -3.0, -0.75, 1.5, -1.5], [1.25, 0.5, -0.5, -1.5, 1.25, 0.5, -0.5, -1.5]]]> : tensor<2x6x8xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x6x8xf32>
  %x10_0 = onnx.constant dense<[[0.25, -2.0, -1.5], [-1.25, 3.0, -0.25]]> : tensor<2x3xf32>
  %x10_1 = onnx.constant dense<[0, 7, 0, 4]> : tensor<4xi64>
  %y10 = onnx.node "Pad" version 19(%x10_0, %x10_1) with {mode = "wrap"} : (tensor<2x3xf32>, tensor<4xi64>) -> tensor<2x14xf32>
  %e10_0 = onnx.constant dense<[[-1.5, 0.25, -2.0, -1.5, 0.25, -2.0, -1.5, 0.25, -2.0, -1.5, 0.25, -2.0, -1.5, 0.25], [-0.25, -1.25, 3.0, -0.25, -1.25, 3.0, -0.25, -1.25, 3.0, -0.25, -1.25, 3.0, -0.25, -1.25]]> : tensor<2x14xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x14xf32>
  %x11_0 = onnx.constant dense<[[1, 8], [-9, -4]]> : tensor<2x2xi64>
  %x11_0d = tensor.cast %x11_0 : tensor<2x2xi64> to tensor<?x?xi64>
  %x11_1 = onnx.constant dense<[0, 1, 1, 0]> : tensor<4xi64>
  %x11_2 = onnx.constant dense<4> : tensor<i64>
  %y11 = onnx.node "Pad" version 13(%x11_0d, %x11_1, %x11_2) : (tensor<?x?xi64>, tensor<4xi64>, tensor<i64>) -> tensor<3x3xi64>
  %e11_0 = onnx.constant dense<[[4, 1, 8], [4, -9, -4], [4, 4, 4]]> : tensor<3x3xi64>
  check.expect_eq %y11, %e11_0 : tensor<3x3xi64>
  %x12_0 = onnx.constant dense<[[true, false]]> : tensor<1x2xi1>
  %x12_0d = tensor.cast %x12_0 : tensor<1x2xi1> to tensor<?x?xi1>
  %x12_1 = onnx.constant dense<[1, 0, 0, 1]> : tensor<4xi64>
  %y12 = onnx.node "Pad" version 13(%x12_0d, %x12_1) : (tensor<?x?xi1>, tensor<4xi64>) -> tensor<2x3xi1>
  %e12_0 = onnx.constant dense<[[false, false, false], [true, false, false]]> : tensor<2x3xi1>
  check.expect_eq %y12, %e12_0 : tensor<2x3xi1>
  %x13_0 = onnx.constant dense<[[-0.5, 2.5, 1.5, 1.25], [-0.75, 2.25, -2.0, -0.5], [-1.0, -3.0, -2.5, 1.75], [2.75, -1.5, -2.75, -2.25], [-2.75, 1.75, -2.75, 1.25]]> : tensor<5x4xf32>
  %x13_1 = onnx.constant dense<[2, 7]> : tensor<2xi64>
  %y13 = onnx.node "CenterCropPad" version 18(%x13_0, %x13_1) : (tensor<5x4xf32>, tensor<2xi64>) -> tensor<2x7xf32>
  %e13_0 = onnx.constant dense<[[0.0, -0.75, 2.25, -2.0, -0.5, 0.0, 0.0], [0.0, -1.0, -3.0, -2.5, 1.75, 0.0, 0.0]]> : tensor<2x7xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x7xf32>
  %x14_0 = onnx.constant dense<[[1.75, -1.75, -1.75, -1.5], [1.5, 2.75, 1.5, -1.5], [1.25, 1.25, -0.5, -2.25], [-1.25, 2.0, 0.0, -2.5], [2.5, 0.0, -1.0, -3.0]]> : tensor<5x4xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<5x4xf32> to tensor<?x?xf32>
  %x14_1 = onnx.constant dense<[8, 3]> : tensor<2xi64>
  %x14_1d = tensor.cast %x14_1 : tensor<2xi64> to tensor<?xi64>
  %y14 = onnx.node "CenterCropPad" version 18(%x14_0d, %x14_1d) : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<8x3xf32>
  %e14_0 = onnx.constant dense<[[0.0, 0.0, 0.0], [1.75, -1.75, -1.75], [1.5, 2.75, 1.5], [1.25, 1.25, -0.5], [-1.25, 2.0, 0.0], [2.5, 0.0, -1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<8x3xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<8x3xf32>
  %x15_0 = onnx.constant dense<[[[0.5, 0.25, -2.25, 2.25], [0.0, -2.5, -2.0, -1.5], [1.5, 1.75, 2.0, 0.75], [2.5, -1.25, 0.5, 0.75], [-0.75, -0.25, 1.25, 2.25]], [[2.75, -1.25, 1.25, 1.5], [2.75, 0.75, -1.75, 1.5], [-2.0, -0.75, 0.0, 1.5], [-2.0, 1.25, -2.25, -0.75], [-2.25, -3.0, -1.0, 3.0]]]> : tensor<2x5x4xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x5x4xf32> to tensor<?x?x?xf32>
  %x15_1 = onnx.constant dense<[3, 6]> : tensor<2xi64>
  %y15 = onnx.node "CenterCropPad" version 18(%x15_0d, %x15_1) with {axes = array<i64: -2, 2>} : (tensor<?x?x?xf32>, tensor<2xi64>) -> tensor<2x3x6xf32>
  %e15_0 = onnx.constant dense<[[[0.0, 0.0, -2.5, -2.0, -1.5, 0.0], [0.0, 1.5, 1.75, 2.0, 0.75, 0.0], [0.0, 2.5, -1.25, 0.5, 0.75, 0.0]], [[0.0, 2.75, 0.75, -1.75, 1.5, 0.0], [0.0, -2.0, -0.75, 0.0, 1.5, 0.0], [0.0, -2.0, 1.25, -2.25, -0.75, 0.0]]]> : tensor<2x3x6xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x6xf32>
  return
}
