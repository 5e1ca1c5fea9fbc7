// RUN: lutra-opt %s --fuse-rows --canonicalize --cse --mlir-print-debuginfo --mlir-print-local-scope --split-input-file | FileCheck %s

// A residual that others read too, its norm, and codes of the norm: one loop
// over the rows of two dimensions, rows in between, two results.

// CHECK-LABEL: func.func @norm(
// CHECK:         %[[ROWS:.*]] = arith.muli %arg3, %arg4
// CHECK:         %[[R:.*]]:2 = scf.forall (%[[I:.*]]) in (%[[ROWS]]) shared_outs(%[[SUMS:.*]] = %{{.*}}, %[[CODES:.*]] = %{{.*}}) -> (tensor<?x?x200xf32>, tensor<?x?x200xi8>) {
// CHECK:           %[[S:.*]] = arith.remui %[[I]], %arg4
// CHECK:           %[[B:.*]] = arith.divui %[[I]], %arg4
// CHECK:           tensor.extract_slice %arg0[%[[B]], %[[S]], 0] [1, 1, 200] [1, 1, 1] : tensor<?x?x200xf32> to tensor<200xf32>
// CHECK:           %[[OUT:.*]] = tensor.extract_slice %[[SUMS]][%[[B]], %[[S]], 0]
// CHECK:           %[[A:.*]] = linalg.generic {{.*}} outs(%[[OUT]] : tensor<200xf32>)
// CHECK:           } -> tensor<200xf32> loc("add")
// CHECK:           linalg.generic {{.*}}["reduction"]} ins(%[[A]] : tensor<200xf32>) outs(%{{.*}} : tensor<f32>)
// CHECK:           linalg.generic {{.*}}[]} ins(%{{.*}} : tensor<f32>) outs(%{{.*}} : tensor<f32>)
// CHECK:           %[[TO:.*]] = tensor.extract_slice %[[CODES]][%[[B]], %[[S]], 0]
// CHECK:           %[[C:.*]] = linalg.generic {{.*}} ins(%[[A]], %{{.*}}, %arg2 : tensor<200xf32>, tensor<f32>, tensor<200xf32>) outs(%[[TO]] : tensor<200xi8>)
// CHECK:           } -> tensor<200xi8> loc("scale")
// CHECK:           scf.forall.in_parallel {
// CHECK:             tensor.parallel_insert_slice %[[A]] into %[[SUMS]][%[[B]], %[[S]], 0] [1, 1, 200]
// CHECK:             tensor.parallel_insert_slice %[[C]] into %[[CODES]][%[[B]], %[[S]], 0] [1, 1, 200]
// CHECK:         } loc(fused["add", "squares", "root", "scale"])
// CHECK:         return %[[R]]#0, %[[R]]#1
#all = affine_map<(b, s, k) -> (b, s, k)>
#row = affine_map<(b, s, k) -> (b, s)>
#column = affine_map<(b, s, k) -> (k)>
#id = affine_map<(b, s) -> (b, s)>
func.func @norm(%x: tensor<?x?x200xf32>, %y: tensor<?x?x200xf32>, %w: tensor<200xf32>, %b: index, %s: index) -> (tensor<?x?x200xf32>, tensor<?x?x200xi8>) {
  %zero = arith.constant 0.0 : f32
  %e3 = tensor.empty(%b, %s) : tensor<?x?x200xf32>
  %e8 = tensor.empty(%b, %s) : tensor<?x?x200xi8>
  %e2 = tensor.empty(%b, %s) : tensor<?x?xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %a = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %y : tensor<?x?x200xf32>, tensor<?x?x200xf32>) outs(%e3 : tensor<?x?x200xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.addf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<?x?x200xf32> loc("add")
  %t = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "parallel", "reduction"]} ins(%a : tensor<?x?x200xf32>) outs(%f2 : tensor<?x?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = math.fma %p, %p, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x?xf32> loc("squares")
  %u = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%t : tensor<?x?xf32>) outs(%e2 : tensor<?x?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = math.sqrt %p : f32
    linalg.yield %r : f32
  } -> tensor<?x?xf32> loc("root")
  %v = linalg.generic {indexing_maps = [#all, #row, #column, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a, %u, %w : tensor<?x?x200xf32>, tensor<?x?xf32>, tensor<200xf32>) outs(%e8 : tensor<?x?x200xi8>) {
  ^bb0(%p: f32, %q: f32, %g: f32, %o: i8):
    %r = arith.divf %p, %q : f32
    %z = arith.mulf %r, %g : f32
    %c = arith.fptosi %z : f32 to i8
    linalg.yield %c : i8
  } -> tensor<?x?x200xi8> loc("scale")
  return %a, %v : tensor<?x?x200xf32>, tensor<?x?x200xi8>
}

