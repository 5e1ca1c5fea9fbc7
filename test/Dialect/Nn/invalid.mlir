// RUN: lutra-opt %s --split-input-file --verify-diagnostics

// C1: element type
func.func @attention(%query: tensor<2x8x5x32xf64>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects query of f32, f16 or bf16, got 'tensor<2x8x5x32xf64>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf64>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C1: one element type
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf16>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects value of 'f32', got 'tensor<2x4x9x32xf16>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf16>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C1: rank
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<8x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects key of rank 4, got 'tensor<8x9x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<8x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C1: the result
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects a result of the type of outs, 'tensor<2x8x5x32xf32>', got 'tensor<2x8x?x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x?x32xf32>
  return
}

// -----

// C2: heads are shared evenly
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x3x9x32xf32>, %value: tensor<2x3x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects a multiple of 3 query heads, got 8}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x3x9x32xf32>) value(%value : tensor<2x3x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C2: batch
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<3x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 0 of key to be dimension 0 of query, got 'tensor<3x4x9x32xf32>' and 'tensor<2x8x5x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<3x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C2: head size
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x16xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 3 of key to be dimension 3 of query, got 'tensor<2x4x9x16xf32>' and 'tensor<2x8x5x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x16xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C2: keys and values
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x8x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 2 of value to be dimension 2 of key, got 'tensor<2x4x8x32xf32>' and 'tensor<2x4x9x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x8x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C2: queries and results
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x6x32xf32>) {
  // expected-error @below {{expects dimension 2 of outs to be dimension 2 of query, got 'tensor<2x8x6x32xf32>' and 'tensor<2x8x5x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x6x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x6x32xf32>
  return
}

// -----

// C2: size of values
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x16xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 3 of outs to be dimension 3 of value, got 'tensor<2x8x5x32xf32>' and 'tensor<2x4x9x16xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x16xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C3: keys
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %mask: tensor<1x1x5x8xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 3 of mask to be dimension 2 of key, got 'tensor<1x1x5x8xf32>' and 'tensor<2x4x9x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) mask(%mask : tensor<1x1x5x8xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C3: heads
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %mask: tensor<2x4x5x9xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 1 of mask to be dimension 1 of query, got 'tensor<2x4x5x9xf32>' and 'tensor<2x8x5x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) mask(%mask : tensor<2x4x5x9xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C3: element type
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %mask: tensor<1x1x5x9xi1>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects mask of 'f32', got 'tensor<1x1x5x9xi1>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) mask(%mask : tensor<1x1x5x9xi1>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C3: rank
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %mask: tensor<5x9xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects mask of rank 4, got 'tensor<5x9xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) mask(%mask : tensor<5x9xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C4: element type
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %lengths: tensor<2xi64>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects lengths of 'i32', got 'tensor<2xi64>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) lengths(%lengths : tensor<2xi64>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C4: batch
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %lengths: tensor<3xi32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 0 of lengths to be dimension 0 of query, got 'tensor<3xi32>' and 'tensor<2x8x5x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) lengths(%lengths : tensor<3xi32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C5: window
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects window >= 0, got -1}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32, window = -1 : i64} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C5: softcap
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects softcap >= 0, got -1}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32, softcap = -1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C1: rank
func.func @cache(%past: tensor<?x4x?x32xf32>, %t: index) {
  // expected-error @below {{expects the result of rank 4, got 'tensor<4x?x32xf32>'}}
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<4x?x32xf32>
  return
}

// -----

// C1: element type
func.func @cache(%past: tensor<?x4x?x32xf32>, %t: index) {
  // expected-error @below {{expects the result of 'f32', got 'tensor<?x4x?x32xf16>'}}
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x?x32xf16>
  return
}

// -----

// C1: sizes
func.func @cache(%past: tensor<?x4x?x32xf32>, %t: index) {
  // expected-error @below {{expects dimension 1 of the result to be dimension 1 of past, got 'tensor<?x5x?x32xf32>' and 'tensor<?x4x?x32xf32>'}}
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x5x?x32xf32>
  return
}

