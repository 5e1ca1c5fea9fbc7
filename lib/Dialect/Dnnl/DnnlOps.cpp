//===- DnnlOps.cpp - verifiers and effects of the dnnl ops ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Dnnl/Dnnl.h"
#include "lutra/Dialect/Utils/Effects.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace lutra;
using namespace lutra::dnnl;

#define GET_OP_CLASSES
#include "lutra/Dialect/Dnnl/DnnlOps.cpp.inc"

static ShapedType shapedType(Value value) {
  return cast<ShapedType>(value.getType());
}

/// Dynamic sizes agree with everything.
static bool agree(int64_t a, int64_t b) {
  return ShapedType::isDynamic(a) || ShapedType::isDynamic(b) || a == b;
}

/// Whether the elements are of this type.
static bool has(Value value, function_ref<bool(Type)> is) {
  return is(shapedType(value).getElementType());
}
static bool isF32(Type type) { return type.isF32(); }
static bool isBF16(Type type) { return type.isBF16(); }
static bool isI8(Type type) { return type.isSignlessInteger(8); }
static bool isI32(Type type) { return type.isSignlessInteger(32); }

/// Tensors with a result or buffers without.
static LogicalResult verifyOperands(DestinationStyleOpInterface op) {
  bool onTensors = isa<TensorType>(op.getDpsInits().front().getType());
  for (Value operand : op->getOperands()) {
    if (isa<TensorType>(operand.getType()) != onTensors)
      return op->emitOpError("expects tensors or buffers, not both");
  }
  size_t wanted = onTensors ? op.getDpsInits().size() : 0;
  if (op->getNumResults() != wanted)
    return op->emitOpError(onTensors ? "expects a result on tensors"
                                     : "expects no result on buffers");
  for (auto [result, init] : llvm::zip(op->getResults(), op.getDpsInits()))
    if (result.getType() != init.getType())
      return op->emitOpError()
             << "expects a result of the type of outs, " << init.getType()
             << ", got " << result.getType();
  return success();
}

/// `value` has the sizes that are wanted.
static LogicalResult verifyShape(Operation *op, StringRef name, Value value,
                                 ArrayRef<int64_t> wanted) {
  ArrayRef<int64_t> shape = shapedType(value).getShape();
  if (shape.size() == wanted.size() &&
      llvm::all_of_zip(shape, wanted,
                       [](int64_t a, int64_t b) { return agree(a, b); }))
    return success();
  InFlightDiagnostic diag = op->emitOpError();
  diag << "expects " << name << " of shape [";
  llvm::interleaveComma(wanted, diag, [&](int64_t size) {
    if (ShapedType::isDynamic(size))
      diag << "?";
    else
      diag << size;
  });
  return diag << "], got " << value.getType();
}

/// A bias and the operands of post-ops suit results like `init`.
static LogicalResult verifyFused(Operation *op, Value bias, ValueRange extras,
                                 Value init, ArrayAttr postOps) {
  int64_t channels = shapedType(init).getShape().back();
  if (bias && failed(verifyShape(op, "bias", bias, channels)))
    return failure();
  size_t wanted = llvm::count_if(postOps.getAsRange<PostOpAttr>(),
                                 [](PostOpAttr p) { return p.hasOperand(); });
  if (extras.size() != wanted)
    return op->emitOpError()
           << "expects " << wanted << " extras for its post-ops, got "
           << extras.size();
  if (postOps.size() > kMaxPostOps)
    return op->emitOpError() << "expects at most " << kMaxPostOps
                             << " post-ops, got " << postOps.size();
  for (Value extra : extras) {
    bool isVector = shapedType(extra).getRank() == 1;
    if (failed(verifyShape(op, "an extra", extra,
                           isVector ? ArrayRef<int64_t>(channels)
                                    : shapedType(init).getShape())))
      return failure();
  }
  return success();
}

/// Numbers for each spatial dimension.
static LogicalResult verifyNumbers(Operation *op, StringRef name, int64_t rank,
                                   ArrayRef<int64_t> numbers, int64_t least) {
  if (static_cast<int64_t>(numbers.size()) == rank &&
      llvm::all_of(numbers, [&](int64_t n) { return n >= least; }))
    return success();
  return op->emitOpError() << "expects " << name << " to be " << rank
                           << " numbers of at least " << least;
}