// -----

// Only the run knows how long a row is: the exponentials lie where the result
// will be.

// CHECK-LABEL: func.func @softmax(
// CHECK:         scf.forall (%[[I:.*]]) in (%arg1) shared_outs(%[[OUT:.*]] = %{{.*}})
// CHECK:           %[[PLACE:.*]] = tensor.extract_slice %[[OUT]][%[[I]], 0] [1, %arg2]
// CHECK:           %[[E:.*]] = linalg.generic {{.*}} outs(%[[PLACE]] : tensor<?xf32>)
// CHECK:             math.exp
// CHECK:           %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[E]] : tensor<?xf32>)
// CHECK:           %[[Y:.*]] = linalg.generic {{.*}} ins(%[[E]], %[[SUM]] : tensor<?xf32>, tensor<f32>) outs(%[[E]] : tensor<?xf32>)
// CHECK:             tensor.parallel_insert_slice %[[Y]] into %[[OUT]][%[[I]], 0]
#all = affine_map<(m, k) -> (m, k)>
#row = affine_map<(m, k) -> (m)>
func.func @softmax(%x: tensor<?x?xf32>, %m: index, %k: index) -> tensor<?x?xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty(%m, %k) : tensor<?x?xf32>
  %r = tensor.empty(%m) : tensor<?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%r : tensor<?xf32>) -> tensor<?xf32>
  %exp = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = math.exp %p : f32
    linalg.yield %z : f32
  } -> tensor<?x?xf32>
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]} ins(%exp : tensor<?x?xf32>) outs(%f : tensor<?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<?xf32>
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]} ins(%exp, %sum : tensor<?x?xf32>, tensor<?xf32>) outs(%e : tensor<?x?xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %z = arith.divf %p, %q : f32
    linalg.yield %z : f32
  } -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// -----

// A padded row with the sums of its groups: slices and reshapes within a row.

