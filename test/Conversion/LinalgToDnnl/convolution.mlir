// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always --canonicalize | FileCheck %s

#x = affine_map<(n, o, y, x, i, ky, kx) -> (n, i, y * 2 + ky, x + kx * 3)>
#w = affine_map<(n, o, y, x, i, ky, kx) -> (o, i, ky, kx)>
#y = affine_map<(n, o, y, x, i, ky, kx) -> (n, o, y, x)>
#id = affine_map<(n, o, y, x) -> (n, o, y, x)>
#channel = affine_map<(n, o, y, x) -> (o)>

// Padding, bias and relu go inside; images change their order in front and
// behind; the module says what it needs.
// CHECK: module attributes {lutra.libraries = ["libdnnl.so.2"]}
// CHECK-LABEL: func.func @main(
// CHECK-SAME: %[[X:.*]]: tensor<?x8x19x14xf32>
// CHECK-DAG: %[[W:.*]] = arith.constant dense<1.000000e+00> : tensor<16x8x3x3xf32>
// CHECK-DAG: %[[B:.*]] = arith.constant dense<2.000000e+00> : tensor<16xf32>
// CHECK: %[[LAST:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<?x8x19x14xf32>) outs(%{{.*}} : tensor<?x19x14x8xf32>)
// CHECK: %[[Y:.*]] = dnnl.convolution ins(%[[LAST]], %[[W]] : tensor<?x19x14x8xf32>, tensor<16x8x3x3xf32>) bias(%[[B]] : tensor<16xf32>)
// CHECK-SAME: outs(%{{.*}} : tensor<?x10x10x16xf32>)
// CHECK-SAME: dilations = array<i64: 1, 3>, groups = 1 : i64
// CHECK-SAME: pads = array<i64: 1, 0>
// CHECK-SAME: post_ops = [#dnnl.post_op<relu, 0.000000e+00 : f32, 0.000000e+00 : f32>]
// CHECK-SAME: strides = array<i64: 2, 1>
// CHECK: linalg.generic {{.*}} ins(%[[Y]] : tensor<?x10x10x16xf32>) outs(%{{.*}} : tensor<?x16x10x10xf32>)
// CHECK-NOT: linalg.generic
func.func @main(%source: tensor<?x8x19x14xf32>) -> tensor<?x16x10x10xf32> {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %weights = arith.constant dense<1.0> : tensor<16x8x3x3xf32>
  %bias = arith.constant dense<2.0> : tensor<16xf32>
  %n = tensor.dim %source, %c0 : tensor<?x8x19x14xf32>
  %around = tensor.empty(%n) : tensor<?x8x21x16xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%around : tensor<?x8x21x16xf32>) -> tensor<?x8x21x16xf32>
  %padded = tensor.insert_slice %source into %zeros[0, 0, 1, 0] [%n, 8, 19, 14] [1, 1, 1, 1] : tensor<?x8x19x14xf32> into tensor<?x8x21x16xf32>
  %empty = tensor.empty(%n) : tensor<?x16x10x10xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x16x10x10xf32>) -> tensor<?x16x10x10xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%padded, %weights : tensor<?x8x21x16xf32>, tensor<16x8x3x3xf32>) outs(%init : tensor<?x16x10x10xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %s = math.fma %a, %b, %c : f32
    linalg.yield %s : f32
  } -> tensor<?x16x10x10xf32>
  %biased = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%sum, %bias : tensor<?x16x10x10xf32>, tensor<16xf32>) outs(%empty : tensor<?x16x10x10xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<?x16x10x10xf32>
  %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%biased : tensor<?x16x10x10xf32>) outs(%empty : tensor<?x16x10x10xf32>) {
  ^bb0(%a: f32, %c: f32):
    %s = arith.maximumf %a, %zero : f32
    linalg.yield %s : f32
  } -> tensor<?x16x10x10xf32>
  return %relu : tensor<?x16x10x10xf32>
}

// -----

#x = affine_map<(n, g, o, y, i, k) -> (n, g, i, y + k)>
#w = affine_map<(n, g, o, y, i, k) -> (g, o, i, k)>
#y = affine_map<(n, g, o, y, i, k) -> (n, g, o, y)>

// Groups are one dimension of channels again.
// CHECK-LABEL: func.func @main(
// CHECK: %[[LAST:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x10x8xf32>)
// CHECK: dnnl.convolution ins(%[[LAST]], %{{.*}} : tensor<2x10x8xf32>, tensor<12x2x3xf32>) outs(%{{.*}} : tensor<2x8x12xf32>)
// CHECK-SAME: groups = 4 : i64
func.func @main(%source: tensor<2x8x10xf32>) -> tensor<2x12x8xf32> {
  %zero = arith.constant 0.0 : f32
  %weights = arith.constant dense<1.0> : tensor<4x3x2x3xf32>
  %split = tensor.expand_shape %source [[0], [1, 2], [3]] output_shape [2, 4, 2, 10] : tensor<2x8x10xf32> into tensor<2x4x2x10xf32>
  %empty = tensor.empty() : tensor<2x4x3x8xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x4x3x8xf32>) -> tensor<2x4x3x8xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%split, %weights : tensor<2x4x2x10xf32>, tensor<4x3x2x3xf32>) outs(%init : tensor<2x4x3x8xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %s = math.fma %a, %b, %c : f32
    linalg.yield %s : f32
  } -> tensor<2x4x3x8xf32>
  %joined = tensor.collapse_shape %sum [[0], [1, 2], [3]] : tensor<2x4x3x8xf32> into tensor<2x12x8xf32>
  return %joined : tensor<2x12x8xf32>
}

// -----

