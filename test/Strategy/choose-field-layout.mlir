// RUN: lutra-opt %s --lowbit-choose-layouts | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-choose-layouts{layout=fields}))' | FileCheck %s --check-prefix=FIELDS

// Floats times codes of 3, 5 and 6 bits are whole in words; those of 4 are so in planes,
// and products of bytes and of bf16 have planes anyhow.

// CHECK-LABEL: @threeBits
// CHECK:         lowbit.prepare %{{.*}} kind = <float> group_size = 128 group = 130
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.fields<bits = 3, rows = 64, group = 130>
// CHECK-LABEL: @fourBits
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// CHECK-LABEL: @pairs
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// FIELDS-LABEL: @threeBits
// FIELDS:         layout = #lowbit.fields
// FIELDS-LABEL: @fourBits
// FIELDS:         layout = #lowbit.planes
// FIELDS-LABEL: @pairs
// FIELDS:         layout = #lowbit.planes

#v4 = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512|bf16>
#v3 = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>

module attributes {lutra.variants = [{target = #v4, cpu = "znver4"}, {target = #v3, cpu = "x86-64-v3"}]} {
  func.func @threeBits(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x32xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x32xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.int<bits = 3, zero_point = 4> activation = <float> group_size = 128 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @fourBits(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x32xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x32xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <float> group_size = 128 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @pairs(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x32xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x32xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.int<bits = 3, zero_point = 4> activation = <bf16> group_size = 128 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
}
