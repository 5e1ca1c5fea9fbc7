// RUN: lutra-opt %s --raise-ternary-codes --canonicalize --split-input-file | FileCheck %s
// RUN: lutra-opt %s --raise-ternary-codes --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// Codes 0, 1, 2 with zero point 1 are ternary codes as they lie.
// CHECK-LABEL: @as_they_lie
//       CHECK:   %[[P:.*]] = arith.constant dense<{{.*}}> : tensor<2x1x1xi8>
//       CHECK:   %[[W:.*]] = lowbit.unpack %[[P]] format = #lowbit.int<bits = 2> block_size = 4
//       CHECK:   lowbit.contract {{.*}} codes(%[[W]] : tensor<2x4xi8>) scales(%{{.*}} : tensor<2x1xf32>) outs
//  CHECK-SAME:     format = #lowbit.ternary activation = <int8_token> group_size = 0
// LOC-LABEL: @as_they_lie
// LOC: lowbit.contract {{.*}} loc("k_proj")
func.func @as_they_lie(%a: tensor<?x4xf32>, %s: tensor<2x1xf32>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %p = arith.constant dense<[[[0x24]], [[0x91]]]> : tensor<2x1x1xi8>
  %w = lowbit.unpack %p format = #lowbit.int<bits = 2> block_size = 4 : tensor<2x1x1xi8> -> tensor<2x4xi8>
  %y = lowbit.contract acts(%a : tensor<?x4xf32>) codes(%w : tensor<2x4xi8>) scales(%s : tensor<2x1xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 2, zero_point = 1> activation = <int8_token> group_size = 0 -> tensor<?x2xf32> loc("k_proj")
  return %y : tensor<?x2xf32>
}

// -----

// Values -2, 0 and 2 of four bits are written again in two, and the 2 goes into the
// scales, also where int8 is decided.
// CHECK-LABEL: @power_of_two
//   CHECK-DAG:   %[[P:.*]] = arith.constant dense<{{\[\[}}[82, 0]], {{\[\[}}-127, 2]]]> : tensor<2x1x2xi8>
//   CHECK-DAG:   %[[S:.*]] = arith.constant dense<{{\[\[}}1.000000e+00], [-5.000000e-01]]> : tensor<2x1xf32>
//       CHECK:   %[[W:.*]] = lowbit.unpack %[[P]] format = #lowbit.ternary block_size = 5 : tensor<2x1x2xi8> -> tensor<2x5xi8>
//       CHECK:   lowbit.contract {{.*}} codes(%[[W]] : tensor<2x5xi8>) scales(%[[S]] : tensor<2x1xf32>) outs
//  CHECK-SAME:     #lowbit.ternary activation = <int8_token>
// LOC-LABEL: @power_of_two
// LOC: lowbit.unpack {{.*}} loc("q_weight")
func.func @power_of_two(%a: tensor<?x5xf32>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[10, 6, 8, 8, 6], [8, 6, 6, 10, 10]]> : tensor<2x5xi8> loc("q_weight")
  %s = arith.constant dense<[[0.5], [-0.25]]> : tensor<2x1xf32>
  %y = lowbit.contract acts(%a : tensor<?x5xf32>) codes(%w : tensor<2x5xi8>) scales(%s : tensor<2x1xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <int8_token> group_size = 0 -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// Zero points and magnitudes of groups: both go, what is left of the scales is equal,
// and so the groups go, too. 7 is no power of two, and nothing is decided yet.
// CHECK-LABEL: @groups
//   CHECK-DAG:   %[[P:.*]] = arith.constant dense<{{\[\[}}[34]], {{\[\[}}-124]]]> : tensor<2x1x1xi8>
//   CHECK-DAG:   %[[S:.*]] = arith.constant dense<{{\[\[}}7.000000e+00], [3.500000e+00]]> : tensor<2x1xf32>
//       CHECK:   %[[W:.*]] = lowbit.unpack %[[P]] format = #lowbit.ternary block_size = 4
//       CHECK:   lowbit.contract acts(%{{.*}}) codes(%[[W]] : tensor<2x4xi8>) scales(%[[S]] : tensor<2x1xf32>) outs
//  CHECK-SAME:     #lowbit.ternary activation = <auto>  group_size = 0 int8_permitted
func.func @groups(%a: tensor<?x4xf32>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[15, 1, 7, 3], [0, 7, 1, 3]]> : tensor<2x4xi8>
  %s = arith.constant dense<[[1.0, 3.5], [0.5, 3.5]]> : tensor<2x2xf32>
  %z = arith.constant dense<[[8, 5], [7, 2]]> : tensor<2x2xi8>
  %y = lowbit.contract acts(%a : tensor<?x4xf32>) codes(%w : tensor<2x4xi8>) scales(%s : tensor<2x2xf32>) zero_points(%z : tensor<2x2xi8>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.int<bits = 4> activation = <auto> group_size = 2 int8_permitted -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// g_idx says which magnitude is whose. Scales that still differ keep it.
// CHECK-LABEL: @g_idx
//   CHECK-DAG:   %[[P:.*]] = arith.constant dense<88> : tensor<1x1x1xi8>
//   CHECK-DAG:   %[[S:.*]] = arith.constant dense<{{\[\[}}3.000000e+00, 5.000000e+00]]> : tensor<1x2xf32>
//       CHECK:   lowbit.contract {{.*}} scales(%[[S]] : tensor<1x2xf32>) g_idx(%{{.*}} : tensor<4xi32>) outs
//  CHECK-SAME:     #lowbit.ternary
// The same weight where the groups follow each other is not ternary.
// CHECK-LABEL: @no_g_idx
//       CHECK:   #lowbit.int<bits = 4, zero_point = 8>
func.func @g_idx(%a: tensor<?x4xf32>, %init: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<[[5, 13, 8, 8]]> : tensor<1x4xi8>
  %s = arith.constant dense<1.0> : tensor<1x2xf32>
  %g = arith.constant dense<[0, 1, 0, 1]> : tensor<4xi32>
  %y = lowbit.contract acts(%a : tensor<?x4xf32>) codes(%w : tensor<1x4xi8>) scales(%s : tensor<1x2xf32>) g_idx(%g : tensor<4xi32>)
    outs(%init : tensor<?x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 2 -> tensor<?x1xf32>
  return %y : tensor<?x1xf32>
}
func.func @no_g_idx(%a: tensor<?x4xf32>, %init: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<[[5, 13, 8, 8]]> : tensor<1x4xi8>
  %s = arith.constant dense<1.0> : tensor<1x2xf32>
  %y = lowbit.contract acts(%a : tensor<?x4xf32>) codes(%w : tensor<1x4xi8>) scales(%s : tensor<1x2xf32>)
    outs(%init : tensor<?x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 2 -> tensor<?x1xf32>
  return %y : tensor<?x1xf32>
}

// -----

// Two contractions of one weight have one weight afterwards.
// CHECK-LABEL: @shared
//       CHECK:   %[[W:.*]] = lowbit.unpack %{{.*}} format = #lowbit.ternary
//   CHECK-NOT:   lowbit.unpack
//       CHECK:   lowbit.contract {{.*}} codes(%[[W]]
//       CHECK:   lowbit.contract {{.*}} codes(%[[W]]
func.func @shared(%a: tensor<?x4xf32>, %b: tensor<?x4xf32>, %init: tensor<?x1xf32>) -> (tensor<?x1xf32>, tensor<?x1xf32>) {
  %w = arith.constant dense<[[7, 9, 8, 8]]> : tensor<1x4xi8>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %y = lowbit.contract acts(%a : tensor<?x4xf32>) codes(%w : tensor<1x4xi8>) scales(%s : tensor<1x1xf32>)
    outs(%init : tensor<?x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 0 -> tensor<?x1xf32>
  %z = lowbit.contract acts(%b : tensor<?x4xf32>) codes(%w : tensor<1x4xi8>) scales(%s : tensor<1x1xf32>)
    outs(%init : tensor<?x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 0 -> tensor<?x1xf32>
  return %y, %z : tensor<?x1xf32>, tensor<?x1xf32>
}

// -----

// Prepared activations have scales for each group: the groups stay.
// CHECK-LABEL: @prepared
//       CHECK:   scales(%{{.*}} : tensor<1x2xf32>)
//  CHECK-SAME:     #lowbit.ternary activation = <int8_block> group_size = 2
func.func @prepared(%q: tensor<?x4xi8>, %qs: tensor<?x2xf32>, %init: tensor<?x1xf32>) -> tensor<?x1xf32> {
  %w = arith.constant dense<[[7, 9, 8, 8]]> : tensor<1x4xi8>
  %s = arith.constant dense<1.0> : tensor<1x2xf32>
  %y = lowbit.contract acts(%q : tensor<?x4xi8>) act_scales(%qs : tensor<?x2xf32>) codes(%w : tensor<1x4xi8>) scales(%s : tensor<1x2xf32>)
    outs(%init : tensor<?x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <int8_block> group_size = 2 -> tensor<?x1xf32>
  return %y : tensor<?x1xf32>
}

// -----

// With scales of 1 results are integers, whatever is multiplied when: 127, which is what
// int8 makes of ternary weights. Not where they pass 2^24, or where 1 is not known.
// CHECK-LABEL: @integers
//       CHECK:   scales(%[[S:.*]] : tensor<1x1xf32>) {{.*}} #lowbit.ternary
//   CHECK-NOT:   #lowbit.ternary
//       CHECK:   return
func.func @integers(%q: tensor<1x2xi8>, %r: tensor<1x1033xi8>, %i: tensor<1x1xf32>, %e: tensor<1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>) {
  %one = arith.constant 1.0 : f32
  %ones = linalg.fill ins(%one : f32) outs(%e : tensor<1x1xf32>) -> tensor<1x1xf32>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %w0 = arith.constant dense<[[1, 255]]> : tensor<1x2xi8>
  %0 = lowbit.contract acts(%q : tensor<1x2xi8>) act_scales(%ones : tensor<1x1xf32>) codes(%w0 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  %w1 = arith.constant dense<255> : tensor<1x1033xi8>
  %1 = lowbit.contract acts(%r : tensor<1x1033xi8>) act_scales(%ones : tensor<1x1xf32>) codes(%w1 : tensor<1x1033xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  %2 = lowbit.contract acts(%q : tensor<1x2xi8>) act_scales(%e : tensor<1x1xf32>) codes(%w0 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  return %0, %1, %2 : tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>
}

// -----

// Nothing changes: two magnitudes in a row; 7 where int8 is decided; an infinite
// product; only zeros; one bit; a zero point of real numbers; scales that are not
// known where they must change; codes that are not known.
// CHECK-LABEL: @negative
//   CHECK-NOT:   #lowbit.ternary
//       CHECK:   return
func.func @negative(%a: tensor<1x2xf32>, %u: tensor<1x1xf32>, %v: tensor<1x2xi8>, %i: tensor<1x1xf32>)
    -> (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>) {
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %w0 = arith.constant dense<[[7, 10]]> : tensor<1x2xi8>
  %0 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w0 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <auto> group_size = 0 -> tensor<1x1xf32>
  %w1 = arith.constant dense<[[1, 15]]> : tensor<1x2xi8>
  %1 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w1 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  %big = arith.constant dense<1.0e+38> : tensor<1x1xf32>
  %2 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w1 : tensor<1x2xi8>) scales(%big : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 0 -> tensor<1x1xf32>
  %w3 = arith.constant dense<8> : tensor<1x2xi8>
  %3 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w3 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <auto> group_size = 0 -> tensor<1x1xf32>
  %w4 = arith.constant dense<[[0, 1]]> : tensor<1x2xi8>
  %4 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w4 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 1> activation = <auto> group_size = 0 -> tensor<1x1xf32>
  %z = arith.constant dense<0.5> : tensor<1x1xf32>
  %5 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w4 : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>) zero_points(%z : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 2> activation = <auto> group_size = 0 -> tensor<1x1xf32>
  %6 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%w1 : tensor<1x2xi8>) scales(%u : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <auto> group_size = 0 -> tensor<1x1xf32>
  %7 = lowbit.contract acts(%a : tensor<1x2xf32>) codes(%v : tensor<1x2xi8>) scales(%s : tensor<1x1xf32>)
    outs(%i : tensor<1x1xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <auto> group_size = 0 -> tensor<1x1xf32>
  return %0, %1, %2, %3, %4, %5, %6, %7 : tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>
}

// -----

// A weight in a resource: 4 bits become 2, and the old bytes are released.
// CHECK-LABEL: @resource
//       CHECK:   dense_resource<wq_ternary> : tensor<8x1x32xi8>
//   CHECK-NOT:   wq:
//       CHECK:   wq_ternary: "0x40000000598585
//   CHECK-NOT:   wq:
func.func @resource(%a: tensor<?x128xf32>, %s: tensor<8x1xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %p = arith.constant dense_resource<wq> : tensor<8x4x16xi8>
  %w = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 32 : tensor<8x4x16xi8> -> tensor<8x128xi8>
  %y = lowbit.contract acts(%a : tensor<?x128xf32>) codes(%w : tensor<8x128xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <auto> group_size = 0 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

{-#
  dialect_resources: {
    builtin: {
      wq: "0x040000009888889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897889788978897"
    }
  }
#-}
