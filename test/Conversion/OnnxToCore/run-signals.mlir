// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Windows and Fourier transforms, against the ONNX reference and numpy.

func.func @main() {
  %x0_0 = onnx.constant dense<6> : tensor<i64>
  %y0 = onnx.node "HannWindow" version 17(%x0_0) with {periodic = 0 : i64} : (tensor<i64>) -> tensor<6xf32>
  %e0_0 = onnx.constant dense<[0.0, 0.345491529, 0.904508531, 0.904508471, 0.345491439, 1.8253765e-14]> : tensor<6xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<6xf32>
  %x1_0 = onnx.constant dense<6> : tensor<i64>
  %y1 = onnx.node "HannWindow" version 17(%x1_0) with {periodic = 1 : i64} : (tensor<i64>) -> tensor<6xf32>
  %e1_0 = onnx.constant dense<[0.0, 0.25, 0.75, 1.0, 0.74999994, 0.249999896]> : tensor<6xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<6xf32>
  %x2_0 = onnx.constant dense<6> : tensor<i64>
  %y2 = onnx.node "HammingWindow" version 17(%x2_0) with {periodic = 0 : i64} : (tensor<i64>) -> tensor<6xf32>
  %e2_0 = onnx.constant dense<[0.0869565234, 0.402405292, 0.912812114, 0.912812114, 0.402405232, 0.0869565234]> : tensor<6xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<6xf32>
  %x3_0 = onnx.constant dense<6> : tensor<i64>
  %y3 = onnx.node "HammingWindow" version 17(%x3_0) with {periodic = 1 : i64} : (tensor<i64>) -> tensor<6xf32>
  %e3_0 = onnx.constant dense<[0.0869565234, 0.315217406, 0.771739125, 1.0, 0.771739066, 0.315217316]> : tensor<6xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<6xf32>
  %x4_0 = onnx.constant dense<6> : tensor<i64>
  %y4 = onnx.node "BlackmanWindow" version 17(%x4_0) with {periodic = 0 : i64} : (tensor<i64>) -> tensor<6xf32>
  %e4_0 = onnx.constant dense<[0.0, 0.20077014, 0.849229872, 0.849229872, 0.20077014, 0.0]> : tensor<6xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<6xf32>
  %x5_0 = onnx.constant dense<6> : tensor<i64>
  %y5 = onnx.node "BlackmanWindow" version 17(%x5_0) with {periodic = 1 : i64} : (tensor<i64>) -> tensor<6xf32>
  %e5_0 = onnx.constant dense<[0.0, 0.129999995, 0.629999995, 1.0, 0.629999995, 0.129999995]> : tensor<6xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<6xf32>
  %x6_0 = onnx.constant dense<[[[-2.5], [1.625], [-0.375], [1.375], [2.875]], [[0.25], [0.0], [-2.625], [-1.375], [-0.0]]]> : tensor<2x5x1xf32>
  %y6 = onnx.node "DFT" version 17(%x6_0) : (tensor<2x5x1xf32>) -> tensor<2x5x2xf32>
  %e6_0 = onnx.constant dense<[[[3.0, 0.0], [-1.91844046, 2.2174449], [-5.83155966, -0.929617345], [-5.83155966, 0.929617345], [-1.91844046, -2.2174449]], [[-3.75, 0.0], [3.48606801, 0.734731555], [-0.986067951, -1.1888206], [-0.986067951, 1.1888206], [3.48606801, -0.734731555]]]> : tensor<2x5x2xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x5x2xf32>
  %x7_0 = onnx.constant dense<[[[-2.5], [1.625], [-0.375], [1.375], [2.875]], [[0.25], [0.0], [-2.625], [-1.375], [-0.0]]]> : tensor<2x5x1xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x5x1xf32> to tensor<?x?x?xf32>
  %y7 = onnx.node "DFT" version 17(%x7_0d) : (tensor<?x?x?xf32>) -> tensor<2x5x2xf32>
  %e7_0 = onnx.constant dense<[[[3.0, 0.0], [-1.91844046, 2.2174449], [-5.83155966, -0.929617345], [-5.83155966, 0.929617345], [-1.91844046, -2.2174449]], [[-3.75, 0.0], [3.48606801, 0.734731555], [-0.986067951, -1.1888206], [-0.986067951, 1.1888206], [3.48606801, -0.734731555]]]> : tensor<2x5x2xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x5x2xf32>
  %x8_0 = onnx.constant dense<[[[-2.5], [1.625], [-0.375], [1.375], [2.875]], [[0.25], [0.0], [-2.625], [-1.375], [-0.0]]]> : tensor<2x5x1xf32>
  %y8 = onnx.node "DFT" version 17(%x8_0) with {onesided = 1 : i64} : (tensor<2x5x1xf32>) -> tensor<2x3x2xf32>
  %e8_0 = onnx.constant dense<[[[3.0, 0.0], [-1.91844046, 2.2174449], [-5.83155966, -0.929617345]], [[-3.75, 0.0], [3.48606801, 0.734731555], [-0.986067951, -1.1888206]]]> : tensor<2x3x2xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x9_0 = onnx.constant dense<[[[-2.5], [1.625], [-0.375], [1.375], [2.875]], [[0.25], [0.0], [-2.625], [-1.375], [-0.0]]]> : tensor<2x5x1xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x5x1xf32> to tensor<?x?x?xf32>
  %y9 = onnx.node "DFT" version 17(%x9_0d) with {onesided = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x3x2xf32>
  %e9_0 = onnx.constant dense<[[[3.0, 0.0], [-1.91844046, 2.2174449], [-5.83155966, -0.929617345]], [[-3.75, 0.0], [3.48606801, 0.734731555], [-0.986067951, -1.1888206]]]> : tensor<2x3x2xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x10_0 = onnx.constant dense<[[[1.125, 1.875], [-0.75, -2.625], [-1.25, 2.5], [-1.75, -0.25]], [[2.625, -2.875], [0.625, 2.75], [-1.625, 0.25], [2.5, -2.25]]]> : tensor<2x4x2xf32>
  %y10 = onnx.node "DFT" version 17(%x10_0) with {inverse = 1 : i64} : (tensor<2x4x2xf32>) -> tensor<2x4x2xf32>
  %e10_0 = onnx.constant dense<[[[-0.65625, 0.375], [1.1875, 0.09375], [0.59375, 1.8125], [0.0, -0.40625]], [[1.03125, -0.53125], [-0.1875, -1.25], [-0.53125, -0.78125], [2.3125, -0.3125]]]> : tensor<2x4x2xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x2xf32>
  %x11_0 = onnx.constant dense<[[[1.125, 1.875], [-0.75, -2.625], [-1.25, 2.5], [-1.75, -0.25]], [[2.625, -2.875], [0.625, 2.75], [-1.625, 0.25], [2.5, -2.25]]]> : tensor<2x4x2xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x4x2xf32> to tensor<?x?x?xf32>
  %y11 = onnx.node "DFT" version 17(%x11_0d) with {inverse = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x4x2xf32>
  %e11_0 = onnx.constant dense<[[[-0.65625, 0.375], [1.1875, 0.09375], [0.59375, 1.8125], [0.0, -0.40625]], [[1.03125, -0.53125], [-0.1875, -1.25], [-0.53125, -0.78125], [2.3125, -0.3125]]]> : tensor<2x4x2xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x2xf32>
  %x12_0 = onnx.constant dense<[[[1.125, 1.875], [-0.75, -2.625], [-1.25, 2.5], [-1.75, -0.25]], [[2.625, -2.875], [0.625, 2.75], [-1.625, 0.25], [2.5, -2.25]]]> : tensor<2x4x2xf32>
  %x12_1 = onnx.constant dense<6> : tensor<i64>
  %y12 = onnx.node "DFT" version 17(%x12_0, %x12_1) : (tensor<2x4x2xf32>, tensor<i64>) -> tensor<2x6x2xf32>
  %e12_0 = onnx.constant dense<[[[-2.625, 1.5], [3.01674676, 1.29455078], [-4.06338024, 1.25448728], [2.375, 7.25], [4.81338024, 2.12051272], [3.23325324, -2.1695509]], [[4.125, -2.125], [3.84807611, 1.49102545], [7.79006338, -8.5735569], [-2.125, -3.125], [3.45993638, -4.67644262], [-1.34807622, -0.241025403]]]> : tensor<2x6x2xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x6x2xf32>
  %x13_0 = onnx.constant dense<[[[1.125, 1.875], [-0.75, -2.625], [-1.25, 2.5], [-1.75, -0.25]], [[2.625, -2.875], [0.625, 2.75], [-1.625, 0.25], [2.5, -2.25]]]> : tensor<2x4x2xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<2x4x2xf32> to tensor<?x?x?xf32>
  %x13_1 = onnx.constant dense<6> : tensor<i64>
  %y13 = onnx.node "DFT" version 17(%x13_0d, %x13_1) : (tensor<?x?x?xf32>, tensor<i64>) -> tensor<2x6x2xf32>
  %e13_0 = onnx.constant dense<[[[-2.625, 1.5], [3.01674676, 1.29455078], [-4.06338024, 1.25448728], [2.375, 7.25], [4.81338024, 2.12051272], [3.23325324, -2.1695509]], [[4.125, -2.125], [3.84807611, 1.49102545], [7.79006338, -8.5735569], [-2.125, -3.125], [3.45993638, -4.67644262], [-1.34807622, -0.241025403]]]> : tensor<2x6x2xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x6x2xf32>
  %x14_0 = onnx.constant dense<[[[1.125, 1.875], [-0.75, -2.625], [-1.25, 2.5], [-1.75, -0.25]], [[2.625, -2.875], [0.625, 2.75], [-1.625, 0.25], [2.5, -2.25]]]> : tensor<2x4x2xf32>
  %x14_1 = onnx.none
  %x14_2 = onnx.constant dense<0> : tensor<i64>
  %y14 = onnx.node "DFT" version 20(%x14_0, %x14_1, %x14_2) : (tensor<2x4x2xf32>, none, tensor<i64>) -> tensor<2x4x2xf32>
  %e14_0 = onnx.constant dense<[[[3.75, -1.0], [-0.125, 0.125], [-2.875, 2.75], [0.75, -2.5]], [[-1.5, 4.75], [-1.375, -5.375], [0.375, 2.25], [-4.25, 2.0]]]> : tensor<2x4x2xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x2xf32>
  %x15_0 = onnx.constant dense<[[[1.125, 1.875], [-0.75, -2.625], [-1.25, 2.5], [-1.75, -0.25]], [[2.625, -2.875], [0.625, 2.75], [-1.625, 0.25], [2.5, -2.25]]]> : tensor<2x4x2xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x4x2xf32> to tensor<?x?x?xf32>
  %x15_1 = onnx.none
  %x15_2 = onnx.constant dense<0> : tensor<i64>
  %y15 = onnx.node "DFT" version 20(%x15_0d, %x15_1, %x15_2) : (tensor<?x?x?xf32>, none, tensor<i64>) -> tensor<2x4x2xf32>
  %e15_0 = onnx.constant dense<[[[3.75, -1.0], [-0.125, 0.125], [-2.875, 2.75], [0.75, -2.5]], [[-1.5, 4.75], [-1.375, -5.375], [0.375, 2.25], [-4.25, 2.0]]]> : tensor<2x4x2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x2xf32>
  %x16_0 = onnx.constant dense<[[[0.125], [1.5], [1.0], [-0.25], [-1.75], [-0.0], [-0.75], [-0.125]]]> : tensor<1x8x1xf32>
  %x16_1 = onnx.constant dense<2> : tensor<i64>
  %x16_2 = onnx.constant dense<[0.0, 0.75, 0.75, 0.0]> : tensor<4xf32>
  %y16 = onnx.node "STFT" version 17(%x16_0, %x16_1, %x16_2) : (tensor<1x8x1xf32>, tensor<i64>, tensor<4xf32>) -> tensor<1x3x3x2xf32>
  %e16_0 = onnx.constant dense<[[[[1.875, 0.0], [-0.75, -1.125], [-0.375, 0.0]], [[-1.5, 0.0], [1.3125, 0.1875], [-1.125, 0.0]], [[-0.5625, 0.0], [0.5625, 0.0], [-0.5625, 0.0]]]]> : tensor<1x3x3x2xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x3x3x2xf32>
  %x17_0 = onnx.constant dense<[[[0.125], [1.5], [1.0], [-0.25], [-1.75], [-0.0], [-0.75], [-0.125]]]> : tensor<1x8x1xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<1x8x1xf32> to tensor<?x?x?xf32>
  %x17_1 = onnx.constant dense<2> : tensor<i64>
  %x17_2 = onnx.constant dense<[0.0, 0.75, 0.75, 0.0]> : tensor<4xf32>
  %x17_2d = tensor.cast %x17_2 : tensor<4xf32> to tensor<?xf32>
  %y17 = onnx.node "STFT" version 17(%x17_0d, %x17_1, %x17_2d) : (tensor<?x?x?xf32>, tensor<i64>, tensor<?xf32>) -> tensor<1x3x3x2xf32>
  %e17_0 = onnx.constant dense<[[[[1.875, 0.0], [-0.75, -1.125], [-0.375, 0.0]], [[-1.5, 0.0], [1.3125, 0.1875], [-1.125, 0.0]], [[-0.5625, 0.0], [0.5625, 0.0], [-0.5625, 0.0]]]]> : tensor<1x3x3x2xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x3x3x2xf32>
  %x18_0 = onnx.constant dense<[[[0.125], [1.5], [1.0], [-0.25], [-1.75], [-0.0], [-0.75], [-0.125]]]> : tensor<1x8x1xf32>
  %x18_1 = onnx.constant dense<3> : tensor<i64>
  %x18_2 = onnx.none
  %x18_3 = onnx.constant dense<4> : tensor<i64>
  %y18 = onnx.node "STFT" version 17(%x18_0, %x18_1, %x18_2, %x18_3) with {onesided = 0 : i64} : (tensor<1x8x1xf32>, tensor<i64>, none, tensor<i64>) -> tensor<1x2x4x2xf32>
  %e18_0 = onnx.constant dense<[[[[2.375, 0.0], [-0.875, -1.75], [-0.125, 0.0], [-0.875, 1.75]], [[-2.75, 0.0], [-0.25, 1.0], [2.25, 0.0], [-0.25, -1.0]]]]> : tensor<1x2x4x2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x2x4x2xf32>
  %x19_0 = onnx.constant dense<[[[0.125], [1.5], [1.0], [-0.25], [-1.75], [-0.0], [-0.75], [-0.125]]]> : tensor<1x8x1xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<1x8x1xf32> to tensor<?x?x?xf32>
  %x19_1 = onnx.constant dense<3> : tensor<i64>
  %x19_2 = onnx.none
  %x19_3 = onnx.constant dense<4> : tensor<i64>
  %y19 = onnx.node "STFT" version 17(%x19_0d, %x19_1, %x19_2, %x19_3) with {onesided = 0 : i64} : (tensor<?x?x?xf32>, tensor<i64>, none, tensor<i64>) -> tensor<1x2x4x2xf32>
  %e19_0 = onnx.constant dense<[[[[2.375, 0.0], [-0.875, -1.75], [-0.125, 0.0], [-0.875, 1.75]], [[-2.75, 0.0], [-0.25, 1.0], [2.25, 0.0], [-0.25, -1.0]]]]> : tensor<1x2x4x2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x2x4x2xf32>
  return
}
