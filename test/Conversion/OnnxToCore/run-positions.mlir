// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Trilu, EyeLike, OneHot, ReverseSequence, CumSum and Tile, against ONNX
// Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x0_1 = onnx.constant dense<-1> : tensor<i64>
  %y0 = onnx.node "Trilu" version 14(%x0_0, %x0_1) with {upper = 0 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e0_0 = onnx.constant dense<[[[0.0, 0.0, 0.0, 0.0], [2.875, 0.0, 0.0, 0.0], [-1.375, -0.0, 0.0, 0.0]], [[0.0, 0.0, 0.0, 0.0], [-1.75, 0.0, 0.0, 0.0], [0.625, 2.75, 0.0, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x1_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x1_1 = onnx.constant dense<-1> : tensor<i64>
  %y1 = onnx.node "Trilu" version 14(%x1_0d, %x1_1) with {upper = 0 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e1_0 = onnx.constant dense<[[[0.0, 0.0, 0.0, 0.0], [2.875, 0.0, 0.0, 0.0], [-1.375, -0.0, 0.0, 0.0]], [[0.0, 0.0, 0.0, 0.0], [-1.75, 0.0, 0.0, 0.0], [0.625, 2.75, 0.0, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x2_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x2_1 = onnx.constant dense<0> : tensor<i64>
  %y2 = onnx.node "Trilu" version 14(%x2_0, %x2_1) with {upper = 0 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e2_0 = onnx.constant dense<[[[-2.5, 0.0, 0.0, 0.0], [2.875, 0.25, 0.0, 0.0], [-1.375, -0.0, 1.125, 0.0]], [[-0.75, 0.0, 0.0, 0.0], [-1.75, -0.25, 0.0, 0.0], [0.625, 2.75, -1.625, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x3_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x3_1 = onnx.constant dense<0> : tensor<i64>
  %y3 = onnx.node "Trilu" version 14(%x3_0d, %x3_1) with {upper = 0 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e3_0 = onnx.constant dense<[[[-2.5, 0.0, 0.0, 0.0], [2.875, 0.25, 0.0, 0.0], [-1.375, -0.0, 1.125, 0.0]], [[-0.75, 0.0, 0.0, 0.0], [-1.75, -0.25, 0.0, 0.0], [0.625, 2.75, -1.625, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x4_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x4_1 = onnx.constant dense<2> : tensor<i64>
  %y4 = onnx.node "Trilu" version 14(%x4_0, %x4_1) with {upper = 0 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e4_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 0.0], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 0.0], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x5_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<2> : tensor<i64>
  %y5 = onnx.node "Trilu" version 14(%x5_0d, %x5_1) with {upper = 0 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e5_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 0.0], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 0.0], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x6_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x6_1 = onnx.constant dense<-1> : tensor<i64>
  %y6 = onnx.node "Trilu" version 14(%x6_0, %x6_1) with {upper = 1 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e6_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [0.0, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.0, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x7_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x7_1 = onnx.constant dense<-1> : tensor<i64>
  %y7 = onnx.node "Trilu" version 14(%x7_0d, %x7_1) with {upper = 1 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e7_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [0.0, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.0, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x8_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x8_1 = onnx.constant dense<0> : tensor<i64>
  %y8 = onnx.node "Trilu" version 14(%x8_0, %x8_1) with {upper = 1 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e8_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [0.0, 0.25, 0.0, -2.625], [0.0, 0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [0.0, -0.25, 2.625, -2.875], [0.0, 0.0, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x9_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<0> : tensor<i64>
  %y9 = onnx.node "Trilu" version 14(%x9_0d, %x9_1) with {upper = 1 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e9_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [0.0, 0.25, 0.0, -2.625], [0.0, 0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [0.0, -0.25, 2.625, -2.875], [0.0, 0.0, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x10_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x10_1 = onnx.constant dense<2> : tensor<i64>
  %y10 = onnx.node "Trilu" version 14(%x10_0, %x10_1) with {upper = 1 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e10_0 = onnx.constant dense<[[[0.0, 0.0, -0.375, 1.375], [0.0, 0.0, 0.0, -2.625], [0.0, 0.0, 0.0, 0.0]], [[0.0, 0.0, -1.25, 2.5], [0.0, 0.0, 0.0, -2.875], [0.0, 0.0, 0.0, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x11_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x11_1 = onnx.constant dense<2> : tensor<i64>
  %y11 = onnx.node "Trilu" version 14(%x11_0d, %x11_1) with {upper = 1 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e11_0 = onnx.constant dense<[[[0.0, 0.0, -0.375, 1.375], [0.0, 0.0, 0.0, -2.625], [0.0, 0.0, 0.0, 0.0]], [[0.0, 0.0, -1.25, 2.5], [0.0, 0.0, 0.0, -2.875], [0.0, 0.0, 0.0, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x12_0 = onnx.constant dense<> : tensor<0x3xf32>
  %y12 = onnx.node "Trilu" version 14(%x12_0) : (tensor<0x3xf32>) -> tensor<0x3xf32>
  %e12_0 = onnx.constant dense<> : tensor<0x3xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<0x3xf32>
  %x13_0 = onnx.constant dense<[[0, 0, 0, 0], [0, 0, 0, 0]]> : tensor<2x4xi32>
  %y13 = onnx.node "EyeLike" version 9(%x13_0) with {dtype = 1 : i64, k = 1 : i64} : (tensor<2x4xi32>) -> tensor<2x4xf32>
  %e13_0 = onnx.constant dense<[[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]> : tensor<2x4xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4xf32>
  %x14_0 = onnx.constant dense<[[0, 0, 0, 0], [0, 0, 0, 0]]> : tensor<2x4xi32>
  %x14_0d = tensor.cast %x14_0 : tensor<2x4xi32> to tensor<?x?xi32>
  %y14 = onnx.node "EyeLike" version 9(%x14_0d) with {dtype = 1 : i64, k = 1 : i64} : (tensor<?x?xi32>) -> tensor<2x4xf32>
  %e14_0 = onnx.constant dense<[[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]> : tensor<2x4xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4xf32>
  %x15_0 = onnx.constant dense<[[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]> : tensor<3x2xf32>
  %y15 = onnx.node "EyeLike" version 9(%x15_0) with {k = -1 : i64} : (tensor<3x2xf32>) -> tensor<3x2xf32>
  %e15_0 = onnx.constant dense<[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]> : tensor<3x2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x16_0 = onnx.constant dense<[[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]> : tensor<3x2xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<3x2xf32> to tensor<?x?xf32>
  %y16 = onnx.node "EyeLike" version 9(%x16_0d) with {k = -1 : i64} : (tensor<?x?xf32>) -> tensor<3x2xf32>
  %e16_0 = onnx.constant dense<[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]> : tensor<3x2xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x17_0 = onnx.constant dense<[[0, -1], [3, 7]]> : tensor<2x2xi64>
  %x17_1 = onnx.constant dense<4> : tensor<i64>
  %x17_2 = onnx.constant dense<[2.0, 5.0]> : tensor<2xf32>
  %y17 = onnx.node "OneHot" version 11(%x17_0, %x17_1, %x17_2) with {axis = 1 : i64} : (tensor<2x2xi64>, tensor<i64>, tensor<2xf32>) -> tensor<2x4x2xf32>
  %e17_0 = onnx.constant dense<[[[5.0, 2.0], [2.0, 2.0], [2.0, 2.0], [2.0, 5.0]], [[2.0, 2.0], [2.0, 2.0], [2.0, 2.0], [5.0, 2.0]]]> : tensor<2x4x2xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x2xf32>
  %x18_0 = onnx.constant dense<[[0, -1], [3, 7]]> : tensor<2x2xi64>
  %x18_0d = tensor.cast %x18_0 : tensor<2x2xi64> to tensor<?x?xi64>
  %x18_1 = onnx.constant dense<4> : tensor<i64>
  %x18_2 = onnx.constant dense<[2.0, 5.0]> : tensor<2xf32>
  %x18_2d = tensor.cast %x18_2 : tensor<2xf32> to tensor<?xf32>
  %y18 = onnx.node "OneHot" version 11(%x18_0d, %x18_1, %x18_2d) with {axis = 1 : i64} : (tensor<?x?xi64>, tensor<i64>, tensor<?xf32>) -> tensor<2x4x2xf32>
  %e18_0 = onnx.constant dense<[[[5.0, 2.0], [2.0, 2.0], [2.0, 2.0], [2.0, 5.0]], [[2.0, 2.0], [2.0, 2.0], [2.0, 2.0], [5.0, 2.0]]]> : tensor<2x4x2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x2xf32>
  %x19_0 = onnx.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %x19_1 = onnx.constant dense<[3.0]> : tensor<1xf32>
  %x19_2 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %y19 = onnx.node "OneHot" version 11(%x19_0, %x19_1, %x19_2) : (tensor<2xf32>, tensor<1xf32>, tensor<2xi64>) -> tensor<2x3xi64>
  %e19_0 = onnx.constant dense<[[0, 1, 0], [0, 0, 1]]> : tensor<2x3xi64>
  check.expect_eq %y19, %e19_0 : tensor<2x3xi64>
  %x20_0 = onnx.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<2xf32> to tensor<?xf32>
  %x20_1 = onnx.constant dense<[3.0]> : tensor<1xf32>
  %x20_1d = tensor.cast %x20_1 : tensor<1xf32> to tensor<?xf32>
  %x20_2 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %x20_2d = tensor.cast %x20_2 : tensor<2xi64> to tensor<?xi64>
  %y20 = onnx.node "OneHot" version 11(%x20_0d, %x20_1d, %x20_2d) : (tensor<?xf32>, tensor<?xf32>, tensor<?xi64>) -> tensor<2x3xi64>
  %e20_0 = onnx.constant dense<[[0, 1, 0], [0, 0, 1]]> : tensor<2x3xi64>
  check.expect_eq %y20, %e20_0 : tensor<2x3xi64>
  %x21_0 = onnx.constant dense<[[2.5, -2.25], [0.125, 1.5], [1.0, -0.25], [-1.75, -0.0]]> : tensor<4x2xf32>
  %x21_1 = onnx.constant dense<[3, 1]> : tensor<2xi64>
  %y21 = onnx.node "ReverseSequence" version 10(%x21_0, %x21_1) : (tensor<4x2xf32>, tensor<2xi64>) -> tensor<4x2xf32>
  %e21_0 = onnx.constant dense<[[1.0, -2.25], [0.125, 1.5], [2.5, -0.25], [-1.75, -0.0]]> : tensor<4x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4x2xf32>
  %x22_0 = onnx.constant dense<[[2.5, -2.25], [0.125, 1.5], [1.0, -0.25], [-1.75, -0.0]]> : tensor<4x2xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<4x2xf32> to tensor<?x?xf32>
  %x22_1 = onnx.constant dense<[3, 1]> : tensor<2xi64>
  %x22_1d = tensor.cast %x22_1 : tensor<2xi64> to tensor<?xi64>
  %y22 = onnx.node "ReverseSequence" version 10(%x22_0d, %x22_1d) : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<4x2xf32>
  %e22_0 = onnx.constant dense<[[1.0, -2.25], [0.125, 1.5], [2.5, -0.25], [-1.75, -0.0]]> : tensor<4x2xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4x2xf32>
  %x23_0 = onnx.constant dense<[[-0.75, -0.125, -0.75, 2.0], [1.625, -1.125, 0.375, -1.375]]> : tensor<2x4xf32>
  %x23_1 = onnx.constant dense<[4, 2]> : tensor<2xi64>
  %y23 = onnx.node "ReverseSequence" version 10(%x23_0, %x23_1) with {batch_axis = 0 : i64, time_axis = 1 : i64} : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<2x4xf32>
  %e23_0 = onnx.constant dense<[[2.0, -0.75, -0.125, -0.75], [-1.125, 1.625, 0.375, -1.375]]> : tensor<2x4xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4xf32>
  %x24_0 = onnx.constant dense<[[-0.75, -0.125, -0.75, 2.0], [1.625, -1.125, 0.375, -1.375]]> : tensor<2x4xf32>
  %x24_0d = tensor.cast %x24_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %x24_1 = onnx.constant dense<[4, 2]> : tensor<2xi64>
  %x24_1d = tensor.cast %x24_1 : tensor<2xi64> to tensor<?xi64>
  %y24 = onnx.node "ReverseSequence" version 10(%x24_0d, %x24_1d) with {batch_axis = 0 : i64, time_axis = 1 : i64} : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<2x4xf32>
  %e24_0 = onnx.constant dense<[[2.0, -0.75, -0.125, -0.75], [-1.125, 1.625, 0.375, -1.375]]> : tensor<2x4xf32>
  check.expect_close %y24, %e24_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4xf32>
  %x25_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x25_1 = onnx.constant dense<0> : tensor<i32>
  %y25 = onnx.node "CumSum" version 14(%x25_0, %x25_1) : (tensor<2x3x4xf32>, tensor<i32>) -> tensor<2x3x4xf32>
  %e25_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-3.25, -1.0, -1.625, 3.875], [1.125, 0.0, 2.625, -5.5], [-0.75, 2.75, -0.5, 2.125]]]> : tensor<2x3x4xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x26_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x26_0d = tensor.cast %x26_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x26_1 = onnx.constant dense<0> : tensor<i32>
  %y26 = onnx.node "CumSum" version 14(%x26_0d, %x26_1) : (tensor<?x?x?xf32>, tensor<i32>) -> tensor<2x3x4xf32>
  %e26_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-3.25, -1.0, -1.625, 3.875], [1.125, 0.0, 2.625, -5.5], [-0.75, 2.75, -0.5, 2.125]]]> : tensor<2x3x4xf32>
  check.expect_close %y26, %e26_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x27_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x27_1 = onnx.constant dense<-1> : tensor<i32>
  %y27 = onnx.node "CumSum" version 14(%x27_0, %x27_1) : (tensor<2x3x4xf32>, tensor<i32>) -> tensor<2x3x4xf32>
  %e27_0 = onnx.constant dense<[[[-2.5, -0.875, -1.25, 0.125], [2.875, 3.125, 3.125, 0.5], [-1.375, -1.375, -0.25, 1.625]], [[-0.75, -3.375, -4.625, -2.125], [-1.75, -2.0, 0.625, -2.25], [0.625, 3.375, 1.75, 2.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x28_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x28_1 = onnx.constant dense<-1> : tensor<i32>
  %y28 = onnx.node "CumSum" version 14(%x28_0d, %x28_1) : (tensor<?x?x?xf32>, tensor<i32>) -> tensor<2x3x4xf32>
  %e28_0 = onnx.constant dense<[[[-2.5, -0.875, -1.25, 0.125], [2.875, 3.125, 3.125, 0.5], [-1.375, -1.375, -0.25, 1.625]], [[-0.75, -3.375, -4.625, -2.125], [-1.75, -2.0, 0.625, -2.25], [0.625, 3.375, 1.75, 2.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x29_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x29_1 = onnx.constant dense<1> : tensor<i64>
  %y29 = onnx.node "CumSum" version 14(%x29_0, %x29_1) with {exclusive = 1 : i64, reverse = 1 : i64} : (tensor<2x3x4xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e29_0 = onnx.constant dense<[[[1.5, 0.25, 1.125, -0.75], [-1.375, 0.0, 1.125, 1.875], [0.0, 0.0, 0.0, 0.0]], [[-1.125, 2.5, 1.0, -2.625], [0.625, 2.75, -1.625, 0.25], [0.0, 0.0, 0.0, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x30_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x30_0d = tensor.cast %x30_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x30_1 = onnx.constant dense<1> : tensor<i64>
  %y30 = onnx.node "CumSum" version 14(%x30_0d, %x30_1) with {exclusive = 1 : i64, reverse = 1 : i64} : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x3x4xf32>
  %e30_0 = onnx.constant dense<[[[1.5, 0.25, 1.125, -0.75], [-1.375, 0.0, 1.125, 1.875], [0.0, 0.0, 0.0, 0.0]], [[-1.125, 2.5, 1.0, -2.625], [0.625, 2.75, -1.625, 0.25], [0.0, 0.0, 0.0, 0.0]]]> : tensor<2x3x4xf32>
  check.expect_close %y30, %e30_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x31_0 = onnx.constant dense<[1, 2, 3]> : tensor<3xi64>
  %x31_1 = onnx.constant dense<0> : tensor<i64>
  %y31 = onnx.node "CumSum" version 14(%x31_0, %x31_1) with {exclusive = 1 : i64} : (tensor<3xi64>, tensor<i64>) -> tensor<3xi64>
  %e31_0 = onnx.constant dense<[0, 1, 3]> : tensor<3xi64>
  check.expect_eq %y31, %e31_0 : tensor<3xi64>
  %x32_0 = onnx.constant dense<[1, 2, 3]> : tensor<3xi64>
  %x32_0d = tensor.cast %x32_0 : tensor<3xi64> to tensor<?xi64>
  %x32_1 = onnx.constant dense<0> : tensor<i64>
  %y32 = onnx.node "CumSum" version 14(%x32_0d, %x32_1) with {exclusive = 1 : i64} : (tensor<?xi64>, tensor<i64>) -> tensor<3xi64>
  %e32_0 = onnx.constant dense<[0, 1, 3]> : tensor<3xi64>
  check.expect_eq %y32, %e32_0 : tensor<3xi64>
  %x33_0 = onnx.constant dense<[[[-0.25, -0.875]], [[1.0, -0.75]]]> : tensor<2x1x2xf32>
  %x33_1 = onnx.constant dense<[1, 3, 2]> : tensor<3xi64>
  %y33 = onnx.node "Tile" version 13(%x33_0, %x33_1) : (tensor<2x1x2xf32>, tensor<3xi64>) -> tensor<2x3x4xf32>
  %e33_0 = onnx.constant dense<[[[-0.25, -0.875, -0.25, -0.875], [-0.25, -0.875, -0.25, -0.875], [-0.25, -0.875, -0.25, -0.875]], [[1.0, -0.75, 1.0, -0.75], [1.0, -0.75, 1.0, -0.75], [1.0, -0.75, 1.0, -0.75]]]> : tensor<2x3x4xf32>
  check.expect_close %y33, %e33_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x34_0 = onnx.constant dense<[[[-0.25, -0.875]], [[1.0, -0.75]]]> : tensor<2x1x2xf32>
  %x34_0d = tensor.cast %x34_0 : tensor<2x1x2xf32> to tensor<?x?x?xf32>
  %x34_1 = onnx.constant dense<[1, 3, 2]> : tensor<3xi64>
  %x34_1d = tensor.cast %x34_1 : tensor<3xi64> to tensor<?xi64>
  %y34 = onnx.node "Tile" version 13(%x34_0d, %x34_1d) : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x3x4xf32>
  %e34_0 = onnx.constant dense<[[[-0.25, -0.875, -0.25, -0.875], [-0.25, -0.875, -0.25, -0.875], [-0.25, -0.875, -0.25, -0.875]], [[1.0, -0.75, 1.0, -0.75], [1.0, -0.75, 1.0, -0.75], [1.0, -0.75, 1.0, -0.75]]]> : tensor<2x3x4xf32>
  check.expect_close %y34, %e34_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x35_0 = onnx.constant dense<[[-0.25, 1.375], [-0.5, 2.5]]> : tensor<2x2xf32>
  %x35_1 = onnx.constant dense<[1, 0]> : tensor<2xi64>
  %y35 = onnx.node "Tile" version 13(%x35_0, %x35_1) : (tensor<2x2xf32>, tensor<2xi64>) -> tensor<2x0xf32>
  %e35_0 = onnx.constant dense<> : tensor<2x0xf32>
  check.expect_close %y35, %e35_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x0xf32>
  %x36_0 = onnx.constant dense<[[-0.25, 1.375], [-0.5, 2.5]]> : tensor<2x2xf32>
  %x36_0d = tensor.cast %x36_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %x36_1 = onnx.constant dense<[1, 0]> : tensor<2xi64>
  %x36_1d = tensor.cast %x36_1 : tensor<2xi64> to tensor<?xi64>
  %y36 = onnx.node "Tile" version 13(%x36_0d, %x36_1d) : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<2x0xf32>
  %e36_0 = onnx.constant dense<> : tensor<2x0xf32>
  check.expect_close %y36, %e36_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x0xf32>
  return
}
