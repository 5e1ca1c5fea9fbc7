// RUN: lutra-opt %s --verify-roundtrip | FileCheck %s
// RUN: lutra-opt %s --one-shot-bufferize="bufferize-function-boundaries=1 function-boundary-type-conversion=identity-layout-map" | FileCheck %s --check-prefix=BUFFERS

// CHECK-LABEL: @packed
//       CHECK:   lowbit.packed_contract acts(%{{.+}}, %{{.+}}, %{{.+}} : tensor<?x512xi8>, tensor<?x2xf32>, tensor<?x2xi32>)
//  CHECK-SAME:     zero_points(%{{.+}} : tensor<1x2x64xi8>) extras(%{{.+}}, %{{.+}} : tensor<?x40xf32>, tensor<40xf32>)
//  CHECK-SAME:     layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
//  CHECK-SAME:     kernels = [#lowbit.kernel<family = "dot", tokens = 1>, #lowbit.kernel<family = "dot", tokens = 4, knobs = {tile = 6 : i64}>]
//       CHECK:   ^bb0(%{{.+}}: f32, %{{.+}}: f32, %{{.+}}: f32):
//       CHECK:     lowbit.yield
// What is written is the destination; nothing is copied.
// BUFFERS-LABEL: @packed
//   BUFFERS-NOT:   memref.{{alloc|copy}}
//       BUFFERS:   lowbit.packed_contract acts({{.*}} : memref<?x512xi8>, memref<?x2xf32>, memref<?x2xi32>) {{.*}} outs(%[[OUT:.+]] : memref<?x40xf32>) {{.*}} kernels = [
//       BUFFERS:     lowbit.yield
//       BUFFERS:   return %[[OUT]]
func.func @packed(%q: tensor<?x512xi8>, %s: tensor<?x2xf32>, %sums: tensor<?x2xi32>, %w: tensor<8192xi8>, %ws: tensor<1x2x64xf32>,
                  %z: tensor<1x2x64xi8>, %r: tensor<?x40xf32>, %bias: tensor<40xf32>, %init: tensor<?x40xf32>) -> tensor<?x40xf32> {
  %y = lowbit.packed_contract acts(%q, %s, %sums : tensor<?x512xi8>, tensor<?x2xf32>, tensor<?x2xi32>)
    weights(%w : tensor<8192xi8>) scales(%ws : tensor<1x2x64xf32>) zero_points(%z : tensor<1x2x64xi8>)
    extras(%r, %bias : tensor<?x40xf32>, tensor<40xf32>) outs(%init : tensor<?x40xf32>)
    format = #lowbit.int<bits = 2> activation = <int8_block> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dot", tokens = 1>, #lowbit.kernel<family = "dot", tokens = 4, knobs = {tile = 6}>] {
  ^bb0(%y: f32, %residual: f32, %b: f32):
    %0 = arith.addf %y, %b : f32
    %1 = arith.addf %0, %residual : f32
    lowbit.yield %1 : f32
  } -> tensor<?x40xf32>
  return %y : tensor<?x40xf32>
}

// Float activations, nothing chosen, five digits in a byte.
// CHECK-LABEL: @float
//       CHECK:   lowbit.packed_contract acts(%{{.+}} : tensor<1x20xf32>) weights(%{{.+}} : tensor<384xi8>) {{.*}} activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
func.func @float(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) -> tensor<1x3xf32> {
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return %y : tensor<1x3xf32>
}

// BUFFERS-LABEL: @onBuffers
//       BUFFERS:   lowbit.packed_contract
func.func @onBuffers(%x: memref<1x20xf32>, %w: memref<384xi8>, %ws: memref<1x1x64xf32>, %out: memref<1x3xf32>) {
  lowbit.packed_contract acts(%x : memref<1x20xf32>) weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%out : memref<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20>
  return
}

// The format does not have the vectors again, which are with the weights.
// CHECK-LABEL: @vectors
// CHECK: lowbit.packed_contract {{.*}} format = #lowbit.vector_codebook<bits = 2, length = 4, values = []>
func.func @vectors(%x: tensor<?x8xf32>, %w: tensor<96xi8>, %s: tensor<1x1x16xf32>, %init: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %y = lowbit.packed_contract acts(%x : tensor<?x8xf32>) weights(%w : tensor<96xi8>) scales(%s : tensor<1x1x16xf32>) outs(%init : tensor<?x3xf32>)
    format = #lowbit.vector_codebook<bits = 2, length = 4, values = []> activation = <float> layout = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 8> -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// CHECK: #lowbit.fields<bits = 3, rows = 64, group = 130>
func.func private @fields() attributes {f = #lowbit.fields<bits = 3, rows = 64, group = 130>}
