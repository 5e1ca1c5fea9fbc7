// RUN: lutra-opt %s --split-input-file --verify-diagnostics

// C1
func.func @eq(%a: tensor<2xcomplex<f32>>) {
  // expected-error @below {{expects integers, floats or indices, got 'complex<f32>'}}
  check.expect_eq %a, %a : tensor<2xcomplex<f32>>
  return
}

// -----

// C1
func.func @close(%a: tensor<2xi32>) {
  // expected-error @below {{expects floats of at most 64 bits, got 'i32'}}
  check.expect_close %a, %a {atol = 0.0 : f64, rtol = 0.0 : f64} : tensor<2xi32>
  return
}

// -----

// C1
func.func @close(%a: tensor<2xf128>) {
  // expected-error @below {{expects floats of at most 64 bits, got 'f128'}}
  check.expect_close %a, %a {atol = 0.0 : f64, rtol = 0.0 : f64} : tensor<2xf128>
  return
}

// -----

// C2
func.func @close(%a: tensor<2xf32>) {
  // expected-error @below {{expects a finite atol >= 0, got -1}}
  check.expect_close %a, %a {atol = -1.0 : f64, rtol = 0.0 : f64} : tensor<2xf32>
  return
}

// -----

// C2
func.func @close(%a: tensor<2xf32>) {
  // expected-error @below {{expects a finite rtol >= 0, got INF}}
  check.expect_close %a, %a {atol = 0.0 : f64, rtol = 0x7FF0000000000000 : f64} : tensor<2xf32>
  return
}
