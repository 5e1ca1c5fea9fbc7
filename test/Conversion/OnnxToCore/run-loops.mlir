// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Loops whose number of iterations is for the run to know, and branches that
// may fail.

func.func @main() {
  %none = onnx.none
  %x = onnx.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %xd = tensor.cast %x : tensor<3xf32> to tensor<?xf32>
  %yes = arith.constant dense<true> : tensor<i1>
  %no = arith.constant dense<false> : tensor<i1>
  %five = arith.constant dense<5> : tensor<i64>
  %zero = arith.constant dense<0> : tensor<1xi64>
  %minus = arith.constant dense<-3> : tensor<i64>
  %hundreds = onnx.constant dense<300> : tensor<i64>

  // A state that is summed up, and what it was before each step.
  %0:2 = onnx.node "Loop" version 16(%five, %yes, %xd) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<?xf32>):
    %by = onnx.node "Cast" version 13(%step) with {to = 1 : i64} : (tensor<i64>) -> !onnx.unknown
    %next = onnx.node "Add" version 14(%state, %by) : (tensor<?xf32>, !onnx.unknown) -> !onnx.unknown
    onnx.yield %more, %next, %state : tensor<i1>, !onnx.unknown, tensor<?xf32>
  } : (tensor<i64>, tensor<i1>, tensor<?xf32>) -> (tensor<3xf32>, tensor<5x3xf32>)
  %e0 = onnx.constant dense<[11.0, 12.0, 13.0]> : tensor<3xf32>
  check.expect_eq %0#0, %e0 : tensor<3xf32>
  %l0 = onnx.constant dense<[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]> : tensor<5x3xf32>
  check.expect_eq %0#1, %l0 : tensor<5x3xf32>

  // No iteration at all: none asked for, fewer than none, and one that is not
  // to begin.
  %1:2 = onnx.node "Loop" version 16(%zero, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<3xf32>):
    %next = onnx.node "Mul" version 14(%state, %state) : (tensor<3xf32>, tensor<3xf32>) -> !onnx.unknown
    onnx.yield %more, %next, %next : tensor<i1>, !onnx.unknown, !onnx.unknown
  } : (tensor<1xi64>, none, tensor<3xf32>) -> (tensor<3xf32>, tensor<0x3xf32>)
  check.expect_eq %1#0, %x : tensor<3xf32>
  %size1 = onnx.node "Shape" version 15(%1#1) : (tensor<0x3xf32>) -> tensor<2xi64>
  %s1 = onnx.constant dense<[0, 3]> : tensor<2xi64>
  check.expect_eq %size1, %s1 : tensor<2xi64>
  %2 = onnx.node "Loop" version 16(%minus, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<3xf32>):
    %next = onnx.node "Mul" version 14(%state, %state) : (tensor<3xf32>, tensor<3xf32>) -> !onnx.unknown
    onnx.yield %more, %next : tensor<i1>, !onnx.unknown
  } : (tensor<i64>, none, tensor<3xf32>) -> tensor<3xf32>
  check.expect_eq %2, %x : tensor<3xf32>
  %3 = onnx.node "Loop" version 16(%five, %no, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<3xf32>):
    %next = onnx.node "Mul" version 14(%state, %state) : (tensor<3xf32>, tensor<3xf32>) -> !onnx.unknown
    onnx.yield %more, %next : tensor<i1>, !onnx.unknown
  } : (tensor<i64>, tensor<i1>, tensor<3xf32>) -> tensor<3xf32>
  check.expect_eq %3, %x : tensor<3xf32>

  // Until the state is too large, as often as that takes; the list has as many
  // entries. Two states change places on the way.
  %one = onnx.constant dense<1.0> : tensor<f32>
  %two = onnx.constant dense<2.0> : tensor<f32>
  %limit = onnx.constant dense<20.0> : tensor<f32>
  %4:3 = onnx.node "Loop" version 16(%none, %yes, %one, %two) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %a: tensor<f32>, %b: tensor<f32>):
    %next = onnx.node "Add" version 14(%a, %b) : (tensor<f32>, tensor<f32>) -> !onnx.unknown
    %small = onnx.node "Less" version 13(%next, %limit) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
    onnx.yield %small, %b, %next, %a : !onnx.unknown, tensor<f32>, !onnx.unknown, tensor<f32>
  } : (none, tensor<i1>, tensor<f32>, tensor<f32>) -> (tensor<f32>, tensor<f32>, tensor<5xf32>)
  %e4a = onnx.constant dense<13.0> : tensor<f32>
  check.expect_eq %4#0, %e4a : tensor<f32>
  %e4b = onnx.constant dense<21.0> : tensor<f32>
  check.expect_eq %4#1, %e4b : tensor<f32>
  %l4 = onnx.constant dense<[1.0, 2.0, 3.0, 5.0, 8.0]> : tensor<5xf32>
  check.expect_eq %4#2, %l4 : tensor<5xf32>

  // The same, but no more than three times.
  %three = arith.constant dense<3> : tensor<i64>
  %5:2 = onnx.node "Loop" version 16(%three, %yes, %one, %two) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %a: tensor<f32>, %b: tensor<f32>):
    %next = onnx.node "Add" version 14(%a, %b) : (tensor<f32>, tensor<f32>) -> !onnx.unknown
    %small = onnx.node "Less" version 13(%next, %limit) : (!onnx.unknown, tensor<f32>) -> !onnx.unknown
    onnx.yield %small, %b, %next : !onnx.unknown, tensor<f32>, !onnx.unknown
  } : (tensor<i64>, tensor<i1>, tensor<f32>, tensor<f32>) -> (tensor<f32>, tensor<f32>)
  %e5 = onnx.constant dense<5.0> : tensor<f32>
  check.expect_eq %5#0, %e5 : tensor<f32>

  // More iterations than are written out, a gather that is checked, and a
  // product; a loop within the loop.
  %table = onnx.constant dense<[0.5, 1.0]> : tensor<2xf32>
  %mod = onnx.constant dense<2> : tensor<i64>
  %6 = onnx.node "Loop" version 16(%hundreds, %none, %x) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %state: tensor<3xf32>):
    %which = onnx.node "Mod" version 13(%step, %mod) : (tensor<i64>, tensor<i64>) -> !onnx.unknown
    %by = onnx.node "Gather" version 13(%table, %which) : (tensor<2xf32>, !onnx.unknown) -> !onnx.unknown
    %inner = onnx.node "Loop" version 16(%five, %none, %by) bodies ["body"] {
    ^bb0(%i: tensor<i64>, %on: tensor<i1>, %s: tensor<f32>):
      %twice = onnx.node "Add" version 14(%s, %by) : (tensor<f32>, !onnx.unknown) -> !onnx.unknown
      onnx.yield %on, %twice : tensor<i1>, !onnx.unknown
    } : (tensor<i64>, none, !onnx.unknown) -> tensor<f32>
    %next = onnx.node "Add" version 14(%state, %inner) : (tensor<3xf32>, tensor<f32>) -> !onnx.unknown
    onnx.yield %more, %next : tensor<i1>, !onnx.unknown
  } : (tensor<i64>, none, tensor<3xf32>) -> tensor<3xf32>
  %e6 = onnx.constant dense<[1351.0, 1352.0, 1353.0]> : tensor<3xf32>
  check.expect_eq %6, %e6 : tensor<3xf32>

  // A scan over a length that is not known, from the end, along the second
  // dimension.
  %m = onnx.constant dense<[[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]> : tensor<2x3xf32>
  %md = tensor.cast %m : tensor<2x3xf32> to tensor<?x?xf32>
  %start = onnx.constant dense<[0.0, 0.0]> : tensor<2xf32>
  %7:2 = onnx.node "Scan" version 16(%start, %md) with {num_scan_inputs = 1 : i64, scan_input_axes = array<i64: 1>, scan_input_directions = array<i64: 1>, scan_output_axes = array<i64: -1>, scan_output_directions = array<i64: 1>} bodies ["body"] {
  ^bb0(%sum: tensor<2xf32>, %item: tensor<?xf32>):
    %next = onnx.node "Add" version 14(%sum, %item) : (tensor<2xf32>, tensor<?xf32>) -> !onnx.unknown
    onnx.yield %next, %next : !onnx.unknown, !onnx.unknown
  } : (tensor<2xf32>, tensor<?x?xf32>) -> (tensor<2xf32>, tensor<2x3xf32>)
  %e7 = onnx.constant dense<[6.0, 60.0]> : tensor<2xf32>
  check.expect_eq %7#0, %e7 : tensor<2xf32>
  %l7 = onnx.constant dense<[[6.0, 5.0, 3.0], [60.0, 50.0, 30.0]]> : tensor<2x3xf32>
  check.expect_eq %7#1, %l7 : tensor<2x3xf32>

  // Entries of a batch are scanned each by itself.
  %batch = onnx.constant dense<[[[1.0], [2.0]], [[3.0], [4.0]]]> : tensor<2x2x1xf32>
  %sums = onnx.constant dense<[[0.0], [10.0]]> : tensor<2x1xf32>
  %8:2 = onnx.node "Scan" version 8(%none, %sums, %batch) with {num_scan_inputs = 1 : i64} bodies ["body"] {
  ^bb0(%sum: tensor<1xf32>, %item: tensor<1xf32>):
    %next = onnx.node "Add" version 7(%sum, %item) : (tensor<1xf32>, tensor<1xf32>) -> !onnx.unknown
    onnx.yield %next, %next : !onnx.unknown, !onnx.unknown
  } : (none, tensor<2x1xf32>, tensor<2x2x1xf32>) -> (tensor<2x1xf32>, tensor<2x2x1xf32>)
  %e8 = onnx.constant dense<[[3.0], [17.0]]> : tensor<2x1xf32>
  check.expect_eq %8#0, %e8 : tensor<2x1xf32>
  %l8 = onnx.constant dense<[[[1.0], [3.0]], [[13.0], [17.0]]]> : tensor<2x2x1xf32>
  check.expect_eq %8#1, %l8 : tensor<2x2x1xf32>

  // A branch that would fail is not run, and the other gives another size.
  %far = arith.constant dense<7> : tensor<1xi64>
  %9 = onnx.node "If" version 16(%no) bodies ["else_branch", "then_branch"] {
    %y = onnx.node "Mul" version 14(%xd, %xd) : (tensor<?xf32>, tensor<?xf32>) -> !onnx.unknown
    onnx.yield %y : !onnx.unknown
  }, {
    %y = onnx.node "Gather" version 13(%x, %far) : (tensor<3xf32>, tensor<1xi64>) -> !onnx.unknown
    onnx.yield %y : !onnx.unknown
  } : (tensor<i1>) -> tensor<3xf32>
  %e9 = onnx.constant dense<[1.0, 4.0, 9.0]> : tensor<3xf32>
  check.expect_eq %9, %e9 : tensor<3xf32>
  %near = arith.constant dense<2> : tensor<1xi64>
  %10:2 = onnx.node "If" version 16(%yes) bodies ["else_branch", "then_branch"] {
    %y = onnx.node "Mul" version 14(%xd, %xd) : (tensor<?xf32>, tensor<?xf32>) -> !onnx.unknown
    onnx.yield %y, %x : !onnx.unknown, tensor<3xf32>
  }, {
    %y = onnx.node "Gather" version 13(%x, %near) : (tensor<3xf32>, tensor<1xi64>) -> !onnx.unknown
    %z = onnx.node "Neg" version 13(%x) : (tensor<3xf32>) -> !onnx.unknown
    onnx.yield %y, %z : !onnx.unknown, !onnx.unknown
  } : (tensor<i1>) -> (tensor<1xf32>, tensor<3xf32>)
  %e10 = onnx.constant dense<3.0> : tensor<1xf32>
  check.expect_eq %10#0, %e10 : tensor<1xf32>
  %e10b = onnx.constant dense<[-1.0, -2.0, -3.0]> : tensor<3xf32>
  check.expect_eq %10#1, %e10b : tensor<3xf32>
  return
}
