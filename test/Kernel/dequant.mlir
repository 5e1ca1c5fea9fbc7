// RUN: lutra-opt %s --pass-pipeline='builtin.module(builtin.module(func.func(lowbit-expand-micro-kernels,canonicalize,cse)))' | FileCheck %s

// Words instead of bytes: byte j of a lane holds codes of that lane's row. For one
// token they are looked up where one instruction does that, by four bits, in which
// there are two codes of two bits: one table for each, and one shift for both.
// The fourth code does not occur.

// CHECK-LABEL: func @table
// CHECK-SAME:    %[[X:[a-z0-9]+]]: memref<?x32xf32>
// CHECK-DAG:     %[[TABLE:.*]] = arith.constant dense<[-1.000000e+00, 0.000000e+00, 1.000000e+00, 0.000000e+00, -1.000000e+00, {{.*}}]> : vector<16xf32>
// CHECK-DAG:     %[[UPPER:.*]] = arith.constant dense<[-1.000000e+00, -1.000000e+00, -1.000000e+00, -1.000000e+00, 0.000000e+00, {{.*}}]> : vector<16xf32>
// CHECK-DAG:     %[[FIFTEEN:.*]] = arith.constant dense<15> : vector<16xi32>
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<16xf32>
// CHECK:         %[[SUM:.*]] = scf.for %[[K:.*]] = %c0 to %c32 step %c16 iter_args(%[[ACC:.*]] = %[[ZERO]]) -> (vector<16xf32>)
// CHECK:           %[[PACKED:.*]] = vector.load {{.*}} vector<64xi8>
// CHECK:           %[[X0:.*]] = memref.load %[[X]][%{{.*}}, %[[K]]]
// CHECK:           %[[XS:.*]] = vector.broadcast %[[X0]]
// CHECK:           %[[WORDS:.*]] = vector.bitcast %[[PACKED]] : vector<64xi8> to vector<16xi32>
// CHECK:           %[[CODES:.*]] = arith.andi %[[WORDS]], %[[FIFTEEN]]
// CHECK:           %[[VALUE:.*]] = lut.lookup %[[TABLE]], %[[CODES]]
// CHECK:           math.fma %[[XS]], %[[VALUE]], %[[ACC]]
// CHECK-COUNT-7:   arith.shrui
// CHECK-NOT:       arith.shrui
// CHECK:           lut.lookup %[[UPPER]]
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

// Otherwise a code of one token becomes a float where it stands, behind the
// exponent of 2^23, 2^15, 2^7: what does not end below bit 23 comes down first.
// All bits of an exponent are set once; the mask of a code leaves its own.

// CHECK-LABEL: func @in_place
// CHECK-DAG:     %[[EXPONENT:.*]] = arith.constant dense<2139095040> : vector<16xi32>
// CHECK-DAG:     %[[MASK:.*]] = arith.constant dense<1258291203> : vector<16xi32>
// CHECK-DAG:     %[[AWAY:.*]] = arith.constant dense<0x4B000001> : vector<16xf32>
// CHECK-DAG:     %[[NEXT:.*]] = arith.constant dense<1191183104> : vector<16xi32>
// CHECK-DAG:     %[[NEXT_AWAY:.*]] = arith.constant dense<3.276900e+04> : vector<16xf32>
// CHECK:           %[[WORDS:.*]] = vector.bitcast %{{.*}} : vector<64xi8> to vector<16xi32>
// CHECK:           %[[RAISED:.*]] = arith.ori %[[WORDS]], %[[EXPONENT]]
// CHECK:           %[[BITS:.*]] = arith.andi %[[RAISED]], %[[MASK]]
// CHECK:           %[[LARGE:.*]] = vector.bitcast %[[BITS]] : vector<16xi32> to vector<16xf32>
// CHECK:           %[[VALUE:.*]] = arith.subf %[[LARGE]], %[[AWAY]]
// CHECK:           math.fma %{{.*}}, %[[VALUE]], %{{.*}}
// CHECK:           arith.andi %[[RAISED]], %[[NEXT]]
// CHECK:           arith.subf %{{.*}}, %[[NEXT_AWAY]]
// CHECK:           arith.shrui
// CHECK-NOT:       arith.shrui
// CHECK:         return

