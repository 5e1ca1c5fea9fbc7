// RUN: lutra-opt %s --lowbit-materialize-weights | FileCheck %s
// RUN: lutra-opt %s --lowbit-materialize-weights --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// The module says how many bytes were packed: two weights of 64 and one of 288 below.
// CHECK: module attributes {lutra.packed_bytes = 416 : i64}

// CHECK-LABEL: @small
//       CHECK:   arith.constant dense<{{\[\[}}1, 0, 2, 15, 1, 2], [3, 4, 5, 6, 7, 8]]> : tensor<2x6xi8>
//   CHECK-NOT:   lowbit.unpack
// LOC-LABEL: @small
// LOC: arith.constant {{.*}} tensor<2x6xi8> loc("down_proj")
func.func @small() -> tensor<2x6xi8> {
  %p = arith.constant dense<[[[0x01, 0xF2], [0x21, 0x99]], [[0x43, 0x65], [0x87, 0x99]]]> : tensor<2x2x2xi8>
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 4 : tensor<2x2x2xi8> -> tensor<2x6xi8> loc("down_proj")
  return %c : tensor<2x6xi8>
}

// The first code of a byte may be in its high bits.
// CHECK-LABEL: @high_first
//       CHECK:   arith.constant dense<{{\[\[}}0, 1, 15, 2, 2, 1], [4, 3, 6, 5, 8, 7]]> : tensor<2x6xi8>
func.func @high_first() -> tensor<2x6xi8> {
  %p = arith.constant dense<[[[0x01, 0xF2], [0x21, 0x99]], [[0x43, 0x65], [0x87, 0x99]]]> : tensor<2x2x2xi8>
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 4 {high_first} : tensor<2x2x2xi8> -> tensor<2x6xi8>
  return %c : tensor<2x6xi8>
}

// Zero points that are all the same need no memory.
// CHECK-LABEL: @splat
//       CHECK:   arith.constant dense<1> : tensor<2x200xi8>
func.func @splat() -> tensor<2x200xi8> {
  %p = arith.constant dense<0x55> : tensor<2x1x50xi8>
  %c = lowbit.unpack %p format = #lowbit.int<bits = 2> block_size = 200 : tensor<2x1x50xi8> -> tensor<2x200xi8>
  return %c : tensor<2x200xi8>
}

// Larger codes are a resource of their own, named after the packed one, whose bytes go
// when nobody needs them any more.
// CHECK-LABEL: @large
//       CHECK:   arith.constant dense_resource<packed_codes> : tensor<1x256xi8>
func.func @large() -> tensor<1x256xi8> {
  %p = arith.constant dense_resource<packed> : tensor<1x1x64xi8>
  %c = lowbit.unpack %p format = #lowbit.int<bits = 2> block_size = 256 : tensor<1x1x64xi8> -> tensor<1x256xi8>
  return %c : tensor<1x256xi8>
}

// CHECK-LABEL: @kept
//       CHECK:   arith.constant dense_resource<kept_codes> : tensor<1x256xi8>
func.func @kept() -> tensor<1x256xi8> {
  %p = arith.constant dense_resource<kept> : tensor<1x1x64xi8>
  %c = lowbit.unpack %p format = #lowbit.int<bits = 2> block_size = 256 : tensor<1x1x64xi8> -> tensor<1x256xi8>
  return %c : tensor<1x256xi8>
}

// CHECK-LABEL: @user
//       CHECK:   arith.constant dense_resource<kept> : tensor<1x1x64xi8>
func.func @user() -> tensor<1x1x64xi8> {
  %p = arith.constant dense_resource<kept> : tensor<1x1x64xi8>
  return %p : tensor<1x1x64xi8>
}

// What is not known at compile time stays.
// CHECK-LABEL: @argument
//       CHECK:   lowbit.unpack
func.func @argument(%p: tensor<1x1x2xi8>) -> tensor<1x4xi8> {
  %c = lowbit.unpack %p format = #lowbit.int<bits = 4> block_size = 4 : tensor<1x1x2xi8> -> tensor<1x4xi8>
  return %c : tensor<1x4xi8>
}

