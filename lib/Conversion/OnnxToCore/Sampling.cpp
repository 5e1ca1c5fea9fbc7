//===- Sampling.cpp - GridSample, AffineGrid, RoiAlign --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading images at places that only a run knows. Coordinates are made finite
// before they become positions, and positions are brought into the image before
// anything is read.
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Elementwise.h"
#include "Indexing.h"
#include "Reduce.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace lutra::onnx;

static Value asFloat(Legalizer &lg, Location loc, Size size, Type type) {
  if (std::optional<int64_t> known = getConstantIntValue(size))
    return number(lg.builder, loc, type, static_cast<double>(*known));
  return FloatMath{lg.builder, loc, type}.fromIndex(lg.sizes.value(loc, size));
}

//===----------------------------------------------------------------------===//
// GridSample
//===----------------------------------------------------------------------===//

namespace {

enum class Interpolation { Nearest, Linear, Cubic };
enum class Padding { Zeros, Border, Reflection };

/// The body of GridSample: one element of the result.
class Sampler {
public:
  Sampler(OpBuilder &b, Location loc, Type type, Interpolation mode,
          Padding padding, bool alignCorners)
      : m{b, loc, type}, p{b, loc}, mode(mode), padding(padding),
        alignCorners(alignCorners) {}

  /// One spatial dimension of the image.
  struct Dim {
    Value size, length; // index, float
  };

  /// From [-1, 1] to positions of the image, by what is outside of it.
  Value place(Value coordinate, const Dim &dim);
  /// The weighted sum of the pixels around `at`. `read` gives the pixel at
  /// positions that are inside.
  Value sample(ArrayRef<Value> at, ArrayRef<Dim> dims,
               llvm::function_ref<Value(ArrayRef<Value>)> read);

  /// The nearest pixel, whatever its type; 0 outside where that is wanted.
  Value pick(ArrayRef<Value> at, ArrayRef<Dim> dims,
             llvm::function_ref<Value(ArrayRef<Value>)> read);

private:
  struct Tap {
    Value position, weight, inside;
  };
  Value reflect(Value x, const Dim &dim);
  Value lowest() { return m.c(alignCorners ? 0 : -0.5); }
  Value highest(const Dim &dim) {
    return m.sub(dim.length, m.c(alignCorners ? 1 : 0.5));
  }
  SmallVector<Tap> taps(Value at, const Dim &dim);
  Value cubicWeight(Value distance, bool far);
  Value sum(ArrayRef<SmallVector<Tap>> all, SmallVector<Value> &positions,
            Value inside, llvm::function_ref<Value(ArrayRef<Value>)> read);

  FloatMath m;
  PositionMath p;
  Interpolation mode;
  Padding padding;
  bool alignCorners;
};

} // namespace

/// There and back between the borders.
Value Sampler::reflect(Value x, const Dim &dim) {
  Value low = lowest(), high = highest(dim), span = m.sub(high, low);
  auto folded = [&](Value distance, Value near, Value far, bool forwards) {
    Value times = m.floor(m.div(distance, span));
    Value rest = m.sub(distance, m.mul(times, span));
    Value half = m.mul(times, m.c(0.5));
    Value isEven = arith::CmpFOp::create(m.b, m.loc, arith::CmpFPredicate::OEQ,
                                         half, m.floor(half));
    Value fromNear = forwards ? m.add(near, rest) : m.sub(near, rest);
    Value fromFar = forwards ? m.sub(far, rest) : m.add(far, rest);
    return m.select(isEven, fromNear, fromFar);
  };
  Value below = folded(m.sub(low, x), low, high, true);
  Value above = folded(m.sub(x, high), high, low, false);
  return m.select(m.less(x, low), below, m.select(m.less(high, x), above, x));
}

Value Sampler::place(Value coordinate, const Dim &dim) {
  Value one = m.c(1), half = m.c(0.5);
  Value shifted = m.add(coordinate, one);
  Value x = alignCorners ? m.mul(m.mul(shifted, half), m.sub(dim.length, one))
                         : m.mul(m.sub(m.mul(shifted, dim.length), one), half);
  if (mode == Interpolation::Nearest)
    x = m.op<math::RoundEvenOp>(x);
  // At the border, it is pixels that are repeated, as PyTorch has it: cubic
  // interpolation goes on behind it.
  if (padding == Padding::Reflection)
    x = reflect(x, dim);
  // So far outside that all pixels around are outside, too.
  return m.clampNumber(x, m.c(-4), m.add(dim.length, m.c(4)));
}

