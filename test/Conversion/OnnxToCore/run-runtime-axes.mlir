// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Axes, starts, steps and shapes that only the run knows; with dynamic sizes not
// even their number is known, and follows from the rank that is claimed.
// Against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x0_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y0 = onnx.node "ReduceSum" version 13(%x0_0, %x0_1) : (tensor<2x3x4xf32>, tensor<1xi64>) -> tensor<2x1x4xf32>
  %e0_0 = onnx.constant dense<[[[-1.0, 1.875, 0.75, 0.625]], [[-1.875, -0.125, -0.25, -0.125]]]> : tensor<2x1x4xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x4xf32>
  %x1_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x1_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %x1_1d = tensor.cast %x1_1 : tensor<1xi64> to tensor<?xi64>
  %y1 = onnx.node "ReduceSum" version 13(%x1_0d, %x1_1d) : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x1x4xf32>
  %e1_0 = onnx.constant dense<[[[-1.0, 1.875, 0.75, 0.625]], [[-1.875, -0.125, -0.25, -0.125]]]> : tensor<2x1x4xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x4xf32>
  %x2_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x2_1 = onnx.constant dense<[-1, 0]> : tensor<2xi64>
  %y2 = onnx.node "ReduceSum" version 13(%x2_0, %x2_1) with {keepdims = 0 : i64} : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<3xf32>
  %e2_0 = onnx.constant dense<[-2.0, -1.75, 3.625]> : tensor<3xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x3_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x3_1 = onnx.constant dense<[-1, 0]> : tensor<2xi64>
  %x3_1d = tensor.cast %x3_1 : tensor<2xi64> to tensor<?xi64>
  %y3 = onnx.node "ReduceSum" version 13(%x3_0d, %x3_1d) with {keepdims = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<3xf32>
  %e3_0 = onnx.constant dense<[-2.0, -1.75, 3.625]> : tensor<3xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x4_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x4_1 = onnx.constant dense<> : tensor<0xi64>
  %y4 = onnx.node "ReduceSum" version 13(%x4_0, %x4_1) with {keepdims = 0 : i64} : (tensor<2x3x4xf32>, tensor<0xi64>) -> tensor<f32>
  %e4_0 = onnx.constant dense<-0.125> : tensor<f32>
  check.expect_close %y4, %e4_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x5_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<> : tensor<0xi64>
  %x5_1d = tensor.cast %x5_1 : tensor<0xi64> to tensor<?xi64>
  %y5 = onnx.node "ReduceSum" version 13(%x5_0d, %x5_1d) with {keepdims = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<f32>
  %e5_0 = onnx.constant dense<-0.125> : tensor<f32>
  check.expect_close %y5, %e5_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x6_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x6_1 = onnx.constant dense<> : tensor<0xi64>
  %y6 = onnx.node "ReduceSum" version 13(%x6_0, %x6_1) with {noop_with_empty_axes = 1 : i64} : (tensor<2x3x4xf32>, tensor<0xi64>) -> tensor<2x3x4xf32>
  %e6_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x7_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x7_1 = onnx.constant dense<> : tensor<0xi64>
  %x7_1d = tensor.cast %x7_1 : tensor<0xi64> to tensor<?xi64>
  %y7 = onnx.node "ReduceSum" version 13(%x7_0d, %x7_1d) with {noop_with_empty_axes = 1 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x3x4xf32>
  %e7_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x8_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x8_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %y8 = onnx.node "ReduceMean" version 18(%x8_0, %x8_1) with {keepdims = 0 : i64} : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<3xf32>
  %e8_0 = onnx.constant dense<[-0.25, -0.21875, 0.453125]> : tensor<3xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x9_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %x9_1d = tensor.cast %x9_1 : tensor<2xi64> to tensor<?xi64>
  %y9 = onnx.node "ReduceMean" version 18(%x9_0d, %x9_1d) with {keepdims = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<3xf32>
  %e9_0 = onnx.constant dense<[-0.25, -0.21875, 0.453125]> : tensor<3xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x10_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x10_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %y10 = onnx.node "ReduceMax" version 18(%x10_0, %x10_1) with {keepdims = 0 : i64} : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<3xf32>
  %e10_0 = onnx.constant dense<[2.5, 2.875, 2.75]> : tensor<3xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x11_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x11_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %x11_1d = tensor.cast %x11_1 : tensor<2xi64> to tensor<?xi64>
  %y11 = onnx.node "ReduceMax" version 18(%x11_0d, %x11_1d) with {keepdims = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<3xf32>
  %e11_0 = onnx.constant dense<[2.5, 2.875, 2.75]> : tensor<3xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x12_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x12_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %y12 = onnx.node "ReduceL2" version 18(%x12_0, %x12_1) with {keepdims = 0 : i64} : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<3xf32>
  %e12_0 = onnx.constant dense<[5.11737251, 5.78791857, 4.16270638]> : tensor<3xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x13_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x13_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %x13_1d = tensor.cast %x13_1 : tensor<2xi64> to tensor<?xi64>
  %y13 = onnx.node "ReduceL2" version 18(%x13_0d, %x13_1d) with {keepdims = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<3xf32>
  %e13_0 = onnx.constant dense<[5.11737251, 5.78791857, 4.16270638]> : tensor<3xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x14_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x14_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %y14 = onnx.node "ReduceLogSumExp" version 18(%x14_0, %x14_1) with {keepdims = 0 : i64} : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<3xf32>
  %e14_0 = onnx.constant dense<[3.12749147, 3.55235672, 3.39604044]> : tensor<3xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x15_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x15_1 = onnx.constant dense<[2, 0]> : tensor<2xi64>
  %x15_1d = tensor.cast %x15_1 : tensor<2xi64> to tensor<?xi64>
  %y15 = onnx.node "ReduceLogSumExp" version 18(%x15_0d, %x15_1d) with {keepdims = 0 : i64} : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<3xf32>
  %e15_0 = onnx.constant dense<[3.12749147, 3.55235672, 3.39604044]> : tensor<3xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x16_0 = onnx.constant dense<[[7, 8], [-3, 2]]> : tensor<2x2xi32>
  %x16_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y16 = onnx.node "ReduceMean" version 18(%x16_0, %x16_1) : (tensor<2x2xi32>, tensor<1xi64>) -> tensor<2x1xi32>
  %e16_0 = onnx.constant dense<[[7], [0]]> : tensor<2x1xi32>
  check.expect_eq %y16, %e16_0 : tensor<2x1xi32>
  %x17_0 = onnx.constant dense<[[7, 8], [-3, 2]]> : tensor<2x2xi32>
  %x17_0d = tensor.cast %x17_0 : tensor<2x2xi32> to tensor<?x?xi32>
  %x17_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %x17_1d = tensor.cast %x17_1 : tensor<1xi64> to tensor<?xi64>
  %y17 = onnx.node "ReduceMean" version 18(%x17_0d, %x17_1d) : (tensor<?x?xi32>, tensor<?xi64>) -> tensor<2x1xi32>
  %e17_0 = onnx.constant dense<[[7], [0]]> : tensor<2x1xi32>
  check.expect_eq %y17, %e17_0 : tensor<2x1xi32>
  %x18_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x18_1 = onnx.constant dense<[-1, 1]> : tensor<2xi64>
  %y18 = onnx.node "Unsqueeze" version 13(%x18_0, %x18_1) : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<2x1x3x4x1xf32>
  %e18_0 = onnx.constant dense<[[[[[-2.5], [1.625], [-0.375], [1.375]], [[2.875], [0.25], [0.0], [-2.625]], [[-1.375], [-0.0], [1.125], [1.875]]]], [[[[-0.75], [-2.625], [-1.25], [2.5]], [[-1.75], [-0.25], [2.625], [-2.875]], [[0.625], [2.75], [-1.625], [0.25]]]]]> : tensor<2x1x3x4x1xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x3x4x1xf32>
  %x19_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x19_1 = onnx.constant dense<[-1, 1]> : tensor<2xi64>
  %x19_1d = tensor.cast %x19_1 : tensor<2xi64> to tensor<?xi64>
  %y19 = onnx.node "Unsqueeze" version 13(%x19_0d, %x19_1d) : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<2x1x3x4x1xf32>
  %e19_0 = onnx.constant dense<[[[[[-2.5], [1.625], [-0.375], [1.375]], [[2.875], [0.25], [0.0], [-2.625]], [[-1.375], [-0.0], [1.125], [1.875]]]], [[[[-0.75], [-2.625], [-1.25], [2.5]], [[-1.75], [-0.25], [2.625], [-2.875]], [[0.625], [2.75], [-1.625], [0.25]]]]]> : tensor<2x1x3x4x1xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x1x3x4x1xf32>
  %x20_0 = onnx.constant dense<[[[[2.5, -2.25]], [[0.125, 1.5]], [[1.0, -0.25]]]]> : tensor<1x3x1x2xf32>
  %x20_1 = onnx.constant dense<[-2]> : tensor<1xi64>
  %y20 = onnx.node "Squeeze" version 13(%x20_0, %x20_1) : (tensor<1x3x1x2xf32>, tensor<1xi64>) -> tensor<1x3x2xf32>
  %e20_0 = onnx.constant dense<[[[2.5, -2.25], [0.125, 1.5], [1.0, -0.25]]]> : tensor<1x3x2xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x3x2xf32>
  %x21_0 = onnx.constant dense<[[[[2.5, -2.25]], [[0.125, 1.5]], [[1.0, -0.25]]]]> : tensor<1x3x1x2xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<1x3x1x2xf32> to tensor<?x?x?x?xf32>
  %x21_1 = onnx.constant dense<[-2]> : tensor<1xi64>
  %x21_1d = tensor.cast %x21_1 : tensor<1xi64> to tensor<?xi64>
  %y21 = onnx.node "Squeeze" version 13(%x21_0d, %x21_1d) : (tensor<?x?x?x?xf32>, tensor<?xi64>) -> tensor<1x3x2xf32>
  %e21_0 = onnx.constant dense<[[[2.5, -2.25], [0.125, 1.5], [1.0, -0.25]]]> : tensor<1x3x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<1x3x2xf32>
  %x22_0 = onnx.constant dense<[[[[-1.75, -0.0]], [[-0.75, -0.125]], [[-0.75, 2.0]]]]> : tensor<1x3x1x2xf32>
  %y22 = onnx.node "Squeeze" version 13(%x22_0) : (tensor<1x3x1x2xf32>) -> tensor<3x2xf32>
  %e22_0 = onnx.constant dense<[[-1.75, -0.0], [-0.75, -0.125], [-0.75, 2.0]]> : tensor<3x2xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x23_0 = onnx.constant dense<[[[[-1.75, -0.0]], [[-0.75, -0.125]], [[-0.75, 2.0]]]]> : tensor<1x3x1x2xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<1x3x1x2xf32> to tensor<?x?x?x?xf32>
  %y23 = onnx.node "Squeeze" version 13(%x23_0d) : (tensor<?x?x?x?xf32>) -> tensor<3x2xf32>
  %e23_0 = onnx.constant dense<[[-1.75, -0.0], [-0.75, -0.125], [-0.75, 2.0]]> : tensor<3x2xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x24_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x24_1 = onnx.constant dense<[1, -1]> : tensor<2xi64>
  %x24_2 = onnx.constant dense<[3, -5]> : tensor<2xi64>
  %x24_3 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  %x24_4 = onnx.constant dense<[1, -2]> : tensor<2xi64>
  %y24 = onnx.node "Slice" version 13(%x24_0, %x24_1, %x24_2, %x24_3, %x24_4) : (tensor<2x3x4xf32>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<2x2x2xf32>
  %e24_0 = onnx.constant dense<[[[-2.625, 0.25], [1.875, -0.0]], [[-2.875, -0.25], [0.25, 2.75]]]> : tensor<2x2x2xf32>
  check.expect_close %y24, %e24_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2x2xf32>
  %x25_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x25_0d = tensor.cast %x25_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x25_1 = onnx.constant dense<[1, -1]> : tensor<2xi64>
  %x25_1d = tensor.cast %x25_1 : tensor<2xi64> to tensor<?xi64>
  %x25_2 = onnx.constant dense<[3, -5]> : tensor<2xi64>
  %x25_2d = tensor.cast %x25_2 : tensor<2xi64> to tensor<?xi64>
  %x25_3 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  %x25_3d = tensor.cast %x25_3 : tensor<2xi64> to tensor<?xi64>
  %x25_4 = onnx.constant dense<[1, -2]> : tensor<2xi64>
  %x25_4d = tensor.cast %x25_4 : tensor<2xi64> to tensor<?xi64>
  %y25 = onnx.node "Slice" version 13(%x25_0d, %x25_1d, %x25_2d, %x25_3d, %x25_4d) : (tensor<?x?x?xf32>, tensor<?xi64>, tensor<?xi64>, tensor<?xi64>, tensor<?xi64>) -> tensor<2x2x2xf32>
  %e25_0 = onnx.constant dense<[[[-2.625, 0.25], [1.875, -0.0]], [[-2.875, -0.25], [0.25, 2.75]]]> : tensor<2x2x2xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2x2xf32>
  %x26_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x26_1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %x26_2 = onnx.constant dense<[1000, 3]> : tensor<2xi64>
  %y26 = onnx.node "Slice" version 13(%x26_0, %x26_1, %x26_2) : (tensor<2x3x4xf32>, tensor<2xi64>, tensor<2xi64>) -> tensor<2x2x4xf32>
  %e26_0 = onnx.constant dense<[[[2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x2x4xf32>
  check.expect_close %y26, %e26_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2x4xf32>
  %x27_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x27_0d = tensor.cast %x27_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x27_1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %x27_1d = tensor.cast %x27_1 : tensor<2xi64> to tensor<?xi64>
  %x27_2 = onnx.constant dense<[1000, 3]> : tensor<2xi64>
  %x27_2d = tensor.cast %x27_2 : tensor<2xi64> to tensor<?xi64>
  %y27 = onnx.node "Slice" version 13(%x27_0d, %x27_1d, %x27_2d) : (tensor<?x?x?xf32>, tensor<?xi64>, tensor<?xi64>) -> tensor<2x2x4xf32>
  %e27_0 = onnx.constant dense<[[[2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x2x4xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2x4xf32>
  %x28_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x28_1 = onnx.constant dense<[-9223372036854775808]> : tensor<1xi64>
  %x28_2 = onnx.constant dense<[9223372036854775807]> : tensor<1xi64>
  %x28_3 = onnx.constant dense<[-1]> : tensor<1xi64>
  %x28_4 = onnx.constant dense<[3]> : tensor<1xi64>
  %y28 = onnx.node "Slice" version 13(%x28_0, %x28_1, %x28_2, %x28_3, %x28_4) : (tensor<2x3x4xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2x3x2xf32>
  %e28_0 = onnx.constant dense<[[[-2.5, 1.375], [2.875, -2.625], [-1.375, 1.875]], [[-0.75, 2.5], [-1.75, -2.875], [0.625, 0.25]]]> : tensor<2x3x2xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x29_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x29_0d = tensor.cast %x29_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x29_1 = onnx.constant dense<[-9223372036854775808]> : tensor<1xi64>
  %x29_1d = tensor.cast %x29_1 : tensor<1xi64> to tensor<?xi64>
  %x29_2 = onnx.constant dense<[9223372036854775807]> : tensor<1xi64>
  %x29_2d = tensor.cast %x29_2 : tensor<1xi64> to tensor<?xi64>
  %x29_3 = onnx.constant dense<[-1]> : tensor<1xi64>
  %x29_3d = tensor.cast %x29_3 : tensor<1xi64> to tensor<?xi64>
  %x29_4 = onnx.constant dense<[3]> : tensor<1xi64>
  %x29_4d = tensor.cast %x29_4 : tensor<1xi64> to tensor<?xi64>
  %y29 = onnx.node "Slice" version 13(%x29_0d, %x29_1d, %x29_2d, %x29_3d, %x29_4d) : (tensor<?x?x?xf32>, tensor<?xi64>, tensor<?xi64>, tensor<?xi64>, tensor<?xi64>) -> tensor<2x3x2xf32>
  %e29_0 = onnx.constant dense<[[[-2.5, 1.375], [2.875, -2.625], [-1.375, 1.875]], [[-0.75, 2.5], [-1.75, -2.875], [0.625, 0.25]]]> : tensor<2x3x2xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x30_0 = onnx.constant dense<[[1.625, -1.125], [0.375, -1.375], [-0.25, -0.875], [1.0, -0.75], [-0.25, 1.375]]> : tensor<5x2xf32>
  %x30_1 = onnx.constant dense<[2, 0, 3]> : tensor<3xi64>
  %y30:3 = onnx.node "Split" version 13(%x30_0, %x30_1) with {axis = 0 : i64} : (tensor<5x2xf32>, tensor<3xi64>) -> (tensor<2x2xf32>, tensor<0x2xf32>, tensor<3x2xf32>)
  %e30_0 = onnx.constant dense<[[1.625, -1.125], [0.375, -1.375]]> : tensor<2x2xf32>
  check.expect_close %y30#0, %e30_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e30_1 = onnx.constant dense<> : tensor<0x2xf32>
  check.expect_close %y30#1, %e30_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<0x2xf32>
  %e30_2 = onnx.constant dense<[[-0.25, -0.875], [1.0, -0.75], [-0.25, 1.375]]> : tensor<3x2xf32>
  check.expect_close %y30#2, %e30_2 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x31_0 = onnx.constant dense<[[1.625, -1.125], [0.375, -1.375], [-0.25, -0.875], [1.0, -0.75], [-0.25, 1.375]]> : tensor<5x2xf32>
  %x31_0d = tensor.cast %x31_0 : tensor<5x2xf32> to tensor<?x?xf32>
  %x31_1 = onnx.constant dense<[2, 0, 3]> : tensor<3xi64>
  %x31_1d = tensor.cast %x31_1 : tensor<3xi64> to tensor<?xi64>
  %y31:3 = onnx.node "Split" version 13(%x31_0d, %x31_1d) with {axis = 0 : i64} : (tensor<?x?xf32>, tensor<?xi64>) -> (tensor<2x2xf32>, tensor<0x2xf32>, tensor<3x2xf32>)
  %e31_0 = onnx.constant dense<[[1.625, -1.125], [0.375, -1.375]]> : tensor<2x2xf32>
  check.expect_close %y31#0, %e31_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e31_1 = onnx.constant dense<> : tensor<0x2xf32>
  check.expect_close %y31#1, %e31_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<0x2xf32>
  %e31_2 = onnx.constant dense<[[-0.25, -0.875], [1.0, -0.75], [-0.25, 1.375]]> : tensor<3x2xf32>
  check.expect_close %y31#2, %e31_2 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x32_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x32_1 = onnx.constant dense<[4, -1]> : tensor<2xi64>
  %y32 = onnx.node "Reshape" version 13(%x32_0, %x32_1) : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<4x6xf32>
  %e32_0 = onnx.constant dense<[[-2.5, 1.625, -0.375, 1.375, 2.875, 0.25], [0.0, -2.625, -1.375, -0.0, 1.125, 1.875], [-0.75, -2.625, -1.25, 2.5, -1.75, -0.25], [2.625, -2.875, 0.625, 2.75, -1.625, 0.25]]> : tensor<4x6xf32>
  check.expect_close %y32, %e32_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4x6xf32>
  %x33_0 = onnx.constant dense<[[[-2.5, 1.625, -0.375, 1.375], [2.875, 0.25, 0.0, -2.625], [-1.375, -0.0, 1.125, 1.875]], [[-0.75, -2.625, -1.25, 2.5], [-1.75, -0.25, 2.625, -2.875], [0.625, 2.75, -1.625, 0.25]]]> : tensor<2x3x4xf32>
  %x33_0d = tensor.cast %x33_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x33_1 = onnx.constant dense<[4, -1]> : tensor<2xi64>
  %x33_1d = tensor.cast %x33_1 : tensor<2xi64> to tensor<?xi64>
  %y33 = onnx.node "Reshape" version 13(%x33_0d, %x33_1d) : (tensor<?x?x?xf32>, tensor<?xi64>) -> tensor<4x6xf32>
  %e33_0 = onnx.constant dense<[[-2.5, 1.625, -0.375, 1.375, 2.875, 0.25], [0.0, -2.625, -1.375, -0.0, 1.125, 1.875], [-0.75, -2.625, -1.25, 2.5, -1.75, -0.25], [2.625, -2.875, 0.625, 2.75, -1.625, 0.25]]> : tensor<4x6xf32>
  check.expect_close %y33, %e33_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4x6xf32>
  %x34_0 = onnx.constant dense<[[-0.5], [2.5], [-1.875]]> : tensor<3x1xf32>
  %x34_1 = onnx.constant dense<[2, 3, 4]> : tensor<3xi64>
  %y34 = onnx.node "Expand" version 13(%x34_0, %x34_1) : (tensor<3x1xf32>, tensor<3xi64>) -> tensor<2x3x4xf32>
  %e34_0 = onnx.constant dense<[[[-0.5, -0.5, -0.5, -0.5], [2.5, 2.5, 2.5, 2.5], [-1.875, -1.875, -1.875, -1.875]], [[-0.5, -0.5, -0.5, -0.5], [2.5, 2.5, 2.5, 2.5], [-1.875, -1.875, -1.875, -1.875]]]> : tensor<2x3x4xf32>
  check.expect_close %y34, %e34_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x35_0 = onnx.constant dense<[[-0.5], [2.5], [-1.875]]> : tensor<3x1xf32>
  %x35_0d = tensor.cast %x35_0 : tensor<3x1xf32> to tensor<?x?xf32>
  %x35_1 = onnx.constant dense<[2, 3, 4]> : tensor<3xi64>
  %x35_1d = tensor.cast %x35_1 : tensor<3xi64> to tensor<?xi64>
  %y35 = onnx.node "Expand" version 13(%x35_0d, %x35_1d) : (tensor<?x?xf32>, tensor<?xi64>) -> tensor<2x3x4xf32>
  %e35_0 = onnx.constant dense<[[[-0.5, -0.5, -0.5, -0.5], [2.5, 2.5, 2.5, 2.5], [-1.875, -1.875, -1.875, -1.875]], [[-0.5, -0.5, -0.5, -0.5], [2.5, 2.5, 2.5, 2.5], [-1.875, -1.875, -1.875, -1.875]]]> : tensor<2x3x4xf32>
  check.expect_close %y35, %e35_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x4xf32>
  %x36_0 = onnx.constant dense<[2, 3]> : tensor<2xi64>
  %y36 = onnx.node "ConstantOfShape" version 9(%x36_0) : (tensor<2xi64>) -> tensor<2x3xf32>
  %e36_0 = onnx.constant dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf32>
  check.expect_close %y36, %e36_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x37_0 = onnx.constant dense<[2, 3]> : tensor<2xi64>
  %x37_0d = tensor.cast %x37_0 : tensor<2xi64> to tensor<?xi64>
  %y37 = onnx.node "ConstantOfShape" version 9(%x37_0d) : (tensor<?xi64>) -> tensor<2x3xf32>
  %e37_0 = onnx.constant dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf32>
  check.expect_close %y37, %e37_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  return
}
