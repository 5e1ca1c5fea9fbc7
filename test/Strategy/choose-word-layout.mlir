// RUN: lutra-opt %s --lowbit-choose-layouts --split-input-file | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-choose-layouts{layout=words}))' --split-input-file | FileCheck %s --check-prefix=WORDS

// One bit is looked up in words, two bits for one token; where scales are many,
// codes have more bits or there are many tokens, planes are multiplied.

// CHECK-LABEL: @oneBit
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.words<radix = 2, planes = 1, rows = 128, group = 4096>
// CHECK-LABEL: @twoBits
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.words<radix = 2, planes = 2, rows = 128, group = 4096>
// CHECK-LABEL: @twoBitsForPrompts
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// CHECK-LABEL: @shortGroups
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// CHECK-LABEL: @fourBits
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// CHECK-LABEL: @eightBits
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// WORDS-LABEL: @fourBits
// WORDS:         layout = #lowbit.words<radix = 2, planes = 4, rows = 128, group = 4096>
// WORDS-LABEL: @eightBits
// WORDS:         layout = #lowbit.planes

#vbmi = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>
#v3 = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>

module attributes {lutra.variants = [{target = #vbmi, cpu = "znver4"}, {target = #v3, cpu = "x86-64-v3"}]} {
  func.func @oneBit(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.int<bits = 1> activation = <int8_token> group_size = 0 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @twoBits(%a: tensor<1x4096xf32>, %init: tensor<1x4096xf32>) -> tensor<1x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<1x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<1x4096xf32>) format = #lowbit.int<bits = 2, zero_point = 2> activation = <int8_token> group_size = 0 -> tensor<1x4096xf32>
    return %y : tensor<1x4096xf32>
  }
  func.func @twoBitsForPrompts(%a: tensor<128x4096xf32>, %init: tensor<128x4096xf32>) -> tensor<128x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<128x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<128x4096xf32>) format = #lowbit.int<bits = 2, zero_point = 2> activation = <int8_token> group_size = 0 -> tensor<128x4096xf32>
    return %y : tensor<128x4096xf32>
  }
  func.func @shortGroups(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x128xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x128xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.int<bits = 2, zero_point = 2> activation = <int8_block> group_size = 32 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @fourBits(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<1> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.int<bits = 4, zero_point = 8> activation = <int8_token> group_size = 0 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @eightBits(%a: tensor<?x256xf32>, %init: tensor<?x256xf32>) -> tensor<?x256xf32> {
    %w = arith.constant dense<1> : tensor<256x256xi8>
    %s = arith.constant dense<0.5> : tensor<256x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x256xf32>) codes(%w : tensor<256x256xi8>) scales(%s : tensor<256x1xf32>)
      outs(%init : tensor<?x256xf32>) format = #lowbit.int<bits = 8, zero_point = 128> activation = <int8_token> group_size = 0 -> tensor<?x256xf32>
    return %y : tensor<?x256xf32>
  }
}
