// Every kind of attribute survives being written and read: lists keep their
// kind when they are empty, floats their bits, strings their bytes.
//
// RUN: lutra-translate --export-onnx %s -o %t.onnx
// RUN: lutra-translate --import-onnx %t.onnx | FileCheck %s

module attributes {onnx.ir_version = 9 : i64, onnx.opset_imports = {ai.onnx = 19 : i64, unused = 3 : i64}, onnx.producer = "me"} {
  func.func @main(%x: tensor<?x2xf32> {onnx.name = "x", onnx.dims = ["n", 2]}) -> (!onnx.unknown {onnx.name = "y"}) {
    %none = onnx.none
    // CHECK: onnx.constant dense_resource<big> : tensor<40xf32>
    %w = onnx.constant dense_resource<big> : tensor<40xf32>
    // CHECK: %[[Y:.*]]:2 = onnx.node "Everything" domain "my" version 7(%{{.*}}, %{{.*}}, %{{.*}}) with {
    // CHECK-SAME: empty_floats = array<f32>, empty_ints = array<i64>, empty_strings = [],
    // CHECK-SAME: empty_tensors = #onnx.raw<"\0A\0Dempty_tensors\A0\01\09">,
    // CHECK-SAME: float = 1.000000e-01 : f32, floats = array<f32: 1.500000e+00, 0x7FC00001>, int = -3 : i64,
    // CHECK-SAME: ints = array<i64: 1, -9223372036854775808>, string = "a\00\FF", strings = ["a", ""],
    // CHECK-SAME: tensor = dense<[1, -2, -1]> : tensor<3xi2>,
    // CHECK-SAME: tensors = [dense<1> : tensor<i8>, dense_resource<Everything> : tensor<200xi8>],
    // CHECK-SAME: type = tensor<?x3xf16>, types = [tensor<*xi1>, !onnx.opaque<"seq(tensor(float))">]
    // CHECK-SAME: } bodies ["body", "list[0]", "list[1]"] {
    // CHECK: ^bb0(%[[A:.*]]: tensor<i64>):
    // CHECK: %[[K:.*]] = onnx.constant dense<1> : tensor<i64>
    // CHECK: %[[S:.*]] = onnx.node "Add" version 19(%[[A]], %[[K]])
    // CHECK: %[[LATER:.*]] = onnx.constant dense<2> : tensor<i64>
    // CHECK: onnx.yield %[[S]], %[[LATER]]
    // CHECK: }, {
    // CHECK: onnx.yield %{{.*}} : tensor<?x2xf32>
    // CHECK: }, {
    // CHECK: onnx.yield{{$}}
    // CHECK: } : (tensor<?x2xf32>, none, tensor<40xf32>) -> (!onnx.unknown, none)
    %y:2 = onnx.node "Everything" domain "my" version 7(%x, %none, %w) with {
      int = -3 : i64, ints = array<i64: 1, -9223372036854775808>, empty_ints = array<i64>,
      float = 0.1 : f32, floats = array<f32: 1.5, 0x7FC00001>, empty_floats = array<f32>,
      string = "a\00\FF", strings = ["a", ""], empty_strings = [],
      tensor = dense<[1, -2, -1]> : tensor<3xi2>,
      tensors = [dense<1> : tensor<i8>, dense<7> : tensor<200xi8>],
      empty_tensors = #onnx.raw<"\A0\01\09">,
      type = tensor<?x3xf16>, types = [tensor<*xi1>, !onnx.opaque<"seq(tensor(float))">]
    } bodies ["body", "list[0]", "list[1]"] {
    ^bb0(%a: tensor<i64>):
      %k = onnx.constant dense<1> : tensor<i64>
      %s = onnx.node "Add" version 19(%a, %k) : (tensor<i64>, tensor<i64>) -> tensor<i64>
      %later = onnx.constant dense<2> : tensor<i64>
      onnx.yield %s, %later : tensor<i64>, tensor<i64>
    }, {
      onnx.yield %x : tensor<?x2xf32>
    }, {
      onnx.yield
    } : (tensor<?x2xf32>, none, tensor<40xf32>) -> (!onnx.unknown, none)
    return %y#0 : !onnx.unknown
  }
}

{-#
  dialect_resources: {
    builtin: {
      big: "0x100000000000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F0000803F"
    }
  }
#-}
