// RUN: lutra-opt %s --form-kernels --bufferize-main --split-input-file > %t
// RUN: FileCheck %s < %t
// RUN: FileCheck %s --check-prefix=ATTR < %t

// Inputs are arguments, a result is written where the runtime says, constants
// are views of the weights, equal ones of the same bytes.

// ATTR:        module attributes {
// ATTR-SAME:     lutra.inputs = [{onnx.name = "x", type = tensor<?x2xf32>}]
// ATTR-SAME:     lutra.outputs = [{onnx.name = "y", type = tensor<?x2xf32>}]
// ATTR-SAME:     lutra.weights = {{\[}}[0, dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>], [64, dense<{{.*}}> : tensor<2xf32>]]
// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[CALL:.*]]: !llvm.ptr, %[[W:.*]]: memref<?xi8>, %[[X:.*]]: memref<?x2xf32>) {
// CHECK:         %[[D:.*]] = memref.dim %[[X]]
// CHECK:         %[[C0:.*]] = arith.constant 0 : index
// CHECK:         %[[W0:.*]] = memref.view %[[W]][%[[C0]]][] : memref<?xi8> to memref<2xf32>
// CHECK:         %[[C64:.*]] = arith.constant 64 : index
// CHECK:         %[[W1:.*]] = memref.view %[[W]][%[[C64]]][] : memref<?xi8> to memref<2xf32>
// CHECK:         %[[T:.*]] = memref.alloc(%[[D]]) : memref<?x2xf32>
// CHECK:         call @linalg_generic(%[[CALL]], %[[X]], %[[W0]], %[[T]])
// CHECK:         call @lutra_rt_output(
// CHECK:         %[[Y:.*]] = memref.view {{.*}} : memref<?xi8> to memref<?x2xf32>
// CHECK:         call @linalg_generic_0(%[[CALL]], %[[T]], %[[W1]], %[[Y]])
// CHECK:         return
// CHECK:       func.func private @linalg_generic(%{{.*}}: !llvm.ptr, %[[A:.*]]: memref<?x2xf32>, %{{.*}}: memref<2xf32>, %[[OUT:.*]]: memref<?x2xf32>)
// CHECK:         bufferization.to_tensor %[[A]] restrict :
// CHECK:         %[[DEST:.*]] = bufferization.to_tensor %[[OUT]] restrict writable
// CHECK:         %[[R:.*]] = linalg.generic {{.*}} outs(%[[DEST]]
// CHECK:         bufferization.materialize_in_destination %[[R]] in restrict writable %[[OUT]]
func.func @main(%x: tensor<?x2xf32> {onnx.name = "x"}) -> (tensor<?x2xf32> {onnx.name = "y"}) {
  %c0 = arith.constant 0 : index
  %d = tensor.dim %x, %c0 : tensor<?x2xf32>
  %w0 = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %w1 = arith.constant dense<[3.0, 4.0]> : tensor<2xf32>
  %e = tensor.empty(%d) : tensor<?x2xf32>
  %a = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%x, %w0 : tensor<?x2xf32>, tensor<2xf32>) outs(%e : tensor<?x2xf32>) {
  ^bb0(%in: f32, %w: f32, %out: f32):
    %s = arith.mulf %in, %w : f32
    linalg.yield %s : f32
  } -> tensor<?x2xf32>
  %b = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%a, %w1 : tensor<?x2xf32>, tensor<2xf32>) outs(%e : tensor<?x2xf32>) {
  ^bb0(%in: f32, %w: f32, %out: f32):
    %s = arith.mulf %in, %w : f32
    linalg.yield %s : f32
  } -> tensor<?x2xf32>
  return %b : tensor<?x2xf32>
}

// -----

// Equal bytes lie in the weights once, whatever they are called.

