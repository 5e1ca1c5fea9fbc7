// RUN: lutra-opt %s --canonicalize | FileCheck %s

// Sizes of queries and values reach the result.
// CHECK-LABEL: @static_sizes
// CHECK: nn.attention query(%{{.*}} : tensor<2x8x1x32xf32>) key(%{{.*}} : tensor<2x4x?x32xf32>)
// CHECK-SAME: -> tensor<2x8x1x32xf32>
func.func @static_sizes(%q: tensor<2x8x1x32xf32>, %k: tensor<2x4x?x32xf32>, %v: tensor<2x4x?x32xf32>, %init: tensor<?x8x?x32xf32>) -> tensor<?x8x?x32xf32> {
  %d = tensor.cast %q : tensor<2x8x1x32xf32> to tensor<?x8x?x32xf32>
  %y = nn.attention query(%d : tensor<?x8x?x32xf32>) key(%k : tensor<2x4x?x32xf32>) value(%v : tensor<2x4x?x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return %y : tensor<?x8x?x32xf32>
}

// A condition that is known leaves the mask, or causality.
// CHECK-LABEL: @known_conditions
// CHECK: nn.attention {{.*}} mask(%{{.*}} : tensor<?x1x?x?xf32>) outs(%{{.*}} : tensor<?x8x?x32xf32>) {scale = 2.500000e-01 : f32}
// CHECK: nn.attention {{.*}} value(%{{.*}} : tensor<?x4x?x32xf32>) outs(%{{.*}} : tensor<?x8x?x32xf32>) {causal, scale = 2.500000e-01 : f32, window = 3 : i64}
func.func @known_conditions(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %m: tensor<?x1x?x?xf32>, %init: tensor<?x8x?x32xf32>) -> (tensor<?x8x?x32xf32>, tensor<?x8x?x32xf32>) {
  %true = arith.constant true
  %false = arith.constant false
  %x = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>) mask(%m : tensor<?x1x?x?xf32>) if(%true)
    outs(%init : tensor<?x8x?x32xf32>) {causal, scale = 0.25 : f32, window = 3 : i64} -> tensor<?x8x?x32xf32>
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>) mask(%m : tensor<?x1x?x?xf32>) if(%false)
    outs(%init : tensor<?x8x?x32xf32>) {causal, scale = 0.25 : f32, window = 3 : i64} -> tensor<?x8x?x32xf32>
  return %x, %y : tensor<?x8x?x32xf32>, tensor<?x8x?x32xf32>
}

// Of one position none is left out.
// CHECK-LABEL: @first_of_one
// CHECK: %[[ZERO:.*]] = arith.constant 0 : index
// CHECK: %[[P:.*]] = nn.first_position
// CHECK: return %[[ZERO]], %[[ZERO]], %[[P]]
func.func @first_of_one() -> (index, index, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %none = nn.first_position of %c0 {output = 0 : i64}
  %one = nn.first_position of %c1 {output = 0 : i64}
  %two = nn.first_position of %c2 {output = 0 : i64}
  return %none, %one, %two : index, index, index
}
