// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-tile-contracts,canonicalize,cse))' | FileCheck %s

// One token and little work: a loop over panels and one over the rows of each.

// CHECK-LABEL: func @one
// CHECK-DAG:     %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG:     %[[C1:.*]] = arith.constant 1 : index
// CHECK-DAG:     %[[ROWS:.*]] = arith.constant 32 : index
// CHECK-DAG:     %[[R:.*]] = arith.constant 64 : index
// CHECK-DAG:     %[[PANELS:.*]] = arith.constant 3 : index
// CHECK-DAG:     %[[BYTES:.*]] = arith.constant 4096 : index
// CHECK:         scf.for %[[P:.*]] = %[[C0]] to %[[PANELS]] step %[[C1]] {
// CHECK:           %[[OFFSET:.*]] = arith.muli %[[P]], %[[BYTES]]
// CHECK:           scf.for %[[ROW:.*]] = %[[C0]] to %[[R]] step %[[ROWS]] {
// CHECK-NEXT:        lowbit.micro_contract {{.*}} weights(%{{.*}}[%[[OFFSET]]] : memref<12288xi8>)
// CHECK-SAME:          panel %[[P]] row %[[ROW]] token %[[C0]] rows = 32 tokens = 1
// CHECK-NOT:       lowbit.micro_contract
func.func @one(%x: memref<1x256xf32>, %w: memref<12288xi8>, %ws: memref<3x1x64xf32>, %y: memref<1x140xf32>) {
  lowbit.packed_contract acts(%x : memref<1x256xf32>) weights(%w : memref<12288xi8>) scales(%ws : memref<3x1x64xf32>)
    outs(%y : memref<1x140xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 32, tokens = 4, block = 4, piece = 1000}>]
  return
}

// -----

// Many tokens: blocks of them by panels, in pieces for threads. A short block
// counts as its tokens, so that small work stays one piece. What four tokens
// leave is one tile.

// CHECK-LABEL: func @many
// CHECK-DAG:     %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG:     %[[C3:.*]] = arith.constant 3 : index
// CHECK-DAG:     %[[C4:.*]] = arith.constant 4 : index
// CHECK-DAG:     %[[C7:.*]] = arith.constant 7 : index
// CHECK-DAG:     %[[C8:.*]] = arith.constant 8 : index
// CHECK-DAG:     %[[C15:.*]] = arith.constant 15 : index
// CHECK:         %[[M:.*]] = memref.dim %{{.*}}, %[[C0]]
// CHECK:         %[[UP:.*]] = arith.addi %[[M]], %[[C7]]
// CHECK:         %[[BLOCKS:.*]] = arith.divui %[[UP]], %[[C8]]
// CHECK:         %[[CELLS:.*]] = arith.muli %[[BLOCKS]], %[[C3]]
// CHECK:         %[[FEW:.*]] = arith.minsi %[[M]], %[[C8]]
// CHECK:         %[[PER_CELL:.*]] = arith.maxsi %[[FEW]]
// CHECK:         %[[UNITS:.*]] = arith.addi %[[PER_CELL]], %[[C15]]
// CHECK:         %[[GRAIN:.*]] = arith.divui %[[UNITS]], %[[PER_CELL]]
// CHECK:         scf.parallel (%[[BEGIN:.*]]) = (%[[C0]]) to (%[[CELLS]]) step (%[[GRAIN]]) {
// CHECK:           scf.for %[[CELL:.*]] = %[[BEGIN]] to
// CHECK-DAG:         %[[BLOCK:.*]] = arith.divui %[[CELL]], %[[C3]]
// CHECK-DAG:         %[[PANEL:.*]] = arith.remui %[[CELL]], %[[C3]]
// CHECK:             %[[FIRST:.*]] = arith.muli %[[BLOCK]], %[[C8]]
// CHECK:             %[[REST:.*]] = arith.remui %{{.*}}, %[[C4]]
// CHECK:             scf.for %[[TOKEN:.*]] = %[[FIRST]] to %[[WHOLE:.*]] step %[[C4]] {
// CHECK:               lowbit.micro_contract {{.*}} panel %[[PANEL]] row %[[C0]] token %[[TOKEN]] rows = 64 tokens = 4
// CHECK:             scf.index_switch %[[REST]]
// CHECK:             case 1
// CHECK:               lowbit.micro_contract {{.*}} token %[[WHOLE]] rows = 64 tokens = 1
// CHECK:             case 2
// CHECK:               rows = 64 tokens = 2
// CHECK:             case 3
// CHECK:               rows = 64 tokens = 3
// CHECK:             default
// CHECK-NEXT:        }
func.func @many(%x: memref<?x256xf32>, %w: memref<12288xi8>, %ws: memref<3x1x64xf32>, %y: memref<?x140xf32>) {
  lowbit.packed_contract acts(%x : memref<?x256xf32>) weights(%w : memref<12288xi8>) scales(%ws : memref<3x1x64xf32>)
    outs(%y : memref<?x140xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 64, tokens = 4, block = 8, piece = 1000}>]
  return
}

