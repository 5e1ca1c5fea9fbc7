// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Integer arithmetic: signs, wrapping and what a machine would trap on, against
// ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[-4, -8, -4, -3]> : tensor<4xi32>
  %x0_0d = tensor.cast %x0_0 : tensor<4xi32> to tensor<?xi32>
  %x0_1 = onnx.constant dense<[2, 0, 5, -2]> : tensor<4xi32>
  %x0_1d = tensor.cast %x0_1 : tensor<4xi32> to tensor<?xi32>
  %y0 = onnx.node "Add" version 21(%x0_0d, %x0_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e0_0 = onnx.constant dense<[-2, -8, 1, -5]> : tensor<4xi32>
  check.expect_eq %y0, %e0_0 : tensor<4xi32>
  %x1_0 = onnx.constant dense<[6, -9, -4, -6]> : tensor<4xi32>
  %x1_0d = tensor.cast %x1_0 : tensor<4xi32> to tensor<?xi32>
  %x1_1 = onnx.constant dense<[-3, 8, -7, -7]> : tensor<4xi32>
  %x1_1d = tensor.cast %x1_1 : tensor<4xi32> to tensor<?xi32>
  %y1 = onnx.node "Sub" version 21(%x1_0d, %x1_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e1_0 = onnx.constant dense<[9, -17, 3, 1]> : tensor<4xi32>
  check.expect_eq %y1, %e1_0 : tensor<4xi32>
  %x2_0 = onnx.constant dense<[-2, 6, -9, 5]> : tensor<4xi32>
  %x2_0d = tensor.cast %x2_0 : tensor<4xi32> to tensor<?xi32>
  %x2_1 = onnx.constant dense<[5, -2, -9, -1]> : tensor<4xi32>
  %x2_1d = tensor.cast %x2_1 : tensor<4xi32> to tensor<?xi32>
  %y2 = onnx.node "Mul" version 21(%x2_0d, %x2_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e2_0 = onnx.constant dense<[-10, -12, 81, -5]> : tensor<4xi32>
  check.expect_eq %y2, %e2_0 : tensor<4xi32>
  %x3_0 = onnx.constant dense<[3, 5, -7, 3]> : tensor<4xi32>
  %x3_0d = tensor.cast %x3_0 : tensor<4xi32> to tensor<?xi32>
  %x3_1 = onnx.constant dense<[0, 6, 3, 4]> : tensor<4xi32>
  %x3_1d = tensor.cast %x3_1 : tensor<4xi32> to tensor<?xi32>
  %y3 = onnx.node "Min" version 21(%x3_0d, %x3_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e3_0 = onnx.constant dense<[0, 5, -7, 3]> : tensor<4xi32>
  check.expect_eq %y3, %e3_0 : tensor<4xi32>
  %x4_0 = onnx.constant dense<[6, 3, -2, 7]> : tensor<4xi32>
  %x4_0d = tensor.cast %x4_0 : tensor<4xi32> to tensor<?xi32>
  %x4_1 = onnx.constant dense<[1, 5, -8, -6]> : tensor<4xi32>
  %x4_1d = tensor.cast %x4_1 : tensor<4xi32> to tensor<?xi32>
  %y4 = onnx.node "Max" version 21(%x4_0d, %x4_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e4_0 = onnx.constant dense<[6, 5, -2, 7]> : tensor<4xi32>
  check.expect_eq %y4, %e4_0 : tensor<4xi32>
  %x5_0 = onnx.constant dense<[0, 4, 8, -8]> : tensor<4xi32>
  %x5_0d = tensor.cast %x5_0 : tensor<4xi32> to tensor<?xi32>
  %x5_1 = onnx.constant dense<[6, -2, 8, -2]> : tensor<4xi32>
  %x5_1d = tensor.cast %x5_1 : tensor<4xi32> to tensor<?xi32>
  %y5 = onnx.node "Less" version 21(%x5_0d, %x5_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi1>
  %e5_0 = onnx.constant dense<[true, false, false, true]> : tensor<4xi1>
  check.expect_eq %y5, %e5_0 : tensor<4xi1>
  %x6_0 = onnx.constant dense<[7, -6, -3, 7]> : tensor<4xi32>
  %x6_0d = tensor.cast %x6_0 : tensor<4xi32> to tensor<?xi32>
  %x6_1 = onnx.constant dense<[8, -8, -7, -9]> : tensor<4xi32>
  %x6_1d = tensor.cast %x6_1 : tensor<4xi32> to tensor<?xi32>
  %y6 = onnx.node "Greater" version 21(%x6_0d, %x6_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi1>
  %e6_0 = onnx.constant dense<[false, true, true, true]> : tensor<4xi1>
  check.expect_eq %y6, %e6_0 : tensor<4xi1>
  %x7_0 = onnx.constant dense<[7, -4, 0, 8]> : tensor<4xi32>
  %x7_0d = tensor.cast %x7_0 : tensor<4xi32> to tensor<?xi32>
  %x7_1 = onnx.constant dense<[6, -5, -3, 5]> : tensor<4xi32>
  %x7_1d = tensor.cast %x7_1 : tensor<4xi32> to tensor<?xi32>
  %y7 = onnx.node "Equal" version 21(%x7_0d, %x7_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi1>
  %e7_0 = onnx.constant dense<[false, false, false, false]> : tensor<4xi1>
  check.expect_eq %y7, %e7_0 : tensor<4xi1>
  %x8_0 = onnx.constant dense<[-1, -6, 7, 1]> : tensor<4xi32>
  %x8_0d = tensor.cast %x8_0 : tensor<4xi32> to tensor<?xi32>
  %x8_1 = onnx.constant dense<[4, 8, 2, 3]> : tensor<4xi32>
  %x8_1d = tensor.cast %x8_1 : tensor<4xi32> to tensor<?xi32>
  %y8 = onnx.node "BitwiseAnd" version 21(%x8_0d, %x8_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e8_0 = onnx.constant dense<[4, 8, 2, 1]> : tensor<4xi32>
  check.expect_eq %y8, %e8_0 : tensor<4xi32>
  %x9_0 = onnx.constant dense<[6, 8, 0, 1]> : tensor<4xi32>
  %x9_0d = tensor.cast %x9_0 : tensor<4xi32> to tensor<?xi32>
  %x9_1 = onnx.constant dense<[3, 8, -1, 6]> : tensor<4xi32>
  %x9_1d = tensor.cast %x9_1 : tensor<4xi32> to tensor<?xi32>
  %y9 = onnx.node "BitwiseOr" version 21(%x9_0d, %x9_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e9_0 = onnx.constant dense<[7, 8, -1, 7]> : tensor<4xi32>
  check.expect_eq %y9, %e9_0 : tensor<4xi32>
  %x10_0 = onnx.constant dense<[-4, 5, -7, 6]> : tensor<4xi32>
  %x10_0d = tensor.cast %x10_0 : tensor<4xi32> to tensor<?xi32>
  %x10_1 = onnx.constant dense<[-3, 2, -7, -3]> : tensor<4xi32>
  %x10_1d = tensor.cast %x10_1 : tensor<4xi32> to tensor<?xi32>
  %y10 = onnx.node "BitwiseXor" version 21(%x10_0d, %x10_1d) : (tensor<?xi32>, tensor<?xi32>) -> tensor<4xi32>
  %e10_0 = onnx.constant dense<[1, 7, 0, -5]> : tensor<4xi32>
  check.expect_eq %y10, %e10_0 : tensor<4xi32>
  %x11_0 = onnx.constant dense<[-8, 0, 8]> : tensor<3xi64>
  %x11_0d = tensor.cast %x11_0 : tensor<3xi64> to tensor<?xi64>
  %y11 = onnx.node "BitwiseNot" version 21(%x11_0d) : (tensor<?xi64>) -> tensor<3xi64>
  %e11_0 = onnx.constant dense<[7, -1, -9]> : tensor<3xi64>
  check.expect_eq %y11, %e11_0 : tensor<3xi64>
  %x12_0 = onnx.constant dense<[-5, -5, 4]> : tensor<3xi64>
  %x12_0d = tensor.cast %x12_0 : tensor<3xi64> to tensor<?xi64>
  %y12 = onnx.node "Neg" version 21(%x12_0d) : (tensor<?xi64>) -> tensor<3xi64>
  %e12_0 = onnx.constant dense<[5, 5, -4]> : tensor<3xi64>
  check.expect_eq %y12, %e12_0 : tensor<3xi64>
  %x13_0 = onnx.constant dense<[-6, -6, -6]> : tensor<3xi32>
  %x13_0d = tensor.cast %x13_0 : tensor<3xi32> to tensor<?xi32>
  %y13 = onnx.node "Abs" version 21(%x13_0d) : (tensor<?xi32>) -> tensor<3xi32>
  %e13_0 = onnx.constant dense<[6, 6, 6]> : tensor<3xi32>
  check.expect_eq %y13, %e13_0 : tensor<3xi32>
  %x14_0 = onnx.constant dense<[-5, 0, 7]> : tensor<3xi64>
  %x14_0d = tensor.cast %x14_0 : tensor<3xi64> to tensor<?xi64>
  %y14 = onnx.node "Sign" version 21(%x14_0d) : (tensor<?xi64>) -> tensor<3xi64>
  %e14_0 = onnx.constant dense<[-1, 0, 1]> : tensor<3xi64>
  check.expect_eq %y14, %e14_0 : tensor<3xi64>

  // Towards zero.
  %x15_0 = onnx.constant dense<[7, -7, 7, -7]> : tensor<4xi64>
  %x15_0d = tensor.cast %x15_0 : tensor<4xi64> to tensor<?xi64>
  %x15_1 = onnx.constant dense<[2, 2, -2, -2]> : tensor<4xi64>
  %x15_1d = tensor.cast %x15_1 : tensor<4xi64> to tensor<?xi64>
  %y15 = onnx.node "Div" version 21(%x15_0d, %x15_1d) : (tensor<?xi64>, tensor<?xi64>) -> tensor<4xi64>
  %e15_0 = onnx.constant dense<[3, -3, -3, 3]> : tensor<4xi64>
  check.expect_eq %y15, %e15_0 : tensor<4xi64>

  // The lowest integer has no opposite.
  %x16_0 = onnx.constant dense<[-9223372036854775808, -9223372036854775808, 5]> : tensor<3xi64>
  %x16_0d = tensor.cast %x16_0 : tensor<3xi64> to tensor<?xi64>
  %x16_1 = onnx.constant dense<[-1, 1, -1]> : tensor<3xi64>
  %x16_1d = tensor.cast %x16_1 : tensor<3xi64> to tensor<?xi64>
  %y16 = onnx.node "Div" version 21(%x16_0d, %x16_1d) : (tensor<?xi64>, tensor<?xi64>) -> tensor<3xi64>
  %e16_0 = onnx.constant dense<[-9223372036854775808, -9223372036854775808, -5]> : tensor<3xi64>
  check.expect_eq %y16, %e16_0 : tensor<3xi64>

  // The divisor's sign, or with fmod the dividend's.
  %x17_0 = onnx.constant dense<[7, -7, 7, -7]> : tensor<4xi64>
  %x17_0d = tensor.cast %x17_0 : tensor<4xi64> to tensor<?xi64>
  %x17_1 = onnx.constant dense<[3, 3, -3, -3]> : tensor<4xi64>
  %x17_1d = tensor.cast %x17_1 : tensor<4xi64> to tensor<?xi64>
  %y17 = onnx.node "Mod" version 21(%x17_0d, %x17_1d) : (tensor<?xi64>, tensor<?xi64>) -> tensor<4xi64>
  %e17_0 = onnx.constant dense<[1, 2, -2, -1]> : tensor<4xi64>
  check.expect_eq %y17, %e17_0 : tensor<4xi64>
  %x18_0 = onnx.constant dense<[7, -7, 7, -7]> : tensor<4xi64>
  %x18_0d = tensor.cast %x18_0 : tensor<4xi64> to tensor<?xi64>
  %x18_1 = onnx.constant dense<[3, 3, -3, -3]> : tensor<4xi64>
  %x18_1d = tensor.cast %x18_1 : tensor<4xi64> to tensor<?xi64>
  %y18 = onnx.node "Mod" version 21(%x18_0d, %x18_1d) with {fmod = 1 : i64} : (tensor<?xi64>, tensor<?xi64>) -> tensor<4xi64>
  %e18_0 = onnx.constant dense<[1, -1, 1, -1]> : tensor<4xi64>
  check.expect_eq %y18, %e18_0 : tensor<4xi64>
  %x19_0 = onnx.constant dense<[5.5, -5.5]> : tensor<2xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2xf32> to tensor<?xf32>
  %x19_1 = onnx.constant dense<[2.0, 2.0]> : tensor<2xf32>
  %x19_1d = tensor.cast %x19_1 : tensor<2xf32> to tensor<?xf32>
  %y19 = onnx.node "Mod" version 21(%x19_0d, %x19_1d) with {fmod = 1 : i64} : (tensor<?xf32>, tensor<?xf32>) -> tensor<2xf32>
  %e19_0 = onnx.constant dense<[1.5, -1.5]> : tensor<2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x20_0 = onnx.constant dense<[-9223372036854775808, 3]> : tensor<2xi64>
  %x20_0d = tensor.cast %x20_0 : tensor<2xi64> to tensor<?xi64>
  %x20_1 = onnx.constant dense<[-1, -1]> : tensor<2xi64>
  %x20_1d = tensor.cast %x20_1 : tensor<2xi64> to tensor<?xi64>
  %y20 = onnx.node "Mod" version 21(%x20_0d, %x20_1d) : (tensor<?xi64>, tensor<?xi64>) -> tensor<2xi64>
  %e20_0 = onnx.constant dense<[0, 0]> : tensor<2xi64>
  check.expect_eq %y20, %e20_0 : tensor<2xi64>

  // Unsigned.
  %x21_0 = onnx.constant dense<[200, 3, 255]> : tensor<3xui8>
  %x21_1 = onnx.constant dense<[3, 200, 254]> : tensor<3xui8>
  %y21 = onnx.node "Less" version 21(%x21_0, %x21_1) : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xi1>
  %e21_0 = onnx.constant dense<[false, true, false]> : tensor<3xi1>
  check.expect_eq %y21, %e21_0 : tensor<3xi1>
  %x22_0 = onnx.constant dense<[200, 3, 255]> : tensor<3xui8>
  %x22_1 = onnx.constant dense<[3, 200, 254]> : tensor<3xui8>
  %y22 = onnx.node "Max" version 21(%x22_0, %x22_1) : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xui8>
  %e22_0 = onnx.constant dense<[200, 200, 255]> : tensor<3xui8>
  check.expect_eq %y22, %e22_0 : tensor<3xui8>
  %x23_0 = onnx.constant dense<[200, 3, 255]> : tensor<3xui8>
  %x23_1 = onnx.constant dense<[3, 200, 254]> : tensor<3xui8>
  %y23 = onnx.node "Min" version 21(%x23_0, %x23_1) : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xui8>
  %e23_0 = onnx.constant dense<[3, 3, 254]> : tensor<3xui8>
  check.expect_eq %y23, %e23_0 : tensor<3xui8>
  %x24_0 = onnx.constant dense<[200, 3, 255]> : tensor<3xui8>
  %x24_1 = onnx.constant dense<[3, 200, 254]> : tensor<3xui8>
  %y24 = onnx.node "Div" version 21(%x24_0, %x24_1) : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xui8>
  %e24_0 = onnx.constant dense<[66, 0, 1]> : tensor<3xui8>
  check.expect_eq %y24, %e24_0 : tensor<3xui8>
  %x25_0 = onnx.constant dense<[200, 3, 255]> : tensor<3xui8>
  %x25_1 = onnx.constant dense<[3, 200, 254]> : tensor<3xui8>
  %y25 = onnx.node "Mod" version 21(%x25_0, %x25_1) : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xui8>
  %e25_0 = onnx.constant dense<[2, 3, 1]> : tensor<3xui8>
  check.expect_eq %y25, %e25_0 : tensor<3xui8>
  %x26_0 = onnx.constant dense<[-3, 2, 5]> : tensor<3xi64>
  %x26_0d = tensor.cast %x26_0 : tensor<3xi64> to tensor<?xi64>
  %x26_1 = onnx.constant dense<[2]> : tensor<1xi64>
  %y26 = onnx.node "Pow" version 21(%x26_0d, %x26_1) : (tensor<?xi64>, tensor<1xi64>) -> tensor<3xi64>
  %e26_0 = onnx.constant dense<[9, 4, 25]> : tensor<3xi64>
  check.expect_eq %y26, %e26_0 : tensor<3xi64>
  %x27_0 = onnx.constant dense<[-3, 2, 5]> : tensor<3xi64>
  %x27_0d = tensor.cast %x27_0 : tensor<3xi64> to tensor<?xi64>
  %x27_1 = onnx.constant dense<[3, 10, 4]> : tensor<3xi64>
  %x27_1d = tensor.cast %x27_1 : tensor<3xi64> to tensor<?xi64>
  %y27 = onnx.node "Pow" version 21(%x27_0d, %x27_1d) : (tensor<?xi64>, tensor<?xi64>) -> tensor<3xi64>
  %e27_0 = onnx.constant dense<[-27, 1024, 625]> : tensor<3xi64>
  check.expect_eq %y27, %e27_0 : tensor<3xi64>
  %x28_0 = onnx.constant dense<[2.0, 3.0]> : tensor<2xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<2xf32> to tensor<?xf32>
  %x28_1 = onnx.constant dense<[-1, 3]> : tensor<2xi64>
  %x28_1d = tensor.cast %x28_1 : tensor<2xi64> to tensor<?xi64>
  %y28 = onnx.node "Pow" version 21(%x28_0d, %x28_1d) : (tensor<?xf32>, tensor<?xi64>) -> tensor<2xf32>
  %e28_0 = onnx.constant dense<[0.5, 27.0]> : tensor<2xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x29_0 = onnx.constant dense<[1.5, 2.0, 2.25]> : tensor<3xf32>
  %x29_0d = tensor.cast %x29_0 : tensor<3xf32> to tensor<?xf32>
  %x29_1 = onnx.constant dense<[0.5]> : tensor<1xf32>
  %y29 = onnx.node "Pow" version 21(%x29_0d, %x29_1) : (tensor<?xf32>, tensor<1xf32>) -> tensor<3xf32>
  %e29_0 = onnx.constant dense<[1.22474492, 1.41421354, 1.5]> : tensor<3xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  return
}
