// RUN: lutra-opt %s --fuse-contract-epilogues --split-input-file | FileCheck %s
// RUN: lutra-opt %s --fuse-contract-epilogues --split-input-file --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

#id = affine_map<(m, n) -> (m, n)>
#column = affine_map<(m, n) -> (n)>

// A bias of columns.
// CHECK-LABEL: @bias
//  CHECK-SAME:   %[[BIAS:[a-z0-9]*]]: tensor<40xf32>
//       CHECK:   %[[Y:.*]] = lowbit.packed_contract
//  CHECK-SAME:     extras(%[[BIAS]] : tensor<40xf32>) outs(%{{.*}} : tensor<?x40xf32>)
//  CHECK-SAME:     layout = #lowbit.planes<bits = 2, rows = 64, group = 256> {
//  CHECK-NEXT:   ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32):
//  CHECK-NEXT:     %[[SUM:.*]] = arith.addf %[[B]], %[[A]] : f32
//  CHECK-NEXT:     lowbit.yield %[[SUM]] : f32
//  CHECK-NEXT:   } -> tensor<?x40xf32>
//   CHECK-NOT:   linalg.generic
//       CHECK:   return %[[Y]]
// LOC-LABEL: @bias
// LOC: lowbit.packed_contract
// LOC: loc(fused["linear", "bias"])
func.func @bias(%a: tensor<?x256xf32>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %b: tensor<40xf32>, %i: tensor<?x40xf32>) -> tensor<?x40xf32> {
  %y = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32> loc("linear")
  %z = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y, %b : tensor<?x40xf32>, tensor<40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.addf %q, %p : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32> loc("bias")
  return %z : tensor<?x40xf32>
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// relu(gate)^2 * up in two ops: one chain. The constant comes along; what the gate is
// multiplied by is made in between, so the contraction moves down.
// CHECK-LABEL: @chain
//       CHECK:   %[[UP:.*]] = math.absf
//       CHECK:   lowbit.packed_contract {{.*}} extras(%[[UP]] : tensor<?x40xf32>)
//  CHECK-NEXT:   ^bb0(%[[Y:.*]]: f32, %[[U:.*]]: f32):
//  CHECK-NEXT:     %[[ZERO:.*]] = arith.constant 0.0
//  CHECK-NEXT:     %[[R:.*]] = arith.maximumf %[[Y]], %[[ZERO]] : f32
//  CHECK-NEXT:     %[[RR:.*]] = arith.mulf %[[R]], %[[R]] : f32
//  CHECK-NEXT:     %[[M:.*]] = arith.mulf %[[RR]], %[[U]] : f32
//  CHECK-NEXT:     lowbit.yield %[[M]] : f32
//   CHECK-NOT:   linalg.generic
func.func @chain(%a: tensor<?x256xf32>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %u: tensor<?x40xf32>, %i: tensor<?x40xf32>) -> tensor<?x40xf32> {
  %zero = arith.constant 0.0 : f32
  %y = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %up = math.absf %u : tensor<?x40xf32>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<?x40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = arith.maximumf %p, %zero : f32
    %q = arith.mulf %r, %r : f32
    linalg.yield %q : f32
  } -> tensor<?x40xf32>
  %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %up : tensor<?x40xf32>, tensor<?x40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.mulf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>
  return %z : tensor<?x40xf32>
}

// -----

#id = affine_map<(b, s, n) -> (b, s, n)>
#column = affine_map<(b, s, n) -> (n)>

