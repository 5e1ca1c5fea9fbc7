// RUN: lutra-opt %s --split-input-file --verify-diagnostics

// expected-error @below {{expects 1 to 8 bits, got 0}}
func.func private @layout() attributes {l = #lowbit.planes<bits = 0, rows = 16, group = 32>}

// -----

// expected-error @below {{expects rows to be a multiple of 16, got 24}}
func.func private @layout() attributes {l = #lowbit.planes<bits = 2, rows = 24, group = 32>}

// -----

// expected-error @below {{expects group to be a multiple of 32, got 16}}
func.func private @layout() attributes {l = #lowbit.planes<bits = 3, rows = 16, group = 16>}

// -----

// expected-error @below {{expects rows to be a multiple of 64, got 16}}
func.func private @layout() attributes {l = #lowbit.trits<rows = 16, group = 20>}

// -----

// expected-error @below {{expects group to be a multiple of 20, got 32}}
func.func private @layout() attributes {l = #lowbit.trits<rows = 64, group = 32>}

// -----

// Sixteen bits count the bytes of a group.
// expected-error @below {{expects group to be at most 327660, got 327680}}
func.func private @layout() attributes {l = #lowbit.trits<rows = 64, group = 327680>}

// -----

// pack C1
func.func @pack(%c: tensor<?x250xi8>) {
  // expected-error @below {{expects codes that are static matrices of one type but for their rows, got 'tensor<?x250xi8>'}}
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<?x250xi8> -> tensor<4096xi8>
  return
}

// -----

// pack C1: one below the other
func.func @pack(%c: tensor<4x250xi8>, %d: tensor<4x240xi8>) {
  // expected-error @below {{expects codes that are static matrices of one type but for their rows, got 'tensor<4x240xi8>'}}
  %w = lowbit.pack %c, %d layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<4x250xi8>, tensor<4x240xi8> -> tensor<4096xi8>
  return
}

// -----

// pack C1: element type
func.func @pack(%c: tensor<4x250xi16>) {
  // expected-error @below {{expects codes of i8, got 'tensor<4x250xi16>'}}
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<4x250xi16> -> tensor<4096xi8>
  return
}

// -----

// pack C4: rows of all operands
func.func @pack(%c: tensor<40x250xi8>) {
  // expected-error @below {{expects a result [8192] of i8, got 'tensor<4096xi8>'}}
  %w = lowbit.pack %c, %c layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<40x250xi8>, tensor<40x250xi8> -> tensor<4096xi8>
  return
}

// -----

// pack C2: element type
func.func @pack(%c: tensor<4x250xi8>, %o: tensor<256xi64>) {
  // expected-error @below {{expects order of a static [K'] of i32, got 'tensor<256xi64>'}}
  %w = lowbit.pack %c order(%o : tensor<256xi64>) layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<4x250xi8> -> tensor<4096xi8>
  return
}

// -----

// pack C2: whole groups
func.func @pack(%c: tensor<4x250xi8>, %o: tensor<250xi32>) {
  // expected-error @below {{expects an order of whole groups of 256 places, got 250}}
  %w = lowbit.pack %c order(%o : tensor<250xi32>) layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<4x250xi8> -> tensor<4096xi8>
  return
}

// -----

// pack C3
func.func @pack(%c: tensor<4x250xi8>) {
  // expected-error @below {{expects group_size of at most 32 places, got 0 for K = 250}}
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 64, group = 32> group_size = 0 : tensor<4x250xi8> -> tensor<4096xi8>
  return
}

// -----

// pack C4
func.func @pack(%c: tensor<4x250xi8>) {
  // expected-error @below {{expects a result [4096] of i8, got 'tensor<256xi8>'}}
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 64, group = 256> group_size = 0 : tensor<4x250xi8> -> tensor<256xi8>
  return
}

// -----

// pack_rows C1
func.func @pack_rows(%s: tensor<40x2xf16>) {
  // expected-error @below {{expects sources of f32 or i8, got 'tensor<40x2xf16>'}}
  %p = lowbit.pack_rows %s : tensor<40x2xf16> -> tensor<1x2x64xf16>
  return
}

// -----

// pack_rows C2
func.func @pack_rows(%s: tensor<40x2xf32>) {
  // expected-error @below {{expects a result [3, 2, 16] of the source's type, got 'tensor<1x2x16xf32>'}}
  %p = lowbit.pack_rows %s : tensor<40x2xf32> -> tensor<1x2x16xf32>
  return
}

// -----

// prepare C1
func.func @prepare(%a: tensor<2x3x64xf32>) {
  // expected-error @below {{expects acts [M, K] of f32, or of i8 with kind float, with a static K > 0, got 'tensor<2x3x64xf32>'}}
  %x = lowbit.prepare %a kind = <float> group_size = 0 group = 64 : tensor<2x3x64xf32> -> tensor<6x64xf32>
  return
}

// -----

// prepare C2
func.func @prepare(%a: tensor<2x64xf32>, %o: tensor<64xi8>) {
  // expected-error @below {{expects order of a static [K'] of i32, got 'tensor<64xi8>'}}
  %x = lowbit.prepare %a order(%o : tensor<64xi8>) kind = <float> group_size = 0 group = 64 : tensor<2x64xf32> -> tensor<2x64xf32>
  return
}

// -----

// prepare C2: room
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects whole groups of 32 places with room for K = 64, got 32 places}}
  %x = lowbit.prepare %a kind = <float> group_size = 0 group = 32 : tensor<2x64xf32> -> tensor<2x32xf32>
  return
}

// -----

// prepare C3
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects 0 <= group_size <= group and group > 0, got 32 and 16}}
  %x = lowbit.prepare %a kind = <float> group_size = 32 group = 16 : tensor<2x64xf32> -> tensor<2x32xf32>
  return
}