/// Keys' polynomials with a = -0.75, of distances in [0, 1] and in [1, 2].
Value Sampler::cubicWeight(Value x, bool far) {
  constexpr double a = -0.75;
  if (far)
    return m.sub(
        m.mul(m.add(m.mul(m.sub(m.mul(m.c(a), x), m.c(5 * a)), x), m.c(8 * a)),
              x),
        m.c(4 * a));
  return m.add(m.mul(m.mul(m.sub(m.mul(m.c(a + 2), x), m.c(a + 3)), x), x),
               m.c(1));
}

SmallVector<Sampler::Tap> Sampler::taps(Value at, const Dim &dim) {
  Value base = m.floor(at), ratio = m.sub(at, base), one = m.c(1);
  SmallVector<std::pair<double, Value>> offsets;
  Value rest = m.sub(one, ratio);
  if (mode == Interpolation::Nearest)
    offsets = {{0, Value()}};
  else if (mode == Interpolation::Linear)
    offsets = {{0, rest}, {1, ratio}};
  else
    offsets = {{-1, cubicWeight(m.add(ratio, one), true)},
               {0, cubicWeight(ratio, false)},
               {1, cubicWeight(rest, false)},
               {2, cubicWeight(m.add(rest, one), true)}};
  SmallVector<Tap> result;
  for (auto [offset, weight] : offsets) {
    Value x = m.add(base, m.c(offset));
    Value inside;
    if (padding == Padding::Zeros)
      inside = p.both(m.lessEqual(m.c(0), x), m.less(x, dim.length));
    else if (padding == Padding::Reflection)
      x = reflect(x, dim);
    x = m.clampNumber(x, m.c(0), m.sub(dim.length, one));
    result.push_back({m.toIndex(x), weight, inside});
  }
  return result;
}

/// Along the dimensions from that of `positions` on.
Value Sampler::sum(ArrayRef<SmallVector<Tap>> all,
                   SmallVector<Value> &positions, Value inside,
                   llvm::function_ref<Value(ArrayRef<Value>)> read) {
  if (positions.size() == all.size()) {
    Value pixel = read(positions);
    return inside ? m.select(inside, pixel, m.c(0)) : pixel;
  }
  Value total;
  for (const Tap &tap : all[positions.size()]) {
    positions.push_back(tap.position);
    Value still = inside && tap.inside ? p.both(inside, tap.inside)
                  : inside             ? inside
                                       : tap.inside;
    Value part = sum(all, positions, still, read);
    positions.pop_back();
    if (tap.weight)
      part = m.mul(part, tap.weight);
    total = total ? m.add(total, part) : part;
  }
  return total;
}

Value Sampler::sample(ArrayRef<Value> at, ArrayRef<Dim> dims,
                      llvm::function_ref<Value(ArrayRef<Value>)> read) {
  SmallVector<SmallVector<Tap>> all;
  for (auto [x, dim] : llvm::zip(at, dims))
    all.push_back(taps(x, dim));
  SmallVector<Value> positions;
  return sum(all, positions, {}, read);
}

Value Sampler::pick(ArrayRef<Value> at, ArrayRef<Dim> dims,
                    llvm::function_ref<Value(ArrayRef<Value>)> read) {
  SmallVector<Value> positions;
  Value inside;
  for (auto [x, dim] : llvm::zip(at, dims)) {
    Tap tap = taps(x, dim).front();
    positions.push_back(tap.position);
    inside = inside && tap.inside ? p.both(inside, tap.inside) : tap.inside;
  }
  Value pixel = read(positions);
  if (!inside)
    return pixel;
  return m.select(inside, pixel, number(m.b, m.loc, pixel.getType(), 0));
}

