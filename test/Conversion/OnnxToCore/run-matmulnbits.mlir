// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// com.microsoft.MatMulNBits: every number of bits and kind of zero point, g_idx, bias,
// narrow floats, tails and ranks, against a dequantized product in float64.

func.func @main() {
  // 1 bits, zero points: the middle.
  %x0_0 = onnx.constant dense<[[-1.38167179, 2.9716785, 0.470762908, 2.31407404, 1.14751387, -2.45145273, -0.0558255948, 2.69823885, 0.188184813, -2.15168738, 1.57487607, 1.66804433, 1.40722108, 0.964303553, 2.1053226, -0.418087512, -0.958037734, 2.37366962, -2.48546338, 2.81467128]]> : tensor<1x20xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x0_1 = onnx.constant dense<[[[199, 103], [13, 0]], [[56, 3], [8, 0]]]> : tensor<2x2x2xui8>
  %x0_2 = onnx.constant dense<[[0.0203996878, -0.0237384215], [-0.0981695876, -0.010335478]]> : tensor<2x2xf32>
  %y0 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x0_0d, %x0_1, %x0_2) with {K = 20 : i64, N = 2 : i64, bits = 1 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x2xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e0_0 = onnx.constant dense<[[-0.0184648708, 1.1674552]]> : tensor<1x2xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 1 bits, zero points: packed.
  %x1_0 = onnx.constant dense<[[-0.724906325, 2.92219853, 0.933358312, -1.32747102, 0.283168525, 1.80200315, -1.51087093, -1.22860038, -0.501509249, -0.8227911, 2.63684726, 0.882995605, 0.53910625, 2.68046641, -0.588231266, 1.11719525, -1.98869967, 2.00326324, -1.0311234, -0.131368428]]> : tensor<1x20xf32>
  %x1_0d = tensor.cast %x1_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x1_1 = onnx.constant dense<[[[49, 217], [13, 0]], [[148, 228], [7, 0]]]> : tensor<2x2x2xui8>
  %x1_2 = onnx.constant dense<[[-0.0481578819, 0.0583010763], [-0.0241540149, 0.0856422335]]> : tensor<2x2xf32>
  %x1_3 = onnx.constant dense<[[1], [0]]> : tensor<2x1xui8>
  %y1 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x1_0d, %x1_1, %x1_2, %x1_3) with {K = 20 : i64, N = 2 : i64, bits = 1 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x2xui8>, tensor<2x2xf32>, tensor<2x1xui8>) -> tensor<1x2xf32>
  %e1_0 = onnx.constant dense<[[0.0225489531, -0.227979913]]> : tensor<1x2xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 1 bits, zero points: float.
  %x2_0 = onnx.constant dense<[[-1.95260954, 0.425731152, -2.62519741, 0.351081938, -2.88980579, -0.429637492, -0.508265972, -2.48735809, -2.50758028, 0.52226609, -2.975281, 1.39032662, -0.78865701, -1.42304575, 2.70625782, -2.86577153, 0.761786222, -2.892802, -0.707984447, -1.12464547]]> : tensor<1x20xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x2_1 = onnx.constant dense<[[[207, 43], [1, 0]], [[92, 156], [8, 0]]]> : tensor<2x2x2xui8>
  %x2_2 = onnx.constant dense<[[-0.0523508377, -0.0758793131], [0.0562013164, -0.054381948]]> : tensor<2x2xf32>
  %x2_3 = onnx.constant dense<[[0.16068399, 1.56637955], [1.14371848, 0.154672697]]> : tensor<2x2xf32>
  %y2 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x2_0d, %x2_1, %x2_2, %x2_3) with {K = 20 : i64, N = 2 : i64, bits = 1 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x2xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e2_0 = onnx.constant dense<[[-0.202526867, 0.446730733]]> : tensor<1x2xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 2 bits, zero points: the middle.
  %x3_0 = onnx.constant dense<[[-1.92754459, -1.91937423, 2.72401619, -1.75041902, -0.390042722, -1.99665201, -1.0500859, -1.01732135, 0.646238923, 0.174778327, 2.74066091, 1.84698796, 1.46069133, -1.21971118, -1.18276262, -0.254973531, -1.23980248, -1.88529634, -1.81991744, -0.725412905]]> : tensor<1x20xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x3_1 = onnx.constant dense<[[[28, 21, 118, 159], [37, 0, 0, 0]], [[82, 1, 9, 7], [255, 0, 0, 0]]]> : tensor<2x2x4xui8>
  %x3_2 = onnx.constant dense<[[-0.0810760334, 0.0369137228], [-0.00164266385, 0.0643783733]]> : tensor<2x2xf32>
  %y3 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x3_0d, %x3_1, %x3_2) with {K = 20 : i64, N = 2 : i64, bits = 2 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x4xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e3_0 = onnx.constant dense<[[-0.668325126, -0.376744926]]> : tensor<1x2xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 2 bits, zero points: packed.
  %x4_0 = onnx.constant dense<[[-1.18500125, -1.39346921, -1.15378881, -0.165994465, -1.41423142, -2.81432104, -1.80458319, 0.468934536, -1.37679911, -1.00902355, -1.44853354, -2.41935968, -1.91764057, -1.47311568, 2.03609991, -1.67264569, 1.97038686, 1.45979762, 2.84576702, 1.52154088]]> : tensor<1x20xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x4_1 = onnx.constant dense<[[[245, 201, 0, 92], [89, 0, 0, 0]], [[4, 173, 192, 167], [65, 0, 0, 0]]]> : tensor<2x2x4xui8>
  %x4_2 = onnx.constant dense<[[-0.000402607897, -0.000549480668], [0.0639512166, -0.000842112117]]> : tensor<2x2xf32>
  %x4_3 = onnx.constant dense<[[2], [14]]> : tensor<2x1xui8>
  %y4 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x4_0d, %x4_1, %x4_2, %x4_3) with {K = 20 : i64, N = 2 : i64, bits = 2 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x4xui8>, tensor<2x2xf32>, tensor<2x1xui8>) -> tensor<1x2xf32>
  %e4_0 = onnx.constant dense<[[-0.0136450035, 0.643977702]]> : tensor<1x2xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 2 bits, zero points: float.
  %x5_0 = onnx.constant dense<[[1.14253879, 2.77275848, 0.952549458, -1.59568608, 0.220411584, -2.2699492, 1.30727124, 1.03718519, -0.31923601, -2.94801307, -2.63780355, 1.09186614, 1.1544801, 0.451255947, -1.63385272, 0.978789508, -2.36696887, 0.766083479, 0.433907449, -0.86703819]]> : tensor<1x20xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x5_1 = onnx.constant dense<[[[109, 20, 179, 195], [194, 0, 0, 0]], [[68, 106, 32, 205], [227, 0, 0, 0]]]> : tensor<2x2x4xui8>
  %x5_2 = onnx.constant dense<[[0.0441078879, 0.0500450693], [-0.022438908, -0.0884850174]]> : tensor<2x2xf32>
  %x5_3 = onnx.constant dense<[[0.876664162, 2.89833093], [0.723967791, 0.629418612]]> : tensor<2x2xf32>
  %y5 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x5_0d, %x5_1, %x5_2, %x5_3) with {K = 20 : i64, N = 2 : i64, bits = 2 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x4xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e5_0 = onnx.constant dense<[[0.315166831, 0.643446207]]> : tensor<1x2xf32>
  check.expect_close %y5, %e5_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 3 bits, zero points: the middle.
  %x6_0 = onnx.constant dense<[[0.396698058, -0.495146275, -1.32712293, 0.108777247, -2.26883698, 1.49562824, 2.71761441, -2.675421, 1.69396281, -1.65700269, -0.981531858, -2.7987709, 2.81451488, 0.372573644, -2.5105114, -1.07066619, 2.86368632, -2.63975239, 2.50743651, -1.32293725]]> : tensor<1x20xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x6_1 = onnx.constant dense<[[[43, 26, 88, 199, 15, 88], [73, 6, 0, 0, 0, 0]], [[126, 122, 49, 110, 169, 26], [11, 5, 0, 0, 0, 0]]]> : tensor<2x2x6xui8>
  %x6_2 = onnx.constant dense<[[-0.00669266051, 0.0138892038], [0.0124187991, 0.00858313218]]> : tensor<2x2xf32>
  %y6 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x6_0d, %x6_1, %x6_2) with {K = 20 : i64, N = 2 : i64, bits = 3 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x6xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e6_0 = onnx.constant dense<[[-0.101300851, 0.0211610738]]> : tensor<1x2xf32>
  check.expect_close %y6, %e6_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 3 bits, zero points: packed.
  %x7_0 = onnx.constant dense<[[-1.53201568, 1.48757792, 0.0774071589, -2.71770334, -2.41482544, -1.31857622, 2.08469367, -0.446503401, -1.35573649, 0.209409118, -1.01868618, -1.15154123, -1.81078768, -0.892219961, -2.00583887, 0.444625229, -0.738970339, -2.76345134, -1.70327699, -0.129523635]]> : tensor<1x20xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x7_1 = onnx.constant dense<[[[0, 153, 87, 20, 68, 13], [166, 5, 0, 0, 0, 0]], [[205, 251, 203, 202, 238, 249], [134, 14, 0, 0, 0, 0]]]> : tensor<2x2x6xui8>
  %x7_2 = onnx.constant dense<[[-0.0806520954, 0.0490849614], [0.0428825952, 0.0514335074]]> : tensor<2x2xf32>
  %x7_3 = onnx.constant dense<[[19], [58]]> : tensor<2x1xui8>
  %y7 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x7_0d, %x7_1, %x7_2, %x7_3) with {K = 20 : i64, N = 2 : i64, bits = 3 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x6xui8>, tensor<2x2xf32>, tensor<2x1xui8>) -> tensor<1x2xf32>
  %e7_0 = onnx.constant dense<[[-0.916478992, -0.897180319]]> : tensor<1x2xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 3 bits, zero points: float.
  %x8_0 = onnx.constant dense<[[2.2327776, -0.704825699, -2.43202209, -0.942801774, -1.88029373, 1.46923351, 0.831359446, 0.0308604389, -2.90175295, 2.79655361, -2.9191947, 0.164697111, -0.410133749, -1.42863441, 2.33998251, -0.94163698, 0.390645206, -2.2166245, -2.68536615, 2.04135251]]> : tensor<1x20xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x8_1 = onnx.constant dense<[[[71, 106, 255, 92, 38, 104], [170, 4, 0, 0, 0, 0]], [[143, 246, 140, 216, 206, 176], [78, 6, 0, 0, 0, 0]]]> : tensor<2x2x6xui8>
  %x8_2 = onnx.constant dense<[[0.049487561, -0.000567982788], [-0.0278601609, 0.077826649]]> : tensor<2x2xf32>
  %x8_3 = onnx.constant dense<[[1.03095365, 1.08202827], [5.25471544, 1.71921349]]> : tensor<2x2xf32>
  %y8 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x8_0d, %x8_1, %x8_2, %x8_3) with {K = 20 : i64, N = 2 : i64, bits = 3 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x6xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e8_0 = onnx.constant dense<[[0.613074362, -0.094054915]]> : tensor<1x2xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 4 bits, zero points: the middle.
  %x9_0 = onnx.constant dense<[[-1.16483486, 2.98093748, -2.34664416, 0.38404268, -1.89858925, -1.22734928, 2.16216755, 0.00765549066, -2.46592999, 1.37167287, -0.335406601, -2.50388598, -0.0926579088, -0.326832712, 0.502725959, -0.393732667, 0.605410099, 1.22303867, 2.93677354, 0.345750064]]> : tensor<1x20xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x9_1 = onnx.constant dense<[[[193, 19, 13, 104, 215, 44, 8, 113], [118, 120, 0, 0, 0, 0, 0, 0]], [[50, 178, 221, 122, 228, 181, 22, 241], [111, 173, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x9_2 = onnx.constant dense<[[-0.0649050549, 0.0042475923], [-0.0559047759, 0.0309605282]]> : tensor<2x2xf32>
  %y9 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x9_0d, %x9_1, %x9_2) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e9_0 = onnx.constant dense<[[-3.38221908, 0.319650143]]> : tensor<1x2xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 4 bits, zero points: packed.
  %x10_0 = onnx.constant dense<[[-1.22458351, -2.41550255, 1.12845385, -0.235480413, 0.864095747, 0.999607027, -2.71501875, -0.51249063, 1.0972991, 2.41869354, 2.67599201, -0.703758478, 0.458081603, 2.6041131, -2.72893167, 2.85712886, -0.271264315, 2.09608984, -1.9930135, 2.61506033]]> : tensor<1x20xf32>
  %x10_0d = tensor.cast %x10_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x10_1 = onnx.constant dense<[[[113, 179, 239, 12, 13, 248, 141, 13], [166, 21, 0, 0, 0, 0, 0, 0]], [[23, 103, 170, 218, 215, 96, 245, 32], [168, 48, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x10_2 = onnx.constant dense<[[0.0416464843, -0.00613200478], [-0.0939413682, -0.0910684168]]> : tensor<2x2xf32>
  %x10_3 = onnx.constant dense<[[195], [169]]> : tensor<2x1xui8>
  %y10 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x10_0d, %x10_1, %x10_2, %x10_3) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>, tensor<2x1xui8>) -> tensor<1x2xf32>
  %e10_0 = onnx.constant dense<[[-0.73623538, -2.18721461]]> : tensor<1x2xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 4 bits, zero points: float.
  %x11_0 = onnx.constant dense<[[0.591971278, -2.0146246, 2.96844745, 1.72270632, 1.03634679, -1.38182366, -1.85117078, -2.46215606, 0.345821679, -1.73339355, -0.474517018, 1.56629062, 0.639414787, -1.09493911, -2.4429605, -1.15094197, -1.81617558, 0.271596611, -0.465578884, -0.847185135]]> : tensor<1x20xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x11_1 = onnx.constant dense<[[[46, 127, 145, 103, 227, 128, 19, 227], [75, 47, 0, 0, 0, 0, 0, 0]], [[166, 193, 69, 118, 248, 112, 90, 133], [184, 168, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x11_2 = onnx.constant dense<[[-0.0933607668, 0.0879328847], [-0.00829602312, 0.0408441946]]> : tensor<2x2xf32>
  %x11_3 = onnx.constant dense<[[6.1819191, 6.52787447], [6.81942558, 5.23413181]]> : tensor<2x2xf32>
  %y11 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x11_0d, %x11_1, %x11_2, %x11_3) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e11_0 = onnx.constant dense<[[-3.01085496, -0.231778502]]> : tensor<1x2xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 5 bits, zero points: the middle.
  %x12_0 = onnx.constant dense<[[2.9093051, 0.645983458, -1.66657662, 1.58049202, -0.776798487, 0.193550095, -0.860611022, -2.01892257, 1.96768653, 1.23990834, -1.43642592, 0.166125461, -2.92359686, 2.06897187, -1.66600263, -1.15387142, 2.34387445, -1.82075691, 1.05834973, -2.66879487]]> : tensor<1x20xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x12_1 = onnx.constant dense<[[[6, 123, 72, 1, 111, 229, 228, 137, 181, 184], [102, 104, 8, 0, 0, 0, 0, 0, 0, 0]], [[210, 1, 183, 23, 168, 119, 248, 32, 40, 51], [100, 237, 14, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x10xui8>
  %x12_2 = onnx.constant dense<[[-0.0716204196, 0.069958061], [-0.0188492853, -0.0616513304]]> : tensor<2x2xf32>
  %y12 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x12_0d, %x12_1, %x12_2) with {K = 20 : i64, N = 2 : i64, bits = 5 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x10xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e12_0 = onnx.constant dense<[[7.23227978, 1.37527919]]> : tensor<1x2xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 5 bits, zero points: packed.
  %x13_0 = onnx.constant dense<[[-0.332756996, 2.99734354, 1.00182617, 0.658177495, -0.318351239, 1.78333604, -2.60716677, 0.704913557, 1.8869139, -0.821048141, -0.2973001, -1.18382418, -0.262849301, 0.947873592, -2.99773145, -2.7484386, 0.132620573, -1.80575871, -1.66213441, -0.370497435]]> : tensor<1x20xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x13_1 = onnx.constant dense<[[[80, 18, 12, 228, 250, 73, 134, 86, 83, 167], [244, 242, 6, 0, 0, 0, 0, 0, 0, 0]], [[203, 71, 251, 230, 72, 249, 179, 179, 158, 116], [228, 201, 5, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x10xui8>
  %x13_2 = onnx.constant dense<[[0.0425706618, 0.0629899055], [-0.0728861317, -0.0918389335]]> : tensor<2x2xf32>
  %x13_3 = onnx.constant dense<[[40, 2], [226, 2]]> : tensor<2x2xui8>
  %y13 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x13_0d, %x13_1, %x13_2, %x13_3) with {K = 20 : i64, N = 2 : i64, bits = 5 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x10xui8>, tensor<2x2xf32>, tensor<2x2xui8>) -> tensor<1x2xf32>
  %e13_0 = onnx.constant dense<[[-3.67218351, -7.90352917]]> : tensor<1x2xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 5 bits, zero points: float.
  %x14_0 = onnx.constant dense<[[-1.89209211, 2.39354134, -2.50804925, 1.06730795, -1.342767, 2.04502869, 2.42765284, 0.151505589, -0.654420078, -0.858605921, 2.64344382, 2.15485549, 2.23635817, 1.0540204, -2.88806272, -0.392823607, 2.52940011, -2.45435786, -0.822350562, 2.44628406]]> : tensor<1x20xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x14_1 = onnx.constant dense<[[[217, 144, 189, 118, 148, 159, 188, 22, 4, 245], [153, 64, 14, 0, 0, 0, 0, 0, 0, 0]], [[2, 90, 197, 133, 144, 136, 149, 97, 132, 122], [133, 20, 4, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x10xui8>
  %x14_2 = onnx.constant dense<[[0.096143119, 0.0413715318], [0.0446630865, 0.0952893868]]> : tensor<2x2xf32>
  %x14_3 = onnx.constant dense<[[9.00071716, 24.9502392], [9.3104353, 13.4907694]]> : tensor<2x2xf32>
  %y14 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x14_0d, %x14_1, %x14_2, %x14_3) with {K = 20 : i64, N = 2 : i64, bits = 5 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x10xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e14_0 = onnx.constant dense<[[2.5814805, -5.06414223]]> : tensor<1x2xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 6 bits, zero points: the middle.
  %x15_0 = onnx.constant dense<[[0.649538577, 0.106198691, -0.600555539, -2.12861013, 0.670047402, 2.54801273, -1.55078232, 2.68304348, 0.1391498, 1.26632845, 0.10273803, -2.01645279, -2.50967145, -2.79508901, -2.72311974, -0.309735596, -0.911113024, 1.2979641, -0.589305937, -0.0714169294]]> : tensor<1x20xf32>
  %x15_0d = tensor.cast %x15_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x15_1 = onnx.constant dense<[[[207, 242, 227, 221, 110, 165, 50, 14, 95, 201, 127, 212], [149, 139, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[75, 222, 212, 83, 165, 122, 34, 81, 77, 98, 86, 96], [86, 44, 230, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x12xui8>
  %x15_2 = onnx.constant dense<[[-0.0158614889, -0.067343317], [0.0811845139, -0.0712798238]]> : tensor<2x2xf32>
  %y15 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x15_0d, %x15_1, %x15_2) with {K = 20 : i64, N = 2 : i64, bits = 6 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x12xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e15_0 = onnx.constant dense<[[-4.71154451, -3.75117087]]> : tensor<1x2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 6 bits, zero points: packed.
  %x16_0 = onnx.constant dense<[[2.11654758, 1.07116449, 0.223400339, 1.97125745, -1.52419531, 1.04495597, 2.69829321, 1.84640932, 1.20850909, 2.14680338, -0.977417171, -0.84371984, -2.94197536, 1.16408062, 2.17324471, -0.479093999, 2.30501294, 1.94887137, 1.60300386, -0.818880141]]> : tensor<1x20xf32>
  %x16_0d = tensor.cast %x16_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x16_1 = onnx.constant dense<[[[34, 50, 185, 199, 84, 193, 223, 42, 167, 11, 16, 210], [200, 185, 154, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[92, 205, 54, 83, 233, 250, 102, 29, 233, 120, 216, 17], [160, 234, 215, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x12xui8>
  %x16_2 = onnx.constant dense<[[-0.0427017771, -0.00790737197], [-0.0433088988, -0.0639918447]]> : tensor<2x2xf32>
  %x16_3 = onnx.constant dense<[[176, 12], [206, 9]]> : tensor<2x2xui8>
  %y16 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x16_0d, %x16_1, %x16_2, %x16_3) with {K = 20 : i64, N = 2 : i64, bits = 6 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x12xui8>, tensor<2x2xf32>, tensor<2x2xui8>) -> tensor<1x2xf32>
  %e16_0 = onnx.constant dense<[[6.60106754, -12.9267111]]> : tensor<1x2xf32>
  check.expect_close %y16, %e16_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 6 bits, zero points: float.
  %x17_0 = onnx.constant dense<[[0.707525015, 2.43853045, -1.24407446, -2.43495464, -0.805641174, 2.27762246, -2.83068085, 2.24985743, -0.253757715, 1.46667528, 0.162831888, -2.45837307, 1.40261447, -2.23442864, 2.67016315, 0.070062995, 0.871964753, -2.91298532, -2.1765821, 1.90443659]]> : tensor<1x20xf32>
  %x17_0d = tensor.cast %x17_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x17_1 = onnx.constant dense<[[[54, 159, 36, 159, 108, 112, 60, 116, 10, 233, 94, 11], [224, 157, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[82, 222, 81, 182, 186, 94, 120, 53, 166, 95, 220, 38], [100, 145, 63, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x12xui8>
  %x17_2 = onnx.constant dense<[[-0.070751667, -0.051399637], [0.0846778527, 0.0812864378]]> : tensor<2x2xf32>
  %x17_3 = onnx.constant dense<[[3.72176504, 2.68661547], [5.54261637, 11.1573391]]> : tensor<2x2xf32>
  %y17 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x17_0d, %x17_1, %x17_2, %x17_3) with {K = 20 : i64, N = 2 : i64, bits = 6 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x12xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e17_0 = onnx.constant dense<[[-14.8858423, -2.70073128]]> : tensor<1x2xf32>
  check.expect_close %y17, %e17_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 7 bits, zero points: the middle.
  %x18_0 = onnx.constant dense<[[2.71956849, 0.822751641, -0.778177977, 0.0174542554, -2.41864967, -1.13345623, -2.76822042, -2.0995028, -0.153998807, -2.50498343, -1.05940831, 0.553077757, 2.17302871, -1.6288054, -0.82293874, -1.33640075, -1.28197694, 2.76089096, -0.401492238, 1.85655177]]> : tensor<1x20xf32>
  %x18_0d = tensor.cast %x18_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x18_1 = onnx.constant dense<[[[3, 48, 163, 234, 47, 247, 194, 113, 196, 226, 211, 182, 147, 136], [55, 237, 180, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[75, 123, 194, 174, 163, 185, 137, 41, 68, 199, 64, 35, 10, 58], [164, 22, 242, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x14xui8>
  %x18_2 = onnx.constant dense<[[-0.00662847143, 0.0854627788], [-0.0539370403, -0.0836902782]]> : tensor<2x2xf32>
  %y18 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x18_0d, %x18_1, %x18_2) with {K = 20 : i64, N = 2 : i64, bits = 7 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x14xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e18_0 = onnx.constant dense<[[17.1646652, -5.32608223]]> : tensor<1x2xf32>
  check.expect_close %y18, %e18_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 7 bits, zero points: packed.
  %x19_0 = onnx.constant dense<[[2.04678202, -1.87143278, -1.06505823, 2.86521721, -2.55939674, -0.966660678, -0.363713533, -0.112143062, 0.290570319, 1.11027348, -0.654119194, -2.79308629, -0.967721999, -2.87248278, 0.00536926789, 2.21480608, -2.49478245, -0.559485316, 2.47838616, 1.98182225]]> : tensor<1x20xf32>
  %x19_0d = tensor.cast %x19_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x19_1 = onnx.constant dense<[[[196, 9, 100, 135, 216, 21, 158, 52, 171, 80, 118, 205, 196, 240], [201, 151, 253, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[158, 98, 89, 227, 48, 203, 176, 87, 102, 53, 96, 177, 89, 141], [156, 112, 112, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x14xui8>
  %x19_2 = onnx.constant dense<[[0.0871259272, -0.010710964], [-0.0827639848, -0.0128000583]]> : tensor<2x2xf32>
  %x19_3 = onnx.constant dense<[[55, 47], [124, 45]]> : tensor<2x2xui8>
  %y19 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x19_0d, %x19_1, %x19_2, %x19_3) with {K = 20 : i64, N = 2 : i64, bits = 7 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x14xui8>, tensor<2x2xf32>, tensor<2x2xui8>) -> tensor<1x2xf32>
  %e19_0 = onnx.constant dense<[[45.3589058, -39.0902901]]> : tensor<1x2xf32>
  check.expect_close %y19, %e19_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 7 bits, zero points: float.
  %x20_0 = onnx.constant dense<[[1.27244902, -1.92304194, 0.917291105, -2.20799208, 1.77587664, 1.87185383, -2.16437101, 2.54966998, -0.0651769191, 2.47939181, 2.19029641, -0.879578114, 1.37390447, 2.28916192, 2.99365282, -1.47968483, 1.73390853, -0.677816868, -2.59171677, -1.31522608]]> : tensor<1x20xf32>
  %x20_0d = tensor.cast %x20_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x20_1 = onnx.constant dense<[[[79, 0, 236, 246, 143, 115, 185, 152, 214, 252, 24, 121, 78, 221], [61, 35, 185, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[35, 47, 225, 127, 91, 229, 132, 7, 168, 42, 16, 45, 198, 120], [202, 81, 223, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x14xui8>
  %x20_2 = onnx.constant dense<[[0.0442576744, 0.034044493], [0.0812712163, -0.00699419435]]> : tensor<2x2xf32>
  %x20_3 = onnx.constant dense<[[20.3799515, 92.4365234], [69.7985992, 19.4542313]]> : tensor<2x2xf32>
  %y20 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x20_0d, %x20_1, %x20_2, %x20_3) with {K = 20 : i64, N = 2 : i64, bits = 7 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x14xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e20_0 = onnx.constant dense<[[35.3552055, -25.8572006]]> : tensor<1x2xf32>
  check.expect_close %y20, %e20_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 8 bits, zero points: the middle.
  %x21_0 = onnx.constant dense<[[1.68476689, 0.130940959, 0.647240162, -0.607403576, -0.110884055, -1.93566906, 1.91842484, -1.52049911, 0.614416301, 1.11156082, -1.22527432, -2.27659106, -2.04628563, -2.14477849, -0.134835318, -0.93850404, -2.11304903, 2.35775781, -1.45886123, -2.99802375]]> : tensor<1x20xf32>
  %x21_0d = tensor.cast %x21_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x21_1 = onnx.constant dense<[[[126, 154, 192, 41, 43, 146, 52, 88, 63, 194, 112, 126, 40, 210, 226, 90], [103, 103, 0, 69, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[181, 177, 209, 237, 30, 18, 110, 149, 108, 136, 4, 215, 222, 122, 114, 161], [141, 76, 160, 157, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x16xui8>
  %x21_2 = onnx.constant dense<[[0.0641341805, -0.0762572363], [0.0343354382, -0.076543428]]> : tensor<2x2xf32>
  %y21 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x21_0d, %x21_1, %x21_2) with {K = 20 : i64, N = 2 : i64, bits = 8 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x16xui8>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e21_0 = onnx.constant dense<[[-22.8918972, 21.0686417]]> : tensor<1x2xf32>
  check.expect_close %y21, %e21_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 8 bits, zero points: packed.
  %x22_0 = onnx.constant dense<[[-0.162319243, 2.48264551, 0.608022213, 1.45372307, -0.174048081, 0.805900991, 2.39433098, 0.53980732, 1.18617809, -1.83626771, -2.52842951, 2.71727371, -1.90104592, -1.11961555, -0.554492712, 1.90221369, -1.22006774, -2.05690956, -0.435206532, 1.95104682]]> : tensor<1x20xf32>
  %x22_0d = tensor.cast %x22_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x22_1 = onnx.constant dense<[[[143, 80, 145, 65, 32, 101, 7, 60, 168, 86, 56, 142, 55, 17, 101, 17], [232, 65, 166, 112, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[136, 134, 209, 77, 111, 7, 56, 226, 104, 72, 214, 128, 163, 24, 177, 36], [17, 172, 239, 61, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x16xui8>
  %x22_2 = onnx.constant dense<[[0.0223152079, 0.00502748834], [0.00633930415, 0.0799862966]]> : tensor<2x2xf32>
  %x22_3 = onnx.constant dense<[[147, 11], [201, 136]]> : tensor<2x2xui8>
  %y22 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x22_0d, %x22_1, %x22_2, %x22_3) with {K = 20 : i64, N = 2 : i64, bits = 8 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x16xui8>, tensor<2x2xf32>, tensor<2x2xui8>) -> tensor<1x2xf32>
  %e22_0 = onnx.constant dense<[[-6.46740198, -15.5908966]]> : tensor<1x2xf32>
  check.expect_close %y22, %e22_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // 8 bits, zero points: float.
  %x23_0 = onnx.constant dense<[[-2.51889753, 2.5011158, -0.41955772, -0.0332202166, -1.28956771, 2.61220884, -1.81227124, 1.67452872, 0.158121869, -1.10858262, 1.07012522, 1.75741756, 2.27182746, -2.62774539, -2.88922024, -1.37090838, -1.0259124, -1.39079082, -1.86681008, -1.31355119]]> : tensor<1x20xf32>
  %x23_0d = tensor.cast %x23_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x23_1 = onnx.constant dense<[[[172, 180, 1, 119, 217, 223, 188, 97, 5, 180, 121, 43, 134, 34, 57, 162], [148, 110, 238, 138, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], [[23, 157, 234, 72, 199, 125, 252, 215, 187, 23, 182, 146, 38, 212, 152, 5], [229, 183, 204, 51, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x16xui8>
  %x23_2 = onnx.constant dense<[[-0.0335351974, -0.0992475972], [-0.0317732617, 0.0670478716]]> : tensor<2x2xf32>
  %x23_3 = onnx.constant dense<[[187.1353, 91.9407959], [150.240295, 141.138092]]> : tensor<2x2xf32>
  %y23 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x23_0d, %x23_1, %x23_2, %x23_3) with {K = 20 : i64, N = 2 : i64, bits = 8 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x16xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e23_0 = onnx.constant dense<[[29.5133743, -11.4729385]]> : tensor<1x2xf32>
  check.expect_close %y23, %e23_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // A zero point between the codes.
  %x24_0 = onnx.constant dense<[[-0.174778134, -1.84237921, -0.359109014, -2.88478923, 1.31439352, 2.92416143, 2.09745526, -0.0292156674, 1.28408277, -1.07446098, -0.9300614, -0.704513073, 1.67418373, -0.875670612, 0.614001215, 1.7637285, 2.58102322, 1.19287848, 0.228445366, 1.89383042, -0.660718441, -0.199776784, 2.13043261, -2.65230584, 2.02606225, 1.6876241, 2.82612991, -1.2650913, 0.551375806, 2.36072707, -2.86147428, 1.93928957, 1.89416432, 0.903894961, 0.469384462, 2.74161696, -0.628104508, -0.653616011, -0.818294942, 0.022386821]]> : tensor<1x40xf32>
  %x24_0d = tensor.cast %x24_0 : tensor<1x40xf32> to tensor<?x?xf32>
  %x24_1 = onnx.constant dense<[[[173, 173, 65, 7, 216, 93, 100, 117], [13, 198, 0, 0, 0, 0, 0, 0]], [[72, 207, 238, 75, 193, 240, 120, 5], [142, 159, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x24_2 = onnx.constant dense<[[0.0784109086, -0.0793294385], [0.0384445339, 0.0406832732]]> : tensor<2x2xf32>
  %x24_3 = onnx.constant dense<[[1.5, 1.5], [1.5, 1.5]]> : tensor<2x2xf32>
  %y24 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x24_0d, %x24_1, %x24_2, %x24_3) with {K = 40 : i64, N = 2 : i64, bits = 2 : i64, block_size = 32 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
  %e24_0 = onnx.constant dense<[[-0.241263881, 0.24418892]]> : tensor<1x2xf32>
  check.expect_close %y24, %e24_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // Order of activations; the index of some files goes on to whole blocks.
  %x25_0 = onnx.constant dense<[[2.63864231, -2.11761594, 2.0340569, 1.73375607, -2.29176974, 0.307430446, 1.70369494, -0.511199057, -0.088775225, 1.47295988, 2.16933751, -0.638375938, 2.02269912, 1.87400341, -2.28826261, 1.01302731, 1.94265008, 2.02226472, -0.491068631, -1.7068975]]> : tensor<1x20xf32>
  %x25_0d = tensor.cast %x25_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x25_1 = onnx.constant dense<[[[179, 126, 111, 63, 132, 54, 153, 243], [116, 43, 0, 0, 0, 0, 0, 0]], [[255, 110, 123, 208, 176, 120, 210, 57], [35, 162, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x25_2 = onnx.constant dense<[[-0.0235849805, 0.00696946168], [0.0502513982, -0.0055842502]]> : tensor<2x2xf32>
  %x25_3 = onnx.constant dense<[[46], [208]]> : tensor<2x1xui8>
  %x25_4 = onnx.constant dense<[1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0]> : tensor<20xi32>
  %y25 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x25_0d, %x25_1, %x25_2, %x25_3, %x25_4) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>, tensor<2x1xui8>, tensor<20xi32>) -> tensor<1x2xf32>
  %e25_0 = onnx.constant dense<[[0.334895819, -1.93059671]]> : tensor<1x2xf32>
  check.expect_close %y25, %e25_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>
  %x26_0 = onnx.constant dense<[[-1.78910601, -2.76802349, 0.380246311, 1.68304992, -1.86512017, 2.5388155, -0.949619174, 0.182176977, 0.797895372, 0.290476322, 0.495387375, -2.37924623, 0.00168770924, 1.49902308, -2.15117741, 2.57236242, -2.6193316, 1.67995179, -0.678264022, -1.23813164]]> : tensor<1x20xf32>
  %x26_0d = tensor.cast %x26_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x26_1 = onnx.constant dense<[[[141, 46, 252, 188, 90, 250, 26, 118], [77, 245, 0, 0, 0, 0, 0, 0]], [[21, 132, 63, 180, 123, 211, 185, 206], [84, 34, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x26_2 = onnx.constant dense<[[-0.0227367282, -0.0925114155], [-0.0513042137, 0.022857748]]> : tensor<2x2xf32>
  %none = onnx.none
  %x26_4 = onnx.constant dense<[0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0]> : tensor<32xi32>
  %y26 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x26_0d, %x26_1, %x26_2, %none, %x26_4) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>, none, tensor<32xi32>) -> tensor<1x2xf32>
  %e26_0 = onnx.constant dense<[[1.42496645, 0.0275345985]]> : tensor<1x2xf32>
  check.expect_close %y26, %e26_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // Bias.
  %x27_0 = onnx.constant dense<[[0.777929485, 2.30567193, -0.182563722, -1.66052389, 0.203527659, 0.577084422, -1.74254405, 1.39288151, 0.253951102, 0.94045341, -0.281587541, -0.3678765, -1.73918676, 2.34972501, -1.81585741, -1.50377858, -0.818728507, 2.83831763, 0.311291963, -2.1230011]]> : tensor<1x20xf32>
  %x27_0d = tensor.cast %x27_0 : tensor<1x20xf32> to tensor<?x?xf32>
  %x27_1 = onnx.constant dense<[[[223, 38, 123, 62], [12, 0, 0, 0]], [[64, 227, 115, 192], [9, 0, 0, 0]]]> : tensor<2x2x4xui8>
  %x27_2 = onnx.constant dense<[[-0.0640702471, 0.0249476098], [-0.015498748, -0.0395776629]]> : tensor<2x2xf32>
  %x27_3 = onnx.constant dense<[[3.35812807, 1.1613636], [0.0837939009, 2.92913246]]> : tensor<2x2xf32>
  %x27_4 = onnx.constant dense<[0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1]> : tensor<20xi32>
  %x27_5 = onnx.constant dense<[0.149533629, 0.432425082]> : tensor<2xf32>
  %y27 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x27_0d, %x27_1, %x27_2, %x27_3, %x27_4, %x27_5) with {K = 20 : i64, N = 2 : i64, bits = 2 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x4xui8>, tensor<2x2xf32>, tensor<2x2xf32>, tensor<20xi32>, tensor<2xf32>) -> tensor<1x2xf32>
  %e27_0 = onnx.constant dense<[[0.449055016, -0.150724709]]> : tensor<1x2xf32>
  check.expect_close %y27, %e27_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // One dimension, as older files have it.
  %x28_0 = onnx.constant dense<[[0.775164306, -1.39451253, -0.593820572, -0.0103240767, -1.95134425, -0.680075407, -0.865070105, -1.55581892, 1.55528677, 0.639155567, -0.400256723, 0.445131212, -0.315382659, -1.00731099, -1.67192757, 1.1965189, -2.92002082, -2.39068437, 0.403577417, -1.26467586, -1.27662158, 1.61217046, 2.94927287, 0.192032754, -2.9844985, 0.608423591, 1.53518224, -1.9118892, -1.54248774, -1.74944663, 1.70511019, 2.5865097]]> : tensor<1x32xf32>
  %x28_0d = tensor.cast %x28_0 : tensor<1x32xf32> to tensor<?x?xf32>
  %x28_1 = onnx.constant dense<[[[195, 165, 215, 44, 116, 139, 26, 186], [119, 152, 220, 178, 204, 69, 113, 227]], [[107, 117, 38, 167, 53, 39, 211, 44], [147, 76, 126, 225, 207, 205, 20, 27]]]> : tensor<2x2x8xui8>
  %x28_2 = onnx.constant dense<[0.0541703478, -0.00428877492, 0.0693319291, -0.0249008927]> : tensor<4xf32>
  %x28_3 = onnx.constant dense<[205, 109]> : tensor<2xui8>
  %y28 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x28_0d, %x28_1, %x28_2, %x28_3) with {K = 32 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<4xf32>, tensor<2xui8>) -> tensor<1x2xf32>
  %e28_0 = onnx.constant dense<[[1.2387464, 1.78680789]]> : tensor<1x2xf32>
  check.expect_close %y28, %e28_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>
  %x29_0 = onnx.constant dense<[[-1.50130081, -2.92106366, -2.52199602, 1.8727628, -1.56120288, 0.853243887, 2.70648956, -2.27491045, 2.60516429, -1.86243999, 2.31147003, 1.37185168, 1.9266367, -0.864431202, -1.26180601, 0.550197423, 0.709161937, 2.15893292, -2.26923084, -0.570548177, -1.64968514, -0.857842743, -1.4184885, -2.28071046, -1.16779256, 2.96938157, 1.15318918, 0.540779173, 1.80095327, 0.863679528, -0.215582848, 0.0980990604]]> : tensor<1x32xf32>
  %x29_0d = tensor.cast %x29_0 : tensor<1x32xf32> to tensor<?x?xf32>
  %x29_1 = onnx.constant dense<[[[200, 138, 98, 118, 41, 255, 214, 62], [164, 16, 23, 43, 153, 95, 223, 158]], [[212, 241, 19, 83, 100, 93, 59, 183], [34, 181, 108, 143, 169, 172, 53, 125]]]> : tensor<2x2x8xui8>
  %x29_2 = onnx.constant dense<[-0.0326387733, 0.0958182141, 0.0258191824, -0.0337601081]> : tensor<4xf32>
  %x29_3 = onnx.constant dense<[0.774775803, 11.8980398, 5.71527433, 13.3308086]> : tensor<4xf32>
  %y29 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x29_0d, %x29_1, %x29_2, %x29_3) with {K = 32 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf32>, tensor<2x2x8xui8>, tensor<4xf32>, tensor<4xf32>) -> tensor<1x2xf32>
  %e29_0 = onnx.constant dense<[[6.09505177, 1.66711593]]> : tensor<1x2xf32>
  check.expect_close %y29, %e29_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<1x2xf32>

  // Ranks.
  %x30_0 = onnx.constant dense<[0.29679656, -0.0610864721, 0.327825606, 2.99083424, -1.7078054, -0.327774376, -2.67775893, 1.85787821, 0.513362467, 2.55598855, 0.945920825, -0.143379018, 0.179021567, -0.29176271, -0.99723947, 0.627254903, -0.498284042, 1.92315316, 2.20942283, -0.972558081]> : tensor<20xf32>
  %x30_0d = tensor.cast %x30_0 : tensor<20xf32> to tensor<?xf32>
  %x30_1 = onnx.constant dense<[[[97, 172, 104, 37, 128, 247, 54, 55], [210, 105, 0, 0, 0, 0, 0, 0]], [[129, 133, 153, 193, 96, 130, 25, 239], [163, 81, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x30_2 = onnx.constant dense<[[-0.0645133257, 0.00581882335], [-0.0650498495, -0.0268844292]]> : tensor<2x2xf32>
  %y30 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x30_0d, %x30_1, %x30_2) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>) -> tensor<2xf32>
  %e30_0 = onnx.constant dense<[0.369486809, -0.170576647]> : tensor<2xf32>
  check.expect_close %y30, %e30_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<2xf32>
  %x31_0 = onnx.constant dense<[[[[1.80161464, 0.947907865, -0.0588477999, 2.34207344, -0.391612828, -1.5155344, 1.68507791, 0.386912644, -2.19436622, -1.02109611, -2.46427894, 0.247612923, -2.10037136, 1.29533756, 0.33304435, 2.82646894, -2.93015265, 1.29666841, -1.77792013, -2.79312205], [0.769025445, 0.274292171, -1.18580353, 0.0439802371, -2.66945481, -0.43692565, 0.461147577, 2.24826217, 2.08308315, 1.78329301, 2.53196144, -0.491499245, -0.305702686, -2.94482255, -0.255975962, 0.0545683168, 0.331089675, 2.72230697, -2.50648022, -1.13642943]]], [[[-0.444171131, 1.96224868, 0.918979049, 1.82816339, -2.3857429, -1.01335049, -2.89240837, 2.54106474, 1.31448674, -0.838889241, 0.0292020552, -2.94151902, 1.70106316, 2.50876093, -1.45670938, 1.21032166, 0.0745649859, 1.00063145, 0.435000628, 0.151441842], [0.544873476, -2.35813808, -2.46968341, -1.12043262, -2.46669841, -0.729523718, -2.51052189, -2.00317454, 1.23291302, -2.85510206, 0.533359528, -0.904643714, 1.51061046, 1.80709136, -2.30519652, -0.601560235, -0.873142362, 0.825444639, -1.05578136, 0.880255103]]]]> : tensor<2x1x2x20xf32>
  %x31_0d = tensor.cast %x31_0 : tensor<2x1x2x20xf32> to tensor<?x?x?x?xf32>
  %x31_1 = onnx.constant dense<[[[176, 109, 55, 243, 63, 173, 205, 176], [31, 69, 0, 0, 0, 0, 0, 0]], [[171, 67, 247, 124, 135, 132, 101, 127], [227, 11, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x31_2 = onnx.constant dense<[[0.093955107, -0.0770784765], [-0.0138973966, 0.0385190435]]> : tensor<2x2xf32>
  %x31_3 = onnx.constant dense<[[216], [85]]> : tensor<2x1xui8>
  %y31 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x31_0d, %x31_1, %x31_2, %x31_3) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?x?x?xf32>, tensor<2x2x8xui8>, tensor<2x2xf32>, tensor<2x1xui8>) -> tensor<2x1x2x2xf32>
  %e31_0 = onnx.constant dense<[[[[-4.75417233, 0.580078483], [1.3718679, 0.468275309]]], [[[9.89027309, 1.03746259], [4.4548192, 0.88581121]]]]> : tensor<2x1x2x2xf32>
  check.expect_close %y31, %e31_0 {atol = 1.0e-04 : f64, rtol = 2.0e-04 : f64} : tensor<2x1x2x2xf32>

  // Narrow floats.
  %x32_0 = onnx.constant dense<[[-1.40234375, 0.300537109, -0.591308594, 1.21386719, -0.336425781, 2.23632812, 2.56445312, 2.13867188, -2.22851562, -1.30761719, 2.42773438, 2.63085938, 2.70703125, -2.9296875, -0.93359375, -0.369384766, -0.591308594, -2.828125, -1.53027344, 2.66992188]]> : tensor<1x20xf16>
  %x32_0d = tensor.cast %x32_0 : tensor<1x20xf16> to tensor<?x?xf16>
  %x32_1 = onnx.constant dense<[[[152, 216, 240, 218, 245, 254, 19, 150], [4, 21, 0, 0, 0, 0, 0, 0]], [[34, 249, 161, 168, 14, 106, 206, 120], [14, 91, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x32_2 = onnx.constant dense<[[-0.0940551758, -0.0467224121], [0.0725708008, 0.041229248]]> : tensor<2x2xf16>
  %x32_3 = onnx.constant dense<[[226], [35]]> : tensor<2x1xui8>
  %x32_5 = onnx.constant dense<[-2.70117188, 1.27050781]> : tensor<2xf16>
  %y32 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x32_0d, %x32_1, %x32_2, %x32_3, %none, %x32_5) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf16>, tensor<2x2x8xui8>, tensor<2x2xf16>, tensor<2x1xui8>, none, tensor<2xf16>) -> tensor<1x2xf16>
  %e32_0 = onnx.constant dense<[[-14.78125, 5.16796875]]> : tensor<1x2xf16>
  check.expect_close %y32, %e32_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<1x2xf16>
  %x33_0 = onnx.constant dense<[[-2.79492188, 1.28027344, -1.10253906, -0.831542969, 2.99804688, -1.88574219, 1.51367188, -0.653320312, 2.20898438, 1.80859375, -1.8046875, -2.93945312, 2.93164062, 2.9453125, -1.53417969, -1.50292969, 1.62695312, 1.82617188, -0.3671875, 1.3984375]]> : tensor<1x20xf16>
  %x33_0d = tensor.cast %x33_0 : tensor<1x20xf16> to tensor<?x?xf16>
  %x33_1 = onnx.constant dense<[[[47, 75, 244, 225, 46, 93, 103, 12], [121, 54, 0, 0, 0, 0, 0, 0]], [[220, 232, 157, 50, 138, 102, 224, 225], [131, 66, 0, 0, 0, 0, 0, 0]]]> : tensor<2x2x8xui8>
  %x33_2 = onnx.constant dense<[[-0.0502624512, -0.0609741211], [-0.0108642578, 0.0445861816]]> : tensor<2x2xf16>
  %x33_3 = onnx.constant dense<[[15.28125, 12.8671875], [7.16015625, 13.8515625]]> : tensor<2x2xf16>
  %y33 = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%x33_0d, %x33_1, %x33_2, %x33_3) with {K = 20 : i64, N = 2 : i64, bits = 4 : i64, block_size = 16 : i64} : (tensor<?x?xf16>, tensor<2x2x8xui8>, tensor<2x2xf16>, tensor<2x2xf16>) -> tensor<1x2xf16>
  %e33_0 = onnx.constant dense<[[5.359375, -1.76953125]]> : tensor<1x2xf16>
  check.expect_close %y33, %e33_0 {atol = 2.0e-03 : f64, rtol = 2.0e-03 : f64} : tensor<1x2xf16>
  return
}
