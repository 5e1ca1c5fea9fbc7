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
