// RUN: lutra-opt %s --cpu-expand-math | FileCheck %s

// CHECK-DAG: func.func private @sinf(f32) -> f32
// CHECK-DAG: func.func private @powf(f32, f32) -> f32
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

// One call for each lane.

// CHECK-LABEL: func.func @sin(
// CHECK-COUNT-4: call @sinf(
func.func @sin(%x: vector<4xf32>) -> vector<4xf32> {
  %y = math.sin %x : vector<4xf32>
  return %y : vector<4xf32>
}

// CHECK-LABEL: func.func @pow(
// CHECK:         call @powf(
func.func @pow(%x: f32, %y: f32) -> f32 {
  %z = math.powf %x, %y : f32
  return %z : f32
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
