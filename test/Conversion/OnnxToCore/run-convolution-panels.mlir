// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Convolutions that the target packs into panels, against the same ones in f64,
// which it does not. Numbers are small integers, so that both are exact.

func.func @main() {
  %zero = onnx.constant dense<0> : tensor<i64>
  %one = onnx.constant dense<1> : tensor<i64>

  // short rows, several at a time, the last tile with fewer
  %x0_n = onnx.constant dense<294> : tensor<i64>
  %x0_r = onnx.node "Range" version 11(%zero, %x0_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<294xi64>
  %x0_q = onnx.node "Mul" version 14(%x0_r, %x0_r) : (tensor<294xi64>, tensor<294xi64>) -> tensor<294xi64>
  %x0_p = onnx.constant dense<23> : tensor<i64>
  %x0_m = onnx.node "Mod" version 13(%x0_q, %x0_p) : (tensor<294xi64>, tensor<i64>) -> tensor<294xi64>
  %x0_h = onnx.constant dense<11> : tensor<i64>
  %x0_c = onnx.node "Sub" version 14(%x0_m, %x0_h) : (tensor<294xi64>, tensor<i64>) -> tensor<294xi64>
  %x0_s = onnx.constant dense<[2, 3, 7, 7]> : tensor<4xi64>
  %x0_i = onnx.node "Reshape" version 14(%x0_c, %x0_s) : (tensor<294xi64>, tensor<4xi64>) -> tensor<2x3x7x7xi64>
  %x0_f32 = onnx.node "Cast" version 13(%x0_i) with {to = 1 : i64} : (tensor<2x3x7x7xi64>) -> tensor<2x3x7x7xf32>
  %x0_f64 = onnx.node "Cast" version 13(%x0_i) with {to = 11 : i64} : (tensor<2x3x7x7xi64>) -> tensor<2x3x7x7xf64>
  %w0_n = onnx.constant dense<432> : tensor<i64>
  %w0_r = onnx.node "Range" version 11(%zero, %w0_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<432xi64>
  %w0_q = onnx.node "Mul" version 14(%w0_r, %w0_r) : (tensor<432xi64>, tensor<432xi64>) -> tensor<432xi64>
  %w0_p = onnx.constant dense<11> : tensor<i64>
  %w0_m = onnx.node "Mod" version 13(%w0_q, %w0_p) : (tensor<432xi64>, tensor<i64>) -> tensor<432xi64>
  %w0_h = onnx.constant dense<5> : tensor<i64>
  %w0_c = onnx.node "Sub" version 14(%w0_m, %w0_h) : (tensor<432xi64>, tensor<i64>) -> tensor<432xi64>
  %w0_s = onnx.constant dense<[16, 3, 3, 3]> : tensor<4xi64>
  %w0_i = onnx.node "Reshape" version 14(%w0_c, %w0_s) : (tensor<432xi64>, tensor<4xi64>) -> tensor<16x3x3x3xi64>
  %w0_f32 = onnx.node "Cast" version 13(%w0_i) with {to = 1 : i64} : (tensor<16x3x3x3xi64>) -> tensor<16x3x3x3xf32>
  %w0_f64 = onnx.node "Cast" version 13(%w0_i) with {to = 11 : i64} : (tensor<16x3x3x3xi64>) -> tensor<16x3x3x3xf64>
  %y0_f32 = onnx.node "Conv" version 11(%x0_f32, %w0_f32) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<2x3x7x7xf32>, tensor<16x3x3x3xf32>) -> tensor<2x16x7x7xf32>
  %y0_f64 = onnx.node "Conv" version 11(%x0_f64, %w0_f64) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<2x3x7x7xf64>, tensor<16x3x3x3xf64>) -> tensor<2x16x7x7xf64>
  %e0 = onnx.node "Cast" version 13(%y0_f64) with {to = 1 : i64} : (tensor<2x16x7x7xf64>) -> tensor<2x16x7x7xf32>
  check.expect_eq %y0_f32, %e0 : tensor<2x16x7x7xf32>

  // more channels than a panel has terms
  %x1_n = onnx.constant dense<1200> : tensor<i64>
  %x1_r = onnx.node "Range" version 11(%zero, %x1_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<1200xi64>
  %x1_q = onnx.node "Mul" version 14(%x1_r, %x1_r) : (tensor<1200xi64>, tensor<1200xi64>) -> tensor<1200xi64>
  %x1_p = onnx.constant dense<23> : tensor<i64>
  %x1_m = onnx.node "Mod" version 13(%x1_q, %x1_p) : (tensor<1200xi64>, tensor<i64>) -> tensor<1200xi64>
  %x1_h = onnx.constant dense<11> : tensor<i64>
  %x1_c = onnx.node "Sub" version 14(%x1_m, %x1_h) : (tensor<1200xi64>, tensor<i64>) -> tensor<1200xi64>
  %x1_s = onnx.constant dense<[1, 40, 5, 6]> : tensor<4xi64>
  %x1_i = onnx.node "Reshape" version 14(%x1_c, %x1_s) : (tensor<1200xi64>, tensor<4xi64>) -> tensor<1x40x5x6xi64>
  %x1_f32 = onnx.node "Cast" version 13(%x1_i) with {to = 1 : i64} : (tensor<1x40x5x6xi64>) -> tensor<1x40x5x6xf32>
  %x1_f64 = onnx.node "Cast" version 13(%x1_i) with {to = 11 : i64} : (tensor<1x40x5x6xi64>) -> tensor<1x40x5x6xf64>
  %w1_n = onnx.constant dense<6480> : tensor<i64>
  %w1_r = onnx.node "Range" version 11(%zero, %w1_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<6480xi64>
  %w1_q = onnx.node "Mul" version 14(%w1_r, %w1_r) : (tensor<6480xi64>, tensor<6480xi64>) -> tensor<6480xi64>
  %w1_p = onnx.constant dense<11> : tensor<i64>
  %w1_m = onnx.node "Mod" version 13(%w1_q, %w1_p) : (tensor<6480xi64>, tensor<i64>) -> tensor<6480xi64>
  %w1_h = onnx.constant dense<5> : tensor<i64>
  %w1_c = onnx.node "Sub" version 14(%w1_m, %w1_h) : (tensor<6480xi64>, tensor<i64>) -> tensor<6480xi64>
  %w1_s = onnx.constant dense<[18, 40, 3, 3]> : tensor<4xi64>
  %w1_i = onnx.node "Reshape" version 14(%w1_c, %w1_s) : (tensor<6480xi64>, tensor<4xi64>) -> tensor<18x40x3x3xi64>
  %w1_f32 = onnx.node "Cast" version 13(%w1_i) with {to = 1 : i64} : (tensor<18x40x3x3xi64>) -> tensor<18x40x3x3xf32>
  %w1_f64 = onnx.node "Cast" version 13(%w1_i) with {to = 11 : i64} : (tensor<18x40x3x3xi64>) -> tensor<18x40x3x3xf64>
  %y1_f32 = onnx.node "Conv" version 11(%x1_f32, %w1_f32) : (tensor<1x40x5x6xf32>, tensor<18x40x3x3xf32>) -> tensor<1x18x3x4xf32>
  %y1_f64 = onnx.node "Conv" version 11(%x1_f64, %w1_f64) : (tensor<1x40x5x6xf64>, tensor<18x40x3x3xf64>) -> tensor<1x18x3x4xf64>
  %e1 = onnx.node "Cast" version 13(%y1_f64) with {to = 1 : i64} : (tensor<1x18x3x4xf64>) -> tensor<1x18x3x4xf32>
  check.expect_eq %y1_f32, %e1 : tensor<1x18x3x4xf32>

  // long rows with a tail
  %x2_n = onnx.constant dense<840> : tensor<i64>
  %x2_r = onnx.node "Range" version 11(%zero, %x2_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<840xi64>
  %x2_q = onnx.node "Mul" version 14(%x2_r, %x2_r) : (tensor<840xi64>, tensor<840xi64>) -> tensor<840xi64>
  %x2_p = onnx.constant dense<23> : tensor<i64>
  %x2_m = onnx.node "Mod" version 13(%x2_q, %x2_p) : (tensor<840xi64>, tensor<i64>) -> tensor<840xi64>
  %x2_h = onnx.constant dense<11> : tensor<i64>
  %x2_c = onnx.node "Sub" version 14(%x2_m, %x2_h) : (tensor<840xi64>, tensor<i64>) -> tensor<840xi64>
  %x2_s = onnx.constant dense<[1, 4, 3, 70]> : tensor<4xi64>
  %x2_i = onnx.node "Reshape" version 14(%x2_c, %x2_s) : (tensor<840xi64>, tensor<4xi64>) -> tensor<1x4x3x70xi64>
  %x2_f32 = onnx.node "Cast" version 13(%x2_i) with {to = 1 : i64} : (tensor<1x4x3x70xi64>) -> tensor<1x4x3x70xf32>
  %x2_f64 = onnx.node "Cast" version 13(%x2_i) with {to = 11 : i64} : (tensor<1x4x3x70xi64>) -> tensor<1x4x3x70xf64>
  %w2_n = onnx.constant dense<612> : tensor<i64>
  %w2_r = onnx.node "Range" version 11(%zero, %w2_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<612xi64>
  %w2_q = onnx.node "Mul" version 14(%w2_r, %w2_r) : (tensor<612xi64>, tensor<612xi64>) -> tensor<612xi64>
  %w2_p = onnx.constant dense<11> : tensor<i64>
  %w2_m = onnx.node "Mod" version 13(%w2_q, %w2_p) : (tensor<612xi64>, tensor<i64>) -> tensor<612xi64>
  %w2_h = onnx.constant dense<5> : tensor<i64>
  %w2_c = onnx.node "Sub" version 14(%w2_m, %w2_h) : (tensor<612xi64>, tensor<i64>) -> tensor<612xi64>
  %w2_s = onnx.constant dense<[17, 4, 3, 3]> : tensor<4xi64>
  %w2_i = onnx.node "Reshape" version 14(%w2_c, %w2_s) : (tensor<612xi64>, tensor<4xi64>) -> tensor<17x4x3x3xi64>
  %w2_f32 = onnx.node "Cast" version 13(%w2_i) with {to = 1 : i64} : (tensor<17x4x3x3xi64>) -> tensor<17x4x3x3xf32>
  %w2_f64 = onnx.node "Cast" version 13(%w2_i) with {to = 11 : i64} : (tensor<17x4x3x3xi64>) -> tensor<17x4x3x3xf64>
  %y2_f32 = onnx.node "Conv" version 11(%x2_f32, %w2_f32) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<1x4x3x70xf32>, tensor<17x4x3x3xf32>) -> tensor<1x17x3x70xf32>
  %y2_f64 = onnx.node "Conv" version 11(%x2_f64, %w2_f64) with {pads = array<i64: 1, 1, 1, 1>} : (tensor<1x4x3x70xf64>, tensor<17x4x3x3xf64>) -> tensor<1x17x3x70xf64>
  %e2 = onnx.node "Cast" version 13(%y2_f64) with {to = 1 : i64} : (tensor<1x17x3x70xf64>) -> tensor<1x17x3x70xf32>
  check.expect_eq %y2_f32, %e2 : tensor<1x17x3x70xf32>

  // strides and dilations
  %x3_n = onnx.constant dense<660> : tensor<i64>
  %x3_r = onnx.node "Range" version 11(%zero, %x3_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<660xi64>
  %x3_q = onnx.node "Mul" version 14(%x3_r, %x3_r) : (tensor<660xi64>, tensor<660xi64>) -> tensor<660xi64>
  %x3_p = onnx.constant dense<23> : tensor<i64>
  %x3_m = onnx.node "Mod" version 13(%x3_q, %x3_p) : (tensor<660xi64>, tensor<i64>) -> tensor<660xi64>
  %x3_h = onnx.constant dense<11> : tensor<i64>
  %x3_c = onnx.node "Sub" version 14(%x3_m, %x3_h) : (tensor<660xi64>, tensor<i64>) -> tensor<660xi64>
  %x3_s = onnx.constant dense<[1, 5, 12, 11]> : tensor<4xi64>
  %x3_i = onnx.node "Reshape" version 14(%x3_c, %x3_s) : (tensor<660xi64>, tensor<4xi64>) -> tensor<1x5x12x11xi64>
  %x3_f32 = onnx.node "Cast" version 13(%x3_i) with {to = 1 : i64} : (tensor<1x5x12x11xi64>) -> tensor<1x5x12x11xf32>
  %x3_f64 = onnx.node "Cast" version 13(%x3_i) with {to = 11 : i64} : (tensor<1x5x12x11xi64>) -> tensor<1x5x12x11xf64>
  %w3_n = onnx.constant dense<480> : tensor<i64>
  %w3_r = onnx.node "Range" version 11(%zero, %w3_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<480xi64>
  %w3_q = onnx.node "Mul" version 14(%w3_r, %w3_r) : (tensor<480xi64>, tensor<480xi64>) -> tensor<480xi64>
  %w3_p = onnx.constant dense<11> : tensor<i64>
  %w3_m = onnx.node "Mod" version 13(%w3_q, %w3_p) : (tensor<480xi64>, tensor<i64>) -> tensor<480xi64>
  %w3_h = onnx.constant dense<5> : tensor<i64>
  %w3_c = onnx.node "Sub" version 14(%w3_m, %w3_h) : (tensor<480xi64>, tensor<i64>) -> tensor<480xi64>
  %w3_s = onnx.constant dense<[16, 5, 3, 2]> : tensor<4xi64>
  %w3_i = onnx.node "Reshape" version 14(%w3_c, %w3_s) : (tensor<480xi64>, tensor<4xi64>) -> tensor<16x5x3x2xi64>
  %w3_f32 = onnx.node "Cast" version 13(%w3_i) with {to = 1 : i64} : (tensor<16x5x3x2xi64>) -> tensor<16x5x3x2xf32>
  %w3_f64 = onnx.node "Cast" version 13(%w3_i) with {to = 11 : i64} : (tensor<16x5x3x2xi64>) -> tensor<16x5x3x2xf64>
  %y3_f32 = onnx.node "Conv" version 11(%x3_f32, %w3_f32) with {dilations = array<i64: 1, 2>, pads = array<i64: 0, 1, 2, 1>, strides = array<i64: 2, 3>} : (tensor<1x5x12x11xf32>, tensor<16x5x3x2xf32>) -> tensor<1x16x6x4xf32>
  %y3_f64 = onnx.node "Conv" version 11(%x3_f64, %w3_f64) with {dilations = array<i64: 1, 2>, pads = array<i64: 0, 1, 2, 1>, strides = array<i64: 2, 3>} : (tensor<1x5x12x11xf64>, tensor<16x5x3x2xf64>) -> tensor<1x16x6x4xf64>
  %e3 = onnx.node "Cast" version 13(%y3_f64) with {to = 1 : i64} : (tensor<1x16x6x4xf64>) -> tensor<1x16x6x4xf32>
  check.expect_eq %y3_f32, %e3 : tensor<1x16x6x4xf32>

  // groups
  %x4_n = onnx.constant dense<648> : tensor<i64>
  %x4_r = onnx.node "Range" version 11(%zero, %x4_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<648xi64>
  %x4_q = onnx.node "Mul" version 14(%x4_r, %x4_r) : (tensor<648xi64>, tensor<648xi64>) -> tensor<648xi64>
  %x4_p = onnx.constant dense<23> : tensor<i64>
  %x4_m = onnx.node "Mod" version 13(%x4_q, %x4_p) : (tensor<648xi64>, tensor<i64>) -> tensor<648xi64>
  %x4_h = onnx.constant dense<11> : tensor<i64>
  %x4_c = onnx.node "Sub" version 14(%x4_m, %x4_h) : (tensor<648xi64>, tensor<i64>) -> tensor<648xi64>
  %x4_s = onnx.constant dense<[2, 6, 6, 9]> : tensor<4xi64>
  %x4_i = onnx.node "Reshape" version 14(%x4_c, %x4_s) : (tensor<648xi64>, tensor<4xi64>) -> tensor<2x6x6x9xi64>
  %x4_f32 = onnx.node "Cast" version 13(%x4_i) with {to = 1 : i64} : (tensor<2x6x6x9xi64>) -> tensor<2x6x6x9xf32>
  %x4_f64 = onnx.node "Cast" version 13(%x4_i) with {to = 11 : i64} : (tensor<2x6x6x9xi64>) -> tensor<2x6x6x9xf64>
  %w4_n = onnx.constant dense<384> : tensor<i64>
  %w4_r = onnx.node "Range" version 11(%zero, %w4_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<384xi64>
  %w4_q = onnx.node "Mul" version 14(%w4_r, %w4_r) : (tensor<384xi64>, tensor<384xi64>) -> tensor<384xi64>
  %w4_p = onnx.constant dense<11> : tensor<i64>
  %w4_m = onnx.node "Mod" version 13(%w4_q, %w4_p) : (tensor<384xi64>, tensor<i64>) -> tensor<384xi64>
  %w4_h = onnx.constant dense<5> : tensor<i64>
  %w4_c = onnx.node "Sub" version 14(%w4_m, %w4_h) : (tensor<384xi64>, tensor<i64>) -> tensor<384xi64>
  %w4_s = onnx.constant dense<[32, 3, 2, 2]> : tensor<4xi64>
  %w4_i = onnx.node "Reshape" version 14(%w4_c, %w4_s) : (tensor<384xi64>, tensor<4xi64>) -> tensor<32x3x2x2xi64>
  %w4_f32 = onnx.node "Cast" version 13(%w4_i) with {to = 1 : i64} : (tensor<32x3x2x2xi64>) -> tensor<32x3x2x2xf32>
  %w4_f64 = onnx.node "Cast" version 13(%w4_i) with {to = 11 : i64} : (tensor<32x3x2x2xi64>) -> tensor<32x3x2x2xf64>
  %y4_f32 = onnx.node "Conv" version 11(%x4_f32, %w4_f32) with {group = 2 : i64} : (tensor<2x6x6x9xf32>, tensor<32x3x2x2xf32>) -> tensor<2x32x5x8xf32>
  %y4_f64 = onnx.node "Conv" version 11(%x4_f64, %w4_f64) with {group = 2 : i64} : (tensor<2x6x6x9xf64>, tensor<32x3x2x2xf64>) -> tensor<2x32x5x8xf64>
  %e4 = onnx.node "Cast" version 13(%y4_f64) with {to = 1 : i64} : (tensor<2x32x5x8xf64>) -> tensor<2x32x5x8xf32>
  check.expect_eq %y4_f32, %e4 : tensor<2x32x5x8xf32>

  // sizes that are not known
  %x5_n = onnx.constant dense<2160> : tensor<i64>
  %x5_r = onnx.node "Range" version 11(%zero, %x5_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<2160xi64>
  %x5_q = onnx.node "Mul" version 14(%x5_r, %x5_r) : (tensor<2160xi64>, tensor<2160xi64>) -> tensor<2160xi64>
  %x5_p = onnx.constant dense<23> : tensor<i64>
  %x5_m = onnx.node "Mod" version 13(%x5_q, %x5_p) : (tensor<2160xi64>, tensor<i64>) -> tensor<2160xi64>
  %x5_h = onnx.constant dense<11> : tensor<i64>
  %x5_c = onnx.node "Sub" version 14(%x5_m, %x5_h) : (tensor<2160xi64>, tensor<i64>) -> tensor<2160xi64>
  %x5_s = onnx.constant dense<[2, 3, 9, 40]> : tensor<4xi64>
  %x5_i = onnx.node "Reshape" version 14(%x5_c, %x5_s) : (tensor<2160xi64>, tensor<4xi64>) -> tensor<2x3x9x40xi64>
  %x5_f32 = onnx.node "Cast" version 13(%x5_i) with {to = 1 : i64} : (tensor<2x3x9x40xi64>) -> tensor<2x3x9x40xf32>
  %x5_f64 = onnx.node "Cast" version 13(%x5_i) with {to = 11 : i64} : (tensor<2x3x9x40xi64>) -> tensor<2x3x9x40xf64>
  %w5_n = onnx.constant dense<432> : tensor<i64>
  %w5_r = onnx.node "Range" version 11(%zero, %w5_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<432xi64>
  %w5_q = onnx.node "Mul" version 14(%w5_r, %w5_r) : (tensor<432xi64>, tensor<432xi64>) -> tensor<432xi64>
  %w5_p = onnx.constant dense<11> : tensor<i64>
  %w5_m = onnx.node "Mod" version 13(%w5_q, %w5_p) : (tensor<432xi64>, tensor<i64>) -> tensor<432xi64>
  %w5_h = onnx.constant dense<5> : tensor<i64>
  %w5_c = onnx.node "Sub" version 14(%w5_m, %w5_h) : (tensor<432xi64>, tensor<i64>) -> tensor<432xi64>
  %w5_s = onnx.constant dense<[16, 3, 3, 3]> : tensor<4xi64>
  %w5_i = onnx.node "Reshape" version 14(%w5_c, %w5_s) : (tensor<432xi64>, tensor<4xi64>) -> tensor<16x3x3x3xi64>
  %w5_f32 = onnx.node "Cast" version 13(%w5_i) with {to = 1 : i64} : (tensor<16x3x3x3xi64>) -> tensor<16x3x3x3xf32>
  %w5_f64 = onnx.node "Cast" version 13(%w5_i) with {to = 11 : i64} : (tensor<16x3x3x3xi64>) -> tensor<16x3x3x3xf64>
  %x5_f32d = tensor.cast %x5_f32 : tensor<2x3x9x40xf32> to tensor<?x?x?x?xf32>
  %y5_f32 = onnx.node "Conv" version 11(%x5_f32d, %w5_f32) with {pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 1, 1>} : (tensor<?x?x?x?xf32>, tensor<16x3x3x3xf32>) -> tensor<2x16x9x40xf32>
  %y5_f64 = onnx.node "Conv" version 11(%x5_f64, %w5_f64) with {pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 1, 1>} : (tensor<2x3x9x40xf64>, tensor<16x3x3x3xf64>) -> tensor<2x16x9x40xf64>
  %e5 = onnx.node "Cast" version 13(%y5_f64) with {to = 1 : i64} : (tensor<2x16x9x40xf64>) -> tensor<2x16x9x40xf32>
  check.expect_eq %y5_f32, %e5 : tensor<2x16x9x40xf32>

  // one dimension
  %x6_n = onnx.constant dense<666> : tensor<i64>
  %x6_r = onnx.node "Range" version 11(%zero, %x6_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<666xi64>
  %x6_q = onnx.node "Mul" version 14(%x6_r, %x6_r) : (tensor<666xi64>, tensor<666xi64>) -> tensor<666xi64>
  %x6_p = onnx.constant dense<23> : tensor<i64>
  %x6_m = onnx.node "Mod" version 13(%x6_q, %x6_p) : (tensor<666xi64>, tensor<i64>) -> tensor<666xi64>
  %x6_h = onnx.constant dense<11> : tensor<i64>
  %x6_c = onnx.node "Sub" version 14(%x6_m, %x6_h) : (tensor<666xi64>, tensor<i64>) -> tensor<666xi64>
  %x6_s = onnx.constant dense<[2, 9, 37]> : tensor<3xi64>
  %x6_i = onnx.node "Reshape" version 14(%x6_c, %x6_s) : (tensor<666xi64>, tensor<3xi64>) -> tensor<2x9x37xi64>
  %x6_f32 = onnx.node "Cast" version 13(%x6_i) with {to = 1 : i64} : (tensor<2x9x37xi64>) -> tensor<2x9x37xf32>
  %x6_f64 = onnx.node "Cast" version 13(%x6_i) with {to = 11 : i64} : (tensor<2x9x37xi64>) -> tensor<2x9x37xf64>
  %w6_n = onnx.constant dense<720> : tensor<i64>
  %w6_r = onnx.node "Range" version 11(%zero, %w6_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<720xi64>
  %w6_q = onnx.node "Mul" version 14(%w6_r, %w6_r) : (tensor<720xi64>, tensor<720xi64>) -> tensor<720xi64>
  %w6_p = onnx.constant dense<11> : tensor<i64>
  %w6_m = onnx.node "Mod" version 13(%w6_q, %w6_p) : (tensor<720xi64>, tensor<i64>) -> tensor<720xi64>
  %w6_h = onnx.constant dense<5> : tensor<i64>
  %w6_c = onnx.node "Sub" version 14(%w6_m, %w6_h) : (tensor<720xi64>, tensor<i64>) -> tensor<720xi64>
  %w6_s = onnx.constant dense<[16, 9, 5]> : tensor<3xi64>
  %w6_i = onnx.node "Reshape" version 14(%w6_c, %w6_s) : (tensor<720xi64>, tensor<3xi64>) -> tensor<16x9x5xi64>
  %w6_f32 = onnx.node "Cast" version 13(%w6_i) with {to = 1 : i64} : (tensor<16x9x5xi64>) -> tensor<16x9x5xf32>
  %w6_f64 = onnx.node "Cast" version 13(%w6_i) with {to = 11 : i64} : (tensor<16x9x5xi64>) -> tensor<16x9x5xf64>
  %y6_f32 = onnx.node "Conv" version 11(%x6_f32, %w6_f32) with {dilations = array<i64: 2>, pads = array<i64: 3, 1>} : (tensor<2x9x37xf32>, tensor<16x9x5xf32>) -> tensor<2x16x33xf32>
  %y6_f64 = onnx.node "Conv" version 11(%x6_f64, %w6_f64) with {dilations = array<i64: 2>, pads = array<i64: 3, 1>} : (tensor<2x9x37xf64>, tensor<16x9x5xf64>) -> tensor<2x16x33xf64>
  %e6 = onnx.node "Cast" version 13(%y6_f64) with {to = 1 : i64} : (tensor<2x16x33xf64>) -> tensor<2x16x33xf32>
  check.expect_eq %y6_f32, %e6 : tensor<2x16x33xf32>

  // three dimensions
  %x7_n = onnx.constant dense<240> : tensor<i64>
  %x7_r = onnx.node "Range" version 11(%zero, %x7_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<240xi64>
  %x7_q = onnx.node "Mul" version 14(%x7_r, %x7_r) : (tensor<240xi64>, tensor<240xi64>) -> tensor<240xi64>
  %x7_p = onnx.constant dense<23> : tensor<i64>
  %x7_m = onnx.node "Mod" version 13(%x7_q, %x7_p) : (tensor<240xi64>, tensor<i64>) -> tensor<240xi64>
  %x7_h = onnx.constant dense<11> : tensor<i64>
  %x7_c = onnx.node "Sub" version 14(%x7_m, %x7_h) : (tensor<240xi64>, tensor<i64>) -> tensor<240xi64>
  %x7_s = onnx.constant dense<[1, 2, 4, 5, 6]> : tensor<5xi64>
  %x7_i = onnx.node "Reshape" version 14(%x7_c, %x7_s) : (tensor<240xi64>, tensor<5xi64>) -> tensor<1x2x4x5x6xi64>
  %x7_f32 = onnx.node "Cast" version 13(%x7_i) with {to = 1 : i64} : (tensor<1x2x4x5x6xi64>) -> tensor<1x2x4x5x6xf32>
  %x7_f64 = onnx.node "Cast" version 13(%x7_i) with {to = 11 : i64} : (tensor<1x2x4x5x6xi64>) -> tensor<1x2x4x5x6xf64>
  %w7_n = onnx.constant dense<720> : tensor<i64>
  %w7_r = onnx.node "Range" version 11(%zero, %w7_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<720xi64>
  %w7_q = onnx.node "Mul" version 14(%w7_r, %w7_r) : (tensor<720xi64>, tensor<720xi64>) -> tensor<720xi64>
  %w7_p = onnx.constant dense<11> : tensor<i64>
  %w7_m = onnx.node "Mod" version 13(%w7_q, %w7_p) : (tensor<720xi64>, tensor<i64>) -> tensor<720xi64>
  %w7_h = onnx.constant dense<5> : tensor<i64>
  %w7_c = onnx.node "Sub" version 14(%w7_m, %w7_h) : (tensor<720xi64>, tensor<i64>) -> tensor<720xi64>
  %w7_s = onnx.constant dense<[20, 2, 2, 3, 3]> : tensor<5xi64>
  %w7_i = onnx.node "Reshape" version 14(%w7_c, %w7_s) : (tensor<720xi64>, tensor<5xi64>) -> tensor<20x2x2x3x3xi64>
  %w7_f32 = onnx.node "Cast" version 13(%w7_i) with {to = 1 : i64} : (tensor<20x2x2x3x3xi64>) -> tensor<20x2x2x3x3xf32>
  %w7_f64 = onnx.node "Cast" version 13(%w7_i) with {to = 11 : i64} : (tensor<20x2x2x3x3xi64>) -> tensor<20x2x2x3x3xf64>
  %y7_f32 = onnx.node "Conv" version 11(%x7_f32, %w7_f32) with {pads = array<i64: 0, 1, 1, 1, 1, 1>} : (tensor<1x2x4x5x6xf32>, tensor<20x2x2x3x3xf32>) -> tensor<1x20x4x5x6xf32>
  %y7_f64 = onnx.node "Conv" version 11(%x7_f64, %w7_f64) with {pads = array<i64: 0, 1, 1, 1, 1, 1>} : (tensor<1x2x4x5x6xf64>, tensor<20x2x2x3x3xf64>) -> tensor<1x20x4x5x6xf64>
  %e7 = onnx.node "Cast" version 13(%y7_f64) with {to = 1 : i64} : (tensor<1x20x4x5x6xf64>) -> tensor<1x20x4x5x6xf32>
  check.expect_eq %y7_f32, %e7 : tensor<1x20x4x5x6xf32>

  // points that lie apart
  %x8_n = onnx.constant dense<1944> : tensor<i64>
  %x8_r = onnx.node "Range" version 11(%zero, %x8_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<1944xi64>
  %x8_q = onnx.node "Mul" version 14(%x8_r, %x8_r) : (tensor<1944xi64>, tensor<1944xi64>) -> tensor<1944xi64>
  %x8_p = onnx.constant dense<23> : tensor<i64>
  %x8_m = onnx.node "Mod" version 13(%x8_q, %x8_p) : (tensor<1944xi64>, tensor<i64>) -> tensor<1944xi64>
  %x8_h = onnx.constant dense<11> : tensor<i64>
  %x8_c = onnx.node "Sub" version 14(%x8_m, %x8_h) : (tensor<1944xi64>, tensor<i64>) -> tensor<1944xi64>
  %x8_s = onnx.constant dense<[1, 24, 9, 9]> : tensor<4xi64>
  %x8_i = onnx.node "Reshape" version 14(%x8_c, %x8_s) : (tensor<1944xi64>, tensor<4xi64>) -> tensor<1x24x9x9xi64>
  %x8_f32 = onnx.node "Cast" version 13(%x8_i) with {to = 1 : i64} : (tensor<1x24x9x9xi64>) -> tensor<1x24x9x9xf32>
  %x8_f64 = onnx.node "Cast" version 13(%x8_i) with {to = 11 : i64} : (tensor<1x24x9x9xi64>) -> tensor<1x24x9x9xf64>
  %w8_n = onnx.constant dense<384> : tensor<i64>
  %w8_r = onnx.node "Range" version 11(%zero, %w8_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<384xi64>
  %w8_q = onnx.node "Mul" version 14(%w8_r, %w8_r) : (tensor<384xi64>, tensor<384xi64>) -> tensor<384xi64>
  %w8_p = onnx.constant dense<11> : tensor<i64>
  %w8_m = onnx.node "Mod" version 13(%w8_q, %w8_p) : (tensor<384xi64>, tensor<i64>) -> tensor<384xi64>
  %w8_h = onnx.constant dense<5> : tensor<i64>
  %w8_c = onnx.node "Sub" version 14(%w8_m, %w8_h) : (tensor<384xi64>, tensor<i64>) -> tensor<384xi64>
  %w8_s = onnx.constant dense<[16, 24, 1, 1]> : tensor<4xi64>
  %w8_i = onnx.node "Reshape" version 14(%w8_c, %w8_s) : (tensor<384xi64>, tensor<4xi64>) -> tensor<16x24x1x1xi64>
  %w8_f32 = onnx.node "Cast" version 13(%w8_i) with {to = 1 : i64} : (tensor<16x24x1x1xi64>) -> tensor<16x24x1x1xf32>
  %w8_f64 = onnx.node "Cast" version 13(%w8_i) with {to = 11 : i64} : (tensor<16x24x1x1xi64>) -> tensor<16x24x1x1xf64>
  %y8_f32 = onnx.node "Conv" version 11(%x8_f32, %w8_f32) with {strides = array<i64: 2, 2>} : (tensor<1x24x9x9xf32>, tensor<16x24x1x1xf32>) -> tensor<1x16x5x5xf32>
  %y8_f64 = onnx.node "Conv" version 11(%x8_f64, %w8_f64) with {strides = array<i64: 2, 2>} : (tensor<1x24x9x9xf64>, tensor<16x24x1x1xf64>) -> tensor<1x16x5x5xf64>
  %e8 = onnx.node "Cast" version 13(%y8_f64) with {to = 1 : i64} : (tensor<1x16x5x5xf64>) -> tensor<1x16x5x5xf32>
  check.expect_eq %y8_f32, %e8 : tensor<1x16x5x5xf32>

  // more rows than a piece of work has
  %x9_n = onnx.constant dense<108> : tensor<i64>
  %x9_r = onnx.node "Range" version 11(%zero, %x9_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<108xi64>
  %x9_q = onnx.node "Mul" version 14(%x9_r, %x9_r) : (tensor<108xi64>, tensor<108xi64>) -> tensor<108xi64>
  %x9_p = onnx.constant dense<23> : tensor<i64>
  %x9_m = onnx.node "Mod" version 13(%x9_q, %x9_p) : (tensor<108xi64>, tensor<i64>) -> tensor<108xi64>
  %x9_h = onnx.constant dense<11> : tensor<i64>
  %x9_c = onnx.node "Sub" version 14(%x9_m, %x9_h) : (tensor<108xi64>, tensor<i64>) -> tensor<108xi64>
  %x9_s = onnx.constant dense<[1, 3, 6, 6]> : tensor<4xi64>
  %x9_i = onnx.node "Reshape" version 14(%x9_c, %x9_s) : (tensor<108xi64>, tensor<4xi64>) -> tensor<1x3x6x6xi64>
  %x9_f32 = onnx.node "Cast" version 13(%x9_i) with {to = 1 : i64} : (tensor<1x3x6x6xi64>) -> tensor<1x3x6x6xf32>
  %x9_f64 = onnx.node "Cast" version 13(%x9_i) with {to = 11 : i64} : (tensor<1x3x6x6xi64>) -> tensor<1x3x6x6xf64>
  %w9_n = onnx.constant dense<8100> : tensor<i64>
  %w9_r = onnx.node "Range" version 11(%zero, %w9_n, %one) : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<8100xi64>
  %w9_q = onnx.node "Mul" version 14(%w9_r, %w9_r) : (tensor<8100xi64>, tensor<8100xi64>) -> tensor<8100xi64>
  %w9_p = onnx.constant dense<11> : tensor<i64>
  %w9_m = onnx.node "Mod" version 13(%w9_q, %w9_p) : (tensor<8100xi64>, tensor<i64>) -> tensor<8100xi64>
  %w9_h = onnx.constant dense<5> : tensor<i64>
  %w9_c = onnx.node "Sub" version 14(%w9_m, %w9_h) : (tensor<8100xi64>, tensor<i64>) -> tensor<8100xi64>
  %w9_s = onnx.constant dense<[300, 3, 3, 3]> : tensor<4xi64>
  %w9_i = onnx.node "Reshape" version 14(%w9_c, %w9_s) : (tensor<8100xi64>, tensor<4xi64>) -> tensor<300x3x3x3xi64>
  %w9_f32 = onnx.node "Cast" version 13(%w9_i) with {to = 1 : i64} : (tensor<300x3x3x3xi64>) -> tensor<300x3x3x3xf32>
  %w9_f64 = onnx.node "Cast" version 13(%w9_i) with {to = 11 : i64} : (tensor<300x3x3x3xi64>) -> tensor<300x3x3x3xf64>
  %y9_f32 = onnx.node "Conv" version 11(%x9_f32, %w9_f32) : (tensor<1x3x6x6xf32>, tensor<300x3x3x3xf32>) -> tensor<1x300x4x4xf32>
  %y9_f64 = onnx.node "Conv" version 11(%x9_f64, %w9_f64) : (tensor<1x3x6x6xf64>, tensor<300x3x3x3xf64>) -> tensor<1x300x4x4xf64>
  %e9 = onnx.node "Cast" version 13(%y9_f64) with {to = 1 : i64} : (tensor<1x300x4x4xf64>) -> tensor<1x300x4x4xf32>
  check.expect_eq %y9_f32, %e9 : tensor<1x300x4x4xf32>
  return
}
