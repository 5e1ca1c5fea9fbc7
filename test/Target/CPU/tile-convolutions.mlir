// RUN: lutra-opt %s --cpu-tile-convolutions --canonicalize --cse --mlir-print-debuginfo --mlir-print-local-scope --split-input-file | FileCheck %s

// Rows of 7: four of them are 28 columns. 256 terms are 28 channels of nine
// offsets. The weights are a matrix as they are; the fill belongs to the tiles.

// CHECK-LABEL: func.func @short_rows(
// CHECK-NOT:     linalg
// CHECK:         scf.parallel
// CHECK:           %[[STACK:.*]] = memref.alloca() {alignment = 64 : i64} : memref<256x32xf32>
// CHECK:           scf.for
// CHECK:             %[[OUT:.*]] = memref.subview %arg3[0, 0, %{{.*}}, 0] [1, 32, %[[LINES:.*]], 7] [1, 1, 1, 1]
// CHECK:             linalg.fill {{.*}}outs(%[[OUT]] : {{.*}}) loc("zeros")
// CHECK:             scf.for %{{.*}} = %c0 to %c3 step %c1
// CHECK:               %[[PANEL:.*]] = memref.subview %[[STACK]][0, 0]
// CHECK:               %[[BLOCK:.*]] = memref.expand_shape %[[PANEL]] {{\[\[}}0, 1, 2], [3, 4]] output_shape [%[[I:.*]], 3, 3, %[[LINES]], 7]
// CHECK:               linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3, d4) -> (d0, d1 + d3, d2 + d4)>,
// CHECK-SAME:            outs(%[[BLOCK]] :
// CHECK:               %[[W:.*]] = memref.collapse_shape %{{.*}} {{\[\[}}0], [1, 2, 3]] : memref<32x?x3x3xf32,
// CHECK:               %[[ROWS:.*]] = memref.collapse_shape %[[OUT]] {{\[\[}}0], [1, 2]]
// CHECK:               linalg.generic
// CHECK-SAME:            iterator_types = ["parallel", "parallel", "reduction"]
// CHECK-SAME:            ins(%[[PANEL]], %[[W]] : {{.*}} outs(%[[ROWS]] :
// CHECK:                 math.fma
// CHECK:               } loc("product")
func.func @short_rows(%call: !llvm.ptr, %x: memref<1x64x9x9xf32>, %w: memref<32x64x3x3xf32>, %out: memref<1x32x7x7xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<1x32x7x7xf32>) loc("zeros")
  linalg.generic {indexing_maps = [affine_map<(n, m, h, w, i, p, q) -> (n, i, h + p, w + q)>, affine_map<(n, m, h, w, i, p, q) -> (m, i, p, q)>, affine_map<(n, m, h, w, i, p, q) -> (n, m, h, w)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %w : memref<1x64x9x9xf32>, memref<32x64x3x3xf32>) outs(%out : memref<1x32x7x7xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %s = math.fma %a, %b, %o : f32
      linalg.yield %s : f32
  } loc("product")
  return
}

// -----

// One row, strided, of a width that only the run knows.

// CHECK-LABEL: func.func @long_rows(
// CHECK:         scf.parallel
// CHECK:           %[[STACK:.*]] = memref.alloca()
// CHECK:           scf.for
// CHECK-NOT:       scf.for
// CHECK:             %[[PANEL:.*]] = memref.subview %[[STACK]][0, 0] [27, %[[WIDTH:.*]]] [1, 1]
// CHECK:             memref.expand_shape %[[PANEL]] {{\[\[}}0, 1, 2], [3]] output_shape [3, 3, 3, %[[WIDTH]]]
// CHECK:             linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3 * 2 + d2 * 3)>,
// CHECK:             memref.collapse_shape %arg2 {{\[\[}}0], [1, 2, 3]] : memref<16x3x3x3xf32> into memref<16x27xf32>
// CHECK:             memref.subview %arg3[%{{.*}}, 0, %{{.*}}, %{{.*}}] [1, 16, 1, %[[WIDTH]]]
// CHECK:             linalg.generic
func.func @long_rows(%call: !llvm.ptr, %x: memref<?x3x?x?xf32>, %w: memref<16x3x3x3xf32>, %out: memref<?x16x?x?xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, m, h, w, i, p, q) -> (n, i, h * 2 + p, w * 2 + q * 3)>, affine_map<(n, m, h, w, i, p, q) -> (m, i, p, q)>, affine_map<(n, m, h, w, i, p, q) -> (n, m, h, w)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %w : memref<?x3x?x?xf32>, memref<16x3x3x3xf32>) outs(%out : memref<?x16x?x?xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %s = math.fma %a, %b, %o : f32
      linalg.yield %s : f32
  }
  return
}

// -----

// Eight channels do not pay for packing.

// CHECK-LABEL: func.func @few_channels(
// CHECK-NOT:     memref.alloca
// CHECK:         linalg.generic {{.*}}"parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]
func.func @few_channels(%call: !llvm.ptr, %x: memref<1x64x9x9xf32>, %w: memref<8x64x3x3xf32>, %out: memref<1x8x7x7xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, m, h, w, i, p, q) -> (n, i, h + p, w + q)>, affine_map<(n, m, h, w, i, p, q) -> (m, i, p, q)>, affine_map<(n, m, h, w, i, p, q) -> (n, m, h, w)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %w : memref<1x64x9x9xf32>, memref<8x64x3x3xf32>) outs(%out : memref<1x8x7x7xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %s = math.fma %a, %b, %o : f32
      linalg.yield %s : f32
  }
  return
}