static HandlerResult gridSample(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0), *grid = node.input(1);
  bool old = node.version() < 20;
  std::string modeName = node.getString("mode", old ? "bilinear" : "linear"),
              paddingName = node.getString("padding_mode", "zeros");
  bool alignCorners = node.getInt("align_corners", 0) != 0;
  if (node.refused())
    return failure();
  // From version 20 on, names do not tell the number of dimensions.
  StringRef linear = old ? "bilinear" : "linear",
            cubic = old ? "bicubic" : "cubic";
  std::optional<Interpolation> mode;
  if (modeName == "nearest")
    mode = Interpolation::Nearest;
  else if (modeName == linear)
    mode = Interpolation::Linear;
  else if (modeName == cubic)
    mode = Interpolation::Cubic;
  std::optional<Padding> padding =
      llvm::StringSwitch<std::optional<Padding>>(paddingName)
          .Case("zeros", Padding::Zeros)
          .Case("border", Padding::Border)
          .Case("reflection", Padding::Reflection)
          .Default(std::nullopt);
  if (!mode || !padding)
    return node.refuse("attributes 'mode' and 'padding_mode' are '" + modeName +
                       "' and '" + paddingName + "', which is not known");
  if (!x->isFloat() && *mode != Interpolation::Nearest)
    return badElement(node, x->element);
  if (!grid->isFloat())
    return badElement(node, grid->element);
  int64_t rank = x->rank() - 2;
  if (rank < 1 || rank > 3 || grid->rank() != x->rank())
    return node.refuse("its inputs must be images of up to three spatial "
                       "dimensions and a grid of as many dimensions, got " +
                       x->str() + " and " + grid->str());
  if (failed(lg.requireEqual(node, x->dims[0], grid->dims[0],
                             "batches of input and grid")) ||
      failed(lg.requireEqual(node, grid->dims.back(), lg.sizes.constant(rank),
                             "coordinates of the grid and dimensions of the "
                             "input")))
    return failure();
  for (Size dim : ArrayRef(x->dims).drop_front(2))
    if (failed(lg.requireLessEqual(node, lg.sizes.constant(1), dim,
                                   "the image must have pixels")))
      return failure();
  Sizes dims = {x->dims[0], x->dims[1]};
  dims.append(grid->dims.begin() + 1, grid->dims.end() - 1);
  Type type = computeType(grid->element);
  if (x->element.isF64())
    type = x->element;
  SmallVector<Sampler::Dim> image;
  for (Size dim : ArrayRef(x->dims).drop_front(2))
    image.push_back({lg.sizes.value(loc, dim), asFloat(lg, loc, dim, type)});
  Value data = lg.data(x), places = lg.data(grid);
  bool copies = *mode == Interpolation::Nearest;
  Value result = lg.map(
      loc, {}, {}, dims, toCore(x->element),
      [&](OpBuilder &b, Location loc, ValueRange) -> Value {
        PositionMath p{b, loc};
        Sampler sampler(b, loc, type, *mode, *padding, alignCorners);
        SmallVector<Value> at(rank);
        for (int64_t d = 0; d < rank; ++d) {
          SmallVector<Value> where = {p.loop(0)};
          for (int64_t i = 0; i < rank; ++i)
            where.push_back(p.loop(2 + i));
          // The grid has the last dimension first.
          where.push_back(p.c(rank - 1 - d));
          Value coordinate = tensor::ExtractOp::create(b, loc, places, where);
          at[d] = sampler.place(
              convertElement(b, loc, coordinate, grid->element, type),
              image[d]);
        }
        auto pixel = [&](ArrayRef<Value> positions) -> Value {
          SmallVector<Value> where = {p.loop(0), p.loop(1)};
          llvm::append_range(where, positions);
          return tensor::ExtractOp::create(b, loc, data, where);
        };
        if (!copies) {
          Value sum = sampler.sample(at, image, [&](ArrayRef<Value> positions) {
            return convertElement(b, loc, pixel(positions), x->element, type);
          });
          return convertElement(b, loc, sum, type, x->element);
        }
        return sampler.pick(at, image, pixel);
      });
  return Results{lg.make(result, x->element, dims)};
}

//===----------------------------------------------------------------------===//
// AffineGrid
//===----------------------------------------------------------------------===//

