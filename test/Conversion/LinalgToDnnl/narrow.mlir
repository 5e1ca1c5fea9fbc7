// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always | FileCheck %s
// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl | FileCheck %s --check-prefix=AUTO

#x = affine_map<(n, p, c, k) -> (n, p * 2 + k, c)>
#w = affine_map<(n, p, c, k) -> (k, c)>
#y = affine_map<(n, p, c, k) -> (n, p, c)>

// A channel is a group; zeros around the image are padding.
// CHECK-LABEL: func.func @main
//  CHECK-SAME:   %[[X:[^:]*]]: tensor<?x64x96xi8>
//       CHECK:   %[[Y:.*]] = dnnl.convolution ins(%[[X]], %{{.*}} : tensor<?x64x96xi8>, tensor<3x96xi8>) outs(%{{.*}} : tensor<?x32x96xi32>)
//  CHECK-SAME:     groups = 96 : i64, {{.*}}pads = array<i64: 1>, {{.*}}strides = array<i64: 2>
//       CHECK:   return %[[Y]]
//  AUTO-LABEL: func.func @main
//    AUTO-NOT:   dnnl.convolution
func.func @main(%x: tensor<?x64x96xi8>, %n: index) -> tensor<?x32x96xi32> {
  %w = arith.constant dense<3> : tensor<3x96xi8>
  %zero8 = arith.constant 0 : i8
  %zero = arith.constant 0 : i32
  %around = tensor.empty(%n) : tensor<?x65x96xi8>
  %zeros = linalg.fill ins(%zero8 : i8) outs(%around : tensor<?x65x96xi8>) -> tensor<?x65x96xi8>
  %padded = tensor.insert_slice %x into %zeros[0, 1, 0] [%n, 64, 96] [1, 1, 1] : tensor<?x64x96xi8> into tensor<?x65x96xi8>
  %empty = tensor.empty(%n) : tensor<?x32x96xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<?x32x96xi32>) -> tensor<?x32x96xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%padded, %w : tensor<?x65x96xi8>, tensor<3x96xi8>) outs(%init : tensor<?x32x96xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<?x32x96xi32>
  return %y : tensor<?x32x96xi32>
}

// -----

#x = affine_map<(n, p, g, o, k, c) -> (n, p + k, g, c)>
#w = affine_map<(n, p, g, o, k, c) -> (g, k, c, o)>
#y = affine_map<(n, p, g, o, k, c) -> (n, p, g, o)>

// Groups are no dimension of images; other padding stays where it is.
// CHECK-LABEL: func.func @main
//  CHECK-SAME:   %[[X:[^:]*]]: tensor<2x66x32xi8>
//       CHECK:   %[[Y:.*]] = dnnl.convolution ins(%[[X]], %{{.*}} : tensor<2x66x32xi8>, tensor<4x3x8x16xi8>) outs(%{{.*}} : tensor<2x64x64xi32>)
//  CHECK-SAME:     groups = 4 : i64, {{.*}}pads = array<i64: 0>
//       CHECK:   return %[[Y]]
//  AUTO-LABEL: func.func @main
//    AUTO-NOT:   dnnl.convolution
func.func @main(%x: tensor<2x66x32xi8>) -> tensor<2x64x64xi32> {
  %w = arith.constant dense<3> : tensor<4x3x8x16xi8>
  %zero = arith.constant 0 : i32
  %groups = tensor.expand_shape %x [[0], [1], [2, 3]] output_shape [2, 66, 4, 8] : tensor<2x66x32xi8> into tensor<2x66x4x8xi8>
  %empty = tensor.empty() : tensor<2x64x4x16xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<2x64x4x16xi32>) -> tensor<2x64x4x16xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%groups, %w : tensor<2x66x4x8xi8>, tensor<4x3x8x16xi8>) outs(%init : tensor<2x64x4x16xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %v, %u : i32
    %s = arith.addi %m, %o : i32
    linalg.yield %s : i32
  } -> tensor<2x64x4x16xi32>
  %joined = tensor.collapse_shape %y [[0], [1], [2, 3]] : tensor<2x64x4x16xi32> into tensor<2x64x64xi32>
  return %joined : tensor<2x64x64xi32>
}

// -----

#x = affine_map<(n, p, o, k, c) -> (n, p + k, c)>
#w = affine_map<(n, p, o, k, c) -> (k, c, o)>
#y = affine_map<(n, p, o, k, c) -> (n, p, o)>
#id = affine_map<(n, p, o) -> (n, p, o)>

