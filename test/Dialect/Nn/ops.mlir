// RUN: lutra-opt %s --verify-roundtrip | FileCheck %s
// RUN: lutra-opt %s --resolve-ranked-shaped-type-result-dims --cse | FileCheck %s --check-prefix=DIMS

// CHECK-LABEL: @attention
// CHECK: nn.attention query(%{{.*}} : tensor<?x8x?x32xf16>) key(%{{.*}}) value(%{{.*}}) mask(%{{.*}} : tensor<1x8x?x?xf16>) lengths(%{{.*}} : tensor<?xi32>)
// CHECK-SAME: outs(%{{.*}} : tensor<?x8x?x16xf16>) {causal, scale = 2.500000e-01 : f32, softcap = 5.000000e+01 : f32, window = 7 : i64} -> tensor<?x8x?x16xf16>
// DIMS-LABEL: @attention
// DIMS-SAME:   %[[Q:[a-z0-9]*]]: tensor<?x8x?x32xf16>
// DIMS-DAG:   %[[B:.*]] = tensor.dim %[[Q]], %c0
// DIMS-DAG:   %[[S:.*]] = tensor.dim %[[Q]], %c2
// DIMS:   return %{{.*}}, %[[B]], %[[S]]
func.func @attention(%q: tensor<?x8x?x32xf16>, %k: tensor<?x4x?x32xf16>, %v: tensor<?x4x?x16xf16>, %m: tensor<1x8x?x?xf16>,
                     %l: tensor<?xi32>, %init: tensor<?x8x?x16xf16>) -> (tensor<?x8x?x16xf16>, index, index) {
  %y = nn.attention query(%q : tensor<?x8x?x32xf16>) key(%k : tensor<?x4x?x32xf16>) value(%v : tensor<?x4x?x16xf16>)
    mask(%m : tensor<1x8x?x?xf16>) lengths(%l : tensor<?xi32>) outs(%init : tensor<?x8x?x16xf16>)
    {causal, scale = 0.25 : f32, window = 7 : i64, softcap = 50.0 : f32} -> tensor<?x8x?x16xf16>
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %b = tensor.dim %y, %c0 : tensor<?x8x?x16xf16>
  %s = tensor.dim %y, %c2 : tensor<?x8x?x16xf16>
  return %y, %b, %s : tensor<?x8x?x16xf16>, index, index
}

// The past may be static; what it grows into is not.
// CHECK-LABEL: @cache
// CHECK: nn.cache %{{.*}} length(%{{.*}}) {axis = 2 : i64} : tensor<2x4x0x32xf32> -> tensor<2x4x?x32xf32>
// CHECK: nn.append %{{.*}} into %{{.*}} at(%{{.*}} : tensor<2xi32>) length(%{{.*}}) : tensor<2x4x1x32xf32>, tensor<2x4x?x32xf32>
// The capacity is known to the cache alone.
// DIMS-LABEL: @cache
// DIMS:   %[[C:.*]] = nn.cache
// DIMS:   %[[D:.*]] = tensor.dim %[[C]], %c2
// DIMS:   return %{{.*}}, %[[D]]
func.func @cache(%past: tensor<2x4x0x32xf32>, %new: tensor<2x4x1x32xf32>, %at: tensor<2xi32>, %t: index) -> (tensor<2x4x?x32xf32>, index) {
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<2x4x0x32xf32> -> tensor<2x4x?x32xf32>
  %a = nn.append %new into %c at(%at : tensor<2xi32>) length(%t) : tensor<2x4x1x32xf32>, tensor<2x4x?x32xf32>
  %c2 = arith.constant 2 : index
  %d = tensor.dim %a, %c2 : tensor<2x4x?x32xf32>
  return %a, %d : tensor<2x4x?x32xf32>, index
}

// CHECK-LABEL: @first_position
// CHECK: nn.first_position of %{{.*}} {output = 2 : i64}
func.func @first_position(%count: index) -> index {
  %p = nn.first_position of %count {output = 2 : i64}
  return %p : index
}

