// RUN: lutra-opt %s --lowbit-choose-layouts --split-input-file | FileCheck %s
// RUN: lutra-opt %s --lowbit-choose-layouts --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC
// RUN: lutra-opt %s --lowbit-choose-layouts --lowbit-materialize-weights --split-input-file | FileCheck %s --check-prefix=PACKED

// One scale for each row: one group, filled up to whole granules. Leading
// dimensions become tokens.
// CHECK-LABEL: @perChannel
//   CHECK-DAG:   %[[A:.+]] = tensor.collapse_shape %{{.+}} {{\[\[}}0, 1], [2]] : tensor<?x?x30xf32> into tensor<?x30xf32>
//   CHECK-DAG:   %[[Q:.+]], %[[S:.+]], %[[SUMS:.+]] = lowbit.prepare %[[A]] kind = <int8_token> group_size = 0 group = 32 : tensor<?x30xf32> -> tensor<?x32xi8>, tensor<?x1xf32>, tensor<?x1xi32>
//   CHECK-DAG:   %[[W:.+]] = lowbit.pack %{{.+}} layout = #lowbit.planes<bits = 2, rows = 16, group = 32> group_size = 0 : tensor<10x30xi8> -> tensor<128xi8>
//       CHECK:   %[[INIT:.+]] = tensor.empty(%{{.+}}) : tensor<?x10xf32>
//       CHECK:   %[[WS:.+]] = lowbit.pack_rows %{{.+}} : tensor<10x1xf32> -> tensor<1x1x16xf32>
//       CHECK:   %[[Y:.+]] = lowbit.packed_contract acts(%[[Q]], %[[S]], %[[SUMS]] : {{.*}}) weights(%[[W]] : {{.*}}) scales(%[[WS]] : {{.*}}) outs(%[[INIT]] : {{.*}}) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
//       CHECK:   tensor.expand_shape %[[Y]] {{\[\[}}0, 1], [2]] output_shape [%{{.+}}, %{{.+}}, 10]
// LOC-LABEL: @perChannel
//       LOC:   lowbit.packed_contract {{.*}} loc("q_proj")
// PACKED-LABEL: @perChannel
//   PACKED-NOT:   lowbit.pack{{ |_rows}}
func.func @perChannel(%a: tensor<?x?x30xf32>, %init: tensor<?x?x10xf32>) -> tensor<?x?x10xf32> {
  %w = arith.constant dense<2> : tensor<10x30xi8>
  %s = arith.constant dense<0.5> : tensor<10x1xf32>
  %y = lowbit.contract acts(%a : tensor<?x?x30xf32>) codes(%w : tensor<10x30xi8>) scales(%s : tensor<10x1xf32>)
    outs(%init : tensor<?x?x10xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x?x10xf32> loc("q_proj")
  return %y : tensor<?x?x10xf32>
}

// -----

// A row of activations alone, odd blocks, real zero points, float activations:
// blocks of 20 become groups of 24 places for 4 bits.
// CHECK-LABEL: @blocks
//   CHECK-DAG:   %[[A:.+]] = tensor.expand_shape %{{.+}} {{\[\[}}0, 1]] output_shape [1, 50] : tensor<50xf32> into tensor<1x50xf32>
//   CHECK-DAG:   %[[X:.+]] = lowbit.prepare %[[A]] kind = <float> group_size = 20 group = 24 : tensor<1x50xf32> -> tensor<1x72xf32>
//   CHECK-DAG:   lowbit.pack %{{.+}} layout = #lowbit.planes<bits = 4, rows = 64, group = 24> group_size = 20 : tensor<40x50xi8> -> tensor<2304xi8>
//       CHECK:   lowbit.pack_rows %{{.+}} : tensor<40x3xf32> -> tensor<1x3x64xf32>
//       CHECK:   %[[Z:.+]] = lowbit.pack_rows %{{.+}} : tensor<40x3xf32> -> tensor<1x3x64xf32>
//       CHECK:   lowbit.packed_contract acts(%[[X]] : tensor<1x72xf32>) {{.*}} zero_points(%[[Z]] : {{.*}}) {{.*}} activation = <float>
//       CHECK:   tensor.collapse_shape %{{.+}} {{\[\[}}0, 1]] : tensor<1x40xf32> into tensor<40xf32>
func.func @blocks(%a: tensor<50xf32>, %init: tensor<40xf32>) -> tensor<40xf32> {
  %w = arith.constant dense<9> : tensor<40x50xi8>
  %s = arith.constant dense<0.5> : tensor<40x3xf32>
  %z = arith.constant dense<7.5> : tensor<40x3xf32>
  %y = lowbit.contract acts(%a : tensor<50xf32>) codes(%w : tensor<40x50xi8>) scales(%s : tensor<40x3xf32>) zero_points(%z : tensor<40x3xf32>)
    outs(%init : tensor<40xf32>) format = #lowbit.int<bits = 4> activation = <float> group_size = 20 -> tensor<40xf32>
  return %y : tensor<40xf32>
}

// -----

// g_idx: places of a group are its members, the longest group gives the room.
// CHECK-LABEL: @gIdx
//       CHECK:   %[[ORDER:.+]] = arith.constant dense<[1, 2, 3, 5, 0, 4, -1, -1]> : tensor<8xi32>
//       CHECK:   lowbit.prepare %{{.+}} order(%[[ORDER]] : tensor<8xi32>) kind = <int8_block> group_size = 0 group = 4 : tensor<2x6xf32> -> tensor<2x8xi8>, tensor<2x2xf32>, tensor<2x2xi32>
//       CHECK:   lowbit.pack %{{.+}} order(%[[ORDER]] : tensor<8xi32>)
// Rows of 16, four codes of each: row 0 has 11 12 13 15, then 10 14 and padding.
// PACKED-LABEL: @gIdx
//       PACKED:   arith.constant dense<"0x0B0C0D0F{{0+}}0A0E{{0+}}"> : tensor<128xi8>
func.func @gIdx(%a: tensor<2x6xf32>, %init: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %w = arith.constant dense<[[10, 11, 12, 13, 14, 15]]> : tensor<1x6xi8>
  %s = arith.constant dense<[[0.5, 0.25]]> : tensor<1x2xf32>
  %g = arith.constant dense<[1, 0, 0, 0, 1, 0]> : tensor<6xi32>
  %y = lowbit.contract acts(%a : tensor<2x6xf32>) codes(%w : tensor<1x6xi8>) scales(%s : tensor<1x2xf32>) g_idx(%g : tensor<6xi32>)
    outs(%init : tensor<2x1xf32>) format = #lowbit.int<bits = 8> activation = <int8_block> group_size = 3 -> tensor<2x1xf32>
  return %y : tensor<2x1xf32>
}

// -----

// Weights that are not there yet.
// CHECK-LABEL: @computed
//       CHECK:   lowbit.contract
func.func @computed(%a: tensor<2x6xf32>, %w: tensor<1x6xi8>, %init: tensor<2x1xf32>) -> tensor<2x1xf32> {
  %s = arith.constant dense<0.5> : tensor<1x1xf32>
  %y = lowbit.contract acts(%a : tensor<2x6xf32>) codes(%w : tensor<1x6xi8>) scales(%s : tensor<1x1xf32>)
    outs(%init : tensor<2x1xf32>) format = #lowbit.int<bits = 8> activation = <int8_token> group_size = 0 -> tensor<2x1xf32>
  return %y : tensor<2x1xf32>
}

// -----

// 128 x 255 x 65793 does not fit into 32 bits.
// CHECK-LABEL: @long
//       CHECK:   lowbit.contract
func.func @long(%a: tensor<1x65796xf32>, %init: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %w = arith.constant dense<7> : tensor<1x65796xi8>
  %s = arith.constant dense<0.5> : tensor<1x1xf32>
  %y = lowbit.contract acts(%a : tensor<1x65796xf32>) codes(%w : tensor<1x65796xi8>) scales(%s : tensor<1x1xf32>)
    outs(%init : tensor<1x1xf32>) format = #lowbit.int<bits = 8> activation = <int8_token> group_size = 0 -> tensor<1x1xf32>
  return %y : tensor<1x1xf32>
}

// -----

// Codes that are there already are taken as they are; what they sum up to is
// computed from them.
// CHECK-LABEL: @prepared
//  CHECK-SAME:   %[[Q:[a-z0-9]*]]: tensor<?x3x64xi8>, %[[S:[a-z0-9]*]]: tensor<?x3x1xf32>
//   CHECK-NOT:   lowbit.prepare
//   CHECK-DAG:   %[[FLAT:.*]] = tensor.collapse_shape %[[Q]] {{\[\[}}0, 1], [2]] : tensor<?x3x64xi8> into tensor<?x64xi8>
//   CHECK-DAG:   %[[SCALES:.*]] = tensor.collapse_shape %[[S]] {{\[\[}}0, 1], [2]] : tensor<?x3x1xf32> into tensor<?x1xf32>
//       CHECK:   %[[GROUPS:.*]] = tensor.expand_shape %[[FLAT]] {{\[\[}}0], [1, 2]] output_shape [%{{.*}}, 1, 64]
//       CHECK:   %[[SUMS:.*]] = linalg.generic {{.*}} ins(%[[GROUPS]] : tensor<?x1x64xi8>)
//       CHECK:     arith.extsi
//       CHECK:   lowbit.packed_contract acts(%[[FLAT]], %[[SCALES]], %[[SUMS]] : tensor<?x64xi8>, tensor<?x1xf32>, tensor<?x1xi32>)
//  CHECK-SAME:     activation = <int8_token> layout = #lowbit.planes<bits = 8, rows = 16, group = 64>
func.func @prepared(%q: tensor<?x3x64xi8>, %s: tensor<?x3x1xf32>, %init: tensor<?x3x8xf32>) -> tensor<?x3x8xf32> {
  %w = arith.constant dense<1> : tensor<8x64xi8>
  %ws = arith.constant dense<1.0> : tensor<8x1xf32>
  %y = lowbit.contract acts(%q : tensor<?x3x64xi8>) act_scales(%s : tensor<?x3x1xf32>) codes(%w : tensor<8x64xi8>) scales(%ws : tensor<8x1xf32>)
    outs(%init : tensor<?x3x8xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<?x3x8xf32>
  return %y : tensor<?x3x8xf32>
}

// -----

// In blocks, each with its sum; where K' has other places, codes move there as
// they are.
// CHECK-LABEL: @prepared_blocks
//  CHECK-SAME:   %{{.*}}: tensor<?x64xi8>, %{{.*}}: tensor<?x2xf32>, %[[SHORT:.*]]: tensor<?x62xi8>
//       CHECK:   lowbit.packed_contract acts(%{{.*}} : tensor<?x64xi8>, tensor<?x2xf32>, tensor<?x2xi32>)
//       CHECK:   %[[PLACES:.*]] = lowbit.prepare %[[SHORT]] kind = <float> group_size = 32 group = 32 : tensor<?x62xi8> -> tensor<?x64xi8>
//       CHECK:   tensor.expand_shape %[[PLACES]]
//       CHECK:   lowbit.packed_contract acts(%[[PLACES]], %{{.*}} : tensor<?x64xi8>, tensor<?x2xf32>, tensor<?x2xi32>)
func.func @prepared_blocks(%q: tensor<?x64xi8>, %s: tensor<?x2xf32>, %r: tensor<?x62xi8>, %init: tensor<?x8xf32>) -> (tensor<?x8xf32>, tensor<?x8xf32>) {
  %w = arith.constant dense<1> : tensor<8x64xi8>
  %ws = arith.constant dense<1.0> : tensor<8x2xf32>
  %y = lowbit.contract acts(%q : tensor<?x64xi8>) act_scales(%s : tensor<?x2xf32>) codes(%w : tensor<8x64xi8>) scales(%ws : tensor<8x2xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_block> group_size = 32 -> tensor<?x8xf32>
  %v = arith.constant dense<1> : tensor<8x62xi8>
  %z = lowbit.contract acts(%r : tensor<?x62xi8>) act_scales(%s : tensor<?x2xf32>) codes(%v : tensor<8x62xi8>) scales(%ws : tensor<8x2xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_block> group_size = 32 -> tensor<?x8xf32>
  return %y, %z : tensor<?x8xf32>, tensor<?x8xf32>
}

// -----

// Zero points of rows are bytes, whatever the codes are: 128 x 255 again.
// CHECK-LABEL: @longWithZeroPoints
//       CHECK:   lowbit.contract
func.func @longWithZeroPoints(%a: tensor<1x65800xf32>, %out: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = arith.constant dense<7> : tensor<2x65800xi8>
  %s = arith.constant dense<0.5> : tensor<2x1xf32>
  %z = arith.constant dense<[[3], [4]]> : tensor<2x1xi8>
  %y = lowbit.contract acts(%a : tensor<1x65800xf32>) codes(%w : tensor<2x65800xi8>) scales(%s : tensor<2x1xf32>) zero_points(%z : tensor<2x1xi8>)
    outs(%out : tensor<1x2xf32>) format = #lowbit.int<bits = 4> activation = <int8_token> group_size = 0 -> tensor<1x2xf32>
  return %y : tensor<1x2xf32>
}

// -----

// Vectors become data in front of their indices, so that kernels of weights with other
// vectors are the same; a panel has 16 rows, and K' whole steps of eight places.
// CHECK-LABEL: @vectors
//  CHECK-SAME:   %[[A:.*]]: tensor<?x6xf32>
//       CHECK:   %[[PLACES:.*]] = lowbit.prepare %[[A]] kind = <float> group_size = 0 group = 8
//       CHECK:   %[[BOOKS:.*]] = arith.constant dense<[1.000000e+00, 2.000000e+00, 3.000000e+00, 4.000000e+00]> : tensor<4xf32>
//       CHECK:   lowbit.pack %{{.*}} books(%[[BOOKS]] : tensor<4xf32>) layout = #lowbit.vectors<bits = 1, length = 2, rows = 16, group = 8>
//       CHECK:   lowbit.packed_contract acts(%[[PLACES]]
//  CHECK-SAME:     format = #lowbit.vector_codebook<bits = 1, length = 2, values = []>
// PACKED-LABEL: @vectors
//       PACKED:   dense<[0, 0, -128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, -128, 64, 0, 1, 1, 0, 1, 0, 1, 0, 0, {{(0, )*}}0]> : tensor<80xi8>
func.func @vectors(%a: tensor<?x6xf32>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[0, 1, 1], [1, 0, 1]]> : tensor<2x3xi8>
  %s = arith.constant dense<0.5> : tensor<2x1xf32>
  %y = lowbit.contract acts(%a : tensor<?x6xf32>) codes(%w : tensor<2x3xi8>) scales(%s : tensor<2x1xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0, 3.0, 4.0]> activation = <float> group_size = 0 -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// Activations of bf16 have no kernel with vectors.
// CHECK-LABEL: @vectorsOfBFloat16
//       CHECK:   lowbit.contract
func.func @vectorsOfBFloat16(%a: tensor<?x6xf32>, %init: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[0, 1, 1], [1, 0, 1]]> : tensor<2x3xi8>
  %s = arith.constant dense<0.5> : tensor<2x1xf32>
  %y = lowbit.contract acts(%a : tensor<?x6xf32>) codes(%w : tensor<2x3xi8>) scales(%s : tensor<2x1xf32>)
    outs(%init : tensor<?x2xf32>) format = #lowbit.vector_codebook<bits = 1, length = 2, values = [1.0, 2.0, 3.0, 4.0]> activation = <bf16> group_size = 0 -> tensor<?x2xf32>
  return %y : tensor<?x2xf32>
}

// -----

// Sets of groups stay what they are.
// CHECK-LABEL: @sets
//       CHECK:   lowbit.prepare %{{.+}} kind = <int8_block> group_size = 20 act_groups = 3 group = 24 : tensor<?x100xf32> -> tensor<?x120xi8>, tensor<?x2xf32>, tensor<?x5xi32>
//       CHECK:   lowbit.packed_contract
//  CHECK-SAME:   activation = <int8_block> act_groups = 3 layout
func.func @sets(%a: tensor<?x100xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %w = arith.constant dense<1> : tensor<8x100xi8>
  %ws = arith.constant dense<1.0> : tensor<8x5xf32>
  %y = lowbit.contract acts(%a : tensor<?x100xf32>) codes(%w : tensor<8x100xi8>) scales(%ws : tensor<8x5xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 20 act_groups = 3 -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}
