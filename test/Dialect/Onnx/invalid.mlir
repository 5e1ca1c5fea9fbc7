// RUN: lutra-opt %s --split-input-file --verify-diagnostics

func.func @no_operator() {
  // expected-error @+1 {{expects an operator type}}
  onnx.node "" version 1() : () -> ()
  return
}

// -----

func.func @no_version() {
  // expected-error @+1 {{expects a version of at least 1, got 0}}
  onnx.node "Relu" version 0() : () -> ()
  return
}

// -----

func.func @default_domain() {
  // expected-error @+1 {{expects an empty domain for ONNX's own operators, got 'ai.onnx'}}
  onnx.node "Relu" domain "ai.onnx" version 1() : () -> ()
  return
}

// -----

func.func @body_without_name(%c: tensor<i1>) {
  // expected-error @+1 {{expects a name for each body, got 1 names and 2 bodies}}
  onnx.node "If" version 1(%c) bodies ["then_branch"] {
    onnx.yield
  }, {
    onnx.yield
  } : (tensor<i1>) -> ()
  return
}

// -----

func.func @name_without_body(%c: tensor<i1>) {
  // expected-error @+1 {{expects a name for each body, got 2 names and 1 bodies}}
  onnx.node "If" version 1(%c) bodies ["then_branch", "else_branch"] {
    onnx.yield
  } : (tensor<i1>) -> ()
  return
}

// -----

func.func @same_names(%c: tensor<i1>) {
  // expected-error @+1 {{expects names of bodies and attributes to be different, got "b" twice}}
  onnx.node "If" version 1(%c) bodies ["b", "b"] {
    onnx.yield
  }, {
    onnx.yield
  } : (tensor<i1>) -> ()
  return
}

// -----

func.func @name_of_attribute(%c: tensor<i1>) {
  // expected-error @+1 {{expects names of bodies and attributes to be different, got "b" twice}}
  onnx.node "If" version 1(%c) with {b = 1 : i64} bodies ["b"] {
    onnx.yield
  } : (tensor<i1>) -> ()
  return
}

// -----

func.func @two_blocks(%c: tensor<i1>) {
  // expected-error @+1 {{region #0 ('bodies') failed to verify constraint: region with 1 blocks}}
  onnx.node "If" version 1(%c) bodies ["b"] {
    cf.br ^bb1
  ^bb1:
    onnx.yield
  } : (tensor<i1>) -> ()
  return
}

// -----

func.func @other_end(%c: tensor<i1>) {
  // expected-error @+1 {{expects body #0 to end in onnx.yield}}
  onnx.node "If" version 1(%c) bodies ["b"] {
    llvm.unreachable
  } : (tensor<i1>) -> ()
  return
}

// -----

func.func @used_none(%x: tensor<2xf32>) {
  // expected-error @+1 {{expects an omitted output to have no uses, but result #1 has some}}
  %y:2 = onnx.node "Dropout" version 13(%x) : (tensor<2xf32>) -> (tensor<2xf32>, none)
  onnx.node "Relu" version 13(%y#1) : (none) -> ()
  return
}

// -----

func.func @constant_type() {
  // expected-error @+1 {{failed to verify that all of {value, result} have same type}}
  %0 = "onnx.constant"() {value = dense<1> : tensor<2xi64>} : () -> tensor<3xi64>
  return
}

// -----

func.func @stray_yield() {
  // expected-error @+1 {{expects parent op 'onnx.node'}}
  onnx.yield
}
