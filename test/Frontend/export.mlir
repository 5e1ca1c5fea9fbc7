// Names and outputs of a model that nobody gave names.
//
// RUN: lutra-translate --export-onnx %s | lutra-translate --import-onnx | FileCheck %s
// RUN: lutra-translate --export-onnx %s -o %t.onnx
// RUN: lutra-translate --import-onnx %t.onnx | FileCheck %s

// CHECK: onnx.ir_version = 10 : i64
// CHECK-SAME: onnx.opset_imports = {ai.onnx = 13 : i64, my = 2 : i64}
// CHECK: func.func @main(%[[X:.*]]: tensor<2xf32> {onnx.dims = [2], onnx.name = "input_0"})
// CHECK-SAME: -> (tensor<2xf32> {onnx.dims = [2], onnx.name = "output_0"}, tensor<2xf32> {onnx.dims = [2], onnx.name = "input_0"}, tensor<2xf32> {onnx.dims = [2], onnx.name = "renamed"}, tensor<i64> {onnx.dims = [], onnx.name = "output_3"})
func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32> {onnx.name = "input_0"}, tensor<2xf32> {onnx.name = "renamed"}, tensor<i64>) {
  // CHECK: %[[C:.*]] = onnx.constant dense<3> : tensor<i64>
  %c = onnx.constant dense<3> : tensor<i64>
  // CHECK: %[[A:.*]] = onnx.node "Sin" version 13(%[[X]])
  %a = onnx.node "Sin" version 13(%x) : (tensor<2xf32>) -> tensor<2xf32>
  // CHECK: %[[B:.*]] = onnx.node "Sin" domain "my" version 2(%[[A]])
  %b = onnx.node "Sin" domain "my" version 2(%a) : (tensor<2xf32>) -> tensor<2xf32>
  // A value under a second name passes through Identity.
  // CHECK: %[[I:.*]] = onnx.node "Identity" version 13(%[[X]])
  // CHECK: return %[[B]], %[[X]], %[[I]], %[[C]]
  return %b, %x, %x, %c : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<i64>
}
