//===- LowbitOps.cpp - verifiers and interfaces of the lowbit ops ---------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Lowbit.h"
#include "lutra/Dialect/Utils/ShapeText.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::lowbit;

#define GET_OP_CLASSES
#include "lutra/Dialect/Lowbit/LowbitOps.cpp.inc"

//===----------------------------------------------------------------------===//
// What the verifiers share
//===----------------------------------------------------------------------===//

static RankedTensorType tensorType(Value value) {
  return cast<RankedTensorType>(value.getType());
}

static LogicalResult expectStatic(Operation *op, StringRef name, Value value,
                                  ArrayRef<int64_t> shape) {
  if (tensorType(value).getShape() == shape)
    return success();
  return op->emitOpError() << "expects " << name << " of shape "
                           << shapeText(shape) << ", got " << value.getType();
}

/// `value` is `acts` but for its last dimension, which is `last`.
static LogicalResult expectLike(Operation *op, StringRef name, Value value,
                                RankedTensorType acts, int64_t last) {
  SmallVector<int64_t> shape(acts.getShape());
  shape.back() = last;
  RankedTensorType type = tensorType(value);
  if (type.getRank() == acts.getRank() && type.getShape().back() == last &&
      succeeded(verifyCompatibleShape(type.getShape(), shape)))
    return success();
  return op->emitOpError() << "expects " << name << " of shape "
                           << shapeText(shape) << ", got " << type;
}

static LogicalResult expectElement(Operation *op, StringRef name, Value value,
                                   bool fits, StringRef expected) {
  if (fits)
    return success();
  return op->emitOpError() << "expects " << name << " of " << expected
                           << ", got " << value.getType();
}

static bool isF32(Value value) {
  return tensorType(value).getElementType().isF32();
}
static bool isI8(Value value) {
  return tensorType(value).getElementType().isSignlessInteger(8);
}

int64_t lowbit::countSets(ActivationKind kind, int64_t groups,
                          int64_t actGroups) {
  return kind == ActivationKind::Int8Block ? llvm::divideCeil(groups, actGroups)
                                           : 1;
}

LogicalResult lowbit::verifyActGroups(Operation *op, ActivationKind kind,
                                      int64_t actGroups) {
  if (actGroups == 1 || (actGroups > 1 && kind == ActivationKind::Int8Block))
    return success();
  return op->emitOpError()
         << "expects act_groups above 0, and 1 but for int8_block, got "
         << actGroups << " for " << stringifyActivationKind(kind);
}

/// acts is [..., K] with a static K > 0.
static LogicalResult expectRows(Operation *op, Value acts) {
  RankedTensorType type = tensorType(acts);
  if (type.getRank() >= 1 && !ShapedType::isDynamic(type.getShape().back()) &&
      type.getShape().back() > 0)
    return success();
  return op->emitOpError() << "expects acts [..., K] with a static K > 0, got "
                           << type;
}

static LogicalResult expectGIdx(Operation *op, Value gIdx, int64_t k) {
  if (failed(expectElement(
          op, "g_idx", gIdx,
          tensorType(gIdx).getElementType().isSignlessInteger(32), "i32")))
    return failure();
  return expectStatic(op, "g_idx", gIdx, {k});
}

/// The number of groups along K, where it follows from the group size alone.
static int64_t groupsOf(int64_t k, int64_t groupSize) {
  return groupSize == 0 ? 1 : llvm::divideCeil(k, groupSize);
}

/// Sizes of [..., last] with the leading sizes of `acts`.
static SmallVector<OpFoldResult> sizesLike(OpBuilder &b, Location loc,
                                           Value acts, int64_t last) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, acts);
  sizes.back() = b.getIndexAttr(last);
  return sizes;
}

//===----------------------------------------------------------------------===//
// ContractOp
//===----------------------------------------------------------------------===//

RankedTensorType ContractOp::getActsType() { return tensorType(getActs()); }
int64_t ContractOp::getK() { return getActsType().getShape().back(); }
int64_t ContractOp::getN() { return tensorType(getCodes()).getDimSize(0); }
int64_t ContractOp::getNumGroups() {
  return tensorType(getScales()).getDimSize(1) /
         getFormat().getScalesPerGroup();
}
int64_t ContractOp::getNumSets() {
  return countSets(getActivation(), getNumGroups(), getActGroups());
}
bool ContractOp::hasFloatZeroPoints() {
  return getZeroPoints() && isF32(getZeroPoints());
}

uint64_t ContractOp::getAccumulatorBound(int64_t terms) {
  FormatAttrInterface format = getFormat();
  int64_t lowest = static_cast<int64_t>(format.decode(0));
  int64_t highest = lowest + format.getNumCodes() - 1;
  // Integer zero points are unsigned bytes, whatever they are.
  if (getZeroPoints() && !hasFloatZeroPoints())
    lowest -= 255;
  return uint64_t(128) * std::max(std::abs(lowest), std::abs(highest)) * terms;
}

