// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Resize and Upsample, against ONNX Runtime 1.31 and, where it differs from the
// text of the operator, the reference of onnx 1.20.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %y0 = onnx.node "Upsample" version 7(%x0_0) with {scales = array<f32: 1.0, 1.0, 2.0, 3.0>} : (tensor<1x1x4x5xf32>) -> tensor<1x1x8x15xf32>
  %e0_0 = onnx.constant dense<[[[[2.75, 2.75, 2.75, 0.75, 0.75, 0.75, 1.25, 1.25, 1.25, 2.5, 2.5, 2.5, 0.5, 0.5, 0.5], [2.75, 2.75, 2.75, 0.75, 0.75, 0.75, 1.25, 1.25, 1.25, 2.5, 2.5, 2.5, 0.5, 0.5, 0.5], [1.75, 1.75, 1.75, 2.0, 2.0, 2.0, -1.75, -1.75, -1.75, -2.75, -2.75, -2.75, -1.25, -1.25, -1.25], [1.75, 1.75, 1.75, 2.0, 2.0, 2.0, -1.75, -1.75, -1.75, -2.75, -2.75, -2.75, -1.25, -1.25, -1.25], [-1.25, -1.25, -1.25, 2.25, 2.25, 2.25, 2.5, 2.5, 2.5, -3.0, -3.0, -3.0, 0.0, 0.0, 0.0], [-1.25, -1.25, -1.25, 2.25, 2.25, 2.25, 2.5, 2.5, 2.5, -3.0, -3.0, -3.0, 0.0, 0.0, 0.0], [2.0, 2.0, 2.0, -2.25, -2.25, -2.25, 1.75, 1.75, 1.75, -2.5, -2.5, -2.5, -0.25, -0.25, -0.25], [2.0, 2.0, 2.0, -2.25, -2.25, -2.25, 1.75, 1.75, 1.75, -2.5, -2.5, -2.5, -0.25, -0.25, -0.25]]]]> : tensor<1x1x8x15xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x8x15xf32>
  %x1_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x1_1 = onnx.constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %y1 = onnx.node "Upsample" version 9(%x1_0d, %x1_1) with {mode = "linear"} : (tensor<?x?x?x?xf32>, tensor<4xf32>) -> tensor<1x1x8x10xf32>
  %e1_0 = onnx.constant dense<[[[[2.75, 1.75, 0.75, 1.0, 1.25, 1.875, 2.5, 1.5, 0.5, 0.5], [2.25, 1.8125, 1.375, 0.5625, -0.25, -0.1875, -0.125, -0.25, -0.375, -0.375], [1.75, 1.875, 2.0, 0.125, -1.75, -2.25, -2.75, -2.0, -1.25, -1.25], [0.25, 1.1875, 2.125, 1.25, 0.375, -1.25, -2.875, -1.75, -0.625, -0.625], [-1.25, 0.5, 2.25, 2.375, 2.5, -0.25, -3.0, -1.5, 0.0, 0.0], [0.375, 0.1875, 0.0, 1.0625, 2.125, -0.3125, -2.75, -1.4375, -0.125, -0.125], [2.0, -0.125, -2.25, -0.25, 1.75, -0.375, -2.5, -1.375, -0.25, -0.25], [2.0, -0.125, -2.25, -0.25, 1.75, -0.375, -2.5, -1.375, -0.25, -0.25]]]]> : tensor<1x1x8x10xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x8x10xf32>
  %x2_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x2_1 = onnx.constant dense<[1.0, 1.0, 0.5, 2.0]> : tensor<4xf32>
  %y2 = onnx.node "Resize" version 10(%x2_0d, %x2_1) : (tensor<?x?x?x?xf32>, tensor<4xf32>) -> tensor<1x1x2x10xf32>
  %e2_0 = onnx.constant dense<[[[[2.75, 2.75, 0.75, 0.75, 1.25, 1.25, 2.5, 2.5, 0.5, 0.5], [-1.25, -1.25, 2.25, 2.25, 2.5, 2.5, -3.0, -3.0, 0.0, 0.0]]]]> : tensor<1x1x2x10xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x2x10xf32>
  %x3_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x3_1 = onnx.constant dense<[1.0, 1.0, 2.0, 1.5]> : tensor<4xf32>
  %y3 = onnx.node "Resize" version 10(%x3_0, %x3_1) with {mode = "linear"} : (tensor<1x1x4x5xf32>, tensor<4xf32>) -> tensor<1x1x8x7xf32>
  %e3_0 = onnx.constant dense<[[[[2.75, 1.41666663, 0.916666687, 1.25, 2.08333349, 1.83333349, 0.5], [2.25, 1.66666675, 0.833333313, -0.25, -0.166666627, -0.208333284, -0.375], [1.75, 1.91666675, 0.749999881, -1.75, -2.41666675, -2.25, -1.25], [0.25, 1.5, 1.54166663, 0.375, -1.79166698, -2.125, -0.625], [-1.25, 1.08333337, 2.33333325, 2.5, -1.1666671, -2.00000024, 0.0], [0.375, 0.125, 0.708333373, 2.125, -1.12500036, -1.87500012, -0.125], [2.0, -0.833333373, -0.916666567, 1.75, -1.08333373, -1.75000012, -0.25], [2.0, -0.833333373, -0.916666567, 1.75, -1.08333373, -1.75000012, -0.25]]]]> : tensor<1x1x8x7xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x8x7xf32>
  %x4_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %none = onnx.none
  %x4_2 = onnx.constant dense<[1.0, 1.0, 1.5, 0.600000024]> : tensor<4xf32>
  %y4 = onnx.node "Resize" version 13(%x4_0d, %none, %x4_2) with {nearest_mode = "round_prefer_floor"} : (tensor<?x?x?x?xf32>, none, tensor<4xf32>) -> tensor<1x1x6x3xf32>
  %e4_0 = onnx.constant dense<[[[[2.75, 1.25, 0.5], [2.75, 1.25, 0.5], [1.75, -1.75, -1.25], [-1.25, 2.5, 0.0], [-1.25, 2.5, 0.0], [2.0, 1.75, -0.25]]]]> : tensor<1x1x6x3xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x6x3xf32>
  %x5_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x5_2 = onnx.constant dense<[1.0, 1.0, 1.5, 0.600000024]> : tensor<4xf32>
  %y5 = onnx.node "Resize" version 13(%x5_0d, %none, %x5_2) with {nearest_mode = "round_prefer_ceil"} : (tensor<?x?x?x?xf32>, none, tensor<4xf32>) -> tensor<1x1x6x3xf32>
  %e5_0 = onnx.constant dense<[[[[2.75, 1.25, 0.5], [1.75, -1.75, -1.25], [1.75, -1.75, -1.25], [-1.25, 2.5, 0.0], [2.0, 1.75, -0.25], [2.0, 1.75, -0.25]]]]> : tensor<1x1x6x3xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x6x3xf32>
  %x6_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x6_2 = onnx.constant dense<[1.0, 1.0, 1.5, 0.600000024]> : tensor<4xf32>
  %y6 = onnx.node "Resize" version 13(%x6_0d, %none, %x6_2) with {nearest_mode = "floor"} : (tensor<?x?x?x?xf32>, none, tensor<4xf32>) -> tensor<1x1x6x3xf32>
  %e6_0 = onnx.constant dense<[[[[2.75, 1.25, 2.5], [2.75, 1.25, 2.5], [1.75, -1.75, -2.75], [1.75, -1.75, -2.75], [-1.25, 2.5, -3.0], [2.0, 1.75, -2.5]]]]> : tensor<1x1x6x3xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x6x3xf32>
  %x7_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x7_2 = onnx.constant dense<[1.0, 1.0, 1.5, 0.600000024]> : tensor<4xf32>
  %y7 = onnx.node "Resize" version 13(%x7_0, %none, %x7_2) with {nearest_mode = "ceil"} : (tensor<1x1x4x5xf32>, none, tensor<4xf32>) -> tensor<1x1x6x3xf32>
  %e7_0 = onnx.constant dense<[[[[0.75, 1.25, 0.5], [2.0, -1.75, -1.25], [2.25, 2.5, 0.0], [2.25, 2.5, 0.0], [-2.25, 1.75, -0.25], [-2.25, 1.75, -0.25]]]]> : tensor<1x1x6x3xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x6x3xf32>
  %x8_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x8_1 = onnx.constant dense<> : tensor<0xf32>
  %x8_2 = onnx.constant dense<> : tensor<0xf32>
  %x8_3 = onnx.constant dense<[1, 1, 7, 3]> : tensor<4xi64>
  %y8 = onnx.node "Resize" version 11(%x8_0, %x8_1, %x8_2, %x8_3) with {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<1x1x4x5xf32>, tensor<0xf32>, tensor<0xf32>, tensor<4xi64>) -> tensor<1x1x7x3xf32>
  %e8_0 = onnx.constant dense<[[[[2.75, 0.75, 2.5], [2.75, 0.75, 2.5], [1.75, 2.0, -2.75], [1.75, 2.0, -2.75], [-1.25, 2.25, -3.0], [-1.25, 2.25, -3.0], [2.0, -2.25, -2.5]]]]> : tensor<1x1x7x3xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x7x3xf32>
  %x9_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x9_1 = onnx.constant dense<> : tensor<0xf32>
  %x9_2 = onnx.constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %y9 = onnx.node "Resize" version 11(%x9_0, %x9_1, %x9_2) with {coordinate_transformation_mode = "tf_half_pixel_for_nn"} : (tensor<1x1x4x5xf32>, tensor<0xf32>, tensor<4xf32>) -> tensor<1x1x8x10xf32>
  %e9_0 = onnx.constant dense<[[[[2.75, 0.75, 0.75, 1.25, 1.25, 2.5, 2.5, 0.5, 0.5, 0.5], [1.75, 2.0, 2.0, -1.75, -1.75, -2.75, -2.75, -1.25, -1.25, -1.25], [1.75, 2.0, 2.0, -1.75, -1.75, -2.75, -2.75, -1.25, -1.25, -1.25], [-1.25, 2.25, 2.25, 2.5, 2.5, -3.0, -3.0, 0.0, 0.0, 0.0], [-1.25, 2.25, 2.25, 2.5, 2.5, -3.0, -3.0, 0.0, 0.0, 0.0], [2.0, -2.25, -2.25, 1.75, 1.75, -2.5, -2.5, -0.25, -0.25, -0.25], [2.0, -2.25, -2.25, 1.75, 1.75, -2.5, -2.5, -0.25, -0.25, -0.25], [2.0, -2.25, -2.25, 1.75, 1.75, -2.5, -2.5, -0.25, -0.25, -0.25]]]]> : tensor<1x1x8x10xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x8x10xf32>
  %x10_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x10_0d = tensor.cast %x10_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x10_2 = onnx.constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %y10 = onnx.node "Resize" version 13(%x10_0d, %none, %x10_2) with {mode = "linear"} : (tensor<?x?x?x?xf32>, none, tensor<4xf32>) -> tensor<1x1x8x10xf32>
  %e10_0 = onnx.constant dense<[[[[2.75, 2.25, 1.25, 0.875, 1.125, 1.5625, 2.1875, 2.0, 1.0, 0.5], [2.5, 2.140625, 1.421875, 0.921875, 0.640625, 0.671875, 1.015625, 0.90625, 0.34375, 0.0625], [2.0, 1.921875, 1.765625, 1.015625, -0.328125, -1.109375, -1.328125, -1.28125, -0.96875, -0.8125], [1.0, 1.265625, 1.796875, 1.375, 0.0, -1.21875, -2.28125, -2.34375, -1.40625, -0.9375], [-0.5, 0.171875, 1.515625, 2.0, 1.625, 0.34375, -1.84375, -2.28125, -0.96875, -0.3125], [-0.4375, -0.046875, 0.734375, 1.421875, 2.015625, 1.015625, -1.578125, -2.171875, -0.765625, -0.0625], [1.1875, 0.609375, -0.546875, -0.359375, 1.171875, 0.796875, -1.484375, -2.015625, -0.796875, -0.1875], [2.0, 0.9375, -1.1875, -1.25, 0.75, 0.6875, -1.4375, -1.9375, -0.8125, -0.25]]]]> : tensor<1x1x8x10xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x8x10xf32>
  %x11_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x11_3 = onnx.constant dense<[1, 1, 3, 8]> : tensor<4xi64>
  %x11_3d = tensor.cast %x11_3 : tensor<4xi64> to tensor<?xi64>
  %y11 = onnx.node "Resize" version 13(%x11_0d, %none, %none, %x11_3d) with {coordinate_transformation_mode = "align_corners", mode = "linear"} : (tensor<?x?x?x?xf32>, none, none, tensor<?xi64>) -> tensor<1x1x3x8xf32>
  %e11_0 = onnx.constant dense<[[[[2.75, 1.60714281, 0.821428537, 1.10714293, 1.60714293, 2.32142878, 1.64285707, 0.5], [0.25, 1.32142854, 1.87499988, 0.875, -0.553571761, -2.41071463, -1.91071427, -0.625], [2.0, -0.428571582, -1.67857122, 0.607142925, 0.535713792, -1.89285743, -1.53571415, -0.25]]]]> : tensor<1x1x3x8xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x3x8xf32>
  %x12_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x12_3 = onnx.constant dense<[1, 1, 1, 8]> : tensor<4xi64>
  %y12 = onnx.node "Resize" version 13(%x12_0, %none, %none, %x12_3) with {coordinate_transformation_mode = "pytorch_half_pixel", mode = "linear"} : (tensor<1x1x4x5xf32>, none, none, tensor<4xi64>) -> tensor<1x1x1x8xf32>
  %e12_0 = onnx.constant dense<[[[[2.75, 1.875, 0.78125, 1.09375, 1.640625, 2.421875, 1.375, 0.5]]]]> : tensor<1x1x1x8xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x1x8xf32>
  // scales that only the run knows
  %x13_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x13_2 = onnx.constant dense<[1.0, 1.0, 0.800000012, 1.70000005]> : tensor<4xf32>
  %x13_2d = tensor.cast %x13_2 : tensor<4xf32> to tensor<?xf32>
  %y13 = onnx.node "Resize" version 13(%x13_0d, %none, %x13_2d) with {mode = "cubic"} : (tensor<?x?x?x?xf32>, none, tensor<?xf32>) -> tensor<1x1x3x8xf32>
  %e13_0 = onnx.constant dense<[[[[2.85137367, 2.01268697, 0.918553531, 0.6301561, 1.04951024, 1.87505782, 1.56993914, 0.428204596], [0.13264735, 1.3525027, 2.53740406, 1.29568267, -1.14410341, -3.11861539, -3.02473831, -1.16840529], [0.752146006, -0.0241404697, -0.644247115, 1.45161259, 1.87361526, -1.65691924, -2.45473099, -0.291838616]]]]> : tensor<1x1x3x8xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x3x8xf32>
  %x14_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x14_2 = onnx.constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %y14 = onnx.node "Resize" version 13(%x14_0, %none, %x14_2) with {cubic_coeff_a = -0.5 : f32, exclude_outside = 1 : i64, mode = "cubic"} : (tensor<1x1x4x5xf32>, none, tensor<4xf32>) -> tensor<1x1x8x10xf32>
  %e14_0 = onnx.constant dense<[[[[3.03222322, 2.40183568, 1.06628871, 0.62890625, 1.18359375, 1.92457485, 2.85184956, 2.55163884, 1.12430239, 0.450692028], [2.77098513, 2.3225131, 1.37280607, 0.764484465, 0.564324856, 0.779140115, 1.40893018, 1.26946008, 0.420427322, 0.0197509509], [2.21907258, 2.15555525, 2.02233267, 1.05104959, -0.74892652, -1.6484375, -1.64748335, -1.44612777, -1.07076395, -0.893578827], [0.883846402, 1.30416, 2.1958046, 1.70605469, -0.227783203, -1.78916931, -2.97810364, -2.86814189, -1.55183613, -0.93077898], [-1.19588709, -0.219933391, 1.84755194, 2.70935059, 2.22009277, 0.527633667, -2.36802673, -2.80564189, -0.917940199, -0.0276309755], [-0.913785398, -0.385301232, 0.733465552, 1.81704736, 2.78678155, 1.52861106, -1.9574635, -2.63639975, -0.648005247, 0.289683431], [1.55646193, 0.72966063, -1.02295649, -0.787708163, 1.55863655, 1.23444629, -1.76027894, -2.37854528, -0.735854328, 0.0388042144], [2.72210193, 1.25558197, -1.85237992, -2.01723337, 0.979549646, 1.09627748, -1.66704965, -2.25684786, -0.777157605, -0.0793685019]]]]> : tensor<1x1x8x10xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x8x10xf32>
  %x15_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x15_1 = onnx.constant dense<[0.0, 0.0, 0.400000006, 0.600000024, 1.0, 1.0, 0.600000024, 1.70000005]> : tensor<8xf32>
  %x15_3 = onnx.constant dense<[1, 1, 3, 3]> : tensor<4xi64>
  %y15 = onnx.node "Resize" version 13(%x15_0d, %x15_1, %none, %x15_3) with {coordinate_transformation_mode = "tf_crop_and_resize", extrapolation_value = 10.0 : f32, mode = "linear"} : (tensor<?x?x?x?xf32>, tensor<8xf32>, none, tensor<4xi64>) -> tensor<1x1x3x3xf32>
  %e15_0 = onnx.constant dense<[[[[-1.65999997, 10.0, 10.0], [-0.92500031, 10.0, 10.0], [-0.190000236, 10.0, 10.0]]]]> : tensor<1x1x3x3xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x3x3xf32>
  %x16_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<1x1x4x5xf32> to tensor<?x?x?x?xf32>
  %x16_2 = onnx.constant dense<[1.0, 1.0, 0.600000024, 0.600000024]> : tensor<4xf32>
  %y16 = onnx.node "Resize" version 19(%x16_0d, %none, %x16_2) with {antialias = 1 : i64, mode = "linear"} : (tensor<?x?x?x?xf32>, none, tensor<4xf32>) -> tensor<1x1x2x3xf32>
  %e16_0 = onnx.constant dense<[[[[1.94140625, 0.458333403, 0.101562604], [0.534722269, 0.407407492, -1.27083349]]]]> : tensor<1x1x2x3xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x2x3xf32>
  %x17_0 = onnx.constant dense<[[[[2.0, -1.25, -1.0, -1.5, 1.25, -1.5], [3.0, -0.25, -0.25, 0.0, 0.5, 0.25], [0.0, 3.0, 2.0, 1.75, 1.25, 0.75], [-1.0, 3.0, -0.25, -1.75, 2.25, -2.0], [2.25, 0.75, -2.5, -2.75, -0.25, -3.0], [-2.25, 0.0, 3.0, -0.25, 2.0, 2.5], [2.0, 0.75, -0.25, 0.0, -1.5, 0.0]]]]> : tensor<1x1x7x6xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<1x1x7x6xf32> to tensor<?x?x?x?xf32>
  %x17_2 = onnx.constant dense<[1.0, 1.0, 0.449999988, 0.600000024]> : tensor<4xf32>
  %x17_2d = tensor.cast %x17_2 : tensor<4xf32> to tensor<?xf32>
  %y17 = onnx.node "Resize" version 19(%x17_0d, %none, %x17_2d) with {antialias = 1 : i64, mode = "cubic"} : (tensor<?x?x?x?xf32>, none, tensor<?xf32>) -> tensor<1x1x3x3xf32>
  %e17_0 = onnx.constant dense<[[[[1.20491457, -0.34171778, 0.450647026], [1.20189714, 0.429264367, 0.260697782], [0.308405727, 0.0629675165, -0.24029389]]]]> : tensor<1x1x3x3xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0e-05 : f64, rtol = 1.0e-04 : f64} : tensor<1x1x3x3xf32>
  %x18_0 = onnx.constant dense<[[[[-0.75, -1.5, 3.0, -3.0, -2.5, -2.0], [3.0, 1.25, 2.5, -1.75, 1.5, -0.75], [0.0, -3.0, 0.75, 2.0, 1.0, -2.25], [0.25, -1.5, 3.0, 2.5, -2.0, 0.0], [2.75, 2.25, 1.25, 0.75, -2.75, 1.5], [-0.25, -2.5, -1.5, 0.25, 1.5, 0.0], [0.75, 2.25, 1.25, -0.75, 1.0, 0.5]]]]> : tensor<1x1x7x6xf32>
  %x18_2 = onnx.constant dense<[1.0, 1.0, 0.449999988, 0.600000024]> : tensor<4xf32>
  %y18 = onnx.node "Resize" version 19(%x18_0, %none, %x18_2) with {antialias = 1 : i64, exclude_outside = 1 : i64, mode = "cubic"} : (tensor<1x1x7x6xf32>, none, tensor<4xf32>) -> tensor<1x1x3x3xf32>
  %e18_0 = onnx.constant dense<[[[[0.283282518, 0.717602253, -0.8454445], [0.0215522014, 1.33221889, 0.277921349], [0.642226994, 0.0931976587, 0.143301651]]]]> : tensor<1x1x3x3xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-05 : f64, rtol = 1.0e-04 : f64} : tensor<1x1x3x3xf32>
  %x19_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x19_2 = onnx.constant dense<[1.70000005, 0.699999988]> : tensor<2xf32>
  %y19 = onnx.node "Resize" version 19(%x19_0, %none, %x19_2) with {axes = array<i64: 2, 3>, coordinate_transformation_mode = "half_pixel_symmetric", mode = "linear"} : (tensor<1x1x4x5xf32>, none, tensor<2xf32>) -> tensor<1x1x6x3xf32>
  %e19_0 = onnx.constant dense<[[[[1.61554623, 1.16176462, 1.53256285], [1.78361344, -0.602941275, -0.673319399], [1.65756297, -0.87499994, -2.02626038], [0.985294044, 1.625, -1.79516804], [0.299369752, 2.21323538, -1.64600837], [-0.393907428, 1.77205884, -1.54096639]]]]> : tensor<1x1x6x3xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x6x3xf32>
  %x20_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x20_3 = onnx.constant dense<[7, 8]> : tensor<2xi64>
  %y20 = onnx.node "Resize" version 18(%x20_0, %none, %none, %x20_3) with {axes = array<i64: 2, 3>, keep_aspect_ratio_policy = "not_larger"} : (tensor<1x1x4x5xf32>, none, none, tensor<2xi64>) -> tensor<1x1x6x8xf32>
  %e20_0 = onnx.constant dense<[[[[2.75, 2.75, 0.75, 1.25, 1.25, 2.5, 0.5, 0.5], [2.75, 2.75, 0.75, 1.25, 1.25, 2.5, 0.5, 0.5], [1.75, 1.75, 2.0, -1.75, -1.75, -2.75, -1.25, -1.25], [-1.25, -1.25, 2.25, 2.5, 2.5, -3.0, 0.0, 0.0], [-1.25, -1.25, 2.25, 2.5, 2.5, -3.0, 0.0, 0.0], [2.0, 2.0, -2.25, 1.75, 1.75, -2.5, -0.25, -0.25]]]]> : tensor<1x1x6x8xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x6x8xf32>
  %x21_0 = onnx.constant dense<[[[[2.75, 0.75, 1.25, 2.5, 0.5], [1.75, 2.0, -1.75, -2.75, -1.25], [-1.25, 2.25, 2.5, -3.0, 0.0], [2.0, -2.25, 1.75, -2.5, -0.25]]]]> : tensor<1x1x4x5xf32>
  %x21_3 = onnx.constant dense<[8, 7]> : tensor<2xi64>
  %y21 = onnx.node "Resize" version 18(%x21_0, %none, %none, %x21_3) with {axes = array<i64: 3, 2>, keep_aspect_ratio_policy = "not_smaller"} : (tensor<1x1x4x5xf32>, none, none, tensor<2xi64>) -> tensor<1x1x7x9xf32>
  %e21_0 = onnx.constant dense<[[[[2.75, 2.75, 0.75, 0.75, 1.25, 2.5, 2.5, 0.5, 0.5], [2.75, 2.75, 0.75, 0.75, 1.25, 2.5, 2.5, 0.5, 0.5], [1.75, 1.75, 2.0, 2.0, -1.75, -2.75, -2.75, -1.25, -1.25], [1.75, 1.75, 2.0, 2.0, -1.75, -2.75, -2.75, -1.25, -1.25], [-1.25, -1.25, 2.25, 2.25, 2.5, -3.0, -3.0, 0.0, 0.0], [2.0, 2.0, -2.25, -2.25, 1.75, -2.5, -2.5, -0.25, -0.25], [2.0, 2.0, -2.25, -2.25, 1.75, -2.5, -2.5, -0.25, -0.25]]]]> : tensor<1x1x7x9xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x7x9xf32>
  %x22_0 = onnx.constant dense<[[[-2.5, -2.75, 1.0], [-0.75, 0.5, -1.0]]]> : tensor<1x2x3xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<1x2x3xf32> to tensor<?x?x?xf32>
  %x22_2 = onnx.constant dense<[1.0, 1.0, 2.0]> : tensor<3xf32>
  %y22 = onnx.node "Resize" version 13(%x22_0d, %none, %x22_2) with {coordinate_transformation_mode = "asymmetric", mode = "linear"} : (tensor<?x?x?xf32>, none, tensor<3xf32>) -> tensor<1x2x6xf32>
  %e22_0 = onnx.constant dense<[[[-2.5, -2.625, -2.75, -0.875, 1.0, 1.0], [-0.75, -0.125, 0.5, -0.25, -1.0, -1.0]]]> : tensor<1x2x6xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x6xf32>
  %x23_0 = onnx.constant dense<[[[[57, 38, 97], [208, 102, 97]]]]> : tensor<1x1x2x3xi32>
  %x23_0d = tensor.cast %x23_0 : tensor<1x1x2x3xi32> to tensor<?x?x?x?xi32>
  %x23_0u = onnx.node "Cast" version 13(%x23_0d) with {to = 2 : i64} : (tensor<?x?x?x?xi32>) -> tensor<?x?x?x?xui8>
  %x23_2 = onnx.constant dense<[1.0, 1.0, 1.0, 2.0]> : tensor<4xf32>
  %y23 = onnx.node "Resize" version 13(%x23_0u, %none, %x23_2) with {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<?x?x?x?xui8>, none, tensor<4xf32>) -> tensor<1x1x2x6xui8>
  %e23_0 = onnx.constant dense<[[[[57, 57, 38, 38, 97, 97], [208, 208, 102, 102, 97, 97]]]]> : tensor<1x1x2x6xui8>
  check.expect_eq %y23, %e23_0 : tensor<1x1x2x6xui8>
  return
}
