//===- MaxUnpool.cpp - back to where MaxPool found it ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Indexing.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra::onnx;

/// Elements of vector `x` at the positions `at` of a vector of zeros. Of equal
/// positions the last one stays, so the loop has an order.
static Tensor *scatter(Legalizer &lg, Location loc, Tensor *x, Tensor *at,
                       Size length) {
  Value elements = lg.data(x), positions = lg.data(at);
  Value zeros = lg.filled(loc, length, numberAttr(toCore(x->element), 0));
  auto loop = scf::ForOp::create(
      lg.builder, loc, lg.sizes.value(loc, lg.sizes.constant(0)),
      lg.sizes.value(loc, x->dims[0]),
      lg.sizes.value(loc, lg.sizes.constant(1)), zeros,
      [&](OpBuilder &b, Location loc, Value i, ValueRange so) {
        Value element = tensor::ExtractOp::create(b, loc, elements, i);
        Value position = arith::IndexCastOp::create(
            b, loc, b.getIndexType(),
            tensor::ExtractOp::create(b, loc, positions, i));
        Value next =
            tensor::InsertOp::create(b, loc, element, so.front(), position);
        scf::YieldOp::create(b, loc, next);
      });
  return lg.make(loop.getResult(0), x->element, {length});
}

static HandlerResult maxUnpool(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0), *at = node.input(1), *shape = node.input(2);
  int64_t rank = x->rank() - 2;
  if (rank < 1 || at->rank() != x->rank() || !at->element.isSignlessInteger(64))
    return node.refuse("its operands must be images and 64-bit positions, "
                       "got " +
                       x->str() + " and " + at->str());
  for (auto [size, other] : llvm::zip(x->dims, at->dims))
    if (failed(
            lg.requireEqual(node, size, other, "sizes of input and positions")))
      return failure();
  if (!node.hasAttr("kernel_shape"))
    return node.refuse("attribute 'kernel_shape' is missing");
  FailureOr<SmallVector<int64_t>> kernel = readPerDimension(
                                      node, "kernel_shape", rank, 1, 1),
                                  strides = readPerDimension(node, "strides",
                                                             rank, 1, 1),
                                  pads = readPerDimension(node, "pads",
                                                          2 * rank, 0, 0);
  if (failed(kernel) || failed(strides) || failed(pads))
    return failure();
  // The input that MaxPool had; positions count through it.
  Sizes dims = {x->dims[0], x->dims[1]};
  for (int64_t d = 0; d < rank; ++d) {
    Size last = sizes.sub(loc, x->dims[2 + d], sizes.constant(1));
    Size dim = sizes.add(
        loc, sizes.mul(loc, last, sizes.constant((*strides)[d])),
        sizes.constant((*kernel)[d] - (*pads)[d] - (*pads)[rank + d]));
    if (failed(
            lg.requireLessEqual(node, sizes.constant(0), dim,
                                "its result must not be smaller than nothing")))
      return failure();
    dims.push_back(dim);
  }
  Size length = sizes.product(loc, dims);
  Value end = sizes.value(loc, length);
  lg.checkElements(node, at, "a position is out of range",
                   [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                     Value position = arith::IndexCastOp::create(
                         b, loc, b.getIndexType(), args[0]);
                     // As unsigned numbers, negative ones are large.
                     return arith::CmpIOp::create(
                         b, loc, arith::CmpIPredicate::uge, position, end);
                   });
  Size count = sizes.product(loc, x->dims);
  Tensor *result = scatter(lg, loc, lg.reshape(loc, x, count),
                           lg.reshape(loc, at, count), length);
  result = lg.reshape(loc, result, dims);
  if (!shape)
    return Results{result};

  FailureOr<Sizes> given =
      readExactly(node, shape, x->rank(), "input output_shape");
  if (failed(given))
    return failure();
  Sizes low(dims.size(), sizes.constant(0)), high;
  for (auto [have, want] : llvm::zip(dims, *given)) {
    if (failed(lg.requireLessEqual(
            node, have, want,
            "input output_shape must not be smaller than the result without "
            "it")))
      return failure();
    high.push_back(sizes.sub(loc, want, have));
  }
  Value zero = number(lg.builder, loc, toCore(x->element), 0);
  return Results{padWith(lg, loc, result, low, high, zero)};
}

void lutra::onnx::addMaxUnpool(Registry &registry) {
  registry.add("MaxUnpool", 9, 2, 3, maxUnpool);
}
