// RUN: lutra-opt %s --raise-states --split-input-file | FileCheck %s
// RUN: lutra-opt %s --raise-states --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

!kv = tensor<?x4x?x32xf32>
// CHECK-LABEL: @concat
//  CHECK-SAME:   %[[PAST:.*]]: tensor<?x4x?x32xf32> {lutra.state = {axis = 2 : i64, output = 1 : i64}, onnx.name = "past"}
//  CHECK-SAME:   %[[NEW:[a-z0-9]*]]: tensor<?x4x?x32xf32>)
//       CHECK:   %[[AT:.*]] = tensor.dim %[[PAST]]
//       CHECK:   %[[S:.*]] = tensor.dim %[[NEW]]
//       CHECK:   %[[LENGTH:.*]] = arith.addi %[[AT]], %[[S]]
//       CHECK:   %[[CACHE:.*]] = nn.cache %[[PAST]] length(%[[LENGTH]]) {axis = 2 : i64}
//       CHECK:   %[[FULL:.*]] = nn.append %[[NEW]] into %[[CACHE]] at(%[[AT]] : index) length(%[[LENGTH]])
//       CHECK:   %[[PRESENT:.*]] = tensor.extract_slice %[[FULL]][0, 0, 0, 0] [%{{.*}}, 4, %[[LENGTH]], 32] [1, 1, 1, 1]
//       CHECK:   math.absf %[[PRESENT]]
//       CHECK:   return %{{.*}}, %[[PRESENT]]
// LOC-LABEL: @concat
// LOC: nn.cache {{.*}} loc("layer 0/concat")
// LOC: nn.append {{.*}} loc("layer 0/concat")
func.func @concat(%past: !kv {onnx.name = "past"}, %new: !kv) -> (!kv, !kv) {
  %c = tensor.concat dim(2) %past, %new : (!kv, !kv) -> !kv loc("layer 0/concat")
  %a = math.absf %c : !kv
  return %a, %c : !kv, !kv
}

// -----

// What legalize makes of GroupQueryAttention, behind casts: only marked.
// CHECK-LABEL: @cache
//  CHECK-SAME:   lutra.state = {axis = 2 : i64, output = 0 : i64}
//       CHECK:   nn.cache
//   CHECK-NOT:   nn.cache
func.func @cache(%past: tensor<?x?x?x32xf32>, %new: tensor<?x4x1x32xf32>, %at: tensor<?xi32>, %t: index, %b: index) -> tensor<?x?x?x32xf32> {
  %p = tensor.cast %past : tensor<?x?x?x32xf32> to tensor<?x4x?x32xf32>
  %c = nn.cache %p length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x?x32xf32>
  %a = nn.append %new into %c at(%at : tensor<?xi32>) length(%t) : tensor<?x4x1x32xf32>, tensor<?x4x?x32xf32>
  %s = tensor.extract_slice %a[0, 0, 0, 0] [%b, 4, %t, 32] [1, 1, 1, 1] : tensor<?x4x?x32xf32> to tensor<?x4x?x32xf32>
  %r = tensor.cast %s : tensor<?x4x?x32xf32> to tensor<?x?x?x32xf32>
  return %r : tensor<?x?x?x32xf32>
}

// -----

// A cache that nobody returns, or of which less is returned than was written, is no
// state.
// CHECK-LABEL: @no_state
//   CHECK-NOT:   lutra.state
//       CHECK:   nn.cache
func.func @no_state(%past: tensor<?x4x?x32xf32>, %new: tensor<?x4x1x32xf32>, %at: index, %t: index, %b: index) -> tensor<?x4x?x32xf32> {
  %c = nn.cache %past length(%t) {axis = 2 : i64} : tensor<?x4x?x32xf32> -> tensor<?x4x?x32xf32>
  %a = nn.append %new into %c at(%at : index) length(%t) : tensor<?x4x1x32xf32>, tensor<?x4x?x32xf32>
  %s = tensor.extract_slice %a[0, 0, 0, 0] [%b, 4, %at, 32] [1, 1, 1, 1] : tensor<?x4x?x32xf32> to tensor<?x4x?x32xf32>
  return %s : tensor<?x4x?x32xf32>
}

// -----

// No caches: the past behind the new entries, another axis, not returned, the past
// read by somebody else (who would see the buffer change), three parts.
!kv = tensor<?x4x?x32xf32>
// CHECK-LABEL: @negative
//   CHECK-NOT:   lutra.state
//   CHECK-NOT:   nn.
//       CHECK:   return
func.func @negative(%p0: !kv, %p1: !kv, %p2: !kv, %p3: !kv, %p4: !kv, %new: !kv) -> (!kv, tensor<?x8x?x32xf32>, !kv, !kv, !kv, !kv) {
  %c0 = tensor.concat dim(2) %new, %p0 : (!kv, !kv) -> !kv
  %c1 = tensor.concat dim(1) %p1, %new : (!kv, !kv) -> tensor<?x8x?x32xf32>
  %c2 = tensor.concat dim(2) %p2, %new : (!kv, !kv) -> !kv
  %a2 = math.absf %c2 : !kv
  %c3 = tensor.concat dim(2) %p3, %new : (!kv, !kv) -> !kv
  %a3 = math.absf %p3 : !kv
  %c4 = tensor.concat dim(2) %p4, %new, %new : (!kv, !kv, !kv) -> !kv
  return %c0, %c1, %a2, %c3, %a3, %c4 : !kv, tensor<?x8x?x32xf32>, !kv, !kv, !kv, !kv
}
