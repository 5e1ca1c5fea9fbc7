// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Branches with known and unknown conditions, and loops that are written out.

func.func @main() {
  %x = onnx.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %xd = tensor.cast %x : tensor<3xf32> to tensor<?xf32>
  %one = onnx.constant dense<[[1.0, 1.0, 1.0]]> : tensor<1x3xf32>
  %false = arith.constant dense<false> : tensor<i1>
  %none = onnx.none
  %true = arith.constant dense<true> : tensor<i1>

  // Both branches run, and the right one is taken.
  %0 = onnx.node "If" version 16(%false) bodies ["else_branch", "then_branch"] {
    %y = onnx.node "Mul" version 14(%xd, %xd) : (tensor<?xf32>, tensor<?xf32>) -> !onnx.unknown
    onnx.yield %y : !onnx.unknown
  }, {
    onnx.yield %xd : tensor<?xf32>
  } : (tensor<i1>) -> tensor<3xf32>
  %e0 = onnx.constant dense<[1.0, 4.0, 9.0]> : tensor<3xf32>
  check.expect_eq %0, %e0 : tensor<3xf32>

  // The branches give different sizes.
  %1 = onnx.node "If" version 16(%true) bodies ["else_branch", "then_branch"] {
    %y = onnx.constant dense<5.0> : tensor<1xf32>
    onnx.yield %y : tensor<1xf32>
  }, {
    %y = onnx.node "Concat" version 13(%xd, %xd) with {axis = 0 : i64} : (tensor<?xf32>, tensor<?xf32>) -> !onnx.unknown
    onnx.yield %y : !onnx.unknown
  } : (tensor<i1>) -> tensor<6xf32>
  %e1 = onnx.constant dense<[1.0, 2.0, 3.0, 1.0, 2.0, 3.0]> : tensor<6xf32>
  check.expect_eq %1, %e1 : tensor<6xf32>
  %2 = onnx.node "If" version 16(%false) bodies ["else_branch", "then_branch"] {
    %y = onnx.constant dense<5.0> : tensor<1xf32>
    onnx.yield %y : tensor<1xf32>
  }, {
    onnx.yield %xd : tensor<?xf32>
  } : (tensor<i1>) -> tensor<1xf32>
  %e2 = onnx.constant dense<5.0> : tensor<1xf32>
  check.expect_eq %2, %e2 : tensor<1xf32>

  // A condition out of sizes is known: the other branch is not looked at, which
  // would not compile.
  %rank = onnx.node "Size" version 13(%x) : (tensor<3xf32>) -> !onnx.unknown
  %three = onnx.constant dense<3> : tensor<i64>
  %same = onnx.node "Equal" version 13(%rank, %three) : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
  %3 = onnx.node "If" version 16(%same) bodies ["else_branch", "then_branch"] {
    %y = onnx.node "Frobnicate" version 1(%x) : (tensor<3xf32>) -> !onnx.unknown
    onnx.yield %y : !onnx.unknown
  }, {
    onnx.yield %x : tensor<3xf32>
  } : (!onnx.unknown) -> tensor<3xf32>
  check.expect_eq %3, %x : tensor<3xf32>

  // The state grows with the number of the iteration, and is listed before it
  // does.
  %trips = onnx.constant dense<3> : tensor<i64>
  %4:2 = onnx.node "Loop" version 16(%trips, %none, %xd) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<?xf32>):
    %by = onnx.node "Cast" version 13(%step) with {to = 1 : i64} : (tensor<i64>) -> !onnx.unknown
    %next = onnx.node "Add" version 14(%state, %by) : (tensor<?xf32>, !onnx.unknown) -> !onnx.unknown
    onnx.yield %more, %next, %state : tensor<i1>, !onnx.unknown, tensor<?xf32>
  } : (tensor<i64>, none, tensor<?xf32>) -> (tensor<3xf32>, tensor<3x3xf32>)
  %e4 = onnx.constant dense<[4.0, 5.0, 6.0]> : tensor<3xf32>
  check.expect_eq %4#0, %e4 : tensor<3xf32>
  %l4 = onnx.constant dense<[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]> : tensor<3x3xf32>
  check.expect_eq %4#1, %l4 : tensor<3x3xf32>

  // Sums from the end, listed from the end.
  %zero = onnx.constant dense<0.0> : tensor<f32>
  %5:2 = onnx.node "Scan" version 16(%zero, %x) with {num_scan_inputs = 1 : i64, scan_input_directions = array<i64: 1>, scan_output_directions = array<i64: 1>} bodies ["body"] {
  ^bb0(%sum: tensor<f32>, %item: tensor<f32>):
    %next = onnx.node "Add" version 14(%sum, %item) : (tensor<f32>, tensor<f32>) -> !onnx.unknown
    onnx.yield %next, %next : !onnx.unknown, !onnx.unknown
  } : (tensor<f32>, tensor<3xf32>) -> (tensor<f32>, tensor<3xf32>)
  %e5 = onnx.constant dense<6.0> : tensor<f32>
  check.expect_eq %5#0, %e5 : tensor<f32>
  %l5 = onnx.constant dense<[6.0, 5.0, 3.0]> : tensor<3xf32>
  check.expect_eq %5#1, %l5 : tensor<3xf32>
  return
}