// Few terms are as fast in generated code. What follows is generated.
// CHECK-LABEL: func.func @main
//       CHECK:   %[[Y:.*]] = dnnl.convolution {{.*}} outs(%{{.*}} : tensor<2x64x16xi32>)
//       CHECK:   linalg.generic {{.*}} ins(%[[Y]]
//  AUTO-LABEL: func.func @main
//    AUTO-NOT:   dnnl.convolution
func.func @main(%x: tensor<2x66x8xi8>) -> tensor<2x64x16xf32> {
  %w = arith.constant dense<3> : tensor<3x8x16xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty() : tensor<2x64x16xi32>
  %floats = tensor.empty() : tensor<2x64x16xf32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<2x64x16xi32>) -> tensor<2x64x16xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<2x66x8xi8>, tensor<3x8x16xi8>) outs(%init : tensor<2x64x16xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<2x64x16xi32>
  %z = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y : tensor<2x64x16xi32>) outs(%floats : tensor<2x64x16xf32>) {
  ^bb0(%a: i32, %o: f32):
    %f = arith.sitofp %a : i32 to f32
    linalg.yield %f : f32
  } -> tensor<2x64x16xf32>
  return %z : tensor<2x64x16xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (n, k)>
#y = affine_map<(m, n, k) -> (m, n)>

// CHECK-LABEL: func.func @main
//       CHECK:   dnnl.matmul {{.*}} signed_source, transposed} -> tensor<64x48xi32>
//       CHECK:   dnnl.matmul {{.*}} -> tensor<64x48xf32>
//  AUTO-LABEL: func.func @main
//    AUTO-NOT:   dnnl.matmul {{.*}}xi32>
//        AUTO:   dnnl.matmul {{.*}}xf32>
func.func @main(%x: tensor<64x32xi8>, %h: tensor<64x96xbf16>) -> (tensor<64x48xi32>, tensor<64x48xf32>) {
  %w = arith.constant dense<3> : tensor<48x32xi8>
  %v = arith.constant dense<3.0> : tensor<48x96xbf16>
  %zero = arith.constant 0 : i32
  %none = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<64x48xi32>
  %floats = tensor.empty() : tensor<64x48xf32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<64x48xi32>) -> tensor<64x48xi32>
  %finit = linalg.fill ins(%none : f32) outs(%floats : tensor<64x48xf32>) -> tensor<64x48xf32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<64x32xi8>, tensor<48x32xi8>) outs(%init : tensor<64x48xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %c = arith.extsi %a : i8 to i32
    %d = arith.extsi %b : i8 to i32
    %m = arith.muli %c, %d : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<64x48xi32>
  %z = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%h, %v : tensor<64x96xbf16>, tensor<48x96xbf16>) outs(%finit : tensor<64x48xf32>) {
  ^bb0(%a: bf16, %b: bf16, %o: f32):
    %c = arith.extf %a : bf16 to f32
    %d = arith.extf %b : bf16 to f32
    %s = math.fma %c, %d, %o : f32
    linalg.yield %s : f32
  } -> tensor<64x48xf32>
  return %y, %z : tensor<64x48xi32>, tensor<64x48xf32>
}

// -----

#x = affine_map<(n, o, p, i, k) -> (n, i, p + k)>
#w = affine_map<(n, o, p, i, k) -> (o, i, k)>
#y = affine_map<(n, o, p, i, k) -> (n, o, p)>

// bf16 changes its order as f32 does.
// CHECK-LABEL: func.func @main
//       CHECK:   dnnl.convolution ins(%{{.*}}, %{{.*}} : tensor<2x64x32xbf16>, tensor<64x32x3xbf16>) outs(%{{.*}} : tensor<2x64x64xf32>)
//  CHECK-SAME:     pads = array<i64: 1>
//  AUTO-LABEL: func.func @main
//        AUTO:   dnnl.convolution
func.func @main(%x: tensor<2x32x64xbf16>) -> tensor<2x64x64xf32> {
  %w = arith.constant dense<3.0> : tensor<64x32x3xbf16>
  %none = arith.constant 0.0 : bf16
  %zero = arith.constant 0.0 : f32
  %around = tensor.empty() : tensor<2x32x66xbf16>
  %zeros = linalg.fill ins(%none : bf16) outs(%around : tensor<2x32x66xbf16>) -> tensor<2x32x66xbf16>
  %padded = tensor.insert_slice %x into %zeros[0, 0, 1] [2, 32, 64] [1, 1, 1] : tensor<2x32x64xbf16> into tensor<2x32x66xbf16>
  %empty = tensor.empty() : tensor<2x64x64xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x64x64xf32>) -> tensor<2x64x64xf32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%padded, %w : tensor<2x32x66xbf16>, tensor<64x32x3xbf16>) outs(%init : tensor<2x64x64xf32>) {
  ^bb0(%a: bf16, %b: bf16, %o: f32):
    %c = arith.extf %a : bf16 to f32
    %d = arith.extf %b : bf16 to f32
    %s = math.fma %c, %d, %o : f32
    linalg.yield %s : f32
  } -> tensor<2x64x64xf32>
  return %y : tensor<2x64x64xf32>
}

