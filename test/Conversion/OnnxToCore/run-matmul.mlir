// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Products of all ranks against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[-2.75, -0.0, -1.0], [-1.0, 2.75, -2.0]]> : tensor<2x3xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x0_1 = onnx.constant dense<[[-2.5, -1.25], [0.75, -1.5], [1.25, 1.25]]> : tensor<3x2xf32>
  %x0_1d = tensor.cast %x0_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %y0 = onnx.node "MatMul" version 21(%x0_0d, %x0_1d) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x2xf32>
  %e0_0 = onnx.constant dense<[[5.625, 2.1875], [2.0625, -5.375]]> : tensor<2x2xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x1_0 = onnx.constant dense<[-0.25, 2.0, -1.0]> : tensor<3xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<3xf32> to tensor<?xf32>
  %x1_1 = onnx.constant dense<[[0.75, 0.25], [-2.5, -1.0], [0.5, 2.75]]> : tensor<3x2xf32>
  %x1_1d = tensor.cast %x1_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %y1 = onnx.node "MatMul" version 21(%x1_0d, %x1_1d) : (tensor<?xf32>, tensor<?x?xf32>) -> tensor<2xf32>
  %e1_0 = onnx.constant dense<[-5.6875, -4.8125]> : tensor<2xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x2_0 = onnx.constant dense<[[1.75, -0.0, -1.75], [-1.5, -2.75, 0.5]]> : tensor<2x3xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x2_1 = onnx.constant dense<[-0.5, 1.0, 0.25]> : tensor<3xf32>
  %x2_1d = tensor.cast %x2_1 : tensor<3xf32> to tensor<?xf32>
  %y2 = onnx.node "MatMul" version 21(%x2_0d, %x2_1d) : (tensor<?x?xf32>, tensor<?xf32>) -> tensor<2xf32>
  %e2_0 = onnx.constant dense<[-1.3125, -1.875]> : tensor<2xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x3_0 = onnx.constant dense<[-0.5, -1.0, -2.75]> : tensor<3xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<3xf32> to tensor<?xf32>
  %x3_1 = onnx.constant dense<[3.0, -2.5, -2.75]> : tensor<3xf32>
  %x3_1d = tensor.cast %x3_1 : tensor<3xf32> to tensor<?xf32>
  %y3 = onnx.node "MatMul" version 21(%x3_0d, %x3_1d) : (tensor<?xf32>, tensor<?xf32>) -> tensor<f32>
  %e3_0 = onnx.constant dense<8.5625> : tensor<f32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x4_0 = onnx.constant dense<[[[-1.75, -2.25, 1.75], [-2.0, -1.0, -3.0]], [[2.5, -1.0, 2.0], [2.75, 1.25, -1.5]]]> : tensor<2x2x3xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x4_1 = onnx.constant dense<[[-0.0, 1.75], [1.25, 2.0], [0.25, 1.0]]> : tensor<3x2xf32>
  %x4_1d = tensor.cast %x4_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %y4 = onnx.node "MatMul" version 21(%x4_0d, %x4_1d) : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x2xf32>
  %e4_0 = onnx.constant dense<[[[-2.375, -5.8125], [-2.0, -8.5]], [[-0.75, 4.375], [1.1875, 5.8125]]]> : tensor<2x2x2xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2xf32>
  %x5_0 = onnx.constant dense<[[[[-0.75, -1.75, 1.25], [-3.0, 1.75, -3.0]]], [[[0.75, 0.5, -2.25], [0.5, 1.5, 0.25]]]]> : tensor<2x1x2x3xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x1x2x3xf32> to tensor<?x?x?x?xf32>
  %x5_1 = onnx.constant dense<[[[1.0, 1.25], [-1.75, 2.5], [-1.0, 0.5]], [[-2.5, 3.0], [1.0, -0.25], [0.5, -2.75]]]> : tensor<2x3x2xf32>
  %x5_1d = tensor.cast %x5_1 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y5 = onnx.node "MatMul" version 21(%x5_0d, %x5_1d) : (tensor<?x?x?x?xf32>, tensor<?x?x?xf32>) -> tensor<2x2x2x2xf32>
  %e5_0 = onnx.constant dense<[[[[1.0625, -4.6875], [-3.0625, -0.875]], [[0.75, -5.25], [7.75, -1.1875]]], [[[2.125, 1.0625], [-2.375, 4.5]], [[-2.5, 8.3125], [0.375, 0.4375]]]]> : tensor<2x2x2x2xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2x2xf32>
  %x6_0 = onnx.constant dense<[[-1.5, 2.75, -2.5], [-2.25, 0.5, 1.75]]> : tensor<2x3xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x6_1 = onnx.constant dense<[[[2.0, 2.25], [1.5, -1.0], [0.5, 2.0]], [[-2.25, -2.5], [-0.25, -1.25], [-3.0, 0.0]]]> : tensor<2x3x2xf32>
  %x6_1d = tensor.cast %x6_1 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y6 = onnx.node "MatMul" version 21(%x6_0d, %x6_1d) : (tensor<?x?xf32>, tensor<?x?x?xf32>) -> tensor<2x2x2xf32>
  %e6_0 = onnx.constant dense<[[[-0.125, -11.125], [-2.875, -2.0625]], [[10.1875, 0.3125], [-0.3125, 5.0]]]> : tensor<2x2x2xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2xf32>
  %x7_0 = onnx.constant dense<[-0.75, 2.25, -1.0]> : tensor<3xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<3xf32> to tensor<?xf32>
  %x7_1 = onnx.constant dense<[[[1.0, 0.5], [-1.25, -0.25], [-0.75, -1.5]], [[-2.5, -2.75], [-1.75, -2.5], [-2.0, -2.25]]]> : tensor<2x3x2xf32>
  %x7_1d = tensor.cast %x7_1 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y7 = onnx.node "MatMul" version 21(%x7_0d, %x7_1d) : (tensor<?xf32>, tensor<?x?x?xf32>) -> tensor<2x2xf32>
  %e7_0 = onnx.constant dense<[[-2.8125, 0.5625], [-0.0625, -1.3125]]> : tensor<2x2xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x8_0 = onnx.constant dense<> : tensor<0x3xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<0x3xf32> to tensor<?x?xf32>
  %x8_1 = onnx.constant dense<[[-0.75, -1.5], [-3.0, -2.75], [3.0, -1.5]]> : tensor<3x2xf32>
  %x8_1d = tensor.cast %x8_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %y8 = onnx.node "MatMul" version 21(%x8_0d, %x8_1d) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<0x2xf32>
  %e8_0 = onnx.constant dense<> : tensor<0x2xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<0x2xf32>
  %x9_0 = onnx.constant dense<> : tensor<2x0xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x0xf32> to tensor<?x?xf32>
  %x9_1 = onnx.constant dense<> : tensor<0x2xf32>
  %x9_1d = tensor.cast %x9_1 : tensor<0x2xf32> to tensor<?x?xf32>
  %y9 = onnx.node "MatMul" version 21(%x9_0d, %x9_1d) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x2xf32>
  %e9_0 = onnx.constant dense<[[0.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x10_0 = onnx.constant dense<[[[-2.75, 0.75, 0.25], [-0.75, 1.5, 2.5]], [[-0.5, -0.75, 0.0], [-1.5, -2.0, -0.75]]]> : tensor<2x2x3xf32>
  %x10_1 = onnx.constant dense<[[[1.0, -3.0], [-2.25, 1.75], [-1.0, 0.25]]]> : tensor<1x3x2xf32>
  %y10 = onnx.node "MatMul" version 21(%x10_0, %x10_1) : (tensor<2x2x3xf32>, tensor<1x3x2xf32>) -> tensor<2x2x2xf32>
  %e10_0 = onnx.constant dense<[[[-4.6875, 9.625], [-6.625, 5.5]], [[1.1875, 0.1875], [3.75, 0.8125]]]> : tensor<2x2x2xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2xf32>
  %x11_0 = onnx.constant dense<[[-2.75, 0.25, -2.75], [-1.75, -0.25, 0.25]]> : tensor<2x3xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x11_1 = onnx.constant dense<[[-2.25, -0.25], [1.75, 1.25], [-0.75, -0.0]]> : tensor<3x2xf32>
  %y11 = onnx.node "MatMul" version 21(%x11_0d, %x11_1) : (tensor<?x?xf32>, tensor<3x2xf32>) -> tensor<2x2xf32>
  %e11_0 = onnx.constant dense<[[8.6875, 1.0], [3.3125, 0.125]]> : tensor<2x2xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x12_0 = onnx.constant dense<[[1.75, -1.5, -2.25], [2.75, 2.25, 2.25]]> : tensor<2x3xf16>
  %x12_0d = tensor.cast %x12_0 : tensor<2x3xf16> to tensor<?x?xf16>
  %x12_1 = onnx.constant dense<[[-0.25, -2.75], [1.5, 1.75], [2.75, -2.75]]> : tensor<3x2xf16>
  %x12_1d = tensor.cast %x12_1 : tensor<3x2xf16> to tensor<?x?xf16>
  %y12 = onnx.node "MatMul" version 21(%x12_0d, %x12_1d) : (tensor<?x?xf16>, tensor<?x?xf16>) -> tensor<2x2xf16>
  %e12_0 = onnx.constant dense<[[-8.875, -1.25], [8.875, -9.8125]]> : tensor<2x2xf16>
  check.expect_close %y12, %e12_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<2x2xf16>
  %x13_0 = onnx.constant dense<[[2.0, -1.0, 1.0], [2.5, -1.5, 3.0]]> : tensor<2x3xf64>
  %x13_0d = tensor.cast %x13_0 : tensor<2x3xf64> to tensor<?x?xf64>
  %x13_1 = onnx.constant dense<[[-2.75, -2.25], [-0.0, 1.25], [2.5, 2.0]]> : tensor<3x2xf64>
  %x13_1d = tensor.cast %x13_1 : tensor<3x2xf64> to tensor<?x?xf64>
  %y13 = onnx.node "MatMul" version 21(%x13_0d, %x13_1d) : (tensor<?x?xf64>, tensor<?x?xf64>) -> tensor<2x2xf64>
  %e13_0 = onnx.constant dense<[[-3.0, -3.75], [0.625, -1.5]]> : tensor<2x2xf64>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf64>
  %x14_0 = onnx.constant dense<[[-1, 8, -7], [-2, 0, -2]]> : tensor<2x3xi64>
  %x14_0d = tensor.cast %x14_0 : tensor<2x3xi64> to tensor<?x?xi64>
  %x14_1 = onnx.constant dense<[[-9, 1], [4, 3], [2, 7]]> : tensor<3x2xi64>
  %x14_1d = tensor.cast %x14_1 : tensor<3x2xi64> to tensor<?x?xi64>
  %y14 = onnx.node "MatMul" version 21(%x14_0d, %x14_1d) : (tensor<?x?xi64>, tensor<?x?xi64>) -> tensor<2x2xi64>
  %e14_0 = onnx.constant dense<[[27, -26], [14, -16]]> : tensor<2x2xi64>
  check.expect_eq %y14, %e14_0 : tensor<2x2xi64>
  %x15_0 = onnx.constant dense<[[0.5, 2.5, -0.5], [1.75, 3.0, -2.5]]> : tensor<2x3xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x15_1 = onnx.constant dense<[[1.25, 2.5], [2.25, 2.25], [-1.25, -0.5]]> : tensor<3x2xf32>
  %x15_1d = tensor.cast %x15_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %x15_2 = onnx.constant dense<[0.0, 2.75]> : tensor<2xf32>
  %x15_2d = tensor.cast %x15_2 : tensor<2xf32> to tensor<?xf32>
  %y15 = onnx.node "Gemm" version 21(%x15_0d, %x15_1d, %x15_2d) with {transA = 0 : i64, transB = 0 : i64} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x2xf32>
  %e15_0 = onnx.constant dense<[[6.875, 9.875], [12.0625, 15.125]]> : tensor<2x2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x16_0 = onnx.constant dense<[[-1.5, 1.0, 1.5], [-2.0, 2.25, 0.0]]> : tensor<2x3xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x16_1 = onnx.constant dense<[[2.75, 2.25, 2.75], [-2.0, 2.0, 2.25]]> : tensor<2x3xf32>
  %x16_1d = tensor.cast %x16_1 : tensor<2x3xf32> to tensor<?x?xf32>
  %x16_2 = onnx.constant dense<[2.75, 1.0]> : tensor<2xf32>
  %x16_2d = tensor.cast %x16_2 : tensor<2xf32> to tensor<?xf32>
  %y16 = onnx.node "Gemm" version 21(%x16_0d, %x16_1d, %x16_2d) with {transA = 0 : i64, transB = 1 : i64} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x2xf32>
  %e16_0 = onnx.constant dense<[[5.0, 9.375], [2.3125, 9.5]]> : tensor<2x2xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x17_0 = onnx.constant dense<[[-0.75, 0.5], [-2.0, 3.0], [1.25, -1.0]]> : tensor<3x2xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<3x2xf32> to tensor<?x?xf32>
  %x17_1 = onnx.constant dense<[[2.5, 1.25], [-1.0, 2.5], [-1.0, -1.0]]> : tensor<3x2xf32>
  %x17_1d = tensor.cast %x17_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %x17_2 = onnx.constant dense<[-2.75, 1.25]> : tensor<2xf32>
  %x17_2d = tensor.cast %x17_2 : tensor<2xf32> to tensor<?xf32>
  %y17 = onnx.node "Gemm" version 21(%x17_0d, %x17_1d, %x17_2d) with {transA = 1 : i64, transB = 0 : i64} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x2xf32>
  %e17_0 = onnx.constant dense<[[-3.875, -5.9375], [-3.5, 10.375]]> : tensor<2x2xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x18_0 = onnx.constant dense<[[-2.25, -2.75], [1.0, 2.75], [-2.5, 1.5]]> : tensor<3x2xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<3x2xf32> to tensor<?x?xf32>
  %x18_1 = onnx.constant dense<[[-1.75, 2.25, -3.0], [-1.75, 2.75, 0.5]]> : tensor<2x3xf32>
  %x18_1d = tensor.cast %x18_1 : tensor<2x3xf32> to tensor<?x?xf32>
  %x18_2 = onnx.constant dense<[-2.25, -3.0]> : tensor<2xf32>
  %x18_2d = tensor.cast %x18_2 : tensor<2xf32> to tensor<?xf32>
  %y18 = onnx.node "Gemm" version 21(%x18_0d, %x18_1d, %x18_2d) with {transA = 1 : i64, transB = 1 : i64} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x2xf32>
  %e18_0 = onnx.constant dense<[[11.4375, 2.4375], [4.25, 10.125]]> : tensor<2x2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x19_0 = onnx.constant dense<[[-0.5, -0.5, 0.25], [1.0, -2.0, -1.0]]> : tensor<2x3xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x19_1 = onnx.constant dense<[[-2.75, 3.0], [-0.5, 1.0], [-1.25, -2.25]]> : tensor<3x2xf32>
  %x19_1d = tensor.cast %x19_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %y19 = onnx.node "Gemm" version 21(%x19_0d, %x19_1d) with {alpha = 0.5 : f32, beta = 1.0 : f32} : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x2xf32>
  %e19_0 = onnx.constant dense<[[0.65625, -1.28125], [-0.25, 1.625]]> : tensor<2x2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x20_0 = onnx.constant dense<[[-1.75, -3.0, 1.25], [3.0, -2.5, -2.0]]> : tensor<2x3xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x20_1 = onnx.constant dense<[[1.75, 0.75], [2.75, -0.75], [-0.5, -1.25]]> : tensor<3x2xf32>
  %x20_1d = tensor.cast %x20_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %x20_2 = onnx.constant dense<[[1.75], [-1.75]]> : tensor<2x1xf32>
  %x20_2d = tensor.cast %x20_2 : tensor<2x1xf32> to tensor<?x?xf32>
  %y20 = onnx.node "Gemm" version 21(%x20_0d, %x20_1d, %x20_2d) with {alpha = 0.5 : f32, beta = 2.0 : f32} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x2xf32>
  %e20_0 = onnx.constant dense<[[-2.46875, 3.1875], [-3.8125, -0.1875]]> : tensor<2x2xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x21_0 = onnx.constant dense<[[-0.75, 1.0, 2.5], [2.0, -2.5, 2.25]]> : tensor<2x3xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x21_1 = onnx.constant dense<[[1.75, -0.25], [0.25, -0.25], [-2.75, -1.0]]> : tensor<3x2xf32>
  %x21_1d = tensor.cast %x21_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %x21_2 = onnx.constant dense<2.5> : tensor<f32>
  %y21 = onnx.node "Gemm" version 21(%x21_0d, %x21_1d, %x21_2) with {alpha = 1.0 : f32, beta = 0.25 : f32} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<f32>) -> tensor<2x2xf32>
  %e21_0 = onnx.constant dense<[[-7.3125, -1.9375], [-2.6875, -1.5]]> : tensor<2x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  %x22_0 = onnx.constant dense<[[0.5, -2.5, 0.25], [0.75, 1.75, 0.5]]> : tensor<2x3xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x22_1 = onnx.constant dense<[[-1.75, 2.75], [-1.25, 1.25], [1.25, 2.5]]> : tensor<3x2xf32>
  %x22_1d = tensor.cast %x22_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %x22_2 = onnx.constant dense<[[1.5, -0.75], [-2.75, 1.0]]> : tensor<2x2xf32>
  %x22_2d = tensor.cast %x22_2 : tensor<2x2xf32> to tensor<?x?xf32>
  %y22 = onnx.node "Gemm" version 21(%x22_0d, %x22_1d, %x22_2d) with {alpha = 2.0 : f32, beta = 1.0 : f32} : (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x2xf32>
  %e22_0 = onnx.constant dense<[[6.625, -3.0], [-8.5, 12.0]]> : tensor<2x2xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>
  return
}
