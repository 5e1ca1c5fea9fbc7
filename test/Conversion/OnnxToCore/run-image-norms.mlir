// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Norms over batches, images and channels, against ONNX Runtime 1.31 and the
// reference of onnx 1.20.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[[-1.25, -0.5], [-3.0, 2.0]], [[-1.75, 3.0], [-3.0, -2.5]], [[-2.25, 1.0], [0.75, -1.75]]], [[[-2.5, -1.5], [-2.25, 1.25]], [[2.5, -0.5], [-1.0, 0.25]], [[-1.0, -2.0], [-2.5, 1.0]]]]> : tensor<2x3x2x2xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<2x3x2x2xf32> to tensor<?x?x?x?xf32>
  %x0_1 = onnx.constant dense<[1.75, 0.0, 1.0]> : tensor<3xf32>
  %x0_2 = onnx.constant dense<[-2.5, 0.25, 1.0]> : tensor<3xf32>
  %x0_3 = onnx.constant dense<[0.75, -3.0, -2.5]> : tensor<3xf32>
  %x0_4 = onnx.constant dense<[2.75, 0.75, 0.75]> : tensor<3xf32>
  %y0 = onnx.node "BatchNormalization" version 7(%x0_0d, %x0_1, %x0_2, %x0_3, %x0_4) with {epsilon = 0.00999999978 : f32} : (tensor<?x?x?x?xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x2x2xf32>
  %e0_0 = onnx.constant dense<[[[[-4.60675287, -3.81672049], [-6.45016146, -1.18327975]], [[0.25, 0.25], [0.25, 0.25]], [[1.28676963, 5.01477528], [4.72800541, 1.86030889]]], [[[-5.92347336, -4.87009716], [-5.66012907, -1.97331202]], [[0.25, 0.25], [0.25, 0.25]], [[2.72061777, 1.57353926], [1.0, 5.01477528]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %y0, %e0_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2x2xf32>
  %x1_0 = onnx.constant dense<[[[[0.5, 1.5], [2.75, 1.5]], [[2.0, 2.5], [1.0, 0.75]], [[0.0, -1.75], [-3.0, -2.25]]], [[[2.5, -1.25], [-2.75, -2.25]], [[-2.25, -0.75], [1.25, 2.0]], [[2.0, 2.75], [1.75, -1.5]]]]> : tensor<2x3x2x2xf32>
  %x1_1 = onnx.constant dense<[-0.25, 1.0, -2.0]> : tensor<3xf32>
  %x1_2 = onnx.constant dense<[1.25, -3.0, -1.75]> : tensor<3xf32>
  %x1_3 = onnx.constant dense<[2.25, -1.25, 3.0]> : tensor<3xf32>
  %x1_4 = onnx.constant dense<[2.5, 0.75, 2.75]> : tensor<3xf32>
  %y1 = onnx.node "BatchNormalization" version 9(%x1_0, %x1_1, %x1_2, %x1_3, %x1_4) with {epsilon = 0.00999999978 : f32} : (tensor<2x3x2x2xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x2x2xf32>
  %e1_0 = onnx.constant dense<[[[[1.5261476, 1.36834896], [1.17110074, 1.36834896]], [[0.728005528, 1.30154479], [-0.419073105, -0.705842733]], [[1.86157584, 3.96832848], [5.47315168, 4.57025766]]], [[[1.21055031, 1.80229509], [2.03899312, 1.96009374]], [[-4.14707851, -2.42646074], [-0.132303476, 0.728005528]], [[-0.546141386, -1.44903541], [-0.245176792, 3.66736364]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %y1, %e1_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2x2xf32>
  %x2_0 = onnx.constant dense<[[[[2.25, 3.0], [-0.5, 2.5]], [[-1.25, -1.0], [0.0, -0.75]], [[-3.0, 1.25], [-0.25, 2.0]]], [[[-2.0, -1.75], [1.25, 1.25]], [[0.0, 0.75], [2.25, 2.25]], [[2.5, 3.0], [-1.25, 1.75]]]]> : tensor<2x3x2x2xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<2x3x2x2xf32> to tensor<?x?x?x?xf32>
  %x2_1 = onnx.constant dense<[-1.25, 2.25, 2.75]> : tensor<3xf32>
  %x2_2 = onnx.constant dense<[-0.5, 0.0, -2.5]> : tensor<3xf32>
  %x2_3 = onnx.constant dense<[-2.5, -2.0, -2.75]> : tensor<3xf32>
  %x2_4 = onnx.constant dense<[1.25, 2.75, 2.0]> : tensor<3xf32>
  %y2 = onnx.node "BatchNormalization" version 14(%x2_0d, %x2_1, %x2_2, %x2_3, %x2_4) with {epsilon = 0.00999999978 : f32} : (tensor<?x?x?x?xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x2x2xf32>
  %e2_0 = onnx.constant dense<[[[[-5.78954554, -6.62473679], [-2.72717714, -6.06794262]], [[1.01575565, 1.35434091], [2.70868182, 1.69292617]], [[-2.98492479, 5.25880241], [2.34925151, 6.71357727]]], [[[-1.05679417, -1.33519125], [-4.67595673, -4.67595673]], [[2.70868182, 3.72443748], [5.75594902, 5.75594902]], [[7.68342781, 8.65327835], [0.409550905, 6.22865248]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %y2, %e2_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2x2xf32>
  %x3_0 = onnx.constant dense<[[[[0.5, 1.5], [-2.75, 1.0]], [[0.0, -2.5], [0.0, 1.0]], [[-0.5, 2.75], [2.75, -0.75]]], [[[2.75, -1.5], [-2.25, 1.0]], [[-2.25, -1.25], [-0.5, 1.25]], [[2.0, 2.5], [0.75, 3.0]]]]> : tensor<2x3x2x2xf32>
  %x3_0d = tensor.cast %x3_0 : tensor<2x3x2x2xf32> to tensor<?x?x?x?xf32>
  %x3_1 = onnx.constant dense<[1.5, 2.25, 0.5]> : tensor<3xf32>
  %x3_2 = onnx.constant dense<[-2.5, -1.75, -0.5]> : tensor<3xf32>
  %x3_3 = onnx.constant dense<[2.0, -0.5, -3.0]> : tensor<3xf32>
  %x3_4 = onnx.constant dense<[1.25, 2.0, 2.75]> : tensor<3xf32>
  %y3 = onnx.node "BatchNormalization" version 15(%x3_0d, %x3_1, %x3_2, %x3_3, %x3_4) with {epsilon = 0.00999999978 : f32} : (tensor<?x?x?x?xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x2x2xf32>
  %e3_0 = onnx.constant dense<[[[[-4.5044589, -3.16815281], [-8.84745407, -3.8363061]], [[-0.956486166, -4.9240551], [-0.956486166, 0.630541503]], [[0.252411634, 1.23054671], [1.23054671, 0.17717047]]], [[[-1.49777007, -7.17707157], [-8.17930126, -3.8363061]], [[-4.52729845, -2.94027066], [-1.75, 1.02729845]], [[1.00482321, 1.15530562], [0.628617465, 1.30578792]]]]> : tensor<2x3x2x2xf32>
  check.expect_close %y3, %e3_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2x2xf32>
  %x4_0 = onnx.constant dense<[[-2.0, -1.25, -0.25], [0.0, 3.0, -0.75]]> : tensor<2x3xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<2x3xf32> to tensor<?x?xf32>
  %x4_1 = onnx.constant dense<[0.25, -1.5, -2.75]> : tensor<3xf32>
  %x4_1d = tensor.cast %x4_1 : tensor<3xf32> to tensor<?xf32>
  %x4_2 = onnx.constant dense<[-0.75, -0.5, -2.0]> : tensor<3xf32>
  %x4_3 = onnx.constant dense<[1.0, -1.0, -2.75]> : tensor<3xf32>
  %x4_4 = onnx.constant dense<[1.5, 0.75, 2.25]> : tensor<3xf32>
  %y4 = onnx.node "BatchNormalization" version 15(%x4_0d, %x4_1d, %x4_2, %x4_3, %x4_4) : (tensor<?x?xf32>, tensor<?xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %e4_0 = onnx.constant dense<[[-1.36237049, -0.0669903755, -6.583323], [-0.954123497, -7.42815733, -5.6666584]]> : tensor<2x3xf32>
  check.expect_close %y4, %e4_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3xf32>
  %x5_0 = onnx.constant dense<[[[-3.0, 1.75, 0.25], [1.5, -0.75, 2.5]], [[0.0, 3.0, -1.25], [2.25, 1.0, 2.75]]]> : tensor<2x2x3xf32>
  %x5_0d = tensor.cast %x5_0 : tensor<2x2x3xf32> to tensor<?x?x?xf32>
  %x5_1 = onnx.constant dense<[-2.0, 0.0]> : tensor<2xf32>
  %x5_2 = onnx.constant dense<[2.5, -1.5]> : tensor<2xf32>
  %x5_3 = onnx.constant dense<3.0> : tensor<2xf32>
  %x5_4 = onnx.constant dense<[1.5, 2.25]> : tensor<2xf32>
  %y5:3 = onnx.node "BatchNormalization" version 15(%x5_0d, %x5_1, %x5_2, %x5_3, %x5_4) with {momentum = 0.75 : f32, training_mode = 1 : i64} : (tensor<?x?x?xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> (tensor<2x2x3xf32>, tensor<2xf32>, tensor<2xf32>)
  %e5_0 = onnx.constant dense<[[[5.72077847, 0.825195074, 2.37116885], [-1.5, -1.5, -1.5]], [[2.62883115, -0.463116407, 3.91714263], [-1.5, -1.5, -1.5]]]> : tensor<2x2x3xf32>
  check.expect_close %y5#0, %e5_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %e5_1 = onnx.constant dense<[2.28125, 2.63541675]> : tensor<2xf32>
  check.expect_close %y5#1, %e5_1 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %e5_2 = onnx.constant dense<[2.06640625, 2.03862834]> : tensor<2xf32>
  check.expect_close %y5#2, %e5_2 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x6_0 = onnx.constant dense<[[[[-0.25, 1.0], [2.25, 1.5]], [[-1.25, 0.5], [2.0, 0.5]]], [[[-1.25, 1.5], [1.25, 0.75]], [[-1.0, 0.5], [0.75, -1.75]]]]> : tensor<2x2x2x2xf32>
  %x6_1 = onnx.constant dense<[2.75, 0.5]> : tensor<2xf32>
  %x6_2 = onnx.constant dense<[-2.75, -1.5]> : tensor<2xf32>
  %x6_3 = onnx.constant dense<[2.0, 1.25]> : tensor<2xf32>
  %x6_4 = onnx.constant dense<1.5> : tensor<2xf32>
  %y6:3 = onnx.node "BatchNormalization" version 14(%x6_0, %x6_1, %x6_2, %x6_3, %x6_4) with {epsilon = 0.100000001 : f32, training_mode = 1 : i64} : (tensor<2x2x2x2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> (tensor<2x2x2x2xf32>, tensor<2xf32>, tensor<2xf32>)
  %e6_0 = onnx.constant dense<[[[[-5.52226734, -2.35396171], [0.814343929, -1.08663952]], [[-2.02906084, -1.30644107], [-0.687052786, -1.30644107]]], [[[-8.05691147, -1.08663952], [-1.72030067, -2.98762298]], [[-1.92582953, -1.30644107], [-1.20320976, -2.2355237]]]]> : tensor<2x2x2x2xf32>
  check.expect_close %y6#0, %e6_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2x2xf32>
  %e6_1 = onnx.constant dense<[1.88437498, 1.12812495]> : tensor<2xf32>
  check.expect_close %y6#1, %e6_1 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %e6_2 = onnx.constant dense<[1.4577148, 1.48662102]> : tensor<2xf32>
  check.expect_close %y6#2, %e6_2 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2xf32>
  %x7_0 = onnx.constant dense<[[[-0.75, 2.75, -1.0, 2.0], [-2.75, 0.25, -1.5, -0.5], [0.75, -2.75, -2.5, 0.5]], [[1.0, -2.75, 3.0, -0.5], [3.0, -2.25, 2.5, 1.0], [2.0, 2.0, -2.0, -2.0]]]> : tensor<2x3x4xf32>
  %x7_0d = tensor.cast %x7_0 : tensor<2x3x4xf32> to tensor<?x?x?xf32>
  %x7_1 = onnx.constant dense<[3.0, -0.5, -1.75]> : tensor<3xf32>
  %x7_2 = onnx.constant dense<[0.75, 2.25, -1.5]> : tensor<3xf32>
  %y7 = onnx.node "InstanceNormalization" version 6(%x7_0d, %x7_1, %x7_2) with {epsilon = 0.00999999978 : f32} : (tensor<?x?x?xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x4xf32>
  %e7_0 = onnx.constant dense<[[[-1.97414756, 4.38219643, -2.42817211, 3.020123], [2.96938562, 1.64128888, 2.41601205, 1.97331309], [-3.3755374, 0.375537395, 0.107603312, -3.10760355]], [[1.90835667, -3.43790483, 4.75969648, -0.230147988], [1.77781641, 3.05728197, 1.89967024, 2.26523185], [-3.24781656, -3.24781656, 0.247816563, 0.247816563]]]> : tensor<2x3x4xf32>
  check.expect_close %y7, %e7_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x4xf32>
  %x8_0 = onnx.constant dense<[[[[2.25, -2.75], [0.75, -0.75], [0.25, 0.75]], [[-1.75, -2.75], [0.0, 2.75], [-1.25, 0.25]]]]> : tensor<1x2x3x2xf32>
  %x8_1 = onnx.constant dense<[-2.25, -1.0]> : tensor<2xf32>
  %x8_2 = onnx.constant dense<[-2.25, -2.5]> : tensor<2xf32>
  %y8 = onnx.node "InstanceNormalization" version 6(%x8_0, %x8_1, %x8_2) : (tensor<1x2x3x2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<1x2x3x2xf32>
  %e8_0 = onnx.constant dense<[[[[-5.40410137, 1.87459469], [-3.22049284, -1.03688383], [-2.49262309, -3.22049284]], [[-1.76543689, -1.19674301], [-2.76065135, -4.32455969], [-2.04978395, -2.90282488]]]]> : tensor<1x2x3x2xf32>
  check.expect_close %y8, %e8_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3x2xf32>
  %x9_0 = onnx.constant dense<[[[2.0, 2.5, 2.75], [1.5, -2.25, 2.75], [-3.0, -1.5, -1.5], [1.5, -2.25, 3.0]], [[-2.0, 2.25, 0.5], [-1.5, -0.5, -2.5], [-0.5, 1.25, -1.75], [3.0, 1.0, -0.75]]]> : tensor<2x4x3xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<2x4x3xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[-1.25, 1.75, -0.75, 2.75]> : tensor<4xf32>
  %x9_2 = onnx.constant dense<[-0.25, 1.25, 2.5, 2.75]> : tensor<4xf32>
  %y9 = onnx.node "GroupNormalization" version 21(%x9_0d, %x9_1, %x9_2) with {num_groups = 2 : i64} : (tensor<?x?x?xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x3xf32>
  %e9_0 = onnx.constant dense<[[[-0.57691747, -0.933554649, -1.11187327], [1.20839238, -2.53629827, 2.4566226], [3.33249283, 2.80670786, 2.80670786], [5.48116112, 0.661465168, 7.4090395]], [[0.811887503, -2.47031021, -1.11881697], [0.30395478, 1.38514924, -0.777239799], [2.92078543, 2.07921457, 3.52190733], [7.37863874, 3.85205698, 0.766297579]]]> : tensor<2x4x3xf32>
  check.expect_close %y9, %e9_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x4x3xf32>
  %x10_0 = onnx.constant dense<[[[[-1.5, -0.5], [1.25, -0.5]], [[-1.25, 0.75], [2.5, -0.25]], [[-0.75, 1.75], [0.0, -1.25]], [[2.25, 0.75], [1.0, 2.0]]]]> : tensor<1x4x2x2xf32>
  %x10_1 = onnx.constant dense<[-2.5, 2.25, -2.25, -3.0]> : tensor<4xf32>
  %x10_2 = onnx.constant dense<[3.0, -1.5, -3.0, 1.25]> : tensor<4xf32>
  %y10 = onnx.node "GroupNormalization" version 21(%x10_0, %x10_1, %x10_2) with {epsilon = 0.00999999978 : f32, num_groups = 4 : i64} : (tensor<1x4x2x2xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<1x4x2x2xf32>
  %e10_0 = onnx.constant dense<[[[[5.9829998, 3.47099996], [-0.924999714, 3.47099996]], [[-4.23448992, -0.993613005], [1.84215426, -2.61405134]], [[-1.64484727, -6.57267523], [-3.12319565, -0.659281731]], [[-2.23742914, 4.73742914], [3.57495284, -1.07495284]]]]> : tensor<1x4x2x2xf32>
  check.expect_close %y10, %e10_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x4x2x2xf32>
  // scale and bias of groups
  %x11_0 = onnx.constant dense<[[[-1.25, -0.5, 2.75], [0.5, -3.0, 1.0], [-2.0, -1.0, -1.75], [2.5, -2.5, 0.25]], [[-0.25, 0.25, 0.5], [-2.5, -1.25, 0.5], [-2.5, 2.0, 2.0], [0.25, 2.0, -0.5]]]> : tensor<2x4x3xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<2x4x3xf32> to tensor<?x?x?xf32>
  %x11_1 = onnx.constant dense<[0.5, -0.25]> : tensor<2xf32>
  %x11_2 = onnx.constant dense<[-2.25, -2.0]> : tensor<2xf32>
  %y11 = onnx.node "GroupNormalization" version 18(%x11_0d, %x11_1, %x11_2) with {num_groups = 2 : i64} : (tensor<?x?x?xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2x4x3xf32>
  %e11_0 = onnx.constant dense<[[[-2.57288551, -2.36531615, -1.46584964], [-2.08855724, -3.05721354, -1.95017779], [-1.81569791, -1.96313953, -1.85255826], [-2.47918558, -1.74197698, -2.14744163]], [[-2.15475798, -1.92617714, -1.81188667], [-3.18337178, -2.61191964, -1.81188667], [-1.54559314, -2.21786642, -2.21786642], [-1.95642674, -2.21786642, -1.84438121]]]> : tensor<2x4x3xf32>
  check.expect_close %y11, %e11_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x4x3xf32>
  %x12_0 = onnx.constant dense<[[[[0.25, -2.75, 0.75], [-1.0, -0.5, 2.5]], [[2.25, -0.25, -0.75], [2.0, 0.0, 1.5]]], [[[-2.5, 1.25, 0.5], [-1.75, 1.75, 0.25]], [[1.5, 2.0, -1.5], [2.0, 3.0, 0.0]]]]> : tensor<2x2x2x3xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<2x2x2x3xf32> to tensor<?x?x?x?xf32>
  %y12 = onnx.node "MeanVarianceNormalization" version 13(%x12_0d) : (tensor<?x?x?x?xf32>) -> tensor<2x2x2x3xf32>
  %e12_0 = onnx.constant dense<[[[[0.224717572, -1.67877245, 0.541965961], [-0.568403304, -0.251154959, 1.65233517]], [[0.940020204, -0.909200013, -1.27904403], [0.755098164, -0.724277914, 0.385254204]]], [[[-1.52014828, 0.859214246, 0.383341759], [-1.04427588, 1.17646265, 0.224717572]], [[0.385254204, 0.755098164, -1.83381009], [0.755098164, 1.49478626, -0.724277914]]]]> : tensor<2x2x2x3xf32>
  check.expect_close %y12, %e12_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x2x3xf32>
  %x13_0 = onnx.constant dense<[[[1.25, 1.75, -0.5], [2.0, -0.5, 2.5]], [[1.75, 0.25, -2.0], [2.0, 0.75, 0.5]]]> : tensor<2x2x3xf32>
  %y13 = onnx.node "MeanVarianceNormalization" version 13(%x13_0) with {axes = array<i64: 0, -1>} : (tensor<2x2x3xf32>) -> tensor<2x2x3xf32>
  %e13_0 = onnx.constant dense<[[[0.616626441, 0.986602247, -0.678288996], [0.757579625, -1.63477719, 1.23605096]], [[0.986602247, -0.123325273, -1.78821659], [0.757579625, -0.438598812, -0.677834511]]]> : tensor<2x2x3xf32>
  check.expect_close %y13, %e13_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x3xf32>
  %x14_0 = onnx.constant dense<[[[[1.25, 3.0], [0.0, -0.75]], [[2.25, 1.0], [-0.25, -2.0]], [[-0.25, 2.75], [-1.25, 2.75]], [[2.5, 2.25], [-1.25, 1.75]], [[1.25, 2.5], [-0.5, 0.75]]]]> : tensor<1x5x2x2xf32>
  %x14_0d = tensor.cast %x14_0 : tensor<1x5x2x2xf32> to tensor<?x?x?x?xf32>
  %y14 = onnx.node "LRN" version 13(%x14_0d) with {alpha = 0.25 : f32, beta = 0.5 : f32, bias = 2.0 : f32, size = 3 : i64} : (tensor<?x?x?x?xf32>) -> tensor<1x5x2x2xf32>
  %e14_0 = onnx.constant dense<[[[[0.782460809, 1.78226566], [0.0, -0.486131519]], [[1.40699458, 0.537328362], [-0.171079785, -1.15270114]], [[-0.145607039, 1.55304873], [-0.830454826, 1.53281271]], [[1.53393006, 1.19034028], [-0.827605963, 1.02196145]], [[0.767718017, 1.45735848], [-0.340914607, 0.494311571]]]]> : tensor<1x5x2x2xf32>
  check.expect_close %y14, %e14_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x5x2x2xf32>
  // one more channel after than before
  %x15_0 = onnx.constant dense<[[[[2.75, 2.5], [2.75, -2.5]], [[-3.0, -2.5], [3.0, -0.5]], [[0.75, -0.5], [-2.75, 2.5]], [[0.0, -1.25], [-2.75, -2.5]], [[0.25, 1.75], [-2.0, 0.25]]]]> : tensor<1x5x2x2xf32>
  %y15 = onnx.node "LRN" version 13(%x15_0) with {alpha = 0.5 : f32, size = 4 : i64} : (tensor<1x5x2x2xf32>) -> tensor<1x5x2x2xf32>
  %e15_0 = onnx.constant dense<[[[[1.16565657, 1.22318995], [0.969433069, -1.22318995]], [[-1.2716254, -1.1583674], [0.902502537, -0.200800449]], [[0.414745718, -0.260067701], [-0.887757361, 1.22043407]], [[0.0, -0.874816716], [-1.1005832, -1.23154581]], [[0.248545095, 1.24288797], [-1.02277291, 0.161610991]]]]> : tensor<1x5x2x2xf32>
  check.expect_close %y15, %e15_0 {atol = 1.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x5x2x2xf32>
  return
}
