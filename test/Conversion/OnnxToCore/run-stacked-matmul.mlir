// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t
// RUN: lutra-compile %s --compile-from=import --activations=float -o %t.two && lutra-run %t.two --threads=2

// Products with stacks of matrices of codes. What is expected comes from ONNX Runtime 1.31
// without optimisations.

func.func @main() {
  // Four bits in blocks, matrices of 15 codes: they begin within bytes.
  %x0 = onnx.constant dense<[[[-0.27747187, 0.19636813, -0.8814967, -0.22473639, -0.3539273], [-0.6996005, 0.6326762, -0.24110766, 0.95749575, 0.17998339]], [[0.21011251, 0.27599317, 0.35290048, -0.698424, -0.11937307], [-0.52087206, -0.1950034, -0.8065918, 0.93565613, -0.56999195]], [[0.34353033, -0.39915985, 0.74815404, 0.32442948, -0.73676836], [0.69014865, 0.88989633, 0.80783355, 0.1394383, -0.7090801]]]> : tensor<3x2x5xf32>
  %x0_d = tensor.cast %x0 : tensor<3x2x5xf32> to tensor<3x?x?xf32>
  %w0 = onnx.constant dense<[[[4, 6, 5], [2, -1, 0], [-4, -1, -2], [-5, 7, -8], [-7, -5, 7]], [[3, 6, -5], [3, -3, -1], [-8, 1, 5], [2, -6, 0], [-4, 7, 6]], [[-6, 0, 7], [5, 3, 2], [-8, 3, -1], [-7, -5, 0], [3, 0, 1]]]> : tensor<3x5x3xi4>
  %s0 = onnx.constant dense<[[[0.08250955, 0.10972138, 0.09756857], [0.04252072, 0.050016627, 0.10735534], [0.02052653, 0.10212284, 0.09970694]], [[0.066793494, 0.050303243, 0.047842562], [0.04548696, 0.06450763, 0.07045483], [0.07534973, 0.11955003, 0.099266194]], [[0.082217924, 0.118896015, 0.04153087], [0.036021203, 0.08125396, 0.024394201], [0.023568029, 0.07148888, 0.0666206]]]> : tensor<3x3x3xf32>
  %d0 = onnx.node "DequantizeLinear" version 21(%w0, %s0) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<3x5x3xi4>, tensor<3x3x3xf32>) -> !onnx.unknown
  %y0 = onnx.node "MatMul" version 21(%x0_d, %d0) : (tensor<3x?x?xf32>, !onnx.unknown) -> tensor<3x2x3xf32>
  %e0 = onnx.constant dense<[[[0.18938974, -0.05808745, -0.00010575729], [-0.31491107, -0.27459264, -0.9862459]], [[-0.05857232, 0.21495546, -0.010246372], [0.40698308, -1.0189524, -0.4896983]], [[-0.6830488, -0.09181, -0.00061969936], [-0.29271546, 0.45768487, 0.20760785]]]> : tensor<3x2x3xf32>
  check.expect_close %y0, %e0 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<3x2x3xf32>

  // Zero points in blocks; rows [N, K] behind a transposition.
  %x1 = onnx.constant dense<[[[0.5860473, 0.026007166, 0.45169884, -0.54715306, -0.6029577, -0.2737461, -0.64118797, -0.30787712], [0.8962481, 0.14666544, -0.31986386, -0.45695075, 0.90407896, -0.11104358, 0.9607895, 0.031045338]], [[0.042332258, 0.79308105, 0.48553485, 0.16130573, -0.146701, 0.75637573, -0.1767077, 0.8455191], [-0.8625693, -0.14000627, 0.03902964, 0.9018764, -0.49800152, 0.6120783, 0.3529424, 0.4341718]]]> : tensor<2x2x8xf32>
  %x1_d = tensor.cast %x1 : tensor<2x2x8xf32> to tensor<2x?x?xf32>
  %w1 = onnx.constant dense<[[[5, 12, 0, 14, 1, 6, 15, 1], [10, 11, 6, 1, 8, 6, 13, 10], [5, 0, 9, 4, 10, 13, 5, 14]], [[8, 8, 12, 12, 14, 15, 2, 6], [14, 4, 0, 9, 12, 11, 12, 10], [2, 13, 6, 13, 13, 15, 0, 13]]]> : tensor<2x3x8xui4>
  %s1 = onnx.constant dense<[[[0.03924635, 0.11279057], [0.07523265, 0.03805525], [0.10840569, 0.08415717]], [[0.07696943, 0.057628784], [0.06109553, 0.043948922], [0.023805728, 0.10762188]]]> : tensor<2x3x2xf32>
  %z1 = onnx.constant dense<[[[13, 9], [7, 12], [8, 7]], [[5, 7], [12, 0], [0, 11]]]> : tensor<2x3x2xui4>
  %d1 = onnx.node "DequantizeLinear" version 21(%w1, %s1, %z1) with {axis = 2 : i64, block_size = 4 : i64} : (tensor<2x3x8xui4>, tensor<2x3x2xf32>, tensor<2x3x2xui4>) -> !onnx.unknown
  %t1 = onnx.node "Transpose" version 21(%d1) with {perm = array<i64: 0, 2, 1>} : (!onnx.unknown) -> !onnx.unknown
  %y1 = onnx.node "MatMul" version 21(%x1_d, %t1) : (tensor<2x?x?xf32>, !onnx.unknown) -> tensor<2x2x3xf32>
  %e1 = onnx.constant dense<[[[0.04362279, 0.50641596, -0.2908276], [-0.2978938, 0.3986825, -0.22644328]], [[0.83313626, -0.2012944, 1.0519452], [0.23001705, 0.17932907, 0.032211486]]]> : tensor<2x2x3xf32>
  check.expect_close %y1, %e1 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x3xf32>

  // One scale and zero point for each matrix.
  %x2 = onnx.constant dense<[[[0.9227017, -0.06831993, 0.2562017, 0.27045238], [-0.6322212, -0.87626916, -0.17696635, 0.5280602], [0.6304436, 0.4599785, -0.7735901, 0.82670975]], [[0.60407317, 0.7553827, 0.046608306, 0.8312709], [-0.90669554, -0.9394223, -0.95956886, -0.49446264], [-0.5028604, -0.6249933, 0.13411164, -0.9220283]]]> : tensor<2x3x4xf32>
  %x2_d = tensor.cast %x2 : tensor<2x3x4xf32> to tensor<2x?x?xf32>
  %w2 = onnx.constant dense<[[[-43, 30, -27], [59, -77, -85], [-116, -8, -74], [-52, 106, 80]], [[87, 23, -100], [63, 26, 104], [-6, -84, 24], [-12, 40, -32]]]> : tensor<2x4x3xi8>
  %s2 = onnx.constant dense<[0.082962215, 0.11715607]> : tensor<2xf32>
  %z2 = onnx.constant dense<[5, -9]> : tensor<2xi8>
  %d2 = onnx.node "DequantizeLinear" version 21(%w2, %s2, %z2) with {axis = 0 : i64} : (tensor<2x4x3xi8>, tensor<2xf32>, tensor<2xi8>) -> !onnx.unknown
  %y2 = onnx.node "MatMul" version 21(%x2_d, %d2) : (tensor<2x?x?xf32>, !onnx.unknown) -> tensor<2x3x3xf32>
  %e2 = onnx.constant dense<[[[-7.831231, 4.3683624, -1.935813], [-2.128679, 9.265484, 12.666684], [3.4063866, 5.939863, 5.1058755]], [[12.890048, 9.724586, 1.5003511], [-18.285309, -1.6583487, -5.147669], [-10.55643, -10.919421, 0.09002149]]]> : tensor<2x3x3xf32>
  check.expect_close %y2, %e2 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x3x3xf32>

  // One for each column; activations of the run are the same for all matrices.
  %x3 = onnx.constant dense<[[0.7080181, -0.89858073, -0.32267985, -0.36399361], [-0.774566, 0.25322363, 0.59491634, -0.37255704], [0.7256185, 0.59425384, -0.74172413, 0.5337183]]> : tensor<3x4xf32>
  %x3_d = tensor.cast %x3 : tensor<3x4xf32> to tensor<?x?xf32>
  %w3 = onnx.constant dense<[[[-50, -106, -123], [-12, -49, 17], [112, 91, 9], [36, 79, -17]], [[40, -73, 28], [-68, -80, 66], [19, -32, -118], [-68, 77, -9]]]> : tensor<2x4x3xi8>
  %s3 = onnx.constant dense<[0.079038784, 0.036601115, 0.08778737]> : tensor<3xf32>
  %d3 = onnx.node "DequantizeLinear" version 21(%w3, %s3) with {axis = 2 : i64} : (tensor<2x4x3xi8>, tensor<3xf32>) -> !onnx.unknown
  %y3 = onnx.node "MatMul" version 21(%x3_d, %d3) : (tensor<?x?xf32>, !onnx.unknown) -> tensor<2x3x3xf32>
  %e3 = onnx.constant dense<[[[-5.8379507, -3.2625804, -8.697825], [7.0271955, 3.4551969, 9.767586], [-8.478586, -4.808184, -8.3308]], [[8.539735, 0.09148007, 0.16419266], [-0.9140487, -0.4186723, -6.3050823], [-4.882235, -1.3058902, 12.488461]]]> : tensor<2x3x3xf32>
  check.expect_close %y3, %e3 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x3x3xf32>

  // One for all; two dimensions in front, along one of which activations are repeated.
  %x4 = onnx.constant dense<[[[[-0.23883048, -0.7325576, 0.32489243, 0.66110504], [-0.24629244, -0.2565521, 0.07904332, -0.5698844]]], [[[-0.50518084, -0.34029543, -0.0851486, -0.83693707], [0.50546426, 0.15810914, -0.40061226, -0.84490687]]]]> : tensor<2x1x2x4xf32>
  %x4_d = tensor.cast %x4 : tensor<2x1x2x4xf32> to tensor<2x1x?x?xf32>
  %w4 = onnx.constant dense<[[[[127, 50], [149, 146], [98, 163], [67, 155]], [[203, 24], [116, 169], [13, 161], [233, 210]], [[175, 205], [92, 83], [21, 184], [80, 222]]], [[[119, 228], [35, 41], [88, 6], [125, 166]], [[169, 54], [42, 144], [162, 241], [229, 97]], [[41, 64], [225, 116], [254, 168], [152, 25]]]]> : tensor<2x3x4x2xui8>
  %s4 = onnx.constant dense<0.10826207> : tensor<f32>
  %z4 = onnx.constant dense<138> : tensor<ui8>
  %d4 = onnx.node "DequantizeLinear" version 21(%w4, %s4, %z4) : (tensor<2x3x4x2xui8>, tensor<f32>, tensor<ui8>) -> !onnx.unknown
  %y4 = onnx.node "MatMul" version 21(%x4_d, %d4) : (tensor<2x1x?x?xf32>, !onnx.unknown) -> tensor<2x3x2x2xf32>
  %e4 = onnx.constant dense<[[[[-7.0765667, 3.7369597], [4.025964, 1.2893326]], [[2.4668283, 6.45128], [-8.052998, -2.0666645]], [[-5.5750184, 10.259661], [2.868274, -5.047776]]], [[[6.472608, -2.6689026], [0.55487996, 6.4284525]], [[-6.6253233, 7.1385336], [-9.311654, -5.2108946]], [[-0.23790781, 14.819921], [-10.130544, 4.6090794]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %y4, %e4 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x3x2x2xf32>

  // More dimensions in front of the activations than of the weight.
  %x5 = onnx.constant dense<[[[[-0.61832356, -0.46752554, 0.072240084, 0.49666312], [0.79317343, -0.748517, -0.6314596, 0.59907395], [0.28904325, 0.44194558, 0.9935423, 0.8783599]], [[0.6860501, 0.55423164, -0.20996156, 0.28245822], [-0.6311087, 0.5189889, 0.51538134, 0.44259042], [-0.11040195, -0.24363934, -0.16045813, -0.93332154]]], [[[0.68864024, 0.08473975, -0.22496273, 0.096057534], [0.44328043, -0.23707826, 0.66128135, 0.8389267], [-0.2251354, -0.7243677, 0.5207466, 0.9858977]], [[-0.7040237, 0.42535135, 0.6506468, 0.8411439], [-0.7532372, -0.8163802, 0.9757432, -0.766487], [-0.6463849, 0.14990586, -0.10745393, 0.5007844]]]]> : tensor<2x2x3x4xf32>
  %x5_d = tensor.cast %x5 : tensor<2x2x3x4xf32> to tensor<2x2x?x?xf32>
  %w5 = onnx.constant dense<[[[-6, 6, 5], [-2, -4, 3], [-1, -7, 2], [3, -7, 4]], [[0, 5, 5], [2, -3, -3], [3, -7, -5], [0, 7, 4]]]> : tensor<2x4x3xi4>
  %s5 = onnx.constant dense<[[[0.096318096, 0.0331079, 0.033320665], [0.033068426, 0.02812623, 0.11063924]], [[0.04692443, 0.050641056, 0.103279434], [0.08199234, 0.038714338, 0.06348134]]]> : tensor<2x2x3xf32>
  %d5 = onnx.node "DequantizeLinear" version 21(%w5, %s5) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<2x4x3xi4>, tensor<2x2x3xf32>) -> !onnx.unknown
  %y5 = onnx.node "MatMul" version 21(%x5_d, %d5) : (tensor<2x2x?x?xf32>, !onnx.unknown) -> tensor<2x2x3x3xf32>
  %e5 = onnx.constant dense<[[[[0.4942796, -0.17292093, 0.086037345], [-0.23387758, 0.26306534, 0.18271801], [-0.19789222, -0.36965674, 0.7009071]], [[0.00036828656, 0.22295682, 0.32091865], [0.17547849, -0.25837287, -0.53790593], [-0.062334288, -0.20038615, -0.16758597]]], [[[-0.39732647, 0.15095371, 0.115932025], [-0.14914727, -0.17591323, 0.5677533], [0.3502331, -0.24542697, 0.44162837]], [[0.19996291, -0.19125846, -0.48827785], [0.16339405, -0.53884155, -0.6403616], [-0.012362704, -0.021609433, -0.21896946]]]]> : tensor<2x2x3x3xf32>
  check.expect_close %y5, %e5 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x3x3xf32>

  // A stack of one.
  %x6 = onnx.constant dense<[[[0.9907233, 0.7773986, 0.83264786, -0.50684893], [-0.21177949, -0.545641, -0.7501872, -0.93395215], [0.006672896, -0.7537327, -0.64739126, 0.7209514]], [[-0.031514462, -0.632593, 0.33972913, -0.46827024], [0.0538744, -0.43409425, 0.032322373, 0.25706717], [0.07241616, -0.20879179, 0.5816276, 0.74687487]]]> : tensor<2x3x4xf32>
  %x6_d = tensor.cast %x6 : tensor<2x3x4xf32> to tensor<2x?x?xf32>
  %w6 = onnx.constant dense<[[[-6, -8, -7], [-3, -2, -4], [-1, 3, -5], [-1, 3, -8]]]> : tensor<1x4x3xi4>
  %s6 = onnx.constant dense<[[[0.039055724, 0.111442775, 0.041719485], [0.0969111, 0.026760353, 0.06734026]]]> : tensor<1x2x3xf32>
  %d6 = onnx.node "DequantizeLinear" version 21(%w6, %s6) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<1x4x3xi4>, tensor<1x2x3xf32>) -> !onnx.unknown
  %y6 = onnx.node "MatMul" version 21(%x6_d, %d6) : (tensor<2x?x?xf32>, !onnx.unknown) -> tensor<2x3x3xf32>
  %e6 = onnx.constant dense<[[[-0.35481963, -1.030387, -0.42636085], [0.27677023, 0.17522137, 0.90863246], [0.07962024, 0.16795243, -0.04658233]], [[0.09396112, 0.1587729, 0.25264946], [0.010191917, 0.07195453, -0.09266328], [-0.121252686, 0.088628195, -0.58449817]]]> : tensor<2x3x3xf32>
  check.expect_close %y6, %e6 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x3x3xf32>

  // A vector.
  %x7 = onnx.constant dense<[0.4713661, -0.396711, -0.66471857, 0.51304996]> : tensor<4xf32>
  %x7_d = tensor.cast %x7 : tensor<4xf32> to tensor<?xf32>
  %w7 = onnx.constant dense<[[[4, -3, -3], [1, 7, -7], [0, -5, 6], [-1, 5, 6]], [[-7, 4, 4], [5, 7, 4], [5, 3, -4], [5, 3, 2]]]> : tensor<2x4x3xi4>
  %s7 = onnx.constant dense<[[[0.037937127, 0.033630874, 0.031319164], [0.11795967, 0.11415913, 0.043066718]], [[0.11699076, 0.040781766, 0.070647605], [0.06973851, 0.11149559, 0.024052886]]]> : tensor<2x2x3xf32>
  %d7 = onnx.node "DequantizeLinear" version 21(%w7, %s7) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<2x4x3xi4>, tensor<2x2x3xf32>) -> !onnx.unknown
  %y7 = onnx.node "MatMul" version 21(%x7_d, %d7) : (tensor<?xf32>, !onnx.unknown) -> tensor<2x3xf32>
  %e7 = onnx.constant dense<[[-0.004040174, 0.5313156, 0.003492996], [-0.67096174, -0.0870886, 0.10973109]]> : tensor<2x3xf32>
  check.expect_close %y7, %e7 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x3xf32>

  // Activations are codes, too.
  %x8 = onnx.constant dense<[[[0.28736293, 0.9011256, -0.13301732, -0.16982314], [0.38424227, 0.6701106, -0.32984796, 0.3393141], [-0.5819252, 0.10339995, 0.5383434, -0.8693701]], [[0.45568413, -0.96913505, 0.91670007, -0.062660396], [-0.18185829, 0.4408893, 0.04659774, 0.4616977], [-0.8304842, 0.12558374, 0.11621738, 0.8642278]]]> : tensor<2x3x4xf32>
  %x8_d = tensor.cast %x8 : tensor<2x3x4xf32> to tensor<2x?x?xf32>
  %xs8 = onnx.constant dense<0.007874016> : tensor<f32>
  %xz8 = onnx.constant dense<3> : tensor<i8>
  %xq8 = onnx.node "QuantizeLinear" version 21(%x8_d, %xs8, %xz8) : (tensor<2x?x?xf32>, tensor<f32>, tensor<i8>) -> !onnx.unknown
  %xd8 = onnx.node "DequantizeLinear" version 21(%xq8, %xs8, %xz8) : (!onnx.unknown, tensor<f32>, tensor<i8>) -> !onnx.unknown
  %w8 = onnx.constant dense<[[[86, 24, 120], [-44, 88, 111], [23, -89, -53], [3, -57, -105]], [[-85, 119, -31], [19, -16, 77], [-103, -56, 21], [77, -10, 51]]]> : tensor<2x4x3xi8>
  %s8 = onnx.constant dense<[0.03658373, 0.111945584]> : tensor<2xf32>
  %d8 = onnx.node "DequantizeLinear" version 21(%w8, %s8) with {axis = 0 : i64} : (tensor<2x4x3xi8>, tensor<2xf32>) -> !onnx.unknown
  %y8 = onnx.node "MatMul" version 21(%xd8, %d8) : (!onnx.unknown, !onnx.unknown) -> tensor<2x3x3xf32>
  %e8 = onnx.constant dense<[[[-0.68472075, 3.9357755, 5.8145084], [-0.10456612, 2.8641891, 3.7522807], [-1.642523, -0.11925712, 0.14662303]], [[-17.480259, 2.1631057, -8.145584], [6.1208673, -4.018582, 7.192724], [14.239126, -12.949548, 9.177775]]]> : tensor<2x3x3xf32>
  check.expect_close %y8, %e8 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x3x3xf32>

  // Scales along K: no contraction.
  %x9 = onnx.constant dense<[[[0.24077086, 0.6378333, 0.35618326, 0.28365675], [-0.18774255, 0.116646916, -0.20783468, 0.48858452]], [[-0.23913969, -0.066757694, 0.5109142, 0.007311597], [-0.32393485, 0.6536379, -0.23807481, 0.6894582]]]> : tensor<2x2x4xf32>
  %x9_d = tensor.cast %x9 : tensor<2x2x4xf32> to tensor<2x?x?xf32>
  %w9 = onnx.constant dense<[[[66, -110, 74], [23, -46, -72], [-126, -78, -56], [96, 3, -78]], [[62, -12, 85], [64, 110, 53], [-101, 13, -20], [78, -89, -9]]]> : tensor<2x4x3xi8>
  %s9 = onnx.constant dense<[0.023960559, 0.065281965, 0.08310729, 0.075074695]> : tensor<4xf32>
  %d9 = onnx.node "DequantizeLinear" version 21(%w9, %s9) with {axis = 1 : i64} : (tensor<2x4x3xi8>, tensor<4xf32>) -> !onnx.unknown
  %y9 = onnx.node "MatMul" version 21(%x9_d, %d9) : (tensor<2x?x?xf32>, !onnx.unknown) -> tensor<2x2x3xf32>
  %e9 = onnx.constant dense<[[[-0.34696558, -4.79501, -5.8898273], [5.575905, 1.6018406, -2.7749603]], [[-4.879887, 0.09250647, -1.5721754], [8.285415, -0.07700745, 1.5316768]]]> : tensor<2x2x3xf32>
  check.expect_close %y9, %e9 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x3xf32>

  // Nobody knows how many there are of the activations: no contraction.
  %x10 = onnx.constant dense<[[[-0.13851015, 0.9981175, -0.29489613, -0.10524143], [-0.25674486, 0.16285548, 0.89579713, 0.7781458]], [[-0.2457225, -0.46619773, 0.7687972, -0.012333322], [0.3710823, -0.85341716, 0.7331154, -0.37406966]]]> : tensor<2x2x4xf32>
  %x10_d = tensor.cast %x10 : tensor<2x2x4xf32> to tensor<?x?x?xf32>
  %w10 = onnx.constant dense<[[[101, -120, 52], [-29, 91, 92], [-55, 20, -2], [14, 84, 42]], [[65, 45, -64], [21, -31, -21], [-100, -82, -41], [-54, 34, -54]]]> : tensor<2x4x3xi8>
  %s10 = onnx.constant dense<[0.09852404, 0.064728886, 0.091289096]> : tensor<3xf32>
  %d10 = onnx.node "DequantizeLinear" version 21(%w10, %s10) with {axis = 2 : i64} : (tensor<2x4x3xi8>, tensor<3xf32>) -> !onnx.unknown
  %y10 = onnx.node "MatMul" version 21(%x10_d, %d10) : (tensor<?x?x?xf32>, !onnx.unknown) -> tensor<2x2x3xf32>
  %e10 = onnx.constant dense<[[[-2.7772965, 6.001126, 7.375605], [-6.801, 8.344163, 2.9689496]], [[-10.047072, -3.8880112, -0.48732808], [-4.622077, -1.9211013, -1.4319129]]]> : tensor<2x2x3xf32>
  check.expect_close %y10, %e10 {atol = 1.0e-04 : f64, rtol = 2.0e-05 : f64} : tensor<2x2x3xf32>
  return
}
