//===- Resize.cpp - Resize and Upsample -----------------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Interpolation is separable: one dimension after the other becomes weighted
// sums of its own elements. Positions and weights are small tensors of their
// own, computed once for each dimension. Coordinates are computed in f32, as
// ONNX Runtime does: the quotients of f64 fall on the other side of a pixel's
// edge where the scale is not exact.
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Indexing.h"
#include "Quantize.h"
#include "Reduce.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace lutra::onnx;

namespace {

enum class Mode { Nearest, Linear, Cubic };
enum class Transform {
  HalfPixel,
  HalfPixelSymmetric,
  PytorchHalfPixel,
  AlignCorners,
  Asymmetric,
  CropAndResize,
  HalfPixelForNearest
};
enum class Nearest { PreferFloor, PreferCeil, Floor, Ceil, Simple };

struct Attributes {
  Mode mode = Mode::Nearest;
  Transform transform = Transform::HalfPixel;
  Nearest nearest = Nearest::PreferFloor;
  double cubicA = -0.75, extrapolation = 0;
  bool excludeOutside = false, antialias = false;
  std::string policy = "stretch";
};

/// How one dimension changes.
struct Axis {
  unsigned dim;
  Size in, out;
  /// f32: out / in as the node says it, and in times that.
  Value scale, length;
  /// The scale, where it is a number.
  std::optional<float> knownScale;
  /// f32: the part that is resized, for crop_and_resize.
  Value start, end;
};

class Resizer {
public:
  Resizer(Node &node, Tensor *x, Attributes attributes)
      : node(node), lg(node.legalizer), loc(node.loc()), x(x),
        attributes(std::move(attributes)) {}

  LogicalResult readAxes(Tensor *roi, Tensor *scales, Tensor *sizes,
                         std::optional<SmallVector<int64_t>> axes);
  LogicalResult readScales(ArrayRef<unsigned> dims, ArrayRef<float> scales);
  FailureOr<Tensor *> run();

private:
  Value f32(double value) {
    return number(lg.builder, loc, lg.builder.getF32Type(), value);
  }
  Value toFloat(Size size);
  Value element(Tensor *tensor, int64_t i);
  LogicalResult scaleBy(Axis &axis, Tensor *scales, int64_t i,
                        std::optional<float> known);
  LogicalResult applyPolicy();
  bool changes(const Axis &axis);
  /// The positions of the result's elements in the input, f32.
  Tensor *coordinates(const Axis &axis);
  Tensor *nearestPositions(const Axis &axis);
  Tensor *resampleNearest();
  Tensor *resample(Tensor *input, const Axis &axis, Type type);
  Tensor *extrapolate(Tensor *result);

  Node &node;
  Legalizer &lg;
  Location loc;
  Tensor *x;
  Attributes attributes;
  SmallVector<Axis> axes;
};

} // namespace

//===----------------------------------------------------------------------===//
// Sizes and scales
//===----------------------------------------------------------------------===//

Value Resizer::toFloat(Size size) {
  if (std::optional<int64_t> known = getConstantIntValue(size))
    return f32(static_cast<double>(*known));
  FloatMath m{lg.builder, loc, lg.builder.getF32Type()};
  return m.fromIndex(lg.sizes.value(loc, size));
}

/// Element i of a vector of floats, as f32.
Value Resizer::element(Tensor *tensor, int64_t i) {
  Value index = lg.sizes.value(loc, lg.sizes.constant(i));
  Value value =
      tensor::ExtractOp::create(lg.builder, loc, lg.data(tensor), index);
  return convertElement(lg.builder, loc, value, tensor->element,
                        lg.builder.getF32Type());
}

