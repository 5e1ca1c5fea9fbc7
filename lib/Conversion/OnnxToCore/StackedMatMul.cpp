//===- StackedMatMul.cpp - products with constant stacks of codes ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// MatMul by [B, K, N] of codes, as experts and batched heads have it: a
// contraction for each matrix. They are alike, so one kernel serves them all;
// those of the same activations become one contraction later on.
//
//===----------------------------------------------------------------------===//

#include "Quantize.h"

#include "lutra/Dialect/Lowbit/Constants.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using namespace lutra;
using namespace lutra::onnx;

/// Contractions beyond which a product is better one of floats: each is code to
/// compile, if only a call.
static constexpr int64_t kMostMatrices = 1024;

bool lutra::onnx::isTurnedWeight(const Tensor *tensor,
                                 ArrayRef<int64_t> order) {
  int64_t rank = tensor->rank();
  if (rank == 2)
    return tensor->constant || tensor->dequantized;
  if (rank < 2 || !tensor->dequantized || !tensor->dequantized->codes->constant)
    return false;
  auto swapped = llvm::to_vector(llvm::seq<int64_t>(0, rank));
  std::swap(swapped[rank - 2], swapped[rank - 1]);
  return llvm::equal(order, swapped);
}

/// `count` elements of `bits` bits from element `first` on, from bit 0 on.
static AsmResourceBlob copyBits(ArrayRef<char> from, int64_t first,
                                int64_t count, unsigned bits) {
  AsmResourceBlob blob =
      lowbit::allocateBytes(llvm::divideCeil(count * int64_t(bits), 8));
  MutableArrayRef<char> to = blob.getMutableData();
  auto begin = size_t(first * bits / 8);
  unsigned shift = first * bits % 8;
  for (size_t i = 0; i < to.size(); ++i) {
    unsigned pair = uint8_t(from[begin + i]);
    if (shift && begin + i + 1 < from.size())
      pair |= unsigned(uint8_t(from[begin + i + 1])) << 8;
    to[i] = char(pair >> shift);
  }
  return blob;
}