// -----

// C2: axis
func.func @cache(%past: tensor<?x4x?x32xf32>, %t: index) {
  // expected-error @below {{expects an axis in [0, 4), got 4}}
  %c = nn.cache %past length(%t) {axis = 4 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x?x32xf32>
  return
}

// -----

// C2: dynamic
func.func @cache(%past: tensor<?x4x?x32xf32>, %t: index) {
  // expected-error @below {{expects dimension 2 of the result to be dynamic, got 'tensor<?x4x9x32xf32>'}}
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x9x32xf32>
  return
}

// -----

// C1: rank
func.func @append(%new: tensor<4x?x32xf32>, %cache: tensor<?x4x?x32xf32>, %at: index, %t: index) {
  // expected-error @below {{expects source of rank 4, got 'tensor<4x?x32xf32>'}}
  %c = nn.append %new into %cache at(%at : index) length(%t) : tensor<4x?x32xf32>, tensor<?x4x?x32xf32>
  return
}

// -----

// C1: element type
func.func @append(%new: tensor<?x4x?x32xf16>, %cache: tensor<?x4x?x32xf32>, %at: index, %t: index) {
  // expected-error @below {{expects source of 'f32', got 'tensor<?x4x?x32xf16>'}}
  %c = nn.append %new into %cache at(%at : index) length(%t) : tensor<?x4x?x32xf16>, tensor<?x4x?x32xf32>
  return
}

// -----

// C1: sizes
func.func @append(%new: tensor<?x4x?x16xf32>, %cache: tensor<?x4x?x32xf32>, %at: index, %t: index) {
  // expected-error @below {{expects dimension 3 of source to be dimension 3 of cache, got 'tensor<?x4x?x16xf32>' and 'tensor<?x4x?x32xf32>'}}
  %c = nn.append %new into %cache at(%at : index) length(%t) : tensor<?x4x?x16xf32>, tensor<?x4x?x32xf32>
  return
}

// -----

// C2: element type
func.func @append(%new: tensor<?x4x?x32xf32>, %cache: tensor<?x4x?x32xf32>, %at: tensor<?xi64>, %t: index) {
  // expected-error @below {{expects at of 'i32', got 'tensor<?xi64>'}}
  %c = nn.append %new into %cache at(%at : tensor<?xi64>) length(%t) : tensor<?x4x?x32xf32>, tensor<?x4x?x32xf32>
  return
}

// -----

// C2: rank
func.func @append(%new: tensor<?x4x?x32xf32>, %cache: tensor<?x4x?x32xf32>, %at: tensor<i32>, %t: index) {
  // expected-error @below {{expects at of rank 1, got 'tensor<i32>'}}
  %c = nn.append %new into %cache at(%at : tensor<i32>) length(%t) : tensor<?x4x?x32xf32>, tensor<?x4x?x32xf32>
  return
}

// -----

// C2: batch
func.func @append(%new: tensor<2x4x?x32xf32>, %cache: tensor<2x4x?x32xf32>, %at: tensor<3xi32>, %t: index) {
  // expected-error @below {{expects dimension 0 of at to be dimension 0 of cache, got 'tensor<3xi32>' and 'tensor<2x4x?x32xf32>'}}
  %c = nn.append %new into %cache at(%at : tensor<3xi32>) length(%t) : tensor<2x4x?x32xf32>, tensor<2x4x?x32xf32>
  return
}

// -----

// C1
func.func @first_position(%count: index) {
  // expected-error @below {{attribute 'output' failed to satisfy constraint: 64-bit signless integer attribute whose value is non-negative}}
  %p = nn.first_position of %count {output = -1 : i64}
  return
}

// -----

// C1: tokens before heads
func.func @append(%two: tensor<?x4x8x32xf32>, %cache: tensor<?x4x?x32xf32>, %at: index, %t: index) {
  // expected-error @below {{expects dimension 2 of source to be dimension 1 of cache, got 'tensor<?x4x8x32xf32>' and 'tensor<?x4x?x32xf32>'}}
  %c = nn.append %two into %cache at(%at : index) length(%t) {token_major} : tensor<?x4x8x32xf32>, tensor<?x4x?x32xf32>
  return
}

// -----

// C1: tensors and buffers
func.func @attention(%q: tensor<?x8x?x32xf32>, %k: memref<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %init: tensor<?x8x?x32xf32>) {
  // expected-error @below {{expects tensors or buffers, not both}}
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : memref<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return
}

// -----

// C1: a result on tensors
func.func @attention(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %init: tensor<?x8x?x32xf32>) {
  // expected-error @below {{expects a result on tensors}}
  nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {scale = 0.25 : f32}
  return
}

// -----

// C1: no result on buffers
func.func @attention(%q: memref<?x8x?x32xf32>, %k: memref<?x4x?x32xf32>, %v: memref<?x4x?x32xf32>, %init: memref<?x8x?x32xf32>) {
  // expected-error @below {{expects no result on buffers}}
  %y = nn.attention query(%q : memref<?x8x?x32xf32>) key(%k : memref<?x4x?x32xf32>) value(%v : memref<?x4x?x32xf32>)
    outs(%init : memref<?x8x?x32xf32>) {scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return
}

// -----

// C2: heads, with tokens before them
func.func @attention(%q: tensor<?x?x6x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %init: tensor<?x?x6x32xf32>) {
  // expected-error @below {{expects a multiple of 4 query heads, got 6}}
  %y = nn.attention query(%q : tensor<?x?x6x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>)
    outs(%init : tensor<?x?x6x32xf32>) {scale = 0.25 : f32, token_major} -> tensor<?x?x6x32xf32>
  return
}

// -----

// C3: one row of the mask, or all
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %mask: tensor<1x1x4x9xf32>, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects dimension 2 of mask to be dimension 2 of query, got 'tensor<1x1x4x9xf32>' and 'tensor<2x8x5x32xf32>'}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) mask(%mask : tensor<1x1x4x9xf32>) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C3: a condition without a mask
func.func @attention(%query: tensor<2x8x5x32xf32>, %key: tensor<2x4x9x32xf32>, %value: tensor<2x4x9x32xf32>, %if: i1, %outs: tensor<2x8x5x32xf32>) {
  // expected-error @below {{expects a mask where there is a condition for it}}
  %y = nn.attention query(%query : tensor<2x8x5x32xf32>) key(%key : tensor<2x4x9x32xf32>) value(%value : tensor<2x4x9x32xf32>) if(%if) outs(%outs : tensor<2x8x5x32xf32>) {scale = 1.0 : f32} -> tensor<2x8x5x32xf32>
  return
}

