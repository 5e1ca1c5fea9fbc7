// RUN: lutra-opt %s --form-kernels --split-input-file | FileCheck %s
// RUN: lutra-opt %s --form-kernels --split-input-file --mlir-print-local-scope --mlir-print-debuginfo | FileCheck %s --check-prefix=LOC
// RUN: lutra-opt %s --form-kernels --duplicate-function-elimination --split-input-file | FileCheck %s --check-prefix=ONCE

// Two equal ops become two calls, and one kernel once duplicates are gone. The
// fill is computed inside, sizes and destinations come from outside.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[CALL:.*]]: !llvm.ptr, %[[X:.*]]: tensor<?x8xf32>
// CHECK:         %[[D:.*]] = tensor.dim %[[X]]
// CHECK:         %[[E0:.*]] = bufferization.alloc_tensor(%[[D]]) : tensor<?xf32>
// CHECK:         %[[S0:.*]] = call @linalg_generic(%[[CALL]], %[[X]], %[[E0]])
// CHECK:         %[[E1:.*]] = bufferization.alloc_tensor(%[[D]]) : tensor<?xf32>
// CHECK:         %[[S1:.*]] = call @linalg_generic_0(%[[CALL]], %[[X]], %[[E1]])
// CHECK:         return %[[S0]], %[[S1]]
// CHECK:       func.func private @linalg_generic(
// CHECK-SAME:    attributes {lutra.kernel, lutra.outs = 1 : i64}
// CHECK:         %[[F:.*]] = linalg.fill
// CHECK:         linalg.generic
// CHECK-SAME:      outs(%[[F]] : tensor<?xf32>)
// ONCE-COUNT-1: func.func private @linalg_generic
// ONCE-NOT:     func.func private
// ONCE:         // -----
func.func @main(%x: tensor<?x8xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %d = tensor.dim %x, %c0 : tensor<?x8xf32>
  %e = tensor.empty(%d) : tensor<?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %a = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%x : tensor<?x8xf32>) outs(%f : tensor<?xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %in, %acc : f32
    linalg.yield %s : f32
  } -> tensor<?xf32>
  %b = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
    ins(%x : tensor<?x8xf32>) outs(%f : tensor<?xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %in, %acc : f32
    linalg.yield %s : f32
  } -> tensor<?xf32>
  return %a, %b : tensor<?xf32>, tensor<?xf32>
}

// -----

// A cache that is the model's state stays in @main and is updated in place; the
// slice of it that is read is taken inside the kernel that reads it, and the one
// that is returned is no copy.

// CHECK-LABEL: func.func @main(
// CHECK:         %[[CACHE:.*]] = nn.cache
// CHECK:         %[[NEXT:.*]] = call @nn_append(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}, %[[CACHE]])
// CHECK:         %[[SLICE:.*]] = tensor.extract_slice %[[NEXT]]
// CHECK:         %[[Y:.*]] = call @nn_attention(%{{.*}}, %{{.*}}, %[[NEXT]],
// CHECK:         return %[[Y]], %[[SLICE]]
// CHECK:       func.func private @nn_append(
// CHECK-SAME:    %[[OUT:[^ ]*]]: tensor<?x2x?x4xf32>) -> tensor<?x2x?x4xf32>
// CHECK:         nn.append %{{.*}} into %[[OUT]]
// CHECK:       func.func private @nn_attention(
// CHECK:         %[[K:.*]] = tensor.extract_slice
// CHECK:         nn.attention query(%{{.*}}) key(%[[K]]
func.func @main(%q: tensor<?x2x?x4xf32>, %past: tensor<?x2x?x4xf32> {lutra.state = {axis = 2 : i64, output = 1 : i64}}) -> (tensor<?x2x?x4xf32>, tensor<?x2x?x4xf32>) {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %b = tensor.dim %q, %c0 : tensor<?x2x?x4xf32>
  %s = tensor.dim %q, %c2 : tensor<?x2x?x4xf32>
  %p = tensor.dim %past, %c2 : tensor<?x2x?x4xf32>
  %t = arith.addi %p, %s : index
  %cache = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x2x?x4xf32> -> tensor<?x2x?x4xf32>
  %next = nn.append %q into %cache at(%p : index) length(%t) : tensor<?x2x?x4xf32>, tensor<?x2x?x4xf32>
  %k = tensor.extract_slice %next[0, 0, 0, 0] [%b, 2, %t, 4] [1, 1, 1, 1] : tensor<?x2x?x4xf32> to tensor<?x2x?x4xf32>
  %e = tensor.empty(%b, %s) : tensor<?x2x?x4xf32>
  %y = nn.attention query(%q : tensor<?x2x?x4xf32>) key(%k : tensor<?x2x?x4xf32>) value(%k : tensor<?x2x?x4xf32>)
    outs(%e : tensor<?x2x?x4xf32>) {causal, scale = 0.5 : f32} -> tensor<?x2x?x4xf32>
  return %y, %k : tensor<?x2x?x4xf32>, tensor<?x2x?x4xf32>
}

