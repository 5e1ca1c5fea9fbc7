// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file | FileCheck %s
// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// A weight [K, N] of signed codes becomes rows of unsigned ones, 128 for 0.

// CHECK-LABEL: func.func @columns(
// CHECK-DAG:     %[[S:.*]] = arith.constant dense<{{\[\[}}5.000000e-01], [2.500000e-01]]> : tensor<2x1xf32>
// CHECK-DAG:     %[[W:.*]] = arith.constant dense<{{\[\[}}-127, 127, 5], [126, -128, -122]]> : tensor<2x3xi8>
// CHECK:         lowbit.contract acts(%{{.*}} : tensor<?x3xf32>) codes(%[[W]] : tensor<2x3xi8>) scales(%[[S]] : tensor<2x1xf32>) outs
// CHECK-SAME:      format = #lowbit.int<bits = 8, zero_point = 128> activation = <auto> group_size = 0 -> tensor<?x2xf32>
// LOC-LABEL: func.func @columns(
// LOC: arith.constant {{.*}} tensor<2x3xi8> loc("dequantize"
// LOC: lowbit.contract {{.*}} loc("linear"
func.func @columns(%a: tensor<?x3xf32>) -> tensor<?x2xf32> {
  %w = onnx.constant dense<[[1, -2], [-1, 0], [-123, 6]]> : tensor<3x2xi8>
  %s = onnx.constant dense<[0.5, 0.25]> : tensor<2xf32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 1 : i64} : (tensor<3x2xi8>, tensor<2xf32>) -> tensor<3x2xf32> loc("dequantize")
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<?x3xf32>, tensor<3x2xf32>) -> tensor<?x2xf32> loc("linear")
  return %y : tensor<?x2xf32>
}

// -----

// Blocks along K are groups; zero points that differ are an operand; four bits stay
// packed; a weight [N, K] behind a Transpose keeps its order.

// CHECK-LABEL: func.func @blocks(
// CHECK-DAG:     %[[S:.*]] = arith.constant dense<{{\[\[}}5.000000e-01, 2.500000e-01], [1.000000e+00, 2.000000e+00]]> : tensor<2x2xf32>
// CHECK-DAG:     %[[Z:.*]] = arith.constant dense<{{\[\[}}1, 2], [3, 4]]> : tensor<2x2xi8>
// CHECK-DAG:     %[[P:.*]] = arith.constant dense<{{\[\[}}[33, 3]], {{\[\[}}84, 6]]]> : tensor<2x1x2xi8>
// CHECK:         %[[W:.*]] = lowbit.unpack %[[P]] format = #lowbit.int<bits = 4> block_size = 3
// CHECK:         lowbit.contract acts(%{{.*}}) codes(%[[W]] : tensor<2x3xi8>) scales(%[[S]] : tensor<2x2xf32>) zero_points(%[[Z]] : tensor<2x2xi8>) outs
// CHECK-SAME:      #lowbit.int<bits = 4> activation = <auto> group_size = 2
// CHECK-NOT:     linalg.generic
func.func @blocks(%a: tensor<?x3xf32>) -> tensor<?x2xf32> {
  %w = onnx.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xui4>
  %s = onnx.constant dense<[[0.5, 0.25], [1.0, 2.0]]> : tensor<2x2xf32>
  %z = onnx.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xui4>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s, %z) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<2x3xui4>, tensor<2x2xf32>, tensor<2x2xui4>) -> tensor<2x3xf32>
  %t = onnx.node "Transpose" version 21(%d) with {perm = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %y = onnx.node "MatMul" version 21(%a, %t) : (tensor<?x3xf32>, tensor<3x2xf32>) -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// One zero point for all is in the format, in the units of the unsigned codes.

// CHECK-LABEL: func.func @zero_point(
// CHECK:         #lowbit.int<bits = 4, zero_point = 5>
func.func @zero_point(%a: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = onnx.constant dense<[[1, 2], [3, -4]]> : tensor<2x2xi4>
  %s = onnx.constant dense<0.5> : tensor<f32>
  %z = onnx.constant dense<-3> : tensor<i4>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s, %z) : (tensor<2x2xi4>, tensor<f32>, tensor<i4>) -> tensor<2x2xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<?x2xf32>, tensor<2x2xf32>) -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// The file's bytes are let go once rows were made of them, but not those that are
// read otherwise, too.

// CHECK-LABEL: func.func @resources(
// CHECK:         dense_resource<gone_rows> : tensor<16x16xi8>
// CHECK:         dense_resource<kept> : tensor<16x16xi8>
// CHECK:         dense_resource<kept_rows> : tensor<16x16xi8>
// CHECK-NOT:     gone:
func.func @resources(%a: tensor<?x16xf32>) -> (tensor<?x16xf32>, tensor<?x16xf32>, tensor<16x16xi8>) {
  %g = onnx.constant dense_resource<gone> : tensor<16x16xi8>
  %k = onnx.constant dense_resource<kept> : tensor<16x16xi8>
  %s = onnx.constant dense<0.5> : tensor<f32>
  %d = onnx.node "DequantizeLinear" version 21(%g, %s) : (tensor<16x16xi8>, tensor<f32>) -> tensor<16x16xf32>
  %y = onnx.node "MatMul" version 21(%a, %d) : (tensor<?x16xf32>, tensor<16x16xf32>) -> tensor<?x16xf32>
  %n = onnx.node "Neg" version 13(%k) : (tensor<16x16xi8>) -> tensor<16x16xi8>
  %e = onnx.node "DequantizeLinear" version 21(%k, %s) : (tensor<16x16xi8>, tensor<f32>) -> tensor<16x16xf32>
  %z = onnx.node "MatMul" version 21(%a, %e) : (tensor<?x16xf32>, tensor<16x16xf32>) -> tensor<?x16xf32>
  return %y, %z, %n : tensor<?x16xf32>, tensor<?x16xf32>, tensor<16x16xi8>
}

