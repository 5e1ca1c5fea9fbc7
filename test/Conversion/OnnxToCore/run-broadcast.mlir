// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Binary operators whose sizes meet at run time, against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[2.25, 1.0, 2.5]], [[3.0, 2.25, 1.75]]]> : tensor<2x1x3xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x0_1 = onnx.constant dense<[[1.5], [2.25]]> : tensor<2x1xf32>
  %x0_1d = tensor.cast %x0_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y0 = onnx.node "Add" version 21(%x0_0d, %x0_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e0_0 = onnx.constant dense<[[[3.75, 2.5, 4.0], [4.5, 3.25, 4.75]], [[4.5, 3.75, 3.25], [5.25, 4.5, 4.0]]]> : tensor<2x2x3xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x1_0 = onnx.constant dense<[[[1.5, 2.25, 2.25]], [[3.0, 1.25, 2.0]]]> : tensor<2x1x3xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x1_1 = onnx.constant dense<[[2.5], [1.25]]> : tensor<2x1xf32>
  %x1_1d = tensor.cast %x1_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y1 = onnx.node "Sub" version 21(%x1_0d, %x1_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e1_0 = onnx.constant dense<[[[-1.0, -0.25, -0.25], [0.25, 1.0, 1.0]], [[0.5, -1.25, -0.5], [1.75, 0.0, 0.75]]]> : tensor<2x2x3xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x2_0 = onnx.constant dense<[[[1.75, 1.25, 2.5]], [[1.25, 1.75, 2.75]]]> : tensor<2x1x3xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x2_1 = onnx.constant dense<[[2.0], [2.75]]> : tensor<2x1xf32>
  %x2_1d = tensor.cast %x2_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y2 = onnx.node "Mul" version 21(%x2_0d, %x2_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e2_0 = onnx.constant dense<[[[3.5, 2.5, 5.0], [4.8125, 3.4375, 6.875]], [[2.5, 3.5, 5.5], [3.4375, 4.8125, 7.5625]]]> : tensor<2x2x3xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x3_0 = onnx.constant dense<[[[2.5, 2.75, 1.25]], [[1.25, 1.25, 2.75]]]> : tensor<2x1x3xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x3_1 = onnx.constant dense<[[2.25], [2.0]]> : tensor<2x1xf32>
  %x3_1d = tensor.cast %x3_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y3 = onnx.node "Div" version 21(%x3_0d, %x3_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e3_0 = onnx.constant dense<[[[1.11111116, 1.22222221, 0.555555582], [1.25, 1.375, 0.625]], [[0.555555582, 0.555555582, 1.22222221], [0.625, 0.625, 1.375]]]> : tensor<2x2x3xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x4_0 = onnx.constant dense<[[[1.25, 2.25, 1.75]], [[2.5, 2.0, 2.0]]]> : tensor<2x1x3xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x4_1 = onnx.constant dense<[[2.5], [1.25]]> : tensor<2x1xf32>
  %x4_1d = tensor.cast %x4_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y4 = onnx.node "Less" version 21(%x4_0d, %x4_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xi1>
  %e4_0 = onnx.constant dense<[[[true, true, true], [false, false, false]], [[false, true, true], [false, false, false]]]> : tensor<2x2x3xi1>
  check.expect_eq %y4, %e4_0 : tensor<2x2x3xi1>
  %x5_0 = onnx.constant dense<[[[2.25, 1.5, 2.5]], [[2.0, 3.0, 1.25]]]> : tensor<2x1x3xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<[[3.0], [2.5]]> : tensor<2x1xf32>
  %x5_1d = tensor.cast %x5_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y5 = onnx.node "Greater" version 21(%x5_0d, %x5_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xi1>
  %e5_0 = onnx.constant dense<[[[false, false, false], [false, false, false]], [[false, false, false], [false, true, false]]]> : tensor<2x2x3xi1>
  check.expect_eq %y5, %e5_0 : tensor<2x2x3xi1>
  %x6_0 = onnx.constant dense<[[[2.0, 2.75, 2.25]], [[2.25, 2.75, 1.25]]]> : tensor<2x1x3xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x6_1 = onnx.constant dense<[[2.75], [1.75]]> : tensor<2x1xf32>
  %x6_1d = tensor.cast %x6_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y6 = onnx.node "Equal" version 21(%x6_0d, %x6_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xi1>
  %e6_0 = onnx.constant dense<[[[false, true, false], [false, false, false]], [[false, true, false], [false, false, false]]]> : tensor<2x2x3xi1>
  check.expect_eq %y6, %e6_0 : tensor<2x2x3xi1>
  %x7_0 = onnx.constant dense<[[[1.75, 3.0, 2.5]], [[2.0, 1.75, 2.75]]]> : tensor<2x1x3xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x7_1 = onnx.constant dense<[[1.25], [2.5]]> : tensor<2x1xf32>
  %x7_1d = tensor.cast %x7_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y7 = onnx.node "LessOrEqual" version 21(%x7_0d, %x7_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xi1>
  %e7_0 = onnx.constant dense<[[[false, false, false], [true, false, true]], [[false, false, false], [true, true, false]]]> : tensor<2x2x3xi1>
  check.expect_eq %y7, %e7_0 : tensor<2x2x3xi1>
  %x8_0 = onnx.constant dense<[[[2.5, 2.5, 1.75]], [[2.5, 1.5, 1.75]]]> : tensor<2x1x3xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x8_1 = onnx.constant dense<[[1.75], [2.0]]> : tensor<2x1xf32>
  %x8_1d = tensor.cast %x8_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y8 = onnx.node "GreaterOrEqual" version 21(%x8_0d, %x8_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xi1>
  %e8_0 = onnx.constant dense<[[[true, true, true], [true, true, false]], [[true, false, true], [true, false, false]]]> : tensor<2x2x3xi1>
  check.expect_eq %y8, %e8_0 : tensor<2x2x3xi1>
  %x9_0 = onnx.constant dense<[[[1.25, 1.75, 1.0]], [[2.5, 2.75, 1.25]]]> : tensor<2x1x3xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[[2.5], [2.75]]> : tensor<2x1xf32>
  %x9_1d = tensor.cast %x9_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y9 = onnx.node "Min" version 21(%x9_0d, %x9_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e9_0 = onnx.constant dense<[[[1.25, 1.75, 1.0], [1.25, 1.75, 1.0]], [[2.5, 2.5, 1.25], [2.5, 2.75, 1.25]]]> : tensor<2x2x3xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x10_0 = onnx.constant dense<[[[3.0, 2.75, 1.75]], [[3.0, 3.0, 2.0]]]> : tensor<2x1x3xf32>
  %x10_0d = tensor.cast %x10_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x10_1 = onnx.constant dense<[[2.5], [2.75]]> : tensor<2x1xf32>
  %x10_1d = tensor.cast %x10_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y10 = onnx.node "Max" version 21(%x10_0d, %x10_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e10_0 = onnx.constant dense<[[[3.0, 2.75, 2.5], [3.0, 2.75, 2.75]], [[3.0, 3.0, 2.5], [3.0, 3.0, 2.75]]]> : tensor<2x2x3xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x11_0 = onnx.constant dense<[[[2.0, 2.75, 2.5]], [[1.5, 2.5, 2.25]]]> : tensor<2x1x3xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x1x3xf32> to tensor<?x?x?xf32>
  %x11_1 = onnx.constant dense<[[1.25], [1.75]]> : tensor<2x1xf32>
  %x11_1d = tensor.cast %x11_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y11 = onnx.node "Pow" version 21(%x11_0d, %x11_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e11_0 = onnx.constant dense<[[[2.37841415, 3.54132557, 3.14358354], [3.36358571, 5.8726244, 4.97044182]], [[1.66002285, 3.14358354, 2.75567603], [2.03310442, 4.97044182, 4.13351393]]]> : tensor<2x2x3xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x12_0 = onnx.constant dense<[[-2.5, -0.25, -0.5], [-0.5, 0.5, -2.25]]> : tensor<2x3xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x12_1 = onnx.constant dense<[2.5, 1.0, 2.0]> : tensor<3xf32>
  %y12 = onnx.node "Add" version 21(%x12_0d, %x12_1) : (tensor<?x?xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %e12_0 = onnx.constant dense<[[0.0, 0.75, 1.5], [2.0, 1.5, -0.25]]> : tensor<2x3xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x13_0 = onnx.constant dense<[[2.5, 0.5, -2.75], [1.25, 0.5, 2.0]]> : tensor<2x3xf32>
  %x13_1 = onnx.constant dense<[[0.25]]> : tensor<1x1xf32>
  %y13 = onnx.node "Add" version 21(%x13_0, %x13_1) : (tensor<2x3xf32>, tensor<1x1xf32>) -> tensor<2x3xf32>
  %e13_0 = onnx.constant dense<[[2.75, 0.75, -2.5], [1.5, 0.75, 2.25]]> : tensor<2x3xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>

  // Nothing is an ordinary size.
  %x14_0 = onnx.constant dense<> : tensor<0x3xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<0x3xf32> to tensor<?x?xf32>
  %x14_1 = onnx.constant dense<[[2.0, 3.0, -1.0]]> : tensor<1x3xf32>
  %x14_1d = tensor.cast %x14_1 : tensor<1x3xf32> to tensor<?x?xf32>
  %y14 = onnx.node "Mul" version 21(%x14_0d, %x14_1d) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<0x3xf32>
  %e14_0 = onnx.constant dense<> : tensor<0x3xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<0x3xf32>
  %x15_0 = onnx.constant dense<[[-2.0, -0.75, 1.5], [-0.25, 0.5, -2.25]]> : tensor<2x3xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x15_1 = onnx.constant dense<[1.25, -1.25, -1.75]> : tensor<3xf32>
  %x15_1d = tensor.cast %x15_1 : tensor<3xf32> to tensor<?xf32>
  %x15_2 = onnx.constant dense<[2.25]> : tensor<1xf32>
  %x15_2d = tensor.cast %x15_2 : tensor<1xf32> to tensor<?xf32>
  %y15 = onnx.node "Sum" version 21(%x15_0d, %x15_1d, %x15_2d) : (tensor<?x?xf32>, tensor<?xf32>, tensor<?xf32>) -> tensor<2x3xf32>
  %e15_0 = onnx.constant dense<[[1.5, 0.25, 2.0], [3.25, 1.5, -1.75]]> : tensor<2x3xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x16_0 = onnx.constant dense<[[0.5, -0.0, 2.5], [-2.5, 1.25, -1.0]]> : tensor<2x3xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x16_1 = onnx.constant dense<[-2.0, 1.0, -0.75]> : tensor<3xf32>
  %x16_1d = tensor.cast %x16_1 : tensor<3xf32> to tensor<?xf32>
  %y16 = onnx.node "Mean" version 21(%x16_0d, %x16_1d) : (tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x3xf32>
  %e16_0 = onnx.constant dense<[[-0.75, 0.5, 0.875], [-2.25, 1.125, -0.875]]> : tensor<2x3xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x17_0 = onnx.constant dense<[1, 2, -4]> : tensor<3xi64>
  %x17_0d = tensor.cast %x17_0 : tensor<3xi64> to tensor<?xi64>
  %x17_1 = onnx.constant dense<[2]> : tensor<1xi64>
  %x17_1d = tensor.cast %x17_1 : tensor<1xi64> to tensor<?xi64>
  %x17_2 = onnx.constant dense<[7, -3, -6]> : tensor<3xi64>
  %x17_2d = tensor.cast %x17_2 : tensor<3xi64> to tensor<?xi64>
  %y17 = onnx.node "Max" version 21(%x17_0d, %x17_1d, %x17_2d) : (tensor<?xi64>, tensor<?xi64>, tensor<?xi64>) -> tensor<3xi64>
  %e17_0 = onnx.constant dense<[7, 2, 2]> : tensor<3xi64>
  check.expect_eq %y17, %e17_0 : tensor<3xi64>
  %x18_0 = onnx.constant dense<[[false], [false]]> : tensor<2x1xi1>
  %x18_0d = tensor.cast %x18_0 : tensor<2x1xi1> to tensor<?x?xi1>
  %x18_1 = onnx.constant dense<[[-2.75, -2.0, 2.25], [1.75, 0.25, -1.75]]> : tensor<2x3xf32>
  %x18_1d = tensor.cast %x18_1 : tensor<2x3xf32> to tensor<?x?xf32>
  %x18_2 = onnx.constant dense<[0.25, -3.0, 1.25]> : tensor<3xf32>
  %x18_2d = tensor.cast %x18_2 : tensor<3xf32> to tensor<?xf32>
  %y18 = onnx.node "Where" version 21(%x18_0d, %x18_1d, %x18_2d) : (tensor<?x?xi1>, tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x3xf32>
  %e18_0 = onnx.constant dense<[[0.25, -3.0, 1.25], [0.25, -3.0, 1.25]]> : tensor<2x3xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x19_0 = onnx.constant dense<[[[1.25, 1.0, 0.75], [-2.5, -1.5, 0.5]], [[-0.75, 3.0, 2.5], [-2.0, 0.5, 1.25]]]> : tensor<2x2x3xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x19_1 = onnx.constant dense<[[-2.25], [-1.0]]> : tensor<2x1xf32>
  %x19_1d = tensor.cast %x19_1 : tensor<2x1xf32> to tensor<?x?xf32>
  %y19 = onnx.node "PRelu" version 21(%x19_0d, %x19_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e19_0 = onnx.constant dense<[[[1.25, 1.0, 0.75], [2.5, 1.5, 0.5]], [[1.6875, 3.0, 2.5], [2.0, 0.5, 1.25]]]> : tensor<2x2x3xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x20_0 = onnx.constant dense<[[false, true, false], [true, false, false]]> : tensor<2x3xi1>
  %x20_0d = tensor.cast %x20_0 : tensor<2x3xi1> to tensor<?x?xi1>
  %x20_1 = onnx.constant dense<[false, false, true]> : tensor<3xi1>
  %x20_1d = tensor.cast %x20_1 : tensor<3xi1> to tensor<?xi1>
  %y20 = onnx.node "And" version 21(%x20_0d, %x20_1d) : (tensor<?x?xi1>, tensor<?xi1>) -> tensor<2x3xi1>
  %e20_0 = onnx.constant dense<[[false, false, false], [false, false, false]]> : tensor<2x3xi1>
  check.expect_eq %y20, %e20_0 : tensor<2x3xi1>
  %x21_0 = onnx.constant dense<[[true, false, true], [true, false, true]]> : tensor<2x3xi1>
  %x21_0d = tensor.cast %x21_0 : tensor<2x3xi1> to tensor<?x?xi1>
  %x21_1 = onnx.constant dense<[false, false, false]> : tensor<3xi1>
  %x21_1d = tensor.cast %x21_1 : tensor<3xi1> to tensor<?xi1>
  %y21 = onnx.node "Or" version 21(%x21_0d, %x21_1d) : (tensor<?x?xi1>, tensor<?xi1>) -> tensor<2x3xi1>
  %e21_0 = onnx.constant dense<[[true, false, true], [true, false, true]]> : tensor<2x3xi1>
  check.expect_eq %y21, %e21_0 : tensor<2x3xi1>
  %x22_0 = onnx.constant dense<[[true, false, false], [true, false, false]]> : tensor<2x3xi1>
  %x22_0d = tensor.cast %x22_0 : tensor<2x3xi1> to tensor<?x?xi1>
  %x22_1 = onnx.constant dense<[true, true, true]> : tensor<3xi1>
  %x22_1d = tensor.cast %x22_1 : tensor<3xi1> to tensor<?xi1>
  %y22 = onnx.node "Xor" version 21(%x22_0d, %x22_1d) : (tensor<?x?xi1>, tensor<?xi1>) -> tensor<2x3xi1>
  %e22_0 = onnx.constant dense<[[false, true, true], [false, true, true]]> : tensor<2x3xi1>
  check.expect_eq %y22, %e22_0 : tensor<2x3xi1>
  %x23_0 = onnx.constant dense<[[false, true, false], [false, false, true]]> : tensor<2x3xi1>
  %x23_0d = tensor.cast %x23_0 : tensor<2x3xi1> to tensor<?x?xi1>
  %x23_1 = onnx.constant dense<[false, true, true]> : tensor<3xi1>
  %x23_1d = tensor.cast %x23_1 : tensor<3xi1> to tensor<?xi1>
  %y23 = onnx.node "Equal" version 21(%x23_0d, %x23_1d) : (tensor<?x?xi1>, tensor<?xi1>) -> tensor<2x3xi1>
  %e23_0 = onnx.constant dense<[[true, true, false], [true, false, true]]> : tensor<2x3xi1>
  check.expect_eq %y23, %e23_0 : tensor<2x3xi1>
  %x24_0 = onnx.constant dense<[false, true, false, true]> : tensor<4xi1>
  %x24_0d = tensor.cast %x24_0 : tensor<4xi1> to tensor<?xi1>
  %y24 = onnx.node "Not" version 21(%x24_0d) : (tensor<?xi1>) -> tensor<4xi1>
  %e24_0 = onnx.constant dense<[true, false, true, false]> : tensor<4xi1>
  check.expect_eq %y24, %e24_0 : tensor<4xi1>
  return
}