/// The output is as large as the scale makes it, rounded down.
LogicalResult Resizer::scaleBy(Axis &axis, Tensor *scales, int64_t i,
                               std::optional<float> known) {
  axis.knownScale = known;
  if (known && !(*known > 0))
    return node.refuse("a scale must be positive, got " +
                       std::to_string(*known));
  std::optional<int64_t> in = getConstantIntValue(axis.in);
  FloatMath m{lg.builder, loc, lg.builder.getF32Type()};
  axis.scale = known ? f32(*known) : element(scales, i);
  axis.length = m.mul(axis.scale, toFloat(axis.in));
  if (known && *known == 1) {
    axis.out = axis.in;
  } else if (known && *known == std::floor(*known)) {
    axis.out = lg.sizes.mul(loc, axis.in,
                            lg.sizes.constant(static_cast<int64_t>(*known)));
  } else if (known && in) {
    float length = *known * static_cast<float>(*in);
    if (!(length < static_cast<float>(int64_t(1) << 40)))
      return node.refuse("scale " + std::to_string(*known) + " is too large");
    axis.out = lg.sizes.constant(static_cast<int64_t>(length));
  } else {
    if (!known)
      lg.check(node, m.less(m.c(0), axis.scale), "a scale must be positive");
    Value most = m.c(static_cast<double>(int64_t(1) << 40));
    lg.check(node, m.less(axis.length, most), "a scale is too large");
    axis.out = lg.sizes.markNonNegative(m.toIndex(m.floor(axis.length)));
  }
  return success();
}

/// All dimensions get one scale that keeps the picture's proportions.
LogicalResult Resizer::applyPolicy() {
  if (attributes.policy == "stretch" || axes.empty())
    return success();
  bool notLarger = attributes.policy == "not_larger";
  if (!notLarger && attributes.policy != "not_smaller")
    return node.refuse("attribute 'keep_aspect_ratio_policy' is '" +
                       attributes.policy +
                       "', expects stretch, not_larger or not_smaller");
  // Scales are quotients of integers here; as numbers in f64, they are exact
  // enough to be rounded.
  std::optional<double> scale;
  for (const Axis &axis : axes) {
    std::optional<int64_t> in = getConstantIntValue(axis.in),
                           out = getConstantIntValue(axis.out);
    if (!in || !out)
      return node.refuse("attribute 'keep_aspect_ratio_policy' is '" +
                         attributes.policy +
                         "', which needs sizes that are known");
    if (*in == 0)
      return node.refuse("a resized dimension has no elements");
    double own = static_cast<double>(*out) / static_cast<double>(*in);
    scale = !scale      ? own
            : notLarger ? std::min(*scale, own)
                        : std::max(*scale, own);
  }
  for (Axis &axis : axes) {
    double in = static_cast<double>(*getConstantIntValue(axis.in));
    axis.out = lg.sizes.constant(static_cast<int64_t>(*scale * in + 0.5));
    axis.knownScale = static_cast<float>(*scale);
    axis.scale = f32(*scale);
    axis.length = f32(*scale * in);
  }
  return success();
}

LogicalResult Resizer::readScales(ArrayRef<unsigned> dims,
                                  ArrayRef<float> scales) {
  for (auto [d, scale] : llvm::zip(dims, scales)) {
    Axis &axis = axes.emplace_back();
    axis.dim = d;
    axis.in = x->dims[d];
    if (failed(scaleBy(axis, nullptr, 0, scale)))
      return failure();
  }
  return success();
}