{-#
  dialect_resources: {
    builtin: {
      gone: "0x040000004420823CFDE6F1C26B30F90EC7DD01E4887534A20F0B0D04C36ED80E71E0FD77B07670EB940BD5335F973DAAD8619B91FFC911F57CCED458BBBF2CE03753C9BDFA0FF0169DC9575674066676CFB0B4EB8902C44269DA1CF6BA66D3F8B6D4B100A9EA0E755A5C2E8210242A08E7078F7F89385EB09423555182568B96E8A4FEF23A0C9FC5AFD7608437816BDD0A7309CB4A1252E4DA70E6720FCAA4DA1E98406C189C24279E9851D5814204136FEB5713C166B13269DD63FC35C797FF08A6CD90095066A745ADDB6D8831C2B0F87821142B4456556D89AA82BCADAE3A9578FA4535A414D025C24B40AE3AC127722988BA973AEA8D37179706072ED33A14607AD7",
      kept: "0x04000000523BE6557B5134DEC19681F4A1336AA2140D0597A3E6C8A0CC2020A2E939806EF0B6845D6A9D657EB8298F2DE52EAD74C79D15A75FA29B7DAB332F7D700A7CCD258924260B0594B7FCF04E33A727585B4C48A39C369640694810A1695B99DD50187E8120E4DC80E0E805CAAD5784F80CD5091FB5464046848DCBCD582D77F8035AA2E0737AA0FDF573D3AC8C701824BC51689F9899BE54ED2B3FC15A4F80DA6F1AFDC9B2C454142E8233882A4729E37BC3DDCB54A6E040F96C3DDCD13C978E7FC10261E00A0F7C856958914B668B9F80E456B6FBD73E6AC46891370C3C06974526BF9FDFB6A5003FE2E6B39CCCADFC39C1C368018E65ECD19C57E665B801C7DA"
    }
  }
#-}

// -----

// No contraction: scales along K, blocks along N, a weight that is not constant, one
// on the left.

// CHECK-LABEL: func.func @negative(
// CHECK-NOT:     lowbit.contract
// CHECK:         return
func.func @negative(%a: tensor<?x2xf32>, %v: tensor<2x2xi8>, %b: tensor<2x?xf32>) -> (tensor<?x2xf32>, tensor<?x2xf32>, tensor<?x2xf32>, tensor<2x?xf32>) {
  %w = onnx.constant dense<[[1, 2], [3, -4]]> : tensor<2x2xi8>
  %s = onnx.constant dense<[0.5, 0.25]> : tensor<2xf32>
  %0 = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 0 : i64} : (tensor<2x2xi8>, tensor<2xf32>) -> tensor<2x2xf32>
  %y0 = onnx.node "MatMul" version 21(%a, %0) : (tensor<?x2xf32>, tensor<2x2xf32>) -> tensor<?x2xf32>
  %t = onnx.constant dense<[[0.5], [0.25]]> : tensor<2x1xf32>
  %1 = onnx.node "DequantizeLinear" version 21(%w, %t) with {axis = 1 : i64, block_size = 2 : i64} : (tensor<2x2xi8>, tensor<2x1xf32>) -> tensor<2x2xf32>
  %y1 = onnx.node "MatMul" version 21(%a, %1) : (tensor<?x2xf32>, tensor<2x2xf32>) -> tensor<?x2xf32>
  %2 = onnx.node "DequantizeLinear" version 21(%v, %s) with {axis = 1 : i64} : (tensor<2x2xi8>, tensor<2xf32>) -> tensor<2x2xf32>
  %y2 = onnx.node "MatMul" version 21(%a, %2) : (tensor<?x2xf32>, tensor<2x2xf32>) -> tensor<?x2xf32>
  %3 = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 1 : i64} : (tensor<2x2xi8>, tensor<2xf32>) -> tensor<2x2xf32>
  %y3 = onnx.node "MatMul" version 21(%3, %b) : (tensor<2x2xf32>, tensor<2x?xf32>) -> tensor<2x?xf32>
  return %y0, %y1, %y2, %y3 : tensor<?x2xf32>, tensor<?x2xf32>, tensor<?x2xf32>, tensor<2x?xf32>
}

// -----

// Of a table only the rows that are taken are dequantised.

// CHECK-LABEL: func.func @table(
// CHECK-NOT:     tensor<9x4xf32>
// CHECK:         tensor.extract %{{.*}} : tensor<9x4xi8>
// CHECK-NOT:     tensor<9x4xf32>
// CHECK:         return
func.func @table(%i: tensor<?x?xi64>) -> tensor<?x?x4xf32> {
  %w = onnx.constant dense_resource<table> : tensor<9x4xi8>
  %s = onnx.constant dense_resource<scales> : tensor<9xf32>
  %d = onnx.node "DequantizeLinear" version 21(%w, %s) with {axis = 0 : i64} : (tensor<9x4xi8>, tensor<9xf32>) -> tensor<9x4xf32>
  %y = onnx.node "Gather" version 21(%d, %i) : (tensor<9x4xf32>, tensor<?x?xi64>) -> tensor<?x?x4xf32>
  return %y : tensor<?x?x4xf32>
}