// -----

#x = affine_map<(n, p, o, k, c) -> (n, p + k, c)>
#w = affine_map<(n, p, o, k, c) -> (k, c, o)>
#y = affine_map<(n, p, o, k, c) -> (n, p, o)>

// Many terms: packed kernels are faster.
//  AUTO-LABEL: func.func @main
//    AUTO-NOT:   dnnl.convolution
func.func @main(%x: tensor<2x66x512xi8>) -> tensor<2x64x64xi32> {
  %w = arith.constant dense<3> : tensor<3x512x64xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty() : tensor<2x64x64xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<2x64x64xi32>) -> tensor<2x64x64xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<2x66x512xi8>, tensor<3x512x64xi8>) outs(%init : tensor<2x64x64xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<2x64x64xi32>
  return %y : tensor<2x64x64xi32>
}

// -----

#x = affine_map<(n, p, g, o, k, c) -> (n, p + k, g, c)>
#w = affine_map<(n, p, g, o, k, c) -> (g, k, c, o)>
#y = affine_map<(n, p, g, o, k, c) -> (n, p, g, o)>

// Groups of few channels, unless some processor would have to do without packed
// weights.
//  AUTO-LABEL: func.func @main
//        AUTO:   dnnl.convolution
func.func @main(%x: tensor<2x792x128xi8>) -> tensor<2x784x128xi32> {
  %w = arith.constant dense<3> : tensor<32x9x4x4xi8>
  %zero = arith.constant 0 : i32
  %groups = tensor.expand_shape %x [[0], [1], [2, 3]] output_shape [2, 792, 32, 4] : tensor<2x792x128xi8> into tensor<2x792x32x4xi8>
  %empty = tensor.empty() : tensor<2x784x32x4xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<2x784x32x4xi32>) -> tensor<2x784x32x4xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%groups, %w : tensor<2x792x32x4xi8>, tensor<32x9x4x4xi8>) outs(%init : tensor<2x784x32x4xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<2x784x32x4xi32>
  %joined = tensor.collapse_shape %y [[0], [1], [2, 3]] : tensor<2x784x32x4xi32> into tensor<2x784x128xi32>
  return %joined : tensor<2x784x128xi32>
}

// -----

#x = affine_map<(n, p, g, o, k, c) -> (n, p + k, g, c)>
#w = affine_map<(n, p, g, o, k, c) -> (g, k, c, o)>
#y = affine_map<(n, p, g, o, k, c) -> (n, p, g, o)>

//  AUTO-LABEL: func.func @main
//    AUTO-NOT:   dnnl.convolution
module attributes {lutra.variants = [{cpu = "znver4", target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512|vnni>},
                                     {cpu = "x86-64-v3", target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>}]} {
func.func @main(%x: tensor<2x792x128xi8>) -> tensor<2x784x128xi32> {
  %w = arith.constant dense<3> : tensor<32x9x4x4xi8>
  %zero = arith.constant 0 : i32
  %groups = tensor.expand_shape %x [[0], [1], [2, 3]] output_shape [2, 792, 32, 4] : tensor<2x792x128xi8> into tensor<2x792x32x4xi8>
  %empty = tensor.empty() : tensor<2x784x32x4xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<2x784x32x4xi32>) -> tensor<2x784x32x4xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%groups, %w : tensor<2x792x32x4xi8>, tensor<32x9x4x4xi8>) outs(%init : tensor<2x784x32x4xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<2x784x32x4xi32>
  %joined = tensor.collapse_shape %y [[0], [1], [2, 3]] : tensor<2x784x32x4xi32> into tensor<2x784x128xi32>
  return %joined : tensor<2x784x128xi32>
}
}
