// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(fuse-convolution-epilogues))' --split-input-file | FileCheck %s

#id = affine_map<(n, p, o) -> (n, p, o)>
#channel = affine_map<(n, p, o) -> (o)>

// Scales of channels and a residual of codes; what is stored are bytes.
// CHECK-LABEL: @requantised
//  CHECK-SAME:   %[[S:[a-z0-9]*]]: tensor<20xf32>, %[[R:[a-z0-9]*]]: tensor<?x4x20xi8>
//       CHECK:   %[[Y:.*]] = lowbit.packed_convolve {{.*}} extras(%[[S]], %[[R]] : tensor<20xf32>, tensor<?x4x20xi8>) outs(%{{.*}} : tensor<?x4x20xi8>)
//       CHECK:   ^bb0(%[[SUM:.*]]: i32, %[[A:.*]]: f32, %[[B:.*]]: i8):
//       CHECK:     arith.sitofp %[[SUM]] : i32 to f32
//       CHECK:     arith.sitofp %[[B]] : i8 to f32
//       CHECK:     lowbit.yield %{{.*}} : i8
//   CHECK-NOT:   linalg.generic
//       CHECK:   return %[[Y]]
func.func @requantised(%x: tensor<?x4x8xi8>, %w: tensor<256xi8>, %s: tensor<20xf32>, %r: tensor<?x4x20xi8>, %i: tensor<?x4x20xi32>, %j: tensor<?x4x20xf32>, %k: tensor<?x4x20xi8>) -> tensor<?x4x20xi8> {
  %y = lowbit.packed_convolve image(%x : tensor<?x4x8xi8>) weights(%w : tensor<256xi8>) outs(%i : tensor<?x4x20xi32>)
    kernel = [1] strides = [1] dilations = [1] -> tensor<?x4x20xi32>
  %f = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y, %s : tensor<?x4x20xi32>, tensor<20xf32>) outs(%j : tensor<?x4x20xf32>) {
  ^bb0(%a: i32, %b: f32, %o: f32):
    %c = arith.sitofp %a : i32 to f32
    %d = arith.mulf %c, %b : f32
    linalg.yield %d : f32
  } -> tensor<?x4x20xf32>
  %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%f, %r : tensor<?x4x20xf32>, tensor<?x4x20xi8>) outs(%k : tensor<?x4x20xi8>) {
  ^bb0(%a: f32, %b: i8, %o: i8):
    %c = arith.sitofp %b : i8 to f32
    %d = arith.addf %a, %c : f32
    %e = arith.fptosi %d : f32 to i32
    %g = arith.trunci %e : i32 to i8
    linalg.yield %g : i8
  } -> tensor<?x4x20xi8>
  return %z : tensor<?x4x20xi8>
}

// -----

#id = affine_map<(n, h, w, o) -> (n, h, w, o)>

// Positions that are two dimensions again.
// CHECK-LABEL: @expanded
//  CHECK-SAME:   %[[R:[a-z0-9]*]]: tensor<1x2x3x16xi32>
//       CHECK:   %[[C:.*]] = tensor.collapse_shape %[[R]] {{\[\[}}0], [1, 2], [3]]
//       CHECK:   %[[Y:.*]] = lowbit.packed_convolve {{.*}} extras(%[[C]] : tensor<1x6x16xi32>)
//       CHECK:   %[[E:.*]] = tensor.expand_shape %[[Y]] {{\[\[}}0], [1, 2], [3]]
//       CHECK:   return %[[E]]
func.func @expanded(%x: tensor<1x6x8xi8>, %w: tensor<128xi8>, %r: tensor<1x2x3x16xi32>, %i: tensor<1x6x16xi32>, %j: tensor<1x2x3x16xi32>) -> tensor<1x2x3x16xi32> {
  %y = lowbit.packed_convolve image(%x : tensor<1x6x8xi8>) weights(%w : tensor<128xi8>) outs(%i : tensor<1x6x16xi32>)
    kernel = [1] strides = [1] dilations = [1] -> tensor<1x6x16xi32>
  %e = tensor.expand_shape %y [[0], [1, 2], [3]] output_shape [1, 2, 3, 16] : tensor<1x6x16xi32> into tensor<1x2x3x16xi32>
  %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%e, %r : tensor<1x2x3x16xi32>, tensor<1x2x3x16xi32>) outs(%j : tensor<1x2x3x16xi32>) {
  ^bb0(%a: i32, %b: i32, %o: i32):
    %c = arith.addi %a, %b : i32
    linalg.yield %c : i32
  } -> tensor<1x2x3x16xi32>
  return %z : tensor<1x2x3x16xi32>
}

// -----

#id = affine_map<(n, p, o) -> (n, p, o)>

