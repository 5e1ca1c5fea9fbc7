// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s

// Unsigned types become signless, the manifest's names say what they were, and
// dimensions of the same name are one size.

// CHECK-LABEL: func.func @main(
// CHECK-SAME:    %[[X:.*]]: tensor<?x3xi8> {onnx.dims = ["n", 3], onnx.dtype = "u8", onnx.name = "x"},
// CHECK-SAME:    %[[Y:[^ ]*]]: tensor<?x3xi8> {onnx.dims = ["n", 3], onnx.dtype = "u8", onnx.name = "y"}
// CHECK-SAME:    -> (tensor<?x3xi1> {onnx.dtype = "bool", onnx.name = "less"})
// CHECK:         %[[N:.*]] = tensor.dim %[[X]]
// CHECK-NOT:     tensor.dim
// CHECK-NOT:     cf.assert
// CHECK:         tensor.empty(%[[N]]) : tensor<?x3xi1>
// CHECK:         arith.cmpi ult
func.func @main(%x: tensor<?x3xui8> {onnx.dims = ["n", 3], onnx.name = "x"},
                %y: tensor<?x3xui8> {onnx.dims = ["n", 3], onnx.name = "y"})
    -> (tensor<?x?xi1> {onnx.name = "less"}) {
  %less = onnx.node "Less" version 13(%x, %y) : (tensor<?x3xui8>, tensor<?x3xui8>) -> !onnx.unknown
  %same = onnx.node "Identity" version 13(%less) : (!onnx.unknown) -> tensor<?x?xi1>
  return %same : tensor<?x?xi1>
}

// -----

// Every operation carries the location of its node.

// CHECK-LABEL: func.func @locations
func.func @locations(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = onnx.node "Relu" version 14(%x) : (tensor<4xf32>) -> !onnx.unknown loc("first")
  // RUN: lutra-opt %s --convert-onnx-to-core --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC
  // LOC-LABEL: func.func @locations
  // LOC:         arith.maximumf {{.*}} loc("first")
  // LOC:         } -> tensor<4xf32> loc("first")
  // LOC:         math.tanh {{.*}} loc("second")
  // LOC:         } -> tensor<4xf32> loc("second")
  %1 = onnx.node "Tanh" version 13(%0) : (!onnx.unknown) -> tensor<4xf32> loc("second")
  return %1 : tensor<4xf32>
}

// -----

// An output that is an input, and one that is a constant.

// CHECK-LABEL: func.func @through(
// CHECK-SAME:    %[[X:[^ ]*]]: tensor<4xf32>
// CHECK:         %[[C:.*]] = arith.constant dense<1> : tensor<2xi8>
// CHECK:         return %[[X]], %[[C]]
func.func @through(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<2xui8>) {
  %c = onnx.constant dense<1> : tensor<2xui8>
  return %x, %c : tensor<4xf32>, tensor<2xui8>
}

// -----

// Unused results and operands may be missing.

// CHECK-LABEL: func.func @missing
// CHECK:         arith.minimumf
func.func @missing(%x: tensor<4xf32>, %high: tensor<f32>) -> tensor<4xf32> {
  %none = onnx.none
  %0:2 = onnx.node "Dropout" version 13(%x, %none) : (tensor<4xf32>, none) -> (!onnx.unknown, none)
  %1 = onnx.node "Clip" version 13(%0#0, %none, %high) : (!onnx.unknown, none, tensor<f32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}
