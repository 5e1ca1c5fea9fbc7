// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-prepare-activations,cse))' | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-prepare-activations))' --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// Equal quantisations are shared, whatever the weights' groups are.
// CHECK-LABEL: @token
// CHECK:   %[[Q:.*]], %[[S:.*]] = lowbit.quantize %{{.*}} kind =       <int8_token> group_size = 0
// CHECK-NOT:   lowbit.quantize
// CHECK:   lowbit.contract acts(%[[Q]] : tensor<?x64xi8>)       act_scales(%[[S]] : tensor<?x1xf32>)
// CHECK:   lowbit.contract       acts(%[[Q]] : tensor<?x64xi8>) act_scales(%[[S]] : tensor<?x1xf32>)
// LOC-LABEL: @token
// LOC: lowbit.quantize {{.*}} loc("q_proj")
// LOC: lowbit.contract {{.*}} loc("q_proj")
func.func @token(%a: tensor<?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %t: tensor<8x2xf32>, %init: tensor<?x8xf32>) -> (tensor<?x8xf32>, tensor<?x8xf32>) {
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x8xf32> loc("q_proj")
  %z = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%t : tensor<8x2xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 2> activation = <int8_token> group_size = 32 -> tensor<?x8xf32>
  return %y, %z : tensor<?x8xf32>, tensor<?x8xf32>
}

// CHECK-LABEL: @block
// CHECK:   lowbit.quantize %{{.*}} kind = <int8_block> group_size = 32 : tensor<?x64xf32> -> tensor<?x64xi8>, tensor<?x2xf32>
// CHECK:   act_scales(%{{.*}} : tensor<?x2xf32>)
func.func @block(%a: tensor<?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 32 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// CHECK-LABEL: @g_idx
// CHECK-SAME:   %[[G:[a-z0-9]*]]: tensor<64xi32>
// CHECK:   lowbit.quantize %{{.*}} g_idx(%[[G]] : tensor<64xi32>) kind = <int8_block> group_size = 0
func.func @g_idx(%a: tensor<?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %g: tensor<64xi32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>) g_idx(%g : tensor<64xi32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 32 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// CHECK-LABEL: @float
// CHECK-NOT:   lowbit.quantize
// CHECK:   return
func.func @float(%a: tensor<?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.ternary activation = <float> group_size = 0 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// A set of groups is a group of the quantisation.
// CHECK-LABEL: @sets
// CHECK:   lowbit.quantize %{{.*}} kind = <int8_block> group_size = 48 : tensor<?x64xf32> -> tensor<?x64xi8>, tensor<?x2xf32>
// CHECK:   act_scales(%{{.*}} : tensor<?x2xf32>)
// CHECK-SAME: group_size = 16 act_groups = 3
func.func @sets(%a: tensor<?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x4xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x4xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 16 act_groups = 3 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// CHECK-LABEL: @sets_of_g_idx
// CHECK-SAME:   %[[G:[a-z0-9]*]]: tensor<64xi32>
// CHECK:   %[[SETS:.*]] = linalg.generic {{.*}} ins(%[[G]] : tensor<64xi32>)
// CHECK:     arith.divui %{{.*}}, %c2_i32
// CHECK:   lowbit.quantize %{{.*}} g_idx(%[[SETS]] : tensor<64xi32>) kind = <int8_block> group_size = 0 : tensor<?x64xf32> -> tensor<?x64xi8>, tensor<?x3xf32>
func.func @sets_of_g_idx(%a: tensor<?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x5xf32>, %g: tensor<64xi32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x5xf32>) g_idx(%g : tensor<64xi32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 0 act_groups = 2 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}
