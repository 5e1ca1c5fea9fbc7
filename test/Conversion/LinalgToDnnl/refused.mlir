// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always --verify-diagnostics | FileCheck %s

// CHECK-NOT: dnnl.

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#y = affine_map<(m, n, k) -> (m, n)>

func.func @main(%x: tensor<4x32xf32>, %w: tensor<32x32xf32>, %init: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %zero = arith.constant 0.0 : f32
  %zeros = linalg.fill ins(%zero : f32) outs(%init : tensor<4x32xf32>) -> tensor<4x32xf32>
  // expected-remark @below {{oneDNN does not compute this: its right-hand side is not constant}}
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x32xf32>, tensor<32x32xf32>) outs(%zeros : tensor<4x32xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<4x32xf32>
  return %sum : tensor<4x32xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#y = affine_map<(m, n, k) -> (m, n)>

func.func @main(%x: tensor<4x32xf32>, %init: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %w = arith.constant dense<1.0> : tensor<32x32xf32>
  // expected-remark @below {{oneDNN does not compute this: its sums do not begin with 0}}
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x32xf32>, tensor<32x32xf32>) outs(%init : tensor<4x32xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<4x32xf32>
  return %sum : tensor<4x32xf32>
}

// -----

#x = affine_map<(n, o, p, i, k) -> (n, i, p + k)>
#w = affine_map<(n, o, p, i, k) -> (o, i, k)>
#y = affine_map<(n, o, p, i, k) -> (n, o, p)>

func.func @main(%x: tensor<2x8x?xf32>, %init: tensor<2x16x?xf32>) -> tensor<2x16x?xf32> {
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<1.0> : tensor<16x8x3xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%init : tensor<2x16x?xf32>) -> tensor<2x16x?xf32>
  // expected-remark @below {{oneDNN does not compute this: the size of its images is not known}}
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<2x8x?xf32>, tensor<16x8x3xf32>) outs(%zeros : tensor<2x16x?xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<2x16x?xf32>
  return %sum : tensor<2x16x?xf32>
}

// -----

#x = affine_map<(n, o, p, i, k) -> (n, i, p + k)>
#w = affine_map<(n, o, p, i, k) -> (o, i, k)>
#y = affine_map<(n, o, p, i, k) -> (n, o, p)>

func.func @main(%x: tensor<2x8x10xf32>, %w: tensor<16x8x3xf32>, %init: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
  %zero = arith.constant 0.0 : f32
  %zeros = linalg.fill ins(%zero : f32) outs(%init : tensor<2x16x8xf32>) -> tensor<2x16x8xf32>
  // expected-remark @below {{oneDNN does not compute this: its weights are not constant}}
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<2x8x10xf32>, tensor<16x8x3xf32>) outs(%zeros : tensor<2x16x8xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<2x16x8xf32>
  return %sum : tensor<2x16x8xf32>
}

// -----

#x = affine_map<(n, c, p, k) -> (n, c, p + k)>
#w = affine_map<(n, c, p, k) -> (k)>
#y = affine_map<(n, c, p, k) -> (n, c, p)>

// A clamp from below at something else than -inf is no pooling.
func.func @main(%x: tensor<2x8x10xf32>) -> tensor<2x8x8xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<2x8x8xf32>
  %window = tensor.empty() : tensor<3xi8>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x8x8xf32>) -> tensor<2x8x8xf32>
  // expected-remark @below {{oneDNN does not compute this: its maxima do not begin with -inf}}
  %max = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %window : tensor<2x8x10xf32>, tensor<3xi8>) outs(%zeros : tensor<2x8x8xf32>) {
  ^bb0(%l: f32, %r: i8, %o: f32):
    %v = arith.maximumf %o, %l : f32
    linalg.yield %v : f32
  } -> tensor<2x8x8xf32>
  return %max : tensor<2x8x8xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#y = affine_map<(m, n, k) -> (m, n)>