// ATTR: lutra.weights = {{\[}}[0, dense_resource<a> : tensor<2xi32>]]
// CHECK-LABEL: func.func @main(
// CHECK:         %[[C0:.*]] = arith.constant 0 : index
// CHECK:         memref.view %{{.*}}[%[[C0]]][] : memref<?xi8> to memref<2xi32>
// CHECK:         %[[C0:.*]] = arith.constant 0 : index
// CHECK:         memref.view %{{.*}}[%[[C0]]][] : memref<?xi8> to memref<2xi32>
func.func @main() -> (tensor<2xi32>, tensor<2xi32>) {
  %a = arith.constant dense_resource<a> : tensor<2xi32>
  %b = arith.constant dense_resource<b> : tensor<2xi32>
  return %a, %b : tensor<2xi32>, tensor<2xi32>
}
{-#
  dialect_resources: {
    builtin: {
      a: "0x040000000100000002000000",
      b: "0x040000000100000002000000"
    }
  }
#-}

// -----

// What is returned without being computed is copied.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[X:[^ ]*]]: memref<4xf32>
// CHECK-COUNT-2: memref.copy %[[X]],
func.func @main(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  return %x, %x : tensor<4xf32>, tensor<4xf32>
}

// -----

// The cache is the runtime's buffer, and its output is not asked for.

// CHECK-LABEL: func.func @main(
// CHECK:         call @lutra_rt_state(
// CHECK:         %[[CACHE:.*]] = memref.view
// CHECK:         call @nn_append({{.*}}, %[[CACHE]])
// CHECK-NOT:     call @lutra_rt_output
// CHECK:         return
func.func @main(%new: tensor<?x2x?x4xf32>, %past: tensor<?x2x?x4xf32> {lutra.state = {axis = 2 : i64, output = 0 : i64}}) -> tensor<?x2x?x4xf32> {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %b = tensor.dim %new, %c0 : tensor<?x2x?x4xf32>
  %s = tensor.dim %new, %c2 : tensor<?x2x?x4xf32>
  %p = tensor.dim %past, %c2 : tensor<?x2x?x4xf32>
  %t = arith.addi %p, %s : index
  %cache = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x2x?x4xf32> -> tensor<?x2x?x4xf32>
  %next = nn.append %new into %cache at(%p : index) length(%t) : tensor<?x2x?x4xf32>, tensor<?x2x?x4xf32>
  %k = tensor.extract_slice %next[0, 0, 0, 0] [%b, 2, %t, 4] [1, 1, 1, 1] : tensor<?x2x?x4xf32> to tensor<?x2x?x4xf32>
  return %k : tensor<?x2x?x4xf32>
}

// -----

// Which positions are wanted is the runtime's to say.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[CALL:.*]]: !llvm.ptr, %{{.*}}: memref<?xi8>, %[[X:.*]]: memref<?xf32>
// CHECK:         %[[D:.*]] = memref.dim %[[X]]
// CHECK:         %[[C0:.*]] = arith.constant 0 : i64
// CHECK:         %[[COUNT:.*]] = arith.index_cast %[[D]] : index to i64
// CHECK:         %[[FIRST:.*]] = call @lutra_rt_first(%[[CALL]], %[[C0]], %[[COUNT]]) : (!llvm.ptr, i64, i64) -> i64
// CHECK:         %[[P:.*]] = arith.index_cast %[[FIRST]] : i64 to index
// CHECK:         call @linalg_exp(%[[CALL]], %[[X]], %[[P]],
func.func @main(%x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %d = tensor.dim %x, %c0 : tensor<?xf32>
  %p = nn.first_position of %d {output = 0 : i64}
  %n = arith.subi %d, %p : index
  %s = tensor.extract_slice %x[%p] [%n] [1] : tensor<?xf32> to tensor<?xf32>
  %e = tensor.empty(%n) : tensor<?xf32>
  %y = linalg.exp ins(%s : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}

// -----

// A result that is a reshape of what a kernel writes is written where the
// output is.

// CHECK-LABEL: func.func @main(
// CHECK:         call @lutra_rt_output(
// CHECK:         %[[Y:.*]] = memref.view {{.*}} : memref<?xi8> to memref<?x?x2xf32>
// CHECK:         %[[ROWS:.*]] = memref.collapse_shape %[[Y]] {{\[}}[0, 1], [2]]
// CHECK:         call @linalg_generic(%{{.*}}, %{{.*}}, %[[ROWS]])
// CHECK-NOT:     memref.copy
// CHECK:         return
func.func @main(%x: tensor<?x2xf32> {onnx.name = "x"}, %t: tensor<?x?xi1> {onnx.name = "t"}) -> (tensor<?x?x2xf32> {onnx.name = "y"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %t, %c0 : tensor<?x?xi1>
  %n = tensor.dim %t, %c1 : tensor<?x?xi1>
  %d = tensor.dim %x, %c0 : tensor<?x2xf32>
  %e = tensor.empty(%d) : tensor<?x2xf32>
  %a = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%x : tensor<?x2xf32>) outs(%e : tensor<?x2xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.mulf %in, %in : f32
    linalg.yield %s : f32
  } -> tensor<?x2xf32>
  %y = tensor.expand_shape %a [[0, 1], [2]] output_shape [%m, %n, 2] : tensor<?x2xf32> into tensor<?x?x2xf32>
  return %y : tensor<?x?x2xf32>
}
