// RUN: lutra-opt %s --verify-roundtrip | FileCheck %s
// RUN: lutra-opt %s --lowbit-decompose --canonicalize --cse | FileCheck %s --check-prefix=DEFINITION
// RUN: lutra-opt %s --resolve-ranked-shaped-type-result-dims --cse | FileCheck %s --check-prefix=DIMS

// A tail of places is zero and counts for nothing.
// CHECK-LABEL: @token
//       CHECK:   lowbit.prepare %{{.+}} kind = <int8_token> group_size = 0 group = 256 : tensor<?x250xf32> -> tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>
// DEFINITION-LABEL: @token
//       DEFINITION:   %[[ZEROS:.+]] = linalg.fill ins(%{{.+}} : i8)
//       DEFINITION:   %[[ALL:.+]] = tensor.insert_slice %{{.+}} into %[[ZEROS]]
//       DEFINITION:   arith.extsi
func.func @token(%a: tensor<?x250xf32>) -> (tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>) {
  %q, %s, %sums = lowbit.prepare %a kind = <int8_token> group_size = 0 group = 256
    : tensor<?x250xf32> -> tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>
  return %q, %s, %sums : tensor<?x256xi8>, tensor<?x1xf32>, tensor<?x1xi32>
}

// Whole groups are where they were: nothing moves.
// DEFINITION-LABEL: @whole
//   DEFINITION-NOT:   linalg.fill ins(%{{.+}} : i8)
//       DEFINITION:   return
func.func @whole(%a: tensor<2x64xf32>) -> (tensor<2x64xi8>, tensor<2x2xf32>, tensor<2x2xi32>) {
  %q, %s, %sums = lowbit.prepare %a kind = <int8_block> group_size = 32 group = 32
    : tensor<2x64xf32> -> tensor<2x64xi8>, tensor<2x2xf32>, tensor<2x2xi32>
  return %q, %s, %sums : tensor<2x64xi8>, tensor<2x2xf32>, tensor<2x2xi32>
}

// DIMS-LABEL: @dims
//  DIMS-SAME: (%[[A:.+]]: tensor<?x64xf32>
//       DIMS:   %[[M:.+]] = tensor.dim %[[A]], %c0
//       DIMS:   return %[[M]]
func.func @dims(%a: tensor<?x64xf32>, %order: tensor<96xi32>) -> index {
  %c0 = arith.constant 0 : index
  %x = lowbit.prepare %a order(%order : tensor<96xi32>) kind = <float> group_size = 0 group = 48 : tensor<?x64xf32> -> tensor<?x96xf32>
  %d = tensor.dim %x, %c0 : tensor<?x96xf32>
  return %d : index
}

// Two groups of 16 are quantised together, and each has a sum.
// CHECK-LABEL: @sets
//       CHECK:   lowbit.prepare %{{.+}} kind = <int8_block> group_size = 16 act_groups = 2 group = 16 : tensor<2x80xf32> -> tensor<2x80xi8>, tensor<2x3xf32>, tensor<2x5xi32>
// DEFINITION-LABEL: @sets
//       DEFINITION:   tensor.extract_slice %{{.+}}[0, %{{.+}}] [2, 32] [1, 1] : tensor<2x80xf32> to tensor<2x32xf32>
//       DEFINITION:   tensor.extract_slice %{{.+}}[0, 64] [2, 16] [1, 1] : tensor<2x80xf32> to tensor<2x16xf32>
//       DEFINITION:   tensor.expand_shape %{{.+}} : tensor<2x80xi8> into tensor<2x5x16xi8>
func.func @sets(%a: tensor<2x80xf32>) -> (tensor<2x80xi8>, tensor<2x3xf32>, tensor<2x5xi32>) {
  %q, %s, %sums = lowbit.prepare %a kind = <int8_block> group_size = 16 act_groups = 2 group = 16
    : tensor<2x80xf32> -> tensor<2x80xi8>, tensor<2x3xf32>, tensor<2x5xi32>
  return %q, %s, %sums : tensor<2x80xi8>, tensor<2x3xf32>, tensor<2x5xi32>
}