LogicalResult Resizer::readAxes(Tensor *roi, Tensor *scales, Tensor *sizes,
                                std::optional<SmallVector<int64_t>> given) {
  SmallVector<unsigned> dims;
  if (given)
    for (int64_t axis : *given)
      dims.push_back(node.normalizeAxis(axis, x->rank()));
  else
    dims = llvm::to_vector(llvm::seq<unsigned>(0, x->rank()));
  if (node.refused())
    return failure();
  // Empty lists are absent ones.
  auto isAbsent = [](Tensor *list) {
    return !list || list->numElements() == 0;
  };
  bool byScales = !isAbsent(scales) && isAbsent(sizes);
  if (isAbsent(scales) && isAbsent(sizes))
    return node.refuse("it has neither scales nor sizes");
  auto isVector = [&](Tensor *list, size_t count, const Twine &what) {
    if (list->rank() != 1 || !list->isFloat())
      return node.refuse(what + " must be a vector of floats, got " +
                         list->str());
    return lg.requireEqual(node, list->dims[0], lg.sizes.constant(count),
                           "the length of " + what + " and that wanted");
  };
  FailureOr<Sizes> wanted = Sizes();
  std::optional<SmallVector<float, 0>> known;
  if (byScales) {
    if (failed(isVector(scales, dims.size(), "input scales")))
      return failure();
    known = readConstantFloats(scales);
  } else {
    wanted = readExactly(node, sizes, dims.size(), "input sizes");
    if (failed(wanted))
      return failure();
  }
  for (auto [i, d] : llvm::enumerate(dims)) {
    Axis &axis = axes.emplace_back();
    axis.dim = d;
    axis.in = x->dims[d];
    if (byScales) {
      if (failed(scaleBy(axis, scales, i,
                         known ? std::optional((*known)[i]) : std::nullopt)))
        return failure();
      continue;
    }
    axis.out = (*wanted)[i];
    if (failed(lg.requireLessEqual(node, lg.sizes.constant(0), axis.out,
                                   "a size must not be negative")))
      return failure();
    axis.length = toFloat(axis.out);
    axis.scale =
        arith::DivFOp::create(lg.builder, loc, axis.length, toFloat(axis.in));
    std::optional<int64_t> in = getConstantIntValue(axis.in),
                           out = getConstantIntValue(axis.out);
    if (in && out && *in != 0)
      axis.knownScale = static_cast<float>(*out) / static_cast<float>(*in);
  }
  if (!byScales && failed(applyPolicy()))
    return failure();
  if (attributes.transform != Transform::CropAndResize)
    return success();
  if (isAbsent(roi) || failed(isVector(roi, 2 * dims.size(), "input roi")))
    return node.refuse("tf_crop_and_resize needs input roi");
  for (auto [i, axis] : llvm::enumerate(axes)) {
    axis.start = element(roi, i);
    axis.end = element(roi, dims.size() + i);
  }
  return success();
}

bool Resizer::changes(const Axis &axis) {
  return attributes.transform == Transform::CropAndResize ||
         !lg.sizes.provablyEqual(axis.in, axis.out) ||
         (axis.knownScale && *axis.knownScale != 1);
}

//===----------------------------------------------------------------------===//
// Positions
//===----------------------------------------------------------------------===//

Tensor *Resizer::coordinates(const Axis &axis) {
  Type type = lg.builder.getF32Type();
  Value in = toFloat(axis.in), out = toFloat(axis.out), scale = axis.scale,
        length = axis.length;
  Value result = lg.map(
      loc, {}, {}, axis.out, type,
      [&](OpBuilder &b, Location loc, ValueRange) -> Value {
        FloatMath m{b, loc, type};
        Value i = m.fromIndex(linalg::IndexOp::create(b, loc, 0));
        Value last = m.sub(in, m.c(1)), one = m.c(1), half = m.c(0.5);
        auto centre = [&] { return m.sub(m.div(m.add(i, half), scale), half); };
        Value isOne = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ,
                                            length, one);
        switch (attributes.transform) {
        case Transform::HalfPixel:
          return centre();
        case Transform::HalfPixelForNearest:
          return m.div(m.add(i, half), scale);
        case Transform::HalfPixelSymmetric: {
          Value adjustment = m.div(out, length);
          Value offset = m.mul(m.mul(in, half), m.sub(one, adjustment));
          return m.add(offset, centre());
        }
        case Transform::PytorchHalfPixel:
          return m.select(m.less(one, out), centre(), m.c(0));
        case Transform::AlignCorners:
          return m.select(isOne, m.c(0),
                          m.div(m.mul(i, last), m.sub(length, one)));
        case Transform::Asymmetric:
          return m.div(i, scale);
        case Transform::CropAndResize: {
          Value span = m.mul(m.sub(axis.end, axis.start), last);
          Value inside = m.select(isOne, m.mul(span, half),
                                  m.div(m.mul(i, span), m.sub(length, one)));
          return m.add(inside, m.mul(axis.start, last));
        }
        }
        llvm_unreachable("a transform without coordinates");
      });
  return lg.make(result, type, {axis.out});
}