// -----

// The epilogue goes with every tile. Of ten tokens eight are whole tiles.

// CHECK-LABEL: func @static
// CHECK:         scf.for
// CHECK:           rows = 64 tokens = 4
// CHECK:           arith.addf
// CHECK:         lowbit.micro_contract {{.*}} token %c8 rows = 64 tokens = 2
// CHECK:           arith.addf
// CHECK-NOT:     lowbit.micro_contract
func.func @static(%x: memref<10x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %b: memref<40xf32>, %y: memref<10x40xf32>) {
  lowbit.packed_contract acts(%x : memref<10x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    extras(%b : memref<40xf32>) outs(%y : memref<10x40xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 64, tokens = 4, block = 16, piece = 1000}>] {
  ^bb0(%v: f32, %bias: f32):
    %sum = arith.addf %v, %bias : f32
    lowbit.yield %sum : f32
  }
  return
}

// -----

func.func @knobs(%x: memref<10x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<10x40xf32>) {
  // expected-error @below {{expects tiles that divide the 64 rows of a panel and the tokens of a block, got {rows = 48 : i64}}}
  lowbit.packed_contract acts(%x : memref<10x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%y : memref<10x40xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 48}>]
  return
}

// -----

func.func @unknown(%x: memref<10x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<10x40xf32>) {
  // expected-error @below {{has knobs that no kernel has: {speed = 11 : i64}}}
  lowbit.packed_contract acts(%x : memref<10x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%y : memref<10x40xf32>) format = #lowbit.ternary activation = <float>
    layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {speed = 11}>]
  return
}

// -----

func.func @unknown_family(%x: memref<10x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<10x64xf32>) {
  // expected-error @below {{has no kernel family of its name 'abacus'}}
  lowbit.packed_contract acts(%x : memref<10x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%y : memref<10x64xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "abacus", tokens = 1>]
  return
}

// -----

// Tiles of eight tokens read activations that lie side by side: interleaving three times
// makes each word's tokens of each token's words. Sums of groups count for the
// format's zero point then. What eight leave has tiles of more rows.

// CHECK-LABEL: func @side_by_side
// CHECK-SAME:    %[[Q:[a-z0-9]+]]: memref<?x128xi8>
// CHECK:         %[[M:.*]] = memref.dim
// CHECK:         %[[TILES:.*]] = arith.divui {{.*}}, %c8
// CHECK:         %[[ACTS:.*]] = memref.alloc(%[[TILES]]) {alignment = 64 : i64} : memref<?x1024xi8>
// CHECK:         %[[SCALES:.*]] = memref.alloc(%[[TILES]]) {alignment = 64 : i64} : memref<?x32xf32>
// CHECK:         %[[SUMS:.*]] = memref.alloc(%[[TILES]]) {alignment = 64 : i64} : memref<?x32xi32>
// CHECK:         scf.for %[[TILE:.*]] = %c0 to %[[TILES]] step %c1
// CHECK:           scf.for %[[WORD:.*]] = %c0 to %c32 step %c16
// CHECK:             %[[FROM:.*]] = arith.muli %[[WORD]], %c4
// CHECK:             %[[LAST:.*]] = arith.subi %[[M]], %c1
// CHECK:             %[[TOKEN:.*]] = arith.minui %{{.*}}, %[[LAST]]
// CHECK:             vector.load %[[Q]][%[[TOKEN]], %[[FROM]]] : memref<?x128xi8>, vector<64xi8>
// CHECK-COUNT-24:    vector.shuffle {{.*}} : vector<16xi32>, vector<16xi32>
// CHECK-NOT:         vector.shuffle
// CHECK-COUNT-8:     vector.store {{.*}} %[[ACTS]][%[[TILE]], {{.*}} : memref<?x1024xi8>, vector<64xi8>
// CHECK:           scf.for
// CHECK:             scf.for %{{.*}} = %c0 to %c8 step %c1
// CHECK:               vector.store {{.*}} %[[SCALES]][%[[TILE]], {{.*}} : memref<?x32xf32>, vector<1xf32>
// CHECK:           scf.for
// CHECK:             scf.for
// CHECK:               arith.muli {{.*}} : vector<1xi32>
// CHECK:             vector.store {{.*}} %[[SUMS]][%[[TILE]],
// CHECK:         scf.for %{{.*}} = %c0 to %c64 step %c16
// CHECK:           lowbit.micro_contract acts(%[[ACTS]], %[[SCALES]], %[[SUMS]] : {{.*}} rows = 16 tokens = 8 side_by_side = 8
// CHECK:         scf.index_switch
// CHECK:         case 4 {
// CHECK:           lowbit.micro_contract acts(%[[ACTS]], {{.*}} rows = 64 tokens = 4 side_by_side = 8
// CHECK:         case 5 {
// CHECK:           scf.for {{.*}} step %c32
// CHECK-NEXT:        lowbit.micro_contract {{.*}} rows = 32 tokens = 5 side_by_side = 8
// CHECK:         case 7 {
// CHECK:           scf.for {{.*}} step %c16
// CHECK-NEXT:        lowbit.micro_contract {{.*}} rows = 16 tokens = 7 side_by_side = 8
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>} {
  func.func @side_by_side(%q: memref<?x128xi8>, %s: memref<?x4xf32>, %sums: memref<?x4xi32>, %w: memref<2048xi8>,
                          %ws: memref<1x4x64xf32>, %y: memref<?x64xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<?x128xi8>, memref<?x4xf32>, memref<?x4xi32>)
      weights(%w : memref<2048xi8>) scales(%ws : memref<1x4x64xf32>) outs(%y : memref<?x64xf32>)
      format = #lowbit.ternary activation = <int8_block> layout = #lowbit.planes<bits = 2, rows = 64, group = 32>
      kernels = [#lowbit.kernel<family = "dot", tokens = 1, knobs = {rows = 16, tokens = 8, block = 16}>]
    return
  }
}

