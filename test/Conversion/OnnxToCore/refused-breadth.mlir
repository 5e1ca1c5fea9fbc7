// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file --verify-diagnostics

// What selections, losses, scatters and subgraphs do not take.

// expected-error@below {{13 of 14 nodes cannot be compiled}}
func.func @breadth(%x: tensor<2x3xf32>, %i: tensor<2xi64>, %b: tensor<2x3xi1>, %c: tensor<i1>, %k: tensor<?xi64>, %n: tensor<i64>) {
  %at = onnx.constant dense<5> : tensor<1x1xi64>
  %u = onnx.constant dense<1.0> : tensor<1x1xf32>
  %u1 = onnx.constant dense<1.0> : tensor<1xf32>
  // expected-note@below {{axis 2 is out of range for rank 2}}
  %0 = onnx.node "ArgMax" version 13(%x) with {axis = 2 : i64} : (tensor<2x3xf32>) -> !onnx.unknown
  // expected-note@below {{element type i1 is not supported}}
  %1 = onnx.node "ArgMin" version 13(%b) : (tensor<2x3xi1>) -> !onnx.unknown
  %five = onnx.constant dense<5> : tensor<1xi64>
  // expected-note@below {{k must not be above the size of the axis, got 5 and 3}}
  %2:2 = onnx.node "TopK" version 11(%x, %five) : (tensor<2x3xf32>, tensor<1xi64>) -> (!onnx.unknown, !onnx.unknown)
  // expected-note@below {{attribute 'reduction' must be none, sum or mean, got 'max'}}
  %3 = onnx.node "NegativeLogLikelihoodLoss" version 13(%x, %i) with {reduction = "max"} : (tensor<2x3xf32>, tensor<2xi64>) -> !onnx.unknown
  // expected-note@below {{index 5 is out of range for size 2}}
  %4 = onnx.node "GatherElements" version 13(%x, %at) : (tensor<2x3xf32>, tensor<1x1xi64>) -> !onnx.unknown
  // expected-note@below {{the last dimension of its indices must be known}}
  %5 = onnx.node "GatherND" version 13(%x, %k) : (tensor<2x3xf32>, tensor<?xi64>) -> !onnx.unknown
  // expected-note@below {{attribute 'reduction' must be none, add, mul, min or max, got 'or'}}
  %6 = onnx.node "ScatterElements" version 18(%x, %at, %u) with {reduction = "or"} : (tensor<2x3xf32>, tensor<1x1xi64>, tensor<1x1xf32>) -> !onnx.unknown
  // expected-note@below {{its operand must have two dimensions at least}}
  %7 = onnx.node "Trilu" version 14(%u1) : (tensor<1xf32>) -> !onnx.unknown
  // expected-note@below {{attribute 'equation' has 2 terms for 1 operands}}
  %8 = onnx.node "Einsum" version 12(%x) with {equation = "ij,jk->ik"} : (tensor<2x3xf32>) -> !onnx.unknown
  // expected-note@below {{input axes must have a known length, got tensor<?xi64>}}
  %9 = onnx.node "ReduceSum" version 13(%x, %k) with {keepdims = 0 : i64} : (tensor<2x3xf32>, tensor<?xi64>) -> !onnx.unknown
  // expected-note@below {{its operands have the ranks 2 and 1, and attribute 'broadcast' is not set}}
  %10 = onnx.node "Add" version 6(%x, %u1) : (tensor<2x3xf32>, tensor<1xf32>) -> !onnx.unknown
  // expected-note@below {{the condition is known only when the model runs, and a branch has operators that may fail then}}
  %11 = onnx.node "If" version 16(%c) bodies ["else_branch", "then_branch"] {
    onnx.yield %x : tensor<2x3xf32>
  }, {
    %y = onnx.node "Gather" version 13(%x, %i) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2x3xf32>
    onnx.yield %y : tensor<2x3xf32>
  } : (tensor<i1>) -> tensor<2x3xf32>
  // expected-note@below {{the number of iterations must be constant}}
  %12 = onnx.node "Loop" version 16(%n, %c, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<2x3xf32>):
    onnx.yield %more, %state : tensor<i1>, tensor<2x3xf32>
  } : (tensor<i64>, tensor<i1>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

// expected-error@below {{2 of 2 nodes cannot be compiled}}
func.func @unrolled(%x: tensor<2xf32>) {
  %many = onnx.constant dense<257> : tensor<i64>
  %none = onnx.none
  // expected-note@below {{it has more than 256 iterations}}
  %0 = onnx.node "Loop" version 16(%many, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<2xf32>):
    onnx.yield %more, %state : tensor<i1>, tensor<2xf32>
  } : (tensor<i64>, none, tensor<2xf32>) -> tensor<2xf32>
  // expected-note@below {{input 2 is missing}}
  %1 = onnx.node "Loop" version 16(%many, %none, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %a: tensor<2xf32>, %b: tensor<2xf32>):
    onnx.yield %more, %a, %b : tensor<i1>, tensor<2xf32>, tensor<2xf32>
  } : (tensor<i64>, none, none, tensor<2xf32>) -> !onnx.unknown
  return
}
