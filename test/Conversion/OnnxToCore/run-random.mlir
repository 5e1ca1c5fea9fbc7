// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Random numbers are those of Philox 4x32-10 (docs/Design/Legalize.md), computed
// by another program here; the first of seed 0 is a known answer of Random123.

func.func @main() {
  %none = onnx.none
  // 0x6627e8d5 >> 8, times 2^-24.
  %y0 = onnx.node "RandomUniform" version 22() with {shape = array<i64: 2, 3>} : () -> tensor<2x3xf32>
  %e0 = onnx.constant dense<[[0.399046421, 0.972241163, 0.0194494128], [0.787367761, 0.934536159, 0.450326145]]> : tensor<2x3xf32>
  check.expect_close %y0, %e0 {atol = 1.0e-6 : f64, rtol = 1.0e-6 : f64} : tensor<2x3xf32>
  // Between 2 and 5, with a seed, as the second node.
  %x1 = onnx.constant dense<0> : tensor<4xi32>
  %x1d = tensor.cast %x1 : tensor<4xi32> to tensor<?xi32>
  %y1 = onnx.node "RandomUniformLike" version 22(%x1d) with {dtype = 1 : i64, low = 2.0 : f32, high = 5.0 : f32, seed = 3.5 : f32} : (tensor<?xi32>) -> tensor<4xf32>
  %e1 = onnx.constant dense<[2.99826002, 3.7319622, 2.98673558, 4.73206615]> : tensor<4xf32>
  check.expect_close %y1, %e1 {atol = 1.0e-6 : f64, rtol = 1.0e-6 : f64} : tensor<4xf32>
  %y2 = onnx.node "RandomNormal" version 22() with {shape = array<i64: 5>, mean = 1.0 : f32, scale = 0.5 : f32} : () -> tensor<5xf32>
  %e2 = onnx.constant dense<[1.61520052, 0.125598252, 1.50863171, 0.755347431, 0.524504304]> : tensor<5xf32>
  check.expect_close %y2, %e2 {atol = 1.0e-5 : f64, rtol = 1.0e-5 : f64} : tensor<5xf32>
  %x3 = onnx.constant dense<[0.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.25, 0.75]> : tensor<8xf32>
  %y3 = onnx.node "Bernoulli" version 22(%x3) with {dtype = 7 : i64} : (tensor<8xf32>) -> tensor<8xi64>
  %e3 = onnx.constant dense<[0, 1, 0, 0, 1, 1, 1, 1]> : tensor<8xi64>
  check.expect_eq %y3, %e3 : tensor<8xi64>
  // Classes by their share; the second row leaves no choice.
  %x4 = onnx.constant dense<[[0.0, 1.0, -1.0], [-80.0, 0.0, -80.0]]> : tensor<2x3xf32>
  %y4 = onnx.node "Multinomial" version 22(%x4) with {sample_size = 6 : i64} : (tensor<2x3xf32>) -> tensor<2x6xi32>
  %e4 = onnx.constant dense<[[1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1]]> : tensor<2x6xi32>
  check.expect_eq %y4, %e4 : tensor<2x6xi32>
  // Training is for the run to know.
  %x5 = onnx.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]> : tensor<6xf32>
  %ratio = onnx.constant dense<0.5> : tensor<f32>
  %yes = arith.constant dense<true> : tensor<i1>
  %no = arith.constant dense<false> : tensor<i1>
  %y5:2 = onnx.node "Dropout" version 13(%x5, %ratio, %yes) : (tensor<6xf32>, tensor<f32>, tensor<i1>) -> (tensor<6xf32>, tensor<6xi1>)
  %e5 = onnx.constant dense<[2.0, 0.0, 0.0, 8.0, 10.0, 12.0]> : tensor<6xf32>
  %m5 = onnx.constant dense<[true, false, false, true, true, true]> : tensor<6xi1>
  check.expect_eq %y5#0, %e5 : tensor<6xf32>
  check.expect_eq %y5#1, %m5 : tensor<6xi1>
  %y6:2 = onnx.node "Dropout" version 13(%x5, %ratio, %no) : (tensor<6xf32>, tensor<f32>, tensor<i1>) -> (tensor<6xf32>, tensor<6xi1>)
  %m6 = onnx.constant dense<true> : tensor<6xi1>
  check.expect_eq %y6#0, %x5 : tensor<6xf32>
  check.expect_eq %y6#1, %m6 : tensor<6xi1>
  return
}