// -----

// How many tokens there are is known: blocks consist of tiles, and only the last one
// leaves five.

// CHECK-LABEL: func @known_rest
// CHECK:         %[[REST:.*]] = arith.remui
// CHECK:         scf.index_switch %[[REST]]
// CHECK-NEXT:    case 5 {
// CHECK-NOT:     case
// CHECK:         default {
func.func @known_rest(%x: memref<85x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<85x64xf32>) {
  lowbit.packed_contract acts(%x : memref<85x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%y : memref<85x64xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 64, tokens = 8, block = 32}>]
  return
}

// -----

// CHECK-LABEL: func @no_rest
// CHECK-NOT:     arith.remui
// CHECK-NOT:     scf.index_switch
// CHECK:         lowbit.micro_contract {{.*}} rows = 64 tokens = 8
// CHECK-NOT:     lowbit.micro_contract
func.func @no_rest(%x: memref<88x256xf32>, %w: memref<4096xi8>, %ws: memref<1x1x64xf32>, %y: memref<88x64xf32>) {
  lowbit.packed_contract acts(%x : memref<88x256xf32>) weights(%w : memref<4096xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%y : memref<88x64xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256>
    kernels = [#lowbit.kernel<family = "dequant", tokens = 1, knobs = {rows = 64, tokens = 8, block = 32}>]
  return
}

// -----

// The tokens of one block, in pieces for threads: no cell looks for its block, and no
// activation's token for the last one.

// CHECK-LABEL: func @one_block
// CHECK-NOT:     arith.minui
// CHECK:         scf.parallel
// CHECK-NOT:     arith.divui
// CHECK-NOT:     arith.remui
// CHECK:         scf.for %{{.*}} = %c0 to %c32 step %c8
// CHECK-NEXT:      lowbit.micro_contract {{.*}} rows = 16 tokens = 8 side_by_side = 8
// CHECK-NOT:     lowbit.micro_contract
module attributes {lut.target = #lut.target<name = "vbmi", vector_bits = 512, registers = 32, features = avx2|avx512|vnni|vbmi>} {
  func.func @one_block(%q: memref<32x128xi8>, %s: memref<32x4xf32>, %sums: memref<32x4xi32>, %w: memref<8192xi8>,
                       %ws: memref<4x4x64xf32>, %y: memref<32x256xf32>) {
    lowbit.packed_contract acts(%q, %s, %sums : memref<32x128xi8>, memref<32x4xf32>, memref<32x4xi32>)
      weights(%w : memref<8192xi8>) scales(%ws : memref<4x4x64xf32>) outs(%y : memref<32x256xf32>)
      format = #lowbit.ternary activation = <int8_block> layout = #lowbit.planes<bits = 2, rows = 64, group = 32>
      kernels = [#lowbit.kernel<family = "dot", tokens = 1, knobs = {rows = 16, tokens = 8, block = 64, piece = 2048}>]
    return
  }
}
