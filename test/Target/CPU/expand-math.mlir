// RUN: lutra-opt %s --cpu-expand-math | FileCheck %s

// CHECK-DAG: func.func private @sinf(f32) -> f32
// CHECK-DAG: func.func private @exp(f64) -> f64

// Scalars and vectors become the same polynomial.

// CHECK-LABEL: func.func @exp_scalar(
// CHECK-NOT:     math.exp
// CHECK-COUNT-3: math.fma {{.*}} : f32
// CHECK-LABEL: func.func @exp_vector(
// CHECK-NOT:     math.exp
// CHECK-COUNT-3: math.fma {{.*}} : vector<16xf32>
func.func @exp_scalar(%x: f32) -> f32 {
  %y = math.exp %x : f32
  return %y : f32
}
func.func @exp_vector(%x: vector<16xf32>) -> vector<16xf32> {
  %y = math.exp %x : vector<16xf32>
  return %y : vector<16xf32>
}

// CHECK-LABEL: func.func @exp_double(
// CHECK:         call @exp(
func.func @exp_double(%x: f64) -> f64 {
  %y = math.exp %x : f64
  return %y : f64
}

// Angles that f32 can reduce are computed for all lanes; larger ones one by one.

// CHECK-LABEL: func.func @sin(
// CHECK:         math.fma {{.*}} : vector<4xf32>
// CHECK:         %[[ANY:.*]] = vector.reduction <or>
// CHECK:         scf.if %[[ANY]]
// CHECK:           scf.for
// CHECK-COUNT-1:     call @sinf(
func.func @sin(%x: vector<4xf32>) -> vector<4xf32> {
  %y = math.sin %x : vector<4xf32>
  return %y : vector<4xf32>
}

// CHECK-LABEL: func.func @pow(
// CHECK-NOT:     call
// CHECK:         arith.divf {{.*}} : vector<8xf64>
// CHECK-NOT:     call
func.func @pow(%x: vector<8xf32>, %y: vector<8xf32>) -> vector<8xf32> {
  %z = math.powf %x, %y : vector<8xf32>
  return %z : vector<8xf32>
}

// CHECK-LABEL: func.func @rsqrt(
// CHECK:         %[[ROOT:.*]] = math.sqrt
// CHECK:         arith.divf %{{.*}}, %[[ROOT]]
func.func @rsqrt(%x: vector<8xf32>) -> vector<8xf32> {
  %y = math.rsqrt %x : vector<8xf32>
  return %y : vector<8xf32>
}

// What the hardware has stays.

// CHECK-LABEL: func.func @hardware(
// CHECK:         math.sqrt
// CHECK:         math.fma
// CHECK:         math.roundeven
func.func @hardware(%x: f32) -> f32 {
  %a = math.sqrt %x : f32
  %b = math.fma %a, %x, %x : f32
  %c = math.roundeven %b : f32
  return %c : f32
}

// CHECK-LABEL: func.func @bf16(
// CHECK-NOT:     arith.addf {{.*}} : bf16
// CHECK-NOT:     arith.truncf
// CHECK:         arith.addf {{.*}} : f32
// CHECK-NOT:     arith.truncf
func.func @bf16(%x: bf16) -> bf16 {
  %y = arith.addf %x, %x : bf16
  return %y : bf16
}

// With AVX-512 a product with a power of two is one instruction.

// CHECK-LABEL: module @wide
// CHECK:         llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.ps.512"
module @wide attributes {lut.target = #lut.target<name = "native", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @exp(%x: vector<16xf32>) -> vector<16xf32> {
    %y = math.exp %x : vector<16xf32>
    return %y : vector<16xf32>
  }
}