/// theta times (x, y, [z,] 1) of each pixel's centre in [-1, 1].
static HandlerResult affineGrid(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  Tensor *theta = node.input(0), *size = node.input(1);
  bool alignCorners = node.getInt("align_corners", 0) != 0;
  if (!theta->isFloat())
    return badElement(node, theta->element);
  if (theta->rank() != 3)
    return node.refuse("input theta must have rank 3, got " + theta->str());
  // Where the length of the sizes is not known, the number of rows may be.
  std::optional<int64_t> count = size->numElements();
  if (!count)
    if (std::optional<int64_t> rows = getConstantIntValue(theta->dims[1]))
      count = *rows + 2;
  if (!count || (*count != 4 && *count != 5))
    return node.refuse("input size must have 4 or 5 numbers, got " +
                       size->str());
  FailureOr<Sizes> shape = readExactly(node, size, *count, "input size");
  if (failed(shape))
    return failure();
  int64_t rank = *count - 2;
  if (failed(lg.requireEqual(node, theta->dims[0], (*shape)[0],
                             "batches of theta and size")) ||
      failed(lg.requireEqual(node, theta->dims[1], sizes.constant(rank),
                             "rows of theta and dimensions")) ||
      failed(lg.requireEqual(node, theta->dims[2], sizes.constant(rank + 1),
                             "columns of theta and dimensions and one")))
    return failure();
  Sizes dims = {theta->dims[0]};
  for (Size dim : ArrayRef(*shape).drop_front(2)) {
    if (failed(lg.requireLessEqual(node, sizes.constant(0), dim,
                                   "a size must not be negative")))
      return failure();
    dims.push_back(dim);
  }
  dims.push_back(sizes.constant(rank));
  Type type = computeType(theta->element);
  SmallVector<Value> lengths;
  for (int64_t d = 0; d < rank; ++d)
    lengths.push_back(asFloat(lg, loc, dims[1 + d], type));
  Value data = lg.data(theta);
  Value result =
      lg.map(loc, {}, {}, dims, toCore(theta->element),
             [&](OpBuilder &b, Location loc, ValueRange) {
               FloatMath m{b, loc, type};
               PositionMath p{b, loc};
               auto factor = [&](int64_t column) {
                 Value element = tensor::ExtractOp::create(
                     b, loc, data, {p.loop(0), p.loop(1 + rank), p.c(column)});
                 return extend(b, loc, element);
               };
               Value total = factor(rank);
               // The last dimension comes first.
               for (int64_t column = 0; column < rank; ++column) {
                 int64_t d = rank - 1 - column;
                 Value i = m.fromIndex(p.loop(1 + d)), length = lengths[d];
                 Value at =
                     alignCorners
                         ? m.div(m.mul(m.c(2), i), m.sub(length, m.c(1)))
                         : m.div(m.add(m.mul(m.c(2), i), m.c(1)), length);
                 total = m.fma(factor(column), m.sub(at, m.c(1)), total);
               }
               return truncate(b, loc, total, toCore(theta->element));
             });
  return Results{lg.make(result, theta->element, dims)};
}

//===----------------------------------------------------------------------===//
// RoiAlign
//===----------------------------------------------------------------------===//

namespace {
/// A region along one dimension, and how it is divided.
struct Extent {
  Value start, bin, samples; // float
};
} // namespace

/// The four pixels around a place and their weights; all weights are 0 outside.
static SmallVector<Value>
aroundPlace(FloatMath &m, Value y, Value x, Value height, Value width,
            llvm::function_ref<Value(Value, Value)> read) {
  Value one = m.c(1), zero = m.c(0);
  auto isInside = [&](Value at, Value length) -> Value {
    return arith::AndIOp::create(m.b, m.loc, m.lessEqual(m.c(-1), at),
                                 m.lessEqual(at, length));
  };
  Value inside = arith::AndIOp::create(m.b, m.loc, isInside(y, height),
                                       isInside(x, width));
  auto split = [&](Value at, Value length) {
    Value last = m.sub(length, one);
    at = m.clampNumber(at, zero, last);
    Value low = m.floor(at), high = m.min(m.add(low, one), last);
    return std::tuple(m.toIndex(low), m.toIndex(high), m.sub(at, low));
  };
  auto [yLow, yHigh, yRatio] = split(y, height);
  auto [xLow, xHigh, xRatio] = split(x, width);
  Value yRest = m.sub(one, yRatio), xRest = m.sub(one, xRatio);
  SmallVector<Value> result;
  auto add = [&](Value yAt, Value xAt, Value weight) {
    result.push_back(m.select(inside, m.mul(weight, read(yAt, xAt)), zero));
  };
  add(yLow, xLow, m.mul(yRest, xRest));
  add(yLow, xHigh, m.mul(yRest, xRatio));
  add(yHigh, xLow, m.mul(yRatio, xRest));
  add(yHigh, xHigh, m.mul(yRatio, xRatio));
  return result;
}

