// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-expand-micro-kernels,canonicalize,cse))' | FileCheck %s

// Sixteen rows of ternary codes by two tokens: a vector of 64 bytes is 16 codes
// of each row, four quads of them.

// CHECK-LABEL: func @ternary
// CHECK-SAME:    %[[Q:[a-z0-9]+]]: memref<?x32xi8>, %[[S:[a-z0-9]+]]: memref<?x1xf32>, %[[SUMS:[a-z0-9]+]]: memref<?x1xi32>
// CHECK-SAME:    %[[W:[a-z0-9]+]]: memref<128xi8>, %[[WS:[a-z0-9]+]]: memref<1x1x16xf32>, %[[Y:[a-z0-9]+]]: memref<?x10xf32>, %[[TOKEN:[a-z0-9]+]]: index
// CHECK-DAG:     %[[C16:.*]] = arith.constant 16 : index
// CHECK-DAG:     %[[THREE:.*]] = arith.constant dense<3> : vector<64xi8>
// CHECK-DAG:     %[[MINUS:.*]] = arith.constant dense<-1> : vector<16xi32>
// CHECK-DAG:     %[[LEFT:.*]] = arith.constant dense<{{.*}}true, false{{.*}}> : vector<16xi1>
// Sums begin at minus the activations' sum, since codes are one too large.
// CHECK:         %[[SUM:.*]] = memref.load %[[SUMS]][%[[TOKEN]], %c0]
// CHECK:         %[[ALL:.*]] = vector.broadcast %[[SUM]] : i32 to vector<16xi32>
// CHECK:         %[[INIT:.*]] = arith.muli %[[ALL]], %[[MINUS]]
// CHECK:         %[[ACC:.*]]:2 = scf.for %[[K:.*]] = %c0 to %c32 step %[[C16]] iter_args(%[[A:.*]] = %[[INIT]], %{{.*}} = %{{.*}}) -> (vector<16xi32>, vector<16xi32>)
// CHECK:           %[[AT:.*]] = arith.muli %[[K]], %c4
// CHECK:           memref.prefetch %[[W]][{{.*}}], read, locality<3>, data
// CHECK:           %[[PACKED:.*]] = vector.load %[[W]][%[[AT]]] : memref<128xi8>, vector<64xi8>
// CHECK:           %[[X:.*]] = vector.load %[[Q]][%[[TOKEN]], %[[K]]] : memref<?x32xi8>, vector<4xi8>
// CHECK:           %[[CODES:.*]] = arith.andi %[[PACKED]], %[[THREE]]
// CHECK:           lut.dot %[[A]], %[[CODES]], %{{.*}} {max_code = 2 : i64}
// CHECK:           vector.bitcast %[[PACKED]] : vector<64xi8> to vector<32xi16>
// CHECK:           arith.shrui
// CHECK-COUNT-6:   lut.dot
// CHECK-NOT:       lut.dot
// CHECK:         %[[F:.*]] = arith.sitofp %[[ACC]]#0 : vector<16xi32> to vector<16xf32>
// y = a * (scale * s)
// CHECK:         %[[S0:.*]] = memref.load %[[S]][%[[TOKEN]], %c0]
// CHECK:         %[[ST:.*]] = vector.broadcast %[[S0]]
// CHECK:         %[[ROWS:.*]] = vector.load %[[WS]][%c0, %c0, %c0]
// CHECK:         %[[BOTH:.*]] = arith.mulf %[[ROWS]], %[[ST]]
// CHECK:         %[[RESULT:.*]] = arith.mulf %[[F]], %[[BOTH]]
// CHECK:         vector.maskedstore %[[Y]][%[[TOKEN]], %c0], %[[LEFT]], %[[RESULT]]
func.func @ternary(%q: memref<?x32xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<128xi8>,
                   %ws: memref<1x1x16xf32>, %y: memref<?x10xf32>, %token: index) {
  %c0 = arith.constant 0 : index
  lowbit.micro_contract acts(%q, %s, %sums : memref<?x32xi8>, memref<?x1xf32>, memref<?x1xi32>)
    weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>) outs(%y : memref<?x10xf32>)
    panel %c0 row %c0 token %token rows = 16 tokens = 2
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dot", tokens = 1, knobs = {rows = 16, tokens = 2, prefetch = 512}>
  return
}

// Three bits are two planes. Groups with scales and zero points of their own
// are a loop around; the results of groups are added up by fma, and scaled by
// the token's scale in the end.

