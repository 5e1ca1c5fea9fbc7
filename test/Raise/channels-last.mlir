// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(raise-channels-last,canonicalize))' --split-input-file | FileCheck %s

#id = affine_map<(n, c, h, w) -> (n, c, h, w)>
#last = affine_map<(n, c, h, w) -> (n, h, w, c)>
#first = affine_map<(n, h, w, c) -> (n, c, h, w)>
#rows = affine_map<(n, h, w, c) -> (n, h, w, c)>
#channel = affine_map<(n, c, h, w) -> (c)>
#x = affine_map<(n, h, w, o, c) -> (n, h, w, c)>
#weights = affine_map<(n, h, w, o, c) -> (c, o)>
#y = affine_map<(n, h, w, o, c) -> (n, h, w, o)>
#window = affine_map<(n, c, h, w, i, j) -> (n, c, h * 2 + i, w * 2 + j)>
#size = affine_map<(n, c, h, w, i, j) -> (i, j)>
#pooled = affine_map<(n, c, h, w, i, j) -> (n, c, h, w)>

// A convolution of bytes, scales of channels, a pooling, and what the next convolution
// wants: nothing is moved.
// CHECK-DAG: #[[ID:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// CHECK-DAG: #[[CHANNEL:.*]] = affine_map<(d0, d1, d2, d3) -> (d3)>
// CHECK-DAG: #[[WINDOW:.*]] = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 * 2 + d4, d2 * 2 + d5, d3)>
// CHECK-LABEL: @chain
//       CHECK:   %[[CONV:.*]] = linalg.generic {{.*}} ins(%{{.*}} : tensor<?x4x6x8xi8>, tensor<8x16xi8>)
//       CHECK:   %[[F:.*]] = linalg.generic {indexing_maps = [#[[ID]], #[[CHANNEL]], #[[ID]]]{{.*}} ins(%[[CONV]], %{{.*}} : tensor<?x4x6x16xi32>, tensor<16xf32>)
//       CHECK:   %[[P:.*]] = linalg.generic {indexing_maps = [#[[WINDOW]], {{.*}} ins(%[[F]], %{{.*}} : tensor<?x4x6x16xf32>, tensor<2x2xi8>)
//       CHECK:   return %[[P]] : tensor<?x2x3x16xf32>
func.func @chain(%x: tensor<?x4x6x8xi8>, %w: tensor<8x16xi8>, %s: tensor<16xf32>, %n: index) -> tensor<?x2x3x16xf32> {
  %zero = arith.constant 0 : i32
  %least = arith.constant 0xFF800000 : f32
  %e0 = tensor.empty(%n) : tensor<?x4x6x16xi32>
  %init = linalg.fill ins(%zero : i32) outs(%e0 : tensor<?x4x6x16xi32>) -> tensor<?x4x6x16xi32>
  %conv = linalg.generic {indexing_maps = [#x, #weights, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<?x4x6x8xi8>, tensor<8x16xi8>) outs(%init : tensor<?x4x6x16xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %t = arith.addi %o, %m : i32
    linalg.yield %t : i32
  } -> tensor<?x4x6x16xi32>
  %e1 = tensor.empty(%n) : tensor<?x16x4x6xi32>
  %moved = linalg.generic {indexing_maps = [#last, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%conv : tensor<?x4x6x16xi32>) outs(%e1 : tensor<?x16x4x6xi32>) {
  ^bb0(%a: i32, %o: i32):
    linalg.yield %a : i32
  } -> tensor<?x16x4x6xi32>
  %e2 = tensor.empty(%n) : tensor<?x16x4x6xf32>
  %f = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%moved, %s : tensor<?x16x4x6xi32>, tensor<16xf32>) outs(%e2 : tensor<?x16x4x6xf32>) {
  ^bb0(%a: i32, %b: f32, %o: f32):
    %c = arith.sitofp %a : i32 to f32
    %d = arith.mulf %c, %b : f32
    linalg.yield %d : f32
  } -> tensor<?x16x4x6xf32>
  %e3 = tensor.empty(%n) : tensor<?x16x2x3xf32>
  %low = linalg.fill ins(%least : f32) outs(%e3 : tensor<?x16x2x3xf32>) -> tensor<?x16x2x3xf32>
  %shape = tensor.empty() : tensor<2x2xi8>
  %p = linalg.generic {indexing_maps = [#window, #size, #pooled], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%f, %shape : tensor<?x16x4x6xf32>, tensor<2x2xi8>) outs(%low : tensor<?x16x2x3xf32>) {
  ^bb0(%a: f32, %b: i8, %o: f32):
    %m = arith.maximumf %o, %a : f32
    linalg.yield %m : f32
  } -> tensor<?x16x2x3xf32>
  %e4 = tensor.empty(%n) : tensor<?x2x3x16xf32>
  %back = linalg.generic {indexing_maps = [#first, #rows], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%p : tensor<?x16x2x3xf32>) outs(%e4 : tensor<?x2x3x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<?x2x3x16xf32>
  return %back : tensor<?x2x3x16xf32>
}

// -----

#id = affine_map<(n, c, h, w) -> (n, c, h, w)>
#last = affine_map<(n, c, h, w) -> (n, h, w, c)>

// What is no convolution of bytes stays where the model has it.
// CHECK-LABEL: @other
//       CHECK:   linalg.generic {{.*}} ins(%{{.*}} : tensor<2x4x6x16xf32>) outs(%{{.*}} : tensor<2x16x4x6xf32>)
//       CHECK:   linalg.generic {{.*}} ins(%{{.*}} : tensor<2x16x4x6xf32>) outs(%{{.*}} : tensor<2x16x4x6xf32>)
func.func @other(%x: tensor<2x4x6x16xf32>) -> tensor<2x16x4x6xf32> {
  %e = tensor.empty() : tensor<2x16x4x6xf32>
  %moved = linalg.generic {indexing_maps = [#last, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : tensor<2x4x6x16xf32>) outs(%e : tensor<2x16x4x6xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<2x16x4x6xf32>
  %f = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%moved : tensor<2x16x4x6xf32>) outs(%e : tensor<2x16x4x6xf32>) {
  ^bb0(%a: f32, %o: f32):
    %d = arith.addf %a, %a : f32
    linalg.yield %d : f32
  } -> tensor<2x16x4x6xf32>
  return %f : tensor<2x16x4x6xf32>
}

// -----

#id = affine_map<(n, c, h, w) -> (n, c, h, w)>
#last = affine_map<(n, c, h, w) -> (n, h, w, c)>
#x = affine_map<(n, h, w, o, c) -> (n, h, w, c)>
#weights = affine_map<(n, h, w, o, c) -> (c, o)>
#y = affine_map<(n, h, w, o, c) -> (n, h, w, o)>
#gap = affine_map<(n, c, h, w) -> (n, c)>

// An image beside itself, in the middle of padding, and summed up: nothing is moved.
// CHECK-LABEL: @beside
//       CHECK:   %[[CONV:.*]] = linalg.generic {{.*}} ins(%{{.*}} : tensor<?x4x6x8xi8>, tensor<8x16xi8>)
//       CHECK:   %[[BOTH:.*]] = tensor.concat dim(3) %[[CONV]], %[[CONV]] : (tensor<?x4x6x16xi32>, tensor<?x4x6x16xi32>) -> tensor<?x4x6x32xi32>
//       CHECK:   %[[PADDED:.*]] = tensor.insert_slice %[[BOTH]] into %{{.*}}[0, 1, 2, 0] [%{{.*}}, 4, 6, 32] [1, 1, 1, 1] : tensor<?x4x6x32xi32> into tensor<?x6x10x32xi32>
//       CHECK:   linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%[[PADDED]] : tensor<?x6x10x32xi32>)
func.func @beside(%x: tensor<?x4x6x8xi8>, %w: tensor<8x16xi8>, %n: index) -> tensor<?x32xi32> {
  %zero = arith.constant 0 : i32
  %e0 = tensor.empty(%n) : tensor<?x4x6x16xi32>
  %init = linalg.fill ins(%zero : i32) outs(%e0 : tensor<?x4x6x16xi32>) -> tensor<?x4x6x16xi32>
  %conv = linalg.generic {indexing_maps = [#x, #weights, #y], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<?x4x6x8xi8>, tensor<8x16xi8>) outs(%init : tensor<?x4x6x16xi32>) {
  ^bb0(%a: i8, %b: i8, %o: i32):
    %u = arith.extui %a : i8 to i32
    %v = arith.extsi %b : i8 to i32
    %m = arith.muli %u, %v : i32
    %t = arith.addi %o, %m : i32
    linalg.yield %t : i32
  } -> tensor<?x4x6x16xi32>
  %e1 = tensor.empty(%n) : tensor<?x16x4x6xi32>
  %moved = linalg.generic {indexing_maps = [#last, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%conv : tensor<?x4x6x16xi32>) outs(%e1 : tensor<?x16x4x6xi32>) {
  ^bb0(%a: i32, %o: i32):
    linalg.yield %a : i32
  } -> tensor<?x16x4x6xi32>
  %both = tensor.concat dim(1) %moved, %moved : (tensor<?x16x4x6xi32>, tensor<?x16x4x6xi32>) -> tensor<?x32x4x6xi32>
  %e2 = tensor.empty(%n) : tensor<?x32x6x10xi32>
  %around = linalg.fill ins(%zero : i32) outs(%e2 : tensor<?x32x6x10xi32>) -> tensor<?x32x6x10xi32>
  %padded = tensor.insert_slice %both into %around[0, 0, 1, 2] [%n, 32, 4, 6] [1, 1, 1, 1] : tensor<?x32x4x6xi32> into tensor<?x32x6x10xi32>
  %e3 = tensor.empty(%n) : tensor<?x32xi32>
  %none = linalg.fill ins(%zero : i32) outs(%e3 : tensor<?x32xi32>) -> tensor<?x32xi32>
  %sum = linalg.generic {indexing_maps = [#id, #gap], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%padded : tensor<?x32x6x10xi32>) outs(%none : tensor<?x32xi32>) {
  ^bb0(%a: i32, %o: i32):
    %t = arith.addi %a, %o : i32
    linalg.yield %t : i32
  } -> tensor<?x32xi32>
  return %sum : tensor<?x32xi32>
}
