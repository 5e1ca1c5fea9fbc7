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
