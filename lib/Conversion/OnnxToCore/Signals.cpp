//===- Signals.cpp - windows and Fourier transforms -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "Indexing.h"
#include "Registry.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

static constexpr double pi = 3.14159265358979323846;

/// a - b cos(2 pi n / N) + c cos(4 pi n / N).
static HandlerResult window(Node &node, double a, double b, double c) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  bool periodic = node.getInt("periodic", 1) != 0;
  Type element =
      elementFromOnnx(node.op->getContext(), node.getInt("output_datatype", 1));
  FailureOr<Size> size = readScalar(node, node.input(0), "input size");
  if (failed(size))
    return failure();
  if (!element || !isa<FloatType>(element))
    return node.refuse("attribute 'output_datatype' must be a float type");
  if (failed(lg.requireLessEqual(node, lg.sizes.constant(0), *size,
                                 "input size must not be negative")))
    return failure();
  if (!lg.sizes.provablyNonNegative(*size))
    lg.sizes.markNonNegative(cast<Value>(*size));
  Size steps =
      periodic ? *size : lg.sizes.sub(loc, *size, lg.sizes.constant(1));
  Value count = lg.sizes.value(loc, steps);
  Type f64 = lg.builder.getF64Type();
  return Results{
      generate(lg, loc, {*size}, element, [&](Scalars &s, ValueRange at) {
        auto real = [&](Value index) -> Value {
          return arith::SIToFPOp::create(s.b, s.loc, f64, s.toInteger(index));
        };
        Value turn =
            arith::DivFOp::create(s.b, s.loc, real(at[0]), real(count));
        auto cosine = [&](double times) -> Value {
          return math::CosOp::create(
              s.b, s.loc, s.mul(turn, s.constant(f64, 2 * pi * times)));
        };
        Value value =
            s.sub(s.constant(f64, a), s.mul(s.constant(f64, b), cosine(1)));
        if (c != 0)
          value = s.add(value, s.mul(s.constant(f64, c), cosine(2)));
        return truncate(s.b, s.loc, value, element);
      })};
}

namespace {
/// One transform for each place of a result.
struct Transform {
  Legalizer &lg;
  Location loc;
  Type element, type;
  bool inverse;
  /// Points of the transform, and how many of them are not padding.
  Size points, present;
};
using Sample =
    function_ref<Value(Scalars &, ValueRange at, Value point, bool imaginary)>;
} // namespace

/// The sum over points n of x[n] e^(-+ 2 pi i k n / N), k being position `axis`
/// of the result and its last dimension the two parts.
static Tensor *transform(const Transform &t, ArrayRef<Size> dims, int64_t axis,
                         bool isComplex, Sample sample) {
  Legalizer &lg = t.lg;
  Location loc = t.loc;
  Value N = lg.sizes.value(loc, t.points);
  // Cosines and sines of all angles that occur.
  Type f64 = lg.builder.getF64Type();
  Tensor *table = generate(
      lg, loc, {t.points, lg.sizes.constant(2)}, t.type,
      [&](Scalars &s, ValueRange at) {
        auto real = [&](Value index) -> Value {
          return arith::SIToFPOp::create(s.b, s.loc, f64, s.toInteger(index));
        };
        Value angle = arith::DivFOp::create(
            s.b, s.loc, s.mul(real(at[0]), s.constant(f64, 2 * pi)), real(N));
        Value cos = math::CosOp::create(s.b, s.loc, angle),
              sin = math::SinOp::create(s.b, s.loc, angle);
        Value value = s.select(s.equal(at[1], s.index(0)), cos, sin);
        return convertElement(s.b, s.loc, value, f64, t.type);
      });
  Value angles = lg.data(table);
  Tensor *sums = generateFold(
      lg, loc, dims, t.present, t.type, numberAttr(t.type, 0),
      [&](Scalars &s, ValueRange at, ValueRange inner, Value soFar) -> Value {
        Value turn =
            arith::RemUIOp::create(s.b, s.loc, s.mul(at[axis], inner[0]), N);
        Value cos = s.read(angles, {turn, s.index(0)}),
              sin = s.read(angles, {turn, s.index(1)});
        if (t.inverse)
          sin = arith::NegFOp::create(s.b, s.loc, sin);
        Value re = sample(s, at, inner[0], /*imaginary=*/false);
        Value real = s.mul(re, cos);
        Value imaginary = arith::NegFOp::create(s.b, s.loc, s.mul(re, sin));
        if (isComplex) {
          Value im = sample(s, at, inner[0], /*imaginary=*/true);
          real = s.add(real, s.mul(im, sin));
          imaginary = s.add(imaginary, s.mul(im, cos));
        }
        Value isReal = s.equal(at.back(), s.index(0));
        return s.add(soFar, s.select(isReal, real, imaginary));
      });
  return lg.elementwiseOver(
      loc, {sums}, dims, t.element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Scalars s{b, loc};
        Value value = args[0];
        if (t.inverse) {
          Value count =
              arith::SIToFPOp::create(b, loc, value.getType(), s.toInteger(N));
          value = arith::DivFOp::create(b, loc, value, count);
        }
        return truncate(b, loc, value, t.element);
      });
}

