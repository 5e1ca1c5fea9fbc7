// RUN: lutra-opt %s --raise-fold-block-scales --canonicalize | FileCheck %s
// RUN: lutra-opt %s --raise-fold-block-scales --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// Zero points stay packed until materialize; they are looked through.
// CHECK-LABEL: @packed_zero_points
// CHECK:   %[[S:.*]] = arith.constant dense<{{\[\[}}5.000000e-01],       [-2.500000e-01]]> : tensor<2x1xf32>
// CHECK:   lowbit.contract
// CHECK-SAME:     scales(%[[S]] : tensor<2x1xf32>) outs
// CHECK-SAME:     #lowbit.int<bits = 4, zero_point = 8> activation = <auto>  group_size = 0 int8_permitted
// LOC-LABEL: @packed_zero_points
// LOC: lowbit.contract {{.*}} loc("k_proj")
func.func @packed_zero_points(%a: tensor<?x64xf32>, %w: tensor<2x64xi8>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %s = arith.constant dense<[[0.5, 0.5], [-0.25, -0.25]]> : tensor<2x2xf32>
  %p = arith.constant dense<0x88> : tensor<2x1x1xi8>
  %z = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 2 : tensor<2x1x1xi8> -> tensor<2x2xi8>
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%s : tensor<2x2xf32>) zero_points(%z : tensor<2x2xi8>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 int8_permitted -> tensor<?x2xf32> loc("k_proj")
  return %y : tensor<?x2xf32>
}

// One zero point for each row; with equal scales it does not matter which k is in
// which group.
// CHECK-LABEL: @zero_point_per_row
// CHECK:   %[[Z:.*]] = arith.constant dense<{{\[\[}}3], [5]]> : tensor<2x1xi8>
// CHECK:   lowbit.contract
// CHECK-NOT:   g_idx
// CHECK-SAME:     zero_points(%[[Z]] : tensor<2x1xi8>)
// CHECK-SAME:     group_size = 0 ->
func.func @zero_point_per_row(%a: tensor<?x64xf32>, %w: tensor<2x64xi8>, %g: tensor<64xi32>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %s = arith.constant dense<0.5> : tensor<2x2xf32>
  %z = arith.constant dense<[[3, 3], [5, 5]]> : tensor<2x2xi8>
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%s : tensor<2x2xf32>) zero_points(%z : tensor<2x2xi8>)
    g_idx(%g : tensor<64xi32>) outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// Integers in a type for real numbers are integers, where scales differ too.
// CHECK-LABEL: @integers_in_floats
// CHECK-DAG:   %[[Z:.*]] = arith.constant dense<{{\[\[}}3, 4], [5, 6]]> : tensor<2x2xi8>
// CHECK:   zero_points(%[[Z]] : tensor<2x2xi8>)
// CHECK-SAME:     #lowbit.int<bits = 4> activation = <auto> group_size = 32
// CHECK:   lowbit.contract
// CHECK-SAME:     #lowbit.int<bits = 4, zero_point = 7> activation = <auto> group_size = 32
func.func @integers_in_floats(%a: tensor<?x64xf32>, %w: tensor<2x64xi8>, %init: tensor<?x2xf32>) -> (tensor<?x2xf32>, tensor<?x2xf32>) {
  %s = arith.constant dense<[[0.5, 0.25], [0.5, 0.5]]> : tensor<2x2xf32>
  %z = arith.constant dense<[[3.0, 4.0], [5.0, 6.0]]> : tensor<2x2xf32>
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%s : tensor<2x2xf32>) zero_points(%z : tensor<2x2xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<?x2xf32>
  %one = arith.constant dense<7.0> : tensor<2x2xf32>
  %x = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%s : tensor<2x2xf32>) zero_points(%one : tensor<2x2xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<?x2xf32>
  return %y, %x : tensor<?x2xf32>, tensor<?x2xf32>
}

// Fractions stay real, once for each row.
// CHECK-LABEL: @fractions
// CHECK:   %[[Z:.*]] = arith.constant dense<1.500000e+00> : tensor<2x1xf32>
// CHECK:   zero_points(%[[Z]] : tensor<2x1xf32>)
// CHECK-SAME:     #lowbit.int<bits = 2> activation = <auto> group_size = 0
func.func @fractions(%a: tensor<?x64xf32>, %w: tensor<2x64xi8>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %s = arith.constant dense<0.5> : tensor<2x2xf32>
  %z = arith.constant dense<1.5> : tensor<2x2xf32>
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%s : tensor<2x2xf32>) zero_points(%z : tensor<2x2xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 2> activation = <auto> group_size = 32 -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// Scales that differ somewhere, zero points that do, scales that are not known: the
// groups stay.
// CHECK-LABEL: @negative
// CHECK-COUNT-3: group_size = 32
func.func @negative(%a: tensor<?x64xf32>, %w: tensor<2x64xi8>, %u: tensor<2x2xf32>, %init: tensor<?x2xf32>) -> (tensor<?x2xf32>, tensor<?x2xf32>, tensor<?x2xf32>) {
  %s = arith.constant dense<[[0.5, 0.5], [0.5, 0.25]]> : tensor<2x2xf32>
  %x = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%s : tensor<2x2xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.ternary activation = <auto> group_size = 32 -> tensor<?x2xf32>
  %t = arith.constant dense<0.5> : tensor<2x2xf32>
  %z = arith.constant dense<[[3, 3], [5, 6]]> : tensor<2x2xi8>
  %y = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%t : tensor<2x2xf32>) zero_points(%z : tensor<2x2xi8>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 32 -> tensor<?x2xf32>
  %v = lowbit.contract acts(%a : tensor<?x64xf32>) codes(%w : tensor<2x64xi8>) scales(%u : tensor<2x2xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.ternary activation = <auto> group_size = 32 -> tensor<?x2xf32>
  return %x, %y, %v : tensor<?x2xf32>, tensor<?x2xf32>, tensor<?x2xf32>
}
