// RUN: lutra-compile %s --compile-from=import -o %t && lutra-run %t

// Sequences whose length is known: they are lists of the walk, and nothing is
// left of them.

func.func @main() {
  %none = onnx.none
  %x = onnx.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %xd = tensor.cast %x : tensor<2x3xf32> to tensor<?x3xf32>
  %a = onnx.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %b = onnx.constant dense<[3.0, 4.0]> : tensor<2xf32>
  %c = onnx.constant dense<[5.0, 6.0]> : tensor<2xf32>
  %wide = onnx.constant dense<[7.0, 8.0, 9.0]> : tensor<3xf32>
  %one = onnx.constant dense<1> : tensor<i64>
  %last = onnx.constant dense<-1> : tensor<i64>
  %unknown = arith.constant dense<1> : tensor<i64>
  %first = arith.constant dense<-3> : tensor<i64>

  // Entries of different sizes; a length; positions from both ends.
  %0 = onnx.node "SequenceConstruct" version 11(%a, %wide, %b) : (tensor<2xf32>, tensor<3xf32>, tensor<2xf32>) -> !onnx.unknown
  %n0 = onnx.node "SequenceLength" version 11(%0) : (!onnx.unknown) -> tensor<i64>
  %three = onnx.constant dense<3> : tensor<i64>
  check.expect_eq %n0, %three : tensor<i64>
  %at0 = onnx.node "SequenceAt" version 11(%0, %one) : (!onnx.unknown, tensor<i64>) -> tensor<3xf32>
  check.expect_eq %at0, %wide : tensor<3xf32>
  %at1 = onnx.node "SequenceAt" version 11(%0, %last) : (!onnx.unknown, tensor<i64>) -> tensor<2xf32>
  check.expect_eq %at1, %b : tensor<2xf32>

  // Put in and taken out, at positions that are known and others.
  %1 = onnx.node "SequenceEmpty" version 11() : () -> !onnx.unknown
  %2 = onnx.node "SequenceInsert" version 11(%1, %a) : (!onnx.unknown, tensor<2xf32>) -> !onnx.unknown
  %3 = onnx.node "SequenceInsert" version 11(%2, %b) : (!onnx.unknown, tensor<2xf32>) -> !onnx.unknown
  %4 = onnx.node "SequenceInsert" version 11(%3, %c, %last) : (!onnx.unknown, tensor<2xf32>, tensor<i64>) -> !onnx.unknown
  %5 = onnx.node "ConcatFromSequence" version 11(%4) with {axis = 0 : i64} : (!onnx.unknown) -> tensor<6xf32>
  %e5 = onnx.constant dense<[1.0, 2.0, 5.0, 6.0, 3.0, 4.0]> : tensor<6xf32>
  check.expect_eq %5, %e5 : tensor<6xf32>
  %6 = onnx.node "SequenceInsert" version 11(%3, %c, %unknown) : (!onnx.unknown, tensor<2xf32>, tensor<i64>) -> !onnx.unknown
  %7 = onnx.node "ConcatFromSequence" version 11(%6) with {axis = -1 : i64, new_axis = 1 : i64} : (!onnx.unknown) -> tensor<2x3xf32>
  %e7 = onnx.constant dense<[[1.0, 5.0, 3.0], [2.0, 6.0, 4.0]]> : tensor<2x3xf32>
  check.expect_eq %7, %e7 : tensor<2x3xf32>
  %8 = onnx.node "SequenceAt" version 11(%4, %first) : (!onnx.unknown, tensor<i64>) -> tensor<2xf32>
  check.expect_eq %8, %a : tensor<2xf32>
  %9 = onnx.node "SequenceErase" version 11(%4, %unknown) : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
  %10 = onnx.node "ConcatFromSequence" version 11(%9) with {axis = 0 : i64} : (!onnx.unknown) -> tensor<4xf32>
  %e10 = onnx.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  check.expect_eq %10, %e10 : tensor<4xf32>
  %11 = onnx.node "SequenceErase" version 11(%4) : (!onnx.unknown) -> !onnx.unknown
  %12 = onnx.node "SequenceAt" version 11(%11, %last) : (!onnx.unknown, tensor<i64>) -> tensor<2xf32>
  check.expect_eq %12, %c : tensor<2xf32>

  // Pieces: one entry each, without its dimension; of two, with a shorter last
  // one; of given lengths.
  %13 = onnx.node "SplitToSequence" version 11(%xd) with {axis = 1 : i64, keepdims = 0 : i64} : (tensor<?x3xf32>) -> !onnx.unknown
  %14 = onnx.node "SequenceAt" version 11(%13, %one) : (!onnx.unknown, tensor<i64>) -> tensor<2xf32>
  %e14 = onnx.constant dense<[2.0, 5.0]> : tensor<2xf32>
  check.expect_eq %14, %e14 : tensor<2xf32>
  %two = onnx.constant dense<2> : tensor<i64>
  %15 = onnx.node "SplitToSequence" version 11(%x, %two) with {axis = 1 : i64} : (tensor<2x3xf32>, tensor<i64>) -> !onnx.unknown
  %16 = onnx.node "SequenceAt" version 11(%15, %last) : (!onnx.unknown, tensor<i64>) -> tensor<2x1xf32>
  %e16 = onnx.constant dense<[[3.0], [6.0]]> : tensor<2x1xf32>
  check.expect_eq %16, %e16 : tensor<2x1xf32>
  %lengths = onnx.constant dense<[1, 0, 1]> : tensor<3xi64>
  %17 = onnx.node "SplitToSequence" version 11(%xd, %lengths) : (tensor<?x3xf32>, tensor<3xi64>) -> !onnx.unknown
  %18 = onnx.node "SequenceAt" version 11(%17, %last) : (!onnx.unknown, tensor<i64>) -> tensor<1x3xf32>
  %e18 = onnx.constant dense<[[4.0, 5.0, 6.0]]> : tensor<1x3xf32>
  check.expect_eq %18, %e18 : tensor<1x3xf32>

  // A body for each entry, and a loop that makes a list.
  %19 = onnx.node "SequenceMap" version 17(%0, %two) bodies ["body"] {
  ^bb0(%entry: tensor<?xf32>, %by: tensor<i64>):
    %size = onnx.node "Size" version 13(%entry) : (tensor<?xf32>) -> !onnx.unknown
    %sum = onnx.node "Add" version 14(%size, %by) : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
    onnx.yield %sum : !onnx.unknown
  } : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
  %20 = onnx.node "ConcatFromSequence" version 11(%19) with {axis = 0 : i64, new_axis = 1 : i64} : (!onnx.unknown) -> tensor<3xi64>
  %e20 = onnx.constant dense<[4, 5, 4]> : tensor<3xi64>
  check.expect_eq %20, %e20 : tensor<3xi64>
  %21 = onnx.node "Loop" version 16(%three, %none, %1) bodies ["body"] {
  ^bb0(%step: tensor<i64>, %more: tensor<i1>, %list: !onnx.unknown):
    %next = onnx.node "SequenceInsert" version 11(%list, %step) : (!onnx.unknown, tensor<i64>) -> !onnx.unknown
    onnx.yield %more, %next : tensor<i1>, !onnx.unknown
  } : (tensor<i64>, none, !onnx.unknown) -> !onnx.unknown
  %22 = onnx.node "ConcatFromSequence" version 11(%21) with {axis = 0 : i64, new_axis = 1 : i64} : (!onnx.unknown) -> tensor<3xi64>
  %e22 = onnx.constant dense<[0, 1, 2]> : tensor<3xi64>
  check.expect_eq %22, %e22 : tensor<3xi64>
  return
}
