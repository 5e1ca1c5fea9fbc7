// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(lowbit-decompose,canonicalize,cse))' | FileCheck %s

// A vector is the sum of one of each book, whose codes are neighbours; values of
// the second book are behind those of the first.
// CHECK-LABEL: @vectors
// CHECK-SAME:    %[[A:[a-z0-9]+]]: tensor<?x6xf32>, %[[CODES:[a-z0-9]+]]: tensor<704x6xi8>
// CHECK:         %[[VALUES:.*]] = arith.constant dense<[1.000000e+00, 2.000000e+00, 0.000000e+00, 0.000000e+00, 5.000000e-01, 2.500000e-01, 0.000000e+00, 0.000000e+00]> : tensor<8xf32>
// CHECK:         linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "reduction"]
// CHECK-SAME:      ins(%[[A]], %{{.*}} : tensor<?x6xf32>, tensor<704xf32>)
// CHECK:           %[[K:.*]] = linalg.index 2
// CHECK:           %[[VECTOR:.*]] = arith.divui %[[K]], %c2
// CHECK:           %[[IN:.*]] = arith.remui %[[K]], %c2
// CHECK:           %[[AT:.*]] = arith.muli %[[VECTOR]], %c2 : index
// CHECK:           %[[BYTE0:.*]] = tensor.extract %[[CODES]][%{{.*}}, %[[AT]]]
// CHECK:           %[[CODE0:.*]] = arith.index_castui %[[BYTE0]]
// CHECK:           %[[BEGIN0:.*]] = arith.muli %[[CODE0]], %c2
// CHECK:           %[[PLACE0:.*]] = arith.addi %[[BEGIN0]], %[[IN]]
// CHECK:           %[[VALUE0:.*]] = tensor.extract %[[VALUES]][%[[PLACE0]]]
// CHECK:           %[[NEXT:.*]] = arith.addi %[[AT]], %c1
// CHECK:           %[[BYTE1:.*]] = tensor.extract %[[CODES]][%{{.*}}, %[[NEXT]]]
// CHECK:           %[[CODE1:.*]] = arith.index_castui %[[BYTE1]]
// CHECK:           %[[IN_BOOK:.*]] = arith.addi %[[CODE1]], %c2
// CHECK:           arith.muli %[[IN_BOOK]], %c2
// CHECK:           %[[VALUE1:.*]] = tensor.extract %[[VALUES]]
// CHECK:           %[[SUM:.*]] = arith.addf %[[VALUE0]], %[[VALUE1]]
// CHECK:           %[[W:.*]] = arith.mulf %[[SUM]]
// CHECK:           math.fma %{{.*}}, %[[W]], %{{.*}} : f32
func.func @vectors(%a: tensor<?x6xf32>, %w: tensor<704x6xi8>, %s: tensor<704x1xf32>, %init: tensor<?x704xf32>) -> tensor<?x704xf32> {
  %y = lowbit.contract acts(%a : tensor<?x6xf32>) codes(%w : tensor<704x6xi8>) scales(%s : tensor<704x1xf32>)
    outs(%init : tensor<?x704xf32>) format = #lowbit.vector_codebook<bits = 1, length = 2, books = 2, values = [1.0, 2.0, 0.5, 0.25]>
    activation = <float> group_size = 0 -> tensor<?x704xf32>
  return %y : tensor<?x704xf32>
}
