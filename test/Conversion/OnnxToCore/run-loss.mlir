// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss: weights, an ignored
// class, all reductions, against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x0_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x0_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %y0 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x0_0, %x0_1, %x0_2) with {reduction = "none"} : (tensor<3x4xf32>, tensor<3xi64>, tensor<4xf32>) -> tensor<3xf32>
  %e0_0 = onnx.constant dense<[0.875, 0.28125, 1.375]> : tensor<3xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x1_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x1_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x1_1d = tensor.cast %x1_1 : tensor<3xi64> to tensor<?xi64>
  %x1_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %x1_2d = tensor.cast %x1_2 : tensor<4xf32> to tensor<?xf32>
  %y1 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x1_0d, %x1_1d, %x1_2d) with {reduction = "none"} : (tensor<?x?xf32>, tensor<?xi64>, tensor<?xf32>) -> tensor<3xf32>
  %e1_0 = onnx.constant dense<[0.875, 0.28125, 1.375]> : tensor<3xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %x2_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x2_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x2_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %y2:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x2_0, %x2_1, %x2_2) with {ignore_index = 3 : i64, reduction = "none"} : (tensor<3x4xf32>, tensor<3xi64>, tensor<4xf32>) -> (tensor<3xf32>, tensor<3x4xf32>)
  %e2_0 = onnx.constant dense<[1.33884025, -0.0, 2.44091487]> : tensor<3xf32>
  check.expect_close %y2#0, %e2_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %e2_1 = onnx.constant dense<[[-2.67768049, -0.927680612, -1.67768061, -1.05268061], [-3.33509088, -0.585090876, -0.960090876, -3.71009088], [-0.69091481, -2.44091487, -1.31591487, -1.94091487]]> : tensor<3x4xf32>
  check.expect_close %y2#1, %e2_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x3_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x3_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x3_1d = tensor.cast %x3_1 : tensor<3xi64> to tensor<?xi64>
  %x3_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %x3_2d = tensor.cast %x3_2 : tensor<4xf32> to tensor<?xf32>
  %y3:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x3_0d, %x3_1d, %x3_2d) with {ignore_index = 3 : i64, reduction = "none"} : (tensor<?x?xf32>, tensor<?xi64>, tensor<?xf32>) -> (tensor<3xf32>, tensor<3x4xf32>)
  %e3_0 = onnx.constant dense<[1.33884025, -0.0, 2.44091487]> : tensor<3xf32>
  check.expect_close %y3#0, %e3_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3xf32>
  %e3_1 = onnx.constant dense<[[-2.67768049, -0.927680612, -1.67768061, -1.05268061], [-3.33509088, -0.585090876, -0.960090876, -3.71009088], [-0.69091481, -2.44091487, -1.31591487, -1.94091487]]> : tensor<3x4xf32>
  check.expect_close %y3#1, %e3_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x4_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x4_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x4_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %y4 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x4_0, %x4_1, %x4_2) with {reduction = "sum"} : (tensor<3x4xf32>, tensor<3xi64>, tensor<4xf32>) -> tensor<f32>
  %e4_0 = onnx.constant dense<2.53125> : tensor<f32>
  check.expect_close %y4, %e4_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x5_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x5_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x5_1d = tensor.cast %x5_1 : tensor<3xi64> to tensor<?xi64>
  %x5_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %x5_2d = tensor.cast %x5_2 : tensor<4xf32> to tensor<?xf32>
  %y5 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x5_0d, %x5_1d, %x5_2d) with {reduction = "sum"} : (tensor<?x?xf32>, tensor<?xi64>, tensor<?xf32>) -> tensor<f32>
  %e5_0 = onnx.constant dense<2.53125> : tensor<f32>
  check.expect_close %y5, %e5_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x6_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x6_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x6_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %y6:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x6_0, %x6_1, %x6_2) with {ignore_index = 3 : i64, reduction = "sum"} : (tensor<3x4xf32>, tensor<3xi64>, tensor<4xf32>) -> (tensor<f32>, tensor<3x4xf32>)
  %e6_0 = onnx.constant dense<3.77975512> : tensor<f32>
  check.expect_close %y6#0, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %e6_1 = onnx.constant dense<[[-2.67768049, -0.927680612, -1.67768061, -1.05268061], [-3.33509088, -0.585090876, -0.960090876, -3.71009088], [-0.69091481, -2.44091487, -1.31591487, -1.94091487]]> : tensor<3x4xf32>
  check.expect_close %y6#1, %e6_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x7_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x7_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x7_1d = tensor.cast %x7_1 : tensor<3xi64> to tensor<?xi64>
  %x7_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %x7_2d = tensor.cast %x7_2 : tensor<4xf32> to tensor<?xf32>
  %y7:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x7_0d, %x7_1d, %x7_2d) with {ignore_index = 3 : i64, reduction = "sum"} : (tensor<?x?xf32>, tensor<?xi64>, tensor<?xf32>) -> (tensor<f32>, tensor<3x4xf32>)
  %e7_0 = onnx.constant dense<3.77975512> : tensor<f32>
  check.expect_close %y7#0, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %e7_1 = onnx.constant dense<[[-2.67768049, -0.927680612, -1.67768061, -1.05268061], [-3.33509088, -0.585090876, -0.960090876, -3.71009088], [-0.69091481, -2.44091487, -1.31591487, -1.94091487]]> : tensor<3x4xf32>
  check.expect_close %y7#1, %e7_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x8_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x8_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x8_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %y8 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x8_0, %x8_1, %x8_2) with {reduction = "mean"} : (tensor<3x4xf32>, tensor<3xi64>, tensor<4xf32>) -> tensor<f32>
  %e8_0 = onnx.constant dense<1.44642854> : tensor<f32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x9_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x9_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x9_1d = tensor.cast %x9_1 : tensor<3xi64> to tensor<?xi64>
  %x9_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %x9_2d = tensor.cast %x9_2 : tensor<4xf32> to tensor<?xf32>
  %y9 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x9_0d, %x9_1d, %x9_2d) with {reduction = "mean"} : (tensor<?x?xf32>, tensor<?xi64>, tensor<?xf32>) -> tensor<f32>
  %e9_0 = onnx.constant dense<1.44642854> : tensor<f32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x10_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x10_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x10_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %y10:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x10_0, %x10_1, %x10_2) with {ignore_index = 3 : i64, reduction = "mean"} : (tensor<3x4xf32>, tensor<3xi64>, tensor<4xf32>) -> (tensor<f32>, tensor<3x4xf32>)
  %e10_0 = onnx.constant dense<2.51983666> : tensor<f32>
  check.expect_close %y10#0, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %e10_1 = onnx.constant dense<[[-2.67768049, -0.927680612, -1.67768061, -1.05268061], [-3.33509088, -0.585090876, -0.960090876, -3.71009088], [-0.69091481, -2.44091487, -1.31591487, -1.94091487]]> : tensor<3x4xf32>
  check.expect_close %y10#1, %e10_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x11_0 = onnx.constant dense<[[-1.75, -0.0, -0.75, -0.125], [-0.75, 2.0, 1.625, -1.125], [0.375, -1.375, -0.25, -0.875]]> : tensor<3x4xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<3x4xf32> to tensor<?x?xf32>
  %x11_1 = onnx.constant dense<[0, 3, 1]> : tensor<3xi64>
  %x11_1d = tensor.cast %x11_1 : tensor<3xi64> to tensor<?xi64>
  %x11_2 = onnx.constant dense<[0.5, 1.0, 2.0, 0.25]> : tensor<4xf32>
  %x11_2d = tensor.cast %x11_2 : tensor<4xf32> to tensor<?xf32>
  %y11:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x11_0d, %x11_1d, %x11_2d) with {ignore_index = 3 : i64, reduction = "mean"} : (tensor<?x?xf32>, tensor<?xi64>, tensor<?xf32>) -> (tensor<f32>, tensor<3x4xf32>)
  %e11_0 = onnx.constant dense<2.51983666> : tensor<f32>
  check.expect_close %y11#0, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %e11_1 = onnx.constant dense<[[-2.67768049, -0.927680612, -1.67768061, -1.05268061], [-3.33509088, -0.585090876, -0.960090876, -3.71009088], [-0.69091481, -2.44091487, -1.31591487, -1.94091487]]> : tensor<3x4xf32>
  check.expect_close %y11#1, %e11_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x4xf32>
  %x12_0 = onnx.constant dense<[[[1.0, -0.75], [-0.25, 1.375], [-0.5, 2.5]], [[-1.875, 1.5], [-0.5, -0.5], [0.75, 0.125]]]> : tensor<2x3x2xf32>
  %x12_1 = onnx.constant dense<[[0, -1], [2, 1]]> : tensor<2x2xi64>
  %y12 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x12_0, %x12_1) with {ignore_index = -1 : i64} : (tensor<2x3x2xf32>, tensor<2x2xi64>) -> tensor<f32>
  %e12_0 = onnx.constant dense<-0.416666657> : tensor<f32>
  check.expect_close %y12, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x13_0 = onnx.constant dense<[[[1.0, -0.75], [-0.25, 1.375], [-0.5, 2.5]], [[-1.875, 1.5], [-0.5, -0.5], [0.75, 0.125]]]> : tensor<2x3x2xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x13_1 = onnx.constant dense<[[0, -1], [2, 1]]> : tensor<2x2xi64>
  %x13_1d = tensor.cast %x13_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %y13 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x13_0d, %x13_1d) with {ignore_index = -1 : i64} : (tensor<?x?x?xf32>, tensor<?x?xi64>) -> tensor<f32>
  %e13_0 = onnx.constant dense<-0.416666657> : tensor<f32>
  check.expect_close %y13, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x14_0 = onnx.constant dense<[[[1.0, -0.75], [-0.25, 1.375], [-0.5, 2.5]], [[-1.875, 1.5], [-0.5, -0.5], [0.75, 0.125]]]> : tensor<2x3x2xf32>
  %x14_1 = onnx.constant dense<[[0, -1], [2, 1]]> : tensor<2x2xi64>
  %y14:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x14_0, %x14_1) with {ignore_index = -1 : i64, reduction = "none"} : (tensor<2x3x2xf32>, tensor<2x2xi64>) -> (tensor<2x2xf32>, tensor<2x3x2xf32>)
  %e14_0 = onnx.constant dense<[[0.411867887, -0.0], [0.306708336, 2.32798982]]> : tensor<2x2xf32>
  check.expect_close %y14#0, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e14_1 = onnx.constant dense<[[[-0.411867887, -3.56000113], [-1.66186786, -1.43500113], [-1.91186786, -0.310001165]], [[-2.93170834, -0.327989846], [-1.55670834, -2.32798982], [-0.306708336, -1.70298982]]]> : tensor<2x3x2xf32>
  check.expect_close %y14#1, %e14_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x15_0 = onnx.constant dense<[[[1.0, -0.75], [-0.25, 1.375], [-0.5, 2.5]], [[-1.875, 1.5], [-0.5, -0.5], [0.75, 0.125]]]> : tensor<2x3x2xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x15_1 = onnx.constant dense<[[0, -1], [2, 1]]> : tensor<2x2xi64>
  %x15_1d = tensor.cast %x15_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %y15:2 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x15_0d, %x15_1d) with {ignore_index = -1 : i64, reduction = "none"} : (tensor<?x?x?xf32>, tensor<?x?xi64>) -> (tensor<2x2xf32>, tensor<2x3x2xf32>)
  %e15_0 = onnx.constant dense<[[0.411867887, -0.0], [0.306708336, 2.32798982]]> : tensor<2x2xf32>
  check.expect_close %y15#0, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e15_1 = onnx.constant dense<[[[-0.411867887, -3.56000113], [-1.66186786, -1.43500113], [-1.91186786, -0.310001165]], [[-2.93170834, -0.327989846], [-1.55670834, -2.32798982], [-0.306708336, -1.70298982]]]> : tensor<2x3x2xf32>
  check.expect_close %y15#1, %e15_1 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x16_0 = onnx.constant dense<[[[1.0, -0.75], [-0.25, 1.375], [-0.5, 2.5]], [[-1.875, 1.5], [-0.5, -0.5], [0.75, 0.125]]]> : tensor<2x3x2xf32>
  %x16_1 = onnx.constant dense<[[0, 1], [2, 1]]> : tensor<2x2xi64>
  %y16 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x16_0, %x16_1) with {reduction = "mean"} : (tensor<2x3x2xf32>, tensor<2x2xi64>) -> tensor<f32>
  %e16_0 = onnx.constant dense<1.12039185> : tensor<f32>
  check.expect_close %y16, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x17_0 = onnx.constant dense<[[[1.0, -0.75], [-0.25, 1.375], [-0.5, 2.5]], [[-1.875, 1.5], [-0.5, -0.5], [0.75, 0.125]]]> : tensor<2x3x2xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x17_1 = onnx.constant dense<[[0, 1], [2, 1]]> : tensor<2x2xi64>
  %x17_1d = tensor.cast %x17_1 : tensor<2x2xi64> to tensor<?x?xi64>
  %y17 = onnx.node "SoftmaxCrossEntropyLoss" version 13(%x17_0d, %x17_1d) with {reduction = "mean"} : (tensor<?x?x?xf32>, tensor<?x?xi64>) -> tensor<f32>
  %e17_0 = onnx.constant dense<1.12039185> : tensor<f32>
  check.expect_close %y17, %e17_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x18_0 = onnx.constant dense<[[[-0.5, -3.0], [-2.5, 1.25], [0.125, 1.125]], [[2.75, 1.125], [-2.625, -1.125], [0.5, -1.625]]]> : tensor<2x3x2xf32>
  %y18 = onnx.node "LogSoftmax" version 11(%x18_0) with {axis = 1 : i64} : (tensor<2x3x2xf32>) -> tensor<2x3x2xf32>
  %e18_0 = onnx.constant dense<[[[-2.63323259, -5.13323259], [-4.63323259, -0.883232474], [-2.00823259, -1.00823247]], [[-0.292881787, -1.91788173], [-5.66788197, -4.16788197], [-2.54288173, -4.66788197]]]> : tensor<2x3x2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x19_0 = onnx.constant dense<[[[-0.5, -3.0], [-2.5, 1.25], [0.125, 1.125]], [[2.75, 1.125], [-2.625, -1.125], [0.5, -1.625]]]> : tensor<2x3x2xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y19 = onnx.node "LogSoftmax" version 11(%x19_0d) with {axis = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x3x2xf32>
  %e19_0 = onnx.constant dense<[[[-2.63323259, -5.13323259], [-4.63323259, -0.883232474], [-2.00823259, -1.00823247]], [[-0.292881787, -1.91788173], [-5.66788197, -4.16788197], [-2.54288173, -4.66788197]]]> : tensor<2x3x2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3x2xf32>
  %x20_0 = onnx.constant dense<[[[1.0, 5.0], [5.0, 0.0]], [[2.0, 2.0], [1.0, 2.0]]]> : tensor<2x2x2xf32>
  %y20 = onnx.node "Hardmax" version 11(%x20_0) with {axis = 1 : i64} : (tensor<2x2x2xf32>) -> tensor<2x2x2xf32>
  %e20_0 = onnx.constant dense<[[[0.0, 1.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]]> : tensor<2x2x2xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2x2xf32>
  %x21_0 = onnx.constant dense<[[[1.0, 5.0], [5.0, 0.0]], [[2.0, 2.0], [1.0, 2.0]]]> : tensor<2x2x2xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<2x2x2xf32> to tensor<?x?x?xf32>
  %y21 = onnx.node "Hardmax" version 11(%x21_0d) with {axis = 1 : i64} : (tensor<?x?x?xf32>) -> tensor<2x2x2xf32>
  %e21_0 = onnx.constant dense<[[[0.0, 1.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]]> : tensor<2x2x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2x2xf32>
  %x22_0 = onnx.constant dense<[[1.0, 5.0, 5.0], [2.0, 2.0, 1.0]]> : tensor<2x3xf32>
  %y22 = onnx.node "Hardmax" version 13(%x22_0) with {axis = -1 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %e22_0 = onnx.constant dense<[[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]> : tensor<2x3xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x23_0 = onnx.constant dense<[[1.0, 5.0, 5.0], [2.0, 2.0, 1.0]]> : tensor<2x3xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y23 = onnx.node "Hardmax" version 13(%x23_0d) with {axis = -1 : i64} : (tensor<?x?xf32>) -> tensor<2x3xf32>
  %e23_0 = onnx.constant dense<[[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]> : tensor<2x3xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  return
}