/// Source and init are images of one rank; returns their spatial dimensions.
static FailureOr<int64_t> verifyImages(Operation *op, Value source,
                                       Value init) {
  int64_t rank = shapedType(source).getRank();
  if (rank < 3 || rank > 5 || shapedType(init).getRank() != rank)
    return op->emitOpError() << "expects images of one rank from 3 to 5, got "
                             << source.getType() << " and " << init.getType();
  if (!agree(shapedType(source).getDimSize(0), shapedType(init).getDimSize(0)))
    return op->emitOpError("expects as many results as images");
  return rank - 2;
}

/// What is multiplied is f32, or bytes or bf16 that are summed up and no more.
template <typename Op> static LogicalResult verifyTypes(Op op) {
  Value source = op.getSource(), weights = op.getWeights(), init = op.getInit();
  for (Value extra : op.getExtras())
    if (!has(extra, isF32))
      return op.emitOpError()
             << "expects extras of f32, got " << extra.getType();
  if (op.getBias() && !has(op.getBias(), isF32))
    return op.emitOpError()
           << "expects a bias of f32, got " << op.getBias().getType();
  if (has(source, isF32) && has(weights, isF32) && has(init, isF32))
    return success();
  bool areBytes = has(source, isI8) && has(weights, isI8) && has(init, isI32);
  bool areShort =
      has(source, isBF16) && has(weights, isBF16) && has(init, isF32);
  if (!areBytes && !areShort)
    return op.emitOpError() << "expects f32, or i8 by i8 to i32, or bf16 by "
                               "bf16 to f32, got "
                            << source.getType() << " by " << weights.getType()
                            << " to " << init.getType();
  if (op.getBias() || !op.getPostOps().empty())
    return op.emitOpError("expects bias and post-ops with f32 only");
  return success();
}

//===----------------------------------------------------------------------===//
// ConvolutionOp
//===----------------------------------------------------------------------===//

/// The sizes of weights in the order that they have in oneDNN.
static SmallVector<int64_t> getSizesInOrder(ConvolutionOp op) {
  SmallVector<int64_t> shape(shapedType(op.getWeights()).getShape());
  if (!has(op.getWeights(), isI8))
    return shape;
  int64_t channels = 1, inputs = 1;
  if (shape.size() == op.getStrides().size() + 1) {
    channels = shape.pop_back_val();
  } else {
    int64_t groups = op.getGroups() > 1 ? shape.front() : 1;
    channels = shape.pop_back_val() * groups;
    inputs = shape.pop_back_val();
    if (op.getGroups() > 1)
      shape.erase(shape.begin());
  }
  shape.insert(shape.begin(), {channels, inputs});
  return shape;
}

LogicalResult ConvolutionOp::verify() {
  if (failed(verifyOperands(*this)) || failed(verifyTypes(*this)))
    return failure();
  FailureOr<int64_t> rank = verifyImages(*this, getSource(), getInit());
  if (failed(rank))
    return failure();
  ShapedType source = shapedType(getSource()),
             weights = shapedType(getWeights()), init = shapedType(getInit());
  int64_t wanted = *rank + 2;
  if (has(getWeights(), isI8) && getGroups() > 1) {
    int64_t groups = getGroups();
    bool isDepthwise =
        source.getShape().back() == groups && init.getShape().back() == groups;
    wanted = *rank + (isDepthwise ? 1 : 3);
  }
  if (weights.getRank() != wanted || !weights.hasStaticShape())
    return emitOpError() << "expects weights of rank " << wanted
                         << " and known sizes, got " << weights;
  if (failed(verifyNumbers(*this, "strides", *rank, getStrides(), 1)) ||
      failed(verifyNumbers(*this, "dilations", *rank, getDilations(), 1)) ||
      failed(verifyNumbers(*this, "pads", *rank, getPads(), 0)))
    return failure();
  SmallVector<int64_t> sizes = getSizesInOrder(*this);
  int64_t groups = getGroups(), channels = sizes[0];
  if (groups < 1 || channels % groups != 0 ||
      !agree(source.getShape().back(), sizes[1] * groups) ||
      !agree(init.getShape().back(), channels))
    return emitOpError() << "expects channels that suit " << groups
                         << " groups of weights " << weights << ", got "
                         << source << " and " << init;
  return verifyFused(*this, getBias(), getExtras(), getInit(), getPostOps());
}

void ConvolutionOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}

//===----------------------------------------------------------------------===//
// MatmulOp
//===----------------------------------------------------------------------===//

LogicalResult MatmulOp::verify() {
  if (failed(verifyOperands(*this)) || failed(verifyTypes(*this)))
    return failure();
  if (getSignedSource() && !has(getSource(), isI8))
    return emitOpError("expects bytes where the source is signed");
  ShapedType source = shapedType(getSource()),
             weights = shapedType(getWeights());
  if (source.getRank() < 2 || weights.getRank() != 2 ||
      !weights.hasStaticShape())
    return emitOpError() << "expects rows and weights of rank 2 and known "
                            "sizes, got "
                         << source << " and " << weights;
  SmallVector<int64_t> wanted(source.getShape());
  wanted.back() = weights.getDimSize(getTransposed() ? 1 : 0);
  if (failed(verifyShape(*this, "source", getSource(), wanted)))
    return failure();
  wanted.back() = weights.getDimSize(getTransposed() ? 0 : 1);
  if (failed(verifyShape(*this, "outs", getInit(), wanted)))
    return failure();
  return verifyFused(*this, getBias(), getExtras(), getInit(), getPostOps());
}

void MatmulOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}

//===----------------------------------------------------------------------===//
// PoolingOp
//===----------------------------------------------------------------------===//

LogicalResult PoolingOp::verify() {
  if (failed(verifyOperands(*this)))
    return failure();
  for (Value image : getOperands())
    if (!has(image, isF32))
      return emitOpError() << "expects f32, got " << image.getType();
  FailureOr<int64_t> rank = verifyImages(*this, getSource(), getInit());
  if (failed(rank) ||
      failed(verifyNumbers(*this, "window", *rank, getWindow(), 1)) ||
      failed(verifyNumbers(*this, "strides", *rank, getStrides(), 1)) ||
      failed(verifyNumbers(*this, "dilations", *rank, getDilations(), 1)) ||
      failed(verifyNumbers(*this, "pads", *rank, getPads(), 0)))
    return failure();
  if (!agree(shapedType(getSource()).getShape().back(),
             shapedType(getInit()).getShape().back()))
    return emitOpError("expects as many channels in the result");
  return success();
}

void PoolingOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}

//===----------------------------------------------------------------------===//
// LstmOp
//===----------------------------------------------------------------------===//

LogicalResult LstmOp::verify() {
  if (getInits().size() != 3)
    return emitOpError() << "expects three outs, got " << getInits().size();
  if (failed(verifyOperands(*this)))
    return failure();
  for (Value operand : getOperands())
    if (!has(operand, isF32))
      return emitOpError() << "expects f32, got " << operand.getType();
  ShapedType source = shapedType(getSource()),
             weights = shapedType(getWeights());
  if (source.getRank() != 3 || weights.getRank() != 3 ||
      !weights.hasStaticShape() || weights.getDimSize(0) != 4)
    return emitOpError() << "expects steps of sequences and weights of 4 "
                            "gates and known sizes, got "
                         << source << " and " << weights;
  int64_t steps = source.getDimSize(0), batch = source.getDimSize(1),
          cells = weights.getDimSize(1);
  int64_t states[] = {batch, cells};
  if (failed(verifyShape(*this, "source", getSource(),
                         {steps, batch, weights.getDimSize(2)})) ||
      failed(verifyShape(*this, "recurrent weights", getRecurrent(),
                         {4, cells, cells})) ||
      failed(verifyShape(*this, "hidden", getHidden(), states)) ||
      failed(verifyShape(*this, "cell", getCell(), states)) ||
      failed(
          verifyShape(*this, "outs", getInits()[0], {steps, batch, cells})) ||
      failed(verifyShape(*this, "outs", getInits()[1], states)) ||
      failed(verifyShape(*this, "outs", getInits()[2], states)))
    return failure();
  return verifyShape(*this, "bias", getBias(), {4, cells});
}

void LstmOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addDestinationEffects(*this, effects);
}
