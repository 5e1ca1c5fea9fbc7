//===- StraightRoadTest.cpp - from kernels to running code ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"
#include "gtest/gtest.h"

#include <numeric>

using namespace lutra::test;

namespace {

constexpr const char *addModule = R"mlir(
func.func private @add(%call: !llvm.ptr, %a: memref<?x?xf32>, %b: memref<?xf32>,
                       %out: memref<?x?xf32>) attributes {lutra.kernel} {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %ta = bufferization.to_tensor %a restrict : memref<?x?xf32> to tensor<?x?xf32>
  %tb = bufferization.to_tensor %b restrict : memref<?xf32> to tensor<?xf32>
  %m = tensor.dim %ta, %c0 : tensor<?x?xf32>
  %n = tensor.dim %ta, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %r = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>,
                                        affine_map<(i, j) -> (j)>,
                                        affine_map<(i, j) -> (i, j)>],
                       iterator_types = ["parallel", "parallel"]}
      ins(%ta, %tb : tensor<?x?xf32>, tensor<?xf32>) outs(%e : tensor<?x?xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<?x?xf32>
  bufferization.materialize_in_destination %r in restrict writable %out
      : (tensor<?x?xf32>, memref<?x?xf32>) -> ()
  return
}

func.func @main(%call: !llvm.ptr, %weights: memref<?xi8>, %a: memref<?x?xf32>,
                %b: memref<?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = memref.dim %a, %c0 : memref<?x?xf32>
  %n = memref.dim %a, %c1 : memref<?x?xf32>
  %k = memref.dim %b, %c0 : memref<?xf32>
  %ok = arith.cmpi eq, %n, %k : index
  cf.assert %ok, "bias and columns differ"
  %m64 = arith.index_cast %m : index to i64
  %n64 = arith.index_cast %n : index to i64
  %dims = memref.alloca() : memref<2xi64>
  memref.store %m64, %dims[%c0] : memref<2xi64>
  memref.store %n64, %dims[%c1] : memref<2xi64>
  %dimsIndex = memref.extract_aligned_pointer_as_index %dims : memref<2xi64> -> index
  %dims64 = arith.index_cast %dimsIndex : index to i64
  %dimsPtr = llvm.inttoptr %dims64 : i64 to !llvm.ptr
  %zero = arith.constant 0 : i64
  %p = func.call @lutra_rt_output(%call, %zero, %dimsPtr) : (!llvm.ptr, i64, !llvm.ptr) -> !llvm.ptr
  %d = llvm.mlir.poison : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %one = arith.constant 1 : i64
  %d0 = llvm.insertvalue %p, %d[0] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %d1 = llvm.insertvalue %p, %d0[1] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %d2 = llvm.insertvalue %zero, %d1[2] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %d3 = llvm.insertvalue %m64, %d2[3, 0] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %d4 = llvm.insertvalue %n64, %d3[3, 1] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %d5 = llvm.insertvalue %n64, %d4[4, 0] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %d6 = llvm.insertvalue %one, %d5[4, 1] : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)>
  %out = builtin.unrealized_conversion_cast %d6 : !llvm.struct<(ptr, ptr, i64, array<2 x i64>, array<2 x i64>)> to memref<?x?xf32>
  func.call @add(%call, %a, %b, %out) : (!llvm.ptr, memref<?x?xf32>, memref<?xf32>, memref<?x?xf32>) -> ()
  return
}

func.func private @lutra_rt_output(!llvm.ptr, i64, !llvm.ptr) -> !llvm.ptr
)mlir";

TEST(StraightRoad, OutputOfTheRuntimeIsFilled) {
  auto program = Program::compile(addModule);
  ASSERT_TRUE(program);
  for (const std::string &variant : program->getVariants()) {
    std::vector<float> a(3 * 5), b(5);
    std::iota(a.begin(), a.end(), 1.0f);
    std::iota(b.begin(), b.end(), 100.0f);
    CallResult result =
        program->call(variant, {Buffer(a, {3, 5}), Buffer(b, {5})});
    EXPECT_EQ(result.failure, "");
    EXPECT_EQ(result.outputShapes[0], (std::vector<int64_t>{3, 5}));
    const auto *out = reinterpret_cast<float *>(result.outputs[0].data());
    for (int i = 0; i < 15; ++i)
      EXPECT_EQ(out[i], a[i] + b[i % 5]) << variant << " " << i;
  }
}

TEST(StraightRoad, AFailedAssertionReachesTheRuntime) {
  auto program = Program::compile(addModule);
  ASSERT_TRUE(program);
  for (const std::string &variant : program->getVariants()) {
    std::vector<float> a(3 * 5), b(4);
    CallResult result =
        program->call(variant, {Buffer(a, {3, 5}), Buffer(b, {4})});
    EXPECT_EQ(result.failure, "bias and columns differ");
    EXPECT_TRUE(result.outputs.empty());
  }
}

TEST(StraightRoad, ProbeComputesWhatBundleMdSays) {
  auto program = Program::compile(addModule);
  ASSERT_TRUE(program);
  for (const std::string &variant : program->getVariants()) {
    for (int32_t seed : {0, 1, -7, 123456789}) {
      uint32_t sum = 0;
      for (uint32_t i = 0; i < 64; ++i)
        sum += uint32_t(seed) * (2 * i + 1) * (uint32_t(seed) * (127 - 2 * i));
      EXPECT_EQ(program->probe(variant, seed), int32_t(sum)) << variant;
    }
  }
}

TEST(StraightRoad, TheSameInputGivesTheSameBytes) {
  auto first = Program::compile(addModule);
  auto second = Program::compile(addModule);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->getImage(), second->getImage());
}

} // namespace
