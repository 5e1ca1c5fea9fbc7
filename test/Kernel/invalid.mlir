// RUN: lutra-opt %s --split-input-file --verify-diagnostics --pass-pipeline='builtin.module(func.func(lowbit-expand-micro-kernels))'

func.func @rows(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %i: index) {
  // expected-error @below {{expects rows that divide the panel's 16, got 32}}
  lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%i] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
    outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 32 tokens = 1
    format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dequant", tokens = 1>
  return
}

// -----

func.func @tokens(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %i: index) {
  // expected-error @below {{expects tokens above 0, got 0}}
  lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%i] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
    outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 16 tokens = 0
    format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dequant", tokens = 1>
  return
}

// -----

func.func @side_by_side(%q: memref<?x128xi8>, %s: memref<?x1xf32>, %sums: memref<?x1xi32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>,
                        %y: memref<?x16xf32>, %i: index) {
  // expected-error @below {{expects quads of at least two tokens side by side and not more tokens than that, got 4 of them in 128 columns for 5 tokens}}
  lowbit.micro_contract acts(%q, %s, %sums : memref<?x128xi8>, memref<?x1xf32>, memref<?x1xi32>) weights(%w[%i] : memref<128xi8>)
    scales(%ws : memref<1x1x16xf32>) outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 16 tokens = 5 side_by_side = 4
    format = #lowbit.ternary activation = <int8_token> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dot", tokens = 1>
  return
}

// -----

func.func @shape(%x: memref<?x?xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %i: index) {
  // expected-error @below {{expects acts [M, K'] and outs [M, N] with static K' and N}}
  lowbit.micro_contract acts(%x : memref<?x?xf32>) weights(%w[%i] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
    outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 16 tokens = 1
    format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dequant", tokens = 1>
  return
}

// -----

func.func @family(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %i: index) {
  // expected-error @below {{has no kernel family of its name 'abacus'}}
  lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%i] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
    outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 16 tokens = 1
    format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "abacus", tokens = 1>
  return
}

// -----

func.func @refused(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %i: index) {
  // expected-error @below {{cannot be computed by 'dot': activations are floats}}
  lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%i] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
    outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 16 tokens = 1
    format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dot", tokens = 1>
  return
}

// -----

func.func @epilogue(%x: memref<?x32xf32>, %w: memref<128xi8>, %ws: memref<1x1x16xf32>, %y: memref<?x16xf32>, %i: index, %m: memref<f32>) {
  lowbit.micro_contract acts(%x : memref<?x32xf32>) weights(%w[%i] : memref<128xi8>) scales(%ws : memref<1x1x16xf32>)
    outs(%y : memref<?x16xf32>) panel %i row %i token %i rows = 16 tokens = 1
    format = #lowbit.ternary activation = <float> layout = #lowbit.planes<bits = 2, rows = 16, group = 32>
    kernel = <family = "dequant", tokens = 1> {
  ^bb0(%v: f32):
    // expected-error @below {{has no meaning on vectors, as what an epilogue consists of must have}}
    %loaded = memref.load %m[] : memref<f32>
    lowbit.yield %loaded : f32
  }
  return
}
