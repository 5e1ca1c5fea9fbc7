// RUN: lutra-opt %s --canonicalize | FileCheck %s

// The number of tokens goes through preparation and contraction, with and without
// an epilogue; whoever reads the result gets what he had.

// CHECK-LABEL: @one_token(
// CHECK-SAME:    %[[A:.*]]: tensor<1x250xf32>
// CHECK:         %[[Q:.*]], %[[S:.*]], %[[SUMS:.*]] = lowbit.prepare %[[A]] {{.*}} : tensor<1x250xf32> -> tensor<1x256xi8>, tensor<1x1xf32>, tensor<1x1xi32>
// CHECK:         %[[E:.*]] = tensor.empty() : tensor<1x40xf32>
// CHECK:         %[[Y:.*]] = lowbit.packed_contract acts(%[[Q]], %[[S]], %[[SUMS]] : {{.*}}) {{.*}} outs(%[[E]] : tensor<1x40xf32>) {{.*}} -> tensor<1x40xf32>
// CHECK:         %[[OLDY:.*]] = tensor.cast %[[Y]] : tensor<1x40xf32> to tensor<?x40xf32>
// CHECK:         %[[Z:.*]] = lowbit.packed_contract acts(%[[Q]], {{.*}} extras(%{{.*}} : tensor<1x40xf32>) outs(%[[E]] : tensor<1x40xf32>)
// CHECK:         } -> tensor<1x40xf32>
// CHECK:         %[[OLDZ:.*]] = tensor.cast %[[Z]] : tensor<1x40xf32> to tensor<?x40xf32>
// CHECK:         return %[[OLDY]], %[[OLDZ]]
func.func @one_token(%a: tensor<1x250xf32>, %r: tensor<1x40xf32>, %w: tensor<4096xi8>, %scales: tensor<1x1x64xf32>) -> (tensor<?x40xf32>, tensor<?x40xf32>) {
  %c0 = arith.constant 0 : index
  %any = tensor.cast %a : tensor<1x250xf32> to tensor<?x250xf32>
  %residual = tensor.cast %r : tensor<1x40xf32> to tensor<?x40xf32>
  %m = tensor.dim %any, %c0 : tensor<?x250xf32>
  %q, %s, %sums = lowbit.prepare %any kind = <int8_token> group_size = 0 group = 256
    : tensor<?x250xf32> -> tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>
  %e = tensor.empty(%m) : tensor<?x40xf32>
  %y = lowbit.packed_contract acts(%q, %s, %sums : tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>)
    weights(%w : tensor<4096xi8>) scales(%scales : tensor<1x1x64xf32>) outs(%e : tensor<?x40xf32>)
    format = #lowbit.int<bits = 2, zero_point = 1> activation = <int8_token>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z = lowbit.packed_contract acts(%q, %s, %sums : tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>)
    weights(%w : tensor<4096xi8>) scales(%scales : tensor<1x1x64xf32>) extras(%residual : tensor<?x40xf32>) outs(%e : tensor<?x40xf32>)
    format = #lowbit.int<bits = 2, zero_point = 1> activation = <int8_token>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256> {
  ^bb0(%v: f32, %x: f32):
    %sum = arith.addf %v, %x : f32
    lowbit.yield %sum : f32
  } -> tensor<?x40xf32>
  return %y, %z : tensor<?x40xf32>, tensor<?x40xf32>
}
