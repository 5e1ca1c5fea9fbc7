// RUN: lutra-opt %s --cpu-kernel-bufferization --cpu-target | FileCheck %s
// RUN: lutra-opt %s --cpu-kernel-bufferization --cpu-target | mlir-translate --mlir-to-llvmir | FileCheck %s --check-prefix=IR

// The whole road: nothing but the llvm dialect is left, and nothing calls the C
// library's allocator or MLIR's runtime.

// CHECK-NOT: unrealized_conversion_cast
// CHECK-NOT: memref.
// CHECK-NOT: @malloc
// CHECK-NOT: @memrefCopy
// CHECK:     llvm.func @lutra_run(

// IR-DAG: define {{.*}}@lutra_run(ptr
// IR-DAG: define {{.*}}@lutra_probe(i32
// IR-DAG: define {{.*}}@kernel_parallel(ptr {{.*}}, ptr {{.*}}, i64 {{.*}}, i64
func.func private @kernel(%call: !llvm.ptr, %a: memref<?x?xf32>, %m: memref<?x?xi1>, %out: memref<?x?xf32>) attributes {lutra.kernel} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %low = arith.constant 0xFF800000 : f32
  %ta = bufferization.to_tensor %a restrict : memref<?x?xf32> to tensor<?x?xf32>
  %tm = bufferization.to_tensor %m restrict : memref<?x?xi1> to tensor<?x?xi1>
  %d0 = tensor.dim %ta, %c0 : tensor<?x?xf32>
  %d1 = tensor.dim %ta, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%d0, %d1) : tensor<?x?xf32>
  %masked = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%ta, %tm : tensor<?x?xf32>, tensor<?x?xi1>) outs(%e : tensor<?x?xf32>) {
    ^bb0(%x: f32, %keep: i1, %o: f32):
      %y = arith.select %keep, %x, %low : f32
      linalg.yield %y : f32
  } -> tensor<?x?xf32>
  %e1 = tensor.empty(%d0) : tensor<?xf32>
  %init = linalg.fill ins(%low : f32) outs(%e1 : tensor<?xf32>) -> tensor<?xf32>
  %top = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%masked : tensor<?x?xf32>) outs(%init : tensor<?xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.maximumf %o, %x : f32
      linalg.yield %y : f32
  } -> tensor<?xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%masked, %top : tensor<?x?xf32>, tensor<?xf32>) outs(%e : tensor<?x?xf32>) {
    ^bb0(%x: f32, %t: f32, %o: f32):
      %d = arith.subf %x, %t : f32
      %y = math.exp %d : f32
      linalg.yield %y : f32
  } -> tensor<?x?xf32>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<?x?xf32>, memref<?x?xf32>) -> ()
  return
}

func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, %a: memref<?x?xf32>, %m: memref<?x?xi1>, %out: memref<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %d = memref.dim %a, %c0 : memref<?x?xf32>
  %ok = arith.cmpi sgt, %d, %c0 : index
  cf.assert %ok, "no rows"
  func.call @kernel(%call, %a, %m, %out) : (!llvm.ptr, memref<?x?xf32>, memref<?x?xi1>, memref<?x?xf32>) -> ()
  return
}