/// The elements of a constant from `first` on, as a constant of `shape`; null
/// where they cannot be read.
static Tensor *getPart(Legalizer &lg, const Tensor *whole, int64_t first,
                       ArrayRef<int64_t> shape) {
  auto type = cast<ShapedType>(whole->constant.getType()).clone(shape);
  unsigned bits = type.getElementTypeBitWidth();
  if (auto dense = dyn_cast<DenseElementsAttr>(whole->constant)) {
    if (dense.isSplat())
      return lg.makeConstant(dense.resizeSplat(type));
    // Elements of less than a byte have one each here.
    unsigned bytes = llvm::divideCeil(bits, 8u);
    return lg.makeConstant(DenseElementsAttr::getFromRawBuffer(
        type, dense.getRawData().slice(first * bytes,
                                       type.getNumElements() * bytes)));
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(whole->constant);
  AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  int64_t end = (first + type.getNumElements()) * bits;
  if (!blob || blob->getData().size() < llvm::divideCeil(uint64_t(end), 8))
    return nullptr;
  return lg.makeConstant(DenseResourceElementsAttr::get(
      type, resource.getRawHandle().getKey(),
      copyBits(blob->getData(), first, type.getNumElements(), bits)));
}

namespace {

/// A constant [..., rows, columns] of codes, matrix by matrix.
class Stack {
public:
  /// Nothing where there is none, or scales do not lie so that each matrix has
  /// its own.
  static std::optional<Stack> get(Legalizer &lg, Tensor *weight);

  /// Matrices along each dimension in front.
  ArrayRef<int64_t> lead() const { return ArrayRef(shape).drop_back(2); }
  int64_t size() const {
    return std::accumulate(lead().begin(), lead().end(), int64_t(1),
                           std::multiplies<>());
  }
  /// Entries along `dim` of matrix `index`'s place.
  SmallVector<int64_t> delinearize(int64_t index) const;
  /// Matrix `index`; null where its elements cannot be read.
  Tensor *getMatrix(int64_t index) const;

private:
  Tensor *getScales(Tensor *all, int64_t index) const;

  Legalizer *lg = nullptr;
  Tensor *weight = nullptr;
  SmallVector<int64_t> shape;
};

} // namespace

std::optional<Stack> Stack::get(Legalizer &lg, Tensor *weight) {
  if (!weight->dequantized || weight->rank() < 3)
    return std::nullopt;
  const auto &[codes, by, loc] = *weight->dequantized;
  if (!ConstantIntegers::get(codes) || !by.scale->constant ||
      (by.zeroPoint && !by.zeroPoint->constant) ||
      (by.block && by.axis < weight->rank() - 2))
    return std::nullopt;
  Stack stack;
  stack.lg = &lg;
  stack.weight = weight;
  stack.shape = weight->shape();
  int64_t count = stack.size();
  if (llvm::is_contained(stack.shape, 0) || count > kMostMatrices)
    return std::nullopt;
  return stack;
}

SmallVector<int64_t> Stack::delinearize(int64_t index) const {
  SmallVector<int64_t> place(lead().size());
  for (int64_t d = int64_t(place.size()) - 1; d >= 0; --d) {
    place[d] = index % shape[d];
    index /= shape[d];
  }
  return place;
}

/// Scales or zero points of a matrix.
Tensor *Stack::getScales(Tensor *all, int64_t index) const {
  const Quantization &by = weight->dequantized->by;
  auto numLead = int64_t(lead().size());
  if (by.block) {
    SmallVector<int64_t> inner = all->shape();
    inner.erase(inner.begin(), inner.end() - 2);
    return getPart(*lg, all, index * inner[0] * inner[1], inner);
  }
  // One for each matrix, or the same for all.
  if (by.axis >= 0 && by.axis < numLead)
    return getPart(*lg, all, delinearize(index)[by.axis], {});
  return all;
}

Tensor *Stack::getMatrix(int64_t index) const {
  const auto &[codes, by, loc] = *weight->dequantized;
  auto numLead = int64_t(lead().size());
  ArrayRef<int64_t> inner = ArrayRef(shape).take_back(2);
  Tensor *part = getPart(*lg, codes, index * inner[0] * inner[1], inner);
  Quantization partBy = by;
  partBy.axis = by.axis < numLead ? -1 : by.axis - numLead;
  partBy.scale = getScales(by.scale, index);
  if (by.zeroPoint)
    partBy.zeroPoint = getScales(by.zeroPoint, index);
  if (!part || !partBy.scale || (by.zeroPoint && !partBy.zeroPoint))
    return nullptr;
  return lg->makeDequantized({part, partBy, loc}, weight->element);
}

Tensor *lutra::onnx::multiplyByStack(Legalizer &lg, Location loc, Tensor *a,
                                     Tensor *weight) {
  bool transposed = weight->transposeOf;
  std::optional<Stack> stack =
      Stack::get(lg, transposed ? weight->transposeOf : weight);
  if (!stack || a->rank() == 0)
    return nullptr;
  ArrayRef<int64_t> lead = stack->lead();
  Size one = lg.sizes.constant(1), zero = lg.sizes.constant(0);

  // As many dimensions as the stack has; a vector is one row.
  Sizes dims = a->dims;
  bool isVector = dims.size() == 1;
  while (dims.size() < lead.size() + 2)
    dims.insert(dims.begin(), one);
  size_t firstLead = dims.size() - 2 - lead.size();
  for (auto [d, size] : llvm::enumerate(lead)) {
    Size have = dims[firstLead + d];
    if (size != 1 && !isConstantIntValue(have, 1) &&
        !isConstantIntValue(have, size))
      return nullptr;
  }
  a = lg.reshape(loc, a, dims);

  Sizes resultDims = dims;
  for (auto [d, size] : llvm::enumerate(lead))
    if (size != 1)
      resultDims[firstLead + d] = lg.sizes.constant(size);
  resultDims.back() = weight->dims.back();
  Type f32 = lg.builder.getF32Type();
  Sizes strides(dims.size(), one);
  Value result = stack->size() > 1 ? lg.empty(loc, resultDims, f32) : Value();
  for (int64_t i = 0; i < stack->size(); ++i) {
    Sizes from(dims.size(), zero), to = from, taken = dims;
    for (auto [d, at] : llvm::enumerate(stack->delinearize(i))) {
      size_t dim = firstLead + d;
      if (lead[d] == 1)
        continue;
      to[dim] = lg.sizes.constant(at);
      if (!isConstantIntValue(dims[dim], 1))
        from[dim] = to[dim];
      taken[dim] = one;
    }
    Tensor *matrix = stack->getMatrix(i);
    Tensor *product =
        matrix
            ? multiplyByCodes(lg, loc, lg.slice(loc, a, from, taken, strides),
                              matrix, transposed)
            : nullptr;
    if (!product)
      return nullptr;
    if (!result) {
      result = lg.data(product);
      break;
    }
    taken.back() = resultDims.back();
    result = tensor::InsertSliceOp::create(lg.builder, loc, lg.data(product),
                                           result, to, taken, strides);
  }
  Tensor *product = lg.make(result, f32, resultDims);
  if (!isVector)
    return product;
  resultDims.erase(resultDims.end() - 2);
  return lg.reshape(loc, product, resultDims);
}
