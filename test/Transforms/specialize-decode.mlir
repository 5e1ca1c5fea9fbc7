// RUN: lutra-opt %s --specialize-decode --split-input-file | FileCheck %s
// RUN: lutra-opt %s --specialize-decode --canonicalize --cse --split-input-file | FileCheck %s --check-prefix=FOLDED

#rows = affine_map<(b, s, n) -> (b, s, n)>
#swap = affine_map<(b, s, n) -> (s, b, n)>

// Positions and batch of what is no state become 1; the mask's other dimension and
// the state keep their sizes; results keep their types.

// CHECK-LABEL: func.func @main(
// CHECK-NOT:     lutra.specializes
// CHECK:       func.func @main_decode(
// CHECK-SAME:    %[[X:[^ ]*]]: tensor<1x1x4xf32> {onnx.dims = ["batch", "sequence", 4]},
// CHECK-SAME:    %[[MASK:[^ ]*]]: tensor<1x?xi64>
// CHECK-SAME:    %[[PAST:[^ ]*]]: tensor<?x2x?x4xf32> {lutra.state
// CHECK-SAME:    -> (tensor<?x?x4xf32> {
// CHECK-SAME:    attributes {lutra.specializes = array<i64: 0, 0, 0, 1, 1, 0>}
// CHECK-DAG:     tensor.cast %[[X]] : tensor<1x1x4xf32> to tensor<?x?x4xf32>
// CHECK-DAG:     tensor.cast %[[MASK]] : tensor<1x?xi64> to tensor<?x?xi64>

// What is computed has fixed sizes then, and nothing is left out of one position.
// FOLDED:      func.func @main_decode(
// FOLDED-NOT:    nn.first_position
// FOLDED:        linalg.generic {{.*}} outs(%{{.*}} : tensor<1x1x4xf32>)
func.func @main(%x: tensor<?x?x4xf32> {onnx.dims = ["batch", "sequence", 4]},
                %mask: tensor<?x?xi64> {onnx.dims = ["batch", "total"]},
                %past: tensor<?x2x?x4xf32> {onnx.dims = ["batch", 2, "past", 4], lutra.state = {axis = 2 : i64, output = 1 : i64}})
    -> (tensor<?x?x4xf32> {onnx.dims = ["batch", "sequence", 4], lutra.positions = 1 : i64}, tensor<?x2x?x4xf32>, tensor<?x?xi64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %b = tensor.dim %x, %c0 : tensor<?x?x4xf32>
  %s = tensor.dim %x, %c1 : tensor<?x?x4xf32>
  %first = nn.first_position of %s {output = 0 : i64}
  %count = arith.subi %s, %first : index
  %part = tensor.extract_slice %x[0, %first, 0] [%b, %count, 4] [1, 1, 1] : tensor<?x?x4xf32> to tensor<?x?x4xf32>
  %e = tensor.empty(%b, %count) : tensor<?x?x4xf32>
  %y = linalg.generic {indexing_maps = [#rows, #rows], iterator_types = ["parallel", "parallel", "parallel"]} ins(%part : tensor<?x?x4xf32>) outs(%e : tensor<?x?x4xf32>) {
  ^bb0(%in: f32, %o: f32):
    %r = arith.addf %in, %in : f32
    linalg.yield %r : f32
  } -> tensor<?x?x4xf32>
  return %y, %past, %mask : tensor<?x?x4xf32>, tensor<?x2x?x4xf32>, tensor<?x?xi64>
}

// -----

// Without positions there is no decode.
// CHECK-LABEL: func.func @main(
// CHECK-NOT:   @main_decode
func.func @main(%x: tensor<?x4xf32> {onnx.dims = ["batch", 4]}) -> (tensor<?x4xf32> {onnx.dims = ["batch", 4]}) {
  return %x : tensor<?x4xf32>
}
