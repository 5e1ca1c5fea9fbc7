// RUN: lutra-opt %s --vectorize-buffer-loops --canonicalize --cse --split-input-file --verify-diagnostics | FileCheck %s

// Little work stays on this thread; the size says that there is no tail.

// CHECK-LABEL: func.func @elementwise(
// CHECK-NOT:     scf.parallel
// CHECK:         scf.for %{{.*}} = %{{.*}} to %{{.*}} step %[[C64:.*]] {
// CHECK-COUNT-4:   vector.store {{.*}} : memref<256xf32>, vector<16xf32>
// CHECK-NOT:     vector.maskedload
// CHECK:         return
func.func @elementwise(%call: !llvm.ptr, %a: memref<256xf32>, %out: memref<256xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : memref<256xf32>) outs(%out : memref<256xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %x, %x : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// A tail is one masked step.

// CHECK-LABEL: func.func @tail(
// CHECK:         scf.parallel
// CHECK:           vector.load
// CHECK:           %[[MASK:.*]] = arith.cmpi {{.*}} : vector<16xi32>
// CHECK:           vector.maskedload {{.*}}, %[[MASK]],
// CHECK:           vector.maskedstore {{.*}}, %[[MASK]],
func.func @tail(%call: !llvm.ptr, %a: memref<?xf32>, %out: memref<?xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : memref<?xf32>) outs(%out : memref<?xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %x, %x : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// Without the runtime's handle there are no threads.

// CHECK-LABEL: func.func @no_handle(
// CHECK-NOT:     scf.parallel
// CHECK:         vector.store
func.func @no_handle(%a: memref<?xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%a : memref<?xf32>)
  return
}

// -----

// A division may not see a lane that does not exist: no masks.

// CHECK-LABEL: func.func @division(
// CHECK:         arith.divsi {{.*}} : vector<16xi32>
// CHECK-NOT:     vector.masked
// CHECK:         arith.divsi {{.*}} : i32
// CHECK-NOT:     vector.masked
func.func @division(%call: !llvm.ptr, %a: memref<?xi32>, %b: memref<?xi32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : memref<?xi32>) outs(%b : memref<?xi32>) {
    ^bb0(%x: i32, %o: i32):
      %y = arith.divsi %x, %o : i32
      linalg.yield %y : i32
  }
  return
}

// -----

// Four partial sums of 16 lanes, then a tree.

// CHECK-LABEL: func.func @sum(
// CHECK:         %[[ACC:.*]]:4 = scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK:         arith.addf %[[ACC]]#0, %[[ACC]]#1
// CHECK:         arith.addf %[[ACC]]#2, %[[ACC]]#3
// CHECK:         vector.shuffle {{.*}} [8, 9, 10, 11, 12, 13, 14, 15]
// CHECK:         vector.shuffle {{.*}} [4, 5, 6, 7]
func.func @sum(%call: !llvm.ptr, %a: memref<256xf32>, %out: memref<f32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%a : memref<256xf32>) outs(%out : memref<f32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %o, %x : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// An accumulation that is not associative runs in order, one element at a time.

// CHECK-LABEL: func.func @recurrence(
// CHECK-NOT:     vector
// CHECK:         return
func.func @recurrence(%call: !llvm.ptr, %a: memref<256xf32>, %out: memref<f32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%a : memref<256xf32>) outs(%out : memref<f32>) {
    ^bb0(%x: f32, %o: f32):
      %h = arith.mulf %o, %x : f32
      %y = arith.addf %h, %x : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// Lanes along n; eight rows of m share two vectors that they load; k runs inside.

// CHECK-LABEL: func.func @matmul(
// CHECK:         %{{.*}}:16 = scf.for {{.*}} -> (vector<16xf32>, {{.*}}) {
// CHECK:           vector.load {{.*}} : memref<32x64xf32>, vector<16xf32>
// CHECK:           math.fma {{.*}} : vector<16xf32>
// CHECK:           vector.load {{.*}} : memref<32x64xf32>, vector<16xf32>
// CHECK-NOT:       vector.load
// CHECK-COUNT-15:  math.fma {{.*}} : vector<16xf32>
// CHECK-NEXT:      scf.yield
func.func @matmul(%call: !llvm.ptr, %a: memref<8x32xf32>, %b: memref<32x64xf32>, %out: memref<8x64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<8x32xf32>, memref<32x64xf32>) outs(%out : memref<8x64xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %f = math.fma %x, %y, %o : f32
      linalg.yield %f : f32
  }
  return
}

// -----

// Codes less their zero point fit 16 bits: neighbours are added up in pairs.

// CHECK-LABEL: func.func @int8(
// CHECK:         vector.load {{.*}} : memref<4x128xi8>, vector<32xi8>
// CHECK:         %[[P:.*]] = arith.muli {{.*}} : vector<32xi32>
// CHECK:         vector.shuffle %[[P]], %[[P]] [0, 2, 4, 6,
// CHECK:         vector.shuffle %[[P]], %[[P]] [1, 3, 5, 7,
// CHECK:         vector.reduction <add>, {{.*}} : vector<16xi32> into i32
func.func @int8(%call: !llvm.ptr, %a: memref<1x128xi8>, %b: memref<4x128xi8>, %out: memref<1x4xi32>) {
  %zero = arith.constant -1 : i32
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<1x128xi8>, memref<4x128xi8>) outs(%out : memref<1x4xi32>) {
    ^bb0(%x: i8, %y: i8, %o: i32):
      %s = arith.extsi %x : i8 to i32
      %t = arith.extui %y : i8 to i32
      %u = arith.addi %t, %zero : i32
      %p = arith.muli %s, %u : i32
      %r = arith.addi %o, %p : i32
      linalg.yield %r : i32
  }
  return
}