// On buffers the op writes into its destination. Heads may lie inside of tokens.
// CHECK-LABEL: @buffers
// CHECK: nn.attention query(%{{.*}} : memref<?x?x8x32xf32>) key(%{{.*}} : memref<?x4x?x32xf32, strided<[?, ?, 32, 1]>>)
// CHECK-SAME: outs(%{{.*}} : memref<?x?x8x16xf32>) {scale = 2.500000e-01 : f32, token_major}
func.func @buffers(%q: memref<?x?x8x32xf32>, %k: memref<?x4x?x32xf32, strided<[?, ?, 32, 1]>>, %v: memref<?x4x?x16xf32>, %y: memref<?x?x8x16xf32>) {
  nn.attention query(%q : memref<?x?x8x32xf32>) key(%k : memref<?x4x?x32xf32, strided<[?, ?, 32, 1]>>) value(%v : memref<?x4x?x16xf32>)
    outs(%y : memref<?x?x8x16xf32>) {scale = 0.25 : f32, token_major}
  return
}

// One row of the mask for all queries, which counts where the condition says so.
// CHECK-LABEL: @masked
// CHECK: mask(%{{.*}} : memref<?x1x1x?xf32>) if(%{{.*}}) outs(%{{.*}} : memref<?x8x?x32xf32>) {causal, scale = 2.500000e-01 : f32}
func.func @masked(%q: memref<?x8x?x32xf32>, %k: memref<?x4x?x32xf32>, %v: memref<?x4x?x32xf32>, %m: memref<?x1x1x?xf32>, %if: i1, %y: memref<?x8x?x32xf32>) {
  nn.attention query(%q : memref<?x8x?x32xf32>) key(%k : memref<?x4x?x32xf32>) value(%v : memref<?x4x?x32xf32>)
    mask(%m : memref<?x1x1x?xf32>) if(%if) outs(%y : memref<?x8x?x32xf32>) {causal, scale = 0.25 : f32}
  return
}

// CHECK-LABEL: @append_tokens
// CHECK: nn.append %{{.*}} into %{{.*}} at(%{{.*}} : index) length(%{{.*}}) {token_major} : tensor<?x?x4x32xf32>, tensor<?x4x?x32xf32>
func.func @append_tokens(%cache: tensor<?x4x?x32xf32>, %new: tensor<?x?x4x32xf32>, %at: index, %t: index) -> tensor<?x4x?x32xf32> {
  %a = nn.append %new into %cache at(%at : index) length(%t) {token_major} : tensor<?x?x4x32xf32>, tensor<?x4x?x32xf32>
  return %a : tensor<?x4x?x32xf32>
}

// CHECK-LABEL: @lstm
// CHECK: nn.lstm input(%{{.*}} : tensor<?x?x8xf32>) weights(%{{.*}}, %{{.*}} : tensor<4x16x8xf32>, tensor<4x16x16xf32>) bias(%{{.*}} : tensor<4x16xf32>)
// CHECK-SAME: state(%{{.*}}, %{{.*}} : tensor<?x16xf32>, tensor<?x16xf32>) {reverse} -> tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>
// CHECK: nn.lstm input(%{{.*}}) weights(%{{.*}}) state(%{{.*}}) -> tensor
// DIMS-LABEL: @lstm
// DIMS-SAME:   %[[X:[a-z0-9]*]]: tensor<?x?x8xf32>
// DIMS-DAG:   %[[T:.*]] = tensor.dim %[[X]], %c0
// DIMS-DAG:   %[[B:.*]] = tensor.dim %[[X]], %c1
// DIMS:   return %{{.*}}, %[[T]], %[[B]], %[[B]]
func.func @lstm(%x: tensor<?x?x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>,
                %h: tensor<?x16xf32>, %c: tensor<?x16xf32>) -> (tensor<?x?x16xf32>, index, index, index) {
  %y:3 = nn.lstm input(%x : tensor<?x?x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>) bias(%b : tensor<4x16xf32>)
    state(%h, %c : tensor<?x16xf32>, tensor<?x16xf32>) {reverse} -> tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>
  %z:3 = nn.lstm input(%x : tensor<?x?x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>)
    state(%y#1, %y#2 : tensor<?x16xf32>, tensor<?x16xf32>) -> tensor<?x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %t = tensor.dim %z#0, %c0 : tensor<?x?x16xf32>
  %n = tensor.dim %z#0, %c1 : tensor<?x?x16xf32>
  %m = tensor.dim %z#2, %c0 : tensor<?x16xf32>
  return %z#0, %t, %n, %m : tensor<?x?x16xf32>, index, index, index
}