LogicalResult ContractOp::verify() {
  Operation *op = getOperation();
  RankedTensorType acts = getActsType(), codes = tensorType(getCodes()),
                   scales = tensorType(getScales());

  // C1
  if (failed(expectElement(op, "acts", getActs(),
                           isF32(getActs()) || isI8(getActs()), "f32 or i8")) ||
      failed(expectRows(op, getActs())))
    return failure();
  int64_t k = acts.getShape().back();

  // C2
  if (failed(expectElement(op, "codes", getCodes(), isI8(getCodes()), "i8")))
    return failure();
  int64_t codeBytes = getFormat().countCodeBytes(k);
  if (codes.getRank() != 2 || !codes.hasStaticShape() ||
      codes.getDimSize(1) != codeBytes)
    return emitOpError() << "expects codes [N, " << codeBytes
                         << "] of static sizes, got " << codes;
  auto vectors = dyn_cast<VectorCodebookFormatAttr>(getFormat());
  if (vectors && vectors.getValues().empty())
    return emitOpError() << "expects a format with values, got " << vectors;

  // C3
  if (failed(
          expectElement(op, "scales", getScales(), isF32(getScales()), "f32")))
    return failure();
  int64_t groupSize = getGroupSize();
  if (groupSize < 0)
    return emitOpError() << "expects group_size >= 0, got " << groupSize;
  if (int64_t length = getFormat().getVectorLength(); groupSize % length)
    return emitOpError() << "expects group_size of whole vectors of " << length
                         << " values, got " << groupSize;
  if (scales.getRank() != 2 || !scales.hasStaticShape() ||
      scales.getDimSize(0) != getN() || scales.getDimSize(1) == 0)
    return emitOpError() << "expects scales [" << getN()
                         << ", G] of static sizes with G > 0, got " << scales;
  int64_t perGroup = getFormat().getScalesPerGroup();
  if (scales.getDimSize(1) % perGroup)
    return emitOpError() << "expects " << perGroup << " scales for each group, "
                         << "got " << scales;
  int64_t columns = perGroup * groupsOf(k, groupSize);
  if (!getGIdx() && scales.getDimSize(1) != columns)
    return emitOpError() << "expects scales with " << columns
                         << " columns for K = " << k
                         << " and group_size = " << groupSize << ", got "
                         << scales;

  // C4
  if (Value zeroPoints = getZeroPoints()) {
    if (!getFormat().takesZeroPoints())
      return emitOpError() << "expects no zero_points with format "
                           << getFormat() << ", got " << zeroPoints.getType();
    if (failed(expectElement(op, "zero_points", zeroPoints,
                             isI8(zeroPoints) || isF32(zeroPoints),
                             "i8 or f32")) ||
        failed(expectStatic(op, "zero_points", zeroPoints, scales.getShape())))
      return failure();
  }

  // C5
  if (getGIdx() && failed(expectGIdx(op, getGIdx(), k)))
    return failure();
  if (getGIdx() && vectors)
    return emitOpError() << "expects no g_idx with format " << getFormat();

  // C6
  if (failed(expectElement(op, "outs", getInit(), isF32(getInit()), "f32")) ||
      failed(expectLike(op, "outs", getInit(), acts, getN())))
    return failure();
  if (getResult().getType() != getInit().getType())
    return emitOpError() << "expects a result of the type of outs, "
                         << getInit().getType() << ", got "
                         << getResult().getType();

  // C7
  bool int8 = getActivation() == ActivationKind::Int8Token ||
              getActivation() == ActivationKind::Int8Block;
  Value actScales = getActScales();
  if (static_cast<bool>(actScales) != isI8(getActs()))
    return emitOpError() << "expects act_scales exactly with acts of i8, got "
                         << acts << (actScales ? " with" : " without")
                         << " act_scales";
  // C8
  if (actScales && !int8)
    return emitOpError() << "expects activation int8_token or int8_block with "
                            "acts of i8, got "
                         << stringifyActivationKind(getActivation());
  if (int8 && !getFormat().isInteger())
    return emitOpError() << "expects a format of integers for activation "
                         << stringifyActivationKind(getActivation()) << ", got "
                         << getFormat();
  // C9
  if (failed(verifyActGroups(op, getActivation(), getActGroups())))
    return failure();
  // C7, now that the kind is known
  if (actScales &&
      (failed(expectElement(op, "act_scales", actScales, isF32(actScales),
                            "f32")) ||
       failed(expectLike(op, "act_scales", actScales, acts, getNumSets()))))
    return failure();
  return success();
}

