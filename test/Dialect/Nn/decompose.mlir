// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(nn-decompose),canonicalize)' | FileCheck %s
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(nn-decompose))' --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(nn-decompose{keep-attention}))' | FileCheck %s --check-prefix=KEEP
// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(nn-decompose{lstm-only}))' | FileCheck %s --check-prefix=LSTM

// What the forms compute is tested in test/unit/Dialect; here is what later passes
// rely on.

// One task for each batch row and head, the keys that a query sees as a slice.
// CHECK-LABEL: @attention
// CHECK:   scf.forall (%{{.*}}) in (%{{.*}})
// CHECK:     %[[ROW:.*]] = tensor.empty(%{{.*}}) : tensor<?xf32>
// CHECK:     scf.for
// CHECK:       %[[LAST:.*]] = arith.minsi
// CHECK:       tensor.extract_slice %{{.*}}[%{{.*}}, %{{.*}}, 0, 0] [1,       1, %[[LAST]], 32]
// CHECK:       tensor.extract_slice %[[ROW]][0]       [%[[LAST]]]
// CHECK:       iterator_types = ["parallel", "reduction"]
// CHECK:       math.exp
// CHECK:       iterator_types = ["reduction", "parallel"]
// CHECK:     tensor.parallel_insert_slice
// CHECK-NOT:   nn.
// LOC-LABEL: @attention
// LOC: linalg.yield {{.*}} loc("layer 3/attention")
// LOC: scf.forall.in_parallel
// LOC: } loc("layer 3/attention")
func.func @attention(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %init: tensor<?x8x?x32xf32>) -> tensor<?x8x?x32xf32> {
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {causal, scale = 0.25 : f32} -> tensor<?x8x?x32xf32> loc("layer 3/attention")
  return %y : tensor<?x8x?x32xf32>
}

// With a condition, one of two: all keys with the mask, or those that causality leaves.
// CHECK-LABEL: @condition
// CHECK:   %[[Y:.*]] = scf.if %{{.*}} -> (tensor<?x8x?x32xf32>)
// CHECK:     scf.forall
// CHECK-NOT:   arith.minsi
// CHECK:     } else {
// CHECK:     scf.forall
// CHECK:       arith.minsi
// CHECK:   return %[[Y]]
func.func @condition(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x?x32xf32>, %v: tensor<?x4x?x32xf32>, %m: tensor<?x1x?x?xf32>, %if: i1, %init: tensor<?x8x?x32xf32>) -> tensor<?x8x?x32xf32> {
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x?x32xf32>) value(%v : tensor<?x4x?x32xf32>) mask(%m : tensor<?x1x?x?xf32>) if(%if)
    outs(%init : tensor<?x8x?x32xf32>) {causal, scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return %y : tensor<?x8x?x32xf32>
}

// CHECK-LABEL: @no_keys
// CHECK:   linalg.fill
// CHECK-NOT:   scf.for
func.func @no_keys(%q: tensor<?x8x?x32xf32>, %k: tensor<?x4x0x32xf32>, %v: tensor<?x4x0x32xf32>, %init: tensor<?x8x?x32xf32>) -> tensor<?x8x?x32xf32> {
  %y = nn.attention query(%q : tensor<?x8x?x32xf32>) key(%k : tensor<?x4x0x32xf32>) value(%v : tensor<?x4x0x32xf32>)
    outs(%init : tensor<?x8x?x32xf32>) {causal, scale = 0.25 : f32} -> tensor<?x8x?x32xf32>
  return %y : tensor<?x8x?x32xf32>
}

// Both are insertions, in place where the destination allows.
// CHECK-LABEL: @cache
// CHECK:   %[[EMPTY:.*]] = tensor.empty
// CHECK:   %[[CACHE:.*]] = tensor.insert_slice %{{.*}} into %[[EMPTY]]
// CHECK:   %[[NEW:.*]] = tensor.insert_slice %{{.*}} into %[[CACHE]]
// CHECK:   linalg.fill
// CHECK:   tensor.insert_slice %{{.*}} into %[[NEW]]
func.func @cache(%past: tensor<?x4x?x32xf32>, %new: tensor<?x4x?x32xf32>, %at: index, %t: index) -> tensor<?x4x?x32xf32> {
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x?x32xf32>
  %a = nn.append %new into %c at(%at : index) length(%t) : tensor<?x4x?x32xf32>, tensor<?x4x?x32xf32>
  return %a : tensor<?x4x?x32xf32>
}

