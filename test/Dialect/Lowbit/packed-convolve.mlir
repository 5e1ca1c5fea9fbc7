// RUN: lutra-opt %s --split-input-file --verify-diagnostics | lutra-opt --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: @tensors
//       CHECK:   lowbit.packed_convolve image(%{{.*}} : tensor<?x10x10x16xi8>) weights(%{{.*}} : tensor<4608xi8>)
//  CHECK-SAME:     extras(%{{.*}} : tensor<32xi32>) outs(%{{.*}} : tensor<?x8x8x32xi8>)
//  CHECK-SAME:     kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
//       CHECK:   ^bb0(%{{.*}}: i32, %{{.*}}: i32):
//       CHECK:     lowbit.yield %{{.*}} : i8
func.func @tensors(%x: tensor<?x10x10x16xi8>, %w: tensor<4608xi8>, %bias: tensor<32xi32>, %init: tensor<?x8x8x32xi8>) -> tensor<?x8x8x32xi8> {
  %y = lowbit.packed_convolve image(%x : tensor<?x10x10x16xi8>) weights(%w : tensor<4608xi8>)
    extras(%bias : tensor<32xi32>) outs(%init : tensor<?x8x8x32xi8>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] {
  ^bb0(%sum: i32, %b: i32):
    %s = arith.addi %sum, %b : i32
    %t = arith.trunci %s : i32 to i8
    lowbit.yield %t : i8
  } -> tensor<?x8x8x32xi8>
  return %y : tensor<?x8x8x32xi8>
}

// -----

// One channel: runs of three bytes, and a column more than windows have.
// CHECK-LABEL: @memrefs
//       CHECK:   lowbit.packed_convolve
func.func @memrefs(%x: memref<2x10x11x1xi8>, %w: memref<192xi8>, %out: memref<2x8x8x16xi32>) {
  lowbit.packed_convolve image(%x : memref<2x10x11x1xi8>) weights(%w : memref<192xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

func.func @mixed(%x: memref<2x10x11x1xi8>, %w: tensor<192xi8>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects operands that are all tensors or all memrefs}}
  lowbit.packed_convolve image(%x : memref<2x10x11x1xi8>) weights(%w : tensor<192xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

func.func @ranks(%x: memref<2x10x11x4xi8>, %w: memref<576xi8>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects kernel, strides and dilations of one number for each spatial dimension}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<576xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1] dilations = [1, 1]
  return
}

// -----

func.func @zero(%x: memref<2x10x11x4xi8>, %w: memref<576xi8>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects kernel, strides and dilations above 0}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<576xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 0] dilations = [1, 1]
  return
}

// -----

func.func @image(%x: memref<2x10x11x4xf32>, %w: memref<576xi8>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects an image [N, sizes.., C] of i8 with a static C, got 'memref<2x10x11x4xf32>'}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xf32>) weights(%w : memref<576xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

func.func @outs(%x: memref<2x10x11x4xi8>, %w: memref<576xi8>, %out: memref<2x8x8x?xi32>) {
  // expected-error@below {{expects outs [N, positions.., O] of i8, i32 or f32 with a static O}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<576xi8>) outs(%out : memref<2x8x8x?xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

func.func @weights(%x: memref<2x10x11x4xi8>, %w: memref<577xi8>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects weights [576] of i8, got 'memref<577xi8>'}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<577xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

func.func @extras(%x: memref<2x10x11x4xi8>, %w: memref<576xi8>, %b: memref<15xi32>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects extras of the shape of outs or [O], of i8, i32 or f32}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<576xi8>) extras(%b : memref<15xi32>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] {
  ^bb0(%s: i32, %e: i32):
    lowbit.yield %s : i32
  }
  return
}

// -----

func.func @no_epilogue(%x: memref<2x10x11x4xi8>, %w: memref<576xi8>, %out: memref<2x8x8x16xf32>) {
  // expected-error@below {{expects outs of i32 and no extras without an epilogue}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<576xi8>) outs(%out : memref<2x8x8x16xf32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

func.func @epilogue(%x: memref<2x10x11x4xi8>, %w: memref<576xi8>, %out: memref<2x8x8x16xf32>) {
  // expected-error@below {{expects an epilogue from an i32 and the elements of extras to one of outs}}
  lowbit.packed_convolve image(%x : memref<2x10x11x4xi8>) weights(%w : memref<576xi8>) outs(%out : memref<2x8x8x16xf32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] {
  ^bb0(%s: i32):
    lowbit.yield %s : i32
  }
  return
}

// -----

func.func @room(%x: memref<2x10x10x1xi8>, %w: memref<192xi8>, %out: memref<2x8x8x16xi32>) {
  // expected-error@below {{expects runs of whole quads, or room behind them, got runs of 3 bytes}}
  lowbit.packed_convolve image(%x : memref<2x10x10x1xi8>) weights(%w : memref<192xi8>) outs(%out : memref<2x8x8x16xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1]
  return
}

// -----

// Depthwise: a block of 16 channels has room for 4 that there are not.
// CHECK-LABEL: @depthwise
//       CHECK:   dilations = [1, 1] groups = 12
func.func @depthwise(%x: memref<2x5x6x12xi8>, %w: memref<144xi8>, %out: memref<2x3x3x12xi32>) {
  lowbit.packed_convolve image(%x : memref<2x5x6x12xi8>) weights(%w : memref<144xi8>) outs(%out : memref<2x3x3x12xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] groups = 12
  return
}

// -----

func.func @no_room_for_channels(%x: memref<2x5x5x12xi8>, %w: memref<144xi8>, %out: memref<2x3x3x12xi32>) {
  // expected-error@below {{expects runs of whole quads, or room behind them}}
  lowbit.packed_convolve image(%x : memref<2x5x5x12xi8>) weights(%w : memref<144xi8>) outs(%out : memref<2x3x3x12xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] groups = 12
  return
}

// -----

func.func @part_of_a_group(%x: memref<2x5x5x12xi8>, %w: memref<144xi8>, %out: memref<2x3x3x10xi32>) {
  // expected-error@below {{expects channels in whole groups}}
  lowbit.packed_convolve image(%x : memref<2x5x5x12xi8>) weights(%w : memref<144xi8>) outs(%out : memref<2x3x3x10xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] groups = 3
  return
}

// -----

// Each of two groups has two blocks.
func.func @weights_of_groups(%x: memref<2x5x5x8xi8>, %w: memref<576xi8>, %out: memref<2x3x3x40xi32>) {
  // expected-error@below {{expects weights [2304] of i8}}
  lowbit.packed_convolve image(%x : memref<2x5x5x8xi8>) weights(%w : memref<576xi8>) outs(%out : memref<2x3x3x40xi32>)
    kernel = [3, 3] strides = [1, 1] dilations = [1, 1] groups = 2
  return
}