Tensor *Resizer::nearestPositions(const Axis &axis) {
  Tensor *at = coordinates(axis);
  Type i64 = lg.builder.getI64Type();
  Value in = toFloat(axis.in), scale = axis.scale;
  return lg.elementwiseOver(
      loc, {at}, at->dims, i64,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        FloatMath m{b, loc, b.getF32Type()};
        Value x = args[0];
        switch (attributes.nearest) {
        case Nearest::PreferFloor:
          x = m.ceil(m.sub(x, m.c(0.5)));
          break;
        case Nearest::PreferCeil:
          x = m.floor(m.add(x, m.c(0.5)));
          break;
        case Nearest::Floor:
          x = m.floor(x);
          break;
        case Nearest::Ceil:
          x = m.ceil(x);
          break;
        case Nearest::Simple:
          // Up to version 10, which does not say it: as ONNX Runtime does.
          x = m.select(m.less(scale, m.c(1)), m.ceil(x), m.floor(x));
          break;
        }
        x = m.clampNumber(x, m.c(0), m.sub(in, m.c(1)));
        return arith::FPToSIOp::create(b, loc, b.getI64Type(), x);
      });
}

Tensor *Resizer::resampleNearest() {
  MLIRContext *context = lg.builder.getContext();
  Sizes dims = x->dims;
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  SmallVector<std::optional<unsigned>> inputOf(x->rank());
  for (const Axis &axis : axes) {
    if (!changes(axis))
      continue;
    dims[axis.dim] = axis.out;
    inputOf[axis.dim] = inputs.size();
    inputs.push_back(lg.data(nearestPositions(axis)));
    maps.push_back(AffineMap::get(
        x->rank(), 0, getAffineDimExpr(axis.dim, context), context));
  }
  if (inputs.empty())
    return x;
  Value data = lg.data(x);
  Value result =
      lg.map(loc, inputs, maps, dims, toCore(x->element),
             [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
               SmallVector<Value> at;
               for (auto [d, input] : llvm::enumerate(inputOf)) {
                 if (!input)
                   at.push_back(linalg::IndexOp::create(b, loc, d));
                 else
                   at.push_back(arith::IndexCastOp::create(
                       b, loc, b.getIndexType(), args[*input]));
               }
               return tensor::ExtractOp::create(b, loc, data, at);
             });
  return lg.make(result, x->element, dims);
}

//===----------------------------------------------------------------------===//
// Interpolation
//===----------------------------------------------------------------------===//

/// How much an element counts that is so far away.
static Value weigh(FloatMath &m, const Attributes &attributes, Value distance) {
  Value x = m.abs(distance);
  if (attributes.mode == Mode::Linear)
    return m.max(m.c(0), m.sub(m.c(1), x));
  double a = attributes.cubicA;
  auto horner = [&](ArrayRef<double> coefficients) {
    Value sum = m.c(coefficients.front());
    for (double c : coefficients.drop_front())
      sum = m.add(m.mul(sum, x), m.c(c));
    return sum;
  };
  Value near = horner({a + 2, -(a + 3), 0, 1});
  Value far = horner({a, -5 * a, 8 * a, -4 * a});
  return m.select(m.lessEqual(x, m.c(1)), near,
                  m.select(m.less(x, m.c(2)), far, m.c(0)));
}