// Targets have kernels for heads of known sizes.
// KEEP-LABEL: @attention
// KEEP:   nn.attention
// KEEP-LABEL: @unknown_heads
// KEEP-NOT:   nn.attention
// CHECK-LABEL: @unknown_heads
// CHECK-NOT:   nn.attention
func.func @unknown_heads(%q: tensor<?x8x?x?xf32>, %k: tensor<?x4x?x?xf32>, %v: tensor<?x4x?x?xf32>, %init: tensor<?x8x?x?xf32>) -> tensor<?x8x?x?xf32> {
  %y = nn.attention query(%q : tensor<?x8x?x?xf32>) key(%k : tensor<?x4x?x?xf32>) value(%v : tensor<?x4x?x?xf32>)
    outs(%init : tensor<?x8x?x?xf32>) {causal, scale = 0.25 : f32} -> tensor<?x8x?x?xf32>
  return %y : tensor<?x8x?x?xf32>
}

// One product for what comes from the input, and a loop with what depends on
// the state. It goes backwards with `reverse`.
// CHECK-LABEL: @lstm
// CHECK-SAME:    %[[X:[a-z0-9]*]]: tensor<7x?x8xf32>, %[[W:[a-z0-9]*]]: tensor<4x16x8xf32>, %[[R:[a-z0-9]*]]: tensor<4x16x16xf32>
// CHECK:   %[[ROWS:.*]] = tensor.collapse_shape %[[X]] {{\[\[}}0, 1], [2]] : tensor<7x?x8xf32> into tensor<?x8xf32>
// CHECK:   %[[ALL:.*]] = linalg.generic {{.*}} ins(%[[ROWS]], %[[W]] : {{.*}}) outs({{.*}} : tensor<4x?x16xf32>)
// CHECK:   %[[STEPS:.*]] = tensor.expand_shape %[[ALL]] {{.*}} into tensor<4x7x?x16xf32>
// CHECK:   scf.for %[[I:[a-z0-9]*]] = {{.*}} -> (tensor<7x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>)
// CHECK:     %[[T:.*]] = arith.subi %{{.*}}, %[[I]]
// CHECK:     %[[STEP:.*]] = tensor.extract_slice %[[STEPS]][0, %[[T]], 0, 0]
// CHECK:     linalg.generic {{.*}} ins(%{{.*}}, %[[R]] : tensor<?x16xf32>, tensor<4x16x16xf32>) outs(%[[STEP]] :
// CHECK:     math.tanh
// CHECK:     math.tanh
// CHECK:     tensor.insert_slice %{{.*}} into %{{.*}}[%[[T]], 0, 0]
// KEEP-LABEL: @lstm
// KEEP-NOT:   nn.lstm
// LSTM-LABEL: @attention
// LSTM:   nn.attention
// LSTM-LABEL: @lstm
// LSTM-NOT:   nn.lstm
func.func @lstm(%x: tensor<7x?x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %h: tensor<?x16xf32>, %c: tensor<?x16xf32>) -> tensor<7x?x16xf32> {
  %y:3 = nn.lstm input(%x : tensor<7x?x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>)
    state(%h, %c : tensor<?x16xf32>, tensor<?x16xf32>) {reverse} -> tensor<7x?x16xf32>, tensor<?x16xf32>, tensor<?x16xf32>
  return %y#0 : tensor<7x?x16xf32>
}

// Without steps states stay what they were.
// CHECK-LABEL: @no_steps
// CHECK-SAME:    %[[H:[a-z0-9]*]]: tensor<2x16xf32>, %[[C:[a-z0-9]*]]: tensor<2x16xf32>)
// CHECK-NOT:   scf.for
// CHECK:       return %[[H]], %[[C]]
func.func @no_steps(%x: tensor<0x2x8xf32>, %w: tensor<4x16x8xf32>, %r: tensor<4x16x16xf32>, %h: tensor<2x16xf32>, %c: tensor<2x16xf32>) -> (tensor<2x16xf32>, tensor<2x16xf32>) {
  %y:3 = nn.lstm input(%x : tensor<0x2x8xf32>) weights(%w, %r : tensor<4x16x8xf32>, tensor<4x16x16xf32>)
    state(%h, %c : tensor<2x16xf32>, tensor<2x16xf32>) -> tensor<0x2x16xf32>, tensor<2x16xf32>, tensor<2x16xf32>
  return %y#1, %y#2 : tensor<2x16xf32>, tensor<2x16xf32>
}
