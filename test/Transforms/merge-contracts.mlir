// RUN: lutra-opt %s --merge-contracts --split-input-file | FileCheck %s
// RUN: lutra-opt %s --merge-contracts --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// Two weights of the same activations, the second made later: one contraction
// where the first was, whose columns are the results.

// CHECK-LABEL: func.func @two(
//  CHECK-SAME:   %[[A:[a-z0-9]*]]: tensor<?x250xi8>
//       CHECK:   %[[C:.*]] = arith.constant dense<1> : tensor<40x250xi8>
//       CHECK:   %[[CS:.*]] = arith.constant dense<5.000000e-01> : tensor<40x1xf32>
//       CHECK:   %[[D:.*]] = arith.constant dense<2> : tensor<90x250xi8>
//       CHECK:   %[[W:.*]] = lowbit.pack %[[C]], %[[D]] layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<40x250xi8>, tensor<90x250xi8> -> tensor<12288xi8>
//       CHECK:   %[[DS:.*]] = arith.constant dense<2.500000e-01> : tensor<90x1xf32>
//       CHECK:   %[[S:.*]] = lowbit.pack_rows %[[CS]], %[[DS]] : tensor<40x1xf32>, tensor<90x1xf32> -> tensor<3x1x64xf32>
//       CHECK:   %[[M:.*]] = tensor.dim
//       CHECK:   %[[E:.*]] = tensor.empty(%[[M]]) : tensor<?x130xf32>
//       CHECK:   %[[Y:.*]] = lowbit.packed_contract {{.*}} weights(%[[W]] : tensor<12288xi8>) scales(%[[S]] : tensor<3x1x64xf32>) outs(%[[E]] : tensor<?x130xf32>)
//       CHECK:   %[[Q:.*]] = tensor.extract_slice %[[Y]][0, 0] [%[[M]], 40] [1, 1]
//       CHECK:   %[[K:.*]] = tensor.extract_slice %[[Y]][0, 40] [%[[M]], 90] [1, 1]
//   CHECK-NOT:   lowbit.packed_contract
//       CHECK:   %[[N:.*]] = math.absf %[[Q]]
//       CHECK:   return %[[N]], %[[K]]
// LOC-LABEL: @two
// LOC: lowbit.packed_contract
// LOC: loc(fused["query", "key"])
func.func @two(%x: tensor<?x250xi8>, %p: tensor<?x256xi8>, %as: tensor<?x1xf32>, %sums: tensor<?x1xi32>, %i: tensor<?x40xf32>, %j: tensor<?x90xf32>) -> (tensor<?x40xf32>, tensor<?x90xf32>) {
  %c = arith.constant dense<1> : tensor<40x250xi8>
  %cs = arith.constant dense<0.5> : tensor<40x1xf32>
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<40x250xi8> -> tensor<4096xi8>
  %s = lowbit.pack_rows %cs : tensor<40x1xf32> -> tensor<1x1x64xf32>
  %q = lowbit.packed_contract acts(%p, %as, %sums : tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32> loc("query")
  %n = math.absf %q : tensor<?x40xf32>
  %d = arith.constant dense<2> : tensor<90x250xi8>
  %ds = arith.constant dense<0.25> : tensor<90x1xf32>
  %v = lowbit.pack %d layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<90x250xi8> -> tensor<8192xi8>
  %t = lowbit.pack_rows %ds : tensor<90x1xf32> -> tensor<2x1x64xf32>
  %k = lowbit.packed_contract acts(%p, %as, %sums : tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>) weights(%v : tensor<8192xi8>) scales(%t : tensor<2x1x64xf32>)
    outs(%j : tensor<?x90xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x90xf32> loc("key")
  return %n, %k : tensor<?x40xf32>, tensor<?x90xf32>
}

// -----

// Vectors of one epilogue come along; another epilogue, a residual, and other
// activations stay alone.

// CHECK-LABEL: func.func @biases(
//       CHECK:   %[[B:.*]] = arith.constant dense<{{\[}}1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]> : tensor<4xf32>
//       CHECK:   lowbit.packed_contract acts(%[[P:.*]] : tensor<4x16xf32>) {{.*}} extras(%[[B]] : tensor<4xf32>) {{.*}} {
//  CHECK-NEXT:   ^bb0
//  CHECK-NEXT:     arith.addf
//  CHECK-NEXT:     lowbit.yield
// CHECK-COUNT-3: lowbit.packed_contract
//   CHECK-NOT:   lowbit.packed_contract
func.func @biases(%p: tensor<4x16xf32>, %o: tensor<4x16xf32>, %r: tensor<4x2xf32>, %i: tensor<4x2xf32>) -> (tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>) {
  %c = arith.constant dense<1> : tensor<2x16xi8>
  %cs = arith.constant dense<0.5> : tensor<2x1xf32>
  %one = arith.constant dense<1.0> : tensor<2xf32>
  %two = arith.constant dense<2.0> : tensor<2xf32>
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 16, group = 16> group_size = 0 : tensor<2x16xi8> -> tensor<64xi8>
  %s = lowbit.pack_rows %cs : tensor<2x1xf32> -> tensor<1x1x16xf32>
  %0 = lowbit.packed_contract acts(%p : tensor<4x16xf32>) weights(%w : tensor<64xi8>) scales(%s : tensor<1x1x16xf32>) extras(%one : tensor<2xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 16> {
  ^bb0(%y: f32, %b: f32):
    %z = arith.addf %y, %b : f32
    lowbit.yield %z : f32
  } -> tensor<4x2xf32>
  %1 = lowbit.packed_contract acts(%p : tensor<4x16xf32>) weights(%w : tensor<64xi8>) scales(%s : tensor<1x1x16xf32>) extras(%two : tensor<2xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 16> {
  ^bb0(%y: f32, %b: f32):
    %z = arith.addf %y, %b : f32
    lowbit.yield %z : f32
  } -> tensor<4x2xf32>
  %2 = lowbit.packed_contract acts(%p : tensor<4x16xf32>) weights(%w : tensor<64xi8>) scales(%s : tensor<1x1x16xf32>) extras(%two : tensor<2xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 16> {
  ^bb0(%y: f32, %b: f32):
    %z = arith.mulf %y, %b : f32
    lowbit.yield %z : f32
  } -> tensor<4x2xf32>
  %3 = lowbit.packed_contract acts(%p : tensor<4x16xf32>) weights(%w : tensor<64xi8>) scales(%s : tensor<1x1x16xf32>) extras(%r : tensor<4x2xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 16> {
  ^bb0(%y: f32, %b: f32):
    %z = arith.addf %y, %b : f32
    lowbit.yield %z : f32
  } -> tensor<4x2xf32>
  %4 = lowbit.packed_contract acts(%o : tensor<4x16xf32>) weights(%w : tensor<64xi8>) scales(%s : tensor<1x1x16xf32>) extras(%one : tensor<2xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 16> {
  ^bb0(%y: f32, %b: f32):
    %z = arith.addf %y, %b : f32
    lowbit.yield %z : f32
  } -> tensor<4x2xf32>
  return %0, %1, %2, %3, %4 : tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>
}

// -----

// Leave to round is kept, and what has it is not merged with what has not.

// CHECK-LABEL: func.func @byteTables(
//       CHECK:   lowbit.packed_contract {{.*}} layout = #lowbit.trits<rows = 64, group = 20> byte_tables -> tensor<4x4xf32>
//       CHECK:   lowbit.packed_contract {{.*}} layout = #lowbit.trits<rows = 64, group = 20> -> tensor<4x2xf32>
//   CHECK-NOT:   lowbit.packed_contract
func.func @byteTables(%p: tensor<4x20xi8>, %as: tensor<4x1xf32>, %sums: tensor<4x1xi32>, %i: tensor<4x2xf32>) -> (tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>) {
  %c = arith.constant dense<1> : tensor<2x20xi8>
  %cs = arith.constant dense<0.5> : tensor<2x1xf32>
  %w = lowbit.pack %c layout = #lowbit.trits<rows = 64, group = 20> group_size = 0 : tensor<2x20xi8> -> tensor<384xi8>
  %s = lowbit.pack_rows %cs : tensor<2x1xf32> -> tensor<1x1x64xf32>
  %0 = lowbit.packed_contract acts(%p, %as, %sums : tensor<4x20xi8>, tensor<4x1xf32>, tensor<4x1xi32>) weights(%w : tensor<384xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20> byte_tables -> tensor<4x2xf32>
  %1 = lowbit.packed_contract acts(%p, %as, %sums : tensor<4x20xi8>, tensor<4x1xf32>, tensor<4x1xi32>) weights(%w : tensor<384xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20> byte_tables -> tensor<4x2xf32>
  %2 = lowbit.packed_contract acts(%p, %as, %sums : tensor<4x20xi8>, tensor<4x1xf32>, tensor<4x1xi32>) weights(%w : tensor<384xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<4x2xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<4x2xf32>
  return %0, %1, %2 : tensor<4x2xf32>, tensor<4x2xf32>, tensor<4x2xf32>
}
