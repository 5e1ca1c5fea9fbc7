// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Convolutions of codes against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[[245, 247, 126, 186], [119, 168, 220, 189], [74, 148, 205, 148], [73, 192, 184, 162]], [[85, 144, 154, 54], [237, 152, 13, 69], [206, 177, 138, 126], [97, 241, 89, 212]]]]> : tensor<1x2x4x4xi32>
  %x0_0d = tensor.cast %x0_0 : tensor<1x2x4x4xi32> to tensor<?x?x?x?xi32>
  %x0_0u = onnx.node "Cast" version 13(%x0_0d) with {to = 2 : i64} : (tensor<?x?x?x?xi32>) -> tensor<?x?x?x?xui8>
  %x0_1 = onnx.constant dense<[[[[17, 136, 66], [108, 159, 17], [24, 148, 171]], [[15, 246, 112], [251, 34, 227], [165, 206, 206]]], [[[45, 43, 248], [110, 51, 161], [222, 70, 224]], [[16, 159, 96], [133, 155, 51], [12, 132, 244]]], [[[74, 143, 32], [88, 32, 28], [205, 231, 236]], [[186, 36, 236], [3, 69, 67], [190, 34, 247]]]]> : tensor<3x2x3x3xi32>
  %x0_1d = tensor.cast %x0_1 : tensor<3x2x3x3xi32> to tensor<?x?x?x?xi32>
  %x0_1u = onnx.node "Cast" version 13(%x0_1d) with {to = 2 : i64} : (tensor<?x?x?x?xi32>) -> tensor<?x?x?x?xui8>
  %x0_2 = onnx.constant dense<7> : tensor<ui8>
  %x0_3 = onnx.constant dense<120> : tensor<ui8>
  %y0 = onnx.node "ConvInteger" version 10(%x0_0u, %x0_1u, %x0_2, %x0_3) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<?x?x?x?xui8>, tensor<?x?x?x?xui8>, tensor<ui8>, tensor<ui8>) -> tensor<1x3x4x4xi32>
  %e0_0 = onnx.constant dense<[[[[36110, 36367, 5821, 11018], [23901, 24549, 12370, -17841], [49231, 22474, 7589, 6873], [17989, -27228, 12990, -19866]], [[18579, -15225, 17211, 2737], [43848, -6072, -7808, -48177], [59903, 4421, -4949, -30128], [6605, -10214, -39141, -38914]], [[-24520, -7097, 15311, -5761], [-22120, -16918, -17040, 9118], [-1355, -44894, 18664, -30204], [-47683, -64699, -78501, -46568]]]]> : tensor<1x3x4x4xi32>
  check.expect_eq %y0, %e0_0 : tensor<1x3x4x4xi32>
  %x1_0 = onnx.constant dense<[[[[48, 220, 149, 64], [108, 29, 109, 177], [52, 246, 170, 94], [74, 198, 102, 241]]]]> : tensor<1x1x4x4xui8>
  %x1_1 = onnx.constant dense<[[[[118, 179], [231, 243]]], [[[63, 110], [183, 105]]]]> : tensor<2x1x2x2xui8>
  %y1 = onnx.node "ConvInteger" version 10(%x1_0, %x1_1) : (tensor<1x1x4x4xui8>, tensor<2x1x2x2xui8>) -> tensor<1x2x3x3xi32>
  %e1_0 = onnx.constant dense<[[[[77039, 85817, 97228], [89725, 121069, 106657], [115378, 129982, 119011]], [[50033, 47002, 54959], [45340, 76685, 67317], [64668, 81142, 65021]]]]> : tensor<1x2x3x3xi32>
  check.expect_eq %y1, %e1_0 : tensor<1x2x3x3xi32>
  %x2_0 = onnx.constant dense<[[[[79, 158, 228, 119], [100, 195, 129, 79], [224, 155, 172, 208], [24, 217, 35, 2]], [[253, 71, 7, 179], [77, 106, 245, 145], [3, 173, 41, 82], [54, 234, 22, 138]]]]> : tensor<1x2x4x4xi32>
  %x2_0d = tensor.cast %x2_0 : tensor<1x2x4x4xi32> to tensor<?x?x?x?xi32>
  %x2_0u = onnx.node "Cast" version 13(%x2_0d) with {to = 2 : i64} : (tensor<?x?x?x?xi32>) -> tensor<?x?x?x?xui8>
  %x2_1 = onnx.constant dense<[[[[-8, 13], [23, -102]]], [[[-47, 17], [-101, 79]]]]> : tensor<2x1x2x2xi8>
  %x2_2 = onnx.constant dense<200> : tensor<ui8>
  %y2 = onnx.node "ConvInteger" version 10(%x2_0u, %x2_1, %x2_2) with {group = 2 : i64, strides = array<i64: 2, 2>} : (tensor<?x?x?x?xui8>, tensor<2x1x2x2xi8>, tensor<ui8>) -> tensor<1x2x2x2xi32>
  %e2_0 = onnx.constant dense<[[[[-1368, 9432], [-6559, 16729]], [[313, -176], [26232, 18547]]]]> : tensor<1x2x2x2xi32>
  check.expect_eq %y2, %e2_0 : tensor<1x2x2x2xi32>
  %x3_0 = onnx.constant dense<[[[[207, 135, 205, 109, 143], [119, 35, 44, 138, 19], [161, 82, 109, 229, 221], [120, 99, 208, 130, 188], [29, 182, 144, 54, 196]], [[137, 187, 212, 65, 207], [253, 132, 184, 197, 108], [206, 106, 226, 199, 137], [44, 211, 163, 146, 184], [254, 132, 98, 223, 166]]]]> : tensor<1x2x5x5xi32>
  %x3_0d = tensor.cast %x3_0 : tensor<1x2x5x5xi32> to tensor<?x?x?x?xi32>
  %x3_0u = onnx.node "Cast" version 13(%x3_0d) with {to = 2 : i64} : (tensor<?x?x?x?xi32>) -> tensor<?x?x?x?xui8>
  %x3_1 = onnx.constant dense<0.0500000007> : tensor<f32>
  %x3_2 = onnx.constant dense<113> : tensor<ui8>
  %x3_3 = onnx.constant dense<[[[[-8, -81, -9], [111, -55, 117], [107, 88, -47]], [[75, 50, 101], [-23, 30, 111], [105, 114, -102]]], [[[-120, -103, 126], [-21, 27, -21], [-109, 105, -1]], [[-50, -115, -98], [12, 68, -80], [8, -34, 39]]], [[[-50, 98, 26], [-83, 82, 37], [111, 108, -44]], [[49, 18, -17], [-126, 80, -33], [-110, 117, -25]]]]> : tensor<3x2x3x3xi8>
  %x3_4 = onnx.constant dense<0.0199999996> : tensor<f32>
  %x3_5 = onnx.constant dense<0> : tensor<i8>
  %x3_6 = onnx.constant dense<0.25> : tensor<f32>
  %x3_7 = onnx.constant dense<110> : tensor<ui8>
  %x3_8 = onnx.constant dense<[-1525, -253, 1480]> : tensor<3xi32>
  %y3 = onnx.node "QLinearConv" version 10(%x3_0u, %x3_1, %x3_2, %x3_3, %x3_4, %x3_5, %x3_6, %x3_7, %x3_8) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<?x?x?x?xui8>, tensor<f32>, tensor<ui8>, tensor<3x2x3x3xi8>, tensor<f32>, tensor<i8>, tensor<f32>, tensor<ui8>, tensor<3xi32>) -> tensor<1x3x5x5xui8>
  %e3_0 = onnx.constant dense<[[[[202, 255, 19, 254, 122], [163, 161, 109, 176, 255], [57, 248, 255, 211, 255], [146, 255, 158, 227, 167], [204, 69, 167, 247, 55]], [[87, 63, 172, 91, 89], [87, 0, 17, 137, 50], [58, 0, 161, 32, 149], [0, 99, 120, 0, 65], [110, 137, 0, 37, 64]], [[228, 25, 87, 16, 113], [255, 0, 193, 135, 114], [124, 62, 173, 195, 110], [120, 106, 162, 188, 165], [131, 101, 128, 137, 162]]]]> : tensor<1x3x5x5xui8>
  check.expect_eq %y3, %e3_0 : tensor<1x3x5x5xui8>
  %x4_0 = onnx.constant dense<[[[[191, 167, 76, 75, 67], [199, 206, 74, 77, 229], [249, 21, 65, 30, 91], [192, 150, 114, 53, 37], [194, 131, 5, 76, 173]], [[140, 186, 190, 28, 219], [152, 15, 244, 151, 61], [251, 8, 117, 10, 197], [198, 24, 74, 223, 67], [149, 139, 227, 190, 201]]]]> : tensor<1x2x5x5xi32>
  %x4_0d = tensor.cast %x4_0 : tensor<1x2x5x5xi32> to tensor<?x?x?x?xi32>
  %x4_0u = onnx.node "Cast" version 13(%x4_0d) with {to = 2 : i64} : (tensor<?x?x?x?xi32>) -> tensor<?x?x?x?xui8>
  %x4_1 = onnx.constant dense<0.0500000007> : tensor<f32>
  %x4_2 = onnx.constant dense<113> : tensor<ui8>
  %x4_3 = onnx.constant dense<[[[[-105, 94, -12], [-113, -103, 55], [99, -77, -53]], [[-60, 100, -45], [38, 23, -23], [33, -75, 110]]], [[[106, -124, -4], [-78, -13, -35], [96, 81, -54]], [[13, -28, 3], [103, 66, -114], [40, 69, -54]]], [[[61, -105, -104], [-10, -22, 97], [83, 25, 11]], [[-114, -79, -15], [-19, -29, 0], [21, -28, 22]]]]> : tensor<3x2x3x3xi8>
  %x4_4 = onnx.constant dense<[0.0199999996, 0.00999999978, 0.0299999993]> : tensor<3xf32>
  %x4_5 = onnx.constant dense<0> : tensor<3xi8>
  %x4_6 = onnx.constant dense<0.25> : tensor<f32>
  %x4_7 = onnx.constant dense<110> : tensor<ui8>
  %x4_8 = onnx.constant dense<[-1570, 1806, 73]> : tensor<3xi32>
  %y4 = onnx.node "QLinearConv" version 10(%x4_0u, %x4_1, %x4_2, %x4_3, %x4_4, %x4_5, %x4_6, %x4_7, %x4_8) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<?x?x?x?xui8>, tensor<f32>, tensor<ui8>, tensor<3x2x3x3xi8>, tensor<3xf32>, tensor<3xi8>, tensor<f32>, tensor<ui8>, tensor<3xi32>) -> tensor<1x3x5x5xui8>
  %e4_0 = onnx.constant dense<[[[[0, 148, 133, 74, 107], [16, 145, 0, 201, 70], [14, 50, 233, 105, 199], [197, 0, 167, 39, 210], [153, 0, 113, 240, 67]], [[115, 112, 175, 100, 125], [174, 79, 96, 122, 96], [164, 134, 147, 109, 63], [112, 201, 52, 131, 143], [84, 107, 128, 149, 157]], [[126, 154, 77, 83, 123], [22, 127, 0, 172, 53], [0, 160, 192, 0, 8], [33, 251, 202, 104, 119], [0, 24, 199, 195, 53]]]]> : tensor<1x3x5x5xui8>
  check.expect_eq %y4, %e4_0 : tensor<1x3x5x5xui8>
  %x5_0 = onnx.constant dense<[[[[86, 113, 104, 73], [157, 227, 226, 42], [180, 193, 120, 176], [208, 26, 124, 8]], [[246, 135, 72, 16], [32, 72, 212, 251], [76, 87, 216, 25], [156, 153, 130, 213]]]]> : tensor<1x2x4x4xui8>
  %x5_1 = onnx.constant dense<0.0500000007> : tensor<f32>
  %x5_2 = onnx.constant dense<13> : tensor<ui8>
  %x5_3 = onnx.constant dense<[[[[22, 72], [201, 77]], [[16, 117], [247, 202]]], [[[224, 72], [77, 39]], [[32, 71], [226, 172]]]]> : tensor<2x2x2x2xui8>
  %x5_4 = onnx.constant dense<0.0199999996> : tensor<f32>
  %x5_5 = onnx.constant dense<131> : tensor<ui8>
  %x5_6 = onnx.constant dense<0.109999999> : tensor<f32>
  %x5_7 = onnx.constant dense<128> : tensor<ui8>
  %y5 = onnx.node "QLinearConv" version 10(%x5_0, %x5_1, %x5_2, %x5_3, %x5_4, %x5_5, %x5_6, %x5_7) : (tensor<1x2x4x4xui8>, tensor<f32>, tensor<ui8>, tensor<2x2x2x2xui8>, tensor<f32>, tensor<ui8>, tensor<f32>, tensor<ui8>) -> tensor<1x2x3x3xui8>
  %e5_0 = onnx.constant dense<[[[[0, 67, 255], [0, 0, 0], [150, 0, 46]], [[0, 0, 250], [0, 0, 0], [145, 111, 67]]]]> : tensor<1x2x3x3xui8>
  check.expect_eq %y5, %e5_0 : tensor<1x2x3x3xui8>
  %x6_0 = onnx.constant dense<[[[[-6, -8, -97, -3], [-1, 68, -65, 93], [-24, -113, 35, 26], [106, 13, 77, -67]], [[-87, 36, -6, 74], [-3, 75, 125, 119], [-106, 120, 2, -33], [106, -85, -26, 85]]]]> : tensor<1x2x4x4xi8>
  %x6_1 = onnx.constant dense<0.0500000007> : tensor<f32>
  %x6_2 = onnx.constant dense<13> : tensor<i8>
  %x6_3 = onnx.constant dense<[[[[-62, 111], [14, 3]]], [[[-47, -96], [109, -128]]]]> : tensor<2x1x2x2xi8>
  %x6_4 = onnx.constant dense<0.0199999996> : tensor<f32>
  %x6_5 = onnx.constant dense<0> : tensor<i8>
  %x6_6 = onnx.constant dense<0.0729999989> : tensor<f32>
  %x6_7 = onnx.constant dense<-3> : tensor<i8>
  %y6 = onnx.node "QLinearConv" version 10(%x6_0, %x6_1, %x6_2, %x6_3, %x6_4, %x6_5, %x6_6, %x6_7) with {group = 2 : i64} : (tensor<1x2x4x4xi8>, tensor<f32>, tensor<i8>, tensor<2x1x2x2xi8>, tensor<f32>, tensor<i8>, tensor<f32>, tensor<i8>) -> tensor<1x2x3x3xi8>
  %e6_0 = onnx.constant dense<[[[[-19, -128, 54], [80, -128, 127], [-128, 127, 7]], [[-101, -97, -90], [-128, -11, -128], [127, -128, -120]]]]> : tensor<1x2x3x3xi8>
  check.expect_eq %y6, %e6_0 : tensor<1x2x3x3xi8>
  return
}
