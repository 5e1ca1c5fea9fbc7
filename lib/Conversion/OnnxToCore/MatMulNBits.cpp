//===- MatMulNBits.cpp - products with packed weights ---------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// com.microsoft.MatMulNBits: y[..., n] = sum over k of a[..., k] *
// (code[n, k] - zero_point[n, k / block]) * scale[n, k / block] + bias[n].
// Bytes are not touched here: `lowbit.unpack` says what they mean.
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"
#include "Registry.h"

#include "lutra/Dialect/Lowbit/Constants.h"
#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Utils/ShapeText.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::onnx;
namespace lowbit = lutra::lowbit;

namespace {
struct MatMulNBits {
  Node &node;
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  int64_t K = 0, N = 0, bits = 0, block = 0, numBlocks = 0, accuracy = 0;

  LogicalResult readAttributes();
  HandlerResult run();

private:
  LogicalResult expectShape(Tensor *tensor, StringRef what,
                            ArrayRef<int64_t> shape);
  FailureOr<Tensor *> perBlock(Tensor *tensor, StringRef what);
  Tensor *unpack(Tensor *packed, int64_t block, int64_t count);
  FailureOr<Tensor *> zeroPoints();
  FailureOr<Tensor *> groupIndex();
  FailureOr<Tensor *> activations();
};
} // namespace

LogicalResult MatMulNBits::readAttributes() {
  K = node.requireInt("K");
  N = node.requireInt("N");
  block = node.requireInt("block_size");
  bits = node.getInt("bits", 4);
  accuracy = node.getInt("accuracy_level", 0);
  int64_t prepacked = node.getInt("weight_prepacked", 0);
  if (node.refused())
    return failure();
  if (prepacked != 0)
    return node.refuse("attribute 'weight_prepacked' is " + Twine(prepacked) +
                       ": the weight is in a layout of another device; export "
                       "the model without prepacking");
  if (bits < 1 || bits > 8)
    return node.refuse("attribute 'bits' must be from 1 to 8, got " +
                       Twine(bits));
  // Sizes of more than 31 bits would overflow their products.
  constexpr int64_t most = std::numeric_limits<int32_t>::max();
  if (block < 16 || block > most || !llvm::isPowerOf2_64(block))
    return node.refuse("attribute 'block_size' must be a power of two and at "
                       "least 16, got " +
                       Twine(block));
  if (K <= 0 || N <= 0 || K > most || N > most)
    return node.refuse("attributes 'K' and 'N' must be positive and below "
                       "2^31, got " +
                       Twine(K) + " and " + Twine(N));
  if (accuracy < 0 || accuracy > 4)
    return node.refuse("attribute 'accuracy_level' must be from 0 to 4, got " +
                       Twine(accuracy));
  numBlocks =
      llvm::divideCeil(static_cast<uint64_t>(K), static_cast<uint64_t>(block));
  return success();
}

LogicalResult MatMulNBits::expectShape(Tensor *tensor, StringRef what,
                                       ArrayRef<int64_t> shape) {
  if (ArrayRef<int64_t>(tensor->shape()) == shape)
    return success();
  return node.refuse("input " + what + " must have the shape " +
                     shapeText(shape) + ", got " + shapeText(tensor->shape()));
}

/// Floats [N, blocks], or the same in one dimension as older files have them.
FailureOr<Tensor *> MatMulNBits::perBlock(Tensor *tensor, StringRef what) {
  if (failed(expectShape(tensor, what,
                         tensor->rank() == 1
                             ? SmallVector<int64_t>{N * numBlocks}
                             : SmallVector<int64_t>{N, numBlocks})))
    return failure();
  // Constants stay constants, which kernels want of scales.
  if (!tensor->element.isF32())
    if (auto floats = readConstantFloats(tensor))
      return lg.makeConstant(lowbit::getConstant(
          RankedTensorType::get({N, numBlocks}, lg.builder.getF32Type()),
          "scales", ArrayRef<float>(*floats)));
  tensor = lg.reshape(loc, tensor,
                      {lg.sizes.constant(N), lg.sizes.constant(numBlocks)});
  return lg.convert(loc, tensor, lg.builder.getF32Type());
}

/// Codes [N, count] out of bytes [N, blocks, bytes].
Tensor *MatMulNBits::unpack(Tensor *packed, int64_t block, int64_t count) {
  auto type = RankedTensorType::get({N, count}, lg.builder.getI8Type());
  auto format = lowbit::IntFormatAttr::get(lg.builder.getContext(), bits,
                                           /*zero_point=*/0);
  Value codes = lowbit::UnpackOp::create(lg.builder, loc, type, lg.data(packed),
                                         format, block);
  Type element = lg.builder.getIntegerType(8, /*isSigned=*/false);
  return lg.make(codes, element,
                 {lg.sizes.constant(N), lg.sizes.constant(count)});
}

/// Packed bytes, each row padded to a byte, or floats, possibly fractional.
/// Null when there are none: the format says 2^(bits - 1).
FailureOr<Tensor *> MatMulNBits::zeroPoints() {
  Tensor *given = node.input(3);
  if (!given)
    return given;
  if (given->isFloat())
    return perBlock(given, "zero_points");
  if (!given->element.isUnsignedInteger(8))
    return node.refuse("input zero_points must be uint8 or float, got " +
                       given->str());
  int64_t bytes = llvm::divideCeil(static_cast<uint64_t>(numBlocks * bits), 8u);
  if (failed(expectShape(given, "zero_points",
                         given->rank() == 1 ? SmallVector<int64_t>{N * bytes}
                                            : SmallVector<int64_t>{N, bytes})))
    return failure();
  Tensor *rows = lg.reshape(
      loc, given,
      {lg.sizes.constant(N), lg.sizes.constant(1), lg.sizes.constant(bytes)});
  return unpack(rows, numBlocks, numBlocks);
}

