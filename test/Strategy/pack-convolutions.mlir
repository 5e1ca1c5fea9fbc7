// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(pack-convolutions))' --split-input-file | FileCheck %s

#x = affine_map<(n, p, o, k, c) -> (n, p * 2 + k, c)>
#w = affine_map<(n, p, o, k, c) -> (k, c, o)>
#y = affine_map<(n, p, o, k, c) -> (n, p, o)>

// Two places of the window, two channels: a run of four bytes, all of them of channel 0,
// then of channel 1; other channels are padding.
// CHECK-LABEL: @packed
//   CHECK-DAG:   %[[W:.*]] = arith.constant dense<[1, 2, 3, 4, 5, 6, 7, 8, 0, 0{{[0, ]*}}]> : tensor<64xi8>
//   CHECK-DAG:   %[[INIT:.*]] = tensor.empty
//       CHECK:   lowbit.packed_convolve image(%{{.*}} : tensor<?x9x2xi8>) weights(%[[W]] : tensor<64xi8>) outs(%[[INIT]] : tensor<?x4x2xi32>)
//  CHECK-SAME:     kernel = [2] strides = [2] dilations = [1]
func.func @packed(%x: tensor<?x9x2xi8>, %n: index) -> tensor<?x4x2xi32> {
  %w = arith.constant dense<[[[1, 5], [2, 6]], [[3, 7], [4, 8]]]> : tensor<2x2x2xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty(%n) : tensor<?x4x2xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<?x4x2xi32>) -> tensor<?x4x2xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<?x9x2xi8>, tensor<2x2x2xi8>) outs(%init : tensor<?x4x2xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<?x4x2xi32>
  return %y : tensor<?x4x2xi32>
}

// -----

#x = affine_map<(n, p, o, k, c) -> (n, p + k * 2, c)>
#w = affine_map<(n, p, o, k, c) -> (k, c, o)>
#y = affine_map<(n, p, o, k, c) -> (n, p, o)>

// Places apart are runs of their own, of two bytes, which are no whole quads.
// CHECK-LABEL: @dilated
//   CHECK-NOT:   lowbit.packed_convolve
func.func @dilated(%x: tensor<1x9x2xi8>) -> tensor<1x4x2xi32> {
  %w = arith.constant dense<[[[1, 5], [2, 6]], [[3, 7], [4, 8]]]> : tensor<2x2x2xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty() : tensor<1x4x2xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<1x4x2xi32>) -> tensor<1x4x2xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<1x9x2xi8>, tensor<2x2x2xi8>) outs(%init : tensor<1x4x2xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<1x4x2xi32>
  return %y : tensor<1x4x2xi32>
}

// -----

#x = affine_map<(n, p, o, c) -> (n, p, c)>
#w = affine_map<(n, p, o, c) -> (c, o)>
#y = affine_map<(n, p, o, c) -> (n, p, o)>

// Without a window, too, but only of unsigned by signed.
// CHECK-LABEL: @pointwise
//       CHECK:   lowbit.packed_convolve {{.*}} kernel = [1] strides = [1] dilations = [1]
//       CHECK:   linalg.generic
func.func @pointwise(%x: tensor<1x?x4xi8>, %size: index) -> (tensor<1x?x2xi32>, tensor<1x?x2xi32>) {
  %w = arith.constant dense<[[1, 5], [2, 6], [3, 7], [4, 8]]> : tensor<4x2xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty(%size) : tensor<1x?x2xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<1x?x2xi32>) -> tensor<1x?x2xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<1x?x4xi8>, tensor<4x2xi8>) outs(%init : tensor<1x?x2xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %v, %u : i32
    %s = arith.addi %m, %o : i32
    linalg.yield %s : i32
  } -> tensor<1x?x2xi32>
  %z = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<1x?x4xi8>, tensor<4x2xi8>) outs(%init : tensor<1x?x2xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extsi %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %v, %u : i32
    %s = arith.addi %m, %o : i32
    linalg.yield %s : i32
  } -> tensor<1x?x2xi32>
  return %y, %z : tensor<1x?x2xi32>, tensor<1x?x2xi32>
}

