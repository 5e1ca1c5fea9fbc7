// RUN: lutra-opt %s --fuse-elementwise | FileCheck %s

#map = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>

// CHECK-LABEL: func.func @chain(
// CHECK:         linalg.generic
// CHECK:           math.exp
// CHECK:           arith.addf
// CHECK-NOT:     linalg.generic
func.func @chain(%x: tensor<?x8xf32>, %e: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %a = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = math.exp %in : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  %b = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%a, %x : tensor<?x8xf32>, tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %in2: f32, %out: f32):
    %r = arith.addf %in, %in2 : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  return %b : tensor<?x8xf32>
}

// The producer has a loop less: it would be computed for each element of a row.

// CHECK-LABEL: func.func @row_statistic(
// CHECK-COUNT-2: linalg.generic
func.func @row_statistic(%s: tensor<?xf32>, %x: tensor<?x8xf32>, %t: tensor<?xf32>, %e: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %a = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%s : tensor<?xf32>) outs(%t : tensor<?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = math.rsqrt %in : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %b = linalg.generic {indexing_maps = [#map, #row, #map], iterator_types = ["parallel", "parallel"]} ins(%x, %a : tensor<?x8xf32>, tensor<?xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %in2: f32, %out: f32):
    %r = arith.mulf %in, %in2 : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  return %b : tensor<?x8xf32>
}

// A producer with two users stays.

// CHECK-LABEL: func.func @two_users(
// CHECK-COUNT-2: linalg.generic
func.func @two_users(%x: tensor<?x8xf32>, %e: tensor<?x8xf32>) -> (tensor<?x8xf32>, tensor<?x8xf32>) {
  %a = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = math.exp %in : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  %b = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<?x8xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = math.log %in : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  return %a, %b : tensor<?x8xf32>, tensor<?x8xf32>
}

// Unless it is so little work that each of them does it again, as they would
// read its result. Here they are the squares of a variance and the norm.

// CHECK-LABEL: func.func @centred(
// CHECK:         %[[V:.*]] = linalg.generic {{.*}}"reduction"]} ins(%arg0, %arg1 :
// CHECK-NEXT:    ^bb0
// CHECK-NEXT:      %[[D:.*]] = arith.subf
// CHECK-NEXT:      math.fma %[[D]], %[[D]]
// CHECK:         linalg.generic {{.*}} ins(%arg0, %arg1, %[[V]] :
// CHECK-NEXT:    ^bb0
// CHECK-NEXT:      %[[D:.*]] = arith.subf
// CHECK-NEXT:      arith.mulf %[[D]]
// CHECK-NOT:     linalg.generic
func.func @centred(%x: tensor<?x8xf32>, %mean: tensor<?xf32>, %t: tensor<?xf32>, %e: tensor<?x8xf32>) -> tensor<?x8xf32> {
  %d = linalg.generic {indexing_maps = [#map, #row, #map], iterator_types = ["parallel", "parallel"]} ins(%x, %mean : tensor<?x8xf32>, tensor<?xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %in2: f32, %out: f32):
    %r = arith.subf %in, %in2 : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  %v = linalg.generic {indexing_maps = [#map, #row], iterator_types = ["parallel", "reduction"]} ins(%d : tensor<?x8xf32>) outs(%t : tensor<?xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = math.fma %in, %in, %out : f32
    linalg.yield %r : f32
  } -> tensor<?xf32>
  %y = linalg.generic {indexing_maps = [#map, #row, #map], iterator_types = ["parallel", "parallel"]} ins(%d, %v : tensor<?x8xf32>, tensor<?xf32>) outs(%e : tensor<?x8xf32>) {
  ^bb0(%in: f32, %in2: f32, %out: f32):
    %r = arith.mulf %in, %in2 : f32
    linalg.yield %r : f32
  } -> tensor<?x8xf32>
  return %y : tensor<?x8xf32>
}

// In a loop over rows, what is written stays where it was put, although nothing
// reads what was there.

// CHECK-LABEL: func.func @places(
// CHECK:         scf.forall
// CHECK:           %[[PLACE:.*]] = tensor.extract_slice
// CHECK:           linalg.generic {{.*}} outs(%[[PLACE]] :
func.func @places(%x: tensor<8xf32>, %e: tensor<?x8xf32>, %n: index) -> tensor<?x8xf32> {
  %y = scf.forall (%i) in (%n) shared_outs(%o = %e) -> (tensor<?x8xf32>) {
    %place = tensor.extract_slice %o[%i, 0] [1, 8] [1, 1] : tensor<?x8xf32> to tensor<8xf32>
    %r = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%place : tensor<8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = math.exp %in : f32
      linalg.yield %s : f32
    } -> tensor<8xf32>
    scf.forall.in_parallel {
      tensor.parallel_insert_slice %r into %o[%i, 0] [1, 8] [1, 1] : tensor<8xf32> into tensor<?x8xf32>
    }
  }
  return %y : tensor<?x8xf32>
}

// What a reduction left as a dimension of size 1 is read without it; a loop that
// counts the dimension keeps it.

// CHECK-LABEL: func.func @kept_dim(
// CHECK-NOT:     tensor.expand_shape
// CHECK:         linalg.generic {indexing_maps = [#[[ALL:.*]], #[[ROW:.*]], #[[ALL]]], {{.*}} ins(%arg0, %arg1 : tensor<?x?x8xf32>, tensor<?x?xf32>)
// CHECK:         return
func.func @kept_dim(%x: tensor<?x?x8xf32>, %s: tensor<?x?xf32>, %e: tensor<?x?x8xf32>, %m: index, %n: index) -> tensor<?x?x8xf32> {
  %k = tensor.expand_shape %s [[0], [1, 2]] output_shape [%m, %n, 1] : tensor<?x?xf32> into tensor<?x?x1xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (i, j, 0)>, affine_map<(i, j, k) -> (i, j, k)>],
      iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %k : tensor<?x?x8xf32>, tensor<?x?x1xf32>) outs(%e : tensor<?x?x8xf32>) {
  ^bb0(%in: f32, %in2: f32, %out: f32):
    %r = arith.mulf %in, %in2 : f32
    linalg.yield %r : f32
  } -> tensor<?x?x8xf32>
  return %y : tensor<?x?x8xf32>
}

// CHECK-LABEL: func.func @counted_dim(
// CHECK:         %[[K:.*]] = tensor.expand_shape
// CHECK:         linalg.generic {{.*}} ins(%[[K]] :
func.func @counted_dim(%s: tensor<?xf32>, %e: tensor<?x1xf32>, %m: index) -> tensor<?x1xf32> {
  %k = tensor.expand_shape %s [[0, 1]] output_shape [%m, 1] : tensor<?xf32> into tensor<?x1xf32>
  %y = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%k : tensor<?x1xf32>) outs(%e : tensor<?x1xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = math.exp %in : f32
    linalg.yield %r : f32
  } -> tensor<?x1xf32>
  return %y : tensor<?x1xf32>
}

// CHECK-LABEL: func.func @scalar(
// CHECK:         %[[K:.*]] = tensor.expand_shape
// CHECK:         linalg.generic {{.*}} ins(%[[K]] :
func.func @scalar(%s: tensor<f32>, %e: tensor<f32>) -> tensor<f32> {
  %k = tensor.expand_shape %s [] output_shape [1] : tensor<f32> into tensor<1xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]} ins(%k : tensor<1xf32>) outs(%e : tensor<f32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.addf %in, %out : f32
    linalg.yield %r : f32
  } -> tensor<f32>
  return %y : tensor<f32>
}

