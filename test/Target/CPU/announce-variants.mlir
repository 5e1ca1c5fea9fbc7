// RUN: lutra-opt %s --pass-pipeline='builtin.module(cpu-announce-variants{device=znver4})' | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(cpu-announce-variants{device=znver4},cpu-form-variants{device=znver4})' | FileCheck %s --check-prefix=FORMED
// RUN: not lutra-opt %s --pass-pipeline='builtin.module(cpu-announce-variants{device=abacus})' 2>&1 | FileCheck %s --check-prefix=ERROR

// What there will be, best first, until it is there.

// CHECK:      module attributes {lutra.variants = [
// CHECK-SAME:   {cpu = "znver4", target = #lut.target<name = "znver4", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni|bf16>}
// CHECK-SAME:   {cpu = "x86-64-v4", target =
// CHECK-SAME:   {cpu = "x86-64-v3", target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>}]}
// FORMED-NOT: lutra.variants
// FORMED:     module @znver4
// ERROR:      unknown processor 'abacus'
module {
}
