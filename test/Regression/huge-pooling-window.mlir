// How much of a window is inside of the image was counted element by element.

// RUN: lutra-opt %s --convert-linalg-to-dnnl=always | FileCheck %s

#x = affine_map<(n, c, p, k) -> (n, c, p + k)>
#w = affine_map<(n, c, p, k) -> (k)>
#y = affine_map<(n, c, p, k) -> (n, c, p)>
#id = affine_map<(n, c, p) -> (n, c, p)>
#at = affine_map<(n, c, p) -> (p)>
#i = affine_map<(i) -> (i)>

// A window of 2^40 with 2^39 of zeros in front: all of the image is in each.
// CHECK-LABEL: func.func @main
// CHECK: dnnl.pooling inside {{.*}}pads = array<i64: 549755813888>{{.*}}window = array<i64: 1099511627776>
func.func @main(%x: tensor<1x16x32xf32>) -> tensor<1x16x32xf32> {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %window = arith.constant 1099511627776 : index
  %before = arith.constant 549755813888 : index
  %end = arith.constant 549755813920 : index
  %around = tensor.empty() : tensor<1x16x1099511627807xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%around : tensor<1x16x1099511627807xf32>) -> tensor<1x16x1099511627807xf32>
  %padded = tensor.insert_slice %x into %zeros[0, 0, 549755813888] [1, 16, 32] [1, 1, 1] : tensor<1x16x32xf32> into tensor<1x16x1099511627807xf32>
  %places = tensor.empty() : tensor<1099511627776xi8>
  %empty = tensor.empty() : tensor<1x16x32xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<1x16x32xf32>) -> tensor<1x16x32xf32>
  %sums = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%padded, %places : tensor<1x16x1099511627807xf32>, tensor<1099511627776xi8>) outs(%init : tensor<1x16x32xf32>) {
  ^bb0(%a: f32, %b: i8, %o: f32):
    %s = arith.addf %o, %a : f32
    linalg.yield %s : f32
  } -> tensor<1x16x32xf32>
  %vector = tensor.empty() : tensor<32xf32>
  %counts = linalg.generic {indexing_maps = [#i], iterator_types = ["parallel"]} outs(%vector : tensor<32xf32>) {
  ^bb0(%o: f32):
    %p = linalg.index 0 : index
    %last = arith.subi %end, %p : index
    %below = arith.minsi %last, %window : index
    %first = arith.subi %before, %p : index
    %above = arith.maxsi %first, %c0 : index
    %count = arith.subi %below, %above : index
    %wide = arith.index_cast %count : index to i64
    %f = arith.sitofp %wide : i64 to f32
    linalg.yield %f : f32
  } -> tensor<32xf32>
  %average = linalg.generic {indexing_maps = [#id, #at, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%sums, %counts : tensor<1x16x32xf32>, tensor<32xf32>) outs(%empty : tensor<1x16x32xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %q = arith.divf %a, %b : f32
    linalg.yield %q : f32
  } -> tensor<1x16x32xf32>
  return %average : tensor<1x16x32xf32>
}