// Two readers, and 64 bits: neither is an epilogue.
// CHECK-LABEL: @kept
//       CHECK:   lowbit.packed_convolve
//       CHECK:   linalg.generic
//       CHECK:   lowbit.packed_convolve
//       CHECK:   linalg.generic
func.func @kept(%x: tensor<1x6x8xi8>, %w: tensor<128xi8>, %i: tensor<1x6x16xi32>, %j: tensor<1x6x16xi64>) -> (tensor<1x6x16xi32>, tensor<1x6x16xi32>, tensor<1x6x16xi64>) {
  %y = lowbit.packed_convolve image(%x : tensor<1x6x8xi8>) weights(%w : tensor<128xi8>) outs(%i : tensor<1x6x16xi32>)
    kernel = [1] strides = [1] dilations = [1] -> tensor<1x6x16xi32>
  %z = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y : tensor<1x6x16xi32>) outs(%i : tensor<1x6x16xi32>) {
  ^bb0(%a: i32, %o: i32):
    %c = arith.addi %a, %a : i32
    linalg.yield %c : i32
  } -> tensor<1x6x16xi32>
  %v = lowbit.packed_convolve image(%x : tensor<1x6x8xi8>) weights(%w : tensor<128xi8>) outs(%i : tensor<1x6x16xi32>)
    kernel = [1] strides = [1] dilations = [1] -> tensor<1x6x16xi32>
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%v : tensor<1x6x16xi32>) outs(%j : tensor<1x6x16xi64>) {
  ^bb0(%a: i32, %o: i64):
    %c = arith.extsi %a : i32 to i64
    linalg.yield %c : i64
  } -> tensor<1x6x16xi64>
  return %y, %z, %u : tensor<1x6x16xi32>, tensor<1x6x16xi32>, tensor<1x6x16xi64>
}

// -----

#id = affine_map<(n, p, o) -> (n, p, o)>
#all = affine_map<(n, p, o) -> ()>
#first = affine_map<(n, p, o) -> (0)>
#channel = affine_map<(n, p, o) -> (0, 0, o)>

// What is one for all, or has dimensions of size 1, is a vector of the channels.
// CHECK-LABEL: @scales_of_the_run
//  CHECK-SAME:   %[[Z:[a-z0-9]*]]: tensor<i8>, %[[S:[a-z0-9]*]]: tensor<1xf32>, %[[B:[a-z0-9]*]]: tensor<1x1x20xf32>
//       CHECK:   %[[ZS:.*]] = linalg.generic {{.*}} ins(%[[Z]] : tensor<i8>) outs(%{{.*}} : tensor<20xi8>)
//       CHECK:   %[[ONE:.*]] = tensor.collapse_shape %[[S]] [] : tensor<1xf32> into tensor<f32>
//       CHECK:   %[[SS:.*]] = linalg.generic {{.*}} ins(%[[ONE]] : tensor<f32>) outs(%{{.*}} : tensor<20xf32>)
//       CHECK:   %[[BS:.*]] = tensor.collapse_shape %[[B]] {{\[\[}}0, 1, 2]] : tensor<1x1x20xf32> into tensor<20xf32>
//       CHECK:   %[[Y:.*]] = lowbit.packed_convolve {{.*}} extras(%[[ZS]], %[[SS]], %[[BS]] : tensor<20xi8>, tensor<20xf32>, tensor<20xf32>)
//       CHECK:   return %[[Y]]
func.func @scales_of_the_run(%x: tensor<?x4x8xi8>, %w: tensor<256xi8>, %z: tensor<i8>, %s: tensor<1xf32>, %b: tensor<1x1x20xf32>, %i: tensor<?x4x20xi32>, %j: tensor<?x4x20xf32>) -> tensor<?x4x20xf32> {
  %y = lowbit.packed_convolve image(%x : tensor<?x4x8xi8>) weights(%w : tensor<256xi8>) outs(%i : tensor<?x4x20xi32>)
    kernel = [1] strides = [1] dilations = [1] -> tensor<?x4x20xi32>
  %f = linalg.generic {indexing_maps = [#id, #all, #first, #channel, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y, %z, %s, %b : tensor<?x4x20xi32>, tensor<i8>, tensor<1xf32>, tensor<1x1x20xf32>) outs(%j : tensor<?x4x20xf32>) {
  ^bb0(%a: i32, %c: i8, %d: f32, %e: f32, %o: f32):
    %g = arith.extui %c : i8 to i32
    %h = arith.subi %a, %g : i32
    %k = arith.sitofp %h : i32 to f32
    %l = math.fma %k, %d, %e : f32
    linalg.yield %l : f32
  } -> tensor<?x4x20xf32>
  return %f : tensor<?x4x20xf32>
}