// -----

// prepare C4
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects places [M, 64] of the type of acts, got 'tensor<2x64xi8>'}}
  %x = lowbit.prepare %a kind = <float> group_size = 0 group = 64 : tensor<2x64xf32> -> tensor<2x64xi8>
  return
}

// -----

// prepare C5: three results
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects kind float or bf16 with one result, or int8_token or int8_block with three}}
  %x = lowbit.prepare %a kind = <int8_token> group_size = 0 group = 64 : tensor<2x64xf32> -> tensor<2x64xi8>
  return
}

// -----

// prepare C5: sums
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects sums [M, 2] of i32, got 'tensor<2x1xi32>'}}
  %x:3 = lowbit.prepare %a kind = <int8_token> group_size = 32 group = 32 : tensor<2x64xf32> -> tensor<2x64xi8>, tensor<2x1xf32>, tensor<2x1xi32>
  return
}

// -----

// prepare C5: one scale for each set
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects scales [M, 2] of f32, got 'tensor<2x4xf32>'}}
  %x:3 = lowbit.prepare %a kind = <int8_block> group_size = 16 act_groups = 2 group = 16 : tensor<2x64xf32> -> tensor<2x64xi8>, tensor<2x4xf32>, tensor<2x4xi32>
  return
}

// -----

// prepare C6
func.func @prepare(%a: tensor<2x64xf32>) {
  // expected-error @below {{expects act_groups above 0, and 1 but for int8_block, got 2 for float}}
  %x = lowbit.prepare %a kind = <float> group_size = 16 act_groups = 2 group = 16 : tensor<2x64xf32> -> tensor<2x64xf32>
  return
}

// -----

// packed_contract C1: mixed
func.func @packed(%x: tensor<1x20xf32>, %w: memref<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects operands that are all tensors or all memrefs}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : memref<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C1: results
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects one result of the type of outs for tensors, none for memrefs}}
  lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20>
  return
}

// -----

