// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Norms against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[-3.0, -2.75, -2.75, 0.5], [1.75, -2.5, -1.0, -0.75]], [[2.5, 1.0, -0.5, 2.5], [1.0, 1.0, 1.25, 0.25]]]> : tensor<2x2x4xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x2x4xf32> to tensor<?x?x?xf32>
  %x0_1 = onnx.constant dense<[-0.25, 2.75, 0.5, -0.5]> : tensor<4xf32>
  %x0_1d = tensor.cast %x0_1 : tensor<4xf32> to tensor<?xf32>
  %x0_2 = onnx.constant dense<[-2.5, -1.75, 3.0, 2.75]> : tensor<4xf32>
  %x0_2d = tensor.cast %x0_2 : tensor<4xf32> to tensor<?xf32>
  %y0 = onnx.node "LayerNormalization" version 21(%x0_0d, %x0_1d, %x0_2d) : (tensor<?x?x?xf32>, tensor<?xf32>, tensor<?xf32>) -> tensor<2x2x4xf32>
  %e0_0 = onnx.constant dense<[[[-2.32722664, -3.17537928, 2.7408402, 1.88613367], [-2.88913441, -5.12932444, 2.87711549, 2.7909615]], [[-2.72613287, -2.57915354, 2.24622393, 2.2977345], [-2.58333039, -0.833365917, 3.49998236, 3.58330369]]]> : tensor<2x2x4xf32>
  check.expect_close %y0, %e0_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x4xf32>
  %x1_0 = onnx.constant dense<[[[-3.0, -2.5, 1.0], [-1.75, 1.0, -1.75]], [[-0.5, -1.0, -1.5], [1.75, -1.25, 2.5]]]> : tensor<2x2x3xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x1_1 = onnx.constant dense<[[-1.75, 2.25, -2.0], [-1.25, 3.0, -2.75]]> : tensor<2x3xf32>
  %x1_1d = tensor.cast %x1_1 : tensor<2x3xf32> to tensor<?x?xf32>
  %x1_2 = onnx.constant dense<[[2.0, -2.0, 0.0], [2.75, -2.25, -0.75]]> : tensor<2x3xf32>
  %x1_2d = tensor.cast %x1_2 : tensor<2x3xf32> to tensor<?x?xf32>
  %y1:3 = onnx.node "LayerNormalization" version 21(%x1_0d, %x1_1d, %x1_2d) with {axis = 1 : i64, epsilon = 0.00100000005 : f32} : (tensor<?x?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) -> (tensor<2x2x3xf32>, tensor<2x1x1xf32>, tensor<2x1x1xf32>)
  %e1_0 = onnx.constant dense<[[[4.01478481, -3.88395452, -2.72126746], [3.20790577, 1.83190107, 0.257392526]], [[2.56518316, -3.45332789, 1.93777049], [1.33704233, -4.67221308, -5.19072437]]]> : tensor<2x2x3xf32>
  check.expect_close %y1#0, %e1_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x3xf32>
  %e1_1 = onnx.constant dense<[[[-1.16666663]], [[0.0]]]> : tensor<2x1x1xf32>
  check.expect_close %y1#1, %e1_1 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x1xf32>
  %e1_2 = onnx.constant dense<[[[0.627984881]], [[0.645923495]]]> : tensor<2x1x1xf32>
  check.expect_close %y1#2, %e1_2 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x1xf32>
  %x2_0 = onnx.constant dense<[[0.0, 1.0, -1.0, -1.5], [2.5, -3.0, 3.0, -2.0]]> : tensor<2x4xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x4xf32> to tensor<?x?xf32>
  %x2_1 = onnx.constant dense<[-1.5, 1.5, 1.5, 0.0]> : tensor<4xf32>
  %x2_1d = tensor.cast %x2_1 : tensor<4xf32> to tensor<?xf32>
  %y2:3 = onnx.node "LayerNormalization" version 21(%x2_0d, %x2_1d) : (tensor<?x?xf32>, tensor<?xf32>) -> (tensor<2x4xf32>, none, tensor<2x1xf32>)
  %e2_0 = onnx.constant dense<[[-0.585846901, 2.14810538, -0.976411521, -0.0], [-1.34201169, -1.76580477, 1.62454033, -0.0]]> : tensor<2x4xf32>
  check.expect_close %y2#0, %e2_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x4xf32>
  %e2_2 = onnx.constant dense<[[1.04150558], [0.376705021]]> : tensor<2x1xf32>
  check.expect_close %y2#2, %e2_2 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1xf32>
  %x3_0 = onnx.constant dense<[[-2.75, -1.75, -1.75, 2.25], [-0.25, 1.5, 2.5, -0.75]]> : tensor<2x4xf16>
  %x3_0d = tensor.cast %x3_0 : tensor<2x4xf16> to tensor<?x?xf16>
  %x3_1 = onnx.constant dense<[2.5, 1.0, 0.75, -0.25]> : tensor<4xf16>
  %x3_1d = tensor.cast %x3_1 : tensor<4xf16> to tensor<?xf16>
  %y3 = onnx.node "LayerNormalization" version 21(%x3_0d, %x3_1d) : (tensor<?x?xf16>, tensor<?xf16>) -> tensor<2x4xf16>
  %e3_0 = onnx.constant dense<[[-2.27734375, -0.390625, -0.29296875, -0.423095703], [-1.90722656, 0.572265625, 1.00097656, 0.286132812]]> : tensor<2x4xf16>
  check.expect_close %y3, %e3_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<2x4xf16>
  %x4_0 = onnx.constant dense<[[[-0.25, -1.0, -1.25, -0.0], [-0.5, -1.5, -2.5, 2.75]], [[0.5, -1.0, 2.0, -0.0], [2.0, -2.0, -2.25, -1.5]]]> : tensor<2x2x4xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x2x4xf32> to tensor<?x?x?xf32>
  %x4_1 = onnx.constant dense<[2.25, 1.5, -1.0, 2.5]> : tensor<4xf32>
  %x4_1d = tensor.cast %x4_1 : tensor<4xf32> to tensor<?xf32>
  %y4 = onnx.node "SimplifiedLayerNormalization" version 21(%x4_0d, %x4_1d) with {axis = -1 : i64, epsilon = 9.99999975e-06 : f32, stash_type = 1 : i64} : (tensor<?x?x?xf32>, tensor<?xf32>) -> tensor<2x2x4xf32>
  %e4_0 = onnx.constant dense<[[[-0.694359779, -1.85162616, 1.54302168, -0.0], [-0.557085335, -1.11417067, 1.23796749, 3.40441036]], [[0.981976867, -1.30930245, -1.7457366, -0.0], [2.29995275, -1.53330183, 1.14997625, -1.91662717]]]> : tensor<2x2x4xf32>
  check.expect_close %y4, %e4_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x4xf32>
  %x5_0 = onnx.constant dense<[[[2.25, -0.75, 0.5], [3.0, 1.25, -1.75]], [[0.5, 2.25, 0.25], [-0.25, 1.5, -0.25]]]> : tensor<2x2x3xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<[[0.75, -3.0, 1.5], [2.75, 2.0, 2.0]]> : tensor<2x3xf32>
  %x5_1d = tensor.cast %x5_1 : tensor<2x3xf32> to tensor<?x?xf32>
  %y5 = onnx.node "RMSNormalization" version 23(%x5_0d, %x5_1d) with {axis = 1 : i64} : (tensor<?x?x?xf32>, tensor<?x?xf32>) -> tensor<2x2x3xf32>
  %e5_0 = onnx.constant dense<[[[0.936055183, 1.24807358, 0.416024506], [4.57626963, 1.38674843, -1.94144773]], [[0.329954743, -5.93918514, 0.329954743], [-0.60491699, 2.63963795, -0.439939648]]]> : tensor<2x2x3xf32>
  check.expect_close %y5, %e5_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x3xf32>
  %x6_0 = onnx.constant dense<[[[-0.25, 1.5, -0.0, -2.25]], [[-2.75, -1.0, 2.0, -0.25]]]> : tensor<2x1x4xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<2x1x4xf32> to tensor<?x?x?xf32>
  %x6_1 = onnx.constant dense<[[[-2.25, -2.75, 0.25, -1.5]], [[0.75, -1.25, -0.25, -2.25]]]> : tensor<2x1x4xf32>
  %x6_1d = tensor.cast %x6_1 : tensor<2x1x4xf32> to tensor<?x?x?xf32>
  %x6_2 = onnx.constant dense<[-0.5, 0.5, 0.25, -2.5]> : tensor<4xf32>
  %x6_2d = tensor.cast %x6_2 : tensor<4xf32> to tensor<?xf32>
  %y6:4 = onnx.node "SkipSimplifiedLayerNormalization" domain "com.microsoft" version 1(%x6_0d, %x6_1d, %x6_2d) with {epsilon = 9.99999975e-06 : f32} : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?xf32>) -> (tensor<2x1x4xf32>, none, none, tensor<2x1x4xf32>)
  %e6_0 = onnx.constant dense<[[[0.533760071, -0.266880035, 0.026688002, 4.00320053]], [[0.466568977, -0.524890125, 0.204123929, 2.91605616]]]> : tensor<2x1x4xf32>
  check.expect_close %y6#0, %e6_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x4xf32>
  %e6_3 = onnx.constant dense<[[[-2.5, -1.25, 0.25, -3.75]], [[-2.0, -2.25, 1.75, -2.5]]]> : tensor<2x1x4xf32>
  check.expect_close %y6#3, %e6_3 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x4xf32>
  %x7_0 = onnx.constant dense<[[[2.25, 1.25, -2.0, -2.25]], [[-2.0, -0.5, -1.5, -1.75]]]> : tensor<2x1x4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x1x4xf32> to tensor<?x?x?xf32>
  %x7_1 = onnx.constant dense<[[[0.75, -2.25, -1.75, 2.5]], [[-2.25, -1.75, 2.5, 1.75]]]> : tensor<2x1x4xf32>
  %x7_1d = tensor.cast %x7_1 : tensor<2x1x4xf32> to tensor<?x?x?xf32>
  %x7_2 = onnx.constant dense<[-0.25, 2.75, -1.0, 0.5]> : tensor<4xf32>
  %x7_2d = tensor.cast %x7_2 : tensor<4xf32> to tensor<?xf32>
  %x7_3 = onnx.constant dense<[-1.75, -0.25, -1.5, 1.25]> : tensor<4xf32>
  %x7_3d = tensor.cast %x7_3 : tensor<4xf32> to tensor<?xf32>
  %y7 = onnx.node "SkipSimplifiedLayerNormalization" domain "com.microsoft" version 1(%x7_0d, %x7_1d, %x7_2d, %x7_3d) with {epsilon = 9.99999975e-06 : f32} : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?xf32>, tensor<?xf32>) -> tensor<2x1x4xf32>
  %e7_0 = onnx.constant dense<[[[-0.10890165, -1.19791818, 1.82954776, 0.261363953]], [[0.451945961, -2.071419, 0.150648654, 0.188310817]]]> : tensor<2x1x4xf32>
  check.expect_close %y7, %e7_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x4xf32>
  %x8_0 = onnx.constant dense<[[[-2.0, 2.25, 2.5, 1.5]], [[2.25, -1.25, -2.75, 2.5]]]> : tensor<2x1x4xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<2x1x4xf32> to tensor<?x?x?xf32>
  %x8_1 = onnx.constant dense<[[[0.5, -2.75, 1.75, -1.0]], [[2.75, 3.0, 0.5, 2.5]]]> : tensor<2x1x4xf32>
  %x8_1d = tensor.cast %x8_1 : tensor<2x1x4xf32> to tensor<?x?x?xf32>
  %x8_2 = onnx.constant dense<[-0.75, -1.25, 1.5, 0.25]> : tensor<4xf32>
  %x8_2d = tensor.cast %x8_2 : tensor<4xf32> to tensor<?xf32>
  %x8_3 = onnx.constant dense<[-2.75, -1.0, -3.0, -1.25]> : tensor<4xf32>
  %x8_3d = tensor.cast %x8_3 : tensor<4xf32> to tensor<?xf32>
  %x8_4 = onnx.constant dense<[-0.25, -0.75, 0.25, -2.75]> : tensor<4xf32>
  %x8_4d = tensor.cast %x8_4 : tensor<4xf32> to tensor<?xf32>
  %y8:4 = onnx.node "SkipLayerNormalization" domain "com.microsoft" version 1(%x8_0d, %x8_1d, %x8_2d, %x8_3d, %x8_4d) with {epsilon = 9.99999975e-06 : f32} : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?xf32>, tensor<?xf32>, tensor<?xf32>) -> (tensor<2x1x4xf32>, none, none, tensor<2x1x4xf32>)
  %e8_0 = onnx.constant dense<[[[-2.32063603, -0.513387442, -0.423815727, -1.43892014]], [[-3.75297093, -0.742827952, -5.16024494, -1.17284834]]]> : tensor<2x1x4xf32>
  check.expect_close %y8#0, %e8_0 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x4xf32>
  %e8_3 = onnx.constant dense<[[[-1.75, -1.25, 4.5, -2.25]], [[4.75, 1.0, -2.0, 2.25]]]> : tensor<2x1x4xf32>
  check.expect_close %y8#3, %e8_3 {atol = 2.0e-06 : f64, rtol = 2.0e-05 : f64} : tensor<2x1x4xf32>
  return
}
