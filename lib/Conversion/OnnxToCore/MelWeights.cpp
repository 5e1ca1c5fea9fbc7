//===- MelWeights.cpp - MelWeightMatrix -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

/// A triangle for each column, over rows that are frequencies: 0 at the middles
/// of its neighbours, 1 at its own. Middles are evenly spaced in mel,
/// 2595 log10(1 + f / 700), and then brought to whole rows.
static HandlerResult melWeightMatrix(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Type element =
      elementFromOnnx(node.op->getContext(), node.getInt("output_datatype", 1));
  if (!element || !isa<FloatType, IntegerType>(element))
    return node.refuse("attribute 'output_datatype' names an element type that "
                       "is not supported");
  static constexpr StringLiteral names[] = {
      "input num_mel_bins", "input dft_length", "input sample_rate"};
  Size whole[3];
  for (auto [i, name] : llvm::enumerate(names)) {
    FailureOr<Size> number = readScalar(node, node.input(i), name);
    if (failed(number) ||
        failed(lg.requireLessEqual(node, sizes.constant(i == 2 ? 1 : 0),
                                   *number, name + " is too small")))
      return failure();
    whole[i] = *number;
    if (!sizes.provablyNonNegative(*number))
      sizes.markNonNegative(cast<Value>(*number));
  }
  Type f64 = lg.builder.getF64Type();
  FloatMath m{lg.builder, loc, f64};
  Value edges[2];
  for (unsigned i : {0, 1}) {
    Tensor *edge = node.input(3 + i);
    if (!edge->isFloat())
      return badElement(node, edge->element);
    for (Size dim : edge->dims)
      if (failed(lg.requireEqual(node, dim, sizes.constant(1),
                                 "the size of an edge and 1")))
        return failure();
    Value hertz = convertElement(lg.builder, loc, scalarOf(lg, loc, edge),
                                 edge->element, f64);
    edges[i] =
        m.mul(m.c(2595 / std::log(10.0)), m.log1p(m.div(hertz, m.c(700))));
  }
  Size one = sizes.constant(1);
  Size rows =
      sizes.add(loc, sizes.floorDiv(loc, whole[1], sizes.constant(2)), one);
  Value points = sizes.value(loc, sizes.add(loc, whole[0], sizes.constant(2)));
  Value step = m.div(m.sub(edges[1], edges[0]), m.fromIndex(points));
  Value length = m.fromIndex(sizes.value(loc, sizes.add(loc, whole[1], one))),
        rate = m.fromIndex(sizes.value(loc, whole[2]));
  Tensor *middles = generate(
      lg, loc, {sizes.add(loc, whole[0], sizes.constant(2))}, f64,
      [&](Scalars &s, ValueRange at) {
        FloatMath m{s.b, s.loc, f64};
        Value mel = m.add(m.mul(m.fromIndex(at[0]), step), edges[0]);
        Value hertz =
            m.mul(m.c(700),
                  m.op<math::ExpM1Op>(m.mul(mel, m.c(std::log(10.0) / 2595))));
        return m.floor(m.div(m.mul(length, hertz), rate));
      });
  Value data = lg.data(middles);
  return Results{generate(
      lg, loc, {rows, whole[0]}, element, [&](Scalars &s, ValueRange at) {
        FloatMath m{s.b, s.loc, f64};
        Value row = m.fromIndex(at[0]);
        auto middle = [&](int64_t i) {
          return s.read(data, s.add(at[1], s.index(i)));
        };
        Value low = middle(0), own = middle(1), high = middle(2);
        Value rise = m.sub(own, low), fall = m.sub(high, own);
        auto within = [&](Value from, Value to) {
          return s.both(m.lessEqual(from, row), m.less(row, to));
        };
        Value up = m.div(m.sub(row, low), rise),
              down = m.div(m.sub(high, row), fall);
        Value value = m.select(within(low, own), up, m.c(0));
        // The peak: where nothing falls it is 1, too.
        Value isPeak = s.both(m.lessEqual(own, row), m.lessEqual(row, own));
        value = m.select(isPeak, m.c(1), value);
        value = m.select(within(own, high), down, value);
        return convertElement(s.b, s.loc, value, f64, element);
      })};
}

void lutra::onnx::addMelWeights(Registry &registry) {
  registry.add("MelWeightMatrix", 17, 5, 5, melWeightMatrix);
}