LogicalResult
ContractOp::reifyResultShapes(OpBuilder &b,
                              ReifiedRankedShapedTypeDims &shapes) {
  shapes.push_back(sizesLike(b, getLoc(), getActs(), getN()));
  return success();
}

//===----------------------------------------------------------------------===//
// QuantizeOp
//===----------------------------------------------------------------------===//

LogicalResult QuantizeOp::verify() {
  Operation *op = getOperation();
  RankedTensorType acts = tensorType(getActs());

  // C1
  if (failed(expectElement(op, "acts", getActs(), isF32(getActs()), "f32")) ||
      failed(expectRows(op, getActs())))
    return failure();
  int64_t k = acts.getShape().back();
  if (failed(expectElement(op, "codes", getCodes(), isI8(getCodes()), "i8")) ||
      failed(expectLike(op, "codes", getCodes(), acts, k)))
    return failure();

  // C3
  bool token = getKind() == ActivationKind::Int8Token;
  if (!token && getKind() != ActivationKind::Int8Block)
    return emitOpError() << "expects kind int8_token or int8_block, got "
                         << stringifyActivationKind(getKind());
  int64_t groupSize = getGroupSize();
  if (token && (groupSize != 0 || getGIdx()))
    return emitOpError()
           << "expects group_size 0 and no g_idx for int8_token, got "
           << "group_size " << groupSize << (getGIdx() ? " and g_idx" : "");

  // C4
  if (getGIdx() && failed(expectGIdx(op, getGIdx(), k)))
    return failure();

  // C2
  if (failed(
          expectElement(op, "scales", getScales(), isF32(getScales()), "f32")))
    return failure();
  if (!token && !getGIdx() && groupSize <= 0)
    return emitOpError() << "expects group_size > 0 for int8_block, got "
                         << groupSize;
  int64_t groups = groupsOf(k, groupSize);
  if (getGIdx()) {
    RankedTensorType scales = tensorType(getScales());
    if (scales.getRank() == 0 || scales.getShape().back() <= 0)
      return emitOpError()
             << "expects scales [..., G] with a static G > 0, got " << scales;
    groups = scales.getShape().back();
  }
  return expectLike(op, "scales", getScales(), acts, groups);
}

LogicalResult
QuantizeOp::reifyResultShapes(OpBuilder &b,
                              ReifiedRankedShapedTypeDims &shapes) {
  for (Value result : getResults())
    shapes.push_back(sizesLike(b, getLoc(), getActs(),
                               tensorType(result).getShape().back()));
  return success();
}

//===----------------------------------------------------------------------===//
// UnpackOp
//===----------------------------------------------------------------------===//

LogicalResult UnpackOp::verify() {
  Operation *op = getOperation();
  RankedTensorType packed = tensorType(getPacked()),
                   codes = tensorType(getCodes());
  int64_t blockSize = getBlockSize();

  // C1
  if (failed(expectElement(op, "packed", getPacked(), isI8(getPacked()), "i8")))
    return failure();
  if (packed.getRank() != 3 || !packed.hasStaticShape())
    return emitOpError()
           << "expects packed [N, blocks, bytes] of static sizes, got "
           << packed;
  if (blockSize <= 0)
    return emitOpError() << "expects block_size > 0, got " << blockSize;

  // C2
  int64_t bytes =
      llvm::divideCeil(blockSize * int64_t(getFormat().getStorageBits()), 8);
  if (packed.getDimSize(2) != bytes)
    return emitOpError() << "expects blocks of " << bytes << " bytes for "
                         << blockSize << " codes of "
                         << getFormat().getStorageBits() << " bits, got "
                         << packed;

  // C3
  if (failed(expectElement(op, "codes", getCodes(), isI8(getCodes()), "i8")))
    return failure();
  if (codes.getRank() != 2 || !codes.hasStaticShape() ||
      codes.getDimSize(0) != packed.getDimSize(0))
    return emitOpError() << "expects codes [" << packed.getDimSize(0)
                         << ", K] of static sizes, got " << codes;
  int64_t blocks = llvm::divideCeil(codes.getDimSize(1), blockSize);
  if (packed.getDimSize(1) != blocks)
    return emitOpError() << "expects " << blocks
                         << " blocks for K = " << codes.getDimSize(1)
                         << ", got " << packed;

  // C4
  if (getFormat().getStorageBits() > 8)
    return emitOpError() << "expects codes of at most 8 bits, got "
                         << getFormat().getStorageBits();
  if (getHighFirst() && 8 % getFormat().getStorageBits() != 0)
    return emitOpError() << "expects codes that fill bytes with high_first, "
                            "got "
                         << getFormat().getStorageBits() << " bits";
  return success();
}
