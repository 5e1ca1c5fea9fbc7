// RUN: lutra-opt %s --raise-ternary-matmul --split-input-file | FileCheck %s
// RUN: lutra-opt %s --raise-ternary-matmul --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// [K, N] weights are transposed on the way; leading dimensions stay dynamic.
#a = affine_map<(b, m, n, k) -> (b, m, k)>
#w = affine_map<(b, m, n, k) -> (k, n)>
#y = affine_map<(b, m, n, k) -> (b, m, n)>
// CHECK-LABEL: @kn
//       CHECK:   %[[CODES:.*]] = arith.constant dense<{{\[\[}}2, 1, 0], [0, 2, 1]]> : tensor<2x3xi8>
//       CHECK:   %[[INIT:.*]] = tensor.empty
//       CHECK:   %[[SCALES:.*]] = arith.constant dense<5.000000e-01> : tensor<2x1xf32>
//       CHECK:   lowbit.contract acts(%{{.*}} : tensor<?x?x3xf32>) codes(%[[CODES]] : tensor<2x3xi8>) scales(%[[SCALES]] : tensor<2x1xf32>)
//  CHECK-SAME:     outs(%[[INIT]] : tensor<?x?x2xf32>) format = #lowbit.ternary activation = <auto> group_size = 0 -> tensor<?x?x2xf32>
//   CHECK-NOT:   linalg.generic
// LOC-LABEL: @kn
// LOC: lowbit.contract {{.*}} loc("gate_proj")
func.func @kn(%x: tensor<?x?x3xf32>, %b: index, %m: index) -> tensor<?x?x2xf32> {
  %w = arith.constant dense<[[0.5, -0.5], [0.0, 0.5], [-0.5, -0.0]]> : tensor<3x2xf32>
  %z = arith.constant 0.0 : f32
  %e = tensor.empty(%b, %m) : tensor<?x?x2xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<?x?x2xf32>) -> tensor<?x?x2xf32>
  %r = linalg.generic {indexing_maps = [#a, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<?x?x3xf32>, tensor<3x2xf32>) outs(%f : tensor<?x?x2xf32>) {
  ^bb0(%p: f32, %q: f32, %acc: f32):
    %s = math.fma %p, %q, %acc : f32
    linalg.yield %s : f32
  } -> tensor<?x?x2xf32> loc("gate_proj")
  return %r : tensor<?x?x2xf32>
}

// -----

