// RUN: lutra-opt %s --canonicalize --cse | FileCheck %s

// Equal constants become one; nodes, whose meaning the dialect does not know,
// stay even when nobody uses them.
// CHECK-LABEL: func.func @once
// CHECK: %[[C:.*]] = onnx.constant dense<7> : tensor<i64>
// CHECK-NOT: onnx.constant
// CHECK: onnx.node "Print"
// CHECK: return %[[C]], %[[C]]
func.func @once() -> (tensor<i64>, tensor<i64>) {
  %a = onnx.constant dense<7> : tensor<i64>
  %b = onnx.constant dense<7> : tensor<i64>
  %unused = onnx.constant dense<8> : tensor<i64>
  onnx.node "Print" domain "custom" version 1(%a) : (tensor<i64>) -> ()
  return %a, %b : tensor<i64>, tensor<i64>
}
