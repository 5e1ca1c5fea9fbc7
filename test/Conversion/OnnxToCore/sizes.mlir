// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s

// What exporters compute on shapes leaves nothing behind but the reshape.

// CHECK-LABEL: func.func @chain(
// CHECK-SAME:    %[[X:[^ ]*]]: tensor<?x?x256xf32>
// CHECK:         %[[B:.*]] = tensor.dim %[[X]], %c0
// CHECK:         %[[S:.*]] = tensor.dim %[[X]], %c1
// CHECK-NEXT:    %[[Y:.*]] = tensor.expand_shape %[[X]] {{\[\[}}0], [1], [2, 3]] output_shape [%[[B]], %[[S]], 8, 32]
// CHECK-NEXT:    return %[[Y]]
func.func @chain(%x: tensor<?x?x256xf32>) -> tensor<?x?x8x32xf32> {
  %i = onnx.constant dense<[0, 1]> : tensor<2xi64>
  %heads = onnx.constant dense<8> : tensor<1xi64>
  %rest = onnx.constant dense<-1> : tensor<1xi64>
  %shape = onnx.node "Shape" version 15(%x) : (tensor<?x?x256xf32>) -> !onnx.unknown
  %lead = onnx.node "Gather" version 13(%shape, %i) with {axis = 0 : i64} : (!onnx.unknown, tensor<2xi64>) -> !onnx.unknown
  %narrow = onnx.node "Cast" version 13(%lead) with {to = 6 : i64} : (!onnx.unknown) -> !onnx.unknown
  %wide = onnx.node "Cast" version 13(%narrow) with {to = 7 : i64} : (!onnx.unknown) -> !onnx.unknown
  %target = onnx.node "Concat" version 13(%wide, %heads, %rest) with {axis = 0 : i64} : (!onnx.unknown, tensor<1xi64>, tensor<1xi64>) -> !onnx.unknown
  %y = onnx.node "Reshape" version 14(%x, %target) : (tensor<?x?x256xf32>, !onnx.unknown) -> tensor<?x?x8x32xf32>
  return %y : tensor<?x?x8x32xf32>
}

// -----

// past + sequence - past is the sequence: the range has its length, and no
// check is left when it meets a tensor of that length.

// CHECK-LABEL: func.func @positions(
// CHECK-SAME:    %[[IDS:[^ ]*]]: tensor<?x?xi64>
// CHECK:         %[[B:.*]] = tensor.dim %[[IDS]], %c0
// CHECK:         %[[S:.*]] = tensor.dim %[[IDS]], %c1
// CHECK:         tensor.empty(%[[S]]) : tensor<?xi64>
// CHECK-NOT:     cf.assert
// CHECK:         tensor.empty(%[[B]], %[[S]]) : tensor<?x?xi64>
func.func @positions(%ids: tensor<?x?xi64> {onnx.dims = ["b", "s"]},
                     %past: tensor<?x4x?x32xf32> {onnx.dims = ["b", 4, "p", 32]}) -> tensor<?x?xi64> {
  %one = onnx.constant dense<1> : tensor<i64>
  %two = onnx.constant dense<2> : tensor<i64>
  %0 = onnx.node "Shape" version 15(%ids) : (tensor<?x?xi64>) -> !onnx.unknown
  %s = onnx.node "Gather" version 13(%0, %one) : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
  %1 = onnx.node "Shape" version 15(%past) : (tensor<?x4x?x32xf32>) -> !onnx.unknown
  %p = onnx.node "Gather" version 13(%1, %two) : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
  %t = onnx.node "Add" version 14(%p, %s) : (!onnx.unknown, !onnx.unknown) -> !onnx.unknown
  %range = onnx.node "Range" version 11(%p, %t, %one) : (!onnx.unknown, !onnx.unknown, tensor<i64>) -> !onnx.unknown
  %y = onnx.node "Add" version 14(%ids, %range) : (tensor<?x?xi64>, !onnx.unknown) -> tensor<?x?xi64>
  return %y : tensor<?x?xi64>
}

// -----

// Equal sizes are one value, whichever node asks.

// CHECK-LABEL: func.func @shared(
// CHECK-COUNT-1: arith.addi
// CHECK-NOT:     arith.addi
func.func @shared(%x: tensor<?x4xf32>, %y: tensor<?x4xf32>) -> (tensor<?x4xf32>, tensor<?x4xf32>) {
  %0 = onnx.node "Concat" version 13(%x, %y) with {axis = 0 : i64} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %1 = onnx.node "Concat" version 13(%y, %x) with {axis = 0 : i64} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %2 = onnx.node "Max" version 13(%0, %1) : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  return %0, %2 : tensor<?x4xf32>, tensor<?x4xf32>
}

// -----

// A shape that is data is made into a tensor once it is read as such.

// CHECK-LABEL: func.func @as_data(
// CHECK:         %[[N:.*]] = arith.index_cast %{{.*}} : index to i64
// CHECK:         tensor.from_elements %[[N]], %{{.*}} : tensor<2xi64>
func.func @as_data(%x: tensor<?x4xf32>) -> tensor<2xi64> {
  %0 = onnx.node "Shape" version 15(%x) : (tensor<?x4xf32>) -> tensor<2xi64>
  return %0 : tensor<2xi64>
}

// -----

// Two sizes that only the run can compare: checked once, the operand with one
// entry is read at 0, and later users know the result.

// CHECK-LABEL: func.func @at_run_time(
// CHECK:         cf.assert %{{.*}}, "node 'sum' (Add): sizes of its operands do not broadcast"
// CHECK:         arith.select
// CHECK:         linalg.generic
// CHECK:           linalg.index 0
// CHECK:           arith.select
// CHECK:           tensor.extract
// CHECK-NOT:     cf.assert
func.func @at_run_time(%x: tensor<?xf32>, %y: tensor<?xf32>) -> (tensor<?xf32>, tensor<?xf32>) {
  %0 = onnx.node "Add" version 14(%x, %y) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32> loc("sum")
  %1 = onnx.node "Mul" version 14(%y, %x) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32> loc("product")
  %2 = onnx.node "Mul" version 14(%0, %x) : (tensor<?xf32>, tensor<?xf32>) -> tensor<?xf32> loc("both")
  return %1, %2 : tensor<?xf32>, tensor<?xf32>
}

// -----

// Unit dimensions that the file states need no check and no select.

// CHECK-DAG:   #[[ROW:.*]] = affine_map<(d0, d1) -> (0, d1)>
// CHECK-DAG:   #[[COLUMN:.*]] = affine_map<(d0, d1) -> (d0, 0)>
// CHECK-LABEL: func.func @static_ones(
// CHECK-NOT:     cf.assert
// CHECK:         linalg.generic {indexing_maps = [#[[ROW]], #[[COLUMN]], #{{.*}}]
func.func @static_ones(%x: tensor<1x?xf32>, %y: tensor<?x1xf32>) -> tensor<?x?xf32> {
  %0 = onnx.node "Add" version 14(%x, %y) : (tensor<1x?xf32>, tensor<?x1xf32>) -> tensor<?x?xf32>
  return %0 : tensor<?x?xf32>
}
