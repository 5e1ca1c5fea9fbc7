// RUN: lutra-opt %s --verify-roundtrip | FileCheck %s

// Expectations have no results and stay all the same.
// RUN: lutra-opt %s --canonicalize --cse | FileCheck %s

// CHECK: check.expect_eq %{{.*}}, %{{.*}} : tensor<2x?xi4>
// CHECK: check.expect_close %{{.*}}, %{{.*}} {atol = 5.000000e-01 : f64, rtol = 0.000000e+00 : f64} : tensor<?xbf16>
func.func @checks(%a: tensor<2x?xi4>, %b: tensor<?xbf16>) {
  check.expect_eq %a, %a : tensor<2x?xi4>
  check.expect_close %b, %b {atol = 0.5 : f64, rtol = 0.0 : f64} : tensor<?xbf16>
  return
}