Tensor *Resizer::resample(Tensor *input, const Axis &axis, Type type) {
  MLIRContext *context = lg.builder.getContext();
  Type f32 = lg.builder.getF32Type();
  IndexMath &sizes = lg.sizes;
  int64_t reach = attributes.mode == Mode::Linear ? 1 : 2;
  FloatMath m{lg.builder, loc, f32};

  // Where many elements become few, each one counts.
  Size taps = sizes.constant(2 * reach);
  Value shrink = m.c(1);
  if (attributes.antialias && axis.knownScale) {
    float scale = std::min(*axis.knownScale, 1.0f);
    shrink = m.c(scale);
    taps = sizes.constant(
        2 * static_cast<int64_t>(std::ceil(static_cast<float>(reach) / scale)));
  } else if (attributes.antialias) {
    shrink = m.min(axis.scale, m.c(1));
    Value each = m.ceil(m.div(m.c(reach), shrink));
    taps = sizes.mul(loc, sizes.constant(2),
                     sizes.markNonNegative(m.toIndex(each)));
  }
  Value first =
      sizes.value(loc, sizes.sub(loc, sizes.constant(1),
                                 sizes.floorDiv(loc, taps, sizes.constant(2))));
  Value in = sizes.value(loc, axis.in);

  Tensor *at = coordinates(axis);
  // NaN and what lies far outside count as the edge.
  Value lowest = m.c(-2), highest = m.add(toFloat(axis.in), m.c(1));
  Tensor *base = lg.elementwiseOver(
      loc, {at}, at->dims, lg.builder.getI64Type(),
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        FloatMath m{b, loc, f32};
        Value x = m.clampNumber(m.floor(args[0]), lowest, highest);
        return arith::FPToSIOp::create(b, loc, b.getI64Type(), x);
      });
  AffineExpr o = getAffineDimExpr(0, context), t = getAffineDimExpr(1, context);
  Sizes weightDims = {axis.out, taps};
  AffineMap byPosition = AffineMap::get(2, 0, o, context);
  auto positionOf = [&](PositionMath &p, Value base, Value tap) {
    Value from =
        arith::IndexCastOp::create(p.b, p.loc, p.b.getIndexType(), base);
    return p.add(p.add(from, first), tap);
  };
  Value weights = lg.map(
      loc, {lg.data(at), lg.data(base)}, {byPosition, byPosition}, weightDims,
      f32, [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        FloatMath m{b, loc, f32};
        PositionMath p{b, loc};
        Value tap = p.add(first, p.loop(1));
        Value ratio = m.sub(args[0], m.floor(args[0]));
        Value distance = m.mul(m.sub(m.fromIndex(tap), ratio), shrink);
        Value weight = weigh(m, attributes, distance);
        if (!attributes.excludeOutside)
          return weight;
        Value position = positionOf(p, args[1], p.loop(1));
        return m.select(p.inside(position, in), weight, m.c(0));
      });
  if (attributes.antialias || attributes.excludeOutside) {
    llvm::SmallBitVector axes(2);
    axes.set(1);
    Tensor *plain = lg.make(weights, f32, weightDims);
    Tensor *total = sum(lg, loc, plain, axes);
    weights = lg.map(
        loc, {weights, lg.data(total)},
        {AffineMap::getMultiDimIdentityMap(2, context), byPosition}, weightDims,
        f32, [](OpBuilder &b, Location loc, ValueRange args) -> Value {
          return arith::DivFOp::create(b, loc, args[0], args[1]);
        });
  }

  unsigned rank = input->rank();
  Sizes dims = input->dims;
  dims[axis.dim] = axis.out;
  o = getAffineDimExpr(axis.dim, context);
  t = getAffineDimExpr(rank, context);
  SmallVector<AffineExpr> out;
  for (unsigned d = 0; d < rank; ++d)
    out.push_back(getAffineDimExpr(d, context));
  AffineMap maps[] = {AffineMap::get(rank + 1, 0, {o, t}, context),
                      AffineMap::get(rank + 1, 0, o, context),
                      AffineMap::get(rank + 1, 0, out, context)};
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  Value data = lg.data(input);
  Value result = lg.generic(
      loc, {weights, lg.data(base)}, maps,
      lg.filled(loc, dims, numberAttr(type, 0)), loops,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        PositionMath p{b, loc};
        SmallVector<Value> at;
        for (unsigned d = 0; d < rank; ++d)
          at.push_back(d == axis.dim
                           ? p.clamp(positionOf(p, args[1], p.loop(rank)), in)
                           : p.loop(d));
        Value element = tensor::ExtractOp::create(b, loc, data, at);
        Value wide = convertElement(b, loc, element, input->element, type);
        Value weight = convertElement(b, loc, args[0], b.getF32Type(), type);
        return math::FmaOp::create(b, loc, weight, wide, args[2]);
      });
  return lg.make(result, type, dims);
}

