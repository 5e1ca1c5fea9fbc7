// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-switch-on-tokens))' | FileCheck %s

// A kernel for exactly one token learns so from its operands' sizes; no tokens
// at all are for the last one, whose loops do nothing.

// CHECK-LABEL: func @three
// CHECK-SAME:    %[[X:.*]]: memref<?x256xf32>, %{{.*}}, %{{.*}}, %[[R:.*]]: memref<?x40xf32>, %[[Y:.*]]: memref<?x40xf32>
// CHECK:       %[[M:.*]] = memref.dim %[[Y]]
// CHECK:       %[[ONE:.*]] = arith.constant 1 : index
// CHECK:       %[[IS_ONE:.*]] = arith.cmpi eq, %[[M]], %[[ONE]]
// CHECK:       scf.if %[[IS_ONE]]
// CHECK-DAG:     %[[X1:.*]] = memref.cast %[[X]] : memref<?x256xf32> to memref<1x256xf32>
// CHECK-DAG:     %[[R1:.*]] = memref.cast %[[R]] : memref<?x40xf32> to memref<1x40xf32>
// CHECK-DAG:     %[[Y1:.*]] = memref.cast %[[Y]] : memref<?x40xf32> to memref<1x40xf32>
// CHECK:         lowbit.packed_contract acts(%[[X1]] {{.*}} extras(%[[R1]] {{.*}} outs(%[[Y1]]
// CHECK-SAME:      kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 16 : i64}>] {
// CHECK:           arith.addf
// CHECK:       } else {
// CHECK:         %[[NINE:.*]] = arith.constant 9 : index
// CHECK:         %[[FEW:.*]] = arith.cmpi slt, %[[M]], %[[NINE]]
// CHECK:         scf.if %[[FEW]]
// CHECK:           acts(%[[X]] {{.*}} kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 32 : i64}>]
// CHECK:         } else {
// CHECK:           acts(%[[X]] {{.*}} kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 64 : i64}>]
func.func @three(%x: memref<?x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %r: memref<?x40xf32>, %y: memref<?x40xf32>) {
  lowbit.packed_contract acts(%x : memref<?x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    extras(%r : memref<?x40xf32>) outs(%y : memref<?x40xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 16}>,
               #lowbit.kernel<family = "dequant", tokens = 2, knobs = {rows = 32}>,
               #lowbit.kernel<family = "dequant", tokens = 9, knobs = {rows = 64}>] {
  ^bb0(%v: f32, %residual: f32):
    %sum = arith.addf %v, %residual : f32
    lowbit.yield %sum : f32
  }
  return
}

// CHECK-LABEL: func @static
// CHECK-NOT:   scf.if
// CHECK:       kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 32 : i64}>]
// CHECK-NOT:   lowbit.packed_contract
func.func @static(%x: memref<8x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<8x40xf32>) {
  lowbit.packed_contract acts(%x : memref<8x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%y : memref<8x40xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 16}>,
               #lowbit.kernel<family = "dequant", tokens = 2, knobs = {rows = 32}>,
               #lowbit.kernel<family = "dequant", tokens = 9, knobs = {rows = 64}>]
  return
}