/// Whether elements have an imaginary part, by the size of their last
/// dimension: 1 or 2, which is looked at when the model runs if it is not
/// known.
static FailureOr<Size> readParts(Node &node, Size parts) {
  IndexMath &sizes = node.legalizer.sizes;
  StringRef what = "the last dimension of its input must be 1 or 2";
  if (failed(node.legalizer.requireLessEqual(node, sizes.constant(1), parts,
                                             what)) ||
      failed(node.legalizer.requireLessEqual(node, parts, sizes.constant(2),
                                             what)))
    return failure();
  return sizes.sub(node.loc(), parts, sizes.constant(1));
}

/// A part of an element: what is not there is 0.
static Value readPart(Scalars &s, Value data, SmallVector<Value> where,
                      Value hasImaginary, bool imaginary, Type type) {
  where.push_back(imaginary ? hasImaginary : s.index(0));
  Value value = extend(s.b, s.loc, s.read(data, where));
  if (!imaginary)
    return value;
  Value isThere = s.notEqual(hasImaginary, s.index(0));
  return s.select(isThere, value, s.constant(type, 0));
}

/// How many results a transform of real numbers has that differ.
static Size oneSide(Legalizer &lg, Location loc, Size points) {
  return lg.sizes.add(loc, lg.sizes.truncDiv(loc, points, lg.sizes.constant(2)),
                      lg.sizes.constant(1));
}

static HandlerResult dft(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  bool inverse = node.getInt("inverse", 0) != 0;
  bool onesided = node.getInt("onesided", 0) != 0;
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() < 2)
    return node.refuse("its input must have two dimensions at least, got " +
                       x->str());
  FailureOr<Size> imaginaryParts = readParts(node, x->dims.back());
  if (failed(imaginaryParts))
    return failure();
  int64_t axis = node.version() < 20 ? node.getInt("axis", 1) : -2;
  if (Tensor *input = node.version() < 20 ? nullptr : node.input(2)) {
    FailureOr<SmallVector<int64_t>> given =
        lg.constantInts(node, input, "input axis");
    if (failed(given))
      return failure();
    if (given->size() != 1)
      return node.refuse("input axis must be a scalar, got " + input->str());
    axis = given->front();
  }
  axis = node.normalizeAxis(axis, x->rank());
  if (node.refused())
    return failure();
  if (axis == x->rank() - 1)
    return node.refuse("the axis must not be that of the parts");
  if (onesided && inverse)
    return node.refuse("attributes 'onesided' and 'inverse' are not supported "
                       "together");
  if (onesided &&
      failed(lg.requireEqual(node, *imaginaryParts, sizes.constant(0),
                             "the number of imaginary parts and 0, as "
                             "'onesided' is set,")))
    return failure();
  Size points = x->dims[axis], present = points;
  if (Tensor *length = node.input(1)) {
    FailureOr<Size> given = readScalar(node, length, "input dft_length");
    if (failed(given) ||
        failed(lg.requireLessEqual(node, sizes.constant(1), *given,
                                   "input dft_length must be positive")))
      return failure();
    points = *given;
    if (!sizes.provablyNonNegative(points))
      sizes.markNonNegative(cast<Value>(points));
    present = sizes.min(loc, points, present);
  }
  Sizes dims = x->dims;
  dims[axis] = onesided ? oneSide(lg, loc, points) : points;
  dims.back() = sizes.constant(2);
  Value data = lg.data(x);
  Transform t{lg,      loc,    x->element, computeType(x->element),
              inverse, points, present};
  Value parts = sizes.value(loc, *imaginaryParts);
  return Results{
      transform(t, dims, axis, !isConstantIntValue(*imaginaryParts, 0),
                [&](Scalars &s, ValueRange at, Value point, bool imaginary) {
                  SmallVector<Value> where(at.drop_back());
                  where[axis] = point;
                  return readPart(s, data, where, parts, imaginary, t.type);
                })};
}

