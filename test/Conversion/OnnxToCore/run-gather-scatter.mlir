// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// GatherElements, GatherND, ScatterElements, ScatterND and TensorScatter:
// negative indices, every reduction, no indices at all, against ONNX Runtime
// 1.31 (TensorScatter: the ONNX reference).

func.func @main() {
  %x0_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x0_1 = onnx.constant dense<[[0, -1, 2], [1, 1, -4]]> : tensor<2x3xi64>
  %y0 = onnx.node "GatherElements" version 13(%x0_0, %x0_1) with {axis = 1 : i64} : (tensor<3x4xf32>, tensor<2x3xi64>) -> tensor<2x3xf32>
  %e0_0 = onnx.constant dense<[[2.75, -0.125, 2.125], [-2.25, -2.25, 2.0]]> : tensor<2x3xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x1_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x1_1 = onnx.constant dense<[[0, -1, 2], [1, 1, -4]]> : tensor<2x3xi64>
  %x1_1d = tensor.cast %x1_1 : tensor<2x3xi64> to tensor<?x?xi64>
  %y1 = onnx.node "GatherElements" version 13(%x1_0d, %x1_1d) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<?x?xi64>) -> tensor<2x3xf32>
  %e1_0 = onnx.constant dense<[[2.75, -0.125, 2.125], [-2.25, -2.25, 2.0]]> : tensor<2x3xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x2_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x2_1 = onnx.constant dense<[[0, -1, 2, 0]]> : tensor<1x4xi64>
  %y2 = onnx.node "GatherElements" version 13(%x2_0, %x2_1) with {axis = 0 : i64} : (tensor<3x4xf32>, tensor<1x4xi64>) -> tensor<1x4xf32>
  %e2_0 = onnx.constant dense<[[2.75, -0.125, -2.125, -0.125]]> : tensor<1x4xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x4xf32>
  %x3_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x3_1 = onnx.constant dense<[[0, -1, 2, 0]]> : tensor<1x4xi64>
  %x3_1d = tensor.cast %x3_1 : tensor<1x4xi64> to tensor<?x?xi64>
  %y3 = onnx.node "GatherElements" version 13(%x3_0d, %x3_1d) with {axis = 0 : i64} : (tensor<?x?xf32>, tensor<?x?xi64>) -> tensor<1x4xf32>
  %e3_0 = onnx.constant dense<[[2.75, -0.125, -2.125, -0.125]]> : tensor<1x4xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x4xf32>
  %x4_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x4_1 = onnx.constant dense<> : tensor<0x4xi64>
  %y4 = onnx.node "GatherElements" version 13(%x4_0, %x4_1) with {axis = 0 : i64} : (tensor<3x4xf32>, tensor<0x4xi64>) -> tensor<0x4xf32>
  %e4_0 = onnx.constant dense<> : tensor<0x4xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<0x4xf32>
  %x5_0 = onnx.constant dense<[[[-1.0, -1.25, -2.0], [-0.5, -0.25, 1.625]], [[1.75, 0.125, -0.25], [1.625, 2.375, 1.0]]]> : tensor<2x2x3xf32>
  %x5_1 = onnx.constant dense<[[0, 1], [-1, 0]]> : tensor<2x2xi64>
  %y5 = onnx.node "GatherND" version 13(%x5_0, %x5_1) : (tensor<2x2x3xf32>, tensor<2x2xi64>) -> tensor<2x3xf32>
  %e5_0 = onnx.constant dense<[[-0.5, -0.25, 1.625], [1.75, 0.125, -0.25]]> : tensor<2x3xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x6_0 = onnx.constant dense<[[[-1.0, -1.25, -2.0], [-0.5, -0.25, 1.625]], [[1.75, 0.125, -0.25], [1.625, 2.375, 1.0]]]> : tensor<2x2x3xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x6_1 = onnx.constant dense<[[0, 1], [-1, 0]]> : tensor<2x2xi64>
  %x6_1d = tensor.cast %x6_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %y6 = onnx.node "GatherND" version 13(%x6_0d, %x6_1d) : (tensor<?x?x?xf32>, tensor<?x?xi64>) -> tensor<2x3xf32>
  %e6_0 = onnx.constant dense<[[-0.5, -0.25, 1.625], [1.75, 0.125, -0.25]]> : tensor<2x3xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x7_0 = onnx.constant dense<[[[-1.0, -1.25, -2.0], [-0.5, -0.25, 1.625]], [[1.75, 0.125, -0.25], [1.625, 2.375, 1.0]]]> : tensor<2x2x3xf32>
  %x7_1 = onnx.constant dense<[[1], [0]]> : tensor<2x1xi64>
  %y7 = onnx.node "GatherND" version 13(%x7_0, %x7_1) with {batch_dims = 1 : i64} : (tensor<2x2x3xf32>, tensor<2x1xi64>) -> tensor<2x3xf32>
  %e7_0 = onnx.constant dense<[[-0.5, -0.25, 1.625], [1.75, 0.125, -0.25]]> : tensor<2x3xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x8_0 = onnx.constant dense<[[[-1.0, -1.25, -2.0], [-0.5, -0.25, 1.625]], [[1.75, 0.125, -0.25], [1.625, 2.375, 1.0]]]> : tensor<2x2x3xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x8_1 = onnx.constant dense<[[1], [0]]> : tensor<2x1xi64>
  %x8_1d = tensor.cast %x8_1 : tensor<2x1xi64> to tensor<?x?xi64>
  %y8 = onnx.node "GatherND" version 13(%x8_0d, %x8_1d) with {batch_dims = 1 : i64} : (tensor<?x?x?xf32>, tensor<?x?xi64>) -> tensor<2x3xf32>
  %e8_0 = onnx.constant dense<[[-0.5, -0.25, 1.625], [1.75, 0.125, -0.25]]> : tensor<2x3xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x9_0 = onnx.constant dense<[[[-1.0, -1.25, -2.0], [-0.5, -0.25, 1.625]], [[1.75, 0.125, -0.25], [1.625, 2.375, 1.0]]]> : tensor<2x2x3xf32>
  %x9_1 = onnx.constant dense<[[[0, -1, 2]]]> : tensor<1x1x3xi64>
  %y9 = onnx.node "GatherND" version 13(%x9_0, %x9_1) : (tensor<2x2x3xf32>, tensor<1x1x3xi64>) -> tensor<1x1xf32>
  %e9_0 = onnx.constant dense<[[1.625]]> : tensor<1x1xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x1xf32>
  %x10_0 = onnx.constant dense<[[[-1.0, -1.25, -2.0], [-0.5, -0.25, 1.625]], [[1.75, 0.125, -0.25], [1.625, 2.375, 1.0]]]> : tensor<2x2x3xf32>
  %x10_0d = tensor.cast %x10_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x10_1 = onnx.constant dense<[[[0, -1, 2]]]> : tensor<1x1x3xi64>
  %x10_1d = tensor.cast %x10_1 : tensor<1x1x3xi64> to tensor<?x?x?xi64>
  %y10 = onnx.node "GatherND" version 13(%x10_0d, %x10_1d) : (tensor<?x?x?xf32>, tensor<?x?x?xi64>) -> tensor<1x1xf32>
  %e10_0 = onnx.constant dense<[[1.625]]> : tensor<1x1xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x1xf32>
  %x11_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x11_1 = onnx.constant dense<[[0, -1], [2, 1]]> : tensor<2x2xi64>
  %x11_2 = onnx.constant dense<[[1.75, 2.625], [-2.75, 2.25]]> : tensor<2x2xf32>
  %y11 = onnx.node "ScatterElements" version 18(%x11_0, %x11_1, %x11_2) with {axis = 1 : i64} : (tensor<3x4xf32>, tensor<2x2xi64>, tensor<2x2xf32>) -> tensor<3x4xf32>
  %e11_0 = onnx.constant dense<[[1.75, 2.625, 2.125, 2.625], [2.0, 2.25, -2.75, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x12_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x12_1 = onnx.constant dense<[[0, -1], [2, 1]]> : tensor<2x2xi64>
  %x12_1d = tensor.cast %x12_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %x12_2 = onnx.constant dense<[[1.75, 2.625], [-2.75, 2.25]]> : tensor<2x2xf32>
  %x12_2d = tensor.cast %x12_2 : tensor<2x2xf32> to tensor<?x?xf32>
  %y12 = onnx.node "ScatterElements" version 18(%x12_0d, %x12_1d, %x12_2d) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e12_0 = onnx.constant dense<[[1.75, 2.625, 2.125, 2.625], [2.0, 2.25, -2.75, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x13_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x13_1 = onnx.constant dense<[[1], [-1]]> : tensor<2x1xi64>
  %x13_2 = onnx.constant dense<[[-1.375, -0.125, 1.75, 1.25], [-2.125, 1.0, -2.625, -0.875]]> : tensor<2x4xf32>
  %y13 = onnx.node "ScatterND" version 18(%x13_0, %x13_1, %x13_2) with {reduction = "none"} : (tensor<3x4xf32>, tensor<2x1xi64>, tensor<2x4xf32>) -> tensor<3x4xf32>
  %e13_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [-1.375, -0.125, 1.75, 1.25], [-2.125, 1.0, -2.625, -0.875]]> : tensor<3x4xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x14_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x14_1 = onnx.constant dense<[[1], [-1]]> : tensor<2x1xi64>
  %x14_1d = tensor.cast %x14_1 : tensor<2x1xi64> to tensor<?x?xi64>
  %x14_2 = onnx.constant dense<[[-1.375, -0.125, 1.75, 1.25], [-2.125, 1.0, -2.625, -0.875]]> : tensor<2x4xf32>
  %x14_2d = tensor.cast %x14_2 : tensor<2x4xf32> to tensor<?x?xf32>
  %y14 = onnx.node "ScatterND" version 18(%x14_0d, %x14_1d, %x14_2d) with {reduction = "none"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e14_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [-1.375, -0.125, 1.75, 1.25], [-2.125, 1.0, -2.625, -0.875]]> : tensor<3x4xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x15_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x15_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x15_2 = onnx.constant dense<[[1.875, -0.375], [0.625, 1.375]]> : tensor<2x2xf32>
  %y15 = onnx.node "ScatterElements" version 18(%x15_0, %x15_1, %x15_2) with {axis = 1 : i64, reduction = "add"} : (tensor<3x4xf32>, tensor<2x2xi64>, tensor<2x2xf32>) -> tensor<3x4xf32>
  %e15_0 = onnx.constant dense<[[4.625, 2.625, 2.125, -0.5], [2.0, -2.25, 0.875, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x16_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x16_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x16_1d = tensor.cast %x16_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %x16_2 = onnx.constant dense<[[1.875, -0.375], [0.625, 1.375]]> : tensor<2x2xf32>
  %x16_2d = tensor.cast %x16_2 : tensor<2x2xf32> to tensor<?x?xf32>
  %y16 = onnx.node "ScatterElements" version 18(%x16_0d, %x16_1d, %x16_2d) with {axis = 1 : i64, reduction = "add"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e16_0 = onnx.constant dense<[[4.625, 2.625, 2.125, -0.5], [2.0, -2.25, 0.875, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x17_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x17_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x17_2 = onnx.constant dense<[[1.875, 1.625, -3.0, -0.5], [-0.25, -2.625, 0.25, 0.625]]> : tensor<2x4xf32>
  %y17 = onnx.node "ScatterND" version 18(%x17_0, %x17_1, %x17_2) with {reduction = "add"} : (tensor<3x4xf32>, tensor<2x1xi64>, tensor<2x4xf32>) -> tensor<3x4xf32>
  %e17_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [3.625, -3.25, -3.875, -0.125], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x18_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x18_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x18_1d = tensor.cast %x18_1 : tensor<2x1xi64> to tensor<?x?xi64>
  %x18_2 = onnx.constant dense<[[1.875, 1.625, -3.0, -0.5], [-0.25, -2.625, 0.25, 0.625]]> : tensor<2x4xf32>
  %x18_2d = tensor.cast %x18_2 : tensor<2x4xf32> to tensor<?x?xf32>
  %y18 = onnx.node "ScatterND" version 18(%x18_0d, %x18_1d, %x18_2d) with {reduction = "add"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e18_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [3.625, -3.25, -3.875, -0.125], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x19_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x19_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x19_2 = onnx.constant dense<[[2.0, 2.625], [-2.25, -1.625]]> : tensor<2x2xf32>
  %y19 = onnx.node "ScatterElements" version 18(%x19_0, %x19_1, %x19_2) with {axis = 1 : i64, reduction = "mul"} : (tensor<3x4xf32>, tensor<2x2xi64>, tensor<2x2xf32>) -> tensor<3x4xf32>
  %e19_0 = onnx.constant dense<[[5.5, 2.625, 2.125, -0.328125], [2.0, -2.25, -4.11328125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x20_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x20_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x20_1d = tensor.cast %x20_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %x20_2 = onnx.constant dense<[[2.0, 2.625], [-2.25, -1.625]]> : tensor<2x2xf32>
  %x20_2d = tensor.cast %x20_2 : tensor<2x2xf32> to tensor<?x?xf32>
  %y20 = onnx.node "ScatterElements" version 18(%x20_0d, %x20_1d, %x20_2d) with {axis = 1 : i64, reduction = "mul"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e20_0 = onnx.constant dense<[[5.5, 2.625, 2.125, -0.328125], [2.0, -2.25, -4.11328125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x21_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x21_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x21_2 = onnx.constant dense<[[1.0, -2.25, -1.625, 0.5], [-2.0, 1.75, 2.125, -2.75]]> : tensor<2x4xf32>
  %y21 = onnx.node "ScatterND" version 18(%x21_0, %x21_1, %x21_2) with {reduction = "mul"} : (tensor<3x4xf32>, tensor<2x1xi64>, tensor<2x4xf32>) -> tensor<3x4xf32>
  %e21_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [-4.0, 8.859375, 3.88476562, 0.34375], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x22_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x22_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x22_1d = tensor.cast %x22_1 : tensor<2x1xi64> to tensor<?x?xi64>
  %x22_2 = onnx.constant dense<[[1.0, -2.25, -1.625, 0.5], [-2.0, 1.75, 2.125, -2.75]]> : tensor<2x4xf32>
  %x22_2d = tensor.cast %x22_2 : tensor<2x4xf32> to tensor<?x?xf32>
  %y22 = onnx.node "ScatterND" version 18(%x22_0d, %x22_1d, %x22_2d) with {reduction = "mul"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e22_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [-4.0, 8.859375, 3.88476562, 0.34375], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x23_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x23_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x23_2 = onnx.constant dense<[[0.25, 1.75], [2.875, -1.375]]> : tensor<2x2xf32>
  %y23 = onnx.node "ScatterElements" version 18(%x23_0, %x23_1, %x23_2) with {axis = 1 : i64, reduction = "min"} : (tensor<3x4xf32>, tensor<2x2xi64>, tensor<2x2xf32>) -> tensor<3x4xf32>
  %e23_0 = onnx.constant dense<[[0.25, 2.625, 2.125, -0.125], [2.0, -2.25, -1.375, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x24_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x24_0d = tensor.cast %x24_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x24_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x24_1d = tensor.cast %x24_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %x24_2 = onnx.constant dense<[[0.25, 1.75], [2.875, -1.375]]> : tensor<2x2xf32>
  %x24_2d = tensor.cast %x24_2 : tensor<2x2xf32> to tensor<?x?xf32>
  %y24 = onnx.node "ScatterElements" version 18(%x24_0d, %x24_1d, %x24_2d) with {axis = 1 : i64, reduction = "min"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e24_0 = onnx.constant dense<[[0.25, 2.625, 2.125, -0.125], [2.0, -2.25, -1.375, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y24, %e24_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x25_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x25_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x25_2 = onnx.constant dense<[[-2.0, 2.25, 2.5, -1.875], [-0.375, 1.375, 2.125, -2.0]]> : tensor<2x4xf32>
  %y25 = onnx.node "ScatterND" version 18(%x25_0, %x25_1, %x25_2) with {reduction = "min"} : (tensor<3x4xf32>, tensor<2x1xi64>, tensor<2x4xf32>) -> tensor<3x4xf32>
  %e25_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [-2.0, -2.25, -1.125, -2.0], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x26_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x26_0d = tensor.cast %x26_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x26_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x26_1d = tensor.cast %x26_1 : tensor<2x1xi64> to tensor<?x?xi64>
  %x26_2 = onnx.constant dense<[[-2.0, 2.25, 2.5, -1.875], [-0.375, 1.375, 2.125, -2.0]]> : tensor<2x4xf32>
  %x26_2d = tensor.cast %x26_2 : tensor<2x4xf32> to tensor<?x?xf32>
  %y26 = onnx.node "ScatterND" version 18(%x26_0d, %x26_1d, %x26_2d) with {reduction = "min"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e26_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [-2.0, -2.25, -1.125, -2.0], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y26, %e26_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x27_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x27_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x27_2 = onnx.constant dense<[[1.0, 1.875], [0.25, -2.0]]> : tensor<2x2xf32>
  %y27 = onnx.node "ScatterElements" version 18(%x27_0, %x27_1, %x27_2) with {axis = 1 : i64, reduction = "max"} : (tensor<3x4xf32>, tensor<2x2xi64>, tensor<2x2xf32>) -> tensor<3x4xf32>
  %e27_0 = onnx.constant dense<[[2.75, 2.625, 2.125, 1.875], [2.0, -2.25, 0.25, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x28_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x28_1 = onnx.constant dense<[[0, -1], [2, 2]]> : tensor<2x2xi64>
  %x28_1d = tensor.cast %x28_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %x28_2 = onnx.constant dense<[[1.0, 1.875], [0.25, -2.0]]> : tensor<2x2xf32>
  %x28_2d = tensor.cast %x28_2 : tensor<2x2xf32> to tensor<?x?xf32>
  %y28 = onnx.node "ScatterElements" version 18(%x28_0d, %x28_1d, %x28_2d) with {axis = 1 : i64, reduction = "max"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e28_0 = onnx.constant dense<[[2.75, 2.625, 2.125, 1.875], [2.0, -2.25, 0.25, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x29_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x29_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x29_2 = onnx.constant dense<[[-2.75, -1.25, 1.875, -2.75], [-3.0, -0.875, -2.625, -2.125]]> : tensor<2x4xf32>
  %y29 = onnx.node "ScatterND" version 18(%x29_0, %x29_1, %x29_2) with {reduction = "max"} : (tensor<3x4xf32>, tensor<2x1xi64>, tensor<2x4xf32>) -> tensor<3x4xf32>
  %e29_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -0.875, 1.875, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x30_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x30_0d = tensor.cast %x30_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x30_1 = onnx.constant dense<[[1], [1]]> : tensor<2x1xi64>
  %x30_1d = tensor.cast %x30_1 : tensor<2x1xi64> to tensor<?x?xi64>
  %x30_2 = onnx.constant dense<[[-2.75, -1.25, 1.875, -2.75], [-3.0, -0.875, -2.625, -2.125]]> : tensor<2x4xf32>
  %x30_2d = tensor.cast %x30_2 : tensor<2x4xf32> to tensor<?x?xf32>
  %y30 = onnx.node "ScatterND" version 18(%x30_0d, %x30_1d, %x30_2d) with {reduction = "max"} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e30_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -0.875, 1.875, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y30, %e30_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x31_0 = onnx.constant dense<[9, -9]> : tensor<2xi32>
  %x31_1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %x31_2 = onnx.constant dense<[3, 4]> : tensor<2xi32>
  %y31 = onnx.node "ScatterElements" version 18(%x31_0, %x31_1, %x31_2) with {reduction = "max"} : (tensor<2xi32>, tensor<2xi64>, tensor<2xi32>) -> tensor<2xi32>
  %e31_0 = onnx.constant dense<[9, 4]> : tensor<2xi32>
  check.expect_eq %y31, %e31_0 : tensor<2xi32>
  %x32_0 = onnx.constant dense<[9, -9]> : tensor<2xi32>
  %x32_0d = tensor.cast %x32_0 : tensor<2xi32> to tensor<?xi32>
  %x32_1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %x32_1d = tensor.cast %x32_1 : tensor<2xi64> to tensor<?xi64>
  %x32_2 = onnx.constant dense<[3, 4]> : tensor<2xi32>
  %x32_2d = tensor.cast %x32_2 : tensor<2xi32> to tensor<?xi32>
  %y32 = onnx.node "ScatterElements" version 18(%x32_0d, %x32_1d, %x32_2d) with {reduction = "max"} : (tensor<?xi32>, tensor<?xi64>, tensor<?xi32>) -> tensor<2xi32>
  %e32_0 = onnx.constant dense<[9, 4]> : tensor<2xi32>
  check.expect_eq %y32, %e32_0 : tensor<2xi32>
  %x33_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x33_1 = onnx.constant dense<[[2, 0, 1, 0]]> : tensor<1x4xi64>
  %x33_2 = onnx.constant dense<[[-2.875, 0.125, 1.125, -0.5]]> : tensor<1x4xf32>
  %y33 = onnx.node "Scatter" version 9(%x33_0, %x33_1, %x33_2) with {axis = 0 : i64} : (tensor<3x4xf32>, tensor<1x4xi64>, tensor<1x4xf32>) -> tensor<3x4xf32>
  %e33_0 = onnx.constant dense<[[2.75, 0.125, 2.125, -0.5], [2.0, -2.25, 1.125, -0.25], [-2.875, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y33, %e33_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x34_0 = onnx.constant dense<[[2.75, 2.625, 2.125, -0.125], [2.0, -2.25, -1.125, -0.25], [1.5, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  %x34_0d = tensor.cast %x34_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x34_1 = onnx.constant dense<[[2, 0, 1, 0]]> : tensor<1x4xi64>
  %x34_1d = tensor.cast %x34_1 : tensor<1x4xi64> to tensor<?x?xi64>
  %x34_2 = onnx.constant dense<[[-2.875, 0.125, 1.125, -0.5]]> : tensor<1x4xf32>
  %x34_2d = tensor.cast %x34_2 : tensor<1x4xf32> to tensor<?x?xf32>
  %y34 = onnx.node "Scatter" version 9(%x34_0d, %x34_1d, %x34_2d) with {axis = 0 : i64} : (tensor<?x?xf32>, tensor<?x?xi64>, tensor<?x?xf32>) -> tensor<3x4xf32>
  %e34_0 = onnx.constant dense<[[2.75, 0.125, 2.125, -0.5], [2.0, -2.25, 1.125, -0.25], [-2.875, -0.125, -2.125, -1.0]]> : tensor<3x4xf32>
  check.expect_close %y34, %e34_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x35_0 = onnx.constant dense<[[[[-2.25, -1.0], [0.5, 2.625], [3.0, -1.5], [-2.875, 2.0]]], [[[2.5, -0.25], [1.625, 2.25], [0.625, 2.25], [-2.875, -1.375]]]]> : tensor<2x1x4x2xf32>
  %x35_1 = onnx.constant dense<[[[[-1.375, -2.25], [2.5, -2.875]]], [[[1.0, -2.625], [-0.875, -0.5]]]]> : tensor<2x1x2x2xf32>
  %x35_2 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  %y35 = onnx.node "TensorScatter" version 24(%x35_0, %x35_1, %x35_2) with {axis = -2 : i64} : (tensor<2x1x4x2xf32>, tensor<2x1x2x2xf32>, tensor<2xi64>) -> tensor<2x1x4x2xf32>
  %e35_0 = onnx.constant dense<[[[[-2.25, -1.0], [-1.375, -2.25], [2.5, -2.875], [-2.875, 2.0]]], [[[2.5, -0.25], [1.625, 2.25], [1.0, -2.625], [-0.875, -0.5]]]]> : tensor<2x1x4x2xf32>
  check.expect_close %y35, %e35_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x4x2xf32>
  %x36_0 = onnx.constant dense<[[[[-2.25, -1.0], [0.5, 2.625], [3.0, -1.5], [-2.875, 2.0]]], [[[2.5, -0.25], [1.625, 2.25], [0.625, 2.25], [-2.875, -1.375]]]]> : tensor<2x1x4x2xf32>
  %x36_0d = tensor.cast %x36_0 : tensor<2x1x4x2xf32> to tensor<?x?x?x?xf32>
  %x36_1 = onnx.constant dense<[[[[-1.375, -2.25], [2.5, -2.875]]], [[[1.0, -2.625], [-0.875, -0.5]]]]> : tensor<2x1x2x2xf32>
  %x36_1d = tensor.cast %x36_1 : tensor<2x1x2x2xf32> to tensor<?x?x?x?xf32>
  %x36_2 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  %x36_2d = tensor.cast %x36_2 : tensor<2xi64> to tensor<?xi64>
  %y36 = onnx.node "TensorScatter" version 24(%x36_0d, %x36_1d, %x36_2d) with {axis = -2 : i64} : (tensor<?x?x?x?xf32>, tensor<?x?x?x?xf32>, tensor<?xi64>) -> tensor<2x1x4x2xf32>
  %e36_0 = onnx.constant dense<[[[[-2.25, -1.0], [-1.375, -2.25], [2.5, -2.875], [-2.875, 2.0]]], [[[2.5, -0.25], [1.625, 2.25], [1.0, -2.625], [-0.875, -0.5]]]]> : tensor<2x1x4x2xf32>
  check.expect_close %y36, %e36_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x4x2xf32>
  %x37_0 = onnx.constant dense<[[[[-2.25, -1.0], [0.5, 2.625], [3.0, -1.5], [-2.875, 2.0]]], [[[2.5, -0.25], [1.625, 2.25], [0.625, 2.25], [-2.875, -1.375]]]]> : tensor<2x1x4x2xf32>
  %x37_1 = onnx.constant dense<[[[[-1.375, -2.25], [2.5, -2.875]]], [[[1.0, -2.625], [-0.875, -0.5]]]]> : tensor<2x1x2x2xf32>
  %x37_2 = onnx.constant dense<[3, 0]> : tensor<2xi64>
  %y37 = onnx.node "TensorScatter" version 24(%x37_0, %x37_1, %x37_2) with {mode = "circular"} : (tensor<2x1x4x2xf32>, tensor<2x1x2x2xf32>, tensor<2xi64>) -> tensor<2x1x4x2xf32>
  %e37_0 = onnx.constant dense<[[[[2.5, -2.875], [0.5, 2.625], [3.0, -1.5], [-1.375, -2.25]]], [[[1.0, -2.625], [-0.875, -0.5], [0.625, 2.25], [-2.875, -1.375]]]]> : tensor<2x1x4x2xf32>
  check.expect_close %y37, %e37_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x4x2xf32>
  %x38_0 = onnx.constant dense<[[[[-2.25, -1.0], [0.5, 2.625], [3.0, -1.5], [-2.875, 2.0]]], [[[2.5, -0.25], [1.625, 2.25], [0.625, 2.25], [-2.875, -1.375]]]]> : tensor<2x1x4x2xf32>
  %x38_0d = tensor.cast %x38_0 : tensor<2x1x4x2xf32> to tensor<?x?x?x?xf32>
  %x38_1 = onnx.constant dense<[[[[-1.375, -2.25], [2.5, -2.875]]], [[[1.0, -2.625], [-0.875, -0.5]]]]> : tensor<2x1x2x2xf32>
  %x38_1d = tensor.cast %x38_1 : tensor<2x1x2x2xf32> to tensor<?x?x?x?xf32>
  %x38_2 = onnx.constant dense<[3, 0]> : tensor<2xi64>
  %x38_2d = tensor.cast %x38_2 : tensor<2xi64> to tensor<?xi64>
  %y38 = onnx.node "TensorScatter" version 24(%x38_0d, %x38_1d, %x38_2d) with {mode = "circular"} : (tensor<?x?x?x?xf32>, tensor<?x?x?x?xf32>, tensor<?xi64>) -> tensor<2x1x4x2xf32>
  %e38_0 = onnx.constant dense<[[[[2.5, -2.875], [0.5, 2.625], [3.0, -1.5], [-1.375, -2.25]]], [[[1.0, -2.625], [-0.875, -0.5], [0.625, 2.25], [-2.875, -1.375]]]]> : tensor<2x1x4x2xf32>
  check.expect_close %y38, %e38_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x4x2xf32>
  return
}
