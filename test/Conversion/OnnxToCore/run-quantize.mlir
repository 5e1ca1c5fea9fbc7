// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// QuantizeLinear, DequantizeLinear, DynamicQuantizeLinear: every granularity and element
// type, and tables of codes. What is expected comes from ONNX Runtime 1.31 unless a line says
// otherwise.

func.func @main() {
  // i8, one scale
  %x0_x = onnx.constant dense<[[113, 32, 47], [101, 20, 70]]> : tensor<2x3xi8>
  %x0_xd = tensor.cast %x0_x : tensor<2x3xi8> to tensor<?x?xi8>
  %x0_s = onnx.constant dense<0.100000001> : tensor<f32>
  %y0_y = onnx.node "DequantizeLinear" version 21(%x0_xd, %x0_s) : (tensor<?x?xi8>, tensor<f32>) -> tensor<2x3xf32>
  %e0_y = onnx.constant dense<[[11.3000002, 3.20000005, 4.70000029], [10.1000004, 2.0, 7.0]]> : tensor<2x3xf32>
  check.expect_close %y0_y, %e0_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // i8, one zero point
  %x1_x = onnx.constant dense<[[113, 32, 47], [101, 20, 70]]> : tensor<2x3xi8>
  %x1_xd = tensor.cast %x1_x : tensor<2x3xi8> to tensor<?x?xi8>
  %x1_s = onnx.constant dense<[-0.0299999993]> : tensor<1xf32>
  %x1_z = onnx.constant dense<[85]> : tensor<1xi8>
  %y1_y = onnx.node "DequantizeLinear" version 21(%x1_xd, %x1_s, %x1_z) : (tensor<?x?xi8>, tensor<1xf32>, tensor<1xi8>) -> tensor<2x3xf32>
  %e1_y = onnx.constant dense<[[-0.839999974, 1.58999991, 1.13999999], [-0.479999989, 1.94999993, 0.449999988]]> : tensor<2x3xf32>
  check.expect_close %y1_y, %e1_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // ui8, one scale
  %x2_x = onnx.constant dense<[[57, 14, 76], [72, 223, 233]]> : tensor<2x3xi32>
  %x2_xd = tensor.cast %x2_x : tensor<2x3xi32> to tensor<?x?xi32>
  %x2_xu = onnx.node "Cast" version 21(%x2_xd) with {to = 2 : i64} : (tensor<?x?xi32>) -> tensor<?x?xui8>
  %x2_s = onnx.constant dense<0.100000001> : tensor<f32>
  %y2_y = onnx.node "DequantizeLinear" version 21(%x2_xu, %x2_s) : (tensor<?x?xui8>, tensor<f32>) -> tensor<2x3xf32>
  %e2_y = onnx.constant dense<[[5.70000029, 1.39999998, 7.5999999], [7.20000029, 22.3000011, 23.3000011]]> : tensor<2x3xf32>
  check.expect_close %y2_y, %e2_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // ui8, one zero point
  %x3_x = onnx.constant dense<[[57, 14, 76], [72, 223, 233]]> : tensor<2x3xi32>
  %x3_xd = tensor.cast %x3_x : tensor<2x3xi32> to tensor<?x?xi32>
  %x3_xu = onnx.node "Cast" version 21(%x3_xd) with {to = 2 : i64} : (tensor<?x?xi32>) -> tensor<?x?xui8>
  %x3_s = onnx.constant dense<[-0.0299999993]> : tensor<1xf32>
  %x3_z = onnx.constant dense<[1]> : tensor<1xui8>
  %y3_y = onnx.node "DequantizeLinear" version 21(%x3_xu, %x3_s, %x3_z) : (tensor<?x?xui8>, tensor<1xf32>, tensor<1xui8>) -> tensor<2x3xf32>
  %e3_y = onnx.constant dense<[[-1.67999995, -0.389999986, -2.25], [-2.12999988, -6.65999985, -6.96000004]]> : tensor<2x3xf32>
  check.expect_close %y3_y, %e3_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // i16, one scale
  %x4_x = onnx.constant dense<[[-14, 21052, -24154], [19468, -24964, -2102]]> : tensor<2x3xi16>
  %x4_xd = tensor.cast %x4_x : tensor<2x3xi16> to tensor<?x?xi16>
  %x4_s = onnx.constant dense<0.100000001> : tensor<f32>
  %y4_y = onnx.node "DequantizeLinear" version 21(%x4_xd, %x4_s) : (tensor<?x?xi16>, tensor<f32>) -> tensor<2x3xf32>
  %e4_y = onnx.constant dense<[[-1.39999998, 2105.19995, -2415.40015], [1946.80005, -2496.40015, -210.199997]]> : tensor<2x3xf32>
  check.expect_close %y4_y, %e4_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // i16, one zero point
  %x5_x = onnx.constant dense<[[-14, 21052, -24154], [19468, -24964, -2102]]> : tensor<2x3xi16>
  %x5_xd = tensor.cast %x5_x : tensor<2x3xi16> to tensor<?x?xi16>
  %x5_s = onnx.constant dense<[-0.0299999993]> : tensor<1xf32>
  %x5_z = onnx.constant dense<[20739]> : tensor<1xi16>
  %y5_y = onnx.node "DequantizeLinear" version 21(%x5_xd, %x5_s, %x5_z) : (tensor<?x?xi16>, tensor<1xf32>, tensor<1xi16>) -> tensor<2x3xf32>
  %e5_y = onnx.constant dense<[[622.589966, -9.38999939, 1346.78992], [38.1299973, 1371.08997, 685.22998]]> : tensor<2x3xf32>
  check.expect_close %y5_y, %e5_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // ui16, one scale
  %x6_x = onnx.constant dense<[[19859, 22387, 18246], [47151, 16703, 64910]]> : tensor<2x3xi32>
  %x6_xd = tensor.cast %x6_x : tensor<2x3xi32> to tensor<?x?xi32>
  %x6_xu = onnx.node "Cast" version 21(%x6_xd) with {to = 4 : i64} : (tensor<?x?xi32>) -> tensor<?x?xui16>
  %x6_s = onnx.constant dense<0.100000001> : tensor<f32>
  %y6_y = onnx.node "DequantizeLinear" version 21(%x6_xu, %x6_s) : (tensor<?x?xui16>, tensor<f32>) -> tensor<2x3xf32>
  %e6_y = onnx.constant dense<[[1985.90002, 2238.69995, 1824.59998], [4715.1001, 1670.30005, 6491.0]]> : tensor<2x3xf32>
  check.expect_close %y6_y, %e6_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // ui16, one zero point
  %x7_x = onnx.constant dense<[[19859, 22387, 18246], [47151, 16703, 64910]]> : tensor<2x3xi32>
  %x7_xd = tensor.cast %x7_x : tensor<2x3xi32> to tensor<?x?xi32>
  %x7_xu = onnx.node "Cast" version 21(%x7_xd) with {to = 4 : i64} : (tensor<?x?xi32>) -> tensor<?x?xui16>
  %x7_s = onnx.constant dense<[-0.0299999993]> : tensor<1xf32>
  %x7_z = onnx.constant dense<[29168]> : tensor<1xui16>
  %y7_y = onnx.node "DequantizeLinear" version 21(%x7_xu, %x7_s, %x7_z) : (tensor<?x?xui16>, tensor<1xf32>, tensor<1xui16>) -> tensor<2x3xf32>
  %e7_y = onnx.constant dense<[[279.269989, 203.429993, 327.660004], [-539.48999, 373.949982, -1072.26001]]> : tensor<2x3xf32>
  check.expect_close %y7_y, %e7_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // i32, one scale
  %x8_x = onnx.constant dense<[[-437023, 90965, 1650858], [1069947, 188946, 9910005]]> : tensor<2x3xi32>
  %x8_xd = tensor.cast %x8_x : tensor<2x3xi32> to tensor<?x?xi32>
  %x8_s = onnx.constant dense<0.100000001> : tensor<f32>
  %y8_y = onnx.node "DequantizeLinear" version 21(%x8_xd, %x8_s) : (tensor<?x?xi32>, tensor<f32>) -> tensor<2x3xf32>
  %e8_y = onnx.constant dense<[[-43702.3008, 9096.5, 165085.797], [106994.703, 18894.5996, 991000.5]]> : tensor<2x3xf32>
  check.expect_close %y8_y, %e8_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // Along axis 0.
  %x9_x = onnx.constant dense<[[78, 74, 51, 31], [-41, 125, -9, -73], [88, -87, 91, 28]]> : tensor<3x4xi8>
  %x9_xd = tensor.cast %x9_x : tensor<3x4xi8> to tensor<?x?xi8>
  %x9_s = onnx.constant dense<[0.0183489807, -0.0167792533, 0.107828878]> : tensor<3xf32>
  %x9_z = onnx.constant dense<[106, 82, 33]> : tensor<3xi8>
  %y9_y = onnx.node "DequantizeLinear" version 21(%x9_xd, %x9_s, %x9_z) with {axis = 0 : i64} : (tensor<?x?xi8>, tensor<3xf32>, tensor<3xi8>) -> tensor<3x4xf32>
  %e9_y = onnx.constant dense<[[-0.513771474, -0.587167382, -1.0091939, -1.3761735], [2.06384826, -0.721507907, 1.52691209, 2.6007843], [5.93058825, -12.9394655, 6.25407505, -0.539144397]]> : tensor<3x4xf32>
  check.expect_close %y9_y, %e9_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x4xf32>

  // Along axis -1.
  %x10_x = onnx.constant dense<[[-16, 3, -60, -1], [-31, -65, 126, -125], [-104, -79, 120, 49]]> : tensor<3x4xi8>
  %x10_xd = tensor.cast %x10_x : tensor<3x4xi8> to tensor<?x?xi8>
  %x10_s = onnx.constant dense<[0.0481152758, -0.0802119002, 0.0107095055, -0.167709067]> : tensor<4xf32>
  %x10_z = onnx.constant dense<[119, 97, -81, 2]> : tensor<4xi8>
  %y10_y = onnx.node "DequantizeLinear" version 21(%x10_xd, %x10_s, %x10_z) with {axis = -1 : i64} : (tensor<?x?xi8>, tensor<4xf32>, tensor<4xi8>) -> tensor<3x4xf32>
  %e10_y = onnx.constant dense<[[-6.49556208, 7.53991842, 0.22489962, 0.503127217], [-7.21729136, 12.9943275, 2.21686769, 21.2990513], [-10.7297068, 14.1172943, 2.15261054, -7.88232613]]> : tensor<3x4xf32>
  check.expect_close %y10_y, %e10_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x4xf32>

  // Axis 1 where nothing is said.
  %x11_x = onnx.constant dense<[[[240, 216], [181, 163], [10, 189]], [[121, 23], [62, 138], [186, 129]]]> : tensor<2x3x2xui8>
  %x11_s = onnx.constant dense<[-0.175554484, -0.0786401704, 0.123654976]> : tensor<3xf32>
  %y11_y = onnx.node "DequantizeLinear" version 21(%x11_x, %x11_s) : (tensor<2x3x2xui8>, tensor<3xf32>) -> tensor<2x3x2xf32>
  %e11_y = onnx.constant dense<[[[-42.1330757, -37.9197693], [-14.2338705, -12.8183479], [1.23654974, 23.3707905]], [[-21.2420921, -4.03775311], [-4.87569046, -10.8523436], [22.9998264, 15.9514923]]]> : tensor<2x3x2xf32>
  check.expect_close %y11_y, %e11_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3x2xf32>

  // Blocks along axis 0, the last one short.
  %x12_x = onnx.constant dense<[[-29, 25, -46, -71], [-90, -31, 80, -26], [-31, 19, 122, -28], [23, -16, 26, -14], [35, 12, 45, 116]]> : tensor<5x4xi8>
  %x12_xd = tensor.cast %x12_x : tensor<5x4xi8> to tensor<?x?xi8>
  %x12_s = onnx.constant dense<[[-0.0936595574, -0.055517152, 0.0864746794, 0.0283737779], [0.193887323, 0.0508507676, 0.13763538, -0.0670798123], [-0.176074639, 0.135820806, -0.0350070037, 0.170564115]]> : tensor<3x4xf32>
  %x12_z = onnx.constant dense<[[109, -66, 13, -116], [-82, -32, 98, 120], [36, 21, 17, -113]]> : tensor<3x4xi8>
  %y12_y = onnx.node "DequantizeLinear" version 21(%x12_xd, %x12_s, %x12_z) with {axis = 0 : i64, block_size = 2 : i64} : (tensor<?x?xi8>, tensor<3x4xf32>, tensor<3x4xi8>) -> tensor<5x4xf32>
  %e12_y = onnx.constant dense<[[12.9250193, -5.0520606, -5.10200596, 1.27681994], [18.6382523, -1.94310033, 5.79380369, 2.55363989], [9.88825321, 2.59338903, 3.30324912, 9.92781258], [20.3581696, 0.813612282, -9.90974712, 8.98869514], [0.176074639, -1.22238731, -0.980196118, 39.0591812]]> : tensor<5x4xf32>
  check.expect_close %y12_y, %e12_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<5x4xf32>

  // Blocks along axis 1, the last one short.
  %x13_x = onnx.constant dense<[[-32, 123, -23, -74], [-67, 54, -119, 120], [96, 17, -9, 66], [12, -6, -46, -14], [64, -114, -122, 56]]> : tensor<5x4xi8>
  %x13_xd = tensor.cast %x13_x : tensor<5x4xi8> to tensor<?x?xi8>
  %x13_s = onnx.constant dense<[[-0.0157665554, 0.0333494991], [-0.19375816, 0.134974539], [0.0913618505, 0.109510623], [0.175833747, 0.0754000247], [0.122155286, 0.139900029]]> : tensor<5x2xf32>
  %x13_z = onnx.constant dense<[[-90, -23], [110, -50], [-127, 19], [64, 62], [79, 36]]> : tensor<5x2xi8>
  %y13_y = onnx.node "DequantizeLinear" version 21(%x13_xd, %x13_s, %x13_z) with {axis = 1 : i64, block_size = 3 : i64} : (tensor<?x?xi8>, tensor<5x2xf32>, tensor<5x2xi8>) -> tensor<5x4xf32>
  %e13_y = onnx.constant dense<[[-0.914460242, -3.35827637, -1.05635917, -1.7008245], [34.2951927, 10.8504572, 44.3706169, 22.9456711], [20.3736935, 13.1561069, 10.7806988, 5.14699936], [-9.14335442, -12.308362, -19.341713, -5.73040199], [-1.83232927, -23.5759697, -24.5532131, 2.79800057]]> : tensor<5x4xf32>
  check.expect_close %y13_y, %e13_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<5x4xf32>

  // i4, odd number of codes.
  %x14_x = onnx.constant dense<[[-6, 5, -2, 5, 5], [7, -8, 5, 2, -1], [4, 7, 0, -7, 3]]> : tensor<3x5xi4>
  %x14_s = onnx.constant dense<[-0.0530204624, -0.0477190167, -0.0789941177]> : tensor<3xf32>
  %x14_z = onnx.constant dense<[-3, -4, 7]> : tensor<3xi4>
  %y14_y = onnx.node "DequantizeLinear" version 21(%x14_x, %x14_s, %x14_z) with {axis = 0 : i64} : (tensor<3x5xi4>, tensor<3xf32>, tensor<3xi4>) -> tensor<3x5xf32>
  %e14_y = onnx.constant dense<[[0.159061387, -0.424163699, -0.0530204624, -0.424163699, -0.424163699], [-0.524909198, 0.190876067, -0.429471135, -0.2863141, -0.14315705], [0.236982346, -0.0, 0.552958846, 1.10591769, 0.315976471]]> : tensor<3x5xf32>
  check.expect_close %y14_y, %e14_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x5xf32>

  // ui4, odd number of codes.
  %x15_x = onnx.constant dense<[[13, 9, 15, 5, 2], [4, 1, 15, 3, 7], [3, 15, 2, 8, 15]]> : tensor<3x5xui4>
  %x15_s = onnx.constant dense<[0.180342704, 0.151125804, -0.120324045]> : tensor<3xf32>
  %x15_z = onnx.constant dense<[15, 14, 5]> : tensor<3xui4>
  %y15_y = onnx.node "DequantizeLinear" version 21(%x15_x, %x15_s, %x15_z) with {axis = 0 : i64} : (tensor<3x5xui4>, tensor<3xf32>, tensor<3xui4>) -> tensor<3x5xf32>
  %e15_y = onnx.constant dense<[[-0.360685408, -1.08205628, 0.0, -1.80342698, -2.34445524], [-1.51125801, -1.96463549, 0.151125804, -1.66238379, -1.05788064], [0.240648091, -1.20324039, 0.360972136, -0.360972136, -1.20324039]]> : tensor<3x5xf32>
  check.expect_close %y15_y, %e15_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x5xf32>

  // i2. (The reference evaluator of onnx 1.23.)
  %x16_x = onnx.constant dense<[[-1, 0, 1, -2, -2], [-2, -1, -2, 0, 0], [1, 0, -1, 1, 1]]> : tensor<3x5xi2>
  %x16_s = onnx.constant dense<[[-0.138529524, 0.146246329, 0.129628211], [0.194596529, 0.0732094795, -0.0856723562], [0.0485532321, 0.01963377, 0.0504525565]]> : tensor<3x3xf32>
  %x16_z = onnx.constant dense<[[-1, -2, 0], [-1, 0, -1], [-1, -2, 1]]> : tensor<3x3xi2>
  %y16_y = onnx.node "DequantizeLinear" version 25(%x16_x, %x16_s, %x16_z) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<3x5xi2>, tensor<3x3xf32>, tensor<3x3xi2>) -> tensor<3x5xf32>
  %e16_y = onnx.constant dense<[[-0.0, -0.138529524, 0.438739002, 0.0, -0.259256423], [-0.194596529, 0.0, -0.146418959, 0.0, -0.0856723562], [0.0971064642, 0.0485532321, 0.01963377, 0.05890131, 0.0]]> : tensor<3x5xf32>
  check.expect_close %y16_y, %e16_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x5xf32>

  // ui2. (The reference evaluator of onnx 1.23.)
  %x17_x = onnx.constant dense<[[3, 1, 0, 2, 1], [2, 0, 0, 2, 0], [2, 1, 0, 3, 2]]> : tensor<3x5xui2>
  %x17_s = onnx.constant dense<[[0.148697957, -0.0315089412, -0.183537424], [-0.162386954, -0.176761359, 0.109427787], [-0.183970734, 0.0188639257, -0.0157548785]]> : tensor<3x3xf32>
  %x17_z = onnx.constant dense<[[3, 2, 0], [0, 1, 2], [0, 0, 0]]> : tensor<3x3xui2>
  %y17_y = onnx.node "DequantizeLinear" version 25(%x17_x, %x17_s, %x17_z) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<3x5xui2>, tensor<3x3xf32>, tensor<3x3xui2>) -> tensor<3x5xf32>
  %e17_y = onnx.constant dense<[[0.0, -0.297395915, 0.0630178824, -0.0, -0.183537424], [-0.324773908, -0.0, 0.176761359, -0.176761359, -0.218855575], [-0.367941469, -0.183970734, 0.0, 0.056591779, -0.031509757]]> : tensor<3x5xf32>
  check.expect_close %y17_y, %e17_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x5xf32>

  // Half precision: computed in f32, rounded once.
  %x18_x = onnx.constant dense<[[45, -106, -123, -12], [-49, 17, 112, 91], [9, 36, 79, -17]]> : tensor<3x4xi8>
  %x18_xd = tensor.cast %x18_x : tensor<3x4xi8> to tensor<?x?xi8>
  %x18_s = onnx.constant dense<[0.126098633, -0.0463256836, -0.119140625]> : tensor<3xf16>
  %y18_y = onnx.node "DequantizeLinear" version 21(%x18_xd, %x18_s) with {axis = 0 : i64} : (tensor<?x?xi8>, tensor<3xf16>) -> tensor<3x4xf16>
  %e18_y = onnx.constant dense<[[5.67578125, -13.3671875, -15.5078125, -1.51367188], [2.26953125, -0.787597656, -5.1875, -4.21484375], [-1.07226562, -4.2890625, -9.4140625, 2.02539062]]> : tensor<3x4xf16>
  check.expect_close %y18_y, %e18_y {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<3x4xf16>

  // To i8: halves to even, saturated.
  %x19_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x19_xd = tensor.cast %x19_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x19_s = onnx.constant dense<1.0> : tensor<f32>
  %x19_z = onnx.constant dense<3> : tensor<i8>
  %y19_y = onnx.node "QuantizeLinear" version 21(%x19_xd, %x19_s, %x19_z) : (tensor<?x?xf32>, tensor<f32>, tensor<i8>) -> tensor<3x6xi8>
  %e19_y = onnx.constant dense<[[3, 5, 5, 3, 1, 1], [127, 127, -125, -127, 127, -128], [127, -128, 127, 127, 127, 3]]> : tensor<3x6xi8>
  check.expect_eq %y19_y, %e19_y : tensor<3x6xi8>

  // To ui8: halves to even, saturated.
  %x20_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x20_xd = tensor.cast %x20_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x20_s = onnx.constant dense<1.0> : tensor<f32>
  %x20_z = onnx.constant dense<3> : tensor<ui8>
  %y20_y = onnx.node "QuantizeLinear" version 21(%x20_xd, %x20_s, %x20_z) : (tensor<?x?xf32>, tensor<f32>, tensor<ui8>) -> tensor<3x6xui8>
  %e20_y = onnx.constant dense<[[3, 5, 5, 3, 1, 1], [129, 131, 0, 0, 255, 0], [255, 0, 255, 255, 255, 3]]> : tensor<3x6xui8>
  check.expect_eq %y20_y, %e20_y : tensor<3x6xui8>

  // To i16: halves to even, saturated.
  %x21_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x21_xd = tensor.cast %x21_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x21_s = onnx.constant dense<1.0> : tensor<f32>
  %x21_z = onnx.constant dense<3> : tensor<i16>
  %y21_y = onnx.node "QuantizeLinear" version 21(%x21_xd, %x21_s, %x21_z) : (tensor<?x?xf32>, tensor<f32>, tensor<i16>) -> tensor<3x6xi16>
  %e21_y = onnx.constant dense<[[3, 5, 5, 3, 1, 1], [129, 131, -125, -127, 303, -297], [32767, -32768, 257, 259, 259, 3]]> : tensor<3x6xi16>
  check.expect_eq %y21_y, %e21_y : tensor<3x6xi16>

  // To ui16: halves to even, saturated.
  %x22_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x22_xd = tensor.cast %x22_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x22_s = onnx.constant dense<1.0> : tensor<f32>
  %x22_z = onnx.constant dense<3> : tensor<ui16>
  %y22_y = onnx.node "QuantizeLinear" version 21(%x22_xd, %x22_s, %x22_z) : (tensor<?x?xf32>, tensor<f32>, tensor<ui16>) -> tensor<3x6xui16>
  %e22_y = onnx.constant dense<[[3, 5, 5, 3, 1, 1], [129, 131, 0, 0, 303, 0], [65535, 0, 257, 259, 259, 3]]> : tensor<3x6xui16>
  check.expect_eq %y22_y, %e22_y : tensor<3x6xui16>

  // Without zero point: uint8.
  %x23_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x23_xd = tensor.cast %x23_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x23_s = onnx.constant dense<0.5> : tensor<f32>
  %y23_y = onnx.node "QuantizeLinear" version 21(%x23_xd, %x23_s) : (tensor<?x?xf32>, tensor<f32>) -> tensor<3x6xui8>
  %e23_y = onnx.constant dense<[[1, 3, 5, 0, 0, 0], [253, 255, 0, 0, 255, 0], [255, 0, 255, 255, 255, 0]]> : tensor<3x6xui8>
  check.expect_eq %y23_y, %e23_y : tensor<3x6xui8>

  // The attribute says int8.
  %x24_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x24_xd = tensor.cast %x24_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x24_s = onnx.constant dense<[1.0, 0.5, 2.0]> : tensor<3xf32>
  %y24_y = onnx.node "QuantizeLinear" version 21(%x24_xd, %x24_s) with {output_dtype = 3 : i64, axis = 0 : i64} : (tensor<?x?xf32>, tensor<3xf32>) -> tensor<3x6xi8>
  %e24_y = onnx.constant dense<[[0, 2, 2, 0, -2, -2], [127, 127, -128, -128, 127, -128], [127, -128, 127, 127, 127, 0]]> : tensor<3x6xi8>
  check.expect_eq %y24_y, %e24_y : tensor<3x6xi8>

  // Blocks.
  %x25_x = onnx.constant dense<[[0.5, 1.5, 2.5, -0.5, -1.5, -2.5], [126.5, 127.5, -128.5, -129.5, 300.0, -300.0], [1.00000002e+30, -1.00000002e+30, 254.5, 255.5, 256.0, 0.25]]> : tensor<3x6xf32>
  %x25_xd = tensor.cast %x25_x : tensor<3x6xf32> to tensor<?x?xf32>
  %x25_s = onnx.constant dense<[[1.62316227, 1.92413473], [1.72261727, 0.196348339], [0.743454158, 0.704206109]]> : tensor<3x2xf32>
  %x25_z = onnx.constant dense<[[-51, -48], [41, 92], [-17, 76]]> : tensor<3x2xi8>
  %y25_y = onnx.node "QuantizeLinear" version 21(%x25_xd, %x25_s, %x25_z) with {axis = 1 : i64, block_size = 4 : i64} : (tensor<?x?xf32>, tensor<3x2xf32>, tensor<3x2xi8>) -> tensor<3x6xi8>
  %e25_y = onnx.constant dense<[[-51, -50, -49, -51, -49, -49], [114, 115, -34, -34, 127, -128], [127, -128, 127, 127, 127, 76]]> : tensor<3x6xi8>
  check.expect_eq %y25_y, %e25_y : tensor<3x6xi8>

  // Half precision.
  %x26_x = onnx.constant dense<[[-14.8359375, 10.671875, 15.3046875, -12.109375, 2.9453125], [5.55078125, 4.375, -16.15625, 6.44921875, 5.27734375]]> : tensor<2x5xf16>
  %x26_xd = tensor.cast %x26_x : tensor<2x5xf16> to tensor<?x?xf16>
  %x26_s = onnx.constant dense<0.300048828> : tensor<f16>
  %x26_z = onnx.constant dense<5> : tensor<ui8>
  %y26_y = onnx.node "QuantizeLinear" version 21(%x26_xd, %x26_s, %x26_z) : (tensor<?x?xf16>, tensor<f16>, tensor<ui8>) -> tensor<2x5xui8>
  %e26_y = onnx.constant dense<[[0, 41, 56, 0, 15], [23, 20, 0, 26, 23]]> : tensor<2x5xui8>
  check.expect_eq %y26_y, %e26_y : tensor<2x5xui8>

  // Half precision, from version 23 on. (The reference evaluator of onnx 1.23.)
  %x27_x = onnx.constant dense<[6.44921875, -3.30078125]> : tensor<2xf16>
  %x27_xd = tensor.cast %x27_x : tensor<2xf16> to tensor<?xf16>
  %x27_s = onnx.constant dense<0.300048828> : tensor<f16>
  %x27_z = onnx.constant dense<5> : tensor<ui8>
  %y27_y = onnx.node "QuantizeLinear" version 23(%x27_xd, %x27_s, %x27_z) : (tensor<?xf16>, tensor<f16>, tensor<ui8>) -> tensor<2xui8>
  %e27_y = onnx.constant dense<[27, 0]> : tensor<2xui8>
  check.expect_eq %y27_y, %e27_y : tensor<2xui8>

  // Half precision, divided in single.
  %x28_x = onnx.constant dense<[6.44921875]> : tensor<1xf16>
  %x28_xd = tensor.cast %x28_x : tensor<1xf16> to tensor<?xf16>
  %x28_s = onnx.constant dense<0.300048828> : tensor<f16>
  %x28_z = onnx.constant dense<5> : tensor<ui8>
  %y28_y = onnx.node "QuantizeLinear" version 23(%x28_xd, %x28_s, %x28_z) with {precision = 1 : i64} : (tensor<?xf16>, tensor<f16>, tensor<ui8>) -> tensor<1xui8>
  %e28_y = onnx.constant dense<[26]> : tensor<1xui8>
  check.expect_eq %y28_y, %e28_y : tensor<1xui8>

  // DynamicQuantizeLinear: a range.
  %x29_x = onnx.constant dense<[[2.591084, 2.42810154, -1.38265431, 1.77637863, 2.93818712], [3.14358211, -2.70790148, -3.78638124, 1.20645952, -2.28258991], [0.509677768, 3.55843616, -0.965443015, -1.97780359, -0.347919613]]> : tensor<3x5xf32>
  %x29_xd = tensor.cast %x29_x : tensor<3x5xf32> to tensor<?x?xf32>
  %y29_y, %y29_s, %y29_z = onnx.node "DynamicQuantizeLinear" version 21(%x29_xd) : (tensor<?x?xf32>) -> (tensor<3x5xui8>, tensor<f32>, tensor<ui8>)
  %e29_y = onnx.constant dense<[[221, 215, 83, 193, 233], [240, 37, 0, 173, 52], [149, 255, 97, 62, 119]]> : tensor<3x5xui8>
  check.expect_eq %y29_y, %e29_y : tensor<3x5xui8>
  %e29_s = onnx.constant dense<0.0288032051> : tensor<f32>
  check.expect_close %y29_s, %e29_s {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<f32>
  %e29_z = onnx.constant dense<131> : tensor<ui8>
  check.expect_eq %y29_z, %e29_z : tensor<ui8>

  // DynamicQuantizeLinear: zeros alone.
  %x30_x = onnx.constant dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<2x3xf32>
  %x30_xd = tensor.cast %x30_x : tensor<2x3xf32> to tensor<?x?xf32>
  %y30_y, %y30_s, %y30_z = onnx.node "DynamicQuantizeLinear" version 21(%x30_xd) : (tensor<?x?xf32>) -> (tensor<2x3xui8>, tensor<f32>, tensor<ui8>)
  %e30_y = onnx.constant dense<[[0, 0, 0], [0, 0, 0]]> : tensor<2x3xui8>
  check.expect_eq %y30_y, %e30_y : tensor<2x3xui8>
  %e30_s = onnx.constant dense<1.0> : tensor<f32>
  check.expect_close %y30_s, %e30_s {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<f32>
  %e30_z = onnx.constant dense<0> : tensor<ui8>
  check.expect_eq %y30_z, %e30_z : tensor<ui8>

  // DynamicQuantizeLinear: all positive.
  %x31_x = onnx.constant dense<[1.31448781, 1.79780209, 1.23883045, 1.73255754, 1.3248924, 1.66110504, 1.24629247]> : tensor<7xf32>
  %x31_xd = tensor.cast %x31_x : tensor<7xf32> to tensor<?xf32>
  %y31_y, %y31_s, %y31_z = onnx.node "DynamicQuantizeLinear" version 21(%x31_xd) : (tensor<?xf32>) -> (tensor<7xui8>, tensor<f32>, tensor<ui8>)
  %e31_y = onnx.constant dense<[186, 255, 176, 246, 188, 236, 177]> : tensor<7xui8>
  check.expect_eq %y31_y, %e31_y : tensor<7xui8>
  %e31_s = onnx.constant dense<0.00705020409> : tensor<f32>
  check.expect_close %y31_s, %e31_s {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<f32>
  %e31_z = onnx.constant dense<0> : tensor<ui8>
  check.expect_eq %y31_z, %e31_z : tensor<ui8>

  // DynamicQuantizeLinear: all negative.
  %x32_x = onnx.constant dense<[-1.2565521, -1.07904327, -1.56988442, -1.50518084, -1.34029543, -1.08514857, -1.83693707]> : tensor<7xf32>
  %x32_xd = tensor.cast %x32_x : tensor<7xf32> to tensor<?xf32>
  %y32_y, %y32_s, %y32_z = onnx.node "DynamicQuantizeLinear" version 21(%x32_xd) : (tensor<?xf32>) -> (tensor<7xui8>, tensor<f32>, tensor<ui8>)
  %e32_y = onnx.constant dense<[81, 105, 37, 46, 69, 104, 0]> : tensor<7xui8>
  check.expect_eq %y32_y, %e32_y : tensor<7xui8>
  %e32_s = onnx.constant dense<0.00720367488> : tensor<f32>
  check.expect_close %y32_s, %e32_s {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<f32>
  %e32_z = onnx.constant dense<255> : tensor<ui8>
  check.expect_eq %y32_z, %e32_z : tensor<ui8>

  // There and back.
  %x33_x = onnx.constant dense<[[10.1092854, 3.16218305, -8.01224518, -16.898138, 10.5272379], [-14.7568407, -14.6717339, -14.7726297, -16.7495079, 16.2556953], [-9.23022842, -7.743577, 13.3117723, 4.79693842, -12.5142641], [-2.6074636, 15.3568983, -4.98503923, 8.43526173, -16.1276913]]> : tensor<4x5xf32>
  %x33_xd = tensor.cast %x33_x : tensor<4x5xf32> to tensor<?x?xf32>
  %x33_s = onnx.constant dense<0.109999999> : tensor<f32>
  %x33_z = onnx.constant dense<7> : tensor<i8>
  %y33_q = onnx.node "QuantizeLinear" version 21(%x33_xd, %x33_s, %x33_z) : (tensor<?x?xf32>, tensor<f32>, tensor<i8>) -> !onnx.unknown
  %y33_y = onnx.node "DequantizeLinear" version 21(%y33_q, %x33_s, %x33_z) : (!onnx.unknown, tensor<f32>, tensor<i8>) -> tensor<4x5xf32>
  %e33_y = onnx.constant dense<[[10.1199999, 3.19000006, -8.02999973, -14.8500004, 10.5599995], [-14.7399998, -14.6300001, -14.7399998, -14.8500004, 13.1999998], [-9.23999977, -7.69999981, 13.1999998, 4.84000015, -12.54], [-2.63999987, 13.1999998, -4.94999981, 8.47000027, -14.8500004]]> : tensor<4x5xf32>
  check.expect_close %y33_y, %e33_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<4x5xf32>

  // Rows of a table, each with its scale.
  %x34_t = onnx.constant dense<[[41, 58, -111, 70], [8, 83, 89, 44], [-43, -34, 57, -112], [-69, 4, 113, 65], [80, -80, -57, -60], [63, 9, -74, 63]]> : tensor<6x4xi8>
  %x34_s = onnx.constant dense<[-0.180351481, 0.0338908881, 0.0450113416, 0.161912024, 0.132459104, 0.14698483]> : tensor<6xf32>
  %x34_z = onnx.constant dense<[-106, 70, 26, -27, -49, 36]> : tensor<6xi8>
  %x34_i = onnx.constant dense<[[1, -1, 0], [5, 2, 1]]> : tensor<2x3xi64>
  %x34_id = tensor.cast %x34_i : tensor<2x3xi64> to tensor<?x?xi64>
  %y34_d = onnx.node "DequantizeLinear" version 21(%x34_t, %x34_s, %x34_z) with {axis = 0 : i64} : (tensor<6x4xi8>, tensor<6xf32>, tensor<6xi8>) -> !onnx.unknown
  %y34_y = onnx.node "Gather" version 21(%y34_d, %x34_id) : (!onnx.unknown, tensor<?x?xi64>) -> tensor<2x3x4xf32>
  %e34_y = onnx.constant dense<[[[-2.10123515, 0.44058156, 0.643926859, -0.88116312], [3.9685905, -3.9685905, -16.1683311, 3.9685905], [-26.5116673, -29.5776424, 0.901757419, -31.7418613]], [[3.9685905, -3.9685905, -16.1683311, 3.9685905], [-3.10578251, -2.70068049, 1.39535165, -6.21156502], [-2.10123515, 0.44058156, 0.643926859, -0.88116312]]]> : tensor<2x3x4xf32>
  check.expect_close %y34_y, %e34_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3x4xf32>

  // One scale, one row.
  %x35_t = onnx.constant dense<[[50, 47, 223, 194], [151, 193, 82, 184], [52, 113, 37, 96], [87, 107, 121, 8], [87, 216, 110, 138], [26, 99, 248, 140]]> : tensor<6x4xui8>
  %x35_s = onnx.constant dense<0.200000003> : tensor<f32>
  %x35_i = onnx.constant dense<-2> : tensor<i64>
  %y35_d = onnx.node "DequantizeLinear" version 21(%x35_t, %x35_s) : (tensor<6x4xui8>, tensor<f32>) -> !onnx.unknown
  %y35_y = onnx.node "Gather" version 21(%y35_d, %x35_i) : (!onnx.unknown, tensor<i64>) -> tensor<4xf32>
  %e35_y = onnx.constant dense<[17.3999996, 43.2000008, 22.0, 27.6000004]> : tensor<4xf32>
  check.expect_close %y35_y, %e35_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<4xf32>

  // Scales of columns, and columns.
  %x36_t = onnx.constant dense<[[-123, 56, 69, -31], [-120, 84, -64, 107], [-35, -29, 75, -93]]> : tensor<3x4xi8>
  %x36_s = onnx.constant dense<[0.154470921, 0.198660284, -0.0381177478, 0.145408377]> : tensor<4xf32>
  %x36_i = onnx.constant dense<[3, 0]> : tensor<2xi64>
  %x36_id = tensor.cast %x36_i : tensor<2xi64> to tensor<?xi64>
  %y36_d = onnx.node "DequantizeLinear" version 21(%x36_t, %x36_s) with {axis = 1 : i64} : (tensor<3x4xi8>, tensor<4xf32>) -> !onnx.unknown
  %y36_y = onnx.node "Gather" version 21(%y36_d, %x36_id) with {axis = 1 : i64} : (!onnx.unknown, tensor<?xi64>) -> tensor<3x2xf32>
  %e36_y = onnx.constant dense<[[-4.50765991, -18.9999237], [15.5586967, -18.5365105], [-13.5229788, -5.40648222]]> : tensor<3x2xf32>
  check.expect_close %y36_y, %e36_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<3x2xf32>

  // com.microsoft, i8.
  %x37_x = onnx.constant dense<[[-15.064743, -16.3276043, 19.514864], [-15.3297405, -12.9276972, 2.99811745]]> : tensor<2x3xf32>
  %x37_xd = tensor.cast %x37_x : tensor<2x3xf32> to tensor<?x?xf32>
  %x37_s = onnx.constant dense<0.200000003> : tensor<f32>
  %x37_z = onnx.constant dense<7> : tensor<i8>
  %y37_q = onnx.node "QuantizeLinear" domain "com.microsoft" version 1(%x37_xd, %x37_s, %x37_z) : (tensor<?x?xf32>, tensor<f32>, tensor<i8>) -> !onnx.unknown
  %y37_y = onnx.node "DequantizeLinear" domain "com.microsoft" version 1(%y37_q, %x37_s, %x37_z) : (!onnx.unknown, tensor<f32>, tensor<i8>) -> tensor<2x3xf32>
  %e37_y = onnx.constant dense<[[-15.0, -16.3999996, 19.6000004], [-15.4000006, -13.0, 3.0]]> : tensor<2x3xf32>
  check.expect_close %y37_y, %e37_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>

  // com.microsoft, ui8.
  %x38_x = onnx.constant dense<[[-2.14907861, 10.0156879, -12.3777103], [16.5771103, -11.3122063, 10.7644396]]> : tensor<2x3xf32>
  %x38_xd = tensor.cast %x38_x : tensor<2x3xf32> to tensor<?x?xf32>
  %x38_s = onnx.constant dense<0.200000003> : tensor<f32>
  %x38_z = onnx.constant dense<7> : tensor<ui8>
  %y38_q = onnx.node "QuantizeLinear" domain "com.microsoft" version 1(%x38_xd, %x38_s, %x38_z) : (tensor<?x?xf32>, tensor<f32>, tensor<ui8>) -> !onnx.unknown
  %y38_y = onnx.node "DequantizeLinear" domain "com.microsoft" version 1(%y38_q, %x38_s, %x38_z) : (!onnx.unknown, tensor<f32>, tensor<ui8>) -> tensor<2x3xf32>
  %e38_y = onnx.constant dense<[[-1.39999998, 10.0, -1.39999998], [16.6000004, -1.39999998, 10.8000002]]> : tensor<2x3xf32>
  check.expect_close %y38_y, %e38_y {atol = 1.0e-06 : f64, rtol = 1.0e-06 : f64} : tensor<2x3xf32>
  return
}
