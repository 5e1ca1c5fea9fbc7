// RUN: lutra-opt %s --pass-pipeline='builtin.module(builtin.module(func.func(lowbit-expand-micro-kernels,canonicalize,cse)))' | FileCheck %s

// Words instead of bytes: byte j of a lane holds codes of that lane's row. A
// table of sixteen entries repeats the four that codes of two bits have, so
// that the bits above do not matter.

// CHECK-LABEL: func @table
// CHECK-SAME:    %[[X:[a-z0-9]+]]: memref<?x32xf32>
// CHECK-DAG:     %[[TABLE:.*]] = arith.constant dense<[-1.000000e+00, 0.000000e+00, 1.000000e+00, 2.000000e+00, -1.000000e+00, {{.*}}]> : vector<16xf32>
// CHECK-DAG:     %[[FIFTEEN:.*]] = arith.constant dense<15> : vector<16xi32>
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<16xf32>
// CHECK:         %[[SUM:.*]] = scf.for %[[K:.*]] = %c0 to %c32 step %c16 iter_args(%[[ACC:.*]] = %[[ZERO]]) -> (vector<16xf32>)
// CHECK:           %[[PACKED:.*]] = vector.load {{.*}} vector<64xi8>
// CHECK:           %[[X0:.*]] = memref.load %[[X]][%{{.*}}, %[[K]]]
// CHECK:           %[[XS:.*]] = vector.broadcast %[[X0]]
// CHECK:           %[[WORDS:.*]] = vector.bitcast %[[PACKED]] : vector<64xi8> to vector<16xi32>
// CHECK:           %[[CODES:.*]] = arith.andi %[[WORDS]], %[[FIFTEEN]]
// CHECK:           %[[BYTES:.*]] = arith.trunci %[[CODES]]
// CHECK:           %[[VALUE:.*]] = lut.lookup %[[TABLE]], %[[BYTES]]
// CHECK:           math.fma %[[XS]], %[[VALUE]], %[[ACC]]
// CHECK-COUNT-15:  math.fma
// CHECK-NOT:       math.fma
// CHECK:         %[[Y:.*]] = arith.mulf %[[SUM]]
// CHECK:         vector.store %[[Y]]
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @table(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
}

// Without such an instruction codes are converted; zero points that differ are
// subtracted then. The first group's sum starts anew in the second.

// CHECK-LABEL: func @convert
// CHECK-SAME:    %[[ZP:[a-z0-9]+]]: memref<1x2x16xi8>
// CHECK:         scf.for %[[G:.*]] = %c0 to %c2 step %c1 iter_args(%[[BEFORE:.*]] = %[[ZERO:.*]]) -> (vector<16xf32>)
// CHECK:           %[[Z8:.*]] = vector.load %[[ZP]][%c0, %[[G]], %c0]
// CHECK:           %[[Z:.*]] = arith.uitofp %[[Z8]]
// CHECK:           arith.shrui
// CHECK:           %[[F:.*]] = arith.sitofp
// CHECK:           %[[VALUE:.*]] = arith.subf %[[F]], %[[Z]]
// CHECK:           math.fma %{{.*}}, %[[VALUE]], %{{.*}}
// CHECK:           %[[SCALE:.*]] = vector.load {{.*}} vector<16xf32>
// CHECK:           math.fma %{{.*}}, %[[SCALE]], %[[BEFORE]]
// CHECK-NOT:     lut.lookup
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @convert(%zp: memref<1x2x16xi8>, %x: memref<?x16xf32>, %w: memref<128xi8>, %ws: memref<1x2x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x16xf32>) weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x2x16xf32>)
      zero_points(%zp : memref<1x2x16xi8>) outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.int<bits = 4> activation = <float> layout = #lowbit.planes<bits = 4, rows = 16, group = 8>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
}
