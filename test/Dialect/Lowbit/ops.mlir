// RUN: lutra-opt %s --verify-roundtrip | FileCheck %s
// RUN: lutra-opt %s --resolve-ranked-shaped-type-result-dims --cse | FileCheck %s --check-prefix=DIMS

// CHECK-LABEL: @everything
// CHECK: lowbit.contract acts(%{{.*}} : tensor<2x?x250xi8>) act_scales(%{{.*}} : tensor<2x?x8xf32>) codes
// CHECK-SAME: zero_points(%{{.*}} : tensor<704x8xi8>) g_idx(%{{.*}} : tensor<250xi32>)
// CHECK-SAME: format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 32 int8_permitted byte_tables {mark = 1 : i64} -> tensor<2x?x704xf32>
func.func @everything(%a: tensor<2x?x250xi8>, %as: tensor<2x?x8xf32>, %w: tensor<704x250xi8>, %s: tensor<704x8xf32>,
                      %z: tensor<704x8xi8>, %g: tensor<250xi32>, %init: tensor<2x?x704xf32>) -> tensor<2x?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<2x?x250xi8>) act_scales(%as : tensor<2x?x8xf32>) codes(%w : tensor<704x250xi8>)
    scales(%s : tensor<704x8xf32>) zero_points(%z : tensor<704x8xi8>) g_idx(%g : tensor<250xi32>) outs(%init : tensor<2x?x704xf32>)
    format = #lowbit.int<bits = 4> activation = <int8_block> group_size = 32 int8_permitted byte_tables {mark = 1 : i64} -> tensor<2x?x704xf32>
  return %y : tensor<2x?x704xf32>
}