// CHECK-LABEL: func @grouped
// CHECK-SAME:    %[[ZP:[a-z0-9]+]]: memref<1x3x16xi8>
// CHECK:         %[[ALL:.*]] = scf.for %[[G:.*]] = %c0 to %c3 step %c1 iter_args(%[[BEFORE:.*]] = %{{.*}}) -> (vector<16xf32>)
// CHECK:           %[[K:.*]] = arith.muli %[[G]], %c32
// CHECK:           %[[Z8:.*]] = vector.load %[[ZP]][%c0, %[[G]], %c0] : memref<1x3x16xi8>, vector<16xi8>
// CHECK:           %[[Z:.*]] = arith.extui %[[Z8]]
// CHECK:           %[[ZSUM:.*]] = arith.muli %{{.*}}, %[[Z]]
// CHECK:           arith.subi %{{.*}}, %[[ZSUM]]
// CHECK-COUNT-3:   vector.load %{{.*}} : memref<576xi8>, vector<64xi8>
// CHECK:           arith.shli
// CHECK:           arith.ori
// CHECK-COUNT-8:   lut.dot {{.*}} {max_code = 7 : i64}
// CHECK-NOT:       lut.dot
// CHECK:           arith.addi
// CHECK:           %[[A:.*]] = arith.sitofp
// CHECK:           %[[SCALE:.*]] = vector.load {{.*}} : memref<1x3x16xf32>, vector<16xf32>
// CHECK:           %[[NEXT:.*]] = math.fma %[[A]], %[[SCALE]], %[[BEFORE]]
// CHECK:           scf.yield %[[NEXT]]
// CHECK:         %[[RESULT:.*]] = math.fma %[[ALL]]
// CHECK:         vector.store %[[RESULT]]
func.func @grouped(%zp: memref<1x3x16xi8>, %q: memref<?x96xi8>, %s: memref<?x1xf32>, %sums: memref<?x3xi32>, %w: memref<576xi8>,
                   %ws: memref<1x3x16xf32>, %y: memref<?x16xf32>, %token: index) {
  %c0 = arith.constant 0 : index
  lowbit.micro_contract acts(%q, %s, %sums : memref<?x96xi8>, memref<?x1xf32>, memref<?x3xi32>)
    weights(%w[%c0] : memref<576xi8>) scales(%ws : memref<1x3x16xf32>) zero_points(%zp : memref<1x3x16xi8>)
    outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
    format = #lowbit.int<bits = 3> activation = <int8_token> layout = #lowbit.planes<bits = 3, rows = 16, group = 32>
    kernel = <family = "dot", tokens = 1, knobs = {rows = 16, tokens = 1, chains = 2}>
  return
}

// The epilogue is the same on vectors: what is there for each row, for each
// result, and for all.

// CHECK-LABEL: func @epilogue
// CHECK-SAME:    %[[HALF:[a-z0-9]+]]: f32, %[[BIAS:[a-z0-9]+]]: memref<16xf32>, %[[UP:[a-z0-9]+]]: memref<?x16xf32>
// CHECK:         %[[B:.*]] = vector.load %[[BIAS]][%c0] : memref<16xf32>, vector<16xf32>
// CHECK:         %[[U:.*]] = vector.load %[[UP]][%[[T:.*]], %c0] : memref<?x16xf32>, vector<16xf32>
// CHECK:         %[[SUM:.*]] = arith.addf %{{.*}}, %[[B]] : vector<16xf32>
// CHECK:         %[[IS:.*]] = arith.cmpf ogt, %[[SUM]], %{{.*}} : vector<16xf32>
// CHECK:         %[[RELU:.*]] = arith.select %[[IS]], %[[SUM]], %{{.*}} : vector<16xi1>, vector<16xf32>
// CHECK:         %[[PRODUCT:.*]] = arith.mulf %[[RELU]], %[[U]] : vector<16xf32>
// CHECK:         %[[H:.*]] = vector.broadcast %[[HALF]] : f32 to vector<16xf32>
// CHECK:         %[[RESULT:.*]] = arith.mulf %[[PRODUCT]], %[[H]] : vector<16xf32>
// CHECK:         vector.store %[[RESULT]]
func.func @epilogue(%half: f32, %bias: memref<16xf32>, %up: memref<?x16xf32>, %q: memref<?x32xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<128xi8>,
                    %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %token: index) {
  %c0 = arith.constant 0 : index
  lowbit.micro_contract acts(%q, %s, %sums : memref<?x32xi8>, memref<?x1xf32>, memref<?x1xi32>)
    weights(%w[%c0] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>) extras(%bias, %up : memref<16xf32>, memref<?x16xf32>)
    outs(%y : memref<?x16xf32>) panel %c0 row %c0 token %token rows = 16 tokens = 1
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dot", tokens = 1, knobs = {rows = 16, tokens = 1}> {
  ^bb0(%v: f32, %b: f32, %u: f32):
    %zero = arith.constant 0.0 : f32
    %sum = arith.addf %v, %b : f32
    %is = arith.cmpf ogt, %sum, %zero : f32
    %relu = arith.select %is, %sum, %zero : f32
    %product = arith.mulf %relu, %u : f32
    %result = arith.mulf %product, %half : f32
    lowbit.yield %result : f32
  }
  return
}