/// The block of each k. Some files pad it to whole blocks.
FailureOr<Tensor *> MatMulNBits::groupIndex() {
  Tensor *given = node.input(4);
  if (!given)
    return given;
  if (!given->element.isInteger(32) || given->isUnsigned())
    return node.refuse("input g_idx must be int32, got " + given->str());
  if (given->rank() != 1 ||
      (given->shape()[0] != K && given->shape()[0] != numBlocks * block))
    return node.refuse("input g_idx must have the shape " + shapeText({K}) +
                       " or " + shapeText({numBlocks * block}) + ", got " +
                       shapeText(given->shape()));
  Size zero = lg.sizes.constant(0), one = lg.sizes.constant(1);
  Tensor *index = lg.slice(loc, given, {zero}, {lg.sizes.constant(K)}, {one});
  auto constant = dyn_cast_or_null<DenseIntElementsAttr>(given->constant);
  if (!constant) {
    lg.checkElements(node, index, "an entry of g_idx is out of range",
                     [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
                       // As unsigned numbers, negative ones are too large as
                       // well.
                       return arith::CmpIOp::create(
                           b, loc, arith::CmpIPredicate::uge, args[0],
                           number(b, loc, args[0].getType(), numBlocks));
                     });
    return index;
  }
  for (auto [k, value] : llvm::enumerate(constant.getValues<APInt>()))
    if (static_cast<int64_t>(k) < K && value.uge(numBlocks))
      return node.refuse("input g_idx has the entry " +
                         Twine(value.getSExtValue()) + ", but there are " +
                         Twine(numBlocks) + " blocks");
  return index;
}

/// [..., K] of f32.
FailureOr<Tensor *> MatMulNBits::activations() {
  Tensor *a = node.input(0);
  if (!a->isFloat() || a->element.isF64())
    return node.refuse("input A must be float, float16 or bfloat16, got " +
                       a->str());
  if (a->rank() == 0)
    return node.refuse("input A must not be a scalar");
  if (failed(
          lg.requireEqual(node, a->dims.back(), lg.sizes.constant(K),
                          "the last dimension of input A and attribute 'K'")))
    return failure();
  Tensor *wide = lg.convert(loc, a, lg.builder.getF32Type());
  Sizes dims = wide->dims;
  dims.back() = lg.sizes.constant(K);
  return lg.refine(loc, wide, dims);
}

HandlerResult MatMulNBits::run() {
  if (failed(readAttributes()))
    return failure();
  Tensor *b = node.input(1), *scales = node.input(2), *bias = node.input(5);
  Type f32 = lg.builder.getF32Type(), element = node.input(0)->element;
  FailureOr<Tensor *> a = activations();
  if (failed(a))
    return failure();
  if (!b->element.isUnsignedInteger(8))
    return node.refuse("input B must be uint8, got " + b->str());
  int64_t bytes = llvm::divideCeil(static_cast<uint64_t>(block * bits), 8u);
  if (failed(expectShape(b, "B", {N, numBlocks, bytes})))
    return failure();
  if (!scales->isFloat() || scales->element.isF64())
    return node.refuse("input scales must be float, float16 or bfloat16, got " +
                       scales->str());
  FailureOr<Tensor *> scale = perBlock(scales, "scales");
  if (failed(scale))
    return failure();
  FailureOr<Tensor *> zero = zeroPoints();
  if (failed(zero))
    return failure();
  FailureOr<Tensor *> index = groupIndex();
  if (failed(index))
    return failure();
  if (bias && (!bias->isFloat() || failed(expectShape(bias, "bias", {N}))))
    return node.refuse("input bias must be a float tensor, got " + bias->str());

  // What is bf16 already loses nothing, and 3 says that bf16 will do.
  bool isBFloat16 = accuracy == 3 || (accuracy == 0 && element.isBF16());
  Tensor *codes = unpack(b, block, K);
  Sizes dims = (*a)->dims;
  dims.back() = lg.sizes.constant(N);
  OpBuilder &builder = lg.builder;
  MLIRContext *context = builder.getContext();
  // Without zero points, that of all codes is in the middle.
  auto format =
      lowbit::IntFormatAttr::get(context, bits, *zero ? 0 : 1u << (bits - 1));
  Value product = lowbit::ContractOp::create(
      builder, loc, lg.typeOf(dims, f32), lg.data(*a), /*act_scales=*/Value(),
      lg.data(codes), lg.data(*scale), *zero ? lg.data(*zero) : Value(),
      *index ? lg.data(*index) : Value(), lg.empty(loc, dims, f32), format,
      isBFloat16 ? lowbit::ActivationKind::BFloat16
                 : lowbit::ActivationKind::Auto,
      block, /*int8_permitted=*/accuracy == 4);
  Tensor *result = lg.make(product, f32, dims);
  if (!bias)
    return Results{lg.convert(loc, result, element)};
  return Results{lg.elementwiseOver(
      loc, {result, bias}, dims, element,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        Value addend = convertElement(b, loc, args[1], bias->element, f32);
        return convertElement(b, loc,
                              arith::AddFOp::create(b, loc, args[0], addend),
                              f32, element);
      })};
}

void lutra::onnx::addMatMulNBits(Registry &registry) {
  registry.add(Registry::microsoft, "MatMulNBits", 1, 3, 6,
               [](Node &node) { return MatMulNBits{node}.run(); });
}