/// What lies outside of the input gets a value of its own.
Tensor *Resizer::extrapolate(Tensor *result) {
  MLIRContext *context = lg.builder.getContext();
  SmallVector<Value> inputs = {lg.data(result)}, lasts;
  unsigned rank = result->rank();
  SmallVector<AffineMap> maps = {
      AffineMap::getMultiDimIdentityMap(rank, context)};
  for (const Axis &axis : axes) {
    inputs.push_back(lg.data(coordinates(axis)));
    maps.push_back(
        AffineMap::get(rank, 0, getAffineDimExpr(axis.dim, context), context));
    lasts.push_back(toFloat(lg.sizes.sub(loc, axis.in, lg.sizes.constant(1))));
  }
  Type f32 = lg.builder.getF32Type();
  Value value =
      lg.map(loc, inputs, maps, result->dims, toCore(result->element),
             [&](OpBuilder &b, Location loc, ValueRange args) {
               FloatMath m{b, loc, f32};
               Value instead = convertElement(
                   b, loc, m.c(attributes.extrapolation), f32, result->element);
               Value value = args[0];
               for (auto [at, last] : llvm::zip(args.drop_front(), lasts)) {
                 value = m.select(m.less(at, m.c(0)), instead, value);
                 value = m.select(m.less(last, at), instead, value);
               }
               return value;
             });
  return lg.make(value, result->element, result->dims);
}

FailureOr<Tensor *> Resizer::run() {
  for (const Axis &axis : axes)
    if (changes(axis) &&
        failed(lg.requireLessEqual(node, lg.sizes.constant(1), axis.in,
                                   "a resized dimension must have elements")))
      return failure();
  Tensor *result = x;
  if (attributes.mode == Mode::Nearest) {
    result = resampleNearest();
  } else {
    if (!x->isFloat() && !x->isInteger())
      return badElement(node, x->element);
    // Of integers, f32 holds those of up to 24 bits.
    Type type = computeType(x->element);
    if (x->isInteger())
      type = x->element.getIntOrFloatBitWidth() > 16
                 ? Type(lg.builder.getF64Type())
                 : Type(lg.builder.getF32Type());
    for (const Axis &axis : axes)
      if (changes(axis))
        result = resample(result, axis, type);
    result = lg.convert(loc, result, x->element);
  }
  if (attributes.transform == Transform::CropAndResize)
    result = extrapolate(result);
  return result;
}

//===----------------------------------------------------------------------===//
// The operators
//===----------------------------------------------------------------------===//

template <typename T>
static FailureOr<T>
readName(Node &node, StringRef attribute, StringRef otherwise,
         std::initializer_list<std::pair<StringRef, T>> names) {
  std::string name = node.getString(attribute, otherwise);
  if (node.refused())
    return failure();
  for (auto [known, value] : names)
    if (name == known)
      return value;
  return node.refuse("attribute '" + attribute + "' is '" + name +
                     "', which is not known");
}

