// A view inside of a loop behind the rows was taken for one before them, and
// erased.

// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(fuse-rows))' | FileCheck %s

// CHECK-LABEL: @blocks
//       CHECK:   %[[ROWS:.*]] = scf.forall
//       CHECK:   scf.for
//       CHECK:     tensor.extract_slice %[[ROWS]]
#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
func.func @blocks(%x: tensor<?x64xf32>) -> tensor<?x64xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c32 = arith.constant 32 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x64xf32>
  %sums = tensor.empty(%m) : tensor<?xf32>
  %none = linalg.fill ins(%zero : f32) outs(%sums : tensor<?xf32>) -> tensor<?xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<?x64xf32>) outs(%none : tensor<?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %out, %in : f32
    linalg.yield %0 : f32
  } -> tensor<?xf32>
  %whole = tensor.empty(%m) : tensor<?x64xf32>
  %scaled = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : tensor<?x64xf32>, tensor<?xf32>) outs(%whole : tensor<?x64xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %0 = arith.mulf %in, %s : f32
    linalg.yield %0 : f32
  } -> tensor<?x64xf32>
  %blocks = scf.for %i = %c0 to %c2 step %c1 iter_args(%acc = %whole) -> tensor<?x64xf32> {
    %at = arith.muli %i, %c32 : index
    %block = tensor.extract_slice %scaled[0, %at] [%m, 32] [1, 1] : tensor<?x64xf32> to tensor<?x32xf32>
    %next = tensor.insert_slice %block into %acc[0, %at] [%m, 32] [1, 1] : tensor<?x32xf32> into tensor<?x64xf32>
    scf.yield %next : tensor<?x64xf32>
  }
  return %blocks : tensor<?x64xf32>
}
