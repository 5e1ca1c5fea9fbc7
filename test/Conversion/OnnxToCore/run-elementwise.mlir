// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Elementwise operators with dynamic sizes against ONNX Runtime 1.31.

func.func @main() {
  %x0_0 = onnx.constant dense<[3.0, 1.75, 1.0]> : tensor<3xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<3xf32> to tensor<?xf32>
  %y0 = onnx.node "Sqrt" version 21(%x0_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e0_0 = onnx.constant dense<[1.73205078, 1.32287562, 1.0]> : tensor<3xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x1_0 = onnx.constant dense<[1.0, 3.5, 3.75]> : tensor<3xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<3xf32> to tensor<?xf32>
  %y1 = onnx.node "Log" version 21(%x1_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e1_0 = onnx.constant dense<[0.0, 1.25276291, 1.32175589]> : tensor<3xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x2_0 = onnx.constant dense<[2.75, 3.25, 2.75]> : tensor<3xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<3xf32> to tensor<?xf32>
  %y2 = onnx.node "Reciprocal" version 21(%x2_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e2_0 = onnx.constant dense<[0.363636374, 0.307692319, 0.363636374]> : tensor<3xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x3_0 = onnx.constant dense<[3.75, 3.5, 1.0]> : tensor<3xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<3xf32> to tensor<?xf32>
  %y3 = onnx.node "Acosh" version 21(%x3_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e3_0 = onnx.constant dense<[1.9966315, 1.92484736, 0.0]> : tensor<3xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x4_0 = onnx.constant dense<[2.25, -2.75, 1.5, -2.0]> : tensor<4xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<4xf32> to tensor<?xf32>
  %y4 = onnx.node "Exp" version 21(%x4_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e4_0 = onnx.constant dense<[9.48773575, 0.0639278591, 4.48168898, 0.135335281]> : tensor<4xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x5_0 = onnx.constant dense<[2.25, 0.25, -1.25, -0.5]> : tensor<4xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<4xf32> to tensor<?xf32>
  %y5 = onnx.node "Sin" version 21(%x5_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e5_0 = onnx.constant dense<[0.778073192, 0.247403964, -0.948984623, -0.47942555]> : tensor<4xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x6_0 = onnx.constant dense<[-2.75, -2.25, 1.0, 1.0]> : tensor<4xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<4xf32> to tensor<?xf32>
  %y6 = onnx.node "Cos" version 21(%x6_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e6_0 = onnx.constant dense<[-0.924302399, -0.628173649, 0.540302277, 0.540302277]> : tensor<4xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x7_0 = onnx.constant dense<[0.75, -0.75, 3.0, 3.0]> : tensor<4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<4xf32> to tensor<?xf32>
  %y7 = onnx.node "Tan" version 21(%x7_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e7_0 = onnx.constant dense<[0.931596458, -0.931596458, -0.142546549, -0.142546549]> : tensor<4xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x8_0 = onnx.constant dense<[1.0, 1.0, 1.25, -0.75]> : tensor<4xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<4xf32> to tensor<?xf32>
  %y8 = onnx.node "Atan" version 21(%x8_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e8_0 = onnx.constant dense<[0.785398126, 0.785398126, 0.8960554, -0.643501163]> : tensor<4xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x9_0 = onnx.constant dense<[-2.25, 1.25, 0.25, -1.25]> : tensor<4xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<4xf32> to tensor<?xf32>
  %y9 = onnx.node "Sinh" version 21(%x9_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e9_0 = onnx.constant dense<[-4.69116831, 1.60191917, 0.252612323, -1.60191917]> : tensor<4xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x10_0 = onnx.constant dense<[-0.0, 2.25, 2.5, -0.75]> : tensor<4xf32>
  %x10_0d = tensor.cast %x10_0 : tensor<4xf32> to tensor<?xf32>
  %y10 = onnx.node "Cosh" version 21(%x10_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e10_0 = onnx.constant dense<[1.0, 4.79656744, 6.13228941, 1.29468334]> : tensor<4xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x11_0 = onnx.constant dense<[0.5, -1.0, 0.5, -1.0]> : tensor<4xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<4xf32> to tensor<?xf32>
  %y11 = onnx.node "Asinh" version 21(%x11_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e11_0 = onnx.constant dense<[0.481211841, -0.881373584, 0.481211841, -0.881373584]> : tensor<4xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x12_0 = onnx.constant dense<[-0.75, 2.25, -1.75, 0.75]> : tensor<4xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<4xf32> to tensor<?xf32>
  %y12 = onnx.node "Tanh" version 21(%x12_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e12_0 = onnx.constant dense<[-0.635149002, 0.978026152, -0.941375554, 0.635149002]> : tensor<4xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x13_0 = onnx.constant dense<[-2.5, 2.0, 1.75, -1.5]> : tensor<4xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<4xf32> to tensor<?xf32>
  %y13 = onnx.node "Erf" version 21(%x13_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e13_0 = onnx.constant dense<[-0.999593079, 0.995322287, 0.986671686, -0.966105163]> : tensor<4xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x14_0 = onnx.constant dense<[2.25, -2.75, -1.0, -2.0]> : tensor<4xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<4xf32> to tensor<?xf32>
  %y14 = onnx.node "Floor" version 21(%x14_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e14_0 = onnx.constant dense<[2.0, -3.0, -1.0, -2.0]> : tensor<4xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x15_0 = onnx.constant dense<[-0.25, 1.75, -1.5, -2.75]> : tensor<4xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<4xf32> to tensor<?xf32>
  %y15 = onnx.node "Ceil" version 21(%x15_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e15_0 = onnx.constant dense<[-0.0, 2.0, -1.0, -2.0]> : tensor<4xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x16_0 = onnx.constant dense<[-0.5, -1.75, -2.5, 0.5]> : tensor<4xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<4xf32> to tensor<?xf32>
  %y16 = onnx.node "Round" version 21(%x16_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e16_0 = onnx.constant dense<[-0.0, -2.0, -2.0, 0.0]> : tensor<4xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x17_0 = onnx.constant dense<[-1.25, 1.0, -1.75, 2.75]> : tensor<4xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<4xf32> to tensor<?xf32>
  %y17 = onnx.node "Sigmoid" version 21(%x17_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e17_0 = onnx.constant dense<[0.222700149, 0.731058598, 0.148047179, 0.939913392]> : tensor<4xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x18_0 = onnx.constant dense<[-0.75, -2.25, 0.75, 2.5]> : tensor<4xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<4xf32> to tensor<?xf32>
  %y18 = onnx.node "Softplus" version 21(%x18_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e18_0 = onnx.constant dense<[0.38687098, 0.100206561, 1.13687098, 2.57888985]> : tensor<4xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x19_0 = onnx.constant dense<[-0.25, 2.75, -0.0, -0.5]> : tensor<4xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<4xf32> to tensor<?xf32>
  %y19 = onnx.node "Softsign" version 21(%x19_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e19_0 = onnx.constant dense<[-0.200000003, 0.733333349, -0.0, -0.333333343]> : tensor<4xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x20_0 = onnx.constant dense<[0.75, 3.0, 2.75, -0.25]> : tensor<4xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<4xf32> to tensor<?xf32>
  %y20 = onnx.node "Mish" version 21(%x20_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e20_0 = onnx.constant dense<[0.610018373, 2.98653555, 2.73021436, -0.129926965]> : tensor<4xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x21_0 = onnx.constant dense<[1.5, -0.0, 0.25, 1.75]> : tensor<4xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<4xf32> to tensor<?xf32>
  %y21 = onnx.node "HardSwish" version 21(%x21_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e21_0 = onnx.constant dense<[1.125, -0.0, 0.135416672, 1.38541675]> : tensor<4xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x22_0 = onnx.constant dense<[-0.5, 1.5, 1.25, 2.5]> : tensor<4xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<4xf32> to tensor<?xf32>
  %y22 = onnx.node "LeakyRelu" version 21(%x22_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e22_0 = onnx.constant dense<[-0.00499999989, 1.5, 1.25, 2.5]> : tensor<4xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x23_0 = onnx.constant dense<[-2.25, 1.25, 2.5, 2.75]> : tensor<4xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<4xf32> to tensor<?xf32>
  %y23 = onnx.node "ThresholdedRelu" version 21(%x23_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e23_0 = onnx.constant dense<[0.0, 1.25, 2.5, 2.75]> : tensor<4xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x24_0 = onnx.constant dense<[-3.0, 2.25, 3.0, 2.75]> : tensor<4xf32>
  %x24_0d = tensor.cast %x24_0 : tensor<4xf32> to tensor<?xf32>
  %y24 = onnx.node "Elu" version 21(%x24_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e24_0 = onnx.constant dense<[-0.950212955, 2.25, 3.0, 2.75]> : tensor<4xf32>
  check.expect_close %y24, %e24_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x25_0 = onnx.constant dense<[-2.0, 2.75, 2.25, 2.0]> : tensor<4xf32>
  %x25_0d = tensor.cast %x25_0 : tensor<4xf32> to tensor<?xf32>
  %y25 = onnx.node "Celu" version 21(%x25_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e25_0 = onnx.constant dense<[-0.864664733, 2.75, 2.25, 2.0]> : tensor<4xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x26_0 = onnx.constant dense<[-0.0, -1.5, 1.75, 2.5]> : tensor<4xf32>
  %x26_0d = tensor.cast %x26_0 : tensor<4xf32> to tensor<?xf32>
  %y26 = onnx.node "Selu" version 21(%x26_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e26_0 = onnx.constant dense<[0.0, -1.36581433, 1.83872676, 2.62675261]> : tensor<4xf32>
  check.expect_close %y26, %e26_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x27_0 = onnx.constant dense<[-1.5, 0.25, -0.25, 2.5]> : tensor<4xf32>
  %x27_0d = tensor.cast %x27_0 : tensor<4xf32> to tensor<?xf32>
  %y27 = onnx.node "HardSigmoid" version 21(%x27_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e27_0 = onnx.constant dense<[0.199999988, 0.550000012, 0.449999988, 1.0]> : tensor<4xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x28_0 = onnx.constant dense<[-2.75, 1.5, 0.75, -2.75]> : tensor<4xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<4xf32> to tensor<?xf32>
  %y28 = onnx.node "Relu" version 21(%x28_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e28_0 = onnx.constant dense<[0.0, 1.5, 0.75, 0.0]> : tensor<4xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x29_0 = onnx.constant dense<[1.25, -3.0, 1.5, 0.0]> : tensor<4xf32>
  %x29_0d = tensor.cast %x29_0 : tensor<4xf32> to tensor<?xf32>
  %y29 = onnx.node "Abs" version 21(%x29_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e29_0 = onnx.constant dense<[1.25, 3.0, 1.5, 0.0]> : tensor<4xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x30_0 = onnx.constant dense<[2.5, -2.5, 2.0, -2.5]> : tensor<4xf32>
  %x30_0d = tensor.cast %x30_0 : tensor<4xf32> to tensor<?xf32>
  %y30 = onnx.node "Neg" version 21(%x30_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e30_0 = onnx.constant dense<[-2.5, 2.5, -2.0, 2.5]> : tensor<4xf32>
  check.expect_close %y30, %e30_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x31_0 = onnx.constant dense<[-1.0, -0.5, 2.75, 0.25]> : tensor<4xf32>
  %x31_0d = tensor.cast %x31_0 : tensor<4xf32> to tensor<?xf32>
  %y31 = onnx.node "Sign" version 21(%x31_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e31_0 = onnx.constant dense<[-1.0, -1.0, 1.0, 1.0]> : tensor<4xf32>
  check.expect_close %y31, %e31_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x32_0 = onnx.constant dense<[-0.5, -0.5, 0.5]> : tensor<3xf32>
  %x32_0d = tensor.cast %x32_0 : tensor<3xf32> to tensor<?xf32>
  %y32 = onnx.node "Asin" version 21(%x32_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e32_0 = onnx.constant dense<[-0.52359879, -0.52359879, 0.52359879]> : tensor<3xf32>
  check.expect_close %y32, %e32_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x33_0 = onnx.constant dense<[-0.5, -0.5, -0.25]> : tensor<3xf32>
  %x33_0d = tensor.cast %x33_0 : tensor<3xf32> to tensor<?xf32>
  %y33 = onnx.node "Acos" version 21(%x33_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e33_0 = onnx.constant dense<[2.09439516, 2.09439516, 1.82347655]> : tensor<3xf32>
  check.expect_close %y33, %e33_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x34_0 = onnx.constant dense<[0.25, 0.0, 0.5]> : tensor<3xf32>
  %x34_0d = tensor.cast %x34_0 : tensor<3xf32> to tensor<?xf32>
  %y34 = onnx.node "Atanh" version 21(%x34_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e34_0 = onnx.constant dense<[0.255412817, 0.0, 0.549306154]> : tensor<3xf32>
  check.expect_close %y34, %e34_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>

  // No overflow far from zero.
  %x35_0 = onnx.constant dense<[-200.0, 0.0, 200.0]> : tensor<3xf32>
  %x35_0d = tensor.cast %x35_0 : tensor<3xf32> to tensor<?xf32>
  %y35 = onnx.node "Softplus" version 21(%x35_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e35_0 = onnx.constant dense<[0.0, 0.693147182, 200.0]> : tensor<3xf32>
  check.expect_close %y35, %e35_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x36_0 = onnx.constant dense<[-200.0, 0.0, 200.0]> : tensor<3xf32>
  %x36_0d = tensor.cast %x36_0 : tensor<3xf32> to tensor<?xf32>
  %y36 = onnx.node "Sigmoid" version 21(%x36_0d) : (tensor<?xf32>) -> tensor<3xf32>
  %e36_0 = onnx.constant dense<[0.0, 0.5, 1.0]> : tensor<3xf32>
  check.expect_close %y36, %e36_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>

  // Half to even.
  %x37_0 = onnx.constant dense<[0.5, 1.5, 2.5, -0.5, -1.5]> : tensor<5xf32>
  %x37_0d = tensor.cast %x37_0 : tensor<5xf32> to tensor<?xf32>
  %y37 = onnx.node "Round" version 21(%x37_0d) : (tensor<?xf32>) -> tensor<5xf32>
  %e37_0 = onnx.constant dense<[0.0, 2.0, 2.0, -0.0, -2.0]> : tensor<5xf32>
  check.expect_close %y37, %e37_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<5xf32>
  %x38_0 = onnx.constant dense<[1.0, 0x7FC00000, 0x7F800000]> : tensor<3xf32>
  %x38_0d = tensor.cast %x38_0 : tensor<3xf32> to tensor<?xf32>
  %y38 = onnx.node "IsNaN" version 21(%x38_0d) : (tensor<?xf32>) -> tensor<3xi1>
  %e38_0 = onnx.constant dense<[false, true, false]> : tensor<3xi1>
  check.expect_eq %y38, %e38_0 : tensor<3xi1>

  // NaN is passed on.
  %x39_0 = onnx.constant dense<[1.0, 0x7FC00000, 3.0]> : tensor<3xf32>
  %x39_0d = tensor.cast %x39_0 : tensor<3xf32> to tensor<?xf32>
  %x39_1 = onnx.constant dense<[2.0, 2.0, 0x7FC00000]> : tensor<3xf32>
  %x39_1d = tensor.cast %x39_1 : tensor<3xf32> to tensor<?xf32>
  %y39 = onnx.node "Max" version 21(%x39_0d, %x39_1d) : (tensor<?xf32>, tensor<?xf32>) -> tensor<3xf32>
  %e39_0 = onnx.constant dense<[2.0, 0x7FC00000, 0x7FC00000]> : tensor<3xf32>
  check.expect_close %y39, %e39_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf32>
  %x40_0 = onnx.constant dense<[0.25, -1.25, -0.5, 2.0]> : tensor<4xf32>
  %x40_0d = tensor.cast %x40_0 : tensor<4xf32> to tensor<?xf32>
  %y40 = onnx.node "Gelu" version 21(%x40_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e40_0 = onnx.constant dense<[0.149676576, -0.132062212, -0.154268771, 1.95449972]> : tensor<4xf32>
  check.expect_close %y40, %e40_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x41_0 = onnx.constant dense<[0.75, 2.75, -0.75, 0.25]> : tensor<4xf32>
  %x41_0d = tensor.cast %x41_0 : tensor<4xf32> to tensor<?xf32>
  %y41 = onnx.node "Gelu" version 21(%x41_0d) with {approximate = "tanh"} : (tensor<?xf32>) -> tensor<4xf32>
  %e41_0 = onnx.constant dense<[0.579960585, 2.74227667, -0.170039445, 0.149675354]> : tensor<4xf32>
  check.expect_close %y41, %e41_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x42_0 = onnx.constant dense<[0.5, 2.0, -2.25, -0.5]> : tensor<4xf32>
  %x42_0d = tensor.cast %x42_0 : tensor<4xf32> to tensor<?xf32>
  %y42 = onnx.node "Gelu" domain "com.microsoft" version 1(%x42_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e42_0 = onnx.constant dense<[0.345731229, 1.95449972, -0.0275050476, -0.154268771]> : tensor<4xf32>
  check.expect_close %y42, %e42_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x43_0 = onnx.constant dense<[2.5, -2.75, 2.0, -0.5]> : tensor<4xf32>
  %x43_0d = tensor.cast %x43_0 : tensor<4xf32> to tensor<?xf32>
  %y43 = onnx.node "QuickGelu" domain "com.microsoft" version 1(%x43_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e43_0 = onnx.constant dense<[2.46501398, -0.0252700225, 1.93565869, -0.149611577]> : tensor<4xf32>
  check.expect_close %y43, %e43_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x44_0 = onnx.constant dense<[2.0, -3.0, -0.75, -2.5]> : tensor<4xf32>
  %x44_0d = tensor.cast %x44_0 : tensor<4xf32> to tensor<?xf32>
  %y44 = onnx.node "FastGelu" domain "com.microsoft" version 1(%x44_0d) : (tensor<?xf32>) -> tensor<4xf32>
  %e44_0 = onnx.constant dense<[1.95459771, -0.00363752246, -0.170039445, -0.0150842965]> : tensor<4xf32>
  check.expect_close %y44, %e44_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<4xf32>
  %x45_0 = onnx.constant dense<[[1.0, -1.25, 1.25], [2.75, -2.25, 2.25]]> : tensor<2x3xf32>
  %x45_0d = tensor.cast %x45_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x45_1 = onnx.constant dense<[-2.75, -0.75, -0.5]> : tensor<3xf32>
  %x45_1d = tensor.cast %x45_1 : tensor<3xf32> to tensor<?xf32>
  %y45 = onnx.node "BiasGelu" domain "com.microsoft" version 1(%x45_0d, %x45_1d) : (tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x3xf32>
  %e45_0 = onnx.constant dense<[[-0.0701035112, -0.0455002785, 0.580029488], [0.0, -0.00404968858, 1.67989647]]> : tensor<2x3xf32>
  check.expect_close %y45, %e45_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x46_0 = onnx.constant dense<[[-0.0, 2.75, 1.75], [-1.25, -1.5, 2.25]]> : tensor<2x3xf32>
  %x46_0d = tensor.cast %x46_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x46_1 = onnx.constant dense<[2.25, 0.0, -1.0]> : tensor<3xf32>
  %x46_1d = tensor.cast %x46_1 : tensor<3xf32> to tensor<?xf32>
  %y46 = onnx.node "FastGelu" domain "com.microsoft" version 1(%x46_0d, %x46_1d) : (tensor<?x?xf32>, tensor<?xf32>) -> tensor<2x3xf32>
  %e46_0 = onnx.constant dense<[[2.22279859, 2.74227667, 0.579960585], [0.841192007, -0.100428432, 1.11771417]]> : tensor<2x3xf32>
  check.expect_close %y46, %e46_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>

  // Narrow floats are computed in f32.
  %x47_0 = onnx.constant dense<[3.0, -1.0, -2.0]> : tensor<3xf16>
  %x47_0d = tensor.cast %x47_0 : tensor<3xf16> to tensor<?xf16>
  %y47 = onnx.node "Tanh" version 21(%x47_0d) : (tensor<?xf16>) -> tensor<3xf16>
  %e47_0 = onnx.constant dense<[0.995117188, -0.76171875, -0.963867188]> : tensor<3xf16>
  check.expect_close %y47, %e47_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<3xf16>
  %x48_0 = onnx.constant dense<[2.25, 1.75, 1.0]> : tensor<3xf64>
  %x48_0d = tensor.cast %x48_0 : tensor<3xf64> to tensor<?xf64>
  %y48 = onnx.node "Exp" version 21(%x48_0d) : (tensor<?xf64>) -> tensor<3xf64>
  %e48_0 = onnx.constant dense<[9.4877358363585262, 5.7546026760057298, 2.7182818284590451]> : tensor<3xf64>
  check.expect_close %y48, %e48_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3xf64>
  %x49_0 = onnx.constant dense<[2.75, 2.5, 1.5, 2.25, -1.5]> : tensor<5xf32>
  %x49_0d = tensor.cast %x49_0 : tensor<5xf32> to tensor<?xf32>
  %x49_1 = onnx.constant dense<-1.0> : tensor<f32>
  %x49_2 = onnx.constant dense<1.0> : tensor<f32>
  %y49 = onnx.node "Clip" version 21(%x49_0d, %x49_1, %x49_2) : (tensor<?xf32>, tensor<f32>, tensor<f32>) -> tensor<5xf32>
  %e49_0 = onnx.constant dense<[1.0, 1.0, 1.0, 1.0, -1.0]> : tensor<5xf32>
  check.expect_close %y49, %e49_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<5xf32>
  %x50_0 = onnx.constant dense<[-2.25, 1.0, 1.25, -2.0, -0.75]> : tensor<5xf32>
  %x50_0d = tensor.cast %x50_0 : tensor<5xf32> to tensor<?xf32>
  %none = onnx.none
  %x50_2 = onnx.constant dense<1.0> : tensor<f32>
  %y50 = onnx.node "Clip" version 21(%x50_0d, %none, %x50_2) : (tensor<?xf32>, none, tensor<f32>) -> tensor<5xf32>
  %e50_0 = onnx.constant dense<[-2.25, 1.0, 1.0, -2.0, -0.75]> : tensor<5xf32>
  check.expect_close %y50, %e50_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<5xf32>
  %x51_0 = onnx.constant dense<[7, 7, 1, 1, 3]> : tensor<5xi32>
  %x51_0d = tensor.cast %x51_0 : tensor<5xi32> to tensor<?xi32>
  %x51_1 = onnx.constant dense<-2> : tensor<i32>
  %y51 = onnx.node "Clip" version 21(%x51_0d, %x51_1) : (tensor<?xi32>, tensor<i32>) -> tensor<5xi32>
  %e51_0 = onnx.constant dense<[7, 7, 1, 1, 3]> : tensor<5xi32>
  check.expect_eq %y51, %e51_0 : tensor<5xi32>
  %x52_0 = onnx.constant dense<[-1.75, 0.25, 0.25, -2.5, 3.0]> : tensor<5xf32>
  %x52_0d = tensor.cast %x52_0 : tensor<5xf32> to tensor<?xf32>
  %y52 = onnx.node "Clip" version 10(%x52_0d) with {max = 1.0 : f32, min = -1.0 : f32} : (tensor<?xf32>) -> tensor<5xf32>
  %e52_0 = onnx.constant dense<[-1.0, 0.25, 0.25, -1.0, 1.0]> : tensor<5xf32>
  check.expect_close %y52, %e52_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<5xf32>
  return
}