// -----

#x = affine_map<(n, p, c, k) -> (n, p + k, c)>
#w = affine_map<(n, p, c, k) -> (k, c)>
#y = affine_map<(n, p, c, k) -> (n, p, c)>

// Depthwise: a run is a byte for each of 16 channels. Nine columns have room for those that there are not.
// CHECK-LABEL: @depthwise
//   CHECK-DAG:   %[[W:.*]] = arith.constant dense<[1, 2, 3, 0, {{[0, ]*}}0, 4, 5, 6, 0, {{[0, ]*}}0]> : tensor<32xi8>
//       CHECK:   lowbit.packed_convolve image(%{{.*}} : tensor<1x9x3xi8>) weights(%[[W]] : tensor<32xi8>)
//  CHECK-SAME:     kernel = [2] strides = [1] dilations = [1] groups = 3 -> tensor<1x3x3xi32>
func.func @depthwise(%x: tensor<1x9x3xi8>) -> tensor<1x3x3xi32> {
  %w = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty() : tensor<1x3x3xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<1x3x3xi32>) -> tensor<1x3x3xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<1x9x3xi8>, tensor<2x3xi8>) outs(%init : tensor<1x3x3xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<1x3x3xi32>
  return %y : tensor<1x3x3xi32>
}

// -----

#x = affine_map<(n, p, c, k) -> (n, p + k, c)>
#w = affine_map<(n, p, c, k) -> (k, c)>
#y = affine_map<(n, p, c, k) -> (n, p, c)>

// Nothing is there behind the last column.
// CHECK-LABEL: @no_room
//   CHECK-NOT:   lowbit.packed_convolve
func.func @no_room(%x: tensor<1x4x3xi8>) -> tensor<1x3x3xi32> {
  %w = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty() : tensor<1x3x3xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<1x3x3xi32>) -> tensor<1x3x3xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<1x4x3xi8>, tensor<2x3xi8>) outs(%init : tensor<1x3x3xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<1x3x3xi32>
  return %y : tensor<1x3x3xi32>
}

// -----

#x = affine_map<(n, p, g, o, k, c) -> (n, p * 2 + k, g, c)>
#w = affine_map<(n, p, g, o, k, c) -> (g, k, c, o)>
#y = affine_map<(n, p, g, o, k, c) -> (n, p, g, o)>

// Two groups of a block each.
// CHECK-LABEL: @grouped
//   CHECK-DAG:   %[[W:.*]] = arith.constant dense<"0x01020304{{(00)+}}05060708{{(00)+}}"> : tensor<128xi8>
//   CHECK-DAG:   %[[X:.*]] = tensor.collapse_shape %{{.*}} {{\[}}[0], [1], [2, 3]] : tensor<?x?x2x4xi8> into tensor<?x?x8xi8>
//       CHECK:   %[[Y:.*]] = lowbit.packed_convolve image(%[[X]] : tensor<?x?x8xi8>) weights(%[[W]] : tensor<128xi8>)
//  CHECK-SAME:     kernel = [1] strides = [2] dilations = [1] groups = 2 -> tensor<?x?x2xi32>
//       CHECK:   tensor.expand_shape %[[Y]] {{\[}}[0], [1], [2, 3]]
func.func @grouped(%x: tensor<?x?x2x4xi8>, %n: index, %p: index) -> tensor<?x?x2x1xi32> {
  %w = arith.constant dense<[[[[1], [2], [3], [4]]], [[[5], [6], [7], [8]]]]> : tensor<2x1x4x1xi8>
  %zero = arith.constant 0 : i32
  %empty = tensor.empty(%n, %p) : tensor<?x?x2x1xi32>
  %init = linalg.fill ins(%zero : i32) outs(%empty : tensor<?x?x2x1xi32>) -> tensor<?x?x2x1xi32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<?x?x2x4xi8>, tensor<2x1x4x1xi8>) outs(%init : tensor<?x?x2x1xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %s = arith.addi %o, %m : i32
    linalg.yield %s : i32
  } -> tensor<?x?x2x1xi32>
  return %y : tensor<?x?x2x1xi32>
}