// A vector of activations, real zero points, nothing decided.
// CHECK-LABEL: @vector
// CHECK: lowbit.contract acts(%{{.*}} : tensor<64xf32>) codes
// CHECK-SAME: zero_points(%{{.*}} : tensor<8x2xf32>)
// CHECK-SAME: activation = <auto> group_size = 32 -> tensor<8xf32>
func.func @vector(%a: tensor<64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x2xf32>, %z: tensor<8x2xf32>, %init: tensor<8xf32>) -> tensor<8xf32> {
  %y = lowbit.contract acts(%a : tensor<64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x2xf32>)
    zero_points(%z : tensor<8x2xf32>) outs(%init : tensor<8xf32>)
    format = #lowbit.int<bits = 2> activation = <auto> group_size = 32 -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// CHECK: #lowbit.int<bits = 3, zero_point = 4>
// CHECK: #lowbit.int<bits = 8>
// CHECK: #lowbit.ternary
// CHECK: #lowbit.codebook<bits = 2, values = [-1.500000e+00, 2.500000e-01, 3.000000e+00]>
// CHECK: #lowbit.minifloat<exponent = 4, mantissa = 3>
// CHECK: #lowbit.sign_scaled<#lowbit.minifloat<exponent = 2, mantissa = 1>>
func.func private @formats() attributes {a = #lowbit.int<bits = 3, zero_point = 4>, b = #lowbit.int<bits = 8, zero_point = 0>, c = #lowbit.ternary,
  d = #lowbit.codebook<bits = 2, values = [-1.5, 0.25, 3.0]>, e = #lowbit.minifloat<exponent = 4, mantissa = 3>,
  f = #lowbit.sign_scaled<#lowbit.minifloat<exponent = 2, mantissa = 1>>}

// CHECK: #lowbit.vector_codebook<bits = 12, length = 8, values = []>
// CHECK: #lowbit.vector_codebook<bits = 1, length = 2, books = 2, values = [0.099999994, -1.000000e+00, 1.401300e-45, -0.000000e+00]>
func.func private @vectors() attributes {a = #lowbit.vector_codebook<bits = 12, length = 8, values = []>,
  b = #lowbit.vector_codebook<bits = 1, length = 2, books = 2, values = [0.0999999939, -1.0, 1.40129846e-45, -0.0]>}

// CHECK-LABEL: @pack_vectors
// CHECK: lowbit.pack %{{.*}} books(%{{.*}} : tensor<16xf32>) layout = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 8> group_size = 0 : tensor<3x2xi8> -> tensor<96xi8>
func.func @pack_vectors(%c: tensor<3x2xi8>, %books: tensor<16xf32>) -> tensor<96xi8> {
  %w = lowbit.pack %c books(%books : tensor<16xf32>) layout = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 8> group_size = 0 : tensor<3x2xi8> -> tensor<96xi8>
  return %w : tensor<96xi8>
}

// Values are read as the floats that they were: the neighbours of 0.1 and the
// least and greatest ones.
// CHECK: #lowbit.codebook<bits = 3, values = [0.099999994, 1.000000e-01, 0.100000009, -0.000000e+00, 1.401300e-45, 3.40282347E+38, -0.6961928]>
func.func private @codebook_values() attributes {f = #lowbit.codebook<bits = 3, values = [
  0.0999999939, 0.1, 0.100000009, -0.0, 1.40129846e-45, 3.40282347e+38, -0.6961928009986877]>}

// CHECK-LABEL: @quantize
// CHECK: lowbit.quantize %{{.*}} g_idx(%{{.*}} : tensor<64xi32>) kind = <int8_block> group_size = 0 : tensor<?x64xf32> -> tensor<?x64xi8>, tensor<?x3xf32>
func.func @quantize(%a: tensor<?x64xf32>, %g: tensor<64xi32>) -> (tensor<?x64xi8>, tensor<?x3xf32>) {
  %q, %s = lowbit.quantize %a g_idx(%g : tensor<64xi32>) kind = <int8_block> group_size = 0 : tensor<?x64xf32> -> tensor<?x64xi8>, tensor<?x3xf32>
  return %q, %s : tensor<?x64xi8>, tensor<?x3xf32>
}

// Sizes of results are those of operands.
// DIMS-LABEL: @dims
// DIMS-SAME:   %[[A:.*]]: tensor<2x?x64xf32>
// DIMS:   %[[D:.*]] = tensor.dim %[[A]]
// DIMS:   return %[[D]], %[[D]], %[[D]]
func.func @dims(%a: tensor<2x?x64xf32>, %w: tensor<8x64xi8>, %s: tensor<8x1xf32>, %init: tensor<2x?x8xf32>) -> (index, index, index) {
  %c1 = arith.constant 1 : index
  %y = lowbit.contract acts(%a : tensor<2x?x64xf32>) codes(%w : tensor<8x64xi8>) scales(%s : tensor<8x1xf32>)
    outs(%init : tensor<2x?x8xf32>) format = #lowbit.ternary activation = <float> group_size = 0 -> tensor<2x?x8xf32>
  %q, %qs = lowbit.quantize %a kind = <int8_token> group_size = 0 : tensor<2x?x64xf32> -> tensor<2x?x64xi8>, tensor<2x?x1xf32>
  %d0 = tensor.dim %y, %c1 : tensor<2x?x8xf32>
  %d1 = tensor.dim %q, %c1 : tensor<2x?x64xi8>
  %d2 = tensor.dim %qs, %c1 : tensor<2x?x1xf32>
  return %d0, %d1, %d2 : index, index, index
}

// CHECK-LABEL: @sets
// CHECK: activation = <int8_block> group_size = 16 act_groups = 8 int8_permitted -> tensor<?x8xf32>
func.func @sets(%a: tensor<?x256xi8>, %as: tensor<?x2xf32>, %w: tensor<8x256xi8>, %s: tensor<8x16xf32>, %init: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %y = lowbit.contract acts(%a : tensor<?x256xi8>) act_scales(%as : tensor<?x2xf32>) codes(%w : tensor<8x256xi8>) scales(%s : tensor<8x16xf32>)
    outs(%init : tensor<?x8xf32>) format = #lowbit.int<bits = 2> activation = <int8_block> group_size = 16 act_groups = 8 int8_permitted -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}
