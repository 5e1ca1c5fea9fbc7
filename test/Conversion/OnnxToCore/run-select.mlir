// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// NonZero, Compress, Unique and NonMaxSuppression, whose sizes the data decides,
// against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[0.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]> : tensor<2x3xf32>
  %y0 = onnx.node "NonZero" version 13(%x0_0) : (tensor<2x3xf32>) -> tensor<2x3xi64>
  %e0_0 = onnx.constant dense<[[0, 1, 1], [1, 0, 2]]> : tensor<2x3xi64>
  check.expect_eq %y0, %e0_0 : tensor<2x3xi64>
  %x1_0 = onnx.constant dense<[[0.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]> : tensor<2x3xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y1 = onnx.node "NonZero" version 13(%x1_0d) : (tensor<?x?xf32>) -> tensor<2x3xi64>
  %e1_0 = onnx.constant dense<[[0, 1, 1], [1, 0, 2]]> : tensor<2x3xi64>
  check.expect_eq %y1, %e1_0 : tensor<2x3xi64>
  %x2_0 = onnx.constant dense<[true, false, true]> : tensor<3xi1>
  %y2 = onnx.node "NonZero" version 13(%x2_0) : (tensor<3xi1>) -> tensor<1x2xi64>
  %e2_0 = onnx.constant dense<[[0, 2]]> : tensor<1x2xi64>
  check.expect_eq %y2, %e2_0 : tensor<1x2xi64>
  %x3_0 = onnx.constant dense<[true, false, true]> : tensor<3xi1>
  %x3_0d = tensor.cast %x3_0 : tensor<3xi1> to tensor<?xi1>
  %y3 = onnx.node "NonZero" version 13(%x3_0d) : (tensor<?xi1>) -> tensor<1x2xi64>
  %e3_0 = onnx.constant dense<[[0, 2]]> : tensor<1x2xi64>
  check.expect_eq %y3, %e3_0 : tensor<1x2xi64>
  %x4_0 = onnx.constant dense<[[0, 0], [0, 0]]> : tensor<2x2xi64>
  %y4 = onnx.node "NonZero" version 13(%x4_0) : (tensor<2x2xi64>) -> tensor<2x0xi64>
  %e4_0 = onnx.constant dense<> : tensor<2x0xi64>
  check.expect_eq %y4, %e4_0 : tensor<2x0xi64>
  %x5_0 = onnx.constant dense<[[0, 0], [0, 0]]> : tensor<2x2xi64>
  %x5_0d = tensor.cast %x5_0 : tensor<2x2xi64> to tensor<?x?xi64>
  %y5 = onnx.node "NonZero" version 13(%x5_0d) : (tensor<?x?xi64>) -> tensor<2x0xi64>
  %e5_0 = onnx.constant dense<> : tensor<2x0xi64>
  check.expect_eq %y5, %e5_0 : tensor<2x0xi64>
  %x6_0 = onnx.constant dense<[[0.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]> : tensor<2x3xf32>
  %x6_1 = onnx.constant dense<[false, true, true]> : tensor<3xi1>
  %y6 = onnx.node "Compress" version 11(%x6_0, %x6_1) with {axis = 1 : i64} : (tensor<2x3xf32>, tensor<3xi1>) -> tensor<2x2xf32>
  %e6_0 = onnx.constant dense<[[2.0, 0.0], [0.0, 3.0]]> : tensor<2x2xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %x7_0 = onnx.constant dense<[[0.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]> : tensor<2x3xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x7_1 = onnx.constant dense<[false, true, true]> : tensor<3xi1>
  %x7_1d = tensor.cast %x7_1 : tensor<3xi1> to tensor<?xi1>
  %y7 = onnx.node "Compress" version 11(%x7_0d, %x7_1d) with {axis = 1 : i64} : (tensor<?x?xf32>, tensor<?xi1>) -> tensor<2x2xf32>
  %e7_0 = onnx.constant dense<[[2.0, 0.0], [0.0, 3.0]]> : tensor<2x2xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %x8_0 = onnx.constant dense<[[0.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]> : tensor<2x3xf32>
  %x8_1 = onnx.constant dense<[true, false, false, true]> : tensor<4xi1>
  %y8 = onnx.node "Compress" version 11(%x8_0, %x8_1) : (tensor<2x3xf32>, tensor<4xi1>) -> tensor<2xf32>
  %e8_0 = onnx.constant dense<[0.0, -1.0]> : tensor<2xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2xf32>
  %x9_0 = onnx.constant dense<[[0.0, 2.0, 0.0], [-1.0, 0.0, 3.0]]> : tensor<2x3xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x9_1 = onnx.constant dense<[true, false, false, true]> : tensor<4xi1>
  %x9_1d = tensor.cast %x9_1 : tensor<4xi1> to tensor<?xi1>
  %y9 = onnx.node "Compress" version 11(%x9_0d, %x9_1d) : (tensor<?x?xf32>, tensor<?xi1>) -> tensor<2xf32>
  %e9_0 = onnx.constant dense<[0.0, -1.0]> : tensor<2xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2xf32>
  %x10_0 = onnx.constant dense<[2.0, 1.0, 1.0, 3.0, 4.0, 3.0]> : tensor<6xf32>
  %y10:4 = onnx.node "Unique" version 11(%x10_0) : (tensor<6xf32>) -> (tensor<4xf32>, tensor<4xi64>, tensor<6xi64>, tensor<4xi64>)
  %e10_0 = onnx.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  check.expect_close %y10#0, %e10_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4xf32>
  %e10_1 = onnx.constant dense<[1, 0, 3, 4]> : tensor<4xi64>
  check.expect_eq %y10#1, %e10_1 : tensor<4xi64>
  %e10_2 = onnx.constant dense<[1, 0, 0, 2, 3, 2]> : tensor<6xi64>
  check.expect_eq %y10#2, %e10_2 : tensor<6xi64>
  %e10_3 = onnx.constant dense<[2, 1, 2, 1]> : tensor<4xi64>
  check.expect_eq %y10#3, %e10_3 : tensor<4xi64>
  %x11_0 = onnx.constant dense<[2.0, 1.0, 1.0, 3.0, 4.0, 3.0]> : tensor<6xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<6xf32> to tensor<?xf32>
  %y11:4 = onnx.node "Unique" version 11(%x11_0d) : (tensor<?xf32>) -> (tensor<4xf32>, tensor<4xi64>, tensor<6xi64>, tensor<4xi64>)
  %e11_0 = onnx.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  check.expect_close %y11#0, %e11_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4xf32>
  %e11_1 = onnx.constant dense<[1, 0, 3, 4]> : tensor<4xi64>
  check.expect_eq %y11#1, %e11_1 : tensor<4xi64>
  %e11_2 = onnx.constant dense<[1, 0, 0, 2, 3, 2]> : tensor<6xi64>
  check.expect_eq %y11#2, %e11_2 : tensor<6xi64>
  %e11_3 = onnx.constant dense<[2, 1, 2, 1]> : tensor<4xi64>
  check.expect_eq %y11#3, %e11_3 : tensor<4xi64>
  %x12_0 = onnx.constant dense<[2.0, 1.0, 1.0, 3.0, 4.0, 3.0]> : tensor<6xf32>
  %y12:4 = onnx.node "Unique" version 11(%x12_0) with {sorted = 0 : i64} : (tensor<6xf32>) -> (tensor<4xf32>, tensor<4xi64>, tensor<6xi64>, tensor<4xi64>)
  %e12_0 = onnx.constant dense<[2.0, 1.0, 3.0, 4.0]> : tensor<4xf32>
  check.expect_close %y12#0, %e12_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4xf32>
  %e12_1 = onnx.constant dense<[0, 1, 3, 4]> : tensor<4xi64>
  check.expect_eq %y12#1, %e12_1 : tensor<4xi64>
  %e12_2 = onnx.constant dense<[0, 1, 1, 2, 3, 2]> : tensor<6xi64>
  check.expect_eq %y12#2, %e12_2 : tensor<6xi64>
  %e12_3 = onnx.constant dense<[1, 2, 2, 1]> : tensor<4xi64>
  check.expect_eq %y12#3, %e12_3 : tensor<4xi64>
  %x13_0 = onnx.constant dense<[2.0, 1.0, 1.0, 3.0, 4.0, 3.0]> : tensor<6xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<6xf32> to tensor<?xf32>
  %y13:4 = onnx.node "Unique" version 11(%x13_0d) with {sorted = 0 : i64} : (tensor<?xf32>) -> (tensor<4xf32>, tensor<4xi64>, tensor<6xi64>, tensor<4xi64>)
  %e13_0 = onnx.constant dense<[2.0, 1.0, 3.0, 4.0]> : tensor<4xf32>
  check.expect_close %y13#0, %e13_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<4xf32>
  %e13_1 = onnx.constant dense<[0, 1, 3, 4]> : tensor<4xi64>
  check.expect_eq %y13#1, %e13_1 : tensor<4xi64>
  %e13_2 = onnx.constant dense<[0, 1, 1, 2, 3, 2]> : tensor<6xi64>
  check.expect_eq %y13#2, %e13_2 : tensor<6xi64>
  %e13_3 = onnx.constant dense<[1, 2, 2, 1]> : tensor<4xi64>
  check.expect_eq %y13#3, %e13_3 : tensor<4xi64>
  %x14_0 = onnx.constant dense<[[1, 0, 0], [1, 0, 0], [2, 3, 4]]> : tensor<3x3xi64>
  %y14:4 = onnx.node "Unique" version 11(%x14_0) with {axis = 0 : i64} : (tensor<3x3xi64>) -> (tensor<2x3xi64>, tensor<2xi64>, tensor<3xi64>, tensor<2xi64>)
  %e14_0 = onnx.constant dense<[[1, 0, 0], [2, 3, 4]]> : tensor<2x3xi64>
  check.expect_eq %y14#0, %e14_0 : tensor<2x3xi64>
  %e14_1 = onnx.constant dense<[0, 2]> : tensor<2xi64>
  check.expect_eq %y14#1, %e14_1 : tensor<2xi64>
  %e14_2 = onnx.constant dense<[0, 0, 1]> : tensor<3xi64>
  check.expect_eq %y14#2, %e14_2 : tensor<3xi64>
  %e14_3 = onnx.constant dense<[2, 1]> : tensor<2xi64>
  check.expect_eq %y14#3, %e14_3 : tensor<2xi64>
  %x15_0 = onnx.constant dense<[[1, 0, 0], [1, 0, 0], [2, 3, 4]]> : tensor<3x3xi64>
  %x15_0d = tensor.cast %x15_0 : tensor<3x3xi64> to tensor<?x?xi64>
  %y15:4 = onnx.node "Unique" version 11(%x15_0d) with {axis = 0 : i64} : (tensor<?x?xi64>) -> (tensor<2x3xi64>, tensor<2xi64>, tensor<3xi64>, tensor<2xi64>)
  %e15_0 = onnx.constant dense<[[1, 0, 0], [2, 3, 4]]> : tensor<2x3xi64>
  check.expect_eq %y15#0, %e15_0 : tensor<2x3xi64>
  %e15_1 = onnx.constant dense<[0, 2]> : tensor<2xi64>
  check.expect_eq %y15#1, %e15_1 : tensor<2xi64>
  %e15_2 = onnx.constant dense<[0, 0, 1]> : tensor<3xi64>
  check.expect_eq %y15#2, %e15_2 : tensor<3xi64>
  %e15_3 = onnx.constant dense<[2, 1]> : tensor<2xi64>
  check.expect_eq %y15#3, %e15_3 : tensor<2xi64>
  %x16_0 = onnx.constant dense<[[1.0, 4.0, 1.0], [2.0, 3.0, 2.0]]> : tensor<2x3xf32>
  %y16:4 = onnx.node "Unique" version 11(%x16_0) with {axis = 1 : i64, sorted = 0 : i64} : (tensor<2x3xf32>) -> (tensor<2x2xf32>, tensor<2xi64>, tensor<3xi64>, tensor<2xi64>)
  %e16_0 = onnx.constant dense<[[1.0, 4.0], [2.0, 3.0]]> : tensor<2x2xf32>
  check.expect_close %y16#0, %e16_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e16_1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  check.expect_eq %y16#1, %e16_1 : tensor<2xi64>
  %e16_2 = onnx.constant dense<[0, 1, 0]> : tensor<3xi64>
  check.expect_eq %y16#2, %e16_2 : tensor<3xi64>
  %e16_3 = onnx.constant dense<[2, 1]> : tensor<2xi64>
  check.expect_eq %y16#3, %e16_3 : tensor<2xi64>
  %x17_0 = onnx.constant dense<[[1.0, 4.0, 1.0], [2.0, 3.0, 2.0]]> : tensor<2x3xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %y17:4 = onnx.node "Unique" version 11(%x17_0d) with {axis = 1 : i64, sorted = 0 : i64} : (tensor<?x?xf32>) -> (tensor<2x2xf32>, tensor<2xi64>, tensor<3xi64>, tensor<2xi64>)
  %e17_0 = onnx.constant dense<[[1.0, 4.0], [2.0, 3.0]]> : tensor<2x2xf32>
  check.expect_close %y17#0, %e17_0 {atol = 1.0000000000000001e-05 : f64, rtol = 1.0000000000000001e-05 : f64} : tensor<2x2xf32>
  %e17_1 = onnx.constant dense<[0, 1]> : tensor<2xi64>
  check.expect_eq %y17#1, %e17_1 : tensor<2xi64>
  %e17_2 = onnx.constant dense<[0, 1, 0]> : tensor<3xi64>
  check.expect_eq %y17#2, %e17_2 : tensor<3xi64>
  %e17_3 = onnx.constant dense<[2, 1]> : tensor<2xi64>
  check.expect_eq %y17#3, %e17_3 : tensor<2xi64>
  %x18_0 = onnx.constant dense<[[[0.0, 0.0, 1.0, 1.0], [0.0, 0.100000001, 1.0, 1.10000002], [0.0, -0.100000001, 1.0, 0.899999976], [0.0, 10.0, 1.0, 11.0], [0.0, 10.1000004, 1.0, 11.1000004], [0.0, 100.0, 1.0, 101.0]]]> : tensor<1x6x4xf32>
  %x18_1 = onnx.constant dense<[[[0.899999976, 0.75, 0.600000024, 0.949999988, 0.5, 0.300000012], [0.100000001, 0.200000003, 0.300000012, 0.400000006, 0.5, 0.600000024]]]> : tensor<1x2x6xf32>
  %x18_2 = onnx.constant dense<[3]> : tensor<1xi64>
  %x18_3 = onnx.constant dense<[0.5]> : tensor<1xf32>
  %x18_4 = onnx.constant dense<[0.0]> : tensor<1xf32>
  %y18 = onnx.node "NonMaxSuppression" version 11(%x18_0, %x18_1, %x18_2, %x18_3, %x18_4) : (tensor<1x6x4xf32>, tensor<1x2x6xf32>, tensor<1xi64>, tensor<1xf32>, tensor<1xf32>) -> tensor<6x3xi64>
  %e18_0 = onnx.constant dense<[[0, 0, 3], [0, 0, 0], [0, 0, 5], [0, 1, 5], [0, 1, 4], [0, 1, 2]]> : tensor<6x3xi64>
  check.expect_eq %y18, %e18_0 : tensor<6x3xi64>
  %x19_0 = onnx.constant dense<[[[0.0, 0.0, 1.0, 1.0], [0.0, 0.100000001, 1.0, 1.10000002], [0.0, -0.100000001, 1.0, 0.899999976], [0.0, 10.0, 1.0, 11.0], [0.0, 10.1000004, 1.0, 11.1000004], [0.0, 100.0, 1.0, 101.0]]]> : tensor<1x6x4xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<1x6x4xf32> to tensor<?x?x?xf32>
  %x19_1 = onnx.constant dense<[[[0.899999976, 0.75, 0.600000024, 0.949999988, 0.5, 0.300000012], [0.100000001, 0.200000003, 0.300000012, 0.400000006, 0.5, 0.600000024]]]> : tensor<1x2x6xf32>
  %x19_1d = tensor.cast %x19_1 : tensor<1x2x6xf32> to tensor<?x?x?xf32>
  %x19_2 = onnx.constant dense<[3]> : tensor<1xi64>
  %x19_2d = tensor.cast %x19_2 : tensor<1xi64> to tensor<?xi64>
  %x19_3 = onnx.constant dense<[0.5]> : tensor<1xf32>
  %x19_3d = tensor.cast %x19_3 : tensor<1xf32> to tensor<?xf32>
  %x19_4 = onnx.constant dense<[0.0]> : tensor<1xf32>
  %x19_4d = tensor.cast %x19_4 : tensor<1xf32> to tensor<?xf32>
  %y19 = onnx.node "NonMaxSuppression" version 11(%x19_0d, %x19_1d, %x19_2d, %x19_3d, %x19_4d) : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?xi64>, tensor<?xf32>, tensor<?xf32>) -> tensor<6x3xi64>
  %e19_0 = onnx.constant dense<[[0, 0, 3], [0, 0, 0], [0, 0, 5], [0, 1, 5], [0, 1, 4], [0, 1, 2]]> : tensor<6x3xi64>
  check.expect_eq %y19, %e19_0 : tensor<6x3xi64>
  %x20_0 = onnx.constant dense<[[[0.0, 0.0, 1.0, 1.0], [0.0, 0.100000001, 1.0, 1.10000002], [0.0, -0.100000001, 1.0, 0.899999976], [0.0, 10.0, 1.0, 11.0], [0.0, 10.1000004, 1.0, 11.1000004], [0.0, 100.0, 1.0, 101.0]]]> : tensor<1x6x4xf32>
  %x20_1 = onnx.constant dense<[[[0.899999976, 0.75, 0.600000024, 0.949999988, 0.5, 0.300000012], [0.100000001, 0.200000003, 0.300000012, 0.400000006, 0.5, 0.600000024]]]> : tensor<1x2x6xf32>
  %x20_2 = onnx.constant dense<[6]> : tensor<1xi64>
  %x20_3 = onnx.constant dense<[0.5]> : tensor<1xf32>
  %x20_4 = onnx.constant dense<[0.400000006]> : tensor<1xf32>
  %y20 = onnx.node "NonMaxSuppression" version 11(%x20_0, %x20_1, %x20_2, %x20_3, %x20_4) : (tensor<1x6x4xf32>, tensor<1x2x6xf32>, tensor<1xi64>, tensor<1xf32>, tensor<1xf32>) -> tensor<4x3xi64>
  %e20_0 = onnx.constant dense<[[0, 0, 3], [0, 0, 0], [0, 1, 5], [0, 1, 4]]> : tensor<4x3xi64>
  check.expect_eq %y20, %e20_0 : tensor<4x3xi64>
  %x21_0 = onnx.constant dense<[[[0.0, 0.0, 1.0, 1.0], [0.0, 0.100000001, 1.0, 1.10000002], [0.0, -0.100000001, 1.0, 0.899999976], [0.0, 10.0, 1.0, 11.0], [0.0, 10.1000004, 1.0, 11.1000004], [0.0, 100.0, 1.0, 101.0]]]> : tensor<1x6x4xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<1x6x4xf32> to tensor<?x?x?xf32>
  %x21_1 = onnx.constant dense<[[[0.899999976, 0.75, 0.600000024, 0.949999988, 0.5, 0.300000012], [0.100000001, 0.200000003, 0.300000012, 0.400000006, 0.5, 0.600000024]]]> : tensor<1x2x6xf32>
  %x21_1d = tensor.cast %x21_1 : tensor<1x2x6xf32> to tensor<?x?x?xf32>
  %x21_2 = onnx.constant dense<[6]> : tensor<1xi64>
  %x21_2d = tensor.cast %x21_2 : tensor<1xi64> to tensor<?xi64>
  %x21_3 = onnx.constant dense<[0.5]> : tensor<1xf32>
  %x21_3d = tensor.cast %x21_3 : tensor<1xf32> to tensor<?xf32>
  %x21_4 = onnx.constant dense<[0.400000006]> : tensor<1xf32>
  %x21_4d = tensor.cast %x21_4 : tensor<1xf32> to tensor<?xf32>
  %y21 = onnx.node "NonMaxSuppression" version 11(%x21_0d, %x21_1d, %x21_2d, %x21_3d, %x21_4d) : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?xi64>, tensor<?xf32>, tensor<?xf32>) -> tensor<4x3xi64>
  %e21_0 = onnx.constant dense<[[0, 0, 3], [0, 0, 0], [0, 1, 5], [0, 1, 4]]> : tensor<4x3xi64>
  check.expect_eq %y21, %e21_0 : tensor<4x3xi64>
  %x22_0 = onnx.constant dense<[[[0.0, 0.0, 1.0, 1.0], [0.0, 0.100000001, 1.0, 1.10000002], [0.0, -0.100000001, 1.0, 0.899999976], [0.0, 10.0, 1.0, 11.0], [0.0, 10.1000004, 1.0, 11.1000004], [0.0, 100.0, 1.0, 101.0]]]> : tensor<1x6x4xf32>
  %x22_1 = onnx.constant dense<[[[0.899999976, 0.75, 0.600000024, 0.949999988, 0.5, 0.300000012], [0.100000001, 0.200000003, 0.300000012, 0.400000006, 0.5, 0.600000024]]]> : tensor<1x2x6xf32>
  %y22 = onnx.node "NonMaxSuppression" version 11(%x22_0, %x22_1) : (tensor<1x6x4xf32>, tensor<1x2x6xf32>) -> tensor<0x3xi64>
  %e22_0 = onnx.constant dense<> : tensor<0x3xi64>
  check.expect_eq %y22, %e22_0 : tensor<0x3xi64>
  %x23_0 = onnx.constant dense<[[[0.0, 0.0, 1.0, 1.0], [0.0, 0.100000001, 1.0, 1.10000002], [0.0, -0.100000001, 1.0, 0.899999976], [0.0, 10.0, 1.0, 11.0], [0.0, 10.1000004, 1.0, 11.1000004], [0.0, 100.0, 1.0, 101.0]]]> : tensor<1x6x4xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<1x6x4xf32> to tensor<?x?x?xf32>
  %x23_1 = onnx.constant dense<[[[0.899999976, 0.75, 0.600000024, 0.949999988, 0.5, 0.300000012], [0.100000001, 0.200000003, 0.300000012, 0.400000006, 0.5, 0.600000024]]]> : tensor<1x2x6xf32>
  %x23_1d = tensor.cast %x23_1 : tensor<1x2x6xf32> to tensor<?x?x?xf32>
  %y23 = onnx.node "NonMaxSuppression" version 11(%x23_0d, %x23_1d) : (tensor<?x?x?xf32>, tensor<?x?x?xf32>) -> tensor<0x3xi64>
  %e23_0 = onnx.constant dense<> : tensor<0x3xi64>
  check.expect_eq %y23, %e23_0 : tensor<0x3xi64>
  return
}