// packed_contract C1: layouts of memrefs
func.func @packed(%x: memref<1x20xf32, strided<[40, 1]>>, %w: memref<384xi8>, %ws: memref<1x1x64xf32>, %init: memref<1x3xf32>) {
  // expected-error @below {{expects memrefs of identity layout}}
  lowbit.packed_contract acts(%x : memref<1x20xf32, strided<[40, 1]>>) weights(%w : memref<384xi8>) scales(%ws : memref<1x1x64xf32>)
    outs(%init : memref<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20>
  return
}

// -----

// packed_contract C2: kind
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects activation float for acts of f32, bf16 for those of bf16, int8_token or int8_block for those of i8, got int8_token}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C2: scales of activations
func.func @packed(%x: tensor<2x40xi8>, %s: tensor<2x1xf32>, %sums: tensor<2x2xi32>, %w: tensor<512xi8>, %ws: tensor<1x2x64xf32>, %init: tensor<2x3xf32>) {
  // expected-error @below {{expects act_scales [M, 2] of f32, got 'tensor<2x1xf32>'}}
  %y = lowbit.packed_contract acts(%x, %s, %sums : tensor<2x40xi8>, tensor<2x1xf32>, tensor<2x2xi32>) weights(%w : tensor<512xi8>) scales(%ws : tensor<1x2x64xf32>)
    outs(%init : tensor<2x3xf32>) format = #lowbit.ternary activation = <int8_block> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<2x3xf32>
  return
}

// -----

// packed_contract C2: a scale for each set
func.func @packed(%x: tensor<2x60xi8>, %s: tensor<2x3xf32>, %sums: tensor<2x3xi32>, %w: tensor<512xi8>, %ws: tensor<1x3x64xf32>, %init: tensor<2x3xf32>) {
  // expected-error @below {{expects act_scales [M, 2] of f32, got 'tensor<2x3xf32>'}}
  %y = lowbit.packed_contract acts(%x, %s, %sums : tensor<2x60xi8>, tensor<2x3xf32>, tensor<2x3xi32>) weights(%w : tensor<512xi8>) scales(%ws : tensor<1x3x64xf32>)
    outs(%init : tensor<2x3xf32>) format = #lowbit.ternary activation = <int8_block> act_groups = 2 layout = #lowbit.trits<rows = 64, group = 20> -> tensor<2x3xf32>
  return
}

// -----

// packed_contract C9
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects act_groups above 0, and 1 but for int8_block, got 2 for float}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> act_groups = 2 layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C3
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<128xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects weights [384] of i8, got 'tensor<128xi8>'}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<128xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C4
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects no zero_points for format #lowbit.ternary}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>) zero_points(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C5
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x?xf32>) {
  // expected-error @below {{expects outs [M, N] of f32, f16 or bf16 with a static N, got 'tensor<1x?xf32>'}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x?xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x?xf32>
  return
}

// -----

// packed_contract C6: region
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %b: tensor<3xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects an epilogue from an f32 and the elements of extras to one of outs that ends with lowbit.yield}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>) extras(%b : tensor<3xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> {
  ^bb0(%v: f32):
    lowbit.yield %v : f32
  } -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C6: shapes
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %b: tensor<4xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects extras of the shape of outs or [N], of f32, f16 or bf16, got 'tensor<4xf32>'}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>) extras(%b : tensor<4xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C7
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects a layout for 4 codes, got #lowbit.trits<rows = 64, group = 20>}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.int<bits = 2> activation = <float> layout = #lowbit.trits<rows = 64, group = 20> -> tensor<1x3xf32>
  return
}

// -----