static HandlerResult roiAlign(Node &node) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  MLIRContext *context = lg.builder.getContext();
  Tensor *x = node.input(0), *rois = node.input(1), *batches = node.input(2);
  std::string mode = node.getString("mode", "avg");
  int64_t outHeight = node.getInt("output_height", 1),
          outWidth = node.getInt("output_width", 1),
          sampling = node.getInt("sampling_ratio", 0);
  double scale = node.getFloat("spatial_scale", 1);
  // Up to version 15 there was no half of a pixel.
  std::string transform = "output_half_pixel";
  if (node.version() >= 16)
    transform = node.getString("coordinate_transformation_mode", "half_pixel");
  if (node.refused() || failed(sameElement(node, {x, rois})))
    return failure();
  if (mode != "avg" && mode != "max")
    return node.refuse("attribute 'mode' is '" + mode +
                       "', expects avg or max");
  if (transform != "half_pixel" && transform != "output_half_pixel")
    return node.refuse("attribute 'coordinate_transformation_mode' is '" +
                       transform +
                       "', expects half_pixel or output_half_pixel");
  if (!x->isFloat())
    return badElement(node, x->element);
  if (x->rank() != 4 || rois->rank() != 2 || batches->rank() != 1 ||
      !batches->element.isSignlessInteger(64))
    return node.refuse("its inputs must be images, regions [N, 4] and 64-bit "
                       "numbers of images, got " +
                       x->str() + ", " + rois->str() + " and " +
                       batches->str());
  if (outHeight < 1 || outWidth < 1 || sampling < 0)
    return node.refuse("its output would have no elements");
  if (failed(lg.requireEqual(node, rois->dims[0], batches->dims[0],
                             "regions and their images")) ||
      failed(lg.requireEqual(node, rois->dims[1], sizes.constant(4),
                             "numbers of a region and four")))
    return failure();
  for (Size dim : ArrayRef(x->dims).drop_front(2))
    if (failed(lg.requireLessEqual(node, sizes.constant(1), dim,
                                   "the image must have pixels")))
      return failure();
  Value images = sizes.value(loc, x->dims[0]);
  lg.checkElements(node, batches, "an image is out of range",
                   [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                     Value index = arith::IndexCastOp::create(
                         b, loc, b.getIndexType(), args[0]);
                     // As unsigned numbers, negative ones are large.
                     return arith::CmpIOp::create(
                         b, loc, arith::CmpIPredicate::uge, index, images);
                   });

  Type type = computeType(x->element);
  bool halfPixel = transform == "half_pixel", isMax = mode == "max";
  Value data = lg.data(x), regions = lg.data(rois), imageOf = lg.data(batches);
  // `from` is 0 for x and 1 for y.
  auto extentOf = [&](OpBuilder &b, Location loc, Value roi, int64_t from,
                      int64_t bins) {
    FloatMath m{b, loc, type};
    PositionMath p{b, loc};
    auto corner = [&](int64_t i) {
      Value element = tensor::ExtractOp::create(b, loc, regions, {roi, p.c(i)});
      Value scaled = m.mul(extend(b, loc, element), m.c(scale));
      return halfPixel ? m.sub(scaled, m.c(0.5)) : scaled;
    };
    Value start = corner(from), length = m.sub(corner(from + 2), start);
    // A region has at least one pixel.
    if (!halfPixel)
      length = m.max(length, m.c(1));
    Value bin = m.div(length, m.c(static_cast<double>(bins)));
    Value samples =
        sampling > 0 ? m.c(static_cast<double>(sampling)) : m.ceil(bin);
    return Extent{start, bin, samples};
  };
  // Without a number of samples there are as many as a bin has pixels; the loop
  // has those of the largest region.
  auto samplesOf = [&](int64_t from, int64_t bins) -> Size {
    if (sampling > 0)
      return sizes.constant(sampling);
    Value each =
        lg.map(loc, {}, {}, rois->dims[0], type,
               [&](OpBuilder &b, Location loc, ValueRange) {
                 return extentOf(b, loc, linalg::IndexOp::create(b, loc, 0),
                                 from, bins)
                     .samples;
               });
    llvm::SmallBitVector all(1, true);
    Tensor *most =
        reduce(lg, loc, lg.make(each, type, {rois->dims[0]}), all, type,
               numberAttr(type, 0),
               [](OpBuilder &b, Location loc, ValueRange args) -> Value {
                 return arith::MaxNumFOp::create(b, loc, args[1], args[0]);
               });
    FloatMath m{lg.builder, loc, type};
    Value count =
        tensor::ExtractOp::create(lg.builder, loc, lg.data(most), ValueRange{});
    lg.check(node, m.less(count, m.c(1 << 20)), "a region is too large");
    return sizes.markNonNegative(m.toIndex(count));
  };
  Sizes samples = {samplesOf(1, outHeight), samplesOf(0, outWidth)};
  Sizes dims = {rois->dims[0], x->dims[1], sizes.constant(outHeight),
                sizes.constant(outWidth)};
  Value height = asFloat(lg, loc, x->dims[2], type),
        width = asFloat(lg, loc, x->dims[3], type);
  SmallVector<AffineExpr> out;
  for (unsigned d = 0; d < 4; ++d)
    out.push_back(getAffineDimExpr(d, context));
  AffineMap maps[] = {AffineMap::get(6, 0,
                                     {getAffineDimExpr(4, context),
                                      getAffineDimExpr(5, context)},
                                     context),
                      AffineMap::get(6, 0, out, context)};
  SmallVector<utils::IteratorType> loops(4, utils::IteratorType::parallel);
  loops.append(2, utils::IteratorType::reduction);
  // What says how many samples there are; nobody reads its elements.
  Value grid = lg.empty(loc, samples, lg.builder.getI8Type());
  double lowest = -std::numeric_limits<double>::infinity();
  Value total = lg.generic(
      loc, grid, maps,
      lg.filled(loc, dims, numberAttr(type, isMax ? lowest : 0)), loops,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        FloatMath m{b, loc, type};
        PositionMath p{b, loc};
        Extent ofY = extentOf(b, loc, p.loop(0), 1, outHeight),
               ofX = extentOf(b, loc, p.loop(0), 0, outWidth);
        auto place = [&](const Extent &extent, unsigned bin, unsigned sample) {
          Value offset = m.div(
              m.mul(m.add(m.fromIndex(p.loop(sample)), m.c(0.5)), extent.bin),
              extent.samples);
          Value begin =
              m.add(extent.start, m.mul(m.fromIndex(p.loop(bin)), extent.bin));
          return m.add(begin, offset);
        };
        Value image = arith::IndexCastOp::create(
            b, loc, b.getIndexType(),
            tensor::ExtractOp::create(b, loc, imageOf, p.loop(0)));
        SmallVector<Value> parts =
            aroundPlace(m, place(ofY, 2, 4), place(ofX, 3, 5), height, width,
                        [&](Value y, Value x) {
                          Value element = tensor::ExtractOp::create(
                              b, loc, data, {image, p.loop(1), y, x});
                          return extend(b, loc, element);
                        });
        Value isSample = p.both(m.less(m.fromIndex(p.loop(4)), ofY.samples),
                                m.less(m.fromIndex(p.loop(5)), ofX.samples));
        Value value = parts[0];
        for (Value part : ArrayRef(parts).drop_front())
          value = isMax ? m.max(value, part) : m.add(value, part);
        value = m.select(isSample, value, m.c(isMax ? lowest : 0));
        return isMax ? m.max(args[1], value) : m.add(args[1], value);
      });
  Value result = lg.map(
      loc, total, AffineMap::getMultiDimIdentityMap(4, context), dims,
      toCore(x->element), [&](OpBuilder &b, Location loc, ValueRange args) {
        FloatMath m{b, loc, type};
        Value value = args[0], roi = linalg::IndexOp::create(b, loc, 0);
        Value count = m.mul(extentOf(b, loc, roi, 1, outHeight).samples,
                            extentOf(b, loc, roi, 0, outWidth).samples);
        if (isMax) // Of no samples.
          value = m.select(m.less(m.c(0), count), value, m.c(0));
        else
          value = m.div(value, m.max(count, m.c(1)));
        return truncate(b, loc, value, toCore(x->element));
      });
  return Results{lg.make(result, x->element, dims)};
}

void lutra::onnx::addSampling(Registry &registry) {
  registry.add("GridSample", 16, 2, 2, gridSample);
  registry.add("AffineGrid", 20, 2, 2, affineGrid);
  registry.add("RoiAlign", 10, 3, 3, roiAlign);
}
