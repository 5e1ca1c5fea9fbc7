// RUN: lutra-opt %s --cpu-bufferize-kernels --canonicalize --cse --split-input-file | FileCheck %s

// The last producer writes where the result belongs: no buffer, no copy.

// CHECK-LABEL: func.func private @scale(
// CHECK-SAME:    %[[IN:[^:]*]]: memref<?x8xf32>, %[[OUT:[^:]*]]: memref<?x8xf32>)
// CHECK-NOT:     memref.alloc
// CHECK:         linalg.generic
// CHECK-SAME:      ins(%[[IN]] : memref<?x8xf32>) outs(%[[OUT]] : memref<?x8xf32>)
// CHECK-NOT:     memref.copy
// CHECK:         return
func.func private @scale(%call: !llvm.ptr, %in: memref<?x8xf32>, %out: memref<?x8xf32>) attributes {lutra.kernel} {
  %c0 = arith.constant 0 : index
  %cst = arith.constant 2.0 : f32
  %t = bufferization.to_tensor %in restrict : memref<?x8xf32> to tensor<?x8xf32>
  %n = tensor.dim %t, %c0 : tensor<?x8xf32>
  %e = tensor.empty(%n) : tensor<?x8xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%t : tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.mulf %x, %cst : f32
      linalg.yield %y : f32
  } -> tensor<?x8xf32>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<?x8xf32>, memref<?x8xf32>) -> ()
  return
}

// -----

// Each part of a concatenation is copied to its place once.

// CHECK-LABEL: func.func private @concat(
// CHECK-NOT:     memref.alloc
// CHECK:         memref.copy
// CHECK:         memref.copy
// CHECK-NOT:     memref.copy
func.func private @concat(%call: !llvm.ptr, %a: memref<?x4xf32>, %b: memref<?x4xf32>, %out: memref<?x4xf32>) attributes {lutra.kernel} {
  %ta = bufferization.to_tensor %a restrict : memref<?x4xf32> to tensor<?x4xf32>
  %tb = bufferization.to_tensor %b restrict : memref<?x4xf32> to tensor<?x4xf32>
  %r = tensor.concat dim(0) %ta, %tb : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<?x4xf32>, memref<?x4xf32>) -> ()
  return
}

// -----

// Padding and generated tensors are written in place.

// CHECK-LABEL: func.func private @pad(
// CHECK-NOT:     memref.alloc
// CHECK:         linalg.fill
// CHECK:         memref.copy
// CHECK-LABEL: func.func private @generate(
// CHECK-NOT:     memref.alloc
// CHECK-NOT:     memref.copy
func.func private @pad(%call: !llvm.ptr, %a: memref<?x4xf32>, %n: index, %v: f32, %out: memref<?x?xf32>) attributes {lutra.kernel} {
  %ta = bufferization.to_tensor %a restrict : memref<?x4xf32> to tensor<?x4xf32>
  %r = tensor.pad %ta low[%n, 1] high[0, %n] {
  ^bb0(%i: index, %j: index):
    tensor.yield %v : f32
  } : tensor<?x4xf32> to tensor<?x?xf32>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<?x?xf32>, memref<?x?xf32>) -> ()
  return
}
func.func private @generate(%call: !llvm.ptr, %n: index, %out: memref<?xi64>) attributes {lutra.kernel} {
  %r = tensor.generate %n {
  ^bb0(%i: index):
    %x = arith.index_cast %i : index to i64
    tensor.yield %x : i64
  } : tensor<?xi64>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<?xi64>, memref<?xi64>) -> ()
  return
}

// -----

// What is on buffers already stays as it is.

// CHECK-LABEL: func.func @main(
// CHECK-NEXT:    memref.copy
// CHECK-NEXT:    return
func.func @main(%call: !llvm.ptr, %a: memref<?xf32>, %b: memref<?xf32>) {
  memref.copy %a, %b : memref<?xf32> to memref<?xf32>
  return
}

// -----

// What is computed to be a part of it is computed there.

// CHECK-LABEL: func.func private @halves(
// CHECK-NOT:     memref.alloc
// CHECK:         %[[LOW:.*]] = memref.subview %{{.*}}[0, 0] [%{{.*}}, 4]
// CHECK:         linalg.generic {{.*}} outs(%[[LOW]] :
// CHECK:         %[[HIGH:.*]] = memref.subview %{{.*}}[0, 4] [%{{.*}}, 4]
// CHECK:         linalg.generic {{.*}} outs(%[[HIGH]] :
func.func private @halves(%call: !llvm.ptr, %n: index, %a: memref<?x4xf32>, %out: memref<?x8xf32>) attributes {lutra.kernel} {
  %ta = bufferization.to_tensor %a restrict : memref<?x4xf32> to tensor<?x4xf32>
  %e = tensor.empty(%n) : tensor<?x4xf32>
  %l = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%ta : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.negf %x : f32
      linalg.yield %y : f32
  } -> tensor<?x4xf32>
  %h = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%ta : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %x, %x : f32
      linalg.yield %y : f32
  } -> tensor<?x4xf32>
  %r = tensor.concat dim(1) %l, %h : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x8xf32>
  bufferization.materialize_in_destination %r in restrict writable %out : (tensor<?x8xf32>, memref<?x8xf32>) -> ()
  return
}
