// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Reshapes, slices, concatenations and the like, with static and dynamic sizes and
// nothing at all, against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[0.5, 2.5, -0.75, -2.0], [2.25, 2.25, -2.75, -1.75], [0.75, 1.75, 0.75, -1.75]], [[-2.25, 0.0, 2.0, -1.75], [-2.5, 0.25, -1.75, -2.5], [1.75, 2.0, -0.5, -1.25]]]> : tensor<2x3x4xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x0_1 = onnx.constant dense<[6, 4]> : tensor<2xi64>
  %y0 = onnx.node "Reshape" version 21(%x0_0d, %x0_1) : (tensor<?x?x?xf32>, tensor<2xi64>) -> tensor<6x4xf32>
  %e0_0 = onnx.constant dense<[[0.5, 2.5, -0.75, -2.0], [2.25, 2.25, -2.75, -1.75], [0.75, 1.75, 0.75, -1.75], [-2.25, 0.0, 2.0, -1.75], [-2.5, 0.25, -1.75, -2.5], [1.75, 2.0, -0.5, -1.25]]> : tensor<6x4xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<6x4xf32>
  %x1_0 = onnx.constant dense<[[[-1.25, -0.75, 0.5, 0.25], [-0.75, 0.75, 1.0, 0.25], [-0.75, 0.75, 0.5, -1.0]], [[-1.25, 0.25, 0.75, 0.75], [-0.75, 0.5, 3.0, -0.5], [2.0, -2.5, 2.25, 2.75]]]> : tensor<2x3x4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x1_1 = onnx.constant dense<[0, -1]> : tensor<2xi64>
  %y1 = onnx.node "Reshape" version 21(%x1_0d, %x1_1) : (tensor<?x?x?xf32>, tensor<2xi64>) -> tensor<2x12xf32>
  %e1_0 = onnx.constant dense<[[-1.25, -0.75, 0.5, 0.25, -0.75, 0.75, 1.0, 0.25, -0.75, 0.75, 0.5, -1.0], [-1.25, 0.25, 0.75, 0.75, -0.75, 0.5, 3.0, -0.5, 2.0, -2.5, 2.25, 2.75]]> : tensor<2x12xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x12xf32>
  %x2_0 = onnx.constant dense<[[[-1.5, -3.0, -0.0, -2.0], [2.75, 2.5, 2.75, 0.5], [0.0, 2.0, 1.0, -1.5]], [[2.5, -0.25, 1.75, 0.0], [-2.0, -1.25, 0.5, -2.25], [-3.0, -0.5, 1.5, 0.75]]]> : tensor<2x3x4xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x2_1 = onnx.constant dense<[-1]> : tensor<1xi64>
  %y2 = onnx.node "Reshape" version 21(%x2_0d, %x2_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<24xf32>
  %e2_0 = onnx.constant dense<[-1.5, -3.0, -0.0, -2.0, 2.75, 2.5, 2.75, 0.5, 0.0, 2.0, 1.0, -1.5, 2.5, -0.25, 1.75, 0.0, -2.0, -1.25, 0.5, -2.25, -3.0, -0.5, 1.5, 0.75]> : tensor<24xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<24xf32>
  %x3_0 = onnx.constant dense<[[[-1.0, 1.25, -0.0, 3.0], [1.75, 2.0, -1.5, -2.0], [-1.75, -0.5, 0.0, -1.75]], [[1.75, 2.25, -1.0, 0.0], [0.5, 1.25, -2.0, -1.25], [1.5, 0.5, 2.5, -0.25]]]> : tensor<2x3x4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x3_1 = onnx.constant dense<[0, 0, 2, 2]> : tensor<4xi64>
  %y3 = onnx.node "Reshape" version 21(%x3_0d, %x3_1) : (tensor<?x?x?xf32>, tensor<4xi64>) -> tensor<2x3x2x2xf32>
  %e3_0 = onnx.constant dense<[[[[-1.0, 1.25], [-0.0, 3.0]], [[1.75, 2.0], [-1.5, -2.0]], [[-1.75, -0.5], [0.0, -1.75]]], [[[1.75, 2.25], [-1.0, 0.0]], [[0.5, 1.25], [-2.0, -1.25]], [[1.5, 0.5], [2.5, -0.25]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2x2xf32>
  %x4_0 = onnx.constant dense<[[[-0.5, -1.25, -1.5, 1.0], [-1.5, 2.25, -1.5, 1.0], [0.5, 0.75, 2.25, -2.0]], [[-2.0, -2.25, -2.5, 0.25], [-2.0, 1.75, -2.75, -0.75], [-0.25, -1.75, -0.75, -1.75]]]> : tensor<2x3x4xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x4_1 = onnx.constant dense<[4, -1, 2]> : tensor<3xi64>
  %y4 = onnx.node "Reshape" version 21(%x4_0d, %x4_1) : (tensor<?x?x?xf32>, tensor<3xi64>) -> tensor<4x3x2xf32>
  %e4_0 = onnx.constant dense<[[[-0.5, -1.25], [-1.5, 1.0], [-1.5, 2.25]], [[-1.5, 1.0], [0.5, 0.75], [2.25, -2.0]], [[-2.0, -2.25], [-2.5, 0.25], [-2.0, 1.75]], [[-2.75, -0.75], [-0.25, -1.75], [-0.75, -1.75]]]> : tensor<4x3x2xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4x3x2xf32>
  %x5_0 = onnx.constant dense<[[[-1.25, 2.5, -0.5, -0.75], [0.75, 1.0, 1.0, -2.5], [0.5, 1.5, 1.75, 0.5]], [[-2.25, -2.5, -1.0, 2.5], [-0.25, 2.25, -0.25, 1.5], [-0.0, 1.25, -1.0, 2.25]]]> : tensor<2x3x4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<[1, 2, 3, 4, 1]> : tensor<5xi64>
  %y5 = onnx.node "Reshape" version 21(%x5_0d, %x5_1) : (tensor<?x?x?xf32>, tensor<5xi64>) -> tensor<1x2x3x4x1xf32>
  %e5_0 = onnx.constant dense<[[[[[-1.25], [2.5], [-0.5], [-0.75]], [[0.75], [1.0], [1.0], [-2.5]], [[0.5], [1.5], [1.75], [0.5]]], [[[-2.25], [-2.5], [-1.0], [2.5]], [[-0.25], [2.25], [-0.25], [1.5]], [[-0.0], [1.25], [-1.0], [2.25]]]]]> : tensor<1x2x3x4x1xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3x4x1xf32>
  %x6_0 = onnx.constant dense<[[[-1.5, -3.0, 1.25, 1.0], [1.0, 1.0, 0.5, -2.25], [1.0, -3.0, -2.0, -0.5]], [[-0.75, -2.25, -0.5, 0.75], [-0.75, 1.25, -1.5, -2.25], [1.5, 1.0, -0.5, -2.25]]]> : tensor<2x3x4xf32>
  %x6_1 = onnx.constant dense<[3, 8]> : tensor<2xi64>
  %y6 = onnx.node "Reshape" version 21(%x6_0, %x6_1) : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<3x8xf32>
  %e6_0 = onnx.constant dense<[[-1.5, -3.0, 1.25, 1.0, 1.0, 1.0, 0.5, -2.25], [1.0, -3.0, -2.0, -0.5, -0.75, -2.25, -0.5, 0.75], [-0.75, 1.25, -1.5, -2.25, 1.5, 1.0, -0.5, -2.25]]> : tensor<3x8xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x8xf32>

  // A shape that only the run knows.
  %x7_0 = onnx.constant dense<[[1.0, 1.5, -2.0, 1.25, -0.75, 2.5], [1.5, -1.25, 2.75, -2.75, -2.0, -1.5]]> : tensor<2x6xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x6xf32> to tensor<?x?xf32>
  %x7_1 = onnx.constant dense<[3, -1]> : tensor<2xi64>
  %x7_1d = tensor.cast %x7_1 : tensor<2xi64> to tensor<2xi64>
  %y7 = onnx.node "Reshape" version 21(%x7_0d, %x7_1d) : (tensor<?x?xf32>, tensor<2xi64>) -> tensor<3x4xf32>
  %e7_0 = onnx.constant dense<[[1.0, 1.5, -2.0, 1.25], [-0.75, 2.5, 1.5, -1.25], [2.75, -2.75, -2.0, -1.5]]> : tensor<3x4xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x4xf32>
  %x8_0 = onnx.constant dense<> : tensor<0x3xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<0x3xf32> to tensor<?x?xf32>
  %x8_1 = onnx.constant dense<[3, 0]> : tensor<2xi64>
  %y8 = onnx.node "Reshape" version 21(%x8_0d, %x8_1) with {allowzero = 1 : i64} : (tensor<?x?xf32>, tensor<2xi64>) -> tensor<3x0xf32>
  %e8_0 = onnx.constant dense<> : tensor<3x0xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x0xf32>
  %x9_0 = onnx.constant dense<[[1.5]]> : tensor<1x1xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<1x1xf32> to tensor<?x?xf32>
  %x9_1 = onnx.constant dense<> : tensor<0xi64>
  %y9 = onnx.node "Reshape" version 21(%x9_0d, %x9_1) : (tensor<?x?xf32>, tensor<0xi64>) -> tensor<f32>
  %e9_0 = onnx.constant dense<1.5> : tensor<f32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x10_0 = onnx.constant dense<0.25> : tensor<f32>
  %x10_1 = onnx.constant dense<[1, 1]> : tensor<2xi64>
  %y10 = onnx.node "Reshape" version 21(%x10_0, %x10_1) : (tensor<f32>, tensor<2xi64>) -> tensor<1x1xf32>
  %e10_0 = onnx.constant dense<[[0.25]]> : tensor<1x1xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1xf32>
  %x11_0 = onnx.constant dense<[[[-0.25, -1.75]], [[1.5, -2.25]]]> : tensor<2x1x2xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x1x2xf32> to tensor<?x?x?xf32>
  %y11 = onnx.node "Flatten" version 21(%x11_0d) with {axis = 0 : i64} : (tensor<?x?x?xf32>) -> tensor<1x4xf32>
  %e11_0 = onnx.constant dense<[[-0.25, -1.75, 1.5, -2.25]]> : tensor<1x4xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x4xf32>
  %x12_0 = onnx.constant dense<[[[-1.5, 1.75]], [[-0.25, 2.25]]]> : tensor<2x1x2xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<2x1x2xf32> to tensor<?x?x?xf32>
  %y12 = onnx.node "Flatten" version 21(%x12_0d) with {axis = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2xf32>
  %e12_0 = onnx.constant dense<[[-1.5, 1.75], [-0.25, 2.25]]> : tensor<2x2xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x13_0 = onnx.constant dense<[[[0.5, 1.75]], [[-2.0, -1.0]]]> : tensor<2x1x2xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<2x1x2xf32> to tensor<?x?x?xf32>
  %y13 = onnx.node "Flatten" version 21(%x13_0d) with {axis = 3 : i64} : (tensor<?x?x?xf32>) -> tensor<4x1xf32>
  %e13_0 = onnx.constant dense<[[0.5], [1.75], [-2.0], [-1.0]]> : tensor<4x1xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4x1xf32>
  %x14_0 = onnx.constant dense<[[[-0.75, -0.0]], [[-0.25, 2.0]]]> : tensor<2x1x2xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<2x1x2xf32> to tensor<?x?x?xf32>
  %y14 = onnx.node "Flatten" version 21(%x14_0d) with {axis = -1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2xf32>
  %e14_0 = onnx.constant dense<[[-0.75, -0.0], [-0.25, 2.0]]> : tensor<2x2xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x15_0 = onnx.constant dense<[[-2.0, 2.0], [2.25, -2.5], [-3.0, -1.25]]> : tensor<3x2xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<3x2xf32> to tensor<?x?xf32>
  %x15_1 = onnx.constant dense<[0, -1]> : tensor<2xi64>
  %y15 = onnx.node "Unsqueeze" version 21(%x15_0d, %x15_1) : (tensor<?x?xf32>, tensor<2xi64>) -> tensor<1x3x2x1xf32>
  %e15_0 = onnx.constant dense<[[[[-2.0], [2.0]], [[2.25], [-2.5]], [[-3.0], [-1.25]]]]> : tensor<1x3x2x1xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x3x2x1xf32>
  %x16_0 = onnx.constant dense<[[-0.5, 2.75, -2.5], [1.75, -0.25, -2.25]]> : tensor<2x3xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y16 = onnx.node "Unsqueeze" version 11(%x16_0d) with {axes = array<i64: 0, 3>} : (tensor<?x?xf32>) -> tensor<1x2x3x1xf32>
  %e16_0 = onnx.constant dense<[[[[-0.5], [2.75], [-2.5]], [[1.75], [-0.25], [-2.25]]]]> : tensor<1x2x3x1xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3x1xf32>
  %x17_0 = onnx.constant dense<[[[[-0.75], [-0.75]]], [[[-1.5], [-1.25]]], [[[-0.5], [2.75]]]]> : tensor<3x1x2x1xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<3x1x2x1xf32> to tensor<?x?x?x?xf32>
  %x17_1 = onnx.constant dense<[-1, 1]> : tensor<2xi64>
  %y17 = onnx.node "Squeeze" version 21(%x17_0d, %x17_1) : (tensor<?x?x?x?xf32>, tensor<2xi64>) -> tensor<3x2xf32>
  %e17_0 = onnx.constant dense<[[-0.75, -0.75], [-1.5, -1.25], [-0.5, 2.75]]> : tensor<3x2xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2xf32>
  %x18_0 = onnx.constant dense<[[-0.25], [2.75]]> : tensor<2x1xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<2x1xf32> to tensor<?x?xf32>
  %y18 = onnx.node "Squeeze" version 11(%x18_0d) with {axes = array<i64: 1>} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e18_0 = onnx.constant dense<[-0.25, 2.75]> : tensor<2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x19_0 = onnx.constant dense<[[[-2.75, -2.5], [-2.75, 1.0], [-1.75, 0.5]], [[1.75, -1.0], [-1.5, 1.25], [-0.25, -2.0]]]> : tensor<2x3x2xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y19 = onnx.node "Transpose" version 21(%x19_0d) : (tensor<?x?x?xf32>) -> tensor<2x3x2xf32>
  %e19_0 = onnx.constant dense<[[[-2.75, 1.75], [-2.75, -1.5], [-1.75, -0.25]], [[-2.5, -1.0], [1.0, 1.25], [0.5, -2.0]]]> : tensor<2x3x2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2xf32>
  %x20_0 = onnx.constant dense<[[[-2.5, 1.5], [2.25, 2.25], [0.0, -2.0]], [[-1.75, -0.25], [2.0, 1.0], [-1.25, 1.5]]]> : tensor<2x3x2xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y20 = onnx.node "Transpose" version 21(%x20_0d) with {perm = array<i64: 1, 0, 2>} : (tensor<?x?x?xf32>) -> tensor<3x2x2xf32>
  %e20_0 = onnx.constant dense<[[[-2.5, 1.5], [-1.75, -0.25]], [[2.25, 2.25], [2.0, 1.0]], [[0.0, -2.0], [-1.25, 1.5]]]> : tensor<3x2x2xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2x2xf32>
  %x21_0 = onnx.constant dense<[[-0.5, 3.0, -0.5], [2.0, -3.0, 1.25]]> : tensor<2x3xf32>
  %y21 = onnx.node "Transpose" version 21(%x21_0) : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %e21_0 = onnx.constant dense<[[-0.5, 2.0], [3.0, -3.0], [-0.5, 1.25]]> : tensor<3x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2xf32>
  %x22_0 = onnx.constant dense<[[-0.5], [-0.0]]> : tensor<2x1xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<2x1xf32> to tensor<?x?xf32>
  %x22_1 = onnx.constant dense<[[-1.75, 2.5], [-1.75, 0.25]]> : tensor<2x2xf32>
  %x22_1d = tensor.cast %x22_1 : tensor<2x2xf32> to tensor<?x?xf32>
  %y22 = onnx.node "Concat" version 21(%x22_0d, %x22_1d) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x3xf32>
  %e22_0 = onnx.constant dense<[[-0.5, -1.75, 2.5], [-0.0, -1.75, 0.25]]> : tensor<2x3xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x23_0 = onnx.constant dense<[[0.5, 2.25, -0.25], [2.0, 0.25, 2.75]]> : tensor<2x3xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x23_1 = onnx.constant dense<> : tensor<0x3xf32>
  %x23_1d = tensor.cast %x23_1 : tensor<0x3xf32> to tensor<?x?xf32>
  %y23 = onnx.node "Concat" version 21(%x23_0d, %x23_1d) with {axis = -2 : i64} : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x3xf32>
  %e23_0 = onnx.constant dense<[[0.5, 2.25, -0.25], [2.0, 0.25, 2.75]]> : tensor<2x3xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x24_0 = onnx.constant dense<[1, 7]> : tensor<2xi64>
  %x24_1 = onnx.constant dense<[3, -2, 7]> : tensor<3xi64>
  %y24 = onnx.node "Concat" version 21(%x24_0, %x24_1) with {axis = 0 : i64} : (tensor<2xi64>, tensor<3xi64>) -> tensor<5xi64>
  %e24_0 = onnx.constant dense<[1, 7, 3, -2, 7]> : tensor<5xi64>
  check.expect_eq %y24, %e24_0 : tensor<5xi64>
  %x25_0 = onnx.constant dense<[[2.75, 1.75, -2.25, -2.25, 0.75], [-1.25, -0.75, -2.0, 1.5, 2.25], [-2.25, 0.0, -0.75, 1.75, -0.25]]> : tensor<3x5xf32>
  %x25_0d = tensor.cast %x25_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x25_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %x25_2 = onnx.constant dense<[3]> : tensor<1xi64>
  %x25_3 = onnx.constant dense<[0]> : tensor<1xi64>
  %x25_4 = onnx.constant dense<[1]> : tensor<1xi64>
  %y25 = onnx.node "Slice" version 21(%x25_0d, %x25_1, %x25_2, %x25_3, %x25_4) : (tensor<?x?xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2x5xf32>
  %e25_0 = onnx.constant dense<[[-1.25, -0.75, -2.0, 1.5, 2.25], [-2.25, 0.0, -0.75, 1.75, -0.25]]> : tensor<2x5xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x5xf32>
  %x26_0 = onnx.constant dense<[[1.5, 0.5, 2.75, -0.5, 3.0], [-0.5, -2.0, 1.75, -1.25, 0.5], [1.0, -1.75, -2.75, 3.0, 2.0]]> : tensor<3x5xf32>
  %x26_0d = tensor.cast %x26_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x26_1 = onnx.constant dense<[-3]> : tensor<1xi64>
  %x26_2 = onnx.constant dense<[100]> : tensor<1xi64>
  %x26_3 = onnx.constant dense<[1]> : tensor<1xi64>
  %x26_4 = onnx.constant dense<[1]> : tensor<1xi64>
  %y26 = onnx.node "Slice" version 21(%x26_0d, %x26_1, %x26_2, %x26_3, %x26_4) : (tensor<?x?xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<3x3xf32>
  %e26_0 = onnx.constant dense<[[2.75, -0.5, 3.0], [1.75, -1.25, 0.5], [-2.75, 3.0, 2.0]]> : tensor<3x3xf32>
  check.expect_close %y26, %e26_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x3xf32>
  %x27_0 = onnx.constant dense<[[-2.25, 2.0, -1.5, -1.5, 1.75], [1.5, 2.0, -2.25, 1.5, -0.25], [-1.0, 1.5, 2.0, -1.0, -2.0]]> : tensor<3x5xf32>
  %x27_0d = tensor.cast %x27_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x27_1 = onnx.constant dense<[0]> : tensor<1xi64>
  %x27_2 = onnx.constant dense<[9223372036854775807]> : tensor<1xi64>
  %x27_3 = onnx.constant dense<[1]> : tensor<1xi64>
  %x27_4 = onnx.constant dense<[2]> : tensor<1xi64>
  %y27 = onnx.node "Slice" version 21(%x27_0d, %x27_1, %x27_2, %x27_3, %x27_4) : (tensor<?x?xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<3x3xf32>
  %e27_0 = onnx.constant dense<[[-2.25, -1.5, 1.75], [1.5, -2.25, -0.25], [-1.0, 2.0, -2.0]]> : tensor<3x3xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x3xf32>
  %x28_0 = onnx.constant dense<[[3.0, 2.5, -1.25, 2.0, -2.5], [2.5, 1.75, -1.75, -1.25, 0.5], [-0.75, 1.5, 0.5, -1.75, 0.75]]> : tensor<3x5xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x28_1 = onnx.constant dense<[-1]> : tensor<1xi64>
  %x28_2 = onnx.constant dense<[-100]> : tensor<1xi64>
  %x28_3 = onnx.constant dense<[0]> : tensor<1xi64>
  %x28_4 = onnx.constant dense<[-1]> : tensor<1xi64>
  %y28 = onnx.node "Slice" version 21(%x28_0d, %x28_1, %x28_2, %x28_3, %x28_4) : (tensor<?x?xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<3x5xf32>
  %e28_0 = onnx.constant dense<[[-0.75, 1.5, 0.5, -1.75, 0.75], [2.5, 1.75, -1.75, -1.25, 0.5], [3.0, 2.5, -1.25, 2.0, -2.5]]> : tensor<3x5xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x5xf32>
  %x29_0 = onnx.constant dense<[[-3.0, -2.25, -2.0, -1.0, -3.0], [2.5, -1.5, -1.5, -0.75, 2.75], [-1.0, -0.5, -1.25, 2.75, -0.75]]> : tensor<3x5xf32>
  %x29_0d = tensor.cast %x29_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x29_1 = onnx.constant dense<[4]> : tensor<1xi64>
  %x29_2 = onnx.constant dense<[0]> : tensor<1xi64>
  %x29_3 = onnx.constant dense<[1]> : tensor<1xi64>
  %x29_4 = onnx.constant dense<[-2]> : tensor<1xi64>
  %y29 = onnx.node "Slice" version 21(%x29_0d, %x29_1, %x29_2, %x29_3, %x29_4) : (tensor<?x?xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<3x2xf32>
  %e29_0 = onnx.constant dense<[[-3.0, -2.0], [2.75, -1.5], [-0.75, -1.25]]> : tensor<3x2xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2xf32>
  %x30_0 = onnx.constant dense<[[-2.5, 1.0, 1.25, -0.75, -1.75], [-0.5, -0.25, 3.0, 2.25, 0.75], [-1.75, 1.25, 1.5, -2.5, -0.75]]> : tensor<3x5xf32>
  %x30_0d = tensor.cast %x30_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x30_1 = onnx.constant dense<[3]> : tensor<1xi64>
  %x30_2 = onnx.constant dense<[1]> : tensor<1xi64>
  %x30_3 = onnx.constant dense<[0]> : tensor<1xi64>
  %x30_4 = onnx.constant dense<[1]> : tensor<1xi64>
  %y30 = onnx.node "Slice" version 21(%x30_0d, %x30_1, %x30_2, %x30_3, %x30_4) : (tensor<?x?xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<0x5xf32>
  %e30_0 = onnx.constant dense<> : tensor<0x5xf32>
  check.expect_close %y30, %e30_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<0x5xf32>
  %x31_0 = onnx.constant dense<[[-1.0, 0.5, 1.0, -2.0, -0.25], [3.0, -3.0, -0.75, -1.0, -0.5], [2.25, -0.25, 2.25, 0.5, -0.5]]> : tensor<3x5xf32>
  %x31_0d = tensor.cast %x31_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %x31_1 = onnx.constant dense<[1, 1]> : tensor<2xi64>
  %x31_2 = onnx.constant dense<[-1, -1]> : tensor<2xi64>
  %x31_3 = onnx.constant dense<[-1, -2]> : tensor<2xi64>
  %x31_4 = onnx.constant dense<[1, 1]> : tensor<2xi64>
  %y31 = onnx.node "Slice" version 21(%x31_0d, %x31_1, %x31_2, %x31_3, %x31_4) : (tensor<?x?xf32>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<1x3xf32>
  %e31_0 = onnx.constant dense<[[-3.0, -0.75, -1.0]]> : tensor<1x3xf32>
  check.expect_close %y31, %e31_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x3xf32>
  %x32_0 = onnx.constant dense<[[-1.5, 2.0, 0.75, -1.75, -2.25], [-2.25, 2.5, -0.5, 2.0, 2.25], [-1.75, -2.75, -2.0, 1.75, -3.0]]> : tensor<3x5xf32>
  %x32_0d = tensor.cast %x32_0 : tensor<3x5xf32> to tensor<?x?xf32>
  %y32 = onnx.node "Slice" version 9(%x32_0d) with {axes = array<i64: 1>, ends = array<i64: -1>, starts = array<i64: 1>} : (tensor<?x?xf32>) -> tensor<3x3xf32>
  %e32_0 = onnx.constant dense<[[2.0, 0.75, -1.75], [2.5, -0.5, 2.0], [-2.75, -2.0, 1.75]]> : tensor<3x3xf32>
  check.expect_close %y32, %e32_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x3xf32>
  %x33_0 = onnx.constant dense<[[0.5, -1.75, 1.5, -0.0, 0.25], [-1.25, -0.25, -2.75, 1.75, 2.5]]> : tensor<2x5xf32>
  %x33_0d = tensor.cast %x33_0 : tensor<2x5xf32> to tensor<?x?xf32>
  %y33:2 = onnx.node "Split" version 21(%x33_0d) with {axis = 1 : i64, num_outputs = 2 : i64} : (tensor<?x?xf32>) -> (tensor<2x3xf32>, tensor<2x2xf32>)
  %e33_0 = onnx.constant dense<[[0.5, -1.75, 1.5], [-1.25, -0.25, -2.75]]> : tensor<2x3xf32>
  check.expect_close %y33#0, %e33_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %e33_1 = onnx.constant dense<[[-0.0, 0.25], [1.75, 2.5]]> : tensor<2x2xf32>
  check.expect_close %y33#1, %e33_1 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x34_0 = onnx.constant dense<[[1.5, -0.0, 2.0, -3.0, 1.0], [1.5, -1.0, 2.25, -3.0, 0.75]]> : tensor<2x5xf32>
  %x34_0d = tensor.cast %x34_0 : tensor<2x5xf32> to tensor<?x?xf32>
  %x34_1 = onnx.constant dense<[1, 4]> : tensor<2xi64>
  %y34:2 = onnx.node "Split" version 21(%x34_0d, %x34_1) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<2xi64>) -> (tensor<2x1xf32>, tensor<2x4xf32>)
  %e34_0 = onnx.constant dense<[[1.5], [1.5]]> : tensor<2x1xf32>
  check.expect_close %y34#0, %e34_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1xf32>
  %e34_1 = onnx.constant dense<[[-0.0, 2.0, -3.0, 1.0], [-1.0, 2.25, -3.0, 0.75]]> : tensor<2x4xf32>
  check.expect_close %y34#1, %e34_1 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x4xf32>
  %x35_0 = onnx.constant dense<[[-1.25], [0.75], [-1.5]]> : tensor<3x1xf32>
  %x35_0d = tensor.cast %x35_0 : tensor<3x1xf32> to tensor<?x?xf32>
  %x35_1 = onnx.constant dense<[2, 1, 2]> : tensor<3xi64>
  %y35 = onnx.node "Expand" version 21(%x35_0d, %x35_1) : (tensor<?x?xf32>, tensor<3xi64>) -> tensor<2x3x2xf32>
  %e35_0 = onnx.constant dense<[[[-1.25, -1.25], [0.75, 0.75], [-1.5, -1.5]], [[-1.25, -1.25], [0.75, 0.75], [-1.5, -1.5]]]> : tensor<2x3x2xf32>
  check.expect_close %y35, %e35_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2xf32>
  %x36_0 = onnx.constant dense<[2, 2]> : tensor<2xi64>
  %y36 = onnx.node "ConstantOfShape" version 21(%x36_0) with {value = dense<[7]> : tensor<1xi64>} : (tensor<2xi64>) -> tensor<2x2xi64>
  %e36_0 = onnx.constant dense<[[7, 7], [7, 7]]> : tensor<2x2xi64>
  check.expect_eq %y36, %e36_0 : tensor<2x2xi64>
  %x37_0 = onnx.constant dense<10> : tensor<i64>
  %x37_1 = onnx.constant dense<3> : tensor<i64>
  %x37_2 = onnx.constant dense<-3> : tensor<i64>
  %y37 = onnx.node "Range" version 21(%x37_0, %x37_1, %x37_2) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<3xi64>
  %e37_0 = onnx.constant dense<[10, 7, 4]> : tensor<3xi64>
  check.expect_eq %y37, %e37_0 : tensor<3xi64>
  %x38_0 = onnx.constant dense<0.0> : tensor<f32>
  %x38_1 = onnx.constant dense<1.04999995> : tensor<f32>
  %x38_2 = onnx.constant dense<0.25> : tensor<f32>
  %y38 = onnx.node "Range" version 21(%x38_0, %x38_1, %x38_2) : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
  %e38_0 = onnx.constant dense<[0.0, 0.25, 0.5, 0.75, 1.0]> : tensor<5xf32>
  check.expect_close %y38, %e38_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<5xf32>
  %x39_0 = onnx.constant dense<5> : tensor<i64>
  %x39_1 = onnx.constant dense<0> : tensor<i64>
  %x39_2 = onnx.constant dense<1> : tensor<i64>
  %y39 = onnx.node "Range" version 21(%x39_0, %x39_1, %x39_2) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<0xi64>
  %e39_0 = onnx.constant dense<> : tensor<0xi64>
  check.expect_eq %y39, %e39_0 : tensor<0xi64>
  %x40_0 = onnx.constant dense<[[-1.75, 0.75], [-0.0, -2.0], [2.25, 2.25], [0.25, 1.25]]> : tensor<4x2xf32>
  %x40_0d = tensor.cast %x40_0 : tensor<4x2xf32> to tensor<?x?xf32>
  %x40_1 = onnx.constant dense<[[3, -1], [0, 2]]> : tensor<2x2xi64>
  %x40_1d = tensor.cast %x40_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %y40 = onnx.node "Gather" version 21(%x40_0d, %x40_1d) : (tensor<?x?xf32>, tensor<?x?xi64>) -> tensor<2x2x2xf32>
  %e40_0 = onnx.constant dense<[[[0.25, 1.25], [0.25, 1.25]], [[-1.75, 0.75], [2.25, 2.25]]]> : tensor<2x2x2xf32>
  check.expect_close %y40, %e40_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2xf32>
  %x41_0 = onnx.constant dense<[[2.0, 1.5, -1.5], [-2.75, 1.0, -0.5], [2.25, 2.25, 0.25], [-0.75, 1.25, 1.25]]> : tensor<4x3xf32>
  %x41_0d = tensor.cast %x41_0 : tensor<4x3xf32> to tensor<?x?xf32>
  %x41_1 = onnx.constant dense<[2, -3]> : tensor<2xi32>
  %x41_1d = tensor.cast %x41_1 : tensor<2xi32> to tensor<?xi32>
  %y41 = onnx.node "Gather" version 21(%x41_0d, %x41_1d) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<?xi32>) -> tensor<4x2xf32>
  %e41_0 = onnx.constant dense<[[-1.5, 2.0], [-0.5, -2.75], [0.25, 2.25], [1.25, -0.75]]> : tensor<4x2xf32>
  check.expect_close %y41, %e41_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4x2xf32>
  %x42_0 = onnx.constant dense<[[1.0, 2.0, 0.5], [0.0, 0.0, 2.25], [-0.75, 2.0, 0.0], [-2.5, -0.25, -1.25]]> : tensor<4x3xf32>
  %x42_0d = tensor.cast %x42_0 : tensor<4x3xf32> to tensor<?x?xf32>
  %x42_1 = onnx.constant dense<-1> : tensor<i64>
  %y42 = onnx.node "Gather" version 21(%x42_0d, %x42_1) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<i64>) -> tensor<4xf32>
  %e42_0 = onnx.constant dense<[0.5, 2.25, 0.0, -1.25]> : tensor<4xf32>
  check.expect_close %y42, %e42_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x43_0 = onnx.constant dense<[[0.25, 2.0], [-2.0, -0.25], [0.5, 1.5], [2.75, 0.25]]> : tensor<4x2xf32>
  %x43_0d = tensor.cast %x43_0 : tensor<4x2xf32> to tensor<?x?xf32>
  %x43_1 = onnx.constant dense<> : tensor<0x2xi64>
  %x43_1d = tensor.cast %x43_1 : tensor<0x2xi64> to tensor<?x?xi64>
  %y43 = onnx.node "Gather" version 21(%x43_0d, %x43_1d) : (tensor<?x?xf32>, tensor<?x?xi64>) -> tensor<0x2x2xf32>
  %e43_0 = onnx.constant dense<> : tensor<0x2x2xf32>
  check.expect_close %y43, %e43_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<0x2x2xf32>
  %x44_0 = onnx.constant dense<[[2.5, -1.0, 1.5], [1.5, 0.25, -2.0]]> : tensor<2x3xf32>
  %x44_0d = tensor.cast %x44_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y44 = onnx.node "Shape" version 21(%x44_0d) : (tensor<?x?xf32>) -> tensor<2xi64>
  %e44_0 = onnx.constant dense<[2, 3]> : tensor<2xi64>
  check.expect_eq %y44, %e44_0 : tensor<2xi64>
  %x45_0 = onnx.constant dense<[[[-0.75, -1.25, 2.75, 0.75], [2.5, -1.25, -0.5, 0.5], [-0.75, -0.25, 0.5, -2.75]], [[-1.0, -3.0, -0.0, 0.75], [-2.5, -1.5, 1.75, 2.0], [-0.75, 2.0, -1.25, 1.25]]]> : tensor<2x3x4xf32>
  %x45_0d = tensor.cast %x45_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %y45 = onnx.node "Shape" version 21(%x45_0d) with {end = -1 : i64, start = -2 : i64} : (tensor<?x?x?xf32>) -> tensor<1xi64>
  %e45_0 = onnx.constant dense<[3]> : tensor<1xi64>
  check.expect_eq %y45, %e45_0 : tensor<1xi64>
  %x46_0 = onnx.constant dense<[[0.25, -0.25, 1.0], [-3.0, -2.0, -1.25]]> : tensor<2x3xf32>
  %x46_0d = tensor.cast %x46_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y46 = onnx.node "Size" version 21(%x46_0d) : (tensor<?x?xf32>) -> tensor<i64>
  %e46_0 = onnx.constant dense<6> : tensor<i64>
  check.expect_eq %y46, %e46_0 : tensor<i64>
  %x47_0 = onnx.constant dense<[1.0, 1.25, 1.0]> : tensor<3xf32>
  %x47_0d = tensor.cast %x47_0 : tensor<3xf32> to tensor<?xf32>
  %y47:2 = onnx.node "Dropout" version 21(%x47_0d) : (tensor<?xf32>) -> (tensor<3xf32>, tensor<3xi1>)
  %e47_0 = onnx.constant dense<[1.0, 1.25, 1.0]> : tensor<3xf32>
  check.expect_close %y47#0, %e47_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %e47_1 = onnx.constant dense<[true, true, true]> : tensor<3xi1>
  check.expect_eq %y47#1, %e47_1 : tensor<3xi1>
  return
}
