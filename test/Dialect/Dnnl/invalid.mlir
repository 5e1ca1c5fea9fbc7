// RUN: lutra-opt %s --split-input-file --verify-diagnostics

// expected-error @below {{expects two numbers for relu}}
#relu = #dnnl.post_op<relu>

// -----

// expected-error @below {{expects no numbers for add}}
#add = #dnnl.post_op<add, 1.0 : f32, 1.0 : f32>

// -----

// C1: element type
func.func @conv(%x: tensor<2x8x8x3xf32>, %w: tensor<16x3x3x3xf64>, %init: tensor<2x8x8x16xf32>) {
  // expected-error @below {{expects f32, or i8 by i8 to i32, or bf16 by bf16 to f32, got 'tensor<2x8x8x3xf32>' by 'tensor<16x3x3x3xf64>' to 'tensor<2x8x8x16xf32>'}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8x3xf32>, tensor<16x3x3x3xf64>) outs(%init : tensor<2x8x8x16xf32>)
    {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 1 : i64} -> tensor<2x8x8x16xf32>
  return
}

// -----

// C1: rank
func.func @conv(%x: tensor<2x3xf32>, %w: tensor<16x3xf32>, %init: tensor<2x16xf32>) {
  // expected-error @below {{expects images of one rank from 3 to 5, got 'tensor<2x3xf32>' and 'tensor<2x16xf32>'}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x3xf32>, tensor<16x3xf32>) outs(%init : tensor<2x16xf32>)
    {strides = array<i64>, dilations = array<i64>, pads = array<i64>, groups = 1 : i64} -> tensor<2x16xf32>
  return
}

// -----

// C1: weights
func.func @conv(%x: tensor<2x8x8x3xf32>, %w: tensor<16x3x?x3xf32>, %init: tensor<2x8x8x16xf32>) {
  // expected-error @below {{expects weights of rank 4 and known sizes, got 'tensor<16x3x?x3xf32>'}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8x3xf32>, tensor<16x3x?x3xf32>) outs(%init : tensor<2x8x8x16xf32>)
    {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 1 : i64} -> tensor<2x8x8x16xf32>
  return
}

// -----

// C2
func.func @conv(%x: tensor<2x8x8x3xf32>, %w: tensor<16x3x3x3xf32>, %init: tensor<2x8x8x16xf32>) {
  // expected-error @below {{expects strides to be 2 numbers of at least 1}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8x3xf32>, tensor<16x3x3x3xf32>) outs(%init : tensor<2x8x8x16xf32>)
    {strides = array<i64: 1, 0>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 1 : i64} -> tensor<2x8x8x16xf32>
  return
}

// -----

// C3: channels
func.func @conv(%x: tensor<2x8x8x3xf32>, %w: tensor<16x3x3x3xf32>, %init: tensor<2x8x8x16xf32>) {
  // expected-error @below {{expects channels that suit 2 groups}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8x3xf32>, tensor<16x3x3x3xf32>) outs(%init : tensor<2x8x8x16xf32>)
    {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 2 : i64} -> tensor<2x8x8x16xf32>
  return
}

// -----

// C3: bias
func.func @conv(%x: tensor<2x8x8x3xf32>, %w: tensor<16x3x3x3xf32>, %b: tensor<3xf32>, %init: tensor<2x8x8x16xf32>) {
  // expected-error @below {{expects bias of shape [16], got 'tensor<3xf32>'}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8x3xf32>, tensor<16x3x3x3xf32>) bias(%b : tensor<3xf32>) outs(%init : tensor<2x8x8x16xf32>)
    {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads = array<i64: 1, 1>, groups = 1 : i64} -> tensor<2x8x8x16xf32>
  return
}

// -----

// C4
func.func @matmul(%x: tensor<2x8xf32>, %w: tensor<8x16xf32>, %init: tensor<2x16xf32>) {
  // expected-error @below {{expects 1 extras for its post-ops, got 0}}
  %y = dnnl.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%init : tensor<2x16xf32>)
    {post_ops = [#dnnl.post_op<add>]} -> tensor<2x16xf32>
  return
}

// -----

// C4: sizes
func.func @matmul(%x: tensor<2x8xf32>, %w: tensor<8x16xf32>, %e: tensor<2x8xf32>, %init: tensor<2x16xf32>) {
  // expected-error @below {{expects an extra of shape [2, 16], got 'tensor<2x8xf32>'}}
  %y = dnnl.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) extras(%e : tensor<2x8xf32>) outs(%init : tensor<2x16xf32>)
    {post_ops = [#dnnl.post_op<add>]} -> tensor<2x16xf32>
  return
}

// -----

// Matmul: K
func.func @matmul(%x: tensor<2x8xf32>, %w: tensor<8x16xf32>, %init: tensor<2x8xf32>) {
  // expected-error @below {{expects source of shape [2, 16], got 'tensor<2x8xf32>'}}
  %y = dnnl.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%init : tensor<2x8xf32>) {transposed} -> tensor<2x8xf32>
  return
}

// -----

// A result on tensors
func.func @matmul(%x: tensor<2x8xf32>, %w: tensor<8x16xf32>, %init: tensor<2x16xf32>) {
  // expected-error @below {{expects a result on tensors}}
  dnnl.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%init : tensor<2x16xf32>)
  return
}

