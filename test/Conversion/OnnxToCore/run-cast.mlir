// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Cast between all kinds of elements. What does not fit is undefined in ONNX; here it
// becomes the nearest limit, and NaN becomes 0. In range: ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<4xf32> to tensor<?xf32>
  %y0 = onnx.node "Cast" version 21(%x0_0d) with {to = 1 : i64} : (tensor<?xf32>) -> tensor<4xf32>
  %e0_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x1_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<4xf32> to tensor<?xf32>
  %y1 = onnx.node "Cast" version 21(%x1_0d) with {to = 10 : i64} : (tensor<?xf32>) -> tensor<4xf16>
  %e1_0 = onnx.constant dense<[-2.69921875, 0.0, 0.300048828, 100.1875]> : tensor<4xf16>
  check.expect_close %y1, %e1_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<4xf16>
  %x2_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<4xf32> to tensor<?xf32>
  %y2 = onnx.node "Cast" version 21(%x2_0d) with {to = 11 : i64} : (tensor<?xf32>) -> tensor<4xf64>
  %e2_0 = onnx.constant dense<[-2.7000000476837158, 0.0, 0.30000001192092896, 100.19999694824219]> : tensor<4xf64>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf64>
  %x3_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<4xf32> to tensor<?xf32>
  %y3 = onnx.node "Cast" version 21(%x3_0d) with {to = 6 : i64} : (tensor<?xf32>) -> tensor<4xi32>
  %e3_0 = onnx.constant dense<[-2, 0, 0, 100]> : tensor<4xi32>
  check.expect_eq %y3, %e3_0 : tensor<4xi32>
  %x4_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<4xf32> to tensor<?xf32>
  %y4 = onnx.node "Cast" version 21(%x4_0d) with {to = 7 : i64} : (tensor<?xf32>) -> tensor<4xi64>
  %e4_0 = onnx.constant dense<[-2, 0, 0, 100]> : tensor<4xi64>
  check.expect_eq %y4, %e4_0 : tensor<4xi64>
  %x5_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<4xf32> to tensor<?xf32>
  %y5 = onnx.node "Cast" version 21(%x5_0d) with {to = 3 : i64} : (tensor<?xf32>) -> tensor<4xi8>
  %e5_0 = onnx.constant dense<[-2, 0, 0, 100]> : tensor<4xi8>
  check.expect_eq %y5, %e5_0 : tensor<4xi8>
  %x6_0 = onnx.constant dense<[-2.70000005, 0.0, 0.300000012, 100.199997]> : tensor<4xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<4xf32> to tensor<?xf32>
  %y6 = onnx.node "Cast" version 21(%x6_0d) with {to = 9 : i64} : (tensor<?xf32>) -> tensor<4xi1>
  %e6_0 = onnx.constant dense<[true, false, true, true]> : tensor<4xi1>
  check.expect_eq %y6, %e6_0 : tensor<4xi1>
  %x7_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x7_0d = tensor.cast %x7_0 : tensor<3xf16> to tensor<?xf16>
  %y7 = onnx.node "Cast" version 21(%x7_0d) with {to = 1 : i64} : (tensor<?xf16>) -> tensor<3xf32>
  %e7_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x8_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x8_0d = tensor.cast %x8_0 : tensor<3xf16> to tensor<?xf16>
  %y8 = onnx.node "Cast" version 21(%x8_0d) with {to = 10 : i64} : (tensor<?xf16>) -> tensor<3xf16>
  %e8_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  check.expect_close %y8, %e8_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<3xf16>
  %x9_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x9_0d = tensor.cast %x9_0 : tensor<3xf16> to tensor<?xf16>
  %y9 = onnx.node "Cast" version 21(%x9_0d) with {to = 11 : i64} : (tensor<?xf16>) -> tensor<3xf64>
  %e9_0 = onnx.constant dense<[-2.69921875, 0.0, 2.900390625]> : tensor<3xf64>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf64>
  %x10_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x10_0d = tensor.cast %x10_0 : tensor<3xf16> to tensor<?xf16>
  %y10 = onnx.node "Cast" version 21(%x10_0d) with {to = 6 : i64} : (tensor<?xf16>) -> tensor<3xi32>
  %e10_0 = onnx.constant dense<[-2, 0, 2]> : tensor<3xi32>
  check.expect_eq %y10, %e10_0 : tensor<3xi32>
  %x11_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x11_0d = tensor.cast %x11_0 : tensor<3xf16> to tensor<?xf16>
  %y11 = onnx.node "Cast" version 21(%x11_0d) with {to = 7 : i64} : (tensor<?xf16>) -> tensor<3xi64>
  %e11_0 = onnx.constant dense<[-2, 0, 2]> : tensor<3xi64>
  check.expect_eq %y11, %e11_0 : tensor<3xi64>
  %x12_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x12_0d = tensor.cast %x12_0 : tensor<3xf16> to tensor<?xf16>
  %y12 = onnx.node "Cast" version 21(%x12_0d) with {to = 3 : i64} : (tensor<?xf16>) -> tensor<3xi8>
  %e12_0 = onnx.constant dense<[-2, 0, 2]> : tensor<3xi8>
  check.expect_eq %y12, %e12_0 : tensor<3xi8>
  %x13_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  %x13_0d = tensor.cast %x13_0 : tensor<3xf16> to tensor<?xf16>
  %y13 = onnx.node "Cast" version 21(%x13_0d) with {to = 9 : i64} : (tensor<?xf16>) -> tensor<3xi1>
  %e13_0 = onnx.constant dense<[true, false, true]> : tensor<3xi1>
  check.expect_eq %y13, %e13_0 : tensor<3xi1>
  %x14_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x14_0d = tensor.cast %x14_0 : tensor<3xf64> to tensor<?xf64>
  %y14 = onnx.node "Cast" version 21(%x14_0d) with {to = 1 : i64} : (tensor<?xf64>) -> tensor<3xf32>
  %e14_0 = onnx.constant dense<[-2.70000005, 0.0, 2.9000001]> : tensor<3xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x15_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x15_0d = tensor.cast %x15_0 : tensor<3xf64> to tensor<?xf64>
  %y15 = onnx.node "Cast" version 21(%x15_0d) with {to = 10 : i64} : (tensor<?xf64>) -> tensor<3xf16>
  %e15_0 = onnx.constant dense<[-2.69921875, 0.0, 2.90039062]> : tensor<3xf16>
  check.expect_close %y15, %e15_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<3xf16>
  %x16_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x16_0d = tensor.cast %x16_0 : tensor<3xf64> to tensor<?xf64>
  %y16 = onnx.node "Cast" version 21(%x16_0d) with {to = 11 : i64} : (tensor<?xf64>) -> tensor<3xf64>
  %e16_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf64>
  %x17_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x17_0d = tensor.cast %x17_0 : tensor<3xf64> to tensor<?xf64>
  %y17 = onnx.node "Cast" version 21(%x17_0d) with {to = 6 : i64} : (tensor<?xf64>) -> tensor<3xi32>
  %e17_0 = onnx.constant dense<[-2, 0, 2]> : tensor<3xi32>
  check.expect_eq %y17, %e17_0 : tensor<3xi32>
  %x18_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x18_0d = tensor.cast %x18_0 : tensor<3xf64> to tensor<?xf64>
  %y18 = onnx.node "Cast" version 21(%x18_0d) with {to = 7 : i64} : (tensor<?xf64>) -> tensor<3xi64>
  %e18_0 = onnx.constant dense<[-2, 0, 2]> : tensor<3xi64>
  check.expect_eq %y18, %e18_0 : tensor<3xi64>
  %x19_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x19_0d = tensor.cast %x19_0 : tensor<3xf64> to tensor<?xf64>
  %y19 = onnx.node "Cast" version 21(%x19_0d) with {to = 3 : i64} : (tensor<?xf64>) -> tensor<3xi8>
  %e19_0 = onnx.constant dense<[-2, 0, 2]> : tensor<3xi8>
  check.expect_eq %y19, %e19_0 : tensor<3xi8>
  %x20_0 = onnx.constant dense<[-2.7000000000000002, 0.0, 2.8999999999999999]> : tensor<3xf64>
  %x20_0d = tensor.cast %x20_0 : tensor<3xf64> to tensor<?xf64>
  %y20 = onnx.node "Cast" version 21(%x20_0d) with {to = 9 : i64} : (tensor<?xf64>) -> tensor<3xi1>
  %e20_0 = onnx.constant dense<[true, false, true]> : tensor<3xi1>
  check.expect_eq %y20, %e20_0 : tensor<3xi1>
  %x21_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x21_0d = tensor.cast %x21_0 : tensor<4xi64> to tensor<?xi64>
  %y21 = onnx.node "Cast" version 21(%x21_0d) with {to = 1 : i64} : (tensor<?xi64>) -> tensor<4xf32>
  %e21_0 = onnx.constant dense<[-3.0, 0.0, 5.0, 8.58993459e+09]> : tensor<4xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x22_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x22_0d = tensor.cast %x22_0 : tensor<4xi64> to tensor<?xi64>
  %y22 = onnx.node "Cast" version 21(%x22_0d) with {to = 10 : i64} : (tensor<?xi64>) -> tensor<4xf16>
  %e22_0 = onnx.constant dense<[-3.0, 0.0, 5.0, 0x7C00]> : tensor<4xf16>
  check.expect_close %y22, %e22_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<4xf16>
  %x23_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x23_0d = tensor.cast %x23_0 : tensor<4xi64> to tensor<?xi64>
  %y23 = onnx.node "Cast" version 21(%x23_0d) with {to = 11 : i64} : (tensor<?xi64>) -> tensor<4xf64>
  %e23_0 = onnx.constant dense<[-3.0, 0.0, 5.0, 8589934597.0]> : tensor<4xf64>
  check.expect_close %y23, %e23_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf64>
  %x24_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x24_0d = tensor.cast %x24_0 : tensor<4xi64> to tensor<?xi64>
  %y24 = onnx.node "Cast" version 21(%x24_0d) with {to = 6 : i64} : (tensor<?xi64>) -> tensor<4xi32>
  %e24_0 = onnx.constant dense<[-3, 0, 5, 5]> : tensor<4xi32>
  check.expect_eq %y24, %e24_0 : tensor<4xi32>
  %x25_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x25_0d = tensor.cast %x25_0 : tensor<4xi64> to tensor<?xi64>
  %y25 = onnx.node "Cast" version 21(%x25_0d) with {to = 7 : i64} : (tensor<?xi64>) -> tensor<4xi64>
  %e25_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  check.expect_eq %y25, %e25_0 : tensor<4xi64>
  %x26_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x26_0d = tensor.cast %x26_0 : tensor<4xi64> to tensor<?xi64>
  %y26 = onnx.node "Cast" version 21(%x26_0d) with {to = 3 : i64} : (tensor<?xi64>) -> tensor<4xi8>
  %e26_0 = onnx.constant dense<[-3, 0, 5, 5]> : tensor<4xi8>
  check.expect_eq %y26, %e26_0 : tensor<4xi8>
  %x27_0 = onnx.constant dense<[-3, 0, 5, 8589934597]> : tensor<4xi64>
  %x27_0d = tensor.cast %x27_0 : tensor<4xi64> to tensor<?xi64>
  %y27 = onnx.node "Cast" version 21(%x27_0d) with {to = 9 : i64} : (tensor<?xi64>) -> tensor<4xi1>
  %e27_0 = onnx.constant dense<[true, false, true, true]> : tensor<4xi1>
  check.expect_eq %y27, %e27_0 : tensor<4xi1>
  %x28_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x28_0d = tensor.cast %x28_0 : tensor<3xi8> to tensor<?xi8>
  %y28 = onnx.node "Cast" version 21(%x28_0d) with {to = 1 : i64} : (tensor<?xi8>) -> tensor<3xf32>
  %e28_0 = onnx.constant dense<[-3.0, 0.0, 5.0]> : tensor<3xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x29_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x29_0d = tensor.cast %x29_0 : tensor<3xi8> to tensor<?xi8>
  %y29 = onnx.node "Cast" version 21(%x29_0d) with {to = 10 : i64} : (tensor<?xi8>) -> tensor<3xf16>
  %e29_0 = onnx.constant dense<[-3.0, 0.0, 5.0]> : tensor<3xf16>
  check.expect_close %y29, %e29_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<3xf16>
  %x30_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x30_0d = tensor.cast %x30_0 : tensor<3xi8> to tensor<?xi8>
  %y30 = onnx.node "Cast" version 21(%x30_0d) with {to = 11 : i64} : (tensor<?xi8>) -> tensor<3xf64>
  %e30_0 = onnx.constant dense<[-3.0, 0.0, 5.0]> : tensor<3xf64>
  check.expect_close %y30, %e30_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf64>
  %x31_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x31_0d = tensor.cast %x31_0 : tensor<3xi8> to tensor<?xi8>
  %y31 = onnx.node "Cast" version 21(%x31_0d) with {to = 6 : i64} : (tensor<?xi8>) -> tensor<3xi32>
  %e31_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi32>
  check.expect_eq %y31, %e31_0 : tensor<3xi32>
  %x32_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x32_0d = tensor.cast %x32_0 : tensor<3xi8> to tensor<?xi8>
  %y32 = onnx.node "Cast" version 21(%x32_0d) with {to = 7 : i64} : (tensor<?xi8>) -> tensor<3xi64>
  %e32_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi64>
  check.expect_eq %y32, %e32_0 : tensor<3xi64>
  %x33_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x33_0d = tensor.cast %x33_0 : tensor<3xi8> to tensor<?xi8>
  %y33 = onnx.node "Cast" version 21(%x33_0d) with {to = 3 : i64} : (tensor<?xi8>) -> tensor<3xi8>
  %e33_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  check.expect_eq %y33, %e33_0 : tensor<3xi8>
  %x34_0 = onnx.constant dense<[-3, 0, 5]> : tensor<3xi8>
  %x34_0d = tensor.cast %x34_0 : tensor<3xi8> to tensor<?xi8>
  %y34 = onnx.node "Cast" version 21(%x34_0d) with {to = 9 : i64} : (tensor<?xi8>) -> tensor<3xi1>
  %e34_0 = onnx.constant dense<[true, false, true]> : tensor<3xi1>
  check.expect_eq %y34, %e34_0 : tensor<3xi1>
  %x35_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x35_0d = tensor.cast %x35_0 : tensor<2xi1> to tensor<?xi1>
  %y35 = onnx.node "Cast" version 21(%x35_0d) with {to = 1 : i64} : (tensor<?xi1>) -> tensor<2xf32>
  %e35_0 = onnx.constant dense<[1.0, 0.0]> : tensor<2xf32>
  check.expect_close %y35, %e35_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x36_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x36_0d = tensor.cast %x36_0 : tensor<2xi1> to tensor<?xi1>
  %y36 = onnx.node "Cast" version 21(%x36_0d) with {to = 10 : i64} : (tensor<?xi1>) -> tensor<2xf16>
  %e36_0 = onnx.constant dense<[1.0, 0.0]> : tensor<2xf16>
  check.expect_close %y36, %e36_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<2xf16>
  %x37_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x37_0d = tensor.cast %x37_0 : tensor<2xi1> to tensor<?xi1>
  %y37 = onnx.node "Cast" version 21(%x37_0d) with {to = 11 : i64} : (tensor<?xi1>) -> tensor<2xf64>
  %e37_0 = onnx.constant dense<[1.0, 0.0]> : tensor<2xf64>
  check.expect_close %y37, %e37_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf64>
  %x38_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x38_0d = tensor.cast %x38_0 : tensor<2xi1> to tensor<?xi1>
  %y38 = onnx.node "Cast" version 21(%x38_0d) with {to = 6 : i64} : (tensor<?xi1>) -> tensor<2xi32>
  %e38_0 = onnx.constant dense<[1, 0]> : tensor<2xi32>
  check.expect_eq %y38, %e38_0 : tensor<2xi32>
  %x39_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x39_0d = tensor.cast %x39_0 : tensor<2xi1> to tensor<?xi1>
  %y39 = onnx.node "Cast" version 21(%x39_0d) with {to = 7 : i64} : (tensor<?xi1>) -> tensor<2xi64>
  %e39_0 = onnx.constant dense<[1, 0]> : tensor<2xi64>
  check.expect_eq %y39, %e39_0 : tensor<2xi64>
  %x40_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x40_0d = tensor.cast %x40_0 : tensor<2xi1> to tensor<?xi1>
  %y40 = onnx.node "Cast" version 21(%x40_0d) with {to = 3 : i64} : (tensor<?xi1>) -> tensor<2xi8>
  %e40_0 = onnx.constant dense<[1, 0]> : tensor<2xi8>
  check.expect_eq %y40, %e40_0 : tensor<2xi8>
  %x41_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  %x41_0d = tensor.cast %x41_0 : tensor<2xi1> to tensor<?xi1>
  %y41 = onnx.node "Cast" version 21(%x41_0d) with {to = 9 : i64} : (tensor<?xi1>) -> tensor<2xi1>
  %e41_0 = onnx.constant dense<[true, false]> : tensor<2xi1>
  check.expect_eq %y41, %e41_0 : tensor<2xi1>
  %x42_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  %y42 = onnx.node "Cast" version 21(%x42_0) with {to = 1 : i64} : (tensor<3xui8>) -> tensor<3xf32>
  %e42_0 = onnx.constant dense<[0.0, 7.0, 200.0]> : tensor<3xf32>
  check.expect_close %y42, %e42_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x43_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  %y43 = onnx.node "Cast" version 21(%x43_0) with {to = 7 : i64} : (tensor<3xui8>) -> tensor<3xi64>
  %e43_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xi64>
  check.expect_eq %y43, %e43_0 : tensor<3xi64>
  %x44_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  %y44 = onnx.node "Cast" version 21(%x44_0) with {to = 3 : i64} : (tensor<3xui8>) -> tensor<3xi8>
  %e44_0 = onnx.constant dense<[0, 7, -56]> : tensor<3xi8>
  check.expect_eq %y44, %e44_0 : tensor<3xi8>
  %x45_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  %y45 = onnx.node "Cast" version 21(%x45_0) with {to = 9 : i64} : (tensor<3xui8>) -> tensor<3xi1>
  %e45_0 = onnx.constant dense<[false, true, true]> : tensor<3xi1>
  check.expect_eq %y45, %e45_0 : tensor<3xi1>
  %x46_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  %y46 = onnx.node "Cast" version 21(%x46_0) with {to = 2 : i64} : (tensor<3xui8>) -> tensor<3xui8>
  %e46_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  check.expect_eq %y46, %e46_0 : tensor<3xui8>
  %x47_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui8>
  %y47 = onnx.node "Cast" version 21(%x47_0) with {to = 12 : i64} : (tensor<3xui8>) -> tensor<3xui32>
  %e47_0 = onnx.constant dense<[0, 7, 200]> : tensor<3xui32>
  check.expect_eq %y47, %e47_0 : tensor<3xui32>

  // Saturated.
  %x48_0 = onnx.constant dense<[1.00000002e+30, -1.00000002e+30, 0x7FC00000, 3.0e+09]> : tensor<4xf32>
  %x48_0d = tensor.cast %x48_0 : tensor<4xf32> to tensor<?xf32>
  %y48 = onnx.node "Cast" version 21(%x48_0d) with {to = 6 : i64} : (tensor<?xf32>) -> tensor<4xi32>
  %e48_0 = onnx.constant dense<[2147483647, -2147483648, 0, 2147483647]> : tensor<4xi32>
  check.expect_eq %y48, %e48_0 : tensor<4xi32>

  // Saturated.
  %x49_0 = onnx.constant dense<[1.00000002e+30, -1.00000002e+30, 0x7FC00000, 3.0e+09]> : tensor<4xf32>
  %x49_0d = tensor.cast %x49_0 : tensor<4xf32> to tensor<?xf32>
  %y49 = onnx.node "Cast" version 21(%x49_0d) with {to = 7 : i64} : (tensor<?xf32>) -> tensor<4xi64>
  %e49_0 = onnx.constant dense<[9223372036854775807, -9223372036854775808, 0, 3000000000]> : tensor<4xi64>
  check.expect_eq %y49, %e49_0 : tensor<4xi64>

  // Saturated.
  %x50_0 = onnx.constant dense<[1.00000002e+30, -1.00000002e+30, 0x7FC00000, 3.0e+09]> : tensor<4xf32>
  %x50_0d = tensor.cast %x50_0 : tensor<4xf32> to tensor<?xf32>
  %y50 = onnx.node "Cast" version 21(%x50_0d) with {to = 2 : i64} : (tensor<?xf32>) -> tensor<4xui8>
  %e50_0 = onnx.constant dense<[255, 0, 0, 255]> : tensor<4xui8>
  check.expect_eq %y50, %e50_0 : tensor<4xui8>

  // f64 to f16 rounds once.
  %x51_0 = onnx.constant dense<[1.00048828125, 1.0004882812509095, 1.0004882812490905, 65504.0, 65519.999000000003, 65520.0, 1.0e-08, 4.9406564584124654e-324]> : tensor<8xf64>
  %x51_0d = tensor.cast %x51_0 : tensor<8xf64> to tensor<?xf64>
  %y51 = onnx.node "Cast" version 21(%x51_0d) with {to = 10 : i64} : (tensor<?xf64>) -> tensor<8xf16>
  %e51_0 = onnx.constant dense<[1.0, 1.00097656, 1.0, 65504.0, 65504.0, 0x7C00, 0.0, 0.0]> : tensor<8xf16>
  check.expect_eq %y51, %e51_0 : tensor<8xf16>
  %x52_0 = onnx.constant dense<[-2.25, 0.75, -0.5]> : tensor<3xf32>
  %x52_0d = tensor.cast %x52_0 : tensor<3xf32> to tensor<?xf32>
  %x52_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %x52_1d = tensor.cast %x52_1 : tensor<1xi64> to tensor<?xi64>
  %y52 = onnx.node "CastLike" version 21(%x52_0d, %x52_1d) : (tensor<?xf32>, tensor<?xi64>) -> tensor<3xi64>
  %e52_0 = onnx.constant dense<[-2, 0, 0]> : tensor<3xi64>
  check.expect_eq %y52, %e52_0 : tensor<3xi64>
  return
}