// packed_contract C8
func.func @packed(%x: tensor<1x20xf32>, %w: tensor<384xi8>, %ws: tensor<1x1x64xf32>, %init: tensor<1x3xf32>) {
  // expected-error @below {{expects kernels that begin with tokens = 1 and ascend, got 2}}
  %y = lowbit.packed_contract acts(%x : tensor<1x20xf32>) weights(%w : tensor<384xi8>) scales(%ws : tensor<1x1x64xf32>)
    outs(%init : tensor<1x3xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.trits<rows = 64, group = 20>
    kernels = [#lowbit.kernel<family = "dot", tokens = 2>] -> tensor<1x3xf32>
  return
}

// -----

// expected-error @below {{expects vectors of 2, 4 or 8 values, got 16}}
func.func private @vectors() attributes {f = #lowbit.vectors<bits = 2, length = 16, rows = 16, group = 8>}

// -----

// expected-error @below {{expects group to be a multiple of 8, got 4}}
func.func private @vectors() attributes {f = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 4>}

// -----

// pack C1: whole vectors.
func.func @vectors(%c: tensor<3x3xi8>, %books: tensor<32xf32>) {
  // expected-error @below {{expects codes and a group_size of whole vectors for layout #lowbit.vectors}}
  %w = lowbit.pack %c books(%books : tensor<32xf32>) layout = #lowbit.vectors<bits = 2, length = 4, books = 2, rows = 16, group = 8> group_size = 0 : tensor<3x3xi8> -> tensor<192xi8>
  return
}

// -----

// pack C2
func.func @vectors(%c: tensor<3x2xi8>, %books: tensor<16xf32>, %order: tensor<8xi32>) {
  // expected-error @below {{expects no order in a layout of vectors}}
  %w = lowbit.pack %c order(%order : tensor<8xi32>) books(%books : tensor<16xf32>) layout = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 8> group_size = 0 : tensor<3x2xi8> -> tensor<96xi8>
  return
}

// -----

// pack C4: the table is in front.
func.func @vectors(%c: tensor<3x2xi8>, %books: tensor<16xf32>) {
  // expected-error @below {{expects a result [96] of i8, got 'tensor<32xi8>'}}
  %w = lowbit.pack %c books(%books : tensor<16xf32>) layout = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 8> group_size = 0 : tensor<3x2xi8> -> tensor<32xi8>
  return
}

// -----

// pack C5
func.func @vectors(%c: tensor<3x2xi8>, %books: tensor<8xf32>) {
  // expected-error @below {{expects books [16] of f32 for layout #lowbit.vectors}}
  %w = lowbit.pack %c books(%books : tensor<8xf32>) layout = #lowbit.vectors<bits = 2, length = 4, rows = 16, group = 8> group_size = 0 : tensor<3x2xi8> -> tensor<96xi8>
  return
}

// -----

// pack C5
func.func @vectors(%c: tensor<3x64xi8>, %books: tensor<8xf32>) {
  // expected-error @below {{expects no books for layout #lowbit.planes}}
  %w = lowbit.pack %c books(%books : tensor<8xf32>) layout = #lowbit.planes<bits = 8, rows = 16, group = 64> group_size = 0 : tensor<3x64xi8> -> tensor<1024xi8>
  return
}

// -----

// packed_contract C7: vectors are with the weights.
func.func @vectors(%x: tensor<?x8xf32>, %w: tensor<64xi8>, %s: tensor<1x1x16xf32>, %init: tensor<?x3xf32>) {
  // expected-error @below {{expects a layout of vectors exactly for a format of as long ones without values, got #lowbit.vectors}}
  %y = lowbit.packed_contract acts(%x : tensor<?x8xf32>) weights(%w : tensor<64xi8>) scales(%s : tensor<1x1x16xf32>) outs(%init : tensor<?x3xf32>)
    format = #lowbit.vector_codebook<bits = 1, length = 4, values = [1.0, 2.0, 3.0, 4.0]> activation = <float> layout = #lowbit.vectors<bits = 1, length = 4, rows = 16, group = 8> -> tensor<?x3xf32>
  return
}

// -----

// packed_contract C7
func.func @vectors(%x: tensor<?x8xf32>, %w: tensor<128xi8>, %s: tensor<1x1x16xf32>, %init: tensor<?x3xf32>) {
  // expected-error @below {{expects a layout of vectors exactly for a format of as long ones without values, got #lowbit.planes}}
  %y = lowbit.packed_contract acts(%x : tensor<?x8xf32>) weights(%w : tensor<128xi8>) scales(%s : tensor<1x1x16xf32>) outs(%init : tensor<?x3xf32>)
    format = #lowbit.vector_codebook<bits = 8, length = 4, values = []> activation = <float> layout = #lowbit.planes<bits = 8, rows = 16, group = 8> -> tensor<?x3xf32>
  return
}

// -----

// expected-error @below {{expects 1 to 8 bits, got 9}}
func.func private @fields() attributes {f = #lowbit.fields<bits = 9, rows = 16, group = 3>}

// -----

// expected-error @below {{expects rows to be a multiple of 16, got 8}}
func.func private @fields() attributes {f = #lowbit.fields<bits = 3, rows = 8, group = 10>}

// -----

// expected-error @below {{expects group to be a multiple of 10, got 32}}
func.func private @fields() attributes {f = #lowbit.fields<bits = 3, rows = 16, group = 32>}
