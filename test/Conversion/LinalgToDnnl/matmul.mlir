// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl --canonicalize | FileCheck %s
// RUN: lutra-opt %s --split-input-file --convert-linalg-to-dnnl=always --canonicalize | FileCheck %s --check-prefix=ALWAYS

#x = affine_map<(b, s, n, k) -> (b, s, k)>
#w = affine_map<(b, s, n, k) -> (k, n)>
#y = affine_map<(b, s, n, k) -> (b, s, n)>
#id = affine_map<(b, s, n) -> (b, s, n)>
#column = affine_map<(b, s, n) -> (n)>

// Bias, a residual, a bounded line: in the order in which they come.
// ALWAYS-LABEL: func.func @main(
// CHECK-LABEL: func.func @main(
// CHECK-SAME: %[[X:.*]]: tensor<?x?x256xf32>
// CHECK-NOT: linalg.generic
// CHECK: dnnl.matmul ins(%[[X]], %{{.*}} : tensor<?x?x256xf32>, tensor<256x256xf32>) bias(%{{.*}} : tensor<256xf32>)
// CHECK-SAME: extras(%[[X]] : tensor<?x?x256xf32>)
// CHECK-SAME: post_ops = [#dnnl.post_op<add>, #dnnl.post_op<linear, 5.000000e-01 : f32, 0.000000e+00 : f32>, #dnnl.post_op<clip, 0.000000e+00 : f32, 6.000000e+00 : f32>]
// CHECK-NOT: linalg.generic
func.func @main(%x: tensor<?x?x256xf32>) -> tensor<?x?x256xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %half = arith.constant 0.5 : f32
  %six = arith.constant 6.0 : f32
  %w = arith.constant dense<1.0> : tensor<256x256xf32>
  %bias = arith.constant dense<2.0> : tensor<256xf32>
  %b = tensor.dim %x, %c0 : tensor<?x?x256xf32>
  %s = tensor.dim %x, %c1 : tensor<?x?x256xf32>
  %empty = tensor.empty(%b, %s) : tensor<?x?x256xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<?x?x256xf32>) -> tensor<?x?x256xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<?x?x256xf32>, tensor<256x256xf32>) outs(%init : tensor<?x?x256xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<?x?x256xf32>
  %biased = linalg.generic {indexing_maps = [#column, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%bias, %sum : tensor<256xf32>, tensor<?x?x256xf32>) outs(%empty : tensor<?x?x256xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = arith.addf %l, %r : f32
    linalg.yield %v : f32
  } -> tensor<?x?x256xf32>
  %end = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%biased, %x : tensor<?x?x256xf32>, tensor<?x?x256xf32>) outs(%empty : tensor<?x?x256xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = arith.addf %l, %r : f32
    %u = arith.mulf %v, %half : f32
    %t = arith.minimumf %u, %six : f32
    %m = arith.maximumf %t, %zero : f32
    linalg.yield %m : f32
  } -> tensor<?x?x256xf32>
  return %end : tensor<?x?x256xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (n, k)>
#y = affine_map<(m, n, k) -> (m, n)>

// With any number of rows, [N, K] weights are generated code's: one row is read
// as fast. Who insists gets oneDNN.
// ALWAYS-LABEL: func.func @main(
// CHECK-LABEL: func.func @main(
// CHECK-NOT: dnnl
// CHECK: return
// ALWAYS: dnnl.matmul ins(%{{.*}}, %{{.*}} : tensor<?x256xf32>, tensor<512x256xf32>) outs(%{{.*}} : tensor<?x512xf32>)
// ALWAYS-SAME: transposed
func.func @main(%x: tensor<?x256xf32>, %init: tensor<?x512xf32>) -> tensor<?x512xf32> {
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<1.0> : tensor<512x256xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%init : tensor<?x512xf32>) -> tensor<?x512xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<?x256xf32>, tensor<512x256xf32>) outs(%zeros : tensor<?x512xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<?x512xf32>
  return %sum : tensor<?x512xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#y = affine_map<(m, n, k) -> (m, n)>

// One row reads weights as fast as memory gives them, on both sides: a call more is
// a loss.
// ALWAYS-LABEL: func.func @main(
// CHECK-LABEL: func.func @main(
// CHECK-NOT: dnnl
// CHECK: return
// ALWAYS: dnnl.matmul
func.func @main(%x: tensor<1x512xf32>, %init: tensor<1x512xf32>) -> tensor<1x512xf32> {
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<1.0> : tensor<512x512xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%init : tensor<1x512xf32>) -> tensor<1x512xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<1x512xf32>, tensor<512x512xf32>) outs(%zeros : tensor<1x512xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<1x512xf32>
  return %sum : tensor<1x512xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (n, k)>
#y = affine_map<(m, n, k) -> (m, n)>

// A few rows of [N, K] weights have no tiles in generated code.
// ALWAYS-LABEL: func.func @main(
// CHECK-LABEL: func.func @main(
// CHECK: dnnl.matmul
// ALWAYS: dnnl.matmul
func.func @main(%x: tensor<4x512xf32>, %init: tensor<4x512xf32>) -> tensor<4x512xf32> {
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<1.0> : tensor<512x512xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%init : tensor<4x512xf32>) -> tensor<4x512xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x512xf32>, tensor<512x512xf32>) outs(%zeros : tensor<4x512xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<4x512xf32>
  return %sum : tensor<4x512xf32>
}

// -----

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (k, n)>
#y = affine_map<(m, n, k) -> (m, n)>
#id = affine_map<(m, n) -> (m, n)>

// What two ops read is stored as it is: the epilogue ends there.
// ALWAYS-LABEL: func.func @main(
// ALWAYS: %[[SUM:.*]] = dnnl.matmul {{.*}} outs(%{{.*}} : tensor<4x32xf32>) {lutra
// ALWAYS-NOT: post_op
// ALWAYS: linalg.generic {{.*}} ins(%[[SUM]] : tensor<4x32xf32>)
// ALWAYS: arith.maximumf
func.func @main(%x: tensor<4x32xf32>) -> (tensor<4x32xf32>, tensor<4x32xf32>) {
  %zero = arith.constant 0.0 : f32
  %w = arith.constant dense<1.0> : tensor<32x32xf32>
  %empty = tensor.empty() : tensor<4x32xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<4x32xf32>) -> tensor<4x32xf32>
  %sum = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x32xf32>, tensor<32x32xf32>) outs(%zeros : tensor<4x32xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %v = math.fma %l, %r, %o : f32
    linalg.yield %v : f32
  } -> tensor<4x32xf32>
  %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%sum : tensor<4x32xf32>) outs(%empty : tensor<4x32xf32>) {
  ^bb0(%l: f32, %o: f32):
    %v = arith.maximumf %l, %zero : f32
    linalg.yield %v : f32
  } -> tensor<4x32xf32>
  return %sum, %relu : tensor<4x32xf32>, tensor<4x32xf32>
}