#x = affine_map<(n, o, p, i) -> (n, i, p)>
#w = affine_map<(n, o, p, i) -> (o, i)>
#y = affine_map<(n, o, p, i) -> (n, o, p)>

// One point is a window of one: positions are those of the image.
// CHECK-LABEL: func.func @main(
// CHECK: dnnl.convolution ins(%{{.*}}, %{{.*}} : tensor<2x4x6x8xf32>, tensor<16x8x1x1xf32>) outs(%{{.*}} : tensor<2x4x6x16xf32>)
func.func @main(%source: tensor<2x8x4x6xf32>) -> tensor<2x16x4x6xf32> {
  %zero = arith.constant 0.0 : f32
  %weights = arith.constant dense<1.0> : tensor<16x8xf32>
  %flat = tensor.collapse_shape %source [[0], [1], [2, 3]] : tensor<2x8x4x6xf32> into tensor<2x8x24xf32>
  %empty = tensor.empty() : tensor<2x16x24xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x16x24xf32>) -> tensor<2x16x24xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%flat, %weights : tensor<2x8x24xf32>, tensor<16x8xf32>) outs(%init : tensor<2x16x24xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %s = math.fma %a, %b, %c : f32
    linalg.yield %s : f32
  } -> tensor<2x16x24xf32>
  %image = tensor.expand_shape %sum [[0], [1], [2, 3]] output_shape [2, 16, 4, 6] : tensor<2x16x24xf32> into tensor<2x16x4x6xf32>
  return %image : tensor<2x16x4x6xf32>
}

// -----

#x = affine_map<(n, g, y, x, ky, kx) -> (n, g, y + ky, x + kx)>
#w = affine_map<(n, g, y, x, ky, kx) -> (g, ky, kx)>
#y = affine_map<(n, g, y, x, ky, kx) -> (n, g, y, x)>
#y2 = affine_map<(n, c, y, x, ky, kx) -> (n, c, y * 2 + ky, x * 2 + kx)>
#window = affine_map<(n, c, y, x, ky, kx) -> (ky, kx)>
#id = affine_map<(n, c, y, x) -> (n, c, y, x)>
#global = affine_map<(n, c, y, x) -> (n, c)>

// A depthwise convolution, a square that oneDNN does not know, a pooling and one over
// the whole image: the order changes once.
// CHECK-LABEL: func.func @main(
// CHECK: %[[LAST:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x10x10x32xf32>)
// CHECK: %[[CONV:.*]] = dnnl.convolution ins(%[[LAST]], %{{.*}} : tensor<2x10x10x32xf32>, tensor<32x1x3x3xf32>)
// CHECK-SAME: groups = 32
// CHECK: %[[SQUARE:.*]] = linalg.generic {{.*}} ins(%[[CONV]] : tensor<2x8x8x32xf32>) outs(%{{.*}} : tensor<2x8x8x32xf32>)
// CHECK: arith.mulf
// CHECK: %[[POOL:.*]] = dnnl.pooling max ins(%[[SQUARE]] : tensor<2x8x8x32xf32>) outs(%{{.*}} : tensor<2x4x4x32xf32>)
// CHECK-SAME: strides = array<i64: 2, 2>, window = array<i64: 2, 2>
// CHECK: linalg.generic {{.*}} ins(%[[POOL]] : tensor<2x4x4x32xf32>) outs(%{{.*}} : tensor<2x32xf32>)
// CHECK-NOT: linalg.generic
func.func @main(%source: tensor<2x32x10x10xf32>) -> tensor<2x32xf32> {
  %zero = arith.constant 0.0 : f32
  %least = arith.constant 0xFF800000 : f32
  %weights = arith.constant dense<1.0> : tensor<32x3x3xf32>
  %empty = tensor.empty() : tensor<2x32x8x8xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x32x8x8xf32>) -> tensor<2x32x8x8xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%source, %weights : tensor<2x32x10x10xf32>, tensor<32x3x3xf32>) outs(%init : tensor<2x32x8x8xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %s = math.fma %a, %b, %c : f32
    linalg.yield %s : f32
  } -> tensor<2x32x8x8xf32>
  %square = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%sum : tensor<2x32x8x8xf32>) outs(%empty : tensor<2x32x8x8xf32>) {
  ^bb0(%a: f32, %c: f32):
    %s = arith.mulf %a, %a : f32
    linalg.yield %s : f32
  } -> tensor<2x32x8x8xf32>
  %size = tensor.empty() : tensor<2x2xi8>
  %halved = tensor.empty() : tensor<2x32x4x4xf32>
  %start = linalg.fill ins(%least : f32) outs(%halved : tensor<2x32x4x4xf32>) -> tensor<2x32x4x4xf32>
  %pooled = linalg.generic {indexing_maps = [#y2, #window, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%square, %size : tensor<2x32x8x8xf32>, tensor<2x2xi8>) outs(%start : tensor<2x32x4x4xf32>) {
  ^bb0(%a: f32, %b: i8, %c: f32):
    %s = arith.maximumf %c, %a : f32
    linalg.yield %s : f32
  } -> tensor<2x32x4x4xf32>
  %numbers = tensor.empty() : tensor<2x32xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%numbers : tensor<2x32xf32>) -> tensor<2x32xf32>
  %total = linalg.generic {indexing_maps = [#id, #global], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%pooled : tensor<2x32x4x4xf32>) outs(%zeros : tensor<2x32xf32>) {
  ^bb0(%a: f32, %c: f32):
    %s = arith.addf %c, %a : f32
    linalg.yield %s : f32
  } -> tensor<2x32xf32>
  return %total : tensor<2x32xf32>
}
