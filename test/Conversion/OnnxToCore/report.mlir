// RUN: not lutra-opt %s --convert-onnx-to-core 2>&1 | FileCheck %s

// Nodes are named as the file names them, and stand where it has them.

// CHECK:     error: 2 of 2 nodes cannot be compiled; each is listed with its reason
// CHECK:     model.onnx:7:0: note: node '/block/attention' (Foo) of domain ai.onnx version 21: the operator is not supported
// CHECK:     model.onnx:8:0: note: node '/head' (Bar) of domain com.microsoft version 1: the operator is not supported
// CHECK-NOT: see current operation
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = onnx.node "Foo" version 21(%x) : (tensor<2xf32>) -> !onnx.unknown loc("/block/attention"("model.onnx":7:0))
  %1 = onnx.node "Bar" domain "com.microsoft" version 1(%0) : (!onnx.unknown) -> tensor<2xf32> loc("/head"("model.onnx":8:0))
  return %1 : tensor<2xf32>
}