// A residual of more dimensions is brought into [M, N], the result back again.
// CHECK-LABEL: @leading_dimensions
//  CHECK-SAME:   %[[RES:[a-z0-9]*]]: tensor<?x3x40xf32>, %[[BIAS:[a-z0-9]*]]: tensor<40xf32>
//       CHECK:   %[[FLAT:.*]] = tensor.collapse_shape %[[RES]] {{\[\[}}0, 1], [2]] : tensor<?x3x40xf32> into tensor<?x40xf32>
//       CHECK:   %[[Y:.*]] = lowbit.packed_contract {{.*}} extras(%[[FLAT]], %[[BIAS]] : tensor<?x40xf32>, tensor<40xf32>)
//       CHECK:   %[[Z:.*]] = tensor.expand_shape %[[Y]] {{\[\[}}0, 1], [2]] output_shape [%{{.*}}, 3, 40]
//       CHECK:   return %[[Z]]
func.func @leading_dimensions(%a: tensor<?x256xf32>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %res: tensor<?x3x40xf32>, %bias: tensor<40xf32>, %d: index, %i: tensor<?x40xf32>) -> tensor<?x3x40xf32> {
  %y = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %e = tensor.expand_shape %y [[0, 1], [2]] output_shape [%d, 3, 40] : tensor<?x40xf32> into tensor<?x3x40xf32>
  %o = tensor.empty(%d) : tensor<?x3x40xf32>
  %z = linalg.generic {indexing_maps = [#id, #id, #column, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%e, %res, %bias : tensor<?x3x40xf32>, tensor<?x3x40xf32>, tensor<40xf32>) outs(%o : tensor<?x3x40xf32>) {
  ^bb0(%p: f32, %q: f32, %c: f32, %out: f32):
    %r = arith.addf %p, %q : f32
    %t = arith.addf %r, %c : f32
    linalg.yield %t : f32
  } -> tensor<?x3x40xf32>
  return %z : tensor<?x3x40xf32>
}

// -----

#id = affine_map<(n) -> (n)>

// A token without a dimension of its own.
// CHECK-LABEL: @vector
//  CHECK-SAME:   %[[BIAS:[a-z0-9]*]]: tensor<40xf32>
//       CHECK:   lowbit.packed_contract {{.*}} extras(%[[BIAS]] : tensor<40xf32>)
//       CHECK:   tensor.collapse_shape
//   CHECK-NOT:   linalg.generic
func.func @vector(%a: tensor<1x256xf32>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %bias: tensor<40xf32>, %i: tensor<1x40xf32>, %o: tensor<40xf32>) -> tensor<40xf32> {
  %y = lowbit.packed_contract acts(%a : tensor<1x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<1x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<1x40xf32>
  %e = tensor.collapse_shape %y [[0, 1]] : tensor<1x40xf32> into tensor<40xf32>
  %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%e, %bias : tensor<40xf32>, tensor<40xf32>) outs(%o : tensor<40xf32>) {
  ^bb0(%p: f32, %q: f32, %out: f32):
    %r = arith.subf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<40xf32>
  return %z : tensor<40xf32>
}

// -----

#id = affine_map<(m, n) -> (m, n)>
#row = affine_map<(m, n) -> (m)>
#turn = affine_map<(m, n) -> (n, m)>

// Nothing is fused: a second reader, an element of the row, another type, the
// destination read, an index, another place, a row-wise op.
// CHECK-LABEL: @negative
//   CHECK-NOT:   lowbit.yield
//       CHECK:   return
func.func @negative(%a: tensor<?x256xf32>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %i: tensor<?x40xf32>, %row: tensor<?xf32>, %h: tensor<?x40xf64>, %g: tensor<40x?xf32>)
    -> (tensor<?x40xf32>, tensor<?x40xf32>, tensor<?x40xf32>, tensor<?x40xf64>, tensor<?x40xf32>, tensor<?x40xf32>, tensor<40x?xf32>, tensor<?xf32>) {
  %y0 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%y0 : tensor<?x40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = arith.negf %p : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>

  %y1 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z1 = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%y1, %row : tensor<?x40xf32>, tensor<?xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.mulf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>

  %y2 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%y2 : tensor<?x40xf32>) outs(%h : tensor<?x40xf64>) {
  ^bb0(%p: f32, %o: f64):
    %r = arith.extf %p : f32 to f64
    linalg.yield %r : f64
  } -> tensor<?x40xf64>

  %y3 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z3 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%y3 : tensor<?x40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = arith.addf %p, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>

  %y4 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z4 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%y4 : tensor<?x40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %o: f32):
    %m = linalg.index 0 : index
    %k = arith.index_cast %m : index to i32
    %f = arith.sitofp %k : i32 to f32
    %r = arith.addf %p, %f : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>

  %y5 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z5 = linalg.generic {indexing_maps = [#id, #turn], iterator_types = ["parallel", "parallel"]} ins(%y5 : tensor<?x40xf32>) outs(%g : tensor<40x?xf32>) {
  ^bb0(%p: f32, %o: f32):
    linalg.yield %p : f32
  } -> tensor<40x?xf32>

  %y6 = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z6 = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%y6 : tensor<?x40xf32>) outs(%row : tensor<?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = arith.maximumf %p, %o : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  return %y0, %z0, %z1, %z2, %z3, %z4, %z5, %z6 : tensor<?x40xf32>, tensor<?x40xf32>, tensor<?x40xf32>, tensor<?x40xf64>, tensor<?x40xf32>, tensor<?x40xf32>, tensor<40x?xf32>, tensor<?xf32>
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// Two contractions meet: the one whose only reader the product is takes the other
// as an extra.
// CHECK-LABEL: @two
//       CHECK:   %[[UP:.*]] = lowbit.packed_contract
//   CHECK-NOT:     extras
//       CHECK:   lowbit.packed_contract {{.*}} extras(%[[UP]] : tensor<?x40xf32>)
//       CHECK:     arith.mulf
//       CHECK:   return
func.func @two(%a: tensor<?x256xf32>, %w: tensor<4096xi8>, %v: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %i: tensor<?x40xf32>) -> tensor<?x40xf32> {
  %gate = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %up = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%v : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%gate, %up : tensor<?x40xf32>, tensor<?x40xf32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %n = arith.negf %p : f32
    %e = math.exp %n : f32
    %one = arith.constant 1.0 : f32
    %d = arith.addf %e, %one : f32
    %g = arith.divf %p, %d : f32
    %r = arith.mulf %g, %q : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>
  return %z : tensor<?x40xf32>
}

// -----

#id = affine_map<(m, n) -> (m, n)>
#all = affine_map<(m, n) -> ()>

// One number for all is a vector.
// CHECK-LABEL: @scale_of_the_run
//  CHECK-SAME:   %[[F:[a-z0-9]*]]: tensor<f32>
//       CHECK:   %[[V:.*]] = linalg.generic {{.*}} ins(%[[F]] : tensor<f32>) outs(%{{.*}} : tensor<40xf32>)
//       CHECK:   %[[Y:.*]] = lowbit.packed_contract {{.*}} extras(%[[V]] : tensor<40xf32>)
//       CHECK:   return %[[Y]]
func.func @scale_of_the_run(%a: tensor<?x256xf32>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %f: tensor<f32>, %i: tensor<?x40xf32>) -> tensor<?x40xf32> {
  %y = lowbit.packed_contract acts(%a : tensor<?x256xf32>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 64, group = 256> -> tensor<?x40xf32>
  %z = linalg.generic {indexing_maps = [#id, #all, #id], iterator_types = ["parallel", "parallel"]} ins(%y, %f : tensor<?x40xf32>, tensor<f32>) outs(%i : tensor<?x40xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.mulf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<?x40xf32>
  return %z : tensor<?x40xf32>
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// A model of 16 bits: the result is rounded where it is stored, and what is added
// to it then is of 16 bits, too.
// CHECK-LABEL: @bf16
//       CHECK:   lowbit.packed_contract {{.*}} extras(%{{.*}} : tensor<?x40xbf16>) outs(%{{.*}} : tensor<?x40xbf16>)
//       CHECK:   ^bb0(%[[Y:.*]]: f32, %[[X:.*]]: bf16):
//       CHECK:     %[[R:.*]] = arith.truncf %[[Y]] : f32 to bf16
//       CHECK:     %[[SUM:.*]] = arith.addf %[[R]], %[[X]] : bf16
//       CHECK:     lowbit.yield %[[SUM]] : bf16
//       CHECK:   -> tensor<?x40xbf16>
//   CHECK-NOT:   linalg.generic
func.func @bf16(%a: tensor<?x256xbf16>, %w: tensor<4096xi8>, %s: tensor<1x1x64xf32>, %x: tensor<?x40xbf16>, %i: tensor<?x40xf32>, %o: tensor<?x40xbf16>) -> tensor<?x40xbf16> {
  %y = lowbit.packed_contract acts(%a : tensor<?x256xbf16>) weights(%w : tensor<4096xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<?x40xf32>) format = #lowbit.ternary activation = <bf16> layout = #lowbit.planes<bits = 2, rows = 64, group = 256, paired = true> -> tensor<?x40xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<?x40xf32>) outs(%o : tensor<?x40xbf16>) {
  ^bb0(%p: f32, %out: bf16):
    %t = arith.truncf %p : f32 to bf16
    linalg.yield %t : bf16
  } -> tensor<?x40xbf16>
  %z = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%r, %x : tensor<?x40xbf16>, tensor<?x40xbf16>) outs(%o : tensor<?x40xbf16>) {
  ^bb0(%p: bf16, %q: bf16, %out: bf16):
    %t = arith.addf %p, %q : bf16
    linalg.yield %t : bf16
  } -> tensor<?x40xbf16>
  return %z : tensor<?x40xbf16>
}

// -----

#id = affine_map<(m, n) -> (m, n)>
#column = affine_map<(m, n) -> (n)>

// Leave to round is kept.
// CHECK-LABEL: @byteTables
//       CHECK:   lowbit.packed_contract {{.*}} layout = #lowbit.trits<rows = 64, group = 20> byte_tables {
func.func @byteTables(%q: tensor<4x20xi8>, %as: tensor<4x1xf32>, %sums: tensor<4x1xi32>, %w: tensor<384xi8>, %s: tensor<1x1x64xf32>, %b: tensor<40xf32>, %i: tensor<4x40xf32>) -> tensor<4x40xf32> {
  %y = lowbit.packed_contract acts(%q, %as, %sums : tensor<4x20xi8>, tensor<4x1xf32>, tensor<4x1xi32>) weights(%w : tensor<384xi8>) scales(%s : tensor<1x1x64xf32>)
    outs(%i : tensor<4x40xf32>) format = #lowbit.ternary activation = <int8_token> layout = #lowbit.trits<rows = 64, group = 20> byte_tables -> tensor<4x40xf32>
  %z = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y, %b : tensor<4x40xf32>, tensor<40xf32>) outs(%i : tensor<4x40xf32>) {
  ^bb0(%p: f32, %r: f32, %o: f32):
    %t = arith.addf %r, %p : f32
    linalg.yield %t : f32
  } -> tensor<4x40xf32>
  return %z : tensor<4x40xf32>
}