// Weights one below the other are packed as one, whatever panels they share.
// CHECK-LABEL: @whole
//       CHECK:   %[[W:.*]] = arith.constant [[PACKED:.*]] : tensor<64xi8>
//       CHECK:   arith.constant dense<{{.*}}1.000000e+00, 2.000000e+00, 3.000000e+00, 0.000000e+00
//       CHECK:   return
func.func @whole() -> (tensor<64xi8>, tensor<1x1x16xf32>) {
  %c = arith.constant dense<[[0, 1, 2, 3], [1, 1, 2, 2], [3, 0, 0, 1]]> : tensor<3x4xi8>
  %s = arith.constant dense<[[1.0], [2.0], [3.0]]> : tensor<3x1xf32>
  %w = lowbit.pack %c layout = #lowbit.planes<bits = 2, rows = 16, group = 16> group_size = 0 : tensor<3x4xi8> -> tensor<64xi8>
  %r = lowbit.pack_rows %s : tensor<3x1xf32> -> tensor<1x1x16xf32>
  return %w, %r : tensor<64xi8>, tensor<1x1x16xf32>
}

// CHECK-LABEL: @parts
//       CHECK:   arith.constant [[PACKED]] : tensor<64xi8>
//       CHECK:   arith.constant dense<{{.*}}1.000000e+00, 2.000000e+00, 3.000000e+00, 0.000000e+00
//       CHECK:   return
func.func @parts() -> (tensor<64xi8>, tensor<1x1x16xf32>) {
  %a = arith.constant dense<[[0, 1, 2, 3]]> : tensor<1x4xi8>
  %b = arith.constant dense<[[1, 1, 2, 2], [3, 0, 0, 1]]> : tensor<2x4xi8>
  %s = arith.constant dense<1.0> : tensor<1x1xf32>
  %t = arith.constant dense<[[2.0], [3.0]]> : tensor<2x1xf32>
  %w = lowbit.pack %a, %b layout = #lowbit.planes<bits = 2, rows = 16, group = 16> group_size = 0 : tensor<1x4xi8>, tensor<2x4xi8> -> tensor<64xi8>
  %r = lowbit.pack_rows %s, %t : tensor<1x1xf32>, tensor<2x1xf32> -> tensor<1x1x16xf32>
  return %w, %r : tensor<64xi8>, tensor<1x1x16xf32>
}

// Vectors stand in front; a group of three, each out of two books, and padding.
// CHECK-LABEL: @vectors
//       CHECK:   arith.constant dense_resource<[[VECTORS:.*]]> : tensor<288xi8>
func.func @vectors() -> tensor<288xi8> {
  %c = arith.constant dense<[[1, 0, 1, 1, 0, 1, 1, 1]]> : tensor<1x8xi8>
  %b = arith.constant dense<[1.0, 2.0, 3.0, 4.0, -1.0, -2.0, -3.0, -4.0]> : tensor<8xf32>
  %w = lowbit.pack %c books(%b : tensor<8xf32>) layout = #lowbit.vectors<bits = 1, length = 2, books = 2, rows = 16, group = 8> group_size = 6 : tensor<1x8xi8> -> tensor<288xi8>
  return %w : tensor<288xi8>
}

//       CHECK: dialect_resources
//   CHECK-NOT:   {{ }}packed: "0x
//   CHECK-DAG:   kept: "0x
//   CHECK-DAG:   kept_codes: "0x4000000000010203
//   CHECK-DAG:   packed_codes: "0x4000000003020100
//   CHECK-DAG:   [[VECTORS]]: "0x400000000000803F000000400000404000008040000080BF000000C0000040C0000080C00100010100010000{{(00)*}}0101{{0*}}"
//   CHECK-NOT:   {{ }}packed: "0x

{-#
  dialect_resources: {
    builtin: {
      packed: "0x400000001B0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000FF",
      kept: "0x40000000E40000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000FF"
    }
  }
#-}
