// RUN: lutra-opt %s --pass-pipeline='builtin.module(builtin.module(func.func(lowbit-expand-micro-kernels,canonicalize,cse)))' | FileCheck %s

// An index is loaded, and at it the neighbours that it selects: two rows in a register,
// whose activations are there twice. Books are in front of the codes.

// CHECK-LABEL: func @one_book
// CHECK-SAME:    %[[X:[a-z0-9]+]]: memref<?x32xf32>, %[[W:[a-z0-9]+]]: memref<8256xi8>
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<16xf32>
// CHECK:         %[[SUMS:.*]]:8 = scf.for %[[K:.*]] = %c0 to %c32 step %c8 iter_args(%[[ACC:[a-z0-9]+]] = %[[ZERO]], {{.*}})
// CHECK:           %[[X8:.*]] = vector.load %[[X]][%{{.*}}, %[[K]]] : memref<?x32xf32>, vector<8xf32>
// CHECK:           %[[XS:.*]] = vector.shuffle %[[X8]], %[[X8]] [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
// CHECK:           %[[FROM:.*]] = arith.muli %[[K]], %c2
// CHECK:           %[[BEGIN:.*]] = arith.addi %[[FROM]], %c8192 : index
// CHECK:           %[[CODE0:.*]] = memref.load %[[W]][%[[BEGIN]]]
// CHECK:           %[[INDEX0:.*]] = arith.index_castui %[[CODE0]]
// CHECK:           %[[AT0:.*]] = arith.muli %[[INDEX0]], %c32
// CHECK:           %[[BYTES0:.*]] = vector.load %[[W]][%[[AT0]]] : memref<8256xi8>, vector<32xi8>
// CHECK:           %[[ROW0:.*]] = vector.bitcast %[[BYTES0]] : vector<32xi8> to vector<8xf32>
// CHECK:           %[[NEXT:.*]] = arith.addi %[[FROM]], %c8193
// CHECK:           memref.load %[[W]][%[[NEXT]]]
// CHECK:           %[[ROW1:.*]] = vector.bitcast %{{.*}} : vector<32xi8> to vector<8xf32>
// CHECK:           %[[BOTH:.*]] = vector.shuffle %[[ROW0]], %[[ROW1]]
// CHECK:           math.fma %[[XS]], %[[BOTH]], %[[ACC]]
// CHECK-COUNT-7:   math.fma
// CHECK:         %[[LOWER:.*]] = vector.shuffle %[[SUMS]]#0, %[[SUMS]]#1 [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
// CHECK:         %[[UPPER:.*]] = vector.shuffle %[[SUMS]]#0, %[[SUMS]]#1 [4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31]
// CHECK:         arith.addf %[[LOWER]], %[[UPPER]]
// CHECK-COUNT-6: arith.addf
// CHECK:         arith.mulf
// CHECK:         vector.store
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @one_book(%x: memref<?x32xf32>, %w: memref<8256xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    %c8192 = arith.constant 8192 : index
    lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%c8192] : memref<8256xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
      format = #lowbit.vector_codebook<bits = 8, length = 8, values = []> activation = <float>
      layout = #lowbit.vectors<bits = 8, length = 8, rows = 16, group = 32>
      kernel = <family = "dequant-vectors", tokens = 1, knobs = {rows = 16, tokens = 1}>
    return
  }
}

// Two books of indices of two bytes: the second one's vectors are 1024 x 16 bytes behind
// the first one's; what is selected is added before it is multiplied, for both tokens.

// CHECK-LABEL: func @two_books
// CHECK-SAME:    %{{.*}}: memref<?x8xf32>, %[[W:[a-z0-9]+]]: memref<32896xi8>
// CHECK:         %[[BYTES:.*]] = vector.load %[[W]][%c32768] : memref<32896xi8>, vector<2xi8>
// CHECK:         %[[WORD:.*]] = vector.bitcast %[[BYTES]] : vector<2xi8> to vector<1xi16>
// CHECK:         %[[CODE:.*]] = vector.extract %[[WORD]][0]
// CHECK:         %[[INDEX:.*]] = arith.index_castui %[[CODE]] : i16 to index
// CHECK:         %[[AT:.*]] = arith.muli %[[INDEX]], %c16
// CHECK:         vector.load %[[W]][%[[AT]]] : memref<32896xi8>, vector<16xi8>
// CHECK:         %[[SECOND:.*]] = arith.addi %{{.*}}, %c16384
// CHECK:         vector.load %[[W]][%[[SECOND]]] : memref<32896xi8>, vector<16xi8>
// CHECK:         %[[SUM:.*]] = arith.addf %{{.*}}, %{{.*}} : vector<16xf32>
// CHECK:         math.fma %{{.*}}, %[[SUM]]
// CHECK:         math.fma %{{.*}}, %[[SUM]]
module attributes {lut.target = #lut.target<name = "v4", vector_bits = 512, registers = 32, features = avx2|avx512>} {
  func.func @two_books(%x: memref<?x8xf32>, %w: memref<32896xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
    %c0 = arith.constant 0 : index
    %c32768 = arith.constant 32768 : index
    lowbit.micro_contract acts(%x : memref<?x8xf32>) weights(%w[%c32768] : memref<32896xi8>) scales(%ws : memref<1x1x16xf32>)
      outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 2
      format = #lowbit.vector_codebook<bits = 10, length = 4, books = 2, values = []> activation = <float>
      layout = #lowbit.vectors<bits = 10, length = 4, books = 2, rows = 16, group = 8>
      kernel = <family = "dequant-vectors", tokens = 1, knobs = {rows = 16, tokens = 2}>
    return
  }
}