// -----

// Bools move as bytes.

// CHECK-LABEL: func.func @bools(
// CHECK:         %[[V:.*]] = builtin.unrealized_conversion_cast %{{.*}} : memref<64xi1> to memref<64xi8>
// CHECK:         vector.load {{.*}} : memref<64xi8>, vector<64xi8>
// CHECK:         arith.extui {{.*}} : vector<64xi1> to vector<64xi8>
func.func @bools(%call: !llvm.ptr, %a: memref<64xi1>, %out: memref<64xi1>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : memref<64xi1>) outs(%out : memref<64xi1>) {
    ^bb0(%x: i1, %o: i1):
      %true = arith.constant true
      %y = arith.xori %x, %true : i1
      linalg.yield %y : i1
  }
  return
}

// -----

// Neighbours of an index are neighbours in the table.

// CHECK-LABEL: func.func @rows_of_a_table(
// CHECK:         %[[ID:.*]] = memref.load {{.*}} : memref<?xi64>
// CHECK:         vector.load %{{.*}} : memref<100x32xf32>, vector<16xf32>
func.func @rows_of_a_table(%call: !llvm.ptr, %ids: memref<?xi64>, %table: memref<100x32xf32>, %out: memref<?x32xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%ids : memref<?xi64>) outs(%out : memref<?x32xf32>) {
    ^bb0(%id: i64, %o: f32):
      %row = arith.index_cast %id : i64 to index
      %column = linalg.index 1 : index
      %x = memref.load %table[%row, %column] : memref<100x32xf32>
      linalg.yield %x : f32
  }
  return
}

// -----

// What lies the other way round is loaded along the rows and transposed in
// registers: sixteen loads and stores, and four rounds of exchanges.

// CHECK-LABEL: func.func @transpose(
// CHECK-COUNT-16: vector.load {{.*}} : memref<32x64xf32>, vector<16xf32>
// CHECK:          vector.shuffle {{.*}} [0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30]
// CHECK:          vector.shuffle {{.*}} [1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31]
// CHECK-COUNT-62: vector.shuffle
// CHECK-NOT:      vector.shuffle
// CHECK-COUNT-16: vector.store {{.*}} : memref<64x32xf32>, vector<16xf32>
// CHECK-NOT:      memref.load
// CHECK:          return
func.func @transpose(%call: !llvm.ptr, %a: memref<32x64xf32>, %out: memref<64x32xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : memref<32x64xf32>) outs(%out : memref<64x32xf32>) {
    ^bb0(%x: f32, %o: f32):
      linalg.yield %x : f32
  }
  return
}

// -----

// Bytes in blocks of 16 by 16, which fill the smallest registers: halves of two rows interleave in one instruction.

// CHECK-LABEL: func.func @transpose_bytes(
// CHECK-COUNT-16: vector.load {{.*}} : memref<32x64xi8>, vector<16xi8>
// CHECK:          vector.shuffle {{.*}} [0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23]
// CHECK:          vector.shuffle {{.*}} [8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31]
// CHECK-COUNT-62: vector.shuffle
// CHECK-NOT:      vector.shuffle
// CHECK-COUNT-16: vector.store {{.*}} : memref<64x32xi8>, vector<16xi8>
// CHECK-NOT:      memref.load
// CHECK:          return
func.func @transpose_bytes(%call: !llvm.ptr, %a: memref<32x64xi8>, %out: memref<64x32xi8>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : memref<32x64xi8>) outs(%out : memref<64x32xi8>) {
    ^bb0(%x: i8, %o: i8):
      linalg.yield %x : i8
  }
  return
}