// Activations of eight tokens side by side: those of this tile begin at eight
// times the place, and sums begin where activations say.

// CHECK-LABEL: func @side_by_side
// CHECK-SAME:    %[[Q:[a-z0-9]+]]: memref<?x512xi8>, %[[S:[a-z0-9]+]]: memref<?x16xf32>, %[[SUMS:[a-z0-9]+]]: memref<?x16xi32>
// CHECK:         scf.for %[[G:.*]] = %c0 to %c2
// CHECK:           %[[AT:.*]] = arith.muli %[[G]], %c8
// CHECK:           %[[TILE:.*]] = arith.divui %{{.*}}, %c8
// CHECK:           %[[NEXT:.*]] = arith.addi %[[AT]], %c1
// CHECK-NOT:       arith.muli {{.*}} : vector<16xi32>
// CHECK:           memref.load %[[SUMS]][%[[TILE]], %[[NEXT]]]
// CHECK:           vector.load %[[Q]][%[[TILE]], %{{.*}}] : memref<?x512xi8>, vector<4xi8>
// CHECK:           memref.load %[[S]][%[[TILE]], %[[NEXT]]]
func.func @side_by_side(%q: memref<?x512xi8>, %s: memref<?x16xf32>, %sums: memref<?x16xi32>, %w: memref<256xi8>,
                        %ws: memref<1x2x16xf32>, %y: memref<?x16xf32>, %token: index) {
  %c0 = arith.constant 0 : index
  lowbit.micro_contract acts(%q, %s, %sums : memref<?x512xi8>, memref<?x16xf32>, memref<?x16xi32>)
    weights(%w[%c0] : memref<256xi8>) scales(%ws : memref<1x2x16xf32>) outs(%y : memref<?x16xf32>)
    panel %c0 row %c0 token %token rows = 16 tokens = 2 side_by_side = 8
    format = #lowbit.ternary activation = <int8_block> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dot", tokens = 1, knobs = {rows = 16, tokens = 8}>
  return
}

// Short groups in sets that share a scale of the activations: it enters where a
// set ends. The last one has a group.
// CHECK-LABEL: func @sets
// CHECK-SAME:    %{{[a-z0-9]+}}: memref<?x80xi8>, %[[S:[a-z0-9]+]]: memref<?x3xf32>
// CHECK-SAME:    %[[WS:[a-z0-9]+]]: memref<1x5x16xf32>
// CHECK:         %[[WHOLE:.*]] = scf.for %[[SET:.*]] = %c0 to %c2 step %c1 iter_args(%[[BEFORE:.*]] = %{{.*}})
// CHECK:           %[[SUM:.*]] = scf.for %[[G:.*]] = %{{.*}} to %{{.*}} step %c1 iter_args(%[[T:.*]] = %{{.*}})
// CHECK:             %[[SCALE:.*]] = vector.load %[[WS]][%c0, %[[G]], %c0]
// CHECK:             math.fma %{{.*}}, %[[SCALE]], %[[T]]
// CHECK:           memref.load %[[S]][%{{.*}}, %[[SET]]]
// CHECK:           math.fma %[[SUM]], %{{.*}}, %[[BEFORE]]
// CHECK:         %[[LAST:.*]] = vector.load %[[WS]][%c0, %c4, %c0]
// CHECK:         %[[T:.*]] = arith.mulf %{{.*}}, %[[LAST]]
// CHECK:         memref.load %[[S]][%{{.*}}, %c2]
// CHECK:         %[[Y:.*]] = math.fma %[[T]], %{{.*}}, %[[WHOLE]]
// CHECK:         vector.store %[[Y]]
func.func @sets(%q: memref<?x80xi8>, %s: memref<?x3xf32>, %sums: memref<?x5xi32>, %w: memref<320xi8>,
                %ws: memref<1x5x16xf32>, %y: memref<?x16xf32>, %token: index) {
  %c0 = arith.constant 0 : index
  lowbit.micro_contract acts(%q, %s, %sums : memref<?x80xi8>, memref<?x3xf32>, memref<?x5xi32>)
    weights(%w[%c0] : memref<320xi8>) scales(%ws : memref<1x5x16xf32>) outs(%y : memref<?x16xf32>)
    panel %c0 row %c0 token %token rows = 16 tokens = 1
    format = #lowbit.ternary activation = <int8_block> act_groups = 2 layout = #lowbit.planes<bits = 2, rows = 16, group = 16>
    kernel = <family = "dot", tokens = 1, knobs = {rows = 16, tokens = 1}>
  return
}
