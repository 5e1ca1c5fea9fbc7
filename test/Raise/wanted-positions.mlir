// RUN: lutra-opt %s --raise-wanted-positions --split-input-file | FileCheck %s

#rows = affine_map<(b, s, n) -> (b, s, n)>
#lhs = affine_map<(b, s, n, k) -> (b, s, k)>
#rhs = affine_map<(b, s, n, k) -> (n, k)>
#out = affine_map<(b, s, n, k) -> (b, s, n)>
#gain = affine_map<(b, s, n) -> (n)>

// The product, its fill and what it reads alone are restricted; `x` has another
// reader, so it is sliced. The shared empty tensor stays as it is.

// CHECK-LABEL: @logits
// CHECK-SAME:    -> (tensor<?x?x8xf32> {lutra.positions = 1 : i64, onnx.dims = ["batch", "sequence", 8]}, tensor<?x?x4xf32>)
// CHECK:         %[[S:.*]] = tensor.dim %arg0, %{{.*}} : tensor<?x?x4xf32>
// CHECK:         %[[FIRST:.*]] = nn.first_position of %[[S]] {output = 0 : i64}
// CHECK:         %[[COUNT:.*]] = arith.subi %[[S]], %[[FIRST]]
// CHECK:         %[[X:.*]] = linalg.generic {{.*}} ins(%arg0 : {{.*}}) outs(%[[SHARED:.*]] : tensor<?x?x4xf32>)
// CHECK:         %[[SLICE:.*]] = tensor.extract_slice %[[X]][0, %[[FIRST]], 0] [%{{.*}}, %[[COUNT]], 4] [1, 1, 1]
// CHECK:         %[[SMALL:.*]] = tensor.empty(%{{.*}}, %[[COUNT]]) : tensor<?x?x4xf32>
// CHECK:         %[[Y:.*]] = linalg.generic {{.*}} ins(%[[SLICE]], %{{.*}}) outs(%[[SMALL]] : tensor<?x?x4xf32>)
// CHECK:         %[[ROWS:.*]] = tensor.empty(%{{.*}}, %[[COUNT]]) : tensor<?x?x8xf32>
// CHECK:         %[[ZERO:.*]] = linalg.fill ins(%{{.*}}) outs(%[[ROWS]]
// CHECK:         %[[LOGITS:.*]] = linalg.generic {{.*}} ins(%[[Y]], %{{.*}}) outs(%[[ZERO]]
// CHECK:         return %[[LOGITS]], %[[X]]
func.func @logits(%ids: tensor<?x?x4xf32> {onnx.dims = ["batch", "sequence", 4]},
                  %gain: tensor<4xf32>, %w: tensor<8x4xf32>,
                  %past: tensor<?x4x?x4xf32> {onnx.dims = ["batch", 4, "past", 4], lutra.state = {axis = 2 : i64, output = 1 : i64}})
    -> (tensor<?x?x8xf32> {onnx.dims = ["batch", "sequence", 8]}, tensor<?x?x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %b = tensor.dim %ids, %c0 : tensor<?x?x4xf32>
  %s = tensor.dim %ids, %c1 : tensor<?x?x4xf32>
  %e = tensor.empty(%b, %s) : tensor<?x?x4xf32>
  %x = linalg.generic {indexing_maps = [#rows, #rows], iterator_types = ["parallel", "parallel", "parallel"]} ins(%ids : tensor<?x?x4xf32>) outs(%e : tensor<?x?x4xf32>) {
  ^bb0(%in: f32, %o: f32):
    %r = arith.addf %in, %in : f32
    linalg.yield %r : f32
  } -> tensor<?x?x4xf32>
  %y = linalg.generic {indexing_maps = [#rows, #gain, #rows], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %gain : tensor<?x?x4xf32>, tensor<4xf32>) outs(%e : tensor<?x?x4xf32>) {
  ^bb0(%in: f32, %g: f32, %o: f32):
    %r = arith.mulf %in, %g : f32
    linalg.yield %r : f32
  } -> tensor<?x?x4xf32>
  %l = tensor.empty(%b, %s) : tensor<?x?x8xf32>
  %f = linalg.fill ins(%zero : f32) outs(%l : tensor<?x?x8xf32>) -> tensor<?x?x8xf32>
  %logits = linalg.generic {indexing_maps = [#lhs, #rhs, #out], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%y, %w : tensor<?x?x4xf32>, tensor<8x4xf32>) outs(%f : tensor<?x?x8xf32>) {
  ^bb0(%in: f32, %v: f32, %o: f32):
    %r = math.fma %in, %v, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x?x8xf32>
  return %logits, %x : tensor<?x?x8xf32>, tensor<?x?x4xf32>
}

// -----

// Through shapes and transpositions; an index along positions is shifted, one
// along another loop is not; the size that somebody else reads is the old one.

#id = affine_map<(b, s, n) -> (b, s, n)>
#swap = affine_map<(b, s, n) -> (b, n, s)>
#lhs = affine_map<(b, s, n, k) -> (b, s, k)>
#rhs = affine_map<(b, s, n, k) -> (n, k)>
#out = affine_map<(b, s, n, k) -> (b, s, n)>

// CHECK-LABEL: @shapes
// CHECK:         %[[FIRST:.*]] = nn.first_position
// CHECK:         %[[COUNT:.*]] = arith.subi
// CHECK:         %[[SLICE:.*]] = tensor.extract_slice %arg0[0, 0, %[[FIRST]]] [%{{.*}}, 4, %[[COUNT]]] [1, 1, 1]
// CHECK:         linalg.generic {{.*}} ins(%[[SLICE]] : tensor<?x4x?xf32>)
// CHECK:           %[[I:.*]] = linalg.index 1
// CHECK:           %[[SHIFTED:.*]] = arith.addi %[[I]], %[[FIRST]]
// CHECK:           %[[N:.*]] = linalg.index 2
// CHECK:           arith.addi %[[SHIFTED]], %[[N]]
// CHECK:         tensor.expand_shape %{{.*}} output_shape [%{{.*}}, %[[COUNT]], 1, 4]
// CHECK:         tensor.collapse_shape
// CHECK:         return %{{.*}}, %{{.*}}, %[[S:.*]] :
func.func @shapes(%x: tensor<?x4x?xf32> {onnx.dims = ["batch", 4, "sequence"]}, %w: tensor<8x4xf32>,
                  %past: tensor<?x4x?x4xf32> {onnx.dims = ["batch", 4, "past", 4], lutra.state = {axis = 2 : i64, output = 1 : i64}})
    -> (tensor<?x?x8xf32> {onnx.dims = ["batch", "sequence", 8]}, tensor<?x4x?x4xf32>, index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %b = tensor.dim %x, %c0 : tensor<?x4x?xf32>
  %s = tensor.dim %x, %c2 : tensor<?x4x?xf32>
  %e = tensor.empty(%b, %s) : tensor<?x?x4xf32>
  %t = linalg.generic {indexing_maps = [#swap, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x : tensor<?x4x?xf32>) outs(%e : tensor<?x?x4xf32>) {
  ^bb0(%in: f32, %o: f32):
    %i = linalg.index 1 : index
    %n = linalg.index 2 : index
    %sum = arith.addi %i, %n : index
    %int = arith.index_cast %sum : index to i32
    %float = arith.sitofp %int : i32 to f32
    %r = arith.addf %in, %float : f32
    linalg.yield %r : f32
  } -> tensor<?x?x4xf32>
  %size = tensor.dim %t, %c1 : tensor<?x?x4xf32>
  %wide = tensor.expand_shape %t [[0], [1, 2], [3]] output_shape [%b, %s, 1, 4] : tensor<?x?x4xf32> into tensor<?x?x1x4xf32>
  %back = tensor.collapse_shape %wide [[0], [1, 2], [3]] : tensor<?x?x1x4xf32> into tensor<?x?x4xf32>
  %l = tensor.empty(%b, %s) : tensor<?x?x8xf32>
  %logits = linalg.generic {indexing_maps = [#lhs, #rhs, #out], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%back, %w : tensor<?x?x4xf32>, tensor<8x4xf32>) outs(%l : tensor<?x?x8xf32>) {
  ^bb0(%in: f32, %v: f32, %o: f32):
    %r = math.fma %in, %v, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x?x8xf32>
  return %logits, %past, %size : tensor<?x?x8xf32>, tensor<?x4x?x4xf32>, index
}

// -----

// Positions that meet: what sums over them is read whole.

#lhs = affine_map<(s, n, t) -> (s, t)>
#rhs = affine_map<(s, n, t) -> (t, n)>
#out = affine_map<(s, n, t) -> (s, n)>

// CHECK-LABEL: @mixed
// CHECK:         %[[FIRST:.*]] = nn.first_position
// CHECK:         %[[SLICE:.*]] = tensor.extract_slice %arg0[%[[FIRST]], 0]
// CHECK:         linalg.generic {{.*}} ins(%[[SLICE]], %arg1 :
func.func @mixed(%scores: tensor<?x?xf32> {onnx.dims = ["sequence", "total"]}, %values: tensor<?x4xf32> {onnx.dims = ["total", 4]},
                 %past: tensor<?x4xf32> {onnx.dims = ["past", 4], lutra.state = {axis = 0 : i64, output = 1 : i64}})
    -> (tensor<?x4xf32> {onnx.dims = ["sequence", 4]}, tensor<?x4xf32>) {
  %c0 = arith.constant 0 : index
  %s = tensor.dim %scores, %c0 : tensor<?x?xf32>
  %e = tensor.empty(%s) : tensor<?x4xf32>
  %y = linalg.generic {indexing_maps = [#lhs, #rhs, #out], iterator_types = ["parallel", "parallel", "reduction"]} ins(%scores, %values : tensor<?x?xf32>, tensor<?x4xf32>) outs(%e : tensor<?x4xf32>) {
  ^bb0(%in: f32, %v: f32, %o: f32):
    %r = math.fma %in, %v, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x4xf32>
  return %y, %past : tensor<?x4xf32>, tensor<?x4xf32>
}

// -----

// A low-bit product: activations and destination are restricted, codes are not.

// CHECK-LABEL: @contract
// CHECK:         %[[SLICE:.*]] = tensor.extract_slice %arg0[0, %{{.*}}, 0]
// CHECK:         lowbit.contract acts(%[[SLICE]] : tensor<?x?x16xf32>) codes(%arg1
func.func @contract(%x: tensor<?x?x16xf32> {onnx.dims = ["batch", "sequence", 16]}, %codes: tensor<8x16xi8>, %scales: tensor<8x1xf32>,
                    %past: tensor<?x4xf32> {onnx.dims = ["batch", 4], lutra.state = {axis = 0 : i64, output = 1 : i64}})
    -> (tensor<?x?x8xf32> {onnx.dims = ["batch", "sequence", 8]}, tensor<?x4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %b = tensor.dim %x, %c0 : tensor<?x?x16xf32>
  %s = tensor.dim %x, %c1 : tensor<?x?x16xf32>
  %e = tensor.empty(%b, %s) : tensor<?x?x8xf32>
  %y = lowbit.contract acts(%x : tensor<?x?x16xf32>) codes(%codes : tensor<8x16xi8>) scales(%scales : tensor<8x1xf32>) outs(%e : tensor<?x?x8xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x?x8xf32>
  return %y, %past : tensor<?x?x8xf32>, tensor<?x4xf32>
}

// -----

// Nothing is spared without a product, without state, or where the name is that
// of a batch.

#rows = affine_map<(s, n) -> (s, n)>

// CHECK-LABEL: @elementwise
// CHECK-NOT:     nn.first_position
func.func @elementwise(%x: tensor<?x4xf32> {onnx.dims = ["sequence", 4]},
                       %past: tensor<?x4xf32> {onnx.dims = ["past", 4], lutra.state = {axis = 0 : i64, output = 1 : i64}})
    -> (tensor<?x4xf32> {onnx.dims = ["sequence", 4]}, tensor<?x4xf32>) {
  %y = linalg.generic {indexing_maps = [#rows, #rows], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x4xf32>) outs(%x : tensor<?x4xf32>) {
  ^bb0(%in: f32, %o: f32):
    %r = arith.addf %in, %in : f32
    linalg.yield %r : f32
  } -> tensor<?x4xf32>
  return %y, %past : tensor<?x4xf32>, tensor<?x4xf32>
}

// CHECK-LABEL: @stateless
// CHECK-NOT:     nn.first_position
func.func @stateless(%x: tensor<?x16xf32> {onnx.dims = ["sequence", 16]}, %codes: tensor<8x16xi8>, %scales: tensor<8x1xf32>, %e: tensor<?x8xf32>)
    -> (tensor<?x8xf32> {onnx.dims = ["sequence", 8]}) {
  %y = lowbit.contract acts(%x : tensor<?x16xf32>) codes(%codes : tensor<8x16xi8>) scales(%scales : tensor<8x1xf32>) outs(%e : tensor<?x8xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// CHECK-LABEL: @batch
// CHECK-NOT:     nn.first_position
func.func @batch(%x: tensor<?x16xf32> {onnx.dims = ["batch", 16]}, %codes: tensor<8x16xi8>, %scales: tensor<8x1xf32>, %e: tensor<?x8xf32>,
                 %past: tensor<?x4xf32> {onnx.dims = ["batch", 4], lutra.state = {axis = 0 : i64, output = 1 : i64}})
    -> (tensor<?x8xf32> {onnx.dims = ["batch", 8]}, tensor<?x4xf32>) {
  %y = lowbit.contract acts(%x : tensor<?x16xf32>) codes(%codes : tensor<8x16xi8>) scales(%scales : tensor<8x1xf32>) outs(%e : tensor<?x8xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x8xf32>
  return %y, %past : tensor<?x8xf32>, tensor<?x4xf32>
}