/// Transforms of frames that begin `frame_step` apart, each times a window.
static HandlerResult stft(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *x = node.input(0), *weights = node.input(2), *given = node.input(3);
  bool onesided = node.getInt("onesided", 1) != 0;
  if (!x->isFloat())
    return badElement(node, x->element);
  // Without the last dimension samples are real.
  if (x->rank() == 2) {
    Sizes dims = x->dims;
    dims.push_back(sizes.constant(1));
    x = lg.reshape(loc, x, dims);
  }
  if (x->rank() != 3)
    return node.refuse("its signal must be [batch, samples, 1 or 2], got " +
                       x->str());
  FailureOr<Size> imaginaryParts = readParts(node, x->dims[2]);
  if (failed(imaginaryParts) ||
      (onesided &&
       failed(lg.requireEqual(node, *imaginaryParts, sizes.constant(0),
                              "the number of imaginary parts and 0, as "
                              "'onesided' is set,"))))
    return failure();
  FailureOr<Size> step = readScalar(node, node.input(1), "input frame_step");
  if (failed(step) ||
      failed(lg.requireLessEqual(node, sizes.constant(1), *step,
                                 "input frame_step must be positive")))
    return failure();
  Size length;
  if (given) {
    FailureOr<Size> read = readScalar(node, given, "input frame_length");
    if (failed(read))
      return failure();
    length = *read;
  } else if (weights && weights->rank() == 1) {
    length = weights->dims[0];
  } else {
    return node.refuse("it needs a window or a frame length");
  }
  if (weights && (weights->element != x->element || weights->rank() != 1 ||
                  failed(lg.requireEqual(node, weights->dims[0], length,
                                         "the lengths of window and frames"))))
    return node.refuse(
        "its window must be a vector of the signal's type, got " +
        weights->str());
  if (failed(lg.requireLessEqual(node, sizes.constant(1), length,
                                 "input frame_length must be positive")) ||
      failed(lg.requireLessEqual(node, length, x->dims[1],
                                 "a frame must fit the signal")))
    return failure();
  Size frames = sizes.add(
      loc, sizes.truncDiv(loc, sizes.sub(loc, x->dims[1], length), *step),
      sizes.constant(1));
  for (Size size : {length, frames})
    if (!sizes.provablyNonNegative(size))
      sizes.markNonNegative(cast<Value>(size));
  Sizes dims = {x->dims[0], frames,
                onesided ? oneSide(lg, loc, length) : length,
                sizes.constant(2)};
  Value data = lg.data(x), stepValue = sizes.value(loc, *step),
        window = weights ? lg.data(weights) : Value();
  Value parts = sizes.value(loc, *imaginaryParts);
  Transform t{lg,
              loc,
              x->element,
              computeType(x->element),
              /*inverse=*/false,
              length,
              length};
  return Results{transform(
      t, dims, /*axis=*/2, !isConstantIntValue(*imaginaryParts, 0),
      [&](Scalars &s, ValueRange at, Value point, bool imaginary) {
        Value sample = s.add(s.mul(at[1], stepValue), point);
        Value value =
            readPart(s, data, {at[0], sample}, parts, imaginary, t.type);
        if (window)
          value = s.mul(value, extend(s.b, s.loc, s.read(window, point)));
        return value;
      })};
}

void lutra::onnx::addSignals(Registry &registry) {
  registry.add("HannWindow", 17, 1, 1,
               [](Node &node) { return window(node, 0.5, 0.5, 0); });
  registry.add("HammingWindow", 17, 1, 1, [](Node &node) {
    return window(node, 25.0 / 46, 21.0 / 46, 0);
  });
  registry.add("BlackmanWindow", 17, 1, 1,
               [](Node &node) { return window(node, 0.42, 0.5, 0.08); });
  registry.add("DFT", 17, 1, 2, dft);
  registry.add("DFT", 20, 1, 3, dft);
  registry.add("STFT", 17, 2, 4, stft);
}