// Of more tokens it is shifted, masked and converted.

// CHECK-LABEL: func @convert
// CHECK-DAG:     %[[THREE:.*]] = arith.constant dense<3> : vector<16xi32>
// CHECK-DAG:     %[[ONE:.*]] = arith.constant dense<1.000000e+00> : vector<16xf32>
// CHECK:           %[[CODES:.*]] = arith.andi %{{.*}}, %[[THREE]]
// CHECK:           %[[INTEGER:.*]] = arith.sitofp %[[CODES]]
// CHECK:           %[[VALUE:.*]] = arith.subf %[[INTEGER]], %[[ONE]]
// CHECK-COUNT-2:   math.fma %{{.*}}, %[[VALUE]], %{{.*}}
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @in_place(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
  func.func @convert(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 2
      format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 2}>
    return
  }
}

// Zero points that differ are subtracted then. The first group's sum starts anew
// in the second.

// CHECK-LABEL: func @zero_points
// CHECK-SAME:    %[[ZP:[a-z0-9]+]]: memref<1x2x16xi8>
// CHECK:         scf.for %[[G:.*]] = %c0 to %c2 step %c1 iter_args(%[[BEFORE:.*]] = %[[ZERO:.*]]) -> (vector<16xf32>)
// CHECK:           %[[Z8:.*]] = vector.load %[[ZP]][%c0, %[[G]], %c0]
// CHECK:           %[[Z:.*]] = arith.uitofp %[[Z8]]
// CHECK:           %[[F:.*]] = arith.subf
// CHECK:           %[[VALUE:.*]] = arith.subf %[[F]], %[[Z]]
// CHECK:           math.fma %{{.*}}, %[[VALUE]], %{{.*}}
// CHECK:           %[[SCALE:.*]] = vector.load {{.*}} vector<16xf32>
// CHECK:           math.fma %{{.*}}, %[[SCALE]], %[[BEFORE]]
module attributes {lut.target = #lut.target<name = "v3", vector_bits = 256, registers = 16, features = avx2>} {
  func.func @zero_points(%zp: memref<1x2x16xi8>, %x: memref<?x16xf32>, %w: memref<128xi8>, %ws: memref<1x2x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x16xf32>) weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x2x16xf32>)
      zero_points(%zp : memref<1x2x16xi8>) outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.int<bits = 4> activation = <float> layout = #lowbit.planes<bits = 4, rows = 16, group = 8>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
}

// Values of a codebook are looked up. A table of sixteen entries repeats the four
// that codes of two bits have, so that the bits above do not matter; the fourth
// does not occur.

// CHECK-LABEL: func @codebook
// CHECK-DAG:     %[[TABLE:.*]] = arith.constant dense<[-1.500000e+00, 2.500000e-01, 3.000000e+00, 0.000000e+00, -1.500000e+00, {{.*}}]> : vector<16xf32>
// CHECK-DAG:     %[[FIFTEEN:.*]] = arith.constant dense<15> : vector<16xi32>
// CHECK:           %[[WORDS:.*]] = vector.bitcast %{{.*}} : vector<64xi8> to vector<16xi32>
// CHECK:           %[[CODES:.*]] = arith.andi %[[WORDS]], %[[FIFTEEN]]
// CHECK:           %[[VALUE:.*]] = lut.lookup %[[TABLE]], %[[CODES]]
// CHECK:           math.fma %{{.*}}, %[[VALUE]], %{{.*}}
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @codebook(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.codebook<bits = 2, values = [-1.5, 0.25, 3.0]> activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
}

