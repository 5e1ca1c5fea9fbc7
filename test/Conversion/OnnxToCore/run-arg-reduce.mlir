// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// ArgMax, ArgMin and TopK: ties, negative axes, integers, NaN, and k of 0,
// against ONNX Runtime 1.31 (NaN: numpy).

func.func @main() {
  %x0_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %y0 = onnx.node "ArgMax" version 13(%x0_0) with {axis = 1 : i64} : (tensor<2x4xf32>) -> tensor<2x1xi64>
  %e0_0 = onnx.constant dense<[[1], [0]]> : tensor<2x1xi64>
  check.expect_eq %y0, %e0_0 : tensor<2x1xi64>
  %x1_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %y1 = onnx.node "ArgMax" version 13(%x1_0d) with {axis = 1 : i64} : (tensor<?x?xf32>) -> tensor<2x1xi64>
  %e1_0 = onnx.constant dense<[[1], [0]]> : tensor<2x1xi64>
  check.expect_eq %y1, %e1_0 : tensor<2x1xi64>
  %x2_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %y2 = onnx.node "ArgMax" version 13(%x2_0) with {axis = -1 : i64, keepdims = 0 : i64, select_last_index = 1 : i64} : (tensor<2x4xf32>) -> tensor<2xi64>
  %e2_0 = onnx.constant dense<[2, 1]> : tensor<2xi64>
  check.expect_eq %y2, %e2_0 : tensor<2xi64>
  %x3_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %y3 = onnx.node "ArgMax" version 13(%x3_0d) with {axis = -1 : i64, keepdims = 0 : i64, select_last_index = 1 : i64} : (tensor<?x?xf32>) -> tensor<2xi64>
  %e3_0 = onnx.constant dense<[2, 1]> : tensor<2xi64>
  check.expect_eq %y3, %e3_0 : tensor<2xi64>
  %x4_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %y4 = onnx.node "ArgMin" version 13(%x4_0) with {axis = 0 : i64, keepdims = 0 : i64} : (tensor<2x4xf32>) -> tensor<4xi64>
  %e4_0 = onnx.constant dense<[1, 1, 1, 0]> : tensor<4xi64>
  check.expect_eq %y4, %e4_0 : tensor<4xi64>
  %x5_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %y5 = onnx.node "ArgMin" version 13(%x5_0d) with {axis = 0 : i64, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<4xi64>
  %e5_0 = onnx.constant dense<[1, 1, 1, 0]> : tensor<4xi64>
  check.expect_eq %y5, %e5_0 : tensor<4xi64>
  %x6_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %y6 = onnx.node "ArgMin" version 13(%x6_0) with {axis = 1 : i64, select_last_index = 1 : i64} : (tensor<2x4xf32>) -> tensor<2x1xi64>
  %e6_0 = onnx.constant dense<[[3], [3]]> : tensor<2x1xi64>
  check.expect_eq %y6, %e6_0 : tensor<2x1xi64>
  %x7_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %y7 = onnx.node "ArgMin" version 13(%x7_0d) with {axis = 1 : i64, select_last_index = 1 : i64} : (tensor<?x?xf32>) -> tensor<2x1xi64>
  %e7_0 = onnx.constant dense<[[3], [3]]> : tensor<2x1xi64>
  check.expect_eq %y7, %e7_0 : tensor<2x1xi64>
  %x8_0 = onnx.constant dense<[[-128, 127, 127]]> : tensor<1x3xi8>
  %y8 = onnx.node "ArgMax" version 13(%x8_0) with {axis = 1 : i64} : (tensor<1x3xi8>) -> tensor<1x1xi64>
  %e8_0 = onnx.constant dense<[[1]]> : tensor<1x1xi64>
  check.expect_eq %y8, %e8_0 : tensor<1x1xi64>
  %x9_0 = onnx.constant dense<[[-128, 127, 127]]> : tensor<1x3xi8>
  %x9_0d = tensor.cast %x9_0 : tensor<1x3xi8> to tensor<?x?xi8>
  %y9 = onnx.node "ArgMax" version 13(%x9_0d) with {axis = 1 : i64} : (tensor<?x?xi8>) -> tensor<1x1xi64>
  %e9_0 = onnx.constant dense<[[1]]> : tensor<1x1xi64>
  check.expect_eq %y9, %e9_0 : tensor<1x1xi64>
  %x10_0 = onnx.constant dense<[[200, 3, 255]]> : tensor<1x3xui8>
  %y10 = onnx.node "ArgMin" version 13(%x10_0) with {axis = 1 : i64} : (tensor<1x3xui8>) -> tensor<1x1xi64>
  %e10_0 = onnx.constant dense<[[1]]> : tensor<1x1xi64>
  check.expect_eq %y10, %e10_0 : tensor<1x1xi64>
  %x11_0 = onnx.constant dense<[1.0, 0x7FC00000, 5.0, 0x7FC00000]> : tensor<4xf32>
  %y11 = onnx.node "ArgMax" version 13(%x11_0) with {axis = 0 : i64} : (tensor<4xf32>) -> tensor<1xi64>
  %e11_0 = onnx.constant dense<[1]> : tensor<1xi64>
  check.expect_eq %y11, %e11_0 : tensor<1xi64>
  %x12_0 = onnx.constant dense<[1.0, 0x7FC00000, 5.0, 0x7FC00000]> : tensor<4xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<4xf32> to tensor<?xf32>
  %y12 = onnx.node "ArgMax" version 13(%x12_0d) with {axis = 0 : i64} : (tensor<?xf32>) -> tensor<1xi64>
  %e12_0 = onnx.constant dense<[1]> : tensor<1xi64>
  check.expect_eq %y12, %e12_0 : tensor<1xi64>
  %x13_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %y13:2 = onnx.node "TopK" version 1(%x13_0) with {axis = 1 : i64, k = 2 : i64} : (tensor<2x4xf32>) -> (tensor<2x2xf32>, tensor<2x2xi64>)
  %e13_0 = onnx.constant dense<[[3.0, 3.0], [0.0, 0.0]]> : tensor<2x2xf32>
  check.expect_close %y13#0, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e13_1 = onnx.constant dense<[[1, 2], [0, 1]]> : tensor<2x2xi64>
  check.expect_eq %y13#1, %e13_1 : tensor<2x2xi64>
  %x14_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %y14:2 = onnx.node "TopK" version 1(%x14_0d) with {axis = 1 : i64, k = 2 : i64} : (tensor<?x?xf32>) -> (tensor<2x2xf32>, tensor<2x2xi64>)
  %e14_0 = onnx.constant dense<[[3.0, 3.0], [0.0, 0.0]]> : tensor<2x2xf32>
  check.expect_close %y14#0, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e14_1 = onnx.constant dense<[[1, 2], [0, 1]]> : tensor<2x2xi64>
  check.expect_eq %y14#1, %e14_1 : tensor<2x2xi64>
  %x15_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x15_1 = onnx.constant dense<[3]> : tensor<1xi64>
  %y15:2 = onnx.node "TopK" version 11(%x15_0, %x15_1) with {axis = 1 : i64} : (tensor<2x4xf32>, tensor<1xi64>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
  %e15_0 = onnx.constant dense<[[3.0, 3.0, 1.0], [0.0, 0.0, -1.0]]> : tensor<2x3xf32>
  check.expect_close %y15#0, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %e15_1 = onnx.constant dense<[[1, 2, 0], [0, 1, 2]]> : tensor<2x3xi64>
  check.expect_eq %y15#1, %e15_1 : tensor<2x3xi64>
  %x16_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %x16_1 = onnx.constant dense<[3]> : tensor<1xi64>
  %x16_1d = tensor.cast %x16_1 : tensor<1xi64> to tensor<?xi64>
  %y16:2 = onnx.node "TopK" version 11(%x16_0d, %x16_1d) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<?xi64>) -> (tensor<2x3xf32>, tensor<2x3xi64>)
  %e16_0 = onnx.constant dense<[[3.0, 3.0, 1.0], [0.0, 0.0, -1.0]]> : tensor<2x3xf32>
  check.expect_close %y16#0, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %e16_1 = onnx.constant dense<[[1, 2, 0], [0, 1, 2]]> : tensor<2x3xi64>
  check.expect_eq %y16#1, %e16_1 : tensor<2x3xi64>
  %x17_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x17_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y17:2 = onnx.node "TopK" version 11(%x17_0, %x17_1) with {axis = 0 : i64, largest = 0 : i64} : (tensor<2x4xf32>, tensor<1xi64>) -> (tensor<1x4xf32>, tensor<1x4xi64>)
  %e17_0 = onnx.constant dense<[[0.0, 0.0, -1.0, -2.0]]> : tensor<1x4xf32>
  check.expect_close %y17#0, %e17_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x4xf32>
  %e17_1 = onnx.constant dense<[[1, 1, 1, 0]]> : tensor<1x4xi64>
  check.expect_eq %y17#1, %e17_1 : tensor<1x4xi64>
  %x18_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %x18_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %x18_1d = tensor.cast %x18_1 : tensor<1xi64> to tensor<?xi64>
  %y18:2 = onnx.node "TopK" version 11(%x18_0d, %x18_1d) with {axis = 0 : i64, largest = 0 : i64} : (tensor<?x?xf32>, tensor<?xi64>) -> (tensor<1x4xf32>, tensor<1x4xi64>)
  %e18_0 = onnx.constant dense<[[0.0, 0.0, -1.0, -2.0]]> : tensor<1x4xf32>
  check.expect_close %y18#0, %e18_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x4xf32>
  %e18_1 = onnx.constant dense<[[1, 1, 1, 0]]> : tensor<1x4xi64>
  check.expect_eq %y18#1, %e18_1 : tensor<1x4xi64>
  %x19_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x19_1 = onnx.constant dense<[0]> : tensor<1xi64>
  %y19:2 = onnx.node "TopK" version 11(%x19_0, %x19_1) : (tensor<2x4xf32>, tensor<1xi64>) -> (tensor<2x0xf32>, tensor<2x0xi64>)
  %e19_0 = onnx.constant dense<> : tensor<2x0xf32>
  check.expect_close %y19#0, %e19_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x0xf32>
  %e19_1 = onnx.constant dense<> : tensor<2x0xi64>
  check.expect_eq %y19#1, %e19_1 : tensor<2x0xi64>
  %x20_0 = onnx.constant dense<[[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0, -1.0]]> : tensor<2x4xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %x20_1 = onnx.constant dense<[0]> : tensor<1xi64>
  %x20_1d = tensor.cast %x20_1 : tensor<1xi64> to tensor<?xi64>
  %y20:2 = onnx.node "TopK" version 11(%x20_0d, %x20_1d) : (tensor<?x?xf32>, tensor<?xi64>) -> (tensor<2x0xf32>, tensor<2x0xi64>)
  %e20_0 = onnx.constant dense<> : tensor<2x0xf32>
  check.expect_close %y20#0, %e20_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x0xf32>
  %e20_1 = onnx.constant dense<> : tensor<2x0xi64>
  check.expect_eq %y20#1, %e20_1 : tensor<2x0xi64>
  %x21_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375], [1.375, 2.875, 0.25], [0.0, -2.625, -1.375], [-0.0, 1.125, 1.875], [-0.75, -2.625, -1.25]], [[2.5, -1.75, -0.25], [2.625, -2.875, 0.625], [2.75, -1.625, 0.25], [2.5, -2.25, 0.125], [1.5, 1.0, -0.25]]]> : tensor<2x5x3xf32>
  %x21_1 = onnx.constant dense<[4]> : tensor<1xi64>
  %y21:2 = onnx.node "TopK" version 11(%x21_0, %x21_1) with {axis = 1 : i64, largest = 0 : i64} : (tensor<2x5x3xf32>, tensor<1xi64>) -> (tensor<2x4x3xf32>, tensor<2x4x3xi64>)
  %e21_0 = onnx.constant dense<[[[-2.5, -2.625, -1.375], [-0.75, -2.625, -1.25], [0.0, 1.125, -0.375], [-0.0, 1.625, 0.25]], [[1.5, -2.875, -0.25], [2.5, -2.25, -0.25], [2.5, -1.75, 0.125], [2.625, -1.625, 0.25]]]> : tensor<2x4x3xf32>
  check.expect_close %y21#0, %e21_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x3xf32>
  %e21_1 = onnx.constant dense<[[[0, 2, 2], [4, 4, 4], [2, 3, 0], [3, 0, 1]], [[4, 1, 0], [0, 3, 4], [3, 0, 3], [1, 2, 2]]]> : tensor<2x4x3xi64>
  check.expect_eq %y21#1, %e21_1 : tensor<2x4x3xi64>
  %x22_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375], [1.375, 2.875, 0.25], [0.0, -2.625, -1.375], [-0.0, 1.125, 1.875], [-0.75, -2.625, -1.25]], [[2.5, -1.75, -0.25], [2.625, -2.875, 0.625], [2.75, -1.625, 0.25], [2.5, -2.25, 0.125], [1.5, 1.0, -0.25]]]> : tensor<2x5x3xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<2x5x3xf32> to tensor<?x?x?xf32>
  %x22_1 = onnx.constant dense<[4]> : tensor<1xi64>
  %x22_1d = tensor.cast %x22_1 : tensor<1xi64> to tensor<?xi64>
  %y22:2 = onnx.node "TopK" version 11(%x22_0d, %x22_1d) with {axis = 1 : i64, largest = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> (tensor<2x4x3xf32>, tensor<2x4x3xi64>)
  %e22_0 = onnx.constant dense<[[[-2.5, -2.625, -1.375], [-0.75, -2.625, -1.25], [0.0, 1.125, -0.375], [-0.0, 1.625, 0.25]], [[1.5, -2.875, -0.25], [2.5, -2.25, -0.25], [2.5, -1.75, 0.125], [2.625, -1.625, 0.25]]]> : tensor<2x4x3xf32>
  check.expect_close %y22#0, %e22_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x4x3xf32>
  %e22_1 = onnx.constant dense<[[[0, 2, 2], [4, 4, 4], [2, 3, 0], [3, 0, 1]], [[4, 1, 0], [0, 3, 4], [3, 0, 3], [1, 2, 2]]]> : tensor<2x4x3xi64>
  check.expect_eq %y22#1, %e22_1 : tensor<2x4x3xi64>
  %x23_0 = onnx.constant dense<[5, -7, 5, 9]> : tensor<4xi64>
  %x23_1 = onnx.constant dense<[3]> : tensor<1xi64>
  %y23:2 = onnx.node "TopK" version 11(%x23_0, %x23_1) : (tensor<4xi64>, tensor<1xi64>) -> (tensor<3xi64>, tensor<3xi64>)
  %e23_0 = onnx.constant dense<[9, 5, 5]> : tensor<3xi64>
  check.expect_eq %y23#0, %e23_0 : tensor<3xi64>
  %e23_1 = onnx.constant dense<[3, 0, 2]> : tensor<3xi64>
  check.expect_eq %y23#1, %e23_1 : tensor<3xi64>
  %x24_0 = onnx.constant dense<[5, -7, 5, 9]> : tensor<4xi64>
  %x24_0d = tensor.cast %x24_0 : tensor<4xi64> to tensor<?xi64>
  %x24_1 = onnx.constant dense<[3]> : tensor<1xi64>
  %x24_1d = tensor.cast %x24_1 : tensor<1xi64> to tensor<?xi64>
  %y24:2 = onnx.node "TopK" version 11(%x24_0d, %x24_1d) : (tensor<?xi64>, tensor<?xi64>) -> (tensor<3xi64>, tensor<3xi64>)
  %e24_0 = onnx.constant dense<[9, 5, 5]> : tensor<3xi64>
  check.expect_eq %y24#0, %e24_0 : tensor<3xi64>
  %e24_1 = onnx.constant dense<[3, 0, 2]> : tensor<3xi64>
  check.expect_eq %y24#1, %e24_1 : tensor<3xi64>
  return
}