static HandlerResult resize(Node &node) {
  Tensor *x = node.input(0);
  Attributes attributes;
  FailureOr<Mode> mode = readName<Mode>(node, "mode", "nearest",
                                        {{"nearest", Mode::Nearest},
                                         {"linear", Mode::Linear},
                                         {"cubic", Mode::Cubic}});
  FailureOr<Transform> transform = readName<Transform>(
      node, "coordinate_transformation_mode", "half_pixel",
      {{"half_pixel", Transform::HalfPixel},
       {"half_pixel_symmetric", Transform::HalfPixelSymmetric},
       {"pytorch_half_pixel", Transform::PytorchHalfPixel},
       {"align_corners", Transform::AlignCorners},
       {"asymmetric", Transform::Asymmetric},
       {"tf_half_pixel_for_nn", Transform::HalfPixelForNearest},
       {"tf_crop_and_resize", Transform::CropAndResize}});
  FailureOr<Nearest> nearest =
      readName<Nearest>(node, "nearest_mode", "round_prefer_floor",
                        {{"round_prefer_floor", Nearest::PreferFloor},
                         {"round_prefer_ceil", Nearest::PreferCeil},
                         {"floor", Nearest::Floor},
                         {"ceil", Nearest::Ceil}});
  if (failed(mode) || failed(transform) || failed(nearest))
    return failure();
  attributes.mode = *mode;
  attributes.transform = *transform;
  attributes.nearest = *nearest;
  attributes.cubicA = node.getFloat("cubic_coeff_a", -0.75);
  attributes.extrapolation = node.getFloat("extrapolation_value", 0);
  attributes.excludeOutside = node.getInt("exclude_outside", 0) != 0;
  std::optional<SmallVector<int64_t>> axes;
  if (node.version() >= 18) {
    attributes.antialias = node.getInt("antialias", 0) != 0;
    attributes.policy = node.getString("keep_aspect_ratio_policy", "stretch");
    axes = node.getInts("axes");
  }
  if (node.refused())
    return failure();
  Resizer resizer(node, x, attributes);
  if (failed(
          resizer.readAxes(node.input(1), node.input(2), node.input(3), axes)))
    return failure();
  FailureOr<Tensor *> result = resizer.run();
  if (failed(result))
    return failure();
  return Results{*result};
}

/// Resize 10 and Upsample: corners coincide, nothing is shifted by half a
/// pixel. Scales are an attribute of Upsample up to version 8.
static HandlerResult upsample(Node &node) {
  Tensor *x = node.input(0);
  Attributes attributes;
  FailureOr<Mode> mode = readName<Mode>(node, "mode", "nearest",
                                        {{"nearest", Mode::Nearest},
                                         {"linear", Mode::Linear},
                                         {"bilinear", Mode::Linear}});
  if (failed(mode))
    return failure();
  attributes.mode = *mode;
  attributes.transform = Transform::Asymmetric;
  attributes.nearest = Nearest::Simple;
  Resizer resizer(node, x, attributes);
  if (node.type() == "Upsample" && node.version() < 9) {
    auto scales = dyn_cast_or_null<DenseF32ArrayAttr>(node.getAttr("scales"));
    if (!scales || scales.size() != x->rank())
      return node.refuse("attribute 'scales' must have a float for each "
                         "dimension");
    SmallVector<unsigned> dims =
        llvm::to_vector(llvm::seq<unsigned>(0, x->rank()));
    if (failed(resizer.readScales(dims, scales.asArrayRef())))
      return failure();
  } else if (failed(resizer.readAxes(nullptr, node.input(1), nullptr,
                                     std::nullopt))) {
    return failure();
  }
  FailureOr<Tensor *> result = resizer.run();
  if (failed(result))
    return failure();
  return Results{*result};
}

void lutra::onnx::addResize(Registry &registry) {
  registry.add("Upsample", 7, 1, 1, upsample);
  registry.add("Upsample", 9, 2, 2, upsample);
  registry.add("Resize", 10, 2, 2, upsample);
  registry.add("Resize", 11, 1, 4, resize);
}