// -----

// Pooling: channels
func.func @pool(%x: tensor<2x8x8x16xf32>, %init: tensor<2x4x4x8xf32>) {
  // expected-error @below {{expects as many channels in the result}}
  %y = dnnl.pooling max ins(%x : tensor<2x8x8x16xf32>) outs(%init : tensor<2x4x4x8xf32>)
    {window = array<i64: 2, 2>, strides = array<i64: 2, 2>, dilations = array<i64: 1, 1>, pads = array<i64: 0, 0>} -> tensor<2x4x4x8xf32>
  return
}

// -----

// Bytes: channels of groups
func.func @bytes(%x: tensor<2x8x8xi8>, %w: tensor<2x3x8x8xi8>, %init: tensor<2x8x16xi32>) {
  // expected-error @below {{expects channels that suit 2 groups of weights 'tensor<2x3x8x8xi8>'}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8xi8>, tensor<2x3x8x8xi8>) outs(%init : tensor<2x8x16xi32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 1>, groups = 2 : i64} -> tensor<2x8x16xi32>
  return
}

// -----

// Bytes: a channel in each group has no dimension
func.func @bytes(%x: tensor<2x8x8xi8>, %w: tensor<8x3x1x1xi8>, %init: tensor<2x8x8xi32>) {
  // expected-error @below {{expects weights of rank 2 and known sizes}}
  %y = dnnl.convolution ins(%x, %w : tensor<2x8x8xi8>, tensor<8x3x1x1xi8>) outs(%init : tensor<2x8x8xi32>)
    {strides = array<i64: 1>, dilations = array<i64: 1>, pads = array<i64: 1>, groups = 8 : i64} -> tensor<2x8x8xi32>
  return
}

// -----

// Sums of bytes alone
func.func @bytes(%x: tensor<2x8xi8>, %w: tensor<8x16xi8>, %b: tensor<16xf32>, %init: tensor<2x16xi32>) {
  // expected-error @below {{expects bias and post-ops with f32 only}}
  %y = dnnl.matmul ins(%x, %w : tensor<2x8xi8>, tensor<8x16xi8>) bias(%b : tensor<16xf32>) outs(%init : tensor<2x16xi32>) -> tensor<2x16xi32>
  return
}

// -----

// Signs are of bytes
func.func @signs(%x: tensor<2x8xf32>, %w: tensor<8x16xf32>, %init: tensor<2x16xf32>) {
  // expected-error @below {{expects bytes where the source is signed}}
  %y = dnnl.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%init : tensor<2x16xf32>) {signed_source} -> tensor<2x16xf32>
  return
}

// -----

// Poolings of f32
func.func @pool(%x: tensor<2x8x16xbf16>, %init: tensor<2x4x16xbf16>) {
  // expected-error @below {{expects f32, got 'tensor<2x8x16xbf16>'}}
  %y = dnnl.pooling average ins(%x : tensor<2x8x16xbf16>) outs(%init : tensor<2x4x16xbf16>)
    {window = array<i64: 2>, strides = array<i64: 2>, dilations = array<i64: 1>, pads = array<i64: 0>} -> tensor<2x4x16xbf16>
  return
}

// -----

// An LSTM writes three
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects three outs, got 2}}
  %z:2 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h : tensor<5x2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// Results on tensors
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects a result on tensors}}
  dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>)
  return
}

// -----

// An LSTM of f32
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xbf16>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects f32, got 'tensor<4x16xbf16>'}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xbf16>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// Weights whose sizes are known
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x?xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects steps of sequences and weights of 4 gates and known sizes}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x?xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// Terms
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x9xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects source of shape [5, 2, 9], got 'tensor<5x2x8xf32>'}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x9xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// Cells
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x12xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects recurrent weights of shape [4, 16, 16], got 'tensor<4x16x12xf32>'}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x12xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// Bias
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<64xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects bias of shape [4, 16], got 'tensor<64xf32>'}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<64xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}

// -----

// States
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<3x16xf32>, %y: tensor<5x2x16xf32>) {
  // expected-error @below {{expects cell of shape [2, 16], got 'tensor<3x16xf32>'}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<3x16xf32>) outs(%y, %h, %c : tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<3x16xf32>) -> tensor<5x2x16xf32>, tensor<2x16xf32>, tensor<3x16xf32>
  return
}

// -----

// Steps
func.func @lstm(%x: tensor<5x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %b: tensor<4x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>, %y: tensor<4x2x16xf32>) {
  // expected-error @below {{expects outs of shape [5, 2, 16], got 'tensor<4x2x16xf32>'}}
  %z:3 = dnnl.lstm ins(%x, %w, %r, %b : tensor<5x2x8xf32>, tensor<4x16x8xf32>, tensor<4x16x16xf32>, tensor<4x16xf32>) state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%y, %h, %c : tensor<4x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<4x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return
}