// -----

// Rows that are left over are done by halves.

// CHECK-LABEL: func.func @rows_left_over(
// CHECK:         scf.if
// CHECK:           -> ({{(vector<16xf32>(, )?){16}()}})
// CHECK:         } else {
// CHECK:           scf.if
// CHECK:             -> ({{(vector<16xf32>(, )?){8}()}})
// CHECK:           scf.if
// CHECK:             -> ({{(vector<16xf32>(, )?){4}()}})
// CHECK:           -> ({{(vector<16xf32>(, )?){2}()}})
func.func @rows_left_over(%call: !llvm.ptr, %a: memref<?x32xf32>, %b: memref<32x32xf32>, %out: memref<?x32xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : memref<?x32xf32>, memref<32x32xf32>) outs(%out : memref<?x32xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %s = math.fma %x, %y, %o : f32
      linalg.yield %s : f32
  }
  return
}

// -----

// In a loop over rows, what one op makes and the next adds up is made in the
// loop of the sum, and stored on the way; not so where someone else reads what
// the first writes in between.

// CHECK-LABEL: func.func @producer(
// CHECK:         scf.parallel
// CHECK:           %[[SUM:.*]] = memref.alloca() : memref<f32>
// CHECK-NOT:       memref.store
// CHECK:           scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// CHECK:             %[[V:.*]] = arith.mulf
// CHECK:             vector.store %[[V]],
// CHECK:             arith.addf %{{.*}}, %[[V]]
// CHECK:             scf.yield
// CHECK-NOT:       vector.load
// CHECK:           memref.store %{{.*}}, %[[SUM]][]
// CHECK-LABEL: func.func @read_between(
// CHECK:         scf.parallel
// CHECK:           arith.mulf
// CHECK-NOT:       arith.addf
// CHECK:           arith.negf
// CHECK:           arith.addf
func.func @producer(%call: !llvm.ptr, %m: index, %a: memref<?x256xf32>, %b: memref<?x256xf32>, %out: memref<?xf32>) {
  %zero = arith.constant 0.0 : f32
  scf.forall (%i) in (%m) {
    %sum = memref.alloca() : memref<f32>
    %x = memref.subview %a[%i, 0] [1, 256] [1, 1] : memref<?x256xf32> to memref<256xf32, strided<[1], offset: ?>>
    %y = memref.subview %b[%i, 0] [1, 256] [1, 1] : memref<?x256xf32> to memref<256xf32, strided<[1], offset: ?>>
    linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>], iterator_types = ["parallel"]}
        ins(%x : memref<256xf32, strided<[1], offset: ?>>) outs(%y : memref<256xf32, strided<[1], offset: ?>>) {
      ^bb0(%p: f32, %o: f32):
        %r = arith.mulf %p, %p : f32
        linalg.yield %r : f32
    }
    linalg.fill ins(%zero : f32) outs(%sum : memref<f32>)
    linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> ()>], iterator_types = ["reduction"]}
        ins(%y : memref<256xf32, strided<[1], offset: ?>>) outs(%sum : memref<f32>) {
      ^bb0(%p: f32, %o: f32):
        %r = arith.addf %o, %p : f32
        linalg.yield %r : f32
    }
    %s = memref.load %sum[] : memref<f32>
    memref.store %s, %out[%i] : memref<?xf32>
  }
  return
}
func.func @read_between(%call: !llvm.ptr, %m: index, %a: memref<?x256xf32>, %b: memref<?x256xf32>, %c: memref<?x256xf32>, %out: memref<?xf32>) {
  %zero = arith.constant 0.0 : f32
  scf.forall (%i) in (%m) {
    %sum = memref.alloca() : memref<f32>
    %x = memref.subview %a[%i, 0] [1, 256] [1, 1] : memref<?x256xf32> to memref<256xf32, strided<[1], offset: ?>>
    %y = memref.subview %b[%i, 0] [1, 256] [1, 1] : memref<?x256xf32> to memref<256xf32, strided<[1], offset: ?>>
    %z = memref.subview %c[%i, 0] [1, 256] [1, 1] : memref<?x256xf32> to memref<256xf32, strided<[1], offset: ?>>
    linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>], iterator_types = ["parallel"]}
        ins(%x : memref<256xf32, strided<[1], offset: ?>>) outs(%y : memref<256xf32, strided<[1], offset: ?>>) {
      ^bb0(%p: f32, %o: f32):
        %r = arith.mulf %p, %p : f32
        linalg.yield %r : f32
    }
    linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> (k)>], iterator_types = ["parallel"]}
        ins(%y : memref<256xf32, strided<[1], offset: ?>>) outs(%z : memref<256xf32, strided<[1], offset: ?>>) {
      ^bb0(%p: f32, %o: f32):
        %r = arith.negf %p : f32
        linalg.yield %r : f32
    }
    linalg.fill ins(%zero : f32) outs(%sum : memref<f32>)
    linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> ()>], iterator_types = ["reduction"]}
        ins(%y : memref<256xf32, strided<[1], offset: ?>>) outs(%sum : memref<f32>) {
      ^bb0(%p: f32, %o: f32):
        %r = arith.addf %o, %p : f32
        linalg.yield %r : f32
    }
    %s = memref.load %sum[] : memref<f32>
    memref.store %s, %out[%i] : memref<?xf32>
  }
  return
}

