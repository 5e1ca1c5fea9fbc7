// RUN: lutra-opt %s --convert-onnx-to-core --split-input-file --verify-diagnostics

// What operators on images and sequences refuse, and what they say.

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x3x3x3xf32>) {
  // expected-note@below {{channels of the input and those of the weights must be equal, got 4 and 3}}
  %y = onnx.node "Conv" version 11(%x0, %x1) : (tensor<1x4x5x5xf32>, tensor<2x3x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<3x2x3x3xf32>) {
  // expected-note@below {{channels of the weights and a multiple of the groups must be equal, got 3 and 2}}
  %y = onnx.node "Conv" version 11(%x0, %x1) with {group = 2 : i64} : (tensor<1x4x5x5xf32>, tensor<3x2x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x6x3xf32>) {
  // expected-note@below {{the window must not be larger than the padded input, got 6 and 5}}
  %y = onnx.node "Conv" version 11(%x0, %x1) : (tensor<1x4x5x5xf32>, tensor<2x4x6x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x3xf32>) {
  // expected-note@below {{its operands must be images and windows of as many dimensions, got tensor<1x4x5x5xf32> and tensor<2x4x3xf32>}}
  %y = onnx.node "Conv" version 11(%x0, %x1) : (tensor<1x4x5x5xf32>, tensor<2x4x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x3x3xf32>) {
  // expected-note@below {{attribute 'strides' has 0, expects at least 1}}
  %y = onnx.node "Conv" version 11(%x0, %x1) with {strides = array<i64: 0, 1>} : (tensor<1x4x5x5xf32>, tensor<2x4x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x3x3xf32>) {
  // expected-note@below {{attribute 'pads' has 2 numbers, expects 4}}
  %y = onnx.node "Conv" version 11(%x0, %x1) with {pads = array<i64: 1, 1>} : (tensor<1x4x5x5xf32>, tensor<2x4x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x3x3xf32>) {
  // expected-note@below {{attribute 'auto_pad' is 'SAME', expects NOTSET, SAME_UPPER, SAME_LOWER or VALID}}
  %y = onnx.node "Conv" version 11(%x0, %x1) with {auto_pad = "SAME"} : (tensor<1x4x5x5xf32>, tensor<2x4x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x3x3xf32>) {
  // expected-note@below {{attribute 'kernel_shape' and the weights' sizes must be equal, got 2 and 3}}
  %y = onnx.node "Conv" version 11(%x0, %x1) with {kernel_shape = array<i64: 3, 2>} : (tensor<1x4x5x5xf32>, tensor<2x4x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<2x4x3x3xf32>, %x2: tensor<3xf32>) {
  // expected-note@below {{sizes of input B and channels of the output must be equal, got 3 and 2}}
  %y = onnx.node "Conv" version 11(%x0, %x1, %x2) : (tensor<1x4x5x5xf32>, tensor<2x4x3x3xf32>, tensor<3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5xi32>, %x1: tensor<2x4x3xi32>) {
  // expected-note@below {{element type i32 is not supported}}
  %y = onnx.node "Conv" version 11(%x0, %x1) : (tensor<1x4x5xi32>, tensor<2x4x3xi32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{its padded input would have more than 2^40 elements}}
  %y = onnx.node "MaxPool" version 12(%x0) with {kernel_shape = array<i64: 1, 1>, pads = array<i64: 2147483648, 2147483648, 0, 0>, strides = array<i64: 2147483648, 2147483648>} : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<4x2x3x3xf32>) {
  // expected-note@below {{its padded input would have more than 2^40 elements}}
  %y = onnx.node "ConvTranspose" version 11(%x0, %x1) with {dilations = array<i64: 2147483648, 2147483648>, output_shape = array<i64: 5, 5>} : (tensor<1x4x5x5xf32>, tensor<4x2x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<4x2x3x3xf32>) {
  // expected-note@below {{attribute 'output_shape' has 1 numbers, expects 2}}
  %y = onnx.node "ConvTranspose" version 11(%x0, %x1) with {output_shape = array<i64: 5>} : (tensor<1x4x5x5xf32>, tensor<4x2x3x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xui8>, %x1: tensor<2x4x3x3xui8>, %x2: tensor<4xui8>) {
  // expected-note@below {{zero point must be one number, got tensor<4xui8>}}
  %y = onnx.node "ConvInteger" version 10(%x0, %x1, %x2) : (tensor<1x4x5x5xui8>, tensor<2x4x3x3xui8>, tensor<4xui8>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5xui8>, %x1: tensor<f32>, %x2: tensor<ui8>, %x3: tensor<2x4x3xui8>, %x4: tensor<3xf32>, %x5: tensor<ui8>, %x6: tensor<f32>, %x7: tensor<ui8>) {
  // expected-note@below {{channels of the weights and their scales must be equal, got 3 and 2}}
  %y = onnx.node "QLinearConv" version 10(%x0, %x1, %x2, %x3, %x4, %x5, %x6, %x7) : (tensor<1x4x5xui8>, tensor<f32>, tensor<ui8>, tensor<2x4x3xui8>, tensor<3xf32>, tensor<ui8>, tensor<f32>, tensor<ui8>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{attribute 'kernel_shape' is missing}}
  %y = onnx.node "MaxPool" version 12(%x0) : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<4x5xf32>) {
  // expected-note@below {{its input must have spatial dimensions, got tensor<4x5xf32>}}
  %y = onnx.node "MaxPool" version 12(%x0) with {kernel_shape = array<i64: 2>} : (tensor<4x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x1x5xi8>) {
  // expected-note@below {{element type i8 is not supported}}
  %y = onnx.node "AveragePool" version 11(%x0) with {kernel_shape = array<i64: 2>} : (tensor<1x1x5xi8>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{attribute 'p' must be positive}}
  %y = onnx.node "LpPool" version 11(%x0) with {kernel_shape = array<i64: 2, 2>, p = 0 : i64} : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<1x4x5x5xf32>) {
  // expected-note@below {{its operands must be images and 64-bit positions}}
  %y = onnx.node "MaxUnpool" version 11(%x0, %x1) with {kernel_shape = array<i64: 2, 2>} : (tensor<1x4x5x5xf32>, tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{attribute 'pads' is missing}}
  %y = onnx.node "Pad" version 2(%x0) : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<2x3xf32>, %x1: tensor<4xi64>) {
  // expected-note@below {{attribute 'mode' is 'wrap', expects constant, edge, reflect or (from version 19 on) wrap}}
  %y = onnx.node "Pad" version 13(%x0, %x1) with {mode = "wrap"} : (tensor<2x3xf32>, tensor<4xi64>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<2x3xf32>) {
  // expected-note@below {{pads must not cut off more than there is, got 0 and -1}}
  %y = onnx.node "Pad" version 2(%x0) with {pads = array<i64: 0, -2, 0, -2>} : (tensor<2x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<0x3xf32>) {
  // expected-note@below {{a padded dimension must have elements, got 1 and 0}}
  %y = onnx.node "Pad" version 2(%x0) with {mode = "edge", pads = array<i64: 1, 0, 0, 0>} : (tensor<0x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{channels of the input and a multiple of 9 must be equal, got 4 and 0}}
  %y = onnx.node "DepthToSpace" version 13(%x0) with {blocksize = 3 : i64} : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{height of the input and a multiple of 2 must be equal, got 5 and 4}}
  %y = onnx.node "SpaceToDepth" version 13(%x0) with {blocksize = 2 : i64} : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{attribute 'mode' is 'RCD', expects DCR or CRD}}
  %y = onnx.node "DepthToSpace" version 13(%x0) with {blocksize = 2 : i64, mode = "RCD"} : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<4xf32>, %x2: tensor<4xf32>, %x3: tensor<4xf32>, %x4: tensor<4xf32>) {
  // expected-note@below {{attribute 'spatial' is 0, which is not supported}}
  %y = onnx.node "BatchNormalization" version 7(%x0, %x1, %x2, %x3, %x4) with {spatial = 0 : i64} : (tensor<1x4x5x5xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<4xf32>, %x2: tensor<4xf32>, %x3: tensor<4xf32>, %x4: tensor<5xf32>) {
  // expected-note@below {{sizes of input input_var and channels must be equal, got 5 and 4}}
  %y = onnx.node "BatchNormalization" version 9(%x0, %x1, %x2, %x3, %x4) : (tensor<1x4x5x5xf32>, tensor<4xf32>, tensor<4xf32>, tensor<4xf32>, tensor<5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<4xf32>, %x2: tensor<4xf32>) {
  // expected-note@below {{channels and a multiple of the groups must be equal, got 4 and 3}}
  %y = onnx.node "GroupNormalization" version 21(%x0, %x1, %x2) with {num_groups = 3 : i64} : (tensor<1x4x5x5xf32>, tensor<4xf32>, tensor<4xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<4xf32>, %x2: tensor<4xf32>) {
  // expected-note@below {{attribute 'stash_type' is 10, but statistics are computed in float32}}
  %y = onnx.node "GroupNormalization" version 21(%x0, %x1, %x2) with {num_groups = 2 : i64, stash_type = 10 : i64} : (tensor<1x4x5x5xf32>, tensor<4xf32>, tensor<4xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{attribute 'size' is missing}}
  %y = onnx.node "LRN" version 13(%x0) : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{it has neither scales nor sizes}}
  %y = onnx.node "Resize" version 13(%x0) : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{attribute 'scales' must have a float for each dimension}}
  %y = onnx.node "Upsample" version 7(%x0) : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>) {
  // expected-note@below {{a scale must be positive, got 0.0}}
  %y = onnx.node "Upsample" version 7(%x0) with {scales = array<f32: 1.0, 1.0, 0.0, 2.0>} : (tensor<1x4x5x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x2: tensor<4xf32>) {
  %none = onnx.none
  // expected-note@below {{attribute 'mode' is 'area', which is not known}}
  %y = onnx.node "Resize" version 13(%x0, %none, %x2) with {mode = "area"} : (tensor<1x4x5x5xf32>, none, tensor<4xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<1x2x2x2xf32>) {
  // expected-note@below {{attributes 'mode' and 'padding_mode' are 'bilinear' and 'zeros', which is not known}}
  %y = onnx.node "GridSample" version 20(%x0, %x1) with {mode = "bilinear"} : (tensor<1x4x5x5xf32>, tensor<1x2x2x2xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<1x2x2x3xf32>) {
  // expected-note@below {{coordinates of the grid and dimensions of the input must be equal, got 3 and 2}}
  %y = onnx.node "GridSample" version 16(%x0, %x1) : (tensor<1x4x5x5xf32>, tensor<1x2x2x3xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<1x4x5x5xf32>, %x1: tensor<3x4xf32>, %x2: tensor<3xi64>) {
  // expected-note@below {{attribute 'mode' is 'min', expects avg or max}}
  %y = onnx.node "RoiAlign" version 16(%x0, %x1, %x2) with {mode = "min"} : (tensor<1x4x5x5xf32>, tensor<3x4xf32>, tensor<3xi64>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<3x2x4xf32>, %x1: tensor<1x20x4xf32>, %x2: tensor<1x20x5xf32>) {
  // expected-note@below {{attribute 'direction' is 'both', expects forward, reverse or bidirectional}}
  %y = onnx.node "LSTM" version 14(%x0, %x1, %x2) with {direction = "both", hidden_size = 5 : i64} : (tensor<3x2x4xf32>, tensor<1x20x4xf32>, tensor<1x20x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<3x2x4xf32>, %x1: tensor<1x20x4xf32>, %x2: tensor<1x20x5xf32>) {
  // expected-note@below {{activation 'Swish' is not known}}
  %y = onnx.node "LSTM" version 14(%x0, %x1, %x2) with {activations = ["Tanh", "Sigmoid", "Swish"], hidden_size = 5 : i64} : (tensor<3x2x4xf32>, tensor<1x20x4xf32>, tensor<1x20x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<3x2x4xf32>, %x1: tensor<1x15x3xf32>, %x2: tensor<1x15x5xf32>) {
  // expected-note@below {{sizes of input W and of the others must be equal, got 3 and 4}}
  %y = onnx.node "GRU" version 14(%x0, %x1, %x2) with {hidden_size = 5 : i64} : (tensor<3x2x4xf32>, tensor<1x15x3xf32>, tensor<1x15x5xf32>) -> !onnx.unknown
  return
}

// -----

// expected-error@below {{1 of 1 nodes cannot be compiled}}
func.func @main(%x0: tensor<3x2x4xf32>, %x1: tensor<1x5x4xf32>, %x2: tensor<1x5x5xf32>) {
  // expected-note@below {{attribute 'activations' must be a list of 1 names}}
  %y = onnx.node "RNN" version 14(%x0, %x1, %x2) with {activations = ["Tanh", "Tanh"], hidden_size = 5 : i64} : (tensor<3x2x4xf32>, tensor<1x5x4xf32>, tensor<1x5x5xf32>) -> !onnx.unknown
  return
}