// -----

// A slice that no kernel takes inside is a copy of its own; without the mark, a
// cache is an allocation like any other.

// CHECK-LABEL: func.func @main(
// CHECK-NOT:     nn.cache
// CHECK:         call @nn_cache(
// CHECK:         call @nn_append(
// CHECK:         call @tensor_extract_slice(
func.func @main(%q: tensor<?x2x?x4xf32>, %past: tensor<?x2x?x4xf32>) -> tensor<?x2x?x4xf32> {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %b = tensor.dim %q, %c0 : tensor<?x2x?x4xf32>
  %s = tensor.dim %q, %c2 : tensor<?x2x?x4xf32>
  %p = tensor.dim %past, %c2 : tensor<?x2x?x4xf32>
  %t = arith.addi %p, %s : index
  %cache = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x2x?x4xf32> -> tensor<?x2x?x4xf32>
  %next = nn.append %q into %cache at(%p : index) length(%t) : tensor<?x2x?x4xf32>, tensor<?x2x?x4xf32>
  %k = tensor.extract_slice %next[0, 0, 0, 0] [%b, 2, %t, 4] [1, 1, 1, 1] : tensor<?x2x?x4xf32> to tensor<?x2x?x4xf32>
  return %k : tensor<?x2x?x4xf32>
}

// -----

// A tensor that is updated and read again is an input, not the destination.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[CALL:.*]]: !llvm.ptr, %[[X:.*]]: tensor<4xf32>
// CHECK:         %[[E:.*]] = bufferization.alloc_tensor() : tensor<4xf32>
// CHECK:         %[[Y:.*]] = call @linalg_generic(%[[CALL]], %[[X]], %[[E]])
// CHECK:         return %[[Y]], %[[X]]
func.func @main(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %y = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%x : tensor<4xf32>) {
  ^bb0(%in: f32):
    %n = arith.addf %in, %in : f32
    linalg.yield %n : f32
  } -> tensor<4xf32>
  return %y, %x : tensor<4xf32>, tensor<4xf32>
}

// -----

// The size of a result that stands right behind it comes from the operands.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[CALL:.*]]: !llvm.ptr, %[[X:.*]]: tensor<?xf32>
// CHECK:         %[[D:.*]] = tensor.dim %[[X]]
// CHECK:         bufferization.alloc_tensor(%[[D]])
// CHECK:         call @linalg_exp(
// CHECK-NOT:     tensor.dim
// CHECK:         return %{{.*}}, %[[D]]
func.func @main(%x: tensor<?xf32>) -> (tensor<?xf32>, index) {
  %c0 = arith.constant 0 : index
  %d = tensor.dim %x, %c0 : tensor<?xf32>
  %e = tensor.empty(%d) : tensor<?xf32>
  %y = linalg.exp ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) -> tensor<?xf32>
  %size = tensor.dim %y, %c0 : tensor<?xf32>
  return %y, %size : tensor<?xf32>, index
}

// -----

// The call keeps the root's location.

// LOC:           call @linalg_exp({{.*}} loc("/act/Exp"("m.onnx":3:0))
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %y = linalg.exp ins(%x : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32> loc("/act/Exp"("m.onnx":3:0))
  return %y : tensor<4xf32>
}

// -----

// What is computed only to be put beside something else is computed in the
// kernel that does so. The sizes come from outside all the same.

// CHECK-LABEL: func.func @main(
// CHECK:         %[[N:.*]] = tensor.dim
// CHECK:         %[[OUT:.*]] = bufferization.alloc_tensor(%[[N]]) : tensor<?x8xf32>
// CHECK-NEXT:    call @tensor_concat(
// CHECK-NEXT:    return
// CHECK:       func.func private @tensor_concat(
// CHECK-COUNT-2: linalg.generic
// CHECK:         tensor.concat
func.func @main(%x: tensor<?x4xf32>) -> tensor<?x8xf32> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x4xf32>
  %e = tensor.empty(%n) : tensor<?x4xf32>
  %l = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) {
    ^bb0(%in: f32, %o: f32):
      %y = arith.negf %in : f32
      linalg.yield %y : f32
  } -> tensor<?x4xf32>
  %h = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) {
    ^bb0(%in: f32, %o: f32):
      %y = arith.addf %in, %in : f32
      linalg.yield %y : f32
  } -> tensor<?x4xf32>
  %r = tensor.concat dim(1) %l, %h : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x8xf32>
  return %r : tensor<?x8xf32>
}