// -----

// A strided copy needs no runtime function, a copy onto itself nothing at all.

// CHECK-LABEL: func.func @copies(
// CHECK-NOT:     memref.copy
// CHECK:         vector.maskedload
// CHECK-NOT:     memref.copy
// CHECK:         return
func.func @copies(%call: !llvm.ptr, %a: memref<?x4xf32>, %b: memref<?x4xf32, strided<[?, 1], offset: ?>>) {
  memref.copy %a, %a : memref<?x4xf32> to memref<?x4xf32>
  memref.copy %a, %b : memref<?x4xf32> to memref<?x4xf32, strided<[?, 1], offset: ?>>
  return
}

// -----

// Iterations of a forall go to threads; what is inside stays with its thread.

// CHECK-LABEL: func.func @forall(
// CHECK:         scf.parallel
// CHECK-NOT:     scf.parallel
// CHECK:           vector.store
func.func @forall(%call: !llvm.ptr, %n: index, %a: memref<?x?xf32>) {
  %zero = arith.constant 0.0 : f32
  scf.forall (%i) in (%n) {
    %row = memref.subview %a[%i, 0] [1, %n] [1, 1] : memref<?x?xf32> to memref<?xf32, strided<[1], offset: ?>>
    linalg.fill ins(%zero : f32) outs(%row : memref<?xf32, strided<[1], offset: ?>>)
  }
  return
}

// -----