// [N, K] weights, sums without fma, a weight that two matmuls share.
#a = affine_map<(n, k) -> (k)>
#w = affine_map<(n, k) -> (n, k)>
#y = affine_map<(n, k) -> (n)>
// CHECK-LABEL: @nk
//       CHECK:   %[[CODES:.*]] = arith.constant dense<{{\[\[}}2, 1, 0], [0, 2, 1]]> : tensor<2x3xi8>
//       CHECK:   lowbit.contract acts(%{{.*}} : tensor<3xf32>) codes(%[[CODES]] : tensor<2x3xi8>)
//       CHECK:   lowbit.contract acts(%{{.*}} : tensor<3xf32>) codes(%[[CODES]] : tensor<2x3xi8>)
func.func @nk(%x: tensor<3xf32>, %x2: tensor<3xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %w = arith.constant dense<[[0.5, 0.0, -0.5], [-0.5, 0.5, 0.0]]> : tensor<2x3xf32>
  %f = arith.constant dense<0.0> : tensor<2xf32>
  %r = linalg.generic {indexing_maps = [#a, #w, #y], iterator_types = ["parallel", "reduction"]}
      ins(%x, %w : tensor<3xf32>, tensor<2x3xf32>) outs(%f : tensor<2xf32>) {
  ^bb0(%p: f32, %q: f32, %acc: f32):
    %m = arith.mulf %q, %p : f32
    %s = arith.addf %m, %acc : f32
    linalg.yield %s : f32
  } -> tensor<2xf32>
  %r2 = linalg.generic {indexing_maps = [#a, #w, #y], iterator_types = ["parallel", "reduction"]}
      ins(%x2, %w : tensor<3xf32>, tensor<2x3xf32>) outs(%f : tensor<2xf32>) {
  ^bb0(%p: f32, %q: f32, %acc: f32):
    %s = math.fma %p, %q, %acc : f32
    linalg.yield %s : f32
  } -> tensor<2xf32>
  return %r, %r2 : tensor<2xf32>, tensor<2xf32>
}

// -----

// Not ternary: another magnitude, only zeros, an infinity.
// CHECK-LABEL: @other_weights
//   CHECK-NOT:   lowbit.contract
//       CHECK:   return
func.func @other_weights(%x: tensor<3x2xf32>) -> (tensor<3x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>) {
  %w0 = arith.constant dense<[[0.5, 0.0], [-0.25, 0.5]]> : tensor<2x2xf32>
  %w1 = arith.constant dense<0.0> : tensor<2x2xf32>
  %w2 = arith.constant dense<[[0x7F800000, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>
  %f = arith.constant dense<0.0> : tensor<3x2xf32>
  %r0 = linalg.matmul ins(%x, %w0 : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
  %r1 = linalg.matmul ins(%x, %w1 : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
  %r2 = linalg.matmul ins(%x, %w2 : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %r0, %r1, %r2 : tensor<3x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>
}

// -----

// Not this matmul: something to add to, a weight on the left, another body.
#a = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#y = affine_map<(m, n, k) -> (m, n)>
// CHECK-LABEL: @other_matmuls
//   CHECK-NOT:   lowbit.contract
//       CHECK:   return
func.func @other_matmuls(%x: tensor<2x2xf32>, %bias: tensor<2x2xf32>) -> (tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>) {
  %w = arith.constant dense<[[0.5, 0.0], [-0.5, 0.5]]> : tensor<2x2xf32>
  %f = arith.constant dense<0.0> : tensor<2x2xf32>
  %r0 = linalg.matmul ins(%x, %w : tensor<2x2xf32>, tensor<2x2xf32>) outs(%bias : tensor<2x2xf32>) -> tensor<2x2xf32>
  %r1 = linalg.matmul ins(%w, %x : tensor<2x2xf32>, tensor<2x2xf32>) outs(%f : tensor<2x2xf32>) -> tensor<2x2xf32>
  %r2 = linalg.generic {indexing_maps = [#a, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<2x2xf32>, tensor<2x2xf32>) outs(%f : tensor<2x2xf32>) {
  ^bb0(%p: f32, %q: f32, %acc: f32):
    %d = arith.subf %p, %q : f32
    %s = arith.addf %d, %acc : f32
    linalg.yield %s : f32
  } -> tensor<2x2xf32>
  return %r0, %r1, %r2 : tensor<2x2xf32>, tensor<2x2xf32>, tensor<2x2xf32>
}

// -----

// Bytes of a weight that nothing else reads are released.
// CHECK-LABEL: @resource
//       CHECK:   arith.constant dense_resource<wq_ternary> : tensor<32x8xi8>
//       CHECK:   lowbit.contract
//   CHECK-NOT:   wq:
//       CHECK:   wq_ternary: "0x40000000020001
//   CHECK-NOT:   wq:
func.func @resource(%x: tensor<4x8xf32>) -> tensor<4x32xf32> {
  %w = arith.constant dense_resource<wq> : tensor<8x32xf32>
  %e = tensor.empty() : tensor<4x32xf32>
  %z = arith.constant 0.0 : f32
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x32xf32>) -> tensor<4x32xf32>
  %r = linalg.matmul ins(%x, %w : tensor<4x8xf32>, tensor<8x32xf32>) outs(%f : tensor<4x32xf32>) -> tensor<4x32xf32>
  return %r : tensor<4x32xf32>
}

{-#
  dialect_resources: {
    builtin: {
      wq: "0x040000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF00000000000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F0000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF00000000000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F0000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF000000000000003F000000BF00000000"
    }
  }
#-}
