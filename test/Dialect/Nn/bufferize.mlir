// RUN: lutra-opt %s --one-shot-bufferize="bufferize-function-boundaries=1" --canonicalize | FileCheck %s

// Attention crosses bufferization whole and writes into its destination, which it
// does not read: no buffer is made or copied.
// CHECK-LABEL: func.func @attention(
// CHECK-SAME:    %[[Q:[^:]*]]: {{[^%]*}}%[[K:[^:]*]]: {{[^%]*}}%[[V:[^:]*]]: {{[^%]*}}%[[T:[^:]*]]: index, {{[^%]*}}%[[Y:[^:]*]]: memref<?x8x?x32xf32
// CHECK-NOT:     memref.alloc
// CHECK-NOT:     memref.copy
// CHECK:         %[[SEEN:.*]] = memref.subview %[[K]][0, 0, 0, 0] [1, 4, %[[T]], 32]
// CHECK:         nn.attention query(%[[Q]] : {{.*}}) key(%[[SEEN]] : {{.*}}) value(%[[V]] : {{.*}}) outs(%[[Y]] : {{.*}}) {scale = 2.500000e-01 : f32}
// CHECK-NOT:     memref.copy
func.func @attention(%q: tensor<?x8x?x32xf32>, %k: tensor<1x4x?x32xf32>, %v: tensor<1x4x?x32xf32>, %t: index,
                     %init: tensor<?x8x?x32xf32> {bufferization.writable = true}) -> tensor<?x8x?x32xf32> {
  %seen = tensor.extract_slice %k[0, 0, 0, 0] [1, 4, %t, 32] [1, 1, 1, 1] : tensor<1x4x?x32xf32> to tensor<1x4x?x32xf32>
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%seen : tensor<1x4x?x32xf32>) value(%v : tensor<1x4x?x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return %y : tensor<?x8x?x32xf32>
}
