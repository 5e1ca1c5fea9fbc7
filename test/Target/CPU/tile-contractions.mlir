// RUN: lutra-opt %s --cpu-tile-contractions --canonicalize --cse --mlir-print-debuginfo --mlir-print-local-scope --split-input-file | FileCheck %s

// Panels of 32 columns and 256 terms on the stack of the thread, transposed on
// the way; the fill belongs to the tiles; a run-time number of rows is asked for.

// CHECK-LABEL: func.func @rows(
// CHECK-NOT:     linalg
// CHECK:         %[[M:.*]] = memref.dim %{{.*}}, %{{.*}} : memref<?x300xf32>
// CHECK:         %[[LARGE:.*]] = arith.cmpi sge, %[[M]], %c16
// CHECK:         scf.if %[[LARGE]] {
// CHECK:           scf.parallel
// CHECK:             %[[STACK:.*]] = memref.alloca() {alignment = 64 : i64} : memref<256x32xf32>
// CHECK:             scf.for
// CHECK:               linalg.fill {{.*}} strided<[64, 1], offset: ?>>) loc("zeros")
// CHECK:               scf.for
// CHECK:                 %[[PANEL:.*]] = memref.subview %[[STACK]][0, 0] [%{{.*}}, 32]
// CHECK:                 linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>]
// CHECK-SAME:              outs(%[[PANEL]] :
// CHECK:                 linalg.generic
// CHECK-SAME:              iterator_types = ["parallel", "parallel", "reduction"]
// CHECK-SAME:              %[[PANEL]] :
// CHECK:                   math.fma
// CHECK:                 } loc("product")
// CHECK:         } else {
// CHECK:           linalg.fill {{.*}} outs(%arg3 : memref<?x64xf32>)
// CHECK:           linalg.generic {{.*}} ins(%arg1, %arg2 :
// CHECK:         }
func.func @rows(%call: !llvm.ptr, %a: memref<?x300xf32>, %b: memref<64x300xf32>, %out: memref<?x64xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<?x64xf32>) loc("zeros")
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<?x300xf32>, memref<64x300xf32>) outs(%out : memref<?x64xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = math.fma %x, %y, %o : f32
      linalg.yield %s : f32
  } loc("product")
  return
}

// -----

// Sizes that are known need no question, a short sum no second loop, and the
// factors may come in the other order.

// CHECK-LABEL: func.func @static(
// CHECK-NOT:     scf.if
// CHECK:         scf.parallel
// CHECK:           scf.for
// CHECK-NOT:       scf.for
// CHECK:           linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>]
// CHECK:           linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d0, d1)>]
// CHECK-NOT:     linalg.generic
func.func @static(%call: !llvm.ptr, %a: memref<16x64xf32>, %b: memref<64x96xf32>, %out: memref<16x96xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%b, %a : memref<64x96xf32>, memref<16x64xf32>) outs(%out : memref<16x96xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %p = arith.mulf %x, %y : f32
      %s = arith.addf %p, %o : f32
      linalg.yield %s : f32
  }
  return
}

// -----

// Few rows are not worth a panel.

// CHECK-LABEL: func.func @few_rows(
// CHECK-NOT:     scf
// CHECK:         linalg.generic
func.func @few_rows(%call: !llvm.ptr, %a: memref<15x64xf32>, %b: memref<96x64xf32>, %out: memref<15x96xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<15x64xf32>, memref<96x64xf32>) outs(%out : memref<15x96xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = math.fma %x, %y, %o : f32
      linalg.yield %s : f32
  }
  return
}

// -----

// Neither are integers, which have ways of their own, sums of anything else
// than products of two matrices, or iterations that run in parallel already.

// CHECK-LABEL: func.func @others(
// CHECK-NOT:     memref.alloca
// CHECK:         return
func.func @others(%call: !llvm.ptr, %a: memref<64x64xi32>, %b: memref<64x64xi32>, %c: memref<64x64xi32>, %x: memref<64x64xf32>, %y: memref<64x64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<64x64xi32>, memref<64x64xi32>) outs(%c : memref<64x64xi32>) {
    ^bb0(%p: i32, %q: i32, %o: i32):
      %r = arith.muli %p, %q : i32
      %s = arith.addi %o, %r : i32
      linalg.yield %s : i32
  }
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %x : memref<64x64xf32>, memref<64x64xf32>) outs(%y : memref<64x64xf32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %r = arith.mulf %p, %q : f32
      %s = arith.maximumf %o, %r : f32
      linalg.yield %s : f32
  }
  scf.forall (%i) in (2) {
    linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%x, %x : memref<64x64xf32>, memref<64x64xf32>) outs(%y : memref<64x64xf32>) {
      ^bb0(%p: f32, %q: f32, %o: f32):
        %s = math.fma %p, %q, %o : f32
        linalg.yield %s : f32
    }
  }
  return
}

// -----

// Without the runtime's handle there are no threads to give work to.

// CHECK-LABEL: func.func @no_handle(
// CHECK-NOT:     scf
func.func @no_handle(%a: memref<16x64xf32>, %b: memref<64x96xf32>, %out: memref<16x96xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<16x64xf32>, memref<64x96xf32>) outs(%out : memref<16x96xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = math.fma %x, %y, %o : f32
      linalg.yield %s : f32
  }
  return
}