// What the processor that is compiled for cannot do.
module attributes {lutra.variants = [{cpu = "haswell", target = #lut.target<name = "native", vector_bits = 256, registers = 16, features = avx2>}]} {
func.func @main(%x: tensor<4x32xi8>, %h: tensor<4x32xbf16>, %sums: tensor<4x32xi32>, %floats: tensor<4x32xf32>) -> (tensor<4x32xi32>, tensor<4x32xf32>) {
  %none = arith.constant 0 : i32
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<1> : tensor<32x32xi8>
  %v = arith.constant dense<1.0> : tensor<32x32xbf16>
  %init = linalg.fill ins(%none : i32) outs(%sums : tensor<4x32xi32>) -> tensor<4x32xi32>
  %finit = linalg.fill ins(%zero : f32) outs(%floats : tensor<4x32xf32>) -> tensor<4x32xf32>
  // expected-remark @below {{oneDNN does not compute this: its bytes take a processor with AVX512_VNNI}}
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x32xi8>, tensor<32x32xi8>) outs(%init : tensor<4x32xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %c = arith.extui %a : i8 to i32
    %d = arith.extsi %b : i8 to i32
    %m = arith.muli %c, %d : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<4x32xi32>
  // expected-remark @below {{oneDNN does not compute this: its bf16 takes a processor with AVX-512}}
  %z = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%h, %v : tensor<4x32xbf16>, tensor<32x32xbf16>) outs(%finit : tensor<4x32xf32>) {
  ^bb0(%a: bf16, %b: bf16, %o: f32):
    %c = arith.extf %a : bf16 to f32
    %d = arith.extf %b : bf16 to f32
    %s = math.fma %c, %d, %o : f32
    linalg.yield %s : f32
  } -> tensor<4x32xf32>
  return %y, %z : tensor<4x32xi32>, tensor<4x32xf32>
}
}

// -----

#x = affine_map<(n, p, c, k) -> (n, p + k, c)>
#w = affine_map<(n, p, c, k) -> (k, c)>
#y = affine_map<(n, p, c, k) -> (n, p, c)>

func.func @main(%x: tensor<2x12x8xi8>, %sums: tensor<2x8x8xi32>) -> tensor<2x8x8xi32> {
  %none = arith.constant 0 : i32
  %w = arith.constant dense<1> : tensor<3x8xi8>
  %init = linalg.fill ins(%none : i32) outs(%sums : tensor<2x8x8xi32>) -> tensor<2x8x8xi32>
  // expected-remark @below {{oneDNN does not compute this: its images have more around them than it reads}}
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<2x12x8xi8>, tensor<3x8xi8>) outs(%init : tensor<2x8x8xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %c = arith.extui %a : i8 to i32
    %d = arith.extsi %b : i8 to i32
    %m = arith.muli %c, %d : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<2x8x8xi32>
  return %y : tensor<2x8x8xi32>
}

// -----

func.func @main(%x: tensor<16x8x64xf32>, %w: tensor<4x128x64xf32>, %s: tensor<8x128xf32>) -> tensor<16x8x128xf32> {
  %r = arith.constant dense<2.0> : tensor<4x128x128xf32>
  // expected-remark @below {{oneDNN does not compute this: its weights are not constant}}
  %y:3 = nn.lstm input(%x : tensor<16x8x64xf32>) weights(%w, %r : tensor<4x128x64xf32>, tensor<4x128x128xf32>)
    state(%s, %s : tensor<8x128xf32>, tensor<8x128xf32>) -> tensor<16x8x128xf32>, tensor<8x128xf32>, tensor<8x128xf32>
  return %y#0 : tensor<16x8x128xf32>
}

// -----

// 255 - 100 is no signed byte.
func.func @main(%a: tensor<64x128xi8>, %s: tensor<64x1xf32>, %init: tensor<64x32xf32>) -> tensor<64x32xf32> {
  %w = arith.constant dense<255> : tensor<32x128xi8>
  %scales = arith.constant dense<1.0> : tensor<32x1xf32>
  // expected-remark @below {{its weights are no constants that less their zero points are signed bytes}}
  %y = lowbit.contract acts(%a : tensor<64x128xi8>) act_scales(%s : tensor<64x1xf32>) codes(%w : tensor<32x128xi8>) scales(%scales : tensor<32x1xf32>)
    outs(%init : tensor<64x32xf32>) format = #lowbit.int<bits = 8, zero_point = 100> activation = <int8_token> group_size = 0 -> tensor<64x32xf32>
  return %y : tensor<64x32xf32>
}

// -----

func.func @main(%a: tensor<64x128xi8>, %s: tensor<64x1xf32>, %init: tensor<64x32xf32>) -> tensor<64x32xf32> {
  %w = arith.constant dense<255> : tensor<32x128xi8>
  %scales = arith.constant dense<1.0> : tensor<32x4xf32>
  // expected-remark @below {{its weights have groups, or zero points of real numbers}}
  %y = lowbit.contract acts(%a : tensor<64x128xi8>) act_scales(%s : tensor<64x1xf32>) codes(%w : tensor<32x128xi8>) scales(%scales : tensor<32x4xf32>)
    outs(%init : tensor<64x32xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 32 -> tensor<64x32xf32>
  return %y : tensor<64x32xf32>
}

// -----

module attributes {lutra.variants = [{cpu = "x86-64-v3", target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>}]} {
func.func @main(%a: tensor<64x128xi8>, %s: tensor<64x1xf32>, %init: tensor<64x32xf32>) -> tensor<64x32xf32> {
  %w = arith.constant dense<255> : tensor<32x128xi8>
  %scales = arith.constant dense<1.0> : tensor<32x1xf32>
  // expected-remark @below {{its bytes take a processor with AVX512_VNNI}}
  %y = lowbit.contract acts(%a : tensor<64x128xi8>) act_scales(%s : tensor<64x1xf32>) codes(%w : tensor<32x128xi8>) scales(%scales : tensor<32x1xf32>)
    outs(%init : tensor<64x32xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<64x32xf32>
  return %y : tensor<64x32xf32>
}
}
