// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t
// RUN: lutra-compile %s --compile-from=import --library=onednn -o %t.onednn && lutra-run %t.onednn
// RUN: grep libdnnl %t.onednn/manifest.json

// RNN, GRU and LSTM, against ONNX Runtime 1.31 and, for layout 1, the reference of
// onnx 1.20.

func.func @main() {
  %x0_0 = onnx.constant dense<[[[0.125, 0.75], [-0.125, 0.125]], [[-0.125, 0.125], [-0.125, 0.25]], [[0.125, 0.25], [0.75, -0.625]]]> : tensor<3x2x2xf32>
  %x0_0d = tensor.cast %x0_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x0_1 = onnx.constant dense<[[[0.125, -0.125], [-0.25, -0.375], [-0.75, -0.125]]]> : tensor<1x3x2xf32>
  %x0_2 = onnx.constant dense<[[[0.5, -0.625, -0.125], [0.75, 0.75, -0.5], [-0.75, 0.25, -0.75]]]> : tensor<1x3x3xf32>
  %x0_3 = onnx.constant dense<[[-0.375, 0.0, 0.625, -0.625, 0.25, 0.0]]> : tensor<1x6xf32>
  %y0:2 = onnx.node "RNN" version 14(%x0_0d, %x0_1, %x0_2, %x0_3) with {hidden_size = 3 : i64} : (tensor<?x?x?xf32>, tensor<1x3x2xf32>, tensor<1x3x3xf32>, tensor<1x6xf32>) -> (tensor<3x1x2x3xf32>, tensor<1x2x3xf32>)
  %e0_0 = onnx.constant dense<[[[[-0.792502761, -0.0624186993, 0.411570072], [-0.774409175, 0.230175734, 0.606347561]]], [[[-0.893684804, -0.545955479, 0.750115871], [-0.929368079, -0.480665088, 0.701927662]]], [[[-0.838175952, -0.869197547, 0.439158559], [-0.793248892, -0.804632068, 0.188748479]]]]> : tensor<3x1x2x3xf32>
  check.expect_close %y0#0, %e0_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2x3xf32>
  %e0_1 = onnx.constant dense<[[[-0.838175952, -0.869197547, 0.439158559], [-0.793248892, -0.804632068, 0.188748479]]]> : tensor<1x2x3xf32>
  check.expect_close %y0#1, %e0_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3xf32>
  %x1_0 = onnx.constant dense<[[[-0.625, 0.5]], [[0.5, 0.0]]]> : tensor<2x1x2xf32>
  %x1_1 = onnx.constant dense<[[[0.75, 0.125], [0.625, 0.75]], [[0.125, -0.375], [-0.625, 0.125]]]> : tensor<2x2x2xf32>
  %x1_2 = onnx.constant dense<[[[-0.5, 0.375], [0.75, -0.375]], [[0.125, -0.75], [-0.5, -0.25]]]> : tensor<2x2x2xf32>
  %none = onnx.none
  %x1_5 = onnx.constant dense<[[[0.625, 0.75]], [[0.25, 0.125]]]> : tensor<2x1x2xf32>
  %y1:2 = onnx.node "RNN" version 7(%x1_0, %x1_1, %x1_2, %none, %none, %x1_5) with {activations = ["Relu", "Tanh"], direction = "bidirectional", hidden_size = 2 : i64} : (tensor<2x1x2xf32>, tensor<2x2x2xf32>, tensor<2x2x2xf32>, none, none, tensor<2x1x2xf32>) -> (tensor<2x2x1x2xf32>, tensor<2x1x2xf32>)
  %e1_0 = onnx.constant dense<[[[[0.0, 0.171875]], [[0.0621862411, 0.50977242]]], [[[0.439453125, 0.248046875]], [[0.0, -0.437188804]]]]> : tensor<2x2x1x2xf32>
  check.expect_close %y1#0, %e1_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x2x1x2xf32>
  %e1_1 = onnx.constant dense<[[[0.439453125, 0.248046875]], [[0.0621862411, 0.50977242]]]> : tensor<2x1x2xf32>
  check.expect_close %y1#1, %e1_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2xf32>
  %x2_0 = onnx.constant dense<[[[0.125, -0.75], [-0.25, 0.75]], [[-0.125, -0.5], [-0.375, 0.375]], [[-0.75, 0.75], [0.625, 0.125]]]> : tensor<3x2x2xf32>
  %x2_0d = tensor.cast %x2_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x2_1 = onnx.constant dense<[[[0.0, 0.375], [0.125, 0.0]]]> : tensor<1x2x2xf32>
  %x2_2 = onnx.constant dense<[[[-0.25, -0.125], [0.375, -0.75]]]> : tensor<1x2x2xf32>
  %x2_3 = onnx.constant dense<[[-0.75, 0.375, -0.25, 0.5]]> : tensor<1x4xf32>
  %x2_4 = onnx.constant dense<[3, 1]> : tensor<2xi32>
  %x2_4d = tensor.cast %x2_4 : tensor<2xi32> to tensor<?xi32>
  %x2_5 = onnx.constant dense<[[[-0.75, 0.625], [-0.625, -0.125]]]> : tensor<1x2x2xf32>
  %x2_5d = tensor.cast %x2_5 : tensor<1x2x2xf32> to tensor<?x?x?xf32>
  %y2:2 = onnx.node "RNN" version 14(%x2_0d, %x2_1, %x2_2, %x2_3, %x2_4d, %x2_5d) with {activation_alpha = array<f32: 0.5>, activations = ["LeakyRelu"], direction = "reverse", hidden_size = 2 : i64} : (tensor<?x?x?xf32>, tensor<1x2x2xf32>, tensor<1x2x2xf32>, tensor<1x4xf32>, tensor<?xi32>, tensor<?x?x?xf32>) -> (tensor<3x1x2x2xf32>, tensor<1x2x2xf32>)
  %e2_0 = onnx.constant dense<[[[[-0.616027832, 0.140258789], [-0.2734375, 0.703125]]], [[[-0.557617188, 0.721679688], [0.0, 0.0]]], [[[-0.3046875, 0.03125], [0.0, 0.0]]]]> : tensor<3x1x2x2xf32>
  check.expect_close %y2#0, %e2_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2x2xf32>
  %e2_1 = onnx.constant dense<[[[-0.616027832, 0.140258789], [-0.2734375, 0.703125]]]> : tensor<1x2x2xf32>
  check.expect_close %y2#1, %e2_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %x3_0 = onnx.constant dense<[[[0.75, -0.625], [0.25, 0.375]], [[-0.125, -0.625], [0.0, -0.125]], [[0.625, 0.25], [-0.25, -0.75]]]> : tensor<3x2x2xf32>
  %x3_1 = onnx.constant dense<[[[0.125, -0.375], [0.25, 0.625]]]> : tensor<1x2x2xf32>
  %x3_2 = onnx.constant dense<[[[-0.25, 0.625], [0.0, 0.0]]]> : tensor<1x2x2xf32>
  %x3_3 = onnx.constant dense<[[0.375, 0.5, 0.625, 0.75]]> : tensor<1x4xf32>
  %y3:2 = onnx.node "RNN" version 22(%x3_0, %x3_1, %x3_2, %x3_3) with {activation_alpha = array<f32: 0.5>, activation_beta = array<f32: 0.25>, activations = ["Affine"], clip = 0.5 : f32, hidden_size = 2 : i64} : (tensor<3x2x2xf32>, tensor<1x2x2xf32>, tensor<1x2x2xf32>, tensor<1x4xf32>) -> (tensor<3x1x2x2xf32>, tensor<1x2x2xf32>)
  %e3_0 = onnx.constant dense<0.5> : tensor<3x1x2x2xf32>
  check.expect_close %y3#0, %e3_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2x2xf32>
  %e3_1 = onnx.constant dense<0.5> : tensor<1x2x2xf32>
  check.expect_close %y3#1, %e3_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %x4_0 = onnx.constant dense<[[[-0.625, -0.125], [0.75, -0.375]], [[-0.75, 0.125], [0.375, 0.375]], [[0.5, 0.25], [-0.625, 0.625]]]> : tensor<3x2x2xf32>
  %x4_0d = tensor.cast %x4_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x4_1 = onnx.constant dense<[[[-0.125, 0.625], [0.5, 0.75], [-0.75, 0.625], [0.25, 0.0], [0.5, 0.75], [0.0, -0.625], [0.375, -0.5], [-0.5, -0.5], [-0.5, 0.625]]]> : tensor<1x9x2xf32>
  %x4_2 = onnx.constant dense<[[[-0.25, -0.625, -0.5], [-0.125, -0.25, -0.25], [0.75, 0.625, 0.125], [0.75, -0.25, -0.625], [-0.375, -0.625, 0.75], [-0.5, -0.125, -0.5], [0.75, -0.5, 0.0], [0.75, 0.0, 0.625], [0.625, 0.375, 0.375]]]> : tensor<1x9x3xf32>
  %x4_3 = onnx.constant dense<[[0.125, 0.125, 0.5, -0.125, 0.75, 0.625, -0.25, -0.125, 0.375, 0.625, -0.625, -0.75, -0.375, -0.125, -0.5, 0.0, 0.125, 0.75]]> : tensor<1x18xf32>
  %x4_5 = onnx.constant dense<[[[0.375, -0.375, 0.5], [0.5, 0.25, 0.25]]]> : tensor<1x2x3xf32>
  %y4:2 = onnx.node "GRU" version 14(%x4_0d, %x4_1, %x4_2, %x4_3, %none, %x4_5) with {hidden_size = 3 : i64} : (tensor<?x?x?xf32>, tensor<1x9x2xf32>, tensor<1x9x3xf32>, tensor<1x18xf32>, none, tensor<1x2x3xf32>) -> (tensor<3x1x2x3xf32>, tensor<1x2x3xf32>)
  %e4_0 = onnx.constant dense<[[[[0.178449601, 0.297525823, 0.6718539], [0.401901245, 0.128626376, 0.493876398]]], [[[-0.132006675, 0.427532434, 0.756740749], [0.166617066, -0.0243475735, 0.672624588]]], [[[-0.235996574, 0.0562930927, 0.807661057], [-0.0728896931, 0.100552991, 0.761251211]]]]> : tensor<3x1x2x3xf32>
  check.expect_close %y4#0, %e4_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2x3xf32>
  %e4_1 = onnx.constant dense<[[[-0.235996574, 0.0562930927, 0.807661057], [-0.0728896931, 0.100552991, 0.761251211]]]> : tensor<1x2x3xf32>
  check.expect_close %y4#1, %e4_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3xf32>
  %x5_0 = onnx.constant dense<[[[-0.25, 0.375, -0.625], [0.25, 0.625, 0.75]], [[-0.375, -0.25, 0.25], [-0.125, 0.375, -0.5]]]> : tensor<2x2x3xf32>
  %x5_1 = onnx.constant dense<[[[-0.5, -0.75, 0.0], [-0.5, -0.375, 0.625], [0.5, 0.5, 0.125], [-0.625, 0.375, 0.125], [0.625, 0.0, -0.5], [0.125, -0.125, 0.25]]]> : tensor<1x6x3xf32>
  %x5_2 = onnx.constant dense<[[[-0.25, -0.375], [-0.625, 0.75], [0.375, 0.0], [-0.375, 0.25], [-0.125, 0.25], [-0.625, -0.5]]]> : tensor<1x6x2xf32>
  %x5_3 = onnx.constant dense<[[0.375, -0.75, 0.25, -0.125, -0.75, 0.375, 0.375, 0.5, 0.625, 0.375, 0.5, -0.625]]> : tensor<1x12xf32>
  %y5:2 = onnx.node "GRU" version 7(%x5_0, %x5_1, %x5_2, %x5_3) with {hidden_size = 2 : i64, linear_before_reset = 1 : i64} : (tensor<2x2x3xf32>, tensor<1x6x3xf32>, tensor<1x6x2xf32>, tensor<1x12xf32>) -> (tensor<2x1x2x2xf32>, tensor<1x2x2xf32>)
  %e5_0 = onnx.constant dense<[[[[-0.0846180394, -0.157418653], [-0.236627385, 0.0734663531]]], [[[-0.219389468, -0.0252346173], [-0.220426351, -0.0520989634]]]]> : tensor<2x1x2x2xf32>
  check.expect_close %y5#0, %e5_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2x2xf32>
  %e5_1 = onnx.constant dense<[[[-0.219389468, -0.0252346173], [-0.220426351, -0.0520989634]]]> : tensor<1x2x2xf32>
  check.expect_close %y5#1, %e5_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %x6_0 = onnx.constant dense<[[[0.625, 0.625], [0.375, 0.5], [0.375, 0.625]], [[0.625, 0.0], [0.5, 0.625], [-0.375, -0.75]], [[-0.5, -0.75], [-0.125, -0.75], [-0.375, -0.375]]]> : tensor<3x3x2xf32>
  %x6_0d = tensor.cast %x6_0 : tensor<3x3x2xf32> to tensor<?x?x?xf32>
  %x6_1 = onnx.constant dense<[[[0.375, -0.375], [0.75, -0.5], [0.75, 0.125], [-0.375, -0.75], [-0.375, 0.125], [-0.625, -0.5]], [[-0.625, 0.25], [-0.625, -0.75], [-0.125, -0.25], [0.125, 0.75], [0.625, 0.0], [0.25, 0.5]]]> : tensor<2x6x2xf32>
  %x6_2 = onnx.constant dense<[[[-0.125, 0.25], [-0.5, 0.125], [-0.375, -0.5], [0.375, 0.125], [-0.25, -0.75], [-0.375, 0.5]], [[0.0, 0.75], [0.625, 0.625], [-0.75, -0.75], [0.125, -0.25], [0.5, -0.25], [-0.625, -0.625]]]> : tensor<2x6x2xf32>
  %x6_3 = onnx.constant dense<[[-0.375, 0.25, -0.625, 0.5, -0.375, -0.25, 0.25, 0.625, -0.125, 0.5, -0.375, -0.625], [0.5, 0.375, 0.375, 0.625, 0.0, -0.5, 0.125, 0.125, -0.125, 0.25, -0.375, 0.125]]> : tensor<2x12xf32>
  %x6_4 = onnx.constant dense<[2, 3, 1]> : tensor<3xi32>
  %x6_5 = onnx.constant dense<[[[0.5, -0.625], [-0.125, 0.25], [-0.75, 0.25]], [[0.625, 0.5], [0.25, 0.5], [-0.25, -0.25]]]> : tensor<2x3x2xf32>
  %y6:2 = onnx.node "GRU" version 14(%x6_0d, %x6_1, %x6_2, %x6_3, %x6_4, %x6_5) with {direction = "bidirectional", hidden_size = 2 : i64, linear_before_reset = 1 : i64} : (tensor<?x?x?xf32>, tensor<2x6x2xf32>, tensor<2x6x2xf32>, tensor<2x12xf32>, tensor<3xi32>, tensor<2x3x2xf32>) -> (tensor<3x2x3x2xf32>, tensor<2x3x2xf32>)
  %e6_0 = onnx.constant dense<[[[[-0.0837645233, -0.724608898], [-0.360779881, -0.0235230029], [-0.641344011, 0.0333100855]], [[0.442294449, -0.0496225208], [0.10064052, -0.0417395607], [-0.15948832, 0.0649982914]]], [[[-0.28251341, -0.752225697], [-0.457762003, -0.219772995], [0.0, 0.0]], [[0.516181827, 0.150096178], [0.116499379, 0.0602402017], [0.0, 0.0]]], [[[0.0, 0.0], [-0.442604899, -0.224841043], [0.0, 0.0]], [[0.0, 0.0], [0.10451816, 0.283507824], [0.0, 0.0]]]]> : tensor<3x2x3x2xf32>
  check.expect_close %y6#0, %e6_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2x3x2xf32>
  %e6_1 = onnx.constant dense<[[[-0.28251341, -0.752225697], [-0.442604899, -0.224841043], [-0.641344011, 0.0333100855]], [[0.442294449, -0.0496225208], [0.10064052, -0.0417395607], [-0.15948832, 0.0649982914]]]> : tensor<2x3x2xf32>
  check.expect_close %y6#1, %e6_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2xf32>
  %x7_0 = onnx.constant dense<[[[-0.625, 0.375], [-0.25, 0.625]], [[0.0, 0.625], [-0.625, -0.5]]]> : tensor<2x2x2xf32>
  %x7_1 = onnx.constant dense<[[[-0.25, -0.75], [0.0, 0.25], [0.25, -0.5], [-0.5, 0.125], [0.25, 0.75], [0.625, -0.25]]]> : tensor<1x6x2xf32>
  %x7_2 = onnx.constant dense<[[[-0.5, -0.375], [0.625, -0.125], [0.75, 0.25], [0.125, -0.625], [0.125, -0.25], [0.5, -0.625]]]> : tensor<1x6x2xf32>
  %y7:2 = onnx.node "GRU" version 14(%x7_0, %x7_1, %x7_2) with {activations = ["HardSigmoid", "Softsign"], direction = "reverse", hidden_size = 2 : i64} : (tensor<2x2x2xf32>, tensor<1x6x2xf32>, tensor<1x6x2xf32>) -> (tensor<2x1x2x2xf32>, tensor<1x2x2xf32>)
  %e7_0 = onnx.constant dense<[[[[0.155630946, -0.168870583], [0.103735358, -0.168952301]]], [[[0.189494669, -0.0633445904], [-0.136607155, -0.110185176]]]]> : tensor<2x1x2x2xf32>
  check.expect_close %y7#0, %e7_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2x2xf32>
  %e7_1 = onnx.constant dense<[[[0.155630946, -0.168870583], [0.103735358, -0.168952301]]]> : tensor<1x2x2xf32>
  check.expect_close %y7#1, %e7_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %x8_0 = onnx.constant dense<[[[-0.5, 0.25], [-0.375, -0.25]], [[0.25, 0.5], [0.25, 0.125]], [[0.0, -0.25], [-0.375, -0.5]]]> : tensor<3x2x2xf32>
  %x8_0d = tensor.cast %x8_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x8_1 = onnx.constant dense<[[[0.375, -0.375], [-0.5, -0.25], [0.625, -0.125], [0.125, -0.625], [-0.25, 0.375], [0.5, 0.125]]]> : tensor<1x6x2xf32>
  %x8_2 = onnx.constant dense<[[[0.625, -0.375], [-0.5, -0.625], [-0.5, 0.375], [0.625, -0.625], [0.0, -0.625], [0.5, -0.625]]]> : tensor<1x6x2xf32>
  %x8_3 = onnx.constant dense<[[0.25, -0.625, 0.375, 0.625, 0.375, -0.375, 0.5, -0.375, 0.375, 0.5, 0.0, 0.25]]> : tensor<1x12xf32>
  %y8:2 = onnx.node "GRU" version 22(%x8_0d, %x8_1, %x8_2, %x8_3) with {hidden_size = 2 : i64, layout = 1 : i64} : (tensor<?x?x?xf32>, tensor<1x6x2xf32>, tensor<1x6x2xf32>, tensor<1x12xf32>) -> (tensor<3x2x1x2xf32>, tensor<3x1x2xf32>)
  %e8_0 = onnx.constant dense<[[[[0.204999313, -0.229140595]], [[0.27665922, -0.185942635]]], [[[0.15785113, 0.048518084]], [[0.20672065, 0.0477520525]]], [[[0.0824228004, -0.111375466]], [[0.153306231, -0.225347698]]]]> : tensor<3x2x1x2xf32>
  check.expect_close %y8#0, %e8_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2x1x2xf32>
  %e8_1 = onnx.constant dense<[[[0.27665922, -0.185942635]], [[0.20672065, 0.0477520525]], [[0.153306231, -0.225347698]]]> : tensor<3x1x2xf32>
  check.expect_close %y8#1, %e8_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2xf32>
  %x9_0 = onnx.constant dense<[[[0.625, -0.5], [-0.75, -0.125]], [[-0.5, 0.625], [0.625, -0.25]], [[-0.25, 0.375], [-0.125, -0.625]]]> : tensor<3x2x2xf32>
  %x9_0d = tensor.cast %x9_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x9_1 = onnx.constant dense<[[[0.25, 0.375], [-0.75, 0.5], [0.0, 0.5], [0.625, 0.25], [-0.25, -0.25], [0.375, -0.75], [-0.375, 0.0], [0.75, 0.375], [0.5, -0.5], [-0.375, -0.375], [0.375, 0.0], [-0.5, 0.375]]]> : tensor<1x12x2xf32>
  %x9_2 = onnx.constant dense<[[[0.25, 0.625, 0.125], [-0.625, 0.625, -0.5], [-0.75, 0.5, -0.125], [0.25, -0.625, 0.375], [-0.125, 0.75, 0.25], [0.75, 0.5, 0.5], [-0.625, 0.5, 0.125], [-0.125, -0.25, 0.25], [-0.5, -0.5, 0.625], [0.375, 0.125, 0.375], [-0.25, 0.375, -0.5], [-0.125, -0.625, -0.25]]]> : tensor<1x12x3xf32>
  %x9_3 = onnx.constant dense<[[-0.25, -0.125, 0.0, -0.75, -0.25, 0.5, -0.125, 0.125, -0.625, -0.125, 0.75, 0.125, -0.75, 0.375, 0.5, -0.25, -0.75, 0.5, -0.375, 0.625, -0.25, -0.125, 0.5, -0.625]]> : tensor<1x24xf32>
  %x9_5 = onnx.constant dense<[[[-0.75, 0.375, 0.75], [0.75, -0.625, -0.625]]]> : tensor<1x2x3xf32>
  %x9_6 = onnx.constant dense<[[[-0.25, 0.375, 0.625], [0.5, -0.25, 0.625]]]> : tensor<1x2x3xf32>
  %y9:3 = onnx.node "LSTM" version 14(%x9_0d, %x9_1, %x9_2, %x9_3, %none, %x9_5, %x9_6) with {hidden_size = 3 : i64} : (tensor<?x?x?xf32>, tensor<1x12x2xf32>, tensor<1x12x3xf32>, tensor<1x24xf32>, none, tensor<1x2x3xf32>, tensor<1x2x3xf32>) -> (tensor<3x1x2x3xf32>, tensor<1x2x3xf32>, tensor<1x2x3xf32>)
  %e9_0 = onnx.constant dense<[[[[-0.0572908483, 0.233770713, -0.2065171], [0.032203503, 0.0455799289, 0.143267468]]], [[[-0.0391268395, 0.231198341, -0.0664964765], [-0.015819503, 0.131759092, -0.280515879]]], [[[-0.0396716669, 0.255618811, -0.171036333], [-0.0063244882, 0.211690918, -0.331603736]]]]> : tensor<3x1x2x3xf32>
  check.expect_close %y9#0, %e9_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2x3xf32>
  %e9_1 = onnx.constant dense<[[[-0.0396716669, 0.255618811, -0.171036333], [-0.0063244882, 0.211690918, -0.331603736]]]> : tensor<1x2x3xf32>
  check.expect_close %y9#1, %e9_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3xf32>
  %e9_2 = onnx.constant dense<[[[-0.178881064, 1.31487858, -0.263813764], [-0.0326553807, 0.818652153, -0.446251422]]]> : tensor<1x2x3xf32>
  check.expect_close %y9#2, %e9_2 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x3xf32>
  %x10_0 = onnx.constant dense<[[[-0.375, -0.625], [-0.125, -0.625]], [[0.25, 0.75], [-0.625, -0.625]]]> : tensor<2x2x2xf32>
  %x10_1 = onnx.constant dense<[[[-0.5, -0.5], [0.0, 0.125], [0.75, -0.125], [0.75, 0.375], [0.625, -0.5], [-0.125, 0.625], [0.375, -0.5], [0.5, 0.375]]]> : tensor<1x8x2xf32>
  %x10_2 = onnx.constant dense<[[[-0.625, -0.75], [-0.375, 0.0], [-0.625, -0.75], [-0.625, -0.25], [-0.125, -0.25], [-0.125, 0.375], [-0.375, -0.125], [0.375, -0.75]]]> : tensor<1x8x2xf32>
  %x10_3 = onnx.constant dense<[[0.75, 0.75, -0.375, 0.625, -0.375, 0.625, 0.25, -0.375, -0.75, -0.125, 0.375, -0.5, 0.0, -0.625, -0.125, -0.75]]> : tensor<1x16xf32>
  %x10_5 = onnx.constant dense<[[[0.75, 0.0], [0.5, -0.625]]]> : tensor<1x2x2xf32>
  %x10_6 = onnx.constant dense<[[[-0.5, -0.5], [0.125, 0.625]]]> : tensor<1x2x2xf32>
  %x10_7 = onnx.constant dense<[[0.125, 0.0, 0.75, -0.5, -0.5, 0.25]]> : tensor<1x6xf32>
  %y10:3 = onnx.node "LSTM" version 7(%x10_0, %x10_1, %x10_2, %x10_3, %none, %x10_5, %x10_6, %x10_7) with {clip = 1.5 : f32, hidden_size = 2 : i64} : (tensor<2x2x2xf32>, tensor<1x8x2xf32>, tensor<1x8x2xf32>, tensor<1x16xf32>, none, tensor<1x2x2xf32>, tensor<1x2x2xf32>, tensor<1x6xf32>) -> (tensor<2x1x2x2xf32>, tensor<1x2x2xf32>, tensor<1x2x2xf32>)
  %e10_0 = onnx.constant dense<[[[[-0.0666338503, -0.215657175], [0.132144287, -0.0620872639]]], [[[-0.0724956095, -0.457017064], [0.0797086358, -0.230433688]]]]> : tensor<2x1x2x2xf32>
  check.expect_close %y10#0, %e10_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x2x2xf32>
  %e10_1 = onnx.constant dense<[[[-0.0724956095, -0.457017064], [0.0797086358, -0.230433688]]]> : tensor<1x2x2xf32>
  check.expect_close %y10#1, %e10_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %e10_2 = onnx.constant dense<[[[-0.13276957, -0.720208168], [0.187957019, -0.621751666]]]> : tensor<1x2x2xf32>
  check.expect_close %y10#2, %e10_2 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %x11_0 = onnx.constant dense<[[[0.625, -0.375], [-0.375, 0.0], [0.5, -0.375]], [[0.5, 0.0], [0.375, 0.25], [0.0, 0.0]], [[0.75, -0.125], [0.75, 0.5], [-0.5, 0.625]]]> : tensor<3x3x2xf32>
  %x11_0d = tensor.cast %x11_0 : tensor<3x3x2xf32> to tensor<?x?x?xf32>
  %x11_1 = onnx.constant dense<[[[-0.25, -0.5], [-0.375, -0.625], [-0.25, -0.625], [0.125, 0.75], [0.75, 0.75], [-0.375, -0.5], [0.25, 0.75], [0.5, -0.5]], [[0.375, 0.0], [-0.125, 0.0], [0.125, 0.625], [0.5, -0.75], [0.375, -0.25], [-0.25, 0.125], [0.75, -0.75], [0.0, -0.375]]]> : tensor<2x8x2xf32>
  %x11_1d = tensor.cast %x11_1 : tensor<2x8x2xf32> to tensor<?x?x?xf32>
  %x11_2 = onnx.constant dense<[[[0.625, 0.0], [0.625, 0.625], [-0.625, 0.375], [0.5, 0.5], [0.75, 0.375], [0.5, 0.375], [-0.375, 0.625], [0.375, 0.25]], [[0.75, 0.375], [-0.25, -0.375], [-0.25, -0.5], [-0.625, 0.375], [0.5, -0.5], [-0.125, 0.625], [0.5, 0.125], [0.75, -0.25]]]> : tensor<2x8x2xf32>
  %x11_2d = tensor.cast %x11_2 : tensor<2x8x2xf32> to tensor<?x?x?xf32>
  %x11_3 = onnx.constant dense<[[0.5, 0.75, 0.125, -0.5, -0.375, 0.0, -0.375, -0.625, -0.5, 0.75, -0.25, 0.125, -0.125, 0.5, -0.625, -0.375], [0.125, 0.5, -0.125, 0.375, 0.5, 0.25, 0.5, 0.75, -0.5, -0.125, -0.5, -0.125, -0.75, 0.25, -0.375, 0.5]]> : tensor<2x16xf32>
  %x11_3d = tensor.cast %x11_3 : tensor<2x16xf32> to tensor<?x?xf32>
  %x11_4 = onnx.constant dense<[1, 3, 2]> : tensor<3xi32>
  %x11_4d = tensor.cast %x11_4 : tensor<3xi32> to tensor<?xi32>
  %x11_5 = onnx.constant dense<[[[0.375, -0.25], [-0.125, 0.25], [-0.125, -0.5]], [[-0.75, 0.125], [0.0, 0.375], [-0.625, -0.75]]]> : tensor<2x3x2xf32>
  %x11_5d = tensor.cast %x11_5 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x11_6 = onnx.constant dense<[[[0.375, 0.375], [0.5, -0.75], [0.25, 0.75]], [[0.375, 0.0], [0.0, -0.125], [-0.75, 0.375]]]> : tensor<2x3x2xf32>
  %x11_6d = tensor.cast %x11_6 : tensor<2x3x2xf32> to tensor<?x?x?xf32>
  %x11_7 = onnx.constant dense<[[0.0, 0.0, 0.75, 0.375, 0.75, -0.625], [0.75, 0.125, -0.125, 0.125, -0.75, 0.75]]> : tensor<2x6xf32>
  %x11_7d = tensor.cast %x11_7 : tensor<2x6xf32> to tensor<?x?xf32>
  %y11:3 = onnx.node "LSTM" version 14(%x11_0d, %x11_1d, %x11_2d, %x11_3d, %x11_4d, %x11_5d, %x11_6d, %x11_7d) with {direction = "bidirectional", hidden_size = 2 : i64} : (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?xf32>, tensor<?xi32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?xf32>) -> (tensor<3x2x3x2xf32>, tensor<2x3x2xf32>, tensor<2x3x2xf32>)
  %e11_0 = onnx.constant dense<[[[[-0.103671715, -0.0412311591], [-0.0795520619, -0.258205116], [-0.13514705, -0.0390212685]], [[0.10372021, 0.307051986], [0.0105246073, 0.441576302], [-0.00928073283, 0.596901178]]], [[[0.0, 0.0], [-0.116741695, -0.267420113], [-0.172920957, -0.199996352]], [[0.0, 0.0], [0.0747940391, 0.351592988], [-0.222317368, 0.388035893]]], [[[0.0, 0.0], [-0.100520097, -0.308451742], [0.0, 0.0]], [[0.0, 0.0], [0.0688711777, 0.187100738], [0.0, 0.0]]]]> : tensor<3x2x3x2xf32>
  check.expect_close %y11#0, %e11_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2x3x2xf32>
  %e11_1 = onnx.constant dense<[[[-0.103671715, -0.0412311591], [-0.100520097, -0.308451742], [-0.172920957, -0.199996352]], [[0.10372021, 0.307051986], [0.0105246073, 0.441576302], [-0.00928073283, 0.596901178]]]> : tensor<2x3x2xf32>
  check.expect_close %y11#1, %e11_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2xf32>
  %e11_2 = onnx.constant dense<[[[-0.301631808, -0.113778681], [-0.371832252, -1.48534846], [-0.461364567, -0.717763603]], [[0.322619379, 0.402446866], [0.0356819108, 1.03594947], [-0.0328430831, 1.03896809]]]> : tensor<2x3x2xf32>
  check.expect_close %y11#2, %e11_2 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x3x2xf32>
  %x12_0 = onnx.constant dense<[[[0.25, -0.75], [0.625, -0.125]], [[-0.625, 0.25], [-0.75, 0.125]], [[0.375, -0.75], [0.5, 0.125]]]> : tensor<3x2x2xf32>
  %x12_0d = tensor.cast %x12_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x12_1 = onnx.constant dense<[[[-0.25, -0.5], [-0.75, -0.5], [-0.375, 0.625], [0.0, -0.5], [0.375, -0.125], [0.5, 0.375], [0.75, 0.375], [-0.625, 0.125]]]> : tensor<1x8x2xf32>
  %x12_2 = onnx.constant dense<[[[-0.125, 0.5], [-0.5, 0.0], [0.5, 0.25], [-0.75, 0.5], [-0.25, 0.25], [0.25, 0.25], [-0.125, -0.125], [-0.625, 0.125]]]> : tensor<1x8x2xf32>
  %y12:3 = onnx.node "LSTM" version 14(%x12_0d, %x12_1, %x12_2) with {activation_alpha = array<f32: 1.5, 0.5>, activation_beta = array<f32: 0.5>, activations = ["Sigmoid", "ScaledTanh", "Elu"], direction = "reverse", hidden_size = 2 : i64} : (tensor<?x?x?xf32>, tensor<1x8x2xf32>, tensor<1x8x2xf32>) -> (tensor<3x1x2x2xf32>, tensor<1x2x2xf32>, tensor<1x2x2xf32>)
  %e12_0 = onnx.constant dense<[[[[-0.0202420019, -0.00979880523], [0.0293718986, -0.004989048]]], [[[-0.0383850522, 0.0575668663], [-0.039409969, 0.0765514225]]], [[[0.0, -0.0355166383], [0.0668019652, -0.0201178715]]]]> : tensor<3x1x2x2xf32>
  check.expect_close %y12#0, %e12_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2x2xf32>
  %e12_1 = onnx.constant dense<[[[-0.0202420019, -0.00979880523], [0.0293718986, -0.004989048]]]> : tensor<1x2x2xf32>
  check.expect_close %y12#1, %e12_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %e12_2 = onnx.constant dense<[[[-0.118645653, -0.0328468941], [0.0695412979, -0.0189146623]]]> : tensor<1x2x2xf32>
  check.expect_close %y12#2, %e12_2 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x2x2xf32>
  %x13_0 = onnx.constant dense<[[[-0.375, -0.125], [-0.125, 0.0]], [[-0.5, 0.375], [-0.75, 0.375]], [[0.625, -0.25], [0.625, 0.0]]]> : tensor<3x2x2xf32>
  %x13_0d = tensor.cast %x13_0 : tensor<3x2x2xf32> to tensor<?x?x?xf32>
  %x13_1 = onnx.constant dense<[[[-0.75, -0.25], [-0.5, 0.5], [0.5, -0.25], [-0.25, 0.5], [-0.625, 0.5], [0.75, -0.125], [0.375, 0.375], [0.625, -0.75]]]> : tensor<1x8x2xf32>
  %x13_2 = onnx.constant dense<[[[0.375, -0.125], [0.625, 0.625], [-0.375, 0.125], [0.0, 0.125], [0.5, 0.25], [0.375, 0.25], [-0.375, 0.125], [-0.25, -0.125]]]> : tensor<1x8x2xf32>
  %x13_3 = onnx.constant dense<[[-0.625, -0.5, -0.25, -0.375, 0.25, -0.375, -0.375, -0.125, 0.125, 0.75, 0.0, -0.25, -0.25, -0.125, 0.75, -0.25]]> : tensor<1x16xf32>
  %x13_5 = onnx.constant dense<[[[-0.375, 0.125]], [[0.5, 0.75]], [[-0.375, 0.625]]]> : tensor<3x1x2xf32>
  %y13:3 = onnx.node "LSTM" version 22(%x13_0d, %x13_1, %x13_2, %x13_3, %none, %x13_5) with {hidden_size = 2 : i64, layout = 1 : i64} : (tensor<?x?x?xf32>, tensor<1x8x2xf32>, tensor<1x8x2xf32>, tensor<1x16xf32>, none, tensor<3x1x2xf32>) -> (tensor<3x2x1x2xf32>, tensor<3x1x2xf32>, tensor<3x1x2xf32>)
  %e13_0 = onnx.constant dense<[[[[0.0597199053, -0.0806135982]], [[0.0773456693, -0.111747667]]], [[[0.0359641388, -0.261946648]], [[0.0514825508, -0.257242173]]], [[[0.0890331641, 0.032102555]], [[0.105548345, 0.0150734959]]]]> : tensor<3x2x1x2xf32>
  check.expect_close %y13#0, %e13_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x2x1x2xf32>
  %e13_1 = onnx.constant dense<[[[0.0773456693, -0.111747667]], [[0.0514825508, -0.257242173]], [[0.105548345, 0.0150734959]]]> : tensor<3x1x2xf32>
  check.expect_close %y13#1, %e13_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2xf32>
  %e13_2 = onnx.constant dense<[[[0.188764393, -0.32735914]], [[0.163559079, -0.690872073]], [[0.210722178, 0.0479017943]]]> : tensor<3x1x2xf32>
  check.expect_close %y13#2, %e13_2 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<3x1x2xf32>
  %x14_0 = onnx.constant dense<[[[0.625, -0.25]], [[-0.25, -0.375]]]> : tensor<2x1x2xf32>
  %x14_1 = onnx.constant dense<[[[-0.25, 0.625], [-0.25, 0.0], [0.75, 0.25], [-0.625, -0.75], [-0.5, 0.625], [-0.5, -0.25], [0.125, 0.0], [-0.75, -0.5]]]> : tensor<1x8x2xf32>
  %x14_2 = onnx.constant dense<[[[0.75, -0.125], [-0.375, 0.5], [0.0, 0.5], [-0.5, 0.0], [0.5, 0.375], [0.25, -0.125], [0.5, -0.25], [0.25, 0.125]]]> : tensor<1x8x2xf32>
  %x14_3 = onnx.constant dense<[[-0.375, -0.5, 0.0, -0.25, 0.0, 0.375, 0.5, 0.5, 0.0, -0.75, -0.5, 0.375, 0.125, 0.5, 0.0, -0.125]]> : tensor<1x16xf32>
  %y14:3 = onnx.node "LSTM" version 14(%x14_0, %x14_1, %x14_2, %x14_3) with {hidden_size = 2 : i64, input_forget = 1 : i64} : (tensor<2x1x2xf32>, tensor<1x8x2xf32>, tensor<1x8x2xf32>, tensor<1x16xf32>) -> (tensor<2x1x1x2xf32>, tensor<1x1x2xf32>, tensor<1x1x2xf32>)
  %e14_0 = onnx.constant dense<[[[[0.0822930783, 0.00295433775]]], [[[0.0877534524, 0.0950655416]]]]> : tensor<2x1x1x2xf32>
  check.expect_close %y14#0, %e14_0 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<2x1x1x2xf32>
  %e14_1 = onnx.constant dense<[[[0.0877534524, 0.0950655416]]]> : tensor<1x1x2xf32>
  check.expect_close %y14#1, %e14_1 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x2xf32>
  %e14_2 = onnx.constant dense<[[[0.286751032, 0.152683049]]]> : tensor<1x1x2xf32>
  check.expect_close %y14#2, %e14_2 {atol = 2.0e-06 : f64, rtol = 1.0e-05 : f64} : tensor<1x1x2xf32>
  return
}