// Narrower elements are made of each part, and moved.
// CHECK-LABEL: func.func @parts(
// CHECK-SAME:    %[[X:.*]]: tensor<?x8xf32>, %[[Y:.*]]: tensor<?x4xf32>
// CHECK:         %[[A:.*]] = linalg.generic {{.*}} ins(%[[X]] : tensor<?x8xf32>) outs(%{{.*}} : tensor<?x8xi8>)
// CHECK:         %[[B:.*]] = linalg.generic {{.*}} ins(%[[Y]] : tensor<?x4xf32>) outs(%{{.*}} : tensor<?x4xi8>)
// CHECK:         %[[C:.*]] = tensor.concat dim(1) %[[A]], %[[B]]
// CHECK:         return %[[C]]
func.func @parts(%x: tensor<?x8xf32>, %y: tensor<?x4xf32>, %e: tensor<?x12xi8>) -> tensor<?x12xi8> {
  %c = tensor.concat dim(1) %x, %y : (tensor<?x8xf32>, tensor<?x4xf32>) -> tensor<?x12xf32>
  %z = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%c : tensor<?x12xf32>) outs(%e : tensor<?x12xi8>) {
  ^bb0(%in: f32, %out: i8):
    %r = arith.fptosi %in : f32 to i8
    linalg.yield %r : i8
  } -> tensor<?x12xi8>
  return %z : tensor<?x12xi8>
}

// What follows a convolution stays apart from a transposition: it will be the convolution's end.
// CHECK-LABEL: func.func @transposed_convolution(
// CHECK:         %[[Y:.*]] = lowbit.packed_convolve
// CHECK:         %[[E:.*]] = linalg.generic {{.*}} ins(%[[Y]] : tensor<?x4x20xi32>)
// CHECK:         linalg.generic {{.*}} ins(%[[E]] : tensor<?x4x20xi8>)
func.func @transposed_convolution(%x: tensor<?x4x8xi8>, %w: tensor<256xi8>, %i: tensor<?x4x20xi32>, %j: tensor<?x4x20xi8>, %k: tensor<?x20x4xi8>) -> tensor<?x20x4xi8> {
  %y = lowbit.packed_convolve image(%x : tensor<?x4x8xi8>) weights(%w : tensor<256xi8>) outs(%i : tensor<?x4x20xi32>)
    kernel = [1] strides = [1] dilations = [1] -> tensor<?x4x20xi32>
  %f = linalg.generic {indexing_maps = [affine_map<(n, p, o) -> (n, p, o)>, affine_map<(n, p, o) -> (n, p, o)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y : tensor<?x4x20xi32>) outs(%j : tensor<?x4x20xi8>) {
  ^bb0(%in: i32, %out: i8):
    %r = arith.trunci %in : i32 to i8
    linalg.yield %r : i8
  } -> tensor<?x4x20xi8>
  %z = linalg.generic {indexing_maps = [affine_map<(n, o, p) -> (n, p, o)>, affine_map<(n, o, p) -> (n, o, p)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%f : tensor<?x4x20xi8>) outs(%k : tensor<?x20x4xi8>) {
  ^bb0(%in: i8, %out: i8):
    linalg.yield %in : i8
  } -> tensor<?x20x4xi8>
  return %z : tensor<?x20x4xi8>
}
