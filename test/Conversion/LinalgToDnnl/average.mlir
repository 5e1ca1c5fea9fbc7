// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always --verify-diagnostics | FileCheck %s

#x = affine_map<(n, c, p, k) -> (n, c, p * 2 + k)>
#w = affine_map<(n, c, p, k) -> (k)>
#y = affine_map<(n, c, p, k) -> (n, c, p)>
#id = affine_map<(n, c, p) -> (n, c, p)>
#at = affine_map<(n, c, p) -> (p)>
#i = affine_map<(i) -> (i)>

// The sum by a number; and by how much of each window is inside, which is computed from indices.
// CHECK-LABEL: func.func @main
//       CHECK:   dnnl.pooling average {{.*}} {dilations = array<i64: 1>, {{.*}}pads = array<i64: 0>, strides = array<i64: 2>, window = array<i64: 4>} -> tensor<?x9x16xf32>
//       CHECK:   dnnl.pooling inside {{.*}} {dilations = array<i64: 1>, {{.*}}pads = array<i64: 1>, strides = array<i64: 2>, window = array<i64: 3>} -> tensor<?x9x16xf32>
//   CHECK-NOT:   arith.divf
func.func @main(%x: tensor<?x16x20xf32>, %z: tensor<?x16x17xf32>, %n: index) -> (tensor<?x16x9xf32>, tensor<?x16x9xf32>) {
  %zero = arith.constant 0.0 : f32
  %four = arith.constant 4.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %c18 = arith.constant 18 : index
  %empty = tensor.empty(%n) : tensor<?x16x9xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x16x9xf32>) -> tensor<?x16x9xf32>
  %window = tensor.empty() : tensor<4xi8>
  %sums = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %window : tensor<?x16x20xf32>, tensor<4xi8>) outs(%init : tensor<?x16x9xf32>) {
  ^bb0(%a: f32, %b: i8, %o: f32):
    %s = arith.addf %o, %a : f32
    linalg.yield %s : f32
  } -> tensor<?x16x9xf32>
  %average = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%sums : tensor<?x16x9xf32>) outs(%empty : tensor<?x16x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %q = arith.divf %a, %four : f32
    linalg.yield %q : f32
  } -> tensor<?x16x9xf32>
  %around = tensor.empty(%n) : tensor<?x16x19xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%around : tensor<?x16x19xf32>) -> tensor<?x16x19xf32>
  %padded = tensor.insert_slice %z into %zeros[0, 0, 1] [%n, 16, 17] [1, 1, 1] : tensor<?x16x17xf32> into tensor<?x16x19xf32>
  %three = tensor.empty() : tensor<3xi8>
  %others = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%padded, %three : tensor<?x16x19xf32>, tensor<3xi8>) outs(%init : tensor<?x16x9xf32>) {
  ^bb0(%a: f32, %b: i8, %o: f32):
    %s = arith.addf %o, %a : f32
    linalg.yield %s : f32
  } -> tensor<?x16x9xf32>
  %vector = tensor.empty() : tensor<9xf32>
  %counts = linalg.generic {indexing_maps = [#i], iterator_types = ["parallel"]} outs(%vector : tensor<9xf32>) {
  ^bb0(%o: f32):
    %i = linalg.index 0 : index
    %first = arith.muli %i, %c2 : index
    %left = arith.subi %c18, %first : index
    %end = arith.minsi %left, %c3 : index
    %before = arith.subi %c1, %first : index
    %begin = arith.maxsi %before, %c0 : index
    %count = arith.subi %end, %begin : index
    %long = arith.index_cast %count : index to i64
    %f = arith.sitofp %long : i64 to f32
    linalg.yield %f : f32
  } -> tensor<9xf32>
  %inside = linalg.generic {indexing_maps = [#id, #at, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%others, %counts : tensor<?x16x9xf32>, tensor<9xf32>) outs(%empty : tensor<?x16x9xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %q = arith.divf %a, %b : f32
    linalg.yield %q : f32
  } -> tensor<?x16x9xf32>
  return %average, %inside : tensor<?x16x9xf32>, tensor<?x16x9xf32>
}

// -----

#x = affine_map<(n, c, p, k) -> (n, c, p * 2 + k)>
#w = affine_map<(n, c, p, k) -> (k)>
#y = affine_map<(n, c, p, k) -> (n, c, p)>
#id = affine_map<(n, c, p) -> (n, c, p)>

// Another divisor than there are elements.
// CHECK-LABEL: func.func @main
//   CHECK-NOT:   dnnl
func.func @main(%x: tensor<2x16x20xf32>) -> tensor<2x16x9xf32> {
  %zero = arith.constant 0.0 : f32
  %five = arith.constant 5.0 : f32
  %empty = tensor.empty() : tensor<2x16x9xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x16x9xf32>) -> tensor<2x16x9xf32>
  %window = tensor.empty() : tensor<4xi8>
  // expected-remark @below {{oneDNN does not compute this: nothing shows that its sums are divided by how much a window sees}}
  %sums = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %window : tensor<2x16x20xf32>, tensor<4xi8>) outs(%init : tensor<2x16x9xf32>) {
  ^bb0(%a: f32, %b: i8, %o: f32):
    %s = arith.addf %o, %a : f32
    linalg.yield %s : f32
  } -> tensor<2x16x9xf32>
  %average = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%sums : tensor<2x16x9xf32>) outs(%empty : tensor<2x16x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %q = arith.divf %a, %five : f32
    linalg.yield %q : f32
  } -> tensor<2x16x9xf32>
  return %average : tensor<2x16x9xf32>
}

// -----

#x = affine_map<(n, c, p, k) -> (n, c, p + k)>
#w = affine_map<(n, c, p, k) -> (k)>
#y = affine_map<(n, c, p, k) -> (n, c, p)>
#id = affine_map<(n, c, p) -> (n, c, p)>
#at = affine_map<(n, c, p) -> (p)>
#i = affine_map<(i) -> (i)>

// Counts of a million windows are not read one by one.
// CHECK-LABEL: func.func @main
//   CHECK-NOT:   dnnl
func.func @main(%x: tensor<1x16x1048576xf32>) -> tensor<1x16x1048574xf32> {
  %zero = arith.constant 0.0 : f32
  %three = arith.constant 3.0 : f32
  %empty = tensor.empty() : tensor<1x16x1048574xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<1x16x1048574xf32>) -> tensor<1x16x1048574xf32>
  %window = tensor.empty() : tensor<3xi8>
  // expected-remark @below {{oneDNN does not compute this: nothing shows that its sums are divided by how much a window sees}}
  %sums = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %window : tensor<1x16x1048576xf32>, tensor<3xi8>) outs(%init : tensor<1x16x1048574xf32>) {
  ^bb0(%a: f32, %b: i8, %o: f32):
    %s = arith.addf %o, %a : f32
    linalg.yield %s : f32
  } -> tensor<1x16x1048574xf32>
  %vector = tensor.empty() : tensor<1048574xf32>
  %counts = linalg.generic {indexing_maps = [#i], iterator_types = ["parallel"]} outs(%vector : tensor<1048574xf32>) {
  ^bb0(%o: f32):
    linalg.yield %three : f32
  } -> tensor<1048574xf32>
  %average = linalg.generic {indexing_maps = [#id, #at, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%sums, %counts : tensor<1x16x1048574xf32>, tensor<1048574xf32>) outs(%empty : tensor<1x16x1048574xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %q = arith.divf %a, %b : f32
    linalg.yield %q : f32
  } -> tensor<1x16x1048574xf32>
  return %average : tensor<1x16x1048574xf32>
}
