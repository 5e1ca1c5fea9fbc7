// RUN: lutra-opt %s --split-input-file | FileCheck %s
// RUN: lutra-opt %s --split-input-file --mlir-print-op-generic | lutra-opt --split-input-file | FileCheck %s
// RUN: lutra-opt %s --split-input-file --verify-roundtrip -o /dev/null

// An operator of a domain, with attributes and without; an omitted input and
// an omitted output.
// CHECK-LABEL: func.func @node
func.func @node(%x: tensor<?x3xf32>) -> !onnx.unknown {
  // CHECK: %[[NONE:.*]] = onnx.none
  %none = onnx.none
  // CHECK: %[[Y:.*]]:2 = onnx.node "Clip" version 13(%{{.*}}, %[[NONE]], %[[NONE]]) : (tensor<?x3xf32>, none, none) -> (tensor<?x3xf32>, none)
  %y:2 = onnx.node "Clip" version 13(%x, %none, %none) : (tensor<?x3xf32>, none, none) -> (tensor<?x3xf32>, none)
  // CHECK: onnx.node "MatMulNBits" domain "com.microsoft" version 1(%[[Y]]#0) with {K = 3 : i64, f = 5.000000e-01 : f32, ints = array<i64: 1, 2>, none = array<f32>, s = "text", t = dense<1> : tensor<2xui4>, type = tensor<?xf32>} : (tensor<?x3xf32>) -> !onnx.unknown
  %z = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%y#0) with {K = 3 : i64, f = 0.5 : f32, ints = array<i64: 1, 2>, none = array<f32>, s = "text", t = dense<1> : tensor<2xui4>, type = tensor<?xf32>} : (tensor<?x3xf32>) -> !onnx.unknown
  return %z : !onnx.unknown
}

// -----

// Bodies with arguments and captured values.
// CHECK-LABEL: func.func @bodies
func.func @bodies(%n: tensor<i64>, %c: tensor<i1>, %x: tensor<2xf32>) -> tensor<2xf32> {
  // CHECK: onnx.node "Loop" version 21(%{{.*}}, %{{.*}}, %[[X:.*]]) bodies ["body"] {
  %y = onnx.node "Loop" version 21(%n, %c, %x) bodies ["body"] {
  // CHECK: ^bb0(%{{.*}}: tensor<i64>, %[[CC:.*]]: tensor<i1>, %[[A:.*]]: tensor<2xf32>):
  ^bb0(%i: tensor<i64>, %cc: tensor<i1>, %a: tensor<2xf32>):
    // CHECK: %[[S:.*]] = onnx.node "Add" version 21(%[[A]], %[[X]])
    %s = onnx.node "Add" version 21(%a, %x) : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
    // CHECK: onnx.yield %[[CC]], %[[S]] : tensor<i1>, tensor<2xf32>
    onnx.yield %cc, %s : tensor<i1>, tensor<2xf32>
  } : (tensor<i64>, tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  // CHECK: onnx.node "Two" version 1() bodies ["bodies[0]", "bodies[1]"] {
  // CHECK: onnx.yield{{$}}
  // CHECK: }, {
  onnx.node "Two" version 1() bodies ["bodies[0]", "bodies[1]"] {
    onnx.yield
  }, {
    onnx.yield
  } : () -> ()
  return %y : tensor<2xf32>
}

// -----

// Types and attributes that only ONNX has.
// CHECK-LABEL: func.func @types
// CHECK-SAME: !onnx.unknown
// CHECK-SAME: !onnx.opaque<"seq(tensor(float)[2,\22n\22])">
// CHECK-SAME: tensor<?x!onnx.string>
// CHECK-SAME: tensor<2x!onnx.opaque<"element 99">>
func.func @types(%u: !onnx.unknown, %s: !onnx.opaque<"seq(tensor(float)[2,\22n\22])">,
                 %t: tensor<?x!onnx.string>, %e: tensor<2x!onnx.opaque<"element 99">>) {
  // CHECK: with {raw = #onnx.raw<"\0A\03abc">}
  onnx.node "X" version 1() with {raw = #onnx.raw<"\0A\03abc">} : () -> ()
  return
}

// -----

// Constants of every element type, and data as a resource.
// CHECK-LABEL: func.func @constants
func.func @constants() {
  // CHECK: onnx.constant dense<[1, 2]> : tensor<2xi64>
  %0 = onnx.constant dense<[1, 2]> : tensor<2xi64>
  // CHECK: onnx.constant dense<["a", ""]> : tensor<2x!onnx.string>
  %1 = onnx.constant dense<["a", ""]> : tensor<2x!onnx.string>
  // CHECK: onnx.constant dense<3> : tensor<4xui2>
  %2 = onnx.constant dense<3> : tensor<4xui2>
  // CHECK: onnx.constant dense<1.500000e+00> : tensor<f4E2M1FN>
  %3 = onnx.constant dense<1.5> : tensor<f4E2M1FN>
  // CHECK: onnx.constant dense<(1.000000e+00,2.000000e+00)> : tensor<complex<f32>>
  %4 = onnx.constant dense<(1.0, 2.0)> : tensor<complex<f32>>
  // CHECK: onnx.constant dense_resource<weight> : tensor<3x2xf16>
  %5 = onnx.constant dense_resource<weight> : tensor<3x2xf16>
  return
}

// CHECK: weight: "0x100000000100020003000400050006000700080009000A000B000C00"
{-#
  dialect_resources: {
    builtin: {
      weight: "0x100000000100020003000400050006000700080009000A000B000C00"
    }
  }
#-}
