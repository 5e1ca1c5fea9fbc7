// RUN: lutra-opt %s --pass-pipeline='builtin.module(func.func(check-decompose))' | FileCheck %s

// Shapes first, then elements; messages say where the expectation stands.
// CHECK-LABEL: @eq
//       CHECK:   cf.assert %{{.*}}, "{{.*}}decompose.mlir:[[@LINE+11]]: check.expect_eq: sizes of dimension 1 differ"
//       CHECK:   linalg.generic
//  CHECK-SAME:     iterator_types = ["reduction", "reduction"]
//       CHECK:     arith.bitcast
//       CHECK:     arith.cmpi ne
//       CHECK:   %[[COUNT:.*]] = tensor.extract
//       CHECK:   %[[NONE:.*]] = arith.cmpi eq, %[[COUNT]]
//       CHECK:   cf.assert %[[NONE]], "{{.*}}decompose.mlir:[[@LINE+4]]: check.expect_eq: elements differ"
//   CHECK-NOT:   check.expect

func.func @eq(%a: tensor<2x?xf32>, %b: tensor<2x?xf32>) {
  check.expect_eq %a, %b : tensor<2x?xf32>
  return
}

// A name in front of the place does not hide it, and no place is no reason to fail.
// CHECK-LABEL: @close
//       CHECK:   cf.assert %{{.*}}, "model.mlir:7: check.expect_close: elements differ"
//       CHECK:   cf.assert %{{.*}}, "check.expect_close: elements differ"
func.func @close(%a: tensor<2xf32>) {
  check.expect_close %a, %a {atol = 0.0 : f64, rtol = 0.0 : f64} : tensor<2xf32> loc("node"("model.mlir":7:3))
  check.expect_close %a, %a {atol = 0.0 : f64, rtol = 0.0 : f64} : tensor<2xf32> loc("node")
  return
}