// CHECK-LABEL: func.func @groups(
// CHECK:         %[[R:.*]]:2 = scf.forall {{.*}} -> (tensor<?x40xi32>, tensor<?x2xi32>) {
// CHECK:           %[[ROW:.*]] = tensor.extract_slice %{{.*}} : tensor<?x40xi32> to tensor<40xi32>
// CHECK:           %[[ZEROS:.*]] = linalg.fill {{.*}} outs(%[[ROW]] : tensor<40xi32>)
// CHECK:           %[[WHOLE:.*]] = tensor.insert_slice %{{.*}} into %[[ZEROS]][0] [30] [1] : tensor<30xi32> into tensor<40xi32>
// CHECK:           %[[SPLIT:.*]] = tensor.expand_shape %[[WHOLE]] {{\[}}[0, 1]] output_shape [2, 20]
// CHECK:           linalg.generic {{.*}}["parallel", "reduction"]} ins(%[[SPLIT]] : tensor<2x20xi32>) outs(%{{.*}} : tensor<2xi32>)
#all = affine_map<(m, k) -> (m, k)>
#row = affine_map<(m, k) -> (m)>
#all3 = affine_map<(m, g, k) -> (m, g, k)>
#group = affine_map<(m, g, k) -> (m, g)>
func.func @groups(%x: tensor<?x30xi32>, %m: index) -> (tensor<?x40xi32>, tensor<?x2xi32>) {
  %zero = arith.constant 0 : i32
  %e = tensor.empty(%m) : tensor<?x30xi32>
  %w = tensor.empty(%m) : tensor<?x40xi32>
  %g = tensor.empty(%m) : tensor<?x2xi32>
  %fw = linalg.fill ins(%zero : i32) outs(%w : tensor<?x40xi32>) -> tensor<?x40xi32>
  %fg = linalg.fill ins(%zero : i32) outs(%g : tensor<?x2xi32>) -> tensor<?x2xi32>
  %r = tensor.empty(%m) : tensor<?xi32>
  %fr = linalg.fill ins(%zero : i32) outs(%r : tensor<?xi32>) -> tensor<?xi32>
  %most = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x30xi32>) outs(%fr : tensor<?xi32>) {
  ^bb0(%p: i32, %o: i32):
    %z = arith.maxsi %o, %p : i32
    linalg.yield %z : i32
  } -> tensor<?xi32>
  %d = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]} ins(%x, %most : tensor<?x30xi32>, tensor<?xi32>) outs(%e : tensor<?x30xi32>) {
  ^bb0(%p: i32, %q: i32, %o: i32):
    %z = arith.subi %q, %p : i32
    linalg.yield %z : i32
  } -> tensor<?x30xi32>
  %padded = tensor.insert_slice %d into %fw[0, 0] [%m, 30] [1, 1] : tensor<?x30xi32> into tensor<?x40xi32>
  %split = tensor.expand_shape %padded [[0], [1, 2]] output_shape [%m, 2, 20] : tensor<?x40xi32> into tensor<?x2x20xi32>
  %sums = linalg.generic {indexing_maps = [#all3, #group], iterator_types = ["parallel", "parallel", "reduction"]} ins(%split : tensor<?x2x20xi32>) outs(%fg : tensor<?x2xi32>) {
  ^bb0(%p: i32, %o: i32):
    %z = arith.addi %o, %p : i32
    linalg.yield %z : i32
  } -> tensor<?x2xi32>
  return %padded, %sums : tensor<?x40xi32>, tensor<?x2xi32>
}

// -----

// What waits for the cluster comes after it, whatever the order was.

// CHECK-LABEL: func.func @order(
// CHECK:         %[[R:.*]]:2 = scf.forall
// CHECK:         %[[USE:.*]] = tensor.cast %[[R]]#0
// CHECK:         return %[[USE]], %[[R]]#1
#all = affine_map<(m, k) -> (m, k)>
#row = affine_map<(m, k) -> (m)>
func.func @order(%x: tensor<4x32xf32>) -> (tensor<?xf32>, tensor<4x32xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x32xf32>
  %r = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%zero : f32) outs(%r : tensor<4xf32>) -> tensor<4xf32>
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<4x32xf32>) outs(%f : tensor<4xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<4xf32>
  %use = tensor.cast %sum : tensor<4xf32> to tensor<?xf32>
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<4x32xf32>, tensor<4xf32>) outs(%e : tensor<4x32xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %z = arith.divf %p, %q : f32
    linalg.yield %z : f32
  } -> tensor<4x32xf32>
  return %use, %y : tensor<?xf32>, tensor<4x32xf32>
}

// -----

// A view that others read too comes after the loop. One of that view, which
// only the loop reads, goes with what it replaces.

