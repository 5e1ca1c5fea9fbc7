// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file --verify-diagnostics

// What selections, losses, scatters and subgraphs do not take.

// expected-error@below {{13 of 16 nodes cannot be compiled}}
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
  // expected-note@below {{a branch that may fail gives sizes that depend on what it computes}}
  %11 = onnx.node "If" version 16(%c) bodies ["else_branch", "then_branch"] {
    onnx.yield %at : tensor<1x1xi64>
  }, {
    %y = onnx.node "Gather" version 13(%x, %i) : (tensor<2x3xf32>, tensor<2xi64>) -> !onnx.unknown
    %z = onnx.node "NonZero" version 13(%y) : (!onnx.unknown) -> !onnx.unknown
    onnx.yield %z : !onnx.unknown
  } : (tensor<i1>) -> !onnx.unknown
  // expected-note@below {{sizes of a state before and after an iteration must be equal, got 2 and 4}}
  %12 = onnx.node "Loop" version 16(%n, %c, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<2x3xf32>):
    %y = onnx.node "Concat" version 13(%state, %state) with {axis = 0 : i64} : (tensor<2x3xf32>, tensor<2x3xf32>) -> !onnx.unknown
    onnx.yield %more, %y : tensor<i1>, !onnx.unknown
  } : (tensor<i64>, tensor<i1>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

// expected-error@below {{5 of 6 nodes cannot be compiled}}
func.func @loops(%x: tensor<2xf32>, %n: tensor<i64>) {
  %many = onnx.constant dense<257> : tensor<i64>
  %none = onnx.none
  // expected-note@below {{it never ends}}
  %0 = onnx.node "Loop" version 16(%none, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<2xf32>):
    onnx.yield %more, %state : tensor<i1>, tensor<2xf32>
  } : (none, none, tensor<2xf32>) -> tensor<2xf32>
  // expected-note@below {{input 2 is missing}}
  %1 = onnx.node "Loop" version 16(%many, %none, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %a: tensor<2xf32>, %b: tensor<2xf32>):
    onnx.yield %more, %a, %b : tensor<i1>, tensor<2xf32>, tensor<2xf32>
  } : (tensor<i64>, none, none, tensor<2xf32>) -> !onnx.unknown
  // expected-note@below {{an iteration makes tensor<i64> out of tensor<2xf32>}}
  %2 = onnx.node "Loop" version 16(%many, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %a: tensor<2xf32>):
    onnx.yield %more, %step : tensor<i1>, tensor<i64>
  } : (tensor<i64>, none, tensor<2xf32>) -> !onnx.unknown
  // expected-note@below {{sizes of what an iteration gives depend on what it computes}}
  %3 = onnx.node "Loop" version 16(%n, %none) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>):
    %y = onnx.node "NonZero" version 13(%x) : (tensor<2xf32>) -> !onnx.unknown
    onnx.yield %more, %y : tensor<i1>, !onnx.unknown
  } : (tensor<i64>, none) -> !onnx.unknown
  // expected-note@below {{its condition must be bool, got tensor<i64>}}
  %4 = onnx.node "Loop" version 16(%n, %n, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %a: tensor<2xf32>):
    onnx.yield %more, %a : tensor<i1>, tensor<2xf32>
  } : (tensor<i64>, tensor<i64>, tensor<2xf32>) -> !onnx.unknown
  return
}