// Codes of five bits come from two planes: the upper bits of one and the lower
// bits of the other, and above them anything, since a table of 32 does not see it.

// CHECK-LABEL: func @two_planes
// CHECK-DAG:     %[[ABOVE:.*]] = arith.constant dense<-2> : vector<64xi8>
// CHECK-DAG:     %[[BELOW:.*]] = arith.constant dense<1> : vector<64xi8>
// CHECK:           %[[FOUR:.*]] = arith.shli %{{.*}} : vector<32xi16>
// CHECK:           %[[UPPER:.*]] = vector.bitcast %[[FOUR]]
// CHECK:           %[[HIGH:.*]] = arith.andi %[[UPPER]], %[[ABOVE]]
// CHECK:           %[[LOW:.*]] = arith.andi %{{.*}}, %[[BELOW]]
// CHECK:           arith.ori %[[HIGH]], %[[LOW]]
// CHECK:           lut.lookup %{{.*}} : vector<32xf32>, vector<16xi32> -> vector<16xf32>
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @two_planes(%x: memref<?x32xf32>, %w: memref<320xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%c0] : memref<320xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.int<bits = 5, zero_point = 16> activation = <float> layout = #lowbit.planes<bits = 5, rows = 16, group = 32>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
}

// Fields are whole where they are. The lowest and those that have to come down are
// looked up; the others become floats in place, or of more tokens by conversion.
// A step is ten codes of three bits: its number is a division.

// CHECK-LABEL: func @fields
// CHECK-SAME:    %{{.*}}: memref<?x30xf32>, %[[W:[a-z0-9]+]]: memref<192xi8>
// CHECK-DAG:     %[[SEVEN:.*]] = arith.constant dense<21> : vector<16xi32>
// CHECK-DAG:     %[[EXPONENT:.*]] = arith.constant dense<2139095040> : vector<16xi32>
// CHECK:         scf.for %[[K:.*]] = %c0 to %c30 step %c10
// CHECK:           %[[STEP:.*]] = arith.divui %[[K]], %c10
// CHECK:           %[[AT:.*]] = arith.muli %[[STEP]], %c64
// CHECK:           %[[PACKED:.*]] = vector.load %[[W]][%[[AT]]]
// CHECK:           %[[WORDS:.*]] = vector.bitcast %[[PACKED]] : vector<64xi8> to vector<16xi32>
// CHECK:           lut.lookup
// CHECK:           %[[RAISED:.*]] = arith.ori %[[WORDS]], %[[EXPONENT]]
// CHECK-COUNT-6:   arith.subf
// CHECK-NOT:       arith.subf
// CHECK:           arith.shrui %[[WORDS]], %[[SEVEN]]
// CHECK:           lut.lookup
// CHECK:           arith.shrui %[[WORDS]]
// CHECK:           lut.lookup
// CHECK:           arith.shrui %[[WORDS]]
// CHECK:           lut.lookup
// CHECK-NOT:       lut.lookup
// CHECK:           scf.yield
// CHECK-LABEL: func @fields_of_tokens
// CHECK-NOT:       lut.lookup
// CHECK-COUNT-10:  arith.sitofp
// CHECK:           scf.yield
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @fields(%x: memref<?x30xf32>, %w: memref<192xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x30xf32>) weights(%w[%c0] : memref<192xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.int<bits = 3, zero_point = 4> activation = <float> layout = #lowbit.fields<bits = 3, rows = 16, group = 30>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
  func.func @fields_of_tokens(%x: memref<?x30xf32>, %w: memref<192xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    lowbit.micro_contract acts(%x : memref<?x30xf32>) weights(%w[%c0] : memref<192xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 2
      format = #lowbit.int<bits = 3, zero_point = 4> activation = <float> layout = #lowbit.fields<bits = 3, rows = 16, group = 30>
      kernel = <family = "dequant", tokens = 1, knobs = {rows = 16, tokens = 2}>
    return
  }
}