// CHECK-LABEL: func.func @view_of_view(
// CHECK:         %[[R:.*]]:2 = scf.forall {{.*}} -> (tensor<?x2x16xi8>, tensor<?x1xi32>) {
// CHECK:           %[[IN:.*]] = tensor.expand_shape %{{.*}} {{\[}}[0, 1]] output_shape [1, 32] : tensor<32xi8> into tensor<1x32xi8>
// CHECK:           linalg.generic {{.*}} ins(%[[IN]] : tensor<1x32xi8>)
// CHECK:         %[[FLAT:.*]] = tensor.collapse_shape %[[R]]#0
// CHECK-NOT:     tensor.expand_shape
// CHECK:         return %[[FLAT]], %[[R]]#1
#all = affine_map<(m, k, l) -> (m, k, l)>
#turned = affine_map<(m, k, l) -> (m, l, k)>
#group = affine_map<(m, k, l) -> (m, k)>
func.func @view_of_view(%x: tensor<?x16x2xi8>, %m: index) -> (tensor<?x32xi8>, tensor<?x1xi32>) {
  %zero = arith.constant 0 : i32
  %e = tensor.empty(%m) : tensor<?x2x16xi8>
  %codes = linalg.generic {indexing_maps = [#turned, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x : tensor<?x16x2xi8>) outs(%e : tensor<?x2x16xi8>) {
  ^bb0(%p: i8, %o: i8):
    linalg.yield %p : i8
  } -> tensor<?x2x16xi8>
  %flat = tensor.collapse_shape %codes [[0], [1, 2]] : tensor<?x2x16xi8> into tensor<?x32xi8>
  %in = tensor.expand_shape %flat [[0], [1, 2]] output_shape [%m, 1, 32] : tensor<?x32xi8> into tensor<?x1x32xi8>
  %s = tensor.empty(%m) : tensor<?x1xi32>
  %f = linalg.fill ins(%zero : i32) outs(%s : tensor<?x1xi32>) -> tensor<?x1xi32>
  %sums = linalg.generic {indexing_maps = [#all, #group], iterator_types = ["parallel", "parallel", "reduction"]} ins(%in : tensor<?x1x32xi8>) outs(%f : tensor<?x1xi32>) {
  ^bb0(%p: i8, %o: i32):
    %y = arith.extsi %p : i8 to i32
    %z = arith.addi %o, %y : i32
    linalg.yield %z : i32
  } -> tensor<?x1xi32>
  return %flat, %sums : tensor<?x32xi8>, tensor<?x1xi32>
}

// -----

// A row is as long as its tensor's type says, or as the type does not say,
// though a cast tells more or less.

// CHECK-LABEL: func.func @casts(
// CHECK:         scf.forall
// CHECK:           tensor.extract_slice %{{.*}} : tensor<?x4xf32> to tensor<4xf32>
// CHECK:         return
#all = affine_map<(m, k) -> (m, k)>
#row = affine_map<(m, k) -> (m)>
func.func @casts(%x: tensor<?x?xf32>, %m: index) -> tensor<?x?xf32> {
  %zero = arith.constant 0.0 : f32
  %known = tensor.cast %x : tensor<?x?xf32> to tensor<?x4xf32>
  %r = tensor.empty(%m) : tensor<?xf32>
  %f = linalg.fill ins(%zero : f32) outs(%r : tensor<?xf32>) -> tensor<?xf32>
  %sums = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]} ins(%known : tensor<?x4xf32>) outs(%f : tensor<?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<?xf32>
  %e = tensor.empty(%m) : tensor<?x4xf32>
  %unknown = tensor.cast %e : tensor<?x4xf32> to tensor<?x?xf32>
  %again = tensor.cast %known : tensor<?x4xf32> to tensor<?x?xf32>
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]} ins(%again, %sums : tensor<?x?xf32>, tensor<?xf32>) outs(%unknown : tensor<?x?xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %z = arith.divf %p, %q : f32
    linalg.yield %z : f32
  } -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// -----

// A way out of the rows and back in again: the mean of all rows has to wait for
// the last of them. So have columns, and rows that are tensors themselves.

