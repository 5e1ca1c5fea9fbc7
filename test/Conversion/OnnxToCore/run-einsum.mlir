// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Einsum, Det and BitShift, against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[-2.5, 1.625, -0.375], [1.375, 2.875, 0.25]]> : tensor<2x3xf32>
  %x0_1 = onnx.constant dense<[[0.0, -2.625], [-1.375, -0.0], [1.125, 1.875]]> : tensor<3x2xf32>
  %y0 = onnx.node "Einsum" version 12(%x0_0, %x0_1) with {equation = "ij,jk->ik"} : (tensor<2x3xf32>, tensor<3x2xf32>) -> tensor<2x2xf32>
  %e0_0 = onnx.constant dense<[[-2.65625, 5.859375], [-3.671875, -3.140625]]> : tensor<2x2xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %x1_0 = onnx.constant dense<[[-2.5, 1.625, -0.375], [1.375, 2.875, 0.25]]> : tensor<2x3xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x1_1 = onnx.constant dense<[[0.0, -2.625], [-1.375, -0.0], [1.125, 1.875]]> : tensor<3x2xf32>
  %x1_1d = tensor.cast %x1_1 : tensor<3x2xf32> to tensor<?x?xf32>
  %y1 = onnx.node "Einsum" version 12(%x1_0d, %x1_1d) with {equation = "ij,jk->ik"} : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<2x2xf32>
  %e1_0 = onnx.constant dense<[[-2.65625, 5.859375], [-3.671875, -3.140625]]> : tensor<2x2xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %x2_0 = onnx.constant dense<[[-0.75, -2.625, -1.25], [2.5, -1.75, -0.25]]> : tensor<2x3xf32>
  %y2 = onnx.node "Einsum" version 12(%x2_0) with {equation = "ij->ji"} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %e2_0 = onnx.constant dense<[[-0.75, 2.5], [-2.625, -1.75], [-1.25, -0.25]]> : tensor<3x2xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x3_0 = onnx.constant dense<[[-0.75, -2.625, -1.25], [2.5, -1.75, -0.25]]> : tensor<2x3xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y3 = onnx.node "Einsum" version 12(%x3_0d) with {equation = "ij->ji"} : (tensor<?x?xf32>) -> tensor<3x2xf32>
  %e3_0 = onnx.constant dense<[[-0.75, 2.5], [-2.625, -1.75], [-1.25, -0.25]]> : tensor<3x2xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<3x2xf32>
  %x4_0 = onnx.constant dense<[[2.625, -2.875, 0.625], [2.75, -1.625, 0.25]]> : tensor<2x3xf32>
  %y4 = onnx.node "Einsum" version 12(%x4_0) with {equation = "ij->i"} : (tensor<2x3xf32>) -> tensor<2xf32>
  %e4_0 = onnx.constant dense<[0.375, 1.375]> : tensor<2xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2xf32>
  %x5_0 = onnx.constant dense<[[2.625, -2.875, 0.625], [2.75, -1.625, 0.25]]> : tensor<2x3xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y5 = onnx.node "Einsum" version 12(%x5_0d) with {equation = "ij->i"} : (tensor<?x?xf32>) -> tensor<2xf32>
  %e5_0 = onnx.constant dense<[0.375, 1.375]> : tensor<2xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2xf32>
  %x6_0 = onnx.constant dense<[[[2.5, -2.25, 0.125], [1.5, 1.0, -0.25], [-1.75, -0.0, -0.75]], [[-0.125, -0.75, 2.0], [1.625, -1.125, 0.375], [-1.375, -0.25, -0.875]]]> : tensor<2x3x3xf32>
  %y6 = onnx.node "Einsum" version 12(%x6_0) with {equation = "...ii->...i"} : (tensor<2x3x3xf32>) -> tensor<2x3xf32>
  %e6_0 = onnx.constant dense<[[2.5, 1.0, -0.75], [-0.125, -1.125, -0.875]]> : tensor<2x3xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x7_0 = onnx.constant dense<[[[2.5, -2.25, 0.125], [1.5, 1.0, -0.25], [-1.75, -0.0, -0.75]], [[-0.125, -0.75, 2.0], [1.625, -1.125, 0.375], [-1.375, -0.25, -0.875]]]> : tensor<2x3x3xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x3x3xf32> to tensor<?x?x?xf32>
  %y7 = onnx.node "Einsum" version 12(%x7_0d) with {equation = "...ii->...i"} : (tensor<?x?x?xf32>) -> tensor<2x3xf32>
  %e7_0 = onnx.constant dense<[[2.5, 1.0, -0.75], [-0.125, -1.125, -0.875]]> : tensor<2x3xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x8_0 = onnx.constant dense<[[[1.0, -0.75, -0.25], [1.375, -0.5, 2.5]], [[-1.875, 1.5, -0.5], [-0.5, 0.75, 0.125]]]> : tensor<2x2x3xf32>
  %x8_1 = onnx.constant dense<[[[-0.5, -3.0], [-2.5, 1.25], [0.125, 1.125]], [[2.75, 1.125], [-2.625, -1.125], [0.5, -1.625]]]> : tensor<2x3x2xf32>
  %y8 = onnx.node "Einsum" version 12(%x8_0, %x8_1) with {equation = "bij,bjk"} : (tensor<2x2x3xf32>, tensor<2x3x2xf32>) -> tensor<2x2xf32>
  %e8_0 = onnx.constant dense<[[-8.0, -7.203125], [-2.40625, -3.546875]]> : tensor<2x2xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %x9_0 = onnx.constant dense<[[[1.0, -0.75, -0.25], [1.375, -0.5, 2.5]], [[-1.875, 1.5, -0.5], [-0.5, 0.75, 0.125]]]> : tensor<2x2x3xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[[[-0.5, -3.0], [-2.5, 1.25], [0.125, 1.125]], [[2.75, 1.125], [-2.625, -1.125], [0.5, -1.625]]]> : tensor<2x3x2xf32>
  %x9_1d = tensor.cast %x9_1 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %y9 = onnx.node "Einsum" version 12(%x9_0d, %x9_1d) with {equation = "bij,bjk"} : (tensor<?x?x?xf32>, tensor<?x?x?xf32>) -> tensor<2x2xf32>
  %e9_0 = onnx.constant dense<[[-8.0, -7.203125], [-2.40625, -3.546875]]> : tensor<2x2xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %x10_0 = onnx.constant dense<[2.75, 2.625, 2.125]> : tensor<3xf32>
  %x10_1 = onnx.constant dense<[-0.125, 2.0, -2.25]> : tensor<3xf32>
  %x10_2 = onnx.constant dense<[-1.125, -0.25, 1.5]> : tensor<3xf32>
  %y10 = onnx.node "Einsum" version 12(%x10_0, %x10_1, %x10_2) with {equation = "i,i,i->"} : (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<f32>
  %e10_0 = onnx.constant dense<-8.09765625> : tensor<f32>
  check.expect_close %y10, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x11_0 = onnx.constant dense<[2.75, 2.625, 2.125]> : tensor<3xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<3xf32> to tensor<?xf32>
  %x11_1 = onnx.constant dense<[-0.125, 2.0, -2.25]> : tensor<3xf32>
  %x11_1d = tensor.cast %x11_1 : tensor<3xf32> to tensor<?xf32>
  %x11_2 = onnx.constant dense<[-1.125, -0.25, 1.5]> : tensor<3xf32>
  %x11_2d = tensor.cast %x11_2 : tensor<3xf32> to tensor<?xf32>
  %y11 = onnx.node "Einsum" version 12(%x11_0d, %x11_1d, %x11_2d) with {equation = "i,i,i->"} : (tensor<?xf32>, tensor<?xf32>, tensor<?xf32>) -> tensor<f32>
  %e11_0 = onnx.constant dense<-8.09765625> : tensor<f32>
  check.expect_close %y11, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x12_0 = onnx.constant dense<[[[-0.125, -2.125]], [[-1.0, -1.0]]]> : tensor<2x1x2xf32>
  %x12_1 = onnx.constant dense<[[-1.25, -2.0], [-0.5, -0.25], [1.625, 1.75]]> : tensor<3x2xf32>
  %y12 = onnx.node "Einsum" version 12(%x12_0, %x12_1) with {equation = "...i,...i->..."} : (tensor<2x1x2xf32>, tensor<3x2xf32>) -> tensor<2x3xf32>
  %e12_0 = onnx.constant dense<[[4.40625, 0.59375, -3.921875], [3.25, 0.75, -3.375]]> : tensor<2x3xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x3xf32>
  %x13_0 = onnx.constant dense<[[0.125, -0.25, 1.625], [2.375, 1.0, 1.75], [2.625, -2.75, 2.25]]> : tensor<3x3xf32>
  %y13 = onnx.node "Det" version 11(%x13_0) : (tensor<3x3xf32>) -> tensor<f32>
  %e13_0 = onnx.constant dense<-13.8085947> : tensor<f32>
  check.expect_close %y13, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x14_0 = onnx.constant dense<[[0.125, -0.25, 1.625], [2.375, 1.0, 1.75], [2.625, -2.75, 2.25]]> : tensor<3x3xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<3x3xf32> to tensor<?x?xf32>
  %y14 = onnx.node "Det" version 11(%x14_0d) : (tensor<?x?xf32>) -> tensor<f32>
  %e14_0 = onnx.constant dense<-13.8085947> : tensor<f32>
  check.expect_close %y14, %e14_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<f32>
  %x15_0 = onnx.constant dense<[[[0.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [2.0, 4.0]]]> : tensor<2x2x2xf32>
  %y15 = onnx.node "Det" version 11(%x15_0) : (tensor<2x2x2xf32>) -> tensor<2xf32>
  %e15_0 = onnx.constant dense<[-6.0, -0.0]> : tensor<2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2xf32>
  %x16_0 = onnx.constant dense<[[[0.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [2.0, 4.0]]]> : tensor<2x2x2xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<2x2x2xf32> to tensor<?x?x?xf32>
  %y16 = onnx.node "Det" version 11(%x16_0d) : (tensor<?x?x?xf32>) -> tensor<2xf32>
  %e16_0 = onnx.constant dense<[-6.0, -0.0]> : tensor<2xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2xf32>
  %x17_0 = onnx.constant dense<[16, 4, 1]> : tensor<3xui8>
  %x17_1 = onnx.constant dense<[1, 2, 9]> : tensor<3xui8>
  %y17 = onnx.node "BitShift" version 11(%x17_0, %x17_1) with {direction = "LEFT"} : (tensor<3xui8>, tensor<3xui8>) -> tensor<3xui8>
  %e17_0 = onnx.constant dense<[32, 16, 0]> : tensor<3xui8>
  check.expect_eq %y17, %e17_0 : tensor<3xui8>
  %x18_0 = onnx.constant dense<[16, 4, 1]> : tensor<3xui32>
  %x18_1 = onnx.constant dense<[1, 2, 3]> : tensor<3xui32>
  %y18 = onnx.node "BitShift" version 11(%x18_0, %x18_1) with {direction = "RIGHT"} : (tensor<3xui32>, tensor<3xui32>) -> tensor<3xui32>
  %e18_0 = onnx.constant dense<[8, 1, 0]> : tensor<3xui32>
  check.expect_eq %y18, %e18_0 : tensor<3xui32>
  %x19_0 = onnx.constant dense<[1.0, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<4xf32>
  %y19 = onnx.node "IsInf" version 10(%x19_0) with {detect_negative = 0 : i64} : (tensor<4xf32>) -> tensor<4xi1>
  %e19_0 = onnx.constant dense<[false, true, false, false]> : tensor<4xi1>
  check.expect_eq %y19, %e19_0 : tensor<4xi1>
  %x20_0 = onnx.constant dense<[1.0, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<4xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<4xf32> to tensor<?xf32>
  %y20 = onnx.node "IsInf" version 10(%x20_0d) with {detect_negative = 0 : i64} : (tensor<?xf32>) -> tensor<4xi1>
  %e20_0 = onnx.constant dense<[false, true, false, false]> : tensor<4xi1>
  check.expect_eq %y20, %e20_0 : tensor<4xi1>
  %x21_0 = onnx.constant dense<[-2.0, -0.5, 0.0, 0.5, 2.0]> : tensor<5xf32>
  %y21 = onnx.node "Shrink" version 9(%x21_0) with {bias = 1.0 : f32, lambd = 1.5 : f32} : (tensor<5xf32>) -> tensor<5xf32>
  %e21_0 = onnx.constant dense<[-1.0, 0.0, 0.0, 0.0, 1.0]> : tensor<5xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<5xf32>
  %x22_0 = onnx.constant dense<[-2.0, -0.5, 0.0, 0.5, 2.0]> : tensor<5xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<5xf32> to tensor<?xf32>
  %y22 = onnx.node "Shrink" version 9(%x22_0d) with {bias = 1.0 : f32, lambd = 1.5 : f32} : (tensor<?xf32>) -> tensor<5xf32>
  %e22_0 = onnx.constant dense<[-1.0, 0.0, 0.0, 0.0, 1.0]> : tensor<5xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<5xf32>
  return
}