func.func @tensors(%call: !llvm.ptr, %t: tensor<4xf32>) -> tensor<4xf32> {
  %zero = arith.constant 0.0 : f32
  // expected-error @+1 {{expects to be on buffers}}
  %r = linalg.fill ins(%zero : f32) outs(%t : tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// The dimensions of whole buffers are counted as one.

// CHECK-LABEL: func.func @one_dimension(
// CHECK:         memref.collapse_shape %{{.*}} {{\[}}[0, 1]] : memref<?x?xf32> into memref<?xf32>
// CHECK:         vector.store {{.*}} : memref<?xf32>, vector<16xf32>
// CHECK-NOT:     memref<?x?xf32>, vector
// CHECK:         return
func.func @one_dimension(%a: memref<?x?xf32>, %out: memref<?x?xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : memref<?x?xf32>) outs(%out : memref<?x?xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %x, %x : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// Two ops that read the same and write beside each other are one: both inputs
// are loaded before anything is stored.

// CHECK-LABEL: func.func @siblings(
// CHECK:         vector.load
// CHECK-NEXT:    vector.load
// CHECK-NEXT:    arith.addf
// CHECK-NEXT:    arith.subf
// CHECK-NEXT:    vector.store
// CHECK-NEXT:    vector.store
// CHECK-NOT:     vector.load
// CHECK:         return
func.func @siblings(%a: memref<16xf32>, %b: memref<16xf32>, %out: memref<32xf32>) {
  %low = memref.subview %out[0] [16] [1] : memref<32xf32> to memref<16xf32, strided<[1]>>
  %high = memref.subview %out[16] [16] [1] : memref<32xf32> to memref<16xf32, strided<[1], offset: 16>>
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : memref<16xf32>, memref<16xf32>) outs(%low : memref<16xf32, strided<[1]>>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %r = arith.addf %x, %y : f32
      linalg.yield %r : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%b, %a : memref<16xf32>, memref<16xf32>) outs(%high : memref<16xf32, strided<[1], offset: 16>>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %r = arith.subf %x, %y : f32
      linalg.yield %r : f32
  }
  return
}

// -----

// Not if one overwrites what the other reads.

// CHECK-LABEL: func.func @in_place(
// CHECK:         arith.addf
// CHECK:         vector.store
// CHECK:         vector.load
// CHECK:         arith.subf
func.func @in_place(%a: memref<16xf32>, %b: memref<16xf32>, %out: memref<16xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : memref<16xf32>, memref<16xf32>) outs(%b : memref<16xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %r = arith.addf %x, %y : f32
      linalg.yield %r : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : memref<16xf32>, memref<16xf32>) outs(%out : memref<16xf32>) {
    ^bb0(%x: f32, %y: f32, %o: f32):
      %r = arith.subf %x, %y : f32
      linalg.yield %r : f32
  }
  return
}

// -----

// The greatest element: one comparison for two vectors looks for NaN, apart
// from the maxima.

// CHECK-LABEL: func.func @greatest(
// CHECK-NOT:     arith.maximumf {{.*}} : vector
// CHECK:         scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xi1>)
// CHECK-COUNT-4:   arith.cmpf ogt, {{.*}} : vector<16xf32>
// CHECK-COUNT-2:   arith.cmpf ord, {{.*}} : vector<16xf32>
// CHECK:         %[[ALL:.*]] = vector.reduction <and>
// CHECK:         arith.select %[[ALL]], %{{.*}}, %{{.*}} : f32
func.func @greatest(%a: memref<?xf32>, %out: memref<f32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%a : memref<?xf32>) outs(%out : memref<f32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.maximumf %x, %o : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// What a sum begins with is not stored to be loaded again, along vectors or
// across them.

// CHECK-LABEL: func.func @starts(
// CHECK:         %[[START:.*]] = arith.constant 5.000000e+00 : f32
// CHECK-NOT:     store
// CHECK:         vector.load %arg1
// CHECK-NOT:     memref.load
// CHECK:         arith.addf %{{.*}}, %[[START]] : f32
// CHECK:         memref.store {{.*}}, %arg2
// CHECK:         return
func.func @starts(%call: !llvm.ptr, %a: memref<4x64xf32>, %out: memref<4xf32>) {
  %five = arith.constant 5.0 : f32
  linalg.fill ins(%five : f32) outs(%out : memref<4xf32>)
  linalg.generic {indexing_maps = [affine_map<(i, k) -> (i, k)>, affine_map<(i, k) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : memref<4x64xf32>) outs(%out : memref<4xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %o, %x : f32
      linalg.yield %y : f32
  }
  return
}

// CHECK-LABEL: func.func @columns(
// CHECK-DAG:     %[[START:.*]] = arith.constant dense<5.000000e+00> : vector<16xf32>
// CHECK-NOT:     store
// CHECK:         scf.for {{.*}} iter_args(%{{[^ ]*}} = %[[START]]
// CHECK-NOT:     vector.load %arg2
// CHECK:         return
func.func @columns(%call: !llvm.ptr, %a: memref<64x16xf32>, %out: memref<16xf32>) {
  %five = arith.constant 5.0 : f32
  linalg.fill ins(%five : f32) outs(%out : memref<16xf32>)
  linalg.generic {indexing_maps = [affine_map<(i, k) -> (k, i)>, affine_map<(i, k) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : memref<64x16xf32>) outs(%out : memref<16xf32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %o, %x : f32
      linalg.yield %y : f32
  }
  return
}

// -----

// Not if the sum reads what was filled, or something lies between.

// CHECK-LABEL: func.func @seen(
// CHECK:         vector.store
// CHECK:         memref.store %{{.*}}, %arg2
// CHECK:         memref.load %arg2
// CHECK:         return
func.func @seen(%call: !llvm.ptr, %a: memref<64xf32>, %out: memref<f32>, %b: memref<64xf32>) {
  %five = arith.constant 5.0 : f32
  linalg.fill ins(%five : f32) outs(%b : memref<64xf32>)
  linalg.fill ins(%five : f32) outs(%out : memref<f32>)
  %c0 = arith.constant 0 : index
  memref.store %five, %out[] : memref<f32>
  linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> ()>], iterator_types = ["reduction"]}
      ins(%b : memref<64xf32>) outs(%out : memref<f32>) {
    ^bb0(%x: f32, %o: f32):
      %y = arith.addf %o, %x : f32
      linalg.yield %y : f32
  }
  return
}