// CHECK-LABEL: func.func @others(
// CHECK-NOT:     scf.forall
#all = affine_map<(m, k) -> (m, k)>
#row = affine_map<(m, k) -> (m)>
#column = affine_map<(m, k) -> (k)>
#one = affine_map<(m) -> (m)>
#none = affine_map<(m) -> ()>
#scalar = affine_map<(m, k) -> ()>
#t3 = affine_map<(m, k, l) -> (m, k, l)>
#r3 = affine_map<(m, k, l) -> (m)>
func.func @others(%x: tensor<?x32xf32>, %t: tensor<?x?x?xf32>, %m: index, %k: index, %l: index) -> (tensor<?x32xf32>, tensor<?x32xf32>, tensor<?x?x?xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty(%m) : tensor<?x32xf32>
  %r = tensor.empty(%m) : tensor<?xf32>
  %c = tensor.empty() : tensor<32xf32>
  %s = tensor.empty() : tensor<f32>
  %e3 = tensor.empty(%m, %k, %l) : tensor<?x?x?xf32>
  %fr = linalg.fill ins(%zero : f32) outs(%r : tensor<?xf32>) -> tensor<?xf32>
  %fc = linalg.fill ins(%zero : f32) outs(%c : tensor<32xf32>) -> tensor<32xf32>
  %fs = linalg.fill ins(%zero : f32) outs(%s : tensor<f32>) -> tensor<f32>
  %sums = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x32xf32>) outs(%fr : tensor<?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<?xf32>
  %total = linalg.generic {indexing_maps = [#one, #none], iterator_types = ["reduction"]} ins(%sums : tensor<?xf32>) outs(%fs : tensor<f32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<f32>
  %y = linalg.generic {indexing_maps = [#all, #row, #scalar, #all], iterator_types = ["parallel", "parallel"]} ins(%x, %sums, %total : tensor<?x32xf32>, tensor<?xf32>, tensor<f32>) outs(%e : tensor<?x32xf32>) {
  ^bb0(%p: f32, %q: f32, %n: f32, %o: f32):
    %z = arith.divf %p, %q : f32
    %v = arith.subf %z, %n : f32
    linalg.yield %v : f32
  } -> tensor<?x32xf32>
  %columns = linalg.generic {indexing_maps = [#all, #column], iterator_types = ["reduction", "parallel"]} ins(%x : tensor<?x32xf32>) outs(%fc : tensor<32xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<32xf32>
  %w = linalg.generic {indexing_maps = [#all, #column, #all], iterator_types = ["parallel", "parallel"]} ins(%x, %columns : tensor<?x32xf32>, tensor<32xf32>) outs(%e : tensor<?x32xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %z = arith.divf %p, %q : f32
    linalg.yield %z : f32
  } -> tensor<?x32xf32>
  %sums3 = linalg.generic {indexing_maps = [#t3, #r3], iterator_types = ["parallel", "reduction", "reduction"]} ins(%t : tensor<?x?x?xf32>) outs(%fr : tensor<?xf32>) {
  ^bb0(%p: f32, %o: f32):
    %z = arith.addf %o, %p : f32
    linalg.yield %z : f32
  } -> tensor<?xf32>
  %y3 = linalg.generic {indexing_maps = [#t3, #r3, #t3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%t, %sums3 : tensor<?x?x?xf32>, tensor<?xf32>) outs(%e3 : tensor<?x?x?xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %z = arith.divf %p, %q : f32
    linalg.yield %z : f32
  } -> tensor<?x?x?xf32>
  return %y, %w, %y3 : tensor<?x32xf32>, tensor<?x32xf32>, tensor<?x?x?xf32>
}

// Products of matrices are no rows: what rows share would be read again for each.
// CHECK-LABEL: func.func @scores(
//   CHECK-NOT:   scf.forall
//       CHECK:   linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "parallel", "reduction"]
//       CHECK:   return
func.func @scores(%q: tensor<?x?x32xf32>, %k: tensor<?x?x32xf32>, %b: index, %m: index, %n: index) -> tensor<?x?x?xf32> {
  %cst = arith.constant 0.0 : f32
  %scale = arith.constant 0.25 : f32
  %0 = tensor.empty(%b, %m, %n) : tensor<?x?x?xf32>
  %1 = linalg.fill ins(%cst : f32) outs(%0 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
  %2 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>],
                       iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%q, %k : tensor<?x?x32xf32>, tensor<?x?x32xf32>) outs(%1 : tensor<?x?x?xf32>) {
  ^bb0(%in: f32, %in_1: f32, %out: f32):
    %4 = math.fma %in, %in_1, %out : f32
    linalg.yield %4 : f32
  } -> tensor<?x?x?xf32>
  %3 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%2 : tensor<?x?x?xf32>) outs(%0 : tensor<?x?x?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %4 = arith.mulf %in, %scale : f32
    linalg.yield %4 : f32
  } -> tensor<?x?x?xf32>
  return %3 : tensor<?x?x?xf32>
}

// -----

// A contraction counts all tokens, the norm behind it sequences and positions:
// the ops between take the contraction's way of counting, and the norm is a loop
// over all tokens with one coordinate.

// CHECK-LABEL: func.func @joined(
// CHECK:         %[[TOKENS:.*]] = linalg.generic {{.*}} ins(%arg0, %arg1 :
// CHECK:         scf.forall (%[[I:.*]]) in (%{{[^,]*}}) shared_outs(%{{.*}}) -> (tensor<?x64xf32>) {
// CHECK-NEXT:      tensor.extract_slice %[[TOKENS]][%[[I]], 0] [1, 64] [1, 1]
// CHECK:           linalg.generic {{.*}}["reduction"]}
// CHECK:           linalg.generic {{.*}}["parallel"]}
// CHECK:         tensor.expand_shape {{.*}} : tensor<?x64xf32> into tensor<?x?x64xf32>
#all = affine_map<(b, s, k) -> (b, s, k)>
#row = affine_map<(b, s, k) -> (b, s)>
func.func @joined(%x: tensor<?x32xf32>, %w: tensor<32x64xf32>, %n: index, %b: index, %s: index) -> tensor<?x?x64xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty(%n) : tensor<?x64xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x64xf32>) -> tensor<?x64xf32>
  %p = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %w : tensor<?x32xf32>, tensor<32x64xf32>) outs(%f : tensor<?x64xf32>) {
  ^bb0(%l: f32, %r: f32, %o: f32):
    %t = math.fma %l, %r, %o : f32
    linalg.yield %t : f32
  } -> tensor<?x64xf32>
  %y = tensor.expand_shape %p [[0, 1], [2]] output_shape [%b, %s, 64] : tensor<?x64xf32> into tensor<?x?x64xf32>
  %e3 = tensor.empty(%b, %s) : tensor<?x?x64xf32>
  %e2 = tensor.empty(%b, %s) : tensor<?x?xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %t = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "parallel", "reduction"]} ins(%y : tensor<?x?x64xf32>) outs(%f2 : tensor<?x?xf32>) {
  ^bb0(%q: f32, %o: f32):
    %r = math.fma %q, %q, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x?xf32>
  %v = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%y, %t : tensor<?x?x64xf32>, tensor<?x?xf32>) outs(%e3 : tensor<?x?x64xf32>) {
  ^bb0(%q: f32, %u: f32, %o: f32):
    %r = arith.divf %q, %u : f32
    linalg.yield %r : f32
  } -> tensor<?x?x64xf32>
  return %v : tensor<?x?x64xf32>
}

// -----

// A norm counts sequences and positions, the codes of its result count tokens,
// and their number is asked of the norm: it is known from the arguments, so
// that all is one loop. A slice takes a whole dimension, whoever was asked for
// its size.

// CHECK-LABEL: func.func @sizes(
// CHECK-DAG:     %[[B:.*]] = tensor.dim %arg0, %c0
// CHECK-DAG:     %[[S:.*]] = tensor.dim %arg0, %c1
// CHECK:         %[[TOKENS:.*]] = affine.apply {{.*}}()[%[[B]], %[[S]]]
// CHECK-NOT:     tensor.dim
// CHECK:         scf.forall (%{{.*}}) in (%[[TOKENS]]) {{.*}} -> (tensor<?x1xf32>, tensor<?x64xf32>) {
// CHECK-COUNT-2:   linalg.generic {{.*}}"reduction"]}
// CHECK:           linalg.generic {{.*}}["parallel"]}
// CHECK-NOT:     scf.forall (
// CHECK:         return
#all = affine_map<(b, s, k) -> (b, s, k)>
#row = affine_map<(b, s, k) -> (b, s)>
#flat = affine_map<(m, k) -> (m, k)>
func.func @sizes(%x: tensor<?x?x64xf32>) -> (tensor<?x1xf32>, tensor<?x64xf32>) {
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %b = tensor.dim %x, %c0 : tensor<?x?x64xf32>
  %s = tensor.dim %x, %c1 : tensor<?x?x64xf32>
  %e2 = tensor.empty(%b, %s) : tensor<?x?xf32>
  %f2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<?x?xf32>) -> tensor<?x?xf32>
  %sum = linalg.generic {indexing_maps = [#all, #row], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x : tensor<?x?x64xf32>) outs(%f2 : tensor<?x?xf32>) {
  ^bb0(%q: f32, %o: f32):
    %r = math.fma %q, %q, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x?xf32>
  %e3 = tensor.empty(%b, %s) : tensor<?x?x64xf32>
  %norm = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %sum : tensor<?x?x64xf32>, tensor<?x?xf32>) outs(%e3 : tensor<?x?x64xf32>) {
  ^bb0(%q: f32, %u: f32, %o: f32):
    %r = arith.divf %q, %u : f32
    linalg.yield %r : f32
  } -> tensor<?x?x64xf32>
  %tokens = tensor.collapse_shape %norm [[0, 1], [2]] : tensor<?x?x64xf32> into tensor<?x64xf32>
  %m = tensor.dim %tokens, %c0 : tensor<?x64xf32>
  %e1 = tensor.empty(%m) : tensor<?x1xf32>
  %f1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<?x1xf32>) -> tensor<?x1xf32>
  %max = linalg.generic {indexing_maps = [affine_map<(m, g, k) -> (m, k)>, affine_map<(m, g, k) -> (m, g)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%tokens : tensor<?x64xf32>) outs(%f1 : tensor<?x1xf32>) {
  ^bb0(%q: f32, %o: f32):
    %r = arith.maximumf %q, %o : f32
    linalg.yield %r : f32
  } -> tensor<?x1xf32>
  %n = tensor.dim %max, %c0 : tensor<?x1xf32>
  %scale = tensor.extract_slice %max[0, 0] [%n, 1] [1, 1] : tensor<?x1xf32> to tensor<?xf32>
  %e = tensor.empty(%m) : tensor<?x64xf32>
  %codes = linalg.generic {indexing_maps = [#flat, affine_map<(m, k) -> (m)>, #flat], iterator_types = ["parallel", "parallel"]} ins(%tokens, %scale : tensor<?x64xf32>, tensor<?xf32>) outs(%e : tensor<?x64xf32>) {
  ^bb0(%q: f32, %u: f32, %o: f32):
    %r = arith.divf %q, %u : f32
    linalg.yield %r : f32
  } -> tensor<?x64xf32>
  return %max, %codes : tensor<?x1xf32>, tensor<?x64xf32>
}

// -----

// One token times a matrix [K, N]: columns lie beside each other, and a loop over
// them would read one number of each line of memory.
// CHECK-LABEL: func.func @columns(
//   CHECK-NOT:   scf.forall
//       CHECK:   linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "reduction"]
//       CHECK:   linalg.generic {{.*}} iterator_types = ["parallel", "parallel"]
//       CHECK:   return
func.func @columns(%x: tensor<1x32xf32>, %w: tensor<32x64xf32>) -> tensor<1x64xf32> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<1x64xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<1x64xf32>) -> tensor<1x64xf32>
  %product = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%x, %w : tensor<1x32xf32>, tensor<32x64xf32>) outs(%init : tensor<1x64xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %r = math.fma %a, %b, %o : f32
    linalg.yield %r : f32
  } -> tensor<1x64xf32>
  %relu = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%product : tensor<1x64xf32>) outs(%empty : tensor<1x64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.maximumf %a, %zero : f32
    linalg.yield %r : f32
  } -> tensor<1x64xf32>
  return %relu : tensor<1x64xf32>
}
