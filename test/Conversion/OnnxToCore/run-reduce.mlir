// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Reductions and softmax against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[2.5, 0.75], [0.75, 2.75], [1.5, 2.0]], [[1.75, 2.0], [0.75, 2.5], [0.75, 2.25]]]> : tensor<2x3x2xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x0_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y0 = onnx.node "ReduceSum" version 21(%x0_0d, %x0_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e0_0 = onnx.constant dense<[[[4.75, 5.5]], [[3.25, 6.75]]]> : tensor<2x1x2xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x1_0 = onnx.constant dense<[[1.5, 1.75], [2.25, 1.5]]> : tensor<2x2xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y1 = onnx.node "ReduceSum" version 12(%x1_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e1_0 = onnx.constant dense<[3.25, 3.75]> : tensor<2xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x2_0 = onnx.constant dense<[[0.5, 3.0], [1.75, 2.25]]> : tensor<2x2xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y2 = onnx.node "ReduceSum" version 21(%x2_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e2_0 = onnx.constant dense<7.5> : tensor<f32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x3_0 = onnx.constant dense<[[[1.75, 2.5], [2.0, 0.75], [2.0, 1.0]], [[2.5, 2.25], [2.75, 2.0], [1.0, 2.0]]]> : tensor<2x3x2xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x3_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y3 = onnx.node "ReduceMean" version 21(%x3_0d, %x3_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e3_0 = onnx.constant dense<[[[1.91666663, 1.41666663]], [[2.08333325, 2.08333325]]]> : tensor<2x1x2xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x4_0 = onnx.constant dense<[[2.5, 2.25], [1.25, 2.25]]> : tensor<2x2xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y4 = onnx.node "ReduceMean" version 17(%x4_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e4_0 = onnx.constant dense<[2.375, 1.75]> : tensor<2xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x5_0 = onnx.constant dense<[[2.75, 2.25], [1.5, 2.75]]> : tensor<2x2xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y5 = onnx.node "ReduceMean" version 21(%x5_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e5_0 = onnx.constant dense<2.3125> : tensor<f32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x6_0 = onnx.constant dense<[[[2.5, 2.75], [0.75, 1.25], [2.5, 1.25]], [[0.75, 2.25], [2.5, 2.0], [1.25, 2.0]]]> : tensor<2x3x2xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x6_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y6 = onnx.node "ReduceMax" version 21(%x6_0d, %x6_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e6_0 = onnx.constant dense<[[[2.5, 2.75]], [[2.5, 2.25]]]> : tensor<2x1x2xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x7_0 = onnx.constant dense<[[0.5, 2.0], [2.75, 0.75]]> : tensor<2x2xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y7 = onnx.node "ReduceMax" version 17(%x7_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e7_0 = onnx.constant dense<[2.0, 2.75]> : tensor<2xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x8_0 = onnx.constant dense<[[1.5, 1.0], [1.5, 0.5]]> : tensor<2x2xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y8 = onnx.node "ReduceMax" version 21(%x8_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e8_0 = onnx.constant dense<1.5> : tensor<f32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x9_0 = onnx.constant dense<[[[2.5, 1.75], [1.5, 2.0], [2.75, 1.25]], [[1.25, 0.5], [1.25, 0.75], [0.5, 2.0]]]> : tensor<2x3x2xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y9 = onnx.node "ReduceMin" version 21(%x9_0d, %x9_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e9_0 = onnx.constant dense<[[[1.5, 1.25]], [[0.5, 0.5]]]> : tensor<2x1x2xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x10_0 = onnx.constant dense<[[1.0, 0.75], [2.75, 0.75]]> : tensor<2x2xf32>
  %x10_0d = tensor.cast %x10_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y10 = onnx.node "ReduceMin" version 17(%x10_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e10_0 = onnx.constant dense<[0.75, 0.75]> : tensor<2xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x11_0 = onnx.constant dense<[[0.75, 3.0], [2.25, 2.25]]> : tensor<2x2xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y11 = onnx.node "ReduceMin" version 21(%x11_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e11_0 = onnx.constant dense<0.75> : tensor<f32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x12_0 = onnx.constant dense<[[[2.0, 0.75], [2.5, 1.5], [1.5, 0.75]], [[0.75, 1.75], [2.0, 1.75], [2.0, 2.75]]]> : tensor<2x3x2xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x12_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y12 = onnx.node "ReduceProd" version 21(%x12_0d, %x12_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e12_0 = onnx.constant dense<[[[7.5, 0.84375]], [[3.0, 8.421875]]]> : tensor<2x1x2xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x13_0 = onnx.constant dense<[[1.75, 1.5], [1.25, 1.25]]> : tensor<2x2xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y13 = onnx.node "ReduceProd" version 17(%x13_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e13_0 = onnx.constant dense<[2.625, 1.5625]> : tensor<2xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x14_0 = onnx.constant dense<[[2.0, 2.5], [1.5, 0.5]]> : tensor<2x2xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y14 = onnx.node "ReduceProd" version 21(%x14_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e14_0 = onnx.constant dense<3.75> : tensor<f32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x15_0 = onnx.constant dense<[[[1.0, 0.75], [1.25, 2.25], [2.0, 2.25]], [[1.75, 0.75], [1.25, 1.75], [1.75, 1.0]]]> : tensor<2x3x2xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x15_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y15 = onnx.node "ReduceSumSquare" version 21(%x15_0d, %x15_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e15_0 = onnx.constant dense<[[[6.5625, 10.6875]], [[7.6875, 4.625]]]> : tensor<2x1x2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x16_0 = onnx.constant dense<[[2.5, 1.5], [2.5, 1.25]]> : tensor<2x2xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y16 = onnx.node "ReduceSumSquare" version 17(%x16_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e16_0 = onnx.constant dense<[8.5, 7.8125]> : tensor<2xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x17_0 = onnx.constant dense<[[2.75, 0.75], [2.5, 0.5]]> : tensor<2x2xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y17 = onnx.node "ReduceSumSquare" version 21(%x17_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e17_0 = onnx.constant dense<14.625> : tensor<f32>
  check.expect_close %y17, %e17_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x18_0 = onnx.constant dense<[[[1.0, 2.75], [1.5, 2.75], [2.75, 2.5]], [[1.5, 2.75], [1.75, 0.75], [2.75, 2.5]]]> : tensor<2x3x2xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x18_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y18 = onnx.node "ReduceL1" version 21(%x18_0d, %x18_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e18_0 = onnx.constant dense<[[[5.25, 8.0]], [[6.0, 6.0]]]> : tensor<2x1x2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x19_0 = onnx.constant dense<[[0.75, 2.75], [1.75, 2.25]]> : tensor<2x2xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y19 = onnx.node "ReduceL1" version 17(%x19_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e19_0 = onnx.constant dense<[3.5, 4.0]> : tensor<2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x20_0 = onnx.constant dense<[[1.25, 1.0], [2.5, 2.0]]> : tensor<2x2xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y20 = onnx.node "ReduceL1" version 21(%x20_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e20_0 = onnx.constant dense<6.75> : tensor<f32>
  check.expect_close %y20, %e20_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x21_0 = onnx.constant dense<[[[0.75, 1.5], [2.75, 1.75], [1.25, 1.25]], [[2.5, 1.75], [2.75, 1.25], [2.5, 1.25]]]> : tensor<2x3x2xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x21_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y21 = onnx.node "ReduceL2" version 21(%x21_0d, %x21_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e21_0 = onnx.constant dense<[[[3.11247492, 2.62202215]], [[4.47911835, 2.48746848]]]> : tensor<2x1x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x22_0 = onnx.constant dense<[[2.5, 0.5], [0.75, 1.25]]> : tensor<2x2xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y22 = onnx.node "ReduceL2" version 17(%x22_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e22_0 = onnx.constant dense<[2.54950976, 1.45773792]> : tensor<2xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x23_0 = onnx.constant dense<[[2.75, 1.25], [1.75, 0.75]]> : tensor<2x2xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y23 = onnx.node "ReduceL2" version 21(%x23_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e23_0 = onnx.constant dense<3.57071424> : tensor<f32>
  check.expect_close %y23, %e23_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x24_0 = onnx.constant dense<[[[2.0, 0.75], [0.75, 2.5], [1.0, 0.75]], [[2.0, 0.75], [0.75, 2.5], [1.5, 2.75]]]> : tensor<2x3x2xf32>
  %x24_0d = tensor.cast %x24_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x24_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y24 = onnx.node "ReduceLogSum" version 21(%x24_0d, %x24_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e24_0 = onnx.constant dense<[[[1.32175589, 1.38629436]], [[1.44691896, 1.79175949]]]> : tensor<2x1x2xf32>
  check.expect_close %y24, %e24_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x25_0 = onnx.constant dense<[[2.25, 1.0], [0.75, 1.0]]> : tensor<2x2xf32>
  %x25_0d = tensor.cast %x25_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y25 = onnx.node "ReduceLogSum" version 17(%x25_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e25_0 = onnx.constant dense<[1.17865503, 0.559615791]> : tensor<2xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x26_0 = onnx.constant dense<[[1.75, 1.5], [2.5, 1.75]]> : tensor<2x2xf32>
  %x26_0d = tensor.cast %x26_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y26 = onnx.node "ReduceLogSum" version 21(%x26_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e26_0 = onnx.constant dense<2.01490307> : tensor<f32>
  check.expect_close %y26, %e26_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x27_0 = onnx.constant dense<[[[2.0, 1.5], [2.5, 2.25], [2.25, 2.5]], [[1.5, 0.75], [2.5, 1.25], [2.25, 3.0]]]> : tensor<2x3x2xf32>
  %x27_0d = tensor.cast %x27_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x27_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y27 = onnx.node "ReduceLogSumExp" version 21(%x27_0d, %x27_1) : (tensor<?x?x?xf32>, tensor<1xi64>) -> tensor<2x1x2xf32>
  %e27_0 = onnx.constant dense<[[[3.36933804, 3.26392269]], [[3.26392245, 3.24621391]]]> : tensor<2x1x2xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x28_0 = onnx.constant dense<[[2.25, 2.75], [0.5, 2.0]]> : tensor<2x2xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y28 = onnx.node "ReduceLogSumExp" version 17(%x28_0d) with {axes = array<i64: -1>, keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e28_0 = onnx.constant dense<[3.22407699, 2.20141339]> : tensor<2xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x29_0 = onnx.constant dense<[[0.75, 2.75], [3.0, 0.5]]> : tensor<2x2xf32>
  %x29_0d = tensor.cast %x29_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %y29 = onnx.node "ReduceLogSumExp" version 21(%x29_0d) with {keepdims = 0 : i64} : (tensor<?x?xf32>) -> tensor<f32>
  %e29_0 = onnx.constant dense<3.67614603> : tensor<f32>
  check.expect_close %y29, %e29_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<f32>
  %x30_0 = onnx.constant dense<[[-2.25, 2.0], [1.0, 3.0]]> : tensor<2x2xf32>
  %x30_0d = tensor.cast %x30_0 : tensor<2x2xf32> to tensor<?x?xf32>
  %x30_1 = onnx.constant dense<> : tensor<0xi64>
  %y30 = onnx.node "ReduceSum" version 21(%x30_0d, %x30_1) with {noop_with_empty_axes = 1 : i64} : (tensor<?x?xf32>, tensor<0xi64>) -> tensor<2x2xf32>
  %e30_0 = onnx.constant dense<[[-2.25, 2.0], [1.0, 3.0]]> : tensor<2x2xf32>
  check.expect_close %y30, %e30_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2xf32>

  // The sum of nothing.
  %x31_0 = onnx.constant dense<> : tensor<3x0xf32>
  %x31_0d = tensor.cast %x31_0 : tensor<3x0xf32> to tensor<?x?xf32>
  %x31_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y31 = onnx.node "ReduceSum" version 21(%x31_0d, %x31_1) : (tensor<?x?xf32>, tensor<1xi64>) -> tensor<3x1xf32>
  %e31_0 = onnx.constant dense<[[0.0], [0.0], [0.0]]> : tensor<3x1xf32>
  check.expect_close %y31, %e31_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1xf32>
  %x32_0 = onnx.constant dense<[[1.5, 0.5], [0.25, -3.0]]> : tensor<2x2xf16>
  %x32_0d = tensor.cast %x32_0 : tensor<2x2xf16> to tensor<?x?xf16>
  %x32_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y32 = onnx.node "ReduceMax" version 21(%x32_0d, %x32_1) : (tensor<?x?xf16>, tensor<1xi64>) -> tensor<2x1xf16>
  %e32_0 = onnx.constant dense<[[1.5], [0.25]]> : tensor<2x1xf16>
  check.expect_close %y32, %e32_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<2x1xf16>
  %x33_0 = onnx.constant dense<[[4, 5, -5], [-3, 7, -8]]> : tensor<2x3xi64>
  %x33_0d = tensor.cast %x33_0 : tensor<2x3xi64> to tensor<?x?xi64>
  %x33_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y33 = onnx.node "ReduceSum" version 21(%x33_0d, %x33_1) : (tensor<?x?xi64>, tensor<1xi64>) -> tensor<2x1xi64>
  %e33_0 = onnx.constant dense<[[4], [-4]]> : tensor<2x1xi64>
  check.expect_eq %y33, %e33_0 : tensor<2x1xi64>
  %x34_0 = onnx.constant dense<[[8, 4, 4], [3, 4, 5]]> : tensor<2x3xi32>
  %x34_0d = tensor.cast %x34_0 : tensor<2x3xi32> to tensor<?x?xi32>
  %x34_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y34 = onnx.node "ReduceMean" version 21(%x34_0d, %x34_1) : (tensor<?x?xi32>, tensor<1xi64>) -> tensor<2x1xi32>
  %e34_0 = onnx.constant dense<[[5], [4]]> : tensor<2x1xi32>
  check.expect_eq %y34, %e34_0 : tensor<2x1xi32>
  %x35_0 = onnx.constant dense<[[200, 3], [1, 2]]> : tensor<2x2xui8>
  %x35_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y35 = onnx.node "ReduceMax" version 21(%x35_0, %x35_1) : (tensor<2x2xui8>, tensor<1xi64>) -> tensor<2x1xui8>
  %e35_0 = onnx.constant dense<[[200], [2]]> : tensor<2x1xui8>
  check.expect_eq %y35, %e35_0 : tensor<2x1xui8>
  %x36_0 = onnx.constant dense<[[false, false, true], [false, true, true]]> : tensor<2x3xi1>
  %x36_0d = tensor.cast %x36_0 : tensor<2x3xi1> to tensor<?x?xi1>
  %x36_1 = onnx.constant dense<[1]> : tensor<1xi64>
  %y36 = onnx.node "ReduceMin" version 21(%x36_0d, %x36_1) : (tensor<?x?xi1>, tensor<1xi64>) -> tensor<2x1xi1>
  %e36_0 = onnx.constant dense<[[false], [false]]> : tensor<2x1xi1>
  check.expect_eq %y36, %e36_0 : tensor<2x1xi1>
  %x37_0 = onnx.constant dense<[[[0.75, -2.5, 0.75], [2.0, -1.25, 0.25]], [[2.5, 1.25, -1.75], [2.75, -1.0, 2.0]]]> : tensor<2x2x3xf32>
  %x37_0d = tensor.cast %x37_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %y37 = onnx.node "Softmax" version 21(%x37_0d) with {axis = 0 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2x3xf32>
  %e37_0 = onnx.constant dense<[[[0.148047194, 0.0229773708, 0.924141824], [0.320821315, 0.437823534, 0.148047194]], [[0.851952732, 0.977022648, 0.0758581832], [0.679178715, 0.562176526, 0.851952732]]]> : tensor<2x2x3xf32>
  check.expect_close %y37, %e37_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x38_0 = onnx.constant dense<[[[-0.25, 1.75, 2.5], [2.5, 1.75, -1.0]], [[2.5, -2.0, -1.5], [1.0, 1.5, -2.75]]]> : tensor<2x2x3xf32>
  %x38_0d = tensor.cast %x38_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %y38 = onnx.node "Softmax" version 21(%x38_0d) with {axis = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2x3xf32>
  %e38_0 = onnx.constant dense<[[[0.0600866489, 0.5, 0.970687747], [0.939913332, 0.5, 0.0293122306]], [[0.817574441, 0.0293122306, 0.777299881], [0.182425514, 0.970687747, 0.222700149]]]> : tensor<2x2x3xf32>
  check.expect_close %y38, %e38_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x39_0 = onnx.constant dense<[[[-1.5, -0.75, 2.0], [-3.0, 2.25, -1.0]], [[0.75, 2.5, -2.75], [0.25, -1.75, 1.25]]]> : tensor<2x2x3xf32>
  %x39_0d = tensor.cast %x39_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %y39 = onnx.node "Softmax" version 21(%x39_0d) with {axis = 2 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2x3xf32>
  %e39_0 = onnx.constant dense<[[[0.0275995675, 0.0584282838, 0.913972139], [0.00502625387, 0.957834482, 0.0371392742]], [[0.147388279, 0.848160982, 0.00445074029], [0.25949645, 0.0351190232, 0.705384493]]]> : tensor<2x2x3xf32>
  check.expect_close %y39, %e39_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>

  // Up to version 12, all dimensions from the axis on.
  %x40_0 = onnx.constant dense<[[[2.0, -1.5], [2.25, -2.0]], [[-0.0, -2.25], [-1.25, -0.75]]]> : tensor<2x2x2xf32>
  %x40_0d = tensor.cast %x40_0 : tensor<2x2x2xf32> to tensor<?x?x?xf32>
  %y40 = onnx.node "Softmax" version 11(%x40_0d) with {axis = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2x2xf32>
  %e40_0 = onnx.constant dense<[[[0.428717524, 0.0129461475], [0.55048418, 0.00785223581]], [[0.536402822, 0.0565364435], [0.153681979, 0.253378749]]]> : tensor<2x2x2xf32>
  check.expect_close %y40, %e40_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2xf32>
  %x41_0 = onnx.constant dense<[[1.25, -1.0, 0.25], [1.0, 1.75, -1.25]]> : tensor<2x3xf32>
  %x41_0d = tensor.cast %x41_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y41 = onnx.node "LogSoftmax" version 21(%x41_0d) : (tensor<?x?xf32>) -> tensor<2x3xf32>
  %e41_0 = onnx.constant dense<[[-0.387490362, -2.63749027, -1.38749039], [-1.1701262, -0.4201262, -3.4201262]]> : tensor<2x3xf32>
  check.expect_close %y41, %e41_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x42_0 = onnx.constant dense<[[0xFF800000, 1.0, 2.0], [100000.0, -100000.0, 0.0]]> : tensor<2x3xf32>
  %x42_0d = tensor.cast %x42_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y42 = onnx.node "Softmax" version 21(%x42_0d) : (tensor<?x?xf32>) -> tensor<2x3xf32>
  %e42_0 = onnx.constant dense<[[0.0, 0.268941432, 0.731058598], [1.0, 0.0, 0.0]]> : tensor<2x3xf32>
  check.expect_close %y42, %e42_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x43_0 = onnx.constant dense<> : tensor<0x3xf32>
  %x43_0d = tensor.cast %x43_0 : tensor<0x3xf32> to tensor<?x?xf32>
  %y43 = onnx.node "Softmax" version 21(%x43_0d) : (tensor<?x?xf32>) -> tensor<0x3xf32>
  %e43_0 = onnx.constant dense<> : tensor<0x3xf32>
  check.expect_close %y43, %e43_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<0x3xf32>
  %x44_0 = onnx.constant dense<[[-2.75, -1.5, 0.25], [2.25, 1.0, 0.75]]> : tensor<2x3xf16>
  %x44_0d = tensor.cast %x44_0 : tensor<2x3xf16> to tensor<?x?xf16>
  %y44 = onnx.node "Softmax" version 21(%x44_0d) : (tensor<?x?xf16>) -> tensor<2x3xf16>
  %e44_0 = onnx.constant dense<[[0.0406799316, 0.141967773, 0.817382812], [0.662597656, 0.189819336, 0.147827148]]> : tensor<2x3xf16>
  check.expect_close %y44, %e44_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<2x3xf16>
  return
}
