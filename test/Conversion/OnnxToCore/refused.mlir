// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file --verify-diagnostics

// Whatever cannot be compiled is said in one report, at the node, with the way
// the file has it and the reason.

// expected-error@below {{3 of 4 nodes cannot be compiled; each is listed with its reason}}
func.func @report(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{(Foo) of domain ai.onnx version 21: the operator is not supported}}
  %0 = onnx.node "Foo" version 21(%x) : (tensor<2x3xf32>) -> !onnx.unknown
  %1 = onnx.node "Relu" version 21(%0) : (!onnx.unknown) -> !onnx.unknown
  // expected-note@below {{(Bar) of domain com.microsoft version 1: the operator is not supported}}
  %2 = onnx.node "Bar" domain "com.microsoft" version 1(%1) : (!onnx.unknown) -> !onnx.unknown
  // expected-note@below {{(LeakyRelu) of domain ai.onnx version 21: attribute 'alpha' must be a float}}
  %3 = onnx.node "LeakyRelu" version 21(%x) with {alpha = "a"} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %3 : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{a node (Frobnicate) of domain ai.onnx version 21: the operator is not supported}}
  %y = onnx.node "Frobnicate" version 21(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{of domain my.domain version 1: the operator is not supported}}
  %y = onnx.node "Frobnicate" domain "my.domain" version 1(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{version 6: the operator is supported from version 10 on}}
  %y = onnx.node "Mod" version 6(%x, %x) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// A misspelt attribute would otherwise be ignored.

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{attribute 'slope' is not known for this operator}}
  %y = onnx.node "Relu" version 14(%x) with {slope = 1.0 : f32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{attribute 'axis' must be an integer}}
  %y = onnx.node "Softmax" version 13(%x) with {axis = 1.0 : f32} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{axis 2 is out of range for rank 2}}
  %y = onnx.node "Softmax" version 13(%x) with {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{attribute 'axis' is missing}}
  %y = onnx.node "Concat" version 13(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{input 0 is missing}}
  %y = onnx.node "Relu" version 14() : () -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{it has 2 inputs, but the operator takes at most 1}}
  %y = onnx.node "Relu" version 14(%x, %x) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{output 1 is not supported}}
  %y:2 = onnx.node "Relu" version 14(%x) : (tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return %y#0 : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %z: tensor<2x4xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{sizes 3 and 4 do not broadcast}}
  %y = onnx.node "Add" version 14(%x, %z) : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %z: tensor<3xi64>) -> tensor<2x3xf32> {
  // expected-note@below {{operands have the element types}}
  %y = onnx.node "Add" version 14(%x, %z) : (tensor<2x3xf32>, tensor<3xi64>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<3xi64>) -> tensor<3xi64> {
  // expected-note@below {{element type i64 is not supported}}
  %y = onnx.node "Sqrt" version 13(%x) : (tensor<3xi64>) -> tensor<3xi64>
  return %y : tensor<3xi64>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<3xi64>) -> tensor<3xi64> {
  %zero = onnx.constant dense<[1, 0, 2]> : tensor<3xi64>
  // expected-note@below {{it divides by zero}}
  %y = onnx.node "Div" version 14(%x, %zero) : (tensor<3xi64>, tensor<3xi64>) -> tensor<3xi64>
  return %y : tensor<3xi64>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{attribute 'fmod' must be 1 for floats}}
  %y = onnx.node "Mod" version 13(%x, %x) : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{attribute 'to' names element type 8, which is not supported}}
  %y = onnx.node "Cast" version 21(%x) with {to = 8 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %w: tensor<4x3xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{the inner dimensions must be equal, got 3 and 4}}
  %y = onnx.node "MatMul" version 13(%x, %w) : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
  %s = onnx.constant dense<2> : tensor<2xi64>
  // expected-note@below {{numbers of elements of operand and result must be equal, got 6 and 4}}
  %y = onnx.node "Reshape" version 21(%x, %s) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<6x1xf32> {
  %s = onnx.constant dense<-1> : tensor<2xi64>
  // expected-note@below {{more than one dimension of the shape is -1}}
  %y = onnx.node "Reshape" version 21(%x, %s) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<6x1xf32>
  return %y : tensor<6x1xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<6x1xf32> {
  %s = onnx.constant dense<[2, 3, 0]> : tensor<3xi64>
  // expected-note@below {{dimension 2 of the shape is 0, but the operand has rank 2}}
  %y = onnx.node "Reshape" version 21(%x, %s) : (tensor<2x3xf32>, tensor<3xi64>) -> tensor<6x1xf32>
  return %y : tensor<6x1xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %s: tensor<?xi64>) {
  // expected-note@below {{the shape must be a small integer tensor of known size, got tensor<?xi64>}}
  %y = onnx.node "Reshape" version 21(%x, %s) : (tensor<2x3xf32>, tensor<?xi64>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %i = onnx.constant dense<[0, 2]> : tensor<2xi64>
  // expected-note@below {{index 2 is out of range for size 2}}
  %y = onnx.node "Gather" version 13(%x, %i) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  // expected-note@below {{attribute 'perm' is not a permutation of the 2 dimensions}}
  %y = onnx.node "Transpose" version 13(%x) with {perm = array<i64: 1, 1>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %i = onnx.constant dense<0> : tensor<1xi64>
  // expected-note@below {{a step is 0}}
  %y = onnx.node "Slice" version 13(%x, %i, %i, %i, %i) : (tensor<2x3xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<3xf32> {
  %i = onnx.constant dense<0> : tensor<1xi64>
  // expected-note@below {{a squeezed dimension and 1 must be equal, got 2 and 1}}
  %y = onnx.node "Squeeze" version 13(%x, %i) : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<3xf32>
  return %y : tensor<3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x4xf32> {
  %i = onnx.constant dense<[2, 4]> : tensor<2xi64>
  // expected-note@below {{sizes 3 and 4 do not broadcast}}
  %y = onnx.node "Expand" version 13(%x, %i) : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// An input that nobody could pass.

// expected-error@below {{input 'x' has type 'tensor<2x9223372036854775807xf32>', and no machine has room for it; give it another shape}}
func.func @main(%x: tensor<2x9223372036854775807xf32> {onnx.name = "x"}) -> tensor<?x?xf32> {
  %y = onnx.node "Relu" version 14(%x) : (tensor<2x9223372036854775807xf32>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// -----

// A few bytes that ask for terabytes.

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main() -> tensor<?x?xf32> {
  %i = onnx.constant dense<1099511627776> : tensor<2xi64>
  // expected-note@below {{its result would have the type tensor<1099511627776x1099511627776xf32>}}
  %y = onnx.node "ConstantOfShape" version 21(%i) : (tensor<2xi64>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %t: tensor<i32>, %r: tensor<f32>) -> tensor<2x3xf32> {
  // expected-note@below {{its inputs must be floats, a float and a bool, got tensor<2x3xf32>, tensor<f32> and tensor<i32>}}
  %y = onnx.node "Dropout" version 13(%x, %r, %t) : (tensor<2x3xf32>, tensor<f32>, tensor<i32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %w: tensor<4xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{sizes 4 and 3 do not broadcast}}
  %y = onnx.node "LayerNormalization" version 17(%x, %w) : (tensor<2x3xf32>, tensor<4xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// Prepacked weights have the shape of others.

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{attribute 'weight_prepacked' is 1: the weight is in a layout of another device; export the model without prepacking}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64, weight_prepacked = 1 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{attribute 'bits' must be from 1 to 8, got 9}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64, bits = 9 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{attribute 'block_size' must be a power of two and at least 16, got 24}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 8 : i64, block_size = 24 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{the last dimension of input A and attribute 'K' must be equal, got 20 and 24}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 24 : i64, N = 8 : i64, block_size = 16 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{attributes 'K' and 'N' must be positive and below 2^31, got 20 and 0}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 0 : i64, block_size = 16 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{input B must have the shape [8, 2, 4], got [8, 2, 8]}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64, bits = 2 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x3xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{input scales must have the shape [8, 2], got [8, 3]}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x3xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xi8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  // expected-note@below {{input B must be uint8, got tensor<8x2x8xi8>}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64} : (tensor<2x20xf32>, tensor<8x2x8xi8>, tensor<8x2xf32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>, %z: tensor<8x2xui8>) -> tensor<2x8xf32> {
  // expected-note@below {{input zero_points must have the shape [8, 1], got [8, 2]}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s, %z) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>, tensor<8x2xui8>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x20xf32>, %b: tensor<8x2x8xui8>, %s: tensor<8x2xf32>) -> tensor<2x8xf32> {
  %none = onnx.none
  %g = onnx.constant dense<2> : tensor<20xi32>
  // expected-note@below {{input g_idx has the entry 2, but there are 2 blocks}}
  %y = onnx.node "MatMulNBits" domain "com.microsoft" version 1(%a, %b, %s, %none, %g) with {K = 20 : i64, N = 8 : i64, block_size = 16 : i64} : (tensor<2x20xf32>, tensor<8x2x8xui8>, tensor<8x2xf32>, none, tensor<20xi32>) -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%q: tensor<1x2x32xf32>, %k: tensor<1x2x16xf32>, %p: tensor<1x1x4x16xf32>, %n: tensor<1xi32>, %t: tensor<i32>) -> tensor<1x2x32xf32> {
  // expected-note@below {{attribute 'qk_output' is not supported}}
  %y = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%q, %k, %k, %p, %p, %n, %t) with {num_heads = 2 : i64, kv_num_heads = 1 : i64, qk_output = 1 : i64} : (tensor<1x2x32xf32>, tensor<1x2x16xf32>, tensor<1x2x16xf32>, tensor<1x1x4x16xf32>, tensor<1x1x4x16xf32>, tensor<1xi32>, tensor<i32>) -> tensor<1x2x32xf32>
  return %y : tensor<1x2x32xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%q: tensor<1x2x32xf32>, %k: tensor<1x2x16xf32>, %p: tensor<1x1x4x16xf32>, %n: tensor<1xi32>, %t: tensor<i32>) -> tensor<1x2x32xf32> {
  // expected-note@below {{a quantized cache is not supported}}
  %y = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%q, %k, %k, %p, %p, %n, %t) with {num_heads = 2 : i64, kv_num_heads = 1 : i64, k_quant_type = "PER_TENSOR"} : (tensor<1x2x32xf32>, tensor<1x2x16xf32>, tensor<1x2x16xf32>, tensor<1x1x4x16xf32>, tensor<1x1x4x16xf32>, tensor<1xi32>, tensor<i32>) -> tensor<1x2x32xf32>
  return %y : tensor<1x2x32xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%q: tensor<1x2x32xf32>, %k: tensor<1x2x16xf32>, %p: tensor<1x1x4x16xf32>, %n: tensor<1xi32>, %t: tensor<i32>) -> tensor<1x2x32xf32> {
  // expected-note@below {{do_rotary needs input cos_cache}}
  %y = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%q, %k, %k, %p, %p, %n, %t) with {num_heads = 2 : i64, kv_num_heads = 1 : i64, do_rotary = 1 : i64} : (tensor<1x2x32xf32>, tensor<1x2x16xf32>, tensor<1x2x16xf32>, tensor<1x1x4x16xf32>, tensor<1x1x4x16xf32>, tensor<1xi32>, tensor<i32>) -> tensor<1x2x32xf32>
  return %y : tensor<1x2x32xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%q: tensor<1x2x32xf32>, %k: tensor<1x2x16xf32>, %p: tensor<1x1x4x16xf32>, %n: tensor<1xi32>, %t: tensor<i32>) -> tensor<1x2x32xf32> {
  // expected-note@below {{attribute 'num_heads' must be a multiple of 'kv_num_heads', got 2 and 3}}
  %y = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%q, %k, %k, %p, %p, %n, %t) with {num_heads = 2 : i64, kv_num_heads = 3 : i64} : (tensor<1x2x32xf32>, tensor<1x2x16xf32>, tensor<1x2x16xf32>, tensor<1x1x4x16xf32>, tensor<1x1x4x16xf32>, tensor<1xi32>, tensor<i32>) -> tensor<1x2x32xf32>
  return %y : tensor<1x2x32xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%q: tensor<1x2x32xf32>, %k: tensor<1x2x16xf32>, %p: tensor<1x2x4x16xf32>, %n: tensor<1xi32>, %t: tensor<i32>) -> tensor<1x2x32xf32> {
  // expected-note@below {{dimension 1 of input past_key and the new entries must be equal, got 2 and 1}}
  %y = onnx.node "GroupQueryAttention" domain "com.microsoft" version 1(%q, %k, %k, %p, %p, %n, %t) with {num_heads = 2 : i64, kv_num_heads = 1 : i64} : (tensor<1x2x32xf32>, tensor<1x2x16xf32>, tensor<1x2x16xf32>, tensor<1x2x4x16xf32>, tensor<1x2x4x16xf32>, tensor<1xi32>, tensor<i32>) -> tensor<1x2x32xf32>
  return %y : tensor<1x2x32xf32>
}

// -----

// Codes.

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<2xf64>) -> tensor<2x3xf64> {
  // expected-note@below {{input scale must be float, float16 or bfloat16, got tensor<2xf64>}}
  %y = onnx.node "DequantizeLinear" version 21(%x, %s) : (tensor<2x3xi8>, tensor<2xf64>) -> tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<2xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{sizes of operand and scale must be equal, got 2 and 3}}
  %y = onnx.node "DequantizeLinear" version 21(%x, %s) : (tensor<2x3xi8>, tensor<2xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<2xf32>) -> tensor<2x3xf32> {
  // expected-note@below {{scales of shape tensor<2xf32> do not fit an operand tensor<2x3xi8>}}
  %y = onnx.node "DequantizeLinear" version 21(%x, %s) with {block_size = 2 : i64} : (tensor<2x3xi8>, tensor<2xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x5xi8>, %s: tensor<2x2xf32>) -> tensor<2x5xf32> {
  // expected-note@below {{sizes of operand and scale must be equal, got 2 and 3}}
  %y = onnx.node "DequantizeLinear" version 21(%x, %s) with {block_size = 2 : i64} : (tensor<2x5xi8>, tensor<2x2xf32>) -> tensor<2x5xf32>
  return %y : tensor<2x5xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<3xf32>, %z: tensor<1x3xi8>) -> tensor<2x3xf32> {
  // expected-note@below {{scale and zero point must have one shape, got tensor<3xf32> and tensor<1x3xi8>}}
  %y = onnx.node "DequantizeLinear" version 21(%x, %s, %z) : (tensor<2x3xi8>, tensor<3xf32>, tensor<1x3xi8>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<f32>, %z: tensor<ui8>) -> tensor<2x3xf32> {
  // expected-note@below {{operand and zero point must have one element type, got tensor<2x3xi8> and tensor<ui8>}}
  %y = onnx.node "DequantizeLinear" version 21(%x, %s, %z) : (tensor<2x3xi8>, tensor<f32>, tensor<ui8>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<f32>) -> tensor<2x3xf32> {
  // expected-note@below {{attribute 'output_dtype' names element type 99, which is not supported}}
  %y = onnx.node "DequantizeLinear" version 23(%x, %s) with {output_dtype = 99 : i64} : (tensor<2x3xi8>, tensor<f32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %s: tensor<f32>) -> tensor<2x3xi4> {
  // expected-note@below {{element type i4 is not supported}}
  %y = onnx.node "QuantizeLinear" version 21(%x, %s) with {output_dtype = 22 : i64} : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xi4>
  return %y : tensor<2x3xi4>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %s: tensor<f32>, %z: tensor<i8>) -> tensor<2x3xui8> {
  // expected-note@below {{attribute 'output_dtype' and the zero point tensor<i8> differ}}
  %y = onnx.node "QuantizeLinear" version 21(%x, %s, %z) with {output_dtype = 2 : i64} : (tensor<2x3xf32>, tensor<f32>, tensor<i8>) -> tensor<2x3xui8>
  return %y : tensor<2x3xui8>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xf32>, %w: tensor<3x2xi8>) -> tensor<2x2xi32> {
  // expected-note@below {{element type f32 is not supported}}
  %y = onnx.node "MatMulInteger" version 10(%x, %w) : (tensor<2x3xf32>, tensor<3x2xi8>) -> tensor<2x2xi32>
  return %y : tensor<2x2xi32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %w: tensor<3x2xi8>, %z: tensor<ui8>) -> tensor<2x2xi32> {
  // expected-note@below {{operands have the element types i8 and ui8}}
  %y = onnx.node "MatMulInteger" version 10(%x, %w, %z) : (tensor<2x3xi8>, tensor<3x2xi8>, tensor<ui8>) -> tensor<2x2xi32>
  return %y : tensor<2x2xi32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %w: tensor<3x2xi8>, %z: tensor<1x1x1xi8>) -> tensor<2x2xi32> {
  // expected-note@below {{zero point tensor<1x1x1xi8> does not fit its operand tensor<2x3xi8>}}
  %y = onnx.node "MatMulInteger" version 10(%x, %w, %z) : (tensor<2x3xi8>, tensor<3x2xi8>, tensor<1x1x1xi8>) -> tensor<2x2xi32>
  return %y : tensor<2x2xi32>
}

// -----

// expected-error@below {{1 of 2 nodes cannot be compiled}}
func.func @main(%x: tensor<2x3xi8>, %s: tensor<f32>) -> tensor<2x3xf32> {
  %c = onnx.node "Cast" version 21(%x) with {to = 22 : i64} : (tensor<2x3xi8>) -> tensor<2x3xi4>
  // expected-note@below {{codes of 4 bits must be constant, got tensor<2x3xi4>}}
  %y = onnx.node "DequantizeLinear" version 21(%c, %s) : (tensor<2x3xi4>, tensor<f32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%a: tensor<2x3xi8>, %s: tensor<f32>, %z: tensor<i8>, %b: tensor<3x2xi8>, %t: tensor<3xf32>) -> tensor<2x2xi8> {
  // expected-note@below {{scale and zero point must be one number or one for each column, got tensor<3xf32> and tensor<i8>}}
  %y = onnx.node "QLinearMatMul" version 21(%a, %s, %z, %b, %t, %z, %s, %z) : (tensor<2x3xi8>, tensor<f32>, tensor<i8>, tensor<3x2xi8>, tensor<3xf32>, tensor<i8>, tensor<f32>, tensor<i8>) -> tensor<2x2xi8>
  return %y : tensor<2x2xi8>
}

// -----

// The boundary of the graph.

// expected-error@below {{input 'words' has type 'tensor<2x!onnx.string>'; expects a tensor of numbers whose rank the file states}}
func.func @strings(%x: tensor<2x!onnx.string> {onnx.name = "words"}) {
  return
}

// -----

// expected-error@below {{input 0 has type '!onnx.unknown'; expects a tensor of numbers}}
func.func @unknown(%x: !onnx.unknown) {
  return
}

// -----

// expected-error@below {{output 'y' is declared as 'tensor<2x4xf32>', but its value is tensor<2x3xf32>}}
func.func @shape(%x: tensor<2x3xf32>) -> (tensor<2x4xf32> {onnx.name = "y"}) {
  %y = onnx.node "Relu" version 14(%x) : (tensor<2x3xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// expected-error@below {{output 'y' is declared as 'tensor<2x3xf32>', but its value is tensor<2x3xi64>}}
func.func @element(%x: tensor<2x3xf32>) -> (tensor<2x3xf32> {onnx.name = "y"}) {
  %y = onnx.node "Cast" version 13(%x) with {to = 7 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}