// -----

// C1: f32
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf16>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects weights of 'f32', got 'tensor<4x16x8xf16>'}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf16>, tensor<4x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: ranks
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<64x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects recurrent of rank 3, got 'tensor<64x16xf32>'}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<64x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: gates
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<3x16x8xf32>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects weights of 4 gates, got 'tensor<3x16x8xf32>'}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<3x16x8xf32>, tensor<4x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: gates of both
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<3x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects dimension 0 of recurrent to be dimension 0 of weights}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<3x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: cells
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x12x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects dimension 1 of recurrent to be dimension 2 of recurrent}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x12x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: terms
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x9xf32>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects dimension 2 of weights to be dimension 2 of input}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x9xf32>, tensor<4x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: steps
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects dimension 0 of the output to be dimension 0 of input}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<4x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: sequences
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<3x16xf32>) {
  // expected-error @below {{expects dimension 0 of cell to be dimension 1 of input}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<3x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: the last states
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects dimension 1 of the last hidden to be dimension 2 of recurrent}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x8xf32>, tensor<2x16xf32>
  return
}

// -----

// C1: bias
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x8xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) {
  // expected-error @below {{expects dimension 1 of bias to be dimension 2 of recurrent}}
  %y:3 = nn.lstm input(%x : tensor<5x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>) bias(%b : tensor<4x8xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}
