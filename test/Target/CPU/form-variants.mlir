// RUN: lutra-opt %s --cpu-form-variants=device=znver4 | FileCheck %s
// RUN: lutra-opt %s --cpu-form-variants=device=haswell | FileCheck %s --check-prefix=OLD
// RUN: not lutra-opt %s --cpu-form-variants=device=z80 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// A copy of everything for each level, best first; what is said about the model
// as a whole stays outside.

// CHECK:      module attributes {lutra.weights = []} {
// CHECK-NEXT: module @znver4 attributes {lut.target = #lut.target<name = "znver4", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi|gfni|bf16>,
// CHECK-SAME: lutra.cpu = {features = [{{.*}}"avx512vnni"{{.*}}], name = "znver4", target_features = ""}} {
// CHECK:        func.func private @kernel
// CHECK:        func.func @main
// CHECK:          call @kernel
// CHECK:      module @x86_64_v4 attributes {lut.target = #lut.target<name = "x86_64_v4", vector_bits = 512, registers = 32, features = avx2|avx512>,
// CHECK:        func.func private @kernel
// CHECK:        func.func @main
// CHECK:      module @x86_64_v3 attributes {lut.target = #lut.target<name = "x86_64_v3", vector_bits = 256, registers = 16, features = avx2>,
// CHECK:        func.func private @kernel
// CHECK:        func.func @main
// CHECK-NOT:  func.func

// OLD: module @haswell attributes {{.*}}vector_bits = 256
// OLD: module @x86_64_v3
// OLD-NOT: module

// UNKNOWN: error: unknown processor 'z80'
module attributes {lutra.weights = []} {
  func.func private @kernel(%call: !llvm.ptr) {
    return
  }
  func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>) {
    call @kernel(%call) : (!llvm.ptr) -> ()
    return
  }
}
