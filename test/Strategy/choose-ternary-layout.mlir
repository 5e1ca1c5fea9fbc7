// RUN: lutra-opt %s --lowbit-choose-layouts --split-input-file | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-choose-layouts{layout=trits}))' --split-input-file | FileCheck %s --check-prefix=TRITS
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-choose-layouts{layout=planes}))' --split-input-file | FileCheck %s --check-prefix=PLANES
// RUN: not lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-choose-layouts{layout=heaps}))' --split-input-file 2>&1 | FileCheck %s --check-prefix=ERROR
// ERROR: unknown layout 'heaps'; there are planes, trits, words and fields

// Ternary weights that many rows share tables for are nine in a word, or five
// in a byte where bytes from memory are all that takes time, for one token; many
// tokens make up for them. Where the tables are most of the work they are planes.

#vbmi = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>
#v3 = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>

// CHECK-LABEL: @large
// CHECK:         lowbit.prepare %{{.*}} group = 4104
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.words<radix = 3, planes = 1, rows = 128, group = 4104>
// CHECK-LABEL: @small
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
// CHECK-LABEL: @manyTokens
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.words
// CHECK-LABEL: @float
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes
// CHECK-LABEL: @fromMemory
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.words
// CHECK-LABEL: @oneFromMemory
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.trits
// TRITS-LABEL: @large
// TRITS:         layout = #lowbit.trits
// TRITS-LABEL: @small
// TRITS:         layout = #lowbit.trits<rows = 64, group = 260>
// TRITS-LABEL: @manyTokens
// TRITS:         layout = #lowbit.trits
// TRITS-LABEL: @float
// TRITS:         layout = #lowbit.planes
// PLANES-NOT:    trits
module attributes {lutra.variants = [{target = #vbmi, cpu = "znver4"}, {target = #v3, cpu = "x86-64-v3"}]} {
  func.func @large(%a: tensor<?x4096xf32>, %init: tensor<?x11008xf32>) -> tensor<?x11008xf32> {
    %w = arith.constant dense<2> : tensor<11008x4096xi8>
    %s = arith.constant dense<0.5> : tensor<11008x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<11008x4096xi8>) scales(%s : tensor<11008x1xf32>)
      outs(%init : tensor<?x11008xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x11008xf32>
    return %y : tensor<?x11008xf32>
  }
  func.func @small(%a: tensor<?x256xf32>, %init: tensor<?x256xf32>) -> tensor<?x256xf32> {
    %w = arith.constant dense<2> : tensor<256x256xi8>
    %s = arith.constant dense<0.5> : tensor<256x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x256xf32>) codes(%w : tensor<256x256xi8>) scales(%s : tensor<256x1xf32>)
      outs(%init : tensor<?x256xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x256xf32>
    return %y : tensor<?x256xf32>
  }
  func.func @manyTokens(%a: tensor<512x4096xf32>, %init: tensor<512x11008xf32>) -> tensor<512x11008xf32> {
    %w = arith.constant dense<2> : tensor<11008x4096xi8>
    %s = arith.constant dense<0.5> : tensor<11008x1xf32>
    %y = lowbit.contract acts(%a : tensor<512x4096xf32>) codes(%w : tensor<11008x4096xi8>) scales(%s : tensor<11008x1xf32>)
      outs(%init : tensor<512x11008xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<512x11008xf32>
    return %y : tensor<512x11008xf32>
  }
  func.func @float(%a: tensor<?x4096xf32>, %init: tensor<?x11008xf32>) -> tensor<?x11008xf32> {
    %w = arith.constant dense<2> : tensor<11008x4096xi8>
    %s = arith.constant dense<0.5> : tensor<11008x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<11008x4096xi8>) scales(%s : tensor<11008x1xf32>)
      outs(%init : tensor<?x11008xf32>) format = #lowbit.ternary activation = <float> group_size = 0 -> tensor<?x11008xf32>
    return %y : tensor<?x11008xf32>
  }
  func.func @fromMemory(%a: tensor<?x16384xf32>, %init: tensor<?x32768xf32>) -> tensor<?x32768xf32> {
    %w = arith.constant dense<2> : tensor<32768x16384xi8>
    %s = arith.constant dense<0.5> : tensor<32768x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x16384xf32>) codes(%w : tensor<32768x16384xi8>) scales(%s : tensor<32768x1xf32>)
      outs(%init : tensor<?x32768xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x32768xf32>
    return %y : tensor<?x32768xf32>
  }
  func.func @oneFromMemory(%a: tensor<1x16384xf32>, %init: tensor<1x32768xf32>) -> tensor<1x32768xf32> {
    %w = arith.constant dense<2> : tensor<32768x16384xi8>
    %s = arith.constant dense<0.5> : tensor<32768x1xf32>
    %y = lowbit.contract acts(%a : tensor<1x16384xf32>) codes(%w : tensor<32768x16384xi8>) scales(%s : tensor<32768x1xf32>)
      outs(%init : tensor<1x32768xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<1x32768xf32>
    return %y : tensor<1x32768xf32>
  }
}

// -----

// Tables of 8 bits are worth digits; a small product has no use for tables of
// any kind.

#vbmi = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni>
#v3 = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>

// CHECK-LABEL: @byteTables
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.trits<rows = 64, group = 4100> byte_tables
// CHECK-LABEL: @exact
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.words<radix = 3, planes = 1, rows = 128, group = 4104> ->
// CHECK-LABEL: @smallByteTables
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.planes<bits = 2, rows = 64, group = 256> byte_tables
// CHECK-LABEL: @manyByteTables
// CHECK:         lowbit.packed_contract {{.*}} layout = #lowbit.trits<{{.*}}> byte_tables
module attributes {lutra.variants = [{target = #vbmi, cpu = "znver4"}, {target = #v3, cpu = "x86-64-v3"}]} {
  func.func @byteTables(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<2> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 byte_tables -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @exact(%a: tensor<?x4096xf32>, %init: tensor<?x4096xf32>) -> tensor<?x4096xf32> {
    %w = arith.constant dense<2> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<?x4096xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 -> tensor<?x4096xf32>
    return %y : tensor<?x4096xf32>
  }
  func.func @smallByteTables(%a: tensor<?x256xf32>, %init: tensor<?x256xf32>) -> tensor<?x256xf32> {
    %w = arith.constant dense<2> : tensor<256x256xi8>
    %s = arith.constant dense<0.5> : tensor<256x1xf32>
    %y = lowbit.contract acts(%a : tensor<?x256xf32>) codes(%w : tensor<256x256xi8>) scales(%s : tensor<256x1xf32>)
      outs(%init : tensor<?x256xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 byte_tables -> tensor<?x256xf32>
    return %y : tensor<?x256xf32>
  }
  func.func @manyByteTables(%a: tensor<512x4096xf32>, %init: tensor<512x4096xf32>) -> tensor<512x4096xf32> {
    %w = arith.constant dense<2> : tensor<4096x4096xi8>
    %s = arith.constant dense<0.5> : tensor<4096x1xf32>
    %y = lowbit.contract acts(%a : tensor<512x4096xf32>) codes(%w : tensor<4096x4096xi8>) scales(%s : tensor<4096x1xf32>)
      outs(%init : tensor<512x4096xf32>) format = #lowbit.ternary activation = <int8_token> group_size = 0 byte_tables -> tensor<512x4096xf32>
    return %y : tensor<512x4096xf32>
  }
}
