// RUN: lutra-opt %s --canonicalize --split-input-file | FileCheck %s

// One group needs no group size and no g_idx.
// CHECK-LABEL: @one_group
// CHECK: lowbit.contract
// CHECK-NOT: g_idx
// CHECK-SAME: group_size = 0 ->
func.func @one_group(%a: tensor<4x20xf32>, %w: tensor<8x20xi8>, %s: tensor<8x1xf32>, %g: tensor<20xi32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %y = lowbit.contract acts(%a : tensor<4x20xf32>) codes(%w : tensor<8x20xi8>) scales(%s : tensor<8x1xf32>) g_idx(%g : tensor<20xi32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// A zero point that all codes share goes into the format.
// CHECK-LABEL: @shared_zero_point
// CHECK: lowbit.contract
// CHECK-NOT: zero_points
// CHECK-SAME: #lowbit.int<bits = 4, zero_point = 9>
func.func @shared_zero_point(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %init: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %z = arith.constant dense<9> : tensor<8x2xi8>
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>) zero_points(%z : tensor<8x2xi8>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<4x8xf32>
  return %y : tensor<4x8xf32>
}

// -----

// Not if the format cannot hold it, nor if it is a real number, whose arithmetic is
// another one.
// CHECK-LABEL: @zero_points_that_stay
// CHECK: zero_points(%{{.*}} : tensor<8x1xi8>)
// CHECK: zero_points(%{{.*}} : tensor<8x1xf32>)
func.func @zero_points_that_stay(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %z = arith.constant dense<16> : tensor<8x1xi8>
  %y = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>) zero_points(%z : tensor<8x1xi8>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 0 -> tensor<4x8xf32>
  %f = arith.constant dense<3.0> : tensor<8x1xf32>
  %x = lowbit.contract acts(%a : tensor<4x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>) zero_points(%f : tensor<8x1xf32>)
    outs(%init : tensor<4x8xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 0 -> tensor<4x8xf32>
  return %y, %x : tensor<4x8xf32>, tensor<4x8xf32>
}

// -----

// Casts that forget sizes disappear, and sizes of activations reach results.
// CHECK-LABEL: @static_sizes
// CHECK: %[[Q:.*]], %[[S:.*]] = lowbit.quantize %{{.*}} : tensor<4x64xf32> -> tensor<4x64xi8>, tensor<4x1xf32>
// CHECK: lowbit.contract acts(%[[Q]] : tensor<4x64xi8>) act_scales(%[[S]] : tensor<4x1xf32>)
// CHECK-SAME: -> tensor<4x8xf32>
func.func @static_sizes(%a: tensor<4x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %d = tensor.cast %a : tensor<4x64xf32> to tensor<?x64xf32>
  %q, %qs = lowbit.quantize %d kind = <int8_token> group_size = 0 : tensor<?x64xf32> -> tensor<?x64xi8>, tensor<?x1xf32>
  %y = lowbit.contract acts(%q : tensor<?x64xi8>) act_scales(%qs : tensor<?x1xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}
